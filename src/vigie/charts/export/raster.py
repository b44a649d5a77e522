"""An image as PNG, for whoever pastes it where SVG is not read."""

import re
from pathlib import Path
from typing import Final

SCALE: Final = 2.0  # pixels a px: sharp on today's screens and on paper
_ORDER: Final = ("latin-400", "latin-600", "latin-ext-400", "greek-400")
"""The first that is called Inter is asked first; the others hold rarer letters."""
_COVERED: Final = re.compile("[\u0000-\u024f\u0370-\u03ff\u2000-\u206f\u20ac\u2122\u2212]*")
"""The letters that the package's fonts have; loading those of the system takes half a second."""
_FONTS: Final = Path(__file__).parent.parent.parent / "web/static/vendor"


def png(svg: str) -> bytes:
    """The SVG as PNG, in the fonts that come with the package; others stand in for rare letters."""
    import resvg_py  # a compiled library, wanted by the few who take an image away

    drawn = svg.replace("\u202f", "\u2009")  # the font has no narrow space that does not break
    fonts = [_FONTS / f"inter-{name}.ttf" for name in _ORDER]
    return resvg_py.svg_to_bytes(
        svg_string=drawn,
        zoom=SCALE,
        font_files=[str(file) for file in fonts if file.exists()],
        sans_serif_family="Inter",
        skip_system_fonts=_COVERED.fullmatch(drawn) is not None and fonts[0].exists(),
    )

"""The sheet of an image: the strokes of the page, with every variable settled."""

import re
from functools import lru_cache
from pathlib import Path
from typing import Final

_CSS: Final = Path(__file__).parent.parent.parent / "web/static/css"
_OWN: Final = Path(__file__).parent / "image.css"
_STRONG: Final = '"Inter SemiBold", Inter, "Segoe UI", Roboto, Arial, sans-serif'
"""Outside of browsers each weight of a font is a family of its own."""
_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
_RULE: Final = re.compile(r"([^{}]+)\{([^{}]*)\}")
_TOKEN: Final = re.compile(r"(--[\w-]+):\s*([^;]+);")
_VARIABLE: Final = re.compile(r"var\((--[\w-]+)\)")
_MIX: Final = re.compile(r"color-mix\(in srgb, (#\w{6}) (\d+)%, (#\w{6})\)")


@lru_cache
def sheet() -> str:
    """`marks.css` and `image.css` as any reader of SVG understands them, in the light palette."""
    written = "\n".join(file.read_text("utf-8") for file in (_CSS / "marks.css", _OWN))
    plain = _COMMENT.sub("", written)
    rules = (rule for rule in _RULE.findall(plain) if ":" not in rule[0] and "@" not in rule[0])
    return "\n".join(
        f"{' '.join(selector.split())} {{ {_settled(' '.join(body.split()))} }}"
        for selector, body in rules
    )


@lru_cache
def tokens() -> dict[str, str]:
    """The light palette."""
    written = _COMMENT.sub("", (_CSS / "tokens.css").read_text("utf-8"))
    root = written.split(":root {", 1)[1].split("}", 1)[0]
    return dict(_TOKEN.findall(root))


def _settled(body: str) -> str:
    """A rule's body without variables and mixtures.

    >>> _settled("fill: color-mix(in srgb, #000000 50%, #ffffff);")
    'fill: #808080;'
    """
    body = _VARIABLE.sub(lambda found: tokens()[found[1]], body)
    if "font-weight: 600" in body:
        body += f" font-family: {_STRONG};"
    return _MIX.sub(lambda found: mixed(found[1], int(found[2]), found[3]), body)


def mixed(one: str, share: int, other: str) -> str:
    """`share` per cent of one colour, the rest of the other."""
    pairs = zip(_channels(one), _channels(other), strict=True)
    return "#" + "".join(f"{round((a * share + b * (100 - share)) / 100):02x}" for a, b in pairs)


def _channels(colour: str) -> list[int]:
    return [int(colour[i : i + 2], 16) for i in (1, 3, 5)]

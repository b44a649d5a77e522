"""`python -m vigie.charts.gallery OUT.html [fr|en] [dark]`."""

import sys
from pathlib import Path

from vigie.charts.gallery.page import page

out, *rest = sys.argv[1:]
written = page("en" if "en" in rest else "fr", "dark" if "dark" in rest else "light")
Path(out).write_text(written, encoding="utf-8")

"""The strokes that charts are made of: x in per cent, y in px, looks by class."""

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from vigie.charts.text import USUAL_SIZE, WIDTHS, Label, Placed

Point = tuple[float, float]
_SCROLLED = frozenset({"cohort", "scorecard", "indicators", "heatmap", "list"})

DEFINITIONS = Markup(
    '<svg class="definitions" width="0" height="0" aria-hidden="true"><defs>'
    '<pattern id="hatch" width="4" height="4" patternUnits="userSpaceOnUse"'
    ' patternTransform="rotate(45)"><rect class="hatch-ground" width="4" height="4"/>'
    '<rect class="hatch-line" width="1.25" height="4"/></pattern></defs></svg>'
)
"""Patterns that the charts of a page share; a page holds them once."""


def join(parts: Iterable[Markup]) -> Markup:
    """Parts in a row."""
    return Markup("").join(parts)


def rect(x: float, y: float, width: float, height: float, css: str) -> Markup:
    """A bar; a negative width or height grows the other way."""
    if width < 0:
        x, width = x + width, -width
    if height < 0:
        y, height = y + height, -height
    hatch = Markup(' fill="url(#hatch)"') if "fc" in css.split() else Markup("")
    return Markup('<rect x="{}%" y="{}" width="{}%" height="{}" class="{}"{}/>').format(
        short(x), short(y), short(width), short(height), css, hatch
    )


def square(x: float, y: float, size: float, css: str) -> Markup:
    """A square head of `size` px around a point."""
    half = short(size / 2)
    return Markup(
        '<rect x="{}%" y="{}" width="{}" height="{}" transform="translate(-{} -{})" class="{}"/>'
    ).format(short(x), short(y), short(size), short(size), half, half, css)


def triangle(x: float, y: float, up: bool, css: str) -> Markup:
    """An arrow head that says: it goes on beyond the frame."""
    shape = "M-4.5 6L0 -1L4.5 6Z" if up else "M-4.5 -6L0 1L4.5 -6Z"
    return Markup(
        '<svg x="{}%" y="{}" width="1" height="1" overflow="visible">'
        '<path d="{}" class="{}"/></svg>'
    ).format(short(x), short(y), shape, css)


def line(x1: float, y1: float, x2: float, y2: float, css: str) -> Markup:
    """A straight stroke."""
    return Markup('<line x1="{}%" y1="{}" x2="{}%" y2="{}" class="{}"/>').format(
        short(x1), short(y1), short(x2), short(y2), css
    )


def dot(x: float, y: float, radius: float, css: str) -> Markup:
    """A filled point."""
    return Markup('<circle cx="{}%" cy="{}" r="{}" class="{}"/>').format(
        short(x), short(y), short(radius), css
    )


def flag(x: float, y: float, radius: float, number: str) -> Markup:
    """A number in a disc."""
    return Markup(
        '<svg x="{}%" y="{}" width="1" height="1" overflow="visible" class="flag">'
        '<circle r="{}"/><text y="3.5" text-anchor="middle">{}</text></svg>'
    ).format(short(x), short(y), short(radius), number)


def paths(shapes: Iterable[tuple[str, str]], height: float) -> Markup:
    """(d, class) pairs in a box of 100 by `height` that stretches while strokes do not."""
    drawn = join(
        Markup('<path d="{}" class="{}" vector-effect="non-scaling-stroke"/>').format(d, css)
        for d, css in shapes
        if d
    )
    if not drawn:
        return drawn
    return Markup(
        '<svg width="100%" height="{0}" viewBox="0 0 100 {0}" preserveAspectRatio="none"'
        ' overflow="visible">{1}</svg>'
    ).format(short(height), drawn)


def trace(points: Sequence[Point | None]) -> str:
    """Path data through `points`, interrupted where one is missing."""
    parts, pen_up = [], True
    for point in points:
        if point is None:
            pen_up = True
            continue
        parts.append(f"{'M' if pen_up else 'L'}{short(point[0])} {short(point[1])}")
        pen_up = False
    return "".join(parts)


def words(placed: Iterable[Placed]) -> Markup:
    """Labels, each hidden below the width from which it fits."""
    return join(
        Markup('<text x="{}%" y="{}"{} class="{}">{}</text>').format(
            short(p.label.x), short(p.label.y), _beside(p.label), _classes(p), p.label.text
        )
        for p in placed
    )


def tip(heading: str, lines: Iterable[tuple[str, str]]) -> str:
    """What a tooltip shows: a heading, then `name<TAB>value` lines."""
    return "\n".join([heading, *(f"{name}\t{value}" for name, value in lines)])


def slot(
    content: Markup, tip_text: str, href: str | None, selected: bool = False, css: str = "slot"
) -> Markup:
    """One category with its tooltip; a link named by its figures where it leads somewhere."""
    classes = f"{css} selected" if selected else css
    if href is None:
        return Markup('<g class="{}" data-tip="{}">{}</g>').format(classes, tip_text, content)
    current = Markup(' aria-current="true"') if selected else Markup("")
    return Markup('<a class="{}" href="{}" data-tip="{}" aria-label="{}"{}>{}</a>').format(
        classes, href, tip_text, spoken(tip_text), current, content
    )


def spoken(tip_text: str) -> str:
    """A tooltip as one sentence for a screen reader."""
    heading, *lines = tip_text.replace("\t", " ").split("\n")
    return f"{heading}: {', '.join(lines)}" if lines else heading


def canvas(content: Markup, height: float, sentence: str, links: bool) -> Markup:
    """The drawing. An image says one sentence; with links in it, it is a group of them."""
    return Markup(
        '<svg class="plot" width="100%" height="{}" role="{}" aria-label="{}">{}</svg>'
    ).format(short(height), "group" if links else "img", sentence, content)


def cell(content: Markup, height: float, css: str) -> Markup:
    """A table cell that holds a drawing; the figures stand in the cells beside it."""
    return Markup(
        '<td class="drawing {}"><svg width="100%" height="{}" aria-hidden="true">{}</svg></td>'
    ).format(css, short(height), content)


def named(name: str, href: str | None, selected: bool = False, note: str | None = None) -> Markup:
    """The heading cell of a row, a link where it leads somewhere."""
    current = Markup(' aria-current="true"') if selected else Markup("")
    link = Markup('<a href="{}"{}>{}</a>').format(href, current, name) if href else name
    more = Markup('<span class="note">{}</span>').format(note) if note else ""
    return Markup('<th scope="row"><span class="name">{}</span>{}</th>').format(link, more)


def headings(cells: Iterable[tuple[str, str]]) -> Markup:
    """(words, class) of a table's column headings."""
    heading, blank = Markup('<th scope="col" class="{}">{}</th>'), Markup('<td class="{}"></td>')
    return join(heading.format(css, words) if words else blank.format(css) for words, css in cells)


def row(content: Markup, tip_text: str, selected: bool = False, css: str = "") -> Markup:
    """A table row with its tooltip."""
    classes = " ".join(name for name in (css, "selected" if selected else "") if name)
    return Markup('<tr class="{}" data-tip="{}">{}</tr>').format(classes, tip_text, content)


def table(kind: str, caption: str, head: Markup, body: Markup, foot: Markup) -> Markup:
    """A chart that is a table: its caption is read aloud, not shown."""
    return Markup(
        '<table class="{}"><caption class="unseen">{}</caption><thead><tr>{}</tr></thead>'
        "<tbody>{}</tbody>{}</table>"
    ).format(kind, caption, head, body, Markup("<tfoot>{}</tfoot>").format(foot) if foot else "")


def figure(kind: str, content: Markup, selected: bool = False) -> Markup:
    """The frame of a chart, which the width classes refer to."""
    css = f"chart chart-{kind}{' has-selected' if selected else ''}"
    # A table wider than a phone is scrolled by keys: by its links, or as a whole where it has none.
    stop = Markup(' tabindex="0"') if kind in _SCROLLED and "<a " not in content else ""
    return Markup('<figure class="{}"{}>{}</figure>').format(css, stop, content)


def short(number: float) -> str:
    """A coordinate in as few characters as a screen can tell apart."""
    written = f"{number:.2f}".rstrip("0").rstrip(".")
    return "0" if written == "-0" else written


def _beside(label: Label) -> Markup:
    return Markup(' dx="{}"').format(short(label.dx)) if label.dx else Markup("")


def _classes(placed: Placed) -> str:
    label = placed.label
    narrow = "" if placed.from_width == WIDTHS[0] else f"from-{placed.from_width}"
    size = "" if label.size == USUAL_SIZE else f"s{label.size:g}"
    return " ".join(c for c in ("label", label.anchor, label.css, size, narrow) if c)

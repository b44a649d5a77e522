"""What the strokes of a chart mean, in words beside a small sample of each."""

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from vigie.charts import marks
from vigie.charts.scenario import Scenario
from vigie.kit.i18n import Locale

_WIDTH, _HEIGHT = 12, 10  # px of a sample


@dataclass(frozen=True, slots=True)
class Key:
    """One entry: a bar of a scenario, a stroke of the class `stroke`, or words alone."""

    words: str
    bar: Scenario | None = None
    stroke: str = ""


def bar(scenario: Scenario, locale: Locale) -> Key:
    """The entry of a scenario that is drawn as bars."""
    return Key(scenario.label.to(locale), scenario)


def stroke(scenario: Scenario, css: str, locale: Locale) -> Key:
    """The entry of a scenario that is drawn as a stroke."""
    return Key(scenario.label.to(locale), stroke=css)


def part(name: str, shade: str) -> Key:
    """The entry of a part of a whole, filled with its shade."""
    return Key(name, stroke=f"part {shade}")


def legend(keys: Iterable[Key], css: str = "") -> Markup:
    """The entries in a row; nothing for a single one, which needs no telling apart."""
    entries = [_entry(key) for key in keys]
    if len(entries) < 2:
        return Markup("")
    classes = f"chart-legend {css}".strip()
    return Markup('<p class="{}">{}</p>').format(classes, marks.join(entries))


def _entry(key: Key) -> Markup:
    middle = _HEIGHT / 2
    if not key.bar and not key.stroke:
        return Markup("<span>{}</span>").format(key.words)
    if key.bar:
        sample = marks.rect(4, 0.5, 92, _HEIGHT - 1, key.bar.css)
    elif key.stroke.startswith("part"):
        sample = marks.rect(4, 0.5, 92, _HEIGHT - 1, key.stroke)
    elif key.stroke.startswith("level"):
        sample = marks.line(0, middle, 100, middle, key.stroke)
    else:
        sample = marks.line(50, 0, 50, _HEIGHT, key.stroke)
    return Markup('<span><svg width="{}" height="{}" aria-hidden="true">{}</svg>{}</span>').format(
        _WIDTH, _HEIGHT, sample, key.words
    )

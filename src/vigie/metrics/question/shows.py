"""What else is shown of a metric: to date, trailing, running, averaged, its share, its rank."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, Self

from vigie.kit.errors import Invalid
from vigie.kit.i18n import Label
from vigie.kit.periods import Grain, length
from vigie.kit.spelling import nearest
from vigie.metrics.language.windows import Reach, Window

_TO_DATE: Final = "_to_date"
_PERIODS: Final = re.compile(r"(\d{1,4}) periods?")


class Showing(StrEnum):
    """What is made of the figures."""

    WINDOW = "window"  # the metric over other days
    MEAN = "mean"  # the same, by period
    SHARE = "share"  # of the whole, or of one member of a dimension
    RANK = "rank"  # the largest is first


@dataclass(frozen=True, slots=True)
class Show:
    """One word of `show`; `name` ends the names of its columns."""

    word: str
    name: str
    kind: Showing
    label: Label
    window: Window | None = None
    within: tuple[str, ...] = ()  # words of `by`: each of their members is a whole

    @property
    def is_window(self) -> bool:
        """Whether it is the metric itself, over other days."""
        return self.kind is Showing.WINDOW

    @property
    def is_placed(self) -> bool:
        """Whether it says how a figure stands among the others of the answer."""
        return self.kind in (Showing.SHARE, Showing.RANK)

    def at(self, grain: Grain | None) -> Self:
        """This word in a question cut by `grain`."""
        return self if self.window is None else replace(self, window=self.window.at(grain))

    def named(self, labels: Mapping[str, Label]) -> Self:
        """This word with what people call the dimensions that it names."""
        if not self.within:
            return self
        named = [labels[word] for word in self.within]
        inner = Label(
            ", ".join(label.en.lower() for label in named),
            ", ".join(label.fr.lower() for label in named),
        )
        return replace(
            self,
            label=Label(
                f"{self.label.en} within {inner.en}",
                f"{self.label.fr} au sein de chaque {inner.fr}",
            ),
        )


def shows(words: Iterable[str]) -> tuple[Show, ...]:
    """What `words` ask to show; raises Invalid with the nearest words."""
    found = {show.name: show for show in map(_show, words)}
    return tuple(found.values())


def _show(written: str) -> Show:
    head, _, rest = " ".join(written.split()).partition(" within ")
    word = head.replace("_", " ")
    for read in (_to_date, _trailing, _mean, _placed):
        found = read(word)
        if found is not None and (not rest or found.is_placed):
            return _within(found, tuple(rest.replace(",", " ").split()))
    raise Invalid(
        "'{word}' cannot be shown; did you mean '{near}'? Known: {known}.",
        word=written,
        near=nearest(written, KNOWN) or KNOWN[0],
        known=", ".join(KNOWN),
    )


def _within(show: Show, words: tuple[str, ...]) -> Show:
    """`show` among the rows that share the members of `words`."""
    if not words:
        return show
    name = "_".join((show.name, "within", *(word.replace(":", "_") for word in words)))
    return replace(show, word=f"{show.word} within {', '.join(words)}", name=name, within=words)


def _to_date(word: str) -> Show | None:
    name = word.replace(" ", "_")
    if name == "cumulative":
        return Show(name, name, Showing.WINDOW, Label("running total", "cumul"), _RUNNING)
    grain = name.removesuffix(_TO_DATE)
    if not name.endswith(_TO_DATE) or grain not in _TO_DATE_LABELS:
        return None
    window = Window(Reach.TO_DATE, Grain(grain))
    return Show(name, name, Showing.WINDOW, _TO_DATE_LABELS[Grain(grain)], window)


def _trailing(word: str) -> Show | None:
    return _counted(word, "trailing ", Showing.WINDOW, _trailing_label)


def _mean(word: str) -> Show | None:
    return _counted(word, "moving average ", Showing.MEAN, _mean_label)


def _counted(
    word: str, start: str, kind: Showing, label: Callable[[int, str], Label]
) -> Show | None:
    if not word.startswith(start):
        return None
    window = _window(word.removeprefix(start), kind)
    unit = window.grain.value if window.grain else "period"
    head = start.strip().replace(" ", "_")
    count = f"{window.count} {unit.replace('_', ' ')}{'s' * (window.count > 1)}"
    name = f"{head}_{count}".replace(" ", "_")
    return Show(f"{head} {count}", name, kind, label(window.count, unit), window)


def _window(words: str, kind: Showing) -> Window:
    periods = _PERIODS.fullmatch(words)
    if periods and int(periods[1]):
        return Window(Reach.PERIODS, None, int(periods[1]))
    count, grain = length(words)
    return Window(Reach.TRAILING if kind is Showing.WINDOW else Reach.PERIODS, grain, count)


def _placed(word: str) -> Show | None:
    if word not in (Showing.SHARE, Showing.RANK):
        return None
    kind = Showing(word)
    label = Label("share", "part") if kind is Showing.SHARE else Label("rank", "rang")
    return Show(word, word, kind, label)


def _trailing_label(count: int, unit: str) -> Label:
    en, fr = _UNITS[unit]
    many = count > 1
    gender = "es" if unit.removeprefix("fiscal_") in _FEMININE else "s"
    sliding = f"glissant{gender}" if many else ("glissante" if gender == "es" else "glissant")
    return Label(f"trailing {count} {en[many]}", f"{count} {fr[many]} {sliding}")


def _mean_label(count: int, unit: str) -> Label:
    en, fr = _UNITS[unit]
    many = count > 1
    return Label(
        f"moving average over {count} {en[many]}", f"moyenne mobile sur {count} {fr[many]}"
    )


_RUNNING: Final = Window(Reach.RUNNING)
_FEMININE: Final = ("week", "year", "period")
_UNITS: Final[dict[str, tuple[tuple[str, str], tuple[str, str]]]] = {
    "period": (("period", "periods"), ("période", "périodes")),
    "day": (("day", "days"), ("jour", "jours")),
    "week": (("week", "weeks"), ("semaine", "semaines")),
    "month": (("month", "months"), ("mois", "mois")),
    "quarter": (("quarter", "quarters"), ("trimestre", "trimestres")),
    "year": (("year", "years"), ("année", "années")),
    "fiscal_month": (("fiscal month", "fiscal months"), ("mois fiscal", "mois fiscaux")),
    "fiscal_quarter": (
        ("fiscal quarter", "fiscal quarters"),
        ("trimestre fiscal", "trimestres fiscaux"),
    ),
    "fiscal_year": (("fiscal year", "fiscal years"), ("année fiscale", "années fiscales")),
}
_TO_DATE_LABELS: Final = {
    Grain.WEEK: Label("week to date", "cumul de la semaine"),
    Grain.MONTH: Label("month to date", "cumul du mois"),
    Grain.QUARTER: Label("quarter to date", "cumul du trimestre"),
    Grain.YEAR: Label("year to date", "cumul annuel"),
    Grain.FISCAL_MONTH: Label("fiscal month to date", "cumul du mois fiscal"),
    Grain.FISCAL_QUARTER: Label("fiscal quarter to date", "cumul du trimestre fiscal"),
    Grain.FISCAL_YEAR: Label("fiscal year to date", "cumul de l'exercice"),
}
KNOWN: Final = (
    *(f"{grain}{_TO_DATE}" for grain in _TO_DATE_LABELS),
    "trailing 12 months",
    "trailing 3 periods",
    "moving_average 3 periods",
    "cumulative",
    "share",
    "share within region",
    "rank",
    "rank within month",
)

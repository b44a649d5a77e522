"""What is said where no target answers a question: which question one would answer."""

from collections.abc import Iterator, Sequence
from typing import Final

from vigie.kit.i18n import Label, Text, text
from vigie.kit.periods import Period
from vigie.metrics.language.comparison import Against
from vigie.metrics.language.definition import Dimension, Metric
from vigie.metrics.language.reach import path_to
from vigie.metrics.planning.goals import COMPANY, KINDS, SCOPES, Goals, goals_of, scope_dimension


def nearest(
    metric: Metric, comparison: Against, filters: Sequence[Dimension], span: Period, goals: Goals
) -> Text:
    """Other days, or other cuts under the same `filters`; or that there is no such target."""
    named = {"metric": metric.label, "comparison": comparison.label}
    wanted = (metric.id, KINDS[comparison])
    sets = [one for one in goals.sets if (one.metric, one.kind) == wanted]
    here = {one.scope for one in sets if one.touches(span)}
    if sets and not here:
        first = min(one.periods[0].start for one in sets)
        last = max(period.end for one in sets for period in one.periods)
        return text(_OTHER_DAYS.template, **named, first=first, last=last)
    if cuts := list(_cuts(here, filters, goals)):
        told = Label(" or ".join(one.en for one in cuts), " ou ".join(one.fr for one in cuts))
        return text(_OTHER_CUTS.template, **named, cuts=told)
    return text(_NONE.template, **named)


def _cuts(scopes: set[str], filters: Sequence[Dimension], goals: Goals) -> Iterator[Label]:
    """By what the targets of `scopes` can be asked, from the coarsest to the finest."""
    for scope in (COMPANY, *SCOPES):
        dataset = goals_of(scope, goals.catalog)
        ways = (path_to(dataset, one, goals.catalog) for one in filters)
        if scope in scopes and all(way is not None for way in ways):
            own = scope_dimension(scope, goals.catalog)
            yield _by(own.label) if own else _WHOLE


def _by(label: Label) -> Label:
    return Label(f"by '{label.en}'", f"par « {label.fr} »")


_WHOLE: Final = Label("as a whole", "dans son ensemble")
_NONE: Final = text("No {comparison} of '{metric}' fits this question.")
_OTHER_DAYS: Final = text(
    "No {comparison} of '{metric}' is set for these days: those that are set go from {first} to "
    "{last}."
)
_OTHER_CUTS: Final = text(
    "No {comparison} of '{metric}' fits this question: it can be asked {cuts}."
)

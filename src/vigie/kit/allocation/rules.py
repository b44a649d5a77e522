"""By what rule a company shares out its targets."""

from dataclasses import dataclass
from enum import StrEnum


class Spread(StrEnum):
    """By what a target is spread over the days that it covers."""

    DAYS = "days"
    WORKING_DAYS = "working_days"
    LAST_YEAR = "last_year"  # the figures of the same metric and scope, a year before


class Members(StrEnum):
    """What becomes of a target of a whole when its parts are asked for."""

    REFUSED = "refused"
    LAST_YEAR = "last_year"  # each part has the weight that its figures had a year before


@dataclass(frozen=True, slots=True)
class Rule:
    """How targets are shared out; None stands for every metric, kind or scope."""

    spread: Spread = Spread.DAYS
    members: Members = Members.REFUSED
    metric: str | None = None
    kind: str | None = None
    scope: str | None = None

    def is_for(self, metric: str, kind: str, scope: str) -> bool:
        """Whether it speaks of a set of targets."""
        pairs = ((self.metric, metric), (self.kind, kind), (self.scope, scope))
        return all(mine in (None, theirs) for mine, theirs in pairs)


@dataclass(frozen=True, slots=True)
class Allocation:
    """The company's rules: the first that speaks of a set of targets holds for it."""

    rules: tuple[Rule, ...] = ()

    def rule(self, metric: str, kind: str, scope: str) -> Rule:
        """How a set of targets is shared out."""
        return next((one for one in self.rules if one.is_for(metric, kind, scope)), Rule())

"""The rules for targets as `vigie.toml` writes them."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from vigie.kit.allocation.rules import Allocation, Members, Rule, Spread


class TargetSetForm(BaseModel):
    """How some sets of targets are shared out; what is not named stands for all."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    metric: str | None = None
    kind: Literal["objective", "budget", "forecast"] | None = None
    scope: str | None = None
    spread: Spread = Spread.DAYS
    members: Members = Members.REFUSED


class TargetsForm(TargetSetForm):
    """The section `[targets]`: a rule for all, and those of the sets that have their own."""

    sets: tuple[TargetSetForm, ...] = ()

    @property
    def allocation(self) -> Allocation:
        """The rules in the order in which they are looked up."""
        return Allocation(
            tuple(
                Rule(one.spread, one.members, one.metric, one.kind, one.scope)
                for one in (*self.sets, self)
            )
        )

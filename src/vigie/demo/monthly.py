"""Sales by month as they add up, for the targets that were set on them."""

from dataclasses import dataclass

import numpy as np

from vigie.demo.frame import Array, Frame
from vigie.demo.payments import net_amounts
from vigie.demo.selling import Part
from vigie.demo.world import World


@dataclass(frozen=True)
class Monthly:
    """Cents by month (rows); one column per rep, the last one for sales without a rep."""

    revenue: Array
    order_intake: Array
    team_revenue: Array
    team_order_intake: Array

    @classmethod
    def empty(cls, world: World) -> "Monthly":
        months, people = len(world.span.months), world.people
        reps, teams = len(people.reps) + 1, len(people.teams)
        sizes = (reps, reps, teams, teams)
        return cls(*(np.zeros((months, size), dtype=np.int64) for size in sizes))

    def add(self, world: World, part: Part) -> None:
        """Adds the orders and documents of one part, in company currency."""
        alive = np.isnat(part.batch.orders["cancelled"])
        orders, heads = part.batch.orders, part.documents.heads
        _add(world, self.order_intake, self.team_order_intake, orders, orders["net"] * alive)
        _add(world, self.revenue, self.team_revenue, heads, net_amounts(part.documents))


def _add(world: World, by_rep: Array, by_team: Array, heads: Frame, net: Array) -> None:
    rate = np.where(heads["foreign"], world.franc_rate(heads["day"]), 10_000)
    month = world.span.month_of(heads["day"])
    euros = net * rate // 10_000
    np.add.at(by_rep, (month, heads["rep"]), euros)
    np.add.at(by_team, (month, heads["team"]), euros)

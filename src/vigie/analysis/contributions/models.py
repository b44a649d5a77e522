"""What explains a metric beside its members, as `models.yaml` says it."""

from functools import cache
from pathlib import Path
from typing import Final

import yaml
from pydantic import BaseModel, ConfigDict

from vigie.metrics.language.definition import Metric

FILE: Final = Path(__file__).with_name("models.yaml")


class _Declaration(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Priced(_Declaration):
    """The metrics whose quotient is a price, and the one that a margin deducts."""

    amount: str
    quantity: str
    cost: str | None = None

    @property
    def leaves(self) -> tuple[str, ...]:
        return (self.amount, self.quantity, *([self.cost] if self.cost else []))


class _Sold(_Declaration):
    along: tuple[str, ...]
    metrics: dict[str, Priced]


class Models(_Declaration):
    """Prices and chains of figures."""

    sold: _Sold
    chains: dict[str, dict[str, tuple[str, ...]]]

    def priced(self, metric: Metric, dimension: str) -> Priced | None:
        """How `metric` is made of prices and quantities along `dimension`."""
        return self.sold.metrics.get(metric.id) if dimension in self.sold.along else None

    def chain(self, metric: Metric) -> tuple[str, ...]:
        """The figures whose product is `metric`, on the documents that it rests on."""
        return self.chains.get(metric.id, {}).get(metric.basis or "", ())


@cache
def models() -> Models:
    """The shipped models."""
    return Models.model_validate(yaml.safe_load(FILE.read_text(encoding="utf-8")))

"""Reads the catalogue's YAML."""

from collections.abc import Sequence
from pathlib import Path

from vigie.metrics.definition import Catalog
from vigie.model.schema import Model


def load_catalog(
    model: Model, *, revenue_basis: str = "invoices", extra: Sequence[Path] = ()
) -> Catalog:
    """The shipped catalogue, with the YAML of `extra` folders merged in, checked against `model`."""
    return Catalog({}, {}, {}, {})

"""Each data set is imported once for all acceptance tests."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from .company import Company
from .datasets import SETS, DataSet


@dataclass(frozen=True)
class Imported:
    """A company that has imported a data set, and what it was told before and after."""

    data: DataSet
    company: Company
    announced: dict[str, Any]  # by the dry run
    rows_after_dry_run: dict[str, int]
    report: dict[str, Any]


Founder = Callable[..., Company]
Importer = Callable[[str], Imported]


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Founder:
    """Makes new companies."""

    def found(currency: str = "EUR", revenue_basis: str = "invoices") -> Company:
        home = tmp_path_factory.mktemp("company")
        Company(home).vigie("init", home / "books", "--currency", currency, "--locale", "en")
        settings = home / "books" / "vigie.toml"
        words = settings.read_text(encoding="utf-8")
        settings.write_text(
            words.replace('revenue_basis = "invoices"', f'revenue_basis = "{revenue_basis}"'),
            encoding="utf-8",
        )
        return Company(home / "books")

    return found


@pytest.fixture(scope="session")
def imported(founded: Founder) -> Importer:
    """A company with a data set in it: dry run, then import, through the command's own code."""
    done: dict[str, Imported] = {}

    def bring(name: str) -> Imported:
        if name not in done:
            data = SETS[name]
            paths = data.paths
            company = founded(data.currency, data.revenue_basis)
            announced = company.bring_in(*paths, mapping=data.mapping, dry_run=True)
            rows = company.rows()
            report = company.bring_in(*paths, mapping=data.mapping)
            done[name] = Imported(data, company, announced, rows, report)
        return done[name]

    return bring


@pytest.fixture
def twin(tmp_path: Path) -> Callable[[Company], Company]:
    """A company that may be changed without touching the one it was copied from."""

    def copy(company: Company) -> Company:
        shutil.copytree(company.directory, tmp_path / "twin")
        return Company(tmp_path / "twin")

    return copy

"""What holds for every data set: rows add up, nothing twice, everything can be taken back."""

from collections.abc import Callable
from decimal import Decimal
from math import isclose

import pytest

from .company import Company, by_table, effects
from .conftest import Imported, Importer
from .datasets import SETS

pytestmark = pytest.mark.real_data


@pytest.fixture(params=sorted(SETS))
def done(request: pytest.FixtureRequest, imported: Importer) -> Imported:
    return imported(request.param)


def test_every_row_read_is_accounted_for(done: Imported) -> None:
    for counts in done.report["tables"]:
        fates = ("created", "updated", "unchanged", "quarantined", "skipped")
        assert counts["read"] == sum(counts[fate] for fate in fates), counts["table"]


def test_every_refused_row_has_a_reason_and_a_fix(done: Imported) -> None:
    findings = done.report["rejected"]
    assert all(finding["message"] and finding["fix"] for finding in findings)
    unreadable = sum(file["rejected"] for file in done.report["files"])
    assert unreadable == sum(f["rows"] for f in findings if f["rule"] == "unreadable")
    for table, counts in by_table(done.report).items():
        explained = sum(f["rows"] for f in findings if f["table"] == table)
        assert explained >= counts["quarantined"], table


def test_a_dry_run_changes_nothing(done: Imported) -> None:
    assert done.rows_after_dry_run == {}


def alike(here: Decimal | None, there: Decimal | None) -> bool:
    """Means of ratios are floats: the order of their rows shows in the last digits."""
    if here is None or there is None:
        return here is there
    return here == there or isclose(here, there, rel_tol=1e-12)


def test_a_dry_run_announces_what_the_import_does(done: Imported) -> None:
    assert done.announced["status"] == "dry_run"
    assert by_table(done.announced) == by_table(done.report)
    told, came = (sorted(effects(report)) for report in (done.announced, done.report))
    assert told
    assert [name for name, *_ in told] == [name for name, *_ in came]
    for (_, *here), (_, *there) in zip(told, came, strict=True):
        assert all(map(alike, here, there)), (here, there)


def test_core_holds_what_the_report_says(done: Imported) -> None:
    created = {
        table: counts["created"] + counts["placeholders"]
        for table, counts in by_table(done.report).items()
    }
    assert done.company.rows() == {table: rows for table, rows in created.items() if rows}


def test_the_same_files_again_change_nothing(
    done: Imported, twin: Callable[[Company], Company]
) -> None:
    company = twin(done.company)
    rows = company.rows()
    again = company.bring_in(*done.data.paths, mapping=done.data.mapping)
    assert all(not counts["created"] + counts["updated"] for counts in again["tables"])
    assert list(effects(again)) == []
    assert company.rows() == rows


def test_undo_gives_back_the_empty_company(
    done: Imported, twin: Callable[[Company], Company]
) -> None:
    company = twin(done.company)
    company.vigie("imports", "undo", done.report["import_id"])
    assert company.rows() == {}

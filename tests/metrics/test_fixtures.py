"""Every plain-text fixture: rows worked out by hand, questions, and the answers they must have."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from vigie.kit.allocation.declared import TargetsForm
from vigie.kit.calendar.declared import CalendarForm
from vigie.kit.periods import Grain
from vigie.metrics.language.definition import Catalog
from vigie.metrics.language.policy import RowPolicy
from vigie.metrics.layer import MetricLayer
from vigie.metrics.question.query import Query
from vigie.warehouse.engine import Session

FIXTURES = Path(__file__).parent / "fixtures"
_QUERY_WORDS = ("by", "where", "compare", "order", "show")


def _cases() -> Iterator[Any]:
    for file in sorted(FIXTURES.glob("*.yaml")):
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
        for question in content["questions"]:
            yield pytest.param(content, question, id=f"{file.stem}: {question['says']}")


@pytest.mark.parametrize(("world", "question"), list(_cases()))
def test_answer_is_the_one_worked_out_by_hand(
    world: dict[str, Any],
    question: dict[str, Any],
    make_layer: Callable[..., MetricLayer],
    fill: Callable[..., None],
    session: Session,
) -> None:
    for table, text in world["tables"].items():
        fill(table, *_rows(text))
    layer = make_layer(
        question.get("today", world.get("today", date(2026, 3, 15))),
        world.get("fiscal_start", 1),
        question.get("revenue_basis", "invoices"),
        CalendarForm.model_validate(world.get("calendar", {})),
        TargetsForm.model_validate(question.get("targets", {})),
    )
    policy = RowPolicy(tuple(question["policy"])) if "policy" in question else None
    result = layer.query(_query(question), session=session, policy=policy)
    names = [column.name for column in result.columns]
    expected = _rows(question["answer"])
    wanted = list(expected[0])
    found = [{name: row[names.index(name)] for name in wanted} for row in result.rows]
    assert [_plain(row) for row in found] == [_parsed(row) for row in expected]
    if "warns" in question:
        assert [str(warning) for warning in result.warnings] == question["warns"]
    if "totals" in question:
        totals = dict(zip(names, result.totals or (), strict=True))
        whole = _halves(question["totals"])
        assert _plain({name: totals[name] for name in whole}) == _parsed(whole)


def test_every_shipped_metric_has_a_hand_worked_answer(catalog: Catalog) -> None:
    asked = {
        metric
        for file in FIXTURES.glob("*.yaml")
        for question in yaml.safe_load(file.read_text(encoding="utf-8"))["questions"]
        for metric in question["metrics"]
    }
    assert {metric.id for metric in catalog.shown} - asked == set()


def _query(question: dict[str, Any]) -> Query:
    words = {word: tuple(question[word]) for word in _QUERY_WORDS if word in question}
    dates = {
        name: question[name] for name in ("as_of", "last", "limit", "align") if name in question
    }
    if "so_far" in question:
        dates["so_far"] = Grain(question["so_far"])
    if "between" in question:
        dates["date_from"], dates["date_to"] = question["between"]
    return Query(tuple(question["metrics"]), **words, **dates, totals="totals" in question)


def _rows(text: str) -> list[dict[str, str | None]]:
    """A table drawn with bars; an empty cell is null."""
    lines = [line for line in text.splitlines() if line.strip()]
    head, *body = ([cell.strip() or None for cell in line.split("|")] for line in lines)
    return [dict(zip([str(name) for name in head], row, strict=True)) for row in body]


def _halves(text: str) -> dict[str, str | None]:
    """Names, then as many values, on one line."""
    cells = [cell.strip() or None for cell in text.split("|")]
    names = [str(name) for name in cells[: len(cells) // 2]]
    return dict(zip(names, cells[len(names) :], strict=True))


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {name: _number(value) for name, value in row.items()}


def _parsed(row: dict[str, str | None]) -> dict[str, Any]:
    return {name: None if cell is None else _read(cell) for name, cell in row.items()}


def _read(cell: str) -> Any:
    for read in (date.fromisoformat, lambda word: _number(Decimal(word))):
        try:
            return read(cell)
        except (ValueError, ArithmeticError):
            continue
    return cell


def _number(value: Any) -> Any:
    """Money exactly; ratios to nine digits."""
    if isinstance(value, float):
        return round(Decimal(repr(value)), 9).normalize()
    if isinstance(value, int | Decimal):
        return round(Decimal(value), 9).normalize()
    return value

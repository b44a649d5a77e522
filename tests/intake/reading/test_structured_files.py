"""Parquet and JSON: typed by their makers, staged as exact text."""

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from vigie.intake.reading import Source, ValueKind, parse
from vigie.kit.errors import UnreadableFile
from vigie.model.schema import ColumnType
from vigie.warehouse.engine import Session

Read = Callable[..., list[Source]]


def rows(session: Session, source: Source) -> list[tuple[object, ...]]:
    return session.rows(f'SELECT * FROM {source.relation} ORDER BY "#line"')


def test_parquet_keeps_decimals_exact_and_dates_iso(
    read: Read, session: Session, tmp_path: Path
) -> None:
    amounts = [Decimal("12345678901234.5678"), Decimal("-0.0001"), None]
    table = pa.table(
        {
            "amount": pa.array(amounts, pa.decimal128(18, 4)),
            "day": pa.array([0, 1, None], pa.date32()),
            "count": pa.array([1, 2, None], pa.int64()),
            "ratio": pa.array([0.1, 1e-7, None], pa.float64()),
            "paid": pa.array([True, False, None]),
            "photo": pa.array([b"\0\1", None, None], pa.binary()),
            "tags": pa.array([["a", "b"], [], None], pa.list_(pa.string())),
            "note": ["x", "", None],
        }
    )
    pq.write_table(table, tmp_path / "a.parquet")
    [source] = read(tmp_path / "a.parquet")
    assert rows(session, source) == [
        (1, "12345678901234.5678", "1970-01-01", "1", "0.1", "true", '["a","b"]', "x"),
        (2, "-0.0001", "1970-01-02", "2", "1e-07", "false", "[]", None),
        (3, None, None, None, None, None, None, None),
    ]
    assert [column.kind for column in source.columns[:5]] == [
        ValueKind.NUMBER,
        ValueKind.DATE,
        ValueKind.INTEGER,
        ValueKind.NUMBER,
        ValueKind.BOOLEAN,
    ]
    assert "photo is left aside: it holds binary data." in map(str, source.warnings)
    total = f"SELECT sum({parse(source.columns[0], ColumnType.MONEY)}) FROM {source.relation}"
    assert session.scalar(total) == Decimal("12345678901234.5677")


def test_days_stored_as_whole_numbers_are_days(read: Read, tmp_path: Path) -> None:
    pq.write_table(pa.table({"DateKey": [20260131, 20260201]}), tmp_path / "a.parquet")
    [column] = read(tmp_path / "a.parquet")[0].columns
    assert (column.kind, column.date_format) == (ValueKind.DATE, "%Y%m%d")


def test_a_parquet_file_cut_short_is_refused(read: Read, tmp_path: Path) -> None:
    pq.write_table(pa.table({"a": list(range(1000))}), tmp_path / "a.parquet")
    (tmp_path / "b.parquet").write_bytes((tmp_path / "a.parquet").read_bytes()[:-100])
    with pytest.raises(UnreadableFile, match=r"b\.parquet is damaged"):
        read(tmp_path / "b.parquet")


def test_a_parquet_file_without_rows_is_refused(read: Read, tmp_path: Path) -> None:
    pq.write_table(pa.table({"a": pa.array([], pa.int64())}), tmp_path / "c.parquet")
    with pytest.raises(UnreadableFile, match=r"c\.parquet has no row"):
        read(tmp_path / "c.parquet")


RECORDS = [
    {"id": 1, "price": 12.10, "name": "a", "tags": ["x", 1.5]},
    {"id": 2, "paid": True, "name": "b\nc", "price": None},
]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jsonl", "\n".join(map(json.dumps, RECORDS))),
        ("a.ndjson", "\n\n".join(map(json.dumps, RECORDS)) + "\n"),
        ("a.json", json.dumps(RECORDS)),
        ("a.json", json.dumps(RECORDS, indent=2)),
        ("a.json", json.dumps({"count": 2, "value": RECORDS}, indent=1)),
    ],
)
def test_json_lines_arrays_and_wrapped_arrays(
    read: Read, session: Session, tmp_path: Path, name: str, content: str
) -> None:
    (tmp_path / name).write_text(content)
    [source] = read(tmp_path / name)
    assert [column.name for column in source.columns] == ["id", "price", "name", "tags", "paid"]
    assert [row[1:] for row in rows(session, source)] == [
        ("1", "12.1", "a", '["x", 1.5]', None),
        ("2", None, "b\nc", None, "true"),
    ]


def test_json_numbers_keep_their_digits(read: Read, session: Session, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('[{"x": 1.10, "y": 12345678901234567890}]')
    [source] = read(tmp_path / "a.json")
    assert rows(session, source) == [(1, "1.10", "12345678901234567890")]


def test_lines_that_are_not_json_are_rejected_with_their_number(read: Read, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"id": 1}\n{"id": 2\n\n[3]\n{"id": 4}\n')
    [source] = read(tmp_path / "a.jsonl")
    assert source.rows == 2
    assert [(r.line, str(r.reason)) for r in source.rejected] == [
        (2, "it is not valid JSON"),
        (4, "it is not a JSON object"),
    ]


def test_a_large_array_is_read_in_pieces(read: Read, session: Session, tmp_path: Path) -> None:
    records = [{"id": i, "text": f"é{i}" * 50} for i in range(5000)]
    (tmp_path / "a.json").write_text(json.dumps(records, ensure_ascii=False), encoding="utf-8")
    [source] = read(tmp_path / "a.json")
    assert source.rows == 5000
    assert session.scalar(f"SELECT max(length(text)) FROM {source.relation}") == 250


@pytest.mark.parametrize("content", ['[{"id": 1}, {"id":', "[]", "{", '{"id": 1', "[1, 2]"])
def test_broken_or_empty_json_is_refused(read: Read, tmp_path: Path, content: str) -> None:
    (tmp_path / "a.json").write_text(content)
    with pytest.raises(UnreadableFile, match=r"a\.json"):
        read(tmp_path / "a.json")

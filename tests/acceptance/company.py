"""A workspace, used through the public commands only."""

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from vigie.cli.desk import Desk
from vigie.cli.run import run

MAPPINGS = Path(__file__).parent / "mappings"
VIGIE = Path(sys.executable).with_name("vigie")


@dataclass
class Transcript:
    """A console that nobody sits at and that remembers what was said."""

    interactive: bool = False
    answer: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def out(self, words: str) -> None:
        self.answer.append(words)

    def raw(self, data: bytes) -> None:
        self.answer.append(data.decode())

    def note(self, words: str) -> None:
        self.notes.append(words)

    def status(self, words: str) -> None:
        """Nobody watches."""

    def ask(self, question: str) -> bool:
        raise AssertionError(question)


@dataclass(frozen=True)
class Company:
    """One company's folder and the commands typed in it."""

    directory: Path

    def vigie(self, *words: str | Path) -> str:
        """What a command answers; fails with what it complains about."""
        transcript = Transcript()
        code = run([str(word) for word in words], Desk(transcript, self.directory))
        assert code == 0, f"vigie {' '.join(map(str, words))}: {transcript.notes}"
        return "\n".join(transcript.answer)

    def shell(self, *words: str | Path) -> subprocess.CompletedProcess[str]:
        """The same through the installed command, in a process of its own."""
        done = subprocess.run(
            [VIGIE, *words],
            cwd=self.directory,
            capture_output=True,
            text=True,
            timeout=300,
            env={**os.environ, "LANG": "C.UTF-8"},
        )
        assert done.returncode == 0, f"vigie {words}: {done.stderr}"
        return done

    def bring_in(self, *paths: Path, mapping: str | None = None, **options: bool) -> dict[str, Any]:
        """Imports files and gives the report."""
        return report(self.vigie(*import_words(paths, mapping, **options)))

    def ask(self, *metrics: str, by: Iterable[str] = (), **options: str) -> list[tuple[Any, ...]]:
        """The rows that `vigie query` answers."""
        words = [word for name in by for word in ("--by", name)]
        words += [word for name, value in options.items() for word in (flag(name), value)]
        answer = self.vigie("query", *metrics, *words, "--format", "json")
        return [tuple(row) for row in json.loads(answer, parse_float=Decimal)["rows"]]

    def figure(self, metric: str, **options: str) -> Any:
        """The one figure that a metric has without any dimension."""
        ((value,),) = self.ask(metric, **options)
        return value

    def rows(self) -> dict[str, int]:
        """How many rows each filled table holds."""
        with duckdb.connect(
            str(self.directory / "data" / "warehouse.duckdb"), read_only=True
        ) as db:
            tables = db.sql(
                "SELECT table_name FROM duckdb_tables() WHERE schema_name = 'core'"
            ).fetchall()
            counts = {name: count(db, f'core."{name}"') for (name,) in tables}
        return {name: rows for name, rows in counts.items() if rows}

    def sql(self, query: str) -> list[tuple[Any, ...]]:
        """A look at the stored rows."""
        with duckdb.connect(
            str(self.directory / "data" / "warehouse.duckdb"), read_only=True
        ) as db:
            return db.sql(query).fetchall()


def flag(name: str) -> str:
    return f"--{name.strip('_').replace('_', '-')}"


def import_words(paths: Iterable[Path], mapping: str | None, **options: bool) -> list[str | Path]:
    words: list[str | Path] = ["import", *paths, "--json"]
    if mapping:
        words += ["--mapping", MAPPINGS / f"{mapping}.yaml"]
    words += [flag(name) for name, wanted in options.items() if wanted]
    return words if options.get("dry_run") else [*words, "--yes"]


def report(answer: str) -> dict[str, Any]:
    """The JSON that ends the answer of an import."""
    said: dict[str, Any] = json.loads(answer.strip().splitlines()[-1])
    return said


def by_table(said: dict[str, Any]) -> dict[str, dict[str, int]]:
    """The report's counts, those of one table added up."""
    tables: dict[str, dict[str, int]] = {}
    for counts in said["tables"]:
        sums = tables.setdefault(counts["table"], {})
        for name, rows in counts.items():
            if name != "table":
                sums[name] = sums.get(name, 0) + rows
    return tables


def effects(said: dict[str, Any]) -> Iterator[tuple[str, Decimal | None, Decimal | None]]:
    """What the import did to each figure that it moved."""
    for effect in said["effects"]:
        if effect["before"] != effect["after"]:
            yield effect["metric"], number(effect["before"]), number(effect["after"])


def number(word: str | None) -> Decimal | None:
    return None if word is None else Decimal(word)


def count(db: duckdb.DuckDBPyConnection, relation: str) -> int:
    (rows,) = db.sql(f"SELECT count(*) FROM {relation}").fetchone() or (0,)
    return int(rows)

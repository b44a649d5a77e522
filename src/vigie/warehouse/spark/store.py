"""The core tables as Parquet files, a file a month, behind views of Spark."""

import shutil
import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

from sqlglot import exp

from vigie.kit.errors import VigieError
from vigie.model.schema import Model, Table
from vigie.warehouse.ddl import MONTH, engine_columns
from vigie.warehouse.dialects.spark import spark as spark_dialect
from vigie.warehouse.dialects.translation import schema_of
from vigie.warehouse.slices import Mark, Slice
from vigie.warehouse.spark.failure import failures, reason
from vigie.warehouse.spark.manifest import Kept, Manifest
from vigie.warehouse.spark.reader import SparkReader
from vigie.warehouse.spark.session import SparkSession

_TYPES: Final = {
    "VARCHAR": "STRING",
    "JSON": "STRING",
    "UBIGINT": "DECIMAL(20, 0)",
    "TIMESTAMP": "TIMESTAMP_NTZ",
}
_CORE: Final = "core_"
_STAGED: Final = "staged_"


class SparkStore:
    """Files in a folder that every worker sees, and the views that read those that count."""

    label = "Spark"

    def __init__(self, spark: SparkSession, folder: Path, model: Model) -> None:
        self._spark = spark
        self._folder = folder.resolve()
        self._model = model
        self._nothing = self._folder / "nothing"  # what the view of an empty table reads
        self._nothing.mkdir(parents=True, exist_ok=True)
        self._manifest = Manifest.load(self._folder)
        self._staged: dict[Slice, str] = {}
        self._schema = schema_of(model)
        self._dialect = spark_dialect(self._schema, lambda table: _view(_CORE, table))
        for table in model.tables:
            self._show(_CORE, table, self._manifest.files(table))

    def held(self) -> Mapping[Slice, Mark]:
        return {piece: kept.mark for piece, kept in self._manifest.slices.items()}

    def version(self) -> int | None:
        return self._manifest.version

    def owner(self) -> int | None:
        return self._manifest.owner

    def claim(self, owner: int) -> None:
        self._keep(replace(self._manifest, owner=owner))

    def discard(self) -> None:
        """Files that no manifest names are left-overs."""
        self._staged.clear()
        self._sweep()

    def stage(self, table: str, files: Mapping[str, Path]) -> None:
        (self._folder / table).mkdir(exist_ok=True)
        for month, file in files.items():
            name = f"{month}-{uuid.uuid4().hex}.parquet"
            shutil.copyfile(file, self._folder / table / name)
            self._staged[Slice(table, month)] = name

    @contextmanager
    def staged(self, table: str) -> Iterator[SparkReader]:
        own = (file for piece, file in self._staged.items() if piece.table == table)
        self._show(_STAGED, table, own)
        yield SparkReader(
            self._spark, spark_dialect(self._schema, lambda name: _view(_STAGED, name))
        )

    def switch(self, staged: Mapping[Slice, Mark], gone: Collection[Slice]) -> None:
        slices = {p: kept for p, kept in self._manifest.slices.items() if p not in gone}
        for piece, mark in staged.items():
            slices[piece] = Kept(self._staged.pop(piece), mark)
        self._keep(replace(self._manifest, version=None, slices=slices))
        for table in {piece.table for piece in (*staged, *gone)}:
            self._show(_CORE, table, self._manifest.files(table))

    def settle(self, version: int) -> None:
        self._keep(replace(self._manifest, version=version))
        self._sweep()

    def rewrite(self) -> None:
        """A replaced file is gone already: slices are files."""
        self._sweep()

    def tables_with(self, patterns: Sequence[str]) -> Sequence[str]:  # noqa: ARG002
        return ()

    @contextmanager
    def read(self) -> Iterator[SparkReader]:
        yield SparkReader(self._spark, self._dialect)

    def close(self) -> None:
        self._spark.stop()

    def _keep(self, manifest: Manifest) -> None:
        manifest.save(self._folder)
        self._manifest = manifest

    def _sweep(self) -> None:
        for table in self._model.tables:
            named = {*self._manifest.files(table), *self._staged.values()}
            for file in (self._folder / table).glob("*.parquet"):
                if file.name not in named:
                    file.unlink()

    def _show(self, prefix: str, table: str, files: Iterable[str]) -> None:
        """Makes the view of a table read `files`."""
        paths = [(self._folder / table / file).as_uri() for file in files]
        try:
            reader = self._spark.read.schema(_columns(self._model.tables[table]))
            rows = reader.parquet(*(paths or [self._nothing.as_uri()]))
            rows.createOrReplaceTempView(_view(prefix, table).name)
        except failures() as error:
            raise VigieError(
                "Spark cannot read its copy of {table} in {folder}: {reason}",
                table=table,
                folder=self._folder,
                reason=reason(error),
            ) from error


def _view(prefix: str, table: str) -> exp.Table:
    return exp.table_(f"{prefix}{table}", quoted=True)


def _columns(table: Table) -> str:
    types = {**engine_columns(table), MONTH: "VARCHAR"}
    return ", ".join(f"`{name}` {_TYPES.get(kind, kind)}" for name, kind in types.items())

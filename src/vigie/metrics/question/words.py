"""The words of a question, looked up: metrics, dimensions, fields of filters, or a refusal."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from vigie.kit.errors import Forbidden, Invalid, NotFound, Refused
from vigie.kit.i18n import Label, text
from vigie.kit.periods import Grain
from vigie.kit.spelling import nearest
from vigie.metrics.language.definition import Catalog, Dataset, Dimension, Metric
from vigie.metrics.language.reach import others, path_to, possible
from vigie.metrics.language.tables import table_columns
from vigie.metrics.question.field import Field

TIME_WORD = "date"
Attributes = Callable[[str], Iterable[str]]  # table → the kept columns of its sources


@dataclass(frozen=True, slots=True)
class Words:
    """A catalogue and what the data adds to it."""

    catalog: Catalog
    attributes: Attributes

    def metric(self, name: str) -> Metric:
        """The metric called `name`; raises NotFound with the nearest one."""
        if name in self.catalog.metrics:
            return self.catalog.metrics[name]
        if name in self.catalog.withheld:
            raise Forbidden("'{metric}' rests on figures that are not shown to you.", metric=name)
        known = [metric.id for metric in self.catalog.shown]
        raise _unknown("metric", name, known)

    def grain(self, word: str) -> Grain | None:
        """The grain that `month` or `date:month` asks for; None for a dimension."""
        name, _, grain = word.partition(":")
        if grain:
            if name != TIME_WORD:
                raise Invalid(
                    "'{word}': only 'date' is cut by a length of time, as in 'date:month'.",
                    word=word,
                )
            if grain not in list(Grain):
                raise _unknown("length of time", grain, list(Grain))
            return Grain(grain)
        return Grain(name) if name in list(Grain) else Grain.DAY if name == TIME_WORD else None

    def dimension(self, name: str) -> Dimension:
        """The dimension called `name`, or a column or kept attribute `table.column`."""
        if name in self.catalog.dimensions:
            return self.catalog.dimensions[name]
        table, _, column = name.partition(".")
        if column and table in self.catalog.model.tables:
            return self._column(name, table, column)
        raise _unknown("dimension", name, [*self.catalog.dimensions, *Grain])

    def field(self, dimension: Dimension, dataset: Dataset, asker: str) -> Field:
        """The one way from rows of `dataset` to `dimension`; raises Refused otherwise."""
        path = path_to(dataset, dimension, self.catalog)
        if isinstance(path, tuple):
            return Field(dimension, path, others(dataset, dimension, path, self.catalog))
        if path is None:
            raise self.refusal(asker, dimension)
        raise Refused(
            "'{metric}' reaches '{dimension}' in several ways ({ways}): settle it under 'paths' "
            "in the dataset '{dataset}'.",
            metric=asker,
            dimension=dimension.id,
            ways=" / ".join(".".join(way) for way in path.paths),
            dataset=dataset.name,
        )

    def refusal(self, asker: str, dimension: Dimension) -> Refused:
        """Why `asker` is not cut by `dimension`, and what it can be cut by."""
        return Refused(
            "'{metric}' cannot be cut by '{dimension}': its rows do not carry it. "
            "It can be cut by: {possible}.",
            metric=asker,
            dimension=dimension.id,
            possible=", ".join([*Grain, *possible(asker, self.catalog)]),
        )

    def reaches(self, dimension: Dimension, dataset: Dataset) -> bool:
        return isinstance(path_to(dataset, dimension, self.catalog), tuple)

    def _column(self, name: str, table: str, column: str) -> Dimension:
        columns = table_columns(table, self.catalog.model)
        declared = self.catalog.model.tables[table].columns.get(column)
        if declared is not None and declared.personal:
            raise Refused("'{name}' is personal data: figures are not cut by it.", name=name)
        if self.catalog.sight.hides(table, column if column in columns else "attributes"):
            raise Forbidden("'{name}' is not shown to you.", name=name)
        if column in columns:
            label = declared.label if declared else Label(name, name)
            kind = columns[column]
            return Dimension(name, label, table, column, column, kind, prefer=(table,))
        kept = list(self.attributes(table))
        if column in kept:
            label = Label(column, column)
            return Dimension(name, label, table, column, column, prefer=(table,), attribute=True)
        raise _unknown("column", name, [f"{table}.{known}" for known in [*columns, *kept]])


def _unknown(kind: str, word: str, known: Iterable[str]) -> NotFound:
    known = list(known)
    near = nearest(word, known)
    if near is None:
        return NotFound(
            "There is no {kind} '{word}'; known: {known}.",
            kind=_KINDS[kind],
            word=word,
            known=", ".join(known),
        )
    return NotFound(
        "There is no {kind} '{word}'; did you mean '{near}'?",
        kind=_KINDS[kind],
        word=word,
        near=near,
    )


_KINDS = {
    "metric": text("metric"),
    "dimension": text("dimension"),
    "length of time": text("length of time"),
    "column": text("column"),
}

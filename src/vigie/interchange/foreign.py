"""Definitions that no Vigie wrote: their SQL taken apart into metrics over Vigie's own rows."""

import re
from dataclasses import dataclass, field
from typing import Any, Final

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from vigie.interchange.document import OssieDataset, OssieMetric, SemanticModel
from vigie.interchange.limit import Limit
from vigie.kit.i18n import Text, text
from vigie.metrics.language.definition import Catalog, Relationship
from vigie.metrics.language.expression import DIALECT
from vigie.metrics.language.tables import table_columns
from vigie.model.schema import ColumnType

Words = dict[str, Any]
_AGGREGATES: Final[dict[type[exp.Expr], str]] = {
    exp.Sum: "sum",
    exp.Avg: "average",
    exp.Min: "min",
    exp.Max: "max",
    exp.Median: "median",
}


class Unknown(Exception):  # noqa: N818
    """Why something cannot be brought in."""

    def __init__(self, reason: Text) -> None:
        super().__init__(str(reason))
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Home:
    """Vigie's rows for a foreign dataset: a dataset of figures, or a table that one leads to."""

    name: str
    table: str | None
    columns: dict[str, ColumnType]
    steps: dict[str, Relationship]
    is_dataset: bool


@dataclass
class Foreign:
    """One model of another tool; what it cannot bring in it notes in `limits`."""

    model: SemanticModel
    catalog: Catalog
    limits: list[Limit]
    homes: dict[str, Home] = field(default_factory=dict)

    @property
    def family(self) -> str:
        """The family that its metrics stand in."""
        return slug(self.model.name)

    def dataset(self, dataset: OssieDataset) -> dict[str, Words]:
        """A new dataset of Vigie's, where the rows are those of a table of its model."""
        table = dataset.source.strip().rpartition(".")[2].strip('"`').lower()
        if dataset.name in self.catalog.datasets or table in self.catalog.datasets:
            return {}
        if table not in self.catalog.model.tables:
            reason = text(
                "its rows, '{source}', are in no table of Vigie: import them first",
                source=dataset.source[:60],
            )
            self.limits.append(Limit("dataset", dataset.name, reason))
            return {}
        if not self._may_add(table) or not _has_figures(self.model, dataset.name):
            return {}
        label = dataset.description or dataset.name
        return {slug(dataset.name): {"label": {"en": label, "fr": label}, "table": table}}

    def metric(self, metric: OssieMetric) -> dict[str, Words]:
        """The metric, and the hidden ones that it is made of."""
        try:
            return self._parts(metric)
        except Unknown as problem:
            self.limits.append(Limit("metric", metric.name, problem.reason))
            return {}

    def _may_add(self, table: str) -> bool:
        """Whether its rows can be aggregated: dated ones, through which no dimension is reached."""
        taken = {dataset.table for dataset in self.catalog.datasets.values()}
        dated = self.catalog.model.tables[table].time is not None
        return dated and table not in taken and table not in self.catalog.dimension_tables

    def _parts(self, metric: OssieMetric) -> dict[str, Words]:
        tree = _tree(metric)
        name = slug(metric.name)
        found: dict[str, Words] = {}
        aggregates = [
            node for node in tree.find_all(exp.AggFunc, bfs=False) if not _is_inside(node)
        ]
        if not aggregates:
            raise Unknown(text("it aggregates nothing"))
        head = _head(metric)
        whole = tree.unnest()
        if len(aggregates) == 1 and aggregates[0] is whole:
            return {name: {**head, **self._rows(whole)}}
        for place, node in enumerate(aggregates, 1):
            part = f"{name}_part_{place}"
            found[part] = {"hidden": True, **self._rows(node), "unit": "number"}
            if node is tree:
                tree = exp.column(part)
            else:
                node.replace(exp.column(part))
        return {**found, name: {**head, **_arithmetic(tree)}}

    def _rows(self, node: exp.Expr) -> Words:
        """One aggregate as the words of a simple metric."""
        how, value, passing = _taken_apart(node)
        trees = [tree for tree in (value, passing) if tree is not None]
        home = self._home(trees)
        said: Words = {"dataset": home.name, "aggregate": how}
        if value is not None:
            said["expression"] = self._located(value, home)
        if passing is not None:
            said["filter"] = self._located(passing, home)
        return said

    def _home(self, trees: list[exp.Expr]) -> Home:
        """The rows that are aggregated: those from which all other columns are one step away."""
        names = {column.table for tree in trees for column in tree.find_all(exp.Column)}
        homes = [self._of(name) for name in sorted(names)]
        for home in homes:
            others = [other for other in homes if other is not home]
            if home.is_dataset and all(_steps(home, other) for other in others):
                return home
        raise Unknown(
            text("its rows, {names}, are not aggregated by Vigie", names=", ".join(sorted(names)))
        )

    def _of(self, name: str) -> Home:
        if name not in self.homes:
            self.homes[name] = self._found(name)
        return self.homes[name]

    def _found(self, name: str) -> Home:
        dataset = next((d for d in self.model.datasets if d.name == name), None)
        if dataset is None:
            raise Unknown(text("there is no dataset '{name}' in the file", name=name))
        table = dataset.source.strip().rpartition(".")[2].strip('"`').lower()
        for rows in self.catalog.datasets.values():
            if rows.name in (name, table) or rows.table == table:
                steps = dict(rows.relationships)
                return Home(rows.name, rows.table, dict(rows.columns), steps, True)
        if table in self.catalog.model.tables:
            new = self._may_add(table)
            columns = table_columns(table, self.catalog.model)
            steps = dict(self.catalog.tables[table])
            return Home(slug(name) if new else table, table, columns, steps, new)
        raise Unknown(text("the rows of '{name}' are in no table of Vigie", name=name))

    def _located(self, tree: exp.Expr, home: Home) -> str:
        """`tree` in Vigie's words: bare columns of the rows, `step.column` of what they lead to."""

        def locate(node: exp.Expr) -> exp.Expr:
            if not isinstance(node, exp.Column):
                return node
            there = self._of(node.table)
            steps = [] if there is home else [_steps(home, there)[0]]
            return self._column(node.table, node.name, there, steps)

        return tree.copy().transform(locate).sql(dialect=DIALECT)

    def _column(self, dataset: str, name: str, there: Home, steps: list[str]) -> exp.Expr:
        """A field of the file as the columns that it is made of."""
        found = next(d for d in self.model.datasets if d.name == dataset)
        fields = {one.name: one.expression.portable for one in found.fields or ()}
        made = _parsed(fields.get(name) or exp.column(name).sql())

        def place(node: exp.Expr) -> exp.Expr:
            if not isinstance(node, exp.Column):
                return node
            if node.name not in there.columns:
                raise Unknown(
                    text("'{table}' has no column '{name}' here", table=there.name, name=node.name)
                )
            parts = [exp.to_identifier(part) for part in (*steps, node.name)]
            return exp.Dot.build(parts) if len(parts) > 1 else exp.column(node.name)

        return made.transform(place)


def slug(name: str) -> str:
    """A name as Vigie writes names."""
    plain = re.sub(r"[^a-z0-9]+", "_", name.casefold()).strip("_")
    return plain if plain[:1].isalpha() else f"m_{plain}"


def _has_figures(model: SemanticModel, dataset: str) -> bool:
    """Whether a metric of the file reads the dataset."""
    return any(f"{dataset}." in (m.expression.portable or "") for m in model.metrics or ())


def _tree(metric: OssieMetric) -> exp.Expr:
    words = metric.expression.portable
    if words is None:
        raise Unknown(text("it has no expression in standard SQL"))
    return _parsed(words)


def _parsed(words: str) -> exp.Expr:
    try:
        tree = sqlglot.parse_one(words)
    except SqlglotError as error:
        raise Unknown(text("'{words}' is not an SQL expression.", words=words)) from error
    if tree.find(exp.Query, exp.Window, exp.Placeholder, exp.Parameter):
        raise Unknown(text("it looks beyond the rows that it aggregates"))
    return tree


def _is_inside(node: exp.Expr) -> bool:
    """Whether it is a part of another aggregate."""
    above = node.parent
    while above is not None:
        if isinstance(above, exp.AggFunc):
            return True
        above = above.parent
    return False


def _taken_apart(node: exp.Expr) -> tuple[str, exp.Expr | None, exp.Expr | None]:
    """How an aggregate counts, what, and which rows."""
    if isinstance(node, exp.Count):
        value = node.this
        how = "count"
        if isinstance(value, exp.Distinct):
            how, value = "count_distinct", value.expressions[0]
        if isinstance(value, exp.Star):
            raise Unknown(text("it does not say which rows are counted"))
        return (how, *_passing(value))
    how_ = _AGGREGATES.get(type(node))
    if how_ is None:
        raise Unknown(text("'{words}' is an aggregate that Vigie does not know", words=node.key))
    return (how_, *_passing(node.this))


def _passing(value: exp.Expr) -> tuple[exp.Expr, exp.Expr | None]:
    """`CASE WHEN rows THEN value END` as a value and a filter."""
    if isinstance(value, exp.Case) and not value.this and len(value.args["ifs"]) == 1:
        default = value.args.get("default")
        if default is None or isinstance(default, exp.Null):
            only = value.args["ifs"][0]
            return only.args["true"], only.this
    return value, None


def _arithmetic(tree: exp.Expr) -> Words:
    """What is done with the parts: a ratio where one is divided by another."""
    whole = tree.unnest()
    if isinstance(whole, exp.Div):
        below = whole.expression.unnest()
        if isinstance(below, exp.Nullif):
            below = below.this.unnest()
        above = whole.this.unnest()
        if isinstance(above, exp.Column) and isinstance(below, exp.Column):
            return {"type": "ratio", "numerator": above.name, "denominator": below.name}
    return {"type": "derived", "expression": tree.sql(dialect=DIALECT)}


def _head(metric: OssieMetric) -> Words:
    """What people read of it; no unit is told, so it is a number."""
    plain = metric.name.replace("_", " ").strip()
    label = dict.fromkeys(("en", "fr"), plain[:1].upper() + plain[1:])
    if isinstance(metric.ai_context, str) or metric.ai_context is None:
        synonyms: tuple[str, ...] = ()
    else:
        synonyms = metric.ai_context.synonyms or ()
    if synonyms:
        label = {"en": synonyms[0], "fr": synonyms[-1]}
    said: Words = {"label": label, "unit": "number"}
    if metric.description:
        said["description"] = {"en": metric.description, "fr": metric.description}
    return said


def _steps(home: Home, other: Home) -> list[str]:
    """The ways of one step from `home` to `other`; several are no way at all."""
    found = [name for name, step in home.steps.items() if step.to == other.table]
    named = [name for name in found if name == other.table]
    return named or (found if len(found) == 1 else [])

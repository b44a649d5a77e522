"""FROM and WHERE: the rows of one dataset with what many-to-one steps add to them."""

from collections.abc import Iterable, Sequence

from sqlglot import exp

from vigie.kit.periods import Grain
from vigie.metrics.language.definition import Catalog, Dataset, Dimension, Relationship
from vigie.metrics.language.expression import Path, alias, located, place
from vigie.metrics.language.tables import columns_of
from vigie.metrics.question.condition import Operator
from vigie.metrics.question.field import Field, Test
from vigie.metrics.rows.traits import told_once
from vigie.model.schema import ColumnType

CORE = "core"
FACT = "fact"


def parameter(name: str) -> exp.Expr:
    """A value of the question, by name."""
    return exp.Placeholder(this=name)


def day(name: str) -> exp.Expr:
    """A day of the question."""
    return exp.cast(parameter(name), "DATE")


class Frame:
    """Collects the joins that expressions need while they are written.

    Joins are LEFT joins on the whole key of the other table: no row of the dataset is dropped and
    none is doubled.
    """

    def __init__(self, dataset: Dataset, catalog: Catalog) -> None:
        self.dataset = dataset
        self._catalog = catalog
        self._paths: dict[Path, None] = {}

    def column(self, path: Path, name: str) -> exp.Column:
        """A column at the end of `path`."""
        for length in range(1, len(path) + 1):
            self._paths[path[:length]] = None
        return exp.column(name, table=alias(path), quoted=True)

    def dotted(self, words: str) -> exp.Column:
        """A column written `step.step.name`."""
        *path, name = words.split(".")
        return self.column(tuple(path), name)

    def expression(self, tree: exp.Expr) -> exp.Expr:
        """A definition's expression over this frame's tables."""
        for node in tree.find_all(exp.Column):
            self.column(*place(node))
        return located(tree)

    def key(self, field: Field) -> exp.Expr:
        """What rows are grouped by; the foreign key itself spares the last join."""
        if field.dimension.attribute:
            return self._attribute(field)
        keys = [self._key(field.dimension, path) for path in (field.path, *field.others)]
        return keys[0] if len(keys) == 1 else exp.func("COALESCE", *keys)

    def name(self, field: Field) -> exp.Expr:
        """What people read; the key where the member has no name."""
        if field.dimension.name == field.dimension.key:
            return self.key(field)
        names = [self.column(path, field.dimension.name) for path in (field.path, *field.others)]
        return exp.func("COALESCE", *names, self.key(field))

    def _key(self, dimension: Dimension, path: Path) -> exp.Expr:
        if path:
            step = self.step(path)
            if step.to_column == dimension.key:
                return self.column(path[:-1], step.column)
        return self.column(path, dimension.key)

    def leading(self, path: Path) -> tuple[Path, str]:
        """The column whose keys lead to the table at the end of `path`."""
        return path[:-1], self.step(path).column

    @property
    def paths(self) -> tuple[Path, ...]:
        """The ways to every table that is joined, the nearest first."""
        return tuple(sorted(self._paths, key=len))

    @property
    def asks_day(self) -> bool:
        """Whether something that is joined is told as of the day of the question."""
        traits = (self._catalog.traits.get(self.step(path).to) for path in self._paths)
        return any(trait.asks_day for trait in traits if trait)

    def date(self, words: str) -> exp.Expr:
        """A date column as a DATE."""
        column = self.dotted(words)
        *path, name = words.split(".")
        if self._type(tuple(path), name) is ColumnType.INSTANT:
            return exp.cast(column, "DATE")
        return column

    def test(self, test: Test, time: str | None) -> exp.Expr:
        """A filter as a condition."""
        if test.field is None:
            subject: exp.Expr = self.date(time or "")
            values = [day(name) for name in test.parameters]
        else:
            values = [parameter(name) for name in test.parameters]
            dimension = test.field.dimension
            if test.by_key or dimension.name == dimension.key:
                subject = self.key(test.field)
            elif test.operator in (Operator.EQUAL, Operator.IN):
                # A member is named by what people read or by its key.
                found = (self.name(test.field), self.key(test.field))
                return exp.paren(exp.or_(*(_condition(s, test.operator, values) for s in found)))
            elif test.operator in (Operator.NOT_EQUAL, Operator.NOT_IN):
                found = (self.name(test.field), self.key(test.field))
                return exp.and_(*(_condition(s, test.operator, values) for s in found))
            else:
                subject = self.name(test.field)
        return _condition(subject, test.operator, values)

    def base(self) -> list[exp.Expr]:
        """What every row must be: not deleted, and inside the dataset's own filter."""
        found: list[exp.Expr] = []
        if self.dataset.query is None:
            found.append(self.column((), "deleted_at").is_(exp.null()))
        if self.dataset.filter is not None:
            found.append(self.expression(self.dataset.filter))
        return found

    def select(
        self,
        columns: Sequence[exp.Expr],
        where: Iterable[exp.Expr],
        source: exp.Expr | None = None,
    ) -> exp.Select:
        """SELECT `columns` of the rows that pass `where`, joined with all that was used."""
        query = exp.select(*columns).from_(source or self.source())
        for path in self.paths:
            step = self.step(path)
            table = self._joined(step.to, exp.to_identifier(alias(path), quoted=True))
            here = self.column(*self.leading(path))
            there = exp.column(step.to_column, table=alias(path), quoted=True)
            query = query.join(table, on=here.eq(there), join_type="LEFT", copy=False)
        return query.where(*where, copy=False)

    def source(self) -> exp.Expr:
        """The dataset's own rows."""
        if self.dataset.query is None:
            return exp.table_(self.dataset.table or "", db=CORE, alias=FACT)
        if self.dataset.is_shared:
            return exp.table_(self.dataset.name, alias=FACT)
        return exp.Subquery(this=undeleted(self.dataset.query), alias=exp.to_identifier(FACT))

    def _joined(self, table: str, name: exp.Identifier) -> exp.Expr:
        """A core table, or what is told of its rows."""
        trait = self._catalog.traits.get(table)
        if trait is None:
            return exp.table_(table, db=CORE, alias=name)
        if trait.is_shared:
            return exp.table_(trait.name, alias=name)
        return exp.Subquery(this=told(trait), alias=name)

    def _attribute(self, field: Field) -> exp.Expr:
        path = "$." + '"' + field.dimension.key.replace('"', '\\"') + '"'
        attributes = self.column(field.path, "attributes")
        return exp.func("JSON_EXTRACT_STRING", attributes, exp.Literal.string(path))

    def step(self, path: Path) -> Relationship:
        """The last step of `path`."""
        here = self.dataset.relationships
        for name in path[:-1]:
            here = self._catalog.tables[here[name].to]
        return here[path[-1]]

    def _type(self, path: Path, name: str) -> ColumnType | None:
        if not path:
            return self.dataset.columns.get(name)
        return columns_of(self.step(path).to, self._catalog).get(name)


def told(trait: Dataset) -> exp.Select:
    """The rows of a trait, of core rows that still stand."""
    return told_once(trait, undeleted(trait.query or exp.null()))


def undeleted(query: exp.Expr) -> exp.Expr:
    """A declared query with every core table reduced to the rows that still stand."""
    own = {cte.alias for cte in query.find_all(exp.CTE)}

    def reduce(node: exp.Expr) -> exp.Expr:
        if not isinstance(node, exp.Table) or node.name in own or node.db:
            return node
        rows = exp.select("*").from_(exp.table_(node.name, db=CORE)).where("deleted_at IS NULL")
        return rows.subquery(node.alias or node.name)

    return query.copy().transform(reduce)


def bucket(date: exp.Expr, grain: Grain, fiscal_start: int) -> exp.Expr:
    """The first day of the period of `grain` that holds `date`."""
    unit = exp.Literal.string(grain.civil.value)
    offset = fiscal_start - 1 if grain.is_fiscal else 0
    if grain is Grain.DAY:
        return date
    if not offset:
        return exp.cast(exp.func("DATE_TRUNC", unit, date), "DATE")
    months = exp.Interval(this=exp.Literal.string(str(offset)), unit=exp.var("MONTH"))
    start = exp.func("DATE_TRUNC", unit, exp.Sub(this=date, expression=months))
    return exp.cast(exp.Add(this=start, expression=months.copy()), "DATE")


def _condition(subject: exp.Expr, operator: Operator, held: list[exp.Expr]) -> exp.Expr:
    values = [value.copy() for value in held]
    match operator:
        case Operator.EQUAL:
            return exp.EQ(this=subject, expression=values[0])
        case Operator.NOT_EQUAL:
            return exp.NullSafeNEQ(this=subject, expression=values[0])
        case Operator.LESS:
            return exp.LT(this=subject, expression=values[0])
        case Operator.AT_MOST:
            return exp.LTE(this=subject, expression=values[0])
        case Operator.GREATER:
            return exp.GT(this=subject, expression=values[0])
        case Operator.AT_LEAST:
            return exp.GTE(this=subject, expression=values[0])
        case Operator.IN:
            return exp.In(this=subject, expressions=values)
        case Operator.NOT_IN:
            outside = exp.In(this=subject, expressions=values).not_()
            return exp.paren(exp.or_(outside, subject.copy().is_(exp.null())))
        case Operator.LIKE:
            return exp.ILike(this=subject, expression=values[0])
        case Operator.CONTAINS:
            text, part = exp.func("LOWER", subject), exp.func("LOWER", values[0])
            return exp.GT(this=exp.StrPosition(this=text, substr=part), expression=_number(0))
        case Operator.IS_NULL:
            return subject.is_(exp.null())
        case Operator.IS_NOT_NULL:
            return exp.not_(subject.is_(exp.null()))


def _number(value: int) -> exp.Expr:
    return exp.Literal.number(value)

"""A typed statement tree, bent node by node to what another engine needs."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlglot import exp
from sqlglot.generator import Generator
from sqlglot.optimizer.annotate_types import annotate_types
from sqlglot.optimizer.qualify import qualify
from sqlglot.schema import MappingSchema

from vigie.model.schema import Model
from vigie.warehouse.ddl import CORE, MONTH, engine_columns
from vigie.warehouse.dialects.dialect import REFERENCE_NAME

Rule = Callable[[exp.Expr], exp.Expr]
"""A node in, the node that means the same there out; the node itself where nothing is needed."""


@dataclass(frozen=True)
class Translation:
    """The dialect `name` and where it keeps the core tables.

    The rules of `meaning` change types, so that nodes are typed anew before `rules` see them.
    """

    name: str
    meaning: Sequence[Rule]
    rules: Sequence[Rule]
    place: Callable[[str], exp.Table]
    schema: MappingSchema
    generator: type[Generator] | None = None  # where sqlglot's own writes what the engine refuses

    def write(self, tree: exp.Expr, *, pretty: bool = False) -> str:
        qualified = qualify(tree.copy(), schema=self.schema, dialect=REFERENCE_NAME)
        meant = _bottom_up(self._typed(qualified), self.meaning)
        bent = _bottom_up(self._typed(meant), self.rules)
        for table in list(bent.find_all(exp.Table)):
            if table.db == CORE:
                table.replace(_placed(table, self.place(table.name)))
        if self.generator is None:
            return bent.sql(self.name, pretty=pretty)
        return self.generator(dialect=self.name, pretty=pretty).generate(bent)

    def _typed(self, tree: exp.Expr) -> exp.Expr:
        return annotate_types(tree, schema=self.schema, dialect=REFERENCE_NAME)


def schema_of(model: Model) -> MappingSchema:
    """The types of every core column, as copies have them."""
    columns: Mapping[str, object] = {
        CORE: {
            table.name: {**engine_columns(table), MONTH: "VARCHAR"}
            for table in model.tables.values()
        }
    }
    return MappingSchema(dict(columns), dialect=REFERENCE_NAME)


def _bottom_up(tree: exp.Expr, rules: Sequence[Rule]) -> exp.Expr:
    """Children first, so that a rule sees them as they will be written."""
    for node in reversed(list(tree.bfs())):
        new = node
        for rule in rules:
            new = rule(new)
        if new is not node:
            new.type = new.type or node.type
            if node is tree:
                tree = new
            else:
                node.replace(new)
    return tree


def _placed(table: exp.Table, place: exp.Table) -> exp.Table:
    if table.alias:
        place.set("alias", table.args["alias"].copy())
    return place

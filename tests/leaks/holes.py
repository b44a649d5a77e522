"""What the holes of addresses are filled with: everything that there is of a kind."""

from collections.abc import Callable, Iterator, Mapping
from re import findall
from typing import Final
from urllib.parse import quote

from vigie.metrics.language.reach import possible
from vigie.web.boards.shelf import Shelf
from vigie.web.odata.sets import entity_sets
from vigie.workspace import Workspace

from .generated import REPS, Owner, Rows, key_of


def filled(template: str, holes: Mapping[str, list[str]]) -> list[str]:
    """The addresses that a template stands for."""
    names = findall(r"\{(\w+)\}", template)
    if not names:
        return [template]
    if len(names) > 1:
        first, rest = names[0], template
        return [
            one
            for word in holes[first]
            for one in filled(rest.replace("{" + first + "}", word, 1), holes)
        ]
    return [template.replace("{" + names[0] + "}", word) for word in holes[names[0]]]


def holes(workspace: Workspace, rows: Rows) -> dict[str, list[str]]:
    """Every hole with its fillings."""
    return {name: list(find(workspace, rows)) for name, find in _FILLINGS.items()}


def _metrics(workspace: Workspace, rows: Rows) -> Iterator[str]:
    return (metric.id for metric in workspace.metrics.catalog.shown)


def _cuts(workspace: Workspace, rows: Rows) -> Iterator[str]:
    catalog = workspace.metrics.catalog
    for metric in catalog.shown:
        yield from (f"{metric.id}&by={name}" for name in possible(metric.id, catalog))


def _cells(workspace: Workspace, rows: Rows) -> Iterator[str]:
    """The rows behind what belongs to others."""
    for metric in workspace.metrics.catalog.shown:
        for owner in (Owner.BRUNO, Owner.DAVID):
            yield f"{metric.id}&cell=sales_rep.key:{key_of('sales_rep', owner, 0)}"


def _dimensions(workspace: Workspace, rows: Rows) -> Iterator[str]:
    return iter(workspace.metrics.catalog.dimensions)


def _shelf(workspace: Workspace) -> Shelf:
    return Shelf(workspace.directory / "dashboards")


def _boards(workspace: Workspace, rows: Rows) -> Iterator[str]:
    return iter(_shelf(workspace).all())


def _parts(workspace: Workspace, rows: Rows) -> Iterator[str]:
    for name, board in _shelf(workspace).all().items():
        yield from (f"{name}/parts/{part.id}" for part in (*board.tiles, *board.panels))


def _records(workspace: Workspace, rows: Rows) -> Iterator[str]:
    """One row of everybody in every table: the first, to which others lead."""
    for name, table in workspace.model.tables.items():
        seen = set()
        for owner, row in rows.found[name]:
            if owner not in seen:
                seen.add(owner)
                key = "|".join(str(row.get(part)) for part in table.key)
                yield f"{name}/{quote(key)}"


def _imports(workspace: Workspace, rows: Rows) -> Iterator[str]:
    return (report.import_id for report in workspace.intake.imports())


def _feed(workspace: Workspace, rows: Rows) -> Iterator[str]:
    sets = entity_sets(workspace.metrics.catalog).values()
    return (one.name for one in sets if not one.free)


def _strangers(workspace: Workspace, rows: Rows) -> Iterator[str]:
    """Names of others, whole and with a letter wrong."""
    for owner in (Owner.BRUNO, Owner.DAVID):
        yield f"{owner} account name 0"
        yield f"{owner} acount name 0"


def _marks(workspace: Workspace, rows: Rows) -> Iterator[str]:
    """The beginnings of all that others have."""
    return (owner.value[:4] for owner in REPS)


def _cards(workspace: Workspace, rows: Rows) -> Iterator[str]:
    yield from (f"sales_rep/{key_of('sales_rep', owner, 0)}" for owner in REPS)
    yield from (f"team/{key_of('team', Owner.COMMON, place)}" for place in range(2))


def _near_misses(workspace: Workspace, rows: Rows) -> Iterator[str]:
    return iter(("sales_reps", "account.emial", "account.kept_besid", "sales_rep.name"))


_FILLINGS: Final[Mapping[str, Callable[[Workspace, Rows], Iterator[str]]]] = {
    "metric": _metrics,
    "metric_by": _cuts,
    "metric_cell": _cells,
    "dimension": _dimensions,
    "board": _boards,
    "part": _parts,
    "record": _records,
    "import": _imports,
    "feed": _feed,
    "feed_count": lambda w, r: (f"{name}/$count" for name in _feed(w, r)),
    "stranger": _strangers,
    "mark": _marks,
    "card": _cards,
    "near_miss": _near_misses,
}

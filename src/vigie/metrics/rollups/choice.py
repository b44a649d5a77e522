"""Which rollup answers a scan: the smallest that keeps all it reads; or why none does."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from vigie.kit.memory import Memory
from vigie.metrics.language.definition import Catalog, Rollup
from vigie.metrics.planning.plan import Scan, ScanKind
from vigie.metrics.rollups.family import Family
from vigie.metrics.rollups.frame import NotKept, RollupFrame
from vigie.metrics.rollups.recipe import RollupRecipe
from vigie.metrics.rows.frame import Frame
from vigie.warehouse.standing import Standing, Standings

_WORTHLESS = "is not worth its place"
_KINDS = (ScanKind.FLOW, ScanKind.BALANCE, ScanKind.SHARE)


class Rollups:
    """The rollups of a catalogue; safe to share between threads."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        families: dict[tuple[str, str], list[Rollup]] = {}
        for rollup in catalog.rollups.values():
            families.setdefault((rollup.dataset, rollup.day), []).append(rollup)
        self._recipes = {
            rollup.name: RollupRecipe(rollup, family)
            for family in (Family(members, catalog) for members in families.values())
            for rollup in family.rollups
        }
        self._lacks: Memory[str] = Memory(4096)

    @property
    def recipes(self) -> Sequence[RollupRecipe]:
        """How each of them is made."""
        return tuple(self._recipes.values())

    def chosen(self, scan: Scan, standings: Standings) -> str | None:
        """The smallest rollup that answers `scan`."""
        sizes = {
            rollup.name: standings[rollup.name].rows
            for rollup in self._of(scan)
            if not self._unfit(rollup, standings) and not self._lack(scan, rollup)
        }
        return min(sizes, key=lambda name: sizes[name], default=None)

    def smallest(self, dataset: str, day: str, standings: Standings) -> Rollup | None:
        """The smallest rollup of a dataset by a date, if there is one."""
        found = [
            rollup
            for rollup in self._catalog.rollups.values()
            if (rollup.dataset, rollup.day) == (dataset, day) and not self._unfit(rollup, standings)
        ]
        return min(found, key=lambda rollup: standings[rollup.name].rows, default=None)

    def told(self, scan: Scan, standings: Standings) -> str:
        """Where `scan` reads, in words; a reader of some rows is not told how many there are."""
        if scan.rollup is not None:
            size = "" if _is_limited(scan) else _size(standings[scan.rollup])
            return f"from rollup {scan.rollup}{size}"
        if scan.kind not in _KINDS:
            return "from rows: targets are few" if scan.goal else "from rows: no sum tells it"
        reasons = []
        for rollup in self._of(scan):
            why = self._unfit(rollup, standings)
            if why == _WORTHLESS and not _is_limited(scan):
                why += _size(standings[rollup.name])
            reasons.append(f"{rollup.name} {why or self._lack(scan, rollup)}")
        return f"from rows: {'; '.join(reasons) or f'{scan.dataset} has no rollup'}"

    def _of(self, scan: Scan) -> Iterator[Rollup]:
        return (one for one in self._catalog.rollups.values() if one.dataset == scan.dataset)

    def _unfit(self, rollup: Rollup, standings: Standings) -> str:
        """Why a rollup cannot be read now; '' when it can."""
        standing = standings.get(rollup.name)
        if standing is None or standing.digest != self._recipes[rollup.name].digest:
            return "is not made"
        if not standing.kept:
            return _WORTHLESS
        return ""

    def _lack(self, scan: Scan, rollup: Rollup) -> str:
        """Why a rollup cannot answer a scan; '' when it can."""
        key = (rollup.name, replace(scan, name="", bounds=()))
        found = self._lacks.get(key)
        if found is None:
            found = _lack(scan, rollup, self._catalog)
            self._lacks.keep(key, found)
        return found


def _is_limited(scan: Scan) -> bool:
    return any(test.is_policy for test in scan.tests)


def _size(standing: Standing) -> str:
    return f" ({standing.rows:,} rows for {standing.base_rows:,})"


def _lack(scan: Scan, rollup: Rollup, catalog: Catalog) -> str:
    if scan.rights:
        return "sums up rows that are out of sight"
    if scan.credit:
        return "cannot tell which events converted"
    if scan.first_by:
        return "cannot tell the first row of each member"
    if scan.time != rollup.day:
        return f"is cut by {rollup.day}"
    for name in scan.metrics:
        if (catalog.metrics[name].whole or name) not in rollup.metrics:
            return f"keeps no sums of {name}"
    try:
        list(_columns(scan, RollupFrame(rollup, catalog), catalog))
    except NotKept as missing:
        return f"does not keep {missing.column}"
    return ""


def _columns(scan: Scan, frame: Frame, catalog: Catalog) -> Iterator[object]:
    """All that a scan reads besides its metrics."""
    yield from (frame.key(field) for field in scan.fields)
    yield from (frame.test(test, scan.time) for test in scan.tests)
    for name in scan.metrics:
        if entity := catalog.metrics[name].entity:
            yield frame.dotted(entity)

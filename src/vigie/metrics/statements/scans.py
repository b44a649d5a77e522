"""Each scan as a SELECT: one pass over a dataset that answers with (slot, bucket, keys, values)."""

from dataclasses import replace

from sqlglot import exp

from vigie.metrics.language.definition import Catalog, Dataset
from vigie.metrics.planning.plan import Found, Scan, ScanKind
from vigie.metrics.rows.cuts import CUT
from vigie.metrics.rows.naming import ROWS, key_name, part_name, value_name
from vigie.metrics.statements.balances import averaged, falling_due
from vigie.metrics.statements.matched import matched
from vigie.metrics.statements.planned import planned
from vigie.metrics.statements.writer import ScanWriter


def render_scan(scan: Scan, dataset: Dataset, catalog: Catalog, fiscal_start: int) -> exp.Select:
    """The statement of one scan."""
    if scan.found:
        return _left(scan, scan.found)
    writer = ScanWriter(scan, dataset, catalog, fiscal_start)
    match scan.kind:
        case ScanKind.FLOW:
            return writer.flow()
        case ScanKind.SHARE:
            return writer.share()
        case ScanKind.BALANCE:
            return writer.balance()
        case ScanKind.PLAN:
            return planned(scan, writer.frame)
        case ScanKind.MATCHED:
            return matched(writer)
        case ScanKind.MEAN:
            return averaged(writer)
        case ScanKind.DUE:
            return falling_due(writer)


def read_from(scan: Scan, catalog: Catalog) -> Dataset:
    """The dataset of a scan, as a table of its own where its rows are staged."""
    dataset = catalog.datasets[scan.dataset]
    return replace(dataset, is_shared=True) if scan.staged else dataset


def _left(scan: Scan, found: Found) -> exp.Select:
    """What a pass has left for a scan."""
    never = exp.cast(exp.null(), "DATE")
    period = never if found.period is None else exp.column(part_name(found.period))
    keys = [
        exp.alias_(exp.column(part_name(place)), key_name(i), quoted=True)
        for i, place in enumerate(found.fields)
    ]
    values = [exp.column(value_name(name), quoted=True) for name in scan.metrics]
    here = exp.column(CUT).eq(exp.Literal.number(found.cut))
    heads = [exp.column("slot"), exp.alias_(period, "bucket"), *keys]
    rows = exp.select(*heads, *values, exp.column(ROWS))
    return rows.from_(exp.to_table(found.table)).where(here, copy=False)

"""One pass over the rows of a dataset as a SELECT: cut in several ways by grouping sets."""

from dataclasses import replace

from sqlglot import exp

from vigie.metrics.language.definition import Catalog
from vigie.metrics.rows.cuts import CUT, grouping_sets, which
from vigie.metrics.rows.naming import part_name, value_name
from vigie.metrics.statements.scans import read_from
from vigie.metrics.statements.sharing import Pass, written_part
from vigie.metrics.statements.writer import ScanWriter


def render_pass(one: Pass, catalog: Catalog, fiscal_start: int) -> exp.Select:
    """The statement of a pass: (cut, slot, parts, values), a row each group of each cut."""
    scan = replace(one.like, metrics=one.metrics)
    return _PassWriter(scan, read_from(scan, catalog), catalog, fiscal_start).cut_by(one)


class _PassWriter(ScanWriter):
    """Writes a pass with the rows and the values of a scan."""

    def cut_by(self, one: Pass) -> exp.Select:
        slot = exp.cast(self._slot(), "INT")
        parts = [
            written_part(part, self.frame, self.scan.time or "", self.fiscal_start)
            for part in one.parts
        ]
        heads = [
            which(parts, one.cuts).as_(CUT),
            slot.as_("slot"),
            *(exp.alias_(part, part_name(i)) for i, part in enumerate(parts)),
        ]
        values = [exp.alias_(self.total(m), value_name(m.id), quoted=True) for m in self.metrics]
        found = self.rows([*heads, *values, self.count()])
        found.set("group", grouping_sets(slot, parts, one.cuts))
        return found

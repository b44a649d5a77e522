"""One pass over the rows of a dataset as a SELECT: cut in several ways by grouping sets."""

from collections.abc import Sequence
from dataclasses import replace

from sqlglot import exp

from vigie.metrics.definition import Catalog
from vigie.metrics.naming import part_name, value_name
from vigie.metrics.scans import ScanWriter, read_from
from vigie.metrics.sharing import Pass, written_part


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
            _which(parts, one.cuts).as_("cut"),
            slot.as_("slot"),
            *(exp.alias_(part, part_name(i)) for i, part in enumerate(parts)),
        ]
        values = [exp.alias_(self._total(m), value_name(m.id), quoted=True) for m in self.metrics]
        found = self.rows([*heads, *values, self._count()])
        sets = [
            exp.Tuple(expressions=[slot.copy(), *(parts[place].copy() for place in sorted(cut))])
            for cut in one.cuts
        ]
        found.set("group", exp.Group(expressions=[exp.GroupingSets(expressions=sets)]))
        return found


def _which(parts: Sequence[exp.Expr], cuts: Sequence[frozenset[int]]) -> exp.Expr:
    """Which cut a row belongs to: GROUPING has a bit for each part, set where it is left out."""
    if len(cuts) == 1:
        return exp.Literal.number(0)
    told = exp.Grouping(expressions=[part.copy() for part in parts])
    marks = exp.Case()
    for number, cut in enumerate(cuts):
        left_out = (place not in cut for place in range(len(parts)))
        bits = int("".join("01"[out] for out in left_out), 2)
        marks = marks.when(told.copy().eq(exp.Literal.number(bits)), exp.Literal.number(number))
    return marks

"""The grid of a sheet as people see it: errors said, what merged cells share."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from python_calamine import CalamineSheet

from vigie.intake.reading.error_cells.place import Place


@dataclass
class Grid:
    """The rows of a sheet as people see them: errors said, merged cells filled downwards.

    Cells merged in several columns are titles, and stay as they are.
    """

    sheet: CalamineSheet
    errors: Mapping[Place, str] = field(default_factory=dict)

    def rows(self) -> Iterator[list[object]]:
        """Every row of the sheet, from the first."""
        held: dict[int, tuple[int, object]] = {}
        left = (self.sheet.start or (0, 0))[1]
        merged = self._merged()
        for row, received in enumerate(self.sheet.iter_rows()):
            cells: list[object] = list(received)
            for place, (last, value) in held.items():
                if row <= last and place < len(cells):
                    cells[place] = value
            for place in range(len(cells)):
                at = (row, left + place)
                cells[place] = self.errors.get(at, cells[place])
                if at in merged:
                    held[place] = (merged[at], cells[place])
            yield cells

    def _merged(self) -> dict[Place, int]:
        """The first cell of each column of merged ones, and their last row."""
        ranges: Sequence[tuple[Place, Place]] = self.sheet.merged_cell_ranges or ()
        return {
            (top, first): bottom
            for (top, first), (bottom, last) in ranges
            if first == last and bottom > top
        }

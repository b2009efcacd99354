"""Goals in a first column whose cells begin beside a header and go on beside its rows.

Promises that such a cell stands beside the rows alone afterwards, so that no header is joined with the row below it.
"""

from __future__ import annotations

import msgspec

from extractor.model import Cell, Table
from extractor.patterns import Patterns
from extractor.scorecards.grid import Grid, cells_of
from extractor.scorecards.labels import CLEAR, header_scores
from extractor.swedish import squeeze

FEWEST_HEADS = 3
"""Header words beside such a cell, one of which names what is measured."""
_NAMING = ("indicator", "key_figure")


def with_goals_below_headers(table: Table, patterns: Patterns) -> Table:
    """A table whose first cells that reach from a header over its rows begin below the header.

    Args:
        table: the table.
        patterns: the knowledge in use (`roles`).
    """
    tall = [c for c in table.cells if c.column == 0 and c.row_span > 1 and c.text.strip()]
    if not tall:
        return table
    grid = table.grid()
    lowered = [_lowered(cell, grid, patterns) for cell in tall]
    if all(below is None for below in lowered):
        return table
    changed = {id(cell): below for cell, below in zip(tall, lowered, strict=True) if below is not None}
    cells = [part for cell in table.cells for part in changed.get(id(cell), (cell,))]
    return msgspec.structs.replace(table, cells=tuple(sorted(cells, key=lambda c: (c.row, c.column))))


def _lowered(cell: Cell, grid: Grid, patterns: Patterns) -> tuple[Cell, Cell] | None:
    """An empty cell beside the header and the cell below it; None where no header stands beside the cell."""
    if _roles(cell, patterns):
        return None
    end, row = cell.row + cell.row_span, cell.row
    while row < end and _is_header(grid, row, patterns):
        row += 1
    if not cell.row < row < end:
        return None
    above = msgspec.structs.replace(cell, text="", raw="", symbols=(), row_span=row - cell.row)
    return above, msgspec.structs.replace(cell, row=row, row_span=end - row)


def _is_header(grid: Grid, row: int, patterns: Patterns) -> bool:
    heads = [_roles(c, patterns) for c in cells_of(grid, row) if c.column and c.row == row]
    names = any(role in found for found in heads for role in _NAMING)
    return names and sum(bool(found) for found in heads) >= FEWEST_HEADS


def _roles(cell: Cell, patterns: Patterns) -> set[str]:
    scores = header_scores(squeeze(cell.text), patterns["roles"]) if cell.text.strip() else {}
    return {role for role, score in scores.items() if score >= CLEAR}

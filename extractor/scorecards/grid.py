"""The cells of a table by row and column, a spanning cell at every place it covers."""

from __future__ import annotations

from extractor.model import Cell

WIDE_SHARE = 0.6
"""Share of the columns from which the only cell of a row counts as spanning the whole table."""

Grid = list[list[Cell | None]]
"""What `Table.grid()` gives."""


def cell_at(grid: Grid, row: int, column: int) -> Cell | None:
    """The cell that covers a place; None where there is none, or the row ends before."""
    return grid[row][column] if column < len(grid[row]) else None


def cells_of(grid: Grid, row: int) -> list[Cell]:
    """The cells that touch a row, each once, left to right."""
    return list({id(cell): cell for cell in grid[row] if cell is not None}.values())


def filled(grid: Grid, row: int) -> list[Cell]:
    """The cells of a row that show something."""
    return [c for c in cells_of(grid, row) if c.text.strip() or c.symbols]


def is_full_width(grid: Grid, row: int) -> bool:
    """Whether the row has one cell that spans (nearly) the whole table, and nothing else."""
    shown: Cell | None = None
    for cell in grid[row]:
        if cell is None or cell is shown or not (cell.symbols or cell.text.strip()):
            continue
        if shown is not None:
            return False
        shown = cell
    if shown is None or shown.row != row or shown.symbols:
        return False
    columns = len(grid[row])
    return columns > 1 and shown.column_span > 1 and shown.column_span >= WIDE_SHARE * columns

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
    shown = filled(grid, row)
    if len(shown) != 1 or shown[0].row != row or shown[0].symbols:
        return False
    columns = len(grid[row])
    return columns > 1 and shown[0].column_span > 1 and shown[0].column_span >= WIDE_SHARE * columns

"""Rows of a grid that hold one text set in the middle of the table: a name over all columns, not a cell of one.

Promises that such a text takes the whole row only where it runs over a boundary between columns, so that a figure in a
middle column stays there.
"""

from __future__ import annotations

import msgspec

from extractor.model import Word
from extractor.pages.cells import Placed, bounds, lines_of, segments
from extractor.pages.grid import Grid
from extractor.pages.walls import Span

MIDDLE = 2.0
"""Points between the middle of a text and that of its table: LibreOffice, Word and Chromium set it within one."""
OVER = 1.0
"""Points a text runs over a column's boundary on either side."""
FEWEST_COLUMNS = 3
"""Columns of a table in which the middle is a place of its own."""


def with_centred_rows(grid: Grid, words: Placed[Word]) -> Grid:
    """The grid, rows with one text in the table's middle as one cell.

    Args:
        grid: a table's columns, rows and cells.
        words: the page's words.
    """
    columns = len(grid.xs) - 1
    if columns < FEWEST_COLUMNS:
        return grid
    rows = {row for row in _plain_rows(grid) if _is_centred(grid, row, words)}
    if not rows:
        return grid
    spans = [s for s in grid.spans if s.row not in rows] + [Span(row, 0, 1, columns) for row in rows]
    return msgspec.structs.replace(grid, spans=tuple(sorted(spans)))


def _plain_rows(grid: Grid) -> set[int]:
    """The rows of several cells, none of which goes on in another row."""
    several = {s.row for s in grid.spans if s.column}
    tall = {row for s in grid.spans if s.row_span > 1 for row in range(s.row, s.row + s.row_span)}
    return several - tall


def _is_centred(grid: Grid, row: int, words: Placed[Word]) -> bool:
    here = words.inside(grid.cell_box(Span(row, 0, 1, len(grid.xs) - 1)))
    if not here:
        return False
    box = bounds(w.box for w in here)
    if abs((box.x0 + box.x1) - (grid.xs[0] + grid.xs[-1])) > 2 * MIDDLE:
        return False
    lines = lines_of(here)
    over = any(box.x0 + OVER < x < box.x1 - OVER for x in grid.xs[1:-1])
    return over and len(lines) == 1 and len(segments(lines[0])) == 1

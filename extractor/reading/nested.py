"""Tables that stand in the cells of another table, as rows of that one: a goal to the left, its own table to the right.

Promises that what stands beside an inner table stands beside each of its rows afterwards, below its header, and that a
table whose cells hold anything else beside their inner tables is left as it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from extractor.model import Cell, Table

FEWEST_COLUMNS = 2
"""Columns of an inner table from which it holds rows; one column is a list."""

MOST_WORDS = 40
"""Words beside an inner table from which they are running text, set beside it for the page's looks."""

At = tuple[int, int]
"""Row and column of a cell."""


def joined(table: Table, inner: Mapping[At, Table]) -> Table | None:
    """A table with the rows of its inner tables in the place of the cells that hold them.

    Args:
        table: the outer table.
        inner: the inner tables by the cell that each stands in.

    Returns:
        One table of the outer columns and those of the inner tables; None where the inner tables stand in different
        columns or have different numbers of columns, where words stand in their cells, or nothing stands beside them.
    """
    holders = {(c.row, c.column): c for c in table.cells if (c.row, c.column) in inner}
    columns = {column for _, column in holders}
    counts = {t.column_count for t in inner.values()}
    if len(columns) != 1 or len(counts) != 1 or max(counts) < FEWEST_COLUMNS:
        return None
    plain = all(not c.text and not c.symbols and c.row_span == c.column_span == 1 for c in holders.values())
    rows = {row for row, _ in holders}
    beside = [c for c in table.cells if c.text and c.row in rows and (c.row, c.column) not in holders]
    if not plain or not beside or any(len(c.text.split()) > MOST_WORDS for c in beside):
        return None
    return _spread(table, {row: t for (row, _), t in inner.items()}, columns.pop(), counts.pop())


def _spread(table: Table, inner: Mapping[int, Table], at: int, count: int) -> Table:
    heads = _header_rows(tuple(inner.values()))
    starts = [0]
    for row in range(table.row_count):
        starts.append(starts[-1] + (inner[row].row_count if row in inner else 1))
    cells: list[Cell] = []
    for cell in table.cells:
        begin, end = starts[cell.row], starts[cell.row + cell.row_span]
        if cell.column == at and cell.row in inner:
            cells += [_moved(c, c.row + begin, c.column + at) for c in inner[cell.row].cells]
            continue
        lowered = heads if cell.row in inner and heads < end - begin else 0
        column = cell.column + (count - 1 if cell.column > at else 0)
        over = cell.column <= at < cell.column + cell.column_span
        span = cell.column_span + (count - 1 if over else 0)
        moved = _moved(cell, begin + lowered, column)
        cells.append(msgspec.structs.replace(moved, row_span=end - begin - lowered, column_span=span))
        empty = Cell(row=begin, column=column, row_span=lowered, column_span=span, place=cell.place)
        cells += [empty] if lowered else []
    first = min(inner)
    header = (
        starts[first] + heads if first <= table.header_rows or not table.header_rows else table.header_rows
    )
    return msgspec.structs.replace(
        table, cells=tuple(sorted(cells, key=lambda c: (c.row, c.column))), header_rows=header
    )


def _moved(cell: Cell, row: int, column: int) -> Cell:
    return msgspec.structs.replace(cell, row=row, column=column)


def _header_rows(tables: Sequence[Table]) -> int:
    """How many rows of each inner table are its header: those marked so, else the first where all begin alike."""
    marked = {t.header_rows for t in tables}
    if len(marked) == 1 and max(marked):
        return marked.pop()
    firsts = {tuple(c.text for c in t.cells if c.row == 0) for t in tables}
    longer = all(t.row_count > 1 for t in tables)
    figures = any(text[:1].isdigit() for first in firsts for text in first[1:2])
    return int(longer and not figures and (len(firsts) == 1))

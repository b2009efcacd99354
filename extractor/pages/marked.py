"""Which first rows of a table are marked as its header: by weight, by turned letters, by shading.

Promises nothing about tables that mark no header; their words are read later (`extractor.scorecards.headers`).
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor.model import Cell

MOST_HEADER_ROWS = 3
"""Headers seen have at most a title row and two rows of labels."""


def header_rows(cells: Sequence[Cell]) -> int:
    """How many leading rows are marked as header: bold, turned or shaded unlike the rows below.

    Returns:
        0 where nothing marks a header, else 1 to 3; never all rows unless there is only one.
    """
    rows = max(c.row + c.row_span for c in cells)
    columns = max(c.column + c.column_span for c in cells)
    body = [c for c in cells if c.row >= min(2, rows - 1)]
    usual = _usual_shadings(body)
    count = 0
    for row in range(min(MOST_HEADER_ROWS, rows)):
        here = [c for c in cells if c.row == row and (c.text or c.symbols)]
        bars = [c for c in here if _is_bar(c, rows)]
        if bars and count:
            break
        here = [c for c in here if c not in bars]
        wide = len(here) == 1 and here[0].column_span == columns
        label_alone = len(here) == 1 and here[0].column == 0
        if not here or ((wide or label_alone) and count) or not _marked(here, usual):
            break
        count = max(count, *(c.row + min(c.row_span, MOST_HEADER_ROWS) for c in here))
    if count >= rows > 1:
        return 1
    if count > 1 and not _second_row_belongs(cells, count):
        return 1
    return min(count, MOST_HEADER_ROWS)


def _is_bar(cell: Cell, rows: int) -> bool:
    """Whether a cell of turned letters names the rows that it stands beside, in or without the header."""
    return (
        cell.rotated and cell.row_span > 1 and (cell.row > 0 or cell.row_span >= min(MOST_HEADER_ROWS, rows))
    )


def _usual_shadings(body: Sequence[Cell]) -> set[str | None]:
    """The shadings of body rows: zebra tables have two."""
    shadings = [c.shading for c in body]
    return {s for s in set(shadings) if shadings.count(s) * 5 >= len(shadings)}


def _marked(row: Sequence[Cell], usual: set[str | None]) -> bool:
    texts = [c for c in row if c.text]
    if not texts:
        return False
    bold = all(c.bold or c.rotated for c in texts)
    shaded = all(c.shading is not None and c.shading not in usual for c in row)
    return bold or shaded


def _second_row_belongs(cells: Sequence[Cell], count: int) -> bool:
    """Several marked rows are one header only where a title or a spanning cell stands above, or all are shaded."""
    first = [c for c in cells if c.row == 0]
    spanning = any(c.column_span > 1 or c.row_span > 1 for c in first)
    gaps = sum(not c.text for c in first) > 1
    shaded = len({c.shading for c in cells if c.row < count}) == 1 and first[0].shading is not None
    return spanning or gaps or shaded

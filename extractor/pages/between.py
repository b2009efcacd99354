"""A line over the full width of a table, which drawn columns leave out: a comment on the row above, a goal.

Promises that two parts of a table on one page are one again where nothing but such a line stands between them; a
heading, or a header below it, parts two tables.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence

import msgspec

from extractor.model import Box, Cell, Page, Place, Word
from extractor.pages.cells import cell_text, inside, is_bold
from extractor.swedish import fold

SAME_EDGE = 2.0
"""Points: column boundaries of one table differ less."""
HIGHEST = 60.0
"""Points: a comment of four lines in small type, with the space around it."""
LARGER = 1.1
"""Letters this many times as high as those of the table are a heading's."""


class Piece(msgspec.Struct, frozen=True):
    """What is asked about a part of a table."""

    box: Box
    xs: tuple[float, ...]
    cells: tuple[Cell, ...]
    header_rows: int
    words: tuple[Word, ...]


def line_between(page: Page, above: Piece, below: Piece) -> tuple[Cell, tuple[Word, ...]] | None:
    """The row over the full width that stands between two parts of a table.

    Args:
        page: what the page shows.
        above: a table.
        below: the next table below it.

    Returns:
        The row's only cell, below the last row of the first part, and its words; None where the parts are two tables.
    """
    gap = Box(above.xs[0], above.box.bottom, above.xs[-1], below.box.top)
    if not 0 < gap.height <= HIGHEST or below.header_rows or not _same_columns(above.xs, below.xs):
        return None
    if _header_again(above.cells, below.cells):
        return None
    words = tuple(w for w in page.words if inside(w.box, gap))
    if not words or _is_heading(words, above.words):
        return None
    text, raw = cell_text(words)
    row = max(c.row + c.row_span for c in above.cells)
    cell = Cell(
        row=row, column=0, column_span=len(above.xs) - 1, text=text, raw=raw,
        place=Place(page=page.number, box=gap), bold=is_bold(words), confidence=min(w.confidence for w in words),
    )  # fmt: skip
    return cell, words


def _same_columns(one: Sequence[float], other: Sequence[float]) -> bool:
    return len(one) == len(other) > 2 and all(
        abs(a - b) <= SAME_EDGE for a, b in zip(one, other, strict=True)
    )


def _header_again(above: Sequence[Cell], below: Sequence[Cell]) -> bool:
    first = [(c.column, fold(c.text)) for c in below if c.row == 0 and c.text]
    return first == [(c.column, fold(c.text)) for c in above if c.row == 0 and c.text]


def _is_heading(words: Sequence[Word], table: Sequence[Word]) -> bool:
    if not table:
        return True
    usual = statistics.median(w.box.height for w in table)
    return statistics.median(w.box.height for w in words) > LARGER * usual

"""Titles in layout dumps that stand between two tables: lines of their own, no last row of the table above.

Promises that a title is moved only where it stands alone, without an end of sentence, above another table's header.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import msgspec

from extractor.model import Block, Box, Cell, Paragraph, Place, Table

LEAST_ROWS = 2
"""Rows that a table keeps: its header and one below."""


def with_titles_apart(blocks: Sequence[Block], advance: float) -> list[Block]:
    """The blocks, the last rows of a table that only head the next one as paragraphs between the two.

    Args:
        blocks: the paragraphs and tables of a dump that keeps its layout.
        advance: a character's width, points.
    """
    out: list[Block] = []
    for block, below in pairwise([*blocks, None]):
        if isinstance(block, Table) and isinstance(below, Table) and below.header_rows:
            out += _parted(block, advance)
        elif block is not None:
            out.append(block)
    return out


def _parted(table: Table, advance: float) -> Iterator[Block]:
    last = table.row_count
    while last > max(LEAST_ROWS, table.header_rows + 1) and _title(table, last - 1) is not None:
        last -= 1
    kept = tuple(c for c in table.cells if c.row < last)
    yield msgspec.structs.replace(table, cells=kept) if last < table.row_count else table
    for row in range(last, table.row_count):
        if (cell := _title(table, row)) is not None:
            yield from _lines(cell, advance)


def _title(table: Table, row: int) -> Cell | None:
    """The cell of a row of one text in the first column, without a symbol, that reads like a title; None otherwise."""
    cells = [c for c in table.cells if c.row <= row < c.row + c.row_span]
    shown = [c for c in cells if c.text.strip() or c.symbols]
    if len(cells) < 2 or len(shown) != 1 or shown[0].column or shown[0].symbols or shown[0].row_span > 1:
        return None
    titles = all(line[:1].isupper() and line[-1:] not in ".,;" for line in _printed(shown[0]))
    return shown[0] if titles and shown[0].place and shown[0].place.box else None


def _printed(cell: Cell) -> list[str]:
    return [line.strip() for line in cell.raw.split("\n") if line.strip()]


def _lines(cell: Cell, advance: float) -> Iterator[Paragraph]:
    place = cell.place
    if place is None or place.box is None:
        return
    printed = _printed(cell)
    height = place.box.height / len(printed)
    for number, text in enumerate(printed):
        top = place.box.top + number * height
        box = Box(place.box.x0, top, place.box.x0 + len(text) * advance, top + height)
        yield Paragraph(
            text=text, raw=text, place=Place(page=place.page, box=box), confidence=cell.confidence
        )

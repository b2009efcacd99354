"""A header that is printed again between the rows of a table, where it ran together with the row above it.

Promises that no cell keeps the words of its own column's header as its value, that what is left is never sure, and that
the characters as read stay.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from extractor.model import Cell, Table
from extractor.scorecards.grid import filled, is_full_width
from extractor.scorecards.headers import Part
from extractor.swedish import fold, squeeze

FEWEST_HEADS = 2
"""Cells of a row that end in their column's header from which the header ran into the row: one may say so itself."""
LEFT = 0.7
"""Confidence of what is left of such a cell."""


def without_headers(table: Table, parts: Sequence[Part]) -> Table:
    """A table without the header's words that ran into its rows; the table itself where none did.

    Args:
        table: the table.
        parts: its rows, each under its header.
    """
    changed = {id(cell): left for part in parts for cell, left in _cut(table, part)}
    if not changed:
        return table
    return msgspec.structs.replace(table, cells=tuple(changed.get(id(c), c) for c in table.cells))


def _cut(table: Table, part: Part) -> Iterator[tuple[Cell, Cell]]:
    grid = table.grid()
    for row in part.body if any(part.labels) else ():
        if is_full_width(grid, row):
            continue
        cells = [c for c in filled(grid, row) if c.row == row and c.column_span == 1]
        ends = [(c, rest) for c in cells if (rest := _without(c.text, part.labels[c.column])) is not None]
        if len(ends) >= FEWEST_HEADS and any(rest for _, rest in ends):
            yield from ((c, _left(c, rest)) for c, rest in ends)


def _without(text: str, label: str) -> str | None:
    """What a cell says before its column's header; None where it does not end in that."""
    said, head = squeeze(text), squeeze(label)
    return said[: len(said) - len(head)].strip() if head and fold(said).endswith(fold(head)) else None


def _left(cell: Cell, text: str) -> Cell:
    reasons = (*cell.reasons, "cells_reassembled")
    return msgspec.structs.replace(
        cell, text=text, confidence=min(cell.confidence, LEFT), reasons=tuple(dict.fromkeys(reasons))
    )

"""Cells of a Word table while its grid is still growing; rows that hold several rows one below the other, taken apart.

Promises that a row is only taken apart where its paragraphs show that it is several: as many indicators, each a list
item or beside a light of its own, as values and targets.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

import msgspec

from extractor.model import Symbol, Table
from extractor.reading.docx_runs import Line

PARTED = 0.85
"""Confidence in a cell of a row that was taken apart: its paragraphs show it, no line between them does."""
FEWEST_COLUMNS = 3
"""Columns that must agree on the number of rows: an indicator, and two that show figures or lights."""
_FIGURE = re.compile(r"\d")


class Draft(msgspec.Struct, kw_only=True):
    """A cell while its spans are still growing."""

    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    merges: bool = False
    """Starts a vertical merge."""
    lines: list[Line] = []
    bars: list[Symbol] = []
    """Progress bars that are tables."""
    tables: list[Table] = []
    """Tables in it that hold anything."""
    page: int
    shading: str | None = None
    edge: str | None = None
    """Colour of a thick border at its left or right side, or of its first paragraph."""
    rotated: bool = False
    parted: bool = False
    """Was one paragraph of a row that held several rows."""

    @property
    def shown(self) -> list[Line]:
        """The paragraphs that show anything."""
        return [line for line in self.lines if line.raw.strip() or line.symbols]


def taken_apart(rows: Sequence[Sequence[Draft]], heads: int) -> tuple[list[Draft], int]:
    """The cells of all rows, those that hold several rows as that many, and the number of rows then.

    Args:
        rows: the cells that begin in each row.
        heads: leading rows that are header.
    """
    counts = [_rows_in(row) if index >= heads else 1 for index, row in enumerate(rows)]
    starts = [0, *itertools.accumulate(counts)]
    found: list[Draft] = []
    for row, count in zip(rows, counts, strict=True):
        for draft in row:
            begin, end = starts[draft.row], starts[min(draft.row + draft.row_span, len(counts))]
            shown = draft.shown
            if count > 1 and draft.row_span == 1 and len(shown) == count:
                found += [
                    msgspec.structs.replace(
                        draft,
                        row=begin + number,
                        lines=[line],
                        page=line.page,
                        parted=True,
                        tables=[] if number else draft.tables,
                    )
                    for number, line in enumerate(shown)
                ]
            else:
                found.append(msgspec.structs.replace(draft, row=begin, row_span=end - begin))
    return found, starts[-1]


def _rows_in(row: Sequence[Draft]) -> int:
    """How many rows a row holds one below the other; 1 where its paragraphs don't show more for certain."""
    parted = [d for d in row if len(d.shown) > 1]
    counts = {len(d.shown) for d in parted}
    if len(parted) < FEWEST_COLUMNS or len(counts) != 1 or any(d.bars or d.row_span > 1 for d in parted):
        return 1
    names = [d for d in parted if all(_is_name(line) for line in d.shown)]
    lights = [d for d in parted if all(line.symbols for line in d.shown)]
    figures = [d for d in parted if d not in names and all(_FIGURE.search(line.raw) for line in d.shown)]
    listed = any(all(line.bullet for line in d.shown) for d in names)
    told_apart = names and (listed or lights) and len(figures) + len(lights) >= FEWEST_COLUMNS - 1
    return counts.pop() if told_apart else 1


def _is_name(line: Line) -> bool:
    """Whether a paragraph may name an indicator: words with a capital first, not what goes on from the one above."""
    text = line.text(in_cell=True).lstrip("0123456789. ")
    return text[:1].isupper()

"""Tables that are no scorecard as the sum and difference checks see them.

Rows and columns of numbers, with the roles their labels give them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

import msgspec

from extractor.checks.corpus import DOUBTFUL, Corpus, View
from extractor.checks.intervals import Interval, around, common_grain
from extractor.model import FigureCell
from extractor.swedish import fold, squeeze

PERCENT = "%"
SHARE_OF_PERCENT = 0.6
"""A column is one of percentages if this share of its numbers prints the sign."""
UNROUNDED = Decimal("0.0001")
"""What leaves a count itself, and its share of another on both sides of a half."""
_INDENTED = re.compile(r"^\s*[-–•]\s*\D")


class Column(NamedTuple):
    """One column of numbers."""

    number: int
    label: str
    kind: str
    """'value', 'deviation' (printed difference) or 'percent'."""
    roles: frozenset[str]
    """'outcome', 'budget', 'forecast', 'change' as the label says."""
    grain: Decimal


class GridRow(NamedTuple):
    """One row of numbers."""

    number: int
    label: str
    total: bool
    subset: bool
    """A part of the row above ('varav …'): never added again."""
    cells: dict[int, FigureCell]

    def interval(self, column: Column) -> Interval | None:
        """What the number in a column stands for, None where there is none."""
        cell = self.cells.get(column.number)
        return around(cell.value, column.grain) if cell is not None and cell.value is not None else None

    def exact(self, column: Column) -> Interval | None:
        """What the number in a column stands for by decimals alone, whatever zeros its column shares."""
        cell = self.cells.get(column.number)
        if cell is None or cell.value is None:
            return None
        return around(cell.value, min(column.grain, Decimal(1)))

    def counted(self, column: Column) -> Interval | None:
        """The number in a column of counts, which were not rounded."""
        cell = self.cells.get(column.number)
        return around(cell.value, UNROUNDED) if cell is not None and cell.value is not None else None

    def printed(self, column: Column) -> str:
        """The number as printed, '' where there is none."""
        cell = self.cells.get(column.number)
        return squeeze(cell.text) if cell is not None else ""


class Grid(NamedTuple):
    """One table of numbers."""

    table_no: int
    caption: str
    page: int
    columns: tuple[Column, ...]
    rows: tuple[GridRow, ...]

    def values(self) -> list[Column]:
        """The columns that hold amounts."""
        return [c for c in self.columns if c.kind == "value"]


def grids(view: View, corpus: Corpus) -> tuple[Grid, ...]:
    """The tables of a report that hold numbers, all of them read with some confidence; made once."""
    if view.grids is None:
        view.grids = tuple(_grids(view, corpus))
    return view.grids


def _grids(view: View, corpus: Corpus) -> Iterator[Grid]:
    tables: dict[int, list[FigureCell]] = defaultdict(list)
    for cell in view.report.figures:
        tables[cell.table_no].append(cell)
    for cells in _whole(tables):
        grid = _grid(cells, corpus)
        if grid is not None:
            yield grid


def _whole(tables: dict[int, list[FigureCell]]) -> Iterator[list[FigureCell]]:
    """The tables' cells; one that goes on over the page under its repeated header is one table.

    Which rows a total sums up must not depend on where the page ends.
    """
    pending: list[FigureCell] = []
    for table_no in sorted(tables):
        cells = tables[table_no]
        if pending and _goes_on(pending, cells):
            below = max(c.row_no for c in pending)
            pending += [msgspec.structs.replace(c, row_no=c.row_no + below) for c in cells]
            continue
        if pending:
            yield pending
        pending = list(cells)
    if pending:
        yield pending


def _goes_on(above: list[FigureCell], below: list[FigureCell]) -> bool:
    """Whether a table is the next page's part of another: the same caption, corner and column labels."""
    one, other = ({(c.column_no, c.column_label) for c in cells} for cells in (above, below))
    labels = [{c.row_label for c in cells} for cells in (above, below)]
    a, b = above[-1], below[0]
    same = a.caption == b.caption and a.corner == b.corner and one == other
    return same and b.place.page == a.place.page + 1 and not labels[0] & labels[1]


def _grid(cells: list[FigureCell], corpus: Corpus) -> Grid | None:
    by_row: dict[int, dict[int, FigureCell]] = defaultdict(dict)
    by_column: dict[int, list[FigureCell]] = defaultdict(list)
    for cell in cells:
        by_row[cell.row_no][cell.column_no] = cell
        if cell.value is not None:
            by_column[cell.column_no].append(cell)
    columns = tuple(_column(n, by_column[n], corpus) for n in sorted(by_column))
    if not columns or any(c.value is not None and c.confidence < DOUBTFUL for c in cells):
        return None
    rows = tuple(_row(n, by_row[n], corpus) for n in sorted(by_row))
    first = cells[0]
    return Grid(first.table_no, first.caption, first.place.page, columns, rows)


def _column(number: int, cells: list[FigureCell], corpus: Corpus) -> Column:
    label = cells[0].column_label
    keys = corpus.keys(label)
    signs = sum(PERCENT in c.text or c.unit == PERCENT for c in cells)
    words = {"percent"} if PERCENT in label or "procent" in fold(label) else set()
    difference = bool(keys & {"deviation", "change"})
    if words or (difference and signs >= SHARE_OF_PERCENT * len(cells)):
        kind = "percent"
    else:
        kind = "deviation" if difference else "value"
    values = [c.value for c in cells if c.value is not None]
    return Column(number, label, kind, frozenset(keys | words), common_grain(values))


def _row(number: int, cells: dict[int, FigureCell], corpus: Corpus) -> GridRow:
    label = next(iter(cells.values())).row_label
    keys = corpus.keys(label)
    first = fold(label).strip(" -–•:").split(" ")[0]
    subset = "subset" in keys and first in {"varav", "darav", "harav"}
    whole = "total" in keys and not subset and _is_total(label)
    return GridRow(number, squeeze(label), whole, subset or bool(_INDENTED.match(label)), cells)


def _is_total(label: str) -> bool:
    """'Totalt', 'Summa kostnader' and 'Länsenheten totalt' are totals; 'Resultat per elev i årskurs 9' is none."""
    words = fold(label).strip(" :.").split()
    return len(words) <= 4

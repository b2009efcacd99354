"""Tables set with tab characters alone, in Word paragraphs as in dumps: which lines are one, its columns and its rows.

A typist who sets a table with tabs prints a goal, or the beginning of a long name, on a line without any: such lines
are rows or parts of rows of the table that goes on below them. Where lines press the tab key more or less often to
reach the same column, only their places say which: then no cell is sure.
"""

from __future__ import annotations

import itertools
import re
import statistics
from collections.abc import Sequence
from typing import NamedTuple

from rapidfuzz import fuzz

from extractor.pages.typed_rows import TypedLine, cut_names, rows_of

FEWEST_TABS = 2
"""Tabs of a line from which it can be a table's: a label and its text have one."""
FEWEST_CELLS = 3
"""Filled cells of the first line, or two under an empty corner."""
LONGEST_LABEL = 48
"""Letters of a header's cell at most."""
LONGEST_NAME = 100
"""Letters of a line without tabs between a table's rows at most."""
BETWEEN = 3
"""Lines without tabs between two with tabs at most."""
MOST = 0.7
"""Share of the lines that must have as many filled cells as the header where the number of tabs says nothing."""
SAME_HEADER = 90
"""rapidfuzz ratio from which a line is the header again; years may differ."""
INDENT = 4.0
"""Characters that a tab before a name stands for."""
_SENTENCE = re.compile(r"[.!?:;]$")
_YEAR = re.compile(r"(?:19|20)\d\d(?:[-/–]\d{2,4})?")


class TabLine(NamedTuple):
    """One printed line."""

    cells: tuple[str, ...]
    """What stands between its tabs; one text for a line without."""
    indent: float = 0.0
    """Characters that it stands in."""
    places: tuple[float, ...] = ()
    """Where each cell begins, in characters."""
    apart: bool = False
    """Whether a gap or a page break stands above it."""
    title: bool = False
    """Whether its looks say that it is a heading: no row."""

    @property
    def tabs(self) -> int:
        """How many tabs it has."""
        return len(self.cells) - 1

    @property
    def filled(self) -> int:
        """How many of its cells hold anything."""
        return sum(map(bool, self.cells))


class TabCell(NamedTuple):
    """One cell: the lines it was printed on, each with the number of its piece there."""

    row: int
    column: int
    pieces: tuple[tuple[int, int], ...]
    column_span: int = 1
    sure: bool = True


class TabTable(NamedTuple):
    """One table: its lines and its cells; the first row is the header."""

    span: range
    cells: tuple[TabCell, ...]
    rows: int
    columns: int


def tab_tables(lines: Sequence[TabLine]) -> list[TabTable]:
    """The tables among lines, those without tabs between their rows included.

    Args:
        lines: the lines of a text from top to bottom.
    """
    found: list[TabTable] = []
    at = 0
    while at < len(lines):
        stop = _block_end(lines, at) if _may_head(lines[at]) else at
        table = _table(lines, range(at, stop)) if stop - at > 1 else None
        if table is not None:
            found.append(table)
        at = stop if table is not None else at + 1
    return found


def _may_head(line: TabLine) -> bool:
    """Whether a line can be the first of a table: short labels in several columns."""
    enough = line.filled >= FEWEST_CELLS or (line.filled == FEWEST_CELLS - 1 and not line.cells[0])
    return line.tabs >= FEWEST_TABS and enough and max(map(len, line.cells)) <= LONGEST_LABEL


def _block_end(lines: Sequence[TabLine], start: int) -> int:
    """Index after the last line of the table that a line begins."""
    head = lines[start].cells
    stop, between, gap = start + 1, 0, False
    for at in range(start + 1, len(lines)):
        line = lines[at]
        gap = gap or line.apart
        if line.tabs:
            alike = fuzz.ratio(_texts(line.cells), _texts(head)) >= SAME_HEADER
            unlike = bool(gap or between) and line.tabs not in (lines[stop - 1].tabs, len(head) - 1)
            if alike or not line.filled or (unlike and (gap or _is_head(line))) or (gap and _is_head(line)):
                break
            stop, between, gap = at + 1, 0, False
            continue
        between += 1
        text = line.cells[0]
        if line.title or between > BETWEEN or len(text) > LONGEST_NAME or _SENTENCE.search(text):
            break
        if text[:1].islower() and not line.apart and stop == at:
            stop, between = at + 1, 0  # the end of the name above
    return stop


def _texts(cells: Sequence[str]) -> str:
    return " ".join(c.casefold() for c in cells if c)


def _is_head(line: TabLine) -> bool:
    """Whether a line with tabs holds no figure but years: the header of another table."""
    return line.filled > 1 and not any(c.isdigit() for text in line.cells for c in _YEAR.sub("", text))


def _table(lines: Sequence[TabLine], span: range) -> TabTable | None:
    block = [lines[n] for n in span]
    body = [line for line in block[1:] if line.tabs]
    figures = any(c.isdigit() for line in body for text in line.cells[1:] for c in text)
    if len(body) < 2 and not (body and figures):
        return None
    by_place = _is_by_place(block)
    columns = _columns_by_place(block) if by_place else _columns_by_tabs(block)
    count = max(c for line in columns for c in line) + 1
    typed = [_typed(line, own, count) for line, own in zip(block, columns, strict=True)]
    heads = _header_lines(typed)
    rows = rows_of(typed[heads:])
    groups = [tuple(range(heads)), *(tuple(heads + n for n in row.lines) for row in rows)]
    sure = [True, *(row.sure for row in rows)]
    cut = cut_names(typed[heads:], rows)
    moved = set() if by_place else _moved(block, typed, heads)
    cells: list[TabCell] = []
    for row, members in enumerate(groups):
        wide = all(typed[m].wide for m in members)
        for column in range(1 if wide else count):
            pieces = tuple(
                (span[m], piece)
                for m in members
                for piece, own in enumerate(columns[m])
                if own == column and block[m].cells[piece]
            )
            joined = len({line for line, _ in pieces}) > 1
            known = (sure[row] or not joined) and (not by_place or row == 0) and not moved & set(members)
            known = known and (row - 1, column) not in cut
            cells.append(TabCell(row, column, pieces, count if wide else 1, known))
    return TabTable(span, tuple(cells), len(groups), count)


def _moved(block: Sequence[TabLine], typed: Sequence[TypedLine], heads: int) -> set[int]:
    """The lines with too few tabs whose last word stands under figures, and right of them on other lines."""
    most = max(line.tabs for line in block)
    whole = [cells.cells for line, cells in zip(block, typed, strict=True) if line.tabs == most][heads:]
    found: set[int] = set()
    for n, line in enumerate(block[heads:], start=heads):
        last = max((c for c, text in enumerate(typed[n].cells) if text), default=0)
        if not last or not 0 < line.tabs < most:
            continue
        above = [row[last] for row in whole if row[last]]
        right = {text for row in whole for text in row[last + 1 :]}
        if any(map(_has_digit, above)) and typed[n].cells[last] in right:
            found.add(n)
    return found


def _has_digit(text: str) -> bool:
    return any(c.isdigit() for c in text)


def _typed(line: TabLine, own: Sequence[int], count: int) -> TypedLine:
    cells = [""] * count
    for piece, column in enumerate(own):
        cells[column] = f"{cells[column]} {line.cells[piece]}".strip()
    deeper = INDENT if len(own) > 1 and own[1] == 0 and not line.cells[0] else 0.0
    return TypedLine(tuple(cells), line.indent + deeper, ruled=False, wide=not line.tabs)


def _header_lines(lines: Sequence[TypedLine]) -> int:
    """Lines of the header: the first, and the one below where it goes on under an empty first cell.

    There stand short labels without figures but years: a row whose goal was left out names an indicator, has a
    sentence, or signs.
    """
    second = lines[1] if len(lines) > 1 else None
    if second is None or second.wide or second.cells[0]:
        return 1
    named = second.cells[1][:1].isupper()
    return 1 if named or not all(_may_label(text) for text in second.cells if text) else 2


def _may_label(text: str) -> bool:
    without_years = _YEAR.sub("", text)
    figures = any(c.isdigit() for c in without_years)
    sign = without_years == text and not any(map(str.isalpha, text))
    return not figures and not sign and len(text) <= LONGEST_LABEL and not _SENTENCE.search(text)


# ---------------------------------------------------------------- columns


def _is_by_place(block: Sequence[TabLine]) -> bool:
    """Whether lines press the tab key more or less often to fill as many columns."""
    full = [line for line in block if line.tabs and line.filled == block[0].filled]
    tabbed = [line for line in block if line.tabs]
    return len({line.tabs for line in full}) > 1 and len(full) >= MOST * len(tabbed)


def _columns_by_tabs(block: Sequence[TabLine]) -> list[list[int]]:
    """The column of each piece: as many tabs before it as the header's label has; an empty indent is no column."""
    count = max(len(line.cells) for line in block)
    first = [line.cells[0] for line in block if line.tabs]
    second = [line.cells[1] for line in block if line.tabs]
    indented = count > FEWEST_CELLS and not any(a and b for a, b in zip(first, second, strict=True))
    return [[max(0, n - indented) for n in range(len(line.cells))] for line in block]


def _columns_by_place(block: Sequence[TabLine]) -> list[list[int]]:
    """The column of each piece: in order where all are filled, else the one that begins nearest."""
    count = block[0].filled
    full = [line for line in block if line.tabs and line.filled == count]
    starts = [statistics.median(places) for places in zip(*map(_filled_places, full), strict=True)]
    out: list[list[int]] = []
    for line in block:
        order = itertools.count()
        own: list[int] = []
        for piece, text in enumerate(line.cells):
            if line.filled == count:
                own.append(min(next(order), count - 1) if text else 0)
            elif text and piece < len(line.places):
                own.append(min(range(count), key=lambda c, x=line.places[piece]: abs(starts[c] - x)))  # type: ignore[misc]
            else:
                own.append(0)
        out.append(own)
    return out


def _filled_places(line: TabLine) -> list[float]:
    return [x for x, text in zip(line.places, line.cells, strict=True) if text]

"""Tables whose cells the dump keeps apart by tab characters.

A row printed on two pages continues with an empty first cell and a small letter; its pieces are put
together. A goal that spans rows is printed once and its cell left empty below: the empty cell is part of the span.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from typing import NamedTuple

from rapidfuzz import fuzz

from extractor.known import NOTHING, Known
from extractor.model import Cell, Place, Symbol, Table
from extractor.patterns import Lexicon, Patterns
from extractor.reading.text_aligned import Widths
from extractor.reading.text_content import SYMBOL_ROLES
from extractor.reading.text_joins import Joins
from extractor.reading.text_lines import Line
from extractor.swedish import fold, join_lines, squeeze
from extractor.symbols.glyphs import symbol_from_glyph

HEADER_COVERAGE = 0.5
"""Share of a header cell's letters that its role word must account for."""
SAME_HEADER = 92
"""rapidfuzz ratio from which a row repeats the header."""
LOST = "sign_lost"
LOST_CONFIDENCE = 0.5
"""A text dump keeps no drawn signs: an empty cell where signs stand says nothing."""
REASSEMBLED = "cells_reassembled"
REASSEMBLED_CONFIDENCE = 0.85
"""A cell put together over a page break; below `model.SURE`: two rows may have become one."""
_UNKNOWN = re.compile(r"(?:^|\s)\?\s?(?=\d|$)")
"""What Windows-1252 puts for a character it has not: `≥` and `−` before a number, and arrows."""
MIN_ROLES = 2
"""A header row names at least two roles."""


def role_of(label: str, roles: Lexicon) -> str | None:
    """The role a header cell's words name, None if none accounts for half of them."""
    match = roles.best(label, coverage=HEADER_COVERAGE)
    return match.key if match else None


def is_header(cells: Sequence[str], roles: Lexicon) -> bool:
    """Whether a row's cells are a scorecard's header."""
    named = {role for cell in cells if (role := role_of(cell, roles))}
    return len(named) >= MIN_ROLES and all(len(c) < 80 for c in cells)


class Surroundings(NamedTuple):
    """What a table's reader knows beside the table's own lines."""

    number: int
    """The table's number in the document."""
    caption: str | None
    """The nearest heading above."""
    patterns: Patterns
    known: Container[str]
    """Words that the dump prints whole, for joining hyphenated line ends."""
    repeats: frozenset[str] = frozenset()
    """Short texts that recur in the dump's tables."""
    widths: Widths | None = None
    """How wide the columns of goals and measures are, where the lines of tables were printed whole."""
    signs: bool = False
    """Whether the dump's tables have columns of signs."""
    joins: Joins = Joins()
    """Which words may follow each other over a line's end."""
    others: Known = NOTHING
    """What the unit's other reports say."""


class _Row(NamedTuple):
    cells: list[str]
    page: int
    joined: frozenset[int] = frozenset()
    """The columns whose cells were put together from two lines."""


class _Grid(NamedTuple):
    rows: list[_Row]
    spanning: frozenset[int]
    """The columns left of the indicator's: what stands there holds until the next is printed."""
    header: int
    signs: frozenset[int]
    """The columns of status and trend."""


def tab_table(lines: Sequence[Line], around: Surroundings) -> Table:
    """The table of consecutive lines with tab characters."""
    roles = around.patterns["roles"]
    rows = _rows(lines, around.known)
    header = 1 if rows and is_header(rows[0].cells, roles) else 0
    columns = [role_of(label, roles) for label in rows[0].cells] if header else []
    signs = frozenset(c for c, role in enumerate(columns) if role in SYMBOL_ROLES)
    keys = [c for c, role in enumerate(columns) if role in {"indicator", "activity"}]
    left = range(keys[0]) if keys else [c for c, role in enumerate(columns) if role == "goal"]
    spanning = frozenset(c for c in left if columns[c] in {"perspective", "goal", None})
    grid = _Grid(rows, spanning, header, signs)
    cells = [
        cell
        for r, row in enumerate(rows)
        for c in range(len(row.cells))
        if (cell := _cell(r, c, grid)) is not None
    ]
    return Table(
        number=around.number,
        place=Place(page=lines[0].page),
        cells=tuple(cells),
        header_rows=header,
        caption=around.caption,
    )


def _rows(lines: Sequence[Line], known: Container[str]) -> list[_Row]:
    """The rows with repeated headers left out and rows cut by a page break made whole."""
    split = [[squeeze(c) for c in line.text.split("\t")] for line in lines]
    width = max(map(len, split))
    rows: list[_Row] = []
    for cells, line in zip(split, lines, strict=True):
        row = cells + [""] * (width - len(cells))
        if rows and _repeats(row, rows[0].cells):
            continue
        if rows and _continues(row, rows[-1].cells):
            before = rows[-1]
            whole = [join_lines([a, b], known) for a, b in zip(before.cells, row, strict=True)]
            rows[-1] = _Row(whole, before.page, before.joined | {c for c, text in enumerate(row) if text})
        elif any(row) and not all(set(c) <= {"-", " "} for c in row):
            rows.append(_Row(row, line.page))
    return rows


def _repeats(row: Sequence[str], header: Sequence[str]) -> bool:
    """Whether a row is the header again; letters may differ where it was typed or read anew."""
    return any(row) and fuzz.ratio(fold(" ".join(row)), fold(" ".join(header))) >= SAME_HEADER


def _continues(row: Sequence[str], before: Sequence[str]) -> bool:
    """Whether a row is the rest of the row before: every piece goes on with a small letter, and not every cell does."""
    pieces = [(a, b) for a, b in zip(before, row, strict=True) if b]
    if not pieces or row[0] or len(pieces) == sum(map(bool, before[1:])):
        return False
    return all(a and not a.endswith((".", "!", "?")) and b[0].islower() for a, b in pieces)


def _cell(r: int, c: int, grid: _Grid) -> Cell | None:
    row = grid.rows[r]
    text, span = row.cells[c], 1
    if c in grid.spanning and r >= grid.header:
        if not text and r > grid.header:
            return None
        while r + span < len(grid.rows) and not grid.rows[r + span].cells[c]:
            span += 1
    unknown = r >= grid.header and _UNKNOWN.search(text) is not None
    sign = c in grid.signs and r >= grid.header
    text = text.strip("? ") if sign else text
    symbols = symbols_of(text)
    lost = unknown or (sign and not text)
    doubts = {LOST: LOST_CONFIDENCE} if lost else {}
    doubts |= {REASSEMBLED: REASSEMBLED_CONFIDENCE} if c in row.joined else {}
    return Cell(
        row=r,
        column=c,
        row_span=span,
        text="" if symbols else text,
        raw=row.cells[c],
        place=Place(page=row.page),
        symbols=symbols,
        bold=r < grid.header,
        confidence=min(doubts.values(), default=1.0),
        reasons=tuple(doubts),
    )


def symbols_of(text: str) -> tuple[Symbol, ...]:
    """The symbols of a cell that holds nothing but glyphs; empty for words and numbers."""
    parts = text.split()
    found = [symbol_from_glyph(p) for p in parts]
    if not parts or any(s is None for s in found):
        return ()
    return tuple(s for s in found if s is not None)

"""Tables whose cells the dump keeps apart by tab characters.

A row printed on two pages continues with an empty first cell and a small letter; its pieces are put together. A goal that
spans rows is printed once and its cell left empty below: the empty cell is part of the span.
"""

from __future__ import annotations

from collections.abc import Container, Sequence

from rapidfuzz import fuzz

from extractor.model import Cell, Place, Symbol, Table
from extractor.patterns import Lexicon, Patterns
from extractor.read.text_lines import Line
from extractor.glyphs import symbol_from_glyph
from extractor.swedish import fold, join_lines, squeeze

HEADER_COVERAGE = 0.5
"""Share of a header cell's letters that its role word must account for."""
SAME_HEADER = 92
"""rapidfuzz ratio from which a row repeats the header."""
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


def tab_table(
    lines: Sequence[Line], number: int, caption: str | None, patterns: Patterns, known: Container[str]
) -> Table:
    """The table of consecutive lines with tab characters."""
    rows = [[squeeze(c) for c in line.text.split("\t")] for line in lines]
    pages = [line.page for line in lines]
    width = max(map(len, rows))
    rows = [row + [""] * (width - len(row)) for row in rows]
    kept: list[tuple[list[str], int, list[bool]]] = []
    for row, page in zip(rows, pages, strict=True):
        if kept and _repeats(row, kept[0][0]):
            continue
        if kept and _continues(row, kept[-1][0]):
            before = kept[-1][0]
            kept[-1] = (
                [join_lines([a, b], known) for a, b in zip(before, row, strict=True)],
                kept[-1][1],
                [],
            )
        elif any(row) and not all(set(c) <= {"-", " "} for c in row):
            kept.append((row, page, []))
    header = 1 if kept and is_header(kept[0][0], patterns["roles"]) else 0
    goal = _goal_column(kept[0][0], patterns["roles"]) if header else None
    cells = [
        cell
        for r, (row, page, _) in enumerate(kept)
        for c, text in enumerate(row)
        if (cell := _cell(r, c, text, page, kept, goal, header)) is not None
    ]
    return Table(
        number=number,
        place=Place(page=pages[0]),
        cells=tuple(cells),
        header_rows=header,
        caption=caption,
    )


def _goal_column(header: Sequence[str], roles: Lexicon) -> int | None:
    return next((i for i, label in enumerate(header) if role_of(label, roles) == "goal"), None)


def _repeats(row: Sequence[str], header: Sequence[str]) -> bool:
    """Whether a row is the header again; letters may differ where it was typed or read anew."""
    return any(row) and fuzz.ratio(fold(" ".join(row)), fold(" ".join(header))) >= SAME_HEADER


def _continues(row: Sequence[str], before: Sequence[str]) -> bool:
    """Whether a row is the rest of the row before: every piece goes on with a small letter."""
    pieces = [(a, b) for a, b in zip(before, row, strict=True) if b]
    if not pieces or row[0]:
        return False
    return all(a and not a.endswith((".", "!", "?")) and b[0].islower() for a, b in pieces)


def _cell(
    r: int,
    c: int,
    text: str,
    page: int,
    rows: Sequence[tuple[list[str], int, list[bool]]],
    goal: int | None,
    header: int,
) -> Cell | None:
    span = 1
    if c == goal and r >= header:
        if not text and r > header:
            return None
        while r + span < len(rows) and not rows[r + span][0][c] and any(rows[r + span][0]):
            span += 1
    symbols = symbols_of(text, page)
    return Cell(
        row=r,
        column=c,
        row_span=span,
        text="" if symbols else text,
        raw=text,
        place=Place(page=page),
        symbols=symbols,
        bold=r < header,
    )


def symbols_of(text: str, page: int) -> tuple[Symbol, ...]:
    """The symbols of a cell that holds nothing but glyphs; empty for words and numbers."""
    parts = text.split()
    found = [symbol_from_glyph(p) for p in parts]
    if not parts or any(s is None for s in found):
        return ()
    return tuple(s for s in found if s is not None)

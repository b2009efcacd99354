"""Bars beside the rows of a scorecard, in a first column without header: "Kund" on end, over all rows of its goals.

Promises that what a known perspective's name says beside several rows stands on each of them, and that another name
there is kept, never surely; the rest of the table is read as if the bars were not there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import msgspec

from extractor.model import EMPTY, SURE, Cell, Field, Table
from extractor.patterns import Patterns
from extractor.scorecards.card import State
from extractor.scorecards.fields import doubted, of_cell
from extractor.scorecards.goal_names import has_figures
from extractor.scorecards.labelled import without_continuation
from extractor.scorecards.labels import CLEAR, header_scores
from extractor.scorecards.perspectives import named, sentence_case
from extractor.scorecards.unnamed import UNSURE
from extractor.swedish import squeeze

HEADER_ROWS = 5
"""Rows in which the word for what is measured stands in the header."""
BAR_WORDS = 5
"""Most words on a bar: "Kunskap, lärande och förnyelse"."""
BESIDE = 2
"""Rows from which a name stands beside several."""
_NAMING = ("indicator", "key_figure", "activity", "goal")
_LETTERS = re.compile(r"(?:[^\W\d_]\s+){2,}[^\W\d_]")
"""A word set one letter below the other."""


class Barred(NamedTuple):
    """A table without its bars, and what these say."""

    table: Table
    bars: Mapping[int, Field]
    """By the first row that each stands beside."""


def without_bars(table: Table, patterns: Patterns, *, headed: bool = False) -> Barred:
    """A table with an empty first column in the place of the bars beside its rows.

    Args:
        table: the table.
        patterns: the knowledge in use (`perspectives`, `roles`).
        headed: a header was found on the page before, so that none is looked for.

    Returns:
        The table as it is and no bars where its first column holds anything else.
    """
    first = sorted((c for c in table.cells if c.column == 0 and c.column_span == 1), key=lambda c: c.row)
    cells = [c for c in first if c.text.strip()]
    if not cells or not (headed or _has_header(table, patterns)):
        return Barred(table, {})
    bars = [_bar(cell, patterns) for cell in cells]
    spread = [
        _beside(table, cell, below.row) for cell, below in zip(cells, _below(cells, table), strict=True)
    ]
    if any(bar is None for bar in bars) or max(spread) < BESIDE:
        return Barred(table, {})
    sure = all(bar is not None and bar.confidence >= SURE for bar in bars)
    if not sure and any(cell.row_span < BESIDE for cell in cells):
        return Barred(table, {})  # names that stand beside one row each are those of the rows
    empty = [
        msgspec.structs.replace(c, text="", raw="", symbols=(), shading=None, row=row, row_span=1)
        for c in first
        for row in range(c.row, c.row + c.row_span)
    ]
    rest = [c for c in table.cells if c.column or c.column_span > 1]
    return Barred(
        msgspec.structs.replace(table, cells=tuple(sorted((*rest, *empty), key=lambda c: (c.row, c.column)))),
        {cell.row: bar for cell, bar in zip(cells, bars, strict=True) if bar is not None},
    )


def set_bar(state: State, bar: Field, goal_above: Field) -> None:
    """Take a bar for the perspective of the rows beside it, or the goal below a perspective that is sure.

    Args:
        state: gets the perspective or goal.
        bar: what the bar says.
        goal_above: the goal that stands over the table.
    """
    area = state.perspective
    if bar.confidence < SURE and area.text and area.confidence >= SURE:
        state.goal = bar
        return
    state.perspective, state.goal = bar, goal_above
    if bar.confidence < SURE and not goal_above.text:
        state.goal = doubted(EMPTY, UNSURE, *bar.reasons)


def beside(bars: Mapping[int, Field], body: Sequence[int]) -> Mapping[int, Field]:
    """The bars beside the body rows of a part of a table; one that begins beside its header begins with its rows.

    Where the first rows have none, the names stand beside the middle of theirs: where those begin is not told.
    """
    before = [row for row in bars if body and row < body[0]]
    over = {body[0]: bars[max(before)]} if before else {}
    found = over | {row: bar for row, bar in bars.items() if row in body}
    if found and min(found) > body[0]:
        return {row: doubted(bar, UNSURE, "column_role_unsure") for row, bar in found.items()}
    return found


def _has_header(table: Table, patterns: Patterns) -> bool:
    """Whether a header names what is measured in a column beside the first."""
    heads = (squeeze(c.text) for c in table.cells if c.column and c.row < HEADER_ROWS and c.text.strip())
    scores = (header_scores(text, patterns["roles"]) for text in heads)
    return any(found.get(role, 0.0) >= CLEAR for found in scores for role in _NAMING)


def _bar(cell: Cell, patterns: Patterns) -> Field | None:
    """What a bar says: surely where a perspective is known by that name; None where the cell is none."""
    text = without_continuation(squeeze(cell.text), patterns)
    text = text.replace(" ", "") if _LETTERS.fullmatch(text) else text
    if name := named(text, patterns):
        return of_cell(cell, name)
    known = max(header_scores(text, patterns["roles"]).values(), default=0.0) >= CLEAR
    if known or cell.symbols or has_figures(text) or len(text.split()) > BAR_WORDS:
        return None
    return doubted(of_cell(cell, sentence_case(text)), UNSURE, "column_role_unsure")


def _below(cells: Sequence[Cell], table: Table) -> list[Cell]:
    """For each cell the next one below it; below the last the end of the table."""
    return [*cells[1:], Cell(row=table.row_count, column=0)]


def _beside(table: Table, cell: Cell, end: int) -> int:
    """Beside how many rows that show something a bar stands."""
    return len({c.row for c in table.cells if c.column and cell.row <= c.row < end and c.text.strip()})

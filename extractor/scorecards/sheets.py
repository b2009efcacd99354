"""Tables made ready to be read as scorecards, and what the cells of their columns show.

Promises that a table is made ready once, whatever the legend says, and that the columns of tables under one header are
told by the cells of all of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import repeat
from typing import NamedTuple

from extractor.model import Cell, Field, Table
from extractor.patterns import Patterns
from extractor.scorecards.beside_headers import with_goals_below_headers
from extractor.scorecards.content import EMPTY_CONTENT, Content, describe
from extractor.scorecards.grid import Grid, is_full_width
from extractor.scorecards.headers import Part, split
from extractor.scorecards.labels import header_scores
from extractor.scorecards.run_together import without_headers
from extractor.scorecards.sidebars import without_bars
from extractor.swedish import fold
from extractor.symbols.legend import Legend
from extractor.symbols.shading import own_shading
from extractor.symbols.ticks import merge_ticks

TOLD_LABELS = 3
"""Labels with letters from which two tables under one header are of one kind; years stand over any figures."""
GOAL_WORDS = 3
"""Words of a cell on the average from which those of a column are goals rather than targets in words ("Ska öka")."""


class Sheet(NamedTuple):
    """A table made ready to be read, whatever the legend says."""

    table: Table
    bars: Mapping[int, Field]
    """Perspectives on bars beside the rows, by row."""
    parts: Sequence[Part]
    grid: Grid


def sheet_of(table: Table, patterns: Patterns) -> Sheet:
    """A table made ready: ticks joined, goals below their header, bars beside the rows and run-in headers taken out.

    Args:
        table: the table as read.
        patterns: the knowledge in use.
    """
    table = with_goals_below_headers(merge_ticks(table, patterns), patterns)
    table, bars = without_bars(table, patterns)
    parts = split(table, patterns)
    if (cut := without_headers(table, parts)) is not table:
        table, parts = cut, split(cut, patterns)
    return Sheet(table, bars, parts, table.grid())


def header_of(part: Part) -> tuple[str, ...]:
    """The header above some rows, written in one way: tables under the same one are of one kind.

    Args:
        part: rows and the header above them.
    """
    return tuple(fold(label) for label in part.labels)


def shared_contents(
    sheets: Iterable[Sheet], legend: Legend, patterns: Patterns
) -> dict[tuple[str, ...], list[Content]]:
    """What each column shows under every header that a report prints more than once, in all its tables together.

    Args:
        sheets: all tables of a report.
        legend: what its symbols mean.
        patterns: the knowledge in use.

    Returns:
        The columns by header, as `header_of` writes it; none for a header whose word for goals and targets stands
        over sentences in one table and over figures in another.
    """
    alike: defaultdict[tuple[str, ...], list[list[list[Cell]]]] = defaultdict(list)
    for sheet in sheets:
        for part in sheet.parts:
            if part.body and sum(any(c.isalpha() for c in label) for label in part.labels) >= TOLD_LABELS:
                alike[header_of(part)].append(_columns(sheet.grid, part.body, len(part.labels)))
    return {
        header: [
            _described([cell for cells in column for cell in cells], legend, patterns)
            for column in zip(*found, strict=True)
        ]
        for header, found in alike.items()
        if len(found) > 1 and not any(map(_is_torn, header, zip(*found, strict=True), repeat(patterns)))
    }


def _is_torn(label: str, columns: Sequence[Sequence[Cell]], patterns: Patterns) -> bool:
    """Whether a word for goals as well as targets ("Mål") stands over goals in one table and targets in another."""
    if not {"goal", "target"} <= header_scores(label, patterns["roles"]).keys():
        return False
    texts = [said for cells in columns if (said := [c.text for c in cells if c.text.strip()])]
    figures = [[any(c.isdigit() for c in text) for text in said] for said in texts]
    goals = (
        not any(told) and sum(len(text.split()) for text in said) >= GOAL_WORDS * len(said)
        for said, told in zip(texts, figures, strict=True)
    )
    return any(map(all, figures)) and any(goals)


def contents_of(
    grid: Grid, body: Sequence[int], count: int, legend: Legend, patterns: Patterns
) -> list[Content]:
    """What each column of a table shows in some of its rows.

    Args:
        grid: the table's cells by row and column.
        body: the rows.
        count: how many columns, from the first on.
        legend: what the report's symbols mean.
        patterns: the knowledge in use.
    """
    return [_described(cells, legend, patterns) for cells in _columns(grid, body, count)]


def _columns(grid: Grid, body: Sequence[int], count: int) -> list[list[Cell]]:
    """The own cells of each column in some rows: a spanning one once, rows of full width left out."""
    own: list[list[Cell]] = [[] for _ in range(count)]
    for row in body:
        if is_full_width(grid, row):
            continue
        for column, cell in enumerate(grid[row][:count]):
            if cell is not None and (cell.row, cell.column) == (row, column):
                own[column].append(own_shading(cell, grid[row]))
    return own


def _described(cells: Sequence[Cell], legend: Legend, patterns: Patterns) -> Content:
    return describe(cells, legend, patterns) if cells else EMPTY_CONTENT

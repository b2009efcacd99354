"""The scorecards of a document: which tables are scorecards, and what their rows say.

Promises that a table becomes a scorecard only by what its header and its cells show, that a table
without header directly after a scorecard continues it, and that a table of finance, personnel,
internal control or assignments is left to the other stages.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from extractor.columns import Reading, read_columns
from extractor.content import EMPTY_CONTENT, Content, describe
from extractor.controls import is_control_table
from extractor.headers import Grid, Part, filled, is_full_width, split
from extractor.legend import Legend, find_legend
from extractor.metadata import find_metadata
from extractor.model import Cell, Column, Document, Field, Paragraph, Row, RowKind, Scorecard, Table
from extractor.patterns import Patterns
from extractor.perspectives import above, named
from extractor.rows import Card, read_rows

ANCHORS = frozenset({"goal", "indicator", "key_figure", "activity"})
JUDGEMENTS = frozenset({"status", "trend", "target", "progress"})
FIGURES = frozenset({"value", "previous_value", "forecast", "baseline"})


class _Known(NamedTuple):
    """What holds for the whole document."""

    document: Document
    period: str
    legend: Legend
    patterns: Patterns


class _Last(NamedTuple):
    """The scorecard a table without header may continue."""

    table_no: int
    columns: int
    card: Card
    rows: int
    perspective: Field
    goal: Field


def find_scorecards(document: Document, patterns: Patterns) -> tuple[Scorecard, ...]:
    """Every scorecard of a document.

    Args:
        document: what a reader made of the file.
        patterns: the knowledge in use.

    Returns:
        Scorecards in reading order, one per perspective and table; a table that runs over pages is one.
    """
    known = _Known(
        document, find_metadata(document, patterns).period, find_legend(document, patterns), patterns
    )
    found: list[Scorecard] = []
    last: _Last | None = None
    for block in document.blocks:
        if isinstance(block, Paragraph):
            last = None if block.text.strip() else last
            continue
        rows, last = _read_table(block, known, last)
        found.extend(_by_perspective(block, rows))
    return tuple(found)


def is_scorecard(table: Table, document: Document, patterns: Patterns) -> bool:
    """Whether a table of a document gives scorecard rows (other stages leave it alone then)."""
    numbers = {row.table_no for card in find_scorecards(document, patterns) for row in card.rows}
    return table.number in numbers


class _Rows(NamedTuple):
    columns: tuple[Column, ...]
    rows: list[Row]


def _read_table(table: Table, known: _Known, last: _Last | None) -> tuple[list[_Rows], _Last | None]:
    grid = table.grid()
    out: list[_Rows] = []
    perspective: Field | None = None
    done = 0
    current: _Last | None = None
    for part in split(table, known.patterns):
        reading = _read_part(part, grid, known)
        if reading is None or not _is_card(reading, part, known.patterns):
            if last is not None and not out and _continues(table, part, reading, last):
                return _read_on(table, grid, last)
            continue
        perspective = (
            _leading(part, grid, known) or perspective or above(known.document, table, known.patterns)
        )
        card = _card(table, grid, reading, part, known)
        rows = read_rows(card, part.body, perspective, done + 1)
        done += len(part.body)
        if rows:
            out.append(_Rows(reading.columns, rows))
            perspective = rows[-1].field("perspective")
            current = _Last(table.number, table.column_count, card, done, perspective, rows[-1].field("goal"))
    return out, current


def _read_part(part: Part, grid: Grid, known: _Known) -> Reading | None:
    if not part.labels or not part.body:
        return None
    contents = [_content(grid, part, column, known) for column in range(len(part.labels))]
    return read_columns(part.labels, contents, known.period, known.patterns)


def _content(grid: Grid, part: Part, column: int, known: _Known) -> Content:
    cells: list[Cell] = []
    for row in part.body:
        cell = grid[row][column]
        own = cell is not None and cell.row == row and cell.column == column
        if own and cell is not None and not is_full_width(grid, row):
            cells.append(cell)
    return describe(cells, known.legend, known.patterns) if cells else EMPTY_CONTENT


def _is_card(reading: Reading, part: Part, patterns: Patterns) -> bool:
    """Whether header words and content make a scorecard."""
    shown = set(reading.keys.values())
    anchors = ANCHORS & reading.by_header
    judged = JUDGEMENTS & shown
    if is_control_table(part.labels, patterns):
        return False
    if not anchors:
        return (
            bool(ANCHORS & shown)
            and "status" in reading.by_header
            and len((JUDGEMENTS | FIGURES) & shown) > 1
        )
    if anchors == {"activity"}:
        return bool({"status", "progress", "trend"} & shown)
    if anchors == {"key_figure"}:
        return bool(judged)
    if "indicator" in anchors:
        return bool(judged or FIGURES & shown)
    return bool(judged or "value" in shown)


def _card(table: Table, grid: Grid, reading: Reading, part: Part, known: _Known) -> Card:
    roles = {c.role for c in reading.columns}
    kind: RowKind = "indicator" if "indicator" in roles else "goal"
    if "activity" in reading.keys.values() and not {"indicator", "key_figure"} & set(reading.keys.values()):
        kind = "activity"
    first = [shown[0] for row in part.body if len(shown := filled(grid, row)) > 1]
    bold = bool(first) and sum(c.bold for c in first) > len(first) / 2
    return Card(
        table=table, grid=grid, reading=reading, legend=known.legend, patterns=known.patterns,
        kind=kind, table_no=table.number, bold_rows=bold,
    )  # fmt: skip


def _leading(part: Part, grid: Grid, known: _Known) -> Field | None:
    """The perspective that a title row of the table, or a header cell, names."""
    for row in part.lead:
        for cell in filled(grid, row):
            name = named(cell.text, known.patterns)
            if name:
                return Field(text=name, raw=cell.raw or cell.text, place=cell.place)
    return None


def _continues(table: Table, part: Part, reading: Reading | None, last: _Last) -> bool:
    headed = reading is not None and bool(reading.by_header & ANCHORS)
    return table.column_count == last.columns and not part.lead and not headed


def _read_on(table: Table, grid: Grid, last: _Last) -> tuple[list[_Rows], _Last]:
    """Rows of a table without header as further rows of the scorecard before it."""
    card = Card(
        table=table, grid=grid, reading=last.card.reading, legend=last.card.legend,
        patterns=last.card.patterns, kind=last.card.kind, table_no=last.table_no,
        bold_rows=last.card.bold_rows,
    )  # fmt: skip
    rows = read_rows(card, range(table.row_count), last.perspective, last.rows + 1, last.goal)
    after = last._replace(card=card, rows=last.rows + table.row_count)
    if rows:
        after = after._replace(perspective=rows[-1].field("perspective"), goal=rows[-1].field("goal"))
    return [_Rows(card.reading.columns, rows)] if rows else [], after


def _by_perspective(table: Table, parts: list[_Rows]) -> Iterator[Scorecard]:
    """One scorecard per run of rows under the same perspective."""
    for part in parts:
        run: list[Row] = []
        for row in part.rows:
            if run and row.text("perspective") != run[-1].text("perspective"):
                yield _scorecard(table, part.columns, run)
                run = []
            run.append(row)
        if run:
            yield _scorecard(table, part.columns, run)


def _scorecard(table: Table, columns: tuple[Column, ...], rows: list[Row]) -> Scorecard:
    unsure = any(c.role and c.confidence < 0.9 for c in columns)
    return Scorecard(
        table_no=rows[0].table_no, page=rows[0].page or table.place.page,
        perspective=rows[0].text("perspective"), columns=columns, rows=tuple(rows),
        reasons=("column_role_unsure",) if unsure else (),
    )  # fmt: skip

"""Outcome columns of a scorecard beyond last year's: "Utfall 2020" beside "Utfall 2021" and "Utfall 2022".

A row has one field for last year's value; a table may print more years. Their cells are found again in
the document's table, and only where exactly one of its rows prints what the scorecard row prints: a value
on the wrong row would be worse than none.
"""

from __future__ import annotations

from collections.abc import Mapping

from extractor import periods
from extractor.model import Cell, Column, Field, Metadata, Role, Row, Scorecard, Table
from extractor.patterns import Patterns
from extractor.phrases import finder, plain
from extractor.swedish import squeeze

_MARKS: tuple[Role, ...] = ("indicator", "goal", "target", "previous_value", "value", "baseline")
"""What tells a row from its neighbours."""


def earlier_columns(
    card: Scorecard, tables: tuple[Table, ...], metadata: Metadata, patterns: Patterns
) -> Mapping[int, list[tuple[Column, Field]]]:
    """The fields of further earlier years.

    Args:
        card: a scorecard with its columns.
        tables: the document's tables.
        metadata: the report's own period, which the columns must lie before.
        patterns: the knowledge in use.

    Returns:
        For each row number the columns with what is printed there, empty cells left out.
    """
    columns = [c for c in card.columns if _is_earlier_outcome(c, card, metadata, patterns)]
    table = next((t for t in tables if t.number == card.table_no), None)
    if not columns or table is None:
        return {}
    grid = table.grid()
    found: dict[int, list[tuple[Column, Field]]] = {}
    for row in card.rows:
        lines = [line for line in grid if _prints(line, card, row)]
        if len(lines) == 1 and row.row_no not in found:
            cells = [(c, cell) for c in columns if (cell := lines[0][c.index]) and squeeze(cell.text)]
            found[row.row_no] = [(c, _as_field(cell)) for c, cell in cells]
    return found


def _is_earlier_outcome(column: Column, card: Scorecard, metadata: Metadata, patterns: Patterns) -> bool:
    """Whether a column that has no role of its own names an earlier period, and nothing but an outcome."""
    own = metadata.period
    if column.role is not None or not column.period or not periods.is_label(own):
        return False
    if column.period[:4] >= own[:4] or len(column.period) != len(own):
        return False
    dated = {c.period for c in card.columns if c.role in ("value", "previous_value")}
    keys = {h.key for h in finder(patterns, "figures").all(plain(column.label))}
    return len(dated - {None}) > 1 and column.period not in dated and keys <= {"actual"}


def _prints(line: list[Cell | None], card: Scorecard, row: Row) -> bool:
    """Whether a line of the table prints the row's own marks in the columns of their roles."""
    compared = 0
    for column in card.columns:
        if column.role not in _MARKS or column.index >= len(line):
            continue
        wanted, cell = row.field(column.role), line[column.index]
        if not wanted.raw and not wanted.text:
            continue
        if cell is not None and _says(cell, wanted):
            compared += 1
        elif column.role != "goal":  # a goal may be carried from a group row or a spanning cell
            return False
    return compared > 1


def _says(cell: Cell, field: Field) -> bool:
    """Whether a cell prints what a field was read from, whatever a person made of it since."""
    printed = squeeze(cell.raw or cell.text)
    return printed == squeeze(field.raw or field.text) or squeeze(cell.text) == squeeze(field.text)


def _as_field(cell: Cell) -> Field:
    return Field(
        text=squeeze(cell.text),
        raw=cell.raw or cell.text,
        place=cell.place,
        confidence=cell.confidence,
        reasons=cell.reasons,
    )

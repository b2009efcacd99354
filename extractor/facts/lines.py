"""Scorecard rows → the lines of the document's table they were read from.

Promises a line only where exactly one prints what the row prints: a number of another row would be worse than none.
"""

from __future__ import annotations

from collections.abc import Mapping

from extractor.model import Cell, Field, Role, Row, Scorecard, Table
from extractor.swedish import squeeze

Line = list[Cell | None]
"""The cells of a line of a table by column; a cell over several columns stands in each."""

_MARKS: tuple[Role, ...] = ("indicator", "goal", "target", "previous_value", "value", "baseline")
"""What tells a row from its neighbours."""


def lines_of(card: Scorecard, tables: tuple[Table, ...]) -> Mapping[int, Line]:
    """The lines that the rows of a scorecard were read from.

    Args:
        card: a scorecard with its columns.
        tables: the document's tables.

    Returns:
        The line by row number, of the first row of each number; rows that no line, or more than one, prints are
        left out. None at all where every column has a role: nothing is to be found beside them.
    """
    beside = any(c.role is None for c in card.columns)
    table = next((t for t in tables if beside and t.number == card.table_no), None)
    if table is None:
        return {}
    grid = table.grid()
    found: dict[int, Line] = {}
    for row in card.rows:
        lines = [line for line in grid if _prints(line, card, row)]
        if len(lines) == 1:
            found.setdefault(row.row_no, lines[0])
    return found


def field_of(cell: Cell, confidence: float, reasons: tuple[str, ...]) -> Field:
    """A cell of a column without a role as a field.

    Args:
        cell: where it stands, its characters and how well they were read.
        confidence: how sure it is what the column is.
        reasons: why it may be something else.
    """
    return Field(
        text=squeeze(cell.text),
        raw=cell.raw or cell.text,
        place=cell.place,
        confidence=min(cell.confidence, confidence),
        reasons=(*cell.reasons, *reasons),
    )


def _prints(line: Line, card: Scorecard, row: Row) -> bool:
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

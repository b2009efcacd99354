"""Outcome columns of a scorecard beside its roles' own: further years and parts of the year, women and men apart.

A row has one field for this period's value and one for last year's; a table may print more ("Utfall 2020"
beside 2021 and 2022, T1 and T2 beside T3, "Kv" and "M" beside the total). Their cells are found again in the
document's table, and only where exactly one of its rows prints what the scorecard row prints: a value on the
wrong row would be worse than none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

import msgspec

from extractor import periods
from extractor.model import Cell, Column, Field, Metadata, Role, Row, Scorecard, Table
from extractor.patterns import Patterns
from extractor.periods import find_periods
from extractor.phrases import finder, plain
from extractor.swedish import squeeze

_MARKS: tuple[Role, ...] = ("indicator", "goal", "target", "previous_value", "value", "baseline")
"""What tells a row from its neighbours."""
_OUTCOMES = ("value", "previous_value")
_WORD = re.compile(r"[^\W\d_]+")
SHORT = 2
"""Letters of a label that is a breakdown only beside its partner: "Kv", "M"."""


class Beside(NamedTuple):
    """One outcome column that has no role of its own."""

    column: Column
    """With the period its figures are about."""
    breakdown: str
    """`dimension=value`, '' for the whole."""


def columns_beside(
    card: Scorecard, tables: tuple[Table, ...], metadata: Metadata, patterns: Patterns
) -> Mapping[int, list[tuple[Beside, Field]]]:
    """The fields of further outcome columns.

    Args:
        card: a scorecard with its columns.
        tables: the document's tables.
        metadata: the report's own period, after whose end no column's may end.
        patterns: the knowledge in use.

    Returns:
        For each row number the columns with what is printed there, empty cells left out.
    """
    table = next((t for t in tables if t.number == card.table_no), None)
    if table is None or not periods.is_label(metadata.period):
        return {}
    columns = _beside(card, metadata, patterns)
    if not columns:
        return {}
    grid = table.grid()
    found: dict[int, list[tuple[Beside, Field]]] = {}
    for row in card.rows:
        lines = [line for line in grid if _prints(line, card, row)]
        if len(lines) == 1 and row.row_no not in found:
            cells = [(b, cell) for b in columns if (cell := lines[0][b.column.index]) and squeeze(cell.text)]
            found[row.row_no] = [(b, _as_field(cell)) for b, cell in cells]
    return found


def _beside(card: Scorecard, metadata: Metadata, patterns: Patterns) -> list[Beside]:
    """The columns without a role that name a period or a part, and nothing but an outcome."""
    free = [c for c in card.columns if c.role is None and _only_outcome(c, card, metadata, patterns)]
    parts = {c.index: _part(c.label, patterns) for c in free}
    found = []
    for column in free:
        breakdown = parts[column.index]
        if breakdown and len(column.label.strip(" .")) <= SHORT and len(set(parts.values()) - {""}) < 2:
            continue
        period = _printed_period(column.label, metadata, patterns)
        if breakdown and not period:
            period = _neighbours_period(column, parts, card, metadata)
        elif not breakdown and not _is_further(period, card, metadata, patterns):
            continue
        if period and periods.end(period) <= periods.end(metadata.period):
            found.append(Beside(msgspec.structs.replace(column, period=period), breakdown))
    counted = Counter((b.column.period, b.breakdown) for b in found)
    return [b for b in found if counted[b.column.period, b.breakdown] == 1]


def _part(label: str, patterns: Patterns) -> str:
    """The breakdown a label names, '' for none or several."""
    low = plain(label)
    found = set()
    for hit in finder(patterns, "breakdowns").all(low):
        attributes = patterns["breakdowns"][hit.key].attributes
        if "dimension" in attributes and (hit.end - hit.start > 1 or len(low.strip(" .")) == 1):
            found.add(f"{attributes['dimension']}={attributes['value']}")
    return found.pop() if len(found) == 1 else ""


def _only_outcome(column: Column, card: Scorecard, metadata: Metadata, patterns: Patterns) -> bool:
    """Whether a label says nothing but outcome, period, part and unit, or what the outcome columns say too.

    "Andel kvinnor" is another measure than the row's, "Riket 2021" another body's, "Mål män" no outcome.
    """
    low = plain(column.label)
    figures = finder(patterns, "figures").all(low)
    if not low.strip() or not {h.key for h in figures} <= {"actual"}:
        return False
    spans = [(h.start, h.end) for h in figures]
    spans += [(h.start, h.end) for name in ("breakdowns", "units") for h in finder(patterns, name).all(low)]
    spans += [(h.start, h.end) for h in finder(patterns, "frames", "column_joint").all(low)]
    spans += [
        (m.start, m.end) for m in find_periods(column.label, metadata.period, patterns, cumulative=True)
    ]
    for begin, stop in spans:
        low = low[:begin] + " " * (stop - begin) + low[stop:]
    said = {w for c in card.columns if c.role in _OUTCOMES for w in _WORD.findall(plain(c.label))}
    return set(_WORD.findall(low)) <= said


def _printed_period(label: str, metadata: Metadata, patterns: Patterns) -> str:
    """The one period a label names, a part of the year before that year ("Utfall 2022 ackumulerat T1")."""
    own = metadata.period
    named = {m.label for m in find_periods(label, own, patterns, cumulative=True)}
    named = (
        {n for n in named if not any(o != n and o.startswith(n) for o in named)} if "" not in named else named
    )
    period = named.pop() if len(named) == 1 else ""
    return own if period == own[:4] else period


def _is_further(period: str, card: Scorecard, metadata: Metadata, patterns: Patterns) -> bool:
    """Whether a period is none of those that the roles' columns hold, and these are told apart by theirs.

    A whole year in an interim report may be its same months: left alone.
    """
    own = metadata.period
    outcomes = [c for c in card.columns if c.role in _OUTCOMES]
    dated = {_printed_period(c.label, metadata, patterns) or c.period for c in outcomes} - {None, ""}
    part_of_year = len(period) > len(own)
    if not period or len(period) < len(own) or period in dated or period == own:
        return False
    return len(dated) > 1 or (part_of_year and bool(dated))


def _neighbours_period(column: Column, parts: Mapping[int, str], card: Scorecard, metadata: Metadata) -> str:
    """The period of the outcome that a part without a period of its own belongs to.

    That is the whole to its left ("2019 | Kv | M"), else the one to its right ("Kvinnor | Män | Totalt").
    """
    whole = [c for c in card.columns if not parts.get(c.index)]
    left = next((c for c in reversed(whole) if c.index < column.index), None)
    right = next((c for c in whole if c.index > column.index), None)
    for neighbour in (left, right):
        if neighbour is not None and neighbour.role == "value":
            return metadata.period
        if neighbour is not None and neighbour.role == "previous_value":
            return neighbour.period or periods.previous(metadata.period)
    return ""


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

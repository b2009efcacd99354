"""Judgements printed as a cross in one of several columns ("Uppnått", "Delvis uppnått", "Ej uppnått").

Promises that the cross becomes the words of the column it stands in, in one column for all, and that a row
with two crosses keeps both words, so that the stage that reads the status refuses them.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from extractor.model import Cell, Symbol, Table
from extractor.patterns import Patterns
from extractor.swedish import squeeze
from extractor.symbols.verdicts import read_verdict

HEADER_ROWS = 3
"""Rows searched for the columns' names: a title or a group's name may stand above them."""
MARKS = frozenset("xX✓✔☒☑●•*1")
"""Characters that tick a column."""
SURE_NAME = 0.9
"""Confidence from which a column's name is a judgement by itself."""


def merge_ticks(table: Table, patterns: Patterns) -> Table:
    """A table whose columns to tick are one column of words; any other table as it is.

    Args:
        table: a table as read.
        patterns: the knowledge in use (`status`).

    Returns:
        The table with the ticked column's name as text in the first of the columns, `raw` as printed.
    """
    for header in range(min(HEADER_ROWS, table.row_count)):
        names = _names(table, header, patterns)
        below = [c for c in table.cells if c.row > header and c.column in names and c.column_span == 1]
        if (
            len(names) >= 2
            and any(_ticks(c) for c in below)
            and all(_ticks(c) or _is_blank(c) for c in below)
        ):
            return msgspec.structs.replace(table, cells=_merged(table, header, names))
    return table


def _names(table: Table, header: int, patterns: Patterns) -> dict[int, str]:
    """The neighbouring columns whose headers are different judgements, with their names."""
    found: dict[int, str] = {}
    keys: set[str] = set()
    for cell in sorted((c for c in table.cells if c.row == header), key=lambda c: c.column):
        verdict = read_verdict(squeeze(cell.text), "status", patterns)
        clear = verdict.key is not None and verdict.confidence >= SURE_NAME
        if clear and cell.column_span == 1 and (not found or cell.column - 1 in found):
            found[cell.column] = squeeze(cell.text)
            keys.add(str(verdict.key))
    return found if len(keys) == len(found) else {}


def _ticks(cell: Cell) -> bool:
    text = cell.text.strip()
    return (len(text) == 1 and text in MARKS) or (not text and bool(_drawn(cell)))


def _drawn(cell: Cell) -> tuple[Symbol, ...]:
    return tuple(s for s in cell.symbols if s.shape != "fill")


def _is_blank(cell: Cell) -> bool:
    return not cell.text.strip() and not _drawn(cell)


def _merged(table: Table, header: int, names: Mapping[int, str]) -> tuple[Cell, ...]:
    first = min(names)
    ticked: dict[int, list[Cell]] = {}
    for cell in table.cells:
        if cell.row > header and cell.column in names and _ticks(cell):
            ticked.setdefault(cell.row, []).append(cell)
    out = []
    for cell in table.cells:
        if cell.column not in names or cell.row < header or cell.column_span > 1:
            out.append(cell)
        elif cell.column == first and cell.row == header:
            out.append(msgspec.structs.replace(cell, text=" ".join(names.values())))
        elif cell.column == first:
            out.append(_said(cell, ticked.get(cell.row, []), names))
        else:
            out.append(msgspec.structs.replace(cell, text="", raw="", symbols=(), shading=None))
    return tuple(out)


def _said(cell: Cell, ticked: list[Cell], names: Mapping[int, str]) -> Cell:
    """The first column's cell of a row with the names of the columns ticked in it."""
    said = [names[c.column] for c in ticked]
    place = ticked[0].place if ticked else cell.place
    return msgspec.structs.replace(
        cell,
        text=" / ".join(said),
        raw=" ".join(c.raw for c in ticked),
        place=place,
        symbols=(),
        shading=None,
    )

"""Judgements printed as a cross in one of several columns ("Uppnått", "Delvis uppnått", "Ej uppnått").

Promises that the cross becomes the words of the column it stands in, in one column for all, and that a row
with two crosses keeps both words, so that the stage that reads the status refuses them. Of options in one cell,
each behind its own box ("☒ Ja ☐ Delvis ☐ Nej"), the ticked ones stand; an open box is no mark.
"""

from __future__ import annotations

import re
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
OPEN_BOXES = "☐\uf0a8\uf06f"
"""Boxes that wait for a tick: Unicode's, and Wingdings' as private-use characters."""
TICKED_BOXES = "☑☒🗹\uf0fe\uf0fd\uf078"
"""The same boxes ticked; a cross in a box is a tick where other boxes are open."""
_BOX = re.compile(f"([{OPEN_BOXES}{TICKED_BOXES}])")
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
    table = _with_choices(table)
    for header in range(min(HEADER_ROWS, table.row_count)):
        names = _names(table, header, patterns)
        below = [c for c in table.cells if c.row > header and c.column in names and c.column_span == 1]
        if (
            (len(names) >= 2 or _are_boxes(below))
            and any(_ticks(c) for c in below)
            and all(_ticks(c) or _is_blank(c) for c in below)
        ):
            return msgspec.structs.replace(table, cells=_merged(table, header, names))
    return table


def _with_choices(table: Table) -> Table:
    """The table whose cells of options say the ticked ones alone."""
    chosen = {(c.row, c.column): new for c in table.cells if (new := _choice(c)) is not None}
    if not chosen:
        return table
    cells = tuple(chosen.get((c.row, c.column), c) for c in table.cells)
    return msgspec.structs.replace(table, cells=cells)


def _choice(cell: Cell) -> Cell | None:
    """A cell of options each behind its box, as what is ticked; None for any other cell."""
    before, *parts = _BOX.split(cell.raw)
    options = [(box, squeeze(words)) for box, words in zip(parts[::2], parts[1::2], strict=True)]
    if len(options) < 2 or before.strip() or not all(words for _, words in options):
        return None
    if not any(box in OPEN_BOXES for box, _ in options):
        return None
    said = [words for box, words in options if box in TICKED_BOXES]
    symbols = tuple(s for s in cell.symbols if not _BOX.fullmatch(s.text))
    return msgspec.structs.replace(cell, text=" / ".join(said), symbols=symbols)


def _are_boxes(cells: list[Cell]) -> bool:
    """Whether one column alone is ticked: all its marks are boxes, and some are open."""
    marks = [c.raw.strip() for c in cells if c.raw.strip()]
    return any(m in OPEN_BOXES for m in marks) and all(_BOX.fullmatch(m) for m in marks)


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
    return (len(text) == 1 and text in MARKS) or (text in ("", *TICKED_BOXES) and bool(_drawn(cell)))


def _drawn(cell: Cell) -> tuple[Symbol, ...]:
    return tuple(s for s in cell.symbols if s.shape != "fill" and s.text not in (*OPEN_BOXES,))


def _is_blank(cell: Cell) -> bool:
    return cell.text.strip() in ("", *OPEN_BOXES) and not _drawn(cell)


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

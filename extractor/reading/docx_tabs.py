"""Tables of Word files that are set with tab stops alone: paragraphs → `Table`.

Such paragraphs are a table where a header of several labels stands above lines with as many tabs; goals and the
beginnings of long names stand between on lines without. A line break within a paragraph begins another line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from extractor.model import Cell, Place, Table
from extractor.pages.typed_rows import unlisted
from extractor.reading.docx_context import Context
from extractor.reading.docx_drafts import Draft
from extractor.reading.docx_runs import Line, Piece
from extractor.reading.docx_styles import W
from extractor.reading.docx_tables import cell_of
from extractor.reading.package import Element
from extractor.reading.tab_rows import TabCell, TabLine, TabTable, tab_tables

CHARACTER = 105
"""Twentieths of a point that a character of ten points takes on average."""
DEFAULT_STOP = 720
"""Twentieths of a point between two tab stops that nobody set."""
LONGEST_NUMBER = 9
REASSEMBLED = "cells_reassembled"
REASSEMBLED_CONFIDENCE = 0.85

Entry = Line | Table


def with_tab_tables(entries: Sequence[Entry], context: Context) -> list[Entry]:
    """The lines and tables of a Word file, lines that tab stops make a table as one.

    Args:
        entries: what the file shows, in order.
        context: its styles.

    Returns:
        The same in order; a table stands where its first line stood.
    """
    if not any(isinstance(e, Line) and "\t" in e.raw for e in entries):
        return list(entries)
    out: list[Entry] = []
    run: list[Line] = []
    for entry in [*entries, None]:
        if isinstance(entry, Line) and not entry.contents and not entry.floats:
            run.append(entry)
            continue
        out += _with_tables(run, context)
        run = []
        if entry is not None:
            out.append(entry)
    return out


def _with_tables(lines: Sequence[Line], context: Context) -> list[Entry]:
    """Consecutive lines with those that are tables put together."""
    parts = [part for line in lines for part in _printed(line)]
    typed = []
    gap = False
    for part in parts:
        if part.raw.strip() or part.symbols:
            typed.append(_tab_line(part, context, apart=gap))
            gap = False
        else:
            typed.append(TabLine(("",), apart=True, title=True))
            gap = True
    tables = {t.span.start: t for t in tab_tables(typed)}
    if not tables:
        return list(lines)
    inside = {n for t in tables.values() for n in t.span}
    out: list[Entry] = []
    kept: set[int] = set()
    for at, part in enumerate(parts):
        if at in tables:
            out.append(_table(tables[at], parts))
        elif at not in inside:
            whole = _whole(part, lines)
            if whole is None:
                out.append(part)
            elif id(whole) not in kept:
                kept.add(id(whole))
                out.append(whole)
    return out


def _whole(part: Line, lines: Sequence[Line]) -> Line | None:
    """The line itself where it was not cut at its line breaks."""
    return next((line for line in lines if line is part), None)


def _printed(line: Line) -> list[Line]:
    """A paragraph's printed lines, where it has tabs and line breaks; else itself."""
    if "\n" not in line.raw or "\t" not in line.raw:
        return [line]
    groups = list(_cut(line.pieces, "\n"))
    return [
        msgspec.structs.replace(line, pieces=group, label=line.label if n == 0 else "", floats=[])
        for n, group in enumerate(groups)
    ]


def _cut(pieces: Sequence[Piece], mark: str) -> Iterator[list[Piece]]:
    """Pieces cut at a character."""
    group: list[Piece] = []
    for piece in pieces:
        parts = piece.text.split(mark) if piece.symbol is None else [piece.text]
        for n, text in enumerate(parts):
            if n:
                yield group
                group = []
            if text or piece.symbol is not None:
                group.append(piece._replace(text=text))
    yield group


def _tab_line(line: Line, context: Context, *, apart: bool) -> TabLine:
    cells = [msgspec.structs.replace(line, pieces=group, label="") for group in _cut(line.pieces, "\t")]
    texts = [c.text(in_cell=True) or "".join(s.text or "●" for s in c.symbols) for c in cells]
    first = cells[0].raw
    indent = _indent(line.properties) + (len(first) - len(first.lstrip(" "))) * CHARACTER
    places = _places([c.raw for c in cells], _indent(line.properties), _stops(line, context))
    title = len(cells) == 1 and (context.styles.outline_level(line.properties) > 0 or line.bullet)
    return TabLine(tuple(texts), indent / CHARACTER, tuple(x / CHARACTER for x in places), apart, title)


def _indent(properties: Element | None) -> float:
    """Twentieths of a point that a paragraph's first line stands in."""
    element = properties.find(f"{W}ind") if properties is not None else None
    if element is None:
        return 0.0
    left = _twentieths(element.get(f"{W}left") or element.get(f"{W}start"))
    return left + _twentieths(element.get(f"{W}firstLine")) - _twentieths(element.get(f"{W}hanging"))


def _twentieths(value: str | None) -> float:
    text = (value or "").lstrip("-")
    number = float(text) if text.isascii() and text.isdecimal() and len(text) < LONGEST_NUMBER else 0.0
    return -number if (value or "").startswith("-") else number


def _stops(line: Line, context: Context) -> list[float]:
    """Where a paragraph's tab stops stand, those of its style included."""
    style = line.properties.find(f"{W}pStyle") if line.properties is not None else None
    chain = context.styles.chain(style.get(f"{W}val") if style is not None else None)
    found: dict[float, bool] = {}
    for properties in (*(s.paragraph for s in reversed(chain)), line.properties):
        for stop in properties.iterfind(f"{W}tabs/{W}tab") if properties is not None else ():
            found[_twentieths(stop.get(f"{W}pos"))] = stop.get(f"{W}val") != "clear"
    return sorted(x for x, stands in found.items() if stands)


def _places(cells: Sequence[str], indent: float, stops: Sequence[float]) -> list[float]:
    """Where each cell stands: the stop that its tab reaches from the end of the words before it."""
    places, at = [indent], indent
    for text in cells[:-1]:
        at += len(text.strip()) * CHARACTER
        following = next((x for x in stops if x > at), None)
        at = following if following is not None else (at // DEFAULT_STOP + 1) * DEFAULT_STOP
        places.append(at)
    return places


# ---------------------------------------------------------------- the table


def _table(table: TabTable, lines: Sequence[Line]) -> Table:
    cut = {n: list(_cut(lines[n].pieces, "\t")) for n in table.span}
    cells = tuple(_cell(c, lines, cut) for c in table.cells)
    return Table(number=0, place=Place(page=lines[table.span[0]].page), cells=cells, header_rows=1)


def _cell(cell: TabCell, lines: Sequence[Line], cut: dict[int, list[list[Piece]]]) -> Cell:
    shown = [
        msgspec.structs.replace(lines[n], pieces=cut[n][piece], label=lines[n].label if piece == 0 else "")
        for n, piece in cell.pieces
    ]
    page = shown[0].page if shown else lines[min(cut)].page
    found = cell_of(
        Draft(row=cell.row, column=cell.column, column_span=cell.column_span, lines=shown, page=page)
    )
    sure = cell.sure or not found.text
    return msgspec.structs.replace(
        found,
        text=found.text if cell.column or not cell.row else unlisted(found.text),
        bold=found.bold or cell.row == 0,
        confidence=found.confidence if sure else min(found.confidence, REASSEMBLED_CONFIDENCE),
        reasons=found.reasons if sure else (*found.reasons, REASSEMBLED),
    )

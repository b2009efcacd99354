"""Tables of a dump whose rows are set with tabs, and whose goals and long names stand on lines without any."""

from __future__ import annotations

from collections.abc import Container, Sequence

from extractor.model import Cell, Place, Table
from extractor.pages.typed_rows import unlisted
from extractor.patterns import Lexicon, Patterns
from extractor.reading.tab_rows import TabCell, TabLine, TabTable, tab_tables
from extractor.reading.text_content import SYMBOL_ROLES
from extractor.reading.text_flow import names_heading
from extractor.reading.text_lines import Line
from extractor.reading.text_tabs import (
    LOST,
    LOST_CONFIDENCE,
    REASSEMBLED,
    REASSEMBLED_CONFIDENCE,
    Surroundings,
    role_of,
    symbols_of,
)
from extractor.swedish import join_lines, squeeze

TAB = 8
"""Characters between two tab stops of a dump."""


def tab_lines(lines: Sequence[Line], patterns: Patterns) -> list[TabLine]:
    """The lines of a dump as `tab_rows` takes them."""
    return [_tab_line(line, patterns) for line in lines]


def _tab_line(line: Line, patterns: Patterns) -> TabLine:
    text = line.text.rstrip()
    places, at = [], 0.0
    for piece in text.split("\t"):
        places.append(at + len(piece) - len(piece.lstrip()))
        at = (at + len(piece)) // TAB * TAB + TAB
    title = "\t" not in text and names_heading(line.words, patterns)
    indent = float(len(text) - len(text.lstrip(" ")))
    cells = tuple(squeeze(piece) for piece in text.split("\t"))
    return TabLine(cells, indent, tuple(places), apart=line.blank, title=title)


def keeps_between(lines: Sequence[Line], table: TabTable) -> bool:
    """Whether lines without tabs stand between rows, tabs do not count columns or its header has two lines."""
    counts = {lines[n].text.count("\t") for n in table.span}
    header = {line for c in table.cells if c.row == 0 for line, _ in c.pieces}
    return 0 in counts or len(header) > 1 or any(not c.sure for c in table.cells)


def tabbed_table(lines: Sequence[Line], around: Surroundings) -> Table:
    """The table of lines that `keeps_between` says it of."""
    table = tab_tables(tab_lines(lines, around.patterns))[0]
    heads = [_text(lines, c, around.known) for c in table.cells if c.row == 0]
    worded = {c.column for c in table.cells if c.row and any(map(str.isalpha, _text(lines, c, around.known)))}
    signs = _signs(heads, around.patterns["roles"]) - worded
    return Table(
        number=around.number,
        place=Place(page=lines[0].page),
        cells=tuple(_cell(c, lines, around.known, signs) for c in table.cells),
        header_rows=1,
        caption=around.caption,
    )


def _signs(heads: Sequence[str], roles: Lexicon) -> frozenset[int]:
    return frozenset(c for c, label in enumerate(heads) if role_of(label, roles) in SYMBOL_ROLES)


def _pieces(lines: Sequence[Line], cell: TabCell) -> list[str]:
    return [squeeze(lines[n].text.split("\t")[piece]) for n, piece in cell.pieces]


def _text(lines: Sequence[Line], cell: TabCell, known: Container[str]) -> str:
    return join_lines(_pieces(lines, cell), known)


def _cell(cell: TabCell, lines: Sequence[Line], known: Container[str], signs: frozenset[int]) -> Cell:
    pieces = _pieces(lines, cell)
    text = join_lines(pieces, known)
    symbols = symbols_of(text)
    lost = cell.row > 0 and cell.column in signs and cell.column_span == 1 and not text
    doubts = {LOST: LOST_CONFIDENCE} if lost else {}
    doubts |= {} if cell.sure or not text else {REASSEMBLED: REASSEMBLED_CONFIDENCE}
    return Cell(
        row=cell.row,
        column=cell.column,
        column_span=cell.column_span,
        text="" if symbols else text if cell.column or not cell.row else unlisted(text),
        raw="\n".join(pieces),
        place=Place(page=lines[cell.pieces[0][0]].page if cell.pieces else lines[0].page),
        symbols=symbols,
        bold=cell.row == 0,
        confidence=min(doubts.values(), default=1.0),
        reasons=tuple(doubts),
    )

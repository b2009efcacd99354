"""A page's words, rules and shading → its tables with their cells.

Works on a `Page` whichever engine filled it. Lines and shading show most tables; where there are none,
columns of words under a header do, and running text never. Every word of the page is either in exactly
one cell or left to the text around the tables.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

import msgspec

from extractor.model import Box, Cell, Drawing, Fill, Page, Place, Symbol, Turn, Value, Word
from extractor.pages.aligned import aligned_grids
from extractor.pages.bands import lists_rows
from extractor.pages.cards import Card, find_cards, labels_of
from extractor.pages.cells import Placed, bounds, cell_text, centre, inside, is_bold, lines_of
from extractor.pages.centred import with_centred_rows
from extractor.pages.grid import Grid, drawn_grids
from extractor.pages.marked import header_rows
from extractor.pages.sub_rows import NAME_COLUMNS, names_part
from extractor.pages.table_lines import table_lines
from extractor.pages.typed import TypedCell, TypedTable
from extractor.pages.typed_rows import unlisted
from extractor.pages.walls import Span
from extractor.symbols.colours import light_of

See = Callable[
    [Box, Sequence[Word], Sequence[Drawing], str | None], tuple[tuple[Symbol, ...], tuple[Word, ...]]
]
"""What sees the symbols of a cell: outline, words, drawings and shading → symbols and the words that are text."""

OVERLAP = 4.0
"""Points by which a header's letters reach over the shading behind them."""

STRIP_YS = 2
"""Row boundaries of a grid of one row."""

SHADED = 0.6
"""Share of a cell that a fill must cover to be its shading."""

BESIDE = 2.5
"""Points between a cell and a strip that stands along its side."""

FILLS = 0.85
"""Share of a cell that a drawn shape must cover to be its background and not a symbol in it."""

WHITE = ("#ffffff", "#fefefe", "#fdfdfd")

BOXED = 0.85
"""Confidence of a cell that a box of labelled lines gave: which words belong to it only their places say."""

FUSED = 0.7
"""Confidence of the cells of a row where two columns may have become one."""

APART = 1.5
"""Size of the letters by which two figures of one cell stand apart where a line between columns was not seen; in sums
of one cell, and before units, they stand a third of it apart."""
_FIGURES = re.compile(r"\d\S*(?: %)? \S*\d")
_ENDS = frozenset("0123456789%")

REASSEMBLED = "cells_reassembled"

PUT_TOGETHER = 0.85
"""Confidence of a typed cell of several lines that may be two rows."""

CARD_MARGIN = 1.0
"""Points around words of such a cell within which they are looked for."""


class Found(Value, frozen=True, kw_only=True):
    """One table, or one page's part of a table, before the parts are joined."""

    page: int
    page_width: float
    box: Box
    xs: tuple[float, ...]
    cells: tuple[Cell, ...]
    header_rows: int
    words: tuple[Word, ...]
    """All words in it: they are running text again if it turns out to be no table."""
    frame: bool
    """A frame or shaded area with a single column, or a row with one text: part of a table only if it continues one."""
    turns: dict[int, Turn] = msgspec.field(default_factory=dict)
    """How the parts of pages that it stands on are turned, by page, where they are not upright."""


def find_tables(page: Page, see: See | None = None, before: Sequence[float] = ()) -> tuple[Found, ...]:
    """The tables of one page, top to bottom, left to right.

    Args:
        page: what the page shows.
        see: reads the symbols of a cell; without it cells have none.
        before: column boundaries of the last table of the page before, which may go on here.

    Returns:
        Tables and parts of tables; a `frame` is to be taken as text unless it continues a table.
    """
    part = _Part.of(page)
    drawn = drawn_grids(page, part.words, before)
    cards = [_card_table(page, group, see) for group in _cards_of(page, part, drawn)]
    if cards:
        boxed = {id(w) for f in cards for w in f.words}
        page = msgspec.structs.replace(page, words=tuple(w for w in page.words if id(w) not in boxed))
        part = _Part.of(page)
        drawn = drawn_grids(page, part.words, before)
    strips = [g for g in drawn if len(g.ys) == STRIP_YS]
    below = aligned_grids(page, _outside(part.words, [g for g in drawn if g not in strips])) if strips else []
    heads = [s for s in strips if any(_heads(s, g) for g in below)]
    drawn = [g for g in drawn if g not in heads]
    grids = drawn + aligned_grids(page, _outside(part.words, drawn))
    found = [_fill(page, part, grid, see) for grid in grids]
    kept = [*cards, *(f for f in found if f is not None)]
    return tuple(sorted(kept, key=lambda f: (f.box.top, f.box.x0)))


def _cards_of(page: Page, part: _Part, drawn: Sequence[Grid]) -> list[tuple[Card, ...]]:
    """The boxes of a page that only its words show: what lines part into rows and columns is a table as it stands."""
    cards = find_cards(page)
    if cards:
        return [] if all(any(_parts(g, card) for g in drawn) for group in cards for card in group) else cards
    tables = [g for g in drawn if len(g.spans) > 1]
    words = _outside(part.words, tables) if tables else page.words
    return find_cards(msgspec.structs.replace(page, words=tuple(words)), below=True)


def _parts(grid: Grid, card: Card) -> bool:
    """Whether each label and each value of a box stands in a cell of its own."""
    places = [centre(box) for p in card.parts for box in (p.label_box, p.box)]
    if not all(inside(box, grid.box) for p in card.parts for box in (p.label_box, p.box)):
        return False
    return len({(bisect_left(grid.xs, x), bisect_left(grid.ys, y)) for x, y in places}) == len(places)


def _outside(words: Placed[Word], grids: Sequence[Grid]) -> list[Word]:
    within = {id(w) for g in grids for w in words.inside(g.box)}
    return [w for w in words.things if id(w) not in within]


def _heads(strip: Grid, grid: Grid) -> bool:
    """Whether a shaded or ruled strip is the header of a table that nothing else marks."""
    return (
        len(grid.ys) > STRIP_YS
        and strip.box.top - OVERLAP <= grid.box.top < strip.box.bottom < grid.box.bottom
        and min(strip.box.x1, grid.box.x1) - max(strip.box.x0, grid.box.x0) >= SHADED * grid.box.width
    )


def _fill(page: Page, part: _Part, grid: Grid, see: See | None) -> Found | None:
    """The grid with its text; None where it holds too little to be a table (a chart, a logo)."""
    words = tuple(part.words.inside(grid.box))
    if not words:
        return None
    grid = with_centred_rows(grid, part.words)
    cells = [_cell(part, grid.cell_box(span), span, see) for span in grid.spans]
    table = _holds_table(cells)
    frame = _is_frame(grid, cells) or (not table and grid.drawn and _is_rest(grid, cells))
    if not (frame or table):
        return None
    header = 0 if frame else header_rows(cells)
    cells = _doubted_where_cut(_doubted_where_fused(cells, header, part, grid), header)
    return Found(
        page=page.number, page_width=page.width, box=grid.box, xs=grid.xs, cells=tuple(cells),
        header_rows=header, words=words, frame=frame,
    )  # fmt: skip


def _card_table(page: Page, cards: Sequence[Card], see: See | None) -> Found:
    """Boxes of labelled lines as a table: a row for each box, a column for each label, none of its cells sure."""
    part = _Part.of(page)
    labels = labels_of(cards)
    last = len(labels) + 1
    cells = [Cell(row=0, column=0)]
    cells += [
        _cell(part, _around(p.label_box), Span(0, i, 1, 1), None) for i, p in enumerate(labels, start=1)
    ]
    cells.append(Cell(row=0, column=last))
    for row, card in enumerate(cards, start=1):
        boxes = {p.label: p.box for p in card.parts}
        places = (card.name, *(boxes.get(p.label) for p in labels), card.rest)
        for column, box in enumerate(places):
            cells.append(_boxed(part, box, Span(row, column, 1, 1), see))
    box = bounds(c.box for c in cards)
    words = [w for c in cells if c.place and c.place.box for w in part.words.inside(c.place.box)]
    labels_printed = [p.label_box for c in cards for p in c.parts]
    words += [w for w in page.words if any(inside(w.box, b) for b in labels_printed)]
    return Found(
        page=page.number, page_width=page.width, box=box, cells=tuple(cells), header_rows=1, frame=False,
        xs=tuple(box.x0 + box.width * i / (last + 1) for i in range(last + 2)),
        words=tuple({id(w): w for w in words}.values()),
    )  # fmt: skip


def typed_found(page: Page, table: TypedTable, see: See | None) -> Found:
    """A table that was typed (`extractor.pages.typed`) with the text and symbols of its cells."""
    cells = tuple(_typed_cell(page, c, see, header=c.row < table.header_rows) for c in table.cells)
    return Found(
        page=page.number, page_width=page.width, box=table.box, xs=table.xs, cells=cells,
        header_rows=table.header_rows, words=table.words, frame=False,
    )  # fmt: skip


def _typed_cell(page: Page, cell: TypedCell, see: See | None, *, header: bool) -> Cell:
    words = list(cell.words)
    symbols: tuple[Symbol, ...] = ()
    if see is not None and not header:
        symbols, kept = see(cell.box, words, (), None)
        words = list(kept)
    text, raw = cell_text(words)
    text = text if header or cell.column else unlisted(text)
    sure = cell.sure or not text
    return Cell(
        row=cell.row, column=cell.column, row_span=cell.row_span, column_span=cell.column_span,
        text=text, raw=raw, place=Place(page=page.number, box=cell.box), symbols=symbols, bold=header,
        ink=light_of(w.colour for w in words),
        confidence=min([1.0 if sure else PUT_TOGETHER, *(w.confidence for w in words)]),
        reasons=() if sure else (REASSEMBLED,),
    )  # fmt: skip


def _around(box: Box) -> Box:
    return Box(box.x0 - CARD_MARGIN, box.top - CARD_MARGIN, box.x1 + CARD_MARGIN, box.bottom + CARD_MARGIN)


def _boxed(part: _Part, box: Box | None, span: Span, see: See | None) -> Cell:
    if box is None:
        return Cell(row=span.row, column=span.column, confidence=BOXED, reasons=("boxed",))
    cell = _cell(part, _around(box), span, see)
    return msgspec.structs.replace(cell, confidence=min(cell.confidence, BOXED), reasons=("boxed",))


def _doubted_where_fused(cells: Sequence[Cell], header: int, part: _Part, grid: Grid) -> list[Cell]:
    """Rows in which several cells may stand as one.

    Figures far apart in a cell; a label and figures on several lines;
    without lines, words over a boundary.
    """
    columns = max(c.column + c.column_span for c in cells)
    body = [(c, span) for c, span in zip(cells, grid.spans, strict=True) if c.row >= header and c.text]
    fused = {c.row for c, span in body if _parts_figures(c.text, part.words.inside(grid.cell_box(span)))}
    if not grid.drawn:
        fused |= {c.row for c, _ in body if 1 < c.column_span < columns}
    fused |= {row for row in range(header, len(grid.ys) - 1) if _lists(part, grid, row)}
    return [_doubted(c) if c.row in fused else c for c in cells]


def _doubted_where_cut(cells: Sequence[Cell], header: int) -> list[Cell]:
    """Texts whose end may stand in the row of a part below: "Till viss", and "del" beside "– kvinnor"."""
    names = {c.row for c in cells if c.row > header and c.column < NAME_COLUMNS and names_part(c.text)}
    above = {(c.row + c.row_span, c.column): c for c in cells if c.text[:1].isupper()}
    cut = {
        id(half)
        for c in cells
        if c.row in names and c.text[:1].islower() and not names_part(c.text) and (c.row, c.column) in above
        for half in (c, above[c.row, c.column])
    }
    return [_doubted(c) if id(c) in cut else c for c in cells]


def _doubted(cell: Cell) -> Cell:
    return msgspec.structs.replace(
        cell, confidence=min(cell.confidence, FUSED), reasons=(*cell.reasons, "columns_interleaved")
    )


def _lists(part: _Part, grid: Grid, row: int) -> bool:
    """Whether a row holds what are surely several: a line between them was drawn nowhere, and nothing else told."""
    box = Box(grid.xs[0], grid.ys[row], grid.xs[-1], grid.ys[row + 1])
    return lists_rows(table_lines(part.words.inside(box), grid.xs))


def _parts_figures(text: str, words: Sequence[Word]) -> bool:
    """Whether a line of a cell has two figures so far apart that a line between them may not have been seen."""
    if not _FIGURES.search(text):
        return False
    return any(
        one.text[-1:] in _ENDS
        and two.text[:1].isdigit()
        and two.box.x0 - one.box.x1 > APART * (one.size or one.box.height)
        for line in lines_of(w for w in words if w.rotation == 0)
        for one, two in pairwise(line)
    )


class _Part(NamedTuple):
    """What a page shows, by place."""

    page: int
    words: Placed[Word]
    drawings: Placed[Drawing]
    fills: Sequence[Fill]
    strips: Sequence[Fill] = ()

    @classmethod
    def of(cls, page: Page) -> _Part:
        fills = [f for f in page.fills if f.colour not in WHITE]
        return cls(page.number, Placed(page.words), Placed(page.drawings), fills, page.strips)


def _cell(part: _Part, box: Box, span: Span, see: See | None) -> Cell:
    mine = part.words.inside(box)
    drawn = [d for d in part.drawings.inside(box) if not _fills_cell(d, box)]
    shading = _shading(box, part.fills)
    symbols: tuple[Symbol, ...] = ()
    if see is not None:
        symbols, kept = see(box, mine, drawn, shading)
        mine = list(kept)
    lines = lines_of([w for w in mine if w.rotation == 0])
    text, raw = cell_text(mine, lines)
    return Cell(
        row=span.row, column=span.column, row_span=span.row_span, column_span=span.column_span,
        text=text, raw=raw, place=Place(page=part.page, box=box), symbols=symbols, shading=shading,
        edge=_edge(box, part.strips), ink=light_of(w.colour for w in mine),
        bold=is_bold(mine), rotated=bool(mine) and all(w.rotation for w in mine),
        confidence=min((w.confidence for w in mine), default=1.0), indent=_indent(lines, box),
    )  # fmt: skip


def _indent(lines: Sequence[Sequence[Word]], box: Box) -> float:
    """Points from a cell's left edge to its first line."""
    return max(0.0, round(lines[0][0].box.x0 - box.x0, 1)) if lines else 0.0


def _fills_cell(drawing: Drawing, box: Box) -> bool:
    """Whether a drawn area is the cell's background: programs fill small cells with plain shapes."""
    return drawing.kind == "vector" and _overlap(drawing.box, box) >= FILLS * box.width * box.height


def _shading(box: Box, fills: Sequence[Fill]) -> str | None:
    """The colour of the smallest fill behind most of a cell."""
    area = box.width * box.height
    x, y = centre(box)
    around = [f for f in fills if f.box.x0 <= x <= f.box.x1 and f.box.top <= y <= f.box.bottom]
    behind = [f for f in around if area and _overlap(box, f.box) >= SHADED * area]
    return min(behind, key=lambda f: f.box.width * f.box.height).colour if behind else None


def _edge(box: Box, strips: Sequence[Fill]) -> str | None:
    """The colour of the strip that stands along most of a cell's left or right side."""
    for strip in strips:
        middle = (strip.box.x0 + strip.box.x1) / 2
        near = strip.box.width / 2 + BESIDE
        along = min(box.bottom, strip.box.bottom) - max(box.top, strip.box.top)
        if along >= SHADED * box.height and min(abs(middle - box.x0), abs(middle - box.x1)) <= near:
            return strip.colour
    return None


def _overlap(a: Box, b: Box) -> float:
    width = min(a.x1, b.x1) - max(a.x0, b.x0)
    height = min(a.bottom, b.bottom) - max(a.top, b.top)
    return max(0.0, width) * max(0.0, height)


def _is_frame(grid: Grid, cells: Sequence[Cell]) -> bool:
    """One column, or cells that all go over the full width."""
    return all(c.column_span == len(grid.xs) - 1 for c in cells)


def _is_rest(grid: Grid, cells: Sequence[Cell]) -> bool:
    """One row with text in one of its columns: what a page break left of a row, if it continues a table."""
    return len(grid.ys) == 2 and sum(bool(c.text) for c in cells) == 1


def _holds_table(cells: Sequence[Cell]) -> bool:
    """Whether the cells are filled like a table's: in several columns, and not nearly all of them empty."""
    filled = [c for c in cells if c.text or c.symbols]
    columns = {c.column for c in filled}
    return len(filled) >= 2 and len(columns) >= 2 and len(filled) * 5 >= len(cells)

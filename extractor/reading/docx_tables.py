"""One Word table → `Table`s: merges both ways, nested tables apart, what each cell shows.

Cells stand where the table grid puts them: spans, vertical merges and rows that start or end short
are resolved, so that a cell's column is the same in every row.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from extractor.model import Cell, Place, Symbol, Table
from extractor.reading.docx_bars import EMPTY, FULL, Strip, drawn_bar, typed_bar
from extractor.reading.docx_context import Context, shown_children
from extractor.reading.docx_drafts import PARTED, Draft, taken_apart
from extractor.reading.docx_runs import Line, clean, merged, read_line, shading
from extractor.reading.docx_styles import W, flag
from extractor.reading.nested import joined
from extractor.reading.package import Element
from extractor.reading.strips import THINNEST, judges_somewhere
from extractor.symbols.colours import light_of
from extractor.symbols.glyphs import symbol_from_letter

MAX_HEADER = 4
"""Leading bold or shaded rows taken for a header: a title, two rows of labels, a row of units."""
MAX_SPAN = 512
"""Word allows 63 columns; a damaged span must not blow up the grid."""

EIGHTHS = 8
"""Word gives borders in eighths of a point."""

TWIPS = 20
"""Word gives margins in twentieths of a point."""

TAB = 18.0
SPACE = 2.5
"""Points that a tab stop, or a list's margin, and a space typed in front of a name set it in at least."""

BULLET_WORDS = 2
"""A black dot or arrow before more words than this is a list mark; "● Delvis uppnått" still shows a light."""

MIN_STACK = 4
"""So many single letters under each other are a header written downwards; "A B C" are three marks."""

_BULLETS = {
    "circle", "square", "diamond", "arrow_right", "triangle_right", "check", "ring", "star", "fill",
}  # fmt: skip
_SIDEWAYS = {"btLr", "tbRl", "tbRlV", "btLrV", "rl", "lr", "rlV", "lrV"}


def blocks(parent: Element) -> Iterator[Element]:
    """The paragraphs and tables of a body, cell, note or text box in order.

    A table of one cell is a frame around text: its content stands for it.
    """
    for child in shown_children(parent):
        if child.tag == f"{W}p":
            yield child
        elif child.tag == f"{W}tbl":
            only = _only_cell(child)
            if only is None:
                yield child
            else:
                yield from blocks(only)


def read_table(element: Element, context: Context) -> list[Table]:
    """Read one `w:tbl`.

    Args:
        element: the element.
        context: its page count moves on.

    Returns:
        The table and after it the tables nested in its cells that are no rows of it, outermost first, all with
        number 0 and no caption (the document gives those); empty when there is no cell.
    """
    rows: list[list[Draft]] = []
    marked = 0
    above: dict[int, Draft] = {}
    for row in _rows(element):
        drawn, above = _read_row(row, len(rows), above, context)
        if marked == len(rows) and flag(row.find(f"{W}trPr/{W}tblHeader")):
            marked += 1
        rows.append(drawn)
    if not any(rows):
        return []
    drafts, count = taken_apart(rows, marked)
    nested = [t for d in drafts for t in d.tables]
    _close_gaps(drafts)
    cells = [cell_of(d) for d in drafts]
    table = Table(
        number=0,
        place=Place(page=min(d.page for d in drafts)),
        cells=tuple(sorted(cells, key=lambda c: (c.row, c.column))),
        header_rows=_header_rows(element, cells, marked, count, context),
    )
    whole = joined(table, {(d.row, d.column): d.tables[0] for d in drafts if len(d.tables) == 1})
    if whole is None:
        return [table, *nested]
    return [whole, *(t for d in drafts if len(d.tables) > 1 for t in d.tables)]


def _read_row(
    row: Element, index: int, above: dict[int, Draft], context: Context
) -> tuple[list[Draft], dict[int, Draft]]:
    """One row's new cells, and every cell of it by column for the row below."""
    pages = context.pages
    start = last = pages.page
    column = _count(row.find(f"{W}trPr/{W}gridBefore"), 0)
    cells: list[Draft] = []
    here: dict[int, Draft] = {}
    for element in _cells(row):
        properties = element.find(f"{W}tcPr")
        span = _count(_child(properties, "gridSpan"), 1)
        pages.page = start
        draft = Draft(row=index, column=column, column_span=span, page=start, lines=[], bars=[], tables=[])
        _fill(draft, element, context)
        last = max(last, pages.page)
        before = next(reversed(here.values()), None)
        merged = above.get(column)
        if _continues(properties, "hMerge") and before is not None:
            before.column_span += span
        elif _continues(properties, "vMerge") and merged is not None and merged.merges:
            merged.row_span = index - merged.row + 1
            here[column] = merged
        else:
            draft.merges = _child(properties, "vMerge") is not None
            cells.append(draft)
            here[column] = draft
        column += span
    pages.page = last
    return cells, here


def _fill(draft: Draft, element: Element, context: Context) -> None:
    """Put a cell's lines, inner tables, shading and direction into its draft."""
    pending = list(blocks(element))
    while pending:
        block = pending.pop(0)
        if block.tag == f"{W}tbl":
            tables = read_table(block, context)
            bar = _bar(block, tables)
            draft.bars += [bar] if bar else []
            draft.tables += [] if bar else tables
            continue
        line = read_line(block, context)
        draft.lines.append(line)
        pending = [b for box in line.floats for b in blocks(box)] + pending
    draft.lines = merged(draft.lines)
    draft.page = draft.shown[0].page if draft.shown else draft.page
    properties = element.find(f"{W}tcPr")
    draft.shading = shading(properties, context) or _text_shading(draft.lines, context)
    draft.edge = _edge(element, properties, context)
    direction = _child(properties, "textDirection")
    draft.rotated = direction is not None and direction.get(f"{W}val") in _SIDEWAYS


def _edge(element: Element, properties: Element | None, context: Context) -> str | None:
    """The colour of a border at a cell's side, or at its first paragraph's, thick enough to judge a row by."""
    around = (_child(properties, "tcBorders"), element.find(f"{W}p/{W}pPr/{W}pBdr"))
    sides = [_child(b, name) for b in around for name in ("left", "start", "right", "end")]
    for side in sides:
        if side is None or side.get(f"{W}val") in ("nil", "none"):
            continue
        names = ("color", "themeColor", "themeTint", "themeShade")
        colour = context.theme.word_colour(*(side.get(f"{W}{n}") for n in names))
        thick = _number(side.get(f"{W}sz", "")) >= THINNEST * EIGHTHS
        if thick and judges_somewhere(colour):
            return colour
    return None


def _text_shading(lines: list[Line], context: Context) -> str | None:
    """The colour behind the whole text of a cell that is not shaded itself."""
    below = [(line, shading(line.properties, context)) for line in lines]
    behind = {p.shade or colour for line, colour in below for p in line.pieces if p.text.strip()}
    behind = behind or {colour for _, colour in below}
    colour = behind.pop() if len(behind) == 1 else None
    return None if colour == "#ffffff" else colour


def _bar(element: Element, tables: list[Table]) -> Symbol | None:
    """The progress bar that a nested table without words is, None for any other table."""
    if len(tables) != 1 or any(c.row or c.text or c.symbols for c in tables[0].cells):
        return None
    widths = [_width(c) for row in _rows(element) for c in _cells(row)]
    if len(widths) != len(tables[0].cells) or not all(widths):
        return None
    lefts = [sum(widths[:i]) for i in range(len(widths))]
    cells = zip(lefts, widths, tables[0].cells, strict=True)
    return drawn_bar([Strip(left, width, 1.0, cell.shading) for left, width, cell in cells])


def _width(cell: Element) -> float:
    element = cell.find(f"{W}tcPr/{W}tcW")
    return _number(element.get(f"{W}w", "") if element is not None else "")


def _number(value: str) -> float:
    return float(value) if value.isascii() and value.isdecimal() and len(value) < 7 else 0.0


def cell_of(draft: Draft) -> Cell:
    """The cell of a draft: the words of its paragraphs, and its symbols where they are none."""
    lines = [line for line in draft.lines if not line.contents]
    written = [line for line in lines if line.raw.strip()]
    symbols = [s for line in lines for s in line.symbols if not _is_bullet(s, line)]
    symbols += draft.bars
    said = [line for line in written if not line.struck] or written
    text = _joined([t for line in said if (t := line.text(in_cell=True))], said)
    if typed := typed_bar("\n".join(line.raw for line in written)):
        text = clean(typed[1])
        symbols = [typed[0], *(s for s in symbols if s.text not in (*FULL, *EMPTY))]
    if not symbols and len(text) == 1:
        symbols = _coloured_letter(text, written)
    place = Place(page=draft.page)
    return Cell(
        row=draft.row,
        column=draft.column,
        row_span=draft.row_span,
        column_span=draft.column_span,
        text=text,
        raw="\n".join(line.raw.strip() for line in written),
        place=place,
        symbols=tuple(msgspec.structs.replace(s, place=place) for s in symbols),
        shading=draft.shading,
        edge=draft.edge,
        ink=light_of(_colours(written)),
        bold=bool(written) and all(line.bold for line in written if line.text(in_cell=True)),
        rotated=draft.rotated,
        confidence=PARTED if draft.parted else 1.0,
        reasons=("cells_reassembled",) if draft.parted else (),
        indent=_indent(written[0]) if written else 0.0,
    )


def _indent(line: Line) -> float:
    """Points by which a paragraph is set in: by its own margin, by spaces and tab stops typed, or as a list's item."""
    found = line.properties.find(f"{W}ind") if line.properties is not None else None
    margins = (("left", 1), ("start", 1), ("firstLine", 1), ("hanging", -1))
    set_in = (
        sum(sign * _points(found.get(f"{W}{name}")) for name, sign in margins) if found is not None else 0.0
    )
    typed = line.raw[: len(line.raw) - len(line.raw.lstrip())]
    set_in += sum(TAB if c == "\t" else SPACE for c in typed) + (TAB if line.bullet else 0.0)
    return max(0.0, round(set_in, 1))


def _points(twips: str | None) -> float:
    """Twentieths of a point as points; 0 for what is no number."""
    digits = (twips or "").removeprefix("-")
    return float(twips or 0) / TWIPS if digits.isascii() and digits.isdigit() else 0.0


def _coloured_letter(letter: str, lines: list[Line]) -> list[Symbol]:
    """What a cell's only character shows: the light of its colour ("X" in red), or a sign ("!")."""
    written = _colours(lines)
    symbol = symbol_from_letter(letter, next(iter(written))) if len(written) == 1 else None
    return [symbol] if symbol is not None else []


def _colours(lines: list[Line]) -> set[str | None]:
    """The colours that the words of a cell are written in."""
    return {p.colour for line in lines for p in line.pieces if p.text.strip()}


def _joined(texts: list[str], lines: list[Line]) -> str:
    """A cell's paragraphs as one text; letters stacked one per line are one word."""
    letters = "\n".join(line.raw.strip() for line in lines).split("\n")
    if len(letters) >= MIN_STACK and all(len(x.strip()) == 1 and x.strip().isalpha() for x in letters):
        return "".join(x.strip() for x in letters)
    return clean("\n".join(texts))


def _is_bullet(symbol: Symbol, line: Line) -> bool:
    plain = symbol.source == "glyph" and symbol.colour in (None, "black", "grey", "white")
    mark = plain and (symbol.shape in _BULLETS or symbol.shape is None)
    return mark and len(line.text(in_cell=True).split()) > BULLET_WORDS


def _header_rows(element: Element, cells: list[Cell], marked: int, count: int, context: Context) -> int:
    """Leading header rows: marked to repeat, else set apart in bold or shading, else by table style."""
    found = marked if marked < count else 0
    if not found:
        while found < min(MAX_HEADER, count) and _set_apart([c for c in cells if c.row == found]):
            found += 1
        found = found if found < count and found <= MAX_HEADER else 0
    if not found and count > 1 and _styled_first_row(element, context):
        found = 1
    if found:
        found = max(found, *(c.row + c.row_span for c in cells if c.row < found and c.text))
    return found if found < count else 0


def _set_apart(row: list[Cell]) -> bool:
    written = [c for c in row if c.text]
    return bool(written) and (all(c.bold for c in written) or all(c.shading for c in row))


def _styled_first_row(element: Element, context: Context) -> bool:
    properties = element.find(f"{W}tblPr")
    style, look = _child(properties, "tblStyle"), _child(properties, "tblLook")
    if style is None or not context.styles.marks_first_row(style.get(f"{W}val")):
        return False
    if look is None:
        return False
    bits = look.get(f"{W}val", "")
    wanted = look.get(f"{W}firstRow")
    if wanted is None and bits:
        return bool(int(bits, 16) & 0x20) if all(c in "0123456789abcdefABCDEF" for c in bits) else False
    return wanted in ("1", "true", "on")


def _close_gaps(drafts: list[Draft]) -> None:
    """Renumber columns so that every one is the start of some cell: grid lines nobody uses go."""
    starts = sorted({d.column for d in drafts})
    position = {column: i for i, column in enumerate(starts)}
    for draft in drafts:
        end = draft.column + draft.column_span
        draft.column_span = max(sum(draft.column <= s < end for s in starts), 1)
        draft.column = position[draft.column]


def _rows(table: Element) -> Iterator[Element]:
    for row in shown_children(table):
        if row.tag == f"{W}tr" and row.find(f"{W}trPr/{W}del") is None:
            yield row


def _cells(row: Element) -> Iterator[Element]:
    for cell in shown_children(row):
        if cell.tag == f"{W}tc" and cell.find(f"{W}tcPr/{W}cellDel") is None:
            yield cell


def _only_cell(table: Element) -> Element | None:
    rows = list(_rows(table))
    cells = list(_cells(rows[0])) if len(rows) == 1 else []
    return cells[0] if len(cells) == 1 else None


def _child(parent: Element | None, name: str) -> Element | None:
    return parent.find(f"{W}{name}") if parent is not None else None


def _continues(properties: Element | None, name: str) -> bool:
    """Whether a cell continues a merge: the element without a value means so too."""
    element = _child(properties, name)
    return element is not None and element.get(f"{W}val", "continue") != "restart"


def _count(element: Element | None, default: int) -> int:
    value = element.get(f"{W}val", "") if element is not None else ""
    return min(int(value), MAX_SPAN) if value.isascii() and value.isdecimal() and len(value) < 9 else default

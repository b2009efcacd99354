"""Pages of files that have no picture of them: their tables set plainly, so that they can be drawn on.

Word and text files say what a cell holds, not where it stands. Promises every cell of the page's tables once, in its
row and column, as high as its text needs, with the boxes that belong to the picture.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from PIL import Image

from extractor.errors import NotFoundError
from extractor.model import Box, Cell, Document, Place, Table
from extractor.sheet import LABEL, LINE, SCALE, Sheet, broken

WIDTH = 595.0
"""Points: a page of A4."""
MARGIN = 30.0
GAP = 34.0
"""Points between two tables: the label over a table needs the half of it."""
SIZE = 7.0
"""Height of the cells' letters in points."""
PADDING = 3.0
NOTES = 2 * LINE * LABEL
"""Room at a cell's foot for what is said of it."""
NARROWEST, WIDEST = 9, 40
"""Letters that a column's share of the width is counted with at least and at most."""
SWATCH = 8.0
"""Side of the square that shows the colour of a symbol, in points."""
SWATCH_GAP = 2.0
_SHOWN = {
    "green": "#00a651", "yellow": "#ffc20e", "red": "#d7262b", "blue": "#1f4e9e", "grey": "#8c8c8c",
    "black": "#000000", "white": "#ffffff",
}  # fmt: skip


def laid_out(document: Document, number: int) -> tuple[Document, Sheet]:
    """The document with boxes for the cells of one page, and the page they stand on.

    Args:
        document: a document whose cells have no boxes.
        number: the page, counted from 1.

    Raises:
        NotFoundError: no table has a cell on that page.
    """
    tables = [b for b in document.blocks if isinstance(b, Table)]
    shown = [t for t in tables if any(_on(c, number) for c in t.cells)]
    if not shown:
        pages = sorted({c.place.page for t in tables for c in t.cells if c.place is not None})
        there = f"Pages with tables: {', '.join(map(str, pages))}." if pages else "The file has no table."
        raise NotFoundError(f"{document.name} has no table on page {number}.", there)
    top, boxes = GAP, {}
    for table in shown:
        boxes[table.number], bottom = _boxes(table, top, number)
        top = bottom + GAP
    sheet = Sheet(Image.new("RGB", (round(WIDTH * SCALE), round(top * SCALE)), "white"))
    placed = {t.number: _placed(t, boxes[t.number], number) for t in shown}
    for table in placed.values():
        for cell in table.cells:
            _print(sheet, cell)
    blocks = tuple(placed.get(b.number, b) if isinstance(b, Table) else b for b in document.blocks)
    return msgspec.structs.replace(document, blocks=blocks), sheet


def _on(cell: Cell, number: int) -> bool:
    return cell.place is not None and cell.place.page == number


def _boxes(table: Table, top: float, number: int) -> tuple[dict[tuple[int, int], Box], float]:
    """The box of each cell on the page by row and column, and where the table ends."""
    edges = _edges(table)
    rows = sorted({c.row for c in table.cells if _on(c, number)})
    heights = dict.fromkeys(rows, PADDING + NOTES + SIZE * LINE)
    for cell in table.cells:
        if cell.row in heights:
            last = max(r for r in rows if r < cell.row + cell.row_span)
            above = sum(heights[r] for r in rows if cell.row <= r < last)
            heights[last] = max(heights[last], _height(cell, edges) - above)
    tops, y = {}, top
    for row in rows:
        tops[row] = y
        y += heights[row]
    found = {}
    for cell in table.cells:
        if cell.row in tops:
            last = max(r for r in rows if r < cell.row + cell.row_span)
            right = edges[min(cell.column + cell.column_span, len(edges) - 1)]
            found[cell.row, cell.column] = Box(
                edges[cell.column], tops[cell.row], right, tops[last] + heights[last]
            )
    return found, y


def _edges(table: Table) -> list[float]:
    """Where the columns begin, and the last one ends: each as wide as its longest words need."""
    longest = [NARROWEST] * table.column_count
    for cell in table.cells:
        if cell.column_span == 1:
            letters = max(len(cell.text) / 2, *(len(word) for word in f"{cell.text} -".split()))
            longest[cell.column] = max(longest[cell.column], min(round(letters), WIDEST))
    share = (WIDTH - 2 * MARGIN) / sum(longest)
    edges = [MARGIN]
    for letters in longest:
        edges.append(edges[-1] + share * letters)
    return edges


def _height(cell: Cell, edges: list[float]) -> float:
    right = edges[min(cell.column + cell.column_span, len(edges) - 1)]
    lines = broken(cell.text, right - edges[cell.column] - _indent(cell) - 2 * PADDING, SIZE)
    return PADDING + max(len(lines), 1) * SIZE * LINE + NOTES


def _placed(table: Table, boxes: dict[tuple[int, int], Box], number: int) -> Table:
    cells = tuple(
        msgspec.structs.replace(c, place=Place(page=number, box=boxes[c.row, c.column]))
        if _on(c, number) and (c.row, c.column) in boxes
        else c
        for c in table.cells
    )
    return msgspec.structs.replace(table, cells=cells)


def _print(sheet: Sheet, cell: Cell) -> None:
    """Print what a cell holds: its shading, its words, a square in the colour of each symbol."""
    if cell.place is None or cell.place.box is None:
        return
    box = cell.place.box
    if cell.shading:
        sheet.fill(box, cell.shading)
    x, y = box.x0 + PADDING, box.top + PADDING
    for swatch in _swatches(cell, x, y):
        sheet.fill(*swatch)
    x += _indent(cell)
    for number, line in enumerate(broken(cell.text, box.x1 - x - PADDING, SIZE)):
        sheet.print(x, y + number * SIZE * LINE, line, SIZE)


def _coloured(cell: Cell) -> list[str]:
    """The colours of the symbols that stand in a cell."""
    return [s.colour for s in cell.symbols if s.shape != "fill" and s.colour]


def _indent(cell: Cell) -> float:
    """How far a cell's words stand behind its squares, in points."""
    return (SWATCH + SWATCH_GAP) * len(_coloured(cell))


def _swatches(cell: Cell, x: float, y: float) -> Iterator[tuple[Box, str]]:
    for number, colour in enumerate(_coloured(cell)):
        left = x + number * (SWATCH + SWATCH_GAP)
        yield Box(left, y, left + SWATCH, y + SWATCH), _SHOWN[colour]

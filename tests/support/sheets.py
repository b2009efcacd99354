"""Documents with tables, written the way they look: `<` joins a cell with its left neighbour, `^` with
the one above."""

from __future__ import annotations

import hashlib

from extractor.model import Block, Cell, Document, Paragraph, Place, Symbol, Table

COLOURS = {"green", "yellow", "red"}
Mark = str | Symbol | tuple[Symbol, ...]


def mark(colour: str, shape: str = "circle") -> Symbol:
    """A traffic light."""
    return Symbol(colour=colour, shape=shape, source="drawing")  # type: ignore[arg-type]


def arrow(direction: str) -> Symbol:
    """An arrow: up, right or down."""
    return Symbol(colour="black", shape=f"arrow_{direction}", source="drawing")


def table(
    *rows: list[Mark], number: int = 1, page: int = 2, header_rows: int = 1, bold: tuple[int, ...] = (0,)
) -> Table:
    """A table from its rows as printed."""
    cells = []
    for r, row in enumerate(rows):
        for c, content in enumerate(row):
            if content in ("<", "^"):
                continue
            text = content if isinstance(content, str) else ""
            symbols = () if isinstance(content, str) else content
            cells.append(
                Cell(
                    row=r, column=c, row_span=_span_down(rows, r, c), column_span=_span_right(row, c),
                    text=text, raw=text, place=Place(page=page), bold=r in bold,
                    symbols=(symbols,) if isinstance(symbols, Symbol) else symbols,
                )
            )  # fmt: skip
    return Table(number=number, place=Place(page=page), cells=tuple(cells), header_rows=header_rows)


def _span_right(row: list[Mark], c: int) -> int:
    span = 1
    while c + span < len(row) and row[c + span] == "<":
        span += 1
    return span


def _span_down(rows: tuple[list[Mark], ...], r: int, c: int) -> int:
    span = 1
    while r + span < len(rows) and rows[r + span][c] == "^":
        span += 1
    return span


def heading(text: str, level: int = 1, page: int = 2) -> Paragraph:
    """A heading."""
    return Paragraph(text=text, raw=text, place=Place(page=page), level=level)


def body(text: str, page: int = 2) -> Paragraph:
    """A paragraph of running text."""
    return heading(text, 0, page)


def document(*blocks: Block, name: str = "rapport.pdf", furniture: tuple[str, ...] = ()) -> Document:
    """A document of blocks; the title page says annual report 2020 unless a first page is given."""
    title = (heading("Årsrapport 2020", page=1),)
    first = any(isinstance(b, Paragraph) and b.place.page == 1 for b in blocks)
    everything = blocks if first else title + blocks
    return Document(
        sha256=hashlib.sha256(repr(everything).encode()).hexdigest(), name=name, media="pdf",
        text_layer="born", page_count=9, blocks=everything, furniture=furniture,
    )  # fmt: skip

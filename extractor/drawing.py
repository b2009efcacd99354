"""One page of a report with what was made of it drawn on top: cells, roles, symbols, and what is unsure.

Drawn on the page's own picture in the boxes that the cells and fields carry, so that a wrong table or role is
seen at a glance; a Word or text file has no picture, so its tables are set plainly on an empty page. Whatever is below
the confidence that needs no review is red.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from PIL import Image

from extractor.errors import NotFoundError
from extractor.model import SURE, Box, Cell, Column, Document, Field, Role, Scorecard, Symbol, Table, Value
from extractor.outputs import writing
from extractor.pages.cells import bounds
from extractor.patterns import Patterns
from extractor.plain_pages import laid_out
from extractor.reading import kind_of, read
from extractor.scorecards.find import find_scorecards
from extractor.scorecards.listed import with_listed_cards
from extractor.sheet import LABEL, SCALE, UNSURE, Colour, Sheet
from extractor.symbols.cell import PageImage

CELL: Colour = (120, 130, 150)
HEADER: Colour = (40, 70, 140)

ROLE_COLOURS: Mapping[Role, Colour] = {
    "perspective": (150, 150, 150), "goal": (120, 90, 200), "goal_status": (190, 80, 190),
    "indicator": (40, 110, 220), "baseline": (150, 120, 60), "target": (230, 130, 20), "previous_value": (110, 150, 60),
    "value": (20, 150, 70), "forecast": (20, 160, 160), "status": (220, 60, 160),
    "trend": (200, 170, 0), "progress": (90, 190, 220), "comment": (140, 140, 110),
}  # fmt: skip


class PagePicture(Value, frozen=True, kw_only=True):
    """A page with what was read of it drawn on top."""

    png: bytes
    width: int
    """Pixels; the page's width in points times `SCALE`."""
    height: int
    tables: int
    """Tables with a cell on the page."""
    cells: int
    unsure: int
    """Columns, cells and fields drawn in red."""


def draw_page(content: bytes, name: str, number: int, patterns: Patterns) -> PagePicture:
    """Read a file and draw one page of it.

    Args:
        content: the file's bytes.
        name: the file's name.
        number: the page, counted from 1.
        patterns: the knowledge in use.

    Returns:
        The page's picture with the cells of its tables, the role of each column, the symbols as seen and what
        they mean, and in red with its reasons what is not sure. Of a file without page pictures, its tables on
        that page.

    Raises:
        NotFoundError: there is no such page, it cannot be rendered, or it is no PDF and has no table.
        ReadError: the file cannot be read.
    """
    printed = _printed(content, name, number) if kind_of(content) == "pdf" else None
    document, _ = with_listed_cards(read(content, name), patterns)
    if printed is not None:
        sheet = printed
    else:
        document, sheet = laid_out(document, number)
    tables = _tables_on(document, number)
    cards = {card.table_no: card for card in find_scorecards(document, patterns)}
    for table, cells in tables:
        _draw_table(sheet, table, cells, cards.get(table.number), number)
    return PagePicture(
        png=sheet.png(), width=sheet.width, height=sheet.height, tables=len(tables),
        cells=sum(len(cells) for _, cells in tables), unsure=sheet.unsure,
    )  # fmt: skip


def _printed(content: bytes, name: str, number: int) -> Sheet:
    """A page of a PDF to draw on."""
    image = page_image(content, name, number)
    picture = Image.fromarray(image.pixels)
    size = (round(picture.width * SCALE / image.scale), round(picture.height * SCALE / image.scale))
    return Sheet(picture.resize(size, Image.Resampling.LANCZOS))


def write_page(file: Path, number: int, out: Path, patterns: Patterns) -> PagePicture:
    """Write the picture of `draw_page` into a file, replacing what is there.

    Raises:
        NotFoundError: the folder of `out` does not exist; else see `draw_page`.
    """
    if not out.parent.is_dir():
        raise NotFoundError(f"There is no folder {out.parent}.", "Create it, or give another --out.")
    drawn = draw_page(file.read_bytes(), file.name, number, patterns)
    with writing(out):
        out.write_bytes(drawn.png)
    return drawn


def page_image(content: bytes, name: str, number: int) -> PageImage:
    """The page of a PDF as the boxes see it: scans straightened and upright, as they were recognised.

    Raises:
        NotFoundError: there is no such page, or it cannot be rendered.
        ReadError: the file cannot be read.
    """
    from extractor.reading import scan  # noqa: PLC0415 - heavy imports where they are used
    from extractor.reading.pdf import OCR_SCALE, Source  # noqa: PLC0415

    with Source(content, name) as source:
        if not 1 <= number <= source.page_count:
            raise NotFoundError(f"{name} has no page {number}.", f"It has pages 1 to {source.page_count}.")
        page = source.page(number)
        scanned = not isinstance(page, str) and page.text_layer != "born"
        image = source.image(number, OCR_SCALE if scanned else SCALE)
    if image is None:
        raise NotFoundError(f"Page {number} of {name} cannot be rendered.", "Open it in a viewer.")
    if isinstance(page, str) or not scanned or not scan.available():
        return image
    found = scan.recognise(image.pixels, number, page.width, page.height)
    return PageImage(pixels=found.pixels, scale=found.scale)


# ---------------------------------------------------------------- what is drawn


def _tables_on(document: Document, number: int) -> list[tuple[Table, list[tuple[Cell, Box]]]]:
    """The tables that have cells on a page, with those cells."""
    tables = [block for block in document.blocks if isinstance(block, Table)]
    found = [(table, list(_cells_on(table, number))) for table in tables]
    return [(table, cells) for table, cells in found if cells]


def _cells_on(table: Table, number: int) -> Iterator[tuple[Cell, Box]]:
    for cell in table.cells:
        if cell.place is not None and cell.place.page == number and cell.place.box is not None:
            yield cell, cell.place.box


def _draw_table(
    sheet: Sheet, table: Table, cells: Sequence[tuple[Cell, Box]], card: Scorecard | None, number: int
) -> None:
    roles = {c.index: c for c in card.columns} if card is not None else {}
    sure = {c.index for c in roles.values() if c.confidence >= SURE}
    for cell, box in cells:
        column = roles.get(cell.column)
        if column is not None and column.role is not None and cell.column_span == 1:
            sheet.tint(box, ROLE_COLOURS[column.role])
    for cell, box in cells:
        sheet.frame(box, HEADER if cell.row < table.header_rows else CELL)
        sheet.note(box, ", ".join(_seen(s) for s in cell.symbols))
        settled = cell.row < table.header_rows and cell.column in sure  # its role was told for certain
        if cell.confidence < SURE and not settled:
            sheet.doubt(box, f"{cell.confidence:.2f} {' '.join(cell.reasons)}")
    outline = bounds(box for _, box in cells)
    sheet.label(outline.x1, outline.top - 2.4 * LABEL, _title(table, card), HEADER, right=True)
    for index, column in roles.items():
        _draw_role(sheet, column, [box for c, box in cells if c.column == index and c.column_span == 1])
    for field in _fields_on(card, number):
        _draw_field(sheet, field)
    sheet.write_notes()


def _title(table: Table, card: Scorecard | None) -> str:
    if card is None:
        return f"table {table.number}: no scorecard"
    return f"table {table.number}: scorecard, perspective {card.perspective or 'unknown'}"


def _seen(symbol: Symbol) -> str:
    share = f" {symbol.share:.0%}" if symbol.share is not None else ""
    colour = "" if symbol.shape and symbol.colour in (None, "black") else f"{symbol.colour or '?'} "
    return f"{colour}{symbol.shape or '?'}{share}"


def _draw_role(sheet: Sheet, column: Column, boxes: Sequence[Box]) -> None:
    """The column's role over its topmost cell."""
    if not boxes:
        return
    top = min(boxes, key=lambda b: b.top)
    unsure = column.role is not None and column.confidence < SURE
    text = f"{column.role} {column.confidence:.2f}" if column.role else "no role"
    sheet.unsure += unsure
    sheet.label(top.x0, top.top - 1.2 * LABEL, text, UNSURE if unsure else HEADER)


def _fields_on(card: Scorecard | None, number: int) -> Iterator[Field]:
    """The fields of a scorecard that stand on a page, each once: a goal stands on many rows."""
    seen: set[Box] = set()
    for row in card.rows if card is not None else ():
        for field in row.fields.values():
            box = field.place.box if field.place is not None and field.place.page == number else None
            if box is not None and box not in seen:
                seen.add(box)
                yield field


def _draw_field(sheet: Sheet, field: Field) -> None:
    """What the field was read as; in red, with its confidence and reasons, where that is not sure."""
    assert field.place is not None
    assert field.place.box is not None
    if field.normal:
        sheet.note(field.place.box, f"= {field.normal}")
    elif field.confidence >= SURE:
        sheet.note(field.place.box, " ".join(field.reasons))
    if field.confidence < SURE:
        sheet.doubt(field.place.box, f"{field.confidence:.2f} {' '.join(field.reasons)}")

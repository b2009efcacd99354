"""Pages, one after the other → the paragraphs and tables of the whole document in reading order.

Every engine (PDF objects, OCR) hands its pages here. A page is laid out as it comes and then let go; what
needs all pages — running headers, heading levels, tables over page breaks, the words that tell how a divided
word is spelt — is decided at the end on the lines and cells kept.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Container, Iterable, Iterator, Sequence

import msgspec

from extractor.model import Block, Cell, Page, Paragraph, Place, Table
from extractor.pages.broken import mended
from extractor.pages.carried import Foot, foot_of, under_carried_header
from extractor.pages.cells import Placed
from extractor.pages.join import place_of, to_be_joined
from extractor.pages.known import Known, whole_words
from extractor.pages.layout import (
    Line,
    furniture_keys,
    heading_levels,
    is_furniture,
    mask,
    measure,
    page_lines,
    paragraphs,
    with_parts,
    without_contents,
)
from extractor.pages.looking import Render, seer, with_symbols
from extractor.pages.order import Laid, above_each, in_reading_order
from extractor.pages.settled import settled
from extractor.pages.tables import Found, find_tables, typed_found
from extractor.pages.typed import typed_apart
from extractor.swedish import join_lines, squeeze, without_marks
from extractor.symbols.cutouts import with_cutouts
from extractor.symbols.inline import with_glyphs

CAPTION_REACH = 30.0
"""Points between a table and a line above it that is its caption: two lines."""

CAPTION_LENGTH = 100
"""Longest caption in letters."""

MARGIN_TABLE = 0.2
"""Share of the page height that a header table (logo, document number, page) takes at most."""

BROKEN = 0.85
"""Confidence of a text with a word that a narrow column may have broken."""

CUT_LINES = 8
"""Lines at the top of a page that may be the rest of a row that the page break cut; cells have up to a dozen lines,
of which few are left over."""

_CAPTION = re.compile(r"(?:tabell|tab\.|diagram|figur)\b", re.IGNORECASE)


class Composer:
    """Takes the pages of a document in order and makes its blocks.

    Use `add` for each page, then `blocks` and `furniture` once.
    """

    def __init__(self) -> None:
        self._pages: list[Laid] = []
        self._foot: Foot | None = None
        self.furniture: tuple[str, ...] = ()
        self.typed: list[Place] = []
        """Where the tables stand whose columns typed bars part."""

    def add(self, page: Page, render: Render | None = None) -> None:
        """Lay out one page.

        Args:
            page: what it shows.
            render: makes its image when a cell or line has to be looked at; None where there is no picture of it.
        """
        look = functools.cache(render) if render is not None else None
        see = seer(page, look)
        if page.text_layer == "recognised":
            page = with_glyphs(page, see)
        before = self._pages[-1].tables[-1:] if self._pages else ()
        page, typed = typed_apart(page)
        tables = find_tables(page, see, before[0].xs if before else ())
        if typed:
            self.typed += [Place(page=page.number, box=t.box) for t in typed if t.barred]
            tables = tuple(
                sorted(
                    (*tables, *(typed_found(page, t, see) for t in typed)),
                    key=lambda t: (t.box.top, t.box.x0),
                )
            )
        carried = under_carried_header(page, self._foot, tables, see) if self._foot else None
        if carried is not None and self._foot is not None:
            page, tables = carried
            last = self._pages[-1]
            above = last.lines[: len(last.lines) - self._foot.lines]
            below = last.lines[len(last.lines) - self._foot.below :]
            self._pages[-1] = msgspec.structs.replace(last, lines=above + below)
        taken = {id(w) for t in tables for w in t.words}
        rest = [w for w in page.words if id(w) not in taken]
        lines = page_lines(rest, page.number, page.height)
        placed = Placed(rest)
        lines = [part for line in lines for part in above_each(line, placed, tables)]
        lines = with_symbols(lines, page, rest, tables, look)
        if before:
            lines[:CUT_LINES] = [with_parts(line, placed) for line in lines[:CUT_LINES]]
        if look is not None:
            tables = tuple(msgspec.structs.replace(t, cells=with_cutouts(t.cells, look)) for t in tables)
        kept = tuple(map(to_be_joined, tables))
        self._pages.append(Laid(number=page.number, height=page.height, lines=tuple(lines), tables=kept))
        self._foot = foot_of(page, tables, lines)

    def blocks(self) -> tuple[Block, ...]:
        """The document's paragraphs and tables in reading order; sets `furniture`."""
        pages = self._without_furniture()
        known = Known(whole_words(_printed_lines(pages)))
        as_set = settled([line for page in pages for line in page.lines])
        pages = [msgspec.structs.replace(p, lines=tuple(map(as_set, p.lines))) for p in pages]
        lines = [line for page in pages for line in page.lines]
        levels, setting = heading_levels(lines), measure(lines)
        blocks: list[Block] = []
        numbers = itertools.count(1)
        for item in in_reading_order(pages):
            if isinstance(item, Found):
                blocks.append(_table(item, next(numbers), known, _caption(blocks, item)))
            else:
                _extend(
                    blocks,
                    paragraphs(without_contents([as_set(line) for line in item]), levels, setting, known),
                )
        return tuple(blocks)

    def _without_furniture(self) -> list[Laid]:
        heights = {p.number: p.height for p in self._pages}
        margins = [line for p in self._pages for line in (*p.lines, *map(_as_line, p.tables))]
        keys = furniture_keys(margins, heights)
        found: dict[str, str] = {}
        pages = []
        for page in self._pages:
            lines, tables = [], []
            for line in page.lines:
                if is_furniture(line, keys, page.height):
                    found.setdefault(mask(line.text), line.text)
                else:
                    lines.append(line)
            for table in page.tables:
                line = _as_line(table)
                if table.box.height < MARGIN_TABLE * page.height and is_furniture(line, keys, page.height):
                    found.setdefault(mask(line.text), line.text)
                else:
                    tables.append(table)
            pages.append(msgspec.structs.replace(page, lines=tuple(lines), tables=tuple(tables)))
        self.furniture = tuple(found.values())
        return pages


def _as_line(table: Found) -> Line:
    """A table as one line, to be compared with those of other pages."""
    text, sure = " ".join(c.text for c in table.cells if c.text), min(c.confidence for c in table.cells)
    return Line(
        page=table.page, text=text, box=table.box, size=0, bold=False, colour="", column=0, confidence=sure
    )


# ---------------------------------------------------------------- whole document


def _printed_lines(pages: Iterable[Laid]) -> Iterator[str]:
    for page in pages:
        yield from (line.text for line in page.lines)
        yield from (text for t in page.tables for c in t.cells for text in c.raw.split("\n"))


def _table(found: Found, number: int, known: Container[str], caption: str | None) -> Table:
    cells = tuple(_with_whole_words(c, known) for c in found.cells)
    return Table(
        number=number, place=place_of(cells), cells=cells, header_rows=found.header_rows, caption=caption
    )


def _with_whole_words(cell: Cell, known: Container[str]) -> Cell:
    if "\n" not in cell.raw:
        return cell
    lines, doubt = mended([without_marks(line) for line in cell.raw.split("\n")], known)
    text = join_lines(lines, known)
    if not doubt:
        return msgspec.structs.replace(cell, text=text)
    return msgspec.structs.replace(
        cell, text=text, confidence=min(cell.confidence, BROKEN), reasons=(*cell.reasons, "word_broken")
    )  # fmt: skip


def _caption(blocks: Sequence[Block], table: Found) -> str | None:
    """A line directly above the table that says so, else the nearest heading before it."""
    place = place_of(table.cells)
    last = blocks[-1] if blocks else None
    if isinstance(last, Paragraph) and last.place.page == place.page and last.place.box and place.box:
        near = 0 <= place.box.top - last.place.box.bottom <= CAPTION_REACH
        if near and len(last.text) <= CAPTION_LENGTH and _CAPTION.match(last.text):
            return squeeze(last.text)
    headings = (b for b in reversed(blocks) if isinstance(b, Paragraph) and b.level)
    heading = next(headings, None)
    return heading.text if heading else None


def _extend(blocks: list[Block], more: Sequence[Paragraph]) -> None:
    """Append paragraphs; one that goes on over the page break is made whole."""
    rest = list(more)
    last = blocks[-1] if blocks else None
    if rest and isinstance(last, Paragraph) and _runs_over(last, rest[0]):
        first = rest.pop(0)
        raw = f"{last.raw}\n{first.raw}"
        blocks[-1] = msgspec.structs.replace(
            last, text=join_lines([last.text, first.text]), raw=raw, symbols=last.symbols + first.symbols
        )
    blocks.extend(rest)


def _runs_over(last: Paragraph, first: Paragraph) -> bool:
    body = not last.level and not first.level and not first.bullet
    return (
        body
        and first.place.page == last.place.page + 1
        and (first.text[:1].islower() and last.text[-1:] not in ".!?:")
    )

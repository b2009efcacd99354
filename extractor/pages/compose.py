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

from extractor.model import Block, Cell, Page, Paragraph, Place, Table, Turn, Word
from extractor.pages.broken import mended
from extractor.pages.carried import Foot, foot_of, under_carried_header
from extractor.pages.cells import Placed
from extractor.pages.join import place_of, to_be_joined
from extractor.pages.known import Known, whole_words
from extractor.pages.layout import (
    Line,
    furniture_keys,
    heading_levels,
    in_margin,
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
from extractor.pages.panels import panels_apart
from extractor.pages.settled import settled
from extractor.pages.tables import Found, find_tables, typed_found
from extractor.pages.turned import cells_turned_back, paragraph_turned_back, turned_apart, upright
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

ON_END = 40
"""Words on their side outside tables from which a page's note says that they were not read; the labels of charts'
axes and names in margins are fewer."""

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
        self._turned_sizes: dict[tuple[int, Turn], tuple[float, float]] = {}
        self.notes: list[str] = []
        """What of the pages was not read, a sentence each."""
        self.typed: list[Place] = []
        """Where the tables stand whose columns typed bars part."""

    def add(self, page: Page, render: Render | None = None) -> None:
        """Lay out one page; what is printed on its side or head apart from the rest.

        Args:
            page: what it shows.
            render: makes its image when a cell or line has to be looked at; None where there is no picture of it.
        """
        look = functools.cache(render) if render is not None else None
        rest, parts = turned_apart(page)
        self._add_part(rest, look, 0)
        for part, turn in parts:
            self._foot = None
            self._turned_sizes[page.number, turn] = part.width, part.height
            self._add_part(part, upright(look, turn) if look is not None else None, turn)

    def _add_part(self, page: Page, look: Render | None, turn: Turn) -> None:
        """Lay out a page or a turned part; panels beside each other, each by itself, between what is around them."""
        page, rows = panels_apart(page)
        laid = self._laid_out(page, look, self._before(page.number, turn), turn)
        for row in rows:
            above, laid = _cut(laid, row.top)
            self._pages += [above, *(self._laid_out(panel, look, turn=turn) for panel in row.pages)]
            self._foot = None
        self._pages.append(laid)

    def _laid_out(
        self, page: Page, look: Render | None, before: Sequence[Found] = (), turn: Turn = 0
    ) -> Laid:
        """One page, or a part of it, with its tables and lines.

        Args:
            page: what it shows.
            look: makes its image.
            before: the last table of the page before, which may go on here.
            turn: how it was turned to be read.
        """
        see = seer(page, look)
        if page.text_layer == "recognised":
            page = with_glyphs(page, see)
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
        foot = self._foot if self._foot and self._foot.page < page.number else None
        carried = under_carried_header(page, foot, tables, see) if foot else None
        if carried is not None and foot is not None:
            page, tables = carried
            last = self._pages[-1]
            above = last.lines[: len(last.lines) - foot.lines]
            below = last.lines[len(last.lines) - foot.below :]
            self._pages[-1] = msgspec.structs.replace(last, lines=above + below)
        taken = {id(w) for t in tables for w in t.words}
        rest = [w for w in page.words if id(w) not in taken]
        self._note_on_end(rest, page.number)
        lines = page_lines(rest, page.number, page.height)
        placed = Placed(rest)
        lines = [part for line in lines for part in above_each(line, placed, tables)]
        lines = with_symbols(lines, page, rest, tables, look)
        if before:
            lines[:CUT_LINES] = [with_parts(line, placed) for line in lines[:CUT_LINES]]
        if look is not None:
            tables = tuple(msgspec.structs.replace(t, cells=with_cutouts(t.cells, look)) for t in tables)
        if turn:
            lines = [msgspec.structs.replace(line, turn=turn) for line in lines]
            tables = tuple(msgspec.structs.replace(t, turns={page.number: turn}) for t in tables)
        kept = tuple(map(to_be_joined, tables))
        self._foot = None if turn else foot_of(page, tables, lines)
        return Laid(number=page.number, height=page.height, lines=tuple(lines), tables=kept, turn=turn)

    def _before(self, number: int, turn: Turn) -> tuple[Found, ...]:
        """The last table of the page before, which may go on on this one where that is turned as this is."""
        last = next((p for p in reversed(self._pages) if p.number < number or p.turn), None)
        return last.tables[-1:] if last is not None and bool(last.turn) == bool(turn) else ()

    def _note_on_end(self, words: Sequence[Word], number: int) -> None:
        count = sum(bool(w.rotation) for w in words)
        if count >= ON_END:
            self.notes.append(f"Page {number}: {count} words stand on their side or head and were not read.")

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
                blocks.append(self._table(item, next(numbers), known, _caption(blocks, item)))
            else:
                turn = item[0].turn
                found = paragraphs(without_contents([as_set(line) for line in item]), levels, setting, known)
                _extend(blocks, [paragraph_turned_back(p, turn, self._turned_sizes) for p in found])
        return tuple(blocks)

    def _table(self, found: Found, number: int, known: Container[str], caption: str | None) -> Table:
        cells = tuple(_with_whole_words(c, known) for c in found.cells)
        cells = cells_turned_back(cells, found.turns, self._turned_sizes)
        return Table(
            number=number, place=place_of(cells), cells=cells, header_rows=found.header_rows, caption=caption
        )

    def _without_furniture(self) -> list[Laid]:
        lines_of_all = ((p, line) for p in self._pages for line in (*p.lines, *map(_as_line, p.tables)))
        margins = [line for p, line in lines_of_all if in_margin(line.box, p.height)]
        keys = furniture_keys(margins, len({p.number for p in self._pages}))
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
        return [p for p in pages if p.lines or p.tables]


def _cut(laid: Laid, y: float) -> tuple[Laid, Laid]:
    """What stands above a height of a page, and the rest."""
    above = msgspec.structs.replace(
        laid,
        lines=tuple(line for line in laid.lines if line.box.top < y),
        tables=tuple(t for t in laid.tables if t.box.top < y),
    )
    below = msgspec.structs.replace(
        laid,
        lines=tuple(line for line in laid.lines if line.box.top >= y),
        tables=tuple(t for t in laid.tables if t.box.top >= y),
    )
    return above, below


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

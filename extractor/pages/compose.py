"""Pages, one after the other → the paragraphs and tables of the whole document in reading order.

Every engine (PDF objects, OCR) hands its pages here. A page is laid out as it comes and then let go; what
needs all pages — running headers, heading levels, tables over page breaks, the words that tell how a divided
word is spelt — is decided at the end on the lines and cells kept.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Callable, Container, Iterable, Iterator, Sequence

import msgspec

from extractor.model import Block, Box, Cell, Drawing, Page, Paragraph, Symbol, Table, Value, Word
from extractor.pages.broken import mended
from extractor.pages.carried import Foot, foot_of, under_carried_header
from extractor.pages.cells import bounds, inside
from extractor.pages.join import continues, cut_rest, join, place_of
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
from extractor.pages.tables import Found, See, find_tables
from extractor.patterns import built_in
from extractor.swedish import join_lines, squeeze, without_marks
from extractor.symbols.cell import PageImage, see_cell
from extractor.symbols.cutouts import with_cutouts
from extractor.symbols.inline import with_glyphs

Render = Callable[[], PageImage | None]
"""Renders the page, called only when a cell has to be looked at."""

FEW_LETTERS = 3
"""On pages read by OCR a cell with no more letters than this may show a symbol."""

CAPTION_REACH = 30.0
"""Points between a table and a line above it that is its caption: two lines."""

CAPTION_LENGTH = 100
"""Longest caption in letters."""

SYMBOL_HEIGHT = 30.0
"""Points: the tallest drawing that stands in a line of running text."""

MARGIN_TABLE = 0.2
"""Share of the page height that a header table (logo, document number, page) takes at most."""

COMMON = 1.5
"""Zipf frequency of a word of the language: below 3 in a hundred million are names and misprints."""

WHOLE_WORD = 4
"""Fewest letters of a word that says how a divided one is spelt."""

NAMING_INDENT = 12.0
"""Points by which such a line may begin before its table's words: cells keep their padding."""

NAMING_REACH = 40.0
"""Points above tables beside each other within which a line names each of them: two lines and their spacing."""

BROKEN = 0.85
"""Confidence of a text with a word that a narrow column may have broken."""

CUT_LINES = 8
"""Lines at the top of a page that may be the rest of a row that the page break cut; cells have up to a dozen lines,
of which few are left over."""

_CAPTION = re.compile(r"(?:tabell|tab\.|diagram|figur)\b", re.IGNORECASE)
_PLAIN_BULLETS = frozenset("•·◦‣∙–-\uf0b7\uf0a7\uf0d8\uf0fc►➢")


class Laid(Value, frozen=True, kw_only=True):
    """What is kept of one page."""

    number: int
    height: float
    lines: tuple[Line, ...]
    tables: tuple[Found, ...]


class Composer:
    """Takes the pages of a document in order and makes its blocks.

    Use `add` for each page, then `blocks` and `furniture` once.
    """

    def __init__(self) -> None:
        self._pages: list[Laid] = []
        self._foot: Foot | None = None
        self.furniture: tuple[str, ...] = ()

    def add(self, page: Page, render: Render | None = None) -> None:
        """Lay out one page.

        Args:
            page: what it shows.
            render: makes its image when a cell or line has to be looked at; None where there is no picture of it.
        """
        look = functools.cache(render) if render is not None else None
        see = _seer(page, look)
        if page.text_layer == "recognised":
            page = with_glyphs(page, see)
        before = self._pages[-1].tables[-1:] if self._pages else ()
        tables = find_tables(page, see, before[0].xs if before else ())
        carried = under_carried_header(page, self._foot, tables, see) if self._foot else None
        if carried is not None and self._foot is not None:
            page, tables = carried
            last = self._pages[-1]
            kept = (
                last.lines[: len(last.lines) - self._foot.lines]
                + last.lines[len(last.lines) - self._foot.below :]
            )
            self._pages[-1] = msgspec.structs.replace(last, lines=kept)
        taken = {id(w) for t in tables for w in t.words}
        rest = [w for w in page.words if id(w) not in taken]
        loose = [
            d for d in page.drawings
            if d.box.height <= SYMBOL_HEIGHT and not any(inside(d.box, t.box) for t in tables)
        ]  # fmt: skip
        lines = page_lines(rest, page.number, page.height)
        lines = [part for line in lines for part in _above_each(line, rest, tables)]
        glyphs = [w for w in rest if _may_be_glyph(w) and w.text not in _PLAIN_BULLETS]
        lines = [_with_symbols(line, rest, (glyphs, loose), see) for line in lines]
        if before:
            lines[:CUT_LINES] = [with_parts(line, rest) for line in lines[:CUT_LINES]]
        if look is not None:
            tables = tuple(msgspec.structs.replace(t, cells=with_cutouts(t.cells, look)) for t in tables)
        self._pages.append(Laid(number=page.number, height=page.height, lines=tuple(lines), tables=tables))
        self._foot = foot_of(page, tables, lines)

    def blocks(self) -> tuple[Block, ...]:
        """The document's paragraphs and tables in reading order; sets `furniture`."""
        pages = self._without_furniture()
        known = Known(known_words(pages))
        lines = [line for page in pages for line in page.lines]
        levels, setting = heading_levels(lines), measure(lines)
        blocks: list[Block] = []
        for item in _items(pages):
            if isinstance(item, Found):
                number = 1 + sum(isinstance(b, Table) for b in blocks)
                blocks.append(_table(item, number, known, _caption(blocks, item)))
            else:
                _extend(blocks, paragraphs(without_contents(item), levels, setting, known))
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


# ---------------------------------------------------------------- symbols


def _seer(page: Page, image: Render | None) -> See:
    """What looks at the cells of a page: at the words first, at the picture only where that may show more."""
    scanned = page.text_layer in ("ocr", "recognised")

    def see(
        box: Box, words: Sequence[Word], drawings: Sequence[Drawing], shading: str | None
    ) -> tuple[tuple[Symbol, ...], tuple[Word, ...]]:
        letters = sum(len(w.text) for w in words)
        glyphs = any(_may_be_glyph(w) for w in words)
        look = bool(drawings) or glyphs or (scanned and letters <= FEW_LETTERS)
        if not look and not (shading and not letters) and letters != 1:  # a coloured letter is a light
            return (), tuple(words)
        return see_cell(image() if look and image is not None else None, box, words, drawings, shading)

    return see


def _may_be_glyph(word: Word) -> bool:
    """Whether a word holds a character of a symbol font, a private one, an arrow or a shape."""
    return _is_symbol_font(word.font) or (not word.text.isalnum() and _holds_sign(word.text))


@functools.lru_cache(maxsize=256)
def _is_symbol_font(font: str) -> bool:
    return font.lower().startswith(("wingdings", "webdings", "symbol", "zapfdingbats"))


def _holds_sign(text: str) -> bool:
    return any(unicodedata.category(c) in ("So", "Co", "Sm", "Cn") for c in text)


def _above_each(line: Line, words: Sequence[Word], tables: Sequence[Found]) -> tuple[Line, ...]:
    """A line in its parts, where each names the table below it of several that stand beside each other."""
    below = [
        t for t in tables if 0 <= t.box.top - line.box.bottom < NAMING_REACH and _beside_another(t, tables)
    ]
    if len(below) < 2:
        return (line,)
    parts = with_parts(line, words).parts
    owners = [[i for i, t in enumerate(below) if _names(p, t.box)] for p in parts]
    return parts if parts and all(owners) and len({o[0] for o in owners}) == len(parts) else (line,)


def _beside_another(table: Found, tables: Sequence[Found]) -> bool:
    return any(_are_beside(table.box, t.box) for t in tables)


def _are_beside(one: Box, other: Box) -> bool:
    apart = one.x1 <= other.x0 or other.x1 <= one.x0
    return apart and one.top < other.bottom and other.top < one.bottom


def _with_symbols(
    line: Line, words: Sequence[Word], shown: tuple[Sequence[Word], Sequence[Drawing]], see: See
) -> Line:
    """The line with the symbols shown in it or just before it, as in a legend.

    Args:
        line: the line.
        words: all words outside tables.
        shown: those of them that may be glyphs and no plain bullets, and the drawings outside tables.
        see: what sees symbols.
    """
    glyphs, drawings = shown
    near = Box(line.box.x0 - 40, line.box.top - 3, line.box.x1 + 40, line.box.bottom + 3)
    drawn = [d for d in drawings if inside(d.box, near)]
    if not drawn and not any(inside(g.box, line.box) for g in glyphs):
        return line
    mine = [w for w in words if inside(w.box, line.box) and w.text not in _PLAIN_BULLETS]
    symbols, _ = see(bounds([line.box, *(d.box for d in drawn)]), mine, drawn, None)
    return msgspec.structs.replace(line, symbols=symbols) if symbols else line


# ---------------------------------------------------------------- whole document


class Known:
    """The words that tell how a divided word is spelt: the document's own, the patterns', the language's."""

    def __init__(self, words: Container[str]) -> None:
        self._words = words

    def __contains__(self, word: object) -> bool:
        if word in self._words or word in _field_words():
            return True
        if not str(word).isalpha():
            return False
        from wordfreq import zipf_frequency  # noqa: PLC0415 - heavy: only when a word was broken

        return float(zipf_frequency(str(word), "sv")) >= COMMON


@functools.cache
def _field_words() -> frozenset[str]:
    """The words of column headers and of the field, as the patterns have them."""
    patterns = built_in()
    groups = (*patterns["roles"], *patterns["vocabulary"])
    return frozenset(w.strip("*").lower() for g in groups for p in g.phrases for w in p.split())


def known_words(pages: Iterable[Laid]) -> frozenset[str]:
    """The words a document prints whole: those that stand neither first nor last on a line, in lower case."""
    found: set[str] = set()
    for page in pages:
        texts = [line.text for line in page.lines]
        texts += [text for t in page.tables for c in t.cells for text in c.raw.split("\n")]
        for text in texts:
            for word in text.split()[1:-1]:
                plain = word.strip(".,;:!?()\"”'/").lower()
                if len(plain) >= WHOLE_WORD and not plain.endswith("-"):
                    found.add(plain)
    return frozenset(found)


Item = Found | list[Line]


def _items(pages: Sequence[Laid]) -> Iterator[Item]:
    """Tables, joined over page breaks, and the lines between them, in reading order."""
    pending: Found | None = None
    for page in pages:
        tables = list(page.tables)
        if pending is not None:
            rest, count = cut_rest(pending, page.lines, page.number)
            if rest is not None:
                pending = join(pending, rest)
                page = msgspec.structs.replace(page, lines=page.lines[count:])  # noqa: PLW2901 - what is left of it
            if tables and not _lines_above(page, tables[0]) and continues(pending, tables[0]):
                tables[0] = join(pending, tables[0])
            else:
                yield pending
            pending = None
        order = list(_ordered(page, tables))
        if order and isinstance(order[-1], Found) and not order[-1].frame:
            pending = order.pop()  # type: ignore[assignment]
        yield from order
    if pending is not None:
        yield pending


def _lines_above(page: Laid, table: Found) -> bool:
    return any(line.box.top < table.box.top for line in page.lines)


def _ordered(page: Laid, tables: Sequence[Found]) -> Iterator[Item]:
    """One page's lines and tables; frames that continue no table are text again."""
    lines = list(page.lines)
    for frame in (t for t in tables if t.frame):
        text = page_lines(frame.words, page.number, page.height)
        at = _position(lines, frame.box)
        lines[at:at] = [msgspec.structs.replace(line, column=-1 - at) for line in text]
    cuts = sorted(
        ((_position(lines, t.box, tables), t.box.top, t) for t in tables if not t.frame), key=lambda c: c[:2]
    )
    start = 0
    for at, _, table in cuts:
        if lines[start:at]:
            yield lines[start:at]
        yield table
        start = max(start, at)
    if lines[start:]:
        yield lines[start:]


def _position(lines: Sequence[Line], box: Box, tables: Sequence[Found] = ()) -> int:
    """Where a table comes among lines in reading order: after the last line above it in its own text column.

    What names only another of several `tables` beside each other comes after it.
    """
    position = 0
    others = [t.box for t in tables if _are_beside(t.box, box)]
    for index, line in enumerate(lines):
        beside = line.box.x1 < box.x0 or line.box.x0 > box.x1
        if beside and line.box.x0 > box.x1 and any(_names(line, other) for other in others):
            continue
        if line.box.top < box.top and not (beside and index > position):
            position = index + 1
    return position


def _names(line: Line, table: Box) -> bool:
    within = table.x0 - NAMING_INDENT <= line.box.x0 and line.box.x1 <= table.x1 + NAMING_INDENT
    return within and 0 <= table.top - line.box.bottom < NAMING_REACH


def _table(found: Found, number: int, known: Container[str], caption: str | None) -> Table:
    cells = tuple(_with_whole_words(c, known) for c in found.cells)
    return Table(
        number=number, place=place_of(cells), cells=cells, header_rows=found.header_rows, caption=caption
    )


def _with_whole_words(cell: Cell, known: Container[str]) -> Cell:
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

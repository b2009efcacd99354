"""Dumps that keep the printed layout: every character where it stood, columns apart by blanks.

Such a dump is a page in a typeface of one width. Its words get the boxes they have there, and the same reading of
tables and running text as for PDF pages runs on them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import msgspec

from extractor.model import Block, Box, Page, Paragraph, Place, Table, Word
from extractor.pages.cells import inside
from extractor.pages.compose import Composer
from extractor.pages.typed_lines import BARS
from extractor.patterns import Lexicon, Patterns
from extractor.reading.text_content import SYMBOL_ROLES
from extractor.reading.text_flow import heading_level, is_heading
from extractor.reading.text_gaps import (
    DEEPEST,
    HEADER_SEGMENTS,
    NUMBER,
    SEGMENT,
    label_kind,
    names_columns,
    with_gaps,
)
from extractor.reading.text_lines import Line
from extractor.reading.text_pieces import YEAR
from extractor.reading.text_tabs import is_header, role_of
from extractor.reading.text_titles import with_titles_apart

WIDE = re.compile(r"(?<=\S) {3,}(?=\S)")
"""Blanks that hold two columns apart; justified text has two at most."""
FEWEST_BARS = 3
"""Bars of a line, as many on the two below, from which they part columns; recognised scraps have fewer or differ."""
_BARS = re.compile(f"[{re.escape(BARS)}]")
_PARTED_RULE = re.compile(r"^[ \t]*(?:([-=_─═])\1{2,} +){2,}\1{3,}[ \t]*$", re.MULTILINE)
_RULED_HEADER = re.compile(
    r"^[^\n\t]*\S {2,}\S[^\n\t]*\S {2,}\S[^\n\t]*\n[ \t]*([-=_─═])\1{29,}[ \t]*$", re.MULTILINE
)
"""Words with wide gaps above a typed rule: a header."""
FEWEST_LINES = 6
"""Lines with such blanks, and beginnings of a column at one place, from which a dump counts as laid out."""
ALIGNED_SHARE = 0.5
"""Share of the words after wide blanks that begin at a place where others do; in scraps of charts they do not."""
ADVANCE, HEIGHT, SIZE = 5.0, 12.0, 9.0
"""Points: a character's width, a line's height and the size of the type; only their proportions matter."""
REASSEMBLED = "cells_reassembled"
ALIGNED_CONFIDENCE = 0.85
"""Cells told apart by blanks alone; below `model.SURE`: rows may have run together."""
TAB = 8
"""Characters between two tab stops."""
MARGIN = 20.0
NARROWEST = 80
"""Characters of the narrowest page."""


def keeps_layout(text: str, *, recognised: bool = False) -> bool:
    """Whether a dump keeps its columns apart by blanks or typed bars, at the same places line after line.

    Args:
        text: the dump's characters.
        recognised: an OCR made them: its bars are scraps.
    """
    if not recognised and _is_typed(text):
        return True
    starts: Counter[int] = Counter()
    lines = 0
    for line in text.split("\n"):
        if "\t" in line:
            continue
        found = [m.end() for m in WIDE.finditer(line.rstrip())]
        lines += bool(found)
        starts.update(found)
    aligned = sum(n for n in starts.values() if n >= FEWEST_LINES // 2)
    return lines >= FEWEST_LINES and aligned >= ALIGNED_SHARE * starts.total()


def _is_typed(text: str) -> bool:
    """Whether a dump's tables were typed: bars, as many on each line, or the parts of typed rules part columns."""
    bars = [len(_BARS.findall(line)) for line in text.split("\n") if any(c.isalnum() for c in line)]
    piped = any(a >= FEWEST_BARS and a == b == c for a, b, c in zip(bars, bars[1:], bars[2:], strict=False))
    return piped or _PARTED_RULE.search(text) is not None or _RULED_HEADER.search(text) is not None


def read_layout(text: str, patterns: Patterns) -> tuple[tuple[Block, ...], tuple[str, ...], int]:
    """The paragraphs and tables of a dump that keeps its layout.

    Args:
        text: the dump's characters, pages apart by form feeds.
        patterns: the knowledge in use: names of columns, perspectives and sections.

    Returns:
        The blocks in reading order, the running headers and footers, and the number of pages.
    """
    composer = Composer()
    pages = text.strip("\f").split("\f")
    for number, page in enumerate(pages, start=1):
        composer.add(_page(_with_turned_heads(page, patterns["roles"]), number, patterns))
    blocks = [
        _doubted(_with_whole_header(b, patterns["roles"]), composer.typed) if isinstance(b, Table) else b
        for b in composer.blocks()
    ]
    return tuple(_with_headings(with_titles_apart(blocks, ADVANCE), patterns)), composer.furniture, len(pages)


def _with_headings(blocks: Sequence[Block], patterns: Patterns) -> list[Block]:
    """The blocks with short lines by themselves as headings: in a typeface of one size nothing else tells them."""
    headings = [
        msgspec.structs.replace(b, level=_level(b.text, patterns))
        if isinstance(b, Paragraph) and not b.level and _stands_alone(b)
        else b
        for b in blocks[:-1]
    ]
    # A label above a heading says what that is, and heads nothing itself.
    found = [
        msgspec.structs.replace(b, level=0)
        if isinstance(b, Paragraph) and _level_of(below) and label_kind(b.text, patterns)
        else b
        for b, below in zip(headings, [*headings, *blocks[-1:]][1:], strict=True)
    ]
    return [*found, *blocks[-1:]]


def _level_of(block: Block) -> int:
    return block.level if isinstance(block, Paragraph) else 0


def _level(text: str, patterns: Patterns) -> int:
    """The level of a heading: deeper than the chapters by each part of its number."""
    number = NUMBER.match(text)
    return max(heading_level(text, patterns), 1 + number.group().strip(". ").count(".") + 1 if number else 0)


def _stands_alone(block: Paragraph) -> bool:
    """Whether a paragraph is one line at the left edge, without gaps, that reads like a heading."""
    box = block.place.box
    if box is None or "\n" in block.raw or box.x0 > MARGIN + DEEPEST * ADVANCE:
        return False
    gapless = box.width <= (len(block.raw) + 2) * ADVANCE
    return gapless and is_heading(Line(block.raw, block.place.page, blank=True), None, 0)


def _with_whole_header(table: Table, roles: Lexicon) -> Table:
    """A table whose header's second line, the years and the ends of words below their beginnings, joined the first.

    Where a scorecard has two columns of values, only the year tells them apart.
    """
    first = {c.column: c for c in table.cells if c.row == 0 and c.text}
    below = {c.column: c for c in table.cells if c.row == 1 and c.text}
    if table.header_rows > 1 or not is_header([c.text for c in first.values()], roles):
        return table
    second = {c: cell for c, cell in below.items() if c in first and _FINISHES.match(cell.text)}
    years = [c for c in second.values() if YEAR.fullmatch(c.text)]
    kept = [c for c in below if c not in second]
    # A band or the first line of a row may stand on the header's second line; then its years must be as plain.
    plain = not kept or (max(kept) < KEY_COLUMNS and min(second, default=0) >= KEY_COLUMNS and len(years) > 1)
    if not second or not plain or any(c.row == 0 and c.row_span > 1 for c in table.cells):
        return table
    cells = []
    for cell in table.cells:
        if cell.row == 0 and cell.column in second:
            rest = second[cell.column]
            joint = "" if rest.text[0].islower() and " " not in cell.text else " "
            cells.append(
                msgspec.structs.replace(
                    cell, text=f"{cell.text}{joint}{rest.text}", raw=f"{cell.raw}\n{rest.raw}"
                )
            )
        elif kept and cell.row == 1 and cell.column in second:
            cells.append(msgspec.structs.replace(cell, text="", raw=""))
        elif kept or cell.row != 1:
            row = cell.row if kept else max(cell.row - 1, 0)
            cells.append(msgspec.structs.replace(cell, row=row))
    return msgspec.structs.replace(table, cells=tuple(cells))


KEY_COLUMNS = 2
"""Columns of goals and measures, left of those with values."""
_FINISHES = re.compile(r"(?:(?:19|20)\d\d|[^\W\d_A-ZÅÄÖ]\w*(?:\s(?:19|20)\d\d)?)$")
"""What finishes a header's cell on its second line: a year, or what begins small."""


def _doubted(table: Table, typed: Sequence[Place]) -> Table:
    """A table whose body cells say that no line of print holds their words together, but those between typed bars."""
    cells = tuple(
        cell
        if cell.row < table.header_rows or _stands_in(cell.place, typed)
        else msgspec.structs.replace(
            cell,
            confidence=min(cell.confidence, ALIGNED_CONFIDENCE),
            reasons=(*cell.reasons, REASSEMBLED),
        )
        for cell in table.cells
    )
    return msgspec.structs.replace(table, cells=cells)


def _stands_in(place: Place | None, typed: Sequence[Place]) -> bool:
    """Whether a cell stands in one of some tables."""
    if place is None or place.box is None:
        return False
    return any(t.page == place.page and t.box is not None and inside(place.box, t.box) for t in typed)


def _with_turned_heads(text: str, roles: Lexicon) -> str:
    """The page with the names of columns that are turned in print, each on a line of its own, put into the header.

    They stand right of the other names and above or below them, parted by empty lines that part the table as well.
    """
    lines = [line.expandtabs(TAB).rstrip() for line in text.split("\n")]
    heads = [
        at
        for at, line in enumerate(lines)
        if len(names := SEGMENT.findall(line)) >= HEADER_SEGMENTS and is_header(names, roles)
    ]
    dropped: set[int] = set()
    for at in heads:
        near = range(max(0, at - TURNED_REACH), min(len(lines), at + TURNED_REACH + 1))
        turned = [n for n in near if n != at and _is_turned_head(lines[n], len(lines[at]), roles)]
        for n in turned:
            indent = len(lines[n]) - len(lines[n].lstrip())
            lines[at] = lines[at].ljust(max(indent, len(lines[at]) + 2)) + lines[n].strip()
            lines[n] = ""
        if turned:
            dropped |= {n for n in range(min(*turned, at), at) if not lines[n]}
            dropped |= set(_blank_run(lines, at + 1))
    return "\n".join(line for n, line in enumerate(lines) if n not in dropped)


def _blank_run(lines: list[str], start: int) -> range:
    """The empty lines from one on, if anything stands below them."""
    stop = next((n for n in range(start, len(lines)) if lines[n]), start)
    return range(start, stop)


def _is_turned_head(line: str, beyond: int, roles: Lexicon) -> bool:
    """Whether a line holds nothing but the name of a column of signs, right of the header's other names."""
    word = line.strip()
    indent = len(line) - len(line.lstrip())
    right = bool(word) and " " not in word and indent + TURNED_SLACK >= beyond
    return right and role_of(word, roles) in SYMBOL_ROLES


TURNED_REACH = 10
"""Lines above and below a header within which the turned names of its last columns stand."""
TURNED_SLACK = 6


def _finishes(below: Sequence[str]) -> bool:
    """Whether the line below a header holds nothing but years and the ends of the names above."""
    parts = SEGMENT.findall(below[0]) if below else []
    return bool(parts) and all(_FINISHES.match(part) for part in parts)


def _page(text: str, number: int, patterns: Patterns) -> Page:
    lines = with_gaps([line.expandtabs(TAB) for line in text.split("\n")], patterns)
    heads = {at for at, line in enumerate(lines) if names_columns(line, patterns)}
    heads |= {at + 1 for at in heads if _finishes(lines[at + 1 : at + 2])}
    words = tuple(
        Word(
            text=m.group(),
            box=Box(
                MARGIN + m.start() * ADVANCE,
                MARGIN + at * HEIGHT,
                MARGIN + m.end() * ADVANCE,
                MARGIN + at * HEIGHT + SIZE,
            ),
            size=SIZE,
            bold=at in heads,
        )
        for at, line in enumerate(lines)
        for m in re.finditer(r"\S+", line)
    )
    width = max([NARROWEST, *(len(line) for line in lines)])
    return Page(
        number=number,
        width=2 * MARGIN + width * ADVANCE,
        height=2 * MARGIN + len(lines) * HEIGHT,
        words=words,
        rules=(),
        fills=(),
        drawings=(),
        text_layer="born",
    )

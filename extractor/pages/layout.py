"""The words around the tables → headings and paragraphs in reading order, and the page furniture apart.

Pages are laid out one by one into lines; what a heading is and what repeats on every page can be told
only when all pages are known, so `Line`s are what a document keeps of its pages.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Container, Sequence
from typing import NamedTuple

import msgspec
from rapidfuzz import fuzz

from extractor.model import Box, Paragraph, Place, Symbol, Turn, Value, Word
from extractor.pages.aligned import is_contents_line
from extractor.pages.cells import Placed, Segment, bounds, lines_of, printed, segments, text_of
from extractor.swedish import fold, join_lines
from extractor.symbols.colours import LIGHTS, parse_hex

SIDE_GAP = 1.6
"""Font sizes of white space that separate text columns; wider than any space of a justified line."""

LEAST_BESIDE = 6
"""Lines on either side of a white strip from which it parts text columns."""

FURNITURE_ZONE = 0.13
"""Share of the page height at top and bottom where running headers and footers stand (header tables with logo
reach 12 %)."""

REPEATED = 0.3
"""Share of the pages on which a line must come back at the same place to be furniture (left and right pages
may differ)."""

SHIFTED = 18.0
"""Points by which a running line stands higher or lower on a scanned sheet: one and a half of its lines."""

SAME_RUNNING = 75.0
"""Similarity from which two recognised running lines are one: one letter in eight misread in each."""

RUNNING_LETTERS = 8
"""Fewest letters of such a line: short ones are alike by chance."""

BIGGER = 0.7
"""Points by which a heading's letters are larger than the body's."""

VIVID = 45
"""Difference between the channels of a colour from which it is seen as one."""

HEADING_LENGTH = 160
"""Longest heading in letters."""

SHORT = 0.6
"""Share of the line length: lines that end before it, followed by a capital, are items of their own (name and
value under each other)."""

PARAGRAPH_GAP = 0.55
"""Font sizes of white space between lines that end a paragraph where lines are normally set; single line
spacing leaves 0.15, one and a half 0.7 (then the page's own usual gap counts)."""

RESIZED = 0.3
"""Points by which the letters of a line apart differ from those above where it begins anew: a title in italics."""

DOUBLE_SPACING = 1.3
"""Font sizes of white space between the lines of one paragraph at most; a blank line leaves 1.6."""

_BULLET = re.compile(r"^(?:[•●▪■◦○‣·∙\uf0b7\uf0a7\uf0d8\uf0fc►➢✓]|[-–−*](?=\s)|o(?=\s+[A-ZÅÄÖ]))\s*")
_PAGE_NUMBER = re.compile(
    r"^(?:sida|sid|sidan|s|page)?\.?\s*\d{1,4}\s*(?:(?:av|of|/|\()\s*\d{1,4}\s*\)?)?$", re.IGNORECASE
)
_CONTENTS = re.compile(r"^innehåll(?:sförteckning|sregister)?:?$", re.IGNORECASE)
_ENDS_IN_PAGE = re.compile(r"\S\s+\d{1,3}$")


class Line(Value, frozen=True, kw_only=True):
    """One printed line (or the part of it that belongs to one text column)."""

    page: int
    text: str
    box: Box
    size: float
    bold: bool
    colour: str
    column: int
    """Number of the text block on its page: lines of different blocks are never one paragraph."""
    symbols: tuple[Symbol, ...] = ()
    confidence: float = 1.0
    raw: str = ""
    """The characters as read, also where `text` leaves out the marks of footnotes."""
    parts: tuple[Line, ...] = ()
    """The line cut at its wide spaces, where it may be the rest of a table's cut row."""
    turn: Turn = 0
    """How the part of the page on which it stands is turned."""


def page_lines(words: Sequence[Word], page: int, height: float) -> list[Line]:
    """The lines of a page's running text in reading order, columns one after the other.

    Args:
        words: the words outside all tables.
        page: page number.
        height: page height in points: what stands in the margins never makes text columns.
    """
    upright = [w for w in words if w.rotation == 0]
    zone = FURNITURE_ZONE * height
    whole = lines_of(upright)
    main = [[w for w in line if zone < w.box.top < height - zone] for line in whole]
    split = _column_gap([line for line in main if line])
    if split is None:
        return [_line(Segment(tuple(line), bounds(w.box for w in line)), page, 0) for line in whole]
    lines = []
    for number, block in enumerate(_blocks(upright, split)):
        lines += [
            _line(Segment(tuple(part), bounds(w.box for w in part)), page, number) for part in lines_of(block)
        ]
    return lines


def with_parts(line: Line, words: Placed[Word]) -> Line:
    """The line with its parts: it may be cells of a table beside each other that only the page before shows."""
    mine = sorted((w for w in words.inside(line.box) if w.rotation == 0), key=lambda w: w.box.x0)
    cut = segments(mine) if mine else []
    if len(cut) < 2:
        return line
    return msgspec.structs.replace(line, parts=tuple(_line(s, line.page, line.column) for s in cut))


def _line(segment: Segment, page: int, column: int) -> Line:
    words = segment.words
    letters: Counter[tuple[float, bool, str]] = Counter()
    for word in words:
        letters[round(word.size * 2) / 2, word.bold, word.colour or "#000000"] += len(word.text)
    (size, bold, colour), _ = letters.most_common(1)[0]
    sure = min(w.confidence for w in words)
    return Line(
        page=page, text=text_of(words), box=segment.box, size=size, bold=bold, colour=colour, column=column,
        confidence=sure, raw=printed(words),
    )  # fmt: skip


def _column_gap(lines: Sequence[Sequence[Word]]) -> float | None:
    """The x of the white strip between two text columns, None for a page set in one.

    Six lines on either side must stand beside each other, and few lines may run across.
    """
    parts = [segments(line, SIDE_GAP) for line in lines]
    if sum(len(line) > 1 for line in parts) < LEAST_BESIDE:
        return None
    left = min(line[0].box.x0 for line in lines)
    right = max(w.box.x1 for line in lines for w in line)
    wide = sum(s.box.x1 - s.box.x0 > 0.25 * (right - left) for line in parts for s in line if len(line) > 1)
    best: tuple[int, float] | None = None
    for share in range(25, 76, 2):
        x = left + (right - left) * share / 100
        apart = sum(
            len(line) > 1 and any(a.box.x1 < x < b.box.x0 for a, b in itertools.pairwise(line))
            for line in parts
        )
        across = sum(any(s.box.x0 <= x <= s.box.x1 for s in line) for line in parts)
        if apart >= LEAST_BESIDE and apart > across and wide >= apart and (best is None or apart > best[0]):
            best = (apart, x)
    return best[1] if best else None


def _blocks(words: Sequence[Word], x: float) -> list[list[Word]]:
    """A two-column page as blocks in reading order; lines across both columns part the blocks above and below."""
    blocks: list[list[Word]] = []
    left: list[Word] = []
    right: list[Word] = []
    for line in lines_of(words):
        if any(s.box.x0 < x < s.box.x1 for s in segments(line, SIDE_GAP)):
            blocks += [b for b in (left, right) if b]
            blocks.append(list(line))
            left, right = [], []
        else:
            left += [w for w in line if w.box.x1 <= x]
            right += [w for w in line if w.box.x1 > x]
    return blocks + [b for b in (left, right) if b]


# ---------------------------------------------------------------- page furniture


def mask(text: str) -> str:
    """A running line's text without what changes from page to page: digits become #."""
    return re.sub(r"\d+", "#", fold(text))


def is_page_number(text: str) -> bool:
    """Whether a line says nothing but which page this is."""
    return bool(_PAGE_NUMBER.match(text.strip()))


def furniture_keys(margins: Sequence[Line], page_count: int) -> set[tuple[str, int]]:
    """The masked texts and places (tens of points from the top) of lines that come back page after page.

    Recognised lines come back with other letters misread and, on sheets fed by hand, a little higher or lower.
    `margins` are the lines in the margins of all pages, see `in_margin`.
    """
    pages: dict[tuple[str, int], set[int]] = {}
    for line in margins:
        for place in _places(line.box):
            pages.setdefault((mask(line.text), place), set()).add(line.page)
    fewest = 2 if page_count <= 4 else max(3, REPEATED * page_count)
    keys = {key for key, found in pages.items() if len(found) >= fewest}
    read = [(line, mask(line.text)) for line in margins if line.confidence < 1]
    for line, text in read:
        alike = {other.page for other, its in read if _same_running_line(line, text, other, its)}
        if len(alike) >= fewest:
            keys |= {(text, place) for place in _places(line.box)}
    return keys


def _same_running_line(line: Line, text: str, other: Line, its: str) -> bool:
    """Whether two recognised lines in the margins are one line of the template."""
    near = abs(line.box.top - other.box.top) <= SHIFTED
    return near and min(len(text), len(its)) >= RUNNING_LETTERS and fuzz.ratio(text, its) >= SAME_RUNNING


def in_margin(box: Box, height: float) -> bool:
    """Whether something stands where running headers and footers do."""
    return box.top < FURNITURE_ZONE * height or box.bottom > (1 - FURNITURE_ZONE) * height


def _places(box: Box) -> tuple[int, int]:
    """The place of a line in two overlapping raster cells, so that a shift of a point never splits it."""
    return round(box.top / 10), -1 - round((box.top + 5) / 10)


def is_furniture(line: Line, keys: set[tuple[str, int]], height: float) -> bool:
    """Whether a line is a running header or footer or a page number in the margin."""
    if not in_margin(line.box, height):
        return False
    return is_page_number(line.text) or any((mask(line.text), place) in keys for place in _places(line.box))


# ---------------------------------------------------------------- tables of contents


def without_contents(lines: Sequence[Line]) -> list[Line]:
    """The lines without tables of contents: their heading, and lines that end in leaders or page numbers."""
    kept: list[Line] = []
    within = False
    for line in lines:
        if _CONTENTS.match(line.text.strip()):
            within = True
        elif is_contents_line(line.text) or (within and _ENDS_IN_PAGE.search(line.text)):
            continue
        else:
            within = within and line.page == kept[-1].page if kept else False
            kept.append(line)
    return kept


# ---------------------------------------------------------------- headings and paragraphs


Style = tuple[float, bool, str]


def style(line: Line) -> Style:
    """What makes a heading look like one."""
    return line.size, line.bold, line.colour


def is_vivid(colour: str) -> bool:
    """Whether a colour is neither black, grey nor white."""
    red, green, blue = parse_hex(colour) or (0, 0, 0)
    return max(red, green, blue) - min(red, green, blue) >= VIVID


def heading_levels(lines: Sequence[Line]) -> dict[Style, int]:
    """The styles that are headings in this document, with their level: 1 is the largest.

    The body is what most letters are set in. Larger is a heading; as large, but bold or coloured where the body
    is not, is one of the lowest level.
    """
    letters: Counter[Style] = Counter()
    for line in lines:
        letters[style(line)] += len(line.text)
    if not letters:
        return {}
    body = letters.most_common(1)[0][0]
    size, bold, colour = body

    def stands_out(style: Style) -> bool:
        return (style[1] and not bold) or (is_vivid(style[2]) and not is_vivid(colour))

    headings = [s for s in letters if s[0] >= size + BIGGER or (s[0] >= size - 0.3 and stands_out(s))]
    ranks = sorted({(-s[0], not stands_out(s)) for s in headings})
    return {s: min(6, ranks.index((-s[0], not stands_out(s))) + 1) for s in headings}


def paragraphs(
    lines: Sequence[Line], levels: dict[Style, int], setting: Measure, known: Container[str] = ()
) -> list[Paragraph]:
    """Lines in reading order → paragraphs and headings.

    Args:
        lines: the lines of one page or of what stands between two tables.
        levels: see `heading_levels`.
        setting: how the document's lines are set.
        known: words the document prints whole, see `swedish.join_lines`.
    """
    groups: list[list[Line]] = []
    for line in lines:
        if groups and _continues(groups[-1], line, setting, levels):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [_paragraph(g, levels, known) for g in groups]


class Measure(NamedTuple):
    """How a document's lines are set."""

    gap: float
    """The usual white space between lines, in font sizes."""
    left: float
    """Where lines usually begin, points."""
    right: float
    """Where full lines end, points."""


def measure(lines: Sequence[Line]) -> Measure:
    """How a document's lines are set; text columns beside each other are measured line by line instead."""
    gaps = sorted(
        (b.box.top - a.box.bottom) / (a.size or a.box.height or 1.0)
        for a, b in itertools.pairwise(lines)
        if a.page == b.page and a.column == b.column and b.box.top >= a.box.bottom - 2
    )
    single = [line for line in lines if not line.column] or list(lines)
    ends = sorted(line.box.x1 for line in single)
    starts = sorted(line.box.x0 for line in single)
    return Measure(
        gap=min(DOUBLE_SPACING, max(0.0, gaps[len(gaps) // 3])) if gaps else 0.2,
        left=starts[len(starts) // 4] if starts else 0.0,
        right=ends[len(ends) * 4 // 5] if ends else 0.0,
    )


def _continues(group: Sequence[Line], line: Line, setting: Measure, levels: dict[Style, int]) -> bool:
    """Whether a line goes on with the paragraph above it."""
    last = group[-1]
    if last.page != line.page or last.column != line.column or _BULLET.match(line.text):
        return False
    gap = (line.box.top - last.box.bottom) / (last.size or last.box.height or 1.0)
    if gap > max(PARAGRAPH_GAP, setting.gap + 0.3) or gap < -1:
        return False
    heading = style(last) in levels
    if heading or style(line) in levels:
        return style(last) == style(line) and not _ends_early(last, line, setting)
    if abs(last.size - line.size) > (RESIZED if gap > PARAGRAPH_GAP else 1):
        return False
    if not _ends_early(last, line, setting):
        return True
    short = last.box.x1 < setting.left + SHORT * (setting.right - setting.left)
    return last.text.rstrip()[-1:] not in ".:!?" and not (short and line.text[:1].isupper())


def _ends_early(last: Line, line: Line, setting: Measure) -> bool:
    """Whether the next line's first word would still have had room: then the break was meant."""
    first = line.text.split(" ", 1)[0]
    width = line.box.width * len(first) / max(1, len(line.text))
    right = setting.right if not last.column else max(last.box.x1, line.box.x1)
    return last.box.x1 + width + 0.5 * last.size < right


def _paragraph(group: Sequence[Line], levels: dict[Style, int], known: Container[str]) -> Paragraph:
    raw = "\n".join(line.raw or line.text for line in group)
    text = join_lines([line.text for line in group], known)
    mark = _BULLET.match(text)
    lights = _lights(group[0]) if mark is not None and style(group[0]) in levels else ()
    bullet = mark is not None and not lights
    bare = text[mark.end() :].strip() if mark else text
    level = 0 if bullet else _level(group, bare, levels)
    return Paragraph(
        text=bare, raw=raw,
        place=Place(page=group[0].page, box=bounds(line.box for line in group)),
        level=level, bullet=bullet, symbols=lights or tuple(s for line in group for s in line.symbols),
        confidence=min(line.confidence for line in group),
    )  # fmt: skip


def _lights(line: Line) -> tuple[Symbol, ...]:
    """What judges the goal that a heading names: before a heading a light is no bullet, nor are its letters arrows."""
    return tuple(s for s in line.symbols if s.shape is not None and s.colour in LIGHTS)


def _level(group: Sequence[Line], text: str, levels: dict[Style, int]) -> int:
    first = style(group[0])
    level = levels.get(first, 0)
    if not level or len(text) > HEADING_LENGTH or not any(c.isalpha() for c in text):
        return 0
    sentence = text.endswith((".", ",")) and len(text) > HEADING_LENGTH / 3
    return 0 if sentence else level

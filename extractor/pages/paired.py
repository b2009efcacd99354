"""Two tables beside each other with nothing drawn around them: told by their lines and by the white between them.

Each has lines of its own extent, names in its first column and figures beside them, and no word and no line of the page
stands in the white between the two. One table whose lines are broken has its names on one side only.
"""

from __future__ import annotations

import itertools
import statistics
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extractor.model import Box, Page, Word
from extractor.pages.cells import Placed, bounds, font_size, lines_of, segments, text_of
from extractor.pages.edges import SNAP, Edge

NARROWEST = 100.0
"""Points that a table is wide at least: a name and two figures."""

WHITE = 7.0
"""Points of white between two tables at least; cells' own borders part columns by 3."""

LINES = 2
"""Lines of each table at least: under its header and under a row."""

ROWS = 2
"""Rows with a name and figures of each table at least."""

TEXTS = 3
"""Texts of such a row: a name and two entries."""

ABOVE = 60.0
"""Points above the first line of two tables within which their headers and titles stand: a title of two lines."""

BELOW = 40.0
"""Points below their last lines within which a last row without a line under it ends."""

RUNNING = 40.0
"""Points before the white between two tables at which a text over it begins at least, where it is no cell's."""

MOST_EXTENTS = 60
"""Different extents of level lines on a page of tables at most; drawings and maps have more."""

MARGIN = 5.0
"""Points by which the words of a table may stand out of its lines."""

LARGER = 0.5
"""Points by which the letters of a heading over both tables are larger than most at least, unless bold."""

OPEN = 0.6
"""Font sizes of white above it at least: lines of one title keep 0.1 to 0.4."""

PAUSE = 1.5
"""The usual distances between a table's lines that the space around such a heading is high at least."""


class _Family(NamedTuple):
    """Level lines of one extent."""

    lo: float
    hi: float
    ys: list[float]


def pairs(page: Page, edges: Sequence[Edge]) -> Iterator[list[Box]]:
    """The areas of each two tables that stand beside each other, with their titles.

    Args:
        page: what the page shows.
        edges: its edges.
    """
    flat = [e for e in edges if e.horizontal and e.hi - e.lo >= NARROWEST]
    families = [f for f in _families(flat) if len(f.ys) >= LINES]
    apart = [(a, b) for a, b in itertools.permutations(families, 2) if WHITE <= b.lo - a.hi <= a.hi - a.lo]
    if not apart:
        return
    words = Placed([w for w in page.words if w.rotation == 0])
    texts = _texts(words.things)
    for left, right in apart:
        for top, bottom in _sections(page, flat, texts, (left, right)):
            found = _areas(left, right, top, bottom)
            if (
                found
                and all(_lists_rows(words.inside(b)) for b in found)
                and _alone(found, words, page.width)
            ):
                yield found


class _Texts(NamedTuple):
    """Where a page's texts stand."""

    boxes: list[Box]
    headings: list[Box]
    """Lines of one text, bold or larger than most, that are not the second line of a title."""


def _texts(words: Sequence[Word]) -> _Texts:
    lines = [(line, segments(line)) for line in lines_of(words)]
    usual = statistics.median(w.size for w in words) if words else 0.0
    headings: list[Box] = []
    above = 0.0
    for line, parts in lines:
        box = bounds(w.box for w in line)
        marked = all(w.bold for w in line) or font_size(line) >= usual + LARGER
        apart = box.top - above > OPEN * usual or (headings and headings[-1].bottom == above)
        if len(parts) == 1 and marked and apart:
            headings.append(box)
        above = box.bottom
    return _Texts([s.box for _, parts in lines for s in parts], headings)


def _sections(
    page: Page, flat: Sequence[Edge], texts: _Texts, sides: tuple[_Family, _Family]
) -> Iterator[tuple[float, float]]:
    """The parts of a page, from top to bottom, between what runs over the white between two families or heads both.

    The end of a frame around one of two tables is none where the other one goes on.
    """
    left, right = sides
    over = [b for b in texts.boxes if b.x0 < right.lo - 1 and b.x1 > left.hi + 1]
    if any(_is_of_a_row(box, left, right) for box in over):
        return
    barriers = [
        (e.at, e.lo <= left.hi and e.hi >= right.lo)
        for e in flat
        if e.lo < right.lo - 1 and e.hi > left.hi + 1
    ]
    heads = (b for b in texts.headings if all(_pauses(f, _middle(b)) for f in sides))
    barriers += [(_middle(b), True) for b in (*over, *heads)]
    start, firm = 0.0, True
    found: list[tuple[float, float]] = []
    for at, is_firm in [*sorted(barriers), (page.height, True)]:
        goes_on = sum(any(start < y < at for y in f.ys) for f in sides) == 1
        if goes_on and not firm:
            found[-1] = found[-1][0], at
        else:
            found.append((start, at))
        start, firm = at, is_firm
    yield from found


def _pauses(family: _Family, y: float) -> bool:
    """Whether a height lies between two tables of one extent, or above or below all of them."""
    ys = sorted(family.ys)
    at = bisect_left(ys, y)
    usual = statistics.median(b - a for a, b in itertools.pairwise(ys))
    return not 0 < at < len(ys) or ys[at] - ys[at - 1] >= PAUSE * usual


def _middle(box: Box) -> float:
    return (box.top + box.bottom) / 2


def _areas(left: _Family, right: _Family, top: float, bottom: float) -> list[Box]:
    """The areas of two tables between two heights; none where not both have lines there, one beside the other."""
    ys = [[y for y in f.ys if top < y < bottom] for f in (left, right)]
    if min(map(len, ys)) < LINES or max(map(min, ys)) >= min(map(max, ys)):
        return []
    high = max(top + 0.5, min(map(min, ys)) - ABOVE)
    low = min(bottom - 0.5, max(map(max, ys)) + BELOW)
    return [Box(f.lo - MARGIN, high, f.hi + MARGIN, low) for f in (left, right)]


def _families(flat: Sequence[Edge]) -> list[_Family]:
    found: list[_Family] = []
    for edge in flat:
        mine = next((f for f in found if abs(f.lo - edge.lo) <= SNAP and abs(f.hi - edge.hi) <= SNAP), None)
        if mine is None:
            found.append(_Family(edge.lo, edge.hi, [edge.at]))
            if len(found) > MOST_EXTENTS:
                return []
        else:
            mine.ys.append(edge.at)
    return found


def _is_of_a_row(box: Box, left: _Family, right: _Family) -> bool:
    """Whether a text in the white between two families is a cell's: running text begins well before it."""
    heights = (*left.ys, *right.ys)
    return min(heights) < _middle(box) < max(heights) and box.x0 > left.hi - RUNNING


def _lists_rows(words: Sequence[Word]) -> bool:
    """Whether words are a table: rows of a name that begins with a letter, and entries of which one is a figure."""
    rows = 0
    for line in lines_of(words):
        parts = [text_of(s.words) for s in segments(line)]
        figures = any(c.isdigit() for text in parts[1:] for c in text)
        rows += len(parts) >= TEXTS and parts[0][:1].isalpha() and figures
    return rows >= ROWS


def _alone(boxes: Sequence[Box], words: Placed[Word], width: float) -> bool:
    """Whether no other words stand beside two areas."""
    band = words.inside(Box(0.0, boxes[0].top, width, boxes[0].bottom))
    mine = sum(len(words.inside(b)) for b in boxes)
    return len(band) == mine

"""Panels beside each other on a page, shaded or framed, each with a title and a table of its own: read one by one.

A panel is told by what is drawn: an area with a table set in from its sides. Lines of the tables of two panels run at
the same or nearly the same height, and what stands in one panel must never become a row of the other.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeVar

import msgspec

from extractor.model import Box, Drawing, Fill, Page, Rule, Word
from extractor.pages.cells import bounds, centre
from extractor.pages.edges import REACH, SNAP, Edge, cluster, edges_of
from extractor.pages.paired import pairs

SMALLEST = (100.0, 50.0)
"""Points that a panel is wide and high at least: a title and a table of two rows."""

LARGEST = 0.8
"""Share of the page that a panel takes at most; a frame around all of it parts nothing."""

INNER = 0.5
"""Share of a panel's width that the lines of its table take at least."""

INNER_LINES = 2
"""Lines of its table at least: under the header and under a row."""

SAME_TOP = 6.0
"""Points by which the tops of panels beside each other differ at most: half a line."""

MOST_DRAWN = 6000
"""Rules and shaded areas of a page up to which panels are looked for: maps and charts have more."""

LEAST_EDGES = 6
"""Edges of a page from which it may have panels: two tables have three lines each."""

Thing = TypeVar("Thing", Word, Rule, Fill, Drawing)


class Panels(NamedTuple):
    """A row of panels."""

    top: float
    pages: tuple[Page, ...]
    """What each shows, from left to right."""


def panels_apart(page: Page) -> tuple[Page, tuple[Panels, ...]]:
    """The panels of a page as pages of their own, and what is left of the page.

    Args:
        page: what the page shows.

    Returns:
        The page without them, and rows of at least two panels from top to bottom; the page itself without any.
    """
    edges = edges_of(page) if len(page.rules) + len(page.fills) <= MOST_DRAWN else []
    if len(edges) < LEAST_EDGES:
        return page, ()
    rows = [row for row in _rows(_areas(page, edges)) if len(row) > 1 and _stand_alone(row, page.words)]
    for row in sorted(pairs(page, edges), key=_height):  # the smallest first: headings stand between those
        rows += [] if any(_overlap(row, other) for other in rows) else [row]
    if not rows:
        return page, ()
    rows.sort(key=_top)
    found = tuple(Panels(_top(row), tuple(_within(page, b) for b in row)) for row in rows)
    return _without(page, {b for row in rows for b in row}), found


def _top(row: Sequence[Box]) -> float:
    return min(b.top for b in row)


def _height(row: Sequence[Box]) -> float:
    return bounds(row).height


def _overlap(row: Sequence[Box], other: Sequence[Box]) -> bool:
    one, two = bounds(row), bounds(other)
    return one.top < two.bottom and two.top < one.bottom


def _areas(page: Page, edges: Sequence[Edge]) -> list[Box]:
    """The areas with a table set in from their sides, none inside another; what holds several of them is none."""
    flat = [e for e in edges if e.horizontal]
    found: list[Box] = []
    for box in dict.fromkeys((*page.areas, *(f.box for f in page.fills), *_frames(edges))):
        twice = any(_contains(box, other) and _contains(other, box) for other in found)  # shaded and framed
        if not twice and _may_be_panel(box, page) and _holds_table(box, flat):
            found.append(box)
    inner = [b for b in found if sum(_contains(b, other) for other in found if other != b) < 2]
    return [b for b in inner if not any(_contains(other, b) for other in inner if other != b)]


def _may_be_panel(box: Box, page: Page) -> bool:
    large = box.width >= SMALLEST[0] and box.height >= SMALLEST[1]
    return large and box.width * box.height <= LARGEST * page.width * page.height


def _holds_table(box: Box, flat: Sequence[Edge]) -> bool:
    """Whether lines run through an area that end well before its sides."""
    heights = [
        e.at
        for e in flat
        if box.top + SNAP < e.at < box.bottom - SNAP
        and e.lo > box.x0 + REACH
        and e.hi < box.x1 - REACH
        and e.hi - e.lo >= INNER * box.width
    ]
    return len(cluster(heights)) >= INNER_LINES


def _frames(edges: Sequence[Edge]) -> Iterator[Box]:
    """The rectangles between two neighbouring upright lines and two level ones that reach from one to the other."""
    upright = sorted(
        (e for e in edges if not e.horizontal and e.drawn and e.hi - e.lo >= SMALLEST[1]), key=_place
    )
    flat = [e for e in edges if e.horizontal and e.drawn and e.hi - e.lo >= SMALLEST[0]]
    for number, left in enumerate(upright):
        beside = (
            e
            for e in upright[number + 1 :]
            if e.at - left.at >= SMALLEST[0] and e.lo < left.hi and left.lo < e.hi
        )
        right = next(beside, None)
        if right is None:
            continue
        levels = [
            e.at
            for e in flat
            if e.lo <= left.at + SNAP and e.hi >= right.at - SNAP
            and max(left.lo, right.lo) - SNAP <= e.at <= min(left.hi, right.hi) + SNAP
        ]  # fmt: skip
        for top, bottom in itertools.pairwise(sorted(levels)):
            yield Box(left.at, top, right.at, bottom)


def _place(edge: Edge) -> float:
    return edge.at


def _rows(boxes: Sequence[Box]) -> list[list[Box]]:
    """Areas with their tops at one height, from left to right, none over another."""
    rows: list[list[Box]] = []
    for box in sorted(boxes, key=lambda b: b.top):
        if rows and box.top - rows[-1][0].top <= SAME_TOP:
            rows[-1].append(box)
        else:
            rows.append([box])
    rows = [sorted(row, key=lambda b: b.x0) for row in rows]
    return [row for row in rows if all(a.x1 <= b.x0 + SNAP for a, b in itertools.pairwise(row))]


def _stand_alone(row: Sequence[Box], words: Sequence[Word]) -> bool:
    """Whether nothing is printed beside a row of areas."""
    band = bounds(row)
    for word in words:
        x, y = centre(word.box)
        if band.top < y < band.bottom and not any(b.x0 <= x <= b.x1 and b.top <= y <= b.bottom for b in row):
            return False
    return True


def _within(page: Page, box: Box) -> Page:
    """What an area shows, without its own shading and frame."""

    def mine(things: Sequence[Thing]) -> tuple[Thing, ...]:
        return tuple(t for t in things if _contains(box, t.box) and not _is_outline(t, box))

    return msgspec.structs.replace(
        page, words=mine(page.words), rules=mine(page.rules), fills=mine(page.fills),
        drawings=mine(page.drawings), strips=mine(page.strips),
    )  # fmt: skip


def _without(page: Page, boxes: set[Box]) -> Page:
    """What a page shows around its panels; shading behind them all is no table either."""

    def others(things: Sequence[Thing]) -> tuple[Thing, ...]:
        return tuple(t for t in things if not any(_contains(b, t.box) for b in boxes))

    fills = tuple(f for f in others(page.fills) if not any(_contains(f.box, b) for b in boxes))
    return msgspec.structs.replace(
        page, words=others(page.words), rules=others(page.rules), fills=fills,
        drawings=others(page.drawings), strips=others(page.strips),
    )  # fmt: skip


def _contains(outer: Box, box: Box) -> bool:
    return (
        box.x0 >= outer.x0 - SNAP
        and box.x1 <= outer.x1 + SNAP
        and box.top >= outer.top - SNAP
        and box.bottom <= outer.bottom + SNAP
    )


def _is_outline(thing: Word | Rule | Fill | Drawing, area: Box) -> bool:
    """Whether something is drawn along a side of an area, in pieces where its corners are round, or fills it."""
    box = thing.box
    wide = box.width >= area.width - 2 * SNAP
    high = box.height >= area.height - 2 * SNAP
    piece = isinstance(thing, Rule)
    at_side = min(abs(box.x0 - area.x0), abs(box.x1 - area.x1)) <= SNAP and box.width <= SNAP
    at_end = min(abs(box.top - area.top), abs(box.bottom - area.bottom)) <= SNAP and box.height <= SNAP
    return (wide and high) or ((wide or piece) and at_end) or ((high or piece) and at_side)

"""Rules and shading of a page → straight edges, merged and grouped by the table they belong to.

An edge is one coordinate and an interval; where it came from (a PDF's line, a rectangle's side, a line
found in a scan) no longer matters. Edges at nearly the same coordinate are one edge, and edges that touch
belong to one table.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec
import numpy as np

from extractor.model import Box, Drawing, Fill, Page, Rule

SNAP = 3.0
"""Points: edges nearer than this are one. Word's shading ends 0.2 from the next cell's, double lines are 1.5-3
apart; the smallest real row is 7 high."""

REACH = 3.5
"""Points: gaps in a line, and between a line's end and a crossing one, up to this are bridged; a table within a
cell keeps 5 from its border."""


LEAST_JOINTS = 2
"""Rows whose rules must end at the same place for it to be a column; the rule under a spanning header ends alone."""

TOUCHING = 1.0
"""Points between the ends of two rules that meet at a column: Word draws each cell's border for itself and half a
point of corner between them; dashes keep more."""

CORNERS = 8
"""Points of an outline from which its corners are round: one cut off at each corner has eight."""

BADGE = 24.0
"""Points: the tallest pill behind a figure; rows of two lines are as high."""

APART = 4.0
"""Points between such a pill and other shading at least; shaded cells with round corners keep 2 or 3."""

CLEAR = 1.5
"""Points between such a pill and the lines above and below it at least; shading ends 0.5 from its cell's lines."""

MOST_COVERS = 400
"""Shaded areas of a page up to which each is compared with those painted later; tables have one a cell at most."""


STRIP = 9.0
"""Points: the widest coloured strip down one side of a cell, drawn as its thick border; 4 is usual."""


class Edge(NamedTuple):
    """A straight edge: horizontal at y `at` from x `lo` to `hi`, or vertical at x `at` from y `lo` to `hi`."""

    horizontal: bool
    at: float
    lo: float
    hi: float
    drawn: bool
    """A line or rule, not just the side of a shaded area."""


def bridged(page: Page) -> Page:
    """The page with each rule that ends at a coloured strip of a cell drawn on to the strip's other side.

    A cell's strip ("border-left: 5px solid green") breaks the rules above and below it, so that the columns beyond
    seem to be another table's.
    """
    drawn: tuple[Drawing | Fill, ...] = (*page.drawings, *page.strips, *page.fills)
    strips = {
        (round(shown.box.x1), round(y)): shown.box
        for shown in drawn
        if 0 < shown.box.width <= STRIP and shown.box.height > shown.box.width
        for y in (shown.box.top, shown.box.bottom)
    }
    if not strips:
        return page
    rules = tuple(_drawn_on(rule, strips) if rule.horizontal else rule for rule in page.rules)
    return page if rules == page.rules else msgspec.structs.replace(page, rules=rules)


def _drawn_on(rule: Rule, strips: Mapping[tuple[int, int], Box]) -> Rule:
    """A rule that begins at the right side of a strip, from the strip's left side on."""
    x, y = round(rule.box.x0), round(rule.box.top)
    near = (strips.get((x + dx, y + dy)) for dx in (0, -1, 1) for dy in (0, -1, 1))
    strip = next((s for s in near if s is not None and abs(s.x1 - rule.box.x0) <= TOUCHING), None)
    return rule if strip is None else msgspec.structs.replace(rule, box=rule.box._replace(x0=strip.x0))


def edges_of(page: Page) -> list[Edge]:
    """All edges of a page's rules and fills, merged."""
    found: list[Edge] = []
    for rule in page.rules:
        x0, top, x1, bottom = rule.box
        if rule.horizontal:
            found.append(Edge(True, (top + bottom) / 2, x0, x1, True))
        else:
            found.append(Edge(False, (x0 + x1) / 2, top, bottom, True))
    boxes = _without_badges(page)
    covers = _covers(boxes) if 1 < len(boxes) <= MOST_COVERS else {}
    for number, box in enumerate(boxes):
        for place, side in enumerate(sides(box)):
            found += _seen(side, covers.get((number, place), ()))
    return merge(found)


def _without_badges(page: Page) -> list[Box]:
    """The shaded areas that may be cells: a coloured pill behind a figure is none.

    A pill has round corners and stands alone: clear of all other shading, or between the lines of its row, which a
    cell's shading reaches.
    """
    boxes = [f.box for f in page.fills]
    round_ones = {d.box for d in page.drawings if d.points > CORNERS and d.box.height <= BADGE}
    if round_ones.isdisjoint(boxes):
        return boxes
    flat = sorted((r.box for r in page.rules if r.horizontal), key=_height_of)
    heights = [b.top for b in flat]
    return [
        b
        for b in boxes
        if b not in round_ones or not (_is_clear(b, boxes) or _between_lines(b, boxes, flat, heights))
    ]


def _is_clear(box: Box, boxes: Sequence[Box]) -> bool:
    """Whether an area stands alone but for what lies behind all of it, and for others over and under it.

    These hug their figures, as it does: one of them is not as wide. Cells of a column are, and have others beside them.
    """
    x0, top, x1, bottom = box.x0 - APART, box.top - APART, box.x1 + APART, box.bottom + APART
    near = (b for b in boxes if b.x0 < x1 and x0 < b.x1 and b.top < bottom and top < b.bottom)
    return all(
        b == box
        or (b.x0 < x0 and x1 < b.x1 and b.top < box.top and box.bottom < b.bottom)
        or (abs(b.width - box.width) > APART / 2 and (b.bottom <= box.top or box.bottom <= b.top))
        for b in near
    )


def _between_lines(box: Box, boxes: Sequence[Box], flat: Sequence[Box], heights: Sequence[float]) -> bool:
    """Whether an area stands alone between two lines over and under it, clear of both."""

    def nearest(places: Iterable[int]) -> float | None:
        over = (flat[i] for i in places)
        return next((b.top for b in over if b.x0 <= box.x0 + SNAP and b.x1 >= box.x1 - SNAP), None)

    first, after = bisect_right(heights, box.top + CLEAR), bisect_left(heights, box.bottom - CLEAR)
    above, below = nearest(range(first - 1, -1, -1)), nearest(range(after, len(flat)))
    if above is None or below is None or min(box.top - above, below - box.bottom) <= CLEAR:
        return False
    beside = (b for b in boxes if b.x0 < box.x1 and box.x0 < b.x1 and above < (b.top + b.bottom) / 2 < below)
    return sum(b.height <= BADGE for b in beside) == 1


def _height_of(box: Box) -> float:
    return box.top


def _covers(boxes: Sequence[Box]) -> dict[tuple[int, int], list[Box]]:
    """The shaded areas painted later that a side of a shaded area runs through: by the area's number and `sides`'."""
    areas = np.array(boxes)
    found: dict[tuple[int, int], list[Box]] = {}
    for place, (at, low, high) in enumerate(((1, 1, 3), (3, 1, 3), (0, 0, 2), (2, 0, 2))):
        places = areas[:, at, None]
        through = (areas[:, low] + SNAP < places) & (places < areas[:, high] - SNAP)
        for number, cover in np.argwhere(np.triu(through, 1)).tolist():
            found.setdefault((number, place), []).append(boxes[cover])
    return found


def _seen(side: Edge, covers: Sequence[Box]) -> list[Edge]:
    """What is left of a side that later shading lies over: a merged goal painted over its rows' shading."""
    parts = [side]
    for box in covers:
        lo, hi = (box.x0, box.x1) if side.horizontal else (box.top, box.bottom)
        cut = [(p.lo, min(p.hi, lo)) for p in parts] + [(max(p.lo, hi), p.hi) for p in parts]
        parts = [side._replace(lo=a, hi=z) for a, z in cut if z - a > SNAP]
    return parts


def sides(box: Box) -> list[Edge]:
    """The four sides of a shaded area."""
    return [
        Edge(True, box.top, box.x0, box.x1, False),
        Edge(True, box.bottom, box.x0, box.x1, False),
        Edge(False, box.x0, box.top, box.bottom, False),
        Edge(False, box.x1, box.top, box.bottom, False),
    ]


def cluster(values: Iterable[float], tolerance: float = SNAP) -> list[list[float]]:
    """Sorted values in groups whose neighbours are no further apart than the tolerance."""
    groups: list[list[float]] = []
    for value in sorted(values):
        if groups and value - groups[-1][-1] <= tolerance:
            groups[-1].append(value)
        else:
            groups.append([value])
    return groups


def merge(found: Sequence[Edge]) -> list[Edge]:
    """Edges on the same coordinate with touching intervals as one."""
    merged: list[Edge] = []
    for horizontal in (True, False):
        mine = sorted((e for e in found if e.horizontal == horizontal), key=lambda e: e.at)
        group: list[Edge] = []
        for edge in mine:
            if group and edge.at - group[-1].at > SNAP:
                merged += _merge_group(group)
                group = []
            group.append(edge)
        merged += _merge_group(group)
    return merged


def _merge_group(group: list[Edge]) -> Iterator[Edge]:
    """Edges at one coordinate: touching intervals become one, at the drawn lines' coordinate if there are any."""
    current: list[Edge] = []
    end = 0.0
    for edge in sorted(group, key=lambda e: e.lo):
        if current and edge.lo > end + REACH:
            yield _union(current)
            current = []
        end = max(end, edge.hi) if current else edge.hi
        current.append(edge)
    if current:
        yield _union(current)


def _union(group: list[Edge]) -> Edge:
    lines = [e for e in group if e.drawn] or group
    at = sum(e.at for e in lines) / len(lines)
    drawn = any(e.drawn for e in group)
    return Edge(group[0].horizontal, at, min(e.lo for e in group), max(e.hi for e in group), drawn)


def touching(edges: Sequence[Edge]) -> list[list[Edge]]:
    """Groups of edges that cross or touch each other."""
    parent = list(range(len(edges)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    upright = [(j, e) for j, e in enumerate(edges) if not e.horizontal]
    for i, edge in enumerate(edges):
        if edge.horizontal:
            for j, other in upright:
                if _crosses(edge, other):
                    parent[root(j)] = root(i)
    groups: dict[int, list[Edge]] = {}
    for i, edge in enumerate(edges):
        groups.setdefault(root(i), []).append(edge)
    return [g for g in groups.values() if any(e.horizontal for e in g)]


def joints(rules: Sequence[Rule], box: Box) -> list[float]:
    """The columns that horizontal rules show, where each cell's border is drawn for itself: their ends meet there.

    Args:
        rules: the rules of the page as drawn.
        box: the outline of the table.

    Returns:
        The x coordinates inside the outline at which rules of several rows end, one of them against another;
        empty where the rules go through.
    """
    flat = [r.box for r in rules if box.top - SNAP <= r.box.top <= box.bottom + SNAP and r.horizontal]
    rows = cluster({b.top for b in flat})
    within = [b for b in flat if b.width > SNAP and box.x0 - SNAP <= b.x0 and b.x1 <= box.x1 + SNAP]
    ends: list[tuple[float, int, bool]] = []
    for number, tops in enumerate(rows):
        mine = [b for b in within if tops[0] <= b.top <= tops[-1]]
        starts, stops = [b.x0 for b in mine], [b.x1 for b in mine]
        for x in {*starts, *stops}:
            meets = x in stops and any(abs(x - other) <= TOUCHING for other in starts)
            ends.append((x, number, meets))
    found = []
    for group in cluster([x for x, _, _ in ends if box.x0 + SNAP < x < box.x1 - SNAP]):
        here = [(row, meets) for x, row, meets in ends if group[0] <= x <= group[-1]]
        if len({row for row, _ in here}) >= LEAST_JOINTS and any(meets for _, meets in here):
            found.append(sum(group) / len(group))
    return found


def outline(group: Sequence[Edge]) -> Box:
    """The rectangle around edges."""
    flat = [e for e in group if e.horizontal]
    upright = [e for e in group if not e.horizontal]
    return Box(
        min([e.lo for e in flat] + [e.at for e in upright]), min([e.at for e in flat] + [e.lo for e in upright]),
        max([e.hi for e in flat] + [e.at for e in upright]), max([e.at for e in flat] + [e.hi for e in upright]),
    )  # fmt: skip


def columns(group: Sequence[Edge]) -> list[float]:
    """The x coordinates between the outer sides at which upright edges of a group stand."""
    box = outline(group)
    inner = [e.at for e in group if not e.horizontal and box.x0 + SNAP < e.at < box.x1 - SNAP]
    return [sum(g) / len(g) for g in cluster(inner)]


def _crosses(flat: Edge, upright: Edge) -> bool:
    return (
        flat.lo - REACH <= upright.at <= flat.hi + REACH
        and upright.lo - REACH <= flat.at <= upright.hi + REACH
    )

"""Rules and shading of a page → straight edges, merged and grouped by the table they belong to.

An edge is one coordinate and an interval; where it came from (a PDF's line, a rectangle's side, a line
found in a scan) no longer matters. Edges at nearly the same coordinate are one edge, and edges that touch
belong to one table.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from extractor.model import Box, Page, Rule, Word
from extractor.pages.cells import Placed, font_size, inside, lines_of, segments

SNAP = 3.0
"""Points: edges nearer than this are one. Word's shading ends 0.2 from the next cell's, double lines are 1.5-3
apart; the smallest real row is 7 high."""

REACH = 3.5
"""Points: gaps in a line, and between a line's end and a crossing one, up to this are bridged; a table within a
cell keeps 5 from its border."""

SAME_EXTENT = 6.0
"""Points: horizontal edges whose ends differ less are rows of one table without vertical lines."""

LEAST_EXTENT = 0.4
"""Share of a table's width that the lines beside a goal spanning rows take at least."""

ROW_REACH = 220.0
"""Points: the tallest row between two horizontal edges of one table without vertical lines (40-word cells are
about 130 high; a page is 842)."""


HEADING_SIZE = 1.25
"""Size of a heading against the median line between two rules: 12 points over 8-9; bands in tables are as large as
their rows."""

HEADING_SPACE = 1.0
"""Font sizes of white space above a heading between two tables at least; a group's name in a table has 0.3-0.8."""

ROW_PADDING = 0.5
"""Font sizes: space between a row's text and the lines around it; paragraphs keep 0.6 or more from a table."""


LABEL_PADDING = 0.9
"""The same around one line that ends no sentence: the name of a group of rows; headings keep more."""

INDENT = 2.5
"""Font sizes that a comment, or a heading, stands in from the left edge at most."""

LEAST_JOINTS = 2
"""Rows whose rules must end at the same place for it to be a column; the rule under a spanning header ends alone."""

TOUCHING = 1.0
"""Points between the ends of two rules that meet at a column: Word draws each cell's border for itself and half a
point of corner between them; dashes keep more."""

MOST_COVERS = 400
"""Shaded areas of a page up to which each is compared with those painted later; tables have one a cell at most."""


_YEAR = re.compile(r"(?:19|20)\d\d")


class Edge(NamedTuple):
    """A straight edge: horizontal at y `at` from x `lo` to `hi`, or vertical at x `at` from y `lo` to `hi`."""

    horizontal: bool
    at: float
    lo: float
    hi: float
    drawn: bool
    """A line or rule, not just the side of a shaded area."""


def edges_of(page: Page) -> list[Edge]:
    """All edges of a page's rules and fills, merged."""
    found: list[Edge] = []
    for rule in page.rules:
        x0, top, x1, bottom = rule.box
        if rule.horizontal:
            found.append(Edge(True, (top + bottom) / 2, x0, x1, True))
        else:
            found.append(Edge(False, (x0 + x1) / 2, top, bottom, True))
    later = [f.box for f in page.fills] if len(page.fills) <= MOST_COVERS else []
    for number, fill in enumerate(page.fills, start=1):
        for side in sides(fill.box):
            found += _seen(side, later[number:])
    return merge(found)


def _seen(side: Edge, covers: Sequence[Box]) -> list[Edge]:
    """What is left of a side that later shading lies over: a merged goal painted over its rows' shading."""
    parts = [side]
    for box in covers:
        low, high = (box.top, box.bottom) if side.horizontal else (box.x0, box.x1)
        if not low + SNAP < side.at < high - SNAP:
            continue
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
    for edge in sorted(group, key=lambda e: e.lo):
        if current and edge.lo > max(e.hi for e in current) + REACH:
            yield _union(current)
            current = []
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


def parallel(groups: Sequence[list[Edge]], words: Placed[Word]) -> list[list[Edge]]:
    """Groups of the same width that follow each other down the page and have table text between them, as one.

    Tables with lines between their rows only, and tables where every other row is shaded, draw nothing that
    connects their rows.
    """
    joined: list[list[list[Edge]]] = []
    for group in sorted(groups, key=lambda g: outline(g).top):
        before = next((t for t in reversed(joined) if _same_columns(_all(t), group)), None)
        if before is not None:
            above = _all(before)
            if _row_between(outline(above), outline(group), _columns(above), words):
                before.append(group)
                continue
        joined.append([group])
    _take_in_rules(joined)
    return [_all(table) for table in joined if table]


def _all(table: Sequence[Sequence[Edge]]) -> list[Edge]:
    return [edge for group in table for edge in group]


def _take_in_rules(joined: list[list[list[Edge]]]) -> None:
    """Give a table of parallel rules the short rules inside it: those under a header that spans some columns."""
    for table in [t for t in joined if len(t) > 1]:
        if not table:
            continue
        box = outline(_all(table))
        for other in joined:
            if other is table or not other or outline(_all(other)).width >= box.width:
                continue
            mine = [g for g in other if all(e.horizontal for e in g) and inside(outline(g), box)]
            other[:] = [g for g in other if g not in mine]
            table.extend(mine)


def joints(rules: Sequence[Rule], box: Box) -> list[float]:
    """The columns that horizontal rules show, where each cell's border is drawn for itself: their ends meet there.

    Args:
        rules: the rules of the page as drawn.
        box: the outline of the table.

    Returns:
        The x coordinates inside the outline at which rules of several rows end, one of them against another;
        empty where the rules go through.
    """
    rows = cluster(
        {r.box.top for r in rules if r.horizontal and box.top - SNAP <= r.box.top <= box.bottom + SNAP}
    )
    ends: list[tuple[float, int, bool]] = []
    for number, tops in enumerate(rows):
        mine = [r.box for r in rules if r.horizontal and tops[0] <= r.box.top <= tops[-1]]
        mine = [b for b in mine if b.width > SNAP and box.x0 - SNAP <= b.x0 and b.x1 <= box.x1 + SNAP]
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


def _columns(group: Sequence[Edge]) -> list[float]:
    box = outline(group)
    inner = [e.at for e in group if not e.horizontal and box.x0 + SNAP < e.at < box.x1 - SNAP]
    return [sum(g) / len(g) for g in cluster(inner)]


def _same_columns(a: Sequence[Edge], b: Sequence[Edge]) -> bool:
    """Whether two groups are as wide, or one as wide as the last columns of the other, on the same columns.

    Under a goal that spans rows, lines and shading reach over the other columns only.
    """
    wide, narrow = sorted((a, b), key=lambda g: -outline(g).width)
    outer, inner = outline(wide), outline(narrow)
    if inner.x0 < outer.x0 - SAME_EXTENT or inner.x1 > outer.x1 + SAME_EXTENT:
        return False
    if inner.width < LEAST_EXTENT * outer.width:
        return False
    few = [*_columns(narrow), inner.x0, inner.x1]
    many = [*_columns(wide), outer.x0, outer.x1]
    if len(many) == 2:
        return inner.x1 >= outer.x1 - SAME_EXTENT
    return all(any(abs(x - y) <= SAME_EXTENT for y in many) for x in few)


def _row_between(above: Box, below: Box, columns: Sequence[float], words: Placed[Word]) -> bool:
    """Whether what stands between two groups is a row of the same table: words in several columns."""
    if below.top - above.bottom > ROW_REACH:
        return False
    band = Box(above.x0 - 1, above.bottom, above.x1 + 1, below.top)
    lines = lines_of(w for w in words.inside(band) if w.rotation == 0)
    if not lines:
        return below.top <= above.bottom + SNAP
    over = [any(w.box.x0 < x - 1 and w.box.x1 > x + 1 for x in columns for w in line) for line in lines]
    label = len(lines) == 1 and not lines[0][-1].text.endswith(".")
    snug = (LABEL_PADDING if label else ROW_PADDING) * font_size(lines[0])
    top, bottom = min(w.box.top for w in lines[0]), max(w.box.bottom for w in lines[-1])
    close = top - above.bottom <= snug and below.top - bottom <= snug
    if any(over) and not _is_comment(lines, over, above.x0, fills_row=close):
        return False
    if _begins_table(lines) or _ends_in_heading(lines) or any(_is_heading(line, lines) for line in lines):
        return False
    return close or any(len(segments(line)) > 1 for line in lines)


def _is_comment(
    lines: Sequence[Sequence[Word]], over: Sequence[bool], left: float, *, fills_row: bool
) -> bool:
    """Whether the lines over several columns are a comment: nothing but text from the left edge on.

    It stands under the cells of a row, or in a row of its own that it fills from line to line; a bold line
    in it is a heading over running text.
    """
    first = 0 if fills_row and len(segments(lines[0])) == 1 else over.index(True)
    below = lines[first:]
    row = any(len(segments(line)) > 1 for line in lines[:first])
    return (
        row or (first == 0 and fills_row and len({all(w.bold for w in line) for line in below}) == 1)
    ) and all(
        len(segments(line)) == 1 and line[0].box.x0 <= left + INDENT * font_size(line) for line in below
    )


def _begins_table(lines: Sequence[Sequence[Word]]) -> bool:
    """Whether the last of the lines above a rule are the header of a new table: bold labels under ordinary text.

    A bold sum has numbers behind its label, a header words or years.
    """
    head = 0
    while head < len(lines) and all(w.bold for w in lines[len(lines) - 1 - head]):
        head += 1
    if head == len(lines):
        head -= _heading_among(lines)  # nothing but bold lines: a sum, a heading and the labels under it
    if head in (0, len(lines)):
        return False
    labels = [s for line in lines[len(lines) - head :] for s in segments(line)]
    left = min(s.box.x0 for s in labels)
    right = [s.words[0].text for s in labels if s.box.x0 > left + SNAP]
    return sum(text[:1].isalpha() or bool(_YEAR.fullmatch(text)) for text in right) > 1


def _heading_among(lines: Sequence[Sequence[Word]]) -> int:
    """How many of some bold lines end with a heading: alone, from the left on and apart from the line above it.

    The first line of all may stand apart from nothing. A label over some columns stands further right. 0 where
    there is none.
    """
    left = min(line[0].box.x0 for line in lines)
    for index, line in enumerate(lines):
        alone = len(segments(line)) == 1 and line[0].box.x0 <= left + INDENT * font_size(line)
        above = max((w.box.bottom for w in lines[index - 1]), default=0.0) if index else float("-inf")
        if alone and min(w.box.top for w in line) - above >= HEADING_SPACE * font_size(line):
            return index + 1
    return 0


def _ends_in_heading(lines: Sequence[Sequence[Word]]) -> bool:
    """Whether the last lines above a rule or shading are a heading: bold, alone, and apart from a row above them."""
    head = 0
    while (
        head < len(lines) and all(w.bold for w in lines[-1 - head]) and len(segments(lines[-1 - head])) == 1
    ):
        head += 1
    if head in (0, len(lines)):
        return False
    first, above = lines[-head], lines[: len(lines) - head]
    gap = min(w.box.top for w in first) - max(w.box.bottom for line in above for w in line)
    rows = any(len(segments(line)) > 1 for line in above)
    return rows and not all(w.bold for w in above[-1]) and gap >= HEADING_SPACE * font_size(first)


def _is_heading(line: Sequence[Word], lines: Sequence[Sequence[Word]]) -> bool:
    """Whether a line stands out by its size as no row of a table does: a heading between two tables."""
    sizes = sorted(font_size(other) for other in lines)
    return len(segments(line)) == 1 and font_size(line) > HEADING_SIZE * sizes[(len(sizes) - 1) // 2]


def _crosses(flat: Edge, upright: Edge) -> bool:
    return (
        flat.lo - REACH <= upright.at <= flat.hi + REACH
        and upright.lo - REACH <= flat.at <= upright.hi + REACH
    )

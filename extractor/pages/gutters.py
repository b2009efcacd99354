"""Columns from the words alone: where no word stands down the lines of a table.

Running text has spaces anywhere, a table has them in the same places; a column boundary must be open in
nearly all lines that reach it and must separate words in several of them.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from extractor.model import Box, Word
from extractor.pages.cells import COLUMN_GAP, Segment, lines_of, segments

LEAST_STRIP = 1.0
"""Points: the narrowest white strip between columns; header words of neighbouring columns come that near."""

CROSSED = 0.2
"""Share of the lines that may run over a column boundary (full-width comment and group rows)."""

BESIDE = 0.8
"""Points from a word at which a boundary beside it is set; a word may reach 1 point over one."""

HEADER_WEIGHT = 0.4
"""What a bold word over a boundary weighs against one of the body."""

HEADER_GAP = 0.6
"""Font sizes of white space that part the labels of a header in bold: long ones nearly fill their columns, and a
bold line is never justified."""

LEAST_HEADERS = 3
"""Fewest texts of a first line that is a header with columns of its own; a label and a sum are two."""

SEPARATED = 2
"""Fewest lines with words on both sides of a column boundary."""


def gutters(words: Sequence[Word], box: Box) -> list[float]:
    """The x coordinates of the column boundaries inside a box, left to right.

    Args:
        words: the words of the table.
        box: its outline.

    Returns:
        The middles of the vertical white strips; empty where the words are running text.
    """
    lines = [cut(line) for line in lines_of(w for w in words if w.rotation == 0)]
    parts = [line for line in lines if len(line) > 1]
    if len(parts) < SEPARATED:
        return []
    over = (
        parts if 2 * len(parts) >= len(lines) else lines
    )  # a table's goals over its full width are no running text
    counted = _between_counted(parts)
    if counted and all(_crossing(x, over) <= CROSSED * len(over) + 0.5 for x in counted):
        return counted
    found = []
    for low, high in _white_strips(parts, box):
        middle = _between_words(low, high, lines)
        apart = sum(line[0].box.x1 <= middle <= line[-1].box.x0 for line in parts)
        if apart >= SEPARATED and _crossing(middle, over) <= CROSSED * len(over) + 0.5:
            found.append(middle)
    return _with_header(_separating(found, lines), lines)


def cut(line: Sequence[Word]) -> list[Segment]:
    """A line cut at its wide spaces; one in bold also at narrower ones."""
    return segments(line, HEADER_GAP if all(w.bold for w in line) else COLUMN_GAP)


def _with_header(found: Sequence[float], lines: Sequence[Sequence[Segment]]) -> list[float]:
    """The boundaries with those between headers that share a column: below one of them stand only symbols.

    In a scan a traffic light is no word, so that nothing but its header shows its column.
    """
    header, body = lines[0], lines[1:]
    boundaries = list(found)
    if len(header) < LEAST_HEADERS:
        return boundaries
    for left, right in itertools.pairwise(header):
        low, high = left.box.x1, right.box.x0
        if high - low < LEAST_STRIP or any(left.box.x0 < x < right.box.x1 for x in found):
            continue
        over = [s.box for line in body for s in line if s.box.x1 > low and s.box.x0 < high]
        ends = [b.x1 for b in over if b.x0 < left.box.x1]
        starts = [b.x0 for b in over if b.x0 >= left.box.x1]
        low, high = max([low, *ends]), min([high, *starts])
        if high - low >= LEAST_STRIP:
            boundaries.append((low + high) / 2)
    return sorted(boundaries)


def _between_counted(parts: Sequence[Sequence[Segment]]) -> list[float]:
    """The boundaries where every line has the same number of segments: between the first ones and the second ones, ...

    A header set left over numbers set right stands nearer to the numbers of the column before; counting tells
    whose it is. A first line that lacks the first column's header counts from the second.

    Returns:
        Nothing where a line has another number of segments, or they don't stand one below the other.
    """
    count = max(len(line) for line in parts)
    rows = [[s.box for s in line] for line in parts]
    below = min(row[0].x1 for row in rows[1:])
    if len(rows[0]) == count - 1 and rows[0][0].x0 > below:
        rows[0] = [Box(below, rows[0][0].top, below, rows[0][0].bottom), *rows[0]]
    if any(len(row) != count for row in rows):
        return []
    strips = [(max(row[i].x1 for row in rows), min(row[i + 1].x0 for row in rows)) for i in range(count - 1)]
    if any(high - low < LEAST_STRIP for low, high in strips):
        return []
    return [(low + high) / 2 for low, high in strips]


def _crossing(x: float, lines: Sequence[Sequence[Segment]]) -> int:
    return sum(any(s.box.x0 < x < s.box.x1 for s in line) for line in lines)


def _between_words(low: float, high: float, lines: Sequence[Sequence[Segment]]) -> float:
    """Where in a strip fewest words stand: a full line of the left column may reach to the right one's text.

    A header set left over numbers set right begins where the numbers of the column before end; it weighs less.
    """
    words = [w for line in lines for s in line for w in s.words if w.box.x1 > low and w.box.x0 < high]
    ends = sorted({low, high, *(x for w in words for x in (w.box.x0, w.box.x1) if low < x < high)})
    parts = [
        (sum(HEADER_WEIGHT if w.bold else 1 for w in _over(words, a, z)), a - z, a, z)
        for a, z in itertools.pairwise(ends)
        if z - a >= LEAST_STRIP
    ]
    if not parts:
        return (low + high) / 2
    _, _, left, right = min(parts)
    over = _over(words, left, right)
    step = min(BESIDE, (right - left) / 2)
    if over and all(w.box.x0 >= left - step for w in over):
        return left + step
    return (left + right) / 2


def _over(words: Sequence[Word], left: float, right: float) -> list[Word]:
    return [w for w in words if w.box.x0 < (left + right) / 2 < w.box.x1]


def _separating(found: Sequence[float], lines: Sequence[Sequence[Segment]]) -> list[float]:
    """The boundaries without those between a header and its own values, which stand further right or left.

    Two columns that no line fills both are one; of the boundaries around one that belongs to neither neighbour, the
    one that cuts more words goes.
    """
    kept = list(found)
    index = 0
    while index < len(kept):
        edges = [float("-inf"), *kept, float("inf")]
        if _together(edges[index : index + 3], lines):
            index += 1
        elif (
            index + 1 < len(kept)
            and not _together(edges[index + 1 : index + 4], lines)
            and _cut(kept[index], lines) < _cut(kept[index + 1], lines)
        ):
            kept.pop(index + 1)
        else:
            kept.pop(index)
    return kept


def _together(edges: Sequence[float], lines: Sequence[Sequence[Segment]]) -> bool:
    """Whether some line has a segment in both of the columns between three boundaries."""
    left, middle, right = edges
    return any(
        any(left < (s.box.x0 + s.box.x1) / 2 < middle for s in line)
        and any(middle < (s.box.x0 + s.box.x1) / 2 < right for s in line)
        for line in lines
    )


def _cut(x: float, lines: Sequence[Sequence[Segment]]) -> float:
    """How many words stand over a boundary, bold ones as light as headers."""
    words = (w for line in lines for s in line for w in s.words if w.box.x0 + 1 < x < w.box.x1 - 1)
    return sum(HEADER_WEIGHT if w.bold else 1.0 for w in words)


def _white_strips(lines: Sequence[Sequence[Segment]], box: Box) -> list[tuple[float, float]]:
    """Intervals of x between the columns of the lines that have several: where fewest segments stand.

    Where a long header stands over the edge of its column, the strip is the part that it leaves free.
    """
    allowed = int(CROSSED * len(lines))
    events = sorted(
        [(s.box.x0, 1) for line in lines for s in line] + [(s.box.x1, -1) for line in lines for s in line]
    )
    strips: list[list[tuple[int, float, float]]] = [[]]
    depth, before = 0, box.x0
    for x, change in events:
        if depth > allowed:
            strips.append([])
        elif x > before:
            strips[-1].append((depth, before, x))
        depth, before = depth + change, x
    best = [min(s, key=lambda part: (part[0], part[1] - part[2])) for s in strips[1:] if s]
    return [(low, high) for _, low, high in best if high - low >= LEAST_STRIP]

"""Columns from the words alone: where no word stands down the lines of a table.

Running text has spaces anywhere, a table has them in the same places; a column boundary must be open in
nearly all lines that reach it and must separate words in several of them.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from extractor.cells import Segment, lines_of, segments
from extractor.model import Box, Word

LEAST_STRIP = 1.0
"""Points: the narrowest white strip between columns; header words of neighbouring columns come that near."""

CROSSED = 0.2
"""Share of the lines that may run over a column boundary (full-width comment and group rows)."""

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
    lines = [segments(line) for line in lines_of(w for w in words if w.rotation == 0)]
    parts = [line for line in lines if len(line) > 1]
    if len(parts) < SEPARATED:
        return []
    found = []
    for low, high in _white_strips(parts, box):
        middle = _between_words(low, high, lines)
        crossed = sum(any(s.box.x0 < middle < s.box.x1 for s in line) for line in lines)
        apart = sum(line[0].box.x1 <= middle <= line[-1].box.x0 for line in parts)
        if apart >= SEPARATED and crossed <= CROSSED * len(lines) + 0.5:
            found.append(middle)
    return _separating(found, lines)


def _between_words(low: float, high: float, lines: Sequence[Sequence[Segment]]) -> float:
    """Where in a strip fewest words stand: a full line of the left column may reach to the right one's text."""
    words = [w.box for line in lines for s in line for w in s.words if w.box.x1 > low and w.box.x0 < high]
    ends = sorted({low, high, *(x for b in words for x in (b.x0, b.x1) if low < x < high)})
    parts = [
        (sum(b.x0 < (a + z) / 2 < b.x1 for b in words), a - z, (a + z) / 2)
        for a, z in itertools.pairwise(ends)
        if z - a >= LEAST_STRIP
    ]
    return min(parts)[2] if parts else (low + high) / 2


def _separating(found: Sequence[float], lines: Sequence[Sequence[Segment]]) -> list[float]:
    """The boundaries without those between a header and its own values, which stand further right or left.

    Two columns that no line fills both are one.
    """
    kept = list(found)
    index = 0
    while index < len(kept):
        left = kept[index - 1] if index else float("-inf")
        right = kept[index + 1] if index + 1 < len(kept) else float("inf")
        middle = kept[index]
        together = any(
            any(left < (s.box.x0 + s.box.x1) / 2 < middle for s in line)
            and any(middle < (s.box.x0 + s.box.x1) / 2 < right for s in line)
            for line in lines
        )
        if together:
            index += 1
        else:
            kept.pop(index)
    return kept


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

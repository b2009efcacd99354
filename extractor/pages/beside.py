"""What stands beside each other on a page without lines: columns of text, and tables under one line of labels."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from extractor.pages.cells import Segment, lines_of, text_of
from extractor.pages.gutters import cut
from extractor.swedish import fold

HEADER_COLUMNS = 3
"""Fewest columns of a table without lines: two are label and text anywhere."""

FULL_TEXT = 28
"""Letters: where half of the groups of words are longer, they are lines of running text in columns."""

SIDE_STRIP = 9.0
"""Points of white space at least between columns of text."""

STRIP_MARGIN = 2.0
"""Points that a white strip leaves on either side."""

STRIP_STEP = 3.0
"""Points between the places looked at."""

LEAST_BESIDE = 6
"""Lines on either side of a strip from which it parts columns of text."""

LEAST_PAIR = 3
"""The same where the labels of a second table say so: a header and two rows."""

Run = Sequence[Segment]
"""One line, cut at its wide spaces."""


def sides(lines: Sequence[Run]) -> list[list[Run]]:
    """Lines as the left and the right side of a white strip that goes down them; nothing where there is none.

    Two tables under one line of headers are parted before the first label that comes back; else the strip that
    most lines stand on both sides of is the one between columns of text.
    """
    repeated = [x for line in lines if (x := repeated_at(line)) is not None]
    gaps = [(a.box.x1 + b.box.x0) / 2 for line in lines for a, b in _apart(line)]
    covered = [[(s.box.x0 - STRIP_MARGIN, s.box.x1 + STRIP_MARGIN) for s in line] for line in lines]
    places = repeated or sorted({round(x / STRIP_STEP) * STRIP_STEP for x in gaps})
    strips = [_strip(x, covered) for x in places]
    best = max(strips, key=lambda s: s[0], default=(0, 0.0, 0, 0))
    beside, x, first, last = best
    if beside < (LEAST_PAIR if repeated else LEAST_BESIDE):
        return []
    within = [w for line in lines[first:last] for s in line for w in s.words]
    parted = [w for w in within if w.box.x1 <= x], [w for w in within if w.box.x0 >= x]
    return [[cut(line) for line in lines_of(side)] for side in parted]


def _apart(line: Run) -> list[tuple[Segment, Segment]]:
    """Neighbours on a line that stand as far apart as columns of text do."""
    return [(a, b) for a, b in itertools.pairwise(line) if b.box.x0 - a.box.x1 >= SIDE_STRIP]


def repeated_at(line: Run) -> float | None:
    """The x before which a header's labels begin again: those of another table beside."""
    if len(line) < 2 * HEADER_COLUMNS - 1 or not like_header(line):
        return None
    texts = [fold(text_of(s.words)) for s in line]
    again = next((i for i in range(2, len(texts)) if texts[i] == texts[0]), None)
    return None if again is None else (line[again - 1].box.x1 + line[again].box.x0) / 2


def _strip(x: float, lines: Sequence[Sequence[tuple[float, float]]]) -> tuple[int, float, int, int]:
    """The run of lines that leave x free with most on both sides: how many, x, its first line and the one after.

    Args:
        x: the place.
        lines: where the words of each line reach from and to, with the margin that a strip leaves.
    """
    best = (0, x, 0, 0)
    first = left = right = 0
    for index, line in enumerate(lines):
        if any(begin < x < end for begin, end in line):
            first, left, right = index + 1, 0, 0
            continue
        left += line[0][1] <= x
        right += x <= line[-1][0]
        if min(left, right) >= best[0]:
            best = (min(left, right), x, first, index + 1)
    return best


def like_header(line: Run) -> bool:
    """Words rather than numbers, and short ones; a year may head a column."""
    texts = [text_of(s.words) for s in line]
    lettered = sum(any(c.isalpha() for c in t) for t in texts)
    bold = all(w.bold for s in line for w in s.words)
    years = sum(bool(re.search(r"\b(?:19|20)\d\d\b", t)) for t in texts)
    return (lettered + years >= max(2, len(texts) - 1)) and (bold or max(map(len, texts)) <= FULL_TEXT)

"""Recognised lines → the few sizes and weights that their document is set in.

A picture shows the size of a line to some 4 %, less surely for a word than for a sentence, and its weight and colour
only where they are plain. Taken as measured, each heading would be of a level of its own, or all of one. Promises that
lines of one kind look alike afterwards: sizes are parted only where the gap between them is wider than the scatter of
the measurements, chapters numbered on from each other ("2.1", "2.2") are of one size, and a label that comes back
("Indikatorer") is as bold as it is seen most often. What a file says itself is left alone.
"""

from __future__ import annotations

import itertools
import math
import re
import statistics
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

import msgspec

from extractor.pages.layout import Line, is_vivid
from extractor.swedish import fold

SCATTER = 0.04
"""Standard deviation of a line's measured size against its true one; in four scans that nothing was tuned on 0.02 for
sentences, 0.05 for headings of one word."""
APART = 2.5
"""Standard errors by which two sizes must differ: headings of 13 and 12 points (8 %) reach it on three lines each."""
LEAST_APART = 0.05
"""Share by which they must differ however many lines there are: bold letters measure 3 % larger than plain ones."""
MOST_LINES = 6
"""Lines from which more make a size no surer: what is left is the error of all."""
SMALLER = 0.88
"""Share of the body's size that bold or coloured headings of that size measure at least: pale strokes look thinner."""
FEWEST_LETTERS = 3
"""Letters of a line whose size says something."""
READ = 0.3
"""Confidence from which a line's letters are letters, not the rest of a mark."""
ONE_SIZE = 1.25
"""Largest against smallest measured size of headings numbered on; beyond, some are items of a list."""
HIGHEST_CHAPTER = 30
"""Largest number of a heading; beyond, a line begins with a figure."""
LABEL_WORDS = 3
"""Most words of a label that comes back."""
BLACK = "#000000"

_NUMBERED = re.compile(r"(?:[^\w\s]{1,2}\s+|\w\s+)?(?P<number>\d{1,2}(?:\.\d{1,2}){0,3})\.?\s+[^\W\d]")


class _Size(NamedTuple):
    """A size that lines are set in."""

    log: float
    lines: int
    """How many lines speak for it, at most `MOST_LINES`."""
    members: tuple[int, ...]


def settled(lines: Sequence[Line]) -> Callable[[Line], Line]:
    """How the lines of a document are set.

    Args:
        lines: all lines of its running text, in reading order.

    Returns:
        What gives a line the size, weight and colour it is set in; lines that no recogniser measured stay as they are.
    """
    measured = [line for line in lines if line.confidence < 1]
    sizes = _sizes([line for line in measured if _tells(line)])
    if not sizes:
        return lambda line: line
    letters: Counter[float] = Counter()
    for line in measured:
        letters[_nearest(line, sizes)] += len(line.text)
    body = letters.most_common(1)[0][0]
    weights = _weights(line for line in measured if _nearest(line, sizes) == body)
    vivid = Counter(line.colour for line in measured if is_vivid(line.colour)).most_common(1)

    def as_set(line: Line) -> Line:
        if line.confidence >= 1:
            return line
        size = _nearest(line, sizes)
        if line.confidence < READ:  # dust and rests of rules stand out, too
            return msgspec.structs.replace(line, size=min(size, body), bold=False, colour=BLACK)
        if (
            size > body
        ):  # its size alone makes it a heading; weight and colour of large print are seen by chance
            return msgspec.structs.replace(line, size=size, bold=True, colour=BLACK)
        colour = vivid[0][0] if is_vivid(line.colour) else BLACK
        bold = weights.get(_label(line), line.bold)
        if (bold or is_vivid(line.colour)) and size >= SMALLER * body:
            size = body
        return msgspec.structs.replace(line, size=size, bold=bold, colour=colour)

    return as_set


def _tells(line: Line) -> bool:
    letters = sum(c.isalpha() for c in line.text)
    return line.size > 0 and line.confidence >= READ and letters >= FEWEST_LETTERS


def _nearest(line: Line, sizes: Sequence[float]) -> float:
    return min(sizes, key=lambda size: abs(math.log(size / max(line.size, 0.1))))


def _sizes(lines: Sequence[Line]) -> list[float]:
    """The sizes, in points, that lines are set in: neighbours that the measurements do not part are one."""
    families = _numbered_on(lines)
    single = set(range(len(lines))) - {n for family in families for n in family}
    groups = [*families, *((n,) for n in single)]
    found = sorted(_size(lines, group) for group in groups)
    while len(found) > 1:
        at = min(range(len(found) - 1), key=lambda n: _parted(found[n], found[n + 1]))
        if _parted(found[at], found[at + 1]) >= 1:
            break
        found[at : at + 2] = [_size(lines, found[at].members + found[at + 1].members)]
    return [round(math.exp(size.log), 1) for size in found]


def _size(lines: Sequence[Line], members: tuple[int, ...]) -> _Size:
    return _Size(
        statistics.median(math.log(lines[n].size) for n in members), min(MOST_LINES, len(members)), members
    )


def _parted(one: _Size, other: _Size) -> float:
    """How far apart two sizes are, against what parts them."""
    least = max(LEAST_APART, APART * SCATTER * math.sqrt(1 / one.lines + 1 / other.lines))
    return abs(other.log - one.log) / least


def _numbered_on(lines: Sequence[Line]) -> list[tuple[int, ...]]:
    """Lines, by their places, that are numbered on from each other under one chapter."""
    runs: dict[tuple[int, ...], list[tuple[int, int]]] = {}
    for place, line in enumerate(lines):
        match = _NUMBERED.match(line.text)
        if match is None:
            continue
        *chapter, number = (int(part) for part in match["number"].split("."))
        run = runs.setdefault(tuple(chapter), [])
        if number <= HIGHEST_CHAPTER and (not run or run[-1][0] < number):
            run.append((number, place))
    families = [tuple(place for _, place in run) for run in runs.values() if len(run) > 1]
    return [family for family in families if _are_alike([lines[n].size for n in family])]


def _are_alike(sizes: Sequence[float]) -> bool:
    return max(sizes) <= ONE_SIZE * min(sizes)


def _label(line: Line) -> str:
    return fold(line.text).strip(" :")


def _weights(lines: Iterable[Line]) -> dict[str, bool]:
    """Of labels of few words that come back: whether they are bold."""
    ordered = sorted((_label(line), line.bold) for line in lines if len(line.text.split()) <= LABEL_WORDS)
    looks = {text: [bold for _, bold in some] for text, some in itertools.groupby(ordered, lambda o: o[0])}
    return {text: 2 * sum(bold) >= len(bold) for text, bold in looks.items() if len(bold) > 1}

"""Blanks that a recogniser lost inside a word that holds a number: `2910h` is printed `2 910 h`.

Where a blank stands is seen in the picture, and which letters it parts is told by how wide they are.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Hashable, Sequence
from typing import NamedTuple

import msgspec
import numpy as np

from extractor.model import Box, Word
from extractor.reading.letters import LONGEST, ink_in, reached
from extractor.reading.tones import Pixels

GAP = 0.21
"""White in font sizes between a digit and another character that is a blank: a printed blank with the letters' own
margins leaves 0.31 (serif) to 0.36, sizes told from boxes are up to a third too large."""
GAP_IN_NUMBER = 0.27
"""The same between two digits: beside the digit 1 white is up to 0.25 wide."""
SAME_KIND = 0.06
"""Added to how far off a cut is between two digits or two others: a blank mostly parts a number from its unit."""
NO_BLANK = 0.13
"""White in font sizes up to which two words are one where a digit stands beside the gap: the letters' own margins
leave 0.05 to 0.1 between a digit and a per cent sign."""
SLACK = 1.0
"""Font sizes around two words' common border within which the gap between them lies, however their boxes run."""
OFF = 0.15
"""Share of a word's width by which a gap and the letters it parts may differ."""
_DIGIT = re.compile(r"\d")
_BROKEN_NUMBER = re.compile(r"\d (?!\d{3}(?!\d))\d")
"""Digits parted by a blank that groups no thousands."""


def with_blanks(word: Word, grey: Pixels, scale: float) -> Word:
    """The word with the blanks its picture shows, if it holds a digit.

    Args:
        word: a recognised word with its font size.
        grey: the page as it was recognised.
        scale: pixels per point.
    """
    if not _DIGIT.search(word.text) or not 2 <= len(word.text) <= LONGEST or word.rotation:
        return word
    gaps = _gaps(word, grey, scale)
    text = _parted(word.text, gaps)
    return msgspec.structs.replace(word, text=text) if text != word.text else word


def spaced(words: Sequence[tuple[Word, Hashable]], grey: Pixels, scale: float) -> tuple[Word, ...]:
    """The words with boxes that stand as far apart as their ink, where a figure is beside the gap.

    A recogniser's boxes run into each other: what stands in a cell is joined by its gaps, so `80 %` became `80%`.

    Args:
        words: recognised words with their font size, each with the key of its line.
        grey: the page as it was recognised.
        scale: pixels per point.
    """
    boxes = [w.box for w, _ in words]
    lines: dict[Hashable, list[int]] = {}
    for number, (_, key) in enumerate(words):
        lines.setdefault(key, []).append(number)
    for line in lines.values():
        for left, right in itertools.pairwise(sorted(line, key=lambda n: boxes[n].x0)):
            a, b = words[left][0], words[right][0]
            if _figure_between(a.text, b.text):
                boxes[left], boxes[right] = _set_apart(
                    boxes[left], boxes[right], max(a.size, b.size), grey, scale
                )
    return tuple(
        word if word.box == box else msgspec.structs.replace(word, box=box)
        for (word, _), box in zip(words, boxes, strict=True)
    )


def _figure_between(left: str, right: str) -> bool:
    """Whether a gap stands beside a digit and parts no two of them: blanks in numbers are the models' to see."""
    return left[-1:].isdigit() != right[:1].isdigit()


def _set_apart(left: Box, right: Box, size: float, grey: Pixels, scale: float) -> tuple[Box, Box]:
    """Two boxes of a line that end where the ink before and after the widest gap between them does."""
    border = sorted((left.x1, right.x0))
    if border[1] - border[0] > GAP * size and left.x1 <= right.x0:
        return left, right
    x0 = max(border[0] - SLACK * size, left.x0)
    x1 = min(border[1] + SLACK * size, right.x1)
    between = Box(x0, min(left.top, right.top), x1, max(left.bottom, right.bottom))
    columns = np.flatnonzero(ink_in(between, grey, scale).any(axis=0)).tolist()
    a, b = max(itertools.pairwise(columns), key=lambda pair: pair[1] - pair[0], default=(0, 0))
    gap = (b - a - 1) / scale
    if NO_BLANK * size < gap < GAP * size:
        return left, right
    ends, begins = x0 + (a + 1) / scale, x0 + b / scale
    if gap <= NO_BLANK * size:
        begins = ends = max(left.x0, min(left.x1, right.x0))
    return left._replace(x1=ends), right._replace(x0=begins)


class _Gap(NamedTuple):
    at: float
    """Share of the word's width left of it, gaps taken out."""
    wide: bool
    """Whether it is a blank between digits, too."""


def _gaps(word: Word, grey: Pixels, scale: float) -> list[_Gap]:
    """Where wide white gaps stand in a word."""
    columns = np.flatnonzero(ink_in(word.box, grey, scale).any(axis=0))
    if not len(columns):
        return []
    fewest = GAP * word.size * scale
    breaks = [(a, b) for a, b in itertools.pairwise(columns.tolist()) if b - a - 1 >= fewest]
    blank = sum(b - a - 1 for a, b in breaks)
    width = float(columns[-1] - columns[0] + 1 - blank)
    gaps, taken = [], 0.0
    for a, b in breaks:
        wide = b - a - 1 >= GAP_IN_NUMBER * word.size * scale
        gaps.append(_Gap((a - columns[0] + 1 - taken) / width, wide))
        taken += b - a - 1
    return gaps


def _parted(text: str, gaps: list[_Gap]) -> str:
    """The text cut where its letters' widths come nearest to the gaps, a change of kind preferred."""
    ends = reached(text)[:-1]
    cuts: set[int] = set()
    for gap in gaps:
        options = [
            (abs(share - gap.at) + SAME_KIND * (text[n].isdigit() == text[n + 1].isdigit()), n)
            for n, share in enumerate(ends)
            if n + 1 not in cuts and (gap.wide or text[n].isdigit() != text[n + 1].isdigit())
        ]
        off, best = min(options, default=(1.0, 0))
        if off > OFF:
            continue
        cuts.add(1 + best)
    if any(not _parts(text[cut - 1], text[cut]) for cut in cuts):
        return text
    pieces = [text[a:b] for a, b in itertools.pairwise([0, *sorted(cuts), len(text)])]
    parted = " ".join(pieces)
    return text if _BROKEN_NUMBER.search(parted) else parted


def _parts(a: str, b: str) -> bool:
    """Whether a blank between two characters makes sense: not around a decimal comma."""
    return not (a in ",.:" and b.isdigit()) and not (a.isdigit() and b in ",.:)")

"""Header words that stand on end: found as doubtful words in tall cells and as tall columns of ink, read turned.

Promises that the words read as they lie are replaced only where the turned reading is surer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

import cv2
import msgspec
import numpy as np

from extractor.model import Box, Rule, Word
from extractor.reading.letters import INK_BELOW
from extractor.reading.tesseract import model, words_of
from extractor.reading.tones import Pixels

DOUBTFUL = 0.6
"""Word confidence below which a tall cell is read turned; upright words of scans are above 0.8."""
TALL = 1.4
"""A cell is tall from this ratio of height to width."""
INSET = 0.7
"""Points inside its rules in which a cell's turned text is read; header words reach down to the rule."""
SAME_EDGE = 3.0
"""Points within which two cells begin or end at one height."""
MIN_TURNED = 8.0
"""Narrowest cell in points that can hold turned text."""
COLUMN_WIDTH = (3.5, 30.0)
"""Narrowest and widest column of ink in points that is turned text: a line of x alone, two lines of 10 points."""
COLUMN_HEIGHT = 22.0
"""Shortest column of ink in points: "Trend" in 8-point letters; shorter ones are letters of two lines."""
MARGIN = 1.5
"""Points of paper cut out around a column of ink: letters that touch the edge are not read."""
COLUMN_TALL = 2.0
"""How many times higher than wide a column of ink is at least."""
LETTER_GAP = 4.0
"""Points of white between the letters of a turned line and its words; lines of upright text keep a little less, but
make wide pieces."""
LARGEST = 24.0
"""Points: larger pieces of ink are drawings."""
DEBRIS = 2
"""Letters of what is made of a letter that stands on end."""
CREDIBLE = 0.2
"""Confidence from which turned words are taken where no rule says that there is a cell: right ones have 0.85, at
150 dpi and cut by a rule 0.25; they stay as doubtful as they are."""
CLEARER = 3.0
"""How many times surer one way to turn them must be than the other: what is no text reads alike both ways."""
MOST_COLUMNS = 40
"""Columns of ink that are read turned per page; a page with more is no text."""
RULE_RESTS = "-–—_|. "
"""What the rest of the rule that a turned header stands on is read as."""
LETTERS = 4
"""Fewest letters of such words: a column of upright marks may look like a short one."""

_Quarter = Literal[90, 270]
_TEXT = re.compile(r"[^\W\d_]{2}|\d{2}")


def read_on_end(
    words: Sequence[Word], rules: Sequence[Rule], grey: Pixels, scale: float
) -> tuple[list[Word], set[Word]]:
    """What stands on end, and the words it replaces.

    Args:
        words: what was read of the page as it lies.
        rules: its ruling lines.
        grey: the page as it was recognised: rules and marks painted over.
        scale: pixels per point.

    Raises:
        NeedsProgramError: tesseract is not installed or fails.
        TimeoutError: it takes too long.
    """
    found: list[Word] = []
    replaced: set[Word] = set()
    cells = _doubtful_cells(words, rules)
    tall = [c for c in cells if TALL * c.width < c.height]
    # Beside a turned header cell, a broad one is turned, too.
    for cell in [*tall, *(c for c in cells if c not in tall)]:
        if cell not in tall and not any(_same_row(cell, w.box) for w in found):
            continue
        inside = [w for w in words if overlap(w.box, cell) > 0.5]
        turned = _surer_turned(cell, inside, grey, scale)
        if turned is not None:
            found.append(turned.word)
            replaced.update(inside)
    for column in _ink_columns(words, grey, scale):
        if any(overlap(column, w.box) > 0.5 for w in found):
            continue
        inside = [w for w in words if overlap(w.box, column) > 0.5]
        turned = _surer_turned(column, inside, grey, scale)
        if turned is not None and _is_text(turned):
            found.append(turned.word)
            replaced.update(inside)
    return found, replaced


def on_end_again(word: Word, grey: Pixels, scale: float, name: str) -> Word:
    """A word that `read_on_end` found as another model reads it.

    Raises:
        NeedsProgramError: tesseract is not installed or fails.
        TimeoutError: it takes too long.
    """
    text, certainty = _turned(word.box, grey, scale, word.rotation, name)
    return msgspec.structs.replace(word, text=text, confidence=certainty)


def overlap(one: Box, other: Box) -> float:
    """Shared area as a share of the smaller box."""
    width = min(one.x1, other.x1) - max(one.x0, other.x0)
    height = min(one.bottom, other.bottom) - max(one.top, other.top)
    smaller = min(one.width * one.height, other.width * other.height)
    return width * height / smaller if width > 0 and height > 0 and smaller > 0 else 0.0


class _Turned(NamedTuple):
    """Turned text."""

    word: Word
    worse: float
    """How sure the text is when it is turned the other way."""


def _surer_turned(cell: Box, inside: Sequence[Word], grey: Pixels, scale: float) -> _Turned | None:
    """The turned text of a cell, if it is surer than what was read of it as it lies."""
    quarters: tuple[_Quarter, ...] = (90, 270)
    readings = [(_turned(cell, grey, scale, quarter, model()), quarter) for quarter in quarters]
    ((_, worse), _), ((best, certainty), quarter) = sorted(readings, key=lambda r: r[0][1])
    lying = [w for w in inside if not stands(w) and len(w.text) > 2]
    if not best or certainty <= max((w.confidence for w in lying), default=0.0):
        return None
    standing = max((w for w in inside if stands(w)), key=lambda w: w.confidence, default=None)
    if standing is not None and standing.confidence > certainty and 2 * len(standing.text) > len(best):
        best, certainty = standing.text, standing.confidence
    return _Turned(Word(text=best, box=cell, size=9.0, rotation=quarter, confidence=certainty), worse)


def _is_text(turned: _Turned) -> bool:
    """Whether what stands in a column of ink is text."""
    sure = turned.word.confidence
    letters = sum(map(str.isalpha, turned.word.text))
    return letters >= LETTERS and sure >= CREDIBLE and sure >= CLEARER * turned.worse


def stands(word: Word) -> bool:
    """Whether a word stands on end, by its box: some turned lines the program reads as such by itself."""
    return len(word.text) > 2 and word.box.height >= COLUMN_TALL * word.box.width


def _same_row(one: Box, other: Box) -> bool:
    return abs(one.top - other.top) < SAME_EDGE and abs(one.bottom - other.bottom) < SAME_EDGE


def _doubtful_cells(words: Sequence[Word], rules: Sequence[Rule]) -> list[Box]:
    """The cells around words that are doubtful or stand on end."""
    cells = []
    for word in words:
        if word.confidence >= DOUBTFUL and word.box.height < 2 * word.box.width:
            continue
        x, y = (word.box.x0 + word.box.x1) / 2, (word.box.top + word.box.bottom) / 2
        level = [r.box for r in rules if r.horizontal and r.box.x0 - 2 <= x <= r.box.x1 + 2]
        upright = [r.box for r in rules if not r.horizontal and r.box.top - 2 <= y <= r.box.bottom + 2]
        left = max((b.x0 for b in upright if b.x0 < x), default=None)
        right = min((b.x0 for b in upright if b.x0 > x), default=None)
        top = max((b.top for b in level if b.top < y), default=None)
        bottom = min((b.top for b in level if b.top > y), default=None)
        if left is None or right is None or top is None or bottom is None:
            continue
        cell = Box(left + INSET, top + INSET, right - INSET, bottom - INSET)
        if cell.width > MIN_TURNED and cell not in cells:
            cells.append(cell)
    return cells


def _ink_columns(words: Sequence[Word], grey: Pixels, scale: float) -> list[Box]:
    """Tall narrow columns of ink that were read with doubt or not at all: turned text where no rule marks cells."""
    ink = (grey < INK_BELOW).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink)
    small = stats[:, 2:4].max(axis=1) <= LARGEST * scale
    small[0] = False
    kept = small[labels].astype(np.uint8)
    for word in words:
        if word.confidence >= DOUBTFUL and word.box.height < word.box.width and len(word.text) > DEBRIS:
            x0, top, x1, bottom = (max(0, round(v * scale)) for v in word.box)
            kept[top : bottom + 1, x0 : x1 + 1] = 0
    joined = cv2.morphologyEx(kept, cv2.MORPH_CLOSE, np.ones((round(LETTER_GAP * scale), 1), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(joined)
    low, high = COLUMN_WIDTH
    boxes = (
        Box(x / scale, y / scale, (x + width) / scale, (y + height) / scale)
        for x, y, width, height, _ in stats[1:count].tolist()
    )
    return [
        Box(b.x0 - MARGIN, b.top - MARGIN, b.x1 + MARGIN, b.bottom + MARGIN)
        for b in boxes
        if low <= b.width <= high and b.height >= max(COLUMN_HEIGHT, COLUMN_TALL * b.width)
    ][:MOST_COLUMNS]


def _turned(cell: Box, grey: Pixels, scale: float, quarter: int, name: str) -> tuple[str, float]:
    """The text of a cell read upwards (90) or downwards (270), and how sure."""
    left, top, right, bottom = (max(0, int(v * scale)) for v in cell)
    crop = grey[top:bottom, left:right]
    upright = np.ascontiguousarray(np.rot90(crop, -1 if quarter == 90 else 1))
    framed = cv2.copyMakeBorder(upright, 12, 12, 12, 12, cv2.BORDER_REPLICATE)
    words = [w for w, _ in words_of(framed, scale, name, psm=6) if _TEXT.search(w.text)]
    if not words:
        return "", 0.0
    letters = sum(len(w.text) for w in words)
    certainty = sum(w.confidence * len(w.text) for w in words) / letters
    return " ".join(w.text for w in words).rstrip(RULE_RESTS), certainty

"""What a page's recognition left out or doubts, read again line by line.

Tesseract lays a page out before it reads: in tables it drops cells, joins rows and misjudges word gaps. The
ink itself says where text stands; a line of ink that was not read, or only with doubt, is cut out and read
alone. What then still cannot be read leaves a mark, so that no cell looks empty that is not.
"""

from __future__ import annotations

import re
import statistics
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

import cv2
import msgspec
import numpy as np
import numpy.typing as npt

from extractor.model import Box, Word
from extractor.reading.letters import INK_BELOW
from extractor.reading.tesseract import words_of_lines
from extractor.reading.tones import Pixels

WORD_GAP = 5.0
"""Points of white that keep two pieces of ink in different lines: cells keep 8 or more, words 2 to 4."""
LINE_HEIGHT = (3.5, 24.0)
"""Lowest and highest line of text in points: x without ascenders at 7 points, a title of 24."""
SPECK = 1.2
"""Points: smaller pieces of ink are grain, or dots that belong to a letter."""
DOUBTFUL = 0.75
"""Confidence below which a word is read again: right words of clean scans have 0.9, of poor ones 0.8."""
UNREAD = 0.3
"""Share of a line's length with ink but without a word, from which it is read again."""
UNREAD_PIECE = 2.0
"""Points of ink beside a number without a word from which the line is read again: a lost minus or `≥` changes what
the number says; boxes of words are up to a point too narrow."""
BELIEVED = 0.5
"""Mean confidence from which a line that was not read at all is taken as read alone."""
PARTLY_READ = 0.5
"""Confidence of the words of a line whose other ink could not be read."""
MOST_LINES = 200
"""Lines read again per page; a page with more is a picture."""
HELD = 0.15
"""Share of a line of ink that may reach out of a word that holds it."""
MARGIN = 2.0
"""Points of surroundings cut out with a line."""
UNREADABLE = "\ufffd"
"""Stands for ink that gave no word."""
_FRAME = 12
_MARKS = dict.fromkeys(map(ord, "\u0308\u030a\u0301\u0300"))
_SOMETHING = re.compile(r"\w|[%–—-]")


class Line(NamedTuple):
    """A line of ink and what was read in it."""

    box: Box
    words: tuple[Word, ...]
    unread: bool = False
    """Whether much of its ink stands outside its words."""


def lines_to_reread(words: Sequence[Word], grey: Pixels, scale: float) -> list[Line]:
    """The lines of ink that were not read, or only with doubt.

    Args:
        words: what the page's recognition found.
        grey: the page as it was recognised: rules and marks painted over.
        scale: pixels per point.
    """
    doubtful = []
    for box in _ink_lines(grey, scale):
        inside = tuple(w for w in words if _within(w.box, box))
        if not inside and any(w.confidence >= DOUBTFUL and _holds(w.box, box) for w in words):
            continue  # a piece of a faint word whose other letters are lighter than ink
        unread = not inside or _unread(box, inside, grey, scale)
        if unread or min(w.confidence for w in inside) < DOUBTFUL:
            doubtful.append(Line(box, inside, unread))
    return doubtful[:MOST_LINES]


def read_again(lines: Sequence[Line], grey: Pixels, scale: float, name: str) -> list[tuple[Word, ...]]:
    """What a model reads in each line alone; boxes in points of the page."""
    if not lines:
        return []
    cuts, corners = [], []
    for box, *_ in lines:
        left, top = max(0, int((box.x0 - MARGIN) * scale)), max(0, int((box.top - MARGIN) * scale))
        right, bottom = int((box.x1 + MARGIN) * scale), int((box.bottom + MARGIN) * scale)
        cut = cv2.copyMakeBorder(
            grey[top:bottom, left:right], _FRAME, _FRAME, _FRAME, _FRAME, cv2.BORDER_CONSTANT, value=255
        )
        cuts.append(np.ascontiguousarray(cut))
        corners.append(((left - _FRAME) / scale, (top - _FRAME) / scale))
    return [
        tuple(_moved(w, *corner) for w in found if _SOMETHING.search(w.text))
        for found, corner in zip(words_of_lines(cuts, scale, name), corners, strict=True)
    ]


def in_doubt(words: Sequence[Word]) -> list[Word]:
    """The words of a line whose other ink could not be read."""
    return [_at_most(w, PARTLY_READ) for w in words]


def better(line: Line, again: Sequence[Word]) -> tuple[Word, ...]:
    """Of two readings of a line, the surer one; a mark where neither gave a word."""
    if not line.words:
        sure = bool(again) and _mean(again) >= BELIEVED
        return tuple(again) if sure else (_unreadable(line.box),)
    if not again or _mean(again) <= _mean(line.words) or _loses_marks(line.words, again):
        return tuple(in_doubt(line.words)) if line.unread else line.words
    return tuple(again)


def _loses_marks(words: Sequence[Word], again: Sequence[Word]) -> bool:
    """Whether a reading says the same without the dots and rings: they are easier lost than invented."""
    one, other = (" ".join(w.text for w in some) for some in (words, again))
    bare = unicodedata.normalize("NFD", one).translate(_MARKS)
    return one != other and other == bare


def _at_most(word: Word, confidence: float) -> Word:
    return msgspec.structs.replace(word, confidence=min(word.confidence, confidence))


def _unreadable(box: Box) -> Word:
    return Word(text=UNREADABLE, box=box, size=box.height, confidence=0.0)


def _mean(words: Sequence[Word]) -> float:
    letters = sum(len(w.text) for w in words)
    return sum(w.confidence * len(w.text) for w in words) / letters if letters else 0.0


def _moved(word: Word, x: float, y: float) -> Word:
    left, top, right, bottom = word.box
    return msgspec.structs.replace(word, box=Box(left + x, top + y, right + x, bottom + y))


def _ink_lines(grey: Pixels, scale: float) -> list[Box]:
    """Boxes of ink that stands together on a line, as high as a line of text."""
    ink = (grey < INK_BELOW).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink)
    large = (stats[:, 2:4].max(axis=1) >= SPECK * scale) & (stats[:, 3] <= LINE_HEIGHT[1] * scale)
    large[0] = False
    kept = large[labels].astype(np.uint8)
    joined = cv2.morphologyEx(kept, cv2.MORPH_CLOSE, np.ones((1, round(WORD_GAP * scale)), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(joined)
    low, high = LINE_HEIGHT
    pieces = [
        Box(x / scale, y / scale, (x + width) / scale, (y + height) / scale)
        for x, y, width, height, _ in stats[1:count].tolist()
        if height <= high * scale
    ]
    boxes = [b for b in pieces if b.height >= low]
    boxes = _with_signs(boxes, [b for b in pieces if b.height < low and b.width <= high])
    boxes = [b for b in boxes if not any(_within(b, other) for other in boxes if other.width > b.width)]
    usual = statistics.median(b.height for b in boxes) if boxes else 0.0
    # Lines that touch are one piece of ink: what the page's recognition made of them stays.
    return [b for b in boxes if b.height <= 2 * usual]


def _with_signs(lines: Sequence[Box], pieces: Sequence[Box]) -> list[Box]:
    """The lines grown by the pieces lower than a letter that stand beside them: dashes and signs of comparison."""
    grown = list(lines)
    for piece in pieces:
        middle = (piece.top + piece.bottom) / 2
        for number, line in enumerate(grown):
            apart = max(piece.x0, line.x0) - min(piece.x1, line.x1)
            if 0 <= apart < WORD_GAP and line.top < middle < line.bottom:
                grown[number] = line._replace(x0=min(line.x0, piece.x0), x1=max(line.x1, piece.x1))
    return grown


def _within(inner: Box, outer: Box) -> bool:
    x, y = (inner.x0 + inner.x1) / 2, (inner.top + inner.bottom) / 2
    return outer.x0 - 1 <= x <= outer.x1 + 1 and outer.top - 1 <= y <= outer.bottom + 1


def _holds(outer: Box, inner: Box) -> bool:
    """Whether a word's box goes around a line of ink."""
    x, y = HELD * inner.width, HELD * inner.height
    return (
        outer.x0 - x <= inner.x0
        and inner.x1 <= outer.x1 + x
        and outer.top - y <= inner.top
        and inner.bottom <= outer.bottom + y
    )


def _unread(box: Box, words: Sequence[Word], grey: Pixels, scale: float) -> bool:
    """Whether much of a line's ink stands outside the words read in it."""
    inked, beside = _columns(box, words, grey, scale)
    if beside.sum() > UNREAD * inked.sum():
        return True
    return bool(pieces_left(box, words, grey, scale))


def pieces_left(box: Box, words: Sequence[Word], grey: Pixels, scale: float) -> list[Box]:
    """The pieces of ink of a line with a number that stand in no word: a lost minus or `≥`, or mere dirt.

    Args:
        box: the line.
        words: what was read in it.
        grey: the page as it was recognised.
        scale: pixels per point.
    """
    if not any(c.isdigit() for w in words for c in w.text):
        return []
    _, beside = _columns(box, words, grey, scale)
    ends = np.flatnonzero(np.diff(np.concatenate([[False], beside, [False]]).astype(np.int8))).tolist()
    return [
        Box(box.x0 + x0 / scale, box.top, box.x0 + x1 / scale, box.bottom)
        for x0, x1 in zip(ends[::2], ends[1::2], strict=True)
        if x1 - x0 > UNREAD_PIECE * scale
    ]


class _Columns(NamedTuple):
    """Columns of pixels of a line."""

    inked: npt.NDArray[np.bool_]
    beside: npt.NDArray[np.bool_]
    """Those of them that stand in no word."""


def _columns(box: Box, words: Sequence[Word], grey: Pixels, scale: float) -> _Columns:
    """Where a line has ink, and where it has some that was not read."""
    left, top, right, bottom = (round(v * scale) for v in box)
    inked = np.asarray((grey[top:bottom, left:right] < INK_BELOW).any(axis=0), dtype=np.bool_)
    beside = inked.copy()
    for word in words:
        begin, end = round(word.box.x0 * scale) - left, round(word.box.x1 * scale) - left + 1
        beside[max(0, begin) : max(0, end)] = False
    return _Columns(inked, beside)

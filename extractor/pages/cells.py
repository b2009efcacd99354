"""The words inside a rectangle → lines → text: upright, turned by 90° or one letter per line.

What stands in a cell is read as a person would: line by line, whichever way the text runs.
"""

from __future__ import annotations

import itertools
import operator
import statistics
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import Generic, NamedTuple, TypeVar

from extractor.model import Box, Drawing, Turn, Word
from extractor.swedish import RAISED, join_lines, without_marks

SAME_LINE = 0.5
"""Two words stand on one line when they overlap by this share of the lower one's height."""

COLUMN_GAP = 0.9
"""Font sizes: white space of this width between two words on one line separates columns; a justified line's
widest spaces are about 0.7."""

MARK = "\ufffc"
"""Stands for a drawing among words (Unicode's object replacement character)."""

STACKED = 4
"""Fewest single letters one below the other that are a word: three may be a column of marks."""


def bounds(boxes: Iterable[Box]) -> Box:
    """The smallest box around all boxes.

    Raises:
        ValueError: there is no box.
    """
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return Box(min(lefts), min(tops), max(rights), max(bottoms))


def centre(box: Box) -> tuple[float, float]:
    """The middle of a box: x, y."""
    return (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2


def inside(box: Box, outer: Box) -> bool:
    """Whether the middle of a box lies in another one."""
    x0, top, x1, bottom = box
    left, upper, right, lower = outer
    return left <= (x0 + x1) / 2 <= right and upper <= (top + bottom) / 2 <= lower


Boxed = TypeVar("Boxed", Word, Drawing)


class Placed(Generic[Boxed]):
    """Words or drawings by where their middles are: every cell of a table asks for its own."""

    def __init__(self, things: Iterable[Boxed]) -> None:
        self.things: tuple[Boxed, ...] = tuple(things)
        places = [
            ((b.top + b.bottom) / 2, (b.x0 + b.x1) / 2, n) for n, b in enumerate(t.box for t in self.things)
        ]
        places.sort()
        self._ys = [y for y, _, _ in places]
        self._numbers = [(x, n) for _, x, n in places]

    def inside(self, box: Box) -> list[Boxed]:
        """Those whose middle lies in a box, in their order."""
        x0, top, x1, bottom = box
        band = self._numbers[bisect_left(self._ys, top) : bisect_right(self._ys, bottom)]
        return [self.things[n] for n in sorted([n for x, n in band if x0 <= x <= x1])]


_left_of = operator.attrgetter("box.x0")


def _by_height(word: Word) -> tuple[float, float]:
    x0, top, _, bottom = word.box
    return top + bottom, x0


def lines_of(words: Iterable[Word]) -> list[list[Word]]:
    """Upright words as lines from top to bottom, each from left to right.

    Drawings that stand for words come last, each to the line that it overlaps most: a traffic light may reach from
    its own row to the line above, words of one line begin at one height.
    """
    listed = sorted(words, key=_by_height)
    if len(listed) < 2:
        return [listed] if listed else []
    lines: list[list[Word]] = []
    heights: list[tuple[float, float]] = []
    """Top and bottom of each line: those of its tallest word."""
    for word in listed:
        if word.text == MARK:
            continue
        _, top, _, bottom = word.box
        if lines and heights[-1] == (top, bottom):  # as most words of a line are
            lines[-1].append(word)
            continue
        for index in range(len(lines) - 1, max(-1, len(lines) - 4), -1):
            line_top, line_bottom = heights[index]
            alike = top == line_top and bottom == line_bottom
            if alike or _shared(line_top, line_bottom, top, bottom) >= SAME_LINE:
                lines[index].append(word)
                if bottom - top >= line_bottom - line_top:
                    heights[index] = top, bottom
                break
        else:
            lines.append([word])
            heights.append((top, bottom))
    for mark in listed:
        if mark.text != MARK:
            continue
        top, bottom = mark.box.top, mark.box.bottom
        shares = [_shared(*height, top, bottom) for height in heights]
        best = max(range(len(shares)), key=shares.__getitem__, default=None)
        if best is None or shares[best] < SAME_LINE:
            lines.append([mark])
            heights.append((top, bottom))
        else:
            lines[best].append(mark)
    order = sorted(range(len(lines)), key=lambda i: heights[i][0])
    return [sorted(lines[i], key=_left_of) for i in order]


def _shared(top: float, bottom: float, other_top: float, other_bottom: float) -> float:
    """How much of the lower one's height two intervals have in common."""
    overlap = min(bottom, other_bottom) - max(top, other_top)
    return overlap / (min(bottom - top, other_bottom - other_top) or 1.0)


class Segment(NamedTuple):
    """Words of one line that stand together."""

    words: tuple[Word, ...]
    box: Box


def segments(line: Sequence[Word], gap: float = COLUMN_GAP) -> list[Segment]:
    """A line cut at its wide spaces, left to right."""
    parts: list[list[Word]] = []
    wide = gap * font_size(line)
    end = 0.0
    for word in line:
        x0, _, x1, _ = word.box
        if parts and x0 - end < wide:
            parts[-1].append(word)
            end = max(end, x1)
        else:
            parts.append([word])
            end = x1
    return [Segment(tuple(p), p[0].box if len(p) == 1 else bounds([w.box for w in p])) for p in parts]


def raw_lines(words: Sequence[Word], lines: Sequence[Sequence[Word]] | None = None) -> list[str]:
    """The printed lines of a cell, turned text first unturned; stacked single letters are one line.

    Args:
        words: the words of the cell, in any order.
        lines: what `lines_of` makes of the upright ones, where that is known.
    """
    lines = lines_of([w for w in words if w.rotation == 0]) if lines is None else lines
    texts = [printed(line) for line in lines]
    if len(texts) >= STACKED and all(len(t) == 1 and t.isalnum() for t in texts):
        texts = _unstacked(lines) if sum(t.isalpha() for t in texts) >= STACKED else texts
    turned = [w for w in words if w.rotation != 0]
    return _turned_lines(turned) + texts


def _unstacked(lines: Sequence[Sequence[Word]]) -> list[str]:
    """Letters one below the other as words: a gap of more than a line, or figures after letters, parts them."""
    letters = [line[0] for line in lines]
    tops = [b.box.top - a.box.top for a, b in itertools.pairwise(letters)]
    pitch = statistics.median(tops)
    text = letters[0].text
    for before, letter, step in zip(letters, letters[1:], tops, strict=False):
        parted = step > 1.5 * pitch or before.text.isalpha() != letter.text.isalpha()
        text += f" {letter.text}" if parted else letter.text
    return [text]


def printed(line: Sequence[Word]) -> str:
    """A line's words with spaces, but none where the print has none (a changed font within a word)."""
    text = line[0].text if line else ""
    for before, word in itertools.pairwise(line):
        touching = word.box.x0 - before.box.x1 < 0.08 * max(word.size, before.size)
        close = word.text.startswith(RAISED) or (touching and word.size > 0)
        text += word.text if close else f" {word.text}"
    return text


def text_of(line: Sequence[Word]) -> str:
    """What is `printed` in a line without the marks of footnotes."""
    return without_marks(printed(line))


def _turned_lines(words: Sequence[Word]) -> list[str]:
    """Turned words as lines: reading upwards, lines follow left to right; reading downwards, right to left."""
    lines = []
    for rotation in (90, 270, 180):
        group = [w for w in words if w.rotation == rotation]
        if group:
            lines += [text_of(line) for line in lines_of(_unturn(w) for w in group)]
    return lines


def _unturn(word: Word) -> Word:
    """The word on a page turned so that it reads left to right."""
    box = turned_box(word.box, word.rotation, 0.0, 0.0)
    return Word(text=word.text, box=box, size=word.size, font=word.font)


def turned_box(box: Box, turn: Turn, width: float, height: float) -> Box:
    """Where a box stands once the page around it, so wide and high, is turned so that what reads so reads upright."""
    x0, top, x1, bottom = box
    match turn:
        case 90:
            return Box(height - bottom, x0, height - top, x1)
        case 270:
            return Box(top, width - x1, bottom, width - x0)
        case 180:
            return Box(width - x1, height - bottom, width - x0, height - top)
        case 0:
            return box


def cell_text(words: Sequence[Word], lines: Sequence[Sequence[Word]] | None = None) -> tuple[str, str]:
    """A cell's text in one line and its raw lines.

    Args:
        words: the words of the cell, in any order.
        lines: what `lines_of` makes of the upright ones, where that is known.

    Returns:
        The text with word divisions at line ends undone, and the lines as printed joined by newlines.
    """
    texts = raw_lines(words, lines)
    return join_lines([without_marks(text) for text in texts]), "\n".join(texts)


def is_bold(words: Sequence[Word]) -> bool:
    """Whether most letters are bold."""
    letters = sum(len(w.text) for w in words)
    return letters > 0 and 2 * sum(len(w.text) for w in words if w.bold) > letters


def font_size(words: Iterable[Word], default: float = 10.0) -> float:
    """The usual height of the words' letters in points; boxes stand in where the size is unknown."""
    sizes = sorted([w.size or w.box.height for w in words if w.rotation == 0])
    return (sizes[(len(sizes) - 1) // 2] + sizes[len(sizes) // 2]) / 2 if sizes else default

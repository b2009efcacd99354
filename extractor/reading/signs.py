"""The signs `≥` and `≤`, which no model knows: told from the picture, never sure.

They come as `2`, `>`, `=`, `z=` or not at all, but show a wedge with a bar of its own below.
"""

from __future__ import annotations

import re
import statistics
from collections.abc import Sequence

import cv2
import msgspec
import numpy as np

from extractor.model import SURE, Box, Word
from extractor.reading.letters import INK_BELOW, ink_in
from extractor.reading.tones import Pixels

DISPUTED = 0.5
"""Confidence of a number whose readings differ, or of a sign that the picture alone shows."""
INK_LEVELS = (INK_BELOW, 120)
"""Grey levels of ink, one after the other: blur of a coarse scan fills the gap between wedge and bar, and the darker
one opens it again; it opens digits, too, so that it is not asked where one may be meant."""
SLACK = 2
"""Pixels around a word in which its ink may stand."""
SMALLEST = 2.0
"""Pixels of ink, times the scale, from which a piece is part of a sign."""
BAR_HEIGHT, BAR_WIDTH = 0.35, (0.6, 1.5)
"""A bar's height and width against its wedge; an underline is wider."""
BESIDE = 2.0
"""Points between the two halves of a sign of which one was read."""
TALLEST = 1.3
"""Height of the wedge against its width: a digit over a line is higher."""
LOWER = 0.92
"""Height of a sign against the digits after it: 0.85 in print."""
SQUAT = 0.7
"""Share of the highest piece's height from which a piece is a digit."""
SQUATTEST = 0.8
"""Height of a whole sign against its width, at least; its bar read in: 1.16, a digit's 1.4 and more."""
WEDGE = 0.7
"""Share of a sign's height that is its wedge."""
_MISREAD = re.compile(r"^[2zZ5sS$<>=»«›‹~]{1,2}(?=\s?\d|$)")
_WIDE_MINUS = re.compile(r"^—(?=\d)")
"""What a minus as wide as a plus is read as; no report sets one so wide."""
_BARE = re.compile(r"^[<>](?=\s?\d|$)")


def with_sign(word: Word, grey: Pixels, scale: float) -> Word:
    """The word with the sign its picture begins with; a bare `<` or `>` is not sure, as its bar may be lost.

    A minus is a minus, however wide it was read.

    Args:
        word: a recognised word.
        grey: the page as it was recognised.
        scale: pixels per point.
    """
    misread = _MISREAD.match(word.text)
    if misread is None:
        return (
            word
            if _WIDE_MINUS.match(word.text) is None
            else msgspec.structs.replace(word, text=f"−{word.text[1:]}")
        )
    levels = INK_LEVELS[:1] if word.text[:2].isdigit() else INK_LEVELS
    sign = next((s for level in levels if (s := _sign(grey, word.box, scale, level))), None)
    sign = sign or _blurred_sign(grey, word, scale)
    if sign is None:
        return _doubted(word, word.text, SURE - 0.05) if _BARE.match(word.text) else word
    # Two letters read of the sign, or one of it and the number's first digit.
    letters = 2 if len(misread[0]) == 2 and not misread[0][1].isdigit() else 1
    return _doubted(word, sign + word.text[letters:].lstrip(), DISPUTED)


def with_lost_signs(words: Sequence[Word], pieces: Sequence[Box], grey: Pixels, scale: float) -> list[Word]:
    """The words of a line and the signs among the pieces of ink that stand in none of them.

    Args:
        words: what was read of the line.
        pieces: where its other ink stands.
        grey: the page as it was recognised.
        scale: pixels per point.
    """
    found = list(words)
    for piece in pieces:
        sign = next((s for level in INK_LEVELS if (s := _sign(grey, piece, scale, level))), None)
        beside = [
            n for n, w in enumerate(found) if abs(w.box.x0 - piece.x1) < BESIDE and _MISREAD.match(w.text)
        ]
        if sign is None:
            continue
        if beside:  # it was read in part: `with_sign` looks at the whole of it
            word = found[beside[0]]
            found[beside[0]] = msgspec.structs.replace(word, box=word.box._replace(x0=piece.x0))
        else:
            found.append(Word(text=sign, box=piece, size=piece.height, confidence=DISPUTED))
    return found


def _doubted(word: Word, text: str, confidence: float) -> Word:
    return msgspec.structs.replace(word, text=text, confidence=min(word.confidence, confidence))


def _sign(grey: Pixels, box: Box, scale: float, level: int) -> str | None:
    """≥ or ≤ if what the word begins with is a wedge with a separate bar under it."""
    x0, y0 = max(0, int(box.x0 * scale) - SLACK), max(0, int(box.top * scale) - SLACK)
    x1, y1 = int(box.x1 * scale) + SLACK, int(box.bottom * scale) + SLACK + 1
    crop = grey[y0:y1, x0:x1]
    if crop.size == 0:
        return None
    ink = ((crop < level) * 255).astype(np.uint8)
    count, _, stats, _ = cv2.connectedComponentsWithStats(ink)
    parts = sorted(tuple(map(int, s[:4])) for s in stats[1:count] if s[4] > SMALLEST * scale)
    if not parts:
        return None
    first = parts[0]
    column = [p for p in parts if p[0] < first[0] + first[2] * 0.6 and p[0] + p[2] > first[0]]
    if len(column) != 2:
        return None
    wedge, bar = sorted(column, key=lambda p: p[1])
    x, y, width, height = wedge
    flat = bar[3] <= BAR_HEIGHT * height and BAR_WIDTH[0] * width <= bar[2] <= BAR_WIDTH[1] * width
    if not flat or bar[1] < y + 0.8 * height or height > TALLEST * width:
        return None
    return _opens(ink[y : y + height, x : x + width])


def _blurred_sign(grey: Pixels, word: Word, scale: float) -> str | None:
    """The same where blur has filled the gap between wedge and bar and a digit was read.

    It is lower than the digits after it, and as wide as high.
    """
    if not word.text[:1].isdigit():
        return None
    ink = ink_in(word.box, grey, scale)
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink)
    parts = sorted(tuple(map(int, s[:4])) for s in stats[1:] if s[4] > SMALLEST * scale)
    if not parts:
        return None
    (x, y, width, height), others = parts[0], [p[3] for p in parts[1:]]
    tall = [other for other in others if other > SQUAT * max(others)]
    if not SQUATTEST * width <= height <= TALLEST * width or (
        tall and height > LOWER * statistics.median(tall)
    ):
        return None
    return _opens(ink[y : y + round(WEDGE * height), x : x + width])


def _opens(wedge: Pixels) -> str | None:
    """≥ or ≤ by the side to which a wedge opens."""
    third = max(1, wedge.shape[1] // 3)
    sides = [np.nonzero(part.any(axis=1))[0] for part in (wedge[:, :third], wedge[:, -third:])]
    if not all(len(side) for side in sides):
        return None
    left, right = (int(np.ptp(side)) for side in sides)
    if left == right:
        return None
    return "≥" if left > right else "≤"

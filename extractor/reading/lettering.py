"""How recognised words are set: size, boldness and colour, told from the page image.

OCR gives boxes, not fonts. A heading is larger, bolder or coloured against the body; that is all the layout
needs. Sizes are told as measured: which lines are set in one size shows only in the whole document
(`pages.settled`).
"""

from __future__ import annotations

import re
import statistics
from collections.abc import Hashable, Sequence
from typing import NamedTuple

import cv2
import msgspec
import numpy as np

from extractor.model import Word
from extractor.reading.picture import INK_BELOW
from extractor.reading.tones import Pixels

_ASCENDING = re.compile(r"[A-ZÅÄÖÉ0-9bdfhkltåäöéij%/()\"'!?]")
_DESCENDING = re.compile(r"[gjpqyQ,;()/]")
_CAPPED = re.compile(r"[ÅÄÖÉ]")
X_HEIGHT, ASCENT, DESCENT, MARKS = 0.49, 0.21, 0.21, 0.17
"""Heights in font sizes above the baseline to x, from there to an ascender's top, below the baseline, and of what
stands on a capital: between Liberation Serif (0.46, 0.22, 0.22, 0.14) and Sans (0.53, 0.20, 0.21, 0.19)."""
DOT_GAP = 1.2
"""Points between a letter and its dots at most, in 14-point print; beyond stands a rule's rest or the next line."""
BOLD_FROM = 1.3
"""Stroke width against the page's usual one, per size, from which a line is bold: Liberation Serif's bold has
1.5, Sans's 1.45, blur of a scan adds to both."""
COLOURED = 45
"""Difference between the channels from which ink is coloured and not black or grey."""


class _Look(NamedTuple):
    size: float
    stroke: float
    colour: tuple[int, int, int]


def dress(
    words: Sequence[tuple[Word, Hashable]], grey: Pixels, pixels: Pixels, scale: float
) -> tuple[Word, ...]:
    """The words with size, boldness and colour.

    Args:
        words: each word with the key of its line.
        grey: the page image the boxes refer to, in grey, what stands on dark shading put on paper.
        pixels: the same in RGB, as printed.
        scale: pixels per point.

    Returns:
        The same words in the same order; all words of a line look alike.
    """
    lines: dict[Hashable, list[Word]] = {}
    for word, key in words:
        lines.setdefault(key, []).append(word)
    looks = {key: _line_look(some, grey, pixels, scale) for key, some in lines.items()}
    letters = {key: sum(len(w.text) for w in some) for key, some in lines.items()}
    usual_stroke = _weighted_median([(k.stroke / k.size, letters[key]) for key, k in looks.items() if k.size])
    dressed = []
    for word, key in words:
        look = looks[key]
        bold = bool(look.size and usual_stroke) and look.stroke / look.size >= BOLD_FROM * usual_stroke
        colour = "#{:02x}{:02x}{:02x}".format(*look.colour) if np.ptp(look.colour) >= COLOURED else None
        dressed.append(msgspec.structs.replace(word, size=round(look.size, 1), bold=bold, colour=colour))
    return tuple(dressed)


def _line_look(words: Sequence[Word], page: Pixels, pixels: Pixels, scale: float) -> _Look:
    sizes, strokes, colours = [], [], []
    for word in words:
        left, top = int(word.box.x0 * scale), int(word.box.top * scale)
        spot = np.s_[top : int(word.box.bottom * scale) + 1, left : int(word.box.x1 * scale) + 1]
        crop, grey = pixels[spot], page[spot]
        ink = (grey < INK_BELOW).astype(np.uint8)
        blank = ink.sum() < 8 or bool(ink.all())
        if any(c.isalnum() for c in word.text):
            height = word.box.height if blank else min(word.box.height, _inked(ink, scale))
            sizes.append(height / _height(word.text))
        if blank:
            continue
        depth = float(cv2.distanceTransform(ink, cv2.DIST_L2, 3)[ink > 0].mean())
        strokes.append(
            max(0.0, depth - 0.5) / scale
        )  # the outermost pixel counts one though it is half inked
        darkest = crop[grey <= np.percentile(grey[ink > 0], 40)]
        colours.append(np.median(darkest, axis=0))
    colour = np.median(np.array(colours), axis=0).astype(int).tolist() if colours else [0, 0, 0]
    return _Look(
        statistics.median(sizes) if sizes else 0.0,
        statistics.median(strokes) if strokes else 0.0,
        (colour[0], colour[1], colour[2]),
    )


def _inked(ink: Pixels, scale: float) -> float:
    """Height in points of the lines of pixels that a word's letters take: a recogniser's box may reach beyond them."""
    rows = np.flatnonzero(ink.any(axis=1))
    parts = np.split(rows, np.flatnonzero(np.diff(rows) > DOT_GAP * scale) + 1)
    letters = max(parts, key=lambda part: int(ink[part].sum()))
    return float(letters[-1] - letters[0] + 1) / scale


def _height(text: str) -> float:
    """Height of a word's box in font sizes, by the letters it has."""
    above = ASCENT * bool(_ASCENDING.search(text)) + MARKS * bool(_CAPPED.search(text))
    return X_HEIGHT + above + DESCENT * bool(_DESCENDING.search(text))


def _weighted_median(values: Sequence[tuple[float, int]]) -> float:
    ordered = sorted(values)
    half = sum(n for _, n in ordered) / 2
    passed = 0
    for value, n in ordered:
        passed += n
        if passed >= half:
            return value
    return 0.0

"""Discs and rings with a letter in them: lights that say by their letter what they mean, where no colour does.

Promises a letter only where two readings agree, and leaves alone what the shape of the mark in a disc tells: ticks,
crosses, faces. A disc whose letter is not sure stays a mark, as it is without this.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from extractor.model import Box, Word
from extractor.reading.letters import INK_BELOW
from extractor.reading.tesseract import SECOND_MODEL, has, model, words_of_lines
from extractor.reading.tones import Pixels, highest, lowest
from extractor.symbols.cell import symbol_from_picture

DIAMETER = (9.0, 26.0)
"""Smallest and largest disc in points: the ring of © is 7.5 in ten-point print."""
ROUND = 0.1
"""Difference of a disc's area and sides from those of a circle, as a share of them."""
INNER = 0.84
"""Diameter, as a share of the disc's, within which its letter stands and no ring does."""
LETTER = (0.05, 0.5)
"""Share of that area that a letter takes."""
LETTER_HEIGHT = (0.3, 0.85)
"""Height of a letter as a share of the disc's."""
COLOURED = 60
"""Difference between the channels from which a disc has a colour: that is what it says."""
LEAST_SURE = 0.5
"""Confidence that both models need for a letter that stands alone; right ones have 0.85 to 0.97."""
AGREED, TWICE = 0.8, 0.91
"""Confidence from which two models that read the same letter are believed, and what their letter then has."""
ENLARGED = 40
"""Pixels of height that a letter is enlarged to: both models read 30–50 best."""
CIRCLED = {letter: chr(0x24B6 + n) for n, letter in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZ")}
"""Unicode's circled letters: what is printed, as one character."""
LIKE_MARKS = frozenset("IJLOVXY")
"""Letters that a bar, a tick, a ring or a cross in a disc is read as."""
_FRAMES = frozenset({None, "circle", "square", "flag", "fill", "pie", "sun", "meter"})
_FRAME = 14


class Lettered(NamedTuple):
    """A page's discs with letters."""

    words: tuple[Word, ...]
    """The letters, circled; their boxes are the discs'."""
    mask: Pixels
    """255 where those discs stand: nothing else is to be read there."""


def read_lettered(pixels: Pixels, scale: float) -> Lettered:
    """The letters that stand alone in uncoloured discs and rings.

    Args:
        pixels: RGB page image, straightened.
        scale: pixels per point.
    """
    grey = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    mask = np.zeros_like(grey)
    found = [
        (spot, cut) for spot in _discs(pixels, grey, scale) if (cut := _letter_of(grey[spot])) is not None
    ]
    words = []
    for (spot, _), read in zip(found, _letters([cut for _, cut in found], scale), strict=True):
        if read is None or _shows_a_mark(pixels[spot]):
            continue
        letter, confidence = read
        rows, columns = spot
        box = Box(columns.start / scale, rows.start / scale, columns.stop / scale, rows.stop / scale)
        words.append(Word(text=CIRCLED[letter], box=box, size=box.height, confidence=confidence))
        mask[spot] = 255
    mask = np.asarray(cv2.dilate(mask, np.ones((5, 5), np.uint8)), dtype=np.uint8)  # a ring's soft edge
    return Lettered(tuple(words), mask)


def _shows_a_mark(disc: Pixels) -> bool:
    """Whether a disc shows a mark that judges by its shape: a tick, a cross, a face."""
    symbol = symbol_from_picture(disc)
    return symbol is not None and symbol.shape not in _FRAMES


Spot = tuple[slice, slice]
"""Rows and columns of pixels."""


def _discs(pixels: Pixels, grey: Pixels, scale: float) -> list[Spot]:
    """Where uncoloured discs and rings stand on a page."""
    ink = (grey < INK_BELOW).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink)
    low, high = DIAMETER[0] * scale, DIAMETER[1] * scale
    sides = stats[:, 2:4]
    fitting = (sides.min(axis=1) >= low) & (sides.max(axis=1) <= high)
    found = []
    for n in np.flatnonzero(fitting[1:count]) + 1:
        x, y, width, height, _ = stats[n].tolist()
        spot = slice(y, y + height), slice(x, x + width)
        vivid = cv2.subtract(highest(pixels[spot]), lowest(pixels[spot]))
        if _is_round(labels[spot] == n) and float(np.median(vivid)) < COLOURED:
            found.append(spot)
    return found


def _is_round(part: npt.NDArray[np.bool_]) -> bool:
    """Whether the outline of a piece of ink is a circle."""
    height, width = part.shape
    if abs(height - width) > ROUND * max(height, width):
        return False
    outlines, _ = cv2.findContours(part.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    filled = np.zeros(part.shape, np.uint8)
    cv2.drawContours(filled, outlines, -1, 1, thickness=cv2.FILLED)
    circle = math.pi / 4 * height * width
    hull = cv2.contourArea(cv2.convexHull(max(outlines, key=len)))
    return bool(abs(float(filled.sum()) - circle) <= ROUND * circle and hull <= (1 + ROUND) * circle)


def _letter_of(disc: Pixels) -> Pixels | None:
    """What stands in a disc, black on white and enlarged; None where that is nothing of a letter's size."""
    height, width = disc.shape
    within = np.zeros(disc.shape, np.uint8)
    middle, radii = (width // 2, height // 2), (round(INNER * width / 2), round(INNER * height / 2))
    cv2.ellipse(within, middle, radii, 0, 0, 360, 1, cv2.FILLED)
    inner = within > 0
    light = np.median(disc[inner]) >= INK_BELOW
    drawn = disc if light else 255 - disc
    printed = np.where(inner, drawn, 255).astype(np.uint8)
    inked = printed < INK_BELOW
    if not LETTER[0] <= float(inked.sum()) / float(inner.sum()) <= LETTER[1]:
        return None
    left, top, wide, high = cv2.boundingRect(inked.astype(np.uint8))
    if not LETTER_HEIGHT[0] * height <= high <= LETTER_HEIGHT[1] * height:
        return None
    margin = 2
    cut = printed[max(0, top - margin) : top + high + margin, max(0, left - margin) : left + wide + margin]
    factor = ENLARGED / high
    cut = cv2.resize(cut, None, fx=factor, fy=factor, interpolation=cv2.INTER_CUBIC)
    return np.ascontiguousarray(
        cv2.copyMakeBorder(cut, _FRAME, _FRAME, _FRAME, _FRAME, cv2.BORDER_CONSTANT, value=255)
    )


def _letters(cuts: Sequence[Pixels], scale: float) -> list[tuple[str, float] | None]:
    """The letter in each picture with its confidence; None where the models do not agree on one."""
    if not cuts or model() == SECOND_MODEL or not has(SECOND_MODEL):
        return [None] * len(cuts)
    readings = [words_of_lines(cuts, scale, name) for name in (model(), SECOND_MODEL)]
    found: list[tuple[str, float] | None] = []
    for one, other in zip(*readings, strict=True):
        texts = {"".join(w.text for w in some).strip(".,'") for some in (one, other)}
        sure = min((w.confidence for w in (*one, *other)), default=0.0)
        letter = texts.pop() if len(texts) == 1 else ""
        fits = letter in CIRCLED and letter not in LIKE_MARKS and sure >= LEAST_SURE
        found.append((letter, max(sure, TWICE) if sure >= AGREED else sure) if fits else None)
    return found

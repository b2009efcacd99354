"""Decimal commas that a recogniser lost or made up: `61%` is printed `6,1 %`.

A comma is the smallest letter there is, and without it a number is ten times as large. The picture shows it as a
small piece of ink on the baseline, between two digits. What picture and reading disagree on is never sure.
"""

from __future__ import annotations

import re
import statistics
from typing import NamedTuple

import cv2
import msgspec

from extractor.model import Word
from extractor.reading.letters import LONGEST, ink_in, reached
from extractor.reading.tones import Pixels

TALL = 0.7
"""Share of the highest piece of ink in a word from which a piece is a digit or a letter."""
LOW = 0.5
"""Share of the digits' height below which all of a comma or point stands; rings of % and hyphens reach higher."""
RAISED = 0.15
"""Share of the digits' height above the baseline at which a comma or point ends at most; hyphens end at 0.25."""
HIGHEST = 0.6
"""Height of a comma against the digits': 0.2 to 0.45 in print, blur adds to it."""
WIDEST = 0.4
SMALLEST = 0.07
"""Smallest side of a comma or point against the digits' height: 0.12 in light faces; less is grain."""
DESCENT = 0.08
"""Share of the digits' height below the baseline in which only a comma shows ink where it touches a digit."""
OFF = 0.2
"""Share of a word's width by which the ink and the gap between two digits may differ."""
DOUBTED = 0.5
"""Confidence of a number whose commas picture and reading disagree on."""
_POINT = re.compile(r"(?<=\d)\s?[.,]\s?(?=\d)")
_TWO_DIGITS = re.compile(r"\d.*\d")


def with_commas(word: Word, grey: Pixels, scale: float) -> Word:
    """The word with the comma its picture shows between two digits; doubted where the two differ.

    Args:
        word: a recognised word.
        grey: the page as it was recognised.
        scale: pixels per point.
    """
    if not _TWO_DIGITS.search(word.text) or len(word.text) > LONGEST or word.rotation:
        return word
    seen = _points(word, grey, scale)
    if seen is None:
        return word
    read = len(_POINT.findall(word.text))
    if len(seen.between) <= read:
        return word if read <= len(seen.between) + seen.touching else _doubted(word, word.text)
    missing = seen.between[0] if len(seen.between) == 1 else None
    cut = _place(word.text, missing) if missing is not None else None
    return _doubted(word, word.text if cut is None else f"{word.text[:cut]},{word.text[cut:]}")


def shows_commas(word: Word, grey: Pixels, scale: float) -> bool:
    """Whether the picture shows just the commas that were read in a word, and there are some."""
    read = len(_POINT.findall(word.text))
    seen = _points(word, grey, scale) if read and len(word.text) <= LONGEST else None
    return seen is not None and len(seen.between) == read


class _Points(NamedTuple):
    between: list[float]
    """Commas and points between tall pieces of ink: shares of the word's width."""
    touching: int
    """Pieces that reach below the baseline: there a comma may hang on a digit."""


def _points(word: Word, grey: Pixels, scale: float) -> _Points | None:
    """The commas and points of a word; None where its ink tells nothing."""
    ink = ink_in(word.box, grey, scale)
    if not ink.any():
        return None
    count, _, stats, _ = cv2.connectedComponentsWithStats(ink)
    pieces: list[tuple[int, int, int, int]] = [
        (x, y, wide, high) for x, y, wide, high, _ in stats[1:count].tolist()
    ]
    highest = max(p[3] for p in pieces)
    tall = sorted(p for p in pieces if p[3] >= TALL * highest)
    base = statistics.median(y + high for _, y, _, high in tall)
    height = statistics.median(high for *_, high in tall)
    first, last = tall[0], tall[-1]
    low = [
        x + wide / 2
        for x, y, wide, high in pieces
        if y > base - LOW * height
        and y + high >= base - RAISED * height
        and SMALLEST * height <= min(wide, high)
        and high <= HIGHEST * height
        and wide <= WIDEST * height
        and first[0] + first[2] <= x + 1
        and x + wide <= last[0] + 1
    ]
    begin, end = min(p[0] for p in pieces), max(p[0] + p[2] for p in pieces)
    touching = sum(y + high > base + DESCENT * height for _, y, _, high in tall)
    return _Points([(x - begin) / (end - begin) for x in sorted(low)], touching)


def _place(text: str, at: float) -> int | None:
    """Where in a text a comma stands: between the two digits nearest to the ink."""
    options = [
        (abs(share - at), n + 1)
        for n, share in enumerate(reached(text)[:-1])
        if text[n].isdigit() and text[n + 1].isdigit()
    ]
    off, best = min(options, default=(1.0, 0))
    return best if off <= OFF else None


def _doubted(word: Word, text: str) -> Word:
    return msgspec.structs.replace(word, text=text, confidence=min(word.confidence, DOUBTED))

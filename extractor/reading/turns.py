"""Pages that lie on their side or stand on their head, told by which way their text can be read.

Nothing is tried as long as a page reads well as it is; so a turned page costs more, and no other one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import cv2
import numpy as np

from extractor.model import Word
from extractor.reading.tesseract import model, words_of
from extractor.reading.tones import Pixels

LEGIBLE = 0.75
"""Share of the letters that stand in sure words on a page that reads well: the poorest upright scans tried had
0.8, turned ones 0.35 at most."""
SURE_WORD = 0.7
"""Confidence of a sure word; text read sideways seldom has any of three letters or more."""
WORD_LETTERS = 3
TRIAL_SCALE = 150 / 72
"""Pixels per point of the trial: enough to tell text from nonsense, in a third of the time."""
FEWEST = 12
"""Letters in sure words that a turn must give: less is a drawing."""
AHEAD = 1.5
"""How many times more letters a turn must give than the page as it lies."""

Quarter = Literal[0, 90, 180, 270]


def is_legible(words: Sequence[Word]) -> bool:
    """Whether a page reads well as it lies; one without words does, for all that is known."""
    letters = sum(len(w.text) for w in words)
    return not letters or _sure_letters(words) >= LEGIBLE * sum(
        len(w.text) for w in words if len(w.text) >= WORD_LETTERS
    )


def best_turn(grey: Pixels, words: Sequence[Word], scale: float) -> Quarter:
    """By how many degrees counter-clockwise a page must be turned to be read; 0 where that is not clear.

    Args:
        grey: the page image, one channel.
        words: what was read of it as it lies.
        scale: pixels per point.

    Raises:
        NeedsProgramError: tesseract is not installed or fails.
        TimeoutError: it takes too long.
    """
    factor = min(1.0, TRIAL_SCALE / scale)
    small = np.asarray(
        cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA), dtype=np.uint8
    )
    best: Quarter = 0
    most = max(AHEAD * _sure_letters(words), FEWEST)
    quarters: tuple[Quarter, ...] = (90, 180, 270)
    for quarter in quarters:
        found = [w for w, _ in words_of(turned(small, quarter), scale * factor, model())]
        if _sure_letters(found) > most:
            best, most = quarter, _sure_letters(found)
    return best


def turned(pixels: Pixels, quarter: Quarter) -> Pixels:
    """The image turned counter-clockwise."""
    return np.ascontiguousarray(np.rot90(pixels, quarter // 90))


def _sure_letters(words: Sequence[Word]) -> float:
    """Letters of sure words that stand upright; some turned blocks tesseract reads as they lie."""
    return sum(
        len(w.text)
        for w in words
        if len(w.text) >= WORD_LETTERS and w.confidence >= SURE_WORD and w.box.width >= w.box.height
    )

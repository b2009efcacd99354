"""Where the letters of a recognised word stand in the picture: its ink, and how far each letter reaches.

Promises nothing about what the letters are: a recogniser tells words with their boxes, and what it lost between two
letters (a blank, a comma) is put where the ink says by how wide letters are beside each other.
"""

from __future__ import annotations

import itertools

import numpy as np

from extractor.model import Box
from extractor.reading.tones import Pixels

INK_BELOW = 150
"""Grey level under which a pixel is ink; blurred hairlines of small print reach 140."""
LONGEST = 24
"""Letters of a word that is looked at."""
_NARROW = frozenset(".,:;'!|iljIt()[]-–")
_WIDE = frozenset("mMwW%@–—≥≤")


def ink_in(box: Box, grey: Pixels, scale: float) -> Pixels:
    """The pixels of a box that are ink, as 1.

    Args:
        box: in points.
        grey: the page as it was recognised.
        scale: pixels per point.
    """
    left, top, right, bottom = (max(0, round(v * scale)) for v in box)
    return np.asarray(grey[top : bottom + 1, left : right + 1] < INK_BELOW, dtype=np.uint8)


def reached(text: str) -> list[float]:
    """Which share of a text's width ends with each of its letters, the last one's 1."""
    widths = [0.5 if c in _NARROW else 1.5 if c in _WIDE else 1.0 for c in text]
    whole = sum(widths)
    return [width / whole for width in itertools.accumulate(widths)]

"""A text layer over a page picture → a `Page` with the picture's own rules and shading.

Whoever scanned the report had it recognised and threw the lines away: they are in the picture only. Words keep
the text and the boxes of the layer; what the engine made of a solid mark (a traffic light read as `@`) is left out.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import msgspec
import numpy as np

from extractor.model import Box, Page, Rule, Word
from extractor.pages.cells import lines_of
from extractor.reading.lettering import dress
from extractor.reading.picture import find_marks, find_rules
from extractor.reading.tones import Pixels, find_fills, put_on_paper, tones_of
from extractor.symbols.cell import PageImage

ON_MARK = 0.35
"""Share of a word's box that a mark covers where the word is what an engine made of the mark; bold letters beside
one reach 0.05."""

MARK_LETTERS = 3
"""Longest such word; a long word is a word, whatever is drawn behind it."""

BARS = frozenset("|¦[]{}!")
"""What engines read an upright ruling line as; 1, l and I too, but those may be meant."""

BESIDE = 4.0
"""Points between such a word and its line; text keeps 3 or more, but is not made of bars."""

LAYER_CONFIDENCE = 0.85
"""How sure the text of a foreign layer is: it says nothing about itself, and in the poorest seen one number in
thirty is wrong; below `model.SURE`, so that it is marked."""


def with_picture(page: Page, image: PageImage) -> Page:
    """The page with the rules, fills and type that its picture shows.

    Args:
        page: what the text layer says.
        image: the rendered page; not straightened, so that the layer's boxes fit it.
    """
    pixels, scale = image.pixels, image.scale
    tones = tones_of(pixels, scale)
    rules, mask = find_rules(pixels, tones, scale)
    fills = find_fills(tones)
    clean, shading = put_on_paper(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), tones, fills, scale)
    marks = find_marks(pixels, mask | shading, scale)
    words = [w for w in page.words if not _is_mark(w, marks, scale) and not _is_line(w, rules)]
    upright = [(w, n) for n, line in enumerate(lines_of(w for w in words if w.rotation == 0)) for w in line]
    turned = [w for w in words if w.rotation != 0]
    seen = (*(dress(upright, clean, pixels, scale) if upright else ()), *turned)
    return msgspec.structs.replace(
        page,
        words=tuple(msgspec.structs.replace(w, confidence=min(w.confidence, LAYER_CONFIDENCE)) for w in seen),
        rules=rules, fills=fills,
    )  # fmt: skip


def _is_mark(word: Word, marks: Pixels, scale: float) -> bool:
    return len(word.text) <= MARK_LETTERS and _covered(word.box, marks, scale) >= ON_MARK


def _is_line(word: Word, rules: Sequence[Rule]) -> bool:
    """Whether a word of bars and brackets only is what an engine made of an upright rule."""
    if not set(word.text) <= BARS:
        return False
    x0, top, x1, bottom = word.box
    return any(
        not r.horizontal
        and x0 - BESIDE <= r.box.x0 <= x1 + BESIDE
        and r.box.top < bottom
        and r.box.bottom > top
        for r in rules
    )


def _covered(box: Box, marks: Pixels, scale: float) -> float:
    x0, top, x1, bottom = (max(0, round(v * scale)) for v in box)
    part = marks[top:bottom, x0:x1]
    return float(np.mean(part > 0)) if part.size else 0.0

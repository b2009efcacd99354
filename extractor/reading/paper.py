"""What paper, copier and scanner did to a page, undone: coloured or shaded paper, faint print, dots of a screen, dust.

Promises to leave a page alone whose paper is white and clean, and never to touch a dot that stands beside a letter:
it may be a decimal comma. All lengths are in points; `scale` is pixels per point.
"""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from extractor.reading.letters import INK_BELOW
from extractor.reading.tones import SHADE_SCALE, Pixels

TILES = (20, 14)
"""Rows and columns of the parts of a page in which its paper is looked for."""
PAPER_SHARE = 75
"""Percentile of a part's pixels that is paper: print takes less than a quarter."""
WHITE = 235
"""Weakest channel of paper that is white enough: sheets of office scans measured 242-251, recycled ones 171-211."""
PAPER_TONE = 248.0
"""What paper becomes."""
ROUNDS = 6
"""Times that the light over a page is fitted, each without the parts that are darker than the fit."""
DARKER = 8.0
"""Levels below the fit from which a part of the page is no paper: a shaded row, a dark border."""
LEAST_PAPER = 0.35
"""Share of the parts that must be paper for the fit to say anything."""
FADED = 80
"""Grey level of the darkest print from which it is made darker: ink of office scans is below 55."""
INK_TONE = 25.0
"""What the darkest print becomes."""
DARKEST = 0.5
"""Percentile of a page's pixels that is its darkest print; less than half a per cent may be a border's shadow."""
TINY = 0.6
"""Points: smaller pieces of ink are no full stop of seven-point print."""
DOT = 1.5
"""Largest side of a dot; full stops of twelve-point print have 1.3."""
ALONE = 3.0
"""Points around a dot within which no letter stands if it is dust; a full stop, a comma and a ring keep 2."""
DUSTY = 15
"""Dots that stand alone on a page from which all of them are dust; clean scans have one at most."""
SCREENED = 2000
"""Tiny dots of a black-and-white page from which its greys are patterns of dots: 3000-13000 measured."""
PURE = 0.8
"""Share of a black-and-white page's pixels that are plain black or white, 0.95 measured; of grey scans, 0.04."""
SCREEN = 0.45
"""Points of the blur that makes patterns of dots grey: a screen's dots stand 0.7 apart at 200 dpi."""


def on_white(pixels: Pixels, scale: float) -> Pixels:
    """The page as if printed black on white paper in even light.

    Args:
        pixels: RGB page image.
        scale: pixels per point.

    Returns:
        The same image where its paper is white and its print dark.
    """
    factor = SHADE_SCALE / scale
    small = cv2.resize(pixels, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    light = _light(np.asarray(small, dtype=np.uint8))
    lit = pixels
    if light is not None and light.min() < WHITE:
        gain = cv2.resize(
            (PAPER_TONE / light).astype(np.float32),
            (pixels.shape[1], pixels.shape[0]),
            interpolation=cv2.INTER_LINEAR,
        )
        lit = np.asarray(cv2.multiply(pixels, gain, dtype=cv2.CV_8U), dtype=np.uint8)
    darkest = float(np.percentile(cv2.cvtColor(lit[::3, ::3], cv2.COLOR_RGB2GRAY), DARKEST))
    if lit is pixels or darkest < FADED:
        return lit
    return _darkened(lit, darkest)


def _light(small: Pixels) -> npt.NDArray[np.float64] | None:
    """The tone of the paper in each part of a page, smooth over all of it; None where hardly any paper shows."""
    rows, columns = TILES
    height, width = small.shape[:2]
    tones = np.empty((rows, columns, 3))
    for r in range(rows):
        for c in range(columns):
            part = small[
                height * r // rows : height * (r + 1) // rows,
                width * c // columns : width * (c + 1) // columns,
            ]
            if not part.size:
                return None
            tones[r, c] = np.percentile(part.reshape(-1, 3), PAPER_SHARE, axis=0)
    y, x = (v.ravel() for v in np.mgrid[-1 : 1 : rows * 1j, -1 : 1 : columns * 1j])
    terms = np.stack([np.ones_like(x), x, y, x * x, x * y, y * y], axis=1)
    seen = tones.reshape(-1, 3)
    paper = np.ones(len(seen), dtype=bool)
    for _ in range(ROUNDS):
        fit = terms @ np.linalg.lstsq(terms[paper], seen[paper], rcond=None)[0]
        paper = (seen - fit).min(axis=1) > -DARKER
        if paper.mean() < LEAST_PAPER:
            return None
    return np.asarray(np.clip(fit, 60, 255).reshape(rows, columns, 3))


def _darkened(pixels: Pixels, darkest: float) -> Pixels:
    """The page with its darkest print black; paper stays."""
    slope = (PAPER_TONE - INK_TONE) / max(1.0, PAPER_TONE - darkest)
    levels = np.clip(PAPER_TONE - (PAPER_TONE - np.arange(256)) * slope, 0, 255).astype(np.uint8)
    return np.asarray(cv2.LUT(pixels, levels), dtype=np.uint8)


def unscreened(pixels: Pixels, scale: float) -> Pixels:
    """The page with greys where a black-and-white scan has patterns of dots; others as they are.

    Args:
        pixels: RGB page image.
        scale: pixels per point.
    """
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    if float(((grey < 3) | (grey > 252)).mean()) < PURE:
        return pixels
    if int((_dots(np.asarray(grey, dtype=np.uint8), scale).sides < TINY).sum()) < SCREENED:
        return pixels
    return np.asarray(cv2.GaussianBlur(pixels, (0, 0), SCREEN * scale), dtype=np.uint8)


def without_dust(grey: Pixels, scale: float) -> Pixels:
    """The page without dots that stand alone: tiny ones, and all where there are many.

    Args:
        grey: the page in grey.
        scale: pixels per point.
    """
    dots = _dots(grey, scale)
    small = dots.sides <= DOT
    if not small.any():
        return grey
    letters = np.concatenate([[False], ~small])[dots.labels].astype(np.uint8)
    reach = 2 * round(ALONE * scale) + 1
    near = cv2.dilate(letters, np.ones((reach, reach), np.uint8)) > 0
    beside = np.zeros(len(small) + 1, dtype=bool)
    beside[np.unique(dots.labels[near])] = True
    alone = small & ~beside[1:]
    if int(alone.sum()) < DUSTY:
        alone &= dots.sides <= TINY
    if not alone.any():
        return grey
    dust = np.concatenate([[False], alone])[dots.labels].astype(np.uint8)
    rim = cv2.dilate(dust, np.ones((5, 5), np.uint8)) > 0  # its blurred edge
    paper = np.uint8(np.median(grey[::4, ::4]))
    return np.asarray(np.where(rim & ~(letters > 0), np.maximum(grey, paper), grey), dtype=np.uint8)


class _Dots(NamedTuple):
    """The pieces of ink of a page."""

    labels: npt.NDArray[np.int32]
    sides: npt.NDArray[np.float64]
    """The longer side of each in points."""


def _dots(grey: Pixels, scale: float) -> _Dots:
    ink = (grey < INK_BELOW).astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink)
    return _Dots(np.asarray(labels, dtype=np.int32), stats[1:, 2:4].max(axis=1) / scale)

"""What a page is printed on: paper, shaded rows, coloured cells, without what is printed on them.

Works on pixels alone. All lengths are in points; `scale` is pixels per point.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from extractor.model import Box, Fill

Pixels = npt.NDArray[np.uint8]

SHADE_SIZE = (24.0, 7.0)
"""Smallest width and height of a shaded area in points."""
SHADE_SCALE = 2.0
"""Pixels per point at which shading is looked for: edges within half a point, noise averaged away."""
SHADE_ALONG = 20.0
"""Points along a line of text within which most is the tone it is printed on."""
SHADE_STROKE = 4.0
"""Points: wider than letters' strokes and the gaps between them, narrower than any shaded row."""
SHADE_DISTANCE = 8
"""Smallest difference in any colour channel between shading and paper; scanner noise after smoothing stays below 4."""
SHADE_STEP = 9
"""Difference in a channel from pixel to pixel at which one shading ends and another begins; within one, noise
leaves 3."""
BAND_STEP = 4
"""Rows of pixels from which to which such a step is measured across a whole area."""
BAND_DISTANCE = 12
"""Difference in a channel between two rows' shadings; within one, uneven light and toner leave 6."""
SHADE_REACH = 2.5
"""Points around a shaded area within which its rim lies: letters near its edge eat into it."""
DARK_SHADING = 185
"""Grey level of shading under which print on it is put on white: tesseract drops words in smaller contrast."""
FAINTEST_INK = 55.0
"""Smallest difference in grey between print and shading: black on mid-blue has 70; less is grain."""
GRAIN = 18.0
"""Difference in grey up to which a pixel of a shaded area is shading."""
SHADE_SOLID = 0.75
"""Share of its box a shaded area fills."""
SHADE_EVEN = 26
"""Difference in a channel up to which a pixel has the area's colour: grain and JPEG leave 15."""
SHADE_PLAIN = 0.55
"""Share of an area's pixels that have its colour: the rest is what is printed on it, bold letters take 0.35."""


class Tones(NamedTuple):
    """A page's paper and shading, at `SHADE_SCALE` pixels per point."""

    small: Pixels
    """The page image."""
    ground: Pixels
    """The same without what is printed on it."""


def tones_of(pixels: Pixels, scale: float) -> Tones:
    """The tones a page is printed on.

    Args:
        pixels: RGB page image, straightened.
        scale: pixels per point.
    """
    factor = SHADE_SCALE / scale
    small = cv2.resize(pixels, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    return Tones(np.asarray(small, dtype=np.uint8), _ground(small.astype(np.uint8)))


def find_fills(tones: Tones) -> tuple[Fill, ...]:
    """The shaded areas of a page: header rows, zebra rows, coloured cells; each colour an area of its own.

    Args:
        tones: what the page is printed on.
    """
    small, tone = tones
    paper = np.median(tone[::4, ::4].reshape(-1, 3), axis=0)
    blank = np.broadcast_to(paper.astype(np.uint8), tone.shape)
    # In the darkest channel; nothing printed is lighter than paper.
    shaded = (highest(cv2.subtract(blank, tone)) > SHADE_DISTANCE).astype(np.uint8)
    step = highest(cv2.morphologyEx(tone, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)))
    inner = shaded & (step <= SHADE_STEP).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(inner, connectivity=4)
    fills = []
    for n in range(1, count):
        x, y, width, height, area = _trimmed(labels, n, stats[n].tolist())
        width, height = width + 2, height + 2  # the step itself, a pixel on each side
        if (
            width < SHADE_SIZE[0] * SHADE_SCALE
            or height < SHADE_SIZE[1] * SHADE_SCALE
            or area < SHADE_SOLID * (width - 2) * (height - 2)
        ):
            continue
        for top, bottom in _bands(tone[y : y + height - 2, x : x + width - 2]):
            part = np.s_[y + top : y + bottom, x : x + width - 2]
            colour = np.median(tone[part].reshape(-1, 3), axis=0)
            if (np.abs(small[part] - colour).max(axis=2) <= SHADE_EVEN).mean() < SHADE_PLAIN:
                continue  # large letters
            fills.append(Fill(box=_outline(x - 1, y + top - 1, width, bottom - top + 2), colour=_hex(colour)))
    return tuple(fills)


def _bands(tone: Pixels) -> list[tuple[int, int]]:
    """First and last row, exclusive, of each shading in an area of one or several below each other.

    Where letters blur the step from one row's shading to the next one's, a pixel or two connect them.
    """
    rows = np.median(tone, axis=1)
    if len(rows) < 2 * SHADE_SIZE[1] * SHADE_SCALE:
        return [(0, len(rows))]
    apart = np.abs(rows[BAND_STEP:] - rows[:-BAND_STEP]).max(axis=1) >= BAND_DISTANCE
    edges = np.flatnonzero(np.diff(np.concatenate([[False], apart, [False]]).astype(np.int8)))
    cuts = [0, *((edges[::2] + edges[1::2] + BAND_STEP) // 2).tolist(), len(rows)]
    bands = list(itertools.pairwise(cuts))
    low = any(bottom - top < SHADE_SIZE[1] * SHADE_SCALE for top, bottom in bands)
    return [(0, len(rows))] if low else bands


def _outline(x: int, y: int, width: int, height: int) -> Box:
    left, top = x / SHADE_SCALE, y / SHADE_SCALE
    return Box(left, top, left + width / SHADE_SCALE, top + height / SHADE_SCALE)


def _hex(colour: npt.NDArray[np.float64]) -> str:
    red, green, blue = colour.astype(int)
    return f"#{red:02x}{green:02x}{blue:02x}"


def put_on_paper(grey: Pixels, tones: Tones, fills: Sequence[Fill], scale: float) -> tuple[Pixels, Pixels]:
    """The grey page with what is printed on dark shading as black on white, and a mask (255) of that shading.

    Args:
        grey: the page in grey.
        tones: what it is printed on.
        fills: its shaded areas.
        scale: pixels per point.
    """
    clean, mask = grey.copy(), np.zeros_like(grey)
    dark = [f for f in fills if _luma(f.colour) < DARK_SHADING]
    if not dark:
        return clean, mask
    size = (grey.shape[1], grey.shape[0])
    ground = cv2.resize(cv2.cvtColor(tones.ground, cv2.COLOR_RGB2GRAY), size, interpolation=cv2.INTER_LINEAR)
    for fill in dark:
        # Inside, the area's own tone: between bold letters the commonest tone is theirs.
        inner = np.s_[round(fill.box.top * scale) : round(fill.box.bottom * scale),
                      round(fill.box.x0 * scale) : round(fill.box.x1 * scale)]  # fmt: skip
        tone = _luma(fill.colour)
        off = np.abs(ground[inner].astype(np.float32) - tone) > GRAIN
        ground[inner] = np.where(off, tone, ground[inner])
        left, top = (max(0, round((v - SHADE_REACH) * scale)) for v in fill.box[:2])
        right, bottom = (round((v + SHADE_REACH) * scale) for v in fill.box[2:])
        spot = np.s_[top:bottom, left:right]
        apart = cv2.absdiff(grey[spot], ground[spot]).astype(np.float32)
        on_shading = ground[spot] < DARK_SHADING
        ink = _ink_on(apart, on_shading)
        print_ = np.clip((apart - GRAIN) * (255 / (ink - GRAIN)), 0, 255) if ink else np.zeros_like(apart)
        clean[spot] = np.where(on_shading, 255 - print_, clean[spot])
        mask[spot] |= on_shading.astype(np.uint8) * 255
    return clean, mask


def _ink_on(apart: npt.NDArray[np.float32], shading: npt.NDArray[np.bool_]) -> float:
    """How far the print on a shaded area stands out from it, 0 where nothing is printed."""
    inside = cv2.erode(shading.astype(np.uint8), np.ones((9, 9), np.uint8)) > 0  # its rim is no print
    if not inside.any():
        return 0.0
    strongest = float(np.percentile(apart[inside], 99.5))
    return strongest if strongest >= FAINTEST_INK else 0.0


def _luma(colour: str) -> float:
    red, green, blue = (int(colour[n : n + 2], 16) for n in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue


def _ground(small: Pixels) -> Pixels:
    """The page without what is printed on its paper and shading, be it dark or light."""
    smooth = cv2.medianBlur(small, 5)
    thin = np.s_[::6, ::6]
    step, reach = round(SHADE_ALONG * SHADE_SCALE / 5), 5  # the median takes odd squares only
    commonest = cv2.medianBlur(np.ascontiguousarray(smooth[:, ::step]), reach).repeat(step, axis=1)
    commonest = np.ascontiguousarray(commonest[:, : small.shape[1]])
    kernel = np.ones((2 * round(SHADE_STROKE * SHADE_SCALE / 2) + 1,) * 2, np.uint8)
    grounds, distances = [], []
    for kind in (cv2.MORPH_CLOSE, cv2.MORPH_OPEN):  # without dark letters, without light ones
        ground = cv2.morphologyEx(smooth, kind, kernel)
        lift = ground[thin].astype(np.int16) - commonest[thin]
        # Grain lifts the one and sinks the other.
        bias = np.median(lift.reshape(-1, 3), axis=0)
        grounds.append(cv2.subtract(cv2.add(ground, (*np.maximum(-bias, 0), 0)), (*np.maximum(bias, 0), 0)))
        distances.append(highest(cv2.absdiff(grounds[-1], commonest)))
    ground = np.where((distances[0] <= distances[1])[:, :, None], grounds[0], grounds[1])
    return np.asarray(cv2.medianBlur(ground, 5), dtype=np.uint8)


def highest(pixels: Pixels) -> Pixels:
    """The strongest of each pixel's three channels; numpy's own maximum over so short an axis is ten times slower."""
    red, green, blue = cv2.split(pixels)
    return np.asarray(cv2.max(cv2.max(red, green), blue), dtype=np.uint8)


def lowest(pixels: Pixels) -> Pixels:
    """The weakest of each pixel's three channels."""
    red, green, blue = cv2.split(pixels)
    return np.asarray(cv2.min(cv2.min(red, green), blue), dtype=np.uint8)


def _trimmed(labels: npt.NDArray[np.int32], number: int, spot: list[int]) -> tuple[int, int, int, int, int]:
    """The component without the borders that stick out of it: rows and columns at least half full."""
    x, y, width, height, _ = spot
    part = labels[y : y + height, x : x + width] == number
    rows = np.nonzero(part.mean(axis=1) >= 0.5)[0]
    columns = np.nonzero(part.mean(axis=0) >= 0.5)[0]
    if not len(rows) or not len(columns):
        return x, y, 0, 0, 0
    top, bottom, left, right = int(rows[0]), int(rows[-1]), int(columns[0]), int(columns[-1])
    inside = int(part[top : bottom + 1, left : right + 1].sum())
    return x + left, y + top, right - left + 1, bottom - top + 1, inside

"""The ink of a cell: what differs from the cell's background, piece by piece.

Cell borders and the words that are text are taken away; pieces inside other pieces (the eyes of a smiley)
belong together. Lengths are in pixels unless a name says points.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import Any, NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from extractor.model import Box

# Cells are small: to wake a thread takes longer than its work, and each core has its own worker.
cv2.setNumThreads(1)

Pixels = npt.NDArray[np.uint8]
Levels = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]

CLEAN = 10
"""Smallest difference from the background (0..255) that is ink on a clean rendering."""
NOISY = 26
"""The same where the background itself is noisy (JPEG): ringing beside black text reaches 25."""
FAINT = 28
"""A piece whose typical difference is below this is a stain; an orange light on a grey scan has 60."""
SMALLEST = 2.2
"""Points: a piece with both sides below this is a full stop or dirt; ■ of a 6 pt font has 2.6."""
BORDER_ZONE = 3.0
"""Points from the cell's edge within which rows and columns full of ink are its borders."""
BORDER_WIDTH = 2.4
"""Points: the thickest line that is a border and no bar."""
_STAIN = 0.22
"""Share of the strongest piece's difference below which a piece of a noisy page is ringing."""
_BRIGHT = 35
"""Difference in brightness (0..255) that draws an outline on its own; orange on white has 66."""
_FULL = 0.8
_TINY = 4
"""Pixels: OpenCV takes pictures of up to four values for a colour."""
_LEAST = 4
"""Pixels: a cell with a shorter side shows nothing."""
_RING = 1.5


@dataclasses.dataclass(frozen=True, eq=False)
class Piece:
    """One connected drawing."""

    pixels: Pixels
    """Its RGB crop."""
    ink: Levels
    """How much of each pixel is ink, 0..1; what stands in its holes is 0."""
    solid: Mask
    """The area inside its outline, holes filled."""
    background: Levels
    """The colour around it."""
    left: int
    top: int
    """Position in the page image."""
    level: float
    """Typical difference of its ink from the background, 0..255."""
    spread: Pixels
    """The RGB crop of all of it, with parts too faint to be its shape: the empty part of a bar."""
    spread_left: int
    """Position of `spread` in the page image."""
    spread_area: Mask
    """What of `spread` is not background."""

    @property
    def size(self) -> tuple[int, int]:
        """Height and width."""
        return int(self.solid.shape[0]), int(self.solid.shape[1])

    def box(self, scale: float) -> Box:
        """Where it stands, in points."""
        height, width = self.size
        return Box(
            self.left / scale, self.top / scale, (self.left + width) / scale, (self.top + height) / scale
        )


class Crop(NamedTuple):
    """The pixels of a cell."""

    pixels: Pixels
    """RGB."""
    origin: tuple[int, int]
    """Left and top of them on the page."""
    background: Levels
    """The colour they stand on."""


def crop_of(pixels: Pixels, scale: float, origin: tuple[int, int] = (0, 0)) -> Crop | None:
    """A cell's pixels with their background; None where there are too few to show anything.

    Args:
        pixels: RGB.
        scale: pixels per point.
        origin: left and top of them on the page.
    """
    if min(pixels.shape[:2]) < _LEAST:
        return None
    return Crop(pixels, origin, background_of(pixels, max(1, round(_RING * scale))))


def largest(channels: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """The largest of the three channels of each pixel: ten times as fast as numpy's own for so short an axis."""
    return np.asarray(np.maximum(np.maximum(channels[..., 0], channels[..., 1]), channels[..., 2]))


def least(channels: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """The least of the three channels of each pixel."""
    return np.asarray(np.minimum(np.minimum(channels[..., 0], channels[..., 1]), channels[..., 2]))


def difference_from(pixels: Pixels, colour: Levels) -> Levels:
    """How far each pixel is from a colour in the channel where it is farthest, 0..255."""
    if pixels.ndim == 3 and min(pixels.shape[:2]) > _TINY and np.array_equal(colour, np.rint(colour)):
        away = cv2.absdiff(np.ascontiguousarray(pixels), np.asarray([*colour, 0.0], dtype=np.float64))
        channels = cv2.split(away)
        return np.asarray(cv2.max(cv2.max(channels[0], channels[1]), channels[2]), dtype=np.float32)
    return np.asarray(largest(np.abs(pixels.astype(np.float32) - colour)), dtype=np.float32)


def percentile(values: npt.NDArray[Any], share: float) -> float:
    """The value that a share (0..1) of all values lies below, linear between neighbours as numpy's own.

    numpy's takes a tenth of a millisecond to begin, and every piece of ink asks four times.
    """
    flat = np.asarray(values).ravel()
    at = share * (flat.size - 1)
    low = int(at)
    high = min(low + 1, flat.size - 1)
    parted = np.partition(flat, (low, high))
    return float(parted[low]) + (at - low) * (float(parted[high]) - float(parted[low]))


def median_rows(rows: Levels) -> Levels:
    """The median of each column over the rows; numpy's own loads masked arrays first, which takes long."""
    middle = [(len(rows) - 1) // 2, len(rows) // 2]
    return np.asarray(np.partition(rows, middle, axis=0)[middle].mean(axis=0), dtype=np.float32)


def median_colour(colours: npt.NDArray[np.integer[Any]]) -> Levels:
    """The median of each channel (0..255) of some colours (n × 3)."""
    middle = [(len(colours) - 1) // 2, len(colours) // 2]
    row = colours[None].astype(np.uint8, copy=False)
    counts = [cv2.calcHist([row], [channel], None, [256], [0, 256]).cumsum() for channel in range(3)]
    return np.array([c.searchsorted(middle, side="right").sum() / 2 for c in counts], dtype=np.float32)


def background_of(pixels: Pixels, inset: int) -> Levels:
    """The most common colour of a ring just inside the edges (all of a very small crop)."""
    height, width = pixels.shape[:2]
    inset = min(inset, max(0, (min(height, width) - 4) // 4))
    inner = pixels[inset : height - inset, inset : width - inset]
    rim = max(1, inset)
    ring = np.concatenate(
        [
            inner[:rim].reshape(-1, 3), inner[-rim:].reshape(-1, 3),
            inner[:, :rim].reshape(-1, 3), inner[:, -rim:].reshape(-1, 3),
        ]
    )  # fmt: skip
    if not (ring != ring[0]).any():
        return np.asarray(ring[0], dtype=np.float32)
    keys = (ring[:, 0].astype(np.int32) >> 4) << 8 | (ring[:, 1].astype(np.int32) >> 4) << 4 | ring[:, 2] >> 4
    commonest = np.bincount(keys).argmax()
    return median_colour(ring[keys == commonest])


def find_pieces(cell: Crop, hidden: Iterable[tuple[int, int, int, int]], scale: float) -> list[Piece]:
    """The pieces of ink of a cell, left to right.

    Args:
        cell: its pixels.
        hidden: boxes of the words that are text, on the page.
        scale: pixels per point.
    """
    crop, (left, top), background = cell
    difference = difference_from(crop, background)
    threshold = _threshold(difference)
    mask = difference > threshold
    for x0, y0, x1, y1 in hidden:
        mask[max(0, y0 - top) : max(0, y1 - top), max(0, x0 - left) : max(0, x1 - left)] = False
    _drop_borders(mask, scale)
    boxes = _merge_nested(_components(mask, scale))
    if not boxes:
        return []
    # JPEG keeps brightness sharp and blurs colour: on a noisy page brightness draws the outline.
    inked = _brightness(crop, background, difference) if threshold > CLEAN else difference
    inked = inked * mask
    pieces = [p for b in boxes if (p := _piece(crop, inked, b, background, (left, top))) is not None]
    strongest = max((p.level for p in pieces), default=0.0)
    stain = _STAIN * strongest if threshold > CLEAN else 0.0
    return sorted((p for p in pieces if p.level >= stain), key=lambda p: (p.left, p.top))


def _brightness(crop: Pixels, background: Levels, difference: Levels) -> Levels:
    """The difference in brightness, or in colour where two colours are equally bright."""
    weights = np.array([0.299, 0.587, 0.114], dtype=np.float32)
    luma = np.abs((crop.astype(np.float32) - background) @ weights)
    strong = percentile(luma[difference > NOISY], 0.75) if (difference > NOISY).any() else 0.0
    return np.asarray(luma, dtype=np.float32) if strong >= _BRIGHT else difference


def _threshold(difference: Levels) -> float:
    near = difference[difference < NOISY]
    if near.size == 0:
        return NOISY
    if np.count_nonzero(near < 2) >= 0.95 * (near.size - 1) + 2:
        return CLEAN  # the 95th percentile is below 2, without sorting
    noise = percentile(near, 0.95)
    # A clean page has hardly any pixel between paper and ink; what JPEG leaves there is noise.
    return CLEAN if noise < 2 else min(NOISY, max(CLEAN, 3 * noise))


def _drop_borders(mask: Mask, scale: float) -> None:
    """Blank the rows and columns that are the cell's own borders."""
    zone = max(2, round(BORDER_ZONE * scale))
    thick = max(2, round(BORDER_WIDTH * scale))
    for plane, axis in ((mask, 1), (mask.T, 0)):
        inked = cv2.reduce(mask.view(np.uint8), axis, cv2.REDUCE_SUM, dtype=cv2.CV_32S)
        full = inked.ravel() / plane.shape[1] > _FULL
        edges = np.flatnonzero(np.diff(np.concatenate([[False], full, [False]]).astype(np.int8)))
        for start, end in zip(edges[::2], edges[1::2], strict=True):
            near_edge = start < zone or end > len(plane) - zone
            if end - start <= thick and (near_edge or plane[start:end].mean() > 0.97):
                plane[max(0, start - 1) : end + 1] = False


def _components(mask: Mask, scale: float) -> list[tuple[int, int, int, int]]:
    height, width = mask.shape
    marked = mask.view(np.uint8)
    left, top, wide, high = cv2.boundingRect(marked)
    if not wide:
        return []
    # Most of a cell is paper, and every pixel of what is searched takes its time.
    inked = marked[top : top + high, left : left + wide]
    count, _, stats, _ = cv2.connectedComponentsWithStats(inked, connectivity=8)
    boxes = []
    thin = BORDER_WIDTH * scale
    for x, y, w, h, area in np.add(stats[1:count], (left, top, 0, 0, 0)):
        at_edge = x <= 1 or y <= 1 or x + w >= width - 1 or y + h >= height - 1
        line = min(w, h) <= thin and max(w, h) > 4 * min(w, h)
        if area >= 3 and not (at_edge and line):
            boxes.append((int(x), int(y), int(x + w), int(y + h)))
    boxes = _merge_nested(boxes)
    return [b for b in boxes if max(b[2] - b[0], b[3] - b[1]) >= SMALLEST * scale]


def _merge_nested(boxes: list[tuple[int, int, int, int]]) -> list[tuple[int, int, int, int]]:
    """The boxes that stand inside no other one."""
    kept: list[tuple[int, int, int, int]] = []
    for b in sorted(set(boxes), key=lambda b: -(b[2] - b[0]) * (b[3] - b[1])):
        if not any(
            k[0] - 1 <= b[0] and k[1] - 1 <= b[1] and b[2] <= k[2] + 1 and b[3] <= k[3] + 1 for k in kept
        ):
            kept.append(b)
    return kept


def _piece(
    crop: Pixels, inked: Levels, box: tuple[int, int, int, int], background: Levels, origin: tuple[int, int]
) -> Piece | None:
    x0, y0, x1, y1 = box
    inside = inked[y0:y1, x0:x1]
    spread, spread_left, spread_area = crop[y0:y1, x0:x1], origin[0] + x0, inside > 0
    level = percentile(inside[spread_area], 0.75) if spread_area.any() else 0.0
    if level < FAINT / 2:
        return None
    strong = inside > level / 2
    rows, columns = np.flatnonzero(strong.any(axis=1)), np.flatnonzero(strong.any(axis=0))
    if not len(rows) or not len(columns):
        return None
    x0, x1, y0, y1 = x0 + columns[0], x0 + columns[-1] + 1, y0 + rows[0], y0 + rows[-1] + 1
    # A margin of one pixel keeps the soft edge.
    x0, y0 = max(0, x0 - 1), max(0, y0 - 1)
    x1, y1 = min(inked.shape[1], x1 + 1), min(inked.shape[0], y1 + 1)
    ink = np.clip(inked[y0:y1, x0:x1] / level, 0, 1).astype(np.float32)
    return Piece(
        pixels=crop[y0:y1, x0:x1], ink=ink, solid=fill_holes(ink > 0.5), background=background,
        left=origin[0] + int(x0), top=origin[1] + int(y0), level=level,
        spread=spread, spread_left=spread_left, spread_area=spread_area,
    )  # fmt: skip


def fill_holes(mask: Mask) -> Mask:
    """The mask with everything inside its outer outlines."""
    contours, _ = cv2.findContours(mask.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    filled = np.zeros(mask.shape, np.uint8)
    cv2.drawContours(filled, contours, -1, 1, thickness=cv2.FILLED)
    return filled.astype(bool)

"""A drawn sun, told from a yellow light by its rays: of all lights' colours it is the one that judges the other way.

Promises that a disc with rays, standing free or not, is no plain yellow disc; what a sun means its form tells.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec
import numpy as np
import numpy.typing as npt

from extractor.model import Box, Symbol
from extractor.symbols.ink import Piece, Pixels

if TYPE_CHECKING:
    from extractor.symbols.cell import PageImage

FEWEST_RAYS = 6
"""Rays of a drawn sun: 8 or 12 mostly; a star has 5 points."""
MOST_RAYS = 24
RINGS = np.arange(0.7, 1.75, 0.1)
"""Distances from the middle, in half sides of what was seen, at which rays are counted."""
WIDE = 2
"""Rings that must show the same number of rays: the soft edge of a disc is one at most."""
WIDEST_GAP = 2.0
"""Widest space between two rays against that of even ones: grain on a disc's soft edge leaves half of it bare."""
CORE = 0.2
"""Distance from the middle, in half sides, at which a sun is all disc."""
DIRECTIONS = 144
SEEN = 0.8
"""Shape confidence of a drawn sun."""
CHROMA = 60
"""Difference of the channels (0..255) from which a pixel is of the sun's colour."""

_ANGLES = np.linspace(0, 2 * np.pi, DIRECTIONS, endpoint=False)
_LIKE_SUNS = (None, "circle", "star", "square", "diamond")
"""What a sun's rays may make of it; any other shape is one only by rays that stand free around it."""
_NEVER_SUNS = ("fill", "bar")


def as_sun(symbol: Symbol, piece: Piece, image: PageImage) -> Symbol | None:
    """A yellow light as the sun that it is, None where it has no rays.

    Args:
        symbol: what the piece was taken for.
        piece: the ink that shows it.
        image: the page around it.
    """
    if symbol.colour != "yellow" or symbol.shape in _NEVER_SUNS:
        return None
    height, width = piece.size
    left, top = max(0, piece.left - width), max(0, piece.top - height)
    area = image.area(left, top, piece.left + 2 * width, piece.top + 2 * height)
    middle = piece.left - left + (width - 1) / 2, piece.top - top + (height - 1) / 2
    free = symbol.shape not in _LIKE_SUNS
    if not has_rays(area, middle, max(height, width) / 2, free=free):
        return None
    return msgspec.structs.replace(symbol, shape="sun", shape_confidence=SEEN)


def without_rays(found: Sequence[tuple[Box, Symbol]]) -> list[tuple[Box, Symbol]]:
    """What a cell shows without the rays that stand free around a sun in it."""
    sun = next((box for box, symbol in found if symbol.shape == "sun"), None)
    return [f for f in found if sun is None or f[0] == sun or not _around_it(f[0], sun)]


def _around_it(box: Box, sun: Box) -> bool:
    across, down = (box.x0 + box.x1 - sun.x0 - sun.x1) / 2, (box.top + box.bottom - sun.top - sun.bottom) / 2
    return max(abs(across), abs(down)) <= max(sun.width, sun.height)


def has_rays(area: Pixels, middle: tuple[float, float], half: float, *, free: bool = False) -> bool:
    """Whether rays stand around the middle of a coloured disc.

    Args:
        area: the page around it (RGB), without anything else in colour.
        middle: its middle in `area`, from the left and from the top.
        half: half of its longer side, in pixels.
        free: whether only rays count that stand outside of what was seen.
    """
    rays = [_rays(_around(area, middle, r * half)) for r in RINGS if r > 1 or not free]
    same = any(n and rays.count(n) >= WIDE for n in rays)
    return same and bool(_around(area, middle, CORE * half).all())


def _rays(on: npt.NDArray[np.bool_]) -> int:
    """How many rays are met on the way around, 0 where they are too few or many, or stand unevenly."""
    starts = np.flatnonzero(on & ~np.roll(on, 1))
    if not FEWEST_RAYS <= len(starts) <= MOST_RAYS:
        return 0
    gaps = np.diff(starts, append=starts[0] + DIRECTIONS)
    return len(starts) if gaps.max() <= WIDEST_GAP * DIRECTIONS / len(starts) else 0


def _around(area: Pixels, middle: tuple[float, float], radius: float) -> npt.NDArray[np.bool_]:
    """Where coloured ink is met on the way around at some distance; nowhere if that leaves the picture."""
    x = np.rint(middle[0] + radius * np.cos(_ANGLES)).astype(np.intp)
    y = np.rint(middle[1] + radius * np.sin(_ANGLES)).astype(np.intp)
    height, width = area.shape[:2]
    if x.min() < 0 or y.min() < 0 or x.max() >= width or y.max() >= height:
        return np.zeros(DIRECTIONS, bool)
    seen: npt.NDArray[np.int16] = area[y, x].astype(np.int16)
    return np.asarray(seen.max(axis=1) - seen.min(axis=1) > CHROMA)

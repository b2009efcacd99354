"""A scale of all three lights with a pointer: half circles with a needle, bars of fields with a marker or a frame.

Promises the colour of the field that one pointer plainly shows; where it stands on a border, where several marks
disagree or none is seen, nothing: which colours a scale has says nothing, it always has all of them.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from extractor.model import Box, Symbol
from extractor.symbols.colours import CHROMATIC, LIGHTS, Colour, hues
from extractor.symbols.ink import Crop, Levels, Mask, Pixels, difference_from, fill_holes, largest, least

READ = 0.95
"""Confidence in the field that a pointer shows."""
UNTOLD = 0.5
"""Confidence in a picture of several lights of which nobody can tell which one is meant."""
AS_LARGE = 0.4
"""Size of a light relative to the largest one from which either may be meant."""
LEAST_FIELD = 0.08
"""Area of the smallest colour, relative to the largest one's: less is the soft edge between two others."""
LEVEL = 0.25
"""Difference of the fields' ends across, relative to their height, up to which they lie in one strip."""
BORDER = 0.1
"""Share of a field from its border within which a marker may mean either field."""
SEPARATES = 0.06
"""Share of a strip's length up to which a mark on a border only separates two fields."""
LINE = 0.8
"""Share of the strip's length from which a line of ink along it is its outline."""
WIDEST = 1.35
"""Length of a marker or frame relative to the field that it is in."""
ROUND = 0.42
"""Least height of a dial relative to its width; a half circle has 0.5, a whole one 1."""
WHOLE = 0.85
"""Height relative to the width from which a dial may be a pie: a mark near its rim may be a number in it."""
OUTSIDE = 1.12
"""Distance from the hub, in radii, within which all of a dial lies."""
HUB = 0.35
"""Distance from the hub, in radii, within which a needle begins."""
SHORTEST = 0.45
"""Radii from the hub that a needle's tip has at least."""
SWEEP = 20.0
"""Degrees that the tip of a needle spans at most on either side; a base line reaches both ends."""
ASIDE = 6.0
"""Degrees on either side of a needle that must show the same field."""
_FIELDS: tuple[Colour, ...] = ("green", "red", "yellow")
_DARK = 150.0
"""Luma up to which neutral ink may be a pointer."""
_STANDS_OUT = 60.0
"""Difference from the background (0..255) of a pointer."""
_ROOM = 0.8
"""Room around the fields, relative to their shorter side, in which a pointer may stand."""
_SPECK = 0.9
"""Points: side of the smallest mark that counts."""


class _Scale(NamedTuple):
    """The fields and the marks of a scale, cut to it."""

    fields: dict[Colour, Mask]
    marks: list[Mask]
    box: tuple[int, int, int, int]
    """Left, top, right and bottom of all fields."""


def see_meter(
    pixels: Pixels, background: Levels, scale: float, hidden: Iterable[tuple[int, int, int, int]] = ()
) -> tuple[Box, Symbol] | None:
    """The field that a pointer on a scale of three colours shows.

    Args:
        pixels: RGB of a cell or a picture.
        background: the colour that the scale stands on.
        scale: pixels per point.
        hidden: boxes of words (left, top, right, bottom) in `pixels`.

    Returns:
        The box of the scale in points from the top left of `pixels`, and its symbol of shape 'meter' in the colour
        shown; None where this is no scale, or where it points may be doubted.
    """
    found = _scale(pixels, background, scale, hidden)
    if found is None:
        return None
    colour = _on_strip(found) or _on_dial(found)
    if colour is None:
        return None
    left, top, right, bottom = (v / scale for v in found.box)
    return Box(left, top, right, bottom), Symbol(
        colour=colour, shape="meter", source="pixels", confidence=READ
    )


def with_meter(
    found: Sequence[tuple[Box, Symbol]], crop: Crop, scale: float, words: Iterable[Box]
) -> list[tuple[Box, Symbol]]:
    """What a cell shows, where that is several lights the one field of a scale that its pointer shows.

    Args:
        found: what was seen in the ink of the cell, with places on the page.
        crop: the cell's pixels.
        scale: pixels per point.
        words: where words stand on the page.
    """
    if not _undecided([s for _, s in found]):
        return list(found)
    left, top = crop.origin
    hidden = [
        (round(w.x0 * scale) - left, round(w.top * scale) - top, round(w.x1 * scale) - left,
         round(w.bottom * scale) - top)
        for w in words
    ]  # fmt: skip
    seen = see_meter(crop.pixels, crop.background, scale, hidden)
    if seen is None:
        return list(found)
    box, symbol = seen
    across, down = left / scale, top / scale
    placed = Box(box.x0 + across, box.top + down, box.x1 + across, box.bottom + down)
    beside = [f for f in found if f[0].x1 < placed.x0 or f[0].x0 > placed.x1]
    return [*beside, (placed, symbol)]


def _undecided(symbols: Sequence[Symbol]) -> bool:
    """Whether symbols show several lights, or ink in so many colours that nobody could say which."""
    lights = {s.colour for s in symbols} & LIGHTS
    return len(lights) > 1 or any(s.colour is None and s.confidence <= UNTOLD for s in symbols)


def one_of_picture(found: Sequence[tuple[Box, Symbol]], crop: Crop, scale: float) -> list[tuple[Box, Symbol]]:
    """The one thing a picture shows: its largest, or of lights about as large the one pointed at, or none of them.

    Args:
        found: what was seen in it, the largest first.
        crop: the picture.
        scale: pixels per point.
    """
    whole = with_meter(found, crop, scale, ())
    if any(s.shape == "meter" for _, s in whole):
        return [f for f in whole if f[1].shape == "meter"]
    large = found[0][0].width * found[0][0].height
    rivals = {s.colour for b, s in found if b.width * b.height >= AS_LARGE * large} & LIGHTS
    if len(rivals) < 2:
        return list(found)
    return [(found[0][0], Symbol(source="pixels", confidence=UNTOLD))]


def _scale(
    pixels: Pixels, background: Levels, scale: float, hidden: Iterable[tuple[int, int, int, int]]
) -> _Scale | None:
    names = hues(pixels)
    inked = {light: np.asarray(names == light, dtype=bool) for light in _FIELDS}
    fields = {light: _massive(area) for light, area in inked.items()}
    areas = [int(np.count_nonzero(field)) for field in fields.values()]
    if min(areas) < max(LEAST_FIELD * max(areas), (2 * scale) ** 2):
        return None
    left, top, wide, high = cv2.boundingRect(np.bitwise_or.reduce(list(fields.values())).astype(np.uint8))
    room = max(round(3 * scale), round(_ROOM * min(wide, high)))
    near = np.zeros(names.shape, bool)
    near[max(0, top - room) : top + high + room, max(0, left - room) : left + wide + room] = True
    for x0, y0, x1, y1 in hidden:
        near[max(0, y0) : max(0, y1), max(0, x0) : max(0, x1)] = False
    marked = near & _pointing(pixels, background, inked.values())
    return _Scale(fields, _parts(marked, (_SPECK * scale) ** 2), (left, top, left + wide, top + high))


def _massive(area: Mask) -> Mask:
    """A colour's pixels without the thin seams that soft edges between other colours leave."""
    opened = cv2.morphologyEx(area.astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    return np.asarray(opened > 0)


def _pointing(pixels: Pixels, background: Levels, fields: Iterable[Mask]) -> Mask:
    """Dark neutral ink, and what stands inside a field in no light's colour."""
    luma = pixels.astype(np.float32) @ np.array([0.299, 0.587, 0.114], dtype=np.float32)
    chroma = (largest(pixels).astype(np.int16) - least(pixels)) / 255
    dark = (luma < _DARK) & (chroma < CHROMATIC) & (difference_from(pixels, background) > _STANDS_OUT)
    holes = [fill_holes(field) & ~field for field in fields]
    return np.asarray(dark | (np.bitwise_or.reduce(holes) & (chroma < CHROMATIC)))


def _parts(marked: Mask, smallest: float) -> list[Mask]:
    count, labels, stats, _ = cv2.connectedComponentsWithStats(marked.astype(np.uint8), connectivity=8)
    return [labels == i for i in range(1, count) if stats[i][cv2.CC_STAT_AREA] >= smallest]


# ---------------------------------------------------------------- strips


def _on_strip(found: _Scale) -> Colour | None:
    """The field of a strip that all marks stand in, lying or standing."""
    return _along(found, lying=True) or _along(found, lying=False)


def _along(found: _Scale, *, lying: bool) -> Colour | None:
    axis = 0 if lying else 1
    spans = {name: _span(np.asarray(field.any(axis=axis))) for name, field in found.fields.items()}
    across = [_span(np.asarray(field.any(axis=1 - axis))) for field in found.fields.values()]
    height = max(b - a for a, b in across)
    ordered = sorted(spans.values())
    apart = all(one[1] <= other[0] + 2 for one, other in itertools.pairwise(ordered))
    even = all(abs(a - across[0][0]) + abs(b - across[0][1]) <= LEVEL * height for a, b in across)
    if not apart or not even:
        return None
    length = ordered[-1][1] - ordered[0][0]
    shown: set[Colour | None] = set()
    inside: list[tuple[int, int]] = []
    for mark in found.marks:
        part = mark if lying else mark.T
        part = part & ~(part.sum(axis=1, keepdims=True) > LINE * length)  # its outline, or a base line
        for piece in _parts(part, 1):
            fields = _fields_of(piece, spans, length)
            inside += [_span(np.asarray(piece.any(axis=0)))] if fields else []
            shown |= fields
    inside.sort()
    # marks one behind the other are writing: "12" in a bar of shares
    written = any(one[1] <= other[0] for one, other in itertools.pairwise(inside))
    return shown.pop() if len(shown) == 1 and not written else None


def _fields_of(piece: Mask, spans: dict[Colour, tuple[int, int]], length: int) -> set[Colour | None]:
    """The field that a mark stands in; nothing for what separates two, None where it may mean either."""
    start, end = _span(np.asarray(piece.any(axis=0)))
    middle = (start + end) / 2
    for name, (a, b) in spans.items():
        margin = BORDER * (b - a)
        if a + margin <= middle <= b - margin and end - start <= WIDEST * (b - a):
            return {name}
    return set() if end - start <= SEPARATES * length else {None}


def _span(on: npt.NDArray[np.bool_]) -> tuple[int, int]:
    """Where a row of pixels first and last is on; the end is behind the last one."""
    at = np.flatnonzero(on)
    return (int(at[0]), int(at[-1]) + 1) if len(at) else (0, 0)


# ---------------------------------------------------------------- dials


def _on_dial(found: _Scale) -> Colour | None:
    """The field of a half or whole circle that its needle, or one mark on its rim, points at."""
    left, top, right, bottom = found.box
    radius = (right - left) / 2
    hub = left + radius, top + radius
    if bottom - top < ROUND * (right - left):
        return None
    if any(_polar(field, hub)[0].max() > OUTSIDE * radius for field in found.fields.values()):
        return None
    polar = [_polar(mark, hub) for mark in found.marks]
    needles = [p for p in polar if p[0].min() < HUB * radius and p[0].max() >= SHORTEST * radius]
    half = bottom - top < WHOLE * (right - left)
    pointers = needles or [p for p in polar if half and p[0].min() >= SHORTEST * radius]
    if len(pointers) != 1:
        return None
    distance, angle = pointers[0]
    tip = angle[distance >= 0.9 * distance.max()] if needles else angle
    middle = math.degrees(math.atan2(np.sin(tip).mean(), np.cos(tip).mean()))
    apart = np.abs((np.degrees(tip) - middle + 180) % 360 - 180)
    if apart.max() > SWEEP:
        return None
    met = {name for side in (-ASIDE, 0.0, ASIDE) for name in _met(found.fields, hub, radius, middle + side)}
    return met.pop() if len(met) == 1 else None


def _polar(area: Mask, hub: tuple[float, float]) -> tuple[Levels, Levels]:
    """Distance from the hub and angle (radians, anticlockwise from the right) of an area's pixels."""
    ys, xs = np.nonzero(area)
    across, up = xs + 0.5 - hub[0], hub[1] - ys - 0.5
    return np.hypot(across, up).astype(np.float32), np.arctan2(up, across).astype(np.float32)


def _met(fields: dict[Colour, Mask], hub: tuple[float, float], radius: float, degrees: float) -> list[Colour]:
    """The fields that a ray from the hub meets; none where the needle covers all of it."""
    steps = np.linspace(0.25, 0.98, 40) * radius
    turned = math.radians(degrees)
    xs = np.rint(hub[0] + steps * math.cos(turned) - 0.5).astype(np.intp)
    ys = np.rint(hub[1] - steps * math.sin(turned) - 0.5).astype(np.intp)
    height, width = next(iter(fields.values())).shape
    kept = (xs >= 0) & (ys >= 0) & (xs < width) & (ys < height)
    return [name for name, field in fields.items() if field[ys[kept], xs[kept]].any()]

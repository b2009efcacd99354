"""The shape of a piece of ink: circle, triangle, arrow, tick, smiley, … and how sure.

Each shape is kept as a few ideal drawings; a piece is stretched to their size and compared by overlap, so
that size, resolution and soft edges do not matter. The margin to the next best shape is the confidence.
"""

from __future__ import annotations

import functools
import math
from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from extractor.symbols.ink import Levels, Mask, fill_holes

GRID = 32
"""Side of the comparison square."""
_BIG = 8 * GRID
_BLUR = 0.8
Points = list[tuple[float, float]]


_BLOCK = 4
"""Side of the blocks of pixels by which drawings are compared first."""
_FIRST = 8
"""Drawings compared pixel by pixel before it is known how close the best one comes."""
_ROUNDING = 1e-4
"""What sums of a thousand levels may be off."""


class Shape(NamedTuple):
    """A recognised shape."""

    name: str | None
    confidence: float


class _Template(NamedTuple):
    name: str
    narrowest: float
    widest: float
    """Range of width / height."""
    levels: Levels


NOTHING = Shape(None, 0.0)
_FAT = 0.5
"""Shaft width relative to the head's from which an arrow is fat."""
_TIP = 0.35
"""Ink in the corner that an arrow down to the left points into; ticks of text fonts have 0.0 to 0.2."""
_TICK = 0.8
"""Confidence of a tick told from such an arrow by its corner."""
_NO_SYMBOL = "plus"
"""Drawings kept to tell letters and signs from symbols."""
_WORST = 0.62
"""Overlap (intersection over union) below which a piece is no known shape; letters of text reach 0.6
against the thin drawings."""
_GOOD = 0.84
"""Overlap from which the shape is as sure as its margin to the next one."""
_MARGIN = 0.05
"""Margin of overlap to the next best shape from which there is no doubt."""


def classify(levels: Levels) -> Shape:
    """The shape of a piece given as ink levels 0..1 cropped to it."""
    patch, aspect = normalise(levels)
    if patch is None:
        return NOTHING
    names = _library().names
    overlap = _overlaps(patch, aspect)
    best = int(overlap.argmax())
    score = float(overlap[best])
    if score < _WORST or names[best] == _NO_SYMBOL:
        return NOTHING
    if names[best] == "arrow_down_left" and float(patch[-GRID // 8 :, : GRID // 8].mean()) < _TIP:
        # An arrow has its tip in that corner, a brushed tick leaves it empty.
        return Shape("check", _TICK)
    margin = score - float(overlap[names != names[best]].max())
    fit = min(1.0, 0.6 + 0.4 * (score - _WORST) / (_GOOD - _WORST))
    return Shape(str(names[best]), round(fit * min(1.0, 0.6 + 0.4 * margin / _MARGIN), 3))


def _overlaps(patch: Levels, aspect: float) -> Levels:
    """How far each ideal drawing covers the same area as a piece, 0..1; 0 for those that decide nothing.

    The sums over blocks of pixels tell how far two drawings can overlap at most. Only those are compared pixel by
    pixel that may come as close to the best one as `_MARGIN`.
    """
    library = _library()
    mine = _block_sums(patch[None])
    both = np.minimum(library.blocks, mine).sum(axis=1)
    most = both / (library.totals + mine.sum() - both) + _ROUNDING
    most[(aspect < library.limits[:, 0]) | (aspect > library.limits[:, 1])] = 0
    overlap = np.zeros(len(most), np.float32)
    first = np.argpartition(-most, _FIRST)[:_FIRST]
    _compare(patch, first[most[first] > 0], overlap)
    floor = max(_WORST, float(overlap.max())) - _MARGIN
    _compare(patch, np.flatnonzero((most >= floor) & (overlap == 0)), overlap)
    return overlap


def _compare(patch: Levels, chosen: npt.NDArray[np.intp], overlap: Levels) -> None:
    """Enter how far the chosen drawings cover the same area as a piece."""
    stack = _library().stack[chosen]
    both = np.minimum(stack, patch).reshape(-1, GRID * GRID).sum(axis=1)
    overlap[chosen] = both / np.maximum(stack, patch).reshape(-1, GRID * GRID).sum(axis=1)


def _block_sums(patches: Levels) -> Levels:
    """The sums over blocks of `_BLOCK` × `_BLOCK` pixels of each patch, one row a patch."""
    side = GRID // _BLOCK
    blocks = patches.reshape(-1, side, _BLOCK, side, _BLOCK).sum(axis=(2, 4))
    return np.asarray(blocks.reshape(-1, side * side), dtype=np.float32)


def normalise(levels: Levels) -> tuple[Levels | None, float]:
    """Levels cropped to their ink and stretched to the comparison square, and width / height."""
    # Upsample first: the crop at half ink is then exact to a fraction of a pixel.
    height, width = levels.shape
    factor = max(1, math.ceil(64 / max(height, width, 1)))
    fine = cv2.resize(levels, None, fx=factor, fy=factor, interpolation=cv2.INTER_LINEAR)
    on = fine > 0.5
    rows, columns = np.flatnonzero(on.any(axis=1)), np.flatnonzero(on.any(axis=0))
    if len(rows) < 2 or len(columns) < 2:
        return None, 1.0
    part = on[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1].astype(np.float32)
    return _soften(part), part.shape[1] / part.shape[0]


def _soften(part: Levels) -> Levels:
    small = cv2.resize(part, (GRID, GRID), interpolation=cv2.INTER_AREA)
    return np.asarray(
        cv2.GaussianBlur(small, (0, 0), _BLUR, borderType=cv2.BORDER_CONSTANT), dtype=np.float32
    )


# ---------------------------------------------------------------- the ideal drawings


class _Library(NamedTuple):
    """All ideal drawings, one a row."""

    names: npt.NDArray[np.str_]
    stack: Levels
    limits: Levels
    """Least and largest width / height."""
    blocks: Levels
    totals: Levels
    """Their ink: the sums of `blocks`."""


@functools.cache
def _library() -> _Library:
    templates = [*_plain(), *_arrows(), *_marks()]
    names = np.array([t.name for t in templates])
    limits = np.array([(t.narrowest, t.widest) for t in templates], dtype=np.float32)
    stack = np.stack([t.levels for t in templates])
    blocks = _block_sums(stack)
    return _Library(names, stack, limits, blocks, blocks.sum(axis=1))


def _draw(*polygons: Points) -> Levels:
    """Polygons in any unit as a stretched square."""
    every = np.array([p for polygon in polygons for p in polygon], dtype=np.float64)
    low, high = every.min(axis=0), every.max(axis=0)
    canvas = np.zeros((_BIG, _BIG), np.uint8)
    for polygon in polygons:
        scaled = (np.array(polygon) - low) / (high - low) * (_BIG - 1)
        cv2.fillPoly(canvas, [np.round(scaled).astype(np.int32)], 1)
    return _soften(canvas.astype(np.float32))


def _aspect(*polygons: Points) -> float:
    every = np.array([p for polygon in polygons for p in polygon])
    width, height = every.max(axis=0) - every.min(axis=0)
    return float(width / height)


def _turned(points: Points, degrees: float) -> Points:
    """The points turned clockwise as seen on the page (y grows downwards)."""
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return [(x * c - y * s, x * s + y * c) for x, y in points]


def _regular(corners: int, inner: float | None = None) -> Points:
    count = corners if inner is None else 2 * corners
    radii = [1.0 if inner is None or i % 2 == 0 else inner for i in range(count)]
    return [
        (r * math.sin(2 * math.pi * i / count), -r * math.cos(2 * math.pi * i / count))
        for i, r in enumerate(radii)
    ]


def _rounded(radius: float) -> Points:
    points: Points = []
    for cx, cy, start in ((1, 1, 0), (0, 1, 90), (0, 0, 180), (1, 0, 270)):
        x, y = (1 - radius) if cx else radius, (1 - radius) if cy else radius
        points += [
            (
                x + radius * math.cos(math.radians(start + a)),
                y + radius * math.sin(math.radians(start + a)),
            )
            for a in range(0, 91, 10)
        ]
    return points


def _plain() -> list[_Template]:
    up: Points = [(0, -1), (1, 1), (-1, 1)]
    shapes: list[tuple[str, float, float, Points]] = [
        ("circle", 0.78, 1.28, _regular(60)),
        ("circle", 0.8, 1.25, _turned(_regular(8), 22.5)),
        ("square", 0.6, 1.7, [(0, 0), (1, 0), (1, 1), (0, 1)]),
        ("square", 0.6, 1.7, _rounded(0.12)),
        ("square", 0.6, 1.7, _rounded(0.2)),
        ("diamond", 0.5, 1.7, _regular(4)),
        ("star", 0.75, 1.33, _regular(5, 0.38)),
        ("star", 0.75, 1.33, _regular(5, 0.5)),
        ("triangle", 0.6, 2.2, up),
        ("triangle_right", 0.45, 1.7, _turned(up, 90)),
        ("triangle_down", 0.6, 2.2, _turned(up, 180)),
        ("triangle_left", 0.45, 1.7, _turned(up, 270)),
    ]
    return [_Template(n, low, high, _draw(p)) for n, low, high, p in shapes]


def _stroke(start: tuple[float, float], end: tuple[float, float], width: float) -> Points:
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = math.hypot(dx, dy)
    nx, ny = -dy / length * width / 2, dx / length * width / 2
    return [
        (start[0] + nx, start[1] + ny), (end[0] + nx, end[1] + ny),
        (end[0] - nx, end[1] - ny), (start[0] - nx, start[1] - ny),
    ]  # fmt: skip


_DIRECTIONS = (
    ("arrow_up", (0,)), ("arrow_up_right", (35, 45, 55)), ("arrow_right", (90,)),
    ("arrow_down_right", (125, 135, 145)), ("arrow_down", (180,)), ("arrow_down_left", (215, 225, 235)),
    ("arrow_left", (270,)), ("arrow_up_left", (305, 315, 325)),
)  # fmt: skip


def _arrows() -> list[_Template]:
    templates = []
    for polygons, fat in _upright_arrows():
        for name, angles in _DIRECTIONS:
            # A fat arrow turned askew is a blot that blurred upright ones resemble; nobody draws it.
            for angle in () if fat and len(angles) > 1 else angles:
                turned = [_turned(p, angle) for p in polygons]
                aspect = _aspect(*turned)
                templates.append(_Template(name, aspect / 1.45, aspect * 1.45, _draw(*turned)))
    return templates


def _upright_arrows() -> list[tuple[list[Points], bool]]:
    """Arrows that point up as polygons, and whether their shaft is fat; measures relative to the head's width."""
    arrows: list[tuple[list[Points], bool]] = []
    for length in (0.85, 1.15, 1.6):
        for shaft in (0.22, 0.4, 0.55, 0.7):
            for head in (0.38, 0.55):
                neck = -length / 2 + head
                s = shaft / 2
                outline = [
                    (0, -length / 2), (0.5, neck), (s, neck), (s, length / 2),
                    (-s, length / 2), (-s, neck), (-0.5, neck),
                ]  # fmt: skip
                arrows.append(([outline], shaft > _FAT))
    for length in (1.1, 1.7):
        for width in (0.1, 0.2, 0.3):
            for head in (0.35, 0.5):
                tip = (0.0, -length / 2)
                strokes = [
                    _stroke((0, -length / 2 + width / 2), (0, length / 2), width),
                    _stroke(tip, (-0.5, -length / 2 + head), width),
                    _stroke(tip, (0.5, -length / 2 + head), width),
                ]
                arrows.append((strokes, False))
    return arrows


def _marks() -> list[_Template]:
    templates = []
    for width in (0.12, 0.2, 0.3):
        diagonals = [_stroke((0, 0), (1, 1), width), _stroke((0, 1), (1, 0), width)]
        templates.append(_Template("cross", 0.6, 1.5, _draw(*diagonals)))
        plus = [_stroke((0, 0.5), (1, 0.5), width), _stroke((0.5, 0), (0.5, 1), width)]
        templates.append(_Template(_NO_SYMBOL, 0.7, 1.4, _draw(*plus)))
        heads = [[(-0.3, 0.0), (0.1, -0.3), (0.1, 0.3)], [(1.3, 0.0), (0.9, -0.3), (0.9, 0.3)]]
        both = [_stroke((0, 0), (1, 0), width * 0.7), *heads]
        templates.append(_Template("arrow_left_right", 1.5, 4.5, _draw(*both)))
        templates.append(_Template("arrow_up_down", 0.2, 0.7, _draw(*(_turned(p, 90) for p in both))))
    return templates + _ticks()


def _ticks() -> list[_Template]:
    """Ticks: two lines with a thin or bold pen, a short or long left arm, a low or high right one; brushed."""
    brushed: list[Points] = [
        [(0, 0.6), (0.14, 0.52), (0.3, 0.76), (0.62, 0.25), (0.95, 0), (1, 0.03), (0.7, 0.35), (0.38, 0.95), (0.3, 1)],
        [(0, 0.62), (0.08, 0.54), (0.2, 0.53), (0.33, 0.68), (0.75, 0.06), (0.86, 0), (1, 0), (0.96, 0.12),
         (0.42, 0.95), (0.32, 1), (0.2, 1), (0.08, 0.88)],
        [(0, 0.7), (0.08, 0.62), (0.16, 0.63), (0.3, 0.8), (0.78, 0.05), (0.88, 0), (1, 0), (0.95, 0.1),
         (0.4, 0.95), (0.3, 1), (0.18, 1), (0.08, 0.88)],
    ]  # fmt: skip
    return [_Template("check", 0.7, 1.5, _draw(points)) for points in brushed] + [
        _Template(
            "check", 0.75, 1.8, _draw(_stroke((0, 1 - arm), knee, width), _stroke(foot, (1, top), width))
        )
        for width in (0.12, 0.2, 0.3, 0.4)
        for arm in (0.35, 0.5)
        for knee in ((0.3, 1.0), (0.4, 1.0))
        for top in (0.0, 0.25)
        for foot in ((knee[0] - 0.3 * width, 1.0),)
    ]


# ---------------------------------------------------------------- what stands inside a disc


def inner_mark(mark: Levels, solid: Mask) -> Shape:
    """What a mark inside a disc or sign shows: a face, a tick, a cross, an arrow, an exclamation mark.

    Args:
        mark: levels of what differs from the disc's colour, same size as `solid`.
        solid: the disc.
    """
    factor = max(1, math.ceil(96 / max(mark.shape)))
    fine = cv2.resize(mark, None, fx=factor, fy=factor, interpolation=cv2.INTER_LINEAR)
    whole = cv2.resize(solid.astype(np.float32), None, fx=factor, fy=factor, interpolation=cv2.INTER_LINEAR)
    marked = fine > 0.5
    face = _face(marked, whole > 0.5)
    if face.name:
        return face
    on = fill_holes(marked) if _has_big_hole(marked) else marked
    rows, columns = np.flatnonzero(on.any(axis=1)), np.flatnonzero(on.any(axis=0))
    if len(rows) < 4 or len(columns) < 2:
        return NOTHING
    aspect = len(columns) / len(rows)
    if aspect < 0.45:
        return Shape("exclamation", 0.8)
    if aspect > 2.6:
        return Shape("minus", 0.8)
    return classify(on.astype(np.float32))


def _has_big_hole(on: Mask) -> bool:
    return bool(np.count_nonzero(fill_holes(on)) > 1.3 * np.count_nonzero(on))


def _face(on: Mask, solid: Mask) -> Shape:
    """A smiley by its two eyes and the bend of its mouth."""
    height, width = solid.shape
    count, labels, stats, centres = cv2.connectedComponentsWithStats(on.astype(np.uint8), connectivity=8)
    least = 0.006 * np.count_nonzero(solid)
    parts = [i for i in range(1, count) if stats[i][4] >= least]
    eyes = [i for i in parts if centres[i][1] < 0.52 * height and stats[i][2] < 0.4 * width]
    mouths = [i for i in parts if centres[i][1] > 0.5 * height and stats[i][2] > 0.25 * width]
    if len(eyes) != 2 or len(mouths) != 1:
        return NOTHING
    left, right = sorted(eyes, key=lambda i: float(centres[i][0]))
    if abs(centres[left][1] - centres[right][1]) > 0.15 * height:
        return NOTHING
    if not centres[left][0] < 0.5 * width < centres[right][0]:
        return NOTHING
    ys, xs = np.nonzero(labels == mouths[0])
    return _mouth(xs, ys, height)


def _mouth(xs: npt.NDArray[np.intp], ys: npt.NDArray[np.intp], height: int) -> Shape:
    span = xs.max() - xs.min() + 1
    ends = (xs < xs.min() + 0.22 * span) | (xs > xs.max() - 0.22 * span)
    middle = np.abs(xs - (xs.min() + xs.max()) / 2) < 0.2 * span
    bend = (ys[middle].mean() - ys[ends].mean()) / height
    if abs(bend) < 0.022:
        return Shape("neutral_face", 0.85)
    confidence = 0.95 if abs(bend) > 0.04 else 0.75
    return Shape("smiley" if bend > 0 else "frown", confidence)

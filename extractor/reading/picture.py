"""What a page image shows besides words and shading: its skew, ruling lines and solid marks.

Works on pixels alone (OpenCV), so that the same table and symbol reading runs on a scan as on a drawn page.
All lengths are in points; `scale` is pixels per point.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from extractor.model import Box, Rule
from extractor.reading.dotted import find_dotted
from extractor.reading.tones import SHADE_DISTANCE, SHADE_SCALE, Pixels, Tones, highest, lowest

RULE_PIECE = 12.0
"""Shortest piece of a ruling line in points; below, letters' strokes look the same."""
RULE_SURE = 90.0
"""Length in points from which a line is a rule by itself; shorter ones must meet or continue another."""
RULE_TOUCH = 2.0
"""Distance in points within which two rules meet; text stands at least 3 points from its cell's border."""
RULE_GAP = 20.0
"""Longest gap in points in a rule: a symbol that stands on the line covers it."""
RULE_END = 4.0
"""Points from which a piece beyond such a gap is the end of the rule: strokes of letters are shorter."""
BROKEN = 8
"""Gaps in the rules of one direction from which a page's rules are broken; a symbol on a rule leaves one."""
BROKEN_PLACES = 0.5
"""Different places of such gaps against their number: those of symbols and columns come back on each row."""
SAME_GAP = 4.0
"""Points within which two gaps are at one place."""
RULE_COMPANY = 0.25
"""Share of a rule's length that may have something as dark close by on either side; letters have 0.4."""
LIGHT_FAINT = 32
"""Grey levels up to which a light line is faint: white on pale blue has 17, white letters have 100 and more."""
FAINT_CONTRAST = 6
"""Grey levels a faint line differs from both sides."""
FAINT_GRAIN = 6.0
"""Points along a faint line over which grain is averaged."""
RULE_THICKNESS = 3.5
"""Thickest line that is a rule and no bar or shading."""
RULE_CONTRAST = 12
"""Grey levels a line is darker than both sides of it; faint grey hairlines of 200-dpi scans measured 15–60,
JPEG noise beside text below 10."""
RULE_UNBROKEN = 0.93
"""Share of a line's pixels that are dark; a row of letters reaches 0.7."""
INK_BELOW = 160
"""Grey level under which a pixel is ink; shading is above 200."""
MARK_RADIUS = 1.5
"""Half the thickness in points from which an inked piece may be a mark; bold 14-point letters reach 1.2."""
MARK_CONVEX = 0.84
"""Share of its convex hull a mark fills: measured on five scans, letters of titles up to 0.82, arrows from
0.87, triangles, squares and discs about 1."""
MARK_THICK = 2.2
"""The same as `MARK_RADIUS` beyond all letters, bold titles of 24 points included (1.8)."""
MARK_CONVEX_THICK = 0.8
"""Share of its hull that so thick a piece fills if it is a mark: arrows frayed by JPEG at 150 dpi have 0.83."""
MARK_SOLID = 0.95
"""Share of its hull from which a piece is a mark whatever stands beside it; below, a bold e or s blurred shut at
150 dpi (0.85) is as convex as an arrow."""
LETTER_GAP = 0.3
"""Heights within which the next letter of a word stands (0.06–0.23 in bold headings); marks keep a blank or more."""
LETTER_HEIGHTS = (0.6, 1.8)
"""How much lower or higher the next letter of a word may be."""
MARK_SIZE = (4.0, 30.0)
"""Smallest and largest side of a mark in points."""
RING_OFF = 0.12
"""Share of a ring's size by which the mark in it may stand off its middle."""
RING_REACH = 3.5
"""How many times larger than the mark in it a ring is at most; beyond, a frame stands around more than the mark."""
SKEW_LIMIT = 6.0
"""Largest skew in degrees that is looked for; a sheet fed askew is seldom beyond 3."""
SKEW_STEP = 0.1
SKEW_WIDTH = 800
"""Width in pixels the page is reduced to for finding its skew: one line of text stays 5 pixels high."""


def skew_of(pixels: Pixels) -> float:
    """The page's skew in degrees, counter-clockwise positive, by the sharpest profile of its lines.

    Args:
        pixels: RGB page image.
    """
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    small = cv2.resize(
        grey, None, fx=SKEW_WIDTH / grey.shape[1], fy=SKEW_WIDTH / grey.shape[1], interpolation=cv2.INTER_AREA
    )
    ink = (small < INK_BELOW).astype(np.float32)
    if ink.sum() < ink.size * 1e-4:
        return 0.0
    coarse = max(np.arange(-SKEW_LIMIT, SKEW_LIMIT + 0.01, 0.5), key=lambda a: _sharpness(ink, float(a)))
    fine = max(np.arange(coarse - 0.5, coarse + 0.501, SKEW_STEP), key=lambda a: _sharpness(ink, float(a)))
    return round(float(fine), 2)


def _sharpness(ink: npt.NDArray[np.float32], angle: float) -> float:
    profile = rotate(ink, angle, 0.0).sum(axis=1)
    return float(np.square(np.diff(profile)).sum())


def rotate(image: npt.NDArray, angle: float, border: float | tuple[int, int, int]) -> npt.NDArray:  # type: ignore[type-arg]
    """The image turned by `angle` degrees clockwise about its centre, same size, new corners `border`."""
    height, width = image.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -angle, 1.0)
    value = border if isinstance(border, tuple) else (border,)
    return np.asarray(
        cv2.warpAffine(image, matrix, (width, height), flags=cv2.INTER_LINEAR, borderValue=value)
    )


def find_rules(pixels: Pixels, tones: Tones, scale: float) -> tuple[tuple[Rule, ...], Pixels]:
    """The ruling lines of a page, and a mask (255) of the pixels they cover.

    Args:
        pixels: RGB page image, straightened.
        tones: what it is printed on.
        scale: pixels per point.
    """
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    mask = np.zeros_like(grey)
    rules = []
    candidates = _candidates(grey, scale)
    candidates += _light_candidates(tones, mask.shape, scale)
    candidates += _dotted_candidates(grey, scale)
    for index in _belonging([box for box, _, _ in candidates]):
        box, lines, (x, y, width, height) = candidates[index]
        mask[y : y + height, x : x + width] |= lines
        rules.append(Rule(box=_prolonged(box, grey, mask, scale) if box.width > box.height else box))
    return tuple(rules), np.asarray(cv2.dilate(mask, np.ones((3, 3), np.uint8)), dtype=np.uint8)


def are_broken(rules: Sequence[Rule]) -> bool:
    """Whether a page's rules came in dashes, as black-and-white scans break thin or pale lines.

    Then cells run into each other. Gaps that come back at the same place are columns; dashes end anywhere.

    Args:
        rules: the ruling lines of a page.
    """
    for level in (True, False):
        lines = [(r.box if level else _transposed(r.box)) for r in rules if r.horizontal == level]
        gaps = [
            (a.x1 + b.x0) / 2
            for a, b in itertools.permutations(lines, 2)
            if abs(a.top - b.top) <= RULE_TOUCH / 2 and RULE_TOUCH < b.x0 - a.x1 <= RULE_GAP
        ]
        places = {round(g / SAME_GAP) for g in gaps}
        if len(gaps) >= BROKEN and len(places) >= BROKEN_PLACES * len(gaps):
            return True
    return False


def _transposed(box: Box) -> Box:
    return Box(box.top, box.x0, box.bottom, box.x1)


_Candidate = tuple[Box, Pixels, tuple[int, int, int, int]]
"""A line that may be a rule: its centre line in points, its mask and its box in pixels."""


def _light_candidates(tones: Tones, shape: tuple[int, ...], scale: float) -> list[_Candidate]:
    """Lines lighter than the shading they stand on.

    In the weakest channel, where white on pale blue and grey on red show most; dark letters leave no trace.
    """
    ground = lowest(tones.ground)
    lighter = cv2.subtract(lowest(tones.small), ground)
    lighter[ground > np.median(ground[::4, ::4]) - SHADE_DISTANCE] = (
        0  # on paper it is the halo of a dark line
    )
    found = _candidates(255 - lighter, SHADE_SCALE)
    lighter[lighter > LIGHT_FAINT] = 0  # letters; smoothed, they would be lines
    found += _candidates(255 - lighter, SHADE_SCALE, faint=True)
    ratio = scale / SHADE_SCALE
    grown = []
    for box, _, (x, y, width, height) in found:
        left, top = round(x * ratio), round(y * ratio)
        right, bottom = min(shape[1], round((x + width) * ratio)), min(shape[0], round((y + height) * ratio))
        solid = np.full((bottom - top, right - left), 255, np.uint8)
        grown.append((box, solid, (left, top, right - left, bottom - top)))
    return grown


def _dotted_candidates(grey: Pixels, scale: float) -> list[_Candidate]:
    """Lines drawn in dots or dashes."""
    found = []
    for dotted in find_dotted(grey, scale):
        left, top, width, height = dotted.spot
        dots = np.zeros((height, width), np.uint8)
        for x, y, wide, high in dotted.pieces.tolist():
            dots[y - top : y - top + high, x - left : x - left + wide] = 255
        found.append((_thin(*dotted.spot, scale), dots, dotted.spot))
    return found


def _candidates(plane: Pixels, scale: float, *, faint: bool = False) -> list[_Candidate]:
    """The dark lines of a plane, both ways; faint ones only where nothing else is on it."""
    found = []
    shortest = RULE_PIECE + FAINT_GRAIN if faint else RULE_PIECE
    for across in (False, True):
        turned = np.ascontiguousarray(plane.T if across else plane)
        if faint:  # shading is grainier than paper; along the line, grain averages out
            turned = np.asarray(cv2.blur(turned, (2 * round(FAINT_GRAIN * scale / 2) + 1, 1)), dtype=np.uint8)
        lines = _lines(turned, scale, FAINT_CONTRAST if faint else RULE_CONTRAST)
        count, _, stats, _ = cv2.connectedComponentsWithStats(lines)
        for x, y, width, height, _ in stats[1:count].tolist():
            thin = height <= RULE_THICKNESS * scale + 4
            if thin and width >= shortest * scale and _stands_free(turned, (x, y, width, height)):
                spot = (y, x, height, width) if across else (x, y, width, height)
                part = lines[y : y + height, x : x + width]
                found.append((_thin(*spot, scale), np.asarray(part.T if across else part), spot))
    return found


def _thin_dark(grey: Pixels, scale: float, contrast: int) -> npt.NDArray[np.float32]:
    """Where a page is darker than what is above and below."""
    thick = 2 * round(RULE_THICKNESS * scale / 2) + 3
    tall = cv2.getStructuringElement(cv2.MORPH_RECT, (1, thick))
    dark = cv2.subtract(cv2.morphologyEx(grey, cv2.MORPH_CLOSE, tall), grey) > contrast
    # A scanned line wavers by a pixel.
    return np.asarray(cv2.dilate(dark.astype(np.float32), np.ones((3, 1), np.uint8)), dtype=np.float32)


def _prolonged(rule: Box, grey: Pixels, mask: Pixels, scale: float) -> Box:
    """A level rule with the short piece beyond a symbol that stands on its end; the piece is marked in the mask.

    Without it some of a table's rules would end a column early, and look like another table's.
    """
    room = round((RULE_GAP + RULE_PIECE) * scale)
    y, ends = round(rule.top * scale), [rule.x0, rule.x1]
    top, bottom = max(0, y - round(RULE_THICKNESS * scale)), y + round(RULE_THICKNESS * scale)
    for side in (0, 1):
        at = round(ends[side] * scale)
        left, right = (max(0, at - room), at) if side == 0 else (at + 1, at + 1 + room)
        dark = _thin_dark(np.ascontiguousarray(grey[top:bottom, left:right]), scale, RULE_CONTRAST)
        if not dark.size:
            continue
        row = dark[max(0, y - top - 1) : y - top + 2].max(axis=0) > 0
        piece = _end_piece(row if side else row[::-1], scale)
        if piece:
            begin, stop = piece if side else (len(row) - piece[1], len(row) - piece[0])
            mask[y - 1 : y + 2, left + begin : left + stop] = 255
            ends[side] = (left + (stop if side else begin)) / scale
    return Box(ends[0], rule.top, ends[1], rule.bottom)


def _end_piece(row: npt.NDArray[np.bool_], scale: float) -> tuple[int, int] | None:
    """The first dark run beyond a gap that is as long as an end, and too short for a rule of its own."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], row, [False]]).astype(np.int8))).tolist()
    for begin, stop in zip(edges[::2], edges[1::2], strict=True):
        if stop - begin >= RULE_END * scale:
            short = stop - begin < RULE_PIECE * scale
            return (begin, stop) if short and 0 < begin <= RULE_GAP * scale and stop < len(row) else None
    return None


def _lines(grey: Pixels, scale: float, contrast: int) -> Pixels:
    """A mask of the horizontal lines: thin, darker than what is above and below, hardly a gap in them."""
    dark = _thin_dark(grey, scale, contrast)
    window = round(RULE_PIECE * scale)
    share = cv2.boxFilter(dark, -1, (window, 1), borderType=cv2.BORDER_CONSTANT)
    core = (share >= RULE_UNBROKEN).astype(np.uint8)
    reach = cv2.dilate(core, np.ones((1, window), np.uint8))
    return np.asarray(((reach > 0) & (dark > 0)).astype(np.uint8) * 255, dtype=np.uint8)


def _belonging(boxes: list[Box]) -> list[int]:
    """The candidates that are rules: the long ones, and what meets or continues one of them."""
    accepted = [n for n, b in enumerate(boxes) if max(b.width, b.height) >= RULE_SURE]
    open_ones = set(range(len(boxes))) - set(accepted)
    frontier = accepted
    while frontier:
        frontier = [n for n in sorted(open_ones) if any(_meets(boxes[n], boxes[m]) for m in frontier)]
        open_ones -= set(frontier)
        accepted = accepted + frontier
    return sorted(accepted)


def _meets(piece: Box, rule: Box) -> bool:
    """Whether a piece ends at, crosses or continues a rule."""
    same_way = (piece.width >= piece.height) == (rule.width >= rule.height)
    along, across = (RULE_GAP, RULE_TOUCH / 2) if same_way else (RULE_TOUCH, RULE_TOUCH)
    level = piece.width >= piece.height
    reach_x, reach_y = (along, across) if level else (across, along)
    apart_x = max(piece.x0, rule.x0) - min(piece.x1, rule.x1)
    apart_y = max(piece.top, rule.top) - min(piece.bottom, rule.bottom)
    return apart_x <= reach_x and apart_y <= reach_y


def _stands_free(grey: Pixels, spot: tuple[int, int, int, int]) -> bool:
    """Whether a horizontal line has nothing as dark right above and below it, as the strokes of letters have."""
    x, y, width, height = spot
    core = grey[y : y + height, x : x + width].min(axis=0)
    limit = int(np.median(core)) + 8
    for top in (y - 3, y + height + 1):
        strip = grey[max(0, top) : top + 2, x : x + width]
        if strip.size and float((strip.min(axis=0) <= limit).mean()) > RULE_COMPANY:
            return False
    return True


def _thin(x: int, y: int, width: int, height: int, scale: float) -> Box:
    """The centre line of a rule."""
    x0, top, x1, bottom = x / scale, y / scale, (x + width) / scale, (y + height) / scale
    if width >= height:
        middle = (top + bottom) / 2
        return Box(x0, middle, x1, middle)
    middle = (x0 + x1) / 2
    return Box(middle, top, middle, bottom)


def find_marks(pixels: Pixels, hidden: Pixels, scale: float) -> Pixels:
    """A mask (255) of the solid marks: traffic lights, arrows, bars. OCR reads them as letters.

    Args:
        pixels: RGB page image, straightened.
        hidden: mask of the ruling lines and of dark shading, which are none.
        scale: pixels per point.
    """
    ink = _ink_or_colour(pixels) & ~hidden
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink)
    mask = np.zeros_like(ink)
    low, high = MARK_SIZE[0] * scale, MARK_SIZE[1] * scale
    fitting = (stats[:, 3] >= low) & (stats[:, 3] <= high) & (stats[:, 2] >= low)
    for n in np.flatnonzero(fitting[1:count]) + 1:
        x, y, width, height, area = stats[n].tolist()
        part = (labels[y : y + height, x : x + width] == n).astype(np.uint8)
        framed = cv2.copyMakeBorder(part, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=0)
        radius = cv2.distanceTransform(framed, cv2.DIST_L2, 3).max() / scale
        if radius < MARK_RADIUS:
            continue
        outline = np.argwhere(part)[:, ::-1].astype(np.int32)
        filled = area / max(1.0, cv2.contourArea(cv2.convexHull(outline)))
        convex = filled >= (MARK_CONVEX_THICK if radius >= MARK_THICK else MARK_CONVEX)
        if filled >= MARK_SOLID or (convex and not _in_a_word(int(n), stats)):
            mask[y : y + height, x : x + width] |= part * 255
            for ring in _around(int(n), stats, high):
                left, top, wide, tall, _ = stats[ring].tolist()
                mask[top : top + tall, left : left + wide] |= _filled(
                    labels[top : top + tall, left : left + wide] == ring
                )
    return np.asarray(cv2.dilate(mask, np.ones((3, 3), np.uint8)), dtype=np.uint8)


def _around(number: int, stats: npt.NDArray[np.int32], high: float) -> list[int]:
    """The pieces that a mark stands in the middle of, as a target's dot in its ring: read apart, a ring is a © or O."""
    x, y, width, height, _ = stats[number]
    left, top, wide, tall = (stats[:, n] for n in range(4))
    about = (left < x) & (top < y) & (left + wide > x + width) & (top + tall > y + height)
    size = np.maximum(wide, tall)
    middle = (np.abs(left + wide / 2 - x - width / 2) <= RING_OFF * size) & (
        np.abs(top + tall / 2 - y - height / 2) <= RING_OFF * size
    )
    near = (size <= high) & (size <= RING_REACH * max(width, height))
    return np.flatnonzero(about & middle & near).tolist()


def _filled(part: npt.NDArray[np.bool_]) -> Pixels:
    """A piece of ink with what its outline encloses, 255."""
    outlines, _ = cv2.findContours(part.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    return np.asarray(
        cv2.drawContours(np.zeros(part.shape, np.uint8), outlines, -1, 255, cv2.FILLED), dtype=np.uint8
    )


def _in_a_word(number: int, stats: npt.NDArray[np.int32]) -> bool:
    """Whether a piece of ink has another of about its height right beside it, as a letter has."""
    x, y, width, height, _ = stats[number]
    left, top, wide, high = (stats[1:, n] for n in range(4))
    apart = np.maximum(x - (left + wide), left - (x + width))
    level = np.minimum(y + height, top + high) - np.maximum(y, top) >= 0.6 * np.minimum(height, high)
    like = (high >= LETTER_HEIGHTS[0] * height) & (high <= LETTER_HEIGHTS[1] * height)
    beside = level & like & (apart >= 0) & (apart <= LETTER_GAP * height)
    return bool(beside.any())


def _ink_or_colour(pixels: Pixels) -> Pixels:
    vivid = cv2.subtract(highest(pixels), lowest(pixels)) > 80  # a yellow light is no darker than shading
    dark = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY) < INK_BELOW
    return np.asarray(((vivid | dark) * 255), dtype=np.uint8)

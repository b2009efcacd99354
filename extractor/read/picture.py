"""What a page image shows besides words: its skew, ruling lines, shaded areas and solid marks.

Works on pixels alone (OpenCV), so that the same table and symbol reading runs on a scan as on a drawn page.
All lengths are in points; `scale` is pixels per point.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from extractor.model import Box, Fill, Rule

Pixels = npt.NDArray[np.uint8]

RULE_PIECE = 12.0
"""Shortest piece of a ruling line in points; below, letters' strokes look the same."""
RULE_SURE = 90.0
"""Length in points from which a line is a rule by itself; shorter ones must meet or continue another."""
RULE_TOUCH = 2.0
"""Distance in points within which two rules meet; text stands at least 3 points from its cell's border."""
RULE_GAP = 20.0
"""Longest gap in points in a rule: a symbol that stands on the line covers it."""
RULE_COMPANY = 0.25
"""Share of a rule's length that may have something as dark close by on either side; letters have 0.4."""
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
MARK_SIZE = (4.0, 30.0)
"""Smallest and largest side of a mark in points."""
SKEW_LIMIT = 6.0
"""Largest skew in degrees that is looked for; a sheet fed askew is seldom beyond 3."""
SKEW_STEP = 0.1
SKEW_WIDTH = 800
"""Width in pixels the page is reduced to for finding its skew: one line of text stays 5 pixels high."""
SHADE_SIZE = (24.0, 7.0)
"""Smallest width and height of a shaded area in points."""
SHADE_TEXT = 4.0
"""Reach in points within which paper shows between the letters of a text."""
SHADE_DISTANCE = 8
"""Smallest difference in any colour channel between shading and paper; scanner noise after smoothing stays below 4."""
SHADE_SOLID = 0.75
"""Share of its box a shaded area fills; text in it is closed first."""


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


def find_rules(pixels: Pixels, scale: float) -> tuple[tuple[Rule, ...], Pixels]:
    """The ruling lines of a page, and a mask (255) of the pixels they cover.

    Args:
        pixels: RGB page image, straightened.
        scale: pixels per point.
    """
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    mask = np.zeros_like(grey)
    rules = []
    candidates: list[tuple[Box, Pixels, tuple[int, int, int, int]]] = []
    for across in (False, True):
        turned = np.ascontiguousarray(grey.T if across else grey)
        lines = _lines(turned, scale)
        count, _, stats, _ = cv2.connectedComponentsWithStats(lines)
        for x, y, width, height, _ in stats[1:count].tolist():
            thin = height <= RULE_THICKNESS * scale + 4
            if thin and width >= RULE_PIECE * scale and _stands_free(turned, (x, y, width, height)):
                spot = (y, x, height, width) if across else (x, y, width, height)
                candidates.append((_thin(*spot, scale), lines.T if across else lines, spot))
    for index in _belonging([box for box, _, _ in candidates]):
        box, lines, (x, y, width, height) = candidates[index]
        rules.append(Rule(box=box))
        mask[y : y + height, x : x + width] |= lines[y : y + height, x : x + width]
    return tuple(rules), np.asarray(cv2.dilate(mask, np.ones((3, 3), np.uint8)), dtype=np.uint8)


def _lines(grey: Pixels, scale: float) -> Pixels:
    """A mask of the horizontal lines: thin, darker than what is above and below, hardly a gap in them."""
    thick = 2 * round(RULE_THICKNESS * scale / 2) + 3
    tall = cv2.getStructuringElement(cv2.MORPH_RECT, (1, thick))
    dark = cv2.subtract(cv2.morphologyEx(grey, cv2.MORPH_CLOSE, tall), grey) > RULE_CONTRAST
    dark = cv2.dilate(dark.astype(np.float32), np.ones((3, 1), np.uint8))  # a scanned line wavers by a pixel
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


def find_marks(pixels: Pixels, rules: Pixels, scale: float) -> Pixels:
    """A mask (255) of the solid marks: traffic lights, arrows, bars. OCR reads them as letters.

    Args:
        pixels: RGB page image, straightened.
        rules: mask of the ruling lines.
        scale: pixels per point.
    """
    ink = _ink_or_colour(pixels) & ~rules
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink)
    thickness = cv2.distanceTransform(ink, cv2.DIST_L2, 3)
    deepest = np.zeros(count, dtype=np.float32)
    np.maximum.at(deepest, labels.ravel(), thickness.ravel())
    low, high = MARK_SIZE[0] * scale, MARK_SIZE[1] * scale
    keep = np.zeros(count, dtype=bool)
    for n in range(1, count):
        x, y, width, height, area = stats[n].tolist()
        if low <= height <= high and width >= low and deepest[n] >= MARK_RADIUS * scale:
            outline = np.argwhere(labels[y : y + height, x : x + width] == n)[:, ::-1].astype(np.int32)
            hull = cv2.contourArea(cv2.convexHull(outline))
            keep[n] = area >= MARK_CONVEX * hull
    mask = (keep[labels] * 255).astype(np.uint8)
    return np.asarray(cv2.dilate(mask, np.ones((3, 3), np.uint8)), dtype=np.uint8)


def _ink_or_colour(pixels: Pixels) -> Pixels:
    wide = pixels.astype(np.int16)
    vivid = (wide.max(axis=2) - wide.min(axis=2)) > 80  # a yellow light is no darker than shading
    dark = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY) < INK_BELOW
    return np.asarray(((vivid | dark) * 255), dtype=np.uint8)


def find_fills(pixels: Pixels, scale: float) -> tuple[Fill, ...]:
    """The shaded areas of a page: header rows, zebra rows, coloured cells.

    Args:
        pixels: RGB page image, straightened.
        scale: pixels per point.
    """
    step = max(1, round(scale / 2))
    reach = 2 * round(SHADE_TEXT * scale / 2) + 1
    # the lightest tone around: letters vanish into what they are printed on
    light = cv2.medianBlur(cv2.dilate(pixels, np.ones((reach, reach), np.uint8)), 5)
    small = cv2.erode(light, np.ones((reach, reach), np.uint8))[::step, ::step]
    paper = np.median(small.reshape(-1, 3), axis=0)
    plain = cv2.medianBlur(pixels, 5)[::step, ::step]
    # both the tone around and the pixel itself: between the letters of unshaded text paper shows
    shaded = (_distance(small, paper) > SHADE_DISTANCE) & (_distance(plain, paper) > SHADE_DISTANCE / 2)
    mask = cv2.morphologyEx((shaded * 255).astype(np.uint8), cv2.MORPH_OPEN, np.ones((5, 5), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask)
    fills = []
    factor = scale / step
    for n in range(1, count):
        x, y, width, height, area = _trimmed(labels, n, stats[n].tolist())
        if (
            width < SHADE_SIZE[0] * factor
            or height < SHADE_SIZE[1] * factor
            or area < SHADE_SOLID * width * height
        ):
            continue
        part = small[y : y + height, x : x + width]
        red, green, blue = np.median(part.reshape(-1, 3), axis=0).astype(int)
        box = Box(x / factor, y / factor, (x + width) / factor, (y + height) / factor)
        fills.append(Fill(box=box, colour=f"#{red:02x}{green:02x}{blue:02x}"))
    return tuple(fills)


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


def _distance(pixels: Pixels, paper: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """How much darker than the paper each pixel is, in its darkest channel: nothing printed is lighter."""
    return np.asarray(np.maximum(paper - pixels.astype(np.float64), 0).max(axis=2), dtype=np.float64)

"""Freeform shapes (DrawingML `a:custGeom`, VML paths), painted as they are drawn: outlines → pixels.

Promises the drawn form with its curves and arcs, or None where the outline cannot be followed: a guide instead of a
number, a point outside its own frame, nothing closed. Word and LibreOffice write freeforms for shapes that a
format does not know, and old formats damage them.
"""

from __future__ import annotations

import io
import itertools
import math
import re

from PIL import Image, ImageDraw

from extractor.reading.package import Element

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"

STEPS = 12
"""Straight pieces that stand for a curve: at `PIXELS` a circle of four curves is round to the pixel."""
PIXELS = 96
"""Longest side of the painted form; the same as a picture is looked at with."""
OUTSIDE = 0.05
"""Share of its frame by which a point may lie outside: curves round a corner overshoot by some per cent."""
CURVES = {"quadBezTo": 2, "cubicBezTo": 3}
"""Points of each kind of curve behind its start."""

Point = tuple[float, float]
Ring = list[Point]
Outlines = list[tuple[Point, list[Ring]]]
"""Each path's frame (width, height) and its rings."""

_VML_STEP = re.compile(r"([a-z]+)([-\d.,\s]*)")
_VML_SIZE = 1000.0
"""Width and height of a VML shape's coordinates where it says none (ECMA-376 part 4, 19.1.2.19)."""


def painted(outlines: Outlines, width: float, height: float, colour: str) -> bytes:
    """A PNG of a freeform shape on transparent paper, as wide and high as the shape stands on the page.

    Args:
        outlines: what `freeform_outlines` or `vml_outlines` found.
        width: the shape's width in any unit, 0 when unknown.
        height: its height in the same unit.
        colour: '#rrggbb' to paint it with.
    """
    image = Image.new("RGBA", (PIXELS, PIXELS), (255, 255, 255, 0))
    for (wide, high), rings in outlines:
        scale = (PIXELS - 2) / max(width or wide, height or high)
        across, down = (width or wide) * scale / wide, (height or high) * scale / high
        for ring in rings:
            points = [(x * across + 1, y * down + 1) for x, y in ring]
            ImageDraw.Draw(image).polygon(points, fill=colour)
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def freeform_outlines(custom: Element) -> Outlines | None:
    """The filled outlines of an `a:custGeom`, None where one cannot be followed or nothing is filled."""
    found: Outlines = []
    for path in custom.iter(f"{A}path"):
        if path.get("fill") == "none":
            continue
        try:
            rings = _rings(path)
            size = _number(path.get("w") or "0"), _number(path.get("h") or "0")
        except (ValueError, OverflowError):
            return None
        if not _add(found, rings, size):
            return None
    return found or None


def vml_outlines(node: Element) -> Outlines | None:
    """The same of a VML shape's `path`."""
    try:
        size = [_number(v) for v in (node.get("coordsize") or f"{_VML_SIZE},{_VML_SIZE}").split(",")]
        rings = _vml_rings(node.get("path", ""))
    except (ValueError, OverflowError):
        return None
    found: Outlines = []
    return found if len(size) == 2 and _add(found, rings, (size[0], size[1])) and found else None


def _add(found: Outlines, rings: list[Ring], size: Point) -> bool:
    """Add the rings that enclose something; False where a point lies outside the frame."""
    points = [p for ring in rings for p in ring]
    wide = size[0] or max((x for x, _ in points), default=0.0)
    high = size[1] or max((y for _, y in points), default=0.0)
    closed = [ring for ring in rings if len(set(ring)) >= 3]
    if closed:
        found.append(((wide, high), closed))
    return not points or _inside(points, wide, high)


def _inside(points: Ring, wide: float, high: float) -> bool:
    if wide <= 0 or high <= 0:
        return False
    return all(-OUTSIDE <= x / wide <= 1 + OUTSIDE and -OUTSIDE <= y / high <= 1 + OUTSIDE for x, y in points)


def _rings(path: Element) -> list[Ring]:
    """The rings of one path, curves and arcs as many short lines.

    Raises:
        ValueError: a coordinate is no number, or a curve has other than its points.
    """
    rings: list[Ring] = []
    for step in path:
        kind = step.tag.rpartition("}")[2]
        points = [(_number(p.get("x")), _number(p.get("y"))) for p in step.iter(f"{A}pt")]
        if kind == "moveTo":
            rings.append(points[:1])
        elif not rings or not rings[-1]:
            continue
        elif kind == "lnTo":
            rings[-1] += points
        elif kind in CURVES:
            if (
                len(points) != CURVES[kind]
            ):  # no more are allowed, and a curve of a thousand would take minutes
                raise ValueError(kind)
            rings[-1] += _curve([rings[-1][-1], *points])
        elif kind == "arcTo":
            rings[-1] += _arc(rings[-1][-1], *(_number(step.get(a)) for a in ("wR", "hR", "stAng", "swAng")))
    return rings


def _vml_rings(path: str) -> list[Ring]:
    """The rings of a VML path: moves, lines and curves, absolute or relative.

    Raises:
        ValueError: another command (arcs, formulas).
    """
    if "@" in path:
        raise ValueError(path)
    rings: list[Ring] = []
    for command, written in _VML_STEP.findall(path.lower()):
        numbers = [_number(v.strip() or "0") for v in written.split(",")] if written.strip() else []
        points = list(zip(numbers[::2], numbers[1::2] + [0.0] * (len(numbers) % 2), strict=True))
        here = rings[-1][-1] if rings and rings[-1] else (0.0, 0.0)
        if command in ("r", "v", "t"):
            points = _absolute(points, here, lines=command == "r")
        if command in ("m", "t"):
            rings.append(points[:1])
        elif command in ("l", "r") and rings:
            rings[-1] += points
        elif command in ("c", "v") and rings:
            for start in range(0, len(points) - 2, 3):
                rings[-1] += _curve([rings[-1][-1], *points[start : start + 3]])
        elif command.strip("xensf"):  # x closes, e ends, nf and ns are about painting
            raise ValueError(command)
    return rings


def _absolute(points: Ring, here: Point, *, lines: bool) -> Ring:
    """Points told from where the pen is: each line from the one before, each curve from its own start."""
    found: Ring = []
    for number, (x, y) in enumerate(points):
        if found and (lines or number % 3 == 0):
            here = found[-1]
        found.append((here[0] + x, here[1] + y))
    return found


def _curve(controls: Ring) -> Ring:
    """Points on a Bézier curve of any degree (de Casteljau), its start left out."""
    found = []
    for step in range(1, STEPS + 1):
        share, points = step / STEPS, controls
        while len(points) > 1:
            points = [
                (a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share)
                for a, b in itertools.pairwise(points)
            ]
        found.append(points[0])
    return found


def _arc(start: Point, across: float, down: float, angle: float, swing: float) -> Ring:
    """Points on an elliptic arc that begins at `start`; angles in 60,000ths of a degree, clockwise."""
    first, turn = math.radians(angle / 60_000), math.radians(swing / 60_000)
    middle = (start[0] - across * math.cos(first), start[1] - down * math.sin(first))
    angles = [first + turn * step / (2 * STEPS) for step in range(1, 2 * STEPS + 1)]
    return [(middle[0] + across * math.cos(a), middle[1] + down * math.sin(a)) for a in angles]


def _number(value: str | None) -> float:
    number = float(value or "")
    if not math.isfinite(number) or abs(number) > 1e12:
        raise ValueError(value)
    return number

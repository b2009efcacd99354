"""Names and turns of Word's preset shapes → shape names of `Symbol`."""

from __future__ import annotations

import math
from typing import NamedTuple

SHAPES = {
    "ellipse": "circle", "oval": "circle", "flowChartConnector": "circle", "donut": "circle",
    "flowChartOnlineStorage": "circle", "pie": "circle", "chord": "circle",
    "rect": "square", "roundRect": "square", "round1Rect": "square", "round2SameRect": "square",
    "snip1Rect": "square", "flowChartProcess": "square", "flowChartAlternateProcess": "square",
    "bevel": "square", "plaque": "square", "frame": "square", "cube": "square",
    "triangle": "triangle", "rtTriangle": "triangle", "flowChartExtract": "triangle",
    "diamond": "diamond", "flowChartDecision": "diamond", "octagon": "circle", "hexagon": "circle",
    "smileyFace": "smiley", "mathMultiply": "cross", "plus": "plus", "mathPlus": "plus",
    "star4": "star", "star5": "star", "star6": "star", "star8": "star", "heart": "heart",
    "mathMinus": "bar", "noSmoking": "cross", "lightningBolt": "lightning", "sun": "sun",
}  # fmt: skip
"""DrawingML preset → shape name of `Symbol`, for what looks the same whichever way it is turned."""

POINTING = {
    "upArrow": 0, "rightArrow": 90, "downArrow": 180, "leftArrow": 270, "notchedRightArrow": 90,
    "stripedRightArrow": 90, "upArrowCallout": 0, "rightArrowCallout": 90, "downArrowCallout": 180,
    "leftArrowCallout": 270, "bentUpArrow": 0, "homePlate": 90, "chevron": 90, "bentArrow": 90,
    "curvedRightArrow": 90, "curvedUpArrow": 0, "curvedDownArrow": 180, "curvedLeftArrow": 270,
    "swooshArrow": 45, "leftUpArrow": 0, "uturnArrow": 180,
}  # fmt: skip
"""DrawingML preset → where it points, in degrees clockwise from straight up."""

UPSIDE_DOWN = {"flowChartMerge": "triangle"}
"""Presets that are another one standing on its head."""

TWO_WAY = ("arrow_left_right", "arrow_up_down")
_TWO_WAY_PRESETS = {"leftRightArrow": 0, "upDownArrow": 1}
"""Arrows with two heads: how many quarter turns they are from lying level."""

COMPASS = (
    "arrow_up", "arrow_up_right", "arrow_right", "arrow_down_right",
    "arrow_down", "arrow_down_left", "arrow_left", "arrow_up_left",
)  # fmt: skip

VML_TYPES = {
    1: "rect", 2: "roundRect", 3: "ellipse", 4: "diamond", 5: "triangle", 6: "rtTriangle", 9: "hexagon",
    10: "octagon", 11: "plus", 12: "star5", 13: "rightArrow", 15: "homePlate", 16: "cube", 23: "donut",
    32: "straightConnector1", 55: "chevron", 58: "star8", 66: "leftArrow", 67: "downArrow", 68: "upArrow",
    69: "leftRightArrow", 70: "upDownArrow", 74: "heart", 77: "leftArrowCallout", 78: "rightArrowCallout",
    79: "upArrowCallout", 80: "downArrowCallout", 84: "bevel", 90: "bentUpArrow", 91: "bentArrow",
    93: "stripedRightArrow", 94: "notchedRightArrow", 96: "smileyFace", 109: "flowChartProcess",
    110: "flowChartDecision", 120: "flowChartConnector", 127: "flowChartExtract", 128: "flowChartMerge",
    187: "star4",
}  # fmt: skip
"""Number in a VML shape type ('_x0000_t67') → DrawingML preset."""

LINES = {"line", "straightConnector1", "bentConnector2", "bentConnector3", "curvedConnector3"}


class Frame(NamedTuple):
    """How a shape is turned and mirrored on the page."""

    width: float
    height: float
    turn: float = 0.0
    """Degrees clockwise."""
    flip_across: bool = False
    flip_over: bool = False
    """Mirrored top to bottom."""


def shape_name(preset: str, frame: Frame, smile: int) -> str | None:
    """The shape that a preset shows once turned and mirrored, None for one without a name.

    Args:
        preset: DrawingML preset ('upArrow').
        frame: how it stands on the page.
        smile: the bend of a smiley's mouth: positive up, negative down, 0 straight.
    """
    if preset in _TWO_WAY_PRESETS:
        return TWO_WAY[(_TWO_WAY_PRESETS[preset] + round(frame.turn / 90)) % 2]
    if preset in POINTING:
        return _pointing(POINTING[preset], frame)
    upside_down = _direction(0, frame) == 180
    if preset == "smileyFace":
        return "neutral_face" if smile == 0 else "smiley" if (smile > 0) != upside_down else "frown"
    if preset in UPSIDE_DOWN:
        return UPSIDE_DOWN[preset] if upside_down else "triangle_down"
    shape = SHAPES.get(preset)
    return "triangle_down" if shape == "triangle" and upside_down else shape


def _direction(degrees: float, frame: Frame) -> int:
    """Where something pointing at `degrees` points once mirrored and turned, in steps of 45°."""
    if frame.flip_across:
        degrees = -degrees
    if frame.flip_over:
        degrees = 180 - degrees
    return round((degrees + frame.turn) / 45) % 8 * 45


def _pointing(degrees: float, frame: Frame) -> str:
    return COMPASS[_direction(degrees, frame) // 45]


def line_name(frame: Frame, *, head: bool, tail: bool) -> str | None:
    """A line runs from its top left (head) to its bottom right (tail) before it is mirrored."""
    if not head and not tail:
        return None
    angle = math.degrees(math.atan2(frame.height, frame.width)) + 90 if frame.width or frame.height else 90.0
    if head and tail:
        return TWO_WAY[_direction(angle, frame) in (0, 180)]
    return _pointing(angle if tail else angle + 180, frame)

"""Colours as a reader names them: an RGB value → a named colour class.

Orange counts as yellow: it is the middle light wherever it is printed. Colours on the border between
two classes get a low confidence, so that a status never rests on them silently.
"""

from __future__ import annotations

import colorsys
import functools
from collections.abc import Iterable
from typing import Literal, NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

Colour = Literal["green", "yellow", "red", "blue", "grey", "black", "white"]

LIGHTS = frozenset({"green", "yellow", "red"})
"""The colours that carry a status."""

CHROMATIC = 0.16
"""Smallest chroma (max − min channel, 0..1) of a colour that is seen as coloured; JPEG noise on a
grey scan stays below 0.08, Excel's palest light (#ffeb9c) has 0.39, a pale header (#d9e2f3) 0.10."""
BLACK = 0.38
"""Luma below which an uncoloured area reads as black."""
WHITE = 0.93
"""Luma above which an uncoloured area reads as white."""

_HUES: tuple[tuple[float, Colour | None], ...] = (
    (19.0, "red"), (66.0, "yellow"), (172.0, "green"), (262.0, "blue"), (328.0, None), (360.0, "red"),
)  # fmt: skip
"""Upper bounds of the hue ranges in degrees. Office's oranges lie at 21–45, lime greens from 69."""
_HUE_BOUNDS = np.array([bound for bound, _ in _HUES], dtype=np.float32)
_HUE_NAMES = np.array([name for _, name in _HUES], dtype=object)
_BORDERLINE = 3.0
"""Degrees from a border between two lights within which the class is a guess."""


class ColourName(NamedTuple):
    """A named colour and how sure the name is."""

    name: Colour | None
    """None for purple and the like, which no traffic light has."""
    confidence: float


def name_colour(red: float, green: float, blue: float) -> ColourName:
    """The class of a colour.

    Args:
        red: red channel, 0..255; likewise `green` and `blue`.
        green: see `red`.
        blue: see `red`.

    Returns:
        The class and its confidence 0..1.
    """
    r, g, b = red / 255, green / 255, blue / 255
    chroma = max(r, g, b) - min(r, g, b)
    if chroma < CHROMATIC:
        luma = 0.299 * r + 0.587 * g + 0.114 * b
        name: Colour = "black" if luma < BLACK else "white" if luma > WHITE else "grey"
        return ColourName(name, 1.0)
    hue = colorsys.rgb_to_hsv(r, g, b)[0] * 360
    for bound, colour in _HUES:
        if hue < bound:
            return ColourName(colour, _hue_confidence(hue, chroma))
    return ColourName("red", 1.0)


def hues(pixels: npt.NDArray[np.uint8]) -> npt.NDArray[np.object_]:
    """The class of each coloured pixel.

    Args:
        pixels: height × width × 3 (RGB).

    Returns:
        A name of height × width; None for what is uncoloured or no traffic light's colour.
    """
    scaled = np.ascontiguousarray(pixels).astype(np.float32) / 255
    hue = cv2.cvtColor(scaled, cv2.COLOR_RGB2HSV)[..., 0]
    names = _HUE_NAMES[np.searchsorted(_HUE_BOUNDS, hue, side="right").clip(max=len(_HUE_BOUNDS) - 1)]
    names[scaled.max(axis=2) - scaled.min(axis=2) < CHROMATIC] = None
    return np.asarray(names, dtype=object)


def _hue_confidence(hue: float, chroma: float) -> float:
    near = min(abs(hue - bound) for bound, _ in _HUES[:3])
    border = 0.6 if near < _BORDERLINE else 1.0
    pale = 1.0 if chroma > 2 * CHROMATIC else 0.8
    return min(border, pale)


def parse_hex(colour: str | None) -> tuple[int, int, int] | None:
    """'#rrggbb' or 'rrggbb' as channels, None for anything else ('auto', None, …)."""
    digits = (colour or "").strip().lstrip("#")
    if len(digits) != 6:
        return None
    try:
        value = int(digits, 16)
    except ValueError:
        return None
    return value >> 16, value >> 8 & 255, value & 255


def light_of(colours: Iterable[str | None]) -> str | None:
    """The one colour of several words or letters, where it is a light's; None where they differ or it is none."""
    seen = set(colours)
    colour = seen.pop() if len(seen) == 1 else None
    return colour if class_of(colour).name in LIGHTS else None


@functools.lru_cache(maxsize=1024)
def class_of(colour: str | None) -> ColourName:
    """The class of a colour written '#rrggbb' and how sure it is; no class when it is unknown."""
    channels = parse_hex(colour)
    return ColourName(None, 1.0) if channels is None else name_colour(*channels)


def colour_class(colour: str | None) -> Colour | None:
    """The class of a colour written '#rrggbb', None when it is unknown or no traffic light's."""
    return class_of(colour).name

"""Draws symbols as a report's program would: real pixels for the tests of what a cell shows."""

from __future__ import annotations

import io
import math

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

Points = list[tuple[float, float]]
COLOURS = {
    "green": "#00b050", "yellow": "#ffc000", "red": "#c00000", "blue": "#1f4e9e", "black": "#000000",
}  # fmt: skip
TURNS = {
    "arrow_up": 0, "arrow_up_right": 45, "arrow_right": 90, "arrow_down_right": 135,
    "arrow_down": 180, "arrow_down_left": 225, "arrow_left": 270, "arrow_up_left": 315,
}  # fmt: skip
SHAPES = ("circle", "square", "triangle", "diamond", *TURNS)
_FINE = 8


def turned(points: Points, degrees: float) -> Points:
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return [(0.5 + (x - 0.5) * c - (y - 0.5) * s, 0.5 + (x - 0.5) * s + (y - 0.5) * c) for x, y in points]


def block_arrow(shaft: float = 0.44, neck: float = 0.5) -> Points:
    a, b = 0.5 - shaft / 2, 0.5 + shaft / 2
    return [(0.5, 0), (1, neck), (b, neck), (b, 1), (a, 1), (a, neck), (0, neck)]


def polygon(shape: str, shaft: float = 0.44) -> Points:
    if shape == "square":
        return [(0, 0), (1, 0), (1, 1), (0, 1)]
    if shape == "triangle":
        return [(0.5, 0), (1, 1), (0, 1)]
    if shape == "diamond":
        return [(0.5, 0), (1, 0.5), (0.5, 1), (0, 0.5)]
    return turned(block_arrow(shaft), TURNS[shape])


def cell(
    shape: str,
    colour: str = "#00b050",
    *,
    points: float = 10,
    dpi: int = 150,
    paper: str = "#ffffff",
    border: bool = True,
    outline: str | None = None,
    shaft: float = 0.44,
    width: float = 60,
    height: float = 24,
    offset: tuple[float, float] = (0, 0),
) -> npt.NDArray[np.uint8]:
    """A cell of `width` × `height` points with one symbol in its middle."""
    fine = dpi / 72 * _FINE
    image = Image.new("RGB", (round(width * fine), round(height * fine)), paper)
    draw = ImageDraw.Draw(image)
    if border:
        draw.rectangle((0, 0, image.width - 1, image.height - 1), outline="#000000", width=round(0.75 * fine))
    left, top = (width - points) / 2 + offset[0], (height - points) / 2 + offset[1]

    def at(x: float, y: float) -> tuple[float, float]:
        return ((left + x * points) * fine, (top + y * points) * fine)

    line = round(0.5 * fine)
    if shape == "circle":
        draw.ellipse((*at(0, 0), *at(1, 1)), fill=colour, outline=outline, width=line if outline else 0)
    elif shape in ("smiley", "frown", "neutral_face"):
        face(draw, at, shape, colour, points * fine)
    elif shape in ("check", "cross"):
        sign(draw, at, shape, colour, points * fine)
    elif shape != "none":
        corners = [at(x, y) for x, y in polygon(shape, shaft)]
        draw.polygon(corners, fill=colour)
        if outline:
            draw.line([*corners, corners[0]], fill=outline, width=line)
    return shrunk(image)


def face(draw: ImageDraw.ImageDraw, at, shape: str, colour: str, unit: float) -> None:
    draw.ellipse((*at(0, 0), *at(1, 1)), fill=colour, outline="#000000", width=round(0.06 * unit))
    for x in (0.33, 0.67):
        draw.ellipse((*at(x - 0.065, 0.28), *at(x + 0.065, 0.44)), fill="#000000")
    thick = round(0.08 * unit)
    if shape == "smiley":
        draw.arc((*at(0.22, 0.28), *at(0.78, 0.82)), 20, 160, fill="#000000", width=thick)
    elif shape == "frown":
        draw.arc((*at(0.22, 0.6), *at(0.78, 1.14)), 205, 335, fill="#000000", width=thick)
    else:
        draw.line((*at(0.25, 0.7), *at(0.75, 0.7)), fill="#000000", width=thick)


def sign(draw: ImageDraw.ImageDraw, at, shape: str, colour: str, unit: float) -> None:
    """A white tick or cross in a disc."""
    draw.ellipse((*at(0, 0), *at(1, 1)), fill=colour)
    thick = round(0.12 * unit)
    if shape == "check":
        draw.line([at(0.25, 0.52), at(0.44, 0.7), at(0.76, 0.34)], fill="#ffffff", width=thick)
    else:
        draw.line([at(0.3, 0.3), at(0.7, 0.7)], fill="#ffffff", width=thick)
        draw.line([at(0.3, 0.7), at(0.7, 0.3)], fill="#ffffff", width=thick)


FORMS: dict[str, Points] = {
    "pennant": [(0, 0), (1, 0.3), (0, 0.6)],
    "flag": [(0.12, 0), (1, 0.24), (0.12, 0.5)],
    "banner": [(0.12, 0), (1, 0), (0.8, 0.28), (1, 0.56), (0.12, 0.56)],
    "shield": [(0.08, 0.08), (0.5, 0), (0.92, 0.08), (0.9, 0.6), (0.5, 1), (0.1, 0.6)],
    "house": [(0.5, 0), (1, 0.45), (0.85, 0.45), (0.85, 1), (0.15, 1), (0.15, 0.45), (0, 0.45)],
    "thumb": [
        (0, 0.45), (0.22, 0.45), (0.45, 0), (0.6, 0.1), (0.55, 0.38), (1, 0.38), (0.9, 0.95), (0.3, 0.95), (0.22, 0.88),
        (0, 0.88),
    ],
    "hexagon": [(0.25, 0.05), (0.75, 0.05), (1, 0.5), (0.75, 0.95), (0.25, 0.95), (0, 0.5)],
    "badge": [(0.2, 0), (0.8, 0), (0.8, 0.6), (1, 1), (0.5, 0.75), (0, 1), (0.2, 0.6)],
    "drop": [(0.5, 0), (0.85, 0.6), (0.7, 0.92), (0.5, 1), (0.3, 0.92), (0.15, 0.6)],
}  # fmt: skip
"""Filled forms that bodies colour instead of lights, in a square of side 1."""
_POLED = ("flag", "banner")


def form(
    name: str,
    colour: str,
    *,
    points: float = 10,
    dpi: int = 150,
    pole: str = "#444444",
    coloured_page: bool = False,
) -> npt.NDArray[np.uint8]:
    """A cell of 60 × 24 points with one of `FORMS`, or 'halves' in two colours, or a black 'scribble'."""
    fine = dpi / 72 * _FINE
    image = Image.new("RGB", (round(60 * fine), round(24 * fine)), "#ffffff")
    draw = ImageDraw.Draw(image)
    left, top = (60 - points) / 2, (24 - points) / 2

    def at(x: float, y: float) -> tuple[float, float]:
        return ((left + x * points) * fine, (top + y * points) * fine)

    if name == "halves":
        draw.rectangle((*at(0, 0), *at(0.5, 1)), fill=colour)
        draw.rectangle((*at(0.5, 0), *at(1, 1)), fill=pole)
    elif name == "scribble":
        turns = [(0, 0.2), (1, 0), (0.1, 0.5), (0.9, 0.4), (0.2, 1), (1, 0.8)]
        draw.line([at(x, y) for x, y in turns], fill=colour, width=round(0.5 * fine))
    else:
        draw.polygon([at(x, y) for x, y in FORMS[name]], fill=colour)
    if name in _POLED:
        draw.rectangle((*at(0.02, 0), *at(0.12, 1)), fill=pole)
    if coloured_page:
        draw.rectangle((0, 0, image.width, round(1.5 * fine)), fill=COLOURS["blue"])
    return shrunk(image)


def traffic_light(lit: str, off: str, *, upright: bool, dpi: int = 150) -> npt.NDArray[np.uint8]:
    """A cell of 60 × 40 points with a dark case of three lamps, the middle one lit."""
    fine = dpi / 72 * _FINE
    image = Image.new("RGB", (round(60 * fine), round(40 * fine)), "#ffffff")
    draw = ImageDraw.Draw(image)
    half = (4, 11) if upright else (11, 4)
    case = (30 - half[0], 20 - half[1], 30 + half[0], 20 + half[1])
    draw.rounded_rectangle(tuple(side * fine for side in case), round(1.5 * fine), fill="#2b2f36")
    for place in (-1, 0, 1):
        x, y = (30, 20 + 7 * place) if upright else (30 + 7 * place, 20)
        draw.ellipse(
            ((x - 3) * fine, (y - 3) * fine, (x + 3) * fine, (y + 3) * fine), fill=off if place else lit
        )
    return shrunk(image)


def sun(colour: str, *, points: float = 12, dpi: int = 150) -> npt.NDArray[np.uint8]:
    """A cell of 60 × 40 points with a disc and eight rays that stand free around it."""
    fine = dpi / 72 * _FINE
    image = Image.new("RGB", (round(60 * fine), round(40 * fine)), "#ffffff")
    draw = ImageDraw.Draw(image)

    def at(radius: float, degrees: float) -> tuple[float, float]:
        turn = math.radians(degrees)
        return (
            (30 + radius * points * math.cos(turn)) * fine,
            (20 + radius * points * math.sin(turn)) * fine,
        )

    draw.ellipse((*at(0.25 * 2**0.5, 225), *at(0.25 * 2**0.5, 45)), fill=colour)
    for degrees in range(0, 360, 45):
        draw.line([at(0.34, degrees), at(0.5, degrees)], fill=colour, width=round(0.09 * points * fine))
    return shrunk(image)


def bar(
    share: float, *, dpi: int = 150, filled: str = "#92c020", track: str = "#d9d9d9", rounded: bool = False
) -> npt.NDArray[np.uint8]:
    """A cell of 80 × 20 points with a bar of 60 × 8 points."""
    fine = dpi / 72 * _FINE
    image = Image.new("RGB", (round(80 * fine), round(20 * fine)), "#ffffff")
    draw = ImageDraw.Draw(image)
    radius = 4 * fine if rounded else 0
    box = (10 * fine, 6 * fine, 70 * fine, 14 * fine)
    draw.rounded_rectangle(box, radius, fill=track)
    part = Image.new("L", image.size, 0)
    ImageDraw.Draw(part).rounded_rectangle(box, radius, fill=255)
    cut = round((10 + 60 * share) * fine)
    part.paste(0, (cut, 0, image.width, image.height))
    image.paste(filled, mask=part)
    return shrunk(image)


def shrunk(image: Image.Image) -> npt.NDArray[np.uint8]:
    return np.asarray(image.resize((image.width // _FINE, image.height // _FINE), Image.Resampling.BOX))


def as_jpeg(pixels: npt.NDArray[np.uint8], quality: int) -> npt.NDArray[np.uint8]:
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "JPEG", quality=quality)
    return np.asarray(Image.open(buffer).convert("RGB"))


def as_grey(pixels: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    return np.asarray(Image.fromarray(pixels).convert("L").convert("RGB"))

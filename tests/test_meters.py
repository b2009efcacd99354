from __future__ import annotations

import math

import cv2
import numpy as np
import pytest

from extractor.model import SURE, Box, Symbol
from extractor.symbols.cell import PageImage, see_cell, symbol_from_picture

RED, YELLOW, GREEN = (192, 0, 0), (255, 192, 0), (0, 176, 80)
COLOURS = {"red": RED, "yellow": YELLOW, "green": GREEN}
DARK = (34, 34, 34)
DPI = 150
FINE = 4


def blank(width: float, height: float) -> np.ndarray:
    return np.full((round(height * FINE), round(width * FINE), 3), 255, np.uint8)


def finished(canvas: np.ndarray) -> np.ndarray:
    """A cell at `DPI` from a canvas of `FINE` pixels to the point."""
    size = (round(canvas.shape[1] / FINE * DPI / 72), round(canvas.shape[0] / FINE * DPI / 72))
    return np.asarray(cv2.resize(canvas, size, interpolation=cv2.INTER_AREA))


def dial(
    angle: float | None, *, inner: float = 8, width: int = 2, ends: tuple[float, float] = (120, 60)
) -> np.ndarray:
    """A half circle of three fields (red on the left) with its needle at an angle from the right."""
    canvas = blank(60, 36)
    hub, radius = (30 * FINE, 28 * FINE), 18 * FINE
    for colour, start, end in ((RED, 180, ends[0]), (YELLOW, *ends), (GREEN, ends[1], 0)):
        cv2.ellipse(canvas, hub, (radius, radius), 0, -start, -end, colour, cv2.FILLED)
    cv2.ellipse(
        canvas, hub, (round(inner * FINE), round(inner * FINE)), 0, -180, 0, (255, 255, 255), cv2.FILLED
    )
    if angle is not None:
        turned = math.radians(angle)
        tip = round(hub[0] + 15 * FINE * math.cos(turned)), round(hub[1] - 15 * FINE * math.sin(turned))
        cv2.line(canvas, hub, tip, DARK, width * FINE)
        cv2.circle(canvas, hub, round(2.5 * FINE), DARK, cv2.FILLED)
    return finished(canvas)


def strip(
    at: float | None, mark: str, *, gap: float = 0, standing: bool = False, outline: bool = False
) -> np.ndarray:
    """Three fields of 16 points side by side (red first) with a mark at some place along them, in points."""
    canvas = blank(64, 30)
    for i, colour in enumerate((RED, YELLOW, GREEN)):
        x0 = (8 + i * 16 + gap) * FINE
        cv2.rectangle(
            canvas, (int(x0), 12 * FINE), (int(x0 + (16 - gap) * FINE) - 1, 20 * FINE), colour, cv2.FILLED
        )
    if outline:
        cv2.rectangle(canvas, (8 * FINE, 12 * FINE), (56 * FINE, 20 * FINE), DARK, FINE // 2)
    if at is not None:
        x = round((8 + at) * FINE)
        if mark == "triangle":
            points = [(x - 3 * FINE, 5 * FINE), (x + 3 * FINE, 5 * FINE), (x, 11 * FINE)]
            cv2.fillPoly(canvas, [np.array(points, np.int32)], DARK)
        elif mark == "line":
            cv2.line(canvas, (x, 9 * FINE), (x, 23 * FINE), DARK, round(1.2 * FINE))
        elif mark == "knob":
            cv2.circle(canvas, (x, 16 * FINE), 3 * FINE, (255, 255, 255), cv2.FILLED)
        elif mark == "frame":
            cv2.rectangle(
                canvas, (x - 8 * FINE, 11 * FINE), (x + 8 * FINE, 21 * FINE), DARK, round(1.5 * FINE)
            )
    return finished(np.ascontiguousarray(canvas.transpose(1, 0, 2)) if standing else canvas)


def seen(pixels: np.ndarray) -> tuple[Symbol, ...]:
    box = Box(0, 0, pixels.shape[1] * 72 / DPI, pixels.shape[0] * 72 / DPI)
    symbols, _ = see_cell(PageImage(pixels, DPI / 72), box, (), (), None)
    return symbols


def lights(symbols: tuple[Symbol, ...]) -> set[str | None]:
    """The colours that a status could surely be read from; one that nobody can tell is none."""
    return {s.colour for s in symbols if s.confidence >= SURE and s.shape != "bar"}


@pytest.mark.parametrize(
    ("angle", "colour"), [(170, "red"), (150, "red"), (90, "yellow"), (30, "green"), (8, "green")]
)
@pytest.mark.parametrize("inner", [0, 8])
def test_a_needle_shows_the_field_that_it_points_at(angle, colour, inner):
    (symbol,) = seen(dial(angle, inner=inner))
    assert (symbol.shape, symbol.colour) == ("meter", colour)
    assert symbol.confidence >= SURE


@pytest.mark.parametrize("angle", [120, 60, 118, 63, None])
def test_a_needle_on_a_border_or_none_at_all_shows_no_field(angle):
    assert len(lights(seen(dial(angle)))) != 1


@pytest.mark.parametrize("angle", [None, 135])
def test_the_widest_field_of_a_dial_is_not_what_it_shows(angle):
    assert lights(seen(dial(angle, ends=(150, 130)))) != {"green"}


@pytest.mark.parametrize("mark", ["triangle", "line", "knob", "frame"])
@pytest.mark.parametrize(("at", "colour"), [(8, "red"), (24, "yellow"), (40, "green")])
@pytest.mark.parametrize("standing", [False, True])
@pytest.mark.parametrize("gap", [0, 2])
def test_a_mark_on_a_strip_shows_the_field_that_it_stands_in(mark, at, colour, standing, gap):
    symbols = seen(strip(at, mark, standing=standing, gap=gap))
    assert [(s.shape, s.colour) for s in symbols] == [("meter", colour)]


@pytest.mark.parametrize("mark", ["triangle", "line", "knob"])
@pytest.mark.parametrize("at", [16, 32, None])
@pytest.mark.parametrize("gap", [0, 2])
def test_a_mark_between_two_fields_or_none_at_all_shows_no_field(mark, at, gap):
    assert len(lights(seen(strip(at, mark, gap=gap)))) != 1


def test_an_outline_around_all_fields_is_no_mark():
    assert len(lights(seen(strip(None, "none", outline=True)))) != 1
    assert lights(seen(strip(40, "line", outline=True))) <= {"green"}


@pytest.mark.parametrize("angle", [150, 90, 30])
def test_a_picture_of_a_dial_shows_its_field(angle):
    symbol = symbol_from_picture(dial(angle))
    assert symbol is not None
    assert (symbol.shape, symbol.colour, symbol.source) == (
        "meter", {150: "red", 90: "yellow", 30: "green"}[angle], "picture",
    )  # fmt: skip


def test_a_picture_of_several_fields_and_no_mark_is_not_the_largest_of_them():
    symbol = symbol_from_picture(strip(None, "none", gap=2))
    assert symbol is not None
    assert symbol.colour is None
    assert symbol.confidence < SURE


def test_writing_in_one_field_of_a_bar_of_shares_points_at_nothing():
    pixels = strip(None, "none")
    point = pixels.shape[1] / 64
    for left in (11, 16):
        corners = [(round(x * point), round(y * point)) for x, y in ((left, 13), (left + 3, 19))]
        cv2.rectangle(pixels, *corners, DARK, cv2.FILLED)
    symbol = symbol_from_picture(pixels)
    assert symbol is not None
    assert symbol.colour is None

"""Shading apart from what is printed on it, on pages drawn here."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from extractor.reading.picture import find_rules
from extractor.reading.tones import find_fills, put_on_paper, tones_of
from tests.test_picture import BOLD, SCALE, line, page, px

RED, GREEN, NAVY, PALE = (204, 33, 39), (0, 160, 80), (31, 78, 121), (220, 230, 241)


def shade(
    image: np.ndarray, x0: float, y0: float, x1: float, y1: float, colour: tuple[int, int, int]
) -> None:
    cv2.rectangle(image, (px(x0), px(y0)), (px(x1), px(y1)), colour, -1)


def label(image: np.ndarray, words: str, x: float, y: float, colour: tuple[int, int, int]) -> np.ndarray:
    drawn = Image.fromarray(image)
    try:
        font = ImageFont.truetype(BOLD, px(9))
    except OSError:
        pytest.skip(f"the font {BOLD} is not installed (Debian: fonts-liberation)")
    ImageDraw.Draw(drawn).text((px(x), px(y)), words, fill=colour, font=font)
    return np.array(drawn)


def test_each_colour_is_an_area_of_its_own() -> None:
    image = page()
    shade(image, 40, 50, 120, 80, GREEN)
    shade(image, 40, 80, 120, 110, RED)
    fills = sorted(find_fills(tones_of(image, SCALE)), key=lambda f: f.box.top)
    assert [round(f.box.top) for f in fills] == [50, 80]
    assert [f.colour[1:3] < "20" for f in fills] == [True, False]


def test_white_letters_do_not_break_a_dark_header() -> None:
    image = page()
    shade(image, 40, 50, 340, 76, NAVY)
    image = label(image, "Framgångsfaktor   Indikator   Utfall 2020", 46, 52, (255, 255, 255))
    (fill,) = find_fills(tones_of(image, SCALE))
    assert fill.box.width == pytest.approx(300, abs=3)
    assert fill.box.height == pytest.approx(26, abs=3)


@pytest.mark.parametrize("ink", [(255, 255, 255), (0, 0, 0)])
def test_what_is_printed_on_dark_shading_becomes_black_on_white(ink: tuple[int, int, int]) -> None:
    image = page()
    shade(image, 40, 50, 340, 76, GREEN if ink == (0, 0, 0) else NAVY)
    image = label(image, "Måluppfyllelse", 46, 57, ink)
    tones = tones_of(image, SCALE)
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    clean, mask = put_on_paper(grey, tones, find_fills(tones), SCALE)
    strip = clean[px(56) : px(70), px(46) : px(330)]
    assert np.median(strip) > 240
    assert strip.min() < 60
    assert mask[px(63), px(200)] == 255


def test_a_coloured_cell_without_print_becomes_blank() -> None:
    image = page()
    shade(image, 40, 50, 120, 80, RED)
    tones = tones_of(image, SCALE)
    clean, _ = put_on_paper(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), tones, find_fills(tones), SCALE)
    assert clean[px(53) : px(77), px(43) : px(117)].min() == 255


def test_light_lines_on_shading_are_rules() -> None:
    image = page()
    shade(image, 40, 50, 340, 140, PALE)
    for y in (80, 110):
        line(image, 40, y, 340, y, 255, 0.8)
    line(image, 150, 50, 150, 140, 255, 0.8)
    rules, _ = find_rules(image, tones_of(image, SCALE), SCALE)
    assert {round(r.box.top) for r in rules if r.horizontal} >= {80, 110}
    assert {round(r.box.x0) for r in rules if not r.horizontal} == {150}


def test_white_letters_on_a_dark_header_are_no_rules() -> None:
    image = page()
    shade(image, 40, 50, 340, 76, NAVY)
    image = label(image, "Indikator Utfall Mål Måluppfyllelse Trend", 46, 57, (255, 255, 255))
    rules, _ = find_rules(image, tones_of(image, SCALE), SCALE)
    assert not [r for r in rules if 53 < r.box.top < 73 and r.horizontal]
    assert not [r for r in rules if not r.horizontal and 45 < r.box.x0 < 335]


def test_two_greys_that_a_blur_connects_are_two_areas() -> None:
    image = page()
    shade(image, 40, 50, 240, 70, (209, 209, 209))
    shade(image, 40, 70, 240, 90, (230, 230, 230))
    for n, grey in enumerate(range(210, 230)):  # print that grew faint between the two
        image[px(67) + n // 2, px(100) : px(130)] = grey
    image[px(66) : px(74), px(100) : px(130)] = cv2.blur(image[px(66) : px(74), px(100) : px(130)], (9, 21))
    fills = sorted(find_fills(tones_of(image, SCALE)), key=lambda f: f.box.top)
    assert [round(f.box.top) for f in fills] == [50, 70]
    assert abs(int(fills[0].colour[1:3], 16) - 209) <= 4
    assert abs(int(fills[1].colour[1:3], 16) - 230) <= 4


def test_a_shading_that_grows_lighter_slowly_is_one_area() -> None:
    image = page()
    for row in range(px(50), px(110)):
        image[row, px(40) : px(240)] = 200 + round(24 * (row - px(50)) / (px(110) - px(50)))
    assert len(find_fills(tones_of(image, SCALE))) == 1

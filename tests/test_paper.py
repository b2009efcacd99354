"""What paper, copier and scanner did to a page is undone, and a clean page is left alone."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from extractor.reading import paper
from extractor.reading.tones import Pixels

SCALE = 300 / 72
WIDTH, HEIGHT = 400, 300
LETTERS = [(x, y) for y in range(40, 260, 20) for x in range(40, 300, 8)]
"""Where blocks as large as letters stand, in points; they cover a tenth of the paper."""


def page(tone: tuple[int, int, int] = (248, 248, 248), ink: int = 20) -> Pixels:
    pixels = np.full((round(HEIGHT * SCALE), round(WIDTH * SCALE), 3), tone, np.uint8)
    for x, y in LETTERS:
        box((x, y), 4.0, pixels, ink)
    return pixels


def box(at: tuple[float, float], side: float, pixels: Pixels, ink: int = 20) -> None:
    x, y = (round(v * SCALE) for v in at)
    size = round(side * SCALE)
    pixels[y : y + size, x : x + size] = ink


def grey(pixels: Pixels) -> Pixels:
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), dtype=np.uint8)


def has_ink(at: tuple[float, float], side: float, plane: Pixels) -> bool:
    x, y = (round(v * SCALE) for v in at)
    size = round(side * SCALE)
    return bool((plane[y : y + size, x : x + size] < 150).any())


def test_a_white_page_is_left_alone() -> None:
    pixels = page()
    assert paper.on_white(pixels, SCALE) is pixels


@pytest.mark.parametrize("tone", [(243, 231, 171), (240, 198, 200), (205, 205, 205)])
def test_coloured_paper_becomes_white(tone: tuple[int, int, int]) -> None:
    white = paper.on_white(page(tone), SCALE)
    assert np.median(white.reshape(-1, 3), axis=0).min() >= paper.WHITE


def test_a_page_that_darkens_towards_one_side_becomes_even() -> None:
    shade = np.linspace(1.0, 0.65, page().shape[1])[None, :, None]
    even = grey(paper.on_white((page() * shade).astype(np.uint8), SCALE))
    left, right = even[:, :100], even[:, -100:]
    assert abs(float(np.median(left)) - float(np.median(right))) < 6


def test_the_shading_of_a_row_stays_darker_than_its_paper() -> None:
    pixels = page((230, 222, 180))
    pixels[200:260] = (pixels[200:260] * 0.85).astype(np.uint8)
    white = grey(paper.on_white(pixels, SCALE))
    assert float(np.median(white[205:255])) < float(np.median(white)) - 20


def test_faint_print_becomes_dark() -> None:
    faint = page((210, 210, 210), ink=130)
    assert np.percentile(grey(paper.on_white(faint, SCALE)), 2) < 60


def test_a_page_that_is_mostly_dark_is_left_alone() -> None:
    pixels = np.random.default_rng(3).integers(0, 120, (400, 300, 3)).astype(np.uint8)
    paper.on_white(pixels, SCALE)  # a photograph: nothing is known about its paper


def test_dust_is_removed_where_there_is_much_of_it() -> None:
    pixels = page()
    dust = [(320 + 9 * (n % 8), 40 + 12 * n) for n in range(18)]
    for at in dust:
        box(at, 1.0, pixels)
    clean = paper.without_dust(grey(pixels), SCALE)
    assert not any(has_ink(at, 1.0, clean) for at in dust)
    assert all(has_ink(at, 4.0, clean) for at in LETTERS)


def test_a_full_stop_that_stands_alone_is_kept_on_a_clean_page() -> None:
    pixels = page()
    box((340, 100), 1.0, pixels)
    assert has_ink((340, 100), 1.0, paper.without_dust(grey(pixels), SCALE))


def test_a_comma_beside_a_letter_is_kept_on_a_dusty_page() -> None:
    pixels = page()
    for n in range(18):
        box((320 + 9 * (n % 8), 40 + 12 * n), 1.0, pixels)
    beside = (LETTERS[0][0] - 1.8, LETTERS[0][1] + 3.0)
    box(beside, 1.0, pixels)
    assert has_ink(beside, 1.0, paper.without_dust(grey(pixels), SCALE))


def test_patterns_of_dots_become_grey() -> None:
    pixels = page((255, 255, 255), ink=0)
    pixels[:200:3, ::3] = 0
    smooth = grey(paper.unscreened(pixels, SCALE))
    assert 150 < float(np.median(smooth[20:150])) < 250
    assert float(smooth[20:150].std()) < 40


def test_the_grain_of_a_grey_scan_is_no_pattern() -> None:
    pixels = page((235, 235, 235))
    pixels[:200:3, ::3] = 100
    assert paper.unscreened(pixels, SCALE) is pixels


def test_a_page_without_such_patterns_is_not_blurred() -> None:
    pixels = page()
    assert paper.unscreened(pixels, SCALE) is pixels

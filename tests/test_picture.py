"""What a page image shows besides words, on pages drawn here."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from extractor.model import Box, Rule
from extractor.reading.picture import are_broken, find_marks, find_rules, rotate, skew_of
from extractor.reading.tones import find_fills, tones_of

SCALE = 200 / 72
PAPER = 246
BOLD = "/usr/share/fonts/truetype/liberation/LiberationSans-Bold.ttf"


def page(width: int = 400, height: int = 300) -> np.ndarray:
    noise = np.random.default_rng(7).normal(0, 1.5, (int(height * SCALE), int(width * SCALE), 3))
    return np.clip(PAPER + noise, 0, 255).astype(np.uint8)


def px(points: float) -> int:
    return round(points * SCALE)


def line(
    image: np.ndarray, x0: float, y0: float, x1: float, y1: float, grey: int, points: float = 0.5
) -> None:
    cv2.line(image, (px(x0), px(y0)), (px(x1), px(y1)), (grey, grey, grey), max(1, px(points)))


def text(image: np.ndarray, words: str, x: float, y: float, size: float = 0.6) -> None:
    cv2.putText(image, words, (px(x), px(y)), cv2.FONT_HERSHEY_COMPLEX, size, (20, 20, 20), 1, cv2.LINE_AA)


@pytest.mark.parametrize("grey", [20, 120, 200])
def test_a_table_s_rules_are_found_however_faint(grey: int) -> None:
    image = page()
    for y in (50, 80, 110):
        line(image, 40, y, 340, y, grey)
    for x in (40, 150, 340):
        line(image, x, 50, x, 110, grey)
    text(image, "Antal brukare inom hemtjänsten", 45, 70)
    rules, _ = find_rules(image, tones_of(image, SCALE), SCALE)
    assert {round(r.box.top) for r in rules if r.horizontal} == {50, 80, 110}
    assert {round(r.box.x0) for r in rules if not r.horizontal} == {40, 150, 340}


def test_a_rule_broken_by_a_symbol_goes_on_behind_it() -> None:
    image = page()
    line(image, 40, 80, 180, 80, 60)
    line(image, 192, 80, 340, 80, 60)
    cv2.circle(image, (px(186), px(82)), px(5), (0, 170, 80), -1)
    rules, _ = find_rules(image, tones_of(image, SCALE), SCALE)
    assert max(r.box.x1 for r in rules) == pytest.approx(340, abs=3)


def test_text_is_no_rule() -> None:
    image = page()
    for y in range(40, 260, 14):
        text(image, "regeringsmm  sammanstllning  uu nn mm", 30, y, 0.7)
    assert find_rules(image, tones_of(image, SCALE), SCALE)[0] == ()


def test_shading_ends_at_its_border_though_text_stands_close_below() -> None:
    image = page()
    cv2.rectangle(image, (px(40), px(50)), (px(340), px(80)), (212, 219, 236), -1)
    line(image, 40, 80, 340, 80, 120)
    for y in (66, 90, 102):
        text(image, "Mål och nyckeltal i rubrik", 45, y)
    (fill,) = find_fills(tones_of(image, SCALE))
    assert (fill.box.top, fill.box.bottom) == (pytest.approx(50, abs=2), pytest.approx(80, abs=2))
    assert fill.colour.startswith("#d")


def test_an_unshaded_page_of_text_has_no_shading() -> None:
    image = page()
    for y in range(40, 260, 11):
        text(image, "Nämnden redovisar ett överskott mot budget", 30, y)
    assert find_fills(tones_of(image, SCALE)) == ()


def test_marks_are_told_from_the_letters_of_a_title() -> None:
    image = page()
    if not Path(BOLD).exists():
        pytest.skip(f"the font {BOLD} is not installed (Debian: fonts-liberation)")
    drawn = Image.fromarray(image)
    ImageDraw.Draw(drawn).text(
        (px(40), px(40)), "Årsbokslut 2022", fill=0, font=ImageFont.truetype(BOLD, px(22))
    )
    image = np.array(drawn)
    cv2.circle(image, (px(300), px(150)), px(5), (230, 180, 0), -1)
    cv2.rectangle(image, (px(320), px(145)), (px(330), px(155)), (0, 160, 80), -1)
    marks = find_marks(image, np.zeros(image.shape[:2], np.uint8), SCALE) > 0
    assert not marks[: px(100)].any()
    assert marks[px(150), px(300)]
    assert marks[px(150), px(325)]


def test_a_ring_is_one_mark_with_the_dot_in_it_and_a_letter_of_its_size_is_none() -> None:
    image = page()
    for x in (60, 200):
        cv2.circle(image, (px(x), px(100)), px(6), (60, 160, 40), px(2))
    cv2.circle(image, (px(60), px(100)), px(2.5), (60, 160, 40), -1)
    marks = find_marks(image, np.zeros(image.shape[:2], np.uint8), SCALE) > 0
    assert marks[px(100), px(60) : px(66)].all()
    assert not marks[:, px(150) :].any()


@pytest.mark.parametrize("angle", [-3.0, -0.8, 0.0, 1.5])
def test_a_skewed_page_is_measured_and_straightened(angle: float) -> None:
    image = page()
    for y in range(40, 260, 15):
        text(image, "Verksamhetens resultat per tertial och helår", 30, y)
    skewed = rotate(image, angle, (PAPER, PAPER, PAPER)).astype(np.uint8)
    assert skew_of(skewed) == pytest.approx(-angle, abs=0.25)


def test_an_empty_page_has_nothing() -> None:
    image = page()
    assert find_rules(image, tones_of(image, SCALE), SCALE)[0] == ()
    assert find_fills(tones_of(image, SCALE)) == ()
    assert skew_of(image) == 0.0


def test_a_convex_letter_of_a_word_is_no_mark_and_the_same_piece_alone_is() -> None:
    image = page()
    arrow = np.array([[0, 20], [15, 0], [30, 20], [21, 20], [21, 30], [9, 30], [9, 20]])
    for x in (60, 300):
        cv2.fillPoly(image, [arrow + np.array([px(x), px(100)])], (30, 40, 80))
    cv2.rectangle(image, (px(60) + 35, px(100)), (px(60) + 41, px(100) + 30), (30, 40, 80), -1)
    marks = find_marks(image, np.zeros(image.shape[:2], np.uint8), SCALE) > 0
    assert not marks[px(100) + 15, px(60) + 15]
    assert marks[px(100) + 15, px(300) + 15]


def dashes(starts: list[float], top: float) -> list[Rule]:
    return [Rule(box=Box(x, top, x + 40, top)) for x in starts]


def test_dashes_that_end_anywhere_are_broken_rules() -> None:
    lines = [
        dashes([50 + shift, 104 + shift, 158 + shift], 100 + 20 * n)
        for n, shift in enumerate((0, 7, 13, 21, 29))
    ]
    assert are_broken([r for line in lines for r in line])


def test_rules_that_end_at_columns_are_whole() -> None:
    assert not are_broken([r for n in range(8) for r in dashes([50, 104, 158], 100 + 20 * n)])


def test_a_rule_goes_on_beyond_the_symbol_that_stands_on_its_end() -> None:
    image = page()
    line(image, 40, 100, 340, 100, 90)
    line(image, 40, 130, 340, 130, 90)
    cv2.rectangle(image, (px(318), px(94)), (px(330), px(104)), (60, 60, 60), -1)
    rules, _ = find_rules(image, tones_of(image, SCALE), SCALE)
    ends = sorted(round(r.box.x1) for r in rules if r.horizontal and r.box.width > 200)
    assert all(abs(end - 340) <= 1 for end in ends), ends
    assert len(ends) == 2


def test_a_rule_does_not_go_on_into_the_next_tables() -> None:
    image = page()
    line(image, 40, 100, 180, 100, 90)
    line(image, 195, 100, 340, 100, 90)
    rules, _ = find_rules(image, tones_of(image, SCALE), SCALE)
    assert sorted(round(r.box.x1) for r in rules if r.horizontal) == [180, 340]


def test_a_thick_arrow_whose_outline_is_as_hollow_as_a_bold_letter_s_is_a_mark() -> None:
    image = page()
    outline = np.array([[0, 2.4], [5, 2.4], [5, 0], [10, 5.2], [5, 10.4], [5, 8.0], [0, 8.0]])
    arrow = outline + np.array([60, 100])
    cv2.fillPoly(image, [np.round(arrow * SCALE).astype(np.int32)], (40, 95, 150))
    marks = find_marks(image, np.zeros(image.shape[:2], np.uint8), SCALE) > 0
    assert marks[px(105), px(63)]

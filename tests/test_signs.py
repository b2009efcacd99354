"""Signs of comparison, told from the picture."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from extractor.model import SURE, Box, Word
from extractor.reading.second_look import pieces_left
from extractor.reading.signs import with_lost_signs, with_sign
from extractor.reading.tones import Pixels

SCALE = 300 / 72
SIZE = 10.0
FONTS = tuple(
    f"/usr/share/fonts/truetype/liberation/Liberation{name}.ttf"
    for name in ("Sans-Regular", "Serif-Regular", "Sans-Bold")
)


def drawn(printed: str, font: str) -> tuple[Pixels, Box]:
    if not Path(font).exists():
        pytest.skip(f"the font {font} is not installed (Debian: fonts-liberation)")
    image = Image.new("L", (900, 120), 250)
    ImageDraw.Draw(image).text((20, 20), printed, fill=0, font=ImageFont.truetype(font, round(SIZE * SCALE)))
    pixels = np.asarray(image)
    rows, columns = np.nonzero(pixels < 150)
    return pixels, Box(columns.min() / SCALE, rows.min() / SCALE, columns.max() / SCALE, rows.max() / SCALE)


def read(printed: str, text: str, font: str) -> Word:
    pixels, box = drawn(printed, font)
    return with_sign(Word(text=text, box=box, size=SIZE), pixels, SCALE)


@pytest.mark.parametrize("font", FONTS)
@pytest.mark.parametrize("sign", ["≥", "≤"])
@pytest.mark.parametrize("misread", ["2", ">", "<", "=", "z=", "2>"])
def test_a_sign_read_as_something_else_is_the_one_printed_and_not_sure(
    sign: str, misread: str, font: str
) -> None:
    word = read(f"{sign}85", f"{misread}85", font)
    assert word.text == f"{sign}85"
    assert word.confidence < SURE


@pytest.mark.parametrize("font", FONTS)
@pytest.mark.parametrize("text", ["25", "285%", "5", "2", "=", "20,5", "z"])
def test_what_is_no_sign_stays_sure(text: str, font: str) -> None:
    word = read(text, text, font)
    assert (word.text, word.confidence) == (text, 1.0)


def blurred(printed: str, text: str, font: str) -> Word:
    """As a coarse scan shows it: the gap between wedge and bar is filled."""
    pixels, box = drawn(printed, font)
    coarse = cv2.resize(pixels, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    soft = cv2.resize(
        cv2.GaussianBlur(coarse, (0, 0), 1.0), pixels.shape[::-1], interpolation=cv2.INTER_LINEAR
    )
    return with_sign(Word(text=text, box=box, size=SIZE), np.asarray(soft, dtype=np.uint8), SCALE)


@pytest.mark.parametrize("font", [FONTS[0], FONTS[2]])
@pytest.mark.parametrize(
    ("sign", "text"), [("≥", "285%"), ("≤", "285%"), ("≥", "24,2"), ("≤", "2"), ("≥", "2")]
)
def test_a_blurred_sign_read_as_a_2_is_lower_than_a_digit(sign: str, text: str, font: str) -> None:
    word = blurred(f"{sign} {text[1:]}" if text[1:] else sign, text, font)
    assert word.text.startswith(sign)
    assert word.confidence < SURE


@pytest.mark.parametrize("font", FONTS)
@pytest.mark.parametrize("text", ["25", "285%", "5", "2", "20,5", "231", "2 397"])
def test_a_blurred_digit_stays_a_digit(text: str, font: str) -> None:
    word = blurred(text, text, font)
    assert (word.text, word.confidence) == (text, 1.0)


@pytest.mark.parametrize("font", FONTS)
def test_a_bare_wedge_stays_but_is_not_sure(font: str) -> None:
    word = read("<12", "<12", font)
    assert word.text == "<12"
    assert word.confidence < SURE


def test_a_wide_dash_before_a_number_is_a_minus() -> None:
    assert read("−385", "—385", FONTS[0]).text == "−385"


@pytest.mark.parametrize("font", FONTS)
def test_a_sign_that_was_not_read_at_all_is_found_in_the_ink_beside_the_number(font: str) -> None:
    pixels, box = drawn("≥ 70", font)
    number = Word(text="70", box=box._replace(x0=box.x1 - 11.5), size=SIZE)
    pieces = pieces_left(box, [number], pixels, SCALE)
    assert len(pieces) == 1
    assert [w.text for w in with_lost_signs([number], pieces, pixels, SCALE)] == ["70", "≥"]


def test_a_line_whose_ink_is_all_read_leaves_nothing() -> None:
    pixels, box = drawn("70 %", FONTS[0])
    assert not pieces_left(box, [Word(text="70 %", box=box, size=SIZE)], pixels, SCALE)

"""Decimal commas that a recogniser lost, told from the picture."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFont

from extractor.model import SURE, Box, Word
from extractor.reading.commas import shows_commas, with_commas
from extractor.reading.tones import Pixels

SCALE = 300 / 72
SIZE = 10.0
FONTS = tuple(
    f"/usr/share/fonts/truetype/liberation/Liberation{name}.ttf"
    for name in ("Sans-Regular", "Serif-Regular", "Sans-Bold", "Serif-Italic")
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
    return with_commas(Word(text=text, box=box, size=SIZE), pixels, SCALE)


@pytest.mark.parametrize("font", FONTS)
@pytest.mark.parametrize("printed", ["6,1%", "2,3", "-0,4", "11,6", "147,5", "3,52%"])
def test_a_lost_comma_comes_back_and_is_not_sure(printed: str, font: str) -> None:
    word = read(printed, printed.replace(",", ""), font)
    assert word.text == printed
    assert word.confidence < SURE


@pytest.mark.parametrize("font", FONTS)
@pytest.mark.parametrize("text", ["6,1%", "23", "19-åringar", "88%", "2022-01-11", "0,25", "1.478", "(25)"])
def test_what_was_read_right_stays_as_it_is(text: str, font: str) -> None:
    word = read(text, text, font)
    assert word.text == text
    assert word.confidence == 1.0


@pytest.mark.parametrize("font", FONTS)
def test_a_comma_that_is_not_printed_is_not_sure(font: str) -> None:
    assert read("61", "6,1", font).confidence < SURE


@pytest.mark.parametrize("font", FONTS)
def test_of_several_lost_commas_none_is_guessed(font: str) -> None:
    word = read("1,2,3", "123", font)
    assert word.text == "123"
    assert word.confidence < SURE


@given(st.text(alphabet="0123456789,%", min_size=1, max_size=10))
def test_nothing_but_one_comma_is_ever_added(printed: str) -> None:
    bare = printed.replace(",", "")
    if bare and Path(FONTS[0]).exists():
        word = read(printed, bare, FONTS[0])
        assert word.text.replace(",", "") == bare
        assert len(word.text) <= len(bare) + 1


@pytest.mark.parametrize(("printed", "read_as", "shown"), [
    ("6,1%", "6,1%", True), ("61%", "6,1%", False), ("6,1%", "61%", False), ("1,2,3", "1,2", False),
])  # fmt: skip
def test_the_picture_vouches_for_just_the_commas_that_were_read(
    printed: str, read_as: str, shown: bool
) -> None:
    pixels, box = drawn(printed, FONTS[0])
    assert shows_commas(Word(text=read_as, box=box, size=SIZE), pixels, SCALE) is shown

"""Blanks that a recogniser lost, told from the picture."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFont

from extractor.model import Box, Word
from extractor.reading.blanks import spaced, with_blanks

SCALE = 300 / 72
SIZE = 10.0
FONTS = tuple(
    f"/usr/share/fonts/truetype/liberation/Liberation{name}-Regular.ttf" for name in ("Sans", "Serif")
)


def read(printed: str, text: str, font: str) -> str:
    if not Path(font).exists():
        pytest.skip(f"the font {font} is not installed (Debian: fonts-liberation)")
    image = Image.new("L", (900, 120), 250)
    ImageDraw.Draw(image).text((20, 20), printed, fill=0, font=ImageFont.truetype(font, round(SIZE * SCALE)))
    pixels = np.asarray(image)
    rows, columns = np.nonzero(pixels < 150)
    box = Box(columns.min() / SCALE, rows.min() / SCALE, columns.max() / SCALE, rows.max() / SCALE)
    return with_blanks(Word(text=text, box=box, size=SIZE), pixels, SCALE).text


@pytest.mark.parametrize("font", FONTS)
@pytest.mark.parametrize(
    "printed",
    ["2 910 h", "5,2 %", "98 %", "1 190 400 st", "max 3 st", "minst 98 %", "-950 tkr", "7 st", "11 st"],
)
def test_a_lost_blank_comes_back(printed: str, font: str) -> None:
    assert read(printed, printed.replace(" ", ""), font) == printed


@pytest.mark.parametrize("font", FONTS)
@pytest.mark.parametrize("printed", ["98%", "11,1", "1111", "2019-01-11", "T1", "Q4", "(25)", "2:1"])
def test_where_none_is_printed_none_is_seen(printed: str, font: str) -> None:
    assert read(printed, printed, font) == printed


@given(st.text(alphabet="0123456789 ,%hst", min_size=1, max_size=12))
def test_nothing_but_blanks_is_ever_added(text: str) -> None:
    squeezed = text.replace(" ", "")
    if squeezed and Path(FONTS[0]).exists():
        assert read(text if text.strip() else "x", squeezed, FONTS[0]).replace(" ", "") == squeezed


def boxes_of(printed: str, texts: tuple[str, str], border: float) -> tuple[Word, Word]:
    """Two words read of a line, their boxes meeting at a share of its width, as `spaced` leaves them."""
    if not Path(FONTS[0]).exists():
        pytest.skip(f"the font {FONTS[0]} is not installed (Debian: fonts-liberation)")
    image = Image.new("L", (900, 120), 250)
    font = ImageFont.truetype(FONTS[0], round(SIZE * SCALE))
    ImageDraw.Draw(image).text((20, 20), printed, fill=0, font=font)
    pixels = np.asarray(image)
    _, columns = np.nonzero(pixels < 150)
    x0, x1 = columns.min() / SCALE, columns.max() / SCALE
    middle = x0 + border * (x1 - x0)
    left = Word(text=texts[0], box=Box(x0, 4, middle + 2, 20), size=SIZE)
    right = Word(text=texts[1], box=Box(middle, 4, x1, 20), size=SIZE)
    one, other = spaced([(left, "line"), (right, "line")], pixels, SCALE)
    return one, other


def test_boxes_that_run_into_each_other_stand_as_far_apart_as_their_ink() -> None:
    number, sign = boxes_of("80 %", ("80", "%"), 0.6)
    assert sign.box.x0 - number.box.x1 > 0.2 * SIZE


def test_what_is_printed_without_a_blank_touches() -> None:
    number, sign = boxes_of("80%", ("80", "%"), 0.55)
    assert sign.box.x0 - number.box.x1 < 0.05 * SIZE


def test_two_numbers_keep_the_gap_the_recogniser_saw() -> None:
    one, other = boxes_of("1 234", ("1", "234"), 0.3)
    assert other.box.x0 - one.box.x1 == -2

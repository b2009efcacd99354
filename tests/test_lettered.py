"""Discs and rings with a letter in them: the letter is read where two models agree, other marks stay marks."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from extractor.model import Box, Word
from extractor.patterns import built_in
from extractor.reading import lettered, tesseract
from extractor.reading.lettered import CIRCLED, read_lettered
from extractor.symbols.legend import Legend
from extractor.symbols.legend_words import codes_of, is_code, plain
from extractor.symbols.meaning import read_status

SCALE = 200 / 72
needs_tesseract = pytest.mark.skipif(
    not tesseract.available() or not tesseract.has("eng"), reason="tesseract is not installed"
)


def _page(*discs: tuple[int, str, bool, tuple[int, int, int]]) -> np.ndarray:
    """A page with discs: the x of their middle, the letter, whether they are filled, and their colour."""
    page = Image.new("RGB", (600, 400), "white")
    draw = ImageDraw.Draw(page)
    for x, letter, filled, colour in discs:
        draw.ellipse((x - 22, 78, x + 22, 122), fill=colour if filled else "white", outline=colour, width=2)
        ink = "white" if filled else colour
        font = ImageFont.load_default(26)
        draw.text((x, 100), letter, fill=ink, font=font, anchor="mm", stroke_width=1)
    return np.asarray(page)


BLACK = (0, 0, 0)


@needs_tesseract
def test_a_letter_in_a_black_disc_and_one_in_a_ring_are_read_circled_at_their_place() -> None:
    page = _page((100, "U", True, BLACK), (300, "D", False, BLACK))
    found = read_lettered(page, SCALE)
    assert sorted(w.text for w in found.words) == ["Ⓓ", "Ⓤ"]
    assert [round(w.box.x0 * SCALE, -1) for w in found.words if w.text == "Ⓤ"] == [80]
    assert found.mask[100, 100]
    assert not found.mask[100, 200]


@needs_tesseract
def test_a_disc_without_a_letter_a_coloured_one_and_a_cross_stay_marks() -> None:
    page = _page((100, "", True, BLACK), (200, "U", True, (200, 30, 30)), (300, "X", True, BLACK))
    found = read_lettered(page, SCALE)
    assert found.words == ()
    assert not found.mask.any()


def test_a_letter_that_two_models_read_differently_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    page = _page((100, "U", True, BLACK))
    readings = {"best": "U", "eng": "D"}

    def words_of_lines(pictures: list[np.ndarray], scale: float, name: str) -> list[list[Word]]:
        box = Box(0, 0, 10, 10)
        return [[Word(text=readings[name], box=box, confidence=0.95)] for _ in pictures]

    monkeypatch.setattr(lettered, "model", lambda: "best")
    monkeypatch.setattr(lettered, "has", lambda _: True)
    monkeypatch.setattr(lettered, "words_of_lines", words_of_lines)
    assert read_lettered(page, SCALE).words == ()
    readings["eng"] = "U"
    assert [w.text for w in read_lettered(page, SCALE).words] == [CIRCLED["U"]]


def test_a_circled_letter_needs_no_sign_before_its_meaning() -> None:
    line = "Förklaring: Ⓑ målet bedöms nås Ⓡ målet är i riskzonen Ⓝ målet nås inte"
    assert codes_of(line) == [
        ("B", "målet bedöms nås"), ("R", "målet är i riskzonen"), ("N", "målet nås inte"),
    ]  # fmt: skip
    assert is_code("Ⓡ")
    assert plain(" Ⓡ ") == "R"


def test_a_cell_with_a_circled_letter_has_the_status_that_the_legend_gives_it() -> None:
    legend = Legend(codes=(("B", "met"), ("N", "not_met")))
    field = read_status((), "Ⓝ", None, legend, built_in(), ocr=True)
    assert (field.text, field.normal) == ("Ⓝ", "not_met")
    assert read_status((), "Ⓠ", None, legend, built_in(), ocr=True).normal is None

"""What is looked at: the page's picture only where the words and drawings leave something open."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from extractor.model import Box, Drawing, Page, Word
from extractor.pages.looking import seer
from extractor.symbols.cell import PageImage

CELL = Box(100, 100, 160, 120)


def looks(words: Sequence[Word], drawings: Sequence[Drawing] = ()) -> int:
    """How often the picture of a page is asked for when a cell of it is seen."""
    asked: list[int] = []

    def image() -> PageImage:
        asked.append(1)
        return PageImage(np.full((842, 595, 3), 255, np.uint8), 1.0)

    page = Page(number=1, width=595, height=842)
    seer(page, image)(CELL, words, drawings, None)
    return len(asked)


def word(text: str, font: str = "Arial", colour: str = "#000000") -> Word:
    return Word(text=text, box=Box(120, 104, 130, 114), size=10, font=font, colour=colour)


@pytest.mark.parametrize(
    "shown",
    [word("Väntetid"), word("●", colour="#00b050"), word("l", "Wingdings", "#ff0000"), word("≥"), word("☺")],
)
def test_words_and_known_glyphs_need_no_picture(shown: Word) -> None:
    assert not looks([shown])


@pytest.mark.parametrize("shown", [word("\ue123"), word("🟢")])
def test_a_glyph_no_pattern_knows_and_an_emoji_that_may_be_an_empty_box_are_looked_at(shown: Word) -> None:
    assert looks([shown]) == 1


def test_a_drawing_is_looked_at() -> None:
    assert looks([], [Drawing(box=Box(120, 104, 130, 114), kind="vector", colour="#ff0000", points=4)]) == 1

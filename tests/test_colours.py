from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.symbols.colours import colour_class, name_colour


@pytest.mark.parametrize(
    ("colour", "name"),
    [
        ("#00b050", "green"), ("#92d050", "green"), ("#c6efce", "green"), ("#99cc00", "green"), ("#ffc000", "yellow"),
        ("#ffff00", "yellow"), ("#ed7d31", "yellow"), ("#ffeb9c", "yellow"), ("#ff0000", "red"), ("#c00000", "red"),
        ("#ffc7ce", "red"), ("#1f3864", "blue"), ("#000000", "black"), ("#808080", "grey"), ("#ffffff", "white"),
    ],
)  # fmt: skip
def test_colours_of_office_programs_have_their_names(colour, name):
    assert colour_class(colour) == name


def test_purple_is_no_light():
    assert colour_class("#7030a0") is None


def test_between_orange_and_red_the_name_is_a_guess():
    assert name_colour(255, 80, 0).confidence < 0.9


@given(st.text(max_size=8))
def test_any_text_is_a_colour_or_none(text):
    assert colour_class(text) in {None, "green", "yellow", "red", "blue", "grey", "black", "white"}

from __future__ import annotations

import pytest

from extractor.symbols.glyphs import LETTER_CONFIDENCE, font_family, letters_as_symbols, symbol_from_glyph


@pytest.mark.parametrize(
    ("character", "font", "shape"),
    [
        ("●", "", "circle"), ("▲", "", "triangle"), ("⬈", "", "arrow_up_right"), ("✔️", "", "check"),
        ("\uf06e", "Wingdings", "square"), ("n", "AB+Wingdings-Regular", "square"),
        ("\uf0e9", "Wingdings", "arrow_up"),
        ("J", "Wingdings", "smiley"), ("P", "Wingdings 2", "check"), ("i", "Wingdings3", "arrow_down"),
        ("a", "Webdings", "check"), ("4", "ZapfDingbats", "check"), ("\uf06c", "", "circle"),
    ],
)  # fmt: skip
def test_a_symbol_fonts_letter_shows_its_drawing(character, font, shape):
    symbol = symbol_from_glyph(character, font)
    assert symbol is not None
    assert symbol.shape == shape


@pytest.mark.parametrize("character", ["n", "J", "A", "O", "+", ">", "5", "é", "-"])
def test_an_ordinary_letter_is_no_symbol(character):
    assert symbol_from_glyph(character, "Times New Roman") is None


def test_the_text_colour_is_the_symbols_colour():
    assert symbol_from_glyph("■", "", "#00b050").colour == "green"


def test_an_emojis_own_colour_wins_over_the_text_colour():
    assert symbol_from_glyph("🟡", "Segoe UI Emoji", "#000000").colour == "yellow"


def test_an_emoji_in_another_lights_ink_is_no_sure_reading():
    seen = symbol_from_glyph("🟢", "Symbola", "#ffc000")
    assert (seen.colour, seen.confidence < 0.9) == ("yellow", True)


def test_an_empty_circle_takes_the_light_it_is_drawn_in():
    assert symbol_from_glyph("○", "", None).colour == "white"
    assert symbol_from_glyph("○", "", "#ff0000").colour == "red"


def test_fonts_with_a_subset_prefix_are_known():
    assert font_family("XYZABC+Wingdings2") == "wingdings2"
    assert font_family("XYZABC+SymbolMT") == "symbol"


def test_text_fonts_are_no_symbol_fonts():
    assert font_family("Arial") == ""
    assert font_family("Symbola") == ""


def test_letters_are_a_hint_of_low_confidence():
    symbols = letters_as_symbols("A >")
    assert [s.shape for s in symbols] == ["triangle", "arrow_right"]
    assert all(s.source == "letter" and s.confidence == LETTER_CONFIDENCE <= 0.5 for s in symbols)


@pytest.mark.parametrize("text", ["", "Uppnått", "A och B", "3,5 %"])
def test_words_are_no_letters_of_symbols(text):
    assert letters_as_symbols(text) == ()

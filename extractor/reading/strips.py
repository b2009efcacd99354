"""Thick coloured lines that stand upright beside rows: a border that may judge its row.

Promises only lines in a colour that judges somewhere (a light's, or grey for what is not judged) and thicker than
borders are: what they mean is for others to say.
"""

from __future__ import annotations

from typing import NamedTuple

from extractor.model import Box, Fill
from extractor.symbols.colours import LIGHTS, class_of

THINNEST = 1.8
"""Points: thinner upright lines are borders. Reports that judge by one draw it 3 to 6 wide, grids 0.25 to 1.5."""
THICKEST = 12.0
"""Points: what is wider is a cell of its own."""
SHORTEST = 6.0
"""Points: no row of print is lower."""


class Line(NamedTuple):
    """An area painted in one colour, or a line stroked in it."""

    box: Box
    colour: str | None
    width: float
    """What the pen adds to the box across the line; 0 for areas."""


def judges_somewhere(colour: str | None) -> bool:
    """Whether a colour is a light's, or the grey of what is not judged."""
    return class_of(colour).name in LIGHTS | {"grey"}


def strip_of(line: Line) -> Fill | None:
    """The strip that a painted area or a stroked line is; None where it is too thin, too wide, or of no such colour."""
    box, colour, pen = line
    wide = box.width + pen
    if not THINNEST <= wide <= THICKEST or box.height < max(SHORTEST, wide) or not judges_somewhere(colour):
        return None
    return Fill(box=Box(box.x0 - pen / 2, box.top, box.x1 + pen / 2, box.bottom), colour=colour or "")

"""What is drawn between the cells of a grid: lines, and the sides of shading.

Promises only what is there: whether a line is missing because cells are merged, or because none is drawn anywhere, is
for `extractor.pages.walls` to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from extractor.model import Box
from extractor.pages.cells import centre
from extractor.pages.edges import Edge

COVERED = 0.6
"""Share of a cell's side that must be drawn for the side to be there: corners and line ends may be open."""

NARROW = 6.0
"""Points: narrower columns and lower rows are the space inside a double line or a cell margin."""


class Lines:
    """What is drawn between the cells."""

    def __init__(self, flat: Sequence[Edge], upright: Sequence[Edge], fills: Sequence[Box] = ()) -> None:
        self._flat = flat
        self._upright = upright
        self._fills = fills
        self._found: dict[tuple[bool, float], list[Edge]] = {}

    def _near(self, at: float, *, flat: bool) -> list[Edge]:
        """The edges at one coordinate, looked for once: each row and column asks for the same ones."""
        found = self._found.get((flat, at))
        if found is None:
            edges = self._flat if flat else self._upright
            found = self._found[flat, at] = [e for e in edges if abs(e.at - at) <= NARROW]
        return found

    def ruled(self, x: float) -> bool:
        """Whether a line, not only the side of shading, stands at x."""
        return any(e.drawn for e in self._near(x, flat=False))

    def drawn_at(self, y: float) -> bool:
        """Whether a line, not only the side of shading, lies at y."""
        return any(e.drawn for e in self._near(y, flat=True))

    def shaded(self, left: float, top: float, right: float, bottom: float) -> bool:
        """Whether shading lies behind the middle of a cell."""
        middle = Box(left, top, right, bottom)
        x, y = centre(middle)
        return any(f.x0 <= x <= f.x1 and f.top <= y <= f.bottom for f in self._fills)

    def one_shade(self, left: float, top: float, right: float, bottom: float) -> bool:
        """Whether a single shaded area lies behind two neighbouring cells and so says nothing about a wall.

        In a row whose cells are shaded one by one it does: it is the shading of one merged cell.
        """
        y = (top + bottom) / 2
        here = [f for f in self._fills if f.top <= y <= f.bottom]
        behind = [f for f in here if f.x0 <= left + NARROW and f.x1 >= right - NARROW]
        return any(not _is_one_of_many(f, here) for f in behind)

    def beside(self, x: float, top: float, bottom: float) -> bool:
        """Whether a vertical edge stands at x along most of a row."""
        return _covers(self._near(x, flat=False), top, bottom)

    def short_rules(self, y: float, left: float, right: float) -> list[tuple[float, float]]:
        """The extents of the lines at y that reach over some columns only; none where the others are ruled as well."""
        here = [e for e in self._near(y, flat=True) if e.drawn]
        covered = sum(e.hi - e.lo for e in here)
        return [(e.lo, e.hi) for e in here] if covered < COVERED * (right - left) else []

    def under(self, y: float, left: float, right: float) -> bool:
        """Whether a horizontal edge lies at y along most of a column."""
        return _covers(self._near(y, flat=True), left, right)


def _is_one_of_many(fill: Box, row: Sequence[Box]) -> bool:
    """Whether a shaded area is one of several side by side in a row, of which it is no more than half."""
    others = [f for f in row if f.x1 <= fill.x0 + NARROW or f.x0 >= fill.x1 - NARROW]
    return len(others) > 1 and fill.width <= sum(f.width for f in others)


def _covers(edges: Iterable[Edge], lo: float, hi: float) -> bool:
    covered = sum([max(0.0, min(hi, e.hi) - max(lo, e.lo)) for e in edges])
    return covered >= COVERED * (hi - lo)

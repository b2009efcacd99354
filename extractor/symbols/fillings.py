"""One shape filled to different parts (● ◐ ○): what each filling means, by the legend or by the set itself.

Promises that an empty shape beside full ones of its kind is no unlit lamp, and that a set without a legend never judges
surely: full, half and empty stand for met, partly met and not met wherever half ones are printed; full and empty alone
say nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from extractor.model import Symbol
from extractor.symbols.colours import LIGHTS

SHAPES = frozenset({"circle", "square", "pie"})
"""Shapes that reports fill in part; a pie is a disc or square that is."""
SAME = 0.13
"""Difference of two filled shares below which they show the same: they come in quarters."""
REASON = "filling_without_legend"
BY_SET = 0.8
"""Confidence in a filling's meaning that the set itself tells."""
UNTOLD = 0.5
_UNLIT = "grey"


def filling_of(shape: str | None, colour: str | None, share: float | None) -> float | None:
    """The filled share of a shape that reports fill in part, None for any other shape."""
    if shape not in SHAPES or shape is None:
        return None
    if share is not None:
        return share
    return None if shape == "pie" else 0.0 if colour == "white" else 1.0


def alike(one: float | None, other: float | None) -> bool:
    """Whether two fillings may be the same: an unknown one may be any."""
    return one is None or other is None or abs(one - other) < SAME


def meanings_by_set(status_cells: Iterable[Sequence[Symbol]]) -> tuple[tuple[float, str, float], ...]:
    """What fillings mean where a report's judgements are one shape without a light's colour, filled differently.

    Args:
        status_cells: the symbols of each status cell, of one document.

    Returns:
        Filling, status and confidence of each; empty where the fillings do not differ. An empty shape beside none but
        full ones gets 'not_measured' with `UNTOLD`: it may be that, or the opposite of the full one.
    """
    single = [symbols[0] for symbols in status_cells if len(symbols) == 1]
    plain = [s for s in single if s.colour not in LIGHTS and s.colour != _UNLIT]
    fillings = {f for s in plain if (f := filling_of(s.shape, s.colour, s.share)) is not None}
    half = {f for f in fillings if SAME <= f <= 1 - SAME}
    if len(plain) < len(single) or len(fillings) < 2:
        return ()
    if not half:
        return ((0.0, "not_measured", UNTOLD),)
    return tuple(
        (f, "partly_met" if f in half else "met" if f > SAME else "not_met", BY_SET) for f in sorted(fillings)
    )

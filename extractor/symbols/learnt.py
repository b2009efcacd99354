"""What a report's own rows show that its symbols mean, where it has no legend.

Promises that what is learnt so is never sure, and that one shape, colour or filling for everything teaches nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from extractor.model import Symbol
from extractor.patterns import Patterns
from extractor.symbols.colours import LIGHTS
from extractor.symbols.fillings import REASON, meanings_by_set
from extractor.symbols.legend import DRAWN_ANYWAY, Legend, LegendEntry

INFERRED = 0.8
"""Confidence of a shape's meaning learnt from rows that have colour."""
FEWEST = 2
"""Rows that must show a shape in one colour before the shape stands for it."""
PURITY = 0.9
"""Share of a shape's rows that must agree."""


def infer_shape_meaning(status_cells: Iterable[Sequence[Symbol]], patterns: Patterns) -> Legend:
    """What shapes mean, learnt from cells whose colour says so.

    Args:
        status_cells: the symbols of each status cell, of one document.
        patterns: the patterns in use (which colour stands for which status).

    Returns:
        A legend of shapes alone with reason 'shape_from_other_rows'; empty where a shape stands for
        several colours or the shapes do not differ.
    """
    by_colour = {c: g.key for g in patterns["status"] for c in g.attributes.get("colours", ())}
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for symbols in status_cells:
        for symbol in symbols:
            drawn = symbol.shape not in (None, "fill", "bar") and symbol.shape_confidence >= DRAWN_ANYWAY
            if drawn and symbol.colour in LIGHTS and symbol.shape is not None:
                seen[symbol.shape][by_colour[symbol.colour]] += 1
    entries = []
    for shape, meanings in seen.items():
        ((meaning, count),) = meanings.most_common(1)
        if count >= FEWEST and count >= PURITY * meanings.total():
            entries.append(LegendEntry(shape=shape, kind="status", meaning=meaning, confidence=INFERRED))
    # One shape for everything, or one lone shape, tells nothing about a print without colour.
    if len({e.meaning for e in entries}) < 2:
        return Legend()
    return Legend(entries=tuple(entries), reason="shape_from_other_rows")


def infer_bar_meaning(status_cells: Iterable[Sequence[Symbol]], patterns: Patterns) -> Legend:
    """What the colours of bars mean, where they tell rows apart.

    Args:
        status_cells: the symbols of each cell of status or progress, of one document.
        patterns: the patterns in use (which colour stands for which status).

    Returns:
        A legend of bars with reason 'colour_of_bar'; empty where bars have fewer than two lights' colours.
    """
    by_colour = {c: g.key for g in patterns["status"] for c in g.attributes.get("colours", ())}
    seen = Counter(s.colour for symbols in status_cells for s in symbols if s.shape == "bar")
    lights = [colour for colour in seen if colour in LIGHTS]
    if len(lights) < 2:
        return Legend()
    entries = [
        LegendEntry(colour=c, shape="bar", kind="status", meaning=by_colour[c], confidence=INFERRED)
        for c in lights
        if c is not None
    ]
    return Legend(entries=tuple(entries), reason="colour_of_bar")


def infer_filling_meaning(status_cells: Iterable[Sequence[Symbol]]) -> Legend:
    """What fillings of one shape mean by the set that the report's judgements are (● ◐ ○).

    Args:
        status_cells: the symbols of each status cell, of one document.

    Returns:
        A legend of fillings with reason 'filling_without_legend'; empty where the fillings do not differ.
    """
    told = meanings_by_set(status_cells)
    entries = [
        LegendEntry(shape="pie", share=filling, kind="status", meaning=meaning, confidence=sure)
        for filling, meaning, sure in told
    ]
    return Legend(entries=tuple(entries), reason=REASON) if entries else Legend()

"""What the report itself says its symbols mean."""

from __future__ import annotations

from typing import Literal

from extractor.model import Document, Place, Symbol, Value
from extractor.patterns import Patterns

ArrowMeaning = Literal["better_worse", "higher_lower", "unknown"]


class LegendEntry(Value, frozen=True, kw_only=True):
    """One symbol of a legend and what it stands for."""

    colour: str | None = None
    shape: str | None = None
    kind: Literal["status", "trend"]
    meaning: str
    """met, partly_met, not_met, not_measured or up, unchanged, down."""
    text: str = ""
    """The words that say so."""
    place: Place | None = None
    confidence: float = 1.0


class Legend(Value, frozen=True, kw_only=True):
    """All that a report says about its symbols; empty when it says nothing."""

    entries: tuple[LegendEntry, ...] = ()
    arrow_meaning: ArrowMeaning = "unknown"
    reason: str = ""
    """Reason code to put on what is decided by it: '' for the report's own legend."""


def find_legend(document: Document, patterns: Patterns) -> Legend:
    """The legend of a document."""
    return Legend()


def infer_shape_meaning(symbols: tuple[tuple[Symbol, ...], ...], patterns: Patterns) -> Legend:
    """What shapes mean in rows whose colour says so."""
    return Legend()

"""What was seen and printed in a cell → status, trend or progress, or a reason why not."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.legend import Legend
from extractor.model import Field, Symbol
from extractor.patterns import Patterns


def read_status(
    symbols: Sequence[Symbol], text: str, shading: str | None, legend: Legend, patterns: Patterns
) -> Field:
    """The status a cell shows."""
    return Field(text=text, raw=text)


def read_trend(symbols: Sequence[Symbol], text: str, legend: Legend, patterns: Patterns) -> Field:
    """The trend a cell shows."""
    return Field(text=text, raw=text)


def read_progress(symbols: Sequence[Symbol], text: str, patterns: Patterns) -> Field:
    """How far an activity has come, in per cent."""
    return Field(text=text, raw=text)

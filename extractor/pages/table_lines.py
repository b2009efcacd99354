"""The printed lines of a table with their texts per column: what its rows are told by where nothing is drawn."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from extractor.model import Word
from extractor.pages.cells import lines_of, segments, text_of

ENTRY = 16
"""Longest text, in letters, of a column that holds one short entry per row."""


class Line(NamedTuple):
    """One printed line across the columns."""

    top: float
    bottom: float
    texts: dict[int, str]
    """Text per column that has any."""
    bold: bool
    alone: bool = False
    """Nothing but one text that begins in the first column."""
    wide: bool = False
    """That text runs on over the boundary to the next column."""
    style: tuple[str, float] | None = None
    """Font and size of its first word, where the page tells."""
    left: float = 0.0
    """Where its first word begins."""
    begins: Mapping[int, float] = MappingProxyType({})
    """Where the text of each column begins."""


def table_lines(words: Sequence[Word], xs: Sequence[float]) -> list[Line]:
    """The lines of a table with their texts per column."""
    lines = []
    for line in lines_of(w for w in words if w.rotation == 0):
        columns: dict[int, list[Word]] = {}
        for word in line:
            index = bisect_right(xs, (word.box.x0 + word.box.x1) / 2) - 1
            columns.setdefault(min(max(index, 0), len(xs) - 2), []).append(word)
        lines.append(
            Line(
                top=min(w.box.top for w in line), bottom=max(w.box.bottom for w in line),
                texts={c: text_of(ws) for c, ws in sorted(columns.items())}, bold=all(w.bold for w in line),
                alone=len(segments(line)) == 1 and 0 in columns, wide=len(columns) > 1,
                style=next(((w.font, round(w.size, 1)) for w in line if w.font), None),  # a mark has no font
                left=line[0].box.x0, begins={c: ws[0].box.x0 for c, ws in columns.items()},
            )
        )  # fmt: skip
    return lines

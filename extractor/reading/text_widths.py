"""How wide the columns are that a dump's lines were wrapped in."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from extractor.reading.text_content import SYMBOL_ROLES
from extractor.reading.text_joins import HYPHEN
from extractor.reading.text_lines import Line
from extractor.reading.text_weights import PLAIN_CUT_LENGTH, Placed

MIN_BLOCKS = 6
"""Fewer blocks of lines say nothing about widths."""
MOST_TEXT_COLUMNS = 3
"""With more columns there are too many orders to try."""
WIDTH_GAP = 4
"""Columns whose longest lines differ by less cannot be told apart by them."""


def guessed_widths(lines: Sequence[Line], roles: Sequence[str], *, mixed: bool) -> list[tuple[float, ...]]:
    """Guesses of how many characters each column holds, 0 where that is not known or it holds no text.

    Args:
        lines: the body of one table.
        roles: the columns' roles.
        mixed: whether lines hold several columns side by side: then the width of each is needed.
    """
    text = [c for c, role in enumerate(roles) if role not in SYMBOL_ROLES]
    none = (0.0,) * len(roles)
    lengths = sorted(len(line.words) for line in lines)
    whole = lengths[int(len(lengths) * 0.9)] if lengths else 0
    if not mixed:
        return [none, *column_widths(lines, roles)]
    out = _marked_widths(lines, text, none)
    for shape in SHAPES:
        shares = [shape.get(roles[c], 1.0) for c in text]
        widths = list(none)
        for column, share in zip(text, shares, strict=True):
            widths[column] = round(share / sum(shares) * whole)
        out.append(tuple(widths))
    return out


def _marked_widths(
    lines: Sequence[Line], text: Sequence[int], none: tuple[float, ...]
) -> list[tuple[float, ...]]:
    """The widths that column marks show, on lines that have one between all columns of text."""
    longest = [0] * len(text)
    for line in lines:
        parts = [p.strip() for p in line.text.split("|")]
        words = [p for p in parts if len(p) > LONGEST_SIGN]
        if len(words) == len(text):
            longest = [max(a, len(b)) for a, b in zip(longest, words, strict=True)]
    if not all(longest):
        return []
    widths = list(none)
    for column, width in zip(text, longest, strict=True):
        widths[column] = float(width)
    return [tuple(widths)]


LONGEST_SIGN = 4
"""Characters that a recogniser makes of a sign, with blanks."""
SHAPES: tuple[dict[str, float], ...] = (
    {"goal": 1.0, "indicator": 1.0},
    {"goal": 1.0, "indicator": 2.5, "target": 1.3},
    {"goal": 1.4, "indicator": 2.0, "baseline": 0.7, "target": 0.7, "value": 0.7},
)
"""How typeset reports divide a page among the columns."""


def column_widths(lines: Sequence[Line], roles: Sequence[str]) -> list[tuple[float, ...]]:
    """The ways in which the widths seen among the lines may belong to the columns.

    A column wraps its text at one width, so the blocks of lines fall into as many groups of width as
    there are columns. Which group is which column is for the search to find out: every order is returned.
    """
    blocks = sorted(block_widths(lines))
    text = [c for c, role in enumerate(roles) if role not in SYMBOL_ROLES]
    if len(blocks) < MIN_BLOCKS or len(text) > MOST_TEXT_COLUMNS:
        return []
    centres = [float(max(group)) for group in _groups(blocks, len(text))]
    if any(b - a < WIDTH_GAP for a, b in itertools.pairwise(centres)):
        return []
    out = []
    for order in itertools.permutations(centres, len(text)):
        widths = [0.0] * len(roles)
        for column, width in zip(text, order, strict=True):
            widths[column] = width
        out.append(tuple(widths))
    return out


def _groups(values: list[int], count: int) -> list[list[int]]:
    """Sorted values in so many groups that lie as close together as possible."""

    def spread(group: list[int]) -> float:
        mean = sum(group) / len(group)
        return sum((v - mean) ** 2 for v in group)

    best = min(
        itertools.combinations(range(1, len(values)), count - 1),
        key=lambda cuts: sum(spread(values[a:b]) for a, b in itertools.pairwise((0, *cuts, len(values)))),
    )
    return [values[a:b] for a, b in itertools.pairwise((0, *best, len(values)))]


def block_widths(lines: Sequence[Line]) -> list[int]:
    """The longest line of every run of lines that belong together beyond doubt."""
    out: list[int] = []
    longest = 0
    for line, following in itertools.pairwise(lines):
        text = line.words
        joined = not following.blank and (HYPHEN.search(text) or following.words[:1].islower())
        if joined and "|" not in text and len(text) < PLAIN_CUT_LENGTH:
            longest = max(longest, len(text))
        elif longest:
            out.append(longest)
            longest = 0
    return out


def learned_widths(placed: Sequence[Placed], columns: int) -> tuple[float, ...]:
    """Per column, the length that nine of ten fragments that were continued stay below."""
    lengths: list[list[int]] = [[] for _ in range(columns)]
    for here, following in itertools.pairwise(placed):
        if following.column == here.column and not following.starts:
            lengths[here.column].append(len(here.text))
    return tuple(float(sorted(ls)[int(len(ls) * 0.9)]) if len(ls) > 3 else 0.0 for ls in lengths)

"""Thin parts of drawn marks: a flag's pole, a sun's rays, the bars of a gauge, which look like a table's rules.

Promises that a short line is a part of a mark only where it stands free: it touches no other line and goes on in none,
and stands upright or beside a drawing. A table's borders meet each other.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Sequence

from extractor.model import Box, Drawing, Rule

LONGEST = 30.0
"""Points: the tallest mark; most are 8 to 16 high."""
MEET = 1.5
"""Points by which lines that meet may miss each other."""
GOES_ON = 4.0
"""Points between the dashes of a line; the poles of flags in two rows stand farther apart."""
BESIDE = 2.0
"""Points between a drawing and what belongs to it."""


def without_thin_parts(
    rules: Sequence[Rule], drawings: Sequence[Drawing]
) -> tuple[list[Rule], list[Drawing]]:
    """The lines that are rules, and the drawings with those lines that are parts of marks.

    Args:
        rules: thin lines, each with a box without height or without width.
        drawings: the drawn objects beside them.
    """
    short = [r for r in rules if 0 < max(r.box.width, r.box.height) <= LONGEST]
    if not short:
        return list(rules), list(drawings)
    lines = _Lines(rules)
    vectors = _Places(d.box for d in drawings if d.kind == "vector")
    parts = {r for r in short if (_upright(r.box) or vectors.near(r.box)) and lines.leave_free(r.box)}
    thin = [Drawing(box=r.box, kind="vector", points=2) for r in parts]
    return [r for r in rules if r not in parts], [*drawings, *sorted(thin, key=lambda d: d.box)]


def _upright(box: Box) -> bool:
    return box.height > box.width


class _Lines:
    """The lines of a page by where they run."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._upright: dict[int, list[tuple[float, float, float]]] = defaultdict(list)
        self._flat: dict[int, list[tuple[float, float, float]]] = defaultdict(list)
        for rule in rules:
            x0, top, x1, bottom = rule.box
            if _upright(rule.box):
                self._upright[round(x0)].append((x0, top, bottom))
            else:
                self._flat[round(top)].append((top, x0, x1))

    def leave_free(self, box: Box) -> bool:
        """Whether no other line meets a line, and none goes on where it ends."""
        if _upright(box):
            along, across, at, start, end = self._upright, self._flat, box.x0, box.top, box.bottom
        else:
            along, across, at, start, end = self._flat, self._upright, box.top, box.x0, box.x1
        beside = itertools.chain.from_iterable(along.get(round(at) + k, ()) for k in (-1, 0, 1))
        if any(
            (a, s, e) != (at, start, end) and s - GOES_ON <= end and e + GOES_ON >= start
            for a, s, e in beside
        ):
            return False
        crossing = (
            line
            for where in range(round(start - MEET), round(end + MEET) + 1)
            for line in across.get(where, ())
        )
        return not any(s - MEET <= at <= e + MEET for _, s, e in crossing)


class _Places:
    """Boxes by the height at which they stand."""

    def __init__(self, boxes: Iterable[Box]) -> None:
        self._at: dict[int, list[Box]] = defaultdict(list)
        for box in boxes:
            for level in range(_level(box.top - BESIDE), _level(box.bottom + BESIDE) + 1):
                self._at[level].append(box)

    def near(self, box: Box) -> bool:
        """Whether one of them touches a box, or nearly."""
        return any(
            other.x0 - BESIDE <= box.x1
            and box.x0 <= other.x1 + BESIDE
            and other.top - BESIDE <= box.bottom
            and box.top <= other.bottom + BESIDE
            for level in range(_level(box.top), _level(box.bottom) + 1)
            for other in self._at.get(level, ())
        )


def _level(y: float) -> int:
    return int(y // LONGEST)

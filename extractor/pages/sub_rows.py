"""Rows that print a part of what the line above them measures, where nothing is drawn between the two.

A total in bold, and below it "– kvinnor", "varav norra", or names set further in, each with figures of its own: no cell
holds a name with a figure beside it and below it another name with its figure.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Sequence

from extractor.pages.table_lines import ENTRY, Line
from extractor.patterns import built_in
from extractor.phrases import finder, plain

FURTHER_IN = 4.0
"""Points by which a part is set further in than what it is a part of; letters' sides and scans shift a line by 1-2."""

NAME_COLUMNS = 3
"""Columns, from the first, in which the names of rows may stand: beside a perspective and a goal."""

FIGURES = 2
"""Figures beside a name that only its place further in makes a part; a value and the one before it, one below the
other in a cell, stand in one column."""

_AMOUNT = re.compile(r"[+−–-]?\s?\d[\d\s.,]*\s?%?|[–-]|\.\.")
_DIGIT = re.compile(r"\d")
_MARK = re.compile(r"[-–—•*·]\s*(?=[^\W\d_])")
_EDGE = " \t,.;:()"


@functools.lru_cache(maxsize=4096)
def names_part(text: str) -> bool:
    """Whether a name can only be that of a part: a dash or "varav" in front, or nothing but "Kvinnor", "18-24 år"."""
    if _MARK.match(text) or finder(built_in(), "cues", "part_of").at(plain(text), 0):
        return True
    low = plain(text).strip(_EDGE)
    return any(hit.start == 0 and hit.end == len(low) for hit in finder(built_in(), "breakdowns").all(low))


def part_starts(lines: Sequence[Line]) -> list[int]:
    """The lines that begin a row, the first one included, where all rows below the first are parts of it.

    Args:
        lines: what stands between two drawn lines.

    Returns:
        Nothing where no line is surely a part with figures of its own, or where other rows come between them.
    """
    column, starts = _parts(lines)
    rows = [lines[i:j] for i, j in itertools.pairwise([*starts, len(lines)])]
    if any(_goes_out(row, column) or _repeats(row, column) for row in rows):
        return []
    return [0, *starts[1:]] if starts else []


def _goes_out(row: Sequence[Line], name: int) -> bool:
    """Whether a later line of a row begins further out than its first: a row that is no part."""
    begins = [line.begins[name] for line in row if name in line.begins]
    return any(x <= begins[0] - FURTHER_IN for x in begins[1:])


def _repeats(row: Sequence[Line], name: int) -> bool:
    """Whether two lines of a row have an entry with a figure in the same column."""
    entries = [
        c for line in row for c, t in line.texts.items() if c > name and len(t) <= ENTRY and _DIGIT.search(t)
    ]
    return len(entries) > len(set(entries))


def holds_parts(lines: Sequence[Line]) -> bool:
    """Whether what stands between two drawn lines holds a part of what is measured above it, with its own figures."""
    return bool(_parts(lines)[1])


def _parts(lines: Sequence[Line]) -> tuple[int, list[int]]:
    """The column of the names, and the lines with which the first of them and each part's begin; none without parts."""
    for column in range(NAME_COLUMNS if len(lines) > 1 else 0):
        starts = _named_lines(lines, column)
        if len(starts) > 1 and _each_has_figures(lines, starts, column):
            return column, starts
    return 0, []


def _named_lines(lines: Sequence[Line], column: int) -> list[int]:
    """The first line with a name in a column, and those with which the name of a part begins."""
    named = [i for i, line in enumerate(lines) if column in line.texts]
    starts = named[:1]
    for i in named[1:]:
        if names_part(lines[i].texts[column]):
            starts.append(i)
        elif _is_further_in(lines, i, named[0], column) and len(_figures(lines[i], column)) >= FIGURES:
            begun = _begin(lines, i, named[0], column)
            starts += [begun] if begun > starts[-1] else []
    return starts


def _begin(lines: Sequence[Line], at: int, first: int, column: int) -> int:
    """The line with which the name of a part begins that has its figures beside its last line."""
    while (
        lines[at].texts[column][:1].islower()
        and column in lines[at - 1].texts
        and not _figures(lines[at - 1], column)
        and (names_part(lines[at - 1].texts[column]) or _is_further_in(lines, at - 1, first, column))
    ):
        at -= 1
    return at


def _is_further_in(lines: Sequence[Line], at: int, first: int, column: int) -> bool:
    """Whether a line begins with a text in a column, set further in than the first text there."""
    line = lines[at]
    return min(line.texts) == column and line.begins[column] >= lines[first].begins[column] + FURTHER_IN


def _figures(line: Line, name: int) -> set[int]:
    """The columns behind a name in which a line has a figure."""
    return {c for c, t in line.texts.items() if c > name and len(t) <= ENTRY and _AMOUNT.fullmatch(t)}


def _each_has_figures(lines: Sequence[Line], starts: Sequence[int], name: int) -> bool:
    """Whether rows that begin with some lines have figures each, two of them in the same column.

    The first may be a mere name of what its parts measure.
    """
    rows = [
        {c for line in lines[i:j] for c in _figures(line, name)}
        for i, j in itertools.pairwise([*starts, len(lines)])
    ]
    parts = rows[1:]
    return all(parts) and any(a & b for a, b in itertools.pairwise(rows))

"""Typed lines → rows: which lines of a table without lines between its rows are one row.

A name that is too long goes on below its figures, or stands on lines of its own above them; a goal or a name without
figures stands alone. What the words and their indents decide is sure; what they leave open is a row that says so.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from typing import NamedTuple

DEEPER = 0.6
"""Characters by which a line stands further in than another."""
MOST_FIGURES = 0.5
"""Share of a column's filled cells that are figures or single words from which it is no column of names."""
FEWEST_VALUES = 2
"""Filled columns right of the names from which a line without a name can be a row of its own."""
LONGEST_NAME = 4
"""Lines of one name at most."""
LONGEST_FIGURE = 5
"""Words of a cell that holds a figure at most: a measure that names its own level is a sentence ("Minst 95 % av …")."""
_SUB = re.compile(r"(?:[-–—•*·]\s|(?:varav|därav)\b)", re.IGNORECASE)
_LISTED = re.compile(r"[-–—*•·]\s+(?=[^\W\d_])")
_FIGURE = re.compile(r"[<>≤≥~±+–−-]{0,2}\s?\d|[-–—]$")
_OPEN = re.compile(
    r"(?:[,/(–-]|\b(?:av|med|för|till|i|på|inom|och|som|per|samt|från|vid|under|om|att|av de|den|det|eller|enligt|"
    r"över|mot|hos|utan|efter|samtliga|alla|andel|antal|ett|en|de|minst|högst|mellan|genom|är|har|ska|kan))$",
    re.IGNORECASE,
)
"""How a text ends that goes on below."""
_JOINS = re.compile(
    r"(?:\(|/|(?:av|med|för|till|i|på|inom|och|som|per|samt|från|vid|under|om|att|eller|enligt|över|mot|hos|utan|efter)"
    r"\b)"
)
"""How a text begins that goes on with the line above, where no other line beside it begins small."""


class TypedLine(NamedTuple):
    """One printed line of a table."""

    cells: tuple[str, ...]
    """What stands in each column, '' for nothing."""
    indent: float
    """Characters that its first word stands in from the table's left edge."""
    ruled: bool = False
    """Whether a typed rule stands above it."""
    wide: bool = False
    """Whether it is not parted into columns though the other lines are."""
    part: str = ""
    """What keeps it apart from lines of another kind (a line in italics above one upright)."""


class TypedRow(NamedTuple):
    """One row: its lines, and how sure it is that they are all of it and nothing else."""

    lines: tuple[int, ...]
    sure: bool = True


def unlisted(text: str) -> str:
    """A name without what a typist puts before a part of what stands above: "- kvinnor" is "kvinnor"."""
    return _LISTED.sub("", text, count=1) if _LISTED.match(text) else text


def rows_of(lines: Sequence[TypedLine]) -> list[TypedRow]:
    """The rows of a table's body.

    Args:
        lines: its lines from top to bottom, without the header's.

    Returns:
        Every line in exactly one row, in order.
    """
    if not lines:
        return []
    names = name_columns(lines)
    sections = _sections(lines)
    if _each_is_row(lines, sections, names):
        return [row for section in sections for row in _whole(lines, section)]
    return [row for section in sections for row in _rows(lines, section, names)]


def cut_names(lines: Sequence[TypedLine], rows: Sequence[TypedRow]) -> set[tuple[int, int]]:
    """Where a name left of other names may be cut in two: a small beginning beside another row's name, and above it.

    Args:
        lines: the lines of a table's body.
        rows: its rows.

    Returns:
        The cells by row and column, which may be one cell over both rows or two.
    """
    found: set[tuple[int, int]] = set()
    for column in range(name_columns(lines) - 1 if lines else 0):
        names = [" ".join(c for n in row.lines if (c := _cell(lines[n], column))) for row in rows]
        for at, (above, below) in enumerate(itertools.pairwise(names), start=1):
            if above[:1].isupper() and _begins_small(below) and not lines[rows[at].lines[0]].ruled:
                found |= {(at - 1, column), (at, column)}
    return found


def name_columns(lines: Sequence[TypedLine]) -> int:
    """How many columns on the left hold names: those before the first whose cells are mostly figures; at least one."""
    width = max(len(line.cells) for line in lines)
    for column in range(1, width):
        filled = [c for line in lines if not line.wide and (c := _cell(line, column))]
        if filled and sum(map(_is_figure, filled)) >= MOST_FIGURES * len(filled):
            return column
    return 1


def _cell(line: TypedLine, column: int) -> str:
    return line.cells[column] if column < len(line.cells) else ""


def _has_digit(text: str) -> bool:
    return any(c.isdigit() for c in text)


def _is_figure(text: str) -> bool:
    """Whether a cell holds a figure or begins as one, and no sentence that names one on its way."""
    worded = sum(word[:1].isalpha() for word in text.split()) > LONGEST_FIGURE
    return _FIGURE.match(text) is not None or (_has_digit(text) and not worded)


def _sections(lines: Sequence[TypedLine]) -> list[range]:
    starts = [0, *(n for n, line in enumerate(lines) if line.ruled and n), len(lines)]
    return [range(a, b) for a, b in itertools.pairwise(starts)]


def _each_is_row(lines: Sequence[TypedLine], sections: Sequence[range], names: int) -> bool:
    """Whether rules stand between all rows: no column of figures holds two between two rules, and some row has more."""
    if len(sections) < 2:
        return False
    for section in sections:
        figures = [_figures(lines[n], names) for n in section]
        if len([f for f in figures if f]) > 1 and any(a & b for a, b in itertools.combinations(figures, 2)):
            return False
        if sum(any(f) for f in map(sorted, figures)) == 0 and len(section) > LONGEST_NAME:
            return False
    return all(not lines[s[0]].wide or len(s) == 1 for s in sections)


def _figures(line: TypedLine, names: int) -> frozenset[int]:
    """The columns right of the names in which a line has a figure."""
    return frozenset(c for c, text in enumerate(line.cells) if c >= names and _FIGURE.match(text))


def _whole(lines: Sequence[TypedLine], section: range) -> list[TypedRow]:
    """The lines between two rules as one row, lines that are not parted into columns for themselves."""
    rows: list[TypedRow] = []
    for n in section:
        if rows and not lines[n].wide and not lines[rows[-1].lines[-1]].wide:
            rows[-1] = TypedRow((*rows[-1].lines, n))
        else:
            rows.append(TypedRow((n,)))
    return rows


class _Reading(NamedTuple):
    """What the lines of one section are read with."""

    lines: Sequence[TypedLine]
    section: range
    names: int

    def name(self, n: int) -> str:
        """What a line says in its columns of names: the last that is filled."""
        return next((c for c in reversed(self.lines[n].cells[: self.names]) if c), "")

    def valued(self, n: int) -> bool:
        """Whether anything stands right of the names."""
        return any(self.lines[n].cells[self.names :])

    def fills(self, n: int) -> bool:
        """Whether every column right of the names is filled and none begins small: a row that a name above spans."""
        values = self.lines[n].cells[self.names :]
        return len(values) >= FEWEST_VALUES and all(c and not _begins_small(c) for c in values)

    def after(self, n: int) -> int | None:
        """The line below within the section."""
        return n + 1 if n + 1 in self.section else None


def _rows(lines: Sequence[TypedLine], section: range, names: int) -> list[TypedRow]:
    reading = _Reading(lines, section, names)
    rows: list[TypedRow] = []
    open_name = False
    """Whether the last row is the beginning of a name whose figures stand below."""
    for n in section:
        goes_on, sure = (True, rows[-1].sure) if open_name else _goes_on(reading, n, rows)
        if goes_on:
            rows[-1] = TypedRow((*rows[-1].lines, n), rows[-1].sure and sure)
        else:
            rows.append(TypedRow((n,)))
        open_name, known = _is_open(reading, n, rows[-1])
        if open_name and not known:
            rows[-1] = rows[-1]._replace(sure=False)
    return rows


def _goes_on(reading: _Reading, n: int, rows: Sequence[TypedRow]) -> tuple[bool, bool]:
    """Whether a line is the rest of the row above, and how sure that is."""
    if not rows:
        return False, True
    lines, row = reading.lines, rows[-1]
    first, last = row.lines[0], row.lines[-1]
    text, above = reading.name(n), reading.name(last) or reading.name(first)
    if lines[n].part != lines[last].part or _SUB.match(text):
        return False, True
    if not text:
        again = any(_figures(lines[n], reading.names) & _figures(lines[m], reading.names) for m in row.lines)
        return (False, True) if again and reading.fills(n) else (True, not again)
    small = _begins_small(text)
    if reading.valued(n):
        return small and _finishes(reading, n, row), True
    if lines[n].wide and not any(lines[m].wide for m in row.lines) and not small and not _OPEN.search(above):
        return False, True
    if len(row.lines) >= LONGEST_NAME:
        return False, True
    if _OPEN.search(above):
        return True, True
    if small:
        return True, lines[n].indent >= lines[first].indent - DEEPER
    below = reading.after(n)
    deeper = lines[n].indent > lines[first].indent + DEEPER and not lines[first].wide
    alone = below is None or lines[below].indent < lines[n].indent - DEEPER
    return (True, False) if deeper and alone and reading.valued(first) else (False, True)


def _finishes(reading: _Reading, n: int, row: TypedRow) -> bool:
    """Whether nothing but the ends of cells stands on a line: each small, without a figure, below what it ends."""
    values = [(c, text) for c, text in enumerate(reading.lines[n].cells) if c >= reading.names and text]
    above = {c for m in row.lines for c, text in enumerate(reading.lines[m].cells) if text}
    return all(c in above and _begins_small(text) and not _has_digit(text) for c, text in values)


def _is_open(reading: _Reading, n: int, row: TypedRow) -> tuple[bool, bool]:
    """Whether a row without figures so far is the beginning of a name that the next line ends, and how sure that is."""
    below = reading.after(n)
    if below is None or any(map(reading.valued, row.lines)) or len(row.lines) >= LONGEST_NAME:
        return False, True
    text, lines = reading.name(below), reading.lines
    if not text or not _begins_small(text) or _SUB.match(text) or lines[below].part != lines[n].part:
        return False, True
    if _OPEN.search(reading.name(n)):
        return True, True
    joins = _JOINS.match(text) is not None
    opened = reading.valued(below) and not _has_sister(reading, below, joins=joins)
    return opened, opened and joins


def _has_sister(reading: _Reading, n: int, *, joins: bool) -> bool:
    """Whether the next line stands as far in, begins as small and has figures, too: both are parts of one above."""
    below = reading.after(n)
    if below is None or not (reading.valued(n) and reading.valued(below)):
        return False
    one, other, text = reading.lines[n], reading.lines[below], reading.name(below)
    if _SUB.match(text) or (joins and not _JOINS.match(text)):
        return False
    return abs(one.indent - other.indent) <= DEEPER and _begins_small(text)


def _begins_small(text: str) -> bool:
    return text[:1].islower() or text.startswith(("(", "/"))

"""Tables of figures in bare lines: a header of kinds and years, and below it names with as many numbers.

Where a dump prints such a table line by line, it is told from running text by its numbers: every line ends with as many
as the header names columns. A line whose numbers cannot be told apart keeps them in its name, unread.
"""

from __future__ import annotations

import functools
import itertools
import operator
import re
from collections.abc import Sequence
from typing import NamedTuple

from extractor.model import Cell, Place, Table
from extractor.patterns import built_in
from extractor.reading.text_lines import Line
from extractor.reading.text_pieces import is_quantity
from extractor.swedish import fold, squeeze

FEWEST_ROWS = 2
FITTING = 0.6
"""Share of a table's lines that must end with as many numbers as the header has columns."""
MOST_COLUMNS = 9
MOST_WORDS = 9
"""Words of one number, its groups of three and its unit: more than any has."""
LONGEST_NAME = 70
"""Characters of a row's name; a sentence that ends with a number is longer."""
LONGEST_HEADER = 130
REASSEMBLED = "cells_reassembled"
CONFIDENCE = 0.75
"""Below `model.SURE`: a number may have run together with its neighbour."""
KIND, YEAR, CAPITAL = 1.0, 1.0, 0.5
"""What it is worth that a column's name says what its numbers are, of which year, and begins with a capital."""
TWICE = -2.5
"""Two kinds or two years in one name: a border between columns was overlooked."""
NAMELESS = -3.0
WHOLE = 1.0
"""Share of a word that a phrase must explain."""
CORNER, NO_CORNER = 0.6, 0.0
DATED_CORNER = -1.5
PLAINLY = 2.0
"""Digits by which one way to read a line must be more like the other lines than the next best."""
NAMED = 4.0
"""What a column's name weighs against one more line that fits."""
ENOUGH = 0.9
"""What a column's name must be worth on average."""

_YEAR = re.compile(r"(?:(?:19|20)\d\d(?:\d\d)?|(?:19|20)\d\d-\d\d(?:-\d\d)?)")
_NOTHING = re.compile(r"[-–—−.]{1,2}|\*")
_GROUP = re.compile(r"\d{3}(?:,\d+)?%?")
_JUNK = re.compile(r"[^\w%]{1,3}|[A-Za-z]")
_FUNCTION = re.compile(r"\b(?:och|har|inte|som|med|att|under|var|ar|var|vilket|jamfort|uppgick|uppgar)\b")


class Figures(NamedTuple):
    """A table of figures found in lines."""

    start: int
    stop: int
    labels: tuple[str, ...]
    """The names of the columns, that of the names' own column first."""
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    """Line and cells of every row, its name first; a row whose numbers cannot be told apart is a name alone."""


def find_figures(lines: Sequence[Line]) -> list[Figures]:
    """The tables of figures among lines of running text, top to bottom, without overlaps."""
    out: list[Figures] = []
    at = 0
    while at < len(lines) - FEWEST_ROWS:
        found = figures_at(lines, at)
        if found is None:
            at += 1
            continue
        out.append(found)
        at = found.stop
    return out


def figures_at(lines: Sequence[Line], at: int) -> Figures | None:
    """The table of figures whose header is a line, None where it is none."""
    words = _words(lines[at])
    if not _may_head(words):
        return None
    first = at + 1
    below: list[str] = []
    if first < len(lines) and _goes_on(_words(lines[first])):
        below, first = _words(lines[first]), first + 1
    stop = _rows_end(lines, first)
    tails = [t for line in lines[first:stop] if (t := _tail(_words(line)))]
    if len(tails) < FEWEST_ROWS:
        return None
    best: tuple[float, int, list[str]] | None = None
    for count in range(1, MOST_COLUMNS + 1):
        fitting = sum(bool(_readings(tail, count)) for tail in tails)
        if fitting < max(FEWEST_ROWS, FITTING * len(tails)):
            continue
        score, labels = _labels(words, count)
        worth = fitting + NAMED * score / count
        if labels and score >= ENOUGH * count and (best is None or worth > best[0]):
            best = (worth, count, labels)
    if best is None:
        return None
    labels = _dated(best[2], [w for w in below if _YEAR.fullmatch(w)])
    rows = _rows(lines, (first, stop), best[1])
    return Figures(at, rows[-1][0] + 1, tuple(labels), rows) if len(rows) >= FEWEST_ROWS else None


def figure_table(found: Figures, lines: Sequence[Line], number: int, caption: str | None) -> Table:
    """The table of what was found.

    Args:
        found: the table's lines and cells.
        lines: the lines it was found in.
        number: the table's number in the document.
        caption: the nearest heading above.

    Returns:
        A table with one header row; every body cell has a confidence below `model.SURE` and a reason.
    """
    page = lines[found.start].page
    cells = [
        Cell(row=0, column=c, text=label, raw=label, place=Place(page=page), bold=True)
        for c, label in enumerate(found.labels)
    ]
    for row, (at, texts) in enumerate(found.rows, start=1):
        cells += [
            Cell(
                row=row,
                column=c,
                text=text,
                raw=text,
                place=Place(page=lines[at].page),
                confidence=CONFIDENCE,
                reasons=(REASSEMBLED,),
            )
            for c, text in enumerate(texts)
        ]
    return Table(number=number, place=Place(page=page), cells=tuple(cells), header_rows=1, caption=caption)


# ---------------------------------------------------------------- rows


def _words(line: Line) -> list[str]:
    return [w for w in squeeze(line.text.replace("|", " ")).split() if w]


def _tail(words: Sequence[str]) -> tuple[str, ...]:
    """The numbers, units and signs for nothing at a line's end, after a name."""
    end = len(words)
    if end > 1 and _JUNK.fullmatch(words[-1]) and not _NOTHING.fullmatch(words[-1]):
        end -= 1
    start = end
    while start > 0 and _is_part(words[start - 1]):
        start -= 1
    while start < end and not any(c.isdigit() for c in words[start]) and not _NOTHING.fullmatch(words[start]):
        start += 1
    name = words[:start]
    named = any(c.isalpha() for w in name for c in w) and sum(map(len, name)) <= LONGEST_NAME
    return tuple(words[start:end]) if named and any(c.isdigit() for w in words[start:end] for c in w) else ()


def _is_part(word: str) -> bool:
    return is_quantity(word) or _NOTHING.fullmatch(word) is not None or is_quantity(f"1 {word}")


class _Way(NamedTuple):
    """One way to read the numbers at a line's end as cells."""

    unlike: float
    """Digits by which the cells differ from the other lines'."""
    cells: tuple[str, ...]


def _ways(tail: tuple[str, ...], usual: Sequence[float]) -> list[_Way]:
    """The two ways to read the numbers at a line's end as cells that are most like the other lines', best first.

    Args:
        tail: the words at the line's end.
        usual: how many digits each of the columns holds; as many as there are columns.
    """
    ways: list[list[list[_Way]]] = [[[] for _ in range(len(usual) + 1)] for _ in range(len(tail) + 1)]
    ways[0][0] = [_Way(0.0, ())]
    for stop in range(1, len(tail) + 1):
        for start in range(max(0, stop - MOST_WORDS), stop):
            text = " ".join(tail[start:stop])
            if not _is_cell(text):
                continue
            for column, digits in enumerate(usual):
                unlike = abs(_digits(text) - digits)
                ways[stop][column + 1] += [
                    _Way(w.unlike + unlike, (*w.cells, text)) for w in ways[start][column]
                ]
        ways[stop] = [sorted(found)[:2] for found in ways[stop]]
    return ways[-1][-1]


def _readings(tail: tuple[str, ...], count: int) -> list[_Way]:
    """Up to two ways to read the numbers at a line's end as so many cells."""
    return _ways(tail, (0.0,) * count)


def _usual(tails: Sequence[tuple[str, ...]], count: int) -> tuple[float, ...]:
    """How many digits the columns hold on average where there is one way to read a line; empty where there is none."""
    plain = [ways[0].cells for tail in tails if len(ways := _readings(tail, count)) == 1]
    return tuple(sum(map(_digits, column)) / len(plain) for column in zip(*plain, strict=True))


def _digits(cell: str) -> int:
    return sum(c.isdigit() for c in cell)


def _cut(tail: tuple[str, ...], count: int, usual: tuple[float, ...]) -> tuple[str, ...] | None:
    """The numbers at a line's end as so many cells.

    Where there are several ways it is the one most like the other lines', None where that does not tell.
    """
    ways = _ways(tail, usual) if usual else _readings(tail, count)
    if len(ways) < 2 or not usual:
        return ways[0].cells if len(ways) == 1 else None
    return ways[0].cells if ways[1].unlike - ways[0].unlike >= PLAINLY else None


def _is_cell(text: str) -> bool:
    """Whether a text is one number: what follows its first digits is groups of three, or a unit."""
    if _NOTHING.fullmatch(text):
        return True
    rest = [w for w in text.split(" ")[1:] if any(c.isdigit() for c in w)]
    return is_quantity(text) and any(c.isdigit() for c in text) and all(map(_GROUP.fullmatch, rest))


def _rows_end(lines: Sequence[Line], first: int) -> int:
    """Index after the last line that may belong to the table that begins at one."""
    stop = at = first
    while at < len(lines) and at - stop < 2:
        words = _words(lines[at])
        if _is_prose(words) or (at > first and _may_head(words)):
            break
        at += 1
        if _tail(words):
            stop = at
    return stop


def _rows(
    lines: Sequence[Line], bounds: tuple[int, int], count: int
) -> tuple[tuple[int, tuple[str, ...]], ...]:
    rows: list[tuple[int, tuple[str, ...]]] = []
    usual = _usual([_tail(_words(line)) for line in lines[slice(*bounds)]], count)
    for at in range(*bounds):
        words = _words(lines[at])
        tail = _tail(words)
        cells = _cut(tail, count, usual) if tail else None
        name = words[: len(words) - len(tail)]
        if tail and words[-len(tail) :] != list(tail):
            name = words[: len(words) - len(tail) - 1]
        if cells is not None:
            rows.append((at, (_name(name), *cells)))
        elif not tail and rows and words and not words[0][:1].isupper():
            last, (before, *values) = rows[-1]
            rows[-1] = (last, (f"{before} {_name(words)}", *values))
        else:
            rows.append((at, (_name(words),)))
    while rows and len(rows[-1][1]) == 1:
        rows.pop()
    return tuple(rows)


def _name(words: Sequence[str]) -> str:
    return " ".join(words).strip(" -–—|'‘’“”\"")


def _is_prose(words: Sequence[str]) -> bool:
    text = fold(" ".join(words))
    return len(text) > LONGEST_NAME and _FUNCTION.search(text) is not None and not _tail(words)


# ---------------------------------------------------------------- the header


@functools.lru_cache(maxsize=4096)
def _is_kind(word: str) -> bool:
    """Whether a folded word says what the numbers of a column are, or whose."""
    patterns = built_in()
    found = patterns["figures"].best(word, coverage=WHOLE)
    named = found is not None and found.key != "note"
    return named or any(
        patterns[name].best(word, coverage=WHOLE) is not None for name in ("columns", "breakdowns")
    )


def _may_head(words: Sequence[str]) -> bool:
    """Whether a line may name columns of figures: kinds or years, and no number beside them."""
    if not 2 <= len(words) <= 24 or sum(map(len, words)) > LONGEST_HEADER or words[-1].endswith((".", ",")):
        return False
    folded = [fold(w).strip("(),:*") for w in words]
    named = sum(_is_kind(w) or bool(_YEAR.fullmatch(w)) for w in folded)
    numbers = sum(w[:1].isdigit() and not _YEAR.fullmatch(w) for w in folded[:-1])
    numbers += folded[-1][:1].isdigit() and not (_YEAR.fullmatch(folded[-1]) or len(folded[-1]) == 1)
    return named >= 2 and not numbers and len(_FUNCTION.findall(" ".join(folded))) < 2


def _goes_on(words: Sequence[str]) -> bool:
    """Whether a line below a header's first is its second: years, and words of names."""
    years = sum(bool(_YEAR.fullmatch(w)) for w in words)
    return (
        bool(words)
        and years >= 1
        and all(_YEAR.fullmatch(w) or not any(c.isdigit() for c in w) for w in words)
    )


def _labels(words: Sequence[str], count: int) -> tuple[float, list[str]]:
    """The header's words as the names of so many columns, with the corner's first, and what the best way is worth."""
    starts = [at for at, w in enumerate(words) if w[0].isupper() or _YEAR.fullmatch(w) or not w[0].isalnum()]
    free = [at for at in starts if at > 0]

    @functools.cache
    def split(start: int, names: int) -> tuple[float, tuple[int, ...]]:
        """The best way to read the words from one on as so many names, and where each begins."""
        if names == 1:
            return _name_score(words[start:]), (start,)
        rests = [(cut, split(cut, names - 1)) for cut in free if cut > start]
        ways = [
            (_name_score(words[start:cut]) + worth, (start, *cuts)) for cut, (worth, cuts) in rests if cuts
        ]
        return max(ways, key=_score, default=(0.0, ()))

    found = [(cut, split(cut, count)) for cut in free]
    ways = [(worth + _corner_score(words[:cut]), cuts) for cut, (worth, cuts) in found if cuts]
    bare = split(0, count)
    ways += [(bare[0] + NO_CORNER, bare[1])] if bare[1] else []
    score, cuts = max(ways, key=_score, default=(0.0, ()))
    bounds = [0, *cuts, len(words)] if cuts else []
    return score, [" ".join(words[a:b]) for a, b in itertools.pairwise(bounds)]


_score = operator.itemgetter(0)


def _name_score(name: Sequence[str]) -> float:
    folded = [fold(w).strip("(),:*") for w in name]
    kinds = sum(_is_kind(w) for w in folded)
    years = sum(bool(_YEAR.fullmatch(w)) for w in folded)
    if not kinds and not years:
        return NAMELESS
    glued = len(name) > 1 and _YEAR.fullmatch(folded[0]) is not None and any(w[:1].isupper() for w in name)
    score = (
        KIND * (kinds > 0)
        + YEAR * (years > 0)
        + CAPITAL * (name[0][:1].isupper() and kinds > 0)
        + TWICE * glued
    )
    return score + TWICE * ((years > 1) + (kinds > 1 and name[0][0].isupper() and name[-1][0].isupper()))


def _corner_score(words: Sequence[str]) -> float:
    folded = [fold(w).strip("(),:*") for w in words]
    return DATED_CORNER if any(_YEAR.fullmatch(w) or _is_kind(w) for w in folded) else CORNER


def _dated(labels: Sequence[str], years: Sequence[str]) -> list[str]:
    """The names with the years of the line below given to those without, if they are as many."""
    bare = [
        c
        for c, label in enumerate(labels)
        if c and not _YEAR.search(label) and _name_score(label.split()) > 0
    ]
    if len(bare) != len(years):
        return list(labels)
    dated = dict(zip(bare, years, strict=True))
    return [f"{label} {dated[c]}" if c in dated else label for c, label in enumerate(labels)]

"""Words for a level that head columns of two years: what was reached, beside a column of what to reach.

Promises that "Nivå 2018 | Vår ambition 2019 | Nivå 2019" gives a value and the one before it, so does "Nuläge 2018 |
Nuläge 2019", and that such a word over one column alone makes it a value only beside a target, never surely.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from extractor.patterns import Lexicon, words_of
from extractor.scorecards.labels import CLEAR, without_period
from extractor.scorecards.unnamed import CONTENT_ONLY, LIMITED, Printed
from extractor.swedish import fold

FEWEST_YEARS = 2
"""Years under one word from which it names what is measured every year."""


class Repeated(NamedTuple):
    """What headers say once the words are understood that stand twice."""

    scores: list[Mapping[str, float]]
    told: frozenset[int]
    """Columns that the word and its years tell to be values."""
    doubted: frozenset[int]
    """Columns under such a word that nothing else tells to be values, or targets."""


def understood(columns: Sequence[Printed], report_period: str, lexicon: Lexicon) -> Repeated:
    """What the headers say, words that name a value as well as a target taken for what they mean here.

    Args:
        columns: all columns of the table, in printed order.
        report_period: the report's own period, '' when unknown.
        lexicon: the patterns of the schema `roles`.

    Returns:
        The scores, a value's in place of a target's where another column is the target or the word stands over two
        years that have been. Where another column is headed as this year's value only one of an earlier year is one.
    """
    scores = [column.scores for column in columns]
    figures = {
        i: column
        for i, column in enumerate(columns)
        if column.content.numbers >= CONTENT_ONLY or not column.content.filled
    }
    year = report_period[:4]
    shared = {i for i, column in figures.items() if is_shared(column.label, lexicon)}
    shared |= _now(figures, year, lexicon)
    rest = [column for i, column in figures.items() if i not in shared]
    if not shared:
        return Repeated(scores, frozenset(), frozenset())
    free = {i: columns[i] for i in shared if columns[i].content.limits < LIMITED}
    if any(_is_value(column, year) for column in rest):
        told, meant = frozenset[int](), frozenset(i for i, column in free.items() if _is_past(column, year))
        unsure = meant
    else:
        aimed = any({"target", "goal"} & column.scores.keys() for column in rest)
        told, meant = _values(free, year, aimed=aimed)
        unsure = frozenset(free) - told
    changed = [{"value": CLEAR} if i in told | meant else header for i, header in enumerate(scores)]
    return Repeated(changed, told, unsure)


def _is_value(column: Printed, year: str) -> bool:
    """Whether a column is headed as the value of the report's own period."""
    return bool(column.scores) and _most(column.scores) == "value" and not _is_past(column, year)


def _is_past(column: Printed, year: str) -> bool:
    """Whether a header names an earlier year than the report's: of no target that it follows up."""
    return bool(year and column.period) and (column.period or "")[:4] < year


def is_shared(label: str, lexicon: Lexicon, role: str = "target") -> bool:
    """Whether a header's word names a value as well as a target: "Nivå 2019".

    Args:
        label: the header.
        lexicon: the patterns of the schema `roles` (`either` of the role).
        role: what else than a value it names.
    """
    either = {fold(word) for word in lexicon[role].attributes.get("either", ())}
    words = words_of(without_period(label))
    return fold(" ".join(words)) in either


def _most(scores: Mapping[str, float]) -> str:
    return max(scores, key=scores.__getitem__)


def _now(columns: Mapping[int, Printed], year: str, lexicon: Lexicon) -> set[int]:
    """The columns under a word for where one stands ("Nuläge dec 2016"), if one of them is of the report's own year.

    Where one started ("Startvärde 2016") is no value, whatever its year.
    """
    found = {i for i, column in columns.items() if is_shared(column.label, lexicon, "baseline")}
    own = {(columns[i].period or "")[:4] for i in found}
    return found if year and year in own else set()


def _values(
    columns: Mapping[int, Printed], year: str, *, aimed: bool
) -> tuple[frozenset[int], frozenset[int]]:
    """The columns told to be values by a word that stands over two years, and those that a target tells."""
    by_word: dict[str, list[int]] = defaultdict(list)
    for index, column in columns.items():
        by_word[fold(without_period(column.label))].append(index)
    told, doubted = set[int](), set[int]()
    for alike in by_word.values():
        years = {(columns[i].period or "")[:4] for i in alike} - {""}
        if len(years) == len(alike) >= FEWEST_YEARS and year and max(years) <= year:
            told.update(alike)
        elif len(alike) == 1 and aimed:
            doubted.update(alike)
    return frozenset(told), frozenset(doubted)

"""The scorecard rows that facts may be about, looked up by the words and numbers they print.

Promises that a long report costs no more a page than a short one: a fact is compared only with rows that share a word
or a number with it, and rows that print the same words are compared once.
"""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from decimal import Decimal
from typing import NamedTuple

from extractor.facts.abbreviations import spelled_out
from extractor.facts.commentary import stems
from extractor.model import Role, Row, Scorecard
from extractor.patterns import Patterns
from extractor.phrases import finder, plain
from extractor.values.numbers import find_numbers

_MEASURED_IN = re.compile(r"\s*(?:\([^)]*\)|,\s*\w+|\s(?:i\s)?(?:kr|tkr|mnkr|mkr))\s*$")
_OF = re.compile(r"\d\s+av\s+$")
"""What stands before the whole that a number is a part of."""
_OUTCOMES: tuple[Role, ...] = ("value", "previous_value")


class Home(NamedTuple):
    """A row and the scorecard it stands in."""

    card: Scorecard
    row: Row
    unit: str = ""
    """The unit that the row's numbers were read with; '' where that is not known."""

    @property
    def title(self) -> str:
        """What the row is about, as printed."""
        return self.row.name


class Alike(NamedTuple):
    """Rows that print the same indicator and target."""

    indicator: str
    target: str
    named: frozenset[str]
    """Stems of the indicator's weighty words, abbreviations spelled out."""
    homes: list[Home]
    """In reading order."""


class Rows:
    """The rows facts may be about, and what the report's own abbreviations mean.

    Args:
        homes: the rows, in reading order.
        abbreviations: abbreviation → the words it stands for.
        patterns: the knowledge in use.
    """

    def __init__(self, homes: Sequence[Home], abbreviations: Mapping[str, str], patterns: Patterns) -> None:
        self.homes = homes
        self.abbreviations = abbreviations
        self._patterns = patterns

    def sharing(self, words: Set[str]) -> Iterator[Alike]:
        """The rows that print one of some stems in their indicator or target."""
        at = {index for word in words for index in self._by_stem.get(word, ())}
        return (self._groups[index] for index in sorted(at))

    def within(self, words: Set[str]) -> Iterator[Alike]:
        """The rows with weighty words in their indicator all of which are among some stems."""
        at = {index for word in words for index in self._by_first.get(word, ())}
        found = (self._groups[index] for index in sorted(at))
        return (alike for alike in found if stems(alike.indicator) <= words)

    def printing(self, numbers: Set[Decimal]) -> Iterator[Home]:
        """The rows that print one of some numbers, without sign, as this year's or last year's."""
        at = {index for number in numbers for index in self._by_number.get(number, ())}
        return (self.homes[index] for index in sorted(at))

    @functools.cached_property
    def by_place(self) -> Mapping[tuple[int | None, int | None], Sequence[Home]]:
        """The rows by table and row number."""
        found: dict[tuple[int | None, int | None], list[Home]] = defaultdict(list)
        for home in self.homes:
            found[home.row.table_no, home.row.row_no].append(home)
        return found

    @functools.cached_property
    def own_results(self) -> Sequence[Home]:
        """The rows that are the reporting unit's result as a whole."""
        return [home for home in self.homes if _is_own_result(home.row, self._patterns)]

    @functools.cached_property
    def _groups(self) -> Sequence[Alike]:
        found: dict[tuple[str, str], Alike] = {}
        for home in self.homes:
            texts = indicator, target = (
                home.row.measure or home.row.text("indicator"),
                home.row.text("target"),
            )
            if texts not in found:
                named = stems(spelled_out(indicator, self.abbreviations))
                found[texts] = Alike(indicator, target, named, [])
            found[texts].homes.append(home)
        return list(found.values())

    @functools.cached_property
    def _by_stem(self) -> Mapping[str, Sequence[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for index, alike in enumerate(self._groups):
            for stem in alike.named | stems(alike.target):
                found[stem].append(index)
        return found

    @functools.cached_property
    def _by_first(self) -> Mapping[str, Sequence[int]]:
        """Groups by the first stem, in the alphabet, of their indicators."""
        found: dict[str, list[int]] = defaultdict(list)
        for index, alike in enumerate(self._groups):
            if wanted := stems(alike.indicator):
                found[min(wanted)].append(index)
        return found

    @functools.cached_property
    def _by_number(self) -> Mapping[Decimal, Sequence[int]]:
        found: dict[Decimal, list[int]] = defaultdict(list)
        for index, home in enumerate(self.homes):
            for number in printed_numbers(home.row):
                found[number].append(index)
        return found


def printed_numbers(row: Row) -> set[Decimal]:
    """This year's and last year's number of a row, without sign; of "9 av 11" the first alone."""
    texts = (row.text(role) for role in _OUTCOMES)
    found = (n.value for text in texts for n in find_numbers(text) if not _OF.search(text[: n.start]))
    return {abs(value) for value in found if value is not None}


def _is_own_result(row: Row, patterns: Patterns) -> bool:
    """Whether a row is the unit's result as a whole ("Resultat mot budget (mnkr)", "Nämndens resultat")."""
    low = _MEASURED_IN.sub("", plain(row.text("indicator"))).strip(" .,")
    hit = finder(patterns, "frames", "own_result").ends(low)
    own = finder(patterns, "frames", "own_unit")
    return hit is not None and all(own.at(word, 0) for word in low[: hit.start].split())

"""`text_vs_table` where only the digits' order differs: text that says 86 where the scorecard prints 68.

A slip of the pen keeps the digits. Where the words of a sentence are too few to name a row for sure, the same
digits in another order, in the same unit and beside a word of the row's, still are no chance.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.checks.corpus import About, Corpus, Statement, View, evidence
from extractor.facts.homes import akin
from extractor.facts.units import LEVELS
from extractor.model import Finding
from extractor.phrases import plain

FEWEST = 2
"""Digits that can be exchanged."""
TELLING = 3
"""Digits that meet by chance so seldom that a word in common is enough; fewer need all words of the text's name.

So do shares and indices: all of them lie close together, of 3000 invented ones 22 met by chance."""

_LONG = re.compile(r"[a-z]{6,}")


def exchanged_digits(corpus: Corpus) -> Iterator[Finding]:
    """Running text tells a number with the digits of a scorecard's value in another order."""
    for view in corpus.views:
        shown = [s for s in view.statements if s.fact.origin == "scorecard" and _is_own(s, view)]
        printed = {(s.fact.value, s.fact.unit) for s in view.statements if s.fact.origin != "text"}
        for said in (s for s in view.statements if s.fact.origin == "text" and _is_own(s, view)):
            if said.fact.row_no is not None or (said.fact.value, said.fact.unit) in printed:
                continue
            found = {
                s.indicator_id: s for s in shown if _exchanged(said, s) and _same_matter(corpus, said, s)
            }
            if len(found) == 1:
                (value,) = found.values()
                yield corpus.finding(
                    "text_vs_table",
                    (evidence(said), evidence(value)),
                    f"The text says '{said.fact.text}' where the scorecard shows '{value.fact.text}'.",
                    About(value.indicator_id, value.fact.indicator, said.fact.period),
                )


def _is_own(statement: Statement, view: View) -> bool:
    """Whether a statement is a plain outcome of the report's own period."""
    fact = statement.fact
    plainly = fact.kind == "actual" and fact.comparator == "=" and not fact.breakdown
    return bool(plainly and fact.period == view.meta.period and statement.interval and fact.unit)


def _exchanged(said: Statement, shown: Statement) -> bool:
    a, b = _digits(said), _digits(shown)
    same = said.fact.unit == shown.fact.unit and len(a) >= FEWEST and sorted(a) == sorted(b)
    places = [s.fact.value.as_tuple().exponent for s in (said, shown) if s.fact.value is not None]
    return same and a != b and places[0] == places[1] and a[0] != "0" != b[0]


def _digits(statement: Statement) -> str:
    value = statement.fact.value
    return "" if value is None else "".join(map(str, value.as_tuple().digits))


def _same_matter(corpus: Corpus, said: Statement, shown: Statement) -> bool:
    """Whether the words of both may be about one measure."""
    told, name = corpus.stems(said.fact.indicator), corpus.stems(shown.fact.indicator)
    if told and told <= name:
        return True
    if len(_digits(said)) < TELLING or said.fact.unit in LEVELS:
        return False
    words = [_LONG.findall(plain(s.fact.indicator)) for s in (said, shown)]
    return bool(told & name) or akin(*words)

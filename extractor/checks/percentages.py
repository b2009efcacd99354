"""`percentage_mismatch` in running text: a change or deviation in per cent that does not follow from the amounts."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import product

from extractor import periods
from extractor.checks.corpus import About, Corpus, Evidence, Statement, View, evidence, number
from extractor.checks.intervals import Interval
from extractor.facts.naming import CHANGE, DEVIATION, JOINT
from extractor.model import Finding
from extractor.swedish import squeeze

HUNDRED = Decimal(100)
PERCENT = "%"

_MONEY_WORD = re.compile(r"s?(?:kostna|intakt|utgift)\w*")
"""What running text adds to the name of a row of costs: 'Läkemedel' is 'läkemedelskostnaden'."""
_YEARS = re.compile(r"\b(?:19|20)\d\d\b")


def percentage_in_text(corpus: Corpus) -> Iterator[Finding]:
    """A change said both in per cent and in an amount, against the level it started from."""
    for unit in corpus.units():
        levels: dict[tuple[str, ...], list[Statement]] = defaultdict(list)
        for view in unit:
            changes: dict[tuple[str, ...], list[Statement]] = defaultdict(list)
            for s in view.statements:
                if s.fact.kind != "actual" or s.interval is None or s.fact.breakdown:
                    continue
                name = corpus.namer.name(s.fact.indicator.split(JOINT)[0])
                if s.fact.comparator in ("increase", "decrease") and s.fact.origin == "text":
                    changes[name.words].append(s)
                elif s.fact.comparator == "=" and JOINT not in s.fact.indicator:
                    levels[name.words].append(s)
            for words, some in changes.items():
                yield from _against_level(corpus, view, some, levels[words])


def _against_level(
    corpus: Corpus, view: View, changes: Sequence[Statement], levels: Sequence[Statement]
) -> Iterator[Finding]:
    percents = [s for s in changes if s.fact.unit == PERCENT]
    amounts = [s for s in changes if s.fact.unit != PERCENT]
    for percent, amount in product(percents, amounts):
        before = [
            s for s in levels if s.family == amount.family and _just_before(s.fact.period, amount.fact.period)
        ]
        if not before or percent.fact.period != amount.fact.period:
            continue
        level = before[-1]
        share = amount.interval.over(level.interval) if amount.interval and level.interval else None
        said = percent.interval
        if share is None or said is None or share.magnitude().times(HUNDRED).meets(said.magnitude()):
            continue
        texts = f"{squeeze(percent.fact.text)} / {squeeze(amount.fact.text)} (löptext)"
        yield corpus.finding(
            "percentage_mismatch",
            (evidence(level), Evidence(view.id, texts, amount.fact.place.page)),
            f"The amount is {number(round(share.middle * HUNDRED, 1))} per cent of the level before, not what is said.",
            About(indicator=level.fact.indicator, period=view.meta.period),
        )


def _just_before(period: str, later: str) -> bool:
    """Whether a level stands at the end of the year before a period."""
    year = str(int(later[:4]) - 1)
    return period in (year, f"{year}-12")


def percentage_of_table(corpus: Corpus) -> Iterator[Finding]:
    """A change or deviation in per cent that running text tells, against the amounts a table of the report prints."""
    for view in corpus.views:
        shown = [
            s for s in view.statements if s.fact.origin != "text" and s.interval and not s.fact.breakdown
        ]
        levels = [s for s in shown if s.fact.comparator == "=" and _row_name(s) not in (CHANGE, DEVIATION)]
        for said in view.statements:
            name, _, what = said.fact.indicator.rpartition(JOINT)
            told = said.fact.origin == "text" and said.fact.unit == PERCENT and not said.fact.breakdown
            if (
                told
                and name
                and said.interval
                and said.fact.kind == "actual"
                and periods.is_label(view.meta.period)
            ):
                own = [s for s in levels if _same_thing(corpus, name, _row_name(s))]
                if pair := _compared(said, what, own):
                    yield from _against_pair(corpus, view, said, pair)


def _row_name(statement: Statement) -> str:
    """A table row's own words, without the caption they stand under."""
    return statement.fact.indicator.rpartition(JOINT)[2]


def _same_thing(corpus: Corpus, said: str, shown: str) -> bool:
    """Whether text and a table's row name the same, but for a word of cost the text adds."""
    one, other = corpus.namer.name(said).words, corpus.namer.name(shown).words
    if one == other:
        return bool(one)
    if len(one) != 1 or len(other) != 1:
        return False
    return one[0].startswith(other[0]) and _MONEY_WORD.fullmatch(one[0][len(other[0]) :]) is not None


def _compared(said: Statement, what: str, levels: Sequence[Statement]) -> tuple[Statement, Statement] | None:
    """The amounts a percentage compares: now and a year ago, or outcome and budget; None where they are not plain."""
    period = said.fact.period
    years = {int(y) for y in _YEARS.findall(said.fact.text)} - {int(period[:4]), int(period[:4]) - 1}
    now = [s for s in levels if s.fact.kind == "actual" and s.fact.period == period]
    if what == CHANGE:
        base = [s for s in levels if s.fact.kind == "actual" and s.fact.period == periods.previous(period)]
    elif what == DEVIATION:
        base = [s for s in levels if s.fact.kind == "budget" and s.fact.period == period]
    else:
        return None
    plain = len({s.fact.value for s in now}) == 1 == len({s.fact.value for s in base})
    return (now[0], base[0]) if plain and not years and now[0].family == base[0].family != "share" else None


def _against_pair(
    corpus: Corpus, view: View, said: Statement, pair: tuple[Statement, Statement]
) -> Iterator[Finding]:
    now, base = (s.interval.magnitude() if s.interval else None for s in pair)
    share = (now - base).over(base) if now and base else None
    if share is None or said.interval is None or _meets(share, said.interval):
        return
    shown = " / ".join(s.printed for s in pair)
    yield corpus.finding(
        "percentage_mismatch",
        (evidence(said), Evidence(view.id, f"{shown} (tabell)", pair[0].fact.place.page)),
        f"The amounts differ by {number(round(share.middle * HUNDRED, 1))} per cent, not by what the text says.",
        About(indicator=pair[0].fact.indicator, period=said.fact.period),
    )


def _meets(share: Interval, said: Interval) -> bool:
    return share.magnitude().times(HUNDRED).meets(said.magnitude())

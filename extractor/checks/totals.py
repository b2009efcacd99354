"""Totals of tables against those of other reports and against running text.

`restated` and `text_vs_table` for numbers whose row has no name of its own ("Summa").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import product

from extractor import periods
from extractor.checks.corpus import About, Corpus, Evidence, Statement, View, evidence
from extractor.checks.grids import Column, Grid, GridRow, grids
from extractor.checks.intervals import Interval
from extractor.facts.naming import JOINT
from extractor.model import Finding
from extractor.phrases import finder, plain
from extractor.swedish import fold

SAME_ROWS = 3
SAME_ROWS_SHARE = 0.6
"""Equal row labels, and their share of the longer table's, that make two tables the same one."""
SIMPLE_LABEL = 2
"""Words of a column label that is a year, with 'Utfall' or 'Bokslut' at most."""
NEARLY = Decimal("0.05")
"""How far a number in the text may be from a total that it means; a slip of the pen exchanges late digits."""
COUNTED = 100
"""Smallest total that is held against text: smaller numbers of things are told of many."""

_LETTERS = re.compile(r"[a-z]{4,}")
_DATED = re.compile(r"\s(?:den|per|vid|i)\s.*$")
"""The day a table's figures are of."""


def restated_totals(corpus: Corpus) -> Iterator[Finding]:
    """Two reports print the same table's total differently for the same year.

    A total has no name of its own; its table is the same where most row labels are.
    """
    for unit in corpus.units():
        tables = [(view, grid) for view in unit for grid in grids(view, corpus)]
        for n, (new_view, new) in enumerate(tables):
            for old_view, old in reversed(tables[:n]):
                if old_view.id != new_view.id and _same_table(old, new):
                    yield from _totals(corpus, (old_view, old), (new_view, new))
                    break


def _same_table(old: Grid, new: Grid) -> bool:
    a, b = ({fold(r.label) for r in g.rows if not r.total} for g in (old, new))
    return len(a & b) >= SAME_ROWS and len(a & b) >= SAME_ROWS_SHARE * max(len(a), len(b))


def _totals(corpus: Corpus, before: tuple[View, Grid], after: tuple[View, Grid]) -> Iterator[Finding]:
    (old_view, old), (new_view, new) = before, after
    for a in (r for r in old.rows if r.total):
        for b in (r for r in new.rows if r.total and fold(r.label) == fold(a.label)):
            for one, other in product(old.values(), new.values()):
                period = _column_period(corpus, old_view, one)
                if not period or period != _column_period(corpus, new_view, other):
                    continue
                if not _same_content(corpus, one, other):
                    continue
                x, y = _amount(corpus, a, one), _amount(corpus, b, other)
                # Costs are printed with and without a sign.
                if x and y and not x.magnitude().meets(y.magnitude()):
                    texts = [f"{r.label} {r.printed(c)} (tabell)" for r, c in ((a, one), (b, other))]
                    yield corpus.finding(
                        "restated",
                        (
                            Evidence(old_view.id, texts[0], old.page),
                            Evidence(new_view.id, texts[1], new.page),
                        ),
                        f"The total for {period} was printed otherwise in the report of {old_view.meta.period}.",
                        About(indicator=f"{new.caption}: {b.label}", period=period),
                    )


def _same_content(corpus: Corpus, one: Column, other: Column) -> bool:
    """Whether two columns of one period hold the same: equal labels, or an outcome under its bare year.

    "Helårsstudenter 2022" and "Helårsprestationer 2022" are two measures; a bare year is neither for sure.
    """
    if fold(one.label) == fold(other.label):
        return True
    known = finder(corpus.patterns, "figures")
    named = [{w for w in _LETTERS.findall(plain(c.label)) if not known.at(w, 0)} for c in (one, other)]
    if named[0] != named[1]:
        return False
    simple = all(len(c.label.split()) <= SIMPLE_LABEL for c in (one, other))
    return simple and all(c.roles <= {"outcome"} for c in (one, other))


def _column_period(corpus: Corpus, view: View, column: Column) -> str:
    """The period of an outcome or budget column; forecasts and unnamed columns have none."""
    if "forecast" in column.roles:
        return ""
    return periods.period_of(column.label, view.meta.period, corpus.patterns)


def _amount(corpus: Corpus, row: GridRow, column: Column) -> Interval | None:
    """The number in the base of its unit, None where no unit is known."""
    interval, cell = row.interval(column), row.cells.get(column.number)
    if interval is None or cell is None or not cell.unit:
        return None
    return interval.times(corpus.unit(cell.unit)[1])


# ---------------------------------------------------------------- text_vs_table


def text_vs_total(corpus: Corpus) -> Iterator[Finding]:
    """Running text tells how many there are of what a table counts, nearly but not as its total.

    "Enheten har 2 136 elever" beside the total 2 163 of "Antal elever den 15 oktober".
    """
    for view in corpus.views:
        counts = [s for s in view.statements if _is_count(s, view)]
        totals = [s for s in counts if s.fact.origin == "table" and _counted(corpus, s)]
        for said in (s for s in counts if s.fact.origin == "text" and s.fact.row_no is None):
            what = _told(corpus, said)
            mine = [s for s in totals if _counted(corpus, s) == what]
            if len(mine) == 1 and _nearly(said, mine[0]) and not _shown(said, counts):
                yield corpus.finding(
                    "text_vs_table",
                    (evidence(said), evidence(mine[0])),
                    f"The text says '{said.fact.text}' where the table's total is '{mine[0].fact.text}'.",
                    About(mine[0].indicator_id, mine[0].fact.indicator, said.fact.period),
                )


def _is_count(statement: Statement, view: View) -> bool:
    fact = statement.fact
    whole = fact.period == view.meta.period and not fact.breakdown and fact.comparator == "="
    return bool(whole and fact.kind == "actual" and fact.unit == "st" and statement.interval)


def _counted(corpus: Corpus, total: Statement) -> frozenset[str]:
    """What a table whose total this is counts, by the stems of its words; nothing for another row."""
    name, joint, row = total.fact.indicator.rpartition(JOINT)
    if not joint or "total" not in corpus.keys(row) or "count" not in _measures(corpus, name):
        return frozenset()
    low = plain(name)
    dated = _DATED.search(low)
    if dated and periods.find_periods(
        dated.group(), total.fact.period, corpus.patterns
    ):  # "i årskurs 4" is no date
        low = low[: dated.start()]
    return corpus.stems(low)


def _measures(corpus: Corpus, name: str) -> set[str]:
    return {h.key for h in finder(corpus.patterns, "measures").all(plain(name))}


def _told(corpus: Corpus, said: Statement) -> frozenset[str]:
    """What a text counts, up to the words that name the reporting unit ("elever på *förbundets* skolor")."""
    own = finder(corpus.patterns, "frames", "own_unit").all(plain(said.fact.indicator))
    name = said.fact.indicator[: own[0].start] if own else said.fact.indicator
    return corpus.stems(name)


def _nearly(said: Statement, total: Statement) -> bool:
    a, b = said.fact.value, total.fact.value
    return bool(a and b and a != b and min(a, b) >= COUNTED and abs(a - b) <= NEARLY * max(a, b))


def _shown(said: Statement, counts: list[Statement]) -> bool:
    """Whether some table prints the number: then the text speaks of that, not of the total."""
    return any(s.fact.value == said.fact.value for s in counts if s.fact.origin == "table")

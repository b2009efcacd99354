"""Checks of an indicator's numbers against each other.

`restated`, `text_vs_table`, `unit_changed`, `scale_jump`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from extractor.checks.corpus import About, Corpus, Evidence, RowView, Statement, View, evidence, shorten
from extractor.checks.subjects import of_part
from extractor.facts.naming import JOINT
from extractor.model import Finding
from extractor.phrases import finder, plain

JUMP = Decimal(30)
"""Factor between two consecutive values from which a thousand, or a hundred, may have been lost."""
LIKE = Decimal("2.5")
"""Factor within which two values are of one size, once the lost thousands are put back."""
SLIPS = (Decimal(1000), Decimal(1_000_000), Decimal(100))
"""Powers of ten that get lost: kronor and thousands, thousands and millions, a share and its percentage."""

DEVIATIONS = frozenset({"deviation", "surplus", "deficit", "above_budget", "below_budget", "budget"})
"""What makes an amount in a sentence a deviation and no level."""

_SCALE = re.compile(
    r"(?:skala(?:n)?\s*\(?\s*\d+\s*(?:-|till)\s*(\d+))|(?:(\d+|tre|fyra|fem|sex|sju|tio)[- ]?gradig)"
)
_WORDS = {"tre": "3", "fyra": "4", "fem": "5", "sex": "6", "sju": "7", "tio": "10"}

_Key = tuple[str, str, str, str]
"""Indicator, period, kind and breakdown."""


class _Named(NamedTuple):
    unit: str
    evidence: Evidence


def _key(statement: Statement) -> _Key:
    kind = "actual" if statement.fact.kind == "baseline" else statement.fact.kind
    return statement.indicator_id, statement.fact.period, kind, statement.fact.breakdown


def _numbers(view: View) -> dict[_Key, list[Statement]]:
    """A report's plain numbers by what they are about."""
    out: dict[_Key, list[Statement]] = defaultdict(list)
    for statement in view.statements:
        if statement.interval is None or statement.fact.comparator != "=" or not statement.indicator_id:
            continue
        out[_key(statement)].append(statement)
    return out


# ---------------------------------------------------------------- restated


def restated(corpus: Corpus) -> Iterator[Finding]:
    """Two reports print different numbers for the same indicator, period, kind and breakdown.

    Forecasts and scorecard targets may change from report to report and are no restatements, but for a target that a
    report announces for a later year; what a report says in running text counts only where its tables are silent.
    """
    for unit in corpus.units():
        yield from _announced_targets(corpus, unit)
        last: dict[_Key, list[Statement]] = {}
        for view in unit:
            for key, statements in _numbers(view).items():
                own = [s for s in statements if _may_be_restated(s)]
                own = [s for s in own if s.fact.origin != "text"] or own
                if not own:
                    continue
                before = last.get(key)
                if before and before[0].document_id != view.id and (pair := _contradiction(before, own)):
                    yield _restatement(corpus, pair, key)
                last[key] = own


def _announced_targets(corpus: Corpus, unit: Sequence[View]) -> Iterator[Finding]:
    """Targets that a report printed for a later year, and that year's report prints otherwise."""
    announced: dict[_Key, Statement] = {}
    for view in unit:
        aims = [s for s in view.statements if s.fact.kind == "target" and s.fact.origin == "scorecard"]
        aims = [s for s in aims if s.interval and s.indicator_id]
        for now in (s for s in aims if s.fact.period[:4] == view.meta.period[:4]):
            before = announced.get(_key(now))
            if before is not None and before.family == now.family and not _alike(before, now):
                yield _restatement(corpus, (before, now), _key(now))
        announced |= {_key(s): s for s in aims if s.fact.period[:4] > view.meta.period[:4]}


def _may_be_restated(statement: Statement) -> bool:
    fact = statement.fact
    if fact.kind in ("actual", "baseline"):
        return True
    return fact.kind in ("budget", "target") and fact.origin == "table"


def _contradiction(
    before: Sequence[Statement], after: Sequence[Statement]
) -> tuple[Statement, Statement] | None:
    """The two statements that differ, None if any of the one meets any of the other.

    A report that prints several numbers for the key (a table of parts under one label) says nothing.
    """
    if _ambiguous(before) or _ambiguous(after) or before[0].family != after[0].family:
        return None
    pairs = [(a, b) for a in before for b in after if a.interval and b.interval]
    if any(_alike(a, b) for a, b in pairs):
        return None
    return before[0], after[0]


def _alike(one: Statement, other: Statement) -> bool:
    """Whether two numbers are the same; in tables of amounts also where one is printed as a cost with a sign.

    In what a column makes of its row ("Personalkostnader – avvikelse") a sign tells good from bad.
    """
    a, b = one.interval, other.interval
    if a is None or b is None:
        return False
    signs = one.fact.origin == other.fact.origin == "table" and JOINT not in one.fact.indicator
    return a.magnitude().meets(b.magnitude()) if signs else a.meets(b)


def _ambiguous(statements: Sequence[Statement]) -> bool:
    intervals = [s.interval for s in statements if s.interval]
    return any(not a.meets(intervals[0]) for a in intervals)


def _restatement(corpus: Corpus, pair: tuple[Statement, Statement], key: _Key) -> Finding:
    a, b = pair
    return corpus.finding(
        "restated",
        (evidence(a), evidence(b)),
        f"For {key[1]}, '{a.fact.text}' was printed before and '{b.fact.text}' now, without a comment.",
        About(key[0], period=key[1]),
    )


# ---------------------------------------------------------------- text_vs_table


def text_vs_table(corpus: Corpus) -> Iterator[Finding]:
    """Running text and a table or scorecard of the same report print different numbers for the same fact."""
    for view in corpus.views:
        for key, statements in _numbers(view).items():
            said = [s for s in statements if s.fact.origin == "text" and _is_level(corpus, s)]
            said = [s for s in said if not of_part(corpus, view, s)]
            shown = [s for s in statements if s.fact.origin != "text" and _shows(s) and _is_dated(s)]
            shown = [s for s in shown if not said or s.family == said[0].family]
            if not shown or key[2] == "budget":
                continue
            right = {s.fact.text for s in said if _agrees(s, statements, shown)}
            # Beside the number that is printed, a sentence tells another of something else.
            for statement in said:
                if statement.family == shown[0].family and statement.fact.text not in right:
                    yield corpus.finding(
                        "text_vs_table",
                        (evidence(statement), evidence(shown[0])),
                        f"The text says '{statement.fact.text}' where the table shows '{shown[0].fact.text}'.",
                        About(key[0], period=key[1]),
                    )
                    break


def _is_level(corpus: Corpus, statement: Statement) -> bool:
    """Whether a text states how much something is, not how far it is from budget."""
    fact = statement.fact
    own = fact.row_no is not None and _is_own_result(corpus, fact.indicator)
    apart = DEVIATIONS if statement.family == "money" else frozenset({"deviation"})
    return own or not corpus.keys(fact.text) & apart


def _is_own_result(corpus: Corpus, indicator: str) -> bool:
    """Whether a row is the unit's result: the deficit that text tells is its value."""
    return bool(finder(corpus.patterns, "frames", "own_result").all(plain(indicator)))


def _is_dated(statement: Statement) -> bool:
    """Whether a number's period is told: that of a bare "Utgångsvärde" is only assumed to be the year before."""
    return statement.fact.kind != "baseline" or "period_assumed" not in statement.fact.reasons


def _shows(statement: Statement) -> bool:
    return statement.fact.comparator in ("=", "<=", ">=")


def _agrees(said: Statement, statements: Sequence[Statement], shown: Sequence[Statement]) -> bool:
    """Whether a number in the text fits one of the printed ones, its sign left aside."""
    if said.interval is None:
        return True
    mine = said.interval.magnitude()
    return any(
        s.interval and mine.meets(s.interval.magnitude())
        for s in (*shown, *statements)
        if s is not said and s.fact.origin != "text"
    )


# ---------------------------------------------------------------- unit_changed


def unit_changed(corpus: Corpus) -> Iterator[Finding]:
    """The same indicator is reported in another unit, as a share instead of a number, or on another scale."""
    for unit in corpus.units():
        last: dict[str, tuple[View, RowView]] = {}
        for view in unit:
            for row in view.rows:
                if not row.indicator_id:
                    continue
                if before := last.get(row.indicator_id):
                    yield from _unit_change(corpus, before, (view, row))
                if _measured(view, row) or row.indicator_id not in last:
                    last[row.indicator_id] = (view, row)


def _unit_change(
    corpus: Corpus, before: tuple[View, RowView], after: tuple[View, RowView]
) -> Iterator[Finding]:
    (old_view, _), (new_view, new) = before, after
    pair = _other_units(before, after) or _other_measure(corpus, before, after) or _other_scale(before, after)
    if pair is None or old_view.id == new_view.id:
        return
    a, b = pair
    yield corpus.finding(
        "unit_changed",
        (a.evidence, b.evidence),
        f"The indicator was reported as {a.unit} in {old_view.meta.period} and as {b.unit} in {new_view.meta.period}.",
        About(new.indicator_id, period=new_view.meta.period),
    )


def _other_units(before: tuple[View, RowView], after: tuple[View, RowView]) -> tuple[_Named, _Named] | None:
    a, b = _measured(*before), _measured(*after)
    if not a or not b or {s.fact.unit for s in a} & {s.fact.unit for s in b}:
        return None
    return _Named(a[0].fact.unit, evidence(a[0])), _Named(b[0].fact.unit, evidence(b[0]))


def _measured(view: View, row: RowView) -> list[Statement]:
    """The row's measured values for the report's own period, with a printed unit."""
    own = (s for s in row.statements if s.fact.kind == "actual" and s.fact.period == view.meta.period)
    printed = (s for s in own if s.fact.origin == "scorecard" and s.fact.unit and _is_printed(s, row))
    return [s for s in printed if s.interval and s.fact.comparator == "="]


def _is_printed(statement: Statement, row: RowView) -> bool:
    """Whether a value's unit stands beside it, or in brackets after the indicator's name."""
    named = f"({statement.fact.unit})" in plain(row.name)
    return named or "unit_inferred" not in statement.fact.reasons


def _other_measure(
    corpus: Corpus, before: tuple[View, RowView], after: tuple[View, RowView]
) -> tuple[_Named, _Named] | None:
    """'Antal …' has become 'Andel …'."""
    words = {"count": "a number", "share": "a share", "mean": "an average"}
    old, new = (corpus.namer.name(row.name).measure for _, row in (before, after))
    if not old or not new or old == new:
        return None
    a, b = (Evidence(view.id, row.name, row.row.page) for view, row in (before, after))
    return _Named(words[old], a), _Named(words[new], b)


def _other_scale(before: tuple[View, RowView], after: tuple[View, RowView]) -> tuple[_Named, _Named] | None:
    """'på en sexgradig skala' has become 'skala 1–5'."""
    a, b = _scale(*before), _scale(*after)
    return (a, b) if a and b and a.unit != b.unit else None


def _scale(view: View, row: RowView) -> _Named | None:
    for text in (row.name, row.row.text("target"), row.row.text("value"), *view.comments(row)):
        for sentence in re.split(r"(?<=[.!?])\s+(?=[A-ZÅÄÖ])", text):
            if found := _SCALE.search(plain(sentence)):
                steps = found[1] or found[2]
                return _Named(
                    f"{_WORDS.get(steps, steps)} steps",
                    Evidence(view.id, shorten(sentence, 200), row.row.page),
                )
    return None


# ---------------------------------------------------------------- scale_jump


def scale_jump(corpus: Corpus) -> Iterator[Finding]:
    """Two consecutive values differ by lost or added thousands under the same printed unit."""
    for unit in corpus.units():
        series: dict[tuple[str, str, str], dict[str, Statement]] = defaultdict(dict)
        for view in unit:
            for row in view.rows:
                for s in row.statements:
                    own = (
                        s.fact.period == view.meta.period
                        and s.fact.kind == "actual"
                        and s.fact.comparator == "="
                    )
                    if own and s.interval and s.indicator_id and s.fact.value:
                        key = (s.indicator_id, s.fact.breakdown, view.meta.report_type)
                        series[key].setdefault(s.fact.period, s)
        for (indicator_id, _, _), by_period in sorted(series.items()):
            for a, b in pairwise(by_period.values()):
                if _jumps(a, b):
                    yield corpus.finding(
                        "scale_jump",
                        (evidence(a), evidence(b)),
                        f"From '{a.fact.text}' to '{b.fact.text}': thousands were lost or added.",
                        About(indicator_id, period=b.fact.period),
                    )


def _jumps(a: Statement, b: Statement) -> bool:
    if a.interval is None or b.interval is None or a.family != b.family or "%" in (a.fact.unit, b.fact.unit):
        return False
    low, high = sorted((abs(a.interval.middle), abs(b.interval.middle)))
    if not low or high / low < JUMP:
        return False
    return any(1 / LIKE <= high / low / slip <= LIKE for slip in SLIPS)

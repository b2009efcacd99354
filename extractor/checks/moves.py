"""How an indicator moved and what is better for it: what judgements and directions are held against."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extractor.checks.corpus import Corpus, RowView, Statement, View
from extractor.phrases import plain
from extractor.swedish import squeeze

MOST = 50
"""Per cent from which a share to be kept low is hardly a target."""
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


class Move(NamedTuple):
    """Two numbers of one indicator and which way it went."""

    before: Statement
    after: Statement

    @property
    def up(self) -> bool:
        """Whether the later number is surely the higher one."""
        return bool(
            self.after.interval and self.before.interval and self.after.interval.above(self.before.interval)
        )

    @property
    def down(self) -> bool:
        """Whether the later number is surely the lower one."""
        return bool(
            self.after.interval and self.before.interval and self.before.interval.above(self.after.interval)
        )

    @property
    def same(self) -> bool:
        """Whether both are printed as the same number."""
        one, other = self.before.fact, self.after.fact
        digits = ["".join(c for c in _YEAR.sub("", f.text) if c.isdigit()) for f in (one, other)]
        return one.value is not None and one.value == other.value and digits[0] == digits[1]

    @property
    def shown(self) -> str:
        """Both as printed."""
        return f"{squeeze(self.before.fact.text)} → {squeeze(self.after.fact.text)}"


def own_value(view: View, row: RowView) -> Statement | None:
    """The row's value for the report's own period; the scorecard's before any other.

    Running text tells it only where the row prints none: what it tells in other words may be another thing, and
    where it is not, the two contradict each other and neither says what the judgement is about.
    """
    found = [
        s
        for s in view.by_indicator.get(row.indicator_id, ())
        if s.fact.kind == "actual"
        and s.fact.period == view.meta.period
        and not s.fact.breakdown
        and s.fact.comparator == "="
        and s.interval
    ]
    shown = [s for s in found if s.fact.origin == "scorecard" and s in row.statements]
    printed = shown or [s for s in found if s.fact.origin != "text"]
    told = [] if any(c.isdigit() for c in row.row.text("value")) else found
    return next(iter(printed or told), None)


def move_of(view: View, row: RowView) -> Move | None:
    """The indicator's value and what it is compared with: the same length of period, as printed here."""
    actual = own_value(view, row)
    if actual is None:
        return None
    earlier = [
        s
        for s in view.by_indicator.get(row.indicator_id, ())
        if s.fact.kind in ("actual", "baseline")
        and s.interval
        and not s.fact.breakdown
        and s.fact.comparator == "="
        and s.family == actual.family
        and s.fact.unit == actual.fact.unit
        and s.fact.period[4:] == actual.fact.period[4:]
        and s.fact.period < actual.fact.period
        and s.fact.origin != "text"
    ]
    before = max(earlier, key=lambda s: s.fact.period, default=None)
    return Move(before, actual) if before else None


def moves(numbers: Sequence[Statement], period: str) -> Iterator[Move]:
    """The pairs of numbers of one unit for a period and the year before it."""
    for after in numbers:
        if after.fact.period != period:
            continue
        for before in numbers:
            last_year = (
                before.fact.period[4:] == period[4:] and int(before.fact.period[:4]) == int(period[:4]) - 1
            )
            if last_year and before.fact.unit == after.fact.unit:
                yield Move(before, after)


def better(corpus: Corpus, row: RowView) -> bool | None:
    """Whether higher is better for an indicator, None where nothing tells."""
    for s in row.statements:
        if s.fact.kind == "target" and s.fact.comparator in ("<=", "<", "decrease"):
            return False
        if s.fact.kind == "target" and s.fact.comparator in (">=", ">", "increase"):
            return True
    return higher_is_better(corpus, row)


def higher_is_better(corpus: Corpus, row: RowView) -> bool | None:
    """What an indicator's words say, else how it was judged against a bare target in other reports."""
    keys = corpus.keys(_OF_WHAT.sub(" ", plain(row.name)))
    lower, higher = "lower_better" in keys, "higher_better" in keys
    if lower != higher:
        return higher
    low = plain(row.name)
    share = low.startswith("andel") or any(s.fact.unit == "%" for s in row.statements)
    if not lower and share and _IN_TIME.search(low):
        return True
    others = corpus.rows_of.get(row.indicator_id, ()) if row.indicator_id else ()
    every = (_told_by_status(view, other) for view, other in others if other is not row)
    told = [t for t in every if t is not None]
    if len(told) >= ENOUGH and len(set(told)) == 1:
        return told[0]
    return True if False not in told and _aims_higher(corpus, row) else None


def _aims_higher(corpus: Corpus, row: RowView) -> bool:
    """Whether a bare target is one to reach: higher than last year's number, as far as that is printed.

    Where a report prints a bound for what shall be low ("högst 4,0 %") and none for what shall be high, its bare
    targets are the latter; and a share of most of the whole that is above last year's is no ceiling.
    """
    bare = [s for s in row.targets if s.interval and s.fact.value]
    if len(bare) != 1 or bare[0].fact.comparator != "=":
        return False
    aim = bare[0]
    before = [
        s for s in row.statements
        if s.fact.kind in ("actual", "baseline") and s.fact.period[:4] < row.year and s.fact.unit == aim.fact.unit
        and s.interval and not s.fact.breakdown
    ]  # fmt: skip
    last = max(before, key=lambda s: s.fact.period, default=None)
    if last is not None and not (aim.interval and last.interval and aim.interval.above(last.interval)):
        return False
    most = aim.fact.unit == "%" and aim.fact.value is not None and aim.fact.value >= MOST
    return (most and last is not None) or _bounds_ceilings(corpus, corpus.view_of[aim.document_id])


def _bounds_ceilings(corpus: Corpus, view: View) -> bool:
    """Whether a report prints a bound for all that shall be low and for nothing that shall be high.

    Its judgements must bear that out: several bare targets are met from above, at most one is not.
    """
    if view.bounds_ceilings is None:
        told = [(corpus.keys(r.name), s.fact.comparator) for r in view.rows for s in r.targets]
        signs = {sign for _, sign in told}
        low = any("lower_better" in keys and sign == "=" for keys, sign in told)
        bare = [r for r in view.rows if len(r.targets) == 1 and r.targets[0].fact.comparator == "="]
        judged = [_told_by_status(view, r) for r in bare]
        borne_out = judged.count(True) >= ENOUGH and judged.count(False) <= 1
        view.bounds_ceilings = bool(signs & {"<=", "<"}) and not signs & {">=", ">"} and not low and borne_out
    return view.bounds_ceilings


ENOUGH = 2
"""Judged rows that must agree on what is better: of two rows that disagree, either may be the misjudged one."""
_OF_WHAT = re.compile(r"\b(?:pa|om|i|vid|mot) [\w.-]+")
"""What a measure is about or where it is taken: "Besök på olycksfall.se" counts no accidents."""
_IN_TIME = re.compile(r"\binom (?:\d+|en|ett|tva|tre|fyra|fem|sex|sju|atta|tio|tolv) \w+")
"""A share of what was done in time: "Andel beslut som fattats inom fyra månader"."""


def _told_by_status(view: View, row: RowView) -> bool | None:
    """Whether higher is better by one judged row: a value below its target that is not met."""
    status = row.row.field("status").normal
    if status is None:
        return None
    targets = row.targets
    actual = own_value(view, row)
    if len(targets) != 1 or actual is None or targets[0].family != actual.family or not actual.interval:
        return None
    target = targets[0].interval
    if targets[0].fact.period != view.meta.period or target is None or actual.interval.meets(target):
        return None
    return actual.interval.above(target) == (status == "met")

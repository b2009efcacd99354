"""How an indicator moved and what is better for it: what judgements and directions are held against."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extractor.checks.corpus import Corpus, RowView, Statement, View
from extractor.phrases import plain
from extractor.swedish import squeeze


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
    def shown(self) -> str:
        """Both as printed."""
        return f"{squeeze(self.before.fact.text)} → {squeeze(self.after.fact.text)}"


def own_value(view: View, row: RowView) -> Statement | None:
    """The row's value for the report's own period; the scorecard's before any other."""
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
    return next(iter(shown or [s for s in found if s.fact.origin != "text"] or found), None)


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
    return told[0] if len(told) >= ENOUGH and len(set(told)) == 1 else None


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

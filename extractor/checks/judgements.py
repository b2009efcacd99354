"""`status_vs_value` and `direction_vs_value`: signs and words that say something else than the numbers."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extractor.checks.corpus import About, Corpus, Evidence, RowView, Statement, View, evidence, shorten
from extractor.model import Finding, Place
from extractor.phrases import finder, plain
from extractor.swedish import fold, squeeze

CONVENTION_ROWS = 3
"""Rows whose arrows must agree with one reading before an arrow that does not is an error."""
WHOLE = 100
"""Per cent: a target of all is missed by less, whatever is measured."""
GROWING = frozenset({"%", "procentenheter", "index", "points", "år", "dagar", "dygn", "min", "sekunder", "h"})
"""Units whose values do not simply grow with the length of the period; counts and amounts do."""

_YEARS = re.compile(r"\b(?:19|20)\d\d\b")
_FIGURES = re.compile(r"\d+(?:[ .,]\d+)*")
_TO_LEVEL = re.compile(r"(?: \w+)? till (?:\w+ ){0,2}\d")
"""'har ökat (något) till (drygt) 12 %'."""
_SINCE_LAST = re.compile(
    r"(?: \w+)? (?:jamfort|i jamforelse) med "
    r"(?:samma period |motsvarande period |foregaende ar|forra aret|fjolaret|aret innan|ar )"
    r"[^.,;]{0,40}? och (?:ar|uppgar till|ligger pa|uppgick till|var) (?:\w+ ){0,2}\d"
)
"""'har ökat jämfört med samma period 2019 och uppgår till 6,3 %'."""


class _Move(NamedTuple):
    """Two numbers of one indicator and which way it went."""

    before: Statement
    after: Statement

    @property
    def up(self) -> bool:
        return bool(
            self.after.interval and self.before.interval and self.after.interval.above(self.before.interval)
        )

    @property
    def down(self) -> bool:
        return bool(
            self.after.interval and self.before.interval and self.before.interval.above(self.after.interval)
        )


# ---------------------------------------------------------------- status against value


def status_vs_value(corpus: Corpus) -> Iterator[Finding]:
    """The status of a row contradicts its value against its target."""
    for view in corpus.views:
        shared = _shared_verdicts(view.rows)
        for row in view.rows:
            status = row.row.field("status")
            if row.row.kind != "indicator" or status.normal is None or status.source == "text":
                continue
            if (status.place, row.row.text("goal")) in shared:
                continue
            for found in _against_number(corpus, view, row, status.normal) or _against_direction(
                view, row, status.normal
            ):
                target, actual = found
                text = f"{squeeze(row.row.text('target')) or target.fact.text}; status: {status.normal}"
                yield corpus.finding(
                    "status_vs_value",
                    (Evidence(view.id, text, row.row.page), evidence(actual)),
                    f"The status says {status.normal.replace('_', ' ')}, the value against the target otherwise.",
                    About(row.indicator_id, row.name, view.meta.period),
                )


def _shared_verdicts(rows: Sequence[RowView]) -> set[tuple[Place | None, str]]:
    """Status cells that judge a whole goal: one cell, with a box, that stands on several rows."""
    count = Counter(
        (place, r.row.text("goal"))
        for r in rows
        if (place := r.row.field("status").place) and place.box is not None
    )
    return {key for key, n in count.items() if n > 1}


def _own_value(view: View, row: RowView) -> Statement | None:
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


def _against_number(
    corpus: Corpus, view: View, row: RowView, status: str
) -> list[tuple[Statement, Statement]]:
    targets = [s for s in row.statements if s.fact.kind == "target" and s.interval and not s.fact.breakdown]
    own = [s for s in targets if s.fact.period == view.meta.period] or targets
    actual = _own_value(view, row)
    if actual is None or len(own) != 1 or own[0].family != actual.family:
        return []
    target = own[0]
    verdict = _meets(corpus, row, target, actual)
    shorter = target.fact.period != view.meta.period and actual.fact.unit not in GROWING
    if verdict is None or _judges_forecast(corpus, row, target, status):
        return []
    rises = target.fact.comparator in (">=", ">") or (
        target.fact.comparator == "=" and actual.fact.unit not in GROWING
    )
    if verdict and status == "not_met" and not shorter:
        return [(target, actual)]
    if not verdict and status == "met" and not (shorter and rises):
        return [(target, actual)]
    return []


def _judges_forecast(corpus: Corpus, row: RowView, target: Statement, status: str) -> bool:
    """Whether the row's forecast for the year bears its status out: during a year that is what is judged."""
    foretold = [
        s for s in row.statements if s.fact.kind == "forecast" and s.interval and not s.fact.breakdown
    ]
    verdicts = [_meets(corpus, row, target, s) for s in foretold if s.family == target.family]
    return any(v is None or v == (status == "met") for v in verdicts)


def _meets(corpus: Corpus, row: RowView, target: Statement, actual: Statement) -> bool | None:
    """Whether the value surely meets (or misses) the target; None where rounding or the aim leave it open."""
    if (
        actual.interval is None
        or target.interval is None
        or target.fact.value is None
        or actual.fact.value is None
    ):
        return None
    comparator = target.fact.comparator
    if comparator == "=":
        keys = corpus.keys(row.name)
        lower, higher = "lower_better" in keys, "higher_better" in keys
        if actual.interval.middle == target.interval.middle:
            return True
        if target.fact.unit == "%" and target.interval.middle == WHOLE and "andel" in fold(row.name):
            lower, higher = False, True  # a share can't be above the whole
        if lower == higher:
            return None
        comparator = "<=" if lower else ">="
    value, limit = actual.interval, target.interval.middle
    match comparator:
        case "<=" | "<":
            if value.low > limit:
                return False
            return True if value.high < limit or (comparator == "<=" and value.middle <= limit) else None
        case ">=" | ">":
            if value.high < limit:
                return False
            return True if value.low > limit or (comparator == ">=" and value.middle >= limit) else None
        case _:
            return None


def _against_direction(view: View, row: RowView, status: str) -> list[tuple[Statement, Statement]]:
    """A target that is only a direction, against how the value moved."""
    aims = [s for s in row.statements if s.fact.kind == "target" and s.interval is None]
    aim = next((s for s in aims if s.fact.comparator in ("increase", "decrease")), None)
    numeric = any(s.fact.kind == "target" and s.interval for s in row.statements)
    move = _move(view, row)
    if aim is None or numeric or move is None:
        return []
    right, wrong = (move.up, move.down) if aim.fact.comparator == "increase" else (move.down, move.up)
    if (wrong and status in ("met", "partly_met")) or (right and status == "not_met"):
        joined = move.after.fact
        both = f"{squeeze(move.before.fact.text)} → {squeeze(joined.text)}"
        if squeeze(move.before.fact.text) == squeeze(joined.text):
            both = squeeze(joined.text)
        return [(aim, _with_text(move.after, both))]
    return []


def _with_text(statement: Statement, text: str) -> Statement:
    fields = {f: getattr(statement.fact, f) for f in statement.fact.__struct_fields__}
    return statement._replace(fact=type(statement.fact)(**{**fields, "text": text}))


# ---------------------------------------------------------------- direction


def _move(view: View, row: RowView) -> _Move | None:
    """The indicator's value and what it is compared with: the same length of period, as printed here."""
    actual = _own_value(view, row)
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
    return _Move(before, actual) if before else None


def direction_vs_value(corpus: Corpus) -> Iterator[Finding]:
    """Words or arrows say that a number rose where it fell, or fell where it rose."""
    for view in corpus.views:
        yield from _words_against_numbers(corpus, view)
        yield from _levels_against_numbers(corpus, view)
        yield from _arrows_against_numbers(corpus, view)


def _words_against_numbers(corpus: Corpus, view: View) -> Iterator[Finding]:
    """'har minskat' in running text against the numbers of tables, scorecards or the text itself."""
    numbers: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    for s in view.statements:
        if (
            s.interval
            and s.fact.kind in ("actual", "baseline")
            and s.fact.comparator == "="
            and s.indicator_id
        ):
            numbers[s.indicator_id, s.fact.breakdown].append(s)
    for said in view.statements:
        direction = said.fact.comparator
        if (
            said.fact.origin != "text"
            or direction not in ("increase", "decrease")
            or said.fact.kind != "actual"
        ):
            continue
        if {"rose", "fell"} <= corpus.keys(said.fact.text):
            continue
        for move in _moves(numbers[said.indicator_id, said.fact.breakdown], said.fact.period):
            if (direction == "increase" and move.down) or (direction == "decrease" and move.up):
                shown = f"{squeeze(move.before.fact.text)} → {squeeze(move.after.fact.text)}"
                yield corpus.finding(
                    "direction_vs_value",
                    (evidence(said), Evidence(view.id, shown, move.after.fact.place.page)),
                    f"The text says {direction}, the numbers go from '{squeeze(move.before.fact.text)}' to "
                    f"'{squeeze(move.after.fact.text)}'.",
                    About(said.indicator_id, period=said.fact.period),
                )
                break


def _levels_against_numbers(corpus: Corpus, view: View) -> Iterator[Finding]:
    """'har ökat till 12 %' and 'har ökat jämfört med förra året och är 12 %' against last year's higher number."""
    numbers = [
        s
        for s in view.statements
        if s.interval
        and s.fact.kind in ("actual", "baseline")
        and s.fact.comparator == "="
        and s.fact.origin != "text"
        and not s.fact.breakdown
    ]
    for said in view.statements:
        if said.fact.origin != "text" or said.fact.kind != "actual" or said.fact.breakdown:
            continue
        direction = _told_of_level(corpus, said)
        if not direction or said.interval is None or not said.indicator_id:
            continue
        own = [s for s in numbers if s.indicator_id == said.indicator_id]
        for move in _moves(own, said.fact.period):
            agrees = move.after.interval is not None and said.interval.meets(move.after.interval)
            if agrees and ((direction == "rose" and move.down) or (direction == "fell" and move.up)):
                shown = f"{squeeze(move.before.fact.text)} → {squeeze(move.after.fact.text)}"
                yield corpus.finding(
                    "direction_vs_value",
                    (evidence(said), Evidence(view.id, shown, move.after.fact.place.page)),
                    f"The text says that it {direction}, the numbers go from '{squeeze(move.before.fact.text)}' "
                    f"to '{squeeze(move.after.fact.text)}'.",
                    About(said.indicator_id, period=said.fact.period),
                )
                break


def _told_of_level(corpus: Corpus, said: Statement) -> str:
    """'rose' or 'fell' where a sentence of one number says how that number came about, '' otherwise.

    A sentence that compares with another year than the last, or tells more than one movement, is left alone.
    """
    low = plain(said.fact.text)
    hits = [h for h in finder(corpus.patterns, "checks").all(low) if h.key in ("rose", "fell")]
    year = int(said.fact.period[:4])
    years = {int(y) for y in _YEARS.findall(low)} - {year, year - 1}
    if (
        said.fact.comparator != "="
        or len(hits) != 1
        or years
        or len(_FIGURES.findall(_YEARS.sub("", low))) != 1
    ):
        return ""
    after = low[hits[0].end :]
    return hits[0].key if _TO_LEVEL.match(after) or _SINCE_LAST.match(after) else ""


def _moves(numbers: Sequence[Statement], period: str) -> Iterator[_Move]:
    """The pairs of numbers of one unit for a period and the year before it."""
    for after in numbers:
        if after.fact.period != period:
            continue
        for before in numbers:
            last_year = (
                before.fact.period[4:] == period[4:] and int(before.fact.period[:4]) == int(period[:4]) - 1
            )
            if last_year and before.fact.unit == after.fact.unit:
                yield _Move(before, after)


class _Arrow(NamedTuple):
    """One row's arrow beside the way its number went."""

    row: RowView
    move: _Move
    points: str
    rising_is_better: bool | None

    @property
    def as_number(self) -> bool:
        """Whether the arrow points the way the number went."""
        return (self.points == "up") == self.move.up

    @property
    def as_better(self) -> bool | None:
        """Whether the arrow points up for an improvement, None where nothing tells what is better."""
        if self.rising_is_better is None:
            return None
        return (self.points == "up") == (self.move.up == self.rising_is_better)


def _arrows_against_numbers(corpus: Corpus, view: View) -> Iterator[Finding]:
    """Arrows against numbers, once the rows agree on what an arrow means: higher, or better."""
    arrows = []
    for row in view.rows:
        move, points = _move(view, row), row.row.field("trend").normal
        if move is not None and points in ("up", "down") and (move.up or move.down):
            arrows.append(_Arrow(row, move, points, _better(corpus, row)))
    odd = _odd_one(arrows)
    if odd is not None:
        shown = f"{squeeze(odd.move.before.fact.text)} → {squeeze(odd.move.after.fact.text)}"
        yield corpus.finding(
            "direction_vs_value",
            (
                Evidence(view.id, f"{shorten(odd.row.name)}, trend: {odd.points}", odd.row.row.page),
                Evidence(view.id, shown, odd.row.row.page),
            ),
            f"The arrow points {odd.points}, the numbers say otherwise; the other rows agree on what an arrow means.",
            About(odd.row.indicator_id, odd.row.name, view.meta.period),
        )


def _odd_one(arrows: Sequence[_Arrow]) -> _Arrow | None:
    """The one arrow that breaks the reading all others agree on, where the other reading fails often."""
    numbers = [a for a in arrows if not a.as_number]
    better = [a for a in arrows if a.as_better is False]
    judged = sum(a.as_better is not None for a in arrows)
    if len(numbers) == 1 and len(better) > 1 and len(arrows) > CONVENTION_ROWS:
        return numbers[0]
    if len(better) == 1 and len(numbers) > 1 and judged > CONVENTION_ROWS:
        return better[0]
    return None


def _better(corpus: Corpus, row: RowView) -> bool | None:
    """Whether higher is better for an indicator, None where nothing tells."""
    for s in row.statements:
        if s.fact.kind == "target" and s.fact.comparator in ("<=", "<", "decrease"):
            return False
        if s.fact.kind == "target" and s.fact.comparator in (">=", ">", "increase"):
            return True
    keys = corpus.keys(row.name)
    lower, higher = "lower_better" in keys, "higher_better" in keys
    return None if lower == higher else higher

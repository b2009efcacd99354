"""`status_vs_value`: a sign says something else than the value against its target."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from extractor.checks.corpus import About, Corpus, Evidence, RowView, Statement, View, evidence
from extractor.checks.moves import higher_is_better, move_of, own_value
from extractor.model import Finding, Place
from extractor.phrases import finder, plain
from extractor.swedish import fold, squeeze

WHOLE = 100
"""Per cent: a target of all is missed by less, whatever is measured."""
GROWING = frozenset({"%", "procentenheter", "index", "points", "år", "dagar", "dygn", "min", "sekunder", "h"})
"""Units whose values do not simply grow with the length of the period; counts and amounts do."""


def status_vs_value(corpus: Corpus) -> Iterator[Finding]:
    """The status of a row contradicts its value against its target."""
    for view in corpus.views:
        shared = _shared_verdicts(view.rows)
        foretelling = _foretelling_tables(corpus, view)
        for row in view.rows:
            status = row.row.field("status")
            if row.row.table_no in foretelling and not _foretold(row):
                continue
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


def _foretelling_tables(corpus: Corpus, view: View) -> set[int]:
    """The tables of an interim report whose judgements are about the whole year.

    Their column says so ("Måluppfyllelse helår"), the words of a judgement do ("Beräknas nås"), or a sentence that
    explains the judgements of the report ("Bedömningen avser årets slut").
    """
    if view.meta.report_type != "interim":
        return set()
    if any(_explains_ahead(corpus, s.text) for s in view.sentences):
        return {card.table_no for card in view.report.scorecards}
    whole = finder(corpus.patterns, "columns", "whole_year")
    return {
        card.table_no
        for card in view.report.scorecards
        if any(
            whole.all(plain(c.label))
            or "whole_year" in corpus.keys(c.label)
            or corpus.says(c.label, "year_end")
            for c in card.columns
            if c.role == "status"
        )
        or any(corpus.says(row.text("status"), "year_end") for row in card.rows)
    }


def _explains_ahead(corpus: Corpus, sentence: str) -> bool:
    """Whether a sentence explains that judgements look ahead; one with figures foretells something itself."""
    told = corpus.says(sentence, "judging") and corpus.says(sentence, "year_end")
    told = told and not corpus.says(sentence, "opinion")
    return told and not any(c.isdigit() for c in sentence)


def _foretold(row: RowView) -> bool:
    """Whether a row prints what such a judgement is about: a forecast."""
    return any(s.fact.kind == "forecast" and s.interval for s in row.statements)


def _shared_verdicts(rows: Sequence[RowView]) -> set[tuple[Place | None, str]]:
    """Status cells that judge a whole goal: one cell, with a box, that stands on several rows."""
    count = Counter(
        (place, r.row.text("goal"))
        for r in rows
        if (place := r.row.field("status").place) and place.box is not None
    )
    return {key for key, n in count.items() if n > 1}


def _against_number(
    corpus: Corpus, view: View, row: RowView, status: str
) -> list[tuple[Statement, Statement]]:
    own = [s for s in row.targets if s.fact.period == view.meta.period] or row.targets
    actual = own_value(view, row)
    if actual is None or len(own) != 1 or own[0].family != actual.family:
        return []
    target = own[0]
    if "in_words" in target.fact.reasons and "unit_inferred" in actual.fact.reasons:
        return []  # "alla" and "18 av 18": of how many, no unit tells
    if foretold := _other_by_forecast(corpus, row, (target, actual), status):
        return [(target, foretold)]
    verdict = _meets(corpus, row, target, actual)
    shorter = target.fact.period != view.meta.period and actual.fact.unit not in GROWING
    if verdict is None or _judges_forecast(corpus, row, target, status):
        return []
    rises = target.fact.comparator in (">=", ">") or (
        target.fact.comparator == "=" and actual.fact.unit not in GROWING
    )
    if (
        verdict
        and (status == "not_met" or (status == "partly_met" and _is_plain(corpus, row)))
        and not shorter
    ):
        return [(target, actual)]
    if not verdict and status == "met" and not (shorter and rises):
        return [(target, actual)]
    return []


def _other_by_forecast(
    corpus: Corpus, row: RowView, pair: tuple[Statement, Statement], status: str
) -> Statement | None:
    """The row's forecast for the year of its target, where that surely misses what is met, or meets what is missed.

    During the year a target of the whole year is met by what is foretold, not by what has been counted so far.
    """
    target, actual = pair
    if status not in ("met", "not_met") or len(actual.fact.period) <= len(target.fact.period):
        return None
    foretold = [
        s for s in row.statements
        if s.fact.kind == "forecast" and s.fact.period == target.fact.period and s.family == target.family
        and not s.fact.breakdown and s.interval
    ]  # fmt: skip
    other = len(foretold) == 1 and _meets(corpus, row, target, foretold[0]) is (status == "not_met")
    return foretold[0] if other else None


def _is_plain(corpus: Corpus, row: RowView) -> bool:
    """Whether a row prints one target and no part that misses it, so that nothing else could have been met in part."""
    aims = [s for s in row.statements if s.fact.kind == "target" and s.fact.period[:4] == row.year]
    parts = [s for s in row.statements if s.fact.breakdown and s.fact.kind == "actual"]
    parted = len(aims) == 1 and any(_meets(corpus, row, aims[0], s) is not True for s in parts)
    return len(aims) == 1 and not parted and len(row.row.text("target").split()) <= PLAIN_TARGET


PLAIN_TARGET = 4
"""Words of a target that is a number and its bound; longer ones set tasks beside it."""


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
        if actual.interval.middle == target.interval.middle:
            return True
        better = higher_is_better(corpus, row)
        if target.fact.unit == "%" and target.interval.middle == WHOLE and "andel" in fold(row.name):
            better = True  # a share can't be above the whole
        if better is None:
            return None
        comparator = ">=" if better else "<="
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
    move = move_of(view, row)
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

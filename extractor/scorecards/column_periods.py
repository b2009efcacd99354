"""Columns of one role for several periods: which is the report's own, and which the value before it.

Promises that one column is kept for each role, and that it is sure only where its header tells that it is about the
report's whole period.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

import msgspec

from extractor.model import Column, Role
from extractor.patterns import Patterns
from extractor.periods import find_periods
from extractor.scorecards.judging import foretells
from extractor.scorecards.labels import CLEAR, header_scores
from extractor.scorecards.unnamed import LEAST_PARTS, UNSURE, is_part, is_total

PERIOD_ROLES: tuple[Role, ...] = ("value", "target", "status", "trend", "forecast")
"""Roles a scorecard may print once per period."""
_BARE_YEAR = re.compile(r"(?:19|20)\d\d")


def settle_periods(columns: Sequence[Column], report_period: str, patterns: Patterns) -> tuple[Column, ...]:
    """Of several columns of one role keep the report's own; an earlier value becomes the previous one.

    Args:
        columns: all columns of a table with the roles they were taken for.
        report_period: the report's own period, '' when unknown.
        patterns: the knowledge in use.

    Returns:
        The same columns; of each role that is printed once per period one has it.
    """
    out = _without_later_targets(columns)
    for role in PERIOD_ROLES:
        same = [i for i, c in enumerate(out) if c.role == role]
        if len(same) > 1:
            keep = _own_column([out[i] for i in same], report_period, patterns)
            rest = [i for i in same if out[i] is not keep[0]]
            for i in same:
                out[i] = keep[1] if out[i] is keep[0] else msgspec.structs.replace(out[i], role=None)
            if role == "value":
                _set_previous(out, rest, keep[0].period or report_period, patterns)
    _settle_old(out, report_period)
    return tuple(out)


def _without_later_targets(columns: Sequence[Column]) -> list[Column]:
    """The columns, bare years in doubt that go on counting from a target's ("Mål 2020 | 2021 | 2022")."""
    out = list(columns)
    for i, (before, column) in enumerate(itertools.pairwise(columns), start=1):
        counts_on = (
            before.period and _BARE_YEAR.fullmatch(column.label.strip())
            and before.period.isdigit() and int(column.label) == int(before.period) + 1
        )  # fmt: skip
        series = before.role == "target" or (out[i - 1] is not before and before.role == "value")
        if counts_on and series and column.role == "value":
            out[i] = msgspec.structs.replace(column, confidence=min(column.confidence, UNSURE))
    return out


def _own_column(columns: list[Column], report_period: str, patterns: Patterns) -> tuple[Column, Column]:
    """The column of the report's own period and whole, as it is and with the confidence that is left."""
    judged = columns[0].role in ("status", "trend")
    if judged:
        columns = [c for c in columns if not _foretells(c, report_period, patterns)] or columns
    whole = [c for c in columns if not is_part(c.label, patterns)]
    guessed = not whole
    columns = whole or columns
    year = report_period[:4]
    own = [c for c in columns if year and c.period == report_period]
    past = [c for c in columns if c.period and (not year or _end_of(c.period) <= _end_of(report_period))]
    latest = max(past, key=lambda c: _end_of(c.period or ""), default=None)
    this_year = [c for c in columns if year and (c.period or "")[:4] == year]
    undated = [c for c in columns if not c.period]
    if own:
        alike = [c for c in own if _is_whole_year(c.label, patterns)] or own
    elif year and len(undated) == 1 and all((c.period or "")[:4] < year for c in columns):
        alike = undated  # "Utfall" beside "Utfall 2020" is this year's, "Utfall Berga" may be another's
        says = header_scores(undated[0].label, patterns["roles"])
        guessed = guessed or says.get(undated[0].role or "", 0.0) < CLEAR
    elif latest and (latest in this_year or not this_year):
        alike = [c for c in past if c.period == latest.period]
    else:
        alike = this_year[:1] or [max(columns, key=lambda c: c.confidence)]
        guessed = guessed or (not this_year and not judged and len(columns) > 1)
    alike, told = _wholes(alike, patterns)
    found = max(alike, key=lambda c: c.confidence)
    guessed = guessed or not told
    if found.role == "value" and len(this_year) > 1:
        guessed = guessed or found.period != report_period or _names_tertial(found, report_period, patterns)
    return found, (
        msgspec.structs.replace(found, confidence=min(found.confidence, UNSURE)) if guessed else found
    )


def _wholes(columns: list[Column], patterns: Patterns) -> tuple[list[Column], bool]:
    """Of several columns of one period that of the total ("Berga | Lunda | Totalt"), else all; and if one is told.

    One part beside a total is none: "Utfall nämnden | Utfall totalt" may compare two wholes.
    """
    labels = [c.label for c in columns]
    totals = [c for c in columns if is_total(c.label, patterns, beside=labels)]
    if len(totals) != 1:
        return columns, len(columns) == 1
    parts = [c for c in columns if c is not totals[0]]
    told = not parts or len(parts) >= LEAST_PARTS or any(is_part(c.label, patterns) for c in parts)
    return totals, told


def _names_tertial(column: Column, report_period: str, patterns: Patterns) -> bool:
    """Whether a column of the whole year may hold the last part of it alone: "T3" beside "T1" and "T2"."""
    named = find_periods(column.label, report_period, patterns, cumulative=True)
    return any(m.shape == "part" and m.label == report_period[:4] for m in named)


def _is_whole_year(label: str, patterns: Patterns) -> bool:
    """Whether a header says that it is about the whole year, beside another that a part of it ends the year."""
    return any(m.key == "whole_year" for m in patterns["columns"].find(label))


def _foretells(column: Column, report_period: str, patterns: Patterns) -> bool:
    """Whether a judgement is about what will be: a forecast, or in an interim report the whole year."""
    interim = "-" in report_period
    return foretells(column.label, patterns) or (interim and column.period == report_period[:4])


def _end_of(period: str) -> tuple[str, int]:
    """Year and month in which a period ends, so that periods can be compared."""
    year, _, part = period.partition("-")
    months = {"T": 4, "Q": 3, "H": 6}
    if part[:1] in months and part[1:].isdigit():
        return year, months[part[0]] * int(part[1:])
    return year, int(part) if part.isdigit() else 12


def _set_previous(out: list[Column], rest: list[int], period: str, patterns: Patterns) -> None:
    """Make the latest column of values before a period the previous one: a whole before a part, the total first.

    In an interim report that is the same part of last year where it is printed, unsure beside the whole of it; a whole
    year, or an earlier part of the same year ("Utfall april"), never surely.
    """
    if any(c.role == "previous_value" for c in out):
        return
    earlier = [i for i in rest if (out[i].period or "9")[:4] < period[:4]]
    before = [i for i in earlier if _is_year_before(out[i].period or "", period)]
    years = {(out[i].period or "")[:4] for i in before}
    rivalled = any((out[i].period or "")[:4] in years for i in earlier if i not in before)
    earlier = before or earlier
    if not earlier and "-" in period:
        earlier = [i for i in rest if (told_of := out[i].period) and _end_of(told_of) < _end_of(period)]
    earlier = [i for i in earlier if not is_part(out[i].label, patterns)] or earlier
    if earlier:
        end = max(_end_of(out[i].period or "") for i in earlier)
        alike, told = _wholes([out[i] for i in earlier if _end_of(out[i].period or "") == end], patterns)
        last = next(i for i in earlier if out[i] is alike[0])
        told = told and not rivalled and not _is_other_part(out[last].period, period)
        sure = out[last].confidence if told else min(out[last].confidence, UNSURE)
        out[last] = msgspec.structs.replace(out[last], role="previous_value", confidence=sure)


def _is_year_before(earlier: str, period: str) -> bool:
    """Whether a period is the same part of the year before another."""
    (year, month), (later, end) = _end_of(earlier), _end_of(period)
    return year.isdigit() and later.isdigit() and int(year) + 1 == int(later) and month == end


def _is_other_part(earlier: str | None, period: str) -> bool:
    """Whether a figure is of a whole year beside one of a part of it, or the reverse, or of parts unlike each other."""
    return bool(earlier) and _end_of(earlier or "")[1] != _end_of(period)[1]


def _settle_old(out: list[Column], report_period: str) -> None:
    """A single column of an earlier year beside none of this year's: last year's value; judged in another, unsure.

    "Senaste utfall" alone may be this year's, and a whole year is not the same as the part that a report is about.
    """
    year = report_period[:4]
    outcomes = [c for c in out if c.role in ("value", "previous_value")]
    for i, column in enumerate(out):
        old = bool(year) and (column.period or year)[:4] < year
        if old and column.role == "value":
            beside = any(c.role == "previous_value" for c in out)  # "Senaste utfall": of which year?
            role: Role = "value" if beside else "previous_value"
            doubted = beside or _is_other_part(column.period, report_period)
            sure = min(column.confidence, UNSURE) if doubted else column.confidence
            out[i] = msgspec.structs.replace(column, role=role, confidence=sure)
        elif outcomes == [column] and column.role == "previous_value" and not column.period:
            out[i] = msgspec.structs.replace(column, confidence=min(column.confidence, UNSURE))
        elif column.role == "status" and year and (column.period or year)[:4] != year:
            # "Status 2019", "Uppnås 2026"; the year of a trend may be the one compared with.
            out[i] = msgspec.structs.replace(column, confidence=min(column.confidence, UNSURE))

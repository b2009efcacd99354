"""Columns of figures of a scorecard beside its roles' own: other years, parts of the year, parts of the whole.

A row has one field for this period's value, one for last year's and one for the target; a table may print more
("Utfall 2020" beside 2021 and 2022, T1 and T2 beside T3, "Mål 2023" beside "Mål 2022", "Kv" and "M" or the
departments beside the total). What a column holds is told by its own words; names that say nothing are parts of the
total only where the figures prove it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Literal, NamedTuple

import msgspec

from extractor import periods
from extractor.facts.lines import Line, field_of
from extractor.model import Column, Field, Metadata, Role, Scorecard
from extractor.patterns import Patterns
from extractor.periods import find_periods
from extractor.phrases import finder, plain
from extractor.swedish import squeeze
from extractor.values.numbers import find_numbers

_OUTCOMES = ("value", "previous_value")
_AHEAD: tuple[Role, ...] = ("target", "forecast")
"""Roles whose further columns are of other years than the report's ("Mål 2025" beside "Mål 2024")."""
_WORD = re.compile(r"[^\W\d_]+")
SHORT = 2
"""Letters of a label that is a breakdown only beside its partner: "Kv", "M"."""
NAMED_PART = "del"
"""Dimension of parts that only their names tell apart: departments, schools, age groups."""
FITTING = 0.8
"""Share of rows whose total must fit its parts: one in five may count otherwise ("antal läkare", rounded shares)."""
FEWEST_FITTING = 2
"""Rows that prove it: figures of one row alone fit by chance."""
UNPROVEN = 0.6
"""How sure a part is whose totals only lie among their parts' figures, as do those of "Ranking" and "Poäng"."""


class Beside(NamedTuple):
    """One column of figures that has no role of its own."""

    column: Column
    """With the period its figures are about."""
    breakdown: str
    """`dimension=value`, '' for the whole."""
    role: Role = "previous_value"
    """The role whose column it is like."""
    reasons: tuple[str, ...] = ()
    """Why it may be none."""


def columns_beside(
    card: Scorecard, lines: Mapping[int, Line], metadata: Metadata, patterns: Patterns
) -> Mapping[int, list[tuple[Beside, Field]]]:
    """The fields of further columns of figures.

    Args:
        card: a scorecard with its columns.
        lines: the lines of the document's table by row number (`lines_of`).
        metadata: the report's own period, after whose end no outcome's may end.
        patterns: the knowledge in use.

    Returns:
        For each row number the columns with what is printed there, empty cells left out.
    """
    if not lines or not periods.is_label(metadata.period):
        return {}
    columns = [
        *_outcomes(card, metadata, patterns),
        *_ahead(card, metadata, patterns),
        *_named_parts(card, tuple(lines.values()), metadata, patterns),
    ]
    return {
        number: [
            (b, field_of(cell, b.column.confidence, b.reasons))
            for b in columns
            if (cell := line[b.column.index]) is not None and squeeze(cell.text)
        ]
        for number, line in lines.items()
    }


def _outcomes(card: Scorecard, metadata: Metadata, patterns: Patterns) -> list[Beside]:
    """The columns without a role that name a period or a part, and nothing but an outcome."""
    free = [c for c in card.columns if c.role is None and _only_outcome(c, card, metadata, patterns)]
    parts = {c.index: _part(c.label, patterns) for c in free}
    found = []
    for column in free:
        breakdown = parts[column.index]
        if breakdown and len(column.label.strip(" .")) <= SHORT and len(set(parts.values()) - {""}) < 2:
            continue
        period = _printed_period(column.label, metadata, patterns)
        if breakdown and not period:
            period = _neighbours_period(column, parts, card, metadata)
        elif not breakdown and not _is_further(period, card, metadata, patterns):
            continue
        if period and periods.end(period) <= periods.end(metadata.period):
            found.append(Beside(msgspec.structs.replace(column, period=period), breakdown))
    counted = Counter((b.column.period, b.breakdown) for b in found)
    return [b for b in found if counted[b.column.period, b.breakdown] == 1]


def _ahead(card: Scorecard, metadata: Metadata, patterns: Patterns) -> list[Beside]:
    """The columns without a role that print for another year what the target's or the forecast's column prints."""
    found = []
    for role in _AHEAD:
        own = next((c for c in card.columns if c.role == role), None)
        if own is None:
            continue
        dated = own.period or metadata.period[:4]
        for column in card.columns:
            period = _printed_period(column.label, metadata, patterns)
            if (
                column.role is None
                and period
                and period != dated
                and _says_like(column, own, metadata, patterns)
            ):
                found.append(Beside(msgspec.structs.replace(column, period=period), "", role))
    counted = Counter((b.column.period, b.role) for b in found)
    return [b for b in found if counted[b.column.period, b.role] == 1]


def _says_like(column: Column, own: Column, metadata: Metadata, patterns: Patterns) -> bool:
    """Whether two labels say the same but for their periods ("Mål 2025", "Målvärde 2024"), parts left out."""
    if _part(column.label, patterns):
        return False
    said = [set(_WORD.findall(plain(c.label))) for c in (column, own)]
    kinds = {h.key for h in finder(patterns, "figures").all(plain(column.label))}
    rest = set(_own_words(column.label, metadata, patterns))
    return bool(said[0]) and (said[0] == said[1] or (kinds == {own.role} and rest <= said[1]))


def _part(label: str, patterns: Patterns) -> str:
    """The breakdown a label names, '' for none or several."""
    low = plain(label)
    found = set()
    for hit in finder(patterns, "breakdowns").all(low):
        attributes = patterns["breakdowns"][hit.key].attributes
        if "dimension" in attributes and (hit.end - hit.start > 1 or len(low.strip(" .")) == 1):
            found.add(f"{attributes['dimension']}={attributes['value']}")
    return found.pop() if len(found) == 1 else ""


def _only_outcome(column: Column, card: Scorecard, metadata: Metadata, patterns: Patterns) -> bool:
    """Whether a label says nothing but outcome, period, part and unit, or what the outcome columns say too.

    "Andel kvinnor" is another measure than the row's, "Riket 2021" another body's, "Mål män" no outcome.
    """
    low = plain(column.label)
    figures = finder(patterns, "figures").all(low)
    if not low.strip() or not {h.key for h in figures} <= {"actual"}:
        return False
    said = {w for c in card.columns if c.role in _OUTCOMES for w in _WORD.findall(plain(c.label))}
    return set(_own_words(column.label, metadata, patterns)) <= said


def _own_words(label: str, metadata: Metadata, patterns: Patterns) -> list[str]:
    """The words of a label that name neither outcome, period, part nor unit."""
    low = plain(label)
    names = ("figures", "breakdowns", "units")
    spans = [(h.start, h.end) for name in names for h in finder(patterns, name).all(low)]
    spans += [(h.start, h.end) for h in finder(patterns, "frames", "column_joint").all(low)]
    spans += [(m.start, m.end) for m in find_periods(label, metadata.period, patterns, cumulative=True)]
    for begin, stop in spans:
        low = low[:begin] + " " * (stop - begin) + low[stop:]
    return _WORD.findall(low)


# ---------------------------------------------------------------- parts under names of their own


def _named_parts(
    card: Scorecard, lines: Sequence[Line], metadata: Metadata, patterns: Patterns
) -> list[Beside]:
    """The columns beside a total whose names say nothing ("Berga | Lunda | Totalt"), where figures prove them parts."""
    found: list[Beside] = []
    for whole in card.columns:
        if whole.role not in _OUTCOMES or not _is_total(whole.label, patterns):
            continue
        period = metadata.period if whole.role == "value" else whole.period
        parts = _names_beside(whole, card, metadata, patterns)
        fits = [fit for line in lines if (fit := _fits(whole.index, list(parts), line))]
        fitting = [fit for fit in fits if fit != "neither"]
        if not period or len(fitting) < FEWEST_FITTING or len(fitting) < FITTING * len(fits):
            continue
        proven = "sum" in fits
        for index, name in parts.items():
            column = next(c for c in card.columns if c.index == index)
            confidence = whole.confidence if proven else min(whole.confidence, UNPROVEN)
            column = msgspec.structs.replace(column, period=period, confidence=confidence)
            reasons = () if proven else ("part_unproven",)
            found.append(Beside(column, f"{NAMED_PART}={name}", reasons=reasons))
    return found


def _is_total(label: str, patterns: Patterns) -> bool:
    hits = finder(patterns, "breakdowns").all(plain(label))
    return any("dimension" not in patterns["breakdowns"][h.key].attributes for h in hits)


def _names_beside(whole: Column, card: Scorecard, metadata: Metadata, patterns: Patterns) -> dict[int, str]:
    """The names of the columns that stand without a gap beside a total, on one side of it, by column."""
    free = {c.index: c for c in card.columns if c.role is None}
    said = set(_WORD.findall(plain(whole.label)))
    runs: list[dict[int, str]] = []
    for step in (-1, 1):
        run: dict[int, str] = {}
        index = whole.index + step
        while (column := free.get(index)) is not None and (column.period or "") == (whole.period or ""):
            words = [w for w in _own_words(column.label, metadata, patterns) if w not in said]
            name = " ".join(w for w in column.label.split() if set(_WORD.findall(plain(w))) & set(words))
            if not name or finder(patterns, "cues", "reference").all(plain(column.label)):
                break  # "Riket" is compared with, and no part
            run[index] = name
            index += step
        runs.append(run)
    return dict(sorted(max(runs, key=len).items()))


def _fits(whole: int, parts: Sequence[int], line: Line) -> Literal["sum", "among", "neither", ""]:
    """How a line's total fits its parts: their sum and more than each, or among them; '' where a number is missing."""
    total = _number(line, whole)
    numbers = [n for index in parts if (n := _number(line, index)) is not None]
    if total is None or len(numbers) < FEWEST_FITTING:
        return ""
    if min(numbers) <= total <= max(numbers):
        return "among"
    step = _step((*numbers, total))
    summed = len(numbers) == len(parts) and abs(sum(numbers) - total) <= step * len(parts) / 2
    return "sum" if summed else "neither"


def _number(line: Line, index: int) -> Decimal | None:
    """The number a cell begins with."""
    cell = line[index] if index < len(line) else None
    found = find_numbers(squeeze(cell.text)) if cell is not None else []
    return found[0].value if found else None


def _step(numbers: Sequence[Decimal]) -> Decimal:
    """The coarsest step that numbers were rounded to."""
    exponents = (n.as_tuple().exponent for n in numbers)
    return Decimal(1).scaleb(max(min(e, 0) if isinstance(e, int) else 0 for e in exponents))


# ---------------------------------------------------------------- periods of columns


def _printed_period(label: str, metadata: Metadata, patterns: Patterns) -> str:
    """The one period a label names, a part of the year before that year ("Utfall 2022 ackumulerat T1")."""
    own = metadata.period
    named = {m.label for m in find_periods(label, own, patterns, cumulative=True)}
    named = (
        {n for n in named if not any(o != n and o.startswith(n) for o in named)} if "" not in named else named
    )
    period = named.pop() if len(named) == 1 else ""
    return own if period == own[:4] else period


def _is_further(period: str, card: Scorecard, metadata: Metadata, patterns: Patterns) -> bool:
    """Whether a period is none of those that the roles' columns hold, and these are told apart by theirs.

    A whole year in an interim report may be its same months: left alone, unless this year's column says its months.
    """
    own = metadata.period
    outcomes = [c for c in card.columns if c.role in _OUTCOMES]
    months = any(c.role == "value" and _names_part(c.label, metadata, patterns) for c in outcomes)
    dated = {_printed_period(c.label, metadata, patterns) or c.period for c in outcomes} - {None, ""}
    part_of_year = len(period) > len(own)
    if not period or (len(period) < len(own) and not months) or period in dated or period == own:
        return False
    return len(dated) > 1 or (part_of_year and bool(dated))


def _names_part(label: str, metadata: Metadata, patterns: Patterns) -> bool:
    """Whether a label names a part of a year: "Utfall augusti 2022"."""
    own = metadata.period
    return any(len(m.label) > len(own[:4]) for m in find_periods(label, own, patterns, cumulative=True))


def _neighbours_period(column: Column, parts: Mapping[int, str], card: Scorecard, metadata: Metadata) -> str:
    """The period of the outcome that a part without a period of its own belongs to.

    That is the whole to its left ("2019 | Kv | M"), else the one to its right ("Kvinnor | Män | Totalt").
    """
    whole = [c for c in card.columns if not parts.get(c.index)]
    left = next((c for c in reversed(whole) if c.index < column.index), None)
    right = next((c for c in whole if c.index > column.index), None)
    for neighbour in (left, right):
        if neighbour is not None and neighbour.role == "value":
            return metadata.period
        if neighbour is not None and neighbour.role == "previous_value":
            return neighbour.period or periods.previous(metadata.period)
    return ""

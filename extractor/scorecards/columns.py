"""Header words and content → the role of each column of a scorecard.

Promises that a role never comes from a column's position: the words of the header propose roles
(`patterns/roles.toml`), what the column's cells show decides between them, and a role that only one of
the two witnesses supports gets a confidence below `SURE`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple, get_args

import msgspec

from extractor.model import SURE, Column, Role
from extractor.patterns import Patterns
from extractor.periods import find_periods, period_of, whole_years
from extractor.scorecards.content import TEXTUAL, VALUES, Content, content_score
from extractor.scorecards.headers import Head
from extractor.scorecards.judging import foretells, own_judgement
from extractor.scorecards.labels import CLEAR, HEADER_FLOOR, header_scores, is_unsure, stacked_scores
from extractor.scorecards.loose import may_be_lost
from extractor.scorecards.misnamed import by_content
from extractor.scorecards.unnamed import (
    CONTENT_ONLY,
    CONTENT_PROOF,
    LEAST_PARTS,
    UNSURE,
    Printed,
    by_cells,
    from_content,
    is_part,
    is_total,
    judges_differences,
    only_figures,
)

CONTENT_WEIGHT = 0.5
"""What full support by the content adds to a header score; a header word alone (1.0) outweighs it."""
BESIDE = frozenset({"deviation", "responsible"})
"""What a header may be said to be while its cells judge: "Jämförelse", "Skillnad"."""
CONTRADICTED = -0.6
"""Support by the content at or below which the header's role is doubted: symbols under "Utfall"."""
NEARLY = 0.75
"""Share of a header's best role that another must reach to be meant where the best one is another column's."""
FIGURES = 0.2
"""Share of figures from which a second column of values is one, not another column of words."""

_PERIOD_ROLES: tuple[Role, ...] = ("value", "target", "status", "trend", "forecast")
"""Roles a scorecard may print once per period."""
_REPEATED = frozenset({*_PERIOD_ROLES, "deviation"})
"""What several columns may be; differences and comparisons have no place in a row, however many they are."""
_ROLE_OF: Mapping[str, Role] = {r: r for r in get_args(Role)} | {
    "key_figure": "indicator",
    "activity": "indicator",
}
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_UNIT = re.compile(
    r"\(([^()\d]{1,20})\)|,\s*([a-zåäö%]{1,12})$|(%)|\b(tkr|mnkr|mkr|kkr|tim|st)\b", re.IGNORECASE
)


class Reading(NamedTuple):
    """The columns of a scorecard, and which words they were recognised by."""

    columns: tuple[Column, ...]
    keys: Mapping[int, str]
    """Group of `patterns/roles.toml` by column index: finer than the role ('activity', 'deviation')."""
    by_header: frozenset[str]
    """The groups that header words, not only the content, speak for."""
    unsure: frozenset[str] = frozenset()
    """Those of them that only words speak for which other tables have, too."""
    lost: frozenset[Role] = frozenset()
    """Roles that no column was taken for, yet one of figures without a role may have."""


def read_columns(
    labels: Sequence[str],
    contents: Sequence[Content],
    report_period: str,
    patterns: Patterns,
    heads: Sequence[Head] = (),
) -> Reading:
    """The columns of a scorecard with their roles.

    Args:
        labels: the header of each column, rows of a many-row header joined; '' where none is printed.
        contents: what each column shows.
        report_period: the report's own period ('2020-T1'), '' when unknown: tells which of several
            value columns is this report's and which one is last year's.
        patterns: the knowledge in use.
        heads: the rows of each header and what they cover, where the table prints a header of several rows.

    Returns:
        One `Column` per position, in printed order; a combined column ("Måluppfyllelse och utveckling")
        stands twice, once per role. `role` is None where a column has no place in a scorecard row.
    """
    heads = heads or [Head((label,)) for label in labels]
    years = whole_years(labels, report_period)
    scores = [
        stacked_scores(whole_years(head.texts, report_period), patterns["roles"])
        if len(head.texts) > 1
        else header_scores(label, patterns["roles"])
        for label, head in zip(years, heads, strict=True)
    ]
    scores = [_by_its_year(score, label) for score, label in zip(scores, years, strict=True)]
    scores = [{"indicator": 1.0} if head.titled else score for score, head in zip(scores, heads, strict=True)]
    periods = [period_of(label, report_period, patterns) or None for label in years]
    past = {i for i, period in enumerate(periods) if period and period[:4] < report_period[:4]}
    chosen = _doubt_shared(_choose(scores, contents, labels, past), heads, contents)
    near = {
        i for i, (key, _) in chosen.items() if heads[i].titled or is_unsure(years[i], key, patterns["roles"])
    }
    chosen = {i: (key, min(sure, UNSURE) if i in near else sure) for i, (key, sure) in chosen.items()}
    printed = [Printed(*column) for column in zip(labels, scores, contents, periods, strict=True)]
    chosen |= by_cells(chosen, printed, report_period, patterns)
    chosen = _without_colours(own_judgement(chosen, printed, patterns), scores)
    keys = {index: key for index, (key, _) in chosen.items()}
    columns: list[Column] = []
    for index, (label, content) in enumerate(zip(labels, contents, strict=True)):
        key, confidence = chosen.get(index, ("", 1.0))
        role = _ROLE_OF.get(key)
        if key == "activity" and {"indicator", "key_figure"} & set(keys.values()):
            role = None  # beside an indicator the activities are no rows of their own
        columns.append(
            Column(
                index=index, label=label, role=role, confidence=confidence, period=periods[index],
                unit=_unit(label),
            )
        )  # fmt: skip
        second = _second_role(role, scores[index], content, set(keys.values()))
        if second:
            sure = content.both >= 0.5 or content.free or not (content.pointing or _lit(content))
            columns.append(
                Column(index=index, label=label, role=second, confidence=confidence if sure else UNSURE)
            )
    by_header = frozenset(key for index, key in keys.items() if scores[index])
    unsure = frozenset(keys[index] for index in near)
    settled = _settle_periods(columns, report_period, patterns)
    lost = may_be_lost(settled, chosen, printed, report_period, patterns)
    return Reading(settled, keys, by_header, unsure, lost)


def _by_its_year(header: Mapping[str, float], label: str) -> Mapping[str, float]:
    """An earlier value named by its year only ("Bokslut 2023") is a value: which one is earlier, periods tell."""
    if _YEAR.search(label) and header.get("previous_value", 0.0) > header.get("value", 0.0):
        return {**header, "value": header["previous_value"], "previous_value": 0.0}
    return header


def _choose(
    scores: Sequence[Mapping[str, float]],
    contents: Sequence[Content],
    labels: Sequence[str],
    past: Collection[int] = (),
) -> dict[int, tuple[str, float]]:
    """Roles to columns, best supported first; a role whose cells stand once in a row is given once.

    The columns in `past` are of an earlier period.
    """
    options: list[tuple[float, float, int, str]] = []
    overruled = by_content(scores, contents, past)
    for index, (header, content) in enumerate(zip(scores, contents, strict=True)):
        if index in overruled:
            key, share = overruled[index]
            options.append((CONTENT_PROOF * share, share, index, key))
            continue
        judges = set(header) <= BESIDE and judges_differences(content)
        for key, score in header.items():
            if judges or (key in TEXTUAL and only_figures(content)):
                continue  # "Jämförelse" over "Bättre" is a trend; "Antal indikatorer" counts them, it names none
            support = content_score(key, content)
            options.append((score + CONTENT_WEIGHT * support, support, index, key))
        if judges or all(content_score(key, content) <= CONTRADICTED for key in header):
            options += from_content(index, content, labels[index])
        if header.get("goal") and "target" not in header and content.numbers >= CONTENT_ONLY:
            # A goal in figures is a target, whatever word is used: "Ambition 2006", "Önskat läge".
            options.append((header["goal"], content.numbers, index, "target"))
    options.sort(key=lambda o: (-o[0], o[2], o[3]))
    chosen: dict[int, tuple[str, float]] = {}
    taken: set[str] = set()
    for total, support, index, key in options:
        single = "indicator" if key == "key_figure" else key
        if index in chosen or total < HEADER_FLOOR / 2 or (single in taken and key not in _REPEATED):
            continue
        if key in taken and _means_another(key, scores[index], taken):
            continue
        alone = key not in scores[index] and not (key == "target" and "goal" in scores[index])
        if key in taken and (alone or (key in VALUES and contents[index].filled and support < FIGURES)):
            continue  # neither the content alone nor words under it make a second column of a role
        doubted = key == "target" and _may_be_goal(scores[index], contents[index])
        chosen[index] = key, (UNSURE if alone or doubted or support <= CONTRADICTED else 1.0)
        taken.add(single)
    rivalled = [i for i in chosen if _has_rival(i, chosen, scores, contents)]
    return chosen | {i: (chosen[i][0], UNSURE) for i in rivalled}


def _has_rival(
    index: int,
    chosen: Mapping[int, tuple[str, float]],
    scores: Sequence[Mapping[str, float]],
    contents: Sequence[Content],
) -> bool:
    """Whether a column of words without a sure role might as well be the one chosen: "Nämndens mål | Våra mål"."""
    key = chosen[index][0]
    alike = {"indicator", "key_figure"} if key in ("indicator", "key_figure") else {key}
    said = NEARLY * scores[index].get(key, 0.0)
    return key in TEXTUAL and any(
        chosen.get(i, ("", 0.0))[1] < SURE
        and i != index
        and max(scores[i].get(k, 0.0) for k in alike) >= max(said, HEADER_FLOOR)
        and content_score(key, content) > 0
        for i, content in enumerate(contents)
    )


def _means_another(key: str, header: Mapping[str, float], taken: set[str]) -> bool:
    """Whether a header that names a role taken by a clearer one names another nearly as well: "Mätning Målvärde"."""
    score = header.get(key, 0.0)
    others = (other for other, said in header.items() if other not in taken and said >= NEARLY * score)
    return score < CLEAR and any(other in VALUES for other in others)


def _may_be_goal(header: Mapping[str, float], content: Content) -> bool:
    """Whether words without a figure stand under a header that goals have too ("Resultatmål")."""
    return header.get("goal", 0.0) >= CLEAR and content.filled > 0 and content.numbers == 0


def _doubt_shared(
    chosen: Mapping[int, tuple[str, float]], heads: Sequence[Head], contents: Sequence[Content]
) -> dict[int, tuple[str, float]]:
    """Figures under a header cell that covers several filled columns: which one it names is a guess."""
    filled = [i for i, head in enumerate(heads) if head.shared and contents[i].filled]
    doubted = {i for i in filled if {i - 1, i + 1} & set(filled)}
    return {
        i: (key, min(confidence, UNSURE) if i in doubted and key in VALUES else confidence)
        for i, (key, confidence) in chosen.items()
    }


def _second_role(
    role: Role | None, header: Mapping[str, float], content: Content, others: set[str]
) -> Role | None:
    """The other role of a combined column; only where no column of its own has it."""
    named = "status" in header and "trend" in header
    shown = content.both >= 0.5
    if role == "status" and "trend" not in others and (named or shown or content.pointing >= 0.5):
        return "trend"
    if role == "trend" and "status" not in others and (named or shown or _lit(content)):
        return "status"
    return None


def _without_colours(
    chosen: Mapping[int, tuple[str, float]], scores: Sequence[Mapping[str, float]]
) -> dict[int, tuple[str, float]]:
    """The roles without a status that colours alone speak for, where a header names one in a column of trends."""
    named = any(key == "trend" and "status" in scores[i] for i, (key, _) in chosen.items())
    return {
        i: role
        for i, role in chosen.items()
        if not (named and role[0] == "status" and "status" not in scores[i])
    }


def _lit(content: Content) -> bool:
    """Whether most cells show a light that is no arrow: a column of trends that judges as well, or instead."""
    return min(content.status, content.symbols) >= 0.5 > content.arrows


def _unit(label: str) -> str | None:
    match = _UNIT.search(label)
    return next((g.strip() for g in match.groups() if g), None) if match else None


def _settle_periods(columns: list[Column], report_period: str, patterns: Patterns) -> tuple[Column, ...]:
    """Of several columns of one role keep the report's own; an earlier value becomes the previous one."""
    out = list(columns)
    for role in _PERIOD_ROLES:
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

    In an interim report without last year's that is an earlier part of its year ("Utfall april"), never surely.
    """
    if any(c.role == "previous_value" for c in out):
        return
    earlier = [i for i in rest if (out[i].period or "9")[:4] < period[:4]]
    same_year = not earlier and "-" in period
    if same_year:
        earlier = [i for i in rest if (told_of := out[i].period) and _end_of(told_of) < _end_of(period)]
    earlier = [i for i in earlier if not is_part(out[i].label, patterns)] or earlier
    if earlier:
        end = max(_end_of(out[i].period or "") for i in earlier)
        alike, told = _wholes([out[i] for i in earlier if _end_of(out[i].period or "") == end], patterns)
        last = next(i for i in earlier if out[i] is alike[0])
        sure = out[last].confidence if told and not same_year else min(out[last].confidence, UNSURE)
        out[last] = msgspec.structs.replace(out[last], role="previous_value", confidence=sure)


def _settle_old(out: list[Column], report_period: str) -> None:
    """A single column of an earlier year beside none of this year's: last year's value; judged in another, unsure."""
    year = report_period[:4]
    for i, column in enumerate(out):
        old = bool(year) and (column.period or year)[:4] < year
        if old and column.role == "value":
            beside = any(c.role == "previous_value" for c in out)  # "Senaste utfall": of which year?
            changed = {"confidence": min(column.confidence, UNSURE)} if beside else {"role": "previous_value"}
            out[i] = msgspec.structs.replace(column, **changed)
        elif column.role == "status" and year and (column.period or year)[:4] != year:
            # "Status 2019", "Uppnås 2026"; the year of a trend may be the one compared with.
            out[i] = msgspec.structs.replace(column, confidence=min(column.confidence, UNSURE))

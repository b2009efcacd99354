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
from extractor.periods import period_of, whole_years
from extractor.scorecards.column_periods import PERIOD_ROLES, settle_periods
from extractor.scorecards.content import TEXTUAL, VALUES, Content, content_score
from extractor.scorecards.headers import Head
from extractor.scorecards.judging import own_judgement
from extractor.scorecards.labels import (
    CLEAR,
    HEADER_FLOOR,
    header_scores,
    is_unsure,
    stacked_scores,
    without_period,
)
from extractor.scorecards.light_limits import limits_of_lights
from extractor.scorecards.loose import may_be_lost
from extractor.scorecards.methods import with_finer_goals
from extractor.scorecards.misnamed import by_content, names_things
from extractor.scorecards.repeated import Repeated, understood
from extractor.scorecards.unnamed import (
    CONTENT_ONLY,
    CONTENT_PROOF,
    LIMITED,
    UNSURE,
    Printed,
    by_cells,
    from_content,
    judges_differences,
    only_figures,
    told_by_legend,
)
from extractor.swedish import fold

CONTENT_WEIGHT = 0.5
"""What full support by the content adds to a header score; a header word alone (1.0) outweighs it."""
BESIDE = frozenset({"deviation", "responsible", "method"})
"""What a header may be said to be while its cells judge: "Jämförelse", "Skillnad"."""
CONTRADICTED = -0.6
"""Support by the content at or below which the header's role is doubted: symbols under "Utfall"."""
NEARLY = 0.75
"""Share of a header's best role that another must reach to be meant where the best one is another column's."""
FIGURES = 0.2
"""Share of figures from which a second column of values is one, not another column of words."""

_REPEATED = frozenset({*PERIOD_ROLES, "deviation"})
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
    read = [Printed(*column) for column in zip(years, scores, contents, periods, strict=True)]
    scores, told, doubted = _understood(read, report_period, patterns)
    chosen = with_finer_goals(_choose(scores, contents, labels, past), scores, contents)
    chosen = _doubt_shared(chosen, heads, contents)
    near = {
        i for i, (key, _) in chosen.items() if heads[i].titled or is_unsure(years[i], key, patterns["roles"])
    }
    near -= {i for i in near if chosen[i][0] == "status" and told_by_legend(i, contents)} | told
    near -= {i for i in near if chosen[i][0] == "target" and contents[i].limits >= LIMITED}
    near |= doubted & chosen.keys()
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
    settled = settle_periods(columns, report_period, patterns)
    lost = may_be_lost(settled, chosen, printed, report_period, patterns)
    return Reading(settled, keys, by_header, unsure, lost)


def _understood(columns: Sequence[Printed], report_period: str, patterns: Patterns) -> Repeated:
    """What the headers say once the words are understood that mean something else beside their like."""
    words = understood(columns, report_period, patterns["roles"])
    limits, doubted = limits_of_lights(columns, patterns)
    scores = [limits.get(i, header) for i, header in enumerate(words.scores)]
    return words._replace(scores=scores, doubted=words.doubted | doubted)


def without_guessed_goals(reading: Reading) -> Reading:
    """The columns without one taken for the goals' by its cells alone, for a table that has its goal printed above it.

    Args:
        reading: the columns as read.
    """
    guessed = [i for i, key in reading.keys.items() if key == "goal" and key not in reading.by_header]
    columns = tuple(
        msgspec.structs.replace(c, role=None) if c.index in guessed and c.role == "goal" else c
        for c in reading.columns
    )
    keys = {i: key for i, key in reading.keys.items() if i not in guessed}
    return reading._replace(columns=columns, keys=keys)


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
    overruled = by_content(scores, contents, labels, past)
    anothers = _targets_of_others(scores, contents, labels)
    limits = _figures_per_judgement(scores, contents)
    aimed = any(
        h.get("target", 0.0) >= CLEAR and only_figures(c) for h, c in zip(scores, contents, strict=True)
    )
    for index, (header, content) in enumerate(zip(scores, contents, strict=True)):
        if index in anothers:
            continue
        if index in overruled:
            key, share = overruled[index]
            options.append((CONTENT_PROOF * share, share, index, key))
            continue
        judges = set(header) <= BESIDE and judges_differences(content)
        for key, score in header.items():
            goal = key == "target" and aimed and "goal" in header and names_things(content)
            if (
                judges
                or goal
                or (key == "status" and index in limits)
                or _denied(key, labels[index], content)
            ):
                continue  # "Jämförelse" over "Bättre" is a trend
            support = content_score(key, content)
            options.append((score + CONTENT_WEIGHT * support, support, index, key))
        if judges or all(content_score(key, content) <= CONTRADICTED for key in header):
            options += from_content(index, content, labels[index])
        if header.get("goal") and "target" not in header and content.numbers >= CONTENT_ONLY:
            # A goal in figures is a target, whatever word is used: "Ambition 2006", "Önskat läge".
            options.append((header["goal"], content.numbers, index, "target"))
    untold = any(
        c.filled and c.numbers >= CONTENT_ONLY and not h for h, c in zip(scores, contents, strict=True)
    )
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
        alone = alone and not (
            key == "status" and not labels[index].strip() and told_by_legend(index, contents)
        )
        if key in taken and (alone or _shows_another(key, support, contents[index])):
            continue  # neither the content alone nor words under it make a second column of a role
        doubted = key == "target" and _may_be_goal(scores[index], contents[index])
        doubted = doubted or (untold and key in VALUES and names_things(contents[index]))
        chosen[index] = key, (UNSURE if alone or doubted or support <= CONTRADICTED else 1.0)
        taken.add(single)
    rivalled = [i for i in chosen if _has_rival(i, chosen, scores, contents)]
    return chosen | {i: (chosen[i][0], UNSURE) for i in rivalled}


def _denied(key: str, label: str, content: Content) -> bool:
    """Whether a column's cells are nothing that a role has: "Antal indikatorer" over counts, "2019" over words."""
    if key in TEXTUAL:
        return only_figures(content)
    return key == "value" and not without_period(label) and names_things(content)


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


def _targets_of_others(
    scores: Sequence[Mapping[str, float]], contents: Sequence[Content], labels: Sequence[str]
) -> set[int]:
    """The columns of figures headed as another target under whose it is: "Rådets årsmål" beside "Årsmål"."""
    folded = [fold(label) for label in labels]
    own = [
        folded[i]
        for i, (header, content) in enumerate(zip(scores, contents, strict=True))
        if header.get("target", 0.0) >= CLEAR and content.numbers >= CONTENT_ONLY
    ]
    return {
        i
        for i, (header, label) in enumerate(zip(scores, folded, strict=True))
        if header.get("target", 0.0) < CLEAR
        and contents[i].numbers >= CONTENT_ONLY
        and any(label.endswith(f"s {said}") and " " not in label.removesuffix(f"s {said}") for said in own)
    }


def _figures_per_judgement(scores: Sequence[Mapping[str, float]], contents: Sequence[Content]) -> set[int]:
    """The columns of figures headed as judgements where there are several: limits, or counts ("Grön | Gul | Röd")."""
    found = {
        i
        for i, (header, content) in enumerate(zip(scores, contents, strict=True))
        if "status" in header and only_figures(content)
    }
    return found if len(found) > 1 else set()


def _shows_another(key: str, support: float, content: Content) -> bool:
    """Whether a column's cells are not such as its role has: words for values, dates under "Klart" for judgements."""
    return content.filled > 0 and (
        (key in VALUES and support < FIGURES) or (key == "status" and support <= 0 and not content.symbols)
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
    """Figures under a header that covers several filled columns, or was torn between two: which it names is a guess."""
    filled = [i for i, head in enumerate(heads) if head.shared and contents[i].filled]
    doubted = {i for i in filled if {i - 1, i + 1} & set(filled)}
    opened = [" ".join(head.texts).count("(") - " ".join(head.texts).count(")") for head in heads]
    torn = [i for i in range(1, len(heads)) if opened[i - 1] > 0 > opened[i]]
    doubted |= {*torn, *(i - 1 for i in torn)}
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

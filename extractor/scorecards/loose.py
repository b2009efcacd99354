"""Columns of figures or brief words that got no role: what of a row they may hold.

Promises that a table with such a column leaves no field surely empty that may be printed in it: its header says
nothing known, or nothing tells it from the column that was taken. Nor is a value surely missing in a table without a
column of values where figures stand under words for something else, or were taken for it in doubt; nor a judgement
where brief words stand under a header that says nothing known, or is one of figures.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from extractor.model import SURE, Column, Role
from extractor.patterns import Patterns
from extractor.scorecards.content import TEXTUAL, VALUES
from extractor.scorecards.unnamed import CONTENT_ONLY, STATE_WORDS, STATES, Chosen, Printed, is_part

MAY_BE_LOST: frozenset[Role] = frozenset({"baseline", "target", "previous_value", "value"})
"""What stands under words of an organisation's own; forecasts are called so nearly everywhere."""
EARLIER: frozenset[Role] = frozenset({"baseline", "previous_value"})
OUTCOMES: frozenset[Role] = frozenset({"previous_value", "value"})
"""What a second column under words for a value may be."""
NO_FIGURES = frozenset({"number", "responsible", "method", "progress"})
"""What is no outcome, though printed in digits: "Nr", "Mäts när"."""


def may_be_lost(
    columns: Collection[Column],
    chosen: Chosen,
    printed: Sequence[Printed],
    report_period: str,
    patterns: Patterns,
) -> frozenset[Role]:
    """The roles without a column that a column of figures or brief words without a sure role may have.

    Args:
        columns: the columns with the roles given.
        chosen: what each column was taken for before one of several was kept for each role.
        printed: the same columns as printed.
        report_period: the report's own period, '' when unknown.
        patterns: the knowledge in use.

    Returns:
        Roles that are not surely missing in any row of the table.
    """
    given = {c.role for c in columns}
    sure = {c.index for c in columns if c.role and c.confidence >= SURE}
    with_role = {c.index for c in columns if c.role}
    names = [i for i, (key, _) in chosen.items() if key in TEXTUAL]
    first = min(names, default=0)  # what stands before the names numbers them
    roles: set[Role] = set()
    for index, column in enumerate(printed):
        if (
            index in sure
            or index < first
            or column.content.numbers < CONTENT_ONLY
            or not column.content.filled
        ):
            continue
        if "value" not in given:
            roles |= _outcome(_key(index, column, chosen), column, report_period)
        if index not in with_role and not (is_part(column.label, patterns) and "value" in given):
            roles |= _held(_key(index, column, chosen), column, report_period)
    if any(
        i > first and i not in with_role and _may_judge(_key(i, c, chosen), c) for i, c in enumerate(printed)
    ):
        roles.add("status")
    return frozenset(roles - given)


def _may_judge(key: str, column: Printed) -> bool:
    """Whether brief words stand under a header that says nothing known, or names figures."""
    shown = column.content
    if key and key not in VALUES | {"goal"}:
        return False
    return shown.filled > 1 and shown.words <= STATE_WORDS and max(shown.numbers, shown.symbols) < 1 - STATES


def _key(index: int, column: Printed, chosen: Chosen) -> str:
    """What a column was taken for, or what its header's words say most."""
    if index in chosen:
        return chosen[index][0]
    return max(column.scores, key=column.scores.__getitem__, default="")


def _outcome(key: str, column: Printed, report_period: str) -> frozenset[Role]:
    """The outcomes that a column may hold in a table without a value, whatever its header was taken for.

    A column of a later year holds none, nor one of numbers, dates and units.
    """
    year, own = (column.period or "")[:4], report_period[:4]
    if key in NO_FIGURES or (year and own and year > own):
        return frozenset()
    return OUTCOMES if key in VALUES else frozenset({"value"})


def _held(key: str, column: Printed, report_period: str) -> frozenset[Role]:
    """What a column without a role may hold, as far as its words and its period tell."""
    if key and key not in VALUES:
        return frozenset()  # "Avvikelse", "Riket", "Vikt": of each of these one column may have the role
    said = OUTCOMES if key == "value" else frozenset({key})
    held = MAY_BE_LOST & said if key else MAY_BE_LOST
    year, own = (column.period or "")[:4], report_period[:4]
    if year and own and year != own:
        return held & EARLIER if year < own else held & {"target"}
    return held - EARLIER if year and own else held

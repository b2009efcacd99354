"""Columns of figures that got no role: what of a row they may hold.

Promises that a table with such a column leaves no field surely empty that may be printed in it: its header says
nothing known, or nothing tells it from the column that was taken.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from extractor.model import Column, Role
from extractor.patterns import Patterns
from extractor.scorecards.content import TEXTUAL, VALUES
from extractor.scorecards.unnamed import CONTENT_ONLY, Chosen, Printed, is_part

MAY_BE_LOST: frozenset[Role] = frozenset({"baseline", "target", "previous_value", "value"})
"""What stands under words of an organisation's own; forecasts are called so nearly everywhere."""
EARLIER: frozenset[Role] = frozenset({"baseline", "previous_value"})
OUTCOMES: frozenset[Role] = frozenset({"previous_value", "value"})
"""What a second column under words for a value may be."""


def may_be_lost(
    columns: Collection[Column],
    chosen: Chosen,
    printed: Sequence[Printed],
    report_period: str,
    patterns: Patterns,
) -> frozenset[Role]:
    """The roles without a column that a column of figures without a role may have.

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
    with_role = {c.index for c in columns if c.role}
    names = [i for i, (key, _) in chosen.items() if key in TEXTUAL]
    first = min(names, default=0)  # what stands before the names numbers them
    roles: set[Role] = set()
    for index, column in enumerate(printed):
        if index in with_role or index < first or column.content.numbers < CONTENT_ONLY:
            continue
        if column.content.filled and not (is_part(column.label, patterns) and "value" in given):
            roles |= _held(index, column, chosen, report_period)
    return frozenset(roles - given)


def _held(index: int, column: Printed, chosen: Chosen, report_period: str) -> frozenset[Role]:
    """What a column without a role may hold, as far as its words and its period tell."""
    key = (
        chosen[index][0] if index in chosen else max(column.scores, key=column.scores.__getitem__, default="")
    )
    if key and key not in VALUES:
        return frozenset()  # "Avvikelse", "Riket", "Vikt": of each of these one column may have the role
    said = OUTCOMES if key == "value" else frozenset({key})
    held = MAY_BE_LOST & said if key else MAY_BE_LOST
    year, own = (column.period or "")[:4], report_period[:4]
    if year and own and year != own:
        return held & EARLIER if year < own else held & {"target"}
    return held - EARLIER if year and own else held

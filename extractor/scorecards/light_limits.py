"""Columns of limits, one for each light: "Grönt | Gult | Rött" over "≥ 72 | 65-71 | < 65".

Promises that the limit from which a row is green is its target, surely only where the cells are limits, and that those
of the other lights are no figures of the row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extractor.patterns import Patterns
from extractor.scorecards.labels import CLEAR
from extractor.scorecards.unnamed import LIMITED, Printed, only_figures
from extractor.swedish import squeeze
from extractor.symbols.legend import Legend
from extractor.symbols.meaning import read_status

FEWEST_LIGHTS = 2
"""Lights with a column of figures each from which they are limits, or counts."""
REACHED = "met"

NONE = Legend()


def limits_of_lights(
    columns: Sequence[Printed], patterns: Patterns
) -> tuple[dict[int, Mapping[str, float]], frozenset[int]]:
    """What the headers of columns of limits say.

    Args:
        columns: all columns of the table, in printed order.
        patterns: the knowledge in use (`status`, `legend`).

    Returns:
        What each such header says in the place of its words: the target, or a figure that no row has; and which of them
        are in doubt, for their figures may be counts. Nothing where fewer than two lights have a column of figures
        each, or another column is headed as the target.
    """
    found = {i: light for i, column in enumerate(columns) if (light := _light(column, patterns))}
    lights = list(found.values())
    if len(set(lights)) < FEWEST_LIGHTS or len(set(lights)) != len(lights) or REACHED not in lights:
        return {}, frozenset()
    if any(_is_target(column) for i, column in enumerate(columns) if i not in found):
        return {}, frozenset()
    limited = any(columns[i].content.limits >= LIMITED for i in found)
    said: dict[int, Mapping[str, float]] = {
        i: {"target" if light == REACHED else "deviation": 1.0} for i, light in found.items()
    }
    return said, frozenset() if limited else frozenset(i for i, light in found.items() if light == REACHED)


def _light(column: Printed, patterns: Patterns) -> str | None:
    """The judgement of the light that a header over figures names; None for other words: verdicts head counts."""
    if not only_figures(column.content) or not patterns["legend"].find(column.label):
        return None
    return read_status((), squeeze(column.label), None, NONE, patterns).normal


def _is_target(column: Printed) -> bool:
    """Whether a column of figures is headed as the target."""
    return column.scores.get("target", 0.0) >= CLEAR and only_figures(column.content)

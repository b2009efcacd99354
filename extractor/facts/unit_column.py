"""A column of units beside a scorecard's figures ("Enhet": "%", "dagar", "kr/inv") → the unit of each row.

Its cells decide, not its header: under "Enhet" some reports name departments.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from extractor.facts.lines import Line
from extractor.facts.units import of_name
from extractor.model import Column, Scorecard
from extractor.patterns import Patterns
from extractor.phrases import finder, plain
from extractor.swedish import squeeze

_MAY_BE_UNIT = re.compile(r"[^\W\d_][^\d]{0,19}")
"""Words of a unit nobody taught: short, without figures."""

UNITS = 0.75
"""Share of a column's cells that must be units; "plats" and what nobody taught may stand between them."""
ANNOUNCED = 0.5
"""The same where the header says that units stand below it."""


def units_beside(card: Scorecard, lines: Mapping[int, Line], patterns: Patterns) -> Mapping[int, str]:
    """The units that a column without a role prints for the rows.

    Args:
        card: a scorecard with its columns.
        lines: the lines of the document's table by row number (`lines_of`).
        patterns: the knowledge in use.

    Returns:
        The unit by row number: its key, or as printed where the header announces units and nobody taught it
        ("plats"); rows without one are left out.
    """
    for column in (c for c in card.columns if c.role is None):
        cells = {n: line[column.index] for n, line in lines.items() if column.index < len(line)}
        texts = {
            n: squeeze(cell.text) for n, cell in cells.items() if cell is not None and squeeze(cell.text)
        }
        units = {n: unit for n, text in texts.items() if (unit := _unit(text, patterns))}
        announced = _announces(column, patterns)
        if texts and len(units) >= len(texts) * (ANNOUNCED if announced else UNITS):
            return {
                n: units[n] if n in units else plain(text)
                for n, text in texts.items()
                if n in units or announced
            }
    return {}


def _unit(text: str, patterns: Patterns) -> str:
    """The unit a cell is, '' where it is anything else."""
    low = plain(text).strip("().: ")
    hit = finder(patterns, "units").at(low, 0)
    if hit is not None and hit.end == len(low):
        return of_name(hit.key)
    share = finder(patterns, "measures", "share").at(low, 0)
    return "%" if share is not None and share.end == len(low) else ""


def _announces(column: Column, patterns: Patterns) -> bool:
    hit = finder(patterns, "columns", "unit").at(plain(column.label), 0)
    return hit is not None

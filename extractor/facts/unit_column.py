"""A column of units beside a scorecard's figures ("Enhet": "%", "dagar", "kr/inv") → the unit of each row.

Its cells decide, not its header: under "Enhet" some reports name departments.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from extractor.facts.lines import Line
from extractor.facts.units import of_name
from extractor.model import Column, Scorecard
from extractor.patterns import Patterns
from extractor.phrases import finder, plain
from extractor.swedish import squeeze

UNITS = 0.75
"""Share of a column's cells that must be units; "plats" and what nobody taught may stand between them."""
ANNOUNCED = 0.5
"""The same where the header says that units stand below it."""


class Given(NamedTuple):
    """The unit of a row by a cell of its own."""

    unit: str
    sure: bool
    """Whether the cell prints a unit that is known, not only a word that may be one."""


NOT_GIVEN = Given("", sure=False)


def units_beside(card: Scorecard, lines: Mapping[int, Line], patterns: Patterns) -> Mapping[int, Given]:
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
        units = {n: given for n, text in texts.items() if (given := _unit(text, patterns)).unit}
        announced = _announces(column, patterns)
        if texts and len(units) >= len(texts) * (ANNOUNCED if announced else UNITS):
            return {
                n: units[n] if n in units else Given(text, sure=False)
                for n, text in texts.items()
                if n in units or announced
            }
    return {}


def _unit(text: str, patterns: Patterns) -> Given:
    """The unit a cell is; "Andel" may be of a hundred or of one."""
    low = plain(text).strip("().: ")
    hit = finder(patterns, "units").at(low, 0)
    if hit is not None and hit.end == len(low):
        return Given(of_name(hit.key), sure=True)
    share = finder(patterns, "measures", "share").at(low, 0)
    return Given("%", sure=False) if share is not None and share.end == len(low) else NOT_GIVEN


def _announces(column: Column, patterns: Patterns) -> bool:
    hit = finder(patterns, "columns", "unit").at(plain(column.label), 0)
    return hit is not None

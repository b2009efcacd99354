"""A row without a status whose other cells judge: its status is not sure to be none.

Promises that no row counts as surely not judged where a verdict, or a light alone in a column of unknown role or of
figures, stands in it.
"""

from __future__ import annotations

from extractor.model import EMPTY, SURE, Cell, Field, Role
from extractor.patterns import Patterns
from extractor.scorecards.card import Card
from extractor.scorecards.combined import FIGURES
from extractor.scorecards.content import is_verdict
from extractor.scorecards.fields import doubted, shows
from extractor.scorecards.grid import cells_of
from extractor.scorecards.unnamed import UNSURE
from extractor.symbols.colours import LIGHTS

JUDGE_NOTHING: frozenset[Role] = frozenset({"perspective", "goal", "goal_status", "indicator", "target"})
"""Roles whose cells may hold words like a verdict's and judge nothing by them: "Uppnådd nivå" is to be reached."""

MAY_HOLD_MARKS: frozenset[Role] = frozenset({"comment"})
"""Roles of words; a light alone in such a cell is no remark."""
WHOLE = 0.8
"""Share of a cell's letters that words for a missing value take where they are all it says."""
MEANT = frozenset({*LIGHTS, "blue"})
"""Colours of marks that judge, or may in this report."""


def status_or_doubt(card: Card, status: Field, index: int) -> Field:
    """The status as read, or the empty one in doubt where another cell of the row judges.

    Args:
        card: the scorecard.
        status: what was read of the row's status; empty where its table has no column for it.
        index: index of the row in the grid.
    """
    if shows(status) or status.reasons or status.confidence < SURE:
        return status
    if any(_judges(card, cell) for cell in cells_of(card.grid, index) if cell.row == index):
        return doubted(EMPTY, UNSURE, "status_elsewhere")
    return status


def _judges(card: Card, cell: Cell) -> bool:
    columns = [c for c in card.reading.columns if c.index == cell.column and c.role]
    roles = {c.role for c in columns if c.role != "trend" or c.confidence >= SURE}
    if roles & (JUDGE_NOTHING | {"status"}):
        return False
    judges = is_verdict(cell.text, card.patterns) and not _lacks_value(cell.text, card.patterns)
    shaded = all(s.shape == "fill" for s in cell.symbols)  # an empty cell of a figure may be
    marks = not roles - MAY_HOLD_MARKS or (roles <= set(FIGURES) and not shaded)
    return judges or (marks and _is_lit(cell))


def _lacks_value(text: str, patterns: Patterns) -> bool:
    """Whether a cell only says that there is no figure: "Ingen data" in place of one judges nothing."""
    return patterns["missing"].best(text, coverage=WHOLE) is not None


def _is_lit(cell: Cell) -> bool:
    """Whether a cell holds a light and no words, or a mark of which nobody can tell what it shows."""
    return not cell.text.strip() and any(
        (s.colour in MEANT and s.shape != "bar") or (s.colour is None and s.shape is None)
        for s in cell.symbols
    )

"""A scorecard as the rows and columns of a screen: each cell with the mark that says how sure it is.

Marks are characters, so that they are seen without colour: `?` unsure, `!` decided, but something else is read
now, `*` decided by a person.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from extractor.model import SURE, Field, Role, Row, Scorecard
from extractor.review.added import STALE_REASON

UNSURE, STALE, DECIDED = "?", "!", "*"

WORDS: Mapping[str, str] = {
    "met": "met", "partly_met": "partly met", "not_met": "not met",
    "up": "up", "unchanged": "unchanged", "down": "down",
}  # fmt: skip
"""Normalised values as they are shown."""

WIDEST: Mapping[Role, int] = {
    "indicator": 26, "goal": 22, "goal_status": 13, "perspective": 14, "comment": 24, "status": 13, "trend": 12,
    "progress": 9,
}  # fmt: skip
"""Characters that a column takes at most; the whole text of the cell stands in the evidence."""
WIDEST_NUMBER = 16
NARROWEST = 6


class Spot(NamedTuple):
    """One cell of the grid."""

    text: str
    mark: str
    """'', or one of the marks."""

    @property
    def shown(self) -> str:
        """The text with its mark in front, where a cut-off cannot take it away."""
        return f"{self.mark} {self.text}".rstrip() if self.mark else self.text


class Grid(NamedTuple):
    """One scorecard on the screen."""

    table_no: int
    perspective: str
    roles: tuple[Role, ...]
    """The columns: what the row is called first, what groups rows last."""
    keys: tuple[tuple[int, int], ...]
    """Table and row number of each row."""
    spots: tuple[tuple[Spot, ...], ...]

    def width(self, column: int) -> int:
        """How wide a column should be."""
        role = self.roles[column]
        longest = max([len(role), *(len(row[column].shown) for row in self.spots)], default=0)
        return max(NARROWEST, min(longest, WIDEST.get(role, WIDEST_NUMBER)))


def grid_of(card: Scorecard) -> Grid:
    """A scorecard as rows and columns.

    Args:
        card: with the decisions applied.
    """
    roles = _roles(card)
    return Grid(
        table_no=card.table_no,
        perspective=card.perspective,
        roles=roles,
        keys=tuple((row.table_no, row.row_no) for row in card.rows),
        spots=tuple(tuple(spot(row, role) for role in roles) for row in card.rows),
    )


def spot(row: Row, role: Role) -> Spot:
    """One field of a row."""
    field = row.field(role)
    text = WORDS.get(field.normal or "", field.normal or "") or " ".join(field.text.split())
    return Spot(text, mark_of(field))


def mark_of(field: Field) -> str:
    """How sure a field is, in one character; '' if it is sure as read."""
    if STALE_REASON in field.reasons:
        return STALE
    if field.reviewed:
        return DECIDED
    return UNSURE if field.confidence < SURE else ""


def _roles(card: Scorecard) -> tuple[Role, ...]:
    """What the row is called, then the columns in the order of the page; what groups rows comes last.

    A goal's words are long and the same on many rows: before the numbers they would push these out of sight.
    """
    used = [role for row in card.rows for role in row.fields]
    printed = [c.role for c in sorted(card.columns, key=lambda c: c.index) if c.role in used]
    every = [role for role in dict.fromkeys((*printed, *used)) if role]
    order: tuple[Role, ...] = ("indicator", "goal")
    name = next((role for role in order if role in every), None)
    last: tuple[Role, ...] = ("goal", "perspective")
    middle = [role for role in every if role not in last and role != name]
    return (*((name,) if name else ()), *middle, *(role for role in last if role in every and role != name))

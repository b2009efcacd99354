"""Lines that stand beside a scorecard's rows, outside of its table: a perspective or a goal in the margin.

Promises that beside such lines no row has surely the perspective of the one above it, nor surely no goal; what they
name is given to the rows from their height on, never surely.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set

import msgspec

from extractor.model import SURE, Block, Box, Field, Paragraph, Role, Row, Scorecard, Table
from extractor.patterns import Patterns
from extractor.scorecards.fields import doubted
from extractor.scorecards.goal_names import GOAL_WORDS, has_figures
from extractor.scorecards.goals_above import FROM_HEADING, unlabelled_goal
from extractor.scorecards.perspectives import named
from extractor.swedish import squeeze

BEGINS = 6.0
"""Points below the top of a row at which what stands beside it begins at the lowest."""
OVERLAP = 2.0
"""Points by which boxes of words and of tables reach into each other at most."""


def with_margins(cards: Sequence[Scorecard], blocks: Iterable[Block], patterns: Patterns) -> list[Scorecard]:
    """The scorecards, their rows with what stands beside them on the page.

    Args:
        cards: the scorecards of a document.
        blocks: everything that it holds.
        patterns: the knowledge in use (`perspectives`).
    """
    blocks = list(blocks)
    tables = {b.number: b for b in blocks if isinstance(b, Table)}
    lines = [b for b in blocks if isinstance(b, Paragraph) and _is_label(b)]
    found = {c.table_no: _beside(tables[c.table_no], lines) for c in cards if c.table_no in tables}
    return [
        _with(card, found[card.table_no], patterns) if found.get(card.table_no) else card for card in cards
    ]


def _is_label(line: Paragraph) -> bool:
    text = squeeze(line.text)
    short = 0 < len(text.split()) <= GOAL_WORDS and text[-1] not in ".:;,"
    return (
        short
        and line.place.box is not None
        and not line.bullet
        and text[:1].isupper()
        and not has_figures(text)
    )


def _beside(table: Table, lines: Iterable[Paragraph]) -> list[tuple[float, Paragraph]]:
    """The lines to the left of a table between its top and its bottom, each with its top; in their order down."""
    box = table.place.box
    if box is None:
        return []
    found = [
        (line.place.box.top, line)
        for line in lines
        if line.place.page == table.place.page
        and line.place.box is not None
        and _stands_beside(line.place.box, box)
    ]
    return sorted(found, key=lambda label: label[0])


def _stands_beside(line: Box, table: Box) -> bool:
    inside = line.top >= table.top - OVERLAP and line.bottom <= table.bottom + OVERLAP
    return inside and line.x1 <= table.x0 + OVERLAP


def _with(card: Scorecard, labels: Sequence[tuple[float, Paragraph]], patterns: Patterns) -> Scorecard:
    own = {column.role for column in card.columns}
    rows = tuple(_row(row, labels, own, patterns) for row in card.rows)
    return msgspec.structs.replace(card, rows=rows, perspective=rows[0].text("perspective"))


def _row(
    row: Row, labels: Sequence[tuple[float, Paragraph]], own: Set[Role | None], patterns: Patterns
) -> Row:
    place = row.field("indicator").place
    reach = place.box.top + BEGINS if place is not None and place.box is not None else 0.0
    changed: dict[Role, Field] = {}
    if "perspective" not in own:
        changed["perspective"] = _doubted(row.field("perspective"), "perspective_from_heading")
    if "goal" not in own:
        changed["goal"] = _doubted(row.field("goal"), "heading_missed")
    for top, line in labels:
        if top > reach:
            break
        name = named(line.text, patterns)
        if name and "perspective" in changed:
            said = Field(text=name, raw=line.raw, place=line.place)
            changed["perspective"] = doubted(said, FROM_HEADING, "perspective_from_heading")
        elif not name and "goal" in changed:
            changed["goal"] = unlabelled_goal(squeeze(line.text), line.raw, line.place)
    return msgspec.structs.replace(row, fields={**row.fields, **changed})


def _doubted(field: Field, reason: str) -> Field:
    return doubted(field, FROM_HEADING, reason) if field.confidence >= SURE else field

"""Perspectives and goals that may have been missed above a scorecard.

Promises that an empty goal or perspective is sure only in a report that prints none, and that a heading on the level
of the report's other goals is taken for their like, never surely.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set

import msgspec

from extractor.model import EMPTY, SURE, Block, Field, Paragraph, Role, Row, Scorecard
from extractor.patterns import Patterns
from extractor.scorecards.fields import doubted
from extractor.scorecards.goal_boxes import unlabelled
from extractor.scorecards.goal_names import FEWEST_GOAL_WORDS, FEWEST_PROVEN_WORDS, GOAL_WORDS
from extractor.scorecards.goals_above import unlabelled_goal
from extractor.scorecards.perspectives import FROM_HEADING, is_general, named, sentence_case
from extractor.swedish import without_number

MISSED = 0.8
"""In two scans and a dump of reports that print both above each table, 19 perspectives and goals were found empty."""
SECTION_NAME = 0.8
"""Share of a perspective's name that a section's word explains: the last heading seen may be another table's."""
FEWEST_ALIKE = 2
"""Goals in headings of one level from which that level is the goals'."""

_OVER: tuple[Role, ...] = ("perspective", "goal")


def with_goals_by_level(rows: Sequence[Row], blocks: Sequence[Block], patterns: Patterns) -> list[Row]:
    """Rows whose nearest heading was taken for the perspective although the report's goals stand on its level.

    Args:
        rows: all rows of a document.
        blocks: everything that it holds.
        patterns: the knowledge in use.

    Returns:
        The same rows; such a heading is their goal, and the next one above it of a higher level their perspective.
    """
    if all(row.text("goal") or "perspective_from_heading" not in _over(row).reasons for row in rows):
        return list(rows)
    lines = [(n, b) for n, b in enumerate(blocks) if isinstance(b, Paragraph) and b.level]
    headings = {_key(text, b): n for n, b in lines for text in (b.text, b.raw)}
    levels = _goal_levels(rows, blocks, headings)
    return [_by_level(row, levels, blocks, headings, patterns) for row in rows] if levels else list(rows)


def _over(row: Row) -> Field:
    return row.field("perspective")


def _key(raw: str, holder: Paragraph | Field) -> tuple[str, int]:
    return raw, holder.place.page if holder.place else 0


def _goal_levels(
    rows: Sequence[Row], blocks: Sequence[Block], headings: Mapping[tuple[str, int], int]
) -> Set[int]:
    """The levels of headings on which the goals of a document stand, and none of its perspectives beside a goal."""
    goals: dict[int, set[str]] = defaultdict(set)
    areas: set[int] = set()
    for row in rows:
        goal, area = row.field("goal"), _over(row)
        if not goal.text:
            continue
        if (level := _level(goal, blocks, headings)) is not None:
            goals[level].add(goal.raw)
        if (level := _level(area, blocks, headings)) is not None:
            areas.add(level)
    return {level for level, found in goals.items() if len(found) >= FEWEST_ALIKE} - areas


def _level(field: Field, blocks: Sequence[Block], headings: Mapping[tuple[str, int], int]) -> int | None:
    block = blocks[headings[_key(field.raw, field)]] if _key(field.raw, field) in headings else None
    return block.level if isinstance(block, Paragraph) else None


def _by_level(
    row: Row,
    levels: Set[int],
    blocks: Sequence[Block],
    headings: Mapping[tuple[str, int], int],
    patterns: Patterns,
) -> Row:
    area = _over(row)
    if row.text("goal") or "perspective_from_heading" not in area.reasons:
        return row
    level = _level(area, blocks, headings)
    if level not in levels or not FEWEST_PROVEN_WORDS <= len(area.text.split()) <= GOAL_WORDS:
        return row
    goal = unlabelled_goal(without_number(area.text), area.raw, area.place)
    above = blocks[: headings[_key(area.raw, area)]]
    fields = {**row.fields, "perspective": _area_above(above, level or 0, patterns), "goal": goal}
    return msgspec.structs.replace(row, fields=fields)


def _area_above(before: Sequence[Block], level: int, patterns: Patterns) -> Field:
    """The perspective that the next heading of a higher level names, the report's title left out."""
    headings = [block for block in before if isinstance(block, Paragraph) and block.level]
    for block in reversed(headings[1:]):
        if block.level >= level:
            continue
        if is_general(block.text, patterns):
            break
        name = named(block.text, patterns)
        text = name or sentence_case(without_number(block.text))
        return Field(
            text=text, raw=block.raw, place=block.place, confidence=FROM_HEADING, reasons=("perspective_from_heading",)
        )  # fmt: skip
    return EMPTY


def with_doubted_headings(
    cards: Sequence[Scorecard], blocks: Sequence[Block], patterns: Patterns
) -> tuple[Scorecard, ...]:
    """The scorecards of a scan or dump: each may stand below a heading that was missed, or was cut too long or short.

    Args:
        cards: every scorecard of a document.
        blocks: everything that the document holds.
        patterns: the knowledge in use (`sections`).
    """
    far = _past_other_tables(cards, blocks)
    return tuple(_with_doubted_heading(card, far, patterns) for card in cards)


def _with_doubted_heading(card: Scorecard, far: Set[tuple[int, str, int]], patterns: Patterns) -> Scorecard:
    in_column = any(column.role == "goal" for column in card.columns)
    rows = []
    for row in card.rows:
        fields = dict(row.fields)
        for role in _OVER:
            if not row.text(role):
                fields[role] = doubted(row.field(role), MISSED, "heading_missed")
            elif role == "goal" and not in_column:
                fields[role] = doubted(row.field(role), MISSED, "goal_from_heading")
            elif role == "perspective" and (
                (card.table_no, *_key(_over(row).raw, _over(row))) in far
                or patterns["sections"].best(row.text(role), coverage=SECTION_NAME)
            ):
                fields[role] = doubted(row.field(role), MISSED, "perspective_from_heading")
        rows.append(msgspec.structs.replace(row, fields=fields))
    return msgspec.structs.replace(card, rows=tuple(rows))


def _past_other_tables(cards: Sequence[Scorecard], blocks: Sequence[Block]) -> Set[tuple[int, str, int]]:
    """Number of a scorecard's table, and a line far above it: a table of figures that is none stands between."""
    read = {card.table_no for card in cards}
    lines = {_key(_over(row).raw, _over(row)) for card in cards for row in card.rows}
    found: set[tuple[int, str, int]] = set()
    past: set[tuple[str, int]] = set()
    near: set[tuple[str, int]] = set()
    for block in blocks:
        if isinstance(block, Paragraph):
            near |= {_key(block.raw, block)} & lines
        elif block.number in read:
            found |= {(block.number, *line) for line in past - near}
        elif any(c.isdigit() for cell in block.cells for c in cell.text):
            past, near = past | near, set()
    return found


def with_doubted_gaps(
    cards: Sequence[Scorecard], blocks: Iterable[Block], patterns: Patterns
) -> tuple[Scorecard, ...]:
    """The scorecards with empty goals and perspectives doubted where the report names others elsewhere.

    Args:
        cards: every scorecard of a document.
        blocks: everything that the document holds.
        patterns: the knowledge in use.
    """
    gaps = {role for role in _OVER if any(_is_gap(row, role) for card in cards for row in card.rows)}
    named_ones = {role for role in gaps if any(row.text(role) for card in cards for row in card.rows)}
    if "goal" in gaps - named_ones and any(_names_goal(block, patterns) for block in blocks):
        named_ones.add("goal")
    if not named_ones:
        return tuple(cards)
    return tuple(_doubted(card, named_ones) for card in cards)


def _is_gap(row: Row, role: Role) -> bool:
    field = row.field(role)
    return not field.text and field.confidence >= SURE


def _names_goal(block: Block, patterns: Patterns) -> bool:
    """Whether a line, or a cell of a table, states a goal behind a label."""
    texts = [block.text] if isinstance(block, Paragraph) else [c.text for c in block.cells]
    short = (text for text in texts if FEWEST_GOAL_WORDS < len(text.split()) <= GOAL_WORDS)
    return any(len(unlabelled(text, patterns).split()) >= FEWEST_GOAL_WORDS for text in short)


def _doubted(card: Scorecard, roles: Set[Role]) -> Scorecard:
    rows = []
    for row in card.rows:
        changed = {
            role: doubted(row.field(role), MISSED, "heading_missed")
            for role in _OVER
            if role in roles and _is_gap(row, role)
        }
        rows.append(msgspec.structs.replace(row, fields={**row.fields, **changed}) if changed else row)
    return msgspec.structs.replace(card, rows=tuple(rows))

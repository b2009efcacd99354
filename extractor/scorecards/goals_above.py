"""The goal that is printed above a table instead of in it: in a heading, a title, a line of its own.

Promises that a heading is sure to be the goal only where it says so; what only its place tells carries the reason
`goal_from_heading`.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from extractor.model import EMPTY, SURE, Block, Field, Paragraph, Place, Table
from extractor.patterns import Patterns
from extractor.scorecards.goal_names import (
    FEWEST_GOAL_WORDS,
    GOAL_WORDS,
    goal_evidence,
    has_figures,
    without_code,
)
from extractor.scorecards.labelled import after_label, without_continuation
from extractor.scorecards.perspectives import is_general, named, perspective_and_goal
from extractor.swedish import without_number
from extractor.symbols.legend import Legend
from extractor.symbols.meaning import read_status

FROM_HEADING = 0.75
"""Confidence of a goal that is only the nearest heading."""
TITLE_REACH = 12.0
"""Points between a title in ordinary letters and the table it stands on; paragraphs keep a line."""


def goal_above(before: Sequence[Block], table: Table, perspective: Field, patterns: Patterns) -> Field:
    """The goal that a line above a table names.

    It is the nearest heading that is more than "Indikatorer", or a line between that and the table, where it says that
    it is one. Below a heading that names the perspective any other heading that says something is taken for the goal,
    never surely.

    Args:
        before: the paragraphs and tables of the document that stand above the table.
        table: the table.
        perspective: the perspective it stands under.
        patterns: the knowledge in use.
    """
    passed = 0
    """Level of the highest heading passed that only says that goals are followed up here."""
    beside = True
    """Nothing but such headings stands between the block looked at and the last one passed."""
    for number, block in enumerate(reversed(before)):
        if isinstance(block, Table):
            if not passed:
                break
            beside = False
            continue
        if passed and (block.level > passed or not (block.level or beside)):
            if block.level:
                break
            continue
        title = not passed and _is_set_on(block, table, is_next=number == 0)
        goal = _goal_in(block, table, perspective, patterns, title=title)
        if goal is not None and (beside or block.level < passed or goal.confidence >= SURE):
            return goal
        if block.level and (perspective.raw == block.text or not is_general(block.text, patterns)):
            break
        passed = min(passed or block.level, block.level) if block.level else passed
        beside = bool(block.level) or (beside and not (passed and block.text.strip()))
    return EMPTY


def judgement_above(
    before: Sequence[Block], goal: Field, legend: Legend, patterns: Patterns, *, ocr: bool
) -> Field:
    """How the light set beside a goal's heading judges it; empty where none is.

    Args:
        before: the paragraphs and tables of the document that stand above the goal's table.
        goal: the goal as `goal_above` found it.
        legend: what the report says its symbols mean.
        patterns: the knowledge in use.
        ocr: whether the heading was recognised in a picture.
    """
    for block in reversed(before) if goal.place else ():
        if (
            isinstance(block, Paragraph)
            and block.symbols
            and block.raw == goal.raw
            and block.place == goal.place
        ):
            return msgspec.structs.replace(
                read_status(block.symbols, "", None, legend, patterns, ocr=ocr), place=block.place
            )
    return EMPTY


def _goal_in(
    block: Paragraph, table: Table, perspective: Field, patterns: Patterns, *, title: bool
) -> Field | None:
    """The goal that a heading, a title or a labelled line names; None where it names none."""
    text = without_continuation(without_number(block.text), patterns)
    goal = after_label(text, "goal", patterns)
    if goal and (block.level or len(goal.split()) <= GOAL_WORDS):
        return Field(text=goal, raw=block.raw, place=block.place)
    if not block.level and not title:
        return None
    if both := perspective_and_goal(text):
        return unlabelled_goal(both[1], block.raw, block.place)
    if named(text, patterns) or is_general(text, patterns) or perspective.raw == block.text:
        return None
    evidence = goal_evidence(block, patterns, table)
    if evidence == "sure":
        return Field(text=text, raw=block.raw, place=block.place)
    named_above = perspective.text and "perspective_from_heading" not in perspective.reasons
    if evidence or (named_above and reads_like_goal(text, patterns)):
        return unlabelled_goal(text, block.raw, block.place)
    return None


def _is_set_on(line: Paragraph, table: Table, *, is_next: bool) -> bool:
    """Whether a line of text stands on a table as its title: close above it, and no sentence."""
    if line.level or line.bullet or line.text[-1:] in ".:;,":
        return False
    box, below = line.place.box, table.place.box
    if box is None or below is None or line.place.page != table.place.page:
        return box is None and below is None and is_next
    return 0 <= below.top - box.bottom <= TITLE_REACH


def reads_like_goal(text: str, patterns: Patterns) -> bool:
    """Whether a heading or title may be a goal: words of its own, not a perspective, a section or a table's name."""
    bare = without_code(text)
    if not FEWEST_GOAL_WORDS <= len(bare.split()) <= GOAL_WORDS or has_figures(bare):
        return False
    card = after_label(text, "scorecard", patterns) is not None
    return not card and not named(text, patterns) and not is_general(text, patterns)


def unlabelled_goal(text: str, raw: str, place: Place | None) -> Field:
    """A goal that only its place above a table tells."""
    return Field(
        text=text, raw=raw, place=place, confidence=FROM_HEADING, reasons=("goal_from_heading",)
    )  # fmt: skip

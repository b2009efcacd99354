"""The goal that is printed above a table instead of in it: in a heading, a title, a line of its own.

Promises that a heading is sure to be the goal only where it says so; what only its place tells carries the reason
`goal_from_heading`.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from extractor.model import EMPTY, SURE, Block, Field, Paragraph, Place, Table
from extractor.patterns import Patterns
from extractor.phrases import finder, plain
from extractor.scorecards.fields import doubted
from extractor.scorecards.goal_boxes import Stated, below_label, boxed, label_of, may_be_goal
from extractor.scorecards.goal_names import (
    FEWEST_GOAL_WORDS,
    GOAL_WORDS,
    goal_evidence,
    has_figures,
    shall,
    without_code,
)
from extractor.scorecards.heading_lines import is_judgement, judges
from extractor.scorecards.labelled import (
    after_bare_label,
    after_caption,
    after_label,
    goals_in,
    is_caption,
    without_continuation,
)
from extractor.scorecards.perspectives import is_general, named, perspective_and_goal
from extractor.swedish import without_number
from extractor.symbols.legend import Legend
from extractor.symbols.meaning import read_status

FROM_HEADING = 0.75
"""Confidence of a goal that is only the nearest heading."""
_DEEPEST = 99
"""More than the level of any heading; a labelled line of text stands just above it."""
TITLE_REACH = 12.0
"""Points between a title in ordinary letters and the table it stands on; paragraphs keep a line."""


def stated_above(before: Sequence[Block], table: Table, patterns: Patterns) -> Stated | None:
    """The goal that a box, a label or a labelled line above a table states, whatever its perspective is.

    Args:
        before: the paragraphs and tables of the document that stand above the table.
        table: the table.
        patterns: the knowledge in use.
    """
    return _nearest(before, table, EMPTY, patterns, stated=True)


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
    found = _nearest(before, table, perspective, patterns, stated=False)
    return found.goal if found else EMPTY


def _nearest(
    before: Sequence[Block], table: Table, perspective: Field, patterns: Patterns, *, stated: bool
) -> Stated | None:
    """The nearest goal above a table; of those that are `stated` only, or also of headings that read like one."""
    passed = 0
    """Level of the highest heading passed that only says that goals are followed up here."""
    beside = True
    """Nothing but such headings stands between the block looked at and the last one passed."""
    under, is_next = table.place, True
    """What the block looked at stands on: the table, or its caption."""
    for index in reversed(range(len(before))):
        block = before[index]
        if isinstance(block, Table):
            if beside and not passed and (box := boxed(block, patterns)):
                return box
            if not passed:
                break
            beside = False
            continue
        if is_caption(block.text, patterns):
            if said := _stated_by_caption(block, patterns):
                return said
            under = block.place if is_next else under
            continue
        if passed and (block.level > passed or not (block.level or beside)):
            if block.level:
                break
            continue
        goal = _one_of_list(_stated_in(before, index, patterns), before[:index], patterns)
        if goal is None and not stated:
            title = not passed and _is_set_on(block, under, is_next=is_next)
            heading = _goal_in(block, table, perspective, patterns, title=title)
            goal = Stated(heading) if heading else None
        if goal is not None and (beside or block.level < passed or goal.goal.confidence >= SURE):
            return goal
        if block.level and (perspective.raw == block.text or not is_general(block.text, patterns)):
            break
        passed = min(passed or block.level, block.level) if block.level else passed
        beside = bool(block.level) or (beside and not (passed and block.text.strip()))
        is_next = False
    return None


def _stated_in(before: Sequence[Block], index: int, patterns: Patterns) -> Stated | None:
    """The goal that a block says to be one: behind a label, or below it."""
    block = before[index]
    if not isinstance(block, Paragraph):
        return None
    text = goals_in(without_continuation(without_number(block.text), patterns), patterns)[-1]
    goal = after_label(text, "goal", patterns)
    if goal and (block.level or len(goal.split()) <= GOAL_WORDS):
        return Stated(Field(text=goal, raw=block.raw, place=block.place), label_of(text, patterns))
    bare = after_bare_label(text, patterns)
    if bare and may_be_goal(bare, patterns):
        said = Field(text=bare, raw=block.raw, place=block.place)
        sure = said if shall(bare, patterns) or not bare.endswith(".") else unlabelled_goal(*_parts(said))
        return Stated(sure, label_of(text, patterns))
    above = before[index - 1] if index else None
    if isinstance(above, Paragraph) and (said_below := below_label(block, above, patterns)):
        return Stated(said_below, label_of(above.text, patterns))
    return None


def _stated_by_caption(line: Paragraph, patterns: Patterns) -> Stated | None:
    """The goal that a numbered caption states behind a label."""
    text = after_caption(line.text, patterns) or ""
    goal = after_label(text, "goal", patterns)
    return (
        Stated(Field(text=goal, raw=line.raw, place=line.place), label_of(text, patterns)) if goal else None
    )


def _one_of_list(goal: Stated | None, before: Sequence[Block], patterns: Patterns) -> Stated | None:
    """The goal, doubted where another one of its level stands right above it: the table may be about both."""
    if goal is None or not goal.label or not before:
        return goal
    other = _stated_in(before, len(before) - 1, patterns)
    if other is None or other.label != goal.label or other.goal.raw == goal.goal.raw:
        return goal
    return goal._replace(goal=doubted(goal.goal, FROM_HEADING, "goal_from_heading"))


def superior_above(before: Sequence[Block], goal: Stated, patterns: Patterns) -> Field:
    """The goal of a higher level that a line above a table states, where the table's own goal is stated below it.

    What the council or the region aims at stands over a committee's goals as a perspective does. Surely only where its
    label says that it gives their direction ("Inriktningsmål"); else the nearest is taken, and doubted.

    Args:
        before: the paragraphs and tables of the document that stand above the table.
        goal: the table's own goal.
        patterns: the knowledge in use.
    """
    top, own, nearest = _DEEPEST, _DEEPEST, EMPTY
    directs = finder(patterns, "labels", "direction")
    for block in reversed(before):
        if not isinstance(block, Paragraph) or is_caption(block.text, patterns):
            continue
        texts = goals_in(without_continuation(without_number(block.text), patterns), patterns)
        stated = [(text, after_label(text, "goal", patterns) or "") for text in texts]
        higher = [(text, name) for text, name in stated if name and label_of(text, patterns) != goal.label]
        level = block.level or _DEEPEST - 1
        if higher and level < top and block.level <= own and len(higher[0][1].split()) <= GOAL_WORDS:
            found = Field(text=higher[0][1], raw=block.raw, place=block.place)
            if directs.at(plain(higher[0][0]), 0):
                return found
            nearest = nearest if nearest.text else found
            top = level
        elif block.level and _is_stated_by(block, goal.goal):
            own = block.level
        elif block.level and not stated[0][1]:
            top = min(top, block.level)
        if top <= 1:
            break
    return doubted(nearest, FROM_HEADING, "perspective_from_heading") if nearest.text else EMPTY


def _is_stated_by(line: Paragraph, goal: Field) -> bool:
    return line.raw == goal.raw and line.place == goal.place


def judgement_above(
    before: Sequence[Block], goal: Field, legend: Legend, patterns: Patterns, *, ocr: bool
) -> Field:
    """How the light set beside a goal's heading, or the line below it, judges it; empty where none does.

    Args:
        before: the paragraphs and tables of the document that stand above the goal's table.
        goal: the goal as `goal_above` found it.
        legend: what the report says its symbols mean.
        patterns: the knowledge in use.
        ocr: whether the heading was recognised in a picture.
    """
    for index in reversed(range(len(before))) if goal.place else ():
        block = before[index]
        if (
            not isinstance(block, Paragraph)
            or not _is_stated_by(block, goal)
            or is_judgement(block.text, patterns)
        ):
            continue
        below = before[index + 1] if index + 1 < len(before) else None
        said = below if isinstance(below, Paragraph) and judges(below, patterns) else None
        symbols = block.symbols + (said.symbols if said else ())
        text = said.text if said and is_judgement(said.text, patterns) else ""
        if not symbols and not text:
            return EMPTY
        judged = read_status(symbols, text, None, legend, patterns, ocr=ocr)
        return msgspec.structs.replace(judged, place=said.place if said else block.place)
    return EMPTY


def _goal_in(
    block: Paragraph, table: Table, perspective: Field, patterns: Patterns, *, title: bool
) -> Field | None:
    """The goal that a heading or a title names without a label; None where it names none."""
    text = without_continuation(without_number(block.text), patterns)
    if (not block.level and not title) or is_judgement(block.text, patterns) or not text[:1].isalnum():
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


def _parts(goal: Field) -> tuple[str, str, Place | None]:
    return goal.text, goal.raw, goal.place


def _is_set_on(line: Paragraph, under: Place, *, is_next: bool) -> bool:
    """Whether a line of text stands on a table or its caption as a title: close above it, and no sentence."""
    if line.level or line.bullet or line.text[-1:] in ".:;,":
        return False
    box, below = line.place.box, under.box
    if box is None or below is None or line.place.page != under.page:
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

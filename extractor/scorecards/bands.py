"""Rows over the full width of a scorecard: a perspective, a goal, or a comment on the row above."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from extractor.model import EMPTY, Cell, Field, Row
from extractor.scorecards.card import Card, State
from extractor.scorecards.content import says_missing
from extractor.scorecards.fields import JOINED, doubted, merged, of_cell, shows
from extractor.scorecards.goal_boxes import read_judgement
from extractor.scorecards.goal_names import FEWEST_GOAL_WORDS, GOAL_WORDS, shall
from extractor.scorecards.goal_rows import group_goal, serves
from extractor.scorecards.grid import filled, is_full_width
from extractor.scorecards.heading_lines import is_judgement
from extractor.scorecards.labelled import after_label, without_continuation
from extractor.scorecards.perspectives import named, sentence_case
from extractor.swedish import printed_lines, squeeze

NAME_WORDS = 5
"""Words of a perspective's name at most that stands over its goal in one bar."""


def read_band(card: Card, state: State, cell: Cell) -> None:
    """Take a row over the full width for what it is.

    Args:
        card: the scorecard.
        state: gets the perspective or goal for the rows below, or the comment on the last row.
        cell: the row's only cell that shows something.
    """
    if len(parts := _name_and_goal(card, cell)) > 1:
        state.perspective = _perspective(card, parts[0])
        state.goal = group_goal(of_cell(parts[1], parts[1].text), card.patterns)
        return
    text = without_continuation(squeeze(cell.text), card.patterns)
    rest = after_label(text, "comment", card.patterns)
    if rest is not None and state.rows:
        state.labelled, state.awaiting = True, not rest
        if rest:
            _add_comment(state, rest, cell)
        return
    said = state.awaiting or _continues(text) or _is_comment(state, text) or is_remark(card, state, cell)
    if state.rows and said:
        state.awaiting = False
        _add_comment(state, text, cell)
        return
    goal = after_label(text, "goal", card.patterns)
    if is_judgement(text, card.patterns) and shows(state.goal):
        if state.rows and state.rows[-1].field("goal") == state.goal:
            _add_comment(state, text, cell)  # of the row or of the goal: nothing tells
        else:
            state.judged = state.goal, read_judgement(cell, card.legend, card.patterns, ocr=card.ocr)
        return
    if goal and serves(text, state.goal, card.patterns):
        return
    if named(text, card.patterns):
        state.perspective, state.goal = _perspective(card, cell), EMPTY
    elif not goal and "goal" in card.by_role:
        state.goal = EMPTY if card.kind == "indicator" else state.goal
        state.perspective = _perspective(card, cell)
    else:
        state.goal = group_goal(of_cell(cell, text), card.patterns)
        state.goal_looks.add(_look(cell))


def _perspective(card: Card, cell: Cell) -> Field:
    """What a row says as the perspective of the rows below: sure where it is known to name one."""
    text = without_continuation(squeeze(cell.text), card.patterns)
    name = named(text, card.patterns)
    found = of_cell(cell, name or sentence_case(text))
    return found if name else doubted(found, JOINED, "perspective_from_heading")


def _name_and_goal(card: Card, cell: Cell) -> list[Cell]:
    """A bar's cell as two where a name stands over a line that says that it is the goal: "Kund", "Mål: …"."""
    lines = [line for line in map(squeeze, printed_lines(cell.text, cell.raw)) if line]
    goals = [after_label(line, "goal", card.patterns) for line in lines[:2]]
    if len(lines) < 2 or goals[0] is not None or not goals[1] or len(lines[0].split()) > NAME_WORDS:
        return [cell]
    texts = lines[0], " ".join(lines[1:])
    raws = cell.raw.strip().split("\n", 1)
    return [msgspec.structs.replace(cell, text=t, raw=raw) for t, raw in zip(texts, raws, strict=True)]


def is_remark(card: Card, state: State, cell: Cell) -> bool:
    """Whether a row's only text says something about the row above: "Mäts vartannat år", or a plain sentence.

    A sentence that is set like the table's goals, or says what shall be, is a goal itself.
    """
    text = squeeze(cell.text)
    if says_missing(text, card.patterns):
        return True
    sentence = text.endswith(".") and len(text.split()) >= FEWEST_GOAL_WORDS
    plain_look = not cell.bold and _look(cell) not in state.goal_looks | card.goal_looks
    goal = after_label(text, "goal", card.patterns) is not None or shall(text, card.patterns)
    return sentence and plain_look and not goal


def looks_of_goals(card: Card, rows: Sequence[Row]) -> frozenset[tuple[bool, str | None]]:
    """Boldness and shading of the full-width rows of a scorecard that its rows have for goals, and of those before."""
    goals = {row.field("goal").raw for row in rows} - {""}
    bars = (filled(card.grid, r)[0] for r in range(card.table.row_count) if is_full_width(card.grid, r))
    return card.goal_looks | {_look(cell) for cell in bars if (cell.raw or cell.text) in goals}


def _is_named(card: Card, cell: Cell) -> bool:
    """Whether a cell stands where an indicator is named."""
    column = card.by_role.get("indicator")
    return column is not None and cell.column <= column.index < cell.column + cell.column_span


def _look(cell: Cell) -> tuple[bool, str | None]:
    return cell.bold, cell.shading


def _continues(text: str) -> bool:
    return text[:1].islower()


def _is_comment(state: State, text: str) -> bool:
    return not state.labelled and len(text.split()) > GOAL_WORDS


def read_comment_row(card: Card, state: State, shown: list[Cell]) -> bool:
    """Take a row of a comment's label beside its text, or of a comment in the place of a goal's or indicator's name.

    Args:
        card: the scorecard.
        state: its last row gets the comment.
        shown: the row's own cells that show something.

    Returns:
        False if the row is none.
    """
    if len(shown) == 1 and state.rows and (shown[0].column_span > 1 or shown[0].column == 0):
        text = squeeze(shown[0].text)
        comment = after_label(text, "comment", card.patterns)
        if comment:
            state.labelled = True
        elif _is_named(card, shown[0]) and is_remark(card, state, shown[0]):
            comment = text
        if comment:
            _add_comment(state, comment, shown[0])
        return bool(comment)
    if len(shown) != 2 or not state.rows or shown[1].column_span < 2:
        return False
    if after_label(squeeze(shown[0].text), "comment", card.patterns) != "":
        return False
    state.labelled = True
    _add_comment(state, squeeze(shown[1].text), shown[1])
    return True


def _add_comment(state: State, text: str, cell: Cell) -> None:
    last = state.rows[-1]
    before = last.field("comment")
    joined = squeeze(f"{before.text} {text}")
    comment = Field(
        text=joined, raw=f"{before.raw}\n{cell.raw}".strip(), place=before.place or cell.place,
        confidence=min(before.confidence, cell.confidence), reasons=merged(before.reasons, cell.reasons),
    )  # fmt: skip
    state.change_last({"comment": comment})

"""Rows between a scorecard's indicators that name the goal of the rows below, alone or with a judgement of its own.

Promises that a goal is never read as an indicator, and that its own judgement is kept: on the rows of its indicators
(`goal_status`), or on a row of kind `goal` where it has none or shows more.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, MutableMapping, Sequence

import msgspec

from extractor.model import EMPTY, SURE, Cell, Field, Role, Row
from extractor.patterns import Patterns
from extractor.phrases import finder, plain
from extractor.scorecards.card import Card, State
from extractor.scorecards.columns import Reading
from extractor.scorecards.combined import FIGURES
from extractor.scorecards.fields import JOINED, doubted, joined, of_cell, shows
from extractor.scorecards.goal_boxes import Stated, of_means, read_judgement, stated_in
from extractor.scorecards.goals_above import FROM_HEADING, reads_like_goal
from extractor.scorecards.grid import Grid, cell_at, cells_of, filled
from extractor.scorecards.labelled import after_label, is_label, without_continuation
from extractor.scorecards.perspectives import named, sentence_case
from extractor.scorecards.unnamed import UNSURE
from extractor.swedish import squeeze
from extractor.symbols.shading import own_shading

JUDGEMENTS: frozenset[Role] = frozenset({"status", "trend", "progress", "comment"})
"""What a goal's row may hold besides its name; a figure makes it a measure."""
NAME_WORDS = 5
"""Words of a perspective's name at most."""
FIGURE_CELLS = 4
"""Cells with something in them from which a row counts as an ordinary one, whose shading tells nothing."""


def plain_shadings(grid: Grid, body: Sequence[int]) -> frozenset[str | None]:
    """The shadings of a scorecard's ordinary rows: one, or two by turns."""
    rows = [cells for row in body if len(cells := filled(grid, row)) >= FIGURE_CELLS]
    return frozenset(cells[0].shading for cells in rows)


def clear_name(card: Card, fields: MutableMapping[Role, Field], index: int) -> bool:
    """Take a goal's name that runs over the columns of figures beside it out of their fields.

    Args:
        card: the scorecard.
        fields: the fields of the row; the name stays in the indicator's.
        index: the row.

    Returns:
        Whether the row may be a goal's.
    """
    cell = _name_cell(card, index)
    if cell is None or not _may_be_goal(card, cell, index) or _measures(card, cell, index):
        return False
    for role, column in card.by_role.items():
        beside = cell_at(card.grid, index, column.index) is cell and role != "indicator"
        if beside and not (role in ("status", "trend") and cell.symbols):
            fields[role] = EMPTY
    if tail := _spilled(card, cell, index):
        fields["indicator"] = joined(fields["indicator"], of_cell(tail, squeeze(tail.text)))
    return True


def _name_cell(card: Card, index: int) -> Cell | None:
    if "goal" in card.by_role or card.kind != "indicator" or "indicator" not in card.by_role:
        return None
    cell = cell_at(card.grid, index, card.by_role["indicator"].index)
    return cell if cell is not None and cell.row == index and cell.text.strip() else None


def _measures(card: Card, name: Cell, index: int) -> bool:
    """Whether a row has a figure beside its name: then what the name's cell reaches over is not surely empty."""
    cells = (cell_at(card.grid, index, c.index) for role, c in card.by_role.items() if role in FIGURES)
    return any(c is not None and c is not name and c.row == index and c.text.strip() for c in cells)


def _may_be_goal(card: Card, cell: Cell, index: int) -> bool:
    """Whether a row says that it is a goal's, or is set apart from those of the indicators."""
    return bool(after_label(squeeze(cell.text), "goal", card.patterns)) or stands_out(card, cell, index)


def stands_out(card: Card, cell: Cell, index: int) -> bool:
    """Whether the name of a row is set apart from the names of ordinary rows: bold, on another ground, over columns."""
    if cell.column_span > 1 or (cell.bold and not card.bold_rows):
        return True
    of_row = own_shading(cell, card.grid[index]).shading is None
    return bool(cell.shading) and of_row and bool(card.shadings) and cell.shading not in card.shadings


def _spilled(card: Card, cell: Cell, index: int) -> Cell | None:
    """The cell beside a goal's name that only holds its last words, where no line is drawn between the two."""
    beside = [c for c in cells_of(card.grid, index) if c.column == cell.column + cell.column_span]
    roles = {column.index for column in card.by_role.values()}
    if not beside or beside[0].column in roles or beside[0].symbols or cell.place is None:
        return None
    tail = beside[0]
    same = tail.text[:1].islower() and tail.bold == cell.bold and tail.shading == cell.shading
    return tail if same and (cell.bold or bool(cell.shading)) else None


def read_group(card: Card, state: State, own: Mapping[Role, Field], index: int) -> bool:
    """Take a row that only carries a perspective or a goal for the rows below, or what leads to that goal.

    Args:
        card: the scorecard.
        state: gets the perspective or goal.
        own: what the row itself prints.
        index: the row.

    Returns:
        False if the row is none.
    """
    named_only = "indicator" in own and not set(own) - {"indicator", *JUDGEMENTS}
    if named_only and serves(own["indicator"].text, state.goal, card.patterns):
        return True
    if len(own) != 1:
        return False
    role, only = next(iter(own.items()))
    if role not in ("goal", "indicator"):
        return False
    perspective = named(only.text, card.patterns)
    if perspective and len(only.text.split()) <= len(perspective.split()) + 2:
        state.perspective = msgspec.structs.replace(only, text=perspective)
        state.goal = EMPTY
        return True
    if role == "goal" and "indicator" in card.by_role:
        state.goal = only
        if _is_over_goals(card, index):
            _set_over(card, state, only)
        return True
    cell = cell_at(card.grid, index, card.by_role[role].index)
    if role != "indicator" or "goal" in card.by_role or cell is None:
        return False
    if after_label(only.text, "goal", card.patterns) or stands_out(card, cell, index):
        state.goal = group_goal(only, card.patterns)
        return True
    return False


def _is_over_goals(card: Card, index: int) -> bool:
    """Whether the row below begins with a goal of its own: what stands alone over it is not that row's goal."""
    column = card.by_role["goal"].index
    below = cell_at(card.grid, index + 1, column) if index + 1 < len(card.grid) else None
    if below is None or below.row != index + 1 or not below.text[:1].isupper():
        return False
    return len(filled(card.grid, index + 1)) > 1


def _set_over(card: Card, state: State, only: Field) -> None:
    """Take a name alone over rows with goals of their own for their perspective, in doubt, where rows name it.

    A goal without a measure is none; yet a short one may be ("Barn och unga"), and one that a recogniser read.
    """
    own = (
        state.perspective != state.above
        or state.perspective.confidence < SURE
        or not shows(state.perspective)
    )
    short = own and len(only.text.split()) <= NAME_WORDS
    if short and not reads_like_goal(only.text, card.patterns):
        name = msgspec.structs.replace(only, text=sentence_case(only.text))
        state.perspective, state.goal = doubted(name, JOINED, "perspective_from_heading"), EMPTY
    elif short or card.ocr:
        state.perspective = doubted(state.perspective, JOINED, "heading_missed")


def serves(text: str, goal: Field, patterns: Patterns) -> bool:
    """Whether a row states only what leads to the goal it stands under: "Framgångsfaktor: Korta köer".

    Args:
        text: what the row prints.
        goal: the goal of the rows above, or over the table.
        patterns: the knowledge in use (`labels`, `claims`).
    """
    if not shows(goal) or goal.confidence < SURE:
        return False
    return of_means(text, patterns) and not of_means(goal.raw, patterns)


def read_stated(card: Card, state: State, shown: Sequence[Cell]) -> bool:
    """Take a row of a goal's label beside the goal, which reaches over the columns, for the rows below.

    Beside a column of goals it is a goal of a higher level: the perspective where none is named.

    Args:
        card: the scorecard.
        state: gets the goal.
        shown: the row's own cells that show something.

    Returns:
        False if the row is none.
    """
    stated = _stated(shown, card.patterns)
    if stated is None or card.kind != "indicator":
        return False
    if "goal" not in card.by_role:
        state.goal = stated.goal
        judged = read_judgement(stated.judged, card.legend, card.patterns, ocr=card.ocr)
        state.judged = (stated.goal, judged) if shows(judged) else state.judged
    elif not state.perspective.text or "perspective_from_heading" in state.perspective.reasons:
        state.perspective = doubted(stated.goal, JOINED, "perspective_from_heading")
    return True


def _stated(shown: Sequence[Cell], patterns: Patterns) -> Stated | None:
    """The goal in a row whose first cell is its label, and whose second reaches over several columns."""
    if len(shown) < 2 or shown[1].column_span < 2 or not is_label(squeeze(shown[0].text), "goal", patterns):
        return None
    return stated_in(shown, patterns)


def without_means(reading: Reading, grid: Grid, body: Sequence[int], patterns: Patterns) -> Reading:
    """The columns without the role of goal for what only leads to one, where rows between them state the goals.

    Args:
        reading: the columns of a scorecard.
        grid: its cells.
        body: its body rows.
        patterns: the knowledge in use (`claims`).
    """
    means = {
        c.index
        for c in reading.columns
        if c.role == "goal" and finder(patterns, "claims", "means").all(plain(c.label))
    }
    rows = [[c for c in filled(grid, row) if c.row == row] for row in body] if means else []
    if not any(_stated(shown, patterns) for shown in rows):
        labelled = any(shown and is_label(squeeze(shown[0].text), "goal", patterns) for shown in rows)
        return _with_doubted(reading, means) if labelled else reading
    columns = (msgspec.structs.replace(c, role=None) if c.index in means else c for c in reading.columns)
    return reading._replace(columns=tuple(columns))


def _with_doubted(reading: Reading, columns: Collection[int]) -> Reading:
    """The columns, those in doubt beside rows that begin with a goal's label: its cell was not read as one."""
    doubted_ones = (
        msgspec.structs.replace(c, confidence=min(c.confidence, UNSURE)) if c.index in columns else c
        for c in reading.columns
    )
    return reading._replace(columns=tuple(doubted_ones))


def judged_goal(card: Card, own: Mapping[Role, Field], index: int) -> Field | None:
    """The goal that a row judges: it says so or is set apart, and holds no figure; None if the row is none.

    Args:
        card: the scorecard.
        own: what the row itself prints.
        index: the row.
    """
    cell = _name_cell(card, index)
    if cell is None or "indicator" not in own or len(own) < 2 or set(own) - {"indicator", *JUDGEMENTS}:
        return None
    if not _may_be_goal(card, cell, index):
        return None
    return group_goal(own["indicator"], card.patterns)


def judged_once(rows: Sequence[Row]) -> list[Row]:
    """The rows of a scorecard without those of goals whose judgement stands on the rows of their indicators.

    A goal's row that shows more, or that no indicator follows, stays.
    """
    kept: list[Row] = []
    told: Row | None = None
    for row in reversed(rows):
        told = row if row.kind == "indicator" else told
        more = any(shows(row.field(role)) for role in JUDGEMENTS if role != "status")
        if row.kind != "goal" or more or told is None or not _tells(told, row):
            kept.append(row)
    return kept[::-1]


def judgement_of_goal(row: Row) -> Field:
    """How the goal of a row is judged as a whole."""
    return row.field("status" if row.kind == "goal" else "goal_status")


def _tells(row: Row, goal: Row) -> bool:
    return row.text("goal") == goal.text("goal") and judgement_of_goal(row) == judgement_of_goal(goal)


def group_goal(name: Field, patterns: Patterns) -> Field:
    """The goal that a row set apart names: sure where it says so or reads like one; "Totalt", "Källa: …" do not.

    Args:
        name: what the row prints.
        patterns: the knowledge in use.
    """
    goal = _unlabelled(name, patterns)
    said = after_label(squeeze(name.text), "goal", patterns)
    if said or (":" not in goal.text and reads_like_goal(goal.text, patterns)):
        return goal
    return doubted(goal, FROM_HEADING, "goal_from_heading")


def _unlabelled(name: Field, patterns: Patterns) -> Field:
    text = without_continuation(after_label(name.text, "goal", patterns) or name.text, patterns)
    return msgspec.structs.replace(name, text=text) if shows(name) else name

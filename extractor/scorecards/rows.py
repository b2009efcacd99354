"""Body rows of a scorecard table → `Row`s with their goal, perspective and comments.

Promises that a goal stands on each row it is printed for (spanning cell, group row, empty cell below),
that a full-width row becomes what it is (perspective, goal, comment), and that a cell that shows
something which cannot be read keeps a reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from extractor.model import EMPTY, SURE, Field, Role, Row, RowKind
from extractor.scorecards.bands import read_band, read_comment_row
from extractor.scorecards.card import Card, State
from extractor.scorecards.cells import is_own, read_cell, sharing
from extractor.scorecards.coloured import coloured_rows, status_by_colour
from extractor.scorecards.combined import FIGURES, named_parts, parts_by_header, parts_of
from extractor.scorecards.elsewhere import status_or_doubt
from extractor.scorecards.fields import JOINED, doubted, shows
from extractor.scorecards.gaps import doubted_scan, with_doubtful_gaps
from extractor.scorecards.goal_rows import (
    clear_name,
    judged_goal,
    judged_once,
    judgement_of_goal,
    read_group,
    read_stated,
)
from extractor.scorecards.grid import cell_at, cells_of, filled, is_full_width
from extractor.scorecards.parts import names_parts, with_parts
from extractor.scorecards.sidebars import set_bar
from extractor.scorecards.tails import goes_on, is_cut, join_last, lengthen_goal
from extractor.scorecards.unnamed import UNSURE
from extractor.symbols.typed_signs import sign_of

UNREAD_HEADER = 0.3
"""Confidence of a header cell below which part of its ink gave no word; words read with doubt keep more."""

LINE = 9.0
"""Height in points from which a row without a word may hold a line of text; double rules stand closer."""

_JUDGED: tuple[Role, ...] = ("status", "trend", "value", "target", "progress", "forecast")


def read_rows(
    card: Card, body: Iterable[int], perspective: Field, first_row_no: int, before: Sequence[Row] = ()
) -> list[Row]:
    """The rows of one scorecard.

    Args:
        card: the table, its columns and the knowledge in use.
        body: indices of its body rows.
        perspective: the perspective named above the table, an empty field if none is.
        first_row_no: number of the first body row, counted from 1.
        before: the rows already read, where the table goes on from the page before.

    Returns:
        The rows before, then one row per indicator, goal or activity in printed order; every row has its
        `perspective` field.
    """
    state = State(perspective, EMPTY if "goal" in card.by_role else card.goal_above, rows=list(before))
    state.judged, state.above = (card.goal_above, card.goal_above_status), perspective
    if before:
        state.judged = before[-1].field("goal"), judgement_of_goal(before[-1])
        state.perspective, state.goal = before[-1].field("perspective"), before[-1].field("goal")
        state.labelled = any(row.text("comment") for row in before)
    body = tuple(body)
    state.coloured = coloured_rows(card.grid, body, card.by_role, card.legend)
    for number, index in enumerate(body, start=first_row_no):
        if index in card.bars:
            set_bar(state, card.bars[index], EMPTY if state.rows else state.goal)
        shown = [c for c in filled(card.grid, index) if c.row == index]
        if not shown:
            if card.ocr and _may_hold_text(card, index):
                state.perspective = doubted(state.perspective, JOINED, "heading_missed")
                state.goal = doubted(state.goal, JOINED, "heading_missed")
            continue
        if is_full_width(card.grid, index):
            read_band(card, state, shown[0])
        elif not (read_comment_row(card, state, shown) or read_stated(card, state, shown)):
            state.number = number
            _read_row(card, state, index)
    rows = judged_once(with_parts(state.rows, state.indents, card.patterns, len(before)))
    return doubted_scan(rows, card.by_role, header_read=_header_read(card)) if card.ocr else rows


def _may_hold_text(card: Card, index: int) -> bool:
    """Whether a row without a word is as high as a line: a recogniser may have missed what stands in it."""
    boxes = [c.place.box for c in cells_of(card.grid, index) if c.place and c.place.box and c.row == index]
    return any(box.height >= LINE for box in boxes)


def _header_read(card: Card) -> bool:
    """Whether the header was read: no column that shows something stands under words that say nothing.

    Header cells read with doubt are known words over a column of their own.
    """
    known = {column.index for column in card.by_role.values()}
    header = [c for c in card.table.cells if c.text and c.row < max(1, card.table.header_rows)]
    whole = [known.issuperset(range(c.column, c.column + c.column_span)) for c in header]
    shown = {c.column for c in card.table.cells if c not in header and (c.text or c.symbols)}
    return shown <= set(card.reading.keys) and all(
        c.confidence >= (UNREAD_HEADER if known_role else SURE)
        for c, known_role in zip(header, whole, strict=True)
    )


# ---------------------------------------------------------------- ordinary rows


def _read_row(card: Card, state: State, index: int) -> None:
    fields = {role: read_cell(card, column, index) for role, column in card.by_role.items()}
    named = clear_name(card, fields, index)
    for role in sharing(card, index) if not named else ():
        fields[role] = doubted(fields[role], UNSURE, "column_role_unsure")
    own = {role: f for role, f in fields.items() if shows(f) and is_own(card, role, index)}
    whole = own.pop("goal_status", EMPTY)
    _set_parts(card, fields, own)
    _doubt_dashes(fields)
    state.awaiting = False
    if "perspective" in own:
        state.perspective = own["perspective"]
        state.goal = EMPTY if "goal" not in fields else state.goal
    if is_cut(state, own):
        join_last(state, own)
        return
    if goes_on(state, own):
        lengthen_goal(state, own["goal"])
        return
    _note_indent(card, state, index)
    if not _heads_parts(card, own, index) and read_group(card, state, own, index):
        return
    if (shown := state.coloured.get(index)) is not None:
        fields["status"] = status_by_colour(shown, card.legend, card.patterns)
    if shows(fields.get("goal", EMPTY)) and fields["goal"] != state.joined:
        state.goal = fields["goal"]
    if shows(whole):
        state.judged = state.goal, whole
    if goal := judged_goal(card, own, index):
        state.goal = fields["goal"] = goal
        del fields["indicator"]
        state.judged = goal, fields.get("status", EMPTY)
        state.rows.append(_row(card, state, fields, "goal", index))
        return
    kind = _kind_of_row(card, state, fields, own)
    if kind == "goal" and card.kind == "indicator":
        state.judged = state.goal, fields.get("status", EMPTY)
    if kind is not None:
        state.rows.append(_row(card, state, fields, kind, index))


def _note_indent(card: Card, state: State, index: int) -> None:
    """Remember how far in the name of a row is set, where its cell tells."""
    column = card.by_role.get("indicator")
    cell = cell_at(card.grid, index, column.index) if column else None
    if cell is not None and cell.row == index:
        state.indents[state.number] = cell.indent


def _heads_parts(card: Card, own: Mapping[Role, Field], index: int) -> bool:
    """Whether a row that prints only a name is what the rows below it are parts of, not their goal."""
    column = card.by_role.get("indicator")
    if column is None or set(own) != {"indicator"} or index + 1 >= len(card.grid):
        return False
    below = cell_at(card.grid, index + 1, column.index)
    return below is not None and below.row == index + 1 and names_parts(below.text, card.patterns)


def _set_parts(card: Card, fields: dict[Role, Field], own: dict[Role, Field]) -> None:
    """Give each figure of a cell that holds several to its own role; what a column of its own says stays."""
    for role in [r for r in FIGURES if r in own]:
        parts = parts_of(role, own[role], card.legend, card.patterns)
        named = None if parts else named_parts(card.by_role[role].label, card.patterns)
        if named:
            parts = parts_by_header(own[role], named)
            fields[role] = own[role] = (
                own[role] if parts else doubted(own[role], UNSURE, "column_role_unsure")
            )
        if not parts:
            continue
        del own[role]
        fields[role] = EMPTY
        for part, said in parts.items():
            if not shows(fields.get(part, EMPTY)):
                fields[part] = own[part] = said


def _doubt_dashes(fields: dict[Role, Field]) -> None:
    """Put in doubt a dash for a judgement in a row without a value: as likely nothing was measured, or judged."""
    if "value" not in fields or any(c.isdigit() for c in fields["value"].text):
        return
    for role in ("trend", "status"):
        said = fields.get(role, EMPTY)
        if said.normal is not None and sign_of(said.text or said.raw) == "-":
            fields[role] = doubted(said, UNSURE, "sign_unexplained")


def _kind_of_row(
    card: Card, state: State, fields: dict[Role, Field], own: Mapping[Role, Field]
) -> RowKind | None:
    """What a row is about, its indicator carried where it prints none; None if it is no row of its own."""
    judged = any(role in own for role in _JUDGED)
    if shows(fields.get("indicator", EMPTY)) or "indicator" not in fields:
        return None if card.kind == "goal" and "goal" not in own and not judged else card.kind
    if not judged:
        if "comment" in own and state.rows:
            join_last(state, {"comment": own["comment"]})
        return None
    if "goal" in own:
        return "goal"
    if state.rows:
        fields["indicator"] = doubted(state.rows[-1].field("indicator"), JOINED, "indicator_carried")
    elif not shows(state.goal):
        return None  # nothing names it: the rest of a header's last line
    return card.kind


def _row(card: Card, state: State, fields: Mapping[Role, Field], kind: RowKind, index: int) -> Row:
    said = {**fields, "goal": state.goal, "perspective": state.perspective}
    if kind == "indicator" and state.judged[0] == state.goal and shows(state.judged[1]):
        said["goal_status"] = state.judged[1]
    for lost in card.reading.lost:
        said.setdefault(lost, doubted(EMPTY, UNSURE, "column_role_unsure"))
    said["status"] = status_or_doubt(card, said.get("status", EMPTY), index)
    ordered: dict[Role, Field] = {role: said[role] for role in _ROLE_ORDER if role in said}
    return Row(
        kind=kind,
        table_no=card.table_no,
        row_no=state.number,
        page=_page(card, index),
        fields=with_doubtful_gaps(ordered, card.reading.columns),
    )


def _page(card: Card, index: int) -> int:
    pages = (c.place.page for c in filled(card.grid, index) if c.place and c.row == index)
    return next(pages, card.table.place.page)


_ROLE_ORDER: tuple[Role, ...] = (
    "perspective", "goal", "goal_status", "indicator", "baseline", "target", "previous_value", "value",
    "forecast", "status", "trend", "progress", "comment",
)  # fmt: skip

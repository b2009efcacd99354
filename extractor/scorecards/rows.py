"""Body rows of a scorecard table → `Row`s with their goal, perspective and comments.

Promises that a goal stands on each row it is printed for (spanning cell, group row, empty cell below),
that a full-width row becomes what it is (perspective, goal, comment), and that a cell that shows
something which cannot be read keeps a reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

from extractor.model import EMPTY, SURE, Cell, Column, Field, Role, Row, RowKind, Table
from extractor.patterns import Patterns
from extractor.scorecards.coloured import coloured_column, status_by_colour
from extractor.scorecards.columns import Reading
from extractor.scorecards.combined import FIGURES, named_parts, parts_by_header, parts_of
from extractor.scorecards.content import says_missing
from extractor.scorecards.gaps import doubted_scan, with_doubtful_gaps
from extractor.scorecards.headers import Grid, filled, is_full_width
from extractor.scorecards.labelled import after_label, without_continuation
from extractor.scorecards.perspectives import GOAL_WORDS, named, sentence_case
from extractor.scorecards.respelt import respelt
from extractor.scorecards.unnamed import UNSURE
from extractor.swedish import squeeze
from extractor.symbols.legend import Legend
from extractor.symbols.meaning import read_progress, read_status, read_trend
from extractor.symbols.shading import own_shading

JOINED = 0.8
"""Confidence of a text put together from two rows, or of an indicator carried to a further line."""
UNREAD_HEADER = 0.3
"""Confidence of a header cell below which part of its ink gave no word; words read with doubt keep more."""

_JUDGED: tuple[Role, ...] = ("status", "trend", "value", "target", "progress", "forecast")


@dataclass
class _State:
    """What earlier rows of the table say about the rows below them."""

    perspective: Field
    goal: Field = EMPTY
    joined: Field = EMPTY
    """The goal's next line that was joined to it; as a spanning cell it stands on the rows below, too."""
    rows: list[Row] = field(default_factory=list)
    number: int = 0
    """Number of the row being read."""
    labelled: bool = False
    """Comments of this table carry a label: an unlabelled full-width row is none."""
    coloured: Column | None = None
    """The column whose cells show the status by their colour."""
    awaiting: bool = False
    """The last row was a bare "Kommentar:": the next full-width row is its text."""


@dataclass(frozen=True)
class Card:
    """What the rows of one scorecard are read with."""

    table: Table
    grid: Grid
    reading: Reading
    legend: Legend
    patterns: Patterns
    kind: RowKind
    table_no: int
    ocr: bool
    """The words come from OCR, which makes letters of symbols."""
    goal_above: Field
    """The goal named above the table, for rows that print none themselves."""
    bold_rows: bool
    """Ordinary rows print their first text in bold, so that bold tells no group row."""

    @property
    def by_role(self) -> Mapping[Role, Column]:
        """The column of each role."""
        return {c.role: c for c in reversed(self.reading.columns) if c.role is not None}


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
    state = _State(perspective, EMPTY if "goal" in card.by_role else card.goal_above, rows=list(before))
    if before:
        state.perspective, state.goal = before[-1].field("perspective"), before[-1].field("goal")
        state.labelled = any(row.text("comment") for row in before)
    body = tuple(body)
    state.coloured = coloured_column(card.grid, body, card.by_role, card.legend)
    for number, index in enumerate(body, start=first_row_no):
        shown = [c for c in filled(card.grid, index) if c.row == index]
        if not shown:
            continue
        if is_full_width(card.grid, index):
            _read_band(card, state, shown[0])
        elif not _read_comment_row(card, state, shown):
            state.number = number
            _read_row(card, state, index)
    return doubted_scan(state.rows, card.by_role, header_read=_header_read(card)) if card.ocr else state.rows


def _header_read(card: Card) -> bool:
    """Whether each header cell was read, and those read with doubt are known words over a column of their own."""
    known = {column.index for column in card.by_role.values()}
    header = [c for c in card.table.cells if c.text and c.row < max(1, card.table.header_rows)]
    whole = [known.issuperset(range(c.column, c.column + c.column_span)) for c in header]
    return all(
        c.confidence >= (UNREAD_HEADER if known_role else SURE)
        for c, known_role in zip(header, whole, strict=True)
    )


# ---------------------------------------------------------------- full-width rows


def _read_band(card: Card, state: _State, cell: Cell) -> None:
    text = without_continuation(squeeze(cell.text), card.patterns)
    rest = after_label(text, "comment", card.patterns)
    if rest is not None and state.rows:
        state.labelled, state.awaiting = True, not rest
        if rest:
            _add_comment(state, rest, cell)
        return
    if state.rows and (state.awaiting or _continues(text) or _is_comment(state, text)):
        state.awaiting = False
        _add_comment(state, text, cell)
        return
    perspective = named(text, card.patterns)
    goal = after_label(text, "goal", card.patterns)
    if perspective:
        state.perspective, state.goal = _as_field(cell, perspective), EMPTY
    elif not goal and "goal" in card.by_role:
        state.goal = EMPTY if card.kind == "indicator" else state.goal
        state.perspective = msgspec.structs.replace(
            _as_field(cell, sentence_case(text)), confidence=JOINED, reasons=("perspective_from_heading",)
        )
    else:
        numbered = goal and any(c.isdigit() for c in text.removesuffix(goal))
        state.goal = _as_field(cell, text if numbered else goal or text)


def _continues(text: str) -> bool:
    return text[:1].islower()


def _is_comment(state: _State, text: str) -> bool:
    return not state.labelled and len(text.split()) > GOAL_WORDS


def _read_comment_row(card: Card, state: _State, shown: list[Cell]) -> bool:
    """Take a row of a comment's label beside its text, or of a labelled comment beside the goal it is printed under.

    Returns:
        False if the row is none.
    """
    if len(shown) == 1 and state.rows and (shown[0].column_span > 1 or shown[0].column == 0):
        text = squeeze(shown[0].text)
        comment = after_label(text, "comment", card.patterns)
        if not comment:
            return False
        state.labelled = True
        _add_comment(state, comment, shown[0])
        return True
    if len(shown) != 2 or not state.rows or shown[1].column_span < 2:
        return False
    if after_label(squeeze(shown[0].text), "comment", card.patterns) != "":
        return False
    state.labelled = True
    _add_comment(state, squeeze(shown[1].text), shown[1])
    return True


def _add_comment(state: _State, text: str, cell: Cell) -> None:
    last = state.rows[-1]
    before = last.field("comment")
    joined = squeeze(f"{before.text} {text}")
    comment = Field(
        text=joined, raw=f"{before.raw}\n{cell.raw}".strip(), place=before.place or cell.place,
        confidence=min(before.confidence, cell.confidence), reasons=_merge(before.reasons, cell.reasons),
    )  # fmt: skip
    _replace_last(state, {"comment": comment})


def _replace_last(state: _State, fields: Mapping[Role, Field]) -> None:
    last = state.rows[-1]
    state.rows[-1] = msgspec.structs.replace(last, fields={**last.fields, **fields})


# ---------------------------------------------------------------- ordinary rows


def _read_row(card: Card, state: _State, index: int) -> None:
    fields = {role: _read_cell(card, column, index) for role, column in card.by_role.items()}
    for role in _sharing(card, index):
        fields[role] = _doubted(fields[role])
    own = {role: f for role, f in fields.items() if _shows(f) and _is_own(card, role, index)}
    _set_parts(card, fields, own)
    state.awaiting = False
    if "perspective" in own:
        state.perspective = own["perspective"]
        state.goal = EMPTY if "goal" not in fields else state.goal
    if _is_cut(state, own):
        _join_last(state, own)
        return
    if _goes_on(state, own):
        _lengthen_goal(state, own["goal"])
        return
    if _read_group(card, state, own, index):
        return
    if state.coloured is not None and (cell := _cell_at(card, state.coloured, index)) is not None:
        fields["status"] = status_by_colour(cell, card.grid[index], card.legend, card.patterns)
    if _shows(fields.get("goal", EMPTY)) and fields["goal"] != state.joined:
        state.goal = fields["goal"]
    if _is_judged_goal(card, own, index):
        state.goal = fields["goal"] = fields.pop("indicator")
        state.rows.append(_row(card, state, fields, "goal", index))
        return
    kind = _kind_of_row(card, state, fields, own)
    if kind is not None:
        state.rows.append(_row(card, state, fields, kind, index))


def _set_parts(card: Card, fields: dict[Role, Field], own: dict[Role, Field]) -> None:
    """Give each figure of a cell that holds several to its own role; what a column of its own says stays."""
    for role in [r for r in FIGURES if r in own]:
        parts = parts_of(own[role], card.patterns)
        named = None if parts else named_parts(card.by_role[role].label, card.patterns)
        if named:
            parts = parts_by_header(own[role], named)
            fields[role] = own[role] = own[role] if parts else _doubted(own[role])
        if not parts:
            continue
        del own[role]
        fields[role] = EMPTY
        for part, said in parts.items():
            if not _shows(fields.get(part, EMPTY)):
                fields[part] = own[part] = said


def _kind_of_row(
    card: Card, state: _State, fields: dict[Role, Field], own: Mapping[Role, Field]
) -> RowKind | None:
    """What a row is about, its indicator carried where it prints none; None if it is no row of its own."""
    judged = any(role in own for role in _JUDGED)
    if _shows(fields.get("indicator", EMPTY)) or "indicator" not in fields:
        return None if card.kind == "goal" and "goal" not in own and not judged else card.kind
    if not judged:
        if "comment" in own and state.rows:
            _join_last(state, {"comment": own["comment"]})
        return None
    if "goal" in own:
        return "goal"
    if state.rows:
        fields["indicator"] = _carried(state.rows[-1].field("indicator"))
    elif not _shows(state.goal):
        return None  # nothing names it: the rest of a header's last line
    return card.kind


def _row(card: Card, state: _State, fields: Mapping[Role, Field], kind: RowKind, index: int) -> Row:
    said = {**fields, "goal": state.goal, "perspective": state.perspective}
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
    "perspective", "goal", "indicator", "baseline", "target", "previous_value", "value",
    "forecast", "status", "trend", "progress", "comment",
)  # fmt: skip


def _read_group(card: Card, state: _State, own: Mapping[Role, Field], index: int) -> bool:
    """Take a row that only carries a perspective or a goal for the rows below; False if it is none."""
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
        return True
    goal = after_label(only.text, "goal", card.patterns)
    if goal and "goal" not in card.by_role:
        state.goal = msgspec.structs.replace(only, text=goal)
        return True
    cell = _cell_at(card, card.by_role[role], index)
    stands_out = cell is not None and (cell.column_span > 1 or (cell.bold and not card.bold_rows))
    if role == "indicator" and "goal" not in card.by_role and stands_out:
        state.goal = only
        return True
    return False


def _is_judged_goal(card: Card, own: Mapping[Role, Field], index: int) -> bool:
    """Whether a row in bold judges the goal of the indicators below: no figure, only a status or a trend."""
    if "goal" in card.by_role or card.kind != "indicator" or "indicator" not in own:
        return False
    cell = _cell_at(card, card.by_role["indicator"], index)
    bold = cell is not None and cell.bold and not card.bold_rows
    return bold and len(own) > 1 and not set(own) - {"indicator", "status", "trend", "comment"}


def _is_cut(state: _State, own: Mapping[Role, Field]) -> bool:
    """Whether a row is the tail of the row above, cut by a page break."""
    if not state.rows or not own or any(f.normal for f in own.values()):
        return False
    page = next((f.place.page for f in own.values() if f.place), None)
    if page is None or page == state.rows[-1].page:
        return False
    texts = [f.text for f in own.values()]
    return all(t and (t[:1].islower() or not t[:1].isalnum()) for t in texts)


def _goes_on(state: _State, own: Mapping[Role, Field]) -> bool:
    """Whether a row holds nothing but the next line of the goal above: it begins in lower case."""
    return (
        set(own) == {"goal"}
        and bool(state.rows)
        and bool(state.goal.text)
        and state.rows[-1].field("goal") == state.goal
        and own["goal"].text[:1].islower()
    )


def _lengthen_goal(state: _State, rest: Field) -> None:
    """Join a goal's next line to it, on every row it stands on."""
    short, state.joined = state.goal, rest
    state.goal = msgspec.structs.replace(
        short, text=squeeze(f"{short.text} {rest.text}"), raw=f"{short.raw}\n{rest.raw}",
        confidence=min(short.confidence, rest.confidence, JOINED),
        reasons=_merge(short.reasons, rest.reasons, ("cell_joined",)),
    )  # fmt: skip
    for number, row in enumerate(state.rows):
        if row.field("goal") == short:
            state.rows[number] = msgspec.structs.replace(row, fields={**row.fields, "goal": state.goal})


def _join_last(state: _State, own: Mapping[Role, Field]) -> None:
    last = state.rows[-1]
    joined: dict[Role, Field] = {}
    for role, tail in own.items():
        head = last.field(role)
        if not head.text:
            joined[role] = tail
            continue
        joined[role] = msgspec.structs.replace(
            head, text=squeeze(f"{head.text} {tail.text}"), raw=f"{head.raw}\n{tail.raw}",
            confidence=min(head.confidence, tail.confidence, JOINED),
            reasons=_merge(head.reasons, tail.reasons, ("cell_joined",)),
        )  # fmt: skip
    if "goal" in joined:
        state.goal = joined["goal"]
    _replace_last(state, joined)


def _carried(indicator: Field) -> Field:
    return msgspec.structs.replace(
        indicator,
        confidence=min(indicator.confidence, JOINED),
        reasons=_merge(indicator.reasons, ("indicator_carried",)),
    )


# ---------------------------------------------------------------- cells


def _cell_at(card: Card, column: Column, index: int) -> Cell | None:
    return card.grid[index][column.index] if column.index < len(card.grid[index]) else None


def _sharing(card: Card, index: int) -> list[Role]:
    """The roles of words and figures that one cell of a row says for several columns: printed so, or run together."""
    columns = [(role, c) for role, c in card.by_role.items() if role in (*FIGURES, "indicator")]
    cells = [(role, _cell_at(card, c, index)) for role, c in columns]
    seen = [id(cell) for _, cell in cells if cell is not None and cell.text]
    return [role for role, cell in cells if cell is not None and seen.count(id(cell)) > 1]


def _is_own(card: Card, role: Role, index: int) -> bool:
    cell = _cell_at(card, card.by_role[role], index)
    return cell is not None and cell.row == index


def _shows(value: Field) -> bool:
    return bool(value.text or value.raw or value.normal)


def _read_cell(card: Card, column: Column, index: int) -> Field:
    cell = _cell_at(card, column, index)
    if cell is None:
        return EMPTY
    cell = own_shading(cell, card.grid[index])
    if column.role == "status":
        read = read_status(cell.symbols, cell.text, cell.shading, card.legend, card.patterns, ocr=card.ocr)
        read = msgspec.structs.replace(read, symbols=cell.symbols)
        read = _with_reason_if_unread(card, cell, read, "status_unread")
    elif column.role == "trend":
        read = read_trend(cell.symbols, cell.text, card.legend, card.patterns, ocr=card.ocr)
        read = _with_reason_if_unread(card, cell, read, "trend_unread")
    elif column.role == "progress":
        read = read_progress(cell.symbols, cell.text, card.patterns)
        read = _with_reason_if_unread(card, cell, read, "progress_unread")
    else:
        text = squeeze(cell.text)
        if column.role in ("goal", "indicator", "perspective"):
            text = without_continuation(text, card.patterns)
        read = _as_field(cell, text)
        return _sure_of_column(
            column, respelt(read, card.patterns) if card.ocr and column.role in FIGURES else read
        )
    read = msgspec.structs.replace(
        read, text=squeeze(read.text), raw=cell.raw or read.raw, place=read.place or cell.place,
        confidence=min(read.confidence, cell.confidence) if _shows(read) or read.reasons or cell.reasons else 1.0,
        reasons=_merge(read.reasons, _doubts(cell)), picture=cell.picture,
    )  # fmt: skip
    return _sure_of_column(column, read)


def _with_reason_if_unread(card: Card, cell: Cell, read: Field, reason: str) -> Field:
    """A mark or text that gave no value is not silent, unless it says that there is none."""
    shows = bool(cell.text.strip() or cell.symbols)
    if read.normal or read.reasons or not shows or says_missing(cell.text, card.patterns):
        return read
    return msgspec.structs.replace(read, confidence=min(read.confidence, UNSURE), reasons=(reason,))


def _doubted(value: Field) -> Field:
    """The field of a cell that holds what belongs to two columns, where it could not be told apart."""
    reasons = _merge(value.reasons, ("column_role_unsure",))
    return msgspec.structs.replace(value, confidence=min(value.confidence, UNSURE), reasons=reasons)


def _sure_of_column(column: Column, value: Field) -> Field:
    if column.confidence >= SURE or not _shows(value):
        return value
    return msgspec.structs.replace(
        value,
        confidence=min(value.confidence, column.confidence),
        reasons=_merge(value.reasons, ("column_role_unsure",)),
    )


def _as_field(cell: Cell, text: str) -> Field:
    return Field(
        text=text,
        raw=cell.raw or cell.text,
        place=cell.place,
        confidence=cell.confidence,
        reasons=_doubts(cell),
    )


def _doubts(cell: Cell) -> tuple[str, ...]:
    """Why the cell's text is unsure; where the reader gives no reason, its recognition is."""
    return cell.reasons or (("ocr_low",) if cell.text.strip() and cell.confidence < SURE else ())


def _merge(*reasons: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(r for group in reasons for r in group))

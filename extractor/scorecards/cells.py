"""One body cell of a scorecard → the field of its column's role.

Promises that a cell that shows something which cannot be read keeps a reason, and that one that belongs to several
columns, or to a column whose role is unsure, is never sure.
"""

from __future__ import annotations

import msgspec

from extractor.model import EMPTY, SURE, Cell, Column, Field, Role
from extractor.scorecards.card import Card
from extractor.scorecards.combined import FIGURES
from extractor.scorecards.content import VALUES, says_missing
from extractor.scorecards.fields import doubted, doubts, merged, of_cell, shows
from extractor.scorecards.grid import cell_at
from extractor.scorecards.labelled import without_continuation
from extractor.scorecards.respelt import respelt
from extractor.scorecards.unnamed import UNSURE
from extractor.swedish import squeeze
from extractor.symbols.meaning import read_status, read_trend
from extractor.symbols.progress import read_progress
from extractor.symbols.shading import own_shading

SIGNS: tuple[Role, ...] = ("status", "goal_status", "trend", "progress")
"""Roles whose cells show a mark, and are read as what it means."""


def read_cell(card: Card, column: Column, index: int) -> Field:
    """The field that a row's cell gives for a column.

    Args:
        card: the scorecard.
        column: one of its columns with a role.
        index: index of the row.

    Returns:
        The field as printed and, for status, trend and progress, as read; empty where the row has no such cell.
    """
    cell = cell_at(card.grid, index, column.index)
    if cell is None:
        return EMPTY
    cell = own_shading(cell, card.grid[index])
    read = _read_sign(card, column, cell) if column.role in SIGNS else _read_words(card, column, cell)
    if (
        card.ocr
        and column.role in SIGNS
        and column.role != "goal_status"
        and cell.row_span > 1
        and shows(read)
    ):
        read = doubted(read, UNSURE, "sign_of_several_rows")
    # Where another column may be the role's, an empty cell does not say that there is no figure.
    if column.confidence < SURE and (shows(read) or column.role in VALUES):
        return doubted(read, column.confidence, "column_role_unsure")
    return read


def _read_sign(card: Card, column: Column, cell: Cell) -> Field:
    """What a cell shows by a mark, or by words in the place of one."""
    if column.role in ("status", "goal_status"):
        read = read_status(cell.symbols, cell.text, cell.shading, card.legend, card.patterns, ocr=card.ocr)
        read = msgspec.structs.replace(read, symbols=cell.symbols)
        read = _with_reason_if_unread(card, cell, read, "status_unread")
    elif column.role == "trend":
        read = read_trend(cell.symbols, cell.text, card.legend, card.patterns, ocr=card.ocr)
        read = _with_reason_if_unread(card, cell, read, "trend_unread")
    else:
        read = read_progress(cell.symbols, cell.text, card.patterns)
        read = _with_reason_if_unread(card, cell, read, "progress_unread")
    return msgspec.structs.replace(
        read, text=squeeze(read.text), raw=cell.raw or read.raw, place=read.place or cell.place,
        confidence=min(read.confidence, cell.confidence) if shows(read) or read.reasons or cell.reasons else 1.0,
        reasons=merged(read.reasons, doubts(cell)), picture=cell.picture,
    )  # fmt: skip


def _read_words(card: Card, column: Column, cell: Cell) -> Field:
    text = squeeze(cell.text)
    if column.role in ("goal", "indicator", "perspective"):
        text = without_continuation(text, card.patterns)
    read = of_cell(cell, text)
    return respelt(read, card.patterns) if card.ocr and column.role in FIGURES else read


def sharing(card: Card, index: int) -> list[Role]:
    """The roles of words and figures that one cell of a row says for several columns: printed so, or run together."""
    columns = [(role, c) for role, c in card.by_role.items() if role in (*FIGURES, "indicator")]
    cells = [(role, cell_at(card.grid, index, c.index)) for role, c in columns]
    seen = [id(cell) for _, cell in cells if cell is not None and cell.text]
    return [role for role, cell in cells if cell is not None and seen.count(id(cell)) > 1]


def is_own(card: Card, role: Role, index: int) -> bool:
    """Whether the cell of a role begins in a row, rather than reaching into it from above."""
    cell = cell_at(card.grid, index, card.by_role[role].index)
    return cell is not None and cell.row == index


def _with_reason_if_unread(card: Card, cell: Cell, read: Field, reason: str) -> Field:
    """A mark or text that gave no value is not silent, unless it says that there is none."""
    printed = bool(cell.text.strip() or cell.symbols)
    if read.normal or read.reasons or not printed or says_missing(cell.text, card.patterns):
        return read
    return doubted(read, UNSURE, reason)

"""Empty fields of rows whose reading is doubtful: what was not read is not sure to be not printed.

Promises that in recognised tables and in cells put together from bare lines no empty or cut field counts as sure
where the table has a place for it; nor does anything of an indicator beside which nothing stands, where others have
figures.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import msgspec

from extractor.model import EMPTY, SURE, Column, Field, Role, Row, Scorecard
from extractor.scorecards.fields import BESIDE, doubted, is_bare, shows
from extractor.scorecards.unnamed import UNSURE

LOST_IN_SCANS: tuple[Role, ...] = ("goal", *BESIDE)
"""What recognition leaves out: a goal beside several rows, a number whose cell ran into the next, a light whose grey is
as pale as shading."""
SIGNS: tuple[Role, ...] = ("status", "trend")
"""What is shown by signs."""
OUTCOMES: tuple[Role, ...] = ("value", "status")
"""What a report that follows targets up says of them."""
UNREADABLE = "\ufffd"
"""Stands for ink that gave no word."""
GAP_REASON = "ocr_low"

_REASSEMBLED = frozenset({"cells_reassembled", "columns_interleaved"})
"""Reasons of text dumps without layout: which text stands in which cell was found out, not read."""


def with_doubtful_gaps(fields: dict[Role, Field], columns: Sequence[Column]) -> dict[Role, Field]:
    """Doubt the empty fields of a row whose cells were put together from bare lines: a cell may be missed.

    Args:
        fields: the row's fields; returned as they are if no cell was put together.
        columns: the table's. One without header and role may be that of the signs, which a dump loses: status and trend
            are then not sure to be missing. Targets without any column for what came of them have lost its header.
    """
    doubtful = [f for f in fields.values() if _REASSEMBLED & set(f.reasons)]
    if not doubtful:
        return fields
    reasons = tuple(sorted(_REASSEMBLED & {r for f in doubtful for r in f.reasons}))
    gap = Field(confidence=min(f.confidence for f in doubtful), reasons=reasons)
    nameless = any(c.role is None and not c.label for c in columns)
    lost = {role: EMPTY for role in SIGNS if nameless and role not in fields}
    roles = {c.role for c in columns}
    if "target" in roles and not roles & set(OUTCOMES):
        lost |= dict.fromkeys(OUTCOMES, EMPTY)
    return {role: f if shows(f) or f.reasons else gap for role, f in {**fields, **lost}.items()}


def doubted_scan(rows: Sequence[Row], roles: Collection[Role], *, header_read: bool) -> list[Row]:
    """Doubt what recognition may have lost of a table's rows: empty fields, and goals cut between rows.

    Args:
        rows: the rows of a recognised table in printed order.
        roles: what the table has a column for.
        header_read: False if part of the header was not read, so that a column may be missing.

    Returns:
        The same rows; only confidences and reasons differ, and what may have lost its column has an empty field.
    """
    # Ink of which no word could be made may be a column's; figures far apart in a cell are two columns'.
    fields = [f for row in rows for f in row.fields.values()]
    all_read = header_read and not any(UNREADABLE in f.raw or _REASSEMBLED & set(f.reasons) for f in fields)
    expected = {role for role in LOST_IN_SCANS if role in roles or (not all_read and role != "progress")}
    cut = {n for n, row in enumerate(rows) if _is_tail(row.text("goal"))}
    # The row above a tail has the other half.
    cut |= {n - 1 for n in cut if n and rows[n - 1].text("goal") != rows[n].text("goal")}
    doubted = []
    for number, row in enumerate(rows):
        unsure = {role for role in expected if not shows(row.field(role))}
        unsure |= {"goal"} if number in cut else set()
        changed = {role: _unsure(row.field(role)) for role in sorted(unsure)}
        doubted.append(msgspec.structs.replace(row, fields={**row.fields, **changed}) if changed else row)
    return doubted


def _is_tail(goal: str) -> bool:
    """Whether a goal reads like the end of one: goals begin with a capital or a number."""
    return goal[:1].islower()


def _unsure(field: Field) -> Field:
    return doubted(field, UNSURE, *(() if field.reasons else (GAP_REASON,)))


def with_bare_rows(cards: Sequence[Scorecard]) -> tuple[Scorecard, ...]:
    """Doubt rows that name an indicator and print nothing beside it, in a report whose other rows print something.

    A column that was not seen, or figures taken for another row's, leave such rows; a measure that is new, and so
    without target or outcome, says so in words most often.

    Args:
        cards: every scorecard of a document.
    """
    rows = [row for card in cards for row in card.rows]
    bare = {id(row) for row in rows if row.kind == "indicator" and is_bare(row)}
    if len(bare) in (0, len(rows)):
        return tuple(cards)
    return tuple(
        msgspec.structs.replace(
            card, rows=tuple(_bare_in_doubt(row) if id(row) in bare else row for row in card.rows)
        )
        for card in cards
    )


def _bare_in_doubt(row: Row) -> Row:
    sure = {role: f for role in BESIDE if (f := row.field(role)).confidence >= SURE}
    changed = {role: doubted(field, UNSURE, "nothing_beside") for role, field in sure.items()}
    return msgspec.structs.replace(row, fields={**row.fields, **changed})

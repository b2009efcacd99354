"""Rows that the tool did not find, entered by a person: kept by content like any decision, and never twice.

A row is added to every reading of its report that has no such row. Where a better reading finds it, that one counts
and the entered row goes; what it reads otherwise is doubted, so that a person decides again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import msgspec

from extractor.model import (
    AsRead,
    Box,
    Column,
    Decision,
    Field,
    Fit,
    Place,
    Report,
    Role,
    Row,
    Scorecard,
    Subject,
    document_id,
)
from extractor.review.subjects import MARKS, Home, as_read, concerns, find_row, homes, unchanged
from extractor.swedish import fold

REASON = "added_in_review"
ROLES: tuple[Role, ...] = (
    "perspective", "goal", "indicator", "baseline", "target", "previous_value", "value", "forecast", "status", "trend",
    "comment",
)  # fmt: skip
"""What a person may say of a row, in the order of a table's columns."""
STALE_REASON = "decision_stale"
STALE_CONFIDENCE = 0.3
"""A reading that contradicts what a person saw earlier: one of the two is wrong, as often as not this one."""


class Entered(msgspec.Struct, frozen=True, kw_only=True):
    """What a decision stores of an added row."""

    fields: dict[Role, str]
    box: tuple[float, float, float, float] | None = None
    """Where it stands on its page; None where the person named the page only."""


class WithAdded(NamedTuple):
    """A report with its added rows."""

    report: Report
    fits: tuple[Fit, ...]
    touched: frozenset[tuple[int, int]]
    """Table and row numbers of the rows that were added or doubted: what they say is to be worked out anew."""


def is_added(decision: Decision) -> bool:
    """Whether a decision enters a row."""
    return decision.kind == "row" and decision.verdict == "added"


def with_added(report: Report, decisions: Sequence[Decision]) -> WithAdded:
    """A report with the rows that persons entered and that it does not have.

    Args:
        report: as read.
        decisions: standing decisions of any kind.
    """
    mine = [d for d in decisions if is_added(d) and concerns(d.about, report.metadata)]
    if not mine:
        return WithAdded(report, (), frozenset())
    rows = homes(report)
    table_no = 1 + max(
        [c.table_no for c in report.scorecards] + [f.table_no for f in report.figures], default=0
    )
    added: dict[tuple[int, int], Home] = {}
    doubts: dict[tuple[int, int], set[Role]] = {}
    keys: dict[int, tuple[int, int]] = {}
    for decision in mine:
        told = msgspec.json.decode(decision.value, type=Entered)
        if read := find_row(decision.about, rows):
            keys[decision.decision_id] = read.key
            doubts[read.key] = {r for r, text in told.fields.items() if not _reads(read, r, text)}
            continue
        again = next((key for key, home in added.items() if _is_again(decision.about, home.row)), None)
        key = again or (table_no, 1 + len(added))
        added[key] = home_of(told.fields, _place(decision.about, told, report), *key)
        keys[decision.decision_id] = key
    touched = frozenset({*added, *(key for key, roles in doubts.items() if roles)})
    cards = (*(_doubted(card, doubts) for card in report.scorecards), *(home.card for home in added.values()))
    return WithAdded(
        msgspec.structs.replace(report, scorecards=cards) if touched else report,
        _fits(document_id(report.document.sha256), keys), touched,
    )  # fmt: skip


def _place(about: Subject, told: Entered, report: Report) -> Place:
    """Where the row stands; another form of the report has other pages, so there no box is told."""
    here = about.document_id == document_id(report.document.sha256)
    page = min(about.page or 1, report.document.page_count)
    return Place(page=page, box=Box(*told.box) if here and told.box else None)


def _fits(identity: str, keys: Mapping[int, tuple[int, int]]) -> tuple[Fit, ...]:
    """How each decision fits; of several on one row the last counts."""
    last = {key: decision_id for decision_id, key in keys.items()}
    return tuple(
        Fit(
            decision_id=decision_id, document_id=identity, table_no=key[0], row_no=key[1],
            state="applied" if last[key] == decision_id else "superseded",
        )
        for decision_id, key in keys.items()
    )  # fmt: skip


def _is_again(about: Subject, row: Row) -> bool:
    """Whether a row that was entered is entered again: by its name, whatever it says, and what it stands under."""
    told = ((about.goal, row.text("goal")), (about.perspective, row.text("perspective")))
    return fold(about.indicator) == fold(row.text("indicator")) and all(
        fold(one) == fold(other) or (bool(about.indicator) and not (one and other)) for one, other in told
    )


def _reads(home: Home, role: Role, text: str) -> bool:
    """Whether a row that is read by now says what a person entered; a heading's perspective is no matter."""
    seen = AsRead(normal=text) if role in MARKS else AsRead(text=text)
    return role == "perspective" or unchanged(role, seen, as_read(home.row.field(role)))


def _doubted(card: Scorecard, doubts: Mapping[tuple[int, int], set[Role]]) -> Scorecard:
    rows = []
    for row in card.rows:
        roles = doubts.get((row.table_no, row.row_no), set())
        fields = {**row.fields, **{role: doubted(row.field(role)) for role in roles}}
        rows.append(msgspec.structs.replace(row, fields=fields) if roles else row)
    return msgspec.structs.replace(card, rows=tuple(rows))


def doubted(field: Field) -> Field:
    """A field that reads otherwise than what a person saw or entered."""
    return msgspec.structs.replace(
        field, confidence=min(field.confidence, STALE_CONFIDENCE), reasons=(*field.reasons, STALE_REASON)
    )


def home_of(said: Mapping[Role, str], place: Place, table_no: int, row_no: int) -> Home:
    """The row that a person entered, in a scorecard of its own.

    Args:
        said: what its fields say; met, up, … for status and trend.
        place: where it stands.
        table_no: the number of the table that takes what was entered.
        row_no: its row there.
    """
    fields = {role: _field(role, said[role], place) for role in ROLES if role in said}
    columns = tuple(Column(index=i, label="", role=role, confidence=1.0) for i, role in enumerate(fields))
    row = Row(
        kind="indicator" if "indicator" in said else "goal",
        table_no=table_no, row_no=row_no, page=place.page, fields=fields,
    )  # fmt: skip
    card = Scorecard(
        table_no=table_no, page=place.page, perspective=said.get("perspective", ""), columns=columns, rows=(row,)
    )  # fmt: skip
    return Home(card, row, 1)


def _field(role: Role, text: str, place: Place) -> Field:
    """A field as entered: no characters were read, what it says is a person's word."""
    mark = role in MARKS
    return Field(
        text=text, normal=text if mark else None, source="words" if role == "status" else None, place=place,
        reasons=(REASON,) if role in ("indicator", "goal") else (), reviewed=True,
    )  # fmt: skip

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
    document_id,
)
from extractor.review.subjects import MARKS, Home, as_read, concerns, find_row, homes, unchanged

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
    added: tuple[Home, ...]
    """The rows that were added, each with the scorecard it stands in."""
    changed: bool
    """Whether the report differs from the one that was read."""


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
        return WithAdded(report, (), (), changed=False)
    rows, identity = homes(report), document_id(report.document.sha256)
    table_no = 1 + max(
        [c.table_no for c in report.scorecards] + [f.table_no for f in report.figures], default=0
    )
    fits: list[Fit] = []
    added: list[Home] = []
    doubts: dict[tuple[int, int], set[Role]] = {}
    for decision in mine:
        told = msgspec.json.decode(decision.value, type=Entered)
        home = find_row(decision.about, rows)
        if home is None:
            place = Place(page=decision.about.page or 1, box=Box(*told.box) if told.box else None)
            home = home_of(told.fields, place, table_no, 1 + len(added))
            added.append(home)
        else:
            doubts[home.key] = {r for r, text in told.fields.items() if not _reads(home, r, text)}
        fits.append(
            Fit(
                decision_id=decision.decision_id, document_id=identity, table_no=home.key[0],
                row_no=home.key[1], state="applied",
            )
        )  # fmt: skip
    cards = (*(_doubted(card, doubts) for card in report.scorecards), *(home.card for home in added))
    changed = bool(added) or any(doubts.values())
    return WithAdded(
        msgspec.structs.replace(report, scorecards=cards) if changed else report,
        tuple(fits), tuple(added), changed,
    )  # fmt: skip


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

"""The decisions of persons in the archive: an append-only trail, and what became of them in each document.

Every function works inside the caller's transaction, so that a decision is stored in whole or not at all.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from extractor.archive import schema
from extractor.archive.packing import now, pack, unpack
from extractor.model import AsRead, Decision, Fit, Report, Subject, Value

EXACTLY = "microseconds"
"""How exactly the time of a decision is kept: it also tells what was replaced by what."""


class Decided(Value, frozen=True, kw_only=True):
    """A document with the decisions of persons applied."""

    report: Report | None
    """None where no decision changes anything."""
    fits: tuple[Fit, ...]


def record(connection: sa.Connection, new: Sequence[Decision], undo: Sequence[int]) -> list[Decision]:
    """Store decisions; those named in `undo` and those on the same subjects are marked as undone and kept."""
    time = now(EXACTLY)
    take_back(connection, undo, time)
    stored = []
    for decision in new:
        same = (schema.decision.c.kind == decision.kind, schema.decision.c.subject == decision.subject)
        query = sa.select(schema.decision.c.decision_id).where(*same, schema.decision.c.undone_at == "")
        take_back(connection, list(connection.execute(query).scalars()), time)
        row = {
            "kind": decision.kind, "subject": decision.subject, "verdict": decision.verdict,
            "value": decision.value, "note": decision.note, "user": decision.user, "time": time,
            "undone_at": "", "about": _json(decision.about), "seen": _json(decision.seen),
        }  # fmt: skip
        key = connection.execute(schema.decision.insert().values(row)).inserted_primary_key
        assert key is not None
        stored.append(msgspec.structs.replace(decision, decision_id=key[0], time=time, undone_at=""))
        _mark(connection, decision.kind, decision.about)
    return stored


def take_back(connection: sa.Connection, ids: Sequence[int], time: str = "") -> int:
    """Mark standing decisions as undone, now or at a given time; how many there were."""
    time = time or now(EXACTLY)
    if not ids:
        return 0
    standing = (schema.decision.c.decision_id.in_(ids), schema.decision.c.undone_at == "")
    query = sa.select(schema.decision.c.kind, schema.decision.c.about).where(*standing)
    for kind, about in connection.execute(query).all():
        _mark(connection, kind, msgspec.json.decode(about, type=Subject))
    return connection.execute(schema.decision.update().where(*standing).values(undone_at=time)).rowcount


def decision_of(row: sa.RowMapping) -> Decision:
    """A decision from its row."""
    fields: dict[str, Any] = {str(k): v for k, v in row.items()}
    fields["about"] = msgspec.json.decode(fields["about"], type=Subject)
    fields["seen"] = msgspec.json.decode(fields["seen"], type=AsRead | None)
    return Decision(**fields)


def save_decided(connection: sa.Connection, decided: Mapping[str, Decided]) -> None:
    """Store what became of the decisions, by document."""
    rows = [
        {"document_id": d, "report": pack(some.report) if some.report else None, "fits": pack(some.fits)}
        for d, some in decided.items()
        if some.report or some.fits
    ]
    if rows:
        connection.execute(schema.decided.insert(), rows)


def forget_decided(connection: sa.Connection, document_id: str, organisation: str, unit: str) -> None:
    """A new reading replaces what decisions were applied to: they have to be applied again."""
    gone = connection.execute(schema.decided.delete().where(schema.decided.c.document_id == document_id))
    if gone.rowcount:
        _mark(connection, "field", Subject(organisation=organisation, unit=unit))


def unsettled(connection: sa.Connection) -> list[tuple[str, str, str]]:
    """The marks of units with decisions still to be applied: (mark, organisation, unit)."""
    table = schema.unsettled
    query = sa.select(table.c.mark, table.c.organisation, table.c.unit).order_by(
        table.c.organisation, table.c.unit
    )
    return [(row.mark, row.organisation, row.unit) for row in connection.execute(query)]


def settle(connection: sa.Connection, marks: Sequence[str]) -> None:
    """Note that the decisions behind these marks are applied."""
    if marks:
        connection.execute(schema.unsettled.delete().where(schema.unsettled.c.mark.in_(marks)))


def fits_of(connection: sa.Connection, document_id: str | None) -> list[Fit]:
    """How the decisions fit one document, or all."""
    query = sa.select(schema.decided.c.fits).order_by(schema.decided.c.document_id)
    if document_id is not None:
        query = query.where(schema.decided.c.document_id == document_id)
    return [fit for blob in connection.execute(query).scalars() for fit in unpack(blob, tuple[Fit, ...])]


def _mark(connection: sa.Connection, kind: str, about: Subject) -> None:
    """Note that a unit's reports have to be related again; a decision on a finding changes none of them."""
    if kind != "finding" and (about.organisation or about.unit):
        row = {"mark": uuid.uuid4().hex, "organisation": about.organisation, "unit": about.unit}
        connection.execute(schema.unsettled.insert().values(row))


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()

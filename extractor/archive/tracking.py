"""What the archive keeps so that nothing is done twice: files seen, units linked and checked, documents told.

Every function works inside the caller's transaction.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence

import sqlalchemy as sa

from extractor.archive import schema, units
from extractor.archive.packing import unit_key
from extractor.archive.records import Asking, Seen, Source, Told, Vouching

_SEEN = (
    schema.path.c.path, schema.path.c.size, schema.path.c.modified_ns, schema.document.c.document_id,
    schema.document.c.version, schema.document.c.outcome, schema.document.c.reason, schema.document.c.needs,
)  # fmt: skip


def seen(connection: sa.Connection, paths: Sequence[str]) -> dict[str, Seen]:
    """What is known of some paths."""
    query = sa.select(*_SEEN).join(schema.document).where(schema.path.c.path.in_(paths))
    return {row["path"]: _seen(row) for row in connection.execute(query).mappings()}


def known(connection: sa.Connection, document_id: str) -> Seen | None:
    """What is known of a document, wherever it lies."""
    query = sa.select(*_SEEN[3:]).where(schema.document.c.document_id == document_id)
    row = connection.execute(query).mappings().one_or_none()
    return _seen(row) if row else None


def put_path(connection: sa.Connection, document_id: str, source: Source) -> None:
    """Note what lies at a path now.

    A file that could not be read and has been replaced leaves nothing behind: there is nothing to keep of it.
    What was read of a file stays, also when another lies at its path now.
    """
    before = connection.execute(
        sa.select(schema.path.c.document_id).where(schema.path.c.path == source.path)
    ).scalar()
    if before is not None:
        connection.execute(schema.path.delete().where(schema.path.c.path == source.path))
    row = {
        "path": source.path,
        "document_id": document_id,
        "size": source.size,
        "modified_ns": source.modified_ns,
    }
    connection.execute(schema.path.insert(), row)
    if before not in (None, document_id):
        elsewhere = sa.exists().where(schema.path.c.document_id == schema.document.c.document_id)
        connection.execute(
            schema.document.delete().where(
                schema.document.c.document_id == before, schema.document.c.report.is_(None), ~elsewhere
            )
        )


def unit_states(
    connection: sa.Connection, organisation: str | None = None, unit: str = ""
) -> dict[tuple[str, str], str]:
    """A fingerprint of the readings of each unit, or of one: it changes with any document of the unit."""
    table = schema.document
    query = (
        sa.select(
            table.c.organisation,
            table.c.unit,
            table.c.document_id,
            table.c.version,
            table.c.imported_at,
            table.c.told,
        )
        .where(table.c.report.is_not(None))
        .order_by(table.c.document_id)
    )
    if organisation is not None:
        query = query.where(units.is_unit(table, connection, organisation, unit))
    names = units.names(connection) if organisation is None else {}
    digests: dict[tuple[str, str], hashlib._Hash] = {}
    for row in connection.execute(query):
        owner = names[row.organisation, row.unit] if organisation is None else (organisation, unit)
        digest = digests.setdefault(owner, hashlib.sha256())
        digest.update(f"{row.document_id} {row.version} {row.imported_at} {row.told}\n".encode())
    return {owner: digest.hexdigest() for owner, digest in digests.items()}


def stale_units(connection: sa.Connection) -> list[tuple[str, str]]:
    """Units of which a document was read, replaced or taken away since they were linked and checked."""
    now = unit_states(connection)
    rows = connection.execute(
        sa.select(schema.related.c.organisation, schema.related.c.unit, schema.related.c.state)
    )
    then = {(row.organisation, row.unit): row.state for row in rows}
    return sorted(owner for owner in now.keys() | then.keys() if now.get(owner) != then.get(owner))


def put_state(connection: sa.Connection, organisation: str, unit: str, state: str) -> None:
    """Note which readings of a unit were linked and checked; '' where it has none any more."""
    table = schema.related
    connection.execute(table.delete().where(units.is_unit(table, connection, organisation, unit)))
    if state:
        connection.execute(table.insert().values(organisation=organisation, unit=unit, state=state))


def asking(connection: sa.Connection, version: str) -> list[Asking]:
    """The documents that ask for what other reports say and were read by a version, by whom they ask and by id."""
    table = schema.document
    query = (
        sa.select(
            table.c.document_id, table.c.sha256, table.c.name, table.c.version, table.c.outcome, table.c.asks,
            table.c.told, table.c.told_of,
        )
        .where(table.c.asks != "", table.c.report.is_not(None), table.c.version == version)
        .order_by(table.c.asks, table.c.document_id)
    )  # fmt: skip
    rows = connection.execute(query).mappings().all()
    paths: dict[str, list[str]] = {row["document_id"]: [] for row in rows}
    if rows:
        joined = (
            sa.select(schema.path.c.document_id, schema.path.c.path).join(table).where(table.c.asks != "")
        )
        for identity, path in connection.execute(joined.order_by(schema.path.c.path)):
            paths.setdefault(identity, []).append(path)
    return [Asking(**row, paths=tuple(paths[row["document_id"]])) for row in rows]


def vouching(connection: sa.Connection, keys: Collection[str]) -> dict[str, Vouching]:
    """For each unit of some (`unit_key`), its documents that ask for nothing."""
    table = schema.document
    query = (
        sa.select(
            table.c.organisation, table.c.unit, table.c.document_id, table.c.version, table.c.imported_at
        )
        .where(table.c.report.is_not(None), table.c.asks == "")
        .order_by(table.c.period, table.c.document_id)
    )
    found: dict[str, list[str]] = {key: [] for key in keys}
    digests = {key: hashlib.sha256() for key in keys}
    for row in connection.execute(query):
        key = unit_key(row.organisation, row.unit)
        if key in found:
            found[key].append(row.document_id)
            digests[key].update(f"{row.document_id} {row.version} {row.imported_at}\n".encode())
    return {
        key: Vouching(state=digests[key].hexdigest(), documents=tuple(some)) for key, some in found.items()
    }


def put_told(connection: sa.Connection, document_id: str, told: Told) -> None:
    """Note what a document was told, its reading being what it is."""
    table = schema.document
    connection.execute(
        table.update()
        .where(table.c.document_id == document_id)
        .values(asks=told.asks, told=told.told, told_of=told.told_of)
    )


def _seen(row: sa.RowMapping) -> Seen:
    return Seen(
        document_id=row["document_id"], size=row.get("size", -1), modified_ns=row.get("modified_ns", -1),
        version=row["version"], outcome=row["outcome"], reason=row["reason"], needs=row["needs"],
    )  # fmt: skip

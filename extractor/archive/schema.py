"""The tables of the archive and the steps from each version of them to the next."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from extractor.errors import ArchiveError

SCHEMA_VERSION = 6
"""Raised with every change of the tables; `ADDED_COLUMNS` holds the step that leads to each version."""

TEXT = sa.String().with_variant(sa.String(collation="C"), "postgresql")
"""Text in the order of its characters' codes, whatever language a PostgreSQL server is set to: ids sort alike
everywhere, and so do exports."""

tables = sa.MetaData()
meta = sa.Table(
    "meta", tables,
    sa.Column("key", TEXT, primary_key=True),
    sa.Column("value", TEXT, nullable=False),
)  # fmt: skip
document = sa.Table(
    "document", tables,
    sa.Column("document_id", TEXT, primary_key=True),
    sa.Column("sha256", TEXT, nullable=False, unique=True),
    sa.Column("name", TEXT, nullable=False),
    sa.Column("media", TEXT, nullable=False),
    sa.Column("text_layer", TEXT, nullable=False),
    sa.Column("organisation", TEXT, nullable=False),
    sa.Column("unit", TEXT, nullable=False),
    sa.Column("title", TEXT, nullable=False),
    sa.Column("report_type", TEXT, nullable=False),
    sa.Column("period", TEXT, nullable=False),
    sa.Column("document_number", TEXT, nullable=False),
    sa.Column("pages", sa.Integer, nullable=False),
    sa.Column("text_quality", sa.Float, nullable=False),
    sa.Column("rows", sa.Integer, nullable=False),
    sa.Column("outcome", TEXT, nullable=False),
    sa.Column("reason", TEXT, nullable=False),
    sa.Column("imported_at", TEXT, nullable=False),
    sa.Column("version", TEXT, nullable=False),
    sa.Column("report", sa.LargeBinary),
    sa.Column("blocks", sa.LargeBinary),
    sa.Column("needs", TEXT, nullable=False, server_default=""),
    sa.Column("asks", TEXT, nullable=False, server_default=""),
    sa.Column("told", TEXT, nullable=False, server_default=""),
    sa.Column("told_of", TEXT, nullable=False, server_default=""),
)  # fmt: skip
"""`asks`, `told` and `told_of` are those of `records.Asking`."""
_IS_READ = document.c.report.is_not(None)
document_unit = sa.Index(
    "document_unit",
    document.c.organisation,
    document.c.unit,
    sqlite_where=_IS_READ,
    postgresql_where=_IS_READ,
)
"""Finds a unit's reports, and the names of all units, without a look at each document."""
path = sa.Table(
    "path", tables,
    sa.Column("path", TEXT, primary_key=True),
    sa.Column("document_id", sa.ForeignKey("document.document_id"), nullable=False, index=True),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("modified_ns", sa.BigInteger, nullable=False),
)  # fmt: skip
indicator = sa.Table(
    "indicator", tables,
    sa.Column("indicator_id", TEXT, primary_key=True),
    sa.Column("organisation", TEXT, nullable=False),
    sa.Column("unit", TEXT, nullable=False),
    sa.Column("value", sa.LargeBinary, nullable=False),
    sa.Index("indicator_unit", "organisation", "unit"),
)  # fmt: skip
link = sa.Table(
    "link", tables,
    sa.Column("document_id", sa.ForeignKey("document.document_id", ondelete="CASCADE"), primary_key=True),
    sa.Column("links", sa.LargeBinary, nullable=False),
)  # fmt: skip
finding = sa.Table(
    "finding", tables,
    sa.Column("finding_id", TEXT, primary_key=True),
    sa.Column("organisation", TEXT, nullable=False),
    sa.Column("unit", TEXT, nullable=False),
    sa.Column("value", sa.LargeBinary, nullable=False),
    sa.Index("finding_unit", "organisation", "unit"),
)  # fmt: skip

difference = sa.Table(
    "difference", tables,
    sa.Column("document_id", sa.ForeignKey("document.document_id", ondelete="CASCADE"), primary_key=True),
    sa.Column("differences", sa.LargeBinary, nullable=False),
)  # fmt: skip
form = sa.Table(
    "form", tables,
    sa.Column("document_id", sa.ForeignKey("document.document_id", ondelete="CASCADE"), primary_key=True),
    sa.Column("leading_id", TEXT, nullable=False),
)  # fmt: skip
decision = sa.Table(
    "decision", tables,
    sa.Column("decision_id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("kind", TEXT, nullable=False),
    sa.Column("subject", TEXT, nullable=False),
    sa.Column("verdict", TEXT, nullable=False),
    sa.Column("note", TEXT, nullable=False),
    sa.Column("user", TEXT, nullable=False),
    sa.Column("time", TEXT, nullable=False),
    sa.Column("undone_at", TEXT, nullable=False),
    sa.Column("value", TEXT, nullable=False, server_default=""),
    sa.Column("about", TEXT, nullable=False, server_default="{}"),
    sa.Column("seen", TEXT, nullable=False, server_default="null"),
    sa.Index("decision_subject", "kind", "subject"),
)  # fmt: skip
decided = sa.Table(
    "decided", tables,
    sa.Column("document_id", sa.ForeignKey("document.document_id", ondelete="CASCADE"), primary_key=True),
    sa.Column("report", sa.LargeBinary),
    sa.Column("fits", sa.LargeBinary, nullable=False),
)  # fmt: skip
unsettled = sa.Table(
    "unsettled", tables,
    sa.Column("mark", TEXT, primary_key=True),
    sa.Column("organisation", TEXT, nullable=False),
    sa.Column("unit", TEXT, nullable=False),
)  # fmt: skip
"""Units with decisions that have not been applied yet, a mark for each; whoever applies them deletes the marks
seen before, in the same transaction."""
related = sa.Table(
    "related", tables,
    sa.Column("organisation", TEXT, primary_key=True),
    sa.Column("unit", TEXT, primary_key=True),
    sa.Column("state", TEXT, nullable=False),
)  # fmt: skip
"""A fingerprint of the readings that each unit's indicators, links and findings were made from."""

ADDED_COLUMNS: dict[int, Sequence[sa.Column[str]]] = {
    2: (),  # `decision`, `difference` and `form` are new tables
    3: (decision.c.value, decision.c.about, decision.c.seen),  # `decided` and `unsettled` are new tables
    4: (document.c.needs,),  # `related` is a new table
    5: (document.c.asks, document.c.told, document.c.told_of),
    6: (),  # `document_unit` is a new index
}
"""Columns that version n adds to tables of version n-1, keyed by n; new tables are made by `create_all`."""


def migrate(connection: sa.Connection, found: int, location: str) -> None:
    """Lead an archive of an older schema to this one, inside the caller's transaction.

    Args:
        connection: open on the archive.
        found: the schema version it has.
        location: how the user calls it.

    Raises:
        ArchiveError: a newer styrkort wrote it.
    """
    if found > SCHEMA_VERSION:
        raise ArchiveError(
            f"The archive {location} was written by a newer styrkort (schema {found}, known: {SCHEMA_VERSION}).",
            "Upgrade styrkort.",
        )
    for version in range(found + 1, SCHEMA_VERSION + 1):
        for column in ADDED_COLUMNS[version]:
            _add(connection, column)
    document_unit.create(connection, checkfirst=True)
    connection.execute(meta.update().where(meta.c.key == "schema").values(value=str(SCHEMA_VERSION)))


def _add(connection: sa.Connection, column: sa.Column[str]) -> None:
    """Add a column to its table, unless the table was only just made with it."""
    table = column.table.name
    if column.name in {c["name"] for c in sa.inspect(connection).get_columns(table)}:
        return
    definition = sa.schema.CreateColumn(column).compile(dialect=connection.dialect)
    connection.execute(sa.text(f"ALTER TABLE {table} ADD COLUMN {definition}"))

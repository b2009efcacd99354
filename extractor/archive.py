"""The archive: everything read from an archive of reports, in one database.

SQLite by default, PostgreSQL by URL; SQLAlchemy Core on both. One document is one transaction: after a
crash each document is in whole or not at all. What was read of a document (`Report`) is stored as one
immutable value beside the columns that select and sort; what is known across documents (indicators,
links, findings) has tables of its own and is recomputed per reporting unit.
"""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal, TypeVar

import msgspec
import sqlalchemy as sa

from extractor.errors import ArchiveError, NotFoundError
from extractor.model import (
    Decision,
    Document,
    Finding,
    FormDifference,
    Indicator,
    Link,
    Report,
    Value,
    Verdict,
    document_id,
)

SCHEMA_VERSION = 2
"""Raised with every change of the tables; `_MIGRATIONS` holds the step that leads to each version."""

DEFAULT_NAME = "styrkort.db"
LOCK_WAIT_SECONDS = 30
"""How long a second writer waits for the first one's transaction before it gives up."""

Outcome = Literal["done", "partial", "needs_ocr", "failed"]

T = TypeVar("T")

_tables = sa.MetaData()
_meta = sa.Table(
    "meta", _tables,
    sa.Column("key", sa.String, primary_key=True),
    sa.Column("value", sa.String, nullable=False),
)  # fmt: skip
_document = sa.Table(
    "document", _tables,
    sa.Column("document_id", sa.String, primary_key=True),
    sa.Column("sha256", sa.String, nullable=False, unique=True),
    sa.Column("name", sa.String, nullable=False),
    sa.Column("media", sa.String, nullable=False),
    sa.Column("text_layer", sa.String, nullable=False),
    sa.Column("organisation", sa.String, nullable=False),
    sa.Column("unit", sa.String, nullable=False),
    sa.Column("title", sa.String, nullable=False),
    sa.Column("report_type", sa.String, nullable=False),
    sa.Column("period", sa.String, nullable=False),
    sa.Column("document_number", sa.String, nullable=False),
    sa.Column("pages", sa.Integer, nullable=False),
    sa.Column("text_quality", sa.Float, nullable=False),
    sa.Column("rows", sa.Integer, nullable=False),
    sa.Column("outcome", sa.String, nullable=False),
    sa.Column("reason", sa.String, nullable=False),
    sa.Column("imported_at", sa.String, nullable=False),
    sa.Column("version", sa.String, nullable=False),
    sa.Column("report", sa.LargeBinary),
    sa.Column("blocks", sa.LargeBinary),
)  # fmt: skip
_path = sa.Table(
    "path", _tables,
    sa.Column("path", sa.String, primary_key=True),
    sa.Column("document_id", sa.ForeignKey("document.document_id"), nullable=False, index=True),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("modified_ns", sa.BigInteger, nullable=False),
)  # fmt: skip
_indicator = sa.Table(
    "indicator", _tables,
    sa.Column("indicator_id", sa.String, primary_key=True),
    sa.Column("organisation", sa.String, nullable=False),
    sa.Column("unit", sa.String, nullable=False),
    sa.Column("value", sa.LargeBinary, nullable=False),
    sa.Index("indicator_unit", "organisation", "unit"),
)  # fmt: skip
_link = sa.Table(
    "link", _tables,
    sa.Column("document_id", sa.ForeignKey("document.document_id", ondelete="CASCADE"), primary_key=True),
    sa.Column("links", sa.LargeBinary, nullable=False),
)  # fmt: skip
_finding = sa.Table(
    "finding", _tables,
    sa.Column("finding_id", sa.String, primary_key=True),
    sa.Column("organisation", sa.String, nullable=False),
    sa.Column("unit", sa.String, nullable=False),
    sa.Column("value", sa.LargeBinary, nullable=False),
    sa.Index("finding_unit", "organisation", "unit"),
)  # fmt: skip

_difference = sa.Table(
    "difference", _tables,
    sa.Column("document_id", sa.ForeignKey("document.document_id", ondelete="CASCADE"), primary_key=True),
    sa.Column("differences", sa.LargeBinary, nullable=False),
)  # fmt: skip
_form = sa.Table(
    "form", _tables,
    sa.Column("document_id", sa.ForeignKey("document.document_id", ondelete="CASCADE"), primary_key=True),
    sa.Column("leading_id", sa.String, nullable=False),
)  # fmt: skip
_decision = sa.Table(
    "decision", _tables,
    sa.Column("decision_id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("kind", sa.String, nullable=False),
    sa.Column("subject", sa.String, nullable=False),
    sa.Column("verdict", sa.String, nullable=False),
    sa.Column("note", sa.String, nullable=False),
    sa.Column("user", sa.String, nullable=False),
    sa.Column("time", sa.String, nullable=False),
    sa.Column("undone_at", sa.String, nullable=False),
    sa.Index("decision_subject", "kind", "subject"),
)  # fmt: skip

_MIGRATIONS: dict[int, Sequence[str]] = {
    2: (),  # `decision`, `difference` and `form` are new tables
}
"""Statements that lead from version n-1 to n, keyed by n; new tables are made by `create_all` before them."""


class DocumentInfo(Value, frozen=True, kw_only=True):
    """One imported document, without its content."""

    document_id: str
    sha256: str
    name: str
    media: str
    text_layer: str
    organisation: str
    unit: str
    title: str
    report_type: str
    period: str
    document_number: str
    pages: int
    text_quality: float
    rows: int
    outcome: Outcome
    reason: str
    imported_at: str
    version: str
    paths: tuple[str, ...]
    form_of: str = ""
    """Id of the leading form where this file is another form of the same report; '' otherwise."""

    @property
    def source_path(self) -> str:
        """The first path it was imported from (in alphabetical order)."""
        return self.paths[0] if self.paths else self.name


class Source(Value, frozen=True, kw_only=True):
    """Where a file lies and what tells that it has not changed."""

    path: str
    size: int
    modified_ns: int


class Seen(Value, frozen=True, kw_only=True):
    """What the archive knows of a path: enough to skip an unchanged file without reading it."""

    document_id: str
    size: int
    modified_ns: int
    version: str
    outcome: Outcome


_INFO_COLUMNS = [c for c in _document.c if c.name not in {"report", "blocks"}]


class Archive:
    """An open archive. Use as a context manager.

    Args:
        location: a path, a `sqlite:///` or a `postgresql://` URL.
        create: make the archive if it does not exist.

    Raises:
        ArchiveError: the location cannot be opened, or is no archive this version knows.
    """

    def __init__(self, location: str | Path = DEFAULT_NAME, *, create: bool = True) -> None:
        self.location = str(location)
        url = _url(self.location)
        if (
            url.get_backend_name() == "sqlite"
            and url.database
            and not create
            and not Path(url.database).exists()
        ):
            raise ArchiveError(
                f"There is no archive at {self.location}.", "Run `styrkort import FOLDER` first."
            )
        self._engine = _engine(url)
        self._open()

    def __enter__(self) -> Archive:
        """The archive itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close all connections."""
        self.close()

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    # ------------------------------------------------------------ writing

    def save(self, report: Report, source: Source, version: str, outcome: Outcome, reason: str) -> str:
        """Store one document with all that was read of it, replacing an earlier reading of the same content.

        Args:
            report: what was read.
            source: the file.
            version: tool and patterns version that read it.
            outcome: how it went.
            reason: one sentence where outcome is not `done`.

        Returns:
            The document's id.
        """
        document, meta = report.document, report.metadata
        identity = document_id(document.sha256)
        row = {
            "document_id": identity, "sha256": document.sha256, "name": document.name, "media": document.media,
            "text_layer": document.text_layer, "organisation": meta.organisation, "unit": meta.unit,
            "title": meta.title, "report_type": meta.report_type, "period": meta.period,
            "document_number": meta.document_number, "pages": document.page_count,
            "text_quality": document.text_quality, "rows": sum(len(s.rows) for s in report.scorecards),
            "outcome": outcome, "reason": reason, "imported_at": _now(), "version": version,
            "report": _pack(msgspec.structs.replace(report, document=msgspec.structs.replace(document, blocks=()))),
            "blocks": _pack(document),
        }  # fmt: skip
        self._put(row, source)
        return identity

    def save_failure(self, sha256: str, source: Source, version: str, outcome: Outcome, reason: str) -> str:
        """Record a file that could not be read, so that the failure is listed and not lost."""
        identity = document_id(sha256)
        name = Path(source.path).name
        row = {
            "document_id": identity, "sha256": sha256, "name": name, "media": "", "text_layer": "none",
            "organisation": "", "unit": "", "title": "", "report_type": "unknown", "period": "",
            "document_number": "", "pages": 0, "text_quality": 0.0, "rows": 0, "outcome": outcome,
            "reason": reason, "imported_at": _now(), "version": version, "report": None, "blocks": None,
        }  # fmt: skip
        self._put(row, source)
        return identity

    def add_path(self, identity: str, source: Source) -> None:
        """Record another path with the content of a known document."""
        with self._begin() as connection:
            _put_path(connection, identity, source)

    def save_unit(  # noqa: PLR0913 - one parameter for each kind of thing stored
        self,
        organisation: str,
        unit: str,
        indicators: Sequence[Indicator],
        links: Sequence[Link],
        findings: Sequence[Finding],
        *,
        differences: Mapping[str, Sequence[FormDifference]] | None = None,
        forms: Mapping[str, str] | None = None,
    ) -> None:
        """Store what is known across the documents of one unit, in one transaction.

        Args:
            organisation: the public body.
            unit: its reporting unit.
            indicators: the unit's indicators.
            links: which rows and facts are theirs.
            findings: what does not add up.
            differences: by document, where it was read otherwise than another file of the same report.
            forms: by document that is no leading form, the leading form of its report.
        """
        by_document: dict[str, list[Link]] = {}
        for link in links:
            by_document.setdefault(link.document_id, []).append(link)
        with self._begin() as connection:
            same_unit = {"organisation": organisation, "unit": unit}
            for table in (_indicator, _finding):
                connection.execute(
                    table.delete().where(table.c.organisation == organisation, table.c.unit == unit)
                )
            if indicators:
                rows = [{"indicator_id": i.indicator_id, **same_unit, "value": _pack(i)} for i in indicators]
                connection.execute(_indicator.insert(), rows)
            if findings:
                rows = [{"finding_id": f.finding_id, **same_unit, "value": _pack(f)} for f in findings]
                connection.execute(_finding.insert(), rows)
            ids = sa.select(_document.c.document_id).where(
                _document.c.organisation == organisation, _document.c.unit == unit
            )
            for table in (_link, _difference, _form):
                connection.execute(table.delete().where(table.c.document_id.in_(ids)))
            if by_document:
                values = [{"document_id": d, "links": _pack(tuple(some))} for d, some in by_document.items()]
                connection.execute(_link.insert(), values)
            if differences:
                values = [
                    {"document_id": d, "differences": _pack(tuple(some))} for d, some in differences.items()
                ]
                connection.execute(_difference.insert(), values)
            if forms:
                connection.execute(
                    _form.insert(), [{"document_id": d, "leading_id": lead} for d, lead in forms.items()]
                )

    def decide(self, subjects: Sequence[str], verdict: Verdict | None, note: str = "", user: str = "") -> int:
        """Record a person's decision on findings, in one transaction.

        What was decided of them before is marked as undone and kept.

        Args:
            subjects: finding ids.
            verdict: the decision; None takes back what was decided.
            note: why.
            user: who.

        Returns:
            How many standing decisions were undone.
        """
        now = _now()
        standing = (
            _decision.c.kind == "finding",
            _decision.c.subject.in_(subjects),
            _decision.c.undone_at == "",
        )
        rows = [
            {
                "kind": "finding", "subject": s, "verdict": verdict, "note": note, "user": user,
                "time": now, "undone_at": "",
            }
            for s in dict.fromkeys(subjects)
        ]  # fmt: skip
        with self._begin() as connection:
            undone = connection.execute(_decision.update().where(*standing).values(undone_at=now)).rowcount
            if verdict is not None and rows:
                connection.execute(_decision.insert(), rows)
        return undone

    # ------------------------------------------------------------ reading

    def documents(self) -> list[DocumentInfo]:
        """All documents, ordered by organisation, unit, period and path."""
        with self._engine.connect() as connection:
            paths: dict[str, list[str]] = {}
            for identity, path in connection.execute(sa.select(_path.c.document_id, _path.c.path)):
                paths.setdefault(identity, []).append(path)
            rows = connection.execute(sa.select(*_INFO_COLUMNS)).mappings().all()
            pairs = connection.execute(sa.select(_form.c.document_id, _form.c.leading_id))
            forms = {identity: leading for identity, leading in pairs}  # noqa: C416 - rows are no tuples to mypy
        infos = [
            _info(row, paths.get(row["document_id"], []), forms.get(row["document_id"], "")) for row in rows
        ]
        return sorted(infos, key=lambda d: (d.organisation, d.unit, d.period, d.source_path, d.document_id))

    def find(self, name: str) -> DocumentInfo:
        """The document a user means by an id, its beginning, a path or a file name.

        Raises:
            NotFoundError: no document or several match.
        """
        known = self.documents()
        exact = [
            d for d in known if name == d.document_id or name in d.paths or name == Path(d.source_path).name
        ]
        some = exact or [d for d in known if d.document_id.startswith(name) or name in d.source_path]
        if len(some) == 1:
            return some[0]
        if not some:
            raise NotFoundError(f"No document matches {name!r}.", "Run `styrkort list` to see them.")
        options = ", ".join(d.source_path for d in some[:5])
        raise NotFoundError(
            f"{name!r} matches {len(some)} documents: {options}.", "Give the whole path or the id."
        )

    def report(self, identity: str) -> Report:
        """All that was extracted from a document; `report.document` comes without its blocks.

        Raises:
            NotFoundError: there is no such document, or it could not be read.
        """
        return _unpack(self._blob(identity, "report"), Report)

    def document(self, identity: str) -> Document:
        """The document as read, with all its paragraphs and tables."""
        return _unpack(self._blob(identity, "blocks"), Document)

    def units(self) -> list[tuple[str, str]]:
        """Every (organisation, unit) that has a document which was read."""
        query = (
            sa.select(_document.c.organisation, _document.c.unit)
            .where(_document.c.report.is_not(None))
            .distinct()
        )
        with self._engine.connect() as connection:
            return sorted((o, u) for o, u in connection.execute(query))

    def unit_reports(self, organisation: str, unit: str) -> list[Report]:
        """All reports of one unit, oldest period first."""
        query = (
            sa.select(_document.c.report)
            .where(_document.c.organisation == organisation, _document.c.unit == unit)
            .where(_document.c.report.is_not(None))
            .order_by(_document.c.period, _document.c.document_id)
        )
        with self._engine.connect() as connection:
            return [_unpack(blob, Report) for (blob,) in connection.execute(query)]

    def indicators(self, organisation: str | None = None, unit: str | None = None) -> list[Indicator]:
        """The indicators of one unit, or of all."""
        query = sa.select(_indicator.c.value).order_by(_indicator.c.indicator_id)
        if organisation is not None:
            query = query.where(_indicator.c.organisation == organisation, _indicator.c.unit == unit)
        with self._engine.connect() as connection:
            return [_unpack(blob, Indicator) for (blob,) in connection.execute(query)]

    def links(self, identity: str) -> tuple[Link, ...]:
        """The links of one document's rows and facts to indicators."""
        query = sa.select(_link.c.links).where(_link.c.document_id == identity)
        with self._engine.connect() as connection:
            blob = connection.execute(query).scalar_one_or_none()
        return _unpack(blob, tuple[Link, ...]) if blob else ()

    def findings(self) -> list[Finding]:
        """All findings, in the order of their ids."""
        query = sa.select(_finding.c.value).order_by(_finding.c.finding_id)
        with self._engine.connect() as connection:
            return [_unpack(blob, Finding) for (blob,) in connection.execute(query)]

    def decisions(self, *, undone: bool = False) -> list[Decision]:
        """The standing decisions in the order they were made; with the undone ones if asked."""
        query = sa.select(_decision).order_by(_decision.c.decision_id)
        if not undone:
            query = query.where(_decision.c.undone_at == "")
        with self._engine.connect() as connection:
            rows = connection.execute(query).mappings().all()
        return [Decision(**{str(k): v for k, v in row.items()}) for row in rows]

    def differences(self, identity: str) -> tuple[FormDifference, ...]:
        """Where a document was read otherwise than another file of the same report."""
        query = sa.select(_difference.c.differences).where(_difference.c.document_id == identity)
        with self._engine.connect() as connection:
            blob = connection.execute(query).scalar_one_or_none()
        return _unpack(blob, tuple[FormDifference, ...]) if blob else ()

    def seen(self) -> dict[str, Seen]:
        """What is known of every path ever imported."""
        query = sa.select(
            _path.c.path, _path.c.document_id, _path.c.size, _path.c.modified_ns,
            _document.c.version, _document.c.outcome,
        ).join(_document)  # fmt: skip
        with self._engine.connect() as connection:
            return {
                row.path: Seen(
                    document_id=row.document_id, size=row.size, modified_ns=row.modified_ns,
                    version=row.version, outcome=row.outcome,
                )
                for row in connection.execute(query)
            }  # fmt: skip

    # ------------------------------------------------------------ inside

    def _blob(self, identity: str, column: str) -> bytes:
        query = sa.select(_document.c[column], _document.c.reason).where(_document.c.document_id == identity)
        with self._engine.connect() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            raise NotFoundError(f"There is no document {identity}.", "Run `styrkort list` to see them.")
        if row[0] is None:
            raise NotFoundError(
                f"Document {identity} could not be read: {row[1]}", "Run `styrkort list` for details."
            )
        blob: bytes = row[0]
        return blob

    def _put(self, row: dict[str, Any], source: Source) -> None:
        with self._begin() as connection:
            changed = connection.execute(
                _document.update().where(_document.c.document_id == row["document_id"]).values(row)
            )
            if not changed.rowcount:
                connection.execute(_document.insert().values(row))
            _put_path(connection, row["document_id"], source)

    @contextmanager
    def _begin(self) -> Iterator[sa.Connection]:
        try:
            with self._engine.begin() as connection:
                yield connection
        except sa.exc.OperationalError as error:
            raise ArchiveError(
                f"The archive {self.location} could not be written: {error.orig}.",
                "Check the disk and that no other import is running, then run the same command again.",
            ) from error

    def _open(self) -> None:
        try:
            with self._engine.begin() as connection:
                _tables.create_all(connection)
                found = connection.execute(sa.select(_meta.c.value).where(_meta.c.key == "schema")).scalar()
                if found is None:
                    connection.execute(_meta.insert().values(key="schema", value=str(SCHEMA_VERSION)))
                else:
                    _migrate(connection, int(found), self.location)
        except sa.exc.DatabaseError as error:
            raise ArchiveError(
                f"{self.location} cannot be opened as an archive: {error.orig}.",
                "Name another file with --archive.",
            ) from error


def _migrate(connection: sa.Connection, found: int, location: str) -> None:
    if found > SCHEMA_VERSION:
        raise ArchiveError(
            f"The archive {location} was written by a newer styrkort (schema {found}, known: {SCHEMA_VERSION}).",
            "Upgrade styrkort.",
        )
    for version in range(found + 1, SCHEMA_VERSION + 1):
        for statement in _MIGRATIONS[version]:
            connection.execute(sa.text(statement))
    connection.execute(_meta.update().where(_meta.c.key == "schema").values(value=str(SCHEMA_VERSION)))


def _url(location: str) -> sa.URL:
    if "://" not in location:
        return sa.URL.create("sqlite", database=location)
    try:
        return sa.make_url(location)
    except sa.exc.ArgumentError as error:
        raise ArchiveError(
            f"{location!r} is no archive URL.", "Use a path or postgresql://user@host/name."
        ) from error


def _engine(url: sa.URL) -> sa.Engine:
    try:
        if url.get_backend_name() != "sqlite":
            return sa.create_engine(url)
        engine = sa.create_engine(url, connect_args={"timeout": LOCK_WAIT_SECONDS})
    except (sa.exc.ArgumentError, ImportError) as error:
        raise ArchiveError(
            f"The archive {url!r} cannot be used: {error}.", "Install the driver or use a path."
        ) from error

    @sa.event.listens_for(engine, "connect")
    def _set_up(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA foreign_keys=ON")

    return engine


def _put_path(connection: sa.Connection, identity: str, source: Source) -> None:
    connection.execute(_path.delete().where(_path.c.path == source.path))
    row = {
        "path": source.path,
        "document_id": identity,
        "size": source.size,
        "modified_ns": source.modified_ns,
    }
    connection.execute(_path.insert().values(row))


def _info(row: sa.RowMapping, paths: list[str], form_of: str) -> DocumentInfo:
    return DocumentInfo(**{str(k): v for k, v in row.items()}, paths=tuple(sorted(paths)), form_of=form_of)


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")


def _pack(value: object) -> bytes:
    return zlib.compress(msgspec.msgpack.encode(value), 6)


def _unpack(blob: bytes, kind: type[T]) -> T:
    return msgspec.msgpack.decode(zlib.decompress(blob), type=kind)

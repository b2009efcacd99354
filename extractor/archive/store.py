"""The archive: everything read from an archive of reports, in one database.

SQLite by default, PostgreSQL by URL; SQLAlchemy Core on both. One document is one transaction: after a
crash each document is in whole or not at all. What was read of a document (`Report`) is stored as one
immutable value beside the columns that select and sort; what is known across documents (indicators,
links, findings) has tables of its own and is recomputed per reporting unit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
import sqlalchemy as sa

from extractor.archive import decisions, schema, tracking, units
from extractor.archive.decisions import Decided
from extractor.archive.engine import storable
from extractor.archive.packing import PackedReport, now, pack, packed, unpack
from extractor.archive.records import DocumentInfo, Outcome, Source, Told
from extractor.archive.tracked import Tracked
from extractor.errors import NotFoundError
from extractor.model import (
    Decision,
    Document,
    Finding,
    Fit,
    FormDifference,
    Indicator,
    Link,
    Report,
    document_id,
)

_INFO_COLUMNS = [
    c for c in schema.document.c if c.name not in {"report", "blocks", "asks", "told", "told_of"}
]
_REPLACE = schema.document.update().where(schema.document.c.document_id == sa.bindparam("replaced"))
"""Statements that take their values when they run are put together once, not for each document."""


class Archive(Tracked):
    """An open archive. Use as a context manager.

    Args:
        location: a path, a `sqlite:///` or a `postgresql://` URL.
        create: make the archive if it does not exist.

    Raises:
        ArchiveError: the location cannot be opened, or is no archive this version knows.
    """

    # ------------------------------------------------------------ writing

    def save(  # noqa: PLR0913 - what was read, where it lies, and how it went
        self,
        report: Report | PackedReport,
        source: Source,
        version: str,
        outcome: Outcome,
        reason: str,
        *,
        needs: str = "",
        told: Told | None = None,
    ) -> str:
        """Store one document with all that was read of it, replacing an earlier reading of the same content.

        Args:
            report: what was read.
            source: the file.
            version: tool and patterns version that read it.
            outcome: how it went.
            reason: one sentence where outcome is not `done`.
            needs: a program that would have read more.
            told: what it was told, for a second reading; a first one was told nothing.

        Returns:
            The document's id.
        """
        columns = msgspec.structs.asdict(report if isinstance(report, PackedReport) else packed(report))
        identity = document_id(columns["sha256"])
        row = {
            "document_id": identity, "outcome": outcome, "reason": reason, "imported_at": now(), "version": version,
            "needs": needs, **columns, "told": told.told if told else "", "told_of": told.told_of if told else "",
        }  # fmt: skip
        if told:
            row["asks"] = told.asks
        self._put(row, source)
        return identity

    def save_failure(  # noqa: PLR0913 - as `save`
        self, sha256: str, source: Source, version: str, outcome: Outcome, reason: str, *, needs: str = ""
    ) -> str:
        """Record a file that could not be read, so that the failure is listed and not lost."""
        identity = document_id(sha256)
        name = Path(source.path).name
        row = {
            "document_id": identity, "sha256": sha256, "name": name, "media": "", "text_layer": "none",
            "organisation": "", "unit": "", "title": "", "report_type": "unknown", "period": "",
            "document_number": "", "pages": 0, "text_quality": 0.0, "rows": 0, "outcome": outcome,
            "reason": reason, "imported_at": now(), "version": version, "needs": needs, "report": None,
            "blocks": None, "asks": "", "told": "", "told_of": "",
        }  # fmt: skip
        self._put(row, source)
        return identity

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
        decided: Mapping[str, Decided] | None = None,
        settled: Sequence[str] = (),
        state: str | None = None,
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
            decided: by document, what became of the decisions of persons.
            settled: marks of `unsettled` whose decisions are applied herewith.
            state: the `unit_state` of the readings that all this was made from.
        """
        by_document: dict[str, list[Link]] = {}
        for link in links:
            by_document.setdefault(link.document_id, []).append(link)
        with self._begin() as connection:
            same_unit = {"organisation": organisation, "unit": unit}
            for table in (schema.indicator, schema.finding):
                connection.execute(table.delete().where(units.is_unit(table, connection, organisation, unit)))
            if indicators:
                rows = [{"indicator_id": i.indicator_id, **same_unit, "value": pack(i)} for i in indicators]
                connection.execute(schema.indicator.insert(), rows)
            if findings:
                rows = [{"finding_id": f.finding_id, **same_unit, "value": pack(f)} for f in findings]
                connection.execute(schema.finding.insert(), rows)
            ids = sa.select(schema.document.c.document_id).where(
                units.is_unit(schema.document, connection, organisation, unit)
            )
            for table in (schema.link, schema.difference, schema.form, schema.decided):
                connection.execute(table.delete().where(table.c.document_id.in_(ids)))
            if by_document:
                values = [{"document_id": d, "links": pack(tuple(some))} for d, some in by_document.items()]
                connection.execute(schema.link.insert(), values)
            if differences:
                values = [
                    {"document_id": d, "differences": pack(tuple(some))} for d, some in differences.items()
                ]
                connection.execute(schema.difference.insert(), values)
            if forms:
                connection.execute(
                    schema.form.insert(),
                    [{"document_id": d, "leading_id": lead} for d, lead in forms.items()],
                )
            decisions.save_decided(connection, decided or {})
            decisions.settle(connection, settled)
            if state is not None:
                tracking.put_state(connection, organisation, unit, state)

    def record(self, new: Sequence[Decision], undo: Sequence[int] = ()) -> list[Decision]:
        """Store decisions of a person, in one transaction.

        Args:
            new: the decisions; each replaces the standing one on the same kind and subject.
            undo: ids of further standing decisions that they replace.

        Returns:
            The decisions with id and time. What was replaced is marked as undone and kept.
        """
        with self._begin() as connection:
            return decisions.record(connection, new, undo)

    def take_back(self, ids: Sequence[int]) -> int:
        """Mark standing decisions as undone; they stay as a trail.

        Returns:
            How many there were.
        """
        with self._begin() as connection:
            return decisions.take_back(connection, ids)

    def save_decided(self, identity: str, decided: Decided) -> None:
        """Store what became of the decisions on one document; links and findings follow in `save_unit`."""
        with self._begin() as connection:
            connection.execute(schema.decided.delete().where(schema.decided.c.document_id == identity))
            decisions.save_decided(connection, {identity: decided})

    # ------------------------------------------------------------ reading

    def documents(self) -> list[DocumentInfo]:
        """All documents, ordered by organisation, unit, period and path; a unit has one name (`units`)."""
        with self._engine.connect() as connection:
            known = units.names(connection)
            paths: dict[str, list[str]] = {}
            for identity, path in connection.execute(
                sa.select(schema.path.c.document_id, schema.path.c.path)
            ):
                paths.setdefault(identity, []).append(path)
            rows = connection.execute(sa.select(*_INFO_COLUMNS)).mappings().all()
            pairs = connection.execute(sa.select(schema.form.c.document_id, schema.form.c.leading_id))
            forms = {identity: leading for identity, leading in pairs}  # noqa: C416 - rows are no tuples to mypy
        infos = []
        for row in rows:
            organisation, unit = known.get(
                (row["organisation"], row["unit"]), (row["organisation"], row["unit"])
            )
            same = {**row, "organisation": organisation, "unit": unit}
            infos.append(_info(same, paths.get(row["document_id"], []), forms.get(row["document_id"], "")))
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
        """All that is known of a document's content: as read, with the decisions of persons applied.

        `report.document` comes without its blocks.

        Raises:
            NotFoundError: there is no such document, or it could not be read.
        """
        query = sa.select(schema.decided.c.report).where(schema.decided.c.document_id == identity)
        with self._engine.connect() as connection:
            blob = connection.execute(query).scalar()
        return unpack(blob, Report) if blob else self.reading(identity)

    def reading(self, identity: str) -> Report:
        """All that was read of a document, without any decision; never overwritten by one."""
        return unpack(self._blob(identity, "report"), Report)

    def document(self, identity: str) -> Document:
        """The document as read, with all its paragraphs and tables."""
        return unpack(self._blob(identity, "blocks"), Document)

    def units(self) -> list[tuple[str, str]]:
        """Every (organisation, unit) that has a document which was read; one name for each, however it is spelled."""
        with self._engine.connect() as connection:
            return sorted(set(units.names(connection).values()))

    def unit_readings(self, organisation: str, unit: str) -> list[Report]:
        """All reports of one unit as read, without decisions, oldest period first."""
        with self._engine.connect() as connection:
            query = (
                sa.select(schema.document.c.report)
                .where(units.is_unit(schema.document, connection, organisation, unit))
                .where(schema.document.c.report.is_not(None))
                .order_by(schema.document.c.period, schema.document.c.document_id)
            )
            return [unpack(blob, Report) for (blob,) in connection.execute(query)]

    def indicators(self, organisation: str | None = None, unit: str | None = None) -> list[Indicator]:
        """The indicators of one unit, or of all."""
        query = sa.select(schema.indicator.c.value).order_by(schema.indicator.c.indicator_id)
        with self._engine.connect() as connection:
            if organisation is not None:
                query = query.where(units.is_unit(schema.indicator, connection, organisation, unit or ""))
            return [unpack(blob, Indicator) for (blob,) in connection.execute(query)]

    def links(self, identity: str) -> tuple[Link, ...]:
        """The links of one document's rows and facts to indicators."""
        query = sa.select(schema.link.c.links).where(schema.link.c.document_id == identity)
        with self._engine.connect() as connection:
            blob = connection.execute(query).scalar_one_or_none()
        return unpack(blob, tuple[Link, ...]) if blob else ()

    def findings(self) -> list[Finding]:
        """All findings, in the order of their ids."""
        query = sa.select(schema.finding.c.value).order_by(schema.finding.c.finding_id)
        with self._engine.connect() as connection:
            return [unpack(blob, Finding) for (blob,) in connection.execute(query)]

    def decisions(self, *, undone: bool = False) -> list[Decision]:
        """The standing decisions in the order they were made; with the undone ones if asked."""
        query = sa.select(schema.decision).order_by(schema.decision.c.decision_id)
        if not undone:
            query = query.where(schema.decision.c.undone_at == "")
        with self._engine.connect() as connection:
            rows = connection.execute(query).mappings().all()
        return [decisions.decision_of(row) for row in rows]

    def fits(self, identity: str | None = None) -> list[Fit]:
        """How the decisions on fields and rows fit one document as it is read now, or all of them."""
        with self._engine.connect() as connection:
            return decisions.fits_of(connection, identity)

    def unsettled(self) -> list[tuple[str, str, str]]:
        """Units with decisions that `relate` has not applied yet: (mark, organisation, unit)."""
        with self._engine.connect() as connection:
            return decisions.unsettled(connection)

    def differences(self, identity: str) -> tuple[FormDifference, ...]:
        """Where a document was read otherwise than another file of the same report."""
        query = sa.select(schema.difference.c.differences).where(schema.difference.c.document_id == identity)
        with self._engine.connect() as connection:
            blob = connection.execute(query).scalar_one_or_none()
        return unpack(blob, tuple[FormDifference, ...]) if blob else ()

    # ------------------------------------------------------------ inside

    def _blob(self, identity: str, column: str) -> bytes:
        query = sa.select(schema.document.c[column], schema.document.c.reason).where(
            schema.document.c.document_id == identity
        )
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
        row = {name: storable(value) if isinstance(value, str) else value for name, value in row.items()}
        with self._begin() as connection:
            changed = connection.execute(_REPLACE, {**row, "replaced": row["document_id"]})
            decisions.forget_decided(connection, row["document_id"], row["organisation"], row["unit"])
            if not changed.rowcount:
                connection.execute(schema.document.insert(), row)
            tracking.put_path(connection, row["document_id"], source)


def _info(row: Mapping[str, Any], paths: list[str], form_of: str) -> DocumentInfo:
    return DocumentInfo(**row, paths=tuple(sorted(paths)), form_of=form_of)

"""The second reading: documents that ask for it are read again with what their unit's other reports say for sure.

Promises that the archive is the same whatever the order in which files came: what is said for sure is taken from the
documents that ask for nothing, and from decisions, never from a second reading. Each document is one transaction; one
that is gone, has changed or fails the second time keeps its first reading; what failed is tried again on demand.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

import msgspec

from extractor.archive import Archive, Asking, Source, Told, Vouching
from extractor.archive.packing import unit_key
from extractor.errors import NotStorableError
from extractor.imports.interruption import held_back
from extractor.imports.records import Extraction, Imported, Summary, Watcher
from extractor.imports.reopening import Reopener, is_there
from extractor.imports.workers import Done, Workers
from extractor.known import Known, known_of
from extractor.model import Decision, Paragraph, Report, Role, document_id
from extractor.patterns import Patterns
from extractor.review.apply import apply_decisions

NO_UNIT = unit_key("", "")
"""Reports that do not say whose they are have no unit whose other reports could help."""
FAILED = "failed"
"""Stands for the digest of what a document was told where reading it so failed."""


class _Pending(msgspec.Struct, frozen=True):
    document: Asking
    source: Source
    told: Told


class SecondReading:
    """Has documents read again.

    Args:
        archive: where they are, and where what comes of them goes.
        patterns: the knowledge in use.
        version: the version that reads; documents that another one read wait for being read by this one first.
        workers: who read.
        watcher: told of every document as soon as it is stored.
        summary: where they are counted.
        retry_failed: try those again that failed with what is said today.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - what an import has at hand
        self,
        archive: Archive,
        patterns: Patterns,
        version: str,
        workers: Workers,
        watcher: Watcher,
        summary: Summary,
        *,
        retry_failed: bool = False,
    ) -> None:
        self._archive = archive
        self._patterns = patterns
        self._version = version
        self._workers = workers
        self._watcher = watcher
        self._summary = summary
        self._retry_failed = retry_failed
        self._in_flight: dict[str, _Pending] = {}

    def go(self) -> None:
        """Read again what was told something else than is said today."""
        with Reopener() as files:
            for document, known, told in self._stale():
                found = files.content(document)
                if found is None:
                    continue
                content, source = found
                finished = self._workers.wait() if self._workers.full else None
                self._in_flight[document.sha256] = _Pending(document, source, told)
                self._watcher.found(1)
                self._workers.submit(document.sha256, document.name, content, known)
                if finished:
                    self._store(finished)
        while self._workers.busy:
            self._store(self._workers.wait())

    def _stale(self) -> Iterator[tuple[Asking, Known, Told]]:
        """The documents to read again, each with what is known; those told the same as ever are noted."""
        asking = [d for d in self._archive.asking(self._version) if d.asks != NO_UNIT]
        if not asking:
            return
        vouching = self._archive.vouching({d.asks for d in asking})
        decisions = _by_unit(self._archive.decisions())
        for key, documents in groupby(asking, key=lambda d: d.asks):
            mine = decisions.get(key, [])
            state = _state(vouching[key], mine)
            stale = [d for d in documents if self._is_due(d, state) and is_there(d)]
            if not stale:
                continue
            known = self._known(vouching[key], mine)
            told = Told(asks=key, told=known.digest, told_of=state)
            for document in stale:
                if document.told == told.told:
                    self._archive.note_told(document.document_id, told)
                else:
                    yield document, known, told

    def _is_due(self, document: Asking, state: str) -> bool:
        return document.told_of != state or (self._retry_failed and document.told == FAILED)

    def _known(self, vouching: Vouching, decisions: Sequence[Decision]) -> Known:
        """What the documents that ask for nothing say, as persons decided them, and what persons decided elsewhere."""
        readings = [self._archive.reading(identity) for identity in vouching.documents]
        decided = apply_decisions(readings, decisions, self._patterns, self._archive.document)
        reports = [
            known.report if (known := decided.get(document_id(r.document.sha256))) and known.report else r
            for r in readings
        ]
        return known_of(reports, self._texts(readings), _said(decisions))

    def _texts(self, readings: Sequence[Report]) -> Iterator[str]:
        for reading in readings:
            if reading.document.text_layer == "born":
                document = self._archive.document(document_id(reading.document.sha256))
                yield from (b.text for b in document.blocks if isinstance(b, Paragraph))

    def _store(self, done: Done) -> None:
        with held_back():
            pending = self._in_flight.pop(done.key)
            document, result = pending.document, done.extraction
            try:
                self._save(pending, result)
            except NotStorableError as error:
                result = Extraction(outcome="failed", code=error.code, reason=str(error))
            if result.packed is None:
                told = msgspec.structs.replace(pending.told, told=FAILED)
                self._archive.note_told(document.document_id, told)
                reason = f"It was not read a second time, and stays as it was read first: {result.reason}"
                result = Extraction(outcome=document.outcome, code=result.code, reason=reason)
            read = result.packed
            file = Imported(
                path=pending.source.path, document_id=document.document_id, outcome=result.outcome,
                reason=result.reason, code=result.code, how="again", pages=read.pages if read else 0,
                rows=read.rows if read else 0, seconds=round(done.seconds, 3),
            )  # fmt: skip
            self._summary.add(file)
            self._watcher.finished(file)

    def _save(self, pending: _Pending, result: Extraction) -> None:
        if result.packed is not None:
            self._archive.save(
                result.packed, pending.source, self._version, result.outcome, result.reason, needs=result.needs,
                told=pending.told,
            )  # fmt: skip


def _by_unit(decisions: Iterable[Decision]) -> dict[str, list[Decision]]:
    """The decisions on fields and rows, by `unit_key`."""
    found: dict[str, list[Decision]] = {}
    for decision in decisions:
        if decision.kind in {"field", "row"}:
            about = decision.about
            found.setdefault(unit_key(about.organisation, about.unit), []).append(decision)
    return found


def _state(vouching: Vouching, decisions: Sequence[Decision]) -> str:
    """A fingerprint of all that known words are made from."""
    ids = " ".join(str(d.decision_id) for d in decisions)
    return hashlib.sha256(f"{vouching.state} {ids}".encode()).hexdigest()[:16]


def _said(decisions: Sequence[Decision]) -> Iterator[tuple[Role, str]]:
    """What persons decided that fields say, in whatever document: no reading of it changes that."""
    for decision in decisions:
        role = decision.about.role
        if role is not None and decision.verdict == "edited":
            yield role, decision.value
        elif role is not None and decision.verdict == "accepted":
            yield role, decision.value or (decision.seen.text if decision.seen else "")

"""One run of an import: which files need reading, and what came of them into the archive."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from itertools import islice

import msgspec

from extractor import patterns as knowledge
from extractor.archive import Archive, Seen, Source
from extractor.errors import NotStorableError
from extractor.imports.again import SecondReading
from extractor.imports.extraction import available, tool_version
from extractor.imports.interruption import held_back
from extractor.imports.records import Extraction, How, Imported, ImportSettings, Summary, Watcher
from extractor.imports.sources import Candidate, Problem, Unusable, find
from extractor.imports.workers import Done, LocalWorkers, Workers
from extractor.imports.zips import open_bag
from extractor.model import document_id

CHUNK = 500
"""Files looked up in the archive at once: memory stays the same however many there are."""
TRANSIENT = frozenset({"unreadable", "changing"})
"""Problems that may be gone at the next import, though nothing of the file shows it."""


def import_files(
    archive: Archive,
    sources: Iterable[str | os.PathLike[str]],
    settings: ImportSettings,
    watcher: Watcher | None = None,
    *,
    listed: Iterable[str] = (),
) -> Summary:
    """Import files, folders, glob patterns and zip archives into an archive.

    Args:
        archive: where to store.
        sources: files, folders and glob patterns.
        settings: how to import.
        watcher: told of every file as soon as it is stored.
        listed: further paths from a list, which may have gone since it was made.

    Returns:
        The sums of the run.

    Raises:
        NotFoundError: a named path does not exist.
        ArchiveError: the archive cannot be written, or another import into it is running.
        WorkersError: there is nobody to read.
    """
    watcher = watcher or Watcher()
    sources, listed = list(sources), list(listed)
    candidates = find(sources, listed)
    patterns = knowledge.load(settings.patterns_folder)
    with archive.importing(wait=settings.wait):
        if watcher.counts_ahead:
            watcher.found(sum(1 for _ in find(sources, listed)))
        workers = _workers(settings)
        try:
            run = _Run(archive, tool_version(patterns, settings.reading), settings, watcher, workers)
            run.go(candidates)
            again = SecondReading(
                archive,
                patterns,
                run.version,
                workers,
                watcher,
                run.summary,
                retry_failed=settings.retry_failed,
            )
            again.go()
        finally:
            workers.close()
    return run.summary


def _workers(settings: ImportSettings) -> Workers:
    if not settings.scheduler:
        return LocalWorkers(settings)
    from extractor.imports.cluster import ClusterWorkers  # noqa: PLC0415 - needs an optional extra

    return ClusterWorkers(settings)


class _Pending(msgspec.Struct, frozen=True):
    source: Source
    copies: list[Source]
    """Further files with the same content, met while it was being read."""


class _Run:
    """The state of one import: what is being read, what was done."""

    def __init__(
        self,
        archive: Archive,
        version: str,
        settings: ImportSettings,
        watcher: Watcher,
        workers: Workers,
    ) -> None:
        self.archive = archive
        self.version = version
        self.settings = settings
        self.watcher = watcher
        self.workers = workers
        self.summary = Summary()
        self.in_flight: dict[str, _Pending] = {}
        """By SHA-256 of the content; at most one per worker."""

    def go(self, candidates: Iterator[Candidate]) -> None:
        """Deal with all candidates and store what comes of them."""
        while chunk := list(islice(candidates, CHUNK)):
            seen = self.archive.seen([c.path for c in chunk])
            for candidate in chunk:
                self._consider(candidate, seen.get(candidate.path))
        while self.workers.busy:
            self._store(self.workers.wait())

    def _consider(self, candidate: Candidate, seen: Seen | None) -> None:
        """Skip a file that needs no reading; have any other read."""
        unchanged = seen and (seen.size, seen.modified_ns) == (candidate.size, candidate.modified_ns)
        if seen and unchanged and candidate.size >= 0 and self._is_current(seen):
            self._skipped(candidate.path, seen, "unchanged")
            return
        try:
            bag = open_bag(candidate)
            if bag is not None:
                members = bag.members()
                try:
                    self.watcher.found(bag.count - 1)
                    self._members(members)
                finally:
                    bag.close()
                return
            self._read(candidate)
        except Unusable as error:
            self._unusable(candidate, error.problem)

    def _members(self, members: Iterator[Candidate]) -> None:
        while chunk := list(islice(members, CHUNK)):
            seen = self.archive.seen([c.path for c in chunk])
            for candidate in chunk:
                self._consider(candidate, seen.get(candidate.path))

    def _read(self, candidate: Candidate) -> None:
        if candidate.problem or candidate.load is None:
            raise Unusable(candidate.problem or Problem("unreadable", "The file could not be opened."))
        content, size, modified_ns = candidate.load()
        source = Source(path=candidate.path, size=size, modified_ns=modified_ns)
        sha256 = hashlib.sha256(content).hexdigest()
        if sha256 in self.in_flight:
            self.in_flight[sha256].copies.append(source)
            return
        known = self.archive.known(document_id(sha256))
        if known and self._is_current(known):
            self.archive.add_path(known.document_id, source)
            self._skipped(candidate.path, known, "duplicate")
            return
        finished = self.workers.wait() if self.workers.full else None
        self.in_flight[sha256] = _Pending(source, [])
        self.workers.submit(sha256, candidate.name, content)
        if finished:  # stored only now, so that the worker did not have to wait for it
            self._store(finished)

    def _is_current(self, seen: Seen) -> bool:
        """Whether reading the same content again would bring nothing new."""
        if seen.version != self.version:
            return False
        if seen.outcome in {"failed", "needs_ocr"} and self.settings.retry_failed:
            return False
        return not (seen.needs and available(seen.needs, self.settings.reading))

    def _store(self, done: Done) -> None:
        with held_back():
            pending = self.in_flight.pop(done.key)
            identity, result = self._save(done.key, pending.source, done.extraction)
            self._finished(pending.source.path, identity, result, seconds=done.seconds)
            for source in pending.copies:
                self.archive.add_path(identity, source)
                copy = msgspec.structs.replace(result, packed=None)
                self._finished(source.path, identity, copy, how="duplicate")

    def _save(self, sha256: str, source: Source, result: Extraction) -> tuple[str, Extraction]:
        how = (source, self.version, result.outcome, result.reason)
        if result.packed is None:
            return self.archive.save_failure(sha256, *how, needs=result.needs), result
        try:
            return self.archive.save(result.packed, *how, needs=result.needs), result
        except NotStorableError as error:
            result = Extraction(outcome="failed", code=error.code, reason=str(error))
            return self._save(sha256, source, result)

    def _skipped(self, path: str, seen: Seen, how: How) -> None:
        result = Extraction(outcome=seen.outcome, reason=seen.reason)
        self._finished(path, seen.document_id, result, how=how)

    def _unusable(self, candidate: Candidate, problem: Problem) -> None:
        """Record a file without content, under an id made from its path."""
        sha256 = hashlib.sha256(b"unusable\0" + candidate.path.encode()).hexdigest()
        source = Source(path=candidate.path, size=candidate.size, modified_ns=candidate.modified_ns)
        if problem.code in TRANSIENT:
            source = Source(path=candidate.path, size=-1, modified_ns=-1)
        result = Extraction(outcome="failed", reason=problem.reason, code=problem.code)
        identity = self.archive.save_failure(sha256, source, self.version, result.outcome, result.reason)
        self._finished(candidate.path, identity, result)

    def _finished(
        self, path: str, identity: str, result: Extraction, *, how: How = "read", seconds: float = 0.0
    ) -> None:
        read = result.packed
        file = Imported(
            path=path, document_id=identity, outcome=result.outcome, reason=result.reason, code=result.code,
            how=how, pages=read.pages if read else 0, rows=read.rows if read else 0, seconds=round(seconds, 3),
        )  # fmt: skip
        self.summary.add(file)
        self.watcher.finished(file)

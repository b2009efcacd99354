"""Worker processes of this machine: each reads one document at a time and may crash, hang or run out of memory.

Every worker is a pebble pool of one. Workers of one pool share a pipe and its locks, and one killed while
it writes would leave the others waiting for ever; apart, what kills one is felt by no other. Workers come
from a fork server, which has the modules loaded and no database open, so a new one is there in milliseconds.
"""

from __future__ import annotations

import concurrent.futures
import concurrent.futures.process
import functools
import gc
import multiprocessing
import os
import queue
import signal
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import msgspec
import pebble

from extractor import patterns as knowledge
from extractor.archive.packing import encode, packed
from extractor.errors import WorkersError
from extractor.imports import guard
from extractor.imports.extraction import extract_bytes
from extractor.imports.records import Extraction, ImportSettings
from extractor.known import Known
from extractor.reading import ReadSettings

STARTS = 3
"""Times a document is handed to a new worker after one ended before it had begun with it."""
HOPELESS = 3
"""Documents in a row that no worker began with, after which the workers are to blame, not the documents."""
BEGIN_SECONDS = 60
"""How long a worker may take to begin with a document (a second, measured) and, beyond the document's own limit,
to end: pebble's limit of time counts from when the worker has said that it begins."""
LOOK_SECONDS = 2
"""How often it looks for workers that hang."""
END_SECONDS = 10
"""How long an import that ends waits for its workers, which end with it in any case."""
DOCUMENTS_PER_WORKER = 200
"""Then the worker is replaced: what libraries leak does not add up. A new one costs about a second."""
COLLECTED = (50_000, 20, 50)
"""Objects after which a worker's collector looks for what only refers to itself (Python's own: 700, 10, 10). Nearly
all that a document makes is let go as soon as nothing needs it; looking took an eighth of the time of long reports."""
_READERS = ("extractor.reading.pdf", "extractor.reading.docx", "extractor.reading.text")
_LIBRARIES = ("spacy", "spacy.lang.sv", "spacy.matcher", "wordfreq")
"""Modules that each worker would otherwise load with its first document: half a second, and nearly two of the
processor's for libraries that nearly every report with running text needs."""
AGAIN = "Run `styrkort import --retry-failed` to try again."


class Done(msgspec.Struct, frozen=True):
    """What came of one job."""

    key: str
    """The key it was handed in with."""
    extraction: Extraction
    seconds: float


class Workers(Protocol):
    """Where documents are read: on this machine or on others."""

    @property
    def full(self) -> bool:
        """Whether no document can be taken right now."""

    @property
    def busy(self) -> bool:
        """Whether a document is still being read."""

    def submit(self, key: str, name: str, content: bytes, known: Known | None = None) -> None:
        """Hand in a document; never more than fit (`full`).

        Args:
            key: what its result is told by.
            name: its file name.
            content: its bytes.
            known: what other reports of its unit say, where it is read with that.
        """

    def wait(self) -> Done:
        """The next document that is finished; blocks until one is."""

    def close(self) -> None:
        """End all workers; what they were reading is dropped."""


@dataclass
class _Job:
    key: str
    name: str
    content: bytes
    known: Known | None
    started: float
    """When it was handed in."""
    given: float
    """When it was given to the worker that has it now."""
    starts: int = 0


class LocalWorkers:
    """Processes of this machine.

    Args:
        settings: number of workers, limits, and how to read.
    """

    def __init__(self, settings: ImportSettings) -> None:
        self._settings = settings
        self._jobs = settings.jobs or os.cpu_count() or 1
        self._idle: list[pebble.ProcessPool] = []
        self._working: dict[concurrent.futures.Future[bytes], tuple[pebble.ProcessPool, _Job]] = {}
        self._finished: queue.SimpleQueue[concurrent.futures.Future[bytes]] = queue.SimpleQueue()
        self._never_begun = 0

    @property
    def full(self) -> bool:
        """Whether every worker has a document."""
        return len(self._working) >= self._jobs

    @property
    def busy(self) -> bool:
        """Whether any worker has a document."""
        return bool(self._working)

    def submit(self, key: str, name: str, content: bytes, known: Known | None = None) -> None:
        """Give a document to an idle worker."""
        now = time.monotonic()
        self._start(_Job(key, name, content, known, started=now, given=now))

    def wait(self) -> Done:
        """The next document that is finished.

        Raises:
            WorkersError: worker processes end before they begin, whatever they are given.
        """
        while True:
            future: concurrent.futures.Future[bytes] | None
            try:
                future = self._finished.get(timeout=LOOK_SECONDS)
            except queue.Empty:
                future = self._hanging()
            if (
                future is None or future not in self._working
            ):  # none hangs, or one was given up that has ended since
                continue
            pool, job = self._working.pop(future)
            extraction = (
                self._result(future, pool, job) if future.done() else self._given_up(future, pool, job)
            )
            if extraction is not None:
                return Done(job.key, extraction, time.monotonic() - job.started)

    def close(self) -> None:
        """End all workers at once."""
        pools = [*self._idle, *(pool for pool, _ in self._working.values())]
        self._idle, self._working = [], {}
        endings = [_end(pool) for pool in pools]
        for ending in endings:
            ending.join(END_SECONDS)

    def _start(self, job: _Job) -> None:
        pool = self._idle.pop() if self._idle else self._new_pool()
        try:
            future = self._schedule(pool, job)
        except RuntimeError:  # its worker was killed while it had nothing to do
            _end(pool)
            pool = self._new_pool()
            future = self._schedule(pool, job)
        job.given = time.monotonic()
        self._working[future] = (pool, job)
        future.add_done_callback(self._finished.put)

    def _schedule(self, pool: pebble.ProcessPool, job: _Job) -> concurrent.futures.Future[bytes]:
        reading = msgspec.structs.replace(self._settings.reading, known=job.known)
        arguments = [job.content, job.name, reading]
        future: concurrent.futures.Future[bytes] = pool.schedule(
            _work, args=arguments, timeout=self._settings.timeout
        )
        return future

    def _new_pool(self) -> pebble.ProcessPool:
        return pebble.ProcessPool(
            max_workers=1, max_tasks=DOCUMENTS_PER_WORKER, context=_context(), initializer=_start_worker,
            initargs=[self._settings.memory, self._settings.patterns_folder],
        )  # fmt: skip

    def _result(
        self, future: concurrent.futures.Future[bytes], pool: pebble.ProcessPool, job: _Job
    ) -> Extraction | None:
        """What came of a job; None where it was handed to a new worker."""
        try:
            result = msgspec.msgpack.decode(future.result(), type=Extraction)
        except concurrent.futures.process.BrokenProcessPool as error:
            _end(pool)
            return self._never_started(job, error)
        except pebble.ProcessExpired as error:
            _end(pool)
            result = failure("died", f"The process that read it {_ending(error.exitcode)}. {AGAIN}")
        except Exception as error:  # noqa: BLE001 - a defect in one document's reading must not stop the import
            self._idle.append(pool)
            result = failure_of(error, self._settings)
        else:
            self._idle.append(pool)
        self._never_begun = 0
        return result

    def _hanging(self) -> concurrent.futures.Future[bytes] | None:
        """A job whose worker has neither begun nor ended in time, None where all are well."""
        now = time.monotonic()
        for future, (_, job) in self._working.items():
            limit = BEGIN_SECONDS + (self._settings.timeout if future.running() else 0)
            if now - job.given > limit and not future.done():
                return future
        return None

    def _given_up(
        self, future: concurrent.futures.Future[bytes], pool: pebble.ProcessPool, job: _Job
    ) -> Extraction | None:
        """What becomes of a job whose worker hangs; None where it was handed to a new worker."""
        begun = future.running()
        _end(pool)
        if begun:
            return failure_of(TimeoutError(), self._settings)
        return self._never_started(job, TimeoutError(f"none had begun after {BEGIN_SECONDS} seconds"))

    def _never_started(self, job: _Job, error: Exception) -> Extraction | None:
        job.starts += 1
        if job.starts < STARTS:
            self._start(job)
            return None
        self._never_begun += 1
        limit = f" {self._settings.memory} MiB (--memory) may be too little." if self._settings.memory else ""
        if self._never_begun >= HOPELESS:
            raise WorkersError(
                f"Worker processes end before they begin: {error}.{limit}", "Give them more memory."
            )
        return failure("died", f"No process could begin to read it.{limit} {AGAIN}")


def failure(code: str, reason: str) -> Extraction:
    """A document that could not be read."""
    return Extraction(outcome="failed", code=code, reason=reason)


def failure_of(error: Exception, settings: ImportSettings) -> Extraction:
    """What an exception that ended the reading of a document means for it."""
    if isinstance(error, concurrent.futures.TimeoutError):
        return failure("timeout", f"Reading took longer than {settings.timeout:g} seconds. {AGAIN}")
    if isinstance(error, MemoryError):
        return failure("memory", f"Reading needs more than {settings.memory} MiB of memory. {AGAIN}")
    return failure(
        "internal", f"Reading stopped with an internal error ({type(error).__name__}: {error}). {AGAIN}"
    )


_HINTS = {
    signal.SIGKILL: ", perhaps by the system because memory ran out",
    signal.SIGABRT: ", perhaps because it needed more than --memory allows",  # PDFium ends so, LibreOffice too
}


def _ending(exitcode: int | None) -> str:
    """How a process ended, in words."""
    if exitcode is not None and exitcode < 0:
        ended_by = signal.Signals(-exitcode)
        return f"was killed ({ended_by.name}{_HINTS.get(ended_by, '')})"
    return f"died (exit code {exitcode})"


def _end(pool: pebble.ProcessPool) -> threading.Thread:
    """End a pool without waiting for it: joining one whose worker was killed may take seconds."""
    pool.stop()
    ending = threading.Thread(target=pool.join, daemon=True)
    ending.start()
    return ending


@functools.cache
def _context() -> multiprocessing.context.ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__, *_READERS, *_LIBRARIES])
    return context


_worker_patterns: knowledge.Patterns | None = None


def _start_worker(memory: int, patterns_folder: Path | None) -> None:
    global _worker_patterns  # noqa: PLW0603 - a worker process loads its knowledge once
    guard.tie()
    _worker_patterns = knowledge.load(patterns_folder) if patterns_folder else knowledge.built_in()
    gc.set_threshold(*COLLECTED)
    gc.freeze()  # what was loaded stays: the collector need not look through it again and again
    guard.limit_memory(memory)


def _work(content: bytes, name: str, settings: ReadSettings) -> bytes:
    assert _worker_patterns is not None
    extraction = extract_bytes(content, name, _worker_patterns, settings)
    if extraction.report is not None:
        extraction = msgspec.structs.replace(extraction, report=None, packed=packed(extraction.report))
    return encode(extraction)

"""Bulk import: a folder of reports into the archive, one document one transaction.

Reading and extracting a document is a pure function of its bytes (`extract_bytes`) and runs in worker
processes that may crash, hang or run out of memory without taking anything along; only the importing
process writes. An unchanged file is skipped by size and time, known content by its hash, so the same
command can be run again at any moment and continues where it stopped.
"""

from __future__ import annotations

import concurrent.futures
import functools
import hashlib
import os
import resource
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import msgspec
import pebble

from extractor import patterns as knowledge
from extractor.archive import Archive, Outcome, Seen, Source
from extractor.errors import NeedsProgramError, NotFoundError, ReadError
from extractor.model import Document, Report, Value, document_id
from extractor.pipeline import extract
from extractor.read import ReadSettings, read

IN_FLIGHT_PER_JOB = 2
"""Documents handed out per worker: one being read, one waiting, so that memory does not grow with the archive."""

SKIPPED_SUFFIXES = frozenset(
    {".db", ".db-wal", ".db-shm", ".csv", ".json", ".toml", ".yaml", ".yml", ".py", ".md", ".lock"}
)
"""Files a walk through a folder passes over: they are never reports. Named directly, they are read."""


class ImportSettings(Value, frozen=True, kw_only=True):
    """How to import."""

    jobs: int = 0
    """Worker processes; 0 = one per core."""
    timeout: float = 600.0
    """Seconds one document may take before it is given up."""
    memory: int = 4096
    """MiB of address space one worker may use; 0 = no limit."""
    reading: ReadSettings = ReadSettings()
    patterns_folder: Path | None = None
    retry_failed: bool = False
    """Read files again that failed before, though neither they nor the tool changed."""


class Extraction(Value, frozen=True, kw_only=True):
    """What came of one file's bytes."""

    sha256: str
    outcome: Outcome
    reason: str
    report: Report | None = None


class Imported(Value, frozen=True, kw_only=True):
    """One file dealt with: handed to the progress display and the import report."""

    path: str
    document_id: str
    outcome: Outcome
    reason: str
    pages: int = 0
    rows: int = 0
    how: str = "read"
    """read | unchanged | duplicate"""


class Summary(Value, frozen=True, kw_only=True):
    """What one run did."""

    files: tuple[Imported, ...]

    @property
    def outcomes(self) -> Counter[str]:
        """Number of files per outcome."""
        return Counter(f.outcome for f in self.files)

    @property
    def complete(self) -> bool:
        """Whether every file was read in full."""
        return all(f.outcome == "done" for f in self.files)


def tool_version(patterns: knowledge.Patterns) -> str:
    """The version that makes a reading: a change of tool or knowledge makes a re-import read again."""
    return f"{_code_version()}+{patterns.version}"


@functools.cache
def _code_version() -> str:
    digest = hashlib.sha256()
    for file in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def extract_bytes(
    content: bytes, name: str, patterns: knowledge.Patterns, settings: ReadSettings | None = None
) -> Extraction:
    """Read and extract one document: a pure function of its bytes.

    Args:
        content: the file's bytes.
        name: its file name, a weak witness for period and unit.
        patterns: the knowledge in use.
        settings: how to read (OCR, time limits).

    Returns:
        The report with its outcome, or the reason why there is none.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    try:
        document = read(content, name, settings or ReadSettings())
    except NeedsProgramError as error:
        return Extraction(sha256=sha256, outcome="failed", reason=str(error))
    except ReadError as error:
        return Extraction(sha256=sha256, outcome="failed", reason=str(error))
    outcome, reason = _outcome(document)
    report = extract(document, patterns)
    if not reason and not report.scorecards:
        reason = "No scorecard was recognised; `styrkort patterns explain FILE` says why."
    return Extraction(sha256=sha256, outcome=outcome, reason=reason, report=report)


def _outcome(document: Document) -> tuple[Outcome, str]:
    if document.text_layer == "none":
        return "needs_ocr", " ".join(
            document.notes
        ) or "The pages are pictures without text; install tesseract."
    if document.notes:
        return "partial", " ".join(document.notes)
    return "done", ""


def find_files(sources: Iterable[Path]) -> Iterator[Path]:
    """The files to import: the named files, and every file below the named folders, in stable order.

    Raises:
        NotFoundError: a named path does not exist.
    """
    for source in sources:
        if source.is_dir():
            yield from sorted(_walk(source))
        elif source.exists():
            yield source
        else:
            raise NotFoundError(f"{source} does not exist.", "Check the path; nothing was imported.")


def _walk(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder, followlinks=False):
        folders[:] = [f for f in folders if not f.startswith(".")]
        for name in names:
            file = Path(parent, name)
            if not name.startswith((".", "~$")) and file.suffix.lower() not in SKIPPED_SUFFIXES:
                yield file


def import_files(
    archive: Archive,
    sources: Iterable[Path],
    settings: ImportSettings,
    progress: Callable[[Imported], None] = lambda _: None,
) -> Summary:
    """Import files and folders into an archive.

    Args:
        archive: where to store.
        sources: files and folders.
        settings: how to import.
        progress: called with every file as soon as it is stored.

    Returns:
        One entry per file, in the order they were finished.

    Raises:
        NotFoundError: a named path does not exist.
        ArchiveError: the archive cannot be written.
    """
    patterns = knowledge.load(settings.patterns_folder)
    run = _Run(archive, tool_version(patterns), settings, progress)
    jobs = settings.jobs or os.cpu_count() or 1
    files = find_files(sources)
    with pebble.ProcessPool(
        max_workers=jobs, initializer=_start_worker, initargs=[settings.memory, settings.patterns_folder]
    ) as pool:
        try:
            waiting: dict[pebble.ProcessFuture, _Pending] = {}
            for file in files:
                pending = run.consider(file)
                if pending is None:
                    continue
                future = pool.schedule(
                    _work, args=[pending.content_path, settings.reading], timeout=settings.timeout
                )
                waiting[future] = pending
                if len(waiting) >= jobs * IN_FLIGHT_PER_JOB:
                    run.collect(waiting, concurrent.futures.FIRST_COMPLETED)
            while waiting:
                run.collect(waiting, concurrent.futures.FIRST_COMPLETED)
        except BaseException:
            pool.stop()
            raise
    return Summary(files=tuple(run.files))


class _Pending(msgspec.Struct, frozen=True):
    source: Source
    content_path: str
    sha256: str


class _Run:
    """The state of one import: what is known, what was done."""

    def __init__(
        self, archive: Archive, version: str, settings: ImportSettings, progress: Callable[[Imported], None]
    ) -> None:
        self.archive = archive
        self.version = version
        self.settings = settings
        self.progress = progress
        self.files: list[Imported] = []
        self.can_recognise = settings.reading.ocr != "off" and shutil.which("tesseract") is not None
        self.seen = archive.seen()
        self.by_document: dict[str, Seen] = {s.document_id: s for s in self.seen.values()}
        self.in_flight: dict[str, list[Source]] = {}

    def consider(self, file: Path) -> _Pending | None:
        """Skip a file that needs no reading; otherwise say what to read."""
        path = printable(file)
        try:
            status = file.stat()
            source = Source(path=path, size=status.st_size, modified_ns=status.st_mtime_ns)
            seen = self.seen.get(path)
            if (
                seen
                and (seen.size, seen.modified_ns) == (source.size, source.modified_ns)
                and self._is_current(seen)
            ):
                self._done(
                    path,
                    seen.document_id,
                    Extraction(sha256="", outcome=seen.outcome, reason=""),
                    "unchanged",
                )
                return None
            with file.open("rb") as stream:
                sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
        except OSError as error:
            self._unreadable(path, error)
            return None
        identity = document_id(sha256)
        if sha256 in self.in_flight:
            self.in_flight[sha256].append(source)
            return None
        known = self.by_document.get(identity)
        if known and self._is_current(known):
            self.archive.add_path(identity, source)
            self._done(path, identity, Extraction(sha256="", outcome=known.outcome, reason=""), "duplicate")
            return None
        self.in_flight[sha256] = []
        return _Pending(source, os.fspath(file), sha256)

    def collect(self, waiting: dict[pebble.ProcessFuture, _Pending], when: str) -> None:
        """Store the documents that are finished."""
        finished, _ = concurrent.futures.wait(waiting, return_when=when)
        for future in finished:
            self._store(waiting.pop(future), future)

    def _is_current(self, seen: Seen) -> bool:
        if seen.outcome in {"failed", "needs_ocr"} and self.settings.retry_failed:
            return False
        if seen.outcome == "needs_ocr" and self.can_recognise:
            return False
        return seen.version == self.version

    def _store(self, pending: _Pending, future: pebble.ProcessFuture) -> None:
        result = _result_of(future, pending, self.settings)
        if result.report is not None and result.sha256 == pending.sha256:
            identity = self.archive.save(
                result.report, pending.source, self.version, result.outcome, result.reason
            )
        else:
            reason = result.reason or "The file changed while it was being read; import it again."
            result = Extraction(sha256=pending.sha256, outcome="failed", reason=reason)
            identity = self.archive.save_failure(
                pending.sha256, pending.source, self.version, result.outcome, reason
            )
        self._remember(identity, pending.source, result.outcome)
        self._done(pending.source.path, identity, result)
        for source in self.in_flight.pop(pending.sha256):
            self.archive.add_path(identity, source)
            self._done(source.path, identity, msgspec.structs.replace(result, report=None), "duplicate")

    def _remember(self, identity: str, source: Source, outcome: Outcome) -> None:
        self.by_document[identity] = Seen(
            document_id=identity,
            size=source.size,
            modified_ns=source.modified_ns,
            version=self.version,
            outcome=outcome,
        )

    def _unreadable(self, path: str, error: OSError) -> None:
        reason = f"The file could not be opened: {error.strerror or error}."
        sha256 = hashlib.sha256(b"unreadable\0" + path.encode()).hexdigest()
        identity = self.archive.save_failure(
            sha256, Source(path=path, size=-1, modified_ns=-1), self.version, "failed", reason
        )
        self._done(path, identity, Extraction(sha256=sha256, outcome="failed", reason=reason))

    def _done(self, path: str, identity: str, result: Extraction, how: str = "read") -> None:
        report = result.report
        entry = Imported(
            path=path,
            document_id=identity,
            outcome=result.outcome,
            reason=result.reason,
            pages=report.document.page_count if report else 0,
            rows=sum(len(s.rows) for s in report.scorecards) if report else 0,
            how=how,
        )
        self.files.append(entry)
        self.progress(entry)


def printable(file: Path) -> str:
    """The path as text that any database and terminal takes; bytes that are no UTF-8 are escaped."""
    return os.fsencode(file).decode("utf-8", "backslashreplace")


def _result_of(future: pebble.ProcessFuture, pending: _Pending, settings: ImportSettings) -> Extraction:
    again = "Run `styrkort import --retry-failed` to try again."
    try:
        result: Extraction = msgspec.msgpack.decode(future.result(), type=Extraction)
    except concurrent.futures.TimeoutError:
        reason = f"Reading took longer than {settings.timeout:g} seconds. {again}"
    except pebble.ProcessExpired as error:
        reason = f"The process that read it died (exit code {error.exitcode}). {again}"
    except MemoryError:
        reason = f"Reading needs more than {settings.memory} MiB of memory. {again}"
    except Exception as error:  # noqa: BLE001 - a defect in one document's reading must not stop the import
        reason = f"Reading stopped with an internal error ({type(error).__name__}: {error}). {again}"
    else:
        return result
    return Extraction(sha256=pending.sha256, outcome="failed", reason=reason)


_worker_patterns: knowledge.Patterns | None = None


def _start_worker(memory: int, patterns_folder: Path | None) -> None:
    global _worker_patterns  # noqa: PLW0603 - a worker process loads its knowledge once
    if memory:
        resource.setrlimit(resource.RLIMIT_AS, (memory * 2**20, memory * 2**20))
    _worker_patterns = knowledge.load(patterns_folder)


def _work(path: str, settings: ReadSettings) -> bytes:
    assert _worker_patterns is not None
    file = Path(path)
    try:
        content = file.read_bytes()
    except OSError as error:
        reason = f"The file could not be opened: {error.strerror or error}."
        return msgspec.msgpack.encode(Extraction(sha256="", outcome="failed", reason=reason))
    return msgspec.msgpack.encode(extract_bytes(content, file.name, _worker_patterns, settings))

"""What an import takes and tells: its settings, what became of each file, and the sums of a run."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Literal

from extractor.archive import Outcome
from extractor.archive.packing import PackedReport
from extractor.model import Report, Value
from extractor.reading import ReadSettings

How = Literal["read", "unchanged", "duplicate", "again"]
OUTCOMES: tuple[Outcome, ...] = ("done", "partial", "needs_ocr", "failed")


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
    scheduler: str = ""
    """Address of a Dask scheduler (`tcp://host:8786`) whose workers read; '' = processes of this machine."""
    wait: bool = False
    """Wait for another import into the same archive to end, instead of refusing."""


class Extraction(Value, frozen=True, kw_only=True):
    """What came of one file's bytes."""

    outcome: Outcome
    reason: str = ""
    """One sentence where the outcome is not plain `done`."""
    code: str = ""
    """Why it failed, for programs: the code of an error, or timeout, memory, died, internal, …"""
    needs: str = ""
    """A program that would have read more: 'tesseract' or 'LibreOffice'; '' otherwise."""
    report: Report | None = None
    packed: PackedReport | None = None
    """The report as it is stored, in its place where it came from a worker."""


class Imported(Value, frozen=True, kw_only=True):
    """One file dealt with: a line of the import report."""

    path: str
    document_id: str
    outcome: Outcome
    reason: str = ""
    code: str = ""
    how: How = "read"
    pages: int = 0
    """Pages read in this run: 0 for a file that was not read again."""
    rows: int = 0
    seconds: float = 0.0
    """From handing the file to a worker to having its result."""


class Summary:
    """The sums of one run. Its size does not depend on the number of files."""

    def __init__(self) -> None:
        self.counts: Counter[tuple[Outcome, How]] = Counter()
        """Files by outcome and by how they were dealt with."""
        self.pages: Counter[Outcome] = Counter()
        """Pages read in this run."""
        self.rows: Counter[Outcome] = Counter()
        """Scorecard rows read in this run."""
        self.again = 0
        """Documents read a second time, with what other reports say; they count as files only for their first."""

    def add(self, file: Imported) -> None:
        """Count one file, or one second reading."""
        if file.how == "again":
            self.again += 1
            return
        self.counts[file.outcome, file.how] += 1
        self.pages[file.outcome] += file.pages
        self.rows[file.outcome] += file.rows

    @property
    def files(self) -> int:
        """Number of files dealt with."""
        return self.counts.total()

    @property
    def outcomes(self) -> dict[Outcome, int]:
        """Number of files per outcome that occurred."""
        sums = {o: sum(n for (other, _), n in self.counts.items() if other == o) for o in OUTCOMES}
        return {outcome: n for outcome, n in sums.items() if n}

    @property
    def complete(self) -> bool:
        """Whether every file was read in full."""
        return set(self.outcomes) <= {"done"}


class Watcher:
    """Is told how an import goes on. Does nothing itself; displays and reports override what they need."""

    counts_ahead = False
    """Whether to count the files before the first is read (a second walk through all folders)."""

    def found(self, files: int) -> None:
        """So many more files are to be dealt with."""

    def finished(self, file: Imported) -> None:
        """A file is dealt with, and stored."""

    def relating(self, done: int, units: int) -> None:
        """Indicators are being linked and checked: so many units of those that changed are done."""

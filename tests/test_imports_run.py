"""However many files there are, only a few are held at a time, and what is told of them is right."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from rich.console import Console

from extractor.archive import Archive
from extractor.imports import Extraction, Imported, ImportSettings, Summary, import_files, run
from extractor.imports.workers import Done
from extractor.known import Known
from extractor.screens import progress

FILES = 1200


class Instant:
    """Workers that take two documents and finish them in the order they came."""

    most = 0

    def __init__(self, settings: ImportSettings) -> None:
        self.held: list[tuple[str, bytes]] = []

    @property
    def full(self) -> bool:
        return len(self.held) >= 2

    @property
    def busy(self) -> bool:
        return bool(self.held)

    def submit(self, key: str, name: str, content: bytes, known: Known | None = None) -> None:
        self.held.append((key, content))
        Instant.most = max(Instant.most, len(self.held))

    def wait(self) -> Done:
        key, _ = self.held.pop(0)
        return Done(key, Extraction(outcome="failed", reason="It is no report.", code="unknown_format"), 0.1)

    def close(self) -> None:
        assert not self.held


def test_no_more_documents_are_held_than_the_workers_take(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "arkiv"
    folder.mkdir()
    for number in range(FILES):
        (folder / f"{number}.txt").write_bytes(b"%d" % (number // 2))  # each content twice
    asked: list[int] = []
    monkeypatch.setattr(run, "LocalWorkers", Instant)
    with Archive(":memory:") as archive:
        seen = archive.seen
        monkeypatch.setattr(archive, "seen", lambda paths: asked.append(len(paths)) or seen(paths))
        summary = import_files(archive, [folder], ImportSettings())
    assert Instant.most == 2
    assert max(asked) == run.CHUNK
    assert summary.files == FILES
    assert summary.counts == {("failed", "read"): FILES // 2, ("failed", "duplicate"): FILES // 2}


# ---------------------------------------------------------------- what a person sees

READ = Imported(path="a/rapport [2019].pdf", document_id="1", outcome="done", pages=12, rows=30, seconds=2.0)
FAILED = Imported(path="b.pdf", document_id="2", outcome="failed", reason="The file is empty.", code="empty")
SAME = Imported(path="c.pdf", document_id="3", outcome="done", how="unchanged")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def shown(monkeypatch: pytest.MonkeyPatch, stream: io.StringIO, *, quiet: bool = False) -> str:
    monkeypatch.setattr("sys.stderr", stream)
    monkeypatch.setattr(
        progress, "err", lambda: Console(file=stream, width=160, force_terminal=stream.isatty())
    )
    with progress.shown(quiet=quiet) as watcher:
        watcher.found(3)
        for file in (READ, FAILED, SAME):
            watcher.finished(file)
        watcher.relating(0, 2)
        watcher.relating(2, 2)
    return stream.getvalue()


def test_without_a_terminal_each_file_that_was_read_has_a_plain_line(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(monkeypatch, io.StringIO()).splitlines() == [
        "done        30 rows  a/rapport [2019].pdf",
        "failed       0 rows  b.pdf  The file is empty.",
        "linking and checking 2 units",
    ]


def test_on_a_terminal_a_bar_shows_how_far_it_is_and_what_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    told = shown(monkeypatch, Terminal())
    assert "3/3" in told or "2/2" in told
    assert "2 done · 1 failed" in told
    assert "b.pdf  The file is empty." in told


def test_quiet_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(monkeypatch, Terminal(), quiet=True) == ""


def test_the_summary_counts_files_by_outcome_and_by_how_they_were_dealt_with(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    total = Summary()
    for file in (READ, FAILED, SAME):
        total.add(file)
    stream = io.StringIO()
    monkeypatch.setattr(progress, "err", lambda: Console(file=stream, width=160))
    progress.summary(total)
    rows = [
        [c.strip() for c in line.split("│")[1:-1]] for line in stream.getvalue().splitlines() if "│" in line
    ]
    assert rows == [["done", "2", "1", "1", "0", "12", "30"], ["failed", "1", "1", "0", "0", "0", "0"]]
    assert "styrkort list" in stream.getvalue()

"""Documents read on the workers of a real Dask scheduler on loopback come in as if they had been read here."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from extractor.archive import Archive
from extractor.archive.packing import unpack
from extractor.errors import WorkersError
from extractor.imports import ImportSettings, cluster
from extractor.model import SURE, Report
from extractor.restore.spelling import STRIP
from tests.support.importing import CORPUS, GOOD, ROOT, UNITS, imported, outcomes, small_report, styrkort
from tests.support.processes import until

if TYPE_CHECKING:
    from distributed import Future

pytest.importorskip("distributed", reason="the extra `dask` is not installed")
START_SECONDS = 60
KIKARSIKTE = 'schema = "roles"\n[[group]]\nkey = "indicator"\nphrases = ["kikarsikte"]\n'


def dask(*arguments: str) -> subprocess.Popen[bytes]:
    """`dask …` as a process of its own, with this checkout of the project."""
    return subprocess.Popen(
        [sys.executable, "-m", "dask", *arguments], env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def knows_kikarsikte(report: Report) -> bool:
    """Whether the column is read as our own pattern says, and not guessed from what it holds."""
    (column,) = [c for c in report.scorecards[0].columns if c.role == "indicator"]
    return column.confidence >= SURE


@contextlib.contextmanager
def workers(address: str, *more: str, count: int = 1) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Workers of a scheduler, when they have joined it."""
    from distributed import Client

    started = [
        dask("worker", address, "--host", "127.0.0.1", "--nthreads", "1", "--no-dashboard", *more)
        for _ in range(count)
    ]
    try:
        with Client(address, timeout=START_SECONDS, set_as_default=False) as client:
            client.wait_for_workers(count, timeout=START_SECONDS)
        yield started
    finally:
        end(*started)


def end(*processes: subprocess.Popen[bytes]) -> None:
    for process in processes:
        process.terminate()
    for process in processes:
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()


def started_scheduler() -> tuple[subprocess.Popen[bytes], str]:
    with socket.socket() as some:
        some.bind(("127.0.0.1", 0))
        port = some.getsockname()[1]
    process = dask("scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard")
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        with socket.socket() as some:
            if some.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.2)
    return process, f"tcp://127.0.0.1:{port}"


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    """A scheduler without workers."""
    process, address = started_scheduler()
    yield address
    end(process)


@pytest.fixture(scope="module")
def cluster_address() -> Iterator[str]:
    """A scheduler with a worker as `dask worker` starts it: kept by a nanny, a daemon."""
    process, address = started_scheduler()
    try:
        with workers(address):
            yield address
    finally:
        end(process)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive(tmp_path / "styrkort.db") as opened:
        yield opened


def settings(scheduler: str, **more: object) -> ImportSettings:
    return ImportSettings(scheduler=scheduler, **more)


def test_what_the_workers_read_is_what_is_read_here(
    cluster_address: str, archive: Archive, tmp_path: Path
) -> None:
    (tmp_path / "trasig.pdf").write_bytes(b"%PDF-1.7 nothing more")
    files = imported(archive, [CORPUS / GOOD, tmp_path / "trasig.pdf"], settings(cluster_address))
    assert outcomes(files) == {GOOD: ("done", "read"), "trasig.pdf": ("failed", "read")}
    with Archive(tmp_path / "here.db") as here:
        imported(here, [CORPUS / GOOD])
        (document,) = here.documents()
        assert archive.report(document.document_id) == here.report(document.document_id)


def test_a_document_that_hangs_on_a_worker_is_given_up_and_the_next_goes_on(
    cluster_address: str, archive: Archive, tmp_path: Path
) -> None:
    for number in range(2):
        (tmp_path / f"{number}.txt").write_text(small_report(number), encoding="utf-8")
    files = imported(archive, [tmp_path / "0.txt"], settings(cluster_address, timeout=0.001))
    assert [(f.outcome, f.code) for f in files] == [("failed", "timeout")]
    assert [f.outcome for f in imported(archive, [tmp_path / "1.txt"], settings(cluster_address))] == ["done"]


def test_your_own_patterns_go_along(cluster_address: str, archive: Archive, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "roles.toml").write_text(KIKARSIKTE, encoding="utf-8")
    text = small_report(1).replace("Indikator", "Kikarsikte")
    (tmp_path / "1.txt").write_text(text, encoding="utf-8")
    imported(archive, [tmp_path / "1.txt"], settings(cluster_address, patterns_folder=mine))
    (document,) = archive.documents()
    assert knows_kikarsikte(archive.report(document.document_id))


def test_the_documents_of_a_lost_worker_are_read_by_another(
    scheduler: str, archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(30):
        (tmp_path / f"{number:02d}.txt").write_text(small_report(number), encoding="utf-8")
    seen: list[str] = []

    class Killing(cluster.ClusterWorkers):
        def wait(self):
            done = super().wait()
            seen.append(done.key)
            if len(seen) == 3:
                first.send_signal(signal.SIGKILL)
            return done

    monkeypatch.setattr(cluster, "ClusterWorkers", Killing)
    with workers(scheduler, "--no-nanny", count=2) as (first, _):
        files = imported(archive, [tmp_path], settings(scheduler))
    assert {f.outcome for f in files} == {"done"}
    assert len(archive.documents()) == 30


def test_without_a_worker_the_import_says_so(
    scheduler: str, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "CONNECT_SECONDS", 1)
    with pytest.raises(WorkersError, match="has no workers"):
        imported(archive, [CORPUS / GOOD], settings(scheduler))


def test_when_the_last_worker_is_lost_the_import_ends_and_can_be_continued(
    scheduler: str, archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(8):
        (tmp_path / f"{number}.txt").write_text(small_report(number), encoding="utf-8")

    class Killing(cluster.ClusterWorkers):
        def wait(self):
            done = super().wait()
            only.send_signal(signal.SIGKILL)
            return done

    monkeypatch.setattr(cluster, "PATIENCE_SECONDS", 3)
    monkeypatch.setattr(cluster, "ClusterWorkers", Killing)
    with (
        workers(scheduler, "--no-nanny") as (only,),
        pytest.raises(WorkersError, match="no worker for"),
    ):
        imported(archive, [tmp_path], settings(scheduler))
    stored = len(archive.documents())
    assert 1 <= stored < 8
    hows = [f.how for f in imported(archive, [tmp_path])]
    assert (hows.count("unchanged"), hows.count("read")) == (stored, 8 - stored)


def test_a_damaged_report_is_read_a_second_time_on_a_worker_too(
    archive: Archive, cluster_address: str, tmp_path: Path
) -> None:
    (tmp_path / "1.txt").write_text(small_report(0).translate(STRIP), encoding="utf-8")
    (tmp_path / "2.txt").write_text(small_report(len(UNITS)), encoding="utf-8")
    files = imported(archive, [tmp_path / "1.txt", tmp_path / "2.txt"], settings(cluster_address))
    assert sorted((Path(f.path).name, f.how) for f in files) == [
        ("1.txt", "again"),
        ("1.txt", "read"),
        ("2.txt", "read"),
    ]
    assert all(f.rows for f in files)


def submitted(workers: cluster.ClusterWorkers, content: str) -> Future:
    workers.submit("the same", "1.txt", content.encode())
    (future,) = workers._working
    return future


def test_a_result_that_was_lost_with_its_worker_is_not_waited_for_for_ever(
    scheduler: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "PATIENCE_SECONDS", 3)
    with workers(scheduler, "--no-nanny") as (only,):
        mine = cluster.ClusterWorkers(settings(scheduler))
        future = submitted(mine, small_report(1))
        until(future.done, START_SECONDS)
        only.kill()
        with pytest.raises(WorkersError, match="no worker for"):
            mine.wait()
        mine.close()


def test_workers_that_finish_nothing_end_the_import(scheduler: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_read_here", lambda *_: time.sleep(1000))
    monkeypatch.setattr(cluster, "PATIENCE_SECONDS", 2)
    with workers(scheduler, "--no-nanny"):
        mine = cluster.ClusterWorkers(settings(scheduler, timeout=1.0))
        submitted(mine, small_report(1))
        with pytest.raises(WorkersError, match="have finished nothing for"):
            mine.wait()
        mine.close()


def test_a_scheduler_that_hangs_ends_the_import(monkeypatch: pytest.MonkeyPatch) -> None:
    process, address = started_scheduler()
    with workers(address, "--no-nanny"):
        mine = cluster.ClusterWorkers(settings(address))
        monkeypatch.setattr(cluster, "PATIENCE_SECONDS", 2)
        monkeypatch.setattr(cluster, "CONNECT_SECONDS", 1)
        process.send_signal(signal.SIGSTOP)
        try:
            submitted(mine, small_report(1))
            with pytest.raises(WorkersError, match="is lost"):
                mine.wait()
            mine.close()
        finally:
            process.send_signal(signal.SIGCONT)
    end(process)


def test_two_imports_of_one_document_each_read_it_with_their_own_patterns(
    cluster_address: str, tmp_path: Path
) -> None:
    (tmp_path / "roles.toml").write_text(KIKARSIKTE, encoding="utf-8")
    content = small_report(1).replace("Indikator", "Kikarsikte")
    known = []
    both = [cluster.ClusterWorkers(settings(cluster_address, patterns_folder=f)) for f in (None, tmp_path)]
    for mine in both:
        submitted(mine, content)
        packed = mine.wait().extraction.packed
        known.append(packed is not None and knows_kikarsikte(unpack(packed.report, Report)))
    for mine in both:
        mine.close()
    assert known == [False, True]


def test_a_worker_of_another_version_is_refused(
    cluster_address: str, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "tool_version", lambda _: "another")
    with pytest.raises(WorkersError, match="the import another"):
        imported(archive, [CORPUS / GOOD], settings(cluster_address))
    assert archive.documents() == []


def test_a_scheduler_that_does_not_answer_has_its_own_exit_code(tmp_path: Path) -> None:
    done = styrkort(
        "import", CORPUS / GOOD, "--archive", tmp_path / "a.db", "--scheduler", "tcp://127.0.0.1:9", "--quiet"
    )
    assert done.returncode == 6
    assert "tcp://127.0.0.1:9 does not answer" in done.stderr
    assert "Traceback" not in done.stderr

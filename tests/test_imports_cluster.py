"""Documents read on the workers of a real Dask scheduler on loopback come in as if they had been read here."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from extractor.archive import Archive
from extractor.errors import WorkersError
from extractor.imports import ImportSettings, cluster
from tests.support.importing import CORPUS, GOOD, ROOT, imported, outcomes, small_report, styrkort

pytest.importorskip("distributed", reason="the extra `dask` is not installed")
START_SECONDS = 60


def dask(*arguments: str) -> subprocess.Popen[bytes]:
    """`dask …` as a process of its own, with this checkout of the project."""
    return subprocess.Popen(
        [sys.executable, "-m", "dask", *arguments], env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def worker(address: str, *more: str) -> subprocess.Popen[bytes]:
    return dask("worker", address, "--host", "127.0.0.1", "--nthreads", "1", "--no-dashboard", *more)


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
    nanny = worker(address)
    yield address
    end(nanny, process)


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
    (mine / "roles.toml").write_text(
        'schema = "roles"\n[[group]]\nkey = "indicator"\nphrases = ["kikarsikte"]\n', encoding="utf-8"
    )
    text = small_report(1).replace("Indikator", "Kikarsikte")
    (tmp_path / "1.txt").write_text(text, encoding="utf-8")
    imported(archive, [tmp_path / "1.txt"], settings(cluster_address, patterns_folder=mine))
    assert archive.documents()[0].rows == 2


def test_the_documents_of_a_lost_worker_are_read_by_another(
    scheduler: str, archive: Archive, tmp_path: Path
) -> None:
    for number in range(30):
        (tmp_path / f"{number:02d}.txt").write_text(small_report(number), encoding="utf-8")
    first, second = worker(scheduler, "--no-nanny"), worker(scheduler, "--no-nanny")
    seen: list[str] = []

    class Killing(cluster.ClusterWorkers):
        def wait(self):
            done = super().wait()
            seen.append(done.key)
            if len(seen) == 3:
                first.send_signal(signal.SIGKILL)
            return done

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(cluster, "ClusterWorkers", Killing)
        files = imported(archive, [tmp_path], settings(scheduler))
    end(first, second)
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
    only = worker(scheduler, "--no-nanny")

    class Killing(cluster.ClusterWorkers):
        def wait(self):
            done = super().wait()
            only.send_signal(signal.SIGKILL)
            return done

    monkeypatch.setattr(cluster, "PATIENCE_SECONDS", 3)
    monkeypatch.setattr(cluster, "ClusterWorkers", Killing)
    with pytest.raises(WorkersError, match="no worker for"):
        imported(archive, [tmp_path], settings(scheduler))
    end(only)
    stored = len(archive.documents())
    assert 1 <= stored < 8
    hows = [f.how for f in imported(archive, [tmp_path])]
    assert (hows.count("unchanged"), hows.count("read")) == (stored, 8 - stored)


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

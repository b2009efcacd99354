"""A document that crashes, hangs or eats memory fails alone, with its reason; the others go on."""

from __future__ import annotations

import concurrent.futures
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from extractor.archive import Archive
from extractor.errors import WorkersError
from extractor.imports import Extraction, ImportSettings, guard, run
from extractor.imports import workers as workers_module
from extractor.imports.workers import HOPELESS, LocalWorkers
from extractor.patterns import built_in
from tests.support.importing import imported, outcomes
from tests.support.processes import alive, descendants, parent, until, workers

GONE_WITHIN = 10.0


def misbehave(content: bytes, name: str, settings: object) -> bytes:
    """What a document makes of its reader, in the worker."""
    what = content.decode().split()
    if what[0] == "crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    if what[0] == "exit":
        os._exit(3)
    if what[0] == "hang":
        Path(what[1]).touch()
        time.sleep(1000)
    if what[0] == "hog":
        bytearray(10**11)
    if what[0] == "raise":
        raise RuntimeError("a defect")
    if what[0] == "leave":
        program = subprocess.Popen(["sleep", "1000"])
        Path(what[1]).write_text(f"{program.pid} {os.environ['TMPDIR']}")
        os.kill(os.getpid(), signal.SIGKILL)
    return msgspec.msgpack.encode(
        Extraction(outcome="failed", reason="It is no report.", code="unknown_format")
    )


class Misbehaving(LocalWorkers):
    def _schedule(self, pool, job):
        return pool.schedule(misbehave, args=[job.content, job.name, None], timeout=self._settings.timeout)


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Archive]:
    monkeypatch.setattr(run, "LocalWorkers", Misbehaving)
    with Archive(tmp_path / "styrkort.db") as opened:
        yield opened


def put(folder: Path, **files: str) -> Path:
    folder = folder / "arkiv"
    folder.mkdir()
    for name, content in files.items():
        (folder / f"{name}.txt").write_text(f"{content} {name}")
    return folder


class Forgetful(LocalWorkers):
    """Its documents never reach a worker."""

    def _schedule(self, pool, job):
        return concurrent.futures.Future()


SETTINGS = ImportSettings(jobs=2, timeout=2.0, memory=8192)


def test_a_worker_that_never_begins_is_not_waited_for_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers_module, "BEGIN_SECONDS", 0.1)
    monkeypatch.setattr(workers_module, "LOOK_SECONDS", 0.1)
    some = Forgetful(SETTINGS)
    some.submit("a", "a.txt", b"")
    found = some.wait().extraction
    assert (found.outcome, found.code) == ("failed", "died")
    assert "No process could begin to read it." in found.reason
    some.close()


def test_a_worker_that_outlives_its_limit_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers_module, "BEGIN_SECONDS", 0.1)
    monkeypatch.setattr(workers_module, "LOOK_SECONDS", 0.1)
    some = Forgetful(msgspec.structs.replace(SETTINGS, timeout=0.1))
    some.submit("a", "a.txt", b"")
    (begun,) = some._working
    begun.set_running_or_notify_cancel()
    assert some.wait().extraction.code == "timeout"
    some.close()


def test_each_culprit_gets_its_own_reason_and_the_others_are_read(archive: Archive, tmp_path: Path) -> None:
    folder = put(
        tmp_path,
        a="well",
        b="crash",
        c="well",
        d="exit",
        e=f"hang {tmp_path / 'begun'}",
        f="well",
        g="hog",
        h="raise",
        i="well",
    )
    files = {f.path[-5]: f for f in imported(archive, [folder], SETTINGS)}
    assert {name: f.code for name, f in files.items()} == {
        "a": "unknown_format", "b": "died", "c": "unknown_format", "d": "died", "e": "timeout",
        "f": "unknown_format", "g": "memory", "h": "internal", "i": "unknown_format",
    }  # fmt: skip
    # the fork server may have reaped it before anybody asked for its signal; then its code is not known
    assert "SIGSEGV" in files["b"].reason or "exit code 255" in files["b"].reason
    assert "exit code 3" in files["d"].reason
    assert "longer than 2 seconds" in files["e"].reason
    assert "8192 MiB" in files["g"].reason
    assert "a defect" in files["h"].reason


def test_a_culprit_is_read_again_only_on_demand(archive: Archive, tmp_path: Path) -> None:
    folder = put(tmp_path, a="exit")
    imported(archive, [folder], SETTINGS)
    assert outcomes(imported(archive, [folder], SETTINGS)) == {"a.txt": ("failed", "unchanged")}
    again = msgspec.structs.replace(SETTINGS, retry_failed=True)
    assert outcomes(imported(archive, [folder], again)) == {"a.txt": ("failed", "read")}


def test_what_a_killed_worker_started_and_left_is_cleared_away(archive: Archive, tmp_path: Path) -> None:
    note = tmp_path / "note"
    imported(archive, [put(tmp_path, a=f"leave {note}")], SETTINGS)
    program, folder = note.read_text().split()
    assert until(lambda: not alive([int(program)]) and not Path(folder).exists(), GONE_WITHIN)


def test_a_worker_killed_while_it_has_nothing_to_do_is_replaced(archive: Archive, tmp_path: Path) -> None:
    pool = Misbehaving(ImportSettings(jobs=1))
    pool.submit("1", "a", b"well")
    assert pool.wait().extraction.code == "unknown_format"
    for pid in workers(os.getpid()):
        os.kill(pid, signal.SIGKILL)
    for _ in range(2):
        pool.submit("2", "b", b"well")
        assert pool.wait().extraction.code == "unknown_format"
    pool.close()


def test_a_killed_fork_server_costs_only_what_was_being_read(archive: Archive, tmp_path: Path) -> None:
    pool = Misbehaving(ImportSettings(jobs=1))
    pool.submit("1", "a", f"hang {tmp_path / 'begun'}".encode())
    assert until((tmp_path / "begun").exists, 60)
    (server,) = {p for w in workers(os.getpid()) if (p := parent(w)) != os.getpid()}
    os.kill(server, signal.SIGKILL)
    assert pool.wait().extraction.code == "died"
    pool.submit("2", "b", b"well")
    assert pool.wait().extraction.code == "unknown_format"
    pool.close()


def test_workers_that_cannot_start_end_the_import(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = put(tmp_path, **{f"d{n}": "well" for n in range(HOPELESS + 2)})
    missing = ImportSettings(jobs=1, patterns_folder=tmp_path / "ingen")
    patterns = built_in()
    monkeypatch.setattr(run.knowledge, "load", lambda _: patterns)
    with pytest.raises(WorkersError, match="end before they begin"):
        imported(archive, [folder], missing)
    assert len(archive.documents()) == HOPELESS - 1


def test_no_process_is_left_when_an_import_has_ended(archive: Archive, tmp_path: Path) -> None:
    before = set(descendants(os.getpid()))
    imported(archive, [put(tmp_path, a="well", b="crash")], SETTINGS)
    # the fork server and multiprocessing's resource tracker stay with this process
    assert until(lambda: not workers(os.getpid()), GONE_WITHIN)
    assert len(alive(list(set(descendants(os.getpid())) - before))) <= 2


def test_clearing_away_touches_no_other_process(tmp_path: Path) -> None:
    other = subprocess.Popen(
        [sys.executable, "-c", "input()"], stdin=subprocess.PIPE, env={"TMPDIR": "/tmp/x"}
    )
    mine = subprocess.Popen(
        ["sh", "-c", "echo; read line"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={"TMPDIR": str(tmp_path / "w")},
    )  # fmt: skip
    assert mine.stdout is not None
    mine.stdout.readline()  # a program that is just being loaded shows no environment yet
    guard.clear_away(str(tmp_path / "w"))
    mine.communicate(timeout=5)
    assert mine.returncode == -signal.SIGKILL
    assert other.poll() is None
    other.communicate(b"\n")

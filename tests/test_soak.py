"""Killed at any moment, an import leaves a whole archive, and the same command ends where it would have ended.

A few rounds here; `make soak` runs at least fifty (`STYRKORT_SOAK_ROUNDS`).
"""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import time
from pathlib import Path

import pytest

from extractor.archive import Archive
from extractor.restore.spelling import STRIP
from tests.support.importing import CORPUS, GOOD, UNITS, command, small_report, styrkort
from tests.support.processes import alive, descendants, until, workers

ROUNDS = int(os.environ.get("STYRKORT_SOAK_ROUNDS", "4"))
"""Kills: half of them of the importing process, half of a worker."""
SEED = int(os.environ.get("STYRKORT_SOAK_SEED", "0")) or random.SystemRandom().randrange(1, 10**6)
KILLS_PER_ARCHIVE = 6
"""Kills before an import is left to end what the killed ones began."""
REPORTS = 12
GONE_WITHIN = 20.0
START_SECONDS = 120.0


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of reports with a copy, a Word file, a broken file and a damaged one that is read twice among them."""
    place = tmp_path_factory.mktemp("soak") / "arkiv"
    (place / "kopior").mkdir(parents=True)
    for number in range(REPORTS):
        (place / f"{number:03d}.txt").write_text(small_report(number), encoding="utf-8")
    shutil.copy(place / "003.txt", place / "kopior" / "kopia.txt")
    shutil.copy(CORPUS / GOOD, place / GOOD)
    (place / "000-skadad.txt").write_text(small_report(len(UNITS)).translate(STRIP), encoding="utf-8")
    (place / "trasig.pdf").write_bytes(b"%PDF-1.7 nothing more")
    return place


@pytest.fixture(scope="module")
def undisturbed(folder: Path) -> dict[str, object]:
    """What an import that nobody kills makes of it."""
    place = folder.parent / "whole.db"
    assert styrkort("import", folder, "--archive", place, "--quiet").returncode == 1
    return content(place)


def content(place: Path) -> dict[str, object]:
    """All that an archive holds, but for times and for ids that are given in the order of coming."""
    with Archive(place) as archive:
        documents = archive.documents()
        return {
            "documents": {
                d.document_id: (d.paths, d.outcome, d.reason, d.rows, d.form_of) for d in documents
            },
            "reports": {
                d.document_id: archive.report(d.document_id) for d in documents if d.outcome == "done"
            },
            "blocks": {
                d.document_id: archive.document(d.document_id) for d in documents if d.outcome == "done"
            },
            "links": {d.document_id: len(archive.links(d.document_id)) for d in documents},
            "indicators": sorted((i.organisation, i.unit, i.name) for i in archive.indicators()),
            "findings": sorted((f.code, f.message, f.a, f.b) for f in archive.findings()),
            "stale": archive.stale_units(),
        }


def whole(place: Path) -> None:
    """Every document in an archive is in whole, once, and known by its path."""
    if not place.exists():
        return
    with sqlite3.connect(place) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.close()
    with Archive(place) as archive:
        for document in archive.documents():
            assert document.paths
            if document.outcome == "done":
                assert archive.report(document.document_id).scorecards
                assert archive.document(document.document_id).blocks


def running(folder: Path, place: Path, report: Path) -> subprocess.Popen[bytes]:
    report.unlink(missing_ok=True)
    return subprocess.Popen(
        command("import", folder, "--archive", place, "--jobs", "2", "--quiet", "--report", report),
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip


def wait_for_a_moment(rng: random.Random, process: subprocess.Popen[bytes], report: Path) -> None:
    """Wait until somewhere in an import: mostly while documents are read and stored, at times before or after."""
    files = rng.choice([0, *range(REPORTS), REPORTS + 3])
    until(lambda: process.poll() is not None or lines(report) >= files, START_SECONDS)
    time.sleep(rng.uniform(0, 2.0 if files == 0 else 0.3))


def lines(report: Path) -> int:
    return report.read_bytes().count(b"\n") if report.exists() else 0


def test_the_importing_process_may_be_killed_at_any_moment(
    folder: Path, undisturbed: dict[str, object], tmp_path: Path
) -> None:
    rng, wanted, archives = random.Random(SEED), max(ROUNDS // 2, 1), 0
    while wanted:
        archives += 1
        place, report = tmp_path / f"{archives}.db", tmp_path / "report.jsonl"
        for _ in range(min(KILLS_PER_ARCHIVE, wanted)):
            process = running(folder, place, report)
            wait_for_a_moment(rng, process, report)
            below = descendants(process.pid)
            process.kill()
            process.wait()
            wanted -= 1
            assert until(lambda below=below: not alive(below), GONE_WITHIN), f"left running; seed {SEED}"
            whole(place)
        process = running(folder, place, report)
        _, told = process.communicate(timeout=START_SECONDS)
        assert process.returncode == 1, told.decode()
        assert content(place) == undisturbed, f"seed {SEED}"


def test_a_worker_may_be_killed_at_any_moment(
    folder: Path, undisturbed: dict[str, object], tmp_path: Path
) -> None:
    rng, kills, archives = random.Random(SEED + 1), 0, 0
    while kills < max(ROUNDS // 2, 1):
        archives += 1
        place, report = tmp_path / f"{archives}.db", tmp_path / "report.jsonl"
        process = running(folder, place, report)
        wait_for_a_moment(rng, process, report)
        while process.poll() is None:
            victims = workers(process.pid)
            for pid in rng.sample(victims, min(1, len(victims))):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
                    kills += 1
            time.sleep(rng.uniform(0.2, 1.0))
        _, told = process.communicate(timeout=START_SECONDS)
        assert process.returncode in {1, 6}, f"{told.decode()} seed {SEED}"
        whole(place)
        again = styrkort("import", folder, "--archive", place, "--retry-failed", "--quiet")
        assert again.returncode == 1, again.stderr
        assert content(place) == undisturbed, f"seed {SEED}"

"""Killed at any moment, an import leaves a whole archive, and the same command ends where it would have ended.

A few rounds here; `make soak` runs at least fifty (`STYRKORT_SOAK_ROUNDS`).
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from extractor.archive import Archive
from tests.support.importing import CORPUS, GOOD, command, small_report, styrkort
from tests.support.processes import alive, descendants, until, workers

ROUNDS = int(os.environ.get("STYRKORT_SOAK_ROUNDS", "4"))
"""Kills: half of them of the importing process, half of a worker."""
SEED = int(os.environ.get("STYRKORT_SOAK_SEED", "0")) or random.SystemRandom().randrange(1, 10**6)
REPORTS = 24
GONE_WITHIN = 20.0
START_SECONDS = 120.0


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of reports with a copy, a Word file and a broken file among them."""
    place = tmp_path_factory.mktemp("soak") / "arkiv"
    (place / "kopior").mkdir(parents=True)
    for number in range(REPORTS):
        (place / f"{number:03d}.txt").write_text(small_report(number), encoding="utf-8")
    shutil.copy(place / "003.txt", place / "kopior" / "kopia.txt")
    shutil.copy(CORPUS / GOOD, place / GOOD)
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


def running(folder: Path, place: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command("import", folder, "--archive", place, "--jobs", "2", "--quiet"),
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip


def moments(rng: random.Random, longest: float) -> Iterator[float]:
    """Seconds after the start: anywhere in an import, more often while documents are being read."""
    while True:
        yield rng.uniform(0, longest) if rng.random() < 0.3 else rng.uniform(longest / 3, longest)


def duration(folder: Path) -> float:
    started = time.monotonic()
    styrkort("import", folder, "--archive", folder.parent / "timed.db", "--jobs", "2", "--quiet")
    return time.monotonic() - started


def test_the_importing_process_may_be_killed_at_any_moment(
    folder: Path, undisturbed: dict[str, object], tmp_path: Path
) -> None:
    rng, kills, archives = random.Random(SEED), 0, 0
    moment = moments(rng, duration(folder))
    while kills < max(ROUNDS // 2, 1):
        archives += 1
        place = tmp_path / f"{archives}.db"
        for seconds in moment:
            process = running(folder, place)
            until(lambda process=process: process.poll() is not None, seconds)
            below = descendants(process.pid)
            if process.poll() is not None:
                break
            process.kill()
            process.wait()
            kills += 1
            assert until(lambda below=below: not alive(below), GONE_WITHIN), f"left running; seed {SEED}"
            whole(place)
        assert process.returncode == 1, process.stderr and process.stderr.read()
        assert content(place) == undisturbed, f"seed {SEED}"


def test_a_worker_may_be_killed_at_any_moment(
    folder: Path, undisturbed: dict[str, object], tmp_path: Path
) -> None:
    rng, kills, archives = random.Random(SEED + 1), 0, 0
    while kills < max(ROUNDS // 2, 1):
        archives += 1
        place = tmp_path / f"{archives}.db"
        process = running(folder, place)
        while process.poll() is None and kills < ROUNDS:
            time.sleep(rng.uniform(0.0, 1.0))
            for pid in rng.sample(victims := workers(process.pid), min(1, len(victims))):
                try:
                    os.kill(pid, signal.SIGKILL)
                except ProcessLookupError:
                    continue
                kills += 1
        _, told = process.communicate(timeout=START_SECONDS)
        assert process.returncode in {1, 6}, f"{told.decode()} seed {SEED}"
        whole(place)
        again = styrkort("import", folder, "--archive", place, "--retry-failed", "--quiet")
        assert again.returncode == 1, again.stderr
        assert content(place) == undisturbed, f"seed {SEED}"

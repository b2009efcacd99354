"""A person's decision on a finding is kept, shown and can be taken back without being forgotten."""

from __future__ import annotations

import csv
import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from extractor.archive import SCHEMA_VERSION, Archive, Source
from extractor.errors import NotFoundError
from extractor.export import export
from extractor.model import Finding
from extractor.review.decisions import decide, standing, undismissed
from tests.support.reports import report, row

ROOT = Path(__file__).parent.parent
REPORT = report("2020", [row(1, "God arbetsmiljö", "Sjukfrånvaro", "högst 4 %", "5,1 %", "met")])
UNIT = (REPORT.metadata.organisation, REPORT.metadata.unit)


def finding(identity: str, document: str) -> Finding:
    return Finding(
        finding_id=identity, code="status_vs_value", severity="error", document_id=document,
        message="Met, but above the target.", a="5,1 %", b="högst 4 %", page_a=1, page_b=1,
    )  # fmt: skip


def fill(archive: Archive) -> None:
    """What an import does: store the report, and its findings anew."""
    identity = archive.save(REPORT, Source(path="a.pdf", size=1, modified_ns=1), "v", "done", "")
    archive.save_unit(*UNIT, [], [], [finding("aa11", identity), finding("aa22", identity)])


@pytest.fixture
def archive(tmp_path: Path):
    with Archive(tmp_path / "styrkort.db") as opened:
        fill(opened)
        yield opened


def test_a_dismissed_finding_stays_dismissed_after_another_import(archive: Archive) -> None:
    decide(archive, ["aa11"], "dismissed", note="Ny mätmetod", user="granskare")
    fill(archive)
    assert [f.finding_id for f in undismissed(archive.findings(), standing(archive))] == ["aa22"]
    assert standing(archive)["aa11"].note == "Ny mätmetod"


def test_a_confirmed_finding_is_not_hidden(archive: Archive) -> None:
    decide(archive, ["aa11"], "confirmed")
    assert len(undismissed(archive.findings(), standing(archive))) == 2


def test_a_decision_taken_back_leaves_a_trail(archive: Archive) -> None:
    decide(archive, ["aa11"], "dismissed", note="fel", user="granskare")
    decide(archive, ["aa11"], None)
    assert standing(archive) == {}
    (undone,) = archive.decisions(undone=True)
    assert (undone.subject, undone.note, undone.undone_at >= undone.time) == ("aa11", "fel", True)


def test_the_last_decision_stands_and_the_earlier_one_is_kept(archive: Archive) -> None:
    decide(archive, ["aa11"], "dismissed")
    decide(archive, ["aa11"], "confirmed")
    assert standing(archive)["aa11"].verdict == "confirmed"
    assert [d.verdict for d in archive.decisions(undone=True)] == ["dismissed", "confirmed"]


@pytest.mark.parametrize(("name", "why"), [("zz", "No finding"), ("aa", "begins 2"), ("", "No finding")])
def test_an_id_that_names_no_single_finding_decides_nothing(archive: Archive, name: str, why: str) -> None:
    with pytest.raises(NotFoundError, match=why):
        decide(archive, ["aa11", name], "dismissed")
    assert archive.decisions() == []


def test_the_export_carries_decision_and_note(archive: Archive, tmp_path: Path) -> None:
    decide(archive, ["aa1"], "dismissed", note="Ny mätmetod")
    export(archive, tmp_path / "out")
    with (tmp_path / "out" / "findings.csv").open(encoding="utf-8", newline="") as stream:
        found = {r["finding_id"]: (r["decision"], r["note"]) for r in csv.DictReader(stream)}
    assert found == {"aa11": ("dismissed", "Ny mätmetod"), "aa22": ("open", "")}


def test_an_archive_of_the_first_version_is_migrated_and_keeps_its_content(tmp_path: Path) -> None:
    place = tmp_path / "old.db"
    with Archive(place) as made:
        fill(made)
    with sqlite3.connect(place) as connection:
        connection.execute("DROP TABLE decision")
        connection.execute("DROP TABLE difference")
        connection.execute("DROP TABLE form")
        connection.execute("UPDATE meta SET value = '1' WHERE key = 'schema'")
    with Archive(place) as opened:
        decide(opened, ["aa22"], "confirmed")
        assert (len(opened.documents()), len(opened.findings()), len(opened.decisions())) == (1, 2, 1)
    with sqlite3.connect(place) as connection:
        (found,) = connection.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone()
    assert found == str(SCHEMA_VERSION)


def test_decisions_of_the_second_version_are_migrated_and_can_be_taken_back(tmp_path: Path) -> None:
    place = tmp_path / "old.db"
    with Archive(place) as made:
        fill(made)
        decide(made, ["aa11"], "dismissed", note="Ny mätmetod", user="granskare")
    with sqlite3.connect(place) as connection:
        for table in ("decided", "unsettled", "related"):
            connection.execute(f"DROP TABLE {table}")
        for column in ("value", "about", "seen"):
            connection.execute(f"ALTER TABLE decision DROP COLUMN {column}")
        connection.execute("ALTER TABLE document DROP COLUMN needs")
        connection.execute("UPDATE meta SET value = '2' WHERE key = 'schema'")
    with Archive(place) as opened:
        assert standing(opened)["aa11"].note == "Ny mätmetod"
        decide(opened, ["aa11"], None)
        assert standing(opened) == {}


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(ROOT / "cli.py"), *arguments], capture_output=True, text=True, check=False
    )


def test_on_the_command_line_dismissed_findings_are_hidden_and_no_longer_fail(tmp_path: Path) -> None:
    place = str(tmp_path / "cli.db")
    with Archive(place) as made:
        fill(made)
    at = ("--archive", place)
    assert run("check", "--fail-on", "error", *at).returncode == 1
    assert run("decide", "aa11", "aa22", *at).returncode == 2
    assert run("decide", "aa11", "aa22", "--dismiss", "--note", "Ny mätmetod", *at).returncode == 0
    quiet = run("check", "--fail-on", "error", *at)
    assert (quiet.returncode, "aa11" in quiet.stdout, "2 dismissed" in quiet.stderr) == (0, False, True)
    assert "Ny mätmetod" in run("check", "--all", *at).stdout
    listed = [json.loads(x) for x in run("decisions", "--json", *at).stdout.splitlines()]
    assert [(d["subject"], d["verdict"]) for d in listed] == [("aa11", "dismissed"), ("aa22", "dismissed")]
    assert run("decide", "aa11", "--reopen", *at).returncode == 0
    assert run("check", "--fail-on", "error", *at).returncode == 1

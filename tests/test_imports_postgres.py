"""An archive on PostgreSQL says the same as one in a file, and a killed import leaves both whole."""

from __future__ import annotations

import os
import re
import signal
from pathlib import Path

from extractor.archive import Archive
from extractor.export import export
from extractor.patterns import built_in
from extractor.relate import relate
from tests.support.importing import CORPUS, imported, small_report, styrkort
from tests.support.processes import until
from tests.test_imports_trouble import START_SECONDS, lines_of, reports, started

REPORTS = (
    "fjallmark-ms-2018.docx",
    "fjallmark-ms-2019.docx",
    "fjallmark-ms-2019.pdf",
    "granvik-ubn-2021.docx",
)
TIME = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def exported(location: str, out: Path) -> dict[str, bytes]:
    with Archive(location) as archive:
        imported(archive, [CORPUS / r for r in REPORTS])
        relate(archive, built_in(), archive.stale_units())
        export(archive, out)
    return {p.name: TIME.sub(b"", p.read_bytes()) for p in out.iterdir()}


def test_the_export_is_the_same_from_both_databases(postgres_location: str, tmp_path: Path) -> None:
    in_a_file = exported(str(tmp_path / "styrkort.db"), tmp_path / "one")
    on_a_server = exported(postgres_location, tmp_path / "two")
    assert on_a_server.keys() == in_a_file.keys()
    for name, content in in_a_file.items():
        assert on_a_server[name].decode().splitlines() == content.decode().splitlines()


def test_a_killed_import_frees_the_archive_and_the_same_command_continues(
    location: str, tmp_path: Path
) -> None:
    folder, report = reports(tmp_path / "arkiv", 20), tmp_path / "report.jsonl"
    first = started(folder, "--archive", location, "--jobs", "2", "--report", report)
    assert until(lambda: len(lines_of(report)) > 3, START_SECONDS)
    os.kill(first.pid, signal.SIGKILL)
    first.communicate()
    with Archive(location) as archive:
        assert {d.outcome for d in archive.documents()} == {"done"}
    again = styrkort("import", folder, "--archive", location, "--quiet")
    assert again.returncode == 0, again.stderr
    with Archive(location) as archive:
        assert len(archive.documents()) == 20
        assert archive.stale_units() == []


def test_every_command_takes_the_url(postgres_location: str, tmp_path: Path) -> None:
    (tmp_path / "1.txt").write_text(small_report(1), encoding="utf-8")
    assert styrkort("import", tmp_path, "--archive", postgres_location).returncode == 0
    for command in (("list",), ("series",), ("check",), ("export", tmp_path / "out")):
        done = styrkort(*command, "--archive", postgres_location)
        assert done.returncode == 0, done.stderr

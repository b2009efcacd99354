"""What goes wrong around an import is said in one line and costs nothing that was done: real processes."""

from __future__ import annotations

import csv
import json
import os
import resource
import shutil
import signal
import subprocess
from pathlib import Path

from extractor.archive import Archive
from extractor.export import export
from tests.support.importing import CORPUS, GOOD, command, imported, outcomes, small_report, styrkort, zip_of
from tests.support.processes import alive, descendants, until

START_SECONDS = 120.0
GONE_WITHIN = 15.0
SMALL_DISK = 250 * 1024
"""Bytes that a file may grow to where the disk is 'full': an archive with a few of the reports."""


def reports(folder: Path, count: int) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        (folder / f"{number:03d}.txt").write_text(small_report(number), encoding="utf-8")
    return folder


def stored(location: str | Path) -> list[str]:
    """The outcomes in an archive, [] where there is none yet."""
    if not Path(location).exists():
        return []
    with Archive(location) as archive:
        return [d.outcome for d in archive.documents()]


def started(*arguments: str | Path) -> subprocess.Popen[str]:
    """An import as it runs from a terminal: in a process group of its own."""
    return subprocess.Popen(
        command("import", *arguments), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        start_new_session=True,
    )  # fmt: skip


def lines_of(report: Path) -> list[dict]:
    return [json.loads(line) for line in report.read_text().splitlines()] if report.exists() else []


# ---------------------------------------------------------------- disks and rights


def test_a_full_disk_ends_the_import_and_room_continues_it(tmp_path: Path) -> None:
    folder, place = reports(tmp_path / "arkiv", 25), tmp_path / "a.db"
    limit = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (SMALL_DISK, SMALL_DISK))  # noqa: E731
    full = styrkort("import", folder, "--archive", place, "--jobs", "1", preexec_fn=limit)
    assert full.returncode == 4, full.stderr
    assert "could not be written" in full.stderr
    assert "Traceback" not in full.stderr
    before = stored(place)
    assert set(before) == {"done"}
    assert len(before) < 25
    assert styrkort("import", folder, "--archive", place, "--jobs", "1").returncode == 0
    assert stored(place) == ["done"] * 25


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    locked = tmp_path / "låst"
    locked.mkdir()
    locked.chmod(0o555)
    done = styrkort("import", CORPUS / GOOD, "--archive", locked / "a.db", limited=True)
    assert done.returncode == 4
    assert str(locked) in done.stderr
    assert "--archive" in done.stderr


def test_an_archive_that_may_not_be_written_can_be_read_and_says_why_it_takes_nothing(tmp_path: Path) -> None:
    folder, place = reports(tmp_path / "arkiv", 1), tmp_path / "år 1" / "a.db"
    place.parent.mkdir()
    assert styrkort("import", folder, "--archive", place).returncode == 0
    place.chmod(0o444)
    place.parent.chmod(0o555)
    listed = styrkort("list", "--json", "--archive", place, limited=True)
    assert listed.returncode == 0, listed.stderr
    assert "000.txt" in listed.stdout
    refused = styrkort("import", folder, "--archive", place, limited=True)
    assert refused.returncode == 4
    assert "you have no right to" in refused.stderr


def test_what_may_not_be_read_is_listed_with_its_reason_and_the_rest_comes_in(tmp_path: Path) -> None:
    folder = reports(tmp_path / "arkiv", 2)
    (folder / "000.txt").chmod(0)
    hidden = reports(folder / "hemligt", 1)
    hidden.chmod(0)
    folder.chmod(0o555)  # reading needs no right to write
    report = tmp_path / "report.jsonl"
    done = styrkort("import", folder, "--archive", tmp_path / "a.db", "--report", report, limited=True)
    hidden.chmod(0o755)
    assert done.returncode == 1
    told = {Path(r["path"]).name: r for r in lines_of(report) if r["kind"] == "file"}
    assert {name: r["outcome"] for name, r in told.items()} == {
        "000.txt": "failed", "001.txt": "done", "hemligt": "failed",
    }  # fmt: skip
    assert told["000.txt"]["reason"] == "The file could not be opened: Permission denied."
    assert told["hemligt"]["reason"] == "The folder could not be opened: Permission denied."


def test_a_report_file_that_cannot_be_written_stops_before_anything_is_done(tmp_path: Path) -> None:
    done = styrkort(
        "import", CORPUS / GOOD, "--archive", tmp_path / "a.db", "--report", tmp_path / "ingen" / "r.jsonl"
    )
    assert done.returncode == 5
    assert not (tmp_path / "a.db").exists()


# ---------------------------------------------------------------- two at once


def test_a_second_import_is_refused_or_waits_while_reading_goes_on(location: str, tmp_path: Path) -> None:
    folder, other = reports(tmp_path / "arkiv", 12), tmp_path / "annat"
    reports(other, 14)
    report = tmp_path / "report.jsonl"
    first = started(folder, "--archive", location, "--jobs", "1", "--report", report)
    assert until(lambda: len(lines_of(report)) > 1, START_SECONDS)
    first.send_signal(signal.SIGSTOP)
    refused = styrkort("import", other, "--archive", location)
    assert refused.returncode == 4
    assert "Another import into" in refused.stderr
    assert styrkort("list", "--archive", location).returncode == 0
    first.send_signal(signal.SIGCONT)
    waited = styrkort("import", other, "--archive", location, "--wait", "--jobs", "1")
    assert waited.returncode == 0, waited.stderr
    assert first.wait(START_SECONDS) == 0
    with Archive(location) as archive:
        assert [len(d.paths) for d in archive.documents()].count(2) == 12
        assert len(archive.documents()) == 14


# ---------------------------------------------------------------- interruption


def test_ctrl_c_says_where_it_stands_and_the_same_command_continues(tmp_path: Path) -> None:
    folder, place, report = reports(tmp_path / "arkiv", 40), tmp_path / "a.db", tmp_path / "report.jsonl"
    process = started(folder, "--archive", place, "--jobs", "2", "--report", report)
    assert until(lambda: len(lines_of(report)) > 3, START_SECONDS)
    below = descendants(process.pid)
    os.killpg(process.pid, signal.SIGINT)
    _, told = process.communicate(timeout=START_SECONDS)
    assert process.returncode == 130
    assert "Imported before the interruption" in told
    assert "Run the same command to continue" in told
    assert "Traceback" not in told
    assert until(lambda: not alive(below), GONE_WITHIN)
    seen = lines_of(report)
    assert "summary" not in {line["kind"] for line in seen}
    assert len(stored(place)) == len(seen) < 40
    again = tmp_path / "again.jsonl"
    assert styrkort("import", folder, "--archive", place, "--report", again).returncode == 0
    summary = lines_of(again)[-1]
    assert (summary["unchanged"], summary["read"]) == (len(seen), 40 - len(seen))


# ---------------------------------------------------------------- names


def test_names_with_line_breaks_and_without_utf8_are_imported_and_exported(tmp_path: Path) -> None:
    names = [b"\xe5rsrapport 2019.txt", "två\nrader.txt".encode(), b"blank steg.txt"]
    folder = tmp_path / "arkiv"
    folder.mkdir()
    for number, name in enumerate(names):
        (folder / os.fsdecode(name)).write_text(small_report(number), encoding="utf-8")
    done = styrkort("import", folder, "--archive", tmp_path / "a.db")
    assert done.returncode == 0, done.stderr
    assert styrkort("list", "--archive", tmp_path / "a.db").returncode == 0
    with Archive(tmp_path / "a.db") as archive:
        export(archive, tmp_path / "out")
    with (tmp_path / "out" / "documents.csv").open(encoding="utf-8", newline="") as stream:
        paths = {Path(row["source_path"]).name for row in csv.DictReader(stream)}
    assert paths == {"\\xe5rsrapport 2019.txt", "två\\nrader.txt", "blank steg.txt"}


# ---------------------------------------------------------------- other sources


def test_a_zip_archive_comes_in_and_is_skipped_the_next_time(tmp_path: Path, location: str) -> None:
    files = {f"2019/{n}.txt": small_report(n).encode() for n in range(2)}
    (tmp_path / "arkiv.zip").write_bytes(zip_of({**files, "inre.zip": zip_of({"x.txt": b"x"})}))
    (tmp_path / "1.txt").write_bytes(files["2019/1.txt"])
    with Archive(location) as archive:
        first = outcomes(imported(archive, [tmp_path / "arkiv.zip"]))
        assert first == {"0.txt": ("done", "read"), "1.txt": ("done", "read"), "inre.zip": ("failed", "read")}
        again = imported(archive, [tmp_path])
        assert sorted((Path(f.path).name, f.how) for f in again) == [
            ("0.txt", "unchanged"), ("1.txt", "duplicate"), ("1.txt", "unchanged"), ("inre.zip", "unchanged"),
        ]  # fmt: skip
        assert archive.find("0.txt").source_path == f"{tmp_path}/arkiv.zip!/2019/0.txt"


def test_a_list_on_stdin_says_what_to_import(tmp_path: Path) -> None:
    folder = reports(tmp_path / "arkiv", 3)
    listed = f"{folder}/000.txt\0{folder}/borta.txt\0"
    done = styrkort("import", "-", "--archive", tmp_path / "a.db", "--json", "--quiet", input=listed)
    assert done.returncode == 1
    *files, summary = map(json.loads, done.stdout.splitlines())
    assert {Path(f["path"]).name: f["outcome"] for f in files} == {"000.txt": "done", "borta.txt": "failed"}
    assert summary["outcomes"] == {"done": 1, "failed": 1}
    assert done.stderr == ""


# ---------------------------------------------------------------- many


def test_ten_thousand_unchanged_files_are_skipped_in_seconds(tmp_path: Path) -> None:
    folder, place = tmp_path / "arkiv", tmp_path / "a.db"
    report = tmp_path / "r.jsonl"
    for number in range(100):
        (folder / f"{number:02d}").mkdir(parents=True)
    for number in range(10_000):
        (folder / f"{number % 100:02d}" / f"{number}.txt").write_bytes(b"%d" % number)
    known(place, folder)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = styrkort("import", folder, "--archive", place, "--report", report)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert done.returncode == 0, done.stderr
    assert lines_of(report)[-1]["unchanged"] == 10_000
    # processor time, as the machine may have other things to do; measured: 2 seconds
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 8


def known(place: Path, folder: Path) -> None:
    """An archive that has seen all files of a folder, without reading them."""
    from extractor import patterns
    from extractor.archive import schema
    from extractor.imports import tool_version

    version = tool_version(patterns.built_in())
    columns = {c.name: "" for c in schema.document.c if c.name not in {"report", "blocks"}}
    documents, paths = [], []
    for number, file in enumerate(sorted(folder.rglob("*.txt"))):
        identity = f"{number:016x}"
        about = {"document_id": identity, "sha256": f"{number:064x}", "outcome": "done", "version": version}
        documents.append({**columns, "pages": 1, "text_quality": 1.0, "rows": 0, **about})
        status = file.stat()
        paths.append(
            {
                "path": str(file),
                "document_id": identity,
                "size": status.st_size,
                "modified_ns": status.st_mtime_ns,
            }
        )
    with Archive(place) as archive, archive._begin() as connection:
        connection.execute(schema.document.insert(), documents)
        connection.execute(schema.path.insert(), paths)


def test_setpriv_is_there_for_the_tests_that_need_it() -> None:
    assert os.geteuid() != 0 or shutil.which("setpriv")

"""The command line as a user meets it: output, messages and exit codes of real runs on corpus/."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from extractor.errors import NotFoundError

ROOT = Path(__file__).parent.parent
CORPUS = ROOT / "corpus" / "archive"
REPORTS = ("fjallmark-ms-2018.docx", "fjallmark-ms-2019.docx", "fjallmark-ms-2020.docx")


def run(*arguments: str | Path, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, ROOT / "cli.py", *arguments]
    return subprocess.run([str(c) for c in command], capture_output=True, text=True, cwd=cwd, check=False)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("cli") / "styrkort.db"
    done = run("import", *(CORPUS / r for r in REPORTS), "--archive", place)
    assert done.returncode == 0, done.stderr
    return place


def test_help_is_instant() -> None:
    started = time.monotonic()
    done = run("--help")
    assert done.returncode == 0
    assert (
        time.monotonic() - started < 2
    )  # the promise is a quarter of a second; a loaded CI machine gets more


def test_help_imports_nothing_heavy() -> None:
    heavy = ("pandas", "spacy", "pdfplumber", "sqlalchemy", "rich", "cv2")
    code = f"import sys, cli; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.strip() == "[]"


def test_list_shows_each_document(archive: Path) -> None:
    done = run("list", "--archive", archive)
    assert all(r in done.stdout for r in REPORTS)
    records = [json.loads(line) for line in run("list", "--json", "--archive", archive).stdout.splitlines()]
    assert {r["period"] for r in records} == {"2018", "2019", "2020"}


def test_show_prints_the_scorecards_of_one_document(archive: Path) -> None:
    done = run("show", REPORTS[1], "--archive", archive)
    assert done.returncode == 0
    assert "indicator" in done.stdout


def test_show_of_an_unknown_document_says_what_to_do(archive: Path) -> None:
    done = run("show", "finns-inte.pdf", "--archive", archive)
    assert done.returncode == 5
    assert "styrkort list" in done.stderr
    assert done.stdout == ""


def test_series_as_csv_is_a_table(archive: Path) -> None:
    done = run("series", "--csv", "--archive", archive)
    rows = list(csv.DictReader(done.stdout.splitlines()))
    assert rows
    assert {r["kind"] for r in rows} >= {"actual", "target"}


def test_check_can_fail_a_script(archive: Path) -> None:
    findings = [json.loads(x) for x in run("check", "--json", "--archive", archive).stdout.splitlines()]
    assert findings
    assert run("check", "--archive", archive).returncode == 0
    assert run("check", "--fail-on", "info", "--archive", archive).returncode == 1


def test_export_writes_and_refuses_to_overwrite(archive: Path, tmp_path: Path) -> None:
    assert run("export", tmp_path / "out", "--archive", archive).returncode == 0
    again = run("export", tmp_path / "out", "--archive", archive)
    assert again.returncode == 5
    assert "--force" in again.stderr


def test_evaluate_compares_with_golden(archive: Path) -> None:
    done = run("evaluate", "golden", "--json", "--archive", archive)
    assert done.returncode == 0, done.stderr
    total = json.loads(done.stdout.splitlines()[-1])
    assert total["name"] == "all"
    assert total["rows_matched"] == total["rows_expected"]


def test_patterns_check_holds_for_the_built_in_ones() -> None:
    done = run("patterns", "check")
    assert done.returncode == 0, done.stdout


def test_a_wrong_pattern_file_is_named_with_what_is_meant(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text('schema = "rols"\n')
    done = run("patterns", "list", "--patterns", tmp_path)
    assert done.returncode == 3
    assert "mine.toml" in done.stderr
    assert "roles" in done.stderr


def test_patterns_explain_tells_why_a_table_is_a_scorecard() -> None:
    done = run("patterns", "explain", CORPUS / REPORTS[1])
    assert done.returncode == 0, done.stderr
    assert "scorecard, perspective" in done.stdout


def test_explain_draws_a_page(tmp_path: Path) -> None:
    out = tmp_path / "page.png"
    done = run("explain", CORPUS / "granvik-mbn-2022.pdf", "--page", "1", "--out", out, "--json")
    assert done.returncode == 0, done.stderr
    assert out.read_bytes().startswith(b"\x89PNG")
    assert json.loads(done.stdout)["out"] == str(out)


def test_explain_draws_a_word_files_tables_and_names_the_pages_that_have_some(tmp_path: Path) -> None:
    done = run("explain", CORPUS / REPORTS[0], "--page", "1", cwd=tmp_path)
    assert done.returncode == 5
    assert "Pages with tables: 2." in done.stderr
    assert not list(tmp_path.iterdir())
    done = run("explain", CORPUS / REPORTS[0], "--page", "2", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert [p.suffix for p in tmp_path.iterdir()] == [".png"]


def test_without_an_archive_the_next_command_is_named(tmp_path: Path) -> None:
    done = run("list", cwd=tmp_path)
    assert done.returncode == 4
    assert "styrkort import" in done.stderr


def test_a_bad_file_makes_the_import_partial_not_failed(tmp_path: Path) -> None:
    bad = tmp_path / "trasig.pdf"
    bad.write_bytes(b"%PDF-1.7 nothing more")
    done = run("import", bad, CORPUS / REPORTS[0], "--archive", tmp_path / "a.db", "--json", "--quiet")
    assert done.returncode == 1
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    records = {Path(r["path"]).name: r for r in lines if r["kind"] == "file"}
    assert records["trasig.pdf"]["outcome"] == "failed"
    assert records[REPORTS[0]]["outcome"] == "done"


def test_wrong_use_has_its_own_exit_code() -> None:
    assert run("import").returncode == 2
    assert run("nonsense").returncode == 2


def test_doctor_names_every_program() -> None:
    done = run("doctor", "--json")
    assert {json.loads(x)["name"] for x in done.stdout.splitlines()} >= {
        "tesseract",
        "LibreOffice",
        "pdfplumber",
        "psycopg (extra postgres)",
    }


def test_a_name_that_no_indicator_has_is_said_with_its_own_exit_code(archive: Path) -> None:
    done = run("series", "Nonsens", "--archive", str(archive))
    assert done.returncode == NotFoundError.exit_code
    assert "'Nonsens'" in done.stderr
    assert "styrkort series" in done.stderr

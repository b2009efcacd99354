"""`styrkort export` as a user meets it: what goes together, what is printed, how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import cli
from extractor.archive import Archive
from tests.support.exporting import fill, full_report

CODES = """
[columns]
actual = "UTFALL"
[[unit]]
unit = "Teknikenheten"
code = "1200"
[[indicator]]
name = "Sjukfrånvaro"
code = "HR01"
"""


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("command") / "styrkort.db"
    with Archive(place) as opened:
        fill(opened, [full_report("2019"), full_report("2020")])
    return place


@pytest.fixture
def styrkort(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    """Runs `styrkort export …` in an empty folder; gives exit code, stdout and stderr."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "codes.toml").write_text(CODES, encoding="utf-8")

    def run(*words: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            cli.main(["export", *words, "--archive", str(archive)])
        printed = capsys.readouterr()
        return ended.value.code, printed.out, printed.err  # type: ignore[return-value]

    return run


def test_every_file_is_named_with_its_lines(styrkort) -> None:
    code, out, _ = styrkort("out", "--since", "2020")
    assert code == 0
    assert "out/scorecards.csv  2 lines" in out
    code, out, _ = styrkort("book", "--format", "xlsx", "--wide", "--json")
    files = [json.loads(line) for line in out.splitlines()]
    assert {"file": "styrkort.xlsx#scorecards", "lines": 4} in files
    assert {"file": "styrkort.xlsx#wide_values", "lines": 1} in files


def test_what_has_no_code_is_said_and_the_command_ends_with_one(styrkort, tmp_path: Path) -> None:
    assert styrkort("out", "--to", "stratsys", "--mapping", "codes.toml")[0] == 0
    (tmp_path / "codes.toml").write_text(CODES.replace("HR01", ""), encoding="utf-8")
    code, out, err = styrkort("out", "--to", "stratsys", "--mapping", "codes.toml", "--force")
    assert code == 1
    assert "unmapped.csv  1 lines" in out
    assert err == "No code for 1 of kind indicator: Sjukfrånvaro. See unmapped.csv.\n"


def test_a_starter_is_written_without_a_folder(styrkort, tmp_path: Path) -> None:
    assert styrkort("--to", "kolada", "--write-mapping", "new.toml")[:2] == (
        0, "new.toml  1 units and 1 indicators added\n",
    )  # fmt: skip
    _, out, _ = styrkort("--to", "kolada", "--write-mapping", "new.toml", "--json")
    assert json.loads(out) == {"file": "new.toml", "units": 0, "indicators": 0}
    assert (tmp_path / "new.toml").exists()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((), "Missing argument 'FOLDER'"),
        (("out", "--format", "xlsx", "--dialect", "excel-sv"), "--format goes neither"),
        (("out", "--to", "sdmx", "--mapping", "codes.toml", "--format", "parquet"), "--format goes neither"),
        (("out", "--to", "sdmx", "--mapping", "codes.toml", "--wide"), "--wide does not go"),
        (("out", "--to", "stratsys"), "--write-mapping FILE"),
        (("out", "--mapping", "codes.toml"), "go with --to"),
        (("--write-mapping", "codes.toml"), "go with --to"),
        (("out", "--include-unsure"), "go with --to"),
        (("out", "--to", "sdmx", "--write-mapping", "codes.toml"), "leave out FOLDER"),
        (("out", "--to", "unit4", "--mapping", "codes.toml"), "stratsys"),
    ],
)
def test_what_does_not_go_together_is_refused(styrkort, words: tuple[str, ...], says: str) -> None:
    code, _, err = styrkort(*words)
    assert code == 2
    assert says in err


def test_errors_end_as_documented(styrkort, tmp_path: Path) -> None:
    assert styrkort("out", "--since", "förra året")[0] == 5
    assert styrkort("out", "--to", "sdmx", "--mapping", "none.toml")[0] == 5
    (tmp_path / "codes.toml").write_text("[[indicators]]\n", encoding="utf-8")
    code, _, err = styrkort("out", "--to", "sdmx", "--mapping", "codes.toml")
    assert code == 3
    assert "did you mean 'indicator'" in err
    assert not (tmp_path / "out").exists()

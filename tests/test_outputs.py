"""What is written for users, and what is said where the system refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

import cli
from extractor.archive import Archive
from extractor.errors import WriteError
from extractor.outputs import whole_folder, writing
from extractor.patterns import built_in
from extractor.relate import relate
from tests.support.importing import CORPUS, imported


def test_a_folder_that_fails_half_way_leaves_what_was_there(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "old.csv").write_text("as it was")

    def half_written() -> None:
        with whole_folder(out, force=True) as scratch:
            (scratch / "new.csv").write_text("half")
            raise OSError(28, "No space left on device")

    with pytest.raises(WriteError, match="out cannot be written: No space left on device"):
        half_written()
    assert [p.name for p in tmp_path.iterdir()] == ["out"]
    assert (out / "old.csv").read_text() == "as it was"


def test_a_place_that_cannot_be_written_is_named_with_the_reason(tmp_path: Path) -> None:
    file = tmp_path / "missing" / "a.txt"
    with pytest.raises(WriteError) as caught, writing(file):
        file.write_text("a")
    assert str(caught.value).startswith(f"{file} cannot be written: No such file or directory.")
    assert caught.value.next_step


@pytest.mark.parametrize(
    ("command", "why"),
    [
        (["export", "{}"], "File exists"),
        (["report", "{}"], "File exists"),
        (["plot", "--out", "{}/a.png"], "Not a directory"),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_commands_say_so_and_crash_not(
    command: list[str], why: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    archive = tmp_path / "styrkort.db"
    with Archive(archive) as opened:
        imported(opened, [CORPUS / f"fjallmark-ms-{year}.docx" for year in (2018, 2019)])
        relate(opened, built_in())
    (tmp_path / "file").write_text("no folder")
    arguments = [part.format(tmp_path / "file" / "out") for part in command]
    with pytest.raises(SystemExit) as ended:
        cli.main([*arguments, "--archive", str(archive)])
    assert ended.value.code == WriteError.exit_code
    assert f"cannot be written: {why}." in " ".join(capsys.readouterr().err.split())

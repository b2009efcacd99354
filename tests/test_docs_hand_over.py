"""docs/hand-over.md and docs/export-formats.md: the example runs as shown, and everything there is is named."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import get_args

import msgspec
import pytest

from extractor.commands.exporting import export
from extractor.export.handover import LEFT_OUT, PROBLEMS, UNMAPPED, Why
from extractor.export.mapping import IndicatorEntry, Settings, UnitEntry
from extractor.export.systems import SYSTEMS
from extractor.model import Kind

ROOT = Path(__file__).parent.parent
HAND_OVER = (ROOT / "docs" / "hand-over.md").read_text(encoding="utf-8")
FORMATS = (ROOT / "docs" / "export-formats.md").read_text(encoding="utf-8")


def rows_under(heading: str, text: str = HAND_OVER) -> list[list[str]]:
    """The body rows of all tables between a heading and the next."""
    part = re.split(r"^## ", text.split(f"\n## {heading}\n", 1)[1], maxsplit=1, flags=re.MULTILINE)[0]
    lines = [line for line in part.splitlines() if line.startswith("| `")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]


def first_words(heading: str, text: str = HAND_OVER) -> set[str]:
    return {name for row in rows_under(heading, text) for name in re.findall(r"`([\w-]+)`", row[0])}


def as_pattern(shown: str) -> str:
    """Shown output as a regular expression: … on a line of its own is any lines, within a line any words."""
    lines = [
        r"(?:.*\n)*" if line == "…" else re.escape(line).replace("…", ".*") + r"\n"
        for line in shown.splitlines()
    ]
    return "".join(lines)


def test_the_example_does_what_the_page_shows(tmp_path: Path) -> None:
    (tmp_path / "corpus").symlink_to(ROOT / "corpus")
    blocks = re.findall(r"```(text|toml)\n(.*?)```", HAND_OVER, re.DOTALL)
    ran = 0
    for kind, block in blocks:
        if kind == "toml":
            name = re.match(r"# (\S+)\n", block)
            assert name
            (tmp_path / name[1]).write_text(block, encoding="utf-8")
            continue
        for command, shown in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE):
            printed = run(command.split(), tmp_path)
            assert re.fullmatch(as_pattern(shown), printed), f"{command} prints\n{printed}"
            ran += 1
    assert ran == HAND_OVER.count("\n$ ") > 5


def run(words: list[str], folder: Path) -> str:
    """What a command of the page prints on stdout; it may end with 1, never worse."""
    if words[0] == "cat":
        return (folder / words[1]).read_text(encoding="utf-8")
    assert words[0] == "styrkort"
    done = subprocess.run(
        [sys.executable, str(ROOT / "cli.py"), *words[1:]],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr
    return done.stdout


def test_every_system_is_shown() -> None:
    rows = re.findall(r"^\| `([\w-]+)` \|", HAND_OVER.split("## An example")[0], re.MULTILINE)
    assert rows == ["--to", *SYSTEMS]


def test_every_key_and_setting_of_the_mapping_file_is_explained() -> None:
    keys = {f.name for kind in (UnitEntry, IndicatorEntry, Settings) for f in msgspec.structs.fields(kind)}
    assert first_words("The mapping file") == keys


@pytest.mark.parametrize("kind", get_args(Kind))
def test_every_kind_of_number_is_named(kind: str) -> None:
    assert f"`{kind}`" in HAND_OVER


def test_every_reason_to_leave_a_number_out_is_explained() -> None:
    rows = {row[0].strip("` "): row[-1] for row in rows_under("What goes over")}
    assert set(rows) == set(get_args(Why)) == set(LEFT_OUT.columns[0].enum)
    assert {why for why, ends in rows.items() if ends == "yes"} == set(PROBLEMS)


@pytest.mark.parametrize("file", [UNMAPPED, LEFT_OUT], ids=lambda f: f.name)
def test_every_column_of_the_lists_is_named(file) -> None:
    part = HAND_OVER.split(f"`{file.name}.csv`: ", 1)[1].split("\n\n", 1)[0]
    named = re.findall(r"`(\w+)`", part.split("Columns: ", 1)[1])
    assert named == [c.name for c in file.columns]


def test_every_option_of_export_is_documented() -> None:
    options = {name for p in export.params for name in p.opts if name.startswith("--")}
    documented = set(re.findall(r"`(--[\w-]+)", FORMATS))
    assert options == documented


def test_the_columns_of_the_wide_tables_are_named() -> None:
    part = FORMATS.split("## Wide tables", 1)[1]
    for name in (
        "wide_values",
        "wide_targets",
        "wide_targets_printed",
        "wide_statuses",
        "unsure",
        "breakdown",
    ):
        assert f"`{name}`" in part

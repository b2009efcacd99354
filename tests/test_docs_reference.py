"""The hand-written reference pages: what they show runs, and they name everything there is."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import click
import pytest

import cli
from extractor import errors
from extractor import patterns as knowledge
from extractor.commands.shared import EXIT_PARTIAL
from extractor.pattern_examples import check_examples
from extractor.pattern_schemas import SCHEMAS
from extractor.patterns import Group, Lexicon, load
from extractor.pipeline import extract
from extractor.reading import read
from extractor.symbols.glyphs import symbol_from_glyph
from extractor.symbols.legend import Legend
from extractor.symbols.meaning import read_status

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
ERRORS = {
    name: kind
    for name, kind in inspect.getmembers(errors, inspect.isclass)
    if issubclass(kind, errors.StyrkortError)
}


def page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def table_under(text: str, heading: str) -> list[list[str]]:
    """The body rows of the first table under a heading, cell by cell."""
    part = text.split(f"\n## {heading}\n", 1)[1]
    table = re.search(r"(?:^\|.*\n)+", part, re.MULTILINE)
    assert table, heading
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table[0].splitlines()[2:]]


def write_pattern_files(text: str, folder: Path) -> Path:
    """The TOML blocks of a page as the files they say they are."""
    found = re.findall(r"```toml\n# my-patterns/(\w+\.toml)\n(.*?)```", text, re.DOTALL)
    assert found
    for name, content in found:
        (folder / name).write_text(content, encoding="utf-8")
    return folder


# ---------------------------------------------------------------- patterns.md


def test_every_schema_is_documented_with_its_attributes_and_keys() -> None:
    rows = {row[0].strip("`"): row for row in table_under(page("patterns.md"), "Schemas")}
    assert set(rows) == set(SCHEMAS)
    for name, schema in SCHEMAS.items():
        assert rows[name][1] == schema.purpose
        assert set(re.findall(r"`(\w+)`", rows[name][2])) == set(schema.attributes)
        assert set(re.findall(r"`(\w+)`", rows[name][3])) == set(schema.keys or ())


def test_every_key_of_a_group_is_documented() -> None:
    rows = table_under(page("patterns.md"), "The format")
    assert {row[0].strip("`") for row in rows} == knowledge._GROUP_KEYS


@pytest.mark.parametrize("row", table_under(page("patterns.md"), "How phrases match"), ids=lambda r: r[0])
def test_a_phrase_matches_what_the_page_says(row: list[str]) -> None:
    phrase, matches, others = row[0].strip("`"), row[1].split(","), row[2].split(",")
    lexicon = Lexicon("example", (Group(key="it", phrases=(phrase,)),))
    assert all(lexicon.find(text) for text in matches)
    assert not any(lexicon.find(text) for text in others)


def test_the_example_of_a_pattern_file_holds(tmp_path: Path) -> None:
    mine = load(write_pattern_files(page("patterns.md"), tmp_path))
    assert check_examples(mine) == []


# ---------------------------------------------------------------- symbols.md


def test_the_lesson_on_symbols_holds_and_teaches_what_it_says(tmp_path: Path) -> None:
    mine = load(write_pattern_files(page("symbols.md"), tmp_path))
    built_in = load()

    def status(text: str, patterns: knowledge.Patterns) -> tuple[str | None, tuple[str, ...]]:
        field = read_status((), text, None, Legend(), patterns)
        return field.normal, field.reasons

    assert check_examples(mine) == []
    assert symbol_from_glyph("🏅", patterns=built_in) is None
    assert status("🏅", built_in) == (None, ("not_understood",))
    assert status("Landat", built_in) == (None, ("not_understood",))
    assert status("🏅", mine) == ("met", ("shape_without_colour",))
    assert status("Landat", mine) == ("met", ())
    assert status("Inte landat", mine) == ("not_met", ())
    assert status("Inte heller landat", mine) == ("not_met", ("negated",))
    assert mine["status"]["met"].attributes["shapes"][:2] == ["smiley", "check"]


def test_every_picture_is_small_and_shown() -> None:
    shown = set(re.findall(r"\]\(pictures/([\w-]+\.png)\)", page("symbols.md")))
    pictures = {p.name: p.stat().st_size for p in (DOCS / "pictures").glob("*.png")}
    assert set(pictures) == shown
    assert max(pictures.values()) < 10_000


# ---------------------------------------------------------------- exit-codes.md


def test_every_error_is_documented_with_its_code_and_exit_code() -> None:
    rows = table_under(page("exit-codes.md"), "Errors")
    documented = {row[0].strip("`"): (row[1].strip("`"), int(row[2])) for row in rows}
    assert documented == {name: (kind.code, kind.exit_code) for name, kind in ERRORS.items()}


def test_every_exit_code_is_documented_and_stands_in_the_help() -> None:
    documented = {int(row[0]) for row in table_under(page("exit-codes.md"), "Exit codes")}
    ours = {kind.exit_code for kind in ERRORS.values()} | {0, EXIT_PARTIAL, cli.EXIT_CRASH}
    assert documented == ours | {cli.EXIT_INTERRUPTED, click.UsageError.exit_code}
    assert documented == {int(n) for n in re.findall(r"(?:: |· )\n?(\d+) ", cli._EPILOG.replace("\n", " "))}


# ---------------------------------------------------------------- library.md


def test_the_library_example_does_what_the_page_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "corpus").symlink_to(ROOT / "corpus")
    printed: list[str] = []
    namespace: dict[str, object] = {"print": lambda *words: printed.append(" ".join(map(str, words)))}
    blocks = re.findall(r"```python\n(.*?)```(?:\s*```text\n(.*?)```)?", page("library.md"), re.DOTALL)
    assert blocks
    for code, expected in blocks:
        printed.clear()
        exec(code, namespace)
        assert "\n".join(printed) == expected.strip()


# ---------------------------------------------------------------- README.md


def test_the_readme_shows_what_a_report_says() -> None:
    """The column of 2019 in the example is what is read from that year's report."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = re.findall(r"^  (Ekonomi|Medarbetare|Verksamhet) +(\S.*?)  +(.*)$", text, re.MULTILINE)
    file = ROOT / "corpus" / "archive" / "fjallmark-ms-2019.pdf"
    report = extract(read(file.read_bytes(), file.name), knowledge.built_in())
    rows = {row.text("indicator"): row for card in report.scorecards for row in card.rows}
    signs = {"met": "●", "partly_met": "◐", "not_met": "○", None: ""}
    assert len(shown) == 4
    for _, indicator, years in shown:
        row = rows[indicator]
        value = re.sub(r"(?<=\d) (?=\d)", "", row.text("value"))
        assert f"{value} {signs[row.field('status').normal]}".strip() in years


def test_the_licence_is_the_one_the_readme_names() -> None:
    assert "Apache License" in (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Apache-2.0" in (ROOT / "README.md").read_text(encoding="utf-8")

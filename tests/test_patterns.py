from __future__ import annotations

from pathlib import Path

import pytest

from extractor.errors import PatternError
from extractor.pattern_examples import check_examples
from extractor.patterns import built_in, load


def test_every_example_of_every_built_in_pattern_holds() -> None:
    assert [f"{f.schema}/{f.key}: {f.example!r} {f.problem}" for f in check_examples(built_in())] == []


def test_a_broken_example_is_reported(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(
        'schema = "missing"\n[[group]]\nkey = "no_data"\nphrases = ["tomt i rutan"]\nmatch = ["Öka"]\n'
        'reject = ["Tomt i rutan"]\n',
        encoding="utf-8",
    )
    assert {(f.key, f.example) for f in check_examples(load(tmp_path)) if "own.toml" in f.source} == {
        ("no_data", "Öka"),
        ("no_data", "Tomt i rutan"),
    }


def test_a_users_folder_adds_to_the_built_in_groups(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(
        'schema = "roles"\n[[group]]\nkey = "target"\nphrases = ["siktpunkt"]\nmatch = ["Siktpunkt"]\n'
        'reject = ["Utfall"]\n',
        encoding="utf-8",
    )
    roles = load(tmp_path)["roles"]
    assert roles.best("Siktpunkt").key == "target"  # type: ignore[union-attr]
    assert roles.best("Målvärde").key == "target"  # type: ignore[union-attr]


def test_a_wrong_key_names_file_and_what_may_be_meant(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text('schema = "roles"\n[[group]]\nkey = "tagret"\n', encoding="utf-8")
    with pytest.raises(PatternError, match=r"own\.toml.*tagret.*did you mean 'target'"):
        load(tmp_path)


def test_the_version_changes_with_any_pattern(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text('schema = "roles"\n', encoding="utf-8")
    assert load(tmp_path).version != built_in().version

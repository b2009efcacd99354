"""The contract of the code is the contract the consumers were promised: the same files, columns, values, in order."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from extractor import contract

PROMISE = Path(__file__).resolve().parents[3] / "shared" / "EXPORT.md"
pytestmark = pytest.mark.skipif(not PROMISE.exists(), reason="../shared/EXPORT.md is not here")


def promised() -> dict[str, str]:
    """The section of each file."""
    text = PROMISE.read_text(encoding="utf-8")
    return dict(re.findall(r"^## (\w+)\.csv.*\n((?:(?!## ).*\n?)*)", text, re.MULTILINE))


def test_every_promised_file_is_exported() -> None:
    assert list(promised()) == [f.name for f in contract.FILES[: len(promised())]]


@pytest.mark.parametrize("name", promised() if PROMISE.exists() else [])
def test_the_columns_are_the_promised_ones_in_their_order(name: str) -> None:
    first = re.sub(r"\([^()]*\)", "", promised()[name].split("\n\n")[0])
    columns = [c.name for c in contract.BY_NAME[name].columns]
    named = [w for w in re.findall(r"`([\w/]+)`", first) if w in columns]
    assert list(dict.fromkeys(named)) == columns


@pytest.mark.parametrize("name", promised() if PROMISE.exists() else [])
def test_the_values_a_column_may_have_are_the_promised_ones(name: str) -> None:
    for column in contract.BY_NAME[name].columns:
        found = re.search(rf"`{column.name}` ((?:\w+\|)+\w+)", promised()[name])
        if found and column.type != "boolean":
            assert set(found[1].split("|")) == set(column.enum), column.name


def test_the_codes_of_findings_are_the_promised_ones() -> None:
    codes = promised()["findings"].split("Codes:")[1]
    assert set(re.findall(r"`([a-z_]+)`", codes)) == set(contract.FINDING_CODES)

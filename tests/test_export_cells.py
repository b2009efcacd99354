"""No cell is a formula to a spreadsheet, and no other cell is touched; LibreOffice itself is asked."""

from __future__ import annotations

import csv
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.export.cells import as_printed, cell_text, harmless
from tests.support.exporting import through_libreoffice

FORMULAS = (
    "=1+1", "=x", "= 1+1", "=-", "==", "@SUM(A1)", "@x", "+A1*2", "-SUM(A1)", "-cmd|' /C calc'!A0", "\t=1", " =1",
    "-Öka", "+Öka", "- Minskad frånvaro", "+-0", "-5-3", "-5/3", "-1E5", "-(5)", '-"a"', "-5:7", "＝1+1", "+@a1", "-=1",
)  # fmt: skip
PLAIN = (
    "-", "–", "−", "--", "+", "=", "@", "+/-0", "+/- 2 %", "±0", "-5 %", "- 5 %", "-2,5%", "-2.5", "+11,6 mnkr",
    "- 3 st", "-2 368 521", "-14 977st", "+3 % jämfört med 2019", "-.5", "Öka", "10 %", "3-5", "–5 %", "−5", "*",
    "-/-", "(5)", "-400*", "+2 %¹", "a=b", "'", "'citat'", "5 @ 3", "",
)  # fmt: skip


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_is_made_harmless_without_losing_its_text(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", PLAIN)
def test_what_no_spreadsheet_evaluates_stays_as_printed(text: str) -> None:
    assert harmless(text) == text


@given(st.text())
def test_any_text_comes_back(text: str) -> None:
    safe = harmless(text)
    assert safe in (text, f"'{text}")
    assert as_printed(safe) == text


@pytest.mark.parametrize("text", ["'=1", "''=1", "'-A1", "'Öka"])
def test_a_printed_apostrophe_comes_back(text: str) -> None:
    assert as_printed(harmless(text)) == text


@given(st.text(alphabet="=@+-＝ \t\rA1.5(),%å'\"", max_size=8))
def test_nothing_that_begins_a_formula_goes_on_as_one(text: str) -> None:
    safe = harmless(text).lstrip()
    assert not (safe.startswith(("=", "＝")) and safe[1:].strip())
    assert not (safe.startswith("@") and any(c.isalnum() for c in safe))


def test_a_sign_that_is_an_enumeration_is_not_touched() -> None:
    assert cell_text("=", words=False) == "="


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> dict[str, openpyxl.cell.Cell]:
    """All cells as LibreOffice opens them out of a CSV file, by the text as printed."""
    folder = tmp_path_factory.mktemp("calc")
    texts = (*FORMULAS, *(t for t in PLAIN if t))
    with (folder / "cells.csv").open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream, delimiter=";", lineterminator="\n").writerows(
            [cell_text(t), cell_text("x")] for t in texts
        )
    swedish = "CSV:59,34,76,1,,1053,false,true"
    book = openpyxl.load_workbook(through_libreoffice(folder / "cells.csv", "xlsx", folder / "out", swedish))
    return {text: book.active.cell(row, 1) for row, text in enumerate(texts, start=1)}


@pytest.mark.parametrize("text", [*FORMULAS, *(t for t in PLAIN if t)])
def test_libreoffice_evaluates_no_cell(opened: dict[str, openpyxl.cell.Cell], text: str) -> None:
    cell = opened[text]
    assert cell.data_type != "f"
    if cell.data_type == "s":
        assert as_printed(str(cell.value)) == text
    else:  # a number, shown as one
        assert text.lstrip("+-( ")[0].isdigit() or text.startswith("-.")


def test_libreoffice_would_evaluate_an_unmarked_formula(tmp_path: Path) -> None:
    (tmp_path / "bare.csv").write_text("=1+1,x\n", encoding="utf-8")
    book = openpyxl.load_workbook(through_libreoffice(tmp_path / "bare.csv", "xlsx", tmp_path / "out"))
    assert book.active.cell(1, 1).data_type == "f"

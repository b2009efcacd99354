"""What is exported follows the contract and can be trusted by a spreadsheet."""

from __future__ import annotations

import csv
from pathlib import Path

import frictionless
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor import contract
from extractor.archive import Archive, Source
from extractor.errors import NotFoundError
from extractor.export import ExportSettings, export, harmless
from extractor.export.cells import as_printed
from extractor.model import Finding, Indicator, Link
from tests.support.reports import report, row

ROWS = [
    row(1, "God arbetsmiljö", "Sjukfrånvaro", "högst 4,5 %", "5,1 %", "not_met"),
    row(2, "God arbetsmiljö", "Frisknärvaro", "Öka", "", None),
]


@pytest.fixture
def archive(tmp_path: Path):
    with Archive(tmp_path / "styrkort.db") as opened:
        for period in ("2019", "2020"):
            saved = report(period, ROWS)
            source = Source(path=f"fjallmark-{period}.pdf", size=1, modified_ns=1)
            identity = opened.save(saved, source, "v1", "done", "")
        opened.save_failure(
            "e" * 64, Source(path="trasig.pdf", size=0, modified_ns=0), "v1", "failed", "Empty."
        )
        unit = (saved.metadata.organisation, saved.metadata.unit)
        indicator = Indicator(indicator_id="i1", organisation=unit[0], unit=unit[1], name="Sjukfrånvaro")
        link = Link(document_id=identity, indicator_id="i1", level="new", table_no=1, row_no=1)
        finding = Finding(
            finding_id="f1", code="status_vs_value", severity="warning", document_id=identity, indicator_id="i1",
            message="Not met, but below the target.", a="5,1 %", b="högst 4,5 %", page_a=1, page_b=1,
        )  # fmt: skip
        opened.save_unit(*unit, [indicator], [link], [finding])
        yield opened


def read(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_every_file_has_the_columns_of_the_contract(archive: Archive, tmp_path: Path) -> None:
    export(archive, tmp_path / "out")
    for file in contract.FILES:
        header = (tmp_path / "out" / f"{file.name}.csv").read_text(encoding="utf-8").split("\n")[0]
        assert header.split(",") == [c.name for c in file.columns]


def test_frictionless_finds_the_package_valid(archive: Archive, tmp_path: Path) -> None:
    export(archive, tmp_path / "out")
    result = frictionless.validate(str(tmp_path / "out" / "datapackage.json"))
    assert result.valid, result.flatten(["rowNumber", "fieldName", "message"])


def test_frictionless_finds_the_swedish_dialect_valid(archive: Archive, tmp_path: Path) -> None:
    export(archive, tmp_path / "out", ExportSettings(dialect="excel-sv"))
    result = frictionless.validate(str(tmp_path / "out" / "datapackage.json"))
    assert result.valid, result.flatten(["rowNumber", "fieldName", "message"])
    assert ";5,1;" in (tmp_path / "out" / "observations.csv").read_text(encoding="utf-8-sig")


def test_two_exports_are_byte_identical(archive: Archive, tmp_path: Path) -> None:
    export(archive, tmp_path / "one")
    export(archive, tmp_path / "two")
    for file in (tmp_path / "one").iterdir():
        assert file.read_bytes() == (tmp_path / "two" / file.name).read_bytes()


def test_rows_facts_and_findings_carry_their_indicator(archive: Archive, tmp_path: Path) -> None:
    export(archive, tmp_path / "out")
    rows = [r for r in read(tmp_path / "out" / "scorecards.csv") if r["period"] == "2020"]
    assert [(r["indicator"], r["status"], r["indicator_id"]) for r in rows] == [
        ("Sjukfrånvaro", "not_met", "i1"), ("Frisknärvaro", "", ""),
    ]  # fmt: skip
    (fact,) = [o for o in read(tmp_path / "out" / "observations.csv") if o["period"] == "2020"]
    assert (fact["value"], fact["unit_of_measure"], fact["indicator_id"], fact["period_end"]) == (
        "5.1",
        "%",
        "i1",
        "2020-12-31",
    )
    (finding,) = read(tmp_path / "out" / "findings.csv")
    assert (finding["code"], finding["decision"]) == ("status_vs_value", "open")


def test_a_failed_file_is_exported_as_a_document_with_its_reason(archive: Archive, tmp_path: Path) -> None:
    export(archive, tmp_path / "out")
    (failed,) = [d for d in read(tmp_path / "out" / "documents.csv") if d["outcome"] == "failed"]
    assert (failed["source_path"], failed["reason"]) == ("trasig.pdf", "Empty.")


def test_an_existing_folder_is_not_replaced_unasked(archive: Archive, tmp_path: Path) -> None:
    target = tmp_path / "out"
    target.mkdir()
    (target / "mine.txt").write_text("keep")
    with pytest.raises(NotFoundError, match="--force"):
        export(archive, target)
    assert (target / "mine.txt").read_text() == "keep"
    export(archive, target, force=True)
    assert not (target / "mine.txt").exists()


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "+A1*2", "-cmd|' /C calc'!A0", "\t=1"])
def test_a_formula_is_made_harmless_without_losing_its_text(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-2,5%", "+11,6 mnkr", "-2 368 521", "- 3 st", "Öka", "10 %"])
def test_a_signed_amount_stays_as_printed(text: str) -> None:
    assert harmless(text) == text


@given(st.text())
def test_no_cell_starts_a_formula(text: str) -> None:
    safe = harmless(text)
    assert safe in (text, f"'{text}")
    assert as_printed(safe) == text
    assert not (safe.startswith("=") and safe[1:].strip())

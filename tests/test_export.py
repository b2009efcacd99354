"""What is exported follows the contract, is complete, and is the same whenever it is written."""

from __future__ import annotations

import json
from pathlib import Path

import frictionless
import msgspec
import pytest

from extractor import contract
from extractor.archive import Archive
from extractor.errors import NotFoundError, WriteError
from extractor.export import ExportSettings, Selection, export
from extractor.export.cells import as_printed
from extractor.export.package import Format
from extractor.review.decisions import decide
from tests.support.exporting import TRICKY, fill, full_report, rows_of, said
from tests.support.reports import report, row

SURE_ONE = said("Sjukfrånvaro", "2020", "5.3", reviewed=True)
UNSURE_ONE = said("Sjukfrånvaro", "2018", "4.0", confidence=0.6, reasons=("unit_inferred",))


@pytest.fixture
def archive(tmp_path: Path):
    with Archive(tmp_path / "styrkort.db") as opened:
        fill(opened, [full_report("2019"), full_report("2020-T1"), full_report("2020", SURE_ONE, UNSURE_ONE)])
        yield opened


def valid(folder: Path) -> None:
    result = frictionless.validate(str(folder / "datapackage.json"))
    assert result.valid, result.flatten(["resourceName", "rowNumber", "fieldName", "message"])


def test_every_file_has_the_columns_of_the_contract(archive: Archive, tmp_path: Path) -> None:
    export(archive, tmp_path / "out")
    for file in contract.FILES:
        header = (tmp_path / "out" / f"{file.name}.csv").read_text(encoding="utf-8").split("\n")[0]
        assert header.split(",") == [c.name for c in file.columns]


def test_every_file_has_lines_in_these_tests(archive: Archive, tmp_path: Path) -> None:
    lines = export(archive, tmp_path / "out")
    assert set(lines) == {f"{f.name}.csv" for f in contract.FILES}
    assert all(lines.values())
    assert lines["scorecards.csv"] == len(rows_of(tmp_path / "out" / "scorecards.csv")) == 6


@pytest.mark.parametrize(
    "settings",
    [
        ExportSettings(),
        ExportSettings(dialect="excel-sv"),
        ExportSettings(wide=True),
        ExportSettings(wide=True, dialect="excel-sv", selection=Selection(since="2020", only_reviewed=True)),
        ExportSettings(selection=Selection(since="2020")),
    ],
    ids=["standard", "excel-sv", "wide", "wide-reviewed-since", "since"],
)
def test_frictionless_finds_the_package_valid(
    archive: Archive, tmp_path: Path, settings: ExportSettings
) -> None:
    export(archive, tmp_path / "out", settings)
    valid(tmp_path / "out")


@pytest.mark.parametrize(
    ("file", "was", "becomes", "error"),
    [
        ("scorecards.csv", ",sjuk,", ",okänd,", "foreign-key"),
        ("findings.csv", ",restated,", ",made_up,", "constraint-error"),
        ("observations.csv", ",5.1,", ",fem,", "type-error"),
        ("documents.csv", "", "", "primary-key"),
    ],
)
def test_frictionless_would_find_a_broken_package(
    archive: Archive, tmp_path: Path, file: str, was: str, becomes: str, error: str
) -> None:
    export(archive, tmp_path / "out")
    path = tmp_path / "out" / file
    text = path.read_text(encoding="utf-8")
    last = text.splitlines(keepends=True)[-1]
    path.write_text(text.replace(was, becomes, 1) if was else text + last, encoding="utf-8")
    result = frictionless.validate(str(tmp_path / "out" / "datapackage.json"))
    assert error in {kind for (kind,) in result.flatten(["type"])}


def test_every_id_that_points_somewhere_has_a_foreign_key() -> None:
    keyed = {(f.name, column) for f in contract.FILES for column, _ in f.foreign_keys}
    ids = {(f.name, c.name) for f in contract.FILES for c in f.columns if c.name.endswith("_id")}
    own = {(f.name, c) for f in contract.FILES for c in f.primary_key}
    assert ids - own <= keyed


@pytest.mark.parametrize("kind", ["csv", "xlsx", "parquet", "jsonl"])
def test_two_exports_are_byte_identical(archive: Archive, tmp_path: Path, kind: Format) -> None:
    settings = ExportSettings(format=kind, wide=True)
    export(archive, tmp_path / "one", settings)
    export(archive, tmp_path / "two", settings)
    files = sorted(p.name for p in (tmp_path / "one").iterdir())
    assert files == sorted(p.name for p in (tmp_path / "two").iterdir())
    for name in files:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes(), name


def test_a_judged_goal_has_one_line_however_many_rows_it_stands_on(archive: Archive, tmp_path: Path) -> None:
    export(archive, tmp_path / "out")
    lines = [g for g in rows_of(tmp_path / "out" / "goals.csv") if g["period"] == "2020"]
    assert [(g["goal"], g["status"], g["status_source"], g["flags"]) for g in lines] == [
        ("God arbetsmiljö", "partly_met", "colour", "")
    ]
    rows = {r["row_id"]: r for r in rows_of(tmp_path / "out" / "scorecards.csv")}
    assert rows[lines[0]["row_id"]]["indicator"] == "Sjukfrånvaro"


def test_a_row_that_prints_a_part_says_what_it_measures(tmp_path: Path) -> None:
    part = msgspec.structs.replace(
        row(2, "God arbetsmiljö", "varav kvinnor", "", "6 %"), measure="Sjukfrånvaro", breakdown="kön=kvinnor"
    )
    with Archive(tmp_path / "styrkort.db") as opened:
        fill(opened, [report("2020", [row(1, "God arbetsmiljö", "Sjukfrånvaro", "4 %", "5 %"), part])])
        export(opened, tmp_path / "out")
    rows = {r["row_id"]: r["indicator"] for r in rows_of(tmp_path / "out" / "scorecards.csv")}
    (line,) = rows_of(tmp_path / "out" / "parts.csv")
    assert (rows[line["row_id"]], line["measure"], line["breakdown"]) == (
        "varav kvinnor", "Sjukfrånvaro", "kön=kvinnor",
    )  # fmt: skip


def test_the_order_of_import_does_not_matter(tmp_path: Path) -> None:
    reports = [full_report("2019"), full_report("2020")]
    for name, some in (("a", reports), ("b", list(reversed(reports)))):
        with Archive(tmp_path / f"{name}.db") as opened:
            fill(opened, some)
            export(opened, tmp_path / name)
    files = (
        "scorecards",
        "observations",
        "tables",
        "assignments",
        "controls",
        "indicators",
        "reasons",
        "goals",
        "parts",
    )
    for file in files:
        one, two = ((tmp_path / n / f"{file}.csv").read_bytes() for n in "ab")
        assert one == two, file


def test_rows_facts_and_findings_carry_their_indicator(archive: Archive, tmp_path: Path) -> None:
    export(archive, tmp_path / "out")
    rows = [r for r in rows_of(tmp_path / "out" / "scorecards.csv") if r["period"] == "2020"]
    assert [(r["indicator"], r["status"], r["indicator_id"]) for r in rows] == [
        ("Sjukfrånvaro", "not_met", "sjuk"), ("Frisknärvaro", "", "frisk"),
    ]  # fmt: skip
    facts = [o for o in rows_of(tmp_path / "out" / "observations.csv") if o["period"] == "2020"]
    assert [(o["value"], o["unit_of_measure"], o["indicator_id"], o["period_end"]) for o in facts] == [
        ("5.1", "%", "sjuk", "2020-12-31"), ("5.3", "%", "sjuk", "2020-12-31"),
    ]  # fmt: skip
    findings = rows_of(tmp_path / "out" / "findings.csv")
    assert {(f["code"], f["decision"]) for f in findings} == {("restated", "open")}


def test_a_decision_stands_in_the_findings(archive: Archive, tmp_path: Path) -> None:
    decide(archive, ["f2020-T1"], "dismissed", note="Ny mätmetod", user="granskare")
    export(archive, tmp_path / "out")
    (decided,) = [f for f in rows_of(tmp_path / "out" / "findings.csv") if f["decision"] != "open"]
    assert (decided["finding_id"], decided["decision"], decided["note"]) == (
        "f2020-T1", "dismissed", "Ny mätmetod",
    )  # fmt: skip


def test_reasons_are_told_for_rows_numbers_cells_and_documents(archive: Archive, tmp_path: Path) -> None:
    export(archive, tmp_path / "out", ExportSettings(selection=Selection(since="2020")))
    told = rows_of(tmp_path / "out" / "reasons.csv")
    assert {(r["reason"], bool(r["observation_id"]), bool(r["column_no"])) for r in told} == {
        ("period_inferred", False, False), ("unit_inferred", False, True),
    }  # fmt: skip
    export(archive, tmp_path / "all")
    numbers = [r for r in rows_of(tmp_path / "all" / "reasons.csv") if r["observation_id"]]
    assert [r["reason"] for r in numbers] == ["unit_inferred"]


def test_a_failed_file_is_exported_as_a_document_with_its_reason(archive: Archive, tmp_path: Path) -> None:
    export(archive, tmp_path / "out")
    (failed,) = [d for d in rows_of(tmp_path / "out" / "documents.csv") if d["outcome"] == "failed"]
    assert (failed["source_path"], failed["reason"]) == ("trasig.pdf", "Empty.")


# ---------------------------------------------------------------- a part of the archive


def test_since_leaves_out_what_ends_before(archive: Archive, tmp_path: Path) -> None:
    export(archive, tmp_path / "out", ExportSettings(selection=Selection(since="2020")))
    assert {r["period"] for r in rows_of(tmp_path / "out" / "scorecards.csv")} == {"2020-T1", "2020"}
    assert {o["period"] for o in rows_of(tmp_path / "out" / "observations.csv")} == {"2020-T1", "2020"}
    assert {f["period"] for f in rows_of(tmp_path / "out" / "findings.csv")} == {"2020-T1", "2020"}


def test_since_keeps_the_documents_that_findings_name_and_those_without_a_period(
    archive: Archive, tmp_path: Path
) -> None:
    export(archive, tmp_path / "out", ExportSettings(selection=Selection(since="2020")))
    documents = {d["period"] for d in rows_of(tmp_path / "out" / "documents.csv")}
    assert documents == {"", "2019", "2020-T1", "2020"}  # 2019 is the other side of a finding of 2020
    export(archive, tmp_path / "later", ExportSettings(selection=Selection(since="2021")))
    assert {d["period"] for d in rows_of(tmp_path / "later" / "documents.csv")} == {""}


def test_since_wants_a_period(archive: Archive) -> None:
    with pytest.raises(NotFoundError, match="2020-T1"):
        Selection(since="i fjol")


def test_only_reviewed_keeps_what_a_person_confirmed(archive: Archive, tmp_path: Path) -> None:
    decide(archive, ["f2019"], "confirmed", user="granskare")
    lines = export(archive, tmp_path / "out", ExportSettings(selection=Selection(only_reviewed=True)))
    (fact,) = rows_of(tmp_path / "out" / "observations.csv")
    assert fact["value"] == "5.3"
    (finding,) = rows_of(tmp_path / "out" / "findings.csv")
    assert finding["finding_id"] == "f2019"
    assert lines["tables.csv"] == lines["assignments.csv"] == lines["controls.csv"] == 0


def test_ids_are_the_same_in_a_part_as_in_the_whole(archive: Archive, tmp_path: Path) -> None:
    export(archive, tmp_path / "whole")
    export(archive, tmp_path / "part", ExportSettings(selection=Selection(only_reviewed=True)))
    whole = {o["observation_id"]: o for o in rows_of(tmp_path / "whole" / "observations.csv")}
    for fact in rows_of(tmp_path / "part" / "observations.csv"):
        assert whole[fact["observation_id"]] == fact


# ---------------------------------------------------------------- the folder


def test_an_existing_folder_is_not_replaced_unasked(archive: Archive, tmp_path: Path) -> None:
    target = tmp_path / "out"
    target.mkdir()
    (target / "mine.txt").write_text("keep")
    with pytest.raises(NotFoundError, match="--force"):
        export(archive, target)
    assert (target / "mine.txt").read_text() == "keep"
    export(archive, target, force=True)
    assert not (target / "mine.txt").exists()


def test_an_export_that_fails_leaves_nothing_behind(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("extractor.export.csvfiles.CsvFiles.write", broken)
    with pytest.raises(WriteError, match="out cannot be written: disk full"):
        export(archive, tmp_path / "out")
    assert not [p for p in tmp_path.iterdir() if "out" in p.name]


# ---------------------------------------------------------------- what the cells say


def test_every_text_comes_back_as_printed(archive: Archive, tmp_path: Path) -> None:
    for dialect, delimiter in (("standard", ","), ("excel-sv", ";")):
        export(archive, tmp_path / dialect, ExportSettings(dialect=dialect))  # type: ignore[arg-type]
        cells = [c for c in rows_of(tmp_path / dialect / "tables.csv", delimiter) if not c["value"]]
        found = [as_printed(c["text"]) for c in cells[: len(TRICKY)]]
        assert found == [t.replace("\r", "\n") for t in TRICKY]


def test_numbers_keep_their_digits_in_both_dialects(archive: Archive, tmp_path: Path) -> None:
    export(archive, tmp_path / "out")
    numbers = [c["value"] for c in rows_of(tmp_path / "out" / "tables.csv") if c["value"]][:3]
    assert numbers == ["1234.50", "-0.000001", "123456789012345"]
    export(archive, tmp_path / "sv", ExportSettings(dialect="excel-sv"))
    numbers = [c["value"] for c in rows_of(tmp_path / "sv" / "tables.csv", ";") if c["value"]][:3]
    assert numbers == ["1234,50", "-0,000001", "123456789012345"]


def test_the_package_says_what_the_files_are(archive: Archive, tmp_path: Path) -> None:
    export(archive, tmp_path / "out")
    package = json.loads((tmp_path / "out" / "datapackage.json").read_text(encoding="utf-8"))
    assert [r["path"] for r in package["resources"]] == [f"{f.name}.csv" for f in contract.FILES]
    for resource in package["resources"]:
        assert all(field["description"] for field in resource["schema"]["fields"])

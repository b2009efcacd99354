"""The wide tables: one line per indicator, one column per period, doubts named, other statements kept elsewhere."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from extractor.archive import Archive
from extractor.export import ExportSettings, Selection, export
from extractor.export.facts import choose, facts
from extractor.export.wide import wide
from extractor.model import Observation
from tests.support.exporting import fill, full_report, rows_of, said


@pytest.fixture
def archive(tmp_path: Path):
    def sick(period: str, value: str | None, **more: object) -> Observation:
        return said("Sjukfrånvaro", period, value, **more)

    with Archive(tmp_path / "styrkort.db") as opened:
        fill(
            opened,
            [
                full_report("2019", sick("2019", "4.5", kind="target", comparator="<=")),
                full_report(
                    "2020", sick("2018", "4.0", confidence=0.6), sick("2020", "6.2", breakdown="kön=kvinnor"),
                    sick("2020", None, kind="target", comparator="decrease"), sick("2019", "5.2", origin="table"),
                ),
                full_report("2020-T1"),
            ],
        )  # fmt: skip
        yield opened


def table(archive: Archive, name: str, selection: Selection | None = None) -> list[dict[str, object]]:
    return [r for n, r in wide(archive, selection or Selection()).lines if n == f"wide_{name}"]


def test_values_have_a_column_per_period_in_order_of_time(archive: Archive) -> None:
    (file, *_) = wide(archive, Selection()).files
    assert [c.name for c in file.columns][-4:] == ["2018", "2019", "2020-T1", "2020"]
    whole, women = table(archive, "values")
    assert [whole[p] for p in ("2018", "2019", "2020-T1", "2020")] == [
        Decimal("4.0"), Decimal("5.2"), Decimal("5.1"), Decimal("5.1"),
    ]  # fmt: skip
    assert (women["breakdown"], women["2020"], women["2019"]) == ("kön=kvinnor", Decimal("6.2"), None)


def test_periods_whose_number_is_unsure_are_named(archive: Archive) -> None:
    assert [line["unsure"] for line in table(archive, "values")] == ["2018", ""]


def test_the_newest_sure_statement_is_shown(archive: Archive) -> None:
    """2019 is 5.1 in its own report and 5.2 in the next."""
    (choice,) = choose(
        (f for f in facts(archive) if f.period == "2019" and f.kind == "actual"), lambda f: "x"
    )
    assert choice.fact.value == Decimal("5.2")
    assert [f.value for f in choice.others] == [Decimal("5.1")]


def test_a_reviewed_number_comes_before_a_newer_one(tmp_path: Path) -> None:
    with Archive(tmp_path / "a.db") as archive:
        old = said("Sjukfrånvaro", "2018", "4.1", reviewed=True)
        new = said("Sjukfrånvaro", "2018", "4.4")
        fill(archive, [full_report("2019", old), full_report("2020", new)])
        (line,) = table(archive, "values")
        assert line["2018"] == Decimal("4.1")


def test_target_numbers_say_how_they_bound_the_value(archive: Archive) -> None:
    (line,) = table(archive, "targets")
    assert (line["comparator"], line["2019"], line["unit_of_measure"]) == ("<=", Decimal("4.5"), "%")


def test_targets_as_printed_have_those_that_are_no_numbers(archive: Archive) -> None:
    by_name = {line["indicator"]: line for line in table(archive, "targets_printed")}
    assert by_name["Frisknärvaro"]["2020"] == "Öka"
    assert by_name["Sjukfrånvaro"]["2019"] == "högst 4,5 %"


def test_statuses_are_those_of_each_report(archive: Archive) -> None:
    (line,) = table(archive, "statuses")
    assert [line[p] for p in ("2019", "2020-T1", "2020")] == ["not_met"] * 3


def test_wide_tables_follow_the_selection(archive: Archive) -> None:
    (file, *_) = wide(archive, Selection(since="2020")).files
    assert [c.name for c in file.columns][-2:] == ["2020-T1", "2020"]
    assert table(archive, "values", Selection(only_reviewed=True)) == []


def test_an_export_has_them_beside_the_other_files(archive: Archive, tmp_path: Path) -> None:
    lines = export(archive, tmp_path / "out", ExportSettings(wide=True, dialect="excel-sv"))
    assert {n: c for n, c in lines.items() if n.startswith("wide")} == {
        "wide_values.csv": 2, "wide_targets.csv": 1, "wide_targets_printed.csv": 2, "wide_statuses.csv": 1,
    }  # fmt: skip
    assert rows_of(tmp_path / "out" / "wide_values.csv", ";")[0]["2019"] == "5,2"
    export(archive, tmp_path / "book", ExportSettings(wide=True, format="xlsx"))
    sheet = openpyxl.load_workbook(tmp_path / "book" / "styrkort.xlsx")["wide_values"]
    assert [c.value for c in sheet[2]][-4:] == [4, 5.2, 5.1, 5.1]


def test_another_form_of_a_report_adds_nothing(tmp_path: Path) -> None:
    with Archive(tmp_path / "a.db") as archive:
        fill(archive, [full_report("2019"), full_report("2020")])
        both = {d.period: d.document_id for d in archive.documents()}
        assert {f.period for f in facts(archive)} == {"2019", "2020"}
        indicators, links = archive.indicators(), [k for d in both.values() for k in archive.links(d)]
        archive.save_unit(
            "Region Fjällmark", "Teknikenheten", indicators, links, [], forms={both["2019"]: both["2020"]}
        )
        assert {f.period for f in facts(archive)} == {"2020"}

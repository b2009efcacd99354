"""Other systems get what they import: their codes, their layout, one sure number per point; the rest is listed."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pysdmx.io import read_sdmx

from extractor import patterns
from extractor.archive import Archive
from extractor.errors import MappingError, NotFoundError
from extractor.export import Selection
from extractor.export.handover import HandOver, HandOverSettings, hand_over, summary
from extractor.export.mapping import IndicatorEntry, Mapping, Settings, UnitEntry
from extractor.export.systems import KOLADA, SDMX, STRATSYS, STRATSYS_TAB, System, time_period
from extractor.export.units import in_unit
from tests.support.exporting import fill, full_report, rows_of, said

UNITS = (UnitEntry(organisation="Region Fjällmark", unit="Teknikenheten", code="1200", label="Teknik"),)
SICK = IndicatorEntry(id="sjuk", name="Sjukfrånvaro", unit_of_measure="%", code="HR01")
COLUMNS = {"actual": "UTFALL", "target": "MAL"}


def mapping(*entries: IndicatorEntry, **more: object) -> Mapping:
    fields: dict[str, object] = {"units": UNITS, "columns": COLUMNS}
    return Mapping(indicators=entries or (SICK,), **{**fields, **more})  # type: ignore[arg-type]


class Given:
    """An archive with some facts about sickness absence beside the scorecards' 5.1 % for each period."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.archive = Archive(folder / "styrkort.db")

    def facts(self, *some: tuple[str, str | None, dict[str, object]]) -> Given:
        made = [said("Sjukfrånvaro", period, value, **more) for period, value, more in some]
        fill(self.archive, [full_report("2019"), full_report("2020", *made)])
        return self

    def hand_over(
        self, system: System, codes: Mapping, settings: HandOverSettings | None = None
    ) -> tuple[HandOver, Path]:
        out = self.folder / "out"
        return hand_over(self.archive, out, system, codes, settings, force=True), out


@pytest.fixture
def given_(tmp_path: Path):
    given_ = Given(tmp_path)
    yield given_
    given_.archive.close()


def lines(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8").splitlines()


# ---------------------------------------------------------------- Stratsys


def test_stratsys_gets_a_day_in_the_period_three_codes_and_the_value(given_: Given) -> None:
    target = ("2020", "4.5", {"kind": "target", "comparator": "<="})
    result, out = given_.facts(target, ("2020-T2", "4.9", {})).hand_over(STRATSYS, mapping())
    assert lines(out / "stratsys.csv") == [
        "date;unit_code;measure_code;column_code;value",
        "2019-12-31;1200;HR01;UTFALL;5,1",
        "2020-08-31;1200;HR01;UTFALL;4,9",
        "2020-12-31;1200;HR01;UTFALL;5,1",
        "2020-12-31;1200;HR01;MAL;4,5",
    ]
    assert not result.partial


def test_the_file_looks_as_the_mapping_file_says(given_: Given) -> None:
    look = Settings(separator="\t", decimal=".", header=False, encoding="utf-16")
    _, out = given_.facts().hand_over(STRATSYS, mapping(settings=look))
    text = (out / "stratsys.csv").read_text(encoding="utf-16")
    assert text.splitlines()[0] == "2019-12-31\t1200\tHR01\tUTFALL\t5.1"


@pytest.mark.parametrize("look", [Settings(separator=";;"), Settings(encoding="klartext")])
def test_a_look_that_cannot_be_is_said(given_: Given, look: Settings) -> None:
    with pytest.raises(MappingError, match="cannot be written"):
        given_.facts().hand_over(STRATSYS, mapping(settings=look))
    assert not (given_.folder / "out").exists()


def test_the_tab_separated_variant_goes_by_names_one_file_per_column(given_: Given) -> None:
    target = ("2020", "4.5", {"kind": "target"})
    by_name = IndicatorEntry(name="Sjukfrånvaro", label="Sjukfrånvaro total")
    result, out = given_.facts(target).hand_over(STRATSYS_TAB, mapping(by_name, columns={}))
    assert lines(out / "stratsys-actual.txt") == [
        "unit\tdate\tmeasure\tvalue",
        "Teknik\t2019-12-31\tSjukfrånvaro total\t5,1",
        "Teknik\t2020-12-31\tSjukfrånvaro total\t5,1",
    ]
    assert lines(out / "stratsys-target.txt")[1:] == ["Teknik\t2020-12-31\tSjukfrånvaro total\t4,5"]
    assert not result.partial


# ---------------------------------------------------------------- Kolada


def test_kolada_gets_year_and_gender(given_: Given) -> None:
    women, men = ("2020", "6.2", {"breakdown": "kön=kvinnor"}), ("2020", "4.0", {"breakdown": "kön=män"})
    _, out = given_.facts(women, men, ("2020-T1", "4.4", {})).hand_over(KOLADA, mapping())
    assert lines(out / "kolada.csv") == [
        "kpi,organisation,period,gender,value,status",
        "HR01,1200,2019,T,5.1,",
        "HR01,1200,2020,T,5.1,",
        "HR01,1200,2020,K,6.2,",
        "HR01,1200,2020,M,4.0,",
    ]
    (left,) = rows_of(out / "left_out.csv")
    assert (left["period"], left["reason"]) == ("2020-T1", "period_not_held")


def test_a_part_that_is_no_gender_needs_a_key_figure_of_its_own(given_: Given) -> None:
    short = ("2020", "2.1", {"breakdown": "kön=kvinnor, längd=kort"})
    result, out = given_.facts(short).hand_over(KOLADA, mapping())
    assert [(r["breakdown"], r["values"]) for r in result.unmapped] == [("längd=kort", 1)]
    own = IndicatorEntry(id="sjuk", breakdown="längd=kort", code="HR02")
    result, out = given_.hand_over(KOLADA, mapping(SICK, own))
    assert "HR02,1200,2020,K,2.1," in lines(out / "kolada.csv")
    assert not result.partial


# ---------------------------------------------------------------- SDMX


def test_sdmx_is_read_by_an_sdmx_library(given_: Given) -> None:
    women = ("2020-T2", "6.2", {"breakdown": "kön=kvinnor", "kind": "forecast", "obs_status": "F"})
    _, out = given_.facts(women).hand_over(SDMX, mapping(settings=Settings(dataflow="FJM:STYRKORT(1.2.0)")))
    (data,) = read_sdmx(out / "sdmx.csv", validate=False).data
    assert data.structure == "Dataflow=FJM:STYRKORT(1.2.0)"
    found = data.data.astype(str)[
        ["FREQ", "REF_AREA", "INDICATOR", "KIND", "SEX", "TIME_PERIOD", "OBS_VALUE"]
    ]
    assert found.values.tolist() == [
        ["A", "1200", "HR01", "UTFALL", "_T", "2019", "5.1"],
        ["A", "1200", "HR01", "UTFALL", "_T", "2020", "5.1"],
        ["T", "1200", "HR01", "FORECAST", "F", "2020-01-01/P8M", "6.2"],
    ]
    assert data.data["OBS_STATUS"].tolist() == ["A", "A", "F"]
    assert set(data.data["UNIT_MEASURE"]) == {"PT"}


def test_sdmx_rows_follow_the_field_guide(given_: Given) -> None:
    _, out = given_.facts().hand_over(SDMX, mapping())
    header, first, *_ = csv.reader((out / "sdmx.csv").open(encoding="utf-8", newline=""))
    assert header[:3] == ["STRUCTURE", "STRUCTURE_ID", "ACTION"]
    assert first[:3] == ["dataflow", "STYRKORT:SCORECARD(1.0.0)", "M"]
    row = dict(zip(header, first, strict=True))
    assert (row["SOURCE"], row["COMMENT_OBS"], row["COMPARATOR"]) == ("2019.pdf, page 1", "5,1 %", "EQ")


def test_thousands_and_millions_are_told_by_unit_mult(given_: Given) -> None:
    cost = IndicatorEntry(id="sjuk", code="EK1")
    some = [
        ("2017", "31.7", {"unit": "mnkr"}),
        ("2018", "31700", {"unit": "tkr"}),
        ("2016", "3", {"unit": "årsarbetare"}),
    ]
    _, out = given_.facts(*some).hand_over(SDMX, mapping(cost, units_of_measure={"tkr": "SKR"}))
    rows = {r["TIME_PERIOD"]: (r["UNIT_MEASURE"], r["UNIT_MULT"]) for r in rows_of(out / "sdmx.csv")}
    assert (rows["2016"], rows["2017"], rows["2018"]) == (("ARSARBETARE", "0"), ("SEK", "6"), ("SKR", "3"))


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("2020", ("A", "2020")), ("2020-T1", ("T", "2020-T1")), ("2020-T2", ("T", "2020-01-01/P8M")),
        ("2020-Q3", ("Q", "2020-Q3")), ("2020-H1", ("S", "2020-S1")), ("2020-03", ("M", "2020-03")),
    ],
)  # fmt: skip
def test_a_period_is_one_of_sdmx(label: str, expected: tuple[str, str]) -> None:
    """T2 runs from January here, and from May there: it may not be handed over as the same word."""
    assert time_period(label) == expected


@pytest.mark.parametrize(
    "codes",
    [
        mapping(IndicatorEntry(id="sjuk", code="HR 01")),
        mapping(settings=Settings(dataflow="styrkort")),
        mapping(columns={"actual": "utfall år"}),
    ],
)
def test_what_is_no_sdmx_code_is_refused(given_: Given, codes: Mapping) -> None:
    with pytest.raises(MappingError, match=r"SDMX|AGENCY"):
        given_.facts().hand_over(SDMX, codes)


# ---------------------------------------------------------------- what is not handed over


def test_what_has_no_code_is_listed_and_makes_it_partial(given_: Given) -> None:
    result, out = given_.facts().hand_over(STRATSYS, Mapping())
    assert result.partial
    assert [(r["what"], r["name"] or r["unit"], r["values"]) for r in rows_of(out / "unmapped.csv")] == [
        ("unit", "Teknikenheten", "2"), ("column", "actual", "2"), ("indicator", "Sjukfrånvaro", "2"),
    ]  # fmt: skip
    assert result.files["stratsys.csv"] == 0
    assert list(summary(result)) == [
        "No code for 1 of kind unit: Teknikenheten. See unmapped.csv.",
        "No code for 1 of kind indicator: Sjukfrånvaro. See unmapped.csv.",
        "No code for 1 of kind column: actual. See unmapped.csv.",
    ]


def test_an_empty_code_is_none(given_: Given) -> None:
    result, _ = given_.facts().hand_over(STRATSYS, mapping(IndicatorEntry(id="sjuk", code="")))
    assert [r["what"] for r in result.unmapped] == ["indicator"]


def test_what_the_user_skips_is_not_listed(given_: Given) -> None:
    result, _ = given_.facts().hand_over(STRATSYS, mapping(IndicatorEntry(id="sjuk", skip=True)))
    assert not result.partial
    assert result.files["stratsys.csv"] == result.files["unmapped.csv"] == 0


def test_only_listed_means_that_the_file_names_all_that_is_wanted(given_: Given) -> None:
    given_.facts(("2020", "4.5", {"kind": "budget"}))
    strict = Settings(only_listed=True)
    result, _ = given_.hand_over(STRATSYS, mapping(IndicatorEntry(name="Annat"), settings=strict))
    assert not result.unmapped
    result, out = given_.hand_over(STRATSYS, mapping(settings=strict))
    assert not result.partial
    assert {line.split(";")[3] for line in lines(out / "stratsys.csv")[1:]} == {"UTFALL"}
    empty = mapping(IndicatorEntry(id="sjuk"), settings=strict)
    assert given_.hand_over(STRATSYS, empty)[0].partial


def test_unsure_numbers_stay_out_with_their_reason_unless_asked_for(given_: Given) -> None:
    doubt = ("2018", "4.0", {"confidence": 0.6, "reasons": ("ocr_low",)})
    result, out = given_.facts(doubt).hand_over(STRATSYS, mapping())
    assert result.partial
    (left,) = rows_of(out / "left_out.csv")
    assert (left["reason"], left["reasons"], left["value"], left["page"]) == ("unsure", "ocr_low", "4.0", "3")
    result, out = given_.hand_over(STRATSYS, mapping(), HandOverSettings(include_unsure=True))
    assert not result.partial
    assert "2018-12-31;1200;HR01;UTFALL;4,0" in lines(out / "stratsys.csv")
    result, out = given_.hand_over(SDMX, mapping(), HandOverSettings(include_unsure=True))
    (unsure,) = [r for r in rows_of(out / "sdmx.csv") if r["TIME_PERIOD"] == "2018"]
    assert unsure["OBS_STATUS"] == "U"


def test_a_reviewed_number_is_sure(given_: Given) -> None:
    reviewed = ("2018", "4.0", {"confidence": 0.6, "reviewed": True})
    only = HandOverSettings(selection=Selection(only_reviewed=True))
    _, out = given_.facts(reviewed).hand_over(STRATSYS, mapping(), only)
    assert lines(out / "stratsys.csv")[1:] == ["2018-12-31;1200;HR01;UTFALL;4,0"]


def test_another_statement_about_the_same_point_is_listed(given_: Given) -> None:
    result, out = given_.facts(("2019", "5.3", {"origin": "table"})).hand_over(STRATSYS, mapping())
    assert "2019-12-31;1200;HR01;UTFALL;5,3" in lines(out / "stratsys.csv")
    (left,) = rows_of(out / "left_out.csv")
    assert (left["reason"], left["value"], left["source_path"]) == ("other_statement", "5.1", "2019.pdf")
    assert not result.partial


def test_a_bare_direction_is_listed_as_no_number(given_: Given) -> None:
    less = ("2018", None, {"kind": "target", "comparator": "decrease", "text": "Minska"})
    result, out = given_.facts(less).hand_over(STRATSYS, mapping())
    assert [(r["reason"], r["text"]) for r in rows_of(out / "left_out.csv")] == [("no_number", "Minska")]
    assert not result.partial


def test_an_amount_goes_over_in_the_unit_the_other_system_expects(given_: Given) -> None:
    cost = IndicatorEntry(id="sjuk", code="EK1", unit_of_measure="tkr")
    some = [("2017", "31.7", {"unit": "mnkr"}), ("2018", "31800", {"unit": "tkr"})]
    result, out = given_.facts(*some).hand_over(STRATSYS, mapping(cost))
    assert lines(out / "stratsys.csv")[1:] == [
        "2017-12-31;1200;EK1;UTFALL;31700", "2018-12-31;1200;EK1;UTFALL;31800",
    ]  # fmt: skip
    assert {r["reason"] for r in rows_of(out / "left_out.csv")} == {
        "unit_differs"
    }  # the scorecards' per cent
    assert result.partial


def test_a_file_that_expects_no_unit_still_mixes_none(given_: Given) -> None:
    """One measure has one unit in Stratsys: 31.7 mnkr beside 31700 tkr would be a thousandth."""
    cost = IndicatorEntry(id="sjuk", code="EK1")
    amounts = [
        ("2016", "31700", {"unit": "tkr"}),
        ("2017", "31.7", {"unit": "mnkr"}),
        ("2018", "31800", {"unit": "tkr"}),
    ]
    result, out = given_.facts(*amounts, ("2015", "30900", {"unit": "tkr"})).hand_over(
        STRATSYS, mapping(cost)
    )
    assert [line.split(";")[-1] for line in lines(out / "stratsys.csv")[1:]] == [
        "30900",
        "31700",
        "31700",
        "31800",
    ]
    assert {(r["reason"], r["unit_of_measure"]) for r in rows_of(out / "left_out.csv")} == {
        ("unit_differs", "%")
    }
    assert result.partial
    _, out = given_.hand_over(SDMX, mapping(cost))
    assert (
        len(lines(out / "sdmx.csv")) == 7
    )  # each row says its unit: nothing needs moving, nothing is left out


@pytest.mark.parametrize(
    ("value", "unit", "wanted", "expected"),
    [
        ("31.7", "mnkr", "tkr", "31700"), ("31700", "tkr", "mnkr", "31.700"), ("4", "%", "%", "4"),
        ("90", "min", "h", None), ("4", "%", "st", None), ("4", "", "%", None), ("4", "okänd", "%", None),
    ],
)  # fmt: skip
def test_only_the_decimal_point_moves(value: str, unit: str, wanted: str, expected: str | None) -> None:
    found = in_unit(Decimal(value), unit, wanted, patterns.built_in())
    assert found == (None if expected is None else Decimal(expected))
    assert found is None or "E" not in str(found)


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=3))
def test_there_and_back_is_the_same_amount(value: Decimal) -> None:
    known = patterns.built_in()
    there = in_unit(value, "mnkr", "kr", known)
    assert there is not None
    assert in_unit(there, "kr", "mnkr", known) == value


def test_the_lists_follow_the_dialect_that_people_read(given_: Given) -> None:
    _, out = given_.facts(("2018", "4.5", {"confidence": 0.5})).hand_over(
        STRATSYS, mapping(), HandOverSettings(dialect="excel-sv")
    )
    (left,) = rows_of(out / "left_out.csv", ";")
    assert left["value"] == "4,5"


def test_a_folder_in_the_way_is_not_replaced(given_: Given) -> None:
    given_.facts()
    (given_.folder / "out").mkdir()
    (given_.folder / "out" / "mine.txt").write_text("keep")
    with pytest.raises(NotFoundError, match="--force"):
        hand_over(given_.archive, given_.folder / "out", STRATSYS, mapping())
    assert [p.name for p in (given_.folder / "out").iterdir()] == ["mine.txt"]
    assert not [p for p in given_.folder.iterdir() if p.name.startswith(".out")]


@pytest.mark.parametrize("system", [STRATSYS, STRATSYS_TAB, KOLADA, SDMX], ids=lambda s: s.name)
def test_two_hand_overs_are_byte_identical(given_: Given, system: System) -> None:
    given_.facts(("2018", "4.0", {"confidence": 0.5}), ("2017", "4.1", {}))
    written = []
    for _ in range(2):
        _, out = given_.hand_over(system, mapping())
        written.append({p.name: p.read_bytes() for p in out.iterdir()})
    assert written[0] == written[1]

"""The user's file of codes: how entries find their indicator, and what is said when the file is wrong."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from extractor.archive import Archive
from extractor.errors import MappingError, NotFoundError
from extractor.export.mapping import IndicatorEntry, Mapping, UnitEntry, load_mapping
from extractor.export.starter import write_starter
from extractor.export.systems import KOLADA, SDMX, STRATSYS, STRATSYS_TAB, SYSTEMS
from extractor.model import Indicator
from tests.support.exporting import fill, full_report, said

SICK = Indicator(
    indicator_id="i1", organisation="Region Fjällmark", unit="Teknikenheten", name="Sjukfrånvaro",
    aliases=("Sjukfrånvaro", "Total sjukfrånvaro"),
)  # fmt: skip


def code(*entries: IndicatorEntry, breakdown: str = "") -> str | None:
    found = Mapping(indicators=entries).indicator(SICK, breakdown)
    return found.code if found else None


def entry(code: str, **fields: str) -> IndicatorEntry:
    return IndicatorEntry(code=code, **fields)


# ---------------------------------------------------------------- which entry is meant


def test_an_id_comes_before_any_name() -> None:
    assert (
        code(entry("N", name="Sjukfrånvaro", unit="Teknikenheten"), entry("I", id="i1", name="Annat")) == "I"
    )


def test_a_name_with_its_unit_comes_before_the_name_alone() -> None:
    assert code(entry("N", name="sjukfrånvaro"), entry("U", name="Sjukfrånvaro", unit="teknikenheten")) == "U"


def test_a_name_it_went_by_before_is_found_but_comes_last() -> None:
    assert code(entry("O", name="Total sjukfrånvaro")) == "O"
    assert code(entry("O", name="Total sjukfrånvaro"), entry("N", name="Sjukfrånvaro")) == "N"


def test_an_entry_of_another_unit_is_not_meant() -> None:
    assert code(entry("X", name="Sjukfrånvaro", unit="Köket")) is None


def test_an_id_of_another_archive_falls_back_to_the_name() -> None:
    assert code(entry("N", id="elsewhere", name="Sjukfrånvaro", unit="Teknikenheten")) == "N"


def test_a_part_needs_an_entry_of_its_own() -> None:
    whole, women = entry("T", id="i1"), entry("K", id="i1", breakdown="kön=kvinnor")
    assert code(whole, women, breakdown="kön=kvinnor") == "K"
    assert code(whole, breakdown="kön=kvinnor") is None


def test_entries_that_contradict_each_other_are_an_error() -> None:
    with pytest.raises(MappingError, match="Several codes fit the indicator 'Sjukfrånvaro'"):
        code(entry("A", name="Sjukfrånvaro"), entry("B", name="Sjukfrånvaro"))
    assert code(entry("A", name="Sjukfrånvaro"), entry("A", name="Sjukfrånvaro")) == "A"


def test_a_unit_is_found_by_organisation_and_unit_or_by_the_unit_alone() -> None:
    own = UnitEntry(organisation="region fjällmark", unit="Teknikenheten", code="1")
    assert Mapping(units=(UnitEntry(unit="Teknikenheten", code="2"), own)).unit(SICK) == own
    assert (
        Mapping(units=(UnitEntry(organisation="Annan", unit="Teknikenheten", code="3"),)).unit(SICK) is None
    )


# ---------------------------------------------------------------- files

TOML = """
[settings]
separator = "\\t"
header = false
[columns]
actual = "UTFALL"
[units_of_measure]
st = "NR"
[[unit]]
unit = "Teknikenheten"
code = " 1200 "
[[indicator]]
name = "Sjukfrånvaro"
code = "HR01"
skip = true
"""


def test_toml_and_csv_say_the_same(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(TOML, encoding="utf-8")
    lines = [
        "kind;organisation;unit;id;name;breakdown;unit_of_measure;code;label;skip",
        "setting;;;;separator;;;\t;;",
        "setting;;;;header;;;nej;;",
        "column;;;;actual;;;UTFALL;;",
        "unit_of_measure;;;;st;;;NR;;",
        "unit;;Teknikenheten;;;;;1200;;",
        ";;;;;;;;;",
        "indicator;;;;Sjukfrånvaro;;;HR01;;ja",
    ]
    for encoding in ("utf-8", "utf-8-sig", "cp1252"):
        (tmp_path / "a.csv").write_text("\n".join(lines), encoding=encoding)
        assert load_mapping(tmp_path / "a.csv").indicators == load_mapping(tmp_path / "a.toml").indicators
        assert load_mapping(tmp_path / "a.csv").units == load_mapping(tmp_path / "a.toml").units
    mapping = load_mapping(tmp_path / "a.toml")
    assert (mapping.settings.separator, mapping.settings.header) == ("\t", False)
    assert mapping.columns == {"actual": "UTFALL"}
    assert mapping.units_of_measure == {"st": "NR"}
    assert mapping.units[0].code == "1200"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[[indicator]]\nname = 'A'\ncodes = '1'", "indicator 1: the key 'codes' is not known .*'code'"),
        ("[[unit]]\ncode = 1", "unit 1: code is 1, not a text in quotes"),
        ("[[indicator]]\nskip = 'kanske'", "skip is 'kanske', not true or false"),
        ("[columns]\nutfall = 'U'", "columns: the key 'utfall' is not known .*actual"),
        ("[columns]\nactual = 1", "actual is 1"),
        ("[kolumner]\n", "the key 'kolumner' is not known"),
        ("[unit]\ncode = '1'", r"\[\[unit\]\]"),
        ("kind = [", "is no TOML"),
    ],
)
def test_a_wrong_file_is_refused_with_the_place(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "codes.toml").write_text(text, encoding="utf-8")
    with pytest.raises(MappingError, match=says):
        load_mapping(tmp_path / "codes.toml")


def test_a_csv_line_of_no_known_kind_is_refused_with_its_number(tmp_path: Path) -> None:
    (tmp_path / "codes.csv").write_text("kind,name,code\nmått,A,1\n", encoding="utf-8")
    with pytest.raises(MappingError, match="line 2: the kind 'mått'"):
        load_mapping(tmp_path / "codes.csv")


def test_a_file_that_is_not_there_says_how_to_begin_one(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="--write-mapping"):
        load_mapping(tmp_path / "codes.toml")


# ---------------------------------------------------------------- the starter


@pytest.fixture
def archive(tmp_path: Path):
    with Archive(tmp_path / "styrkort.db") as opened:
        women = said("Sjukfrånvaro", "2020", "6.2", breakdown="kön=kvinnor, längd=kort")
        fill(opened, [full_report("2019"), full_report("2020", women)])
        yield opened


@pytest.mark.parametrize("name", ["codes.toml", "codes.csv"])
def test_a_starter_names_all_units_indicators_and_parts_with_empty_codes(
    archive: Archive, tmp_path: Path, name: str
) -> None:
    added = write_starter(archive, tmp_path / name, STRATSYS)
    mapping = load_mapping(tmp_path / name)
    assert (added.units, added.indicators) == (1, 2)
    assert [(e.id, e.name, e.breakdown, e.unit_of_measure, e.code) for e in mapping.indicators] == [
        ("sjuk", "Sjukfrånvaro", "", "%", ""),
        ("sjuk", "Sjukfrånvaro", "kön=kvinnor, längd=kort", "%", ""),
    ]
    assert set(mapping.columns) == set(STRATSYS.kinds)


def test_where_gender_is_a_column_it_needs_no_entry(archive: Archive, tmp_path: Path) -> None:
    write_starter(archive, tmp_path / "codes.toml", KOLADA)
    assert [e.breakdown for e in load_mapping(tmp_path / "codes.toml").indicators] == ["", "längd=kort"]


@pytest.mark.parametrize("name", ["codes.toml", "codes.csv"])
def test_written_again_it_adds_what_is_new_and_changes_nothing_else(
    archive: Archive, tmp_path: Path, name: str
) -> None:
    file = tmp_path / name
    write_starter(archive, file, STRATSYS)
    filled = file.read_text(encoding="utf-8-sig").replace('code = ""', 'code = "A1"') + "\n"
    file.write_text(filled, encoding="utf-8")
    assert write_starter(archive, file, STRATSYS).indicators == 0
    assert file.read_text(encoding="utf-8-sig").strip() == filled.strip()
    fill(archive, [full_report("2021", said("Sjukfrånvaro", "2021", "3.3", breakdown="kön=män"))])
    assert write_starter(archive, file, STRATSYS).indicators == 1
    text = file.read_text(encoding="utf-8-sig")
    assert text.startswith(filled.rstrip("\n"))
    assert load_mapping(file).indicators[-1].breakdown == "kön=män"


@pytest.mark.parametrize("system", SYSTEMS.values(), ids=SYSTEMS)
def test_every_system_has_a_starter_that_loads(archive: Archive, tmp_path: Path, system) -> None:
    for name in ("codes.toml", "codes.csv"):
        write_starter(archive, tmp_path / name, system)
        assert load_mapping(tmp_path / name).units


def test_names_with_quotes_and_formulas_survive_the_starter(tmp_path: Path) -> None:
    odd = Indicator(
        indicator_id="odd", organisation="Region Fjällmark", unit="Teknikenheten", name='=A1 "x" \\ \t',
    )  # fmt: skip
    with Archive(tmp_path / "a.db") as archive:
        fill(archive, [full_report("2020", said(odd.name, "2020", "1"))], (odd,))
        for name in ("codes.toml", "codes.csv"):
            write_starter(archive, tmp_path / name, STRATSYS_TAB)
            assert load_mapping(tmp_path / name).indicator(odd) is not None
        names = [e["name"] for e in tomllib.loads((tmp_path / "codes.toml").read_text("utf-8"))["indicator"]]
        assert odd.name in names
        write_starter(archive, tmp_path / "sdmx.toml", SDMX)

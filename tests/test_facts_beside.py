"""Outcome columns beside a scorecard's roles → observations."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractor.facts.scorecard_facts import scorecard_observations
from extractor.model import (
    SURE,
    Cell,
    Column,
    Field,
    Metadata,
    Observation,
    Place,
    Role,
    Row,
    Scorecard,
    Table,
)
from extractor.patterns import built_in

PATTERNS = built_in()
Header = tuple[str, Role | None, str | None]
Told = set[tuple[str, str, Decimal | None]]


def observed(headers: list[Header], *lines: list[str], period: str = "2020") -> tuple[Observation, ...]:
    """What comes of the rows below the headers."""
    columns = tuple(
        Column(index=i, label=label, role=role, confidence=1, period=dated)
        for i, (label, role, dated) in enumerate(headers)
    )
    rows = []
    for number, cells in enumerate(lines, start=1):
        fields: dict[Role, Field] = {
            c.role: Field(text=t) for c, t in zip(columns, cells, strict=True) if c.role is not None
        }
        rows.append(Row(kind="indicator", table_no=1, row_no=number, page=1, fields=fields))
    card = Scorecard(table_no=1, page=1, perspective="", columns=columns, rows=tuple(rows))
    printed = ([label for label, _, _ in headers], *lines)
    table = Table(
        number=1, place=Place(page=1),
        cells=tuple(Cell(row=r, column=c, text=t) for r, line in enumerate(printed) for c, t in enumerate(line)),
    )  # fmt: skip
    return scorecard_observations((card,), Metadata(period=period), PATTERNS, tables=(table,))


def told(headers: list[Header], cells: list[str], period: str = "2020") -> Told:
    """Period, part and number of every outcome of one row below the headers."""
    found = observed(headers, cells, period=period)
    return {(o.period, o.breakdown, o.value) for o in found if o.kind == "actual"}


NAME: Header = ("Nyckeltal", "indicator", None)
BEFORE: Header = ("2019", "previous_value", "2019")
NOW: Header = ("2020", "value", "2020")


def test_women_and_men_beside_the_total_are_of_its_period() -> None:
    found = told(
        [NAME, BEFORE, NOW, ("Kv", None, None), ("M", None, None)],
        ["Trygga gäster", "71 %", "74 %", "75 %", "72 %"],
    )
    assert {("2020", "kön=kvinnor", Decimal(75)), ("2020", "kön=män", Decimal(72))} <= found


def test_parts_before_their_total_are_of_its_period() -> None:
    found = told(
        [NAME, ("Varav kvinnor", None, None), ("Varav män", None, None), ("Totalt 2020", "value", "2020")],
        ["Frånvaro", "6 %", "4 %", "5 %"],
    )
    assert {("2020", "kön=kvinnor", Decimal(6)), ("2020", "kön=män", Decimal(4))} <= found


def test_parts_of_two_years_are_each_of_the_year_before_them() -> None:
    parts: list[Header] = [("Kvinnor", None, None), ("Män", None, None)]
    found = told([NAME, BEFORE, *parts, NOW, *parts], ["Frånvaro", "7 %", "8 %", "6 %", "5 %", "6 %", "4 %"])
    assert {("2019", "kön=kvinnor", Decimal(8)), ("2020", "kön=män", Decimal(4))} <= found


def test_parts_of_the_year_beside_the_whole_keep_their_own() -> None:
    head: list[Header] = [
        NAME, ("Utfall 2020 ackumulerat T1", None, None), ("Utfall 2020 ackumulerat T2", None, None),
        ("Utfall 2020 ackumulerat T3", "value", "2020"),
    ]  # fmt: skip
    assert told(head, ["Nya avtal (st)", "9", "21", "38"]) == {
        ("2020-T1", "", Decimal(9)), ("2020-T2", "", Decimal(21)), ("2020", "", Decimal(38)),
    }  # fmt: skip


@pytest.mark.parametrize("label", ["Andel kvinnor", "Mål kvinnor", "Riket 2018", "K", "Budget 2018", "2021"])
def test_a_column_that_says_something_else_gives_no_outcome(label: str) -> None:
    found = told([NAME, BEFORE, NOW, (label, None, None)], ["Trygga gäster", "71 %", "74 %", "75 %"])
    assert found == {("2019", "", Decimal(71)), ("2020", "", Decimal(74))}


AIM: Header = ("Mål 2020", "target", "2020")
UNIT: Header = ("Enhet", None, None)


@pytest.mark.parametrize("label", ["Mål 2021", "Målvärde 2021"])
def test_the_target_of_another_year_is_that_year_s(label: str) -> None:
    found = observed(
        [NAME, NOW, AIM, (label, None, None)], ["Trygga gäster", "74 %", "minst 75 %", "minst 80 %"]
    )
    aims = {(o.period, o.comparator, o.value) for o in found if o.kind == "target"}
    assert aims == {("2020", ">=", Decimal(75)), ("2021", ">=", Decimal(80))}


def test_a_column_of_other_aims_than_the_target_s_gives_no_target() -> None:
    found = observed(
        [NAME, NOW, AIM, ("Rikets mål 2021", None, None)], ["Trygga gäster", "74 %", "75 %", "80 %"]
    )
    assert {o.period for o in found if o.kind == "target"} == {"2020"}


SCHOOLS: list[Header] = [
    NAME, ("Lillskolan", None, None), ("Ekskolan", None, None), ("Totalt", "value", None),
]  # fmt: skip


def test_columns_of_names_beside_their_total_are_its_parts_where_the_figures_fit() -> None:
    found = observed(SCHOOLS, ["Trygga elever", "71 %", "80 %", "75 %"], ["Anmälningar", "4", "9", "13"])
    parts = {(o.breakdown, o.value) for o in found if o.breakdown}
    assert {("del=Lillskolan", Decimal(71)), ("del=Ekskolan", Decimal(9))} <= parts
    assert {o.period for o in found} == {"2020"}


@pytest.mark.parametrize("second", [["Anmälningar", "4", "9", "21"], ["Anmälningar", "–", "–", "13"]])
def test_columns_of_names_are_no_parts_where_the_figures_do_not_prove_it(second: list[str]) -> None:
    found = observed(SCHOOLS, ["Trygga elever", "71 %", "80 %", "75 %"], second)
    assert not {o.breakdown for o in found} - {""}


@pytest.mark.parametrize(
    ("second", "reasons"),
    [(["Anmälningar", "4", "9", "13"], set()), (["Nöjda elever", "64 %", "69 %", "66 %"], {"part_unproven"})],
)
def test_parts_are_sure_only_where_they_add_up_somewhere(second: list[str], reasons: set[str]) -> None:
    found = observed(SCHOOLS, ["Trygga elever", "71 %", "80 %", "75 %"], second)
    shares = [o for o in found if o.breakdown and o.indicator == "Trygga elever"]
    assert len(shares) == 2
    assert {r for o in shares for r in o.reasons} == reasons
    assert all((o.confidence >= SURE) == (not reasons) for o in shares)


def test_what_a_total_is_compared_with_is_no_part_of_it() -> None:
    headers = [NAME, ("Riket", None, None), ("Liknande kommuner", None, None), SCHOOLS[-1]]
    found = observed(headers, ["Trygga", "71 %", "80 %", "75 %"], ["Nöjda", "64 %", "69 %", "66 %"])
    assert {o.breakdown for o in found} == {""}


def test_a_column_of_units_gives_each_row_its_own() -> None:
    found = observed([NAME, UNIT, NOW], ["Svarstid i växeln", "sekunder", "41"], ["Trygga gäster", "%", "74"])
    assert {(o.unit, o.value, o.reasons) for o in found} == {
        ("sekunder", Decimal(41), ()), ("%", Decimal(74), ()),
    }  # fmt: skip


def test_a_unit_nobody_taught_is_kept_as_printed_where_units_are_announced() -> None:
    found = observed([NAME, UNIT, NOW], ["Plats i tävlingen", "placering", "4"], ["Trygga gäster", "%", "74"])
    assert {o.unit for o in found} == {"placering", "%"}


def test_a_word_that_may_be_a_unit_is_not_sure() -> None:
    found = observed(
        [NAME, UNIT, NOW],
        ["Plats", "Löpställe", "4"],
        ["Trygga gäster", "Andel", "0,74"],
        ["Kötid", "dagar", "7"],
    )
    assert {(o.unit, o.reasons) for o in found} == {
        ("Löpställe", ("unit_inferred",)), ("%", ("unit_inferred",)), ("dagar", ()),
    }  # fmt: skip


def test_departments_under_enhet_are_no_units() -> None:
    found = observed([NAME, UNIT, NOW], ["Antal gäster", "Köket", "410"], ["Antal resor", "Garaget", "74"])
    assert {o.unit for o in found} == {"st"}


def test_an_earlier_whole_year_stands_in_an_interim_report_beside_a_column_that_says_its_months() -> None:
    months: Header = ("Aug 2020", "value", "2020-T2")
    year: Header = ("2020", "value", "2020-T2")
    line = ["Antal besök", "310", "420", "433"]
    before: Header = ("2018", None, "2018")
    assert ("2018", "", Decimal(310)) in told([NAME, before, BEFORE, months], line, "2020-T2")
    assert ("2018", "", Decimal(310)) not in told([NAME, before, BEFORE, year], line, "2020-T2")

"""Outcome columns beside a scorecard's roles → observations."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractor.facts.scorecard_facts import scorecard_observations
from extractor.model import Cell, Column, Field, Metadata, Place, Role, Row, Scorecard, Table
from extractor.patterns import built_in

PATTERNS = built_in()
Header = tuple[str, Role | None, str | None]
Told = set[tuple[str, str, Decimal | None]]


def told(headers: list[Header], cells: list[str], period: str = "2020") -> Told:
    """Period, part and number of every outcome of one row below the headers."""
    columns = tuple(
        Column(index=i, label=label, role=role, confidence=1, period=dated)
        for i, (label, role, dated) in enumerate(headers)
    )
    fields: dict[Role, Field] = {
        c.role: Field(text=t) for c, t in zip(columns, cells, strict=True) if c.role is not None
    }
    row = Row(kind="indicator", table_no=1, row_no=1, page=1, fields=fields)
    card = Scorecard(table_no=1, page=1, perspective="", columns=columns, rows=(row,))
    lines = ([label for label, _, _ in headers], cells)
    table = Table(
        number=1, place=Place(page=1),
        cells=tuple(Cell(row=r, column=c, text=t) for r, line in enumerate(lines) for c, t in enumerate(line)),
    )  # fmt: skip
    found = scorecard_observations((card,), Metadata(period=period), PATTERNS, tables=(table,))
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

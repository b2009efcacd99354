"""Numbers of running text that are nearly a row's, or are told in the row's own words: text against table."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.support.checking import findings
from tests.support.invented import fact, report, row

ROWS = [
    row("Deltagare i lägerskolan", value="655"),
    row("Andel samtal besvarade inom en timme", previous_value="79 %", value="88 %"),
    row("Andel nöjda gäster i caféet", value="87 %"),
    row("Gäster som hämtats inom 4 timmar", value="87 %"),
    row("Antal tillsvidareanställda", value="1 504"),
    row("Driftkostnad per plats, kr", value="4 125 kr"),
]


def told(text: str, value: str, unit: str = "%", name: str = "något") -> int:
    said = fact(name, "2020", text, value=Decimal(value), unit=unit)
    return len(findings(report("2020", ROWS, facts=[said]), code="text_vs_table"))


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("Lägerskolan hade 665 deltagare vid årets slut.", "665", "st"),  # one digit
        ("Lägerskolan hade 565 deltagare vid årets slut.", "565", "st"),  # exchanged
        ("Inom en timme besvarades 86 procent av samtalen, jämfört med 79 procent 2019.", "86", "%"),
        ("Andelen nöjda gäster i caféet var 78 procent.", "78", "%"),
        ("Andelen gäster som hämtats inom fyra timmar var 78 procent.", "78", "%"),  # '4 timmar' in the row
        ("Andelen gäster som hämtats inom 4 timmar var 81 procent.", "81", "%"),
    ],
)
def test_another_number_told_in_the_words_of_a_row_is_flagged(text: str, value: str, unit: str) -> None:
    assert told(text, value, unit) == 1


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("Skolan hade 665 deltagare.", "665", "st"),  # of what, nobody says
        ("Andelen nöjda gäster i caféet på Ekbacken var 78 procent.", "78", "%"),  # a part
        ("Andelen nöjda gäster i caféet var 87,4 procent.", "87.4", "%"),  # rounded
        ("Inom en timme besvarades 61 procent av samtalen på kvällar.", "61", "%"),
        ("Inom en timme besvarades inte 12 procent av samtalen.", "12", "%"),
        ("Inom en timme besvarades 86 procent av samtalen, 2 100 av dem på kvällen.", "86", "%"),
        ("Driftkostnaden för platserna var 4 152 kr.", "8300", "kr"),
        ("Andelen gäster som hämtats inom åtta timmar var 78 procent.", "78", "%"),
        ("I köken var antalet tillsvidareanställda 1 204.", "1204", "st"),  # fewer: a part of the 1 504
    ],
)
def test_a_number_of_a_part_or_of_something_else_stays_silent(text: str, value: str, unit: str) -> None:
    assert told(text, value, unit) == 0


@pytest.mark.parametrize(
    ("text", "flagged"),
    [
        ("Räddningsuppdragen blev 6 516, fler än någonsin.", 1),
        ("Räddningsuppdragen blev 6 615, fler än någonsin.", 0),
        ("Räddningsuppdragen blev 6 480 året innan.", 0),
        ("Räddningsuppdragen var 6 516 i mars 2018.", 0),  # of another time
        ("Bidragen blev 6 516.", 0),
    ],
)
def test_a_number_that_is_no_fact_is_held_against_the_row_with_its_digits(text: str, flagged: int) -> None:
    table = (
        "Antal",
        ["", "2019", "2020"],
        [["Räddningsuppdrag", "6 480", "6 615"], ["Larm", "910", "1 204"]],
    )
    made = report("2020", tables=[table], table_unit="st", comments=[("Året", text)])
    assert len(findings(made, code="text_vs_table")) == flagged

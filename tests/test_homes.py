"""Facts of running text → the scorecard row they are about, or none."""

from __future__ import annotations

import pytest

from extractor.model import Column, Scorecard
from tests.support.mining import CARD, RESULT, mined, row


@pytest.mark.parametrize(
    ("text", "indicator"),
    [
        ("Den totala sjukfrånvaron var 3,9 procent.", "Total sjukfrånvaro"),
        ("Sjukfrånvaron var 6,1 procent i genomsnitt för förvaltningen.", "Total sjukfrånvaro"),
        ("Förebyggande underhåll på MT var till 84 procent utfört.", CARD.rows[2].text("indicator")),
    ],
)
def test_a_fact_lands_on_its_row_also_by_an_abbreviation_the_report_defines(
    text: str, indicator: str
) -> None:
    defined = "Underhållet av medicinsk teknik (MT) släpar efter. "
    assert {line.split(" | ")[0] for line in mined(defined + text, cards=(CARD,))} == {indicator}


def test_the_units_own_deficit_is_the_value_of_its_result() -> None:
    for text in (
        "Nämnden redovisar ett underskott mot budget på 14,8 mnkr.",
        "Resultatet är 14,8 mnkr sämre än budget.",
    ):
        assert mined(text, cards=RESULT) == ["Resultat mot budget (mnkr) | actual 2022 | -14.8 mnkr"]
    assert mined("Prognosen pekar mot ett underskott på 9 mnkr.", cards=RESULT) == [
        "Resultat mot budget (mnkr) | forecast 2022 | -9 mnkr"
    ]


def test_a_parts_deficit_and_what_came_on_top_are_no_rows_values() -> None:
    assert mined("Äldreomsorgens underskott uppgår till 3,4 mnkr.", cards=RESULT) == [
        "Äldreomsorgens underskott – avvikelse | actual 2022 | -3.4 mnkr"
    ]
    assert not any(
        "Antal e-tjänster" in m for m in mined("Tre nya e-tjänster lanserades före sommaren.", cards=RESULT)
    )


COUNTS = Scorecard(
    table_no=1,
    page=2,
    perspective="",
    columns=(Column(index=0, label="Indikator", role="indicator", confidence=1),),
    rows=(
        row(1, "Avhopp från kursprogrammen (st)", "högst 20"),
        row(2, "Antal kajtillsyner i skärgården", "60"),
    ),
)


def test_a_bare_number_has_the_unit_of_the_row_it_names() -> None:
    assert mined("Avhoppen från kursprogrammen blev 26 mot 24 året innan.", cards=(COUNTS,))[0] == (
        "Avhopp från kursprogrammen (st) | actual 2022 | 26 st"
    )
    assert mined("Antalet kajtillsyner stannade vid 41.", cards=(COUNTS,)) == [
        "Antal kajtillsyner i skärgården | actual 2022 | 41 st"
    ]


def test_the_distance_to_a_forecast_is_not_the_rows_deviation_from_the_budget() -> None:
    card = Scorecard(
        table_no=1, page=2, perspective="", columns=CARD.columns, rows=(row(1, "Avvikelse mot budget (mnkr)", "0"),)
    )  # fmt: skip
    facts = mined("Underskottet är 7,1 mnkr, vilket är 1,6 mnkr sämre än prognosen i augusti.", cards=(card,))
    assert not [f for f in facts if f.startswith("Avvikelse mot budget") and "1.6" in f]


def test_a_word_that_ends_a_rows_compound_names_it_beside_another_of_its_words() -> None:
    card = Scorecard(
        table_no=1, page=2, perspective="", columns=CARD.columns,
        rows=(row(1, "Koldioxidutsläpp från flygresor (ton)", "högst 70"), row(2, "Antal flygresor", "högst 90")),
    )  # fmt: skip
    assert mined("Utsläppen från flygresor minskade till 88 ton.", cards=(card,)) == [
        "Koldioxidutsläpp från flygresor (ton) | actual 2022 | 88 ton"
    ]

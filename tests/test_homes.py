"""Facts of running text → the scorecard row they are about, or none."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from extractor.facts.mining import mine_comments
from extractor.model import Column, Comment, Field, Metadata, Row, Scorecard
from tests.support.mining import CARD, HERE, PATTERNS, RESULT, mined, row


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


def shown(number: int, indicator: str, value: str, previous: str) -> Row:
    made = row(number, indicator, "")
    return replace(
        made, fields={**made.fields, "value": Field(text=value), "previous_value": Field(text=previous)}
    )


KIOSKS = Scorecard(
    table_no=1,
    page=2,
    perspective="",
    columns=COUNTS.columns,
    rows=(
        shown(1, "Försäljning i kiosker 10–14 juni", "31,4 %", "28,2 %"),
        shown(2, "Kostnad per resa, kr", "94", "91"),
        shown(3, "Besök på badplatserna", "52", "47"),
    ),
)


def test_a_fact_whose_words_name_no_row_lands_on_the_one_that_prints_its_number_under_a_word_akin() -> None:
    (before, after) = mined("Sommarförsäljningen ökade från 28,2 till 33,1 procent.", cards=(KIOSKS,))
    assert before == "Försäljning i kiosker 10–14 juni | actual 2021 | 28.2 %"
    assert after == "Försäljning i kiosker 10–14 juni | actual 2022 | 33.1 %"


def test_neither_a_number_alone_nor_a_word_akin_alone_finds_a_row() -> None:
    for text in ("Solskyddsmedlen ökade till 28,2 procent.", "Sommarförsäljningen ökade till 40,5 procent."):
        assert not any(told.startswith("Försäljning i kiosker") for told in mined(text, cards=(KIOSKS,)))


def per_head(name: str, value: str) -> Scorecard:
    return replace(KIOSKS, rows=(shown(1, name, value, ""),))


def test_what_a_cost_is_shared_out_over_is_not_the_cost() -> None:
    (told,) = mined("Antalet resor uppgick till 41 300 under 2022.", cards=(KIOSKS,))
    assert told == "Antalet resor | actual 2022 | 41300 st"


def test_costs_that_rise_are_not_the_cost_of_each() -> None:
    (told,) = mined("Kostnaderna har ökat.", cards=(KIOSKS,))
    assert told.startswith("Kostnaderna | ")
    (told,) = mined("Kostnaden per resa har ökat.", cards=(KIOSKS,))
    assert told.startswith("Kostnad per resa, kr | ")


def test_an_amount_shared_out_is_the_one_of_the_row_that_says_so() -> None:
    (told,) = mined(
        "Kostnaden ökade till 87 kronor per elev.", cards=(per_head("Kostnad per elev", "78 kr"),)
    )
    assert told == "Kostnad per elev | actual 2022 | 87 kr"
    (told,) = mined(
        "Kostnaden ökade till 87 kronor per elev.", cards=(per_head("Kostnad per resa", "78 kr"),)
    )
    assert not told.startswith("Kostnad per resa")


def test_a_short_word_with_an_ending_is_the_row_s() -> None:
    (told,) = mined("Besöken på badplatserna har minskat.", cards=(KIOSKS,))
    assert told.startswith("Besök på badplatserna | ")


def test_a_bare_count_in_a_sentence_is_no_thousands_though_its_row_counts_them() -> None:
    comment = Comment(heading="", text="Antalet besök på badplatserna ökade till 53 000.", place=HERE)
    (found,) = mine_comments((comment,), (KIOSKS,), Metadata(period="2022"), PATTERNS, {(1, 3): "tusental"})
    assert (found.indicator, found.unit) == ("Besök på badplatserna", "st")


def test_a_share_lands_on_the_row_all_of_whose_words_its_clause_says() -> None:
    swimming = replace(KIOSKS, rows=(shown(1, "Andel elever med prövad simkunnighet", "61 %", "58 %"),))
    (told,) = mined("Simkunnigheten prövades hos 16 procent av eleverna under våren.", cards=(swimming,))
    assert told.startswith("Andel elever med prövad simkunnighet | ")


def test_an_amount_of_another_order_is_not_the_row_s_though_the_words_are() -> None:
    comment = Comment(heading="", text="Kostnaden uppgick till 41 mnkr.", place=HERE)
    (found,) = mine_comments((comment,), (KIOSKS,), Metadata(period="2022"), PATTERNS, {(1, 2): "kr"})
    assert found.row_no is None

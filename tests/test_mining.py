"""Facts of running text."""

from decimal import Decimal

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.facts.mining import mine_comments
from extractor.model import Column, Comment, Field, Metadata, Observation, Place, Row, Scorecard
from extractor.patterns import built_in

PATTERNS = built_in()
ABSENCE = Row(
    kind="indicator",
    table_no=1,
    row_no=4,
    page=2,
    fields={"indicator": Field(text="Total sjukfrånvaro"), "target": Field(text="4 %")},
)
CARD = Scorecard(
    table_no=1,
    page=2,
    perspective="Medarbetare",
    columns=(Column(index=0, label="Indikator", role="indicator", confidence=1),),
    rows=(ABSENCE,),
)


def mined(
    *texts: str, period: str = "2020", heading: str = "", cards: tuple[Scorecard, ...] = ()
) -> list[Observation]:
    comments = tuple(Comment(heading=heading, text=t, place=Place(page=2)) for t in texts)
    return list(mine_comments(comments, cards, Metadata(period=period), PATTERNS))


def only(
    text: str, period: str = "2020", heading: str = "", cards: tuple[Scorecard, ...] = ()
) -> Observation:
    (found,) = mined(text, period=period, heading=heading, cards=cards)
    return found


def test_a_level_is_an_actual_value_of_the_reports_period_with_its_sentence() -> None:
    found = only("Personalkostnaderna uppgår till 11,6 mnkr.", "2020-T1")
    assert (found.kind, found.period, found.value, found.unit) == (
        "actual",
        "2020-T1",
        Decimal("11.6"),
        "mnkr",
    )
    assert (found.text, found.indicator) == (
        "Personalkostnaderna uppgår till 11,6 mnkr.",
        "Personalkostnaderna",
    )


def test_a_fact_lands_on_the_row_whose_measure_it_names() -> None:
    found = only("Den totala sjukfrånvaron är 5,4 %.", cards=(CARD,))
    assert (found.indicator, found.row_no) == ("Total sjukfrånvaro", 4)


def test_a_fact_in_another_family_of_units_does_not() -> None:
    assert only("Kostnaden för sjukfrånvaron är 5 mnkr.", cards=(CARD,)).row_no is None


def test_a_fact_about_a_part_of_the_unit_does_not() -> None:
    found = only("Inom verksamhetsområde Fjällvård är sjukfrånvaron 9 %.", cards=(CARD,))
    assert (found.row_no, found.breakdown) == (None, "enhet=Fjällvård")


def test_a_goal_in_the_text_is_a_target() -> None:
    assert only("Förvaltningens mål för sjukfrånvaron är 4 %.", "2020-T1").kind == "target"
    assert only("Förvaltningens mål för sjukfrånvaron är 4 %.", "2020-T1").period == "2020"


def test_a_goal_that_is_said_to_be_reached_is_no_target_value() -> None:
    assert only("Målet uppnås, sjukfrånvaron är 4 %.").kind == "actual"


def test_a_forecast_is_of_the_whole_year() -> None:
    found = only("Årsprognosen för personalkostnaderna landar på 19 mnkr.", "2020-T1")
    assert (found.kind, found.period, found.obs_status) == ("forecast", "2020", "F")


@pytest.mark.parametrize(
    ("text", "comparator", "value"),
    [
        ("Extratiden har ökat med 14 %.", "increase", 14),
        ("Extratiden har minskat med drygt 9 % jämfört med 2019.", "decrease", 9),
        ("Kommunen har lyckats minska resekostnaderna med 9 %.", "decrease", 9),
    ],
)
def test_the_size_of_a_change_is_no_level(text: str, comparator: str, value: int) -> None:
    found = only(text)
    assert (found.comparator, found.value, found.period) == (comparator, value, "2020")
    assert found.indicator.endswith("förändring")


def test_a_wanted_change_is_a_target() -> None:
    found = only("Nämnden har i uppdrag att minska resekostnaderna med 10 %.")
    assert (found.kind, found.comparator) == ("target", "decrease")


def test_a_change_from_one_level_to_another_gives_both_levels() -> None:
    found = mined("Övertiden har minskat från 3128 h till 1880 h.")
    assert [(o.period, o.value, o.comparator) for o in found] == [("2019", 3128, "="), ("2020", 1880, "=")]


def test_levels_with_their_own_years_keep_them() -> None:
    found = mined("Sjukfrånvaron gick från 3,49 % 2018 till 3,41 % 2019.")
    assert [(o.period, str(o.value)) for o in found] == [("2018", "3.49"), ("2019", "3.41")]


def test_a_year_compared_with_is_not_the_numbers_period() -> None:
    assert only("Jämfört med 2018 har personalkostnaderna ökat med 4 mnkr.").period == "2020"


def test_a_deficit_is_a_negative_deviation_and_not_the_cost() -> None:
    found = only("Avskrivningarna visar ett underskott på 3 mnkr.")
    assert (found.indicator, found.value) == ("Avskrivningarna – avvikelse", -3)


def test_a_cost_above_budget_is_a_negative_deviation() -> None:
    found = mined("Konsultkostnaderna uppgår till 6 mnkr vilket är 3 mnkr högre än budget.")
    assert [(o.indicator, o.value) for o in found] == [
        ("Konsultkostnaderna", 6),
        ("Konsultkostnaderna – avvikelse", -3),
    ]


def test_a_bare_direction_is_a_fact() -> None:
    found = only(
        "Sjukfrånvaron har minskat jämfört med samma period föregående år.", "2020-T1", cards=(CARD,)
    )
    assert (found.comparator, found.value, found.row_no) == ("decrease", None, 4)


def test_a_wished_direction_is_none() -> None:
    assert mined("För att minska sjukfrånvaron har ett arbete påbörjats.") == []


def test_a_count_in_words_is_a_fact_where_it_is_said_to_have_happened() -> None:
    assert only("Under året har endast två driftstörningar inträffat.").value == 2
    assert mined("Arbetet ligger inom två områden.") == []


def test_list_items_share_their_neighbours_unit() -> None:
    found = mined("IT-licenser 0,4 mnkr", "IT-utrustning 0,8")
    assert [(o.indicator, o.unit) for o in found] == [("IT-licenser", "mnkr"), ("IT-utrustning", "mnkr")]
    assert "unit_inferred" in found[1].reasons


def test_a_number_without_a_subject_hangs_on_its_heading_and_says_so() -> None:
    found = only("Det blev 12 mnkr.", heading="Investeringar")
    assert (found.indicator, found.reasons) == ("Investeringar", ("subject_from_context",))
    assert found.confidence < 0.7


def test_durations_and_abbreviations_are_no_facts_and_end_no_sentence() -> None:
    assert mined("Avskrivningstiden är 5 år.") == []
    assert only("Kostnaderna är ca. 1,3 mnkr bl.a. för tvätt.").obs_status == "E"


def test_women_and_men_are_parts() -> None:
    assert only("Sjukfrånvaron för kvinnor är 6 %.", cards=(CARD,)).breakdown == "kön=kvinnor"


def test_what_is_planned_for_later_years_is_no_outcome() -> None:
    assert mined("Investeringarna under 2022 uppgår till 4 mnkr.") == []


def test_without_a_report_period_nothing_is_mined() -> None:
    assert mined("Kostnaderna är 4 mnkr.", period="") == []


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet="0123456789 ,.-–%()mnkrstochöktminskatunderskottmålet", max_size=80))
def test_whatever_is_written_a_fact_is_printed_in_its_sentence(text: str) -> None:
    for found in mined(text):
        assert found.text.strip() in text
        if found.value is not None and any(c.isdigit() for c in found.text):
            digits = "".join(c for c in str(abs(found.value)) if c.isdigit()).lstrip("0")
            assert digits in "".join(c for c in text if c.isdigit())


def test_a_table_whose_cells_run_together_is_no_sentence() -> None:
    assert mined("Totalt 2020 2019 Kort 2,2 % 2,4 % Lång 1,8 % 1,4 % Totalt 4,0 % 3,8 %") == []


def test_a_number_said_again_in_rounder_words_is_no_second_value() -> None:
    found = only("Den totala sjukfrånvaron är 5,2 procent, det vill säga drygt 5 procent.", cards=(CARD,))
    assert found.value == Decimal("5.2")


def test_a_count_of_something_wider_than_a_row_counts_is_not_the_rows_value() -> None:
    row = Row(
        kind="indicator", table_no=1, row_no=5, page=2, fields={"indicator": Field(text="Antal renoverade lokaler")}
    )  # fmt: skip
    cards = (msgspec.structs.replace(CARD, rows=(row,)),)
    assert [o.row_no for o in mined("Nämnden ansvarar för 212 lokaler.", cards=cards)] in ([], [None])
    assert only("Under året har 12 lokaler renoverats.", cards=cards).row_no == 5


def test_a_year_compared_with_is_the_period_of_what_is_told_of_it() -> None:
    found = mined(
        "Underskottet uppgick till 3 mnkr, en framgång jämfört med 2019 då underskottet var 7 mnkr."
    )
    assert {(o.period, o.value) for o in found} == {("2020", Decimal(-3)), ("2019", Decimal(-7))}


def test_a_change_after_the_year_compared_with_is_not_of_that_year() -> None:
    found = mined("Intäkterna ökade jämfört med 2019 med 3 mnkr.")
    assert {(o.period, o.value) for o in found} == {("2020", Decimal(3))}


def test_a_part_told_after_its_whole_has_its_unit_and_is_no_whole() -> None:
    found = mined("Antalet klagomål var 14, varav 8 från kvinnor. Antalet besök var 40, varav 3 i maj.")
    assert {(o.value, o.breakdown) for o in found} == {
        (Decimal(14), ""), (Decimal(8), "kön=kvinnor"), (Decimal(40), ""),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "breakdown"),
    [
        ("Den korta sjukfrånvaron uppgick till 2,1 procent.", "längd=kort"),
        ("Den långvariga sjukfrånvaron uppgick till 2,1 procent.", "längd=lång"),
        ("Sjukfrånvaron över 60 dagar var 2,1 procent.", "längd=lång"),
        ("Sjukfrånvaron dag 15-90 var 2,1 procent.", "längd=dag 15-90"),
        ("De timanställdas sjukfrånvaro var 2,1 procent.", "anställning=timavlönade"),
        ("Mäns sjukfrånvaro var 2,1 procent.", "kön=män"),
    ],
)
def test_a_word_that_narrows_the_measure_is_kept_beside_the_row(text: str, breakdown: str) -> None:
    found = only(text, cards=(CARD,))
    assert (found.row_no, found.breakdown) == (4, breakdown)


@pytest.mark.parametrize(
    "text",
    [
        "Den korta sjukfrånvaron stod för 43 procent.",
        "Nattpersonalen svarade för 43 procent av sjukfrånvaron.",
        "Den långa sjukfrånvaron utgör 43 procent av den totala sjukfrånvaron.",
        "Av sjukfrånvaron är 43 procent arbetsrelaterad.",
        "Sjukfrånvaron består till 43 procent av långtidsfrånvaro.",
    ],
)
def test_how_much_of_a_measure_something_makes_up_is_never_its_level(text: str) -> None:
    found = only(text, cards=(CARD,))
    assert found.row_no is None
    assert "subject_unsure" in found.reasons


def test_a_share_of_people_still_is_a_level() -> None:
    assert not only("82 procent av eleverna anger att de trivs.").reasons


def test_a_part_that_is_left_out_is_not_what_a_number_is_about() -> None:
    found = only("Sjukfrånvaron exklusive långtidssjuka var 4,2 procent.", cards=(CARD,))
    assert (found.row_no, found.breakdown) == (None, "")


def test_what_would_have_been_is_no_outcome() -> None:
    assert not mined("Om sjukfrånvaron hade varit 4 procent hade budgeten räckt.", cards=(CARD,))


def card_of(indicator: str, **cells: str) -> Scorecard:
    fields = {"indicator": Field(text=indicator), **{role: Field(text=t) for role, t in cells.items()}}
    row = Row(kind="indicator", table_no=1, row_no=1, page=2, fields=fields)  # type: ignore[arg-type]
    return msgspec.structs.replace(CARD, rows=(row,))


def test_a_level_without_a_unit_is_the_rows_where_the_row_prints_none() -> None:
    card = card_of("Kundmatchning", value="252,3", previous_value="249,8")
    found = only("Kundmatchningen ökade till 255,3 och belyses närmare nedan.", cards=(card,))
    assert (found.row_no, found.value, found.unit) == (1, Decimal("255.3"), "")


@pytest.mark.parametrize("text", ["Kundmatchningen ökade till 4.", "Vi ökade till 255,3."])
def test_a_number_without_a_unit_unlike_the_rows_or_of_no_row_tells_nothing(text: str) -> None:
    assert not mined(text, cards=(card_of("Kundmatchning", value="252,3"),))


def test_a_number_of_things_takes_no_share_from_the_row_it_reminds_of() -> None:
    card = card_of("Andel inskrivna deltagare i kursen", value="88,4 %")
    found = only("Antalet deltagare i kursen sjönk till 95.", cards=(card,))
    assert (found.unit, found.row_no) == ("st", None)


def test_a_share_of_those_whom_a_row_does_not_count_is_not_the_rows() -> None:
    card = card_of("Andel inskrivna barn i lekskolan", value="88,4 %")
    text = "Av de barn som inte är inskrivna har 60 % syskon i lekskolan."
    assert only(text, cards=(card,)).row_no is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Andelen som får sin plats i tid steg något trots att antalet sökande ökade med 240.", "increase"),
        (
            "Andelen nöjda gäster har minskat jämfört med 2019, medan andelen trygga är 90 procent.",
            "decrease",
        ),
    ],
)
def test_a_direction_without_a_number_is_told_beside_a_contrast_with_one(text: str, told: str) -> None:
    (found,) = (o for o in mined(text) if o.value is None)
    assert found.comparator == told


def test_a_direction_whose_clause_gives_its_number_is_no_bare_one() -> None:
    assert all(o.value is not None for o in mined("Andelen nöjda gäster har ökat, från 82 till 84 procent."))


def test_a_number_that_a_row_only_counts_out_of_is_not_the_rows() -> None:
    card = card_of("Alla enheter har en plan mot våld", value="9 av 11 enheter")
    assert only("Arbetet bedrivs vid 11 enheter i kommunen.", cards=(card,)).row_no is None


def test_whose_a_measure_is_names_no_row() -> None:
    card = card_of("Elevernas frånvaro", value="10 %")
    assert only("Av eleverna kommer 27 procent med buss.", cards=(card,)).row_no is None
    assert only("Elevernas frånvaro var 11 procent.", cards=(card,)).row_no is not None


def test_under_a_heading_that_names_a_forecast_beside_something_else_a_number_is_an_outcome() -> None:
    text = "Svarstiden var 12 minuter."
    assert only(text, period="2020-T2", heading="Styrkort med prognos").kind == "actual"
    assert only(text, period="2020-T2", heading="Prognos för året med kommentarer").kind == "forecast"

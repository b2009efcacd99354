"""Sentences as boards, regions, agencies and companies write them → the facts they state, and no others."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.facts.mining import mine_comments
from extractor.model import Comment, Metadata
from tests.support.mining import CARD, HERE, PATTERNS, mined


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Andelen elever med godkända betyg ökade från 71 till 74 procent.",
            [
                "Andelen elever med godkända betyg | actual 2021 | 71 %",
                "Andelen elever med godkända betyg | actual 2022 | 74 %",
            ],
        ),
        (
            "Sjukfrånvaron uppgick till 6,8 procent, en ökning med 0,9 procentenheter jämfört med 2021.",
            [
                "Sjukfrånvaron | actual 2022 | 6.8 %",
                "Sjukfrånvaron – förändring | actual 2022 | increase 0.9 procentenheter",
            ],
        ),
        (
            "Sjukfrånvaron är 7,1 procent, vilket är 0,4 procentenheter lägre än föregående år.",
            [
                "Sjukfrånvaron | actual 2022 | 7.1 %",
                "Sjukfrånvaron – förändring | actual 2022 | decrease 0.4 procentenheter",
            ],
        ),
        (
            "Andelen behöriga lärare var 83,4 %, att jämföra med 81,0 % året innan.",
            [
                "Andelen behöriga lärare | actual 2022 | 83.4 %",
                "Andelen behöriga lärare | actual 2021 | 81.0 %",
            ],
        ),
        (
            "Kostnaden per elev var 98 500 kr år 2021 och 101 200 kr år 2022.",
            ["Kostnaden per elev | actual 2021 | 98500 kr", "Kostnaden per elev | actual 2022 | 101200 kr"],
        ),
        (
            "Sjukfrånvaron: 6,4 % (2021: 6,9 %).",
            ["Sjukfrånvaron | actual 2022 | 6.4 %", "Sjukfrånvaron | actual 2021 | 6.9 %"],
        ),
        (
            "Frisknärvaron var 62 procent (65 procent).",
            ["Frisknärvaron | actual 2022 | 62 %", "Frisknärvaron | actual 2021 | 65 %"],
        ),
        (
            "Kundnöjdheten (NKI) ökade från 68 till 71.",
            ["Kundnöjdheten (NKI) | actual 2021 | 68 index", "Kundnöjdheten (NKI) | actual 2022 | 71 index"],
        ),
        (
            "CO2-utsläppen minskade med 12 procent till 340 ton CO2e.",
            [
                "CO2-utsläppen – förändring | actual 2022 | decrease 12 %",
                "CO2-utsläppen | actual 2022 | 340 ton",
            ],
        ),
        (
            "Väntetiden till första besök var i genomsnitt 34 dagar, motsvarande siffra 2021 var 41 dagar.",
            [
                "Väntetiden till första besök | actual 2022 | 34 dagar",
                "Väntetiden till första besök | actual 2021 | 41 dagar",
            ],
        ),
        (
            "Väntetiden minskade med i genomsnitt fyra dagar.",
            ["Väntetiden – förändring | actual 2022 | decrease 4 dagar"],
        ),
        (
            "Sjukfrånvaron var 5,0 procent 2021. Den uppgår nu till 3,9 procent.",
            ["Sjukfrånvaron | actual 2021 | 5.0 %", "Sjukfrånvaron | actual 2022 | 3.9 %"],
        ),
        (
            "Antalet kollektivresor ökade kraftigt.",
            ["Antalet kollektivresor | actual 2022 | increase None st"],
        ),
        ("Sjukfrånvaron fortsatte att minska.", ["Sjukfrånvaron | actual 2022 | decrease None %"]),
        (
            "Antalet fallolyckor per 1 000 invånare uppgick till 38.",
            ["Antalet fallolyckor | actual 2022 | 38 st/1 000 invånare"],
        ),
        ("Antal årsarbetare var 1 024,5.", ["Antal årsarbetare | actual 2022 | 1024.5 årsarbetare"]),
    ],
)
def test_levels_and_changes(text: str, expected: list[str]) -> None:
    assert mined(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Sjukfrånvaron för kvinnor var 7,1 procent och för män 3,9 procent.",
        "Sjukfrånvaron fördelat på kvinnor 7,1 procent och män 3,9 procent.",
        "Kvinnornas sjukfrånvaro är 7,1 procent och männens 3,9 procent.",
        "Sjukfrånvaron (kvinnor 7,1 procent, män 3,9 procent) följs varje månad.",
    ],
)
def test_women_and_men_each_have_their_own_number(text: str) -> None:
    parts = [line.partition(" | ")[2] for line in mined(text)]
    assert parts == ["actual 2022 kön=kvinnor | 7.1 %", "actual 2022 kön=män | 3.9 %"]


def test_a_new_sentence_about_a_part_still_speaks_of_the_measure() -> None:
    text = "Andelen elever som når målen är 76,3 procent. Flickor 79,1 procent och pojkar 73,4 procent."
    assert [line.partition(" | ")[2] for line in mined(text)] == [
        "actual 2022 | 76.3 %",
        "actual 2022 kön=kvinnor | 79.1 %",
        "actual 2022 kön=män | 73.4 %",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Nämnden redovisar en budgetavvikelse på −4,1 mnkr.",
            ["budgetavvikelse – avvikelse | actual 2022 | -4.1 mnkr"],
        ),
        (
            "Prognosen för helåret är ett underskott på 12,3 mnkr.",
            ["Prognosen – underskott – avvikelse | forecast 2022 | -12.3 mnkr"],
        ),
        (
            "Personalkostnaderna överstiger budget med 5,6 mnkr.",
            ["Personalkostnaderna – avvikelse | actual 2022 | -5.6 mnkr"],
        ),
        (
            "Personalkostnaderna understeg budget med 1,2 mnkr.",
            ["Personalkostnaderna – avvikelse | actual 2022 | 1.2 mnkr"],
        ),
        (
            "Intäkterna blev 3,2 mnkr högre än budgeterat.",
            ["Intäkterna – avvikelse | actual 2022 | 3.2 mnkr"],
        ),
        (
            "Nettokostnaden var 312,4 mnkr, 2,1 mnkr högre än budget och 1,4 procent högre än föregående år.",
            [
                "Nettokostnaden | actual 2022 | 312.4 mnkr",
                "Nettokostnaden – avvikelse | actual 2022 | -2.1 mnkr",
                "Nettokostnaden – förändring | actual 2022 | increase 1.4 %",
            ],
        ),
        (
            "Investeringarna uppgår till 45,6 mnkr av en budget på 60,0 mnkr.",
            ["Investeringarna | actual 2022 | 45.6 mnkr", "Investeringarna | budget 2022 | 60.0 mnkr"],
        ),
        (
            "Avvikelsen mot budget är −2,5 mnkr för grundskolan och +0,7 mnkr för förskolan.",
            [
                "Avvikelsen mot budget för grundskolan – avvikelse | actual 2022 | -2.5 mnkr",
                "Avvikelsen mot budget för förskolan – avvikelse | actual 2022 | 0.7 mnkr",
            ],
        ),
        ("Soliditeten uppgår till 42 procent.", ["Soliditeten | actual 2022 | 42 %"]),
    ],
)
def test_money_against_budget_and_forecast(text: str, expected: list[str]) -> None:
    assert mined(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sjukfrånvaron ska minska till 5,0 procent 2025.", ["Sjukfrånvaron | target 2025 | 5.0 %"]),
        (
            "Målet är att andelen ekologiska livsmedel ska vara minst 40 procent.",
            ["andelen ekologiska livsmedel | target 2022 | >= 40 %"],
        ),
        (
            "Målsättningen är att minst 80 procent av eleverna ska känna sig trygga.",
            ["eleverna ska känna sig trygga | target 2022 | >= 80 %"],
        ),
        (
            "Sjukfrånvaron (7,2 procent) är högre än målet (5,0 procent).",
            ["Sjukfrånvaron | actual 2022 | 7.2 %", "Sjukfrånvaron | target 2022 | 5.0 %"],
        ),
        (
            "Medelhandläggningstiden var 5,4 veckor mot målet 6 veckor.",
            [
                "Medelhandläggningstiden | actual 2022 | 5.4 veckor",
                "Medelhandläggningstiden | target 2022 | 6 veckor",
            ],
        ),
        (
            "Andelen elever som når målen är 76,3 procent.",
            ["Andelen elever som når målen | actual 2022 | 76.3 %"],
        ),
    ],
)
def test_what_is_wanted_is_no_outcome(text: str, expected: list[str]) -> None:
    assert [line.split(" | ")[1:] for line in mined(text)] == [line.split(" | ")[1:] for line in expected]


def test_the_running_period_of_an_interim_report_is_named_by_its_last_month() -> None:
    (found,) = mined("Per den 31 augusti uppgick antalet tillsvidareanställda till 412 personer.", "2022-T2")
    assert found.split(" | ")[1:] == ["actual 2022-T2 anställning=tillsvidare", "412 st"]


def test_a_year_before_a_number_is_its_period_even_where_another_follows() -> None:
    text = "Resultatet 2022 var 82 procent, 2021 var det 79 procent och 2020 77 procent."
    assert mined(text, heading="Andel nöjda brukare") == [
        "Andel nöjda brukare | actual 2022 | 82 %",
        "Andel nöjda brukare | actual 2021 | 79 %",
        "Andel nöjda brukare | actual 2020 | 77 %",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("82 procent av medarbetarna anger att de trivs.", "medarbetarna anger att de trivs"),
        ("Inom hemtjänsten är sjukfrånvaron 9,1 procent.", "sjukfrånvaron inom hemtjänsten"),
        ("Sjukfrånvaron är 9,1 procent inom hemtjänsten.", "Sjukfrånvaron inom hemtjänsten"),
        ("Under 2022 inkom 1 245 bygglovsansökningar, vilket är fler än väntat.", "bygglovsansökningar"),
        ("Totalt genomfördes 36 tillsynsbesök.", "tillsynsbesök"),
    ],
)
def test_a_number_is_named_by_what_it_is_about(text: str, expected: str) -> None:
    assert [line.split(" | ")[0] for line in mined(text, cards=(CARD,))] == [expected]


def test_a_verdict_and_its_target_stand_under_the_heading_they_speak_of() -> None:
    text = "Målvärdet på 80 procent nås inte. Utfallet blev 76 procent."
    assert mined(text, heading="Andel nöjda brukare") == [
        "Andel nöjda brukare | target 2022 | 80 %",
        "Andel nöjda brukare | actual 2022 | 76 %",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Målvärdet på 80 procent nås inte.",
        "Den uppgår till 7,2 procent.",
        "Genomsnittlig vistelsetid var 2 timmar och 15 minuter.",
        "Lagen (2006:412) trädde i kraft 2007.",
        "Tre av fyra medborgare är trygga.",
        "Beslut ska fattas inom 30 dagar.",
        "Korttidssjukfrånvaron är högre bland kvinnor.",
    ],
)
def test_what_has_no_subject_or_no_number_of_its_own_states_nothing(text: str) -> None:
    assert mined(text) == []


def test_the_number_of_another_population_is_not_ours() -> None:
    assert mined("Andelen nöjda är 81 procent, i riket 78 procent.") == ["Andelen nöjda | actual 2022 | 81 %"]


def test_words_that_name_no_measure_are_doubted() -> None:
    comment = Comment(heading="", text="I kommunen är läget 81 procent.", place=HERE)
    (found,) = mine_comments((comment,), (), Metadata(period="2022"), PATTERNS)
    assert "subject_unsure" in found.reasons


WORDS = "Sjukfrånvaron|andelen|var|ökade|från|till|med|7,1|74|procent|mnkr|(65)|2021|kvinnor|män|budget|målet|ska|än"
WORDS += "|och|riket|högre|underskott|prognosen|,|som|av|dagar|inom|hemtjänsten|per den 31 augusti|vilket|är"


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(WORDS.split("|")), min_size=2, max_size=12))
def test_any_sentence_gives_facts_whose_numbers_it_prints(words: list[str]) -> None:
    comment = Comment(heading="", text=" ".join(words).capitalize() + ".", place=HERE)
    for found in mine_comments((comment,), (CARD,), Metadata(period="2022"), PATTERNS):
        printed = f"{found.value}".replace(".", ",").lstrip("-")
        assert found.value is None or printed in comment.text
        assert found.indicator
        assert found.period


def test_figures_of_neighbouring_cells_run_together_are_no_count() -> None:
    assert mined("Deltagare vid kurser minst 400 362 388 Delvis uppnått") == []


def test_what_will_be_then_is_no_value_of_this_year() -> None:
    assert mined("Antalet program minskar då från 14 till 12.") == []


def test_steps_of_a_scale_are_no_rise() -> None:
    assert mined("Måluppfyllelsen bedöms i fyra steg.") == []

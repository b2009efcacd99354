"""Status and direction against the numbers: each code twice, each trap."""

from __future__ import annotations

from decimal import Decimal

import pytest
from msgspec.structs import replace

from extractor.model import Box, Column, Field, Place, Report
from tests.support.checking import findings
from tests.support.invented import fact, report, row


def status(**cells: str) -> int:
    period = cells.pop("period", "2020")
    return len(findings(report(period, [row(**cells)]), code="status_vs_value"))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "cells",
    [
        {"indicator": "Driftstopp", "target": "max 12 st", "value": "11 st", "status": "not_met"},
        {"indicator": "Barn per vuxen", "target": "högst 5,2", "value": "5,1", "status": "not_met"},
        {"indicator": "Nöjda brukare", "target": "minst 80 %", "value": "74 %", "status": "met"},
        {"indicator": "Mertid", "target": "Minska", "baseline": "2019: 4 h", "value": "9 h", "status": "partly_met"},
        {"indicator": "Andel beslut inom 90 dagar", "target": "90 %", "value": "92 %", "status": "partly_met"},
        {"indicator": "Beslut fattade inom en vecka", "target": "90 %", "value": "88 %", "status": "met"},
        {"indicator": "Biljettintäkter", "target": "55,0 mnkr", "value": "53,6 mnkr", "status": "met"},
    ],
)  # fmt: skip
def test_a_status_that_contradicts_the_numbers_is_flagged(cells: dict[str, str]) -> None:
    assert status(**cells) == 1


@pytest.mark.parametrize(
    "cells",
    [
        {"indicator": "Driftstopp", "target": "max 12 st", "value": "11 st", "status": "met"},
        {"indicator": "Sjukfrånvaro", "target": "3,5 %", "value": "3,1 %", "status": "met"},
        {"indicator": "Besök på brandskador.se", "target": "180", "value": "203", "status": "met"},
        {"indicator": "Nöjda brukare", "target": "minst 80 %", "value": "79 %", "status": "partly_met"},
        {"indicator": "Nöjda brukare", "target": "minst 80 %", "value": "80 %", "status": "met"},
        {"indicator": "Besök", "target": "100 st", "value": "120 st", "status": "not_met"},
        {"indicator": "Besök", "target": "minst 9 st 2020", "value": "4 st", "status": "met", "period": "2020-T1"},
        {"indicator": "Nöjda brukare", "target": "minst 80 %", "value": "Ej mätt", "status": "met"},
    ],
)  # fmt: skip
def test_a_status_the_numbers_allow_is_silent(cells: dict[str, str]) -> None:
    assert status(**cells) == 0


def test_one_light_over_several_measures_judges_the_goal() -> None:
    stops = row("Driftstopp", goal="God drift", target="max 12 st", value="11 st", status="not_met")
    answers = row("Svarstid", goal="God drift", target="max 4 min", value="6 min", status="not_met")
    some = report("2020", [stops, answers])
    assert len(findings(some, code="status_vs_value")) == 1
    assert not findings(merged_status(some), code="status_vs_value")


def merged_status(some: Report) -> Report:
    """The report with its status cells merged into one."""
    light = Field(normal="not_met", source="symbol", place=Place(page=3, box=Box(10, 10, 20, 40)))
    (card,) = some.scorecards
    rows = tuple(replace(r, fields={**r.fields, "status": light}) for r in card.rows)
    return replace(some, scorecards=(replace(card, rows=rows),))


# ---------------------------------------------------------------- direction


def test_words_that_say_fell_where_the_scorecard_rises_are_flagged() -> None:
    said = fact("Mertiden", "2020", "Mertiden har minskat", comparator="decrease", row_no=1, unit="h")
    made = report("2020", [row("Mertid", baseline="2019: 450 h", value="602 h")], facts=[said])
    assert len(findings(made, code="direction_vs_value")) == 1


def test_words_against_the_numbers_beside_them_are_flagged() -> None:
    made = report(
        "2020",
        [row("Sjukfrånvaro")],
        comments=[("Frånvaro", "Sjukfrånvaron minskade från 4,6 till 5,9 procent.")],
    )
    assert len(findings(made, code="direction_vs_value")) == 1


def test_words_against_the_numbers_beside_them_are_flagged_whichever_comes_first() -> None:
    text = "Spillet ökade till 12,9 % från 14,2 % året innan."
    assert len(findings(report("2020", comments=[("Kök", text)]), code="direction_vs_value")) == 1


@pytest.mark.parametrize(("text", "flagged"), [("har ökat jämfört med 2019", 1), ("har ökat", 0)])
def test_an_interim_reports_level_is_held_against_the_whole_year_that_its_sentence_names(
    text: str, flagged: int
) -> None:
    said = fact(
        "Nöjda brukare", "2020-T2", f"Andelen {text}", comparator="increase", row_no=1, value=None, unit="%"
    )
    made = report("2020-T2", [row("Nöjda brukare", baseline="2019: 83 %", value="79 %")], facts=[said])
    assert len(findings(made, code="direction_vs_value")) == flagged


def test_a_fall_below_budget_with_more_than_budget_is_flagged() -> None:
    text = "Kostnaderna för skolan har minskat jämfört med budget, 191 900 tkr mot 189 700 tkr."
    assert len(findings(report("2020", comments=[("Skola", text)]), code="direction_vs_value")) == 1


def test_the_same_cost_as_deficit_and_below_budget_is_flagged() -> None:
    made = report("2020", comments=[
        ("Avskrivningar", "Avskrivningskostnaderna är 3,4 mnkr lägre än budget."),
        ("Resultat", "Avskrivningskostnaderna visar ett underskott på 3,4 mnkr."),
    ])  # fmt: skip
    assert len(findings(made, code="direction_vs_value")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Sjukfrånvaron minskade från 5,9 till 4,6 procent.",
        "Sjukfrånvaron ökade under våren men har sedan sjunkit från 5,9 till 6,1 procent.",
        "Personalen har ökat från 2018 till 2017 års nivå.",
    ],
)
def test_words_that_agree_or_speak_of_two_turns_are_silent(text: str) -> None:
    assert not findings(report("2020", comments=[("Frånvaro", text)]), code="direction_vs_value")


def test_a_fall_within_rounding_is_silent() -> None:
    said = fact("Nöjda brukare", "2020", "andelen har minskat", comparator="decrease", row_no=1, value=None)
    made = report("2020", [row("Nöjda brukare", baseline="2019: 81,6 %", value="82 %")], facts=[said])
    assert not findings(made, code="direction_vs_value")


def arrows(*rows: tuple[str, str, str, str, str]) -> int:
    made = [row(n, target=t, previous_value=p, value=v, trend=a) for n, t, p, v, a in rows]
    return len(findings(report("2020", made), code="direction_vs_value"))


def test_one_arrow_against_what_all_others_mean_is_flagged() -> None:
    assert (
        arrows(
            ("Nöjda brukare", "minst 80 %", "70 %", "75 %", "up"),
            ("Sjukfrånvaro", "högst 5 %", "7,4 %", "6,3 %", "up"),
            ("Personalomsättning", "högst 11 %", "12,4 %", "10,8 %", "down"),
            ("Barn per vuxen", "högst 5,2", "5,1", "5,9", "up"),
            ("Trygga elever", "minst 90 %", "88 %", "92 %", "up"),
        )
        == 1
    )


def test_arrows_that_show_improvement_are_silent_though_numbers_fall() -> None:
    assert (
        arrows(
            ("Nöjda brukare", "minst 80 %", "70 %", "75 %", "up"),
            ("Sjukfrånvaro", "högst 5 %", "7,4 %", "6,3 %", "up"),
            ("Personalomsättning", "högst 11 %", "12,4 %", "10,8 %", "up"),
            ("Trygga elever", "minst 90 %", "88 %", "92 %", "up"),
        )
        == 0
    )


def test_during_a_year_a_status_may_judge_the_forecast() -> None:
    cells = {"indicator": "Nöjda brukare", "target": "minst 80 %", "value": "74 %", "status": "met"}
    assert status(**cells, period="2020-T2") == 1
    made = report("2020-T2", [row(**cells)])  # type: ignore[arg-type]
    foretold = fact("Nöjda brukare", "2020", "81 %", row_no=1, kind="forecast", value=Decimal(81))
    made = replace(made, observations=(*made.observations, foretold))
    assert not findings(made, code="status_vs_value")


def test_a_share_of_all_is_missed_by_less() -> None:
    assert status(indicator="Andel hanterade remisser", target="100 %", value="96 %", status="met") == 1
    assert status(indicator="Andel hanterade remisser", target="50 %", value="46 %", status="met") == 0


def level(sentence: str, now: str = "5 %", before: str = "6 %") -> int:
    made = report("2020", [row("Personalomsättning", previous_value=before, value=now)])
    said = fact("Personalomsättning", "2020", sentence, row_no=1, value=Decimal(now.split()[0]))
    return len(findings(replace(made, observations=(*made.observations, said)), code="direction_vs_value"))


@pytest.mark.parametrize(
    "sentence",
    [
        "Personalomsättningen har ökat till 5 procent.",
        "Personalomsättningen har ökat i jämförelse med fjolåret och ligger på 5 procent.",
        "Trots höjda löner ökade personalomsättningen till 5 procent.",
        "Personalomsättningen har ökat något jämfört med samma period 2019 och är nu drygt 5 procent.",
    ],
)
def test_a_level_said_to_have_risen_is_flagged_where_last_year_was_higher(sentence: str) -> None:
    assert level(sentence) == 1
    assert level(sentence, before="4 %") == 0


@pytest.mark.parametrize(
    "sentence",
    [
        "Sedan 2015 har personalomsättningen ökat till 5 procent.",
        "Personalomsättningen är 5 procent, trots att arbetsbelastningen har ökat.",
        "Efter att ha ökat under våren minskade den till 5 procent.",
        "Personalomsättningen var låg: trots att sjukfrånvaron ökade gick den till 5 procent.",
    ],
)
def test_a_movement_over_other_years_or_of_other_things_stays_silent(sentence: str) -> None:
    assert level(sentence) == 0


@pytest.mark.parametrize(
    ("text", "flagged"),
    [
        ("Rättidigheten för färjor har förbättrats något under året.", 1),
        ("Rättidigheten för färjor har försämrats något under året.", 0),
        ("Bemötandet har förbättrats något under året.", 0),
    ],
)
def test_words_of_better_are_held_against_the_numbers_of_the_row_they_name(text: str, flagged: int) -> None:
    rows = [
        row("Rättidighet färjor", target="minst 94 %", previous_value="91,0 %", value="88,9 %"),
        row("Rättidighet bussar", target="minst 90 %", previous_value="88,0 %", value="89,5 %"),
    ]
    made = report("2020", rows, comments=[("Trafik", text)])
    assert len(findings(made, code="direction_vs_value")) == flagged


@pytest.mark.parametrize(("said", "flagged"), [("6,8", 1), ("4,8", 0)])
def test_a_percentage_in_text_is_held_against_the_tables_amounts(said: str, flagged: int) -> None:
    costs = (
        "Kostnader",
        ["Mnkr", "Utfall 2020", "Utfall 2019"],
        [["Läkemedel", "253,4", "241,9"], ["Hyror", "8,0", "7,5"]],
    )
    text = f"Läkemedelskostnaden ökade med {said} procent jämfört med 2019."
    name, value = "Läkemedelskostnaden – förändring", Decimal(said.replace(",", "."))
    told = fact(name, "2020", text, comparator="increase", value=value, unit="%")
    made = report("2020", tables=[costs], table_unit="mnkr", facts=[told])
    assert len(findings(made, code="percentage_mismatch")) == flagged


@pytest.mark.parametrize(("said", "flagged"), [("14,8", 1), ("14,0", 0)])
def test_a_units_deficit_in_text_is_held_against_its_result(said: str, flagged: int) -> None:
    result = row("Resultat mot budget", target="0 mnkr", value="−14,0 mnkr")
    text, value = f"Nämnden redovisar ett underskott på {said} mnkr.", -Decimal(said.replace(",", "."))
    told = fact("Resultat mot budget", "2020", text, value=value, unit="mnkr", row_no=1)
    made = report("2020", [result], facts=[told])
    assert len(findings(made, code="text_vs_table")) == flagged


def test_a_target_of_the_year_is_not_met_where_the_forecast_misses_it() -> None:
    cells = {"indicator": "Nettokostnad", "target": "högst 98 mnkr", "value": "65 mnkr", "status": "met"}
    assert status(**cells, forecast="99 mnkr", period="2020-T2") == 1
    assert status(**cells, forecast="97 mnkr", period="2020-T2") == 0


def test_met_in_part_is_explained_by_a_part_that_misses() -> None:
    cells = {"indicator": "Andel nöjda gäster", "target": "minst 40 %", "status": "partly_met"}
    assert status(**cells, value="44 % (kvinnor 45 %, män 43 %)") == 1
    assert status(**cells, value="44 % (kvinnor 51 %, män 37 %)") == 0


@pytest.mark.parametrize(
    ("measure", "value", "flagged"),
    [
        ("Minst 90 % av gästerna är nöjda", "84 %", 1),
        ("Kostnaden per portion ska vara högst 61 kr", "64 kr", 1),
        ("Kostnaden per portion ska vara högst 61 kr", "60 kr", 0),
        ("Andel som väntat högst 30 dagar", "84 %", 0),
        ("Andel med minst 90 % tjänst", "84 %", 0),
    ],
)
def test_a_measure_that_sets_its_own_bound_is_held_against_it(measure: str, value: str, flagged: int) -> None:
    made = report("2020", [row(measure, value=value, status="met")])
    assert len(findings(made, code="status_vs_value")) == flagged


@pytest.mark.parametrize(("header", "flagged"), [("Måluppfyllelse helår", 0), ("Måluppfyllelse", 1)])
def test_a_judgement_of_the_whole_year_is_not_held_against_a_part_of_it(header: str, flagged: int) -> None:
    made = report("2020-T2", [row("Nöjda gäster", target="minst 80 %", value="76 %", status="met")])
    (card,) = made.scorecards
    judging = Column(index=9, label=header, role="status", confidence=1)
    made = replace(made, scorecards=(replace(card, columns=(*card.columns, judging)),))
    assert len(findings(made, code="status_vs_value")) == flagged


@pytest.mark.parametrize(
    ("sentence", "flagged"),
    [
        ("Färgen visar hur vi bedömer utsikten att klara målet vid årets slut.", 0),
        ("Bedömningen i kolumnen längst till höger avser hela året.", 0),
        ("Bedömningen är att antalet gäster blir 800 vid årets slut.", 1),
        ("Färgen visar om målet är nått.", 1),
        ("Enligt plan betyder att målet bedöms nås vid årets slut.", 0),
        ("Budgeten bedöms hållas vid årets slut.", 1),  # explains no judgement
        ("Bedömningen är att kostnaderna minskar under hela året.", 1),
    ],
)
def test_judgements_that_a_sentence_says_look_ahead_are_not_held_against_values_so_far(
    sentence: str, flagged: int
) -> None:
    judged = row("Nöjda gäster", target="minst 80 %", value="76 %", status="met")
    made = report("2020-T2", [judged], comments=[("Styrkort", sentence)])
    assert len(findings(made, code="status_vs_value")) == flagged


def test_a_forecast_that_reaches_the_target_is_not_missed() -> None:
    cells = {
        "indicator": "Andel inskrivna barn",
        "target": "minst 60 %",
        "value": "58 %",
        "status": "not_met",
    }
    assert status(**cells, forecast="61 %", period="2020-T2") == 1
    assert status(**cells, forecast="59 %", period="2020-T2") == 0


@pytest.mark.parametrize(
    ("other", "before", "flagged"),
    [
        ("högst 15 st", "61 %", 1),  # what shall be low has its bound
        ("", "61 %", 1),  # most of the whole, and above last year's
        ("", "", 0),
        ("minst 15 st", "75 %", 0),  # last year's was higher: it may be a ceiling
    ],
)
def test_a_bare_target_is_one_to_reach_where_the_report_tells(other: str, before: str, flagged: int) -> None:
    train = row("Resor med tåg", target="70 %", value="64 %", previous_value=before, status="met")
    more = [row("Klagade gäster", target=other, value="12 st")] if other else []
    made = report("2020", [train, *more])
    assert len(findings(made, code="status_vs_value")) == flagged


def test_what_text_tells_is_not_judged_where_the_row_prints_a_value_of_its_own() -> None:
    result = row("Resultat", target="minst 0 tkr", value="−940 tusen, preliminärt", status="partly_met")
    told = fact(
        "Resultat", "2020", "Underskottet stannade på 940 tkr.", value=Decimal(940), unit="tkr", row_no=1
    )
    made = report("2020", [result], facts=[told])
    made = replace(
        made, observations=tuple(o for o in made.observations if o.origin == "text" or o.kind == "target")
    )
    assert not findings(made, code="status_vs_value")


def test_the_turnover_of_a_business_is_none_of_its_staff() -> None:
    cells = {"target": "12", "value": "10", "previous_value": "9", "status": "met"}
    assert status(indicator="Personalomsättning", **cells) == 0
    assert status(indicator="Omsättning, mnkr", **cells) == 0


def test_all_of_so_many_are_met_by_as_many() -> None:
    assert status(indicator="Godkända ringtester", target="alla", value="18 av 18", status="met") == 0


def test_where_only_what_shall_be_low_has_a_bound_the_judgements_must_show_that_bare_targets_are_to_reach() -> (
    None
):
    low = row("Klagade gäster", target="högst 5 %", value="4 %", status="met")
    odd = row("Resor med tåg", target="70", value="64", status="met")
    others = [
        row("Möten", target="10", value="11", status="met"),
        row("Spel", target="5", value="4", status="not_met"),
    ]
    assert not findings(report("2020", [low, odd]), code="status_vs_value")
    assert len(findings(report("2020", [low, odd, *others]), code="status_vs_value")) == 1

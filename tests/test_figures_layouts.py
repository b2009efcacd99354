"""Tables as boards, regions, agencies and companies lay them out → observations."""

from __future__ import annotations

from extractor.model import Observation
from tests.test_figures import observed, table, text


def told(o: Observation) -> str:
    when = " ".join(x for x in (o.kind, o.period, o.breakdown) if x)
    return f"{o.indicator} | {when} | {'' if o.comparator == '=' else o.comparator + ' '}{o.value} {o.unit}".strip()


INTERIM = table(
    "Ekonomisk översikt",
    [
        "",
        "Utfall aug 2022",
        "Budget aug 2022",
        "Avvikelse",
        "Prognos helår 2022",
        "Budget helår 2022",
        "Bokslut 2021",
    ],
    ["Intäkter", "45,2", "44,0", "1,2", "66,0", "66,0", "63,1"],
    ["Personalkostnader", "-210,4", "-208,0", "-2,4", "-315,0", "-312,0", "-305,5"],
)


def test_an_interim_report_has_running_outcome_and_budget_and_the_years_forecast_and_budget() -> None:
    facts = [told(o) for o in observed(text("Belopp i mnkr"), INTERIM, period="2022-T2")]
    assert facts[6:] == [
        "Personalkostnader | actual 2022-T2 | -210.4 mnkr",
        "Personalkostnader | budget 2022-T2 | -208.0 mnkr",
        "Personalkostnader – avvikelse | actual 2022-T2 | -2.4 mnkr",
        "Personalkostnader | forecast 2022 | -315.0 mnkr",
        "Personalkostnader | budget 2022 | -312.0 mnkr",
        "Personalkostnader | actual 2021 | -305.5 mnkr",
    ]


def test_the_whole_years_deviation_is_foretold_before_its_end() -> None:
    some = table(
        "Drift, tkr", ["", "Prognos", "Avvikelse helår", "Delår 2022"], ["Skolor", "4 600", "-100", "2 950"]
    )
    assert [told(o) for o in observed(some, period="2022-T2")] == [
        "Drift, tkr – Skolor | forecast 2022 | 4600 tkr",
        "Drift, tkr – Skolor – avvikelse | forecast 2022 | -100 tkr",
        "Drift, tkr – Skolor | actual 2022-T2 | 2950 tkr",
    ]


def test_a_part_introduced_by_varav_is_named_by_itself() -> None:
    some = table("Resultat (tkr)", ["", "2022"], ["Intäkter", "12 900"], ["varav statsbidrag", "4 300"])
    assert [told(o) for o in observed(some, period="2022")][1] == "statsbidrag | actual 2022 | 4300 tkr"


def test_key_figures_of_several_years_take_their_unit_from_the_rows_name() -> None:
    some = table(
        "Nyckeltal",
        ["Nyckeltal", "2021", "2022"],
        ["Kostnad per elev, kr", "101 200", "104 000"],
        ["Andel behöriga lärare, %", "83", "84"],
        ["Väntetid till bygglov, dagar", "32", "28"],
        ["Energianvändning kWh/m²", "121", "118"],
        ["Antal årsarbetare", "390,2", "398,5"],
        ["Fallskador per 1 000 invånare", "31", "29"],
        ["Nöjd-medarbetar-index", "74", "76"],
    )
    assert [(o.unit, o.period) for o in observed(some, period="2022")][1::2] == [
        ("kr", "2022"),
        ("%", "2022"),
        ("dagar", "2022"),
        ("kWh/m²", "2022"),
        ("årsarbetare", "2022"),
        ("st", "2022"),
        ("index", "2022"),
    ]


def test_parts_of_the_staff_stand_in_rows_or_in_columns() -> None:
    rows = table(
        "Sjukfrånvaro",
        ["", "2022"],
        ["Kvinnor", "7,9 %"],
        ["–29 år", "5,2 %"],
        ["50 år eller äldre", "8,1 %"],
    )
    columns = table("Sjukfrånvaro", ["", "Totalt", "Kvinnor"], ["2022", "7,1 %", "7,9 %"])
    assert [told(o) for o in observed(rows, period="2022")] == [
        "Sjukfrånvaro | actual 2022 kön=kvinnor | 7.9 %",
        "Sjukfrånvaro | actual 2022 ålder=-29 | 5.2 %",
        "Sjukfrånvaro | actual 2022 ålder=50- | 8.1 %",
    ]
    assert [told(o) for o in observed(columns, period="2022")] == [
        "Sjukfrånvaro | actual 2022 | 7.1 %",
        "Sjukfrånvaro | actual 2022 kön=kvinnor | 7.9 %",
    ]


def test_columns_that_only_their_labels_tell_apart_give_different_indicators() -> None:
    some = table(
        "Gata och park, mnkr", ["", "Intäkter", "Kostnader", "Budget netto"], ["Park", "0,3", "-5,3", "-5,1"]
    )
    assert [told(o) for o in observed(some, period="2022")] == [
        "Gata och park, mnkr – Park – Intäkter | actual 2022 | 0.3 mnkr",
        "Gata och park, mnkr – Park – Kostnader | actual 2022 | -5.3 mnkr",
        "Gata och park, mnkr – Park | budget 2022 | -5.1 mnkr",
    ]


def test_the_last_day_of_the_period_stands_for_the_period() -> None:
    some = table("Personal", ["", "2022-12-31", "2021-12-31"], ["Årsarbetare", "398,5", "390,2"])
    assert [o.period for o in observed(some, period="2022")] == ["2022", "2021"]


def test_a_share_of_long_absence_is_not_the_absence_itself() -> None:
    some = table(
        "Sjukfrånvaro i procent",
        ["", "2022"],
        ["Totalt", "7,1"],
        ["Andel långtid (60 dagar eller mer)", "39,5"],
    )
    names = [(o.indicator, o.breakdown) for o in observed(some, period="2022")]
    assert names[1] == ("Sjukfrånvaro i procent – Andel", "längd=lång")


def test_either_sign_convention_keeps_the_printed_sign() -> None:
    costs = table("Resultat, tkr", ["", "Budget", "Utfall", "Avvikelse"], ["Löner", "970", "981", "-11"])
    negative = table("Resultat, tkr", ["", "Budget", "Utfall", "Avvikelse"], ["Löner", "-970", "-981", "-11"])
    assert [str(o.value) for o in observed(costs, period="2022")] == ["970", "981", "-11"]
    assert [str(o.value) for o in observed(negative, period="2022")] == ["-970", "-981", "-11"]


def test_a_dated_corner_names_what_its_rows_count() -> None:
    staff = table(
        "Medarbetare i siffror",
        ["Antal anställda 31 december", "2021", "2022"],
        ["Förskola", "409", "402"],
        ["Totalt", "409", "402"],
    )
    assert [told(o) for o in observed(staff, period="2022")][1::2] == [
        "Antal anställda – Förskola | actual 2022 | 402 st",
        "Antal anställda | actual 2022 | 402 st",
    ]


def test_a_change_is_told_for_the_reports_year_and_not_the_one_it_is_compared_with() -> None:
    some = table(
        "Ekonomi", ["Mnkr", "2021", "2022", "Förändring mot 2021"], ["Hyror", "10,0", "11,0", "10 %"]
    )
    assert [told(o) for o in observed(some, period="2022")][
        -1
    ] == "Hyror – förändring | actual 2022 | increase 10 %"


def test_a_change_between_two_months_is_of_the_later_one() -> None:
    some = table("Kostnader", ["", "Avvikelse mellan 202112 och 202012"], ["Hyror", "+4 %"])
    assert [told(o) for o in observed(some, period="2021")] == [
        "Hyror – förändring | actual 2021 | increase 4 %"
    ]


def test_two_measures_of_one_year_are_told_apart_by_their_headers() -> None:
    some = table(
        "Studier", ["Ort", "Helårsstudenter 2021", "Helårsprestationer 2021"], ["Granvik", "2 410", "2 030"]
    )
    names = [o.indicator for o in observed(some, period="2021")]
    assert len(set(names)) == 2
    assert "Helårsprestationer" in names[1]

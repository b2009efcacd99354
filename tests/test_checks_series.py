"""Restatements, text against table, changed units and lost thousands: each code twice, each trap."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractor.model import Finding
from tests.support.checking import findings
from tests.support.invented import fact, report, row


def pairs(found: list[Finding]) -> list[tuple[str, str]]:
    return [(f.a, f.b) for f in found]


# ---------------------------------------------------------------- restated


def test_last_years_value_quoted_otherwise_is_restated() -> None:
    old = report("2019", [row("Nöjda brukare", value="96 %")])
    new = report("2020", [row("Nöjda brukare", previous_value="95 %", value="90 %")])
    (found,) = findings(old, new, code="restated")
    assert (found.period, found.severity) == ("2019", "error")
    assert "96 %" in found.a
    assert "95 %" in found.b


def test_a_baseline_quoted_otherwise_is_restated() -> None:
    old = report("2019", [row("Svarstid i växeln", value="4,2 min")])
    new = report("2020", [row("Svarstid i växeln", baseline="2019: 4,6 min", value="3,9 min")])
    assert len(findings(old, new, code="restated")) == 1


def test_an_amount_printed_otherwise_in_next_years_table_is_restated() -> None:
    old = report(
        "2019", tables=[("Kostnader", ["", "Utfall 2019"], [["Löner", "219 300"]])], table_unit="tkr"
    )
    new = report(
        "2020",
        tables=[("Kostnader", ["", "2020", "2019"], [["Löner", "224 780", "221 100"]])],
        table_unit="tkr",
    )
    assert len(findings(old, new, code="restated")) == 1


def test_the_total_of_the_same_table_is_compared_though_it_has_no_name() -> None:
    rows = [["Löner", "200", "190"], ["Hyror", "50", "48"], ["El", "20", "19"]]
    old = report(
        "2019",
        tables=[
            (
                "Kostnader per slag",
                ["", "2019", "2018"],
                [*[[r[0], r[2], "1"] for r in rows], ["Summa", "259", "3"]],
            )
        ],
        table_unit="tkr",
    )
    new = report(
        "2020",
        tables=[("Kostnadsutveckling", ["", "2020", "2019"], [*rows, ["Summa", "270", "257"]])],
        table_unit="tkr",
    )
    assert [f.b for f in findings(old, new, code="restated")] == ["Summa 257 (tabell)"]


def test_totals_of_two_measures_of_one_year_are_not_compared() -> None:
    rows = [["Granvik", "210", "200"], ["Ytterhamn", "52", "50"], ["Norrby", "21", "20"]]
    old = report(
        "2019",
        tables=[("Studier", ["", "Kursdeltagare 2019", "Kursbetyg 2019"], [*rows, ["Totalt", "283", "270"]])],
        table_unit="st",
    )
    new = report(
        "2020",
        tables=[("Kursdeltagare", ["", "2020", "2019"], [*rows, ["Totalt", "290", "283"]])],
        table_unit="st",
    )
    assert not findings(old, new, code="restated")


def test_the_old_value_with_fewer_decimals_is_no_restatement() -> None:
    old = report("2019", [row("Nöjda brukare", value="98,2 %")])
    new = report("2020", [row("Nöjda brukare", previous_value="98 %", value="97 %")])
    assert not findings(old, new, code="restated")


def test_the_same_amount_in_millions_is_no_restatement() -> None:
    old = report("2019", [row("Kostnad för inhyrd personal", value="15 400 tkr")])
    new = report("2020", [row("Kostnad för inhyrd personal", previous_value="15,4 mnkr", value="11,8 mnkr")])
    assert not findings(old, new, code="restated")


def test_another_forecast_is_no_restatement() -> None:
    made = []
    for period, value in (("2020-T1", 2), ("2020-T2", 5)):
        said = fact(
            "Resultat",
            "2020",
            f"{value} mnkr",
            kind="forecast",
            value=Decimal(value),
            unit="mnkr",
            origin="table",
        )
        made.append(report(period, [row("Resultat")], facts=[said]))
    assert not findings(*made, code="restated")


# ---------------------------------------------------------------- text against table


def test_a_number_in_the_text_with_turned_digits_is_flagged() -> None:
    said = fact("Sjukfrånvaron", "2020", "Sjukfrånvaron var 6,1 procent", value=Decimal("6.1"), row_no=1)
    made = report("2020", [row("Sjukfrånvaro", value="6,8 %")], facts=[said])
    (found,) = findings(made, code="text_vs_table")
    assert "6,1" in found.a
    assert "6,8" in found.b


def test_a_share_is_a_level_beside_a_surplus_of_the_same_sentence() -> None:
    text = "Sjukfrånvaron var 9,8 % och nämnden gör ett överskott på 2 mnkr"
    said = fact("Sjukfrånvaron", "2020", text, value=Decimal("9.8"), row_no=1)
    made = report("2020", [row("Sjukfrånvaro", value="8,9 %")], facts=[said])
    assert len(findings(made, code="text_vs_table")) == 1


@pytest.mark.parametrize(
    ("name", "told", "flagged"),
    [
        ("Övergången nätkurser", 231, 1),
        ("Övergången nätkurser", 312, 1),
        ("Övergången nätkurser", 230, 0),
        ("Lägren på fjället", 231, 0),
        ("kurserna", 198, 0),
    ],
)
def test_exchanged_digits_are_no_chance_beside_a_word_of_the_row(name: str, told: int, flagged: int) -> None:
    said = fact(name, "2020", f"{told} på nätet", value=Decimal(told), unit="st")
    made = report(
        "2020", [row("Antal nätkurser", value="213 st"), row("Läger", value="198 st")], facts=[said]
    )
    assert len(findings(made, code="text_vs_table")) == flagged


def test_exchanged_digits_of_shares_need_all_words_of_the_text() -> None:
    rows = [row("Andel nöjda föräldrar i lägerskolan", value="97,4 %")]
    told = {"Andelen nöjda resenärer på färjan": 0, "Andelen nöjda föräldrar": 1}
    for name, flagged in told.items():
        said = fact(name, "2020", f"{name} var 94,7 procent", value=Decimal("94.7"))
        assert len(findings(report("2020", rows, facts=[said]), code="text_vs_table")) == flagged


@pytest.mark.parametrize(("told", "flagged"), [(412, 1), (421, 0), (198, 0), (3100, 0)])
def test_a_number_of_things_in_the_text_is_held_against_the_total_of_their_table(
    told: int, flagged: int
) -> None:
    said = fact(
        "kursdeltagare i nämndens lokaler", "2020", f"{told} deltagare", value=Decimal(told), unit="st"
    )
    rows = [["Norra", "223"], ["Södra", "198"], ["Summa", "421"]]
    made = report("2020", tables=[("Antal kursdeltagare", ["", "2020"], rows)], table_unit="st", facts=[said])
    assert len(findings(made, code="text_vs_table")) == flagged


def test_a_total_of_some_is_not_held_against_a_number_of_all() -> None:
    said = fact("kursdeltagare", "2020", "412 deltagare", value=Decimal(412), unit="st")
    rows = [["Norra", "223"], ["Södra", "198"], ["Summa", "421"]]
    for caption, flagged in (
        ("Antal kursdeltagare i nybörjargrupper", 0),
        ("Antal kursdeltagare den 31 mars", 1),
    ):
        tables = [(caption, ["", "2020"], rows)]
        made = report("2020", tables=tables, table_unit="st", facts=[said])
        assert len(findings(made, code="text_vs_table")) == flagged


def test_a_deviation_the_table_does_not_bear_out_is_flagged() -> None:
    made = report(
        "2020",
        tables=[
            (
                "Årets resultat",
                ["", "Utfall 2020", "Budget 2020"],
                [["Personal", "95", "108"], ["Fordon och drift", "19", "12"]],
            )
        ],
        table_unit="mnkr",
        comments=[("Fordon", "Fordon och drift visar en avvikelse på -5 mnkr mot budget.")],
    )
    assert [f.b for f in findings(made, code="text_vs_table")] == ["Fordon och drift 19 12"]


def test_a_deviation_within_rounding_is_silent() -> None:
    made = report(
        "2020",
        tables=[
            (
                "Årets resultat",
                ["", "Utfall 2020", "Budget 2020"],
                [["Personal", "95", "108"], ["Fordon och drift", "19", "12"]],
            )
        ],
        table_unit="mnkr",
        comments=[("Fordon", "Fordon och drift visar ett underskott på 6,6 mnkr mot budget.")],
    )
    assert not findings(made, code="text_vs_table")


def test_a_rounded_number_in_the_text_is_silent() -> None:
    said = fact("Godkända prov", "2020", "drygt 98 procent", value=Decimal(98), row_no=1)
    assert not findings(
        report("2020", [row("Godkända prov", value="98,7 %")], facts=[said]), code="text_vs_table"
    )


def test_a_share_of_women_is_not_compared_with_the_whole() -> None:
    said = fact(
        "Sjukfrånvaro",
        "2020",
        "bland kvinnor 7,9 procent",
        value=Decimal("7.9"),
        row_no=1,
        breakdown="kön=kvinnor",
    )
    assert not findings(
        report("2020", [row("Sjukfrånvaro", value="6,8 %")], facts=[said]), code="text_vs_table"
    )


def test_percentage_points_are_not_compared_with_percent() -> None:
    said = fact(
        "Sjukfrånvaro", "2020", "0,6 procentenheter", value=Decimal("0.6"), row_no=1, unit="procentenheter"
    )
    assert not findings(
        report("2020", [row("Sjukfrånvaro", value="6,8 %")], facts=[said]), code="text_vs_table"
    )


# ---------------------------------------------------------------- units and scales


def test_hours_that_become_percent_are_a_changed_unit() -> None:
    old, new = (
        report(y, [row("Extra arbetad tid", value=v)]) for y, v in (("2019", "8 115 h"), ("2020", "3,1 %"))
    )
    assert len(findings(old, new, code="unit_changed")) == 1


def test_a_number_that_becomes_a_share_is_a_changed_unit() -> None:
    old = report("2019", [row("Antal enheter med veckovisa möten", goal="Möten")])
    new = report("2020", [row("Andel enheter med veckovisa möten", goal="Möten")])
    assert len(findings(old, new, code="unit_changed")) == 1


def test_a_survey_on_another_scale_is_a_changed_unit() -> None:
    question = "Enkät: ”Hur nöjd är du med vården som helhet?”"
    old = report(
        "2019", [row(question)], comments=[("Enkät", "På en sexgradig skala gav de svarande 5,1.", 1)]
    )
    new = report("2020", [row(f"{question} (skala 1–5)")])
    assert len(findings(old, new, code="unit_changed")) == 1


def test_thousands_that_become_millions_are_another_scale_of_the_unit() -> None:
    old, new = (
        report(y, [row("Kostnad", value=v)]) for y, v in (("2019", "36 250 tkr"), ("2020", "29,9 mnkr"))
    )
    assert len(findings(old, new, code="unit_changed")) == 1


def test_thousands_lost_are_a_scale_jump() -> None:
    old, new = (
        report(y, [row("Antal prover", value=v)]) for y, v in (("2019", "1 231 750 st"), ("2020", "1 248 st"))
    )
    (found,) = findings(old, new, code="scale_jump")
    assert found.severity == "error"


def test_thousands_put_back_are_a_scale_jump_and_no_restatement() -> None:
    old = report("2019", [row("Antal prover", value="1 248 st")])
    new = report("2020", [row("Antal prover", previous_value="1 248 000 st", value="1 190 400 st")])
    assert len(findings(old, new, code="scale_jump")) == 1
    assert not findings(old, new, code="restated")


def test_a_series_that_grows_tenfold_is_no_scale_jump() -> None:
    old, new = (
        report(y, [row("Antal digitala besök", value=v)])
        for y, v in (("2019", "310 st"), ("2020", "4 100 st"))
    )
    assert not findings(old, new, code="scale_jump")


def test_kronor_that_become_thousands_with_their_unit_are_no_scale_jump() -> None:
    old, new = (
        report(y, [row("Kostnad per elev", value=v)])
        for y, v in (("2019", "112 400 kr"), ("2020", "115 tkr"))
    )
    assert not findings(old, new, code="scale_jump")


def announced(target: str) -> list[Finding]:
    """A target of 2020 that the report of 2019 announced, and that of 2020 prints."""
    aim = {"kind": "target", "unit": "kr", "origin": "scorecard", "comparator": "<="}
    before = fact("Kostnad per resa", "2020", "högst 94", row_no=1, value=Decimal(94), **aim)
    old = report("2019", [row("Kostnad per resa", target="högst 90 kr")], facts=[before])
    new = report("2020", [row("Kostnad per resa", target=target)])
    return findings(old, new, code="restated")


def test_a_target_announced_for_the_next_year_is_restated_where_that_year_prints_another() -> None:
    assert len(announced("högst 92 kr")) == 1
    assert not announced("högst 94 kr")


@pytest.mark.parametrize(
    ("sentence", "flagged"),
    [
        ("Andelen inställda turer var 8,2 procent.", 1),
        ("Andelen inställda turer var 8,2 procent i Granvik.", 1),  # the body's own place
        ("Andelen inställda turer var 8,2 procent, då många var sjuka under hösten.", 1),
        ("I höst steg andelen inställda turer till 8,2 procent.", 0),
        ("Andelen inställda turer var 8,2 procent vid depån i Lövnäs.", 0),
        ("Där är andelen inställda turer 8,2 procent.", 0),
        ("Andelen inställda turer var 8,2 procent före pandemin.", 0),
        ("Norra depån hade högst andel inställda turer, 8,2 procent.", 0),
    ],
)
def test_a_number_of_one_place_or_of_another_time_is_not_held_against_the_whole(
    sentence: str, flagged: int
) -> None:
    said = fact("Inställda turer", "2020", sentence, value=Decimal("8.2"), row_no=1)
    made = report("2020", [row("Inställda turer", value="6,8 %")], facts=[said])
    assert len(findings(made, code="text_vs_table")) == flagged


def test_a_baseline_whose_year_is_only_assumed_contradicts_no_text() -> None:
    said = fact("Utresande gäster", "2019", "De var 101 året innan.", value=Decimal(101), unit="st", row_no=1)
    for baseline, flagged in (("96 st", 0), ("2019: 96 st", 1)):
        made = report("2020", [row("Utresande gäster", baseline=baseline, value="88 st")], facts=[said])
        assert len(findings(made, code="text_vs_table")) == flagged


def test_a_sentence_that_tells_the_printed_number_tells_another_of_something_else() -> None:
    sentence = "Vi gjorde 1 284 kontroller och tog 9 640 prov."
    both = [fact("Kontroller", "2020", sentence, value=Decimal(n), unit="st", row_no=1) for n in (1284, 9640)]
    for facts, flagged in ((both, 0), (both[1:], 1)):
        made = report("2020", [row("Kontroller", value="1 284 st")], facts=facts)
        assert len(findings(made, code="text_vs_table")) == flagged

"""What changed between scorecards, and what was not measured: each code twice, each trap."""

from __future__ import annotations

from decimal import Decimal

import pytest
from msgspec.structs import replace

from extractor.model import Column, Report, Scorecard
from tests.support.checking import findings
from tests.support.invented import fact, report, row


def codes(
    old: dict[str, str], new: dict[str, str], code: str, *, periods: tuple[str, str] = ("2019", "2020")
) -> int:
    one, other = (report(p, [row(**r)]) for p, r in zip(periods, (old, new), strict=True))  # type: ignore[arg-type]
    return len(findings(one, other, code=code))


BASE = [row("Antal besök"), row("Svarstid i växeln"), row("Nöjda brukare")]


@pytest.mark.parametrize("periods", [("2019", "2020"), ("2019-T1", "2020-T1")])
def test_what_is_not_in_the_next_scorecard_is_dropped(periods: tuple[str, str]) -> None:
    (found,) = findings(report(periods[0], BASE), report(periods[1], BASE[:2]), code="indicator_dropped")
    assert (found.indicator, found.severity) == ("Nöjda brukare", "info")


@pytest.mark.parametrize("periods", [("2019", "2020"), ("2019-T2", "2020-T2")])
def test_what_was_not_in_the_last_scorecard_is_added(periods: tuple[str, str]) -> None:
    (found,) = findings(report(periods[0], BASE[1:]), report(periods[1], BASE), code="indicator_added")
    assert found.indicator == "Antal besök"


def test_a_report_of_another_type_adds_and_drops_nothing() -> None:
    made = report("2020-T1", BASE[:1]), report("2020", BASE)
    assert not findings(*made, code="indicator_added")
    assert not findings(*made[::-1], code="indicator_dropped")


def test_a_report_without_a_scorecard_drops_nothing() -> None:
    assert not findings(report("2019", BASE), report("2020"), code="indicator_dropped")


def test_a_list_of_activities_is_not_compared() -> None:
    old, new = report("2019", BASE, kind="activity"), report("2020", BASE[:1], kind="activity")
    assert not findings(old, new, code="indicator_dropped")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Mertid", "”Mertid”, timmar utöver schema"),
        ("Andel digitala ansökningar", "Ansökningar som lämnats digitalt, andel"),
        ("Antal ärenden till nämnden", "Ärenden till nämnden"),
        ("Svarstid, median", "Median svarstid"),
        ("Antal kontroller", "Antal genomförda kontroller"),
        ("Överskott, tkr", "Överskott, mnkr"),
    ],
)
def test_another_name_is_a_renaming(old: str, new: str) -> None:
    assert (
        codes(
            {"indicator": old, "goal": "G", "target": "85 %"},
            {"indicator": new, "goal": "G", "target": "85 %"},
            "indicator_renamed",
        )
        == 1
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Antal besök", "Antalet besök"),
        ("Överskott", "Överskott, mnkr"),
        ("Elanvändning (kWh)", "Elanvändning"),
        ("Väntetid – dagar", "Väntetid (dagar)"),
        (
            "Total frånvaro Målet gäller hela förvaltningen och alla yrken",
            "Total frånvaro Vi följer även chefernas frånvaro noga",
        ),
    ],
)
def test_another_inflection_or_explanation_is_no_renaming(old: str, new: str) -> None:
    assert codes({"indicator": old, "goal": "G"}, {"indicator": new, "goal": "G"}, "indicator_renamed") == 0


@pytest.mark.parametrize(
    ("old", "new"), [("Trygga miljöer", "Trygga och öppna miljöer"), ("God ekonomi", "Nöjda medarbetare")]
)
def test_another_goal_over_the_same_indicator_is_a_renaming(old: str, new: str) -> None:
    assert (
        codes(
            {"indicator": "Antal besök", "goal": old},
            {"indicator": "Antal besök", "goal": new},
            "goal_renamed",
        )
        == 1
    )


def test_a_goal_with_another_full_stop_is_no_renaming() -> None:
    assert (
        codes(
            {"indicator": "Antal besök", "goal": "God vård"},
            {"indicator": "Antal besök", "goal": "God vård."},
            "goal_renamed",
        )
        == 0
    )


# ---------------------------------------------------------------- targets


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("≥ 85 %", "≥ 90 %"),
        ("Minska", "max 15,0 mnkr"),
        ("3 %", "Minska"),
        ("Öka", "Minska"),
        ("Minst 10 genomförda", "Minst 10 per enhet"),
        ("En ny modell är fastställd", "Rutinen är känd av alla medarbetare"),
        ("", "Minska"),
    ],
)
def test_another_target_is_flagged(old: str, new: str) -> None:
    assert (
        codes(
            {"indicator": "Mått på något", "target": old},
            {"indicator": "Mått på något", "target": new},
            "target_changed",
        )
        == 1
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Resultat +/- 0", "0"),
        ("Resultat 0", "Resultat enligt budget"),
        ("Antal avbrott: max 10 st", "Avbrott: 10 st"),
        ("Minska", "Ska minska"),
        ("80%", "80 %"),
        ("högst 60 min", "högst 1,0 h"),
        ("Följs", "Följs"),
        ("Rutinen är känd och tillämpas", "Rutinen ska vara känd och tillämpas."),
    ],
)
def test_the_same_target_in_other_words_is_silent(old: str, new: str) -> None:
    assert (
        codes(
            {"indicator": "Mått på något", "target": old},
            {"indicator": "Mått på något", "target": new},
            "target_changed",
        )
        == 0
    )


@pytest.mark.parametrize("periods", [("2020-T1", "2020"), ("2020-T1", "2020-T2")])
def test_a_lower_target_for_a_shorter_period_is_silent(periods: tuple[str, str]) -> None:
    old, new = {"indicator": "Avbrott", "target": "max 3 st"}, {"indicator": "Avbrott", "target": "max 10 st"}
    assert codes(old, new, "target_changed", periods=periods) == 0


def test_a_share_that_changes_within_the_year_is_flagged() -> None:
    old, new = (
        {"indicator": "Nöjda brukare", "target": "80 %"},
        {"indicator": "Nöjda brukare", "target": "75 %"},
    )
    assert codes(old, new, "target_changed", periods=("2020-T1", "2020")) == 1


# ---------------------------------------------------------------- missing values


def missing(*rows: dict[str, object], period: str = "2020", **more: object) -> int:
    return len(findings(report(period, rows, **more), code="missing_value"))  # type: ignore[arg-type]


FULL = row("Antal besök", target="100 st", value="90 st", status="met")


@pytest.mark.parametrize(
    "value", ["", "Ej mätt", "Ingen mätning i år", "Uppgift saknas", "Ingen data", "–", ".."]
)
def test_a_target_with_an_empty_or_refused_value_is_flagged(value: str) -> None:
    assert missing(FULL, row("Nöjda brukare", target="80 %", value=value)) == 1


def test_commentary_that_says_that_nothing_was_measured_is_evidence() -> None:
    said = [("Brukare", "Enkäten har inte skickats ut under året.", 1)]
    assert missing(row("Nöjda brukare", target="80 %", status="met"), comments=said) == 1


def test_a_judged_number_target_without_any_value_is_flagged() -> None:
    assert missing(row("Nöjda brukare", target="80 %", status="met")) == 1


def test_a_value_given_in_the_commentary_is_enough() -> None:
    said = [("Nöjda brukare", "Årets mätning visar 82 procent.", 1)]
    assert missing(row("Nöjda brukare", target="80 %", status="met"), comments=said) == 0


def test_a_verdict_in_the_commentary_is_no_value() -> None:
    said = [("Nöjda brukare", "Målet är uppnått.", 1)]
    assert missing(row("Nöjda brukare", target="80 %", status="met"), comments=said) == 1


def test_a_value_in_words_is_one() -> None:
    said = [("Introduktionsmöten", "Frågan togs upp på samtliga introduktionsmöten.", 1)]
    assert missing(row("Andel introduktionsmöten", target="100 %", status="met"), comments=said) == 0


@pytest.mark.parametrize("target", ["", "Nytt mått", "–"])
def test_no_target_misses_no_value(target: str) -> None:
    assert missing(FULL, row("Nöjda brukare", target=target, value="")) == 0


def test_a_task_without_a_value_column_misses_no_value() -> None:
    assert missing(row("Styrmodell", target="Modellen är beslutad och känd", status="met")) == 0


def _with_target_year(made: Report, year: str) -> Report:
    columns = (
        Column(index=0, label="Indikator", role="indicator", confidence=1),
        Column(index=1, label=f"Mål {year}", role="target", confidence=1, period=year),
    )

    def dated(card: Scorecard) -> Scorecard:
        return replace(card, columns=columns)

    return replace(made, scorecards=tuple(map(dated, made.scorecards)))


def test_a_whole_years_target_differs_between_an_annual_report_and_next_years_interim_one() -> None:
    old = _with_target_year(
        report("2019", [row("Effekt av åtgärder", target="20 mnkr", value="18 mnkr")]), "2019"
    )
    new = report("2020-T2", [row("Effekt av åtgärder", target="30 mnkr", value="9 mnkr")])
    assert len(findings(old, _with_target_year(new, "2020"), code="target_changed")) == 1
    assert not findings(old, new, code="target_changed")  # the target may be the period's


def test_an_amount_in_thousands_of_what_it_was_in_is_another_unit() -> None:
    reports = [
        report("2019", [row("Intäkt per timme", value="1 450 kr")]),
        report("2020", [row("Intäkt per timme", value="1,52 tkr")]),
    ]
    assert len(findings(*reports, code="unit_changed")) == 1
    named = [
        report("2019", [row("Budgetavvikelse (tkr)", value="+1 250")]),
        report("2020", [row("Budgetavvikelse (mnkr)", value="+1,4")]),
    ]
    assert len(findings(*named, code="unit_changed")) == 1


def test_a_cell_that_promises_a_value_for_later_holds_none() -> None:
    made = report("2020", [row("Medarbetarindex", target="77", value="Redovisas 2021")])
    assert len(findings(made, code="missing_value")) == 1
    made = report("2020", [row("Medarbetarindex", target="77", value="78")])
    assert not findings(made, code="missing_value")


def test_a_goal_that_only_one_report_judges_is_neither_added_nor_dropped() -> None:
    goal = "Gästerna är nöjda"
    plain = report("2019", [row("Nöjda gäster", goal=goal, target="80 %", value="81 %")])
    judged = report("2020", [row("Nöjda gäster", goal=goal, target="80 %", value="82 %")])
    card = report("2020", [row("", goal=goal, status="met")], kind="goal").scorecards[0]
    own = tuple(replace(r, table_no=2) for r in card.rows)
    judged = replace(judged, scorecards=(*judged.scorecards, replace(card, table_no=2, rows=own)))
    assert not findings(plain, judged, code="indicator_added")
    assert not findings(
        replace(judged, metadata=plain.metadata),
        report("2020", [row("Nöjda gäster", goal=goal)]),
        code="indicator_dropped",
    )


def test_an_empty_cell_is_told_with_the_sentence_that_explains_it() -> None:
    made = report(
        "2020",
        [row("Nöjda gäster", target="80 %", value="")],
        comments=[("", "Köket byggdes om. Enkäten genomfördes inte under året.", 1)],
    )
    (found,) = findings(made, code="missing_value")
    assert found.b == "tom cell; Enkäten genomfördes inte under året. (löptext)"


def test_a_dash_is_told_with_the_judgement_that_says_that_nothing_was_measured() -> None:
    made = report("2020", [row("Nöjda gäster", target="80 %", value="–", comment="Undersökningen uteblev.")])
    (found,) = findings(made, code="missing_value")
    assert found.b == "–; Undersökningen uteblev. (styrkort)"


def test_an_empty_cell_is_told_with_a_sentence_elsewhere_that_is_akin_to_its_measure() -> None:
    text = "Gästindexet mäts vart tredje år. Köksenkäten sköts upp till nästa år."
    made = report("2020", [row("Gästindex", target="75", value="")], comments=[("Kök", text)])
    (found,) = findings(made, code="missing_value")
    assert found.b.startswith("tom cell; Gästindexet") or "sköts upp" not in found.b


def test_a_measure_that_sets_its_own_bound_misses_its_value() -> None:
    assert missing(FULL, row("Minst 90 % av gästerna är nöjda", value="Mäts nästa gång 2021.")) == 1


def test_a_number_in_words_is_a_value() -> None:
    said = [("Antal matlag", "Sju nya matlag har bildats.", 1)]
    assert missing(row("Antal matlag", target="8 st", status="met"), comments=said) == 0


def test_one_word_of_a_long_goal_exchanged_is_another_goal() -> None:
    old = "Besökare får tidig och tydlig information om båtar under hela den långa sommaren"
    assert codes(
        {"indicator": "A", "goal": old},
        {"indicator": "A", "goal": old.replace("båtar", "småbåtar")},
        "goal_renamed",
    )


def test_a_target_announced_for_the_next_year_changes_nothing_of_this_year_s() -> None:
    """Neither that 60 minutes are an hour, nor that the value misses the target."""
    aim = {"kind": "target", "unit": "min", "origin": "scorecard", "comparator": "<="}
    later = fact("Svarstid", "2020", "högst 45 min", row_no=1, value=Decimal(45), **aim)
    old = report("2019", [row("Svarstid", target="högst 60 min")], facts=[later])
    assert not findings(old, report("2020", [row("Svarstid", target="högst 1,0 h")]), code="target_changed")
    missed = report(
        "2019-T2", [row("Svarstid", target="högst 60 min", value="75 min", status="met")], facts=[later]
    )
    assert len(findings(missed, code="status_vs_value")) == 1


def test_a_value_that_may_stand_in_a_column_nobody_knows_is_not_missing() -> None:
    made = report("2020", [row("Antal besök", target="120 st", status="met")])
    (card,) = made.scorecards
    columns = tuple(c for c in card.columns if c.role != "value")
    unknown = Column(index=9, label="Nivå 2020", role=None, confidence=0.6)
    for extra, flagged in ((), 1), ((unknown,), 0):
        other = replace(made, scorecards=(replace(card, columns=(*columns, *extra)),))
        assert len(findings(other, code="missing_value")) == flagged

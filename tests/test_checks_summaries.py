"""Sentences that sum up a scorecard against its own judgements."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from extractor.model import Report
from tests.support.checking import findings
from tests.support.invented import report, row


def made(text: str) -> Report:
    one = report("2020", [row("Svarstid", value="4 min", status="met"), row("Köer", value="9", status="met")])
    rows = [row("Överskott", value="1 mnkr", status="met"), row("Hyra", value="7 mnkr", status="not_met")]
    other = report("2020", rows, perspective="Ekonomi", comments=[("Året", text)])
    (card,) = other.scorecards
    rows_below = tuple(replace(r, table_no=9) for r in card.rows)
    return replace(other, scorecards=(*one.scorecards, replace(card, table_no=9, rows=rows_below)))


@pytest.mark.parametrize(
    "text",
    [
        "Samtliga styrmått inom ekonomiperspektivet har nått sina måltal.",
        "Alla indikatorer inom perspektivet Ekonomi är uppfyllda.",
        "Samtliga mått i styrkortet är gröna.",
        "Två av fyra mått har nått målet.",
        "Av de 4 måtten har alltså 2 nåtts.",
    ],
)
def test_a_summary_the_judgements_do_not_bear_out_is_flagged(text: str) -> None:
    (found,) = findings(made(text), code="text_vs_table")
    assert "styrkort" in found.b


@pytest.mark.parametrize(
    "text",
    [
        "Samtliga styrmått inom verksamhetsperspektivet har nått sina måltal.",
        "Samtliga mått utom ett har nåtts.",
        "Samtliga mått i styrkortet ska nås.",
        "Samtliga mått har inte nåtts.",
        "Samtliga mått för hemtjänsten har nåtts.",  # of another scorecard
        "Samtliga medarbetare har nåtts av enkäten.",
        "Tre av fyra mått har nått målet.",
        "Två av tre mått har nått målet.",  # some other three
        "Två av fyra mått för skolan har nått målet.",
        "Under 2015 nåddes samtliga mått i styrkortet.",
        "Alla mått som är gröna har nått målet.",
        "Grönt: alla mått är uppfyllda.",
        "Mål: alla mått nås.",
        "Ett mål är uppnått när samtliga indikatorer har nått målvärdet.",
        "Minst tre av fyra mått har nått målet.",
    ],
)
def test_a_summary_of_others_or_with_a_reserve_stays_silent(text: str) -> None:
    assert not findings(made(text), code="text_vs_table")

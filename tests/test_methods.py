from __future__ import annotations

from extractor.model import SURE
from extractor.patterns import built_in
from extractor.scorecards.find import find_scorecards
from tests.support.sheets import document, table

PATTERNS = built_in()
AIMS = ["Minst 80 % av gästerna ska vilja komma tillbaka", "Köerna ska vara högst 15 minuter"]


def rows(header: list[str], *cells: list[str]):
    (card,) = find_scorecards(document(table(header, *cells)), PATTERNS, period="2020")
    return card.rows


def test_beside_a_way_of_measuring_the_finer_goal_is_what_is_measured() -> None:
    found = rows(
        ["Inriktningsmål", "Effektmål", "Så mäts målet", "Resultat", "Målet nått"],
        ["Nöjda gäster", AIMS[0], "Enkät i juli", "82 %", "Ja"],
        ["^", AIMS[1], "Egen klocka", "18 minuter", "Nej"],
    )
    assert [(r.text("goal"), r.text("indicator"), r.text("value")) for r in found] == [
        ("Nöjda gäster", AIMS[0], "82 %"),
        ("Nöjda gäster", AIMS[1], "18 minuter"),
    ]
    assert not any(r.text("target") for r in found)
    assert all(r.field("indicator").confidence >= SURE for r in found)


def test_without_figures_in_the_goals_what_is_measured_is_in_doubt() -> None:
    found = rows(
        ["Inriktningsmål", "Effektmål", "Mätmetod", "Resultat"],
        ["Nöjda gäster", "Gästerna ska vilja komma tillbaka", "Enkät i juli", "82 %"],
        ["^", "Köerna ska vara korta", "Egen klocka", "18"],
    )
    assert all(r.text("indicator") and r.field("indicator").confidence < SURE for r in found)


def test_a_single_column_of_goals_leaves_what_they_are_measured_by_the_indicator() -> None:
    found = rows(
        ["Mål", "Så mäts målet", "Målnivå", "Resultat"],
        ["Nöjda gäster", "Andel gäster som vill komma tillbaka", "80 %", "82 %"],
        ["Korta köer", "Väntetid i kassan, minuter", "15", "18"],
    )
    assert [r.text("indicator") for r in found] == [
        "Andel gäster som vill komma tillbaka",
        "Väntetid i kassan, minuter",
    ]


def test_a_way_of_measuring_beside_goals_is_what_is_measured_in_doubt_where_nothing_else_is() -> None:
    found = rows(
        ["Mål", "Följs upp genom", "Mål 2020", "Utfall 2020"],
        ["Nöjda gäster", "Andel gäster som vill komma tillbaka", "80 %", "82 %"],
        ["Korta köer", "Väntetid i kassan, minuter", "15", "18"],
    )
    assert [(r.text("goal"), r.text("indicator")) for r in found] == [
        ("Nöjda gäster", "Andel gäster som vill komma tillbaka"),
        ("Korta köer", "Väntetid i kassan, minuter"),
    ]
    assert all(r.field("indicator").confidence < SURE for r in found)

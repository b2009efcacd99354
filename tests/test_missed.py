"""Goals and perspectives that may have been missed: sure to be none only where the report prints none."""

from __future__ import annotations

from extractor.model import SURE, Block, Row
from extractor.patterns import built_in
from extractor.scorecards.find import find_scorecards
from tests.support.sheets import Mark, body, document, heading, mark, table

PATTERNS = built_in()
HEADER: list[Mark] = ["Indikator", "Målvärde", "Utfall", "Status"]


def card(number: int, name: str = "Andel nöjda resenärer") -> Block:
    return table(HEADER, [f"{name} {number}", "80 %", "81 %", mark("green")], number=number)


def rows(*blocks: Block) -> list[Row]:
    return [row for card in find_scorecards(document(*blocks), PATTERNS) for row in card.rows]


def test_a_table_without_a_goal_in_a_report_of_goals_is_not_sure_to_have_none() -> None:
    found = rows(heading("Kund"), body("Mål 1: Trygga resor för alla"), card(1), heading("Ekonomi"), card(2))
    assert [row.text("goal") for row in found] == ["Trygga resor för alla", ""]
    assert found[1].field("goal").confidence < SURE
    assert found[1].field("goal").reasons == ("heading_missed",)


def test_a_report_without_goals_surely_has_none() -> None:
    found = rows(heading("Kund"), card(1), heading("Ekonomi"), card(2))
    assert all(row.field("goal").confidence >= SURE for row in found)


def test_a_heading_on_the_level_of_the_other_goals_is_a_goal_never_surely() -> None:
    found = rows(
        heading("Uppföljning av mål"),
        heading("För dem vi finns till för", 2), heading("Resenärerna är trygga", 3), card(1),
        heading("Arbetsplatsen", 2), heading("Medarbetarna trivs på jobbet", 3), card(2),
        heading("Hushållning", 2), heading("God kontroll över pengarna", 3), card(3),
    )  # fmt: skip
    assert [row.text("goal") for row in found][2] == "God kontroll över pengarna"
    assert [row.text("perspective") for row in found][2] == "Hushållning"
    assert found[2].field("goal").confidence < SURE

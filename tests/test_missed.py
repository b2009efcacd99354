"""Goals and perspectives that may have been missed: sure to be none only where the report prints none."""

from __future__ import annotations

import msgspec
import pytest

from extractor.model import SURE, Block, Box, Place, Row
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


AREAS: list[list[Mark]] = [
    ["Mål", "Indikator", "Målvärde", "Utfall", "Status"],
    ["KUND", "", "", "", ""],
    ["Resenärerna är trygga", "Nöjda resenärer", "80 %", "81 %", mark("green")],
    ["VINDKRAFTEN", "", "", "", ""],
    ["Elen räcker till alla", "Levererad el, GWh", "40", "42", mark("green")],
]


def over(areas: list[list[Mark]], layer: str = "recognised", height: float = 14.0) -> list[Row]:
    """The rows of a table without lines between its columns: a name alone stands in the first of them."""
    made = table(*areas)
    cells = tuple(
        msgspec.structs.replace(
            c, place=Place(page=2, box=Box(60, 100 + height * c.row, 90, 100 + height * (c.row + 1)))
        )
        for c in made.cells
    )
    blocks = document(msgspec.structs.replace(made, cells=cells))
    found = find_scorecards(msgspec.structs.replace(blocks, text_layer=layer), PATTERNS)
    return [row for card in found for row in card.rows]


@pytest.mark.parametrize("layer", ["born", "recognised"])
def test_an_unknown_name_alone_over_rows_with_goals_is_their_perspective_in_doubt(layer: str) -> None:
    found = over(AREAS, layer)
    assert [row.text("perspective") for row in found] == ["Kund", "Vindkraften"]
    assert [row.text("goal") for row in found] == ["Resenärerna är trygga", "Elen räcker till alla"]
    assert [row.field("perspective").confidence >= SURE for row in found] == [True, False]


def test_below_a_row_of_a_scan_without_a_word_the_perspective_is_not_sure() -> None:
    found = over([*AREAS[:3], ["", "", "", "", ""], *AREAS[4:]])
    assert [row.text("perspective") for row in found] == ["Kund", "Kund"]
    assert [row.field("perspective").confidence >= SURE for row in found] == [True, False]
    assert found[1].field("perspective").reasons == ("heading_missed",)


def test_a_double_rule_of_a_scan_hides_no_perspective() -> None:
    found = over([*AREAS[:3], ["", "", "", "", ""], *AREAS[4:]], height=3.0)
    assert all(row.field("perspective").confidence >= SURE for row in found)


def test_a_goal_without_a_measure_does_not_name_the_perspective_yet_may_have_in_a_scan() -> None:
    alone: list[list[Mark]] = [*AREAS[:3], ["Fler väljer att gå till jobbet", "", "", "", ""], *AREAS[4:]]
    for layer, sure in (("born", True), ("recognised", False)):
        row = over(alone, layer)[1]
        assert row.text("perspective") == "Kund"
        assert (row.field("perspective").confidence >= SURE) is sure


def test_a_perspective_named_above_another_table_of_a_scan_is_not_sure_for_the_next_scorecard() -> None:
    lines = (heading("Uppföljning"), body("Ekonomi"))
    money = table(["Tkr", "Budget", "Bokslut"], ["Lön", "100", "90"], ["Hyra", "40", "41"], number=1)
    for between, sure in (((), True), ((money,), False)):
        made = document(*lines, *between, body("Så här gick det."), card(2))
        (found,) = find_scorecards(msgspec.structs.replace(made, text_layer="recognised"), PATTERNS)
        perspective = found.rows[0].field("perspective")
        assert perspective.text == "Ekonomi"
        assert (perspective.confidence >= SURE) is sure


def test_success_factors_beside_a_row_that_begins_with_a_goal_s_label_are_not_surely_the_goal() -> None:
    """The goal's spanning cell was read in pieces: the row is not seen to state it."""
    made = table(
        ["Framgångsfaktor", "Indikator", "Målvärde", "Utfall", "Status"],
        ["Strategiskt mål", "Resorna är", "trygga", "", ""],
        ["Fler vakter", "Nöjda resenärer", "80 %", "81 %", mark("green")],
    )
    (found,) = find_scorecards(document(heading("Kund"), made), PATTERNS)
    row = found.rows[-1]
    assert row.text("goal") == "Fler vakter"
    assert row.field("goal").confidence < SURE

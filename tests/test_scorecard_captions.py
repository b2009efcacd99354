"""Goals that stand only in the captions of small tables."""

from __future__ import annotations

import pytest

from extractor.model import SURE, Block, Row
from extractor.patterns import built_in
from extractor.scorecards.find import find_scorecards
from tests.support.sheets import Mark, body, document, heading, mark, table

PATTERNS = built_in()
HEADER: list[Mark] = ["Mått", "Målvärde", "Utfall", "Status"]


def rows(*blocks: Block) -> list[Row]:
    return [r for card in find_scorecards(document(heading("Ekonomi"), *blocks), PATTERNS) for r in card.rows]


def one(number: int) -> Block:
    return table(HEADER, [f"Andel nöjda {number}", "80 %", "81 %", mark("green")], number=number)


def test_a_caption_with_a_verb_is_the_goal_never_surely() -> None:
    (row,) = rows(body("Tabell 2. Fler unga cyklar till skolan"), one(1))
    assert row.text("goal") == "Fler unga cyklar till skolan"
    assert row.field("goal").confidence < SURE


def test_a_caption_that_says_what_shall_be_is_surely_the_goal() -> None:
    (row,) = rows(body("Tabell 2: Alla barn ska kunna simma"), one(1))
    assert row.field("goal").text == "Alla barn ska kunna simma"
    assert row.field("goal").confidence >= SURE


def test_a_caption_that_says_what_shall_be_done_with_measures_is_never_surely_the_goal() -> None:
    (row,) = rows(body("Tabell 2: Måtten ska redovisas under året"), one(1))
    assert row.field("goal").confidence < SURE


def test_beside_a_caption_with_a_verb_a_short_one_is_a_goal_too() -> None:
    found = rows(
        body("Tabell 1. Fler unga cyklar till skolan"), one(1), body("Tabell 2. Renare hamnvatten"), one(2)
    )
    assert [r.text("goal") for r in found] == ["Fler unga cyklar till skolan", "Renare hamnvatten"]


@pytest.mark.parametrize(
    "caption",
    [
        "Tabell 3. Uppföljning av styrkortet 2019",
        "Tabell 3. Indikatorer",
        "Tabell 3. Medarbetare",
        "Tabell 3",
    ],
)
def test_a_caption_that_only_describes_its_table_is_no_goal(caption: str) -> None:
    found = rows(body(caption), one(1))
    assert found[0].text("goal") == ""


def test_the_caption_of_a_picture_is_no_goal_of_the_table_below() -> None:
    (row,) = rows(body("Diagram 3. Fler unga cyklar till skolan"), one(1))
    assert row.text("goal") == ""


def test_captions_below_their_tables_stay_with_these() -> None:
    found = rows(
        one(1),
        body("Tabell 1. Fler unga cyklar till skolan"),
        one(2),
        body("Tabell 2. Hamnens vatten blir renare"),
    )
    assert [r.text("goal") for r in found] == ["Fler unga cyklar till skolan", "Hamnens vatten blir renare"]


def test_a_caption_that_may_be_a_goal_leaves_none_surely_empty() -> None:
    (row,) = rows(body("Tabell 2. Rena och trygga hamnar"), one(1))
    assert row.text("goal") == ""
    assert row.field("goal").confidence < SURE


@pytest.mark.parametrize("area", ["Kund: ", "Perspektiv Kund – "])
def test_the_goal_of_a_caption_stands_behind_the_perspective(area: str) -> None:
    (row,) = rows(body(f"Tabell 2. {area}Fler gäster trivs i hamnen"), one(1))
    assert row.text("goal") == "Fler gäster trivs i hamnen"


def test_the_unit_between_a_caption_and_its_table_is_passed() -> None:
    (row,) = rows(body("Tabell 2. Fler gäster trivs i hamnen"), body("Belopp i tkr"), one(1))
    assert row.text("goal") == "Fler gäster trivs i hamnen"


def test_a_caption_in_the_first_row_of_its_table_is_the_goal() -> None:
    sheet = table(
        ["Tabell 2. Trygga och rena hamnar", "<", "<", "<"],
        HEADER,
        ["Andel nöjda", "80 %", "81 %", mark("green")],
    )
    (row,) = rows(sheet)
    assert row.text("goal") == "Trygga och rena hamnar"
    assert row.field("goal").confidence < SURE


def test_a_short_line_right_above_a_table_leaves_no_goal_surely_empty() -> None:
    (row,) = rows(body("Renare hamnvatten"), one(1))
    assert row.text("goal") == ""
    assert row.field("goal").confidence < SURE


def test_what_explains_the_signs_is_no_goal() -> None:
    (row,) = rows(body("+ målet nås, – målet nås inte"), one(1))
    assert row.text("goal") == ""

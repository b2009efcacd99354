"""Bars beside the rows of a scorecard: the perspective of each row, over goals, page breaks and headers."""

from __future__ import annotations

import pytest

from extractor.model import SURE, Block, Row
from extractor.patterns import built_in
from extractor.scorecards.find import find_scorecards
from tests.support.sheets import Mark, body, document, heading, mark, table

PATTERNS = built_in()
GREEN, RED = mark("green"), mark("red")
HEADER: list[Mark] = ["", "Indikator", "Mål 2020", "Utfall 2020", "Status"]
TRIPS: list[Mark] = ["Nöjda resenärer", "80 %", "81 %", GREEN]
DELAYS: list[Mark] = ["Inställda turer", "2 %", "3 %", RED]
STAFF: list[Mark] = ["Medarbetarindex", "75", "77", GREEN]


def rows(*blocks: Block) -> list[Row]:
    return [row for card in find_scorecards(document(*blocks), PATTERNS) for row in card.rows]


def areas(found: list[Row]) -> list[tuple[str, bool]]:
    return [(f.text, f.confidence >= SURE) for f in (row.field("perspective") for row in found)]


@pytest.mark.parametrize("name", ["Kund", "KUND", "K\nu\nn\nd", "Perspektiv: Kund", "Kund, forts."])
def test_a_perspective_on_one_bar_stands_on_every_row(name: str) -> None:
    found = rows(table(HEADER, [name, *TRIPS], ["^", *DELAYS]))
    assert areas(found) == [("Kund", True)] * 2
    assert [row.text("indicator") for row in found] == ["Nöjda resenärer", "Inställda turer"]


def test_each_bar_names_the_rows_beside_it() -> None:
    found = rows(table(HEADER, ["Kund", *TRIPS], ["^", *DELAYS], ["Medarbetare", *STAFF]))
    assert areas(found) == [("Kund", True), ("Kund", True), ("Medarbetare", True)]


def test_a_bar_may_stand_in_the_first_of_its_rows_with_empty_cells_below() -> None:
    found = rows(table(HEADER, ["Kund", *TRIPS], ["", *DELAYS]))
    assert areas(found) == [("Kund", True)] * 2


def test_a_bar_may_reach_up_beside_the_header() -> None:
    header: list[Mark] = ["Kund", *HEADER[1:]]
    found = rows(table(header, ["^", *TRIPS], ["^", *DELAYS]))
    assert areas(found) == [("Kund", True)] * 2


def test_goals_beside_a_bar_stand_on_the_rows_below_them_only() -> None:
    found = rows(
        table(
            HEADER,
            ["Kund", "Resorna ska vara trygga", "<", "<", "<"], ["^", *TRIPS],
            ["^", "Turerna ska gå som de ska", "<", "<", "<"], ["^", *DELAYS],
            ["Medarbetare", *STAFF], ["^", "Sjukfrånvaro", "4 %", "5 %", RED],
            bold=(0, 1, 3),
        )
    )  # fmt: skip
    goals = ["Resorna ska vara trygga", "Turerna ska gå som de ska", "", ""]
    assert [row.text("goal") for row in found] == goals
    assert areas(found) == [("Kund", True)] * 2 + [("Medarbetare", True)] * 2


def test_a_name_that_no_perspective_has_is_kept_never_surely() -> None:
    found = rows(table(HEADER, ["Kollektivt resande", *TRIPS], ["^", *DELAYS]))
    assert areas(found) == [("Kollektivt resande", False)] * 2
    assert all(row.field("goal").confidence < SURE for row in found)


def test_below_a_perspective_that_is_named_another_bar_may_be_the_goal() -> None:
    found = rows(heading("Medborgare"), table(HEADER, ["Hållbart resande", *TRIPS], ["^", *DELAYS]))
    assert areas(found) == [("Medborgare", True)] * 2
    assert [(r.text("goal"), r.field("goal").confidence < SURE) for r in found] == [
        ("Hållbart resande", True)
    ] * 2


def test_a_bar_goes_on_over_the_page_break() -> None:
    first = table(HEADER, ["Kund", *TRIPS], ["^", *DELAYS])
    second = table(["Kund, forts.", "Resor per dag", "20", "21", GREEN], ["^", "Tomma bussar", "3", "4", RED],
                   ["Medarbetare", *STAFF], number=2, page=3, header_rows=0, bold=())  # fmt: skip
    found = rows(first, body("", page=3), second)
    assert [name for name, _ in areas(found)] == ["Kund"] * 4 + ["Medarbetare"]


def test_a_column_with_a_header_of_its_own_is_no_bar() -> None:
    header: list[Mark] = ["Mål", *HEADER[1:]]
    found = rows(table(header, ["Trygga resor", *TRIPS], ["^", *DELAYS]))
    assert [row.text("goal") for row in found] == ["Trygga resor"] * 2


def test_names_beside_one_row_each_are_no_bars() -> None:
    found = rows(table(["", *HEADER[1:]], ["Stadsbuss", *TRIPS], ["Landsbuss", *DELAYS]))
    assert {row.text("indicator") for row in found} == {"Nöjda resenärer", "Inställda turer"}


def test_names_beside_the_middle_of_their_rows_are_never_sure() -> None:
    found = rows(table(HEADER, ["", *TRIPS], ["Kund", *DELAYS], ["", *STAFF], ["Medarbetare", *STAFF]))
    assert not any(sure for _, sure in areas(found))

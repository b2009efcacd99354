"""Tables that count or rate how far goals have come: no scorecard rows where the goals are named elsewhere."""

from __future__ import annotations

import pytest

from extractor.model import SURE, Block, Row
from extractor.patterns import built_in
from extractor.scorecards.find import find_scorecards
from tests.support.sheets import Mark, document, heading, mark, table

PATTERNS = built_in()
GREEN, RED = mark("green"), mark("red")
GOALS = ("1 Resorna ska vara trygga", "2 Bussarna ska gå i tid", "3 Fler ska resa hållbart")


def rows(*blocks: Block) -> list[Row]:
    doc = document(heading("Kund", page=1), *blocks)
    return [row for card in find_scorecards(doc, PATTERNS) for row in card.rows]


def measured(number: int = 1) -> Block:
    lines = ([goal, f"Andel {n}", "80 %", "81 %", GREEN] for n, goal in enumerate(GOALS))
    return table(["Mål", "Indikator", "Målvärde", "Utfall", "Status"], *map(list, lines), number=number)


@pytest.mark.parametrize(
    "names", [GOALS, ("1 Trygga resor", "2 Bussar i tid", "3 Hållbart resande"), ("Mål 1", "Mål 2", "Mål 3")]
)
def test_how_far_goals_have_come_is_no_outcome_of_theirs(names: tuple[str, ...]) -> None:
    lines: list[list[Mark]] = [[name, "3", "2", "67 %"] for name in names]
    summary = table(["Mål", "Indikatorer", "Nådda", "Grad av måluppfyllelse"], *lines, number=2)
    found = rows(measured(), summary)
    assert {row.table_no for row in found} == {1}
    assert [row.text("value") for row in found] == ["81 %"] * 3


def test_the_sum_of_a_summary_goes_with_it() -> None:
    lines: list[list[Mark]] = [
        ["Mål 1", "2", "1"],
        ["Mål 2", "2", "2"],
        ["Mål 3", "1", "0"],
        ["Summa", "5", "3"],
    ]
    found = rows(measured(), table(["Mål", "Indikatorer", "Varav nådda"], *lines, number=2))
    assert {row.table_no for row in found} == {1}


def test_goals_that_headings_state_are_named_there() -> None:
    headings = [heading(f"Mål {n} {goal[2:]}", 2) for n, goal in enumerate(GOALS, start=1)]
    lines: list[list[Mark]] = [[f"Mål {n}", "3", "2"] for n in (1, 2, 3)]
    assert rows(*headings, table(["Mål", "Indikatorer", "Uppnådda"], *lines)) == []


def test_other_goals_under_the_same_numbers_keep_their_rows() -> None:
    other = ("1 Friska medarbetare", "2 Ordning på ekonomin", "3 Digital förvaltning")
    lines: list[list[Mark]] = [[name, "67 %"] for name in other]
    found = rows(measured(), table(["Mål", "Måluppfyllelse"], *lines, number=2))
    assert [row.text("goal") for row in found if row.table_no == 2] == list(other)
    assert all(row.field("value").confidence < SURE for row in found if row.table_no == 2)


def test_a_scorecard_of_goals_with_targets_and_outcomes_of_their_own_stays() -> None:
    lines: list[list[Mark]] = [[goal, "80 %", "81 %", RED] for goal in GOALS]
    alone = rows(table(["Mål", "Målvärde", "Utfall", "Måluppfyllelse"], *lines))
    assert [(row.kind, row.text("value")) for row in alone] == [("goal", "81 %")] * 3
    beside = rows(measured(), table(["Mål", "Målvärde", "Utfall", "Måluppfyllelse"], *lines, number=2))
    assert sum(row.kind == "goal" for row in beside) == 3


def test_goals_rated_in_one_table_only_keep_their_rows() -> None:
    lines: list[list[Mark]] = [[goal, GREEN, "67 %"] for goal in GOALS]
    found = rows(table(["Mål", "Bedömning", "Grad av måluppfyllelse"], *lines))
    assert [row.text("goal") for row in found] == list(GOALS)


def test_a_light_beside_the_degree_judges_the_goal_on_the_rows_of_its_indicators() -> None:
    lines: list[list[Mark]] = [[goal, "67 %", RED] for goal in GOALS]
    summary = table(["Mål", "Andel uppfyllda indikatorer", "Bedömning"], *lines, number=2)
    found = rows(measured(), summary)
    assert [row.field("goal_status").normal for row in found] == ["not_met"] * 3

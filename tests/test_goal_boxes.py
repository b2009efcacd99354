"""Goals that say that they are goals: behind a label, below it, in a box above the scorecard."""

from __future__ import annotations

import pytest

from extractor.model import SURE, Block, Row
from extractor.patterns import built_in
from extractor.scorecards.find import find_scorecards
from tests.support.sheets import Mark, body, document, heading, mark, table

PATTERNS = built_in()
HEADER: list[Mark] = ["Indikator", "Målvärde", "Utfall", "Status"]
GOAL = "Fler invånare åker kollektivt"


def rows(*blocks: Block, area: str = "Medborgare") -> list[Row]:
    card = table(HEADER, ["Andel nöjda resenärer", "80 %", "81 %", mark("green")], number=9)
    found = find_scorecards(document(heading(area), *blocks, card), PATTERNS)
    return [row for card in found for row in card.rows]


@pytest.mark.parametrize(
    "line",
    [
        f"Nämndens mål 2 {GOAL}",
        f"Mål enligt trafikplanen {GOAL}",
        f"Bolagets prioriterade mål: {GOAL}",
        f"Effektmål A: {GOAL}",
        f"KF-mål 3: {GOAL}",
    ],
)
def test_a_label_in_front_of_a_goal_is_no_part_of_it(line: str) -> None:
    goal = rows(body(line))[0].field("goal")
    assert goal.text == GOAL
    assert goal.confidence >= SURE


@pytest.mark.parametrize("label", ["Mål enligt regleringsbrevet", "Nämndens mål 3", "Inriktningsmål:"])
def test_a_line_below_its_label_is_the_goal_also_over_a_caption(label: str) -> None:
    found = rows(body(label), body(GOAL), heading("Tabell 4. Indikatorer för kollektivtrafik", 5))
    assert found[0].text("goal") == GOAL
    assert found[0].text("perspective") == "Medborgare"


@pytest.mark.parametrize(
    "box",
    [
        table(["Regionens mål", GOAL], bold=()),
        table(["Regionens mål", GOAL], ["Samlad bedömning", "Målet är nått"], bold=()),
        table(["Mål", "Bedömning"], [GOAL, mark("green")]),
        table([f"Mål 1: {GOAL}", mark("green")], bold=()),
        table(["Nämndens mål 1"], [GOAL], bold=()),
        table([f"Mål enligt trafikplanen {GOAL}"], ["Samlad bedömning: Målet är nått"], bold=()),
    ],
)
def test_a_small_table_above_a_scorecard_states_its_goal(box: Block) -> None:
    goals = [row for row in rows(box) if row.kind == "indicator"]
    assert [row.text("goal") for row in goals] == [GOAL]


def test_the_judgement_in_a_goals_box_is_the_goals() -> None:
    found = rows(table(["Regionens mål", GOAL], ["Samlad bedömning", "Målet är delvis nått"], bold=()))
    assert found[0].field("goal_status").normal == "partly_met"
    assert found[0].field("status").normal == "met"


def test_a_box_without_a_label_is_a_goal_only_where_it_reads_like_one() -> None:
    assert (
        rows(table(["Alla invånare ska kunna resa"], bold=()))[0].text("goal")
        == "Alla invånare ska kunna resa"
    )
    assert rows(table(["Antal resor per invånare"], bold=()))[0].text("goal") == ""
    assert rows(table(["Läs mer på vår webbplats."], bold=()))[0].text("goal") == ""


def test_a_box_of_figures_states_no_goal() -> None:
    assert rows(table(["Mål", "80 %"], ["Utfall", "81 %"], bold=()))[0].text("goal") == ""


def test_running_text_below_the_word_for_goals_is_no_sure_goal() -> None:
    text = body("Nämnden har under året arbetat med resandet. Det har gett resultat.")
    assert rows(heading("Mål", 2), text)[0].text("goal") == ""


def test_a_verdict_behind_a_goal_is_its_judgement() -> None:
    found = rows(heading(f"Mål 1: {GOAL} – delvis uppnått", 2))
    assert found[0].text("goal") == GOAL
    assert found[0].field("goal_status").normal == "partly_met"


def test_of_several_goals_stated_at_once_none_is_sure() -> None:
    lines = rows(body(f"Mål 1: {GOAL}"), body("Mål 2: Resorna är trygga"))
    box = rows(table(["Mål 1", GOAL], ["Mål 2", "Resorna är trygga"], bold=()))
    assert all(found[0].field("goal").confidence < SURE for found in (lines, box))


def test_a_caption_may_state_the_goal() -> None:
    assert rows(heading(f"Tabell 3. Mål 2: {GOAL}", 5))[0].text("goal") == GOAL


def test_a_banner_names_the_perspective() -> None:
    found = rows(table(["MEDARBETARE"]), heading(f"Mål 1: {GOAL}", 2), area="Uppföljning av mål")
    assert found[0].text("perspective") == "Medarbetare"


def test_good_words_behind_a_goal_are_its_own() -> None:
    found = rows(heading("Mål 1: Trygga resor – hög kvalitet", 2))
    assert found[0].text("goal") == "Trygga resor – hög kvalitet"
    assert found[0].field("goal_status").normal is None


@pytest.mark.parametrize(
    "beside", ["Ansvarig nämnd", "Bedömning 2019", "Nämndens bidrag", "Styrande dokument"]
)
def test_a_header_above_goals_is_never_surely_the_goal(beside: str) -> None:
    one = rows(table(["Mål", beside], [GOAL, "Nämnden"]))
    two = rows(table(["Mål", beside], ["Resorna är trygga", "Nämnden"], [GOAL, "Nämnden"]))
    goals = [row.field("goal") for row in (*one, *two) if row.kind == "indicator"]
    assert all(goal.text == GOAL or goal.confidence < SURE for goal in goals)


def test_a_goal_under_its_header_beside_who_answers_for_it_is_the_goal() -> None:
    found = rows(table(["Mål", "Ansvarig nämnd", "Status"], [GOAL, "Trafiknämnden", mark("red")]))[-1]
    assert (found.text("goal"), found.field("goal_status").normal) == (GOAL, "not_met")


@pytest.mark.parametrize(
    "box",
    [
        table(["Nämndens mål"], [GOAL], ["Resorna är trygga"]),
        table(["Nämndens mål", "Bedömning"], [GOAL, "Uppnås"], ["Resorna är trygga", "Uppnås inte"]),
        table(["Mål 1", GOAL, mark("green")], ["Mål 2", "Resorna är trygga", mark("red")], bold=(), header_rows=0),
    ],
)  # fmt: skip
def test_of_a_list_of_goals_neither_goal_nor_judgement_is_sure(box: Block) -> None:
    found = rows(box)[-1]
    assert found.field("goal").confidence < SURE
    assert found.field("goal_status").normal is None or found.field("goal_status").confidence < SURE


def test_what_shall_be_reached_is_no_verdict_behind_a_goal() -> None:
    found = rows(heading("Mål 1: Trygga resor – ska uppnås", 2))
    assert found[0].field("goal_status").normal is None

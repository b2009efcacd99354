"""Headings with a label above them and a judgement below: what they are, and whose judgement that is."""

from __future__ import annotations

import msgspec
import pytest

from extractor.model import SURE, Block, Paragraph, Row
from extractor.patterns import built_in
from extractor.scorecards.find import find_scorecards
from extractor.scorecards.heading_lines import is_judgement, unstacked
from tests.support.sheets import Mark, body, document, heading, mark, table

PATTERNS = built_in()
HEADER: list[Mark] = ["Indikator", "Målvärde", "Utfall", "Status"]
AREA = "Resandet ska vara enkelt för alla"
GOAL = "Fler invånare åker kollektivt"


def rows(*blocks: Block) -> list[Row]:
    card = table(HEADER, ["Andel nöjda resenärer", "80 %", "81 %", mark("green")], number=9)
    found = find_scorecards(document(heading("Uppföljning av mål"), *blocks, card), PATTERNS)
    return [row for card in found for row in card.rows]


def stack(area: str, goal: str) -> list[Block]:
    return [body(area), heading(f"1. {AREA}", 2), body(goal), heading(f"1.1 {GOAL}", 3)]


@pytest.mark.parametrize("goal", ["Nämndmål", "KF:s mål för verksamhetsområdet", "Nämndens mål", "Effektmål"])
@pytest.mark.parametrize("area", ["KF:s inriktningsmål", "Fullmäktiges inriktningsmål"])
def test_a_label_above_a_heading_says_what_the_heading_is(area: str, goal: str) -> None:
    row = rows(*stack(area, goal))[0]
    assert (row.text("perspective"), row.text("goal")) == (AREA, GOAL)
    assert row.field("perspective").confidence >= SURE
    assert row.field("goal").confidence >= SURE


@pytest.mark.parametrize("label", ["Fokusområde", "Strategiskt område", "Prioriterat område"])
def test_an_area_is_a_perspective_by_the_label_above_it(label: str) -> None:
    row = rows(body(label), heading("Ett tryggt resande", 2), body("Nämndens mål"), heading(GOAL, 3))[0]
    assert (row.text("perspective"), row.text("goal")) == ("Ett tryggt resande", GOAL)


def test_of_three_levels_the_direction_is_the_perspective_and_the_nearest_the_goal() -> None:
    row = rows(
        *stack("KF:s inriktningsmål", "KF:s mål för verksamhetsområdet"),
        body("Nämndmål"),
        heading("1.1.1 Bussarna går i tid", 4),
    )[0]
    assert (row.text("perspective"), row.text("goal")) == (AREA, "Bussarna går i tid")


def test_what_another_goal_is_above_a_goal_is_never_surely_a_perspective() -> None:
    row = rows(*stack("Regionens mål", "Nämndmål"))[0]
    assert row.text("perspective") == AREA
    assert row.field("perspective").confidence < SURE


JUDGED: list[Block] = [
    body("Uppfylls delvis"),
    heading("Uppfylls delvis", 4),
    msgspec.structs.replace(heading("Uppfylls delvis", 4), symbols=(mark("yellow"),)),
    table([mark("yellow"), "Uppfylls delvis"], header_rows=0),
    table(["Målet uppfylls delvis"], header_rows=0),
]


@pytest.mark.parametrize("judged", JUDGED)
def test_a_judgement_below_a_goals_heading_is_the_goals_and_no_goal(judged: Block) -> None:
    row = rows(*stack("KF:s inriktningsmål", "Nämndmål"), judged, body("Resandet ökar i hela länet."))[0]
    assert (row.text("perspective"), row.text("goal")) == (AREA, GOAL)
    assert row.field("goal_status").normal == "partly_met"
    assert row.field("status").normal == "met"


def test_a_judgement_alone_above_a_table_is_no_goal() -> None:
    row = rows(heading("Uppfylls delvis", 3))[0]
    assert row.text("goal") == ""
    assert row.text("perspective") != "Uppfylls delvis"


def test_label_goal_and_judgement_in_one_paragraph_are_three_lines() -> None:
    raw = f"Nämndmål\n1.1.1 {GOAL}\nUppfylls delvis"
    said = msgspec.structs.replace(body(raw.replace("\n", " ")), raw=raw)
    assert isinstance(said, Paragraph)
    row = rows(body("KF:s inriktningsmål"), heading(AREA, 2), said)[0]
    assert (row.text("perspective"), row.text("goal")) == (AREA, GOAL)
    assert row.field("goal_status").normal == "partly_met"


@pytest.mark.parametrize("text", ["Mål", "Nämndmål", "Nämndens mål: Trygga resor i länet"])
def test_a_label_stays_alone_above_what_says_itself_what_it_is(text: str) -> None:
    blocks = [body("Nämndens mål"), heading(text, 2)]
    assert [b.text for b in unstacked(blocks, PATTERNS) if isinstance(b, Paragraph)] == ["Nämndens mål", text]


def test_a_chapter_of_goals_is_no_label_of_the_first_goal() -> None:
    blocks = [heading("Nämndens mål", 1), heading(GOAL, 2)]
    assert list(unstacked(blocks, PATTERNS)) == blocks


@pytest.mark.parametrize(
    "raw", ["Namndmal\nTrygga resor for al-\nla aldre", "Nämndmål\nTrygga resor för\nalla äldre"]
)
def test_a_labelled_headings_words_are_those_restored_and_made_whole(raw: str) -> None:
    read = msgspec.structs.replace(heading("Nämndmål Trygga resor för alla äldre", 2), raw=raw)
    assert [b.text for b in unstacked([read], PATTERNS)] == ["Nämndmål: Trygga resor för alla äldre"]


def test_running_text_that_ends_in_a_judgement_stays_whole() -> None:
    said = msgspec.structs.replace(
        body("Resandet har ökat och målet Uppnått"), raw="Resandet har ökat och målet\nUppnått"
    )
    assert list(unstacked([said], PATTERNS)) == [said]


@pytest.mark.parametrize("text", ["Uppfylls helt", "Målet är delvis uppnått", "Uppnås inte"])
def test_a_line_may_only_judge(text: str) -> None:
    assert is_judgement(text, PATTERNS)


@pytest.mark.parametrize(
    "text", ["Trygg skola", "Genomförda tillsyner", "Budgeten hålls", "Invånarna når sina mål", ""]
)
def test_goals_and_measures_judge_nothing(text: str) -> None:
    assert not is_judgement(text, PATTERNS)


@pytest.mark.parametrize(
    "judged",
    [
        [body("Bedömning"), body("Uppfylls delvis")],
        [body("Samlad bedömning: Uppfylls delvis")],
        [table(["Bedömning", "Uppfylls delvis"], header_rows=0)],
        [table(["Måluppfyllelse", mark("yellow")], header_rows=0)],
    ],
)
def test_the_word_for_judgements_may_stand_beside_or_above_one(judged: list[Block]) -> None:
    row = rows(*stack("KF:s inriktningsmål", "Nämndmål"), *judged)[0]
    assert (row.text("goal"), row.field("goal_status").normal) == (GOAL, "partly_met")


@pytest.mark.parametrize("goal", [GOAL, f"Nämndmål: {GOAL}"])
def test_a_row_that_only_judges_below_a_goals_row_is_the_goals_judgement(goal: str) -> None:
    wide: list[Mark] = ["<"] * 3
    row: list[Mark] = ["Andel nöjda resenärer", "80 %", "81 %", mark("green")]
    card = table(HEADER, [goal, *wide], ["Uppfylls delvis", *wide], row, bold=(0, 1))
    found = find_scorecards(document(heading("Medborgare"), card), PATTERNS)[0].rows
    assert [(r.text("goal"), r.field("goal_status").normal) for r in found] == [(GOAL, "partly_met")]


def test_a_row_that_only_judges_below_an_indicator_is_no_goal() -> None:
    wide: list[Mark] = ["<"] * 3
    row: list[Mark] = ["Andel nöjda resenärer", "80 %", "81 %", ""]
    card = table(
        HEADER, [f"Nämndmål: {GOAL}", *wide], row, ["Uppfylls delvis", *wide], ["Antal resor", "8", "9", ""]
    )
    found = find_scorecards(document(heading("Medborgare"), card), PATTERNS)[0].rows
    assert [r.text("goal") for r in found] == [GOAL, GOAL]
    assert found[0].text("comment") == "Uppfylls delvis"


def test_a_direction_is_never_sure_where_headings_are_told_by_their_looks() -> None:
    card = table(HEADER, ["Andel nöjda resenärer", "80 %", "81 %", mark("green")])
    scan = msgspec.structs.replace(
        document(*stack("KF:s inriktningsmål", "Nämndmål"), card), text_layer="recognised"
    )
    area = find_scorecards(scan, PATTERNS)[0].rows[0].field("perspective")
    assert (area.text, area.confidence < SURE) == (AREA, True)


def test_a_light_beside_the_word_for_judgements_stays_beside_the_words_below_it() -> None:
    label = msgspec.structs.replace(body("Måluppfyllelse"), symbols=(mark("red"),))
    found = rows(
        heading(f"Mål: {GOAL}", 2), label, body("Uppfylls delvis"), table(HEADER, ["Resor", "5", "6", ""])
    )
    assert "words_contradict_symbol" in found[0].field("goal_status").reasons

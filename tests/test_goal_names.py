from __future__ import annotations

import msgspec
import pytest

from extractor.model import SURE, Block, Field, Paragraph, Row, Table
from extractor.patterns import built_in
from extractor.scorecards.find import find_scorecards
from extractor.scorecards.goal_names import code_of, goal_evidence, without_code
from tests.support.sheets import Mark, arrow, body, document, heading, mark, table

PATTERNS = built_in()
HEADER: list[Mark] = ["Indikator", "Utfall 2020", "Målvärde", "Måluppfyllelse"]
GREEN, RED = mark("green"), mark("red")


def sheet(number: int = 1, name: str = "Andel nöjda") -> Table:
    return table(HEADER, [name, "81 %", "80 %", GREEN], number=number)


def judged(text: str, colour: str, level: int = 3) -> Paragraph:
    return msgspec.structs.replace(heading(text, level), symbols=(mark(colour),))


def rows(*blocks: Block) -> list[Row]:
    return [r for card in find_scorecards(document(*blocks), PATTERNS) for r in card.rows]


def first(*blocks: Block) -> tuple[Field, Field]:
    """Perspective and goal of the first row."""
    row = rows(*blocks)[0]
    return row.field("perspective"), row.field("goal")


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        ("Fler i Granvik ska ha ett eget arbete", "sure"),
        ("Vi vill ha en levande landsbygd", "sure"),
        ("Medarbetarna trivs på jobbet", "verb"),
        ("Ramen hålls", "verb"),
        ("K2 Eleverna når målen", "verb"),
        ("Egen försörjning", ""),
        ("Miljö och klimat", ""),
        ("Hur har målen nåtts?", ""),
        ("Så har vi arbetat med målen", ""),
        ("Antal elever som ska gå 3 kurser", ""),
        ("Alla som vill ska få simma", "sure"),
        ("Beslut som ska fattas i höst", "verb"),
        ("Områden som nämnden ska utveckla", "verb"),
        ("Där äldre bor kvar", "verb"),
        ("Detta måste vi göra bättre", ""),
    ],
)
def test_a_verb_tells_a_goal_from_a_name(text: str, evidence: str) -> None:
    assert goal_evidence(heading(text), PATTERNS) == evidence


@pytest.mark.parametrize(
    ("text", "code", "rest"),
    [
        ("K1 Nöjda resenärer", "K1", "Nöjda resenärer"),
        ("M 2.1 Korta köer", "M2.1", "Korta köer"),
        ("3.2 Korta köer", "3.2", "Korta köer"),
        ("Korta köer", "", "Korta köer"),
    ],
)
def test_a_code_is_told_from_the_words_behind_it(text: str, code: str, rest: str) -> None:
    assert (code_of(text), without_code(text)) == (code, rest)


def test_the_goal_is_the_numbered_heading_and_the_area_above_it_the_perspective() -> None:
    perspective, goal = first(
        heading("2 Uppföljning av nämndens mål", 1), heading("Arbete åt alla", 2),
        heading("2.1 Fler i Granvik ska ha ett eget arbete", 3), heading("Indikatorer", 4), sheet(),
    )  # fmt: skip
    assert (perspective.text, perspective.reasons) == ("Arbete åt alla", ("perspective_from_heading",))
    assert (goal.text, goal.confidence) == ("Fler i Granvik ska ha ett eget arbete", 1.0)


def test_a_heading_with_a_light_is_a_judged_goal_whatever_its_words() -> None:
    perspective, goal = first(heading("Arbete åt alla", 2), judged("Trygg start i livet", "yellow"), sheet())
    assert (perspective.text, goal.text, goal.confidence) == ("Arbete åt alla", "Trygg start i livet", 1.0)


def test_the_area_above_may_carry_a_light_too() -> None:
    perspective, goal = first(
        judged("Arbete åt alla", "red", 2), judged("Trygg start i livet", "yellow"), sheet()
    )
    assert (perspective.text, goal.text) == ("Arbete åt alla", "Trygg start i livet")


def test_a_heading_with_a_verb_alone_is_the_goal_and_says_that_nothing_else_tells() -> None:
    perspective, goal = first(heading("Medarbetarna trivs på jobbet", 2), sheet())
    assert perspective.text == ""
    assert (goal.text, goal.reasons) == ("Medarbetarna trivs på jobbet", ("goal_from_heading",))


def test_a_table_s_codes_that_go_on_from_the_heading_s_tell_the_goal() -> None:
    card = table(["Nr", *HEADER], ["B1.1", "Andel nöjda", "81 %", "80 %", GREEN])
    perspective, goal = first(heading("Resenärer", 2), heading("B1 Rena tåg och bussar", 3), card)
    assert (perspective.text, goal.text, goal.confidence) == ("Resenärer", "B1 Rena tåg och bussar", 1.0)


def test_the_goal_stands_over_all_its_sections() -> None:
    tasks = table(["Uppdrag", "Slutdatum"], ["Ny cykelbana", "2020-12-31"], number=1)
    _, goal = first(
        heading("Arbete åt alla", 2), heading("Fler i Granvik ska ha ett eget arbete", 3),
        heading("Uppdrag", 4), tasks, body("Banan är klar."), heading("Indikatorer", 4), sheet(2),
    )  # fmt: skip
    assert goal.text == "Fler i Granvik ska ha ett eget arbete"


def test_a_goal_of_the_chapter_before_is_not_taken() -> None:
    found = rows(
        heading("Fler i Granvik ska ha ett eget arbete", 3), sheet(1),
        heading("Måluppfyllelse", 1), sheet(2, "Antal resor"),
    )  # fmt: skip
    assert [r.text("goal") for r in found] == ["Fler i Granvik ska ha ett eget arbete", ""]


def test_on_the_goal_s_own_level_a_label_only_hides_it_where_text_parts_them() -> None:
    goal = heading("Rena tåg och korta köer", 4)
    label = heading("Indikatorer", 4)
    assert first(heading("Ekonomi", 2), goal, label, sheet())[1].text == "Rena tåg och korta köer"
    assert first(heading("Ekonomi", 2), goal, body("Text."), label, sheet())[1].text == ""


# ---------------------------------------------------------------- goals in rows of the table


def test_a_goal_set_like_the_header_is_no_part_of_it() -> None:
    card = table(
        ["Ekonomi", "<", "<", "<"], HEADER, ["Kassan räcker länge", "", "", GREEN],
        ["Soliditet", "81 %", "80 %", GREEN], header_rows=3, bold=(0, 1, 2),
    )  # fmt: skip
    found = rows(card)
    assert [(r.text("goal"), r.text("indicator")) for r in found] == [("Kassan räcker länge", "Soliditet")]
    assert found[0].field("goal_status").normal == "met"


def test_a_goal_over_the_columns_of_figures_is_judged_at_its_end() -> None:
    card = table(
        HEADER, ["Mål: Kassan räcker till 2030", "<", "<", RED], ["Soliditet", "81 %", "80 %", GREEN],
        ["Mål: Skulden minskar", "<", "<", "<"], ["Skuld per invånare", "4 tkr", "5 tkr", GREEN],
    )  # fmt: skip
    found = rows(heading("Ekonomi"), card)
    assert [(r.text("goal"), r.field("goal_status").normal, r.field("status").normal) for r in found] == [
        ("Kassan räcker till 2030", "not_met", "met"), ("Skulden minskar", None, "met"),
    ]  # fmt: skip
    assert all(f.confidence >= SURE for f in found[0].fields.values())


def test_a_name_over_a_column_of_figures_beside_another_figure_leaves_it_unsure() -> None:
    card = table(HEADER, ["Soliditet 80 %", "<", "81 %", GREEN], ["Likviditet", "7 %", "8 %", RED])
    (wide, _) = rows(heading("Ekonomi"), card)
    assert wide.kind == "indicator"
    assert wide.field("value").confidence < SURE


def test_a_goal_on_ground_of_its_own_is_told_from_the_indicators() -> None:
    card = table(
        [*HEADER[:3], "Riket", HEADER[3]], ["Kassan räcker länge", "", "", "", ""],
        ["Soliditet", "81 %", "80 %", "70 %", GREEN], ["Likviditet", "90 %", "80 %", "70 %", GREEN],
    )  # fmt: skip
    grounds = {1: "#d0e0d0", 3: "#f4f4f4"}
    cells = tuple(msgspec.structs.replace(c, shading=grounds.get(c.row)) for c in card.cells)
    found = rows(heading("Ekonomi"), msgspec.structs.replace(card, cells=cells))
    assert [(r.text("goal"), r.text("indicator")) for r in found] == [
        ("Kassan räcker länge", "Soliditet"), ("Kassan räcker länge", "Likviditet"),
    ]  # fmt: skip


def test_a_bold_name_with_figures_stays_an_indicator() -> None:
    card = table(HEADER, ["Kassan räcker länge", "81 %", "80 %", GREEN], ["Soliditet", "7 %", "8 %", RED],
                 ["Likviditet", "7 %", "8 %", RED], bold=(0, 1))  # fmt: skip
    assert [r.kind for r in rows(heading("Ekonomi"), card)] == ["indicator"] * 3


@pytest.mark.parametrize("remark", ["Mätningen görs vartannat år.", "Mäts vartannat år"])
@pytest.mark.parametrize("wide", [True, False])
def test_a_remark_below_an_indicator_is_its_comment_and_nobody_s_goal(remark: str, wide: bool) -> None:
    line: list[Mark] = [remark, "<", "<", "<"] if wide else [remark, "", "", ""]
    found = rows(
        heading("Ekonomi", 2), heading("Kassan ska räcka", 3),
        table(HEADER, ["Soliditet", "81 %", "80 %", GREEN], line, ["Likviditet", "7 %", "8 %", RED]),
    )  # fmt: skip
    assert [(r.text("goal"), r.text("indicator"), r.text("comment")) for r in found] == [
        ("Kassan ska räcka", "Soliditet", remark), ("Kassan ska räcka", "Likviditet", ""),
    ]  # fmt: skip


def test_sentences_that_say_what_shall_be_are_goals_between_rows() -> None:
    card = table(
        HEADER, ["Kassan ska räcka länge.", "<", "<", "<"], ["Soliditet", "81 %", "80 %", GREEN],
        ["Skulden per invånare minskar.", "<", "<", "<"], ["Skuld", "4 tkr", "5 tkr", GREEN],
    )  # fmt: skip
    assert [r.text("goal") for r in rows(heading("Ekonomi"), card)] == [
        "Kassan ska räcka länge.", "Skulden per invånare minskar.",
    ]  # fmt: skip


def test_a_goal_set_like_those_on_the_page_before_is_no_remark() -> None:
    before = table(HEADER, ["Kassan räcker hela året.", "<", "<", "<"], ["Soliditet", "81 %", "80 %", GREEN])
    after = table(["Skulden minskar varje år.", "<", "<", "<"], ["Skuld", "4 tkr", "5 tkr", GREEN],
                  number=2, page=3, header_rows=0, bold=())  # fmt: skip
    found = rows(heading("Ekonomi"), before, after)
    assert [(r.text("goal"), r.text("comment")) for r in found] == [
        ("Kassan räcker hela året.", ""), ("Skulden minskar varje år.", ""),
    ]  # fmt: skip


def test_over_a_page_break_a_goal_is_carried_within_its_perspective_only() -> None:
    def part(number: int, page: int, bar: str, *lines: list[Mark]) -> Table:
        return table(
            [bar, "<", "<", "<"], HEADER, *lines, number=number, page=page, header_rows=2, bold=(0, 1)
        )

    goal: list[Mark] = ["Mål: Kassan räcker", "<", "<", "<"]
    measure: list[Mark] = ["Soliditet", "81 %", "80 %", "Uppnått"]
    same = rows(part(1, 2, "Ekonomi", goal, measure), part(2, 3, "Ekonomi", measure))
    other = rows(part(1, 2, "Ekonomi", goal, measure), part(2, 3, "Medarbetare", measure))
    assert [r.text("goal") for r in same] == ["Kassan räcker", "Kassan räcker"]
    assert [r.text("goal") for r in other] == ["Kassan räcker", ""]


def test_arrows_of_a_goal_are_kept_on_its_row() -> None:
    card = table([*HEADER, "Trend"], ["Mål: Kassan räcker", "<", "<", GREEN, arrow("up")],
                 ["Soliditet", "81 %", "80 %", GREEN, arrow("up")])  # fmt: skip
    assert rows(heading("Ekonomi"), card)[0].field("trend").normal == "up"

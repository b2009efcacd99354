"""What stands over a scorecard's rows: title rows, goals in the place of a header word, goals of a higher level."""

from __future__ import annotations

import pytest

from extractor.model import SURE, Block, Row
from extractor.patterns import built_in
from extractor.scorecards.find import find_scorecards
from tests.support.sheets import Mark, body, document, heading, mark, table

PATTERNS = built_in()
ROW: list[Mark] = ["Andel nöjda resenärer", "80 %", "81 %", mark("green")]


def rows(*blocks: Block) -> list[Row]:
    return [row for card in find_scorecards(document(*blocks), PATTERNS) for row in card.rows]


def test_a_goal_in_the_place_of_the_header_word_for_indicators_is_the_goal() -> None:
    found = rows(
        heading("De vi finns till för"),
        table(["Resenärerna är nöjda med resan", "Mål 2020", "Utfall 2020", "Status"], ROW),
    )
    assert found[0].text("goal") == "Resenärerna är nöjda med resan"
    assert found[0].text("indicator") == "Andel nöjda resenärer"
    assert found[0].text("perspective") == "De vi finns till för"
    assert found[0].field("perspective").confidence < SURE


def test_first_headers_that_differ_over_tables_headed_alike_are_goals_never_surely() -> None:
    rest: list[Mark] = ["Mål 2020", "Utfall 2020", "Status"]
    found = rows(
        heading("Trafik"),
        table(["Nöjda resenärer i hela länet", *rest], ROW),
        body("Fler reser."),
        table(["Kortare restid till arbetet", *rest], ["Restid", "30 min", "29 min", mark("red")], number=2),
    )
    assert [row.text("goal") for row in found] == [
        "Nöjda resenärer i hela länet",
        "Kortare restid till arbetet",
    ]
    assert all(row.field("goal").confidence < SURE for row in found)


def test_header_words_stay_header_words() -> None:
    found = rows(heading("Trafik"), table(["Vad vi mäter", "Mål 2020", "Utfall 2020", "Status"], ROW))
    assert found[0].text("goal") == ""


def test_a_row_above_the_header_states_the_goal_and_its_judgement() -> None:
    found = rows(
        heading("Medborgare"),
        table(
            ["Nämndmål: Fler ska resa tillsammans", "<", "", mark("red")],
            ["Indikator", "Mål 2020", "Utfall 2020", "Status"],
            ROW,
            header_rows=2,
        ),
    )
    assert found[0].text("goal") == "Fler ska resa tillsammans"
    assert found[0].field("goal_status").normal == "not_met"
    assert found[0].field("status").normal == "met"


def test_a_goal_of_a_higher_level_stands_over_the_tables_own_as_its_perspective_never_surely() -> None:
    found = rows(
        heading("Uppföljning av nämndmål"),
        body("Kommunfullmäktiges mål: Ett grönare Granvik"),
        table(
            ["Nämndmål: Fler ska resa tillsammans", "<", "<", "<"],
            ["Indikator", "Mål 2020", "Utfall 2020", "Status"],
            ROW,
            header_rows=2,
        ),
    )
    assert found[0].text("goal") == "Fler ska resa tillsammans"
    assert found[0].text("perspective") == "Ett grönare Granvik"
    assert found[0].field("perspective").confidence < SURE


def test_a_goal_of_the_same_level_above_is_no_perspective() -> None:
    first = table(["Indikator", "Mål 2020", "Utfall 2020", "Status"], ROW)
    second = table(
        ["Indikator", "Mål 2020", "Utfall 2020", "Status"], ["Restid", "30", "29", mark("red")], number=2
    )
    found = rows(
        heading("Uppföljning"), body("Nämndens mål 1 Trygga resor"), first, body("Nämndens mål 2 Snabba resor"), second
    )  # fmt: skip
    assert [row.text("goal") for row in found] == ["Trygga resor", "Snabba resor"]
    assert [row.text("perspective") for row in found] == ["", ""]


def test_a_row_of_many_cells_above_a_header_names_no_perspective() -> None:
    found = rows(
        heading("Ekonomi"),
        table(
            ["Rätt kompetens", "21,5", "17,2", "12,4"],
            ["Perspektiv: Kund", "<", "<", "<"],
            ["Styrmått", "Mål 2020", "Utfall 2020", "Status"],
            ROW,
            header_rows=0,
        ),
    )
    assert found[0].text("perspective") == "Kund"


def test_a_row_of_label_and_goal_between_the_rows_is_the_goal_beside_what_leads_to_it() -> None:
    found = rows(
        heading("Kund"),
        table(
            ["Framgångsfaktor", "Styrmått", "Mål 2020", "Utfall 2020", "Status"],
            ["Strategiskt mål", "Länet håller ihop", "<", "<", "<"],
            ["Täta turer", *ROW],
            ["Strategiskt mål", "Resan är trygg", "<", "<", "<"],
            ["Lugna resor", "Antal klagomål", "10", "12", mark("red")],
        ),
    )
    assert [row.text("goal") for row in found] == ["Länet håller ihop", "Resan är trygg"]


def test_what_leads_to_a_goal_is_the_goal_where_no_other_is_stated() -> None:
    found = rows(
        heading("Kund"),
        table(["Framgångsfaktor", "Styrmått", "Mål 2020", "Utfall 2020", "Status"], ["Täta turer", *ROW]),
    )
    assert found[0].text("goal") == "Täta turer"


def test_a_bar_that_ends_a_table_stands_over_the_next_one() -> None:
    header: list[Mark] = ["Indikator", "Mål 2020", "Utfall 2020", "Status"]
    title: list[Mark] = ["Nämndmål: Snabba resor i länet", "<", "<", "<"]
    found = rows(
        heading("Uppföljning av mål"),
        table(header, ROW, ["Regionens mål: Ett län i rörelse", "<", "<", "<"]),
        table(title, header, ["Restid", "30 min", "29 min", mark("red")], number=2, page=3, header_rows=2),
    )
    assert found[-1].text("goal") == "Snabba resor i länet"
    assert found[-1].text("perspective") == "Ett län i rörelse"


def test_a_title_row_whose_words_run_over_the_columns_is_one_goal() -> None:
    found = rows(
        heading("Kund"),
        table(
            ["Nämndmål: Länets resor", "ska vara", "trygga", ""],
            ["Indikator", "Mål 2020", "Utfall 2020", "Status"],
            ROW,
            header_rows=2,
        ),
    )
    assert found[0].text("goal") == "Länets resor ska vara trygga"


def test_two_goals_stated_in_one_line_are_two() -> None:
    line = body("Regionens mål: Ett län i rörelse Nämndmål: Snabba resor i länet")
    found = rows(
        heading("Uppföljning av mål"), line, table(["Indikator", "Mål 2020", "Utfall 2020", "Status"], ROW)
    )
    assert found[0].text("goal") == "Snabba resor i länet"
    assert found[0].text("perspective") == "Ett län i rörelse"


def test_headings_that_count_goals_or_stand_over_remarks_are_no_perspectives() -> None:
    first = table(["Indikator", "Mål 2020", "Utfall 2020", "Status"], ROW)
    found = rows(
        heading("Målområde: Trafik", 2), heading("Nämndens mål 1", 1), heading("Resorna är trygga", 2),
        first, heading("Analys", 2), body("Fler reser."),
    )  # fmt: skip
    assert [(row.text("perspective"), row.text("goal")) for row in found] == [("Trafik", "Resorna är trygga")]


def test_a_year_beside_a_goal_in_a_title_row_is_no_part_of_the_header() -> None:
    title: list[Mark] = ["Nämndmål: Trygga resor", "<", "<", "2020"]
    found = rows(
        heading("Kund"), table(title, ["Indikator", "Målvärde", "Utfall", "Status"], ROW, header_rows=2)
    )
    assert (found[0].text("goal"), found[0].field("indicator").confidence >= SURE) == ("Trygga resor", True)


def test_a_goal_joined_with_what_stands_below_it_is_never_sure() -> None:
    title: list[Mark] = ["Nämndmål: Trygga resor", "<", "<", "Nr 4"]
    found = rows(
        heading("Kund"), table(title, ["Indikator", "Målvärde", "Utfall", "Status"], ROW, header_rows=2)
    )
    goal = found[0].field("goal")
    assert goal.text == "Trygga resor" or goal.confidence < SURE


@pytest.mark.parametrize(
    "label", ["Strategiskt mål: Trygga resor", "Mål: Trygga resor", "Nämndmål 2: Trygga resor"]
)
def test_a_labelled_goal_in_the_place_of_the_header_word_makes_no_column_of_goals(label: str) -> None:
    found = rows(heading("Kund"), table([label, "Målvärde", "Utfall", "Status"], ROW))
    assert [(r.kind, r.text("goal"), r.text("indicator")) for r in found] == [
        ("indicator", "Trygga resor", "Andel nöjda resenärer")
    ]


@pytest.mark.parametrize(
    ("bar", "sure"),
    [
        ("Resenärerna är trygga på resan", True),
        ("Mål: Trygga resor", True),
        ("Totalt", False),
        ("Grundskola", False),
        ("Källa: Resenärsenkäten 2020", False),
    ],
)
def test_a_bar_between_rows_is_surely_their_goal_only_where_it_reads_like_one(bar: str, sure: bool) -> None:
    lines: list[list[Mark]] = [["Restid", "30 min", "29 min", mark("red")], [bar, "<", "<", "<"], ROW]
    found = rows(heading("Kund"), table(["Indikator", "Målvärde", "Utfall", "Status"], *lines))
    assert (found[-1].field("goal").confidence >= SURE) == sure


FACTORS: list[Mark] = ["Indikator", "Mål 2020", "Utfall 2020", "Status"]
WIDE: list[Mark] = ["<"] * 3


@pytest.mark.parametrize(
    "bar", [["Framgångsfaktor: Täta turer", *WIDE], ["Framgångsfaktor: Täta turer", "", "", ""]]
)
def test_a_success_factor_below_a_goal_is_not_the_goal(bar: list[Mark]) -> None:
    found = rows(
        heading("Medborgare"), table(["Strategiskt mål: Fler reser med oss", *WIDE], FACTORS, bar, ROW)
    )
    assert [row.text("goal") for row in found] == ["Fler reser med oss"]


def test_a_success_factor_in_a_heading_leads_to_the_goal_above_it() -> None:
    above = heading("Strategiskt mål: Fler reser med oss", 2), heading("Framgångsfaktor: Täta turer", 3)
    found = rows(heading("Medborgare"), *above, table(FACTORS, ROW))
    assert (found[0].text("perspective"), found[0].text("goal")) == ("Medborgare", "Fler reser med oss")


def test_a_judged_success_factor_is_neither_goal_nor_row() -> None:
    factor: list[Mark] = ["Framgångsfaktor: Täta turer", "", "", mark("yellow")]
    found = rows(
        heading("Medborgare"), table(["Strategiskt mål: Fler reser med oss", *WIDE], FACTORS, factor, ROW)
    )
    assert [(row.text("goal"), row.field("status").normal) for row in found] == [
        ("Fler reser med oss", "met")
    ]


def test_where_no_goal_is_stated_the_success_factor_is_the_goal() -> None:
    found = rows(heading("Medborgare"), table(FACTORS, ["Framgångsfaktor: Täta turer", *WIDE], ROW))
    assert found[0].text("goal") == "Täta turer"

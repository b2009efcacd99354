from __future__ import annotations

from extractor.model import Row, Table
from extractor.patterns import built_in
from extractor.scorecards.find import find_scorecards
from extractor.symbols.ticks import merge_ticks
from tests.support.sheets import Mark, document, table

PATTERNS = built_in()
HEADER: list[Mark] = ["Mål", "Indikator", "Målvärde", "Utfall", "Uppnått", "Delvis uppnått", "Ej uppnått"]


def rows_of(sheet: Table) -> list[Row]:
    return [row for card in find_scorecards(document(sheet), PATTERNS) for row in card.rows]


def test_a_cross_says_the_words_of_its_column() -> None:
    rows = rows_of(
        table(
            HEADER,
            ["God vård", "Väntetid inom garanti", "80 %", "75 %", "", "X", ""],
            ["", "Vårdplatser, antal", "33", "34", "x", "", ""],
            ["", "Antal avvikelser", "10", "30", "", "", "X"],
        )
    )
    assert [r.field("status").normal for r in rows] == ["partly_met", "met", "not_met"]
    assert [r.text("value") for r in rows] == ["75 %", "34", "30"]
    assert (rows[0].field("status").text, rows[0].field("status").raw) == ("Delvis uppnått", "X")


def test_colours_as_column_names_are_judgements_too() -> None:
    rows = rows_of(
        table(
            ["Nämndmål", "Grön", "Gul", "Röd"],
            ["Vi har en god arbetsmiljö", "X", "", ""],
            ["Vi håller budget", "", "", "X"],
        )
    )
    assert [(r.text("goal"), r.field("status").normal) for r in rows] == [
        ("Vi har en god arbetsmiljö", "met"),
        ("Vi håller budget", "not_met"),
    ]


def test_two_crosses_in_a_row_are_no_sure_status() -> None:
    row = rows_of(
        table(
            HEADER,
            ["God vård", "Väntetid", "80 %", "75 %", "X", "", "X"],
            ["", "Vårdplatser", "33", "34", "X", "", ""],
        )
    )[0]
    assert row.field("status").normal is None or row.field("status").reasons
    assert row.field("status").reasons


def test_counts_under_judgements_are_left_alone() -> None:
    sheet = table(["Nämnd", "Uppnått", "Delvis uppnått", "Ej uppnått"], ["Socialnämnden", "7", "3", "2"])
    assert merge_ticks(sheet, PATTERNS) is sheet


def test_crossed_boxes_among_open_ones_are_ticks() -> None:
    rows = rows_of(
        table(
            HEADER,
            ["God vård", "Väntetid inom garanti", "80 %", "75 %", "☐", "☒", "☐"],
            ["", "Vårdplatser, antal", "33", "34", "☒", "☐", "☐"],
        )
    )
    assert [r.field("status").normal for r in rows] == ["partly_met", "met"]


def test_one_column_of_boxes_is_ticked_too() -> None:
    rows = rows_of(
        table(
            ["Mål", "Indikator", "Målvärde", "Utfall", "Uppnått"],
            ["God vård", "Väntetid inom garanti", "80 %", "75 %", "☐"],
            ["", "Vårdplatser, antal", "33", "34", "☒"],
        )
    )
    assert [r.field("status").normal for r in rows] == [None, "met"]


def test_of_options_behind_boxes_the_ticked_one_is_said() -> None:
    rows = rows_of(
        table(
            ["Mål", "Indikator", "Målvärde", "Utfall", "Måluppfyllelse"],
            ["God vård", "Väntetid inom garanti", "80 %", "75 %", "☐ Ja ☐ Delvis ☒ Nej"],
            ["", "Vårdplatser, antal", "33", "34", "☒ Ja ☐ Delvis ☐ Nej"],
        )
    )
    assert [(r.field("status").text, r.field("status").normal) for r in rows] == [
        ("Nej", "not_met"),
        ("Ja", "met"),
    ]

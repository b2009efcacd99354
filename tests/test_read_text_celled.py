"""Tables that word processors save one cell to a line."""

from __future__ import annotations

import pytest

from extractor.model import SURE, Paragraph, Table
from extractor.patterns import built_in
from extractor.reading.text import read_text
from extractor.reading.text_celled import with_rows

HEADER = ["Mål", "Indikator", "Målvärde", "Utfall 2021", "Måluppfyllelse"]
FIRST = ["Trygga gator", "Andel trasiga lyktor", "högst 3 %", "2,6 %", "Uppfyllt"]
SECOND = ["", "Antal felanmälda hål", "minska", "", "Ej uppfyllt"]
ABOVE = ["Gator och parker", ""]
BELOW = ["", "Fler lyktor har bytts under hösten."]


def rows(*parts: list[str]) -> list[str]:
    text = with_rows("\n".join(line for part in parts for line in part), built_in()["roles"])
    return [line for line in text.split("\n") if line]


def test_every_line_is_a_cell_and_an_empty_line_an_empty_one() -> None:
    assert rows(ABOVE, HEADER, FIRST, SECOND, BELOW) == [
        "Gator och parker", "\t".join(HEADER), "\t".join(FIRST), "\t".join(SECOND), BELOW[-1],
    ]  # fmt: skip


def test_what_was_read_so_is_sure_and_a_goal_holds_for_the_rows_below() -> None:
    document = read_text("\n".join([*ABOVE, *HEADER, *FIRST, *SECOND, *BELOW]).encode(), "a.txt")
    table = next(b for b in document.blocks if isinstance(b, Table))
    assert [c.text if c else "" for c in table.grid()[2]] == ["Trygga gator", *SECOND[1:]]
    assert all(c.confidence >= SURE for c in table.cells)
    assert not document.asks


def test_a_remark_over_the_whole_width_stands_below_and_a_name_above_the_rows_that_follow() -> None:
    assert rows(HEADER, FIRST, ["Mäts varje höst."], SECOND)[-1] == "Mäts varje höst."
    assert rows(HEADER, FIRST, ["Medborgare"], FIRST) == [
        "\t".join(HEADER), "\t".join(FIRST), "Medborgare", "\t".join(HEADER), "\t".join(FIRST),
    ]  # fmt: skip


def test_a_header_that_leaves_open_what_is_measured_gives_no_sure_rows() -> None:
    header = ["Mål", "Nyckeltal", "Utfall 2020", "Målvärde 2021", "Utfall 2021", "Måluppfyllelse", "Trend"]
    first = ["Gott om pengar", "Avvikelse", "-50 tkr", "0 tkr", "-60 tkr", "Ej uppnått", "↓"]
    second = ["", "Kostnad per lykta", "900 kr", "Följs", "950 kr", "", "↑"]
    assert not any("\t" in line for line in rows(header, first, second))


def test_columns_with_names_of_parts_hold_figures() -> None:
    header = ["Indikator", "Målvärde", "Norra", "Södra", "Totalt", "Bedömning"]
    row = ["Antal tömda kärl", "900", "410", "520", "930", "Uppnått"]
    assert rows(header, row) == ["\t".join(header), "\t".join(row)]


@pytest.mark.parametrize(
    "lost",
    [
        pytest.param([FIRST, SECOND[1:]], id="a cell that is not printed"),
        pytest.param([FIRST[:3], FIRST[4:], SECOND], id="a value that is missing"),
        pytest.param([[*FIRST[:3], "2,6 %", "3,1 %", "Uppfyllt"], SECOND], id="a cell of two lines"),
    ],
)
def test_lines_that_do_not_fit_the_header_stay_as_they_are(lost: list[list[str]]) -> None:
    printed = [line for part in (HEADER, *lost) for line in part]
    assert with_rows("\n".join(printed), built_in()["roles"]) == "\n".join(printed)


def test_words_of_a_header_in_running_text_make_no_table() -> None:
    text = [
        "Mål",
        "Indikator",
        "Utfall",
        "Måluppfyllelse",
        "Här beskrivs hur nämnden arbetar med sina mål.",
        "",
        "",
    ]
    assert with_rows("\n".join(text), built_in()["roles"]) == "\n".join(text)


def test_the_goal_may_stand_in_the_header_in_place_of_a_word_for_what_is_measured() -> None:
    header = ["Gatorna är hela och upplysta", "Mål 2021", "Utfall 2020", "Utfall 2021", "Uppnått?"]
    row = ["Andel trasiga lyktor", "högst 3 %", "3,9 %", "2,6 %", ""]
    assert rows(["Gator och parker"], header, row, row) == [
        "Gator och parker", "\t".join(header), "\t".join(row), "\t".join(row),
    ]  # fmt: skip


def test_a_name_whose_row_is_empty_stands_above_its_parts() -> None:
    header = ["Indikator", "Mål 2021", "Utfall 2020", "Utfall 2021", "Uppnått?"]
    parts = [
        ["Sjukfrånvaro", "", "", "", ""],
        ["– 29 år", "", "4,1 %", "3,9 %", ""],
        ["varav män", "", "3 %", "–", ""],
    ]
    assert rows(header, *parts) == ["\t".join(x) for x in (header, *parts)]


def test_a_title_with_a_headers_word_is_no_label_of_the_table_below_it() -> None:
    header = ["Perspektiv", "Nyckelindikator", "Mål", "Utfall", "Bedömning"]
    rows_ = [["Kund", "Andel nöjda", "80 %", "76 %", ""], ["", "Väntetid", "14 dagar", "Mäts 2022", ""]]
    assert rows(["Nyckelindikatorer i korthet"], header, *rows_)[0] == "Nyckelindikatorer i korthet"


def test_lines_beside_such_tables_are_headings_and_paragraphs_of_their_own() -> None:
    lines = [*HEADER, *FIRST, *SECOND, "", "Fler lyktor har bytts.", "Parkerna", "Gräset klipps oftare."]
    document = read_text("\n".join(lines).encode(), "a.txt")
    headings = [b.text for b in document.blocks if isinstance(b, Paragraph) and b.level]
    assert headings == ["Parkerna"]


def test_the_header_of_the_next_table_is_no_row_though_its_first_label_differs() -> None:
    labels = ["Målvärde 2021", "Utfall 2021", "Bedömning"]
    first = [["Invånarna är nöjda med sin kommun", *labels], ["Antal lyktor", "20", "22", "Uppfyllt"]]
    second = [["Ekonomi i balans", *labels], ["Antal hål", "10", "12", "Ej uppfyllt"]]
    document = read_text("\n".join(x for row in (*first, *second) for x in row).encode(), "a.txt")
    assert [b.row_count for b in document.blocks if isinstance(b, Table)] == [2, 2]


def test_a_column_of_figures_that_no_row_fills_may_be_the_gap_between_rows() -> None:
    header = ["Indikator", "Målvärde 2021", "Utfall 2020", "Utfall 2021"]
    assert not any(
        "\t" in line for line in rows(header, ["Antal hål", "10", "12", ""], ["Antal träd", "5", "7", ""])
    )
    assert rows(header, ["Antal hål", "10", "12", ""], ["Antal träd", "5", "7", "8"])


def test_a_judgement_under_a_figures_label_shifts_no_row() -> None:
    assert not any("\t" in line for line in rows(HEADER, [*FIRST[:3], "Uppfyllt", ""], FIRST))


def test_no_row_is_left_out_below_a_name_that_goes_on() -> None:
    assert not any("\t" in line for line in rows(HEADER, FIRST, ["och torg", "", "", "", ""], FIRST))


def test_a_goals_word_right_of_the_indicator_is_its_target() -> None:
    header = ["Indikator", "Mål", "Kvinnor", "Män", "Totalt", "Bedömning"]
    row = ["Sjukfrånvaro", "5 %", "6 %", "4 %", "5,2 %", "Ej uppfyllt"]
    assert rows(header, row) == ["\t".join(header), "\t".join(row)]

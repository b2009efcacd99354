"""Tables whose rules are drawn cell by cell, and headers and headings close above the first rule."""

from __future__ import annotations

import msgspec

from extractor.model import Box, Fill, Rule, Word
from extractor.pages.edges import bridged, joints
from extractor.pages.tables import find_tables
from tests.support.pages import horizontal, page, words
from tests.test_tables import only, texts

XS = (60.0, 200.0, 260.0, 320.0, 380.0)


def pieces(y: float, first: int = 0) -> list[Rule]:
    """The lower borders of a row's cells from the column `first` on."""
    return [horizontal(y, XS[i], XS[i + 1]) for i in range(first, len(XS) - 1)]


def line(top: float, *cells: str, bold: bool = False) -> list[Word]:
    return [w for x, text in zip(XS, cells, strict=False) if text for w in words(x + 3, top, text, bold=bold)]


def test_columns_stand_where_the_borders_of_cells_meet() -> None:
    rules = [*pieces(100), *pieces(120, first=1), *pieces(140)]
    assert joints(rules, Box(60, 100, 380, 140)) == [200, 260, 320]


def test_rules_that_go_through_show_no_column() -> None:
    rules = [horizontal(y, 60, 380) for y in (100, 120, 140)]
    assert joints(rules, Box(60, 100, 380, 140)) == []


def test_a_rule_under_one_spanning_header_shows_no_column() -> None:
    rules = [horizontal(y, 60, 380) for y in (100, 120, 140)] + [horizontal(110, 200, 320)]
    assert joints(rules, Box(60, 100, 380, 140)) == []


def test_dashes_show_no_column() -> None:
    dashes = [horizontal(y, x, x + 4.0) for y in (100, 120, 140) for x in range(60, 380, 6)]
    assert joints(dashes, Box(60, 100, 380, 140)) == []


def test_a_full_width_row_between_rows_of_cells_leaves_the_columns() -> None:
    rules = [*pieces(100), *pieces(120), horizontal(134, 60, 380), *pieces(154), horizontal(168, 60, 380)]
    assert joints(rules, Box(60, 100, 380, 168)) == [200, 260, 320]


def test_long_header_words_over_short_numbers_are_the_header_of_rules_drawn_by_cell() -> None:
    shown = [
        *line(104, "Indikator", "Målvärde", "Utfall", "Måluppfylls", bold=True),
        *line(124, "Andel nöjda", "80 %", "76 %", "Ja"), *line(144, "Väntetid", "14", "12", "Nej"),
    ]  # fmt: skip
    found = texts(only(page(shown, [*pieces(120), *pieces(140), *pieces(160)])))
    assert found == [
        ["Indikator", "Målvärde", "Utfall", "Måluppfylls"],
        ["Andel nöjda", "80 %", "76 %", "Ja"],
        ["Väntetid", "14", "12", "Nej"],
    ]


def test_a_heading_close_above_the_header_is_no_part_of_it() -> None:
    shown = [
        *words(60, 88, "Medborgare", size=12, bold=True),
        *line(104, "Indikator", "Målvärde", "Utfall", "Bedömd", bold=True),
        *line(124, "Andel nöjda", "80 %", "76 %", "Ja"), *line(144, "Väntetid", "14", "12", "Nej"),
    ]  # fmt: skip
    assert texts(only(page(shown, [*pieces(120), *pieces(140), *pieces(160)])))[0][0] == "Indikator"


def test_a_heading_and_a_new_header_part_two_tables_of_rules() -> None:
    def sheet(top: float) -> tuple[list[Word], list[Rule]]:
        shown = [
            *line(top + 4, "Indikator", "Målvärde", "Utfall", "Bedömd", bold=True),
            *line(top + 24, "Andel nöjda", "80 %", "76 %", "Ja"), *line(top + 44, "Väntetid", "14", "12", "Nej"),
        ]  # fmt: skip
        return shown, [*pieces(top + 20), *pieces(top + 40), *pieces(top + 60)]

    (above, rules), (below, more) = sheet(100), sheet(200)
    shown = [*above, *words(60, 180, "Medarbetare", size=11, bold=True), *below]
    assert len(find_tables(page(shown, [*rules, *more]))) == 2


def test_a_coloured_strip_down_a_cell_breaks_no_rule_of_its_table() -> None:
    strips = [Fill(box=Box(320, top, 323.8, top + 20), colour="#2e9e4f") for top in (100, 120)]
    rules = [r for y in (100, 120, 140) for r in (*pieces(y)[:-1], horizontal(y, 323.8, 380))]
    text = [w for y in (105, 125) for w in line(y, "Andel i tid", "81 %", "minst 80 %", "71 %", "Nås")]
    shown = msgspec.structs.replace(page(text, rules), strips=tuple(strips))
    assert joints(bridged(shown).rules, Box(60, 100, 380, 140)) == [200, 260, 320]


def test_a_strip_elsewhere_leaves_the_rules_as_they_are() -> None:
    rules = [r for y in (100, 120, 140) for r in pieces(y)]
    strip = Fill(box=Box(40, 100, 44, 140), colour="#2e9e4f")
    shown = msgspec.structs.replace(page([], rules), strips=(strip,))
    assert bridged(shown).rules == tuple(rules)


def test_a_bar_that_ends_a_little_before_the_rules_under_it_shows_no_column() -> None:
    bar = Fill(box=Box(60, 60, 374.5, 80), colour="#eeeeee")
    rules = [*pieces(110), *pieces(130, first=1), *pieces(150)]
    text = [
        *line(66, "Mål: vi ger god service"), *line(95, "Bidrag", "Mått", "2020", "Mål"),
        *line(115, "Vi svarar", "I tid", "81 %", "90 %"), *line(135, "", "Väntan", "71 %", "70 %"),
    ]  # fmt: skip
    table = only(msgspec.structs.replace(page(text, rules), fills=(bar,)))
    assert texts(table)[1:] == [
        ["Bidrag", "Mått", "2020", "Mål"],
        ["Vi svarar", "I tid", "81 %", "90 %"],
        ["Väntan", "71 %", "70 %"],
    ]

"""Rows below a total: lines are drawn under the total only, a line alone names them, a page break parts them."""

from __future__ import annotations

import itertools

import pytest

from extractor.model import SURE, Box, Fill, Rule, Word
from extractor.pages.join import join
from extractor.pages.tables import find_tables
from tests.support.pages import horizontal, page, words
from tests.test_tables import texts

XS = (60.0, 300.0, 380.0, 460.0)
HEADER = ("Indikator", "Mål 2031", "Utfall 2031")
TOTAL = ("Frånvaro i hamnen", "6,0", "7,4")
PARTS = (("Kvinnor", "", "8,1"), ("Män", "", "6,3"))


def line(top: float, *cells: str, bold: bool = False, indent: float = 0.0) -> list[Word]:
    shown = [
        (x + (indent if n == 0 else 0), text) for n, (x, text) in enumerate(zip(XS, cells, strict=False))
    ]
    return [w for x, text in shown if text for w in words(x + 4, top, text, size=9, bold=bold)]


def rules(*ys: float) -> list[Rule]:
    return [horizontal(y, XS[0], XS[-1]) for y in ys]


def pieces(*ys: float) -> list[Rule]:
    """Lines of which each cell draws its own piece."""
    return [horizontal(y, a, b) for y in ys for a, b in itertools.pairwise(XS)]


def test_parts_under_which_no_line_is_drawn_are_rows_of_their_own() -> None:
    shown = [*line(105, *HEADER, bold=True), *line(125, *TOTAL)]
    shown += [w for n, part in enumerate(PARTS) for w in line(145 + 20 * n, *part, indent=12)]
    shown += [*line(185, "Antal båtar", "80", "92"), *line(205, "Badbesök", "70", "75")]
    (found,) = find_tables(page(shown, pieces(100, 120, 140, 200, 220)))
    assert texts(found)[1:] == [
        [*TOTAL],
        [*PARTS[0]],
        [*PARTS[1]],
        ["Antal båtar", "80", "92"],
        ["Badbesök", "70", "75"],
    ]


def test_the_place_of_a_name_in_its_cell_is_kept() -> None:
    shown = [*line(105, *HEADER, bold=True), *line(125, *TOTAL), *line(145, *PARTS[0], indent=12)]
    (found,) = find_tables(page(shown, pieces(100, 120, 140, 160)))
    first = [c.indent for c in found.cells if c.column == 0]
    assert [round(i - first[0]) for i in first] == [0, 0, 12]


def test_a_cell_of_two_paragraphs_with_its_figure_beside_the_first_stays_one() -> None:
    shown = [*line(105, *HEADER, bold=True), *line(125, "Frånvaro i hamnen", "6,0", "7,4")]
    shown += [
        *line(145, "Mäts varje månad"),
        *line(170, "Badbesök", "70", "75"),
        *line(190, "Antal båtar", "8", "9"),
    ]
    (found,) = find_tables(page(shown, pieces(100, 120, 163, 183, 203)))
    assert [row[0] for row in texts(found)[1:]] == [
        "Frånvaro i hamnen Mäts varje månad",
        "Badbesök",
        "Antal båtar",
    ]


def test_the_last_parts_below_the_last_line_stand_as_far_apart_as_the_others() -> None:
    shown = [*line(105, *HEADER, bold=True), *line(125, *TOTAL)]
    shown += [w for n, name in enumerate(("Kvinnor", "Män")) for w in line(145 + 20 * n, name, "5,0", "8,1")]
    shown += words(64, 215, "Frånvaron har ökat under hela året i hamnen", size=9)
    (found,) = find_tables(page(shown, pieces(100, 120, 140)))
    assert [row[0] for row in texts(found)] == ["Indikator", "Frånvaro i hamnen", "Kvinnor", "Män"]


def test_a_label_of_two_lines_alone_between_the_header_and_the_first_figures_is_a_row() -> None:
    shown = [
        *line(105, *HEADER, bold=True),
        *line(126, "Väntetid till båtplats i någon av"),
        *line(138, "hamnarna"),
    ]
    shown += [
        *line(158, "Småbåtar", "12", "14"),
        *line(178, "Jollar", "8", "7"),
        *line(198, "Kanoter", "2", "1"),
    ]
    (found,) = find_tables(page(shown, rules(100, 120, 153, 173, 193, 213)))
    assert texts(found)[1] == ["Väntetid till båtplats i någon av hamnarna", "", ""]
    assert found.header_rows == 1


def test_a_paragraph_between_two_tables_of_one_width_joins_them_not() -> None:
    shown = [*line(105, *HEADER, bold=True), *line(125, *TOTAL)]
    shown += words(
        64, 150, "Frånvaron i hamnen har ökat sedan den nya bryggan togs i bruk under våren", size=9
    )
    shown += words(64, 162, "och den väntas minska igen när personalen har blivit fler", size=9)
    shown += [*line(185, *HEADER, bold=True), *line(205, "Badbesök", "70", "75")]
    found = find_tables(page(shown, rules(100, 120, 140, 180, 200, 220)))
    assert len(found) == 2


def test_a_table_with_a_header_above_its_first_line_is_no_rest_of_the_one_before() -> None:
    shown = [*line(104, *HEADER, bold=True), *line(125, *TOTAL), *line(145, "Badbesök", "70", "75")]
    (found,) = find_tables(page(shown, rules(120, 140, 160)), before=(60.0, 290.0, 372.0, 460.0))
    assert texts(found)[0] == [*HEADER]


def test_columns_that_the_ends_of_rules_show_are_not_taken_from_the_page_before() -> None:
    shown = [*line(105, "Tkr", "2030", "2031", bold=True)]
    shown += [
        w for n, t in enumerate(("Avgifter", "Lokaler", "El")) for w in line(125 + 20 * n, t, "12", "14")
    ]
    shown += line(185, "Resultat", "7", "9")
    tables = find_tables(page(shown, pieces(100, 120, 180, 200)), before=(60.0, 200.0, 290.0, 375.0, 460.0))
    assert [row[0] for row in texts(tables[0])] == ["Tkr", "Avgifter", "Lokaler", "El", "Resultat"]
    assert len(tables[0].xs) == 4


def test_a_part_on_the_next_page_keeps_its_own_name_though_it_begins_in_lower_case() -> None:
    shade = Fill(box=Box(XS[0], 100, XS[-1], 120), colour="#dddddd")
    first = [*line(105, *HEADER, bold=True), *line(125, *TOTAL), *line(145, "varav kvinnor", "", "8,1")]
    (above,) = find_tables(page(first, pieces(100, 120, 140, 160), [shade]))
    rest = [*line(105, "varav män", "", "6,3"), *line(125, "Badbesök", "70", "75")]
    (below,) = find_tables(page(rest, pieces(100, 120, 140), number=2))
    assert texts(join(above, below))[2:] == [
        ["varav kvinnor", "", "8,1"],
        ["varav män", "", "6,3"],
        ["Badbesök", "70", "75"],
    ]


def test_a_part_with_one_figure_on_the_next_page_is_not_the_rest_of_the_row_before() -> None:
    first = [*line(105, *HEADER, bold=True), *line(125, *TOTAL)]
    (above,) = find_tables(page(first, pieces(100, 120, 140)))
    (below,) = find_tables(
        page(
            [*line(105, "varav män", "", "6,3"), *line(125, "Bad", "7", "5")], pieces(100, 120, 140), number=2
        )
    )
    assert texts(join(above, below))[1:3] == [[*TOTAL], ["varav män", "", "6,3"]]


def group(top: float, *rows: tuple[str, ...], pitch: float = 11.0, indent: float = 8.0) -> list[Word]:
    """Rows set so close that no white space parts them; names that begin with a blank are set further in."""
    return [
        w
        for n, cells in enumerate(rows)
        for w in line(top + pitch * n, cells[0].strip(), *cells[1:], indent=indent * (cells[0][:1] == " "))
    ]


FIRST = (("Frånvaro i hamnen,", "6,0", "7,4"), ("andel av tiden",))
SECOND = [["Antal båtar", "80", "92"], ["Badbesök", "70", "75"]]


def read_group(*parts: tuple[str, ...], pitch: float = 11.0) -> list[list[str]]:
    """The rows of a table in which lines are drawn between groups only."""
    end = 125 + pitch * (len(FIRST) + len(parts)) + 4
    shown = [*line(105, *HEADER, bold=True), *group(125, *FIRST, *parts, pitch=pitch)]
    shown += [*line(end + 5, *SECOND[0]), *line(end + 25, *SECOND[1])]
    (found,) = find_tables(page(shown, pieces(100, 120, end, end + 20, end + 40)))
    return texts(found)[1:]


@pytest.mark.parametrize("pitch", [10.0, 12.0, 15.0, 20.0])
@pytest.mark.parametrize(
    "names", [("– kvinnor", "– män"), ("varav yngre", "därav äldre"), ("kvinnor", "män")]
)
def test_parts_that_say_that_they_are_one_are_rows_however_close_they_stand(
    names: tuple[str, str], pitch: float
) -> None:
    read = read_group((names[0], "", "8,1"), (names[1], "", "6,3"), pitch=pitch)
    whole = ["Frånvaro i hamnen, andel av tiden", "6,0", "7,4"]
    assert read == [whole, [names[0], "", "8,1"], [names[1], "", "6,3"], *SECOND]


def test_names_set_further_in_with_figures_of_their_own_are_rows() -> None:
    read = read_group((" Norra hamnen", "5,0", "8,1"), (" Södra hamnen", "5,5", "6,3"))
    assert read[1:3] == [["Norra hamnen", "5,0", "8,1"], ["Södra hamnen", "5,5", "6,3"]]


def test_a_part_whose_name_wraps_is_one_row_wherever_its_figures_stand() -> None:
    read = read_group(
        (" – kvinnor med egen",), (" båtplats", "", "8,1"), (" – män med egen", "", "6,3"), (" båtplats",)
    )
    assert read[1:3] == [["– kvinnor med egen båtplats", "", "8,1"], ["– män med egen båtplats", "", "6,3"]]


def test_a_name_set_further_in_begins_above_its_figures() -> None:
    read = read_group(
        (" Norra hamnen med", "5,0", "8,1"), (" bryggan",), (" Södra hamnen med",), (" ön", "5", "6")
    )
    assert read[1:3] == [["Norra hamnen med bryggan", "5,0", "8,1"], ["Södra hamnen med ön", "5", "6"]]


def test_the_second_line_of_a_name_beside_a_second_line_of_figures_is_no_row() -> None:
    read = read_group((" under sommaren", "", "8,1"))
    assert read[0][0] == "Frånvaro i hamnen, andel av tiden under sommaren"


def test_figures_set_right_are_no_names_set_further_in() -> None:
    shown = line(105, *HEADER, bold=True)
    for n, cells in enumerate(
        (("Båtplatser", "minst 40", "412"), ("Badbesök", "7", "80"), ("Jollar", "8", "9"))
    ):
        shown += [
            w
            for x, t in zip(XS, cells, strict=False)
            for w in words(x + 4 + 20 * (len(t) < 3), 125 + 11 * n, t)
        ]
    (found,) = find_tables(page(shown, pieces(100, 120, 165)))
    assert [row[0] for row in texts(found)[1:]] == ["Båtplatser", "Badbesök", "Jollar"]


def test_a_word_cut_off_by_the_row_of_a_part_is_not_sure() -> None:
    columns = (60.0, 300.0, 380.0, 460.0)
    rows = [("Frånvaro i hamnen", "7,4", "Till viss"), ("– kvinnor", "8,1", "del"), ("– män", "6,3")]
    shown = [
        w
        for x, t in zip(columns, ("Mått", "Utfall", "Nått"), strict=False)
        for w in words(x, 105, t, bold=True)
    ]
    for n, cells in enumerate(rows):
        shown += [w for x, t in zip(columns, cells, strict=False) for w in words(x, 125 + 11 * n, t)]
    shown += [w for x, t in zip(columns, ("Badbesök", "75", "Ja"), strict=False) for w in words(x, 165, t)]
    (found,) = find_tables(page(shown, [horizontal(y, 56, 540) for y in (100, 120, 160, 180)]))
    assert {c.text for c in found.cells if c.confidence < SURE} == {"Till viss", "del"}

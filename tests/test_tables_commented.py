"""Tables with lines between their rows only: comments under rows, a last row without line, headings between tables."""

from __future__ import annotations

import msgspec
import pytest

from extractor.model import Box, Drawing, Fill, Rule, Word
from extractor.pages.join import continues
from extractor.pages.tables import find_tables
from tests.support.pages import horizontal, page, vertical, words
from tests.test_tables import texts

XS = (60.0, 300.0, 380.0, 460.0)
CELLS = (
    ("Andel nöjda resenärer", "80 %", "76 %"),
    ("Väntetid i telefon", "14", "12"),
    ("Antal fall", "6,0", "9,1"),
)
COMMENT = "Analys: utfallet påverkas av att två linjer lades om under hela hösten och vintern"
GREY = "#dddddd"


def line(top: float, cells: tuple[str, ...], *, bold: bool = False) -> list[Word]:
    return [w for x, text in zip(XS, cells, strict=False) for w in words(x + 4, top, text, size=9, bold=bold)]


def header(top: float) -> tuple[list[Word], Fill]:
    return line(top, ("Indikator", "Mål 2021", "Utfall 2021"), bold=True), Fill(
        box=Box(XS[0], top - 5, XS[-1], top + 14), colour=GREY
    )


def rules(*ys: float) -> list[Rule]:
    return [horizontal(y, XS[0], XS[-1]) for y in ys]


def test_a_comment_over_the_columns_below_a_row_is_a_row_of_its_own() -> None:
    labels, shade = header(105)
    shown = [
        *labels,
        *line(125, CELLS[0]),
        *words(64, 138, COMMENT, size=8),
        *line(160, CELLS[1]),
        *line(180, CELLS[2]),
    ]
    (found,) = find_tables(page(shown, rules(119, 155, 175, 195), [shade]))
    assert texts(found) == [
        ["Indikator", "Mål 2021", "Utfall 2021"],
        [*CELLS[0]],
        [COMMENT],
        [*CELLS[1]],
        [*CELLS[2]],
    ]


def test_the_second_line_of_a_label_is_no_comment() -> None:
    labels, shade = header(105)
    shown = [*labels, *line(125, CELLS[0]), *words(64, 137, "på landsbygden", size=9), *line(160, CELLS[1])]
    (found,) = find_tables(page([*shown, *line(180, CELLS[2])], rules(119, 155, 175, 195), [shade]))
    assert texts(found)[1] == ["Andel nöjda resenärer på landsbygden", "80 %", "76 %"]


def test_the_last_row_needs_no_line_below_it() -> None:
    labels, shade = header(105)
    shown = [*labels, *line(125, CELLS[0]), *line(145, CELLS[1]), *line(165, CELLS[2])]
    (found,) = find_tables(page(shown, rules(119, 139, 159), [shade]))
    assert texts(found)[1:] == [[*c] for c in CELLS]


def test_text_after_a_table_is_no_row_of_it() -> None:
    labels, shade = header(105)
    after = words(
        64, 166, "Under året har antalet resenärer ökat på alla linjer utom två av de minsta.", size=9
    )
    shown = [*labels, *line(125, CELLS[0]), *line(145, CELLS[1]), *after]
    (found,) = find_tables(page(shown, rules(119, 139, 159), [shade]))
    assert len(texts(found)) == 3


def test_a_heading_between_two_tables_parts_them() -> None:
    (labels, first), (again, second) = header(105), header(185)
    shown = [
        *labels,
        *line(125, CELLS[0]),
        *line(145, CELLS[1]),
        *again,
        *line(205, CELLS[2]),
        *line(225, CELLS[0]),
    ]
    heading = words(64, 165, "Nämndmål: Trygga resor", size=9, bold=True)
    found = find_tables(page([*shown, *heading], rules(119, 139, 199, 219), [first, second]))
    assert [texts(f)[-1] for f in found] == [[*CELLS[1]], [*CELLS[0]]]


def test_a_bold_sum_is_no_part_of_the_table_under_the_next_heading() -> None:
    first = line(105, ("Tkr", "Budget", "Utfall"), bold=True)
    rows = [*line(125, ("Lokaler", "12,0", "11,5")), *line(139, ("Personal", "30,0", "31,2"))]
    total = line(158, ("Summa", "42,0", "42,7"), bold=True)
    heading = words(64, 184, "Volymer", size=9, bold=True)
    second = [*line(200, ("Volymmått", "2020", "2021"), bold=True), *line(220, ("Resor", "612", "627"))]
    shown = [*first, *rows, *total, *heading, *second, *line(234, ("Klagomål", "11", "9"))]
    found = find_tables(page(shown, rules(119, 153, 214)))
    assert [texts(f)[-1][0] for f in found] == ["Summa", "Klagomål"]


@pytest.mark.parametrize("size", [9.0, 10.0, 10.5, 11.0, 11.5, 12.0, 12.5, 13.0])
def test_a_group_s_name_goes_over_the_columns_wherever_its_spaces_stand(size: float) -> None:
    labels, shade = header(105)
    name = "Mål: Tillsynen ska vara riskbaserad och effektiv i hela landet"
    shown = [*labels, *words(64, 123, name, size=size), *line(145, CELLS[0]), *line(165, CELLS[1])]
    (found,) = find_tables(page(shown, rules(119, 139, 159, 179), [shade]))
    assert texts(found)[1] == [name]


def test_lights_on_a_line_that_they_hide_stand_in_two_cells() -> None:
    rows = [w for n, cells in enumerate(CELLS) for w in line(125 + 20 * n, cells)]
    shown = [
        *line(105, ("Indikator", "Mål", "Utfall"), bold=True),
        *words(464, 105, "Status", size=9, bold=True),
        *rows,
    ]
    across = [horizontal(y, 60, 520) for y in (100, 120, 140, 180)] + [horizontal(160, 60, 460)]
    upright = [vertical(x, 100, 180) for x in (*XS, 520.0)]
    lights = [
        Drawing(kind="picture", box=Box(480, y, 492, y + 12), colour=colour)
        for y, colour in ((124, "#00aa00"), (146, "#dd0000"), (164, "#00aa00"))
    ]
    sheet = msgspec.structs.replace(page(shown, [*across, *upright]), drawings=tuple(lights))
    (found,) = find_tables(sheet)
    assert sorted(c.row for c in found.cells if c.column == 3) == [0, 1, 2, 3]


def two_rows(first: tuple[str, ...], *more: tuple[str, ...]) -> tuple[list[Word], list[Rule]]:
    """A header of two rows with a short rule under "Utfall", which stands over the last two columns."""
    shown = [
        *words(390, 104, "Utfall", size=9, bold=True),
        *line(118, ("Indikator", "Mål", "2020"), bold=True),
    ]
    shown += words(464, 118, "2021", size=9, bold=True)
    for number, cells in enumerate((first, *more)):
        shown += [*line(138 + 20 * number, cells[:3]), *words(464, 138 + 20 * number, cells[3], size=9)]
    lines = [horizontal(y, 60, 520) for y in (100, 132, *(152 + 20 * n for n in range(len(more) + 1)))]
    return shown, [*lines, horizontal(115, 380, 520)]


def test_a_short_rule_under_a_label_shows_which_columns_it_heads() -> None:
    shown, lines = two_rows(("Andel nöjda", "80 %", "76 %", "79 %"), ("Väntetid", "14", "12", "11"))
    (found,) = find_tables(page(shown, lines))
    over = next(c for c in found.cells if c.text == "Utfall")
    assert (over.column, over.column_span) == (2, 2)
    assert found.header_rows == 2


def test_the_same_header_goes_on_over_a_page_break_where_words_alone_place_the_columns() -> None:
    above = two_rows(("Andel nöjda", "80 %", "76 %", "79 %"), ("Väntetid", "14", "12", "11"))
    below = two_rows(("Antal deltagare vid årets träffar", "minst 400", "362", "388"))
    (one,), (other,) = find_tables(page(*above)), find_tables(page(*below, number=2))
    assert continues(one, other)


def test_an_analysis_of_two_lines_set_in_as_the_cells_are_is_a_row_between_two_rules() -> None:
    labels, shade = header(105)
    comment = [
        *words(64, 144, "Analys", size=8),
        *words(64, 154, "Två linjer lades om under hösten.", size=8),
    ]
    shown = [*labels, *line(125, CELLS[0]), *comment, *line(170, CELLS[1])]
    (found,) = find_tables(page(shown, rules(119, 139, 166, 183), [shade]))
    assert [row[0] for row in texts(found)[1:]] == [
        CELLS[0][0],
        "Analys Två linjer lades om under hösten.",
        CELLS[1][0],
    ]


def test_two_lines_that_begin_where_the_rules_do_are_text_between_two_tables() -> None:
    labels, shade = header(105)
    text = "Fler ska åka med bussarna både i stan och på alla de mindre orterna."
    between = [*words(60, 144, "Nästa mål", size=8), *words(60, 154, text, size=8)]
    shown = [*labels, *line(125, CELLS[0]), *between, *line(170, CELLS[1]), *line(187, CELLS[2])]
    found = find_tables(page(shown, rules(119, 139, 166, 183, 200), [shade]))
    assert len(found) == 2


def test_a_unit_behind_the_boundary_of_a_column_belongs_to_the_figure_before_it() -> None:
    labels, shade = header(105)
    comment = words(64, 145, "Väntetiden var i medeltal för alla linjer under året 31", size=8)
    unit = words(comment[-1].box.x1 + 2.2, 145, "% kortare.", size=8)
    boundary = comment[-1].box.x1 + 1.1
    upright = [vertical(x, top, top + 20) for x in (boundary, XS[2]) for top in (119, 159)]
    cells = [(label, "", "") for label, *_ in CELLS]
    shown = [*labels, *line(125, cells[0]), *comment, *unit, *line(165, cells[1])]
    (found,) = find_tables(page(shown, [*rules(119, 139, 159, 179), *upright], [shade]))
    assert "Väntetiden var i medeltal för alla linjer under året 31 % kortare." in texts(found)[2]


def test_the_second_line_of_a_label_beside_a_light_is_no_comment() -> None:
    labels, shade = header(105)
    label = [
        *words(80, 125, CELLS[0][0], size=9),
        *line(125, CELLS[0])[3:],
        *words(80, 136, "på landsbygden", size=9),
    ]
    written = [*labels, *label, *line(160, CELLS[1]), *line(180, CELLS[2])]
    shown = [msgspec.structs.replace(word, font="Arial") for word in written]
    light = Drawing(kind="picture", box=Box(66, 125, 75, 134), colour="#00aa00")
    sheet = msgspec.structs.replace(page(shown, rules(119, 155, 175, 195), [shade]), drawings=(light,))
    (found,) = find_tables(sheet)
    assert [row[0] for row in texts(found)[1:3]] == ["Andel nöjda resenärer på landsbygden", CELLS[1][0]]

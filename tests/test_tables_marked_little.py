"""Tables that mark little: the causes found on reports whose layouts the project had not seen."""

from __future__ import annotations

from extractor.model import SURE, Box, Fill, Word
from extractor.pages.cells import Placed
from extractor.pages.gutters import gutters
from extractor.pages.join import cut_rest, join
from extractor.pages.layout import page_lines, with_parts
from extractor.pages.tables import find_tables
from tests.support.pages import horizontal, page, words
from tests.test_tables import EXPECTED, HEADER, TWO_ROWS, XS, only, row, texts

AMOUNTS = [("Personal", "215 200", "213 850", "1 350"), ("Lokaler", "24 600", "24 570", "30")]


def right(x: float, top: float, text: str) -> list[Word]:
    """Words whose last one ends at x."""
    made = words(0, top, text)
    shift = x - max(w.box.x1 for w in made)
    return words(shift, top, text)


def test_headers_set_left_belong_to_the_numbers_set_right_under_them() -> None:
    heads = zip((60, 240, 340, 440), ("Tkr", "Budget 2018", "Utfall 2018", "Avvikelse"), strict=True)
    shown = [w for x, text in heads for w in words(x, 104, text, bold=True)]
    for number, cells in enumerate(AMOUNTS):
        top = 124 + 14 * number
        shown += words(60, top, cells[0])
        for x, text in zip((328, 428, 528), cells[1:], strict=True):
            shown += right(x, top, text)
    found = gutters(shown, Box(55, 100, 533, 160))
    assert len(found) == 3
    assert 60 < found[0] < 240
    assert 328 < found[1] < 340
    assert 428 < found[2] < 440


def test_a_coloured_last_column_does_not_hide_the_columns_before_it() -> None:
    fills = [Fill(box=Box(60, 100, 420, 120), colour="#444444")]
    fills += [Fill(box=Box(60, 120, 420, 140), colour="#eeeeee")]
    fills += [Fill(box=Box(340, top, 420, top + 20), colour="#ff8080") for top in (120, 140)]
    assert texts(only(page(TWO_ROWS, fills=fills))) == EXPECTED


def test_two_unshaded_cells_below_each_other_stay_two() -> None:
    fills = [Fill(box=Box(60, top, 340, top + 20), colour="#eeeeee") for top in (120, 160)]
    fills += [
        Fill(box=Box(340, 160, 420, 180), colour="#ff8080"),
        Fill(box=Box(60, 100, 420, 120), colour="#444444"),
    ]
    shown = [
        *HEADER, *row(124, "Trygghet", "Trygga i åk 5", "Ej mätt"), *row(144, "", "Trygga i åk 8", "Ej mätt"),
        *row(164, "", "Närvaro", "Ja"),
    ]  # fmt: skip
    assert [cells[-1] for cells in texts(only(page(shown, fills=fills)))] == [
        "Utfall",
        "Ej mätt",
        "Ej mätt",
        "Ja",
    ]


def test_a_merged_cell_painted_over_the_shading_of_its_rows_is_one_cell() -> None:
    fills = [
        Fill(box=Box(60, 120, 420, 140), colour="#eeeeee"), Fill(box=Box(60, 120, 200, 160), colour="#ffffff"),
        Fill(box=Box(60, 160, 420, 180), colour="#eeeeee"),
    ]  # fmt: skip
    shown = [
        *HEADER, *row(124, "Dricksvattnet ska", "Andel prov", "82 %"), *row(137, "räcka"),
        *row(144, "", "Antal avbrott", "5"), *row(164, "Säkra nät", "Läckage", "3 %"),
    ]  # fmt: skip
    table = only(page(shown, fills=fills))
    goal = next(c for c in table.cells if c.text.startswith("Dricksvattnet"))
    assert (goal.text, goal.row_span) == ("Dricksvattnet ska räcka", 2)


def test_the_rows_after_a_page_break_stand_in_the_columns_of_the_page_before() -> None:
    fills = [
        Fill(box=Box(60, 40, 420, 60), colour="#eeeeee"),
        Fill(box=Box(340, 40, 420, 80), colour="#ff8080"),
    ]
    shown = [*row(44, "Kostnader i balans", "Avvikelse", "-4"), *row(64, "", "Kostnad per elev", "12")]
    (found,) = find_tables(page(shown, fills=fills), None, XS)
    assert texts(found) == [["Kostnader i balans", "Avvikelse", "-4"], ["", "Kostnad per elev", "12"]]


def test_tables_with_a_rule_under_the_header_only_are_told_apart_by_their_headers() -> None:
    second = row(204, "Mål", "Mått", "Utfall", bold=True)
    second += [*row(224, "Säker vård", "Hygien", "90 %"), *row(244, "Rätt tid", "Väntan", "12")]
    rules = [horizontal(y, XS[0], XS[-1]) for y in (118, 218)]
    found = find_tables(page([*TWO_ROWS, *second], rules))
    assert [texts(f) for f in found] == [
        EXPECTED,
        [["Mål", "Mått", "Utfall"], ["Säker vård", "Hygien", "90 %"], ["Rätt tid", "Väntan", "12"]],
    ]


def test_rules_under_a_spanning_header_belong_to_its_table() -> None:
    rules = [horizontal(y, 60, 420) for y in (100, 140, 160, 180)]
    rules += [horizontal(120, 200, 420)]
    shown = [
        *words(280, 104, "Utfall", bold=True),
        *row(124, "Mått", "2020", "2021", bold=True), *row(144, "Andel nöjda", "80 %", "82 %"),
        *row(164, "Frånvaro", "6 %", "5 %"),
    ]  # fmt: skip
    table = only(page(shown, rules))
    assert texts(table)[-2:] == [["Andel nöjda", "80 %", "82 %"], ["Frånvaro", "6 %", "5 %"]]


def test_amounts_between_the_header_s_rule_and_the_sum_s_are_a_row_each() -> None:
    rules = [horizontal(y, XS[0], XS[-1]) for y in (100, 120, 164, 184)]
    shown = [
        *row(104, "Mnkr", "Budget", "Utfall", bold=True), *row(124, "Intäkter", "146,1", "140,7"),
        *row(136, "Personal", "-42,7", "-41,9"), *row(148, "Övrigt", "-31,0", "-30,5"),
        *row(168, "Summa", "72,4", "68,3", bold=True),
    ]  # fmt: skip
    assert [cells[0] for cells in texts(only(page(shown, rules)))] == [
        "Mnkr",
        "Intäkter",
        "Personal",
        "Övrigt",
        "Summa",
    ]


def test_the_rest_of_a_row_cut_by_the_page_break_is_found_by_its_place() -> None:
    (above,) = find_tables(page(TWO_ROWS, [horizontal(y, XS[0], XS[-1]) for y in (100, 120, 140, 160)]))
    rest = page_lines(words(XS[1] + 4, 50, "under hela året") + words(60, 80, "Ny text börjar här."), 2, 842)
    found, count = cut_rest(above, rest, 2)
    assert found is not None
    assert count == 1
    joined = join(above, found)
    assert texts(joined)[-1] == ["God hälsa", "Frånvaro under hela året", "5 %"]
    whole = next(c for c in joined.cells if c.text.endswith("hela året"))
    assert whole.confidence < SURE
    assert whole.reasons == ("cell_joined",)
    assert cut_rest(above, page_lines(words(XS[1] + 4, 50, "Nytt stycke"), 2, 842), 2) == (None, 0)


def test_the_rest_of_several_cells_of_a_cut_row_stands_on_one_line() -> None:
    (above,) = find_tables(page(TWO_ROWS, [horizontal(y, XS[0], XS[-1]) for y in (100, 120, 140, 160)]))
    left = [*words(XS[1] + 4, 50, "under hela"), *words(XS[2] + 4, 50, "i snitt")]
    lines = [with_parts(line, Placed(left)) for line in page_lines(left, 2, 842)]
    found, count = cut_rest(above, lines, 2)
    assert (found is not None, count) == (True, 1)
    assert texts(join(above, found))[-1] == ["God hälsa", "Frånvaro under hela", "5 % i snitt"]


def grouped() -> list[Word]:
    """A header and two goals shaded over the full width, each above two indicators set close together."""
    shown = row(100, "Mått", "Mål", "Utfall", bold=True)
    for top, goal in ((114, "Nöjda invånare"), (150, "God hälsa")):
        shown += row(top, goal, bold=True)
        shown += row(top + 12, "Andel nöjda", "80 %", "82 %") + row(top + 24, "Andel trygga", "75 %", "71 %")
    return shown


def test_rows_between_shaded_goals_are_found_where_nothing_else_is_drawn() -> None:
    fills = [Fill(box=Box(60, top, 420, top + 12), colour="#e0e8d8") for top in (113, 149)]
    found = texts(only(page(grouped(), fills=fills)))
    assert [cells[0] for cells in found] == [
        "Mått", "Nöjda invånare", "Andel nöjda", "Andel trygga", "God hälsa", "Andel nöjda", "Andel trygga",
    ]  # fmt: skip
    assert found[2] == ["Andel nöjda", "80 %", "82 %"]


def test_a_header_cell_shaded_over_two_columns_spans_them() -> None:
    fills = [
        Fill(box=Box(x0, 100, x1, 112), colour="#334455") for x0, x1 in ((60, 200), (200, 340), (340, 560))
    ]
    fills += [
        Fill(box=Box(x0, 112, x1, 124), colour="#334455")
        for x0, x1 in ((60, 200), (200, 340), (340, 450), (450, 560))
    ]
    fills += [
        Fill(box=Box(x0, 136, x1, 148), colour="#eeeeff")
        for x0, x1 in ((60, 200), (200, 340), (340, 450), (450, 560))
    ]
    shown = [*row(101, "Mål", "Mått", "Mätning", bold=True)]
    shown += words(344, 113, "Målvärde", bold=True) + words(454, 113, "Utfall", bold=True)
    for top in (125, 137):
        shown += row(top, "Nöjda invånare", "Andel nöjda", "82 %") + words(454, top, "80 %")
    span = next(c for c in only(page(shown, fills=fills)).cells if c.text == "Mätning")
    assert span.column_span == 2


ONE_ROW = [
    *words(60, 104, "Mål"), *words(180, 104, "Styrmått"), *words(340, 104, "Utfall 2022"),
    *words(60, 124, "Ekonomi i balans"), *words(180, 124, "Resultat mot budget"), *words(340, 124, "-1,2 mnkr"),
]  # fmt: skip


def test_a_header_with_a_rule_below_it_has_a_table_of_one_row() -> None:
    table = only(page(ONE_ROW, rules=[horizontal(118, 55, 420)]))
    assert texts(table) == [
        ["Mål", "Styrmått", "Utfall 2022"],
        ["Ekonomi i balans", "Resultat mot budget", "-1,2 mnkr"],
    ]


def test_two_lines_in_columns_that_nothing_marks_are_no_table() -> None:
    assert not find_tables(page(ONE_ROW))


def test_a_goal_that_runs_over_shaded_rows_is_one_where_the_header_stands_on_the_page_before() -> None:
    fills = [Fill(box=Box(200, top, 420, top + 12), colour="#eeeeff") for top in (112, 136)]
    shown = [*row(101, "Alla ska kunna", "Andel nöjda", "82 %"), *row(113, "", "Väntetid", "14")]
    shown += [
        *words(64, 112, "leva tryggt"),
        *row(125, "", "Frånvaro", "5 %"),
        *row(137, "", "Antal fall", "9"),
    ]
    fills.append(Fill(box=Box(60, 148, 420, 172), colour="#eeeeff"))
    shown += [*row(149, "God hälsa", "Frisktal", "62 %"), *row(161, "Budget", "Resultat", "1 %")]
    goals = [c for c in only(page(shown, fills=fills)).cells if c.column == 0 and c.text]
    assert next((c.text, c.row_span > 1) for c in goals) == ("Alla ska kunna leva tryggt", True)


def test_a_larger_line_apart_below_a_table_without_lines_is_the_next_heading() -> None:
    rows = [
        *row(104, "Mål", "Indikator", "Utfall"), *row(124, "Trygghet", "Trygga i åk 5", "82 %"),
        *row(138, "Kunskap", "Behöriga", "77 %"), *words(60, 170, "Tillsyn", size=13),
    ]  # fmt: skip
    assert len(texts(only(page(rows)))) == 3


def test_the_last_rows_below_the_last_shaded_goal_stand_as_far_apart_as_the_others() -> None:
    shown = row(100, "Mått", "Mål", "Utfall", bold=True)
    for top, goal in ((116, "Nöjda invånare"), (164, "God hälsa")):
        shown += row(top, goal, bold=True)
        shown += row(top + 16, "Andel nöjda", "80 %", "82 %") + row(top + 32, "Andel trygga", "75 %", "71 %")
    shown += words(40, 216, "Under året har arbetet gått vidare i alla delar")
    fills = [Fill(box=Box(60, top, 420, top + 16), colour="#e0e8d8") for top in (113, 161)]
    found = texts(only(page(shown, fills=fills)))
    assert [cells[0] for cells in found][-3:] == ["God hälsa", "Andel nöjda", "Andel trygga"]


def test_a_bold_name_alone_and_apart_under_a_header_is_the_first_row() -> None:
    columns = (60, 240, 320, 400)
    shown = [
        w
        for x, t in zip(columns, ("Mått", "2020", "2021", "Riktvärde"), strict=True)
        for w in words(x, 100, t, bold=True)
    ]
    shown += words(60, 120, "Område Lån", bold=True)
    for number, cells in enumerate((("Lån per invånare", "5,1", "5,3", "5,5"), ("Besök", "41", "43", "40"))):
        shown += [w for x, t in zip(columns, cells, strict=True) for w in words(x, 140 + 20 * number, t)]
    found = texts(only(page(shown)))
    assert [t for t in found[0] if t] == ["Mått", "2020", "2021", "Riktvärde"]
    assert [t for t in found[1] if t] == ["Område Lån"]

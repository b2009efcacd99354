from __future__ import annotations

import msgspec

from extractor.model import Box, Fill, Page, Word
from extractor.pages.cells import Placed
from extractor.pages.edges import edges_of, touching
from extractor.pages.stacked import parallel
from extractor.pages.tables import Found, find_tables
from tests.support.pages import horizontal, page, ruled, turned, vertical, words

XS = (60.0, 200.0, 340.0, 420.0)


def texts(found: Found) -> list[list[str]]:
    rows = max(c.row + c.row_span for c in found.cells)
    return [[c.text for c in found.cells if c.row == r] for r in range(rows)]


def only(shown: Page) -> Found:
    (found,) = find_tables(shown)
    return found


def row(top: float, *cells: str, bold: bool = False) -> list[Word]:
    return [w for x, text in zip(XS, cells, strict=False) if text for w in words(x + 4, top, text, bold=bold)]


HEADER = row(104, "Mål", "Mått", "Utfall", bold=True)
TWO_ROWS = [
    *HEADER,
    *row(124, "Nöjda invånare", "Andel nöjda", "82 %"),
    *row(144, "God hälsa", "Frånvaro", "5 %"),
]
EXPECTED = [
    ["Mål", "Mått", "Utfall"],
    ["Nöjda invånare", "Andel nöjda", "82 %"],
    ["God hälsa", "Frånvaro", "5 %"],
]


def test_a_table_with_all_lines_is_read_cell_by_cell() -> None:
    found = only(page(TWO_ROWS, ruled(XS, (100, 120, 140, 160))))
    assert texts(found) == EXPECTED
    assert found.header_rows == 1


def test_lines_between_the_rows_are_enough() -> None:
    rules = [horizontal(y, XS[0], XS[-1]) for y in (100, 120, 140, 160)]
    assert texts(only(page(TWO_ROWS, rules))) == EXPECTED


def test_the_broken_rules_of_a_picture_are_no_columns() -> None:
    pieces = [horizontal(y, a, b) for y in (100, 120, 140, 160) for a, b in ((60, 200), (200.5, 420))]
    recognised = msgspec.structs.replace(page(TWO_ROWS, pieces), text_layer="recognised")
    assert texts(only(recognised)) == EXPECTED


def test_shading_of_every_other_row_is_enough() -> None:
    fills = [Fill(box=Box(60, top, 420, top + 20), colour="#dddddd") for top in (100, 140)]
    assert texts(only(page(TWO_ROWS, fills=fills))) == EXPECTED


def test_a_table_without_any_line_is_found_under_its_header() -> None:
    assert texts(only(page(TWO_ROWS))) == EXPECTED


def test_running_text_is_no_table() -> None:
    lines = [words(60, 100 + 12 * i, "Året har präglats av ett gott arbete i hela nämnden") for i in range(8)]
    assert find_tables(page([w for line in lines for w in line])) == ()


def test_a_cell_of_several_lines_stays_one_row() -> None:
    content = [*HEADER, *row(124, "Nöjda", "Andel nöjda", "82 %"), *row(136, "invånare", "med svar", "")]
    found = only(page(content, ruled(XS, (100, 120, 150))))
    assert texts(found)[1] == ["Nöjda invånare", "Andel nöjda med svar", "82 %"]


def test_a_missing_line_is_a_goal_over_two_rows() -> None:
    rules = [horizontal(y, XS[0], XS[-1]) for y in (100, 120, 160)]
    rules += [horizontal(140, XS[1], XS[-1]), *(vertical(x, 100, 160) for x in XS)]
    content = [*HEADER, *row(124, "Hälsa", "Kort", "2 %"), *row(144, "", "Lång", "3 %")]
    found = only(page(content, rules))
    goal = next(c for c in found.cells if c.text == "Hälsa")
    assert goal.row_span == 2


def test_a_comment_over_the_full_width_is_one_cell() -> None:
    rules = [horizontal(y, XS[0], XS[-1]) for y in (100, 120, 140, 160)]
    rules += [vertical(x, 100, 140) for x in XS] + [vertical(x, 140, 160) for x in (XS[0], XS[-1])]
    content = [
        *HEADER,
        *row(124, "Hälsa", "Kort", "2 %"),
        *words(64, 144, "Kommentar: Målet nås inte under året alls"),
    ]
    comment = only(page(content, rules)).cells[-1]
    assert (comment.column, comment.column_span) == (0, 3)


def test_a_turned_header_reads_as_normal_text_either_way() -> None:
    content = [*row(104, "Mål", "Mått", bold=True), turned(370, 118, "Bedömning"), *row(124, "A", "B", "C")]
    down = [*row(104, "Mål", "Mått", bold=True), turned(370, 118, "Bedömning", 270), *row(124, "A", "B", "C")]
    for shown in (content, down):
        assert texts(only(page(shown, ruled(XS, (50, 120, 140)))))[0][2] == "Bedömning"


def test_letters_one_below_the_other_are_a_word() -> None:
    stacked = [w for i, c in enumerate("Trend") for w in words(370, 54 + 11 * i, c, bold=True)]
    content = [*row(104, "Mål", "Mått", bold=True), *stacked, *row(124, "A", "B", "C")]
    assert texts(only(page(content, ruled(XS, (50, 120, 140)))))[0][2] == "Trend"


def test_stacked_letters_keep_the_blank_between_two_words() -> None:
    letters = [(i, c) for i, c in enumerate("Utfall 2022") if c != " "]
    stacked = [w for i, c in letters for w in words(370, 54 + 11 * i, c, bold=True)]
    content = [*row(194, "Mål", "Mått", bold=True), *stacked, *row(214, "A", "B", "C")]
    assert texts(only(page(content, ruled(XS, (50, 210, 230)))))[0][2] == "Utfall 2022"


def test_two_tables_with_text_between_stay_two() -> None:
    second = [*row(304, "Mål", "Mått", "Utfall", bold=True), *row(324, "Ekonomi", "Resultat", "0")]
    text = words(60, 220, "Här följer nämndens andra tabell om ekonomin.")
    rules = ruled(XS, (100, 120, 140, 160)) + ruled(XS, (300, 320, 340))
    assert len(find_tables(page([*TWO_ROWS, *text, *second], rules))) == 2


def test_a_frame_around_text_is_no_table_by_itself() -> None:
    shown = page(words(70, 110, "Faktaruta om nämnden"), ruled((60, 400), (100, 140)))
    assert [f.frame for f in find_tables(shown)] == [True]


def test_a_table_set_in_a_frame_keeps_its_own_columns() -> None:
    frame = ruled((50, 430), (80, 200))
    assert texts(only(page(TWO_ROWS, [*frame, *ruled(XS, (100, 120, 140, 160))]))) == EXPECTED


def test_an_unshaded_last_row_of_a_zebra_table_belongs_to_it() -> None:
    fills = [Fill(box=Box(60, top, 420, top + 18), colour="#dddddd") for top in (102, 142)]
    more = row(162, "God ekonomi", "Resultat", "2 %")
    assert texts(only(page([*TWO_ROWS, *more], fills=fills))) == [
        *EXPECTED, ["God ekonomi", "Resultat", "2 %"],
    ]  # fmt: skip


def test_text_after_a_zebra_table_stays_outside() -> None:
    fills = [Fill(box=Box(60, top, 420, top + 18), colour="#dddddd") for top in (102, 142)]
    after = words(64, 162, "Frånvaron har sjunkit under hela året tack vare många insatser")
    found = only(page([*TWO_ROWS, *after], fills=fills))
    assert texts(found) == EXPECTED


def test_two_unshaded_goals_below_each_other_stay_two() -> None:
    shaded = [(60, 100), (200, 140), (340, 140)]
    right = {60: 420, 200: 340, 340: 420}
    fills = [Fill(box=Box(x, y, right[x], y + 20), colour="#dddddd") for x, y in shaded]
    found = only(page(TWO_ROWS, fills=fills))
    assert [c.text for c in found.cells if c.column == 0] == ["Mål", "Nöjda invånare", "God hälsa"]


def test_a_comment_that_ends_before_the_last_column_is_one_cell() -> None:
    rules = [
        *ruled(XS, (100, 120)),
        horizontal(140, 60, 420),
        vertical(60, 120, 140),
        vertical(420, 120, 140),
    ]
    comment = words(64, 124, "Kommentar: målet nås inte under året trots allt")
    found = only(page([*HEADER, *comment], rules))
    assert texts(found)[1] == ["Kommentar: målet nås inte under året trots allt"]


def test_one_text_in_a_ruled_row_may_continue_a_table_only() -> None:
    found = only(page(row(104, "arbetssätt"), ruled(XS, (100, 120))))
    assert found.frame


def test_the_header_above_the_first_line_belongs_to_the_table() -> None:
    rules = [horizontal(y, XS[0], XS[-1]) for y in (120, 140, 160)]
    found = only(page(TWO_ROWS, rules))
    assert texts(found) == EXPECTED
    assert found.header_rows == 1


def test_a_shaded_header_over_rows_without_lines_is_their_header() -> None:
    fills = [Fill(box=Box(60, 102, 420, 116), colour="#dddddd")]
    assert texts(only(page(TWO_ROWS, fills=fills))) == EXPECTED


def test_lines_above_and_below_the_header_are_enough() -> None:
    rules = [horizontal(y, XS[0], XS[-1]) for y in (101, 118)]
    assert texts(only(page(TWO_ROWS, rules))) == EXPECTED


def test_a_text_that_reaches_up_to_the_next_column_stays_in_its_own() -> None:
    full = row(124, "Nöjda invånare", "Andel nöjda med service och", "82 %")
    found = only(page([*HEADER, *full, *row(144, "God hälsa", "Frånvaro", "5 %")]))
    assert texts(found)[1] == ["Nöjda invånare", "Andel nöjda med service och", "82 %"]


def test_rows_whose_cells_stand_at_mid_height_are_rows() -> None:
    goals = [
        *words(64, 124, "Nöjda"),
        *words(64, 136, "invånare"),
        *words(64, 160, "God"),
        *words(64, 172, "hälsa"),
    ]
    values = [
        w for y, v in ((130, "82 %"), (166, "5 %")) for w in (*words(204, y, "Andel"), *words(344, y, v))
    ]
    rules = [*ruled(XS, (100, 120)), *(vertical(x, 120, 190) for x in XS), horizontal(190, 60, 420)]
    assert texts(only(page([*HEADER, *goals, *values], rules)))[1:] == [
        ["Nöjda invånare", "Andel", "82 %"], ["God hälsa", "Andel", "5 %"],
    ]  # fmt: skip


def test_figures_far_apart_in_one_cell_leave_their_row_in_doubt() -> None:
    """A line between columns that a scan does not show makes one cell of two."""
    rules = ruled(XS, (100, 120, 140, 160))
    near = [*HEADER, *row(124, "Fasta medel", "Summa", "12 368"), *row(144, "God hälsa", "Frånvaro", "5 %")]
    apart = [*words(XS[2] + 50, 124, "440"), *near[:-1], *row(144, "", "", "5 %")]
    assert all(c.confidence == 1.0 for c in only(page(near, rules)).cells)
    doubted = {c.row for c in only(page(apart, rules)).cells if "columns_interleaved" in c.reasons}
    assert doubted == {1}


def test_shading_with_the_labels_of_the_table_above_begins_the_next_one() -> None:
    labels, more = ("Inriktning", "Nyckeltal", "Utfall 2021"), ("Trygga elever", "Andel trygga", "91 %")
    fills = [Fill(box=Box(60, top, 420, top + 18), colour="#dddddd") for top in (100, 140)]
    for second, tables in ((labels, 2), (more, 1)):
        content = [*row(104, *labels), *row(124, "Nöjda invånare", "Andel nöjda", "82 %"), *row(144, *second)]
        groups = touching(edges_of(page(content, fills=fills)))
        assert len(parallel(groups, Placed(content))) == tables


def test_the_lines_of_a_goal_without_descenders_are_one_cell_beside_a_shaded_row() -> None:
    goal = [
        Word(text=t, box=Box(64, y, 130, y + 7), size=10)
        for t, y in (("Köken ska vara", 122), ("med stolthet", 135))
    ]
    content = [
        *HEADER, *goal, *row(122, "", "Andel nöjda", "82 %"), *row(144, "", "Frånvaro", "5 %"),
    ]  # fmt: skip
    fills = [
        Fill(box=Box(60, 100, 420, 116), colour="#20506f"),
        Fill(box=Box(200, 136, 420, 158), colour="#dddddd"),
    ]
    assert "Köken ska vara med stolthet" in [c.text for c in only(page(content, fills=fills)).cells]

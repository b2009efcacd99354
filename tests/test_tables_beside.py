"""Tables that only the places of words show: beside text, beside each other, with rows over the full width."""

from __future__ import annotations

import msgspec

from extractor.model import Box, Drawing, Page, Word
from extractor.pages.cells import MARK, lines_of
from extractor.pages.tables import find_tables
from tests.support.pages import horizontal, page, ruled, words
from tests.test_tables import texts

ROWS = (("Andel nöjda", "80 %", "76 %"), ("Väntetid", "14", "12"), ("Antal fall", "6,0", "9,1"))
EXPECTED = [["Indikator", "Målvärde", "Utfall"], *map(list, ROWS)]


def sheet(x: float, top: float, pitch: float = 12.0) -> list[Word]:
    """A table without any line: a header in bold and three rows."""
    shown = []
    for number, cells in enumerate([("Indikator", "Målvärde", "Utfall"), *ROWS]):
        for offset, text in zip((0, 90, 150), cells, strict=True):
            shown += words(x + offset, top + pitch * number, text, size=9, bold=number == 0)
    return shown


def text(x: float, top: float, lines: int, pitch: float = 12.7) -> list[Word]:
    """A column of running text, set on other lines than the table beside it."""
    said = "arbetet med att förkorta tiden har gått vidare"
    return [w for number in range(lines) for w in words(x, top + pitch * number, said, size=9)]


def read(shown: list[Word]) -> list[list[list[str]]]:
    return [texts(found) for found in find_tables(page(shown))]


def test_a_table_in_one_column_of_a_page_of_two_is_read_without_the_text_beside_it() -> None:
    shown = [*text(40, 100, 5), *sheet(40, 180), *text(40, 250, 5), *text(310, 100, 18)]
    assert read(shown) == [EXPECTED]


def test_two_tables_beside_each_other_under_one_line_of_labels_are_two() -> None:
    assert read([*sheet(40, 100), *sheet(310, 100)]) == [EXPECTED, EXPECTED]


def test_running_text_in_two_columns_is_no_table() -> None:
    assert read([*text(40, 100, 20), *text(310, 100, 20)]) == []


def test_a_comment_over_the_full_width_is_a_row_of_its_own() -> None:
    shown = sheet(40, 100)[:3]
    comment = "Kommentar: utfallet påverkas av att två enheter"
    for number, cells in enumerate(ROWS):
        top = 114 + 40 * number
        for offset, cell in zip((0, 90, 150), cells, strict=True):
            shown += words(40 + offset, top, cell, size=9)
        shown += words(40, top + 13, comment, size=9) + words(40, top + 23, "och sommaren.", size=9)
    (found,) = read(shown)
    assert [cells[0][:9] for cells in found] == [
        "Indikator", "Andel nöj", "Kommentar", "Väntetid", "Kommentar", "Antal fal", "Kommentar",
    ]  # fmt: skip
    assert found[2] == [f"{comment} och sommaren."]


def test_text_after_a_table_is_no_row_of_it() -> None:
    shown = [*sheet(40, 100), *words(40, 158, "Under året har arbetet gått vidare på alla enheter", size=9)]
    assert read(shown) == [EXPECTED]


def test_the_next_table_s_title_and_header_begin_a_table_of_their_own() -> None:
    shown = [*sheet(40, 100), *words(40, 156, "Trygga boenden", size=9, bold=True), *sheet(40, 170)]
    assert read(shown) == [EXPECTED, EXPECTED]


def test_labels_in_bold_that_nearly_fill_their_columns_are_several() -> None:
    shown = []
    for number, cells in enumerate([("Indikator", "Målvärde", "Utfall"), *ROWS]):
        for offset, cell in zip((0, 90, 132), cells, strict=True):
            shown += words(40 + offset, 100 + 14 * number, cell, size=9, bold=number == 0)
    assert read(shown) == [EXPECTED]


def test_a_mark_stands_on_the_line_that_it_overlaps_most() -> None:
    shown = [
        *words(40, 100, "tryggt och"),
        *words(140, 106, "Väntetid"),
        Word(text=MARK, box=Box(240, 104, 249, 113)),
    ]
    assert [[w.text for w in line] for line in lines_of(shown)] == [["tryggt", "och"], ["Väntetid", MARK]]


def test_marks_of_columns_set_on_other_lines_stay_with_their_rows() -> None:
    left = sheet(40, 180)
    marks = [
        Drawing(box=Box(230, 193 + 12 * n, 238, 201 + 12 * n), kind="vector", colour="#22aa44")
        for n in range(3)
    ]
    head = words(225, 180, "Status", size=9, bold=True)
    shown = page([*left, *head, *text(40, 100, 3), *text(310, 100, 16)])
    shown = Page(number=1, width=shown.width, height=shown.height, words=shown.words, drawings=tuple(marks))
    (found,) = find_tables(shown)
    assert len({c.row for c in found.cells}) == 4


def test_texts_that_nearly_touch_the_line_between_their_columns_are_no_comment() -> None:
    xs, ys = (60.0, 122.0, 185.0, 240.0), (100.0, 114.0, 140.0, 166.0)
    shown = [
        *words(64, 103, "Mål", bold=True),
        *words(126, 103, "Mått", bold=True),
        *words(190, 103, "Utfall", bold=True),
    ]
    for top in (117, 143):
        shown += [*words(64, top, "Trygga och"), *words(126, top, "Andel trygga"), *words(190, top, "82 %")]
        shown += [*words(64, top + 11, "säkra boende"), *words(126, top + 11, "och säkra")]
    (found,) = find_tables(page(shown, ruled(xs, ys)))
    assert len(texts(found)) == 3


GROUPED = (
    ("Låntagarna är nöjda",), ("Nöjda låntagare", "80 %", "76 %", "Ja"), ("barn", "", "82 %", ""),
    ("Väntetid", "14", "12", "Ja"), ("Personalen är frisk",), ("Sjukfrånvaro", "6,0", "9,1", "Nej"),
    ("Utbildning", "4", "3", "Nej"),
)  # fmt: skip


def test_a_group_named_in_another_type_between_rows_without_lines_is_a_row_over_the_full_width() -> None:
    shown: list[Word] = []
    for number, cells in enumerate([("Mått", "Mål", "Utfall", "Nått"), *GROUPED]):
        font = "Italic" if len(cells) == 1 else "Upright"
        for offset, cell in zip((0, 100, 150, 200), cells, strict=False):
            made = words(40 + offset, 100 + 11.4 * number, cell, size=10, bold=number == 0) if cell else []
            shown += [msgspec.structs.replace(w, font=font) for w in made]
    rules = [horizontal(99, 40, 280), horizontal(111, 40, 280)]
    (found,) = find_tables(page(shown, rules))
    assert [row[0] for row in texts(found)] == ["Mått", *(cells[0] for cells in GROUPED)]
    groups = {c.text for c in found.cells if c.column_span == 4}
    assert groups == {"Låntagarna är nöjda", "Personalen är frisk"}

"""Boxes that name an indicator each and say the same things about it become the rows of a table."""

from __future__ import annotations

import msgspec

from extractor.model import Box, Page, Rule, Word
from extractor.pages.cards import find_cards
from extractor.pages.tables import find_tables

LETTER = 5.0


def words(text: str, x: float, top: float) -> list[Word]:
    found = []
    for part in text.split():
        found.append(Word(text=part, box=Box(x, top, x + LETTER * len(part), top + 10), size=10))
        x += LETTER * (len(part) + 0.6)
    return found


def card(name: str, pairs: list[tuple[str, str]], state: str, x: float, top: float = 100) -> list[Word]:
    found = words(name, x, top)
    for number, (label, value) in enumerate(pairs):
        found += words(label, x, top + 30 + 14 * number)
        found += words(value, x + 100, top + 30 + 14 * number)
    return found + words(state, x, top + 30 + 14 * len(pairs) + 6)


def page_of(*parts: list[Word]) -> Page:
    return Page(number=1, width=595, height=842, words=tuple(w for part in parts for w in part))


FIRST = card("Nöjda brukare", [("Mål 2031", "80 %"), ("Utfall 2031", "76 %")], "Ej uppnått", 50)
SECOND = card("Väntetid i dagar", [("Mål 2031", "högst 14"), ("Utfall 2031", "12")], "Uppnått", 250)


def test_boxes_beside_each_other_become_rows_under_their_labels() -> None:
    (table,) = find_tables(page_of(FIRST, SECOND))
    rows = [[c.text for c in table.cells if c.row == r] for r in range(3)]
    assert rows == [
        ["", "Mål 2031", "Utfall 2031", ""],
        ["Nöjda brukare", "80 %", "76 %", "Ej uppnått"],
        ["Väntetid i dagar", "högst 14", "12", "Uppnått"],
    ]


def test_no_cell_of_a_box_is_sure() -> None:
    (table,) = find_tables(page_of(FIRST, SECOND))
    assert all(c.reasons == ("boxed",) and c.confidence < 0.9 for c in table.cells if c.row)


def test_a_box_in_the_next_row_of_boxes_belongs_to_the_same_table() -> None:
    third = card("Sjukfrånvaro", [("Mål 2031", "5 %"), ("Utfall 2031", "6 %")], "Ej uppnått", 50, 200)
    (table,) = find_tables(page_of(FIRST, SECOND, third))
    assert [c.text for c in table.cells if c.column == 0] == [
        "",
        "Nöjda brukare",
        "Väntetid i dagar",
        "Sjukfrånvaro",
    ]


def test_a_line_that_one_box_lacks_leaves_its_cell_empty() -> None:
    third = card(
        "Sjukfrånvaro", [("Mål 2031", "5 %"), ("Prognos 2031", "7 %"), ("Utfall 2031", "6 %")], "", 250
    )
    (table,) = find_tables(page_of(FIRST, third))
    assert [c.text for c in table.cells if c.row == 1] == ["Nöjda brukare", "80 %", "", "76 %", "Ej uppnått"]


def test_boxes_without_any_target_are_left_alone() -> None:
    one = card("Intäkter", [("Utfall 2031", "80"), ("Utfall 2030", "76")], "", 50)
    other = card("Kostnader", [("Utfall 2031", "81"), ("Utfall 2030", "75")], "", 250)
    assert find_cards(page_of(one, other)) == []


def test_a_single_list_of_labelled_lines_is_no_box() -> None:
    assert find_cards(page_of(FIRST)) == []


def test_boxes_without_names_are_left_alone() -> None:
    assert find_cards(page_of(FIRST[2:], SECOND[3:])) == []


PAIRS = [("Utfall 2030", "71 %"), ("Utfall 2031", "76 %"), ("Mål 2031", "80 %"), ("Bedömning", "Ej uppnått")]
OTHERS = [
    ("Utfall 2030", "16"),
    ("Utfall 2031", "12"),
    ("Mål 2031", "högst 14"),
    ("Bedömning", "Mål uppnått"),
]
ROWS = [
    ["", "Utfall 2030", "Utfall 2031", "Mål 2031", "Bedömning", ""],
    ["Nöjda brukare", "71 %", "76 %", "80 %", "Ej uppnått", ""],
    ["Väntetid i dagar", "16", "12", "högst 14", "Mål uppnått", ""],
]


def rows_of(page: Page) -> list[list[str]]:
    found = find_tables(page)
    return [
        [c.text for c in t.cells if c.row == r] for t in found for r in range(1 + max(c.row for c in t.cells))
    ]


def test_a_verdict_behind_its_label_is_no_label() -> None:
    beside = page_of(card("Nöjda brukare", PAIRS, "", 50), card("Väntetid i dagar", OTHERS, "", 300))
    assert rows_of(beside) == ROWS


def test_boxes_below_each_other_become_rows_too() -> None:
    below = page_of(card("Nöjda brukare", PAIRS, "", 50), card("Väntetid i dagar", OTHERS, "", 50, top=220))
    assert rows_of(below) == ROWS


def test_boxes_in_columns_of_the_page_need_not_stand_on_the_same_lines() -> None:
    columns = page_of(
        card("Nöjda brukare", PAIRS, "", 50), card("Väntetid i dagar", OTHERS, "", 300, top=137)
    )
    assert rows_of(columns) == ROWS


def test_labelled_lines_in_the_cells_of_a_table_are_no_boxes() -> None:
    left = words("Andel nöjda brukare", 50, 130) + words("Antal dagar i kö", 50, 250)
    assert not find_cards(
        page_of(left, card("Äldre", PAIRS, "", 250), card("Barn", OTHERS, "", 250, top=220)), below=True
    )


def test_labelled_lines_without_an_outcome_are_no_boxes() -> None:
    aims = [[("Mål 2031", "80 %"), ("Mål 2032", "82 %")], [("Mål 2031", "14"), ("Mål 2032", "12")]]
    first, second = card("Nöjda brukare", aims[0], "", 50), card("Väntetid i dagar", aims[1], "", 50, top=220)
    assert not find_cards(page_of(first, second), below=True)


def test_what_lines_part_into_rows_and_columns_stays_a_table() -> None:
    tops = [126 + 14 * n for n in range(len(PAIRS) + 1)]
    lines = [Rule(box=Box(x - 4, y, x + 186, y)) for x in (50, 300) for y in (96, *tops)] + [
        Rule(box=Box(x + dx, 96, x + dx, tops[-1])) for x in (50, 300) for dx in (-4, 186)
    ]
    drawn = msgspec.structs.replace(
        page_of(card("Nöjda brukare", PAIRS, "", 50), card("Väntetid i dagar", OTHERS, "", 300)),
        rules=tuple(lines),
    )
    assert [c.reasons for t in find_tables(drawn) for c in t.cells if c.reasons] == []


def test_labels_and_values_set_like_text_are_left_to_the_lists() -> None:
    runs_on = [words(f"{label}: {value}", 50, 114 + 14 * n) for n, (label, value) in enumerate(PAIRS)]
    again = [words(f"{label}: {value}", 50, 234 + 14 * n) for n, (label, value) in enumerate(OTHERS)]
    page = page_of(words("Nöjda brukare", 50, 100), *runs_on, words("Väntetid i dagar", 50, 220), *again)
    assert not find_cards(page, below=True)

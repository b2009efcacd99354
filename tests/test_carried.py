"""A header that a page ends with heads the rows that stand first on the next page."""

from __future__ import annotations

import msgspec

from extractor.model import Page, Word
from extractor.pages.carried import CARRIED, Foot, foot_of, under_carried_header
from extractor.pages.layout import page_lines
from extractor.pages.tables import Found, find_tables
from tests.support.pages import page, words

PLACES = (60.0, 200.0, 330.0, 420.0)
TEXT = "Under året har nämnden följt verksamheten och redovisat resultatet för varje enhet."


def row(top: float, *texts: str, bold: bool = False) -> list[Word]:
    found = [w for x, text in zip(PLACES, texts, strict=True) for w in words(x, top, text)]
    return [msgspec.structs.replace(w, bold=bold) for w in found]


def header(top: float) -> list[Word]:
    return row(top, "Mål", "Indikator", "Målvärde", "Utfall", bold=True)


ROWS = [
    *row(60, "God vård", "Väntetid", "14", "12"),
    *row(90, "Nöjda elever", "Trygghet", "80 %", "85 %"),
    *row(120, "Bra miljö", "Utsläpp", "50", "45"),
]


def foot(first: Page) -> Foot | None:
    tables = find_tables(first)
    taken = {id(w) for t in tables for w in t.words}
    rest = [w for w in first.words if id(w) not in taken]
    return foot_of(first, tables, page_lines(rest, first.number, first.height))


ALONE = page([*words(60, 100, TEXT), *header(700)], number=1)


def under(ended: Foot | None, content: list[Word]) -> tuple[Page, tuple[Found, ...]] | None:
    assert ended is not None
    second = page(content, number=2)
    return under_carried_header(second, ended, find_tables(second), None)


def test_rows_on_the_next_page_stand_under_the_header_alone_at_the_foot() -> None:
    found = under(foot(ALONE), ROWS)
    assert found is not None
    table = found[1][0]
    assert [c.text for c in table.cells if c.row == 0] == ["Mål", "Indikator", "Målvärde", "Utfall"]
    assert [c.text for c in table.cells if c.row == 2] == ["Nöjda elever", "Trygghet", "80 %", "85 %"]


def test_no_cell_under_a_carried_header_is_sure() -> None:
    found = under(foot(ALONE), ROWS)
    assert found is not None
    body = [c for c in found[1][0].cells if c.row]
    assert all(c.confidence == CARRIED and c.reasons == ("header_carried",) for c in body)


def test_header_cells_keep_the_place_where_they_are_printed() -> None:
    found = under(foot(ALONE), ROWS)
    assert found is not None
    head = [c.place for c in found[1][0].cells if c.row == 0]
    assert all(p and p.page == 1 and p.box and 690 < p.box.top < 700 for p in head)


def test_running_text_at_the_foot_is_no_header() -> None:
    assert foot(page([*words(60, 100, TEXT), *words(60, 700, TEXT)], number=1)) is None


def test_unknown_words_in_bold_at_the_foot_are_no_header() -> None:
    strange = row(700, "Anna", "Bertil", "Cecilia", "David", bold=True)
    assert foot(page([*words(60, 100, TEXT), *strange], number=1)) is None


def test_running_text_on_the_next_page_is_no_row() -> None:
    content = [w for top in (60, 75, 90, 105) for w in words(60, top, TEXT)]
    assert under(foot(ALONE), content) is None


def test_a_table_with_a_header_of_its_own_is_left_alone() -> None:
    assert under(foot(ALONE), [*header(40), *ROWS]) is None


def test_the_header_of_a_table_that_ends_a_page_is_carried_too() -> None:
    rows = [*header(600), *row(630, "A-mål", "Kö", "14", "12"), *row(660, "B-mål", "Svar", "8", "9")]
    rows += row(690, "C-mål", "Besök", "70", "75")
    ended = foot(page([*words(60, 100, TEXT), *rows], number=1))
    assert ended is not None
    assert ended.lines == 0
    found = under(ended, ROWS)
    assert found is not None
    assert len(found[1][0].xs) == 5


def test_a_running_header_that_comes_back_is_no_first_row() -> None:
    def running(number: int) -> list[Word]:
        return [*words(60, 20, "Granviks kommun"), *words(420, 20, f"Sida {number}")]

    ended = foot(page([*running(1), *words(60, 100, TEXT), *header(700)], number=1))
    found = under(ended, [*running(2), *ROWS])
    assert found is not None
    assert all("Granviks" not in c.text for c in found[1][0].cells)

from __future__ import annotations

import itertools

from extractor.model import Page, Rule
from extractor.pages.tables import find_tables
from tests.support.pages import horizontal, page, words
from tests.test_tables import HEADER, XS, only, row, texts

ABOVE = row(124, "Nöjda invånare", "Andel nöjda", "82 %")
BELOW = row(164, "God hälsa", "Frånvaro", "5 %")


def under_cells(*ys: float, xs: tuple[float, ...] = XS) -> list[Rule]:
    """Rules as browsers draw them: below each cell."""
    return [horizontal(y, a, b) for y in ys for a, b in itertools.pairwise(xs)]


def shown(between: str, *, size: float = 9.0, bold: bool = False) -> Page:
    line = words(64, 145, between, size=size, bold=bold) if between else []
    return page([*HEADER, *ABOVE, *line, *BELOW], under_cells(120, 140, 160, 180))


def test_a_comment_over_the_full_width_parts_no_table() -> None:
    found = only(shown("Enkäten görs vartannat år."))
    assert texts(found)[1:] == [
        ["Nöjda invånare", "Andel nöjda", "82 %"], ["Enkäten görs vartannat år."], ["God hälsa", "Frånvaro", "5 %"],
    ]  # fmt: skip
    (comment,) = (c for c in found.cells if c.text.startswith("Enkäten"))
    assert (comment.column_span, comment.place.box.top if comment.place and comment.place.box else 0) == (
        3,
        140,
    )


def test_a_goal_in_bold_parts_no_table_either() -> None:
    found = only(shown("Mål: Invånarna i hela Granvik är friska", bold=True))
    assert [c.bold for c in found.cells if c.column_span == 3] == [True]


def test_a_heading_in_larger_type_parts_two_tables() -> None:
    assert len(find_tables(shown("Medarbetarnas hälsa och arbetsmiljö", size=13.0))) == 2


def test_an_empty_gap_parts_them() -> None:
    assert len(find_tables(shown(""))) == 2


def test_a_header_below_the_line_begins_another_table() -> None:
    again = row(164, "Mål", "Mått", "Utfall")
    rest = row(184, "God hälsa", "Frånvaro", "5 %")
    rules = under_cells(120, 140, 160, 180, 200)
    both = page([*HEADER, *ABOVE, *words(64, 145, "Nästa del.", size=9.0), *again, *rest], rules)
    assert len(find_tables(both)) == 2


def test_a_table_of_other_columns_is_another() -> None:
    other = (60.0, 150.0, 300.0, 420.0)
    cells = [*words(64, 164, "God hälsa"), *words(154, 164, "Frånvaro"), *words(304, 164, "5 %")]
    rules = under_cells(120, 140) + under_cells(160, 180, xs=other)
    both = page([*HEADER, *ABOVE, *words(64, 145, "Nästa del.", size=9.0), *cells], rules)
    assert len(find_tables(both)) == 2

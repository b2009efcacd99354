"""Rows with one text in the middle of the table."""

from __future__ import annotations

import pytest

from tests.support.pages import horizontal, page, words
from tests.test_tables import only

XS = (60.0, 200.0, 260.0, 320.0, 380.0)
ROWS = (
    ("Andel nöjda", "80 %", "82 %", "Ja"),
    ("Antal klagomål", "14", "12", "Ja"),
    ("Sjukfrånvaro", "5 %", "4 %", "Nej"),
)


def spans(middle: str, x: float) -> list[tuple[int, int, str]]:
    """Row, columns and text of the cells with words in a row with one text, under a header and one other row."""
    printed = list(words(62, 104, "Indikator", bold=True))
    for left, text in zip(XS[1:-1], ("Mål", "Utfall", "Nått"), strict=True):
        printed += words(left + 3, 104, text, bold=True)
    for n, row in enumerate(ROWS):
        for left, text in zip(XS[:-1], row, strict=True):
            printed += words(left + 3, 144 + 20 * n if n else 124, text)
    printed += words(x, 144, middle, bold=True)
    rules = [horizontal(100 + 20 * n, XS[i], XS[i + 1]) for n in (0, 1, 2, 4, 5) for i in range(4)]
    rules.append(horizontal(160, 60, 380))
    found = only(page(printed, rules))
    return [(c.row, c.column_span, c.text) for c in found.cells if c.text == middle]


def test_a_text_in_the_middle_of_a_table_is_a_name_over_all_columns() -> None:
    assert spans("Medarbetare", 192.5) == [(2, 4, "Medarbetare")]


@pytest.mark.parametrize("x", [63.0, 205.0, 263.0])
def test_a_text_elsewhere_is_a_cell_of_its_own_columns(x: float) -> None:
    assert all(width < len(XS) - 1 for _, width, _ in spans("Medarbetare", x))

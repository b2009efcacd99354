"""Tables of figures in a dump's lines."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from extractor.model import SURE, Table
from extractor.reading.text import read_text
from extractor.reading.text_figures import figures_at, find_figures
from extractor.reading.text_lines import Line


def _lines(text: str) -> list[Line]:
    return [Line(line, 1, blank=at == 0) for at, line in enumerate(text.splitlines())]


def _rows(text: str) -> list[tuple[str, ...]]:
    found = figures_at(_lines(text), 0)
    return [cells for _, cells in found.rows] if found else []


def test_a_header_of_kinds_and_years_over_names_with_as_many_numbers_is_a_table() -> None:
    found = figures_at(
        _lines("Mnkr Utfall 2021 Budget 2021 Avvikelse\nIntäkter 80,2 79,9 0,3\nLokaler 7,4 7,5 0,1"), 0
    )
    assert found is not None
    assert found.labels == ("Mnkr", "Utfall 2021", "Budget 2021", "Avvikelse")
    assert found.rows[1][1] == ("Lokaler", "7,4", "7,5", "0,1")


def test_thousands_are_kept_together_where_the_header_says_how_many_columns() -> None:
    rows = _rows(
        "Tkr Budget 2022 Utfall 2022 Avvikelse\nIntäkter 14 500 14 920 420\nLokaler -2 200 -2 505 -305"
    )
    assert rows[0] == ("Intäkter", "14 500", "14 920", "420")


def test_numbers_side_by_side_are_told_apart_by_the_header() -> None:
    rows = _rows("Ärenden 2021 2020 Förändring %\nBygglov 412 388 6,2 %\nAnmälningar 236 204 15,7 %")
    assert rows[0] == ("Bygglov", "412", "388", "6,2 %")


def test_a_row_whose_numbers_can_be_told_apart_in_two_ways_keeps_them_unread() -> None:
    rows = _rows("Ärenden 2021 2020\nLån 1 412 388 100\nBesök 5,0 6,0\nSvar 7,0 8,0")
    assert rows[0] == ("Lån 1 412 388 100",)


def test_a_name_that_goes_on_below_its_numbers_is_put_together() -> None:
    rows = _rows("Mnkr Utfall 2021 Budget 2021\nNät (trådlöst och 3,6 8,1\nfast)\nVideo 1,4 0,5")
    assert rows[0] == ("Nät (trådlöst och fast)", "3,6", "8,1")


def test_running_text_with_years_is_no_table() -> None:
    text = (
        "Budget och utfall för 2020 och 2021\nUnder 2020 ökade antalet besök med 12 procent och kostnaden med 3.\n"
        * 2
    )
    assert find_figures(_lines(text)) == []


def test_no_number_of_such_a_table_is_called_sure() -> None:
    text = "Ekonomi\n\nMnkr Utfall 2021 Budget 2021\nIntäkter 80,2 79,9\nLokaler 7,4 7,5\n"
    table = next(b for b in read_text(text.encode(), "x.txt").blocks if isinstance(b, Table))
    assert all(c.confidence < SURE and c.reasons for c in table.cells if c.row)


def test_many_numbers_of_three_digits_are_no_search_through_all_their_groupings() -> None:
    header = "Avdelning " + " ".join(f"Utfall {year}" for year in range(2014, 2023))
    start = time.process_time()
    assert _rows("\n".join([header, *(f"Hus {n} " + "118 " * 40 for n in "ABC")])) == []
    rows = _rows("\n".join([header, *(f"Hus {n} " + "41 " * 9 for n in "ABC")]))
    assert rows[0] == ("Hus A", *["41"] * 9)
    assert time.process_time() - start < SECONDS


SECONDS = 2.0
"""Trying every grouping takes half a minute; keeping the two best of each, a tenth of a second."""


@given(st.lists(st.text(alphabet="Aöu 0123,%-", min_size=1, max_size=40).filter(str.strip), max_size=6))
def test_every_number_of_a_row_is_printed_on_its_line(texts: list[str]) -> None:
    lines = _lines("\n".join(["Tkr Utfall 2021 Budget 2021", *texts]))
    found = figures_at(lines, 0)
    for at, cells in found.rows if found else ():
        printed = "".join(lines[at].text.split())
        assert all("".join(cell.split()) in printed for cell in cells[1:])

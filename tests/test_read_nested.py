"""Word tables in the cells of another table."""

from __future__ import annotations

from extractor.model import Cell, Place, Table
from extractor.reading.nested import joined


def sheet(*rows: list[str], header_rows: int = 0) -> Table:
    cells = tuple(
        Cell(row=r, column=c, text=text, raw=text, place=Place(page=1))
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
    )
    return Table(number=0, place=Place(page=1), cells=cells, header_rows=header_rows)


HEAD = ["Mått", "Mål", "Utfall"]


def texts(table: Table) -> list[list[str]]:
    return [[c.text if c is not None else "" for c in row] for row in table.grid()]


def test_the_rows_of_inner_tables_stand_beside_what_stands_beside_these() -> None:
    outer = sheet(["Trygga hamnar", ""], ["Rena hamnar", ""])
    inner = {
        (0, 1): sheet(HEAD, ["Olyckor", "3", "2"]),
        (1, 1): sheet(HEAD, ["Utsläpp", "8", "9"], ["Skräp", "1", "0"]),
    }
    whole = joined(outer, inner)
    assert whole is not None
    assert texts(whole) == [
        ["", *HEAD],
        ["Trygga hamnar", "Olyckor", "3", "2"],
        ["", *HEAD],
        ["Rena hamnar", "Utsläpp", "8", "9"],
        ["Rena hamnar", "Skräp", "1", "0"],
    ]


def test_a_bar_over_the_outer_table_reaches_over_all_columns() -> None:
    bar = Cell(row=0, column=0, column_span=2, text="Hamnen", raw="Hamnen", place=Place(page=1))
    rest = [c for c in sheet(["", ""], ["Trygga hamnar", ""]).cells if c.row]
    outer = Table(number=0, place=Place(page=1), cells=(bar, *rest))
    whole = joined(outer, {(1, 1): sheet(HEAD, ["Olyckor", "3", "2"])})
    assert whole is not None
    assert whole.cells[0].column_span == 4
    assert whole.header_rows == 2


def test_inner_tables_of_different_widths_stay_apart() -> None:
    outer = sheet(["Trygga hamnar", ""], ["Rena hamnar", ""])
    assert (
        joined(outer, {(0, 1): sheet(HEAD, ["Olyckor", "3", "2"]), (1, 1): sheet(HEAD[:2], ["Utsläpp", "8"])})
        is None
    )


def test_running_text_beside_a_table_is_no_column_of_it() -> None:
    outer = sheet(["ord " * 60, ""])
    assert joined(outer, {(0, 1): sheet(HEAD, ["Olyckor", "3", "2"])}) is None


def test_words_beside_an_inner_table_in_its_own_cell_leave_it_apart() -> None:
    outer = sheet(["Trygga hamnar", "Se nedan"])
    assert joined(outer, {(0, 1): sheet(HEAD, ["Olyckor", "3", "2"])}) is None

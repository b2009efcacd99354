"""Dumps that keep the printed layout."""

from __future__ import annotations

from extractor.model import SURE, Paragraph, Table
from extractor.reading.text import read_text
from extractor.reading.text_layout import keeps_layout

PAGE = """Uppföljning

Nämndmål             Indikator                       Målvärde         Utfall 2022
Snabb hjälp          Svarstid i växeln, median       högst 30 s       25 s
                     Andel besvarade samtal          minst 90 %       94 %
Rena stränder        Godkända badprov                100 %            98 %
                     Antal städade stränder          Minst 20 st      18 st
Levande bibliotek    Lån per invånare                Öka              5,6
                     Besök per öppen timme           minst 40         41
"""


def test_columns_apart_by_blanks_are_a_layout() -> None:
    assert keeps_layout(PAGE)
    assert not keeps_layout("Nämndmål\nIndikator\nMålvärde\n" * 10)


def test_its_cells_are_read_by_where_they_stand_and_never_called_sure() -> None:
    document = read_text(PAGE.encode(), "dump.txt")
    table = next(b for b in document.blocks if isinstance(b, Table))
    body = [c for c in table.cells if c.row >= table.header_rows]
    assert "Andel besvarade samtal" in {c.text for c in body}
    assert all(c.confidence < SURE for c in body)


YEARS_BELOW = """Nämndmål             Indikator                       Utfall       Utfall       Målvärde     Måluppf
                                                     2021         2022         2022         yllelse
Snabb hjälp          Svarstid i växeln, median       31 s         25 s         högst 30 s   Uppfyllt
                     Andel besvarade samtal          91 %         94 %         minst 90 %   Uppfyllt
Rena stränder        Godkända badprov                97 %         98 %         100 %        Delvis
Levande bibliotek    Besök per öppen timme           44           41           minst 40     Uppfyllt
"""


def test_years_on_the_headers_second_line_tell_two_columns_of_values_apart() -> None:
    document = read_text(YEARS_BELOW.encode(), "dump.txt")
    table = next(b for b in document.blocks if isinstance(b, Table))
    assert [c.text for c in table.cells if c.row == 0] == [
        "Nämndmål",
        "Indikator",
        "Utfall 2021",
        "Utfall 2022",
        "Målvärde 2022",
        "Måluppfyllelse",
    ]
    assert {c.text for c in table.cells if c.row == 1} >= {"31 s", "25 s"}


TURNED = """Samhälle

Nämndmål             Indikator                       Målvärde         Utfall 2022



                                                                                         Måluppfyllelse


                                                                                                          Utveckling

Snabb hjälp          Svarstid i växeln, median       högst 30 s       25 s               ■                ↑
                     Andel besvarade samtal          minst 90 %       94 %               ■                ↓
Rena stränder        Godkända badprov                100 %            98 %               ●                ↑
                     Antal städade stränder          Minst 20 st      18 st              ▲                ↑
"""


def test_names_turned_in_print_join_the_header_above_the_table() -> None:
    document = read_text(TURNED.encode(), "dump.txt")
    table = next(b for b in document.blocks if isinstance(b, Table))
    assert [c.text for c in table.cells if c.row == 0][-2:] == ["Måluppfyllelse", "Utveckling"]
    assert {c.text for c in table.cells if c.row == 1} >= {"Svarstid i växeln, median", "25 s"}


BAND = """Nämndmål             Indikator                       Målvärde         Utfall       Utfall
                                                     2022             2021         2022
Medborgare
Snabb hjälp          Svarstid i växeln, median       högst 30 s       27 s         25 s
                     Andel besvarade samtal          minst 90 %       92 %         94 %
Rena stränder        Godkända badprov                100 %            97 %         98 %
                     Antal städade stränder          Minst 20 st      17 st        18 st
Levande bibliotek    Lån per invånare                5,5              5,4          5,6
"""


def test_years_below_a_header_are_the_headers_though_a_perspective_stands_beside_them() -> None:
    document = read_text(BAND.encode(), "dump.txt")
    table = next(b for b in document.blocks if isinstance(b, Table))
    header = [c.text for c in table.cells if c.row == 0]
    assert header[-3:] == ["Målvärde 2022", "Utfall 2021", "Utfall 2022"]
    assert "Medborgare" in {c.text for c in table.cells}


def test_a_short_line_by_itself_above_a_laid_out_table_is_a_heading() -> None:
    document = read_text(PAGE.replace("Uppföljning\n", "Resande\n").encode(), "dump.txt")
    headings = [b.text for b in document.blocks if isinstance(b, Paragraph) and b.level]
    assert headings == ["Resande"]


FIGURES_BELOW = """

 Sjukfrånvaro, procent                                        2021             2022

 Kvinnor                                                      6,1              5,8

 Män                                                          4,4              4,1
"""


def test_a_table_of_figures_below_a_gap_is_no_more_of_a_laid_out_scorecard() -> None:
    document = read_text((PAGE + FIGURES_BELOW).encode(), "dump.txt")
    tables = [b for b in document.blocks if isinstance(b, Table)]
    assert len(tables) == 2
    assert "Kvinnor" not in {c.text for c in tables[0].cells}

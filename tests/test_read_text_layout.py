"""Dumps that keep the printed layout."""

from __future__ import annotations

from extractor.model import SURE, Table
from extractor.read.text import read_text
from extractor.read.text_layout import keeps_layout

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

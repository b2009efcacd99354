"""Dumps that keep their layout: what parts their tables, labels and headings."""

from __future__ import annotations

from extractor.model import Paragraph, Table
from extractor.reading.text import read_text

HEADER = "  Mått                                   Utfall 2021      Mål 2021      Trend     Bedömning"
ANALYSED = f"""Badhuset
Nämndmål
1.1 Fler ska lära sig simma
Målet nås

{HEADER}

  Barn som kan simma i årskurs 6               88 %           95 %

  Analys
  Två av skolorna hade ingen simundervisning under våren och har börjat om med den i höst.

  Antal simskolor                              14             12
  om sommaren

  Besök i veckan                               940            800        Fler än
                                                                         i fjol

Nämndmål
1.2 Badhuset håller sin budget

{HEADER}
  Kostnad per besök                            81 kr          80 kr
  Intäkter                                     4,1            Öka
  Biljetter                                    2,2            Öka

  Aktivitet                                    Start          Slut          Läge

  Byta biljettsystem                           2021-03-01     2021-09-30    Pågår
  Måla omklädningsrum                          2021-05-01     2021-06-30    Klart

                                                                                    Sida 2
"""


def _tables() -> list[list[list[str]]]:
    blocks = read_text(ANALYSED.encode(), "dump.txt").blocks
    return [
        [[c.text for c in t.cells if c.row == r] for r in range(t.row_count)]
        for t in blocks
        if isinstance(t, Table)
    ]


def test_rows_below_a_comment_belong_to_its_table() -> None:
    first = _tables()[0]
    assert [row[0] for row in first[1:]] == [
        "Barn som kan simma i årskurs 6",
        "Analys Två av skolorna hade ingen simundervisning under våren och har börjat om med den i höst.",
        "Antal simskolor om sommaren",
        "Besök i veckan",
    ]


def test_the_last_line_of_a_cell_is_part_of_it() -> None:
    assert _tables()[0][-1][3] == "Fler än i fjol"


def test_a_header_below_rows_begins_the_next_table_and_a_page_number_ends_it() -> None:
    _, second, third = _tables()
    assert [row[0] for row in second[1:]] == ["Kostnad per besök", "Intäkter", "Biljetter"]
    assert [row[0] for row in third[1:]] == ["Byta biljettsystem", "Måla omklädningsrum"]
    assert third[-1][-1] == "Klart"


def test_numbered_headings_stand_alone_and_labels_above_them_head_nothing() -> None:
    blocks = read_text(ANALYSED.encode(), "dump.txt").blocks
    levels = {b.text: b.level for b in blocks if isinstance(b, Paragraph)}
    assert levels["1.1 Fler ska lära sig simma"] == levels["1.2 Badhuset håller sin budget"] == 3
    assert levels["Nämndmål"] == 0


WORDED = """Badhuset
Nämndens uppföljning

  Mått                    Mål 2021     Utfall 2021    Bedömning
  Simhallsbesök               12           11           Ja
  Sjukfrånvaro                Minska       Öka          Nej
  Nöjda badgäster             90 %         85 %         Ja
  Väntan i kassan             Minska       Lika         Nej
  Trivsel                     Öka          Öka          Ja
  Antal simlärare             14           12           Ja

Texten efter tabellen handlar om något annat och står på en lång rad för sig.
"""


def test_rows_of_words_and_of_figures_are_told_apart_where_no_column_is_of_figures_mostly() -> None:
    (table,) = (b for b in read_text(WORDED.encode(), "dump.txt").blocks if isinstance(b, Table))
    names = [c.text for c in table.cells if c.column == 0]
    assert names == [line[2:26].strip() for line in WORDED.splitlines()[3:10]]

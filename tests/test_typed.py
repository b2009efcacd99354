"""Typed tables: bars and rules of characters part cells and are never text themselves."""

from __future__ import annotations

from extractor.model import SURE, Paragraph, Table
from extractor.reading.text import read_text

TOP = "Granviks kommun\nVerksamhetsberättelse 1999\n\nMåluppföljning\n==============\n\n"


def tables(text: str) -> list[Table]:
    return [b for b in read_text((TOP + text).encode(), "dump.txt").blocks if isinstance(b, Table)]


def rows(table: Table) -> list[list[str]]:
    return [[c.text for c in table.cells if c.row == r] for r in range(table.row_count)]


RULED = """
------------------------------------------------------------------------
Mål och mått                  |  Utfall |       Mål |  Utfall | Uppnått
                              |    1998 |      1999 |    1999 |
------------------------------------------------------------------------
Besökarna är nöjda och kommer tillbaka
  Nöjda besökare enligt enkät |    71 % |      75 % |    76 % | Ja
    - barn                    |    80 % |           |    82 % |
  Väntetid till besök inom    | 14 dgr  |    10 dgr |  12 dgr | Nej
    specialistvården          |         |           |         |
------------------------------------------------------------------------
Personalen är frisk
  Sjukfrånvaro                |   5,1 % |     5,0 % |   5,8 % | -
------------------------------------------------------------------------
"""


def test_bars_part_columns_and_rules_part_the_header_from_rows() -> None:
    (table,) = tables(RULED)
    assert table.header_rows == 1
    assert rows(table) == [
        ["Mål och mått", "Utfall 1998", "Mål 1999", "Utfall 1999", "Uppnått"],
        ["Besökarna är nöjda och kommer tillbaka"],
        ["Nöjda besökare enligt enkät", "71 %", "75 %", "76 %", "Ja"],
        ["barn", "80 %", "", "82 %", ""],
        ["Väntetid till besök inom specialistvården", "14 dgr", "10 dgr", "12 dgr", "Nej"],
        ["Personalen är frisk"],
        ["Sjukfrånvaro", "5,1 %", "5,0 %", "5,8 %", "-"],
    ]


def test_a_goal_without_columns_goes_over_the_whole_width() -> None:
    (table,) = tables(RULED)
    goals = [c for c in table.cells if c.column_span == table.column_count]
    assert [c.text for c in goals] == ["Besökarna är nöjda och kommer tillbaka", "Personalen är frisk"]


def test_cells_between_bars_are_sure() -> None:
    (table,) = tables(RULED)
    assert all(c.confidence >= SURE for c in table.cells)


def test_no_typed_rule_or_bar_is_ever_text() -> None:
    document = read_text((TOP + RULED).encode(), "dump.txt")
    texts = [b.text for b in document.blocks if isinstance(b, Paragraph)]
    texts += [c.text for b in document.blocks if isinstance(b, Table) for c in b.cells]
    assert not [t for t in texts if "|" in t or "--" in t or "==" in t]


def test_a_line_with_a_typed_rule_below_it_is_a_heading() -> None:
    document = read_text((TOP + RULED).encode(), "dump.txt")
    assert next(b for b in document.blocks if isinstance(b, Paragraph) and b.text == "Måluppföljning").level


def test_boxes_of_signs_and_of_box_drawing_characters_are_the_same_table() -> None:
    signs = """
+------------------+----------+----------+
| Mått             | Mål 1999 | Utf 1999 |
+------------------+----------+----------+
| Antal besök      | 1 200    | 1 310    |
+------------------+----------+----------+
| Väntetid till    | högst 10 | 12 dagar |
| läkarbesök       | dagar    |          |
+------------------+----------+----------+
"""
    drawn = signs.replace("|", "║").replace("-", "═").replace("+", "╬")
    expected = [
        ["Mått", "Mål 1999", "Utf 1999"],
        ["Antal besök", "1 200", "1 310"],
        ["Väntetid till läkarbesök", "högst 10 dagar", "12 dagar"],
    ]
    assert rows(tables(signs)[0]) == expected
    assert rows(tables(drawn)[0]) == expected


def test_a_bar_a_letter_off_still_begins_the_next_column() -> None:
    (table,) = tables(RULED.replace("71 % |      75 % |", "71 %  |      75 % |"))
    assert rows(table)[2] == ["Nöjda besökare enligt enkät", "71 %", "75 %", "76 %", "Ja"]


def test_as_many_bars_on_each_line_part_columns_wherever_they_stand() -> None:
    (table,) = tables(
        "| Mål | Mått | Utfall 1998 | Utfall 1999 |\n|---|:---|---:|---:|\n"
        "| God hushållning | Resultat | 1 mnkr | 2 mnkr |\n| | Kostnad per invånare | 900 kr | 940 kr |\n"
    )
    assert rows(table)[1:] == [
        ["God hushållning", "Resultat", "1 mnkr", "2 mnkr"],
        ["Kostnad per invånare", "900 kr", "940 kr"],
    ]
    assert next(c for c in table.cells if c.text == "God hushållning").row_span == 2


def test_the_gaps_of_a_rule_part_columns_but_not_surely() -> None:
    (table,) = tables("""
Mått                    Mål      Utfall   Uppnått
                        1999     1999
----------------------  -------  -------  -------
Antal besök             1 200    1 310    Ja
Väntetid till           10 dgr   12 dgr   Nej
  läkarbesök
----------------------  -------  -------  -------
""")
    assert rows(table)[0] == ["Mått", "Mål 1999", "Utfall 1999", "Uppnått"]
    assert rows(table)[2] == ["Väntetid till läkarbesök", "10 dgr", "12 dgr", "Nej"]
    assert all(c.confidence < SURE for c in table.cells if c.row)


def test_several_rows_between_two_rules_are_several_rows() -> None:
    (table,) = tables("""
MÅL / MÅTT                        UTFALL   MÅL      UTFALL   BEDÖM-
                                  1997     1998     1998     NING
========================================================================
NÖJDA BESÖKARE
  Andel nöjda besökare            71 %     75 %     76 %     Uppnått
  Väntetid till besök             14 dgr   10 dgr   12 dgr   Ej uppnått
------------------------------------------------------------------------
FRISK PERSONAL
  Antal tillbud                      12        0       14    Ej uppnått
------------------------------------------------------------------------
""")
    assert [row[0] for row in rows(table)] == [
        "MÅL / MÅTT",
        "NÖJDA BESÖKARE",
        "Andel nöjda besökare",
        "Väntetid till besök",
        "FRISK PERSONAL",
        "Antal tillbud",
    ]


def test_leaders_are_a_gap() -> None:
    (table,) = tables("""
Mått                           Mål 1999      Utfall 1999   Uppnått
Andel nöjda besökare ..........  75 %          76 %        Ja
Väntetid till besök ...........  10 dgr        12 dgr      Nej
Sjukfrånvaro .................   5,0 %         5,8 %       Nej
Antal besök ..................   1 300         1 410       Ja
Antal klagomål................   20            14          Ja
""")
    assert rows(table)[1] == ["Andel nöjda besökare", "75 %", "76 %", "Ja"]
    assert rows(table)[5] == ["Antal klagomål", "20", "14", "Ja"]


MARKDOWN = """
| Mått | Mål 1999 | Utfall 1999 |
|:--|--:|:-:|
| Antal besök | 1 200 | 1 310 |
| Antal lån |  | 900 |
"""


def test_a_short_line_of_bars_and_colons_parts_the_header_and_is_no_row() -> None:
    (table,) = tables(MARKDOWN)
    assert rows(table)[1:] == [["Antal besök", "1 200", "1 310"], ["Antal lån", "", "900"]]


GOALS = """
+--------------------+----------------+----------+----------+
| Mål                | Mått           | Mål 1999 | Utf 1999 |
+--------------------+----------------+----------+----------+
| Nöjda besökare     | Antal klagomål | 12       | 14       |
|                    | Väntetid       | 10 dagar | 9 dagar  |
+--------------------+----------------+----------+----------+
| Personal som       | Sjukfrånvaro   | 5 %      | 6 %      |
| trivs på jobbet    | Antal tillbud  | 10       | 9        |
+--------------------+----------------+----------+----------+
"""


def test_a_goal_that_may_go_on_beside_the_next_row_is_never_sure() -> None:
    (table,) = tables(GOALS)
    goals = {c.text: c.confidence >= SURE for c in table.cells if c.row and not c.column and c.text}
    assert goals == {"Nöjda besökare": True, "Personal som": False, "trivs på jobbet": False}
    assert all(c.confidence >= SURE for c in table.cells if c.column)

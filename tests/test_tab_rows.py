"""Tables set with tabs alone: goals and long names stand between their rows on lines without any."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from extractor.model import SURE, Document, Table
from extractor.reading.docx import read_docx
from extractor.reading.text import read_text
from tests.support.word import docx, p

LINES = (
    "Mål/Mätetal\tMål 2002\t2001\t2002\tMåluppfyllelse",
    "Låntagarna är nöjda med sitt bibliotek",
    "Nöjda låntagare\t90 %\t87 %\t91 %\tUppfyllt",
    "barn\t\t92 %\t94 %",
    "vuxna\t\t86 %\t90 %",
    "Böcker som lånas ut gånger",
    "  per år\tminst 4,0\t3,4\t3,9\tDelvis uppfyllt",
    "Personalen trivs och stannar",
    "Sjukfrånvaro\thögst 6 %\t6,9 %\t6,2 %\tEj uppfyllt",
)
EXPECTED = [
    ["Mål/Mätetal", "Mål 2002", "2001", "2002", "Måluppfyllelse"],
    ["Låntagarna är nöjda med sitt bibliotek"],
    ["Nöjda låntagare", "90 %", "87 %", "91 %", "Uppfyllt"],
    ["barn", "", "92 %", "94 %", ""],
    ["vuxna", "", "86 %", "90 %", ""],
    ["Böcker som lånas ut gånger per år", "minst 4,0", "3,4", "3,9", "Delvis uppfyllt"],
    ["Personalen trivs och stannar"],
    ["Sjukfrånvaro", "högst 6 %", "6,9 %", "6,2 %", "Ej uppfyllt"],
]


Read = Callable[..., Document]


def dump(*lines: str) -> Document:
    return read_text(
        "\n".join(("Granviks kommun", "", *lines, "", "Lånen ökade under året.")).encode(), "a.txt"
    )


def word(*lines: str) -> Document:
    paragraphs = [p(line.replace("\t", "</w:t><w:tab/><w:t xml:space='preserve'>")) for line in lines]
    return read_docx(
        docx("".join([p("Granviks kommun"), p(), *paragraphs, p("Lånen ökade under året.")])), "a.docx"
    )


def tables(document: Document) -> list[Table]:
    return [b for b in document.blocks if isinstance(b, Table)]


def rows(table: Table) -> list[list[str]]:
    return [[c.text for c in table.cells if c.row == r] for r in range(table.row_count)]


@pytest.mark.parametrize("read", [dump, word])
class TestBothKinds:
    def test_goals_and_beginnings_of_names_are_rows_and_parts_of_rows(self, read: Read) -> None:
        (table,) = tables(read(*LINES))
        assert rows(table) == EXPECTED
        assert table.header_rows == 1

    def test_a_goal_goes_over_the_whole_width(self, read: Read) -> None:
        (table,) = tables(read(*LINES))
        assert [c.text for c in table.cells if c.column_span == 5] == [EXPECTED[1][0], EXPECTED[6][0]]

    def test_the_same_header_again_begins_another_table(self, read: Read) -> None:
        first, second = tables(read(*LINES[:5], "Ekonomi", *LINES[:1], *LINES[-2:]))
        assert rows(first) == EXPECTED[:5]
        assert rows(second) == [EXPECTED[0], *EXPECTED[-2:]]

    def test_tabs_that_are_pressed_until_the_column_is_reached_are_one_gap_but_never_sure(
        self, read: Read
    ) -> None:
        (table,) = tables(
            read(
                "Mått\t\t\t\tMål\tUtfall",
                "Antal lån per invånare\t\t8,0\t7,4",
                "Besök\t\t\t\t9 100\t8 800",
                "Nya låntagare i kommunen\t400\t455",
            )
        )
        assert rows(table)[1:] == [
            ["Antal lån per invånare", "8,0", "7,4"],
            ["Besök", "9 100", "8 800"],
            ["Nya låntagare i kommunen", "400", "455"],
        ]
        assert all(c.confidence < SURE for c in table.cells if c.row)


def test_labels_with_a_single_tab_are_no_table() -> None:
    assert not tables(word("Datum\t2002-03-01", "Handläggare\tKansliet", "Dnr\tGK 14/02"))


def test_a_line_break_within_a_word_paragraph_begins_another_line() -> None:
    body = "</w:t><w:br/><w:t xml:space='preserve'>".join(
        line.replace("\t", "</w:t><w:tab/><w:t xml:space='preserve'>") for line in LINES
    )
    (table,) = tables(read_docx(docx(p(body)), "a.docx"))
    assert rows(table) == EXPECTED

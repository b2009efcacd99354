"""Tables set with tabs alone: goals and long names stand between their rows on lines without any."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from extractor.model import SURE, Document, Table
from extractor.reading.docx import read_docx
from extractor.reading.text import read_text
from tests.support.word import docx, p, r

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
    paragraphs = [p(r(line).replace("\t", "</w:t><w:tab/><w:t xml:space='preserve'>")) for line in lines]
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


@pytest.mark.parametrize("read", [dump, word])
def test_a_row_that_left_a_tab_out_is_never_sure(read: Read) -> None:
    lines = (
        "Mått\tMål 2002\t2001\t2002\tBedömning",
        "Nöjda låntagare\t90 %\t87 %\t91 %\tUppfyllt",
        "Antal nya böcker\t400\t410\tUppfyllt",
        "Sjukfrånvaro\t6 %\t7 %\t6 %\tUppfyllt",
    )
    (table,) = tables(read(*lines))
    unsure = {c.row for c in table.cells if c.text and c.confidence < SURE}
    assert unsure == {2}


@pytest.mark.parametrize("read", [dump, word])
def test_a_header_of_two_lines_is_one_header(read: Read) -> None:
    lines = (
        "Mått\tMål\tUtfall\t\tBedömning",
        "\t2002\t2001\t2002\t",
        "Nöjda låntagare\t90 %\t87 %\t91 %\tUppfyllt",
        "Sjukfrånvaro\t6 %\t7 %\t5 %\tUppfyllt",
    )
    (table,) = tables(read(*lines))
    assert rows(table)[0] == ["Mått", "Mål 2002", "Utfall 2001", "2002", "Bedömning"]


@pytest.mark.parametrize("read", [dump, word])
@pytest.mark.parametrize(
    "first",
    [
        "\tPlanen för samlingen är känd av alla.\tKänd\t●",
        "\tÖppna lördagar\tFler\t",
        "\tpåbörjade resor\tFler\t●",
    ],
)
def test_a_first_row_that_left_its_goal_out_is_no_header(read: Read, first: str) -> None:
    lines = ("Mål\tMått\tÖnskat läge\tBedömning", first, "Nöjda låntagare\tAntal lån\tFler än 2001\t■")
    (table,) = tables(read(*lines))
    assert table.header_rows == 1
    assert table.row_count == 3


@pytest.mark.parametrize("read", [dump, word])
def test_a_name_goes_on_above_a_part_of_what_it_names(read: Read) -> None:
    lines = (
        "Mått\tMål 2002\t2001\t2002\tBedömning",
        "Andel låntagare",
        "som kommer tillbaka\t90 %\t87 %\t91 %\tUppfyllt",
        "varav barn\t\t92 %\t94 %\t",
        "Sjukfrånvaro\t6 %\t7 %\t5 %\tUppfyllt",
    )
    (table,) = tables(read(*lines))
    names = [row[0] for row in rows(table)[1:]]
    assert names == ["Andel låntagare som kommer tillbaka", "varav barn", "Sjukfrånvaro"]


@pytest.mark.parametrize("read", [dump, word])
def test_a_goal_that_may_go_on_beside_the_next_row_is_never_sure(read: Read) -> None:
    lines = (
        "Mål\tMått\tMål 2002\tUtfall 2002\tBedömning",
        "Nöjda låntagare\tAntal lån\t400\t410\tUppfyllt",
        "som kommer åter\tAntal besök\t90\t87\tEj uppfyllt",
        "Friska medarbetare\tSjukfrånvaro\t6 %\t5 %\tUppfyllt",
    )
    (table,) = tables(read(*lines))
    goals = [c.confidence >= SURE for c in table.cells if c.row and not c.column]
    assert goals == [False, False, True]


@pytest.mark.parametrize("read", [dump, word])
def test_a_measure_that_names_its_own_level_in_a_sentence_is_no_figure(read: Read) -> None:
    lines = (
        "Mål\tSå vet vi det\tResultat\tMålet nått",
        "Alla hittar en bok\tMinst 70 % av barnen i årskurs 4 ska ha ett eget lånekort.\t64 % har ett.\tNej",
        "\tMinst 12 av bussens 15 hållplatser ska besökas varje vecka.\t13 besöktes.\tJa",
        "\tLånen per invånare ska vara fler än 7 om året.\t7,4 (2001: 7,1).\tJa",
        "Biblioteket håller sin budget\tKostnaden per lån ska vara högst 38 kr under året.\t36 kr.\tJa",
    )
    (table,) = tables(read(*lines))
    assert [c.text for c in table.cells if c.column == 3] == ["Målet nått", "Nej", "Ja", "Ja", "Ja"]


@pytest.mark.parametrize("read", [dump, word])
def test_a_line_that_fills_every_column_below_a_spanning_name_is_a_row(read: Read) -> None:
    lines = (
        "Mått\tMål 2002\t2001\t2002\tBedömning",
        "Nöjda låntagare\t90 %\t87 %\t91 %\tUppfyllt",
        "\t92 %\t92 %\t94 %\tUppfyllt",
        "Sjukfrånvaro\t6 %\t7 %\t5 %\tUppfyllt",
    )
    (table,) = tables(read(*lines))
    assert table.row_count == 4

"""Misread header words of recognised tables."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.model import Cell, Document, Place, Table
from extractor.patterns import built_in
from extractor.reading.header_words import with_known_headers


def table(*headers: str, confidence: float = 0.6, number: int = 1) -> Table:
    head = [Cell(row=0, column=n, text=t, raw=t, confidence=confidence) for n, t in enumerate(headers)]
    body = [Cell(row=1, column=n, text="Mäi", confidence=confidence) for n in range(len(headers))]
    return Table(
        number=number, place=Place(page=1), header_rows=1,
        cells=(*head, *body),
    )  # fmt: skip


def headers(*tables: Table) -> list[list[str]]:
    document = Document(
        sha256="0" * 64, name="x.pdf", media="pdf", text_layer="recognised", page_count=1, blocks=tables
    )
    found = with_known_headers(document, built_in()).blocks
    return [[c.text for c in t.cells if c.row == 0] for t in found if isinstance(t, Table)]


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("Nyckeitai", "Nyckeltal"),
        ("Mäi", "Mål"),
        ("Nämndmäi", "Nämndmål"),
        ("Mäivarde 2022", "Målvärde 2022"),
        ("uttall 2021", "Utfall 2021"),
        ("MåI 2018 Utfall 2017", "Mål 2018 Utfall 2017"),
    ],
)
def test_a_misread_header_is_the_header_word_it_is_alike(read: str, printed: str) -> None:
    assert headers(table(read)) == [[printed]]


@pytest.mark.parametrize(
    "read", ["Kvinnor", "Ärenden", "Mat", "Avfall", "Tkr", "Mått", "2022", "Andel", "Kontrollmoment"]
)
def test_other_words_stay(read: str) -> None:
    assert headers(table(read)) == [[read]]


@pytest.mark.parametrize("read", ["Uppdrag ;", "| Uppdrag", "Uppdrag"])
def test_specks_beside_a_header_word_make_no_other_word_of_it(read: str) -> None:
    assert headers(table(read)) == [["Uppdrag"]]


def test_of_a_header_hardly_read_fewer_letters_need_be_right() -> None:
    assert headers(table("5eaömni ng", confidence=0.5)) == [["Bedömning"]]
    assert headers(table("5eaömni ng", confidence=0.7)) == [["5eaömni ng"]]


def test_what_was_read_surely_stays() -> None:
    assert headers(table("Nyckeitai", confidence=0.96)) == [["Nyckeitai"]]


def test_the_same_column_of_another_table_says_what_is_printed() -> None:
    sure = table("Mål", "Indikator", "Utfall", confidence=0.96)
    assert headers(sure, table("Māli", "lndlkctor", "Uttal", number=2))[1] == ["Mål", "Indikator", "Utfall"]


def test_the_characters_as_read_are_kept_and_the_body_is_left_alone() -> None:
    document = Document(
        sha256="0" * 64, name="x.pdf", media="pdf", text_layer="recognised", page_count=1,
        blocks=(table("Mäi"),),
    )  # fmt: skip
    (found,) = with_known_headers(document, built_in()).blocks
    assert isinstance(found, Table)
    assert [c.raw for c in found.cells if c.row == 0] == ["Mäi"]
    assert [c.text for c in found.cells if c.row == 1] == ["Mäi"]


@given(st.text(max_size=20))
def test_any_text_gives_a_text(text: str) -> None:
    ((found,),) = headers(table(text))
    assert bool(found.strip()) == bool(text.strip())

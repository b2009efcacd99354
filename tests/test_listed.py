"""Scorecards set as lists."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.model import SURE, Document, Paragraph, Place, Report, Symbol, Table
from extractor.patterns import built_in
from extractor.pipeline import extract
from extractor.scorecards.listed import labelled, with_listed_cards

PAGE = Place(page=1)


def line(text: str, level: int = 0, *, bullet: bool = False, symbols: tuple[Symbol, ...] = ()) -> Paragraph:
    return Paragraph(text=text, raw=text, place=PAGE, level=level, bullet=bullet, symbols=symbols)


def document(*blocks: Paragraph | Table) -> Document:
    title = (line("Årsrapport 2022", 1), line("Granviks kommun"), line("Verksamhet", 1))
    return Document(
        sha256="0" * 64, name="rapport.docx", media="docx", text_layer="born", page_count=1,
        blocks=(*title, *blocks),
    )  # fmt: skip


def rows(*blocks: Paragraph | Table) -> list[dict[str, str]]:
    return [{r: f.normal or f.text for r, f in row.fields.items()} for row in read(*blocks)]


def read(*blocks: Paragraph | Table) -> list:  # type: ignore[type-arg]
    report: Report = extract(document(*blocks), built_in())
    return [row for card in report.scorecards for row in card.rows]


IN_ONE_LINE = (
    line("Trygg förskola", 2),
    line("Andel nöjda föräldrar. Mål: minst 80 %. Utfall: 82 %. Målet är uppnått.", bullet=True),
    line("Barn per årsarbetare. Mål: högst 5,2. Utfall: 5,6. Målet är inte uppnått.", bullet=True),
    line("God arbetsmiljö", 2),
    line("Sjukfrånvaro. Mål: högst 6,0 %. Utfall: 6,4 %. Målet är delvis uppnått.", bullet=True),
)
ONE_BELOW_THE_OTHER = (
    line("1. Trygg förskola", bullet=True),
    line("Andel nöjda föräldrar", bullet=True),
    line("Mål: minst 80 %", bullet=True),
    line("Utfall 2022: 82 %", bullet=True),
    line("Bedömning: uppnått", bullet=True),
    line("Barn per årsarbetare", bullet=True),
    line("Mål: högst 5,2", bullet=True),
    line("Utfall 2022: 5,6", bullet=True),
    line("Bedömning: ej uppnått", bullet=True),
    line("2. God arbetsmiljö", bullet=True),
    line("Sjukfrånvaro", bullet=True),
    line("Mål: högst 6,0 %", bullet=True),
    line("Utfall 2022: 6,4 %", bullet=True),
    line("Bedömning: delvis uppnått", bullet=True),
)
ALL_LABELLED = (
    line("Mål: Trygg förskola"),
    line("Indikator: Andel nöjda föräldrar"),
    line("Målvärde: minst 80 %"),
    line("Utfall: 82 %"),
    line("Bedömning: uppnått"),
    line("Indikator: Barn per årsarbetare"),
    line("Målvärde: högst 5,2"),
    line("Utfall: 5,6"),
    line("Bedömning: inte uppnått"),
    line("Mål: God arbetsmiljö"),
    line("Indikator: Sjukfrånvaro"),
    line("Målvärde: högst 6,0 %"),
    line("Utfall: 6,4 %"),
    line("Bedömning: delvis uppnått"),
)


@pytest.mark.parametrize("blocks", [IN_ONE_LINE, ONE_BELOW_THE_OTHER, ALL_LABELLED])
def test_a_list_gives_the_rows_that_a_table_would(blocks: tuple[Paragraph, ...]) -> None:
    said = [
        (r["perspective"], r["goal"], r["indicator"], r["target"], r["value"], r["status"])
        for r in rows(*blocks)
    ]
    assert said == [
        ("Verksamhet", "Trygg förskola", "Andel nöjda föräldrar", "minst 80 %", "82 %", "met"),
        ("Verksamhet", "Trygg förskola", "Barn per årsarbetare", "högst 5,2", "5,6", "not_met"),
        ("Verksamhet", "God arbetsmiljö", "Sjukfrånvaro", "högst 6,0 %", "6,4 %", "partly_met"),
    ]


@pytest.mark.parametrize("blocks", [IN_ONE_LINE, ONE_BELOW_THE_OTHER, ALL_LABELLED])
def test_none_of_its_fields_is_sure(blocks: tuple[Paragraph, ...]) -> None:
    for row in read(*blocks):
        for role, field in row.fields.items():
            assert role == "perspective" or not field.text or (field.confidence < SURE and field.reasons)


def test_the_light_at_a_line_s_end_is_the_status() -> None:
    green = (Symbol(colour="green", shape="circle", text="●"),)
    lamps = [line(f"{b.text[:-1]} ●", bullet=True, symbols=green) for b in IN_ONE_LINE if b.bullet]
    cut = [line(b.text.partition(" Målet")[0] + " ●", bullet=True, symbols=green) for b in lamps]
    assert [r["status"] for r in rows(*cut)] == ["met"] * 3


def test_each_cell_stands_where_its_line_stands() -> None:
    (first, *_) = read(*ALL_LABELLED)
    assert {f.place for f in first.fields.values() if f.text} == {PAGE}


def test_one_such_sentence_is_text() -> None:
    assert rows(IN_ONE_LINE[1]) == []


def test_labels_without_any_value_are_text() -> None:
    assert rows(line("Mål: Trygg förskola"), line("Mål: God arbetsmiljö"), line("Syfte: Att trivas")) == []


def test_a_report_with_scorecards_as_tables_is_left_as_it_is() -> None:
    words = [
        ("Indikator", "Målvärde", "Utfall"),
        ("Sjukfrånvaro", "högst 6 %", "5,4 %"),
        ("Antal besök", "50", "52"),
    ]
    table = Table(
        number=1, place=PAGE, header_rows=1,
        cells=tuple(_cell(r, c, text) for r, row in enumerate(words) for c, text in enumerate(row)),
    )  # fmt: skip
    read_as = document(table, *IN_ONE_LINE)
    assert with_listed_cards(read_as, built_in())[0] is read_as


def _cell(row: int, column: int, text: str):  # type: ignore[no-untyped-def]
    from extractor.model import Cell

    return Cell(row=row, column=column, text=text, raw=text, place=PAGE)


@pytest.mark.parametrize(
    ("text", "head", "said"),
    [
        ("Nöjdhet – Mål: minst 80 %, Utfall: 82 %", "Nöjdhet", [("target", "minst 80 %"), ("value", "82 %")]),
        ("Nöjdhet (målvärde: 80, utfall 2021: 82)", "Nöjdhet", [("target", "80"), ("value", "82")]),
        ("Mål: Alla barn ska trivas", "", [("goal", "Alla barn ska trivas")]),
        ("Kontakt: Kontoret, klockan 10:30", "", []),
        ("Vi nådde målet: nästan alla trivs.", "Vi nådde", [("goal", "nästan alla trivs")]),
    ],
)
def test_labels_say_what_stands_behind_them(text: str, head: str, said: list[tuple[str, str]]) -> None:
    assert labelled(text, built_in()) == (head, said)


@given(st.text(alphabet="Målutfall:.,;0123456789 %–\n", max_size=60))
def test_any_line_is_labelled_statements_or_none(text: str) -> None:
    head, said = labelled(text, built_in())
    assert isinstance(head, str)
    assert all(s.text in text for s in said)

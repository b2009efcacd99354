"""Scorecards set as lists."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.model import SURE, Document, Paragraph, Place, Report, Symbol, Table
from extractor.patterns import built_in
from extractor.pipeline import extract
from extractor.scorecards.list_lines import labelled
from extractor.scorecards.listed import with_listed_cards

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


def item(name: str, *lines: str, level: int = 0) -> tuple[Paragraph, ...]:
    return (line(name, level, bullet=not level), *(line(text, bullet=True) for text in lines))


NESTED = (
    line("Mål 1 Fler ska resa hållbart", 3),
    *item("Antal cykelresor", "Utfall 2022: 212 400", "Utfall 2021: 205 100", "Målnivå: öka jämfört med 2021",
          "Bedömning: målet är uppnått"),
    *item("Andel resor med buss", "Utfall 2022: 14 %", "Utfall 2021: 15 %", "Målnivå: minst 16 %",
          "Bedömning: målet är inte uppnått"),
)  # fmt: skip
TWO_LINES = (
    line("Mål 1 Fler ska resa hållbart", 3),
    *item("Antal cykelresor", "Målnivå", "öka jämfört med 2021", "Utfall 2022", "212 400", "Utfall 2021", "205 100",
          "Bedömning", "målet är uppnått"),
    *item("Andel resor med buss", "Målnivå", "minst 16 %", "Utfall 2022", "14 %", "Utfall 2021", "15 %",
          "Bedömning", "målet är inte uppnått"),
)  # fmt: skip
DASHES = (
    line("Mål 1 Fler ska resa hållbart", 3),
    *item("Antal cykelresor", "Mål 2022 – öka jämfört med 2021", "Utfall 2022 – 212 400", "Utfall 2021 – 205 100",
          "Målet är uppnått"),
    *item("Andel resor med buss", "Mål 2022 – minst 16 %", "Utfall 2022 – 14 %", "Utfall 2021 – 15 %",
          "Målet är inte uppnått"),
)  # fmt: skip
NO_SIGNS = (
    line("Mål 1 Fler ska resa hållbart", 3),
    *item("Antal cykelresor", "Målnivå öka jämfört med 2021", "Utfall 2022 212 400", "Utfall 2021 205 100",
          "Bedömning målet är uppnått"),
    *item("Andel resor med buss", "Målnivå minst 16 %", "Utfall 2022 14 %", "Utfall 2021 15 %",
          "Bedömning målet är inte uppnått"),
)  # fmt: skip
HEADINGS = (
    line("Mål 1 Fler ska resa hållbart", 3),
    *item("Antal cykelresor", "Mål: öka jämfört med 2021", "Utfall: 212 400 (2021: 205 100)",
          "Status: målet är uppnått", level=4),
    line("Kommentar: Räknarna har stått på fler platser än förra året."),
    *item("Andel resor med buss", "Mål: minst 16 %", "Utfall: 14 % (2021: 15 %)",
          "Status: målet är inte uppnått", level=4),
)  # fmt: skip


@pytest.mark.parametrize("blocks", [NESTED, TWO_LINES, DASHES, NO_SIGNS, HEADINGS])
def test_labels_and_values_below_a_name_are_its_row(blocks: tuple[Paragraph, ...]) -> None:
    roles = ("goal", "indicator", "target", "value", "previous_value", "status")
    assert [tuple(r.get(role) for role in roles) for r in rows(*blocks)] == [
        ("Fler ska resa hållbart", "Antal cykelresor", "öka jämfört med 2021", "212 400", "205 100", "met"),
        ("Fler ska resa hållbart", "Andel resor med buss", "minst 16 %", "14 %", "15 %", "not_met"),
    ]


def test_a_line_with_an_unknown_label_ends_no_item_and_names_none() -> None:
    told = [*NESTED[:3], line("Källa: Resvaneundersökningen", bullet=True), *NESTED[3:]]
    assert [r["indicator"] for r in rows(*told)] == ["Antal cykelresor", "Andel resor med buss"]
    assert [r["previous_value"] for r in rows(*told)] == ["205 100", "15 %"]


def test_what_one_item_leaves_out_is_never_surely_nothing() -> None:
    first, second = read(*NESTED[:5], *NESTED[6:])
    assert first.field("target").text == "öka jämfört med 2021"
    assert first.field("status").text == ""
    assert first.field("status").confidence < SURE
    assert second.text("status") == "målet är inte uppnått"


def test_running_text_and_lists_of_what_is_to_do_are_no_rows() -> None:
    prose = (
        line("Under 2022 var målet: minst 80 procent nöjda. Utfallet: 82 procent. Det är bra."),
        line("Vi har haft två saker för ögonen. Mål: minska köerna."),
        line("Utfall: Köerna har minskat under hösten, men inte så mycket som vi hade hoppats på."),
        *item("Planering", "Resultat: se bilaga 3", "Status: pågår"),
        *item("Upphandling", "Mål: klart 2023", "Status: pågår", "Budget: 3 mnkr"),
    )
    assert rows(*prose) == []


def test_lines_that_say_the_same_twice_below_one_name_are_nobodys() -> None:
    torn = [NESTED[0], NESTED[1], NESTED[6], *NESTED[2:6], *NESTED[7:]]
    assert rows(*torn, *NESTED) == rows(*NESTED)


def test_lines_that_a_paragraph_joins_are_read_one_by_one() -> None:
    lines = [b.text for b in NESTED[1:6]]
    joined = Paragraph(text=" ".join(lines[1:]), raw="\n".join(lines[1:]), place=PAGE)
    (first, _) = rows(NESTED[0], NESTED[1], joined, *NESTED[6:])
    assert (first["value"], first["status"]) == ("212 400", "met")


def table(*words: tuple[str, ...]) -> Table:
    cells = tuple(_cell(r, c, text) for r, row in enumerate(words) for c, text in enumerate(row))
    return Table(number=1, place=PAGE, header_rows=1, cells=cells)


def test_a_list_beside_a_table_of_other_things_is_read_too() -> None:
    other = table(("Indikator", "Målvärde", "Utfall 2022"), ("Sjukfrånvaro", "högst 6 %", "5,4 %"))
    assert [r["indicator"] for r in rows(*NESTED, line("Personal", 1), other)] == [
        "Antal cykelresor", "Andel resor med buss", "Sjukfrånvaro",
    ]  # fmt: skip


def test_a_list_that_comments_on_a_tables_indicators_gives_no_rows_of_its_own() -> None:
    same = table(
        ("Indikator", "Målvärde", "Utfall 2022"),
        ("Antal cykelresor", "öka jämfört med 2021", "212 400"),
        ("Resor med buss, andel", "minst 16 %", "14 %"),
    )
    assert len(rows(same, *NESTED)) == 2


def test_a_report_whose_tables_hold_what_its_lists_say_is_left_as_it_is() -> None:
    known = table(
        ("Indikator", "Målvärde", "Utfall"), ("Sjukfrånvaro", "högst 6 %", "5,4 %"),
        ("Andel nöjda föräldrar", "minst 80 %", "82 %"), ("Barn per årsarbetare", "högst 5,2", "5,6"),
    )  # fmt: skip
    read_as = document(known, *IN_ONE_LINE)
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
        ("Vi nådde målet: nästan alla trivs.", "", []),
        ("Utfall: 73 % (föregående år: 76 %)", "", [("value", "73 %"), ("previous_value", "76 %")]),
        ("Utfall 2021: i.u.", "", [("value", "i.u.")]),
        ("Utfall: -3,4 mnkr", "", [("value", "-3,4 mnkr")]),
        ("Utfall: – 2 mnkr", "", [("value", "– 2 mnkr")]),
        ("Avvikelse. Mål: –1 %. Utfall: +2 %.", "Avvikelse", [("target", "–1 %"), ("value", "+2 %")]),
        ("Utfall – 12", "", [("value", "12")]),
        ("Mål 2 Alla barn ska få prova musik", "", []),
    ],
)
def test_labels_say_what_stands_behind_them(text: str, head: str, said: list[tuple[str, str]]) -> None:
    found, statements = labelled(text, built_in())
    assert (found, [(s.role, s.text) for s in statements]) == (head, said)


@given(st.text(alphabet="Målutfall:.,;0123456789 %–\n", max_size=60))
def test_any_line_is_labelled_statements_or_none(text: str) -> None:
    head, said = labelled(text, built_in())
    assert isinstance(head, str)
    assert all(s.text in text for s in said)

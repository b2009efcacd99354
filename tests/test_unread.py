"""A table that judges its rows but gave none is named, not left out in silence."""

from __future__ import annotations

import msgspec

from extractor.model import Paragraph, Table
from extractor.patterns import built_in
from extractor.pipeline import extract
from tests.support.sheets import Mark, arrow, body, document, heading, mark, table

PATTERNS = built_in()
G, Y, R = mark("green"), mark("yellow"), mark("red")
CARD = table(["Mål", "Indikator", "Utfall", "Status"], ["Trygg skola", "Andel trygga", "82 %", G])


def notes(*rows: list[Mark]) -> tuple[str, ...]:
    other: Table = table(*rows, number=2, page=3)
    report = extract(document(heading("Årsrapport 2020", page=1), CARD, heading("Övrigt"), other), PATTERNS)
    assert {card.table_no for card in report.scorecards} == {1}
    return report.document.notes


def test_lights_under_unknown_labels_are_named_with_page_and_header() -> None:
    (note,) = notes(["Plats", "Skylt"], ["Lekparken vid torget", G], ["Badplatsen i Sjövik", R])
    assert "page 3" in note
    assert "Plats, Skylt" in note


def test_a_legend_is_no_table_that_was_not_read() -> None:
    assert (
        notes(["Färg", "Betyder"], [G, "Målet är uppnått"], [Y, "Målet är delvis uppnått"], [R, "Ej uppnått"])
        == ()
    )


def test_a_legend_of_lights_and_arrows_beside_each_other_is_none_either() -> None:
    up, down = arrow("up"), arrow("down")
    assert (
        notes(
            [G, "Målet är uppnått", up, "Bättre än året innan"], [R, "Målet är inte uppnått", down, "Sämre"]
        )
        == ()
    )


def test_a_table_of_risks_is_left_alone() -> None:
    assert (
        notes(
            ["Väsentlig risk", "Läge", "Hantering"],
            ["Brist på vikarier", R, "Rekrytering"],
            ["Driftstopp", Y, "Övning"],
        )
        == ()
    )


def test_figures_without_lights_are_left_to_the_tables() -> None:
    assert notes(["Yrkesgrupp", "Antal", "Andel"], ["Läkare", "12", "8 %"], ["Skötare", "40", "27 %"]) == ()


def test_one_light_in_a_table_of_many_rows_judges_nothing() -> None:
    rows: list[list[Mark]] = [
        ["Plats", "Läge"],
        ["Tallgården", G],
        ["Björkbacken", "öppen"],
        ["Sjövik", "öppen"],
    ]
    assert notes(*rows) == ()


def lines(*texts: str) -> list[Paragraph]:
    return [msgspec.structs.replace(body(text, page=4), symbols=(G,)) for text in texts]


def test_lights_beside_figures_in_lines_of_text_are_named_with_their_page() -> None:
    found = lines("Andel nöjda 80 % 76 %", "Väntetid 14 12", "Antal fall 6,0 9,1")
    report = extract(document(heading("Årsrapport 2020", page=1), CARD, *found), PATTERNS)
    (note,) = report.document.notes
    assert note.startswith("On page 4 3 lines")


def test_a_legend_in_lines_of_text_is_left_alone() -> None:
    found = lines("Målet är uppnått", "Målet är delvis uppnått", "Målet är inte uppnått")
    assert extract(document(heading("Årsrapport 2020", page=1), CARD, *found), PATTERNS).document.notes == ()


def test_figures_under_a_header_of_targets_that_gave_no_row_are_named() -> None:
    (note,) = notes(["Nr", "Målvärde", "Utfall"], ["1", "80", "82"], ["2", "9", "7"])
    assert "against targets or verdicts" in note


def test_verdicts_beside_figures_that_gave_no_row_are_named() -> None:
    (note,) = notes(["Plats", "Poäng", ""], ["Torget", "12", "Uppnått"], ["Parken", "8", "Ej uppnått"])
    assert "against targets or verdicts" in note


def test_a_table_of_money_is_left_alone_whatever_it_is_held_against() -> None:
    rows = ["Städning", "1 200", "1 100", "100"], ["Vakter", "800", "900", "-100"]
    assert notes(["Tkr", "Utfall", "Budget", "Avvikelse"], *rows) == ()


def test_a_header_in_a_line_of_text_without_rows_is_named() -> None:
    line = body("Mål Indikator Målvärde Utfall Bedömning 2020 2020", page=5)
    (note,) = extract(document(heading("Årsrapport 2020", page=1), CARD, line), PATTERNS).document.notes
    assert note.startswith("On page 5 a scorecard's header")


def test_a_sentence_of_header_words_is_no_header() -> None:
    line = body("Nämndens mål, indikatorer och målvärden", page=5)
    assert extract(document(heading("Årsrapport 2020", page=1), CARD, line), PATTERNS).document.notes == ()


def test_a_header_that_a_scanner_turned_black_is_named() -> None:
    rows = table(
        ["", "", ""], ["Trygg skola", "Andel trygga", "82 %"], ["Trygg skola", "Andel nöjda", "70 %"], page=3
    )
    black = [msgspec.structs.replace(c, shading="#000000") if c.row == 0 else c for c in rows.cells]
    scan = msgspec.structs.replace(
        document(msgspec.structs.replace(rows, cells=tuple(black))), text_layer="recognised"
    )
    (note,) = extract(scan, PATTERNS).document.notes
    assert "page 3" in note
    assert "black" in note
    assert extract(msgspec.structs.replace(scan, text_layer="born"), PATTERNS).document.notes == ()


def test_a_target_s_word_that_resembles_a_risk_s_does_not_hide_a_table() -> None:
    (note,) = notes(
        ["Sådant vi räknar", "2020", "Riktvärde", "Utveckling"],
        ["Lån", "9 100", "9 000", "t"],
        ["Besök", "41 000", "40 000", "s"],
    )
    assert "targets" in note


def test_rows_of_figures_beside_targets_in_lines_of_text_are_named() -> None:
    lines = [
        "Nöjda resenärer 81 % 79 % minst 80 %",
        "Sena turer 4,1 3,8 högst 4,0",
        "Klagomål 114 120 högst 100",
    ]
    report = extract(document(heading("Årsrapport 2020", page=1), CARD, *(body(x) for x in lines)), PATTERNS)
    (note,) = report.document.notes
    assert "3 lines" in note
    assert "no table" in note


def test_sentences_with_figures_and_targets_are_left_alone() -> None:
    lines = ["Målet var högst 4,0 procent 2020, mot 3,8 procent 2019 och 4,1 procent 2018."] * 4
    report = extract(document(heading("Årsrapport 2020", page=1), CARD, *(body(x) for x in lines)), PATTERNS)
    assert report.document.notes == ()

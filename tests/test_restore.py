"""The restorer: å, ä and ö come back where something speaks for them, and nothing else changes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from extractor.known import Known
from extractor.model import Cell, Document, Paragraph, Place, Table
from extractor.restore.damage import looks_stripped, text_quality
from extractor.restore.documents import restore_document
from extractor.restore.restorer import Restorer

STRIPPED = "Malet for sjukfranvaron ar att den ska vara lagre an foregaende ar. Utfallet nar inte malet."
CORRECT = "Målet för sjukfrånvaron är att den ska vara lägre än föregående år. Utfallet når inte målet."


@pytest.fixture(scope="module")
def restorer() -> Restorer:
    return Restorer()


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("uppnar", "uppnår"),
        ("6kande", "ökande"),
        ("évertid", "övertid"),
        ("milj6", "miljö"),
        ("foljsamhet", "följsamhet"),
        ("f6ljsamhet", "följsamhet"),
        ("ékning", "ökning"),
        ("l6pande", "löpande"),
        ("genomférd", "genomförd"),
        ("underhill", "underhåll"),
        ("&r", "är"),
        ("hést", "höst"),
        ("Nd6jda", "Nöjda"),
        ("F6reningslivet", "Föreningslivet"),
        ("FOljs", "Följs"),
        ("H6g", "Hög"),
        ("avwvikelser", "avvikelser"),
        ("Lénsteknik", "Länsteknik"),
        ("idén", "idén"),
    ],
)
def test_a_damaged_word_is_restored(restorer: Restorer, read: str, meant: str) -> None:
    assert restorer.restore(read).text == meant


def test_a_sentence_without_marks_is_restored(restorer: Restorer) -> None:
    assert restorer.restore(STRIPPED).text == CORRECT


def test_a_compound_that_no_list_holds_is_put_together_from_its_parts(restorer: Restorer) -> None:
    assert restorer.restore("fjallbussforbattringarna").text == "fjällbussförbättringarna"


@pytest.mark.parametrize("word", ["pensioneringar", "reinvesterar", "autoklaver"])
def test_a_word_with_an_ending_is_not_taken_for_a_compound_with_marks(restorer: Restorer, word: str) -> None:
    assert restorer.restore(word).text == word


def test_a_word_in_are_builds_compounds_without_its_last_letter(restorer: Restorer) -> None:
    assert restorer.restore("skrivarlésningen").text == "skrivarlösningen"


def test_a_word_that_lost_the_blank_before_a_figure_keeps_the_figure(restorer: Restorer) -> None:
    assert restorer.restore("hégst3,5% eller hogst10 st").text == "högst3,5% eller högst10 st"


def test_short_capitals_are_words_only_where_a_neighbour_says_so(restorer: Restorer) -> None:
    assert restorer.restore("AR 2019: 40 st AR").text == "ÅR 2019: 40 st AR"


@pytest.mark.parametrize(("cell", "meant"), [("Man", "Män"), ("Ar", "År"), ("man kan", "man kan")])
def test_a_word_alone_in_its_cell_is_no_pronoun_or_verb(restorer: Restorer, cell: str, meant: str) -> None:
    assert restorer.restore(cell).text == meant


def test_cells_are_no_neighbours_of_each_other(restorer: Restorer) -> None:
    assert restorer.restore("under\n\nar").text != restorer.restore("under ar").text == "under år"


def test_neighbours_tell_år_from_är(restorer: Restorer) -> None:
    assert restorer.restore("under ar 2019 ar utfallet hogre").text == "under år 2019 är utfallet högre"


def test_neighbours_tell_når_from_när(restorer: Restorer) -> None:
    restored = restorer.restore("Kommunen nar inte malet nar det galler sjukfranvaro")
    assert restored.text == "Kommunen når inte målet när det gäller sjukfrånvaro"


@pytest.mark.parametrize(
    "text",
    [
        "T2perioden",
        "B12",
        "COVID19",
        "HbA1c",
        "kap6",
        "2 397 h",
        "T1: 493 st",
        "-4,8 mnkr",
        "W10",
        "PM3",
        "IT/MT",
        "SLA",
        "3,5 %",
        "2019-04",
        "6st",
        "40tkr",
    ],
)
def test_numbers_codes_and_abbreviations_stay(restorer: Restorer, text: str) -> None:
    assert restorer.restore(text).text == text


def test_a_name_that_nothing_vouches_for_stays(restorer: Restorer) -> None:
    assert restorer.restore("rapporten skrevs av Ockelin").text == "rapporten skrevs av Ockelin"


def test_a_name_the_archive_knows_is_restored() -> None:
    restorer = Restorer(["Enheten Västbrånga ansvarar för driften."])
    assert restorer.restore("enheten Vastbranga").text == "enheten Västbrånga"


def test_a_known_word_outranks_a_commoner_look_alike() -> None:
    assert Restorer(["räls", "Antal räls"]).restore("Antal rals").text == "Antal räls"


def test_an_unknown_word_is_kept_and_not_called_sure(restorer: Restorer) -> None:
    word = restorer.restore("qvoxtaru").words[0]
    assert (word.restored, word.confidence < 0.9) == ("qvoxtaru", True)


def test_each_word_keeps_what_was_read(restorer: Restorer) -> None:
    words = restorer.restore("malet nas").words
    assert [(w.read, w.restored) for w in words] == [("malet", "målet"), ("nas", "nås")]


def test_capitals_are_kept(restorer: Restorer) -> None:
    assert restorer.restore("Overskott EKONOMI").text == "Överskott EKONOMI"


def test_text_without_marks_looks_stripped() -> None:
    assert looks_stripped(STRIPPED)


def test_correct_text_does_not_look_stripped() -> None:
    assert not looks_stripped(CORRECT * 3)


def test_english_text_does_not_look_stripped() -> None:
    assert not looks_stripped("The service desk solved most incidents within one day during the year.")


def test_quality_falls_with_damage() -> None:
    assert text_quality(STRIPPED) < 0.7 < 0.95 < text_quality(CORRECT)


@settings(deadline=None)  # the word list is loaded in the first example
@given(st.text(alphabet="aåäobdeé6&4 .,-|0123456789lIrnm", max_size=60))
def test_spaces_and_figures_survive_whatever_the_text(restorer: Restorer, text: str) -> None:
    restored = restorer.restore(text).text
    assert [p for p in restored.split() if p.isdigit()] == [p for p in text.split() if p.isdigit()]
    assert len(restored.split()) == len(text.split())


def _document(text: str) -> Document:
    place = Place(page=1)
    cell = Cell(row=0, column=0, text="qvoxtaru", raw="qvoxtaru", place=place)
    table = Table(number=1, place=place, cells=(cell,), caption="Maluppfyllelse")
    paragraph = Paragraph(text=text, raw=text, place=place)
    return Document(
        sha256="0", name="x.txt", media="text", text_layer="ocr", page_count=1, blocks=(paragraph, table)
    )


def test_a_documents_paragraphs_are_restored_and_what_was_read_is_kept() -> None:
    paragraph = restore_document(_document(STRIPPED)).blocks[0]
    assert isinstance(paragraph, Paragraph)
    assert (paragraph.text, paragraph.raw) == (CORRECT, STRIPPED)


def test_a_cell_with_an_unsure_word_says_so() -> None:
    table = restore_document(_document(STRIPPED)).blocks[1]
    assert isinstance(table, Table)
    assert table.caption == "Måluppfyllelse"
    assert table.cells[0].reasons == ("restored",)
    assert table.cells[0].confidence < 0.9


def test_a_document_with_its_marks_is_left_alone() -> None:
    document = _document(CORRECT * 3)
    assert restore_document(document) is document


# ---------------------------------------------------------------- what other reports say


def test_a_word_that_other_reports_print_is_believed_sooner_and_the_cell_says_so() -> None:
    place = Place(page=1)
    cell = Cell(row=0, column=0, text="Nya kuvdser", raw="Nya kuvdser", place=place)
    table = Table(number=1, place=place, cells=(cell,))
    document = _document(STRIPPED)
    document = structs.replace(document, blocks=(document.blocks[0], table))
    untold, told = (
        restore_document(document, known).blocks[1] for known in (Known(), Known(goals=("Fler kuvöser",)))
    )
    assert isinstance(untold, Table)
    assert isinstance(told, Table)
    assert (untold.cells[0].text, told.cells[0].text) == ("Nya kuvdser", "Nya kuvöser")
    assert told.cells[0].raw == "Nya kuvdser"
    assert told.cells[0].reasons == ("restored_from_reports",)
    assert "restored_from_reports" not in untold.cells[0].reasons


def test_a_cell_that_is_a_known_goal_letter_by_letter_takes_its_words_from_there() -> None:
    place = Place(page=1)
    read = "God kompetensplane- _ ring i qvoxtaru"
    cell = Cell(row=0, column=0, text=read, raw=read, place=place)
    document = structs.replace(
        _document(STRIPPED),
        blocks=(_document(STRIPPED).blocks[0], Table(number=1, place=place, cells=(cell,))),
    )
    table = restore_document(document, Known(goals=("God kompetensplanering i Qvoxtäru",))).blocks[1]
    assert isinstance(table, Table)
    assert (table.cells[0].text, table.cells[0].raw) == ("God kompetensplanering i Qvoxtäru", read)
    assert table.cells[0].reasons == ("restored_from_reports",)
    assert table.cells[0].confidence >= 0.9


def test_what_other_reports_did_not_decide_does_not_say_so() -> None:
    known = Known(words=("målet", "når"), shares=(0.01, 0.01))
    table = restore_document(_document(STRIPPED), known).blocks[1]
    assert isinstance(table, Table)
    assert table.cells[0].reasons == ("restored",)


def test_a_known_word_is_no_proof_of_another_form_of_it() -> None:
    told = Restorer(["Systemet är driftsatt."])
    assert told.restore("driftsattas").text == Restorer().restore("driftsattas").text == "driftsättas"


@pytest.mark.parametrize("text", ["12 490 st", "HbA1c", "T2", "5,4 %", "2019-04-30", "IT", "A4"])
def test_known_words_never_change_figures_and_codes(text: str) -> None:
    told = Restorer(["HbÅlc", "ÄT", "st", "Å4", "Itö"], shares={"ät": 0.1, "hbålc": 0.1})
    assert told.restore(text).text == text


def test_how_common_a_word_is_in_other_reports_decides_between_look_alikes() -> None:
    assert Restorer().restore("Sjuka man").text == "Sjuka man"
    assert Restorer(["män"], shares={"män": 0.1}).restore("Sjuka man").text == "Sjuka män"

"""Text dumps: pages, furniture, running text, and scorecards out of bare lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.errors import EmptyFileError
from extractor.model import SURE, Document, Paragraph, Table
from extractor.reading.text import read_text


def _read(text: str) -> Document:
    return read_text(text.encode("utf-8"), "rapport.txt")


def _rows(document: Document, number: int = 1) -> list[list[str]]:
    table = next(b for b in document.blocks if isinstance(b, Table) and b.number == number)
    return [[c.text if c else "" for c in row] for row in table.grid()]


def _paragraphs(document: Document) -> list[Paragraph]:
    return [b for b in document.blocks if isinstance(b, Paragraph)]


HEADER = ["Nämndens mål", "Styrmått", "Målvärde", "Utfall 2021", "Måluppfyllelse", "Trend"]
TABS = "\n".join(
    [
        "Ekonomi",
        "",
        "\t".join(HEADER),
        "Hållbar ekonomi\tResultat mot budget\t0\t+1,2 mnkr\t●\t↑",
        "\tKostnad per invånare\tMinska\t2 310 kr\t●\t→",
        "",
        "Resultatet blev bättre än väntat eftersom färre lokaler behövde hyras.",
    ]
)


def test_a_line_with_tabs_is_a_row() -> None:
    assert _rows(_read(TABS))[1][:4] == ["Hållbar ekonomi", "Resultat mot budget", "0", "+1,2 mnkr"]


def test_a_goal_printed_once_spans_the_rows_below() -> None:
    assert _rows(_read(TABS))[2][0] == "Hållbar ekonomi"


def test_a_glyph_becomes_a_symbol() -> None:
    table = next(b for b in _read(TABS).blocks if isinstance(b, Table))
    trends = [c.symbols[0].shape for c in table.cells if c.column == 5 and c.row > 0]
    assert trends == ["arrow_up", "arrow_right"]


def test_a_row_cut_by_the_page_break_is_one_row() -> None:
    text = TABS.replace("Resultat mot budget\t0", "Resultat i förhållande till\t0").replace(
        "\tKostnad per", "\tfastställd budget\t\t\t\t\n\tKostnad per"
    )
    rows = _rows(_read(text))
    assert rows[1][1] == "Resultat i förhållande till fastställd budget"
    assert len(rows) == 3


def test_a_table_of_contents_is_left_out() -> None:
    text = "Innehåll\n\nSammanfattning ........ 3\nEkonomi ........ 7\n\n" + TABS
    assert all("...." not in p.text for p in _paragraphs(_read(text)))


def test_a_table_of_contents_without_leaders_is_left_out() -> None:
    text = "Innehåll\n\nSammanfattning\t3\nEkonomi\t7\nMedarbetare\t9\n\nRapporten handlar om året.\n"
    assert [p.text for p in _paragraphs(_read(text))] == ["Innehåll", "Rapporten handlar om året."]


@pytest.mark.parametrize("numbers", [("31", "245", "310"), ("245", "31", "12")])
def test_a_table_of_two_columns_keeps_its_whole_numbers(numbers: tuple[str, str, str]) -> None:
    rows = "\n".join(
        f"{name}\t{n}"
        for name, n in zip(("Antal bänkar", "Antal träd", "Antal stigar"), numbers, strict=True)
    )
    table = next(b for b in _read(f"Parken\n\nIndikator\tUtfall\n{rows}\n").blocks if isinstance(b, Table))
    assert [c.text for c in table.cells if c.column == 1] == ["Utfall", *numbers]


def test_a_row_that_begins_small_in_every_cell_is_a_row_of_its_own() -> None:
    text = "Mål\tIndikator\tMålvärde\tUtfall\nLjusa rum\tantal fönster\tminska\töka\n\tantal lampor\töka\tminskat\n"
    assert [r[1:] for r in _rows(_read(text))[2:]] == [["antal lampor", "öka", "minskat"]]


def test_a_cell_put_together_over_a_page_break_is_never_sure() -> None:
    text = TABS.replace("\tKostnad per", "\tenligt fastställd plan\t\t\t\t\n\tKostnad per")
    table = next(b for b in _read(text).blocks if isinstance(b, Table))
    joined = [c for c in table.cells if "cells_reassembled" in c.reasons]
    assert [c.text.endswith("enligt fastställd plan") for c in joined] == [True]
    assert all(c.confidence < SURE for c in joined)


def test_a_dump_with_a_single_guess_asks_for_no_help_and_can_give_some() -> None:
    assert not _read(TABS.replace("\tKostnad per", "\tenligt fastställd plan\t\t\t\t\n\tKostnad per")).asks
    assert _read("\n".join(line for line in TABS.replace("\t", "\n").split("\n") if line)).asks


PAGES = "\f".join(
    f"Granviks kommun  Dnr 2021/44\n\nRubrik {n}\n\n"
    f"Under året har arbetet med punkt {n} gått fram-\nåt och nya insatser för {n} har påbörjats i alla områden.\n\n"
    f"Sida {n} (4)\n"
    for n in range(1, 5)
)


def test_running_headers_and_page_numbers_are_furniture() -> None:
    document = _read(PAGES)
    assert document.page_count == 4
    assert "Granviks kommun Dnr 2021/44" in document.furniture
    assert all("Sida" not in p.text for p in _paragraphs(document))


HEADED_PAGES = "\f".join(
    "Mål Indikator Målvärde Utfall Trend\n"
    f"Lugna rum {n} Andel tysta timmar {n} 85 % 81 % ■\nLjusa rum {n} Antal fönster {n} 12 st 11 st ■\n\n"
    f"Granviks kommun Dnr 2021/44\nSida {n} (3)\n"
    for n in (1, 2, 3)
)


def test_the_header_of_a_table_that_goes_on_from_page_to_page_is_no_furniture() -> None:
    document = _read(HEADED_PAGES)
    assert "Granviks kommun Dnr 2021/44" in document.furniture
    assert not any("Indikator" in line for line in document.furniture)
    table = next(b for b in document.blocks if isinstance(b, Table))
    assert sum("81 %" in c.text for c in table.cells) == len(HEADED_PAGES.split("\f"))


def test_a_running_header_that_speaks_of_goals_and_measures_is_furniture() -> None:
    running = "Uppföljning av mål, indikatorer och utfall 2021"
    document = _read(PAGES.replace("Granviks kommun  Dnr 2021/44", running))
    assert running in document.furniture


def test_a_header_whose_first_column_holds_the_perspectives_is_no_perspectives_name() -> None:
    rows = (
        "Medborgare",
        "Lugna rum",
        "Andel tysta timmar",
        "85 %",
        "81 %",
        "",
        "Ekonomi",
        "Balans",
        "Resultat",
        "0 %",
        "1 %",
    )
    text = "Styrkort\n\nPerspektiv Mål Indikator Målvärde Utfall\n" + "\n".join(rows) + "\n"
    table = next(b for b in _read(text).blocks if isinstance(b, Table))
    assert [c.text for c in table.cells if c.row == 0] == [
        "Perspektiv",
        "Mål",
        "Indikator",
        "Målvärde",
        "Utfall",
    ]


def test_a_hyphenated_line_end_is_joined() -> None:
    assert any("gått framåt och nya" in p.text for p in _paragraphs(_read(PAGES)))


def test_a_short_line_of_its_own_is_a_heading() -> None:
    assert [p.text for p in _paragraphs(_read(PAGES)) if p.level] == [
        "Rubrik 1",
        "Rubrik 2",
        "Rubrik 3",
        "Rubrik 4",
    ]


ONE_CELL_A_LINE = "\n".join(
    [
        "Kvalitet", "Mål", "Indikator", "Utfall 2020", "Målvärde 2021", "Utfall 2021",
        "Trygga barn i förskolan", "Antal barn per personal", "5,4", "högst 5,2", "5,3",
        "Andel nöjda vårdnadshavare", "84 %", "minst 90 %", "88 %",
        "En lärande organisation", "Andel behöriga lärare", "75 %", "80 %", "76 %",
    ]
)  # fmt: skip


def test_cells_one_under_the_other_become_rows() -> None:
    rows = _rows(_read(ONE_CELL_A_LINE))
    assert rows[1] == ["Trygga barn i förskolan", "Antal barn per personal", "5,4", "högst 5,2", "5,3"]
    assert rows[2] == ["Trygga barn i förskolan", "Andel nöjda vårdnadshavare", "84 %", "minst 90 %", "88 %"]
    assert rows[3][0] == "En lärande organisation"


def test_a_cell_put_together_says_so() -> None:
    table = next(b for b in _read(ONE_CELL_A_LINE).blocks if isinstance(b, Table))
    body = [c for c in table.cells if c.row > 0]
    assert all(c.confidence < 0.9 and c.reasons for c in body)


WRAPPED = "\n".join(
    [
        "Medarbetare ", "Strategiskt mål Styrmått Mål 2020 Värde 2020",
        "En frisk och ", "hållbar ", "arbetsplats", "Total sjukfrånvaro max 5,0 % 4,8 %",
        "Index för hållbart ", "engagemang", "≥ 78 77", "Trygga chefer ", "i hela förvaltningen",
        "Andel chefer med ", "högst 30 ", "medarbetare", "100 % 92 %",
    ]
)  # fmt: skip


def test_wrapped_cells_and_cells_side_by_side_on_a_line_are_told_apart() -> None:
    rows = _rows(_read(WRAPPED))
    assert rows[1] == ["En frisk och hållbar arbetsplats", "Total sjukfrånvaro", "max 5,0 %", "4,8 %"]
    assert rows[3][0] == "Trygga chefer i hela förvaltningen"


def test_letters_that_an_ocr_made_of_symbols_are_only_a_hint() -> None:
    text = "\n".join(
        [
            "Verksamhet", "", "Namndens mal | Styrmatt | Malvarde | Maluppfyllelse | Utveckling",
            "Trygg vard | Andel nojda patienter | 90 % | O | +",
            "Saker vard | Antal trycksar per ar | Minska | A | >",
            "God vard | Antal klagomal fran patienter | max 10 st | O | >",
        ]
    )  # fmt: skip
    table = next(b for b in _read(text).blocks if isinstance(b, Table))
    symbols = [s for c in table.cells for s in c.symbols]
    assert symbols
    assert all(s.source == "letter" and s.confidence <= 0.5 for s in symbols)


def test_text_without_marks_is_restored_and_kept_as_read() -> None:
    text = "Sammanfattning\n\nMalet for aret ar uppnatt och sjukfranvaron har minskat jamfort med foregaende ar.\n"
    paragraph = _paragraphs(_read(text))[-1]
    assert paragraph.text.startswith("Målet för året är uppnått och sjukfrånvaron")
    assert paragraph.raw.startswith("Malet for aret")


def test_windows_text_is_read() -> None:
    document = read_text("Målet är uppnått för året.".encode("cp1252"), "x.txt")
    assert _paragraphs(document)[0].text == "Målet är uppnått för året."


def test_a_blank_file_is_refused() -> None:
    with pytest.raises(EmptyFileError):
        read_text(b" \n\f\n", "x.txt")


@given(st.text(alphabet="aÖö 1%|\n\f\t-.MålStyrmå", max_size=200))
def test_any_text_gives_a_document_or_a_refusal(text: str) -> None:
    try:
        document = _read(text)
    except EmptyFileError:
        return
    assert all(c.place is not None for b in document.blocks if isinstance(b, Table) for c in b.cells)


CELLS = [
    *["Nämndens mål", "Styrmått", "Målvärde", "Utfall 2021", "Måluppfyllelse", "Trend"],
    *["Friska medarbetare", "Sjukfrånvaro, totalt", "högst 5,0 %", "4,8 %", "Uppfyllt", "↓"],
    *["", "Antal medarbetarsamtal", "minst 40", "36", "Delvis uppfyllt", "↑"],
]


def test_a_verdict_of_one_word_is_a_cell_where_the_header_names_its_column() -> None:
    rows = _rows(_read("\n".join(["Personal", "", *CELLS])))
    assert rows[1][:4] == ["Friska medarbetare", "Sjukfrånvaro, totalt", "högst 5,0 %", "4,8 %"]
    assert rows[1][4] == "Uppfyllt"


def test_a_name_above_years_of_their_own_begins_another_table() -> None:
    other = ["", "Sjukfrånvaro per grupp", "", "Grupp", "2021", "2020", "Kvinnor", "5,3 %", "5,8 %"]
    rows = _rows(_read("\n".join(["Personal", "", *CELLS, *other])))
    assert len(rows) == 3


def test_the_ends_of_header_words_cut_by_narrow_columns_are_no_row() -> None:
    text = """Kund
Strategiskt mål Indikator Utgangsv | Målvärde Utfall 2016 | Måluppfylle | Utvecklin
arde 2015 | 2016 Ise g
Nöjda besökare Andel nöjda besökare 80 % minst 85 % 86 % ● ↑
Korta köer Väntetid i kassan 5,5 minuter max 5 minuter 7,1 minuter ▲ ↓
"""
    assert "arde" not in str(_rows(_read(text)))


_HEAD = "Mått\n\nUtfall 2021\n\nMålvärde\n2021\n\nUtfall 2020\n\n"
CELLS_APART = (
    "Uppföljning av målen\n"
    + "Under året har nämnden haft många samtal med de boende om hur lokalerna används, och flera har öppnats.\n"
    * 6
    + "\nInvånare\nFler unga läser böcker på sin fritid\n"
    + _HEAD
    + "Andel unga som är nöjda med biblioteket\n\n81 %\n\n85 %\n\n79 %\n\n"
    + "Antal lån per ung invånare\n\n7,4\n\nminst 8\n\n7,1\n\n"
    + "Analys: Lånen har blivit fler sedan det nya biblioteket öppnade med längre öppettider på kvällarna.\n\n"
    + "Medarbetare\nArbetsplatser där människor trivs och stannar\n"
    + _HEAD
    + "Andel som är stolta över sitt arbete\n\n77 %\n\n80 %\n\n74 %\n\n"
    + "Analys: Alla enheter har samtalat om resultatet och valt ett område att arbeta vidare med under året.\n"
)


def test_names_of_measures_that_read_like_sentences_are_rows_where_every_cell_has_a_line_of_its_own() -> None:
    document = _read(CELLS_APART)
    assert [row[:3] for row in _rows(document)[1:]] == [
        ["Andel unga som är nöjda med biblioteket", "81 %", "85 %"],
        ["Antal lån per ung invånare", "7,4", "minst 8"],
    ]
    assert [row[0] for row in _rows(document, 2)[1:]] == ["Andel som är stolta över sitt arbete"]


def test_a_line_between_a_perspectives_name_and_a_table_heads_the_table() -> None:
    captions = [b.caption for b in _read(CELLS_APART).blocks if isinstance(b, Table)]
    assert captions == [
        "Fler unga läser böcker på sin fritid",
        "Arbetsplatser där människor trivs och stannar",
    ]


def test_labels_with_what_they_say_are_lines_of_text_and_no_header() -> None:
    lines = ["Utfall 2031: 82 %", "Målvärde: minst 80 %", "Bedömning: målet är uppnått"]
    names = ["Andel nöjda resenärer", "Antal cykelresor"]
    text = "Granviks kommun\n\n" + "\n\n".join("\n".join([name, *lines]) for name in names)
    assert not any(isinstance(block, Table) for block in _read(text).blocks)


def test_a_bullet_of_a_symbol_font_alone_on_its_line_says_nothing() -> None:
    said = [
        p.text
        for p in _paragraphs(_read("Antal cykelresor\n\uf0b7\n\uf0b7\n\nResorna har blivit fler under året."))
    ]
    assert said == ["Antal cykelresor", "Resorna har blivit fler under året."]

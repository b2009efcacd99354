from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor import patterns
from extractor.model import Cell, Document, Paragraph, Place, Symbol, Table
from extractor.symbols.legend import find_legend
from extractor.symbols.legend_words import parts_for

PATTERNS = patterns.built_in()
PLACE = Place(page=2)


def document(*blocks):
    made = [b if isinstance(b, Table) else b if isinstance(b, Paragraph) else line(b) for b in blocks]
    return Document(
        sha256="0", name="a.pdf", media="pdf", text_layer="born", page_count=2, blocks=tuple(made)
    )  # fmt: skip


def line(text, *symbols):
    return Paragraph(text=text, raw=text, place=PLACE, symbols=symbols)


def table(*rows):
    cells = []
    for r, row in enumerate(rows):
        for c, content in enumerate(row):
            symbol = isinstance(content, Symbol)
            cells.append(
                Cell(
                    row=r,
                    column=c,
                    text="" if symbol else content,
                    symbols=(content,) if symbol else (),
                    place=PLACE,
                )
            )
    return Table(number=1, place=PLACE, cells=tuple(cells))


def meanings(*blocks):
    return {(e.colour, e.shape): e.meaning for e in find_legend(document(*blocks), PATTERNS).entries}


def test_a_sentence_that_explains_the_colours_is_a_legend():
    found = meanings(
        "Grönt betyder att målet är uppnått, gult att målet delvis är uppnått och rött att målet inte är uppnått."
    )
    assert found == {("green", None): "met", ("yellow", None): "partly_met", ("red", None): "not_met"}


def test_symbols_followed_by_words_in_a_line_are_a_legend():
    found = meanings("■ uppnått ● delvis uppnått ▲ ej uppnått")
    assert found == {(None, "square"): "met", (None, "circle"): "partly_met", (None, "triangle"): "not_met"}


def test_one_colour_a_line_is_a_legend():
    found = meanings(
        "Teckenförklaring",
        "Grön: Målet nås",
        "Gul: Målet nås delvis",
        "Röd: Målet nås inte",
        "Grå: Ej mätt",
    )
    assert found[("grey", None)] == "not_measured"
    assert len(found) == 4


def test_the_words_may_stand_before_the_colour():
    found = meanings("Bedömning: uppnått (grön), delvis uppnått (gul), ej uppnått (röd).")
    assert found == {("green", None): "met", ("yellow", None): "partly_met", ("red", None): "not_met"}


def test_words_before_bracketed_symbols_explain_them_though_the_text_goes_on():
    lights = "Cellens färg visar om målet är nått (grön), delvis nått (gul) eller inte nått (röd). Se nedan."
    assert meanings(lights) == {
        ("green", None): "met", ("yellow", None): "partly_met", ("red", None): "not_met",
    }  # fmt: skip
    arrows = "Utvecklingen är bättre (pil uppåt), oförändrad (pil åt höger) och sämre (pil nedåt) sedan sist."
    assert meanings(arrows) == {
        (None, "arrow_up"): "up", (None, "arrow_right"): "unchanged", (None, "arrow_down"): "down",
    }  # fmt: skip


def test_colour_and_shape_named_together_are_one_entry():
    found = meanings("Grön cirkel innebär att målet nås. Röd triangel innebär att målet inte nås.")
    assert found == {("green", "circle"): "met", ("red", "triangle"): "not_met"}


@pytest.mark.parametrize(
    ("lines", "meaning"),
    [
        (["Pil uppåt = förbättring, vågrät pil = oförändrat, pil nedåt = försämring"], "better_worse"),
        (["↑ högre än föregående år", "→ oförändrat", "↓ lägre än föregående år"], "higher_lower"),
        (["Inga symboler här"], "unknown"),
    ],
)
def test_what_arrows_mean_is_recorded(lines, meaning):
    assert find_legend(document(*lines), PATTERNS).arrow_meaning == meaning


def test_drawn_symbols_of_a_line_belong_to_its_words_in_order():
    drawn = (
        Symbol(colour="green", shape="square"),
        Symbol(colour="yellow", shape="circle"),
        Symbol(colour="red", shape="triangle"),
    )
    found = meanings(line("Uppnått Delvis uppnått Ej uppnått", *drawn))
    assert found == {
        ("green", "square"): "met",
        ("yellow", "circle"): "partly_met",
        ("red", "triangle"): "not_met",
    }


def test_a_small_table_of_symbols_and_words_is_a_legend():
    found = meanings(
        table(
            [Symbol(colour="green", shape="circle"), "Målet är uppfyllt"],
            [Symbol(colour="red", shape="circle"), "Målet är inte uppfyllt"],
        )
    )
    assert found == {("green", "circle"): "met", ("red", "circle"): "not_met"}


def test_a_scorecard_that_repeats_its_verdicts_is_no_legend():
    rows = [
        [Symbol(colour=c, shape="circle"), t] for c, t in [("green", "Uppnått"), ("red", "Ej uppnått")] * 3
    ]
    assert meanings(table(*rows)) == {}


@pytest.mark.parametrize(
    "text",
    [
        "Resultatet är grönt i år men var rött förra året.",
        "Kommunen planterade gröna häckar och nådde målet.",
        "Den röda tråden i arbetet är delaktighet.",
    ],
)
def test_running_text_about_colours_is_no_legend(text):
    assert meanings(text) == {}


def test_a_legend_knows_where_it_stands():
    legend = find_legend(document("■ uppnått ▲ ej uppnått"), PATTERNS)
    assert all(e.place == PLACE and e.text for e in legend.entries)


def test_two_places_that_disagree_decide_nothing():
    legend = find_legend(document("■ uppnått ▲ ej uppnått", "text", "■ ej uppnått ▲ uppnått"), PATTERNS)
    assert legend.status_of(Symbol(shape="square")) is None


@given(st.lists(st.text(max_size=60), max_size=4))
def test_any_text_has_a_legend_or_none(texts):
    find_legend(document(*texts), PATTERNS)


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        (
            "G = målet är uppnått, Y = delvis uppnått, R = inte uppnått.",
            {"G": "met", "Y": "partly_met", "R": "not_met"},
        ),
        (
            "1: målet uppnått; 2: delvis uppnått; 3: målet ej uppnått",
            {"1": "met", "2": "partly_met", "3": "not_met"},
        ),
        (
            "S betyder att kravet är helt nått, T att det är delvis nått och V att det inte är nått.",
            {"S": "met", "T": "partly_met", "V": "not_met"},
        ),
        (
            "Rutan fylls med A (helt uppnått), B (delvis uppnått) eller C (inte uppnått).",
            {"A": "met", "B": "partly_met", "C": "not_met"},
        ),
        ("Avdelning A (uppnått) och B (inte uppnått) har bytt lokaler.", {}),
        ("A = målet är uppnått.", {}),
        ("Nämnden hade 3 möten: målet är uppnått.", {}),
    ],
)
def test_letters_and_figures_that_a_line_explains_are_codes(words, codes):
    assert dict(find_legend(document(words), PATTERNS).codes) == codes


def test_a_small_table_may_explain_letters():
    made = table(("G", "Målet är uppnått"), ("R", "Målet är inte uppnått"))
    assert find_legend(document(made), PATTERNS).code_of(" R ") == "not_met"


def test_codes_explained_differently_in_two_places_are_not_decided():
    one, other = "G = målet uppnått, R = inte uppnått", "G = delvis uppnått, R = inte uppnått"
    assert dict(find_legend(document(one, other), PATTERNS).codes) == {"R": "not_met"}


def test_a_word_that_leads_on_to_the_next_symbol_is_no_part_of_the_meaning():
    found = meanings("Om årsmålet nås: grönt ja, gult kanske och rött nej.")
    assert found == {("green", None): "met", ("yellow", None): "partly_met", ("red", None): "not_met"}


def test_a_light_that_means_mostly_met_is_not_the_one_that_means_met():
    words = "Grön innebär att målet är helt uppfyllt. Gul innebär att målet i huvudsak är uppfyllt."
    assert meanings(words) == {("green", None): "met", ("yellow", None): "partly_met"}


def test_words_before_the_symbols_of_a_line_explain_none_of_them():
    drawn = tuple(Symbol(colour=c, shape="square") for c in ("green", "yellow", "red"))
    said = "Rutans färg visar om målet bedöms nås. I/U = ingen uppgift. Nås Nås delvis Nås inte"
    found = meanings(line(said, *drawn))
    assert found == {
        ("green", "square"): "met", ("yellow", "square"): "partly_met", ("red", "square"): "not_met",
    }  # fmt: skip


def test_coloured_cells_with_their_meaning_are_a_legend():
    told = [("kravet nås", "#a9d08e"), ("kravet nås delvis", "#ffe699"), ("kravet nås inte", "#f4b0a0")]
    cells = tuple(Cell(row=0, column=i, text=t, raw=t, shading=c) for i, (t, c) in enumerate(told))
    found = find_legend(document(Table(number=1, place=PLACE, cells=cells)), PATTERNS)
    assert {e.colour: e.meaning for e in found.entries} == {
        "green": "met", "yellow": "partly_met", "red": "not_met",
    }  # fmt: skip


@pytest.mark.parametrize(
    "said",
    [
        "G = grönt, kravet nås. Y = gult, osäkert om kravet nås. R = rött, kravet nås inte.",
        "Bedömning (G) = grön, (Y) = gul, (R) = röd",
        "G står för grönt, Y står för gult och R står för rött",
    ],
)
def test_a_letter_that_stands_for_a_colour_means_what_the_colour_does(said):
    found = find_legend(document(said), PATTERNS)
    assert [found.code_of(c) for c in "GYR"] == ["met", "partly_met", "not_met"]


@pytest.mark.parametrize(
    "said",
    [
        "Mål 1 är uppnått medan mål 2 är ej uppnått",
        "Krav 1: Uppnått. Krav 2: Delvis uppnått. Krav 3: Ej uppnått",
    ],
)
def test_goals_that_a_sentence_judges_by_their_numbers_are_no_codes(said):
    assert find_legend(document(said), PATTERNS).codes == ()


@given(st.text(alphabet="nåsej .:;\t=●", max_size=40), st.integers(1, 4))
def test_words_of_several_symbols_are_cut_into_as_many_parts_or_not_at_all(text: str, count: int) -> None:
    assert len(parts_for(count, text, PATTERNS)) in (0, count)


def test_a_line_that_ends_with_its_sentence_is_cut_as_well() -> None:
    assert parts_for(2, "Färgen visar läget. nås, nås inte. ", PATTERNS) == ["nås", "nås inte"]


@pytest.mark.parametrize(
    "words",
    [
        (
            "Grönt: målet är nått",
            "Gult: målet är inte nått men utfallet ligger nära",
            "Rött: målet är inte nått",
        ),
        (
            "Glad figur betyder att målet är nått",
            "Neutral figur betyder att utfallet ligger mellan lägsta nivå och mål, delvis nått",
            "Ledsen figur betyder att utfallet är sämre än acceptabel nivå",
        ),
    ],
)
def test_each_of_three_lights_or_faces_has_a_meaning_of_its_own(words):
    assert list(meanings(*words).values()) == ["met", "partly_met", "not_met"]
    assert list(meanings(". ".join(words)).values()) == ["met", "partly_met", "not_met"]


def test_a_legend_that_turns_the_lights_around_is_believed():
    found = meanings("Grönt: målet är inte nått", "Gult: målet är delvis nått", "Rött: målet är nått")
    assert found[("green", None)] == "not_met"
    assert found[("red", None)] == "met"


def test_a_light_explained_as_its_opposite_is_not_put_right():
    found = meanings("Grönt: målet är nått", "Gult: målet är delvis nått", "Rött: målet är nått")
    assert found[("red", None)] == "met"

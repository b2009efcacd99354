from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor import patterns
from extractor.model import SURE, Document, Paragraph, Place, Symbol
from extractor.symbols.glyphs import symbol_from_glyph
from extractor.symbols.learnt import infer_bar_meaning, infer_filling_meaning, infer_shape_meaning
from extractor.symbols.legend import Legend, LegendEntry, find_legend
from extractor.symbols.meaning import read_status, read_trend
from extractor.symbols.progress import read_progress

PATTERNS = patterns.built_in()
NONE = Legend()
SHAPES = Legend(
    entries=(
        LegendEntry(shape="square", kind="status", meaning="met"),
        LegendEntry(shape="circle", kind="status", meaning="partly_met"),
        LegendEntry(shape="triangle", kind="status", meaning="not_met"),
    )
)


def status(*symbols, text="", shading=None, legend=NONE, ocr=False):
    return read_status(symbols, text, shading, legend, PATTERNS, ocr=ocr)


def trend(*symbols, text="", legend=NONE, ocr=False):
    return read_trend(symbols, text, legend, PATTERNS, ocr=ocr)


def progress(*symbols, text=""):
    return read_progress(symbols, text, PATTERNS)


# ---------------------------------------------------------------- status


@pytest.mark.parametrize(
    ("colour", "normal"), [("green", "met"), ("yellow", "partly_met"), ("red", "not_met")]
)
@pytest.mark.parametrize("shape", ["circle", "square", "triangle", "diamond", None])
def test_the_colour_carries_the_status_whatever_the_shape(colour, normal, shape):
    field = status(Symbol(colour=colour, shape=shape))
    assert (field.normal, field.source) == (normal, "symbol")
    assert field.confidence >= SURE


@pytest.mark.parametrize("colour", [None, "black"])
@pytest.mark.parametrize("shape", ["circle", "square", "triangle"])
def test_a_shape_without_colour_is_never_guessed(colour, shape):
    field = status(Symbol(colour=colour, shape=shape))
    assert field.normal is None
    assert field.reasons == ("shape_without_colour",)
    assert field.confidence < SURE


@pytest.mark.parametrize("text", ["( )", "(✓)", "[✓]"])
def test_a_tick_in_brackets_is_one_in_part_and_never_sure(text):
    field = status(Symbol(shape="check", text="✓"), text=text)
    assert (field.normal, "mark_in_brackets" in field.reasons) == ("partly_met", True)
    assert field.confidence < SURE
    assert status(Symbol(shape="check", text="✓"), text="✓").normal == "met"


def test_the_legend_decides_a_shape_without_colour():
    field = status(Symbol(shape="triangle"), legend=SHAPES)
    assert (field.normal, field.reasons) == ("not_met", ())


def test_the_legend_wins_over_the_usual_colours():
    legend = Legend(entries=(LegendEntry(colour="yellow", kind="status", meaning="met"),))
    assert status(Symbol(colour="yellow", shape="circle"), legend=legend).normal == "met"


def test_a_legend_that_turns_custom_round_is_followed_but_never_sure():
    legend = Legend(
        entries=(
            LegendEntry(colour="green", kind="status", meaning="partly_met"),
            LegendEntry(shape="arrow_up", kind="trend", meaning="down"),
        )
    )
    for field, said in (
        (status(Symbol(colour="green", shape="circle"), legend=legend), "partly_met"),
        (trend(Symbol(colour="black", shape="arrow_up"), legend=legend), "down"),
    ):
        assert field.normal == said
        assert "legend_against_custom" in field.reasons
        assert field.confidence < SURE


def test_a_light_that_the_legend_leaves_out_is_flagged():
    legend = Legend(entries=(LegendEntry(colour="green", kind="status", meaning="met"),))
    field = status(Symbol(colour="red", shape="circle"), legend=legend)
    assert field.normal == "not_met"
    assert "not_in_legend" in field.reasons


def test_a_red_smiley_is_a_contradiction():
    field = status(Symbol(colour="red", shape="smiley"))
    assert field.confidence <= 0.5
    assert "colour_shape_contradiction" in field.reasons


def test_a_shape_that_the_legend_gives_another_colour_is_a_contradiction():
    legend = Legend(
        entries=(
            LegendEntry(colour="green", shape="square", kind="status", meaning="met"),
            LegendEntry(colour="red", shape="triangle", kind="status", meaning="not_met"),
        )
    )
    assert (
        "colour_shape_contradiction"
        in status(Symbol(colour="green", shape="triangle"), legend=legend).reasons
    )


def test_grey_means_not_measured():
    field = status(Symbol(colour="grey", shape="circle"))
    assert (field.normal, field.reasons) == (None, ("not_measured",))


def test_an_unlit_lamp_beside_a_lit_one_says_nothing():
    assert (
        status(Symbol(colour="grey", shape="circle"), Symbol(colour="red", shape="circle")).normal
        == "not_met"
    )


def test_several_lamps_of_which_none_was_seen_lit_are_never_surely_not_measured():
    field = status(*[Symbol(colour="grey", shape="circle")] * 2)
    assert field.normal is None
    assert field.confidence < SURE
    assert "several_symbols" in field.reasons


def test_two_lights_are_no_status():
    field = status(Symbol(colour="green", shape="circle"), Symbol(colour="red", shape="circle"))
    assert (field.normal, field.reasons) == (None, ("several_symbols",))


def test_a_coloured_cell_is_a_status():
    field = status(shading="#92d050")
    assert (field.normal, field.source) == ("met", "colour")


def test_an_arrows_colour_is_the_status_and_its_direction_the_trend():
    arrow = Symbol(colour="red", shape="arrow_up")
    assert status(arrow).normal == "not_met"
    assert trend(arrow).normal == "up"


def test_a_black_arrow_is_no_status():
    assert status(Symbol(colour="black", shape="arrow_up")).normal is None


def test_a_neutral_face_without_colour_is_flagged():
    assert "neutral_face_ambiguous" in status(Symbol(shape="neutral_face")).reasons


def test_words_that_contradict_the_symbol_lower_the_confidence():
    field = status(Symbol(colour="green", shape="circle"), text="Ej uppfyllt")
    assert field.normal == "met"
    assert field.confidence <= 0.5
    assert "words_contradict_symbol" in field.reasons


def test_words_decide_where_the_symbol_cannot():
    field = status(Symbol(shape="circle"), text="Delvis uppfyllt")
    assert (field.normal, field.source) == ("partly_met", "words")


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("Uppnått", "met"), ("Helt uppfyllt", "met"), ("Ja", "met"), ("Målet nås", "met"),
        ("Bedöms kunna uppnås", "met"),
        ("Avslutad", "met"), ("Delvis", "partly_met"), ("Målet är delvis uppnått", "partly_met"),
        ("Kan delvis uppnås", "partly_met"), ("Ej uppfyllt", "not_met"), ("Bedöms inte kunna uppnås", "not_met"),
        ("Nej", "not_met"), ("Grön Lika", "met"), ("Gul Upp", "partly_met"), ("RödNed", "not_met"),
        ("Blir svårt att uppnå", "not_met"),
    ],
)  # fmt: skip
def test_words_tell_the_status(text, normal):
    field = status(text=text)
    assert (field.normal, field.source) == (normal, "words")


@pytest.mark.parametrize("text", ["Ej mätt", "Bedömning saknas", "-", "Kan inte bedömas", "Nytt mått"])
def test_what_was_not_measured_has_no_status_and_says_so(text):
    field = status(text=text)
    assert field.normal is None
    assert "not_measured" in field.reasons


@pytest.mark.parametrize("text", ["Pågår", "Försenad", "Ej påbörjad"])
def test_how_far_an_activity_has_come_is_a_flagged_status(text):
    field = status(text=text)
    assert field.normal is not None
    assert field.confidence < SURE


@pytest.mark.parametrize("text", ["3,5 %", "Se kommentar nedan", "xyz"])
def test_words_without_a_verdict_are_flagged(text):
    field = status(text=text)
    assert (field.normal, field.reasons) == (None, ("not_understood",))


def test_an_empty_cell_is_an_empty_field():
    field = status()
    assert (field.text, field.normal, field.reasons, field.confidence) == ("", None, (), 1.0)


def test_letters_of_ocr_are_a_hint_only_where_a_legend_explains_the_shape():
    assert status(text="A", ocr=True).normal is None
    hint = status(text="A", ocr=True, legend=SHAPES)
    assert hint.normal == "not_met"
    assert hint.confidence <= 0.5
    assert "ocr_letter" in hint.reasons


def test_the_same_letter_in_a_born_digital_cell_is_no_hint():
    assert status(text="A", legend=SHAPES).normal is None


# ---------------------------------------------------------------- negation


@pytest.mark.parametrize("negation", ["inte", "ej", "icke", "knappast"])
@pytest.mark.parametrize("verb", ["uppnått", "helt uppfyllt", "fullt ut uppnått", "nått målet", "genomfört"])
def test_a_negated_success_is_never_met(negation, verb):
    assert status(text=f"Målet har {negation} {verb}").normal != "met"


@pytest.mark.parametrize("text", ["inte delvis uppnått", "ej försämrad", "inte oförändrad"])
def test_a_negation_without_a_plain_opposite_is_not_decided(text):
    assert status(text=text).normal in (None, "not_met")
    assert trend(text=text).normal is None


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("Ej infriade", "not_met"),
        ("Delvis infriad", "partly_met"),
        ("Till stor del fullgjort", "partly_met"),
        ("Icke verkställd", "not_met"),
    ],
)
def test_two_words_that_leave_nothing_open_are_a_sure_verdict(text, normal):
    found = status(text=text)
    assert (found.normal, found.confidence >= SURE) == (normal, True)


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("Troligt", "met"),
        ("Osannolikt", "not_met"),
        ("Inte troligt", "not_met"),
        ("I stort sett", "partly_met"),
    ],
)
def test_words_that_judge_only_alone_are_never_sure(text, normal):
    found = status(text=text)
    assert (found.normal, found.confidence < SURE) == (normal, True)


@pytest.mark.parametrize("text", ["Ej helt infriade", "Ej delvis infriad", "Ej infriad?", "Inte bra nog"])
def test_a_third_word_or_a_question_leaves_them_unsure(text):
    assert status(text=text).confidence < SURE


# ---------------------------------------------------------------- bars whose colour judges


GAUGES = {
    c: Symbol(colour=c, shape="bar", share=0.7, source="drawing") for c in ("green", "yellow", "red", "blue")
}


def test_a_bars_colour_is_a_status_where_the_legend_explains_the_colours():
    entries = (LegendEntry(colour="yellow", kind="status", meaning="partly_met"),)
    field = status(GAUGES["yellow"], text="70 %", legend=Legend(entries=entries, bars_differ=True))
    assert (field.normal, field.reasons, field.source) == ("partly_met", (), "symbol")
    assert field.confidence >= SURE


def test_bars_in_one_colour_are_never_sure_though_the_legend_names_it_for_lights():
    entries = (LegendEntry(colour="green", kind="status", meaning="met"),)
    field = status(GAUGES["green"], text="20 %", legend=Legend(entries=entries))
    assert (field.normal, field.reasons) == ("met", ("colour_of_bar",))
    assert field.confidence < SURE


@pytest.mark.parametrize("legend", [NONE, SHAPES, Legend(entries=(
    LegendEntry(colour="green", shape="circle", kind="status", meaning="met"),))])  # fmt: skip
def test_a_bars_colour_alone_judges_nothing_and_is_named(legend):
    field = status(GAUGES["green"], text="70 %", legend=legend)
    assert (field.normal, field.reasons) == (None, ("bar_without_meaning",))
    assert field.confidence < SURE


def test_bars_in_several_lights_colours_judge_but_never_surely():
    legend = infer_bar_meaning([(GAUGES["green"],), (GAUGES["red"],), (GAUGES["blue"],)], PATTERNS)
    field = status(GAUGES["red"], legend=legend)
    assert (field.normal, field.reasons) == ("not_met", ("colour_of_bar",))
    assert field.confidence < SURE


def test_bars_in_one_colour_show_how_far_it_has_come_and_nothing_else():
    assert infer_bar_meaning([(GAUGES["green"],), (GAUGES["green"],), (GAUGES["blue"],)], PATTERNS) == NONE


@pytest.mark.parametrize(
    ("text", "normal"), [("På väg åt fel håll", "not_met"), ("Mindre lyckat", "partly_met")]
)
def test_words_that_turn_a_verdict_are_read_with_it(text, normal):
    assert status(text=text).normal == normal


# ---------------------------------------------------------------- words that judge alone


@pytest.mark.parametrize(
    ("text", "normal"), [("Ej", "not_met"), ("Kanske", "partly_met"), ("nja", "partly_met")]
)
def test_some_words_judge_only_where_they_are_all_the_cell_says_and_never_surely(text, normal):
    field = status(text=text)
    assert (field.normal, field.reasons) == (normal, ("related_word",))
    assert field.confidence < SURE


@pytest.mark.parametrize("text", ["Ej enligt rapport", "Kanske senare", "Intern kontroll"])
def test_in_a_longer_text_they_judge_nothing(text):
    assert status(text=text).normal is None


def test_the_cells_colour_makes_such_a_word_sure():
    assert status(text="Kanske", shading="#ffc20e").confidence >= SURE


# ---------------------------------------------------------------- trend


@pytest.mark.parametrize(
    ("shape", "normal"), [("arrow_up", "up"), ("arrow_right", "unchanged"), ("arrow_down", "down")]
)
def test_an_arrow_tells_the_trend(shape, normal):
    field = trend(Symbol(shape=shape, colour="blue"))
    assert field.normal == normal
    assert field.confidence >= SURE


def test_a_slanting_arrow_is_less_sure_without_a_legend():
    assert trend(Symbol(shape="arrow_down_right")).confidence < SURE
    legend = Legend(entries=(LegendEntry(shape="arrow_down_right", kind="trend", meaning="unchanged"),))
    assert trend(Symbol(shape="arrow_down_right"), legend=legend).normal == "unchanged"


def test_an_arrow_to_the_left_is_not_guessed():
    assert trend(Symbol(shape="arrow_left")).normal is None


def test_a_blurred_arrow_is_flagged():
    field = trend(Symbol(shape="arrow_up", shape_confidence=0.7))
    assert (field.normal, field.reasons) == ("up", ("shape_unclear",))


@pytest.mark.parametrize(
    ("text", "normal"),
    [("Upp", "up"), ("Grön Lika", "unchanged"), ("Oförändrad", "unchanged"), ("Försämrad", "down"),
     ("=", "unchanged"), ("Positiv trend", "up")],
)  # fmt: skip
def test_words_tell_the_trend(text, normal):
    assert trend(text=text).normal == normal


def test_changed_is_not_read_as_unchanged():
    assert trend(text="Förändrad").normal is None


# ---------------------------------------------------------------- progress


@pytest.mark.parametrize(
    ("text", "normal"), [("90 %", "90"), ("100%", "100"), ("3 av 5", "60"), ("12,5 %", "12.5"), ("0 %", "0")]
)
def test_a_printed_share_is_the_progress(text, normal):
    assert progress(text=text).normal == normal


def test_a_bar_near_a_multiple_of_five_is_that_multiple():
    assert progress(Symbol(shape="bar", share=0.896)).normal == "90"


def test_a_bar_between_multiples_is_flagged():
    field = progress(Symbol(shape="bar", share=0.877))
    assert (field.normal, field.reasons) == ("88", ("progress_measured",))


def test_a_bar_that_contradicts_its_number_is_flagged():
    field = progress(Symbol(shape="bar", share=0.5), text="90 %")
    assert field.normal == "90"
    assert "bar_contradicts_number" in field.reasons


def test_filled_marks_of_a_row_are_counted():
    marks = [Symbol(shape="circle", colour=c) for c in ("green", "green", "green", "white", "white")]
    assert progress(*marks).normal == "60"


@pytest.mark.parametrize("text", ["250 %", "10 % av 30 %", "2019"])
def test_what_is_no_share_is_refused(text):
    assert progress(text=text).normal is None


# ---------------------------------------------------------------- learnt from other rows


def test_shapes_learnt_from_coloured_rows_are_flagged_when_used():
    cells = [[Symbol(colour=c, shape=s)] for c, s in [("green", "square"), ("red", "triangle")] * 3]
    legend = infer_shape_meaning(cells, PATTERNS)
    field = status(Symbol(shape="square"), legend=legend)
    assert field.normal == "met"
    assert field.confidence < SURE
    assert "shape_from_other_rows" in field.reasons


def test_one_shape_in_all_colours_teaches_nothing():
    cells = [[Symbol(colour=c, shape="circle")] for c in ("green", "red", "yellow") * 3]
    assert infer_shape_meaning(cells, PATTERNS) == Legend()


@given(st.text(max_size=30), st.booleans())
def test_any_text_gives_a_status_or_a_reason(text, ocr):
    field = status(text=text, ocr=ocr)
    assert field.normal in {"met", "partly_met", "not_met", None}
    assert field.normal is not None or field.reasons or not text.strip()


@given(st.text(max_size=30))
def test_any_text_gives_progress_between_nought_and_hundred_or_none(text):
    normal = progress(text=text).normal
    assert normal is None or 0 <= float(normal) <= 100


@pytest.mark.parametrize(
    ("text", "normal"), [("████████░░", "80"), ("███░░░░░ ░░", "30"), ("██████████", "100"), ("░░░░░", "0")]
)
def test_a_bar_of_block_characters_is_counted_wherever_its_line_breaks(text, normal):
    assert read_progress((), text, PATTERNS).normal == normal


def test_a_mark_nobody_knows_is_flagged_and_a_dash_says_nothing():
    marked, dashed = (read_status((), text, None, Legend(), PATTERNS) for text in ("#", "–"))
    assert (marked.normal, marked.confidence < 0.9, marked.reasons) == (None, True, ("not_understood",))
    assert dashed.reasons == ("not_measured",)


def test_an_exclamation_mark_is_read_by_its_colour_and_alone_stays_unsure():
    lit = status(Symbol(colour="yellow", shape="exclamation", text="!"))
    plain = read_status((), "!", None, Legend(), PATTERNS)
    assert (lit.normal, lit.confidence >= SURE) == ("partly_met", True)
    assert (plain.normal, plain.confidence >= SURE) == ("partly_met", False)


def test_a_grey_sign_is_not_what_the_legend_says_of_the_green_one():
    line = Paragraph(
        text="Grön romb betyder att målet nås, röd att det inte nås.", raw="", place=Place(page=1)
    )
    made = Document(sha256="0", name="a", media="pdf", text_layer="born", page_count=1, blocks=(line,))
    grey = Symbol(colour="grey", shape="diamond")
    field = read_status((grey,), "", None, find_legend(made, PATTERNS), PATTERNS)
    assert (field.normal, field.reasons) == (None, ("not_measured",))


@pytest.mark.parametrize(
    ("glyph", "normal"), [("●", "met"), ("◑", "partly_met"), ("○", "not_met"), ("◔", None)]
)
def test_discs_filled_in_part_mean_what_the_legend_says(glyph, normal):
    line = Paragraph(text="● uppfyllt ◑ delvis uppfyllt ○ ej uppfyllt", raw="", place=Place(page=1))
    made = Document(sha256="0", name="a", media="pdf", text_layer="born", page_count=1, blocks=(line,))
    legend = find_legend(made, PATTERNS)
    seen = symbol_from_glyph(glyph, "", "#000000")
    assert read_status((seen,), "", None, legend, PATTERNS).normal == normal


FILLED = {f: symbol_from_glyph(f, "", "#10306a") for f in "●◐○"}


def test_fillings_of_one_shape_mean_what_the_legend_says_whatever_their_colour():
    line = Paragraph(
        text="målet nås ◐ målet nås delvis ○ målet nås inte",
        raw="● målet nås ◐ målet nås delvis ○ målet nås inte",
        place=Place(page=1),
    )
    made = Document(sha256="0", name="a", media="pdf", text_layer="born", page_count=1, blocks=(line,))
    legend = find_legend(made, PATTERNS)
    read = [status(symbol, legend=legend) for symbol in FILLED.values()]
    assert [f.normal for f in read] == ["met", "partly_met", "not_met"]


def test_fillings_without_a_legend_are_told_by_the_set_and_never_surely():
    legend = infer_filling_meaning([(symbol,) for symbol in FILLED.values()])
    read = [status(symbol, legend=legend) for symbol in FILLED.values()]
    assert [f.normal for f in read] == ["met", "partly_met", "not_met"]
    assert all(f.confidence < SURE and "filling_without_legend" in f.reasons for f in read)


def test_an_empty_mark_beside_full_ones_only_is_no_sure_unlit_lamp():
    marks = [Symbol(colour="black", shape="circle"), Symbol(colour="white", shape="circle")]
    legend = infer_filling_meaning([(mark,) for mark in marks])
    read = [status(mark, legend=legend) for mark in marks]
    assert all(f.normal is None and f.confidence < SURE for f in read)


def test_fillings_beside_lights_are_no_set_of_their_own():
    cells = [(Symbol(colour="green", shape="circle"),), (Symbol(colour="white", shape="circle"),)]
    assert infer_filling_meaning(cells) == Legend()


# ---------------------------------------------------------------- unsure forms and taught characters


def test_a_form_that_the_legend_decides_but_nobody_is_sure_of_says_so():
    field = status(Symbol(colour="black", shape="square", shape_confidence=0.5), legend=SHAPES)
    assert (field.normal, field.reasons) == ("met", ("shape_unclear",))
    assert field.confidence < SURE


def test_a_light_without_a_form_of_its_own_is_unsure_of_the_form():
    assert status(Symbol(colour="red", confidence=0.5)).reasons == ("shape_unclear",)


def test_a_character_the_reader_did_not_know_is_read_as_taught(tmp_path):
    (tmp_path / "symbols.toml").write_text(
        'schema = "symbols"\n[[group]]\nkey = "rocket"\nshape = "rocket"\ncolour = "green"\nglyphs = ["\\ue123"]\n'
        'match = ["\\ue123"]\n',
        encoding="utf-8",
    )
    seen = Symbol(text="\ue123", confidence=0.5)
    field = read_status((seen,), "", None, NONE, patterns.load(tmp_path))
    assert (field.normal, field.reasons) == ("met", ())
    assert status(seen).normal is None


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("Långt ifrån uppnått", "not_met"),
        ("Ofullständigt uppfyllt", "partly_met"),
        ("Nästintill nått", "partly_met"),
        ("Uppnåddes inte helt", "partly_met"),
        ("Inte uppnått till 100 %", "partly_met"),
        ("I princip uppfyllt", "partly_met"),
        ("Genomförd i huvudsak", "partly_met"),
        ("Målet nås först 2031", "met"),
        ("Ska uppnås", "met"),
        ("Uppfyllt till 40 procent", "met"),
        ("3 av 4 uppnådda", "met"),
        ("Uppnått utom för hamnen", "met"),
        ("Uppnås 2031", "met"),
        ("Uppnått?", "met"),
        ("Kan uppnås", "met"),
        ("Nås senare", "met"),
    ],
)
def test_words_of_any_number_that_turn_weaken_or_doubt_a_verdict_leave_it_unsure(text, normal):
    field = status(text=text)
    assert (field.normal, field.confidence < SURE) == (normal, True)


@pytest.mark.parametrize(
    "text",
    [
        "Helt uppnått",
        "Uppnått i alla delar",
        "Uppnått till 100 %",
        "Uppnått till 100%",
        "Uppnått 2020",
        "Målet är uppnått",
    ],
)
def test_words_that_leave_a_verdict_as_it_is_leave_it_sure(text):
    assert status(text=text).confidence >= SURE


def test_a_heart_without_a_colour_of_its_own_judges_nothing_surely():
    assert status(text="❤").confidence < SURE


def test_a_light_whose_words_in_the_legend_were_not_understood_is_never_sure():
    told = (("green", "met"), ("red", "not_met"))
    entries = [LegendEntry(colour=c, kind="status", meaning=m) for c, m in told]
    guessed = LegendEntry(colour="yellow", kind="status", meaning="partly_met", concluded=True)
    legend = Legend(entries=(*entries, guessed))
    field = status(Symbol(colour="yellow", shape="circle"), legend=legend)
    assert (field.normal, field.reasons) == ("partly_met", ("legend_against_custom",))
    assert field.confidence < SURE <= status(Symbol(colour="red", shape="circle"), legend=legend).confidence


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("lnte uppnått", "not_met"),
        ("Jnte nått", "not_met"),
        ("El uppnått", "not_met"),
        ("Tillviss del uppnått", "partly_met"),
        ("Långtifrån uppnått", "not_met"),
    ],
)
def test_a_damaged_word_that_turns_the_verdict_beside_it_is_not_overlooked(read, meant):
    found = status(text=read)
    assert found.normal == meant
    assert found.confidence < SURE
    assert "word_damaged" in found.reasons


@pytest.mark.parametrize(
    "text", ["Etappmål uppnått", "Ja, uppnått", "Mål uppnått", "Uppnått i en skola", "Uppnått i inre staden"]
)
def test_other_words_beside_a_verdict_are_no_damaged_ones(text):
    assert status(text=text).normal == "met"
    assert status(text=text).confidence >= SURE

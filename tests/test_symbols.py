from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.model import SURE, Box, Drawing, Symbol, Word
from extractor.symbols.cell import PageImage, _confirmed, see_cell, symbol_from_picture, symbol_from_shading
from extractor.symbols.colours import LIGHTS
from tests.support import drawings

SIGNS_ALONE = ("!", "?")


def see(pixels, dpi=150, words=(), objects=(), shading=None):
    height, width = pixels.shape[:2]
    box = Box(0, 0, width * 72 / dpi, height * 72 / dpi)
    return see_cell(PageImage(pixels, dpi / 72), box, words, objects, shading)


def only(pixels, dpi=150) -> Symbol:
    symbols, _ = see(pixels, dpi)
    assert len(symbols) == 1, symbols
    return symbols[0]


def word(text: str, **more) -> Word:
    return Word(text=text, box=more.pop("box", Box(10, 5, 40, 18)), **more)


@pytest.mark.parametrize("shape", drawings.SHAPES)
@pytest.mark.parametrize("colour", ["green", "yellow", "red"])
def test_a_drawn_shape_is_seen_with_its_colour(shape, colour):
    seen = only(drawings.cell(shape, drawings.COLOURS[colour]))
    assert (seen.shape, seen.colour) == (shape, colour)
    assert min(seen.confidence, seen.shape_confidence) >= 0.9


@pytest.mark.parametrize("shape", ["circle", "square", "triangle", "arrow_up", "arrow_right", "arrow_down"])
@pytest.mark.parametrize(("points", "dpi"), [(6, 200), (8, 150), (10, 100), (14, 300)])
def test_size_and_resolution_do_not_matter(shape, points, dpi):
    assert only(drawings.cell(shape, points=points, dpi=dpi), dpi).shape == shape


@pytest.mark.parametrize("shape", ["circle", "square", "triangle", "arrow_up", "arrow_down"])
def test_a_colour_scan_keeps_shape_and_colour(shape):
    seen = only(drawings.as_jpeg(drawings.cell(shape, "#ffc000", dpi=200), 60), 200)
    assert (seen.shape, seen.colour) == (shape, "yellow")


@pytest.mark.parametrize("shape", ["circle", "square", "triangle", "arrow_up", "arrow_down"])
def test_a_grey_scan_keeps_the_shape_and_claims_no_colour(shape):
    seen = only(drawings.as_jpeg(drawings.as_grey(drawings.cell(shape, "#c00000", dpi=200)), 75), 200)
    assert (seen.shape, seen.colour) == (shape, None)


@pytest.mark.parametrize("face", ["smiley", "neutral_face", "frown"])
def test_a_face_is_told_by_its_mouth(face):
    assert only(drawings.cell(face, "#ffc000", points=12, dpi=200), 200).shape == face


@pytest.mark.parametrize("sign", ["check", "cross"])
def test_a_white_sign_in_a_coloured_disc_names_it(sign):
    seen = only(drawings.cell(sign, "#00b050", points=10, dpi=200), 200)
    assert (seen.shape, seen.colour) == (sign, "green")


def test_an_outline_does_not_hide_the_colour_inside():
    assert only(drawings.cell("circle", "#ffc000", outline="#000000")).colour == "yellow"


def test_the_light_stands_out_from_a_shaded_row():
    seen, _ = see(drawings.cell("circle", "#00b050", paper="#bde3ff"), shading="#bde3ff")
    assert [(s.shape, s.colour) for s in seen] == [("circle", "green")]


def test_borders_inside_the_box_are_no_symbol():
    assert see(drawings.cell("none", border=True))[0] == ()


def test_an_unreadable_blot_keeps_its_colour_without_a_shape_or_stays_unsure():
    rng = np.random.default_rng(4)
    pixels = np.full((50, 125, 3), 255, np.uint8)
    blot = rng.random((24, 24)) > 0.35
    pixels[13:37, 50:74][blot] = (200, 0, 0)
    for symbol in see(pixels)[0]:
        assert symbol.shape_confidence < 0.9 or symbol.confidence < 0.9


@pytest.mark.parametrize("share", [0.05, 0.25, 0.5, 0.8, 0.9, 1.0])
@pytest.mark.parametrize("rounded", [True, False])
def test_a_bar_gives_its_filled_share(share, rounded):
    seen = only(drawings.bar(share, rounded=rounded, dpi=200), 200)
    assert seen.shape == "bar"
    assert seen.share == pytest.approx(share, abs=0.015)


def test_an_empty_bar_is_nought_not_full():
    assert only(drawings.bar(0.0)).share == 0.0


def test_a_short_bar_without_a_visible_track_is_not_sure_to_be_full():
    assert only(drawings.bar(0.5, track="#ffffff")).confidence < 0.9


def gauge(share: float, track: str = "#ededed", colour: str = "#c03028") -> list[Drawing]:
    whole = Box(2, 4, 62, 16)
    return [Drawing(box=whole, kind="vector", colour=track, points=4),
            Drawing(box=whole._replace(x1=2 + 60 * share), kind="vector", colour=colour, points=4)]  # fmt: skip


def test_a_sliver_at_the_end_of_a_pale_bar_is_a_bar_nearly_empty():
    (seen,), _ = see(np.full((50, 180, 3), 255, np.uint8), objects=gauge(0.04))
    assert (seen.colour, seen.shape, seen.share) == ("red", "bar", 0.04)


@pytest.mark.parametrize(
    "objects", [gauge(0.5, track="#20a040"), gauge(0.5, colour="#3060c0"), gauge(0.5)[:1]]
)
def test_rectangles_that_are_not_a_light_on_a_plain_ground_are_no_bar(objects):
    assert see(np.full((50, 180, 3), 255, np.uint8), objects=objects)[0] == ()


@pytest.mark.parametrize(("text", "shape"), [("Nästan", "fill"), ("70 %", "bar")])
def test_a_full_bar_with_words_on_it_is_the_ground_of_a_label_and_with_a_share_a_bar(text, shape):
    pixels = drawings.bar(1.0, dpi=200)
    height, width = (side * 72 / 200 for side in pixels.shape[:2])
    label = Word(text=text, box=Box(width * 0.4, height * 0.4, width * 0.6, height * 0.6))
    seen, words = see(pixels, 200, [label])
    assert [s.shape for s in seen] == [shape]
    assert [w.text for w in words] == [text]


def test_a_coloured_cell_is_a_fill():
    seen, _ = see(drawings.cell("none", paper="#92d050"), shading="#92d050")
    assert [(s.shape, s.colour, s.source) for s in seen] == [("fill", "green", "shading")]


def test_a_blue_header_cell_is_no_status():
    assert symbol_from_shading("#d9e2f3") is None


def test_a_glyph_word_becomes_a_symbol_in_its_own_colour():
    symbols, text = see_cell(None, Box(0, 0, 60, 20), [word("●", colour="#ff0000")], [], None)
    assert [(s.shape, s.colour, s.source) for s in symbols] == [("circle", "red", "glyph")]
    assert text == ()


def test_words_beside_a_glyph_stay():
    words = [word("●", colour="#00b050", box=Box(2, 5, 10, 15)), word("Uppnått", box=Box(12, 5, 50, 15))]
    symbols, text = see_cell(None, Box(0, 0, 60, 20), words, [], None)
    assert [s.colour for s in symbols] == ["green"]
    assert [w.text for w in text] == ["Uppnått"]


def test_bullets_before_text_stay_text():
    words = [word(t) for t in ("■", "fler", "nöjda", "brukare")]
    symbols, text = see_cell(None, Box(0, 0, 60, 20), words, [], None)
    assert symbols == ()
    assert len(text) == 4


@pytest.mark.parametrize("letter", ["A", "O", ">", "+", "0"])
def test_a_born_digital_letter_stays_text(letter):
    words = [word(letter, font="ABCDEF+Calibri", size=10)]
    symbols, text = see(drawings.cell("none"), words=words)
    assert symbols == ()
    assert [w.text for w in text] == [letter]


def test_what_ocr_read_into_a_coloured_disc_is_the_disc():
    words = [word("O", box=Box(25, 7, 35, 17), confidence=0.6)]
    symbols, text = see(drawings.cell("circle", "#00b050"), words=words)
    assert [s.shape for s in symbols] == ["circle"]
    assert text == ()


def test_a_flat_arrow_is_what_a_character_that_no_font_names_shows():
    pixels = drawings.cell("triangle", "#000000", dpi=200, points=6)
    height, width = (side * 72 / 200 for side in pixels.shape[:2])
    box = Box(width / 2 - 6, height / 2 - 7, width / 2 + 6, height / 2 + 7)
    seen, words = see(pixels, 200, [Word(text="\uf035", font="OpenSymbol", box=box)])
    assert [s.shape for s in seen] == ["triangle"]
    assert words == ()


def test_a_drawing_of_another_colour_lowers_the_confidence():
    objects = [Drawing(box=Box(25, 7, 35, 17), kind="vector", colour="#ff0000", points=60)]
    seen, _ = see(drawings.cell("circle", "#00b050"), objects=objects)
    assert seen[0].confidence <= 0.6


def test_a_picture_with_a_soft_mask_is_read_through_it():
    pixels = np.zeros((31, 31, 4), np.uint8)
    y, x = np.mgrid[:31, :31]
    disc = (x - 15) ** 2 + (y - 15) ** 2 < 13**2
    pixels[disc] = (120, 190, 30, 255)
    seen = symbol_from_picture(pixels)
    assert seen is not None
    assert (seen.shape, seen.colour, seen.source) == ("circle", "green", "picture")


def test_a_blank_picture_shows_nothing():
    assert symbol_from_picture(np.full((20, 20, 4), 255, np.uint8)) is None


@settings(max_examples=40, deadline=None)
@given(
    st.integers(0, 2**32 - 1), st.integers(1, 90), st.integers(1, 140),
    st.sampled_from(["noise", "grain", "flat"]),
)  # fmt: skip
def test_any_pixels_give_symbols_or_nothing_but_never_an_error(seed, height, width, kind):
    rng = np.random.default_rng(seed)
    pixels = rng.integers(0, 256, (height, width, 3), np.uint8)
    if kind == "grain":
        pixels = (235 + pixels // 13).astype(np.uint8)
    elif kind == "flat":
        pixels[:] = pixels[0, 0]
    symbols, _ = see(pixels)
    assert all(0 <= s.confidence <= 1 for s in symbols)
    if kind == "grain":
        assert symbols == ()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(min_size=1, max_size=4), max_size=4))
def test_no_word_is_lost_or_invented(texts):
    words = [word(t) for t in texts]
    symbols, text = see_cell(None, Box(0, 0, 60, 20), words, [], None)
    glyphs = [w for w in words if w not in text]
    alone = len(words) == 1 and words[0].text in SIGNS_ALONE
    assert bool(symbols) == (bool(glyphs) or alone)
    assert [w for w in words if w in text] == list(text)


def test_an_emoji_without_a_trace_of_its_colour_on_the_page_is_unsure():
    paper = np.full((60, 120, 3), 255, dtype=np.uint8)
    paper[20:40, 40:60] = 0
    (seen,), _ = see(paper, words=[word("🟢", box=Box(15, 8, 32, 22))])
    assert (seen.colour, seen.confidence < 0.9) == ("green", True)


def test_a_coloured_letter_alone_is_a_light_and_stays_text():
    paper = np.full((60, 120, 3), 255, dtype=np.uint8)
    (seen,), text = see(paper, words=[word("X", colour="#d7262b")])
    assert (seen.colour, seen.text) == ("red", "X")
    assert [w.text for w in text] == ["X"]


def test_a_black_letter_and_a_coloured_word_are_no_lights():
    paper = np.full((60, 120, 3), 255, dtype=np.uint8)
    assert see(paper, words=[word("X")])[0] == ()
    assert see(paper, words=[word("Nej", colour="#d7262b")])[0] == ()


@pytest.mark.parametrize(("colour", "sure"), [("#d94600", False), ("#d90000", True), ("#c5d900", False)])
def test_a_glyph_or_letter_between_two_lights_is_never_sure(colour: str, sure: bool) -> None:
    box = Box(20, 20, 26, 30)
    for text in ("●", "X"):
        (symbol,), _ = see_cell(
            None, Box(0, 0, 60, 40), [Word(text=text, box=box, size=10, colour=colour)], [], None
        )
        assert (symbol.colour in LIGHTS, symbol.confidence >= SURE) == (True, sure)


def test_a_drawing_between_two_lights_does_not_make_what_the_pixels_show_sure() -> None:
    seen = Symbol(colour="red", shape="circle", source="pixels", confidence=0.6)
    box = Box(20, 20, 30, 30)
    assert _confirmed(box, seen, [Drawing(box=box, kind="vector", colour="#d94600")]).confidence < SURE
    assert _confirmed(box, seen, [Drawing(box=box, kind="vector", colour="#d90000")]).confidence >= SURE


@pytest.mark.parametrize("form", drawings.FORMS)
@pytest.mark.parametrize("colour", ["green", "yellow", "red"])
@pytest.mark.parametrize("points", [8, 12])
def test_a_filled_form_of_any_kind_is_a_light_by_its_colour(form, colour, points):
    seen = only(drawings.form(form, drawings.COLOURS[colour], points=points))
    assert (seen.colour, seen.confidence >= SURE) == (colour, True)


@pytest.mark.parametrize("pole", ["#444444", "#00b050"])
def test_a_flag_is_named_by_its_pole(pole):
    assert only(drawings.form("flag", "#00b050", pole=pole)).shape == "flag"


def test_a_form_in_two_lights_colours_is_shown_but_decided_by_neither():
    assert (only(drawings.form("halves", "#00b050", pole="#c00000"))).colour is None


def test_ink_that_nobody_can_name_is_never_an_empty_cell():
    assert only(drawings.form("scribble", "#000000")).confidence < SURE


def test_a_speck_and_a_line_in_an_empty_cell_are_nothing():
    pixels = drawings.cell("none").copy()
    pixels[20:23, 40:43] = 0
    pixels[30:32, 30:90] = 0
    assert see(pixels)[0] == ()


def test_a_coloured_exclamation_mark_alone_is_a_light_and_black_it_keeps_its_form():
    for colour, seen in (("#e08a00", "yellow"), ("#000000", "black")):
        (symbol,), text = see_cell(None, Box(0, 0, 60, 20), [word("!", colour=colour)], (), None)
        assert (symbol.colour, symbol.shape, [w.text for w in text]) == (seen, "exclamation", ["!"])


@pytest.mark.parametrize("points", [10, 16, 22])
def test_a_yellow_disc_with_rays_is_a_sun(points):
    seen = only(drawings.sun("#ffc000", points=points))
    assert (seen.colour, seen.shape) == ("yellow", "sun")


def test_a_grey_flag_is_seen_as_grey():
    seen = only(drawings.form("flag", "#9a9a9a", coloured_page=True))
    assert (seen.colour, seen.shape) == ("grey", "flag")


@pytest.mark.parametrize("off", ["#777777", "#1a4a2a"])
@pytest.mark.parametrize("colour", ["yellow", "red"])
def test_the_lit_lamp_of_a_traffic_light_is_the_light(colour, off):
    lit = drawings.COLOURS[colour]
    for upright in (True, False):
        seen = only(drawings.traffic_light(lit, off, upright=upright))
        assert (seen.colour, seen.confidence >= SURE) == (colour, True)


def test_a_number_that_was_surely_read_is_no_face():
    face = drawings.cell("frown", "#000000", points=12, dpi=200)
    x, y = face.shape[1] * 36 / 200, face.shape[0] * 36 / 200
    place = Box(x - 6, y - 6, x + 6, y + 6)
    symbols, text = see(face, 200, words=[word("80", box=place, confidence=0.95)])
    assert not symbols
    assert [w.text for w in text] == ["80"]
    symbols, text = see(face, 200, words=[word("80", box=place, confidence=0.6)])
    assert symbols
    assert not text

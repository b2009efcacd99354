from __future__ import annotations

import msgspec
import numpy as np

from extractor.model import SURE, Page
from extractor.pages.tables import find_tables
from extractor.reading.layer import with_picture
from extractor.symbols.cell import PageImage
from tests.support.pages import HEIGHT, WIDTH, page, words

SCALE = 2.0
XS, YS = (60, 200, 340, 420), (100, 130, 160)


def picture() -> np.ndarray:
    return np.full((int(HEIGHT * SCALE), int(WIDTH * SCALE), 3), 255, np.uint8)


def ruled_picture() -> np.ndarray:
    pixels = picture()
    for x in XS:
        pixels[YS[0] * 2 : YS[-1] * 2, x * 2 : x * 2 + 2] = 0
    for y in YS:
        pixels[y * 2 : y * 2 + 2, XS[0] * 2 : XS[-1] * 2] = 0
    return pixels


def layered(*lines: tuple[float, float, str]) -> Page:
    shown = page([w for x, top, text in lines for w in words(x, top, text)])
    return msgspec.structs.replace(shown, text_layer="ocr")


ROWS = (
    (64.0, 110.0, "Mål"), (204.0, 110.0, "Mått"), (344.0, 110.0, "Utfall"),
    (64.0, 140.0, "God hälsa"), (204.0, 140.0, "Frånvaro"), (344.0, 140.0, "5 %"),
)  # fmt: skip


def test_the_lines_of_the_picture_make_a_table_of_the_layers_words() -> None:
    shown = with_picture(layered(*ROWS), PageImage(pixels=ruled_picture(), scale=SCALE))
    (found,) = find_tables(shown)
    assert [c.text for c in found.cells] == [text for _, _, text in ROWS]


def test_what_an_engine_made_of_a_traffic_light_is_no_text() -> None:
    pixels = picture()
    pixels[200:220, 400:420] = (0, 160, 80)
    shown = with_picture(layered((200.0, 100.0, "@"), (240.0, 100.0, "Grön")), PageImage(pixels, SCALE))
    assert [w.text for w in shown.words] == ["Grön"]


def test_the_text_of_a_foreign_layer_is_never_called_sure() -> None:
    shown = with_picture(layered(*ROWS), PageImage(pixels=ruled_picture(), scale=SCALE))
    assert shown.words
    assert all(w.confidence < SURE for w in shown.words)


def test_what_an_engine_made_of_a_ruling_line_is_no_text() -> None:
    bar = (338.0, 140.0, "|")
    shown = with_picture(layered(*ROWS, bar), PageImage(pixels=ruled_picture(), scale=SCALE))
    assert "|" not in [w.text for w in shown.words]


def test_a_bar_that_stands_on_no_line_stays() -> None:
    shown = with_picture(layered(*ROWS, (250.0, 300.0, "|")), PageImage(pixels=ruled_picture(), scale=SCALE))
    assert "|" in [w.text for w in shown.words]

from __future__ import annotations

import functools
import io
from pathlib import Path

import msgspec
import numpy as np
import pytest
from PIL import Image

from extractor import patterns
from extractor.model import Box, Field, Report
from extractor.pipeline import extract
from extractor.reading import read
from extractor.symbols.cell import PageImage
from extractor.symbols.colours import name_colour
from extractor.symbols.cutouts import FINEST, LARGEST, cut_out

CORPUS = Path(__file__).parent.parent / "corpus" / "archive"
MEANING = {"green": "met", "yellow": "partly_met", "red": "not_met"}
DRAWN_AS = {
    "vector shapes": "fjallmark-ms-2017.pdf",
    "pictures with soft masks": "fjallmark-ms-2018.pdf",
    "cell colours": "fjallmark-ms-2019-t1.pdf",
    "font symbols": "fjallmark-ms-2020.pdf",
    "smileys": "granvik-ubn-2022.pdf",
}


@functools.cache
def report(name: str) -> Report:
    return extract(read((CORPUS / name).read_bytes(), name), patterns.built_in())


def statuses(name: str) -> list[Field]:
    return [r.field("status") for card in report(name).scorecards for r in card.rows]


def colour_of(png: bytes) -> str | None:
    """The name of the picture's most saturated colour."""
    pixels = np.asarray(Image.open(io.BytesIO(png)).convert("RGB")).reshape(-1, 3).astype(int)
    chroma = pixels.max(axis=1) - pixels.min(axis=1)
    return name_colour(*pixels[chroma.argmax()])[0]


@pytest.mark.parametrize("name", DRAWN_AS.values(), ids=DRAWN_AS)
def test_the_picture_shows_the_colour_the_status_was_read_from(name: str) -> None:
    judged = [f for f in statuses(name) if f.normal]
    assert judged
    for field in judged:
        assert field.picture is not None
        assert MEANING[colour_of(field.picture) or ""] == field.normal


def test_a_status_printed_in_words_has_no_picture() -> None:
    fields = [f for f in statuses("fjallmark-ms-2020-t2.pdf") if f.normal]
    assert fields
    assert all(f.picture is None for f in fields)


def test_a_symbol_that_could_not_be_read_has_a_picture_for_the_reviewer() -> None:
    unread = [f for f in statuses("granvik-sn-2022-grey.pdf") if f.normal is None and f.reasons]
    assert unread
    assert all(f.picture for f in unread)


@pytest.mark.parametrize("name", DRAWN_AS.values(), ids=DRAWN_AS)
def test_pictures_are_small(name: str) -> None:
    fields = [f for card in report(name).scorecards for r in card.rows for f in r.fields.values()]
    for png in (f.picture for f in fields if f.picture):
        width, height = Image.open(io.BytesIO(png)).size
        assert len(png) < 2000
        assert width <= LARGEST[0] * FINEST + 1
        assert height <= LARGEST[1] * FINEST + 1


def test_pictures_survive_packing() -> None:
    packed = msgspec.msgpack.encode(report("fjallmark-ms-2017.pdf"))
    assert msgspec.msgpack.decode(packed, type=Report) == report("fjallmark-ms-2017.pdf")


def page(width: int = 400, height: int = 300) -> np.ndarray:
    return np.full((height, width, 3), 255, np.uint8)


def test_a_symbol_that_touches_its_cells_border_stays_whole() -> None:
    pixels = page()
    pixels[100:122, 150:172] = (200, 0, 0)  # from the cell's outline at 50 points downwards
    png = cut_out(PageImage(pixels=pixels, scale=2.0), Box(60, 50, 120, 80))
    assert png is not None
    red = np.asarray(Image.open(io.BytesIO(png)).convert("RGB"))[:, :, 1] < 100
    assert red.sum() == 22 * 22


def test_a_cell_of_one_colour_gives_a_patch_of_it() -> None:
    pixels = page()
    pixels[100:160, 120:240] = (0, 150, 60)
    png = cut_out(PageImage(pixels=pixels, scale=2.0), Box(60, 50, 120, 80))
    assert png is not None
    assert Image.open(io.BytesIO(png)).convert("RGB").getcolors() == [(48 * 24, (0, 150, 60))]


def test_a_box_outside_the_page_gives_no_picture() -> None:
    assert cut_out(PageImage(pixels=page(), scale=2.0), Box(500, 500, 520, 520)) is None

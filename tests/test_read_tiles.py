"""Pages drawn tile by tile show what the whole page shows."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from extractor.reading.pdf import MOST_PIXELS, SCALE, Source
from extractor.reading.tiles import TILE, TiledImage

CORPUS = Path(__file__).parent.parent / "corpus" / "archive"
STRIP = TILE[0]
FILE = CORPUS / "vattenvard-2023.pdf"


@pytest.fixture(scope="module")
def source():
    with Source(FILE.read_bytes(), FILE.name) as opened:
        yield opened


@pytest.mark.parametrize("page", [1, 2])
def test_every_tile_has_the_pixels_of_the_whole_page(source, page):
    whole = source.image(page).pixels.copy()
    tiled = source.tiles(page)
    for top in reversed(range(0, tiled.height, TILE[0])):
        for left in range(0, tiled.width, TILE[1]):
            seen = tiled.area(left, top, left + TILE[1], top + TILE[0])
            assert np.array_equal(seen, whole[top : top + TILE[0], left : left + TILE[1]])


def test_an_area_over_several_tiled_is_whole_whatever_was_drawn_before(source):
    whole = source.image(1).pixels.copy()
    tiled = source.tiles(1)
    tiled.area(0, 3 * STRIP, 50, 3 * STRIP + 5)
    seen = tiled.area(100, STRIP + 7, 900, 6 * STRIP + 9)
    assert np.array_equal(seen, whole[STRIP + 7 : 6 * STRIP + 9, 100:900])


def test_only_what_is_looked_at_is_drawn(source, monkeypatch):
    drawn = []
    monkeypatch.setattr("extractor.reading.tiles.draw", lambda _page, _pixels, area: drawn.append(area))
    tiled = source.tiles(1)
    tiled.area(0, 2 * STRIP + 1, 10, 2 * STRIP + 9)
    tiled.area(5, 2 * STRIP + 3, 10, 2 * STRIP + 20)
    assert [(top < 2 * STRIP, bottom > 3 * STRIP, left) for left, top, _, bottom in drawn] == [
        (True, True, 0)
    ]


def test_the_whole_page_can_be_asked_for_after_a_part_of_it(source):
    whole = source.image(1).pixels.copy()
    tiled = source.tiles(1)
    tiled.area(0, 0, 10, 10)
    assert np.array_equal(tiled.pixels, whole)


def test_a_tile_is_drawn_of_its_own_page_though_another_was_read_since(source):
    whole = source.image(1).pixels.copy()
    tiled = source.tiles(1)
    source.page(2)
    assert np.array_equal(tiled.area(0, 0, tiled.width, STRIP), whole[:STRIP])


def test_nothing_outside_the_page_is_looked_at(source):
    tiled = source.tiles(1)
    assert isinstance(tiled, TiledImage)
    assert tiled.area(0, tiled.height + 10, 10, tiled.height + 20).size == 0


def test_a_page_too_large_to_be_drawn_has_no_picture(source):
    assert source.tiles(1, scale=SCALE * MOST_PIXELS) is None


def test_a_page_with_a_light_is_known_for_coloured_without_being_drawn_whole(source, monkeypatch):
    tiled = source.tiles(1)
    green = np.zeros((TILE[0], TILE[1], 3), np.uint8)
    green[..., 1] = 200
    monkeypatch.setattr(type(tiled), "area", lambda *_: green)
    assert not tiled.monochrome

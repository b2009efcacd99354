"""Pages drawn strip by strip show what the whole page shows."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from extractor.reading.pdf import MOST_PIXELS, SCALE, Source
from extractor.reading.strips import STRIP, StripImage

CORPUS = Path(__file__).parent.parent / "corpus" / "archive"
FILE = CORPUS / "vattenvard-2023.pdf"


@pytest.fixture(scope="module")
def source():
    with Source(FILE.read_bytes(), FILE.name) as opened:
        yield opened


@pytest.mark.parametrize("page", [1, 2])
def test_every_strip_has_the_pixels_of_the_whole_page(source, page):
    whole = source.image(page).pixels.copy()
    strips = source.strips(page)
    for top in reversed(range(0, strips.height, STRIP)):
        seen = strips.area(0, top, strips.width, top + STRIP)
        assert np.array_equal(seen, whole[top : top + STRIP])


def test_an_area_over_several_strips_is_whole_whatever_was_drawn_before(source):
    whole = source.image(1).pixels.copy()
    strips = source.strips(1)
    strips.area(0, 3 * STRIP, 50, 3 * STRIP + 5)
    seen = strips.area(100, STRIP + 7, 900, 6 * STRIP + 9)
    assert np.array_equal(seen, whole[STRIP + 7 : 6 * STRIP + 9, 100:900])


def test_only_what_is_looked_at_is_drawn(source, monkeypatch):
    drawn = []
    monkeypatch.setattr("extractor.reading.strips.draw", lambda _page, _pixels, a, b: drawn.append((a, b)))
    strips = source.strips(1)
    strips.area(0, 2 * STRIP + 1, 10, 2 * STRIP + 9)
    strips.area(5, 2 * STRIP + 3, 10, 2 * STRIP + 20)
    assert [(a <= 2 * STRIP, b >= 3 * STRIP) for a, b in drawn] == [(True, True)]


def test_the_whole_page_can_be_asked_for_after_a_part_of_it(source):
    whole = source.image(1).pixels.copy()
    strips = source.strips(1)
    strips.area(0, 0, 10, 10)
    assert np.array_equal(strips.pixels, whole)


def test_a_strip_is_drawn_of_its_own_page_though_another_was_read_since(source):
    whole = source.image(1).pixels.copy()
    strips = source.strips(1)
    source.page(2)
    assert np.array_equal(strips.area(0, 0, strips.width, STRIP), whole[:STRIP])


def test_nothing_outside_the_page_is_looked_at(source):
    strips = source.strips(1)
    assert isinstance(strips, StripImage)
    assert strips.area(0, strips.height + 10, 10, strips.height + 20).size == 0


def test_a_page_too_large_to_be_drawn_has_no_picture(source):
    assert source.strips(1, scale=SCALE * MOST_PIXELS) is None

"""Ruling lines drawn in dots or dashes, on pages drawn here."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from extractor.reading.dotted import find_dotted
from extractor.reading.picture import find_rules
from extractor.reading.tones import tones_of

SCALE = 300 / 72


def page() -> np.ndarray:
    return np.full((round(300 * SCALE), round(400 * SCALE)), 255, np.uint8)


def dots(
    image: np.ndarray,
    top: float,
    pitch: float,
    long: float,
    x0: float = 40,
    x1: float = 340,
    high: float = 0.75,
) -> None:
    for x in np.arange(x0, x1, pitch):
        left, upper = round(x * SCALE), round(top * SCALE)
        image[upper : upper + max(1, round(high * SCALE)), left : left + max(1, round(long * SCALE))] = 0


@pytest.mark.parametrize(("pitch", "long"), [(1.5, 0.75), (2.0, 1.0), (3.75, 2.25)])
def test_rules_of_dots_and_of_dashes_are_found(pitch: float, long: float) -> None:
    image = page()
    for y in (60, 80, 100):
        dots(image, y, pitch, long)
    colour = np.dstack([image] * 3)
    rules, mask = find_rules(colour, tones_of(colour, SCALE), SCALE)
    assert [round(r.box.top) for r in sorted(rules, key=lambda r: r.box.top)] == [60, 80, 100]
    assert all(r.box.x0 == pytest.approx(40, abs=1) and r.box.x1 == pytest.approx(340, abs=3) for r in rules)
    assert not (image[mask == 0] < 160).any()


def test_a_rule_of_dots_between_columns_is_found() -> None:
    image = page()
    dots(image, 60, 1.5, 0.75, x1=240)
    (found,) = find_dotted(np.ascontiguousarray(image.T), SCALE)
    assert not found.level


def test_a_rule_of_dots_that_rises_and_has_lost_some_is_one() -> None:
    image = page()
    for n, x in enumerate(np.arange(40, 340, 1.5)):
        if n % 17 != 3:
            left, upper = round(x * SCALE), round((60 - x / 300) * SCALE)
            image[upper : upper + 3, left : left + 3] = 0
    assert len(list(find_dotted(image, SCALE))) == 1


def test_the_full_stops_of_a_contents_list_are_no_rule() -> None:
    image = page()
    for y in (60, 80, 100):
        dots(image, y, 2.5, 0.9, high=0.9)
    assert list(find_dotted(image, SCALE)) == []


def test_typed_hyphens_are_no_rule() -> None:
    image = page()
    dots(image, 60, 6.0, 3.5)
    assert list(find_dotted(image, SCALE)) == []


def test_the_dots_of_a_printed_screen_are_no_rules() -> None:
    image = page()
    for y in np.arange(60, 100, 1.5):
        dots(image, y, 1.5, 0.75)
    assert list(find_dotted(image, SCALE)) == []


def test_text_is_no_rule() -> None:
    image = page()
    for y in range(40, 260, 14):
        spot = (round(30 * SCALE), round(y * SCALE))
        cv2.putText(
            image, "i i i i ; : . . . ö ä å iiii ..... rnmu", spot, cv2.FONT_HERSHEY_COMPLEX, 1.0, 0, 2
        )
    assert list(find_dotted(image, SCALE)) == []

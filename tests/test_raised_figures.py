"""Small raised figures: a footnote's mark is no part of the value beside it, a unit's power is."""

from __future__ import annotations

import pytest

from extractor.pages.cells import cell_text
from extractor.reading.objects import Letter, Shown, Type, page_of
from extractor.swedish import RAISED, raised_text, without_marks

SIZE = 10.0
LINE = 100.0
TYPE = Type(font="Liberation Sans", colour="#000000")


def setting(*parts: tuple[str, float, float]) -> tuple[str, str]:
    """The text and raw characters of a line set in (text, share of the size, rise in sizes) side by side."""
    letters, x = [], 50.0
    for text, share, rise in parts:
        for word in text.split(" "):
            size = SIZE * share
            bottom = LINE - rise * SIZE + 0.21 * size
            width = 0.5 * size * len(word)
            if word:
                letters.append(Letter(word, x, bottom - size, x + width, bottom, size, 0, TYPE))
            x += width
            if word is not text.split(" ")[-1]:
                letters.append(Letter(" ", x, bottom - size, x, bottom, size, 0, TYPE))
                x += 0.28 * size
    page = page_of(Shown(width=595, height=842, letters=letters, paths=(), images=()), 1)
    return cell_text(page.words)


@pytest.mark.parametrize(("share", "rise"), [(0.58, 0.33), (0.65, 0.35), (0.83, 0.3)])
def test_a_footnote_mark_is_left_out_of_the_value_and_kept_in_the_raw(share: float, rise: float) -> None:
    assert setting(("62 %", 1, 0), ("1", share, rise)) == ("62 %", f"62 %{RAISED}¹")


def test_a_mark_beside_a_bare_number_does_not_make_it_larger() -> None:
    assert setting(("62", 1, 0), ("12)", 0.6, 0.35)) == ("62", f"62{RAISED}¹²)")


def test_the_words_after_a_mark_go_on() -> None:
    assert setting(("Nöjda", 1, 0), ("2", 0.6, 0.35), (" kunder", 1, 0))[0] == "Nöjda kunder"


def test_a_units_power_stays() -> None:
    assert setting(("1 200 m", 1, 0), ("2", 0.6, 0.35)) == ("1 200 m²", f"1 200 m{RAISED}²")


def test_a_formulas_figure_below_the_line_stays_an_ordinary_one() -> None:
    assert setting(("CO", 1, 0), ("2", 0.6, -0.15))[0] == "CO2"


def test_small_figures_on_the_line_are_figures() -> None:
    assert setting(("62", 1, 0), ("5", 0.7, 0))[0] == "625"


@pytest.mark.parametrize(
    ("figures", "before", "text"),
    [("1", "62 %", ""), ("²", "12 m", "²"), ("2", "CO", "2"), ("3", "kubikmeter", ""), ("2", "12 dm", "²")],
)
def test_raised_figures_add_powers_only(figures: str, before: str, text: str) -> None:
    assert raised_text(figures, before) == text


def test_the_upper_figure_of_a_fraction_is_no_mark() -> None:
    assert without_marks(f"drygt{RAISED}¹/2 år") == "drygt 1/2 år"


def test_a_superscript_character_that_was_typed_stays() -> None:
    assert without_marks("62 %¹") == "62 %¹"

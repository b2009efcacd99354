"""A cell in the letters of a known wording takes its marks, blanks and hyphens from there, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.restore.wordings import Wordings, same_words

GOAL = "God kompetensplanering på kort och lång sikt, minst 4,5 %"


@pytest.mark.parametrize(
    "read",
    [
        "God kompetensplane- _—_ ring pa kort och lang sikt, minst 4,5 %",
        "God kompetens planering på kort och lång sikt minst 4,5%",
        "GOD KOMPETENSPLANERING PA KORT OCH LANG SIKT, MINST 4,5 %",
    ],
)
def test_marks_blanks_hyphens_and_stray_signs_do_not_count(read: str) -> None:
    assert Wordings([GOAL]).find(read) == GOAL


@pytest.mark.parametrize(
    "read",
    [
        GOAL.replace("4,5", "45"),
        GOAL.replace("4,5", "4,6"),
        GOAL.replace("minst", "högst"),
        GOAL.replace("%", "st"),
        f"{GOAL} i",
        f"≥ {GOAL}",
    ],
)
def test_another_letter_figure_or_sign_is_another_wording(read: str) -> None:
    assert Wordings([GOAL]).find(read) is None


def test_a_short_wording_is_not_told_by_its_letters() -> None:
    assert Wordings(["Nå målet"]).find("Na malet") is None


def test_of_two_wordings_in_the_same_letters_none_counts() -> None:
    assert Wordings(["Återställda vägar", "Återställda vagar"]).find("Aterstallda vagar") is None
    assert Wordings(["Återställda vägar", "Återställda vägar."]).find("Aterstallda vagar") is not None


@given(st.text(max_size=60))
def test_whatever_is_read_the_figures_stay(text: str) -> None:
    found = Wordings([GOAL]).find(text)
    assert found is None or [c for c in found if c.isdigit()] == [c for c in text if c.isdigit()]


def test_words_are_the_same_however_they_are_punctuated() -> None:
    assert same_words("Rätt bemanning.", "rätt  bemanning")
    assert not same_words("Rätt bemanning", "Ratt bemanning")

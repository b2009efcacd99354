"""The dictionary vouches for what a recogniser doubts without need, and for nothing else."""

from __future__ import annotations

import pytest

from extractor.model import SURE, Box, Word
from extractor.restore.vouching import vouched


def confidence(text: str, read: float = 0.8) -> float:
    (word,) = vouched([Word(text=text, box=Box(0, 0, 9, 9), confidence=read)])
    return word.confidence


@pytest.mark.parametrize("text", ["medarbetare", "(verksamheten,", "Fjällbussförbättring", "IT-miljö", "som"])
def test_plain_swedish_is_sure_however_doubted(text: str) -> None:
    assert confidence(text) >= SURE


@pytest.mark.parametrize(
    "text", ["5,4", "80%", "2019:", "HbA1c", "T2", "PC", "e", "Ockelin", "qvoxtaru", "arbets-"]
)
def test_numbers_codes_names_and_cut_words_stay_doubted(text: str) -> None:
    assert confidence(text) == 0.8


@pytest.mark.parametrize("text", ["ar", "hallen", "når"])
def test_a_word_that_other_marks_make_another_word_stays_doubted(text: str) -> None:
    assert confidence(text) == 0.8


def test_a_word_read_with_great_doubt_stays_doubted() -> None:
    assert confidence("medarbetare", 0.5) == 0.5


def test_letters_that_swedish_has_not_are_never_sure() -> None:
    assert confidence("Sjukfrănvaro", 0.96) < SURE


def at(text: str, x: float, top: float, read: float = 0.8) -> Word:
    return Word(text=text, box=Box(x, top, x + 5 * len(text), top + 9), confidence=read)


def test_both_halves_of_a_word_divided_at_a_lines_end_are_sure_where_the_whole_is_swedish() -> None:
    words = [at("arbets-", 60, 100), at("miljö", 40, 112), at("qvox-", 60, 200), at("taru", 40, 212)]
    assert [w.confidence >= SURE for w in vouched(words)] == [True, True, False, False]

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.swedish import join_lines


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (["Måluppfyl-", "lelse"], "Måluppfyllelse"),
        (["IT-", "miljö"], "IT-miljö"),
        (["Styr-", "/kontrollmått"], "Styr-/kontrollmått"),
        (["hälso-", "och sjukvård"], "hälso- och sjukvård"),
        (["2019-", "2020"], "2019-2020"),
        (["Utfall jan–", "apr"], "Utfall jan–apr"),
        (["måluppfyl\u00ad", "lelse"], "måluppfyllelse"),
        (["minst", "80 %"], "minst 80 %"),
    ],
)
def test_line_ends_are_joined_as_they_are_meant(lines: list[str], joined: str) -> None:
    assert join_lines(lines) == joined


def test_a_word_broken_without_hyphen_is_joined_where_it_is_known_whole() -> None:
    assert join_lines(["Utveckli", "ng"], {"utveckling"}) == "Utveckling"
    assert join_lines(["Utveckli", "ng"]) == "Utveckli ng"


def test_the_document_tells_which_hyphen_stays() -> None:
    assert join_lines(["service-", "nivå"], {"service-nivå"}) == "service-nivå"


@given(st.lists(st.text(alphabet="abåäö AB-–/ 1", max_size=12), max_size=5))
def test_no_letter_is_lost_or_invented(lines: list[str]) -> None:
    def letters(text: str) -> str:
        return "".join(c for c in text if c.isalnum())

    assert letters(join_lines(lines)) == letters("".join(lines))


def test_a_word_divided_after_an_ö_read_as_a_figure_is_made_whole() -> None:
    assert join_lines(["genomf6-", "rande"]) == "genomf6rande"
    assert join_lines(["kapitel 6-", "rande"]) == "kapitel 6-rande"


def test_the_rest_of_a_ruling_line_does_not_part_the_halves_of_a_word() -> None:
    assert join_lines(["Personalplane-", "_—_—", "ring"]) == "Personalplanering"
    assert join_lines(["Underskrift:", "____"]) == "Underskrift: ____"

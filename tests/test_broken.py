from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.model import Box, Page, Rule, Table
from extractor.pages.broken import mended
from extractor.pages.compose import Composer
from tests.support.pages import page, ruled, words

WORDS = frozenset([
    "medborgare", "medborgar", "undersökningens", "helhet", "helhets", "omdöme", "omdömet", "tillgång",
    "till", "gång", "trygga", "boenden", "den", "säkra", "nöjdhet", "index", "räddningstjänsten", "arbete",
    "arbetet", "mål", "värde", "målvärde", "indikator", "er", "indikatorer", "utfall", "redovisning",
    "antal", "boende", "platser", "barn", "en", "gång",
])  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "whole"),
    [
        (["Medborgar", "e"], ["Medborgare"]),
        (["Medborg", "arunders", "ökninge", "ns hel"], ["Medborgarundersökningens hel"]),
        (["God til", "lgång för alla"], ["God tillgång för alla"]),
        (["Trygga boen", "den"], ["Trygga boenden"]),
        (["Trygga och s", "äkra"], ["Trygga och säkra"]),
        (["Antal", "boende", "platser"], ["Antal", "boende", "platser"]),
        (["Räddningstjänstens", "arbete"], ["Räddningstjänstens", "arbete"]),
        (["Trygga", "Kvinnor"], ["Trygga", "Kvinnor"]),
        (["80 %", "av alla"], ["80 %", "av alla"]),
    ],
)
def test_pieces_are_put_together_where_the_whole_is_known_and_they_are_not_all_words(
    lines: list[str], whole: list[str]
) -> None:
    assert mended(lines, WORDS) == (whole, False)


@pytest.mark.parametrize("lines", [["Indikator", "er"], ["Mål", "värde"], ["Tjärnviksgår", "dshallen"]])
def test_what_may_be_broken_but_is_not_known_to_be_stays_and_is_doubted(lines: list[str]) -> None:
    assert mended(lines, WORDS) == (lines, True)


def test_a_word_above_a_broken_one_stays_by_itself_but_in_doubt() -> None:
    known = WORDS | {"rättssäker", "redovisning"}
    assert mended(["rättssäker", "redovis", "ning av"], known) == (["rättssäker", "redovisning av"], True)
    assert mended(["Medborg", "are", "nöjdhet"], WORDS) == (["Medborgare", "nöjdhet"], True)


def test_the_first_part_of_a_compound_goes_with_the_line_below() -> None:
    assert mended(["undersökningens helhets", "omdöme"], WORDS - {"helhets"})[0] == [
        "undersökningens helhetsomdöme"
    ]


@given(st.lists(st.text(alphabet="abåäö AB-–/ 1", max_size=12), max_size=6))
def test_no_letter_is_lost_or_invented(lines: list[str]) -> None:
    def letters(texts: list[str]) -> str:
        return "".join("".join(texts).split())

    assert letters(mended(lines, WORDS)[0]) == letters(lines)


def test_a_cell_with_a_word_that_may_be_broken_says_so() -> None:
    shown = [*words(64, 104, "Mått", bold=True), *words(204, 104, "Utfall", bold=True)]
    shown += [*words(64, 124, "Tjärnviksgår"), *words(64, 135, "dshallen"), *words(204, 124, "82 %")]
    lines: list[Rule] = ruled((60, 200, 300), (100, 120, 150))
    composer = Composer()
    sheet: Page = page(shown, lines)
    composer.add(sheet)
    (found,) = (b for b in composer.blocks() if isinstance(b, Table))
    doubted = {c.text: c.reasons for c in found.cells if c.reasons}
    assert doubted == {"Tjärnviksgår dshallen": ("word_broken",)}
    assert all(c.place is not None and isinstance(c.place.box, Box) for c in found.cells)

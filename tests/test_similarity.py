from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.link.similarity import Namer, overlap, split_head, vetoed, word_match
from extractor.patterns import built_in

NAMER = Namer(built_in())


def veto(one: str, other: str) -> str:
    return vetoed(NAMER.name(one), NAMER.name(other))


def test_women_and_men_are_two_indicators() -> None:
    assert veto("Frånvaro kvinnor", "Frånvaro män") == "breakdown"


def test_a_part_is_not_the_whole() -> None:
    assert veto("Sjukfrånvaro, korttid", "Sjukfrånvaro") == "breakdown"


def test_an_explanation_that_names_both_sexes_restricts_nothing() -> None:
    assert veto("Sjukfrånvaro. Vi följer både kvinnor och män.", "Sjukfrånvaro") == ""


def test_two_numberings_are_two_indicators() -> None:
    assert veto("Mål 4.1 Antal besök", "Mål 4.2 Antal besök") == "numbering"


def test_another_limit_is_another_indicator() -> None:
    assert veto("Chefer med högst 20 medarbetare", "Chefer med högst 30 medarbetare") == "digits"


def test_a_year_in_the_name_is_no_limit() -> None:
    assert veto("Antal besök 2019", "Antal besök 2020") == ""


def test_the_pronoun_man_is_no_breakdown() -> None:
    assert not NAMER.name("En arbetsplats som man vill rekommendera till andra").breakdown


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("Mertid, timmar utöver schema", "Mertid"),
        ("”Mertid”, timmar utöver schema", "Mertid"),
        ("Svarstid (median för akuta prover)", "Svarstid"),
        ("Total frånvaro Målet avser hela förvaltningen och alla yrken", "Total frånvaro"),
        ("Antal besök", "Antal besök"),
    ],
)
def test_the_head_ends_where_the_explanation_begins(text: str, head: str) -> None:
    assert split_head(text)[0] == head


def test_synonyms_read_as_one_word() -> None:
    assert NAMER.name("Sjuktal").words == NAMER.name("Total sjukfrånvaro").words


def test_a_quoted_question_names_its_indicator() -> None:
    one = NAMER.name("Enkät: ”Hur nöjd är du med vården som helhet?”")
    other = NAMER.name("God service. Enkät ”Hur nöjd är du med vården som helhet?” (skala 1–6)")
    assert one.question
    assert one.question == other.question


def test_half_of_a_compound_is_nearly_the_word() -> None:
    assert 0 < word_match("incident", "driftincident") < 1


def test_short_words_do_not_match_by_chance() -> None:
    assert word_match("mal", "matt") == 0


@given(st.text(max_size=80), st.text(max_size=80))
def test_overlap_is_symmetric_and_within_bounds(one: str, other: str) -> None:
    a, b = NAMER.words(one), NAMER.words(other)
    there, back = overlap(a, b, {}), overlap(b, a, {})
    assert 0 <= there.dice <= 1
    assert 0 <= there.contained <= 1
    assert bool(there.shared) == bool(back.shared)


@given(st.text(max_size=80))
def test_a_name_is_like_itself(text: str) -> None:
    name = NAMER.name(text)
    assert vetoed(name, name) == ""
    assert not name.words or overlap(name.words, name.words, {}).dice == pytest.approx(1)


@pytest.mark.parametrize(
    "name", ["B1.2 Nöjda gäster", "B1.2: Nöjda gäster", "3.1 Nöjda gäster", "M2 Nöjda gäster"]
)
def test_a_code_before_a_name_says_where_it_stands_not_what_it_is(name: str) -> None:
    assert NAMER.name(name).folded == NAMER.name("Nöjda gäster").folded
    assert NAMER.name(name).words == NAMER.name("Nöjda gäster").words


def test_names_with_other_codes_are_not_one_indicator() -> None:
    """A code may tell what no other word does: the form that was tested."""
    assert vetoed(NAMER.name("ÅK6 Matematik"), NAMER.name("ÅK9 Matematik")) == "numbering"
    assert vetoed(NAMER.name("ÅK6 Matematik"), NAMER.name("Matematik")) == ""


def test_letters_and_figures_that_go_on_in_small_letters_are_the_name_s_own() -> None:
    assert NAMER.name("B2 körkort").folded == "b2 korkort"

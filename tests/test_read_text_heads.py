"""The columns that a dump's header names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.patterns import built_in
from extractor.reading.text_flow import is_band
from extractor.reading.text_header import find_headers
from extractor.reading.text_heads import Head, read_heads
from extractor.reading.text_lines import Line

ROLES = built_in()["roles"]


def _lines(*texts: str) -> list[Line]:
    return [Line(text, 1, blank=at == 0) for at, text in enumerate(texts)]


def _heads(*texts: str) -> list[tuple[str, str]]:
    return [(h.role, h.label) for h in read_heads(_lines(*texts), ROLES)]


def test_years_below_the_names_go_to_the_columns_in_order() -> None:
    heads = _heads("Nämndmål Indikator Utfall Utfall Målvärde Trend", "2020 2021 2021")
    assert heads[2:5] == [
        ("previous_value", "Utfall 2020"),
        ("value", "Utfall 2021"),
        ("target", "Målvärde 2021"),
    ]


def test_a_name_above_a_year_names_its_column() -> None:
    heads = _heads("Utfall Målnivå", "Mål Indikator 2020 Utfall 2021 2021 Bedömning")
    assert [role for role, _ in heads] == [
        "goal",
        "indicator",
        "previous_value",
        "value",
        "target",
        "status",
    ]
    assert ("target", "Målnivå 2021") in heads


def test_a_name_over_several_years_is_as_many_columns() -> None:
    heads = _heads("Nämndmål Nyckeltal", "Utfall Målvärde Bedömning", "2020 2021 2022 2022 Trend")
    assert [label for role, label in heads if role in ("value", "previous_value", "target")] == [
        "Utfall 2020", "Utfall 2021", "Utfall 2022", "Målvärde 2022"
    ]  # fmt: skip


def test_an_ambition_beside_the_measures_is_the_target_and_takes_its_own_year() -> None:
    heads = _heads("Kritisk Mått Ambition Resultat Resultat Uppnått", "framgångsfaktor 2016 2015 2016")
    assert heads == [
        ("goal", "Kritisk framgångsfaktor"),
        ("indicator", "Mått"),
        ("target", "Ambition 2016"),
        ("previous_value", "Resultat 2015"),
        ("value", "Resultat 2016"),
        ("status", "Uppnått"),
    ]


def test_the_end_of_a_word_that_a_narrow_column_cut_is_no_column() -> None:
    heads = _heads("Mål Nyckeltal Målvärde Utfall Bedömni Trend", "2022 2022 ng")
    assert [role for role, _ in heads] == ["goal", "indicator", "target", "value", "status", "trend"]


def test_names_one_after_the_other_over_several_lines_keep_their_order() -> None:
    heads = _heads("Förvaltningens", "mål", "Styrmått Mål 2018 Utfall", "2017", "Utfall 2018 Status Trend")
    assert [label for _, label in heads][2:5] == ["Mål 2018", "Utfall 2017", "Utfall 2018"]


def test_the_half_of_a_name_below_does_not_take_the_year_of_another_column() -> None:
    heads = _heads("Förvaltningens Styrmått Mål 2018 Utfall Utfall 2018 Status", "mål 2017")
    assert heads[0] == ("goal", "Förvaltningens mål")
    assert ("previous_value", "Utfall 2017") in heads


def test_a_second_mal_is_the_target() -> None:
    assert _heads("Mål Mått Mål 2019 Utfall 2019")[2] == ("target", "Mål 2019")


def test_a_year_ends_a_name_whatever_phrase_reaches_over_the_border() -> None:
    heads = _heads("Mål", "Styrmått", "(indikator)", "Mått 2017 Måluppfyllelse")
    assert ("target", "Mått 2017") in heads


def test_a_word_of_the_language_that_is_only_like_a_header_word_names_no_column() -> None:
    assert all(label != "redovisar" for _, label in _heads("Mål Indikator Målvärde Utfall", "redovisar"))


def test_a_legend_is_no_header() -> None:
    lines = _lines(
        "Målet är uppnått Bättre än föregående år", "Målet är delvis uppnått", "Målet är inte uppnått"
    )
    assert find_headers(lines, built_in()) == []


@pytest.mark.parametrize(
    "text", ["Fokusområde: Lärande", "Perspektiv Medborgare", "Prioriterat område 2: Trygga barn"]
)
def test_a_line_that_says_what_its_name_is_names_a_perspective(text: str) -> None:
    assert is_band(text, built_in())


@pytest.mark.parametrize(
    "text", ["Perspektiv", "Målområden är viktiga", "Perspektivet ekonomi omfattar alla enheter och bolag"]
)
def test_the_word_alone_or_in_a_sentence_names_none(text: str) -> None:
    assert not is_band(text, built_in())


def test_a_sentence_about_the_columns_is_no_header() -> None:
    lines = _lines(
        "I tabellen står målvärde och utfall för varje indikator, därefter bedömning av om nämnden når sitt mål"
    )
    assert find_headers(lines, built_in()) == []


def test_words_that_tables_of_controls_share_do_not_make_a_scorecards_header_one() -> None:
    assert len(find_headers(_lines("Mål Mått Mål 2019 Utfall 2018 Utfall 2019"), built_in())) == 1


@given(
    st.lists(
        st.text(alphabet="MålUtfIndikator 20189|-", min_size=1, max_size=50).filter(str.strip), max_size=4
    )
)
def test_whatever_the_lines_hold_every_column_has_a_role_and_a_name(texts: list[str]) -> None:
    heads = read_heads(_lines(*texts), ROLES) if texts else ()
    assert all(isinstance(h, Head) and h.role and h.label.strip() for h in heads)


def test_names_each_with_its_period_on_lines_of_their_own_lose_none_to_the_line_with_most_names() -> None:
    heads = _heads(
        "Förvaltningens mål Styrtal",
        "Startvärde",
        "2018",
        "Resultat",
        "mars",
        "Resultat",
        "augusti",
        "Måltal",
        "2019 Status Trend Analys",
    )
    assert [label for _, label in heads[2:]] == [
        "Startvärde 2018", "Resultat mars", "Resultat augusti", "Måltal 2019", "Status", "Trend", "Analys"
    ]  # fmt: skip

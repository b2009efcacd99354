"""The periods in a dump's header."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from extractor.patterns import built_in
from extractor.reading.text_dates import is_period, periods_apart, stand_below
from extractor.reading.text_header import names_columns
from extractor.reading.text_heads import read_heads
from extractor.reading.text_lines import Line

ROLES = built_in()["roles"]
WORDS = ("2020", "2021", "T1", "april", "jan–aug", "–", "Utfall", "Mål")


def _lines(*texts: str) -> list[Line]:
    return [Line(text, 1, blank=at == 0) for at, text in enumerate(texts)]


def _labels(*texts: str) -> list[str]:
    return [h.label for h in read_heads(_lines(*texts), ROLES)]


def test_years_beside_a_named_column_are_columns_of_their_own() -> None:
    assert _labels("Mål Mätetal Mål 2012 2011 2012 Måluppfyllelse") == [
        "Mål", "Mätetal", "Mål 2012", "2011", "2012", "Måluppfyllelse"
    ]  # fmt: skip


def test_the_earlier_of_two_years_is_the_year_before() -> None:
    heads = read_heads(_lines("Mål Mätetal Mål 2012 2011 2012 Måluppfyllelse"), ROLES)
    assert [h.role for h in heads][3:5] == ["previous_value", "value"]


def test_parts_of_years_name_columns() -> None:
    labels = _labels("Inriktningsmål Mått jan–aug 2018 jan–aug 2019 Årsmål 2019 Måluppfyllnad")
    assert labels[2:5] == ["jan–aug 2018", "jan–aug 2019", "Årsmål 2019"]


def test_a_part_of_the_year_in_a_name_takes_the_year_that_follows() -> None:
    labels = _labels("Mått", "Utfall", "T2 2018", "Utfall", "T2 2019", "Målsättning", "2019", "Bedömning")
    assert labels[1:4] == ["Utfall T2 2018", "Utfall T2 2019", "Målsättning 2019"]


def test_years_alone_on_a_line_name_no_columns() -> None:
    lines = _lines("Mål Mått Utfall Utfall Målvärde Status", "2018 2019 2019")
    assert stand_below(lines)
    assert not any(is_period(h.label) for h in read_heads(lines, ROLES))


def test_periods_alone_make_no_header() -> None:
    assert not names_columns("Mätetal 2018 2019 2020", ROLES)


@given(st.lists(st.sampled_from(WORDS)))
def test_periods_are_the_words_a_text_begins_with_in_order(words: list[str]) -> None:
    periods = periods_apart(words)
    found = [word for period in periods for word in period]
    assert found == words[: len(found)]
    assert all(is_period(" ".join(period)) for period in periods)

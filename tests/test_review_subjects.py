"""A row is found again by its words, and only where no word or number was exchanged."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.model import AsRead, Metadata, Subject
from extractor.review.subjects import (
    concerns,
    find_row,
    homes,
    key_of,
    plainest,
    same_name,
    subject_of,
    unchanged,
)
from tests.support.reports import report, row

words = st.text(alphabet="abcdefghijklmnopqrstuvwxyzåäö 0123456789-,%", max_size=40)


@pytest.mark.parametrize(
    ("printed", "damaged"),
    [
        ("Sjukfrånvaro, ökande", "Sjukfranvaro, 6kande"),
        ("Andel aktuella genomförandeplaner", "Andel aktuella genomf6randeplaner"),
        ("Väntetid för besök", "Vantetid fér besök"),
        ("Ledarskapsutbildning chefer", "Ledarskaps utbildning chefer"),
    ],
)
def test_a_misread_name_is_the_same(printed: str, damaged: str) -> None:
    assert same_name(printed, damaged)
    assert same_name(damaged, printed)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Långtidssjukfrånvaro kvinnor", "Långtidssjukfrånvaro män"),
        ("Korttidssjukfrånvaro", "Långtidssjukfrånvaro"),
        ("Andel behöriga lärare i förskola", "Andel behöriga lärare i förskoleklass"),
        ("Meritvärde årskurs 6", "Meritvärde årskurs 9"),
        ("Sjukfrånvaro", "Total sjukfrånvaro"),
        ("Utgående balans", "Ingående balans"),
    ],
)
def test_a_name_with_another_word_or_number_is_another(one: str, other: str) -> None:
    assert not same_name(one, other)
    assert not same_name(other, one)


@pytest.mark.parametrize(
    ("seen", "now", "same"),
    [
        ("-51 200 tkr", "\u221251\u00a0200\u00a0tkr", True),
        ("5,1 %", "5,1%", True),
        ("max 10 st", "Max 10 st", True),
        ("5,1 %", "51 %", False),
        ("10 20", "1020", False),
        ("5,1 %", "", False),
        ("Minska", "Öka", False),
    ],
)
def test_only_typography_is_no_other_reading(seen: str, now: str, same: bool) -> None:
    assert unchanged("value", AsRead(text=seen), AsRead(text=now)) is same


def test_a_mark_is_compared_by_its_meaning() -> None:
    assert unchanged("status", AsRead(text="●", normal="met"), AsRead(text="Uppnått", normal="met"))
    assert not unchanged("status", AsRead(text="●", normal="met"), AsRead(text="●", normal="not_met"))
    assert not unchanged("status", AsRead(text="", normal=None), AsRead(text="", normal="met"))


def test_what_nobody_saw_is_never_unchanged() -> None:
    assert not unchanged("value", None, AsRead(text="5 %"))


@given(words)
def test_taking_the_typography_out_twice_changes_nothing_more(text: str) -> None:
    assert plainest(plainest(text)) == plainest(text)


@given(words, words)
def test_the_digits_of_unchanged_texts_are_equal(one: str, other: str) -> None:
    if unchanged("value", AsRead(text=one), AsRead(text=other)):
        assert [c for c in one if c.isdigit()] == [c for c in other if c.isdigit()]


@given(st.lists(st.tuples(words, words), max_size=5))
def test_every_row_of_a_report_finds_itself_and_no_other(names: list[tuple[str, str]]) -> None:
    made = report("2020", [row(n, goal, name, "") for n, (goal, name) in enumerate(names, start=1)])
    rows = homes(made)
    for home in rows:
        assert find_row(subject_of(made, home), rows) is home


def test_the_key_is_of_the_content_not_of_the_place() -> None:
    one = report("2020", [row(1, "Mål", "Mått", "5")])
    other = report("2020", [row(7, "Mål", "Mått", "5")], seed="b")
    assert key_of(subject_of(one, homes(one)[0], "value")) == key_of(
        subject_of(other, homes(other)[0], "value")
    )
    assert key_of(subject_of(one, homes(one)[0], "value")) != key_of(subject_of(one, homes(one)[0], "target"))


@pytest.mark.parametrize(
    ("change", "same"),
    [
        ({}, True),
        ({"unit": "Teknikenh eten"}, True),
        ({"report_type": "unknown"}, True),
        ({"unit": "Vårdenheten"}, False),
        ({"period": "2019"}, False),
        ({"report_type": "interim"}, False),
    ],
)
def test_a_decision_concerns_one_report_of_one_unit(change: dict[str, str], same: bool) -> None:
    about = Subject(
        organisation="Region Fjällmark", unit="Teknikenheten", report_type="annual", period="2020"
    )
    base = {
        "organisation": "Region Fjällmark",
        "unit": "Teknikenheten",
        "report_type": "annual",
        "period": "2020",
    }
    assert concerns(about, Metadata(**{**base, **change})) is same

"""Numbers as Swedish reports print them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.values.numbers import find_numbers

REASONS = {"identifier", "ambiguous_separator", "broken_number", "ocr_ambiguous"}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3,5 %", "3.5"),
        ("5.2", "5.2"),
        ("1 478 st", "1478"),
        ("92 542 179", "92542179"),
        ("92\u202f542\u00a0179", "92542179"),
        ("14 977st", "14977"),
        ("1.234.567", "1234567"),
        ("1 234,50 kr", "1234.50"),
        ("−2,5%", "-2.5"),
        ("–2,5%", "-2.5"),
        ("- 9 %", "-9"),
        ("+11,6 mnkr", "11.6"),
        ("+ 2 mnkr", "2"),
        ("(-7 %)", "-7"),
        ("58,6 %*", "58.6"),
        ("0,125", "0.125"),
        ("+/- 0", "0"),
    ],
)
def test_one_printed_number_is_read(text: str, value: str) -> None:
    assert [n.value for n in find_numbers(text)] == [Decimal(value)]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("1.234", "ambiguous_separator"),
        ("12 34", "ambiguous_separator"),
        ("6 ,72 %", "broken_number"),
        ("3,4,5", "broken_number"),
        ("1O st", "ocr_ambiguous"),
        ("l4 %", "ocr_ambiguous"),
        ("COVID-19", "identifier"),
        ("00123", "identifier"),
        ("1:a maj", "identifier"),
        ("kl 14.30", "identifier"),
    ],
)
def test_digits_that_may_be_read_in_two_ways_are_refused_with_the_reason(text: str, reason: str) -> None:
    assert {(n.value, n.reason) for n in find_numbers(text)} == {(None, reason)}


def test_the_dash_of_a_range_is_no_minus() -> None:
    assert [n.value for n in find_numbers("3–5 %")] == [Decimal(3), Decimal(5)]


def test_the_dash_before_a_label_is_no_minus() -> None:
    assert [n.value for n in find_numbers("-Kort 2,71% -Lång 1,6%")] == [Decimal("2.71"), Decimal("1.6")]


@given(st.integers(-(10**11), 10**11), st.sampled_from([" ", "\u00a0", "\u202f", "\u2009"]))
def test_a_grouped_number_is_read_as_printed(number: int, space: str) -> None:
    printed = f"{abs(number):,}".replace(",", space)
    sign = "−" if number < 0 else ""
    assert [n.value for n in find_numbers(f"{sign}{printed} st")] == [Decimal(number)]


@given(st.text(alphabet="0123456789 ,.-–−+/%:lOst()", max_size=30))
def test_every_digit_ends_in_a_number_or_in_a_reasoned_refusal(text: str) -> None:
    found = find_numbers(text)
    covered = {i for n in found for i in range(n.start, n.end)}
    assert all(i in covered for i, c in enumerate(text) if c in "0123456789")
    for number in found:
        assert (number.value is None) == bool(number.reason)
        assert number.reason in REASONS | {""}
        if number.value is not None:
            digits = "".join(c for c in text[number.start : number.end] if c.isdigit())
            assert digits.lstrip("0") == "".join(c for c in str(number.value) if c.isdigit()).lstrip("0")

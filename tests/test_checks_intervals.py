from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from extractor.checks.intervals import Interval, around, common_grain, grain, total

NUMBERS = st.decimals(min_value=-10_000, max_value=10_000, places=3, allow_nan=False)


def test_the_decimals_printed_say_what_a_number_was_rounded_to() -> None:
    assert around(Decimal("4.0")) == Interval(Decimal("3.95"), Decimal("4.05"))
    assert grain(Decimal(40)) == 1


def test_a_column_of_tenths_prints_whole_numbers_as_tenths_too() -> None:
    assert common_grain([Decimal("4.8"), Decimal(6)]) == Decimal("0.1")


def test_common_zeros_say_that_a_column_is_rounded_to_hundreds() -> None:
    assert common_grain([Decimal(n) for n in (219300, 104200, 25900, 33100)]) == 100


def test_two_round_numbers_alone_say_nothing_about_rounding() -> None:
    assert common_grain([Decimal(100), Decimal(200)]) == 1


def test_neighbours_that_only_touch_do_not_meet() -> None:
    assert not around(Decimal("5.25")).meets(around(Decimal("5.26")))


def test_a_divisor_that_may_be_zero_gives_no_quotient() -> None:
    assert around(Decimal(1)).over(around(Decimal(0))) is None


@given(NUMBERS, NUMBERS)
def test_a_sum_of_numbers_lies_in_the_sum_of_what_they_round_to(a: Decimal, b: Decimal) -> None:
    rounded = total(around(round(x, 1)) for x in (a, b))
    assert rounded.low <= a + b <= rounded.high


@given(NUMBERS, NUMBERS)
def test_a_difference_lies_in_the_difference_of_what_they_round_to(a: Decimal, b: Decimal) -> None:
    rounded = around(round(a, 1)) - around(round(b, 1))
    assert rounded.low <= a - b <= rounded.high
    assert rounded.magnitude().low <= abs(a - b) <= rounded.magnitude().high

"""Rounding intervals: a printed number stands for every value that rounds to it.

'4,0 %' means anything from 3.95 to 4.05. Two printed numbers contradict each other only if no value fits
both; a sum or a quotient of printed numbers is an interval again. All arithmetic is on `Decimal`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

HALF = Decimal("0.5")
COLUMN_GRAIN_CELLS = 4
"""Numbers a column needs before their common zeros say that it is rounded to tens or hundreds."""
MAX_ZEROS = 3


class Interval(NamedTuple):
    """All values from `low` to `high`, both included."""

    low: Decimal
    high: Decimal

    def __add__(self, other: Interval) -> Interval:  # type: ignore[override]
        return Interval(self.low + other.low, self.high + other.high)

    def __neg__(self) -> Interval:
        return Interval(-self.high, -self.low)

    def __sub__(self, other: Interval) -> Interval:
        return self + (-other)

    def times(self, factor: Decimal) -> Interval:
        """Every value multiplied by a number."""
        ends = (self.low * factor, self.high * factor)
        return Interval(min(ends), max(ends))

    def over(self, other: Interval) -> Interval | None:
        """The quotient, None where the divisor may be 0."""
        if other.low <= 0 <= other.high:
            return None
        ends = [a / b for a in self for b in other]
        return Interval(min(ends), max(ends))

    def magnitude(self) -> Interval:
        """The absolute values."""
        if self.low <= 0 <= self.high:
            return Interval(Decimal(0), max(-self.low, self.high))
        return Interval(min(abs(self.low), abs(self.high)), max(abs(self.low), abs(self.high)))

    def meets(self, other: Interval) -> bool:
        """Whether some value lies in both; touching ends do not count, neither would round that way."""
        return self.low < other.high and other.low < self.high

    def above(self, other: Interval) -> bool:
        """Whether every value here is greater than every value there, touching ends aside."""
        return self.low >= other.high

    @property
    def middle(self) -> Decimal:
        """The value in the middle."""
        return (self.low + self.high) / 2


ZERO = Interval(Decimal(0), Decimal(0))


def grain(value: Decimal) -> Decimal:
    """The step of a number as printed: 0.1 for '4,0', 1 for '40'."""
    exponent = value.as_tuple().exponent
    return Decimal(1).scaleb(exponent) if isinstance(exponent, int) and exponent < 0 else Decimal(1)


def around(value: Decimal, step: Decimal | None = None) -> Interval:
    """The interval a printed number stands for.

    Args:
        value: the number, with the decimals printed.
        step: what it was rounded to, where its surroundings tell; its own decimals by default.
    """
    half = (grain(value) if step is None else step) * HALF
    return Interval(value - half, value + half)


def common_grain(values: Sequence[Decimal]) -> Decimal:
    """What a column of numbers is rounded to: its finest decimals, or its common zeros.

    A column that prints '4,8' and '6' prints tenths; one of '219 300', '104 300', … prints hundreds.
    """
    steps = [grain(v) for v in values]
    finest = min(steps, default=Decimal(1))
    whole = [v for v in values if v]
    if finest < 1 or len(whole) < COLUMN_GRAIN_CELLS:
        return finest
    for zeros in range(MAX_ZEROS, 0, -1):
        if all(v % (Decimal(10) ** zeros) == 0 for v in whole):
            return Decimal(10) ** zeros
    return finest


def total(parts: Iterable[Interval]) -> Interval:
    """The sum of intervals."""
    out = ZERO
    for part in parts:
        out += part
    return out

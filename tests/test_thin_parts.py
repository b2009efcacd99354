from __future__ import annotations

import pytest

from extractor.model import Box, Drawing, Rule
from extractor.reading.thin_parts import without_thin_parts

PENNANT = Drawing(box=Box(300.5, 100, 309, 106), kind="vector", colour="#00b050", points=3)


def upright(x: float, top: float, bottom: float) -> Rule:
    return Rule(box=Box(x, top, x, bottom))


def flat(y: float, x0: float, x1: float) -> Rule:
    return Rule(box=Box(x0, y, x1, y))


def test_the_pole_of_a_flag_is_no_rule() -> None:
    row = flat(118, 60, 520)
    rules, drawings = without_thin_parts([row, upright(300, 99, 112)], [PENNANT])
    assert (rules, len(drawings)) == ([row], 2)


def test_poles_of_flags_row_by_row_are_no_rules() -> None:
    poles = [upright(300, top, top + 12) for top in range(100, 400, 18)]
    assert without_thin_parts(poles, [PENNANT])[0] == []


@pytest.mark.parametrize(
    "rules",
    [
        [upright(300, 100, 112), upright(300, 112, 124)],  # a border drawn row by row
        [upright(300, 100 + 3 * k, 101.5 + 3 * k) for k in range(9)],  # dots of a dotted one
        [upright(300, 100, 112), flat(112, 290, 340)],  # a border that ends at another
        [upright(300, 100, 190)],  # longer than a mark
        [flat(130, 300, 312)],  # a short line beside no drawing
    ],
)
def test_lines_that_meet_or_go_on_stay_rules(rules: list[Rule]) -> None:
    assert without_thin_parts(rules, [PENNANT]) == (rules, [PENNANT])


def test_a_flat_part_beside_a_drawing_belongs_to_it() -> None:
    assert without_thin_parts([flat(107, 301, 308)], [PENNANT])[0] == []

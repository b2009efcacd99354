from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.model import SURE, Field, Role
from extractor.patterns import built_in
from extractor.scorecards.combined import parts_of
from extractor.symbols.legend import Legend

PATTERNS = built_in()


def parts(text: str, role: Role = "target") -> dict[str, Field]:
    return dict(parts_of(role, Field(text=text, raw=text), Legend(), PATTERNS))


@pytest.mark.parametrize(
    ("text", "target", "status"),
    [
        ("≥ 92 % Beräknas nås", "≥ 92 %", "met"),
        ("Högst 12 dagar Delvis uppnått", "Högst 12 dagar", "partly_met"),
        ("3,4 Målet nås inte", "3,4", "not_met"),
        ("12 000 kr Uppfyllt", "12 000 kr", "met"),
    ],
)
def test_a_verdict_behind_a_figure_is_the_judgement_and_neither_is_sure(
    text: str, target: str, status: str
) -> None:
    found = parts(text)
    assert (found["target"].text, found["status"].normal) == (target, status)
    assert all(f.confidence < SURE and "cell_split" in f.reasons for f in found.values())


def test_a_verdict_behind_the_value_of_an_earlier_year_does_not_judge_this_one() -> None:
    found = parts("61 % Uppnått", "previous_value")
    assert {role: field.text for role, field in found.items()} == {"previous_value": "61 %"}


@pytest.mark.parametrize("text", ["≥ 92 %", "högst 12 dagar", "85 % Nöjda", "85 % uppnått", "Uppnått", ""])
def test_a_figure_with_its_unit_is_one_figure(text: str) -> None:
    assert parts(text) == {}


@given(st.text(max_size=40))
def test_whatever_a_cell_says_its_parts_are_its_own_words_and_never_sure(text: str) -> None:
    for part in parts(text).values():
        assert part.text in text
        assert part.confidence < SURE

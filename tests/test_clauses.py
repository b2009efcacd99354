"""What the words around a number make of it: said again in another unit, a distance, a bound, or a share of another."""

from __future__ import annotations

import pytest

from tests.support.mining import RESULT, mined


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Biljettintäkterna blev 6,5 mnkr eller 8,2 procent lägre än budgeterat.",
            [
                "Biljettintäkterna – avvikelse | actual 2022 | -6.5 mnkr",
                "Biljettintäkterna – avvikelse | actual 2022 | -8.2 %",
            ],
        ),
        (
            "Intäkterna ligger 1,2 mnkr (3 procent) över budget.",
            ["Intäkterna – avvikelse | actual 2022 | 1.2 mnkr", "Intäkterna – avvikelse | actual 2022 | 3 %"],
        ),
        (
            "Hyrorna är 3 mnkr högre än föregående år, vilket motsvarar 2 procent.",
            [
                "Hyrorna – förändring | actual 2022 | increase 3 mnkr",
                "Hyrorna – förändring | actual 2022 | increase 2 %",
            ],
        ),
        (
            "Kostnaderna ökade med 3 mnkr eller 2 procent.",
            [
                "Kostnaderna – förändring | actual 2022 | increase 3 mnkr",
                "Kostnaderna – förändring | actual 2022 | increase 2 %",
            ],
        ),
        (
            "Enheten redovisar ett underskott på 3,1 mnkr, motsvarande 2,4 procent.",
            ["underskott – avvikelse | actual 2022 | -3.1 mnkr", "underskott – avvikelse | actual 2022 | -2.4 %"],
        ),
    ],
)  # fmt: skip
def test_a_number_said_again_in_another_unit_is_of_the_same_kind(text: str, expected: list[str]) -> None:
    assert mined(text) == expected


def test_a_bound_of_another_number_is_no_change_and_an_article_no_number() -> None:
    assert mined("I december väntade 17 sökande mer än 60 dagar på ett besked.") == [
        "sökande | actual 2022 | 17 st"
    ]
    assert mined("Medarbetarenkäten visar ett index på 75.") == ["Medarbetarenkäten | actual 2022 | 75 index"]


def test_how_large_a_number_is_beside_the_budget_is_no_measure() -> None:
    found = mined("Underskottet blev 5,8 mnkr, vilket utgör 2,3 procent av budgeten.")
    assert found == ["Underskottet – avvikelse | actual 2022 | -5.8 mnkr"]


def test_the_value_of_a_goal_is_no_distance_to_it() -> None:
    assert mined("Resultatet stannade på 3,6 mnkr och är bättre än målet på 1,5 mnkr.", cards=RESULT)[1:] == [
        "Resultat mot budget (mnkr) | target 2022 | 1.5 mnkr"
    ]

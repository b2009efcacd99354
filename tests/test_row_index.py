"""Scorecard rows looked up by the words and numbers they print."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from extractor.facts.row_index import Alike, Home, Rows
from extractor.model import Field, Row, Scorecard
from extractor.patterns import built_in

CARD = Scorecard(table_no=1, page=1, perspective="Kund", columns=(), rows=())


def home(number: int, indicator: str, target: str = "", value: str = "") -> Home:
    texts = {"indicator": indicator, "target": target, "value": value}
    fields = {role: Field(text=text, raw=text) for role, text in texts.items()}
    return Home(CARD, Row(kind="indicator", table_no=1, row_no=number, page=1, fields=fields))  # type: ignore[arg-type]


ROWS = Rows(
    [
        home(1, "Väntetid till bygglov", value="21"),
        home(2, "Resultat mot budget", value="-3,5"),
        home(3, "Simkunniga elever", "Minst 90 % av eleverna", "88,0"),
        home(4, "Väntetid till bygglov", value="3,5"),
        home(5, "Underhåll av MT", value="21,0"),
    ],
    {"MT": "medicinsk teknik"},
    built_in(),
)


def numbers(found: Iterable[Alike]) -> list[list[int]]:
    return [[home.row.row_no for home in alike.homes] for alike in found]


def test_rows_are_found_by_a_word_of_their_indicator_or_target_and_alike_ones_together() -> None:
    assert numbers(ROWS.sharing({"bygglo"})) == [[1, 4]]
    assert numbers(ROWS.sharing({"elever", "vantet"})) == [[1, 4], [3]]
    assert numbers(ROWS.sharing({"medici"})) == [[5]]
    assert numbers(ROWS.sharing({"vatten"})) == []


def test_rows_are_found_all_of_whose_words_are_said() -> None:
    assert numbers(ROWS.within({"simkun", "elever", "provad"})) == [[3]]
    assert numbers(ROWS.within({"simkun"})) == []


def test_rows_are_found_by_a_number_whatever_its_sign() -> None:
    assert [h.row.row_no for h in ROWS.printing({Decimal("3.5")})] == [2, 4]
    assert [h.row.row_no for h in ROWS.printing({Decimal(21), Decimal("88.0")})] == [1, 3, 5]


def test_rows_are_found_by_their_place() -> None:
    assert [h.row.text("target") for h in ROWS.by_place[1, 3]] == ["Minst 90 % av eleverna"]
    assert (1, 6) not in ROWS.by_place


def test_the_units_own_result_is_told_from_other_rows() -> None:
    assert [h.row.row_no for h in ROWS.own_results] == [2]

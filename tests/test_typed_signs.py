"""Typed signs ("+", "=", "−") in columns of directions and judgements."""

from __future__ import annotations

import pytest

from extractor.model import SURE, Block, Row
from extractor.patterns import built_in
from extractor.scorecards.find import find_scorecards
from extractor.symbols.typed_signs import sign_of, signs_explained
from tests.support.sheets import Mark, body, document, heading, table

PATTERNS = built_in()
HEADER: list[Mark] = ["Mått", "Målvärde", "Utfall", "Riktning"]


def card(*signs: str) -> Block:
    body_rows: list[list[Mark]] = [[f"Andel nöjda {i}", "80 %", "81 %", s] for i, s in enumerate(signs)]
    return table(HEADER, *body_rows)


def rows(*blocks: Block) -> list[Row]:
    return [r for c in find_scorecards(document(heading("Ekonomi"), *blocks), PATTERNS) for r in c.rows]


@pytest.mark.parametrize(
    "line",
    [
        "Riktning: + bättre än 2018, = lika, − sämre än 2018",
        "(+) = förbättring, (=) = oförändrat, (–) = försämring",
        "+ betyder bättre; = betyder oförändrat; - betyder sämre",
    ],
)
def test_signs_that_the_report_explains_are_read_surely(line: str) -> None:
    found = rows(body(line), card("+", "=", "−"))
    assert [r.field("trend").normal for r in found] == ["up", "unchanged", "down"]
    assert all(r.field("trend").confidence >= SURE for r in found)


def test_lines_below_each_other_explain_signs_as_one_line_does() -> None:
    told = signs_explained(document(body("+ bättre"), body("± oförändrat"), body("– sämre")), PATTERNS)
    assert {s.text: s.key for s in told} == {"+": "up", "0": "unchanged", "-": "down"}


def test_signs_that_nothing_explains_are_never_sure() -> None:
    found = rows(card("+", "−", "+"))
    assert [r.field("trend").normal for r in found] == ["up", "down", "up"]
    assert all(r.field("trend").reasons == ("sign_unexplained",) for r in found)


def test_a_dash_without_signs_beside_it_says_that_there_is_nothing() -> None:
    found = rows(card("Förbättrad", "–"))
    assert found[1].field("trend").normal is None
    assert found[1].field("trend").confidence >= SURE


def test_a_sign_that_the_legend_leaves_out_is_not_decided() -> None:
    found = rows(body("Riktning: + bättre, = lika"), card("+", "−"))
    assert found[1].field("trend").normal is None
    assert found[1].field("trend").confidence < SURE


def test_a_dash_in_a_row_without_a_value_is_never_surely_for_the_worse() -> None:
    measured: list[Mark] = ["Andel nöjda", "80 %", "81 %", "+"]
    new: list[Mark] = ["Andel trygga", "75 %", "", "–"]
    found = rows(body("Riktning: + bättre, = lika, – sämre"), table(HEADER, measured, new))
    assert found[0].field("trend").confidence >= SURE > found[1].field("trend").confidence


@pytest.mark.parametrize(
    ("text", "sign"), [("(+)", "+"), ("–", "-"), ("+/−", "0"), ("+5", ""), ("", ""), ("++", "++")]
)
def test_a_sign_is_the_whole_cell(text: str, sign: str) -> None:
    assert sign_of(text) == sign

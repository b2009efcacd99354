"""Which of several columns of judgements is the indicator's own."""

from __future__ import annotations

import pytest

from extractor.model import SURE, Cell, Place, Row, Table
from extractor.patterns import built_in
from extractor.scorecards.find import find_scorecards
from tests.support.sheets import Mark, document, table

PATTERNS = built_in()
PAGE = Place(page=1)
HEAD = ("Mål", "Målet i sin helhet", "Indikator", "Målvärde", "Utfall", "Når vi årsmålet?")
LINES = (
    ("Gröna gårdar", "Gult", "Andel ekologisk mat", "40 %", "44 %", "Ja"),
    ("Gröna gårdar", "Gult", "Matsvinn per portion, gram", "35", "41", "Nej"),
    ("Trygga besök", "Rött", "Andel nöjda besökare", "90 %", "92 %", "Ja"),
    ("Trygga besök", "Rött", "Antal klagomål", "12", "19", "Nej"),
)


def statuses(*head: str, merged: bool = True) -> list[Row]:
    """The rows of a table whose first two columns stand once per goal, or on every row."""
    cells = [Cell(row=0, column=c, text=t, raw=t, place=PAGE, bold=True) for c, t in enumerate(head or HEAD)]
    for r, line in enumerate(LINES, start=1):
        for c, text in enumerate(line):
            once = merged and c < 2
            if once and r % 2 == 0:
                continue
            span = 2 if once else 1
            cells.append(Cell(row=r, column=c, row_span=span, text=text, raw=text, place=PAGE))
    table = Table(number=1, place=PAGE, cells=tuple(cells), header_rows=1)
    return [row for card in find_scorecards(document(table), PATTERNS) for row in card.rows]


def test_a_judgement_printed_once_for_a_goal_is_not_its_indicators() -> None:
    found = statuses()
    assert [r.field("status").normal for r in found] == ["met", "not_met", "met", "not_met"]
    assert all(r.field("status").confidence >= SURE for r in found)


def test_the_indicators_own_judgement_under_unknown_words_is_taken_but_never_sure() -> None:
    found = statuses(*HEAD[:5], "Grönt ljus från oss")
    assert [r.field("status").normal for r in found] == ["met", "not_met", "met", "not_met"]
    assert all(r.field("status").confidence < SURE for r in found)


@pytest.mark.parametrize("last", ["Grönt ljus från oss", "Bedömning"])
def test_where_nothing_tells_two_columns_of_judgements_apart_neither_is_sure(last: str) -> None:
    found = statuses(*HEAD[:5], last, merged=False)
    assert all(r.field("status").confidence < SURE for r in found)


def test_a_judgement_on_the_goal_s_first_row_leaves_no_indicator_without_its_own() -> None:
    lines = [line if r % 2 == 0 else ("", "", *line[2:]) for r, line in enumerate(LINES)]
    head = ("Mål", "Målbedömning", "Indikator", "Målvärde", "Utfall", "Status")
    body: list[list[Mark]] = [list(line) for line in lines]
    cards = find_scorecards(document(table([*head], *body)), PATTERNS)
    found = [row for card in cards for row in card.rows]
    assert [r.field("status").normal for r in found] == ["met", "not_met", "met", "not_met"]
    assert all(r.field("status").confidence < SURE for r in found)


def test_of_two_columns_on_every_row_the_one_that_names_the_indicator_is_taken() -> None:
    found = statuses(
        "Mål", "Bedömning mål", "Indikator", "Målvärde", "Utfall", "Bedömning indikator", merged=False
    )
    assert [r.field("status").normal for r in found] == ["met", "not_met", "met", "not_met"]
    assert all(r.field("status").confidence >= SURE for r in found)


def test_a_judgement_of_what_will_be_beside_one_of_what_is_takes_nothing_from_it() -> None:
    found = statuses("Mål", "Prognos bedömning", "Indikator", "Målvärde", "Utfall", "Bedömning", merged=False)
    assert [r.field("status").normal for r in found] == ["met", "not_met", "met", "not_met"]
    assert all(r.field("status").confidence >= SURE for r in found)

from __future__ import annotations

import pytest

from extractor.model import SURE, Field
from extractor.patterns import built_in
from extractor.scorecards.find import find_scorecards
from tests.support.sheets import Mark, document, mark, table

PATTERNS = built_in()


def statuses(*rows: list[Mark]) -> list[Field]:
    return [r.field("status") for c in find_scorecards(document(table(*rows)), PATTERNS) for r in c.rows]


def test_a_row_without_status_beside_a_verdict_in_another_cell_is_in_doubt() -> None:
    first, second = statuses(
        ["Indikator", "Mål 2020", "Utfall 2020", "Kommentar"],
        ["Andel nöjda invånare", "80 %", "82 %", "Målet nått"],
        ["Antal klagomål i kommunen", "4", "6", "Flera gällde samma väg i Granvik och har nu åtgärdats."],
    )
    assert (first.confidence < SURE, first.reasons, first.normal) == (True, ("status_elsewhere",), None)
    assert (second.confidence, second.reasons) == (1.0, ())


def test_a_light_in_a_column_of_unknown_role_leaves_the_status_in_doubt() -> None:
    found = statuses(
        ["Indikator", "Mål 2020", "Utfall 2020", "Obs"],
        ["Andel nöjda invånare", "80 %", "82 %", mark("green")],
        ["Antal klagomål i kommunen", "4", "6", ""],
        ["Sjukfrånvaro av tiden", "5 %", "6 %", ""],
    )
    assert [f.normal is not None or f.confidence < SURE for f in found] == [True, False, False]


def test_a_column_of_lights_under_a_word_for_remarks_judges_but_never_surely() -> None:
    found = statuses(
        ["Indikator", "Mål 2020", "Utfall 2020", "Anmärkning"],
        ["Andel nöjda invånare", "80 %", "82 %", mark("green")],
        ["Antal klagomål i kommunen", "4", "6", mark("red")],
        ["Sjukfrånvaro av tiden", "5 %", "6 %", mark("red")],
    )
    assert [(f.normal, f.confidence < SURE) for f in found] == [
        ("met", True),
        ("not_met", True),
        ("not_met", True),
    ]


@pytest.mark.parametrize("target", ["Uppnådd", "Målet nått"])
def test_what_is_to_be_reached_judges_nothing(target: str) -> None:
    found = statuses(
        ["Indikator", "Mål 2020", "Utfall 2020"],
        ["Plan för klimatet", target, "90 %"],
        ["Antal klagomål i kommunen", "4", "6"],
    )
    assert [(f.confidence, f.reasons) for f in found] == [(1.0, ()), (1.0, ())]


def test_words_for_a_missing_figure_in_its_cell_are_no_verdict() -> None:
    first, second = statuses(
        ["Indikator", "Mål 2020", "Utfall 2020", "Status"],
        ["Andel nöjda invånare", "80 %", "82 %", mark("green")],
        ["Antal klagomål i kommunen", "4", "Ingen data", ""],
    )
    assert (first.normal, second.normal, second.confidence) == ("met", None, 1.0)


def test_a_light_alone_in_the_place_of_a_figure_leaves_the_status_in_doubt() -> None:
    first, second = statuses(
        ["Indikator", "Mål 2020", "Utfall 2020"],
        ["Andel nöjda invånare", "80 %", mark("green")],
        ["Antal klagomål i kommunen", "4", "6"],
    )
    assert (first.confidence < SURE, second.confidence) == (True, 1.0)

"""Names under words for figures, and dates under nothing but a year."""

from __future__ import annotations

from extractor.model import SURE
from extractor.patterns import built_in
from extractor.scorecards.find import find_scorecards
from tests.support.sheets import Mark, document, heading, table

PATTERNS = built_in()


def test_names_under_a_word_for_values_are_what_is_measured_and_the_total_of_the_places_the_value() -> None:
    rows: list[list[Mark]] = [
        ["Nämndens mål", "Mätvärde", "Målvärde 2020", "Norr", "Söder", "Väst", "Granvik totalt"],
        ["Trygg omsorg", "Besök som uteblir", "≤ 4", "3", "5", "2", "3,4"],
        ["God arbetsplats", "Sjuktal bland anställda", "≤ 7 %", "6 %", "8 %", "9 %", "7,5 %"],
    ]
    (card,) = find_scorecards(
        document(heading("Årsrapport 2020", page=1), table(*rows, header_rows=1)), PATTERNS
    )
    row = card.rows[0]
    assert (row.text("indicator"), row.text("target"), row.text("value")) == (
        "Besök som uteblir",
        "≤ 4",
        "3,4",
    )
    assert row.field("indicator").confidence < SURE
    assert row.field("value").confidence < SURE


def test_a_list_of_tasks_with_dates_and_states_is_no_scorecard_of_its_own_rows() -> None:
    rows: list[list[Mark]] = [
        ["Uppdrag", "Ska vara färdigt", "Hur långt vi kommit"],
        ["Ny badplats vid sjön", "Mars 2021", "Pågår enligt plan"],
        ["Gemensam växel", "December 2020", "Klart"],
        ["Översyn av avgifter", "Juni 2020", "Försenat"],
    ]
    doc = document(heading("Årsrapport 2020", page=1), table(*rows, header_rows=1))
    assert all(row.text("value") == "" for card in find_scorecards(doc, PATTERNS) for row in card.rows)

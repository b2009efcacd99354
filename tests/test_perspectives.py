from __future__ import annotations

import pytest

from extractor.model import SURE, Document, Field
from extractor.patterns import built_in
from extractor.scorecards.labelled import after_label
from extractor.scorecards.perspectives import above, named
from tests.support.sheets import body, document, heading, table

PATTERNS = built_in()
TABLE = table(["Mål", "Status"], ["Trygga resor", "Uppfyllt"])


def above_table(doc: Document) -> Field:
    """The perspective of a document's last block, `TABLE`."""
    return above(doc.blocks[:-1], TABLE, PATTERNS)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Styrkort: MEDARBETARE", "Medarbetare"),
        ("Perspektiv: Verksamhet", "Verksamhet"),
        ("Perspektivet Kunskap och förnyelse", "Kunskap och förnyelse"),
        ("Medarbetarperspektivet", "Medarbetare"),
        ("3.2 Ekonomi", "Ekonomi"),
        ("Styrkort Ekonomi 2020", "Ekonomi"),
        ("Fokusområde: Trygga stråk", "Trygga stråk"),
        ("Perspektiv 2: Process", "Process"),
        ("Verksamhetsområde Tillsyn", "Tillsyn"),
        ("Måluppfyllelse för perspektivet Kund", "Kund"),
        ("Medborgarperspektiv", "Medborgare"),
        ("Process- och förnyelseperspektivet", "Process och förnyelse"),
        ("PROCESS- OCH FÖRNYELSEPERSPEKTIVET", "Process och förnyelse"),
        ("IT- och processperspektivet", "IT och process"),
        ("Barn- och ungdomsperspektivet", ""),
        ("Kund- och medborgarperspektiv", "Kund och medborgare"),
        ("VERKSAMHETS- OCH PROCESSPERSPEKTIVET", "Verksamhet och process"),
        ("Kund/medborgarperspektivet", "Kund/medborgare"),
        ("Patient-, medarbetar- och ekonomiperspektivet", "Patient, medarbetare och ekonomi"),
        ("Mål och medarbetare", "Mål och medarbetare"),
    ],
)
def test_a_heading_names_a_perspective_in_normal_case(text: str, name: str) -> None:
    assert named(text, PATTERNS) == name


def test_a_goal_that_is_only_referred_to_is_none() -> None:
    assert after_label("Mål: se bilaga 2", "goal", PATTERNS) == ""
    assert after_label("Mål 3: Se även avsnitt 4", "goal", PATTERNS) == ""
    assert after_label("Mål: Se hela människan", "goal", PATTERNS) == "Se hela människan"


@pytest.mark.parametrize(
    "text",
    ["Styrkort", "Sjukfrånvaro", "Personalkostnader", "Ekonomiska handlingsplaner", "", "Tågen går i tid"],
)
def test_other_headings_name_none(text: str) -> None:
    assert named(text, PATTERNS) == ""


def test_general_headings_are_looked_through() -> None:
    doc = document(heading("Ekonomi", 1), heading("Mål och måluppfyllelse", 2), TABLE)
    assert above_table(doc).text == "Ekonomi"


def test_a_section_that_had_its_table_is_past_when_the_next_heading_comes() -> None:
    first = table(["Mål", "Status"], ["Trygga stråk", "Uppfyllt"], number=2)
    doc = document(heading("Ekonomi", 3), first, heading("Kompetensförsörjning", 3), TABLE)
    found = above_table(doc)
    assert (found.text, found.reasons) == ("Kompetensförsörjning", ("perspective_from_heading",))


def test_goals_headings_on_the_level_of_their_perspective_leave_it_standing() -> None:
    first = table(["Mått", "Status"], ["Andel nöjda", "Uppfyllt"], number=2)
    goals = heading("Barn får en bra start", 3), first, heading("Äldre bor kvar hemma", 3), TABLE
    found = above_table(document(heading("Ekonomi", 3), *goals))
    assert (found.text, found.reasons) == ("Ekonomi", ("perspective_far",))


def test_a_long_heading_beside_a_perspective_that_had_its_table_is_a_section_of_its_own() -> None:
    first = table(["Mål", "Status"], ["Trygga stråk", "Uppfyllt"], number=2)
    doc = document(heading("Ekonomi", 3), first, heading("Trygghet och säkerhet i vardagen", 3), TABLE)
    assert above_table(doc).text == "Trygghet och säkerhet i vardagen"


def test_a_perspective_further_up_says_that_it_is_further_up() -> None:
    doc = document(heading("Ekonomi", 1), heading("Resekostnader", 2), TABLE)
    found = above_table(doc)
    assert (found.text, found.reasons) == ("Ekonomi", ("perspective_far",))


def test_a_section_heading_stands_in_where_no_perspective_is_named_and_says_so() -> None:
    found = above_table(document(heading("Levande landsbygd", 1), TABLE))
    assert (found.text, found.reasons) == ("Levande landsbygd", ("perspective_from_heading",))


def test_a_line_of_its_own_counts_where_headings_are_not_known() -> None:
    doc = document(body("Perspektiv Kund"), body("Resenärerna är nöjdare än förra året."), TABLE)
    assert above_table(doc).text == "Kund"


def test_without_headings_the_perspective_is_empty() -> None:
    assert above_table(document(body("En rad.", page=1), TABLE)).text == ""


def test_a_new_top_section_ends_the_perspective_above() -> None:
    doc = document(heading("Perspektiv: Ekonomi", 2), body("Text."), heading("Aktiviteter", 1), TABLE)
    assert above_table(doc).text == ""


def test_a_section_beside_the_perspectives_tables_is_not_under_it() -> None:
    other = table(["Indikator", "Utfall"], ["Antal resor", "4"], number=7)
    doc = document(heading("Ekonomi", 2), other, heading("Aktiviteter", 2), TABLE)
    assert above_table(doc).text == ""


def test_the_reports_title_is_no_perspective() -> None:
    title = heading("Verksamhetsberättelse 2020 Trafiknämnden", 1, page=1)
    doc = document(title, heading("Mål och aktiviteter", 1), TABLE)
    assert above_table(doc).text == ""


def test_a_line_above_a_general_heading_still_names_the_perspective() -> None:
    doc = document(body("Kund"), body("Resenärerna ska vara nöjda."), heading("Styrkort", 4), TABLE)
    assert above_table(doc).text == "Kund"


@pytest.mark.parametrize("name", ["Verksamhetsmål", "Verksamhetens mål", "Mål för verksamheten"])
def test_goals_beside_the_financial_ones_stand_under_their_own_heading(name: str) -> None:
    chapter = heading("God ekonomisk hushållning", 1)
    doc = document(chapter, heading("Finansiella mål", 2), TABLE, heading(name, 2), TABLE)
    found = above_table(doc)
    assert (found.text, found.confidence) == (name, 1.0)


def test_goals_in_a_chapter_about_money_are_not_surely_its_own() -> None:
    doc = document(heading("God ekonomisk hushållning", 1), heading("Verksamhetsmål", 2), TABLE)
    assert above_table(doc).confidence < SURE


def test_elsewhere_the_heading_of_the_goals_names_no_perspective() -> None:
    doc = document(heading("Medarbetare", 1), heading("Verksamhetens mål", 2), TABLE)
    assert (above_table(doc).text, above_table(doc).confidence) == ("Medarbetare", 1.0)
    assert above_table(document(heading("Verksamhetens mål", 1), TABLE)).text == ""

from __future__ import annotations

from extractor.patterns import built_in
from extractor.sections.controls import find_controls
from tests.support.sheets import body, document, heading, table

PATTERNS = built_in()


def test_a_table_of_internal_control_is_read_row_by_row() -> None:
    found = find_controls(
        document(
            table(
                [
                    "Kontrollmoment",
                    "Kontrollmetod",
                    "Utfört (datum, vecka)",
                    "Uppföljning/resultat",
                    "Åtgärder",
                ],
                ["Attest av fakturor", "Stickprov", "Vecka 12", "Inga avvikelser", "Inga"],
            )
        ),
        PATTERNS,
    )
    assert [(c.activity, c.method, c.performed, c.result, c.actions) for c in found] == [
        ("Attest av fakturor", "Stickprov", "Vecka 12", "Inga avvikelser", "Inga")
    ]


def test_fields_that_are_not_printed_stay_empty() -> None:
    (found,) = find_controls(
        document(table(["Granskningsområde", "Iakttagelser"], ["Inköp", "Två avtal saknades"])), PATTERNS
    )
    assert (found.method, found.actions) == ("", "")


def test_under_the_heading_plain_words_are_enough() -> None:
    risks = table(["Risk", "Metod", "Resultat"], ["Fel lön", "Stickprov", "Utan anmärkning"])
    assert len(find_controls(document(heading("Intern kontroll"), risks), PATTERNS)) == 1
    assert find_controls(document(heading("Arbetsmiljö"), risks), PATTERNS) == ()


def test_a_table_over_a_page_break_goes_on() -> None:
    first = table(["Kontrollaktivitet", "Resultat"], ["Attest", "Bra"])
    second = table(["Kassa", "Bra"], number=2, page=3, header_rows=0, bold=())
    assert [c.activity for c in find_controls(document(first, second), PATTERNS)] == ["Attest", "Kassa"]
    assert len(find_controls(document(first, body("Slut."), second), PATTERNS)) == 1


def test_a_scorecard_with_a_kontrollmatt_is_none() -> None:
    card = table(["Mål", "Kontrollmått", "Resultat", "Status"], ["Trygga resor", "Olyckor", "4", "Uppfyllt"])
    assert find_controls(document(card), PATTERNS) == ()

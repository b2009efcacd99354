from __future__ import annotations

import pytest

from extractor.patterns import built_in
from extractor.scorecards.find import find_scorecards
from extractor.sections.assignments import find_assignments
from extractor.sections.outcomes import classify
from tests.support.sheets import body, document, heading, mark, table

PATTERNS = built_in()


def test_a_sub_heading_is_the_title_and_the_label_begins_the_outcome() -> None:
    (found,) = find_assignments(
        document(
            heading("Återrapportering av uppdrag", 1),
            body("Nämnden redovisar följande uppdrag."),
            heading("Ny busslinje till hamnen", 2),
            body("Förvaltningen ska utreda en busslinje."),
            body("Nuläge: Utredningen pågår."),
            heading("Ekonomi", 1),
            body("Resultatet är gott."),
        ),
        PATTERNS,
    )
    assert (found.title, found.description) == (
        "Ny busslinje till hamnen",
        "Förvaltningen ska utreda en busslinje.",
    )
    assert (found.outcome, found.outcome_label, found.outcome_class) == (
        "Utredningen pågår.",
        "Nuläge",
        "ongoing",
    )


def test_the_label_may_stand_alone_or_as_a_heading() -> None:
    for label in (body("Kommentar"), heading("Kommentar", 3)):
        (found,) = find_assignments(
            document(
                heading("Uppdrag från kommunstyrelsen", 1), heading("Cykelplan", 2),
                body("Ta fram en cykelplan."), label, body("Planen är genomförd."),
            ),
            PATTERNS,
        )  # fmt: skip
        assert (found.outcome, found.outcome_label, found.outcome_class) == (
            "Planen är genomförd.",
            "Kommentar",
            "done",
        )


@pytest.mark.parametrize("label", ["Status maj", "Läge T2", "Kommentar per 31 augusti", "Uppföljning 2023"])
def test_a_label_may_say_when_the_outcome_was_told(label: str) -> None:
    for parts in ([f"{label}: Planen är genomförd."], [label, "Planen är genomförd."]):
        (found,) = find_assignments(
            document(
                heading("Uppdrag från kommunstyrelsen", 1), heading("Cykelplan", 2),
                body("Ta fram en cykelplan."), *map(body, parts),
            ),
            PATTERNS,
        )  # fmt: skip
        assert (found.description, found.outcome) == ("Ta fram en cykelplan.", "Planen är genomförd.")
        assert found.outcome_label == label


def test_titles_set_like_the_text_are_found_between_the_outcomes() -> None:
    found = find_assignments(
        document(
            heading("4 Uppdrag från kommunfullmäktige", 1),
            body("Ny cykelplan"),
            body("Nämnden ska ta fram en cykelplan. Redovisning: Planen är genomförd."),
            body("Samordnad upphandling"),
            body("Upphandlingen ska samordnas med grannkommunerna."),
            body("Redovisning: Arbetet pågår."),
        ),
        PATTERNS,
    )
    assert [(a.title, a.description, a.outcome, a.outcome_class) for a in found] == [
        ("Ny cykelplan", "Nämnden ska ta fram en cykelplan.", "Planen är genomförd.", "done"),
        (
            "Samordnad upphandling",
            "Upphandlingen ska samordnas med grannkommunerna.",
            "Arbetet pågår.",
            "ongoing",
        ),
    ]


def test_without_a_label_the_last_paragraph_is_the_outcome() -> None:
    (found,) = find_assignments(
        document(
            heading("Särskilda uppdrag", 1), heading("Cykelplan", 2),
            body("Ta fram en cykelplan."), body("Uppdraget har skjutits fram."),
        ),
        PATTERNS,
    )  # fmt: skip
    assert (found.description, found.outcome, found.outcome_class) == (
        "Ta fram en cykelplan.", "Uppdraget har skjutits fram.", "postponed",
    )  # fmt: skip


def test_a_heading_over_other_headings_is_no_assignment() -> None:
    found = find_assignments(
        document(
            heading("Återrapportering av uppdrag", 1), heading("Övrigt", 2), heading("Cykelplan", 2),
            body("Ta fram en cykelplan."), body("Kommentar: Klart."),
        ),
        PATTERNS,
    )  # fmt: skip
    assert [a.title for a in found] == ["Cykelplan"]


def test_a_table_of_assignments_is_read_row_by_row() -> None:
    found = find_assignments(
        document(
            table(
                ["Uppdrag", "Status", "Kommentar"],
                ["Utred ny simhall", "Pågår", "Platsen är vald."],
                ["Sälj gamla brandstationen", "Avslutad", ""],
            )
        ),
        PATTERNS,
    )
    assert [(a.title, a.outcome, a.outcome_class) for a in found] == [
        ("Utred ny simhall", "Platsen är vald.", "ongoing"),
        ("Sälj gamla brandstationen", "Avslutad", "done"),
    ]


def test_a_scorecard_is_no_table_of_assignments() -> None:
    card = table(
        ["Mål/uppdrag", "Indikator", "Målvärde", "Status"], ["Trygga resor", "Olyckor", "4", "Uppfyllt"]
    )
    assert find_assignments(document(card), PATTERNS) == ()


WORK = [
    ["Åtgärd", "Ansvarig", "Klart", "Status maj"],
    ["Byta pumparna i Lillån", "Enhetschef", "Q2", "Avslutad"],
    ["Öva krisledningen", "Stab", "Q4", "Försenad"],
]


def test_activities_with_the_state_of_their_work_are_assignments_and_no_scorecard() -> None:
    sheet = document(table(*WORK))
    found = find_assignments(sheet, PATTERNS)
    assert [(a.title, a.outcome, a.outcome_class) for a in found] == [
        ("Byta pumparna i Lillån", "Avslutad", "done"),
        ("Öva krisledningen", "Försenad", "ongoing"),
    ]
    assert not find_scorecards(sheet, PATTERNS)


@pytest.mark.parametrize(
    ("label", "judgements"),
    [
        ("Färdiggrad", ("80 %", "20 %")),
        ("Status", (mark("green"), mark("red"))),
        ("Status", ("Målet uppnått", "Målet ej uppnått")),
    ],
)
def test_activities_that_are_judged_or_measured_are_rows_of_a_scorecard(label, judgements) -> None:
    rows = [[*row[:3], judged] for row, judged in zip(WORK[1:], judgements, strict=True)]
    sheet = document(table(["Åtgärd", "Ansvarig", "Tidplan", label], *rows))
    assert not find_assignments(sheet, PATTERNS)
    assert [r.kind for c in find_scorecards(sheet, PATTERNS) for r in c.rows] == ["activity", "activity"]


def test_what_is_done_about_risks_is_no_assignment() -> None:
    risks = table(
        ["Risk", "Åtgärd", "Status"], ["Fel avgift", "Stickprov", "Klar"], ["Intrång", "Larm", "Pågår"]
    )
    assert not find_assignments(document(risks), PATTERNS)


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("Genomfört", "done"),
        ("Ej uppfyllt", "ongoing"),
        ("Ej genomfört", "not_started"),
        ("Delvis genomfört", "ongoing"),
        ("Arbetet har påbörjats under våren.", "ongoing"),
        ("Påbörjas efter sommaren.", "not_started"),
        ("Uppdraget har inte påbörjats.", "not_started"),
        ("Har prioriterats ned och återupptas nästa år.", "postponed"),
        ("Uppdraget är ännu inte slutfört.", "ongoing"),
        ("En del är klart. Resten har inte påbörjats.", "ongoing"),
        ("Se avsnittet om hamnen.", "unknown"),
        ("", "unknown"),
    ],
)
def test_the_words_of_an_outcome_tell_its_class(text: str, outcome: str) -> None:
    assert classify(text, PATTERNS) == outcome


def test_a_table_of_figures_by_year_is_none_of_assignments() -> None:
    costs = table(["Kostnadsslag", "Uppdrag 2020", "Utfall dec 2020"], ["Konsulter", "1,4", "1,6"])
    assert not find_assignments(document(heading("Kostnader", 1), costs), PATTERNS)

"""Goals that tables print in pieces or once: over two lines, over a page break, numbered, above the table."""

from __future__ import annotations

import pytest

from extractor.model import SURE, Block, Row
from extractor.patterns import built_in
from extractor.scorecards.find import find_scorecards
from extractor.scorecards.headers import unglue
from tests.support.sheets import body, document, heading, mark, table

PATTERNS = built_in()
HEADER = ["Mål", "Mått", "Målvärde", "Utfall", "Status"]


def rows(*blocks: Block) -> list[Row]:
    return [r for card in find_scorecards(document(heading("Ekonomi"), *blocks), PATTERNS) for r in card.rows]


def test_the_next_line_of_a_goal_stands_on_every_row_of_the_goal() -> None:
    found = rows(
        table(
            HEADER,
            ["Studenterna", "Andel godkända", "80 %", "81 %", mark("green")],
            ["genomför sina kurser", "", "", "", ""],
            ["^", "Antal examina", "350", "340", mark("red")],
            ["Lärarna forskar", "Antal artiklar", "40", "44", mark("green")],
        )
    )
    assert [r.text("goal") for r in found] == ["Studenterna genomför sina kurser"] * 2 + ["Lärarna forskar"]
    assert all(r.field("goal").confidence < SURE for r in found[:2])


def test_a_goal_goes_on_over_a_page_break_under_the_same_header() -> None:
    first = table(HEADER, ["Trygga resor", "Andel nöjda", "80 %", "81 %", mark("green")])
    second = table(HEADER, ["", "Antal klagomål", "10", "12", mark("red")], number=2, page=3)
    found = rows(first, body("Forts. från föregående sida", page=2), second)
    assert [r.text("goal") for r in found] == ["Trygga resor", "Trygga resor"]
    assert found[1].field("goal").reasons == ("goal_carried",)


def test_under_a_heading_of_its_own_a_table_has_no_goal_of_another() -> None:
    first = table(HEADER, ["Trygga resor", "Andel nöjda", "80 %", "81 %", mark("green")])
    second = table(HEADER, ["", "Antal klagomål", "10", "12", mark("red")], number=2, page=3)
    found = rows(first, heading("Medarbetare", page=3), second)
    assert [r.text("goal") for r in found] == ["Trygga resor", ""]


@pytest.mark.parametrize(
    "line", ["Mål 1. Trygga resor", "Mål 2 – Trygga resor", "Strategisk ambition: Trygga resor"]
)
def test_a_numbered_or_labelled_line_above_a_table_is_its_goal(line: str) -> None:
    found = rows(heading(line, 2), table(HEADER[1:], ["Andel nöjda", "80 %", "81 %", mark("green")]))
    assert found[0].text("goal") == "Trygga resor"


@pytest.mark.parametrize(
    ("text", "columns", "expected"),
    [
        ("Resultat 2004 2005", 2, ("Resultat 2004", "Resultat 2005")),
        (
            "Utfall ackumulerat T1 T2 T3",
            3,
            ("Utfall ackumulerat T1", "Utfall ackumulerat T2", "Utfall ackumulerat T3"),
        ),
        ("Utfall 2020 Kvinnor Män", 2, ("Utfall 2020 Kvinnor", "Utfall 2020 Män")),
    ],
)
def test_a_label_over_years_or_parts_stands_before_each(
    text: str, columns: int, expected: tuple[str, ...]
) -> None:
    assert unglue(text, columns, PATTERNS) == expected


def test_a_bar_of_two_lines_names_the_perspective_over_its_labelled_goal() -> None:
    found = rows(
        table(
            ["Nyckeltal", "Krav", "Utfall", "Bedömning"],
            ["Kund\nÄgarens mål: Gästerna kommer tillbaka", "<", "<", "<"],
            ["Andel nöjda gäster", "80 %", "81 %", "Uppnått"],
            ["Lokaler\nÄgarens mål: Husen vårdas", "<", "<", "<"],
            ["Vakansgrad", "1 %", "2 %", "Ej uppnått"],
        )
    )
    assert [(r.text("perspective"), r.text("goal")) for r in found] == [
        ("Kund", "Gästerna kommer tillbaka"), ("Lokaler", "Husen vårdas"),
    ]  # fmt: skip
    assert [r.field("perspective").confidence >= SURE for r in found] == [True, False]
    assert [r.field("goal").raw for r in found] == [
        "Ägarens mål: Gästerna kommer tillbaka", "Ägarens mål: Husen vårdas",
    ]  # fmt: skip


@pytest.mark.parametrize("label", ["Vad vi vill uppnå", "Dit ska vi", "Mål 3.", "Nämndmål 2:"])
def test_a_bar_with_a_label_gives_the_goal_without_it(label: str) -> None:
    line = f"{label} Trygga och rena hamnar" if label[-1] in ".:" else f"{label}: Trygga och rena hamnar"
    found = rows(table(HEADER[1:], [line, "<", "<", "<"], ["Andel nöjda", "80 %", "81 %", mark("green")]))
    assert found[0].text("goal") == "Trygga och rena hamnar"

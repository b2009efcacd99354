"""Goals and perspectives beside the rows of a scorecard, and headers that run into its rows."""

from __future__ import annotations

import msgspec

from extractor.model import SURE, Block, Box, Paragraph, Place, Row, Table
from extractor.patterns import built_in
from extractor.scorecards.find import find_scorecards
from tests.support.sheets import Mark, document, heading, mark, table

PATTERNS = built_in()
HEADER: list[Mark] = ["Mått", "Önskat läge 2020", "Utfall 2020", "Läge"]


def rows(*blocks: Block) -> list[Row]:
    return [r for c in find_scorecards(document(heading("Ekonomi"), *blocks), PATTERNS) for r in c.rows]


def test_a_goal_that_begins_beside_the_header_stands_beside_the_rows() -> None:
    found = rows(
        table(
            ["Trygga och rena hamnar", *HEADER],
            ["^", "Andel nöjda", "80 %", "81 %", mark("green")],
            ["Fler gäster i hamnen", *HEADER],
            ["^", "Antal gäster", "900", "912", mark("green")],
            ["^", "Antal båtar", "70", "61", mark("red")],
        )
    )
    assert [(r.text("goal"), r.text("indicator"), r.text("value")) for r in found] == [
        ("Trygga och rena hamnar", "Andel nöjda", "81 %"),
        ("Fler gäster i hamnen", "Antal gäster", "912"),
        ("Fler gäster i hamnen", "Antal båtar", "61"),
    ]
    assert all(r.field("goal").confidence < SURE for r in found)


def placed(sheet: Table) -> Table:
    """A table of rows 20 points high, 200 points from the page's left edge."""
    cells = tuple(
        msgspec.structs.replace(c, place=Place(page=2, box=box(200 + 60 * c.column, 100 + 20 * c.row)))
        for c in sheet.cells
    )
    whole = Box(x0=200, top=100, x1=500, bottom=100 + 20 * sheet.row_count)
    return msgspec.structs.replace(sheet, cells=cells, place=Place(page=2, box=whole))


def box(left: float, top: float) -> Box:
    return Box(x0=left, top=top, x1=left + 50, bottom=top + 15)


def beside(text: str, top: float) -> Paragraph:
    return Paragraph(
        text=text, raw=text, place=Place(page=2, box=Box(x0=60, top=top, x1=180, bottom=top + 15))
    )


def test_lines_in_the_margin_beside_the_rows_name_these_never_surely() -> None:
    sheet = table(
        HEADER,
        ["Andel nöjda", "80 %", "81 %", mark("green")],
        ["Antal gäster", "900", "912", mark("green")],
        ["Sjuktal", "5", "6", mark("red")],
    )
    found = rows(
        placed(sheet),
        beside("Trygga och rena hamnar", 102),
        beside("Fler gäster i hamnen", 142),
        beside("Personal", 161),
    )
    assert [r.text("goal") for r in found][:2] == ["Trygga och rena hamnar", "Fler gäster i hamnen"]
    assert [r.text("perspective") for r in found] == ["Ekonomi", "Ekonomi", "Personal"]
    assert all(r.field(role).confidence < SURE for r in found for role in ("perspective", "goal"))


def test_a_header_that_ran_into_the_row_above_it_is_no_part_of_its_values() -> None:
    found = rows(
        table(
            HEADER,
            ["Andel nöjda Mått", "80 % Önskat läge 2020", "81 % Utfall 2020", mark("green")],
            ["Antal gäster", "900", "912", mark("green")],
        )
    )
    assert [found[0].text(role) for role in ("indicator", "target", "value")] == [
        "Andel nöjda",
        "80 %",
        "81 %",
    ]
    assert all(found[0].field(role).confidence < SURE for role in ("indicator", "target", "value"))
    assert found[1].field("value").confidence >= SURE

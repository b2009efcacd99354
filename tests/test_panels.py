"""Panels beside each other, each with its title and table: what stands in one never becomes a row of the other."""

from __future__ import annotations

import msgspec
import pytest

from extractor.model import Drawing, Fill, Page, Paragraph, Rule, Table, Word
from extractor.pages.compose import Composer
from extractor.pages.edges import edges_of
from extractor.pages.panels import panels_apart
from tests.support.pages import horizontal, page, ruled, words

LEFT, RIGHT = (50.0, 290.0), (305.0, 545.0)
COLUMNS = (8.0, 120.0, 160.0, 195.0)
HEADER = ["Vi mäter", "2030", "2031", "Mål"]
QUIET = [
    ["Nöjda gäster", "71 %", "74 %", "75 %"],
    ["Båtplatser", "38", "29", "35"],
    ["Kötid, veckor", "6", "5", "4"],
]
CLEAN = [["Rent vatten", "86 %", "89 %", "88 %"], ["Prover med fynd i badviken", "16", "14", "14"]]


def card(
    side: tuple[float, float], top: float, title: str, rows: list[list[str]], pitch: float
) -> tuple[list[Word], list[Rule]]:
    """The words of a panel and the lines of its table."""
    x = side[0]
    shown = words(x + 8, top + 8, title, size=11, bold=True)
    for n, cells in enumerate([HEADER, *rows]):
        for offset, text in zip(COLUMNS, cells, strict=True):
            shown += words(x + offset, top + 30 + pitch * n, text, size=8)
    lines = [horizontal(top + 26 + pitch * (n + 1), x + 8, side[1] - 8) for n in range(len(rows) + 1)]
    return shown, lines


def two_rows(*, framed: bool) -> Page:
    """Two rows of two panels with a heading over each, shaded or framed."""
    shown: list[Word] = []
    rules: list[Rule] = []
    fills: list[Fill] = []
    for top, heading in ((100.0, "Hamnen"), (300.0, "Stranden")):
        shown += words(50, top - 25, heading, size=14, bold=True)
        for side, title, rows, pitch in (
            (LEFT, f"{heading} är lugn", QUIET, 20.0),
            (RIGHT, f"{heading} är ren", CLEAN, 27.0),
        ):
            more, lines = card(side, top, title, rows, pitch)
            shown += more
            rules += lines
            if framed:
                rules += ruled(side, (top, top + 130))
            else:
                fills.append(
                    Fill(box=horizontal(top, *side).box._replace(bottom=top + 130), colour="#eef2f5")
                )
    return page(shown, rules, fills)


def told(shown: Page) -> list[str | list[list[str]]]:
    composer = Composer()
    composer.add(shown)
    return [
        b.text if isinstance(b, Paragraph) else [[c.text if c else "" for c in row] for row in b.grid()]
        for b in composer.blocks()
    ]


@pytest.mark.parametrize("framed", [False, True], ids=["shaded", "framed"])
def test_panels_are_read_one_by_one_under_their_heading(framed: bool) -> None:
    assert told(two_rows(framed=framed)) == [
        "Hamnen", "Hamnen är lugn", [HEADER, *QUIET], "Hamnen är ren", [HEADER, *CLEAN],
        "Stranden", "Stranden är lugn", [HEADER, *QUIET], "Stranden är ren", [HEADER, *CLEAN],
    ]  # fmt: skip


def test_text_between_rows_of_panels_stays_between_them() -> None:
    shown = two_rows(framed=False)
    text = words(50, 250, "Gästerna har blivit fler under året.", size=9)
    found = told(msgspec.structs.replace(shown, words=(*shown.words, *text)))
    assert found[5:7] == ["Gästerna har blivit fler under året.", "Stranden"]


def test_an_area_with_text_beside_it_is_no_panel() -> None:
    shown = two_rows(framed=False)
    left = msgspec.structs.replace(shown, fills=tuple(f for f in shown.fills if f.box.x0 < 100))
    assert panels_apart(left) == (left, ())


def test_tables_whose_lines_reach_the_sides_of_their_shading_are_no_panels() -> None:
    shown = two_rows(framed=False)
    rules = tuple(
        msgspec.structs.replace(r, box=r.box._replace(x0=r.box.x0 - 8, x1=r.box.x1 + 8)) for r in shown.rules
    )
    flush = msgspec.structs.replace(shown, rules=rules)
    assert panels_apart(flush) == (flush, ())


def test_a_shaded_section_around_its_panels_is_none_itself() -> None:
    shown = two_rows(framed=False)
    section = Fill(box=horizontal(60, 40, 560).box._replace(bottom=450), colour="#fafafa")
    assert told(msgspec.structs.replace(shown, fills=(section, *shown.fills))) == told(shown)


def pill(points: int) -> Page:
    """A figure on a coloured area between two lines."""
    box = horizontal(124, 200, 240).box._replace(bottom=136)
    return msgspec.structs.replace(
        page(
            words(205, 125, "74 %"),
            [horizontal(y, 60, 400) for y in (120, 140)],
            [Fill(box=box, colour="#2f8f5b")],
        ),
        drawings=(Drawing(box=box, kind="vector", colour="#2f8f5b", points=points),),
    )


def test_a_pill_behind_a_figure_has_no_sides_of_columns() -> None:
    assert not [e for e in edges_of(pill(34)) if not e.horizontal]
    assert [e for e in edges_of(pill(4)) if not e.horizontal]


def test_blocks_of_panels_keep_the_number_of_their_page() -> None:
    composer = Composer()
    composer.add(two_rows(framed=False))
    composer.add(msgspec.structs.replace(page(words(60, 150, "Nästa sida")), number=2))
    tables = [b for b in composer.blocks() if isinstance(b, Table)]
    assert [t.place.page for t in tables] == [1, 1, 1, 1]

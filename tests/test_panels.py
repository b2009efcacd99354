"""Panels beside each other, each with its title and table: what stands in one never becomes a row of the other."""

from __future__ import annotations

import msgspec
import pytest

from extractor.model import Box, Drawing, Fill, Page, Paragraph, Rule, Table, Word
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


def test_areas_with_text_between_them_are_no_panels() -> None:
    shown = two_rows(framed=False)
    between = [w for top in (150, 350) for w in words(294, top, "och", size=4)]
    beside = msgspec.structs.replace(shown, words=(*shown.words, *between))
    assert panels_apart(beside) == (beside, ())


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


def bare(*, gutter: str = "", pitch: float = 27.0) -> Page:
    """Two tables beside each other under a rule over the whole page, with nothing drawn around them."""
    shown = words(50, 75, "Hamnen", size=14, bold=True)
    rules = [horizontal(94, LEFT[0], RIGHT[1])]
    for side, title, rows, step in (
        (LEFT, "Hamnen är lugn", QUIET, 20.0),
        (RIGHT, "Hamnen är ren", CLEAN, pitch),
    ):
        more, lines = card(side, 100, title, rows, step)
        shown += more
        rules += lines
    if gutter:
        shown += words(294, 150, gutter, size=4)
    return page(shown, rules)


@pytest.mark.parametrize("pitch", [20.0, 27.0])
def test_tables_beside_each_other_with_nothing_around_them_are_two(pitch: float) -> None:
    expected = ["Hamnen", "Hamnen är lugn", [HEADER, *QUIET], "Hamnen är ren", [HEADER, *CLEAN]]
    assert told(bare(pitch=pitch)) == expected


def test_a_word_in_the_white_between_them_makes_them_one_part_of_the_page() -> None:
    shown = bare(gutter="mot")
    assert panels_apart(shown) == (shown, ())


def test_one_table_whose_lines_are_broken_before_its_figures_stays_one() -> None:
    shown, rules = [], []
    for n, cells in enumerate(
        (["Mått", "2029", "2030", "2031"], *([f"Bad {n}", "1", "2", "3"] for n in range(4)))
    ):
        for x, text in zip((54.0, 310.0, 400.0, 480.0), cells, strict=True):
            shown += words(x, 104 + 20 * n, text)
        rules += [horizontal(120 + 20 * n, *side) for side in (LEFT, RIGHT)]
    assert panels_apart(page(shown, rules)) == (page(shown, rules), ())


def test_an_area_with_round_corners_is_a_panel_where_a_table_stands_in_it() -> None:
    shown = two_rows(framed=False)
    areas = tuple(f.box for f in shown.fills)
    assert told(msgspec.structs.replace(shown, fills=(), areas=areas)) == told(shown)


def with_table(side: tuple[float, float], top: float, rows: list[list[str]]) -> tuple[list[Word], list[Rule]]:
    """The words and lines of a table that is as wide as its side."""
    shown = [
        word
        for n, cells in enumerate([HEADER, *rows])
        for offset, text in zip(COLUMNS, cells, strict=True)
        for word in words(side[0] + offset, top + 4 + 20 * n, text, size=8)
    ]
    return shown, [horizontal(top + 20 * n, *side) for n in range(len(rows) + 2)]


def test_a_heading_at_the_left_between_rows_of_tables_heads_those_below() -> None:
    shown: list[Word] = []
    rules: list[Rule] = []
    for top, title in ((100.0, "Hamnen"), (260.0, "Stranden")):
        shown += words(50, top - 22, title, size=12, bold=True)
        for side, rows in ((LEFT, QUIET), (RIGHT, CLEAN)):
            more, lines = with_table(side, top, rows)
            shown += more
            rules += lines
    assert told(page(shown, rules)) == [
        "Hamnen", [HEADER, *QUIET], [HEADER, *CLEAN], "Stranden", [HEADER, *QUIET], [HEADER, *CLEAN],
    ]  # fmt: skip


@pytest.mark.parametrize("rounded", [False, True], ids=["shaded", "rounded"])
def test_panels_that_are_framed_as_well_are_read_once(rounded: bool) -> None:
    shown = two_rows(framed=True)
    boxes = [
        Box(side[0] + 0.5, top + 0.5, side[1] - 0.5, top + 129.5)
        for top in (100.0, 300.0)
        for side in (LEFT, RIGHT)
    ]
    drawn = (
        {"areas": tuple(boxes)} if rounded else {"fills": tuple(Fill(box=b, colour="#eef2f5") for b in boxes)}
    )
    found = told(msgspec.structs.replace(shown, **drawn))
    assert found == told(two_rows(framed=False))


def test_no_word_is_read_twice_where_tables_beside_each_other_are_framed_unevenly() -> None:
    shown: list[Word] = []
    rules: list[Rule] = []
    for side, rows in ((LEFT, QUIET), (RIGHT, CLEAN)):
        for top in (100.0, 260.0):
            more, lines = with_table(side, top, rows)
            shown += more
            bottom = top + 20 * (len(rows) + 1) + 3
            rules += lines + ruled((side[0] - 3.3, side[1] + 3.3), (top - 4, bottom))
    parts = [w for row in panels_apart(page(shown, rules))[1] for p in row.pages for w in p.words]
    assert parts
    assert len(parts) == len({id(w) for w in parts})

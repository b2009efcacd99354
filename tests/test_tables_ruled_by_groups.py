"""Tables with lines, or shading, between their groups of rows only: every row stands for itself."""

from __future__ import annotations

import pytest

from extractor.model import SURE, Box, Fill, Rule, Word
from extractor.pages.tables import Found, find_tables
from tests.support.pages import horizontal, page, ruled, turned, words
from tests.test_tables import only, texts

COLUMNS = (60.0, 230.0, 310.0, 390.0)
LEFT, RIGHT = 56.0, 460.0
HEADER = ["Indikator", "Utfall 2016", "Utfall 2017", "Mål 2017"]
GROUPS = [
    [
        ["Mål 1 Fler ska cykla till arbetet"],
        ["Andel cykelresor", "21 %", "23 %", "25 %"], ["Cykelparkeringar", "410", "455", "450"],
    ],
    [
        ["Mål 2 Gatorna ska vara hela"],
        ["Anmälda hål i gatan", "114", "98", "90"], ["Omlagd yta", "4,1", "4,4", "5,0"],
    ],
    [
        ["Mål 3 Färre ska skadas"],
        ["Skadade i trafiken", "14", "11", "9"], ["Skadade vid fall", "31", "28", "25"],
    ],
]  # fmt: skip
ROWS = [HEADER, *(row for group in GROUPS for row in group)]


def laid_out(pitch: float, *, bold_goals: bool = True) -> tuple[list[Word], list[float]]:
    """The words of the table, 10 points high, and the top of each of its rows."""
    shown: list[Word] = []
    tops = [100 + pitch * i for i in range(len(ROWS))]
    for top, cells in zip(tops, ROWS, strict=True):
        bold = cells is HEADER or (bold_goals and len(cells) == 1)
        shown += [w for x, text in zip(COLUMNS, cells, strict=False) for w in words(x, top, text, bold=bold)]
    return shown, [top - (pitch - 10) / 2 for top in tops] + [tops[-1] + 10 + (pitch - 10) / 2]


def filled(found: Found) -> list[list[str]]:
    """The texts of a table row by row, without its empty cells."""
    return [[t for t in cells if t] for cells in texts(found)]


GOALS = [i for i, row in enumerate(ROWS) if len(row) == 1]
RULED_AT = {
    "above its goals": GOALS,
    "above and below its goals": [*GOALS, *(i + 1 for i in GOALS)],
    "below its goals": [1, *(i + 1 for i in GOALS)],
    "below its header and its groups": [1, *GOALS[1:], len(ROWS)],
}


@pytest.mark.parametrize("pitch", [12.0, 16.0, 20.0])
@pytest.mark.parametrize("where", RULED_AT)
def test_a_table_ruled_between_its_groups_has_all_its_rows(where: str, pitch: float) -> None:
    shown, ys = laid_out(pitch)
    rules = [horizontal(ys[i], LEFT, RIGHT) for i in RULED_AT[where]]
    assert filled(only(page(shown, rules))) == ROWS


@pytest.mark.parametrize("pitch", [12.0, 16.0, 20.0])
def test_a_table_whose_goals_only_are_shaded_has_all_its_rows(pitch: float) -> None:
    shown, ys = laid_out(pitch, bold_goals=False)
    fills = [
        Fill(box=horizontal(ys[i], LEFT, RIGHT).box._replace(bottom=ys[i + 1]), colour="#dddddd")
        for i in (0, *GOALS)
    ]
    assert filled(only(page(shown, fills=fills))) == ROWS


@pytest.mark.parametrize("pitch", [16.0, 20.0, 24.0])
def test_goals_between_loose_rows_without_any_line_end_no_table(pitch: float) -> None:
    shown, _ = laid_out(pitch, bold_goals=False)
    assert filled(only(page(shown))) == ROWS


def test_a_text_over_two_columns_begins_a_row_of_its_own() -> None:
    rows = [HEADER, ["Mål 1 Fler ska cykla, gå och åka buss till arbetet"], *GROUPS[0][1:]]
    rows += [["Mål 2 Gatorna ska vara hela, rena och upplysta"], *GROUPS[1][1:]]
    shown = [
        w
        for i, cells in enumerate(rows)
        for x, text in zip(COLUMNS, cells, strict=False)
        for w in words(x, 100 + 11.0 * i, text, bold=cells is HEADER)
    ]
    rules = [horizontal(y, LEFT, RIGHT) for y in (110.5, 100 + 11.0 * len(rows))]
    assert filled(only(page(shown, rules))) == rows


def beside_groups(rules: list[Rule]) -> list[list[str]]:
    """Goals in a column of their own, lines that leave it out, and what is read of them."""
    shown: list[Word] = []
    number = 0
    for goal, *rows in GROUPS:
        shown += words(60, 100 + 14 * number, goal[0].split(" ska")[0])
        for cells in rows:
            shown += [
                w
                for x, text in zip((200.0, 330.0, 390.0), cells, strict=False)
                for w in words(x, 100 + 14 * number, text)
            ]
            number += 1
    (found,) = find_tables(page(shown, rules))
    return texts(found)


def test_lines_between_groups_that_leave_the_goals_out_part_the_goals_too() -> None:
    rules = [horizontal(98, LEFT, RIGHT), *(horizontal(y, 196, RIGHT) for y in (126, 154, 182))]
    read = beside_groups(rules)
    goals = [cells[0] for cells in read if cells[0] and len(cells) == 4]
    assert goals == [
        "Mål 1 Fler",
        "Mål 2 Gatorna",
        "Mål 3 Färre",
    ]


def test_the_label_in_the_middle_of_a_merged_cell_stays_whole() -> None:
    shown = []
    for i, share in enumerate(("98 %", "97 %", "95 %")):
        shown += [*words(200, 104 + 20 * i, f"Prov {i + 1}"), *words(330, 104 + 20 * i, share)]
    shown += words(60, 124, "Rent vatten")
    for x, label in ((60, "Mål"), (200, "Mått"), (330, "Utfall")):
        shown += words(x, 84, label, bold=True)
    rules = [horizontal(y, LEFT, RIGHT) for y in (80, 100, 160)]
    rules += [horizontal(y, 196, RIGHT) for y in (120, 140)]
    rules += [r for r in ruled((LEFT, 196, 326, RIGHT), (80, 160)) if not r.horizontal]
    found = only(page(shown, rules))
    goal = next(c for c in found.cells if c.text == "Rent vatten")
    assert (goal.row, goal.row_span) == (1, 3)


def test_several_rows_that_nothing_parts_are_not_sure() -> None:
    xs = (56.0, 226.0, 306.0, RIGHT)
    shown = [w for x, text in zip(COLUMNS, HEADER, strict=False) for w in words(x, 104, text, bold=True)]
    for top in (124, 135):
        for x, text in zip(COLUMNS, ("Andel resor", "21 %", "23 %"), strict=False):
            shown += words(x, top, text)
    found = only(page(shown, ruled(xs, (100, 120, 150))))
    parted = [c for c in found.cells if c.text == "Andel resor"]
    assert len(parted) == 2 or all(c.confidence < SURE for c in found.cells if c.row)


def test_a_bar_beside_the_rows_is_no_part_of_the_header() -> None:
    xs = (60.0, 80.0, 230.0, 310.0, 390.0)
    ys = (100.0, 120.0, 140.0, 160.0, 180.0)
    rules = [r for r in ruled(xs, ys) if not r.horizontal] + [
        horizontal(y, xs[0], xs[-1]) for y in (100, 120, 180)
    ]
    rules += [horizontal(y, xs[1], xs[-1]) for y in (140, 160)]
    rules = [r for r in rules if r.horizontal or r.box.x0 in (60.0, 80.0, 390.0)]
    rules += [r for r in ruled(xs, (100, 120)) if not r.horizontal]
    rules += [r for r in ruled(xs, (140, 180)) if not r.horizontal]
    shown = [turned(65, 165, "Kund"), *words(84, 124, "Kunderna ska vara nöjda med vattnet", bold=True)]
    for top, cells in (
        (104, ("Mått", "2018", "2019")),
        (144, ("Nöjda", "71", "74")),
        (164, ("Klagomål", "9", "4")),
    ):
        shown += [
            w
            for x, text in zip(xs[1:], cells, strict=False)
            for w in words(x + 4, top, text, bold=top == 104)
        ]
    found = only(page(shown, rules))
    assert found.header_rows == 1
    assert texts(found)[1] == ["Kund", "Kunderna ska vara nöjda med vattnet"]


def test_a_line_of_text_above_a_header_with_an_empty_corner_is_no_row() -> None:
    rows = [["", "Utfall mot budget"], ["Löner", "12,4"], ["Hyror", "3,1"], ["Summa", "15,5"]]
    shown = [*words(60, 90, "Av detta"), *words(300, 90, "är hyrorna en del.")]
    for n, cells in enumerate(rows):
        for x, text in zip((60.0, 300.0), cells, strict=True):
            shown += words(x, 112 + 20 * n, text, bold=n == 0) if text else []
    lines = [horizontal(107 + 20 * n, LEFT, RIGHT) for n in range(len(rows) + 1)]
    found = only(page(shown, lines))
    assert filled(found)[0] == ["Utfall mot budget"]


@pytest.mark.parametrize("gap", [4.0, 6.0, 8.0])
def test_rows_set_alike_below_a_shaded_header_of_two_lines_belong_to_it(gap: float) -> None:
    places = (60.0, 230.0, 310.0, 390.0)
    shown = [
        w
        for x, t in zip(places[1:], ("Utfall 2016", "Budget", "Utfall"), strict=True)
        for w in words(x, 100, t, bold=True)
    ]
    shown += [w for x in places[2:] for w in words(x, 111, "2017", bold=True)]
    rows = [
        ["Intäkter", "34", "35", "36"],
        ["Löner", "21", "22", "23"],
        ["Hyror", "8", "9", "7"],
        ["Summa", "5", "4", "6"],
    ]
    for n, cells in enumerate(rows):
        shown += [w for x, t in zip(places, cells, strict=True) for w in words(x, 126 + (10 + gap) * n, t)]
    shown += words(
        60, 126 + (10 + gap) * len(rows) + 14, "Hyrorna sjönk när två lokaler lämnades under året."
    )
    header = Fill(box=horizontal(97, LEFT, RIGHT).box._replace(bottom=123), colour="#dddddd")
    assert filled(only(page(shown, fills=[header])))[-4:] == rows


GAP_UNDER_HEADER = 40.0


def headed_by_a_rule(*names: str) -> Found:
    """A header over a rule, names of groups under it, rows with a rule above and below each."""
    shown = [w for x, text in zip(COLUMNS, HEADER, strict=True) for w in words(x, 100, text, bold=True)]
    pitch = GAP_UNDER_HEADER / len(names)
    for number, name in enumerate(names):
        shown += words(COLUMNS[0], 115 + pitch * number + (pitch - 10) / 2, name)
    top = 115 + GAP_UNDER_HEADER
    ys = [115.0, top]
    for cells in (GROUPS[0][1], GROUPS[0][2], GROUPS[1][1]):
        shown += [w for x, text in zip(COLUMNS, cells, strict=True) for w in words(x, top + 4, text)]
        top += 18
        ys.append(top)
    return only(page(shown, rules=[horizontal(y, LEFT, RIGHT) for y in ys]))


def test_names_of_groups_far_below_a_header_s_rule_stand_in_its_table() -> None:
    found = filled(headed_by_a_rule("Område Gator"))
    assert found[:2] == [HEADER, ["Område Gator"]]
    assert len(found) == 5


def test_two_names_that_stand_well_apart_between_two_rules_are_two_rows() -> None:
    found = filled(headed_by_a_rule("Område Gator", "Mål 1 Fler ska cykla"))
    assert found[:3] == [HEADER, ["Område Gator"], ["Mål 1 Fler ska cykla"]]


def test_a_heading_and_its_sentence_between_two_rules_stay_one_row() -> None:
    found = filled(headed_by_a_rule("Område Gator", "Här cyklar nu fler."))
    assert ["Område Gator Här cyklar nu fler."] in found


def test_rules_broken_by_a_name_that_spans_rows_belong_to_the_table_they_stand_in() -> None:
    """A judgement's colour down the first column joins the header; the rules beside the spanning name do not."""
    columns = (60.0, 150.0, 240.0, 400.0)
    rows = [
        ["Omdöme", "Område", "Mått", "Utfall"],
        ["Nås", "Gator", "Andel cykelresor", "23 %"], ["Nås", "", "Cykelparkeringar", "455"],
        ["Nås", "", "Anmälda hål i gatan", "98"], ["Nås", "Parker", "Planterade träd", "40"],
    ]  # fmt: skip
    shown = [
        w
        for i, cells in enumerate(rows)
        for x, text in zip(columns, cells, strict=True)
        for w in words(x, 104 + 20 * i, text, bold=not i)
    ]
    fills = [
        Fill(box=Box(56, 100, 460, 120), colour="#3c3c3c"),
        Fill(box=Box(56, 120, 145, 180), colour="#dcdcdc"),
    ]
    rules = [
        horizontal(160, 56, 145),
        horizontal(160, 236, 460),
        horizontal(180, 56, 460),
        horizontal(200, 56, 460),
    ]
    found = only(page(shown, rules=rules, fills=fills))
    assert filled(found) == [[t for t in cells if t] for cells in rows]


def test_rows_after_a_page_break_are_parted_in_the_columns_of_the_page_before() -> None:
    goal, *rows = GROUPS[0]
    shown = [w for x, text in zip(COLUMNS, HEADER, strict=True) for w in words(x, 104, text, bold=True)]
    shown += words(COLUMNS[0], 124, goal[0], bold=True)
    for number, cells in enumerate(rows):
        shown += [
            w for x, text in zip(COLUMNS, cells, strict=True) for w in words(x, 142 + 18 * number, text)
        ]
    before = (LEFT, 225.0, 305.0, 385.0, RIGHT)
    drawn = page(shown, rules=[horizontal(y, LEFT, RIGHT) for y in (100, 118, 176)])
    (found,) = find_tables(drawn, before=before)
    assert filled(found) == [HEADER, goal, *rows]

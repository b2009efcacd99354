"""Small tables about one indicator each become the rows of one table."""

from __future__ import annotations

import msgspec
import pytest

from extractor.model import SURE, Block, Row, Table
from extractor.patterns import built_in
from extractor.scorecards.listed import with_listed_cards
from tests.support.sheets import Mark, body, document, heading, mark, table

PATTERNS = built_in()


def rows_of(*blocks: Block) -> list[Row]:
    numbered: list[Block] = []
    for block in blocks:
        tables = sum(isinstance(b, Table) for b in numbered)
        numbered.append(
            msgspec.structs.replace(block, number=tables + 1) if isinstance(block, Table) else block
        )
    return [row for card in with_listed_cards(document(*numbered), PATTERNS)[1] for row in card.rows]


def said(rows: list[Row]) -> list[tuple[str | None, ...]]:
    return [
        (
            r.text("indicator"),
            r.text("previous_value"),
            r.text("value"),
            r.text("target"),
            r.field("status").normal,
        )
        for r in rows
    ]


def lines(last: str, now: str, aim: str, judged: Mark) -> list[list[Mark]]:
    return [["Utfall 2019", last], ["Utfall 2020", now], ["Mål 2020", aim], ["Bedömning", judged]]


LOANS = lines("4,1", "4,6", "minst 4,5", "Målet nått")
VISITS = lines("310", "280", "300", "Målet ej nått")
READ = [
    ("Boklån per invånare", "4,1", "4,6", "minst 4,5", "met"),
    ("Besök på museet", "310", "280", "300", "not_met"),
]


def test_a_title_over_labelled_rows_is_one_row_under_the_headings_above() -> None:
    rows = rows_of(
        heading("Kultur", 1),
        heading("Mål 2: Fler ska möta kultur i vardagen", 2),
        table(["Boklån per invånare", "<"], *LOANS),
        table(["Besök på museet", "<"], *VISITS),
    )
    assert said(rows) == READ
    assert {r.text("goal") for r in rows} == {"Fler ska möta kultur i vardagen"}
    assert all(
        r.field(f).confidence >= SURE for r in rows for f in ("indicator", "value", "target", "status")
    )


def test_several_boxes_stand_in_one_table_below_or_beside_each_other() -> None:
    below = table(["Boklån per invånare", "<"], *LOANS, ["Besök på museet", "<"], *VISITS)
    beside = table(
        ["Boklån per invånare", "<", "Besök på museet", "<"],
        *[[*a, *b] for a, b in zip(LOANS, VISITS, strict=True)],
    )
    assert said(rows_of(below)) == said(rows_of(beside)) == READ


def test_a_table_whose_columns_are_indicators_is_turned() -> None:
    turned = table(
        ["", "Boklån per invånare", "Besök på museet"],
        *[[a[0], a[1], b[1]] for a, b in zip(LOANS, VISITS, strict=True)],
    )
    assert said(rows_of(turned)) == READ


def test_a_line_above_a_box_names_it_but_never_surely() -> None:
    rows = rows_of(
        body("Boklån per invånare"), table(*LOANS, header_rows=0, bold=()),
        body("Lånen ökar sedan biblioteket i Granvik öppnade igen."),
        body("Besök på museet"), table(*VISITS, header_rows=0, bold=()),
    )  # fmt: skip
    assert said(rows) == READ
    assert all(r.field("indicator").confidence < SURE for r in rows)


def test_boxes_with_text_between_them_stand_under_the_same_goal() -> None:
    rows = rows_of(
        heading("Mål 2: Fler ska möta kultur i vardagen", 2),
        table(["Boklån per invånare", "<"], *LOANS),
        body("Lånen ökar sedan biblioteket i Granvik öppnade igen."),
        table(["Besök på museet", "<"], *VISITS),
    )
    assert [r.text("goal") for r in rows] == ["Fler ska möta kultur i vardagen"] * 2


def test_a_light_in_a_box_judges_and_one_in_its_title_bar_does_so_unsurely() -> None:
    lit = rows_of(table(["Boklån per invånare", "<"], *lines("4,1", "4,6", "4,5", mark("green"))))
    title = rows_of(table(["Besök på museet", mark("red")], *VISITS[:3]))
    assert [r.field("status").normal for r in (*lit, *title)] == ["met", "not_met"]
    assert title[0].field("status").confidence < SURE <= lit[0].field("status").confidence


def test_a_verdict_or_light_under_the_labelled_rows_judges_but_never_surely() -> None:
    worded = rows_of(table(["Boklån per invånare", "<"], *LOANS[:3], ["Målet nått", "<"]))
    lit = rows_of(table(["Besök på museet", "<"], *VISITS[:3], [mark("red"), "<"]))
    assert said([*worded, *lit]) == READ
    assert all(r.field("status").confidence < SURE for r in (*worded, *lit))


def test_a_box_may_name_its_indicator_behind_a_label() -> None:
    assert said(rows_of(table(["Indikator", "Boklån per invånare"], *LOANS, bold=()))) == READ[:1]


@pytest.mark.parametrize(
    "other",
    [
        table(["Begrepp", "<"], ["Mål", "Det som ska nås"], ["Utfall", "Det som nåtts"], ["Bedömning", "Vad vi anser"]),
        table(["Boklån per invånare", "<"], ["2019", "4,1"], ["2020", "4,6"]),
        table(["Resultaträkning", "<"], ["Budget 2020", "410"], ["Utfall 2020", "402"], ["Avvikelse", "8"]),
        table(["Sammanfattning", "<"], ["Mål 2020", "85"], ["Mål 2020", "90"], ["Utfall 2020", "80"]),
    ],
)  # fmt: skip
def test_glossaries_series_and_money_are_no_boxes(other: Table) -> None:
    assert rows_of(other) == []


def test_every_cell_keeps_its_place() -> None:
    found, _ = with_listed_cards(document(table(["Boklån per invånare", "<"], *LOANS, page=4)), PATTERNS)
    (upright,) = [b for b in found.blocks if isinstance(b, Table)]
    assert {c.place.page for c in upright.cells if c.place} == {4}
    assert [c.raw for c in upright.cells if c.row == 1] == [
        "Boklån per invånare",
        "4,1",
        "4,6",
        "minst 4,5",
        "Målet nått",
    ]


def printed(*lines: str) -> Block:
    """A paragraph of a dump, each line as printed."""
    return msgspec.structs.replace(body(" ".join(" ".join(lines).split())), raw="\n".join(lines))


CELLS = [cell for row in LOANS for cell in row if isinstance(cell, str)]
MORE = [cell for row in VISITS for cell in row if isinstance(cell, str)]


@pytest.mark.parametrize("sign", ["\n", "\t", ": ", " "])
def test_boxes_of_which_only_lines_are_left_become_rows_but_never_sure_ones(sign: str) -> None:
    first, second = (
        [line for a, b in zip(cells[::2], cells[1::2], strict=True) for line in f"{a}{sign}{b}".split("\n")]
        for cells in (CELLS, MORE)
    )
    rows = rows_of(
        printed("Mål 2: Fler ska möta kultur i vardagen", "Boklån per invånare", *first),
        heading("Besök på museet", 2),
        printed(*second, "Museet i Granvik var stängt under våren."),
    )
    assert said(rows) == READ
    assert {r.text("goal") for r in rows} == {"Fler ska möta kultur i vardagen"}
    assert all(f.confidence < SURE for r in rows for name, f in r.fields.items() if f.text and name != "goal")


def test_one_box_of_lines_alone_is_text() -> None:
    assert rows_of(printed("Boklån per invånare", *CELLS)) == []


def test_a_goal_named_between_boxes_is_that_of_the_boxes_below_it() -> None:
    rows = rows_of(
        body("Mål 1: Alla ska få låna böcker"), table(["Boklån per invånare", "<"], *LOANS),
        body("Mål 2: Fler ska möta kultur i vardagen"), table(["Besök på museet", "<"], *VISITS),
    )  # fmt: skip
    assert [r.text("goal") for r in rows] == ["Alla ska få låna böcker", "Fler ska möta kultur i vardagen"]


def test_a_box_whose_columns_are_years_is_one_row_of_the_reports_year() -> None:
    dated = table(
        ["Boklån per invånare", "2019", "2020"],
        ["Mål", "minst 4,4", "minst 4,5"], ["Utfall", "4,1", "4,6"], ["Bedömning", "Målet ej nått", "Målet nått"],
    )  # fmt: skip
    assert said(rows_of(dated)) == READ[:1]


def test_a_box_whose_columns_are_parts_is_one_row_of_the_total() -> None:
    parts = table(
        ["Boklån per invånare", "Kvinnor", "Män", "Totalt"],
        ["Utfall 2020", "5,6", "3,6", "4,6"],
        ["Mål 2020", "5", "4", "minst 4,5"],
    )
    assert said(rows_of(parts)) == [("Boklån per invånare", "", "4,6", "minst 4,5", None)]


def test_a_box_may_print_its_labels_in_a_row_above_its_values() -> None:
    flat = table(
        ["Boklån per invånare", "<", "<", "<"], [r[0] for r in LOANS], [r[1] for r in LOANS],
        ["Besök på museet", "<", "<", "<"], [r[0] for r in VISITS], [r[1] for r in VISITS],
        bold=(0, 1, 3, 4),
    )  # fmt: skip
    assert said(rows_of(flat)) == READ


@pytest.mark.parametrize("title", ["Mål 3: Kultur för alla", "Medarbetare"])
def test_what_a_goal_or_a_perspective_stands_over_is_no_indicators_box(title: str) -> None:
    assert not any(r.text("indicator") == title for r in rows_of(table([title, "<"], *LOANS)))


def test_a_table_whose_cells_are_boxes_of_lines_gives_a_row_for_each() -> None:
    tiles = [
        "\n".join((name, *(f"{label}: {value}" for label, value in lines)))
        for name, lines in (("Boklån per invånare", LOANS), ("Besök på museet", VISITS))
    ]
    assert said(rows_of(table(list(tiles), header_rows=0, bold=()))) == READ


@pytest.mark.parametrize(
    "unclear",
    [
        table(["Boklån per invånare", "<", "<"], ["Mål", "Utfall", "Utfall"], ["4,5", "4,1", "4,6"], bold=(0, 1)),
        table(["", "Boklån", "Besök"], ["Mål", "4,5", "300"], ["Utfall", "4,1", "310"], ["Utfall", "4,6", "280"]),
        table(["Boklån per invånare", "<"], ["Mål", "4,5"], ["Utfall", "^"], ["Bedömning", "Målet nått"]),
        table(["Boklån per invånare", "<"], ["Mål", "4,5"], ["Utfall", "4,1"], ["^", "4,6"], ["Status", "Målet nått"]),
    ],
)  # fmt: skip
def test_where_two_values_share_a_label_or_two_labels_a_value_no_value_is_read(unclear: Table) -> None:
    assert rows_of(unclear) == []


@pytest.mark.parametrize("corner", ["", "Nöjda elever i skolan"])
def test_what_stands_over_the_columns_may_be_places_and_is_never_surely_an_indicator(corner: str) -> None:
    rows = rows_of(table([corner, "Norra", "Södra"], ["Mål 2020", "4", "5"], ["Utfall 2020", "4,1", "4,6"]))
    assert all(r.field("indicator").confidence < SURE for r in rows)


def test_columns_headed_as_indicators_surely_are() -> None:
    rows = rows_of(
        table(["Indikator", "Boklån", "Besök"], ["Mål 2020", "4", "5"], ["Utfall 2020", "4,1", "4,6"])
    )
    assert [r.field("indicator").confidence >= SURE for r in rows] == [True, True]


def test_a_light_beside_the_labelled_judgement_is_read_with_it_and_remarks_are_one() -> None:
    rows = rows_of(
        table(["Boklån per invånare", "<"], *LOANS, [mark("red"), "<"]),
        table(["Besök på museet", "<"], *VISITS[:3], ["Fler kom i maj.", "<"], ["Färre kom i juni.", "<"]),
    )
    assert (rows[0].text("status"), rows[0].field("status").confidence < SURE) == ("Målet nått", True)
    assert rows[1].text("comment") == "Fler kom i maj. Färre kom i juni."


def test_a_box_is_not_named_by_the_report_nor_by_a_line_above_its_activity() -> None:
    assert rows_of(table(*LOANS, header_rows=0, bold=())) == []
    activity = table(["Aktivitet", "Bygga ett bibliotek"], *LOANS, header_rows=0, bold=())
    assert not any(r.text("indicator") == "Boklån" for r in rows_of(body("Boklån"), activity))


def test_pairs_under_one_title_are_one_box() -> None:
    pairs = table(
        ["Boklån per invånare", "<", "<", "<"],
        ["Utfall 2019", "4,1", "Utfall 2020", "4,6"], ["Mål 2020", "minst 4,5", "Bedömning", "Målet nått"],
    )  # fmt: skip
    assert said(rows_of(pairs)) == READ[:1]


def test_pairs_under_one_title_that_judge_twice_are_none() -> None:
    pairs = table(
        ["Boklån per invånare", "<", "<", "<"],
        ["Mål 2019", "4", "Mål 2020", "4,5"],
        ["Utfall 2019", "4,1", "Utfall 2020", "4,4"],
        ["Bedömning", "Målet nått", "Bedömning", "Målet ej nått"],
    )
    assert rows_of(pairs) == []

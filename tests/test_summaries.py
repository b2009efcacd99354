"""Tables that sum up a report's scorecards: read once, compared, and never passed over in silence."""

from __future__ import annotations

import pytest

from extractor.model import Block, Row
from extractor.patterns import built_in
from extractor.scorecards.find import find_scorecards
from extractor.scorecards.summaries import measured_names, repeats
from tests.support.sheets import Mark, arrow, document, heading, mark, table

PATTERNS = built_in()
GREEN, YELLOW, RED = mark("green"), mark("yellow"), mark("red")
NAMES = ("Andel nöjda resenärer", "Antal klagomål", "Tåg i tid")


def rows(*blocks: Block) -> list[Row]:
    doc = document(heading("Kund", page=1), *blocks)
    return [row for card in find_scorecards(doc, PATTERNS) for row in card.rows]


def summary(*marks: Mark, number: int = 1) -> Block:
    lines = ([name, light] for name, light in zip(NAMES, marks, strict=False))
    return table(["Indikator", "Måluppfyllelse"], *map(list, lines), number=number)


def scorecard(*marks: Mark, number: int = 2) -> Block:
    lines = ([name, "80", "81", light] for name, light in zip(NAMES, marks, strict=False))
    header: list[Mark] = ["Indikator", "Målvärde", "Utfall", "Måluppfyllelse"]
    return table(header, *map(list, lines), number=number)


def test_what_a_summary_repeats_stands_in_the_scorecards_once() -> None:
    found = rows(summary(GREEN, YELLOW, RED), scorecard(GREEN, YELLOW, RED))
    assert [(r.table_no, r.text("indicator")) for r in found] == [(2, name) for name in NAMES]
    assert not any(f.reasons for r in found for f in r.fields.values())


def test_a_summary_that_judges_otherwise_makes_the_judgement_unsure() -> None:
    found = rows(summary(GREEN, YELLOW, GREEN), scorecard(GREEN, YELLOW, RED))
    assert [r.field("status").reasons for r in found] == [(), (), ("summary_differs",)]
    assert found[2].field("status").normal == "not_met"


def test_a_status_that_only_the_summary_shows_is_taken_from_it() -> None:
    found = rows(scorecard("", "", "", number=1), summary(GREEN, YELLOW, RED, number=2))
    assert [(r.field("status").normal, r.field("status").reasons) for r in found] == [
        ("met", ("status_from_summary",)), ("partly_met", ("status_from_summary",)),
        ("not_met", ("status_from_summary",)),
    ]  # fmt: skip


def test_a_table_of_another_unit_with_judgements_of_its_own_is_no_summary() -> None:
    found = rows(summary(RED, GREEN, YELLOW), scorecard(GREEN, YELLOW, RED))
    assert [r.table_no for r in found] == [1, 1, 1, 2, 2, 2]


def test_an_indicator_that_only_the_summary_has_keeps_its_row() -> None:
    more = ("Rena tåg", "Fulla tåg")
    short_lines: list[list[Mark]] = [[name, GREEN] for name in (*NAMES, *more)]
    full_lines: list[list[Mark]] = [[name, "80", "81"] for name in (*NAMES, *more[:1])]
    short = table(["Indikator", "Måluppfyllelse"], *short_lines)
    full = table(["Indikator", "Målvärde", "Utfall"], *full_lines, number=2)
    kept = [r.text("indicator") for r in rows(short, full) if r.table_no == 1]
    assert kept == ["Fulla tåg"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Andel elever i åk 6 som klarar matematik", "Andel elever i åk 9 som klarar matematik"),
        (
            "Andel medarbetare som upplever god hälsa, kvinnor",
            "Andel medarbetare som upplever god hälsa, män",
        ),
        ("Antal besök på biblioteken under 2019", "Antal besök på biblioteken under 2020"),
    ],
)
def test_names_that_differ_in_a_number_or_a_part_are_two_indicators(one: str, other: str) -> None:
    judged: list[list[Mark]] = [[n, GREEN] for n in (*NAMES, "Fulla tåg", one)]
    short = table(["Indikator", "Måluppfyllelse"], *judged)
    lines: list[list[Mark]] = [[n, "80", "81"] for n in (*NAMES, "Fulla tåg", other)]
    found = rows(short, table(["Indikator", "Målvärde", "Utfall"], *lines, number=2))
    assert [r.text("indicator") for r in found if r.table_no == 1] == [one]
    assert not found[-1].field("status").normal


def test_a_summary_s_trend_and_comment_are_kept_where_only_it_has_them() -> None:
    short = table(
        ["Indikator", "Måluppfyllelse", "Trend", "Kommentar"],
        [NAMES[0], GREEN, arrow("up"), ""], [NAMES[1], GREEN, "", "Fler bussar"], [NAMES[2], GREEN, "", ""],
    )  # fmt: skip
    found = rows(short, scorecard(GREEN, GREEN, GREEN))
    assert [r.text("indicator") for r in found if r.table_no == 1] == list(NAMES[:2])


def test_goals_judged_in_a_summary_and_among_their_indicators_are_told_once() -> None:
    short = table(["Mål", "Måluppfyllelse"], ["Resan går lätt", YELLOW], ["Vagnen är ren", GREEN])
    full = table(
        ["Indikator", "Målvärde", "Utfall", "Måluppfyllelse"],
        ["Mål: Resan går lätt", "<", "<", RED], ["Antal klagomål", "80", "81", GREEN],
        ["Mål: Vagnen är ren", "<", "<", GREEN], ["Rena tåg", "80", "81", GREEN],
        ["Mål: Tåget går i tid", "<", "<", GREEN], ["Tåg i tid", "80", "81", GREEN], number=2,
    )  # fmt: skip
    alone = rows(short, scorecard(GREEN, YELLOW, RED))
    assert [(r.kind, r.text("goal")) for r in alone][:2] == [
        ("goal", "Resan går lätt"),
        ("goal", "Vagnen är ren"),
    ]
    again = table(["Mål", "Måluppfyllelse"], ["Resan går lätt", YELLOW], ["Vagnen är ren", GREEN],
                  ["Tåget går i tid", GREEN])  # fmt: skip
    found = rows(again, full)
    assert [r.kind for r in found] == ["indicator"] * 3
    assert [r.field("goal_status").reasons for r in found] == [("summary_differs",), (), ()]


def test_a_summary_has_nothing_in_it_that_was_not_read() -> None:
    short, full = summary(GREEN, YELLOW, RED), scorecard(GREEN, YELLOW, RED)
    names = measured_names(find_scorecards(document(heading("Kund", page=1), short, full), PATTERNS))
    other = table(["Moment", "Läge"], ["Attest", GREEN], ["Kassa", RED], number=3)
    assert repeats(short, names)  # type: ignore[arg-type]
    assert not repeats(other, names)


def test_a_table_of_risks_is_no_list_of_activities() -> None:
    risks = table(["Risk", "Sannolikhet", "Konsekvens", "Åtgärd under året"],
                  ["Fel i upphandling", YELLOW, RED, "Stickprov i tio ärenden"],
                  ["Sjuka förare", RED, YELLOW, "Fler vikarier anställda"])  # fmt: skip
    assert rows(risks) == []


def test_goals_that_only_a_summary_judges_are_judged_on_the_rows_of_their_indicators() -> None:
    goals = ["Trygga resor för alla", "Tågen går i tid"]
    overview = table(["Nämndens mål", "Bedömning 2020"], *([goal, "Målet är nått"] for goal in goals))
    cards = [
        table(["Indikator", "Målvärde", "Utfall"], [f"Andel {n}", "80 %", "81 %"], number=n) for n in (2, 3)
    ]
    below = [b for n, card in enumerate(cards) for b in (heading(f"Mål {n + 1}: {goals[n]}", 2), card)]
    found = rows(heading("Sammanfattande analys", 2), overview, heading("Uppföljning av mål", 1), *below)
    assert [(row.kind, row.text("goal")) for row in found] == [("indicator", goal) for goal in goals]
    assert all(row.field("goal_status").normal == "met" for row in found)


def test_a_column_that_only_counts_its_rows_makes_no_measuring_table_of_a_summary() -> None:
    goals = ["Trygga resor för alla", "Tågen går i tid", "Nöjda resenärer i länet"]
    lines = [[str(n), goal, "Målet är nått"] for n, goal in enumerate(goals, start=1)]
    overview = table(["Utfall", "Nämndens mål", "Bedömning"], *map(list, lines))
    below = [
        block
        for n, goal in enumerate(goals, start=2)
        for block in (
            heading(f"Mål {n}: {goal}", 2),
            table(["Indikator", "Målvärde", "Utfall"], [f"Andel {n}", "80 %", "81 %"], number=n),
        )
    ]
    found = rows(overview, heading("Uppföljning av mål", 1), *below)
    assert [row.kind for row in found] == ["indicator"] * 3


def test_a_table_that_judges_goals_whose_activities_stand_elsewhere_repeats_nothing() -> None:
    goals = table(
        ["Mål", "Status"], ["Tågen ska gå i tid", GREEN], ["Resenärerna ska vara nöjda", RED], number=1
    )
    activities = table(
        ["Mål", "Aktivitet", "Framdrift"],
        ["Tågen ska gå i tid", "Byta växlar vid Granviks station", "50 %"],
        ["Resenärerna ska vara nöjda", "Fråga resenärerna två gånger om året", "100 %"],
        number=2,
    )
    found = rows(goals, activities)
    assert [(r.kind, r.field("status").normal) for r in found if r.kind == "goal"] == [
        ("goal", "met"),
        ("goal", "not_met"),
    ]

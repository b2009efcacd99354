from __future__ import annotations

import pytest

from extractor.model import SURE, Block, Row
from extractor.patterns import built_in
from extractor.scorecards.find import find_scorecards
from tests.support.sheets import Mark, arrow, body, document, heading, mark, table

PATTERNS = built_in()
HEADER = ["Mål", "Indikator", "Målvärde", "Utfall", "Måluppfyllelse"]


def rows_of(*blocks: Block) -> list[Row]:
    return [row for card in find_scorecards(document(*blocks), PATTERNS) for row in card.rows]


def texts(rows: list[Row], *roles: str) -> list[tuple[str, ...]]:
    return [tuple(row.text(role) for role in roles) for row in rows]  # type: ignore[arg-type]


def test_a_goal_that_spans_rows_stands_on_each_of_them() -> None:
    rows = rows_of(
        table(
            HEADER,
            ["Trygga resor", "Andel nöjda resenärer", "80 %", "82 %", "Uppfyllt"],
            ["^", "Antal olyckor", "max 4 st", "6 st", "Ej uppfyllt"],
        )
    )
    assert texts(rows, "goal", "indicator", "target", "value") == [
        ("Trygga resor", "Andel nöjda resenärer", "80 %", "82 %"),
        ("Trygga resor", "Antal olyckor", "max 4 st", "6 st"),
    ]
    assert [r.field("status").normal for r in rows] == ["met", "not_met"]
    assert [r.row_no for r in rows] == [1, 2]


def test_an_empty_goal_cell_repeats_the_goal_above() -> None:
    rows = rows_of(
        table(
            HEADER,
            ["Trygga resor", "Andel nöjda resenärer", "80 %", "82 %", ""],
            ["", "Antal olyckor", "4", "6", ""],
        )
    )
    assert [r.text("goal") for r in rows] == ["Trygga resor", "Trygga resor"]


def test_a_full_width_goal_stands_on_the_rows_below_it() -> None:
    rows = rows_of(
        table(
            ["Indikator", "Mål 2020", "Utfall 2020", "Status"],
            ["Barn läser mer", "<", "<", "<"],
            ["Antal boklån per barn", "20", "22", ""],
            ["Fler simmar", "<", "<", "<"],
            ["Andel simkunniga i årskurs 6", "95 %", "91 %", ""],
        )
    )
    assert texts(rows, "goal", "indicator") == [
        ("Barn läser mer", "Antal boklån per barn"),
        ("Fler simmar", "Andel simkunniga i årskurs 6"),
    ]


def test_full_width_perspectives_divide_a_table_into_scorecards() -> None:
    cards = find_scorecards(
        document(
            table(
                HEADER,
                ["MEDBORGARE", "<", "<", "<", "<"],
                ["Trygga resor", "Andel nöjda resenärer", "80 %", "82 %", ""],
                ["EKONOMI", "<", "<", "<", "<"],
                ["Budget i balans", "Avvikelse mot budget", "0", "-3", ""],
            )
        ),
        PATTERNS,
    )
    assert [(c.perspective, len(c.rows)) for c in cards] == [("Medborgare", 1), ("Ekonomi", 1)]


def test_a_perspective_column_is_carried_down() -> None:
    rows = rows_of(
        table(
            ["Perspektiv", *HEADER],
            ["Medarbetare", "Friska medarbetare", "Sjukfrånvaro", "5 %", "6 %", ""],
            ["", "Trivsel", "Medarbetarindex", "75", "77", ""],
        )
    )
    assert [r.text("perspective") for r in rows] == ["Medarbetare", "Medarbetare"]


def test_a_comment_row_belongs_to_the_row_above() -> None:
    rows = rows_of(
        table(
            ["Nämndmål", "Bedömning"],
            ["Fler unga deltar i föreningslivet.", mark("green")],
            ["Kommentar: Två nya föreningar har startat.", "<"],
            ["Trygga mötesplatser.", mark("yellow")],
        )
    )
    assert [r.kind for r in rows] == ["goal", "goal"]
    assert texts(rows, "goal", "indicator", "comment") == [
        ("Fler unga deltar i föreningslivet.", "", "Två nya föreningar har startat."),
        ("Trygga mötesplatser.", "", ""),
    ]


def test_the_comment_may_stand_in_the_row_after_its_label() -> None:
    rows = rows_of(
        table(
            ["Aktivitet", "Status", "Färdiggrad"],
            ["Fler unga deltar", "<", "<"],
            ["Öppna en fritidsbank", "Genomförd", "100 %"],
            ["Kommentar:", "<", "<"],
            ["Invigd i maj av nämndens ordförande.", "<", "<"],
            ["Simskola på lov", "Pågår", "50 %"],
        )
    )
    assert [r.kind for r in rows] == ["activity", "activity"]
    assert texts(rows, "goal", "indicator", "comment") == [
        ("Fler unga deltar", "Öppna en fritidsbank", "Invigd i maj av nämndens ordförande."),
        ("Fler unga deltar", "Simskola på lov", ""),
    ]


def test_a_header_of_two_rows_is_read_together() -> None:
    rows = rows_of(
        table(
            ["Mål", "Indikator", "Utfall", "<", "Målvärde"],
            ["^", "^", "2019", "2020", "^"],
            ["Trygga resor", "Andel nöjda resenärer", "79 %", "82 %", "80 %"],
            header_rows=0,
        )
    )
    assert texts(rows, "indicator", "previous_value", "value", "target") == [
        ("Andel nöjda resenärer", "79 %", "82 %", "80 %")
    ]


def test_a_title_row_above_the_header_names_the_perspective() -> None:
    rows = rows_of(
        table(
            ["Perspektiv: Kund", "<", "<", "<", "<"],
            HEADER,
            ["Trygga resor", "Andel nöjda resenärer", "80 %", "82 %", ""],
        )
    )
    assert texts(rows, "perspective", "indicator") == [("Kund", "Andel nöjda resenärer")]


def test_a_header_repeated_inside_the_table_is_no_row() -> None:
    rows = rows_of(
        table(
            HEADER,
            ["Trygga resor", "Andel nöjda resenärer", "80 %", "82 %", ""],
            HEADER,
            ["Snabba resor", "Restid", "20 min", "22 min", ""],
        )
    )
    assert [r.text("indicator") for r in rows] == ["Andel nöjda resenärer", "Restid"]


def test_a_table_without_header_right_after_a_scorecard_continues_it() -> None:
    first = table(HEADER, ["Trygga resor", "Andel nöjda resenärer", "80 %", "82 %", ""])
    second = table(["", "Antal olyckor", "4", "6", ""], number=2, page=3, header_rows=0, bold=())
    rows = rows_of(first, second)
    assert [(r.table_no, r.row_no, r.page) for r in rows] == [(1, 1, 2), (1, 2, 3)]
    assert rows[1].text("goal") == "Trygga resor"


def test_text_between_ends_a_scorecard() -> None:
    first = table(HEADER, ["Trygga resor", "Andel nöjda resenärer", "80 %", "82 %", ""])
    second = table(["a", "Antal", "4", "6", ""], number=2, page=3, header_rows=0, bold=())
    assert len(rows_of(first, body("Här följer något annat."), second)) == 1


def test_a_table_of_figures_right_after_a_scorecard_does_not_continue_it() -> None:
    first = table(HEADER, ["Trygga resor", "Andel nöjda resenärer", "80 %", "82 %", ""])
    figures = table(["Intäkter", "12,5", "13,0", "", ""], ["Kostnader", "9,1", "9,4", "", ""], number=2, page=3,
                    header_rows=0, bold=())  # fmt: skip
    assert len(rows_of(first, figures)) == 1


def test_a_line_without_goal_and_indicator_belongs_to_the_indicator_above_and_says_so() -> None:
    rows = rows_of(
        table(
            HEADER,
            ["Trygga resor", "Nöjda resenärer per trafikslag", "80 %", "82 %", ""],
            ["", "", "90 %", "91 %", ""],
        )
    )
    assert rows[1].text("indicator") == "Nöjda resenärer per trafikslag"
    assert "indicator:indicator_carried" in rows[1].flags


def test_a_cell_cut_by_a_page_break_is_put_together() -> None:
    first = table(HEADER, ["Trygga resor", "Andel nöjda resenärer i", "80 %", "82 %", ""])
    second = table(["", "linjetrafiken", "", "", ""], number=2, page=3, header_rows=0, bold=())
    rows = rows_of(first, second)
    assert [r.text("indicator") for r in rows] == ["Andel nöjda resenärer i linjetrafiken"]
    assert "indicator:cell_joined" in rows[0].flags


def test_a_goal_judged_as_a_whole_is_judged_on_the_rows_of_its_indicators() -> None:
    rows = rows_of(
        table(
            HEADER,
            ["Trygga resor", "", "", "", "Delvis uppfyllt"],
            ["", "Antal olyckor", "4", "6", "Ej uppfyllt"],
        )
    )
    assert [(r.kind, r.text("goal"), r.field("goal_status").normal) for r in rows] == [
        ("indicator", "Trygga resor", "partly_met")
    ]
    assert rows[0].field("status").normal == "not_met"


def test_a_judged_goal_without_indicators_keeps_its_row() -> None:
    rows = rows_of(
        table(
            HEADER,
            ["Trygga resor", "", "", "", "Delvis uppfyllt"],
            ["Snabba resor", "Restid", "4", "6", "Ej uppfyllt"],
        )
    )
    assert [(r.kind, r.text("goal")) for r in rows] == [
        ("goal", "Trygga resor"),
        ("indicator", "Snabba resor"),
    ]


def test_an_unlabelled_column_of_arrows_is_the_trend_and_unsure() -> None:
    rows = rows_of(
        table(
            ["Mål", "Indikator", "Målvärde", "Utfall", ""],
            ["Trygga resor", "Andel nöjda resenärer", "80 %", "82 %", arrow("up")],
            ["Snabba resor", "Restid", "20 min", "22 min", arrow("right")],
        )
    )
    assert [r.field("trend").normal for r in rows] == ["up", "unchanged"]
    assert "column_role_unsure" in rows[0].field("trend").reasons


def test_one_cell_may_show_status_and_trend() -> None:
    rows = rows_of(
        table(
            ["Indikator", "Målvärde", "Utfall", "Måluppfyllelse och utveckling"],
            ["Andel nöjda resenärer", "80 %", "82 %", (mark("green"), arrow("up"))],
            ["Restid", "20 min", "22 min", (mark("red"), arrow("down"))],
        )
    )
    assert [(r.field("status").normal, r.field("trend").normal) for r in rows] == [
        ("met", "up"),
        ("not_met", "down"),
    ]


def test_a_status_that_cannot_be_read_is_flagged_not_guessed() -> None:
    rows = rows_of(table(HEADER, ["Trygga resor", "Andel nöjda resenärer", "80 %", "82 %", "Qzx"]))
    status = rows[0].field("status")
    assert (status.text, status.normal) == ("Qzx", None)
    assert status.reasons


@pytest.mark.parametrize(
    "header",
    [
        ["Kostnadsslag", "Utfall 2020", "Budget 2020", "Avvikelse"],
        ["", "Totalt 2020 jan-april", "Totalt 2019 jan-april", "Förändring"],
        ["Kontrollmoment", "Metod", "Resultat", "Åtgärd"],
        ["Uppdrag", "Status", "Kommentar", "Ansvarig"],
        ["Åtgärd", "Effekt 2020", "Prognos", "Avvikelse"],
        ["Symbol", "Betydelse", "", ""],
        ["Nyckeltal", "2018", "2019", "2020"],
    ],
)
def test_other_tables_are_no_scorecards(header: list[str]) -> None:
    assert rows_of(table(header, ["Personal", "12", "14", "3"], ["Lokaler", "4", "5", "6"])) == []  # type: ignore[arg-type]


def test_a_second_scorecard_in_the_same_table_has_its_own_columns() -> None:
    rows = rows_of(
        table(
            ["Indikator", "Målvärde", "Utfall"],
            ["Andel nöjda resenärer", "80 %", "82 %"],
            ["Aktivitet", "Status", "Kommentar"],
            ["Ny tidtabell", mark("yellow"), "Klar i höst"],
            bold=(0, 2),
        )
    )
    assert [(r.kind, r.text("indicator")) for r in rows] == [
        ("indicator", "Andel nöjda resenärer"),
        ("activity", "Ny tidtabell"),
    ]


def test_the_perspective_comes_from_the_heading_above() -> None:
    rows = rows_of(
        heading("Medarbetare", 2),
        heading("Styrkort", 2),
        table(HEADER, ["Friska medarbetare", "Sjukfrånvaro", "5 %", "6 %", ""]),
    )
    assert rows[0].text("perspective") == "Medarbetare"
    assert rows[0].field("perspective").reasons == ()


@pytest.mark.parametrize(("goal", "cut"), [("Trygga resor och", True), ("Trygga resor", False)])
def test_a_goal_that_ends_in_a_joining_word_is_not_sure(goal: str, *, cut: bool) -> None:
    (row,) = rows_of(table(HEADER, [goal, "Andel nöjda resenärer", "80 %", "82 %", "Uppfyllt"]))
    assert ("text_cut" in row.field("goal").reasons) is cut
    assert (row.field("goal").confidence < SURE) is cut


def test_a_bare_line_on_a_later_table_takes_the_place_of_the_one_that_names_the_perspective_above() -> None:
    header: list[Mark] = ["Indikator", "Mål 2020", "Utfall 2020", "Status"]
    first = table(header, ["Andel nöjda", "80 %", "81 %", mark("green")])
    second = table(header, ["Antal klagomål", "10", "12", mark("red")], number=2)
    cards = find_scorecards(
        document(body("Patienten"), first, body("Läget är gott."), body("Vårdflödet"), second), PATTERNS
    )
    assert [c.perspective for c in cards] == ["Patienten", "Vårdflödet"]
    assert cards[1].rows[0].field("perspective").confidence < SURE


def test_a_table_goes_on_below_a_remark_under_a_bar_with_the_next_goal() -> None:
    header: list[Mark] = ["Indikator", "Mål 2020", "Utfall 2020", "Status"]
    bar: list[Mark] = ["Mål: Trygga gäster", "<", "<", "<"]
    first = table(header, bar, ["Andel nöjda", "80 %", "81 %", mark("green")])
    second = table(["Mål: Rena hamnar", "", "", ""], ["Antal klagomål", "10", "12", mark("red")], number=2)
    remark = body("Kommentar: Mätningen gjordes i maj.")
    cards = find_scorecards(document(heading("Ekonomi"), first, remark, second), PATTERNS)
    found = [(row.text("goal"), row.text("indicator")) for card in cards for row in card.rows]
    assert found == [("Trygga gäster", "Andel nöjda"), ("Rena hamnar", "Antal klagomål")]


def test_tables_under_one_header_are_told_by_the_cells_of_all() -> None:
    header = ["Räknas i", "Läge i april", "Kravsiffra 2020", "Klaras kravet?"]
    many = [[f"Andel {name}", "81 %", "minst 80 %", "Ja"] for name in ("nöjda", "trygga", "rena", "hela")]
    few = table(header, ["Antal klagomål", "", "", "Nej"])
    (row,) = rows_of(table(header, *many), few)[4:]
    assert texts([row], "indicator", "target") == [("Antal klagomål", "")]
    assert len(rows_of(few)) == 0


def test_a_header_over_goals_in_one_table_and_over_targets_in_another_is_told_by_each() -> None:
    header: list[Mark] = ["Mål", "Mått", "Status"]
    rows = rows_of(
        table(
            header,
            ["Alla ska trivas här", "Nöjda", "Uppnått"],
            ["Alla ska bo bra", "Trygga", "Ej uppnått"],
            number=1,
        ),
        heading("Ekonomi"),
        table(header, ["65 %", "Soliditet", "Uppnått"], ["75 %", "Likviditet", "Ej uppnått"], number=2),
    )
    assert texts(rows, "goal", "target") == [
        ("Alla ska trivas här", ""),
        ("Alla ska bo bra", ""),
        ("", "65 %"),
        ("", "75 %"),
    ]


@pytest.mark.parametrize("name", ["Barn och unga", "Tillväxt och miljö", "Kultur"])
def test_a_short_name_alone_over_rows_with_goals_leaves_no_perspective_sure(name: str) -> None:
    rows = rows_of(
        heading("Kund"),
        table(
            HEADER,
            ["Trygghet", "", "", "", ""],
            ["Alla ska trivas här", "Nöjda", "65 %", "64 %", ""],
            [name, "", "", "", ""],
            ["Alla ska bo bra", "Trygga", "65 %", "64 %", ""],
        ),
    )
    assert rows[1].text("goal") == "Alla ska bo bra"
    assert rows[1].field("perspective").confidence < SURE

"""Scorecards as other organisations print them: the roles, and no figure in another's place."""

from __future__ import annotations

import pytest

from extractor.model import SURE, Block, Row, Table
from extractor.patterns import built_in
from extractor.scorecards.find import find_scorecards
from extractor.scorecards.labelled import without_continuation
from tests.support.sheets import Mark, arrow, body, document, heading, mark, table

PATTERNS = built_in()
G, Y, R = mark("green"), mark("yellow"), mark("red")
UP, DOWN = arrow("up"), arrow("down")


def rows_of(sheet: Table, title: str = "Årsrapport 2020") -> list[Row]:
    doc = document(heading(title, page=1), sheet)
    return [row for card in find_scorecards(doc, PATTERNS) for row in card.rows]


def first(*rows: list[Mark], title: str = "Årsrapport 2020") -> dict[str, str]:
    """What the first row of a sheet says, by role."""
    row = rows_of(table(*rows), title)[0]
    return {role: f.normal or f.text for role, f in row.fields.items() if f.normal or f.text}


@pytest.mark.parametrize(
    ("header", "row", "expected"),
    [
        (["Mål", "Indikator", "2018", "2019", "2020", "Målvärde 2020", "Status"],
         ["Trygg skola", "Andel trygga elever", "80 %", "81 %", "83 %", "85 %", Y],
         {"goal": "Trygg skola", "indicator": "Andel trygga elever", "previous_value": "81 %",
          "value": "83 %", "target": "85 %", "status": "partly_met"}),
        (["Nämndens mål", "Mätetal", "Målnivå", "Resultat", "Måluppfyllelse 2020", "Kommentar", "Ansvarig"],
         ["God service", "Svarstid", "max 3 dagar", "2 dagar", G, "Fler handläggare.", "Enhet A"],
         {"goal": "God service", "indicator": "Svarstid", "target": "max 3 dagar", "value": "2 dagar",
          "status": "met", "comment": "Fler handläggare."}),
        (["Nr", "Mål", "Nr", "Indikator", "Mål 2020", "Utfall 2020", "Bedömning"],
         ["1", "God service", "1.1", "Svarstid för ansökningar", "3", "2", G],
         {"goal": "God service", "indicator": "Svarstid för ansökningar", "target": "3", "value": "2",
          "status": "met"}),
        (["Mål", "Indikator", "Utfall T1", "Utfall T2", "Mål helår", "Bedömning helår"],
         ["God vård", "Väntetid inom garanti", "70 %", "75 %", "80 %", Y],
         {"goal": "God vård", "indicator": "Väntetid inom garanti", "previous_value": "70 %", "value": "75 %",
          "target": "80 %", "status": "partly_met"}),
        (["Mål", "Indikator", "Mål 2020", "Utfall", "Bedömning delår", "Prognos helår",
          "Trend mot föregående år"],
         ["God vård", "Väntetid inom garanti", "80 %", "75 %", Y, G, UP],
         {"goal": "God vård", "indicator": "Väntetid inom garanti", "target": "80 %", "value": "75 %",
          "status": "partly_met", "trend": "up"}),
        (["Mål", "Indikator", "Måluppfyllelse prognos", "Måluppfyllelse"],
         ["God vård", "Väntetid inom garanti", G, R],
         {"goal": "God vård", "indicator": "Väntetid inom garanti", "status": "not_met"}),
        (["Perspektiv", "Framgångsfaktor", "Styrtal", "Mål", "Resultat", "Analys"],
         ["Medborgare", "Nöjda invånare", "Index för nöjda medborgare", "60", "58", "Något under målet."],
         {"perspective": "Medborgare", "goal": "Nöjda invånare", "indicator": "Index för nöjda medborgare",
          "target": "60", "value": "58", "comment": "Något under målet."}),
        (["Nyckeltal", "Riket", "2018", "2019", "2020", "Trend"],
         ["Andel behöriga till gymnasiet", "85", "80", "82", "83", UP],
         {"indicator": "Andel behöriga till gymnasiet", "previous_value": "82", "value": "83", "trend": "up"}),
        (["Aktivitet", "Startdatum", "Slutdatum", "Status", "Ansvarig"],
         ["Ta fram riktlinje", "2020-01-01", "2020-12-31", G, "Enhet A"],
         {"indicator": "Ta fram riktlinje", "status": "met"}),
        (["Strategiskt mål", "Mätning", "Måltal 2020", "Utfall dec 2020", "Måluppfyllnad", "Utveckling"],
         ["Hållbar ekonomi", "Nettokostnadsutveckling", "max 2,5 %", "3,1 %", "Ej uppfyllt", "Försämrad"],
         {"goal": "Hållbar ekonomi", "indicator": "Nettokostnadsutveckling", "target": "max 2,5 %",
          "value": "3,1 %", "status": "not_met", "trend": "down"}),
        (["KF:s mål", "Nämndens mål", "Indikator", "Målvärde", "Utfall", "Grad av måluppfyllelse"],
         ["Trygg kommun", "Färre olyckor", "Antal anmälda olyckor", "högst 10", "8", "Uppnått"],
         {"goal": "Trygg kommun", "indicator": "Antal anmälda olyckor", "target": "högst 10", "value": "8",
          "status": "met"}),
        (["Mål enligt regleringsbrev", "Indikator", "2020", "2019", "2018", "Måluppfyllelse"],
         ["Effektiv tillsyn", "Antal tillsynsbesök", "340", "310", "300", "Uppnått"],
         {"goal": "Effektiv tillsyn", "indicator": "Antal tillsynsbesök", "value": "340",
          "previous_value": "310", "status": "met"}),
        (["Kvalitetsfaktor", "Mått", "Mål 2020", "Utfall 2020", "Status"],
         ["Bemötande", "Nöjd kund-index", "75", "73", Y],
         {"goal": "Bemötande", "indicator": "Nöjd kund-index", "target": "75", "value": "73",
          "status": "partly_met"}),
        (["Verksamhetsmått", "Mål", "Utfall", "Avvikelse", "Kommentar"],
         ["Antal besök", "1 000", "980", "-20", "Pandemin."],
         {"indicator": "Antal besök", "target": "1 000", "value": "980", "comment": "Pandemin."}),
        (["Mål", "Indikator", "Mätning Målvärde 2020", "Utfall 2020", "Status"],
         ["Trygg skola", "Andel trygga elever", "85 %", "83 %", Y],
         {"goal": "Trygg skola", "indicator": "Andel trygga elever", "value": "83 %", "target": "85 %",
          "status": "partly_met"}),
        (["Mål", "Indikator", "Utfall (mål)", "Status"],
         ["Trygg skola", "Andel trygga elever", "83 % (minst 85 %)", Y],
         {"goal": "Trygg skola", "indicator": "Andel trygga elever", "value": "83 %", "target": "minst 85 %",
          "status": "partly_met"}),
        (["Indikator", "Målvärde / utfall", "Status"],
         ["Väntetid till besök", "högst 14 / 12", G],
         {"indicator": "Väntetid till besök", "value": "12", "target": "högst 14", "status": "met"}),
        (["Indikator", "Målvärde", "T1", "T2", "Helår", "Status"],
         ["Väntetid till besök", "14", "17", "15", "12", G],
         {"indicator": "Väntetid till besök", "value": "12", "target": "14", "status": "met"}),
        (["Indikator", "Totalt", "Kvinnor", "Män", "Målvärde"],
         ["Sjukfrånvaro i procent", "6,2", "7,0", "4,1", "6,0"],
         {"indicator": "Sjukfrånvaro i procent", "value": "6,2", "target": "6,0"}),
        (["Mål", "Bedömning", "Kommentar"],
         ["Vi har en god arbetsmiljö", G, "Enkäten visar förbättring."],
         {"goal": "Vi har en god arbetsmiljö", "status": "met", "comment": "Enkäten visar förbättring."}),
    ],
)  # fmt: skip
def test_each_column_is_what_its_header_says(
    header: list[Mark], row: list[Mark], expected: dict[str, str]
) -> None:
    assert first(header, row, row) == expected


def test_the_interim_reports_own_judgement_is_the_status_not_the_years() -> None:
    said = first(
        ["Indikator", "Mål 2020", "Utfall jan-aug", "Bedömning aug", "Bedömning helår"],
        ["Sjukfrånvaro", "5,0 %", "5,6 %", R, G],
        ["Frisktal", "60 %", "62 %", G, G],
        title="Delårsrapport augusti 2020",
    )
    assert (said["value"], said["status"]) == ("5,6 %", "not_met")


def test_goals_in_rows_of_their_own_stand_on_the_rows_below() -> None:
    rows = rows_of(
        table(
            ["Indikator", "Utfall 2019", "Utfall 2020", "Mål 2020", "Bedömning helår"],
            ["Mål 1: Barn läser mer", "<", "<", "<", "<"],
            ["Boklån per barn", "20", "22", "21", G],
            ["Mål 2: Fler simmar", "<", "<", "<", "<"],
            ["Andel simkunniga", "90 %", "91 %", "95 %", Y],
        )
    )
    assert [(r.text("goal"), r.text("value")) for r in rows] == [
        ("Barn läser mer", "22"),
        ("Fler simmar", "91 %"),
    ]


def test_a_goal_named_by_a_line_above_or_a_row_of_its_own_loses_its_label() -> None:
    sheet = table(
        ["Mätetal", "Målvärde 2020", "Utfall 2020", "Status"],
        ["Väntetid", "90 %", "87 %", Y],
        ["Strategiskt mål: God arbetsmiljö", "", "", ""],
        ["Sjukfrånvaro", "5 %", "6 %", R],
    )
    doc = document(heading("Årsrapport 2020", page=1), body("Strategiskt mål: Vård i rätt tid"), sheet)
    rows = [row for card in find_scorecards(doc, PATTERNS) for row in card.rows]
    assert [(r.text("goal"), r.text("indicator")) for r in rows] == [
        ("Vård i rätt tid", "Väntetid"),
        ("God arbetsmiljö", "Sjukfrånvaro"),
    ]


def test_a_comment_beside_the_goal_it_is_printed_under_is_no_row() -> None:
    rows = rows_of(
        table(
            ["Nämndmål", "Indikator", "Mål 2020", "Utfall 2020", "Status"],
            ["Trygg vardag", "Nöjda brukare", "90 %", "89 %", Y],
            ["^", "Kommentar: Enkäten gjordes i maj.", "<", "<", "<"],
            ["^", "Fallolyckor", "10", "9", G],
        )
    )
    assert [(r.text("goal"), r.text("indicator"), r.text("comment")) for r in rows] == [
        ("Trygg vardag", "Nöjda brukare", "Enkäten gjordes i maj."),
        ("Trygg vardag", "Fallolyckor", ""),
    ]


def test_target_and_value_in_one_cell_are_told_apart_by_their_labels() -> None:
    row = rows_of(
        table(
            ["Nämndmål", "Indikator", "Utfall 2020", "Status"],
            ["Trygg vardag", "Antal avvikelser", "Mål: högst 120 st Utfall: 150 st", R],
        )
    )[0]
    assert (row.text("target"), row.text("value")) == ("högst 120 st", "150 st")
    assert "cell_split" in row.field("value").reasons
    assert row.field("value").confidence < SURE


def test_goals_and_indicators_with_numbers_of_their_own_are_words() -> None:
    said = first(
        ["Mål", "Kontrollmått", "Målvärde 2020", "Utfall 2020", "Resultat"],
        ["1. En säker vardag", "1.1 Antal bränder i byggnad", "140 st", "131 st", G],
        ["", "1.2 Antal genomförda tillsyner", "240 st", "204 st", R],
    )
    assert (said["goal"], said["indicator"]) == ("1. En säker vardag", "1.1 Antal bränder i byggnad")


def test_of_women_men_and_all_the_value_is_that_of_all() -> None:
    said = first(
        ["Indikator", "Mål", "Utfall", "<", "<", "Status"],
        ["^", "^", "Kvinnor", "Män", "Totalt", "^"],
        ["Sjukfrånvaro i procent", "5", "7", "4", "6", R],
    )
    assert said["value"] == "6"


def test_of_women_and_men_alone_neither_is_surely_the_value() -> None:
    row = rows_of(
        table(["Indikator", "Mål", "Utfall kvinnor", "Utfall män"], ["Sjukfrånvaro i procent", "5", "7", "4"])
    )[0]
    assert "column_role_unsure" in row.field("value").reasons


def test_a_groups_name_over_two_columns_leaves_them_their_own_roles() -> None:
    said = first(
        ["Divisionsmål", "Styrmått", "Mätning", "<", "<", "Uppföljning", "<"],
        ["^", "^", "Mål jan–apr", "Utfall jan–apr", "Prognos helår", "Bedömning", "Trend"],
        ["Säker drift", "Underhåll i tid", "95 %", "91 %", "90 %", R, DOWN],
        title="Tertialrapport 1 2020",
    )
    assert (said["target"], said["value"], said["forecast"]) == ("95 %", "91 %", "90 %")
    assert (said["status"], said["trend"]) == ("not_met", "down")


def test_years_below_a_word_are_that_words_years() -> None:
    said = first(
        ["Mål", "Indikator", "Utfall", "<", "Mål", "<", "Måluppfyllelse"],
        ["^", "^", "2019", "2020", "2020", "2021", "^"],
        ["God vård", "Väntetid inom garanti", "70 %", "75 %", "80 %", "85 %", Y],
    )
    assert (said["previous_value"], said["value"], said["target"]) == ("70 %", "75 %", "80 %")


def test_last_years_group_gives_the_previous_value_and_no_status() -> None:
    said = first(
        ["Indikator", "Föregående år", "<", "2020", "<", "<"],
        ["^", "Utfall", "Status", "Mål", "Utfall", "Status"],
        ["Väntetid inom garanti", "70 %", G, "80 %", "75 %", Y],
    )
    assert (said["previous_value"], said["value"], said["status"]) == ("70 %", "75 %", "partly_met")


def test_headers_glued_into_one_cell_are_taken_apart_and_their_figures_unsure() -> None:
    row = rows_of(
        table(
            ["Nämndmål", "Indikator", "Målvärde Utfall 2020 Bedömning Trend", "<", "<", "<"],
            ["Ren luft", "Partikelhalt", "högst 20", "18", G, UP],
        )
    )[0]
    assert (row.text("target"), row.text("value")) == ("högst 20", "18")
    assert (row.field("status").normal, row.field("trend").normal) == ("met", "up")
    assert "column_role_unsure" in row.field("value").reasons


def test_words_under_a_header_that_goals_have_too_are_no_sure_target() -> None:
    row = rows_of(
        table(
            ["Övergripande mål", "Resultatmål", "Indikator", "Utfall"],
            ["Hållbar tillväxt", "Fler företag", "Antal nystartade företag", "45"],
        )
    )[0]
    assert "column_role_unsure" in row.field("target").reasons


def test_a_heading_that_says_so_names_the_goal_of_a_table_without_goals() -> None:
    sheet = table(["Indikator", "Utfall 2020", "Målvärde"], ["Andel trygga elever", "83 %", "85 %"])
    doc = document(heading("Medborgare", 2), heading("Mål: Trygg skola för alla", 3), sheet)
    row = find_scorecards(doc, PATTERNS)[0].rows[0]
    assert (row.text("perspective"), row.text("goal")) == ("Medborgare", "Trygg skola för alla")


def test_a_goal_judged_in_a_bold_row_stands_on_the_indicators_below() -> None:
    rows = rows_of(
        table(
            ["Mål/Indikator", "Målvärde", "Utfall", "Bedömning"],
            ["Trygg skola", "", "", Y],
            ["Andel trygga elever", "85 %", "83 %", Y],
            ["Frånvaro", "5 %", "6 %", R],
            ["Nöjda elever", "80", "81", G],
            bold=(0, 1),
        )
    )
    assert [(r.kind, r.text("goal"), r.field("goal_status").normal) for r in rows] == [
        ("indicator", "Trygg skola", "partly_met")
    ] * 3
    assert [r.field("status").normal for r in rows] == ["partly_met", "not_met", "met"]


def test_yes_and_no_under_reached_are_the_status() -> None:
    said = first(
        ["Mål", "Indikator", "Mål 2020", "Utfall 2020", "Uppnått"],
        ["God vård", "Väntetid", "80 %", "75 %", "Nej"],
    )
    assert (said["value"], said["status"]) == ("75 %", "not_met")


def test_a_coloured_arrow_is_status_and_trend() -> None:
    def pointing(colour: str, way: str) -> Mark:
        return mark(colour, f"arrow_{way}")

    rows = rows_of(
        table(
            ["Indikator", "Mål", "Utfall", "Bedömning"],
            ["Antal besök", "10", "12", pointing("green", "up")],
            ["Antal timmar", "10", "8", pointing("yellow", "up")],
            ["Antal olyckor", "0", "4", pointing("red", "down")],
        )
    )
    assert [(r.field("status").normal, r.field("trend").normal) for r in rows] == [
        ("met", "up"), ("partly_met", "up"), ("not_met", "down"),
    ]  # fmt: skip
    assert all(not r.flags for r in rows)


def test_a_cell_that_does_not_part_as_its_header_says_is_doubted() -> None:
    (row,) = rows_of(table(["Indikator", "Utfall (mål)", "Status"], ["Väntetid till besök", "12", G]))
    assert row.text("value") == "12"
    assert "column_role_unsure" in row.field("value").reasons


def test_a_total_beside_women_and_men_is_a_value_but_never_sure() -> None:
    sheet = table(
        ["Indikator", "Totalt", "Kvinnor", "Män", "Målvärde"], ["Sjukfrånvaro", "6,2", "7,0", "4,1", "6,0"]
    )
    assert rows_of(sheet)[0].field("value").confidence < SURE


def test_one_cell_that_says_two_columns_is_doubted_in_both() -> None:
    rows = rows_of(
        table(
            ["Mål", "Indikator", "Målvärde", "Utfall", "Status"],
            ["God vård", "Väntetid till besök 80 %", "<", "76 %", Y],
            ["God vård", "Väntetid till svar", "80 %", "76 %", Y],
        )
    )
    assert rows[0].field("indicator").confidence < SURE
    assert rows[0].field("target").confidence < SURE
    assert rows[1].field("target").confidence >= SURE


def test_projects_with_a_budget_are_no_scorecard_whatever_status_they_show() -> None:
    sheet = table(
        ["Investeringsprojekt", "Total budget", "Utfall", "Status"],
        ["Ny idrottshall", "85,0", "42,1", G],
        ["Vattenledning Sjövik", "12,5", "12,4", G],
    )
    assert rows_of(sheet) == []


def goals_of(*blocks: Block) -> list[tuple[str, bool]]:
    """The goals of a document's rows, and whether they are sure."""
    cards = find_scorecards(document(heading("Årsrapport 2020", page=1), *blocks), PATTERNS)
    fields = [row.field("goal") for card in cards for row in card.rows]
    return [(f.text, f.confidence >= SURE) for f in fields]


SMALL: tuple[list[Mark], list[Mark]] = (
    ["Indikator", "Målvärde", "Utfall"],
    ["Väntetid till besök", "14", "12"],
)


def test_a_heading_between_the_perspective_and_a_small_table_is_its_goal_but_never_surely() -> None:
    found = goals_of(
        heading("Perspektiv: Medborgare", 2), heading("Trygga och säkra boenden", 3), table(*SMALL)
    )
    assert found == [("Trygga och säkra boenden", False)]


def test_a_general_heading_or_the_perspective_alone_is_no_goal() -> None:
    assert goals_of(heading("Perspektiv: Medborgare", 2), table(*SMALL)) == [("", True)]
    general = heading("Uppföljning av mål", 3)
    assert goals_of(heading("Perspektiv: Medborgare", 2), general, table(*SMALL)) == [("", True)]


def test_a_title_row_over_the_header_is_the_goal_of_its_table() -> None:
    perspective = heading("Perspektiv: Medborgare", 2)
    labelled = table(["Nämndmål: Trygga boenden", "<", "<"], *SMALL, header_rows=2, bold=(0, 1))
    plain = table(["Vi har trygga och säkra boenden", "<", "<"], *SMALL, header_rows=2, bold=(0, 1))
    assert goals_of(perspective, labelled) == [("Trygga boenden", True)]
    assert goals_of(perspective, plain) == [("Vi har trygga och säkra boenden", False)]


@pytest.mark.parametrize("printed", ["Medborgare, forts.", "Forts. Medborgare", "Medborgare (forts.)"])
def test_a_perspective_that_goes_on_keeps_its_name(printed: str) -> None:
    doc = document(heading("Årsrapport 2020", page=1), heading(printed, 2), table(*SMALL))
    assert [card.perspective for card in find_scorecards(doc, PATTERNS)] == ["Medborgare"]


def test_words_that_only_begin_like_the_mark_of_a_continuation_stay() -> None:
    (row,) = rows_of(
        table(["Mål", "Indikator", "Utfall"], ["Fortsatt god ekonomi", "Resultat i kronor", "12"])
    )
    assert row.text("goal") == "Fortsatt god ekonomi"


@pytest.mark.parametrize("word", ["Parameter", "Variabel", "Vision"])
def test_figures_of_two_years_under_a_word_of_other_tables_are_no_scorecard(word: str) -> None:
    header, row = [word, "2019", "2020"], ["Inflation enligt riksbanken", "2,1", "1,9"]
    assert not rows_of(table(header, row))
    assert rows_of(table([*header, "Bedömning"], [*row, G]))


@pytest.mark.parametrize(
    "goal",
    [
        "Ärenden avgörs fort",
        "Fort beslut i rätt tid",
        "Unga ska få en bra fortsättning",
        "Fortsättning på livet",
    ],
)
def test_a_goal_that_ends_or_begins_with_such_a_word_is_left_whole(goal: str) -> None:
    assert without_continuation(goal, PATTERNS) == goal


@pytest.mark.parametrize(
    "printed",
    ["Trygg skola (fortsättning från föregående sida)", "Fortsättning: Trygg skola", "Trygg skola forts"],
)
def test_a_mark_that_stands_apart_from_a_name_is_no_part_of_it(printed: str) -> None:
    assert without_continuation(printed, PATTERNS) == "Trygg skola"

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.model import SURE, Cell
from extractor.patterns import built_in
from extractor.scorecards.columns import read_columns
from extractor.scorecards.content import EMPTY_CONTENT, Content, describe
from extractor.scorecards.labels import header_scores
from extractor.symbols.legend import Legend, LegendEntry
from tests.support.sheets import mark

PATTERNS = built_in()


def cells(*texts: str) -> Content:
    return describe([Cell(row=i, column=0, text=t) for i, t in enumerate(texts)], Legend(), PATTERNS)


def roles(*labels: str, period: str = "2020", contents: list[Content] | None = None) -> list[str | None]:
    shown = contents or [EMPTY_CONTENT] * len(labels)
    return [c.role for c in read_columns(labels, shown, period, PATTERNS).columns]


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        (("Mål", "Indikator", "Målvärde", "Utfall", "Måluppfyllelse"), "goal indicator target value status"),
        (("Nämndmål", "Styrmått", "Mål 2020", "Utfall 2020", "Trend"), "goal indicator target value trend"),
        (("Framgångsfaktor", "Mätetal", "Målnivå", "Resultat", "Bedömning"), "goal indicator target value status"),
        (("Indikator", "Mål 2020", "Prognos helår", "Status"), "indicator target forecast status"),
        (("Perspektiv", "Strategiskt mål", "Mått", "Måltal", "Utfall", "Kommentar"),
         "perspective goal indicator target value comment"),
        (("Kommunfullmäktiges mål", "Resultatindikator", "Utgångsläge 2018", "Målvärde 2022", "Utfall 2020", "Tendens"),
         "goal indicator baseline target value trend"),
        (("Aktivitet", "Status", "Färdiggrad"), "indicator status progress"),
        (("Verksamhetsmål", "Bedömning"), "goal status"),
        (("Kritisk framgångsfaktor", "Nyckeltal", "Bokslut 2019", "Mål 2020", "Utfall 2020"),
         "goal indicator previous_value target value"),
        (("Mål", "Mått/nyckeltal", "Utfall fg år", "Utfall perioden", "Helårsprognos"),
         "goal indicator previous_value value forecast"),
        (("Indikator", "Ansvarig", "Målvärde", "Utfall", "Avvikelse"), "indicator None target value None"),
        (("Mål", "Indikator", "Ingångs- värde", "Målupp- fyllelse", "Utveck- ling"),
         "goal indicator baseline status trend"),
        (("Mål", "Kontroll-mått", "Måluppf yllelse"), "goal indicator status"),
    ],
)  # fmt: skip
def test_header_words_of_different_organisations_give_the_roles(
    labels: tuple[str, ...], expected: str
) -> None:
    assert " ".join(map(str, roles(*labels))) == expected


def test_the_order_of_the_columns_does_not_matter() -> None:
    assert roles("Status", "Utfall", "Målvärde", "Indikator", "Mål") == [
        "status", "value", "target", "indicator", "goal",
    ]  # fmt: skip


def test_mal_over_sentences_is_the_goal_and_over_numbers_the_target() -> None:
    sentences = cells("Invånarna är trygga i vardagen", "Alla barn lär sig simma i skolan")
    numbers = cells("≥ 80 %", "max 10 st", "Öka")
    assert roles("Mål", "Indikator", contents=[sentences, numbers])[0] == "goal"
    assert roles("Mål", "Indikator", contents=[numbers, sentences])[0] == "target"


def test_mal_with_a_year_over_sentences_is_the_goal_unless_another_column_is() -> None:
    sentences = cells("Invånarna är trygga i sin vardag", "Alla barn lär sig simma i skolan")
    shown = [sentences, sentences, cells("12 %", "14 %")]
    assert roles("Mål 2020", "Indikator", "Utfall", contents=shown)[0] == "goal"
    other = [sentences, sentences, sentences, cells("12 %", "14 %")]
    assert roles("Nämndmål", "Indikator", "Mål 2020", "Utfall", contents=other)[2] == "target"


def test_traffic_lights_under_another_header_are_the_status_and_unsure() -> None:
    lights = describe([Cell(row=i, column=0, symbols=(mark("green"),)) for i in range(3)], Legend(), PATTERNS)
    reading = read_columns(
        ("Indikator", "Prognos helår"), [cells("Andel nöjda resenärer"), lights], "2020", PATTERNS
    )
    assert reading.columns[1].role == "status"
    assert reading.columns[1].confidence < SURE


def test_of_values_over_the_years_the_reports_own_is_the_value_and_the_last_before_it_the_previous() -> None:
    labels = ("Indikator", "Utfall 2018", "Utfall 2019", "Utfall 2020", "Målvärde")
    assert roles(*labels) == ["indicator", None, "previous_value", "value", "target"]
    assert roles(*labels, period="2019") == ["indicator", "previous_value", "value", None, "target"]


def test_bare_years_are_values() -> None:
    assert roles("Indikator", "2019", "2020", "Målnivå") == ["indicator", "previous_value", "value", "target"]


def test_a_closing_of_the_reports_own_year_is_its_value() -> None:
    assert roles("Indikator", "Bokslut 2018", "Bokslut 2019", "Bokslut 2020", "Målvärde") == [
        "indicator", None, "previous_value", "value", "target",
    ]  # fmt: skip
    assert roles("Indikator", "Bokslut 2019", "Prognos 2020") == ["indicator", "previous_value", "forecast"]


@pytest.mark.parametrize(
    ("old", "new", "goal"),
    [
        ("Utfall -19", "Utfall -20", "Mål -20"),
        ("Läge ’19", "Läge ’20", "Mål ’20"),
        ("Utfall 19", "Utfall 20", "Mål 20"),
    ],
)
def test_years_of_two_figures_tell_old_values_from_new_ones(old: str, new: str, goal: str) -> None:
    shown = [cells("Andel nöjda resenärer"), cells("81 %"), cells("85 %"), cells("83 %")]
    assert roles("Styrtal", old, goal, new, contents=shown) == [
        "indicator",
        "previous_value",
        "target",
        "value",
    ]


@pytest.mark.parametrize("words", ["Ambition 2020", "Önskat läge", "Inriktning 2020"])
def test_a_goal_in_figures_is_a_target(words: str) -> None:
    shown = [cells("Trygga resor"), cells("Andel nöjda resenärer"), cells("minst 85 %"), cells("83 %")]
    assert roles("Inriktningsmål", "Mått", words, "Utfall", contents=shown) == [
        "goal",
        "indicator",
        "target",
        "value",
    ]


def test_figures_under_unknown_words_are_no_sure_values_and_not_left_out() -> None:
    shown = [cells("Andel nöjda resenärer"), cells("85 %"), cells("83 %")]
    columns = read_columns(("Mått", "Målvärde", "Skörd"), shown, "2020", PATTERNS).columns
    assert columns[2].role == "value"
    assert columns[2].confidence < SURE


def test_a_count_of_indicators_is_no_column_of_indicators() -> None:
    assert roles("Bedömning", "Antal indikatorer", contents=[cells("Uppnått", "Ej uppnått"), cells("6", "3")]) == [
        "status", None,
    ]  # fmt: skip


def test_states_under_an_unknown_word_are_the_status() -> None:
    shown = [
        cells("Andel nöjda resenärer", "Antal klagomål"),
        cells("85 %", "10 st"),
        cells("Uppnått", "Ej uppnått"),
    ]
    columns = read_columns(("Mått", "Målvärde", "Skörd"), shown, "2020", PATTERNS).columns
    assert columns[2].role == "status"
    assert columns[2].confidence < SURE


def test_a_value_that_was_not_measured_leaves_its_column_the_value() -> None:
    shown = [cells("Återinskrivning"), cells("17 %"), cells("Ingen mätning")]
    assert roles("Mått", "Jan–aug 2019", "Jan–aug 2020", period="2020-T2", contents=shown) == [
        "indicator", "previous_value", "value",
    ]  # fmt: skip


def test_the_same_words_head_values_or_states() -> None:
    names, aims = cells("Andel nöjda resenärer", "Antal klagomål"), cells("85 %", "10 st")
    for shown, role in ((cells("83 %", "12 st"), "value"), (cells("Uppnått", "Ej uppnått"), "status")):
        assert roles("Mått", "Målvärde", "Så gick det", contents=[names, aims, shown])[2] == role


def test_words_under_an_unknown_header_beside_limits_and_figures_are_the_indicator() -> None:
    names = cells("Andel nöjda resenärer", "Antal klagomål på tidtabellen")
    shown = [
        names,
        cells("minst 85 %", "högst 10"),
        cells("83 %", "12"),
        cells("Delvis uppnått", "Ej uppnått"),
    ]
    columns = read_columns(("Trädgren", "Rotsak 2020", "Skörd 2020", "Blad"), shown, "2020", PATTERNS).columns
    assert [c.role for c in columns] == ["indicator", "target", "value", "status"]
    assert all(c.confidence < SURE for c in columns)


def test_better_and_worse_under_a_word_for_differences_are_the_trend() -> None:
    shown = [cells("Andel nöjda resenärer"), cells("85 %"), cells("83 %"), cells("Förbättrat")]
    assert roles("Mått", "Målvärde", "Utfall", "Jämförelse", contents=shown)[3] == "trend"
    shown[3] = cells("-2 %")
    assert roles("Mått", "Målvärde", "Utfall", "Jämförelse", contents=shown)[3] is None


def test_a_table_of_costs_under_unknown_headers_has_no_indicator() -> None:
    shown = [
        cells("Central administration", "Övriga verksamheter"),
        cells("12 400", "8 100"),
        cells("12 100", "8 300"),
    ]
    assert roles("Trädgren", "Rotsak", "Skörd", contents=shown) == [None, None, None]


def test_better_and_worse_under_an_unknown_word_are_the_trend() -> None:
    shown = [cells("Andel nöjda resenärer"), cells("85 %"), cells("83 %"), cells("Bättre")]
    assert roles("Mått", "Målvärde", "Utfall", "Skörd", contents=shown)[3] == "trend"


def test_the_target_of_the_reports_year_wins_over_later_ones() -> None:
    labels = ("Indikator", "Mål 2020", "Mål 2021", "Mål 2022", "Utfall 2020")
    assert roles(*labels) == ["indicator", "target", None, None, "value"]


def test_an_earlier_part_of_an_interim_reports_year_is_the_previous_value_and_unsure() -> None:
    labels = ("Indikator", "Utfall april", "Utfall augusti", "Målnivå")
    reading = read_columns(labels, [EMPTY_CONTENT] * 4, "2020-T2", PATTERNS)
    assert [c.role for c in reading.columns] == ["indicator", "previous_value", "value", "target"]
    assert reading.columns[1].confidence < SURE


def test_beside_a_part_of_this_year_a_whole_earlier_one_is_the_value_before_only_in_doubt() -> None:
    labels = ("Indikator", "2018", "2019", "Augusti 2020", "Målvärde 2020")
    for of in (labels, (labels[0], *labels[2:]), ("Indikator", "Bokslut 2019", "Mål 2020", "Prognos 2020")):
        columns = read_columns(of, [EMPTY_CONTENT] * len(of), "2020-T2", PATTERNS).columns
        (before,) = [c for c in columns if c.role == "previous_value"]
        assert "2019" in before.label
        assert before.confidence < SURE


def test_the_same_part_of_last_year_is_the_value_before_and_sure_only_without_the_whole_year() -> None:
    labels = ("Indikator", "Bokslut 2019", "Jan–aug 2019", "Jan–aug 2020", "Mål 2020")
    columns = read_columns(labels, [EMPTY_CONTENT] * 5, "2020-T2", PATTERNS).columns
    assert [c.role for c in columns] == ["indicator", None, "previous_value", "value", "target"]
    assert columns[2].confidence < SURE
    labels = ("Indikator", "Bokslut 2018", *labels[2:])
    columns = read_columns(labels, [EMPTY_CONTENT] * 5, "2020-T2", PATTERNS).columns
    assert [c.role for c in columns] == ["indicator", None, "previous_value", "value", "target"]
    assert columns[2].confidence >= SURE


def test_the_target_of_another_body_is_neither_the_rows_target_nor_its_goal() -> None:
    shown = [
        cells("Svarstid", "Andel nöjda"),
        cells("9", "82 %"),
        cells("10", "85 %"),
        cells("8", "Tas fram"),
    ]
    assert roles("Indikator", "Utfall", "Årsmål", "Rådets årsmål", contents=shown) == [
        "indicator", "value", "target", None,
    ]  # fmt: skip


def test_a_header_torn_between_two_columns_names_neither_surely() -> None:
    labels = ("Indikator", "Resultat (aug", "aug 2020 2019)", "Mål")
    shown = [cells("Svarstid"), cells("9"), cells("(11)"), cells("10")]
    columns = read_columns(labels, shown, "2020-T2", PATTERNS).columns
    assert [c.confidence >= SURE for c in columns if c.role in ("value", "target")] == [False, True]


def test_dates_under_a_word_for_judgements_are_none_beside_what_judges() -> None:
    shown = [cells("Ny brygga", "Nytt tak"), cells("Q2", "Q4"), cells("Klar", "Pågår")]
    columns = read_columns(("Åtgärd", "Klart", "Status"), shown, "2020", PATTERNS).columns
    assert [c.label for c in columns if c.role == "status"] == ["Status"]


def test_bare_years_that_count_on_from_a_targets_are_never_surely_values() -> None:
    labels = ("Indikator", "Mål 2019", "2020", "2021")
    columns = read_columns(labels, [cells("Svarstid"), *[cells("80", "82")] * 3], "2020", PATTERNS).columns
    assert all(c.confidence < SURE for c in columns if c.role in ("value", "previous_value"))
    labels = ("Indikator", "Mål 2020", "2019", "2020")
    columns = read_columns(labels, [cells("Svarstid"), *[cells("80", "82")] * 3], "2020", PATTERNS).columns
    assert [c.role for c in columns if c.confidence >= SURE] == [
        "indicator",
        "target",
        "previous_value",
        "value",
    ]


def test_the_latest_outcome_alone_is_not_surely_last_years() -> None:
    columns = read_columns(
        ("Indikator", "Mål 2020", "Senaste utfall"), [EMPTY_CONTENT] * 3, "2020", PATTERNS
    ).columns
    assert columns[2].confidence < SURE


def test_an_old_value_beside_no_new_one_is_the_previous_value() -> None:
    assert roles("Indikator", "Utfall 2018", "Mål 2020", "Måluppfyllelse") == [
        "indicator", "previous_value", "target", "status",
    ]  # fmt: skip


def test_a_combined_column_has_both_roles() -> None:
    reading = read_columns(
        ("Indikator", "Måluppfyllelse och utveckling"), [EMPTY_CONTENT] * 2, "2020", PATTERNS
    )
    assert [(c.index, c.role) for c in reading.columns] == [(0, "indicator"), (1, "status"), (1, "trend")]


def test_period_and_unit_of_a_header_are_kept() -> None:
    reading = read_columns(("Indikator", "Utfall 2019, tkr"), [EMPTY_CONTENT] * 2, "2019", PATTERNS)
    assert (reading.columns[1].period, reading.columns[1].unit) == ("2019", "tkr")


def test_a_header_that_its_cells_contradict_is_unsure() -> None:
    prose = cells(
        *[
            "Arbetet har under året gått framåt i samtliga delar av verksamheten trots få resurser och många vakanser"
        ]
        * 3
    )
    reading = read_columns(("Indikator", "Status"), [cells("Nöjda kunder i butik"), prose], "2020", PATTERNS)
    assert reading.columns[1].confidence < SURE


@given(st.lists(st.text(max_size=40), min_size=1, max_size=8))
def test_any_header_gives_one_answer_per_column_and_each_role_once(labels: list[str]) -> None:
    reading = read_columns(labels, [EMPTY_CONTENT] * len(labels), "2020", PATTERNS)
    given_roles = [c.role for c in reading.columns if c.role]
    assert {c.index for c in reading.columns} == set(range(len(labels)))
    assert len(given_roles) == len(set(given_roles))


@pytest.mark.parametrize("text", ["Andel elever som trivs", "Åsgatan", "", "12,5 %"])
def test_text_that_is_no_header_word_has_no_role(text: str) -> None:
    assert header_scores(text, PATTERNS["roles"]) == {}


@pytest.mark.parametrize("word", ["Vision", "Strategi", "Ambition"])
def test_a_clear_word_for_goals_wins_over_one_that_other_columns_have_however_long_its_texts(
    word: str,
) -> None:
    long = cells("Här ska alla kunna resa tryggt till skola och arbete hela livet")
    shown = [long, cells("Trygga resor"), cells("Andel nöjda resenärer"), cells("minst 85 %")]
    assert roles(word, "Mål", "Mått", "Målvärde", contents=shown)[1:] == ["goal", "indicator", "target"]


@pytest.mark.parametrize("word", ["Benchmark", "Planerat 2020", "Lagkrav", "Tak"])
def test_figures_under_a_word_that_other_tables_have_too_are_no_sure_target(word: str) -> None:
    shown = [cells("Andel nöjda resenärer"), cells("85 %"), cells("83 %")]
    target = read_columns(("Mått", word, "Utfall"), shown, "2020", PATTERNS).columns[1]
    assert (target.role, target.confidence < SURE) == ("target", True)


def test_a_clear_word_for_targets_wins_over_one_that_other_tables_have() -> None:
    shown = [cells("Andel nöjda resenärer"), cells("80 %"), cells("85 %"), cells("83 %")]
    assert roles("Mått", "Säkerhetskrav", "Mål", "Utfall", contents=shown) == [
        "indicator",
        None,
        "target",
        "value",
    ]


def test_the_latest_year_is_no_earlier_one() -> None:
    shown = [cells("Andel nöjda resenärer"), cells("85 %"), cells("83 %"), cells("80 %")]
    assert roles("Mått", "Målvärde", "Senaste året", "Året innan", contents=shown) == [
        "indicator", "target", "value", "previous_value",
    ]  # fmt: skip


def test_what_is_reckoned_with_is_no_target() -> None:
    assert roles("Mått", "Målvärde", "Beräknat 2020", "Utfall")[2] == "forecast"


@pytest.mark.parametrize(
    ("header", "shown"),
    [("Varning", ("Ja", "Nej")), ("Risknivå för målet", ("Hög", "Låg")), ("Avvikelse", ("Ja", "Nej"))],
)
def test_yes_and_high_under_a_word_for_danger_or_difference_are_no_verdict(
    header: str, shown: tuple[str, str]
) -> None:
    names, aims = cells("Andel nöjda resenärer", "Antal klagomål"), cells("85 %", "10 st")
    assert roles("Mått", "Målvärde", header, contents=[names, aims, cells(*shown)])[2] is None


def test_of_two_columns_of_goals_neither_is_surely_the_row_s() -> None:
    shown = [
        cells("Hela kommunen reser tryggt och enkelt året om"),
        cells("Trygga resor för alla"),
        cells("Andel nöjda resenärer"),
        cells("83 %"),
    ]
    labels = ("Kommunfullmäktiges mål", "Nämndens mål", "Mått", "Utfall")
    goals = [c for c in read_columns(labels, shown, "2020", PATTERNS).columns if c.role == "goal"]
    assert [c.confidence < SURE for c in goals] == [True]


def test_how_something_is_measured_does_not_take_the_place_of_what_is_measured() -> None:
    how = cells("Enkät till alla resenärer i linjetrafiken under hösten")
    shown = [cells("Andel nöjda resenärer"), how, cells("85 %"), cells("83 %")]
    assert roles("Mått", "Mätning", "Målvärde", "Utfall", contents=shown)[0] == "indicator"


PARTS = ("Mått", "Målvärde 2020", "Utfall 2020 Lunda", "Utfall 2020 Norrby", "Utfall 2020 Totalt")


def figures() -> list[Content]:
    return [cells("Andel nöjda resenärer", "Antal klagomål"), *[cells("83 %", "12")] * 4]


def test_of_the_columns_of_departments_the_total_is_the_value() -> None:
    columns = read_columns(PARTS, figures(), "2020", PATTERNS).columns
    assert [(c.label, c.confidence) for c in columns if c.role == "value"] == [("Utfall 2020 Totalt", 1.0)]


def test_of_columns_of_departments_without_a_total_none_is_surely_the_value() -> None:
    columns = read_columns(PARTS[:4], figures()[:4], "2020", PATTERNS).columns
    assert [c.confidence < SURE for c in columns if c.role == "value"] == [True]


def test_last_year_s_value_is_the_total_too() -> None:
    labels = ("Mått", "Utfall 2019 Lunda", "Utfall 2019 Totalt", "Utfall 2020 Lunda", "Utfall 2020 Totalt")
    columns = read_columns(labels, figures(), "2020", PATTERNS).columns
    assert [c.label for c in columns if c.role == "previous_value"] == ["Utfall 2019 Totalt"]


@pytest.mark.parametrize("rival", ["hela landet", "alla kommuner", "kommunen totalt", "totalt"])
def test_a_whole_that_others_belong_to_is_never_surely_the_value(rival: str) -> None:
    labels = ("Mått", "Målvärde 2020", "Utfall 2020", f"Utfall 2020 {rival}")
    columns = read_columns(labels, figures()[:4], "2020", PATTERNS).columns
    assert [c.confidence < SURE for c in columns if c.role == "value"] == [True]


def test_a_total_beside_names_is_the_value_though_never_surely() -> None:
    labels = ("Mått", "Målvärde", "Lunda", "Norrby", "Totalt", "Bedömning")
    shown = [*figures(), cells("Uppnått", "Ej uppnått")]
    values = [c for c in read_columns(labels, shown, "2020", PATTERNS).columns if c.role == "value"]
    assert [(c.label, c.confidence < SURE) for c in values] == [("Totalt", True)]


def test_figures_under_names_alone_are_no_value_and_said_to_be_unread() -> None:
    labels = ("Mått", "Målvärde", "Lunda", "Norrby", "Bedömning")
    shown = [*figures()[:4], cells("Uppnått", "Ej uppnått")]
    reading = read_columns(labels, shown, "2020", PATTERNS)
    assert "value" in reading.lost
    assert not [c for c in reading.columns if c.role == "value"]


def test_lights_in_a_column_of_trends_are_read_as_the_status_too_but_never_surely():
    lights = describe(
        [Cell(row=i, column=2, symbols=(mark(c),)) for i, c in enumerate(("green", "red", "green"))],
        Legend(), PATTERNS,
    )  # fmt: skip
    shown = [cells("Andel nöjda gäster", "Antal klagomål"), cells("82 %", "14"), lights]
    columns = read_columns(("Indikator", "Utfall 2020", "Trend"), shown, "2020", PATTERNS).columns
    (status,) = [c for c in columns if c.role == "status"]
    assert status.index == 2
    assert status.confidence < SURE


def test_a_word_for_measuring_over_the_only_column_of_words_is_what_is_measured_and_unsure() -> None:
    shown = [
        cells("Hemtjänst", "Boende"),
        cells("87 %", "80 %"),
        cells("88 %", "78 %"),
        cells("90 %", "85 %"),
    ]
    labels = ("Följs upp genom", "Utfall 2019", "Utfall 2020", "Ambition 2020")
    (name,) = [c for c in read_columns(labels, shown, "2020", PATTERNS).columns if c.role == "indicator"]
    assert name.index == 0
    assert name.confidence < SURE


def test_coloured_arrows_beside_a_column_headed_as_the_trend_judge_by_their_colours_and_unsure():
    signs = [("green", "arrow_up"), ("yellow", "arrow_right"), ("red", "arrow_down")]
    thumbs = describe(
        [Cell(row=i, column=3, symbols=(mark(c, shape),)) for i, (c, shape) in enumerate(signs)],
        Legend(),
        PATTERNS,
    )
    shown = [
        cells("Andel nöjda gäster", "Antal klagomål"),
        cells("82 %", "14"),
        cells("ökande", "stabil"),
        thumbs,
    ]
    labels = ("Indikator", "Utfall 2020", "Trend", "Resultat")
    found = {c.role: c for c in read_columns(labels, shown, "2020", PATTERNS).columns}
    assert (found["trend"].index, found["status"].index, found["value"].index) == (2, 3, 1)
    assert found["status"].confidence < SURE <= found["trend"].confidence


def test_coloured_arrows_in_a_column_of_trends_are_no_status():
    arrows = describe(
        [Cell(row=i, column=2, symbols=(mark("green", f"arrow_{d}"),)) for i, d in enumerate(("up", "down", "up"))],
        Legend(), PATTERNS,
    )  # fmt: skip
    shown = [cells("Andel nöjda gäster", "Antal klagomål"), cells("82 %", "14"), arrows]
    assert roles("Indikator", "Utfall 2020", "Trend", contents=shown) == ["indicator", "value", "trend"]


def test_a_header_that_names_both_is_the_status_before_a_first_column_in_colours():
    bar = describe(
        [Cell(row=i, column=0, shading=c) for i, c in enumerate(("#00b050", "#ff0000"))], Legend(), PATTERNS
    )
    pointing = (mark("red", "arrow_up"), mark("green", "arrow_down"))
    arrows = describe(
        [Cell(row=i, column=3, symbols=(s,)) for i, s in enumerate(pointing)], Legend(), PATTERNS
    )
    shown = [bar, cells("Andel nöjda gäster", "Antal klagomål"), cells("82 %", "14"), arrows]
    columns = read_columns(("", "Indikator", "Utfall 2020", "Läge & trend"), shown, "2020", PATTERNS).columns
    assert {c.role for c in columns if c.index == 3} == {"status", "trend"}
    assert columns[0].role is None


@pytest.mark.parametrize(("sure", "expected"), [(0.95, ["indicator", "value", "status", "trend"]),
                                                (0.75, ["indicator", "value", "status"])])  # fmt: skip
def test_only_plain_arrows_make_trends_of_a_column_that_is_said_to_judge(sure, expected):
    seen = [msgspec.structs.replace(mark("green", "arrow_down"), shape_confidence=sure)] * 3
    lights = describe([Cell(row=i, column=2, symbols=(s,)) for i, s in enumerate(seen)], Legend(), PATTERNS)
    shown = [cells("Andel nöjda gäster", "Antal klagomål"), cells("82 %", "14"), lights]
    assert roles("Indikator", "Utfall 2020", "Måluppfyllelse", contents=shown) == expected


@pytest.mark.parametrize(
    "light",
    [mark("red", "triangle"), msgspec.structs.replace(mark("red", "arrow_right"), shape_confidence=0.75)],
)
def test_a_light_that_looks_like_an_arrow_beside_words_that_judge_makes_no_trends(light):
    lit = [Cell(row=i, column=2, text="Ej uppnått", symbols=(light,)) for i in range(3)]
    shown = [
        cells("Andel nöjda gäster", "Antal klagomål"),
        cells("82 %", "14"),
        describe(lit, Legend(), PATTERNS),
    ]
    assert roles("Indikator", "Utfall 2020", "Måluppfyllelse", contents=shown) == [
        "indicator",
        "value",
        "status",
    ]


VERDICTS = cells("Målet nått", "Målet delvis nått", "Målet ej nått", "Ej mätt")
FIGURES = cells("81 %", "4 812", "1,9", "12")
NAMES = cells("Andel nöjda invånare", "Antal klagomål i år", "Sjukfrånvaro av tiden", "Kostnad per elev")


@pytest.mark.parametrize("label", ["Resultat", "Kommentar", "Avvikelse", "Prognos", "Utfall mot mål 2020"])
def test_a_column_of_plain_verdicts_judges_whatever_its_header_calls_it_but_never_surely(label: str) -> None:
    found = read_columns(
        ["Indikator", "Utfall 2020", "Mål 2020", label], [NAMES, FIGURES, FIGURES, VERDICTS], "2020", PATTERNS
    ).columns[3]
    assert (found.role, found.confidence < SURE) == ("status", True)


@pytest.mark.parametrize("label", ["Resultatmålet är", "Vårt mål"])
def test_verdicts_under_a_word_for_goals_judge_beside_what_is_measured(label: str) -> None:
    contents = [NAMES, FIGURES, FIGURES, VERDICTS]
    found = read_columns(["Mått", "Mål 2020", "Utfall 2020", label], contents, "2020", PATTERNS).columns[3]
    assert (found.role, found.confidence < SURE) == ("status", True)


def test_names_under_a_word_for_targets_are_measured_where_another_column_has_the_targets() -> None:
    labels, contents = ["Vi ska", "Måltal", "Ska vara 2020", "Utfall 2020"], [NAMES, NAMES, FIGURES, FIGURES]
    found = read_columns(labels, contents, "2020", PATTERNS).columns
    assert [c.role for c in found] == ["goal", "indicator", "target", "value"]
    assert found[1].confidence < SURE
    assert roles("Indikator", *labels[1:], contents=contents)[1] != "indicator"


def test_verdicts_under_a_word_for_outcomes_judge_where_no_other_column_has_the_figures() -> None:
    contents = [NAMES, FIGURES, VERDICTS]
    assert roles("Indikator", "Mål 2020", "Utfall", contents=contents) == ["indicator", "target", "status"]


def test_outcomes_in_words_stay_outcomes_where_they_answer_or_another_column_judges() -> None:
    answers = cells("Ja", "Nej", "Ja", "Genomfört")
    assert roles("Indikator", "Mål 2020", "Utfall", contents=[NAMES, answers, answers])[2] == "value"
    contents = [NAMES, FIGURES, VERDICTS, cells("Grön", "Gul", "Röd", "Grön")]
    assert roles("Indikator", "Mål 2020", "Utfall", "Status", contents=contents)[2:] == ["value", "status"]


def test_last_years_verdicts_are_not_this_years() -> None:
    contents = [NAMES, FIGURES, FIGURES, VERDICTS]
    assert roles("Indikator", "Mål 2020", "Utfall 2020", "Resultat 2019", contents=contents)[3] != "status"


def test_figures_under_a_word_for_judgements_are_measured_and_never_sure() -> None:
    found = read_columns(
        ["Indikator", "Mål 2020", "Status"], [NAMES, FIGURES, FIGURES], "2020", PATTERNS
    ).columns[2]
    assert (found.role, found.confidence < SURE) == ("value", True)
    shares = cells("100 %", "60 %", "25 %")
    assert roles("Aktivitet", "Status", contents=[NAMES, shares]) == ["indicator", "progress"]


@pytest.mark.parametrize(
    ("label", "sure"),
    [("Status 2019", False), ("Status 2020", True), ("Status", True), ("Uppnås 2031", False)],
)
def test_a_judgement_of_another_year_alone_is_not_surely_this_reports(label: str, sure: bool) -> None:
    columns = read_columns(
        ["Indikator", "Mål", label],
        [EMPTY_CONTENT, EMPTY_CONTENT, EMPTY_CONTENT], "2020", PATTERNS,
    ).columns  # fmt: skip
    assert [(c.role, c.confidence >= SURE) for c in columns if c.label == label] == [("status", sure)]


def test_a_column_of_values_without_a_year_is_this_years_beside_one_of_an_earlier_year() -> None:
    assert roles("Indikator", "Målvärde", "Utfall", "Utfall 2020", period="2021")[2:] == [
        "value",
        "previous_value",
    ]


def test_a_column_without_header_is_surely_the_status_where_the_legend_explains_its_signs() -> None:
    entries = [
        LegendEntry(colour=c, kind="status", meaning=m) for c, m in (("green", "met"), ("red", "not_met"))
    ]
    lights = [Cell(row=i, column=3, symbols=(mark(c),)) for i, c in enumerate(("green", "red", "green"))]
    names, figures = cells("Andel nöjda resenärer", "Antal resor"), cells("80 %", "90 %")

    def status(*unheaded: Content) -> list[float]:
        shown = [names, figures, figures, *unheaded]
        labels = ("Indikator", "Mål 2020", "Utfall 2020", *("" for _ in unheaded))
        columns = read_columns(labels, shown, "2020", PATTERNS).columns
        return [c.confidence for c in columns if c.role == "status"]

    told, untold = (
        describe(lights, Legend(entries=tuple(entries)), PATTERNS),
        describe(lights, Legend(), PATTERNS),
    )
    assert status(told) == [1.0]
    assert all(sure < SURE for sure in (*status(untold), *status(told, told)))


def test_names_beside_lights_of_their_own_are_names() -> None:
    lit = [
        Cell(row=i, column=0, text=t, symbols=(mark("green"),))
        for i, t in enumerate(("Andel nöjda resenärer", "Resor per invånare"))
    ]
    shown = [describe(lit, Legend(), PATTERNS), cells("81 %", "41"), cells("80 %", "40")]
    assert roles("Indikator", "Utfall", "Årsmål", contents=shown) == ["indicator", "value", "target"]


@pytest.mark.parametrize("theirs", [("100 %", "+/-1 %"), ("Tas fram av nämnden", "Tas fram av nämnden")])
def test_a_column_of_others_targets_holds_no_goals(theirs: tuple[str, str]) -> None:
    shown = [
        cells("Andel nöjda resenärer", "Resor per invånare"),
        cells("81 %", "41"),
        cells("80 %", "40"),
        cells(*theirs),
    ]
    for label in ("KF:s årsmål", "KF:s mål"):
        assert "goal" not in roles("Indikator", "Utfall", "Årsmål", label, contents=shown)


def test_somebody_elses_target_leaves_the_own_one_sure() -> None:
    shown = [
        cells("Andel nöjda resenärer", "Resor per invånare"),
        cells("81 %", "41"),
        cells("80 %", "40"),
        cells("85 %", "45"),
    ]
    columns = read_columns(["Indikator", "Utfall", "Årsmål", "KF:s årsmål"], shown, "2020", PATTERNS).columns
    assert [(c.label, c.confidence >= SURE) for c in columns if c.role == "target"] == [("Årsmål", True)]


@pytest.mark.parametrize(
    ("label", "words", "sure"),
    [
        ("Kravnivån är", ("Kanon", "Usel", "Kanon"), False),
        ("Sol eller regn", ("Kanon", "Usel", "Kanon"), False),
        ("Ansvarig", ("Skola", "Bygg", "Skola"), True),
        ("Enhet", ("%", "st", "%"), True),
    ],
)
def test_no_judgement_is_surely_missing_where_brief_words_stand_under_a_header_nobody_knows(
    label: str, words: tuple[str, ...], sure: bool
) -> None:
    contents = [NAMES, FIGURES, FIGURES, cells(*words)]
    found = read_columns(["Mått", "Mål 2020", "Utfall 2020", label], contents, "2020", PATTERNS)
    assert ("status" not in found.lost) == sure

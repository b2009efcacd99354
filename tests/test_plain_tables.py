from __future__ import annotations

import pytest

from extractor.model import SURE
from extractor.patterns import built_in
from extractor.scorecards.find import find_scorecards
from tests.support.sheets import Mark, body, document, heading, table

PATTERNS = built_in()
CARD: tuple[list[Mark], ...] = (
    ["Mått", "Mål 2020", "Utfall 2020", "Måluppfyllelse"],
    ["Andel nöjda gäster", "80 %", "82 %", "Uppnås"],
    ["Väntetid, minuter", "15", "18", "Uppnås inte"],
)
NAMES = ["Andel nöjda gäster", "Väntetid, minuter"]


def rows(*blocks):
    return [r for c in find_scorecards(document(*blocks), PATTERNS, period="2020") for r in c.rows]


@pytest.mark.parametrize(
    "plain",
    [
        (["Sjukfrånvaro i procent", "Kvinnor", "Män", "Totalt"], ["2019", "5,5", "3,3", "5,1"],
         ["2020", "4,9", "3,2", "4,6"]),
        (["Yrke", "2018", "2019", "2020"], ["Kockar", "12", "13", "12"], ["Servitörer", "41", "40", "44"]),
        (["Kockar", "12", "13", "12"], ["Servitörer", "41", "40", "44"]),
    ],
)  # fmt: skip
def test_a_table_of_figures_after_a_scorecard_is_not_its_next_page(plain) -> None:
    after = table(*plain, number=2, header_rows=0, bold=())
    assert [r.text("indicator") for r in rows(table(*CARD), after)] == NAMES


def test_without_emphasis_it_is_told_by_figures_where_the_rows_above_are_judged() -> None:
    joined = table(
        *CARD,
        ["Yrke", "2018", "2019", "2020"],
        ["Kockar", "12", "13", "12"],
        ["Servitörer", "41", "40", "44"],
    )
    assert [r.text("indicator") for r in rows(joined)] == NAMES


@pytest.mark.parametrize("answers", [["Öka", "Har ökat"], ["Ja", "Nej"], ["Minska", "Oförändrat"]])
@pytest.mark.parametrize("bold", [(0,), (0, 3)])
def test_a_row_that_answers_in_words_over_rows_of_figures_heads_nothing(answers, bold) -> None:
    header, said, figures = ["Mått", "Mål 2020", "Utfall 2020"], ["Ny meny", *answers], ["Nöjda", "80", "82"]
    told = [["Ny spis", *answers], ["Ny bar", *answers], said, figures, ["Vana kockar", "60", "70"]]
    names = [row[0] for row in told]
    assert [r.text("indicator") for r in rows(table(header, *told, bold=bold))] == names
    pages = table(header, figures), table(said, figures, number=2, header_rows=0, bold=())
    assert [r.text("indicator") for r in rows(*pages)] == ["Nöjda", "Ny meny", "Nöjda"]


def test_counts_of_verdicts_read_as_one_with_the_scorecard_above_are_no_rows() -> None:
    joined = table(
        *CARD, ["Område", "Uppnådda", "Delvis uppnådda", "Ej uppnådda"], ["Gäster", "4", "1", "0"],
        ["Kök", "2", "1", "3"], bold=(0, 3),
    )  # fmt: skip
    assert [r.text("indicator") for r in rows(joined)] == NAMES


def test_limits_under_colours_are_no_judgements() -> None:
    limits = table(
        ["Indikator", "Utfall", "Grön", "Gul", "Röd"],
        ["Andel nöjda gäster", "82 %", "minst 80 %", "70–79 %", "under 70 %"],
        ["Väntetid, minuter", "18", "högst 15", "16–20", "över 20"],
    )
    found = rows(limits)
    assert [(r.text("indicator"), r.text("value"), r.text("status")) for r in found] == [
        (NAMES[0], "82 %", ""),
        (NAMES[1], "18", ""),
    ]


def test_a_table_of_figures_read_as_one_with_the_scorecard_above_has_a_header_of_its_own() -> None:
    joined = table(
        *CARD, ["Sjukfrånvaro i procent", "Kvinnor", "Män", "Totalt"], ["2020", "4,9", "3,2", "4,6"],
        bold=(0, 3),
    )  # fmt: skip
    assert [r.text("indicator") for r in rows(joined)] == NAMES


def test_a_scorecards_next_page_may_begin_with_what_was_not_measured() -> None:
    after = table(
        ["Antal kurser", "Öka", "Ej mätt", ""], ["Andel vana kockar", "60 %", "70 %", "Uppnås"],
        number=2, header_rows=0, bold=(),
    )  # fmt: skip
    assert len(rows(table(*CARD), after)) == 4


@pytest.mark.parametrize(
    "plain",
    [
        (["Antal mått", "Har nåtts", "Har nästan nåtts", "Har inte nåtts", "Resultat saknas"],
         ["Gäster", "5", "1", "1", "0"], ["Totalt", "5", "1", "1", "0"]),
        (["Nämndens mål", "Antal mått", "Grön", "Gul", "Röd"], ["Gäster", "3", "1", "1", "1"],
         ["Kök", "4", "4", "0", "0"]),
        (["Verksamhetsmått", "2018", "2019", "2020", "Förändring"], ["Sålda luncher", "900", "940", "910", "-30"],
         ["Sålda kaffe", "410", "430", "455", "25"]),
    ],
)  # fmt: skip
def test_counts_of_verdicts_and_volumes_are_no_scorecards(plain) -> None:
    assert rows(table(*plain)) == []


def test_figures_alone_are_in_doubt_where_the_reports_other_scorecards_have_targets() -> None:
    volumes = table(
        ["Indikator", "2019", "2020"],
        ["Sålda luncher", "940", "910"],
        ["Sålda kaffe", "430", "455"],
        number=2,
    )
    found = rows(table(*CARD), heading("Volymer", 2), body("Försäljningen ökade."), volumes)
    assert [r.text("indicator") for r in found] == [*NAMES, "Sålda luncher", "Sålda kaffe"]
    assert all(r.field("value").confidence >= SURE for r in found[:2])
    assert all("perhaps_no_scorecard" in r.field("value").reasons for r in found[2:])
    assert all(r.field("value").confidence >= SURE for r in rows(volumes))


def test_what_was_not_done_is_a_judgement_and_no_missing_value() -> None:
    done = table(
        ["Aktivitet", "Mål", "Status"],
        ["Byta spis", "2", "Inte genomförd"],
        ["Bygga bar", "1", "Inte genomförd"],
    )
    assert [r.field("status").normal for r in rows(done)] == ["not_met", "not_met"]


def test_goals_of_another_body_beside_the_own_target_stay_goals() -> None:
    found = rows(
        table(
            ["Rådets mål", "Mål", "Utfall"],
            ["Gästerna ska vara nöjda", "80 %", "82 %"],
            ["Korta köer ute", "15", "18"],
        )
    )
    assert [r.text("goal") for r in found] == ["Gästerna ska vara nöjda", "Korta köer ute"]

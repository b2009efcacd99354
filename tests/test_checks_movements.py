"""Sentences that say which way something went, in words of their own, against the rows they are about."""

from __future__ import annotations

import pytest

from tests.support.checking import findings
from tests.support.invented import fact, report, row

ROWS = [
    row("Utlån av spel per barn", previous_value="9,4", value="8,1"),
    row("Kostnad för inhyrd personal, mnkr", previous_value="21,0", value="33,5"),
    row("Kostnad per utlån, kr", previous_value="61", value="75"),
    row("Dagar till plats i korttidsboende", previous_value="41 dagar", value="52 dagar"),
    row("Förtroendeindex bland odlare", previous_value="68", value="68"),
    row("Utveckling av antal gäster", previous_value="4,0 %", value="3,1 %"),
    row("Sjukfrånvaro", previous_value="5,0 %", value="6,1 %"),
]


def told(text: str, period: str = "2020") -> int:
    return len(findings(report(period, ROWS, comments=[("Kommentar", text)]), code="direction_vs_value"))


@pytest.mark.parametrize(
    "text",
    [
        "Utlånen av spel ökade under året, främst genom lovläsningen.",
        "Under 2020 ökade utlånen av spel kraftigt.",
        "Kostnaden för inhyrd personal har minskat med 12,5 mnkr.",
        "Sjukfrånvaron sjönk jämfört med 2019. 3 av 5 anställda var aldrig sjuka.",
        "Väntetiden till korttidsboende minskade till 52 dagar.",
        "Förtroendeindex steg till 68.",
        "Utlånen av spel ökade när ett bibliotek öppnade i april.",
        "Utlånen av spel har blivit fler.",
    ],
)
def test_a_movement_the_row_it_names_does_not_bear_out_is_flagged(text: str) -> None:
    assert told(text) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Utlånen av spel minskade under året.",
        "Sjukfrånvaron sjönk i hemtjänsten.",  # a part
        "Sjukfrånvaron bland kvinnor sjönk.",
        "Sjukfrånvaron sjönk under hösten.",  # a part of the year
        "Sjukfrånvaron har sjunkit de senaste åren.",
        "Sjukfrånvaron har sjunkit sedan 2016.",
        "Sjukfrånvaron sjönk jämfört med riket.",
        "Målet är att sjukfrånvaron minskar.",
        "Sjukfrånvaron har inte sjunkit.",
        "Där har sjukfrånvaron sjunkit.",
        "Jämfört med 2010, då skolan byggdes, har sjukfrånvaron sjunkit.",
        "Sjukfrånvaron beräknas ha sjunkit vid årets slut.",
        "Sjukfrånvaron sjönk på Ekbacken men ökade på Solhaga.",
        "Kostnaden för utlån minskade.",  # of all, the row's is of each
        "Förtroendeindex steg något till 68.",
        "Antalet gäster ökade till 3,1 procent.",  # a rate of growth is no level
        "Väntetiden till behandling minskade till 52 dagar.",
    ],
)
def test_a_movement_of_another_thing_time_or_base_stays_silent(text: str) -> None:
    assert told(text) == 0


def test_what_a_fact_tells_of_its_row_already_is_flagged_once() -> None:
    text = "Sjukfrånvaron har sjunkit."
    said = fact("Sjukfrånvaro", "2020", text, comparator="decrease", row_no=7, value=None)
    made = report("2020", ROWS, comments=[("Personal", text)], facts=[said])
    assert len(findings(made, code="direction_vs_value")) == 1


def test_a_level_that_two_measures_print_tells_of_neither() -> None:
    twice = [
        *ROWS,
        row("Dagar till plats i korttidsboende för unga", previous_value="40 dagar", value="52 dagar"),
    ]
    text = "Väntetiden till korttidsboende minskade till 52 dagar."
    made = report("2020", twice, comments=[("Boende", text)])
    assert not findings(made, code="direction_vs_value")


def test_a_level_of_a_table_is_held_against_the_year_before() -> None:
    table = (
        "Antal",
        ["", "2019", "2020"],
        [["Operationer", "9 410", "9 270"], ["Besök", "88 300", "91 200"]],
    )
    text = "Antalet operationer ökade till 9 270."
    made = report("2020", tables=[table], table_unit="st", comments=[("Året", text)])
    assert len(findings(made, code="direction_vs_value")) == 1


def test_numbers_in_words_are_held_against_the_word_before_them() -> None:
    text = "Olyckorna med frånvaro ökade från fem till två."
    assert len(findings(report("2020", comments=[("Personal", text)]), code="direction_vs_value")) == 1
    assert not findings(
        report("2020", comments=[("Personal", text.replace("ökade", "minskade"))]), code="direction_vs_value"
    )


@pytest.mark.parametrize(("trend", "flagged"), [("up", 1), ("unchanged", 0)])
def test_an_arrow_beside_equal_numbers_is_flagged_where_others_beside_such_show_none(
    trend: str, flagged: int
) -> None:
    rows = [
        row("Engagemang", previous_value="81", value="81", trend="unchanged"),
        row("Trygga gäster", previous_value="83 %", value="83 %", trend=trend),
        row("Placering i länet", previous_value="plats 3 av 9", value="plats 2 av 9", trend="up"),
    ]
    assert len(findings(report("2020", rows), code="direction_vs_value")) == flagged


def test_a_sentence_with_both_numbers_is_held_against_these_alone() -> None:
    assert told("Sjukfrånvaron har blivit lägre, från 5,0 till 6,1 procent.") == 1

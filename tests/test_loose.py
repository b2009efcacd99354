"""Columns of figures without a role leave no field surely empty that may be printed in them."""

from __future__ import annotations

import pytest

from extractor.model import SURE, Role, Row
from extractor.patterns import built_in
from extractor.scorecards.find import find_scorecards
from tests.support.sheets import Mark, document, heading, table

PATTERNS = built_in()
NAMES = ("Andel besök i rätt tid", "Antal fall i hemmet", "Sjukfrånvaro i procent")
FIGURES = (
    ("71", "68", "74", "77", "85", "70"),
    ("12", "11", "15", "14", "10", "16"),
    ("3,4", "3,1", "3,9", "3,6", "3,0", "4,1"),
)


def row_under(*header: list[Mark], title: str = "Årsrapport 2020") -> Row:
    """The first row of a sheet of figures beside indicators under a header of one row or more."""
    width = len(header[0]) - 1
    body: list[list[Mark]] = [[n, *f[:width]] for n, f in zip(NAMES, FIGURES, strict=True)]
    doc = document(heading(title, page=1), table(*header, *body, header_rows=len(header)))
    return find_scorecards(doc, PATTERNS)[0].rows[0]


def sure(row: Row) -> dict[str, str]:
    """What a row surely says of its figures, empty fields included."""
    roles: tuple[Role, ...] = ("baseline", "target", "previous_value", "value")
    return {r: row.text(r) for r in roles if row.field(r).confidence >= SURE}


@pytest.mark.parametrize(
    ("upper", "lower", "title", "value", "previous"),
    [
        (["Indikator", "Ackumulerat jan–maj", "<", "Mål 2020"], ["^", "2020", "2019", "^"],
         "Månadsrapport maj 2020", "71", "68"),
        (["Indikator", "Ack utfall jan–aug", "<", "Mål 2020"], ["^", "2019", "2020", "^"],
         "Delårsrapport augusti 2020", "68", "71"),
        (["Indikator", "Utfall", "<", "<", "Mål"], ["^", "2020", "2019", "Diff", "^"],
         "Årsrapport 2020", "71", "68"),
        (["Indikator", "Utfall", "<", "<", "Mål"], ["^", "2020", "2019", "Förändring", "^"],
         "Årsrapport 2020", "71", "68"),
        (["Indikator", "Utfall 2020", "<", "<", "<", "Mål"], ["^", "Öster", "Väster", "Norr", "Totalt", "^"],
         "Årsrapport 2020", "77", ""),
        (["Indikator", "Utfall 2020", "<", "<", "<", "<"], ["^", "Kv1", "Kv2", "Kv3", "Kv4", "Helår"],
         "Årsrapport 2020", "85", ""),
        (["Indikator", "Perioden", "<", "Helår", "<"], ["^", "Utfall", "Föreg. år", "Mål", "Prognos"],
         "Delårsrapport augusti 2020", "71", "68"),
    ],
)  # fmt: skip
def test_a_group_over_years_parts_or_units_tells_this_years_whole_from_the_rest(
    upper: list[Mark], lower: list[Mark], title: str, value: str, previous: str
) -> None:
    row = row_under(upper, lower, title=title)
    assert (row.text("value"), row.text("previous_value")) == (value, previous)


@pytest.mark.parametrize(
    "lower",
    [
        ["^", "Kv1", "Kv2", "Kv3", "Kv4", "^"],
        ["^", "T1", "T2", "T3", "^"],
        ["^", "Öster", "Väster", "Norr", "^"],
        ["^", "Kvinnor", "Män", "^"],
    ],
)
def test_parts_without_a_total_give_no_sure_value(lower: list[Mark]) -> None:
    upper: list[Mark] = ["Indikator", "Utfall 2020", *["<"] * (len(lower) - 3), "Mål"]
    assert "value" not in sure(row_under(upper, lower))


def test_a_month_beside_the_running_figure_is_not_surely_the_value() -> None:
    upper: list[Mark] = ["Indikator", "Maj", "<", "Ackumulerat", "<", "Mål"]
    lower: list[Mark] = ["^", "2020", "2019", "2020", "2019", "^"]
    assert not {"value", "previous_value"} & set(
        sure(row_under(upper, lower, title="Månadsrapport maj 2020"))
    )


def test_beside_figures_under_unknown_words_no_other_figure_is_surely_missing() -> None:
    assert sure(row_under(["Indikator", "Mål 2020", "Utfall 2020", "Kolumbus"])) == {
        "target": "71",
        "value": "68",
    }


def test_of_two_outcomes_alike_neither_is_sure_and_last_years_is_not_surely_missing() -> None:
    assert set(sure(row_under(["Indikator", "Utfall A", "Utfall B", "Mål"]))) == {"baseline", "target"}


def test_differences_other_bodies_and_parts_of_a_total_hide_nothing() -> None:
    header: list[Mark] = ["Indikator", "Utfall 2020", "Avvikelse", "Riket", "+/-", "Mål 2020"]
    assert sure(row_under(header)) == {"baseline": "", "target": "85", "previous_value": "", "value": "71"}


@pytest.mark.parametrize(
    "other",
    ["Utfall riket", "Skillnad mot utfall 2019", "Jmf föregående mätning", "Fg prognos", "+/- mot målvärde"],
)
def test_a_difference_or_a_comparison_is_no_figure_of_the_row(other: str) -> None:
    row = row_under(["Indikator", "Mål", other, "Riket", "Utfall"])
    assert {role: f.text for role, f in row.fields.items() if f.text in ("68", "74")} == {}
    assert (row.text("target"), row.text("value")) == ("71", "77")


def test_an_outcome_of_somebody_else_beside_last_years_is_not_surely_this_years() -> None:
    assert "value" not in sure(row_under(["Indikator", "Utfall Berga", "Utfall 2019"]))
    assert sure(row_under(["Indikator", "Utfall", "Utfall 2019"]))["value"] == "71"


def test_an_outcome_of_an_earlier_year_beside_the_one_before_is_not_surely_the_value() -> None:
    assert "value" not in sure(row_under(["Indikator", "Föreg år", "2018", "Mål"]))

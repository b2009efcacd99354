"""Sums, differences and percentages within tables: each code twice, each trap twice."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tests.support.checking import findings
from tests.support.invented import report

COSTS = ["", "Utfall 2020", "Utfall 2019"]


def sums(rows: list[list[str]], header: list[str] = COSTS, unit: str = "tkr") -> list[str]:
    made = report("2020", tables=[("Kostnader", header, rows)], table_unit=unit)
    return [f.b for f in findings(made, code="sum_mismatch")]


def differences(header: list[str], rows: list[list[str]], code: str = "difference_mismatch") -> list[str]:
    made = report("2020", tables=[("Driftredovisning", header, rows)], table_unit="tkr")
    return [f"{f.a} | {f.b}" for f in findings(made, code=code)]


# ---------------------------------------------------------------- sums


def test_a_total_its_parts_do_not_add_up_to_is_flagged() -> None:
    found = sums([["Löner", "712", "705"], ["Hyror", "96", "104"], ["Totalt", "818", "809"]])
    assert found == ["Totalt 818"]


def test_a_single_column_with_a_total_that_is_nearly_right_is_flagged() -> None:
    found = sums([["Löner", "212,4"], ["Hyror", "96,2"], ["Summa", "318,6"]], ["", "Utfall"])
    assert found == ["Summa 318,6"]


def test_rounding_of_the_addends_explains_a_tenth() -> None:
    rows = [["Löner", "212,4"], ["Hyror", "96,2"], ["Avgifter", "24,3"], ["El", "31,7"], ["Summa", "364,7"]]
    assert not sums(rows, ["", "Utfall"])


def test_rounding_to_hundreds_explains_a_hundred() -> None:
    rows = [
        ["Löner", "212 400"],
        ["Hyror", "96 200"],
        ["Avgifter", "24 300"],
        ["El", "31 700"],
        ["Summa", "364 700"],
    ]
    assert not sums(rows, ["", "Utfall"])


def test_rows_that_say_varav_are_not_added_again() -> None:
    rows = [
        ["Löner", "700", "690"],
        ["varav jour", "50", "60"],
        ["Hyror", "100", "90"],
        ["Totalt", "800", "780"],
    ]
    assert not sums(rows)


def test_subtotals_are_not_added_beside_their_parts() -> None:
    rows = [
        ["Löner", "700", "690"], ["Avgifter", "200", "190"], ["Summa personal", "900", "880"],
        ["Hyror", "100", "90"], ["El", "50", "40"], ["Summa lokaler", "150", "130"], ["Totalt", "1 050", "1 010"],
    ]  # fmt: skip
    assert not sums(rows)


def test_headings_above_their_parts_are_found_by_what_adds_up() -> None:
    rows = [
        ["Teknik", "30", "18"], ["Nät", "20", "12"], ["Skrivare", "10", "6"],
        ["Vård", "44", "25"], ["Röntgen", "31", "15"], ["Labb", "13", "10"], ["Totalt", "74", "43"],
    ]  # fmt: skip
    assert not sums(rows)


def test_a_part_that_breaks_its_heading_is_flagged_though_the_total_holds() -> None:
    rows = [
        ["Teknik", "30", "18"], ["Nät", "20", "12"], ["Skrivare", "10", "9"],
        ["Vård", "44", "25"], ["Röntgen", "31", "15"], ["Labb", "13", "10"], ["Totalt", "74", "43"],
    ]  # fmt: skip
    assert sums(rows) == ["Teknik 18"]


def test_averages_are_no_sums() -> None:
    rows = [["Kvinnor", "5,1 %", "5,3 %"], ["Män", "3,3 %", "3,4 %"], ["Totalt", "4,6 %", "4,8 %"]]
    assert not sums(rows)


def test_shares_that_add_up_in_one_year_must_add_up_in_the_other() -> None:
    rows = [["Kort", "2,2 %", "2,4 %"], ["Lång", "1,8 %", "1,4 %"], ["Totalt", "4,0 %", "4,8 %"]]
    assert sums(rows) == ["Totalt 4,8 %"]


def test_costs_printed_negative_add_up_to_a_positive_total() -> None:
    rows = [["Löner", "-700", "-690"], ["Hyror", "-100", "-90"], ["Totalt", "800", "780"]]
    assert not sums(rows)


# ---------------------------------------------------------------- differences

BUDGET = ["", "Budget 2020", "Utfall 2020", "Avvikelse"]


def test_a_deviation_that_is_not_outcome_minus_budget_is_flagged() -> None:
    found = differences(
        BUDGET, [["Skola", "500", "520", "-20"], ["Vård", "300", "290", "10"], ["Omsorg", "104", "98", "16"]]
    )
    assert found == ["Omsorg 104 98 | Avvikelse 16"]


def test_a_change_that_is_not_this_year_minus_last_is_flagged() -> None:
    header = ["", "2020", "2019", "Förändring"]
    found = differences(
        header,
        [
            ["Skola", "500", "520", "-20"],
            ["Vård", "300", "290", "10"],
            ["Omsorg", "90", "98", "8"],
            ["Miljö", "44", "40", "14"],
        ],
    )
    assert found == ["Miljö 44 40 | Förändring 14"]


def test_the_sign_convention_is_the_tables_own() -> None:
    assert not differences(
        BUDGET, [["Skola", "500", "520", "20"], ["Vård", "300", "290", "-10"], ["Bidrag", "-50", "-60", "10"]]
    )


def test_rounded_columns_may_miss_their_difference_by_one() -> None:
    assert not differences(
        BUDGET,
        [["Skola", "13,7", "11,2", "2,6"], ["Vård", "8,2", "8,0", "0,1"], ["Miljö", "5,0", "4,0", "1,0"]],
    )


def test_the_columns_compared_are_those_that_fit() -> None:
    header = ["", "Plan 2020", "Utfall 2020", "Avvikelse", "Prognos"]
    assert not differences(
        header,
        [
            ["Skola", "16", "29", "13", "31"],
            ["Vård", "48", "60", "12", "62"],
            ["Totalt", "64", "89", "25", "93"],
        ],
    )


# ---------------------------------------------------------------- percentages

YEARS = ["", "2020", "2019", "Förändring", "Förändring %"]


def test_a_percentage_that_does_not_follow_is_flagged() -> None:
    rows = [
        ["Löner", "224 780", "219 300", "5 480", "2,5 %"],
        ["Hyror", "26 160", "25 900", "260", "4,0 %"],
        ["El", "32 490", "33 150", "-660", "-2,0 %"],
    ]
    assert differences(YEARS, rows, "percentage_mismatch") == ["Hyror 26 160 25 900 | Förändring % 4,0 %"]


def test_a_percentage_with_turned_digits_is_flagged() -> None:
    rows = [
        ["Skjuts", "17,6", "16,2", "6,8 %"],
        ["Mat", "11,0", "10,0", "10,0 %"],
        ["Lokal", "42,0", "40,0", "5,0 %"],
    ]
    found = differences(["", "2020", "2019", "Förändring %"], rows, "percentage_mismatch")
    assert found == ["Skjuts 17,6 16,2 | Förändring % 6,8 %"]


def test_percentages_of_unrounded_numbers_stay_silent() -> None:
    rows = [
        ["Skjuts", "17,6", "16,2", "8,4 %"],
        ["Mat", "11,0", "10,0", "9,6 %"],
        ["Lokal", "42,0", "40,0", "5,1 %"],
    ]
    assert not differences(["", "2020", "2019", "Förändring %"], rows, "percentage_mismatch")


def test_a_degree_of_effect_is_another_formula() -> None:
    header = ["", "Uppdrag", "Utfall", "Avvikelse", "Effekt i procent"]
    rows = [
        ["Löner", "2,0", "3,1", "1,1", "55 %"],
        ["Inköp", "5,0", "6,4", "1,4", "28 %"],
        ["Totalt", "7,0", "9,5", "2,5", "36 %"],
    ]
    assert not differences(header, rows, "percentage_mismatch")


def test_a_table_that_goes_on_over_the_page_under_its_header_is_added_up_as_one() -> None:
    header = ["", "Utfall 2020", "Utfall 2019"]
    parts = [
        [["Löner", "712", "705"], ["Hyror", "96", "104"]],
        [["El", "30", "40"], ["Totalt", "848", "849"]],
    ]
    made = report("2020", tables=[("Kostnader", header, rows) for rows in parts], table_unit="tkr")
    assert not findings(made, code="sum_mismatch")  # on one page they are two tables
    moved = tuple(
        replace(c, place=replace(c.place, page=c.place.page + (c.table_no == max(f.table_no for f in made.figures))))
        for c in made.figures
    )  # fmt: skip
    assert [f.b for f in findings(replace(made, figures=moved), code="sum_mismatch")] == ["Totalt 848"]


def grown(sentence: str) -> int:
    return len(findings(report("2020", comments=[("Kostnader", sentence)]), code="percentage_mismatch"))


def test_a_growth_that_the_two_numbers_of_its_sentence_do_not_give_is_flagged() -> None:
    assert grown("Kostnaden ökade från 40,0 till 48,0 mnkr, en ökning med 25 procent.") == 1
    assert grown("Andelen har ökat med 4,0 procent, från 50,0 procent 2019 till 54,0 procent 2020.") == 1


def test_a_growth_in_percentage_points_or_of_the_right_size_stays_silent() -> None:
    assert grown("Kostnaden ökade från 40,0 till 48,0 mnkr, en ökning med 20 procent.") == 0
    assert grown("Andelen har ökat med 4,0 procentenheter, från 50,0 procent till 54,0 procent.") == 0
    assert grown("Kostnaden ökade från 40 till 41 mnkr, en ökning med 2 procent.") == 0


def test_a_difference_wrong_in_its_last_digits_is_flagged_though_the_budget_is_in_round_hundreds() -> None:
    header = ["tkr", "Budget 2020", "Utfall 2020", "Avvikelse"]
    rows = [
        ["Löner", "-101 900", "-101 260", "640"],
        ["Läkemedel", "-8 600", "-9 105", "-550"],
        ["Material", "-32 800", "-33 410", "-610"],
        ["Övrigt", "-6 100", "-6 340", "-240"],
    ]
    assert [f.split()[0] for f in differences(header, rows)] == ["Läkemedel"]


SIGNED = [
    ["Avgifter", "126,4", "126,0", "0,4"],
    ["Resor", "-54,8", "-54,0", "-0,8"],
    ["Lokaler", "-9,6", "-9,5", "-0,1"],
]
SIGNS = ["", "Prognos 2020", "Budget 2020", "Avvikelse"]


def test_the_one_deviation_that_has_lost_its_sign_is_flagged() -> None:
    assert differences(SIGNS, [*SIGNED, ["Tvätt", "-41,8", "-41,5", "0,3"]]) == [
        "Tvätt -41,8 -41,5 | Avvikelse 0,3"
    ]
    assert not differences(SIGNS, [*SIGNED, ["Tvätt", "-41,8", "-41,5", "-0,3"]])


def test_costs_without_a_sign_turn_their_deviations_round() -> None:
    rows = [[r[0], r[1].strip("-"), r[2].strip("-"), r[3]] for r in SIGNED]
    assert not differences(SIGNS, [*rows, ["Tvätt", "41,8", "41,5", "-0,3"]])


@pytest.mark.parametrize("label", ["Grad i procent", "Grad av måluppfyllelse"])
@pytest.mark.parametrize(("last", "flagged"), [("67 %", 0), ("76 %", 1)])
def test_a_share_of_counts_is_held_against_them_where_the_other_rows_are(
    label: str, last: str, flagged: int
) -> None:
    rows = [["Odling", "4", "3", "75 %"], ["Djur", "3", "1", "33 %"], ["Skog", "8", "5", "63 %"]]
    rows += [["Jakt", "3", "2", last], ["Totalt", "18", "11", "59 %"]]
    made = report("2020", tables=[("Mål", ["Område", "Mått", "Nådda", label], rows)])
    assert len(findings(made, code="percentage_mismatch")) == flagged

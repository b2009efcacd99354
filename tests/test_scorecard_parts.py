"""Rows that print a part of what a line above them measures."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.model import EMPTY, Field, Row
from extractor.patterns import built_in
from extractor.scorecards.parts import names_parts, part_of, with_parts

INDENTED = {1: 4.0, 2: 16.0, 3: 16.0, 4: 4.0}


def line(number: int, name: str, value: str = "", *, target: str = "", goal: str = "Trygga bad") -> Row:
    fields = {"goal": goal, "indicator": name, "target": target, "value": value}
    made = {role: Field(text=text) if text else EMPTY for role, text in fields.items()}
    return Row(kind="indicator", table_no=1, row_no=number, page=1, fields=made)  # type: ignore[arg-type]


def read(*rows: Row, indents: dict[int, float] | None = None) -> list[tuple[str, str, str]]:
    return [(r.text("indicator"), r.name, r.breakdown) for r in with_parts(rows, indents or {}, built_in())]


def test_women_and_men_below_a_total_are_its_parts() -> None:
    rows = line(1, "Långvarig frånvaro", "4 %"), line(2, "Kvinnor", "5 %"), line(3, "Män", "3 %")
    assert read(*rows, line(4, "Badolyckor", "7")) == [
        ("Långvarig frånvaro", "Långvarig frånvaro", ""),
        ("Kvinnor", "Långvarig frånvaro", "kön=kvinnor"),
        ("Män", "Långvarig frånvaro", "kön=män"),
        ("Badolyckor", "Badolyckor", ""),
    ]


@pytest.mark.parametrize("mark", ["varav ", "därav ", "Varav: ", "- ", "– varav ", "• "])
def test_a_mark_in_front_makes_a_part_of_anything(mark: str) -> None:
    rows = line(1, "Antal båtplatser", "90"), line(2, f"{mark}gästplatser", "20")
    assert read(*rows)[1] == (f"{mark}gästplatser", "Antal båtplatser", "del=gästplatser")


@pytest.mark.parametrize(
    ("above", "name"), [("Total sjukfrånvaro", "Korttidssjukfrånvaro"), ("Frånvaro", "Långvarig frånvaro")]
)
def test_a_part_that_says_what_it_measures_is_one_of_the_same_measure(above: str, name: str) -> None:
    assert read(line(1, above, "5 %"), line(2, name, "2 %"))[1][1:] in (
        (above, "längd=kort"),
        (above, "längd=lång"),
    )


@pytest.mark.parametrize("indents", [{}, INDENTED])
@pytest.mark.parametrize("name", ["Korttidssjukfrånvaro", "- Lång sjukfrånvaro"])
def test_and_of_no_other(name: str, indents: dict[int, float]) -> None:
    rows = line(1, "Frisknärvaro", "62 %"), line(2, name, "2 %"), line(3, "Båtbesök", "9")
    assert read(*rows, indents=indents)[1] == (name, name, "")


def test_a_line_without_figures_that_names_the_rows_below_is_no_row_and_the_total_below_is_its_whole() -> (
    None
):
    rows = line(1, "Frånvaro"), line(2, "Kvinnor", "5 %"), line(3, "– 29 år", "4 %")
    assert read(*rows, line(4, "Totalt", "6 %", target="högst 5 %")) == [
        ("Kvinnor", "Frånvaro", "kön=kvinnor"),
        ("– 29 år", "Frånvaro", "ålder=-29"),
        ("Totalt", "Frånvaro", ""),
    ]


def test_an_indicator_that_was_not_measured_stays_a_row() -> None:
    assert [r[0] for r in read(line(1, "Badbesök"), line(2, "Badolyckor", "7"))] == ["Badbesök", "Badolyckor"]


def test_names_set_further_in_below_a_bare_line_are_measures_of_their_own() -> None:
    rows = line(1, "Väntetid till båtplats"), line(2, "Småbåtar", "9", target="8"), line(3, "Jollar", "2")
    assert read(*rows, line(4, "Badbesök", "70"), indents=INDENTED) == [
        ("Småbåtar", "Väntetid till båtplats – Småbåtar", ""),
        ("Jollar", "Väntetid till båtplats – Jollar", ""),
        ("Badbesök", "Badbesök", ""),
    ]


def test_names_set_further_in_below_a_total_are_its_parts_where_they_have_no_target() -> None:
    rows = (
        line(1, "Frånvaro", "5 %", target="4 %"),
        line(2, "Hamnen", "6 %"),
        line(3, "Badet", "3 %", target="2 %"),
    )
    assert read(*rows, indents=INDENTED)[1:] == [
        ("Hamnen", "Frånvaro", "del=Hamnen"),
        ("Badet", "Frånvaro – Badet", ""),
    ]


def test_a_name_that_says_what_it_measures_needs_no_line_above() -> None:
    rows = line(1, "Trygga hamnar"), line(2, "Andel upplysta bryggor", "80 %")
    assert [name for _, name, _ in read(*rows, indents=INDENTED)] == [
        "Trygga hamnar",
        "Andel upplysta bryggor",
    ]


def test_a_part_of_a_part_keeps_both() -> None:
    rows = line(1, "Frånvaro", "5 %"), line(2, "Hamnen", "6 %"), line(3, "Kvinnor", "7 %")
    made = read(*rows, indents={1: 4.0, 2: 16.0, 3: 28.0})
    assert made[2] == ("Kvinnor", "Frånvaro", "del=Hamnen, kön=kvinnor")


def test_names_set_anywhere_as_in_a_centred_column_tell_no_levels() -> None:
    rows = [
        line(n, name, "5") for n, name in enumerate(("Bad", "Bryggor", "Båtar", "Bojar", "Fyrar"), start=1)
    ]
    indents = {1: 30.0, 2: 18.0, 3: 24.0, 4: 12.0, 5: 36.0}
    assert [name for _, name, _ in read(*rows, indents=indents)] == [
        "Bad",
        "Bryggor",
        "Båtar",
        "Bojar",
        "Fyrar",
    ]


def test_a_list_of_indicators_with_dashes_has_no_parts() -> None:
    rows = [
        line(n, f"- {name}", "5") for n, name in enumerate(("Badbesök", "Gästnätter", "Båtbesök"), start=1)
    ]
    assert all(not breakdown for _, _, breakdown in read(*rows))


def test_a_part_never_crosses_into_the_next_goal() -> None:
    rows = line(1, "Frånvaro", "5 %"), line(2, "Kvinnor", "40", goal="Jämställda bad")
    assert read(*rows)[1] == ("Kvinnor", "Kvinnor", "")


def test_parts_go_on_after_a_page_break() -> None:
    first = with_parts([line(1, "Frånvaro", "5 %"), line(2, "Kvinnor", "6 %")], {}, built_in())
    both = with_parts([*first, line(3, "Män", "4 %")], {}, built_in(), known=2)
    assert [(r.name, r.breakdown) for r in both[1:]] == [("Frånvaro", "kön=kvinnor"), ("Frånvaro", "kön=män")]


@pytest.mark.parametrize(
    ("text", "breakdown"),
    [
        ("18–24 år", "ålder=18-24"),
        ("65 år och äldre", "ålder=65-"),
        ("24 år eller yngre", "ålder=-24"),
        ("80 år –", "ålder=80-"),
        ("varav timavlönade kvinnor", "kön=kvinnor"),
        ("Flickor", "kön=kvinnor"),
    ],
)
def test_what_is_a_part_is_told_by_its_words(text: str, breakdown: str) -> None:
    assert part_of(text, built_in()).breakdown == breakdown
    assert names_parts(text, built_in())


@pytest.mark.parametrize(
    "text", ["Andel kvinnor i nämnden", "Vikarier", "Handläggning 30 dagar", "5 nya bryggor"]
)
def test_a_measure_of_its_own_is_no_part(text: str) -> None:
    assert not names_parts(text, built_in())


@given(
    st.lists(
        st.sampled_from(["Frånvaro", "Kvinnor", "varav män", "Totalt", "Hamnen", "- bad", ""]), max_size=8
    )
)
def test_no_row_with_a_figure_is_ever_lost_and_no_word_changed(names: list[str]) -> None:
    rows = [line(n, name, str(n)) for n, name in enumerate(names, start=1)]
    made = with_parts(rows, {n: 4.0 + 12 * (n % 2) for n in range(1, 9)}, built_in())
    assert [r.fields for r in made] == [r.fields for r in rows]


def test_a_name_in_lower_case_below_one_with_a_capital_is_its_part_unless_it_has_a_target() -> None:
    rows = (
        line(1, "Svar inom en vecka", "81 %"),
        line(2, "båtägare", "85 %"),
        line(3, "gäster", "70 %", target="80 %"),
    )
    assert [(name, breakdown) for _, name, breakdown in read(*rows)[1:]] == [
        ("Svar inom en vecka", "del=båtägare"),
        ("gäster", ""),
    ]


def test_names_that_all_begin_in_lower_case_are_no_parts() -> None:
    rows = line(1, "badbesök", "81"), line(2, "gästnätter", "85")
    assert all(not breakdown for _, _, breakdown in read(*rows))


@pytest.mark.parametrize("name", ["eNPS", "pH-värde", "e-tjänster"])
def test_a_name_that_is_always_written_with_a_small_letter_is_no_part(name: str) -> None:
    assert read(line(1, "Badbesök", "81"), line(2, name, "20"))[1] == (name, name, "")


def test_a_dash_that_only_the_characters_as_read_keep_marks_a_part() -> None:
    assert part_of("gäster", built_in(), "- gäster").marked

from __future__ import annotations

import pytest

from extractor.model import SURE, Cell
from extractor.patterns import built_in
from extractor.scorecards.columns import Reading, read_columns
from extractor.scorecards.content import describe
from extractor.symbols.legend import Legend

PATTERNS = built_in()
NAMES = ("Svar i tid", "Nöjda besökare")


def read(printed: dict[str, tuple[str, ...]]) -> Reading:
    contents = [
        describe([Cell(row=i, column=0, text=text) for i, text in enumerate(texts)], Legend(), PATTERNS)
        for texts in printed.values()
    ]
    return read_columns(tuple(printed), contents, "2020", PATTERNS)


def test_a_word_for_a_level_over_two_years_is_the_value_and_the_one_before_it() -> None:
    columns = read(
        {
            "Vad vi vill uppnå": ("Vi ger god service",),
            "Mått": NAMES,
            "Nivå 2019": ("61 %", "70"),
            "Vår ambition 2020": ("minst 65 %", "minst 75"),
            "Nivå 2020": ("64 %", "71"),
        }
    ).columns
    assert [c.role for c in columns] == ["goal", "indicator", "previous_value", "target", "value"]
    assert all(c.confidence >= SURE for c in columns)


def test_a_word_for_a_level_beside_a_target_is_the_value_though_never_surely() -> None:
    columns = read({"Mått": NAMES, "Målvärde 2020": ("65 %", "75"), "Nivå 2020": ("64 %", "71")}).columns
    assert [c.role for c in columns] == ["indicator", "target", "value"]
    assert columns[2].confidence < SURE


@pytest.mark.parametrize(("level", "outcome"), [("Nivå", "Utfall"), ("Nivå 2021", "Utfall 2020")])
def test_a_word_for_a_level_beside_a_value_is_the_target(level: str, outcome: str) -> None:
    columns = read({"Mått": NAMES, level: ("65 %", "75"), outcome: ("64 %", "71")}).columns
    assert [c.role for c in columns] == ["indicator", "target", "value"]


def test_levels_of_years_to_come_are_no_values() -> None:
    columns = read(
        {
            "Mått": NAMES,
            "Nivå 2020": ("65 %", "75"),
            "Nivå 2021": ("68 %", "77"),
            "Bedömning": ("Uppnått", "Ej uppnått"),
        }
    ).columns
    assert columns[1].role == "target"


@pytest.mark.parametrize("label", ["Norm 2019", "Avvikelse", "Riket", "Budget 2020"])
def test_no_value_is_surely_missing_beside_figures_of_whatever_kind(label: str) -> None:
    assert "value" in read({"Mått": NAMES, "Mål 2020": ("65 %", "75"), label: ("64 %", "71")}).lost


def test_a_value_is_surely_missing_beside_nothing_but_targets_to_come_and_dates() -> None:
    reading = read(
        {
            "Mått": NAMES,
            "Mål 2020": ("65 %", "75"),
            "Mål 2021": ("68 %", "77"),
            "Mäts när": ("2020", "2021"),
        }
    )
    assert "value" not in reading.lost


def test_a_level_of_an_earlier_year_is_the_value_before_it_never_surely() -> None:
    columns = read(
        {"Mått": NAMES, "Ska bli 2020": ("65 %", "75"), "Nivå 2019": ("61 %", "70"), "Utfall": ("64 %", "71")}
    ).columns
    assert [c.role for c in columns] == ["indicator", "target", "previous_value", "value"]
    assert columns[2].confidence < SURE


def test_a_level_of_this_year_beside_last_years_value_is_this_years_value() -> None:
    columns = read(
        {
            "Mått": NAMES,
            "Nivå 2020": ("64 %", "71"),
            "Utfall 2019": ("61 %", "70"),
            "Vi lovade": ("65 %", "75"),
        }
    ).columns
    assert [c.role for c in columns] == ["indicator", "value", "previous_value", "target"]


def test_a_level_beside_figures_under_unknown_words_is_no_sure_target() -> None:
    columns = read({"Mått": NAMES, "Nivå 2020": ("64 %", "71"), "Kolumbus": ("65 %", "75")}).columns
    assert columns[1].confidence < SURE


def test_words_before_what_is_measured_under_unknown_words_are_the_goals_never_surely() -> None:
    columns = read(
        {
            "Kolumbus": ("Vi ger god service", "Alla är trygga hemma"),
            "Mått": NAMES,
            "Ska bli 2020": ("65 %", "75"),
            "Blev 2020": ("64 %", "71"),
        }
    ).columns
    assert [c.role for c in columns] == ["goal", "indicator", "target", "value"]
    assert columns[0].confidence < SURE


EVERYDAY = [
    ("Mål i planen", "Mäts genom", "Blev 2020", "Blev 2019", "Ska bli 2020", "Omdöme"),
    ("Vad vi vill uppnå", "Det vi mäter", "Nåddes", "I fjol", "Skulle nå", "Klarade vi det?"),
    (
        "Dit ska vi",
        "Mätt genom",
        "Så här blev det",
        "Så blev det i fjol",
        "Vi siktar på 2020",
        "Hur gick det?",
    ),
    ("Det här ska vi uppnå", "Vi tittar på", "Facit 2020", "Facit 2019", "Så bra ska det vara", "Signal"),
    ("Vår inriktning", "Så vet vi", "Utföll 2020", "Utföll 2019", "Borde bli", "Lyckades vi?"),
]


@pytest.mark.parametrize("labels", EVERYDAY)
def test_everyday_words_for_what_was_to_be_and_what_came_of_it_give_the_roles(
    labels: tuple[str, ...],
) -> None:
    cells = [
        ("Vi ger god service", "Alla är trygga"), NAMES, ("64 %", "71"), ("61 %", "70"),
        ("minst 65 %", "minst 75"), ("Delvis uppnått", "Ej uppnått"),
    ]  # fmt: skip
    columns = read(dict(zip(labels, cells, strict=True))).columns
    assert [c.role for c in columns] == ["goal", "indicator", "value", "previous_value", "target", "status"]


def test_where_one_stands_in_two_years_is_the_value_and_the_one_before_it() -> None:
    printed = {"Mått": NAMES, "Nuläge dec 2019": ("61 %", "70"), "Mål 2020": ("65 %", "75")}
    assert [c.role for c in read(printed).columns] == ["indicator", "baseline", "target"]
    columns = read(printed | {"Nuläge dec 2020": ("64 %", "71")}).columns
    assert [c.role for c in columns] == ["indicator", "previous_value", "target", "value"]
    assert all(c.confidence >= SURE for c in columns)


@pytest.mark.parametrize("start", ["Startvärde", "Ingångsvärde", "Utgångsläge"])
def test_words_for_where_one_started_are_no_values_whatever_their_years(start: str) -> None:
    columns = read({"Mått": NAMES, f"{start} 2020": ("61 %", "70"), "Mål 2020": ("65 %", "75")}).columns
    assert [c.role for c in columns] == ["indicator", "baseline", "target"]
    assert columns[1].confidence >= SURE
    years = read(
        {
            "Mått": NAMES,
            f"{start} 2019": ("58 %", "68"),
            f"{start} 2020": ("61 %", "70"),
            "Mål 2020": ("65 %", "75"),
        }
    ).columns
    assert "value" not in [c.role for c in years]

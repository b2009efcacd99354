from __future__ import annotations

import pytest

from extractor.model import SURE, Cell, Column
from extractor.patterns import built_in
from extractor.scorecards.columns import read_columns
from extractor.scorecards.content import describe
from extractor.symbols.legend import Legend

PATTERNS = built_in()
NAMES = ("Svar i tid", "Väntan i minuter")


def read(printed: dict[str, tuple[str, ...]]) -> tuple[Column, ...]:
    contents = [
        describe([Cell(row=i, column=0, text=text) for i, text in enumerate(texts)], Legend(), PATTERNS)
        for texts in printed.values()
    ]
    return read_columns(tuple(printed), contents, "2020", PATTERNS).columns


def roles(printed: dict[str, tuple[str, ...]]) -> list[str | None]:
    return [c.role for c in read(printed)]


@pytest.mark.parametrize(
    "lights",
    [("Grönt", "Gult", "Rött"), ("Grön", "Gul", "Röd"), ("Röd gräns", "Gul gräns", "Grön gräns")],
)
def test_of_limits_for_each_light_the_green_one_is_surely_the_target(lights: tuple[str, ...]) -> None:
    limits = {"Gr": ("≥ 90 %", "≤ 12"), "Gu": ("80-89 %", "13-15"), "Rö": ("< 80 %", "> 15")}
    columns = read(
        {"Mått": NAMES, **{light: limits[light[:2]] for light in lights}, "Utfall 2020": ("87 %", "11")}
    )
    assert [c.label[:2] for c in columns if c.role == "target"] == ["Gr"]
    assert [c.role for c in columns if c.label[:2] in ("Gu", "Rö")] == [None, None]
    assert all(c.confidence >= SURE for c in columns if c.role)


def test_bare_figures_under_lights_may_be_counts_so_that_the_target_is_never_sure() -> None:
    columns = read(
        {
            "Mått": NAMES,
            "Grön": ("90", "12"),
            "Gul": ("80", "15"),
            "Röd": ("70", "18"),
            "Utfall": ("87", "11"),
        }
    )
    assert [(c.role, c.confidence < SURE) for c in columns][1] == ("target", True)


def test_beside_a_target_the_limits_of_lights_are_no_figures_of_the_row() -> None:
    printed = {
        "Mått": NAMES,
        "Mål 2020": ("92 %", "10"),
        "Grönt": ("≥ 90 %", "≤ 12"),
        "Rött": ("< 80 %", "> 15"),
    }
    assert roles(printed)[:3] == ["indicator", "target", None]


def test_counts_of_verdicts_are_no_targets() -> None:
    printed = {
        "Område": ("Vård i tid", "God hälsa"),
        "Uppnådda": ("4", "2"),
        "Delvis": ("1", "2"),
        "Ej": ("0", "1"),
    }
    assert "target" not in roles(printed)

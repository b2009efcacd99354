"""Cells as reports of any organisation print them → the numbers they say, or the reason why they say none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.patterns import built_in
from extractor.values.quantities import Reading, read_quantities

PATTERNS = built_in()


def read(text: str, role: str) -> Reading:
    return read_quantities(text, role_kind=role, report_period="2022", patterns=PATTERNS)  # type: ignore[arg-type]


def said(text: str, role: str) -> list[str]:
    """Comparator, value, unit and, where printed, period and part, in words."""
    return [
        " ".join(str(x) for x in (q.comparator, q.value, q.unit, q.period or "", q.breakdown) if x != "")
        for q in read(text, role).quantities
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("minst 80 %", [">= 80 %"]),
        ("högst 5,0", ["<= 5.0"]),
        ("≥ 80", [">= 80"]),
        ("≤5 %", ["<= 5 %"]),
        ("ska öka", ["increase None"]),
        ("Ska minska jämfört med 2021", ["decrease None"]),
        ("Högre än 2021", ["increase None"]),
        ("Färre än föregående år", ["decrease None"]),
        ("100 % senast 2025", ["= 100 % 2025"]),
        ("3,5–4,0", [">= 3.5", "<= 4.0"]),
        ("lägre än 6,5 %", ["< 6.5 %"]),
        ("Öka med 5 procentenheter", ["increase 5 procentenheter"]),
        ("Öka från 71 % till 75 %", ["= 75 %"]),
        ("2022: 75 %, 2023: 78 %", ["= 75 % 2022", "= 78 % 2023"]),
        ("80 % helår, 40 % delår", ["= 80 % 2022", "= 40 % 2022"]),
        ("Inom 30 dagar", ["<= 30 dagar"]),
        ("max 14 dgr", ["<= 14 dagar"]),
        ("minst 3 av 5", [">= 3"]),
        ("Minst 4 (skala 1-5)", [">= 4 points"]),
        ("Minst 3,0 på en fyrgradig skala", [">= 3.0 points"]),
        ("HME 80", ["= 80 index"]),
        ("minska med 10 % till 2030 jämfört med 2019", ["decrease 10 % 2030"]),
        ("Minst 2 % av skatter och bidrag", [">= 2 %"]),
        ("25 kWh/m2", ["= 25 kWh/m²"]),
        ("Kvinnor: 80 %, Män: 82 %", ["= 80 % kön=kvinnor", "= 82 % kön=män"]),
        ("65 (66)", ["= 65", "= 66 2021"]),
        ("Nollvision", ["= 0"]),
        ("minska till under 5 %", ["< 5 %"]),
    ],
)
def test_a_target_says_what_is_wanted(text: str, expected: list[str]) -> None:
    assert said(text, "target") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("76 (74)", ["= 76", "= 74 2021"]),
        ("62 % (65 %)", ["= 62 %", "= 65 % 2021"]),
        ("7,1 % (2021: 6,8 %)", ["= 7.1 %", "= 6.8 % 2021"]),
        ("7,1 % (kv 7,9, m 4,2)", ["= 7.1 %", "= 7.9 kön=kvinnor", "= 4.2 kön=män"]),
        ("Flickor 85 / pojkar 80", ["= 85 kön=kvinnor", "= 80 kön=män"]),
        ("−4,1 mnkr", ["= -4.1 mnkr"]),
        ("340 ton CO2e", ["= 340 ton"]),
        ("118 kWh/m²", ["= 118 kWh/m²"]),
        ("412 tkr/plats", ["= 412 tkr/plats"]),
        ("98 500 kr/inv", ["= 98500 kr/invånare"]),
        ("38 per 1 000 invånare", ["= 38 st/1 000 invånare"]),
        ("3,2 per 100 000 inv", ["= 3.2 st/100 000 invånare"]),
        ("4,3 på skalan 1-5", ["= 4.3 points"]),
        ("4,3 av 5", ["= 4.3 points"]),
        ("83 %¹", ["= 83 %"]),
        ("83 %*", ["= 83 %"]),
        ("81 % per 31/8", ["= 81 %"]),
        ("1 245,5", ["= 1245.5"]),
        ("från 71 till 74 %", ["= 74 %"]),
        ("71 → 74 %", ["= 74 %"]),
        ("71 -> 74 %", ["= 74 %"]),
        ("79,2 (riket 77,5)", ["= 79.2"]),
        ("79 %, i riket 78 %", ["= 79 %"]),
        ("79 % i kommunen, 78 % i riket", ["= 79 %"]),
        ("F 85 P 80", ["= 85", "= 80"]),
        ("fem", ["= 5"]),
        ("12 per 1 000 kunder", ["= 12"]),
        ("2,4 MSEK", ["= 2.4 mnkr"]),
    ],
)
def test_a_value_says_what_was_measured(text: str, expected: list[str]) -> None:
    assert said(text, "value") == expected


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2 tim 15 min", "compound_number"),
        ("3 år och 2 månader", "compound_number"),
        ("Topp 10", "rank"),
        ("Bland de 25 % bästa kommunerna", "rank"),
        ("80/20", "ratio"),
        ("1.245", "ambiguous_separator"),
        ("bättre än riket", "words_only"),
        ("Minst i nivå med riket", "words_only"),
        ("nivå 2021", "year_only"),
        ("±2", "tolerance"),
    ],
)
def test_what_is_no_number_of_its_own_is_refused_with_the_reason(text: str, reason: str) -> None:
    reading = read(text, "target")
    assert (reading.quantities, {r.reason for r in reading.refusals}) == ((), {reason})


@pytest.mark.parametrize("text", ["Ej aktuellt", "E/T", "Mäts vartannat år", "–", "..", "Ingen uppgift"])
def test_a_cell_that_says_that_nothing_was_measured_is_missing(text: str) -> None:
    reading = read(text, "value")
    assert (reading.quantities, reading.refusals, bool(reading.missing)) == ((), (), True)


def test_a_unit_that_goes_on_in_unknown_words_is_doubted() -> None:
    (quantity,) = read("412 tkr/uppdragstagare", "value").quantities
    assert quantity.reasons == ("unit_partial",)


def test_an_earlier_value_in_brackets_has_an_assumed_period() -> None:
    assert read("76 (74)", "value").quantities[1].reasons == ("period_assumed",)


WORDS = "76|(74)|4,2|12 %|riket|per 1 000|invånare|31/8|→|från|till|topp|2 tim"
WORDS += "|15 min|av 5|kvinnor|män|2021|80/20|minst|kr/plats|,|:|(|)|%¹"
PIECES = st.sampled_from(WORDS.split("|"))


@given(st.lists(PIECES, max_size=7), st.sampled_from(["target", "value", "baseline", "text", "figure"]))
def test_any_mix_of_what_stands_beside_numbers_gives_numbers_or_reasons(words: list[str], role: str) -> None:
    text = " ".join(words)
    reading = read(text, role)
    for quantity in reading.quantities:
        assert quantity.value is None or 0 <= quantity.start < quantity.end <= len(text)
    assert all(r.reason and r.text for r in reading.refusals)
    digits = any(c in "0123456789" for c in text)
    assert not digits or reading.quantities or reading.refusals

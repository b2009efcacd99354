"""Cells of targets, baselines and values → quantities or refusals."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.patterns import built_in
from extractor.values.quantities import Quantity, Reading, RoleKind, read_quantities

PATTERNS = built_in()


def read(text: str, role: RoleKind = "target", **given_: str) -> Reading:
    return read_quantities(text, role_kind=role, report_period="2020-T1", patterns=PATTERNS, **given_)


def only(text: str, role: RoleKind = "target", **given_: str) -> Quantity:
    (quantity,) = read(text, role, **given_).quantities
    return quantity


@pytest.mark.parametrize(
    ("text", "comparator", "value", "unit"),
    [
        ("max 10 st", "<=", "10", "st"),
        ("högst ca 3 %", "<=", "3", "%"),
        ("≥ 80 %", ">=", "80", "%"),
        ("> 12 st", ">", "12", "st"),
        ("Minst 10 genomförda åtgärder", ">=", "10", "st"),
        ("80 % eller högre", ">=", "80", "%"),
        ("Öka till minst 75", ">=", "75", ""),
        ("Mindre än 25 medarbetare per chef", "<", "25", "st"),
        ("3,5 %", "=", "3.5", "%"),
        ("10 % lägre än 2016", "decrease", "10", "%"),
        ("Minska med 10 %", "decrease", "10", "%"),
        ("högst 2 procentenheter", "<=", "2", "procentenheter"),
        ("+11,6 mkr", "=", "11.6", "mnkr"),
        ("två procent", "=", "2", "%"),
        ("0 % (inget nytt värde)", "=", "0", "%"),
        ("Resultat +/- 0", "=", "0", ""),
    ],
)
def test_a_target_is_read_with_comparator_and_unit(text: str, comparator: str, value: str, unit: str) -> None:
    quantity = only(text)
    assert (quantity.comparator, quantity.value, quantity.unit) == (comparator, Decimal(value), unit)


@pytest.mark.parametrize(
    ("text", "comparator"),
    [
        ("Öka", "increase"),
        ("Ska minska", "decrease"),
        ("Färre anmälningar till nämnden", "decrease"),
        ("Kostnadsminskning", "decrease"),
        ("Öka (inget nytt värde)", "increase"),
    ],
)
def test_a_bare_direction_has_no_value(text: str, comparator: str) -> None:
    assert (only(text).comparator, only(text).value) == (comparator, None)


@pytest.mark.parametrize("text", ["Ingen ökning", "Oförändrat", "Införd", "Likvärdigt med andra kommuner"])
def test_words_that_are_neither_number_nor_direction_are_refused(text: str) -> None:
    assert [r.reason for r in read(text).refusals] == ["words_only"]


@pytest.mark.parametrize("text", ["Q4 2020", "Budget 2020", "2020"])
def test_a_period_is_no_quantity(text: str) -> None:
    assert read(text).quantities == ()


@pytest.mark.parametrize("text", ["Windows 10 infört", "Se bilaga 3"])
def test_a_number_in_a_name_is_refused(text: str) -> None:
    assert [r.reason for r in read(text).refusals] == ["numbering"]


@pytest.mark.parametrize("text", ["Nytt mått", "Ingen data", "Ej mätt", "–"])
def test_what_says_that_there_is_no_value_is_missing(text: str) -> None:
    reading = read(text, "value")
    assert reading.missing is not None
    assert reading.quantities == ()


def test_several_numbers_keep_their_own_periods() -> None:
    reading = read("T1: 215 st T2: 604 st ÅR: 1 130 st")
    assert [(q.period, q.value) for q in reading.quantities] == [
        ("2020-T1", 215),
        ("2020-T2", 604),
        ("2020", 1130),
    ]


def test_women_and_men_stand_beside_the_whole() -> None:
    reading = read("83 % (kv 85 %, m 79 %)", "value")
    assert [(q.breakdown, q.value) for q in reading.quantities] == [
        ("", 83),
        ("kön=kvinnor", 85),
        ("kön=män", 79),
    ]


def test_labels_may_stand_after_their_numbers() -> None:
    reading = read("85 % kvinnor, 79 % män", "value")
    assert [(q.breakdown, q.value) for q in reading.quantities] == [("kön=kvinnor", 85), ("kön=män", 79)]


def test_a_range_is_a_lower_and_an_upper_end() -> None:
    reading = read("3–5 %")
    assert [(q.comparator, q.value, q.unit) for q in reading.quantities] == [(">=", 3, "%"), ("<=", 5, "%")]


def test_the_end_of_a_scale_is_no_value() -> None:
    assert (only("4,2 på en femgradig skala", "value").value, only("4,2 på en femgradig skala").unit) == (
        Decimal("4.2"),
        "points",
    )
    assert [r.reason for r in read("5,2 i betyg av 6 möjliga", "value").refusals] == ["total_of"]


def test_a_hedge_makes_a_number_approximate() -> None:
    assert only("drygt 125 svar", "value").approximate
    assert not only("125 svar", "value").approximate


def test_a_change_is_told_by_its_name_and_sign() -> None:
    quantity = only("Kostnadsutveckling: - 9 %", "value")
    assert (quantity.comparator, quantity.value) == ("decrease", 9)


def test_the_headers_unit_and_period_count_where_the_cell_prints_none() -> None:
    quantity = only("12", "value", header_unit="tkr", header_period="2019")
    assert (quantity.unit, quantity.period) == ("tkr", "2019")


def test_a_percentage_that_ocr_may_have_made_of_at_least_is_flagged() -> None:
    assert "ocr_ambiguous" in only("285 %").reasons


def test_a_tolerance_is_no_value() -> None:
    assert [r.reason for r in read("± 2 %").refusals] == ["tolerance"]


@given(
    st.text(alphabet="0123456789 ,.-–+/%≥<>:()kvmstalägreöTQåÅR20", max_size=40),
    st.sampled_from(["target", "value", "text"]),
)
def test_a_text_gives_numbers_that_are_printed_or_reasoned_refusals_and_nothing_else(
    text: str, role: RoleKind
) -> None:
    reading = read(text, role)
    for quantity in reading.quantities:
        assert quantity.text
        if quantity.value is None:
            assert quantity.comparator in ("increase", "decrease")
        elif "in_words" not in quantity.reasons:
            digits = "".join(c for c in str(abs(quantity.value)) if c.isdigit()).lstrip("0")
            assert digits in "".join(c for c in text if c.isdigit())
    assert all(r.reason for r in reading.refusals)
    if any(c.isdigit() for c in text) and role != "text":
        assert reading.quantities or reading.refusals or reading.missing


@given(st.decimals(0, 99999, places=1), st.sampled_from(["%", "st", "tkr", "mnkr", "h", "kr"]))
def test_a_plain_number_with_a_unit_is_always_read(number: Decimal, unit: str) -> None:
    printed = f"{number} {unit}".replace(".", ",")
    assert (only(printed, "value").value, only(printed, "value").unit) == (number, unit)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("38 g", "38", "g"), ("38 gram", "38", "g"), ("3,5 hg", "3.5", "hg"), ("36 kg", "36", "kg"),
        ("12 kton", "12", "kton"), ("40 liter", "40", "liter"), ("1 200 m³", "1200", "m³"), ("14 ha", "14", "ha"),
        ("250 meter", "250", "meter"), ("1,4 TWh", "1.4", "TWh"), ("95 g CO2/km", "95", "g/km"),
        ("31 200 kr/invånare", "31200", "kr/invånare"), ("1 150 kr/kvm", "1150", "kr/m²"),
        ("12 per 100 000 invånare", "12", "st/100 000 invånare"), ("21 °C", "21", "°C"),
        ("12 heltidsekvivalenter", "12", "årsarbetare"),
    ],
)  # fmt: skip
def test_each_unit_is_its_own_and_its_digits_are_no_number(text: str, value: str, unit: str) -> None:
    reading = read_quantities(text, role_kind="value", report_period="2020", patterns=built_in())
    assert [(str(q.value), q.unit) for q in reading.quantities] == [(value, unit)]
    assert reading.refusals == ()


@pytest.mark.parametrize("text", ["Alla ska ha 3", "kv 85, m 79", "5 m.fl."])
def test_a_short_word_beside_a_number_is_no_unit(text: str) -> None:
    reading = read_quantities(text, role_kind="value", report_period="2020", patterns=built_in())
    assert {q.unit for q in reading.quantities} == {""}

"""Period labels and the words reports print for them."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor import periods
from extractor.patterns import built_in

PATTERNS = built_in()
LABELS = st.builds(
    lambda y, part: f"{y}{part}",
    st.integers(1990, 2049),
    st.sampled_from(["", "-T1", "-T2", "-Q1", "-Q4", "-H1", "-01", "-12"]),
)


def named(text: str, own: str = "2020-T1", *, cumulative: bool = False) -> list[str]:
    return [m.label for m in periods.find_periods(text, own, PATTERNS, cumulative=cumulative)]


def test_a_tertial_runs_from_january() -> None:
    assert (periods.start("2020-T2"), periods.end("2020-T2")) == (
        datetime.date(2020, 1, 1),
        datetime.date(2020, 8, 31),
    )


def test_a_february_ends_on_its_last_day_also_in_leap_years() -> None:
    assert periods.end("2020-02") == datetime.date(2020, 2, 29)


def test_a_text_that_is_no_label_is_an_error() -> None:
    with pytest.raises(ValueError, match="no period label"):
        periods.start("2020-T7")


@given(LABELS)
def test_a_period_starts_before_it_ends_within_its_year(label: str) -> None:
    assert periods.start(label) <= periods.end(label)
    assert periods.start(label).year == periods.end(label).year == periods.year(label)


@given(LABELS, LABELS)
def test_periods_sort_by_their_last_day(one: str, other: str) -> None:
    if periods.end(one) < periods.end(other):
        assert periods.order(one) < periods.order(other)


def test_the_shorter_period_comes_first_where_both_end_on_one_day() -> None:
    assert periods.order("2020-12") < periods.order("2020")


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Utfall 2018", "2018"),
        ("T1: 12 st", "2020-T1"),
        ("ÅR: 40 st", "2020"),
        ("Q4 2019", "2019-Q4"),
        ("tertial 2", "2020-T2"),
        ("andra tertialet 2019", "2019-T2"),
        ("jan-apr 2019", "2019-T1"),
        ("Totalt 2019 jan-april", "2019-T1"),
        ("januari–december 2019", "2019"),
        ("helår", "2020"),
        ("perioden", "2020-T1"),
        ("föregående år", "2019-T1"),
        ("Bokslut fg år", "2019"),
        ("mars 2019", "2019-03"),
        ("2019-05-31", "2019-05"),
    ],
)
def test_printed_words_name_a_period_seen_from_the_report(text: str, label: str) -> None:
    assert named(text) == [label]


def test_a_month_that_ends_the_reports_period_stands_for_the_running_figure() -> None:
    assert named("201904", cumulative=True) == ["2019-T1"]
    assert named("Utfall dec 2020", "2020", cumulative=True) == ["2020"]


@pytest.mark.parametrize(
    ("text", "own", "label"),
    [
        ("Ackumulerat jan–maj 2023", "2023-05", "2023-05"),
        ("Jan–maj 2022", "2023-05", "2022-05"),
        ("Mars 2023", "2023-03", "2023-03"),
        ("Ack utfall jan-aug 2022", "2023-T2", "2022-T2"),
        ("Jan-aug Utfall 2022", "2023-T2", "2022-T2"),
        ("Jan-aug föregående år", "2023-T2", "2022-T2"),
        ("Utfall fg år helår", "2023-T2", "2022"),
        ("Ackumulerat t.o.m. maj", "2023-T2", ""),
        ("Perioden helår", "2023-T2", ""),
        ("T1 T2 2022", "2023", ""),
    ],
)
def test_words_for_a_part_of_the_year_and_the_one_year_beside_them_name_one_period(
    text: str, own: str, label: str
) -> None:
    assert periods.period_of(text, own, PATTERNS) == label


def test_the_same_month_stays_a_month_where_figures_do_not_run() -> None:
    assert named("april 2020") == ["2020-04"]


def test_a_range_up_to_the_reports_last_month_is_the_reports_own_kind_of_period() -> None:
    assert named("januari-augusti 2019", "2020-T2") == ["2019-T2"]


def test_a_span_of_years_has_no_label() -> None:
    assert named("2018–2020") == [""]


def test_the_word_for_year_is_a_period_only_as_a_label() -> None:
    assert named("5 år") == []


def test_digits_with_grouped_thousands_are_no_year() -> None:
    assert named("2 020 st") == []


def test_a_header_with_two_periods_names_none_alone() -> None:
    assert periods.period_of("Avvikelse mellan 201912 och 201812", "2019", PATTERNS) == ""


@given(st.text(alphabet="0123456789 -–/.,:aprilTQÅRkv", max_size=40))
def test_whatever_is_printed_gives_labels_or_the_empty_label(text: str) -> None:
    for mention in periods.find_periods(text, "2020-T1", PATTERNS):
        assert mention.label == "" or periods.is_label(mention.label)
        assert 0 <= mention.start < mention.end <= len(text)


def test_a_verb_is_no_year() -> None:
    assert periods.find_periods("Sjukfrånvaron är hög", "2022", PATTERNS) == ()


def test_years_of_two_figures_are_written_out_where_they_are_years() -> None:
    assert periods.whole_years(["Utfall -06", "Mål ’07", "Utfall 95"], "2007") == [
        "Utfall 2006",
        "Mål 2007",
        "Utfall 95",
    ]
    assert periods.whole_years(["Mål 12", "Utfall"], "2012") == ["Mål 12", "Utfall"]
    assert periods.whole_years(["Utfall 06", "Utfall 07"], "2007") == ["Utfall 2006", "Utfall 2007"]
    assert periods.whole_years(["Mål -07"], "") == ["Mål 2007"]
    assert periods.whole_years(["Avvikelse -10 %", "Mål -07"], "2020") == ["Avvikelse -10 %", "Mål -07"]

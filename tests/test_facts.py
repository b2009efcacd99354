"""Scorecard rows → observations."""

from decimal import Decimal

from extractor.facts.scorecard_facts import flag_unread, infer_unit, scorecard_observations
from extractor.facts.units import header_unit
from extractor.model import (
    Cell,
    Column,
    Field,
    Metadata,
    Observation,
    Place,
    Role,
    Row,
    Scorecard,
    Table,
)  # fmt: skip
from extractor.patterns import built_in

PATTERNS = built_in()
INTERIM = Metadata(organisation="Region Fjällmark", report_type="interim", period="2020-T1")
ANNUAL = Metadata(organisation="Region Fjällmark", report_type="annual", period="2020")


def card(indicator: str, headers: dict[Role, str] | None = None, **cells: str) -> Scorecard:
    roles: list[Role] = ["indicator", *cells]  # type: ignore[list-item]
    periods = headers or {}
    columns = tuple(
        Column(index=i, label=r, role=r, confidence=1, period=periods.get(r)) for i, r in enumerate(roles)
    )
    fields: dict[Role, Field] = {"indicator": Field(text=indicator)}
    fields |= {r: Field(text=t) for r, t in cells.items()}  # type: ignore[misc]
    row = Row(kind="indicator", table_no=1, row_no=1, page=3, fields=fields)
    return Scorecard(table_no=1, page=3, perspective="Medarbetare", columns=columns, rows=(row,))


def observed(scorecard: Scorecard, metadata: Metadata = ANNUAL) -> list[Observation]:
    return list(scorecard_observations((scorecard,), metadata, PATTERNS, money_unit="mnkr"))


def test_each_role_has_its_kind_and_period() -> None:
    found = observed(card("Sjukfrånvaro", baseline="2018: 6 %", target="4 %", value="5,4 %", forecast="5 %"))
    assert {(o.kind, o.period, o.value) for o in found} == {
        ("baseline", "2018", Decimal(6)),
        ("target", "2020", Decimal(4)),
        ("actual", "2020", Decimal("5.4")),
        ("forecast", "2020", Decimal(5)),
    }


def test_an_interim_reports_value_is_of_its_own_period_and_its_target_of_the_year() -> None:
    found = observed(card("Sjukfrånvaro", {"value": "2020"}, target="4 %", value="5,4 %"), INTERIM)
    assert {(o.kind, o.period) for o in found} == {("target", "2020"), ("actual", "2020-T1")}


def test_a_measure_of_forecasts_is_no_forecast() -> None:
    interim = Metadata(period="2020-T2")
    for name in ("Träffsäkerhet i prognos", "Differens budget och prognos"):
        assert [o.kind for o in observed(card(name, value="91 %"), interim)] == ["actual"]


def test_a_bound_of_another_unit_than_the_measures_is_no_target_and_gives_its_values_no_unit() -> None:
    found = observed(card("Högst 30 dagars väntan på färjekort (%)", value="82"))
    assert [(o.kind, o.unit) for o in found] == [("actual", "%")]
    assert [o.kind for o in observed(card("Över 65 år i fjällbåtarna", value="412"))] == ["actual"]
    assert [o.kind for o in observed(card("Minst 90 % är nöjda", value="88 %"))] == ["actual", "target"]


def test_a_measure_that_is_a_forecast_by_its_name_gives_an_interim_report_forecasts() -> None:
    found = observed(card("Resultat, helårsprognos", value="3,5 mnkr"), INTERIM)
    assert [(o.kind, o.period, o.obs_status) for o in found] == [("forecast", "2020", "F")]
    found = observed(card("Avvikelse mot prognos", value="3,5 mnkr"), INTERIM)
    assert [(o.kind, o.period) for o in found] == [("actual", "2020-T1")]


def test_targets_with_their_own_periods_keep_them() -> None:
    found = observed(card("Antal besök", target="T1: 40 st T2: 80 st ÅR: 120 st"), INTERIM)
    assert [(o.period, o.value) for o in found] == [("2020-T1", 40), ("2020-T2", 80), ("2020", 120)]


def test_a_baseline_cell_that_names_the_reports_own_period_holds_this_periods_value() -> None:
    found = observed(card("Extratid", baseline="2019, 04, 450h 2020, 04, 602h"), INTERIM)
    assert [(o.kind, o.period, o.value) for o in found] == [
        ("baseline", "2019-T1", 450),
        ("actual", "2020-T1", 602),
    ]


def test_a_baseline_without_a_period_is_assumed_to_be_of_the_year_before() -> None:
    (found,) = observed(card("Sjukfrånvaro", baseline="6 %"))
    assert (found.period, "period_assumed" in found.reasons) == ("2019", True)
    assert found.confidence < 0.9


def test_a_bare_number_takes_the_unit_of_the_rows_other_cells() -> None:
    found = observed(card("Verksamhet inom budget", target="0", value="+1,6 mnkr"))
    assert {o.unit for o in found} == {"mnkr"}
    assert "unit_inferred" in next(o for o in found if o.kind == "target").reasons


def test_a_bare_number_takes_the_unit_its_indicator_implies() -> None:
    (found,) = observed(card("Antal klagomål", target="12"))
    assert (found.unit, found.reasons) == ("st", ("unit_inferred",))
    assert found.confidence < 0.9


def test_a_negative_target_of_a_lower_indicator_is_a_decrease() -> None:
    (found,) = observed(card("Resekostnader 10 % lägre än 2019", target="-10 %"))
    assert (found.comparator, found.value) == ("decrease", 10)


def test_a_cell_that_names_another_measure_gives_that_measure() -> None:
    (found,) = observed(card("Åtgärder i planen genomförs", value="Nettokostnadsutveckling: -9 %"))
    assert (found.indicator, found.comparator, found.value) == ("Nettokostnadsutveckling", "decrease", 9)


def test_missing_values_give_no_observation() -> None:
    assert observed(card("Ledarskap", baseline="Nytt mått", value="Ingen data")) == []


def test_numbers_that_nothing_tells_apart_are_flagged() -> None:
    found = observed(card("Antal möten", value="3 st och 5 st"))
    assert all("several_numbers" in o.reasons for o in found)


def test_every_observation_keeps_its_row_and_words() -> None:
    (found,) = observed(card("Sjukfrånvaro", value="2020: 5,4 %"))
    assert (found.table_no, found.row_no, found.text, found.origin) == (1, 1, "2020: 5,4 %", "scorecard")


def test_digits_that_could_not_be_read_flag_their_field() -> None:
    (flagged,) = flag_unread((card("Kostnad", value="1.234 kr"),), ANNUAL, PATTERNS)
    field = flagged.rows[0].field("value")
    assert field.reasons == ("ambiguous_separator",)
    assert field.confidence < 0.9


def test_without_a_report_period_nothing_is_dated_by_guess() -> None:
    assert observed(card("Sjukfrånvaro", value="5,4 %"), Metadata()) == []


def test_units_follow_from_words_of_measure() -> None:
    assert infer_unit("Andel nöjda invånare", PATTERNS) == "%"
    assert infer_unit("Personalkostnader", PATTERNS, "tkr") == "tkr"
    assert infer_unit("Införd rutin", PATTERNS) == ""


YEARS = Scorecard(
    table_no=1,
    page=1,
    perspective="Medborgare",
    columns=tuple(
        Column(index=i, label=label, role=role, confidence=1, period=period)
        for i, (label, role, period) in enumerate(
            [
                ("Nyckeltal", "indicator", None),
                ("Utfall 2018", None, "2018"),
                ("Utfall 2019", "previous_value", "2019"),
                ("Utfall 2020", "value", "2020"),
            ]
        )
    ),
    rows=tuple(
        Row(
            kind="indicator",
            table_no=1,
            row_no=n,
            page=1,
            fields={
                "indicator": Field(text=name),
                "previous_value": Field(text=before),
                "value": Field(text=now),
            },
        )
        for n, (name, before, now) in enumerate([("Andel nöjda gäster", "71 %", "74 %")], start=1)
    ),
)


def years_table(*lines: tuple[str, ...]) -> Table:
    cells = tuple(Cell(row=r, column=c, text=t) for r, line in enumerate(lines) for c, t in enumerate(line))
    return Table(number=1, place=Place(page=1), cells=cells)


HEAD = ("Nyckeltal", "Utfall 2018", "Utfall 2019", "Utfall 2020")
GUESTS = ("Andel nöjda gäster", "69 %", "71 %", "74 %")


def test_an_outcome_column_of_a_year_before_the_last_gives_its_values_too() -> None:
    tables = (years_table(HEAD, GUESTS),)
    found = scorecard_observations((YEARS,), ANNUAL, PATTERNS, tables=tables)
    assert {(o.kind, o.period, o.value) for o in found} == {
        ("actual", "2018", Decimal(69)),
        ("actual", "2019", Decimal(71)),
        ("actual", "2020", Decimal(74)),
    }


def test_an_earlier_years_value_is_left_out_where_its_row_is_not_found_for_sure() -> None:
    for lines in ((HEAD, GUESTS, GUESTS), (HEAD, ("Andel nöjda elever", "69 %", "71 %", "75 %"))):
        found = scorecard_observations((YEARS,), ANNUAL, PATTERNS, tables=(years_table(*lines),))
        assert {o.period for o in found} == {"2019", "2020"}


def test_a_unit_of_time_after_a_comma_may_be_followed_by_how_it_was_averaged() -> None:
    assert header_unit("Väntetid till plats, dagar i genomsnitt", PATTERNS) == "dagar"
    assert header_unit("Väntetid, rullande 12 månader i kommunen", PATTERNS) == ""


def test_a_noun_that_is_a_unit_only_in_brackets_or_alone_is_none_among_words() -> None:
    assert header_unit("Inköpta tjänster", PATTERNS) == ""
    assert header_unit("Resor per årsarbetare, mil", PATTERNS) == "mil"
    assert header_unit("Resor per årsarbetare", PATTERNS) == ""
    assert header_unit("Tjänster", PATTERNS) == "årsarbetare"
    assert header_unit("Personal (tjänster)", PATTERNS) == "årsarbetare"


def test_the_unit_in_brackets_outranks_a_threshold_in_the_name() -> None:
    assert header_unit("Väntan över 12 timmar, andel besökare (%)", PATTERNS) == "%"
    assert header_unit("Antal enheter med frånvaro över 8 %", PATTERNS) == "st"
    assert header_unit("Andel samtal som besvaras inom 60 sekunder", PATTERNS) == ""


def test_a_unit_of_time_is_the_measures_where_it_can_be_no_period() -> None:
    for name, unit in {
        "Medelvårdtid, dygn": "dygn",
        "Svarstid i växeln, sekunder": "sekunder",
        "Svarstid (sek)": "sekunder",
        "Väntetid till plats, genomsnitt i dagar": "dagar",
        "Fortbildning, dagar per anställd": "dagar",
        "Antal dagar från anmälan till beslut": "dagar",
        "Handläggningstid i veckor, bygglov": "veckor",
        "Antal vårddygn": "st",
        "Resultat i år": "",
    }.items():
        assert header_unit(name, PATTERNS) == unit, name


def test_things_at_the_head_of_a_name_are_counted_and_persons_only_in_tables_of_volumes() -> None:
    assert infer_unit("Ärenden till patientnämnden", PATTERNS) == "st"
    assert infer_unit("Överbeläggningar per 100 vårdplatser", PATTERNS) == "st"
    assert infer_unit("Brukare som är trygga hemma", PATTERNS) == ""
    assert infer_unit("Brukare med hemtjänst", PATTERNS, persons=True) == "st"


def test_things_after_words_that_say_which_of_them_are_counted() -> None:
    assert infer_unit("Nya fiberanslutningar", PATTERNS) == "st"
    assert infer_unit("Publika laddpunkter i drift", PATTERNS) == "st"
    assert infer_unit("Nya arbetssätt", PATTERNS) == ""
    assert infer_unit("Olyckor med sjukfrånvaro", PATTERNS) == "st"
    assert infer_unit("Olycksfall med frånvaro", PATTERNS) == "st"

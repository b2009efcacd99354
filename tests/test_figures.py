"""Finance, personnel and key-figure tables → cells and observations."""

from decimal import Decimal

from extractor.facts.figure_facts import figure_observations
from extractor.facts.figures import find_figures
from extractor.facts.units import header_unit
from extractor.model import Block, Cell, Document, FigureCell, Metadata, Observation, Paragraph, Place, Table
from extractor.patterns import built_in

PATTERNS = built_in()
HERE = Place(page=4)


def table(caption: str, *rows: list[str], header_rows: int = 1, number: int = 1) -> Table:
    cells = tuple(
        Cell(row=r, column=c, text=t, raw=t, place=HERE)
        for r, row in enumerate(rows)
        for c, t in enumerate(row)
    )
    return Table(number=number, place=HERE, cells=cells, header_rows=header_rows, caption=caption)


def document(*blocks: Block) -> Document:
    return Document(
        sha256="0" * 64, name="a.pdf", media="pdf", text_layer="born", page_count=4, blocks=tuple(blocks)
    )


def text(words: str) -> Paragraph:
    return Paragraph(text=words, raw=words, place=HERE)


def cells(*blocks: Block) -> tuple[FigureCell, ...]:
    return find_figures(document(*blocks), frozenset(), PATTERNS)


def observed(*blocks: Block, period: str = "2020") -> list[Observation]:
    return list(figure_observations(cells(*blocks), Metadata(period=period), PATTERNS))


def facts(*blocks: Block, period: str = "2020") -> set[tuple[str, str, str, str, Decimal | None]]:
    return {(o.indicator, o.kind, o.period, o.breakdown, o.value) for o in observed(*blocks, period=period)}


COSTS = table(
    "Årets resultat",
    ["Tkr", "Utfall 2020", "Budget 2020", "Avvikelse"],
    ["Personalkostnader", "1 200", "1 000", "-200"],
    ["Hyror", "300", "350", "50"],
)


def test_a_table_that_another_stage_has_taken_is_left_alone() -> None:
    assert find_figures(document(COSTS), frozenset({1}), PATTERNS) == ()


def test_every_body_cell_has_row_and_column_label_value_and_the_corners_unit() -> None:
    first = cells(COSTS)[0]
    assert (first.row_label, first.column_label, first.value, first.unit) == (
        "Personalkostnader",
        "Utfall 2020",
        Decimal(1200),
        "tkr",
    )


def test_headers_of_two_rows_are_joined() -> None:
    found = cells(
        table("Volymer", ["", "2019", "2020"], ["", "Utfall", "Utfall"], ["Besök", "10", "12"], header_rows=2)
    )
    assert [c.column_label for c in found] == ["2019 Utfall", "2020 Utfall"]


def test_a_header_is_found_where_the_reader_knows_none() -> None:
    found = cells(table("Kostnader", ["", "2020", "2019"], ["Hyror", "12", "11"], header_rows=0))
    assert [c.column_label for c in found] == ["2020", "2019"]


def test_the_unit_may_be_announced_in_the_text_above() -> None:
    bare = table("Kostnader", ["", "2020"], ["Hyror", "12"])
    assert [c.unit for c in cells(text("Alla belopp i mnkr."), bare)] == ["mnkr"]


def test_an_inferred_unit_lowers_the_confidence() -> None:
    found = cells(table("Kostnader", ["", "2020"], ["Personalkostnader", "92 542 179"]))
    assert (found[0].unit, found[0].confidence < 0.9) == ("kr", True)


def test_a_dash_is_no_number() -> None:
    assert [c.value for c in cells(table("Kostnader", ["", "2020"], ["Hyror", "–"]))] == [None]


def test_units_of_time_in_a_header_are_periods_unless_in_brackets() -> None:
    assert header_unit("Rullande 12 mån", PATTERNS) == ""
    assert header_unit("Väntetid (dagar)", PATTERNS) == "dagar"


def test_outcome_budget_and_deviation_are_told_apart() -> None:
    assert facts(COSTS) >= {
        ("Personalkostnader", "actual", "2020", "", Decimal(1200)),
        ("Personalkostnader", "budget", "2020", "", Decimal(1000)),
        ("Personalkostnader – avvikelse", "actual", "2020", "", Decimal(-200)),
    }


def test_a_difference_between_years_is_a_change_with_a_direction() -> None:
    years = table(
        "Nettokostnadsutveckling",
        ["", "2020", "2019", "Avvikelse", "%"],
        ["Hyror", "-90", "-100", "10", "-10 %"],
    )
    changes = [o for o in observed(years) if o.indicator == "Hyror – förändring"]
    assert [(o.comparator, o.value) for o in changes] == [("decrease", 10), ("decrease", 10)]


def test_parts_of_the_whole_become_breakdowns_of_the_captions_measure() -> None:
    absence = table(
        "Sjukfrånvaro",
        ["", "Totalt 2020 jan-april", "Totalt 2019 jan-april"],
        ["Kort", "3,0 %", "2,6 %"],
        ["Kvinnor", "2,9 %", "2,4 %"],
    )
    assert facts(absence, period="2020-T1") == {
        ("Sjukfrånvaro", "actual", "2020-T1", "längd=kort", Decimal("3.0")),
        ("Sjukfrånvaro", "actual", "2019-T1", "längd=kort", Decimal("2.6")),
        ("Sjukfrånvaro", "actual", "2020-T1", "kön=kvinnor", Decimal("2.9")),
        ("Sjukfrånvaro", "actual", "2019-T1", "kön=kvinnor", Decimal("2.4")),
    }


def test_investments_by_the_year_of_decision_are_parts_of_this_periods_outcome() -> None:
    frames = table(
        "Investeringar",
        ["(Mnkr)", "Investeringsram 2020", "Utfall av 2020 års beslut", "Utfall av tidigare års beslut"],
        ["Lokaler", "25,5", "4,0", "11,0"],
    )
    assert facts(frames) == {
        ("Investeringar – Lokaler", "budget", "2020", "", Decimal("25.5")),
        ("Investeringar – Lokaler", "actual", "2020", "beslut=2020", Decimal("4.0")),
        ("Investeringar – Lokaler", "actual", "2020", "beslut=före 2020", Decimal("11.0")),
    }


def test_key_figures_of_several_years_are_several_outcomes() -> None:
    found = facts(
        table("Nyckeltal", ["", "2018", "2019", "2020", "Mål 2020"], ["Antal elever", "10", "11", "12", "15"])
    )
    assert {(k, p, v) for _, k, p, _, v in found} == {
        ("actual", "2018", 10),
        ("actual", "2019", 11),
        ("actual", "2020", 12),
        ("target", "2020", 15),
    }


def test_years_may_stand_in_the_rows() -> None:
    found = facts(table("Antal besök", ["År", "Kvinnor", "Män"], ["2019", "40", "30"], ["2020", "44", "31"]))
    assert ("Antal besök", "actual", "2019", "kön=kvinnor", Decimal(40)) in found


def test_an_interim_budget_that_the_printed_deviation_is_against_is_the_periods() -> None:
    rows = ["Tkr", "Utfall", "Budget", "Avvikelse"], ["Hyror", "90", "100", "10"]
    found = facts(table("Periodens resultat", *rows), period="2020-T1")
    assert ("Hyror", "budget", "2020-T1", "", Decimal(100)) in found


def test_a_note_column_gives_no_numbers() -> None:
    rows = ["Tkr", "Utfall 2020", "Kommentar"], ["Hyror", "90", "12 lokaler"]
    assert {v for *_, v in facts(table("Kostnader", *rows))} == {Decimal(90)}


def test_the_same_row_label_in_two_tables_carries_its_caption() -> None:
    plan = table("Handlingsplan", ["Tkr", "Utfall 2020"], ["Hyror", "7"], number=2)
    names = {i for i, *_ in facts(COSTS, plan)}
    assert {"Hyror", "Handlingsplan – Hyror"} <= names


def test_every_value_is_printed_in_its_own_words() -> None:
    for found in observed(COSTS):
        assert str(abs(found.value or 0)) in found.text.replace(" ", "")


def test_a_whole_number_among_decimals_of_a_recognised_page_is_doubted() -> None:
    rows = ["Mnkr", "Utfall 2020"], ["Lokaler", "5,2"], ["Fordon", "1,4"], ["Hyror", "52"]
    scanned = Document(
        sha256="0" * 64,
        name="a.pdf",
        media="pdf",
        text_layer="recognised",
        page_count=1,
        blocks=(table("Investeringar", *rows),),
    )
    found = find_figures(scanned, frozenset(), PATTERNS)
    assert [c.reasons for c in found] == [(), (), ("decimal_lost",)]


def test_a_cell_that_can_be_read_in_two_ways_has_no_value_and_says_why() -> None:
    (found,) = cells(table("Kostnader", ["Kr", "2020"], ["Hyror", "1.234"]))
    assert (found.value, found.reasons) == (None, ("ambiguous_separator",))


def test_years_printed_one_column_too_far_left_are_put_right_and_doubted() -> None:
    rows = ["2018", "2017", ""], ["Korttid", "2,1 %", "2,5 %"]
    found = cells(table("Sjukfrånvaro", *rows))
    assert [(c.column_label, c.text, c.reasons) for c in found] == [
        ("2018", "2,1 %", ("header_slipped",)),
        ("2017", "2,5 %", ("header_slipped",)),
    ]


def test_a_year_in_the_corner_stays_there_where_every_column_has_its_own_header() -> None:
    found = cells(table("Sjukfrånvaro", ["2018", "Utfall", "Mål"], ["Korttid", "2,1 %", "2,5 %"]))
    assert [(c.column_label, c.reasons) for c in found] == [("Utfall", ()), ("Mål", ())]


def test_a_corner_that_names_the_measure_names_its_rows_where_the_caption_does_not() -> None:
    found = facts(
        table("Personal", ["Sjukfrånvaro (%)", "2020"], ["Kvinnor", "6,4"], ["Män", "3,1"], ["Totalt", "5,2"])
    )
    assert found == {
        ("Sjukfrånvaro", "actual", "2020", "kön=kvinnor", Decimal("6.4")),
        ("Sjukfrånvaro", "actual", "2020", "kön=män", Decimal("3.1")),
        ("Sjukfrånvaro", "actual", "2020", "", Decimal("5.2")),
    }


def test_a_bold_first_line_of_amounts_is_no_header() -> None:
    found = facts(
        table("Frånvaro", ["", "2020"], ["Total sjukfrånvaro", "5,2 %"], ["Övrigt", "1 %"], header_rows=2)
    )
    assert ("Total sjukfrånvaro", "actual", "2020", "", Decimal("5.2")) in found


def test_a_figure_in_brackets_is_less_than_nothing_but_never_surely() -> None:
    (cost, _) = cells(table("Tkr", ["Tkr", "Utfall 2020"], ["Hyror", "(1 250)"], ["Bidrag", "1 300 (2 st)"]))
    assert (cost.value, cost.reasons, cost.confidence < 0.9) == (Decimal(-1250), ("sign_unclear",), True)

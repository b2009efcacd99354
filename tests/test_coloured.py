"""Verdicts shown by the colour of the value's own cell."""

from __future__ import annotations

import pytest

from extractor.model import SURE, Cell, Paragraph, Place, Row, Symbol, Table
from extractor.patterns import built_in
from extractor.scorecards.find import find_scorecards
from tests.support.sheets import document

PATTERNS = built_in()
PAGE = Place(page=1)
GREEN, YELLOW, RED, BAND = "#00a651", "#ffc20e", "#d7262b", "#d9e2f3"
LINES = (
    ("Trygg förskola", "Andel nöjda föräldrar", "minst 80 %", "82 %"),
    ("Trygg förskola", "Barn per årsarbetare", "högst 5,2", "5,6"),
    ("God arbetsmiljö", "Sjukfrånvaro", "högst 6,0 %", "6,4 %"),
)


def rows(*colours: str | None, band: str | None = None, status: bool = False) -> list[Row]:
    head = ("Nämndmål", "Indikator", "Målvärde", "Utfall", *(("Bedömning",) if status else ()))
    cells = [Cell(row=0, column=c, text=t, raw=t, place=PAGE, bold=True) for c, t in enumerate(head)]
    for r, (line, colour) in enumerate(zip(LINES, colours, strict=False), start=1):
        for c, text in enumerate((*line, *(("Uppnått",) if status else ()))):
            shading = colour if c == 3 else band
            cells.append(Cell(row=r, column=c, text=text, raw=text, place=PAGE, shading=shading))
    table = Table(number=1, place=PAGE, cells=tuple(cells), header_rows=1)
    return [row for card in find_scorecards(document(table), PATTERNS) for row in card.rows]


def test_the_values_colours_are_the_status_where_no_column_is() -> None:
    found = rows(GREEN, RED, YELLOW)
    assert [r.field("status").normal for r in found] == ["met", "not_met", "partly_met"]
    assert [r.text("value") for r in found] == ["82 %", "5,6", "6,4 %"]


def test_such_a_status_is_never_sure_and_says_why() -> None:
    for row in rows(GREEN, RED, YELLOW):
        status = row.field("status")
        assert status.confidence < SURE
        assert "colour_of_value" in status.reasons
        assert status.source == "colour"


def test_a_value_without_a_colour_among_coloured_ones_has_no_status() -> None:
    assert [r.field("status").normal for r in rows(GREEN, None, RED)] == ["met", None, "not_met"]


@pytest.mark.parametrize("colours", [(GREEN, GREEN, GREEN), (RED, None, None), (BAND, BAND, BAND)])
def test_one_colour_for_all_or_one_cell_alone_judges_nothing(colours: tuple[str | None, ...]) -> None:
    assert {r.field("status").normal for r in rows(*colours)} == {None}


def test_a_legend_makes_one_colour_for_all_a_verdict() -> None:
    legend = Paragraph(
        text="Grön: målet är uppnått. Gul: målet är delvis uppnått. Röd: målet är inte uppnått.",
        raw="", place=PAGE,
    )  # fmt: skip
    cells = [Cell(row=0, column=c, text=t, raw=t, place=PAGE, bold=True)
             for c, t in enumerate(("Nämndmål", "Indikator", "Målvärde", "Utfall"))]  # fmt: skip
    for r, line in enumerate(LINES, start=1):
        cells += [
            Cell(row=r, column=c, text=t, raw=t, place=PAGE, shading=GREEN if c == 3 else None)
            for c, t in enumerate(line)
        ]
    table = Table(number=1, place=PAGE, cells=tuple(cells), header_rows=1)
    found = [row for card in find_scorecards(document(legend, table), PATTERNS) for row in card.rows]
    assert [r.field("status").normal for r in found] == ["met"] * 3


def test_a_coloured_row_is_no_verdict() -> None:
    band = rows(GREEN, RED, YELLOW, band=None)
    assert band
    table_rows = [rows(colour, band=colour)[0] for colour in (GREEN, RED)]
    assert {r.field("status").normal for r in table_rows} == {None}


def test_a_column_for_the_status_goes_first() -> None:
    assert {r.field("status").normal for r in rows(RED, RED, GREEN, status=True)} == {"met"}


def edged(*edges: str | None, legend: str = "") -> list[Row]:
    """The rows of a table without a status column, with these colours beside its rows."""
    head = ("Nämndmål", "Indikator", "Målvärde", "Utfall")
    cells = [Cell(row=0, column=c, text=t, raw=t, place=PAGE, bold=True) for c, t in enumerate(head)]
    for r, (line, edge) in enumerate(zip(LINES, edges, strict=False), start=1):
        cells += [
            Cell(row=r, column=c, text=t, raw=t, place=PAGE, edge=edge if c == 0 else None)
            for c, t in enumerate(line)
        ]
    blocks = [Paragraph(text=legend, raw=legend, place=PAGE)] if legend else []
    table = Table(number=1, place=PAGE, cells=tuple(cells), header_rows=1)
    return [row for card in find_scorecards(document(*blocks, table), PATTERNS) for row in card.rows]


LEGEND = "Strecket: grönt = målet är uppnått, gult = nästan uppnått, rött = inte uppnått, grått = ej bedömt."
GREY = "#bbbbbb"


def test_lines_beside_the_rows_are_the_status_and_sure_where_the_legend_explains_them() -> None:
    found = edged(GREEN, RED, GREY, legend=LEGEND)
    assert [r.field("status").normal for r in found] == ["met", "not_met", None]
    assert all(r.field("status").confidence >= SURE for r in found)
    assert found[2].field("status").reasons == ("not_measured",)


def test_lines_in_several_colours_without_a_legend_are_the_status_but_never_sure() -> None:
    found = edged(GREEN, RED, YELLOW)
    assert [r.field("status").normal for r in found] == ["met", "not_met", "partly_met"]
    assert all(r.field("status").confidence < SURE for r in found)
    assert all("colour_of_edge" in r.field("status").reasons for r in found)


def test_lines_beside_some_rows_only_are_never_sure_whatever_the_legend_says() -> None:
    assert all(r.field("status").confidence < SURE for r in edged(GREEN, None, None, legend=LEGEND)[:1])


def test_lines_in_one_colour_are_never_sure_though_the_legend_names_it_for_lights() -> None:
    found = edged(GREEN, GREEN, GREEN, legend=LEGEND)
    assert all(r.field("status").confidence < SURE for r in found)


def test_a_line_in_one_colour_beside_some_rows_is_named_and_judges_nothing() -> None:
    status = edged(RED, None, None)[0].field("status")
    assert (status.normal, status.reasons) == (None, ("edge_without_meaning",))
    assert status.confidence < SURE


@pytest.mark.parametrize("colours", [(GREEN, GREEN, GREEN), (GREY, GREY, GREY), (None, GREY, None)])
def test_one_colour_beside_all_rows_or_grey_alone_is_decoration(colours: tuple[str | None, ...]) -> None:
    assert all(r.field("status").reasons == () for r in edged(*colours))


@pytest.mark.parametrize(
    ("legend", "expected"), [(True, ["met", "not_met", "partly_met"]), (False, [None] * 3)]
)
def test_rows_coloured_all_over_judge_where_the_legend_explains_it(
    legend: bool, expected: list[str | None]
) -> None:
    head = ("Nämndmål", "Indikator", "Målvärde", "Utfall")
    cells = [Cell(row=0, column=c, text=t, raw=t, place=PAGE, bold=True) for c, t in enumerate(head)]
    for r, (line, colour) in enumerate(zip(LINES, (GREEN, RED, YELLOW), strict=True), start=1):
        cells += [
            Cell(row=r, column=c, text=t, raw=t, place=PAGE, shading=colour) for c, t in enumerate(line)
        ]
    words = LEGEND if legend else "Året har präglats av byggen."
    blocks = (
        Paragraph(text=words, raw=words, place=PAGE),
        Table(number=1, place=PAGE, cells=tuple(cells), header_rows=1),
    )
    found = [row for card in find_scorecards(document(*blocks), PATTERNS) for row in card.rows]
    assert [r.field("status").normal for r in found] == expected
    assert all(r.field("status").confidence < SURE for r in found if r.field("status").normal)


def written(*inks: str | None) -> list[Row]:
    """The rows of a table without a status column whose values are written in these colours."""
    head = ("Nämndmål", "Indikator", "Målvärde", "Utfall")
    cells = [Cell(row=0, column=c, text=t, raw=t, place=PAGE, bold=True) for c, t in enumerate(head)]
    for r, (line, ink) in enumerate(zip(LINES, inks, strict=False), start=1):
        cells += [
            Cell(row=r, column=c, text=t, raw=t, place=PAGE, ink=ink if c == 3 else None)
            for c, t in enumerate(line)
        ]
    table = Table(number=1, place=PAGE, cells=tuple(cells), header_rows=1)
    return [row for card in find_scorecards(document(table), PATTERNS) for row in card.rows]


def test_values_written_in_several_lights_colours_are_the_status_but_never_sure() -> None:
    found = written(GREEN, RED, None)
    assert [r.field("status").normal for r in found] == ["met", "not_met", None]
    assert [r.field("status").reasons for r in found] == [("colour_of_value",), ("colour_of_value",), ()]
    assert all(r.field("status").confidence < SURE for r in found[:2])


@pytest.mark.parametrize("inks", [(RED, None, RED), (GREEN, GREEN, GREEN)])
def test_values_written_in_one_colour_judge_nothing(inks: tuple[str | None, ...]) -> None:
    assert {r.field("status").normal for r in written(*inks)} == {None}


def test_bars_in_a_column_of_progress_are_the_status_where_no_column_is_but_never_sure() -> None:
    head = ("Aktivitet", "Färdiggrad")
    cells = [Cell(row=0, column=c, text=t, raw=t, place=PAGE, bold=True) for c, t in enumerate(head)]
    for r, colour in enumerate(("green", "yellow", "red"), start=1):
        gauge = Symbol(colour=colour, shape="bar", share=0.6, source="drawing")
        cells += [Cell(row=r, column=0, text=f"Ny lekplats i kvarter {r}", place=PAGE),
                  Cell(row=r, column=1, text="60 %", place=PAGE, symbols=(gauge,))]  # fmt: skip
    table = Table(number=1, place=PAGE, cells=tuple(cells), header_rows=1)
    found = [row for card in find_scorecards(document(table), PATTERNS) for row in card.rows]
    assert [r.field("progress").normal for r in found] == ["60"] * 3
    assert [r.field("status").normal for r in found] == ["met", "partly_met", "not_met"]
    assert all(r.field("status").confidence < SURE for r in found)

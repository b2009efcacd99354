"""What a row's fields say where the reader was unsure or a mark could not be decided."""

from __future__ import annotations

from extractor.model import SURE, Cell, Document, Field, Place, Symbol, Table
from extractor.patterns import built_in
from extractor.scorecards.find import find_scorecards

HEADER = ("Mål", "Indikator", "Målvärde", "Utfall 2022", "Status")
PLACE = Place(page=1)


def status_and_value(status: Cell, value: Cell) -> tuple[Field, Field]:
    """The two fields of a scorecard of one row that ends in these cells."""
    cells = [Cell(row=0, column=c, text=t, raw=t, place=PLACE, bold=True) for c, t in enumerate(HEADER)]
    words = ("Levande skärgård", "Antal öppna badplatser", "minst 12 st")
    cells += [Cell(row=1, column=c, text=t, raw=t, place=PLACE) for c, t in enumerate(words)]
    table = Table(number=1, place=PLACE, cells=(*cells, value, status), header_rows=1)
    document = Document(
        sha256="0" * 64, name="a.pdf", media="pdf", text_layer="recognised", page_count=1, blocks=(table,)
    )  # fmt: skip
    row = find_scorecards(document, built_in())[0].rows[0]
    return row.field("status"), row.field("value")


def value_cell(confidence: float) -> Cell:
    return Cell(row=1, column=3, text="14 st", raw="14 st", place=PLACE, confidence=confidence)


def status_cell(colour: str | None) -> Cell:
    symbol = Symbol(colour=colour, shape="circle", source="pixels")  # type: ignore[arg-type]
    return Cell(row=1, column=4, place=PLACE, symbols=(symbol,))


def test_a_mark_that_cannot_be_decided_is_unsure_and_says_why() -> None:
    status, _ = status_and_value(status_cell(None), value_cell(1.0))
    assert status.normal is None
    assert status.reasons == ("shape_without_colour",)
    assert status.confidence < SURE


def test_a_cell_the_recogniser_was_unsure_of_says_why() -> None:
    _, value = status_and_value(status_cell("green"), value_cell(0.5))
    assert value.text == "14 st"
    assert value.confidence < SURE
    assert value.reasons == ("ocr_low",)


def test_a_sure_cell_carries_no_reason() -> None:
    status, value = status_and_value(status_cell("green"), value_cell(1.0))
    assert (status.normal, status.reasons, value.reasons) == ("met", (), ())


def test_a_gap_in_a_row_put_together_from_bare_lines_is_doubted_too() -> None:
    reassembled = Cell(row=1, column=3, place=PLACE)
    target = Cell(
        row=1, column=4, text="14", raw="14", place=PLACE, confidence=0.7, reasons=("cells_reassembled",)
    )
    status, value = status_and_value(target, reassembled)
    assert "cells_reassembled" in value.reasons
    assert value.confidence < SURE
    assert status.confidence < SURE

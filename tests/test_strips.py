"""Thick coloured lines beside rows: which are seen, and which cells they stand at."""

from __future__ import annotations

import msgspec
import pytest

from extractor.model import Box, Fill
from extractor.pages.tables import find_tables
from extractor.reading.docx import read_docx
from extractor.reading.strips import Line, strip_of
from tests.support.pages import page, ruled, words
from tests.support.word import docx, p, tbl, tc, tr
from tests.test_read_pdfium import by_pdfium, by_pdfplumber, pdf_file

GREEN, RED, GREY, BLUE = "#2e9e4f", "#cc2a2a", "#bbbbbb", "#1f4e79"
XS, YS = (60.0, 200.0, 340.0), (100.0, 120.0, 140.0, 160.0)


@pytest.mark.parametrize("pen", [0.0, 4.0])
def test_a_thick_upright_line_in_a_lights_colour_or_grey_is_a_strip(pen: float) -> None:
    box = Box(58, 120, 58 if pen else 62, 140)
    for colour in (GREEN, GREY):
        seen = strip_of(Line(box, colour, pen))
        assert seen is not None
        assert (seen.colour, round(seen.box.width, 1)) == (colour, 4.0)


@pytest.mark.parametrize(
    ("box", "colour"),
    [
        (Box(60, 120, 61, 140), GREEN),
        (Box(60, 120, 80, 140), GREEN),
        (Box(60, 120, 64, 124), GREEN),
        (Box(60, 120, 100, 123), GREEN),
        (Box(60, 120, 64, 140), BLUE),
        (Box(60, 120, 64, 140), "#000000"),
        (Box(60, 120, 64, 140), None),
    ],
)
def test_borders_areas_dashes_and_colours_that_judge_nothing_are_none(box: Box, colour: str | None) -> None:
    assert strip_of(Line(box, colour, 0.0)) is None


@pytest.mark.parametrize("read", [by_pdfium, by_pdfplumber])
def test_a_line_is_as_thick_as_its_pen(read) -> None:
    content = "q 0.8 0.16 0.16 RG 5 w 60 100 m 60 120 l S 0.5 w 90 100 m 90 120 l S Q"
    assert [(round(s.box.width), s.colour) for s in read(pdf_file(content)).strips] == [(5, "#cc2929")]


def edges(*strips: Fill) -> list[str | None]:
    """The colours at the cells of the first column of a ruled table with these strips."""
    texts = [w for y in YS[:-1] for x in XS[:-1] for w in words(x + 6, y + 4, "Andel")]
    shown = msgspec.structs.replace(page(texts, ruled(XS, YS)), strips=strips)
    (found,) = find_tables(shown)
    return [c.edge for c in found.cells if c.column == 0]


def test_a_strip_belongs_to_the_cells_it_stands_along() -> None:
    assert edges(Fill(box=Box(57, 120, 61, 160), colour=GREEN)) == [None, GREEN, GREEN]


def test_a_strip_apart_from_the_table_or_beside_a_corner_of_a_cell_is_no_cells() -> None:
    far, short = Fill(box=Box(40, 100, 44, 160), colour=RED), Fill(box=Box(58, 100, 62, 108), colour=RED)
    assert edges(far, short) == [None, None, None]


def test_a_cells_words_in_one_lights_colour_are_its_ink() -> None:
    red = '<w:color w:val="CC2A2A"/>'
    body = tbl(tr("Mått", "Utfall"), tr("Nöjda elever", tc(p("82 %", run=red))))
    (table,) = read_docx(docx(body), "rapport.docx").blocks
    assert [c.ink for c in table.cells] == [None, None, None, "#cc2a2a"]


def border(colour: str, size: int) -> str:
    return f'<w:tcBorders><w:left w:val="single" w:sz="{size}" w:color="{colour}"/></w:tcBorders>'


@pytest.mark.parametrize(("colour", "size", "edge"), [
    ("2E9E4F", 36, "#2e9e4f"), ("2E9E4F", 8, None), ("1F4E79", 36, None), ("auto", 36, None),
])  # fmt: skip
def test_a_cells_border_in_word_counts_from_the_same_thickness(
    colour: str, size: int, edge: str | None
) -> None:
    body = tbl(tr("Mått", "Utfall"), tr(tc("Nöjda elever", border(colour, size)), "82 %"))
    (table,) = read_docx(docx(body), "rapport.docx").blocks
    assert [c.edge for c in table.cells] == [None, None, edge, None]


def test_a_border_at_a_cells_paragraph_is_seen_as_well() -> None:
    side = '<w:pBdr><w:left w:val="single" w:sz="36" w:color="CC2A2A"/></w:pBdr>'
    body = tbl(tr("Mått", "Utfall"), tr(tc(p("Nöjda elever", properties=side)), "82 %"))
    (table,) = read_docx(docx(body), "rapport.docx").blocks
    assert table.cells[2].edge == "#cc2a2a"

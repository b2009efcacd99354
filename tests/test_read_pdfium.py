"""A page read from PDFium's objects says what pdfplumber says, and hands over what it cannot be sure of."""

from __future__ import annotations

import io
from pathlib import Path

import pdfplumber
import pypdfium2
import pytest

from extractor.model import Page
from extractor.reading import pdf, pdfium, plumbed
from extractor.reading.objects import page_of
from extractor.reading.pdfium_calls import UnsureError

CORPUS = Path(__file__).parent.parent / "corpus" / "archive"
BORN = (
    "fjallmark-ms-2017",
    "fjallmark-ns-2020",
    "granvik-ubn-2022",
    "granvik-mbn-2022-vml",
    "vattenvard-2022",
)


def pdf_file(content: str, *, page: str = "") -> bytes:
    """A PDF of one page with the given drawing commands, Helvetica as /F1 and the page's own entries."""
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    resources = "/Resources << /Font << /F1 4 0 R >> /XObject << /X1 6 0 R >> >>"
    form = "0 0 1 rg 10 10 40 20 re f"
    shape = "<< /Type /XObject /Subtype /Form /BBox [0 0 300 200] /Matrix [1 0 0 1 100 0]"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] {page} /Contents 5 0 R {resources} >>",
        font,
        f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        f"{shape} /Length {len(form)} >>\nstream\n{form}\nendstream",
    ]
    body, starts = b"%PDF-1.7\n", []
    for number, text in enumerate(objects, 1):
        starts.append(len(body))
        body += f"{number} 0 obj\n{text}\nendobj\n".encode("latin-1")
    table = "".join(f"{start:010d} 00000 n \n" for start in starts)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n"
    end += f"<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF\n"
    return body + end.encode()


def by_pdfium(content: bytes, number: int = 1) -> Page:
    return page_of(pdfium.shown_by(pypdfium2.PdfDocument(content)[number - 1]), number)


def by_pdfplumber(content: bytes, number: int = 1) -> Page:
    with pdfplumber.open(io.BytesIO(content)) as document:
        return page_of(plumbed.shown_by(document.pages[number - 1]), number)


def words(page: Page) -> list[str]:
    return [w.text for w in page.words]


@pytest.mark.parametrize("name", BORN)
def test_both_engines_read_the_same_words_lines_and_drawings(name: str) -> None:
    content = (CORPUS / f"{name}.pdf").read_bytes()
    for number in range(1, len(pypdfium2.PdfDocument(content)) + 1):
        fast, slow = by_pdfium(content, number), by_pdfplumber(content, number)
        assert [(w.text, w.size, w.bold, w.colour, w.rotation) for w in fast.words] == [
            (w.text, w.size, w.bold, w.colour, w.rotation) for w in slow.words
        ]
        for one, other in zip(fast.words, slow.words, strict=True):
            if one.rotation:
                continue  # fonts' own descents, which are not used, move turned words sideways
            assert (one.box.x0, one.box.x1) == pytest.approx((other.box.x0, other.box.x1), abs=0.1)
        assert {tuple(map(round, f.box)) for f in fast.fills} == {
            tuple(map(round, f.box)) for f in slow.fills
        }
        assert len(fast.rules) == len(slow.rules)
        assert [d.colour for d in fast.drawings] == [d.colour for d in slow.drawings]


def test_words_end_at_spaces_and_wide_gaps() -> None:
    content = pdf_file("BT /F1 10 Tf 20 100 Td (Mål 1) Tj [(ut) -100 (fall) -900 (2020)] TJ ET")
    assert words(by_pdfium(content)) == ["Mål", "1utfall", "2020"]


@pytest.mark.parametrize("ligature", ["fi", "ffi", "tt"])
def test_a_word_goes_on_behind_a_glyph_that_stands_for_several_letters(ligature: str) -> None:
    marked = f"/Span << /ActualText ({ligature}) >> BDC (W) Tj EMC"
    page = by_pdfium(pdf_file(f"BT /F1 10 Tf 20 100 Td (som ) Tj {marked} (nns kvar) Tj ET"))
    assert words(page) == ["som", f"{ligature}nns", "kvar"]


def test_text_turned_by_90_degrees_reads_as_it_was_drawn() -> None:
    (word,) = by_pdfium(pdf_file("BT /F1 10 Tf 0 1 -1 0 50 40 Tm (Status) Tj ET")).words
    assert (word.text, word.rotation) == ("Status", 90)
    assert word.box.height > word.box.width


def test_a_page_shown_turned_is_read_as_it_is_shown() -> None:
    page = by_pdfium(pdf_file("BT /F1 10 Tf 0 1 -1 0 50 40 Tm (Status) Tj ET", page="/Rotate 90"))
    assert (page.width, page.height) == (200, 300)
    assert [(w.text, w.rotation) for w in page.words] == [("Status", 0)]


def test_boxes_are_those_of_the_cropped_page() -> None:
    page = by_pdfium(pdf_file("BT /F1 10 Tf 60 100 Td (Status) Tj ET", page="/CropBox [50 50 250 150]"))
    assert (page.width, page.height) == (200, 100)
    assert page.words[0].box.x0 == pytest.approx(10)


def test_shapes_within_forms_stand_where_they_are_shown() -> None:
    (fill,) = by_pdfium(pdf_file("/X1 Do")).fills
    assert fill.colour == "#0000ff"
    assert tuple(fill.box) == pytest.approx((110, 170, 150, 190))


def test_an_unstroked_and_unfilled_path_shows_nothing() -> None:
    page = by_pdfium(pdf_file("10 10 100 50 re n"))
    assert (page.rules, page.fills, page.drawings) == ((), (), ())


def test_a_text_drawn_twice_is_left_to_pdfplumber() -> None:
    content = pdf_file("BT /F1 10 Tf 20 100 Td (Fet) Tj ET BT /F1 10 Tf 20.2 100 Td (Fet) Tj ET")
    with pytest.raises(UnsureError):
        by_pdfium(content)
    with pdf.Source(content, "a.pdf") as source:
        page = source.page(1)
    assert isinstance(page, Page)
    assert [(w.text, w.bold) for w in page.words] == [("Fet", True)]


def test_a_path_of_very_many_points_is_passed_over() -> None:
    many = " ".join(f"{i % 300} {i % 200} l" for i in range(1, 1000))
    page = by_pdfium(pdf_file(f"0 0 m {many} S"))
    assert page.rules == ()

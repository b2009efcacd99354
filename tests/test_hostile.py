"""Files made to harm: a document or a reasoned refusal within limits, nothing run, nothing fetched."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from extractor.archive import Archive
from extractor.errors import EncryptedError, ReadError
from extractor.imports import ImportSettings
from extractor.model import Document, Paragraph, Table
from extractor.reading import ReadSettings, read
from tests.support.fuzzing import Reader
from tests.support.hostile import TEXT, WORDS, encrypted, pdf, picture, stream, with_size
from tests.support.importing import imported, outcomes, small_report
from tests.support.word import document_xml, docx, p, tbl, tr, zipped

needs_office = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")

NO_OCR = ReadSettings(ocr="off")
LIMIT = 120.0
"""Seconds for a file that costs 10 at most on an idle machine."""
OFFICE_LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader(LIMIT) as opened:
        yield opened


def words(document: Document) -> list[str]:
    return " ".join(b.text for b in document.blocks if isinstance(b, Paragraph)).split()


def everything(document: Document) -> str:
    cells = (c.text for b in document.blocks if isinstance(b, Table) for c in b.cells)
    return " ".join([*words(document), *cells, *document.properties.values(), *document.furniture])


# ---------------------------------------------------------------- PDF: loops and floods


def test_the_pdf_that_the_others_are_variants_of_is_read() -> None:
    assert words(read(pdf(), "a.pdf", NO_OCR)) == WORDS


FORM = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject"
LOOPS = {
    "a page tree that holds itself": pdf(objects={2: b"<</Type/Pages/Kids[3 0 R 2 0 R]/Count 2>>"}),
    "a page tree of nothing but itself": pdf(objects={2: b"<</Type/Pages/Kids[2 0 R]/Count 9>>"}),
    "a page that is its own parent": pdf(page=b"/Parent 3 0 R"),
    "a content that is the page": pdf(objects={4: b"[3 0 R 4 0 R]"}),
    "a length that is the stream itself": pdf(objects={4: b"<</Length 4 0 R>>\nstream\n" + TEXT + b"\nendstream"}),
    "a form that draws itself": pdf(
        TEXT + b"/X Do", resources=b"/XObject<</X 6 0 R>>",
        objects={6: stream(b"/X Do", FORM + b"<</X 6 0 R>>>>")},
    ),
    "two forms that draw each other": pdf(
        TEXT + b"/X Do", resources=b"/XObject<</X 6 0 R>>",
        objects={n: stream(b"/X Do", FORM + b"<</X %d 0 R>>>>" % (13 - n)) for n in (6, 7)},
    ),
    "an outline that goes in circles": pdf(
        catalog=b"/Outlines 6 0 R",
        objects={
            6: b"<</Type/Outlines/First 7 0 R/Last 7 0 R/Count 9>>",
            7: b"<</Title(a)/Parent 6 0 R/Next 7 0 R/Prev 7 0 R/First 6 0 R>>",
        },
    ),
    "a font made of itself": pdf(
        objects={5: b"<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/DescendantFonts[5 0 R]>>"}
    ),
    "a file whose earlier version is itself": pdf(trailer=b"/Prev 9"),
}  # fmt: skip


@pytest.mark.parametrize("content", LOOPS.values(), ids=LOOPS)
def test_references_in_circles_end(reader: Reader, content: bytes) -> None:
    assert reader.fault(content, "cirkel.pdf") == ""


def test_a_page_tree_with_a_loop_keeps_its_pages() -> None:
    document = read(LOOPS["a page tree that holds itself"], "a.pdf", NO_OCR)
    assert words(document)[:3] == WORDS


FLOODS = {
    "nested arrays": pdf(page=b"/Deep " + b"[" * 100_000 + b"]" * 100_000),
    "nested dictionaries": pdf(page=b"/Deep " + b"<</A " * 50_000 + b"1" + b">>" * 50_000),
    "nested arrays on the page": pdf(b"[" * 100_000 + b"]" * 100_000 + b" TJ\n" + TEXT),
    "saved states": pdf(b"q\n" * 300_000 + TEXT),
    "a stream of blanks": pdf(objects={4: stream(b" " * 100_000_000 + TEXT, packed=True)}),
    "a page the size of a country": pdf(page=b"/MediaBox[0 0 1e9 1e9]"),
    "a page without size": pdf(page=b"/MediaBox[0 0 0 0]"),
    "a page of no numbers": pdf(page=b"/MediaBox[(a) null 5 R]"),
    "letters the size of a country": pdf(TEXT.replace(b"12 Tf", b"1e30 Tf")),
    "letters nowhere": pdf(b"1e38 0 0 1e38 1e38 1e38 cm 1e38 0 0 1e38 0 0 cm\n" + TEXT),
    "a million pages promised": pdf(objects={2: b"<</Type/Pages/Kids[3 0 R]/Count 1000000>>"}),
    "two thousand times the same page": pdf(
        objects={2: b"<</Type/Pages/Kids[" + b"3 0 R " * 2000 + b"]/Count 2000>>"}
    ),
}


@pytest.mark.parametrize("content", FLOODS.values(), ids=FLOODS)
def test_floods_end(reader: Reader, content: bytes) -> None:
    assert reader.fault(content, "flod.pdf") == ""


def test_pages_that_are_promised_and_not_there_are_counted() -> None:
    document = read(FLOODS["a million pages promised"], "a.pdf", NO_OCR)
    assert words(document) == WORDS
    assert document.notes[-1] == "999799 more pages were not read."
    assert len(document.notes) == 201


def test_a_page_of_a_million_objects_is_left_out_with_a_note_and_the_next_one_is_read() -> None:
    squares = b"".join(b"%d %d 1 1 re f\n" % (n % 500, n // 500 % 800) for n in range(1_000_000))
    content = pdf(
        objects={
            2: b"<</Type/Pages/Kids[6 0 R 3 0 R]/Count 2>>",
            6: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 7 0 R>>",
            7: stream(squares, packed=True),
        }
    )
    document = read(content, "karta.pdf", NO_OCR)
    assert words(document) == WORDS
    assert document.notes == ("Page 1 was not read: it holds more than 200000 drawn objects.",)


def test_a_page_of_a_million_letters_is_left_out_with_a_note() -> None:
    lines = (b"1 0 0 1 9 %f Tm (%s) Tj\n" % (n / 2, b"ab " * 200) for n in range(1600))
    content = pdf(objects={4: stream(b"BT /F1 0.4 Tf " + b"".join(lines) + b"ET", packed=True)})
    with pytest.raises(ReadError, match="more than 500000 letters"):
        read(content, "bokstäver.pdf", NO_OCR)


def forms_in_forms(fan: int, depth: int) -> bytes:
    """A page whose form draws the next one `fan` times, and so on: `fan` ** `depth` objects of a few hundred bytes."""
    draw = {
        6 + n: stream(b"/X Do " * fan, FORM + b"<</X %d 0 R>>>>" % (7 + n)) for n in range(depth)
    }  # fmt: skip
    last = {6 + depth: stream(b"0 0 9 9 re f", FORM + b"<<>>>>")}
    return pdf(TEXT + b"/X Do", resources=b"/XObject<</X 6 0 R>>", objects=draw | last)


def test_forms_that_draw_each_other_many_times_over_are_left_out_with_a_note() -> None:
    with pytest.raises(ReadError, match="more than 200000 drawn objects"):
        read(forms_in_forms(25, 4), "a.pdf", NO_OCR)
    assert words(read(forms_in_forms(5, 4), "a.pdf", NO_OCR)) == WORDS


def test_forms_that_would_fill_all_memory_take_nothing_along(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(forms_in_forms(20, 8))
    (tmp_path / "b.pdf").write_bytes(pdf())
    with Archive(tmp_path / "a.db") as archive:
        files = imported(archive, [tmp_path], ImportSettings(jobs=1, timeout=LIMIT, memory=1000))
    became = outcomes(files)
    assert became["b.pdf"][0] != "failed"
    assert became["a.pdf"][0] == "failed"
    assert {f.code for f in files if f.outcome == "failed"} <= {"died", "memory", "timeout"}


@pytest.mark.parametrize("side", [20_000, 60_000], ids=["400 million pixels", "3600 million pixels"])
@pytest.mark.parametrize("text", [b"", TEXT], ids=["a scan", "a scan with text"])
def test_giant_pictures_on_a_page(reader: Reader, side: int, text: bytes) -> None:
    content = pdf(
        b"q 595 0 0 842 0 0 cm /X Do Q\n" + text,
        resources=b"/XObject<</X 6 0 R>>",
        objects={6: picture(side, side)},
    )
    assert len(content) < 10_000_000
    assert reader.fault(content, "bild.pdf") == ""


def test_scripts_attachments_and_programs_to_launch_are_passed_over(tmp_path: Path) -> None:
    launched = tmp_path / "launched"
    content = pdf(
        catalog=b"/OpenAction 6 0 R/AA<</WC 6 0 R>>/Names<</JavaScript<</Names[(a)6 0 R]>>"
        b"/EmbeddedFiles<</Names[(hemligt.txt)8 0 R]>>>>/AcroForm<</XFA 9 0 R/Fields[]>>",
        page=b"/AA<</O 7 0 R>>/Annots[<</Type/Annot/Subtype/Link/Rect[0 0 99 99]/A 7 0 R>>]",
        objects={
            6: b"<</S/JavaScript/JS(app.launchURL\\('http://127.0.0.1:9'\\); while \\(1\\) {})>>",
            7: b"<</S/Launch/F(/usr/bin/touch)/P(%s)>>" % str(launched).encode(),
            8: b"<</Type/Filespec/F(hemligt.txt)/EF<</F 9 0 R>>>>",
            9: stream(b"Bilagans hemlighet", b"/Type/EmbeddedFile"),
        },
    )
    document = read(content, "a.pdf", NO_OCR)
    assert words(document) == WORDS
    assert "hemlighet" not in everything(document)
    assert not launched.exists()


def test_an_encrypted_pdf_with_an_empty_password_is_read() -> None:
    assert TEXT.strip() not in encrypted(b"")
    assert words(read(encrypted(b""), "a.pdf", NO_OCR)) == WORDS


def test_an_encrypted_pdf_with_a_password_is_refused() -> None:
    with pytest.raises(EncryptedError, match="password"):
        read(encrypted(b"hemligt"), "a.pdf", NO_OCR)


def test_a_pdf_cut_short_anywhere_is_read_or_refused(reader: Reader) -> None:
    content = pdf()
    assert [reader.fault(content[:n], "halv.pdf") for n in range(1, len(content), 37)] == [""] * (
        (len(content) + 35) // 37
    )


@pytest.mark.parametrize("name", ["a.docx", "a.doc", "a.txt", "a", "../../etc/passwd", "a\0.pdf"])
def test_a_wrong_name_does_not_matter(name: str) -> None:
    assert words(read(pdf(), name, NO_OCR)) == WORDS


# ---------------------------------------------------------------- text without end

ENDLESS = [
    "1 ", "1,", "- ", "((", "å", "5,4 % ", "| ", "\t", "a.b", "2019-", "T1 ", "Mål: ", "1 000 ", "±≥", "A\n", "1\t2\n",
]  # fmt: skip


@pytest.mark.parametrize("piece", ENDLESS)
def test_text_without_end_is_read_in_time(reader: Reader, piece: str) -> None:
    content = "Perspektiv: Medarbetare\n\n" + piece * (100_000 // len(piece)) + "\nslut"
    assert reader.fault(content.encode(), "lång.txt") == ""


@pytest.mark.parametrize("piece", ENDLESS[:14])
def test_cells_and_paragraphs_without_end_are_read_in_time(reader: Reader, piece: str) -> None:
    long = p(piece * (50_000 // len(piece)))
    body = p("Medarbetare", style="Rubrik1") + long
    table = tbl(tr("Indikator", "Målvärde 2019", "Utfall 2019", "Status"))
    cells = "".join(f"<w:tc>{cell}</w:tc>" for cell in (p("Sjukfrånvaro"), long, long, p("Uppnått")))
    content = docx(body + table.replace("</w:tbl>", f"<w:tr>{cells}</w:tr></w:tbl>"))
    assert reader.fault(content, "lång.docx") == ""


# ---------------------------------------------------------------- the files beside them


def test_the_import_goes_on_beside_hostile_files(tmp_path: Path) -> None:
    folder = tmp_path / "arkiv"
    folder.mkdir()
    hostile = {
        "bomb.docx": zipped({"word/document.xml": document_xml(p("a" * 50_000_000))}),
        "cirkel.pdf": LOOPS["a page tree of nothing but itself"],
        "halv.pdf": pdf()[:200],
        "lösen.pdf": encrypted(b"hemligt"),
        "bild.docx": b"\x89PNG\r\n\x1a\n" + bytes(99),
        "djup.docx": docx("<w:ins>" * 3000 + p("x") + "</w:ins>" * 3000),
        "lögn.docx": with_size(docx(p("Text")), "word/document.xml", 10),
    }
    for name, content in hostile.items():
        (folder / name).write_bytes(content)
    for number in range(3):
        (folder / f"god{number}.txt").write_text(small_report(number), encoding="utf-8")
    (folder / "tom användares lösen.pdf").write_bytes(encrypted(b""))
    with Archive(tmp_path / "a.db") as archive:
        files = imported(archive, [folder], ImportSettings(jobs=1, timeout=LIMIT, memory=4096))
    became = {name: outcome for name, (outcome, _) in outcomes(files).items()}
    assert {n for n, o in became.items() if o == "done"} == {
        "god0.txt", "god1.txt", "god2.txt", "tom användares lösen.pdf",
    }  # fmt: skip
    assert {n for n, o in became.items() if o == "failed"} == set(hostile)
    assert all(f.reason for f in files if f.outcome == "failed")
    assert not {f.code for f in files} & {"died", "internal", "memory", "timeout"}

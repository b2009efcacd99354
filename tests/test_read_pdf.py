from __future__ import annotations

import io

import pypdfium2
import pytest

from extractor.errors import EmptyFileError, EncryptedError, ReadError
from extractor.reading import pdf


def blank(pages: int = 1) -> bytes:
    document = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        document.new_page(595, 842)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def test_no_bytes_is_an_empty_file() -> None:
    with pytest.raises(EmptyFileError):
        pdf.read_pdf(b"", "a.pdf")


def test_no_pages_is_refused() -> None:
    with pytest.raises(ReadError):
        pdf.read_pdf(blank(0), "a.pdf")


def test_a_truncated_file_is_refused_with_a_reason() -> None:
    with pytest.raises(ReadError, match="damaged"):
        pdf.read_pdf(b"%PDF-1.7\n1 0 obj <<", "a.pdf")


def test_a_password_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: bytes) -> None:
        raise pypdfium2.PdfiumError("Failed to load document (PDFium: Incorrect password error).")

    content = blank()
    monkeypatch.setattr(pdf.pypdfium2, "PdfDocument", refuse)
    with pytest.raises(EncryptedError):
        pdf.read_pdf(content, "a.pdf")


def test_a_blank_page_is_no_scan() -> None:
    document = pdf.read_pdf(blank(2), "a.pdf")
    assert (document.page_count, document.blocks, document.notes) == (2, (), ())
    assert document.text_layer == "none"

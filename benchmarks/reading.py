"""How fast born-digital PDF reports are read, against the floor and against pdfplumber alone, in one run.

Run as `python -m benchmarks.reading [FOLDER]`. Each reader reads every file once after a warm-up; figures are
pages per second and the ratio to pdfplumber's `extract_tables` on the same files. OCR is off.
"""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pdfplumber
import pypdfium2

from extractor import patterns
from extractor.pipeline import extract
from extractor.reading import ReadSettings, read

CORPUS = Path(__file__).parent.parent / "corpus" / "archive"
SETTINGS = ReadSettings(ocr="off")


def pdfium_text(content: bytes) -> None:
    """The floor: PDFium's bare text pass."""
    document = pypdfium2.PdfDocument(content)
    for page in document:
        page.get_textpage().get_text_bounded()
    document.close()


def pdfplumber_tables(content: bytes) -> None:
    """pdfplumber's tables on all pages."""
    with pdfplumber.open(io.BytesIO(content)) as document:
        for page in document.pages:
            page.extract_tables()


def our_reading(content: bytes) -> None:
    """Bytes → Document: tables, symbols, paragraphs."""
    read(content, "report.pdf", SETTINGS)


def our_extraction(content: bytes) -> None:
    """Bytes → Report: reading and everything extracted from it."""
    extract(read(content, "report.pdf", SETTINGS), patterns.built_in())


READERS: tuple[Callable[[bytes], None], ...] = (pdfium_text, pdfplumber_tables, our_reading, our_extraction)


def main(folder: Path) -> None:
    """Time every reader on every born-digital PDF of a folder and print a table."""
    names = [f for f in sorted(folder.glob("*.pdf")) if "scan" not in f.name and "ocr" not in f.name]
    files = [f.read_bytes() for f in names]
    pages = sum(len(pypdfium2.PdfDocument(c)) for c in files)
    seconds = {}
    for reader in READERS:
        reader(files[0])
        started = time.perf_counter()
        for content in files:
            reader(content)
        seconds[reader.__name__] = time.perf_counter() - started
    print(f"{len(files)} files, {pages} pages")
    print(f"{'reader':<20} {'ms/page':>8} {'pages/s':>8} {'× extract_tables':>17}")
    for name, spent in seconds.items():
        ratio = spent / seconds[pdfplumber_tables.__name__]
        print(f"{name:<20} {spent / pages * 1000:>8.1f} {pages / spent:>8.1f} {ratio:>17.2f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else CORPUS)

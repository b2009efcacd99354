"""Every table of the Word reports beside this checkout, cell by cell against the verified truth."""

from __future__ import annotations

import functools
import shutil
from pathlib import Path

import pytest

from extractor.model import Cell, Document, Paragraph, Table
from extractor.reading import read
from extractor.swedish import squeeze
from tests.support.perfect import document_from_content

SHARED = Path(__file__).resolve().parents[3] / "shared"
FILES = {
    "lt-2017.docx": "lt-2017",
    "lt-2020-t1.docx": "lt-2020-t1",
    "lt-2020-t1.doc": "lt-2020-t1",
    "lt-2020.docx": "lt-2020",
}

pytestmark = pytest.mark.skipif(
    not (SHARED / "archive").is_dir(), reason="no shared archive beside the checkout"
)


@functools.cache
def documents(name: str) -> tuple[Document, Document]:
    if name.endswith(".doc") and not shutil.which("soffice"):
        pytest.skip("LibreOffice is not installed")
    file = SHARED / "archive" / name
    return read(file.read_bytes(), name), document_from_content(SHARED / "gold" / f"{FILES[name]}.yaml")


def tables(document: Document) -> list[Table]:
    return [b for b in document.blocks if isinstance(b, Table)]


def printed(table: Table) -> list[list[str | None]]:
    return [[squeeze(c.text) if c else None for c in row] for row in table.grid()]


def shown(table: Table) -> list[list[list[tuple[str | None, str | None]]]]:
    def symbols(cell: Cell | None) -> list[tuple[str | None, str | None]]:
        return [(s.colour, s.shape) for s in cell.symbols] if cell else []

    return [[symbols(c) for c in row] for row in table.grid()]


@pytest.mark.parametrize("name", FILES)
def test_every_table_prints_what_the_truth_says(name: str) -> None:
    found, truth = documents(name)
    assert [printed(t) for t in tables(found)] == [printed(t) for t in tables(truth)]


@pytest.mark.parametrize("name", FILES)
def test_every_goal_spans_its_rows(name: str) -> None:
    found, truth = documents(name)
    for mine, true in zip(tables(found), tables(truth), strict=True):
        spans = [(c.row, c.column, c.row_span, c.column_span) for c in mine.cells]
        assert spans == [(c.row, c.column, c.row_span, c.column_span) for c in true.cells]


@pytest.mark.parametrize("name", FILES)
def test_every_symbol_is_seen_and_none_invented(name: str) -> None:
    found, truth = documents(name)
    assert [shown(t) for t in tables(found)] == [shown(t) for t in tables(truth)]


@pytest.mark.parametrize("name", FILES)
def test_headings_and_text_come_in_order(name: str) -> None:
    found, truth = documents(name)
    mine = [squeeze(b.text) for b in found.blocks if isinstance(b, Paragraph)]
    assert mine == [squeeze(b.text) for b in truth.blocks if isinstance(b, Paragraph)]


@pytest.mark.parametrize("report", ["lt-2017", "lt-2020-t1", "lt-2020"])
def test_word_and_pdf_of_a_report_give_the_same_rows(report: str) -> None:
    word, _ = documents(f"{report}.docx")
    pdf = read((SHARED / "archive" / f"{report}.pdf").read_bytes(), f"{report}.pdf")
    assert [printed(t) for t in tables(word)] == [printed(t) for t in tables(pdf)]
    assert [shown(t) for t in tables(word)] == [shown(t) for t in tables(pdf)]

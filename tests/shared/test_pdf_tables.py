"""Every table of the real reports comes out of their PDF as a perfect reader would have it."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.model import Document, Table
from extractor.reading.pdf import read_pdf
from tests.support.perfect import document_from_content

SHARED = Path(__file__).parents[3] / "shared"
REPORTS = ("lt-2017", "lt-2019", "lt-2020", "lt-2020-t1")

pytestmark = pytest.mark.skipif(not (SHARED / "gold").is_dir(), reason="the shared reports are not here")


def tables(document: Document) -> list[list[tuple[int, int, int, int, str]]]:
    found = [b for b in document.blocks if isinstance(b, Table)]
    return [[(c.row, c.column, c.row_span, c.column_span, c.text) for c in t.cells] for t in found]


@pytest.mark.parametrize("name", REPORTS)
def test_the_tables_of_a_real_report_are_read_cell_by_cell(name: str) -> None:
    perfect = document_from_content(SHARED / "gold" / f"{name}.yaml")
    read = read_pdf((SHARED / "archive" / f"{name}.pdf").read_bytes(), f"{name}.pdf")
    assert tables(read) == tables(perfect)

"""Real text dumps against the truth, where the shared material is present."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.model import SURE, Table
from extractor.reading.text import read_text
from extractor.restore.damage import looks_stripped
from extractor.restore.restorer import Restorer

SHARED = Path(__file__).resolve().parents[3] / "shared"
ROWS = {
    "seeds/lt-2020-seed.txt": 21,
    "seeds/lt-2020-t1-seed.txt": 14,
}
OCR = ("archive/lt-2019-txteng.txt", "seeds/lt-2019-seed.txt", "seeds/lt-2019-t1-seed.txt")

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="the shared material is not here")


def _tables(name: str) -> list[Table]:
    path = SHARED / name
    document = read_text(path.read_bytes(), path.name)
    return [b for b in document.blocks if isinstance(b, Table)]


@pytest.mark.parametrize(("name", "rows"), ROWS.items())
def test_tab_separated_scorecards_keep_every_row(name: str, rows: int) -> None:
    scorecards = [
        t for t in _tables(name) if t.header_rows and t.column_count >= 5 and t.grid()[0][1] is not None
    ]
    cards = [t for t in scorecards if "kontrollm" in (t.grid()[0][1].text.lower() if t.grid()[0][1] else "")]
    assert sum(t.row_count - t.header_rows for t in cards) == rows


@pytest.mark.parametrize("name", OCR)
def test_cells_put_together_from_ocr_are_never_called_sure(name: str) -> None:
    body = [c for t in _tables(name) for c in t.cells if c.row >= max(t.header_rows, 1)]
    assert body
    assert all(c.confidence < SURE and c.reasons for c in body)


@pytest.mark.parametrize("name", OCR)
def test_an_english_ocr_looks_stripped_and_is_restored(name: str) -> None:
    text = (SHARED / name).read_text(encoding="utf-8")
    assert looks_stripped(text)
    restored = Restorer().restore(text).text
    assert not looks_stripped(restored)

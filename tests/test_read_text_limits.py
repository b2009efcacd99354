"""The sign ≥ that recognisers make a 2 of, characters that an encoding lacks, and bars beside headings."""

from __future__ import annotations

import pytest

from extractor.model import SURE, Cell, Table
from extractor.reading.text import read_text
from extractor.reading.text_limits import with_limits
from extractor.reading.text_lines import without_heading_bars

ROLES = ("indicator", "target", "value")


def _row(target: str, value: str) -> Cell:
    cells = [Cell(row=1, column=c, text=t, raw=t) for c, t in enumerate(("Nöjda besökare", target, value))]
    return with_limits(cells, ROLES)[1]


@pytest.mark.parametrize(("read", "meant"), [("290 %", "≥ 90 %"), ("285%", "≥ 85 %"), ("— 288%", "≥ 88 %")])
def test_a_target_with_a_hundred_too_many_gets_its_sign_as_a_suggestion(read: str, meant: str) -> None:
    cell = _row(read, "91,2 %")
    assert (cell.text, cell.raw) == (meant, read)
    assert cell.confidence < SURE
    assert "ocr_ambiguous" in cell.reasons


@pytest.mark.parametrize(
    ("target", "value"), [("290 %", "310 %"), ("90 %", "91 %"), ("290", "88 %"), ("190 %", "88 %")]
)
def test_a_target_that_may_be_what_it_says_stays(target: str, value: str) -> None:
    assert _row(target, value).text == target


def test_a_question_mark_for_a_sign_the_encoding_lacks_is_never_sure() -> None:
    text = "Mål\tIndikator\tMålvärde\tUtfall\tTrend\r\nTrygghet\tNöjda\t? 90 %\t91 %\t?\r\nLugn\tKöer\t5\t4\t?\r\n"
    table = next(b for b in read_text(text.encode("cp1252"), "x.txt").blocks if isinstance(b, Table))
    doubted = {(c.row, c.column) for c in table.cells if "sign_lost" in c.reasons and c.confidence < SURE}
    assert doubted == {(1, 2), (1, 4), (2, 4)}


def test_bars_left_of_a_recognised_text_s_headings_go_and_a_table_s_stay() -> None:
    text = "| Forord\nAret gick bra.\n| Ekonomi\nTkr Budget\n\f| Uppfoljning av mal\n"
    assert without_heading_bars(text) == text.replace("| ", "")
    for cells in ("| Lon | 100 |\n", "| fortsatt\n"):
        assert without_heading_bars(text + cells) == text + cells
    assert without_heading_bars("| Forord\nAret gick bra.\n") == "| Forord\nAret gick bra.\n"

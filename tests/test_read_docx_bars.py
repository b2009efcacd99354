"""Progress bars in Word files."""

from __future__ import annotations

import pytest

from extractor.model import Cell, Table
from extractor.reading.docx import read_docx
from extractor.reading.docx_bars import Strip, drawn_bar, typed_bar
from tests.support.word import docx, drawing, p, tbl, tc, tr


def cell(content: str) -> Cell:
    tables = [b for b in read_docx(docx(tbl(tr("x", tc(content)))), "x.docx").blocks if isinstance(b, Table)]
    assert len(tables) == 1
    return tables[0].cells[1]


def strip(left: int, width: int, colour: str) -> str:
    return (
        f'<wps:wsp><wps:spPr><a:xfrm><a:off x="{left * 12700}" y="0"/><a:ext cx="{width * 12700}" cy="127000"/>'
        f'</a:xfrm><a:prstGeom prst="rect"/><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill></wps:spPr></wps:wsp>'
    )


@pytest.mark.parametrize(
    ("text", "share", "rest"),
    [
        ("██████░░░░ 60 %", 0.6, "60 %"),
        ("■■■■■", 1.0, ""),
        ("□ □ □ □ □", 0.0, ""),
        ("Pågår ▰▰▱▱▱", 0.4, "Pågår"),
    ],
)
def test_typed_blocks(text: str, share: float, rest: str) -> None:
    found = cell(p(text))
    assert [(s.shape, s.share) for s in found.symbols] == [("bar", share)]
    assert found.text == rest


@pytest.mark.parametrize("text", ["●●○", "Text utan stapel", ""])
def test_few_signs_are_no_bar(text: str) -> None:
    assert typed_bar(text) is None


@pytest.mark.parametrize(
    "parts",
    [strip(0, 100, "D9D9D9") + strip(0, 75, "00B050"), strip(0, 75, "00B050") + strip(75, 25, "D9D9D9")],
    ids=["over each other", "side by side"],
)
def test_two_rectangles(parts: str) -> None:
    (found,) = cell(p(drawing(f"<wpg:wgp>{parts}</wpg:wgp>", size=100, height=10))).symbols
    assert (found.colour, found.shape, found.share) == ("green", "bar", 0.75)


def test_a_small_table_with_a_coloured_cell() -> None:
    def part(width: int, fill: str) -> str:
        return tc("", f'<w:tcW w:w="{width}"/><w:shd w:val="clear" w:fill="{fill}"/>')

    found = cell(p() + tbl(tr(part(300, "4472C4"), part(700, "F2F2F2"))))
    assert [(s.shape, s.share) for s in found.symbols] == [("bar", 0.3)]


def test_lamps_in_a_row_are_no_bar() -> None:
    lamps = [Strip(left, 10, 10, colour) for left, colour in ((0, "#ff0000"), (12, "#d9d9d9"))]
    assert drawn_bar(lamps) is None

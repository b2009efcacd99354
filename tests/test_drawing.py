from __future__ import annotations

import functools
import io
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from PIL import Image

from extractor import patterns
from extractor.drawing import PagePicture, draw_page, write_page
from extractor.errors import NotFoundError
from extractor.model import Cell, Document, Place, Symbol, Table
from extractor.plain_pages import laid_out
from extractor.reading import read
from extractor.sheet import LABEL, SCALE, UNSURE, broken

CORPUS = Path(__file__).parent.parent / "corpus" / "archive"
REPORT = "granvik-mbn-2022.pdf"
DOUBTED = "granvik-kfn-2023.pdf"


@functools.cache
def drawn(name: str, page: int) -> PagePicture:
    return draw_page((CORPUS / name).read_bytes(), name, page, patterns.built_in())


@functools.cache
def pixels(name: str, page: int) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(drawn(name, page).png)).convert("RGB")).astype(int)


def page_with_table(name: str) -> tuple[int, Table]:
    document = read((CORPUS / name).read_bytes(), name)
    table = next(b for b in document.blocks if isinstance(b, Table) and any(c.symbols for c in b.cells))
    return table.place.page, table


def test_the_picture_has_the_size_of_the_page() -> None:
    document = pypdfium2.PdfDocument(CORPUS / REPORT)
    width, height = document[0].get_size()
    document.close()
    picture = drawn(REPORT, 1)
    assert (picture.width, picture.height) == (round(width * SCALE), round(height * SCALE))
    assert pixels(REPORT, 1).shape[:2] == (picture.height, picture.width)


def test_every_cell_of_the_page_has_its_outline() -> None:
    number, table = page_with_table(REPORT)
    image = pixels(REPORT, number)
    for cell in table.cells:
        if cell.place is None or cell.place.page != number or cell.place.box is None:
            continue
        x0, top, _, bottom = (round(v * SCALE) for v in cell.place.box)
        left = image[top + 2 : bottom - 16, x0 - 1 : x0 + 2].max(axis=2).min(axis=1)
        assert (left < 170).all(), cell.text


def test_columns_have_the_colours_of_their_roles() -> None:
    number, table = page_with_table(REPORT)
    body = [c for c in table.cells if c.row == table.row_count - 1]
    image = pixels(REPORT, number)
    tones = set()
    for cell in body:
        assert cell.place is not None
        assert cell.place.box is not None
        x1, top = round(cell.place.box.x1 * SCALE), round(cell.place.box.top * SCALE)
        tones.add(tuple(image[top + 4, x1 - 5]))
    assert len(tones) >= 5


def red(image: np.ndarray) -> int:
    return int((np.abs(image - UNSURE).max(axis=2) < 12).sum())


def test_what_is_unsure_is_red_and_what_is_sure_is_not() -> None:
    number, _ = page_with_table(DOUBTED)
    assert drawn(DOUBTED, number).unsure > 0
    assert red(pixels(DOUBTED, number)) > 500
    number, _ = page_with_table(REPORT)
    assert drawn(REPORT, number).unsure == 0


@pytest.mark.parametrize(
    "name", ["fjallmark-ms-2019.docx", "granvik-ubn-2021.txt", "granvik-mbn-2022-list.docx"]
)
def test_a_file_without_page_pictures_shows_its_tables_plainly(name: str) -> None:
    document = read((CORPUS / name).read_bytes(), name)
    pages = [b.place.page for b in document.blocks if isinstance(b, Table)] or [1]
    picture = drawn(name, pages[0])
    assert picture.tables
    assert picture.cells
    assert len(np.unique(pixels(name, pages[0]).reshape(-1, 3), axis=0)) > 20


def test_a_cell_is_as_high_as_its_words_beside_a_symbol_need() -> None:
    text = "Delvis uppnått " * 12
    lights = tuple(Symbol(colour="green", shape="circle", text="●") for _ in range(6))
    heights = []
    for symbols in ((), lights):
        cells = tuple(
            Cell(row=0, column=c, text=t, place=Place(page=1), symbols=s)
            for c, (t, s) in enumerate([("Andel nöjda " * 9, ()), (text, symbols)])
        )
        table = Table(number=1, place=Place(page=1), cells=cells)
        document = Document(
            sha256="0" * 64, name="a.docx", media="docx", text_layer="born", page_count=1, blocks=(table,)
        )
        (placed,) = (b for b in laid_out(document, 1)[0].blocks if isinstance(b, Table))
        assert placed.cells[1].place is not None
        assert placed.cells[1].place.box is not None
        heights.append(placed.cells[1].place.box.height)
    assert heights[1] > heights[0]


def test_a_page_without_tables_is_named_with_those_that_have_some() -> None:
    with pytest.raises(NotFoundError, match="no table on page 1") as error:
        drawn("fjallmark-ms-2019.docx", 1)
    assert "Pages with tables: " in error.value.next_step


def test_a_page_that_is_not_there_is_named_with_those_that_are() -> None:
    with pytest.raises(NotFoundError, match="no page 99") as error:
        drawn(REPORT, 99)
    assert "pages 1 to" in error.value.next_step


def test_a_folder_that_is_not_there_is_named_before_anything_is_read(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="no folder"):
        write_page(CORPUS / REPORT, 1, tmp_path / "nowhere" / "page.png", patterns.built_in())


def test_the_file_written_is_the_picture(tmp_path: Path) -> None:
    out = tmp_path / "page.png"
    picture = write_page(CORPUS / REPORT, 1, out, patterns.built_in())
    assert out.read_bytes() == picture.png


def test_a_label_is_broken_to_the_width_of_its_cell() -> None:
    lines = broken("yellow circle = partly_met 0.85 not_in_legend", 40, LABEL)
    assert len(lines) > 1
    assert " ".join(lines) == "yellow circle = partly_met 0.85 not_in_legend"


def test_a_word_wider_than_its_cell_stands_alone() -> None:
    assert broken("a colour_shape_contradiction b", 10, LABEL) == ["a", "colour_shape_contradiction", "b"]

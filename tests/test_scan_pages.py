"""Whole pages through the real tesseract: turned, skewed, doubtful, with symbols in their legend, forced."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import msgspec
import numpy as np
import pytest
from PIL import Image, ImageDraw

from extractor.model import SURE, Box, Paragraph, Word
from extractor.patterns import built_in
from extractor.reading import ReadSettings, read, scan
from extractor.reading.lettering import dress
from extractor.reading.scan import is_odd, is_speck
from extractor.reading.second_look import UNREADABLE, Line, better, lines_to_reread, read_again
from extractor.reading.tesseract import model
from extractor.reading.tones import Pixels
from extractor.reading.turns import turned
from extractor.symbols.legend import find_legend
from tests.test_scan import CORPUS, SCALE, font

pytestmark = pytest.mark.skipif(
    not scan.available(), reason="tesseract is not installed (Debian: tesseract-ocr)"
)

LINES = (
    "Under perioden har förvaltningen redovisat målen till nämnden",
    "Sjukfrånvaron uppgick till 5,4 procent av arbetad tid",
    "Målet för året är högst 4,8 procent och nås därför inte",
    "Antalet genomförda tillsynsbesök ökade till 342 stycken",
)


def drawn(lines: tuple[str, ...] = LINES, width: int = 380, height: int = 200) -> Image.Image:
    image = Image.new("RGB", (round(width * SCALE), round(height * SCALE)), (247, 247, 247))
    pen = ImageDraw.Draw(image)
    for n, words in enumerate(lines):
        pen.text((30 * SCALE, (30 + 20 * n) * SCALE), words, fill=0, font=font(11))
    return image


def text_of(pixels: Pixels) -> str:
    height, width = pixels.shape[:2]
    return " ".join(w.text for w in scan.recognise(pixels, 1, width / SCALE, height / SCALE).page.words)


@pytest.mark.parametrize("quarter", [90, 180, 270])
def test_a_page_that_lies_on_its_side_or_head_is_turned_and_read(quarter: int) -> None:
    pixels = turned(np.asarray(drawn()), quarter)  # type: ignore[arg-type]
    height, width = pixels.shape[:2]
    found = scan.recognise(pixels, 1, width / SCALE, height / SCALE)
    assert "Sjukfrånvaron uppgick till 5,4 procent" in " ".join(w.text for w in found.page.words)
    assert found.page.width > found.page.height
    assert found.pixels.shape[1] > found.pixels.shape[0]


@pytest.mark.parametrize("degrees", [-5, -2.5, 3, 5])
def test_a_page_fed_askew_is_straightened(degrees: float) -> None:
    askew = drawn().rotate(degrees, resample=Image.Resampling.BICUBIC, fillcolor=(255, 255, 255))
    assert "tillsynsbesök ökade till 342" in text_of(np.asarray(askew))


def page_with_ink() -> Pixels:
    return np.asarray(drawn(("Nettokostnad 212,5 mnkr",)).convert("L"))


def test_a_line_that_was_not_read_is_read_alone() -> None:
    grey = page_with_ink()
    (line,) = lines_to_reread([], grey, SCALE)
    (again,) = read_again([line], grey, SCALE, model())
    assert " ".join(w.text for w in better(line, again)) == "Nettokostnad 212,5 mnkr"


def test_a_piece_of_a_word_that_was_read_is_not_read_again() -> None:
    grey = page_with_ink()
    (line,) = lines_to_reread([], grey, SCALE)
    around = Box(line.box.x0 - 40, line.box.top - 1, line.box.x1 + 4, line.box.bottom + 1)
    faint = Word(text="Nettokostnad", box=around, size=9, confidence=0.95)
    doubtful = msgspec.structs.replace(faint, confidence=0.1)
    assert lines_to_reread([faint], grey, SCALE) == []
    assert len(lines_to_reread([doubtful], grey, SCALE)) == 1


def test_a_word_is_as_large_as_its_ink_not_as_its_box() -> None:
    grey = page_with_ink()
    (line,) = lines_to_reread([], grey, SCALE)
    tall = line.box._replace(bottom=line.box.bottom + 5)
    both = [
        dress([(Word(text="Nettokostnad", box=box), 0)], grey, np.dstack([grey] * 3), SCALE)[0].size
        for box in (line.box, tall)
    ]
    assert both[0] == both[1]


def test_ink_that_gives_no_word_leaves_a_mark() -> None:
    (line,) = lines_to_reread([], page_with_ink(), SCALE)
    (mark,) = better(line, [])
    assert (mark.text, mark.confidence) == (UNREADABLE, 0.0)


def test_words_of_a_line_whose_other_ink_is_not_read_are_never_sure() -> None:
    grey = page_with_ink()
    (line,) = lines_to_reread([], grey, SCALE)
    unit = Word(text="mnkr", box=Box(line.box.x1 - 24, *line.box[1:]), size=9, confidence=0.97)
    (partly,) = lines_to_reread([unit], grey, SCALE)
    assert partly.unread
    assert [w.confidence < SURE for w in better(partly, [])] == [True]


def test_a_surer_reading_that_lost_its_dots_is_not_taken() -> None:
    (line,) = lines_to_reread([], page_with_ink(), SCALE)
    first = Word(text="Öka", box=line.box, size=9, confidence=0.6)
    second = Word(text="Oka", box=line.box, size=9, confidence=0.9)
    assert better(Line(line.box, (first,)), [second]) == (first,)


def test_a_legend_in_a_line_of_a_scan_is_read() -> None:
    document = read((CORPUS / "vattenvard-2022-scan.pdf").read_bytes(), "x.pdf")
    told = {(e.shape, e.meaning) for e in find_legend(document, built_in()).entries if e.kind == "status"}
    assert told == {("square", "met"), ("circle", "partly_met"), ("triangle", "not_met")}


def born_pdf() -> bytes:
    return (CORPUS / "granvik-mbn-2022-glued.pdf").read_bytes()


def test_forced_recognition_reads_pages_that_have_text_of_their_own() -> None:
    forced = read(born_pdf(), "x.pdf", ReadSettings(ocr="force"))
    assert forced.text_layer == "recognised"
    texts = " ".join(b.text for b in forced.blocks if isinstance(b, Paragraph))
    assert "Granvik" in texts
    assert read(born_pdf(), "x.pdf").text_layer == "born"


def test_a_picture_without_tesseract_is_left_for_later(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    out = io.BytesIO()
    drawn().save(out, "PDF", resolution=200)
    monkeypatch.setattr(shutil, "which", lambda *_: None)
    document = read(out.getvalue(), "x.pdf")
    assert document.text_layer == "none"
    assert "needs OCR" in document.notes[0]


@pytest.mark.parametrize("text", ["%%", "71%%", "5:2", "93:%", "4,,5", "4,5,6", "12;5", "--5", "7.%", "8!%"])
def test_a_figure_that_no_report_prints_so_is_odd(text: str) -> None:
    assert is_odd(text)


@pytest.mark.parametrize(
    "text",
    [
        "%",
        "71",
        "5,2",
        "93%",
        "08:30",
        "1.250.000",
        "-5",
        "kl.",
        "2020-2021",
        "14:15,",
        "(80%)",
        "år,",
        "3:e",
    ],
)
def test_a_figure_as_reports_print_it_is_not_odd(text: str) -> None:
    assert not is_odd(text)


@pytest.mark.parametrize(
    ("text", "side", "speck"), [("f", 1.0, True), ("l", 2.0, True), (".", 1.0, False), ("2", 4.0, False)]
)
def test_a_letter_lower_than_any_is_a_speck(text: str, side: float, speck: bool) -> None:
    assert is_speck(Word(text=text, box=Box(50, 50, 50 + side, 50 + side)), 8.0) is speck

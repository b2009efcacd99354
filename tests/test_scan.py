"""Recognition with the real tesseract, on pages drawn here and on the sample scans."""

from __future__ import annotations

from pathlib import Path

import msgspec
import numpy as np
import pypdfium2
import pytest
from PIL import Image, ImageDraw, ImageFont

from extractor.model import SURE, Word
from extractor.reading import scan

pytestmark = pytest.mark.skipif(
    not scan.available(), reason="tesseract is not installed (Debian: tesseract-ocr)"
)

CORPUS = Path(__file__).parent.parent / "corpus" / "archive"
DPI = 200
SCALE = DPI / 72
SERIF = "/usr/share/fonts/truetype/liberation/LiberationSerif-Regular.ttf"
BOLD = "/usr/share/fonts/truetype/liberation/LiberationSans-Bold.ttf"


def recognised(draw_page, width: int = 420, height: int = 200) -> scan.Recognised:
    image = Image.new("RGB", (round(width * SCALE), round(height * SCALE)), (247, 247, 247))
    draw_page(ImageDraw.Draw(image))
    return scan.recognise(np.asarray(image), 1, float(width), float(height))


def font(size: float, file: str = SERIF) -> ImageFont.FreeTypeFont:
    if not Path(file).exists():
        pytest.skip(f"the font {file} is not installed (Debian: fonts-liberation)")
    return ImageFont.truetype(file, round(size * SCALE))


def test_swedish_and_per_cent_signs_are_read() -> None:
    def draw(pen: ImageDraw.ImageDraw) -> None:
        pen.text((60, 60), "Sjukfrånvaron ökade till 5,4 % mot målet högst 4,8 %", fill=0, font=font(11))

    text = " ".join(w.text for w in recognised(draw).page.words)
    assert "Sjukfrånvaron ökade till 5,4 %" in text
    assert text.count("%") == 2


def test_words_stand_where_they_are_printed() -> None:
    def draw(pen: ImageDraw.ImageDraw) -> None:
        pen.text((100 * SCALE, 50 * SCALE), "Nettokostnad", fill=0, font=font(11))

    (word,) = recognised(draw).page.words
    assert word.box.x0 == pytest.approx(100, abs=2)
    assert 50 <= word.box.top <= word.box.bottom <= 66


@pytest.mark.parametrize(("sign", "read"), [("≥", "≥"), ("≤", "≤")])
def test_a_comparison_sign_no_model_knows_is_recovered_and_flagged(sign: str, read: str) -> None:
    def draw(pen: ImageDraw.ImageDraw) -> None:
        pen.text((60, 40), "Andel nöjda brukare", fill=0, font=font(11))
        pen.text((60, 160), f"{sign} 85 %", fill=0, font=font(11))

    words = [w for w in recognised(draw).page.words if w.box.top > 40]
    line = "".join(w.text for w in words)
    first = min(words, key=lambda w: w.box.x0)
    assert line.startswith(read) or first.confidence <= scan.DISPUTED, line


def test_a_heading_is_told_by_size_boldness_and_colour() -> None:
    def draw(pen: ImageDraw.ImageDraw) -> None:
        pen.text((60, 40), "Personal", fill=(31, 78, 140), font=font(15, BOLD))
        for n, y in enumerate(range(140, 460, 45)):
            pen.text(
                (60, y), f"Under perioden har {n} medarbetare slutat sin anställning", fill=0, font=font(10.5)
            )

    words = recognised(draw).page.words
    heading = next(w for w in words if w.text == "Personal")
    body = [w for w in words if w.box.top > 40]
    assert heading.size > 1.2 * body[0].size
    assert heading.bold
    assert heading.colour is not None
    assert len({w.size for w in body}) == 1
    assert not any(w.bold or w.colour for w in body)


def test_the_heading_and_the_rules_of_a_sample_scan_are_found() -> None:
    page = pypdfium2.PdfDocument(CORPUS / "granvik-mbn-2022-scan300.pdf")[0]
    pixels = np.ascontiguousarray(page.render(scale=300 / 72, rev_byteorder=True).to_numpy()[:, :, :3])
    found = scan.recognise(pixels, 1, *page.get_size())
    text = " ".join(w.text for w in found.page.words)
    assert "Granviks kommun" in text
    assert len(found.page.rules) > 10


def test_an_empty_picture_gives_an_empty_page() -> None:
    found = recognised(lambda _: None)
    assert found.page.words == ()
    assert found.page.text_layer == "recognised"


def with_turned_header(label: str) -> Image.Image:
    """A table without upright rules whose last header stands on end."""
    turned = Image.new("RGB", (round(90 * SCALE), round(14 * SCALE)), (247, 247, 247))
    ImageDraw.Draw(turned).text((4, 2), label, fill=0, font=font(10, BOLD))
    image = Image.new("RGB", (round(420 * SCALE), round(200 * SCALE)), (247, 247, 247))
    pen = ImageDraw.Draw(image)
    pen.text((60, 240), "Styrmått", fill=0, font=font(10, BOLD))
    pen.text((500, 240), "Utfall 2022", fill=0, font=font(10, BOLD))
    pen.line((40, 290, 1100, 290), fill=0, width=2)
    pen.text((60, 310), "Andel nöjda brukare", fill=0, font=font(10))
    pen.text((500, 310), "82 %", fill=0, font=font(10))
    image.paste(turned.rotate(90, expand=True), (850, 30))
    return image


def test_headers_that_stand_on_end_are_read_where_no_rule_marks_their_cells() -> None:
    image = with_turned_header("Måluppfyllelse")
    words = scan.recognise(np.asarray(image), 1, 420.0, 200.0).page.words
    assert [w.text for w in words if w.rotation] == ["Måluppfyllelse"]
    assert not any(w.box.x0 > 290 for w in words if not w.rotation), "no debris beside it"


@pytest.mark.parametrize(("second", "sure"), [("Bokslut 2019", True), ("Bokslut 2018", False), ("", False)])
def test_a_year_that_stands_on_end_is_sure_only_if_both_models_read_it(
    monkeypatch: pytest.MonkeyPatch, second: str, sure: bool
) -> None:
    def again(word: Word, *_: object) -> Word:
        return msgspec.structs.replace(word, text=second)

    if scan.model() == scan.SECOND_MODEL or not scan.has(scan.SECOND_MODEL):
        pytest.skip("the second model is not installed (Debian: tesseract-ocr-eng)")
    monkeypatch.setattr(scan, "on_end_again", again)
    image = with_turned_header("Bokslut 2019")
    found = scan.recognise(np.asarray(image), 1, 420.0, 200.0).page.words
    (header,) = (w for w in found if w.rotation)
    assert (header.text, header.confidence >= SURE) == ("Bokslut 2019", sure)

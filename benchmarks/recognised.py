"""Reports as tesseract's English model reads them, each word beside the word that is printed there.

Truth is the same report born digital. Both are read as an import reads them, up to the point where marks are put
back: paragraphs and cells with their lines joined, so that a word divided at a line's end is one word, as it is for the
restorer. The words of the two are held together by their order; those without a counterpart are left out.
"""

from __future__ import annotations

import difflib
import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import cv2
import msgspec
from rapidfuzz import fuzz

from extractor.model import Document, Page, Paragraph
from extractor.reading import read, tesseract
from extractor.reading.layer import with_picture
from extractor.reading.pdf import read_pdf
from extractor.reading.text import read_text
from extractor.swedish import fold, join_lines
from extractor.symbols.cell import PageImage

ENGLISH = "eng"
OFFICE_SCALE = 200 / 72
"""Pixels per point of a page scanned at 200 dpi."""
SAME_WORD = 55
"""rapidfuzz ratio of the skeletons from which a word read is the printed word in its place; unlike words beside each
other (`och`, `under`) reach 40."""
_LETTER = re.compile(r"[^\W\d_]")
_YEAR = re.compile(r"-\d{4}")


class Sample(NamedTuple):
    """One report as read, and what is printed."""

    report: str
    """The report: forms of one report share it."""
    read: str
    """The paragraphs and cells as read, their lines joined, parted by empty lines."""
    printed: dict[int, str]
    """Which word of `read` (counted by its blanks) is which printed word; only words with letters."""
    text: str
    """The whole report as printed."""

    @property
    def publisher(self) -> str:
        """Who reports: the part of the file's name before the year."""
        return _YEAR.split(self.report)[0]


def ocred(files: Iterable[Path]) -> Iterator[Sample]:
    """Files that an English recogniser made (`-ocreng.pdf`, `-txteng.txt`), beside the same report born digital."""
    for file in files:
        printed = file.with_name(f"{file.stem.rsplit('-', 1)[0]}.pdf")
        if printed.is_file():
            content = file.read_bytes()
            text = file.suffix == ".txt"
            document = read_text(content, file.name) if text else read_pdf(content, file.name)
            yield sample(printed.stem, document, read(printed.read_bytes(), printed.name))


def rendered(files: Iterable[Path]) -> Iterator[Sample]:
    """Born-digital PDFs, each page drawn and read with the English model."""
    for file in files:
        content = file.read_bytes()
        document = read_pdf(content, file.name, recognise=_recognise, every=True)
        yield sample(file.stem, document, read(content, file.name))


def _recognise(page: Page, image: PageImage) -> tuple[Page, PageImage]:
    """What offices have: 200 dpi, the English model, and of the page nothing but words and picture."""
    factor = OFFICE_SCALE / image.scale
    pixels = cv2.resize(image.pixels, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    image = PageImage(pixels=pixels, scale=OFFICE_SCALE)
    grey = cv2.cvtColor(image.pixels, cv2.COLOR_RGB2GRAY)
    words = tuple(w for w, _ in tesseract.words_of(grey, image.scale, ENGLISH))
    bare = msgspec.structs.replace(page, words=words, drawings=(), text_layer="ocr")
    return with_picture(bare, image), image


def sample(report: str, read: Document, printed: Document) -> Sample:
    """A report as read beside the same report as printed."""
    one, two = as_read(read), as_read(printed)
    return Sample(report, one, aligned(one.split(), two.split()), two)


def as_read(document: Document) -> str:
    """Paragraphs and cells with their lines joined, before any mark was put back, parted by empty lines."""
    texts: list[str] = []
    for block in document.blocks:
        raws = [block.raw] if isinstance(block, Paragraph) else [cell.raw for cell in block.cells]
        texts += [join_lines(raw.split("\n")) for raw in raws]
    return "\n\n".join(t for t in texts if t)


def aligned(read: Sequence[str], printed: Sequence[str]) -> dict[int, str]:
    """Which word read is which printed word, by their order."""
    one, two = [fold(w) for w in read], [fold(w) for w in printed]
    found: dict[int, str] = {}
    for kind, a, b, c, d in difflib.SequenceMatcher(None, one, two, autojunk=False).get_opcodes():
        pairs = zip(range(a, b), range(c, d), strict=True) if kind == "equal" else _alike(one[a:b], two[c:d])
        offset = (0, 0) if kind == "equal" else (a, c)
        found |= {i + offset[0]: printed[j + offset[1]] for i, j in pairs}
    return {i: word for i, word in found.items() if _LETTER.search(word)}


def _alike(one: Sequence[str], two: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The pairs of words in order that are most alike together."""

    @functools.cache
    def best(i: int, j: int) -> tuple[float, tuple[tuple[int, int], ...]]:
        if i == len(one) or j == len(two):
            return 0.0, ()
        found = max(best(i + 1, j), best(i, j + 1), key=lambda b: b[0])
        ratio = fuzz.ratio(one[i], two[j])
        if ratio >= SAME_WORD:
            score, pairs = best(i + 1, j + 1)
            if score + ratio > found[0]:
                found = (score + ratio, ((i, j), *pairs))
        return found

    yield from best(0, 0)[1]

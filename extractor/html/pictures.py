"""Pictures of where a statement is printed: the strip of the page it stands on, from the imported file."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageDraw
from rapidfuzz import fuzz

from extractor.archive import Archive, DocumentInfo
from extractor.errors import StyrkortError
from extractor.model import Box, Place, Report
from extractor.symbols.cell import PageImage

SCALE = 1.5
"""Pixels per point (108 dpi): print of 9 points is readable on a screen."""

AROUND = 30.0
"""Points of the page shown above and below the statement: about two lines."""

SAME_WORDS = 85.0
"""Partial ratio from which a place carries the words of a statement; a finding may add a year or a unit to them."""

COLOURS = 32
"""Enough for print, rules and the three lights; a strip then takes about 20 kB."""

MARK = (214, 0, 32)


class Pictures:
    """Cuts strips out of the pages of a unit's documents; each page is rendered once in a row.

    Args:
        archive: knows what was read where.
        most: how many pictures to make before giving reasons instead.
    """

    def __init__(self, archive: Archive, most: int) -> None:
        self._archive = archive
        self._reports: dict[str, Report] = {}
        self._page: tuple[str, int, PageImage | str] | None = None
        self._left = most
        self.left_out = 0

    def of(self, info: DocumentInfo, page: int, words: str, *, whole: bool = True) -> bytes | str:
        """A picture of where words are printed.

        Args:
            info: the document.
            page: the page, counted from 1.
            words: the statement.
            whole: show the whole page where it is not known where on it the words stand.

        Returns:
            A PNG, or one sentence why there is none.
        """
        if info.media != "pdf":
            return "Pictures are made of PDF files only."
        if not self._left:
            self.left_out += 1
            return "Left out to keep this page small."
        image = self._image(info, page)
        if isinstance(image, str):
            return image
        box = self._box(info, page, words)
        if box is None and not whole:
            return "Somewhere else on the page above."
        self._left -= 1
        return _strip(image, box)

    def _image(self, info: DocumentInfo, page: int) -> PageImage | str:
        if self._page is None or self._page[:2] != (info.document_id, page):
            self._page = (info.document_id, page, _rendered(info, page))
        return self._page[2]

    def _box(self, info: DocumentInfo, page: int, words: str) -> Box | None:
        if info.document_id not in self._reports:
            self._reports[info.document_id] = self._archive.report(info.document_id)
        scored = [
            (fuzz.partial_ratio(text, words) * min(1.0, len(text) / len(words)), place.box)
            for text, place in _printed(self._reports[info.document_id])
            if place.page == page and place.box is not None and text
        ]
        best = max(scored, key=lambda s: s[0], default=(0.0, None))
        return best[1] if best[0] >= SAME_WORDS else None


def _printed(report: Report) -> Iterator[tuple[str, Place]]:
    """Everything read of a report that says where it stands."""
    for card in report.scorecards:
        for row in card.rows:
            for field in row.fields.values():
                if field.place is not None:
                    yield field.raw, field.place
    for cell in report.figures:
        yield cell.text, cell.place
    for observation in report.observations:
        yield observation.text, observation.place


def _rendered(info: DocumentInfo, page: int) -> PageImage | str:
    from extractor.reading.pdf import Source  # noqa: PLC0415 - heavy imports where they are used

    try:
        content = Path(info.source_path).read_bytes()
    except OSError:
        return "The file is no longer where it was imported from."
    if hashlib.sha256(content).hexdigest() != info.sha256:
        return "The file has changed since it was imported."
    try:
        with Source(content, info.name) as source:
            return source.image(page, SCALE) or "The page cannot be rendered."
    except StyrkortError as error:
        return error.what


def _strip(image: PageImage, box: Box | None) -> bytes:
    picture = Image.fromarray(image.pixels)
    if box is not None:
        scale = image.scale
        corners = (box.x0 * scale - 3, box.top * scale - 3, box.x1 * scale + 3, box.bottom * scale + 3)
        ImageDraw.Draw(picture).rectangle(corners, outline=MARK, width=2)
        top, bottom = max(0, (box.top - AROUND) * scale), min(picture.height, (box.bottom + AROUND) * scale)
        if bottom > top:
            picture = picture.crop((0, int(top), picture.width, int(bottom)))
    stream = io.BytesIO()
    picture.quantize(COLOURS).save(stream, "PNG", optimize=True)
    return stream.getvalue()

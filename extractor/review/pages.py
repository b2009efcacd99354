"""Pictures of pages and cells, made from the imported file when a person wants to see them."""

from __future__ import annotations

import hashlib
import io
from functools import lru_cache
from pathlib import Path
from threading import Lock

from PIL import Image, ImageDraw

from extractor.archive import DocumentInfo
from extractor.drawing import page_image
from extractor.errors import FormatError, NotFoundError
from extractor.model import Box, Place

FRAME = (214, 0, 32)
AROUND = 3.0
"""Points between a cell and the frame drawn round it on its page."""
INSIDE = 1.0
"""Points left off a cell that is cut out, so that its borders are not taken for print."""

_ONE_AT_A_TIME = Lock()
"""PDFium cannot draw in two threads."""


def page_picture(info: DocumentInfo, place: Place) -> bytes:
    """A PNG of a page with a frame round the cell.

    Args:
        info: the document.
        place: the page, and the box to frame if there is one.

    Raises:
        FormatError: only PDF files have pictures of pages.
        NotFoundError: the file is gone or has changed, or the page cannot be rendered.
        ReadError: the file cannot be read.
    """
    page, scale = _page(info, place.page)
    picture = page.copy()
    if place.box is not None:
        ImageDraw.Draw(picture).rectangle(_scaled(place.box, scale), outline=FRAME, width=3)
    return _png(picture)


def cell_picture(info: DocumentInfo, place: Place) -> bytes:
    """A PNG of one cell, cut out of its page.

    Raises:
        NotFoundError: the place has no box; else see `page_picture`.
    """
    if place.box is None:
        raise NotFoundError(f"{info.name} has no boxes to cut out.", "Open the file itself.")
    picture, scale = _page(info, place.page)
    x0, top, x1, bottom = _scaled(place.box, scale, -INSIDE)
    return _png(picture.crop((max(x0, 0), max(top, 0), min(x1, picture.width), min(bottom, picture.height))))


@lru_cache(maxsize=2)
def _page(info: DocumentInfo, number: int) -> tuple[Image.Image, float]:
    """A page and its pixels per point; kept, because a person looks at one cell of it after the other."""
    if info.media != "pdf":
        raise FormatError(
            f"{info.name} is no PDF: there are no pictures of its pages.", f"Open {info.source_path} itself."
        )
    with _ONE_AT_A_TIME:
        image = page_image(_content(info), info.name, number)
    return Image.fromarray(image.pixels).convert("RGB"), image.scale


def _content(info: DocumentInfo) -> bytes:
    for path in map(Path, info.paths):
        if path.is_file():
            content = path.read_bytes()
            if hashlib.sha256(content).hexdigest() == info.sha256:
                return content
    raise NotFoundError(
        f"{info.source_path} is no longer there, or has changed since it was imported.",
        "Start the review in the folder it was imported from.",
    )


def _scaled(box: Box, scale: float, around: float = AROUND) -> tuple[int, int, int, int]:
    return (
        int((box.x0 - around) * scale),
        int((box.top - around) * scale),
        int((box.x1 + around) * scale) + 1,
        int((box.bottom + around) * scale) + 1,
    )


def _png(picture: Image.Image) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, "PNG")
    return stream.getvalue()

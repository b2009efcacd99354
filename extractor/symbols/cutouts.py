"""What a cell shows, cut out of the page's picture: a small PNG that a reviewer can look at.

Kept for cells that show a symbol, so that a status can be judged without opening the report. Pictures are
trimmed to their ink, reduced to few colours and small: a reader's eye needs no more, and an archive of
a hundred thousand rows stays small.
"""

from __future__ import annotations

import functools
import io
from collections.abc import Callable, Iterable

import cv2
import msgspec
import numpy as np
import numpy.typing as npt
from PIL import Image

from extractor.model import Box, Cell
from extractor.symbols.cell import PageImage
from extractor.symbols.colours import LIGHTS
from extractor.symbols.ink import difference_from, median_colour

Look = Callable[[], PageImage | None]
"""Gives the picture of the page, None where there is none."""

FINEST = 2.0
"""Pixels per point at most (144 dpi): an arrow of 8 points is told from a triangle."""

LARGEST = (100.0, 40.0)
"""Points, width and height: progress bars are up to 80 wide, smileys up to 25 high."""

BORDER = 1.5
"""Points inside a cell's outline that its ruling takes."""

MARGIN = 2.0
"""Points of background kept around the ink, so that its outline shows."""

PATCH = (24.0, 12.0)
"""Points, width and height of the piece that stands for a cell that is all one colour."""

INKED = 40
"""Difference from the background (0..255) from which a pixel is ink; JPEG noise of scans stays below."""

FAINT = 12
"""The same where nothing differs more: the track of an empty bar."""

COLOURS = 16
"""Colours of a picture: a light, its soft edge, the paper, and what words stand beside."""

WORDLESS = 12
"""Letters beside a symbol up to which the cell is a judgement ("Grön", "75 %") and no running text."""

Pixels = npt.NDArray[np.uint8]


def with_cutouts(cells: Iterable[Cell], look: Look) -> tuple[Cell, ...]:
    """The cells, those that show a symbol with a picture of it.

    Args:
        cells: cells of one page with their boxes.
        look: gives the picture of that page; called only where a cell shows a symbol.

    Returns:
        The cells in the same order. Cells of running text and cells whose background is the only symbol and
        no light get no picture.
    """
    return tuple(_with_cutout(cell, look) if _worth_showing(cell) else cell for cell in cells)


def _worth_showing(cell: Cell) -> bool:
    shown = [s for s in cell.symbols if s.shape != "fill" or s.colour in LIGHTS]
    return (
        bool(shown) and len(cell.text) <= WORDLESS and cell.place is not None and cell.place.box is not None
    )


def _with_cutout(cell: Cell, look: Look) -> Cell:
    image = look()
    assert cell.place is not None
    assert cell.place.box is not None
    picture = cut_out(image, cell.place.box) if image is not None else None
    return msgspec.structs.replace(cell, picture=picture)


def cut_out(image: PageImage, box: Box) -> bytes | None:
    """A picture of what stands in a box.

    Args:
        image: the rendered page.
        box: a cell's outline in points.

    Returns:
        A PNG of at most `LARGEST` points at `FINEST` pixels per point; None where the box holds no pixel.
    """
    outline = _pixels(image, box, -BORDER)
    area = _of(image, outline)
    if 0 in area.shape:
        return None
    inked = _ink_of(area, image.scale)
    shown = _of(image, _around(outline, inked, image.scale)) if inked else _middle(area, PATCH, image.scale)
    shown = _middle(shown, LARGEST, image.scale)
    if image.scale > FINEST:
        height, width = (max(1, round(n * FINEST / image.scale)) for n in shown.shape[:2])
        shown = np.asarray(cv2.resize(shown, (width, height), interpolation=cv2.INTER_AREA), dtype=np.uint8)
    return _png(shown.shape[:2], shown.tobytes())


Area = tuple[slice, slice]
"""Rows and columns of pixels."""


def _pixels(image: PageImage, box: Box, more: float) -> Area:
    """The pixels of a box in points, with so many points more (or less) on each side."""
    x0, top = (max(0, round((v - more) * image.scale)) for v in (box.x0, box.top))
    x1, bottom = (max(0, round((v + more) * image.scale)) for v in (box.x1, box.bottom))
    return slice(top, bottom), slice(x0, x1)


def _of(image: PageImage, area: Area) -> Pixels:
    rows, columns = area
    return image.area(columns.start, rows.start, columns.stop, rows.stop)


def _ink_of(area: Pixels, scale: float) -> Area | None:
    """Where in an area the ink stands; None where it is all one colour."""
    background = median_colour(area.reshape(-1, 3))
    away = difference_from(area, background)
    for level in (INKED, FAINT):
        ink = away > level
        if np.count_nonzero(ink) >= scale * scale:
            left, top, wide, high = cv2.boundingRect(ink.view(np.uint8))
            return slice(top, top + high), slice(left, left + wide)
    return None


def _around(outline: Area, inked: Area, scale: float) -> Area:
    """The ink with its margin, in pixels of the page; a symbol that touches its cell's border stays whole."""
    margin = round(MARGIN * scale)
    rows, columns = (
        slice(max(0, whole.start + part.start - margin), whole.start + part.stop + margin)
        for whole, part in zip(outline, inked, strict=True)
    )
    return rows, columns


def _middle(area: Pixels, size: tuple[float, float], scale: float) -> Pixels:
    """The middle of an area, of at most the given size in points."""
    height, width = area.shape[:2]
    wide, high = min(width, round(size[0] * scale)), min(height, round(size[1] * scale))
    left, top = (width - wide) // 2, (height - high) // 2
    return area[top : top + high, left : left + wide]


@functools.lru_cache(maxsize=64)
def _png(size: tuple[int, int], pixels: bytes) -> bytes:
    """RGB pixels of some height and width as a PNG; a report's lights come again and again."""
    buffer = io.BytesIO()
    picture = Image.frombytes("RGB", size[::-1], pixels)
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(buffer, "PNG", bits=4)
    return buffer.getvalue()

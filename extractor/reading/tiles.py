"""Pictures of a PDF's pages, drawn tile by tile where they are looked at.

A page has a dozen cells whose pixels matter. Drawing their tiles only takes a fifth of drawing the page, and the
tiles hold the same pixels.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium

from extractor.symbols.cell import PageImage, Pixels

TILE = (256, 512)
"""Rows and columns of pixels drawn in one go: ten rows of a table at 180 dpi, and two columns of lights. Every drawing
goes through all objects of the page, smaller tiles take longer. Even numbers: what samples every other pixel of a tile
samples every other pixel of the page."""

BESIDE = 8
"""Pixels drawn around a tile and not used: what only touches a tile is not drawn on its outermost pixels."""

PAPER = 255

Opened = Callable[[], Any]
"""Gives the page, open: a page is closed when the next one is read."""


class TiledImage(PageImage):
    """A page of an open PDF.

    Args:
        opened: gives the page.
        scale: pixels per point.
    """

    def __init__(self, opened: Opened, scale: float) -> None:
        width, height = opened().get_size()
        shape = (math.ceil(height * scale), math.ceil(width * scale), 3)
        super().__init__(np.empty(shape, np.uint8), scale)
        self._opened = opened
        down, across = _tiles(self.height, 0), _tiles(self.width, 1)
        self._missing = {(row, column) for row in range(down) for column in range(across)}

    @property
    def pixels(self) -> Pixels:
        """The whole page."""
        if self._missing:
            draw(self._opened(), self._pixels, (0, 0, self.width, self.height))
            self._missing.clear()
        return self._pixels

    def area(self, left: int, top: int, right: int, bottom: int) -> Pixels:
        """A part of the page; what has not been drawn of it is drawn now."""
        if self._missing:
            rows = range(max(0, top) // TILE[0], _tiles(min(bottom, self.height), 0))
            columns = range(max(0, left) // TILE[1], _tiles(min(right, self.width), 1))
            missing = {(row, column) for row in rows for column in columns} & self._missing
            if len(missing) == len(rows) * len(columns) > 0:
                self._draw(rows, columns)
            else:
                for row, column in missing:
                    self._draw(range(row, row + 1), range(column, column + 1))
            self._missing -= missing
        return super().area(left, top, right, bottom)

    def parts(self) -> Iterator[Pixels]:
        """The page in parts: what is drawn already comes first."""
        down, across = range(_tiles(self.height, 0)), range(_tiles(self.width, 1))
        tiles = [(row, column) for row in down for column in across]
        for row, column in sorted(tiles, key=self._missing.__contains__):
            left, top = column * TILE[1], row * TILE[0]
            yield self.area(left, top, min(self.width, left + TILE[1]), min(self.height, top + TILE[0]))

    def _draw(self, rows: range, columns: range) -> None:
        """Draw the tiles of some rows and columns in one go; those beside them stay as they are."""
        left, top = columns.start * TILE[1], rows.start * TILE[0]
        right, bottom = min(self.width, columns.stop * TILE[1]), min(self.height, rows.stop * TILE[0])
        x0, y0 = max(0, left - BESIDE), max(0, top - BESIDE)
        x1, y1 = min(self.width, right + BESIDE), min(self.height, bottom + BESIDE)
        before = self._pixels[y0:y1, x0:x1].copy()
        draw(self._opened(), self._pixels, (x0, y0, x1, y1))
        drawn = self._pixels[top:bottom, left:right].copy()
        self._pixels[y0:y1, x0:x1] = before
        self._pixels[top:bottom, left:right] = drawn


def _tiles(pixels: int, axis: int) -> int:
    """How many tiles so many pixels take, down (0) or across (1)."""
    return -(-pixels // TILE[axis])


def draw(page: Any, pixels: Pixels, area: tuple[int, int, int, int]) -> None:
    """Draw a part of a page.

    Args:
        page: an open pypdfium2 page.
        pixels: the picture of the whole page, height × width × 3 (RGB), into which is drawn.
        area: left, top, right and bottom of the part.
    """
    left, top, right, bottom = area
    high, wide = pixels.shape[:2]
    width, height = page.get_size()
    pixels[top:bottom, left:right] = PAPER
    bitmap = pdfium.FPDFBitmap_CreateEx(wide, high, pdfium.FPDFBitmap_BGR, pixels.ctypes.data, 3 * wide)
    matrix = pdfium.FS_MATRIX(wide / width, 0, 0, high / height, 0, 0)
    part = pdfium.FS_RECTF(left, top, right, bottom)
    flags = pdfium.FPDF_ANNOT | pdfium.FPDF_REVERSE_BYTE_ORDER
    pdfium.FPDF_RenderPageBitmapWithMatrix(bitmap, page, matrix, part, flags)
    pdfium.FPDFBitmap_Destroy(bitmap)

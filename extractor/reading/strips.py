"""Pictures of a PDF's pages, drawn strip by strip where they are looked at.

A page has a dozen cells whose pixels matter. Drawing their strips only takes a fifth of drawing the page, and the
strips hold the same pixels.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium

from extractor.symbols.cell import PageImage, Pixels

STRIP = 128
"""Rows of pixels drawn in one go: a line of a table at 180 dpi has 30 to 60."""

BESIDE = 8
"""Rows drawn above and below a strip and not used: what only touches a strip is not drawn on its outermost row."""

PAPER = 255

Opened = Callable[[], Any]
"""Gives the page, open: a page is closed when the next one is read."""


class StripImage(PageImage):
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
        self._missing = set(range(math.ceil(shape[0] / STRIP)))

    @property
    def pixels(self) -> Pixels:
        """The whole page."""
        if len(self._missing) * STRIP >= self.height:
            draw(self._opened(), self._pixels, 0, self.height)
            self._missing.clear()
        return self.area(0, 0, self.width, self.height)

    def area(self, left: int, top: int, right: int, bottom: int) -> Pixels:
        """A part of the page; what has not been drawn of it is drawn now."""
        for strip in range(max(0, top) // STRIP, math.ceil(min(bottom, self.height) / STRIP)):
            if strip in self._missing:
                self._missing.remove(strip)
                self._draw(strip * STRIP, min(self.height, (strip + 1) * STRIP))
        return super().area(left, top, right, bottom)

    def _draw(self, top: int, bottom: int) -> None:
        """Draw a strip; its neighbours stay as they are."""
        above, below = max(0, top - BESIDE), min(self.height, bottom + BESIDE)
        kept = self._pixels[above:top].copy(), self._pixels[bottom:below].copy()
        draw(self._opened(), self._pixels, above, below)
        self._pixels[above:top], self._pixels[bottom:below] = kept


def draw(page: Any, pixels: Pixels, top: int, bottom: int) -> None:
    """Draw rows of a page.

    Args:
        page: an open pypdfium2 page.
        pixels: the picture of the whole page, height × width × 3 (RGB), into which is drawn.
        top: the first row.
        bottom: the row after the last.
    """
    high, wide = pixels.shape[:2]
    width, height = page.get_size()
    pixels[top:bottom] = PAPER
    bitmap = pdfium.FPDFBitmap_CreateEx(wide, high, pdfium.FPDFBitmap_BGR, pixels.ctypes.data, 3 * wide)
    matrix = pdfium.FS_MATRIX(wide / width, 0, 0, high / height, 0, 0)
    rows = pdfium.FS_RECTF(0, top, wide, bottom)
    flags = pdfium.FPDF_ANNOT | pdfium.FPDF_REVERSE_BYTE_ORDER
    pdfium.FPDF_RenderPageBitmapWithMatrix(bitmap, page, matrix, rows, flags)
    pdfium.FPDFBitmap_Destroy(bitmap)

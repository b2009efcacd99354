"""PDFium's functions as they are called by the thousand: plain integers for handles, room for what they hand back."""

from __future__ import annotations

import ctypes
import functools
import struct
from collections.abc import Callable
from typing import Any

import pypdfium2.raw as pdfium

Matrix = tuple[float, float, float, float, float, float]
"""a, b, c, d, e, f as PDF writes them: x' = a·x + c·y + e, y' = b·x + d·y + f."""


class UnsureError(Exception):
    """PDFium's view of a page is not certain; the message says of what."""


class TooMuchError(Exception):
    """A page holds more than any report's; the message says of what. No other engine is asked, they are slower."""


def _function(function: Any, result: Any, *arguments: Any) -> Any:
    """PDFium's function with plain integers for handles: a call per letter must not build pointer objects."""
    address = ctypes.cast(function, ctypes.c_void_p).value
    return ctypes.PYFUNCTYPE(result, *arguments)(address or 0)


_HANDLE, _INT, _UINT = ctypes.c_void_p, ctypes.c_int, ctypes.c_uint
code_of = _function(pdfium.FPDFText_GetUnicode, _UINT, _HANDLE, _INT)
text_of = _function(pdfium.FPDFText_GetText, _INT, _HANDLE, _INT, _INT, _HANDLE)
text_object = _function(pdfium.FPDFText_GetTextObject, _HANDLE, _HANDLE, _INT)
origin_of = _function(pdfium.FPDFText_GetCharOrigin, _INT, _HANDLE, _INT, _HANDLE, _HANDLE)
loose_box = _function(pdfium.FPDFText_GetLooseCharBox, _INT, _HANDLE, _INT, _HANDLE)
text_matrix = _function(pdfium.FPDFText_GetMatrix, _INT, _HANDLE, _INT, _HANDLE)
no_character = _function(pdfium.FPDFText_HasUnicodeMapError, _INT, _HANDLE, _INT)
font_of = _function(pdfium.FPDFTextObj_GetFont, _HANDLE, _HANDLE)
font_size = _function(pdfium.FPDFTextObj_GetFontSize, _INT, _HANDLE, _HANDLE)
font_name = _function(pdfium.FPDFFont_GetBaseFontName, ctypes.c_size_t, _HANDLE, _HANDLE, ctypes.c_size_t)
glyph_width = _function(pdfium.FPDFFont_GetGlyphWidth, _INT, _HANDLE, _UINT, ctypes.c_float, _HANDLE)
kind_of = _function(pdfium.FPDFPageObj_GetType, _INT, _HANDLE)
page_object = _function(pdfium.FPDFPage_GetObject, _HANDLE, _HANDLE, _INT)
form_object = _function(pdfium.FPDFFormObj_GetObject, _HANDLE, _HANDLE, ctypes.c_ulong)
form_count = _function(pdfium.FPDFFormObj_CountObjects, _INT, _HANDLE)
matrix_of = _function(pdfium.FPDFPageObj_GetMatrix, _INT, _HANDLE, _HANDLE)
bounds_of = _function(pdfium.FPDFPageObj_GetBounds, _INT, _HANDLE, _HANDLE, _HANDLE, _HANDLE, _HANDLE)
fill_colour = _function(pdfium.FPDFPageObj_GetFillColor, _INT, _HANDLE, _HANDLE, _HANDLE, _HANDLE, _HANDLE)
line_colour = _function(pdfium.FPDFPageObj_GetStrokeColor, _INT, _HANDLE, _HANDLE, _HANDLE, _HANDLE, _HANDLE)
line_width = _function(pdfium.FPDFPageObj_GetStrokeWidth, _INT, _HANDLE, _HANDLE)
draw_mode = _function(pdfium.FPDFPath_GetDrawMode, _INT, _HANDLE, _HANDLE, _HANDLE)
segment_count = _function(pdfium.FPDFPath_CountSegments, _INT, _HANDLE)
path_segment = _function(pdfium.FPDFPath_GetPathSegment, _HANDLE, _HANDLE, _INT)
segment_point = _function(pdfium.FPDFPathSegment_GetPoint, _INT, _HANDLE, _HANDLE, _HANDLE)
segment_kind = _function(pdfium.FPDFPathSegment_GetType, _INT, _HANDLE)


class Room:
    """Room for what PDFium hands back through pointers."""

    def __init__(self, kind: Any, count: int) -> None:
        self.values = (kind * count)()
        first, size = ctypes.addressof(self.values), ctypes.sizeof(kind)
        self.at = tuple(first + i * size for i in range(count))
        form = struct.Struct(f"{count}{kind._type_}")
        self.all: Callable[[], tuple[Any, ...]] = functools.partial(form.unpack_from, self.values)
        """Gives all values at once, in a third of the time that ctypes takes to give them one by one."""


def times(inner: Matrix, outer: Matrix) -> Matrix:
    """First the inner, then the outer matrix."""
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return (
        a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u
    )  # fmt: skip


def handle_of(thing: Any) -> int:
    """The handle of a pypdfium2 page or text page."""
    return ctypes.cast(thing.raw, ctypes.c_void_p).value or 0


class Colours:
    """Colours of page objects as '#rrggbb'."""

    def __init__(self) -> None:
        self._channels = Room(ctypes.c_uint, 4)

    def of(self, function: Any, handle: int) -> str | None:
        """A colour; None where nothing shows."""
        if not function(handle, *self._channels.at):
            return None
        return _named(*self._channels.all())


@functools.lru_cache(maxsize=1024)
def _named(red: int, green: int, blue: int, alpha: int) -> str | None:
    return f"#{red:02x}{green:02x}{blue:02x}" if alpha else None

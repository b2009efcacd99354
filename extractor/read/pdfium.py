"""A PDF page as PDFium's own objects show it: letters, paths and pictures at a tenth of pdfminer's cost.

Letters come in the order in which they were drawn. What PDFium cannot tell surely (a glyph without a character, a text
drawn twice, of which it keeps one) makes the page `Unsure`: then pdfplumber reads it. Coordinates are those of
the page as shown: turned and cropped.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from extractor.model import Box
from extractor.read.objects import Letter, Path, Rotation, Shown, Type

Matrix = tuple[float, float, float, float, float, float]
"""a, b, c, d, e, f as PDF writes them: x' = a·x + c·y + e, y' = b·x + d·y + f."""

DEEPEST = 12
"""Levels of form XObjects in each other; charts in Word files reach 3, endless ones are damaged."""

MOST_OBJECTS = 200_000
"""Objects of one page; maps have 50,000. More is an attack or a drawing nobody reads as a table."""

MOST_SEGMENTS = 400
"""Points of one path that are looked at: a cell border or a symbol has fewer, a map or a signature thousands."""

FONT_NAME = 256
"""Bytes for a font's name."""

DESCENT = -0.21
"""Where letters' boxes end below the line they stand on, in font sizes: Arial's -0.21, Calibri's -0.25. What fonts
say of themselves is not used: some programs write 0, and words of two fonts in one line must have boxes alike."""

_HYPHENS = frozenset((0x02, 0xFFFE))
"""What PDFium makes of a hyphen at a line end."""
_REPLACEMENT = 0xFFFD


class UnsureError(Exception):
    """PDFium's view of a page is not certain; the message says of what."""


def _function(function: Any, result: Any, *arguments: Any) -> Any:
    """PDFium's function with plain integers for handles: a call per letter must not build pointer objects."""
    address = ctypes.cast(function, ctypes.c_void_p).value
    return ctypes.PYFUNCTYPE(result, *arguments)(address or 0)


_HANDLE, _INT, _UINT = ctypes.c_void_p, ctypes.c_int, ctypes.c_uint
_unicode = _function(pdfium.FPDFText_GetUnicode, _UINT, _HANDLE, _INT)
_text_object = _function(pdfium.FPDFText_GetTextObject, _HANDLE, _HANDLE, _INT)
_origin = _function(pdfium.FPDFText_GetCharOrigin, _INT, _HANDLE, _INT, _HANDLE, _HANDLE)
_loose_box = _function(pdfium.FPDFText_GetLooseCharBox, _INT, _HANDLE, _INT, _HANDLE)
_text_matrix = _function(pdfium.FPDFText_GetMatrix, _INT, _HANDLE, _INT, _HANDLE)
_no_character = _function(pdfium.FPDFText_HasUnicodeMapError, _INT, _HANDLE, _INT)
_font_of = _function(pdfium.FPDFTextObj_GetFont, _HANDLE, _HANDLE)
_font_size = _function(pdfium.FPDFTextObj_GetFontSize, _INT, _HANDLE, _HANDLE)
_font_name = _function(pdfium.FPDFFont_GetBaseFontName, ctypes.c_size_t, _HANDLE, _HANDLE, ctypes.c_size_t)
_glyph_width = _function(pdfium.FPDFFont_GetGlyphWidth, _INT, _HANDLE, _UINT, ctypes.c_float, _HANDLE)
_kind = _function(pdfium.FPDFPageObj_GetType, _INT, _HANDLE)
_object = _function(pdfium.FPDFPage_GetObject, _HANDLE, _HANDLE, _INT)
_form_object = _function(pdfium.FPDFFormObj_GetObject, _HANDLE, _HANDLE, ctypes.c_ulong)
_form_count = _function(pdfium.FPDFFormObj_CountObjects, _INT, _HANDLE)
_matrix = _function(pdfium.FPDFPageObj_GetMatrix, _INT, _HANDLE, _HANDLE)
_bounds = _function(pdfium.FPDFPageObj_GetBounds, _INT, _HANDLE, _HANDLE, _HANDLE, _HANDLE, _HANDLE)
_fill = _function(pdfium.FPDFPageObj_GetFillColor, _INT, _HANDLE, _HANDLE, _HANDLE, _HANDLE, _HANDLE)
_stroke = _function(pdfium.FPDFPageObj_GetStrokeColor, _INT, _HANDLE, _HANDLE, _HANDLE, _HANDLE, _HANDLE)
_mode = _function(pdfium.FPDFPath_GetDrawMode, _INT, _HANDLE, _HANDLE, _HANDLE)
_segments = _function(pdfium.FPDFPath_CountSegments, _INT, _HANDLE)
_segment = _function(pdfium.FPDFPath_GetPathSegment, _HANDLE, _HANDLE, _INT)
_point = _function(pdfium.FPDFPathSegment_GetPoint, _INT, _HANDLE, _HANDLE, _HANDLE)
_segment_kind = _function(pdfium.FPDFPathSegment_GetType, _INT, _HANDLE)


class _Floats:
    """Room for what PDFium hands back through pointers."""

    def __init__(self, kind: Any, count: int) -> None:
        self.values = (kind * count)()
        first, size = ctypes.addressof(self.values), ctypes.sizeof(kind)
        self.at = tuple(first + i * size for i in range(count))


class _Object(NamedTuple):
    """One object of a page, wherever it is nested."""

    handle: int
    kind: int
    matrix: Matrix
    """From the coordinates of the objects around it to the page as shown."""


def shown_by(page: Any) -> Shown:
    """What one page shows.

    Args:
        page: an open pypdfium2 page.

    Raises:
        UnsureError: something on it may not be as PDFium tells it.
    """
    return _Reader(page).read()


class _Reader:
    """Reads one page; holds the buffers and what is known of its fonts."""

    def __init__(self, page: Any) -> None:
        self._page = page
        self._handle: int = ctypes.cast(page.raw, ctypes.c_void_p).value or 0
        self._pair = _Floats(ctypes.c_double, 2)
        self._floats = _Floats(ctypes.c_float, 6)
        self._channels = _Floats(ctypes.c_uint, 4)
        self._modes = _Floats(ctypes.c_int, 2)
        self._name = ctypes.create_string_buffer(FONT_NAME)
        self._widths: dict[tuple[int, int], float] = {}
        self._names: dict[int, str] = {}
        left, bottom, right, top = page.get_bbox()
        turned = page.get_rotation()
        self._to_page: Matrix = {
            0: (1.0, 0.0, 0.0, -1.0, -left, top),
            90: (0.0, 1.0, 1.0, 0.0, -bottom, -left),
            180: (-1.0, 0.0, 0.0, 1.0, right, -bottom),
            270: (0.0, -1.0, -1.0, 0.0, top, right),
        }[turned]
        across, down = right - left, top - bottom
        self._width, self._height = (down, across) if turned in (90, 270) else (across, down)

    def read(self) -> Shown:
        texts: dict[int, int] = {}
        paths: list[Path] = []
        images: list[Box] = []
        for count, thing in enumerate(self._objects()):
            if count > MOST_OBJECTS:
                raise UnsureError(f"more than {MOST_OBJECTS} objects")
            if thing.kind == pdfium.FPDF_PAGEOBJ_TEXT:
                texts[thing.handle] = len(texts)
            elif thing.kind == pdfium.FPDF_PAGEOBJ_PATH:
                paths += self._paths(thing)
            elif thing.kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                images.append(_around(_times(self._matrix_of(thing.handle), thing.matrix)))
        return Shown(
            width=self._width, height=self._height, letters=self._letters(texts) if texts else (),
            paths=tuple(paths), images=tuple(images),
        )  # fmt: skip

    # ------------------------------------------------------------ objects

    def _objects(self) -> Iterator[_Object]:
        count = pdfium.FPDFPage_CountObjects(self._page.raw)
        for index in range(count):
            yield from self._within(_object(self._handle, index), self._to_page, 0)

    def _within(self, handle: int, matrix: Matrix, depth: int) -> Iterator[_Object]:
        """An object, or those in it if it is a form."""
        kind = _kind(handle)
        if kind != pdfium.FPDF_PAGEOBJ_FORM:
            yield _Object(handle, kind, matrix)
        elif depth < DEEPEST:
            inner = _times(self._matrix_of(handle), matrix)
            for index in range(max(0, _form_count(handle))):
                yield from self._within(_form_object(handle, index), inner, depth + 1)

    def _matrix_of(self, handle: int) -> Matrix:
        if not _matrix(handle, self._floats.at[0]):
            raise UnsureError("an object without place")
        return tuple(self._floats.values)

    def _colour(self, function: Any, handle: int) -> str | None:
        """A colour as '#rrggbb'; None where nothing shows."""
        if not function(handle, *self._channels.at):
            return None
        red, green, blue, alpha = self._channels.values
        return f"#{red:02x}{green:02x}{blue:02x}" if alpha else None

    def _paths(self, thing: _Object) -> Iterator[Path]:
        """The painted parts of a path object, each moved to and drawn in one go."""
        handle = thing.handle
        if not _mode(handle, *self._modes.at):
            return
        filled, stroked = self._modes.values
        colour = self._colour(_fill, handle) if filled else None
        line = self._colour(_stroke, handle) if stroked else None
        count = _segments(handle)
        if count > MOST_SEGMENTS or (colour is None and line is None):
            return
        a, b, c, d, e, f = _times(self._matrix_of(handle), thing.matrix)
        x_at, y_at = self._floats.at[:2]
        points: list[tuple[float, float]] = []
        curved = 0
        for index in range(count):
            segment = _segment(handle, index)
            kind = _segment_kind(segment)
            _point(segment, x_at, y_at)
            x, y = self._floats.values[0], self._floats.values[1]
            if kind == pdfium.FPDF_SEGMENT_MOVETO:
                if points:
                    yield _path(points, colour, line)
                points, curved = [], 0
            elif kind == pdfium.FPDF_SEGMENT_BEZIERTO:
                curved += 1
                if curved % 3:
                    continue  # a control point
            points.append((a * x + c * y + e, b * x + d * y + f))
        if points:
            yield _path(points, colour, line)

    # ------------------------------------------------------------ letters

    def _letters(self, order: dict[int, int]) -> tuple[Letter, ...]:
        """The letters in the order in which their objects were drawn."""
        page = self._page.get_textpage()
        try:
            return self._letters_of(page, order)
        finally:
            page.close()

    def _letters_of(self, page: Any, order: dict[int, int]) -> tuple[Letter, ...]:
        text: int = ctypes.cast(page.raw, ctypes.c_void_p).value or 0
        drawn: dict[int, list[Letter]] = {}
        xy, (x_at, y_at) = self._pair.values, self._pair.at
        a, b, c, d, e, f = self._to_page
        last = 0
        setting = before = None
        for index in range(pdfium.FPDFText_CountChars(page.raw)):
            handle = _text_object(text, index)
            if not handle:
                continue  # a space or line end that PDFium made up
            if handle != last or setting is None:
                last = handle
                setting = _Setting(self, text, index, handle)
                letters = drawn.setdefault(handle, [])
                before = None
            code = _unicode(text, index)
            _origin(text, index, x_at, y_at)
            x, y = xy
            if (x, y) == before:  # one glyph of several characters: a ligature, an emoji
                letters[-1] = setting.joined(letters[-1], code, index, a * x + c * y + e, b * x + d * y + f)
                continue
            before = (x, y)
            letters.append(setting.letter(code, index, a * x + c * y + e, b * x + d * y + f))
        self._all_there(order, drawn)
        return tuple(letter for handle in sorted(drawn, key=order.__getitem__) for letter in drawn[handle])

    def _all_there(self, order: dict[int, int], drawn: dict[int, list[Letter]]) -> None:
        """Refuse a page of which PDFium's text leaves out what it takes for a repetition."""
        if any(handle not in order for handle in drawn):
            raise UnsureError("a text whose object is not on the page")
        for handle in order:
            if handle not in drawn:
                if self._has_ink(handle):
                    raise UnsureError("a text drawn twice")
                drawn[handle] = [_BLANK]

    def _has_ink(self, handle: int) -> bool:
        """Whether a text object covers any area: spaces do not."""
        at, values = self._floats.at, self._floats.values
        if not _bounds(handle, *at[:4]):
            return False
        left, bottom, right, top = values[:4]
        return bool(right - left > 0.01 and top - bottom > 0.01)

    # ------------------------------------------------------------ fonts

    def font_name(self, font: int) -> str:
        """A font's name without its subset's tag."""
        if font not in self._names:
            length = _font_name(font, ctypes.addressof(self._name), FONT_NAME)
            name = self._name.raw[: max(0, min(length, FONT_NAME) - 1)].decode("utf-8", "replace")
            self._names[font] = name.split("+", 1)[-1]
        return self._names[font]

    def width_of(self, font: int, code: int, text: int, index: int) -> float:
        """How far a letter advances, in font sizes.

        Raises:
            UnsureError: the font does not say which character the glyph is.
        """
        key = (font, code)
        width = self._widths.get(key)
        if width is None:
            if _no_character(text, index) == 1 or code in (0, _REPLACEMENT):
                raise UnsureError(f"a glyph without character: {code:x}")
            _glyph_width(font, 0x2D if code in _HYPHENS else code, 1000.0, self._floats.at[0])
            width = self._widths[key] = self._floats.values[0] / 1000.0
        return width

    def box_width(self, text: int, index: int) -> float:
        """The width of the box around a letter's advance and its ink, in points before the page is turned."""
        at, values = self._floats.at, self._floats.values
        _loose_box(text, index, at[0])
        left, _, right, _ = values[:4]
        return float(right - left)

    def colour_of_text(self, handle: int) -> str | None:
        return self._colour(_fill, handle)

    def size_of(self, handle: int) -> float:
        if not _font_size(handle, self._floats.at[0]):
            raise UnsureError("a text without font size")
        return float(self._floats.values[0])

    def matrix_of_text(self, text: int, index: int) -> Matrix:
        if not _text_matrix(text, index, self._floats.at[0]):
            raise UnsureError("a letter without place")
        return _times(tuple(self._floats.values), self._to_page)


_BLANK = Letter(" ", 0.0, 0.0, 0.0, 0.0, 0.0, 0, Type(font="", colour=None))
"""Stands for a text object of spaces that PDFium's text leaves out."""


class _Setting:
    """How the letters of one text object are set."""

    def __init__(self, reader: _Reader, text: int, index: int, handle: int) -> None:
        font = _font_of(handle)
        self._reader, self._text, self._font = reader, text, font
        size = reader.size_of(handle)
        self._matrix = reader.matrix_of_text(text, index)
        self._low, self._high, self._size = DESCENT * size, (1 + DESCENT) * size, size
        a, b, c, *_ = self._matrix
        self._upright = b == 0 and c == 0
        self._rotation: Rotation = 0 if abs(b) <= abs(a) else 90 if b < 0 else 270
        self._type = Type(font=reader.font_name(font), colour=reader.colour_of_text(handle))

    def letter(self, code: int, index: int, x: float, y: float) -> Letter:
        """The letter whose origin is at a place of the page."""
        advance = self._reader.width_of(self._font, code, self._text, index) * self._size
        return self._placed(chr(code), advance, x, y)

    def joined(self, letter: Letter, code: int, index: int, x: float, y: float) -> Letter:
        """A letter with one more of the characters that its one glyph stands for."""
        text = letter.text + chr(code)
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        advance = self._reader.box_width(self._text, index) / (abs(self._matrix[0]) or 1.0)
        return self._placed(text, advance, x, y) if self._upright else letter._replace(text=text)

    def _placed(self, text: str, advance: float, x: float, y: float) -> Letter:
        a, b, c, d, *_ = self._matrix
        low, high = self._low, self._high
        if self._upright:
            x1, y0, y1 = x + a * advance, y + d * low, y + d * high
            left, right = (x, x1) if x <= x1 else (x1, x)
            top, bottom = (y1, y0) if y1 <= y0 else (y0, y1)
        else:
            xs = (c * low, c * high, a * advance + c * low, a * advance + c * high)
            ys = (d * low, d * high, b * advance + d * low, b * advance + d * high)
            left, right, top, bottom = x + min(xs), x + max(xs), y + min(ys), y + max(ys)
        return Letter(text, left, top, right, bottom, bottom - top, self._rotation, self._type)


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    """First the inner, then the outer matrix."""
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return (
        a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u
    )  # fmt: skip


def _around(matrix: Matrix) -> Box:
    """The box of the unit square: where a picture is painted."""
    a, b, c, d, e, f = matrix
    xs, ys = (0.0, a, c, a + c), (0.0, b, d, b + d)
    return Box(e + min(xs), f + min(ys), e + max(xs), f + max(ys))


def _path(points: list[tuple[float, float]], colour: str | None, line: str | None) -> Path:
    if len(points) == 3 and points[2] == points[0]:
        points = points[:2]  # a closed line
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return Path(Box(min(xs), min(ys), max(xs), max(ys)), tuple(points), colour, line)

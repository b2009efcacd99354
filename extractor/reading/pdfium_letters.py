"""The letters of a PDF page as PDFium's text page gives them, in the order in which they were drawn.

Upright letters come put together as far as their text object sets them close, the rest one by one. What PDFium's
text leaves out or cannot name makes the page `Unsure`.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Mapping
from typing import Any

import pypdfium2.raw as pdfium

from extractor.reading import pdfium_calls as calls
from extractor.reading.objects import WORD_GAP, Letter, Rotation, Type
from extractor.reading.pdfium_calls import Colours, Matrix, Room, TooMuchError, UnsureError, times

DESCENT = -0.21
"""Where letters' boxes end below the line they stand on, in font sizes: Arial's -0.21, Calibri's -0.25. What fonts
say of themselves is not used: some programs write 0, and words of two fonts in one line must have boxes alike."""

BACK = 0.6
"""Font sizes a letter may stand before the end of the last one of its word; see `objects`."""

FONT_NAME = 256
"""Bytes for a font's name."""

MOST_LETTERS = 500_000
"""Letters of one page: a page full of small print has 10,000."""

_HYPHENS = frozenset((0x02, 0xFFFE))
"""What PDFium makes of a hyphen at a line end."""
_NAMELESS = frozenset((0, 0xFFFD))
_SURROGATES = range(0xD800, 0xE000)
_NOWHERE = (math.inf, math.inf)
_BLANK = Letter(" ", 0.0, 0.0, 0.0, 0.0, 0.0, 0, Type(font="", colour=None))
"""Parts words."""


def letters_of(page: Any, order: Mapping[int, int], to_page: Matrix) -> tuple[Letter, ...]:
    """The letters of a page.

    Args:
        page: an open pypdfium2 page.
        order: its text objects with their place in the order of drawing.
        to_page: from the page's own coordinates to those of the page as shown.

    Raises:
        UnsureError: a glyph has no character, or a text does not come out of PDFium.
        TooMuchError: there are more than `MOST_LETTERS`.
    """
    text = page.get_textpage()
    try:
        drawn = _Reader(text, to_page).read()
    finally:
        text.close()
    if any(handle not in order for handle in drawn):
        raise UnsureError("a text whose object is not on the page")
    for handle in order:
        if handle not in drawn:
            if _has_ink(handle):
                raise UnsureError("a text drawn twice")
            drawn[handle] = [_BLANK]
    return tuple(letter for handle in sorted(drawn, key=order.__getitem__) for letter in drawn[handle])


def _has_ink(handle: int) -> bool:
    """Whether a text object covers any area: spaces do not."""
    room = Room(ctypes.c_float, 4)
    if not calls.bounds_of(handle, *room.at):
        return False
    left, bottom, right, top = room.values
    return bool(right - left > 0.01 and top - bottom > 0.01)


class _Reader:
    """Reads one text page; holds the buffers and what is known of its fonts."""

    def __init__(self, page: Any, to_page: Matrix) -> None:
        self.page = page
        self.text = calls.handle_of(page)
        self.to_page = to_page
        self.colours = Colours()
        self.floats = Room(ctypes.c_float, 6)
        self._name = ctypes.create_string_buffer(FONT_NAME)
        self._names: dict[int, str] = {}
        self._widths: dict[int, dict[int, float]] = {}

    def read(self) -> dict[int, list[Letter]]:
        """The letters by text object."""
        drawn: dict[int, list[Letter]] = {}
        point = Room(ctypes.c_double, 2)
        xy, (x_at, y_at) = point.values, point.at
        a, b, c, d, e, f = self.to_page
        text, object_of, origin_of, code_of = self.text, calls.text_object, calls.origin_of, calls.code_of
        last = 0
        setting = _Setting(self)
        count = pdfium.FPDFText_CountChars(self.page.raw)
        if count > MOST_LETTERS:
            raise TooMuchError(f"more than {MOST_LETTERS} letters")
        for index in range(count):
            handle = object_of(text, index)
            if handle != last:
                if not handle:
                    continue  # a space or line end that PDFium made up
                setting.close()
                setting.begin(handle, index, drawn.setdefault(handle, []))
                last = handle
            origin_of(text, index, x_at, y_at)
            x, y = xy
            setting.add(code_of(text, index), index, a * x + c * y + e, b * x + d * y + f)
        setting.close()
        return drawn

    def widths_of(self, font: int) -> dict[int, float]:
        """The advance of each letter met so far in a font, in font sizes."""
        return self._widths.setdefault(font, {})

    def width_of(self, font: int, code: int, index: int) -> float:
        """How far a letter advances, in font sizes.

        Raises:
            UnsureError: the font does not say which character the glyph is.
        """
        if code in _NAMELESS or calls.no_character(self.text, index) == 1:
            raise UnsureError(f"a glyph without character (taken for U+{code:04X})")
        calls.glyph_width(font, 0x2D if code in _HYPHENS else code, 1000.0, self.floats.at[0])
        return float(self.floats.values[0]) / 1000.0

    def box_width(self, index: int) -> float:
        """The width of the box around a letter's advance and its ink, in points before the page is turned."""
        calls.loose_box(self.text, index, self.floats.at[0])
        left, _, right, _ = self.floats.values[:4]
        return float(right - left)

    def font_name(self, font: int) -> str:
        """A font's name without its subset's tag."""
        if font not in self._names:
            length = calls.font_name(font, ctypes.addressof(self._name), FONT_NAME)
            name = self._name.raw[: max(0, min(length, FONT_NAME) - 1)].decode("utf-8", "replace")
            self._names[font] = name.split("+", 1)[-1]
        return self._names[font]


class _Setting:
    """How the letters of one text object are set, and those of the word that is being read."""

    def __init__(self, reader: _Reader) -> None:
        self._reader = reader
        self._letters: list[Letter] = []
        self._run: list[str] = []
        self._last = _NOWHERE
        self._x0 = self._x1 = self._y = 0.0

    def begin(self, handle: int, index: int, letters: list[Letter]) -> None:
        """Go on with another text object."""
        reader = self._reader
        self._letters = letters
        floats = reader.floats
        font = self._font = calls.font_of(handle) or 0
        if not font or not calls.font_size(handle, floats.at[0]):
            raise UnsureError("a text without font")
        size = self._size = float(floats.values[0])
        if not calls.text_matrix(reader.text, index, floats.at[0]):
            raise UnsureError("a letter without place")
        a, b, c, d, *_ = self._matrix = times(tuple(floats.values), reader.to_page)
        self._widths = reader.widths_of(font)
        self._rotation: Rotation = 0 if abs(b) <= abs(a) else 90 if b < 0 else 270
        self._type = Type(
            font=reader.font_name(font), colour=reader.colours.of(calls.fill_colour, handle)
        )  # fmt: skip
        self._upright = b == 0 and c == 0 and a > 0 and d < 0 < size
        self._wide, self._high = a * size, -d * size
        self._gap, self._back = WORD_GAP * max(1.0, self._high), -BACK * max(1.0, self._high)
        self._last = _NOWHERE

    def add(self, code: int, index: int, x: float, y: float) -> None:
        """Take the next letter, whose origin is at a place of the page as shown."""
        if (x, y) == self._last:
            self._join(code, index, x)
            return
        self._last = (x, y)
        width = self._widths.get(code)
        if width is None:
            width = self._widths[code] = self._reader.width_of(self._font, code, index)
        character = chr(code)
        if not self._upright and not character.isspace():
            self._letters.append(self._turned(character, width * self._size, x, y))
            return
        if character.isspace():
            self.close()
            self._letters.append(_BLANK)
            self._last = _NOWHERE  # a space that PDFium made up stands where the next letter does
            return
        if self._run:
            if y == self._y and self._back < x - self._x1 < self._gap:
                self._run.append(character)
                self._x1 = x + width * self._wide
                return
            self.close()
        self._run = [character]
        self._x0, self._y = x, y
        self._x1 = x + width * self._wide

    def close(self) -> None:
        """End the word that is being read."""
        if self._run:
            bottom = self._y - DESCENT * self._high
            top = bottom - self._high
            text = "".join(self._run)
            self._letters.append(Letter(text, self._x0, top, self._x1, bottom, self._high, 0, self._type))
            self._run = []

    def _join(self, code: int, index: int, x: float) -> None:
        """Take one more of the characters that one glyph stands for: a ligature, an emoji."""
        if self._run:
            self._run[-1] = _joined(self._run[-1], code)
            self._x1 = x + self._reader.box_width(index)
        elif self._letters:
            self._letters[-1] = self._letters[-1]._replace(text=_joined(self._letters[-1].text, code))

    def _turned(self, text: str, advance: float, x: float, y: float) -> Letter:
        a, b, c, d, *_ = self._matrix
        low, high = DESCENT * self._size, (1 + DESCENT) * self._size
        xs = (c * low, c * high, a * advance + c * low, a * advance + c * high)
        ys = (d * low, d * high, b * advance + d * low, b * advance + d * high)
        top, bottom = y + min(ys), y + max(ys)
        return Letter(text, x + min(xs), top, x + max(xs), bottom, bottom - top, self._rotation, self._type)


def _joined(text: str, code: int) -> str:
    more = text + chr(code)
    return more.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if code in _SURROGATES else more

"""The letters of a PDF page as PDFium's text page gives them, in the order in which they were drawn.

Upright letters come put together as far as their text object sets them close, the rest one by one. What PDFium's
text leaves out or cannot name makes the page `Unsure`.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Mapping
from typing import Any

import pypdfium2.raw as pdfium

from extractor.model import Turn
from extractor.reading import pdfium_calls as calls
from extractor.reading.objects import WORD_GAP, Letter, Type
from extractor.reading.pdfium_calls import Colours, Matrix, Room, TooMuchError, UnsureError, times

DESCENT = -0.21
"""Where letters' boxes end below the line they stand on, in font sizes: Arial's -0.21, Calibri's -0.25. What fonts
say of themselves is not used: some programs write 0, and words of two fonts in one line must have boxes alike."""

BACK = 0.6
"""Font sizes a letter may stand before the end of the last one of its word; see `objects`."""

CLOSE = 0.1
"""Font sizes by which the letters of a word may be set closer or wider in all than they are: kerning takes a
twentieth; a space is a quarter."""

FONT_NAME = 256
"""Bytes for a font's name."""

MOST_LETTERS = 500_000
"""Letters of one page: a page full of small print has 10,000."""

_HYPHENS = frozenset((0x02, 0xFFFE))
"""What PDFium makes of a hyphen at a line end."""
_NAMELESS = frozenset((0, 0xFFFD))
_PIECE = re.compile(r"\s|[^\s\ud800-\udfff]+|[\ud800-\udfff]")
_HALF = re.compile("[\ud800-\udfff]")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
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
        self._point = Room(ctypes.c_double, 2)
        self._name = ctypes.create_string_buffer(FONT_NAME)
        self._types: dict[tuple[int, str | None], Type] = {}
        self._widths: dict[int, dict[str, float]] = {}

    def read(self) -> dict[int, list[Letter]]:
        """The letters by text object."""
        drawn: dict[int, list[Letter]] = {}
        count = pdfium.FPDFText_CountChars(self.page.raw)
        if count > MOST_LETTERS:
            raise TooMuchError(f"more than {MOST_LETTERS} letters")
        codes = self._codes(count)
        run_end = self._next_letter if _RIGHT_TO_LEFT.search(codes) else self._run_end
        last = index = 0
        setting = _Setting(self)
        while index < count:
            handle = calls.text_object(self.text, index)
            if not handle:
                index += 1  # a space or line end that PDFium made up
                continue
            if handle != last:
                setting.close()
                setting.begin(handle, index, drawn.setdefault(handle, []))
                last = handle
            end = run_end(handle, index, count)
            self._take(setting, codes, index, end)
            index = end
        setting.close()
        return drawn

    def _codes(self, count: int) -> str:
        """The character of every letter, in one go where PDFium's text leaves none out and has none of two parts."""
        room = (ctypes.c_uint16 * (count + 1))()
        written = calls.text_of(self.text, 0, count, ctypes.addressof(room))
        if written == count + 1:
            text = bytes(room)[:-2].decode("utf-16-le", "surrogatepass")
            if len(text) == count and not _HALF.search(text):
                return text.replace("\ufffe", "\x02")
        return "".join([chr(calls.code_of(self.text, index)) for index in range(count)])

    def _run_end(self, handle: int, index: int, count: int) -> int:
        """The letter after the last one of a text object, found in leaps: an object's letters stand together."""
        step = 1
        low = index
        while low + step < count and calls.text_object(self.text, low + step) == handle:
            low += step
            step *= 2
        while step > 1:
            step //= 2
            if low + step < count and calls.text_object(self.text, low + step) == handle:
                low += step
        return low + 1

    def _next_letter(self, _handle: int, index: int, _count: int) -> int:
        """The next letter: where lines run both ways, letters of several objects stand mixed."""
        return index + 1

    def _take(self, setting: _Setting, codes: str, start: int, end: int) -> None:
        """Hand on the letters of one text object: words whose letters are set as wide as they are in one go."""
        for piece in _PIECE.finditer(codes, start, end):
            first, stop = piece.span()
            text = piece[0]
            if text.isspace() and not calls.text_object(self.text, first):
                continue  # PDFium made it up
            x, y = self._origin(first)
            if stop - first > 1:
                x_last, y_last = self._origin(stop - 1)
                if y == y_last and setting.add_word(text, first, x, x_last, y):
                    continue
            setting.add(ord(text[0]), first, x, y)
            for index in range(first + 1, stop):
                setting.add(ord(codes[index]), index, *self._origin(index))

    def _origin(self, index: int) -> tuple[float, float]:
        """Where a letter stands on the page as shown."""
        calls.origin_of(self.text, index, *self._point.at)
        x, y = self._point.all()
        a, b, c, d, e, f = self.to_page
        return a * x + c * y + e, b * x + d * y + f

    def widths_of(self, font: int) -> dict[str, float]:
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

    def box_edges(self, index: int) -> tuple[float, float]:
        """Left and right edge of the box around a letter's advance and its ink, in points before the page is turned."""
        calls.loose_box(self.text, index, self.floats.at[0])
        left, _, right, _ = self.floats.values[:4]
        return float(left), float(right)

    def type_of(self, font: int, colour: str | None) -> Type:
        """What letters of a font and colour are set in."""
        known = self._types.get((font, colour))
        if known is None:
            known = self._types[font, colour] = Type(self._font_name(font), colour)
        return known

    def _font_name(self, font: int) -> str:
        """A font's name without its subset's tag."""
        length = calls.font_name(font, ctypes.addressof(self._name), FONT_NAME)
        name = self._name.raw[: max(0, min(length, FONT_NAME) - 1)].decode("utf-8", "replace")
        return name.split("+", 1)[-1]


class _Setting:
    """How the letters of one text object are set, and those of the word that is being read."""

    def __init__(self, reader: _Reader) -> None:
        self._reader = reader
        self._letters: list[Letter] = []
        self._run: list[str] = []
        self._last = _NOWHERE
        self._glyph = 0
        """The letter that the last glyph's first character is."""
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
        a, b, c, d, *_ = self._matrix = times(floats.all(), reader.to_page)
        self._widths = reader.widths_of(font)
        self._rotation = _rotation(a, b, d)
        self._type = reader.type_of(font, reader.colours.of(calls.fill_colour, handle))
        self._upright = b == 0 and c == 0 and a > 0 and d < 0 < size
        self._wide, self._high = a * size, -d * size
        self._gap, self._back = WORD_GAP * max(1.0, self._high), -BACK * max(1.0, self._high)
        self._last = _NOWHERE

    def add_word(self, text: str, index: int, x: float, x_last: float, y: float) -> bool:
        """Take letters without a space between them if they are set as close as they are wide.

        Args:
            text: the letters.
            index: the first one's.
            x: the first one's origin.
            x_last: the last one's origin.
            y: that of all of them.

        Returns:
            Whether they were taken; else each has to be looked at.
        """
        if not self._upright or (x, y) == self._last:
            return False
        known = self._widths
        try:
            widths = [known[character] for character in text]
        except KeyError:
            widths = self._looked_up(text, index)
        if abs(x_last - x - sum(widths[:-1]) * self._wide) > CLOSE * self._high:
            return False
        self._last, self._glyph = (x_last, y), index + len(text) - 1
        self._append(text, x, x_last + widths[-1] * self._wide, y)
        return True

    def _looked_up(self, text: str, index: int) -> list[float]:
        """The advances of letters of which some are new."""
        known = self._widths
        for at, character in enumerate(text):
            if character not in known:
                known[character] = self._reader.width_of(self._font, ord(character), index + at)
        return [known[character] for character in text]

    def add(self, code: int, index: int, x: float, y: float) -> None:
        """Take the next letter, whose origin is at a place of the page as shown."""
        if (x, y) == self._last:
            self._join(code, index, x)
            return
        self._last, self._glyph = (x, y), index
        character = chr(code)
        width = self._widths.get(character)
        if width is None:
            width = self._widths[character] = self._reader.width_of(self._font, code, index)
        if not self._upright and not character.isspace():
            self._letters.append(self._turned(character, width * self._size, x, y))
            return
        if character.isspace():
            self.close()
            self._letters.append(_BLANK)
            self._last = _NOWHERE  # a space that PDFium made up stands where the next letter does
            return
        self._append(character, x, x + width * self._wide, y)

    def _append(self, text: str, x0: float, x1: float, y: float) -> None:
        """Put letters to the word that is being read, or begin a new one with them."""
        if self._run and y == self._y and self._back < x0 - self._x1 < self._gap:
            self._run.append(text)
        else:
            self.close()
            self._run = [text]
            self._x0, self._y = x0, y
        self._x1 = x1

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
            # PDFium gives each of them its share of the glyph's box, or to each the whole.
            edges = [edge for n in range(self._glyph, index + 1) for edge in self._reader.box_edges(n)]
            self._x1 = x + max(edges) - min(edges)
        elif self._letters:
            self._letters[-1] = self._letters[-1]._replace(text=_joined(self._letters[-1].text, code))

    def _turned(self, text: str, advance: float, x: float, y: float) -> Letter:
        a, b, c, d, *_ = self._matrix
        low, high = DESCENT * self._size, (1 + DESCENT) * self._size
        xs = (c * low, c * high, a * advance + c * low, a * advance + c * high)
        ys = (d * low, d * high, b * advance + d * low, b * advance + d * high)
        top, bottom = y + min(ys), y + max(ys)
        return Letter(text, x + min(xs), top, x + max(xs), bottom, bottom - top, self._rotation, self._type)


def _rotation(a: float, b: float, d: float) -> Turn:
    """Which way letters with a matrix read on the page as shown; mirrored ones count as upright."""
    if abs(b) > abs(a):
        return 90 if b < 0 else 270
    return 180 if a < 0 < d else 0


def _joined(text: str, code: int) -> str:
    more = text + chr(code)
    return more.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if code in _SURROGATES else more

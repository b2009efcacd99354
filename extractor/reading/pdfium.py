"""A PDF page as PDFium's own objects show it: letters, paths and pictures at a tenth of pdfminer's cost.

Everything comes in the order in which it was drawn. What PDFium cannot tell surely (a glyph without a character, a
text drawn twice, of which it keeps one) makes the page `Unsure`: then pdfplumber reads it. Coordinates are those of
the page as shown: turned and cropped.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from extractor.model import Box
from extractor.reading import pdfium_calls as calls
from extractor.reading.objects import Path, Shown
from extractor.reading.pdfium_calls import Colours, Matrix, Room, TooMuchError, UnsureError, times
from extractor.reading.pdfium_letters import letters_of
from extractor.reading.strips import judges_somewhere

DEEPEST = 12
"""Levels of form XObjects in each other; charts in Word files reach 3, endless ones are damaged."""

MOST_OBJECTS = 200_000
"""Objects of one page; maps have 50,000. More is an attack or a drawing nobody reads as a table."""

MOST_SEGMENTS = 400
"""Points of one path that are looked at: a cell border or a symbol has fewer, a map or a signature thousands."""


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
        TooMuchError: it holds more objects or letters than any page of a report.
    """
    reader = _Reader()
    left, bottom, right, top = page.get_bbox()
    turned = page.get_rotation()
    to_page: Matrix = {
        0: (1.0, 0.0, 0.0, -1.0, -left, top),
        90: (0.0, 1.0, 1.0, 0.0, -bottom, -left),
        180: (-1.0, 0.0, 0.0, 1.0, right, -bottom),
        270: (0.0, -1.0, -1.0, 0.0, top, right),
    }[turned]
    across, down = right - left, top - bottom
    width, height = (down, across) if turned in (90, 270) else (across, down)
    texts: dict[int, int] = {}
    paths: list[Path] = []
    images: list[Box] = []
    for count, thing in enumerate(reader.objects(page, to_page)):
        if count > MOST_OBJECTS:
            raise TooMuchError(f"more than {MOST_OBJECTS} drawn objects")
        if thing.kind == pdfium.FPDF_PAGEOBJ_TEXT:
            texts[thing.handle] = len(texts)
        elif thing.kind == pdfium.FPDF_PAGEOBJ_PATH:
            paths += reader.paths(thing)
        elif thing.kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            images.append(_around(times(reader.matrix_of(thing.handle), thing.matrix)))
        elif thing.kind == pdfium.FPDF_PAGEOBJ_SHADING and (box := reader.bounds(thing)) is not None:
            images.append(box)  # a colour that runs into another, painted inside an outline
    letters = letters_of(page, texts, to_page) if texts else ()
    return Shown(width=width, height=height, letters=letters, paths=tuple(paths), images=tuple(images))


class _Reader:
    """Reads the objects of one page; holds the buffers."""

    def __init__(self) -> None:
        self._floats = Room(ctypes.c_float, 6)
        self._modes = Room(ctypes.c_int, 2)
        self._sides = Room(ctypes.c_float, 4)
        self._colours = Colours()

    def objects(self, page: Any, to_page: Matrix) -> Iterator[_Object]:
        """The objects of a page in the order of drawing, those of forms in their place."""
        handle = calls.handle_of(page)
        count = pdfium.FPDFPage_CountObjects(page.raw)
        return self._among((calls.page_object(handle, index) for index in range(count)), to_page, 0)

    def _among(self, handles: Iterable[int], matrix: Matrix, depth: int) -> Iterator[_Object]:
        """The objects with some handles, those in it where one is a form."""
        for handle in handles:
            kind = calls.kind_of(handle)
            if kind != pdfium.FPDF_PAGEOBJ_FORM:
                yield _Object(handle, kind, matrix)
            elif depth < DEEPEST:
                inner = times(self.matrix_of(handle), matrix)
                parts = [
                    calls.form_object(handle, index) for index in range(max(0, calls.form_count(handle)))
                ]
                yield from self._among(parts, inner, depth + 1)

    def matrix_of(self, handle: int) -> Matrix:
        """From an object's own coordinates to those of the objects around it."""
        if not calls.matrix_of(handle, self._floats.at[0]):
            raise UnsureError("an object without place")
        return self._floats.all()

    def bounds(self, thing: _Object) -> Box | None:
        """The box around an object, None where it has none."""
        if not calls.bounds_of(thing.handle, *self._sides.at):
            return None
        left, bottom, right, top = self._sides.all()
        return _around(times((right - left, 0.0, 0.0, top - bottom, left, bottom), thing.matrix))

    def paths(self, thing: _Object) -> Iterator[Path]:
        """The painted parts of a path object, each moved to and drawn in one go."""
        handle = thing.handle
        if not calls.draw_mode(handle, *self._modes.at):
            return
        filled, stroked = self._modes.all()
        colour = self._colours.of(calls.fill_colour, handle) if filled else None
        line = self._colours.of(calls.line_colour, handle) if stroked else None
        count = calls.segment_count(handle)
        if count > MOST_SEGMENTS or (colour is None and line is None):
            return
        a, b, c, d, e, f = times(self.matrix_of(handle), thing.matrix)
        (x_at, y_at, *_), values = self._floats.at, self._floats.values
        pen = self._pen(handle) * math.sqrt(abs(a * d - b * c)) if judges_somewhere(line) else 0.0
        points: list[tuple[float, float]] = []
        curved = 0
        for index in range(count):
            segment = calls.path_segment(handle, index)
            kind = calls.segment_kind(segment)
            if kind == pdfium.FPDF_SEGMENT_MOVETO:
                if points:
                    yield _path(points, colour, line, pen)
                points, curved = [], 0
            elif kind == pdfium.FPDF_SEGMENT_BEZIERTO:
                curved += 1
                if curved % 3:
                    continue  # a control point
            calls.segment_point(segment, x_at, y_at)
            x, y = values[0], values[1]
            points.append((a * x + c * y + e, b * x + d * y + f))
        if points:
            yield _path(points, colour, line, pen)

    def _pen(self, handle: int) -> float:
        """The width of the pen that draws a path's outline, in its own coordinates."""
        return float(self._floats.values[0]) if calls.line_width(handle, self._floats.at[0]) else 0.0


def _path(points: list[tuple[float, float]], colour: str | None, line: str | None, pen: float) -> Path:
    if len(points) == 3 and points[2] == points[0]:
        points = points[:2]  # a closed line
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return Path(Box(min(xs), min(ys), max(xs), max(ys)), tuple(points), colour, line, pen)


def _around(matrix: Matrix) -> Box:
    """The box of the unit square: where a picture is painted."""
    a, b, c, d, e, f = matrix
    xs, ys = (0.0, a, c, a + c), (0.0, b, d, b + d)
    return Box(e + min(xs), f + min(ys), e + max(xs), f + max(ys))

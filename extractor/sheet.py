"""A page to draw on, in points: outlines, tints, labels that stay inside their cells.

Promises that a label hides nothing beside its own box: it is broken into lines as wide as the box, and written from
the box's foot upwards.
"""

from __future__ import annotations

import functools
import io
import re
import unicodedata

from PIL import Image, ImageDraw, ImageFont

from extractor.model import Box

Colour = tuple[int, int, int]
Font = ImageFont.ImageFont | ImageFont.FreeTypeFont

SCALE = 3.0
"""Pixels per point (216 dpi): a label of 4.2 points is 13 pixels high, the smallest read without effort."""
LABEL = 4.2
"""Height of labels in points: "yellow circle = partly_met" fits a status column of 60 points."""
LINE = 1.2
"""Distance of two lines of a label, in heights of it."""
TINT = 0.22
"""Strength of a role's colour over the page; the print below stays readable."""
UNSURE: Colour = (214, 0, 32)
PLAIN: Colour = (40, 70, 140)
_FONTS = ("DejaVuSans.ttf", "LiberationSans-Regular.ttf", "Arial.ttf", "arial.ttf")
"""Fonts with å, ä and ö where the system has them; Pillow's own has none."""
_BREAKS = re.compile(r"[^ ]+ ?")


class Sheet:
    """A picture to draw on with coordinates in points.

    Args:
        picture: the page at `SCALE` pixels per point.
    """

    def __init__(self, picture: Image.Image) -> None:
        self._picture = picture.convert("RGB")
        self._draw = ImageDraw.Draw(self._picture, "RGBA")
        self._notes: dict[Box, str] = {}
        self._doubts: dict[Box, str] = {}
        self.unsure = 0
        """Roles, cells and fields marked red so far."""

    @property
    def width(self) -> int:
        """Width in pixels."""
        return self._picture.width

    @property
    def height(self) -> int:
        """Height in pixels."""
        return self._picture.height

    def tint(self, box: Box, colour: Colour) -> None:
        """Lay a colour over an area."""
        self._draw.rectangle(_scaled(box), fill=(*colour, round(255 * TINT)))

    def frame(self, box: Box, colour: Colour, width: int = 2) -> None:
        """Draw an outline."""
        self._draw.rectangle(_scaled(box), outline=colour, width=width)

    def fill(self, box: Box, colour: str) -> None:
        """Paint an area, '#rrggbb'."""
        self._draw.rectangle(_scaled(box), fill=colour)

    def print(self, x: float, y: float, text: str, size: float) -> None:
        """Print a line of the page itself in black, its top left corner at a point."""
        self._draw.text((x * SCALE, y * SCALE), _drawable(text, size), fill=(0, 0, 0), font=_font(size))

    def note(self, box: Box, text: str) -> None:
        """Remember what to write at the foot of a cell."""
        self._notes[box] = f"{self._notes.get(box, '')} {text}".strip()

    def doubt(self, box: Box, text: str) -> None:
        """Remember why a cell is unsure; what is said of its field counts more than what is said of the cell."""
        self._doubts[box] = text.strip()

    def write_notes(self) -> None:
        """Write what was remembered, doubts in red frames."""
        for box in {**self._notes, **self._doubts}:
            doubt = self._doubts.get(box)
            if doubt is not None:
                self.frame(box, UNSURE, width=4)
            text = f"{self._notes.get(box, '')} {doubt or ''}".strip()
            lines = broken(text, box.width - 2, LABEL)
            for number, line in enumerate(lines):
                y = box.bottom - 0.5 - (len(lines) - number) * LINE * LABEL
                self.label(box.x0, y, line, UNSURE if doubt is not None else PLAIN)
        self.unsure += len(self._doubts)
        self._notes, self._doubts = {}, {}

    def label(self, x: float, y: float, text: str, colour: Colour, *, right: bool = False) -> None:
        """Write a label on a white ground, to the right of x or ending there."""
        text = _drawable(text, LABEL)
        if not text:
            return
        at = (max(0.0, x) * SCALE + (-2 if right else 3), max(0.0, y) * SCALE)
        anchor = "ra" if right else "la"
        ground = self._draw.textbbox(at, text, font=_font(LABEL), anchor=anchor)
        self._draw.rectangle(ground, fill=(255, 255, 255, 200))
        self._draw.text(at, text, fill=colour, font=_font(LABEL), anchor=anchor)

    def png(self) -> bytes:
        """The picture as it is now."""
        buffer = io.BytesIO()
        self._picture.save(buffer, "PNG")
        return buffer.getvalue()


def broken(text: str, width: float, size: float) -> list[str]:
    """A text as lines no wider than a width in points; a longer word stands alone."""
    lines: list[str] = []
    for word in _BREAKS.findall(text):
        if lines and _font(size).getlength(_drawable(lines[-1] + word.rstrip(), size)) <= width * SCALE:
            lines[-1] += word
        else:
            lines.append(word)
    return [line.rstrip() for line in lines]


@functools.lru_cache(maxsize=8)
def _font(size: float) -> Font:
    for name in _FONTS:
        try:
            return ImageFont.truetype(name, round(size * SCALE))
        except OSError:
            continue
    return ImageFont.load_default(size * SCALE)


def _drawable(text: str, size: float) -> str:
    """The text in characters the font has: Pillow's own has no marks over letters."""
    if isinstance(_font(size), ImageFont.FreeTypeFont) and _has_swedish(size):
        return text
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


@functools.lru_cache(maxsize=8)
def _has_swedish(size: float) -> bool:
    """Whether the font prints "ä" otherwise than a character nobody has."""
    font = _font(size)
    return bytes(font.getmask("ä")) != bytes(font.getmask("\U0010fffd"))


def _scaled(box: Box) -> tuple[float, float, float, float]:
    x0, top, x1, bottom = (v * SCALE for v in box)
    return (x0, top, max(x0, x1), max(top, bottom))

"""A PDF page as pdfplumber shows it, for the pages PDFium alone is not sure of.

pdfminer, beneath it, keeps what PDFium throws away: which glyphs have no character, texts drawn twice, colours
as the file gives them. It takes ten times as long.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from typing import Any

from extractor.model import Box, Turn
from extractor.reading.objects import Letter, Path, Shown, Type

logging.getLogger("pdfminer").addHandler(logging.NullHandler())
"""What it has to say of each damaged object goes to a log if there is one, not to the terminal."""

Object = Mapping[str, Any]


def shown_by(page: Any) -> Shown:
    """What one page shows.

    Args:
        page: a pdfplumber page.
    """
    return Shown(
        width=float(page.width), height=float(page.height), letters=tuple(_letters(page.chars)),
        paths=tuple(_path(p) for p in (*page.rects, *page.lines, *page.curves)),
        images=tuple(_box(i) for i in page.images),
    )  # fmt: skip


def _letters(chars: Iterable[Object]) -> Iterable[Letter]:
    types: dict[tuple[str, str], Type] = {}
    for char in chars:
        font, colour = str(char["fontname"]), char.get("non_stroking_color")
        key = (font, str(colour))
        kind = types.get(key)
        if kind is None:
            kind = types[key] = Type(font=font.split("+", 1)[-1], colour=colour_of(colour))
        box = _box(char)
        yield Letter(char["text"], *box, float(char["size"]), _rotation(char), kind)


def _rotation(char: Object) -> Turn:
    a, b, _, d, *_ = char["matrix"]
    if abs(b) > abs(a):
        return 90 if b > 0 else 270
    return 180 if a < 0 and d < 0 else 0


def _path(thing: Object) -> Path:
    points = tuple((float(x), float(y)) for x, y in thing.get("pts") or ())
    colour = colour_of(thing.get("non_stroking_color")) if thing.get("fill") else None
    line = colour_of(thing.get("stroking_color")) if thing.get("stroke") else None
    return Path(
        box=_box(thing), points=points, fill=colour, line=line, width=float(thing.get("linewidth") or 0.0)
    )


def _box(thing: Object) -> Box:
    return Box(float(thing["x0"]), float(thing["top"]), float(thing["x1"]), float(thing["bottom"]))


def colour_of(value: Any) -> str | None:
    """A PDF colour (grey, RGB or CMYK, 0..1) as '#rrggbb'; None for patterns and anything else."""
    parts = value if isinstance(value, list | tuple) else [value]
    if not parts or not all(isinstance(p, int | float) for p in parts):
        return None
    match [min(1.0, max(0.0, float(p))) for p in parts]:
        case [grey]:
            rgb = (grey, grey, grey)
        case [red, green, blue]:
            rgb = (red, green, blue)
        case [cyan, magenta, yellow, black]:
            rgb = ((1 - cyan) * (1 - black), (1 - magenta) * (1 - black), (1 - yellow) * (1 - black))
        case _:
            return None
    return "#" + "".join(f"{round(c * 255):02x}" for c in rgb)

"""A small picture in characters: coloured half blocks, or shades of grey where there is no colour."""

from __future__ import annotations

import io

from PIL import Image
from rich.text import Text

SHADES = " ░▒▓█"
"""From paper to ink."""

INK = 48
"""Difference in grey from which a pixel is no paper: the noise of a scan stays below it."""
MARGIN = 4
"""Pixels of paper left round the ink."""


def in_blocks(png: bytes, columns: int, lines: int, *, colour: bool) -> Text:
    """Draw a picture with block characters, as large as fits; pixels are never enlarged more than fourfold.

    Args:
        png: the picture.
        columns: characters it may be wide.
        lines: characters it may be high.
        colour: two coloured pixels in each character; else one shade of grey.
    """
    with Image.open(io.BytesIO(png)) as opened:
        image = _inked(opened.convert("RGB"))
    return _half_blocks(image, columns, lines) if colour else _shades(image, columns, lines)


def _inked(image: Image.Image) -> Image.Image:
    """The part of a picture that has ink; the whole where there is none: characters are few, paper needs none."""
    grey = image.convert("L")
    paper = grey.resize((1, 1), Image.Resampling.BOX).getpixel((0, 0))
    assert isinstance(paper, int)
    box = grey.point([255 if abs(level - paper) > INK else 0 for level in range(256)]).getbbox()
    if box is None:
        return image
    x0, top, x1, bottom = box
    return image.crop(
        (
            max(0, x0 - MARGIN),
            max(0, top - MARGIN),
            min(image.width, x1 + MARGIN),
            min(image.height, bottom + MARGIN),
        )
    )


def _fitted(image: Image.Image, width: int, height: int, stretch: float) -> Image.Image:
    """The picture scaled into so many pixels, one of which is `stretch` times as high as wide."""
    scale = min(width / image.width, height * stretch / image.height, 4.0)
    size = max(1, round(image.width * scale)), max(1, round(image.height * scale / stretch))
    return image.resize(size, Image.Resampling.LANCZOS)


def _half_blocks(image: Image.Image, columns: int, lines: int) -> Text:
    small = _fitted(image, columns, lines * 2, 1.0)
    text = Text(no_wrap=True)
    for y in range(0, small.height, 2):
        for x in range(small.width):
            upper = _hex(small, x, y)
            lower = _hex(small, x, y + 1) if y + 1 < small.height else "default"
            text.append("▀", style=f"{upper} on {lower}")
        text.append("\n")
    return text


def _shades(image: Image.Image, columns: int, lines: int) -> Text:
    small = _fitted(image.convert("L"), columns, lines, 2.0)
    values = list(small.tobytes())
    dark, light = min(values), max(values)
    span = max(light - dark, 1)
    text = Text(no_wrap=True)
    for y in range(small.height):
        row = values[y * small.width : (y + 1) * small.width]
        text.append("".join(SHADES[round((light - v) / span * (len(SHADES) - 1))] for v in row) + "\n")
    return text


def _hex(image: Image.Image, x: int, y: int) -> str:
    red, green, blue = image.getpixel((x, y))  # type: ignore[misc]
    return f"#{red:02x}{green:02x}{blue:02x}"

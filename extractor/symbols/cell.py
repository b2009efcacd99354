"""What a cell shows instead of words: lights, arrows, smileys, ticks, bars.

One way of seeing for all of them, however they were drawn: the colour and shape of the inked area of the
cell in the rendered page. Glyphs are known by their character. What cannot be recognised gives no symbol.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from typing import Literal

import cv2
import msgspec
import numpy as np
import numpy.typing as npt

from extractor.model import SURE, Box, Drawing, Symbol, Word
from extractor.symbols.colours import LIGHTS, class_of, colour_class, name_colour, parse_hex
from extractor.symbols.gauges import drawn_gauge
from extractor.symbols.glyphs import CONTRADICTED, symbol_from_glyph, symbol_from_letter
from extractor.symbols.ink import Crop, Piece, crop_of, find_pieces
from extractor.symbols.meters import one_of_picture, with_meter
from extractor.symbols.seeing import picture_pieces, see_piece, see_unnamed
from extractor.symbols.suns import as_sun, without_rays

MISREAD_LENGTH = 3
"""Longest word that OCR makes of one symbol ('[ ]', '(e)')."""
_BAND = 128
"""Rows of pixels looked at in one go, an even number: most pages with a colour show it soon."""
_COLOURED, _FEWEST_COLOURED = 60, 8
"""Difference of the channels from which a pixel has a colour, and how many such (of a quarter of all) a page has."""
_FRAMED = 0.6
"""Share of a cell from which a coloured rectangle in it is the cell's colour."""
_LONG_BAR = 0.7
"""Share of the cell's width from which a bar in one colour is a full bar: full ones reach 0.8 to 0.95."""
_ON_LABEL = 0.7
"""Share of a word's box on a coloured rectangle from which it is printed on it: all but letters' descents."""
_SURER_THAN_OCR = 0.85
"""Confidence an uncoloured symbol needs to replace the letters OCR read there; letters reach it in 1 of 70."""
_BULLET_SHAPES = {"circle", "square", "diamond", "arrow_right", "triangle_right", "check", "star"}
_TEXT_SIGNS = "×√•·∙▪–"
"""Signs that stand in running text as themselves."""
_JOINERS = "\ufe0e\ufe0f\u200d\u200b"
_SCAN_FONTS = ("", "GlyphLessFont", "invisible")

Pixels = npt.NDArray[np.uint8]


class PageImage:
    """A rendered page.

    Args:
        pixels: height × width × 3 (RGB).
        scale: pixels per point.
    """

    def __init__(self, pixels: Pixels, scale: float) -> None:
        self._pixels = pixels
        self.height, self.width = pixels.shape[:2]
        self.scale = scale

    @property
    def pixels(self) -> Pixels:
        """The whole page."""
        return self._pixels

    def area(self, left: int, top: int, right: int, bottom: int) -> Pixels:
        """The pixels of a part of it."""
        return self._pixels[top:bottom, left:right]

    def parts(self) -> Iterator[Pixels]:
        """The page in parts that begin at even rows and columns."""
        for top in range(0, self.height, _BAND):
            yield self.area(0, top, self.width, top + _BAND)

    @functools.cached_property
    def monochrome(self) -> bool:
        """Whether the page has no coloured pixel at all: then grey says nothing about a symbol."""
        coloured = 0
        for part in self.parts():
            channels = cv2.split(np.ascontiguousarray(part[::2, ::2]))
            high = cv2.max(cv2.max(channels[0], channels[1]), channels[2])
            low = cv2.min(cv2.min(channels[0], channels[1]), channels[2])
            coloured += int(np.count_nonzero(cv2.subtract(high, low) > _COLOURED))
            if coloured >= _FEWEST_COLOURED:
                return False
        return True


def see_cell(
    image: PageImage | None,
    box: Box,
    words: Sequence[Word],
    drawings: Sequence[Drawing],
    shading: str | None,
) -> tuple[tuple[Symbol, ...], tuple[Word, ...]]:
    """The symbols a cell shows and the words in it that are text.

    Args:
        image: the rendered page, None where only words and drawings are known.
        box: the cell in points.
        words: the words of the cell.
        drawings: drawn objects of the cell, which confirm what the pixels show.
        shading: the cell's background '#rrggbb', None for none.

    Returns:
        The symbols in reading order with their place unset (the caller knows the page), and the words
        without glyphs. A cell coloured green, yellow or red gives a symbol of shape 'fill' last.
    """
    placed, text = _split_words(words)
    cell = _crop(image, box) if image is not None else None
    pieces: list[Piece] = []
    if image is not None:
        pieces = _pieces_in(image, cell, text, [w for w, _ in placed]) if cell else []
        seen = _seen_in(image, cell, pieces) if cell else []
        seen = with_meter(seen, cell, image.scale, [w.box for w in text]) if cell and seen else seen
        misread = [w for w in text if any(_is_misread(w, b, s) for b, s in seen)]
        text = [w for w in text if w not in misread]
        free = [(b, s) for b, s in seen if not any(_overlap(b, w.box) > 0.4 for w in text)]
        found = [(w.box, _inked(image, w, s)) for w, s in placed]
        found += [(b, _confirmed(b, s, drawings)) for b, s in free]
    else:
        found = [(w.box, s) for w, s in placed]
        found += [(d.box, s) for d in drawings if (s := _from_drawing(d)) is not None]
    if not found and (gauge := drawn_gauge(drawings)) is not None:
        found.append(gauge)
    found = [(b, _labelled(b, s, text)) for b, s in found]
    if not found and (letter := _coloured_letter(text)) is not None:
        found.append(letter)
    if not found and image is not None and cell is not None and not any(_worded(w) for w in text):
        found = _unnamed(image, cell, pieces)
    cell_fill = [s for _, s in found if s.shape == "fill"]
    symbols = [s for b, s in sorted(found, key=lambda f: (f[0].x0, f[0].top)) if s.shape != "fill"]
    fill = symbol_from_shading(shading) or next(iter(cell_fill), None)
    if fill is None and image is not None and shading is None and cell is not None:
        fill = _fill_in(image, cell)
    return (*symbols, *([fill] if fill else [])), tuple(text)


def symbol_from_shading(shading: str | None) -> Symbol | None:
    """A cell coloured in a traffic light's colour as a symbol of shape 'fill', else None."""
    channels = parse_hex(shading)
    if channels is None:
        return None
    name, confidence = name_colour(*channels)
    if name not in LIGHTS:
        return None
    return Symbol(colour=name, shape="fill", source="shading", confidence=confidence)


def symbol_from_picture(pixels: Pixels) -> Symbol | None:
    """What a small picture shows, None if nothing that is recognised.

    Args:
        pixels: height × width × 3 (RGB) or × 4 (RGBA).

    Returns:
        The largest recognised symbol, of source 'picture'.
    """
    if pixels.ndim < 2 or 0 in pixels.shape:
        return None
    flat, _ = picture_pieces(pixels)
    # Paper around it, so that a symbol that fills its picture has a background to stand on.
    margin = max(4, min(flat.shape[:2]) // 4)
    framed = np.pad(flat, ((margin, margin), (margin, margin), (0, 0)), constant_values=255)
    # A symbol of a report is some 12 points high; the picture's own resolution says nothing.
    scale = max(0.5, min(flat.shape[:2]) / 12)
    crop = crop_of(framed, scale)
    pieces = find_pieces(crop, (), scale) if crop is not None else []
    page = PageImage(framed, scale)
    found = []
    for piece in sorted(pieces, key=lambda p: -p.size[0] * p.size[1]):
        symbol = _see(piece, page, 2 * page.width, 2 * page.height)
        if symbol is not None:
            found.append((piece.box(scale), symbol))
    if crop is not None and found:
        found = one_of_picture(found, crop, scale)
    return msgspec.structs.replace(found[0][1], source="picture") if found else None


# ---------------------------------------------------------------- words that are drawings


def _labelled(box: Box, symbol: Symbol, text: Sequence[Word]) -> Symbol:
    """A full bar in a light's colour with words on it is no measured length: it is the ground of a label ("Nästan")."""
    if symbol.shape != "bar" or symbol.share != 1.0 or symbol.colour not in LIGHTS:
        return symbol
    on_it = [w.text for w in text if _overlap(w.box, box) > _ON_LABEL]
    worded = any(c.isalpha() for t in on_it for c in t) and not any(c.isdigit() for t in on_it for c in t)
    if not worded:
        return symbol
    return msgspec.structs.replace(symbol, shape="fill", share=None, source="shading")


def _split_words(words: Sequence[Word]) -> tuple[list[tuple[Word, Symbol]], list[Word]]:
    """Glyphs with their symbols, and the words that are text.

    A black glyph before or between words is a bullet or a mathematical sign and stays text.
    """
    glyphs: list[tuple[Word, Symbol]] = []
    text: list[Word] = []
    for word in words:
        symbols = _glyphs_of(word)
        glyphs += [(word, s) for s in symbols]
        if not symbols:
            text.append(word)
    if text:
        bullets = [w for w, s in glyphs if _is_bullet(s, text)]
        glyphs = [(w, s) for w, s in glyphs if w not in bullets]
        text = [w for w in words if w in text or w in bullets]
    return glyphs, text


def _coloured_letter(text: Sequence[Word]) -> tuple[Box, Symbol] | None:
    """What a cell's only character shows: the light of its colour ("X" in red), or a sign ("!")."""
    if len(text) != 1 or len(text[0].text) != 1:
        return None
    symbol = symbol_from_letter(text[0].text, text[0].colour)
    return (text[0].box, symbol) if symbol is not None else None


def _glyphs_of(word: Word) -> list[Symbol]:
    """The symbols of a word that consists of glyphs only, else nothing."""
    symbols = []
    for character in word.text:
        if character in _JOINERS:
            continue
        symbol = symbol_from_glyph(character, word.font, word.colour)
        if symbol is None:
            return []
        symbols.append(symbol)
    return symbols


def _is_bullet(symbol: Symbol, text: Sequence[Word]) -> bool:
    sign = symbol.text in _TEXT_SIGNS
    plain = symbol.colour in (None, "black", "white", "grey")
    return sign or (plain and symbol.shape in _BULLET_SHAPES and len(text) > 2)


def _is_misread(word: Word, box: Box, symbol: Symbol) -> bool:
    """Whether a word is what OCR made of a symbol that the pixels show."""
    scanned = word.confidence < 1 or word.font in _SCAN_FONTS or _unreadable(word.text)
    if not scanned or len(word.text) > MISREAD_LENGTH:
        return False
    # A font's box is as high as its line: a flat arrow fills a quarter of it, and is all that it holds.
    if _overlap(word.box, box) < 0.4 and not (_unreadable(word.text) and _overlap(box, word.box) > 0.8):
        return False
    coloured = symbol.colour not in (None, "black", "grey", "white")
    if not coloured and len(word.text) > 1 and word.text.isdigit() and word.confidence >= SURE:
        return False  # two rings of "80" side by side are no face
    return _unreadable(word.text) or coloured or symbol.confidence >= _SURER_THAN_OCR


def _unreadable(text: str) -> bool:
    """Private-use characters and replacement marks that no pattern knows: only the pixels can tell."""
    return any("\ue000" <= c <= "\uf8ff" or c == "\ufffd" for c in text)


def _overlap(one: Box, other: Box) -> float:
    """Shared area as a share of the first box."""
    width = min(one.x1, other.x1) - max(one.x0, other.x0)
    height = min(one.bottom, other.bottom) - max(one.top, other.top)
    if width <= 0 or height <= 0:
        return 0.0
    return width * height / max(1e-6, one.width * one.height)


# ---------------------------------------------------------------- pixels


def _crop(image: PageImage, box: Box) -> Crop | None:
    """The pixels of a cell, None where there are hardly any."""
    left, top, right, bottom = (max(0, round(v * image.scale)) for v in box)
    return crop_of(image.area(left, top, right, bottom), image.scale, (left, top))


def _pieces_in(image: PageImage, cell: Crop, text: Sequence[Word], glyphs: Sequence[Word]) -> list[Piece]:
    """The ink of a cell, words that are certainly text left out."""
    scale = image.scale
    hidden = [
        (round((w.box.x0 - 0.5) * scale), round((w.box.top - 0.5) * scale),
         round((w.box.x1 + 0.5) * scale), round((w.box.bottom + 0.5) * scale))
        for w in (*(w for w in text if not _may_be_misread(w)), *glyphs)
    ]  # fmt: skip
    return find_pieces(cell, hidden, scale)


def _seen_in(image: PageImage, cell: Crop, pieces: Sequence[Piece]) -> list[tuple[Box, Symbol]]:
    """What the ink of a cell shows."""
    height, width = cell.pixels.shape[:2]
    found = []
    for piece in pieces:
        symbol = _see(piece, image, width, height)
        if symbol is not None:
            found.append((piece.box(image.scale), symbol))
    return without_rays(found)


def _unnamed(image: PageImage, cell: Crop, pieces: Sequence[Piece]) -> list[tuple[Box, Symbol]]:
    """The largest piece of ink where nothing of it could be named: something is shown there."""
    height, width = cell.pixels.shape[:2]
    marks = [p for p in pieces if p.size[0] * p.size[1] <= _FRAMED * height * width]
    for piece in sorted(marks, key=lambda p: -p.size[0] * p.size[1]):
        symbol = see_unnamed(piece, image.scale, monochrome=image.monochrome)
        if symbol is not None:
            return [(piece.box(image.scale), symbol)]
    return []


def _worded(word: Word) -> bool:
    """Whether a word is text and no sign."""
    return any(c.isalnum() for c in word.text)


def only_pixels_tell(word: Word) -> bool:
    """Whether a word with a character of symbols' needs the page's picture: no pattern knows it, or an emoji."""
    symbols = _glyphs_of(word)
    return any(_may_be_empty(word, s) for s in symbols) if symbols else _may_be_misread(word)


def _may_be_empty(word: Word, symbol: Symbol) -> bool:
    """Whether a glyph is an emoji in its own colour, which a font that lacks emoji prints as an empty box."""
    return symbol.colour in LIGHTS and colour_class(word.colour) not in LIGHTS


def _inked(image: PageImage, word: Word, symbol: Symbol) -> Symbol:
    """A glyph as printed: an emoji without a trace of its colour in the page may be any character's empty box.

    A font that lacks emoji prints one box for all of them, and the file then names the first one for each.
    """
    if not _may_be_empty(word, symbol):
        return symbol
    left, top, right, bottom = (max(0, round(v * image.scale)) for v in word.box)
    crop = image.area(left, top, right, bottom).astype(np.int16)
    if not crop.size or np.count_nonzero(crop.max(axis=2) - crop.min(axis=2) > _COLOURED) >= _FEWEST_COLOURED:
        return symbol
    return msgspec.structs.replace(symbol, confidence=min(symbol.confidence, CONTRADICTED))


def _fill_in(image: PageImage, cell: Crop) -> Symbol | None:
    """The cell's colour where the caller knows none: on scans shading is nothing but pixels."""
    red, green, blue = (round(float(v)) for v in cell.background)
    fill = symbol_from_shading(f"#{red:02x}{green:02x}{blue:02x}")
    # The page is asked last: all of it may have to be drawn.
    return None if fill is None or image.monochrome else fill


def _may_be_misread(word: Word) -> bool:
    scanned = word.confidence < 1 or word.font in _SCAN_FONTS
    return len(word.text) <= MISREAD_LENGTH and (scanned or _unreadable(word.text))


def _see(piece: Piece, image: PageImage, cell_width: int, cell_height: int) -> Symbol | None:
    symbol = see_piece(piece, image.scale, monochrome=image.monochrome)
    if symbol is None:
        return None
    height, width = piece.size
    if (sun := as_sun(symbol, piece, image)) is not None:
        return sun
    if symbol.shape == "bar" and symbol.share == 1.0 and width < _LONG_BAR * cell_width:
        # A full bar, or the filled part of one whose empty part is not drawn: nobody can tell from here.
        return msgspec.structs.replace(symbol, confidence=min(symbol.confidence, 0.6))
    if (
        height * width > _FRAMED * cell_width * cell_height
        and symbol.shape in ("square", "bar")
        and piece.ink.mean() > 0.8
    ):
        if symbol.colour in LIGHTS and symbol.share in (None, 1.0):
            return msgspec.structs.replace(symbol, shape="fill", share=None, source="shading")
        return None if symbol.share in (None, 1.0) else symbol
    return symbol


def _confirmed(box: Box, symbol: Symbol, drawings: Sequence[Drawing]) -> Symbol:
    """The symbol with the source and confidence that the drawing commands at its place give it."""
    under = [d for d in drawings if _overlap(box, d.box) > 0.5 or _overlap(d.box, box) > 0.5]
    if not under:
        return symbol
    source: Literal["drawing", "picture"] = (
        "picture" if any(d.kind == "picture" for d in under) else "drawing"
    )
    lights = [named for d in under if (named := class_of(d.colour)).name in LIGHTS]
    same = [named.confidence for named in lights if named.name == symbol.colour]
    contradicts = bool(lights) and not same and source == "drawing"
    confidence = max(symbol.confidence, min(0.95, max(same))) if same and symbol.shape else symbol.confidence
    if contradicts:
        confidence = min(confidence, 0.6)
    return msgspec.structs.replace(symbol, source=source, confidence=confidence)


def _from_drawing(drawing: Drawing) -> Symbol | None:
    """Without pixels the drawing's colour is all that is known; its points are a mere hint of the shape."""
    name = colour_class(drawing.colour)
    if name is None or max(drawing.box.width, drawing.box.height) > 40:
        return None
    shape = {3: "triangle", 4: "square"}.get(drawing.points) if drawing.kind == "vector" else None
    source: Literal["drawing", "picture"] = "drawing" if drawing.kind == "vector" else "picture"
    return Symbol(colour=name, shape=shape, source=source, confidence=0.7)

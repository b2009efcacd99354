"""What looks for symbols on a page: in the cells of its tables, and in the lines around them.

A look at the page's picture is dear: it is taken only where the words and drawings say that there may be a symbol.
"""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Callable, Sequence

import msgspec

from extractor.model import Box, Drawing, Page, Symbol, Word
from extractor.pages.cells import bounds, inside
from extractor.pages.layout import Line
from extractor.pages.tables import Found, See
from extractor.symbols.cell import PageImage, only_pixels_tell, see_cell
from extractor.symbols.glyphs import font_family

Render = Callable[[], PageImage | None]
"""Renders the page, called only when a cell has to be looked at."""

FEW_LETTERS = 3
"""On pages read by OCR a cell with no more letters than this may show a symbol."""

SYMBOL_HEIGHT = 30.0
"""Points: the tallest drawing that stands in a line of running text."""

ASIDE = 6.0
"""Points looked at beside a line: what stands at the edge of a cell is its border, of a line the pole of a flag."""

_PLAIN_BULLETS = frozenset("•·◦‣∙–-\uf0b7\uf0a7\uf0d8\uf0fc►➢")


def seer(page: Page, image: Render | None, *, lines: bool = False) -> See:
    """What looks at the cells of a page: at the words first, at the picture only where that may show more.

    Args:
        page: what the page shows.
        image: its picture; None where there is none.
        lines: whether it is lines that are looked at, whose plain bullets are no words: only the picture has them.
    """
    scanned = page.text_layer in ("ocr", "recognised")

    def see(
        box: Box, words: Sequence[Word], drawings: Sequence[Drawing], shading: str | None
    ) -> tuple[tuple[Symbol, ...], tuple[Word, ...]]:
        letters = sum(len(w.text) for w in words)
        glyphs = [w for w in words if _may_be_glyph(w)]
        few = scanned and letters <= FEW_LETTERS
        coloured = letters == 1 or (shading and not letters)  # a single letter in colour is a light, too
        if not (drawings or glyphs or few or coloured):
            return (), tuple(words)
        look = bool(drawings) or few or any(scanned or lines or only_pixels_tell(w) for w in glyphs)
        return see_cell(image() if look and image is not None else None, box, words, drawings, shading)

    return see


def _may_be_glyph(word: Word) -> bool:
    """Whether a word holds a character of a symbol font, a private one, an arrow or a shape."""
    return bool(font_family(word.font)) or (not word.text.isalnum() and _holds_sign(word.text))


@functools.lru_cache(maxsize=1024)
def _holds_sign(text: str) -> bool:
    return any(unicodedata.category(c) in ("So", "Co", "Sm", "Cn") for c in text)


def with_symbols(
    lines: Sequence[Line], page: Page, words: Sequence[Word], tables: Sequence[Found], image: Render | None
) -> list[Line]:
    """The lines with the symbols shown in them or just before them, as in a legend.

    Args:
        lines: the page's lines outside its tables.
        page: what the page shows.
        words: its words outside tables.
        tables: its tables.
        image: the page's picture; None where there is none.
    """
    see = seer(page, image, lines=True)
    loose = [
        d for d in page.drawings
        if d.box.height <= SYMBOL_HEIGHT and not any(inside(d.box, t.box) for t in tables)
    ]  # fmt: skip
    glyphs = [w for w in words if _may_be_glyph(w) and w.text not in _PLAIN_BULLETS]
    return [_with_symbols(line, words, (glyphs, loose), see) for line in lines]


def _with_symbols(
    line: Line, words: Sequence[Word], shown: tuple[Sequence[Word], Sequence[Drawing]], see: See
) -> Line:
    """The line with the symbols shown in it or just before it, as in a legend.

    Args:
        line: the line.
        words: all words outside tables.
        shown: those of them that may be glyphs and no plain bullets, and the drawings outside tables.
        see: what sees symbols.
    """
    glyphs, drawings = shown
    near = Box(line.box.x0 - 40, line.box.top - 3, line.box.x1 + 40, line.box.bottom + 3)
    drawn = [d for d in drawings if inside(d.box, near)]
    if not drawn and not any(inside(g.box, line.box) for g in glyphs):
        return line
    mine = [w for w in words if inside(w.box, line.box) and w.text not in _PLAIN_BULLETS]
    box = bounds([line.box, *(d.box for d in drawn)])
    symbols, _ = see(box._replace(x0=max(0.0, box.x0 - ASIDE), x1=box.x1 + ASIDE), mine, drawn, None)
    return msgspec.structs.replace(line, symbols=symbols) if symbols else line

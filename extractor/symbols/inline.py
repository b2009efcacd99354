"""Symbols in running text of a scanned page → the characters a born-digital report would have there.

A legend is a line of symbols and words. On a page image the symbols are pixels beside the words; as characters
in their place they are read like any other legend.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from extractor.model import Box, Drawing, Page, Symbol, Word

See = Callable[
    [Box, Sequence[Word], Sequence[Drawing], str | None], tuple[tuple[Symbol, ...], tuple[Word, ...]]
]
GLYPHS = {
    "circle": "●", "square": "■", "triangle": "▲", "triangle_down": "▼", "diamond": "◆",
    "arrow_up": "↑", "arrow_right": "→", "arrow_down": "↓", "arrow_up_right": "↗", "arrow_down_right": "↘",
    "check": "✓", "cross": "✗", "smiley": "☺", "frown": "☹",
}  # fmt: skip
"""The plain character of each shape that legends explain."""
COLOURS = {
    "green": "#00a050", "yellow": "#f0b400", "red": "#d02020", "blue": "#2060c0", "grey": "#808080",
}  # fmt: skip
BESIDE = 9.0
"""Points between a symbol in a line and the next word: three blanks."""
TALLEST = 30.0
"""Points: the tallest symbol in a line of text."""
LETTERS = 2
"""Most letters that a recogniser makes of one symbol in a line."""
DOUBTED = 0.75
"""Confidence below which such letters may be one."""
CERTAIN = 0.7
"""Confidence of the symbol from which it stands for what was read there."""
ROOM = 4.0
"""Points of paper around a symbol that show what it stands on."""


def with_glyphs(page: Page, see: See) -> Page:
    """A page with a character for every symbol drawn in a line of words.

    Args:
        page: a recognised page; its drawings are the solid marks.
        see: what looks at its picture.

    Returns:
        The page with those symbols as words; what stands alone, as in the cells of a table, stays as it is.
    """
    kept = list(page.words)
    left = []
    for drawing in page.drawings:
        inside = [w for w in kept if _covers(drawing.box, w.box)]
        others = [w for w in kept if w not in inside]
        beside = drawing.box.height <= TALLEST and _in_line(drawing.box, others)
        glyph = _glyph(drawing.box, others, [drawing], page.drawings, see) if beside else None
        if glyph is not None and all(_may_be_symbol(w) for w in inside):
            kept = [*others, glyph]
        else:
            left.append(drawing)
    words = []
    for word in kept:
        others = [w for w in kept if w is not word]
        may_be = _may_be_symbol(word) and word.text not in _KNOWN and _in_line(word.box, others)
        words.append((_glyph(word.box, [*others, word], [], page.drawings, see) if may_be else None) or word)
    return msgspec.structs.replace(page, words=tuple(words), drawings=tuple(left))


def _in_line(box: Box, words: Sequence[Word]) -> bool:
    """Whether words of running text stand closely beside a symbol."""
    for word in words:
        level = min(box.bottom, word.box.bottom) - max(box.top, word.box.top)
        apart = max(box.x0, word.box.x0) - min(box.x1, word.box.x1)
        if (
            level > 0.3 * min(box.height, word.box.height)
            and 0 <= apart <= BESIDE
            and len(word.text) > LETTERS
        ):
            return True
    return False


_KNOWN = frozenset(GLYPHS.values())


def _glyph(
    box: Box, words: Sequence[Word], drawings: Sequence[Drawing], marks: Sequence[Drawing], see: See
) -> Word | None:
    around = _room(box, [d.box for d in marks if not _meet(d.box, box)])
    near = [w for w in words if _meet(w.box, around)]
    symbols, _ = see(around, near, drawings, None)
    shown = [s for s in symbols if s.shape in GLYPHS and s.confidence >= CERTAIN]
    if len(shown) != 1 or len(symbols) != 1:
        return None
    (symbol,) = shown
    colour = COLOURS.get(symbol.colour or "")
    return Word(
        text=GLYPHS[symbol.shape or ""], box=box, size=box.height, colour=colour, confidence=symbol.confidence
    )


def _room(box: Box, others: Sequence[Box]) -> Box:
    """A symbol with the paper around it, but nothing of the symbols on the lines above and below."""
    above = [box.top - o.bottom for o in others if o.bottom <= box.top and o.x0 < box.x1 and box.x0 < o.x1]
    below = [o.top - box.bottom for o in others if o.top >= box.bottom and o.x0 < box.x1 and box.x0 < o.x1]
    up, down = (min([ROOM, *(gap / 2 for gap in gaps)]) for gaps in (above, below))
    return Box(box.x0 - ROOM, box.top - up, box.x1 + ROOM, box.bottom + down)


def _may_be_symbol(word: Word) -> bool:
    signs = not any(c.isalnum() for c in word.text)
    return len(word.text) <= LETTERS and (signs or word.confidence < DOUBTED)


def _meet(one: Box, other: Box) -> bool:
    return one.x0 < other.x1 and other.x0 < one.x1 and one.top < other.bottom and other.top < one.bottom


def _covers(mark: Box, word: Box) -> bool:
    x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
    return mark.x0 - 1 <= x <= mark.x1 + 1 and mark.top - 1 <= y <= mark.bottom + 1

"""Parts of a page that are printed on their side or on their head, turned so that they can be read.

A wide table is often set across an upright page. Such a part becomes a page of its own, read like any other; where it
was found is turned back, so that every place is one of the page as shown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, TypeVar

import msgspec
import numpy as np

from extractor.model import Box, Cell, Drawing, Fill, Page, Paragraph, Place, Rule, Symbol, Turn, Word
from extractor.pages.cells import bounds, lines_of, turned_box
from extractor.symbols.cell import PageImage

TURNS: tuple[Turn, ...] = (90, 270, 180)

FEWEST_WORDS = 12
"""Words of a turned part at least; a table of three rows has more, the labels of a sidebar or an axis fewer."""

FEWEST_LINES = 3
"""Lines of a turned part that run along `LONG` of it; the labels on end beside or over an upright table do not."""

LONG = 0.4

SHORTEST = 200.0
"""Points that a turned part's lines reach at least: the tallest header on end has 150."""

UPRIGHT = 0.1
"""Most words beside it that run another way, to each of its own: else it is a part of what they belong to."""

AROUND = 12.0
"""Points around the words of a part within which what is drawn belongs to it: the padding of its outer cells."""

Render = Callable[[], PageImage | None]

Thing = TypeVar("Thing")
Drawn = TypeVar("Drawn", Rule, Fill, Drawing)


class TurnedPart(NamedTuple):
    """A part of a page as a page of its own."""

    page: Page
    """What it shows, turned upright; width and height are exchanged if it stood on its side."""
    turn: Turn


def turned_apart(page: Page) -> tuple[Page, tuple[TurnedPart, ...]]:
    """The turned parts of a page as pages of their own, and what is left of the page.

    Args:
        page: what the page shows.

    Returns:
        The page without them, and the parts; the page itself where all of it reads as it stands.
    """
    if not any(w.rotation for w in page.words):
        return page, ()
    parts = []
    for turn in TURNS:
        box = _part_box(page, turn)
        if box is not None:
            page, part = _cut(page, box, turn)
            parts.append(TurnedPart(part, turn))
    return page, tuple(parts)


def _part_box(page: Page, turn: Turn) -> Box | None:
    """Where a part stands whose text reads in a turned direction; None where there is none by itself."""
    mine = [w for w in page.words if w.rotation == turn]
    if len(mine) < FEWEST_WORDS:
        return None
    box = bounds(w.box for w in mine)
    length = box.width if turn == 180 else box.height
    lines = lines_of(_turned_word(w, turn, page) for w in mine)
    long = sum(line[-1].box.x1 - line[0].box.x0 >= LONG * length for line in lines)
    beside = sum(w.rotation != turn and box.top < _middle(w) < box.bottom for w in page.words)
    own = length >= SHORTEST and long >= FEWEST_LINES and beside <= UPRIGHT * len(mine)
    return box if own else None


def _middle(word: Word) -> float:
    return (word.box.top + word.box.bottom) / 2


def _cut(page: Page, box: Box, turn: Turn) -> tuple[Page, Page]:
    """The page without a part, and the part turned upright."""
    box = Box(box.x0 - AROUND, box.top - AROUND, box.x1 + AROUND, box.bottom + AROUND)
    words = [w for w in page.words if w.rotation == turn or _touch(w.box, box)]
    rules = [r for r in page.rules if _touch(r.box, box)]
    fills = [f for f in page.fills if _touch(f.box, box)]
    drawings = [d for d in page.drawings if _touch(d.box, box)]
    strips = [s for s in page.strips if _touch(s.box, box)]
    on_side = turn != 180
    part = msgspec.structs.replace(
        page,
        width=page.height if on_side else page.width, height=page.width if on_side else page.height,
        words=tuple(_turned_word(w, turn, page) for w in words),
        rules=tuple(_turned_thing(r, turn, page) for r in rules),
        fills=tuple(_turned_thing(f, turn, page) for f in fills),
        drawings=tuple(_turned_thing(d, turn, page) for d in drawings),
        strips=tuple(_turned_thing(s, turn, page) for s in strips),
        areas=tuple(turned_box(a, turn, page.width, page.height) for a in page.areas if _touch(a, box)),
    )  # fmt: skip
    rest = msgspec.structs.replace(
        page, words=_without(page.words, words), rules=_without(page.rules, rules),
        fills=_without(page.fills, fills), drawings=_without(page.drawings, drawings),
        strips=_without(page.strips, strips), areas=tuple(a for a in page.areas if not _touch(a, box)),
    )  # fmt: skip
    return rest, part


def _touch(one: Box, other: Box) -> bool:
    return one.x0 <= other.x1 and other.x0 <= one.x1 and one.top <= other.bottom and other.top <= one.bottom


def _without(things: Sequence[Thing], taken: Sequence[Thing]) -> tuple[Thing, ...]:
    gone = {id(thing) for thing in taken}
    return tuple(thing for thing in things if id(thing) not in gone)


def _turned_word(word: Word, turn: Turn, page: Page) -> Word:
    rotation = (word.rotation - turn) % 360
    return msgspec.structs.replace(
        word, box=turned_box(word.box, turn, page.width, page.height), rotation=rotation
    )


def _turned_thing(thing: Drawn, turn: Turn, page: Page) -> Drawn:
    return msgspec.structs.replace(thing, box=turned_box(thing.box, turn, page.width, page.height))


def upright(render: Render, turn: Turn) -> Render:
    """What renders a page so that a part turned by so many degrees can be read."""

    def rendered() -> PageImage | None:
        image = render()
        if image is None:
            return None
        return PageImage(np.ascontiguousarray(np.rot90(image.pixels, -turn // 90)), image.scale)

    return rendered


# ---------------------------------------------------------------- places turned back

Sizes = Mapping[tuple[int, Turn], tuple[float, float]]
"""Width and height, by page and turn, of the turned parts."""

_BACK: Mapping[Turn, Turn] = {0: 0, 90: 270, 270: 90, 180: 180}


def paragraph_turned_back(paragraph: Paragraph, turn: Turn, sizes: Sizes) -> Paragraph:
    """A paragraph of a turned part, its places as they are on the page as shown."""
    if not turn:
        return paragraph
    place = _place_back(paragraph.place, turn, sizes)
    return msgspec.structs.replace(
        paragraph, place=place, symbols=_symbols_back(paragraph.symbols, turn, sizes)
    )


def cells_turned_back(cells: Sequence[Cell], turns: Mapping[int, Turn], sizes: Sizes) -> tuple[Cell, ...]:
    """The cells of a table, those of its turned parts with their places as they are on the page as shown.

    Args:
        cells: the cells; a table may go on over several pages.
        turns: how its parts are turned, by page.
        sizes: see `Sizes`.
    """
    if not turns:
        return tuple(cells)
    return tuple(_cell_back(c, turns.get(c.place.page, 0) if c.place else 0, sizes) for c in cells)


def _cell_back(cell: Cell, turn: Turn, sizes: Sizes) -> Cell:
    if not turn or cell.place is None:
        return cell
    place = _place_back(cell.place, turn, sizes)
    return msgspec.structs.replace(cell, place=place, symbols=_symbols_back(cell.symbols, turn, sizes))


def _symbols_back(symbols: Sequence[Symbol], turn: Turn, sizes: Sizes) -> tuple[Symbol, ...]:
    return tuple(
        s if s.place is None else msgspec.structs.replace(s, place=_place_back(s.place, turn, sizes))
        for s in symbols
    )


def _place_back(place: Place, turn: Turn, sizes: Sizes) -> Place:
    if place.box is None:
        return place
    return msgspec.structs.replace(place, box=turned_box(place.box, _BACK[turn], *sizes[place.page, turn]))

"""A PDF page's own objects → `Page`: words, rules, fills and drawings, whatever program wrote them.

Words follow the order in which the letters were drawn, so that turned text reads as it was written
(sorted by place it would come out reversed); thin filled rectangles are rules, large ones shading, and
what is neither is a drawing that may be a symbol.
"""

from __future__ import annotations

import functools
import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import msgspec

from extractor.model import Box, Drawing, Fill, Page, Rule, TextLayer, Turn, Word
from extractor.pages.edges import CORNERS
from extractor.reading.strips import Line, strip_of
from extractor.reading.thin_parts import without_thin_parts
from extractor.swedish import RAISED, as_raised

WORD_GAP = 0.25
"""Gap between letters, in font sizes, that ends a word; a space is 0.25 wide in the narrowest fonts used
in reports (Arial Narrow 0.23, justified lines shrink it further, but then a space character is there)."""

LINE_SHIFT = 0.35
"""Shift across the reading direction, in font sizes, that ends a word: above superscripts' 0.33."""

LINE = 0.21
"""Where the line that letters stand on lies above the bottom of their box, in font sizes."""

RAISED_SIZE = 0.85
"""Largest share of the letters beside them that raised figures have: LibreOffice 0.58, Word 0.65, browsers 0.83."""

RAISED_LEAST, RAISED_MOST = 0.15, 0.8
"""How high raised figures stand above the line, in sizes of the letters beside them: 0.25 to 0.4 seen."""

RAISED_GAP = 0.6
"""White space before raised figures, in the same sizes: a space at most ("62 % ¹")."""

RULE_THICKNESS = 2.5
"""Points: a filled rectangle thinner than this is a line. Word draws borders 0.5 thick, table styles up to 2.25;
cell padding that Word fills separately starts at 2.8."""

SHADING_WIDTH, SHADING_HEIGHT = 12.0, 7.0
"""Points: a filled rectangle smaller than this in either direction is no cell's shading (7 = one line of 6 pt)."""

SYMBOL_SIDE = 40.0
"""Points: drawn shapes with no side longer than this may be symbols; traffic lights are 8-25, bars up to 80 wide."""

AREA = (100.0, 50.0)
"""Points that an area with round corners is wide and high at least."""

FILLED = 0.97
"""Share of its box that such an area fills: corners of 12 points leave 2.5 % of the smallest one out."""

COVERING = 0.8
"""Share of the page that a picture covers on scanned pages (margins cropped: 0.85 at least)."""


class Type(NamedTuple):
    """What letters are set in."""

    font: str
    """The font's name without the tag of its subset."""
    colour: str | None
    """As '#rrggbb'; None for patterns."""


class Letter(NamedTuple):
    """One drawn letter; box in points of the page as shown, from its top left corner."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    """Height of its box: the font size of upright text."""
    rotation: Turn
    type: Type


class Path(NamedTuple):
    """Lines drawn or an area filled in one go."""

    box: Box
    points: tuple[tuple[float, float], ...]
    """Corners and ends; the first comes again where the outline is closed."""
    fill: str | None
    """Colour of the area; None where it is not filled or with a pattern."""
    line: str | None
    """Colour of the outline; None where none is drawn."""
    width: float = 0.0
    """Points the outline's pen is wide, 0 where nobody asked."""


class Shown(NamedTuple):
    """The objects of one page in the order they were drawn, whichever engine read them."""

    width: float
    height: float
    letters: Sequence[Letter]
    paths: Sequence[Path]
    images: Sequence[Box]


_FIGURES = re.compile(r"[(]?\d{1,2}(?:[,)*]\d{0,2}){0,4}|[,)]")
_BOLD = re.compile(r"bold|black|heavy|demi|semib", re.IGNORECASE)
_CID = re.compile(r"\(cid:\d+\)")
_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "\ufffe": "-", "\x02": "-"}
)
_UNREADABLE = "\ufffd"


def page_of(shown: Shown, number: int) -> Page:
    """What one page shows.

    Args:
        shown: its objects.
        number: its number, counted from 1.

    Returns:
        The page; `text_layer` is 'none' without any letter, 'ocr' where a picture covers a page with text.
        A covering picture is a drawing only where there is no text, so that the page is known to be a scan.
    """
    width, height = shown.width, shown.height
    words = tuple(_words(shown.letters))
    covered = any(_share(b, width, height) >= COVERING for b in shown.images)
    ruled = any(len(p.points) == 2 for p in shown.paths)
    layer: TextLayer = "none" if not words else "ocr" if covered and not ruled else "born"
    rules: list[Rule] = []
    fills: list[Fill] = []
    drawings = [
        Drawing(box=b, kind="picture")
        for b in shown.images
        if not words or _share(b, width, height) < COVERING
    ]
    for path in shown.paths:
        if _visible(path.box, width, height):
            _sort_in(path, rules, fills, drawings)
    strips = (strip_of(Line(p.box, p.fill or p.line, 0.0 if p.fill else p.width)) for p in shown.paths)
    rules, drawings = without_thin_parts(list(dict.fromkeys(rules)), drawings)
    shading = _outermost(f for f in fills if _share(f.box, width, height) < COVERING)
    return Page(
        number=number, width=width, height=height, words=words, rules=tuple(rules),
        fills=tuple(shading), drawings=tuple(_showing(drawings, shading)), text_layer=layer,
        strips=tuple(strip for strip in strips if strip is not None),
        areas=tuple(dict.fromkeys(p.box for p in shown.paths if _is_area(p))),
    )  # fmt: skip


def _showing(drawings: Sequence[Drawing], fills: Sequence[Fill]) -> Iterator[Drawing]:
    """The drawings that show: not those in the colour of the shading they lie on (Word fills behind each line)."""
    boxes = _by_colour(fills)
    for drawing in drawings:
        box = drawing.box
        if not any(_inside(box, other) for other in boxes.get(drawing.colour, ()) if other != box):
            yield drawing


def _by_colour(fills: Iterable[Fill]) -> dict[str | None, list[Box]]:
    boxes: dict[str | None, list[Box]] = {}
    for fill in fills:
        boxes.setdefault(fill.colour, []).append(fill.box)
    return boxes


def _share(box: Box, width: float, height: float) -> float:
    return box.width * box.height / (width * height or 1.0)


def _visible(box: Box, width: float, height: float) -> bool:
    return box.x1 > 0 and box.bottom > 0 and box.x0 < width and box.top < height


# ---------------------------------------------------------------- lines, rectangles, curves


def _sort_in(path: Path, rules: list[Rule], fills: list[Fill], drawings: list[Drawing]) -> None:
    """Put one drawn path where it belongs; a path may be both shading and border."""
    box, points, colour, line, _ = path
    axis_parallel = _axis_parallel(points)
    if min(box.width, box.height) <= RULE_THICKNESS and (colour or line):
        if max(box.width, box.height) > RULE_THICKNESS and (axis_parallel or len(points) <= 2):
            rules.append(Rule(box=_thin(box)))
        return
    if axis_parallel and colour and box.width >= SHADING_WIDTH and box.height >= SHADING_HEIGHT:
        fills.append(Fill(box=box, colour=colour))
    small = max(box.width, box.height) <= SYMBOL_SIDE * 2 and box.height <= SYMBOL_SIDE
    if line and axis_parallel and (not small or _bare_frame(path)):
        rules.extend(_sides(points, box))
    elif small and not (colour is None and line is None):
        drawings.append(Drawing(box=box, kind="vector", colour=colour or line, points=_corners(points)))
    elif line and axis_parallel:
        rules.extend(_sides(points, box))


def _is_area(path: Path) -> bool:
    """Whether a path is the outline of a large area with round corners: it fills all of its box but those."""
    box, points = path.box, path.points
    if box.width < AREA[0] or box.height < AREA[1] or len(points) <= CORNERS:
        return False
    twice = sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(points, (*points[1:], points[0]), strict=True))
    return abs(twice) / 2 >= FILLED * box.width * box.height


def _corners(points: Sequence[tuple[float, float]]) -> int:
    """The number of points, the one that closes the outline not counted again."""
    return len(points) - (len(points) > 2 and points[-1] == points[0])


def _bare_frame(path: Path) -> bool:
    """A stroked, unfilled rectangle clearly wider than high is a cell's border, not a symbol."""
    return path.fill is None and path.box.width >= 1.5 * path.box.height


def _axis_parallel(points: Sequence[Sequence[float]]) -> bool:
    """Whether a path has horizontal and vertical parts only."""
    pairs = itertools.pairwise(points)
    return all(abs(a[0] - b[0]) <= 1 or abs(a[1] - b[1]) <= 1 for a, b in pairs)


def _thin(box: Box) -> Box:
    if box.width >= box.height:
        middle = (box.top + box.bottom) / 2
        return Box(box.x0, middle, box.x1, middle)
    middle = (box.x0 + box.x1) / 2
    return Box(middle, box.top, middle, box.bottom)


def _sides(points: Sequence[Sequence[float]], box: Box) -> Iterator[Rule]:
    """The straight parts of a stroked path."""
    if len(points) in (4, 5) and len({(round(p[0]), round(p[1])) for p in points}) == 4:
        x0, top, x1, bottom = box
        yield Rule(box=Box(x0, top, x1, top))
        yield Rule(box=Box(x0, bottom, x1, bottom))
        yield Rule(box=Box(x0, top, x0, bottom))
        yield Rule(box=Box(x1, top, x1, bottom))
        return
    for a, b in itertools.pairwise(points):
        yield Rule(box=Box(min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])))


def _outermost(fills: Iterable[Fill]) -> list[Fill]:
    """The fills without those inside another one of the same colour: Word fills a cell, then its lines.

    In the order they are painted, since a later one hides what is under it.
    """
    painted = {fill: number for number, fill in enumerate(fills)}
    kept: list[Fill] = []
    boxes: dict[str, list[Box]] = {}
    for fill in sorted(painted, key=lambda f: -f.box.width * f.box.height):
        alike = boxes.setdefault(fill.colour, [])
        if not any(_inside(fill.box, box) for box in alike):
            kept.append(fill)
            alike.append(fill.box)
    return sorted(kept, key=painted.__getitem__)


def _inside(inner: Box, outer: Box) -> bool:
    return (
        inner.x0 >= outer.x0 - 1
        and inner.x1 <= outer.x1 + 1
        and inner.top >= outer.top - 1
        and inner.bottom <= outer.bottom + 1
    )


# ---------------------------------------------------------------- letters → words


def _words(letters: Sequence[Letter]) -> Iterator[Word]:
    """Words in drawing order; words printed twice (a bold made by overprinting) come once, bold."""
    seen: dict[tuple[str, int, int], int] = {}
    words: list[Word] = []
    for run, raised in _runs(letters):
        word = _word(run, raised=raised)
        if word is None:
            continue
        key = (word.text, round(word.box.x0 / 2), round(word.box.top / 2))
        before = seen.get(key)
        if before is None:
            seen[key] = len(words)
            words.append(word)
        elif abs(words[before].box.x0 - word.box.x0) > 0.01:
            words[before] = msgspec.structs.replace(words[before], bold=True)
    yield from words


def _runs(letters: Sequence[Letter]) -> Iterator[tuple[list[Letter], bool]]:
    """Letters that stand together, in the order they were drawn, and whether they are raised figures."""
    run: list[Letter] = []
    raised = False
    on_line: Letter | None = None
    for letter in letters:
        if letter.text.isspace() or not letter.text:
            if run:
                yield run, raised
                run = []
            continue
        up = on_line is not None and letter.size <= RAISED_SIZE * on_line.size and _is_raised(on_line, letter)
        if run and (up != raised or not _follows(run[-1], letter)):
            yield run, raised
            run = []
        run.append(letter)
        raised = up
        if not up:
            on_line = letter
    if run:
        yield run, raised


def _is_raised(before: Letter, letter: Letter) -> bool:
    """Whether a smaller letter is a figure set above the line of the one before it, close behind it."""
    if letter.rotation != 0 or before.rotation != 0 or not _FIGURES.fullmatch(letter.text):
        return False
    size = before.size or 1.0
    rise = (before.bottom - LINE * size - letter.bottom + LINE * letter.size) / size
    return RAISED_LEAST < rise < RAISED_MOST and -1.0 < (letter.x0 - before.x1) / size < RAISED_GAP


def _follows(before: Letter, letter: Letter) -> bool:
    rotation = letter.rotation
    if rotation != before.rotation:
        return False
    size = max(_size(before), _size(letter), 1.0)
    if rotation in (0, 180):
        gap = letter.x0 - before.x1 if rotation == 0 else before.x0 - letter.x1
        shift = (letter.top + letter.bottom - before.top - before.bottom) / 2
    elif rotation == 90:
        gap, shift = before.top - letter.bottom, letter.x0 - before.x0
    else:
        gap, shift = letter.top - before.bottom, letter.x0 - before.x0
    return -size * 0.6 < gap < WORD_GAP * size and abs(shift) < LINE_SHIFT * size


def _size(letter: Letter) -> float:
    """The font size of a letter, whichever way it reads."""
    return letter.size if letter.rotation in (0, 180) else letter.x1 - letter.x0


def _word(run: Sequence[Letter], *, raised: bool) -> Word | None:
    first = run[0]
    alone = len(run) == 1
    text = plain(first.text if alone else "".join([c.text for c in run]))
    if not text:
        return None
    box = Box(*first[1:5]) if alone else Box(
        min([c.x0 for c in run]), min([c.top for c in run]),
        max([c.x1 for c in run]), max([c.bottom for c in run]),
    )  # fmt: skip
    size = _size(first) or (box.height if first.rotation in (0, 180) else box.width)
    return Word(
        text=RAISED + as_raised(text) if raised else text, box=box, size=round(size, 1), bold=is_bold(first.type.font),
        colour=first.type.colour, font=first.type.font, rotation=first.rotation,
    )  # fmt: skip


def plain(text: str) -> str:
    """The characters of a word without what fonts and engines do to them: ligatures, hyphens at line ends."""
    if text.isascii() and text.isprintable() and "(" not in text:
        return text.strip()
    return unicodedata.normalize("NFC", _CID.sub(_UNREADABLE, text).translate(_LIGATURES)).strip()


@functools.lru_cache(maxsize=1024)
def is_bold(font: str) -> bool:
    """Whether a font's name says that it is bold."""
    return bool(_BOLD.search(font))

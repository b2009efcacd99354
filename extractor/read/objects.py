"""A PDF page's own objects → `Page`: words, rules, fills and drawings, whatever program wrote them.

Words follow the order in which the letters were drawn, so that turned text reads as it was written
(sorted by place it would come out reversed); thin filled rectangles are rules, large ones shading, and
what is neither is a drawing that may be a symbol.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal

from extractor.model import Box, Drawing, Fill, Page, Rule, TextLayer, Word

Object = Mapping[str, Any]
Rotation = Literal[0, 90, 270]

WORD_GAP = 0.25
"""Gap between letters, in font sizes, that ends a word; a space is 0.25 wide in the narrowest fonts used
in reports (Arial Narrow 0.23, justified lines shrink it further, but then a space character is there)."""

LINE_SHIFT = 0.35
"""Shift across the reading direction, in font sizes, that ends a word: above superscripts' 0.33."""

RULE_THICKNESS = 2.5
"""Points: a filled rectangle thinner than this is a line. Word draws borders 0.5 thick, table styles up to 2.25;
cell padding that Word fills separately starts at 2.8."""

SHADING_WIDTH, SHADING_HEIGHT = 12.0, 7.0
"""Points: a filled rectangle smaller than this in either direction is no cell's shading (7 = one line of 6 pt)."""

SYMBOL_SIDE = 40.0
"""Points: drawn shapes with no side longer than this may be symbols; traffic lights are 8-25, bars up to 80 wide."""

COVERING = 0.8
"""Share of the page that a picture covers on scanned pages (margins cropped: 0.85 at least)."""

_BOLD = re.compile(r"bold|black|heavy|demi|semib", re.IGNORECASE)
_CID = re.compile(r"\(cid:\d+\)")
_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "\ufffe": "-", "\x02": "-"}
)
_UNREADABLE = "\ufffd"


def page_of(source: Any, number: int) -> Page:
    """What one page shows.

    Args:
        source: a pdfplumber page.
        number: its number, counted from 1.

    Returns:
        The page; `text_layer` is 'none' without any letter, 'ocr' where a picture covers a page with text.
        A covering picture is a drawing only where there is no text, so that the page is known to be a scan.
    """
    width, height = float(source.width), float(source.height)
    words = tuple(_words(source.chars))
    images = [_box(i) for i in source.images]
    covered = any(_share(b, width, height) >= COVERING for b in images)
    layer: TextLayer = "none" if not words else "ocr" if covered and not source.lines else "born"
    rules: list[Rule] = []
    fills: list[Fill] = []
    drawings = [
        Drawing(box=b, kind="picture") for b in images if not words or _share(b, width, height) < COVERING
    ]
    for thing in (*source.rects, *source.lines, *source.curves):
        if _visible(thing, width, height):
            _sort_in(thing, rules, fills, drawings)
    shading = _outermost(f for f in fills if _share(f.box, width, height) < COVERING)
    return Page(
        number=number, width=width, height=height, words=words, rules=tuple(dict.fromkeys(rules)),
        fills=tuple(shading), drawings=tuple(_showing(drawings, shading)), text_layer=layer,
    )  # fmt: skip


def _showing(drawings: Sequence[Drawing], fills: Sequence[Fill]) -> Iterator[Drawing]:
    """The drawings that show: not those in the colour of the shading they lie on (Word fills behind each line)."""
    for drawing in drawings:
        if not any(
            f.colour == drawing.colour and _inside(drawing.box, f.box) for f in fills if f.box != drawing.box
        ):
            yield drawing


def _box(thing: Object) -> Box:
    return Box(float(thing["x0"]), float(thing["top"]), float(thing["x1"]), float(thing["bottom"]))


def _share(box: Box, width: float, height: float) -> float:
    return box.width * box.height / (width * height or 1.0)


def _visible(thing: Object, width: float, height: float) -> bool:
    return bool(thing["x1"] > 0 and thing["bottom"] > 0 and thing["x0"] < width and thing["top"] < height)


# ---------------------------------------------------------------- lines, rectangles, curves


def _sort_in(thing: Object, rules: list[Rule], fills: list[Fill], drawings: list[Drawing]) -> None:
    """Put one drawn path where it belongs; a path may be both shading and border."""
    box = _box(thing)
    points = thing.get("pts") or ()
    axis_parallel = _axis_parallel(points)
    colour = colour_of(thing.get("non_stroking_color")) if thing.get("fill") else None
    line = colour_of(thing.get("stroking_color")) if thing.get("stroke") else None
    if min(box.width, box.height) <= RULE_THICKNESS and (colour or line):
        if max(box.width, box.height) > RULE_THICKNESS and (axis_parallel or len(points) <= 2):
            rules.append(Rule(box=_thin(box)))
        return
    if axis_parallel and colour and box.width >= SHADING_WIDTH and box.height >= SHADING_HEIGHT:
        fills.append(Fill(box=box, colour=colour))
    small = max(box.width, box.height) <= SYMBOL_SIDE * 2 and box.height <= SYMBOL_SIDE
    if line and axis_parallel and (not small or _bare_frame(thing, box)):
        rules.extend(_sides(points, box))
    elif small and not (colour is None and line is None):
        drawings.append(Drawing(box=box, kind="vector", colour=colour or line, points=len(points)))
    elif line and axis_parallel:
        rules.extend(_sides(points, box))


def _bare_frame(thing: Object, box: Box) -> bool:
    """A stroked, unfilled rectangle clearly wider than high is a cell's border, not a symbol."""
    return not thing.get("fill") and box.width >= 1.5 * box.height


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
    """The fills without those inside another one of the same colour: Word fills a cell, then its lines."""
    kept: list[Fill] = []
    for fill in sorted(set(fills), key=lambda f: -f.box.width * f.box.height):
        if not any(k.colour == fill.colour and _inside(fill.box, k.box) for k in kept):
            kept.append(fill)
    return sorted(kept, key=lambda f: (f.box.top, f.box.x0))


def _inside(inner: Box, outer: Box) -> bool:
    return (
        inner.x0 >= outer.x0 - 1
        and inner.x1 <= outer.x1 + 1
        and inner.top >= outer.top - 1
        and inner.bottom <= outer.bottom + 1
    )


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


# ---------------------------------------------------------------- letters → words


def _words(chars: Sequence[Object]) -> Iterator[Word]:
    """Words in drawing order; words printed twice (a bold made by overprinting) come once, bold."""
    seen: dict[tuple[str, int, int], int] = {}
    words: list[Word] = []
    for run in _runs(chars):
        word = _word(run)
        if word is None:
            continue
        key = (word.text, round(word.box.x0 / 2), round(word.box.top / 2))
        before = seen.get(key)
        if before is None:
            seen[key] = len(words)
            words.append(word)
        elif abs(words[before].box.x0 - word.box.x0) > 0.01:
            words[before] = _as_bold(words[before])
    yield from words


def _as_bold(word: Word) -> Word:
    return Word(
        text=word.text, box=word.box, size=word.size, bold=True, colour=word.colour, font=word.font,
        rotation=word.rotation,
    )  # fmt: skip


def _runs(chars: Sequence[Object]) -> Iterator[list[Object]]:
    """Letters that stand together, in the order they were drawn."""
    run: list[Object] = []
    for char in chars:
        if char["text"].isspace() or char["text"] == "":
            if run:
                yield run
            run = []
            continue
        if run and not _follows(run[-1], char):
            yield run
            run = []
        run.append(char)
    if run:
        yield run


def _follows(before: Object, char: Object) -> bool:
    size = max(float(before["size"]), float(char["size"]), 1.0)
    rotation = _rotation(char)
    if rotation != _rotation(before):
        return False
    if rotation == 0:
        gap, shift = (
            char["x0"] - before["x1"],
            (char["top"] + char["bottom"] - before["top"] - before["bottom"]) / 2,
        )
    elif rotation == 90:
        gap, shift = before["top"] - char["bottom"], char["x0"] - before["x0"]
    else:
        gap, shift = char["top"] - before["bottom"], char["x0"] - before["x0"]
    return bool(-size * 0.6 < gap < WORD_GAP * size and abs(shift) < LINE_SHIFT * size)


def _rotation(char: Object) -> Rotation:
    a, b = char["matrix"][0], char["matrix"][1]
    if abs(b) <= abs(a):
        return 0
    return 90 if b > 0 else 270


def _word(run: list[Object]) -> Word | None:
    text = "".join(c["text"] for c in run)
    text = unicodedata.normalize("NFC", _CID.sub(_UNREADABLE, text).translate(_LIGATURES)).strip()
    if not text:
        return None
    first = run[0]
    rotation = _rotation(first)
    box = Box(
        float(min(c["x0"] for c in run)), float(min(c["top"] for c in run)),
        float(max(c["x1"] for c in run)), float(max(c["bottom"] for c in run)),
    )  # fmt: skip
    size = box.height if rotation == 0 else box.width
    font = str(first["fontname"]).split("+", 1)[-1]
    return Word(
        text=text, box=box, size=round(float(first["size"] or size), 1), bold=bool(_BOLD.search(font)),
        colour=colour_of(first.get("non_stroking_color")), font=font, rotation=rotation,
    )  # fmt: skip

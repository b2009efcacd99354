"""Edges and words → the grid of one table: its columns, its rows, and which cells span several.

Lines that are not drawn are added where the words show that they are meant: a table with lines between
its rows only, or with a shaded header, has columns where no word stands.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import NamedTuple

from extractor.model import Box, Page, Value, Word
from extractor.pages.bands import more_rows
from extractor.pages.cells import MARK, Placed, centre, inside, is_bold, lines_of, segments
from extractor.pages.edges import SNAP, Edge, bridged, cluster, edges_of, joints, outline, touching
from extractor.pages.gutters import gutters
from extractor.pages.lines import NARROW, Lines
from extractor.pages.stacked import parallel
from extractor.pages.tail import head, labels_above, tail
from extractor.pages.walls import Span, cells_between

SAME_COLUMN = 5.0
"""Points: column boundaries that differ less over a page break are the same."""

THROUGH = 0.5
"""Share of a table's height from which a line between columns is no mere part of its header."""

INNER_LINES = 2
"""Lines between the rows of a table that is one by itself, no header of the table below."""

MARK_SIDE = 40.0
"""Points: the tallest drawing that stands in a line of text or a cell; bars are up to three times as wide."""


class Grid(Value, frozen=True, kw_only=True):
    """Where the cells of one table on one page are."""

    page: int
    xs: tuple[float, ...]
    """Column boundaries from left to right, points."""
    ys: tuple[float, ...]
    """Row boundaries from top to bottom, points."""
    spans: tuple[Span, ...]
    drawn: bool = True
    """False where the columns come from the words alone."""

    @property
    def box(self) -> Box:
        """The table's outline."""
        return Box(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])

    def cell_box(self, span: Span) -> Box:
        """The outline of one cell."""
        return Box(
            self.xs[span.column], self.ys[span.row],
            self.xs[span.column + span.column_span], self.ys[span.row + span.row_span],
        )  # fmt: skip


class _Shown(NamedTuple):
    """What a page shows, by place."""

    page: Page
    words: Placed[Word]
    marked: Placed[Word]
    """The words, and the small drawings as if they were words."""
    tables: Sequence[Box]
    """Outlines of all that lines show to have several rows: their words head no other table."""


def drawn_grids(page: Page, words: Placed[Word], before: Sequence[float] = ()) -> list[Grid]:
    """The tables that lines or shading show, top to bottom; frames around text are grids of one cell.

    Args:
        page: what the page shows.
        words: its words.
        before: column boundaries of the last table of the page before; the first table here may be its rest.
    """
    grids = []
    page = bridged(page)
    edges = edges_of(page)
    if not edges:
        return []
    drawn = marks(page)
    groups = parallel(touching(edges), words)
    tables = [outline(g) for g in groups if _has_rows(g)]
    shown = _Shown(page, words, Placed((*page.words, *drawn)) if drawn else words, tables)
    first = min(groups, key=lambda g: outline(g).top, default=None)
    for group in groups:
        grid = None if _frames(group, groups) else _grid(shown, group, before if group is first else ())
        if grid is not None:
            grids.append(grid)
    grids = [g for g in grids if len(g.spans) > 1 or not any(_holds(g, other) for other in grids)]
    outer = [g for g in grids if not any(_within(g, other) for other in grids)]
    return sorted(outer, key=lambda g: (g.box.top, g.box.x0))


def _frames(group: Sequence[Edge], groups: Sequence[Sequence[Edge]]) -> bool:
    """Whether a group is a mere rectangle around one with columns of its own: a table set in a layout cell."""
    box = outline(group)
    inner = [e for e in group if box.x0 + SNAP < e.at < box.x1 - SNAP and not e.horizontal]
    return not inner and any(_has_columns(g) and _encloses(box, outline(g)) for g in groups if g is not group)


def _has_columns(group: Sequence[Edge]) -> bool:
    box = outline(group)
    return any(not e.horizontal and box.x0 + SNAP < e.at < box.x1 - SNAP for e in group)


def _has_rows(group: Sequence[Edge]) -> bool:
    """Whether lines part at least three rows; a header's shading has two edges, and a line under its title."""
    box = outline(group)
    inner = {round(e.at) for e in group if e.horizontal and box.top + SNAP < e.at < box.bottom - SNAP}
    return len(inner) >= INNER_LINES


def _encloses(outer: Box, inner: Box) -> bool:
    return (
        outer.x0 < inner.x0 and inner.x1 < outer.x1 and outer.top < inner.top and inner.bottom < outer.bottom
    )


def _holds(frame: Grid, other: Grid) -> bool:
    """Whether a frame of one cell stands around a table, which then stands for itself."""
    return other is not frame and len(other.spans) > 1 and inside(other.box, frame.box)


def _within(grid: Grid, other: Grid) -> bool:
    """Whether a grid lies in one cell of a larger one that is a table; nested tables belong to that cell."""
    if other is grid or len(other.spans) < 2:
        return False
    return (
        inside(grid.box, other.box) and grid.box.width * grid.box.height < other.box.width * other.box.height
    )


def _grid(shown: _Shown, group: Sequence[Edge], before: Sequence[float]) -> Grid | None:
    flat = [e for e in group if e.horizontal]
    upright = [e for e in group if not e.horizontal]
    left, top, right, bottom = outline(group)
    xs = _positions([e.at for e in upright], left, right)
    ys = _positions([e.at for e in flat], top, bottom)
    if len(xs) < 2 or len(ys) < 2:
        return None
    page = shown.page
    words = shown.marked.inside(Box(left, top, right, bottom))
    if not words:
        return None
    lined, box = xs, Box(left, top, right, bottom)
    walled = _ruled_through(upright, box)
    if not walled:
        # A picture's rules break anywhere; where drawn ones end, a cell does.
        ends = joints(page.rules, box) if page.text_layer == "born" else []
        drawn = _positions([*xs, *ends], left, right)
        walled = len(drawn) > len(xs)
        xs = drawn if walled else xs
    rest = _taken_up(before, xs, words)
    if rest and head(page.words, rest, ys[0]) < ys[0]:
        rest = []  # a header of its own: another table of the same width
    if rest:
        xs = rest
    elif not walled:
        xs = _columns(shown, xs, ys, words)
    if rest and is_bold(shown.words.inside(Box(left, ys[0], right, ys[1]))):
        ys = more_rows(words, xs, ys, walled=walled)  # under a header of its own
    if len(xs) > 2 and not rest:
        ys = more_rows(words, xs, ys, walled=walled)
        ys = _with_open_ends(shown, xs, ys, flat)
        words = shown.marked.inside(Box(left, ys[0], right, ys[-1]))
        if not walled and ys[0] < top:
            with_header = _with_gutters(lined, words, ys[0], ys[-1])
            xs = with_header if len(with_header) == len(xs) else xs
        xs = _beside_words(xs, words, upright)
    lines = Lines(flat, upright, [f.box for f in page.fills])
    return build(page.number, xs, ys, lines, words)


def _taken_up(before: Sequence[float], xs: Sequence[float], words: Sequence[Word]) -> list[float]:
    """The columns of the table on the page before where this part has the same outline but shows fewer of them.

    One or two rows after a page break are too few words to show columns. No word may stand over a boundary.
    """
    if len(before) <= len(xs) or abs((before[-1] - before[0]) - (xs[-1] - xs[0])) > SAME_COLUMN:
        return []
    columns = [xs[0] + x - before[0] for x in before]
    known = all(any(abs(x - y) <= SAME_COLUMN for y in columns) for x in xs)
    free = all(not any(w.box.x0 + 1 < x < w.box.x1 - 1 for w in words) for x in columns)
    return columns if known and free else []


def _columns(shown: _Shown, xs: Sequence[float], ys: Sequence[float], words: Sequence[Word]) -> list[float]:
    """Column boundaries of a table without lines between its columns, with the labels above its first line if they fit.

    Numbers set right leave the left of their columns white; the labels above them show where those begin.
    """
    top, bottom = ys[0], ys[-1]
    found = _with_gutters(xs, words, top, bottom)
    above = labels_above(shown.page.words, xs[0], xs[-1], top)
    if not above:
        return found
    start = min(w.box.top for w in above)
    if _in_another(shown.tables, xs, start, top):
        return found
    named = _with_gutters(xs, [*above, *words], start, bottom)
    return named if len(named) >= len(found) and head(shown.page.words, named, top) < top else found


def _ruled_through(upright: Sequence[Edge], box: Box) -> bool:
    """Whether lines between columns run down the table; white ones in its shaded header only may be found in part."""
    inner = [e for e in upright if e.drawn and box.x0 + SNAP < e.at < box.x1 - SNAP]
    return any(e.hi - e.lo >= THROUGH * box.height for e in inner)


def _with_gutters(xs: Sequence[float], words: Sequence[Word], top: float, bottom: float) -> list[float]:
    """Column boundaries of a table without a line between its columns: those of its words beside its shading's.

    Rows shaded in turns and a coloured last column show the table and one boundary; the other columns stand in white.
    """
    found = list(xs[:1])
    for left, right in itertools.pairwise(xs):
        inside_it = [w for w in words if left <= centre(w.box)[0] <= right]
        found += [*gutters(inside_it, Box(left, top, right, bottom)), right]
    return found


def _beside_words(xs: Sequence[float], words: Sequence[Word], upright: Sequence[Edge]) -> list[float]:
    """Column boundaries that no line draws, moved beside the header's words that they graze."""
    moved = list(xs)
    for i, x in enumerate(xs[1:-1], start=1):
        over = [w.box for w in words if w.box.x0 + 1 < x < w.box.x1 - 1]
        if not over or any(abs(e.at - x) <= NARROW for e in upright):
            continue
        for beside in (max(b.x1 for b in over) + 0.5, min(b.x0 for b in over) - 0.5):
            if abs(beside - x) <= NARROW and not any(w.box.x0 < beside < w.box.x1 for w in words):
                moved[i] = beside
    return moved


def _with_open_ends(
    shown: _Shown, xs: Sequence[float], ys: Sequence[float], flat: Sequence[Edge]
) -> list[float]:
    """Row boundaries with an unmarked last row, and with a header above the first line."""
    rows = list(ys)
    closed = any(e.drawn and e.at >= ys[-1] - SNAP for e in flat)
    page = shown.page
    end = tail(page.words, xs, ys[-1], _padding(shown.words, xs, ys), closed=closed)
    if end > ys[-1]:
        below = shown.marked.inside(Box(xs[0], ys[-1], xs[-1], end))
        rows += more_rows(below, xs, [ys[-1], end])[1:]
    first = shown.words.inside(Box(xs[0], ys[0], xs[-1], ys[1]))
    # The name of a group, not the header: one text from the first column on, wherever it ends.
    group = all(len(segments(line)) == 1 and line[0].box.x0 < xs[1] for line in lines_of(first))
    if group or not is_bold(first):
        top = head(page.words, xs, ys[0])
        rows = [top, *rows] if top < ys[0] and not _in_another(shown.tables, xs, top, ys[0]) else rows
    return rows


def _in_another(tables: Sequence[Box], xs: Sequence[float], top: float, bottom: float) -> bool:
    """Whether what stands right above a table is the end of another one."""
    return any(
        t.bottom <= bottom + SNAP and top < t.bottom - SNAP and t.x0 < xs[-1] and xs[0] < t.x1 for t in tables
    )


def _padding(words: Placed[Word], xs: Sequence[float], ys: Sequence[float]) -> float:
    """The white space that rows, the header left out, have above their text at most; points."""
    space = [0.0]
    for top, bottom in itertools.pairwise(ys[1:]):
        tops = [w.box.top for w in words.inside(Box(xs[0], top, xs[-1], bottom))]
        space += [min(tops) - top] if tops else []
    return max(space) + 1.0


def marks(page: Page) -> list[Word]:
    """The small drawings of a page as if they were words: a column of traffic lights is a column.

    One that is as large as a shaded area is the cell's background and has no place in a line.
    """
    shaded = {f.box for f in page.fills}
    return [
        Word(text=MARK, box=d.box) for d in page.drawings
        if d.box.height <= MARK_SIDE and d.box.width <= 3 * MARK_SIDE and d.box not in shaded
    ]  # fmt: skip


def _positions(values: Sequence[float], low: float, high: float) -> list[float]:
    """Boundaries from edges' coordinates and the outline, those too near to each other as one."""
    merged: list[float] = []
    for value in (sum(g) / len(g) for g in cluster([*values, low, high])):
        if not merged or value - merged[-1] >= NARROW:
            merged.append(value)
    if len(merged) >= 2 and high - merged[-1] > 0.5:
        merged[-1] = high
    return merged


def build(page: int, xs: list[float], ys: list[float], lines: Lines, words: Sequence[Word]) -> Grid:
    """The grid of boundaries with its cells; see `cells_between`."""
    return Grid(page=page, xs=tuple(xs), ys=tuple(ys), spans=tuple(cells_between(xs, ys, lines, words)))

"""Tables that were typed: `---`, `===`, `|`, boxes of `+` and of box-drawing characters → cells; no rule is ever text.

What a typist drew with characters parts columns and rows as a drawn line does. Bars may be a letter off where a line
was typed by hand: on a line with as many bars as the others each is the next column's.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec

from extractor.model import Box, Page, Word
from extractor.pages.cells import bounds, centre, lines_of, printed
from extractor.pages.typed_lines import Printed, advance_of, is_typed, printed_lines, underlines
from extractor.pages.typed_parts import OFF, Part, typed_parts
from extractor.pages.typed_rows import TypedLine, cut_names, name_columns, rows_of

HEADER_LINES = 5
"""Lines of a header at most."""
TOGETHER = 1.6
"""Characters of white space that hold words of one cell together."""
_AMOUNT = re.compile(r"[<>≤≥+–−-]?\s?\d[\d ,.]*\s?(?:%|[a-zåäö]{1,5}\.?)?$")
_YEAR = re.compile(r"(?:19|20)\d\d(?:[-/–]\d{2,4})?$")


class TypedCell(NamedTuple):
    """One cell: where it stands in the table and what was printed in it."""

    row: int
    column: int
    row_span: int
    column_span: int
    words: tuple[Word, ...]
    sure: bool
    box: Box


class TypedTable(NamedTuple):
    """One typed table of a page."""

    box: Box
    xs: tuple[float, ...]
    cells: tuple[TypedCell, ...]
    header_rows: int
    words: tuple[Word, ...]
    """All that was printed in it, typed rules and bars too."""
    barred: bool
    """Whether bars part its columns, or only blanks do."""


def typed_apart(page: Page) -> tuple[Page, tuple[TypedTable, ...]]:
    """The typed tables of a page, and the page without them and without typed rules and leaders.

    Args:
        page: what it shows.

    Returns:
        The page, lines with a typed rule below them in bold: they are headings; and the tables from top to bottom.
    """
    if not is_typed("\n".join([w.text for w in page.words])):
        return page, ()
    upright = [w for w in page.words if w.rotation == 0]
    lines = printed_lines(lines_of(upright))
    advance = advance_of(upright)
    tables: list[TypedTable] = []
    taken: set[int] = set()
    for part in typed_parts(lines, advance):
        table = _table(part, lines, advance)
        if table is not None:
            tables.append(table)
            taken |= set(part.span)
    return _without(page, lines, taken), tuple(tables)


def _without(page: Page, lines: Sequence[Printed], taken: set[int]) -> Page:
    """The page without the lines taken, typed rules and leaders."""
    kept: dict[int, Word] = {}
    more: list[Word] = []
    for at, line in enumerate(lines):
        if at in taken or line.strokes:
            continue
        titled = at + 1 < len(lines) and bool(lines[at + 1].strokes) and underlines(lines, at + 1)
        printed_ids = {id(w) for w in line.printed}
        for word in line.printed if line.bars else line.words:  # bars outside tables are text
            shown = msgspec.structs.replace(word, bold=True) if titled else word
            if id(word) in printed_ids:
                kept[id(word)] = shown
            else:
                more.append(shown)
    words = [kept.get(id(w), w) for w in page.words if w.rotation != 0 or id(w) in kept]
    return msgspec.structs.replace(page, words=(*words, *more))


# ---------------------------------------------------------------- its lines → rows and cells


class _Placed(NamedTuple):
    """One line of words of a table: what stands in each column."""

    columns: tuple[tuple[Word, ...], ...]
    wide: bool
    ruled: bool
    box: Box


def _table(part: Part, lines: Sequence[Printed], advance: float) -> TypedTable | None:
    body: list[_Placed] = []
    ruled = False
    for at in part.span:
        line = lines[at]
        if line.words:
            body.append(_placed(line, part, advance, ruled=ruled))
        ruled = bool(line.strokes) or (ruled and not line.words)
    header = _header(body)
    if header >= len(body):
        return None
    left = min(w.box.x0 for line in body for w in itertools.chain(*line.columns))
    typed = [_typed(line, left, advance) for line in body[header:]]
    heads = _header_groups(body, header)
    rows = rows_of(typed)
    cut = {(len(heads) + row, column) for row, column in cut_names(typed, rows)}
    groups = [*heads, *(([header + n for n in row.lines], row.sure) for row in rows)]
    cells = [
        cell._replace(sure=cell.sure and (cell.row, cell.column) not in cut)
        for row, (members, sure) in enumerate(groups)
        for cell in _cells(row, [body[n] for n in members], part, sure=sure)
    ]
    box = Box(part.edges[0], lines[part.span[0]].box.top, part.edges[1], lines[part.span[-1]].box.bottom)
    return TypedTable(
        box=box,
        xs=(part.edges[0], *part.walls, part.edges[1]),
        cells=tuple(_spanning(cells, len(heads), name_columns(typed), groups, body)),
        header_rows=len(heads),
        words=tuple(w for at in part.span for w in lines[at].printed),
        barred=part.usual > 0,
    )


def _placed(line: Printed, part: Part, advance: float, *, ruled: bool) -> _Placed:
    """The words of a line in their columns; a line that no bar parts, or whose words go over walls, is wide."""
    walls, own = _own_walls(line, part, advance)
    columns: list[list[Word]] = [[] for _ in range(len(part.walls) + 1)]
    for word in line.words:
        middle = centre(word.box)[0]
        columns[sum(x <= middle for x in walls)].append(word)
    filled = [n for n, words in enumerate(columns) if words]
    together = any(
        columns[b][0].box.x0 - columns[a][-1].box.x1 < TOGETHER * advance
        for a, b in itertools.pairwise(filled)
    )
    wide = not own and (together or filled == [0])
    if wide:
        columns = [list(line.words), *([] for _ in part.walls)]
    return _Placed(tuple(map(tuple, columns)), wide, ruled, line.box)


def _own_walls(line: Printed, part: Part, advance: float) -> tuple[Sequence[float], bool]:
    """Where columns part on a line: at its own bars, else at the table's; and whether its own bars do."""
    if part.usual and len(line.bars) == part.usual:
        return line.bars[part.skipped : part.skipped + len(part.walls)], True
    near = [
        min((x for x in line.bars if abs(x - w) <= OFF * advance), key=lambda x, w=w: abs(x - w), default=w)  # type: ignore[misc]
        for w in part.walls
    ]
    return near, any(x in line.bars for x in near)


def _typed(line: _Placed, left: float, advance: float) -> TypedLine:
    first = next((w for words in line.columns for w in words), None)
    indent = (first.box.x0 - left) / advance if first is not None else 0.0
    return TypedLine(tuple(printed(words) for words in line.columns), indent, line.ruled, line.wide)


def _header(body: Sequence[_Placed]) -> int:
    """How many of the lines are the header: those above the first rule below the first line, else the first."""
    start = next((n for n, line in enumerate(body) if not line.wide), 0)
    stop = next((n for n in range(start + 1, len(body)) if body[n].ruled), None)
    if stop is None or stop > start + HEADER_LINES:
        return start + 1
    if any(_is_figure(words) for line in body[start + 1 : stop] for words in line.columns[1:]):
        return start + 1
    return stop


def _is_figure(words: Sequence[Word]) -> bool:
    text = printed(words)
    return _AMOUNT.match(text) is not None and _YEAR.match(text) is None


def _header_groups(body: Sequence[_Placed], header: int) -> list[tuple[list[int], bool]]:
    """The header's rows: lines over the whole width each, the others together."""
    wide = [[n] for n in range(header) if body[n].wide]
    rest = [n for n in range(header) if not body[n].wide]
    return [(group, True) for group in (*wide, rest) if group]


def _cells(row: int, lines: Sequence[_Placed], part: Part, *, sure: bool) -> Iterator[TypedCell]:
    box = bounds(line.box for line in lines)
    xs = (part.edges[0], *part.walls, part.edges[1])
    wide = all(line.wide for line in lines)
    for column in range(1 if wide else len(xs) - 1):
        words = tuple(w for line in lines for w in line.columns[column])
        span = len(xs) - 1 if wide else 1
        several = sum(bool(line.columns[column]) for line in lines) > 1
        place = Box(xs[column], box.top, xs[column + span], box.bottom)
        yield TypedCell(row, column, 1, span, words, sure or not several, place)


def _spanning(
    cells: Sequence[TypedCell],
    header: int,
    names: int,
    groups: Sequence[tuple[list[int], bool]],
    body: Sequence[_Placed],
) -> list[TypedCell]:
    """The cells, a name left of other names over the rows below where nothing stands under it up to the next rule."""
    filled = {(c.row, c.column) for c in cells if c.words}
    wide = {c.row for c in cells if c.column_span > 1}
    covered: set[tuple[int, int]] = set()
    out: list[TypedCell] = []
    for cell in cells:
        if (cell.row, cell.column) in covered:
            continue
        span = 1
        if cell.row >= header and cell.column < names - 1 and cell.words and cell.column_span == 1:
            below = cell.row + 1
            while below < len(groups) and (below, cell.column) not in filled and below not in wide:
                covered.add((below, cell.column))
                below, span = below + 1, span + 1
        bottom = max(body[groups[cell.row + span - 1][0][-1]].box.bottom, cell.box.bottom)
        out.append(cell._replace(row_span=span, box=cell.box._replace(bottom=bottom)))
    return out

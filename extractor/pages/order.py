"""In which order a page's tables and lines are read: side by side, one below the other, over page breaks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from extractor.model import Box, Turn, Value, Word
from extractor.pages.cells import Placed
from extractor.pages.join import continues, cut_rest, join
from extractor.pages.layout import Line, page_lines, with_parts
from extractor.pages.tables import Found

NAMING_INDENT = 12.0
"""Points by which a line that names a table may begin before its words: cells keep their padding."""

SAME_TOP = 6.0
"""Points by which the tops of frames beside each other differ at most: half a line."""

NAMING_REACH = 40.0
"""Points above tables beside each other within which a line names each of them: two lines and their spacing."""


class Laid(Value, frozen=True, kw_only=True):
    """What is kept of one page."""

    number: int
    height: float
    lines: tuple[Line, ...]
    tables: tuple[Found, ...]
    turn: Turn = 0
    """How this part of a page was turned to be read."""


Item = Found | list[Line]


def in_reading_order(pages: Sequence[Laid]) -> Iterator[Item]:
    """Tables, joined over page breaks, and the lines between them, in reading order.

    Args:
        pages: all pages, without running headers and footers.
    """
    pending: Found | None = None
    for page in pages:
        tables = list(page.tables)
        if pending is not None:
            rest, count = cut_rest(pending, page.lines, page.number)
            if rest is not None:
                pending = join(pending, rest)
                page = msgspec.structs.replace(page, lines=page.lines[count:])  # noqa: PLW2901 - what is left of it
            if tables and not _lines_above(page, tables[0]) and continues(pending, tables[0]):
                tables[0] = join(pending, tables[0])
            else:
                yield pending
            pending = None
        order = list(_ordered(page, tables))
        if order and isinstance(order[-1], Found) and not order[-1].frame:
            pending = order.pop()  # type: ignore[assignment]
        yield from order
    if pending is not None:
        yield pending


def _lines_above(page: Laid, table: Found) -> bool:
    return any(line.box.top < table.box.top for line in page.lines)


def _ordered(page: Laid, tables: Sequence[Found]) -> Iterator[Item]:
    """One page's lines and tables; frames that continue no table are text again."""
    lines = list(page.lines)
    for number, frame in enumerate(_rightmost_first([t for t in tables if t.frame])):
        text = page_lines(frame.words, page.number, page.height)
        at = _position(lines, frame.box)
        lines[at:at] = [msgspec.structs.replace(line, column=-1 - number, turn=page.turn) for line in text]
    cuts = sorted(
        ((_position(lines, t.box, tables), t.box.top, t) for t in tables if not t.frame), key=lambda c: c[:2]
    )
    start = 0
    for at, _, table in cuts:
        if lines[start:at]:
            yield lines[start:at]
        yield table
        start = max(start, at)
    if lines[start:]:
        yield lines[start:]


def _rightmost_first(frames: Sequence[Found]) -> list[Found]:
    """Frames from top to bottom, those beside each other from right to left: each goes before the same line."""
    rows: list[list[Found]] = []
    for frame in sorted(frames, key=lambda f: f.box.top):
        if rows and frame.box.top - rows[-1][0].box.top < SAME_TOP:
            rows[-1].append(frame)
        else:
            rows.append([frame])
    return [frame for row in rows for frame in sorted(row, key=lambda f: -f.box.x0)]


def _position(lines: Sequence[Line], box: Box, tables: Sequence[Found] = ()) -> int:
    """Where a table comes among lines in reading order: after the last line above it in its own text column.

    What names only another of several `tables` beside each other comes after it.
    """
    position = 0
    others = [t.box for t in tables if _are_beside(t.box, box)]
    for index, line in enumerate(lines):
        beside = line.box.x1 < box.x0 or line.box.x0 > box.x1
        if beside and line.box.x0 > box.x1 and any(_names(line, other) for other in others):
            continue
        if line.box.top < box.top and not (beside and index > position):
            position = index + 1
    return position


def _names(line: Line, table: Box) -> bool:
    within = table.x0 - NAMING_INDENT <= line.box.x0 and line.box.x1 <= table.x1 + NAMING_INDENT
    return within and 0 <= table.top - line.box.bottom < NAMING_REACH


def above_each(line: Line, words: Placed[Word], tables: Sequence[Found]) -> tuple[Line, ...]:
    """A line in its parts, where each names the table below it of several that stand beside each other.

    Args:
        line: a line outside the tables of its page.
        words: the page's words outside tables.
        tables: its tables.
    """
    below = [
        t for t in tables if 0 <= t.box.top - line.box.bottom < NAMING_REACH and _beside_another(t, tables)
    ]
    if len(below) < 2:
        return (line,)
    parts = with_parts(line, words).parts
    owners = [[i for i, t in enumerate(below) if _names(p, t.box)] for p in parts]
    return parts if parts and all(owners) and len({o[0] for o in owners}) == len(parts) else (line,)


def _beside_another(table: Found, tables: Sequence[Found]) -> bool:
    return any(_are_beside(table.box, t.box) for t in tables)


def _are_beside(one: Box, other: Box) -> bool:
    apart = one.x1 <= other.x0 or other.x1 <= one.x0
    return apart and one.top < other.bottom and other.top < one.bottom

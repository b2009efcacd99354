"""The first and last row of a table whose top or end nothing marks.

Where only every other row is shaded the drawing may end above the last row, and where lines stand under the rows
only the header is outside. What is set snugly against the table and keeps to the columns is that row.
"""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Sequence

from extractor.model import Box, Word
from extractor.pages.cells import font_size, lines_of, segments
from extractor.pages.gutters import cut

SNUG = 0.6
"""Font sizes of white space between a table's end and a row that still belongs to it; text after a table keeps
a whole line."""

HEAD_SNUG = 2.2
"""The same between the header's last line and the first drawn line: headers set at mid-height leave a line."""

REACH = 1.0
"""Points by which a word may stand over a column boundary or the outline."""

OVERHANG = 0.15
"""The same as a share of the word's width: boundaries found between the values may graze a longer header."""

HEAD_OVERHANG = 0.5
"""Share of a label above the first line that may stand over a boundary between short numbers."""

LEAST_BELOW = 3
"""Columns that a row below a table's last line fills at least; two words set like that are a caption, or a source."""

MOST_HEAD_LINES = 4
"""Lines above a table among which its header's line of several labels is looked for."""

LAST_ROWS = 80.0
"""Points above a table's end in which its rows tell how far apart they stand."""

ROWS_ABOVE = 300.0
"""The same for the space that rows, some of them of many lines, have above them."""

LEAST_ROWS = 3
"""Rows that tell how far apart a table's rows stand."""

LOOSEST = 1.6
"""Font sizes of white space above a row at most; text after a table keeps a whole line."""

COMMENT_INDENT = 1.5
"""Font sizes that a comment under the last row stands in from the table's edge at most."""

SMALLER = 0.3
"""Points by which its letters are smaller than the row's: running text after a table is as large, or larger."""

SAME_SIZE = 0.6
"""Points by which the lines of one header may differ in size; headings are at least one larger."""


def tail(
    words: Sequence[Word], xs: Sequence[float], bottom: float, padding: float = 0.0, *, closed: bool = False
) -> float:
    """The bottom of a table with the unmarked row that follows it, and the comment under that row.

    Args:
        words: all words of the page.
        xs: the table's column boundaries, at least two columns.
        bottom: where what is drawn of it ends, points.
        padding: white space between a line and the row's text below it in the rest of the table, points.
        closed: whether a line is drawn at the bottom: lines stand between rows, too, so that one more may follow.

    Returns:
        The bottom with that row, or the same bottom where none follows.
    """
    below = [
        w for w in words
        if w.rotation == 0 and (w.box.top + w.box.bottom) / 2 > bottom and w.box.x1 > xs[0] and w.box.x0 < xs[-1]
    ]  # fmt: skip
    end, size = bottom, 0.0
    pitch, loose = _pitch(words, xs, bottom)
    spacing = 0.0 if loose else pitch
    apart = max(pitch, _row_gap(words, xs, bottom))
    lines = lines_of(below)
    for index, line in enumerate(lines):
        top = min(w.box.top for w in line)
        columns = {_column(w.box, xs) for w in line}
        row = _is_row(columns, 2)
        snug = max(SNUG * font_size(line), padding if index == 0 else spacing if row else 0.0)
        if index and _is_row(columns, LEAST_BELOW):
            snug = max(snug, apart, _rhythm(lines, index, xs))
        if _names_group(lines, index, xs, max(snug, apart)) and top - end <= max(snug, apart):
            end = max(w.box.bottom for w in line)
            continue
        if top - end > snug or (end == bottom and not _is_row(columns, LEAST_BELOW if closed else 2)):
            break
        size = size or font_size(line)
        if None in columns and not _is_comment(line, xs, size):
            break
        if end == bottom and None not in columns and len(cut(line)) > len(columns):
            break  # it has more columns than the header shows: one stands under an empty corner
        end = max(w.box.bottom for w in line)
    return end if end == bottom else end + REACH


def head(words: Sequence[Word], xs: Sequence[float], top: float) -> float:
    """The top of a table with the header that stands above its first line.

    Args:
        words: all words of the page.
        xs: the table's column boundaries, at least two columns.
        top: where what is drawn of it begins, points.

    Returns:
        The top with those lines, or the same top where what stands above is no header, which has words over
        more than half of the columns.
    """
    above = [
        w for w in words
        if w.rotation == 0 and (w.box.top + w.box.bottom) / 2 < top and w.box.x1 > xs[0] and w.box.x0 < xs[-1]
    ]  # fmt: skip
    start, filled, size = top, set[int | None](), 0.0
    for line in reversed(lines_of(above)):
        bottom = max(w.box.bottom for w in line)
        columns = _columns_of_labels(line, xs)
        size = size or font_size(line)
        if start - bottom > (SNUG if filled else HEAD_SNUG) * size or None in columns:
            break
        if abs(font_size(line) - size) > SAME_SIZE:
            break  # a heading set close to the table
        start, filled = min(w.box.top for w in line), filled | columns
    return start - REACH if start < top and len(filled) > max(1, (len(xs) - 1) // 2) else top


def labels_above(words: Sequence[Word], left: float, right: float, top: float) -> list[Word]:
    """The words of lines right above a table that may be its header: several texts, none of them outside it.

    Args:
        words: all words of the page.
        left: where the table begins, points.
        right: where it ends.
        top: the top of what is drawn of it.

    Returns:
        Those words, the last line of several texts and what follows it; empty where no such line stands near.
    """
    above = [
        w for w in words
        if w.rotation == 0 and (w.box.top + w.box.bottom) / 2 < top and w.box.x1 > left and w.box.x0 < right
    ]  # fmt: skip
    found: list[Word] = []
    start = top
    for line in reversed(lines_of(above)[-MOST_HEAD_LINES:]):
        size = font_size(line)
        outside = line[0].box.x0 < left - REACH or max(w.box.x1 for w in line) > right + REACH
        if outside or start - max(w.box.bottom for w in line) > (SNUG if found else HEAD_SNUG) * size:
            return []
        found += line
        start = min(w.box.top for w in line)
        if len(cut(line)) >= LEAST_BELOW:
            return found
    return []


def overlapping(words: Sequence[Word], xs: Sequence[float], top: float) -> list[Word]:
    """Words that stand in one column and reach from above over a table's top: a header's taller cells."""
    return [
        w for w in words
        if w.rotation == 0 and w.box.top < top < w.box.bottom - REACH and _column(w.box, xs) is not None
    ]  # fmt: skip


def _names_group(lines: Sequence[Sequence[Word]], at: int, xs: Sequence[float], snug: float) -> bool:
    """Whether a line under a table's end names a group of rows: alone, from the left on, and a row goes on below it."""
    line = lines[at]
    if at + 1 >= len(lines) or len(segments(line)) > 1 or line[-1].text.endswith((".", ":")):
        return False
    after = lines[at + 1]
    gap = min(w.box.top for w in after) - max(w.box.bottom for w in line)
    indent = COMMENT_INDENT * font_size(line)
    row = _is_row({_column(w.box, xs) for w in after}, LEAST_BELOW)
    return row and gap <= snug and abs(line[0].box.x0 - xs[0]) <= indent and not all(w.bold for w in after)


def _row_gap(words: Sequence[Word], xs: Sequence[float], bottom: float) -> float:
    """The white space that the last rows of a table usually have above them, points; 0 where few rows tell."""
    mine = [w for w in words if w.rotation == 0 and bottom - ROWS_ABOVE < w.box.top < bottom]
    lines = lines_of(w for w in mine if w.box.x1 > xs[0] and w.box.x0 < xs[-1])
    gaps = [
        min(w.box.top for w in line) - max(w.box.bottom for w in above)
        for above, line in itertools.pairwise(lines)
        if _is_row({_column(w.box, xs) for w in line}, LEAST_BELOW)
    ]
    usual = statistics.median(gaps) if len(gaps) >= LEAST_ROWS else 0.0
    return usual + REACH if usual <= LOOSEST * font_size(mine) else 0.0


def _rhythm(lines: Sequence[Sequence[Word]], at: int, xs: Sequence[float]) -> float:
    """The white space above a line that is the second of three rows, or a later one, set alike; 0 elsewhere."""
    for first in (at - 1, at - 2):
        three = lines[max(first, 0) : first + 3]
        gaps = [
            min(w.box.top for w in below) - max(w.box.bottom for w in above)
            for above, below in itertools.pairwise(three)
        ]
        rows = len(three) == LEAST_ROWS and all(
            _is_row({_column(w.box, xs) for w in x}, LEAST_BELOW) for x in three
        )
        if (
            first >= 0
            and rows
            and max(gaps) - min(gaps) <= REACH
            and max(gaps) <= LOOSEST * font_size(three[0])
        ):
            return max(gaps)
    return 0.0


def _pitch(words: Sequence[Word], xs: Sequence[float], bottom: float) -> tuple[float, bool]:
    """The white space between the last rows of a table, points, and whether they are set loosely.

    0 where they are no two.
    """
    mine = [w for w in words if w.rotation == 0 and bottom - LAST_ROWS < w.box.top < bottom]
    lines = lines_of(w for w in mine if w.box.x1 > xs[0] and w.box.x0 < xs[-1])
    ends = [(min(w.box.top for w in line), max(w.box.bottom for w in line)) for line in lines]
    gaps = [below[0] - above[1] for above, below in itertools.pairwise(ends)]
    return (min(gaps) + REACH, min(gaps) > font_size(mine)) if gaps else (0.0, True)


def _columns_of_labels(line: Sequence[Word], xs: Sequence[float]) -> set[int | None]:
    """The columns that the labels of a header's line name, each its own; None among them where two share one."""
    found: list[int | None] = []
    for label in cut(line):
        shares = [
            (min(label.box.x1, right) - max(label.box.x0, left), i)
            for i, (left, right) in enumerate(itertools.pairwise(xs))
        ]
        share, column = max(shares)
        found.append(column if share >= HEAD_OVERHANG * label.box.width else None)
    return {*found} if len({*found}) == len(found) else {None}


def _is_comment(line: Sequence[Word], xs: Sequence[float], size: float) -> bool:
    """Whether a line runs over the columns from the first one on, in letters smaller than the row's."""
    alone = len(segments(line)) == 1 and abs(line[0].box.x0 - xs[0]) <= COMMENT_INDENT * size
    return alone and font_size(line) < size - SMALLER


def _is_row(columns: set[int | None], least: int) -> bool:
    """A row has something in the first or second column and in others; a group's line over several is none."""
    return None not in columns and len(columns) >= least and bool(columns & {0, 1})


def _column(box: Box, xs: Sequence[float], overhang: float = OVERHANG) -> int | None:
    """The column that holds a word, None where it stands over a boundary."""
    reach = max(REACH, overhang * box.width)
    for index in range(len(xs) - 1):
        if xs[index] - reach <= box.x0 and box.x1 <= xs[index + 1] + reach:
            return index
    return None

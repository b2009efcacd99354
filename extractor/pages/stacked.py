"""Edges that nothing connects, one below the other → the groups that are one table.

Tables with lines between their rows only, and tables where every other row is shaded, show by what stands between
their edges that they go on: a row of cells, a comment, a group's name, and no heading and no new header.
"""

from __future__ import annotations

import itertools
import re
import statistics
from collections.abc import Sequence
from typing import NamedTuple

from rapidfuzz import fuzz

from extractor.model import Box, Word
from extractor.pages.cells import Placed, font_size, inside, lines_of, segments, text_of
from extractor.pages.edges import SNAP, Edge, cluster, columns, outline
from extractor.pages.tail import labels_above
from extractor.swedish import fold

SAME_EXTENT = 6.0
"""Points: horizontal edges whose ends differ less are rows of one table without vertical lines."""
BESIDE_END = 8.0
"""Points from a table's end within which the side of a bar over it is no column: its rules stick out."""
LEAST_EXTENT = 0.4
"""Share of a table's width that the lines beside a goal spanning rows take at least."""
ROW_REACH = 220.0
"""Points: the tallest row between two horizontal edges of one table without vertical lines (40-word cells are
about 130 high; a page is 842)."""
ROW_TEXTS = 3
"""Texts side by side on a line that is a row: a label and two entries."""
LABEL_WORDS = 8
"""Most words of one line of a label; lines of running text over the width of a table have more."""
SAME_LABELS = 88.0
"""Similarity from which two headers are the same labels: one letter in ten misread in one of them."""
HEADING_SIZE = 1.25
"""Size of a heading against the median line between two rules: 12 points over 8-9; bands in tables are as large as
their rows."""
HEADING_SPACE = 1.0
"""Font sizes of white space above a heading between two tables at least; a group's name in a table has 0.3-0.8."""
ROW_PADDING = 0.5
"""Font sizes: space between a row's text and the lines around it; paragraphs keep 0.6 or more from a table."""
LABEL_PADDING = 0.9
"""The same around one line that ends no sentence: the name of a group of rows; headings keep more."""
HEADED_PADDING = 1.25
"""The same under a label that stands alone between a header and the first row with values: rows set for symbols, whose
letters are taller, keep as much below a line of text."""
RUNS_ON = 0.6
"""Font sizes of white space between the lines of one label at most."""
SAME_PADDING = 1.5
"""Points by which the space around a line may differ from that of the rows above it: letters' heights do."""
CELL_INDENT = 2.5
"""Points that the words of cells stand in from the ends of the rules around them, more than letters differ."""
GROUP_NAMES = 3
"""Names that stand over the first row at most: an area, a goal, a part of it."""
INDENT = 2.5
"""Font sizes that a comment, or a heading, stands in from the left edge at most."""
_YEAR = re.compile(r"(?:19|20)\d\d")


def parallel(groups: Sequence[list[Edge]], words: Placed[Word]) -> list[list[Edge]]:
    """Groups of the same width that follow each other down the page and have table text between them, as one.

    Tables with lines between their rows only, and tables where every other row is shaded, draw nothing that
    connects their rows.
    """
    joined: list[list[list[Edge]]] = []
    for group in sorted(groups, key=lambda g: outline(g).top):
        around = next((t for t in reversed(joined) if _goes_on_in(group, _all(t))), None)
        if around is not None:
            around.append(group)
            continue
        before = next((t for t in reversed(joined) if _same_columns(_all(t), group)), None)
        if before is not None and not _repeats_header(_all(before), group, words):
            above = _all(before)
            between = outline(above), outline(group)
            if (
                _row_between(*between, columns(above), words)
                or _is_padded_as_rows(above, between[1], words)
                or _is_under_labels(*between, words)
            ):
                before.append(group)
                continue
        joined.append([group])
    _take_in_rules(joined)
    return [_all(table) for table in joined if table]


def _all(table: Sequence[Sequence[Edge]]) -> list[Edge]:
    return [edge for group in table for edge in group]


def _goes_on_in(group: Sequence[Edge], table: Sequence[Edge]) -> bool:
    """Whether rules stand inside what is drawn of a table, from one of its sides on or to it.

    A goal that spans rows breaks the rules between them in two; the piece beside it touches nothing.
    """
    box, around = outline(group), outline(table)
    within = around.x0 - SAME_EXTENT <= box.x0 and box.x1 <= around.x1 + SAME_EXTENT
    side = abs(box.x0 - around.x0) <= SAME_EXTENT or abs(box.x1 - around.x1) <= SAME_EXTENT
    down = around.top < box.top and box.bottom < around.bottom
    return within and side and down and all(e.horizontal for e in group)


def _take_in_rules(joined: list[list[list[Edge]]]) -> None:
    """Give a table of parallel rules the short rules inside it: those under a header that spans some columns."""
    for table in [t for t in joined if len(t) > 1]:
        if not table:
            continue
        box = outline(_all(table))
        for other in joined:
            if other is table or not other or outline(_all(other)).width >= box.width:
                continue
            mine = [g for g in other if all(e.horizontal for e in g) and inside(outline(g), box)]
            other[:] = [g for g in other if g not in mine]
            table.extend(mine)


def _same_columns(a: Sequence[Edge], b: Sequence[Edge]) -> bool:
    """Whether two groups are as wide, or one as wide as the last columns of the other, on the same columns.

    Under a goal that spans rows, lines and shading reach over the other columns only.
    """
    wide, narrow = sorted((a, b), key=lambda g: -outline(g).width)
    outer, inner = outline(wide), outline(narrow)
    if inner.x0 < outer.x0 - SAME_EXTENT or inner.x1 > outer.x1 + SAME_EXTENT:
        return False
    if inner.width < LEAST_EXTENT * outer.width:
        return False
    few = [*columns(narrow), inner.x0, inner.x1]
    within = [x for x in columns(wide) if outer.x0 + BESIDE_END < x < outer.x1 - BESIDE_END]
    many = [*within, outer.x0, outer.x1]
    if not within:
        return inner.x1 >= outer.x1 - SAME_EXTENT
    return all(any(abs(x - y) <= SAME_EXTENT for y in many) for x in few)


def _repeats_header(above: Sequence[Edge], below: Sequence[Edge], words: Placed[Word]) -> bool:
    """Whether a group begins with the labels that the one above it begins with: the next table of the same form.

    A scan may show nothing else of where one ends: its header's weight, and how much larger a heading is, are lost.
    """
    one, other = _rows(above, words)[:1], _rows(below, words)[:1]
    if not one or not other:
        return False
    labels = max(len(segments(line)) for line in one[0].lines)
    printed = [fold(" ".join(text_of(line) for line in row.lines)) for row in (one[0], other[0])]
    same = fuzz.ratio(*printed) >= SAME_LABELS
    return same and labels >= ROW_TEXTS and not any(c.isdigit() for c in _YEAR.sub("", printed[0]))


def _row_between(above: Box, below: Box, xs: Sequence[float], words: Placed[Word]) -> bool:
    """Whether what stands between two groups is a row of the same table: words in several columns."""
    lines = _lines_between(above, above.bottom, below.top, words)
    if below.top - above.bottom > ROW_REACH and not (_lists_rows(lines) and _is_as_wide(above, below, words)):
        return False
    if not lines:
        return below.top <= above.bottom + SNAP
    over = [any(w.box.x0 < x - 1 and w.box.x1 > x + 1 for x in xs for w in line) for line in lines]
    label = len(lines) == 1 and not lines[0][-1].text.endswith(".")
    snug = (LABEL_PADDING if label else ROW_PADDING) * font_size(lines[0])
    top, bottom = min(w.box.top for w in lines[0]), max(w.box.bottom for w in lines[-1])
    close = top - above.bottom <= snug and below.top - bottom <= snug
    if any(over) and not _is_comment(lines, over, above.x0, fills_row=close):
        return False
    if _begins_table(lines) or _ends_in_heading(lines) or any(_is_heading(line, lines) for line in lines):
        return False
    return close or any(len(segments(line)) > 1 for line in lines)


def _lists_rows(lines: Sequence[Sequence[Word]]) -> bool:
    """Whether lines are rows of a table that is ruled between its groups only: texts side by side come back.

    Running text between two tables has none, or few beside its full lines.
    """
    parts = [segments(line) for line in lines]
    rows = [line for line in parts if len(line) >= ROW_TEXTS]
    full = [line for line in parts if len(line) == 1 and len(line[0].words) > LABEL_WORDS]
    return len(rows) > 1 and len(full) <= len(rows)


def _is_as_wide(above: Box, below: Box, words: Placed[Word]) -> bool:
    """Whether two rules reach over all that stands between them; short ones lie under a part of a header."""
    between = words.inside(Box(float("-inf"), above.bottom, float("inf"), below.top))
    left, right = above.x0 - SAME_EXTENT, above.x1 + SAME_EXTENT
    return all(left <= w.box.x0 and w.box.x1 <= right for w in between)


def _is_padded_as_rows(above: Sequence[Edge], below: Box, words: Placed[Word]) -> bool:
    """Whether a label between two rules keeps no more space from them than a table's rows keep from theirs.

    One such line is a comment among the rows; several in the first column, or one under nothing but a header, name
    the rows below. What stands between two tables keeps more, or a header follows it.
    """
    box = outline(above)
    lines = _lines_between(box, box.bottom, below.top, words)
    if not lines or all(w.bold for line in lines for w in line) or _is_heading(lines[0], lines):
        return False
    after = _lines_between(below, below.top, below.top + ROW_REACH, words)
    if not after or all(w.bold for w in after[0]):
        return False
    rows = _rows(above, words)
    if not rows:
        return False
    over = min(w.box.top for w in lines[0]) - box.bottom
    under = below.top - max(w.box.bottom for w in lines[-1])
    if max(over, under) <= LABEL_PADDING * font_size(lines[0]) and _is_text_row(
        lines, box.x0, rows, after[0]
    ):
        return True
    label = _in_first_column(lines, [*(line for row in rows for line in row.lines), after[0]])
    if len(lines) > 1 and not label:
        return False
    usual = statistics.median(row.over for row in rows) + SAME_PADDING
    headed = label and len(rows) == 1 and all(w.bold for line in rows[0].lines for w in line)
    return over <= usual and under <= (max(usual, HEADED_PADDING * font_size(lines[-1])) if headed else usual)


def _is_under_labels(above: Box, below: Box, words: Placed[Word]) -> bool:
    """Whether a lone rule has a header's labels over it and nothing but names of groups of rows under it.

    However much space those keep, no table ends with its header.
    """
    if above.height > SNAP:
        return False
    lines = _lines_between(above, above.bottom, below.top, words)
    after = _lines_between(below, below.top, below.top + ROW_REACH, words)
    if not after or len(segments(after[0])) < ROW_TEXTS or all(w.bold for w in after[0]):
        return False
    names = all(
        len(segments(line)) == 1
        and not line[-1].text.endswith(".")
        and line[0].box.x0 - above.x0 <= INDENT * font_size(line)
        for line in lines
    )
    if not names or not 0 < len(lines) <= GROUP_NAMES or _is_heading(lines[-1], lines):
        return False
    return bool(labels_above(words.things, above.x0, above.x1, above.top))


def _is_text_row(
    lines: Sequence[Sequence[Word]], left: float, rows: Sequence[_Row], after: Sequence[Word]
) -> bool:
    """Whether text between two rules stands in from them as the words of the rows do, and a row with values follows.

    An analysis of the row above, over the full width of the table; its shading may be too pale to be seen. Paragraphs
    begin where the rules do.
    """
    edge = min(line[0].box.x0 for row in rows for line in row.lines)
    starts = [line[0].box.x0 for line in lines]
    values = [s for s in segments(after)[1:] if any(c.isdigit() for w in s.words for c in w.text)]
    return (
        edge - left > CELL_INDENT
        and all(abs(x - edge) <= SAME_PADDING for x in starts)
        and all(len(segments(line)) == 1 for line in lines)
        and bool(values)
    )


class _Row(NamedTuple):
    """What stands between two rules that follow each other."""

    over: float
    """Points of white space above its text."""
    lines: list[list[Word]]


def _rows(group: Sequence[Edge], words: Placed[Word]) -> list[_Row]:
    """The rows between the horizontal edges of a group that hold text."""
    box = outline(group)
    ys = [sum(g) / len(g) for g in cluster(e.at for e in group if e.horizontal)]
    found = []
    for top, bottom in itertools.pairwise(ys):
        lines = _lines_between(box, top, bottom, words)
        if lines:
            found.append(_Row(min(w.box.top for w in lines[0]) - top, lines))
    return found


def _in_first_column(lines: Sequence[Sequence[Word]], others: Sequence[Sequence[Word]]) -> bool:
    """Whether lines follow each other and end before the second column's text begins: they wrap as a label does."""
    seconds = [parts[1].box.x0 for line in others if len(parts := segments(line)) > 1]
    ends = [(min(w.box.top for w in line), max(w.box.bottom for w in line)) for line in lines]
    gaps = [below[0] - above[1] for above, below in itertools.pairwise(ends)]
    together = all(gap <= RUNS_ON * font_size(lines[0]) for gap in gaps)
    return together and bool(seconds) and max(w.box.x1 for line in lines for w in line) < min(seconds)


def _lines_between(box: Box, top: float, bottom: float, words: Placed[Word]) -> list[list[Word]]:
    """The upright lines within the width of a box between two heights."""
    band = Box(box.x0 - 1, top, box.x1 + 1, bottom)
    return lines_of(w for w in words.inside(band) if w.rotation == 0)


def _is_comment(
    lines: Sequence[Sequence[Word]], over: Sequence[bool], left: float, *, fills_row: bool
) -> bool:
    """Whether the lines over several columns are a comment: nothing but text from the left edge on.

    It stands under the cells of a row, or in a row of its own that it fills from line to line; a bold line
    in it is a heading over running text.
    """
    first = 0 if fills_row and len(segments(lines[0])) == 1 else over.index(True)
    below = lines[first:]
    row = any(len(segments(line)) > 1 for line in lines[:first])
    return (
        row or (first == 0 and fills_row and len({all(w.bold for w in line) for line in below}) == 1)
    ) and all(
        len(segments(line)) == 1 and line[0].box.x0 <= left + INDENT * font_size(line) for line in below
    )


def _begins_table(lines: Sequence[Sequence[Word]]) -> bool:
    """Whether the last of the lines above a rule are the header of a new table: bold labels under ordinary text.

    A bold sum has numbers behind its label, a header words or years.
    """
    head = 0
    while head < len(lines) and all(w.bold for w in lines[len(lines) - 1 - head]):
        head += 1
    if head == len(lines):
        head -= _heading_among(lines)  # nothing but bold lines: a sum, a heading and the labels under it
    if head in (0, len(lines)):
        return False
    labels = [s for line in lines[len(lines) - head :] for s in segments(line)]
    left = min(s.box.x0 for s in labels)
    right = [s.words[0].text for s in labels if s.box.x0 > left + SNAP]
    return sum(text[:1].isalpha() or bool(_YEAR.fullmatch(text)) for text in right) > 1


def _heading_among(lines: Sequence[Sequence[Word]]) -> int:
    """How many of some bold lines end with a heading: alone, from the left on and apart from the line above it.

    The first line of all may stand apart from nothing. A label over some columns stands further right. 0 where
    there is none.
    """
    left = min(line[0].box.x0 for line in lines)
    for index, line in enumerate(lines):
        alone = len(segments(line)) == 1 and line[0].box.x0 <= left + INDENT * font_size(line)
        above = max((w.box.bottom for w in lines[index - 1]), default=0.0) if index else float("-inf")
        if alone and min(w.box.top for w in line) - above >= HEADING_SPACE * font_size(line):
            return index + 1
    return 0


def _ends_in_heading(lines: Sequence[Sequence[Word]]) -> bool:
    """Whether the last lines above a rule or shading are a heading: bold, alone, and apart from a row above them."""
    head = 0
    while (
        head < len(lines) and all(w.bold for w in lines[-1 - head]) and len(segments(lines[-1 - head])) == 1
    ):
        head += 1
    if head in (0, len(lines)):
        return False
    first, above = lines[-head], lines[: len(lines) - head]
    gap = min(w.box.top for w in first) - max(w.box.bottom for line in above for w in line)
    rows = any(len(segments(line)) > 1 for line in above)
    loose = _row_gap(above) + SAME_PADDING
    return rows and not all(w.bold for w in above[-1]) and gap >= max(HEADING_SPACE * font_size(first), loose)


def _row_gap(lines: Sequence[Sequence[Word]]) -> float:
    """The white space that rows usually have above them, points; 0 where no two follow each other."""
    gaps = [
        min(w.box.top for w in line) - max(w.box.bottom for w in above)
        for above, line in itertools.pairwise(lines)
        if len(segments(line)) >= ROW_TEXTS
    ]
    return statistics.median(gaps) if gaps else 0.0


def _is_heading(line: Sequence[Word], lines: Sequence[Sequence[Word]]) -> bool:
    """Whether a line stands out by its size as no row of a table does: a heading between two tables."""
    sizes = sorted(font_size(other) for other in lines)
    return len(segments(line)) == 1 and font_size(line) > HEADING_SIZE * sizes[(len(sizes) - 1) // 2]

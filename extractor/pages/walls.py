"""What is drawn between the cells of a grid, and what the words show → which cells span several rows or columns.

A missing piece of a line that is drawn elsewhere is a merged cell; a boundary that is drawn nowhere comes from
the words and goes through.
"""

from __future__ import annotations

import itertools
import math
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from extractor.model import Box, Word
from extractor.pages.cells import MARK, Placed, centre, font_size, is_bold, lines_of, segments, text_of
from extractor.pages.lines import Lines
from extractor.pages.sub_rows import names_part

RUNS_ON = 0.6
"""Font sizes of white space between two lines of one cell at most."""

OFF_MIDDLE = 0.5
"""Font sizes from which a text does not stand in the middle of a merged cell."""

SENTENCE = 6
"""Words of a sentence at least."""

GOES_ON = "%‰("
"""What no cell begins with: a unit, or an explanation, belongs to the word before it."""

LABELS = 3
"""Texts in columns of their own on one line from which a row without lines in it is no merged cell."""


class Span(NamedTuple):
    """A cell's position and extent in rows and columns."""

    row: int
    column: int
    row_span: int
    column_span: int


def cells_between(xs: list[float], ys: list[float], lines: Lines, words: Sequence[Word]) -> list[Span]:
    """The cells of a grid, spanning ones once.

    Args:
        xs: column boundaries.
        ys: row boundaries.
        lines: what is drawn.
        words: the words of the table, which show what a line that is not drawn anywhere would cut.
    """
    rows, columns = len(ys) - 1, len(xs) - 1
    beside = _vertical_walls(xs, ys, lines, words)
    under = [[lines.under(ys[r + 1], xs[c], xs[c + 1]) for c in range(columns)] for r in range(rows - 1)]
    _close_open_rows(under)
    seats = _seated(words, ys)
    _close_new_labels(under, xs, ys, lines, seats)
    _close_between_texts(under, xs, ys, lines, seats)
    _open_running_cells(under, xs, ys, lines, seats)
    return _spans(rows, columns, beside, under)


def _vertical_walls(
    xs: list[float], ys: list[float], lines: Lines, words: Sequence[Word]
) -> list[list[bool]]:
    """Per row and inner column boundary: whether there is a wall.

    A boundary drawn in rows of the body is missing where cells are merged. One that is drawn nowhere, or in the
    header only, goes through where no text runs over it; so does the side of shading in rows without shading, and
    in a row of several texts that are shaded as one.
    """
    rows = len(ys) - 1
    inner = xs[1:-1]
    upright = Placed(w for w in words if w.rotation == 0)
    walls = [[lines.beside(x, ys[r], ys[r + 1]) for x in inner] for r in range(rows)]
    bare = {i for i in range(len(inner)) if not any(walls[r][i] for r in range(1, rows))}
    unruled = {i for i, x in enumerate(inner) if not lines.ruled(x)}
    printed = [
        lines_of(upright.inside(Box(-math.inf, top, math.inf, bottom)))
        for top, bottom in itertools.pairwise(ys)
    ]
    labels = {_look(row[0][0]) for row in printed[1:] if row and not _one_text(row, xs)}
    for r in range(rows):
        top, bottom = ys[r], ys[r + 1]
        texts = printed[r]
        several = not _one_text(texts, xs)
        plain = {
            i for i in unruled - bare
            if not (
                lines.shaded(xs[i], top, xs[i + 1], bottom)
                or lines.shaded(xs[i + 1], top, xs[i + 2], bottom)
            )
            or (several and lines.one_shade(xs[i], top, xs[i + 2], bottom))
        }  # fmt: skip
        alone = not several and not any(walls[r])
        if several and not any(walls[r]) and _columns_filled(texts, xs) >= LABELS:
            plain |= {*range(len(inner))}  # a header shaded as one, over rows with lines between their cells
        crossed = _crossed(texts, inner, alone=alone) if bare or plain else set()
        whole = alone and (bool(crossed) or (r > 0 and _is_set_apart(texts, labels)))
        spanned = _spanned(xs, ys, r, lines, upright) if r + 1 < rows else set()
        for i in bare | plain:
            walls[r][i] = walls[r][i] or (i not in crossed and not whole)
        for i in spanned & bare:
            walls[r][i] = False
    return walls


def _look(word: Word) -> tuple[str, bool]:
    """The type that a word is set in."""
    return word.font, word.bold


def _is_set_apart(lines: Sequence[Sequence[Word]], labels: set[tuple[str, bool]]) -> bool:
    """Whether a row's only text is set in another type than the first words of rows with several: a group's name."""
    looks = {_look(w) for line in lines for w in line}
    return (
        len(looks) == 1 and bool(labels) and not looks & labels and all(font for font, _ in (*looks, *labels))
    )


def _spanned(xs: list[float], ys: list[float], row: int, lines: Lines, words: Placed[Word]) -> set[int]:
    """The column boundaries inside a header over several columns: a short rule under one label shows its extent."""
    found: set[int] = set()
    for low, high in lines.short_rules(ys[row + 1], xs[0], xs[-1]):
        under = [c for c in range(len(xs) - 1) if low <= (xs[c] + xs[c + 1]) / 2 <= high]
        if len(under) < 2:
            continue
        box = Box(xs[under[0]], ys[row], xs[under[-1] + 1], ys[row + 1])
        label = lines_of(words.inside(box))
        if label and all(len(segments(line)) == 1 for line in label):
            found |= set(under[:-1])
    return found


def _columns_filled(lines: Sequence[Sequence[Word]], xs: Sequence[float]) -> int:
    """How many columns hold a text of their own on the fullest line of a row."""
    return max(
        (
            len({c for s in segments(line) for c in range(len(xs) - 1) if _between(s.box, xs[c], xs[c + 1])})
            for line in lines
        ),
        default=0,
    )


def _between(box: Box, left: float, right: float) -> bool:
    return left - 1 <= box.x0 and box.x1 <= right + 1


def _one_text(lines: Sequence[Sequence[Word]], xs: Sequence[float]) -> bool:
    """Whether a row holds nothing but text that runs on from its first column: a comment over the full width."""
    return all(line[0].box.x0 < xs[1] and len(segments(line)) == 1 for line in lines)


def _crossed(lines: Sequence[Sequence[Word]], inner: Sequence[float], *, alone: bool = False) -> set[int]:
    """The column boundaries that running text of a row goes over.

    A word on the boundary shows it; a mere space between two words does so beside such a boundary only, where
    the table has no other, or where the row's only text (`alone`) goes on behind it in lower case or with a figure's
    unit: in narrow columns words of neighbouring cells come as near, but each label begins with a capital.
    """
    space = 0.45 * font_size(w for line in lines for w in line)
    sure: set[int] = set()
    near: set[int] = set()
    for line in lines:
        for i, x in enumerate(inner):
            if any(w.box.x0 < x - 1 and w.box.x1 > x + 1 for w in line):
                sure.add(i)
            before = max((w.box.x1 for w in line if w.box.x1 <= x + 1), default=None)
            after = min((w for w in line if w.box.x0 >= x - 1), key=lambda w: w.box.x0, default=None)
            if before is None or after is None:
                continue
            if after.box.x0 - before < space:
                near.add(i)
                if alone and (after.text[:1].islower() or after.text[0] in GOES_ON):
                    sure.add(i)
            if alone and _is_sentence(line) and not after.text[:1].isupper():
                sure.add(i)
    return sure | {i for i in near if len(inner) == 1 or i - 1 in sure or i + 1 in sure}


def _is_sentence(line: Sequence[Word]) -> bool:
    """Whether a line is the end of a sentence, or all of it: no cells of a row, however near they come."""
    return len(line) >= SENTENCE and line[-1].text.endswith(".") and any(w.text.islower() for w in line)


class _Seat(NamedTuple):
    """Where an upright word stands in a grid."""

    x: float
    """Its middle."""
    row: int
    word: Word


def _seated(words: Iterable[Word], ys: Sequence[float]) -> list[_Seat]:
    """The upright words with their rows."""
    seats = []
    for word in words:
        x, y = centre(word.box)
        row = bisect_right(ys, y) - 1
        if row >= 0 and word.rotation == 0:
            seats.append(_Seat(x, row, word))
    return seats


def _by_row(seats: Iterable[_Seat], ys: Sequence[float]) -> list[list[Word]]:
    rows: list[list[Word]] = [[] for _ in ys]
    for _, row, word in seats:
        rows[row].append(word)
    return rows


def _close_open_rows(under: list[list[bool]]) -> None:
    """Close row boundaries where a missing line is no merged cell.

    A boundary that is drawn nowhere comes from the words and goes through; one that lacks a column which has
    no lines at all elsewhere either is drawn carelessly, not merged.
    """
    columns = len(under[0]) if under else 0
    drawn = [row for row in under if any(row)]
    bare = {c for c in range(columns) if len(drawn) > 1 and not any(row[c] for row in drawn)}
    for row in under:
        open_everywhere = not any(row)
        for c in range(columns):
            if open_everywhere or c in bare:
                row[c] = True


def _close_new_labels(
    under: list[list[bool]], xs: list[float], ys: list[float], lines: Lines, seats: Sequence[_Seat]
) -> None:
    """Close a row boundary under the first column where no line is drawn in it and a new label begins below.

    Two goals, one below the other, may have nothing between them but the end of the shading beside, or a line that
    leaves their column out; the second begins with a capital, level with its row's first line. Where lines are drawn
    the label may stand in the middle of a merged cell.
    """
    column = _by_row((s for s in seats if xs[0] <= s.x <= xs[1]), ys)
    others = _by_row((s for s in seats if xs[1] < s.x and s.word.text != MARK), ys)
    for row, closed in enumerate(under):
        below, beside = column[row + 1], others[row + 1]
        if closed[0] or not below or not beside:
            continue
        first, next_to = lines_of(below)[0], lines_of(beside)[0]
        level = abs(first[0].box.bottom - next_to[0].box.bottom) < 0.25 * font_size(first)
        if not level or not first[0].text[:1].isupper():
            continue
        if not lines.drawn_at(ys[row + 1]) or _begins_below(row, under, ys, column):
            closed[0] = True


def _begins_below(
    row: int, under: Sequence[Sequence[bool]], ys: list[float], column: Sequence[list[Word]]
) -> bool:
    """Whether the text below a boundary of the first column is another one than that above, or no merged cell's middle.

    Args:
        row: the row above the boundary.
        under: what is known of the boundaries so far.
        ys: row boundaries.
        column: the words of the first column by row.
    """
    if column[row]:
        gap = min(w.box.top for w in column[row + 1]) - max(w.box.bottom for w in column[row])
        return gap > RUNS_ON * font_size(column[row + 1])
    top, end = row, row + 1
    while top > 0 and not under[top - 1][0] and not column[top - 1]:
        top -= 1
    while end < len(under) and not under[end][0]:
        end += 1
    words = [w for r in range(row + 1, end + 1) for w in column[r]]
    middle = (min(w.box.top for w in words) + max(w.box.bottom for w in words)) / 2
    return abs(middle - (ys[top] + ys[end + 1]) / 2) > OFF_MIDDLE * font_size(words)


def _close_between_texts(
    under: list[list[bool]], xs: list[float], ys: list[float], lines: Lines, seats: Sequence[_Seat]
) -> None:
    """Close a row boundary that no line shows under a column whose texts above and below it stand apart.

    Between two unshaded cells of a column of shaded ones nothing is drawn; the lines of one merged cell follow
    each other. A light that stands on a line hides it in a scan, and one merged cell has one light.
    """
    for column, (left, right) in enumerate(itertools.pairwise(xs)):
        mine = _by_row((s for s in seats if left <= s.x <= right), ys)
        for row, closed in enumerate(under):
            above, below = mine[row], mine[row + 1]
            if closed[column] or not above or not below:
                continue
            marks = all(w.text == MARK for w in (*above, *below))
            if lines.drawn_at(ys[row + 1]) and not marks:
                continue
            gap = min(w.box.top for w in below) - max(w.box.bottom for w in above)
            closed[column] = marks or gap > RUNS_ON * font_size(below)


def _open_running_cells(
    under: list[list[bool]], xs: list[float], ys: list[float], lines: Lines, seats: Sequence[_Seat]
) -> None:
    """Take away a row boundary that no line shows where the first column's text runs on over it.

    A goal that spans rows is set without regard to their lines: its next line begins in lower case, or stands
    at another height than the row's first line. Where no names stand beside it, it holds the names of the rows itself.
    """
    if not xs[2:] or not _names_beside(xs, ys, seats):
        return
    column = _by_row((s for s in seats if xs[0] <= s.x <= xs[1]), ys)
    others = _by_row((s for s in seats if xs[1] < s.x), ys)
    for row, closed in enumerate(under):
        y = ys[row + 1]
        above, below, beside = column[row], column[row + 1], others[row + 1]
        header = row == 0 and is_bold(above)
        if header or not (closed[0] and above and below and beside):
            continue
        through = lines.drawn_at(y) and lines.under(y, xs[0], xs[-1])
        if through or lines.under(y, xs[0], xs[1]):
            continue
        if _runs_on(lines_of(above)[-1], lines_of(below)[0], lines_of(beside)[0]):
            closed[0] = False


def _names_beside(xs: list[float], ys: list[float], seats: Sequence[_Seat]) -> bool:
    """Whether the second column holds names, too: most of its texts begin with a capital, or as a part's name does."""
    rows = [row for row in _by_row((s for s in seats if xs[1] < s.x <= xs[2]), ys)[1:] if row]
    first = [text_of(lines_of(row)[0]) for row in rows]
    return 2 * sum(t[:1].isupper() or t == MARK or names_part(t) for t in first) >= len(first)


def _runs_on(last: Sequence[Word], first: Sequence[Word], beside: Sequence[Word]) -> bool:
    """Whether two lines of the first column belong together over what is a row boundary beside them."""
    size = font_size(first)
    # A recognised line's boxes end with its ink: without descenders they are lower than its letters' size.
    tight = max(0.0, font_size(last) - (max(w.box.bottom for w in last) - min(w.box.top for w in last)))
    if first[0].box.top - last[0].box.bottom - tight > RUNS_ON * size:
        return False
    level = abs(first[0].box.bottom - beside[0].box.bottom) < 0.25 * size
    return first[0].text[:1].islower() or not level


def _spans(rows: int, columns: int, beside: list[list[bool]], under: list[list[bool]]) -> list[Span]:
    """Positions without a wall between them as one rectangular cell each, row by row."""
    taken = [[False] * columns for _ in range(rows)]
    spans = []
    for r in range(rows):
        for c in range(columns):
            if taken[r][c]:
                continue
            width = 1
            while c + width < columns and not beside[r][c + width - 1] and not taken[r][c + width]:
                width += 1
            height = 1
            while r + height < rows and _continues(r + height, c, width, beside, under):
                height += 1
            for i in range(r, r + height):
                for j in range(c, c + width):
                    taken[i][j] = True
            spans.append(Span(r, c, height, width))
    return spans


def _continues(row: int, column: int, width: int, beside: list[list[bool]], under: list[list[bool]]) -> bool:
    """Whether a cell goes on in the next row: no line above it in any column, no wall within, walls around."""
    last = column + width - 1
    if any(under[row - 1][column : last + 1]):
        return False
    if any(beside[row][column:last]):
        return False
    left_open = column > 0 and not beside[row][column - 1]
    right_open = last < len(beside[row]) and not beside[row][last]
    return not (left_open or right_open)

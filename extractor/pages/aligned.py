"""Tables without any line: columns of words under a header line.

Three or more words or groups of words on a header line, with wide spaces between them, and the same
spaces in the lines below. Text set in columns (newspaper style) has no header and long full lines, and
is left alone; so are tables of contents.
"""

from __future__ import annotations

import itertools
import re
import statistics
from collections.abc import Sequence

from extractor.model import Box, Page, Rule, Word
from extractor.pages.bands import ROW_GAP, boundaries
from extractor.pages.beside import FULL_TEXT, HEADER_COLUMNS, LEAST_PAIR, Run, like_header, repeated_at, sides
from extractor.pages.cells import Segment, bounds, font_size, lines_of, text_of
from extractor.pages.grid import Grid, build, marks
from extractor.pages.gutters import cut, gutters
from extractor.pages.lines import Lines
from extractor.pages.table_lines import Line, table_lines
from extractor.pages.tail import overlapping

CORNER_COLUMNS = 2
"""Fewest labels over figures where nothing stands over the names of the rows: two years."""

CORNER_ROWS = 2
"""Rows of a name and a figure under each label that such a header needs."""

UNDERLINED = 0.8
"""Share of a header line's width that a rule below it reaches over."""

LINE_REACH = 3.0
"""Font sizes of white space after which the table has ended."""

TITLE_SIZE = 1.2
"""Size of a heading against the rows above it from which it need not be bold: 12 points over 10; sizes told from a
scan scatter by 6 %."""

TITLE_GAP = 0.6
"""Font sizes of white space above a title at least; the lines of a bold goal follow each other."""

SENTENCE = 4
"""Words of a sentence at least."""

WIDE_LINES = 6
"""Most lines of a row over the full width."""

LOOSE_ROWS = 2.0
"""Font sizes of white space around a row over the full width at most where rows are set loosely: as much above as
below."""

SAME_GAP = 0.4
"""Font sizes by which these two may differ; a heading keeps a line more above it."""

_LEADERS = re.compile(r"(?:\.\s?){4,}|_{4,}|…{2,}")


def is_contents_line(text: str) -> bool:
    """Whether a line is one of a table of contents: leaders and a page number at the end."""
    return bool(_LEADERS.search(text)) and bool(re.search(r"\d+\s*$|[.…_]\s*$", text))


def aligned_grids(page: Page, words: Sequence[Word]) -> list[Grid]:
    """The tables that only the places of the words show.

    Args:
        page: the page, for its number and small drawings.
        words: the words outside all tables with lines or shading.

    Returns:
        Their grids, top to bottom; where columns of text or tables stand beside each other, those of each side.
    """
    if not words:
        return []
    outline = bounds(w.box for w in words)
    everything = [*words, *(m for m in marks(page) if _free(m.box, outline))]
    runs = [(line, cut(line)) for line in lines_of(w for w in everything if w.rotation == 0)]
    if all(len(run) < HEADER_COLUMNS for _, run in runs):
        return []  # running text
    lines = [run for line, run in runs if not is_contents_line(text_of(line))]
    grids, rest = _grids(page, lines, words)
    for side in sides(rest):
        grids += _grids(page, side, words)[0]
    return sorted(grids, key=lambda g: (g.box.top, g.box.x0))


def _grids(page: Page, lines: Sequence[Run], words: Sequence[Word]) -> tuple[list[Grid], list[Run]]:
    """The tables among lines, and the lines that belong to none."""
    grids: list[Grid] = []
    rest: list[Run] = []
    index = 0
    while index < len(lines):
        run = _run(lines, index, page.rules)
        grid = _grid(page, run, words) if run else None
        if grid is None:
            rest.append(lines[index])
            index += 1
        else:
            grids.append(grid)
            index += len(run)
    return grids, rest


def _free(box: Box, outline: Box) -> bool:
    """Whether a drawing stands near the words considered, not in another table."""
    return outline.x0 - 40 <= box.x0 <= outline.x1 + 150 and outline.top <= box.bottom <= outline.bottom + 40


# ---------------------------------------------------------------- one table


def _run(lines: Sequence[Run], start: int, rules: Sequence[Rule] = ()) -> list[Run]:
    """The lines of a possible table from its header line on; empty where that is none."""
    header = lines[start]
    size = font_size(w for s in header for w in s.words)
    corner = _corner(lines, start, LINE_REACH * size)
    columns = len(header) + (corner is not None)
    if columns < HEADER_COLUMNS or not like_header(header) or repeated_at(header) is not None:
        return []
    run = [header]
    left = (header[0].box.x0 if corner is None else corner) - 4 * size
    right = header[-1].box.x1 + 12 * size
    for index, line in enumerate(lines[start + 1 :], start=start + 1):
        gap = line[0].box.top - max(s.box.bottom for s in run[-1])
        inside = all(s.box.x0 >= left and s.box.x1 <= right for s in line)
        if gap > LINE_REACH * size or not inside or _next_header(line, run):
            break
        if (_crosses(line, header) or _is_sentence(line, run, gap)) and not _resumes(
            lines[index:], run, size
        ):
            break
        run.append(line)
    while run and len(run[-1]) == 1 and not (_starts_column(run[-1][0], header) or _ends_cell(run)):
        run.pop()
    while _is_title(run[-1], run):
        run.pop()
    full = [line for line in run if len(line) >= HEADER_COLUMNS]
    return run if len(full) >= 3 or (len(full) == 2 and _stands_out(full[0], full[1], rules)) else []


def _corner(lines: Sequence[Run], start: int, reach: float) -> float | None:
    """Where the labels begin that stand left of a header without a word over them; None where there are none.

    Below each of the header's words the first row has a figure, and so has the second.
    """
    header = lines[start]
    rows = [line for line in lines[start + 1 : start + 2 + CORNER_ROWS] if len(line) == len(header) + 1][
        :CORNER_ROWS
    ]
    if len(header) < CORNER_COLUMNS or len(rows) < CORNER_ROWS:
        return None
    above = [header, *rows]
    snug = all(b[0].box.top - a[-1].box.bottom <= reach for a, b in itertools.pairwise(above))
    figures = all(
        _over(cell.box, label.box) and any(c.isdigit() for c in text_of(cell.words))
        for row in rows
        for cell, label in zip(row[1:], header, strict=True)
    )
    left = min(row[0].box.x0 for row in rows)
    return left if snug and figures and all(row[0].box.x1 < header[0].box.x0 for row in rows) else None


def _stands_out(header: Run, row: Run, rules: Sequence[Rule]) -> bool:
    """Whether a line is marked as the header of the only row below it: in bold, or by a rule between the two."""
    bold = [all(w.bold for s in line for w in s.words) for line in (header, row)]
    left, right = header[0].box.x0, header[-1].box.x1
    top, bottom = header[0].box.top, max(s.box.bottom for s in row)
    ruled = any(
        r.horizontal
        and top < r.box.top < bottom
        and min(right, r.box.x1) - max(left, r.box.x0) >= UNDERLINED * (right - left)
        for r in rules
    )
    return len(row) >= len(header) - 2 and (ruled or bold == [True, False])


def _next_header(line: Run, run: Sequence[Run]) -> bool:
    """Whether a line is the header of another table: set in bold like the first one, after rows that are not."""
    bold = all(w.bold for s in (*run[0], *line) for w in s.words)
    rows = any(not w.bold for other in run[1:] for s in other for w in s.words)
    return bold and rows and len(line) >= HEADER_COLUMNS and like_header(line)


def _is_sentence(line: Run, run: Sequence[Run], gap: float) -> bool:
    """Whether a line is a sentence apart from the rows above: text after the table."""
    text = text_of(line[0].words)
    if len(line) > 1 or len(run) < LEAST_PAIR or not text.endswith(".") or len(line[0].words) < SENTENCE:
        return False
    gaps = [b[0].box.top - max(s.box.bottom for s in a) for a, b in itertools.pairwise(run)]
    return text[:1].isupper() and gap - min(gaps) >= TITLE_GAP * font_size(line[0].words)


def _is_title(line: Run, run: Sequence[Run]) -> bool:
    """Whether a table's last line is a heading: bold or larger, alone and apart, under rows that are not."""
    if len(line) > 1 or len(run) <= 2:
        return False
    gap = line[0].box.top - max(s.box.bottom for s in run[-2])
    body = [w for other in run[1:-1] for s in other for w in s.words]
    bold = all(w.bold for w in line[0].words) and not all(w.bold for w in body)
    larger = font_size(line[0].words) >= TITLE_SIZE * font_size(body)
    return gap >= TITLE_GAP * font_size(line[0].words) and (bold or larger)


def _resumes(lines: Sequence[Run], run: Sequence[Run], size: float) -> bool:
    """Whether lines across the columns are a row over the full width: the columns go on snugly below them.

    The last such row of a table that has others ends it.
    """
    header = run[0]
    if abs(lines[0][0].box.x0 - header[0].box.x0) > 4:
        return False
    over = lines[0][0].box.top - max(s.box.bottom for s in run[-1])
    wide = [
        line[0].box.top - max(s.box.bottom for s in above)
        for above, line in itertools.pairwise(run)
        if _crosses(line, header)
    ]
    if wide:
        loose = [gap for gap in wide if size < gap <= LOOSE_ROWS * size]
        return over <= (max(loose) + SAME_GAP * size if loose else size)
    for above, line in itertools.pairwise(lines[: WIDE_LINES + 1]):
        under = line[0].box.top - max(s.box.bottom for s in above)
        if under > (LOOSE_ROWS * size if abs(under - over) <= SAME_GAP * size else size):
            return False
        if len(line) > 1:
            whole = len(line) == len(header)
            return whole or (len(line) >= HEADER_COLUMNS - 1 and all(_in_column(s, header) for s in line))
    return False


def _in_column(segment: Segment, header: Run) -> bool:
    return any(abs(segment.box.x0 - s.box.x0) <= 4 or _over(segment.box, s.box) for s in header)


def _over(a: Box, b: Box) -> bool:
    return min(a.x1, b.x1) > max(a.x0, b.x0)


def _crosses(line: Run, header: Run) -> bool:
    """Whether a line is one group of words across several columns: text after the table, or a full-width row."""
    box = line[0].box
    return len(line) == 1 and any(box.x0 < s.box.x0 - 4 and box.x1 > s.box.x0 + 4 for s in header[1:])


def _starts_column(segment: Segment, header: Run) -> bool:
    return any(abs(segment.box.x0 - s.box.x0) <= 4 for s in header[:2])


def _ends_cell(run: Sequence[Run]) -> bool:
    """Whether a table's last line belongs to the row above: a sign in a column, or the end of a cell.

    That is one text in lower case, snugly below the cell's beginning.
    """
    last = run[-1][0]
    text = text_of(last.words)
    if not any(map(str.isalnum, text)):
        return sum(_over(s.box, last.box) for s in run[0]) == 1
    above = [s for s in run[-2] if _over(s.box, last.box)] if len(run) > 2 else []
    snug = [s for s in above if last.box.top - s.box.bottom <= TITLE_GAP * font_size(last.words)]
    return len(above) == len(snug) == 1 and len(run[-2]) >= HEADER_COLUMNS and text[:1].islower()


def _grid(page: Page, run: Sequence[Run], around: Sequence[Word]) -> Grid | None:
    words = [w for line in run for s in line for w in s.words]
    box = bounds(w.box for w in words)
    wide = _wide(run)
    narrow = [w for line, flag in zip(run, wide, strict=True) if not flag for s in line for w in s.words]
    xs = [box.x0 - 1, *gutters(narrow, box), box.x1 + 1]
    if len(xs) - 1 < HEADER_COLUMNS or _is_running_text(run):
        return None
    words += overlapping(around, xs, box.top)
    box = bounds(w.box for w in words)
    ys = [
        box.top - 1,
        *_row_boundaries(
            words, xs, [line[0].box for line, flag in zip(run, wide, strict=True) if flag], page.rules
        ),
        box.bottom + 1,
    ]
    if len(ys) < 3:
        return None
    rules = Lines([], [])
    grid = build(page.number, xs, ys, rules, words)
    return Grid(page=grid.page, xs=grid.xs, ys=grid.ys, spans=grid.spans, drawn=False)


def _wide(run: Sequence[Run]) -> list[bool]:
    """Which lines belong to rows over the full width: those across columns, the short last lines below them.

    So does a short line right above them that stands apart from the row before: what they are ("Analys").
    """
    flags = [_crosses(line, run[0]) for line in run]
    gaps = [b[0].box.top - a[0].box.bottom for a, b in itertools.pairwise(run)]
    for i in range(1, len(run)):
        above, below = gaps[i - 1], gaps[i] if i < len(gaps) else gaps[i - 1] + 1
        if flags[i] or len(run[i]) > 1 or abs(run[i][0].box.x0 - run[0][0].box.x0) > 4:
            continue
        heads = i + 1 < len(run) and flags[i + 1] and below < above and _alike(run[i], run[i + 1])
        flags[i] = heads or (flags[i - 1] and above < below)
    return flags


def _alike(one: Run, other: Run) -> bool:
    """Whether two lines are set alike."""
    words = [w for line in (one, other) for s in line for w in s.words]
    return len({w.bold for w in words}) == 1 and abs(font_size(words[:1]) - font_size(words[-1:])) < 1


def _row_boundaries(
    words: Sequence[Word], xs: Sequence[float], crossing: Sequence[Box], rules: Sequence[Rule]
) -> list[float]:
    """The boundaries between the rows; lines that follow each other over the full width are one row."""
    lines = table_lines(words, xs)
    size = font_size(words)
    first = next((i for i, line in enumerate(lines) if not line.bold), 0)
    first = next(
        (i for i in range(1, first) if _is_below_header(lines[i - 1], lines[i], xs, rules, size)), first
    )
    kinds = [
        "wide" if any(b.top - 1 <= (line.top + line.bottom) / 2 <= b.bottom + 1 for b in crossing)
        else "header" if i < first else "row"
        for i, line in enumerate(lines)
    ]  # fmt: skip
    found: list[float] = []
    start = 0
    for index in range(1, len(lines) + 1):
        if index < len(lines) and kinds[index] == kinds[start]:
            continue
        found += boundaries(lines[start:index], size) if kinds[start] == "row" else []
        found += [(lines[index - 1].bottom + lines[index].top) / 2] if index < len(lines) else []
        start = index
    return found


def _is_below_header(
    above: Line, line: Line, xs: Sequence[float], rules: Sequence[Rule], size: float
) -> bool:
    """Whether a bold line under a header's is the name of the first rows: alone, and apart or under a rule."""
    if not line.alone:
        return False
    width = xs[-1] - xs[0]
    ruled = any(
        r.horizontal
        and above.top < r.box.top < line.bottom
        and min(xs[-1], r.box.x1) - max(xs[0], r.box.x0) >= UNDERLINED * width
        for r in rules
    )
    return ruled or line.top - above.bottom > ROW_GAP * size


def _is_running_text(run: Sequence[Run]) -> bool:
    lengths = [len(text_of(s.words)) for line in run[1:] for s in line]
    header_bold = all(w.bold for s in run[0] for w in s.words)
    body_bold = all(w.bold for line in run[1:] for s in line for w in s.words)
    return statistics.median(lengths) > FULL_TEXT and (not header_bold or body_bold)

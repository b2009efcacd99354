"""Tables without any line: columns of words under a header line.

Three or more words or groups of words on a header line, with wide spaces between them, and the same
spaces in the lines below. Text set in columns (newspaper style) has no header and long full lines, and
is left alone; so are tables of contents.
"""

from __future__ import annotations

import re
import statistics
from collections.abc import Sequence

from extractor.model import Box, Page, Word
from extractor.pages.bands import boundaries, table_lines
from extractor.pages.cells import Segment, bounds, font_size, lines_of, segments, text_of
from extractor.pages.grid import Grid, build, marks
from extractor.pages.gutters import gutters
from extractor.pages.tail import overlapping
from extractor.pages.walls import Lines

HEADER_COLUMNS = 3
"""Fewest columns of a table without lines: two are label and text anywhere."""

LINE_REACH = 3.0
"""Font sizes of white space after which the table has ended."""

FULL_TEXT = 28
"""Letters: where half of the groups of words are longer, they are lines of running text in columns."""

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
        Their grids, top to bottom.
    """
    used = {id(w) for w in words}
    if not used:
        return []
    everything = [*words, *(m for m in marks(page) if _free(m.box, words))]
    lines = [
        segments(line) for line in lines_of(w for w in everything if w.rotation == 0)
        if not is_contents_line(text_of(line))
    ]  # fmt: skip
    grids = []
    index = 0
    while index < len(lines):
        run = _run(lines, index)
        grid = _grid(page, run, words) if run else None
        if grid is None:
            index += 1
        else:
            grids.append(grid)
            index += len(run)
    return grids


def _free(box: Box, words: Sequence[Word]) -> bool:
    """Whether a drawing stands near the words considered, not in another table."""
    outline = bounds(w.box for w in words)
    return outline.x0 - 40 <= box.x0 <= outline.x1 + 150 and outline.top <= box.bottom <= outline.bottom + 40


def _run(lines: Sequence[Sequence[Segment]], start: int) -> list[Sequence[Segment]]:
    """The lines of a possible table from its header line on; empty where that is none."""
    header = lines[start]
    if len(header) < HEADER_COLUMNS or not _like_header(header):
        return []
    size = font_size(w for s in header for w in s.words)
    run = [header]
    left, right = header[0].box.x0 - 4 * size, header[-1].box.x1 + 12 * size
    for line in lines[start + 1 :]:
        gap = line[0].box.top - max(s.box.bottom for s in run[-1])
        inside = all(s.box.x0 >= left and s.box.x1 <= right for s in line)
        if gap > LINE_REACH * size or not inside or _ends(line, run):
            break
        run.append(line)
    while run and len(run[-1]) == 1 and not _starts_column(run[-1][0], header):
        run.pop()
    return run if sum(len(line) >= HEADER_COLUMNS for line in run) >= 3 else []


def _like_header(line: Sequence[Segment]) -> bool:
    """Words rather than numbers, and short ones; a year may head a column."""
    texts = [text_of(s.words) for s in line]
    lettered = sum(any(c.isalpha() for c in t) for t in texts)
    bold = all(w.bold for s in line for w in s.words)
    years = sum(bool(re.search(r"\b(?:19|20)\d\d\b", t)) for t in texts)
    return (lettered + years >= max(2, len(texts) - 1)) and (bold or max(map(len, texts)) <= FULL_TEXT)


def _ends(line: Sequence[Segment], run: Sequence[Sequence[Segment]]) -> bool:
    """Whether a line is text after the table: one group of words across several of its columns."""
    if len(line) > 1:
        return False
    header = run[0]
    starts = [s.box.x0 for s in header]
    box = line[0].box
    return any(box.x0 < x - 4 and box.x1 > x + 4 for x in starts[1:])


def _starts_column(segment: Segment, header: Sequence[Segment]) -> bool:
    return any(abs(segment.box.x0 - s.box.x0) <= 4 for s in header[:2])


def _grid(page: Page, run: Sequence[Sequence[Segment]], around: Sequence[Word]) -> Grid | None:
    words = [w for line in run for s in line for w in s.words]
    box = bounds(w.box for w in words)
    xs = [box.x0 - 1, *gutters(words, box), box.x1 + 1]
    if len(xs) - 1 < HEADER_COLUMNS or _is_running_text(run):
        return None
    words += overlapping(around, xs, box.top)
    box = bounds(w.box for w in words)
    lines = table_lines(words, xs)
    ys = [box.top - 1, *boundaries(lines, font_size(words)), box.bottom + 1]
    if len(ys) < 3:
        return None
    rules = Lines([], [])
    grid = build(page.number, xs, ys, rules, words)
    return Grid(page=grid.page, xs=grid.xs, ys=grid.ys, spans=grid.spans, drawn=False)


def _is_running_text(run: Sequence[Sequence[Segment]]) -> bool:
    lengths = [len(text_of(s.words)) for line in run[1:] for s in line]
    header_bold = all(w.bold for s in run[0] for w in s.words)
    body_bold = all(w.bold for line in run[1:] for s in line for w in s.words)
    return statistics.median(lengths) > FULL_TEXT and (not header_bold or body_bold)

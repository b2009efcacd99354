"""Which lines of a page are a typed table, and where its columns part.

Bars at the same places part columns; so do the gaps of a typed rule, and between typed rules the white strips that go
down all lines. A rule under a heading is no table.
"""

from __future__ import annotations

import itertools
import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extractor.pages.cells import bounds
from extractor.pages.gutters import gutters
from extractor.pages.typed_lines import Printed, header_text, line_height, underlines

FEWEST_LINES = 3
"""Lines with bars at the same places that are a table; two where a typed rule stands beside them."""
FEWEST_COLUMNS = 3
"""Columns of a table without bars at least, as everywhere where nothing is drawn between columns."""
FEWEST_FULL = 2
"""Lines of so many groups of words at least in a table without bars: its header and a row."""
OFF = 2.6
"""Characters by which a bar may stand beside its column's on a line that has fewer or more bars than the others."""
LINE_GAP = 1.75
"""Line heights from one line to the next from which a table may have ended; a blank line is two."""
BETWEEN = 4
"""Lines without bars between two with bars at most: a goal, a perspective."""
COUNTED = 3
"""Bars of a line from which their number alone says which column each begins, wherever they stand."""
NEARBY = 40
"""Lines whose distances tell the usual one."""


class Part(NamedTuple):
    """The lines of one table."""

    span: range
    walls: tuple[float, ...]
    """Where its columns part."""
    edges: tuple[float, float]
    usual: int = 0
    """How many bars most of its lines have; 0 where no bars part its columns."""
    skipped: int = 0
    """How many of those bars stand left of everything."""


def typed_parts(lines: Sequence[Printed], advance: float) -> list[Part]:
    """The typed tables among a page's lines, none over another.

    Args:
        lines: the page's lines from top to bottom.
        advance: the width of a character in points.
    """
    found: list[Part] = []
    taken: set[int] = set()
    for part in (*_barred(lines, advance), *_ruled(lines)):
        if not taken & set(part.span):
            found.append(part)
            taken |= set(part.span)
    return sorted(found, key=lambda p: p.span.start)


# ---------------------------------------------------------------- parted by bars


def _barred(lines: Sequence[Printed], advance: float) -> Iterator[Part]:
    """Runs of lines that bars part at the same places, with what stands between them."""
    at = 0
    while at < len(lines):
        if not lines[at].bars:
            at += 1
            continue
        stop = _run_end(lines, at, advance)
        part = _barred_part(lines, at, stop, advance)
        if part is not None:
            yield part
        at = stop


def _barred_part(lines: Sequence[Printed], start: int, stop: int, advance: float) -> Part | None:
    barred = [line for line in lines[start:stop] if line.bars]
    ruled = any(line.strokes for line in lines[max(0, start - 1) : stop + 1])
    usual, walls = _walls(barred, advance)
    if len(barred) < FEWEST_LINES - ruled or not walls:
        return None
    start -= start > 0 and bool(lines[start - 1].strokes)
    stop += stop < len(lines) and bool(lines[stop].strokes)
    full = [line for line in barred if len(line.bars) == usual and line.words]
    opened = any(line.words[0].box.x0 < line.bars[0] for line in full)
    closed = any(line.words[-1].box.x1 > line.bars[-1] for line in full)
    inner = walls[not opened : len(walls) - (not closed)]
    box = bounds(line.box for line in lines[start:stop])
    if not inner:
        return None
    return Part(range(start, stop), inner, (box.x0 - 1, box.x1 + 1), usual, int(not opened))


def _run_end(lines: Sequence[Printed], start: int, advance: float) -> int:
    """Index after the last line with bars of the table that begins at a line."""
    near = lines[start : start + NEARBY]
    pitch = line_height([line for line in near if line.bars or line.strokes])
    first, header = lines[start].bars, header_text(lines[start])
    stop, plain = start + 1, 0
    for at in range(start + 1, len(lines)):
        line = lines[at]
        apart = line.box.top - lines[at - 1].box.top > LINE_GAP * pitch
        if line.bars:
            again = header_text(line) == header and at - start > 1 and bool(header)
            alike = _match(line.bars, first, advance) or _match(first, line.bars, advance)
            counted = len(line.bars) == len(first) >= COUNTED
            if again or not (alike or (counted and not apart)):
                break
            stop, plain = at + 1, 0
        elif not line.strokes:
            plain += 1
            if apart or plain > BETWEEN:
                break
    return stop


def _match(some: Sequence[float], others: Sequence[float], advance: float) -> bool:
    """Whether most of some bars stand where others do."""
    near = sum(any(abs(x - y) <= OFF * advance for y in others) for x in some)
    return 2 * near > len(some)


def _walls(lines: Sequence[Printed], advance: float) -> tuple[int, tuple[float, ...]]:
    """How many bars most lines have and where those usually stand; nothing where too few lines agree."""
    counts = Counter(len(line.bars) for line in lines)
    usual = max(counts, key=lambda n: (counts[n], n))
    full = [line.bars for line in lines if len(line.bars) == usual]
    walls = tuple(statistics.median(column) for column in zip(*full, strict=True))
    steady = all(b - a > advance for a, b in itertools.pairwise(walls))
    return usual, walls if steady and 2 * len(full) >= len(lines) else ()


# ---------------------------------------------------------------- parted by blanks between typed rules


def _ruled(lines: Sequence[Printed]) -> Iterator[Part]:
    """Lines between and below typed rules that white strips part, or the gaps of the rules."""
    at = 0
    while at < len(lines):
        if not lines[at].strokes or underlines(lines, at):
            at += 1
            continue
        start, stop = _block(lines, at)
        part = _ruled_part(lines, start, stop)
        if part is not None:
            yield part
        at = max(stop, at + 1)


def _block(lines: Sequence[Printed], at: int) -> tuple[int, int]:
    """The lines that stand close together around a typed rule: from its header to its last line."""
    pitch = line_height(lines[max(0, at - 4) : at + NEARBY])
    start = at
    while (
        start and not lines[start - 1].strokes and lines[start - 1].parts > 1 and _close(lines, start, pitch)
    ):
        start -= 1
    if start and start < at and lines[start - 1].strokes and not underlines(lines, start - 1):
        start -= _close(lines, start, pitch)
    stop = at + 1
    while stop < len(lines) and _close(lines, stop, pitch):
        if lines[stop].strokes and underlines(lines, stop):
            return start, stop - 1
        if lines[stop - 1].strokes and lines[stop].parts == 1 and not _resumes(lines, stop, pitch):
            break
        stop += 1
    return start, stop


def _resumes(lines: Sequence[Printed], at: int, pitch: float) -> bool:
    """Whether columns go on below a line over the whole width."""
    for n in range(at + 1, min(at + 1 + BETWEEN, len(lines))):
        if not _close(lines, n, pitch):
            return False
        if lines[n].parts >= FEWEST_COLUMNS - 1:
            return True
    return False


def _close(lines: Sequence[Printed], at: int, pitch: float) -> bool:
    """Whether a line follows the one above without a gap."""
    return lines[at].box.top - lines[at - 1].box.top <= LINE_GAP * pitch


def _ruled_part(lines: Sequence[Printed], start: int, stop: int) -> Part | None:
    block = lines[start:stop]
    full = [line for line in block if line.parts >= FEWEST_COLUMNS]
    if len(full) < FEWEST_FULL or any(line.bars for line in block):
        return None
    box = bounds(line.box for line in block)
    parted = max((line.strokes for line in block), key=len)
    if len(parted) >= FEWEST_COLUMNS:
        walls = tuple((a.x1 + b.x0) / 2 for a, b in itertools.pairwise(parted))
    else:
        walls = tuple(gutters([w for line in block if line.parts > 1 for w in line.words], box))
    if len(walls) < FEWEST_COLUMNS - 1:
        return None
    return Part(range(start, stop), walls, (box.x0 - 1, box.x1 + 1))

"""A header at the foot of a page whose rows stand on the next one, where no line or shading ties them together.

The header's words are set above the first row, as a page without the break would show them, and the tables of the
page are found anew. What is read that way is never sure, and header cells keep the place where they are printed.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from extractor.model import Box, Cell, Page, Place, Rule, Word
from extractor.pages.cells import bounds, font_size, inside, lines_of, text_of
from extractor.pages.gutters import cut
from extractor.pages.layout import Line, in_margin, is_page_number, mask
from extractor.pages.tables import Found, See, find_tables
from extractor.patterns import built_in

LEAST_LABELS = 3
"""Labels of a header at least; two are label and text anywhere."""
KNOWN_LABELS = 2
"""Labels of a header alone at the foot of a page that are known header words at least."""
CLEAR = 0.99
"""Share of a label that known words must explain."""
FOOTER_LINES = 3
"""Lines of a page's running footer at most."""
HEADER_LINES = 3
"""Lines of a header at most."""
LINE_SPACE = 0.9
"""Font sizes of white space between a header's lines at most."""
SPACE = 0.5
"""Font sizes at which the header is set above the first row."""
FIRST_LINES = 4
"""Lines at the top of a page of which one is the first row: those before it are the running header."""
CARRIED = 0.85
"""Confidence of a cell under a header of the page before."""
REASON = "header_carried"


class Foot(NamedTuple):
    """What a page ends with: a header, alone or with rows below it."""

    page: int
    words: tuple[Word, ...]
    lines: int
    """Lines from the end of the page's text that hold the header and what is below it; 0 where a table has it."""
    below: int
    """Lines of those that are below it."""
    columns: int
    """Columns the table of the header has."""
    running: frozenset[str] = frozenset()
    """The lines at the top of its page, digits masked: a running header comes back."""
    ruled: tuple[float, ...] = ()
    """Its column boundaries where lines stand between its rows."""


def foot_of(page: Page, tables: Sequence[Found], lines: Sequence[Line]) -> Foot | None:
    """The header of the table that a page ends with.

    Args:
        page: what the page shows.
        tables: its tables.
        lines: its lines outside of them.

    Returns:
        The words of the header; None where the page ends otherwise.
    """
    below = _footer(page, lines)
    body = lines[: len(lines) - below]
    last = max(tables, key=lambda t: t.box.bottom, default=None)
    end = max((line.box.bottom for line in body), default=0.0)
    at_end = last is not None and last.box.bottom > end
    found = _of_table(page, last) if at_end and last is not None else _alone(page, body, below)
    return None if found is None else found._replace(running=frozenset(map(_masked, _top_lines(page))))


def _top_lines(page: Page) -> list[list[Word]]:
    return lines_of(w for w in page.words if w.rotation == 0)[:FIRST_LINES]


def _masked(line: Sequence[Word]) -> str:
    return mask(text_of(line))


def _footer(page: Page, lines: Sequence[Line]) -> int:
    """How many of the last lines are set in the margin, apart from the text above."""
    for count in range(min(FOOTER_LINES, len(lines)), 0, -1):
        some = lines[len(lines) - count :]
        above = max((line.box.bottom for line in lines[: len(lines) - count]), default=0.0)
        apart = min(line.box.top for line in some) - above > 2 * max(line.size for line in some)
        if apart and all(in_margin(line.box, page.height) for line in some):
            return count
    return int(bool(lines) and is_page_number(lines[-1].text))


def _of_table(page: Page, table: Found) -> Foot | None:
    header = [c for c in table.cells if c.row < table.header_rows and c.place and c.place.box]
    boxes = [c.place.box for c in header if c.place and c.place.box]
    words = tuple(w for w in table.words if any(inside(w.box, box) for box in boxes))
    if table.frame or sum(bool(c.text) for c in header) < LEAST_LABELS:
        return None
    ruled = any(r.horizontal and inside(r.box, table.box) for r in page.rules)
    return Foot(page.number, words, 0, 0, len(table.xs) - 1, ruled=table.xs if ruled else ())


def _alone(page: Page, body: Sequence[Line], below: int) -> Foot | None:
    """The header that nothing follows on its page: its labels are known."""
    count = 0
    for line in reversed(body[-HEADER_LINES:]):
        under = body[len(body) - count] if count else None
        if not line.bold or (under is not None and under.box.top - line.box.bottom > LINE_SPACE * line.size):
            break
        count += 1
    while count:
        words = _words_in(page, body[len(body) - count :])
        labels = [text_of(s.words) for s in cut(lines_of(words)[0])] if words else []
        if len(labels) >= LEAST_LABELS and _known(labels) >= KNOWN_LABELS:
            return Foot(page.number, words, count + below, below, len(labels))
        count -= 1
    return None


def _words_in(page: Page, lines: Sequence[Line]) -> tuple[Word, ...]:
    return tuple(w for w in page.words if any(inside(w.box, line.box) for line in lines))


def _known(labels: Sequence[str]) -> int:
    roles = built_in()["roles"]
    return sum(roles.best(label, coverage=CLEAR) is not None for label in labels)


def under_carried_header(
    page: Page, foot: Foot, tables: Sequence[Found], see: See | None
) -> tuple[Page, tuple[Found, ...]] | None:
    """The page as it reads under the header that the page before ended with.

    Args:
        page: what the page shows.
        foot: the header.
        tables: the tables found without it.
        see: reads the symbols of a cell.

    Returns:
        The page with the header's words above its first row, and its tables; None where no row stands first on
        the page, it has a header of its own, or a table there goes on by itself.
    """
    if foot.page + 1 != page.number or not foot.words:
        return None
    lines = _top_lines(page)
    for index, line in enumerate(lines):
        top = min(w.box.top for w in line)
        if index and not in_margin(bounds(w.box for w in lines[index - 1]), page.height):
            break
        running = _masked(line) in foot.running
        if running or not _may_be_row(line) or _goes_on_itself(page, tables, foot, top):
            continue
        found = _with_header(page, foot, top, see)
        if found is not None:
            return found
    return None


def _may_be_row(line: Sequence[Word]) -> bool:
    """Whether a line may be a table's: words in several columns, not a header's."""
    parts = cut(line)
    return (
        len(parts) > 1
        and not all(w.bold for w in line)
        and _known([text_of(s.words) for s in parts]) < KNOWN_LABELS
    )


def _goes_on_itself(page: Page, tables: Sequence[Found], foot: Foot, top: float) -> bool:
    """Whether lines or shading show a table that begins at the top, or below a line that keeps away from it."""
    first = min(tables, key=lambda t: t.box.top, default=None)
    if first is None:
        return False
    if first.box.top <= top:
        return not foot.lines or bool(first.header_rows)
    above = [w for w in page.words if top <= w.box.top and w.box.bottom <= first.box.top + 1]
    near = max((w.box.bottom for w in above), default=0.0) >= first.box.top - LINE_SPACE * font_size(above)
    return len(first.xs) - 1 == foot.columns and not (above and near)


def _with_header(
    page: Page, foot: Foot, top: float, see: See | None
) -> tuple[Page, tuple[Found, ...]] | None:
    box = bounds(w.box for w in foot.words)
    down = top - SPACE * font_size(foot.words) - box.bottom
    moved = [_moved(w, down) for w in foot.words]
    kept = tuple(w for w in page.words if w.box.bottom > top)
    line = top - SPACE * font_size(foot.words) / 2
    under = [Rule(box=Box(a, line, b, line)) for a, b in itertools.pairwise(foot.ruled)]
    trial = msgspec.structs.replace(page, words=(*moved, *kept), rules=(*under, *page.rules))
    found = find_tables(trial, see)
    first = found[0] if found else None
    if first is None or not _is_headed(first, moved, foot):
        return None
    head = [c for c in first.cells if c.row < first.header_rows]
    cells = tuple(_printed(c, foot, down) if c in head else _doubted(c) for c in first.cells)
    whole = msgspec.structs.replace(page, words=(*moved, *page.words))
    return whole, (msgspec.structs.replace(first, cells=cells), *found[1:])


def _moved(word: Word, down: float) -> Word:
    box = word.box
    return msgspec.structs.replace(word, box=Box(box.x0, box.top + down, box.x1, box.bottom + down))


def _is_headed(table: Found, words: Sequence[Word], foot: Foot) -> bool:
    """Whether a table has all of the header's words as its header, and rows over most of its columns."""
    mine = {id(w) for w in table.words}
    headers = [c.place.box for c in table.cells if c.row < table.header_rows and c.place and c.place.box]
    if table.frame or not all(id(w) in mine and any(inside(w.box, b) for b in headers) for w in words):
        return False
    columns = len(table.xs) - 1
    filled = {c.column for c in table.cells if c.row >= table.header_rows and (c.text or c.symbols)}
    return columns == foot.columns and len(filled) * 2 > columns


def _printed(cell: Cell, foot: Foot, down: float) -> Cell:
    """A header cell where it is printed: on the page before."""
    if cell.place is None or cell.place.box is None:
        return cell
    b = cell.place.box
    box = Box(b.x0, b.top - down, b.x1, b.bottom - down)
    return msgspec.structs.replace(cell, place=Place(page=foot.page, box=box))


def _doubted(cell: Cell) -> Cell:
    return msgspec.structs.replace(
        cell, confidence=min(cell.confidence, CARRIED), reasons=(*cell.reasons, REASON)
    )

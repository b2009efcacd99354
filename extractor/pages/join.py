"""Parts of tables on successive pages → whole tables.

A table that reaches the end of a page and is taken up at the top of the next with the same columns is one
table: a repeated header is dropped, a row that the page break cut is made whole, and a goal merged over
rows goes on over the break.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping, Sequence

import msgspec
from rapidfuzz import fuzz

from extractor.model import Box, Cell, Place, Word
from extractor.pages.cells import bounds, inside, lines_of
from extractor.pages.layout import Line
from extractor.pages.tables import Found
from extractor.swedish import fold, join_lines

SAME_COLUMN = 5.0
"""Points: column boundaries that differ less over a page break are the same (mirrored margins are handled by
comparing from the left edge)."""


SAME_HEADER = 80.0
"""Mean similarity of two recognised header rows from which they are the same header; headers of different tables
share a word or two and stay below 60."""

BY_PLACE = 0.85
"""Confidence of a rest that nothing but its place and its small letter gives to a cell."""

_NUMBER = re.compile(r"[+−–-]?\s?\d[\d\s.,]*(?:%|[^\W\d_]{1,6})?")
"""A number with its unit and nothing else."""

RUNNING = 40
"""Letters from which a cell's text is sentences rather than a label or value."""


def continues(above: Found, below: Found) -> bool:
    """Whether the second part, first on its page, goes on with the first part, last on the page before.

    Args:
        above: the last table of a page, with nothing but furniture after it.
        below: the first table of the next page, with nothing but furniture before it.
    """
    if below.page != above.page + 1 or abs(above.page_width - below.page_width) > 1:
        return False
    if not _same_columns(above, below):
        return False
    if below.frame or not below.header_rows or _same_header(above, below):
        return True
    return _looks_like_body(above, below)


def _looks_like_body(above: Found, below: Found) -> bool:
    """Whether the first row below is set like a body row above: zebra shading and bold group rows are no header."""
    body = {(c.bold, c.shading) for c in above.cells if c.row >= above.header_rows and c.text}
    header = {(c.bold, c.shading) for c in above.cells if c.row < above.header_rows and c.text}
    first = {(c.bold, c.shading) for c in below.cells if c.row == 0 and c.text}
    return first <= body and not first <= header


def _same_columns(above: Found, below: Found) -> bool:
    """Same outline, and the inner columns of the part with fewer are among those of the other.

    Where no line stands between columns, each part's words place them; the same header over as many shows them, too.
    """
    if abs((above.xs[-1] - above.xs[0]) - (below.xs[-1] - below.xs[0])) > 2 * SAME_COLUMN:
        return False
    few, many = sorted((_inner(above), _inner(below)), key=len)
    if all(any(abs(x - y) <= SAME_COLUMN for y in many) for x in few):
        return True
    one, other = _header_places(above), _header_places(below)
    same = len(few) == len(many) and len(one) == len(other) > 0
    return same and all(
        a == b and abs(x - y) <= SAME_COLUMN for (x, a), (y, b) in zip(one, other, strict=True)
    )


def to_be_joined(found: Found) -> Found:
    """A part as it is kept until the pages after it are known.

    Returns:
        Without its words but for those of the header, by which columns are compared: half of what a document keeps of
        its pages were words. A frame keeps all, because it is text again if it continues no table.
    """
    return found if found.frame else msgspec.structs.replace(found, words=tuple(_header_words(found)))


def _header_words(found: Found) -> list[Word]:
    boxes = [c.place.box for c in found.cells if c.row < found.header_rows and c.place and c.place.box]
    return [w for w in found.words if any(inside(w.box, box) for box in boxes)]


def _header_places(found: Found) -> list[tuple[float, str]]:
    """Where the words of the header begin, from the table's left edge, in reading order."""
    return [(w.box.x0 - found.xs[0], w.text) for line in lines_of(_header_words(found)) for w in line]


def _inner(found: Found) -> list[float]:
    return [x - found.xs[0] for x in found.xs[1:-1]]


def _same_header(above: Found, below: Found) -> bool:
    """Whether the part begins with the header of the table, marked as such or not."""
    rows = above.header_rows or below.header_rows
    if not rows:
        return False
    one, other = _texts(above, rows), _texts(below, rows)
    if one == other:
        return True
    recognised = any(c.confidence < 1 for c in (*above.cells, *below.cells) if c.row < rows)
    return recognised and _nearly_same(one, other)


def _nearly_same(one: list[tuple[int, str]], other: list[tuple[int, str]]) -> bool:
    """Whether two headers are one that was recognised differently: the same columns, most letters the same."""
    if [column for column, _ in one] != [column for column, _ in other]:
        return False
    alike = [fuzz.ratio(a, b) for (_, a), (_, b) in zip(one, other, strict=True)]
    return bool(alike) and sum(alike) / len(alike) >= SAME_HEADER


def _texts(found: Found, rows: int) -> list[tuple[int, str]]:
    return [(c.column, fold(c.text)) for c in found.cells if c.row < rows and c.text]


def join(above: Found, below: Found) -> Found:
    """One table of two parts; the caller has asked `continues`.

    Returns:
        The joined part, standing on the second part's page so that a third can follow.
    """
    above, below = _on_common_columns(above, below)
    above = _without_empty_end(above)
    rows = _row_count(above.cells)
    drop = above.header_rows if above.header_rows and _same_header(above, below) else 0
    drop += _empty_rows_from(below.cells, drop)
    cells = [_moved(c, rows - drop) for c in below.cells if c.row >= drop]
    joined = _join_rows(list(above.cells), cells, rows)
    return msgspec.structs.replace(
        above, page=below.page, box=below.box, cells=tuple(sorted(joined, key=lambda c: (c.row, c.column))),
        words=above.words + below.words, frame=above.frame and below.frame,
        turns={**above.turns, **below.turns},
    )  # fmt: skip


def _without_empty_end(found: Found) -> Found:
    """The part without a last row that is empty: its content went to the next page."""
    last = _row_count(found.cells) - 1
    row = [c for c in found.cells if c.row + c.row_span - 1 == last]
    if last < 1 or any(c.text or c.symbols or c.row < last for c in row):
        return found
    return msgspec.structs.replace(found, cells=tuple(c for c in found.cells if c.row < last))


def _empty_rows_from(cells: Sequence[Cell], row: int) -> int:
    """1 where the row is the empty rest of a row cut by the page break, else 0."""
    here = [c for c in cells if c.row == row]
    return int(bool(here) and not any(c.text or c.symbols or c.row_span > 1 for c in here))


def _row_count(cells: Iterable[Cell]) -> int:
    return max((c.row + c.row_span for c in cells), default=0)


def _moved(cell: Cell, rows: int) -> Cell:
    return msgspec.structs.replace(cell, row=cell.row + rows)


def _on_common_columns(above: Found, below: Found) -> tuple[Found, Found]:
    """Both parts on the column boundaries of the one that has more."""
    if len(above.xs) == len(below.xs):
        return above, below
    if len(above.xs) > len(below.xs):
        return above, _stretched(below, above)
    return _stretched(above, below), below


def _stretched(few: Found, many: Found) -> Found:
    offsets = [x - many.xs[0] for x in many.xs]
    index = [min(range(len(offsets)), key=lambda i: abs(offsets[i] - (x - few.xs[0]))) for x in few.xs]
    cells = tuple(
        msgspec.structs.replace(
            c, column=index[c.column], column_span=index[c.column + c.column_span] - index[c.column]
        )
        for c in few.cells
    )
    return msgspec.structs.replace(few, cells=cells, xs=tuple(few.xs[0] + o for o in offsets))


# ---------------------------------------------------------------- the row at the page break


def cut_rest(table: Found, lines: Sequence[Line], page: int) -> tuple[Found | None, int]:
    """The rest of a table's last row that the page break cut, where nothing but its place marks it.

    In a table without lines it stands at the top of the page inside one column and goes on in lower case.

    Args:
        table: the last table of the page before.
        lines: the lines of the page that stand outside its tables, from the top.
        page: its number.

    Returns:
        The rest, to be joined to the table, and how many of the lines it took; None and 0 where there is none.
    """
    last = _row_count(table.cells)
    ended = {c.column: c for c in table.cells if c.row + c.row_span == last}
    taken: dict[int, list[Line]] = {}
    count = 0
    for line in lines if page == table.page + 1 else ():
        parts = [(_column_of(part.box, table.xs), part) for part in line.parts or (line,)]
        if not all(_hangs_over(part, column, ended, taken) for column, part in parts):
            break
        for column, part in parts:
            taken.setdefault(column or 0, []).append(part)
        count += 1
    if not taken:
        return None, 0
    cells = tuple(_cell_of(column, some, page) for column, some in sorted(taken.items()))
    box = bounds([line.box for some in taken.values() for line in some])
    rest = Found(
        page=page, page_width=table.page_width, box=box, xs=table.xs, cells=cells, header_rows=0, words=(), frame=True
    )  # fmt: skip
    return rest, count


def _hangs_over(
    line: Line, column: int | None, ended: Mapping[int, Cell], taken: Mapping[int, Sequence[Line]]
) -> bool:
    """Whether a line goes on with what a column ended with on the page before."""
    if column is None or column in taken:
        return column is not None
    begins = line.text[:1].islower() or line.text[:1] == "%"
    return column in ended and begins and goes_on(ended[column].text, line.text)


def _column_of(box: Box, xs: Sequence[float]) -> int | None:
    pairs = enumerate(itertools.pairwise(xs))
    return next((i for i, (left, right) in pairs if left - 1 <= box.x0 and box.x1 <= right + 1), None)


def _cell_of(column: int, lines: Sequence[Line], page: int) -> Cell:
    texts = [line.text for line in lines]
    return Cell(
        row=0, column=column, text=join_lines(texts), raw="\n".join(line.raw or line.text for line in lines),
        confidence=min(BY_PLACE, *(line.confidence for line in lines)), reasons=("cell_joined",),
        place=Place(page=page, box=bounds([line.box for line in lines])),
    )  # fmt: skip


def _join_rows(above: list[Cell], below: list[Cell], rows: int) -> list[Cell]:
    """All cells, the first row below made one with the last row above where the page break cut it."""
    first = [c for c in below if c.row == rows]
    last = {c.column: c for c in above if c.row + c.row_span == rows}
    if not first or not last:
        return above + below
    if _is_cut(first, last):
        parts = {c.column: c for c in first}
        kept = [_whole(c, parts.get(c.column)) if last.get(c.column) is c else c for c in above]
        return kept + [_moved(c, -1) for c in below if c.row > rows] + _hanging(first, rows)
    return _carry_on(above, below, first, last)


def _hanging(first: Sequence[Cell], rows: int) -> list[Cell]:
    """Cells of the cut row's second half that span further rows keep those as cells of their own."""
    return [
        msgspec.structs.replace(c, row=rows, row_span=c.row_span - 1, text="", raw="", symbols=())
        for c in first
        if c.row_span > 1
    ]


def _is_cut(first: Sequence[Cell], last: dict[int, Cell]) -> bool:
    """Whether the first row of a page is the rest of the row above.

    It has text in some columns only, each the continuation of a text above, no symbol, and some column that was
    filled above is empty; or every text breaks off in the middle of a word or sentence.
    """
    filled = [c for c in first if c.text]
    if not filled or any(_has_mark(c, last.get(c.column)) for c in first):
        return False
    pairs = [(last.get(c.column), c) for c in filled]
    if any(a is not None and _NUMBER.fullmatch(a.text) and _NUMBER.fullmatch(c.text) for a, c in pairs):
        return False  # a number stands on one line: each is a row's own
    if any(a is None or not a.text or a.column_span != c.column_span for a, c in pairs):
        return False
    going_on = sum(goes_on(a.text, c.text) for a, c in pairs if a is not None)
    if going_on == len(pairs):
        return True
    emptied = sum(
        not c.text and (a := last.get(c.column)) is not None and bool(a.text or a.symbols) for c in first
    )
    if emptied >= 2 and all(a is not None and _breaks_off(a.text) for a, _ in pairs):
        return True
    return emptied > 0 and going_on * 2 >= len(pairs)


def _has_mark(cell: Cell, above: Cell | None) -> bool:
    """Whether a cell shows a symbol of its own: not merely the shading that goes on from the cell above."""
    goes_on = above is not None and cell.shading is not None and cell.shading == above.shading
    return any(s.shape != "fill" or not goes_on for s in cell.symbols)


def _breaks_off(text: str) -> bool:
    """Whether a long text ends without the end of a sentence."""
    return len(text) >= RUNNING and text.rstrip()[-1:] not in ".!?:)"


def goes_on(above: str, below: str) -> bool:
    """Whether a text that starts the page continues the one that ended the page before."""
    end, start = above.rstrip()[-1:], below.lstrip()[:1]
    if end == "-" and start.islower():
        return True
    return (start.islower() or start in "(,;%") and end not in ".!?"


def _whole(cell: Cell, rest: Cell | None) -> Cell:
    if rest is None or not rest.text:
        return cell
    lines = [*cell.raw.split("\n"), *rest.raw.split("\n")]
    return msgspec.structs.replace(
        cell, text=join_lines(lines), raw="\n".join(lines), symbols=cell.symbols + rest.symbols,
        confidence=min(cell.confidence, rest.confidence), reasons=tuple(dict.fromkeys((*cell.reasons, *rest.reasons))),
    )  # fmt: skip


def _carry_on(
    above: list[Cell], below: list[Cell], first: Sequence[Cell], last: dict[int, Cell]
) -> list[Cell]:
    """Goals merged over the page break: leading cells that are empty, or go on in mid-sentence, belong above."""
    leading = []
    for cell in sorted(first, key=lambda c: c.column):
        before = last.get(cell.column)
        fits = before is not None and before.column_span == cell.column_span and not cell.symbols
        wide = cell.column_span > 1 and len(first) == 1
        if not fits or wide or before is None or not (not cell.text or goes_on(before.text, cell.text)):
            break
        leading.append(cell)
    leading = leading[: _before_label(leading, above, first, last)]
    if (
        not leading
        or len(leading) == len(first)
        or not any(c.text or c.symbols for c in first[len(leading) :])
    ):
        return above + below
    gone = {id(c) for c in leading}
    extended = []
    for cell in above:
        rest = next((c for c in leading if last.get(c.column) is cell), None)
        if rest is None:
            extended.append(cell)
        else:
            whole = _whole(cell, rest)
            extended.append(msgspec.structs.replace(whole, row_span=cell.row_span + rest.row_span))
    return extended + [c for c in below if id(c) not in gone]


def _before_label(
    leading: Sequence[Cell], above: Sequence[Cell], first: Sequence[Cell], last: Mapping[int, Cell]
) -> int:
    """How many of the leading cells stand before the column that names the rows.

    All of them where the row above has no values. Both rows have values, so that the name of the second one ("varav
    kvinnor") is its own, though it begins in lower case.
    """
    labels = _labels(above)
    left = min(labels, default=0)
    values = {c.column for c in above if c.column > left and any(x.isdigit() for x in c.text)} - labels
    if not any(c.text and c.column in last and last[c.column].text for c in first if c.column in values):
        return len(leading)
    name = max((c for c in labels if c < min(values)), default=left)
    return sum(c.column < name for c in leading)


def _labels(cells: Sequence[Cell]) -> set[int]:
    """The columns that hold words rather than values: most of their texts have no digit."""
    texts: dict[int, list[bool]] = {}
    for cell in cells:
        if cell.text:
            texts.setdefault(cell.column, []).append(any(x.isdigit() for x in cell.text))
    return {column for column, numbers in texts.items() if sum(numbers) * 2 <= len(numbers)}


def place_of(cells: Sequence[Cell]) -> Place:
    """Where a table begins: its first page and the outline of its cells there."""
    pages = [c.place.page for c in cells if c.place is not None]
    page = min(pages, default=1)
    boxes: list[Box] = [
        c.place.box for c in cells if c.place is not None and c.place.page == page and c.place.box is not None
    ]
    return Place(page=page, box=bounds(boxes) if boxes else None)

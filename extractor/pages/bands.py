"""Rows from the words alone, where no line is drawn between them.

A cell of several lines must stay one row and rows set close together must stay apart: white space decides
where there is some, else the columns that hold one short entry per row (numbers, marks).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from extractor.model import Word
from extractor.pages.cells import font_size
from extractor.pages.sub_rows import holds_parts, names_part, part_starts
from extractor.pages.table_lines import ENTRY, Line, table_lines

ROW_GAP = 0.45
"""Font sizes: white space between lines above which a new row begins; lines of one cell are 0.05-0.3 apart."""

APART = 0.8
"""The same above which a new row begins although lines are drawn between others: paragraphs are set closer in cells."""

DRAWN_ROWS = 3
"""With this many rows drawn (a header and two), every row is: a tall one is one cell of many lines, unless each line
is a label and amounts."""

OUTER = 4.0
"""Points by which the name of a group stands left of the labels of its rows at least."""

NAME_WORDS = 12
"""Words of the name of a group of rows at most."""

_AMOUNT = re.compile(r"[+−–-]?\s?\d[\d\s.,]*%?|[–-]")
_VALUE = re.compile(r"^[\W\d_]*$|\d")


def more_rows(
    words: Sequence[Word], xs: Sequence[float], ys: Sequence[float], *, walled: bool = False
) -> list[float]:
    """Row boundaries, with those added that are not drawn.

    Args:
        words: the words of the table.
        xs: its column boundaries.
        ys: the drawn row boundaries, top and bottom included.
        walled: lines stand between the columns: no text of a row runs over them, however near the next one's is.

    Returns:
        All row boundaries from top to bottom.
    """
    bands = [
        [w for w in words if top <= (w.box.top + w.box.bottom) / 2 <= bottom]
        for top, bottom in itertools.pairwise(ys)
    ]
    drawn = [table_lines(band, xs) for band in bands]
    all_drawn = len(drawn) >= DRAWN_ROWS and not (_only_groups_drawn(drawn) or any(map(lists_rows, drawn)))
    result = [ys[0]]
    for band, lines, bottom in zip(bands, drawn, ys[1:], strict=True):
        size = font_size(band)
        apart = 0 if walled else _comment_start(lines)
        own = lines[:apart] if apart else lines
        result += _between(own, size, all_drawn=all_drawn)
        if apart:
            result.append((lines[apart - 1].bottom + lines[apart].top) / 2)
        result.append(bottom)
    return result


def _between(lines: Sequence[Line], size: float, *, all_drawn: bool) -> list[float]:
    """The boundaries between rows that share the space between two drawn lines; empty where it is one row's."""
    if parts := part_starts(lines):
        return _at(lines, parts)
    if between := _names_apart(lines, size) or (_rows_apart(lines, size) if all_drawn else []):
        return between
    starts = row_starts(lines, size)
    if len(starts) < 2 or (all_drawn and not _lists_amounts(lines)):
        return []
    rows = itertools.pairwise([*starts, len(lines)])
    return (
        boundaries(lines, size) if all(_several(lines[i:j]) or _names_rows(lines, i) for i, j in rows) else []
    )


def _names_apart(lines: Sequence[Line], size: float) -> list[float]:
    """The boundaries between names of groups that stand well apart, each on its line: "Område X", "Mål 1. Y".

    Sentences, and lines that go on, are one cell's text.
    """
    groups = _split_at_gaps(lines, size, APART)
    if len(groups) < 2 or len(groups) < len(lines) or not all(line.alone for line in lines):
        return []
    texts = [" ".join(line.texts.values()) for line in lines]
    if any(not t[:1].isupper() or t.endswith(".") or len(t.split()) > NAME_WORDS for t in texts):
        return []
    return [(above.bottom + line.top) / 2 for above, line in itertools.pairwise(lines)]


def _names_rows(lines: Sequence[Line], at: int) -> bool:
    """Whether a line alone names the rows below it: by its weight, or as `_names_group` tells."""
    line = lines[at]
    bold = line.alone and line.bold and any(not x.bold for x in lines)
    return bold or _names_group(lines, at)


def _rows_apart(lines: Sequence[Line], size: float) -> list[float]:
    """The boundaries between rows that share the space between two lines, where white space alone tells them apart.

    Lines are often drawn under a total only, none under the parts of it that follow. What stands a good part of a
    line's height below the text above it and begins with a label and a number beside it is a row of its own: a cell
    of several lines has its numbers once, and a cell of paragraphs no label beside each.
    """
    groups = _split_at_gaps(lines, size, APART)
    if len(groups) < 2:
        return []
    label = next((c for c in (0, 1) if all(_text_in(lines, group, c) for group in groups)), None)
    if label is None:
        return []
    valued = [any(_has_entry(lines[i], label) for i in group) for group in groups]
    if not (all(valued[1:]) or (sum(valued) > 1 and all(_is_label(lines, g, label) for g in groups))):
        return []
    return [(max(lines[j].bottom for j in a) + lines[b[0]].top) / 2 for a, b in itertools.pairwise(groups)]


def _text_in(lines: Sequence[Line], group: Sequence[int], column: int) -> bool:
    return any(any(c.isalnum() for c in lines[i].texts.get(column, "")) for i in group)


def _is_label(lines: Sequence[Line], group: Sequence[int], column: int) -> bool:
    """Whether a group of lines begins as a label does: not in the middle of a sentence."""
    text = next(lines[i].texts[column] for i in group if column in lines[i].texts)
    return not text[:1].islower() or any(_has_entry(lines[i], column) for i in group)


def _has_entry(line: Line, label: int) -> bool:
    """Whether a line has a number, on the same height as its label, in a column to the right of it."""
    entries = [
        t for c, t in line.texts.items() if c > label and len(t) <= ENTRY and any(x.isdigit() for x in t)
    ]
    return label in line.texts and bool(entries)


def _comment_start(lines: Sequence[Line]) -> int:
    """The line of a row from which a comment on it runs over the columns, 0 where there is none.

    Below the row's cells nothing stands but text from the first column on, over several columns or in
    another font or size than the row's own.
    """
    last = max((i for i, line in enumerate(lines) if not line.alone), default=len(lines))
    own = {line.style for line in lines[: last + 1]}
    for start in range(last + 1, len(lines)):
        below = lines[start:]
        other = all(line.style and line.style not in own for line in below)
        if other or below[0].wide:
            return start
    return 0


def _only_groups_drawn(rows: Sequence[Sequence[Line]]) -> bool:
    """Whether nothing is drawn but the shaded names of groups, so that the rows between them have no line."""
    several = [_several(lines) for lines in rows]
    beside = any(one and other for one, other in itertools.pairwise(several))
    return not beside and any(several) and several.count(False) > 1


def lists_rows(lines: Sequence[Line]) -> bool:
    """Whether what stands between two drawn lines is surely several rows: lines are drawn between groups only.

    A label and short entries beside it begin more than once; the second line of one row's label goes on in lower case.
    A part of what is measured above has entries of its own.
    """
    if holds_parts(lines):
        return True
    rows = 0
    for line in lines:
        label = next((c for c in (1, 0) if line.texts.get(c, "")[:1].isupper()), None)
        beside = [t for c, t in line.texts.items() if label is not None and c > label and len(t) <= ENTRY]
        rows += len(beside) > 1 and any(_AMOUNT.fullmatch(t) for t in beside)
    return rows > 1


def _lists_amounts(lines: Sequence[Line]) -> bool:
    """Whether every line is a row of a finance table: a label and amounts, nothing else.

    Such tables have lines under the header and over the sum only; no cell holds several of these.
    """
    return all(
        0 in line.texts
        and line.texts[0][:1].isalpha()
        and len(line.texts) > 2
        and all(_AMOUNT.fullmatch(text) for column, text in line.texts.items() if column > 0)
        for line in lines
    )


def _several(lines: Sequence[Line]) -> bool:
    """Whether the lines of a row stand in several columns, wherever in the row each cell is set."""
    return len({column for line in lines for column in line.texts}) > 1


def boundaries(lines: Sequence[Line], size: float) -> list[float]:
    """The y coordinates between rows of lines that no drawn line separates."""
    return _at(lines, row_starts(lines, size))


def _at(lines: Sequence[Line], starts: Sequence[int]) -> list[float]:
    return [(lines[i - 1].bottom + lines[i].top) / 2 for i in starts if i > 0]


def row_starts(lines: Sequence[Line], size: float) -> list[int]:
    """The indices of the lines that begin a row."""
    if not lines:
        return []
    entries = _entry_columns(lines)
    needed = min(2, len(entries))
    full = [
        i
        for i, line in enumerate(lines)
        if not line.bold
        and (
            _entries(line, entries) >= needed or _is_part(lines, i, entries) or _is_worded(lines, i, entries)
        )
    ]
    groups = _split_at_gaps(lines, size)
    apart = len(full) + (0 if 0 in full or _at_mid_height(lines, groups[0], full) else 1)
    if not entries or len(full) < 2:
        return [g[0] for g in groups]
    crowded = any(sum(_is_labelled(lines[i], entries) for i in group if i in full) > 1 for group in groups)
    if len(groups) >= apart and not crowded:
        return [g[0] for g in groups]
    return _dense_starts(lines, full)


def _is_part(lines: Sequence[Line], at: int, entries: set[int]) -> bool:
    """Whether a line has a label and one amount, below another's amount beside its label: no cell holds both."""
    if not at or 0 not in lines[at].texts or 0 not in lines[at - 1].texts:
        return False
    above, here = lines[at - 1].texts, lines[at].texts
    return any(
        c in above and c in here and _AMOUNT.fullmatch(above[c]) and _AMOUNT.fullmatch(here[c])
        for c in entries
    )


def _is_worded(lines: Sequence[Line], at: int, entries: set[int]) -> bool:
    """Whether a line has a label and an entry in words ("Öka") right below others, each begun anew."""
    line = lines[at]
    values = [text for c, text in line.texts.items() if c in entries]
    begun = [c for c in line.texts if c < min(entries, default=0) and line.texts[c][:1].isupper()]
    worded = values and all(text[:1].isupper() and len(text) <= ENTRY for text in values)
    return bool(worded and begun and at and not lines[at - 1].bold and set(begun) & set(lines[at - 1].texts))


def _is_labelled(line: Line, entries: set[int]) -> bool:
    """Whether a line begins a label before its entries; the second line of values in one row has none."""
    return any(c < min(entries) and text[:1].isupper() for c, text in line.texts.items())


def _at_mid_height(lines: Sequence[Line], group: Sequence[int], full: Sequence[int]) -> bool:
    """Whether the first line is the top of a wrapped cell whose row has its numbers further down, not a header."""
    first = [i for i in group if i in full]
    return bool(first) and len(lines[0].texts) * 2 <= len(lines[first[0]].texts)


def _entries(line: Line, columns: set[int]) -> int:
    """How many of the columns with short entries have one on this line; the rest of a unit is none."""
    return sum(c in columns and bool(_VALUE.search(text)) for c, text in line.texts.items())


def _split_at_gaps(lines: Sequence[Line], size: float, gap: float = ROW_GAP) -> list[list[int]]:
    groups = [[0]]
    for i in range(1, len(lines)):
        if lines[i].top - max(lines[j].bottom for j in groups[-1]) > gap * size:
            groups.append([i])
        else:
            groups[-1].append(i)
    return groups


def _entry_columns(lines: Sequence[Line]) -> set[int]:
    """The columns, not the first, whose entries are mostly short numbers or marks; else those of words, each begun.

    The latter ("Öka", "Minska") tell rows only where no column tells better.
    """
    columns: dict[int, list[str]] = {}
    for line in lines:
        if not line.bold:
            for column, text in line.texts.items():
                columns.setdefault(column, []).append(text)
    short = {
        column: texts
        for column, texts in columns.items()
        if column > 0 and len(texts) > 1 and sum(len(t) <= ENTRY for t in texts) * 3 >= 2 * len(texts)
    }
    figures = {
        column
        for column, texts in short.items()
        if sum(len(t) <= ENTRY and bool(_VALUE.search(t)) for t in texts) * 3 >= 2 * len(texts)
    }
    begun = {
        column
        for column, texts in short.items()
        if all(len(t) <= ENTRY and not t[:1].islower() for t in texts)
        and len(texts) == len(columns.get(0, ()))
    }
    return figures or (begun if len(begun) > 1 else set())


def _dense_starts(lines: Sequence[Line], full: Sequence[int]) -> list[int]:
    """Row starts among lines without white space: each line with entries is a row, others continue one.

    A label that stands above its numbers (they are set at the bottom of a wrapped label) is the row's first line:
    it begins with a capital and the line with the numbers goes on in lower case. A bold line between is a row.
    """
    starts = {0}
    for i in full:
        first = lines[i].texts.get(0, "")
        above = lines[i - 1].texts.get(0, "") if i else ""
        wrapped = (
            first[:1].islower()
            and not names_part(first)
            and above[:1].isupper()
            and len(lines[i - 1].texts) == 1
        )
        starts.add(i - 1 if wrapped and i - 1 not in full else i)
    starts |= {i for i, line in enumerate(lines) if i and line.bold and not lines[i - 1].bold}
    groups = {i for i in range(len(lines)) if _names_group(lines, i)}
    starts |= {i for i in groups if i - 1 not in groups or lines[i].texts[0][:1].isupper()}
    starts |= {i for i, line in enumerate(lines) if line.alone and line.wide and line.texts[0][:1].isupper()}
    return sorted(starts)


def _names_group(lines: Sequence[Line], at: int) -> bool:
    """Whether a line alone names the rows below it: set in another type than their labels, or left of all of them."""
    line = lines[at]
    labels = [x for x in lines if not x.alone and 0 in x.texts and not x.bold]
    text = line.texts.get(0, "")
    if not line.alone or line.bold or not labels or at + 1 >= len(lines):
        return False
    other = line.style is not None and all(x.style and x.style != line.style for x in labels)
    outer = all(line.left < x.left - OUTER for x in labels)
    begun = text[:1].isupper() or (at > 0 and lines[at - 1].alone and line.style == lines[at - 1].style)
    return begun and (other or outer)

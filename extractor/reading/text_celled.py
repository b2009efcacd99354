"""Tables that a dump prints one cell to a line, an empty cell as an empty line, as word processors save plain text.

Such a dump loses no cell, so nothing has to be guessed: where every row of a table fits the columns its header names,
its lines become rows with tab characters, which `text_tabs` reads. Where one does not, the lines stay as they are.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from typing import NamedTuple

from extractor.patterns import Lexicon
from extractor.reading.text_header import KEYS, MEASURES, MIN_ROLES
from extractor.reading.text_pieces import is_direction, is_quantity, is_symbol, is_typed, is_verdict
from extractor.reading.text_tabs import role_of

MOST_COLUMNS = 14
FEWEST_COLUMNS = 4
"""With fewer columns, lines of running text fit by chance."""
LONGEST_LABEL = 60
NOTHING_ELSE = 0.9
"""Share of a line's letters that a header word must account for to make it a label, not a name with the word before."""
LONGEST_MEASURE = 60
"""Letters of a cell of figures: `oförändrat jämfört med föregående år` is one, a paragraph is none."""
LONGEST_BAND = 90
MOST_BETWEEN = 3
"""Lines over the whole width between two rows: a remark, a perspective, a goal."""
_TEXTS = KEYS | {"perspective"}
_SIGNS = frozenset({"status", "trend"})
_LETTERS = re.compile(r"[^\W\d_]{3}")
_PERIOD = re.compile(r"(?:19|20)\d\d")


class _Table(NamedTuple):
    lines: list[str]
    """The table as rows with tabs, with what stood between its rows."""
    stop: int
    """Index after its last line."""
    between: int
    """Lines over its whole width."""


def with_rows(text: str, roles: Lexicon) -> str:
    """A dump's text with the tables that it prints one cell to a line set as rows with tabs.

    Args:
        text: the dump's characters.
        roles: the words of scorecards' headers.

    Returns:
        The text, every other line as it was.
    """
    lines = [line.strip() for line in text.split("\n")]
    printed = text.split("\n")
    out: list[str] = []
    at = 0
    while at < len(lines):
        table = _table_at(lines, at, roles)
        if table is None:
            out.append(printed[at])
            at += 1
        else:
            out += ["", *table.lines, ""]
            at = table.stop
    return "\n".join(out)


def _table_at(lines: Sequence[str], start: int, roles: Lexicon) -> _Table | None:
    """The table whose header begins at a line, in as many columns as reach furthest and leave least between rows."""
    first = role_of(lines[start], roles) if lines[start] else None
    above = (
        roles.best(lines[start - 1], coverage=NOTHING_ELSE) if start and ":" not in lines[start - 1] else None
    )
    if first is None or (above is not None and above.key != first):
        return None
    found: _Table | None = None
    for count in range(FEWEST_COLUMNS, MOST_COLUMNS + 1):
        labels = lines[start : start + count]
        if len(labels) < count or not all(map(_may_name, labels)):
            break
        columns = _columns(labels, roles)
        table = _rows_of(lines, start, labels, columns) if _is_scorecards(columns, labels) else None
        if table is not None and (
            found is None or (-table.between, table.stop) > (-found.between, found.stop)
        ):
            found = table
    return found


def _may_name(label: str) -> bool:
    """Whether a line may be a column's label: a sentence, a line's rest, a name after a colon and a row are none."""
    whole = 0 < len(label) <= LONGEST_LABEL and not label.endswith(".") and not label[0].islower()
    return whole and not {":", "\t"} & set(label)


def _columns(labels: Sequence[str], roles: Lexicon) -> list[str | None]:
    """What each label names; one that says nothing known holds texts left of what is measured, figures right of it."""
    columns = [role_of(label, roles) for label in labels]
    key = next((at for at, role in enumerate(columns) if role in KEYS), 0)
    return [role or ("goal" if at < key else None) for at, role in enumerate(columns)]


def _is_scorecards(columns: Sequence[str | None], labels: Sequence[str]) -> bool:
    """Whether labels name what is measured and how it went; one without a known word is a part's name or a period."""
    named = {c for c in columns if c}
    if len(named) < MIN_ROLES or not (named & KEYS and named & MEASURES):
        return False
    return not any(
        is_quantity(x) for x, c in zip(labels, columns, strict=True) if c is None and not _PERIOD.search(x)
    )


def _rows_of(
    lines: Sequence[str], start: int, labels: Sequence[str], columns: Sequence[str | None]
) -> _Table | None:
    """The rows below a header, None if there are none or if one of them does not fit."""
    count = len(labels)
    out: list[str] = []
    header = "\t".join(labels)
    rows, remarks = [header], list[str]()
    wide = 0
    at = start + count
    while at < len(lines):
        if _fits(lines[at : at + count], columns):
            rows.append("\t".join(lines[at : at + count]))
            at += count
            continue
        between = _between(lines, at, columns)
        if not between:
            break
        at += len(between)
        wide += len(between)
        for line in between:
            if line.endswith(".") or len(line) > LONGEST_BAND:
                remarks.append(line)
            elif len(rows) > 1:
                out += [*rows, "", *remarks, line]
                rows, remarks = [header], []
            else:
                out.append(line)
    if len(rows) == 1 or _goes_on(lines[at : at + count - 1]):
        return None
    return _Table([*out, *rows, "", *remarks], at, wide)


def _between(lines: Sequence[str], at: int, columns: Sequence[str | None]) -> Sequence[str]:
    """The lines over the table's whole width that stand here before its next row: a name, a remark; none at its end."""
    for stop in range(at + 1, at + 1 + MOST_BETWEEN):
        if not lines[stop - 1] or _is_plain(lines[stop - 1]):
            break
        if _fits(lines[stop : stop + len(columns)], columns):
            return lines[at:stop]
    return ()


def _goes_on(lines: Sequence[str]) -> bool:
    """Whether figures or judgements stand below a table's last row: one of its rows was cut in other cells."""
    below = itertools.takewhile(lambda line: not line.endswith("."), lines)
    return any(_is_plain(line) for line in below if line)


def _fits(cells: Sequence[str], columns: Sequence[str | None]) -> bool:
    """Whether lines can be a row's cells: a name for what is measured, and figures and judgements where they belong."""
    if len(cells) < len(columns):
        return False
    keys = [c for c in columns if c in KEYS]
    row = list(zip(columns, cells, strict=True))
    if not all(_is_one(role, cell) for role, cell in row if cell):
        return False
    if not next(cell for role, cell in reversed(row) if role == keys[-1]):
        return False
    return any(_is_figure(cell) for role, cell in row if cell and role not in _TEXTS | _SIGNS)


def _is_one(role: str | None, cell: str) -> bool:
    if role == "comment":
        return True
    if role in _TEXTS:
        return _LETTERS.search(cell) is not None and not cell[0].islower() and not is_typed(cell)
    if role in _SIGNS:
        return is_symbol(cell) or is_verdict(cell) or not any(c.isdigit() for c in cell)
    figures = _is_figure(cell) or any(c.isdigit() for c in cell)
    return len(cell) <= LONGEST_MEASURE and (figures or (role is None and _is_plain(cell)))


def _is_figure(cell: str) -> bool:
    return is_typed(cell) or is_direction(cell)


def _is_plain(cell: str) -> bool:
    """Whether a cell is nothing but a figure, a direction, a word for no value, a sign or a judgement."""
    return _is_figure(cell) or is_symbol(cell) or is_verdict(cell)

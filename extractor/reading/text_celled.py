"""Tables that a dump prints one cell to a line, an empty cell as an empty line, as word processors save plain text.

Such a dump loses no cell, so nothing has to be guessed: where every row of a table fits the columns its header names,
its lines become rows with tab characters, which `text_tabs` reads. Where one does not, the lines stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from extractor.patterns import Lexicon, built_in
from extractor.phrases import finder, plain
from extractor.reading.text_boxed import boxes_at
from extractor.reading.text_header import KEYS, MEASURES, MIN_ROLES
from extractor.reading.text_pieces import is_direction, is_quantity, is_symbol, is_typed, is_verdict
from extractor.reading.text_tabs import role_of
from extractor.scorecards.parts import names_parts

MOST_COLUMNS = 14
FEWEST_COLUMNS = 4
"""With fewer columns, lines of running text fit by chance."""
LONGEST_LABEL = 60
NOTHING_ELSE = 0.9
"""Share of a line's letters that a header word must account for to make it a label, not a name with the word before."""
LONGEST_MEASURE = 60
"""Letters of a cell of figures: `oförändrat jämfört med föregående år` is one, a paragraph is none."""
LONGEST_BAND = 90
LONGEST_PARENT = 120
"""Letters of a name whose row is empty but for it."""
MOST_BETWEEN = 3
"""Lines over the whole width between two rows: a remark, a perspective, a goal."""
_TEXTS = KEYS | {"perspective"}
_SIGNS = frozenset({"status", "trend"})
_FIGURES = (MEASURES | {"previous_value"}) - _SIGNS
_LETTERS = re.compile(r"[^\W\d_]{3}")
_PERIOD = re.compile(r"(?:19|20)\d\d")
_DASHES = frozenset("-–—−")
FEWEST_NAMED = 3
"""Labels that say what they hold, all others of a header whose first says nothing known."""


class _Table(NamedTuple):
    lines: list[str]
    """The table as rows with tabs, with what stood between its rows."""
    stop: int
    """Index after its last line."""
    between: int
    """Lines over its whole width."""
    shifted: bool = False
    """Whether its first row begins with what may be the header's last label."""

    @property
    def rank(self) -> tuple[bool, int, int]:
        """The higher, the better it explains its lines."""
        return not self.shifted, -self.between, self.stop


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
    beside: list[int] = []
    """Where in `out` the lines outside tables stand."""
    at = 0
    while at < len(lines):
        table = _table_at(lines, at, roles) or boxes_at(lines, at, roles)
        if table is None:
            beside.append(len(out))
            out.append(printed[at])
            at += 1
        else:
            out += ["", *table.lines, ""]
            at = table.stop
    if len(beside) == len(out):
        return text
    apart = set(beside)
    return "\n".join(_set_apart(line) if n in apart else line for n, line in enumerate(out))


def _set_apart(line: str) -> str:
    """A line that is no sentence with a gap around it: where cells are lines, paragraphs and headings are, too."""
    words = line.strip()
    heading = (
        0 < len(words) <= LONGEST_BAND and words[0].isupper() and words[-1].isalnum() and "\t" not in line
    )
    return f"\n{line}\n" if heading else line


def _table_at(lines: Sequence[str], start: int, roles: Lexicon) -> _Table | None:
    """The table whose header begins at a line, in as many columns as reach furthest and leave least between rows."""
    first = role_of(lines[start], roles) if lines[start] else None
    if first is None and not _heads_unnamed(lines, start, roles):
        return None
    above = (
        roles.best(lines[start - 1], coverage=NOTHING_ELSE) if start and ":" not in lines[start - 1] else None
    )
    if first is not None and above is not None and above.key != first:
        return None
    found = _best(lines, start, roles)
    if found is None or start + 1 == len(lines) or not lines[start + 1]:
        return found
    below = _best(lines, start + 1, roles) if role_of(lines[start + 1], roles) or found.shifted else None
    return None if below is not None and below.rank[:2] > found.rank[:2] else found


def _best(lines: Sequence[str], start: int, roles: Lexicon) -> _Table | None:
    """The table whose header begins at a line, in as many columns as reach furthest and leave least between rows."""
    found: _Table | None = None
    for count in range(FEWEST_COLUMNS, MOST_COLUMNS + 1):
        labels = lines[start : start + count]
        if len(labels) < count or not all(map(_may_name, labels)):
            break
        columns = _columns(labels, roles)
        if "key_figure" in columns and not {"indicator", "activity"} & set(columns):
            break  # "Nyckeltal" may name what is measured or hold figures: no row is told surely
        table = _rows_of(lines, start, labels, columns, roles) if _is_scorecards(columns, labels) else None
        if table is not None and (found is None or table.rank > found.rank):
            found = table
    return found


def _heads_unnamed(lines: Sequence[str], start: int, roles: Lexicon) -> bool:
    """Whether a line without a known word is a header's first label: those after it all say what they hold.

    Some reports print the goal there, in place of a word for what is measured.
    """
    named = [role_of(line, roles) if line else None for line in lines[start + 1 : start + 1 + FEWEST_NAMED]]
    return bool(lines[start]) and len(named) == FEWEST_NAMED and set(named) <= MEASURES | {"previous_value"}


def _may_name(label: str) -> bool:
    """Whether a line may be a column's label: a sentence, a line's rest, a name after a colon and a row are none."""
    whole = 0 < len(label) <= LONGEST_LABEL and not label.endswith(".") and not label[0].islower()
    return whole and not {":", "\t"} & set(label)


def _columns(labels: Sequence[str], roles: Lexicon) -> list[str | None]:
    """What each label names; one that says nothing known holds texts left of what is measured, figures right of it."""
    columns = [_role(label, roles) for label in labels]
    if columns[0] is None and all(c in MEASURES | _SIGNS for c in columns[1:]):
        columns[0] = "indicator"
    last = max((at for at, role in enumerate(columns) if role in {"indicator", "activity"}), default=None)
    if last is not None:  # what is named right of the measures is no text: "Mål" and "Ambition" are targets
        columns = ["target" if role == "goal" and at > last else role for at, role in enumerate(columns)]
    key = next((at for at, role in enumerate(columns) if role in KEYS), 0)
    return [role or ("goal" if at < key else None) for at, role in enumerate(columns)]


def _role(label: str, roles: Lexicon) -> str | None:
    """What a label names; a question ("Nås målet?") asks for a judgement."""
    return "status" if label.endswith("?") and role_of(label, roles) else role_of(label, roles)


def _is_scorecards(columns: Sequence[str | None], labels: Sequence[str]) -> bool:
    """Whether labels name what is measured and how it went; one without a known word is a part's name or a period."""
    named = {c for c in columns if c}
    if len(named) < MIN_ROLES or not (named & KEYS and named & MEASURES):
        return False
    return not any(
        is_quantity(x) for x, c in zip(labels, columns, strict=True) if c is None and not _PERIOD.search(x)
    )


def _rows_of(
    lines: Sequence[str],
    start: int,
    labels: Sequence[str],
    columns: Sequence[str | None],
    roles: Lexicon,
) -> _Table | None:
    """The rows below a header, None if there are none or if one of them does not fit."""
    count = len(labels)
    out: list[str] = []
    header = "\t".join(labels)
    rows, remarks = [header], list[str]()
    wide = 0
    at = start + count
    while at < len(lines):
        if _heads_next(lines[at : at + count], labels, columns, roles):
            break
        if _fits(lines[at : at + count], columns):
            rows.append("\t".join(lines[at : at + count]))
            at += count
            continue
        between = _between(lines, at, columns)
        if not between:
            break
        if len(rows) == 1 and not out and any(role_of(x, roles) in MEASURES | _SIGNS for x in between):
            return None  # the header goes on
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
    if len(rows) == 1 or _is_cut(lines, at, labels, columns, roles):
        return None
    if columns[-1] in _FIGURES and all(row.endswith("\t") for row in rows[1:]):
        return None  # an empty line below each row may be no cell but a gap
    first = lines[start + count] if start + count < len(lines) else ""
    label = roles.best(first, coverage=NOTHING_ELSE) if first else None
    shifted = label is not None and label.key in MEASURES | _SIGNS
    return _Table([*out, *rows, "", *remarks], at, wide, shifted)


def _heads_next(
    cells: Sequence[str], labels: Sequence[str], columns: Sequence[str | None], roles: Lexicon
) -> bool:
    """Whether lines are the header of another table: where this one has figures and judgements, labels stand."""
    if len(cells) < len(labels) or list(cells) == list(labels):
        return False
    under = [cell for cell, role in zip(cells, columns, strict=True) if role in MEASURES]
    return len(under) > 1 and all(roles.best(cell, coverage=NOTHING_ELSE) for cell in under)


def _between(lines: Sequence[str], at: int, columns: Sequence[str | None]) -> Sequence[str]:
    """The lines over the table's whole width that stand here before its next row: a name, a remark; none at its end."""
    for stop in range(at + 1, at + 1 + MOST_BETWEEN):
        if stop > len(lines) or not lines[stop - 1] or _is_plain(lines[stop - 1]):
            break
        if _fits(lines[stop : stop + len(columns)], columns):
            return lines[at:stop]
    return ()


def _is_cut(
    lines: Sequence[str],
    at: int,
    labels: Sequence[str],
    columns: Sequence[str | None],
    roles: Lexicon,
) -> bool:
    """Whether figures, signs or whole rows stand below a table's last row: one of its rows was cut in other cells."""
    count = len(labels)
    for n, line in enumerate(lines[at : at + count + MOST_BETWEEN], start=at):
        cells = lines[n : n + count]
        years = len(cells) == count and all(_PERIOD.fullmatch(cell) for cell in cells[1:])
        if line.endswith(".") or ": " in line or years or _heads_next(cells, labels, columns, roles):
            return False
        if n < at + count - 1 and line and (_is_figure(line) or is_symbol(line)):
            return True
        if n > at and line and _fits(cells, columns):
            return True
    return False


def _fits(cells: Sequence[str], columns: Sequence[str | None]) -> bool:
    """Whether lines can be a row's cells: a name for what is measured, and figures and judgements where they belong."""
    if len(cells) < len(columns):
        return False
    keys = [c for c in columns if c in KEYS]
    row = list(zip(columns, cells, strict=True))
    if not all(_is_one(role, cell) for role, cell in row if cell):
        return False
    if "status" in columns and not cells[columns.index("status")]:
        judged = (cell for role, cell in row if cell and role in _FIGURES)
        if any(built_in()["status"].best(cell, coverage=NOTHING_ELSE) for cell in judged):
            return False  # a judgement under a figure's label: a cell left of it is missing
    if not next(cell for role, cell in reversed(row) if role == keys[-1]):
        return False
    if not any(cells[1 : len(columns)]):  # what the rows below are parts of
        return (
            0 < len(cells[0]) <= LONGEST_PARENT and not cells[0].endswith(".") and not cells[0][0].islower()
        )
    measured = [cell for role, cell in row if cell and role not in _TEXTS | _SIGNS]
    return any(_is_figure(cell) or any(c.isdigit() for c in cell) for cell in measured)


def _is_one(role: str | None, cell: str) -> bool:
    if role == "comment":
        return True
    if role in _TEXTS:
        if names_parts(cell, built_in()):
            return True
        named = _LETTERS.search(cell) is not None and not cell[0].islower()
        return named and not is_typed(cell) and not is_quantity(cell)
    if role in _SIGNS:
        return is_symbol(cell) or is_verdict(cell) or not any(c.isdigit() for c in cell)
    figures = _is_figure(cell) or any(c.isdigit() for c in cell) or _says_nothing(cell)
    return len(cell) <= LONGEST_MEASURE and (figures or (role is None and _is_plain(cell)))


def _says_nothing(cell: str) -> bool:
    """Whether a cell begins as words for no value do; `patterns/missing.toml` has the usual ones whole."""
    begins = cell in _DASHES or finder(built_in(), "cues", "no_value").at(plain(cell), 0) is not None
    return begins and not cell.endswith(".") and not is_verdict(cell)


def _is_figure(cell: str) -> bool:
    return is_typed(cell) or is_direction(cell)


def _is_plain(cell: str) -> bool:
    """Whether a cell is nothing but a figure, a direction, a word for no value, a sign or a judgement."""
    return _is_figure(cell) or is_symbol(cell) or is_verdict(cell)

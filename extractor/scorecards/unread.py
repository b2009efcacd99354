"""Tables that look like a scorecard but gave no row: named in the report, never left out in silence.

A traffic light, or a verdict beside a figure, on most rows is a judgement of something; figures under a header of
targets are measured by them. Where nothing was read of that, a person must look.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection

from extractor.model import Cell, Document, Paragraph, Table
from extractor.patterns import Patterns, words_of
from extractor.phrases import finder, plain
from extractor.scorecards.grid import filled
from extractor.scorecards.labels import CLEAR, header_scores
from extractor.sections.controls import is_about_risks, is_control_table
from extractor.swedish import squeeze
from extractor.symbols.colours import LIGHTS, parse_hex
from extractor.symbols.legend import Legend, find_legend
from extractor.symbols.meaning import read_status, read_trend

_DIGIT = re.compile(r"\d")

FEWEST_ROWS = 2
"""Rows with a light from which a table judges; one alone is a sign in some text."""

FEWEST_LINES = 3
"""Lines of text with a light and a figure from which they are rows; a legend's lines have no figures."""

FEWEST_FIGURES = 3
"""Figures of a line of text from which it may be a row: a value, the one before and a target."""

HEADER_ROWS = 3
"""Rows in which a header stands at most."""

LABELS_ALONE = 3
"""Different header words in a line of text from which it is a header without its table."""

EXPLAINED = 0.9
"""Share of such a line that header words and years make up."""

LONGEST_HEADER = 16
"""Words of such a line at most."""

VERDICT_WORDS = 4
"""Words of a verdict at most; sentences are comments."""

MONEY = frozenset({"kr", "tkr", "mnkr", "mdkr"})
"""Units of a table of money."""

MEASURED = frozenset({"indicator", "key_figure", "goal", "value", "status", "trend"})
"""What a header names beside a target where it is a scorecard's."""

BLACK = 64
"""Brightness of a shading's brightest channel below which no letter on it can be seen in a black-and-white scan."""

MOST = 0.5
"""Share of the rows below the first one that show a light."""


def unread_tables(document: Document, read: Collection[int], patterns: Patterns) -> tuple[str, ...]:
    """What to say about tables that judge their rows but were taken for nothing.

    Args:
        document: the document as read.
        read: numbers of the tables that gave scorecard rows, assignments or controls.
        patterns: the knowledge in use.

    Returns:
        One sentence per table with its page and header, and per page where lights stand beside figures in no table;
        legends and tables of risks are none.
    """
    legend = find_legend(document, patterns)
    tables = [b for b in document.blocks if isinstance(b, Table) and b.number not in read]
    tables = [t for t in tables if not is_about_risks([c.text for c in t.cells if c.row == 0], patterns)]
    found = [_note_on(t, legend, patterns) for t in tables]
    return (
        *filter(None, found),
        *_blackened(document),
        *_headers_alone(document, patterns),
        *_loose_lights(document),
        *_loose_rows(document, patterns),
    )


def _note_on(table: Table, legend: Legend, patterns: Patterns) -> str:
    """What to say about a table of which nothing was read; '' for one that needs no word."""
    if _judges(table, legend, patterns):
        return _note(table)
    return _measured_note(table) if _measures(table, legend, patterns) else ""


def _measures(table: Table, legend: Legend, patterns: Patterns) -> bool:
    """Whether rows of figures stand under a header that names a target and what is held against it, or beside verdicts.

    Tables of money and of controls have targets and verdicts of their own kind.
    """
    top = [c.text for c in table.cells if c.row < HEADER_ROWS and c.text.strip()]
    if (
        is_control_table(top, patterns)
        or any(_is_money(t, patterns) for t in top)
        or _by_place(table, patterns)
    ):
        return False
    grid = table.grid()
    rows = [cells for r in range(table.row_count) if (cells := [c for c in filled(grid, r) if c.row == r])]
    figured = [cells for cells in rows[1:] if any(_DIGIT.match(c.text.lstrip(" <>≤≥-–")) for c in cells[1:])]
    if len(figured) < FEWEST_ROWS or len(figured) < MOST * (len(rows) - 1):
        return False
    roles = {role for row in rows[:HEADER_ROWS] for c in row for role in _roles(c.text, patterns)}
    judged = sum(any(_is_verdict(c, legend, patterns) for c in cells) for cells in figured)
    return ("target" in roles and bool(roles & MEASURED)) or judged >= max(FEWEST_ROWS, MOST * len(figured))


def _is_money(label: str, patterns: Patterns) -> bool:
    """Whether a label says that money is meant: a budget, an amount in thousands."""
    budget = any(h.key == "budget" for h in finder(patterns, "figures").all(plain(label)))
    return budget or any(m.key in MONEY for m in patterns["units"].find(label))


def _by_place(table: Table, patterns: Patterns) -> bool:
    """Whether the rows are parts of the organisation: a staff or production table, not a scorecard."""
    first = next((squeeze(c.text) for c in table.cells if c.row == 0 and c.column == 0), "")
    place = patterns["frames"].best(first, coverage=CLEAR) is not None
    return bool(first) and (place or "responsible" in _roles(first, patterns))


def _roles(label: str, patterns: Patterns) -> set[str]:
    return {
        role for role, score in header_scores(squeeze(label), patterns["roles"]).items() if score >= CLEAR
    }


def _is_verdict(cell: Cell, legend: Legend, patterns: Patterns) -> bool:
    short = 0 < len(cell.text.split()) <= VERDICT_WORDS and not _DIGIT.search(cell.text)
    return short and read_status((), cell.text, None, legend, patterns).normal is not None


def _blackened(document: Document) -> list[str]:
    """What to say about rows that a scanner turned black: a header or a perspective stood there."""
    if document.text_layer == "born":
        return []
    return [
        f"{_named(table)} has a row that is all black in the picture: what is printed there, perhaps its header, could "
        "not be read; look at the page, or scan it lighter or in grey."
        for table in document.blocks
        if isinstance(table, Table) and any(_is_black(cells) for cells in _in_rows(table))
    ]


def _in_rows(table: Table) -> list[list[Cell]]:
    rows: dict[int, list[Cell]] = {}
    for cell in table.cells:
        rows.setdefault(cell.row, []).append(cell)
    return list(rows.values())


def _is_black(cells: list[Cell]) -> bool:
    """Whether nothing but black is seen in a row."""
    return all(
        not c.text.strip() and not c.symbols and max(parse_hex(c.shading) or (BLACK,)) < BLACK for c in cells
    )


def _headers_alone(document: Document, patterns: Patterns) -> list[str]:
    """What to say about lines of text that are a scorecard's header with no table under them."""
    return [
        f"On page {b.place.page} a scorecard's header ({squeeze(b.text)}) stands in no table: "
        "no rows were read under it."
        for b in document.blocks
        if isinstance(b, Paragraph) and _is_header(b.text, patterns)
    ]


def _is_header(text: str, patterns: Patterns) -> bool:
    words = words_of(text)
    begun = sum(word[:1].isupper() for word in text.split())  # each label does, words of a sentence don't
    if begun < LABELS_ALONE or len(words) > LONGEST_HEADER:
        return False
    found = [m for m in patterns["roles"].find(text) if m.score >= CLEAR]
    explained = {i for m in found for i in range(m.start, m.end)}
    explained |= {i for i, word in enumerate(words) if word.isdigit()}
    keys = {m.key for m in found}
    named = (
        len(keys) >= LABELS_ALONE and "target" in keys and bool(keys & {"indicator", "key_figure", "goal"})
    )
    return named and len(explained) >= EXPLAINED * len(words)


def _loose_lights(document: Document) -> list[str]:
    """What to say about pages where several lines of text show a light beside a figure: a table that was not seen."""
    lines = [b for b in document.blocks if isinstance(b, Paragraph) and _DIGIT.search(b.text)]
    lit = [b for b in lines if any(s.colour in LIGHTS and s.shape != "bar" for s in b.symbols)]
    return [
        f"On page {page} {count} lines show a light beside figures but stand in no table: no rows were read of them."
        for page, count in sorted(Counter(b.place.page for b in lit).items())
        if count >= FEWEST_LINES
    ]


def _loose_rows(document: Document, patterns: Patterns) -> list[str]:
    """What to say about pages where lines of text print figures beside limits: a table that lost its columns."""
    lines = [
        (b.place.page, line)
        for b in document.blocks
        if isinstance(b, Paragraph)
        for line in b.raw.split("\n")
    ]
    pages = Counter(page for page, line in lines if _is_row(line, patterns))
    return [
        f"On page {page} {count} lines print figures beside targets but stand in no table: no rows were read of them."
        for page, count in sorted(pages.items())
        if count >= FEWEST_LINES
    ]


def _is_row(line: str, patterns: Patterns) -> bool:
    """Whether a line of text is a row: a name, and several figures, one of them a limit, that make up half of it."""
    words = line.split()
    figures = sum(bool(_DIGIT.match(word.lstrip("<>≤≥-–+"))) for word in words)
    if figures < FEWEST_FIGURES or not words[0][:1].isupper() or line.rstrip().endswith((".", ":", ";")):
        return False
    limits = sum(m.end - m.start for m in patterns["targets"].find(line))
    return limits > 0 and 2 * (figures + limits + sum(w in "%–-" for w in words)) >= len(words)


def _judges(table: Table, legend: Legend, patterns: Patterns) -> bool:
    """Whether most rows show a light beside words that are not its meaning."""
    grid = table.grid()
    rows = [cells for r in range(table.row_count) if (cells := [c for c in filled(grid, r) if c.row == r])]
    lit = [cells for cells in rows if any(_is_light(c) for c in cells)]
    meant = [cells for cells in lit if all(_is_meaning(c, legend, patterns) for c in cells)]
    return len(lit) >= FEWEST_ROWS and len(lit) >= MOST * (len(rows) - 1) and len(meant) * 2 < len(lit)


def _is_light(cell: Cell) -> bool:
    return not cell.text.strip() and any(s.colour in LIGHTS and s.shape != "bar" for s in cell.symbols)


def _is_meaning(cell: Cell, legend: Legend, patterns: Patterns) -> bool:
    """Whether a cell of a row is a mark, or the words for what one means."""
    if not cell.text.strip():
        return True
    status = read_status((), cell.text, None, legend, patterns).normal
    return status is not None or read_trend((), cell.text, legend, patterns).normal is not None


def _note(table: Table) -> str:
    return (
        f"{_named(table)} judges its rows but no column "
        "was recognised as goal or indicator: no rows were read; teach its header words in patterns/roles.toml."
    )


def _measured_note(table: Table) -> str:
    return (
        f"{_named(table)} holds figures against targets or "
        "verdicts but was not recognised as a scorecard: no rows were read; teach its header words in "
        "patterns/roles.toml."
    )


def _named(table: Table) -> str:
    header = ", ".join(squeeze(c.text) for c in table.cells if c.row == 0 and c.text.strip())
    return f"Table {table.number} on page {table.place.page} ({header or 'without header'})"

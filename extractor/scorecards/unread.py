"""Tables that look like a scorecard but gave no row: named in the report, never left out in silence.

A traffic light on most rows is a judgement of something; where no header said of what, a person must look.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection

from extractor.model import Cell, Document, Paragraph, Table
from extractor.patterns import Patterns
from extractor.scorecards.grid import filled
from extractor.swedish import squeeze
from extractor.symbols.legend import Legend, find_legend
from extractor.symbols.meaning import LIGHTS, read_status, read_trend

_DIGIT = re.compile(r"\d")

FEWEST_ROWS = 2
"""Rows with a light from which a table judges; one alone is a sign in some text."""

FEWEST_LINES = 3
"""Lines of text with a light and a figure from which they are rows; a legend's lines have no figures."""

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
    tables = (b for b in document.blocks if isinstance(b, Table) and b.number not in read)
    found = [_note(t) for t in tables if _judges(t, legend, patterns) and not _is_about_risks(t, patterns)]
    return (*found, *_loose_lights(document))


def _loose_lights(document: Document) -> list[str]:
    """What to say about pages where several lines of text show a light beside a figure: a table that was not seen."""
    lines = [b for b in document.blocks if isinstance(b, Paragraph) and _DIGIT.search(b.text)]
    lit = [b for b in lines if any(s.colour in LIGHTS and s.shape != "bar" for s in b.symbols)]
    return [
        f"On page {page} {count} lines show a light beside figures but stand in no table: no rows were read of them."
        for page, count in sorted(Counter(b.place.page for b in lit).items())
        if count >= FEWEST_LINES
    ]


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


def _is_about_risks(table: Table, patterns: Patterns) -> bool:
    labels = [c.text for c in table.cells if c.row == 0]
    return any(m.key == "risk" for label in labels for m in patterns["columns"].find(label))


def _note(table: Table) -> str:
    header = ", ".join(squeeze(c.text) for c in table.cells if c.row == 0 and c.text.strip())
    return (
        f"Table {table.number} on page {table.place.page} ({header or 'without header'}) judges its rows but no column "
        "was recognised as goal or indicator: no rows were read; teach its header words in patterns/roles.toml."
    )

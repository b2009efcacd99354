"""Internal control (internkontroll): which tables report it, and their rows.

Promises the five fields as printed; a table of risks without method or result is left alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extractor.model import Cell, Control, Document, Paragraph, Table
from extractor.patterns import Patterns
from extractor.scorecards.grid import Grid, filled, is_full_width
from extractor.scorecards.headers import Part, split
from extractor.swedish import squeeze

LABEL_COVERAGE = 0.3
"""Share of a header's letters that its control word must explain: "Utfört (datum, vecka, månad, period)"."""
OWN_WORDS = ("kontroll", "granskning")
"""Beginnings of header words that only internal control uses: "Kontrollmoment", "Granskningsområde"."""
NOT_OWN = ("kontrollmatt", "kontrollmått")
"""What begins like them and is a scorecard's indicator."""


def control_columns(labels: Sequence[str], patterns: Patterns) -> dict[str, int]:
    """Field of a control → index of its column; the first column that fits a field has it."""
    columns: dict[str, int] = {}
    for index, label in enumerate(labels):
        match = patterns["controls"].best(label, coverage=LABEL_COVERAGE)
        if match is not None and match.key != "other":
            columns.setdefault(match.key, index)
    return columns


def is_control_table(labels: Sequence[str], patterns: Patterns) -> bool:
    """Whether header labels are those of internal control rather than of a scorecard."""
    columns = control_columns(labels, patterns)
    words = [w for label in labels for w in squeeze(label).lower().replace("/", " ").split()]
    own = any(w.startswith(OWN_WORDS) and not w.startswith(NOT_OWN) for w in words)
    return own and "activity" in columns and len(columns) >= 2


def is_about_risks(labels: Sequence[str], patterns: Patterns) -> bool:
    """Whether one of these header labels names a risk, or how likely or grave it is.

    A scorecard's own word is no risk with a letter misread: "Riktvärde" is not "Riskvärde".
    """
    return any(
        m.key == "risk" and (m.score == 1.0 or not _is_scorecards(label, m.score, patterns))
        for label in labels
        for m in patterns["columns"].find(label)
    )


def _is_scorecards(label: str, score: float, patterns: Patterns) -> bool:
    """Whether words of a scorecard's header explain a label better than others do that scored so much."""
    return any(m.score > score for m in patterns["roles"].find(label))


def find_controls(document: Document, patterns: Patterns) -> tuple[Control, ...]:
    """Every internal-control activity of a document.

    Args:
        document: what a reader made of the file.
        patterns: the knowledge in use (`controls`, `sections`).

    Returns:
        One `Control` per table row, in reading order.
    """
    found: list[Control] = []
    last: tuple[int, Mapping[str, int]] | None = None
    in_section = False
    for block in document.blocks:
        if isinstance(block, Paragraph):
            last = None
            if block.level:
                section = patterns["sections"].best(block.text, coverage=0.5)
                in_section = section is not None and section.key == "controls"
            continue
        controls, last = _read_table(block, patterns, last, in_section)
        found += controls
    return tuple(found)


def _read_table(
    table: Table, patterns: Patterns, last: tuple[int, Mapping[str, int]] | None, in_section: bool
) -> tuple[list[Control], tuple[int, Mapping[str, int]] | None]:
    grid = table.grid()
    for part in split(table, patterns):
        labels = part.labels or _first_row(grid)
        columns: Mapping[str, int] = control_columns(labels, patterns)
        own = is_control_table(labels, patterns)
        if own or (in_section and "activity" in columns and {"method", "result"} & set(columns)):
            body = part.body if part.labels else part.body[1:]
            return _rows(table, grid, Part(labels, (), body), columns), (table.column_count, columns)
    if last is not None and last[0] == table.column_count:
        everything = tuple(range(table.row_count))
        return _rows(table, grid, Part((), (), everything), last[1]), last
    return [], None


def _first_row(grid: Grid) -> tuple[str, ...]:
    return tuple(squeeze(c.text) if c is not None else "" for c in grid[0]) if grid else ()


def _rows(table: Table, grid: Grid, part: Part, columns: Mapping[str, int]) -> list[Control]:
    controls: list[Control] = []
    for row in part.body:
        if is_full_width(grid, row) or not any(c.row == row for c in filled(grid, row)):
            continue
        cells: dict[str, Cell | None] = {key: grid[row][index] for key, index in columns.items()}
        texts = {key: squeeze(cell.text) if cell is not None else "" for key, cell in cells.items()}
        if not any(texts.values()):
            continue
        place = next((c.place for c in cells.values() if c is not None and c.place), table.place)
        controls.append(
            Control(
                activity=texts.get("activity", ""), method=texts.get("method", ""),
                performed=texts.get("performed", ""), result=texts.get("result", ""),
                actions=texts.get("actions", ""), place=place,
            )
        )  # fmt: skip
    return controls

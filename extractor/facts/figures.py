"""All tables that are no scorecard, cell by cell: finance, investments, personnel, key figures.

Every body cell keeps its row label, its whole column label (headers of several rows joined) and, where
it is one number, that number with the unit the cell, header, corner, caption, row or nearby text prints.
A unit nobody printed is inferred at low confidence, or left empty.
"""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal
from typing import NamedTuple

import msgspec

from extractor.facts.scorecard_facts import DOUBTFUL
from extractor.facts.titles import title_above
from extractor.facts.units import header_unit, infer_unit, of_name
from extractor.model import Cell, Document, FigureCell, Paragraph, Place, Table
from extractor.patterns import Patterns
from extractor.periods import find_periods
from extractor.phrases import finder, plain
from extractor.values.numbers import is_bracketed
from extractor.values.quantities import read_quantities

HEADER_ROWS = 3
"""A header guessed from content has at most so many rows; taller ones are marked by the reader."""

INFERRED = 0.6
"""Confidence of a cell whose unit is inferred: below `SURE`."""

FULL_KRONOR = Decimal(1_000_000)
"""Bare amounts from a million on in a table of money are whole kronor: in thousands it would be a
thousand million, which no cost line of a reporting unit reaches."""

MOST_UNITS = 9
"""A whole number of one digit has no comma to lose."""

IMPLAUSIBLE_SHARE = Decimal(2000)
"""A bare number beyond this is no percentage, whatever its caption says."""

NEAR = 2
"""Blocks before a table whose text may name its unit ("Belopp i tkr")."""

_ANNOUNCED = re.compile(r"\b(?:i|belopp|anges i|redovisas i)\s+$|\(\s*$")
_DIGIT = re.compile(r"\d")
_AMOUNT = re.compile(r"[-+−–]?\s?\d[\d\s]*(?:,\d+\s*%?|\s*%)")
"""A number with decimals or a per cent sign: never a header."""
_YEAR_LABEL = re.compile(r"\b(?:19|20)\d\d\b")
_MONEY = ("kr", "tkr", "mnkr", "mdkr")


class _Shape(NamedTuple):
    header_rows: int
    label_columns: int


class _Units(NamedTuple):
    """Where a table prints its unit, and what it may be where it prints none."""

    corner: str
    caption: str
    nearby: str
    money: str
    """The unit for bare amounts of money, inferred."""


def find_figures(
    document: Document, taken: frozenset[int], patterns: Patterns, *, money: str | None = None
) -> tuple[FigureCell, ...]:
    """Every body cell of every table that nobody has taken.

    Args:
        document: the document as read.
        taken: numbers of the tables that are scorecards, controls or assignments.
        patterns: the knowledge in use.
        money: the document's `money_unit`, where that is known already.

    Returns:
        The cells in the order printed; rows count from 1 below the header, columns from 0.
    """
    money = money_unit(document, patterns) if money is None else money
    found: list[FigureCell] = []
    for index, block in enumerate(document.blocks):
        if isinstance(block, Table) and block.number not in taken and block.cells:
            nearby = [
                b.text for b in document.blocks[max(0, index - NEAR) : index] if isinstance(b, Paragraph)
            ]
            titled = msgspec.structs.replace(block, caption=title_above(document.blocks, index) or None)
            cells = _table_cells(titled, " ".join(nearby), money, patterns)
            found += cells if document.text_layer == "born" else _doubt_lost_decimals(cells)
    return tuple(found)


def money_unit(document: Document, patterns: Patterns) -> str:
    """The unit most amounts of money in the document's text are printed in, '' when there are none."""
    counts: Counter[str] = Counter()
    for block in document.blocks:
        if isinstance(block, Paragraph):
            low = plain(block.text)
            if not _DIGIT.search(low):
                continue
            for hit in finder(patterns, "units").all(low):
                if hit.key in _MONEY and low[: hit.start].rstrip()[-1:].isdigit():
                    counts[hit.key] += 1
    return counts.most_common(1)[0][0] if counts else ""


def _table_cells(table: Table, nearby: str, money: str, patterns: Patterns) -> list[FigureCell]:
    grid = table.grid()
    shape = _shape(table, grid, patterns)
    labels = [_column_label(grid, column, shape.header_rows) for column in range(len(grid[0]))]
    slipped = _slipped(labels, shape, patterns)
    labels = ["", *labels[:-1]] if slipped else labels
    units = _Units(
        corner=next((u for c in range(shape.label_columns) if (u := header_unit(labels[c], patterns))), ""),
        caption=header_unit(table.caption or "", patterns),
        nearby=_announced_unit(nearby, patterns),
        money=_inferred_money(grid, shape, money, patterns),
    )
    found = []
    for number, row in enumerate(grid[shape.header_rows :], start=1):
        row_label = " ".join(
            dict.fromkeys(c.text.strip() for c in row[: shape.label_columns] if c and c.text.strip())
        )
        seen: set[int] = set()
        for column in range(shape.label_columns, len(row)):
            cell = row[column]
            if cell is None or id(cell) in seen or cell.row != number + shape.header_rows - 1:
                continue
            seen.add(id(cell))
            figure = _figure(table, cell, (number, row_label, labels[column]), units, patterns)
            found.append(msgspec.structs.replace(figure, corner=labels[0] if shape.label_columns else ""))
    found = [_doubted(c, "header_slipped") for c in found] if slipped else found
    found = _share_inferred_units(found)
    return found if any(c.unit for c in found) else _of_corner(found, patterns)


def _of_corner(cells: list[FigureCell], patterns: Patterns) -> list[FigureCell]:
    """Give the numbers of a table without any unit the one its corner implies ("Uppdrag per station")."""
    unit = infer_unit(cells[0].corner, patterns, persons=True) if cells else ""
    return [
        msgspec.structs.replace(_doubted(c, "unit_inferred"), unit=unit)
        if unit and c.value is not None
        else c
        for c in cells
    ]


def _slipped(labels: list[str], shape: _Shape, patterns: Patterns) -> bool:
    """Whether every header stands one column too far left: a year over the row labels, none over the last.

    Headers set flush left over figures set flush right do that where no line is drawn.
    """
    if shape.label_columns != 1 or len(labels) <= 1 or labels[-1] or not shape.header_rows:
        return False
    return all(_YEAR_LABEL.search(label) and names_period(label, "", patterns) for label in labels[:-1])


def _share_inferred_units(cells: list[FigureCell]) -> list[FigureCell]:
    """Give bare numbers the unit most of their column was inferred to have: a total follows its parts."""
    common: dict[int, Counter[str]] = {}
    for cell in cells:
        if cell.value is not None and cell.unit and "unit_inferred" in cell.reasons:
            common.setdefault(cell.column_no, Counter())[cell.unit] += 1
    everywhere = sum(common.values(), Counter[str]())
    out = []
    for cell in cells:
        counter = common.get(cell.column_no) or everywhere
        printed = cell.unit and "unit_inferred" not in cell.reasons
        if cell.value is None or printed or not counter:
            out.append(cell)
            continue
        unit, most = counter.most_common(1)[0]
        unit = cell.unit if cell.unit and counter[cell.unit] * 2 >= most else unit
        out.append(msgspec.structs.replace(_doubted(cell, "unit_inferred"), unit=unit))
    return out


def _doubted(cell: FigureCell, reason: str) -> FigureCell:
    reasons = tuple(dict.fromkeys((*cell.reasons, reason)))
    return msgspec.structs.replace(cell, confidence=min(cell.confidence, INFERRED), reasons=reasons)


def _doubt_lost_decimals(cells: list[FigureCell]) -> list[FigureCell]:
    """Doubt whole numbers of two digits or more among decimals: recognition loses commas (`52` for `5,2`)."""
    columns: dict[tuple[int, str], list[FigureCell]] = {}
    for cell in cells:
        if cell.value is not None:
            columns.setdefault((cell.column_no, cell.unit), []).append(cell)
    doubted = {
        (c.row_no, c.column_no)
        for column in columns.values()
        if 2 * sum(_has_decimals(c) for c in column) >= len(column)
        for c in column
        if c.value is not None and not _has_decimals(c) and abs(c.value) > MOST_UNITS
    }
    return [_doubted(c, "decimal_lost") if (c.row_no, c.column_no) in doubted else c for c in cells]


def _has_decimals(cell: FigureCell) -> bool:
    return (cell.value is not None and cell.value != cell.value.to_integral_value()) or "," in cell.text


def _shape(table: Table, grid: list[list[Cell | None]], patterns: Patterns) -> _Shape:
    rows = _without_figures(grid, table.header_rows) or _guess_header(grid, patterns)
    body = grid[rows:]
    labels, columns = 0, len(grid[0])
    for column in range(columns):
        texts = [c.text for row in body if (c := row[column]) and c.text.strip()]
        numeric = sum(_is_figure(t, patterns) for t in texts)
        if labels == column and (not texts or numeric * 2 < len(texts)) and column < columns - 1:
            if column and not texts:
                break
            labels = column + 1
    return _Shape(rows, max(1, labels) if columns > 1 else 0)


def _without_figures(grid: list[list[Cell | None]], header_rows: int) -> int:
    """The marked header without last rows that print amounts: a bold first line is no header."""
    while header_rows > 1:
        texts = [c.text for c in grid[header_rows - 1][1:] if c is not None and c.text.strip()]
        if not texts or not all(_AMOUNT.fullmatch(t.strip()) for t in texts):
            break
        header_rows -= 1
    return header_rows


def _guess_header(grid: list[list[Cell | None]], patterns: Patterns) -> int:
    """Leading rows that hold no figure beside their first cell; years and months are no figures."""
    count = 0
    for row in grid[: HEADER_ROWS + 1]:
        cells = [c for c in row[1:] if c is not None and c.text.strip()]
        if any(_is_figure(c.text, patterns) for c in cells) or (count and not cells):
            break
        count += 1
    return min(count, HEADER_ROWS, max(0, len(grid) - 1))


def _is_figure(text: str, patterns: Patterns) -> bool:
    if text.strip() in ("-", "–", "−", "—"):
        return True
    if not any(c.isdigit() for c in text) or sum(c.isalpha() for c in text) > 12:
        return False
    return bool(read_quantities(text, role_kind="figure", report_period="", patterns=patterns).quantities)


def _column_label(grid: list[list[Cell | None]], column: int, header_rows: int) -> str:
    texts = [c.text.strip() for row in grid[:header_rows] if (c := row[column]) and c.text.strip()]
    return " ".join(dict.fromkeys(texts))


def _announced_unit(text: str, patterns: Patterns) -> str:
    low = plain(text)
    hits = finder(patterns, "units").all(low)
    return next((h.key for h in hits if h.key in _MONEY and _ANNOUNCED.search(low[: h.start])), "")


def _inferred_money(grid: list[list[Cell | None]], shape: _Shape, money: str, patterns: Patterns) -> str:
    largest = Decimal(0)
    for row in grid[shape.header_rows :]:
        for cell in row[shape.label_columns :]:
            if cell and cell.text:
                reading = read_quantities(cell.text, role_kind="figure", report_period="", patterns=patterns)
                for q in reading.quantities:
                    if not q.unit and q.value is not None:
                        largest = max(largest, abs(q.value))
    return "kr" if largest >= FULL_KRONOR else money


def _figure(
    table: Table, cell: Cell, at: tuple[int, str, str], units: _Units, patterns: Patterns
) -> FigureCell:
    number, row_label, label = at
    reading = read_quantities(cell.text, role_kind="figure", report_period="", patterns=patterns)
    only = reading.quantities[0] if len(reading.quantities) == 1 else None
    value = only.value if only else None
    unit, confidence = only.unit if only else "", cell.confidence
    reasons = [*cell.reasons, *(r.reason for r in reading.refusals if r.reason in DOUBTFUL)]
    if value is None and cell.text.strip().isdigit():
        value = Decimal(cell.text.strip())
    if value is not None and is_bracketed(cell.text):
        value, reasons = -value, [*reasons, "sign_unclear"]
    if value is not None and not unit:
        printed = header_unit(label, patterns) or of_name(header_unit(row_label, patterns))
        unit = printed or units.corner or units.caption or units.nearby
        if not unit:
            unit = _inferred((row_label, table.caption or "", label), value, units, patterns)
            reasons += ["unit_inferred"] if unit else []
    if reasons:
        confidence = min(confidence, INFERRED)
    return FigureCell(
        table_no=table.number,
        caption=table.caption or "",
        row_no=number,
        row_label=row_label,
        column_no=cell.column,
        column_label=label,
        text=cell.text,
        value=value,
        unit=unit,
        place=cell.place or Place(page=table.place.page),
        confidence=confidence,
        reasons=tuple(dict.fromkeys(reasons)),
    )


def _inferred(words: tuple[str, ...], value: Decimal, units: _Units, patterns: Patterns) -> str:
    """The unit the words beside a bare number imply: the row's first, then the caption's."""
    for text in words:
        unit = infer_unit(text, patterns, units.money, persons=True)
        if unit and not (unit == "%" and abs(value) > IMPLAUSIBLE_SHARE):
            return unit
    return ""


def names_period(text: str, report_period: str, patterns: Patterns) -> bool:
    """Whether a label is a period and nothing else ('2019', 'Q3', 'januari')."""
    mentions = find_periods(text, report_period, patterns, cumulative=True)
    covered = sum(m.end - m.start for m in mentions)
    return bool(mentions) and covered >= len(text.strip(" :.-"))

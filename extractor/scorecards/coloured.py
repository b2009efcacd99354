"""Verdicts shown by a colour in tables without a column for them: of the value, of the row, or of a line beside it.

Promises that a colour counts only where it tells rows apart (two lights, or a legend that explains it), that a
whole row's does only by a legend and a table's never, that such a status is sure only where the legend explains
lines in several colours that stand beside the rows, and that lights beside some rows which nothing explains are named.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import msgspec

from extractor.model import Cell, Column, Field, Role, Symbol
from extractor.patterns import Patterns
from extractor.scorecards.fields import doubted
from extractor.scorecards.grid import Grid, cell_at
from extractor.symbols.cell import symbol_from_shading
from extractor.symbols.colours import LIGHTS, class_of
from extractor.symbols.legend import Legend
from extractor.symbols.meaning import read_status
from extractor.symbols.shading import own_shading

COLOURED: tuple[Role, ...] = ("value", "forecast", "indicator", "progress")
"""Columns whose cells reports colour instead of a status column, the usual one first."""
WRITTEN: tuple[Role, ...] = ("value", "forecast")
"""Columns whose figures reports write in a light's colour instead."""
FEWEST = 2
"""Cells in a light's colour that make a column of verdicts: one alone may be somebody's marker pen."""
CONFIDENCE = 0.85
"""Confidence in such a status: the colour is plain, that it judges the goal is concluded."""
EDGED = 0.8
"""Share of the rows with a line beside them from which lines that the legend explains judge for sure."""
UNEXPLAINED = 0.5
"""Confidence of an empty status where a line shows a light and nothing says what for."""


class Shown(NamedTuple):
    """What shows a row's status by its colour."""

    cell: Cell
    symbol: Symbol
    confidence: float = CONFIDENCE
    reason: str = "colour_of_value"


Coloured = Mapping[int, Shown]
"""By row of the grid."""


def coloured_rows(
    grid: Grid, body: Iterable[int], by_role: Mapping[Role, Column], legend: Legend
) -> Coloured:
    """The rows that show their status by a colour.

    Args:
        grid: the table's cells by row and column.
        body: indices of its body rows.
        by_role: the column of each role.
        legend: what the report says its colours mean.

    Returns:
        Empty where the table has a status column, or no colours tell its rows apart.
    """
    rows = list(body)
    if "status" in by_role:
        return {}
    for role in COLOURED:
        column = by_role.get(role)
        shown = _shaded(grid, rows, column, gauges=role == "progress") if column is not None else {}
        if len(shown) >= FEWEST and _tell_apart(shown, legend):
            return shown
    for role in WRITTEN:
        inked = _inked(grid, rows, by_role[role]) if role in by_role else {}
        if len({s.symbol.colour for s in inked.values()}) > 1:
            return inked
    banded = _banded(grid, rows)
    if len(banded) >= FEWEST and all(legend.status_of(s.symbol) is not None for s in banded.values()):
        return banded
    return _edged(grid, rows, legend)


def status_by_colour(shown: Shown, legend: Legend, patterns: Patterns) -> Field:
    """The status that such a colour shows."""
    empty = msgspec.structs.replace(
        Field(), place=shown.cell.place, symbols=(shown.symbol,), picture=shown.cell.picture
    )
    if shown.confidence <= UNEXPLAINED:
        return doubted(empty, shown.confidence, shown.reason)
    read = read_status((shown.symbol,), "", None, legend, patterns)
    read = doubted(read, shown.confidence, shown.reason) if shown.reason else read
    return msgspec.structs.replace(
        read, text="", raw="", place=empty.place, symbols=empty.symbols, picture=empty.picture
    )


def _tell_apart(shown: Coloured, legend: Legend) -> bool:
    lights = [s.symbol for s in shown.values()]
    explained = all(legend.status_of(light) is not None for light in lights)
    return explained or len({light.colour for light in lights}) > 1


def _shaded(grid: Grid, rows: list[int], column: Column, *, gauges: bool) -> dict[int, Shown]:
    """The rows whose cell in a column has a light's colour of its own, or holds a bar in one."""
    found: dict[int, Shown] = {}
    for index in rows:
        cell = cell_at(grid, index, column.index)
        light = _light(cell, grid[index], gauges=gauges) if cell is not None and cell.row == index else None
        if cell is not None and light is not None:
            found[index] = Shown(cell, light)
    return found


def _light(cell: Cell, row: list[Cell | None], *, gauges: bool) -> Symbol | None:
    if gauges:
        bar = next((s for s in cell.symbols if s.shape == "bar" and s.colour in LIGHTS), None)
        return msgspec.structs.replace(bar, shape="fill", share=None) if bar is not None else None
    own = own_shading(cell, row)
    fills = [s for s in own.symbols if s.shape == "fill"]
    return symbol_from_shading(own.shading) or next(iter(fills), None)


def _inked(grid: Grid, rows: list[int], column: Column) -> dict[int, Shown]:
    """The rows whose figure is written in a light's colour; several must be: red alone is what is below nought."""
    found: dict[int, Shown] = {}
    for index in rows:
        cell = cell_at(grid, index, column.index)
        if cell is not None and cell.row == index and cell.ink is not None:
            colour, confidence = class_of(cell.ink)
            found[index] = Shown(cell, Symbol(colour=colour, shape="ink", confidence=confidence))
    return found


def _banded(grid: Grid, rows: list[int]) -> dict[int, Shown]:
    """The rows that are coloured all over like a light: perspectives have such colours, too, so only a legend tells."""
    found: dict[int, Shown] = {}
    for index in rows:
        cells = list({id(c): c for c in grid[index] if c is not None and c.row == index}.values())
        lights = [symbol_from_shading(c.shading) for c in cells]
        light = lights[0] if lights else None
        if len(cells) > 1 and light is not None and all(s == light for s in lights):
            found[index] = Shown(cells[0], light)
    return found


# ---------------------------------------------------------------- lines beside rows


def _edged(grid: Grid, rows: list[int], legend: Legend) -> dict[int, Shown]:
    """The rows beside which a thick coloured line stands; empty where it is the table's decoration."""
    edges = {i: edge for i in rows if (edge := _edge(grid[i], i)) is not None}
    judged = {i: edge for i, edge in edges.items() if edge.symbol.colour in LIGHTS}
    printed = [i for i in rows if any(c is not None and c.row == i and c.text for c in grid[i])]
    if not judged:
        return {}
    if all(legend.status_of(edge.symbol) is not None for edge in judged.values()):
        told_apart = len({edge.symbol.colour for edge in edges.values()}) > 1
        sure = told_apart and len(edges) >= EDGED * len(printed)
        return {i: e._replace(confidence=1.0, reason="") if sure else e for i, e in edges.items()}
    if len({edge.symbol.colour for edge in judged.values()}) > 1:
        return edges
    decoration = len(judged) >= EDGED * len(printed)
    named = (UNEXPLAINED, "edge_without_meaning")
    return (
        {} if decoration else {i: e._replace(confidence=named[0], reason=named[1]) for i, e in judged.items()}
    )


def _edge(row: list[Cell | None], index: int) -> Shown | None:
    """The first line that stands beside a cell of a row, None where there is none."""
    for cell in row:
        if cell is None or cell.row != index or cell.edge is None:
            continue
        colour, confidence = class_of(cell.edge)
        symbol = Symbol(colour=colour, shape="edge", source="drawing", confidence=confidence)
        return Shown(cell, symbol, CONFIDENCE, "colour_of_edge")
    return None

"""Verdicts shown by the colour of the value itself, in tables without a column for them.

Promises that a colour counts only where it tells rows apart (two lights in the column, or a legend that explains it),
that a row's or a table's own shading never does, and that such a status is never sure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from extractor.model import Cell, Column, Field, Role, Symbol
from extractor.patterns import Patterns
from extractor.scorecards.fields import doubted
from extractor.scorecards.grid import Grid, cell_at
from extractor.symbols.cell import symbol_from_shading
from extractor.symbols.legend import Legend
from extractor.symbols.meaning import read_status
from extractor.symbols.shading import own_shading

COLOURED: tuple[Role, ...] = ("value", "forecast", "indicator")
"""Columns whose cells reports colour instead of a status column, the usual one first."""
FEWEST = 2
"""Cells in a light's colour that make a column of verdicts: one alone may be somebody's marker pen."""
CONFIDENCE = 0.85
"""Confidence in such a status: the colour is plain, that it judges the goal is concluded."""


def coloured_column(
    grid: Grid, body: Iterable[int], by_role: Mapping[Role, Column], legend: Legend
) -> Column | None:
    """The column whose cells show the status by their colour.

    Args:
        grid: the table's cells by row and column.
        body: indices of its body rows.
        by_role: the column of each role.
        legend: what the report says its colours mean.

    Returns:
        None where the table has a status column, or no column's colours tell its rows apart.
    """
    rows = list(body)
    if "status" in by_role:
        return None
    for role in COLOURED:
        column = by_role.get(role)
        lights = list(_lights(grid, rows, column)) if column is not None else []
        explained = all(legend.status_of(light) is not None for light in lights)
        if len(lights) >= FEWEST and (explained or len({light.colour for light in lights}) > 1):
            return column
    return None


def status_by_colour(cell: Cell, row: list[Cell | None], legend: Legend, patterns: Patterns) -> Field:
    """The status that a cell of such a column shows, empty where it has no colour of its own."""
    light = _light(cell, row)
    if light is None:
        return Field()
    read = read_status((light,), "", None, legend, patterns)
    return msgspec.structs.replace(
        doubted(read, CONFIDENCE, "colour_of_value"),
        text="", raw="", place=cell.place, symbols=(light,), picture=cell.picture,
    )  # fmt: skip


def _lights(grid: Grid, rows: list[int], column: Column) -> Iterator[Symbol]:
    for index in rows:
        cell = cell_at(grid, index, column.index)
        if cell is not None and cell.row == index and (light := _light(cell, grid[index])) is not None:
            yield light


def _light(cell: Cell, row: list[Cell | None]) -> Symbol | None:
    own = own_shading(cell, row)
    fills = [s for s in own.symbols if s.shape == "fill"]
    return symbol_from_shading(own.shading) or next(iter(fills), None)

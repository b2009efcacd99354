"""Which cells a colour was meant for: a cell's own shading apart from its row's.

Promises that a banded table ("zebra"), a coloured goal row or a coloured band never reads as a traffic light:
what most cells of the row share says nothing about one of them.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from extractor.model import Cell

SHARED = 0.5
"""Share of the row's other cells with the same background above which it is the row's: bands colour every
cell, a printed status at most itself and the value beside it."""


def own_shading(cell: Cell, row: Sequence[Cell | None]) -> Cell:
    """A cell without the background it shares with its row.

    Args:
        cell: the cell to judge by its colour.
        row: the row of the grid it stands in.

    Returns:
        The cell as it is, or without shading and fill where more than `SHARED` of the other cells that begin
        in this row have the same background.
    """
    colour = _background(cell)
    if colour is None:
        return cell
    others = {id(c): c for c in row if c is not None and c is not cell and c.row == cell.row}
    same = sum(_background(c) == colour for c in others.values())
    if not others or same <= SHARED * len(others):
        return cell
    kept = tuple(s for s in cell.symbols if s.shape != "fill")
    return msgspec.structs.replace(cell, shading=None, symbols=kept)


def _background(cell: Cell) -> str | None:
    seen = next((s.colour for s in cell.symbols if s.shape == "fill"), None)
    return cell.shading or seen

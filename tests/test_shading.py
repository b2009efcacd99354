from __future__ import annotations

from extractor.model import Cell, Symbol
from extractor.symbols.shading import own_shading


def row(*colours: str | None) -> list[Cell | None]:
    return [Cell(row=1, column=i, text="x", shading=colour) for i, colour in enumerate(colours)]


def test_a_banded_rows_colour_is_no_cells_own() -> None:
    cells = row("#e2efda", "#e2efda", "#e2efda")
    assert cells[2] is not None
    assert own_shading(cells[2], cells).shading is None


def test_a_band_seen_as_a_fill_is_no_cells_own() -> None:
    fill = Symbol(colour="green", shape="fill", source="shading")
    cells: list[Cell | None] = [Cell(row=1, column=i, symbols=(fill,)) for i in range(3)]
    assert cells[0] is not None
    assert own_shading(cells[0], cells).symbols == ()


def test_a_coloured_status_among_white_cells_is_its_own() -> None:
    cells = row(None, None, "#00b050", "#00b050")
    assert cells[2] is not None
    assert own_shading(cells[2], cells).shading == "#00b050"


def test_another_colour_than_the_bands_is_its_own() -> None:
    cells = row("#eeeeee", "#eeeeee", "#ff0000")
    assert cells[2] is not None
    assert own_shading(cells[2], cells).shading == "#ff0000"


def test_a_goal_spanning_from_above_does_not_take_part() -> None:
    above = Cell(row=0, column=0, row_span=2, shading="#00b050")
    cells = [above, *row(None, None, "#00b050")]
    assert cells[3] is not None
    assert own_shading(cells[3], cells).shading == "#00b050"

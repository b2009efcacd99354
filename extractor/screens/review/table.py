"""The scorecard as a table to move in; marks stand before the words."""

from __future__ import annotations

from rich.text import Text
from textual.widgets import DataTable

from extractor.screens.review.grid import DECIDED, STALE, UNSURE, Grid

ROW_LINES = 2
"""Lines of a row: names of indicators rarely fit one."""

STYLES = {UNSURE: "bold yellow", STALE: "bold red", DECIDED: "green"}


class Table(DataTable[Text]):
    """One scorecard."""

    def fill(self, grid: Grid | None) -> None:
        """Show another scorecard, or nothing."""
        self.clear(columns=True)
        if grid is None:
            return
        for n, role in enumerate(grid.roles):
            self.add_column(role.replace("_", " "), width=grid.width(n))
        self.fixed_columns = 1
        for spots in grid.spots:
            texts = (Text(s.shown, style=STYLES.get(s.mark, ""), overflow="ellipsis") for s in spots)
            self.add_row(*texts, height=ROW_LINES)

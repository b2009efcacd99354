"""What corpus.toml may say about the look of one sample file."""

from __future__ import annotations

from typing import Literal

import msgspec


class Style(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How one sample file looks; every field may stand in corpus.toml."""

    status: str = "glyph"
    """A way of `marks.status`; or 'arrow', 'arrow:drawingml' (one arrow, its colour the status, its
    direction the trend), or 'glued' ('Grön Upp')."""
    trend: str = "glyph"
    """A way of `marks.trend`."""
    progress: Literal["number", "bar"] = "number"
    borders: Literal["full", "horizontal", "none", "zebra", "outer"] = "full"
    header: Literal["plain", "up", "down", "two_rows"] = "plain"
    """'up' and 'down' turn the header by 90 degrees."""
    repeat_header: bool = True
    split_rows: bool = True
    """Whether a row may be cut by a page break."""
    comment_rows: bool = False
    """Print a row's comment as a row over the full width below it."""
    goal_rows: bool = False
    """Print the goal as a row over the full width above its indicators, instead of a merged column."""
    legend: Literal["text", "none", "table"] = "text"
    """'none' leaves out the paragraph that explains the symbols; 'table' sets a table of them instead."""
    landscape: bool = False
    nested: bool = False
    """Set each scorecard inside the only cell of an outer table."""
    side_text: bool = False
    """Set a column of text beside each scorecard."""
    soft_hyphens: bool = False
    """Soft hyphens in long header words: 'Måluppfyll-else' at a line end."""
    edited: bool = False
    """Word's leftovers: values with a tracked change, targets in content controls."""
    filler: int = 0
    """Lines of text before the first block, to move a table towards a page break."""
    title_page: bool = True
    size: float = 9
    """Font size in tables, in points."""

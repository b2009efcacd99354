"""What corpus.toml may say about the look of one sample file."""

from __future__ import annotations

from typing import Literal

import msgspec


class Style(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How one sample file looks; every field may stand in corpus.toml."""

    status: str = "glyph"
    """A way of `marks.status`; or 'arrow', 'arrow:drawingml' (one arrow, its colour the status, its
    direction the trend), 'glued' ('Grön Upp'), or 'value' (no column of its own: the value's cell is coloured)."""
    trend: str = "glyph"
    """A way of `marks.trend`."""
    progress: Literal["number", "bar"] = "number"
    borders: Literal["full", "horizontal", "none", "zebra", "outer", "header", "short", "zebra_last"] = "full"
    """'header' draws one rule, under the header; 'short' rules under the cells of the header's upper row alone;
    'zebra_last' shades every other row and draws the left side of the last column alone."""
    header: Literal["plain", "up", "down", "two_rows", "stacked"] = "plain"
    """'up' and 'down' turn the header by 90 degrees, 'stacked' sets one letter below the other."""
    numbers: Literal["left", "right"] = "left"
    """How targets and values are set under their header, which stands left."""
    repeat_header: bool = True
    split_rows: bool = True
    """Whether a row may be cut by a page break."""
    comment_rows: bool = False
    """Print a row's comment as a row over the full width below it."""
    comments_beside: bool = False
    """Print it below the row beside the goal, which spans it too."""
    goal_lines: bool = False
    """Name the goal in a line above a table of its own: 'Strategiskt mål: …'."""
    goal_fill: str = ""
    """Colour painted behind the goals' cells, over the shading of the rows."""
    goal_rows: bool = False
    """Print the goal as a row over the full width above its indicators, instead of a merged column."""
    legend: Literal["text", "none", "table", "behind", "letters"] = "text"
    """'none' leaves out the paragraph that explains the symbols; 'table' sets a table of them instead, 'behind' a
    line with each colour in brackets behind its words, 'letters' one that explains G, Y and R."""
    landscape: bool = False
    nested: bool = False
    """Set each scorecard inside the only cell of an outer table."""
    beside: bool = False
    """Set the scorecards beside each other."""
    side_text: bool = False
    """Set a column of text beside each scorecard."""
    soft_hyphens: bool = False
    """Soft hyphens in long header words: 'Måluppfyll-else' at a line end."""
    edited: bool = False
    """Word's leftovers: values with a tracked change, targets in content controls."""
    field_codes: bool = False
    """More of them: values as results of fields, each with a raised footnote mark; names with soft hyphens."""
    layout: Literal["table", "list", "box"] = "table"
    """'list' sets goals as a numbered list with their indicators and labelled facts below (`status` must be a way of
    words), 'box' sets each scorecard in a text box."""
    ticks: bool = False
    """The status as boxes to tick in three columns."""
    notes: bool = False
    """Footnotes at the values, every second one with a mark of its own that is not raised."""
    revised: bool = False
    """Tracked changes of whole rows: one deleted, one moved; and a deleted end of a paragraph."""
    filler: int = 0
    """Lines of text before the first block, to move a table towards a page break."""
    title_page: bool = True
    size: float = 9
    """Font size in tables, in points."""

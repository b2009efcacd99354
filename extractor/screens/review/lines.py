"""A list of two-line entries that stays quick with tens of thousands of them: only what is seen is drawn."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

CURSOR = ">"
"""Stands before the entry under the cursor, so that it is seen without colour."""


class Lines(ScrollView, can_focus=True):
    """Entries one below the other, one of them under the cursor.

    Args:
        height: lines of each entry.
        id: the widget's id.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"lines--cursor"}

    class Moved(Message):
        """The mouse moved the cursor to another entry."""

        def __init__(self, lines: Lines, index: int) -> None:
            super().__init__()
            self.lines = lines
            self.index = index

    def __init__(self, height: int, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.entry_height = height
        self.count = 0
        self.cursor = 0
        self._entry: Callable[[int], list[Text]] = lambda _: []

    def show(self, count: int, entry: Callable[[int], list[Text]], cursor: int | None) -> None:
        """Show other entries, or the same with other words.

        Args:
            count: how many there are.
            entry: gives the lines of an entry by number.
            cursor: the entry under the cursor; None leaves it where it is.
        """
        self.count, self._entry = count, entry
        self.virtual_size = Size(self.size.width, count * self.entry_height)
        self.move_to(self.cursor if cursor is None else cursor)
        self.refresh()

    def move_to(self, index: int) -> None:
        """Put the cursor on an entry and scroll there; tells nobody."""
        self.cursor = max(0, min(index, self.count - 1))
        top = self.cursor * self.entry_height
        self.scroll_to_region(Region(0, top, 1, self.entry_height), animate=False, force=True)
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """A mouse does the same as keys."""
        self.move_to((event.y + self.scroll_offset.y) // self.entry_height)
        self.post_message(self.Moved(self, self.cursor))

    def on_resize(self) -> None:
        """Keep the cursor in sight."""
        self.virtual_size = Size(self.size.width, self.count * self.entry_height)
        self.move_to(self.cursor)

    def render_line(self, y: int) -> Strip:
        """One line of what is seen."""
        width = self.size.width
        index, line = divmod(y + self.scroll_offset.y, self.entry_height)
        if index >= self.count:
            return Strip.blank(width, self.rich_style)
        texts = self._entry(index)
        text = texts[line].copy() if line < len(texts) else Text()
        at_cursor = index == self.cursor
        head = Text(CURSOR if at_cursor and line == 0 else " ")
        whole = head + text
        whole.truncate(width, overflow="ellipsis", pad=True)
        style = self.rich_style
        if at_cursor:
            style += self.get_component_rich_style("lines--cursor", partial=True)
        segments = [
            Segment(s.text, style + (s.style or Style()))
            for s in whole.render(self.app.console)
            if s.text and s.text != "\n"
        ]
        return Strip(segments, width)

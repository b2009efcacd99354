"""The panes beside the table: the lists of documents and of what is left, and the evidence with its picture."""

from __future__ import annotations

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Static

from extractor.review.queue import Item
from extractor.screens.review.desk import Desk
from extractor.screens.review.lines import Lines
from extractor.screens.review.panel import entry
from extractor.screens.review.picture import in_blocks

SMALL_PICTURE = (26, 8)
"""Columns and lines of a cell's picture beside the words."""
PICTURE_LINES = 10
"""Lines of a cell's picture below the words."""


class ListsPane(Vertical):
    """Documents, and what is left to decide."""

    def compose(self) -> ComposeResult:
        """Two lists, one below the other."""
        yield Lines(1, id="documents")
        yield Lines(2, id="queue")

    def show(self, desk: Desk, current: Item | None) -> None:
        """Show what lies on the desk, with the cursor on the current item."""
        items, done = desk.shown(), desk.done
        queue, documents = self.query_one("#queue", Lines), self.query_one("#documents", Lines)
        queue.show(
            len(items), lambda n: entry(items[n], done.get(items[n].item_id, "")), desk.position(current)
        )
        queue.border_title = " · ".join(
            p for p in (f"left to decide: {desk.left()}", desk.narrowing.told()) if p
        )
        piles = desk.piles()
        rows = [f"{sum(p.left for p in piles):5} all documents", *(f"{p.left:5} {p.name}" for p in piles)]
        ids = ["", *(p.document_id for p in piles)]
        at = ids.index(desk.narrowing.document) if desk.narrowing.document in ids else 0
        documents.show(len(rows), lambda n: [Text(rows[n])], at)
        documents.border_title = "documents"


class EvidencePane(Horizontal):
    """The words about an item, and the picture of its cell: beside them where the screen is narrow, else below."""

    def compose(self) -> ComposeResult:
        """Words that scroll, and a picture."""
        with VerticalScroll(id="scroll", can_focus=False):
            yield Static("", id="words", markup=False)
        yield Static("", id="picture", markup=False)

    def show(self, words: Text) -> None:
        """Show other words, without a picture."""
        self.query_one("#words", Static).update(words)
        self.query_one("#scroll", VerticalScroll).scroll_home(animate=False)
        self.query_one("#picture", Static).display = False

    def show_picture(self, png: bytes | None, *, below: bool, colour: bool) -> None:
        """Show the cell's picture.

        Args:
            png: the picture, None for none.
            below: below the words, as wide as they; else beside them.
            colour: in colour, else in shades.
        """
        widget = self.query_one("#picture", Static)
        widget.display = png is not None
        if png is not None:
            columns, lines = (self.size.width - 4, PICTURE_LINES) if below else SMALL_PICTURE
            widget.update(in_blocks(png, max(columns, SMALL_PICTURE[0]), lines, colour=colour))

    def scroll_words(self, step: int) -> None:
        """Scroll the words by a screen, down or up."""
        scroll = self.query_one("#scroll", VerticalScroll)
        scroll.scroll_relative(y=step * max(1, scroll.size.height - 1), animate=False)

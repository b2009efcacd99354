"""What is on the screen of the review, and how to move in it; nothing is decided here."""

from __future__ import annotations

from collections.abc import Callable

from rich.text import Text
from textual import work
from textual.app import App, ComposeResult
from textual.containers import Horizontal, Vertical
from textual.events import Resize
from textual.widgets import DataTable, Static

from extractor.archive import DocumentInfo
from extractor.errors import StyrkortError
from extractor.model import Place
from extractor.review.pages import cell_picture
from extractor.review.queue import Item
from extractor.review.session import Review
from extractor.screens.review import terminal
from extractor.screens.review.deciding import Deciding
from extractor.screens.review.desk import Desk
from extractor.screens.review.keys import bottom_line
from extractor.screens.review.lines import Lines
from extractor.screens.review.panel import evidence_text, heading
from extractor.screens.review.panes import EvidencePane, ListsPane
from extractor.screens.review.sheet import Sheet, Spot
from extractor.screens.review.table import Table

WIDE = 120
"""Columns from which lists, table and evidence fit beside each other; below, they share the screen."""
OUTDATED = "! Something was decided since this was found: R tells whether it still holds."


class Looking(App[None]):
    """The documents, tables and items of an archive on one screen.

    Args:
        review: the session that stores what is decided.
        load: gives what is left to decide, in order.
        document_id: the one document to look at, '' for all.
        no_colour: do without colour; marks and cursor are characters then.
    """

    CSS_PATH = "review.tcss"
    TITLE = "styrkort review"
    ENABLE_COMMAND_PALETTE = False
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012 - as Textual declares it

    def __init__(
        self,
        review: Review,
        load: Callable[[], list[Item]],
        document_id: str = "",
        *,
        no_colour: bool = False,
    ) -> None:
        super().__init__(ansi_color=True if no_colour else None)
        self.review = review
        known = [i for i in review.archive.documents() if document_id in ("", i.document_id)]
        self.infos: dict[str, DocumentInfo] = {i.document_id: i for i in known}
        self.desk = Desk(load(), {i.document_id: i.name for i in known if i.outcome != "failed"})
        self.deciding = Deciding(review, self.desk, load)
        self.sheet = Sheet(review.archive)
        self.no_colour = no_colour
        self.current: Item | None = None
        self._shown: Spot = (0, 0)
        """The table's cell that the evidence is about."""
        self._pictures: dict[str, bytes | None] = {}

    # ------------------------------------------------------------ what is on the screen

    def compose(self) -> ComposeResult:
        """A line on top, lists, table and evidence, the last message, the keys."""
        yield Static("", id="top", markup=False)
        with Horizontal(id="body"):
            yield ListsPane(id="left")
            with Vertical(id="middle"):
                yield Static("", id="card", markup=False)
                yield Table(id="table", cursor_type="cell")
            yield EvidencePane(id="right")
        yield Static("", id="message", markup=False)
        yield Static("", id="bottom", markup=False)
        yield Static("", id="small", markup=False)

    def on_mount(self) -> None:
        """Begin with what matters most."""
        self.table.focus()
        self.show_item(self.desk.following(None))
        if not self.desk.items:
            self.open_document(next(iter(self.infos), ""))

    def on_resize(self, event: Resize) -> None:
        """Say so where the terminal has become too small to show what is needed."""
        small = terminal.too_small(event.size.width, event.size.height)
        self.screen.set_class(small, "-small")
        words = f"{terminal.how_small(event.size.width, event.size.height)}. {terminal.INSTEAD}"
        self.query_one("#small", Static).update(words if small else "")

    @property
    def table(self) -> Table:
        """The table in the middle."""
        return self.query_one("#table", Table)

    def say(self, words: str, *, wrong: bool = False) -> None:
        """Show a message until the next one."""
        message = self.query_one("#message", Static)
        message.set_class(wrong, "wrong")
        message.update(words)

    # ------------------------------------------------------------ showing an item

    def show_item(self, item: Item | None, *, in_table: bool = True) -> None:
        """Make an item the current one and show all about it.

        Args:
            item: any item, None if there is nothing.
            in_table: put the table's cursor on its cell.
        """
        decided = item is not None and item.item_id in self.desk.done
        self.current = self.deciding.fresh(item) if item and decided else item
        if self.current and in_table:
            self._show_card(self.sheet.turn_to(self.current))
        self._show_lists()
        self._show_words()

    def _show_card(self, spot: Spot) -> None:
        """The scorecard on top, with the cursor on a cell."""
        self.table.fill(self.sheet.grid)
        self._shown = spot
        self.table.move_cursor(row=spot[0], column=spot[1], animate=False, scroll=True)
        self.query_one("#card", Static).update(self.sheet.title())

    def _show_lists(self) -> None:
        desk, current = self.desk, self.current
        self.query_one(ListsPane).show(desk, current)
        position, told = desk.position(current), desk.narrowing.told()
        where = f"{position + 1} of {len(desk.shown())}" if position is not None else ""
        parts = (
            f"{desk.left()} left",
            where,
            heading(current) if current else "",
            f"only {told}" if told else "",
        )
        self.query_one("#top", Static).update(" · ".join(p for p in parts if p))
        self.query_one("#bottom", Static).update(bottom_line(current.kind if current else None))

    def _show_words(self) -> None:
        item, pane = self.current, self.query_one(EvidencePane)
        if item is None:
            pane.show(Text())
            return
        try:
            evidence = self.review.evidence(item)
        except StyrkortError as error:  # another process has replaced or removed what is shown
            pane.show(Text(str(error)))
            return
        old = Text(f"{OUTDATED}\n" if self.deciding.outdated(item) else "", style="bold yellow")
        pane.show(old + evidence_text(item, evidence, self.desk.done.get(item.item_id, "")))
        if evidence.picture is not None or item.item_id in self._pictures:
            self._show_picture(evidence.picture or self._pictures[item.item_id])
        elif item.place is not None and item.place.box is not None:
            self._cut_out(item, item.place)

    def _show_picture(self, png: bytes | None) -> None:
        pane = self.query_one(EvidencePane)
        pane.show_picture(png, below=self.size.width >= WIDE, colour=not self.no_colour)

    @work(thread=True, exclusive=True, group="picture")
    def _cut_out(self, item: Item, place: Place) -> None:
        """Cut the cell out of its page in the background; where that cannot be done there is no picture."""
        info = self.infos.get(item.document_id)
        try:
            png = cell_picture(info, place) if info else None
        except StyrkortError:
            png = None
        self.call_from_thread(self._have_picture, item, png)

    def _have_picture(self, item: Item, png: bytes | None) -> None:
        self._pictures[item.item_id] = png
        if self.current is not None and self.current.item_id == item.item_id:
            self._show_picture(png)

    # ------------------------------------------------------------ moving

    def action_move(self, down: int, right: int) -> None:
        """Move in the table or list that has the cursor."""
        if isinstance(self.focused, Lines):
            self.focused.move_to(self.focused.cursor + down)
            self.on_lines_moved(Lines.Moved(self.focused, self.focused.cursor))
        elif self.sheet.grid is not None:
            row, column = self.table.cursor_row + down, self.table.cursor_column + right
            self.table.move_cursor(row=row, column=column, animate=False)
            self._show_cell((self.table.cursor_row, self.table.cursor_column))

    def on_data_table_cell_highlighted(self, event: DataTable.CellHighlighted) -> None:
        """The mouse moved to another cell."""
        spot = event.coordinate.row, event.coordinate.column
        if spot != self._shown and self.table.cursor_coordinate == event.coordinate:
            self._show_cell(spot)

    def _show_cell(self, spot: Spot) -> None:
        """The field of a cell: any can be decided, sure ones, too."""
        grid, self._shown = self.sheet.grid, spot
        if grid is None:
            return
        key, role = grid.keys[spot[0]], grid.roles[spot[1]]
        try:
            queued = self.desk.at(self.sheet.document_id, key, role)
            item = queued or self.review.item(self.sheet.document_id, *key, role)
        except StyrkortError as error:
            self.say(str(error), wrong=True)
            return
        self.show_item(item, in_table=False)

    def on_lines_moved(self, event: Lines.Moved) -> None:
        """The cursor moved in one of the lists."""
        if event.lines.id == "queue" and event.lines.count:
            self.show_item(self.desk.shown()[event.index])

    def open_document(self, document_id: str) -> None:
        """Look at a document in which nothing is left to decide."""
        self.sheet.open(document_id)
        self._show_card((0, 0))
        self._show_cell((0, 0))
        self.say("Nothing is left to decide here; every field can be looked at and decided all the same.")

    def action_next(self) -> None:
        """To the next that is left."""
        self._go(self.desk.following(self.current))

    def action_previous(self) -> None:
        """To the one before that is left."""
        self._go(self.desk.following(self.current, -1))

    def _go(self, item: Item | None) -> None:
        if item is None:
            self.say(
                "Nothing is left to decide" + (" with this filter." if self.desk.narrowing.told() else ".")
            )
        else:
            self.say("")
            self.show_item(item)

    def action_card(self, step: int) -> None:
        """To another scorecard of the document."""
        self.sheet.turn(self.sheet.number + step)
        self._show_card((0, 0))
        self._show_cell((0, 0))

    def action_panes(self, step: int) -> None:
        """To the next of lists and table."""
        panes: list[Table | Lines] = [
            self.table, self.query_one("#queue", Lines), self.query_one("#documents", Lines),
        ]  # fmt: skip
        here = next((n for n, pane in enumerate(panes) if pane.has_focus), 0)
        self._focus(panes[(here + step) % len(panes)])

    def action_table(self) -> None:
        """Back to the table."""
        self._focus(self.table)

    def _focus(self, pane: Table | Lines) -> None:
        self.screen.set_class(pane is not self.table, "-lists")
        pane.focus()

    def action_scroll_words(self, step: int) -> None:
        """Scroll the evidence."""
        self.query_one(EvidencePane).scroll_words(step)

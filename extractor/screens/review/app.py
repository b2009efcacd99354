"""The application: what is on the screen, and what the keys do with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from rich.text import Text
from textual import work
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.events import Resize
from textual.screen import ModalScreen
from textual.widgets import DataTable, Static

from extractor.archive import DocumentInfo
from extractor.errors import StyrkortError
from extractor.model import Place
from extractor.review.pages import cell_picture
from extractor.review.queue import Item
from extractor.review.session import Review
from extractor.screens.review import terminal
from extractor.screens.review.deciding import Deciding, Told
from extractor.screens.review.desk import Desk, Narrowing, name_of
from extractor.screens.review.keys import KEYS, MOVES, bottom_line
from extractor.screens.review.lines import Lines
from extractor.screens.review.panel import evidence_text, heading
from extractor.screens.review.panes import EvidencePane, ListsPane
from extractor.screens.review.prompts import Ask, Edit, Help, Pick
from extractor.screens.review.sheet import Sheet, Spot
from extractor.screens.review.table import Table
from extractor.screens.review.viewer import show_page

WIDE = 120
"""Columns from which lists, table and evidence fit beside each other; below, they share the screen."""
OUTDATED = "! Something was decided since this was found: R tells whether it still holds."
_ACTIONS = {action.partition("(")[0] for action in (*(k.action for k in KEYS), *(a for _, a in MOVES))}


class ReviewApp(App[None]):
    """The review of one archive.

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
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(k.keys, k.action, k.meaning, show=False, priority=True) for k in KEYS),
        *(Binding(keys, action, show=False, priority=True) for keys, action in MOVES),
        Binding("ctrl+q,ctrl+c", "stop", show=False, priority=True),
    ]
    """All keys come here first, so that they act in the order in which they were typed."""

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

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """While a window asks, keys are for it."""
        return action not in _ACTIONS or not isinstance(self.screen, ModalScreen)

    def action_move(self, down: int, right: int) -> None:
        """Move in the table or list that has the cursor."""
        if isinstance(self.focused, Lines):
            self.focused.move_to(self.focused.cursor + down)
            self.on_lines_moved(Lines.Moved(self.focused, self.focused.cursor))
        elif self.sheet.grid is not None:
            row, column = self.table.cursor_row + down, self.table.cursor_column + right
            self.table.move_cursor(row=row, column=column, animate=False)
            self._show_cell((self.table.cursor_row, self.table.cursor_column))

    async def action_enter(self) -> None:
        """Accept in the table; choose in a list: a document narrows it, an item leads to its cell."""
        if not isinstance(self.focused, Lines):
            await self.action_accept()
            return
        if self.focused.id == "documents":
            self._choose_document(["", *(p.document_id for p in self.desk.piles())][self.focused.cursor])
        self.action_table()

    def _choose_document(self, document_id: str) -> None:
        self.narrow(document=document_id)
        if document_id and not self.desk.shown():
            self.open_document(document_id)

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

    def action_finding(self) -> None:
        """From a field to the finding about it; from a finding to the table."""
        item = self.current
        if item is None or item.finding:
            self.action_table()
            self._show_cell((self.table.cursor_row, self.table.cursor_column))
            return
        found = self.desk.finding_about(item)
        if found is None:
            self.say("No open finding is about this.")
            return
        if self.desk.position(found) is None:
            self.desk.narrowing = Narrowing()
        self._go(found)

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

    # ------------------------------------------------------------ narrowing

    def narrow(self, **conditions: object) -> None:
        """Show another part of the queue and begin with what matters most in it."""
        kept = {f: getattr(self.desk.narrowing, f) for f in Narrowing.__struct_fields__}
        self.desk.narrowing = Narrowing(**{**kept, **conditions})
        item = self.current
        if self.desk.position(item) is None:
            item = self.desk.following(None) or next(iter(self.desk.shown()), None)
        self.say("" if item else "Nothing fits; / and f change what is shown.")
        self.show_item(item)

    async def action_search(self) -> None:
        """Ask for words and show only what has them."""
        await self._ask(
            "Search: words in name, value, file, finding", self.desk.narrowing.words, self._search
        )

    def _search(self, words: str) -> None:
        before, self.current = self.desk.narrowing.words, None
        self.narrow(words=words)
        if words and not self.desk.shown():
            self.narrow(words=before)
            spot = self.sheet.find(words)
            if spot is not None:
                self._show_card(spot)
            where = "It stands in this document." if spot else "Nor does this document."
            self.say(f"Nothing left to decide has {words!r}. {where}")

    async def action_filter(self) -> None:
        """Ask what to show."""
        await self.push_screen(Pick("Show only …", self.desk.conditions()), self._filtered)

    def _filtered(self, choice: str | None) -> None:
        if choice is not None:
            self.current = None
            self.narrow(**self.desk.meant(choice))

    # ------------------------------------------------------------ deciding

    def tell(self, told: Told) -> None:
        """Show what came of a key."""
        if told.item is not None:
            self.show_item(told.item)
        self.say(told.words, wrong=told.wrong)

    async def action_accept(self) -> None:
        """Right as read; the same; real."""
        await self._judge(self.deciding.accept, "Real: note for the trail (may be empty)")

    async def action_reject(self) -> None:
        """Not there; not the same; not real; a lost decision is taken back."""
        await self._judge(self.deciding.reject, "Not real: why (may be empty)")

    async def _judge(self, act: Callable[[Item, str], Told], question: str) -> None:
        item = self.current
        if item is None:
            self.say("There is nothing to decide.")
        elif item.kind == "finding" and not self.deciding.note:
            await self._ask(question, "", lambda note: self.tell(act(item, note)))
        else:
            self.tell(act(item, ""))

    async def action_edit(self) -> None:
        """Ask what the field says."""
        item = self.current
        if item is None or item.kind != "field":
            self.say("Only fields of a table can be edited; ? shows the keys.")
            return
        title = f"{item.role} of {item.indicator or item.goal}, {item.period}"
        window = Edit(title, item.now, item.choices, lambda typed: self.deciding.preview(item, typed))
        await self.push_screen(
            window, lambda typed: self.tell(self.deciding.edit(item, typed)) if typed else None
        )

    def action_whole_row(self) -> None:
        """The whole row is right as read; a link leads to an indicator of its own."""
        if self.current is not None:
            self.tell(self.deciding.whole_row(self.current))

    def action_not_a_row(self) -> None:
        """The row is none."""
        if self.current is not None:
            self.tell(self.deciding.not_a_row(self.current))

    async def action_comment(self) -> None:
        """Ask for a note that goes with the next decision."""
        await self._ask("Note for the next decision", self.deciding.note, self._noted)

    def _noted(self, note: str) -> None:
        self.deciding.note = note
        self.say(f"Goes with the next decision: {note}" if note else "No note.")

    def action_undo(self) -> None:
        """Take the last decision back and show what it was about."""
        self.tell(self.deciding.undo())

    def action_redo(self) -> None:
        """Take up again what was taken back last."""
        self.tell(self.deciding.redo())

    def action_settle(self) -> None:
        """Let series, links and findings follow now."""
        self.tell(self.deciding.settle())

    # ------------------------------------------------------------ the rest

    def action_open_page(self) -> None:
        """Open the page in the viewer, or tell where its picture lies."""
        item = self.current
        info = self.infos.get(item.document_id) if item else None
        if item is None or info is None:
            self.say("There is no document to open.")
            return
        self.say(f"Drawing page {item.page or 1} of {name_of(item)} …")
        self._open(info, item.place or Place(page=item.page or 1))

    @work(thread=True, exclusive=True, group="page")
    def _open(self, info: DocumentInfo, place: Place) -> None:
        try:
            told, wrong = show_page(info, place), False
        except (StyrkortError, OSError) as error:
            told, wrong = str(error), True
        self.call_from_thread(self.say, told, wrong=wrong)

    async def action_help(self) -> None:
        """Show all keys."""
        await self.push_screen(Help())

    def action_leave(self) -> None:
        """Quit; everything is stored."""
        self.exit()

    def action_stop(self) -> None:
        """Quit, also out of a window that asks."""
        self.exit()

    async def _ask(self, question: str, before: str, then: Callable[[str], None]) -> None:
        await self.push_screen(
            Ask(question, before), lambda answer: then(answer) if answer is not None else None
        )

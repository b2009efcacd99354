"""The application: walks the desk, shows table and evidence, and stores each decision the moment it is made."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from rich.text import Text
from textual import work
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.coordinate import Coordinate
from textual.events import Resize
from textual.widgets import DataTable, Static

from extractor.archive import DocumentInfo
from extractor.errors import StyrkortError
from extractor.model import Place, Report, Role, Scorecard, Verdict
from extractor.review.pages import cell_picture
from extractor.review.queue import Item
from extractor.review.session import Review
from extractor.screens.review import terminal
from extractor.screens.review.desk import Desk, Narrowing, name_of
from extractor.screens.review.grid import Grid, grid_of
from extractor.screens.review.keys import KEYS, bottom_line
from extractor.screens.review.lines import Lines
from extractor.screens.review.panel import entry, evidence_text, heading, said
from extractor.screens.review.picture import in_blocks
from extractor.screens.review.prompts import Ask, Edit, Help, Pick
from extractor.screens.review.viewer import show_page

WIDE = 110
"""Columns from which lists, table and evidence fit beside each other; below, they share the screen."""
ROW_LINES = 2
"""Lines of a table's row: names of indicators rarely fit one."""
THRESHOLDS = (0.7, 0.5, 0.3)
"""Confidences to filter by."""

_VERDICTS: dict[str, dict[str, Verdict]] = {
    "accept": {"field": "accepted", "link": "same", "finding": "confirmed"},
    "reject": {"field": "rejected", "link": "different", "finding": "dismissed"},
}


class ReviewApp(App[None]):
    """The review of one archive.

    Args:
        review: the session that stores what is decided.
        items: what is left to decide, in order.
        no_colour: do without colour; marks and cursor are characters then.
    """

    CSS_PATH = "review.tcss"
    TITLE = "styrkort review"
    ENABLE_COMMAND_PALETTE = False
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012 - as Textual declares it
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(k.keys, k.action, k.meaning, show=False, priority="tab" in k.keys) for k in KEYS),
        Binding("ctrl+q,ctrl+c", "leave", show=False, priority=True),
        Binding("escape", "table", show=False),
    ]

    def __init__(self, review: Review, items: list[Item], *, no_colour: bool = False) -> None:
        super().__init__(ansi_color=True if no_colour else None)
        self.review = review
        self.desk = Desk(items)
        self.no_colour = no_colour
        self.infos: dict[str, DocumentInfo] = {i.document_id: i for i in review.archive.documents()}
        self.current: Item | None = None
        self.note = ""
        self.document_id = ""
        self.cards: list[Scorecard] = []
        self.card_no = 0
        self.grid: Grid | None = None
        self._placing = False
        """Whether the table's cursor is being moved by the application, not by the person."""
        self._undo: list[list[str]] = []
        self._redo: list[tuple[list[str], str]] = []
        self._pictures: dict[str, bytes | None] = {}

    # ------------------------------------------------------------ what is on the screen

    def compose(self) -> ComposeResult:
        """A line on top, lists, table and evidence, the last message, the keys."""
        yield Static("", id="top", markup=False)
        with Horizontal(id="body"):
            with Vertical(id="left"):
                yield Lines(1, id="documents")
                yield Lines(2, id="queue")
            with Vertical(id="middle"):
                yield Static("", id="card", markup=False)
                yield Table(id="table", cursor_type="cell", zebra_stripes=False)
            with Horizontal(id="right"):
                with VerticalScroll(id="scroll", can_focus=False):
                    yield Static("", id="words", markup=False)
                yield Static("", id="picture", markup=False)
        yield Static("", id="message", markup=False)
        yield Static("", id="bottom", markup=False)
        yield Static("", id="small", markup=False)

    def on_mount(self) -> None:
        """Begin with what matters most."""
        self.query_one("#documents", Lines).border_title = "documents"
        self.table.focus()
        self.show_item(self.desk.following(None))
        if not self.desk.items:
            self.say("Nothing is left to decide. q quits.")

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
        self.current = self._fresh(item) if item else None
        if self.current and in_table:
            self._show_document(self.current)
        self._show_lists()
        self._show_words()

    def _fresh(self, item: Item) -> Item:
        """A field as it stands after what was decided."""
        if item.kind != "field" or item.role is None or item.item_id not in self.desk.done:
            return item
        try:
            return self.review.item(item.document_id, item.table_no or 0, item.row_no or 0, item.role)
        except StyrkortError:
            return item  # its row was decided to be none

    def _show_document(self, item: Item) -> None:
        """The scorecard an item stands in, with the cursor on its cell."""
        self._load(item.document_id)
        key, role = self._home_of(item)
        for number, card in enumerate(self.cards):
            if key and any((r.table_no, r.row_no) == key for r in card.rows):
                self._show_card(number, key, role)
                return
        self._show_card(0 if not key else self.card_no, None, None)

    def _home_of(self, item: Item) -> tuple[tuple[int, int] | None, Role | None]:
        """Row and column of what an item is about; a finding's is the row of its indicator."""
        if item.table_no is not None and item.row_no is not None:
            return (item.table_no, item.row_no), item.role or "indicator"
        if item.indicator_id:
            for link in self.review.archive.links(item.document_id):
                if link.indicator_id == item.indicator_id and link.row_no is not None and link.table_no:
                    return (link.table_no, link.row_no), "value"
        return None, None

    def _load(self, document_id: str) -> None:
        """The scorecards of a document, with the decisions on them."""
        self.document_id = document_id
        report: Report | None
        try:
            report = self.review.archive.report(document_id) if document_id in self.infos else None
        except StyrkortError:
            report = None
        cards = report.scorecards if report else ()
        self.cards = [card for card in cards if card.rows]

    def _show_card(self, number: int, key: tuple[int, int] | None, role: Role | None) -> None:
        """One scorecard of the document, with the cursor on a cell."""
        self.card_no = max(0, min(number, len(self.cards) - 1))
        self.grid = grid_of(self.cards[self.card_no]) if self.cards else None
        self._placing = True
        self.table.fill(self.grid)
        grid = self.grid
        if grid is not None:
            row = grid.keys.index(key) if key in grid.keys else 0
            column = grid.roles.index(role) if role in grid.roles else 0
            self.table.move_cursor(row=row, column=column, animate=False)
        self.call_after_refresh(self._placed)
        title = "no scorecard was read in this document"
        if grid is not None:
            page = self.cards[self.card_no].page
            title = (
                f"{grid.perspective or 'scorecard'} · page {page} · {self.card_no + 1} of {len(self.cards)}"
            )
        self.query_one("#card", Static).update(title)

    def _placed(self) -> None:
        self._placing = False

    def _show_lists(self) -> None:
        items, current = self.desk.shown(), self.current
        queue = self.query_one("#queue", Lines)
        queue.show(
            len(items), lambda n: entry(items[n], self.desk.done.get(items[n].item_id, "")),
            self.desk.position(current),
        )  # fmt: skip
        told = self.desk.narrowing.told()
        queue.border_title = f"left to decide: {self.desk.left()}" + (f" · {told}" if told else "")
        piles = self.desk.piles()
        total = sum(p.left for p in piles)
        rows = [Text(f"{total:5} all documents"), *(Text(f"{p.left:5} {p.name}") for p in piles)]
        ids = ["", *(p.document_id for p in piles)]
        self.query_one("#documents", Lines).show(
            len(rows), lambda n: [rows[n]], ids.index(self.desk.narrowing.document)
        )
        position = self.desk.position(current)
        where = f"{position + 1} of {len(items)}" if position is not None else f"of {len(items)}"
        top = f"{self.desk.left()} left · {where} · {heading(current)}" if current else f"{self.TITLE}"
        self.query_one("#top", Static).update(top + (f" · filter: {told}" if told else ""))
        self.query_one("#bottom", Static).update(bottom_line(current.kind if current else None))

    def _show_words(self) -> None:
        item, words = self.current, self.query_one("#words", Static)
        picture = self.query_one("#picture", Static)
        picture.display = False
        if item is None:
            words.update("")
            return
        evidence = self.review.evidence(item)
        words.update(evidence_text(item, evidence, self.desk.done.get(item.item_id, "")))
        self.query_one("#scroll", VerticalScroll).scroll_home(animate=False)
        if evidence.picture is not None:
            self.show_picture(evidence.picture)
        elif item.item_id in self._pictures:
            self.show_picture(self._pictures[item.item_id])
        elif item.place is not None and item.place.box is not None:
            self._cut_out(item, item.place)

    def show_picture(self, png: bytes | None) -> None:
        """Show the cell's picture beside the evidence."""
        widget = self.query_one("#picture", Static)
        widget.display = png is not None
        if png is not None:
            wide = self.size.width >= WIDE
            columns, lines = (self.size.width * 2 // 5 - 4, 10) if wide else (26, 8)
            widget.update(in_blocks(png, columns, lines, colour=not self.no_colour))

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
            self.show_picture(png)

    # ------------------------------------------------------------ moving

    def on_data_table_cell_highlighted(self, event: DataTable.CellHighlighted) -> None:
        """The person moved to another cell: any field can be decided, sure ones, too."""
        if self._placing or self.grid is None or self.document_id not in self.infos:
            return
        at: Coordinate = event.coordinate
        key, role = self.grid.keys[at.row], self.grid.roles[at.column]
        queued = self.desk.at(self.document_id, key, role)
        try:
            item = queued or self.review.item(self.document_id, *key, role)
        except StyrkortError as error:
            self.say(str(error), wrong=True)
            return
        self.show_item(item, in_table=False)

    def on_lines_moved(self, event: Lines.Moved) -> None:
        """The person moved in one of the lists."""
        if event.lines.id == "queue":
            self.show_item(self.desk.shown()[event.index])

    def on_lines_chosen(self, event: Lines.Chosen) -> None:
        """A document chosen narrows the list; an item chosen leads to its cell."""
        if event.lines.id == "documents":
            ids = ["", *(p.document_id for p in self.desk.piles())]
            self.narrow(document=ids[event.index])
        self.action_table()

    def action_next(self) -> None:
        """To the next that is left."""
        self._go(self.desk.following(self.current))

    def action_previous(self) -> None:
        """To the one before that is left."""
        self._go(self.desk.following(self.current, -1))

    def _go(self, item: Item | None) -> None:
        if item is None:
            self.say(
                "Nothing is left to decide here"
                + (" (a filter is set)." if self.desk.narrowing.told() else ".")
            )
        else:
            self.say("")
            self.show_item(item)

    def action_card(self, step: int) -> None:
        """To another scorecard of the document."""
        if self.cards:
            self._show_card((self.card_no + step) % len(self.cards), None, None)

    def action_finding(self) -> None:
        """From a field to the finding about it; from a finding to the table."""
        item = self.current
        if item is None:
            return
        if item.finding:
            self._show_document(item)
            self.action_table()
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
            self.table,
            self.query_one("#queue", Lines),
            self.query_one("#documents", Lines),
        ]
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
        scroll = self.query_one("#scroll", VerticalScroll)
        scroll.scroll_relative(y=step * max(1, scroll.size.height - 1), animate=False)

    # ------------------------------------------------------------ narrowing

    def narrow(self, **conditions: object) -> None:
        """Show another part of the queue and begin with what matters most in it."""
        kept = {f: getattr(self.desk.narrowing, f) for f in Narrowing.__struct_fields__}
        self.desk.narrowing = Narrowing(**{**kept, **conditions})
        item = self.current
        if self.desk.position(item) is None:
            item = self.desk.following(None) or next(iter(self.desk.shown()), None)
        self.say("" if item else "Nothing fits; / and f change what is shown.")
        if item is not None:
            self.show_item(item)
        else:
            self._show_lists()

    def action_search(self) -> None:
        """Ask for words and show only what has them."""
        self._ask("Search: words in name, value, file, finding", self.desk.narrowing.words, self._search)

    def _search(self, words: str) -> None:
        before = self.desk.narrowing.words
        self.narrow(words=words)
        if words and not self.desk.shown():
            found = self._in_table(words)
            self.narrow(words=before)
            self.say(
                f"Nothing left to decide has {words!r}." + (" It stands in this table." if found else "")
            )
            if found:
                self._show_card(self.card_no, *found)

    def _in_table(self, words: str) -> tuple[tuple[int, int], Role] | None:
        """The first cell of the table shown that has the words."""
        from extractor.swedish import fold  # noqa: PLC0415

        for key, spots in zip(self.grid.keys, self.grid.spots, strict=True) if self.grid else ():
            for role, spot in zip(self.grid.roles if self.grid else (), spots, strict=True):
                if fold(words) in fold(spot.text):
                    return key, role
        return None

    def action_filter(self) -> None:
        """Ask what to show."""
        kinds = sorted({i.kind for i in self.desk.items})
        options = [
            ("", "everything"),
            *((f"perspective={p}", f"perspective {p}") for p in self.desk.perspectives()),
            *((f"below={t}", f"confidence below {t}") for t in THRESHOLDS),
            *((f"kind={k}", f"{k}s only") for k in kinds if len(kinds) > 1),
        ]
        self.push_screen(Pick("Show only …", options), self._filtered)

    def _filtered(self, choice: str | None) -> None:
        if choice is None:
            return
        name, _, value = choice.partition("=")
        if not name:
            self.narrow(perspective="", below=1.0, kind=None, words="", document="")
        else:
            self.narrow(**{name: float(value) if name == "below" else value})

    # ------------------------------------------------------------ deciding

    def on_data_table_cell_selected(self) -> None:
        """Enter accepts, like a."""
        self.action_accept()

    def action_accept(self) -> None:
        """Right as read; the same; real."""
        self._judge("accept")

    def action_reject(self) -> None:
        """Not there; not the same; not real; a lost decision is taken back."""
        if self.current is not None and self.current.kind == "orphan":
            self._take_back(self.current)
        else:
            self._judge("reject")

    def _judge(self, how: str) -> None:
        item = self.current
        verdict = _VERDICTS[how].get(item.kind) if item else None
        if item is None or verdict is None:
            self.say("There is nothing here to decide that way.")
        elif item.kind == "finding" and not self.note:
            question = (
                "Real: note for the trail (may be empty)"
                if how == "accept"
                else "Not real: why (may be empty)"
            )
            self._ask(question, "", lambda note: self._decide(item, verdict, note=note))
        else:
            self._decide(item, verdict)

    def action_edit(self) -> None:
        """Ask what the field says."""
        item = self.current
        if item is None or item.kind != "field":
            self.say("Only fields of a table can be edited; ? shows the keys.")
            return
        title = f"{item.role} of {item.indicator or item.goal}, {item.period}"
        window = Edit(title, item.now, item.choices, lambda typed: self.review.preview(item, typed))
        self.push_screen(window, lambda typed: self._decide(item, "edited", typed) if typed else None)

    def action_whole_row(self) -> None:
        """The whole row is right as read; a link leads to an indicator of its own."""
        item = self.current
        if item is not None and item.kind == "link":
            self._decide(item, "new")
        elif item is not None and item.kind == "field":
            self._decide_row(item, lambda: self.review.accept_row(item, self.note), "accepted with its row")
        else:
            self.say("Only rows of a table can be accepted whole.")

    def action_not_a_row(self) -> None:
        """The row is none."""
        item = self.current
        if item is not None and item.kind == "field":
            self._decide_row(item, lambda: self.review.not_a_row(item, self.note), "not a row")
        else:
            self.say("Only rows of a table can be taken out.")

    def action_comment(self) -> None:
        """Ask for a note that goes with the next decision."""
        self._ask("Note for the next decision", self.note, self._noted)

    def _noted(self, note: str) -> None:
        self.note = note
        self.say(f"Goes with the next decision: {note}" if note else "No note.")

    def _decide(self, item: Item, verdict: Verdict, value: str = "", note: str = "") -> None:
        """Store one decision at once and go on."""
        note = note or self.note
        try:
            made = self.review.decide(item, verdict, value, note)
        except StyrkortError as error:
            self.say(f"Not stored: {error}", wrong=True)
            return
        shown = f" {said(made.value)}" if made.value and item.kind == "field" else ""
        self._stored([item.item_id], f"{verdict}{shown}", item)

    def _decide_row(self, item: Item, act: Callable[[], object], word: str) -> None:
        """Store a decision on a row at once; its fields need no further one."""
        try:
            made = act()
        except StyrkortError as error:
            self.say(f"Not stored: {error}", wrong=True)
            return
        if not made:
            self.say("Every field of this row is sure or decided already.")
            return
        ids = [i.item_id for i in self.desk.of_row(item) if not i.stale or word == "not a row"]
        self._stored(ids or [item.item_id], word, item)

    def _take_back(self, item: Item) -> None:
        if item.decision is not None:
            self.review.take_back(item.decision)
            self.desk.decided([item.item_id], "taken back")
            self.action_next()

    def _stored(self, ids: list[str], word: str, item: Item) -> None:
        """Tell what was stored, and go to what is left."""
        self.note = ""
        queued = self.desk.position(item) is not None
        self.desk.decided(ids, word)
        self._undo.append(ids)
        self._redo.clear()
        following = self.desk.following(item) if queued else None
        self.show_item(following or item)
        self.say(f"* {item.indicator or item.goal}: {word} · stored · u takes it back")

    # ------------------------------------------------------------ taking back

    def action_undo(self) -> None:
        """Take the last decision back and show what it was about."""
        try:
            taken = self.review.undo()
        except StyrkortError as error:
            self.say(error.what)
            return
        ids = self._undo.pop() if self._undo else []
        self._redo.append((ids, self.desk.done.get(ids[0], "") if ids else ""))
        self.desk.reopened(ids)
        if not ids:
            self._reload()
        item = self.desk.find(ids[0]) if ids else None
        self.show_item(item or self._of_id(ids) or self.current)
        self.say(f"Taken back: {taken.verdict} {said(taken.value) if taken.value else ''}".rstrip())

    def action_redo(self) -> None:
        """Take up again what was undone last."""
        try:
            again = self.review.redo()
        except StyrkortError as error:
            self.say(error.what)
            return
        if again is None:
            self.say("Nothing was undone.")
            return
        ids, word = self._redo.pop() if self._redo else ([], "")
        self.desk.decided(ids, word or str(again.verdict))
        self._undo.append(ids)
        if not ids:
            self._reload()
        item = self.desk.find(ids[0]) if ids else None
        self.show_item(item or self._of_id(ids) or self.current)
        self.say(f"Again: {again.verdict} {said(again.value) if again.value else ''}".rstrip())

    def _of_id(self, ids: list[str]) -> Item | None:
        """A field that is in no queue, as it stands now: the current one, where it was decided."""
        item = self.current
        if not ids or item is None or item.role is None or item.item_id != ids[0]:
            return None
        return self.review.item(item.document_id, item.table_no or 0, item.row_no or 0, item.role)

    def _reload(self) -> None:
        """A decision of an earlier session was taken back: what is left has changed."""
        known = {i.item_id for i in self.desk.items}
        self.desk.items += [i for i in self.review.queue() if i.item_id not in known]

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

    def action_help(self) -> None:
        """Show all keys."""
        self.push_screen(Help())

    def action_leave(self) -> None:
        """Quit; everything is stored."""
        self.exit()

    def _ask(self, question: str, before: str, then: Callable[[str], None]) -> None:
        self.push_screen(Ask(question, before), lambda answer: then(answer) if answer is not None else None)


class Table(DataTable[Text]):
    """The scorecard: letters move as arrows do."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("h", "cursor_left", show=False),
        Binding("j", "cursor_down", show=False),
        Binding("k", "cursor_up", show=False),
        Binding("l", "cursor_right", show=False),
    ]

    def fill(self, grid: Grid | None) -> None:
        """Show another scorecard, or nothing."""
        self.clear(columns=True)
        if grid is None:
            return
        for n, role in enumerate(grid.roles):
            self.add_column(role.replace("_", " "), width=grid.width(n))
        self.fixed_columns = 1
        for spots in grid.spots:
            self.add_row(*(cell_text(s.shown, s.mark) for s in spots), height=ROW_LINES)


def cell_text(shown: str, mark: str) -> Text:
    """A cell with its mark, coloured where there is colour."""
    styles = {"?": "bold yellow", "!": "bold red", "*": "green"}
    return Text(shown, style=styles.get(mark, ""), overflow="ellipsis")

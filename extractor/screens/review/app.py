"""The application: what the keys do with what is on the screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from extractor.archive import DocumentInfo
from extractor.errors import StyrkortError
from extractor.model import Place
from extractor.review.added import ROLES
from extractor.review.queue import Item
from extractor.screens.review.deciding import Told
from extractor.screens.review.desk import Narrowing, name_of
from extractor.screens.review.keys import KEYS, MOVES
from extractor.screens.review.lines import Lines
from extractor.screens.review.looking import Looking
from extractor.screens.review.prompts import Ask, Edit, Help, NewRow, Pick
from extractor.screens.review.viewer import show_page

_ACTIONS = {action.partition("(")[0] for action in (*(k.action for k in KEYS), *(a for _, a in MOVES))}


class ReviewApp(Looking):
    """The review of one archive: to the screen of `Looking` it adds the keys, and what they narrow, decide and open."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(k.keys, k.action, k.meaning, show=False, priority=True) for k in KEYS),
        *(Binding(keys, action, show=False, priority=True) for keys, action in MOVES),
        Binding("ctrl+q,ctrl+c", "stop", show=False, priority=True),
    ]
    """All keys come here first, so that they act in the order in which they were typed."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """While a window asks, keys are for it."""
        return action not in _ACTIONS or not isinstance(self.screen, ModalScreen)

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

    async def action_add_row(self) -> None:
        """Ask for a row that was not found in the report shown."""
        item = self.current
        if item is None:
            self.say("Move to an item of the report first.")
            return
        title = f"A row that was not found in {name_of(item)}"
        told: list[Told] = []

        def store(typed: dict[str, str]) -> str:
            told[:] = [self.deciding.add_row(item, typed)]
            return told[0].words if told[0].wrong else ""

        await self.push_screen(
            NewRow(title, ROLES, item.page or 1, store), lambda stored: self.tell(told[0]) if stored else None
        )

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

"""What the deciding keys do: each stores its decision at once and says in a sentence what happened.

Knows the session and the desk, and nothing of the terminal.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from extractor.errors import StyrkortError
from extractor.model import Decision, Verdict
from extractor.review.added import ROLES
from extractor.review.preview import Preview
from extractor.review.queue import Item
from extractor.review.session import Review
from extractor.screens.review.desk import Desk
from extractor.screens.review.panel import said

ACCEPT: dict[str, Verdict] = {"field": "accepted", "link": "same", "finding": "confirmed"}
REJECT: dict[str, Verdict] = {"field": "rejected", "link": "different", "finding": "dismissed"}


class Told(NamedTuple):
    """What came of a key."""

    words: str
    item: Item | None = None
    """The item to show next; None to stay."""
    wrong: bool = False
    """Whether nothing was stored though it should have been."""


class _Step(NamedTuple):
    """The items that one key decided about, and how."""

    items: tuple[Item, ...]
    word: str


class Deciding:
    """Decides about items and takes decisions back.

    Args:
        review: the session that stores.
        desk: what is left; told of every decision.
        load: gives anew what is left to decide.
    """

    def __init__(self, review: Review, desk: Desk, load: Callable[[], list[Item]]) -> None:
        self.review, self.desk, self._load = review, desk, load
        self.note = ""
        """Goes with the next decision."""
        self._steps: list[_Step] = []
        self._undone: list[_Step] = []

    # ------------------------------------------------------------ deciding

    def accept(self, item: Item, note: str = "") -> Told:
        """Right as read; the same indicator; a real finding."""
        return self._judge(item, ACCEPT.get(item.kind), "", note)

    def reject(self, item: Item, note: str = "") -> Told:
        """Nothing is printed there; not the same; no finding; a lost decision is taken back."""
        if item.kind == "orphan" and item.decision is not None:
            return self._take_back(item)
        return self._judge(item, REJECT.get(item.kind), "", note)

    def edit(self, item: Item, typed: str) -> Told:
        """The field says what was typed."""
        return self._judge(item, "edited", typed, "")

    def preview(self, item: Item, typed: str) -> Preview:
        """What a typed value would be read as; refused, too, where its row is no longer there."""
        try:
            return self.review.preview(item, typed)
        except StyrkortError as error:
            return Preview(refusal=f"cannot be stored: {error}")

    def whole_row(self, item: Item) -> Told:
        """Every doubted field of the row is right as read; a link leads to an indicator of its own."""
        if item.kind == "link":
            return self._judge(item, "new", "", "")
        if item.kind != "field":
            return Told("Only rows of a table can be accepted whole.")
        rest = [i for i in self.desk.of_row(item) if not i.stale]
        return self._row(item, lambda: self.review.accept_row(item, self.note), rest, "accepted with its row")

    def not_a_row(self, item: Item) -> Told:
        """The row is none: it leaves the scorecard."""
        if item.kind != "field":
            return Told("Only rows of a table can be taken out.")
        rest = self.desk.of_row(item)
        return self._row(item, lambda: self.review.not_a_row(item, self.note), rest, "not a row")

    def add_row(self, item: Item, typed: Mapping[str, str]) -> Told:
        """A row of the item's report that was not found; the page is typed like its fields."""
        page = typed.get("page", "").strip()
        fields = {role: typed.get(role, "") for role in ROLES}
        try:
            made = self.review.add_row(
                item.document_id, int(page) if page.isdigit() else 0, fields, note=self.note
            )
        except StyrkortError as error:
            return Told(f"Not stored: {error}", wrong=True)
        self.note = ""
        self._steps.append(_Step((), "added"))
        self._undone.clear()
        name = made.about.indicator or made.about.goal
        return Told(f"* {name}: added · stored · u takes it back", item)

    def _judge(self, item: Item, verdict: Verdict | None, value: str, note: str) -> Told:
        if verdict is None:
            return Told("There is nothing here to decide that way.")
        try:
            made = self.review.decide(item, verdict, value, note or self.note)
        except StyrkortError as error:
            return Told(f"Not stored: {error}", wrong=True)
        shown = f" {said(made.value)}" if made.value and item.kind == "field" else ""
        return self._stored(item, _Step((item,), f"{verdict}{shown}"))

    def _row(self, item: Item, act: Callable[[], object], rest: Sequence[Item], word: str) -> Told:
        try:
            made = act()
        except StyrkortError as error:
            return Told(f"Not stored: {error}", wrong=True)
        if not made:
            return Told("Every field of this row is sure or decided already.")
        return self._stored(item, _Step(tuple(rest) or (item,), word))

    def _take_back(self, item: Item) -> Told:
        assert item.decision is not None
        try:
            self.review.take_back(item.decision)
        except StyrkortError as error:
            return Told(f"Not stored: {error}", wrong=True)
        self.desk.decided([item.item_id], "taken back")
        self._undone.append(_Step((item,), ""))
        return Told("Taken back · U takes it up again", self.desk.following(item))

    def _stored(self, item: Item, step: _Step) -> Told:
        self.note = ""
        queued = self.desk.position(item) is not None
        self.desk.decided((i.item_id for i in step.items), step.word)
        self._steps.append(step)
        self._undone.clear()
        following = self.desk.following(item) if queued else None
        return Told(
            f"* {item.indicator or item.goal}: {step.word} · stored · u takes it back", following or item
        )

    # ------------------------------------------------------------ taking back

    def undo(self) -> Told:
        """Take the last decision back: of this review, else of the one before."""
        try:
            taken = self.review.undo()
        except StyrkortError as error:
            return Told(error.what)
        step = self._steps.pop() if self._steps else _Step((), "")
        self._undone.append(step)
        self.desk.reopened(i.item_id for i in step.items)
        if not step.items:
            self.reload()
        words = f"Taken back: {taken.verdict} {_value(taken)}".rstrip()
        return Told(words, self._now(step))

    def redo(self) -> Told:
        """Take up again what was taken back last."""
        try:
            again = self.review.redo()
        except StyrkortError as error:
            return Told(error.what)
        if again is None:
            return Told("Nothing was taken back.")
        step = self._undone.pop() if self._undone else _Step((), "")
        if step.word:
            self.desk.decided((i.item_id for i in step.items), step.word)
        else:  # a lost decision, or one of another session: it is open again, or decided again, as before
            self.desk.reopened(i.item_id for i in step.items)
        self._steps.append(step)
        words = f"Again: {again.verdict} {_value(again)}".rstrip()
        return Told(words, self._now(step))

    def reload(self) -> None:
        """What is left, asked anew; what this review decided stays in sight."""
        fresh = {i.item_id: i for i in self._load()}
        kept = [fresh.pop(i.item_id, i) for i in self.desk.items if i.item_id in fresh or self._decided(i)]
        self.desk.items = [*kept, *fresh.values()]

    def settle(self) -> Told:
        """Let series, links and findings follow what was decided, and ask anew what is left."""
        try:
            units = self.review.settle()
        except StyrkortError as error:
            return Told(str(error), wrong=True)
        self.reload()
        return Told(
            f"Series, links and findings follow; {units} units were touched.", self.desk.following(None)
        )

    def outdated(self, item: Item) -> bool:
        """Whether something of its unit was decided since a finding was made: it may no longer hold."""
        unit = item.organisation, item.unit
        return item.kind == "finding" and any(unit == (o, u) for _, o, u in self.review.archive.unsettled())

    def _decided(self, item: Item) -> bool:
        return item.item_id in self.desk.done

    def _now(self, step: _Step) -> Item | None:
        """The first item of a step as it stands now."""
        return self.fresh(step.items[0]) if step.items else None

    def fresh(self, item: Item) -> Item:
        """A field as it stands after what was decided; another item as it is."""
        if item.kind != "field" or item.role is None:
            return item
        try:
            return self.review.item(item.document_id, item.table_no or 0, item.row_no or 0, item.role)
        except StyrkortError:
            return item  # its row was decided to be none


def _value(decision: Decision) -> str:
    """What a decision says, in words: a field's value, an added row's name."""
    if decision.kind == "row":
        return decision.about.indicator or decision.about.goal
    return said(decision.value) if decision.value else ""

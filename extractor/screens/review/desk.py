"""What lies on the desk: everything left to decide, narrowed by filters, and what was decided meanwhile.

Knows nothing of the terminal, so that what a key does can be tested without one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from extractor.model import Role, Value
from extractor.review.queue import Item, Kind
from extractor.swedish import fold

THRESHOLDS = (0.7, 0.5, 0.3)
"""Confidences to filter by."""


class Narrowing(Value, frozen=True, kw_only=True):
    """Which part of the queue is shown; every condition that is set has to hold."""

    document: str = ""
    """A document's id."""
    perspective: str = ""
    below: float = 1.0
    """Only fields whose confidence is below this; links and findings have none and stay."""
    kind: Kind | None = None
    words: str = ""
    """Words that must stand in what the item is about."""

    def told(self) -> str:
        """The conditions in words, '' if there are none."""
        parts = [
            self.perspective,
            f"confidence below {self.below:g}" if self.below < 1 else "",
            f"{self.kind}s only" if self.kind else "",
            f"“{self.words}”" if self.words else "",
        ]
        return " · ".join(p for p in parts if p)


class Pile(NamedTuple):
    """One document and how much of it is left."""

    document_id: str
    name: str
    left: int


class Desk:
    """The queue of one review as the application walks it.

    Args:
        items: what is left to decide, in order of importance.
        documents: names of all documents that may be looked at, by id.
    """

    def __init__(self, items: Sequence[Item], documents: Mapping[str, str] | None = None) -> None:
        self.items = list(items)
        self.documents = dict(documents or {})
        self.narrowing = Narrowing()
        self.done: dict[str, str] = {}
        """What was decided in this review, in a word, by item id."""

    # ------------------------------------------------------------ looking

    def shown(self) -> list[Item]:
        """The items that the filters let through, decided ones, too."""
        return [i for i in self.items if passes(i, self.narrowing)]

    def left(self) -> int:
        """How many of the shown items want a decision."""
        return sum(i.item_id not in self.done for i in self.shown())

    def piles(self) -> list[Pile]:
        """The documents, in the order of what matters most in them; those without items last."""
        counts: dict[str, list[int]] = {}
        names: dict[str, str] = {}
        for item in self.items:
            names.setdefault(item.document_id, name_of(item))
            counts.setdefault(item.document_id, []).append(item.item_id not in self.done)
        with_items = [Pile(d, names[d], sum(some)) for d, some in counts.items()]
        return with_items + [Pile(d, name, 0) for d, name in self.documents.items() if d not in counts]

    def perspectives(self) -> list[str]:
        """The perspectives of the items."""
        return sorted({i.perspective for i in self.items if i.perspective})

    def conditions(self) -> list[tuple[str, str]]:
        """What can be filtered by: key and words of each condition; `meant` takes the key."""
        kinds = sorted({i.kind for i in self.items})
        return [
            ("", "everything"),
            *((f"perspective={p}", f"perspective {p}") for p in self.perspectives()),
            *((f"below={t}", f"confidence below {t}") for t in THRESHOLDS),
            *((f"kind={k}", f"{k}s only") for k in kinds if len(kinds) > 1),
        ]

    def meant(self, key: str) -> dict[str, object]:
        """What a condition's key sets of the filter; the key '' takes all filters away."""
        if not key:
            return {f: getattr(Narrowing(), f) for f in Narrowing.__struct_fields__}
        name, _, value = key.partition("=")
        return {name: float(value) if name == "below" else value}

    def following(self, current: Item | None, step: int = 1) -> Item | None:
        """The next item without a decision, or the one before; round the end; None if all are decided.

        Args:
            current: where to start; an item that is not shown counts as being before the first.
            step: 1 forwards, -1 backwards.
        """
        some = self.shown()
        if not some:
            return None
        here = self.position(current)
        start = here if here is not None else (-1 if step > 0 else 0)
        for n in range(1, len(some) + 1):
            item = some[(start + n * step) % len(some)]
            if item.item_id not in self.done:
                return item
        return None

    def position(self, item: Item | None) -> int | None:
        """Where an item stands among the shown ones."""
        if item is None:
            return None
        return next((n for n, i in enumerate(self.shown()) if i.item_id == item.item_id), None)

    def find(self, item_id: str) -> Item | None:
        """The item with an id, shown or not."""
        return next((i for i in self.items if i.item_id == item_id), None)

    def at(self, document_id: str, key: tuple[int, int], role: Role) -> Item | None:
        """The item of a table's cell, if it is in the queue."""
        wanted = (document_id, *key, role, "field")
        return self._first(lambda i: (i.document_id, i.table_no, i.row_no, i.role, i.kind) == wanted)

    def finding_about(self, item: Item) -> Item | None:
        """The worst finding about the indicator of an item, those that name its document first."""
        about = [
            i for i in self.items if i.finding and i.indicator_id and i.indicator_id == item.indicator_id
        ]
        return min(about, key=lambda i: item.document_id not in documents_of(i), default=None)

    def of_row(self, item: Item) -> list[Item]:
        """The fields of an item's row that are in the queue."""
        row = item.document_id, item.table_no, item.row_no
        return [i for i in self.items if i.kind == "field" and (i.document_id, i.table_no, i.row_no) == row]

    def _first(self, condition: Callable[[Item], bool]) -> Item | None:
        return next((i for i in self.items if condition(i)), None)

    # ------------------------------------------------------------ deciding

    def decided(self, ids: Iterable[str], word: str) -> None:
        """Note that items are decided, and how."""
        self.done |= dict.fromkeys(ids, word)

    def reopened(self, ids: Iterable[str]) -> None:
        """Note that the decisions on items were taken back."""
        for identity in ids:
            self.done.pop(identity, None)


def passes(item: Item, narrowing: Narrowing) -> bool:
    """Whether the filters let an item through."""
    n = narrowing
    return (
        (not n.document or n.document in documents_of(item))
        and (not n.perspective or item.perspective == n.perspective)
        and (n.kind is None or item.kind == n.kind)
        and (item.kind != "field" or item.stale or item.field.confidence < n.below or n.below >= 1)
        and says(item, n.words)
    )


def says(item: Item, words: str) -> bool:
    """Whether all words stand somewhere in what an item is about; case and accents do not count."""
    parts = (
        item.indicator, item.goal, item.perspective, item.now, item.field.raw, item.label, item.role or "",
        item.source_path, item.period, item.unit, item.organisation,
        item.finding.message if item.finding else "", item.candidate.name if item.candidate else "",
    )  # fmt: skip
    text = fold(" ".join(parts))
    return all(word in text for word in fold(words).split())


def documents_of(item: Item) -> set[str]:
    """The documents an item is about."""
    others = {item.finding.other_document_id} if item.finding else set()
    return {item.document_id} | others


def name_of(item: Item) -> str:
    """The file name of an item's document."""
    return item.source_path.rpartition("/")[2] or item.document_id[:8] or "lost"

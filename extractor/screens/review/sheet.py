"""The document whose scorecards are shown: which one, and where in it an item stands."""

from __future__ import annotations

from extractor.archive import Archive
from extractor.errors import NotFoundError
from extractor.model import Role, Scorecard
from extractor.review.queue import Item
from extractor.screens.review.grid import Grid, grid_of
from extractor.swedish import fold

Spot = tuple[int, int]
"""Row and column of a cell in the grid, counted from 0."""


class Sheet:
    """One document's scorecards, one of them on top.

    Args:
        archive: where the reports are.
    """

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self.document_id = ""
        self.cards: list[Scorecard] = []
        self.number = 0
        self.grid: Grid | None = None

    def turn_to(self, item: Item) -> Spot:
        """Put the scorecard on top that an item stands in; where in it, the first cell if nowhere."""
        self.open(item.document_id)
        key, role = self._place_of(item)
        for number, card in enumerate(self.cards):
            if key and any((row.table_no, row.row_no) == key for row in card.rows):
                self.turn(number)
                assert self.grid is not None
                column = self.grid.roles.index(role) if role in self.grid.roles else 0
                return self.grid.keys.index(key), column
        self.turn(0)
        return 0, 0

    def turn(self, number: int) -> None:
        """Put another scorecard of the document on top, round the end."""
        self.number = number % len(self.cards) if self.cards else 0
        self.grid = grid_of(self.cards[self.number]) if self.cards else None

    def title(self) -> str:
        """What is on top."""
        if self.grid is None:
            return "no scorecard was read in this document"
        card = self.cards[self.number]
        name = card.perspective or "scorecard"
        return f"{name} · page {card.page} · scorecard {self.number + 1} of {len(self.cards)}"

    def find(self, words: str) -> Spot | None:
        """The first cell of the document that has the words; its scorecard is then on top."""
        for number, card in enumerate(self.cards):
            for n, spots in enumerate(grid_of(card).spots):
                for m, spot in enumerate(spots):
                    if fold(words) in fold(spot.text):
                        self.turn(number)
                        return n, m
        return None

    def open(self, document_id: str) -> None:
        """Take another document, its first scorecard on top."""
        self.document_id = document_id
        try:
            cards = self._archive.report(document_id).scorecards
        except NotFoundError:
            cards = ()  # a lost decision's document may be gone
        self.cards = [card for card in cards if card.rows]
        self.turn(0)

    def _place_of(self, item: Item) -> tuple[Spot | None, Role]:
        """Row and column of what an item is about; a finding's is the row of its indicator."""
        if item.table_no is not None and item.row_no is not None:
            return (item.table_no, item.row_no), item.role or "indicator"
        for link in self._archive.links(item.document_id) if item.indicator_id else ():
            if (
                link.indicator_id == item.indicator_id
                and link.row_no is not None
                and link.table_no is not None
            ):
                return (link.table_no, link.row_no), "value"
        return None, "value"

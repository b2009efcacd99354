"""The items of a list → a table like any other, under their labels as header.

Promises that every cell keeps the place of its line, and that none that says something of the indicator is sure
(`cells_reassembled`), nor is one that stays empty where other items say something: their lines are put together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from extractor.model import Cell, Paragraph, Place, Role, Symbol, Table
from extractor.patterns import Patterns
from extractor.scorecards.box_rows import HEADERS
from extractor.scorecards.labels import CLEAR, header_scores
from extractor.scorecards.list_lines import ROLES
from extractor.swedish import without_number

CONFIDENCE = 0.85
"""Confidence in a cell of the list's table: its labels are printed, where it ends and whose it is are concluded."""
_PERIODIC: tuple[Role, ...] = ("value", "previous_value", "forecast", "baseline")
"""Roles whose printed label heads their column: its year tells whose figures these are."""

Key = tuple[Role, tuple[str, ...], int]
"""What a column of the list holds: its role, the years in its label, which of several such it is."""


class Said(NamedTuple):
    """What an item says under one label."""

    text: str
    label: str
    place: Place


class Item(NamedTuple):
    """One row of the list."""

    goal: Paragraph | None
    indicator: tuple[str, Place]
    fields: dict[Key, Said]
    symbols: tuple[Symbol, ...]
    used: frozenset[int]
    """Where its lines stand among the blocks."""


def table_of(items: Sequence[Item], number: int, patterns: Patterns) -> Table:
    """A row for each item, a column for each thing that they say.

    Args:
        items: the items of a list, in reading order; at least one.
        number: the table's number in the document.
        patterns: the knowledge in use (`roles`).
    """
    labels: dict[Key, Counter[str]] = {}
    for item in items:
        for key, said in item.fields.items():
            labels.setdefault(key, Counter())[said.label] += 1
    if any(item.symbols for item in items) and not any(key[0] == "status" for key in labels):
        labels["status", (), 0] = Counter()
    keys = sorted(labels, key=lambda key: (ROLES.index(key[0]), key[1:]))
    named: tuple[Role, ...] = ("goal", "indicator") if any(item.goal for item in items) else ("indicator",)
    heads = [(HEADERS[role], "") for role in named] + [_header(key, labels[key], patterns) for key in keys]
    place = items[0].indicator[1]
    cells = [
        Cell(row=0, column=column, text=text, raw=raw, place=place, bold=True)
        for column, (text, raw) in enumerate(heads)
    ]
    judged = next((key for key in keys if key[0] == "status"), None)
    for row, item in enumerate(items, start=1):
        told = [(_named(item, role), False) for role in named]
        told += [(item.fields.get(key), key == judged) for key in keys]
        cells += [
            _cell(said, item, item.symbols if lit else (), row, column)
            for column, (said, lit) in enumerate(told)
        ]
    return Table(number=number, place=place, cells=tuple(cells), header_rows=1)


def _header(key: Key, labels: Counter[str], patterns: Patterns) -> tuple[str, str]:
    """The header of a column, and its characters as printed: the label itself where it says whose figures these are."""
    role, years, number = key
    label = max(labels, key=lambda text: labels[text], default="")
    scores = header_scores(label, patterns["roles"])
    if label and (number or (role in _PERIODIC and max(scores.values(), default=0.0) >= CLEAR)):
        return label, label
    return " ".join((HEADERS[role], *years)), ""


def _named(item: Item, role: Role) -> Said | None:
    if role == "indicator":
        return Said(item.indicator[0], "", item.indicator[1])
    return Said(without_number(item.goal.text), "", item.goal.place) if item.goal else None


def _cell(said: Said | None, item: Item, symbols: tuple[Symbol, ...], row: int, column: int) -> Cell:
    text = said.text if said else ""
    return Cell(
        row=row, column=column, text=text, raw=text, place=said.place if said else item.indicator[1],
        symbols=symbols, confidence=CONFIDENCE, reasons=("cells_reassembled",),
    )  # fmt: skip

"""Scorecards set as lists: an indicator as a list item or line, its target and value behind their labels.

"Sjukfrånvaro. Mål: högst 6,0 %. Utfall: 6,4 %." says as much as a table's row, and so does a line with "Målvärde: …"
and "Utfall: …" in the lines below it. Promises that such a list becomes a table like any other, whose cells are never
sure (`cells_reassembled`), and that a report whose scorecards are tables is left as it is: its lists are commentary.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from extractor.model import SURE, Block, Cell, Document, Paragraph, Place, Role, Scorecard, Symbol, Table
from extractor.patterns import Patterns
from extractor.scorecards.box_lines import with_boxes_of_lines
from extractor.scorecards.box_rows import HEADERS, LINE_WORDS
from extractor.scorecards.boxes import with_boxes_upright
from extractor.scorecards.find import find_scorecards
from extractor.scorecards.perspectives import is_general, named
from extractor.swedish import squeeze, without_number
from extractor.symbols.verdicts import read_verdict

FEWEST_ITEMS = 2
"""Items that make a list; one alone is a sentence of some text."""
LABEL_WORDS = 4
"""Longest label looked for in front of a colon ("Mått för måluppfyllelse 2022")."""
LABEL_COVERED = 0.9
"""Share of a label's letters that the role's phrase must explain: "Utfall 2022" does, "Sjukfrånvaro utfall" doesn't."""
TARGET_WORDS = 8
"""A "Mål" of more words is a goal that names its figure ("Minst 90 procent av eleverna ska …")."""
CONFIDENCE = 0.85
"""Confidence in a cell of the list's table: its labels are printed, where it ends and whose it is are concluded."""

_ROLES: tuple[Role, ...] = (
    "baseline", "target", "previous_value", "value", "forecast", "status", "trend", "comment",
)  # fmt: skip
_MEASURED = frozenset({"target", "value", "status", "forecast", "baseline"})
_COLON = re.compile(r"\s?:\s+(?=\S)|\s?:$")
_BREAK = re.compile(r"[.;,|•–—()/]\s|\s[-–—|]\s|\n")
_EDGES = " .,;:|•–—-"
_SENTENCE = re.compile(r"\.\s+(?=[A-ZÅÄÖ])")
_FIGURES = re.compile(r"\d")


class _Labelled(NamedTuple):
    """One statement of a line: what its label says it is, and its words."""

    role: Role
    text: str


class _Item(NamedTuple):
    """One row of the list."""

    goal: Paragraph | None
    indicator: tuple[str, Place]
    fields: dict[Role, tuple[str, Place]]
    symbols: tuple[Symbol, ...]
    used: frozenset[int]
    """Where its lines stand among the blocks."""


def with_listed_cards(
    document: Document, patterns: Patterns, *, period: str | None = None
) -> tuple[Document, tuple[Scorecard, ...]]:
    """The document with its lists of indicators as tables, in the place of their lines, and its scorecards.

    Args:
        document: what a reader made of the file.
        patterns: the knowledge in use (`roles`, `perspectives`).
        period: label of the report's own period; None where it is still to be found.

    Returns:
        The document itself where it has no such list, or has scorecards as tables; and every scorecard of it.
    """
    document = with_boxes_upright(document, patterns)
    cards = find_scorecards(document, patterns, period=period)
    if cards:
        return document, cards
    lined = with_boxes_of_lines(document, patterns)
    if lined is not document:
        document = with_boxes_upright(lined, patterns)
    else:
        groups = [g for g in _groups(document, patterns) if g]
        if sum(map(len, groups)) < FEWEST_ITEMS:
            return document, cards
        document = _with_tables(document, groups)
    return document, find_scorecards(document, patterns, period=period)


def _with_tables(document: Document, groups: list[list[_Item]]) -> Document:
    starts = {min(min(item.used) for item in group): group for group in groups}
    used = {index for group in groups for item in group for index in item.used}
    blocks: list[Block] = []
    tables = 0
    for index, block in enumerate(document.blocks):
        if index in starts:
            tables += 1
            blocks.append(_table(starts[index], tables))
        if isinstance(block, Table):
            tables += 1
            blocks.append(msgspec.structs.replace(block, number=tables))
        elif index not in used:
            blocks.append(block)
    return msgspec.structs.replace(document, blocks=tuple(blocks))


# ---------------------------------------------------------------- lines → items


class _Reader:
    """Walks the paragraphs and keeps what the next item will need."""

    def __init__(self, patterns: Patterns) -> None:
        self._patterns = patterns
        self.goal: tuple[int, Paragraph] | None = None
        self.names: list[tuple[int, Paragraph]] = []
        """Short lines without labels since the last item: a goal, then an indicator."""
        self.items: list[_Item] = []
        self._open: _Item | None = None

    def read(self, index: int, paragraph: Paragraph) -> None:
        head, said = labelled(_without_symbols(paragraph), self._patterns)
        roles = {s.role for s in said}
        if not said:
            self._name(index, paragraph)
        elif not head and not any(s.text for s in said) and not paragraph.symbols:
            return  # "Indikatorer:" above them
        elif roles == {"goal"} and not head:
            self.close()
            self.goal = (index, msgspec.structs.replace(paragraph, text=said[0].text))
            self.names = []
        else:
            self._say(index, paragraph, head, said)

    def close(self) -> None:
        """End the item that is being read."""
        item = self._open
        if (
            item is not None
            and len(_MEASURED & item.fields.keys()) > 1
            and item.fields.keys() & {"value", "status"}
        ):
            self.items.append(item)
        self._open = None

    def _name(self, index: int, paragraph: Paragraph) -> None:
        self.close()
        text = squeeze(paragraph.text)
        if text and len(text.split()) <= LINE_WORDS and not text.endswith((".", "!", "?")):
            self.names.append((index, paragraph))
        else:
            self.names = []

    def _say(self, index: int, paragraph: Paragraph, head: str, said: list[_Labelled]) -> None:
        own = next((s.text for s in said if s.role == "indicator"), head)
        if own or self._open is None or any(s.role in self._open.fields for s in said):
            self.close()
            self._start(index, paragraph, own)
        item = self._open
        if item is None:
            return
        for role, text in said:
            if role in _ROLES and text:
                item.fields.setdefault(role, (text, paragraph.place))
        self._open = item._replace(symbols=item.symbols + paragraph.symbols, used=item.used | {index})

    def _start(self, index: int, paragraph: Paragraph, own: str) -> None:
        """Begin an item: named in its own line, or by the line above."""
        used = {index}
        if own:
            indicator = (own, paragraph.place)
        elif self.names:
            at, line = self.names.pop()
            indicator = (without_number(line.text), line.place)
            used.add(at)
        else:
            return
        if self.names:
            self.goal = self.names[-1]
        self.names = []
        if self.goal is not None:
            used.add(self.goal[0])
        goal = self.goal[1] if self.goal else None
        self._open = _Item(goal, indicator, {}, (), frozenset(used))


def _groups(document: Document, patterns: Patterns) -> Iterator[list[_Item]]:
    """The items by the heading they stand under: a perspective's name, or a table, parts them."""
    reader = _Reader(patterns)
    for index, block in enumerate(document.blocks):
        if isinstance(block, Table) or _parts(block, reader, patterns):
            reader.close()
            yield reader.items
            reader = _Reader(patterns)
        else:
            reader.read(index, block)
    reader.close()
    yield reader.items


def _parts(paragraph: Paragraph, reader: _Reader, patterns: Patterns) -> bool:
    """Whether a heading begins another scorecard; one beside a goal's heading is a goal, whatever its words."""
    if not paragraph.level or (reader.goal and reader.goal[1].level == paragraph.level):
        return False
    return bool(named(paragraph.text, patterns)) or is_general(paragraph.text, patterns)


def _without_symbols(paragraph: Paragraph) -> str:
    """The words of a line; a sign behind them is shown, not said."""
    text = paragraph.text
    for symbol in paragraph.symbols:
        text = text.replace(symbol.text, " ") if symbol.text else text
    return squeeze(text)


def labelled(text: str, patterns: Patterns) -> tuple[str, list[_Labelled]]:
    """What a line says before its first label, and what it says behind each.

    "Sjukfrånvaro. Mål: högst 6 %. Utfall: 6,4 %" is "Sjukfrånvaro" with the target "högst 6 %" and the value "6,4 %".
    """
    labels: list[tuple[int, int, Role]] = []
    for colon in _COLON.finditer(text):
        found = _label_before(text, labels[-1][1] if labels else 0, colon.start(), patterns)
        if found is not None:
            labels.append((found[0], colon.end(), found[1]))
    if not labels:
        return "", []
    ends = [start for start, _, _ in labels[1:]] + [len(text)]
    said: list[_Labelled] = []
    for (_, start, role), end in zip(labels, ends, strict=True):
        words = text[start:end].strip(_EDGES)
        said += _statements(role, words if "(" in words else words.rstrip(")"), patterns)
    head = text[: labels[0][0]].strip(_EDGES)
    return head if any(c.isalpha() for c in head) else "", said


def _statements(role: Role, words: str, patterns: Patterns) -> list[_Labelled]:
    """What stands behind one label: its own words, and a sentence behind them as a verdict or comment."""
    if role in ("goal", "target"):
        role = "target" if _FIGURES.search(words) and len(words.split()) <= TARGET_WORDS else role
    if role in ("goal", "indicator", "comment") or (end := _SENTENCE.search(words)) is None:
        return [_Labelled(role, words)]
    rest = words[end.end() :]
    verdict = read_verdict(rest, "status", patterns)
    judged = verdict.key is not None and verdict.confidence >= SURE
    return [_Labelled(role, words[: end.start()]), _Labelled("status" if judged else "comment", rest)]


def _label_before(text: str, start: int, end: int, patterns: Patterns) -> tuple[int, Role] | None:
    """Where the longest label before a colon begins, and its role."""
    breaks = [m.end() for m in _BREAK.finditer(text, start, end)]
    begin = breaks[-1] if breaks else start
    words = list(re.finditer(r"\S+", text[begin:end]))[-LABEL_WORDS:]
    for word in words:
        label = text[begin + word.start() : end]
        best = patterns["roles"].best(label, coverage=LABEL_COVERED)
        if best is not None and best.key in (*_ROLES, "goal", "indicator", "key_figure"):
            role = "indicator" if best.key == "key_figure" else best.key
            return begin + word.start(), role  # type: ignore[return-value]
    return None


# ---------------------------------------------------------------- items → a table


def _table(items: list[_Item], number: int) -> Table:
    shown = {role for item in items for role in item.fields}
    if any(item.symbols for item in items):
        shown.add("status")
    goals: tuple[Role, ...] = ("goal",) if any(item.goal for item in items) else ()
    roles: tuple[Role, ...] = (*goals, "indicator", *(r for r in _ROLES if r in shown))
    place = items[0].indicator[1]
    cells = [
        Cell(row=0, column=column, text=HEADERS[role], place=place, bold=True)
        for column, role in enumerate(roles)
    ]
    for row, item in enumerate(items, start=1):
        cells += [_cell(item, role, row, column) for column, role in enumerate(roles)]
    return Table(number=number, place=place, cells=tuple(cells), header_rows=1)


def _cell(item: _Item, role: Role, row: int, column: int) -> Cell:
    text, place = item.fields.get(role, ("", item.indicator[1]))
    if role == "goal" and item.goal is not None:
        text, place = without_number(item.goal.text), item.goal.place
    elif role == "indicator":
        text, place = item.indicator
    unsure = bool(text)
    return Cell(
        row=row, column=column, text=text, raw=text, place=place,
        symbols=item.symbols if role == "status" else (),
        confidence=CONFIDENCE if unsure else 1.0, reasons=("cells_reassembled",) if unsure else (),
    )  # fmt: skip

"""Scorecards set as lists: an indicator as a list item or line, its target and value behind their labels.

"Sjukfrånvaro. Mål: högst 6,0 %. Utfall: 6,4 %." says as much as a table's row, and so does a line with "Målvärde: …"
and "Utfall: …" in the lines below it. Promises that such a list becomes a table like any other, whose cells are never
sure (`cells_reassembled`), and that what only says again what a scorecard's table says is left as the commentary it is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec
from rapidfuzz import fuzz

from extractor.model import Block, Document, Paragraph, Role, Row, Scorecard, Table
from extractor.patterns import Patterns
from extractor.scorecards.box_lines import with_boxes_of_lines
from extractor.scorecards.box_rows import LINE_WORDS, may_be_name
from extractor.scorecards.boxes import with_boxes_upright
from extractor.scorecards.content import is_verdict
from extractor.scorecards.find import find_scorecards
from extractor.scorecards.goal_boxes import unlabelled
from extractor.scorecards.goal_names import goal_evidence
from extractor.scorecards.labelled import after_label
from extractor.scorecards.list_lines import (
    ROLES,
    VALUE_WORDS,
    Labelled,
    behind,
    is_value,
    label_alone,
    labelled,
    parted,
)
from extractor.scorecards.list_table import Item, Key, Said, table_of
from extractor.scorecards.perspectives import is_general, named
from extractor.scorecards.summaries import SAME_NAME
from extractor.swedish import fold, squeeze, without_number

FEWEST_ITEMS = 2
"""Items that make a list; one alone is a sentence of some text."""
SHARED = 2
"""Statements that an item has in common with another of the list."""
FEWEST_LABELS = 4
"""Lines that look labelled from which a report that has scorecards is searched for lists."""
REPEATED = 0.34
"""Share of the rows of lists that tables must hold, too, for the lists to comment on the tables: one of three."""

_MEASURED = frozenset({"target", "value", "status", "forecast", "baseline"})
_PROVING: tuple[Role, ...] = ("value", "status", "forecast")
"""One of them must be a figure or a verdict."""
_YEAR = re.compile(r"(?:19|20)\d\d")
_LABEL_LIKE = re.compile(r"^\W*[^\W\d][^:\n]{1,40}(?::(?:\s|$)|\t|\s[–—=-]\s)", re.MULTILINE)
_OTHER_LABEL = re.compile(r"^[^:]{1,60}:\s+\S")
_ENDS = (".", "!", "?")


def with_listed_cards(
    document: Document, patterns: Patterns, *, period: str | None = None
) -> tuple[Document, tuple[Scorecard, ...]]:
    """The document with its lists of indicators as tables, in the place of their lines, and its scorecards.

    Args:
        document: what a reader made of the file.
        patterns: the knowledge in use (`roles`, `perspectives`).
        period: label of the report's own period; None where it is still to be found.

    Returns:
        The document itself where it has no such list, or one that only repeats its tables; and every scorecard of it.
    """
    document = with_boxes_upright(document, patterns)
    cards = find_scorecards(document, patterns, period=period)
    if cards and not _looks_labelled(document):
        return document, cards
    listed = with_boxes_of_lines(document, patterns)
    if listed is not document:
        listed = with_boxes_upright(listed, patterns)
    lines = _parted(listed, patterns)
    if items := _items(lines, patterns):
        listed = _with_tables(lines, _groups(lines, items, patterns), patterns)
    if listed is document:
        return document, cards
    found = find_scorecards(listed, patterns, period=period)
    if cards and _says_again(_rows(found), _rows(cards)):
        return document, cards
    return listed, found


def _parted(document: Document, patterns: Patterns) -> Document:
    """The document with a paragraph for each line that begins with a label."""
    blocks = [p for b in document.blocks for p in (parted(b, patterns) if isinstance(b, Paragraph) else [b])]
    return msgspec.structs.replace(document, blocks=tuple(blocks))


def _rows(cards: Iterable[Scorecard]) -> list[Row]:
    return [row for card in cards for row in card.rows]


def _looks_labelled(document: Document) -> bool:
    """Whether enough lines begin like labels for a list of indicators to be among them."""
    lines = (len(_LABEL_LIKE.findall(b.raw)) for b in document.blocks if isinstance(b, Paragraph))
    return sum(lines) >= FEWEST_LABELS


def _with_tables(document: Document, groups: Sequence[Sequence[Item]], patterns: Patterns) -> Document:
    starts = {min(min(item.used) for item in group): group for group in groups}
    used = {index for group in groups for item in group for index in item.used}
    blocks: list[Block] = []
    tables = 0
    for index, block in enumerate(document.blocks):
        if index in starts:
            tables += 1
            blocks.append(table_of(starts[index], tables, patterns))
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
        self.items: list[Item] = []
        self._goal: tuple[int, Paragraph] | None = None
        self._names: list[tuple[int, Paragraph]] = []
        """Short lines without labels since the last item: headings, a goal, then an indicator."""
        self._headings: list[tuple[int, Paragraph]] = []
        """The headings that the next line stands under, from the highest."""
        self._waiting: tuple[int, Labelled] | None = None
        """A label whose value is to come on the next line."""
        self._open: Item | None = None

    def read(self, index: int, paragraph: Paragraph) -> None:
        """Take one more line."""
        text = _words(paragraph)
        head, said = labelled(text, self._patterns)
        waiting, self._waiting = self._waiting, None
        told = bool(head) or any(s.text for s in said)
        if not told and (text or not paragraph.symbols) and (alone := label_alone(text, self._patterns)):
            if not paragraph.level and (self._open or (self._names and alone.role != "indicator")):
                self._waiting = index, alone
            return  # "Indikatorer:" above them
        if not told and waiting and not paragraph.level and 0 < len(text.split()) <= VALUE_WORDS:
            said = behind(waiting[1], text, self._patterns)
            self._say(index, paragraph, "", said, {waiting[0]})
        elif not said:
            self._name(index, paragraph, text)
        elif {s.role for s in said} == {"goal"} and not head:
            self.close()
            self._goal = (index, msgspec.structs.replace(paragraph, text=said[0].text))
        else:
            self._say(index, paragraph, head, said)

    def part(self) -> None:
        """End what stands together: a table or a perspective's name comes."""
        self.close()
        self._goal, self._names, self._waiting = None, [], None

    def close(self) -> None:
        """End the item that is being read."""
        if self._open is not None and _is_item(self._open, self._patterns):
            self.items.append(self._open)
        self._open = None

    def _name(self, index: int, paragraph: Paragraph, text: str) -> None:
        """A line without label: a verdict, a remark or other label on the open item, or the next one's name."""
        if self._open is not None and is_verdict(text, self._patterns):
            self._say(index, paragraph, "", [Labelled("status", text)])
            return
        sentence = len(text.split()) > LINE_WORDS or text.endswith(_ENDS)
        if not paragraph.level and (sentence or _OTHER_LABEL.match(text)) and (self._open or self._names):
            if sentence and self._open is None:
                self._names = [
                    n for n in self._names if n[1].level and may_be_name(n[1].text, self._patterns)
                ]
            return
        self.close()
        if paragraph.level:
            self._headings = [h for h in self._headings if h[1].level < paragraph.level]
            self._headings.append((index, paragraph))
        if text and not sentence:
            self._names.append((index, paragraph))

    def _say(
        self,
        index: int,
        paragraph: Paragraph,
        head: str,
        said: Sequence[Labelled],
        used: Iterable[int] = (),
    ) -> None:
        own = next((s.text for s in said if s.role == "indicator"), head)
        if own or self._open is None or self._again(said):
            if not own and not self._names:
                self._open = None  # the same is said twice below one name: whose it was is not told
            self.close()
            self._start(index, paragraph, own)
        item = self._open
        if item is None:
            return
        for one in said:
            if one.role in ROLES and one.text:
                item.fields[_free(item.fields, one)] = Said(one.text, one.label, paragraph.place)
        self._open = item._replace(symbols=item.symbols + paragraph.symbols, used=item.used | {index, *used})

    def _again(self, said: Sequence[Labelled]) -> bool:
        """Whether the open item has said the same under the same label: these lines are another's."""
        known = {s.label for s in self._open.fields.values()} if self._open else set()
        return any(one.label in known for one in said if one.role in ROLES)

    def _start(self, index: int, paragraph: Paragraph, own: str) -> None:
        """Begin an item: named in its own line, or by the line above."""
        used = {index}
        if own:
            indicator = (own, paragraph.place)
        elif self._names:
            at, line = self._names.pop()
            indicator = (without_number(line.text).rstrip(" :"), line.place)
            used.add(at)
        else:
            return
        for at, line in self._names:
            if self._goal is None or at > self._goal[0]:
                self._goal = self._goal_heading(at, line) if line.level else (at, line)
        self._names = []
        if self._goal is not None:
            used.add(self._goal[0])
        goal = self._goal[1] if self._goal else None
        self._open = Item(goal, indicator, {}, (), frozenset(used))

    def _goal_heading(self, index: int, line: Paragraph) -> tuple[int, Paragraph] | None:
        """A heading over items as their goal, where nothing in it says so: below a perspective's, or beside a goal's.

        What the heading itself says is read as it is over any table.
        """
        if unlabelled(line.text, self._patterns) or goal_evidence(line, self._patterns):
            return None
        if self._goal is not None and self._goal[1].level == line.level:
            return index, line
        over = [h for at, h in self._headings if at < index and h.level < line.level]
        other = named(line.text, self._patterns) or is_general(line.text, self._patterns)
        return (index, line) if over and named(over[-1].text, self._patterns) and not other else None


def _words(paragraph: Paragraph) -> str:
    """The words of a line, its tabs kept; a sign behind them is shown, not said."""
    tabbed = "\t" in paragraph.raw and squeeze(paragraph.raw) == squeeze(paragraph.text)
    text = paragraph.raw if tabbed else paragraph.text
    for symbol in paragraph.symbols:
        text = text.replace(symbol.text, " ") if symbol.text else text
    return text.strip() if tabbed else squeeze(text)


def _free(fields: dict[Key, Said], one: Labelled) -> Key:
    """The column that a statement goes into: that of its role and years, or the next of them."""
    years = tuple(_YEAR.findall(one.label))
    return one.role, years, sum(key[:2] == (one.role, years) for key in fields)


def _is_item(item: Item, patterns: Patterns) -> bool:
    """Whether what was said of a name measures it: a target or judgement, and a figure or verdict of how it went."""
    roles = {role for role, _, _ in item.fields} | ({"status"} if item.symbols else set())
    if len(_MEASURED & roles) < FEWEST_ITEMS or not roles & {"target", "status"}:
        return False
    proving = ((role, s.text) for (role, _, _), s in item.fields.items() if role in _PROVING)
    lit = bool(item.symbols) and "target" in roles
    return lit or any(is_value(role, text, patterns) for role, text in proving)


def _items(document: Document, patterns: Patterns) -> list[Item]:
    """The items of the lists of a document, each with another that says the same of its indicator."""
    reader = _Reader(patterns)
    for index, block in enumerate(document.blocks):
        if isinstance(block, Table) or _names_perspective(block, patterns):
            reader.part()
        else:
            reader.read(index, block)
    reader.part()
    kinds = [{key[:2] for key in item.fields} for item in reader.items]
    return [
        item for item, own in zip(reader.items, kinds, strict=True)
        if sum(len(own & other) >= min(SHARED, len(own)) for other in kinds) >= FEWEST_ITEMS
    ]  # fmt: skip


def _names_perspective(paragraph: Paragraph, patterns: Patterns) -> bool:
    """Whether a line says behind a label which perspective the lines below it belong to."""
    return ":" in paragraph.text and bool(after_label(paragraph.text, "perspective", patterns))


def _groups(document: Document, items: Sequence[Item], patterns: Patterns) -> list[list[Item]]:
    """The items by what they stand under: a heading, a perspective's name or a table parts them."""
    used = {index for item in items for index in item.used}
    parting = [
        i for i, block in enumerate(document.blocks)
        if i not in used
        and (isinstance(block, Table) or block.level or _names_perspective(block, patterns))
    ]  # fmt: skip
    groups: list[list[Item]] = []
    last = -1
    for item in items:
        here = max(item.used)
        if not groups or any(last < i < here for i in parting):
            groups.append([])
        groups[-1].append(item)
        last = here
    return groups


def _says_again(found: Sequence[Row], tables: Sequence[Row]) -> bool:
    """Whether lists give no row that the tables do not give: they comment on what those measure."""
    measured = [row for row in tables if row.text("target") or row.text("value")]
    known = Counter(fold(row.name) for row in measured)
    new: list[Row] = []
    for row in found:
        known[fold(row.name)] -= 1
        if known[fold(row.name)] < 0:
            new.append(row)
    again = sum(any(_is_same(row, other) for other in measured) for row in new)
    return again >= REPEATED * len(new)


def _is_same(row: Row, other: Row) -> bool:
    """Whether two rows measure the same, by their names or by what they aimed at and reached."""
    figures = (row.text("target"), row.text("value"))
    alike = fuzz.ratio(fold(row.name), fold(other.name)) >= SAME_NAME
    return alike or (all(figures) and figures == (other.text("target"), other.text("value")))

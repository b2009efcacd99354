"""Small tables about one indicator each, labels in the first column ("Utfall 2024 | 81 %") → rows of one table.

Fact boxes, one below or beside the other, a title over labelled lines; several in one table, or one whose columns are
indicators. Promises that each box becomes one row under the labels as header, that every cell keeps its place, and
that what only its place names (a line above the box) is never sure. Ordinary tables are left as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec

from extractor.model import Block, Cell, Document, Paragraph, Table
from extractor.patterns import Patterns
from extractor.scorecards.box_rows import HEADERS, Box, Said, boxes_of, may_be_name
from extractor.scorecards.labelled import after_label, is_caption
from extractor.scorecards.perspectives import named
from extractor.swedish import squeeze, without_number

NAMED_ABOVE = 0.85
"""Confidence of a name that only stands above its box."""
REASON = "boxed"


class _Found(NamedTuple):
    """The boxes of one table, and where it and the line that names it stand among the blocks."""

    boxes: tuple[Box, ...]
    used: frozenset[int]


def with_boxes_upright(document: Document, patterns: Patterns) -> Document:
    """The document with its boxes as tables of one row each, those that say the same things in one table.

    Args:
        document: what a reader made of the file.
        patterns: the knowledge in use (`roles`, `perspectives`, `labels`).

    Returns:
        The document itself where it has no such box. A table stands where its first box stood; text between the
        boxes follows it.
    """
    found = dict(_find(document.blocks, patterns))
    if not found:
        return document
    blocks: list[Block] = []
    for group in _groups(document.blocks, found, patterns):
        table = [i for i in group if i in found]
        used = {i for at in table for i in found[at].used}
        if table:
            blocks.append(_upright([b for at in table for b in found[at].boxes], document.blocks[table[0]]))
        blocks += [document.blocks[i] for i in group if i not in used]
    return msgspec.structs.replace(document, blocks=tuple(_numbered(blocks)))


def _numbered(blocks: Sequence[Block]) -> Iterator[Block]:
    number = 0
    for block in blocks:
        if isinstance(block, Table):
            number += 1
            block = msgspec.structs.replace(block, number=number)  # noqa: PLW2901 - the same table under its new number
        yield block


def _find(blocks: Sequence[Block], patterns: Patterns) -> Iterator[tuple[int, _Found]]:
    """The tables that are boxes, by their place among the blocks."""
    for index, block in enumerate(blocks):
        if not isinstance(block, Table):
            continue
        above = _name_above(blocks, index, patterns)
        boxes = boxes_of(block, patterns, nameless=above is not None)
        if not boxes:
            continue
        used = {index}
        if boxes[0].name is None and above is not None:
            line = blocks[above]
            assert isinstance(line, Paragraph)
            boxes = (boxes[0]._replace(name=_as_name(line)), *boxes[1:])
            used.add(above)
        yield index, _Found(boxes, frozenset(used))


def _name_above(blocks: Sequence[Block], index: int, patterns: Patterns) -> int | None:
    """Where the line that names the box below it stands; None where the next line above says something else."""
    above = next((i for i in range(index - 1, -1, -1) if not _is_blank(blocks[i])), None)
    line = blocks[above] if above is not None else None
    if not isinstance(line, Paragraph) or line.bullet:
        return None
    text = squeeze(line.text)
    return above if may_be_name(text, patterns) and not is_caption(text, patterns) else None


def _is_blank(block: Block) -> bool:
    return isinstance(block, Paragraph) and not block.text.strip() and not block.symbols


def _as_name(line: Paragraph) -> Cell:
    return Cell(
        row=0, column=0, text=without_number(line.text).rstrip(" :"), raw=line.raw, place=line.place,
        confidence=min(line.confidence, NAMED_ABOVE), reasons=(REASON,),
    )  # fmt: skip


def _heads(block: Block, patterns: Patterns) -> bool:
    """Whether the boxes below it are apart from those above: a table, a heading, a goal's or perspective's name."""
    if isinstance(block, Table) or block.level:
        return True
    return after_label(block.text, "goal", patterns) is not None or bool(named(block.text, patterns))


def _groups(blocks: Sequence[Block], found: dict[int, _Found], patterns: Patterns) -> Iterator[list[int]]:
    """Blocks in order, boxes that say the same things together with the body text between them."""
    names = {i for f in found.values() for i in f.used}
    group: list[int] = []
    labels: set[str] = set()
    for index, block in enumerate(blocks):
        if index in found:
            said = {key for box in found[index].boxes for key in box.keys}
            if labels and not (said <= labels or labels <= said):
                own = found[index].used & set(group)
                yield [i for i in group if i not in own]
                group, labels = sorted(own), set()
            labels |= said
        elif index not in names and _heads(block, patterns):
            yield group
            group, labels = [], set()
        group.append(index)
        if not labels and index not in names:
            yield group
            group = []
    yield group


def _upright(boxes: Sequence[Box], first: Block) -> Table:
    """One table, a row for each box and a column for each label, in their common order."""
    labels = _common_order(boxes)
    place = next((b.name.place for b in boxes if b.name and b.name.place), first.place)
    cells = [Cell(row=0, column=0, text=HEADERS["indicator"], place=place, bold=True)]
    cells += [
        Cell(row=0, column=c, text=said.label, raw=said.raw, place=said.place or place, bold=True)
        for c, said in enumerate(labels, start=1)
    ]
    for row, box in enumerate(boxes, start=1):
        values = {said.key: said.value for said in box.said}
        shown = (box.name, *(values.get(said.key) for said in labels))
        cells += [_put(cell, row, column) for column, cell in enumerate(shown)]
    caption = first.caption if isinstance(first, Table) else None
    return Table(number=1, place=first.place, cells=tuple(cells), header_rows=1, caption=caption)


def _put(cell: Cell | None, row: int, column: int) -> Cell:
    if cell is None:
        return Cell(row=row, column=column)
    return msgspec.structs.replace(cell, row=row, column=column, row_span=1, column_span=1)


def _common_order(boxes: Sequence[Box]) -> list[Said]:
    """Every label once, each after the one before it in the first box that has it."""
    order: list[Said] = []
    for box in boxes:
        at = 0
        for said in box.said:
            known = next((i for i, s in enumerate(order) if s.key == said.key), None)
            if known is None:
                order.insert(at, said)
                known = at
            at = known + 1
    return order

"""Boxes of which only the lines are left: a name, then labels with their values behind or below them → small tables.

A dump prints each cell of a box on a line of its own ("Utfall 2024", "81 %"), a text box its labels with a tab behind.
Promises that lines become tables only where at least two such boxes say the same things, and that no cell is sure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec

from extractor.model import Block, Cell, Document, Paragraph, Table
from extractor.patterns import Patterns
from extractor.phrases import finder, plain
from extractor.scorecards.box_rows import LABEL_WORDS, boxes_of, may_be_name
from extractor.scorecards.content import is_verdict
from extractor.scorecards.labels import CLEAR, header_scores
from extractor.swedish import squeeze, without_number

CONFIDENCE = 0.85
"""Confidence of a cell: its words are printed, that they belong together is concluded from their order."""
REASON = "cells_reassembled"
FEWEST_BOXES = 2
"""Boxes that say the same things; one alone may be any lines of a text."""
SHARED = 2
"""Labels that they have in common at least."""
VALUE_WORDS = 8
"""Words of a value at most."""

_APART = re.compile(r"\t\s*|\s{3,}")
_COLON = re.compile(r":\s+|:$")
_YEAR = re.compile(r"(?:19|20)\d\d(?!\d)(?=\s|$)")
_FIGURE = re.compile(r"[<>≤≥~±+–−-]?\s?\d")


class _Line(NamedTuple):
    """One line of a paragraph."""

    text: str
    block: int
    paragraph: Paragraph


class _Pair(NamedTuple):
    """A label and its value, and how many lines they take."""

    label: str
    value: str
    lines: int


class _Found(NamedTuple):
    """Where a box stands among the lines, and what it says."""

    start: int
    end: int
    pairs: tuple[_Pair, ...]


def with_boxes_of_lines(document: Document, patterns: Patterns) -> Document:
    """The document with its boxes of lines as small tables, a title over labelled rows.

    Args:
        document: what a reader made of the file; the items of its lists are left to `listed`.
        patterns: the knowledge in use (`roles`, `labels`, `perspectives`).

    Returns:
        The document itself where it has no such boxes.
    """
    blocks = tuple(part for block in document.blocks for part in _untiled(block, patterns))
    lines = [
        line
        for n, b in enumerate(blocks)
        if isinstance(b, Paragraph) and not b.bullet
        for line in _lines(n, b)
    ]
    found = [f for f in _find(lines, patterns) if boxes_of(_table(lines, f), patterns, nameless=False)]
    labels = [{p.label for p in f.pairs} for f in found]
    alike = [
        f
        for f, own in zip(found, labels, strict=True)
        if sum(len(own & other) >= SHARED for other in labels) >= FEWEST_BOXES
    ]
    return msgspec.structs.replace(document, blocks=_replaced(blocks, lines, alike)) if alike else document


def _untiled(block: Block, patterns: Patterns) -> Iterator[Block]:
    """A table whose every cell is a box of lines as a paragraph for each cell; anything else as it is."""
    tiles = [c for c in block.cells if c.text.strip()] if isinstance(block, Table) else []
    if not tiles or not all(c.raw.count("\n") >= SHARED for c in tiles):
        yield block
        return
    texts = [
        Paragraph(text=squeeze(c.text), raw=c.raw, place=c.place or block.place, confidence=c.confidence)
        for c in tiles
    ]
    boxed = all([f.start for f in _find(list(_lines(0, p)), patterns)] == [0] for p in texts)
    yield from texts if boxed else (block,)


def _lines(number: int, paragraph: Paragraph) -> Iterator[_Line]:
    """A paragraph's lines with the words as restored; as one line where those are not the words printed."""
    printed = paragraph.raw.split("\n")
    words = paragraph.text.split()
    if len(printed) < 2 or sum(len(line.split()) for line in printed) != len(words):
        single = paragraph.raw if squeeze(paragraph.raw) == squeeze(paragraph.text) else paragraph.text
        yield _Line(single, number, paragraph)
        return
    at = 0
    for line in printed:
        count = len(line.split())
        own = " ".join(words[at : at + count])
        yield _Line(line if squeeze(line) == own else own, number, paragraph)
        at += count


def _find(lines: Sequence[_Line], patterns: Patterns) -> Iterator[_Found]:
    """Names with the labelled lines below them, as many as follow each other without a label coming again."""
    at = 0
    while at < len(lines):
        pairs: list[_Pair] = []
        end = at
        while (pair := _pair(lines, end, patterns)) and all(pair.label != p.label for p in pairs):
            pairs.append(pair)
            end += pair.lines
        if len(pairs) >= SHARED and at and _may_name(lines[at - 1], patterns):
            yield _Found(at - 1, end, tuple(pairs))
        at = max(end, at + 1)


def _pair(lines: Sequence[_Line], at: int, patterns: Patterns) -> _Pair | None:
    """The label that begins a line, and the value behind it or on the next line."""
    if at >= len(lines):
        return None
    text = lines[at].text.strip()
    for sign in (_APART, _COLON):
        parts = sign.split(text, maxsplit=1)
        if len(parts) == 2 and parts[1] and _is_label(parts[0], patterns):
            return _Pair(squeeze(parts[0]), squeeze(parts[1]), 1)
    if _is_label(text.rstrip(" :"), patterns):
        below = squeeze(lines[at + 1].text) if at + 1 < len(lines) else ""
        if not below or len(below.split()) > VALUE_WORDS or _is_label(below.rstrip(" :"), patterns):
            return None
        return _Pair(squeeze(text).rstrip(" :"), below, 2)
    words = text.split()
    for count in range(min(len(words) - 1, LABEL_WORDS), 0, -1):
        label, rest = " ".join(words[:count]), " ".join(words[count:])
        if _is_label(label, patterns) and _begins_value(rest, patterns):
            return _Pair(label, rest, 1)
    return None


def _begins_value(text: str, patterns: Patterns) -> bool:
    """Whether what stands right behind a label is its value: a figure, with a limit or not, no year; a verdict."""
    limit = finder(patterns, "targets").at(plain(text), 0)
    figure = _FIGURE.match(text, limit.end + 1 if limit else 0)
    return (figure is not None and not _YEAR.match(text)) or is_verdict(text, patterns)


def _is_label(text: str, patterns: Patterns) -> bool:
    if not any(c.isalpha() for c in text) or len(text.split()) > LABEL_WORDS or is_verdict(text, patterns):
        return False
    return max(header_scores(squeeze(text), patterns["roles"]).values(), default=0.0) >= CLEAR


def _may_name(line: _Line, patterns: Patterns) -> bool:
    text = squeeze(line.text).rstrip(" :")
    return may_be_name(text, patterns) and not is_verdict(text, patterns)


def _table(lines: Sequence[_Line], found: _Found) -> Table:
    """A box as the small table that it was: its title over two columns."""
    name = lines[found.start]
    place = name.paragraph.place
    rows = [(without_number(squeeze(name.text)), None), *((p.label, p.value) for p in found.pairs)]
    cells = [
        Cell(
            row=row, column=column, column_span=2 if row == 0 else 1, text=text, raw=text, place=place,
            confidence=CONFIDENCE, reasons=(REASON,),
        )
        for row, texts in enumerate(rows) for column, text in enumerate(texts) if text is not None
    ]  # fmt: skip
    return Table(number=1, place=place, cells=tuple(cells), header_rows=1)


def _replaced(given: Sequence[Block], lines: Sequence[_Line], found: Sequence[_Found]) -> tuple[Block, ...]:
    """The blocks with each box in the place of its lines; what else their paragraphs say stays, line by line."""
    starts = {f.start: f for f in found}
    used = {i for f in found for i in range(f.start, f.end)}
    cut = {lines[i].block for i in used}
    by_block: dict[int, list[int]] = {}
    for i, line in enumerate(lines):
        by_block.setdefault(line.block, []).append(i)
    blocks: list[Block] = []
    for number, block in enumerate(given):
        if number not in cut:
            blocks.append(block)
            continue
        for i in by_block[number]:
            if i in starts:
                blocks.append(_table(lines, starts[i]))
            if i not in used:
                text = squeeze(lines[i].text)
                blocks.append(
                    msgspec.structs.replace(lines[i].paragraph, text=text, raw=lines[i].text, symbols=())
                )
    return tuple(blocks)

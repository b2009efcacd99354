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
from extractor.scorecards.box_rows import HEADERS, LABEL_WORDS, boxes_of, may_be_name
from extractor.scorecards.content import is_verdict
from extractor.scorecards.labelled import after_label
from extractor.scorecards.labels import CLEAR, header_scores
from extractor.scorecards.list_lines import another_years, begins_value, is_level, lines_of
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
    role: str = ""
    """The header word that says what the label means, where the label alone does not."""


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
        for line in [_Line(text, n, b) for text in lines_of(b)]
    ]
    read = _settled(list(_find(lines, patterns)), patterns)
    found = [f for f in read if boxes_of(_table(lines, f), patterns, nameless=False)]
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
    boxed = all(
        [f.start for f in _find([_Line(text, 0, p) for text in lines_of(p)], patterns)] == [0] for p in texts
    )
    yield from texts if boxed else (block,)


def _find(lines: Sequence[_Line], patterns: Patterns) -> Iterator[_Found]:
    """Names with the labelled lines below them, as many as follow each other; none where a label comes again."""
    at = 0
    while at < len(lines):
        pairs: list[_Pair] = []
        end = at
        while (pair := _pair(lines, end, patterns)) and all(pair.label != p.label for p in pairs):
            pairs.append(pair)
            end += pair.lines
        told = pair is None  # else a label comes again without a name: whose the lines were is not told
        if told and len(pairs) >= SHARED and at and _may_name(lines[at - 1], patterns):
            yield _Found(at - 1, end, tuple(pairs))
        at = max(end, at + 1)


def _settled(found: Sequence[_Found], patterns: Patterns) -> list[_Found]:
    """The boxes without the goal of the next one behind their last line, and with levels to reach as such."""
    ends = [len(f.pairs) > SHARED and _states_goal(f.pairs[-1], patterns) for f in found]
    if not all(ends):
        found = [
            f._replace(end=f.end - f.pairs[-1].lines, pairs=f.pairs[:-1]) if states else f
            for f, states in zip(found, ends, strict=True)
        ]
    aims: dict[str, bool] = {}
    for pair in (p for f in found for p in f.pairs):
        aims[pair.label] = aims.get(pair.label, True) and _is_level(pair, patterns)
    return [
        f._replace(
            pairs=tuple(
                own._replace(role=HEADERS["target"]) if aims[p.label] else own
                for p in f.pairs for own in _by_year(p, patterns)
            )
        )
        for f in found
    ]  # fmt: skip


def _by_year(pair: _Pair, patterns: Patterns) -> list[_Pair]:
    """A value and another year's behind it under a label of its own each."""
    score = header_scores(pair.label, patterns["roles"])
    years = another_years(pair.value, pair.label) if score.get("value", 0.0) >= CLEAR else []
    return [_Pair(one.label, one.text, 0) for one in years] or [pair]


def _states_goal(pair: _Pair, patterns: Patterns) -> bool:
    """Whether a line says "Mål: …" and no level to reach."""
    label = after_label(f"{pair.label}: {pair.value}", "goal", patterns)
    return label is not None and not is_level(pair.value, pair.label, patterns)


def _is_level(pair: _Pair, patterns: Patterns) -> bool:
    """Whether what is called a "Mål" is a level to reach."""
    label = after_label(f"{pair.label}: {pair.value}", "goal", patterns)
    return label is not None and is_level(pair.value, pair.label, patterns)


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
        if begins_value(rest, patterns) and _is_label(label, patterns):
            return _Pair(label, rest, 1)
    return None


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
    title = without_number(squeeze(name.text))
    told = [(0, 0, title, title)]
    for row, pair in enumerate(found.pairs, start=1):
        told += [(row, 0, pair.role or pair.label, pair.label), (row, 1, pair.value, pair.value)]
    cells = [
        Cell(
            row=row, column=column, column_span=1 if row else 2, text=text, raw=raw, place=place,
            confidence=CONFIDENCE, reasons=(REASON,),
        )
        for row, column, text, raw in told
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

"""Text dumps: pages, running text and tables out of bare lines.

Promises the same `Document` as the other readers. What a dump has lost (borders, columns, symbols) is put together
from evidence; where the evidence does not decide, the words stay whole in their cell, which says so.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Sequence

from extractor.known import NOTHING, Known
from extractor.model import Block, Document, Paragraph, Table
from extractor.patterns import Patterns, built_in
from extractor.reading.text_celled import with_rows
from extractor.reading.text_figures import figure_table, find_figures
from extractor.reading.text_flow import flow, is_gapless, text_width, titled, without_contents
from extractor.reading.text_header import names_columns
from extractor.reading.text_joins import Joins, pairs_of, recurring_pairs
from extractor.reading.text_layout import keeps_layout, read_layout
from extractor.reading.text_lines import Line, decode, read_pages, without_heading_bars
from extractor.reading.text_stream import Region, find_regions
from extractor.reading.text_tabbed import tabbed_table
from extractor.reading.text_table import (
    INTERLEAVED,
    REASSEMBLED,
    recurring,
    shared_widths,
    shows_signs,
    stream_table,
    whole_lines,
)
from extractor.reading.text_tabs import Surroundings, tab_table
from extractor.restore.damage import looks_stripped, text_quality
from extractor.restore.documents import restore_document
from extractor.swedish import fold, join_lines

GUESSED = 0.25
"""Share of cells put together by guess above which a dump asks for other reports' help instead of giving some: of 23
dumps, those with tabs had at most 0.06, those whose columns were lost at least 0.5."""

_WORD = re.compile(r"[^\W\d_]{2,}")


def read_text(
    content: bytes, name: str, *, known: Known = NOTHING, patterns: Patterns | None = None
) -> Document:
    """Read a text dump.

    Args:
        content: the file's bytes.
        name: the file's name.
        known: what the same unit's other reports say.
        patterns: the knowledge in use; the built-in by default.

    Returns:
        The document. Cells put together from evidence carry a confidence below 0.9 and a reason.

    Raises:
        EmptyFileError: the file holds no text.
    """
    patterns = patterns or built_in()
    text = decode(content)
    stripped = looks_stripped(text)
    text = without_heading_bars(text) if stripped else text
    if keeps_layout(text, recognised=stripped):
        blocks, furniture, page_count = read_layout(text, patterns)
    else:
        text = text if stripped else with_rows(text, patterns["roles"])
        pages = read_pages(text, lambda line: names_columns(line, patterns["roles"]))
        lines = without_contents(pages.lines)
        blocks = tuple(_blocks(lines, patterns, known, recognised=stripped))
        furniture, page_count = pages.furniture, pages.page_count
    document = Document(
        sha256=hashlib.sha256(content).hexdigest(),
        name=name,
        media="text",
        text_layer="ocr" if stripped else "born",
        page_count=page_count,
        blocks=blocks,
        furniture=furniture,
        text_quality=round(text_quality(text), 3),
        asks=_put_together(blocks),
    )
    return restore_document(document, known, force=True) if stripped else document


def _put_together(blocks: Sequence[Block]) -> bool:
    """Whether the cells were put together from evidence, where known goals and indicators are some more."""
    cells = [c for b in blocks if isinstance(b, Table) for c in b.cells]
    guessed = sum(bool({INTERLEAVED, REASSEMBLED} & set(c.reasons)) for c in cells)
    return guessed > GUESSED * len(cells)


def _whole_words(lines: Sequence[Line]) -> frozenset[str]:
    """The lower-case words that the dump prints within a line."""
    counts: Counter[str] = Counter()
    for line in lines:
        words = _WORD.findall(line.text)
        counts.update(w.lower() for w in (words[:-1] if line.words.endswith("-") else words))
    return frozenset(counts)


def _blocks(lines: Sequence[Line], patterns: Patterns, others: Known, *, recognised: bool) -> list[Block]:
    known = _whole_words(lines)
    width = text_width(lines)
    gapless = is_gapless(lines)
    blocks: list[Block] = []
    number = 0
    regions = find_regions(lines, width, patterns)
    roles = patterns["roles"]
    repeats = recurring(regions, lines, roles)
    whole = whole_lines(regions, lines, roles, recognised=recognised)
    signs = shows_signs(regions, lines, roles)
    wordings = (*others.goals, *others.indicators)
    pairs = pairs_of([*_running_text(regions, lines), *wordings]) | recurring_pairs([x.words for x in lines])
    joins = Joins(frozenset(map(fold, {*known, *_WORD.findall(" ".join(wordings))})), pairs)
    widths = shared_widths(regions, lines, roles, joins, signs=signs) if whole else None
    for region in regions:
        part = lines[region.start : region.stop]
        if region.kind == "text":
            at = 0
            for found in find_figures(part):
                blocks += flow(part[at : found.start], width, patterns, known, gapless=gapless)
                number, at = number + 1, found.stop
                blocks.append(figure_table(found, part, number, _caption(blocks)))
            blocks += flow(part[at:], width, patterns, known, gapless=gapless)
            continue
        number += 1
        blocks = titled(blocks, patterns)
        around = Surroundings(
            number, _caption(blocks), patterns, known, repeats, widths, signs, joins, others
        )
        if region.kind == "stream":
            blocks.append(stream_table(region, part, around))
        else:
            blocks.append((tabbed_table if region.kind == "tabbed" else tab_table)(part, around))
    return blocks


def _running_text(regions: Sequence[Region], lines: Sequence[Line]) -> list[str]:
    """The text outside the tables: a table's own lines would vouch for themselves."""
    return [join_lines([x.text for x in lines[r.start : r.stop]]) for r in regions if r.kind == "text"]


def _caption(blocks: Sequence[Block]) -> str | None:
    """The nearest heading above."""
    for block in reversed(blocks):
        if isinstance(block, Paragraph) and block.level:
            return block.text
    return None

"""Which paragraphs are titles, also where the reader could not tell headings from text.

Recognised scans and text dumps lose size and weight of letters; a title is then told by its form.
"""

from __future__ import annotations

import re

from extractor.model import Block, Paragraph, Table

TITLE_WORDS = 8
"""A title without a heading's level has at most so many words."""

REACH = 4
"""Blocks above a table within which its title stands."""

_ENDS_SENTENCE = re.compile(r"[.!?:;,]$")
_AMOUNT = re.compile(r"\d,\d|\d\s?%")
_LABELLED = re.compile(r"^(?:tabell|diagram|figur)\s*\d*\s*[:.]?\s*", re.IGNORECASE)


def is_title(paragraph: Paragraph) -> bool:
    """Whether a paragraph is a heading: marked as one, or short, capitalised and without a full stop."""
    if paragraph.level:
        return True
    text = paragraph.text.strip()
    if paragraph.bullet or not text[:1].isupper() or _ENDS_SENTENCE.search(text):
        return False
    if _AMOUNT.search(text):
        return False
    digits = sum(c.isdigit() for c in text)
    return len(text.split()) <= TITLE_WORDS and len(text) > 3 and digits * 4 <= len(text)


def title_above(blocks: tuple[Block, ...], index: int) -> str:
    """The title of the table at an index: the nearest one above it, else the caption the reader gave."""
    table = blocks[index]
    given = table.caption or "" if isinstance(table, Table) else ""
    for block in reversed(blocks[max(0, index - REACH) : index]):
        if isinstance(block, Paragraph) and is_title(block):
            if block.level and given:
                return given
            return _LABELLED.sub("", block.text.strip())
    return given

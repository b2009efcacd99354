"""A whole document restored: its paragraphs, cells, captions and furniture, if it lost its å, ä and ö.

Promises that what was read stays in `raw`, and that a cell says so where one of its words was restored without being
sure, or otherwise than it would have been without the unit's other reports.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from extractor.known import NOTHING, Known
from extractor.model import SURE, Block, Cell, Document, Paragraph, Table
from extractor.restore.damage import looks_stripped, text_quality
from extractor.restore.restorer import Restorer
from extractor.restore.spelling import MARKS, WORD
from extractor.restore.wordings import Wordings, same_words

RESTORED = "restored"
"""The reason a cell carries when one of its words was restored without being sure."""


FROM_REPORTS = "restored_from_reports"
"""The reason a cell carries when the unit's other reports decided how one of its words is restored."""

RECURS = 0.95
"""How sure the words of a cell are at least that another report prints in the same letters."""


class _Restorers(NamedTuple):
    """What restores a document."""

    told: Restorer
    """Knows what the unit's other reports say."""
    untold: Restorer | None
    """Does not; None where they say nothing."""
    wordings: Wordings
    """What they print as a cell's whole text."""


def restore_document(document: Document, known: Known = NOTHING, *, force: bool = False) -> Document:
    """Restore all of a document's text, if it looks as if it had lost its marks.

    Args:
        document: as read; `raw` stays as it is.
        known: what the same unit's other reports say.
        force: restore even where the measure sees no need.

    Returns:
        The document with restored paragraphs, cells, captions and furniture; a cell with an unsure
        word has its confidence lowered and carries the reason 'restored'.
    """
    text = "\n".join(_texts(document))
    if not force and not looks_stripped(text):
        return document
    own = Counter(w.lower() for w in WORD.findall(text) if w.isalpha() and any(c in MARKS for c in w.lower()))
    vouched = [w for w, n in own.items() if n > 1]
    told = Restorer([*known.texts, *vouched], shares=known.common)
    wordings = Wordings([*known.perspectives, *known.goals, *known.indicators])
    restorers = _Restorers(told, Restorer(vouched) if known.texts else None, wordings)
    return msgspec.structs.replace(
        document,
        blocks=tuple(_restored_block(b, restorers) for b in document.blocks),
        furniture=tuple(told.restore(f).text for f in document.furniture),
        text_quality=min(document.text_quality, round(text_quality(text), 3)),
        asks=True,
    )


def _texts(document: Document) -> Iterable[str]:
    for block in document.blocks:
        if isinstance(block, Paragraph):
            yield block.text
        else:
            yield from (c.text for c in block.cells)


def _restored_block(block: Block, restorers: _Restorers) -> Block:
    if isinstance(block, Table):
        caption = restorers.told.restore(block.caption).text if block.caption else block.caption
        cells = tuple(_restored_cell(c, restorers) for c in block.cells)
        return msgspec.structs.replace(block, cells=cells, caption=caption)
    restored = restorers.told.restore(block.text)
    return msgspec.structs.replace(
        block, text=restored.text, confidence=min(block.confidence, restored.confidence)
    )


def _restored_cell(cell: Cell, restorers: _Restorers) -> Cell:
    if not any(c.isalpha() for c in cell.text):
        return cell
    restored = restorers.told.restore(cell.text)
    text, confidence, reasons = restored.text, restored.confidence, cell.reasons
    wording = restorers.wordings.find(restored.text)
    if wording is not None:
        text = restored.text if same_words(wording, restored.text) else wording
        confidence = max(confidence, RECURS)
    if restorers.untold is not None and restorers.untold.restore(cell.text).text != text:
        reasons = (*reasons, FROM_REPORTS)
    if confidence < SURE and RESTORED not in reasons:
        reasons = (*reasons, RESTORED)
    return msgspec.structs.replace(
        cell, text=text, confidence=min(cell.confidence, confidence), reasons=reasons
    )

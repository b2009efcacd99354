"""A whole document restored: its paragraphs, cells, captions and furniture, if it lost its å, ä and ö.

Promises that what was read stays in `raw`, and that a cell with a word restored without being sure says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import msgspec

from extractor.model import SURE, Block, Cell, Document, Paragraph, Table
from extractor.restore.damage import looks_stripped, text_quality
from extractor.restore.restorer import Restorer
from extractor.restore.spelling import MARKS, WORD

RESTORED = "restored"
"""The reason a cell carries when one of its words was restored without being sure."""


def restore_document(document: Document, known: Iterable[str] = (), *, force: bool = False) -> Document:
    """Restore all of a document's text, if it looks as if it had lost its marks.

    Args:
        document: as read; `raw` stays as it is.
        known: words or texts in correct Swedish from the same archive.
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
    restorer = Restorer([*known, *vouched])
    return msgspec.structs.replace(
        document,
        blocks=tuple(_restored_block(b, restorer) for b in document.blocks),
        furniture=tuple(restorer.restore(f).text for f in document.furniture),
        text_quality=min(document.text_quality, round(text_quality(text), 3)),
        asks=True,
    )


def _texts(document: Document) -> Iterable[str]:
    for block in document.blocks:
        if isinstance(block, Paragraph):
            yield block.text
        else:
            yield from (c.text for c in block.cells)


def _restored_block(block: Block, restorer: Restorer) -> Block:
    if isinstance(block, Table):
        caption = restorer.restore(block.caption).text if block.caption else block.caption
        cells = tuple(_restored_cell(c, restorer) for c in block.cells)
        return msgspec.structs.replace(block, cells=cells, caption=caption)
    restored = restorer.restore(block.text)
    return msgspec.structs.replace(
        block, text=restored.text, confidence=min(block.confidence, restored.confidence)
    )


def _restored_cell(cell: Cell, restorer: Restorer) -> Cell:
    if not any(c.isalpha() for c in cell.text):
        return cell
    restored = restorer.restore(cell.text)
    reasons = cell.reasons
    if restored.confidence < SURE and RESTORED not in reasons:
        reasons = (*reasons, RESTORED)
    return msgspec.structs.replace(
        cell,
        text=restored.text,
        confidence=min(cell.confidence, restored.confidence),
        reasons=reasons,
    )

"""Fields of a scorecard row: made of a cell's words, doubted, joined.

Promises that a doubt is only ever added: the confidence never rises, and no reason is lost or said twice.
"""

from __future__ import annotations

import msgspec

from extractor.model import SURE, Cell, Field, Role, Row
from extractor.swedish import squeeze

JOINED = 0.8
"""Confidence of a text put together from two rows, or of one carried to a further line."""

BESIDE: tuple[Role, ...] = (
    "baseline", "target", "previous_value", "value", "forecast", "status", "trend", "progress",
)  # fmt: skip
"""What a report prints beside an indicator."""


def shows(field: Field) -> bool:
    """Whether anything is printed in a field, or was read from a sign."""
    return bool(field.text or field.raw or field.normal)


def is_bare(row: Row) -> bool:
    """Whether a row prints nothing but its name, not even a comment or ink that was not read."""
    return not any(shows(row.field(role)) for role in (*BESIDE, "comment"))


def of_cell(cell: Cell, text: str) -> Field:
    """The field of a cell of words.

    Args:
        cell: where it stands, its characters and how well they were read.
        text: what it says.
    """
    return Field(
        text=text,
        raw=cell.raw or cell.text,
        place=cell.place,
        confidence=cell.confidence,
        reasons=doubts(cell),
    )


def doubts(cell: Cell) -> tuple[str, ...]:
    """Why the cell's text is unsure; where the reader gives no reason, its recognition is."""
    return cell.reasons or (("ocr_low",) if cell.text.strip() and cell.confidence < SURE else ())


def merged(*reasons: tuple[str, ...]) -> tuple[str, ...]:
    """All reasons, each once, in the order in which they were given."""
    return tuple(dict.fromkeys(r for group in reasons for r in group))


def doubted(field: Field, confidence: float, *reasons: str) -> Field:
    """The same field, at most as sure as `confidence`, with further reasons."""
    return msgspec.structs.replace(
        field, confidence=min(field.confidence, confidence), reasons=merged(field.reasons, reasons)
    )


def joined(head: Field, tail: Field) -> Field:
    """A text and its next line as one, where the first line stands; never sure."""
    both = doubted(head, min(tail.confidence, JOINED), *tail.reasons, "cell_joined")
    return msgspec.structs.replace(
        both, text=squeeze(f"{head.text} {tail.text}"), raw=f"{head.raw}\n{tail.raw}"
    )

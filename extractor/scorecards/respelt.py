"""A recognised cell of words alone that lost its å, ä or ö: "Oka" is the target "Öka"."""

from __future__ import annotations

import msgspec

from extractor.model import Field
from extractor.patterns import Patterns
from extractor.swedish import fold

RESTORED = 0.85
"""Confidence of a cell that became a known phrase by its marks alone: a person may look at the picture."""


def respelt(field: Field, patterns: Patterns) -> Field:
    """The field as the one phrase of a target that it is but for its marks, else as it is.

    Args:
        field: a recognised cell of a column of figures.
        patterns: the knowledge in use (`targets`).

    Returns:
        The field with the phrase's letters and the reason `restored`, its characters as read kept.
    """
    words, read = fold(field.text), field.text.lower()
    if not words or any(c.isdigit() for c in words):
        return field
    phrases = {p for group in patterns["targets"] for p in group.phrases if fold(p) == words}
    if len(phrases) != 1 or read in phrases:
        return field
    phrase = phrases.pop()
    return msgspec.structs.replace(
        field,
        text=phrase[:1].upper() + phrase[1:] if field.text[:1].isupper() else phrase,
        confidence=min(field.confidence, RESTORED),
        reasons=(*field.reasons, "restored"),
    )

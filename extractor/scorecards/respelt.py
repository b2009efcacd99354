"""A recognised figure of words alone: "Oka" is the target "Öka", a lone "%" has lost its number."""

from __future__ import annotations

import msgspec

from extractor.model import Field
from extractor.patterns import Patterns
from extractor.scorecards.fields import doubted
from extractor.swedish import fold

RESTORED = 0.85
"""Confidence of a cell that became a known phrase by its marks alone: a person may look at the picture."""

NUMBERLESS = 0.5
"""Confidence of a unit without its number, which was taken for something else."""


def respelt(field: Field, patterns: Patterns) -> Field:
    """The field as the one phrase of a target that it is but for its marks, else as it is.

    Args:
        field: a recognised cell of a column of figures.
        patterns: the knowledge in use (`targets`, `units`).

    Returns:
        The field with the phrase's letters and the reason `restored`, its characters as read kept; doubted where
        it is a unit without a number.
    """
    words, read = fold(field.text), field.text.lower()
    if any(read.strip(" .") == unit for group in patterns["units"] for unit in group.phrases):
        return doubted(field, NUMBERLESS, "ocr_low")
    if not words or any(c.isdigit() for c in words):
        return field
    phrases = {p for group in patterns["targets"] for p in group.phrases if fold(p) == words}
    if len(phrases) != 1 or read in phrases:
        return field
    phrase = phrases.pop()
    text = phrase[:1].upper() + phrase[1:] if field.text[:1].isupper() else phrase
    return msgspec.structs.replace(doubted(field, RESTORED, "restored"), text=text)

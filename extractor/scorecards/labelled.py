"""Texts that say themselves what they are: "Fokusområde: Lärande", "Nämndmål 2: …", "Kommentar: …"."""

from __future__ import annotations

import re
from typing import Literal

from extractor.patterns import Patterns
from extractor.phrases import finder, plain

Kind = Literal["perspective", "goal", "comment", "scorecard"]

_BEHIND: dict[Kind, re.Pattern[str]] = {
    "perspective": re.compile(r"(?:\s*\d+)?\s*[:\-–.]?\s+(?=\S)"),
    "goal": re.compile(r"\s*\d*\s*:\s+(?=\S)|\s*\d{1,2}(?:\.\d{1,2})?\s*[.):–-]?\s+(?=[A-ZÅÄÖ][a-zåäö])"),
    "comment": re.compile(r"\s*:\s*|\s*$|\s+(?=[A-ZÅÄÖ])"),
    "scorecard": re.compile(r"(?:\s+\d{4})?\s*(?:[:\-–,]\s*|\s+(?=\S))"),
}
"""What must follow the label: a goal's needs its colon or its number, as "Mål" alone begins many sentences."""


def after_label(text: str, kind: Kind, patterns: Patterns) -> str | None:
    """What a text says after its label.

    Args:
        text: one cell or line.
        kind: which labels to look for (the groups of the schema `labels`).
        patterns: the knowledge in use.

    Returns:
        The text without its label, '' where the label stands alone; None where it has none.
    """
    label = finder(patterns, "labels", kind).at(plain(text), 0)
    if label is None:
        return None
    behind = _BEHIND[kind].match(text, label.end)
    return text[behind.end() :] if behind else None


_SHORT = re.compile(r"forts\b", re.IGNORECASE)
_APART = re.compile(r"[(\[,;:.–-]\s*$")
_NAME = re.compile(r"\s*[).\]:,;–-]|\s+[A-ZÅÄÖ\d]")
"""What follows the mark where it stands first: a sign, or a name with its capital."""


def without_continuation(text: str, patterns: Patterns) -> str:
    """A name without the mark that it goes on from the page before: "Medborgare, forts.", "Forts. Trygg skola".

    A whole word ("fortsättning") is the mark only where a sign or a capital parts it from the name; in "en bra
    fortsättning" it is none.

    Args:
        text: one cell or line.
        patterns: the knowledge in use (`labels`).
    """
    for hit in finder(patterns, "labels", "continued").all(plain(text)):
        before, after = text[: hit.start].rstrip(" (–-,:;"), text[hit.end :].lstrip(" .):–-,;")
        short = _SHORT.match(text, hit.start)
        if not after and (short or not before or _APART.search(text[: hit.start])):
            return before
        if not before and (short or _NAME.match(text, hit.end)):
            return after
    return text

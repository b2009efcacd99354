"""Texts that say themselves what they are: "Fokusområde: Lärande", "Nämndmål 2: …", "Kommentar: …"."""

from __future__ import annotations

import re
from typing import Literal

from extractor.patterns import Patterns
from extractor.phrases import finder, plain

Kind = Literal["perspective", "goal", "comment", "scorecard", "judgement"]

_NUMBER = r"(?:nr\.?\s*)?(?:\d{1,2}(?:\.\d{1,2})?[a-z]?|[A-FIV]{1,3})(?!\w)"
_BEHIND: dict[Kind, re.Pattern[str]] = {
    "perspective": re.compile(r"(?:\s*\d+)?\s*[:\-–.]?\s+(?=\S)"),
    "goal": re.compile(rf"\s*(?:{_NUMBER})?\s*:\s+(?=\S)|\s*{_NUMBER}\s*[.):–-]?\s+(?=[A-ZÅÄÖ]+[a-zåäö-])"),
    "judgement": re.compile(r"\s*:\s*"),
    "comment": re.compile(r"\s*:\s*|\s*$|\s+(?=[A-ZÅÄÖ])"),
    "scorecard": re.compile(r"(?:\s+\d{4})?\s*(?:[:\-–,]\s*|\s+(?=\S))"),
}
"""What must follow the label: a goal's needs its colon or its number, as "Mål" alone begins many sentences."""
LABEL_WORDS = 4
"""Words of a label at most, its number with them."""
LONGEST_BARE = 10
"""Letters of a single word that may stand before other nouns, too: "Mål", "Målet", "Inriktning"."""


def after_label(text: str, kind: Kind, patterns: Patterns) -> str | None:
    """What a text says after its label.

    Args:
        text: one cell or line.
        kind: which labels to look for (the groups of the schema `labels`).
        patterns: the knowledge in use.

    Returns:
        The text without its label, '' where the label stands alone or before a reference ("Mål: se bilaga 2"); None
        where it has none.
    """
    line = plain(text)
    label = finder(patterns, "labels", kind).at(line, 0)
    behind = _BEHIND[kind].match(text, label.end) if label is not None else None
    if behind is None:
        return None
    refers = kind == "goal" and finder(patterns, "cues", "see_elsewhere").at(line, behind.end())
    return "" if refers else text[behind.end() :]


_ALONE = re.compile(rf"\s*(?:{_NUMBER})?\s*[:.)–-]?\s*$")
_COLON = re.compile(r":(?=\s)")
_WORD_START = re.compile(r"(?<!\w)\w")
_CAPITAL = re.compile(r"\s+(?=[A-ZÅÄÖ][a-zåäö])")
_OF_CAPTION = re.compile(r"\.?\s*\d{1,3}(?:[.:]\d{1,2})*[a-z]?(?!\w)")


def is_label(text: str, kind: Kind, patterns: Patterns) -> bool:
    """Whether a text is a label and no more, at most numbered: "Nämndens mål 3", "Samlad bedömning:".

    Args:
        text: one cell or line.
        kind: which labels to look for.
        patterns: the knowledge in use.
    """
    label = finder(patterns, "labels", kind).at(plain(text), 0)
    return label is not None and _ALONE.match(text, label.end) is not None


def after_bare_label(text: str, patterns: Patterns) -> str:
    """The goal behind a label that no sign parts from it: "Mål enligt budgeten Fler bor i länet"; '' without one.

    A lone "Mål" begins many names; a label of several words, or a compound, does not.

    Args:
        text: one cell or line.
        patterns: the knowledge in use.
    """
    label = finder(patterns, "labels", "goal").at(plain(text), 0)
    behind = _CAPITAL.match(text, label.end) if label is not None else None
    if label is None or behind is None:
        return ""
    bare = len(text[: label.end].split()) == 1 and len(text[: label.end]) <= LONGEST_BARE
    return "" if bare else text[behind.end() :]


def goals_in(text: str, patterns: Patterns) -> list[str]:
    """The goals of a text that states several behind labels of their own: "Regionens mål: … Nämndmål: …".

    Args:
        text: one line.
        patterns: the knowledge in use.

    Returns:
        The text cut before each label; the whole of it where it holds at most one.
    """
    line, starts = plain(text), [0]
    labels = finder(patterns, "labels", "goal")
    for colon in _COLON.finditer(line):
        begins = [m.start() for m in _WORD_START.finditer(line, starts[-1] + 1, colon.start())]
        for start in begins[-LABEL_WORDS:]:
            label = labels.at(line, start)
            if text[start].isupper() and label and _ALONE.fullmatch(text, label.end, colon.end()):
                starts.append(start)
                break
    return [text[a:b].strip(" .,;") for a, b in zip(starts, [*starts[1:], len(text)], strict=True)]


def is_caption(text: str, patterns: Patterns) -> bool:
    """Whether a line is the numbered caption of a table or picture: "Tabell 4. Indikatorer för skolan".

    Args:
        text: one line.
        patterns: the knowledge in use.
    """
    return after_caption(text, patterns) is not None


def after_caption(text: str, patterns: Patterns) -> str | None:
    """What a numbered caption names: "Indikatorer" of "Tabell 4. Indikatorer"; None where the line is none.

    Args:
        text: one line.
        patterns: the knowledge in use.
    """
    label = finder(patterns, "labels", "caption").at(plain(text), 0)
    number = _OF_CAPTION.match(text, label.end) if label is not None else None
    return text[number.end() :].lstrip(" .:–-") if number else None


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

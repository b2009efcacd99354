"""Abbreviations a report defines itself: "medicinsk teknik (MT)" makes MT mean medicinsk teknik from there on.

A definition is taken only where the letters follow the words before the bracket, so that "(SKR)" after a
sentence about something else defines nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from extractor.phrases import plain

_WORD = r"[^\W\d_][\w-]{0,60}"
_DEFINED = re.compile(rf"(?<![\w-])((?:{_WORD}\s+){{0,5}}{_WORD})\s+\(([A-ZÅÄÖ]{{2,6}})\)")
_CAPITALS = re.compile(r"(?<![\w-])[A-ZÅÄÖ]{2,6}(?![^\W_])")
SHORT = 3
"""Words below so many letters ("och", "av" are near it) need no letter of their own in an abbreviation."""


def find_abbreviations(texts: Iterable[str]) -> dict[str, str]:
    """The abbreviations that texts define, each with the words it stands for.

    Args:
        texts: paragraphs and cells of one report.

    Returns:
        Abbreviation → words as printed; the first definition counts.
    """
    found: dict[str, str] = {}
    for text in texts:
        for match in _DEFINED.finditer(text) if "(" in text else ():
            meant = _meant(match[1].split(), match[2])
            if meant:
                found.setdefault(match[2], meant)
    return found


def spelled_out(text: str, abbreviations: Mapping[str, str]) -> str:
    """The text with the words of its abbreviations behind it, for comparing."""
    used = [abbreviations[m[0]] for m in _CAPITALS.finditer(text) if m[0] in abbreviations]
    return " ".join([text, *used])


def _meant(words: list[str], abbreviation: str) -> str:
    """The fewest last words whose letters an abbreviation takes: each word's first one, '' if none fit."""
    letters = plain(abbreviation)
    for start in range(len(words) - 1, -1, -1):
        candidate = words[start:]
        if _spells(candidate, letters) and len(" ".join(candidate)) > len(abbreviation) + SHORT:
            return " ".join(candidate)
    return ""


def _spells(words: list[str], letters: str) -> bool:
    """Whether letters are taken in order, the first of every word among them ("hållbart …engagemang": HME)."""
    text = " ".join(map(plain, words))
    initials = "".join(w[0] for w in text.split() if len(w) > SHORT)
    if initials == letters:
        return True
    gaps = r"(?:\w*?|\w* (?:\w{1,3} )?)"
    pattern = gaps.join(map(re.escape, letters)) + r"\w*"
    return all(i in letters for i in initials) and re.fullmatch(pattern, text) is not None

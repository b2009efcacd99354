"""Whole cells that other reports print in the same letters: how their words are divided and marked is known from there.

`Bra kompetensplane- _ ring` is `Bra kompetensplanering` where another year prints that goal. Promises never to change a
letter or a figure: only marks, blanks, hyphens and stray signs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from extractor.swedish import fold

FEWEST_LETTERS = 12
"""Letters from which a wording is told by them: shorter ones may be another word with other marks (`Mal`, `Mål`)."""
_KEPT = re.compile(r"(?<=\d)[.,](?=\d)|[^\W_]|[%‰<>=≤≥+&/*§]")
"""What tells wordings apart: letters, figures, and the signs that say something."""
_WORD = re.compile(r"\w+")


class Wordings:
    """Wordings by their letters.

    Args:
        known: goals, indicators and the like in correct Swedish; of several in the same letters none counts.
    """

    def __init__(self, known: Iterable[str]) -> None:
        self._by_letters: dict[str, set[str]] = {}
        for wording in known:
            letters = _letters(wording)
            if sum(map(str.isalpha, letters)) >= FEWEST_LETTERS:
                self._by_letters.setdefault(letters, set()).add(wording)

    def find(self, text: str) -> str | None:
        """The one wording that prints a text's letters; None where there is none, or where it prints several ways."""
        found = self._by_letters.get(_letters(text), set()) if self._by_letters else set()
        if len({tuple(_words(wording)) for wording in found}) != 1:
            return None
        return min(found)


def same_words(one: str, other: str) -> bool:
    """Whether two texts print the same words, however they are punctuated and whatever is capital."""
    return _words(one) == _words(other)


def _letters(text: str) -> str:
    return "".join(_KEPT.findall(fold(text)))


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())

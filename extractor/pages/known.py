"""Which words are known whole, so that one divided at a line's end can be put together as it is spelt."""

from __future__ import annotations

import functools
from collections.abc import Container, Iterable

from extractor.patterns import built_in

COMMON = 1.5
"""Zipf frequency of a word of the language: below 3 in a hundred million are names and misprints."""

WHOLE_WORD = 4
"""Fewest letters of a word that says how a divided one is spelt."""


class Known:
    """The words that tell how a divided word is spelt: the document's own, the patterns', the language's."""

    def __init__(self, words: Container[str]) -> None:
        self._words = words

    def __contains__(self, word: object) -> bool:
        if word in self._words or word in _field_words():
            return True
        if not str(word).isalpha():
            return False
        from wordfreq import zipf_frequency  # noqa: PLC0415 - heavy: only when a word was broken

        return float(zipf_frequency(str(word), "sv")) >= COMMON


@functools.cache
def _field_words() -> frozenset[str]:
    """The words of column headers and of the field, as the patterns have them."""
    patterns = built_in()
    groups = (*patterns["roles"], *patterns["vocabulary"])
    return frozenset(w.strip("*").lower() for g in groups for p in g.phrases for w in p.split())


def whole_words(lines: Iterable[str]) -> frozenset[str]:
    """The words that lines print whole: those that stand neither first nor last on one, in lower case."""
    found: set[str] = set()
    for line in lines:
        for word in line.split()[1:-1]:
            plain = word.strip(".,;:!?()\"”'/").lower()
            if len(plain) >= WHOLE_WORD and not plain.endswith("-"):
                found.add(plain)
    return frozenset(found)

"""What a recogniser doubts although it is plain Swedish: the dictionary vouches for it.

A recogniser's doubt is about letters; a word that the dictionary knows well, and that no other word looks like, is
right. Numbers, codes, names and single letters are never vouched for.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence

import msgspec

from extractor.model import SURE, Word
from extractor.patterns import built_in
from extractor.restore.spelling import (
    COMMON_FREQUENCY,
    NAME_LENGTH,
    STRIP,
    Speller,
    rules_of,
    swedish_lexicon,
)

LEAST = 0.7
"""Confidence below which nothing is vouched for: a line that was read in part has 0.5."""
VOUCHED = 0.95
"""Confidence of a word that is vouched for."""
FOREIGN = 0.85
"""Confidence at most of a word with letters that recognisers make of å, ä and ö (`lāg`, `Sjukfrănvaro`)."""
_FOREIGN = re.compile(r"[ăāǎãőōŏõ]", re.IGNORECASE)
SHORT = 3
SHORT_FREQUENCY = 1e-4
"""Words of two or three letters are what recognisers make of signs and cut words: only the commonest count."""
RIVAL = 0.1
"""Share of a word's frequency from which a word with other marks (`halla`, `hålla`) may as well be meant."""
NEXT_LINE = 2.5
"""Heights of a word from its top to the next line's: close print 1.3, a wide one 2."""
COLUMN = 250.0
"""Points that a column of a table is wide at most."""
_JOINT = re.compile(r"[-/]")
_AROUND = re.compile(r"^[(\"”“]+|[)\"”“.,:;!?]+$")


def vouched(words: Iterable[Word]) -> tuple[Word, ...]:
    """The words, those sure that are plain Swedish, those unsure that have letters Swedish has not.

    Held against the same pages born digital, all 100 of the words of scans that were doubted and are vouched for were
    read right.

    Args:
        words: as recognised, of one page.
    """
    words = tuple(words)
    halves = _halves(words)
    return tuple(_judged(word, whole=word in halves) for word in words)


def _judged(word: Word, *, whole: bool) -> Word:
    if word.confidence >= SURE and _FOREIGN.search(word.text):
        return msgspec.structs.replace(word, confidence=FOREIGN)
    if not LEAST <= word.confidence < SURE:
        return word
    if whole or word.text == "%" or is_swedish(_bare(word)):
        return msgspec.structs.replace(word, confidence=VOUCHED)
    return word


def _bare(word: Word) -> str:
    return _AROUND.sub("", word.text)


def _halves(words: Sequence[Word]) -> set[Word]:
    """The doubted halves of words that are divided at a line's end and plain Swedish as a whole.

    Which word goes on with which is not known yet: any on the next line that makes one will do.
    """
    found: set[Word] = set()
    for head in words:
        if not head.text.endswith("-"):
            continue
        height = head.box.height
        for tail in words:
            below = tail.box.top - head.box.top
            if (
                0.5 * height < below < NEXT_LINE * height
                and head.box.x0 - COLUMN < tail.box.x0 < head.box.x1
                and min(head.confidence, tail.confidence) < SURE
                and is_swedish(_bare(head)[:-1] + _bare(tail))
            ):
                found |= {head, tail}
    return found


def is_swedish(word: str) -> bool:
    """Whether all parts of a word are common Swedish, abbreviations in capitals (`IT-miljö`) apart."""
    parts = [p for p in _JOINT.split(word) if not (p.isupper() and len(p) <= SHORT)]
    return bool(parts) and all(map(is_common, parts))


@functools.lru_cache(maxsize=50_000)
def is_common(word: str) -> bool:
    """Whether a word is common Swedish in ordinary letters that no other word could have been."""
    if len(word) < 2 or not word.isalpha() or not (word.islower() or word.istitle()):
        return False
    lower = word.lower()
    own = swedish_lexicon().frequency(lower)
    if own < (SHORT_FREQUENCY if len(word) <= SHORT else COMMON_FREQUENCY):
        return len(word) >= NAME_LENGTH and _speller().knows(lower)
    alike = swedish_lexicon().with_letters(lower.translate(STRIP))
    return all(swedish_lexicon().frequency(w) < RIVAL * own for w in alike if w != lower)


@functools.cache
def _speller() -> Speller:
    return Speller(swedish_lexicon(), rules_of(built_in()))

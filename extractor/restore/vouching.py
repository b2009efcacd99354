"""What a recogniser doubts although it is plain Swedish: the dictionary vouches for it.

A recogniser's doubt is about letters; a word that the dictionary knows well, and that no other word looks like, is
right. Numbers, codes, names and single letters are never vouched for.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

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
_JOINT = re.compile(r"[-/]")
_AROUND = re.compile(r"^[(\"”“]+|[)\"”“.,:;!?]+$")


def vouched(words: Iterable[Word]) -> tuple[Word, ...]:
    """The words, those sure that are plain Swedish, those unsure that have letters Swedish has not.

    Held against the same pages born digital, all 100 of the words of scans that were doubted and are vouched for were
    read right.

    Args:
        words: as recognised.
    """
    return tuple(_judged(word) for word in words)


def _judged(word: Word) -> Word:
    if word.confidence >= SURE and _FOREIGN.search(word.text):
        return msgspec.structs.replace(word, confidence=FOREIGN)
    if LEAST <= word.confidence < SURE and is_swedish(_AROUND.sub("", word.text)):
        return msgspec.structs.replace(word, confidence=VOUCHED)
    return word


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

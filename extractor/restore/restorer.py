"""Å, ä and ö back into Swedish that an English recogniser or a careless conversion damaged.

A word is changed only with evidence: a known Swedish word with the same letters, or one that the
confusions in `patterns/confusions.toml` lead to. Numbers, codes and names that nothing vouches for stay
as they are. What was read is kept beside what was restored, each word with how sure it is.
"""

from __future__ import annotations

import functools
import itertools
import math
import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from extractor.patterns import Patterns, built_in
from extractor.restore.contexts import EDGE, Around, contexts
from extractor.restore.spelling import (
    KNOWN_FREQUENCY,
    MARKS,
    WORD,
    Candidate,
    Lexicon,
    Speller,
    rules_of,
    swedish_lexicon,
)
from extractor.swedish import fold

CONTEXT_WEIGHT = 4.0
"""What one agreeing neighbour is worth, in natural logarithms (50 to 1)."""
NEAR = 8
"""How many words on either side count as near."""
PAIR_WEIGHT = 4.0
"""What a pair of neighbours seen in known text is worth."""
UNKNOWN_CONFIDENCE = 0.85
"""An unknown word that may have lost a mark is left alone and not called sure."""
LONGEST_ABBREVIATION = 3
"""Letters up to which capitals are taken for an abbreviation, unless a neighbour says otherwise (`ÅR 2019`)."""

_DIGIT_L = re.compile(r"^l?[1I|]6[a-zåäö]{3}")
_UNIT = re.compile(
    r"^\d+(?:[tmk]kr|mnkr|mdkr|kr|st|tim|dgr|dag|ggr|kwh|mwh|ton|man|mil|min)$|^[A-Z]{1,4}\d(?![a-zåäöé]{3})"
)
_GLUED = re.compile(r"([^\W\d_]{4,})(\d+[^\W\d]?)$")
"""A word and the figures it lost the blank before."""
_SHORT_SIX = re.compile(r"^[A-Za-z]6[a-zé]")
"""`H6g`, `l6n`: no code has a small letter after its figure and one letter before."""
_SHORT_ODD = frozenset({"4r", "4n", "p4", "f6r", "k6n", "6k"})
_INNER = re.compile(r"^[A-ZÅÄÖ]?[a-zåäöé]*(?:I|O|G|Oo|oO|OO)[a-zåäö6é]{2,}$")
"""Capitals that recognisers put inside words: `I` for l, `O` and `G` for ö."""
_LONE_BAR = re.compile(r"(^|(?<=[.!?] ))\|(?= [a-zåäö])")


class RestoredWord(NamedTuple):
    """One word as read and as restored."""

    read: str
    restored: str
    confidence: float


class Restored(NamedTuple):
    """A restored text and its words."""

    text: str
    words: tuple[RestoredWord, ...]

    @property
    def confidence(self) -> float:
        """The least sure word's confidence, 1 for a text without words."""
        return min((w.confidence for w in self.words), default=1.0)


class Restorer:
    """Restores text with what is known about one archive.

    Args:
        known: words or whole texts in correct Swedish (sibling years' goals and indicators): they
            outrank the general word list, and their neighbouring words tell look-alikes apart.
        shares: how common some of the words are there (0..1).
        patterns: the knowledge in use; the built-in by default.
    """

    def __init__(
        self,
        known: Iterable[str] = (),
        *,
        shares: Mapping[str, float] | None = None,
        patterns: Patterns | None = None,
    ) -> None:
        patterns = patterns or built_in()
        shares = shares or {}
        words: set[str] = set()
        self._after: set[tuple[str, str]] = set()
        """Known words after a folded neighbour."""
        self._before: set[tuple[str, str]] = set()
        for text in known:
            found = [w.casefold() for w in WORD.findall(text) if w.isalpha()]
            words.update(found)
            for left, right in itertools.pairwise(found):
                self._after.add((fold(left), right))
                self._before.add((left, fold(right)))
        base = swedish_lexicon()
        frequencies = {w: max(KNOWN_FREQUENCY, base.frequency(w), shares.get(w, 0.0)) for w in words}
        self._speller = Speller(Lexicon(frequencies, base), rules_of(patterns))
        self._contexts = contexts(patterns)
        self._cached = functools.lru_cache(maxsize=200_000)(self._candidates)

    def restore(self, text: str) -> Restored:
        """Restore a text word by word.

        Args:
            text: words as read; spaces, punctuation and line breaks are kept.

        Returns:
            The restored text and, for every word with letters, what was read, what it became and
            how sure that is (0..1).
        """
        text = _LONE_BAR.sub("I", text)
        spots = list(WORD.finditer(text))
        gaps = [text[a.end() : b.start()] for a, b in itertools.pairwise(spots)]
        pieces = [s.group() for s in spots]
        words: list[RestoredWord] = []
        out = [text[: spots[0].start()]] if spots else [text]
        for i, (before, after) in enumerate(zip([EDGE, *gaps], [*gaps, EDGE], strict=False)):
            if i == len(pieces):
                break
            word = self._word(pieces, i, Around.between(before, after))
            pieces[i] = word.restored
            out += (word.restored, gaps[i] if i < len(gaps) else text[spots[i].end() :])
            if any(c.isalpha() for c in word.read):
                words.append(word)
        return Restored("".join(out), tuple(words))

    def _word(self, pieces: list[str], at: int, around: Around) -> RestoredWord:
        read = pieces[at]
        starts = around.starts
        name = read[0].isupper() and not starts
        code = len(read) < 2 or _is_code(read)
        candidates = () if code else self._cached(read, name)
        if not candidates and (glued := _GLUED.match(read)):
            word = self._word([*pieces[:at], glued[1], *pieces[at + 1 :]], at, around)
            return RestoredWord(read, word.restored + glued[2], word.confidence)
        if code:
            return RestoredWord(read, read, 1.0)
        if not candidates:
            lossy = any(c in "aoAO" for c in read) or not read.isalpha()
            return RestoredWord(read, read, UNKNOWN_CONFIDENCE if lossy and not name else 1.0)
        agreeing = False
        if len(candidates) > 1 or read.isupper():
            candidates, agreeing = self._in_context(candidates, pieces, at, around)
        if read.isupper() and len(read) <= LONGEST_ABBREVIATION and not agreeing:
            return RestoredWord(read, read, 1.0)
        best = candidates[0]
        confidence = 1.0 / sum(math.exp(min(c.score - best.score, 0.0)) for c in candidates)
        cased = _cased(best.word, read, starts, pieces[at - 1] if at else "")
        return RestoredWord(read, cased, round(confidence, 3))

    def _candidates(self, read: str, name: bool) -> tuple[Candidate, ...]:
        return tuple(self._speller.candidates(read, name=name))

    def _in_context(
        self, candidates: tuple[Candidate, ...], pieces: list[str], at: int, around: Around
    ) -> tuple[tuple[Candidate, ...], bool]:
        """The candidates as their neighbours weigh them, and whether any speaks for the first."""
        left = fold(pieces[at - 1]) if at and not around.starts_text else ""
        right = fold(pieces[at + 1]) if at + 1 < len(pieces) and not around.ends_text else ""
        near = [fold(p) for p in (*pieces[max(0, at - NEAR) : at], *pieces[at + 1 : at + NEAR + 1])]
        weighed = []
        for candidate in candidates:
            bonus = self._agreement(candidate.word, left, right, near, alone=around.alone)
            weighed.append((Candidate(candidate.word, candidate.score + bonus), bonus > 0))
        weighed.sort(key=lambda w: (-w[0].score, w[0].word))
        return tuple(c for c, _ in weighed), weighed[0][1]

    def _agreement(self, word: str, left: str, right: str, near: list[str], *, alone: bool) -> float:
        bonus = PAIR_WEIGHT * (((left, word) in self._after) + ((word, right) in self._before))
        context = self._contexts.get(word)
        if context is None:
            return bonus
        return bonus + CONTEXT_WEIGHT * context.agreeing(left, right, near, alone=alone)


def _is_code(read: str) -> bool:
    """Numbers, codes and names written with capitals inside."""
    if any(c.isdigit() for c in read):
        if _DIGIT_L.match(read) or _SHORT_SIX.match(read):
            return False
        letters = sum(map(str.isalpha, read))
        if (
            (letters < 3 and read.lower() not in _SHORT_ODD)
            or re.search(r"\d{2,}", read)
            or _UNIT.search(read)
        ):
            return True
    capitals = sum(c.isupper() for c in read)
    inner = read[1:].lower() != read[1:]
    return 1 < capitals < len(read) and (
        len(read) <= LONGEST_ABBREVIATION or (inner and not _INNER.match(read))
    )


def _cased(word: str, read: str, starts: bool, before: str) -> str:
    """The word in the case it was read in; an A or O for å, ä or ö inside a sentence was small."""
    if word == read.lower() and read.isalpha():
        return read
    letters = [c for c in read if c.isalpha()]
    if len(letters) > 1 and all(c.isupper() for c in letters):
        return word.upper()
    slip = word[:1] in MARKS and not starts and before[:1].islower()
    if slip:
        return word
    if read[:1] == "I" and word[:1] == "l" and not starts:
        return word
    return word[:1].upper() + word[1:] if read[:1].isupper() else word

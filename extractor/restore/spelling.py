"""Which Swedish words a damaged word may have been, and how likely each is.

The noisy-channel view: a candidate's score is the logarithm of how common the word is minus what the damage
costs (`patterns/confusions.toml`). Losing the marks of å, ä and ö costs nothing, since an English
recogniser always loses them. Words come from wordfreq's Swedish list, from `patterns/vocabulary.toml` and from
what the caller knows (the archive's own words); compounds are put together from them.
"""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from extractor.patterns import Patterns, built_in

STRIP = str.maketrans("åäöéèüÅÄÖÉÈÜ", "aaoeeuAAOEEU")
MARKS = frozenset("åäö")
WORD = re.compile(r"[^\s/\-–—()\[\]{}\"”“„‘’`~:;,.?!*+=<>%…•_]+")
"""A word of a text, or what a recogniser made of one."""
_SEEN = MARKS | set("éèü")
"""Letters that are what they are once they stand in a word: no unmarked letter was ever read as one of them."""

FIELD_FREQUENCY = 2e-5
"""Least frequency of the field's own words: as common as `mått` in everyday Swedish."""
FIELD_BOOST = 3.0
"""How much commoner the field's words are in reports than in everyday Swedish."""
KNOWN_FREQUENCY = 1e-4
"""Least frequency of words the caller vouches for (sibling reports): above nearly all look-alikes."""
PART_FREQUENCY = 3e-7
"""A compound's part must be at least this common; rarer words of the list are mostly misspellings."""
LONG_PART = 7
LONG_PART_FREQUENCY = 3e-8
"""A part of at least seven letters may be ten times rarer."""
SOLID_FREQUENCY = 1e-7
"""A word below this is no proof of itself: the list holds `maluppfyllelse`-like misspellings."""
COMMON_FREQUENCY = 1e-6
"""A long word below this may still be a damaged common one (`underhill` is a name, and `underhåll`)."""
CHEAP = 2.7
"""Confusions up to this cost are tried on every word, dearer ones on unknown words only."""
JOIN_COST = 7.0
"""What each joint of a compound costs, in natural logarithms; measured so that `mål|uppfyllelse` beats
misspelt single words and `for|band` does not beat `förband`."""
LINK_COST = 1.0
"""What the linking s after a part costs."""
DOER = "ar"
"""Words in `-are` lose their last letter inside a compound: `användar|undersökning`."""
ENDINGS = (
    "ernas", "arnas", "ornas", "erna", "arna", "orna", "ande", "ens", "ets", "ers", "ars", "ades", "ade", "ats", "en",
    "et", "er", "ar", "or", "ad", "at", "as", "es", "na", "ns", "n", "t", "s", "r",
)  # fmt: skip
"""Endings of Swedish words, long ones first: a known word with one of them is as good as known."""
ENDING_COST = 5.0
"""What an ending costs: less than a joint, so that `pensionering|ar` beats `pensioner|ingår`."""
LEAST_STEM = 5
"""Letters a word keeps before an ending."""
MAX_VARIANTS = 400
"""Bound of the variants of one word, so that a word full of confusable letters stays cheap."""
MAX_TRIALS = 40
"""Variants of an unknown word that are tried as compounds."""
MIN_PART = 3
MAX_WORD = 45
NAME_LENGTH = 8
"""A capitalised word inside a sentence this long may be a compound (an organisation's own name); shorter ones are
people and places."""
UNKNOWN_SCORE = -19.0
"""Score of leaving an unknown word as it is; a far-fetched single word must beat it."""
UNKNOWN_COMPOUND_SCORE = -33.0
"""The same for a far-fetched compound of two or more parts."""
LETTER_FLOOR = -3.4
"""Least score a letter of a word built from parts: of 200 right ones seen the poorest had -3.24, and half of the wrong
ones, which were put together from short rare words, lay below."""
NOT_IN_COMPOUNDS = "not in compounds"
"""Key of the vocabulary's group of words that build no compounds."""
_DROPPED = "·"


class Candidate(NamedTuple):
    """One word that may have been printed."""

    word: str
    score: float
    """Natural logarithm of frequency minus the cost of the damage."""


class Rule(NamedTuple):
    """One confusion: `read` stands in the file where `meant` was printed."""

    read: str
    meant: str
    cost: float


CACHED_PARTS = 100_000
"""Parts of compounds remembered: a damaged report of 14 pages has 7,000 to 10,000, and a process reads many."""


class Lexicon:
    """Word → frequency, with the words that carry marks found by their unmarked letters."""

    def __init__(self, frequencies: dict[str, float], parent: Lexicon | None = None) -> None:
        self._own = frequencies
        self._parent = parent
        self._marked: dict[str, list[str]] = {}
        for word in frequencies:
            bare = word.translate(STRIP)
            if bare != word:
                self._marked.setdefault(bare, []).append(word)

    def frequency(self, word: str) -> float:
        """How common a lower-case word is (0..1), 0 when unknown."""
        own = self._own.get(word)
        if own is not None:
            return own
        return self._parent.frequency(word) if self._parent else 0.0

    def in_compounds(self, word: str) -> float:
        """How common a word is for a part of others; a short one that the caller vouches for is not more so."""
        if self._parent and len(word) < LONG_PART:
            return self._parent.in_compounds(word)
        return self.frequency(word)

    def as_stem(self, word: str) -> float:
        """How common a word is with an ending: what the caller vouches for was printed with its own."""
        if self._parent and word in self._own:
            return max(self._parent.frequency(word), SOLID_FREQUENCY)
        return self.frequency(word)

    def with_letters(self, bare: str) -> Iterator[str]:
        """Every known word whose letters without marks are these."""
        seen: set[str] = set()
        lexicon: Lexicon | None = self
        if self.frequency(bare):
            yield bare
        while lexicon is not None:
            for word in lexicon._marked.get(bare, ()):
                if word not in seen:
                    seen.add(word)
                    yield word
            lexicon = lexicon._parent


@functools.cache
def swedish_lexicon() -> Lexicon:
    """The general list with the field's vocabulary on top; about a second the first time."""
    from wordfreq import get_frequency_dict  # noqa: PLC0415 - heavy: only when something is restored

    frequencies = {w: f for w, f in get_frequency_dict("sv").items() if w.isalpha()}
    for group in built_in()["vocabulary"]:
        for word in (w.casefold() for phrase in group.phrases for w in phrase.split()):
            if group.key != NOT_IN_COMPOUNDS:
                frequencies[word] = max(frequencies.get(word, 0.0) * FIELD_BOOST, FIELD_FREQUENCY)
    return Lexicon(frequencies)


@functools.cache
def _loners() -> frozenset[str]:
    vocabulary = built_in()["vocabulary"]
    return frozenset(vocabulary[NOT_IN_COMPOUNDS].phrases if NOT_IN_COMPOUNDS in vocabulary else ())


def rules_of(patterns: Patterns) -> tuple[Rule, ...]:
    """The confusions of the patterns, cheapest first."""
    rules = [
        Rule(read, meant, float(group.attributes.get("cost", CHEAP)))
        for group in patterns["confusions"]
        for read in group.attributes.get("read", ())
        for meant in group.attributes.get("meant", ())
    ]
    return tuple(sorted(rules, key=lambda r: (r.cost, r.read, r.meant)))


class Speller:
    """Finds the candidates of a word.

    Args:
        lexicon: the known words.
        rules: the confusions to reckon with.
    """

    def __init__(self, lexicon: Lexicon, rules: Iterable[Rule]) -> None:
        self.lexicon = lexicon
        rules = tuple(rules)
        self._whole_words = {r.read.strip("="): r for r in rules if r.read.startswith("=")}
        rules = tuple(r for r in rules if not r.read.startswith("="))
        self._cheap = tuple(r for r in rules if r.cost <= CHEAP)
        self._dear = tuple(r for r in rules if r.cost > CHEAP)
        self._part = functools.lru_cache(maxsize=CACHED_PARTS)(self._read_part)

    def candidates(self, word: str, *, name: bool = False) -> list[Candidate]:
        """What a word may have been, best first; empty when nothing known comes near.

        Args:
            word: the letters as read (case kept: a capital I inside may be an l).
            name: the word looks like a name, so only whole known words count, no far-fetched reading.

        Returns:
            At most eight candidates in lower case.
        """
        if len(word) > MAX_WORD:
            return []
        if word in self._whole_words:
            rule = self._whole_words[word]
            return [Candidate(rule.meant, math.log(self.lexicon.frequency(rule.meant) or SOLID_FREQUENCY))]
        found = self._whole(word, self._cheap, edits=3)
        if self._solid(found):
            if not name and len(word) >= NAME_LENGTH and not self._common(found):
                found.update(self._far_fetched(word, compounds=False))
            return _ranked(found)
        if not name or len(word) >= NAME_LENGTH:
            for built in (self._compound(word), self._inflected(word)):
                if built and built.score > max(
                    found.get(built.word, -math.inf), LETTER_FLOOR * len(built.word)
                ):
                    found[built.word] = built.score
        if not name or len(word) >= NAME_LENGTH:
            for other, score in self._far_fetched(word, compounds=not found and not name).items():
                if not name or self.lexicon.frequency(other) >= FIELD_FREQUENCY:
                    found[other] = max(score, found.get(other, -math.inf))
        return _ranked(found)

    def knows(self, word: str) -> bool:
        """Whether a word is solid Swedish as it stands: a common word, or a compound of such."""
        lower = word.lower()
        if self.lexicon.frequency(lower) >= SOLID_FREQUENCY:
            return True
        compound = self._compound(lower)
        return compound is not None and compound.word == lower

    def _far_fetched(self, word: str, *, compounds: bool) -> dict[str, float]:
        whole = self._whole(word, self._dear, edits=1)
        found = {w: s for w, s in whole.items() if s > UNKNOWN_SCORE}
        if found or not compounds or len(word) < NAME_LENGTH:
            return found
        for variant, cost in sorted(_variants(word, self._dear, 1), key=lambda v: v[1])[:MAX_TRIALS]:
            part = self._compound(variant)
            if part is not None and part.score - cost > UNKNOWN_COMPOUND_SCORE:
                found[part.word] = max(part.score - cost, found.get(part.word, -math.inf))
        return found

    def _solid(self, found: dict[str, float]) -> bool:
        return any(self.lexicon.frequency(w) >= SOLID_FREQUENCY for w in found)

    def _common(self, found: dict[str, float]) -> bool:
        return any(self.lexicon.frequency(w) >= COMMON_FREQUENCY for w in found)

    def _whole(
        self, word: str, rules: tuple[Rule, ...], edits: int, frequency: Callable[[str], float] | None = None
    ) -> dict[str, float]:
        frequency = frequency or self.lexicon.frequency
        found: dict[str, float] = {}
        for variant, cost in _variants(word, rules, edits):
            wanted = [i for i, c in enumerate(variant) if c in _SEEN]
            for known in self.lexicon.with_letters(variant.translate(STRIP)):
                if all(known[i] == variant[i] for i in wanted) and (common := frequency(known)):
                    score = math.log(common) - cost
                    found[known] = max(score, found.get(known, -math.inf))
        return found

    def _read_part(self, letters: str) -> Candidate | None:
        found = self._whole(letters, self._cheap, edits=2, frequency=self.lexicon.in_compounds)
        floor = LONG_PART_FREQUENCY if len(letters) >= LONG_PART else PART_FREQUENCY
        floor = FIELD_FREQUENCY if len(letters) == MIN_PART else floor
        loners = _loners()
        fit = (
            c for c in _ranked(found) if self.lexicon.in_compounds(c.word) >= floor and c.word not in loners
        )
        return next(fit, None)

    def _compound(self, word: str) -> Candidate | None:
        """The best way to read the word as two to four known parts, joined by nothing or an s."""
        size = len(word)
        if size < 2 * MIN_PART:
            return None
        best: list[Candidate | None] = [Candidate("", 0.0)] + [None] * size
        for end in range(MIN_PART, size + 1):
            for start in range(end - MIN_PART + 1):
                before = best[start]
                if before is None or (start == 0 and end == size):
                    continue
                part = self._linked(word[start:end], last=end == size)
                if part is None:
                    continue
                score = before.score + part.score - (JOIN_COST if start else 0.0)
                known = best[end]
                if known is None or score > known.score:
                    best[end] = Candidate(before.word + part.word, score)
        return best[size]

    def _inflected(self, word: str) -> Candidate | None:
        """The best way to read the word as a known one with an ending."""
        best: Candidate | None = None
        for ending in ENDINGS:
            if not word.endswith(ending) or len(word) - len(ending) < LEAST_STEM:
                continue
            stems = self._whole(word[: -len(ending)], self._cheap, edits=2, frequency=self.lexicon.as_stem)
            for known, score in stems.items():
                if self.lexicon.as_stem(known) >= SOLID_FREQUENCY and (
                    best is None or score - ENDING_COST > best.score
                ):
                    best = Candidate(known + ending, score - ENDING_COST)
        return best

    def _linked(self, letters: str, *, last: bool) -> Candidate | None:
        if not last and letters.endswith(DOER) and (doer := self._part(letters + "e")):
            return Candidate(doer.word[:-1], doer.score - LINK_COST)
        if not letters.endswith("s") or len(letters) <= MIN_PART:
            return self._part(letters)
        if last and (whole := self._part(letters)):
            return whole
        stem = self._part(letters[:-1])
        return Candidate(stem.word + "s", stem.score - LINK_COST) if stem else self._part(letters)


def _ranked(found: dict[str, float]) -> list[Candidate]:
    return sorted((Candidate(w, s) for w, s in found.items()), key=lambda c: (-c.score, c.word))[:8]


def _variants(word: str, rules: tuple[Rule, ...], edits: int) -> list[tuple[str, float]]:
    """The word with up to `edits` confusions undone, in lower case, with what that cost."""
    variants: dict[str, float] = {word.lower(): 0.0}
    usable = [r for r in rules if r.read == _DROPPED or r.read in word]
    layer: dict[tuple[str, int], float] = {(word, 0): 0.0}
    for _ in range(edits if usable else 0):
        following: dict[tuple[str, int], float] = {}
        for (text, start), cost in layer.items():
            for rule in usable:
                for at in _places(text, rule.read, start):
                    width = 0 if rule.read == _DROPPED else len(rule.read)
                    changed = text[:at] + rule.meant + text[at + width :]
                    total = cost + rule.cost
                    key = (changed, at + len(rule.meant))
                    if total < following.get(key, math.inf) and len(following) < MAX_VARIANTS:
                        following[key] = total
        for (text, _), cost in following.items():
            lower = text.lower()
            if cost < variants.get(lower, math.inf):
                variants[lower] = cost
        layer = following
    return list(variants.items())


def _places(text: str, read: str, start: int) -> Iterator[int]:
    if read == _DROPPED:
        yield from range(start, len(text))
        return
    at = text.find(read, start)
    while at >= 0:
        yield at
        at = text.find(read, at + 1)

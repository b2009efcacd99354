"""Which words may follow each other over a line's end: the evidence that two fragments are one text.

A hyphen joins two halves that make a word; a small letter goes on; a function word cannot end a cell. Where the two
words stand side by side elsewhere, in the running text or in another year's report, they belong together.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections import Counter
from collections.abc import Iterable

from extractor.patterns import built_in
from extractor.reading.text_pieces import LABELLED_VALUE, MONTH, NUMBERED, UNIT, is_quantity
from extractor.restore.spelling import UNKNOWN_SCORE, Speller, rules_of, swedish_lexicon
from extractor.swedish import fold

HYPHEN = re.compile(r"[^\W\d_][-\u00ad]$")
WHOLE, DAMAGED, COMPOUND, NO_WORD = 4.5, 3.0, 1.5, 0.5
"""What a hyphen is worth whose halves make a known word, one with letters misread, a compound of known words, or no
word."""
SMALL = 0.8
CAPITAL, SENTENCE = -1.5, -0.5
"""A capital after words that go on, and after a full stop."""
NEXT_NUMBER = -4.0
"""A text that begins with its number in a list."""
OPEN_WORD = 2.0
OPEN_SIGN = 2.0
NO_HALF = -3.0
"""A number or sign after half a word."""
SMALL_AFTER_STOP = -1.0
HALF = -2.0
"""A fragment that begins with no word, after one that ends with a whole word."""
SHORT = 2
COLON = 1.2
BRACKET = 1.0
"""No cell begins with a bracket."""
IN_BRACKETS = 1.0
TWO_NUMBERS, SIDE_BY_SIDE = -1.0, -3.0
LISTED = 2.0
"""One of several values of a cell, each with its name or month (`Kvinnor: 2,4 %`, `2018, 04`)."""
SEEN = 1.5
"""What it is worth that the two words stand side by side elsewhere."""
DIVIDED = -5.0
"""A word divided in the middle of a line: its other half stands on the next, in its own column."""
_COORDINATION = re.compile(r"(?:och|eller|samt|resp|respektive|/|&)")
_EDGE = " .,:;()\"'”“’|"
_MISREAD = re.compile(r"[\d&][a-zåäö]{1,}")
_WORD = re.compile(r"[^\W\d_]+")
_OPEN_WORDS = frozenset(
    re.findall(
        r"\w+",
        """och eller samt av i på pa att för for fér med som till en ett den det de vid inom om från fran under per hos
        mellan ej inte är ar ska skall sin sina sitt andra nya god ger antal andel samtliga har kan genom mot utan""",
    )
)


def begins_small(text: str) -> bool:
    """Whether a text begins with a small letter, or with a sign that a recogniser made of one (`4ven`, `&r`)."""
    return text[0].islower() or _MISREAD.match(text) is not None


class Joins:
    """How well two fragments go together as two lines of one cell.

    Args:
        words: folded words that are printed whole somewhere.
        pairs: folded pairs of words that are printed side by side somewhere.
    """

    def __init__(
        self, words: frozenset[str] = frozenset(), pairs: frozenset[tuple[str, str]] = frozenset()
    ) -> None:
        self._words = words
        self._pairs = pairs
        self._scores: dict[tuple[str, str], float] = {}
        self._open: dict[str, float] = {}

    def score(self, last: str, text: str) -> float:
        """How much two fragments look like two lines of one cell, roughly in logarithms of odds."""
        key = (last, text)
        known = self._scores.get(key)
        if known is None:
            known = self._scores[key] = self._score(last, text)
        return known

    def inside(self, last: str, text: str) -> float:
        """How much two words look as if they stood side by side in one cell."""
        if HYPHEN.search(last) and not _COORDINATION.match(text):
            return DIVIDED
        if text == "%" and not last[-1].isdigit():
            return SIDE_BY_SIDE
        if _ENDED.search(last) and text[0].islower():
            return SIDE_BY_SIDE
        if is_quantity(text):
            return SIDE_BY_SIDE if is_quantity(last) else 0.0
        return self.score(last, text)

    def seen(self, last: str, text: str) -> bool:
        """Whether the last word of one text and the first of another stand side by side elsewhere."""
        return _pair(last, text) in self._pairs

    def openness(self, last: str) -> float:
        """How unlikely a fragment is as the end of a cell."""
        known = self._open.get(last)
        if known is None:
            known = self._open[last] = self._openness(last)
        return known

    def _openness(self, last: str) -> float:
        if HYPHEN.search(last):
            return WHOLE
        word = last.rsplit(" ", 1)[-1].lower().strip('”"')
        return (
            OPEN_WORD * (word in _OPEN_WORDS)
            + OPEN_SIGN * last.endswith((",", "(", "/"))
            + COLON * announces(last)
        )

    def _score(self, last: str, text: str) -> float:
        if HYPHEN.search(last):
            return self._hyphen(last, text)
        if is_listed(last, text):
            return LISTED
        word = last.rsplit(" ", 1)[-1].lower().strip('”"')
        score = self._beginning(last, text)
        if word in _OPEN_WORDS:
            score += OPEN_WORD
        if announces(last):
            score += COLON
        if last.endswith((",", "(", "/")) or text.startswith((")", ".", ",")):
            score += OPEN_SIGN
        if text.startswith("("):
            score += BRACKET
        if last.count("(") > last.count(")") or last.count("”") % 2:
            score += IN_BRACKETS
        if is_quantity(last) and is_quantity(text):
            score += TWO_NUMBERS
        return score + (SEEN if self.seen(last, text) else 0.0)

    def _beginning(self, last: str, text: str) -> float:
        """What the first letter of a fragment says for its going on."""
        ended = last.endswith((".", "!", "?"))
        if begins_small(text):
            return SMALL_AFTER_STOP if ended else SMALL + HALF * self._is_half(text)
        if NUMBERED.match(text):
            return NEXT_NUMBER
        if text[0].isupper():
            return SENTENCE if ended else CAPITAL
        return 0.0

    def _is_half(self, text: str) -> bool:
        """Whether a text begins with no word: the second half of a divided one, or a damaged one."""
        word = _WORD.match(text)
        return word is not None and len(word.group()) > SHORT and not _is_word(word.group())

    def _hyphen(self, last: str, text: str) -> float:
        if not text[0].islower():
            return NO_WORD if text[0].isupper() else NO_HALF
        head = _WORD.findall(last)
        tail = _WORD.match(text)
        if not head or tail is None:
            return NO_WORD
        if head[-1].isupper() and len(head[-1]) > 1:
            return DAMAGED if _is_word(tail.group()) else NO_WORD
        word = fold(head[-1] + tail.group())
        if _COORDINATION.fullmatch(tail.group()):
            return SMALL
        if word in self._words:
            return WHOLE
        return _worth(head[-1] + tail.group())


def is_listed(last: str, text: str) -> bool:
    """Whether a text goes on with values that each have a name or a month: one more, a month's value, or a unit."""
    if UNIT.match(text):
        return last[-1].isdigit()
    if MONTH.match(last):
        return LABELLED_VALUE.match(text) is not None or is_quantity(text) or announces(text)
    named = LABELLED_VALUE.match(text) is not None or MONTH.match(text) is not None
    valued = LABELLED_VALUE.match(last) is not None or is_quantity(last)
    return valued and (named or (announces(text) and len(text) <= LONGEST_NAME))


LONGEST_NAME = 12
"""Characters of a value's name on a line of its own (`Kvinnor:`)."""


def announces(last: str) -> bool:
    """Whether a fragment ends with a colon or a dash after a word: what it announces follows."""
    return last.endswith(":") or _DASHED.search(last) is not None


_ENDED = re.compile(r"[^\W\d_]{5}\.$")
"""A full stop after a word too long for an abbreviation."""
_DASHED = re.compile(r"[^\W\d_]{3} [–—-]$")


@functools.cache
def _speller() -> Speller:
    return Speller(swedish_lexicon(), rules_of(built_in()))


@functools.lru_cache(maxsize=50_000)
def _worth(word: str) -> float:
    """How sure it is that two halves make a word.

    Asked for far-fetched readings too, the speller takes ten times as long, and finds some for what is none.
    """
    lower = word.lower()
    if _is_word(lower):
        return WHOLE
    best = _speller().candidates(lower, name=True)
    if not best:
        return NO_WORD
    return DAMAGED if best[0].score > UNKNOWN_SCORE else COMPOUND


@functools.lru_cache(maxsize=50_000)
def _is_word(word: str) -> bool:
    return any(True for _ in swedish_lexicon().with_letters(fold(word)))


@functools.lru_cache(maxsize=50_000)
def _pair(last: str, text: str) -> tuple[str, str]:
    return fold(last.rsplit(" ", 1)[-1]).strip(_EDGE), fold(text.split(" ", 1)[0]).strip(_EDGE)


def pairs_of(texts: Iterable[str]) -> frozenset[tuple[str, str]]:
    """The folded pairs of neighbouring words of texts."""
    return frozenset(p for text in texts for p in _neighbours(text))


def recurring_pairs(texts: Iterable[str]) -> frozenset[tuple[str, str]]:
    """The folded pairs of neighbouring words that more than one of the texts holds."""
    counts = Counter(p for text in texts for p in set(_neighbours(text)))
    return frozenset(p for p, n in counts.items() if n > 1)


def _neighbours(text: str) -> list[tuple[str, str]]:
    words = [w.strip(_EDGE) for w in fold(text).split()]
    return [p for p in itertools.pairwise(words) if all(p) and any(c.isalpha() for c in p[0])]

"""Where in a sentence a lexicon's phrases stand, by character.

`patterns.Lexicon.find` says which meaning a short cell or header has; a sentence also needs *where*, so
that a number can be read together with the words before and after it. Same phrases, same `*`, no
tolerance for damage: a sentence holds too many words for lucky resemblances.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable
from typing import NamedTuple

from extractor.patterns import Lexicon, Patterns
from extractor.swedish import fold

_DASHES = "\u2212\u2013\u2014\u2010\u2011"
_COMMON = (("å", "a"), ("ä", "a"), ("ö", "o"), ("\u2013", "-"))
"""All that most texts hold beside ASCII: replaced in one go each, the rest is looked up character by character."""
_SPACES = "\u00a0\u202f\u2009\u2007\u200a\t\n\r\u00ad"


class Hit(NamedTuple):
    """One phrase found: the key of its group and the characters it covers."""

    key: str
    start: int
    end: int


@functools.lru_cache(maxsize=4096)
def _plain_character(character: str) -> str:
    if character in _DASHES:
        return "-"
    if character in _SPACES:
        return " "
    base = unicodedata.normalize("NFKD", character)[0]
    lower = base.lower()
    return lower if len(lower) == 1 else base


@functools.lru_cache(maxsize=2048)
def plain(text: str) -> str:
    """The text lower-cased, without diacritics, with plain dashes and spaces, same length as before."""
    low = text.lower()
    for marked, bare in _COMMON:
        low = low.replace(marked, bare)
    if low.isascii() and low.isprintable() and len(low) == len(text):
        return low
    return "".join(map(_plain_character, text))


_REACH = 300
"""Letters within which a phrase ends: the longest has 50, and its words may be parts of longer ones."""


class _Wanted:
    """A phrase of a lexicon as a regular expression, compiled when a text first holds the letters of its words."""

    def __init__(self, key: str, phrase: str) -> None:
        words = [(fold(word.strip("*")), word) for word in phrase.split()]
        words = [(core, word) for core, word in words if core]
        self.key = key
        self.start, first = words[0] if words else ("", "*")
        """Its first letters, folded."""
        self.open = first.startswith("*")
        """Whether those may stand inside a word."""
        head = _WORD.match(self.start)
        self.head = head.group() if head else self.start[:1]
        """The word or sign that they begin with."""
        self.cut = first.endswith("*") and self.head == self.start
        """Whether that may go on: "ökad*"."""
        self.ending = "" if not words or words[-1][1].endswith("*") else words[-1][0]
        """The letters that it ends in; '' where it may end in any."""
        self._words = words
        self._further = tuple(core for core, _ in words[1:])

    def end(self, text: str, place: int) -> int:
        """Where the phrase ends whose first letters stand at a character of a text, 0 if it does not stand there."""
        for core in self._further:
            if text.find(core, place, place + _REACH) < 0:
                return 0
        match = self._here(text, place)
        return match.end() if match else 0

    @functools.cached_property
    def _here(self) -> Callable[[str, int], re.Match[str] | None]:
        """Matches the phrase where it stands at a character of a text."""
        words = (
            (r"\w*" if word.startswith("*") else "")
            + re.escape(core)
            + (r"[\w-]*" if word.endswith("*") else "")
            for core, word in self._words
        )
        return re.compile(r"\s+".join(words) + r"(?!\w)").match


_STARTS = re.compile(r"(?<!\w)(?:\w+|\S)")
_WORD = re.compile(r"\w+")
_PREFIX = 3
"""Letters by which a text is asked for the phrases that begin with a part of a word ("ökad*")."""


class _Starts:
    """Where in a text phrases may begin, by the word or the sign that stands there."""

    def __init__(self, text: str) -> None:
        self.by_word: dict[str, list[int]] = {}
        for match in _STARTS.finditer(text):
            self.by_word.setdefault(match.group(), []).append(match.start())
        self._by_letters: dict[str, list[int]] = {}

    @functools.cached_property
    def places(self) -> list[int]:
        """All of them, from left to right."""
        return sorted(place for places in self.by_word.values() for place in places)

    @property
    def by_letters(self) -> dict[str, list[int]]:
        """The places by their words' first letters, `_PREFIX` of them and fewer."""
        if not self._by_letters:
            for word, places in self.by_word.items():
                for n in range(1, min(_PREFIX, len(word)) + 1):
                    self._by_letters.setdefault(word[:n], []).extend(places)
        return self._by_letters


_starts = functools.lru_cache(maxsize=512)(_Starts)


class Finder:
    """All phrases of one lexicon, longest phrase first: at each place the first that fits wins.

    Only those are tried whose first word, or its first letters, a text has: most texts hold none, and looking for
    hundreds of phrases at every word was a fifth of the time of reading a report. Sentences come again and again.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        pairs = [(phrase, group.key) for group in lexicon for phrase in group.phrases]
        pairs.sort(key=lambda pair: -len(pair[0]))
        wanted = (_Wanted(key, phrase) for phrase, key in pairs)
        self._phrases = [phrase for phrase in wanted if phrase.start]
        self._by_word: dict[str, list[int]] = {}
        self._by_letters: dict[str, list[int]] = {}
        self._inside: dict[str, list[int]] = {}
        """The phrases that may begin inside a word, by their first word's letters."""
        for i, phrase in enumerate(self._phrases):
            if phrase.open:
                self._inside.setdefault(phrase.start, []).append(i)
            elif phrase.cut:
                self._by_letters.setdefault(phrase.head[:_PREFIX], []).append(i)
            else:
                self._by_word.setdefault(phrase.head, []).append(i)
        endings = {phrase.ending for phrase in self._phrases}
        self._endings = ("",) if "" in endings else tuple(endings)
        """What a text ends in that ends in a phrase."""
        self.all = functools.lru_cache(maxsize=512)(self._all)
        """Every phrase in `plain` text, left to right, not overlapping."""
        self.at = functools.lru_cache(maxsize=512)(self._at)
        """The phrase that begins at a character of `plain` text, None if none does."""

    def _all(self, text: str) -> tuple[Hit, ...]:
        hits: list[Hit] = []
        done = 0
        for place, i in sorted(self._tried(text)):
            if place >= done and (hit := self._hit(i, text, place)) is not None:
                hits.append(hit)
                done = hit.end
        return tuple(hits)

    def _tried(self, text: str) -> list[tuple[int, int]]:
        """The phrases to be tried on a text, each with the place where it may begin."""
        starts = _starts(text)
        tried: list[tuple[int, int]] = []
        for word in self._by_word.keys() & starts.by_word.keys():
            tried += [(place, i) for place in starts.by_word[word] for i in self._by_word[word]]
        if self._by_letters:
            for letters in self._by_letters.keys() & starts.by_letters.keys():
                places = starts.by_letters[letters]
                tried += [(place, i) for place in places for i in self._by_letters[letters]]
        for letters, phrases in self._inside.items():
            found = text.find(letters)
            while found >= 0:
                places = starts.places
                place = places[bisect_right(places, found) - 1]
                tried += [(place, i) for i in phrases]
                found = text.find(letters, found + 1)
        return tried

    def _at(self, text: str, position: int) -> Hit | None:
        word = _WORD.match(text, position)
        head = word.group() if word else text[position : position + 1]
        tried = [*self._by_word.get(head, ())]
        for n in range(1, min(_PREFIX, len(head)) + 1) if self._by_letters else ():
            tried += self._by_letters.get(head[:n], ())
        tried += [i for letters, some in self._inside.items() if letters in text for i in some]
        return next((hit for i in sorted(tried) if (hit := self._hit(i, text, position)) is not None), None)

    def _hit(self, number: int, text: str, place: int) -> Hit | None:
        """A phrase where it stands at a place."""
        phrase = self._phrases[number]
        if not phrase.open and not text.startswith(phrase.start, place):
            return None
        end = phrase.end(text, place)
        return Hit(phrase.key, place, end) if end else None

    def ends(self, text: str) -> Hit | None:
        """The phrase that `plain` text ends in, None if it ends in none."""
        stop = len(text.rstrip())
        if not text.endswith(self._endings, 0, stop):
            return None
        return next((h for h in reversed(self.all(text)) if h.end == stop), None)


_finders: dict[tuple[str, str, str], Finder] = {}


@functools.lru_cache(maxsize=1024)
def finder(patterns: Patterns, schema: str, group: str = "") -> Finder:
    """The finder of a schema, or of one of its groups where groups share words; built once per version."""
    key = (patterns.version, schema, group)
    if key not in _finders:
        lexicon = patterns[schema]
        if group:
            lexicon = Lexicon(schema, (lexicon[group],) if group in lexicon else ())
        _finders[key] = Finder(lexicon)
    return _finders[key]

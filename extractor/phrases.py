"""Where in a sentence a lexicon's phrases stand, by character.

`patterns.Lexicon.find` says which meaning a short cell or header has; a sentence also needs *where*, so
that a number can be read together with the words before and after it. Same phrases, same `*`, no
tolerance for damage: a sentence holds too many words for lucky resemblances.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Callable, Sequence
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


_STARTS = re.compile(r"(?<!\w)\S")
_WORD = re.compile(r"\w*")
_PREFIX = 3
"""Letters of a phrase's first word by which a text is asked whether it may hold the phrase: two let through twice as
many, four are longer than many first words."""


class _Starts(NamedTuple):
    """Where in a text phrases may begin."""

    places: tuple[int, ...]
    letters: tuple[str, ...]
    """The first letters at each place, `_PREFIX` of them."""
    prefixes: frozenset[str]
    """Those, and those without their last one or two."""


@functools.lru_cache(maxsize=512)
def _starts(text: str) -> _Starts:
    places = tuple([m.start() for m in _STARTS.finditer(text)])
    letters = tuple([text[p : p + _PREFIX] for p in places])
    prefixes = set(letters)
    for n in range(1, _PREFIX):
        prefixes |= {some[:n] for some in letters}
    return _Starts(places, letters, frozenset(prefixes))


class Finder:
    """All phrases of one lexicon, longest phrase first: at each place the first that fits wins.

    At each place only those are tried that begin with its first letters, or whose beginning stands in its word: most
    texts hold none, and hundreds of phrases tried in vain at every word were a fifth of the time of reading a report.
    Sentences come again and again.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        pairs = [(phrase, group.key) for group in lexicon for phrase in group.phrases]
        pairs.sort(key=lambda pair: -len(pair[0]))
        self._phrases = [_Wanted(key, phrase) for phrase, key in pairs]
        self._by_prefix: dict[str, list[int]] = {}
        self._inside: dict[str, list[int]] = {}
        """The phrases that may begin inside a word, by their first letters."""
        for i, phrase in enumerate(self._phrases):
            index = self._inside if phrase.open else self._by_prefix
            index.setdefault(phrase.start[:_PREFIX], []).append(i)
        self._inside_words = list({phrase.start for phrase in self._phrases if phrase.open})
        self._short = [letters for letters in self._inside if len(letters) < _PREFIX]
        self._prefixes = frozenset(self._by_prefix)
        endings = {phrase.ending for phrase in self._phrases}
        self._endings = ("",) if "" in endings else tuple(endings)
        """What a text ends in that ends in a phrase."""
        self._beginning = functools.lru_cache(maxsize=512)(self._that_begin)
        self.all = functools.lru_cache(maxsize=512)(self._all)
        """Every phrase in `plain` text, left to right, not overlapping."""
        self.at = functools.lru_cache(maxsize=512)(self._at)
        """The phrase that begins at a character of `plain` text, None if none does."""

    def _all(self, text: str) -> tuple[Hit, ...]:
        inside = any(start in text for start in self._inside_words)
        starts = _starts(text)
        if not inside and self._prefixes.isdisjoint(starts.prefixes):
            return ()
        hits: list[Hit] = []
        done = 0
        for place, letters in zip(starts.places, starts.letters, strict=True):
            if place < done:
                continue
            tried = self._beginning(letters)
            if inside:
                tried += self._held(text, place)
            if tried and (hit := self._first(tried, text, place)) is not None:
                hits.append(hit)
                done = hit.end
        return tuple(hits)

    def _at(self, text: str, position: int) -> Hit | None:
        tried = self._beginning(text[position : position + _PREFIX])
        if self._inside_words:
            tried += self._held(text, position)
        return self._first(tried, text, position) if tried else None

    def _held(self, text: str, place: int) -> tuple[int, ...]:
        """The phrases that may begin inside the word at a place, by the letters at each of its characters."""
        word = _WORD.match(text, place)
        end = word.end() if word else place
        parts = [text[n : n + _PREFIX] for n in range(place, end + 1)] + self._short
        return tuple([i for part in parts if part in self._inside for i in self._inside[part]])

    def _that_begin(self, letters: str) -> tuple[int, ...]:
        """The phrases that begin with these letters, or with the first of them where they begin with a shorter word."""
        prefixes = (letters[:n] for n in range(1, len(letters) + 1))
        return tuple(i for prefix in prefixes for i in self._by_prefix.get(prefix, ()))

    def _first(self, tried: Sequence[int], text: str, place: int) -> Hit | None:
        """The first of some phrases that fits at a place."""
        for i in sorted(tried):
            phrase = self._phrases[i]
            if (phrase.open or text.startswith(phrase.start, place)) and (end := phrase.end(text, place)):
                return Hit(phrase.key, place, end)
        return None

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

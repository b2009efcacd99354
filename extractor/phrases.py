"""Where in a sentence a lexicon's phrases stand, by character.

`patterns.Lexicon.find` says which meaning a short cell or header has; a sentence also needs *where*, so
that a number can be read together with the words before and after it. Same phrases, same `*`, no
tolerance for damage: a sentence holds too many words for lucky resemblances.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Sequence
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


class _Wanted(NamedTuple):
    """A phrase of a lexicon as a regular expression."""

    key: str
    regex: str
    start: str
    """Its first letters, folded."""
    open: bool
    """Whether those may stand inside a word."""


def _wanted(key: str, phrase: str) -> _Wanted:
    words = []
    starts: list[tuple[str, bool]] = []
    for word in phrase.split():
        folded = fold(word.strip("*"))
        core = re.escape(folded)
        if not core:
            continue
        starts.append((folded, word.startswith("*")))
        words.append(
            (r"\w*" if word.startswith("*") else "") + core + (r"[\w-]*" if word.endswith("*") else "")
        )
    start, open_start = starts[0] if starts else ("", True)
    return _Wanted(key, r"\s+".join(words), start, open_start)


class _Choice:
    """Some phrases of a lexicon as one regular expression, the first that fits wins."""

    def __init__(self, phrases: Sequence[_Wanted]) -> None:
        self._keys = [p.key for p in phrases]
        body = "|".join(f"({p.regex})" for p in phrases)
        self._here = re.compile(rf"(?:{body})(?!\w)")

    def at(self, text: str, position: int) -> Hit | None:
        match = self._here.match(text, position)
        return self._hit(match) if match else None

    def _hit(self, match: re.Match[str]) -> Hit:
        return Hit(self._keys[(match.lastindex or 1) - 1], match.start(), match.end())


_STARTS = re.compile(r"(?<!\w)\S")
_WORD = re.compile(r"\w*")
_PREFIX = 3
"""Letters of a phrase's first word by which a text is asked whether it may hold the phrase: two let through twice as
many, four are longer than many first words."""


class _Starts(NamedTuple):
    """Where in a text phrases may begin."""

    places: tuple[int, ...]
    prefixes: frozenset[str]
    """The first letters there, one to `_PREFIX` of them."""


@functools.lru_cache(maxsize=512)
def _starts(text: str) -> _Starts:
    places = tuple(m.start() for m in _STARTS.finditer(text))
    return _Starts(places, frozenset(text[p : p + n] for p in places for n in range(1, _PREFIX + 1)))


class Finder:
    """All phrases of one lexicon, longest phrase first.

    At each place only those are tried that begin with its letter, and only where some begin with its first letters:
    most texts hold none, and hundreds of phrases tried in vain at every word were a fifth of the time of reading a
    report. Sentences come again and again.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        pairs = [(phrase, group.key) for group in lexicon for phrase in group.phrases]
        pairs.sort(key=lambda pair: -len(pair[0]))
        self._phrases = [_wanted(key, phrase) for phrase, key in pairs]
        self._inside_words = [p.start for p in self._phrases if p.open]
        self._prefixes = frozenset(p.start[:_PREFIX] for p in self._phrases if not p.open)
        self._by_letter: dict[str, _Choice | None] = {}
        self._whole = functools.cache(lambda: _Choice(self._phrases))
        self._cached = functools.lru_cache(maxsize=512)(self._all)

    def all(self, text: str) -> list[Hit]:
        """Every phrase in `plain` text, left to right, not overlapping."""
        return list(self._cached(text))

    def _all(self, text: str) -> tuple[Hit, ...]:
        if not self._phrases:
            return ()
        inside = self._inside(text)
        starts = _starts(text)
        if not inside and self._prefixes.isdisjoint(starts.prefixes):
            return ()
        hits: list[Hit] = []
        done = 0
        for position in starts.places:
            if position >= done and (hit := self._here(text, position, inside)) is not None:
                hits.append(hit)
                done = hit.end
        return tuple(hits)

    def _inside(self, text: str) -> list[str]:
        """The beginnings of phrases that may stand inside a word, those that the text holds."""
        return [start for start in self._inside_words if start in text]

    def _here(self, text: str, position: int, inside: Sequence[str]) -> Hit | None:
        """The phrase at a place.

        Args:
            text: the whole text.
            position: the place.
            inside: see `_inside`; all phrases are tried where the word at the place holds one of them.
        """
        if inside:
            word = _WORD.match(text, position)
            end = word.end() if word else position
            if any(text.find(start, position, end + len(start)) >= 0 for start in inside):
                return self._whole().at(text, position)
        prefixes, letter = self._prefixes, text[position]
        if (
            letter in prefixes
            or text[position : position + 2] in prefixes
            or text[position : position + 3] in prefixes
        ):
            choice = self._beginning(letter)
            return choice.at(text, position) if choice else None
        return None

    def at(self, text: str, position: int) -> Hit | None:
        """The phrase that begins at a character of `plain` text, None if none does."""
        if not self._phrases or position >= len(text):
            return None
        return self._here(text, position, self._inside(text))

    def _beginning(self, letter: str) -> _Choice | None:
        """The phrases that begin with a letter; each letter's are put together when it is first met."""
        if letter not in self._by_letter:
            found = [p for p in self._phrases if p.start.startswith(letter) and not p.open]
            self._by_letter[letter] = _Choice(found) if found else None
        return self._by_letter[letter]

    def ends(self, text: str) -> Hit | None:
        """The phrase that `plain` text ends in, None if it ends in none."""
        stop = len(text.rstrip())
        return next((h for h in reversed(self.all(text)) if h.end == stop), None)


_finders: dict[tuple[str, str, str], Finder] = {}


def finder(patterns: Patterns, schema: str, group: str = "") -> Finder:
    """The finder of a schema, or of one of its groups where groups share words; built once per version."""
    key = (patterns.version, schema, group)
    if key not in _finders:
        lexicon = patterns[schema]
        if group:
            lexicon = Lexicon(schema, (lexicon[group],) if group in lexicon else ())
        _finders[key] = Finder(lexicon)
    return _finders[key]

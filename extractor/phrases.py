"""Where in a sentence a lexicon's phrases stand, by character.

`patterns.Lexicon.find` says which meaning a short cell or header has; a sentence also needs *where*, so
that a number can be read together with the words before and after it. Same phrases, same `*`, no
tolerance for damage: a sentence holds too many words for lucky resemblances.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from typing import NamedTuple

from extractor.patterns import Lexicon, Patterns
from extractor.swedish import fold

_DASHES = "\u2212\u2013\u2014\u2010\u2011"
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


def plain(text: str) -> str:
    """The text lower-cased, without diacritics, with plain dashes and spaces, same length as before."""
    return "".join(map(_plain_character, text))


def _pattern(phrase: str) -> str:
    words = []
    for word in phrase.split():
        core = re.escape(fold(word.strip("*")))
        if not core:
            continue
        words.append(
            (r"\w*" if word.startswith("*") else "") + core + (r"[\w-]*" if word.endswith("*") else "")
        )
    return r"\s+".join(words)


class Finder:
    """All phrases of one lexicon as one regular expression, longest phrase first."""

    def __init__(self, lexicon: Lexicon) -> None:
        pairs = [(phrase, group.key) for group in lexicon for phrase in group.phrases]
        pairs.sort(key=lambda pair: -len(pair[0]))
        self._keys = [key for _, key in pairs]
        body = "|".join(f"({_pattern(phrase)})" for phrase, _ in pairs)
        self._regex = re.compile(rf"(?<!\w)(?:{body})(?!\w)") if pairs else None
        self._here = re.compile(rf"(?:{body})(?!\w)") if pairs else None

    def all(self, text: str) -> list[Hit]:
        """Every phrase in `plain` text, left to right, not overlapping."""
        if self._regex is None:
            return []
        return [self._hit(m) for m in self._regex.finditer(text)]

    def at(self, text: str, position: int) -> Hit | None:
        """The phrase that begins at a character of `plain` text, None if none does."""
        match = self._here.match(text, position) if self._here else None
        return self._hit(match) if match else None

    def _hit(self, match: re.Match[str]) -> Hit:
        return Hit(self._keys[(match.lastindex or 1) - 1], match.start(), match.end())

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

"""Knowledge as data: loads `patterns/*.toml`, validates it, and matches printed words against it.

A pattern file holds groups; a group is one meaning (`key`) with the phrases and glyphs that print it,
attributes its schema allows, and examples that must and must not match. A user's own folder adds to
the built-in groups; it replaces one only where it says `override = true`.

Matching is blind to case, diacritics and typography and tolerates OCR damage in long words. In a
phrase, `*` at a word's start or end stands for the rest of a Swedish compound or inflection:
`*mål` matches "Verksamhetsmål", `minsk*` matches "minskade".
"""

from __future__ import annotations

import difflib
import functools
import hashlib
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
from rapidfuzz import fuzz, process

from extractor.affixes import OPEN_FUZZY_LENGTH, Affixes, damage, fits
from extractor.errors import PatternError
from extractor.pattern_schemas import SCHEMAS, Schema
from extractor.swedish import fold

BUILT_IN = Path(__file__).resolve().parent.parent / "patterns"
"""Folder of the patterns that come with the tool."""

FUZZY_FLOOR = 86.0
"""Smallest rapidfuzz ratio for a phrase with damage; one wrong letter in seven. Below it, header words
of different meaning (`mål`/`mått`, `utfall`/`avfall`) begin to meet."""

FUZZY_LENGTH = 6
"""Phrases shorter than this must match to the letter."""

FIRST_WORD_FLOOR = 60.0
"""Ratio below which a word cannot begin a phrase that fits as a whole: a first word half of whose letters
are damaged leaves no phrase of two words above `FUZZY_FLOOR`."""

_GROUP_KEYS = {"key", "phrases", "glyphs", "match", "reject", "override", "note"}
_EDGE = " .,:;!?()[]{}\"'*/|"


class Match(NamedTuple):
    """One group found in a text."""

    key: str
    phrase: str
    score: float
    """0..1: how well the phrase fits the words it was found in."""
    coverage: float
    """0..1: share of the text's letters the phrase accounts for."""
    start: int
    """Index of the first matched word in the folded text's words."""
    end: int
    """Index after the last matched word."""


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """One meaning and how it is printed."""

    key: str
    phrases: tuple[str, ...] = ()
    glyphs: tuple[str, ...] = ()
    match: tuple[str, ...] = ()
    """Examples that must be recognised as this group."""
    reject: tuple[str, ...] = ()
    """Examples that must not be recognised as this group."""
    attributes: dict[str, Any] = {}
    source: str = ""
    """The file(s) it comes from."""


@functools.lru_cache(maxsize=4096)
def words_of(text: str) -> tuple[str, ...]:
    """The folded words of a text without punctuation at their edges; empty ones left out."""
    return tuple(w for part in fold(text).replace("/", " ").split() if (w := part.strip(_EDGE)))


@functools.lru_cache(maxsize=4096)
def _phrase_words(phrase: str) -> tuple[tuple[str, bool, bool], ...]:
    """A phrase as (folded word, open start, open end) triples."""
    out = []
    for part in phrase.replace("/", " ").split():
        core = fold(part.strip("*")).strip(_EDGE)
        if core:
            out.append((core, part.startswith("*"), part.endswith("*") and len(part) > 1))
    return tuple(out)


def _word_score(word: str, core: str, open_start: bool, open_end: bool) -> float:
    if word == core:
        return 100.0
    if open_start or open_end:
        if fits(word, core, open_start, open_end):
            return 100.0
        if open_start and open_end:
            return 0.0
        return damage(word, core, at_end=open_start) if len(core) >= OPEN_FUZZY_LENGTH else 0.0
    if min(len(core), len(word)) < FUZZY_LENGTH:
        return 0.0
    return fuzz.ratio(word, core, score_cutoff=FUZZY_FLOOR)


class Lexicon:
    """The groups of one pattern file, ready to match."""

    def __init__(self, name: str, groups: tuple[Group, ...]) -> None:
        self.name = name
        self.groups = groups
        self._by_key = {g.key: g for g in groups}
        self._glyphs = {glyph: g.key for g in groups for glyph in g.glyphs}
        self._never = {
            g.key: [word for text in words for word in _phrase_words(text)]
            for g in groups
            if (words := g.attributes.get("never"))
        }
        self._by_start: dict[tuple[str, bool, bool], list[_Phrase]] = {}
        for group in groups:
            for text in group.phrases:
                phrase = _phrase(group.key, text)
                if phrase.words:
                    self._by_start.setdefault(phrase.words[0], []).append(phrase)
        self._beginning = list(self._by_start.values())
        starts = list(enumerate(self._by_start))
        self._closed = {core: i for i, (core, *is_open) in starts if not any(is_open)}
        self._affixes = Affixes((i, start) for i, start in starts if any(start[1:]))
        self._long = {i: core for core, i in self._closed.items() if len(core) >= FUZZY_LENGTH}
        self._starting = functools.lru_cache(maxsize=20_000)(self._phrases_from)
        self._undamaged = functools.lru_cache(maxsize=20_000)(self._phrases_with)
        self._cached = functools.lru_cache(maxsize=20_000)(self._find)

    def __iter__(self) -> Iterator[Group]:
        return iter(self.groups)

    def __contains__(self, key: str) -> bool:
        return key in self._by_key

    def __getitem__(self, key: str) -> Group:
        return self._by_key[key]

    def glyph(self, character: str) -> str | None:
        """The key of the group that prints this character, None if no group does."""
        return self._glyphs.get(character)

    def find(self, text: str) -> tuple[Match, ...]:
        """Every phrase found in a short text (a header, a cell), best first.

        Args:
            text: the printed words; folded here.

        Returns:
            Matches ordered by how much of the text they explain (score × coverage), longest first.
        """
        return self._cached(text)

    def best(self, text: str, *, coverage: float = 0.0) -> Match | None:
        """The match that explains most of the text, None if none covers at least `coverage`."""
        return next((m for m in self.find(text) if m.coverage >= coverage), None)

    def _find(self, text: str) -> tuple[Match, ...]:
        words = words_of(text)
        total = sum(map(len, words)) or 1
        found: list[Match] = []
        for start, word in enumerate(words):
            for phrase in self._starting(word):
                stop = start + len(phrase.words)
                if stop > len(words):
                    continue
                window = words[start:stop]
                score = phrase.score(window)
                if score >= FUZZY_FLOOR and not self._is_other_word(phrase, window):
                    share = sum(map(len, window)) / total
                    found.append(Match(phrase.key, phrase.text, score / 100, share, start, stop))
        found.sort(key=lambda m: (-m.score * m.coverage, m.start, m.key))
        return tuple(found)

    def _is_other_word(self, phrase: _Phrase, window: Sequence[str]) -> bool:
        """Whether a phrase with `*` was found in a word of another meaning: "klagomål" is no goal."""
        never = () if phrase.plain else self._never.get(phrase.key, ())
        return any(
            word == core or ((start or end) and fits(word, core, start, end))
            for word in window
            for core, start, end in never
        )

    def may_begin(self, word: str) -> bool:
        """Whether any phrase may begin with this folded word as it is, undamaged: cheaper than `find`."""
        return bool(self._undamaged(word))

    def may_hold(self, words: Sequence[str]) -> bool:
        """Whether a phrase of as many words may begin with the first of these folded words, undamaged."""
        return any(len(p.words) == len(words) for p in self._undamaged(words[0]))

    def _phrases_with(self, word: str) -> tuple[_Phrase, ...]:
        closed = self._by_start.get((word, False, False), ())
        opened = (self._beginning[i] for i in sorted(self._affixes.undamaged(word)))
        return tuple(p for phrases in (closed, *opened) for p in phrases)

    def _phrases_from(self, word: str) -> tuple[_Phrase, ...]:
        """The phrases that may begin with this word; looked up once per word, words repeat.

        Damage of the whole phrase is judged later.
        """
        fitting = [*self._affixes.undamaged(word), *self._affixes.damaged(word)]
        if word in self._closed:
            fitting.append(self._closed[word])
        if len(word) >= FUZZY_LENGTH:
            damaged = process.extract(
                word, self._long, scorer=fuzz.ratio, processor=None, limit=None, score_cutoff=FIRST_WORD_FLOOR
            )
            fitting += [i for _, _, i in damaged]
        return tuple(p for i in sorted(set(fitting)) for p in self._beginning[i])


class _Phrase(NamedTuple):
    """A phrase ready to be compared."""

    key: str
    text: str
    words: tuple[tuple[str, bool, bool], ...]
    joined: str
    plain: bool

    def score(self, window: Sequence[str]) -> float:
        """How well the phrase fits as many words, 0..100."""
        if len(window) == 1:
            return _word_score(window[0], *self.words[0])
        if not self.plain:
            return min(_word_score(w, *p) for w, p in zip(window, self.words, strict=True))
        for word, (core, _, _) in zip(window, self.words, strict=True):
            if word != core and min(len(core), len(word)) < FUZZY_LENGTH:
                return 0.0
        return fuzz.ratio(" ".join(window), self.joined, score_cutoff=FUZZY_FLOOR)


def _phrase(key: str, text: str) -> _Phrase:
    words = _phrase_words(text)
    joined = " ".join(core for core, _, _ in words)
    return _Phrase(key, text, words, joined, not any(a or b for _, a, b in words))


class Patterns:
    """All knowledge in use: one lexicon per schema, and a version that changes with any of it."""

    def __init__(self, lexicons: Mapping[str, Lexicon], version: str, files: tuple[Path, ...]) -> None:
        self._lexicons = dict(lexicons)
        self.version = version
        """Hash over the content of all files, part of the key for idempotent import."""
        self.files = files

    def __getitem__(self, schema: str) -> Lexicon:
        """The lexicon of a schema, an empty one if no file provides it."""
        return self._lexicons.get(schema) or Lexicon(schema, ())

    def __iter__(self) -> Iterator[Lexicon]:
        return iter(self._lexicons.values())


@functools.cache
def built_in() -> Patterns:
    """The patterns that come with the tool, loaded once."""
    return _load(())


def load(user_folder: Path | None = None) -> Patterns:
    """Load the built-in patterns and, on top, a user's own folder.

    Args:
        user_folder: folder of further TOML files, or None.

    Returns:
        The validated patterns.

    Raises:
        PatternError: a file, key or value is wrong; the message names it and what may be meant.
    """
    if user_folder is None:
        return built_in()
    if not user_folder.is_dir():
        raise PatternError(f"The patterns folder {user_folder} does not exist.", "Create it or name another.")
    return _load(sorted(user_folder.glob("*.toml")))


def _load(added: Sequence[Path]) -> Patterns:
    files = [*sorted(BUILT_IN.glob("*.toml")), *added]
    digest = hashlib.sha256()
    merged: dict[str, dict[str, Group]] = {}
    for file in files:
        content = file.read_bytes()
        digest.update(file.name.encode() + b"\0" + content)
        schema, groups = _parse(file, content)
        known = merged.setdefault(schema, {})
        for group, override in groups:
            before = known.get(group.key)
            known[group.key] = group if before is None or override else _add(before, group)
    lexicons = {name: Lexicon(name, tuple(groups.values())) for name, groups in merged.items()}
    return Patterns(lexicons, digest.hexdigest()[:16], tuple(files))


def _add(before: Group, more: Group) -> Group:
    return Group(
        key=before.key,
        phrases=tuple(dict.fromkeys(before.phrases + more.phrases)),
        glyphs=tuple(dict.fromkeys(before.glyphs + more.glyphs)),
        match=before.match + more.match,
        reject=before.reject + more.reject,
        attributes={**before.attributes, **more.attributes, **_joined_lists(before, more)},
        source=f"{before.source}, {more.source}",
    )


def _joined_lists(before: Group, more: Group) -> dict[str, list[Any]]:
    """Attributes that are lists in both groups: added to, as phrases are; a single value is replaced."""
    shared = before.attributes.keys() & more.attributes.keys()
    lists = [k for k in shared if isinstance(more.attributes[k], list)]
    return {k: list(dict.fromkeys([*before.attributes[k], *more.attributes[k]])) for k in lists}


def _parse(file: Path, content: bytes) -> tuple[str, list[tuple[Group, bool]]]:
    try:
        data = tomllib.loads(content.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PatternError(f"{file}: not valid TOML: {error}.", "Correct that line.") from error
    name = data.pop("schema", None)
    if name not in SCHEMAS:
        raise PatternError(f"{file}: schema {name!r} is not known{_did_you_mean(str(name), SCHEMAS)}.")
    groups = data.pop("group", [])
    if data:
        raise PatternError(f"{file}: unknown key {next(iter(data))!r}; a file has `schema` and `[[group]]`.")
    return name, [_group(file, SCHEMAS[name], g) for g in groups]


def _group(file: Path, schema: Schema, data: dict[str, Any]) -> tuple[Group, bool]:
    key = data.get("key")
    if not isinstance(key, str) or not key:
        raise PatternError(f"{file}: a group has no `key`.")
    if schema.keys is not None and key not in schema.keys:
        raise PatternError(f"{file}: group {key!r} is not known here{_did_you_mean(key, schema.keys)}.")
    lists: dict[str, tuple[str, ...]] = {}
    for field in ("phrases", "glyphs", "match", "reject"):
        values = data.get(field, [])
        if not isinstance(values, list) or not all(isinstance(v, str) and v for v in values):
            raise PatternError(f"{file}: group {key!r}: `{field}` must be a list of non-empty strings.")
        lists[field] = tuple(values)
    attributes = {k: v for k, v in data.items() if k not in _GROUP_KEYS}
    for attribute, value in attributes.items():
        wanted = schema.attributes.get(attribute)
        if wanted is None:
            options = _GROUP_KEYS | set(schema.attributes)
            raise PatternError(
                f"{file}: group {key!r}: unknown key {attribute!r}{_did_you_mean(attribute, options)}."
            )
        if not isinstance(value, wanted):
            raise PatternError(
                f"{file}: group {key!r}: `{attribute}` has the wrong type {type(value).__name__}."
            )
    group = Group(
        key=key, phrases=lists["phrases"], glyphs=lists["glyphs"], match=lists["match"],
        reject=lists["reject"], attributes=attributes, source=str(file),
    )  # fmt: skip
    return group, bool(data.get("override", False))


def _did_you_mean(word: str, options: Mapping[str, Any] | frozenset[str] | set[str]) -> str:
    close = difflib.get_close_matches(word, list(options), n=1)
    return f" (did you mean {close[0]!r}?)" if close else f" (known: {', '.join(sorted(options))})"

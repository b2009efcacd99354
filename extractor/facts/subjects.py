"""What a number in a sentence is about: the noun phrase beside it, without a grammar of Swedish.

A clause is cut at its verbs and connectives; the piece with a word of measure (kostnad, frånvaro,
antal …) names the subject, else the piece that a count counts ("5 medarbetare"), else the last piece
with a weighty word.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from extractor.patterns import Patterns
from extractor.phrases import finder, plain
from extractor.values.quantities import Quantity

LONGEST = 9
"""A subject has at most so many words; the last ones before the number are kept."""

JOINT = "–"
"""Between what a number is about and which amount of it ("Sterilteknik – underskott")."""

_DEVIATION = re.compile(r"^(?:\w+ )?\w*(?:overskott|underskott|avvikelse|budgetavvikelse)(?:et|en)?$")
_PUNCTUATION = re.compile(r"[,;:.!?()\"”“»]|\s[-–]\s")
_ARTICLE = re.compile(r"\b(?:ett|en|an)\b")
_NUMBERS = re.compile(r"\d[\d ,.]*%?")
_NAME = re.compile(r"\s+((?:[A-ZÅÄÖ][\w&/-]*)(?:\s+(?:och\s+)?[A-ZÅÄÖ][\w&/-]*){0,3})")
_COMPARISON = re.compile(r"\s*(?:\w+ )?(?:lagre|hogre|battre|samre|mer|mindre|an|mot|gentemot)\b")
_SO_CALLED = re.compile(r"^\s*(?:s\. ?k\.|så kallade)\s*")
_CONCERNS = re.compile(r"\)?\s*(?:avser|avsag|galler|gallde|ror)\s+")
_DECIDED = re.compile(
    r"\bbeslut\w*\s+(?P<before>fore\s+|innan\s+)?(?:infor\s+|under\s+|ar\s+)?(?P<year>(?:19|20)\d\d)"
)


class Subject(NamedTuple):
    """What a number is about."""

    name: str
    breakdown: str = ""
    weak: bool = False
    """Taken from the heading or an earlier number, not from the number's own clause."""
    part: bool = False
    """About a part of the reporting unit, so never the unit's own indicator."""
    measured: bool = False
    """Names a measure (kostnad, frånvaro, antal …), not only some noun."""
    hanging: bool = False
    """Names nothing but an amount or a deviation (and perhaps whose)."""


def name_of(left: str, right: str, quantity: Quantity | None, patterns: Patterns) -> Subject | None:
    """The subject of a number from the words on both sides of it, None where none is named.

    Args:
        left: the clause before the number.
        right: the clause after it.
        quantity: the number; None for a bare direction.
        patterns: the knowledge in use.
    """
    breakdown, part = part_of(left, patterns)
    counted = _counted(right, patterns) if quantity is not None and quantity.unit in ("st", "%") else ""
    pieces = [p for p in _pieces(left, patterns) if not _only_goal(p, patterns)]
    measured = [p for p in pieces if finder(patterns, "measures").all(plain(p))]
    named = [p for p in measured if not _DEVIATION.match(plain(p))]
    weighty = [p for p in pieces if re.search(r"[^\W\d_]{5,}", p) and not _DEVIATION.match(plain(p))]
    if named and plain(named[-1]) in _vocabulary(patterns, "generic") and len(weighty) > 1:
        name = " ".join([*[w for w in weighty if w != named[-1]][-2:], JOINT, named[-1]])
    elif named:
        name = named[-1]
    elif counted:
        near = _pieces(left.rpartition(",")[2], patterns)
        lead = (
            near[-1]
            if near and near[-1] in weighty and quantity is not None and quantity.unit == "st"
            else ""
        )
        name = f"{lead} {counted}".strip()
    elif measured and weighty:
        name = f"{weighty[-1]} {JOINT} {measured[-1]}"
    elif measured or weighty:
        name = (measured or weighty)[-1]
    else:
        name = ""
    concerns = _CONCERNS.match(plain(right))
    if concerns and (rest := _pieces(right[concerns.end() :], patterns)):
        name = f"{name} {JOINT} {rest[0]}" if name else rest[0]
    if not name:
        return None
    generic = plain(name) in _vocabulary(patterns, "generic")
    return Subject(
        _shortened(name),
        breakdown,
        part=part,
        measured=bool(named) and not generic,
        hanging=generic or (bool(measured) and not named),
    )


def _only_goal(piece: str, patterns: Patterns) -> bool:
    """Whether a piece says no more than that there is a goal ("Målet", "divisionens mål")."""
    words = [plain(w) for w in piece.split()]
    return plain(words[-1]) in _vocabulary(patterns, "goal") and len(words) <= 2


def after_number(right: str, patterns: Patterns) -> Subject | None:
    """The subject of a number that opens its clause ("13 % svarsfrekvens på enkäten")."""
    for piece in _pieces(right, patterns):
        if finder(patterns, "measures").all(plain(piece)) and not _COMPARISON.match(plain(right)):
            return Subject(_shortened(piece), measured=True)
    return None


def part_of(text: str, patterns: Patterns) -> tuple[str, bool]:
    """The part of the whole a text names (women, short absence, a named unit, a decision's year)."""
    low = plain(text)
    parts: list[str] = []
    hits = [
        h
        for h in finder(patterns, "breakdowns").all(low)
        if h.end - h.start > 1 and low[h.start : h.end] != "man"
    ]
    if hits and (attributes := patterns["breakdowns"][hits[-1].key].attributes).get("dimension"):
        parts.append(f"{attributes['dimension']}={attributes['value']}")
    unit = ""
    for hit in finder(patterns, "frames").all(low):
        if hit.key == "part_of" and (match := _NAME.match(text, hit.end)):
            unit = f"enhet={match[1]}"
    decided = _DECIDED.search(low)
    if decided:
        parts.append(f"beslut={'före ' if decided['before'] else ''}{decided['year']}")
    return ", ".join([*parts, unit] if unit else parts), bool(unit)


def _pieces(text: str, patterns: Patterns) -> list[str]:
    """The text cut at verbs, connectives, punctuation and numbers, fillers stripped from the ends."""
    low = plain(text)
    cuts = [(m.start(), m.end()) for m in _PUNCTUATION.finditer(low)]
    cuts += [(m.start(), m.end()) for m in _NUMBERS.finditer(low)]
    cuts += [(h.start, h.end) for h in _words(low, patterns, "verb")]
    cuts += [(m.start(), m.end()) for m in _ARTICLE.finditer(low)]
    pieces, floor = [], 0
    for start, end in sorted(cuts):
        if start >= floor:
            pieces.append(text[floor:start])
        floor = max(floor, end)
    pieces.append(text[floor:])
    stripped = (_strip_fillers(p, patterns) for p in pieces)
    return [p for p in stripped if p]


def _words(low: str, patterns: Patterns, key: str) -> list[_Span]:
    wanted = _vocabulary(patterns, key)
    return [_Span(m.start(), m.end()) for m in re.finditer(r"[^\W\d_][\w-]*", low) if m[0] in wanted]


class _Span(NamedTuple):
    start: int
    end: int


_cache: dict[tuple[str, str], frozenset[str]] = {}


def _vocabulary(patterns: Patterns, key: str) -> frozenset[str]:
    known = (patterns.version, key)
    if known not in _cache:
        _cache[known] = (
            frozenset(plain(p) for p in patterns["cues"][key].phrases)
            if key in patterns["cues"]
            else frozenset()
        )
    return _cache[known]


def _strip_fillers(piece: str, patterns: Patterns) -> str:
    fillers = _vocabulary(patterns, "filler") | {"och", "samt", "att", "som"}
    words = piece.split()
    while words and (plain(words[0]).strip("-–") in fillers or not any(c.isalpha() for c in words[0])):
        words.pop(0)
    while words and (plain(words[-1]).strip("-–") in fillers or not any(c.isalpha() for c in words[-1])):
        words.pop()
    return " ".join(words)


def _counted(right: str, patterns: Patterns) -> str:
    """What a count counts: the words right after it, up to the next verb or mark."""
    right = _SO_CALLED.sub(" ", right)
    low = plain(right)
    if not re.match(r"\s*[\w(]", low):
        return ""
    stops = [h.start for h in _words(low, patterns, "verb")] + [
        m.start() for m in _PUNCTUATION.finditer(low) if m[0] not in "()"
    ]
    end = min(stops, default=len(right))
    return _strip_fillers(right[:end], patterns)


def _shortened(name: str) -> str:
    return " ".join(name.split()[-LONGEST:]).strip(' ,;:.-–"”')

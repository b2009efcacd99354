"""What a number in a sentence is about: the noun phrase beside it, without a grammar of Swedish.

A clause is cut at its verbs and connectives; the piece with a word of measure (kostnad, frånvaro,
antal …) names the subject, else the piece that a count counts ("5 medarbetare"), else the last piece
with a weighty word.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from extractor.patterns import Patterns
from extractor.phrases import Hit, finder, plain
from extractor.values.quantities import Quantity

LONGEST = 9
"""A subject has at most so many words; the last ones before the number are kept."""

MONEY = frozenset({"kr", "tkr", "mnkr", "mdkr"})

JOINT = "–"
"""Between what a number is about and which amount of it ("Sterilteknik – underskott")."""

MARK = "¤"
"""Stands for every character of a period in the text a name is looked for in: no name reaches over it."""

NAMING_LETTERS = re.compile(r"[^\W\d_]{5,}")
"""A word of at least five letters can carry a name."""

_PUNCTUATION = re.compile(r"[,;:.!?()\"”“»]|\s[-–]\s")
_ABBREVIATION = re.compile(r"\([A-ZÅÄÖ][\w-]{1,7}\)")
_ENUMERATION = re.compile(r"[\w-]+(?:, [\w-]+)+,? (?:och|samt|eller) [\w-]+")
_NUMBERS = re.compile(rf"(?<![^\W\d_])\d[\d ,.]*%?|{MARK}+")
_NAME = re.compile(r"\s+((?:[A-ZÅÄÖ][\w&/-]*)(?:\s+(?:och\s+)?[A-ZÅÄÖ][\w&/-]*){0,3})")
_DECIDED_YEAR = re.compile(r"\s+(?P<lead>(?:[^\W\d_]+\s+){0,3})(?P<year>(?:19|20)\d\d)")
_PARTED = frozenset({"kön", "längd"})
"""Dimensions whose words are no part of a measure's name ("sjukfrånvaron för *kvinnor*")."""


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
    stand_in: bool = False
    """A word for a measure named elsewhere ("utfallet", "motsvarande siffra")."""
    base: str = ""
    """The name without the part of the organisation it was narrowed to; '' where it was not."""
    counted: bool = False
    """What a count counts, or whom a share is of."""


def name_of(
    left: str, right: str, quantity: Quantity | None, patterns: Patterns, own: frozenset[str] = frozenset()
) -> Subject | None:
    """The subject of a number from the words on both sides of it, None where none is named.

    Args:
        left: the clause before the number, periods as `MARK`s.
        right: the clause after it.
        quantity: the number; None for a bare direction.
        patterns: the knowledge in use.
        own: `plain` words of the reporting unit's own name: they say whose, not what.
    """
    unit = quantity.unit if quantity is not None else ""
    pieces = [q for p in _pieces(left, patterns) if (q := _without_owner(p, own, patterns))]
    pieces = [p for p in pieces if not _only_goal(p, patterns) and not _only_part(p, patterns)]
    standing = [p for p in pieces if _stands_in(p, unit, patterns)]
    pieces = [p for p in pieces if p not in standing]
    name = _left_name(pieces, patterns)
    counted = _counted(right, patterns) if unit == "st" else _share_of(right, patterns) if unit == "%" else ""
    noun = quantity is not None and "unit_counted" in quantity.reasons and not _counts_itself(name, patterns)
    if counted and (noun or not name.measured):
        head = pieces[-1] if unit == "st" and pieces and pieces[-1][0].isupper() else ""
        name = Subject(f"{head} {counted}".strip(), counted=True)
    if concerns := finder(patterns, "frames", "concerns").at(plain(right).lstrip(" )"), 0):
        skipped = len(right) - len(right.lstrip(" )"))
        if rest := _pieces(right[skipped + concerns.end :], patterns):
            name = name._replace(name=f"{name.name} {JOINT} {rest[0]}" if name.name else rest[0])
    if not name.name:
        return Subject(standing[-1], stand_in=True) if standing else None
    return name._replace(name=_shortened(name.name))


def _left_name(pieces: list[str], patterns: Patterns) -> Subject:
    """The name among the pieces before a number; an empty one where none of them names anything."""
    measures = finder(patterns, "measures")
    measured = [p for p in pieces if measures.all(plain(p)) and not _is_yardstick(p, pieces, patterns)]
    told = [p for p in measured if any(h.key != "things" for h in measures.all(plain(p)))]
    measured = told or measured
    named = [p for p in measured if not _is_deviation(p, patterns)]
    weighty = [p for p in pieces if NAMING_LETTERS.search(p) and not _is_deviation(p, patterns)]
    weighty = [p for p in weighty if not _is_yardstick(p, pieces, patterns)] or weighty
    generic = _vocabulary(patterns, "generic")
    if named and plain(named[-1]) in generic and len(weighty) > 1:
        others = [w for w in weighty if w != named[-1]][-2:]
        return Subject(" ".join([*others, JOINT, named[-1]]), measured=True)
    if named:
        plain_amount = plain(named[-1]) in generic
        return Subject(named[-1], measured=not plain_amount, hanging=plain_amount)
    if measured and weighty:
        return Subject(f"{weighty[-1]} {JOINT} {measured[-1]}", hanging=True)
    if measured or weighty:
        return Subject((measured or weighty)[-1], hanging=bool(measured))
    return Subject("")


def _only_part(piece: str, patterns: Patterns) -> bool:
    """Whether a piece names only a part of the whole ("kvinnor", "männens"), whose measure stands elsewhere."""
    found = finder(patterns, "breakdowns").at(plain(piece), 0)
    if found is None or found.end != len(piece) or finder(patterns, "measures").all(plain(piece)):
        return False
    return patterns["breakdowns"][found.key].attributes.get("dimension") in _PARTED


def _counts_itself(name: Subject, patterns: Patterns) -> bool:
    """Whether a name says that it counts ("Antalet ärenden"): a noun after its number is no other subject."""
    return any(h.key == "count" for h in finder(patterns, "measures").all(plain(name.name)))


def _is_deviation(piece: str, patterns: Patterns) -> bool:
    """Whether a piece says no more than that there is a deviation ("ekonomiskt underskott")."""
    words = plain(piece).split()
    last = finder(patterns, "frames", "deviation_noun").at(words[-1], 0)
    return len(words) <= 2 and last is not None


def _is_yardstick(piece: str, pieces: list[str], patterns: Patterns) -> bool:
    """Whether a piece beside others names only what is compared with ("överstiger *budget* med")."""
    words = plain(piece).split()
    found = finder(patterns, "frames", "yardstick")
    return len(pieces) > 1 and all((h := found.at(w, 0)) is not None and h.end == len(w) for w in words)


def _without_owner(piece: str, own: frozenset[str], patterns: Patterns) -> str:
    """A piece without the reporting unit it begins with ("*Nämndens* resultat"), '' where it names no more."""
    found = finder(patterns, "frames", "own_unit")
    words = piece.split()
    while words:
        word = plain(words[0])
        hit = found.at(word, 0)
        if word not in own and word.rstrip("s") not in own and (hit is None or hit.end != len(word)):
            break
        words.pop(0)
    return _strip_fillers(" ".join(words), patterns)


def _only_goal(piece: str, patterns: Patterns) -> bool:
    """Whether a piece says no more than that there is a goal ("Målet", "divisionens mål")."""
    words = [plain(w) for w in piece.split()]
    last = finder(patterns, "cues", "goal").at(words[-1], 0)
    return last is not None and last.end == len(words[-1]) and len(words) <= 2


def _stands_in(piece: str, unit: str, patterns: Patterns) -> bool:
    """Whether a piece stands for a measure named elsewhere; amounts of money have results of their own."""
    low = plain(piece)
    if unit not in MONEY:
        return low in _vocabulary(patterns, "stand_in")
    yardstick = finder(patterns, "frames", "yardstick").at(low, 0)
    return (
        yardstick is not None
        and yardstick.end == len(low)
        and not finder(patterns, "cues", "forecast").all(low)
    )


def after_number(right: str, patterns: Patterns) -> Subject | None:
    """The subject of a number that opens its clause ("13 % svarsfrekvens på enkäten")."""
    low = plain(right)
    if any(h.start <= 12 for h in finder(patterns, "frames", "comparative").all(low)):  # "något högre än"
        return None
    for piece in _pieces(right, patterns):
        if finder(patterns, "measures").all(plain(piece)):
            return Subject(_shortened(piece), measured=True)
    return None


def part_of(text: str, patterns: Patterns) -> tuple[str | None, bool]:
    """The part of the whole a text names (women, short absence, a named unit, a decision's year).

    Returns:
        The breakdown, '' for the whole ("totalt"), None where nothing is said; and whether it is a unit.
    """
    low = plain(text)
    parts: list[str] = []
    hits = _part_hits(text, patterns)
    if hits and (attributes := patterns["breakdowns"][hits[-1].key].attributes).get("dimension"):
        parts.append(f"{attributes['dimension']}={attributes['value']}")
    unit = ""
    for hit in finder(patterns, "frames", "part_of").all(low):
        if match := _NAME.match(text, hit.end):
            unit = f"enhet={match[1]}"
    parts += _decision(low, patterns)
    if not parts and not unit:
        return ("" if hits else None), False
    return ", ".join([*parts, unit] if unit else parts), bool(unit)


def _part_hits(text: str, patterns: Patterns) -> list[Hit]:
    low = plain(text)
    excludes = finder(patterns, "frames", "excludes")
    hits = [h for h in finder(patterns, "breakdowns").all(low) if not excludes.ends(low[: h.start])]
    return [
        h
        for h in hits
        if (h.end - h.start > 1 and low[h.start : h.end] != "man") or text[h.start : h.end] == "män"
    ]


def _decision(low: str, patterns: Patterns) -> list[str]:
    """The year a decision was taken in or before ("beslutade före 2019")."""
    for hit in finder(patterns, "frames", "decided").all(low):
        if match := _DECIDED_YEAR.match(low, hit.end):
            before = finder(patterns, "frames", "earlier").at(match["lead"], 0) is not None
            return [f"beslut={'före ' if before else ''}{match['year']}"]
    return []


def narrowed(subject: Subject, left: str, right: str, own: frozenset[str], patterns: Patterns) -> Subject:
    """A subject with the part of the organisation its clause speaks of ("Inom hemtjänsten är sjukfrånvaron 9 %").

    Args:
        subject: what is measured.
        left: the clause before the number, periods as `MARK`s.
        right: what follows the number.
        own: `plain` words of the reporting unit's own name.
        patterns: the knowledge in use.
    """
    base = subject.base or subject.name
    for text in (left, right):
        part = place(text, own, patterns)
        if part and not set(plain(part).split()[1:]) & set(plain(base).split()):
            return subject._replace(name=f"{base} {part[0].lower()}{part[1:]}", base=base)
    return subject


def place(text: str, own: frozenset[str], patterns: Patterns) -> str:
    """The words "inom hemtjänsten" or "för grundskolan" a text begins with, '' where it begins otherwise."""
    lead = len(text) - len(text.lstrip(" ,"))
    low = plain(text)
    if joined := finder(patterns, "frames", "joins").at(low, lead):
        lead = joined.end + 1
    narrows = finder(patterns, "frames", "narrows").at(low, lead)
    if narrows is None:
        return ""
    stops = [h.start for h in _words(low, patterns, "verb") if h.start >= narrows.end]
    stops += [m.start() for m in (*_PUNCTUATION.finditer(low), *_NUMBERS.finditer(low)) if m.start() >= lead]
    end = min(stops, default=len(text))
    words = text[narrows.end : end].split()
    if not words or len(words) > PLACE_WORDS or _only_part(" ".join(words), patterns):
        return ""
    known = finder(patterns, "frames", "no_part")
    units = finder(patterns, "frames", "own_unit")
    empty = _vocabulary(patterns, "filler") | _vocabulary(patterns, "stand_in") | own
    for word in map(plain, words):
        hits = (known.at(word, 0), units.at(word, 0))
        if word in empty or word.rstrip("s") in own or any(h and h.end == len(word) for h in hits):
            return ""
    if any(_only_part(w, patterns) for w in words) or not NAMING_LETTERS.search(" ".join(words)):
        return ""
    return text[lead:end].strip()


PLACE_WORDS = 3
"""A part of an organisation is named in so few words; more are a clause of another kind."""


def without_parts(name: str, patterns: Patterns) -> str:
    """A name without the words of a part that its breakdown says ("sjukfrånvaron för kvinnor")."""
    rest = name
    for hit in reversed(_part_hits(name, patterns)):
        if patterns["breakdowns"][hit.key].attributes.get("dimension") in _PARTED:
            rest = rest[: hit.start] + rest[hit.end :]
    rest = _strip_fillers(rest, patterns)
    return (
        rest if NAMING_LETTERS.search(rest) and plain(rest) not in _vocabulary(patterns, "stand_in") else name
    )


def _pieces(text: str, patterns: Patterns) -> list[str]:
    """The text cut at verbs, connectives, punctuation and numbers, fillers stripped from the ends."""
    low = plain(text)
    whole = [m.span() for m in (*_ABBREVIATION.finditer(text), *_ENUMERATION.finditer(low))]
    cuts = [m.span() for m in (*_PUNCTUATION.finditer(low), *_NUMBERS.finditer(low))]
    cuts += [(h.start, h.end) for h in _words(low, patterns, "verb")]
    cuts += [(h.start, h.end) for h in finder(patterns, "frames", "article").all(low)]
    whole += _told_closer(low, patterns)
    cuts = [c for c in cuts if not any(a <= c[0] < b for a, b in whole)]
    pieces, floor = [], 0
    for start, end in sorted(cuts):
        if start >= floor:
            pieces.append(text[floor:start])
        floor = max(floor, end)
    pieces.append(text[floor:])
    stripped = (_strip_fillers(p, patterns) for p in pieces)
    return [p for p in stripped if p]


def _told_closer(low: str, patterns: Patterns) -> list[tuple[int, int]]:
    """From a share or count to the verb of its clause, where `som` tells it closer ("andelen som når målen")."""
    verbs = [h for h in _words(low, patterns, "verb") if h.start]
    relative = finder(patterns, "frames", "relative").all(low)
    for hit in finder(patterns, "measures").all(low):
        inside = [r for r in relative if r.start > hit.end]
        main = [v for v in verbs if inside and v.start > inside[0].end]
        if hit.key in ("share", "count") and len(main) > 1:
            return [(hit.start, main[-1].start)]
    return []


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
    fillers = _vocabulary(patterns, "filler")
    words = piece.split()
    while words and (plain(words[0]).strip("-–") in fillers or not any(c.isalpha() for c in words[0])):
        words.pop(0)
    while words and (plain(words[-1]).strip("-–") in fillers or not any(c.isalpha() for c in words[-1])):
        words.pop()
    return " ".join(words)


def _counted(right: str, patterns: Patterns) -> str:
    """What a count counts: the words right after it, up to the next verb or mark."""
    if so_called := finder(patterns, "frames", "so_called").at(plain(right).lstrip(), 0):
        right = " " + right.lstrip()[so_called.end :].lstrip(". ")
    low = plain(right)
    if not re.match(r"\s*[\w(]", low):
        return ""
    marks = [m.start() for m in _PUNCTUATION.finditer(low) if m[0] not in "()"]
    marks += [m.start() for m in re.finditer(MARK, low)]
    verbs = _words(low, patterns, "verb")
    end = min([*(h.start for h in verbs), *marks], default=len(right))
    if verbs and verbs[0].start == end and finder(patterns, "frames", "relative").at(low, end):
        end = min(marks, default=len(right))  # "störningar som har klassats som allvarliga"
        return " ".join(_strip_fillers(right[:end], patterns).split()[:LONGEST])
    return _strip_fillers(right[:end], patterns)


def _share_of(right: str, patterns: Patterns) -> str:
    """Whom a share is of, and what they do ("82 % *av medarbetarna anger att de trivs*")."""
    of = finder(patterns, "frames", "share_of").at(plain(right).lstrip(), 0)
    if of is None:
        return ""
    rest = right.lstrip()[of.end :]
    stop = re.search(rf"[,;:.!?()]|{MARK}|\d", rest)
    words = rest[: stop.start()] if stop else rest
    if is_share_itself(words, patterns):
        return ""
    return " ".join(_strip_fillers(words, patterns).split()[:LONGEST])


def is_share_itself(words: str, patterns: Patterns) -> bool:
    """Whether words begin with a measure in per cent: a share of it ("43 % av sjukfrånvaron") is no level."""
    low = plain(_strip_fillers(words, patterns))
    head = len(" ".join(low.split()[:HEAD_WORDS]))
    return any(h.start < head for h in finder(patterns, "measures", "share").all(low))


HEAD_WORDS = 2
"""Words at most that a measure's name begins with ("korta sjukfrånvaron")."""


def _shortened(name: str) -> str:
    return " ".join(name.split()[-LONGEST:]).strip(' ,;:.-–"”')

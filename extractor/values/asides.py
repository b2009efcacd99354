"""Digits printed beside a value that are no value of it: footnotes, dates, ranks, rates, other populations.

`81 % per 31/8`, `83 %¹`, `12 per 1 000 elever`, `79 (riket 77)`, `Topp 10`, `2 tim 15 min`: read as numbers of
their own they would be silently wrong. What each is, is told by the words beside it (`patterns/cues.toml`).
"""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from extractor.patterns import Patterns
from extractor.phrases import Hit, finder, plain

_SUPERSCRIPTS = "¹²³⁰⁴⁵⁶⁷⁸⁹"
_FOOTNOTE = re.compile(rf"(?<=[\d%)*,. ])[{_SUPERSCRIPTS}]+(?![\d,]|\s*/)")
_DAY_AND_MONTH = re.compile(r"(?P<day>\d{1,2})\s?/\s?(?P<month>\d{1,2})(?:\s?-?\s?(?:20)?\d\d)?(?![\d,%])")
_RATIO = re.compile(r"(?<![\d,.])(?P<one>\d{1,2})/(?P<other>\d{1,2})(?![\d,.%/])")
_RATE = re.compile(r"(?:\bper|/)\s?(?P<base>\d{1,3}(?: ?000)+|1\d+)\s+[^\W\d_]{3}")
_WORD = re.compile(r"[^\W\d_]+")
WHOLE = 100
"""What two shares printed as `80/20` add up to."""

_TIMES = frozenset({"time", "days", "months"})
"""Families of units in which one amount is printed as two numbers ("2 timmar och 15 minuter")."""


class Aside(NamedTuple):
    """Characters that hold no value, and why."""

    start: int
    end: int
    reason: str


def without_footnotes(text: str) -> str:
    """The text with footnote figures blanked, same length: `83 %¹`, but not the exponent of `m²`."""
    return _FOOTNOTE.sub(lambda m: " " * len(m[0]), text)


def find_asides(low: str, patterns: Patterns) -> tuple[list[Aside], str]:
    """Digits of dates, shares and rates, and the unit of a rate that stands apart from its number.

    Args:
        low: `plain` text.
        patterns: the knowledge in use.

    Returns:
        The asides in no order, and the key of the unit (`… per 1 000 invånare uppgick till 38`), '' if none.
    """
    found, unit = [], ""
    date_lead = finder(patterns, "cues", "date_lead")
    for match in _DAY_AND_MONTH.finditer(low):
        dated = date_lead.ends(low[: match.start()]) is not None
        if dated and int(match["day"]) <= 31 and 0 < int(match["month"]) <= 12:
            found.append(Aside(match.start(), match.end(), "date"))
    shares = (m for m in _RATIO.finditer(low) if int(m["one"]) + int(m["other"]) == WHOLE)
    found += [Aside(m.start(), m.end(), "ratio") for m in shares]
    for hit in finder(patterns, "units").all(low):
        if _is_rate(low, hit) and not low[: hit.start].rstrip()[-1:].isdigit():
            found.append(Aside(hit.start, hit.end, "per_unit"))
            unit = hit.key
    known = {a.start for a in found}
    units = finder(patterns, "units")
    rates = (m for m in _RATE.finditer(low) if m.start() not in known and units.at(low, m.start()) is None)
    found += [Aside(m.start("base"), m.end("base"), "per_unit") for m in rates]
    return found, unit


def _is_rate(low: str, hit: Hit) -> bool:
    words = low[hit.start : hit.end]
    return words.startswith(("per ", "/")) and any(c.isdigit() for c in words)


def is_rank(before: str, patterns: Patterns) -> bool:
    """Whether a number after these `plain` words is a place in a ranking ("topp 10", "bland de 25 %")."""
    return finder(patterns, "cues", "rank").ends(before) is not None


def is_of_others(before: str, after: str, patterns: Patterns, *, last: bool) -> bool:
    """Whether a number is another population's, printed for comparison ("riket 77,5", "78 % i riket").

    Args:
        before: the `plain` text between the number before and this one.
        after: the `plain` text behind it, up to the next number.
        patterns: the knowledge in use.
        last: whether no number follows.
    """
    references = finder(patterns, "cues", "reference")
    if any(_leads_on(before[hit.end :], patterns) for hit in references.all(before)):
        return True
    follows = next(iter(references.all(after)), None)
    if follows is None or after[: follows.start].strip(" (") not in ("i", "for", ""):
        return False
    rest = after[follows.end :].strip()
    return rest[:1] in (",", ";", ".", ")") if rest else last


def _leads_on(between: str, patterns: Patterns) -> bool:
    """Whether words only lead from a name to its number ("är andelen", ":", "som ligger på")."""
    known = _leading_words(patterns)
    return not re.search(r"[;.)]", between) and all(w in known for w in _WORD.findall(between))


@functools.lru_cache(maxsize=8)
def _leading_words(patterns: Patterns) -> frozenset[str]:
    cues = patterns["cues"]
    keys = [key for key in ("verb", "filler", "stand_in") if key in cues]
    return frozenset(plain(p) for key in keys for p in cues[key].phrases)


def is_compound(units: tuple[str, str], between: str, patterns: Patterns) -> bool:
    """Whether two numbers are one amount in two units of time, the larger one first."""
    lexicon = patterns["units"]
    if between.strip(" ,") not in ("", "och") or any(u not in lexicon for u in units):
        return False
    one, other = (lexicon[u].attributes for u in units)
    larger = float(str(one["scale"])) > float(str(other["scale"]))
    return one["family"] == other["family"] and str(one["family"]) in _TIMES and larger

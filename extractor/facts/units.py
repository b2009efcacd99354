"""The unit of a bare number: the one its header or its row's name prints, else the one their words imply."""

from __future__ import annotations

import re

from extractor.patterns import Patterns
from extractor.phrases import Hit, finder, plain
from extractor.swedish import split_code, without_number
from extractor.values.spots import is_word_beside_numbers

TIME_UNITS = frozenset({"år", "månader", "veckor", "dagar", "dygn", "min", "sekunder"})
"""Units of time whose words are durations and periods too: "inom 30 dagar", "rullande 12 månader"."""

LEVELS = frozenset({"%", "index", "points"})
"""Units that no number of things is measured in; their values are of one size after some months and after the year."""

_NUMBER_BEFORE = re.compile(r"(?<!\d)(?!(?:19|20)\d\d$)\d[\d,.]*$")
"""A number, but no year: what follows is its unit ("över 11 timmar"), not the measure's."""
_RATE = re.compile(r"\bper \d[\d ]*[a-z]{3}")
"""So many to a number of others: "per 100 vårdplatser"."""
_PER = re.compile(r"\bper $")
"""What a measure is shared out over is not its unit: "Övertid per årsarbetare"."""
_PER_ONE = re.compile(r"per [a-z]")
_COUNTS = re.compile(r"\b(?:antal|antalet)$")
_QUALIFIED = re.compile(r" (?:med|utan|efter) ")
"""What says which of the counted things: measures named after it are not the name's own."""
_IN = re.compile(r"\bi$")


def header_unit(label: str, patterns: Patterns) -> str:
    """The unit a header or caption names ('Utfall (tkr)' → tkr), '' when it names none.

    What stands in brackets says it before other words do ("Väntan över 12 timmar, andel (%)"). Units of time count
    only where they can be no period: in brackets, after a comma at the end, after "antal", or with what lasts
    ("Svarstid i minuter").
    """
    low = plain(label)
    hits = [
        h for h in finder(patterns, "units").all(low) if not _NUMBER_BEFORE.search(low[: h.start].rstrip())
    ]
    bracketed = [h for h in hits if _in_brackets(low, h)]
    named = bracketed or [h for h in hits if _names_unit(low, h, patterns)]
    named = [h for h in named if _closes(low, h, patterns)] or [
        h for h in named if not _PER.search(low[: h.start])
    ]
    counted = [h for h in named if finder(patterns, "frames", "counted_time").at(low, h.start)]
    if counted and _COUNTS.search(low[: counted[0].start].rstrip()):
        return counted[0].key
    return _key(low, named[0], patterns) if named else ""


def _key(low: str, hit: Hit, patterns: Patterns) -> str:
    """The unit's key; "sek" is seconds beside what lasts, kronor elsewhere."""
    seconds = low[hit.start : hit.end] == "sek" and finder(patterns, "measures", "duration").all(low)
    return "sekunder" if seconds else hit.key


def _in_brackets(low: str, hit: Hit) -> bool:
    return low[: hit.start].rstrip().endswith("(")


def _closes(low: str, hit: Hit, patterns: Patterns) -> bool:
    """Whether a unit stands after a comma at the end of a name ("Övertid per årsarbetare, timmar")."""
    return low[: hit.start].rstrip().endswith(",") and _ends_name(low[hit.end :], patterns)


def _names_unit(low: str, hit: Hit, patterns: Patterns) -> bool:
    """Whether a unit outside brackets is the one a name or header is printed in."""
    before, rest = low[: hit.start].rstrip(), low[hit.end :]
    closing = _closes(low, hit, patterns)
    if hit.key in TIME_UNITS:
        return closing or _measures_time(before, hit, rest, patterns)
    if not closing and _is_ordinary(low, hit, patterns):
        return False
    if is_word_beside_numbers(low, hit) and rest.strip(" ,.:;)0123456789"):
        return False
    return closing or low[hit.start : hit.end] not in ("h", "g", "l")


def _measures_time(before: str, hit: Hit, rest: str, patterns: Patterns) -> bool:
    """Whether a unit of time says what is measured: "Antal dagar till beslut", "Svarstid i sekunder"."""
    if _COUNTS.search(before):
        return True
    averaged = finder(patterns, "frames", "averaged").ends(before)
    before = before[: averaged.start].rstrip() if averaged else before
    lasting = finder(patterns, "measures", "duration").all(before)
    if _IN.search(before) and hit.key != "år":
        return bool(lasting) or _ends_name(rest, patterns)
    return bool(lasting) and lasting[-1].end >= len(before.rstrip(" -:")) and _ends_name(rest, patterns)


def _ends_name(rest: str, patterns: Patterns) -> bool:
    """Whether only how it was averaged or shared out follows ("…, dagar i genomsnitt", "…, dagar per anställd")."""
    rest = rest.strip(" .)(,")
    if _PER_ONE.match(rest):
        return True
    averaged = finder(patterns, "frames", "averaged").at(rest, 0)
    return not rest or (averaged is not None and averaged.end == len(rest))


def _is_ordinary(low: str, hit: Hit, patterns: Patterns) -> bool:
    """Whether a unit is a noun of other things here: "köpta tjänster" are no posts, "antal tjänster" are."""
    ordinary = finder(patterns, "frames", "ordinary_unit").at(low, hit.start)
    counted = finder(patterns, "frames", "counted_unit").ends(low[: hit.start].rstrip())
    alone = not low[: hit.start].strip()
    return ordinary is not None and ordinary.end == hit.end and counted is None and not alone


def infer_unit(name: str, patterns: Patterns, money_unit: str = "", *, persons: bool = False) -> str:
    """The unit an indicator's own words imply ('Antal …' → st), '' when they imply none.

    Args:
        name: the indicator's name.
        patterns: the knowledge in use (`measures`).
        money_unit: unit of money to answer where the words speak of money.
        persons: whether persons at its head are counted, as in a table of volumes; a scorecard may print a share
            of them.
    """
    low = plain(without_number(split_code(name)[1]))
    units = (
        str(patterns["measures"][hit.key].attributes.get("unit", ""))
        for hit in finder(patterns, "measures").all(low)
    )
    known = (money_unit if u == "money" else u for u in units)
    counted = "counted_noun", *(("counted_person",) if persons else ())
    head = _head(low, patterns)
    hits = [hit for group in counted if (hit := finder(patterns, "frames", group).at(low, head))]
    heads = bool(hits)
    if any(_QUALIFIED.match(low, hit.end) for hit in hits):
        return "st"  # "Olycksfall med frånvaro" counts accidents, it is no share
    return next((u for u in known if u), "st" if heads or _RATE.search(low) else "")


def _head(low: str, patterns: Patterns) -> int:
    """Where the thing stands that a name is about, after the words that only say which of them ("Nya …")."""
    head = 0
    while (hit := finder(patterns, "frames", "counted_lead").at(low, head)) is not None:
        head = hit.end + len(low[hit.end :]) - len(low[hit.end :].lstrip())
    return head


def of_name(unit: str) -> str:
    """The unit of a bare number whose name says per how many: the name keeps that, the number counts ("st")."""
    return "st" if unit.startswith("st/") else unit

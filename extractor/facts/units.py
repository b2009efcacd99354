"""The unit of a bare number: the one its header or its row's name prints, else the one their words imply."""

from __future__ import annotations

from extractor.patterns import Patterns
from extractor.phrases import finder, plain
from extractor.values.spots import is_word_beside_numbers

_TIME_UNITS = ("år", "månader", "veckor", "dagar", "sek", "min")


def header_unit(label: str, patterns: Patterns) -> str:
    """The unit a header or caption names ('Utfall (tkr)' → tkr), '' when it names none.

    Units of time count only in brackets or after a comma at the end: "rullande 12 mån" is a period.
    """
    low = plain(label)
    for hit in finder(patterns, "units").all(low):
        before = low[: hit.start].rstrip()
        bracketed = before.endswith("(") or (before.endswith(",") and not low[hit.end :].strip(" ."))
        if hit.key in _TIME_UNITS and not bracketed:
            continue
        if is_word_beside_numbers(low, hit) and low[hit.end :].strip(" ,.:;)0123456789"):
            continue
        if low[hit.start : hit.end] in ("h", "g", "l") and not bracketed:
            continue
        return hit.key
    return ""


def infer_unit(name: str, patterns: Patterns, money_unit: str = "") -> str:
    """The unit an indicator's own words imply ('Antal …' → st), '' when they imply none.

    Args:
        name: the indicator's name.
        patterns: the knowledge in use (`measures`).
        money_unit: unit of money to answer where the words speak of money.
    """
    units = (
        str(patterns["measures"][hit.key].attributes.get("unit", ""))
        for hit in finder(patterns, "measures").all(plain(name))
    )
    known = (money_unit if u == "money" else u for u in units)
    return next((u for u in known if u), "")

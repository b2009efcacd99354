"""The unit of a bare number: the one its header or its row's name prints, else the one their words imply."""

from __future__ import annotations

from extractor.patterns import Patterns
from extractor.phrases import Hit, finder, plain
from extractor.values.spots import is_word_beside_numbers

_TIME_UNITS = ("år", "månader", "veckor", "dagar", "sek", "min")


def header_unit(label: str, patterns: Patterns) -> str:
    """The unit a header or caption names ('Utfall (tkr)' → tkr), '' when it names none.

    Units of time count only in brackets or after a comma at the end, where an average may follow: "rullande 12 mån"
    is a period.
    """
    low = plain(label)
    for hit in finder(patterns, "units").all(low):
        before = low[: hit.start].rstrip()
        bracketed = before.endswith("(") or (before.endswith(",") and _ends_name(low[hit.end :], patterns))
        if hit.key in _TIME_UNITS and not bracketed:
            continue
        if not bracketed and _is_ordinary(low, hit, patterns):
            continue
        if is_word_beside_numbers(low, hit) and low[hit.end :].strip(" ,.:;)0123456789"):
            continue
        if low[hit.start : hit.end] in ("h", "g", "l") and not bracketed:
            continue
        return hit.key
    return ""


def _ends_name(rest: str, patterns: Patterns) -> bool:
    """Whether nothing follows a unit but how it was averaged ("…, dagar i genomsnitt")."""
    rest = rest.strip(" .)(,")
    averaged = finder(patterns, "frames", "averaged").at(rest, 0)
    return not rest or (averaged is not None and averaged.end == len(rest))


def _is_ordinary(low: str, hit: Hit, patterns: Patterns) -> bool:
    """Whether a unit is a noun of other things here: "köpta tjänster" are no posts, "antal tjänster" are."""
    ordinary = finder(patterns, "frames", "ordinary_unit").at(low, hit.start)
    counted = finder(patterns, "frames", "counted_unit").ends(low[: hit.start].rstrip())
    alone = not low[: hit.start].strip()
    return ordinary is not None and ordinary.end == hit.end and counted is None and not alone


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

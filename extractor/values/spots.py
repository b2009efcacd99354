"""The numbers of a text with their units, before anything around them is read.

Digits that belong to a period, a scale, a name or a total of something are refused here with the reason,
so that every run of digits ends in a spot, a refusal or a period.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Literal, NamedTuple

from extractor.patterns import Patterns
from extractor.periods import Mention
from extractor.phrases import Finder, Hit, finder, plain
from extractor.values.asides import find_asides, is_compound, is_of_others, is_rank
from extractor.values.numbers import Printed, find_numbers

RoleKind = Literal["target", "value", "baseline", "forecast", "text", "figure"]

UNIT_REACH = 16
"""Characters before a number within which its unit may stand ("Index 65", "belopp i tkr: 450")."""

SHORT_UNIT = 2
"""Letters up to which a unit is often another word of Swedish ("ha", "l", "g")."""

_BLANK = "¤"
_UNKNOWN_RATE = re.compile(r"/(?!ar\b|man|ton\b)[^\W\d_]{2,}")
"""A unit goes on in a way no unit of the patterns does (`tkr/vårdtagare`)."""

_SCALE = re.compile(
    r"(?:pa )?(?:en )?(?P<top>\d{1,2}|\w+)[- ]?gradig(?:a)? skala|skala(?:n)?:? ?\(?\d{1,2} ?(?:-|till) ?\d{1,2}\)?"
)
_OUT_OF = re.compile(
    r"\s*(?:[a-z]+ )?(?:av|/) ?(?P<total>\d{1,3}(?: \d{3})*)(?P<possible> mojliga)?(?![\d,.])"
)
_COMPOUND_WORD = re.compile(r"-[^\W\d_]")
"""What makes a number part of a word: "24h-mätning"."""

_ARROW = re.compile(r"\s*(?:%|procent)?\s*(?:-+>|→|➔|⇒)\s*")
_NOUN = re.compile(r"\s+(?:st\.? |s\. ?k\. ?)?([a-z]{3,})")


class Refusal(NamedTuple):
    """Digits or words that are no quantity, and why."""

    text: str
    reason: str


class Context(NamedTuple):
    """A text being read: as printed, folded for searching, its periods, and what its column tells."""

    text: str
    low: str
    role: RoleKind
    patterns: Patterns
    mentions: tuple[Mention, ...]
    header_unit: str | None


class Spot(NamedTuple):
    """A number with its unit, still without what stands around it."""

    value: Decimal
    start: int
    end: int
    number_end: int
    unit: str
    reasons: tuple[str, ...]
    sign: str


# ---------------------------------------------------------------- numbers and their units


def find_spots(context: Context) -> tuple[list[Spot], tuple[Refusal, ...]]:
    """Every number of a text with its unit, and a refusal for all other digits."""
    asides, rate = find_asides(context.low, context.patterns)
    asides = [a for a in asides if not any(m.start < a.end and a.start < m.end for m in context.mentions)]
    if rate and not context.header_unit:
        context = context._replace(header_unit=rate)
    taken = [(m.start, m.end) for m in context.mentions] + [(a.start, a.end) for a in asides]
    blanked = _blank(context.text, taken)
    refusals = [
        Refusal(context.text[m.start : m.end], "date" if m.shape in ("date", "span") else "year_only")
        for m in context.mentions
        if any(c.isdigit() for c in context.text[m.start : m.end])
    ]
    refusals += [Refusal(context.text[a.start : a.end], a.reason) for a in asides]
    scales = [m.span() for m in _SCALE.finditer(context.low)]
    blanked = _blank(blanked, scales)
    refusals += [
        Refusal(context.text[a:b], "scale_end") for a, b in scales if re.search(r"\d", context.low[a:b])
    ]
    spots: list[Spot] = []
    totals: set[int] = set()
    names = finder(context.patterns, "cues", "numbering")
    numbers = find_numbers(blanked) + _number_words(context, blanked)
    for number in sorted(numbers, key=lambda n: n.start):
        if spots and number.end <= spots[-1].end:
            continue  # a digit of the unit: m², per 100 000 invånare
        reason = number.reason or ("total_of" if number.start in totals else "")
        reason = reason or _name_not_number(context, names, number)
        before = plain(blanked)[spots[-1].end if spots else 0 : number.start]
        if not reason and is_rank(before, context.patterns):
            reason = "rank"
        if number.sign == "±" and number.value:
            reason = "tolerance"
        if reason or number.value is None:
            refusals.append(Refusal(context.text[number.start : number.end], reason))
            continue
        spot = _spot(context, blanked, number, bool(scales))
        if _COMPOUND_WORD.match(blanked, spot.end):
            refusals.append(Refusal(context.text[number.start : spot.end], "identifier"))
            continue
        out_of = _OUT_OF.match(blanked.casefold().replace("ö", "o"), spot.end)
        if out_of:
            totals.add(out_of.start("total"))
            on_scale = out_of["possible"] or (number.decimals and _is_scale(out_of["total"]))
            if on_scale and spot.unit in ("", "st"):
                spot = spot._replace(unit="points", reasons=())
            elif not spot.unit and _counted(context, context.low, out_of.end()):
                spot = spot._replace(unit="st", reasons=("unit_counted",))
        spots.append(spot)
    kept, more = _own_values(context, spots)
    return kept, (*refusals, *more)


SCALES = frozenset({"4", "5", "6", "7", "10"})
"""Tops of the scales that surveys use: `4,3 av 5` is a mark, `5 av 7` a count."""


def _is_scale(total: str) -> bool:
    return total in SCALES


def _own_values(context: Context, spots: list[Spot]) -> tuple[list[Spot], list[Refusal]]:
    """The numbers that are values of their own, and refusals for those that only lead to or stand by one."""
    refused: dict[int, str] = {}
    for i, spot in enumerate(spots):
        floor = spots[i - 1].end if i else 0
        following = spots[i + 1] if i + 1 < len(spots) else None
        stop = following.start if following else len(context.low)
        before, after = context.low[floor : spot.start], context.low[spot.end : stop]
        others = is_of_others(before, after, context.patterns, last=following is None)
        if len(spots) > 1 and others:
            refused[i] = "other_population"
        if following and is_compound((spot.unit, following.unit), after, context.patterns):
            refused[i] = refused[i + 1] = "compound_number"
        if following and _starts_change(context, before, after):
            refused[i] = "start_of_change"
    kept = [s for i, s in enumerate(spots) if i not in refused]
    return kept, [Refusal(context.text[spots[i].start : spots[i].end], refused[i]) for i in sorted(refused)]


def _starts_change(context: Context, before: str, after: str) -> bool:
    """Whether a number is only where a change begins: `71 → 74 %`, in a cell also `från 71 till 74 %`."""
    if _ARROW.fullmatch(after):
        return True
    if context.role == "text" or not finder(context.patterns, "frames", "change_to").ends(after):
        return False
    lead = before.rstrip()
    changed = any(h.key in ("increase", "decrease") for h in finder(context.patterns, "targets").all(lead))
    started = finder(context.patterns, "frames", "change_from").ends(lead) is not None
    return started and (changed or context.role != "target")


def _blank(text: str, spans: list[tuple[int, int]]) -> str:
    characters = list(text)
    for start, end in spans:
        characters[start:end] = _BLANK * (end - start)
    return "".join(characters)


NEVER_ONE = frozenset({"index", "points", "årsarbetare"})
"""Units whose words an article stands before: "ett index på 75", "en tjänst"."""


def _number_words(context: Context, blanked: str) -> list[Printed]:
    """Number words that a unit or a counted noun follows; `en` and `ett` are articles without one."""
    low = plain(blanked)
    found = []
    for hit in finder(context.patterns, "numerals").all(low):
        unit = unit_after(low, hit.end, context.patterns)
        article = low[hit.start : hit.end] in ("en", "ett")
        if article and unit and unit.key in NEVER_ONE:
            continue
        counted = _counted(context, low, hit.end) and not article
        only_one = article and re.search(r"\b(?:endast|bara|enbart)\b[\w ]{0,24}$", low[: hit.start])
        if unit or counted or (only_one and _NOUN.match(low, hit.end)):
            value = Decimal(str(context.patterns["numerals"][hit.key].attributes["value"]))
            found.append(Printed(value, hit.start, hit.end, "", False, 0, ""))
    return found


def _name_not_number(context: Context, names: Finder, number: Printed) -> str:
    """Why a number is part of a name: `Windows 10 infört`, `bilaga 3`, `risktal >19`."""
    before = context.low[: number.start].rstrip(" <>=-")
    word_start = max(before.rfind(" "), before.rfind("(")) + 1
    unit = unit_after(context.low, number.end, context.patterns)
    numbering = bool(names.all(before[word_start:]))
    if numbering and (unit is None or context.low[number.start - 1 : number.start] == "-"):
        return "numbering"
    listed = re.match(r"[.)]\s+[a-z]", context.low[number.end :]) and not before.strip(" ¤-•*(")
    if listed and number.decimals == 0 and not number.sign:
        return "numbering"
    clause = re.match(r"\d+(?:\.\d+)+\.? [a-z]{3}", context.low[number.start :])
    if clause and not before and unit is None:
        return "numbering"
    word = context.text[word_start : len(before)]
    named = word[:1].isupper() and not word.isupper() and word.isalpha() and unit is None
    if named and any(
        finder(context.patterns, s).all(before[word_start:]) for s in ("targets", "hedges", "breakdowns")
    ):
        named = False
    if named and context.role != "text" and _counted(context, context.low, number.end):
        return "numbering"
    return ""


def unit_after(low: str, position: int, patterns: Patterns) -> Hit | None:
    """The unit printed right after a position of `plain` text."""
    rest = low[position:]
    skipped = len(rest) - len(rest.lstrip(" "))
    return finder(patterns, "units").at(low, position + skipped)


def is_word_beside_numbers(low: str, hit: Hit) -> bool:
    """Whether a unit of one or two letters that no number precedes is another word (`ska ha`, `l`, `g`).

    Money is always meant; so is what stands in brackets.
    """
    short = hit.end - hit.start <= SHORT_UNIT and low[hit.start : hit.end].isalpha() and hit.key != "kr"
    bracketed = low[: hit.start].rstrip().endswith("(") and low[hit.end :].lstrip().startswith(")")
    return short and hit.key != "st" and not bracketed


def _unit_before(low: str, position: int, patterns: Patterns, floor: int) -> Hit | None:
    for hit in finder(patterns, "units").all(low[floor:position]):
        if is_word_beside_numbers(low[floor:position], hit):
            continue
        between = low[floor + hit.end : position].strip(" :=(<>≤≥")
        if not between or (between in ("pa", "om") and hit.key == "index"):
            return Hit(hit.key, hit.start + floor, hit.end + floor)
    return None


def _counted(context: Context, low: str, position: int) -> str:
    """The noun a bare number counts ('10 förbättringar' → förbättringar), '' when none follows."""
    match = _NOUN.match(low, position)
    if not match or not re.search(r"[aeiouy]", match[1]):
        return ""  # an abbreviation without a vowel (`dgr`) may be a unit nobody taught
    word = Hit("", match.start(1), match.end(1))
    for schema in ("cues", "targets", "breakdowns", "hedges", "periods"):
        hit = finder(context.patterns, schema).at(low, word.start)
        if hit and hit.end >= word.end and hit.key not in ("at_least", "total", "goal", "budget"):
            return ""
    return context.text[word.start : word.end]


def _is_letter(low: str, hit: Hit) -> bool:
    """Whether a unit of one letter is a mark or the label of the next number ("Flickor: F 85 P 80")."""
    single = hit.end - hit.start == 1 and low[hit.start].isalpha()
    return single and hit.key != "h" and bool(re.match(r"\.|\s*:?\s*\d", low[hit.end :]))


def _spot(context: Context, blanked: str, number: Printed, on_scale: bool) -> Spot:
    low = plain(blanked)
    assert number.value is not None
    value, reasons = number.value, []
    unit, end = "", number.end
    after = unit_after(low, number.end, context.patterns)
    if after and not _is_letter(low, after):
        unit, end = after.key, after.end
        if _UNKNOWN_RATE.match(low, end):
            reasons.append("unit_partial")
    else:
        before = _unit_before(low, number.start, context.patterns, max(0, number.start - UNIT_REACH))
        if before and not re.search(r"\d\s*$", low[: before.start]):
            unit = before.key
        elif context.header_unit:
            unit = context.header_unit
        elif on_scale:
            unit = "points"
        elif number.decimals == 0 and not number.sign and _counted(context, low, number.end):
            unit, reasons = "st", ["unit_counted"]
    if number.spaced and number.sign == "-" and re.search(r"\w\s*$", low[: number.start]):
        reasons.append("sign_unclear")
    if unit == "%" and context.role == "target" and 200 < abs(value) < 300:
        reasons.append("ocr_ambiguous")
    return Spot(value, number.start, end, number.end, unit, tuple(reasons), number.sign)

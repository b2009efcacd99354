"""Printed words of a cell or sentence → quantities, each with its own unit, comparator, period and part.

Every run of digits ends either in a quantity or in a refusal with a reason, never in neither and never
in both; nothing is read that is not printed. Words that are a number ("Alla", "två procent") and bare
directions ("Minska") count as printed.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Literal, NamedTuple

from extractor.model import Comparator, Value
from extractor.numbers import Printed, find_numbers
from extractor.patterns import Patterns
from extractor.periods import Mention, find_periods
from extractor.phrases import Finder, Hit, finder, plain

RoleKind = Literal["target", "value", "baseline", "forecast", "text", "figure"]

REACH = 24
"""How many characters before a number its comparator, hedge or part may end ("högst ca. tre av 10 %")."""

_BLANK = "¤"
_SCALE = re.compile(
    r"(?:pa )?(?:en )?(?P<top>\d{1,2}|\w+)[- ]?gradig(?:a)? skala|skala(?:n)?:? ?\(?\d{1,2} ?(?:-|till) ?\d{1,2}\)?"
)
_OUT_OF = re.compile(
    r"\s*(?:[a-z]+ )?(?:av|/) ?(?P<total>\d{1,3}(?: \d{3})*)(?P<possible> mojliga)?(?![\d,.])"
)
_SYMBOL = re.compile(r"(<=|>=|=<|=>|≤|≥|<|>|=)\s*$")
_SYMBOLS: dict[str, Comparator] = {
    "<=": "<=", "=<": "<=", "≤": "<=", ">=": ">=", "=>": ">=", "≥": ">=", "<": "<", ">": ">", "=": "=",
}  # fmt: skip
_THAN = re.compile(r"\s*(?:\w+ )?(lagre|mindre|farre|hogre|mer|fler|battre) an\b")
_NOUN = re.compile(r"\s+(?:st\.? |s\. ?k\. ?)?([a-z]{3,})")
_RANGE = re.compile(r"(?:\s?%)?\s?(?:-|till|och)\s?")
_END_OF_CHANGE = re.compile(r"\b(?:till|fran)\s*$|\ban\b")
"""After a word of change: the number is where it began or ended, or what is compared with, not its size."""
_ADJACENT = re.compile(r"\W*(?:\w+\W+)?")
"""What may stand between a comparator and its number: at most one word ("högst cirka 3 %")."""
_CHANGE_NAME = re.compile(r"(?:utveckling(?:en)?|forandring(?:en)?)\s*(?:\d{4}|¤*)?\s*:?\s*$")
_WORD = re.compile(r"[^\W\d_]+")


class Quantity(Value, frozen=True, kw_only=True):
    """One number, or one bare direction, and all that was printed about it."""

    value: Decimal | None
    """None exactly for a bare direction."""
    unit: str = ""
    """A key of patterns/units.toml, '' when none is printed."""
    comparator: Comparator = "="
    period: str | None = None
    """Label of the period printed for this number, None when none is."""
    breakdown: str = ""
    text: str
    """The words it stands in."""
    start: int
    end: int
    """Characters of the number and its unit in the text that was read."""
    approximate: bool = False
    reasons: tuple[str, ...] = ()


class Refusal(NamedTuple):
    """Digits or words that are no quantity, and why."""

    text: str
    reason: str


class Reading(Value, frozen=True, kw_only=True):
    """What a text says in numbers."""

    quantities: tuple[Quantity, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    missing: str | None = None
    """Key of patterns/missing.toml when the text says that there is no value."""


class _Context(NamedTuple):
    text: str
    low: str
    role: RoleKind
    patterns: Patterns
    mentions: tuple[Mention, ...]
    header_unit: str | None


class _Spot(NamedTuple):
    """A number with its unit, still without what stands around it."""

    value: Decimal
    start: int
    end: int
    number_end: int
    unit: str
    reasons: tuple[str, ...]
    sign: str


def read_quantities(
    text: str,
    *,
    role_kind: RoleKind,
    report_period: str,
    patterns: Patterns,
    header_period: str | None = None,
    header_unit: str | None = None,
) -> Reading:
    """Read every quantity of a text.

    Args:
        text: the printed words, Swedish letters restored.
        role_kind: what the cell is for; words as numbers ("Alla") and directions count in targets only.
        report_period: label of the report's own period.
        patterns: the knowledge in use.
        header_period: period the column's header names, used where the text names none.
        header_unit: unit the column's header names, used where the text names none.

    Returns:
        The quantities in printed order, and a refusal with reason for all else that looks like one.
    """
    low = plain(text)
    mentions = find_periods(text, report_period, patterns, cumulative=role_kind != "text")
    mentions = tuple(m for m in mentions if not _is_amount(low, m, patterns))
    context = _Context(text, low, role_kind, patterns, mentions, header_unit)
    spots, refusals = _spots(context)
    quantities = _with_surroundings(context, spots, header_period)
    quantities = _ranges(context, quantities)
    if not quantities and role_kind != "text":
        quantities = _words_for_numbers(context, header_period)
    missing = None
    if not quantities and not any(r.reason not in ("year_only", "date") for r in refusals):
        best = patterns["missing"].best(text, coverage=0.3) if text.strip() else None
        missing = best.key if best else patterns["missing"].glyph(text.strip())
    if text.strip() and not quantities and not refusals and missing is None:
        refusals = (Refusal(text, "words_only"),)
    return Reading(quantities=tuple(quantities), refusals=tuple(refusals), missing=missing)


def _is_amount(low: str, mention: Mention, patterns: Patterns) -> bool:
    """Whether what looks like a year carries a unit and is an amount after all (`2020 kr`)."""
    if mention.shape != "year" or not low[mention.start : mention.end].isdigit():
        return False
    unit = _unit_after(low, mention.end, patterns)
    if unit is None or unit.key == "år":
        return False
    return not (unit.key == "%" and low[unit.end : unit.end + 1].isdigit())


# ---------------------------------------------------------------- numbers and their units


def _spots(context: _Context) -> tuple[list[_Spot], tuple[Refusal, ...]]:
    blanked = _blank(context.text, [(m.start, m.end) for m in context.mentions])
    refusals = [
        Refusal(context.text[m.start : m.end], "date" if m.shape in ("date", "span") else "year_only")
        for m in context.mentions
        if any(c.isdigit() for c in context.text[m.start : m.end])
    ]
    scales = [m.span() for m in _SCALE.finditer(context.low)]
    blanked = _blank(blanked, scales)
    refusals += [
        Refusal(context.text[a:b], "scale_end") for a, b in scales if re.search(r"\d", context.low[a:b])
    ]
    spots: list[_Spot] = []
    totals: set[int] = set()
    names = finder(context.patterns, "cues")
    numbers = find_numbers(blanked) + _number_words(context, blanked)
    for number in sorted(numbers, key=lambda n: n.start):
        reason = number.reason or ("total_of" if number.start in totals else "")
        reason = reason or _name_not_number(context, names, number)
        if number.sign == "±" and number.value:
            reason = "tolerance"
        if reason or number.value is None:
            refusals.append(Refusal(context.text[number.start : number.end], reason))
            continue
        spot = _spot(context, blanked, number, bool(scales))
        out_of = _OUT_OF.match(blanked.casefold().replace("ö", "o"), spot.end)
        if out_of:
            totals.add(out_of.start("total"))
            if out_of["possible"] and spot.unit in ("", "st"):
                spot = spot._replace(unit="points", reasons=())
            elif not spot.unit and _counted(context, context.low, out_of.end()):
                spot = spot._replace(unit="st", reasons=("unit_counted",))
        spots.append(spot)
    return spots, tuple(refusals)


def _blank(text: str, spans: list[tuple[int, int]]) -> str:
    characters = list(text)
    for start, end in spans:
        characters[start:end] = _BLANK * (end - start)
    return "".join(characters)


def _number_words(context: _Context, blanked: str) -> list[Printed]:
    """Number words that a unit or a counted noun follows; `en` and `ett` are articles without one."""
    low = plain(blanked)
    found = []
    for hit in finder(context.patterns, "numerals").all(low):
        unit = _unit_after(low, hit.end, context.patterns)
        article = low[hit.start : hit.end] in ("en", "ett")
        counted = _counted(context, low, hit.end) and not article
        only_one = article and re.search(r"\b(?:endast|bara|enbart)\b[\w ]{0,24}$", low[: hit.start])
        if unit or counted or (only_one and _NOUN.match(low, hit.end)):
            value = Decimal(str(context.patterns["numerals"][hit.key].attributes["value"]))
            found.append(Printed(value, hit.start, hit.end, "", False, 0, ""))
    return found


def _name_not_number(context: _Context, names: Finder, number: Printed) -> str:
    """Why a number is part of a name: `Windows 10 infört`, `bilaga 3`, `risktal >19`."""
    before = context.low[: number.start].rstrip(" <>=-")
    word_start = max(before.rfind(" "), before.rfind("(")) + 1
    unit = _unit_after(context.low, number.end, context.patterns)
    numbering = any(h.key == "numbering" for h in names.all(before[word_start:]))
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


def _unit_after(low: str, position: int, patterns: Patterns) -> Hit | None:
    rest = low[position:]
    skipped = len(rest) - len(rest.lstrip(" "))
    return finder(patterns, "units").at(low, position + skipped)


def _unit_before(low: str, position: int, patterns: Patterns, floor: int) -> Hit | None:
    for hit in finder(patterns, "units").all(low[floor:position]):
        if not low[floor + hit.end : position].strip(" :=(<>≤≥"):
            return Hit(hit.key, hit.start + floor, hit.end + floor)
    return None


def _counted(context: _Context, low: str, position: int) -> str:
    """The noun a bare number counts ('10 förbättringar' → förbättringar), '' when none follows."""
    match = _NOUN.match(low, position)
    if not match:
        return ""
    word = Hit("", match.start(1), match.end(1))
    for schema in ("cues", "targets", "breakdowns", "hedges", "periods"):
        hit = finder(context.patterns, schema).at(low, word.start)
        if hit and hit.end >= word.end and hit.key not in ("at_least", "total", "goal", "budget"):
            return ""
    return context.text[word.start : word.end]


def _spot(context: _Context, blanked: str, number: Printed, on_scale: bool) -> _Spot:
    low = plain(blanked)
    assert number.value is not None
    value, reasons = number.value, []
    unit, end = "", number.end
    after = _unit_after(low, number.end, context.patterns)
    if after and not (
        after.key in ("points", "h", "min")
        and after.end - after.start == 1
        and low[after.end : after.end + 1] == "."
    ):
        unit, end = after.key, after.end
    else:
        before = _unit_before(low, number.start, context.patterns, max(0, number.start - 16))
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
    return _Spot(value, number.start, end, number.end, unit, tuple(reasons), number.sign)


# ---------------------------------------------------------------- what stands around a number


def _with_surroundings(context: _Context, spots: list[_Spot], header_period: str | None) -> list[Quantity]:
    quantities: list[Quantity] = []
    leading_period = _leading(spots, [m.start for m in context.mentions if m.label])
    parts = _parts(context)
    leading_part = _leading(spots, [h.start for h in parts])
    floor = 0
    for index, spot in enumerate(spots):
        ceiling = spots[index + 1].start if index + 1 < len(spots) else len(context.text)
        comparator, value = _comparator(context, spot, floor, ceiling)
        period = _period(context, spot, ceiling, leading_period)
        trailing = (parts and not leading_part) or (context.mentions and not leading_period)
        text = context.text[spot.start : ceiling] if trailing else context.text[floor : spot.end]
        text = context.text if len(spots) == 1 else text
        hedged = any(
            spot.start - floor - h.end <= REACH
            for h in finder(context.patterns, "hedges").all(context.low[floor : spot.start])
        )
        quantities.append(
            Quantity(
                value=value,
                unit=spot.unit,
                comparator=comparator,
                period=period or (header_period or None),
                breakdown=_part(context, parts, spot, floor, ceiling, leading_part),
                text=text.strip(" ,;.()\n-–") if len(spots) > 1 else text.strip(),
                start=spot.start,
                end=spot.end,
                approximate=hedged,
                reasons=spot.reasons,
            )
        )
        floor = spot.end
    return quantities


def _leading(spots: list[_Spot], marks: list[int]) -> bool:
    """Whether labels stand before their numbers ('T1: 493') rather than after ('493 (T1)')."""
    if not spots or not marks:
        return True
    if marks[0] < spots[0].start:
        return True
    return len(spots) > 1 and marks[-1] < spots[-1].start


def _period(context: _Context, spot: _Spot, ceiling: int, leading: bool) -> str | None:
    labelled = [m for m in context.mentions if m.label]
    if leading:
        before = [m for m in labelled if m.end <= spot.start]
        return before[-1].label if before else None
    after = [m for m in labelled if spot.end <= m.start < ceiling]
    compared = after and re.search(r"\ban\s*$", context.low[spot.end : after[0].start])
    return after[0].label if after and not compared else None


def _parts(context: _Context) -> list[Hit]:
    hits = finder(context.patterns, "breakdowns").all(context.low)
    singles = [h for h in hits if h.end - h.start == 1]
    dimensions = {h.key for h in hits}
    if singles and not {"women", "men"} <= dimensions:
        hits = [h for h in hits if h not in singles]
    return [
        h
        for h in hits
        if context.low[h.start : h.end] != "man"
        or context.text[h.start].isupper()
        or "ä" in context.text[h.start : h.end]
    ]


def _part(context: _Context, parts: list[Hit], spot: _Spot, floor: int, ceiling: int, leading: bool) -> str:
    inside = [
        h for h in parts if (floor <= h.start < spot.start if leading else spot.end <= h.start < ceiling)
    ]
    if not inside:
        return ""
    hit = inside[-1] if leading else inside[0]
    attributes = context.patterns["breakdowns"][hit.key].attributes
    return f"{attributes['dimension']}={attributes['value']}" if "dimension" in attributes else ""


def _comparator(context: _Context, spot: _Spot, floor: int, ceiling: int) -> tuple[Comparator, Decimal]:
    before = context.low[floor : spot.start]
    symbol = _SYMBOL.search(context.text[floor : spot.start])
    if symbol:
        return _SYMBOLS[symbol[1]], spot.value
    than = _THAN.match(context.low[spot.end : ceiling])
    if than:
        down = than[1] in ("lagre", "mindre", "farre")
        return ("decrease" if down else "increase"), abs(spot.value)
    targets = finder(context.patterns, "targets")
    hits = [h for h in targets.all(before) if _ADJACENT.fullmatch(before[h.end :])]
    hits += [
        h
        for h in targets.all(context.low[spot.end : ceiling])
        if h.start <= 2 and h.key in ("at_most", "at_least")
    ]
    for hit in reversed(hits):
        comparator = context.patterns["targets"][hit.key].attributes.get("comparator")
        if comparator in ("increase", "decrease"):
            between = before[hit.end :]
            if _END_OF_CHANGE.search(between):
                continue
            if context.role == "text" or re.fullmatch(
                r"\s*(?:med|pa|om|:|=|-)?\s*(?:minst |hogst |ca\.? |cirka |drygt )?", before[hit.end :]
            ):
                return comparator, abs(spot.value)
            continue
        if comparator in _SYMBOLS.values():
            return comparator, spot.value  # type: ignore[return-value]
    if spot.sign in ("+", "-") and spot.unit in ("%", "procentenheter") and _CHANGE_NAME.search(before):
        return ("decrease" if spot.value < 0 else "increase"), abs(spot.value)
    return "=", spot.value


def _ranges(context: _Context, quantities: list[Quantity]) -> list[Quantity]:
    """`3–5 %`, `mellan 3 och 5 %`: the lower end becomes at least, the upper end at most."""
    out: list[Quantity] = []
    for quantity in quantities:
        last = out[-1] if out else None
        if last is not None and _is_range(context, last, quantity):
            whole = context.text if len(quantities) == 2 else context.text[last.start : quantity.end]
            unit = quantity.unit or last.unit
            out[-1] = _replace(last, unit=unit, comparator=">=", text=whole)
            out.append(
                _replace(
                    quantity,
                    unit=unit,
                    comparator="<=",
                    text=whole,
                    period=last.period,
                    breakdown=last.breakdown,
                )
            )
        else:
            out.append(quantity)
    return out


def _is_range(context: _Context, low: Quantity, high: Quantity) -> bool:
    between = context.low[low.end : high.start]
    if low.value is None or high.value is None or not low.value < high.value or not _RANGE.fullmatch(between):
        return False
    if low.unit not in ("", high.unit) or "increase" in (low.comparator, high.comparator):
        return False
    word = between.strip(" %")
    if word == "-":
        return True
    lead = context.low[: low.start].rstrip()
    return (
        lead.endswith("mellan")
        if word == "och"
        else bool(re.search(r"\bfran$", lead)) and context.role == "target"
    )


def _replace(quantity: Quantity, **changes: object) -> Quantity:
    fields = {name: getattr(quantity, name) for name in quantity.__struct_fields__}
    return Quantity(**{**fields, **changes})


# ---------------------------------------------------------------- words instead of numbers

SHORT = 3
"""A cell of at most so many words may be a number in words ("Samtliga enheter", "Inga avvikelser")."""


def _words_for_numbers(context: _Context, header_period: str | None) -> list[Quantity]:
    none_given = context.patterns["missing"].best(context.text, coverage=0.5)
    if none_given and none_given.start == 0:
        return []
    hits = finder(context.patterns, "targets").all(context.low)
    if not hits:
        return []
    period = header_period or None
    base = {"text": context.text.strip(), "start": 0, "end": len(context.text), "period": period}
    if any(h.key == "unchanged" for h in hits):
        return []
    first = hits[0]
    attributes = context.patterns["targets"][first.key].attributes
    short = len(_WORD.findall(context.text)) <= SHORT
    if "value" in attributes and short and first.start == 0:
        unit = (
            "%"
            if first.key == "all"
            else context.header_unit or ("st" if first.end < len(context.low.rstrip()) else "")
        )
        value = Decimal(str(attributes["value"]))
        return [Quantity(value=value, unit=unit, reasons=("in_words",), **base)]  # type: ignore[arg-type]
    if context.role != "target":
        return []
    for hit in hits:
        comparator = context.patterns["targets"][hit.key].attributes.get("comparator")
        lead = _WORD.findall(context.text[: hit.start])
        if comparator in ("increase", "decrease") and len(lead) <= SHORT:
            return [Quantity(value=None, comparator=comparator, unit=context.header_unit or "", **base)]  # type: ignore[arg-type]
    return []

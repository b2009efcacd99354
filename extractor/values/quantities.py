"""Printed words of a cell or sentence → quantities, each with its own unit, comparator, period and part.

Every run of digits ends either in a quantity or in a refusal with a reason, never in neither and never
in both; nothing is read that is not printed. Words that are a number ("Alla", "två procent") and bare
directions ("Minska") count as printed.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Sequence
from decimal import Decimal

from extractor import periods
from extractor.model import Comparator, Value
from extractor.patterns import Patterns
from extractor.periods import Mention, find_periods
from extractor.phrases import Hit, finder, plain
from extractor.values.asides import without_footnotes
from extractor.values.spots import Context, Refusal, RoleKind, Spot, find_spots, unit_after

REACH = 24
"""How many characters before a number its comparator, hedge or part may end ("högst ca. tre av 10 %")."""

_SYMBOL = re.compile(r"(<=|>=|=<|=>|≤|≥|<|(?<!-)>|=)\s*$")
_SYMBOLS: dict[str, Comparator] = {
    "<=": "<=", "=<": "<=", "≤": "<=", ">=": ">=", "=>": ">=", "≥": ">=", "<": "<", ">": ">", "=": "=",
}  # fmt: skip
_THAN = re.compile(r"\s*(?:\w+ )?(lagre|mindre|farre|hogre|mer|fler|battre) an\b(?!\s(?!(?:19|20)\d\d\b)\d)")
"""Before another number it is that number's bound: "sex ärenden mer än 30 dagar gamla"."""
_RANGE = re.compile(r"(?:\s?%)?\s?(?:-|till|och)\s?")
_END_OF_CHANGE = re.compile(r"\b(?:till|fran)\s*$|\ban\b")
"""After a word of change: the number is where it began or ended, or what is compared with, not its size."""
_ADJACENT = re.compile(r"\W*(?:\w+\W+)?")
"""What may stand between a comparator and its number: at most one word ("högst cirka 3 %")."""
_CHANGE_NAME = re.compile(r"(?:utveckling(?:en)?|forandring(?:en)?)\s*(?:\d{4}|¤*)?\s*:?\s*$")
_WORD = re.compile(r"[^\W\d_]+")
_SEPARATOR = re.compile(r"[,;/)]")


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


class Reading(Value, frozen=True, kw_only=True):
    """What a text says in numbers."""

    quantities: tuple[Quantity, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    missing: str | None = None
    """Key of patterns/missing.toml when the text says that there is no value."""


LONGEST = 4000
"""Letters of a cell or sentence up to which numbers are looked for; the longest printed one measured has 900. What is
longer is a broken file, and would take minutes."""


@functools.lru_cache(maxsize=4096)
def read_quantities(  # noqa: PLR0913 - a keyword for each thing the column tells
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
    if len(text) > LONGEST:
        return Reading(quantities=(), refusals=(Refusal(text, "too_long"),), missing=None)
    text = without_footnotes(text)
    low = plain(text)
    mentions = find_periods(text, report_period, patterns, cumulative=role_kind != "text")
    mentions = tuple(m for m in mentions if not _is_amount(low, m, patterns))
    context = Context(text, low, role_kind, patterns, mentions, header_unit)
    spots, refusals = find_spots(context)
    quantities = _with_surroundings(context, spots, header_period)
    quantities = _ranges(context, quantities)
    quantities = _earlier_in_brackets(context, quantities, report_period)
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
    unit = unit_after(low, mention.end, patterns)
    if unit is None or unit.key == "år":
        return False
    return not (unit.key == "%" and low[unit.end : unit.end + 1].isdigit())


# ---------------------------------------------------------------- what stands around a number


def _with_surroundings(context: Context, spots: list[Spot], header_period: str | None) -> list[Quantity]:
    quantities: list[Quantity] = []
    leading_period = _leading(context.low, spots, [m.start for m in context.mentions if m.label])
    parts = _parts(context)
    leading_part = _leading(context.low, spots, [h.start for h in parts])
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
                breakdown=_part(context, parts, spot, (floor, ceiling), leading_part),
                text=text.strip(" ,;.()\n-–") if len(spots) > 1 else text.strip(),
                start=spot.start,
                end=spot.end,
                approximate=hedged,
                reasons=spot.reasons,
            )
        )
        floor = spot.end
    return quantities


def _leading(low: str, spots: list[Spot], marks: list[int]) -> bool:
    """Whether labels stand before their numbers ('T1: 215') rather than after ('215 (T1)', '80 % helår, …')."""
    if not spots or not marks:
        return True
    if marks[0] < spots[0].start:
        return True
    if len(spots) > 1 and marks[0] < spots[1].start:
        before, after = low[spots[0].end : marks[0]], low[marks[0] : spots[1].start]
        if _SEPARATOR.search(after) and not _SEPARATOR.search(before):
            return False
    return len(spots) > 1 and marks[-1] < spots[-1].start


def _period(context: Context, spot: Spot, ceiling: int, leading: bool) -> str | None:
    labelled = [m for m in context.mentions if m.label]
    if leading:
        before = [m for m in labelled if m.end <= spot.start]
        return before[-1].label if before else None
    after = [m for m in labelled if spot.end <= m.start < ceiling]
    compared = after and re.search(r"\ban\s*$", context.low[spot.end : after[0].start])
    return after[0].label if after and not compared else None


def _parts(context: Context) -> Sequence[Hit]:
    excludes = finder(context.patterns, "frames", "excludes")
    hits: Sequence[Hit] = finder(context.patterns, "breakdowns").all(context.low)
    hits = [
        h for h in hits if not excludes.ends(context.low[: h.start])
    ]  # "exkl. långtid": all but that part
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


def _part(context: Context, parts: Sequence[Hit], spot: Spot, around: tuple[int, int], leading: bool) -> str:
    floor, ceiling = around
    inside = [
        h for h in parts if (floor <= h.start < spot.start if leading else spot.end <= h.start < ceiling)
    ]
    if not inside:
        return ""
    hit = inside[-1] if leading else inside[0]
    attributes = context.patterns["breakdowns"][hit.key].attributes
    return f"{attributes['dimension']}={attributes['value']}" if "dimension" in attributes else ""


def _comparator(context: Context, spot: Spot, floor: int, ceiling: int) -> tuple[Comparator, Decimal]:
    before = context.low[floor : spot.start]
    symbol = _SYMBOL.search(context.text[floor : spot.start])
    if symbol:
        return _SYMBOLS[symbol[1]], spot.value
    than = _THAN.match(context.low, spot.end)
    if than:
        down = than[1] in ("lagre", "mindre", "farre")
        return ("decrease" if down else "increase"), abs(spot.value)
    targets = finder(context.patterns, "targets")
    hits = [h for h in targets.all(before) if _ADJACENT.fullmatch(before[h.end :])]
    after = context.low[spot.end : ceiling]
    bound = finder(context.patterns, "frames", "bounds_after").at(after, len(after) - len(after.lstrip()))
    if bound:
        hits += [h for h in targets.all(after) if h.start == bound.start]
    for hit in reversed(hits):
        comparator = context.patterns["targets"][hit.key].attributes.get("comparator")
        if comparator in ("increase", "decrease"):
            between = before[hit.end :]
            if _END_OF_CHANGE.search(between):
                if context.role == "target" and between.rstrip().endswith("till"):
                    return (">=" if comparator == "increase" else "<="), spot.value
                continue
            if context.role == "text" or re.fullmatch(
                r"\s*(?:med|pa|om|:|=|-)?\s*(?:minst |hogst |ca\.? |cirka |drygt )?", before[hit.end :]
            ):
                return comparator, abs(spot.value)
            continue
        if hit.key in ("above", "below") and "(" in before[hit.end :]:
            continue  # "högre än målet (5,0 %)": the yardstick's own value
        if comparator in _SYMBOLS.values():
            return comparator, spot.value  # type: ignore[return-value]
    if spot.sign in ("+", "-") and spot.unit in ("%", "procentenheter") and _CHANGE_NAME.search(before):
        return ("decrease" if spot.value < 0 else "increase"), abs(spot.value)
    return "=", spot.value


def _ranges(context: Context, quantities: list[Quantity]) -> list[Quantity]:
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


def _earlier_in_brackets(context: Context, quantities: list[Quantity], report_period: str) -> list[Quantity]:
    """`76 (74)`: a lone number in brackets after a value is, by custom, the value of a year before."""
    if len(quantities) < 2 or context.role in ("figure", "baseline"):
        return quantities
    out = quantities[:1]
    for last, quantity in itertools.pairwise(quantities):
        closed = context.low[quantity.end :].lstrip().startswith(")")
        alone = context.low[last.end : quantity.start].strip() == "(" and closed
        alike = quantity.unit in ("", last.unit) and quantity.comparator == "=" and not quantity.breakdown
        own = last.period or report_period
        if alone and alike and not last.comparator.endswith("crease") and periods.is_label(own):
            earlier = periods.previous(own[:4] if context.role == "target" else own)
            reasons = (*quantity.reasons, "period_assumed")
            quantity = _replace(quantity, unit=last.unit, period=earlier, reasons=reasons)  # noqa: PLW2901
        out.append(quantity)
    return out


def _is_range(context: Context, low: Quantity, high: Quantity) -> bool:
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


def _words_for_numbers(context: Context, header_period: str | None) -> list[Quantity]:
    none_given = context.patterns["missing"].best(context.text, coverage=0.5)
    if none_given and none_given.start == 0:
        return []
    if numeral := _numeral(context, header_period):
        return numeral
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
        if hit.key in ("above", "below") and _than_earlier(context, hit):
            comparator = "increase" if hit.key == "above" else "decrease"
        lead = _WORD.findall(context.text[: hit.start])
        if comparator in ("increase", "decrease") and len(lead) <= SHORT:
            return [Quantity(value=None, comparator=comparator, unit=context.header_unit or "", **base)]  # type: ignore[arg-type]
    return []


def _than_earlier(context: Context, hit: Hit) -> bool:
    """Whether a period follows that is compared with ("Högre än 2021", "Färre än föregående år")."""
    gap = (context.low[hit.end : m.start] for m in context.mentions if m.start >= hit.end)
    return context.low[: hit.end].endswith(" an") and any(not g.strip() for g in gap)


def _numeral(context: Context, header_period: str | None) -> list[Quantity]:
    """A cell that is one number word ("fem")."""
    word = context.low.strip(" .")
    hit = finder(context.patterns, "numerals").at(word, 0)
    if hit is None or hit.end != len(word) or word in ("en", "ett"):
        return []
    return [
        Quantity(
            value=Decimal(str(context.patterns["numerals"][hit.key].attributes["value"])),
            unit=context.header_unit or "",
            period=header_period or None,
            text=context.text.strip(),
            start=0,
            end=len(context.text),
            reasons=("in_words",),
        )
    ]

"""Cells of finance, personnel and key-figure tables → observations.

What a column holds (outcome, budget, forecast, deviation, change) and for which period is told by its
label and by the other columns of its table. A deviation or a change is never given as the amount itself:
its indicator says so ("Personalkostnader – avvikelse"), and a change carries its direction.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Literal, NamedTuple

from extractor import periods
from extractor.facts.figures import names_period
from extractor.facts.naming import CHANGE, DEVIATION, JOINT
from extractor.facts.units import infer_unit
from extractor.model import Comparator, FigureCell, Kind, Metadata, Observation
from extractor.patterns import Patterns
from extractor.periods import Mention, find_periods
from extractor.phrases import Hit, finder, plain
from extractor.swedish import squeeze

Content = Literal["actual", "budget", "forecast", "target", "deviation", "change", "share", "note"]
PRIORITY: tuple[Content, ...] = ("change", "deviation", "forecast", "budget", "target", "actual", "share")
"""Which word of a column's label decides: "Avvikelse mot budget" is a deviation, "Utfall ram" a frame."""

LEVELS = frozenset({"actual", "budget", "forecast", "target"})
"""Contents that are amounts; deviations, changes and shares are told apart by their names and units."""

_VARAV = re.compile(r"^[\s\-–•*]*(?:varav|därav|dvs|d\.v\.s\.)?[\s:]*", re.IGNORECASE)
YEAR = "2020"
"""What the label of a whole year looks like; parts of a year have longer ones."""

_EDGE = " :;,.-–*"
_DATED = re.compile(r"\s(?:(?:per|den|vid|i)\s)*\d{1,2}(?:/|\s)\w+$")
"""The day figures are of: "Antal anställda den 31 december"."""
_BRACKETED = re.compile(
    r"\([^)]*\)|\b(?:i|belopp i)\s+(?:kr|tkr|mnkr|mkr)\b|(?<=,)\s*(?:kr|tkr|mnkr|mkr|%)\s*$"
)
CORNER_WORDS = 3
"""Words of a corner that names a measure; longer ones describe the rows."""


class _Column(NamedTuple):
    label: str
    content: Content
    period: str
    breakdown: str
    named_period: bool
    apart: str = ""
    """What tells it apart where another column of the table has the same content, period and part."""


class _Setting(NamedTuple):
    metadata: Metadata
    repeated: frozenset[str]
    """Row labels that several tables print."""
    patterns: Patterns


def figure_observations(
    figures: tuple[FigureCell, ...], metadata: Metadata, patterns: Patterns
) -> tuple[Observation, ...]:
    """The numbers of all figure tables as observations.

    Args:
        figures: the cells, as `find_figures` gives them.
        metadata: the report's own period.
        patterns: the knowledge in use.

    Returns:
        Observations in the order printed; cells without a number, without a period or in note columns
        give none.
    """
    tables: dict[int, list[FigureCell]] = defaultdict(list)
    for cell in figures:
        tables[cell.table_no].append(cell)
    captions: dict[str, set[int]] = defaultdict(set)
    for cell in figures:
        captions[_core(cell.row_label)].add(cell.table_no)
    repeated = frozenset(label for label, numbers in captions.items() if len(numbers) > 1)
    found: list[Observation] = []
    for cells in tables.values():
        found += _table_observations(cells, _Setting(metadata, repeated, patterns))
    return tuple(found)


def _table_observations(cells: list[FigureCell], setting: _Setting) -> list[Observation]:
    metadata = setting.metadata
    labels = {c.column_no: c.column_label for c in cells}
    columns = _told_apart(_columns(labels, metadata, setting.patterns), metadata.period, setting.patterns)
    rows: dict[int, dict[int, FigureCell]] = defaultdict(dict)
    for cell in cells:
        rows[cell.row_no][cell.column_no] = cell
    if _budget_is_for_period(columns, rows.values()):
        columns = {
            n: c._replace(period=metadata.period) if c.content == "budget" and not c.named_period else c
            for n, c in columns.items()
        }
    found = []
    for row in rows.values():
        for number, cell in row.items():
            column = columns[number]
            if cell.value is None or column.content == "note":
                continue
            observation = _observation(cell, row, columns, setting)
            if observation is not None:
                found.append(observation)
    return found


# ---------------------------------------------------------------- columns


def _columns(labels: dict[int, str], metadata: Metadata, patterns: Patterns) -> dict[int, _Column]:
    contents = {n: _content(label, patterns) for n, label in labels.items()}
    years = [
        n for n, label in labels.items() if contents[n] == "actual" and _years(label, metadata, patterns)
    ]
    against = any(c in ("budget", "target", "forecast") for c in contents.values())
    if len(years) > 1 and not against:
        contents = {n: "change" if c in ("deviation", "share") else c for n, c in contents.items()}
    elif "deviation" in contents.values():
        contents = {n: "deviation" if c == "share" else c for n, c in contents.items()}
    running = metadata.period if periods.is_label(metadata.period) else ""
    own_year = any(running[:4] in _years(label, metadata, patterns) for label in labels.values()) and bool(
        running
    )
    return {n: _column(labels[n], contents[n], own_year, metadata, patterns) for n in labels}


def _told_apart(columns: dict[int, _Column], own: str, patterns: Patterns) -> dict[int, _Column]:
    """Mark the columns that only their labels tell apart: "Intäkter", "Kostnader" over the same year.

    Labels that name the year, too, are told apart by what they measure, and then each of the table's is
    ("Helårsstudenter 2019", "Helårsprestationer 2019", "Helårsstudenter 2018").
    """
    keys = Counter(map(_key, columns.values()))
    named = {n: _measure_of(c, own, patterns) for n, c in columns.items() if c.content in LEVELS}
    met = {(*_key(columns[n]), m) for n, m in named.items() if m}
    apart = any(count > 1 for count in Counter(k[:3] for k in met).values())
    return {
        n: c._replace(
            apart=c.label
            if c.content in LEVELS and not c.named_period and keys[_key(c)] > 1
            else named.get(n, "")
            if apart
            else ""
        )
        for n, c in columns.items()
    }


def _measure_of(column: _Column, own: str, patterns: Patterns) -> str:
    """What a label measures beside its year and words like "Utfall", '' for nothing or a part of the whole."""
    low = plain(column.label)
    spans = [(m.start, m.end) for m in find_periods(column.label, own, patterns, cumulative=True)]
    if not spans or column.breakdown or finder(patterns, "figures").all(low):
        return ""
    rest = column.label
    for begin, stop in reversed(spans):
        rest = rest[:begin] + rest[stop:]
    rest = squeeze(rest).strip(_EDGE)
    return rest if len(rest) > SHORT_LABEL and finder(patterns, "units").at(plain(rest), 0) is None else ""


SHORT_LABEL = 3
"""Letters of a rest of a label that names nothing ("år", "jan")."""


def _key(column: _Column) -> tuple[str, str, str]:
    return str(column.content), column.period, column.breakdown


def _content(label: str, patterns: Patterns) -> Content:
    low = plain(label)
    keys = {h.key for h in finder(patterns, "figures").all(low)}
    if "note" in keys and not keys & set(PRIORITY):
        return "note"
    if "deviation" in keys and re.search(r"\bmellan\b.*\d{4}.*\d{4}", low):
        return "change"
    if "share" in keys and not keys & {"change", "deviation", "forecast", "budget", "target"}:
        return "share"
    return next((c for c in PRIORITY if c in keys), "actual")


def _years(label: str, metadata: Metadata, patterns: Patterns) -> set[str]:
    mentions = find_periods(label, metadata.period, patterns, cumulative=True)
    return {m.label[:4] for m in mentions if m.label}


def _column(label: str, content: Content, own_year: bool, metadata: Metadata, patterns: Patterns) -> _Column:
    own = metadata.period
    keys = {h.key for h in finder(patterns, "columns").all(plain(label))}
    printed = [m for m in find_periods(label, own, patterns, cumulative=True) if m.label]
    if content in ("change", "deviation"):
        printed = [m for m in printed if not _compared_with(label, m, patterns)]
    mentions = [m.label for m in printed]
    decision = ""
    if "decision" in keys and content == "actual" and periods.is_label(own):
        decided = mentions[-1][:4] if mentions else own[:4]
        decision = f"beslut=före {decided}" if "earlier" in keys else f"beslut={decided}"
        mentions = []
    named = max(mentions, key=periods.order) if mentions else ""
    breakdown = decision or _part(label, patterns)[0]
    if not periods.is_label(own):
        return _Column(label, content, named, breakdown, bool(named))
    foretold = any(h.key == "forecast" for h in finder(patterns, "figures").all(plain(label)))
    if content == "deviation" and ("whole_year" in keys or foretold) and len(own) > len(YEAR):
        return _Column(label, content, (named or own)[: len(YEAR)], breakdown, True)
    if content in ("actual", "deviation", "change", "share"):
        period = _running(named, own, own_year and "whole_year" not in keys) if named else own
    else:
        period = named or own[:4]
    return _Column(label, content, period, breakdown, bool(named))


def _compared_with(label: str, mention: Mention, patterns: Patterns) -> bool:
    """Whether a period is the one a change is told against ("mot 2022"), not one of "mellan 2021 och 2022"."""
    before = plain(label)[: mention.start]
    lead = finder(patterns, "frames", "compared").ends(before)
    return lead is not None and not before[lead.start :].startswith("mellan")


def _running(named: str, own: str, own_year: bool) -> str:
    """A bare year over outcomes of an interim report stands for the same months of that year.

    The last day or month of the report's period, and of the same period before, stands for the period.
    """
    for whole in (own, periods.previous(own)):
        if periods.end(named) == periods.end(whole) and len(named) > len(YEAR):
            return whole
    if len(named) == 4 and len(own) > 4 and (named == own[:4] or own_year):
        return f"{named}{own[4:]}"
    return named


def _budget_is_for_period(columns: dict[int, _Column], rows: Iterable[dict[int, FigureCell]]) -> bool:
    """Whether the printed deviation is outcome against this very budget: then both are of one period."""
    by_content = {c.content: n for n, c in reversed(columns.items())}
    if not {"actual", "budget", "deviation"} <= by_content.keys():
        return False
    actual, budget, deviation = (by_content[c] for c in ("actual", "budget", "deviation"))
    hits = total = 0
    for row in rows:
        a, b, d = (row[n].value if n in row else None for n in (actual, budget, deviation))
        if a is not None and b is not None and d is not None and d != 0:
            total += 1
            step = Decimal(2).scaleb(max(_exponent(a), _exponent(b), _exponent(d)))
            hits += abs(abs(abs(a) - abs(b)) - abs(d)) <= step
    return total > 0 and hits * 2 > total


def _exponent(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


# ---------------------------------------------------------------- rows


def _core(row_label: str) -> str:
    return plain(_VARAV.sub("", row_label).strip(_EDGE))


def _part(label: str, patterns: Patterns) -> tuple[str, Hit | None]:
    """The breakdown a label names, and where; `total` has no dimension and gives ''."""
    for hit in finder(patterns, "breakdowns").all(plain(label)):
        attributes = patterns["breakdowns"][hit.key].attributes
        if "dimension" in attributes and (hit.end - hit.start > 1 or len(label.strip()) == 1):
            return f"{attributes['dimension']}={attributes['value']}", hit
    return "", None


def _without_part(label: str, breakdown: str, patterns: Patterns) -> str:
    """A label without all words of its breakdown ("Andel långtid (60 dagar eller mer)" → "Andel")."""
    for hit in reversed(finder(patterns, "breakdowns").all(plain(label))):
        attributes = patterns["breakdowns"][hit.key].attributes
        if f"{attributes.get('dimension')}={attributes.get('value')}" == breakdown:
            label = label[: hit.start] + label[hit.end :]
    return squeeze(label.replace("()", " ")).strip(_EDGE + "()")


def _measured_corner(cell: FigureCell, patterns: Patterns) -> str:
    """The measure a table's corner names where its caption names none: "Sjukfrånvaro (%)" over "Kvinnor", "Män"."""
    corner = _BRACKETED.sub("", cell.corner).strip(_EDGE)
    corner = _DATED.sub("", corner)
    if as_of := finder(patterns, "frames", "as_of").ends(plain(corner)):
        corner = corner[: as_of.start].strip(_EDGE)
    if not corner or len(corner.split()) > CORNER_WORDS or find_periods(corner, "", patterns):
        return ""
    captioned = finder(patterns, "measures").all(plain(cell.caption))
    return corner if infer_unit(corner, patterns, "kr", persons=True) and not captioned else ""


def _is_total(label: str, patterns: Patterns) -> bool:
    hit = finder(patterns, "breakdowns", "total").at(plain(label), 0)
    return hit is not None and hit.end == len(label)


def _name(cell: FigureCell, repeated: frozenset[str], patterns: Patterns) -> tuple[str, str]:
    """The indicator a row is about and its breakdown.

    "Kort" below "Sjukfrånvaro" is a part of Sjukfrånvaro; a label that names no measure, or that
    several tables print, carries its table's caption.
    """
    printed = cell.row_label.strip()
    label = _VARAV.sub("", printed).strip(_EDGE)
    corner = _measured_corner(cell, patterns)
    caption = corner or cell.caption.strip(_EDGE)
    if corner and _is_total(label, patterns):
        return (corner if not plain(label).startswith("sum") else f"{corner}{JOINT}{label}"), ""
    breakdown, hit = _part(label, patterns)
    if hit is None and (aged := _part(printed, patterns))[1] is not None:
        breakdown, hit, label = aged[0], aged[1], printed  # "–29 år": the dash is part of the words
    if hit is not None:
        rest = _without_part(label, breakdown, patterns)
        label = rest if len(rest) > 2 else ""
    if not label:
        return caption or cell.row_label, breakdown
    measured = bool(finder(patterns, "measures").all(plain(label)))
    general = any(h.key == "general" for h in finder(patterns, "captions").all(plain(caption)))
    total = any(h.key == "total" and not h.start for h in finder(patterns, "breakdowns").all(plain(label)))
    if plain(label) in {plain(p) for p in patterns["cues"]["stand_in"].phrases}:
        return f"{caption}{JOINT}{label}" if caption else label, breakdown
    alone = (general and not total) or (measured and _core(cell.row_label) not in repeated)
    if not caption or alone or plain(label).startswith(plain(caption)):
        return label, breakdown
    return f"{caption}{JOINT}{label}", breakdown


def _observation(
    cell: FigureCell, row: dict[int, FigureCell], columns: dict[int, _Column], setting: _Setting
) -> Observation | None:
    column, metadata, patterns = columns[cell.column_no], setting.metadata, setting.patterns
    name, breakdown = _name(cell, setting.repeated, patterns)
    period, label = column.period, column.label
    if names_period(cell.row_label, metadata.period, patterns):
        mentions = find_periods(cell.row_label, metadata.period, patterns, cumulative=True)
        period = mentions[0].label
        rest = _without_part(label, column.breakdown, patterns)
        whole = finder(patterns, "breakdowns", "total").at(plain(rest), 0)
        rest = "" if whole and whole.end == len(rest) else rest
        caption = _measured_corner(cell, patterns) or cell.caption.strip(_EDGE)
        name = JOINT.join(t for t in (caption, rest) if t) or label
    if not period or not name or cell.value is None:
        return None
    comparator, value = _change(cell, column, row, columns)
    if column.apart:
        name += JOINT + column.apart
    suffix = {"deviation": JOINT + DEVIATION, "change": JOINT + CHANGE}.get(column.content, "")
    if column.content == "share":
        suffix = JOINT + (label if label.strip(" %") else "procent")
    kind: Kind = column.content if column.content in ("budget", "forecast", "target") else "actual"
    if column.content == "deviation" and len(column.period) < len(metadata.period):
        kind = "forecast"  # the whole year's deviation, told before its end
    return Observation(
        indicator=name + suffix,
        period=period,
        kind=kind,
        breakdown=", ".join(dict.fromkeys(b for b in (breakdown, column.breakdown) if b)),
        comparator=comparator,
        value=value,
        unit=cell.unit,
        text=f"{cell.row_label.rstrip(':')}: {cell.text}" if cell.row_label else cell.text,
        origin="table",
        place=cell.place,
        table_no=cell.table_no,
        row_no=None,
        confidence=cell.confidence,
        obs_status="F" if kind == "forecast" else "A",
        reasons=cell.reasons,
    )


def _change(
    cell: FigureCell, column: _Column, row: dict[int, FigureCell], columns: dict[int, _Column]
) -> tuple[Comparator, Decimal]:
    """A change as direction and size: by this year's and last year's amounts where the row prints both."""
    assert cell.value is not None
    if column.content != "change":
        return "=", cell.value
    amounts = sorted(
        (
            (columns[n].period, c.value)
            for n, c in row.items()
            if columns[n].content == "actual" and c.value is not None
        ),
        reverse=True,
    )
    up = cell.value >= 0
    if len(amounts) > 1 and abs(amounts[0][1]) != abs(amounts[1][1]):
        up = abs(amounts[0][1]) > abs(amounts[1][1])
    return ("increase" if up else "decrease"), abs(cell.value)

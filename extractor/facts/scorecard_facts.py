"""Scorecard rows → observations: every number of a row with the period, kind and unit it is about.

Nothing is invented: a unit that is not printed with the number comes from the header, the row's other
cells or the indicator's own words and then carries `unit_inferred`; a period that is nowhere printed
follows from the kind of cell and then carries `period_assumed`. What could not be read is flagged on
the row's field (`flag_unread`), never dropped in silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from extractor import periods
from extractor.facts.beside import columns_beside
from extractor.facts.lines import lines_of
from extractor.facts.unit_column import NOT_GIVEN, Given, units_beside
from extractor.facts.units import header_unit, infer_unit, of_name
from extractor.model import (
    EMPTY,
    Column,
    Field,
    Kind,
    Metadata,
    Observation,
    Place,
    Role,
    Row,
    Scorecard,
    Table,
)  # fmt: skip
from extractor.patterns import Patterns
from extractor.phrases import finder, plain
from extractor.values.numbers import is_bracketed
from extractor.values.quantities import Quantity, Reading, read_quantities
from extractor.values.spots import RoleKind

KINDS: dict[Role, tuple[Kind, RoleKind]] = {
    "baseline": ("baseline", "baseline"),
    "target": ("target", "target"),
    "previous_value": ("actual", "value"),
    "value": ("actual", "value"),
    "forecast": ("forecast", "forecast"),
}
"""Roles that hold numbers: the kind of observation and how the cell is read."""

DOUBTFUL = frozenset({"ambiguous_separator", "broken_number", "ocr_ambiguous", "tolerance"})
"""Refusals that mean a number may stand there; the other refusals are no numbers at all."""

DOUBT = 0.6
"""Confidence of an observation or field that carries a reason: below `SURE`, so that a person sees it."""

MOST_PER_CENT = 200
"""A bare number of persons beyond this is a count, no share of them ("Kursdeltagare: 467")."""

STEM = 5
"""Letters by which two inflections of a Swedish word are held to be the same ("kostnader", "kostnaden")."""

NAMING = 9
"""Shortest word that names a measure of its own; shorter ones ("andel", "index") only qualify one."""

_LONG_WORD = re.compile(r"[^\W\d_]{5,}")
_LOWER_NAME = re.compile(r"\b(?:lagre an|minsk\w*|sank\w*|reducer\w*)\b")


class _About(NamedTuple):
    """What one number is about."""

    name: str
    kind: Kind
    period: str
    unit: str
    reasons: tuple[str, ...]


class _Cell(NamedTuple):
    role: Role
    field: Field
    reading: Reading
    header_period: str | None
    breakdown: str = ""
    """The part of the whole that its column names."""


def scorecard_observations(
    scorecards: tuple[Scorecard, ...],
    metadata: Metadata,
    patterns: Patterns,
    *,
    money_unit: str = "",
    tables: tuple[Table, ...] = (),
) -> tuple[Observation, ...]:
    """The numbers and directions of all rows.

    Args:
        scorecards: the rows as printed.
        metadata: whose period the figures belong to where a cell names none.
        patterns: the knowledge in use.
        money_unit: unit the document prints amounts in ('mnkr'), for bare amounts; '' when unknown.
        tables: the document's tables, for columns beside the roles' own.

    Returns:
        Observations in the order printed.
    """
    found: list[Observation] = []
    for card in scorecards:
        lines = lines_of(card, tables)
        beside = columns_beside(card, lines, metadata, patterns)
        units = units_beside(card, lines, patterns)
        for row in card.rows:
            cells = list(_read_cells(card, row, metadata, patterns))
            for there, field in beside.get(row.row_no, ()):
                cell = _read_cell(there.role, KINDS[there.role][1], (field, there.column), metadata, patterns)
                cells.append(cell._replace(breakdown=there.breakdown))
            given = units.get(row.row_no, NOT_GIVEN)
            cells += _said_target((card, row), cells, given, metadata, patterns)
            found += _row_observations((card, row), cells, (given, money_unit), metadata, patterns)
    return tuple(found)


def flag_unread(
    scorecards: tuple[Scorecard, ...], metadata: Metadata, patterns: Patterns
) -> tuple[Scorecard, ...]:
    """The scorecards with a reason on every field whose digits could not be read for sure."""
    return tuple(_flag_card(card, metadata, patterns) for card in scorecards)


def _read_cells(card: Scorecard, row: Row, metadata: Metadata, patterns: Patterns) -> Iterator[_Cell]:
    for role, (_, how) in KINDS.items():
        field = row.field(role)
        if not field.text.strip():
            continue
        column = next((c for c in card.columns if c.role == role), None)
        yield _read_cell(role, how, (field, column), metadata, patterns)


def _read_cell(
    role: Role, how: RoleKind, cell: tuple[Field, Column | None], metadata: Metadata, patterns: Patterns
) -> _Cell:
    field, column = cell
    reading = read_quantities(
        field.text,
        role_kind=how,
        report_period=metadata.period,
        patterns=patterns,
        header_unit=column.unit if column else None,
    )
    return _Cell(role, field, reading, column.period if column else None)


def _said_target(
    home: tuple[Scorecard, Row], cells: list[_Cell], given: Given, metadata: Metadata, patterns: Patterns
) -> list[_Cell]:
    """The one bound that a measure's own sentence sets, where its table has no column of targets.

    "Minst 90 % av kunderna är nöjda", "Kostnaden per plats ska vara högst 61 000 kr": a bound at the beginning or
    behind a word of what shall be, in what the row's values are measured in: by their print, else by the column of
    units or the measure's name ("Högst 30 dagars väntan, andel" is no target of 30 days).
    """
    card, row = home
    field = row.field("indicator")
    if any(c.role == "target" for c in card.columns) or row.text("target") or not field.text:
        return []
    cell = _read_cell("target", "target", (field, None), metadata, patterns)
    units = {q.unit for c in cells if c.role == "value" for q in c.reading.quantities if q.unit}
    told = given.unit or of_name(header_unit(field.text, patterns)) or infer_unit(field.text, patterns)
    bounds = [q for q in cell.reading.quantities if q.comparator in BOUNDS and q.value is not None]
    own = [
        q
        for q in bounds
        if (q.unit in units if units else not (q.unit and told) or q.unit == told)
        and _is_demanded(q, plain(field.text), patterns, sure=bool(units))
    ]
    if len(own) != 1:
        return []
    return [cell._replace(reading=Reading(quantities=(own[0],)))]


BOUNDS = frozenset({"<=", "<", ">=", ">"})
"""Comparators of a number that is to be reached or kept to."""


def _is_demanded(quantity: Quantity, low: str, patterns: Patterns, *, sure: bool) -> bool:
    """Whether a bound opens its sentence ("Minst 90 % …") or stands behind a word of what shall be.

    "Över 65 år med hemtjänst" opens with a group's age, unless it is surely what the values are measured in (`sure`).
    """
    before = low[: quantity.start]
    opens = len(before.split()) <= 1 and (sure or quantity.comparator not in ("<", ">"))
    return opens or bool(finder(patterns, "frames", "modal").all(before))


def _row_observations(
    home: tuple[Scorecard, Row],
    cells: list[_Cell],
    units: tuple[Given, str],
    metadata: Metadata,
    patterns: Patterns,
) -> list[Observation]:
    """The numbers of a row's cells; `units`: what a column of units gives the row, and the document's unit of money."""
    card, row = home
    given, money_unit = units
    printed = [q.unit for cell in cells for q in cell.reading.quantities if q.unit]
    name = row.name
    indicator = row.measure or row.text("indicator")
    words = " ".join((indicator, row.text("target"), row.text("goal")))
    named = of_name(header_unit(indicator, patterns))
    counts = any(
        q.value is not None and q.value > MOST_PER_CENT for cell in cells for q in cell.reading.quantities
    )
    inferred = (
        (printed[0] if printed else "") or named or infer_unit(words, patterns, money_unit, persons=counts)
    )
    foretold = len(metadata.period) > len(WHOLE_YEAR) and _foretells(indicator, patterns)
    out = []
    for cell in cells:
        quantities = cell.reading.quantities
        several = _several(quantities)
        for quantity in quantities:
            period, assumed = _period(cell, quantity, metadata)
            if not period:
                continue
            unit = quantity.unit or given.unit or inferred
            reasons = list(quantity.reasons)
            guessed = unit and not quantity.unit and not given.sure
            reasons += ["unit_inferred"] if guessed and quantity.value is not None else []
            reasons += ["period_assumed"] if assumed else []
            reasons += ["several_numbers"] if several else []
            called = _own_name(cell, quantity, words, patterns) or name
            kind = _kind(cell, period, metadata)
            if foretold and kind == "actual":
                kind, period = "forecast", period[: len(WHOLE_YEAR)]
            about = _About(called, kind, period, unit, tuple(reasons))
            out.append(_observation((card, row), cell, _signed(quantity, cell, name), about))
    return out


WHOLE_YEAR = "2020"
"""What the label of a whole year looks like; parts of a year have longer ones."""


def _foretells(indicator: str, patterns: Patterns) -> bool:
    """Whether a measure of a part of the year is a forecast by its name: "Resultat, helårsprognos".

    What it is stands set off: "Träffsäkerhet i prognos" and "Differens budget och prognos" are none.
    """
    low = plain(indicator).rstrip(" .)")
    hit = finder(patterns, "checks", "forecast").ends(low)
    return hit is not None and not low[: hit.start].rstrip()[-1:].isalnum()


def _own_name(cell: _Cell, quantity: Quantity, row_words: str, patterns: Patterns) -> str:
    """The measure a cell names itself where its row speaks of something else ("Kostnadsutveckling: -9 %")."""
    before = cell.field.text[: quantity.start]
    if cell.role in ("target", "forecast") or not _LONG_WORD.search(before):
        return ""
    known = {word[:STEM] for word in _LONG_WORD.findall(plain(row_words))}
    for hit in finder(patterns, "measures").all(plain(before)):
        word = before[hit.start : hit.end]
        if len(word) >= NAMING and plain(word)[:STEM] not in known:
            return word
    return ""


def _several(quantities: tuple[Quantity, ...]) -> bool:
    """Whether a cell holds numbers that nothing printed tells apart."""
    keys = [(q.unit, q.period, q.breakdown, q.comparator) for q in quantities if q.value is not None]
    return len(keys) != len(set(keys))


def _signed(quantity: Quantity, cell: _Cell, name: str) -> Quantity:
    """`-10 %` as the target of "10 % lägre än …" is a decrease of ten, not minus ten."""
    negative = quantity.value is not None and quantity.value < 0
    if cell.role == "target" and negative and quantity.unit == "%" and _LOWER_NAME.search(plain(name)):
        assert quantity.value is not None
        return Quantity(
            **{
                **{n: getattr(quantity, n) for n in quantity.__struct_fields__},
                "value": -quantity.value,
                "comparator": "decrease",
            }
        )
    return quantity


def _period(cell: _Cell, quantity: Quantity, metadata: Metadata) -> tuple[str, bool]:
    """The period of a number and whether nothing printed says so."""
    own = metadata.period
    if not periods.is_label(own):
        return quantity.period or cell.header_period or "", False
    whole_year = own[:4]
    named = quantity.period or cell.header_period
    if cell.role == "value":
        return (own if named in (None, "", whole_year) else str(named)), False
    if cell.role in ("target", "forecast"):
        return named or whole_year, False
    if cell.role == "previous_value":
        return named or periods.previous(own), not named
    if quantity.period:
        return quantity.period, False
    if cell.header_period and cell.header_period[:4] < whole_year:
        return cell.header_period, False
    return str(int(whole_year) - 1), True


def _kind(cell: _Cell, period: str, metadata: Metadata) -> Kind:
    """A baseline cell that names the report's own period holds this period's value."""
    kind = KINDS[cell.role][0]
    if kind == "baseline" and periods.is_label(metadata.period) and period[:4] >= metadata.period[:4]:
        return "actual"
    return kind


def _observation(home: tuple[Scorecard, Row], cell: _Cell, quantity: Quantity, about: _About) -> Observation:
    card, row = home
    name, kind, period, unit, reasons = about
    doubted = set(reasons) - {"unit_counted", "in_words"} and not cell.field.reviewed
    sure = min(cell.field.confidence, DOUBT if doubted else 1.0)
    return Observation(
        indicator=name,
        perspective=card.perspective,
        period=period,
        kind=kind,
        breakdown=", ".join(
            dict.fromkeys(b for b in (row.breakdown, quantity.breakdown or cell.breakdown) if b)
        ),
        comparator=quantity.comparator,
        value=quantity.value,
        unit=unit,
        text=quantity.text,
        origin="scorecard",
        place=cell.field.place or Place(page=row.page),
        table_no=row.table_no,
        row_no=row.row_no,
        confidence=sure,
        obs_status="F" if kind == "forecast" else "E" if quantity.approximate else "A",
        reasons=tuple(dict.fromkeys(cell.field.reasons + reasons)),
        reviewed=cell.field.reviewed,
    )


def _flag_card(card: Scorecard, metadata: Metadata, patterns: Patterns) -> Scorecard:
    rows = []
    for row in card.rows:
        fields = dict(row.fields)
        for cell in _read_cells(card, row, metadata, patterns):
            doubts = {r.reason for r in cell.reading.refusals} & DOUBTFUL
            doubts |= {r for q in cell.reading.quantities for r in q.reasons if r in DOUBTFUL}
            doubts |= {"sign_unclear"} if is_bracketed(cell.field.text) else set()
            if doubts:
                fields[cell.role] = _doubted(row.fields.get(cell.role, EMPTY), tuple(sorted(doubts)))
        rows.append(msgspec.structs.replace(row, fields=fields))
    return Scorecard(
        table_no=card.table_no, page=card.page, perspective=card.perspective, columns=card.columns,
        rows=tuple(rows), reasons=card.reasons,
    )  # fmt: skip


def _doubted(field: Field, reasons: tuple[str, ...]) -> Field:
    return Field(
        text=field.text, raw=field.raw, normal=field.normal, source=field.source, place=field.place,
        confidence=min(field.confidence, DOUBT), reasons=tuple(dict.fromkeys(field.reasons + reasons)),
    )  # fmt: skip

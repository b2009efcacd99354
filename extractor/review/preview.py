"""What a typed value will be read as, before it is decided: the same normalisation as for printed words.

A value that the tool could not read for sure if it were printed is refused with the reason, so that a
decision never needs a decision.
"""

from __future__ import annotations

import msgspec

from extractor.facts.scorecard_facts import DOUBTFUL, KINDS
from extractor.model import EMPTY, Field, Metadata, Observation, Report, Role, Status, Trend, Value
from extractor.patterns import Patterns
from extractor.review.apply import row_observations
from extractor.review.subjects import Home
from extractor.swedish import squeeze
from extractor.symbols.progress import read_progress
from extractor.symbols.verdicts import read_verdict
from extractor.values.quantities import read_quantities

CHOICES: dict[Role, tuple[str, ...]] = {
    "status": ("met", "partly_met", "not_met"),
    "goal_status": ("met", "partly_met", "not_met"),
    "trend": ("up", "unchanged", "down"),
}
"""The values an enumeration allows."""

assert set(CHOICES["status"]) == set(Status.__args__)  # type: ignore[attr-defined]
assert set(CHOICES["trend"]) == set(Trend.__args__)  # type: ignore[attr-defined]

REFUSALS = {
    "ambiguous_separator": "may be a thousand or one and a bit; type 1 234 or 1,234",
    "broken_number": "holds digits that make no whole number",
    "ocr_ambiguous": "mixes letters and digits",
    "tolerance": "gives a tolerance; type the limits as 3–5",
}
"""Why a typed number is refused, by the reason that a printed one would carry."""


class Preview(Value, frozen=True, kw_only=True):
    """What a typed value comes to."""

    value: str = ""
    """What will be stored: the text, or met/up/90 for status, trend and progress."""
    observations: tuple[Observation, ...] = ()
    """The numbers it yields, with unit, comparator, period and kind."""
    refusal: str = ""
    """Why it cannot be taken, '' if it can."""
    note: str = ""
    """What a person should know before accepting: words without a number, …"""


def preview(  # noqa: PLR0913 - what normalising a cell of a row takes
    report: Report, home: Home, role: Role, typed: str, patterns: Patterns, *, money: str = ""
) -> Preview:
    """What a typed value would be read as in a field.

    Args:
        report: the report the row stands in.
        home: the row.
        role: the field.
        typed: what the person typed.
        patterns: the knowledge in use.
        money: the unit the document prints amounts in; '' when unknown.
    """
    text = squeeze(typed)
    if not text:
        return Preview(refusal="nothing was typed; reject the field to leave it empty")
    if role in CHOICES:
        return _choice(text, role, patterns)
    if role == "progress":
        normal = read_progress((), text, patterns).normal
        return Preview(value=normal) if normal else Preview(refusal="is no share; type 90 % or 3 av 5")
    if role in KINDS:
        return _number(report, home, role, text, patterns, money)
    return Preview(value=text)


def _choice(text: str, role: Role, patterns: Patterns) -> Preview:
    typed = text.casefold().replace(" ", "_")
    if typed in CHOICES[role]:
        return Preview(value=typed)
    schema = "trend" if role == "trend" else "status"
    read = read_verdict(text, schema, patterns)
    key = read.key or patterns[schema].glyph(text)
    if key in CHOICES[role] and not read.reasons:
        return Preview(value=str(key), note=f"“{text}” means {key}")
    return Preview(refusal=f"is none of {', '.join(CHOICES[role])}")


def _number(  # noqa: PLR0913, PLR0917 - as `preview`
    report: Report, home: Home, role: Role, text: str, patterns: Patterns, money: str
) -> Preview:
    doubt = _doubt(report.metadata, role, text, patterns)
    if doubt:
        return Preview(refusal=REFUSALS[doubt])
    found = observations_of(report, home, role, Field(text=text, raw=text, reviewed=True), patterns, money)
    note = "" if found else "words only: no number goes into the series"
    return Preview(value=text, observations=tuple(found), note=note)


def observations_of(  # noqa: PLR0913, PLR0917 - as `preview`
    report: Report, home: Home, role: Role, field: Field, patterns: Patterns, money: str
) -> list[Observation]:
    """The observations that one field of a row yields, if it says what `field` says."""
    others = {r: msgspec.structs.replace(f, reviewed=False) for r, f in home.row.fields.items()}
    decided = msgspec.structs.replace(field, reviewed=True)
    row = msgspec.structs.replace(home.row, fields={**others, role: decided})
    return [o for o in row_observations(home.card, row, report, patterns, money) if o.reviewed]


def _doubt(metadata: Metadata, role: Role, text: str, patterns: Patterns) -> str:
    reading = read_quantities(
        text, role_kind=KINDS[role][1], report_period=metadata.period, patterns=patterns
    )
    doubts = {r.reason for r in reading.refusals} | {r for q in reading.quantities for r in q.reasons}
    return next(iter(sorted(doubts & DOUBTFUL)), "")


def field_of(home: Home, role: Role) -> Field:
    """The field of a row, an empty one where the table has no such column."""
    return home.row.fields.get(role, EMPTY)

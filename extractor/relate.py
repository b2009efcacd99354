"""What is known across documents: links indicators over the years and runs the checks, unit by unit.

Memory is bounded by one unit's reports. Run after every import and after decisions; the result replaces the
unit's earlier one, while ids given before are kept. Everything is linked and checked as persons decided it.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from extractor.archive import Archive, Decided
from extractor.archive.packing import unit_key
from extractor.checks import run_checks
from extractor.forms import differences, group_forms
from extractor.link.indicators import link_indicators
from extractor.model import Report, document_id
from extractor.patterns import Patterns
from extractor.review.apply import apply_decisions, link_decisions
from extractor.symbols.other_reports import has_undecided, shapes_of, together, with_shapes


def relate(archive: Archive, patterns: Patterns, units: Iterable[tuple[str, str]] | None = None) -> None:
    """Apply the decisions to, link and check all reports of the given units.

    Args:
        archive: where the reports are and the result goes.
        patterns: the knowledge in use.
        units: (organisation, unit) pairs; None for all.
    """
    names = {unit_key(*unit): unit for unit in archive.units()}
    wanted = (
        names.items() if units is None else {unit_key(*u): names.get(unit_key(*u), u) for u in units}.items()
    )
    for key, (organisation, unit) in wanted:
        state = archive.unit_state(organisation, unit)
        marks = [mark for mark, *owner in archive.unsettled() if unit_key(*owner) == key]
        decisions = archive.decisions()
        stored = archive.unit_readings(organisation, unit)
        readings = _with_learnt(archive, organisation, unit, stored)
        decided = apply_decisions(readings, decisions, patterns, archive.document)
        for before, reading in zip(stored, readings, strict=True):
            if reading is not before:
                decided[_id(reading)] = as_learnt(reading, decided.get(_id(reading)))
        forms = group_forms([_of_unit(r, organisation, unit) for r in readings])
        groups = [[_of_unit(_as_decided(r, decided), organisation, unit) for r in group] for group in forms]
        existing = archive.indicators(organisation, unit)
        known = [k for group in groups for r in group for k in archive.links(_id(r))]
        primary = [group[0] for group in groups]
        witnesses = [report for group in groups for report in group[1:]]
        linking = link_indicators(
            [*primary, *witnesses], patterns, existing=existing, known=known,
            decisions=link_decisions(decisions, readings),
        )  # fmt: skip
        findings = run_checks(primary, linking, patterns)
        apart = [differences(group) for group in groups]
        archive.save_unit(
            organisation, unit, linking.indicators, linking.links, findings,
            differences={document: some for each in apart for document, some in each.items()},
            forms={_id(r): _id(group[0]) for group in groups for r in group[1:]},
            decided=decided, settled=marks, state=state,
        )  # fmt: skip


def reading_of(archive: Archive, document: str) -> tuple[Report, bool]:
    """A document as read, with what the organisation's other reports tell about its symbols.

    Returns:
        The reading, and whether the other reports told anything.

    Raises:
        NotFoundError: the archive has no such document.
    """
    stored = archive.reading(document)
    if not has_undecided(stored):
        return stored, False
    known = archive.find(document)
    (reading,) = _with_learnt(archive, known.organisation, known.unit, [stored])
    return reading, reading is not stored


def as_learnt(reading: Report, decided: Decided | None) -> Decided:
    """What stands in place of a stored reading that other reports add to, where no decision changes it too."""
    if decided is not None and decided.report is not None:
        return decided
    return Decided(report=reading, fits=decided.fits if decided is not None else ())


def _with_learnt(archive: Archive, organisation: str, unit: str, readings: list[Report]) -> list[Report]:
    """The readings with shapes without colour decided by the unit's reports, else by the organisation's."""
    if any(map(has_undecided, readings)):
        shapes = shapes_of(archive.unit_readings(organisation, unit))
        readings = [with_shapes(reading, shapes) for reading in readings]
    if any(map(has_undecided, readings)):
        units = (name for owner, name in archive.units() if owner == organisation)
        shapes = together(shapes_of(archive.unit_readings(organisation, name)) for name in units)
        readings = [with_shapes(reading, shapes) for reading in readings]
    return readings


def settle(archive: Archive, patterns: Patterns) -> int:
    """Relate the units with decisions that have not been applied yet, and only those.

    Returns:
        How many there were.
    """
    units = list(dict.fromkeys((organisation, unit) for _, organisation, unit in archive.unsettled()))
    relate(archive, patterns, units)
    return len(units)


def _of_unit(report: Report, organisation: str, unit: str) -> Report:
    """A report under its unit's name, however it spells it."""
    about = report.metadata
    if (about.organisation, about.unit) == (organisation, unit):
        return report
    about = msgspec.structs.replace(about, organisation=organisation, unit=unit)
    return msgspec.structs.replace(report, metadata=about)


def _as_decided(reading: Report, decided: dict[str, Decided]) -> Report:
    some = decided.get(_id(reading))
    return some.report or reading if some else reading


def _id(report: Report) -> str:
    return document_id(report.document.sha256)

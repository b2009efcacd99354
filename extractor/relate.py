"""What is known across documents: links indicators over the years and runs the checks, unit by unit.

Memory is bounded by one unit's reports. Run after every import and after decisions; the result replaces the
unit's earlier one, while ids given before are kept. Everything is linked and checked as persons decided it.
"""

from __future__ import annotations

from collections.abc import Iterable

from extractor.archive import Archive, Decided
from extractor.checks import run_checks
from extractor.forms import differences, group_forms
from extractor.link.indicators import link_indicators
from extractor.model import Report, document_id
from extractor.patterns import Patterns
from extractor.review.apply import apply_decisions, link_decisions


def relate(archive: Archive, patterns: Patterns, units: Iterable[tuple[str, str]] | None = None) -> None:
    """Apply the decisions to, link and check all reports of the given units.

    Args:
        archive: where the reports are and the result goes.
        patterns: the knowledge in use.
        units: (organisation, unit) pairs; None for all.
    """
    for organisation, unit in archive.units() if units is None else units:
        state = archive.unit_state(organisation, unit)
        marks = [mark for mark, *owner in archive.unsettled() if owner == [organisation, unit]]
        decisions = archive.decisions()
        readings = archive.unit_readings(organisation, unit)
        decided = apply_decisions(readings, decisions, patterns, archive.document)
        groups = [[_as_decided(r, decided) for r in group] for group in group_forms(readings)]
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


def settle(archive: Archive, patterns: Patterns) -> int:
    """Relate the units with decisions that have not been applied yet, and only those.

    Returns:
        How many there were.
    """
    units = list(dict.fromkeys((organisation, unit) for _, organisation, unit in archive.unsettled()))
    relate(archive, patterns, units)
    return len(units)


def _as_decided(reading: Report, decided: dict[str, Decided]) -> Report:
    some = decided.get(_id(reading))
    return some.report or reading if some else reading


def _id(report: Report) -> str:
    return document_id(report.document.sha256)

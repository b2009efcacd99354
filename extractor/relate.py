"""What is known across documents: links indicators over the years and runs the checks, unit by unit.

Memory is bounded by one unit's reports. Run after every import; the result replaces the unit's earlier
one, while ids given before are kept.
"""

from __future__ import annotations

from collections.abc import Iterable

from extractor.archive import Archive
from extractor.checks import run_checks
from extractor.forms import differences, group_forms
from extractor.link.indicators import link_indicators
from extractor.model import Report, document_id
from extractor.patterns import Patterns


def relate(archive: Archive, patterns: Patterns, units: Iterable[tuple[str, str]] | None = None) -> None:
    """Link and check all reports of the given units.

    Args:
        archive: where the reports are and the result goes.
        patterns: the knowledge in use.
        units: (organisation, unit) pairs; None for all.
    """
    for organisation, unit in archive.units() if units is None else units:
        groups = group_forms(archive.unit_reports(organisation, unit))
        existing = archive.indicators(organisation, unit)
        known = [k for group in groups for r in group for k in archive.links(_id(r))]
        primary = [group[0] for group in groups]
        witnesses = [report for group in groups for report in group[1:]]
        linking = link_indicators([*primary, *witnesses], patterns, existing=existing, known=known)
        findings = run_checks(primary, linking, patterns)
        apart = [differences(group) for group in groups]
        archive.save_unit(
            organisation, unit, linking.indicators, linking.links, findings,
            differences={document: some for each in apart for document, some in each.items()},
            forms={_id(r): _id(group[0]) for group in groups for r in group[1:]},
        )  # fmt: skip


def _id(report: Report) -> str:
    return document_id(report.document.sha256)

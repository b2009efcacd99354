"""One report in several files: which form of it feeds series and checks.

The same report is kept as Word and as PDF, as original and as scan, as a draft and as the final version.
Forms of one report (same organisation, unit, type and period) are one report; the most reliable form
speaks for it, the others are witnesses.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from extractor.model import Report, Value, document_id
from extractor.swedish import fold

_LAYERS = {"born": 0, "recognised": 1, "ocr": 2, "none": 3}
_MEDIA = {"docx": 0, "pdf": 1, "odt": 2, "doc": 3, "text": 4}


class Edition(Value, frozen=True, kw_only=True):
    """One report with all the files it was found as."""

    chosen: Report
    """The most reliable form."""
    witnesses: tuple[Report, ...] = ()


def report_key(report: Report) -> tuple[str, str, str, str]:
    """What makes two files forms of one report: organisation, unit, type and period."""
    meta = report.metadata
    return fold(meta.organisation), fold(meta.unit), meta.report_type, meta.period


def order(report: Report) -> tuple[str, int, str]:
    """Chronological sort key: the annual report after the year's interim reports."""
    period = report.metadata.period
    return period[:4], 0 if "-" in period else 1, f"{period}|{document_id(report.document.sha256)}"


def reliability(report: Report) -> tuple[int, int, int, float, str]:
    """Sort key that puts the most reliable form of a report first."""
    document = report.document
    return (
        _LAYERS.get(document.text_layer, 4),
        1 if document.notes else 0,
        _MEDIA.get(document.media, 5),
        -document.text_quality,
        document.sha256,
    )


def editions(reports: Iterable[Report]) -> tuple[Edition, ...]:
    """Group files into reports.

    Args:
        reports: reports of any number of units; those without a period stay alone.

    Returns:
        One edition per report, chronologically within organisation and unit.
    """
    groups: dict[tuple[str, ...], list[Report]] = {}
    for report in reports:
        key: tuple[str, ...] = report_key(report)
        if not report.metadata.period:
            key = (*key, report.document.sha256)
        groups.setdefault(key, []).append(report)
    out = []
    for group in groups.values():
        ranked = sorted(group, key=reliability)
        out.append(Edition(chosen=ranked[0], witnesses=tuple(ranked[1:])))
    return tuple(sorted(out, key=lambda e: (report_key(e.chosen)[:2], order(e.chosen))))


def chosen(reports: Sequence[Report]) -> tuple[Report, ...]:
    """The most reliable form of each report, chronologically within organisation and unit."""
    return tuple(edition.chosen for edition in editions(reports))

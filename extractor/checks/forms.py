"""Which of the forms of a report speak: a scan of what is there in print contradicts nobody."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.model import Report
from extractor.swedish import fold


def without_scans_of_print(reports: Sequence[Report]) -> list[Report]:
    """The reports without scans of what is there in print: a misread number contradicts nobody.

    A scan (or a text dump of one) of a unit and period that also has a born-digital report of the same
    or an unknown type only repeats it; of several scans the one that reads best speaks.

    Args:
        reports: one form or more of each report.
    """
    kept: list[Report] = []
    for report in sorted(reports, key=_reliability):
        meta = report.metadata
        same = (
            k.metadata
            for k in kept
            if (fold(k.metadata.organisation), fold(k.metadata.unit), k.metadata.period)
            == (fold(meta.organisation), fold(meta.unit), meta.period)
        )
        types = {k.report_type for k in same}
        repeats = bool(types) and (meta.report_type in types or "unknown" in (meta.report_type, *types))
        if report.document.text_layer == "born" or not repeats:
            kept.append(report)
    return kept


def _reliability(report: Report) -> tuple[bool, bool, float, str]:
    document = report.document
    unknown = report.metadata.report_type == "unknown"
    return document.text_layer != "born", unknown, -document.text_quality, document.sha256


def chronological(report: Report) -> tuple[str, bool, str, str]:
    """The key by which reports are sorted: the annual report after the year's interim reports.

    Args:
        report: the report.
    """
    period = report.metadata.period
    return period[:4], "-" not in period, period, report.document.sha256

"""Runs linking and checks over invented reports."""

from __future__ import annotations

from extractor.checks import run_checks
from extractor.link.indicators import link_indicators
from extractor.model import Finding, Report
from extractor.patterns import built_in


def findings(*reports: Report, code: str) -> list[Finding]:
    """The findings of one code over the reports."""
    linking = link_indicators(reports, built_in())
    return [f for f in run_checks(reports, linking, built_in()) if f.code == code]


def same(*reports: Report) -> list[str]:
    """The indicator id of each report's first row."""
    linking = link_indicators(reports, built_in())
    ids = {(k.document_id, k.row_no): k.indicator_id for k in linking.links if k.row_no and not k.suggestion}
    return [ids[r.document.sha256[:16], 1] for r in reports]

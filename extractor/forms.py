"""One report, several files: the same report as Word and PDF, scan and original.

The most reliable form feeds series and checks; the others stay as witnesses. Two files are forms of one
report when organisation, unit, type and period agree and their scorecards say much the same; files
that agree in all but content are vintages (draft and final) and stand on their own.
"""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import fuzz

from extractor.model import Report
from extractor.swedish import fold

SAME_CONTENT = 70.0
"""Token-sort similarity of all printed scorecard text above which two files of one period are one report;
TO BE MEASURED."""

_MEDIA_RANK = {"docx": 0, "pdf": 1, "odt": 2, "doc": 3, "text": 4}
_LAYER_RANK = {"born": 0, "recognised": 1, "ocr": 2, "none": 3}


def group_forms(reports: Sequence[Report]) -> list[list[Report]]:
    """Group the files of one unit into reports, the most reliable form of each first.

    Args:
        reports: all files of one unit.

    Returns:
        One list per report, in the order of period.
    """
    groups: list[list[Report]] = []
    for report in sorted(reports, key=_reliability):
        home = next((g for g in groups if _same_report(g[0], report)), None)
        if home is None:
            groups.append([report])
        else:
            home.append(report)
    return sorted(groups, key=lambda g: (g[0].metadata.period, g[0].document.sha256))


def _reliability(report: Report) -> tuple[int, int, str]:
    document = report.document
    return _LAYER_RANK[document.text_layer], _MEDIA_RANK[document.media], document.sha256


def _same_report(one: Report, other: Report) -> bool:
    a, b = one.metadata, other.metadata
    if (a.report_type, a.period) != (b.report_type, b.period) or not a.period:
        return False
    return fuzz.token_sort_ratio(_content(one), _content(other)) >= SAME_CONTENT


def _content(report: Report) -> str:
    rows = [row for card in report.scorecards for row in card.rows]
    return fold(" ".join(" ".join(f.text for f in row.fields.values()) for row in rows))

"""What a person enters for a row that was not found, read as if it were printed before it is stored."""

from __future__ import annotations

import math
from collections.abc import Mapping

import msgspec

from extractor.errors import ReviewError
from extractor.model import Box, Place, Report, Role, Subject, document_id
from extractor.patterns import Patterns
from extractor.review.added import ROLES, Entered, home_of
from extractor.review.preview import preview
from extractor.review.subjects import find_row, homes
from extractor.swedish import squeeze

TOLD: tuple[Role, ...] = ("baseline", "target", "previous_value", "value", "forecast", "status", "trend")
"""Of these a row says at least one."""


def entered(  # noqa: PLR0913 - what a row and its place are
    report: Report,
    typed: Mapping[Role, str],
    page: int,
    patterns: Patterns,
    *,
    box: Box | None = None,
    money: str = "",
) -> tuple[Subject, str]:
    """What a decision on a missing row stores, once every typed field was read as if printed.

    Args:
        report: the report as read.
        typed: what each field says, as typed; empty ones count as not typed.
        page: the page it stands on, from 1.
        patterns: the knowledge in use.
        box: where on the page; None where that is not known.
        money: the unit the document prints amounts in.

    Returns:
        What it is about, and the stored value.

    Raises:
        ReviewError: it has no name or says nothing, the page is none of the report's, a field is refused, or the report
            has the row.
    """
    said = {role: squeeze(typed[role]) for role in ROLES if squeeze(typed.get(role, ""))}
    if not {"indicator", "goal"} & said.keys() or not said.keys() & set(TOLD):
        raise ReviewError(
            "A row needs an indicator or a goal, and a value, target or status.",
            "Say `--indicator` and one of them.",
        )
    if not 1 <= page <= report.document.page_count:
        raise ReviewError(
            f"The report has no page {page}.", f"It has pages 1 to {report.document.page_count}."
        )
    if box and not (0 <= box.x0 < box.x1 < math.inf and 0 <= box.top < box.bottom < math.inf):
        raise ReviewError(
            "The box is no place on a page.",
            "Type X0 TOP X1 BOTTOM in points from the page's top left corner.",
        )
    draft = home_of(said, Place(page=page, box=box), 1, 1)
    for role, text in said.items():
        shown = preview(report, draft, role, text, patterns, money=money)
        if shown.refusal:
            raise ReviewError(f"{role}: {text!r} {shown.refusal}.", "Type it otherwise, or leave it out.")
        said[role] = shown.value
    meta = report.metadata
    about = Subject(
        organisation=meta.organisation, unit=meta.unit, report_type=meta.report_type, period=meta.period,
        perspective=said.get("perspective", ""), goal=said.get("goal", ""), indicator=said.get("indicator", ""),
        target=said.get("target", ""), document_id=document_id(report.document.sha256), page=page,
    )  # fmt: skip
    found = find_row(about, homes(report))
    if found is not None:
        raise ReviewError(
            f"The report has this row: table {found.row.table_no}, row {found.row.row_no}, page {found.row.page}.",
            "Decide about its fields with `styrkort review`.",
        )
    place = (box.x0, box.top, box.x1, box.bottom) if box else None
    return about, msgspec.json.encode(Entered(fields=said, box=place)).decode()

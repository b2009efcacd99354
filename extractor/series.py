"""One time series per indicator: every statement the reports print about it, in the order of periods."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from rapidfuzz import fuzz

from extractor import periods
from extractor.archive import Archive, DocumentInfo
from extractor.export import rows_in_order
from extractor.model import Indicator, Kind, Link, Origin, Row, Value
from extractor.swedish import fold

if TYPE_CHECKING:
    import pandas as pd

NAME_FLOOR = 80.0
"""Partial ratio from which a typed name means an indicator: one typing error in five letters."""


class Judgement(Value, frozen=True, kw_only=True):
    """What one report's scorecard says of the indicator."""

    period: str
    source_path: str
    page: int
    goal: str
    indicator: str
    """The name as printed there."""
    target: str
    value: str
    status: str
    trend: str
    confidence: float
    level: str
    """Which step linked it."""
    report_type: str = "unknown"


class Gap(Value, frozen=True, kw_only=True):
    """A period the story leaves open."""

    period: str
    lacks: Literal["no_row", "no_value"]
    """`no_row`: a report of the unit, between two that have the indicator, does not print it; `no_value`: it is
    printed, but no value is given for the period anywhere."""
    source_path: str


class Point(Value, frozen=True, kw_only=True):
    """One number (or direction) of the series."""

    period: str
    kind: Kind
    breakdown: str
    comparator: str
    value: Decimal | None
    unit: str
    text: str
    origin: Origin
    source_path: str
    page: int
    confidence: float


class Series(Value, frozen=True, kw_only=True):
    """All statements about one indicator."""

    indicator: Indicator
    judgements: tuple[Judgement, ...]
    points: tuple[Point, ...]
    perhaps: tuple[Judgement, ...] = ()
    """Rows of other names that may be the same indicator, below the last safe level: for review."""
    gaps: tuple[Gap, ...] = ()

    def value_at(self, period: str, kind: Kind = "actual") -> Point | None:
        """The surest undivided number of a kind for a period; the newest report's where equally sure."""
        some = [
            p
            for p in self.points
            if (p.period, p.kind, p.breakdown) == (period, kind, "") and p.value is not None
        ]
        return max(some, key=lambda p: p.confidence, default=None)


def all_series(archive: Archive) -> list[Series]:
    """The series of every indicator of an archive, by organisation, unit, perspective and name."""
    judgements: dict[str, list[Judgement]] = {}
    perhaps: dict[str, list[Judgement]] = {}
    points: dict[str, list[Point]] = {}
    reports: dict[tuple[str, str], list[DocumentInfo]] = {}
    for info in archive.documents():
        if info.outcome == "failed" or info.form_of:
            continue  # another form of a report is a witness: it feeds no series
        report, links = archive.report(info.document_id), archive.links(info.document_id)
        if info.rows:
            reports.setdefault((info.organisation, info.unit), []).append(info)
        of_row: dict[tuple[int | None, int], Link] = {
            (k.table_no, k.row_no): k for k in links if k.row_no is not None and not k.suggestion
        }
        of_fact = {k.observation_no: k for k in links if k.observation_no is not None and not k.suggestion}
        rows = {(row.table_no, row.row_no): row for _, row in rows_in_order(report)}
        for link in sorted(links, key=lambda k: (k.table_no or 0, k.row_no or 0)):
            row = rows.get((link.table_no or 0, link.row_no or 0))
            if row is not None and not row.breakdown:
                found_in = perhaps if link.suggestion else judgements
                found_in.setdefault(link.indicator_id, []).append(_judgement(info, row, link))
        for number, o in enumerate(report.observations):
            home = of_fact.get(number) or (
                of_row.get((o.table_no, o.row_no)) if o.row_no is not None else None
            )
            if home is not None:
                points.setdefault(home.indicator_id, []).append(
                    Point(
                        period=o.period, kind=o.kind, breakdown=o.breakdown, comparator=o.comparator,
                        value=o.value, unit=o.unit, text=o.text, origin=o.origin,
                        source_path=info.source_path, page=o.place.page, confidence=o.confidence,
                    )
                )  # fmt: skip
    found = [
        Series(
            indicator=i,
            judgements=tuple(sorted(judgements.get(i.indicator_id, ()), key=lambda j: _when(j.period))),
            points=tuple(sorted(points.get(i.indicator_id, ()), key=lambda p: _when(p.period))),
            perhaps=tuple(sorted(perhaps.get(i.indicator_id, ()), key=lambda j: _when(j.period))),
            gaps=_gaps(
                judgements.get(i.indicator_id, ()),
                points.get(i.indicator_id, ()),
                reports.get((i.organisation, i.unit), ()),
            ),
        )
        for i in archive.indicators()
    ]
    return sorted(
        found,
        key=lambda s: (s.indicator.organisation, s.indicator.unit, s.indicator.perspective, s.indicator.name),
    )


def _gaps(
    judgements: Sequence[Judgement], points: Sequence[Point], reports: Sequence[DocumentInfo]
) -> tuple[Gap, ...]:
    """Reports between the first and the last with the indicator that lack it, and rows without a value."""
    found = []
    for kind in {j.report_type for j in judgements}:
        judged = {j.period for j in judgements if j.report_type == kind}
        first, last = min(judged, key=_when), max(judged, key=_when)
        for info in reports:
            between = info.report_type == kind and _when(first) < _when(info.period) < _when(last)
            if between and info.period not in judged:
                found.append(Gap(period=info.period, lacks="no_row", source_path=info.source_path))
    told = {p.period for p in points if p.kind == "actual"}
    found += [
        Gap(period=j.period, lacks="no_value", source_path=j.source_path)
        for j in judgements
        if j.period not in told
    ]
    return tuple(sorted(dict.fromkeys(found), key=lambda g: _when(g.period)))


def _judgement(info: DocumentInfo, row: Row, link: Link) -> Judgement:
    return Judgement(
        period=info.period, source_path=info.source_path, page=row.page, goal=row.text("goal"),
        indicator=row.name, target=row.text("target"),
        value=row.text("value"), status=row.field("status").normal or "",
        trend=row.field("trend").normal or "", confidence=row.confidence, level=link.level,
        report_type=info.report_type,
    )  # fmt: skip


def wide(series: Sequence[Series]) -> pd.DataFrame:
    """The measured values as a table for analysis: one line per indicator and unit, one column per period.

    Args:
        series: the series to lay out.

    Returns:
        Columns organisation, unit, indicator_id, indicator, unit_of_measure, then the periods in order of
        time; values are `Decimal`, None where a period has none. Parts (kön=…) and targets are left out.
    """
    import pandas as pd  # noqa: PLC0415 - half a second to import; only this view needs it

    head = ["organisation", "unit", "indicator_id", "indicator", "unit_of_measure"]
    records = []
    for s in series:
        i = s.indicator
        for period in dict.fromkeys(p.period for p in s.points):
            point = s.value_at(period)
            if point is not None:
                values = (i.organisation, i.unit, i.indicator_id, i.name, point.unit, period, point.value)
                records.append(dict(zip([*head, "period", "value"], values, strict=True)))
    if not records:
        return pd.DataFrame(columns=head)
    table = pd.DataFrame(records).pivot(index=head, columns="period", values="value")
    table = table[sorted(table.columns, key=lambda label: _when(str(label)))].astype(object)
    return table.where(table.notna(), None).reset_index().rename_axis(columns=None)


def matching(series: list[Series], name: str | None) -> list[Series]:
    """The series whose indicator goes, or went, by a name like the given one, or has that id; all for None.

    Those that stand in a scorecard come first.
    """
    if name is None:
        return series
    wanted = fold(name)
    exact = [s for s in series if s.indicator.indicator_id == name]
    found = exact or [s for s in series if goes_by(s.indicator, wanted)]
    return sorted(found, key=lambda s: not s.judgements)


def goes_by(indicator: Indicator, wanted: str) -> bool:
    """Whether an indicator goes, or went, by a name like the given folded one."""
    names = (fold(n) for n in (indicator.name, *indicator.aliases))
    return any(len(n) >= len(wanted) and fuzz.partial_ratio(wanted, n) >= NAME_FLOOR for n in names)


def _when(label: str) -> tuple[str, str]:
    return (str(periods.end(label)), str(periods.start(label))) if periods.is_label(label) else ("", "")

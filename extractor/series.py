"""One time series per indicator: every statement the reports print about it, in the order of periods."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

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
    for info in archive.documents():
        if info.outcome == "failed" or info.form_of:
            continue  # another form of a report is a witness: it feeds no series
        report, links = archive.report(info.document_id), archive.links(info.document_id)
        of_row: dict[tuple[int | None, int], Link] = {
            (k.table_no, k.row_no): k for k in links if k.row_no is not None and not k.suggestion
        }
        of_fact = {k.observation_no: k for k in links if k.observation_no is not None and not k.suggestion}
        rows = {(row.table_no, row.row_no): row for _, row in rows_in_order(report)}
        for link in sorted(links, key=lambda k: (k.table_no or 0, k.row_no or 0)):
            row = rows.get((link.table_no or 0, link.row_no or 0))
            if row is not None:
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
        )
        for i in archive.indicators()
    ]
    return sorted(
        found,
        key=lambda s: (s.indicator.organisation, s.indicator.unit, s.indicator.perspective, s.indicator.name),
    )


def _judgement(info: DocumentInfo, row: Row, link: Link) -> Judgement:
    return Judgement(
        period=info.period, source_path=info.source_path, page=row.page, goal=row.text("goal"),
        indicator=row.text("indicator") or row.text("goal"), target=row.text("target"),
        value=row.text("value"), status=row.field("status").normal or "",
        trend=row.field("trend").normal or "", confidence=row.confidence, level=link.level,
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
    """The series whose indicator goes, or went, by a name like the given one, or has that id; all for None."""
    if name is None:
        return series
    wanted = fold(name)
    exact = [s for s in series if s.indicator.indicator_id == name]
    return exact or [s for s in series if goes_by(s.indicator, wanted)]


def goes_by(indicator: Indicator, wanted: str) -> bool:
    """Whether an indicator goes, or went, by a name like the given folded one."""
    names = (fold(n) for n in (indicator.name, *indicator.aliases))
    return any(len(n) >= len(wanted) and fuzz.partial_ratio(wanted, n) >= NAME_FLOOR for n in names)


def _when(label: str) -> tuple[str, str]:
    return (str(periods.end(label)), str(periods.start(label))) if periods.is_label(label) else ("", "")

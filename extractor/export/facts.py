"""One number per point of a series: which of several statements about the same fact goes into a table for it.

Vintages are kept in `observations.csv`. Where only one number fits, a person's decision comes first, then what
was read surely, then the newest report; the statements that say something else are handed back, not lost.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import groupby

from extractor import periods
from extractor.archive import Archive, DocumentInfo
from extractor.export.records import Record, observations, rows_in_order
from extractor.export.selection import EVERYTHING, Selection
from extractor.model import SURE, Field, Indicator, Kind, Origin, Report, Role, Value

_ORIGINS: tuple[Origin, ...] = ("text", "table", "scorecard")
"""Least trusted first: a sentence is read with more assumptions than a cell."""


class Fact(Value, frozen=True, kw_only=True):
    """What one report states about one indicator: a number or a bare direction, with where it stands."""

    indicator: Indicator
    period: str
    kind: Kind
    breakdown: str
    comparator: str
    value: Decimal | None
    unit_of_measure: str
    obs_status: str
    confidence: float
    reviewed: bool
    reasons: tuple[str, ...]
    origin: Origin
    text: str
    source_path: str
    page: int
    reported: datetime.date
    """Last day of the period of the report that states it."""

    @property
    def sure(self) -> bool:
        """Whether a person has confirmed it, or it was read without doubt."""
        return self.reviewed or self.confidence >= SURE


class Choice(Value, frozen=True, kw_only=True):
    """The statement chosen for a point of a series, and those that say another number."""

    fact: Fact
    others: tuple[Fact, ...]


class Judged(Value, frozen=True, kw_only=True):
    """What the scorecards of one report say in a field about one indicator."""

    indicator: Indicator
    role: Role
    period: str
    """The report's own."""
    word: str
    """The status, or the words as printed; '' where nothing is said."""
    sure: bool


def leading_reports(archive: Archive, selection: Selection) -> Iterator[tuple[DocumentInfo, Report]]:
    """The reports that feed series: read, within the selection, and not another form of the same report."""
    for info in archive.documents():
        if info.outcome != "failed" and not info.form_of and selection.takes_document(info):
            yield info, archive.report(info.document_id)


def facts(archive: Archive, selection: Selection = EVERYTHING) -> Iterator[Fact]:
    """Every statement about an indicator within the selection, by document and page."""
    known = {i.indicator_id: i for i in archive.indicators()}
    for info, report in leading_reports(archive, selection):
        for record, o in observations(info, report, archive.links(info.document_id)):
            if record["indicator_id"] in known and selection.takes(o.reviewed, o.period):
                yield _fact(info, record, known[record["indicator_id"]], o.reviewed, o.reasons)


def judged(archive: Archive, selection: Selection, roles: Sequence[Role]) -> Iterator[Judged]:
    """What the scorecards say in some fields, by report; the surest row where a report has several."""
    known = {i.indicator_id: i for i in archive.indicators()}
    for info, report in leading_reports(archive, selection):
        links = {
            (k.table_no, k.row_no): k.indicator_id
            for k in archive.links(info.document_id)
            if k.row_no is not None and not k.suggestion
        }
        best: dict[tuple[str, Role], Field] = {}
        for _, row in rows_in_order(report):
            identity = links.get((row.table_no, row.row_no), "")
            if identity in known and not row.breakdown and selection.takes(row.reviewed):
                for role in roles:
                    field, other = row.field(role), best.get((identity, role))
                    if other is None or _certainty(field) > _certainty(other):
                        best[identity, role] = field
        for (identity, role), field in best.items():
            yield Judged(
                indicator=known[identity], role=role, period=info.period,
                word=(field.normal or "") if role == "status" else field.text,
                sure=field.reviewed or field.confidence >= SURE,
            )  # fmt: skip


def choose(
    some: Iterable[Fact], point: Callable[[Fact], Hashable], suits: Callable[[Fact], bool] = lambda _: True
) -> Iterator[Choice]:
    """One statement per point of a series; memory holds the statements of one unit at a time.

    Args:
        some: the statements, unit by unit.
        point: what makes two statements be about the same point.
        suits: which statements are wanted rather than others, before anything else counts.

    Returns:
        One choice per point, in the order in which the points come.
    """
    for _, of_unit in groupby(some, key=lambda f: (f.indicator.organisation, f.indicator.unit)):
        points: dict[Hashable, list[Fact]] = {}
        for fact in of_unit:
            points.setdefault(point(fact), []).append(fact)
        for candidates in points.values():
            best = max(candidates, key=lambda f: (f.value is not None, suits(f), *_rank(f)))
            others = (f for f in candidates if f.value is not None and _stated(f) != _stated(best))
            yield Choice(fact=best, others=tuple(others))


def in_order(indicator: Indicator) -> tuple[str, ...]:
    """How indicators are sorted wherever they are listed."""
    return (
        indicator.organisation,
        indicator.unit,
        indicator.perspective,
        indicator.name,
        indicator.indicator_id,
    )


def when(label: str) -> tuple[str, str]:
    """How periods are sorted: by their last day, the longer period after its parts."""
    if not periods.is_label(label):
        return ("", label)
    return (str(periods.end(label)), str(-periods.start(label).toordinal()))


def _fact(
    info: DocumentInfo, record: Record, indicator: Indicator, reviewed: bool, reasons: tuple[str, ...]
) -> Fact:
    names = (
        "period", "kind", "breakdown", "comparator", "value", "unit_of_measure", "obs_status", "confidence", "origin",
        "text", "source_path", "page",
    )  # fmt: skip
    reported = periods.end(info.period) if periods.is_label(info.period) else datetime.date.min
    return Fact(
        indicator=indicator, reviewed=reviewed, reasons=reasons, reported=reported,
        **{n: record[n] for n in names},
    )  # fmt: skip


def _rank(fact: Fact) -> tuple[object, ...]:
    origin = _ORIGINS.index(fact.origin)
    return (
        fact.reviewed,
        fact.sure,
        fact.reported,
        origin,
        fact.confidence,
        -fact.page,
    )


def _stated(fact: Fact) -> tuple[str, Decimal | None, str]:
    return (fact.comparator, fact.value, fact.unit_of_measure)


def _certainty(field: Field) -> tuple[bool, bool, float]:
    return (bool(field.normal or field.text), field.reviewed, field.confidence)

"""What is exported: the lines of every file of the contract, with typed values, in a stable order.

Values are `str`, `int`, `float`, `Decimal`, `bool`, `date` or None; how they look in a file is the writers' affair.
Lines come by document, page and position on the page, whatever order the reports were imported in.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from extractor import contract, periods
from extractor.archive import Archive, DocumentInfo
from extractor.export.selection import EVERYTHING, Selection
from extractor.model import (
    Decision,
    Finding,
    FormDifference,
    Indicator,
    Link,
    Observation,
    Place,
    Report,
    Role,
    Row,
    Scorecard,
)
from extractor.review.decisions import standing

Record = dict[str, Any]
Line = tuple[str, Record]
"""The name of the file and the record to write there."""

LINK_UNCERTAIN = "link_uncertain"
DIFFERS_REASON = "differs_in_other_form"

_OF_FIGURE = ("table_no", "caption", "row_no", "row_label", "column_no", "column_label", "text", "value")


def contents(archive: Archive, selection: Selection = EVERYTHING) -> Iterator[Line]:
    """Every line of an export, file by file name; memory holds one document at a time.

    Args:
        archive: what to export.
        selection: which part of it.
    """
    infos = archive.documents()
    findings = _findings(archive, infos, selection)
    named = {d for f, _ in findings for d in (f.document_id, f.other_document_id)}
    for indicator in sorted(archive.indicators(), key=_indicator_order):
        yield "indicators", indicator_record(indicator)
    for info in infos:
        chosen = selection.takes_document(info)
        if chosen or info.document_id in named:
            yield "documents", document_record(info)
        if chosen and info.outcome != "failed":
            yield from document_contents(archive, info, selection)
    for finding, decision in findings:
        yield "findings", finding_record(finding, decision)


def document_contents(
    archive: Archive, info: DocumentInfo, selection: Selection = EVERYTHING
) -> Iterator[Line]:
    """The lines of one document that was read: rows, observations, assignments, controls, tables, reasons."""
    report = archive.report(info.document_id)
    links, differences = archive.links(info.document_id), archive.differences(info.document_id)
    for record in scorecard_records(info, report, links, differences):
        if selection.takes(record["reviewed"]):
            yield "scorecards", record
            yield from _row_reasons(info, record)
    for record, reviewed in part_records(info, report):
        if selection.takes(reviewed):
            yield "parts", record
    for record in goal_records(info, report):
        if selection.takes(record["reviewed"]):
            yield "goals", record
    for record, o in observations(info, report, links):
        if selection.takes(o.reviewed, o.period):
            yield "observations", record
            for reason in o.reasons:
                yield "reasons", _reason(info, reason, o.place.page, observation_id=record["observation_id"])
    for reason in report.metadata.reasons:
        yield "reasons", _reason(info, reason, None)
    if not selection.only_reviewed:  # nobody can confirm these yet
        yield from _besides(info, report)


def document_record(info: DocumentInfo) -> Record:
    """One line of documents.csv."""
    names = [c.name for c in contract.DOCUMENTS.columns if c.name not in {"period_start", "period_end"}]
    imported_at = datetime.datetime.fromisoformat(info.imported_at)
    return {**{n: getattr(info, n) for n in names}, **_dates(info.period), "imported_at": imported_at}


def indicator_record(indicator: Indicator) -> Record:
    """One line of indicators.csv."""
    names = [c.name for c in contract.INDICATORS.columns if c.name != "aliases"]
    others = (a for a in indicator.aliases if a != indicator.name)
    return {**{n: getattr(indicator, n) for n in names}, "aliases": " | ".join(dict.fromkeys(others))}


def scorecard_records(
    info: DocumentInfo, report: Report, links: Sequence[Link], differences: Sequence[FormDifference] = ()
) -> Iterator[Record]:
    """The lines of scorecards.csv for one document, in page order."""
    linked = _row_links(links)
    across = flags_across(links, differences)
    for card, row in rows_in_order(report):
        status = row.field("status")
        progress = row.field("progress").normal
        yield {
            "row_id": _row_id(info, row), "row_kind": row.kind,
            **_source(info), "report_type": info.report_type, "period": info.period,
            "page": row.page, "table_no": row.table_no, "row_no": row.row_no,
            "perspective": row.text("perspective") or card.perspective,
            **{r: row.text(r) for r in ("goal", "indicator", "baseline", "target")},
            **{r: row.text(r) for r in ("previous_value", "value", "forecast", "comment")},
            "status": status.normal, "trend": row.field("trend").normal,
            "progress": Decimal(progress) if progress else None,
            "status_source": status.source if status.normal else None,
            "indicator_id": linked.get((row.table_no, row.row_no), ""),
            "confidence": round(row.confidence, 3),
            "flags": " ".join((*row.flags, *card.reasons, *across.get((row.table_no, row.row_no), ()))),
            "reviewed": row.reviewed,
        }  # fmt: skip


def goal_records(info: DocumentInfo, report: Report) -> Iterator[Record]:
    """The lines of goals.csv for one document, in page order: each judged goal once, on its first row."""
    told: set[tuple[str, str, str | None]] = set()
    for card, row in rows_in_order(report):
        role: Role = "status" if row.kind == "goal" else "goal_status"
        status = row.field(role)
        perspective = row.text("perspective") or card.perspective
        about = perspective, row.text("goal"), status.normal
        if not (status.normal or status.reasons) or about in told:
            continue
        told.add(about)
        yield {
            "row_id": _row_id(info, row), **_source(info), "report_type": info.report_type, "period": info.period,
            "page": status.place.page if status.place else row.page, "perspective": perspective,
            "goal": row.text("goal"), "status": status.normal,
            "status_source": status.source if status.normal else None,
            "confidence": round(min(status.confidence, row.field("goal").confidence), 3),
            "flags": " ".join(f"{r}:{reason}" for r in ("goal", role) for reason in row.field(r).reasons),
            "reviewed": row.reviewed,
        }  # fmt: skip


def part_records(info: DocumentInfo, report: Report) -> Iterator[tuple[Record, bool]]:
    """The lines of parts.csv for one document, in page order, and whether a person decided about the row."""
    for _, row in rows_in_order(report):
        if row.measure:
            yield {
                "row_id": _row_id(info, row), "document_id": info.document_id, "source_path": info.source_path,
                "page": row.page, "measure": row.measure, "breakdown": row.breakdown,
            }, row.reviewed  # fmt: skip


def _row_id(info: DocumentInfo, row: Row) -> str:
    return f"{info.document_id}-{row.table_no}-{row.row_no}"


def flags_across(
    links: Sequence[Link], differences: Sequence[FormDifference]
) -> dict[tuple[int, int], tuple[str, ...]]:
    """What makes rows unsure that only other documents tell, by table and row number.

    `link_uncertain`: the row may be an indicator known under another name;
    `role:differs_in_other_form`: another file of the same report was read differently there.
    """
    found: dict[tuple[int, int], dict[str, None]] = {}
    for link in links:
        if link.suggestion and link.table_no is not None and link.row_no is not None:
            found.setdefault((link.table_no, link.row_no), {})[f"indicator:{LINK_UNCERTAIN}"] = None
    for d in differences:
        found.setdefault((d.table_no, d.row_no), {})[f"{d.role}:{DIFFERS_REASON}"] = None
    return {place: tuple(flags) for place, flags in found.items()}


def rows_in_order(report: Report) -> list[tuple[Scorecard, Row]]:
    """All scorecard rows of a report with their scorecard, in the order they are printed."""
    pairs = [(card, row) for card in report.scorecards for row in card.rows]
    return sorted(pairs, key=lambda p: (p[1].table_no, p[1].row_no))


def observations(
    info: DocumentInfo, report: Report, links: Sequence[Link]
) -> Iterator[tuple[Record, Observation]]:
    """The lines of observations.csv for one document in reading order, each with the value it was made from."""
    of_row = _row_links(links)
    of_fact = {
        k.observation_no: k.indicator_id for k in links if k.observation_no is not None and not k.suggestion
    }
    order = sorted(enumerate(report.observations), key=lambda p: (p[1].place.page, p[0]))
    for number, (index, o) in enumerate(order, start=1):
        indicator = of_fact.get(index) or of_row.get((o.table_no, o.row_no), "")
        yield {
            "observation_id": f"{info.document_id}-{number:04d}", "indicator_id": indicator,
            **_source(info), **_observation_fields(o), **_dates(o.period),
        }, o  # fmt: skip


def observation_records(info: DocumentInfo, report: Report, links: Sequence[Link]) -> Iterator[Record]:
    """The lines of observations.csv for one document, in reading order."""
    for record, _ in observations(info, report, links):
        yield record


def finding_record(finding: Finding, decision: Decision | None = None) -> Record:
    """One line of findings.csv, with what a person decided about it."""
    names = [c.name for c in contract.FINDINGS.columns if c.name not in {"decision", "note"}]
    decided = (decision.verdict, decision.note) if decision else ("open", "")
    return {**{n: getattr(finding, n) for n in names}, "decision": decided[0], "note": decided[1]}


# ---------------------------------------------------------------- inside


def _observation_fields(o: Observation) -> Record:
    names = (
        "indicator", "perspective", "period", "kind", "breakdown", "comparator", "value", "text", "origin",
        "obs_status",
    )  # fmt: skip
    fields = {n: getattr(o, n) for n in names}
    return {**fields, "unit_of_measure": o.unit, "page": o.place.page, "confidence": round(o.confidence, 3)}


def _besides(info: DocumentInfo, report: Report) -> Iterator[Line]:
    """What a document says outside its scorecards, in the order of its pages."""

    def page(item: Any) -> int:
        place: Place = item.place
        return place.page

    source = {"document_id": info.document_id, "source_path": info.source_path}
    for name, items in (("assignments", report.assignments), ("controls", report.controls)):
        fields = [c.name for c in contract.BY_NAME[name].columns if c.name not in {*source, "page"}]
        for item in sorted(items, key=page):
            yield name, {**source, "page": page(item), **{n: getattr(item, n) for n in fields}}
    for cell in sorted(report.figures, key=lambda c: (page(c), c.table_no, c.row_no, c.column_no)):
        values = {n: getattr(cell, n) for n in _OF_FIGURE}
        yield "tables", {**source, "page": page(cell), **values, "unit_of_measure": cell.unit}
        at = {n: getattr(cell, n) for n in ("table_no", "row_no", "column_no")}
        for reason in cell.reasons:
            yield "reasons", _reason(info, reason, page(cell), **at)


def _row_reasons(info: DocumentInfo, record: Record) -> Iterator[Line]:
    at = {n: record[n] for n in ("row_id", "table_no", "row_no")}
    for flag in record["flags"].split():
        field, _, reason = flag.rpartition(":")
        yield "reasons", _reason(info, reason, record["page"], field=field, **at)


def _reason(info: DocumentInfo, reason: str, page: int | None, **more: object) -> Record:
    empty: Record = {c.name: None for c in contract.REASONS.columns}
    source = {"document_id": info.document_id, "source_path": info.source_path}
    return {**empty, **source, "page": page, "reason": reason, **more}


def _findings(
    archive: Archive, infos: Sequence[DocumentInfo], selection: Selection
) -> list[tuple[Finding, Decision | None]]:
    """The chosen findings in the order of documents and pages, each with the decision in force."""
    decided = standing(archive)
    place = {info.document_id: n for n, info in enumerate(infos)}
    dated = {info.document_id: info.period for info in infos}
    some = [
        f
        for f in archive.findings()
        if selection.takes(f.finding_id in decided, f.period or dated.get(f.document_id, ""))
    ]
    some.sort(key=lambda f: (place.get(f.document_id, -1), f.page_a or 0, f.code, f.finding_id))
    return [(f, decided.get(f.finding_id)) for f in some]


def _indicator_order(i: Indicator) -> tuple[str, ...]:
    return (i.organisation, i.unit, i.perspective, i.name, i.indicator_id)


def _row_links(links: Sequence[Link]) -> dict[tuple[int | None, int | None], str]:
    return {
        (k.table_no, k.row_no): k.indicator_id for k in links if k.row_no is not None and not k.suggestion
    }


def _source(info: DocumentInfo) -> Record:
    return {
        "document_id": info.document_id, "source_path": info.source_path,
        "organisation": info.organisation, "unit": info.unit,
    }  # fmt: skip


def _dates(label: str) -> Record:
    if not periods.is_label(label):
        return {"period_start": None, "period_end": None}
    return {"period_start": periods.start(label), "period_end": periods.end(label)}

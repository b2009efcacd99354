"""Export: the archive as CSV files with a `datapackage.json`, as `contract.py` describes them.

Rows come in a stable order (document, page, position), so two exports of the same archive are
byte-identical. The folder is written under a temporary name and renamed: it is there in whole or not at all.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from extractor import contract, periods
from extractor.archive import Archive, DocumentInfo
from extractor.folders import whole_folder
from extractor.model import Decision, Finding, FormDifference, Link, Observation, Report, Row, Scorecard
from extractor.review.decisions import standing

Dialect = Literal["standard", "excel-sv"]
Record = dict[str, Any]

LINK_UNCERTAIN = "link_uncertain"
DIFFERS_REASON = "differs_in_other_form"

_FORMULA_START = ("=", "+", "-", "@", "\t", "\r")
_SIGNED_AMOUNT = re.compile(r"[+-]\s?\d[\d\s.,]*\s*[^\W\d]*\s*%?\.?")
"""A signed number with at most one unit word: no spreadsheet takes it for a formula."""


def export(
    archive: Archive, folder: Path, *, dialect: Dialect = "standard", force: bool = False
) -> dict[str, int]:
    """Write all files of the export contract into a folder.

    Args:
        archive: what to export.
        folder: where to; made if missing.
        dialect: `standard` (comma, decimal point) or `excel-sv` (semicolon, decimal comma, BOM).
        force: replace an existing folder.

    Returns:
        Number of lines per file.

    Raises:
        NotFoundError: the folder exists and `force` is not given.
    """
    with whole_folder(folder, force=force) as scratch:
        counts = _write_all(archive, scratch, dialect)
    return counts  # noqa: RET504 - only now the folder is in its place


def _write_all(archive: Archive, folder: Path, dialect: Dialect) -> dict[str, int]:
    infos = archive.documents()
    writers = {file.name: _Writer(folder, file, dialect) for file in contract.FILES}
    try:
        for info in infos:
            writers["documents"].write(document_record(info))
            if info.outcome != "failed":
                _write_document(archive, info, writers)
        decided = standing(archive)
        for finding in _ordered(archive.findings(), infos):
            writers["findings"].write(finding_record(finding, decided.get(finding.finding_id)))
    finally:
        for writer in writers.values():
            writer.close()
    package = contract.datapackage()
    if dialect == "excel-sv":
        for resource in package["resources"]:
            resource["encoding"] = "utf-8-sig"
            resource["dialect"] = {"delimiter": ";", "lineTerminator": "\n"}
            for field in resource["schema"]["fields"]:
                if field["type"] == "number":
                    field["decimalChar"] = ","
    text = json.dumps(package, ensure_ascii=False, indent=2) + "\n"
    (folder / "datapackage.json").write_text(text, encoding="utf-8")
    return {name: writer.lines for name, writer in writers.items()}


def _write_document(archive: Archive, info: DocumentInfo, writers: dict[str, _Writer]) -> None:
    report = archive.report(info.document_id)
    links = archive.links(info.document_id)
    differences = archive.differences(info.document_id)
    for record in scorecard_records(info, report, links, differences):
        writers["scorecards"].write(record)
    for record in observation_records(info, report, links):
        writers["observations"].write(record)
    source = {"document_id": info.document_id, "source_path": info.source_path}
    for assignment in report.assignments:
        fields = {
            n: getattr(assignment, n)
            for n in ("title", "description", "outcome", "outcome_label", "outcome_class")
        }
        writers["assignments"].write({**source, "page": assignment.place.page, **fields})
    for control in report.controls:
        fields = {n: getattr(control, n) for n in ("activity", "method", "performed", "result", "actions")}
        writers["controls"].write({**source, "page": control.place.page, **fields})
    for cell in report.figures:
        names = ("table_no", "caption", "row_no", "row_label", "column_no", "column_label", "text", "value")
        fields = {n: getattr(cell, n) for n in names}
        writers["tables"].write({**source, "page": cell.place.page, **fields, "unit_of_measure": cell.unit})


def document_record(info: DocumentInfo) -> Record:
    """One line of documents.csv."""
    names = [c.name for c in contract.DOCUMENTS.columns if c.name not in {"period_start", "period_end"}]
    return {**{n: getattr(info, n) for n in names}, **_dates(info.period)}


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
            "row_id": f"{info.document_id}-{row.table_no}-{row.row_no}", "row_kind": row.kind,
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


def observation_records(info: DocumentInfo, report: Report, links: Sequence[Link]) -> Iterator[Record]:
    """The lines of observations.csv for one document, in reading order."""
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
        }  # fmt: skip


def _observation_fields(o: Observation) -> Record:
    names = (
        "indicator",
        "perspective",
        "period",
        "kind",
        "breakdown",
        "comparator",
        "value",
        "text",
        "origin",
        "obs_status",
    )
    fields = {n: getattr(o, n) for n in names}
    return {**fields, "unit_of_measure": o.unit, "page": o.place.page, "confidence": round(o.confidence, 3)}


def finding_record(finding: Finding, decision: Decision | None = None) -> Record:
    """One line of findings.csv, with what a person decided about it."""
    names = [c.name for c in contract.FINDINGS.columns if c.name not in {"decision", "note"}]
    decided = (decision.verdict, decision.note) if decision else ("open", "")
    return {**{n: getattr(finding, n) for n in names}, "decision": decided[0], "note": decided[1]}


def _ordered(findings: Sequence[Finding], infos: Sequence[DocumentInfo]) -> list[Finding]:
    place = {info.document_id: n for n, info in enumerate(infos)}
    return sorted(findings, key=lambda f: (place.get(f.document_id, -1), f.page_a or 0, f.code, f.finding_id))


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


class _Writer:
    """One CSV file being written."""

    def __init__(self, folder: Path, file: contract.File, dialect: Dialect) -> None:
        self.columns = [c.name for c in file.columns]
        self._words = {c.name for c in file.columns if c.type == "string" and not c.enum}
        """Columns of free text; a comparator `=` is one of a known few and no formula."""
        self.swedish = dialect == "excel-sv"
        encoding = "utf-8-sig" if self.swedish else "utf-8"
        self._stream = (folder / f"{file.name}.csv").open("w", encoding=encoding, newline="")
        self._csv = csv.writer(self._stream, delimiter=";" if self.swedish else ",", lineterminator="\n")
        self._csv.writerow(self.columns)
        self.lines = 0

    def write(self, record: Record) -> None:
        self._csv.writerow([self._cell(record[c], c in self._words) for c in self.columns])
        self.lines += 1

    def close(self) -> None:
        self._stream.close()

    def _cell(self, value: object, is_text: bool) -> str:
        if value is None:
            return ""
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, Decimal | float | int):
            text = format(value, "f") if isinstance(value, Decimal) else str(value)
            return text.replace(".", ",") if self.swedish else text
        return harmless(str(value)) if is_text else str(value)


def harmless(text: str) -> str:
    """The text so that no spreadsheet takes it for a formula; a signed amount stays as it is."""
    if text.startswith(_FORMULA_START) and not _SIGNED_AMOUNT.fullmatch(text):
        return f"'{text}"
    return text

"""The audit trail: every decision with who, when, what was seen then and what has become of it."""

from __future__ import annotations

import csv
import sys
from collections.abc import Sequence
from typing import Any

from rich.markup import escape
from rich.table import Table

from extractor.review.decisions import Standing
from extractor.screens import out

COLUMNS = (
    "decision_id", "kind", "subject", "state", "verdict", "value", "organisation", "unit", "period",
    "perspective", "goal", "indicator", "field", "seen", "seen_raw", "now", "code", "statements",
    "document_id", "page", "note", "user", "time", "undone_at",
)  # fmt: skip


def records(found: Sequence[Standing]) -> list[dict[str, Any]]:
    """One flat record per decision, for CSV and programs."""
    made = []
    for entry in found:
        d, about = entry.decision, entry.decision.about
        now = next((f.now.normal or f.now.text for f in entry.fits if f.state == "stale"), "")
        made.append(
            {
                "decision_id": d.decision_id, "kind": d.kind, "subject": d.subject, "state": entry.state,
                "verdict": d.verdict, "value": d.value, "organisation": about.organisation,
                "unit": about.unit, "period": about.period, "perspective": about.perspective,
                "goal": about.goal, "indicator": about.indicator, "field": about.role or "",
                "seen": (d.seen.normal or d.seen.text) if d.seen else "",
                "seen_raw": d.seen.raw if d.seen else "", "now": now, "code": about.code,
                "statements": " / ".join(about.statements), "document_id": about.document_id,
                "page": about.page, "note": d.note, "user": d.user, "time": d.time, "undone_at": d.undone_at,
            }
        )  # fmt: skip
    return made


def as_csv(found: Sequence[Standing]) -> None:
    """The trail as CSV on stdout, in the order the decisions were made."""
    from extractor.export import harmless  # noqa: PLC0415 - only this view writes text for spreadsheets

    writer = csv.DictWriter(sys.stdout, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for record in records(found):
        writer.writerow({k: harmless(v) if isinstance(v, str) else v for k, v in record.items()})


def listing(found: Sequence[Standing]) -> None:
    """Print the decisions in the order they were made; one taken back says when."""
    table = Table()
    for heading in ("no", "about", "decided", "seen then", "state", "note", "by", "time"):
        table.add_column(heading, overflow="fold")
    for r in records(found):
        state = f"undone {r['undone_at'][:10]}" if r["undone_at"] else r["state"]
        state = f"{state}: {r['now']!r} is read" if r["now"] else state
        what = f"{r['verdict']} {r['value']}".rstrip() if r["kind"] == "field" else r["verdict"]
        cells = (_about(r), what, r["seen"], state, r["note"], r["user"], r["time"][:19])
        table.add_row(str(r["decision_id"]), *map(escape, cells))
    out().print(table if found else "No decisions. `styrkort review` makes some.")


def _about(record: dict[str, Any]) -> str:
    if record["kind"] == "finding":
        return " ".join(
            filter(None, (record["code"], record["indicator"], record["period"], record["subject"]))
        )
    if record["kind"] == "link":
        return f"{record['indicator']} = {record['statements']}?"
    words = (
        record["unit"],
        record["period"],
        record["indicator"] or record["goal"],
        record["field"] or "row",
    )
    return " · ".join(filter(None, words))

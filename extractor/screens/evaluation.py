"""How right the archive is: one table per field, and one line per document."""

from __future__ import annotations

from collections.abc import Sequence

from rich.markup import escape
from rich.table import Table

from extractor.evaluate import ALL, Evaluation, calibration
from extractor.model import SURE
from extractor.review.effort import GOAL, Effort
from extractor.screens import out


def table(evaluations: Sequence[Evaluation]) -> None:
    """Print rows per document, then fields over all documents."""
    documents = Table(title="Rows", title_justify="left")
    for heading in ("document", "expected", "found", "precision", "recall", "fields right"):
        documents.add_column(heading, justify="left" if heading == "document" else "right", overflow="fold")
    for e in evaluations:
        compared = sum(s.total for s in e.scores)
        share = sum(s.right for s in e.scores) / compared if compared else 1.0
        numbers = (
            str(e.rows_expected),
            str(e.rows_found),
            f"{e.precision:.3f}",
            f"{e.recall:.3f}",
            f"{share:.3f}",
        )
        documents.add_row(escape(e.name), *numbers)
    fields = Table(title="Fields of the rows found, all documents", title_justify="left")
    headings = (
        "field",
        "compared",
        "right",
        "wrong, not flagged",
        "wrong, flagged",
        "missing",
        "invented",
        "of the sure ones right",
        "to review",
    )
    for heading in headings:
        fields.add_column(heading, justify="left" if heading == "field" else "right")
    for s in evaluations[-1].scores:
        counts = (s.total, s.right, s.wrong_sure, s.wrong_flagged, s.missing, s.invented)
        fields.add_row(s.field, *map(str, counts), f"{s.sure_accuracy:.4f}", f"{s.to_review:.3f}")
    console = out()
    console.print(documents)
    console.print(fields)
    console.print(_calibration(evaluations))


def _calibration(evaluations: Sequence[Evaluation]) -> Table:
    table = Table(
        title=f"What a mark of certainty is worth (sure: confidence ≥ {SURE})", title_justify="left"
    )
    headings = ("source", "field", "compared", "sure", "of these right", "unsure, right", "unsure, wrong")
    for heading in headings:
        table.add_column(heading, justify="left" if heading in headings[:2] else "right")
    entries = calibration(evaluations)
    for entry, following in zip(entries, [*entries[1:], None], strict=True):
        whole = entry.field == ALL
        source = f"{entry.source} ({entry.documents} documents)" if whole else ""
        numbers = (
            str(entry.fields), f"{entry.sure} ({entry.sure_share:.1%})", f"{entry.right_share:.2%}",
            str(entry.unsure_right), str(entry.unsure_wrong),
        )  # fmt: skip
        ends = following is None or following.field == ALL
        table.add_row(
            escape(source), entry.field, *numbers, end_section=ends, style="bold" if whole else None
        )
    return table


def effort(found: Sequence[Effort]) -> None:
    """Print how many fields a reviewer must look at, per document and over all."""
    table = Table(title=f"Fields to look at until {GOAL:.1%} of the values are right", title_justify="left")
    headings = (
        "document", "fields", "wrong", "wrong, not flagged", "in the queue", "to look at", "share",
        "by confidence alone", "rows missed",
    )  # fmt: skip
    for heading in headings:
        table.add_column(heading, justify="left" if heading == "document" else "right", overflow="fold")
    for e in found:
        counts = (e.fields, e.wrong, e.wrong_sure, e.unsure, e.looked_at)
        cells = (*map(str, counts), f"{e.share:.1%}", str(e.by_confidence), str(e.rows_missed))
        table.add_row(escape(e.name), *cells, end_section=e is found[-3])
    out().print(table)

"""The findings, worst first, each with its two printed statements and pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.markup import escape

from extractor.archive import DocumentInfo
from extractor.contract import SEVERITIES
from extractor.model import Decision, Finding
from extractor.screens import err, out

_COLOURS = {"error": "red", "warning": "yellow", "info": "blue"}


def worst_first(findings: Sequence[Finding]) -> list[Finding]:
    """The findings by severity, then code, then period."""
    return sorted(findings, key=lambda f: (SEVERITIES.index(f.severity), f.code, f.period, f.finding_id))


def listing(
    findings: Sequence[Finding],
    infos: Mapping[str, DocumentInfo],
    decided: Mapping[str, Decision],
    hidden: int = 0,
) -> None:
    """Print the findings, what was decided about them, and how many there are.

    Args:
        findings: those to show.
        infos: all documents by id.
        decided: the standing decisions by finding id.
        hidden: how many dismissed ones are left out.
    """
    console = out()
    for f in findings:
        colour = _COLOURS[f.severity]
        console.print(
            f"[{colour}]{f.severity}[/] [bold]{f.code}[/] {escape(f.indicator)} {f.period}  [dim]{f.finding_id}[/]"
        )
        console.print(f"  {f.message}", markup=False)
        console.print(f"  a: {f.a}  ({_where(f.document_id, f.page_a, infos)})", markup=False)
        console.print(
            f"  b: {f.b}  ({_where(f.other_document_id or f.document_id, f.page_b, infos)})", markup=False
        )
        if f.finding_id in decided:
            d = decided[f.finding_id]
            console.print(f"  {d.verdict} by {d.user}, {d.time[:10]}: {d.note}".rstrip(": "), markup=False)
    counts = ", ".join(f"{sum(f.severity == s for f in findings)} {s}" for s in SEVERITIES)
    console.print(f"{len(findings)} findings: {counts}.")
    if hidden:
        err().print(f"{hidden} dismissed; `styrkort check --all` shows them.")


def _where(identity: str, page: int | None, infos: Mapping[str, DocumentInfo]) -> str:
    name = infos[identity].source_path if identity in infos else identity
    return f"{name}, page {page}" if page else name

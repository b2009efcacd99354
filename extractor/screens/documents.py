"""The documents of an archive, and the scorecards of one, as Rich tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rapidfuzz import fuzz
from rich.markup import escape
from rich.table import Table

from extractor.archive import DocumentInfo
from extractor.model import SURE, Field, FormDifference, Report, Role, Row, Scorecard
from extractor.screens import err, out
from extractor.swedish import fold

PERSPECTIVE_FLOOR = 75.0
"""Ratio from which a typed perspective means a printed one: forgives one typing error in four letters."""

MANY = 1000
"""Documents from which the table is set in plain columns: drawing it with frames takes half a second a thousand."""

_HEADINGS = ("id", "organisation", "unit", "period", "form", "pages", "rows", "outcome", "file")
_SIGNS = {"met": "[green]● met[/]", "partly_met": "[yellow]◐ partly[/]", "not_met": "[red]○ not met[/]"}
_ARROWS = {"up": "↑", "unchanged": "→", "down": "↓"}
_ORDER: tuple[Role, ...] = (
    "goal", "goal_status", "indicator", "baseline", "previous_value", "target", "value", "forecast", "status",
    "trend", "progress",
)  # fmt: skip


def listing(infos: Sequence[DocumentInfo]) -> None:
    """All documents, one line each; other forms of a report stand indented below the one that leads."""
    if len(infos) > MANY:
        out().out("\n".join(_lines(_forms_together(infos))), highlight=False)
        return
    table = Table()
    for heading in _HEADINGS:
        table.add_column(
            heading, justify="right" if heading in {"pages", "rows"} else "left", overflow="fold"
        )
    for d in _forms_together(infos):
        form = d.media if d.text_layer == "born" else f"{d.media} ({d.text_layer})"
        note = f"{d.source_path}\n[dim]{escape(d.reason)}[/]" if d.reason else escape(d.source_path)
        note = f"└ {note}" if d.form_of else note
        more = f" (+{len(d.paths) - 1} more)" if len(d.paths) > 1 else ""
        cells = (
            d.document_id[:8],
            escape(d.organisation),
            escape(d.unit),
            d.period,
            form,
            str(d.pages),
            str(d.rows),
        )
        table.add_row(*cells, d.outcome, note + more)
    out().print(table if infos else "The archive is empty.")


def _lines(infos: Sequence[DocumentInfo]) -> Iterator[str]:
    """The documents in columns without a frame, nothing folded."""
    rows = [_HEADINGS]
    for d in infos:
        form = d.media if d.text_layer == "born" else f"{d.media} ({d.text_layer})"
        more = f" (+{len(d.paths) - 1} more)" if len(d.paths) > 1 else ""
        reason = f" – {d.reason}" if d.reason else ""
        note = f"{'└ ' if d.form_of else ''}{d.source_path}{more}{reason}"
        sizes = str(d.pages), str(d.rows)
        rows.append((d.document_id[:8], d.organisation, d.unit, d.period, form, *sizes, d.outcome, note))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)][:-1]
    for row in rows:
        yield "  ".join([*(f"{text:{width}}" for text, width in zip(row, widths, strict=False)), row[-1]])


def _forms_together(infos: Sequence[DocumentInfo]) -> list[DocumentInfo]:
    place = {d.document_id: n for n, d in enumerate(infos)}
    return sorted(
        infos,
        key=lambda d: (place.get(d.form_of, place[d.document_id]), bool(d.form_of), place[d.document_id]),
    )


def scorecards(
    info: DocumentInfo,
    report: Report,
    perspective: str | None,
    differences: Sequence[FormDifference] = (),
    names: Mapping[str, str] | None = None,
) -> None:
    """The scorecards of one document; uncertain cells carry a question mark and their reasons below.

    Args:
        info: the document.
        report: what it says.
        perspective: only scorecards whose perspective resembles this; None for all.
        differences: cells that another file of the same report was read differently in.
        names: file names by document id.
    """
    console = out()
    console.print(
        f"[bold]{escape(info.title or info.name)}[/]  {escape(info.organisation)} · {escape(info.unit)} · {info.period}"
    )
    cards = [c for c in report.scorecards if perspective is None or _resembles(perspective, c.perspective)]
    if not cards:
        known = ", ".join(dict.fromkeys(c.perspective for c in report.scorecards)) or "none"
        err().print(f"No such scorecard. Perspectives of this document: {known}.", markup=False)
    for card in cards:
        console.print(_scorecard(card))
        for row in card.rows:
            for flag in row.flags:
                console.print(f"  [dim]row {row.row_no}, page {row.page}: {escape(flag)}[/]")
            for d in differences:
                if (d.table_no, d.row_no) == (row.table_no, row.row_no):
                    file = (names or {}).get(d.other_document_id, d.other_document_id)
                    told = (
                        f"{d.role} is {d.text or 'nothing'!r} here, {d.other_text or 'nothing'!r} in {file}"
                    )
                    console.print(f"  [dim]row {row.row_no}, page {row.page}: {escape(told)}[/]")


def _resembles(typed: str, printed: str) -> bool:
    return fuzz.partial_ratio(fold(typed), fold(printed)) >= PERSPECTIVE_FLOOR


def _scorecard(card: Scorecard) -> Table:
    used: list[Role] = [
        r for r in _ORDER if any(row.field(r).text or row.field(r).normal for row in card.rows)
    ]
    table = Table(
        title=f"{escape(card.perspective)} (page {card.page})", title_justify="left", show_lines=True
    )
    table.add_column("p", justify="right")
    for role in used:
        table.add_column(role.replace("_", " "), overflow="fold")
    previous: Row | None = None
    for row in card.rows:
        cells = [_cell(role, row.field(role)) for role in used]
        if previous and "goal" in used and row.text("goal") == previous.text("goal"):
            cells[used.index("goal")] = "[dim]″[/]"
        table.add_row(str(row.page), *cells)
        previous = row
    return table


def _cell(role: Role, field: Field) -> str:
    if role in ("status", "goal_status"):
        text = _SIGNS.get(field.normal or "", escape(field.text))
    elif role == "trend":
        text = _ARROWS.get(field.normal or "", escape(field.text))
    elif role == "progress":
        text = f"{field.normal} %" if field.normal else escape(field.text)
    else:
        text = escape(field.text)
    return text if field.confidence >= SURE else f"[reverse]?[/] {text}"

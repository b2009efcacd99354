"""Small reports made by hand, for tests of what comes after extraction."""

from __future__ import annotations

import hashlib
from decimal import Decimal

from extractor.model import (
    Document,
    Field,
    FigureCell,
    Metadata,
    Observation,
    Paragraph,
    Place,
    Report,
    Role,
    Row,
    Scorecard,
)  # fmt: skip


def field(text: str, **more: object) -> Field:
    """A field that prints `text`."""
    return Field(text=text, raw=text, place=Place(page=1), **more)  # type: ignore[arg-type]


def row(
    number: int, goal: str, indicator: str, target: str, value: str = "", status: str | None = None
) -> Row:
    """One scorecard row."""
    fields: dict[Role, Field] = {
        "goal": field(goal),
        "indicator": field(indicator),
        "target": field(target),
        "value": field(value),
        "status": Field(normal=status, source="symbol" if status else None, place=Place(page=1)),
    }
    return Row(kind="indicator", table_no=1, row_no=number, page=1, fields=fields)


def report(
    period: str,
    rows: list[Row],
    *,
    unit: str = "Teknikenheten",
    seed: str = "",
    figures: tuple[FigureCell, ...] = (),
) -> Report:
    """A report of Region Fjällmark with one scorecard and its values as observations."""
    name = f"{unit}-{period}{seed}"
    text = f"Rapporten avser {period}."
    document = Document(
        sha256=hashlib.sha256(name.encode()).hexdigest(), name=f"{name}.pdf", media="pdf", text_layer="born",
        page_count=1, blocks=(Paragraph(text=text, raw=text, place=Place(page=1)),),
    )  # fmt: skip
    observations = tuple(
        Observation(
            indicator=r.text("indicator"), perspective="Medarbetare", period=period, kind="actual",
            value=Decimal(r.text("value").split()[0].replace(",", ".")), unit="%", text=r.text("value"),
            origin="scorecard", place=Place(page=1), table_no=1, row_no=r.row_no,
        )
        for r in rows
        if r.text("value")
    )  # fmt: skip
    card = Scorecard(table_no=1, page=1, perspective="Medarbetare", columns=(), rows=tuple(rows))
    return Report(
        document=document,
        metadata=Metadata(
            organisation="Region Fjällmark", unit=unit, title=f"Årsrapport {period}",
            report_type="interim" if "-" in period else "annual", period=period,
        ),
        scorecards=(card,), observations=observations, figures=figures,
    )  # fmt: skip

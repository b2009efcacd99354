"""Builds small invented reports for the tests of linking and checking: printed cells in, values out.

Cells are read by the tool's own stages, so that a test prints what a report prints and nothing else.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from extractor.facts.figure_facts import figure_observations
from extractor.facts.scorecard_facts import scorecard_observations
from extractor.model import (
    Comment,
    Document,
    Field,
    FigureCell,
    Metadata,
    Observation,
    Place,
    Report,
    Row,
    Scorecard,
)
from extractor.patterns import built_in
from extractor.values.numbers import find_numbers

PAGE = Place(page=3)
UNIT = "Vårdnämnden"
ROLES = ("goal", "indicator", "baseline", "target", "previous_value", "value", "forecast", "comment")


def row(
    indicator: str, *, status: str | None = None, trend: str | None = None, **cells: str
) -> dict[str, Any]:
    """One printed row; `goal`, `target`, `value`, … as keywords."""
    return {"indicator": indicator, "status": status, "trend": trend, **cells}


def report(
    period: str,
    rows: Sequence[dict[str, Any]] = (),
    *,
    unit: str = UNIT,
    perspective: str = "Verksamhet",
    tables: Sequence[tuple[str, list[str], list[list[str]]]] = (),
    table_unit: str = "",
    comments: Sequence[tuple[str, str] | tuple[str, str, int]] = (),
    facts: Sequence[Observation] = (),
    kind: str = "indicator",
) -> Report:
    """A report of an invented committee.

    Args:
        period: '2020' for an annual report, '2020-T1' for an interim one.
        rows: scorecard rows.
        tables: (caption, header, rows) of tables that are no scorecard.
        table_unit: unit of the tables' amounts.
        comments: (heading, text) or (heading, text, number of the row it belongs to).
        facts: further observations, as commentary gives them.
    """
    patterns = built_in()
    interim = "-" in period
    meta = Metadata(
        organisation="Granviks kommun",
        unit=unit,
        report_type="interim" if interim else "annual",
        period=period,
        title=f"{unit} {period}",
    )
    cards = (_card(rows, perspective, kind),) if rows else ()
    figures = tuple(c for n, table in enumerate(tables, start=2) for c in _cells(n, table, table_unit))
    observations = (
        *scorecard_observations(cards, meta, patterns),
        *figure_observations(figures, meta, patterns),
        *facts,
    )
    content = f"{unit}{period}{rows}{tables}{comments}{facts}"
    return Report(
        document=Document(
            sha256=hashlib.sha256(content.encode()).hexdigest(),
            name=f"{period}.pdf",
            media="pdf",
            text_layer="born",
            page_count=9,
            blocks=(),
        ),
        metadata=meta,
        scorecards=cards,
        figures=figures,
        comments=tuple(
            Comment(
                heading=c[0],
                text=c[1],
                place=PAGE,
                table_no=1 if len(c) > 2 else None,
                row_no=c[2] if len(c) > 2 else None,
            )
            for c in comments
        ),
        observations=observations,
    )


def fact(indicator: str, period: str, text: str, *, row_no: int | None = None, **more: Any) -> Observation:
    """A number said in running text, attached to a row where `row_no` is given."""
    values: dict[str, Any] = {"kind": "actual", "value": None, "unit": "%", "origin": "text", "place": PAGE}
    return Observation(
        indicator=indicator,
        period=period,
        text=text,
        table_no=1 if row_no else None,
        row_no=row_no,
        **{**values, **more},
    )


def _card(rows: Sequence[dict[str, Any]], perspective: str, kind: str) -> Scorecard:
    made = []
    used = {role for r in rows for role in ROLES if role in r}
    for number, printed in enumerate(rows, start=1):
        fields: dict[Any, Field] = {
            role: Field(text=printed.get(role, ""), raw=printed.get(role, ""), place=PAGE)
            for role in ROLES
            if role in used
        }
        fields["status"] = Field(
            normal=printed["status"], source="symbol" if printed["status"] else None, place=PAGE
        )
        fields["trend"] = Field(normal=printed["trend"], place=PAGE)
        made.append(Row(kind=kind, table_no=1, row_no=number, page=3, fields=fields))  # type: ignore[arg-type]
    return Scorecard(table_no=1, page=3, perspective=perspective, columns=(), rows=tuple(made))


def _cells(number: int, table: tuple[str, list[str], list[list[str]]], unit: str) -> list[FigureCell]:
    caption, header, rows = table
    out = []
    for r, cells in enumerate(rows, start=1):
        for c, text in enumerate(cells[1:], start=1):
            printed = [n for n in find_numbers(text) if n.value is not None]
            out.append(
                FigureCell(
                    table_no=number,
                    caption=caption,
                    row_no=r,
                    row_label=cells[0],
                    column_no=c,
                    column_label=header[c],
                    text=text,
                    value=printed[0].value if printed else None,
                    unit="%" if "%" in text else unit,
                    place=PAGE,
                )
            )
    return out

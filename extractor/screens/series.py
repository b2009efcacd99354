"""The time series: an overview with one line per indicator, the whole story of one, or CSV."""

from __future__ import annotations

import csv
import sys
from collections.abc import Sequence

from rich.markup import escape
from rich.table import Table

from extractor.model import SURE, Finding
from extractor.screens import err, out
from extractor.series import Judgement, Point, Series, wide

_SIGNS = {"met": "[green]●[/]", "partly_met": "[yellow]◐[/]", "not_met": "[red]○[/]"}
_GAPS = {"no_row": "the report does not print it", "no_value": "printed, but no value is given"}
_ARROWS = {"up": "↑", "unchanged": "→", "down": "↓"}


def overview(series: Sequence[Series]) -> None:
    """One line per indicator that stands in a scorecard, one column per period: value or target, status, trend."""
    console = out()
    judged = [s for s in series if s.judgements]
    units = dict.fromkeys((s.indicator.organisation, s.indicator.unit) for s in judged)
    for organisation, unit in units:
        some = [s for s in judged if (s.indicator.organisation, s.indicator.unit) == (organisation, unit)]
        periods = sorted({j.period for s in some for j in s.judgements})
        table = Table(title=escape(f"{organisation} · {unit}"), title_justify="left")
        table.add_column("perspective", overflow="fold")
        table.add_column("indicator", overflow="fold", max_width=50)
        for period in periods:
            table.add_column(period)
        for s in some:
            cells = [_judged([j for j in s.judgements if j.period == p], s, p) for p in periods]
            table.add_row(escape(s.indicator.perspective), escape(s.indicator.name), *cells)
        console.print(table)
    if not judged:
        err().print("No series. Import reports first: `styrkort import FOLDER`.")
    rest = len(series) - len(judged)
    if rest:
        err().print(
            f"{rest} more series come from tables and running text; `styrkort series NAME` shows one."
        )


def _judged(some: list[Judgement], series: Series, period: str) -> str:
    if not some:
        return ""
    j = some[0]
    point = series.value_at(period)
    value = _amount(point) if point else escape(j.value)
    doubt = "" if j.confidence >= SURE else "[reverse]?[/]"
    return " ".join(x for x in (doubt, value, _SIGNS.get(j.status, ""), _ARROWS.get(j.trend, "")) if x) or "·"


def _amount(point: Point) -> str:
    return (
        f"{point.value:f} {point.unit}".replace(".", ",").strip()
        if point.value is not None
        else point.comparator
    )


def stories(series: Sequence[Series], findings: Sequence[Finding]) -> None:
    """Everything the reports say about each of the indicators."""
    console = out()
    for s in series:
        i = s.indicator
        console.print(
            f"\n[bold]{escape(i.name)}[/]  {escape(i.organisation)} · {escape(i.unit)}  [dim]{i.indicator_id}[/]"
        )
        if s.judgements:
            console.print(_judgements(s))
        if s.points:
            console.print(_points(s))
        for g in s.gaps:
            console.print(f"  gap {g.period}: {_GAPS[g.lacks]} ({g.source_path})", markup=False)
        for j in s.perhaps:
            where = f"{j.source_path}, p. {j.page}"
            console.print(
                f"  perhaps also {j.indicator!r} ({j.period}, {where}): not linked, for review", markup=False
            )
        for f in findings:
            if f.indicator_id == i.indicator_id:
                console.print(f"  {f.severity} {f.code} {f.period}: {f.message}", markup=False)


def _judgements(series: Series) -> Table:
    table = Table(title="in the scorecards", title_justify="left")
    for heading in (
        "period",
        "goal",
        "printed as",
        "target",
        "value",
        "status",
        "trend",
        "linked by",
        "where",
    ):
        table.add_column(heading, overflow="fold")
    for j in series.judgements:
        cells = (j.period, escape(j.goal), escape(j.indicator), escape(j.target), escape(j.value))
        marks = (_SIGNS.get(j.status, ""), _ARROWS.get(j.trend, ""))
        table.add_row(*cells, *marks, j.level, escape(f"{j.source_path}, p. {j.page}"))
    return table


def _points(series: Series) -> Table:
    table = Table(title="numbers", title_justify="left")
    for heading in ("about", "kind", "part", "value", "in the words", "where"):
        table.add_column(heading, overflow="fold")
    for p in series.points:
        comparator = "" if p.comparator == "=" or p.value is None else p.comparator + " "
        doubt = "" if p.confidence >= SURE else "[reverse]?[/] "
        where = f"{p.source_path}, p. {p.page}"
        table.add_row(
            p.period, p.kind, p.breakdown, doubt + comparator + _amount(p), escape(p.text), escape(where)
        )
    return table


def as_wide_csv(series: Sequence[Series]) -> None:
    """One line per indicator and one column per period on stdout."""
    wide(series).to_csv(sys.stdout, index=False, lineterminator="\n")


def as_csv(series: Sequence[Series]) -> None:
    """One line per observation on stdout."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(
        [
            "indicator_id",
            "indicator",
            "period",
            "kind",
            "breakdown",
            "comparator",
            "value",
            "unit_of_measure",
            "source_path",
            "page",
        ]
    )
    for s in series:
        for p in s.points:
            value = "" if p.value is None else format(p.value, "f")
            head = (s.indicator.indicator_id, s.indicator.name, p.period, p.kind, p.breakdown, p.comparator)
            writer.writerow([*head, value, p.unit, p.source_path, p.page])

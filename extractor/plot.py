"""Time series as pictures: value and target over time, one panel per indicator.

A period without a number is a gap in the line, never a zero and never bridged. Parts of a year (T1, Q3)
are lines of their own, as they count from January; numbers in another unit than most are left out and
counted in the title; unsure numbers are hollow.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from extractor import periods
from extractor.model import SURE, Kind, Value
from extractor.outputs import writing
from extractor.series import Point, Series

if TYPE_CHECKING:
    from matplotlib.axes import Axes

KINDS: tuple[Kind, ...] = ("actual", "target")
FORMATS = (".png", ".svg")
PANEL_INCHES = (8.0, 2.8)
TERMINAL_SIZE = (90, 18)
"""Columns and lines of one panel in a terminal: fits a window that is not maximised."""

_COLOURS = {"actual": "tab:blue", "target": "tab:orange"}
_NAMES = {"actual": "value", "target": "target"}


class Line(Value, frozen=True, kw_only=True):
    """One line of a panel: one kind of number for one part of the year."""

    kind: Kind
    part: str
    """'' for whole years, else T1, T2, Q1 …"""
    years: tuple[int, ...]
    """Every year from the first to the last, also those without a number."""
    values: tuple[float | None, ...]
    """One per year; None where no number is printed."""
    sure: tuple[bool, ...]

    @property
    def label(self) -> str:
        """What the legend says."""
        return f"{_NAMES[self.kind]} {self.part}".strip()


class Panel(Value, frozen=True, kw_only=True):
    """One indicator's lines."""

    title: str
    unit: str
    lines: tuple[Line, ...]
    left_out: int
    """Numbers in other units."""


def panel(series: Series) -> Panel:
    """What is drawn of one series: undivided levels in the unit most of them are printed in."""
    levels = [p for p in series.points if _is_level(p)]
    units = Counter(p.unit for p in levels)
    unit = units.most_common(1)[0][0] if units else ""
    chosen = {p.period for p in levels if p.unit == unit}
    parts = sorted({label[5:] for label in chosen})
    drawn = (_line(series, kind, part, unit) for part in parts for kind in KINDS)
    indicator = series.indicator
    return Panel(
        title=f"{indicator.name} ({indicator.unit or indicator.organisation})",
        unit=unit,
        lines=tuple(line for line in drawn if any(v is not None for v in line.values)),
        left_out=sum(units.values()) - units[unit],
    )


def draw(panels: Sequence[Panel], file: Path) -> None:
    """Draw panels one below the other into a PNG or SVG file.

    Args:
        panels: what to draw, at least one.
        file: where to; its ending says the format.

    Raises:
        ValueError: the ending is neither .png nor .svg.
        WriteError: the file cannot be written.
    """
    if file.suffix.lower() not in FORMATS:
        raise ValueError(f"{file.name}: a plot ends in .png or .svg")
    import matplotlib as mpl  # noqa: PLC0415 - takes half a second, and most commands draw nothing
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415
    from matplotlib.figure import Figure  # noqa: PLC0415

    width, height = PANEL_INCHES
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "styrkort"}):
        figure = Figure(figsize=(width, height * len(panels)), layout="constrained")
        FigureCanvasAgg(figure)
        for number, one in enumerate(panels, start=1):
            _draw_panel(figure.add_subplot(len(panels), 1, number), one)
        metadata = {"Date": None} if file.suffix.lower() == ".svg" else None
        with writing(file):
            figure.savefig(file, metadata=metadata)


def in_terminal(one: Panel) -> str:
    """One panel as text for a terminal."""
    import plotext  # noqa: PLC0415 - as above

    plotext.clear_figure()
    plotext.plotsize(*TERMINAL_SIZE)
    plotext.title(_title(one))
    for line in one.lines:
        for number, (years, values) in enumerate(_runs(line)):
            label = line.label if number == 0 else None
            plotext.plot(years, values, label=label, marker="●" if line.kind == "actual" else "-")
    plotext.xticks(sorted({year for line in one.lines for year in line.years}))
    return str(plotext.build())


def _is_level(point: Point) -> bool:
    return (
        point.value is not None
        and point.kind in KINDS
        and not point.breakdown
        and point.comparator not in ("increase", "decrease")
        and periods.is_label(point.period)
    )


def _line(series: Series, kind: Kind, part: str, unit: str) -> Line:
    best: dict[int, Point] = {}
    everyone = [p for p in series.points if _is_level(p) and p.unit == unit and p.period[5:] == part]
    for point in everyone:
        year = periods.year(point.period)
        if point.kind == kind and (year not in best or point.confidence > best[year].confidence):
            best[year] = point
    told = [periods.year(p.period) for p in everyone]
    told += [
        periods.year(j.period)
        for j in series.judgements
        if periods.is_label(j.period) and j.period[5:] == part
    ]
    years = tuple(range(min(told), max(told) + 1)) if told else ()
    return Line(
        kind=kind, part=part, years=years,
        values=tuple(float(best[y].value or 0) if y in best else None for y in years),
        sure=tuple(y in best and best[y].confidence >= SURE for y in years),
    )  # fmt: skip


def _runs(line: Line) -> list[tuple[list[int], list[float]]]:
    """The stretches of a line without a gap."""
    runs: list[tuple[list[int], list[float]]] = []
    previous: int | None = None
    for year, value in zip(line.years, line.values, strict=True):
        if value is None:
            continue
        if previous != year - 1:
            runs.append(([], []))
        runs[-1][0].append(year)
        runs[-1][1].append(value)
        previous = year
    return runs


def _title(one: Panel) -> str:
    rest = f"; {one.left_out} numbers in other units left out" if one.left_out else ""
    return f"{one.title}{rest}"


def _draw_panel(axes: Axes, one: Panel) -> None:
    for line in one.lines:
        values = [math.nan if v is None else v for v in line.values]
        style = "--" if line.kind == "target" else "-"
        shape = "s" if line.part else "o"
        colour = _COLOURS[line.kind]
        faces = [colour if sure else "white" for sure in line.sure]
        axes.plot(line.years, values, style, color=colour, label=line.label, alpha=0.6 if line.part else 1)
        axes.scatter(line.years, values, marker=shape, edgecolors=colour, c=faces, zorder=3)
    axes.set_title(_title(one), fontsize=10, loc="left")
    axes.set_ylabel(one.unit)
    axes.set_xticks(sorted({year for line in one.lines for year in line.years}))
    axes.grid(visible=True, alpha=0.3)
    if one.lines:
        axes.legend(fontsize=8)

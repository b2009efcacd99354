"""Series laid out wide: one line per indicator, one column per period, as a controller reads and charts them.

Four tables beside the contract's files: measured values, target numbers, targets as printed, statuses. A number
alone cannot say that it is unsure, so each line names the periods whose cell is.
"""

from __future__ import annotations

from typing import get_args

from extractor import contract
from extractor.archive import Archive
from extractor.export.facts import Fact, Judged, choose, facts, in_order, judged, when
from extractor.export.records import Line, Record
from extractor.export.selection import Selection
from extractor.model import Indicator, Status, Value

UNSURE = "unsure"
_INDICATOR = (
    contract.Column("organisation", "string", "The public body."),
    contract.Column("unit", "string", "The reporting unit."),
    contract.Column("perspective", "string", "The perspective it is reported under."),
    contract.Column("indicator_id", "string", "The indicator over the years.", required=True),
    contract.Column("indicator", "string", "What the newest report calls it."),
)
_NUMBER = (
    contract.Column("breakdown", "string", "Part of the whole: kön=kvinnor, …; empty for the whole."),
    contract.Column("unit_of_measure", "string", "Unit of the numbers: %, st, h, kr, tkr, mnkr, …"),
)
_COMPARATOR = contract.Column("comparator", "string", "How the target bounds the value.")
_UNSURE = contract.Column(UNSURE, "string", "Periods whose cell is unsure, separated by spaces.")


class Wide(Value, frozen=True, kw_only=True):
    """The wide tables: what files there are, and their lines."""

    files: tuple[contract.File, ...]
    lines: tuple[Line, ...]


def wide(archive: Archive, selection: Selection) -> Wide:
    """Lay the series of an archive out wide.

    Args:
        archive: whose series.
        selection: which part of them.

    Returns:
        The tables `wide_values`, `wide_targets`, `wide_targets_printed` and `wide_statuses`; each has a column
        per period that occurs in it, in order of time.
    """
    values = _Grid("values", "Measured values.", (*_INDICATOR, *_NUMBER))
    targets = _Grid("targets", "Targets that are numbers.", (*_INDICATOR, *_NUMBER, _COMPARATOR))
    numbers = (f for f in facts(archive, selection) if f.kind in ("actual", "target") and f.value is not None)
    for choice in choose(numbers, _point):
        (values if choice.fact.kind == "actual" else targets).add_number(choice.fact)
    printed = _Grid("targets_printed", "Targets as printed, by the report's period.", _INDICATOR, words=True)
    statuses = _Grid(
        "statuses", "Statuses, by the report's period.", _INDICATOR, words=True, enum=get_args(Status)
    )
    for one in judged(archive, selection, ("target", "status")):
        (printed if one.role == "target" else statuses).add_word(one)
    grids = (values, targets, printed, statuses)
    return Wide(files=tuple(g.file for g in grids), lines=tuple(line for g in grids for line in g.lines()))


def _point(fact: Fact) -> tuple[str, ...]:
    comparator = fact.comparator if fact.kind == "target" else ""
    name = (fact.indicator.indicator_id, fact.breakdown, fact.unit_of_measure)
    return (*name, comparator, fact.kind, fact.period)


class _Grid:
    """One wide table, cell by cell: a line per indicator (part, unit of measure, comparator), a column per period."""

    def __init__(
        self,
        name: str,
        what: str,
        head: tuple[contract.Column, ...],
        *,
        words: bool = False,
        enum: tuple[str, ...] = (),
    ) -> None:
        self._name, self._what, self._head = name, what, head
        self._words, self._enum = words, enum
        self._lines: dict[tuple[str, ...], Record] = {}
        self._unsure: dict[tuple[str, ...], set[str]] = {}
        self._periods: set[str] = set()

    @property
    def file(self) -> contract.File:
        """The table as a file of the export."""
        kind = "string" if self._words else "number"
        columns = [
            contract.Column(p, kind, f"For {p}.", enum=self._enum, exact=not self._words)
            for p in sorted(self._periods, key=when)
        ]
        description = f"{self._what} One line per indicator, one column per period."
        columns = [*self._head, _UNSURE, *columns]
        return contract.File(
            f"wide_{self._name}", description, tuple(columns), (), (("indicator_id", "indicators"),)
        )

    def lines(self) -> list[Line]:
        """The lines, by organisation, unit, perspective and name."""
        file = self.file
        empty: Record = {c.name: None for c in file.columns}
        return [
            (
                file.name,
                {**empty, **self._lines[key], UNSURE: " ".join(sorted(self._unsure.get(key, ()), key=when))},
            )
            for key in sorted(self._lines)
        ]

    def add_number(self, fact: Fact) -> None:
        """Put the number of a fact into its cell."""
        more = {n: getattr(fact, n) for n in (c.name for c in self._head[len(_INDICATOR) :])}
        self._add(fact.indicator, more, fact.period, fact.value, fact.sure)

    def add_word(self, one: Judged) -> None:
        """Put what a scorecard says into its cell; a line without words is there only to say what is unsure."""
        if one.word or not one.sure:
            self._add(one.indicator, {}, one.period, one.word or None, one.sure)

    def _add(self, indicator: Indicator, more: Record, period: str, value: object, sure: bool) -> None:
        key = (*in_order(indicator), *more.values())
        line = self._lines.setdefault(key, {**_of(indicator), **more})
        unsure = self._unsure.setdefault(key, set())
        if period in line and (period not in unsure or not sure):
            return  # two reports on one period: the first stays, unless only the second is sure
        if value is not None:
            line[period] = value
            self._periods.add(period)
        (unsure.discard if sure else unsure.add)(period)


def _of(indicator: Indicator) -> Record:
    return {
        "organisation": indicator.organisation, "unit": indicator.unit, "perspective": indicator.perspective,
        "indicator_id": indicator.indicator_id, "indicator": indicator.name,
    }  # fmt: skip

"""Series laid out wide: one line per indicator, one column per period, as a controller reads and charts them.

Four tables beside the contract's files: measured values, target numbers, targets as printed, statuses. A number
alone cannot say that it is unsure, so each line names the periods whose cell is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from extractor import contract
from extractor.archive import Archive
from extractor.export.facts import Fact, Judged, choose, facts, in_order, judged, when
from extractor.export.records import Line, Record
from extractor.export.selection import Selection
from extractor.model import SURE, Indicator, Value

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
    every = [f for f in facts(archive, selection) if f.value is not None]
    tables = (
        _numbers("values", "Measured values.", [f for f in every if f.kind == "actual"], ()),
        _numbers("targets", "Targets that are numbers.", [f for f in every if f.kind == "target"], (_COMPARATOR,)),
        _words(
            "targets_printed", "Targets as printed, by the report's period.",
            judged(archive, selection, lambda row: row.field("target")).values(), status=False,
        ),
        _words(
            "statuses", "Statuses, by the report's period.",
            judged(archive, selection, lambda row: row.field("status")).values(), status=True,
        ),
    )  # fmt: skip
    return Wide(
        files=tuple(file for file, _ in tables), lines=tuple(line for _, some in tables for line in some)
    )


def _numbers(
    name: str, what: str, some: Sequence[Fact], more: tuple[contract.Column, ...]
) -> tuple[contract.File, list[Line]]:
    """A table of numbers: a line per indicator, part, unit of measure and, for targets, comparator."""
    head = (*_INDICATOR, *_NUMBER, *more)
    lines: dict[tuple[str, ...], Record] = {}
    unsure: dict[tuple[str, ...], list[str]] = {}
    for choice in choose(some, lambda f: (*_key(f, more), f.period)):
        fact = choice.fact
        key = _key(fact, more)
        if key not in lines:
            begin = {
                **_of(fact.indicator),
                "breakdown": fact.breakdown,
                "unit_of_measure": fact.unit_of_measure,
            }
            lines[key] = {**begin, **({"comparator": fact.comparator} if more else {})}
        lines[key][fact.period] = fact.value
        if not fact.sure:
            unsure.setdefault(key, []).append(fact.period)
    periods = sorted({f.period for f in some}, key=when)
    columns = [contract.Column(p, "number", f"The number for {p}.", exact=True) for p in periods]
    return _table(
        name, what, (*head, _UNSURE, *columns), [(lines[k], unsure.get(k, [])) for k in sorted(lines)]
    )


def _words(name: str, what: str, some: Iterable[Judged], *, status: bool) -> tuple[contract.File, list[Line]]:
    """A table of words out of scorecard rows: a line per indicator."""
    lines: dict[tuple[str, ...], Record] = {}
    unsure: dict[tuple[str, ...], list[str]] = {}
    periods: set[str] = set()
    for one in some:
        word = (one.field.normal or "") if status else one.field.text
        key = in_order(one.indicator)
        if one.field.confidence < SURE and not one.field.reviewed:
            unsure.setdefault(key, []).append(one.period)
            lines.setdefault(key, _of(one.indicator))
        if word:
            lines.setdefault(key, _of(one.indicator))[one.period] = word
            periods.add(one.period)
    enum = ("met", "partly_met", "not_met") if status else ()
    columns = [
        contract.Column(p, "string", f"As of the report on {p}.", enum=enum)
        for p in sorted(periods, key=when)
    ]
    head = (*_INDICATOR, _UNSURE)
    return _table(name, what, (*head, *columns), [(lines[k], unsure.get(k, [])) for k in sorted(lines)])


def _table(
    name: str, what: str, columns: tuple[contract.Column, ...], lines: Iterable[tuple[Record, list[str]]]
) -> tuple[contract.File, list[Line]]:
    description = f"{what} One line per indicator, one column per period."
    file = contract.File(f"wide_{name}", description, columns, (), (("indicator_id", "indicators"),))
    empty: Record = {c.name: None for c in columns}
    return file, [
        (file.name, {**empty, **line, UNSURE: " ".join(sorted(unsure, key=when))}) for line, unsure in lines
    ]


def _key(fact: Fact, more: tuple[contract.Column, ...]) -> tuple[str, ...]:
    last = (fact.comparator,) if more else ()
    return (*in_order(fact.indicator), fact.breakdown, fact.unit_of_measure, *last)


def _of(indicator: Indicator) -> Record:
    return {
        "organisation": indicator.organisation, "unit": indicator.unit, "perspective": indicator.perspective,
        "indicator_id": indicator.indicator_id, "indicator": indicator.name,
    }  # fmt: skip

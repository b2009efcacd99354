"""Handing over to another system: its files, what has no code there, and what was left out and why.

Such files have no place for a doubt. So only sure or confirmed numbers go in, one per point of a series, in the
unit of measure the other system expects; everything else is listed beside them, nothing is dropped silently.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

import msgspec

from extractor.archive import Archive
from extractor.contract import Column, File
from extractor.export.csvfiles import CsvFiles, Dialect
from extractor.export.facts import Fact, choose, facts, in_order, when
from extractor.export.mapping import IndicatorEntry, Mapping
from extractor.export.records import Record
from extractor.export.selection import EVERYTHING, Selection
from extractor.export.systems import Item, System
from extractor.export.units import in_unit
from extractor.model import Value
from extractor.outputs import whole_folder
from extractor.patterns import built_in

Why = Literal["unsure", "unit_differs", "period_not_held", "no_number", "other_statement"]
PROBLEMS: tuple[Why, ...] = ("unsure", "unit_differs")
"""Reasons that someone can do something about."""

UNMAPPED = File(
    "unmapped",
    "What the mapping file gives no code for: one line per unit, indicator or kind of number.",
    (
        Column("what", "string", "What has no code.", enum=("unit", "indicator", "column")),
        Column("organisation", "string", "The public body."),
        Column("unit", "string", "The reporting unit."),
        Column("indicator_id", "string", "The indicator over the years."),
        Column("name", "string", "The indicator's name, or the kind of number."),
        Column("breakdown", "string", "The part of the indicator that would need a code of its own."),
        Column("unit_of_measure", "string", "What it is measured in."),
        Column("values", "integer", "How many numbers were not handed over for it."),
    ),
)
LEFT_OUT = File(
    "left_out",
    "What was not handed over for another reason than a missing code.",
    (
        Column("reason", "string", "Why: unsure · unit_differs from what the mapping file expects · period_not_held by "
              "the other system · no_number, a bare direction · other_statement, another report or place says "
              "otherwise and was believed.",
              enum=("unsure", "unit_differs", "period_not_held", "no_number", "other_statement")),
        Column("organisation", "string", "The public body."),
        Column("unit", "string", "The reporting unit."),
        Column("indicator_id", "string", "The indicator over the years."),
        Column("indicator", "string", "What the newest report calls it."),
        Column("breakdown", "string", "Part of the whole."),
        Column("period", "string", "What the number is about."),
        Column("kind", "string", "What kind of number it is."),
        Column("value", "number", "The number.", exact=True),
        Column("unit_of_measure", "string", "Its unit."),
        Column("text", "string", "The words it stands in."),
        Column("confidence", "number", "How sure the reading is."),
        Column("reasons", "string", "Why it is unsure: codes of docs/reasons.md."),
        Column("source_path", "string", "The report."),
        Column("page", "integer", "The page."),
    ),
)  # fmt: skip


class HandOver(Value, frozen=True, kw_only=True):
    """What was handed over and what not."""

    files: dict[str, int]
    """Lines per file."""
    unmapped: tuple[Record, ...]
    """The lines of unmapped.csv."""
    left_out: dict[Why, int]
    """How many numbers were left out for which reason."""

    @property
    def partial(self) -> bool:
        """Whether something was not handed over that a code or a look at it would hand over."""
        return bool(self.unmapped) or any(self.left_out.get(why) for why in PROBLEMS)


class HandOverSettings(Value, frozen=True, kw_only=True):
    """What to hand over."""

    selection: Selection = EVERYTHING
    include_unsure: bool = False
    """Hand over numbers that are unsure, too."""
    dialect: Dialect = "standard"
    """Of unmapped.csv and left_out.csv, which people read."""


def hand_over(  # noqa: PLR0913 - from where, where to, for whom, by which codes, which part
    archive: Archive, folder: Path, system: System, mapping: Mapping, settings: HandOverSettings | None = None,
    *, force: bool = False,
) -> HandOver:  # fmt: skip
    """Write an archive's numbers as another system imports them.

    Args:
        archive: whose numbers.
        folder: where to; made if missing.
        system: for whom.
        mapping: the codes of units, indicators and kinds of numbers there.
        settings: which part of the archive, and whether unsure numbers go along.
        force: replace an existing folder.

    Returns:
        What was written and what was not; `unmapped.csv` and `left_out.csv` in the folder say it, too.

    Raises:
        NotFoundError: the folder exists and `force` is not given.
        MappingError: a code cannot be written in that system's format, or codes contradict each other.
    """
    chosen = settings or HandOverSettings()
    sorting = _Sorting(system, mapping, include_unsure=chosen.include_unsure)
    some = (sorting.converted(f) for f in facts(archive, chosen.selection) if f.kind in system.kinds)
    for choice in choose(
        some, lambda f: (f.indicator.indicator_id, f.breakdown, f.kind, f.period), sorting.in_expected_unit
    ):
        if sorting.add(choice.fact):
            for other in choice.others:
                sorting.leave(other, "other_statement")
    if not system.says_unit:
        sorting.settle_units()
    unmapped = sorted(sorting.unmapped.values(), key=_unmapped_order)
    with whole_folder(folder, force=force) as scratch:
        files = system.write(scratch, sorted(sorting.items, key=_item_order), mapping)
        lists = CsvFiles(scratch, (UNMAPPED, LEFT_OUT), chosen.dialect)
        for record in unmapped:
            lists.write("unmapped", record)
        for fact, why in sorted(sorting.left, key=lambda p: (*_fact_order(p[0]), p[1])):
            lists.write("left_out", _left_out(fact, why))
        lists.close()
    files |= {"unmapped.csv": len(unmapped), "left_out.csv": len(sorting.left)}
    counts = Counter(why for _, why in sorting.left)
    return HandOver(files=files, unmapped=tuple(unmapped), left_out=dict(counts))


class _Sorting:
    """Facts sorted into those to hand over, those without a code and those left out."""

    def __init__(self, system: System, mapping: Mapping, *, include_unsure: bool) -> None:
        self._system, self._mapping, self._include_unsure = system, mapping, include_unsure
        self._patterns = built_in()
        self.items: list[Item] = []
        self.left: list[tuple[Fact, Why]] = []
        self.unmapped: dict[tuple[str, ...], Record] = {}
        self._entries: dict[tuple[str, str], IndicatorEntry | None] = {}

    def converted(self, fact: Fact) -> Fact:
        """A fact in the unit of measure the mapping file expects of it, where moving the decimal point does it."""
        entry = self._entry(fact)
        if fact.value is None or entry is None or not entry.unit_of_measure:
            return fact
        return self._in_unit(fact, entry.unit_of_measure) or fact

    def settle_units(self) -> None:
        """Give all numbers of one measure one unit, the usual one; what cannot be moved there is left out."""
        measures: dict[tuple[str, ...], list[Item]] = {}
        for item in self.items:
            key = (item.fact.indicator.indicator_id, self._system.part(item.fact.breakdown))
            measures.setdefault(key, []).append(item)
        self.items = []
        for items in measures.values():
            usual, _ = Counter(i.fact.unit_of_measure for i in items).most_common(1)[0]
            for item in items:
                moved = self._in_unit(item.fact, usual)
                if moved is None:
                    self.leave(item.fact, "unit_differs")
                else:
                    self.items.append(item._replace(fact=moved))

    def in_expected_unit(self, fact: Fact) -> bool:
        """Whether a fact is in the unit of measure that the mapping file expects of it, if any."""
        entry = self._entry(fact)
        return entry is None or entry.unit_of_measure in ("", fact.unit_of_measure)

    def add(self, fact: Fact) -> bool:
        """Sort one fact; whether it has all the codes it needs."""
        breakdown = self._system.part(fact.breakdown)
        unit = self._mapping.unit(fact.indicator)
        entry = self._entry(fact)
        if (unit and unit.skip) or (entry and entry.skip):
            return False
        column = self._mapping.columns.get(fact.kind) or self._system.columns.get(fact.kind, "-")
        listed = entry is not None and (column or fact.kind in self._mapping.columns)
        if self._mapping.settings.only_listed and not listed:
            return False
        if fact.value is None:
            self.leave(fact, "no_number")
            return True
        coded = self._system.coded
        missing = [
            *([] if unit and (unit.code or not coded) else [_missing_unit(fact)]),
            *([] if entry and (entry.code or not coded) else [_missing_indicator(fact, breakdown)]),
            *([] if column else [_missing_column(fact)]),
        ]
        for record in missing:
            self._count(record)
        if missing or unit is None or entry is None:
            return False
        why = self._obstacle(fact)
        if why:
            self.leave(fact, why)
        else:
            self.items.append(Item(fact, unit, entry))
        return True

    def leave(self, fact: Fact, why: Why) -> None:
        """Note a fact that has a code and does not go along."""
        self.left.append((fact, why))

    def _entry(self, fact: Fact) -> IndicatorEntry | None:
        key = (fact.indicator.indicator_id, self._system.part(fact.breakdown))
        if key not in self._entries:
            self._entries[key] = self._mapping.indicator(fact.indicator, key[1])
        return self._entries[key]

    def _in_unit(self, fact: Fact, wanted: str) -> Fact | None:
        """The fact in another unit of measure; None where that is more than moving the decimal point."""
        if fact.value is None:
            return None
        value = in_unit(fact.value, fact.unit_of_measure, wanted, self._patterns)
        return None if value is None else msgspec.structs.replace(fact, value=value, unit_of_measure=wanted)

    def _obstacle(self, fact: Fact) -> Why | None:
        if not self._system.holds(fact.period):
            return "period_not_held"
        if not self.in_expected_unit(fact):
            return "unit_differs"
        return None if fact.sure or self._include_unsure else "unsure"

    def _count(self, record: Record) -> None:
        key = tuple(str(v) for v in record.values())
        known = self.unmapped.setdefault(key, {**record, "values": 0})
        known["values"] += 1


def _missing_unit(fact: Fact) -> Record:
    i = fact.indicator
    return _unmapped("unit", organisation=i.organisation, unit=i.unit)


def _missing_indicator(fact: Fact, breakdown: str) -> Record:
    i = fact.indicator
    return _unmapped(
        "indicator", organisation=i.organisation, unit=i.unit, indicator_id=i.indicator_id, name=i.name,
        breakdown=breakdown, unit_of_measure=i.unit_of_measure,
    )  # fmt: skip


def _missing_column(fact: Fact) -> Record:
    return _unmapped("column", name=fact.kind)


def _unmapped(what: str, **fields: str) -> Record:
    return {**{c.name: "" for c in UNMAPPED.columns if c.name != "values"}, "what": what, **fields}


def _unmapped_order(record: Record) -> tuple[object, ...]:
    order = {"unit": 0, "column": 1, "indicator": 2}
    names = ("organisation", "unit", "name", "breakdown", "indicator_id")
    return (order[record["what"]], *(record[n] for n in names))


def _left_out(fact: Fact, why: Why) -> Record:
    names = (
        "breakdown", "period", "kind", "value", "unit_of_measure", "text", "confidence", "source_path", "page",
    )  # fmt: skip
    i = fact.indicator
    return {
        "reason": why, "organisation": i.organisation, "unit": i.unit, "indicator_id": i.indicator_id,
        "indicator": i.name, "reasons": " ".join(fact.reasons), **{n: getattr(fact, n) for n in names},
    }  # fmt: skip


def _fact_order(fact: Fact) -> tuple[object, ...]:
    return (
        *in_order(fact.indicator),
        fact.breakdown,
        when(fact.period),
        fact.kind,
        fact.source_path,
        fact.page,
    )


def _item_order(item: Item) -> tuple[object, ...]:
    return _fact_order(item.fact)


def summary(result: HandOver) -> Iterable[str]:
    """What was not handed over, in sentences for people."""
    for what in ("unit", "indicator", "column"):
        some = [r for r in result.unmapped if r["what"] == what]
        if some:
            names = list(dict.fromkeys(r["name"] or r["unit"] or r["organisation"] for r in some))
            more = f" and {len(names) - 5} more" if len(names) > 5 else ""
            yield f"No code for {len(some)} of kind {what}: {', '.join(names[:5])}{more}. See unmapped.csv."
    counts = [f"{n} {why}" for why, n in sorted(result.left_out.items())]
    if counts:
        yield f"Left out: {', '.join(counts)}. See left_out.csv."

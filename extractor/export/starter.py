"""A starter for the mapping file: every unit and indicator of the archive, with empty codes to fill in.

Written again over a file that exists it only adds what the file does not know yet: no code is ever lost.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from extractor.archive import Archive
from extractor.export.cells import harmless
from extractor.export.facts import Fact, facts
from extractor.export.mapping import IndicatorEntry, Mapping, UnitEntry, load_mapping
from extractor.export.systems import System
from extractor.model import Value
from extractor.outputs import writing

_CSV_COLUMNS = (
    "kind", "organisation", "unit", "id", "name", "breakdown", "unit_of_measure", "code", "label", "skip",
)  # fmt: skip


class Added(Value, frozen=True, kw_only=True):
    """What a starter file got."""

    units: int
    indicators: int


def write_starter(archive: Archive, file: Path, system: System) -> Added:
    """Write a mapping file with all units and indicators that have numbers, or add those it lacks.

    Args:
        archive: whose units and indicators.
        file: a `.toml` or `.csv` file; what it already says stays as it is.
        system: whose codes will be filled in.

    Returns:
        How many entries were added.

    Raises:
        MappingError: the file exists and is not understood.
        WriteError: it cannot be written.
    """
    known = load_mapping(file) if file.exists() else None
    units, indicators = _missing(archive, system, known or Mapping())
    as_csv = file.suffix.lower() == ".csv"
    if known is None:
        start = _csv_start(system) if as_csv else _toml_start(system)
    else:
        start = file.read_text(encoding="utf-8-sig").rstrip("\n") + "\n"
    text = start + (_csv_lines(units, indicators) if as_csv else _toml_lines(units, indicators))
    scratch = file.with_name(f".{file.name}.part")
    with writing(file):
        scratch.write_text(text, encoding="utf-8-sig" if as_csv else "utf-8", newline="\n")
        scratch.replace(file)
    return Added(units=len(units), indicators=len(indicators))


def _missing(
    archive: Archive, system: System, known: Mapping
) -> tuple[list[UnitEntry], list[IndicatorEntry]]:
    """The entries a mapping file lacks: unit by unit, indicators of scorecards before those of tables and text."""
    units: dict[tuple[str, str], UnitEntry] = {}
    parts: dict[tuple[str, str], list[Fact]] = {}
    for fact in facts(archive):
        indicator = fact.indicator
        if fact.kind not in system.kinds or fact.value is None:
            continue
        if known.unit(indicator) is None:
            unit = UnitEntry(organisation=indicator.organisation, unit=indicator.unit)
            units[indicator.organisation, indicator.unit] = unit
        parts.setdefault((indicator.indicator_id, system.part(fact.breakdown)), []).append(fact)
    lacking = [(k, some) for k, some in parts.items() if known.indicator(some[0].indicator, k[1]) is None]
    lacking.sort(key=lambda p: _starter_order(p[1], p[0][1]))
    return [units[k] for k in sorted(units)], [_entry(some, breakdown) for (_, breakdown), some in lacking]


def _entry(some: Sequence[Fact], breakdown: str) -> IndicatorEntry:
    i = some[0].indicator
    usual, _ = Counter(f.unit_of_measure for f in some).most_common(1)[0]
    return IndicatorEntry(
        id=i.indicator_id, organisation=i.organisation, unit=i.unit, name=i.name, breakdown=breakdown,
        unit_of_measure=usual,
    )  # fmt: skip


def _starter_order(some: Sequence[Fact], breakdown: str) -> tuple[object, ...]:
    i = some[0].indicator
    beside = all(f.origin != "scorecard" for f in some)
    return (i.organisation, i.unit, beside, i.perspective, i.name, i.indicator_id, breakdown)


# ---------------------------------------------------------------- TOML


def _toml_start(system: System) -> str:
    columns = "".join(f"{kind} = {_quoted(code)}\n" for kind, code in system.columns.items())
    settings = "".join(f"{key} = {_quoted(value)}\n" for key, value in system.settings.items())
    return (
        f"# Codes of {system.title} for `styrkort export FOLDER --to {system.name} --mapping THIS-FILE`.\n"
        "# Fill in the codes; `skip = true` is for what is not meant for that system. Run --write-mapping again\n"
        "# after an import: it adds what is new and changes nothing else. More: docs/hand-over.md\n\n"
        f"[settings]\n{settings}\n[columns]\n{columns}"
    )


def _toml_lines(units: Sequence[UnitEntry], indicators: Sequence[IndicatorEntry]) -> str:
    blocks = [
        _toml_block(
            "unit", {"organisation": e.organisation, "unit": e.unit, "code": e.code, "label": e.label}
        )
        for e in units
    ]
    for e in indicators:
        fields = {"id": e.id, "organisation": e.organisation, "unit": e.unit, "name": e.name}
        part = {"breakdown": e.breakdown} if e.breakdown else {}
        codes = {"unit_of_measure": e.unit_of_measure, "code": e.code, "label": e.label}
        blocks.append(_toml_block("indicator", {**fields, **part, **codes}))
    return "".join(blocks)


def _toml_block(kind: str, fields: dict[str, str]) -> str:
    return f"\n[[{kind}]]\n" + "".join(f"{key} = {_quoted(value)}\n" for key, value in fields.items())


def _quoted(text: str) -> str:
    """A TOML basic string."""
    escaped = "".join(
        {"\\": "\\\\", '"': '\\"'}.get(c, c if c.isprintable() else f"\\u{ord(c):04x}") for c in text
    )
    return f'"{escaped}"'


# ---------------------------------------------------------------- CSV


def _csv_start(system: System) -> str:
    lines = [
        *({"kind": "setting", "name": key, "code": value} for key, value in system.settings.items()),
        *({"kind": "column", "name": kind, "code": code} for kind, code in system.columns.items()),
    ]
    return ";".join(_CSV_COLUMNS) + "\n" + _csv_text(lines)


def _csv_lines(units: Sequence[UnitEntry], indicators: Sequence[IndicatorEntry]) -> str:
    lines = [{"kind": "unit", "organisation": e.organisation, "unit": e.unit} for e in units]
    lines += [
        {
            "kind": "indicator", "organisation": e.organisation, "unit": e.unit, "id": e.id, "name": e.name,
            "breakdown": e.breakdown, "unit_of_measure": e.unit_of_measure,
        }
        for e in indicators
    ]  # fmt: skip
    return _csv_text(lines)


def _csv_text(lines: Iterable[dict[str, str]]) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";", lineterminator="\n")
    for line in lines:
        writer.writerow([harmless(line.get(c, "")) for c in _CSV_COLUMNS])
    return stream.getvalue()

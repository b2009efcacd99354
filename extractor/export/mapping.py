"""The user's own file that maps indicators and units to the codes of another system: TOML or CSV.

An indicator is found by its id, else by any name it ever went by; an entry that names organisation, unit or part
is only for those. What no entry names has no code, and is said to have none.
"""

from __future__ import annotations

import csv
import difflib
import io
import tomllib
from collections.abc import Mapping as Dictionary
from pathlib import Path
from typing import Any, TypeVar, get_args

import msgspec

from extractor.errors import MappingError, NotFoundError
from extractor.export.cells import as_printed
from extractor.model import Indicator, Kind, Value
from extractor.swedish import fold

_FLAG = {
    "true": True,
    "ja": True,
    "yes": True,
    "1": True,
    "x": True,
    "false": False,
    "nej": False,
    "no": False,
}
_NEXT = "docs/hand-over.md shows the format."
_TYPES = {str: "a text in quotes", bool: "true or false"}

T = TypeVar("T", bound=Value)


class UnitEntry(Value, frozen=True, kw_only=True):
    """What the other system calls a reporting unit."""

    organisation: str = ""
    unit: str = ""
    """As printed, '' for the organisation itself."""
    code: str = ""
    label: str = ""
    """The unit's name as the other system spells it, where that differs."""
    skip: bool = False
    """Not meant for the other system: neither handed over nor listed."""


class IndicatorEntry(Value, frozen=True, kw_only=True):
    """What the other system calls an indicator, or a part of one."""

    id: str = ""
    organisation: str = ""
    unit: str = ""
    name: str = ""
    breakdown: str = ""
    """'' for the whole, 'kön=kvinnor', …"""
    unit_of_measure: str = ""
    """What the other system expects; numbers in another unit are not handed over. '' for any."""
    code: str = ""
    label: str = ""
    """The indicator's name as the other system spells it, where that differs."""
    skip: bool = False


class Settings(Value, frozen=True, kw_only=True):
    """How the other system's files look; what is empty is as that system is known to expect it."""

    separator: str = ""
    decimal: str = ""
    header: bool = True
    encoding: str = ""
    only_listed: bool = False
    """What the file does not name is not meant for the other system: it is not handed over, nor listed."""
    dataflow: str = ""
    """SDMX: agency, dataflow and version the data belong to."""


class Mapping(Value, frozen=True, kw_only=True):
    """A whole file of codes."""

    settings: Settings = Settings()
    columns: dict[str, str] = msgspec.field(default_factory=dict)
    """Kind of number (actual, target, …) → the other system's code for it."""
    units_of_measure: dict[str, str] = msgspec.field(default_factory=dict)
    """Unit of measure → the other system's code for it."""
    units: tuple[UnitEntry, ...] = ()
    indicators: tuple[IndicatorEntry, ...] = ()

    def unit(self, indicator: Indicator) -> UnitEntry | None:
        """The entry for an indicator's unit; None if there is none."""
        wanted = (fold(indicator.organisation), fold(indicator.unit))
        for entry in self.units:
            if (fold(entry.organisation), fold(entry.unit)) == wanted:
                return entry
        some = [e for e in self.units if not e.organisation and fold(e.unit) == wanted[1]]
        return some[0] if some else None

    def indicator(self, indicator: Indicator, breakdown: str = "") -> IndicatorEntry | None:
        """The entry for an indicator, or for a part of it: by id, then name and unit, then name, then old names.

        Raises:
            MappingError: several entries fit equally well and give different codes.
        """
        some = [e for e in self.indicators if e.breakdown == breakdown]
        first = [e for e in some if e.id == indicator.indicator_id]
        if not first:
            fits = [(score, e) for e in some if (score := _fit(e, indicator))]
            best = max((score for score, _ in fits), default=0)
            first = [e for score, e in fits if score == best]
        if len({(e.code, e.label) for e in first}) > 1:
            names = ", ".join(repr(e.code or e.label) for e in first)
            raise MappingError(
                f"Several codes fit the indicator {indicator.name!r} of {indicator.unit}: {names}.",
                "Give the entries the indicator's id or its unit.",
            )
        return first[0] if first else None


def load_mapping(file: Path) -> Mapping:
    """Read a mapping file, `.toml` or `.csv`.

    Raises:
        NotFoundError: the file does not exist.
        MappingError: the file is no TOML or CSV, or has an entry that is not understood.
    """
    try:
        content = file.read_bytes()
    except OSError as error:
        raise NotFoundError(
            f"The mapping file {file} cannot be read: {error.strerror}.",
            "Write one with `styrkort export --to SYSTEM --write-mapping FILE`.",
        ) from error
    tables = (
        _from_csv(content, file.name) if file.suffix.lower() == ".csv" else _from_toml(content, file.name)
    )
    return _mapping(tables, file.name)


def _fit(entry: IndicatorEntry, indicator: Indicator) -> int:
    """How well an entry without the indicator's id fits it: 0 not at all, more is better."""
    given = ((entry.organisation, indicator.organisation), (entry.unit, indicator.unit))
    if not entry.name or any(wanted and fold(wanted) != fold(has) for wanted, has in given):
        return 0
    narrower = 2 if entry.unit else 0
    if fold(entry.name) == fold(indicator.name):
        return 2 + narrower
    return 1 + narrower if fold(entry.name) in {fold(a) for a in indicator.aliases} else 0


# ---------------------------------------------------------------- files → entries

Tables = dict[str, Any]


def _from_toml(content: bytes, name: str) -> Tables:
    try:
        return tomllib.loads(content.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise MappingError(f"{name} is no TOML: {error}.", _NEXT) from error


def _from_csv(content: bytes, name: str) -> Tables:
    """The tables of a CSV file whose first column says what each line is; as Excel saves it, too."""
    text = _decoded(content)
    first = text.partition("\n")[0]
    separator = max(";\t,", key=first.count)
    tables: Tables = {"settings": {}, "columns": {}, "units_of_measure": {}, "unit": [], "indicator": []}
    for number, line in enumerate(csv.DictReader(io.StringIO(text), delimiter=separator), start=2):
        cells = {k: as_printed((v or "").strip()) for k, v in line.items() if k}
        kind = cells.pop("kind", "")
        if not any(cells.values()):
            continue
        if kind not in ("unit", "indicator", "column", "setting", "unit_of_measure"):
            raise MappingError(
                f"{name}, line {number}: the kind {kind!r} is none of unit, indicator, column, unit_of_measure, "
                "setting.",
                _NEXT,
            )
        if kind in ("unit", "indicator"):
            tables[kind].append({k: v for k, v in cells.items() if v})
        else:
            place = {"column": "columns", "setting": "settings", "unit_of_measure": "units_of_measure"}[kind]
            tables[place][cells.get("name", "")] = cells.get("code", "")
    return tables


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:  # Excel's "CSV (semicolon)" on Windows
        return content.decode("cp1252", errors="replace")


def _mapping(tables: Tables, name: str) -> Mapping:
    _known(tables, ("settings", "columns", "units_of_measure", "unit", "indicator"), name)
    columns = _texts(tables.get("columns", {}), f"{name}, columns")
    _known(columns, get_args(Kind), f"{name}, columns")
    return Mapping(
        settings=_entry(tables.get("settings", {}), Settings, f"{name}, settings"),
        columns=columns,
        units_of_measure=_texts(tables.get("units_of_measure", {}), f"{name}, units_of_measure"),
        units=_entries(tables.get("unit", []), UnitEntry, f"{name}, unit"),
        indicators=_entries(tables.get("indicator", []), IndicatorEntry, f"{name}, indicator"),
    )


def _entries(some: Any, kind: type[T], where: str) -> tuple[T, ...]:
    if not isinstance(some, list):
        raise MappingError(f"{where}: entries begin with [[{where.rpartition(' ')[2]}]].", _NEXT)
    return tuple(_entry(one, kind, f"{where} {number}") for number, one in enumerate(some, start=1))


def _entry(fields: Any, kind: type[T], where: str) -> T:
    known = {f.name: f.type for f in msgspec.structs.fields(kind)}
    _known(fields, tuple(known), where)
    values: dict[str, Any] = {}
    for key, given in fields.items():
        value = _FLAG.get(given.casefold(), given) if known[key] is bool and isinstance(given, str) else given
        if not isinstance(value, known[key]):
            raise MappingError(f"{where}: {key} is {given!r}, not {_TYPES[known[key]]}.", _NEXT)
        values[key] = value.strip() if isinstance(value, str) and key != "separator" else value
    return kind(**values)


def _texts(some: Dictionary[str, Any], where: str) -> dict[str, str]:
    for key, value in some.items():
        if not isinstance(value, str):
            raise MappingError(f"{where}: {key} is {value!r}, not a text in quotes.", _NEXT)
    return dict(some)


def _known(given: Dictionary[str, Any], known: tuple[str, ...], where: str) -> None:
    for key in given:
        if key not in known:
            near = difflib.get_close_matches(str(key), known, 1)
            hint = f" (did you mean {near[0]!r}?)" if near else f" (known: {', '.join(known)})"
            raise MappingError(f"{where}: the key {key!r} is not known{hint}.", _NEXT)

"""The systems that numbers are handed over to: what each can hold, and how its files look.

Stratsys: the measure import through external codes (date, unit, measure and column code, value), and the
tab-separated text file of the manual import, one per measure column, by names. Kolada: key figure, organisation,
year, gender. SDMX: SDMX-CSV 2.0 with one row per observation.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from extractor import periods
from extractor.errors import MappingError
from extractor.export.facts import Fact
from extractor.export.mapping import IndicatorEntry, Mapping, UnitEntry
from extractor.model import Kind


class Item(NamedTuple):
    """One number to hand over, with the entries of the mapping file that name it."""

    fact: Fact
    unit: UnitEntry
    indicator: IndicatorEntry


class System(NamedTuple):
    """What is known of a system that numbers are handed over to."""

    name: str
    title: str
    kinds: tuple[Kind, ...]
    """Kinds of numbers it can hold."""
    columns: dict[str, str]
    """Kind → code, where the system, or a custom of ours, has one; '' where only the user knows."""
    settings: dict[str, str]
    """The settings of the mapping file with what is used where it says nothing."""
    gendered: bool
    """Whether women and men are a column of their own, and not measures of their own."""
    coded: bool
    """Whether it knows units and indicators by code; else by name."""
    says_unit: bool
    """Whether each of its numbers says its unit of measure; else all numbers of a measure must have the same."""
    holds: Callable[[str], bool]
    """Whether it can hold a number about a period."""
    write: Callable[[Path, Sequence[Item], Mapping], dict[str, int]]
    """Writes the items into a folder; returns the lines per file."""

    def part(self, breakdown: str) -> str:
        """The part of a breakdown that needs an entry of its own in the mapping file."""
        if not self.gendered:
            return breakdown
        return ", ".join(p for p in breakdown.split(", ") if p not in _GENDERS)

    def setting(self, mapping: Mapping, name: str) -> str:
        """A setting of the mapping file, or what is used where it says nothing."""
        return getattr(mapping.settings, name) or self.settings[name]


_GENDERS = {"kön=kvinnor": ("K", "F"), "kön=män": ("M", "M")}
"""Breakdown → code of Kolada, code of SDMX's CL_SEX."""


def gender(breakdown: str, *, sdmx: bool = False) -> str:
    """The gender a breakdown is about: T, K or M as Kolada has it, or _T, F or M of SDMX's CL_SEX."""
    for part in breakdown.split(", "):
        if part in _GENDERS:
            return _GENDERS[part][1 if sdmx else 0]
    return "_T" if sdmx else "T"


def _any_period(label: str) -> bool:
    return periods.is_label(label)


def _whole_year(label: str) -> bool:
    return bool(re.fullmatch(r"\d{4}", label))


def _number(fact: Fact, decimal: str = ".") -> str:
    return format(fact.value, "f").replace(".", decimal) if fact.value is not None else ""


def _write_rows(
    file: Path,
    header: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    separator: str,
    encoding: str = "utf-8",
) -> dict[str, int]:
    """Write a delimited file for another program; no header if it is empty.

    Raises:
        MappingError: the encoding of the mapping file's settings has no such characters, or is none.
    """
    count = 0
    try:
        with file.open("w", encoding=encoding, newline="") as stream:
            writer = csv.writer(stream, delimiter=separator, lineterminator="\n")
            if header:
                writer.writerow(header)
            for row in rows:
                writer.writerow([" ".join(cell.split()) for cell in row])
                count += 1
    except (UnicodeEncodeError, LookupError, TypeError) as error:
        raise MappingError(
            f"settings: {file.name} cannot be written with separator {separator!r} in {encoding!r}: {error}.",
            "Leave both settings empty, or name one character and a known encoding such as cp1252.",
        ) from error
    return {file.name: count}


# ---------------------------------------------------------------- Stratsys

_STRATSYS_HEADER = ("date", "unit_code", "measure_code", "column_code", "value")
_STRATSYS_TAB_HEADER = ("unit", "date", "measure", "value")


def _stratsys(folder: Path, items: Sequence[Item], mapping: Mapping) -> dict[str, int]:
    decimal = STRATSYS.setting(mapping, "decimal")
    rows = (
        (
            _last_day(i.fact),
            i.unit.code,
            i.indicator.code,
            mapping.columns[i.fact.kind],
            _number(i.fact, decimal),
        )
        for i in items
    )
    header = _STRATSYS_HEADER if mapping.settings.header else ()
    return _write_rows(
        folder / "stratsys.csv", header, rows, separator=STRATSYS.setting(mapping, "separator"),
        encoding=STRATSYS.setting(mapping, "encoding"),
    )  # fmt: skip


def _stratsys_tab(folder: Path, items: Sequence[Item], mapping: Mapping) -> dict[str, int]:
    decimal = STRATSYS_TAB.setting(mapping, "decimal")
    written: dict[str, int] = {}
    for kind in dict.fromkeys(i.fact.kind for i in items):
        rows = (
            (_unit_name(i), _last_day(i.fact), _measure_name(i), _number(i.fact, decimal))
            for i in items
            if i.fact.kind == kind
        )
        header = _STRATSYS_TAB_HEADER if mapping.settings.header else ()
        written |= _write_rows(
            folder / f"stratsys-{kind}.txt", header, rows, separator=STRATSYS_TAB.setting(mapping, "separator"),
            encoding=STRATSYS_TAB.setting(mapping, "encoding"),
        )  # fmt: skip
    return written


def _last_day(fact: Fact) -> str:
    """A day within the period: it tells the other system which period is meant."""
    return periods.end(fact.period).isoformat()


def _unit_name(item: Item) -> str:
    return item.unit.label or item.unit.unit or item.unit.organisation


def _measure_name(item: Item) -> str:
    return item.indicator.label or item.indicator.name or item.fact.indicator.name


# ---------------------------------------------------------------- Kolada

_KOLADA_HEADER = ("kpi", "organisation", "period", "gender", "value", "status")


def _kolada(folder: Path, items: Sequence[Item], mapping: Mapping) -> dict[str, int]:
    rows = (
        (i.indicator.code, i.unit.code, i.fact.period, gender(i.fact.breakdown), _number(i.fact, decimal), "")
        for decimal in (KOLADA.setting(mapping, "decimal"),)
        for i in items
    )
    header = _KOLADA_HEADER if mapping.settings.header else ()
    return _write_rows(
        folder / "kolada.csv", header, rows, separator=KOLADA.setting(mapping, "separator"),
        encoding=KOLADA.setting(mapping, "encoding"),
    )  # fmt: skip


# ---------------------------------------------------------------- SDMX

_SDMX_HEADER = (
    "STRUCTURE", "STRUCTURE_ID", "ACTION", "FREQ", "REF_AREA", "INDICATOR", "KIND", "SEX", "TIME_PERIOD", "OBS_VALUE",
    "OBS_STATUS", "UNIT_MEASURE", "UNIT_MULT", "COMPARATOR", "CONFIDENCE", "SOURCE", "COMMENT_OBS",
)  # fmt: skip
_DATAFLOW = re.compile(r"[A-Za-z][\w.\-]*:[\w@$\-]+(?:\(\d+(?:\.\d+){0,2}(?:-[\w.]+)?\))?", re.ASCII)
"""AGENCY:DATAFLOW(1.0.0), as SDMX-CSV 2.0 writes it; without a version for one that has none."""
_CODE = re.compile(r"[A-Za-z0-9_@$\-]+")
_MERGE = "M"
_COMPARATORS = {"=": "EQ", "<=": "LE", ">=": "GE", "<": "LT", ">": "GT", "increase": "UP", "decrease": "DOWN"}
_MEASURES = {
    "%": ("PT", 0), "kr": ("SEK", 0), "tkr": ("SEK", 3), "mnkr": ("SEK", 6), "mdkr": ("SEK", 9), "index": ("IX", 0),
}  # fmt: skip
"""Unit of measure → code and power of ten; others get their own name in capitals."""
_LOW_RELIABILITY = "U"
_FREQUENCIES = {"": "A", "H": "S", "T": "T", "Q": "Q"}


def _sdmx(folder: Path, items: Sequence[Item], mapping: Mapping) -> dict[str, int]:
    dataflow = SDMX.setting(mapping, "dataflow")
    if not _DATAFLOW.fullmatch(dataflow):
        raise MappingError(
            f"settings: dataflow is {dataflow!r}, not AGENCY:DATAFLOW(VERSION).",
            "For example: FJM:STYRKORT(1.0.0).",
        )
    return _write_rows(folder / "sdmx.csv", _SDMX_HEADER, _sdmx_rows(dataflow, items, mapping), separator=",")


def _sdmx_rows(dataflow: str, items: Sequence[Item], mapping: Mapping) -> Iterator[Sequence[str]]:
    for item in items:
        fact = item.fact
        unit, power = _measure(fact.unit_of_measure, mapping)
        frequency, period = time_period(fact.period)
        codes = {
            "unit": item.unit.code, "indicator": item.indicator.code, "columns": mapping.columns.get(fact.kind)
            or SDMX.columns[fact.kind], "units_of_measure": unit,
        }  # fmt: skip
        for where, code in codes.items():
            if not _CODE.fullmatch(code):
                raise MappingError(
                    f"{where}: {code!r} is no SDMX code.",
                    "SDMX codes have letters a-z, digits, _, -, @ and $.",
                )
        yield (
            "dataflow", dataflow, _MERGE, frequency, codes["unit"], codes["indicator"], codes["columns"],
            gender(fact.breakdown, sdmx=True), period, _number(fact),
            fact.obs_status if fact.sure else _LOW_RELIABILITY, unit, str(power),
            _COMPARATORS[fact.comparator], str(fact.confidence), f"{fact.source_path}, page {fact.page}", fact.text,
        )  # fmt: skip


def time_period(label: str) -> tuple[str, str]:
    """A period as SDMX's FREQ and TIME_PERIOD.

    `2020-T2` here runs from January to August, in SDMX from May to August: it is written as a range.
    """
    year, _, rest = label.partition("-")
    if rest == "T2":
        return "T", f"{year}-01-01/P8M"
    if rest.isdigit():
        return "M", label
    return _FREQUENCIES[rest[:1]], f"{year}-{rest.replace('H', 'S')}" if rest else year


def _measure(unit: str, mapping: Mapping) -> tuple[str, int]:
    """The code of a unit of measure and its power of ten; the mapping file replaces only the code."""
    letters = unit.upper().translate(str.maketrans("ÅÄÖ", "AAO"))
    own = re.sub(r"[^A-Z0-9]+", "_", letters).strip("_") or "_Z"
    code, power = _MEASURES.get(unit, (own, 0))
    return mapping.units_of_measure.get(unit) or code, power


# ---------------------------------------------------------------- all of them

_NUMBERS: tuple[Kind, ...] = ("actual", "target", "budget", "forecast", "baseline")
_FILE = {"separator": ";", "decimal": ",", "encoding": "utf-8"}

STRATSYS = System(
    "stratsys", "Stratsys, measure import by external codes", _NUMBERS, dict.fromkeys(_NUMBERS, ""), _FILE,
    gendered=False, coded=True, says_unit=False, holds=_any_period, write=_stratsys,
)  # fmt: skip
STRATSYS_TAB = System(
    "stratsys-tab", "Stratsys, manual measure import by names", _NUMBERS, {}, {**_FILE, "separator": "\t"},
    gendered=False, coded=False, says_unit=False, holds=_any_period, write=_stratsys_tab,
)  # fmt: skip
KOLADA = System(
    "kolada", "Kolada", ("actual",), {}, {**_FILE, "separator": ",", "decimal": "."},
    gendered=True, coded=True, says_unit=False, holds=_whole_year, write=_kolada,
)  # fmt: skip
SDMX = System(
    "sdmx", "an SDMX registry", _NUMBERS, {k: k.upper() for k in _NUMBERS},
    {"dataflow": "STYRKORT:SCORECARD(1.0.0)"}, gendered=True, coded=True, says_unit=True, holds=_any_period,
    write=_sdmx,
)  # fmt: skip
SYSTEMS = {s.name: s for s in (STRATSYS, STRATSYS_TAB, KOLADA, SDMX)}

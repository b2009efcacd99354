"""The export: the files of the contract in one folder, written in whole or not at all.

Rows come in a stable order and nothing in the files depends on when they are written, so two exports of the
same archive are byte-identical, in every format.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain
from pathlib import Path
from typing import Literal, Protocol

from extractor import contract
from extractor.archive import Archive
from extractor.export import workbook
from extractor.export.csvfiles import CsvFiles, Dialect
from extractor.export.jsonlines import JsonLines
from extractor.export.parquet import Parquet
from extractor.export.records import Record, contents
from extractor.export.selection import EVERYTHING, Selection
from extractor.export.wide import wide
from extractor.model import Value
from extractor.outputs import whole_folder

Format = Literal["csv", "xlsx", "parquet", "jsonl"]


class ExportSettings(Value, frozen=True, kw_only=True):
    """What to write, and how."""

    format: Format = "csv"
    dialect: Dialect = "standard"
    """Of CSV: `standard` (comma, decimal point) or `excel-sv` (semicolon, decimal comma, BOM)."""
    wide: bool = False
    """Besides, the series laid out wide: one line per indicator, one column per period."""
    selection: Selection = EVERYTHING


class _Files(Protocol):
    """Files of one format being written."""

    def write(self, name: str, record: Record) -> None: ...

    def close(self) -> None: ...


_FORMATS: dict[Format, Callable[[Path, Sequence[contract.File]], _Files]] = {
    "xlsx": workbook.Workbook, "parquet": Parquet, "jsonl": JsonLines,
}  # fmt: skip


def export(
    archive: Archive, folder: Path, settings: ExportSettings | None = None, *, force: bool = False
) -> dict[str, int]:
    """Write all files of the export contract into a folder.

    Args:
        archive: what to export.
        folder: where to; made if missing.
        settings: format, dialect and part of the archive; default: everything as standard CSV.
        force: replace an existing folder.

    Returns:
        Number of lines per file: `documents.csv`, …; of a workbook per sheet: `styrkort.xlsx#documents`, ….

    Raises:
        NotFoundError: the folder exists and `force` is not given.
        NeedsPackageError: the format needs a package that is not installed.
    """
    with whole_folder(folder, force=force) as scratch:
        lines = _write(archive, scratch, settings or ExportSettings())
    return lines  # noqa: RET504 - only now the folder is in its place


def _write(archive: Archive, folder: Path, settings: ExportSettings) -> dict[str, int]:
    wide_tables = wide(archive, settings.selection) if settings.wide else None
    files = (*contract.FILES, *(wide_tables.files if wide_tables else ()))
    names = {f.name: _file_name(f.name, settings.format) for f in files}
    lines = dict.fromkeys(names.values(), 0)
    out: _Files
    if settings.format == "csv":
        out = CsvFiles(folder, files, settings.dialect)
    else:
        out = _FORMATS[settings.format](folder, files)
    try:
        for name, record in chain(
            contents(archive, settings.selection), wide_tables.lines if wide_tables else ()
        ):
            out.write(name, record)
            lines[names[name]] += 1
    finally:
        out.close()
    return lines


def _file_name(name: str, kind: Format) -> str:
    return f"{workbook.NAME}#{name}" if kind == "xlsx" else f"{name}.{kind}"

"""CSV files with a `datapackage.json`: the standard dialect, or the one a Swedish Excel expects."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

from extractor import contract
from extractor.export.cells import cell_text
from extractor.export.records import Record

Dialect = Literal["standard", "excel-sv"]


class CsvFiles:
    """One CSV file per file of the contract, and the package that describes them.

    Args:
        folder: where to; it exists.
        files: what will be written.
        dialect: `standard` (comma, decimal point) or `excel-sv` (semicolon, decimal comma, BOM).
    """

    def __init__(self, folder: Path, files: Sequence[contract.File], dialect: Dialect = "standard") -> None:
        self._swedish = dialect == "excel-sv"
        self._folder, self._files = folder, files
        self._open = {file.name: _CsvFile(folder, file, swedish=self._swedish) for file in files}

    def write(self, name: str, record: Record) -> None:
        """Write one line of the file of that name."""
        self._open[name].write(record)

    def close(self) -> None:
        """Close all files and describe them."""
        for one in self._open.values():
            one.close()
        package = contract.datapackage(self._files, swedish=self._swedish)
        text = json.dumps(package, ensure_ascii=False, indent=2) + "\n"
        (self._folder / "datapackage.json").write_text(text, encoding="utf-8")


class _CsvFile:
    """One CSV file being written."""

    def __init__(self, folder: Path, file: contract.File, *, swedish: bool) -> None:
        self._columns = [(c.name, c.type == "string" and not c.enum) for c in file.columns]
        self._point = "," if swedish else "."
        encoding = "utf-8-sig" if swedish else "utf-8"
        self._stream = (folder / f"{file.name}.csv").open("w", encoding=encoding, newline="")
        self._csv: Any = csv.writer(self._stream, delimiter=";" if swedish else ",", lineterminator="\n")
        self._csv.writerow([c.name for c in file.columns])

    def write(self, record: Record) -> None:
        self._csv.writerow(
            [cell_text(record[name], decimal_point=self._point, words=words) for name, words in self._columns]
        )

    def close(self) -> None:
        self._stream.close()

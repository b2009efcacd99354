"""Parquet files with real types: printed numbers as decimals, dates, moments, booleans; null for nothing printed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from extractor import contract
from extractor.errors import NeedsPackageError
from extractor.export.records import Record

DIGITS, DECIMALS = 38, 15
"""Of a decimal: no printed number has more than 15 digits (`values.numbers.MAX_DIGITS`), so all of them fit."""
BATCH = 20_000
"""Lines held in memory per file before they are written."""


class Parquet:
    """One `.parquet` file per file of the contract; each column carries its description.

    Args:
        folder: where to; it exists.
        files: what will be written.

    Raises:
        NeedsPackageError: PyArrow is not installed.
    """

    def __init__(self, folder: Path, files: Sequence[contract.File]) -> None:
        try:
            import pyarrow as pa  # noqa: PLC0415 - an extra: only who wants Parquet has it
            import pyarrow.parquet as pq  # noqa: PLC0415
        except ImportError as error:
            raise NeedsPackageError(
                "Parquet files need the package PyArrow.", "Run `pip install 'styrkort[parquet]'`."
            ) from error
        self._table = pa.Table.from_pylist
        self._schemas = {file.name: _schema(pa, file) for file in files}
        self._writers = {
            name: pq.ParquetWriter(folder / f"{name}.parquet", schema)
            for name, schema in self._schemas.items()
        }
        self._waiting: dict[str, list[Record]] = {name: [] for name in self._schemas}

    def write(self, name: str, record: Record) -> None:
        """Write one line of the file of that name."""
        waiting = self._waiting[name]
        waiting.append({k: None if v == "" else v for k, v in record.items()})
        if len(waiting) >= BATCH:
            self._flush(name)

    def close(self) -> None:
        """Write what is waiting and close all files."""
        for name, writer in self._writers.items():
            self._flush(name)
            writer.close()

    def _flush(self, name: str) -> None:
        if self._waiting[name]:
            self._writers[name].write_table(self._table(self._waiting[name], schema=self._schemas[name]))
            self._waiting[name] = []


def _schema(pa: Any, file: contract.File) -> Any:
    types = {
        "string": pa.string(), "integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_(),
        "date": pa.date32(), "datetime": pa.timestamp("us", tz="UTC"),
    }  # fmt: skip
    exact = pa.decimal128(DIGITS, DECIMALS)
    return pa.schema(
        [
            pa.field(c.name, exact if c.exact else types[c.type], metadata={"description": c.description})
            for c in file.columns
        ]
    )

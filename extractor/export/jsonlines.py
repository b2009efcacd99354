"""JSON Lines: one object per line, numbers as numbers with all printed digits, null where nothing was printed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from extractor import contract
from extractor.export.records import Record


class JsonLines:
    """One `.jsonl` file per file of the contract.

    Args:
        folder: where to; it exists.
        files: what will be written.
    """

    def __init__(self, folder: Path, files: Sequence[contract.File]) -> None:
        self._encoder = msgspec.json.Encoder(decimal_format="number")
        self._columns = {file.name: [c.name for c in file.columns] for file in files}
        self._streams = {file.name: (folder / f"{file.name}.jsonl").open("wb") for file in files}

    def write(self, name: str, record: Record) -> None:
        """Write one object of the file of that name."""
        values = {c: None if record[c] == "" else record[c] for c in self._columns[name]}
        self._streams[name].write(self._encoder.encode(values) + b"\n")

    def close(self) -> None:
        """Close all files."""
        for stream in self._streams.values():
            stream.close()

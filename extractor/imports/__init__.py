"""Bulk import: folders, lists and zip archives of reports into the archive, one document one transaction.

Reading and extracting a document is a pure function of its bytes (`extract_bytes`) and runs in worker
processes that may crash, hang or run out of memory without taking anything along; only the importing
process writes. An unchanged file is skipped by size and time, known content by its hash, so the same
command can be run again at any moment and continues where it stopped.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.imports.extraction import extract_bytes, tool_version
from extractor.imports.records import Extraction, Imported, ImportSettings, Summary, Watcher

if TYPE_CHECKING:
    from extractor.imports.run import import_files

__all__ = [
    "Extraction",
    "ImportSettings",
    "Imported",
    "Summary",
    "Watcher",
    "extract_bytes",
    "import_files",
    "tool_version",
]


def __getattr__(name: str) -> object:
    """Load what needs the database when it is asked for: a worker only reads."""
    if name != "import_files":
        raise AttributeError(f"module 'extractor.imports' has no attribute {name!r}")
    from extractor.imports.run import import_files  # noqa: PLC0415

    return import_files

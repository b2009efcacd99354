"""The archive: everything read from an archive of reports, in one database."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from extractor.archive.records import Asking, DocumentInfo, Outcome, Seen, Source, Told, Vouching

if TYPE_CHECKING:
    from extractor.archive.decisions import Decided
    from extractor.archive.schema import SCHEMA_VERSION
    from extractor.archive.store import Archive

__all__ = [
    "SCHEMA_VERSION",
    "Archive",
    "Asking",
    "Decided",
    "DocumentInfo",
    "Outcome",
    "Seen",
    "Source",
    "Told",
    "Vouching",
]

_HOMES = {
    "SCHEMA_VERSION": "extractor.archive.schema",
    "Archive": "extractor.archive.store",
    "Decided": "extractor.archive.decisions",
}


def __getattr__(name: str) -> object:
    """Load what needs the database when it is asked for: a worker that only reads is there half a second earlier."""
    if name not in _HOMES:
        raise AttributeError(f"module 'extractor.archive' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)

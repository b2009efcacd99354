"""The archive: everything read from an archive of reports, in one database."""

from extractor.archive.decisions import Decided
from extractor.archive.records import Asking, DocumentInfo, Outcome, Seen, Source, Told, Vouching
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

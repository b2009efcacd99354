"""The archive: everything read from an archive of reports, in one database."""

from extractor.archive.decisions import Decided
from extractor.archive.records import DocumentInfo, Outcome, Seen, Source
from extractor.archive.schema import SCHEMA_VERSION
from extractor.archive.store import Archive

__all__ = ["SCHEMA_VERSION", "Archive", "Decided", "DocumentInfo", "Outcome", "Seen", "Source"]

"""Hand-over: the archive as CSV, Excel, Parquet or JSON Lines, and in the formats of other systems."""

from extractor.export.cells import harmless
from extractor.export.package import ExportSettings, export
from extractor.export.records import (
    finding_record,
    observation_records,
    rows_in_order,
    scorecard_records,
)
from extractor.export.selection import Selection

__all__ = [
    "ExportSettings", "Selection", "export", "finding_record", "harmless", "observation_records", "rows_in_order",
    "scorecard_records",
]  # fmt: skip

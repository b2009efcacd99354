"""Which part of an archive is exported: from a period on, or only what a person has confirmed."""

from __future__ import annotations

from extractor import periods
from extractor.archive import DocumentInfo
from extractor.errors import NotFoundError
from extractor.model import Value


class Selection(Value, frozen=True, kw_only=True):
    """A part of an archive. What has no period is never left out by one: it cannot be told to be older.

    Raises:
        NotFoundError: `since` is no period label.
    """

    since: str = ""
    """Only periods that end after this one begins; '' for all."""
    only_reviewed: bool = False
    """Only rows and numbers that a person has confirmed, and findings that a person has decided."""

    def __post_init__(self) -> None:
        """Refuse a period that is none."""
        if self.since and not periods.is_label(self.since):
            raise NotFoundError(
                f"{self.since!r} is no period.", "Periods look like 2020, 2020-T1, 2020-Q3 or 2020-03."
            )

    def takes_document(self, info: DocumentInfo) -> bool:
        """Whether a document's own period is within the selection."""
        return self._in_time(info.period)

    def takes(self, reviewed: bool, period: str = "") -> bool:
        """Whether something a person has confirmed or not, about a period, is within the selection."""
        return (reviewed or not self.only_reviewed) and self._in_time(period)

    def _in_time(self, label: str) -> bool:
        if not self.since or not periods.is_label(label):
            return True
        return periods.end(label) >= periods.start(self.since)


EVERYTHING = Selection()

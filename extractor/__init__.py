"""Read archives of Swedish public-sector goal follow-up: scorecards, time series, findings.

`from extractor import read, Archive, import_reports` is all that most scripts need; docs/library.md shows the rest.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extractor.archive import Archive
    from extractor.library import import_reports, read

__all__ = ["Archive", "import_reports", "read"]

_HOMES = {"Archive": "extractor.archive", "import_reports": "extractor.library", "read": "extractor.library"}


def __getattr__(name: str) -> object:
    """Load what is asked for when it is asked for: the command line starts in a tenth of a second."""
    if name not in _HOMES:
        raise AttributeError(f"module 'extractor' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)

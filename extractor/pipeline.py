"""The one place that knows the order of the stages."""

from __future__ import annotations

from extractor.model import Document, Report
from extractor.patterns import Patterns


def extract(document: Document, patterns: Patterns) -> Report:
    """Everything the report says, from a document as read.

    Args:
        document: what a reader made of the file.
        patterns: the knowledge in use.

    Returns:
        Scorecards, comments, figures, assignments, controls and observations with their places.
    """
    raise NotImplementedError

"""The number under which a report was registered, with a label or without.

Promises the characters as printed; what may as well be a date, a page or a school year is no number.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from extractor.model import Document, Paragraph
from extractor.patterns import Patterns
from extractor.swedish import fold

LINE_LETTERS = 200
"""Letters from which a paragraph is running text, whose numbers without a label are others'."""

_DIARY_NUMBER = re.compile(
    r"\b(?:[A-ZÅÄÖ]{2,8}-)?[A-ZÅÄÖ]{2,8}[\s\-]"
    r"(?:(?:19|20)\d\d(?:/\d{1,5}|[-:]\d{3,5})|\d\d/\d{3,5}|\d{4}-\d{3})\b(?![-/]\d)"
)
"""A committee's letters, year and running number without a label: "SN 2023/31", "VVV 2023-0217", "HN 18/0391"."""
_BARE_NUMBER = re.compile(r"\b[A-ZÅÄÖ]{3,}\d*-\d{2,}(?:-\d+)+\b")
_RUNNING_NUMBER = re.compile(r"\b[A-ZÅÄÖ]{2,5}\s?[1-9]\d{1,2}-\d{2,3}\b(?![-\s]*\d)|\b[A-ZÅÄÖ]{2,5}\d{5,8}\b")
"""A number without a label that stands on every page: "FM 97-12", "FM130218"; no date, page or school year."""


@functools.lru_cache(maxsize=8)
def _labelled_number(patterns: Patterns) -> re.Pattern[str]:
    """A document's number behind its label: "Dnr KS 2019/114", "Dokument-ID: FJM-17-88"."""
    labels = "|".join(re.escape(phrase) for phrase in patterns["metadata"]["document_number"].phrases)
    return re.compile(
        rf"\b(?:{labels})\.?\s*[:.]?\s*"
        r"((?:[A-ZÅÄÖ]{1,8}(?:-[A-ZÅÄÖ]{1,8})?[\s\-]?)?[A-ZÅÄÖa-z]*\d[\w\-/:.]*(?:[\-/]\d+)*)",
        re.IGNORECASE,
    )


def find_document_number(
    document: Document, first: Sequence[str], trusted: Sequence[str], patterns: Patterns
) -> str:
    """The number under which a report was registered, '' for none.

    Args:
        document: what a reader made of the file.
        first: the lines of its title page and running headers.
        trusted: those and the beginning of its text.
        patterns: the knowledge in use (`metadata`).
    """
    lines = [b.text for b in document.blocks if isinstance(b, Paragraph) and len(b.text) < LINE_LETTERS]
    tried = (
        (_labelled_number(patterns), trusted), (_DIARY_NUMBER, first), (_RUNNING_NUMBER, document.furniture),
        (_BARE_NUMBER, [*trusted, *lines]),
    )  # fmt: skip
    for pattern, texts in tried:
        for text in texts:
            match = pattern.search(text)
            if match:
                return (match[1] if match.groups() else match[0]).strip(" .:,")
    key = next((k for k in document.properties if fold(k) in ("document_number", "dokument-id")), "")
    return document.properties.get(key, "")


def without_numbers(text: str, patterns: Patterns) -> str:
    """A line without its document's number and that number's label: a name ends before them.

    Args:
        text: a line of a title page or a running header, or several.
        patterns: the knowledge in use (`metadata`).
    """
    return _DIARY_NUMBER.sub("\n", _labelled_number(patterns).sub("\n", text))

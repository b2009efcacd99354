"""Why a report matched, or didn't: each table's header words, the phrase they matched, and the verdict."""

from __future__ import annotations

from pathlib import Path

from extractor.model import Document, Scorecard, Table, Value
from extractor.patterns import Patterns
from extractor.reading import read
from extractor.scorecards.listed import with_listed_cards


class ColumnStory(Value, frozen=True, kw_only=True):
    """One column: its header and what that was taken for."""

    index: int
    label: str
    role: str
    phrase: str
    """The phrase of patterns/roles.toml that the header matched best; '' if none did."""
    confidence: float


class TableStory(Value, frozen=True, kw_only=True):
    """One table and whether it is a scorecard."""

    table_no: int
    page: int
    verdict: str
    columns: tuple[ColumnStory, ...]


def explain(file: Path, patterns: Patterns) -> list[TableStory]:
    """Read one file and tell for each of its tables what it was taken for.

    Args:
        file: the report.
        patterns: the knowledge in use.

    Returns:
        One story per table, in reading order.

    Raises:
        ReadError: the file cannot be read.
    """
    document = read(file.read_bytes(), file.name)
    return explain_document(document, patterns)


def explain_document(document: Document, patterns: Patterns) -> list[TableStory]:
    """The stories of a document already read, scorecards set as lists among them."""
    document, found = with_listed_cards(document, patterns)
    cards = {card.table_no: card for card in found}
    tables = [b for b in document.blocks if isinstance(b, Table)]
    return [_story(table, cards.get(table.number), patterns) for table in tables]


def _story(table: Table, card: Scorecard | None, patterns: Patterns) -> TableStory:
    columns = []
    if card is not None:
        read_as = [(c.index, c.label, c.role or "", c.confidence) for c in card.columns]
        verdict = f"scorecard, perspective {card.perspective or 'unknown'}, {len(card.rows)} rows"
    else:
        first = table.grid()[0] if table.cells else []
        read_as = [(n, cell.text if cell else "", "", 0.0) for n, cell in enumerate(first)]
        verdict = (
            "no scorecard: its header names no goal or indicator beside a target, value, status or trend"
        )
    for index, label, role, confidence in read_as:
        best = patterns["roles"].best(label)
        phrase = f"{best.key}: {best.phrase}" if best else ""
        columns.append(ColumnStory(index=index, label=label, role=role, phrase=phrase, confidence=confidence))
    return TableStory(table_no=table.number, page=table.place.page, verdict=verdict, columns=tuple(columns))

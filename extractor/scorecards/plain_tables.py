"""Tables of figures that look like scorecards: counts of what was reached, volumes over the years, what follows a card.

Promises that a table that counts verdicts is no scorecard, nor one with figures where the scorecard before it is
judged its next page, and that rows without anything to reach or judge are in doubt where the report's others have it.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from extractor.model import Role, Row
from extractor.patterns import Patterns
from extractor.phrases import finder, plain
from extractor.scorecards.columns import Reading
from extractor.scorecards.content import Content, says_missing
from extractor.scorecards.fields import BESIDE, doubted, shows
from extractor.scorecards.labels import CLEAR, header_scores
from extractor.scorecards.unnamed import UNSURE, is_total
from extractor.swedish import squeeze
from extractor.symbols.legend import Legend
from extractor.symbols.meaning import read_status

COUNTED = 0.9
"""Share of figures from which a column under a verdict counts: "Uppnådda" over 4, 2, 5."""
FEWEST = 2
"""Columns that count verdicts from which a table is told to."""
FIGURES = 0.5
"""Share of figures from which a column is one of them."""
JUDGED = 0.3
"""Share of judgements below which a column of judgements holds none."""
AIMED: frozenset[Role] = frozenset({"goal", "target", "status", "trend", "progress", "baseline", "forecast"})
"""What makes figures a scorecard's: something to reach, or what is said of it."""

NONE = Legend()


def counts_verdicts(labels: Sequence[str], contents: Sequence[Content], patterns: Patterns) -> bool:
    """Whether a table counts how many were judged how: "Område | Uppnådda | Delvis | Ej uppnådda | Totalt".

    Args:
        labels: the header of each column.
        contents: what the cells show.
        patterns: the knowledge in use (`status`, `claims`, `breakdowns`).
    """
    tallies = finder(patterns, "claims", "tallies")
    counted = 0
    for label, content in list(zip(labels, contents, strict=True))[1:]:
        if content.filled and content.numbers < FIGURES and content.status >= FIGURES:
            return False
        if content.numbers < FIGURES:
            continue
        if content.numbers >= COUNTED and _is_verdict(label, patterns):
            counted += 1
        elif not (is_total(label, patterns) or tallies.all(plain(label))):
            return False
    return counted >= FEWEST


def _is_verdict(label: str, patterns: Patterns) -> bool:
    """Whether a header is a verdict, and no word for what is to be: "Så bra ska det vara"."""
    if header_scores(label, patterns["roles"]).get("target", 0.0) >= CLEAR:
        return False
    said = read_status((), squeeze(label), None, NONE, patterns)
    return said.normal is not None or says_missing(label, patterns)


def judges_nothing(reading: Reading, contents: Sequence[Content]) -> bool:
    """Whether the column of judgements of a table before holds figures in this one, and nothing that judges.

    Args:
        reading: the columns of the scorecard before.
        contents: what the cells of the table after it show.
    """
    judging = [contents[c.index] for c in reading.columns if c.role == "status"]
    return any(c.filled and not c.symbols and c.status < JUDGED and c.numbers >= FIGURES for c in judging)


def aims(rows: Sequence[Row]) -> bool:
    """Whether rows say anywhere what is to be reached, or how far it is."""
    return any(shows(row.field(role)) for row in rows for role in AIMED)


def with_doubt(row: Row) -> Row:
    """A row of figures alone, in doubt: perhaps a table of volumes."""
    fields = {
        role: doubted(field, UNSURE, "perhaps_no_scorecard")
        if role in ("indicator", *BESIDE) and shows(field)
        else field
        for role, field in row.fields.items()
    }
    return msgspec.structs.replace(row, fields=fields)

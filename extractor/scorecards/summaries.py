"""Summaries: tables that only repeat how far the goals and indicators of the report's scorecards have come.

Promises that an indicator or goal stands in the scorecards once, that what a summary alone says is kept, and that a
summary that judges otherwise than its scorecard is not passed over in silence.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set

import msgspec
from rapidfuzz import fuzz

from extractor.model import Field, Role, Row, RowKind, Scorecard, Table
from extractor.scorecards.fields import JOINED, doubted, shows
from extractor.scorecards.goal_names import without_code
from extractor.scorecards.goal_rows import judgement_of_goal
from extractor.swedish import fold

MEASURED: tuple[Role, ...] = ("baseline", "target", "previous_value", "value", "forecast", "progress")
"""What a row of a scorecard holds and a summary does not."""
REPEATED = 0.8
"""Share of a table's rows that other tables must repeat for it to be a summary: a few may be worded otherwise."""
SAME_NAME = 92.0
"""Likeness of two names of one indicator within a report; "Sjukfrånvaro kvinnor" and "… män" have 85."""
MOST_DIFFERENT = 0.34
"""Share of the judgements that may differ: one of three."""

_Key = tuple[RowKind, str]
_JUDGED: tuple[tuple[RowKind, Role], ...] = (("indicator", "status"), ("goal", "goal_status"))
"""What a row of a scorecard says of its indicator, and of its goal."""


def without_summaries(cards: Sequence[Scorecard]) -> tuple[Scorecard, ...]:
    """The scorecards without the rows that a summary repeats.

    Args:
        cards: every scorecard of a document.

    Returns:
        The same scorecards; a row that shows no status of its own has that of the summary, doubted, and one that the
        summary judges otherwise is doubted.
    """
    tables: dict[int, list[Row]] = defaultdict(list)
    for card in cards:
        tables[card.table_no] += card.rows
    dropped: dict[int, Row] = {}
    judged: dict[_Key, Field] = {}
    for number, rows in tables.items():
        if any(shows(row.field(role)) for row in rows for role in MEASURED):
            continue
        fuller = _fuller(tables, number)
        again = [(row, key) for row in rows if (key := _repeated(row, fuller)) is not None]
        if len(again) >= REPEATED * len(rows) and _agree(again, fuller):
            dropped |= {id(row): row for row, _ in again}
            judged |= {key: row.field("status") for row, key in again}
    if not dropped:
        return tuple(cards)
    return tuple(_compared(card, dropped, judged) for card in cards if _left(card, dropped))


def measured_names(cards: Sequence[Scorecard]) -> frozenset[str]:
    """The names of all that scorecards measure and judge, folded."""
    return frozenset(_name(kind, row) for card in cards for row in card.rows for kind, _ in _JUDGED) - {""}


def repeats(table: Table, names: Set[str]) -> bool:
    """Whether a table names in nearly each row what a scorecard measures: there is nothing in it that was not read.

    Args:
        table: the table.
        names: what the scorecards measure, as `measured_names` gives it.
    """
    rows: dict[int, set[str]] = defaultdict(set)
    for cell in table.cells:
        if cell.row and cell.text.strip():
            rows[cell.row].add(fold(without_code(cell.text)))
    return bool(rows) and sum(bool(row & names) for row in rows.values()) >= REPEATED * len(rows)


def _agree(again: Sequence[tuple[Row, _Key]], fuller: Mapping[_Key, Field]) -> bool:
    """Whether two tables judge alike where both do; if not, the other one is about another unit or year."""
    pairs = [(row.field("status").normal, fuller[key].normal) for row, key in again]
    both = [(a, b) for a, b in pairs if a and b]
    return sum(a != b for a, b in both) <= MOST_DIFFERENT * len(both)


def _fuller(tables: Mapping[int, Sequence[Row]], number: int) -> dict[_Key, Field]:
    """The judgements of what the other tables measure, and of the goals they judge as a whole."""
    measured = [
        row
        for other, rows in tables.items()
        if other != number and any(shows(row.field(role)) for row in rows for role in MEASURED)
        for row in rows
    ]
    goals = {_name("goal", row): judged for row in measured if shows(judged := judgement_of_goal(row))}
    return {
        **{(row.kind, _name(row.kind, row)): row.field("status") for row in measured},
        **{("goal", name): judged for name, judged in goals.items()},
    }


def _name(kind: RowKind, row: Row) -> str:
    return fold(without_code(row.text("goal" if kind == "goal" else "indicator")))


def _repeated(row: Row, fuller: Mapping[_Key, Field]) -> _Key | None:
    name = _name(row.kind, row)
    if (row.kind, name) in fuller:
        return row.kind, name
    alike = (key for key in fuller if key[0] == row.kind and fuzz.ratio(key[1], name) >= SAME_NAME)
    return next(alike, None)


def _left(card: Scorecard, dropped: Mapping[int, Row]) -> bool:
    return any(id(row) not in dropped for row in card.rows)


def _compared(card: Scorecard, dropped: Mapping[int, Row], judged: Mapping[_Key, Field]) -> Scorecard:
    rows = (row for row in card.rows if id(row) not in dropped)
    return msgspec.structs.replace(card, rows=tuple(_judged(rows, judged)))


def _judged(rows: Iterator[Row], judged: Mapping[_Key, Field]) -> Iterator[Row]:
    for row in rows:
        fields = dict(row.fields)
        for kind, role in _JUDGED if row.kind == "indicator" else ():
            said = judged.get((kind, _name(kind, row)))
            if said is not None and (compared := _beside(row.field(role), said)) is not None:
                fields[role] = compared
        yield msgspec.structs.replace(row, fields=fields) if fields != row.fields else row


def _beside(own: Field, said: Field) -> Field | None:
    """A judgement once the summary's is known; None where it stays."""
    if said.normal is None or said.normal == own.normal:
        return None
    if own.normal is None and not shows(own):
        return doubted(said, JOINED, "status_from_summary")
    return doubted(own, JOINED, "summary_differs")

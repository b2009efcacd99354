"""Summaries: tables that only repeat how far the goals and indicators of the report's scorecards have come.

Promises that an indicator or goal stands in the scorecards once, that what a summary alone says is kept, and that a
summary that judges otherwise than its scorecard is not passed over in silence.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from typing import NamedTuple

import msgspec
from rapidfuzz import fuzz

from extractor.link.similarity import Namer, vetoed
from extractor.model import Block, Field, Role, Row, RowKind, Scorecard, Table
from extractor.patterns import Patterns
from extractor.scorecards.fields import JOINED, doubted, shows
from extractor.scorecards.goal_names import without_code
from extractor.scorecards.goal_rows import judgement_of_goal
from extractor.scorecards.tallies import known_by_number, number_of, stated_goals, sums_up, tallied
from extractor.swedish import fold

MEASURED: tuple[Role, ...] = ("baseline", "target", "previous_value", "value", "forecast", "progress")
"""What a row of a scorecard holds and a summary does not."""
REPEATED = 0.8
"""Share of a table's rows that other tables must repeat for it to be a summary: a few may be worded otherwise."""
SAME_NAME = 92.0
"""Likeness of two names of one indicator within a report, where they name the same numbers and the same part."""
FEWEST_COUNTED = 3
"""Rows from which 1, 2, 3 … down a column counts them."""
MOST_DIFFERENT = 0.34
"""Share of the judgements that may differ: one of three."""

_Key = tuple[RowKind, str]
_JUDGED: tuple[tuple[RowKind, Role], ...] = (("indicator", "status"), ("goal", "goal_status"))
"""What a row of a scorecard says of its indicator, and of its goal."""
_MORE: tuple[Role, ...] = ("trend", "comment")
"""What a summary may say besides its judgement."""
_NUMBER = re.compile(r"\d+")


class _Told(NamedTuple):
    """What a scorecard tells of an indicator or a goal."""

    name: str
    """As printed."""
    judged: Field
    more: frozenset[tuple[Role, str]]
    """Its trend and comment."""


def without_summaries(
    cards: Sequence[Scorecard], blocks: Sequence[Block], patterns: Patterns
) -> tuple[Scorecard, ...]:
    """The scorecards without the rows that a summary repeats.

    Args:
        cards: every scorecard of a document.
        blocks: everything that the document holds.
        patterns: the knowledge in use (`linking`, `breakdowns`, `claims`, `labels`).

    Returns:
        The same scorecards; a row that shows no status of its own has that of the summary, doubted, and one that the
        summary judges otherwise is doubted.
    """
    tables: dict[int, list[Row]] = defaultdict(list)
    rated: dict[int, set[Role]] = defaultdict(set)
    for card in cards:
        tables[card.table_no] += card.rows
        rated[card.table_no] |= tallied(card, patterns)
    dropped: dict[int, Row] = {}
    judged: dict[_Key, Field] = {}
    namer = Namer(patterns)
    fuller = _fuller([rows for number, rows in tables.items() if _measures(rows, rated[number])])
    named = stated_goals(blocks, patterns) | _by_number(tables, rated, patterns)
    for number, rows in tables.items():
        if _measures(rows, rated[number]):
            continue
        told = [row for row in rows if not (rated[number] and sums_up(row, patterns))]
        numbered = known_by_number(told, named, patterns) if rated[number] else {}
        again = [(row, key) for row in told if (key := _repeated(row, fuller, namer)) is not None]
        known = {id(row) for row, _ in again} | set(numbered)
        if not told or len(known) < REPEATED * len(told) or not _agree(again, fuller):
            continue
        dropped |= {id(row): row for row, key in again if _more(row) <= fuller[key].more}
        dropped |= {id(row): row for row in rows if id(row) in numbered or row not in told}
        judged |= {key: row.field("status") for row, key in again}
    if not dropped:
        return tuple(cards)
    return tuple(_compared(card, dropped, judged) for card in cards if _left(card, dropped))


def _by_number(
    tables: Mapping[int, Sequence[Row]], rated: Mapping[int, Set[Role]], patterns: Patterns
) -> dict[str, str]:
    """The names of the goals that tables measure, by the number each goes by."""
    goals = (
        row.field("goal")
        for number, rows in tables.items()
        if _measures(rows, rated[number])
        for row in rows
        if row.kind == "indicator"
    )
    return {number: goal.text for goal in goals if (number := number_of(goal, patterns))}


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


def _agree(again: Sequence[tuple[Row, _Key]], fuller: Mapping[_Key, _Told]) -> bool:
    """Whether two tables judge alike where both do; if not, the other one is about another unit or year."""
    pairs = [(row.field("status").normal, fuller[key].judged.normal) for row, key in again]
    both = [(a, b) for a, b in pairs if a and b]
    return sum(a != b for a, b in both) <= MOST_DIFFERENT * len(both)


def _measures(rows: Sequence[Row], rated: Set[Role]) -> bool:
    """Whether a table holds figures; what only counts its rows, under a header that was not read, is none.

    Nor are those that count or rate (`rated`) what others measure.
    """
    counted = {role for role in MEASURED if _counts([row.text(role).strip(" .") for row in rows])}
    return any(shows(row.field(role)) for row in rows for role in MEASURED if role not in counted | rated)


def _counts(texts: Sequence[str]) -> bool:
    return len(texts) >= FEWEST_COUNTED and list(texts) == [str(n) for n in range(1, len(texts) + 1)]


def _fuller(measuring: Iterable[Sequence[Row]]) -> dict[_Key, _Told]:
    """What is said of what tables measure, and of the goals that they measure it for.

    What only lists a goal's activities says nothing of the goal: a table that judges it repeats nothing.
    """
    measured = [row for rows in measuring for row in rows]
    told = {(row.kind, _name(row.kind, row)): _told(row.kind, row, row.field("status")) for row in measured}
    for row in measured:
        goal: _Key = "goal", _name("goal", row)
        judged = judgement_of_goal(row)
        if goal[1] and (shows(judged) or (row.kind == "indicator" and goal not in told)):
            told[goal] = _told("goal", row, judged)
    return told


def _told(kind: RowKind, row: Row, judged: Field) -> _Told:
    return _Told(_printed(kind, row), judged, _more(row) if kind == row.kind else frozenset())


def _more(row: Row) -> frozenset[tuple[Role, str]]:
    fields = ((role, row.field(role)) for role in _MORE)
    return frozenset((role, field.normal or fold(field.text)) for role, field in fields if shows(field))


def _printed(kind: RowKind, row: Row) -> str:
    return without_code(row.text("goal" if kind == "goal" else "indicator"))


def _name(kind: RowKind, row: Row) -> str:
    return fold(_printed(kind, row))


def _repeated(row: Row, fuller: Mapping[_Key, _Told], namer: Namer) -> _Key | None:
    name = _name(row.kind, row)
    if (row.kind, name) in fuller:
        return row.kind, name
    printed = _printed(row.kind, row)
    alike = (key for key in fuller if key[0] == row.kind and fuzz.ratio(key[1], name) >= SAME_NAME)
    return next((key for key in alike if _of_one_thing(printed, fuller[key].name, namer)), None)


def _of_one_thing(one: str, other: str, namer: Namer) -> bool:
    """Whether two names that look alike speak of the same classes, years and parts: "åk 6" is not "åk 9"."""
    same = set(_NUMBER.findall(one)) == set(_NUMBER.findall(other))
    return same and not vetoed(namer.name(one), namer.name(other))


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
            if said is not None and (compared := _beside(row.field(role), said, kind)) is not None:
                fields[role] = compared
        yield msgspec.structs.replace(row, fields=fields) if fields != row.fields else row


def _beside(own: Field, said: Field, kind: RowKind) -> Field | None:
    """A judgement once the summary's is known; None where it stays. A goal's may well be printed there only."""
    if said.normal is None or said.normal == own.normal:
        return None
    if own.normal is None and not shows(own):
        return said if kind == "goal" else doubted(said, JOINED, "status_from_summary")
    return doubted(own, JOINED, "summary_differs")

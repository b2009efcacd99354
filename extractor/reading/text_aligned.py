"""Rows of a table whose printed lines survived whole, columns run together: what a recogniser makes of a typeset page.

Every line crosses the table from left to right, so the columns of numbers and signs tell where a row is: a line with
two of them anchors one. The words left of them are cut between goal and indicator by capitals, column marks, words
that cannot end a cell, and the widths at which both columns wrap. What is put together here is never called sure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from extractor.reading.text_anchors import ANCHOR_CELLS, DASH, Taken, row_starts, settled, take_apart
from extractor.reading.text_content import KEY_ROLES, VALUE_ROLES
from extractor.reading.text_joins import Joins
from extractor.reading.text_known import NOTHING_TOLD, Told
from extractor.reading.text_lines import Line
from extractor.reading.text_pieces import (
    Piece,
    begins_big,
    is_word_for_value,
    pieces_of,
)
from extractor.reading.text_weights import Placed

ANCHOR_SHARE = 0.15
"""Share of a table's lines that are anchors from which its lines count as printed whole (typeset reports: a third
to a half; dumps that print every cell on lines of its own: next to none)."""
BARE_SHARE = {False: 0.1, True: 0.34}
"""Lines that begin with one of several values, against lines that begin with words."""
VALUE_COLUMNS = 2
"""With a single column of values too little of a line is typed."""
WIDTHS = range(9, 32, 2)
"""Characters tried as the width of the goals' column."""
BEAM = 24
LABELLED_SHARE = 0.1
"""Lines that are nothing but a value, named or not: more of them, and values go on over several lines."""
OPEN = 2.0
"""A score of `join_score` above which a fragment cannot be a cell's end."""
_LABELLED = re.compile(r"^[-–]?\s?(?:[^\W\d_]+[:,]\s?)?(?:19|20)?\d[\d.,\s]*(?:%|st|h)?,?(?:\s\d{2})?$")
_DIVIDED = re.compile(r"[^\W\d_]{2}-(?= (?!och|eller|samt)[^\W\d_])")
"""A word divided inside a line; two on one line are three columns of words, of which one is no key."""


class _Reading(NamedTuple):
    """One reading of the words left of the values so far."""

    score: float
    goal: str
    """Last fragment of the goal, empty while none is open."""
    closed: bool
    """Whether a line without goal followed: the goal is complete."""
    indicator: str
    cuts: tuple[tuple[int, bool], ...]
    """Per line how many pieces are the goal's, and whether they start a new one."""


def prints_whole_lines(lines: Sequence[Line], *, recognised: bool) -> bool:
    """Whether a dump's table lines hold all columns of a printed line.

    Where every cell has lines of its own, some lines begin with a value and hold several. A recogniser
    reads along the lines, so from a `recognised` dump it takes more such lines to say otherwise.
    """
    bare = whole = 0
    for line in lines:
        pieces = pieces_of(line.text)
        if sum(p.kind == "quantity" for p in pieces) < ANCHOR_CELLS:
            continue
        first = pieces[0]
        starts = first.kind == "quantity" or is_word_for_value(first.text)
        bare, whole = bare + starts, whole + (not starts)
    return whole > 0 and bare <= BARE_SHARE[recognised] * whole


class Widths(NamedTuple):
    """Characters that the columns of goals and measures hold, 0 where not known."""

    goal: float
    indicator: float


class _Known(NamedTuple):
    """What a search for the cuts between goal and indicator goes by."""

    widths: Widths
    joins: Joins
    told: Told = NOTHING_TOLD


def common_widths(tables: Sequence[tuple[Sequence[Line], Sequence[str]]], joins: Joins) -> Widths | None:
    """The widths that explain the tables of a dump best, taken together: they were set in one layout.

    Args:
        tables: lines and roles of each table.
        joins: which words may follow each other.

    Returns:
        The widths; None where no table's lines look like whole printed lines.
    """
    found = [r for lines, roles in tables if (r := _rows_of(lines, roles)) is not None]
    if not found:
        return None

    def score(widths: Widths) -> float:
        return sum(_search(parsed, starts, _Known(widths, joins)).score for parsed, starts in found)

    first = max((Widths(float(w), 0.0) for w in WIDTHS), key=score)
    lengths = sorted(
        len(_text(row.keys[cut:]))
        for parsed, starts in found
        for row, (cut, _) in zip(parsed, _search(parsed, starts, _Known(first, joins)).cuts, strict=True)
        if row.keys
    )
    width = float(lengths[int(len(lengths) * 0.9)]) if lengths else 0.0
    return max((Widths(float(w), width) for w in WIDTHS), key=score)


def aligned_rows(
    lines: Sequence[Line],
    roles: Sequence[str],
    widths: Widths | None,
    joins: Joins,
    told: Told = NOTHING_TOLD,
) -> list[Placed] | None:
    """Assign every fragment to a row and a column, where the lines were printed whole.

    Args:
        lines: the body of one table, headers left out.
        roles: the columns' roles in order.
        widths: how wide the columns are in the dump's tables.
        joins: which words may follow each other.
        told: where goals and indicators of other reports stand among the lines.

    Returns:
        The placements in reading order; None where the lines do not look like whole printed lines.
    """
    found = _rows_of(lines, roles)
    if found is None or widths is None:
        return None
    parsed, starts = found
    return _placed(parsed, starts, _search(parsed, starts, _Known(widths, joins, told)).cuts, roles)


def _rows_of(lines: Sequence[Line], roles: Sequence[str]) -> tuple[list[Taken], list[int]] | None:
    """The lines taken apart, and those that begin rows; None where they do not look like whole printed lines."""
    keys = [c for c, role in enumerate(roles) if role in KEY_ROLES]
    values = [c for c, role in enumerate(roles) if role in VALUE_ROLES]
    if keys != list(range(len(keys))) or len(keys) != len(KEY_ROLES) or len(values) < VALUE_COLUMNS:
        return None
    parsed = [take_apart(at, line, roles, len(keys)) for at, line in enumerate(lines)]
    parsed = settled(parsed, roles)
    anchors = [r.at for r in parsed if r.anchor]
    if any(len(_DIVIDED.findall(line.words)) > 1 for line in lines):
        return None
    if sum(_LABELLED.match(line.words) is not None for line in lines) > LABELLED_SHARE * len(lines):
        return None
    if not anchors or len(anchors) < ANCHOR_SHARE * len(lines):
        return None
    return parsed, row_starts(parsed, anchors)


# ---------------------------------------------------------------- goal | indicator


def _search(parsed: Sequence[Taken], starts: Sequence[int], known: _Known) -> _Reading:
    """Where every line's words are cut between goal and indicator."""
    beam = [_Reading(0.0, "", False, "", ())]
    begin = frozenset(starts)
    for row in parsed:
        new = [
            option
            for reading in beam
            for cut in range(len(row.keys) + 1)
            for option in _options(reading, row, cut, row.at in begin, known)
        ]
        beam = sorted(new, key=lambda r: -r.score)[:BEAM]
    return beam[0]


def _options(reading: _Reading, row: Taken, cut: int, starting: bool, known: _Known) -> list[_Reading]:
    widths, joins, told = known
    goal, rest = _text(row.keys[:cut]), _text(row.keys[cut:])
    score = reading.score + _mark_score(row.keys, cut)
    score += _told_score(row, goal, rest, told)
    if goal and rest:
        score += CUT_PAIR * joins.seen(goal, rest)
    score += _indicator_score(reading.indicator, rest, starting, known)
    indicator = rest or ("" if starting else reading.indicator)
    out = []
    if not goal:
        first = not reading.cuts
        score += -2.5 if first else -0.4 * (bool(reading.goal) and not reading.closed and not starting)
        if reading.goal and not reading.closed and joins.score(reading.goal, "x") > OPEN:
            score -= 1.5
        out.append(_Reading(score, reading.goal, bool(reading.goal), indicator, (*reading.cuts, (0, False))))
        return out
    if reading.goal:
        more = score + _going_on(reading.goal, goal, joins) + _room(reading.goal, goal, widths.goal)
        more -= 3.0 if reading.closed else 0.0
        out.append(_Reading(more, goal, False, indicator, (*reading.cuts, (cut, False))))
    new = score + (0.0 if starting else -3.0) + (0.6 if begins_big(goal) else -3.0)
    new += _room("", goal, widths.goal) - (0.5 if reading.goal else 0.0)
    if reading.goal and not reading.closed:
        new -= 0.5 * max(joins.score(reading.goal, goal), 0.0)
    out.append(_Reading(new, goal, False, indicator, (*reading.cuts, (cut, True))))
    return out


def _told_score(row: Taken, goal: str, rest: str, told: Told) -> float:
    """What known wordings say for a cut: both sides of it may be parts of one."""
    sides = (("goal", goal), ("indicator", rest))
    return TOLD * sum(told.part(row.at, role, text) is not None for role, text in sides)


TOLD = 3.0
"""What it is worth that one side of a cut is what a known wording has on the line."""
CUT_PAIR = -1.5
"""What it costs to cut between two words that stand side by side elsewhere."""


def _mark_score(keys: Sequence[Piece], cut: int) -> float:
    """What the column marks say about a cut; words cut apart without one are a little unlikely."""
    marks = [i for i, p in enumerate(keys) if p.marked and i]
    inner = 0 < cut < len(keys)
    if not marks:
        return -0.3 * inner
    return 2.5 if cut in marks else -0.8


def _indicator_score(last: str, text: str, starting: bool, known: _Known) -> float:
    (_, width), joins, _ = known
    if starting:
        if not text:
            return -6.0
        return (1.5 if begins_big(text) else -2.0) + _room("", text, width)
    if not text:
        return -0.2 if not last or joins.score(last, "x") <= OPEN else -2.0
    if not last:
        return -1.0
    return _going_on(last, text, joins) + _room(last, text, width)


def _going_on(last: str, text: str, joins: Joins) -> float:
    return 0.5 * min(joins.score(last, text), MOST_JOIN)


MOST_JOIN = 3.5
"""What two lines gain at most by the words they join."""


def _room(last: str, text: str, width: float) -> float:
    """Whether two lines fit a column that wraps at a width: not too long, not broken before they had to be."""
    if not width:
        return 0.0
    over = max(len(text) - width - 1, 0.0)
    room = width - len(last) - 1 - len(text.split(" ", 1)[0])
    early = 0.25 * min(max(room - 1, 0.0), 6.0) if last and not last.endswith("-") else 0.0
    return -0.35 * over - early


def _text(pieces: Sequence[Piece]) -> str:
    kept = [p.text for p in pieces if not DASH.match(p.text) or len(pieces) == 1]
    return " ".join(kept)


def _placed(
    parsed: Sequence[Taken], starts: Sequence[int], cuts: Sequence[tuple[int, bool]], roles: Sequence[str]
) -> list[Placed]:
    out: list[Placed] = []
    number, goal_row, held = -1, 0, set[int]()
    goal, indicator = roles.index("goal"), roles.index("indicator")
    for row, (cut, new) in zip(parsed, cuts, strict=True):
        if row.at in starts:
            number, held = number + 1, set()
        words, rest = _text(row.keys[:cut]), _text(row.keys[cut:])
        if words:
            goal_row = number if new else goal_row
            out.append(Placed(row.at, goal, goal_row, words, new))
        if rest:
            out.append(Placed(row.at, indicator, number, rest, indicator not in held))
            held.add(indicator)
        for column, text in row.cells:
            out.append(Placed(row.at, column, number, text, column not in held))
            held.add(column)
    return out

"""Which words belong to which cell, where a dump kept neither borders nor columns.

A beam search over the lines. Every line is cut into fragments, left to right; each continues the open cell of a column
or starts a new one. What counts is what a reader goes by: hyphens and the words they join, small and capital letters,
words that cannot end a cell, how full a line is, blank lines, what a column of a role holds, and that every row has a
measure. How wide the columns are is not known: several guesses are tried, and the one that explains most is kept.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Sequence
from typing import NamedTuple

from extractor.reading.text_content import SYMBOL_ROLES, going_on
from extractor.reading.text_joins import HYPHEN, Joins
from extractor.reading.text_known import NOTHING_TOLD, Told
from extractor.reading.text_lines import Line
from extractor.reading.text_pieces import Piece, is_symbol
from extractor.reading.text_sights import Sight, sights_of
from extractor.reading.text_weights import (
    NO_TARGET_YET,
    Evidence,
    Fragment,
    Open,
    Placed,
    State,
    continues,
    ending,
    evidence_of,
    has_target,
    rows_for,
    starts,
    width_score,
)
from extractor.reading.text_widths import guessed_widths, learned_widths

BEAM = 16
"""Readings kept per line."""
TRIAL_BEAM = 4
"""Readings kept while only the columns' widths are being decided."""
OPTIONS = {BEAM: 40, TRIAL_BEAM: 12}
"""Ways of cutting a line that are weighed in full."""
PER_CUT = 5
"""Ways of cutting a line up to one piece and column that are followed."""
HOPELESS = 5.0
"""Ways of cutting a line that promise so much less than the best are not weighed in full: the readings of five dumps
stay the same, in half of the time."""
PARTIAL = 3
"""Readings of one way of cutting a line that are kept."""
REFINED = 2
"""How often the widths are learned anew from the best reading."""


class Option(NamedTuple):
    """One way of cutting a line."""

    promise: float
    """What it is worth at best, for choosing which ways are weighed in full."""
    score: float
    """What is certain of it: where it is cut, what the cells hold, how long they are."""
    fragments: tuple[Fragment, ...]


def place_lines(
    lines: Sequence[Line],
    roles: Sequence[str],
    repeats: frozenset[str] = frozenset(),
    joins: Joins | None = None,
    told: Told = NOTHING_TOLD,
) -> list[Placed]:
    """Assign every fragment of the lines to a row and a column.

    Args:
        lines: the body of one table, headers left out.
        roles: the columns' roles in order.
        repeats: short texts that recur in the dump's tables.
        joins: which words may follow each other over a line's end.
        told: where goals and indicators of other reports stand among the lines.

    Returns:
        The placements in reading order.
    """
    evidence = evidence_of(lines, tuple(roles), repeats, joins or Joins(), told)
    sights = sights_of(lines, evidence)
    guesses = guessed_widths(lines, tuple(roles), mixed=evidence.mixed)
    best = max((_trial(sights, evidence._replace(widths=w)) for w in guesses), key=_score)
    best = _climb(sights, best) if evidence.mixed else best
    for share in OWN_GOALS:
        other = _trial(sights, best.evidence._replace(own_goals=share))
        best = other if other.score > best.score + PLAINLY_BETTER else best
    for _ in range(REFINED):
        learned = learned_widths(best.placed, len(roles))
        again = _trial(sights, best.evidence._replace(widths=learned))
        if again.score <= best.score:
            break
        best = again
    return _search(sights, best.evidence, BEAM)[1]


class _Trial(NamedTuple):
    """What a quick search found under assumptions about the table."""

    score: float
    placed: list[Placed]
    evidence: Evidence


def _score(trial: _Trial) -> float:
    return trial.score


def _trial(sights: Sequence[Sight], evidence: Evidence) -> _Trial:
    return _Trial(*_search(sights, evidence, TRIAL_BEAM), evidence)


def _climb(sights: Sequence[Sight], best: _Trial) -> _Trial:
    """The best reading after the widths of the columns were changed one by one as long as that explains more."""
    tried = {best.evidence.widths}
    for column in range(len(best.evidence.roles)):
        for change in (-STEP, STEP):
            known = best.evidence.widths
            widths = (*known[:column], known[column] + change, *known[column + 1 :])
            if not known[column] or widths[column] < NARROWEST or widths in tried:
                continue
            tried.add(widths)
            best = max(best, _trial(sights, best.evidence._replace(widths=widths)), key=_score)
    return best


STEP = 4
"""Characters by which the widths are changed; 5 and then 2 found fewer rows in two of three
interleaved dumps, and as many in the third."""
NARROWEST = 5
_HALF = re.compile(r"[^\W\d_]+-")
"""The middle of a word, with a line of its own."""
OWN_GOALS = (0.6, 0.35)
"""Shares of rows with a goal of their own that are tried beside the usual one: goals may span several rows."""
PLAINLY_BETTER = 3.0
"""What they must explain more; a few rows read wrongly speak for them as well."""


def _search(sights: Sequence[Sight], evidence: Evidence, width: int) -> tuple[float, list[Placed]]:
    empty: tuple[Open | None, ...] = (None,) * len(evidence.roles)
    beam = [State(0.0, -1, -1, empty, -1, None)]
    for sight in sights:
        ways = _options(sight, beam, evidence, OPTIONS[width])
        kept: dict[tuple[object, ...], State] = {}
        for state in beam:
            seen: dict[tuple[int, ...], list[State]] = {}
            for way in ways:
                for new in _read(state, way, evidence, seen):
                    key = (new.row, new.last, new.opened)
                    if key not in kept or kept[key].score < new.score:
                        kept[key] = new
        beam = sorted(kept.values(), key=_worth, reverse=True)[:width] or beam
    best = max(beam, key=lambda s: s.score + ending(s, evidence))
    out: list[Placed] = []
    link = best.placed
    while link is not None:
        out.append(link[1])
        link = link[0]  # type: ignore[assignment]
    return best.score + ending(best, evidence), out[::-1]


# ---------------------------------------------------------------- one line


def _options(sight: Sight, beam: Sequence[State], evidence: Evidence, limit: int) -> list[Option]:
    """The most promising ways to cut a line, pieces left to right, columns left to right."""
    count = len(sight.pieces)
    goes_on = _hopes(sight.pieces, beam, evidence)
    layers: list[dict[int, list[Option]]] = [{} for _ in range(count + 1)]
    layers[0][-1] = [Option(0.0, 0.0, ())]
    for start in range(count):
        before = [
            (used, sorted(ways, key=_promise, reverse=True)[:PER_CUT]) for used, ways in layers[start].items()
        ]
        if not before:
            continue
        for stop in range(start + 1, count + 1):
            for run in sight.runs[start][stop - start - 1]:
                fragment = run.fragment
                column = fragment.column
                ways = [w for used, found in before if used < column for w in found]
                if not ways:
                    continue
                score = run.score + width_score(len(fragment.text), evidence.widths[column])
                goes = goes_on[column][start] + going_on(evidence.roles[column], fragment.content)
                hope = score + max(run.begins + fragment.content, goes)
                layers[stop].setdefault(column, []).extend(
                    Option(w.promise + hope, w.score + score, (*w.fragments, fragment)) for w in ways
                )
    finals = [way for ways in layers[-1].values() for way in ways]
    finals = sorted(finals, key=_promise, reverse=True)[:limit]
    return [way for way in finals if way.promise > finals[0].promise - HOPELESS]


_promise = operator.attrgetter("promise")
_worth = operator.attrgetter("score")


def _hopes(pieces: Sequence[Piece], beam: Sequence[State], evidence: Evidence) -> list[list[float]]:
    """Per column and piece, the most that a fragment beginning there can gain as more of an open cell."""
    goes_on = []
    for column in range(len(evidence.roles)):
        opened = {cell.end for s in beam if (cell := s.opened[column]) is not None}
        goes_on.append(
            [max((evidence.joins.score(last, p.text) for last in opened), default=-99.0) for p in pieces]
        )
    return goes_on


# ---------------------------------------------------------------- one line after a reading


def _read(
    state: State, way: Option, evidence: Evidence, seen: dict[tuple[int, ...], list[State]]
) -> list[State]:
    """The readings of a line cut in one way, after what was read so far.

    Ways that begin alike share their beginning: `seen` holds what came of it.
    """
    partial = [state]
    key: tuple[int, ...] = ()
    for piece in way.fragments:
        key = (*key, piece.column, len(piece.text))
        if key not in seen:
            new = [s for p in partial for s in _place(p, piece, evidence)]
            seen[key] = sorted(new, key=lambda s: -s.score)[:PARTIAL]
        partial = seen[key]
    return [s._replace(score=s.score + way.score) for s in partial]


def _place(state: State, piece: Fragment, evidence: Evidence) -> list[State]:
    """The states after a fragment is put into its column: continuing its cell, or starting one."""
    role, text, column, content = evidence.roles[piece.column], piece.text, piece.column, piece.content
    out = []
    cell = state.opened[column]
    if cell is not None and (cell.row == state.row or role == "goal"):
        score = state.score + going_on(role, content) + continues(state, cell, piece, evidence)
        half = cell.end[:-1] + text if HYPHEN.search(cell.last) and _HALF.fullmatch(text) else ""
        opened = Open(cell.row, text, piece.at, cell.size + 1, cell.length + len(text), half)
        out.append(_with(state, score, state.row, opened, Placed(piece.at, column, cell.row, text, False)))
    for row, order in rows_for(state, column, evidence):
        cost = order + _row_end(state, row, piece, evidence)
        score = state.score + content + cost + starts(state, piece, evidence, row)
        opened = Open(row, text, piece.at, 1, len(text))
        out.append(_with(state, score, row, opened, Placed(piece.at, column, row, text, True)))
    return out


def _row_end(state: State, row: int, piece: Fragment, evidence: Evidence) -> float:
    """What it costs to start a cell where a row's end was seen, or a verdict before its target."""
    cost = 0.0
    if evidence.roles[piece.column] in SYMBOL_ROLES and not is_symbol(piece.text):
        cost += 0.0 if has_target(state, evidence) else NO_TARGET_YET
    if evidence.wide_ends and piece.before is not None and piece.before.text.endswith("  "):
        cost -= 3.0 if row == state.row else 0.0
        cost -= 2.0 if 0 <= state.last < evidence.last_text else 0.0
    return cost


def _with(state: State, score: float, row: int, opened: Open, placed: Placed) -> State:
    column = placed.column
    cells = (*state.opened[:column], opened, *state.opened[column + 1 :])
    row_at = placed.line if row != state.row else state.row_at
    return State(score, row, row_at, cells, column, (state.placed, placed))

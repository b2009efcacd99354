"""Which words belong to which cell, where a dump kept neither borders nor columns.

A beam search over the lines: every line is cut into fragments, each fragment continues the open cell of a
column or starts a new one. What counts is what a reader goes by: hyphens, small and capital letters, words that cannot
end a cell, how full a line is, blank lines, what a column of a role holds, and that every row has a measure.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from extractor.read.text_lines import Line
from extractor.read.text_pieces import Piece, is_direction, is_symbol, pieces_of
from extractor.read.text_weights import (
    HYPHEN,
    NO_TARGET_YET,
    PLAIN_CUT_LENGTH,
    REPEATED,
    SYMBOL_ROLES,
    Evidence,
    Fragment,
    Open,
    Placed,
    State,
    closing,
    content_score,
    continues,
    evidence_of,
    going_on,
    has_target,
    rows_for,
    starts,
)
from extractor.read.text_widths import column_widths, learned_widths

BEAM = 14
"""Readings kept per line; twice as many changed no row of the reports at hand."""
TRIAL_BEAM = 4
"""Readings kept while only the order of the columns' widths is being decided."""
LINE_BEAM = 12
"""Readings kept at each point within a line."""


def place_lines(
    lines: Sequence[Line], roles: Sequence[str], repeats: frozenset[str] = frozenset()
) -> list[Placed]:
    """Assign every fragment of the lines to a row and a column.

    Args:
        lines: the body of one table, headers left out.
        roles: the columns' roles in order.
        repeats: short texts that recur in the dump's tables.

    Returns:
        The placements in reading order.
    """
    evidence = evidence_of(lines, tuple(roles), repeats)
    seeds = column_widths(lines, tuple(roles))
    if seeds:
        trials = [(_search(lines, evidence._replace(widths=w), TRIAL_BEAM)[0], w) for w in seeds]
        return _search(lines, evidence._replace(widths=max(trials)[1]))[1]
    _, first = _search(lines, evidence)
    widths = learned_widths(first, len(roles))
    return _search(lines, evidence._replace(widths=widths))[1]


def _search(lines: Sequence[Line], evidence: Evidence, width: int = BEAM) -> tuple[float, list[Placed]]:
    empty: tuple[Open | None, ...] = (None,) * len(evidence.roles)
    beam = [State(0.0, -1, empty, -1, None)]
    for at, line in enumerate(lines):
        pieces = pieces_of(line.text)
        if not pieces:
            continue
        before = lines[at - 1] if at else None
        options: dict[tuple[object, ...], State] = {}
        for state in beam:
            for new in _line_options(state, at, (line, before), pieces, evidence):
                key = (new.row, new.last, new.opened)
                if key not in options or options[key].score < new.score:
                    options[key] = new
        beam = sorted(options.values(), key=lambda s: -s.score)[:width] or beam
    best = max(beam, key=lambda s: s.score + closing(s, evidence))
    out: list[Placed] = []
    link = best.placed
    while link is not None:
        out.append(link[1])
        link = link[0]  # type: ignore[assignment]
    return best.score, out[::-1]


def _line_options(
    state: State, at: int, around: tuple[Line, Line | None], pieces: list[Piece], evidence: Evidence
) -> list[State]:
    """The best readings of one line after a state: pieces left to right, columns left to right."""
    line, before = around
    cuts = _cut_costs(line, pieces)
    layers: list[dict[tuple[int, int, int], State]] = [{} for _ in range(len(pieces) + 1)]
    layers[0][(-1, state.row, 0)] = state
    for start in range(len(pieces)):
        best = sorted(layers[start].items(), key=lambda item: -item[1].score)[:LINE_BEAM]
        for (column, _, used), partial in best:
            cost = cuts[start] if start else 0.0
            if cost == -math.inf:
                continue
            for stop in range(start + 1, len(pieces) + 1):
                text = " ".join(p.text for p in pieces[start:stop])
                inner = sum(INNER_MARK for p in pieces[start + 1 : stop] if p.marked)
                if stop - start > 1:
                    inner += sum(INNER_SYMBOL for p in pieces[start:stop] if p.kind == "symbol")
                single = start == 0 and stop == len(pieces)
                for target in range(column + 1, len(evidence.roles)):
                    piece = Fragment(at, line, before, text, target, single)
                    for new in _place(partial, piece, evidence):
                        scored = new._replace(score=new.score + cost + inner)
                        key = (target, new.row, used | 1 << target)
                        known = layers[stop].get(key)
                        if known is None or known.score < scored.score:
                            layers[stop][key] = scored
    return sorted(layers[-1].values(), key=lambda s: -s.score)[:LINE_BEAM]


INNER_SYMBOL = -2.5
"""A sign at the line's end counted as part of a text."""
INNER_MARK = -2.0
"""A column mark inside a fragment: the recogniser drew one where there is none, or a cell was missed."""


def _cut_costs(line: Line, pieces: list[Piece]) -> list[float]:
    """What cutting the line before each piece costs."""
    marked = any(p.marked for p in pieces) or sum(p.kind != "word" for p in pieces) > 1
    costs = []
    for before, piece in zip([None, *pieces], pieces, strict=False):
        if before is None or piece.marked:
            costs.append(0.0)
        elif before.kind == "quantity" and piece.kind == "word" and piece.text[0].islower():
            costs.append(-3.0)
        elif piece.kind != "word" or before.kind != "word":
            costs.append(-0.4)
        elif HYPHEN.search(before.text) and len(before.text) > 3:
            costs.append(0.5 if piece.text[0].isupper() or marked else -0.5)
        elif piece.text[0].isupper() or before.text.endswith("."):
            costs.append(-0.8 if marked else -2.2)
        elif marked or len(line.words) > PLAIN_CUT_LENGTH:
            costs.append(-2.6)
        else:
            costs.append(-math.inf)
    return costs


def _place(state: State, piece: Fragment, evidence: Evidence) -> list[State]:
    """The states after a fragment is put into its column: continuing its cell, or starting one."""
    role, text, column = evidence.roles[piece.column], piece.text, piece.column
    content = content_score(role, text, evidence.has_symbols)
    if text in evidence.repeats and not is_direction(text):
        content += REPEATED.get(role, 0.0)
    out = []
    cell = state.opened[column]
    if cell is not None and (cell.row == state.row or role == "goal"):
        score = state.score + going_on(role, content) + continues(state, cell, piece, evidence)
        opened = Open(cell.row, text, piece.at, cell.size + 1, cell.length + len(text))
        out.append(_with(state, score, state.row, opened, Placed(piece.at, column, cell.row, text, False)))
    for row, order in rows_for(state, column, evidence):
        cost = order + _row_end(state, row, piece, evidence)
        score = state.score + content + cost + starts(state, piece, evidence)
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
    return State(score, row, cells, column, (state.placed, placed))

"""Which words belong to which cell, where a dump kept neither borders nor columns.

A beam search over the lines: every line is cut into fragments, each fragment continues the open cell of a
column or starts a new one. What counts is what a reader goes by: hyphens, small and capital letters, words that cannot
end a cell, how full a line is, blank lines, what a column of a role holds, and that every row has a measure.
"""

from __future__ import annotations

import functools
import itertools
import math
import re
from collections.abc import Sequence
from typing import NamedTuple

from extractor.patterns import Patterns
from extractor.read.text_lines import Line
from extractor.read.text_pieces import Piece, is_direction, is_quantity, is_symbol, is_verdict, pieces_of

BEAM = 14
"""Readings kept per line; twice as many changed no row of the reports at hand."""
TRIAL_BEAM = 4
"""Readings kept while only the order of the columns' widths is being decided."""
LINE_BEAM = 12
"""Readings kept at each point within a line."""
VALUE_ROLES = frozenset(
    {"baseline", "target", "value", "previous_value", "forecast", "deviation", "progress"}
)
SYMBOL_ROLES = frozenset({"status", "trend"})
TEXT_ROLES = frozenset({"goal", "indicator", "perspective", "comment", "responsible"})
KEY_ROLES = ("goal", "indicator")
MIN_BLOCKS = 6
"""Fewer blocks of lines say nothing about widths."""
MOST_TEXT_COLUMNS = 3
"""With more columns there are too many orders to try."""
WIDTH_GAP = 4
"""Columns whose longest lines differ by less cannot be told apart by them."""
TOO_LONG = 2
TOO_SHORT = 5
PLAIN_CUT_LENGTH = 45
"""Shorter lines without a column mark are cut only where something shows: a capital, a number, a hyphen."""

_OPEN_WORDS = frozenset(
    "och eller samt av i på pa att för for fér med som till en ett den det de vid inom om från fran från"
    " under per hos mellan ej inte är ar ska sin sina sitt andra nya god ger antal andel samtliga".split()
)
_HYPHEN = re.compile(r"[^\W\d_][-\u00ad]$")
_LIMIT = re.compile(
    r"^\W?(?:max|min|minst|h.gst|l.gst|[<>≥≤]|.ka|minska|f.lj|alla|samtliga|nytt|ny )", re.IGNORECASE
)
_QUALIFIED = re.compile(r"^\d[\d ,.]*(?:%|st|h)?\s?\([^)]{3,30}\)?$")
_MEASURE = re.compile(
    r"^(?:andel|antal|kostnad|index|total|n.jd|genomsnitt|medel|sjukfr|f.ljs med)", re.IGNORECASE
)


class Open(NamedTuple):
    """The cell a column holds open."""

    row: int
    last: str
    line: int
    size: int
    """Fragments so far."""
    length: int
    """Characters so far."""


class Placed(NamedTuple):
    """One fragment's place."""

    line: int
    column: int
    row: int
    text: str
    starts: bool


class State(NamedTuple):
    """One reading of the lines so far."""

    score: float
    row: int
    opened: tuple[Open | None, ...]
    last: int
    """Column of the fragment before."""
    placed: tuple[object, Placed] | None
    """Linked list of placements, last first."""


class Evidence(NamedTuple):
    """What holds for all lines of a table."""

    roles: tuple[str, ...]
    widths: tuple[float, ...]
    """Characters a column holds, 0 when not known."""
    blanks_end: bool
    """Whether a space at a line's end tells that the cell goes on (some dumps keep it, most do not)."""
    wide_ends: bool
    """Whether some lines end with several spaces: the empty cells after a row's last text."""
    spaced: bool
    """Whether blank lines stand between cells."""
    has_symbols: bool
    repeats: frozenset[str]
    """Short texts that the dump's tables print more than once: targets and values recur, measures do not."""
    last_text: int
    """The last column that holds text."""


def place_lines(
    lines: Sequence[Line], roles: Sequence[str], patterns: Patterns, repeats: frozenset[str] = frozenset()
) -> list[Placed]:
    """Assign every fragment of the lines to a row and a column.

    Args:
        lines: the body of one table, headers left out.
        roles: the columns' roles in order.
        patterns: the knowledge in use.
        repeats: short texts that recur in the dump's tables.

    Returns:
        The placements in reading order.
    """
    evidence = _evidence(lines, tuple(roles), repeats)
    seeds = column_widths(lines, tuple(roles))
    if seeds:
        trials = [(_search(lines, evidence._replace(widths=w), patterns, TRIAL_BEAM)[0], w) for w in seeds]
        return _search(lines, evidence._replace(widths=max(trials)[1]), patterns)[1]
    _, first = _search(lines, evidence, patterns)
    widths = _widths(first, len(roles))
    return _search(lines, evidence._replace(widths=widths), patterns)[1]


def column_widths(lines: Sequence[Line], roles: Sequence[str]) -> list[tuple[float, ...]]:
    """The ways in which the widths seen among the lines may belong to the columns.

    A column wraps its text at one width, so the blocks of lines fall into as many groups of width as
    there are columns. Which group is which column is for the search to find out: every order is returned.
    """
    blocks = sorted(_block_widths(lines))
    text = [c for c, role in enumerate(roles) if role not in SYMBOL_ROLES]
    if len(blocks) < MIN_BLOCKS or len(text) > MOST_TEXT_COLUMNS:
        return []
    centres = [float(max(group)) for group in _groups(blocks, len(text))]
    if any(b - a < WIDTH_GAP for a, b in itertools.pairwise(centres)):
        return []
    out = []
    for order in itertools.permutations(centres, len(text)):
        widths = [0.0] * len(roles)
        for column, width in zip(text, order, strict=True):
            widths[column] = width
        out.append(tuple(widths))
    return out


def _groups(values: list[int], count: int) -> list[list[int]]:
    """Sorted values in so many groups that lie as close together as possible."""

    def spread(group: list[int]) -> float:
        mean = sum(group) / len(group)
        return sum((v - mean) ** 2 for v in group)

    best = min(
        itertools.combinations(range(1, len(values)), count - 1),
        key=lambda cuts: sum(spread(values[a:b]) for a, b in itertools.pairwise((0, *cuts, len(values)))),
    )
    return [values[a:b] for a, b in itertools.pairwise((0, *best, len(values)))]


def _block_widths(lines: Sequence[Line]) -> list[int]:
    """The longest line of every run of lines that belong together beyond doubt."""
    out: list[int] = []
    longest = 0
    for line, following in itertools.pairwise(lines):
        text = line.words
        joined = not following.blank and (_HYPHEN.search(text) or following.words[:1].islower())
        if joined and "|" not in text and len(text) < PLAIN_CUT_LENGTH:
            longest = max(longest, len(text))
        elif longest:
            out.append(longest)
            longest = 0
    return out


def _evidence(lines: Sequence[Line], roles: tuple[str, ...], repeats: frozenset[str]) -> Evidence:
    whole = [line for line in lines if not line.words.endswith("-")]
    trailing = sum(line.text.endswith(" ") for line in whole) / (len(whole) or 1)
    wide = sum(line.text.endswith("  ") for line in lines)
    blanks = sum(line.blank for line in lines) / (len(lines) or 1)
    tails = sum(is_symbol(line.words.split()[-1]) for line in lines)
    return Evidence(
        roles=roles,
        widths=(0.0,) * len(roles),
        blanks_end=0.15 < trailing < 0.85,
        wide_ends=0 < wide < 0.5 * len(lines),
        spaced=0.1 < blanks < 0.9,
        has_symbols=tails >= 2 and bool(SYMBOL_ROLES & set(roles)),
        repeats=repeats,
        last_text=max((c for c, r in enumerate(roles) if r not in SYMBOL_ROLES), default=0),
    )


def _widths(placed: Sequence[Placed], columns: int) -> tuple[float, ...]:
    """Per column, the length that nine of ten fragments that were continued stay below."""
    lengths: list[list[int]] = [[] for _ in range(columns)]
    for here, following in zip(placed, placed[1:], strict=False):
        if following.column == here.column and not following.starts:
            lengths[here.column].append(len(here.text))
    return tuple(float(sorted(ls)[int(len(ls) * 0.9)]) if len(ls) > 3 else 0.0 for ls in lengths)


def _search(
    lines: Sequence[Line], evidence: Evidence, patterns: Patterns, width: int = BEAM
) -> tuple[float, list[Placed]]:
    empty: tuple[Open | None, ...] = (None,) * len(evidence.roles)
    beam = [State(0.0, -1, empty, -1, None)]
    for at, line in enumerate(lines):
        pieces = pieces_of(line.text, patterns)
        if not pieces:
            continue
        before = lines[at - 1] if at else None
        options: dict[tuple[object, ...], State] = {}
        for state in beam:
            for new in _line_options(state, at, line, before, pieces, evidence):
                key = (new.row, new.last, new.opened)
                if key not in options or options[key].score < new.score:
                    options[key] = new
        beam = sorted(options.values(), key=lambda s: -s.score)[:width] or beam
    best = max(beam, key=lambda s: s.score + _closing(s, evidence))
    out: list[Placed] = []
    link = best.placed
    while link is not None:
        out.append(link[1])
        link = link[0]  # type: ignore[assignment]
    return best.score, out[::-1]


def _line_options(
    state: State, at: int, line: Line, before: Line | None, pieces: list[Piece], evidence: Evidence
) -> list[State]:
    """The best readings of one line after a state: pieces left to right, columns left to right."""
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
                    for new in _place(partial, at, line, before, text, target, single, evidence):
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
        elif _HYPHEN.search(before.text) and len(before.text) > 3:
            costs.append(0.5 if piece.text[0].isupper() or marked else -0.5)
        elif piece.text[0].isupper() or before.text.endswith("."):
            costs.append(-0.8 if marked else -2.2)
        elif marked or len(line.words) > PLAIN_CUT_LENGTH:
            costs.append(-2.6)
        else:
            costs.append(-math.inf)
    return costs


def _place(
    state: State,
    at: int,
    line: Line,
    before: Line | None,
    text: str,
    column: int,
    single: bool,
    evidence: Evidence,
) -> list[State]:
    """The states after a fragment is put into a column: continuing its cell, or starting one."""
    content = _content(evidence.roles[column], text, evidence.has_symbols)
    if text in evidence.repeats and not is_direction(text):
        content += REPEATED.get(evidence.roles[column], 0.0)
    out = []
    cell = state.opened[column]
    if cell is not None and (cell.row == state.row or evidence.roles[column] == "goal"):
        score = (
            state.score
            + _going_on(evidence.roles[column], content)
            + _continues(state, cell, at, line, before, text, column, single, evidence)
        )
        opened = Open(cell.row, text, at, cell.size + 1, cell.length + len(text))
        out.append(_with(state, score, state.row, column, opened, Placed(at, column, cell.row, text, False)))
    for row, cost in _rows_for(state, column, evidence):
        score = (
            state.score + content + cost + _starts(state, at, line, before, text, column, single, evidence)
        )
        opened = Open(row, text, at, 1, len(text))
        out.append(_with(state, score, row, column, opened, Placed(at, column, row, text, True)))
    return out


def _going_on(role: str, content: float) -> float:
    """What a fragment's content is worth where it continues a cell: a second number is no merit."""
    return 0.5 * (content if role in SYMBOL_ROLES else min(content, 0.0))


def _with(state: State, score: float, row: int, column: int, opened: Open, placed: Placed) -> State:
    cells = (*state.opened[:column], opened, *state.opened[column + 1 :])
    return State(score, row, cells, column, (state.placed, placed))


def _rows_for(state: State, column: int, evidence: Evidence) -> list[tuple[int, float]]:
    """The rows a new cell of a column may stand in, and what each costs."""
    role = evidence.roles[column]
    cell = state.opened[column]
    free = state.row >= 0 and (cell is None or cell.row < state.row)
    in_order = 0.0 if state.last < column else OUT_OF_ORDER
    here = [(state.row, in_order)] if free else []
    following = (state.row + 1, _closing(state, evidence))
    if role == "indicator":
        return here or [following]
    if role == "goal":
        return [*here, following]
    if state.row < 0 or (not free and role in VALUE_ROLES):
        return [(following[0], following[1] + OUT_OF_ORDER)]
    return here


OUT_OF_ORDER = -2.2
"""A cell that comes after one further right in its row."""


def _has(state: State, evidence: Evidence) -> bool:
    """Whether the current row has its target, or the table has none."""
    if "target" not in evidence.roles:
        return True
    cell = state.opened[evidence.roles.index("target")]
    return cell is not None and cell.row == state.row


def _closing(state: State, evidence: Evidence) -> float:
    """What it costs to leave the current row as it is."""
    if state.row < 0:
        return 0.0
    cost = 0.0
    for cell, role in zip(state.opened, evidence.roles, strict=True):
        if cell is None or cell.row < state.row:
            cost += FIRST_GOAL if role == "goal" and state.row == 0 else MISSING.get(role, 0.0)
        elif role == "goal" and cell.length < SHORT_GOAL:
            cost += SHORT_COST
        elif role in VALUE_ROLES:
            cost -= LONG_COST * sum(cell.length > limit for limit in LONG_VALUES[role == "target"])
    return cost


REPEATED = {"target": 1.5, "value": 1.0, "baseline": 0.5, "goal": -1.5, "indicator": -1.5}
"""What it is worth that a text recurs in the dump's tables."""
MISSING = {"indicator": -7.0, "target": -2.5, "value": -0.8, "baseline": -0.8, "goal": -0.8}
"""What a row without such a cell costs: a row without a measure is no row."""
FIRST_GOAL = -2.0
"""What it costs if the first row has no goal: only a table that goes on from another page begins so."""
SHORT_GOAL = 14
SHORT_COST = -1.5
"""A goal is a phrase of at least two words; `Införd` is none."""
LONG_VALUES = {True: (70, 140), False: (40, 80)}
LONG_COST = 1.2
"""What a target or value longer than these many characters costs, for each limit passed."""
NO_TARGET_YET = -3.0
"""A verdict in words before the row's target: it is the target."""


@functools.lru_cache(maxsize=50_000)
def _content(role: str, text: str, has_symbols: bool) -> float:
    """How well a fragment suits a column's role."""
    quantity, symbol = is_quantity(text), is_symbol(text)
    if role in SYMBOL_ROLES:
        if symbol:
            return 2.0 if has_symbols else 0.5
        return 0.5 if is_verdict(text) else -6.0
    if symbol and has_symbols and (not quantity or role in KEY_ROLES):
        return -3.5
    if role in VALUE_ROLES:
        if quantity:
            limit = 1.0 if _LIMIT.match(text) else 0.0
            return 2.0 + limit if role == "target" else 2.0 - 1.5 * limit
        if is_direction(text) or _QUALIFIED.match(text):
            return 2.0 if role == "target" else 0.5
        return 0.0 if role == "target" else -1.0
    if quantity:
        return -4.0 if role in KEY_ROLES else -1.0
    if is_direction(text) or _QUALIFIED.match(text):
        return -1.5
    if _MEASURE.match(text):
        return 0.8 if role == "indicator" else -0.8
    return 0.0


def _continues(
    state: State,
    cell: Open,
    at: int,
    line: Line,
    before: Line | None,
    text: str,
    column: int,
    single: bool,
    evidence: Evidence,
) -> float:
    score = _join_score(cell.last, text)
    apart = state.last != column and cell.line < at
    if apart and single:
        score -= 5.0
    elif apart and before is not None and cell.line < at - 1:
        score -= 1.0 * min(at - 1 - cell.line, 4)
    if line.blank and single and before is not None and before.page == line.page:
        score -= 2.5 if evidence.spaced else 0.5
    if evidence.blanks_end and before is not None and cell.line == at - 1 and state.last == column:
        score += 2.0 if before.text.endswith(" ") else -0.7
    if evidence.wide_ends and before is not None and before.text.endswith("  "):
        score -= 4.0
    score += _room(cell.last, text, evidence.widths[column])
    role = evidence.roles[column]
    if role in VALUE_ROLES and cell.size > 2 and role != "target":
        score -= 1.0
    if role in SYMBOL_ROLES and is_symbol(text):
        score -= 3.0
    return score


def _starts(
    state: State,
    at: int,
    line: Line,
    before: Line | None,
    text: str,
    column: int,
    single: bool,
    evidence: Evidence,
) -> float:
    role = evidence.roles[column]
    score = 0.0
    limit = role in VALUE_ROLES and (is_quantity(text) or _LIMIT.match(text) is not None)
    if text[0].islower() and not limit and role not in SYMBOL_ROLES:
        score -= 3.0
    if line.blank and single:
        score += 1.5 if evidence.spaced else 0.5
    last = state.opened[state.last] if state.last >= 0 else None
    if last is not None and single and last.line < at and role not in SYMBOL_ROLES:
        score += -0.6 * max(_join_score(last.last, text), 0.0)
        score -= _room(last.last, text, evidence.widths[state.last])
        if evidence.blanks_end and before is not None and before.text.endswith(" "):
            score -= 2.5
    own = state.opened[column]
    if own is not None and _HYPHEN.search(own.last):
        score -= 4.0
    return score


@functools.lru_cache(maxsize=50_000)
def _join_score(last: str, text: str) -> float:
    """How much two fragments look like two lines of one cell."""
    word = last.rsplit(" ", 1)[-1].lower().strip('”"')
    if _HYPHEN.search(last):
        return 3.5 if text[0].islower() else 0.5
    score = 0.0
    if text[0].islower():
        score += 2.0
    elif text[0].isupper():
        score -= 1.5 if not last.endswith((".", "!", "?")) else 1.0
    if word in _OPEN_WORDS:
        score += 2.5
    if last.endswith((",", "(", "/")) or text.startswith((")", ".", ",")):
        score += 2.0
    if last.count("(") > last.count(")") or last.count("”") % 2:
        score += 1.0
    if is_quantity(last) and is_quantity(text):
        score -= 1.0
    return score


def _room(last: str, text: str, width: float) -> float:
    """Whether the line was ended on purpose: the next word would have fitted."""
    if not width:
        return 0.0
    if len(last) > width + TOO_LONG:
        return -1.2
    if last.endswith("-"):
        return -0.8 if len(last) < width - TOO_SHORT else 0.0
    room = width - len(last) - 1 - len(text.split(" ", 1)[0])
    if room >= 3:
        return -1.5
    return 0.7 if room < 0 else 0.0

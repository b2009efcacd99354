"""What speaks for a fragment of a line going into a column of a table that lost its borders.

Every number is the weight of one kind of evidence, roughly a natural logarithm of odds, settled by trying them on the
reports at hand and on the project's own dumps.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from typing import NamedTuple

from extractor.read.text_lines import Line
from extractor.read.text_pieces import is_direction, is_quantity, is_symbol, is_verdict

VALUE_ROLES = frozenset(
    {"baseline", "target", "value", "previous_value", "forecast", "deviation", "progress"}
)
SYMBOL_ROLES = frozenset({"status", "trend"})
KEY_ROLES = ("goal", "indicator")
TOO_LONG = 2
TOO_SHORT = 5
PLAIN_CUT_LENGTH = 45
"""Shorter lines without a column mark are cut only where something shows: a capital, a number, a hyphen."""

_OPEN_WORDS = frozenset(
    [
        "och",
        "eller",
        "samt",
        "av",
        "i",
        "på",
        "pa",
        "att",
        "för",
        "for",
        "fér",
        "med",
        "som",
        "till",
        "en",
        "ett",
        "den",
        "det",
        "de",
        "vid",
        "inom",
        "om",
        "från",
        "fran",
        "från",
        "under",
        "per",
        "hos",
        "mellan",
        "ej",
        "inte",
        "är",
        "ar",
        "ska",
        "sin",
        "sina",
        "sitt",
        "andra",
        "nya",
        "god",
        "ger",
        "antal",
        "andel",
        "samtliga",
    ]
)
HYPHEN = re.compile(r"[^\W\d_][-\u00ad]$")
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


class Fragment(NamedTuple):
    """One run of a line's pieces on its way into a column."""

    at: int
    """Index of its line."""
    line: Line
    before: Line | None
    text: str
    column: int
    single: bool
    """Whether it is all that its line holds."""


def evidence_of(lines: Sequence[Line], roles: tuple[str, ...], repeats: frozenset[str]) -> Evidence:
    """What the lines of a table tell about how the dump was made."""
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


def rows_for(state: State, column: int, evidence: Evidence) -> list[tuple[int, float]]:
    """The rows a new cell of a column may stand in, and what each costs."""
    role = evidence.roles[column]
    cell = state.opened[column]
    free = state.row >= 0 and (cell is None or cell.row < state.row)
    in_order = 0.0 if state.last < column else OUT_OF_ORDER
    here = [(state.row, in_order)] if free else []
    following = (state.row + 1, closing(state, evidence))
    if role == "indicator":
        return here or [following]
    if role == "goal":
        return [*here, following]
    if state.row < 0 or (not free and role in VALUE_ROLES):
        return [(following[0], following[1] + OUT_OF_ORDER)]
    return here


def going_on(role: str, content: float) -> float:
    """What a fragment's content is worth where it continues a cell: a second number is no merit."""
    return 0.5 * (content if role in SYMBOL_ROLES else min(content, 0.0))


OUT_OF_ORDER = -2.2
"""A cell that comes after one further right in its row."""


def has_target(state: State, evidence: Evidence) -> bool:
    """Whether the current row has its target, or the table has none."""
    if "target" not in evidence.roles:
        return True
    cell = state.opened[evidence.roles.index("target")]
    return cell is not None and cell.row == state.row


def closing(state: State, evidence: Evidence) -> float:
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
def content_score(role: str, text: str, has_symbols: bool) -> float:
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


def continues(state: State, cell: Open, piece: Fragment, evidence: Evidence) -> float:
    """How well a fragment goes on with a column's open cell."""
    at, line, before, text, column, single = piece
    score = join_score(cell.last, text)
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
    score += room_score(cell.last, text, evidence.widths[column])
    role = evidence.roles[column]
    if role in VALUE_ROLES and cell.size > 2 and role != "target":
        score -= 1.0
    if role in SYMBOL_ROLES and is_symbol(text):
        score -= 3.0
    return score


def starts(state: State, piece: Fragment, evidence: Evidence) -> float:
    """How well a fragment starts a new cell."""
    at, line, before, text, column, single = piece
    role = evidence.roles[column]
    score = 0.0
    limit = role in VALUE_ROLES and (is_quantity(text) or _LIMIT.match(text) is not None)
    if text[0].islower() and not limit and role not in SYMBOL_ROLES:
        score -= 3.0
    if line.blank and single:
        score += 1.5 if evidence.spaced else 0.5
    last = state.opened[state.last] if state.last >= 0 else None
    if last is not None and single and last.line < at and role not in SYMBOL_ROLES:
        score += -0.6 * max(join_score(last.last, text), 0.0)
        score -= room_score(last.last, text, evidence.widths[state.last])
        if evidence.blanks_end and before is not None and before.text.endswith(" "):
            score -= 2.5
    own = state.opened[column]
    if own is not None and HYPHEN.search(own.last):
        score -= 4.0
    return score


@functools.lru_cache(maxsize=50_000)
def join_score(last: str, text: str) -> float:
    """How much two fragments look like two lines of one cell."""
    word = last.rsplit(" ", 1)[-1].lower().strip('”"')
    if HYPHEN.search(last):
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


def room_score(last: str, text: str, width: float) -> float:
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

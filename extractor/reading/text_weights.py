"""What speaks for a fragment of a line going into a column of a table that lost its borders.

Every number is the weight of one kind of evidence, roughly a natural logarithm of odds, settled by trying them on the
reports at hand and on the project's own dumps.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import NamedTuple

from extractor.reading.text_content import KEY_ROLES, SYMBOL_ROLES, VALUE_ROLES
from extractor.reading.text_joins import HYPHEN, Joins, announces
from extractor.reading.text_known import NOTHING_TOLD, Told
from extractor.reading.text_lines import Line
from extractor.reading.text_pieces import is_symbol, is_verdict

TOO_LONG = 2
TOO_SHORT = 5
PLAIN_CUT_LENGTH = 45
"""Shorter lines without a column mark are cut only where something shows: a capital, a number, a hyphen."""

_INNER_HYPHEN = re.compile(r"[^\W\d_]{2}- (?!(?:och|eller|samt|resp|/)\b)\S")


class Open(NamedTuple):
    """The cell a column holds open."""

    row: int
    last: str
    line: int
    size: int
    """Fragments so far."""
    length: int
    """Characters so far."""
    half: str = ""
    """The part so far of a word that was divided more than once (`kompetensplane-`)."""

    @property
    def end(self) -> str:
        """What the next fragment joins."""
        return self.half or self.last


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
    row_at: int
    """The line the row began on."""
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
    mixed: bool
    """Whether lines hold several columns side by side; otherwise only short cells share a line."""
    rare_blanks: bool
    """Whether blank lines are so few that they stand between rows, not cells."""
    joins: Joins
    told: Told
    """Where goals and indicators of other reports stand."""
    closings: dict[tuple[object, ...], float]
    """What leaving a row cost where it was worked out before: the search comes back to the same rows often."""
    own_goals: float = 0.85
    """The share of rows with a goal of their own."""


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
    content: float
    """How well its content suits the column."""
    head: int
    """Characters of its first word."""
    small: bool
    """Whether it begins like the middle of a text."""


def evidence_of(
    lines: Sequence[Line],
    roles: tuple[str, ...],
    repeats: frozenset[str],
    joins: Joins,
    told: Told = NOTHING_TOLD,
) -> Evidence:
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
        joins=joins,
        told=told,
        closings={},
        mixed=_mixed(lines) >= MIXED_SHARE,
        rare_blanks=0 < blanks <= RARE_BLANKS,
    )


MIXED_SHARE = 0.06
"""Share of lines with a column mark or a word divided within the line; dumps that print cell after cell: below 0.02."""
RARE_BLANKS = 0.2


def _mixed(lines: Sequence[Line]) -> float:
    """Share of lines that show that several columns stand side by side on them."""
    marks = sum("|" in line.words or _INNER_HYPHEN.search(line.words) is not None for line in lines)
    return marks / (len(lines) or 1)


def rows_for(state: State, column: int, evidence: Evidence) -> list[tuple[int, float]]:
    """The rows a new cell of a column may stand in, and what each costs."""
    role = evidence.roles[column]
    cell = state.opened[column]
    free = state.row >= 0 and (cell is None or cell.row < state.row)
    in_order = 0.0 if state.last < column else OUT_OF_ORDER
    here = [(state.row, in_order)] if free else []
    if role in KEY_ROLES:
        return here if here and role == "indicator" else [*here, (state.row + 1, closing(state, evidence))]
    if state.row < 0 or (not free and role in VALUE_ROLES):
        return [(state.row + 1, closing(state, evidence) + OUT_OF_ORDER)]
    return here


OUT_OF_ORDER = -3.2
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
    key = (evidence.own_goals, state.row, state.opened)
    if key not in evidence.closings:
        evidence.closings[key] = _closing(state, evidence)
    return evidence.closings[key]


def _closing(state: State, evidence: Evidence) -> float:
    cost = 0.0
    for cell, role in zip(state.opened, evidence.roles, strict=True):
        if cell is None or cell.row < state.row:
            cost += _missing(role, state.row, evidence)
        elif role == "goal" and state.row:
            cost += math.log(evidence.own_goals) + SHORT_COST * (cell.length < SHORT_GOAL)
        if cell is not None and cell.row == state.row and role != "goal" and HYPHEN.search(cell.last):
            cost += HANGING
        if role == "indicator" and cell is not None and cell.row == state.row and announces(cell.last):
            cost += HANGING
        cost -= LONG_COST * sum(cell is not None and cell.length > limit for limit in _limits(role))
    return cost


def ending(state: State, evidence: Evidence) -> float:
    """What it costs to end the table as it is: no half word may be left."""
    halves = [c for c in state.opened if c is not None and c.row < state.row and HYPHEN.search(c.last)]
    return closing(state, evidence) + HANGING * len(halves)


def _limits(role: str) -> tuple[int, int]:
    if role in VALUE_ROLES:
        return LONG_VALUES[role == "target"]
    return LONG_TEXT.get(role, LONG_TEXT["indicator"])


def _missing(role: str, row: int, evidence: Evidence) -> float:
    """What it costs that a row has no cell of a role."""
    if role == "goal":
        return FIRST_GOAL if row == 0 else math.log(1 - evidence.own_goals)
    if role == "target" and not evidence.mixed:
        return NO_TARGET
    if role == "status":
        return NO_SIGN * (evidence.mixed and evidence.has_symbols)
    return MISSING.get(role, 0.0)


REPEATED = {"target": 1.5, "value": 1.0, "baseline": 0.5, "goal": -1.5, "indicator": -1.5}
"""What it is worth that a text recurs in the dump's tables."""
MISSING = {"indicator": -7.0, "target": -2.5, "value": -1.0, "baseline": -0.8}
"""What a row without such a cell costs: a row without a measure is no row."""
NO_TARGET = -1.5
"""What a row without a target costs where cells stand apart, so that none is overlooked among others."""
NO_SIGN = -1.0
"""What a row without a sign costs where lines that hold several columns end with signs."""
FIRST_GOAL = -5.0
"""What it costs if the first row has no goal: only a table that goes on from another page begins so."""
SHORT_GOAL = 14
SHORT_COST = -1.5
"""A goal is a phrase of at least two words; `Införd` is none."""
LONG_VALUES = {True: (70, 140), False: (40, 80)}
HANGING = -4.0
"""What a cell costs that ends with half a word."""
LONG_TEXT = {"goal": (170, 230), "indicator": (280, 360)}
LONG_COST = 1.2
"""What a target or value longer than these many characters costs, for each limit passed."""
NO_TARGET_YET = -3.0
"""A verdict in words before the row's target: it is the target."""


def continues(state: State, cell: Open, piece: Fragment, evidence: Evidence) -> float:
    """How well a fragment goes on with a column's open cell."""
    at, line, before, text, column = piece[:5]
    role = evidence.roles[column]
    score = evidence.joins.score(cell.end, text) + _told_on(cell, piece, evidence)
    apart = state.last != column and cell.line < at
    gap = at - 1 - cell.line if before is not None else 0
    if apart and piece.single and not (evidence.mixed and not gap):
        score -= APART if before is None or before.page == line.page else 0.5
    elif apart and gap > 0 and role not in SYMBOL_ROLES:
        score -= min(gap + GAP * evidence.mixed, MOST_GAP)
    if line.blank and piece.single and before is not None and before.page == line.page:
        score -= (BLANK_ON if evidence.spaced else 0.5) * (SMALL_AFTER_BLANK if text[0].islower() else 1.0)
    if evidence.blanks_end and before is not None and cell.line == at - 1 and state.last == column:
        score += 2.0 if before.text.endswith(" ") else -0.7
    if evidence.wide_ends and before is not None and before.text.endswith("  "):
        score -= 4.0
    score += room_score(cell.last, piece.head, evidence.widths[column])
    if role in SYMBOL_ROLES:
        score -= 3.0 * is_symbol(text)
        score += WHOLE_VERDICT * is_verdict(f"{cell.last} {text}")
    elif role in VALUE_ROLES and cell.size > 2 and role != "target" and not evidence.mixed:
        score -= 1.0
    return score


def starts(state: State, piece: Fragment, evidence: Evidence, row: int) -> float:
    """How well a fragment starts a new cell."""
    line, before, text, column = piece.line, piece.before, piece.text, piece.column
    part = evidence.told.part(piece.at, evidence.roles[column], text)
    score = 0.0 if part is None else TOLD_BEGINS if not part.at else -TOLD_ON
    if piece.small:
        score += NOT_SMALL * (2.0 if row != state.row and evidence.mixed else 1.0)
    if line.blank and piece.single:
        score += (BLANK_NEW if evidence.spaced else 0.5) * (SMALL_AFTER_BLANK if text[0].islower() else 1.0)
    last = state.opened[state.last] if state.last >= 0 else None
    sign = evidence.roles[column] in SYMBOL_ROLES
    if last is not None and piece.single and last.line < piece.at and not sign:
        score -= AGAINST * max(evidence.joins.score(last.last, text), 0.0)
        score -= room_score(last.last, piece.head, evidence.widths[state.last])
        if evidence.blanks_end and before is not None and before.text.endswith(" "):
            score -= 2.5
    own = state.opened[column]
    if own is not None:
        score -= evidence.joins.openness(own.last)
    if line.blank and evidence.rare_blanks and piece.single:
        score += ROW_BLANK if row != state.row else -ROW_BLANK
    if evidence.mixed and row == state.row:
        score += TOGETHER if state.row_at == piece.at else LATE
    return score


def _told_on(cell: Open, piece: Fragment, evidence: Evidence) -> float:
    """What known wordings say for a fragment going on with a cell."""
    role = evidence.roles[piece.column]
    here, before = (
        evidence.told.part(piece.at, role, piece.text),
        evidence.told.part(cell.line, role, cell.last),
    )
    if here is None:
        return 0.0
    on = before is not None and before.wording == here.wording and before.at + 1 == here.at
    return TOLD_ON if on else -TOLD_ON


TOLD_BEGINS, TOLD_ON = 2.0, 4.0
"""What it is worth that a cell begins, or goes on, as a known wording does: as much as a divided word."""
WHOLE_VERDICT = 1.5
"""What it is worth that two lines together are one verdict (`kan inte` / `nås`)."""
APART = 4.0
BLANK_ON = 1.5
BLANK_NEW = 1.5
AGAINST = 0.6
FITS = 0.4
NOT_SMALL = -3.0
SMALL_AFTER_BLANK = 0.3
"""How much a blank line still says where a small letter follows it."""
ROW_BLANK = 1.5
"""What one of few blank lines says for a new row, and against another cell of the row."""
TOGETHER, LATE = 1.0, -0.5
"""What it is worth that two cells of a row start on one line, where lines hold several columns, or that one starts
below."""
GAP, MOST_GAP = 1.5, 5.0
"""What it costs that a cell goes on after lines without it, beside one for each line; no cell of signs: a recogniser
makes several signs of one tall drawing, with lines between them."""


def width_score(length: int, width: float) -> float:
    """What a fragment costs that is longer than its column is wide."""
    return -TOO_WIDE * max(length - width - 1, 0.0) if width else 0.0


TOO_WIDE = 0.4
"""What each character beyond a column's width costs."""


def room_score(last: str, head: int, width: float) -> float:
    """Whether the line was ended on purpose: the next word, of `head` characters, would have fitted."""
    if not width:
        return 0.0
    if len(last) > width + TOO_LONG:
        return -1.2
    if last.endswith("-"):
        return -0.8 if len(last) < width - TOO_SHORT else 0.0
    room = width - len(last) - 1 - head
    if room > RAGGED:
        return -EARLY * min(room - RAGGED, MOST_EARLY)
    return FITS if room < 0 else 0.0


RAGGED = 2
"""Characters of room at which a proportional typeface may have broken the line all the same."""
EARLY = 0.3
"""What each further character of room costs."""
MOST_EARLY = 5

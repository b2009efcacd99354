"""Lines printed whole, taken apart: words on the left, values and signs in the columns' order.

A line with two values or signs anchors a row. Lines that hold only the end of a value give it back to the value.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from typing import NamedTuple

from extractor.reading.text_content import SYMBOL_ROLES, VALUE_ROLES
from extractor.reading.text_lines import Line
from extractor.reading.text_pieces import (
    LIMITED,
    UNIT,
    YEARLY,
    Piece,
    begins_big,
    is_quantity,
    is_symbol,
    is_typed,
    is_verdict,
    is_word_for_value,
    pieces_of,
)

ANCHOR_CELLS = 2
"""Typed cells, signs included, that make a line the anchor of a row."""
TOP_SHARE = 0.5
"""Share of anchors that start with a capital from which rows start at their anchors."""
LONGEST_VALUE = 5
"""Pieces of a value cell on one line (`2018: 41,7 mnkr`, `drygt 93 %`)."""
SIGN_PIECES = 3
"""Pieces that one sign may have been read as."""
LONGEST_SCRAP = 3
"""Characters at a line's end that a recogniser may have made of a sign."""
_ZERO = re.compile(r"^O(?:\s?(?:%|tkr|mnkr|mkr|kr|st|h))?$")
DASH = re.compile(r"^[-–—_]+$")
_NOTHING = re.compile(r"^[-–—]$")


class Taken(NamedTuple):
    """A line taken apart: the words of goal and indicator, and its typed cells."""

    at: int
    line: Line
    keys: tuple[Piece, ...]
    cells: tuple[tuple[int, str], ...]
    """Column and text."""
    anchor: bool


# ---------------------------------------------------------------- one line


def take_apart(at: int, line: Line, roles: Sequence[str], keys: int) -> Taken:
    """The best division of a line into words on the left and typed cells in the columns' order."""
    pieces = pieces_of(line.text)
    columns = range(keys, len(roles))
    best: dict[tuple[int, int], tuple[float, tuple[tuple[int, int, int], ...]]] = {}
    for start in range(len(pieces) + 1):
        best[(start, keys - 1)] = (_left_score(pieces[:start]), ())
    for start in range(len(pieces)):
        for column in range(keys - 1, len(roles)):
            if (start, column) not in best:
                continue
            score, runs = best[(start, column)]
            for stop in range(start + 1, min(start + LONGEST_VALUE, len(pieces)) + 1):
                for target in columns[max(column + 1 - keys, 0) :]:
                    worth = score + _run_score(pieces, start, stop, roles[target])
                    worth -= sum(SKIPPED.get(role, 0.3) for role in roles[column + 1 : target])
                    if worth > best.get((stop, target), (-1e9, ()))[0]:
                        best[(stop, target)] = (worth, (*runs, (start, stop, target)))
    finals = {c: best[(len(pieces), c)] for c in range(keys - 1, len(roles)) if (len(pieces), c) in best}
    _, runs = max(finals.values(), key=lambda f: f[0]) if finals else (0.0, ())
    left = runs[0][0] if runs else len(pieces)
    cells = tuple((c, " ".join(p.text for p in pieces[a:b])) for a, b, c in runs)
    strong = sum(is_typed(text) if roles[c] in VALUE_ROLES else 1 for c, text in cells)
    amounts = any(roles[c] in VALUE_ROLES and is_typed(text) for c, text in cells)
    anchor = strong >= ANCHOR_CELLS and amounts and left > 0
    return Taken(at, line, tuple(pieces[:left]), cells, anchor)


SKIPPED = {"previous_value": 0.15, "baseline": 0.2, "target": 0.3, "value": 0.35}
"""What each column left empty costs: a new measure has no earlier value."""


BRACKET_FIRST = 2.5
"""What it costs that a value begins with a bracket: a name's unit does (`(%)`), or the rest of a longer value."""
LONE_WORD = 0.6
"""What a capitalised word of its own is worth as a target (`Alla`, `Infört`)."""


def _left_score(pieces: Sequence[Piece]) -> float:
    """What it costs to leave pieces to the words on the left."""
    cost = 0.0
    for piece in pieces:
        if piece.kind == "quantity":
            cost -= 0.4 if piece.text.isdigit() else 0.9
        elif piece.kind == "symbol" and not DASH.match(piece.text):
            cost -= 1.0
    return cost


def _run_score(pieces: Sequence[Piece], start: int, stop: int, role: str) -> float:
    run = pieces[start:stop]
    text = " ".join(p.text for p in run)
    score = -1.5 * sum(p.marked for p in run[1:]) + (0.4 if run[0].marked else 0.0)
    score -= BRACKET_FIRST * (text[0] == "(" and role in VALUE_ROLES)
    if role in SYMBOL_ROLES:
        if all(is_symbol(p.text) for p in run) and stop - start <= SIGN_PIECES:
            return score + (1.5 if run[0].kind == "symbol" else 0.5) - 0.4 * (stop - start - 1)
        if stop == len(pieces) and len(text) <= LONGEST_SCRAP and not any(c.isdigit() for c in text):
            return score + (-1.0 if UNIT.match(text) else 0.4)
        return score + (1.5 if is_verdict(text) else -6.0)
    if role not in VALUE_ROLES:
        return score - 0.5
    quantities = sum(p.kind == "quantity" for p in run)
    if role == "target":
        score += 0.8 if LIMITED.match(text) or (is_word_for_value(text) and not quantities) else 0.0
    if is_quantity(text) or is_word_for_value(text) or _ZERO.match(text):
        return score + 2.5
    if role == "target" and len(run) == 1 and start and text[0].isupper() and text.isalpha():
        return score + LONE_WORD
    if is_typed(text) and quantities <= 1:
        signs = sum(p.kind == "symbol" for p in run[1:])
        return score + 2.2 - 0.2 * (stop - start) - 1.5 * signs
    if all(UNIT.match(p.text) for p in run):
        return score + 0.3
    if _NOTHING.match(text):
        return score + 0.3
    if quantities == 1 and run[0].kind == "quantity" and not any(p.kind == "symbol" for p in run):
        follows = run[1].text if len(run) > 1 else ""
        cost = 2.5 if follows[:1].isupper() else 0.9
        return score + 2.3 - (0.3 if UNIT.match(follows) else cost) * (stop - start - 1)
    return score - 3.0 - 0.5 * (stop - start)


# ---------------------------------------------------------------- lines below an anchor


def settled(parsed: Sequence[Taken], roles: Sequence[str]) -> list[Taken]:
    """The lines with the ends of values given to the value they finish, and other words to the left."""
    out: list[Taken] = []
    anchor: Taken | None = None
    bracket: int | None = None
    for row in parsed:
        rest = " ".join(text for _, text in row.cells)
        if bracket is not None and _REST.search(rest) and len(row.cells) <= REST_CELLS:
            out.append(row._replace(cells=((bracket, rest),), anchor=False))
            bracket = None if rest.count(")") > rest.count("(") else bracket
            continue
        if row.anchor:
            anchor = row
            opened = [c for c, text in row.cells if text.count("(") > text.count(")")]
            bracket = opened[-1] if opened else None
        out.append(row if row.anchor or not row.cells else _settle(row, anchor, roles))
    return out


_REST = re.compile(r"(?:\)|,|,\s?\w{1,3})$")
"""How a line ends that goes on with a bracket left open above (`44,8 %, m`, `32,5 %)`)."""
REST_CELLS = 2


def _settle(row: Taken, anchor: Taken | None, roles: Sequence[str]) -> Taken:
    cells = dict(anchor.cells) if anchor else {}
    words = row._replace(keys=tuple(pieces_of(row.line.text)), cells=())
    texts = [text for _, text in row.cells]
    ends = [word for text in texts for word in text.split()]
    if all(UNIT.match(word) for word in ends):
        bare = [c for c, text in cells.items() if roles[c] in VALUE_ROLES and text[-1:].isdigit()]
        if len(ends) > len(bare):
            return words
        return row._replace(cells=tuple(zip(bare, ends, strict=False)))
    verdicts = {c for c, text in cells.items() if roles[c] in SYMBOL_ROLES and is_verdict(text)}
    if all(c in verdicts for c, _ in row.cells):
        return row
    if row.keys or any(roles[c] not in VALUE_ROLES for c, _ in row.cells):
        return words
    if len(texts) == 1:
        column = next((c for c, t in cells.items() if YEARLY.match(t)), None)
        column = roles.index("target") if column is None and "target" in roles else column
        return words if column is None else row._replace(cells=((column, texts[0]),))
    return row


def row_starts(parsed: Sequence[Taken], anchors: Sequence[int]) -> list[int]:
    """The first line of every row: its anchor, or a line above where the cells are centred."""
    begins = sum(any(begins_big(p.text) for p in parsed[a].keys) for a in anchors)
    top = anchors[0] == 0 and begins >= TOP_SHARE * len(anchors)
    starts = [0]
    for before, anchor in itertools.pairwise(anchors):
        candidates = range(before + 1, anchor + 1)
        starts.append(max(candidates, key=lambda at: _start_score(parsed, (before, at, anchor), top=top)))
    return starts


def _start_score(parsed: Sequence[Taken], place: tuple[int, int, int], *, top: bool) -> float:
    """How well a row starts at a line between two anchors."""
    before, at, anchor = place
    row = parsed[at]
    score = 1.0 if any(begins_big(p.text) for p in row.keys) else -1.5
    score += 1.0 if row.line.blank else 0.0
    if row.line.page != parsed[at - 1].line.page:
        score += 1.0
    if top:
        return score + (3.0 if at == anchor else 0.0)
    above, below = at - 1 - before, anchor - at
    return score - 0.3 * abs(above - below)

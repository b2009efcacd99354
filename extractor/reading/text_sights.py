"""What can be said about the cutting of a line before anything is read: the same under every guess at the columns.

Every run of a line's pieces may be a cell, or a line of one, in every column. What its words say for that, and what
cutting the line there costs, is worked out once per table.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import NamedTuple

from extractor.reading.text_content import SYMBOL_ROLES, content_score, is_middle
from extractor.reading.text_joins import HYPHEN, begins_small
from extractor.reading.text_lines import Line
from extractor.reading.text_pieces import NUMBERED, Piece, is_direction, pieces_of
from extractor.reading.text_weights import REPEATED, Evidence, Fragment

INNER_SYMBOL = -2.5
"""A sign at the line's end counted as part of a text."""
INNER_MARK = -2.0
"""A column mark inside a fragment: the recogniser drew one where there is none, or a cell was missed."""
QUANTITY_CUT = -2.0
CAPITAL_CUT = {True: -1.4, False: -3.4}
PLAIN_CUT = {True: -2.8, False: -6.0}
"""What it costs to cut a line between two words where nothing shows, or only a capital: where lines hold
several columns, and where they hold one."""
BEGINS_SMALL = -3.0


class Run(NamedTuple):
    """A run of pieces as part of a column."""

    fragment: Fragment
    score: float
    """What speaks for cutting it out of its line so, and for its column, whatever stands around it."""
    begins: float
    """What it costs at least to begin a cell with it."""


class Sight(NamedTuple):
    """A line and everything it may be cut into."""

    pieces: list[Piece]
    runs: list[list[list[Run]]]
    """By first piece and number of pieces: the run in every column."""


def sights_of(lines: Sequence[Line], evidence: Evidence) -> list[Sight]:
    """What can be said about the lines of a table that hold anything.

    Args:
        lines: the body of one table.
        evidence: what holds for all of them; the columns' widths are not looked at.
    """
    out = []
    for at, line in enumerate(lines):
        pieces = pieces_of(line.text)
        if pieces:
            out.append(Sight(pieces, _runs(at, lines, pieces, evidence)))
    return out


def _runs(at: int, lines: Sequence[Line], pieces: list[Piece], evidence: Evidence) -> list[list[list[Run]]]:
    count = len(pieces)
    costs = _cut_costs(pieces, evidence)
    before = lines[at - 1] if at else None
    out = []
    for start in range(count):
        small = begins_small(pieces[start].text)
        head = len(pieces[start].text.split(" ", 1)[0])
        stops = []
        for stop in range(start + 1, count + 1):
            text = " ".join(p.text for p in pieces[start:stop])
            score = costs[start] + _inner(pieces[start:stop], evidence)
            repeats = text in evidence.repeats and not is_direction(text)
            stops.append(
                [
                    Run(
                        Fragment(
                            at=at,
                            line=lines[at],
                            before=before,
                            text=text,
                            column=column,
                            single=start == 0 and stop == count,
                            content=content_score(role, text, evidence.has_symbols),
                            head=head,
                            small=is_middle(role, text),
                        ),
                        score
                        + _told(at, text, role, evidence)
                        + (REPEATED.get(role, 0.0) if repeats else 0.0),
                        BEGINS_SMALL if small and role not in SYMBOL_ROLES else 0.0,
                    )
                    for column, role in enumerate(evidence.roles)
                ]
            )
        out.append(stops)
    return out


def _told(at: int, text: str, role: str, evidence: Evidence) -> float:
    """What known wordings say for a run: it is part of one, or cuts through one."""
    if evidence.told.part(at, role, text) is not None:
        return TOLD
    return BROKEN * any(text in part or part in text for part in evidence.told.taken.get(at, ()))


TOLD, BROKEN = 2.5, -1.0
"""What it is worth that a run is what a known wording has on this line, and what it costs that it is more or less."""


def _inner(pieces: Sequence[Piece], evidence: Evidence) -> float:
    """What speaks for not cutting between pieces: the same evidence as for going on over a line's end."""
    inner = sum(INNER_MARK for p in pieces[1:] if p.marked)
    inner += sum(evidence.joins.inside(a.text, b.text) for a, b in itertools.pairwise(pieces))
    if len(pieces) > 1:
        inner += sum(INNER_SYMBOL for p in pieces if p.kind == "symbol")
    return inner


def _cut_costs(pieces: list[Piece], evidence: Evidence) -> list[float]:
    """What cutting the line before each piece costs."""
    marked = any(p.marked for p in pieces) or sum(p.kind != "word" for p in pieces) > 1
    costs = []
    for before, piece in zip([None, *pieces], pieces, strict=False):
        if before is None or piece.marked:
            costs.append(0.0)
        elif before.kind == "quantity" and piece.kind == "word" and piece.text[0].islower():
            costs.append(-3.0)
        elif piece.kind != "word" or before.kind != "word":
            plain = evidence.mixed or marked or piece.kind != "quantity"
            costs.append(-0.4 if plain else QUANTITY_CUT)
        elif HYPHEN.search(before.text) and len(before.text) > 3:
            costs.append(0.5 if piece.text[0].isupper() or marked else -0.5)
        elif NUMBERED.match(piece.text):
            costs.append(0.0)
        elif piece.text[0].isupper() or before.text.endswith("."):
            costs.append(CAPITAL_CUT[evidence.mixed] * (0.5 if marked else 1.0))
        else:
            costs.append(PLAIN_CUT[evidence.mixed])
    return costs

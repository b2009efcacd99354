"""Rows that only go on with what stands above: cut by a page break, or the next line of a goal."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from extractor.model import Field, Role, Row
from extractor.patterns import Patterns
from extractor.scorecards.card import State
from extractor.scorecards.fields import doubted, joined

CUT = 0.8
"""Confidence of a text whose end is missing, most often behind a page break."""
TEXTS = frozenset({"perspective", "goal", "indicator"})


def is_cut(state: State, own: Mapping[Role, Field]) -> bool:
    """Whether a row is the tail of the row above, cut by a page break."""
    if not state.rows or not own or any(f.normal for f in own.values()):
        return False
    page = next((f.place.page for f in own.values() if f.place), None)
    if page is None or page == state.rows[-1].page:
        return False
    texts = [f.text for f in own.values()]
    return all(t and (t[:1].islower() or not t[:1].isalnum()) for t in texts)


def goes_on(state: State, own: Mapping[Role, Field]) -> bool:
    """Whether a row holds nothing but the next line of the goal above: it begins in lower case."""
    return (
        set(own) == {"goal"}
        and bool(state.rows)
        and bool(state.goal.text)
        and state.rows[-1].field("goal") == state.goal
        and own["goal"].text[:1].islower()
    )


def lengthen_goal(state: State, rest: Field) -> None:
    """Join a goal's next line to it, on every row it stands on."""
    short, state.joined = state.goal, rest
    state.goal = joined(short, rest)
    for number, row in enumerate(state.rows):
        if row.field("goal") == short:
            state.rows[number] = msgspec.structs.replace(row, fields={**row.fields, "goal": state.goal})


def with_cut_texts(row: Row, patterns: Patterns) -> Row:
    """The row, its texts unsure where they end in a word that joins them to more: "Trygga barn och"."""
    joins = patterns["frames"]["joins"].phrases
    cut = {
        role: doubted(field, CUT, "text_cut")
        for role, field in row.fields.items()
        if role in TEXTS and _last_word(field.text) in joins
    }
    return msgspec.structs.replace(row, fields={**row.fields, **cut}) if cut else row


def _last_word(text: str) -> str:
    return (text.lower().split() or [""])[-1]


def join_last(state: State, own: Mapping[Role, Field]) -> None:
    """Join a row's texts to those of the last row, each in its own role."""
    last = state.rows[-1]
    whole = {
        role: joined(head, tail) if (head := last.field(role)).text else tail for role, tail in own.items()
    }
    state.goal = whole.get("goal", state.goal)
    state.change_last(whole)

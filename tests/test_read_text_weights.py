"""What speaks for a fragment of a line going into a column of a table that lost its borders."""

from __future__ import annotations

from extractor.reading.text_joins import Joins
from extractor.reading.text_lines import Line
from extractor.reading.text_weights import Fragment, Open, State, continues, evidence_of

ROLES = ("indicator", "status")
LINES = [
    Line(text, page=1, blank=False) for text in ("Svarstid i | +", "växeln för", "den som | *", "ringer | *")
]


def _going_on(column: int, text: str, *, last: str, at: int) -> float:
    """How well a fragment of a line goes on with a cell of its column that the first line began."""
    evidence = evidence_of(LINES, ROLES, frozenset(), Joins())
    opened = Open(row=0, last=last, line=0, size=1, length=len(last))
    cells = (opened, None) if column == 0 else (None, opened)
    state = State(score=0.0, row=0, row_at=0, opened=cells, last=1 - column, placed=None)
    piece = Fragment(
        at=at,
        line=LINES[at],
        before=LINES[at - 1],
        text=text,
        column=column,
        single=False,
        content=0.0,
        head=len(text),
        small=True,
    )
    return continues(state, opened, piece, evidence)


def test_words_go_on_less_well_the_more_lines_are_without_them() -> None:
    assert _going_on(0, "den", last="Svarstid i", at=1) > _going_on(0, "den", last="Svarstid i", at=2)


def test_signs_below_each_other_are_one_drawing_however_many_lines_are_between() -> None:
    assert _going_on(1, "*", last="+", at=3) == _going_on(1, "*", last="+", at=1)

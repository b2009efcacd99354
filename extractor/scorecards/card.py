"""What the body rows of one scorecard are read with, and what the rows read so far say about those below."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import msgspec

from extractor.model import EMPTY, Column, Field, Role, Row, RowKind, Table
from extractor.patterns import Patterns
from extractor.scorecards.coloured import Coloured
from extractor.scorecards.columns import Reading
from extractor.scorecards.grid import Grid
from extractor.symbols.legend import Legend


@dataclass(frozen=True)
class Card:
    """What the rows of one scorecard are read with."""

    table: Table
    grid: Grid
    reading: Reading
    legend: Legend
    patterns: Patterns
    kind: RowKind
    table_no: int
    ocr: bool
    """The words come from OCR, which makes letters of symbols."""
    goal_above: Field
    """The goal named above the table, for rows that print none themselves."""
    goal_above_status: Field
    """How the light beside that goal judges it."""
    bold_rows: bool
    """Ordinary rows print their first text in bold, so that bold tells no group row."""
    shadings: frozenset[str | None] = frozenset()
    """What ordinary rows are shaded with; empty where there are none."""
    goal_looks: frozenset[tuple[bool, str | None]] = frozenset()
    """Boldness and shading of the full-width rows that were goals on the pages before."""
    bars: Mapping[int, Field] = field(default_factory=dict)
    """What stands on bars beside the rows, by the first row of each."""

    @property
    def by_role(self) -> Mapping[Role, Column]:
        """The column of each role."""
        return {c.role: c for c in reversed(self.reading.columns) if c.role is not None}


@dataclass
class State:
    """What earlier rows of the table say about the rows below them."""

    perspective: Field
    goal: Field = EMPTY
    above: Field = EMPTY
    """The perspective that is named above the table: another one stands on a row."""
    judged: tuple[Field, Field] = (EMPTY, EMPTY)
    """The last goal that was judged as a whole, and its judgement."""
    joined: Field = EMPTY
    """The goal's next line that was joined to it; as a spanning cell it stands on the rows below, too."""
    rows: list[Row] = field(default_factory=list)
    number: int = 0
    """Number of the row being read."""
    indents: dict[int, float] = field(default_factory=dict)
    """By row number, how far in the name of a row is set, points; only where the cells tell."""
    labelled: bool = False
    """Comments of this table carry a label: an unlabelled full-width row is none."""
    goal_looks: set[tuple[bool, str | None]] = field(default_factory=set)
    """Boldness and shading of the full-width rows taken for goals."""
    coloured: Coloured = field(default_factory=dict)
    """The rows that show the status by a colour."""
    awaiting: bool = False
    """The last row was a bare "Kommentar:": the next full-width row is its text."""

    def change_last(self, fields: Mapping[Role, Field]) -> None:
        """Give the last row other fields in these roles."""
        last = self.rows[-1]
        self.rows[-1] = msgspec.structs.replace(last, fields={**last.fields, **fields})

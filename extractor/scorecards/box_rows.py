"""The rows of one small table → the boxes in it: a name, and what its labels say.

Promises that a table is taken for boxes only where known header words stand in its first column, as often as not on
every row, and figures or verdicts beside them; else it gives none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeGuard

import msgspec

from extractor.metadata.reported import read_reported
from extractor.model import Cell, Place, Role, Table
from extractor.patterns import Patterns
from extractor.scorecards.content import is_verdict
from extractor.scorecards.fields import merged
from extractor.scorecards.grid import Grid, filled
from extractor.scorecards.labelled import after_label
from extractor.scorecards.labels import header_scores
from extractor.scorecards.perspectives import named
from extractor.sections.controls import is_control_table
from extractor.swedish import fold, squeeze, without_number

LABEL_WORDS = 6
"""Words of a label at most ("Utfall januari–augusti 2024")."""
KNOWN = 0.6
"""Header score from which a text in the first column is a label."""
NAME_WORDS = 20
"""Words of a title in a box at most; longer ones are remarks."""
LINE_WORDS = 14
"""Longest line outside a box or list that names a goal or an indicator; the longest printed one measured has 13."""
WHOLE = 0.9
"""Share of a column's head that a word for a part or the whole explains where it is nothing else."""
SECTION = 0.8
"""Share of a line that words for a section explain where it heads one."""
FEWEST = 2
"""Known labels of a box at least."""
SYNTHETIC = 0.85
"""Confidence of what stands in a box without a label: a light beside the title, a remark below, a column's head."""

HEADERS: Mapping[Role, str] = {
    "goal": "Mål", "indicator": "Indikator", "baseline": "Ingångsvärde", "target": "Målvärde",
    "previous_value": "Föregående utfall", "value": "Utfall", "forecast": "Prognos", "status": "Bedömning",
    "trend": "Trend", "comment": "Kommentar",
}  # fmt: skip
"""Header words of the table that boxes or a list stand for; nobody printed them, so their raw characters are none."""

_ENDS = (".", "!", "?", ",", ";")
_MEASURES = frozenset({"staff", "finance"})
"""Kinds of sections that are named like what is measured in them."""
_OUTCOME = frozenset({"value", "previous_value", "forecast", "status", "progress"})
_NAMING = frozenset({"indicator", "key_figure"})
_NAMED = _NAMING | {"activity"}
"""Labels of what a box without a title is about."""
_FIGURE = re.compile(r"\d")
_YEAR = re.compile(r"(?:19|20)\d\d")


class Said(NamedTuple):
    """What a box says under one label."""

    label: str
    raw: str
    """The label as printed; '' where none is."""
    place: Place | None
    value: Cell

    @property
    def key(self) -> str:
        """By which the same label is known in other boxes."""
        return fold(self.label)


class Box(NamedTuple):
    """One indicator with what is said of it."""

    name: Cell | None
    """None where the box has no title of its own."""
    said: tuple[Said, ...]

    @property
    def keys(self) -> frozenset[str]:
        """The labels, as they are compared."""
        return frozenset(s.key for s in self.said)


def may_be_name(text: str, patterns: Patterns) -> bool:
    """Whether a line may name the indicator that the labels below it are about.

    It is short and no sentence, and names no perspective, goal, section or report; measures ("Sjukfrånvaro") may name
    either.
    """
    if not 0 < len(text.split()) <= LINE_WORDS or text.endswith(_ENDS) or not any(c.isalpha() for c in text):
        return False
    section = patterns["sections"].best(without_number(text), coverage=SECTION)
    other = section is not None and section.key not in _MEASURES
    other = other or read_reported(text, patterns).named
    return not (other or named(text, patterns) or after_label(text, "goal", patterns) is not None)


def boxes_of(table: Table, patterns: Patterns, *, nameless: bool) -> tuple[Box, ...]:
    """The boxes that a table is made of.

    Args:
        table: any table.
        patterns: the knowledge in use.
        nameless: whether the first box may do without a title: a line above the table can name it.

    Returns:
        Boxes in reading order; empty where the table is an ordinary one.
    """
    grid = table.grid()
    columns = [c for c in range(table.column_count) if any(_shows(row[c]) for row in grid)]
    if len(columns) < 2 or is_control_table([c.text for c in table.cells if c.column == 0], patterns):
        return ()
    pairs = [columns[i : i + 2] for i in range(0, len(columns), 2)]
    if flat := _flat(grid, patterns, nameless=nameless):
        return flat
    found = _paired(grid, pairs, patterns) if len(columns) % 2 == 0 else []
    if found and all(_is_box(b, patterns, nameless=nameless and n == 0) for n, b in enumerate(found)):
        return tuple(found)
    return _turned(grid, columns, patterns) or _dated(grid, columns, patterns, nameless=nameless)


def _shows(cell: Cell | None) -> TypeGuard[Cell]:
    return cell is not None and bool(cell.text.strip() or cell.symbols)


def _paired(grid: Grid, pairs: Sequence[Sequence[int]], patterns: Patterns) -> list[Box]:
    """The boxes of columns two by two; under a title that reaches over several pairs they are one."""
    found: dict[int, Box] = {}
    for pair in pairs:
        stacked = _stacked(grid, pair, patterns)
        if not stacked:
            return []
        for box in stacked:
            one = found.setdefault(id(box.name or box), box)
            seen = {_of_cell(s) for s in one.said}
            more = (s for s in box.said if _of_cell(s) not in seen)
            found[id(box.name or box)] = one._replace(said=(*one.said, *more))
    return list(found.values())


def _of_cell(said: Said) -> tuple[str, int, int]:
    return said.key, said.value.row, said.value.column


def _stacked(grid: Grid, pair: Sequence[int], patterns: Patterns) -> list[Box]:
    """Titles and labelled rows in two columns; empty where a row is neither."""
    boxes: list[Box] = []
    for row in range(len(grid)):
        label, value = grid[row][pair[0]], grid[row][pair[1]]
        if label is None or not (_shows(label) or _shows(value)):
            continue
        if label.row != row:
            if _shows(value) and value is not label and value.row == row:
                return []  # two values beside one label
            continue
        text = squeeze(label.text)
        alone = value is None or value is label or _is_plain(value, label)
        if alone and boxes and (is_verdict(text, patterns) or (not text and label.symbols)):
            boxes[-1] = _with(boxes[-1], _unlabelled("status", label))
            continue
        if alone and not _label_roles(text, patterns):
            remark = bool(boxes) and (len(text.split()) > NAME_WORDS or text.endswith("."))
            if remark:
                boxes[-1] = _with(boxes[-1], _unlabelled("comment", label))
            elif text and len(text.split()) <= NAME_WORDS:
                boxes.append(Box(label, ()))
            else:
                return []
            continue
        if not _is_beside(value, label) or not text or len(text.split()) > LABEL_WORDS:
            return []
        if _is_title_with_sign(label, value, boxes, patterns):
            boxes.append(Box(label, (_unlabelled("status", value),)))
            continue
        said = Said(text.rstrip(" :"), label.raw or label.text, label.place, value)
        if not boxes:
            boxes.append(Box(None, ()))
        boxes[-1] = _with(boxes[-1], said)
    return [_named_inside(b, patterns) for b in boxes]


def _with(box: Box, said: Said) -> Box:
    """A box with one statement more; what has no label goes with what is said under its word."""
    known = next((s for s in box.said if s.key == said.key), None)
    if known is None or (known.raw and said.raw):
        return box._replace(said=(*box.said, said))
    labelled = said if said.raw else known
    both = labelled._replace(value=_joined(known.value, said.value))
    return box._replace(said=tuple(both if s is known else s for s in box.said))


def _joined(one: Cell, other: Cell) -> Cell:
    return msgspec.structs.replace(
        one, text=squeeze(f"{one.text} {other.text}"), raw=f"{one.raw}\n{other.raw}".strip("\n"),
        symbols=one.symbols + other.symbols, confidence=min(one.confidence, other.confidence),
        reasons=merged(one.reasons, other.reasons),
    )  # fmt: skip


def _unlabelled(role: Role, cell: Cell) -> Said:
    return Said(HEADERS[role], "", cell.place, _doubted(cell))


def _doubted(cell: Cell) -> Cell:
    """A cell of which only its place tells what it is."""
    return msgspec.structs.replace(
        cell, confidence=min(cell.confidence, SYNTHETIC), reasons=merged(cell.reasons, ("boxed",))
    )


def _is_beside(value: Cell | None, label: Cell) -> TypeGuard[Cell]:
    """Whether a cell is what a label says: not the label itself, nor joined with the row above."""
    return value is not None and value is not label and value.row == label.row


def _is_plain(value: Cell, label: Cell) -> bool:
    """Whether the cell beside a title shows nothing, or only the shading that the whole title bar has."""
    fills = all(s.shape == "fill" for s in value.symbols)
    return not value.text.strip() and fills and (not value.symbols or value.shading == label.shading)


def _is_title_with_sign(label: Cell, value: Cell, boxes: Sequence[Box], patterns: Patterns) -> bool:
    sign = not value.text.strip() and bool(value.symbols)
    begins = not boxes or bool(boxes[-1].said)
    return sign and begins and not _label_roles(squeeze(label.text), patterns)


def _named_inside(box: Box, patterns: Patterns) -> Box:
    """A box whose name stands behind a label of its own: "Indikator | Sjukfrånvaro"."""
    names = [s for s in box.said if _label_roles(s.label, patterns) & _NAMING and _shows(s.value)]
    if box.name is not None or len(names) != 1:
        return box
    return Box(names[0].value, tuple(s for s in box.said if s is not names[0]))


def _label_roles(text: str, patterns: Patterns) -> set[str]:
    """The roles that a text names as a header would."""
    if not any(c.isalpha() for c in text) or len(text.split()) > LABEL_WORDS:
        return set()
    scores = header_scores(text.rstrip(" :"), patterns["roles"])
    return {role for role, score in scores.items() if score >= KNOWN}


def _is_box(box: Box, patterns: Patterns, *, nameless: bool) -> bool:
    """Whether labels and what stands beside them are those of an indicator that is followed up."""
    known = [(roles, s.value) for s in box.said if (roles := _label_roles(s.label, patterns))]
    named = {role for roles, _ in known for role in roles}
    if not nameless if box.name is None else not _is_title(squeeze(box.name.text), patterns):
        return False
    if len(known) < FEWEST or 2 * len(known) < len(box.said) or len(box.keys) < len(box.said):
        return False
    if named & (_NAMING if box.name else _NAMED):
        return False
    if not ("target" in named and named & _OUTCOME):
        return False
    return any(_measures(roles, value, patterns) for roles, value in known)


def _measures(roles: set[str], value: Cell, patterns: Patterns) -> bool:
    figure = bool(_FIGURE.search(value.text)) and len(value.text.split()) <= LABEL_WORDS
    judged = "status" in roles and (bool(value.symbols) or is_verdict(value.text, patterns))
    return judged or (figure and bool(roles & (_OUTCOME | {"target"})))


def _turned(grid: Grid, columns: Sequence[int], patterns: Patterns) -> tuple[Box, ...]:
    """The columns of a table that has an indicator at the head of each, and the labels in the first."""
    head = [grid[0][c] for c in columns]
    if len(columns) < FEWEST + 1 or len({id(c) for c in head}) < len(head):
        return ()
    names = head[1:]
    if not all(n is not None and _is_name(squeeze(n.text), patterns) for n in names):
        return ()
    told = head[0] is not None and bool(_label_roles(squeeze(head[0].text), patterns) & _NAMING)
    boxes = []
    for column, name in zip(columns[1:], names, strict=True):
        said = []
        for row in grid[1:]:
            label, value = row[columns[0]], row[column]
            if label is None or not _is_beside(value, label) or not label.text.strip():
                return ()
            said.append(Said(squeeze(label.text).rstrip(" :"), label.raw or label.text, label.place, value))
        boxes.append(Box(_doubted(name) if name and not told else name, tuple(said)))
    whole = all(
        _is_box(b, patterns, nameless=False) and all(_label_roles(s.label, patterns) for s in b.said)
        for b in boxes
    )
    return tuple(boxes) if whole else ()


def _dated(grid: Grid, columns: Sequence[int], patterns: Patterns, *, nameless: bool) -> tuple[Box, ...]:
    """The box whose columns are years, or parts of the whole: "Sjukfrånvaro | 2023 | 2024" over "Mål", "Utfall"."""
    head = [grid[0][c] for c in columns]
    if len({id(c) for c in head}) < len(head) or not all(
        c and _is_column_of(c.text, patterns) for c in head[1:]
    ):
        return ()
    corner = head[0] if head[0] is not None and _is_title(squeeze(head[0].text), patterns) else None
    said = []
    for row in grid[1:]:
        label = row[columns[0]]
        if label is None or not _label_roles(squeeze(label.text), patterns):
            return ()
        for column, over in zip(columns[1:], head[1:], strict=True):
            value = row[column]
            if not _is_beside(value, label) or over is None:
                return ()
            text = f"{squeeze(label.text).rstrip(' :')} {squeeze(over.text)}"
            said.append(Said(text, label.raw or label.text, label.place, value))
    box = Box(corner, tuple(said))
    return (box,) if _is_box(box, patterns, nameless=nameless) else ()


def _is_column_of(text: str, patterns: Patterns) -> bool:
    """Whether a column's head is a year, or a part or the whole of what is measured."""
    line = squeeze(text)
    return bool(_YEAR.fullmatch(line)) or patterns["breakdowns"].best(line, coverage=WHOLE) is not None


def _flat(grid: Grid, patterns: Patterns, *, nameless: bool) -> tuple[Box, ...]:
    """Boxes that print their labels in one row and their values in the next, under a title of their own."""
    boxes: list[Box] = []
    name: Cell | None = None
    row = 0
    while row < len(grid):
        shown = filled(grid, row)
        if len(shown) == 1:
            name, row = shown[0], row + 1
            continue
        values = grid[row + 1] if row + 1 < len(grid) else []
        if not values or not all(_label_roles(squeeze(c.text), patterns) for c in shown):
            return ()
        said = [
            Said(squeeze(c.text).rstrip(" :"), c.raw or c.text, c.place, value)
            for c in shown if (value := values[c.column]) is not None
        ]  # fmt: skip
        boxes.append(Box(name, tuple(said)))
        name, row = None, row + 2
    whole = name is None and len({id(s.value) for b in boxes for s in b.said}) == sum(
        len(b.said) for b in boxes
    )
    fits = all(_is_box(b, patterns, nameless=nameless and n == 0) for n, b in enumerate(boxes))
    return tuple(boxes) if whole and fits else ()


def _is_title(text: str, patterns: Patterns) -> bool:
    """Whether a title names what is measured, no goal, no perspective and no label of a column."""
    other = named(text, patterns) or after_label(text, "goal", patterns) is not None
    return any(c.isalpha() for c in text) and not other and not _label_roles(text, patterns)


def _is_name(text: str, patterns: Patterns) -> bool:
    """Whether a column's head may be an indicator's name: no label, no year, no part of a whole."""
    if not any(c.isalpha() for c in text) or _YEAR.search(text) or _label_roles(text, patterns):
        return False
    return patterns["breakdowns"].best(text, coverage=KNOWN) is None

"""What stands over a scorecard's rows: its perspective, its goal, and how the goal is judged as a whole.

Promises that what a title row, a header, a box or a label states goes before what only a heading's place tells, and
that a heading is taken for one thing only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import msgspec

from extractor.model import EMPTY, SURE, Block, Cell, Field, Paragraph, Place, Table
from extractor.patterns import Patterns
from extractor.scorecards.fields import JOINED, doubted, shows
from extractor.scorecards.goal_boxes import (
    Stated,
    label_of,
    of_means,
    read_judgement,
    stated_in,
    unlabelled,
    without_verdict,
)
from extractor.scorecards.goal_names import FEWEST_GOAL_WORDS, GOAL_WORDS, goal_evidence
from extractor.scorecards.goals_above import (
    goal_above,
    judgement_above,
    reads_like_goal,
    stated_above,
    superior_above,
    unlabelled_goal,
)
from extractor.scorecards.grid import Grid, cells_of, filled, is_full_width
from extractor.scorecards.headers import Part
from extractor.scorecards.labelled import after_caption, after_label, without_continuation
from extractor.scorecards.labels import header_scores
from extractor.scorecards.perspectives import above, named
from extractor.swedish import fold, squeeze
from extractor.symbols.legend import Legend

KNOWN = 0.5
"""Share of a header that role words must explain for it to be a header word, not a goal that stands in its place."""
MEASURING = frozenset({"target", "status"})
"""What other headers must speak of beside a goal in the place of the indicators' header word."""
NAMING = frozenset({"indicator", "key_figure", "activity", "goal"})
"""What no other header may speak of there."""
FEWEST_ROWS = 3
"""Rows from which a table may end in a bar that belongs over the next one: a header, a row, the bar."""
FEWEST_HEADERS = 3
"""Columns from which a header may have a goal in the place of a header word."""


TITLE_CELLS = 2
"""Most cells of a title row: the title, and a date or unit."""


class Over(NamedTuple):
    """What stands over the rows of a scorecard."""

    perspective: Field
    goal: Field
    judged: Field
    """How the goal is judged as a whole."""


class At(NamedTuple):
    """Where a scorecard stands, and what its signs are read with."""

    table: Table
    before: Sequence[Block]
    """The paragraphs and tables above it."""
    legend: Legend
    patterns: Patterns
    ocr: bool
    guessed: bool = False
    """Whether its headings were told by their looks alone: one may be missed."""


def titles_of(blocks: Iterable[Block]) -> frozenset[str]:
    """The first headers of tables that are else headed alike: they name what each table is about.

    Args:
        blocks: everything that a document holds.

    Returns:
        The headers, folded.
    """
    firsts: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for block in blocks:
        if isinstance(block, Table) and block.column_count >= FEWEST_HEADERS:
            texts = [fold(c.text) for c in block.cells if c.row == 0]
            if len(texts) == block.column_count and texts[0]:
                firsts[tuple(texts[1:])].add(texts[0])
    return frozenset(text for found in firsts.values() if len(found) > 1 for text in found)


def title_below(block: Block, patterns: Patterns) -> list[Paragraph]:
    """The line of a table that belongs over the next one: a bar that ends it, or a box that names a perspective.

    Args:
        block: a table, or a paragraph, which has none.
        patterns: the knowledge in use.
    """
    if not isinstance(block, Table) or (FEWEST_ROWS > block.row_count > 1):
        return []
    end = block.row_count
    last = [c for c in block.cells if c.row + c.row_span == end and c.text.strip()]
    if len(last) != 1 or last[0].column_span < block.column_count or last[0].place is None:
        return []
    text = squeeze(last[0].text)
    area = named(text, patterns) if block.row_count == 1 else after_label(text, "perspective", patterns)
    if not area and (block.row_count == 1 or not unlabelled(text, patterns)):
        return []
    return [Paragraph(text=text, raw=last[0].raw or text, place=last[0].place)]


def titled_column(labels: Sequence[str], titles: frozenset[str], patterns: Patterns) -> int | None:
    """The column of indicators whose header is no header word: a goal or perspective stands in its place.

    Args:
        labels: the header of each column.
        titles: first headers that differ from table to table, as `titles_of` gives them.
        patterns: the knowledge in use.
    """
    scores = [header_scores(label, patterns["roles"]) for label in labels]
    told = [{role for role, score in found.items() if score >= KNOWN} for found in scores]
    first = next((i for i, label in enumerate(labels) if label.strip() and told[i] != {"number"}), None)
    if first is None or first > 1 or len(labels) < FEWEST_HEADERS:
        return None
    text = labels[first]
    behind = unlabelled(text, patterns)
    if told[first] and (len(behind.split()) < 2 or _is_known(behind, patterns)):
        return None
    others = [found for i, found in enumerate(scores) if i != first]
    best = {
        max(found, key=lambda role: found[role])
        for found in others
        if max(found.values(), default=0.0) >= KNOWN
    }
    if not best & MEASURING or best & NAMING:
        return None
    says = behind or _evidence(text, patterns) or fold(text) in titles
    return first if says else None


def _is_known(label: str, patterns: Patterns) -> bool:
    return max(header_scores(label, patterns["roles"]).values(), default=0.0) >= KNOWN


def read_over(part: Part, grid: Grid, titled: int | None, before: Field | None, at: At) -> Over:
    """What stands over the rows of a part of a table.

    Args:
        part: the rows, and the title rows and header above them.
        grid: the table's cells.
        titled: the column whose header is a goal or perspective, as `titled_column` tells it.
        before: the perspective of the part above it in the same table, if there is one.
        at: where the table stands.
    """
    title = part.labels[titled] if titled is not None else ""
    area = named(title, at.patterns) if title else ""
    stated = _served(_stated(part, grid, "" if area else title, at), at)
    perspective = _leading(part, grid, at.patterns) or before
    if perspective is None and area:
        perspective = Field(
            text=area, raw=title, place=_place(grid, title), confidence=JOINED, reasons=("perspective_from_heading",)
        )  # fmt: skip
    if perspective is None:
        perspective = _perspective(stated, at)
    goal, judged = _goal(part, grid, perspective, stated, at)
    return Over(perspective, goal, judged)


def _stated(part: Part, grid: Grid, title: str, at: At) -> Stated | None:
    """The goal that a title row or the header of a table, or what stands above it, states."""
    for row in reversed(part.lead):
        shown = [c for c in cells_of(grid, row) if c.text.strip() or c.symbols]
        if stated := stated_in(shown, at.patterns) or stated_in(_unparted(shown), at.patterns):
            return stated
    if title:
        return _in_header(title, grid, at.patterns)
    return stated_above(at.before, at.table, at.patterns)


def _served(stated: Stated | None, at: At) -> Stated | None:
    """The goal that a stated success factor leads to, where a line above states one; else what is stated."""
    if stated is None or not of_means(f"{stated.label}: x", at.patterns):
        return stated
    goal = superior_above(at.before, stated, at.patterns)
    if not shows(goal) or of_means(goal.raw, at.patterns):
        return stated
    return Stated(
        msgspec.structs.replace(goal, confidence=stated.goal.confidence, reasons=stated.goal.reasons)
    )


def _unparted(cells: Sequence[Cell]) -> list[Cell]:
    """The cells of a title row whose words run on over the columns: each goes on with a small letter."""
    worded = [c for c in cells if c.text.strip()]
    if len(worded) < 2 or not all(c.text.strip()[:1].islower() for c in worded[1:]):
        return []
    text, raw = (" ".join(parts) for parts in zip(*((c.text, c.raw) for c in worded), strict=True))
    whole = msgspec.structs.replace(worded[0], text=squeeze(text), raw=raw)
    return [whole, *(c for c in cells if c.symbols and not c.text.strip())]


def _in_header(title: str, grid: Grid, patterns: Patterns) -> Stated:
    """The goal in the place of the header word for indicators: sure where it says that it is one, in one cell."""
    said = unlabelled(title, patterns)
    place = _place(grid, title)
    if place is not None and (said or _evidence(title, patterns)):
        goal = Field(text=said or title, raw=title, place=place)
        return Stated(goal, label_of(title, patterns) if said else "")
    return Stated(unlabelled_goal(title, title, place))


def _evidence(text: str, patterns: Patterns) -> bool:
    if not FEWEST_GOAL_WORDS <= len(text.split()) <= GOAL_WORDS:
        return False
    return bool(goal_evidence(Paragraph(text=text, raw=text, place=Place(page=1)), patterns))


def _place(grid: Grid, text: str) -> Place | None:
    cells: Iterable[Cell] = (c for row in grid for c in row if c is not None)
    return next((c.place for c in cells if squeeze(c.text) == text), None)


def _leading(part: Part, grid: Grid, patterns: Patterns) -> Field | None:
    """The perspective that a title row of the table names; rows of many cells are none."""
    for row in reversed(part.lead):
        cells = filled(grid, row)
        for cell in cells:
            name = named(cell.text, patterns)
            said = len(cells) <= TITLE_CELLS or after_label(squeeze(cell.text), "perspective", patterns)
            if name and said:
                return Field(text=name, raw=cell.raw or cell.text, place=cell.place)
    return None


def _perspective(stated: Stated | None, at: At) -> Field:
    """The perspective above a table; a goal of a higher level where only that stands over the table's own."""
    found = above(at.before, at.table, at.patterns, stated.goal if stated else None)
    if stated is None or (found.text and "perspective_from_heading" not in found.reasons):
        return found
    higher = superior_above(at.before, stated, at.patterns) if stated.label else EMPTY
    if shows(higher) and at.guessed:  # the next one may not have been seen
        return doubted(higher, JOINED, "perspective_from_heading")
    return higher if shows(higher) else found


def _goal(part: Part, grid: Grid, perspective: Field, stated: Stated | None, at: At) -> tuple[Field, Field]:
    """The goal over a table and how it is judged: stated, in a title row, or named by the blocks above it."""
    if stated is not None:
        judged = read_judgement(stated.judged, at.legend, at.patterns, ocr=at.ocr)
        light = judgement_above(at.before, stated.goal, at.legend, at.patterns, ocr=at.ocr)
        goal, verdict = without_verdict(stated.goal, at.legend, at.patterns)
        judged = next((f for f in (judged, light, verdict) if shows(f) or f.reasons), EMPTY)
        unsure = shows(judged) and goal.confidence < SURE  # of another goal, it may be
        return goal, doubted(judged, goal.confidence, *goal.reasons) if unsure else judged
    for row in reversed(part.lead):
        shown = filled(grid, row)
        text = without_continuation(squeeze(shown[0].text), at.patterns) if shown else ""
        text = after_caption(text, at.patterns) or text
        if not is_full_width(grid, row) or text == perspective.text or named(text, at.patterns):
            continue
        if reads_like_goal(text, at.patterns):
            return unlabelled_goal(text, shown[0].raw, shown[0].place), EMPTY
    found = goal_above(at.before, at.table, perspective, at.patterns)
    light = judgement_above(at.before, found, at.legend, at.patterns, ocr=at.ocr)
    goal, verdict = without_verdict(found, at.legend, at.patterns)
    return goal, light if shows(light) or light.reasons else verdict

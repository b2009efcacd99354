"""Goals that say that they are goals: in a row of a table, a box above it, or a line behind a label.

Promises that a label ("Nämndens mål 3", "Mål enligt budgeten") is never part of the goal, that the judgement printed
in the same box or row is found with it, and that a box of words without a label is a goal only where it reads like one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from extractor.model import EMPTY, Cell, Field, Paragraph, Place, Table
from extractor.patterns import Patterns
from extractor.phrases import finder, plain
from extractor.scorecards.fields import doubted
from extractor.scorecards.goal_names import FEWEST_GOAL_WORDS, GOAL_WORDS, goal_evidence, has_figures, shall
from extractor.scorecards.heading_lines import is_judgement
from extractor.scorecards.labelled import after_bare_label, after_label, is_label, without_continuation
from extractor.scorecards.labels import CLEAR, header_scores
from extractor.scorecards.perspectives import is_general, named
from extractor.swedish import squeeze, without_number
from extractor.symbols.legend import Legend
from extractor.symbols.meaning import read_status

BOX_ROWS = 5
"""Most rows of a box: the goal, its judgement, who answers for it."""
BOX_COLUMNS = 3
"""Most columns of a box: label, goal, light."""
JUDGING_WORDS = 6
"""Most words of a goal's judgement ("Målet är delvis nått")."""
FROM_BOX = 0.75
"""Confidence of a goal that only its box tells."""

_SENTENCES = re.compile(r"[.!?]\s+[A-ZÅÄÖ]")
_VERDICT = re.compile(r"(?P<goal>.+?)\s*(?:\s[–-]\s|:\s|\()\s*(?P<verdict>[^\d():–]+?)\)?\.?$")
_YEAR = re.compile(r"(?:19|20)\d\d")
_DIGITS = re.compile(r"[\s\d.]+")


class Stated(NamedTuple):
    """A goal that is stated as one."""

    goal: Field
    label: str = ""
    """The words in front of it, folded, without numbers; '' where it has none."""
    judged: Cell | None = None
    """What the same row or box says of how far it is reached."""


def label_of(text: str, patterns: Patterns) -> str:
    """The label in front of a goal, without numbers: "namndens mal"; '' where it has none."""
    line = plain(squeeze(text))
    label = finder(patterns, "labels", "goal").at(line, 0)
    return squeeze(_DIGITS.sub(" ", line[: label.end])) if label else ""


def of_means(text: str, patterns: Patterns) -> bool:
    """Whether a text states, behind its label, what leads to a goal: "Framgångsfaktor: Korta köer"."""
    label = label_of(without_number(squeeze(text)), patterns)
    return bool(label) and bool(finder(patterns, "claims", "means").all(label))


def unlabelled(text: str, patterns: Patterns) -> str:
    """A goal without the label in front of it; '' where a text has none."""
    line = without_continuation(without_number(squeeze(text)), patterns)
    return after_label(line, "goal", patterns) or after_bare_label(line, patterns)


def stated_in(cells: Sequence[Cell], patterns: Patterns) -> Stated | None:
    """The goal that a row states behind its label, in one cell or in the next; at most its judgement beside it.

    Args:
        cells: the cells of a row that show something, from left to right.
        patterns: the knowledge in use.
    """
    worded = [c for c in cells if c.text.strip()]
    if not worded:
        return None
    first, *rest = worded
    if rest and is_label(squeeze(first.text), "goal", patterns):
        name, rest, text = rest[0], rest[1:], squeeze(rest[0].text)
        if _is_header(text, patterns) or has_figures(text):
            return None
    else:
        name, text = first, unlabelled(first.text, patterns)
    signs = [c for c in cells if c.symbols and not c.text.strip()]
    beside = [*(c for c in rest if not _YEAR.fullmatch(squeeze(c.text))), *signs]
    if not 1 < len(text.split()) <= GOAL_WORDS or len(beside) > 1 or not all(map(_may_judge, beside)):
        return None
    goal = Field(text=text, raw=name.raw or name.text, place=name.place, confidence=name.confidence)
    own = name if name.symbols else None
    return Stated(goal, label_of(first.text, patterns), beside[0] if beside else own)


def _is_header(text: str, patterns: Patterns) -> bool:
    """Whether a text is a column's header, or a label as such: "Bedömning 2023", "Ansvarig nämnd"."""
    scores = header_scores(squeeze(text), patterns["roles"])
    return is_label(squeeze(text), "judgement", patterns) or max(scores.values(), default=0.0) >= CLEAR


def _may_judge(cell: Cell) -> bool:
    return len(cell.text.split()) <= JUDGING_WORDS and not any(c.isdigit() for c in cell.text)


def boxed(table: Table, patterns: Patterns) -> Stated | None:
    """The goal that a small table states, which stands above a scorecard like a box; None where it is none.

    Args:
        table: a table above the scorecard.
        patterns: the knowledge in use.
    """
    if table.row_count > BOX_ROWS or table.column_count > BOX_COLUMNS:
        return None
    rows = [
        [c for c in table.cells if c.row == row and (c.text.strip() or c.symbols)]
        for row in range(table.row_count)
    ]
    rows = [cells for cells in rows if cells]
    found: list[tuple[int, Stated]] = []
    taken: set[int] = set()
    for at, (cells, under) in enumerate(zip(rows, [*rows[1:], []], strict=True)):
        beside = stated_in(cells, patterns)
        if stated := beside or _under_label(cells, under, patterns):
            found.append((at, stated))
            taken |= {at} if beside else {at, at + 1}
    if not found:
        return _bare(rows[0], patterns) if len(rows) == 1 else None
    at, one = found[-1]
    twice = any(other.label == one.label for _, other in found[:-1])
    left = [cells for n, cells in enumerate(rows) if n not in taken]
    if twice or _heads_columns(rows[at], left, patterns):  # which of them the table is about is not told
        return one._replace(goal=doubted(one.goal, FROM_BOX, "goal_from_heading"))
    return one._replace(judged=one.judged or _judgement(rows, patterns))


def _heads_columns(label: Sequence[Cell], others: Sequence[Sequence[Cell]], patterns: Patterns) -> bool:
    """Whether a lone label may be the header of a list of goals: another row is as full and has no label itself."""
    if not is_label(squeeze(label[0].text), "goal", patterns):
        return False
    return any(
        len(cells) >= len(label) and not _is_header(cells[0].text.partition(":")[0], patterns)
        for cells in others
    )


def _under_label(cells: Sequence[Cell], below: Sequence[Cell], patterns: Patterns) -> Stated | None:
    """The goal below its label, as a header stands over it: "Mål | Bedömning"."""
    label, *others = cells
    if not is_label(squeeze(label.text), "goal", patterns):
        return None
    if not below or not all(_is_header(c.text, patterns) for c in others):
        return None
    name = squeeze(below[0].text)
    told = {c.column for c in others if not is_label(squeeze(c.text), "judgement", patterns)}
    judging = [c for c in below[1:] if c.column not in told]
    if not FEWEST_GOAL_WORDS <= len(name.split()) <= GOAL_WORDS or not all(map(_may_judge, judging)):
        return None
    goal = Field(text=name, raw=below[0].raw or name, place=below[0].place, confidence=below[0].confidence)
    return Stated(goal, label_of(label.text, patterns), judging[0] if judging else None)


def _judgement(rows: Sequence[Sequence[Cell]], patterns: Patterns) -> Cell | None:
    """What the row of a box says that is labelled as the judgement."""
    for cells in rows:
        first = squeeze(cells[0].text)
        if len(cells) > 1 and is_label(first, "judgement", patterns):
            return cells[1]
        if said := after_label(first, "judgement", patterns):
            return msgspec.structs.replace(cells[0], text=said)
    return None


def _bare(cells: Sequence[Cell], patterns: Patterns) -> Stated | None:
    """The goal in a box of one row without a label: it reads like one, and at most a judgement stands beside it."""
    first, *rest = cells
    text = without_continuation(squeeze(first.text), patterns)
    if len(rest) > 1 or not all(map(_may_judge, rest)) or not may_be_goal(text, patterns):
        return None
    symbols = first.symbols + tuple(s for c in rest for s in c.symbols)
    line = Paragraph(text=text, raw=first.raw, place=first.place or Place(page=1), symbols=symbols)
    if not goal_evidence(line, patterns):
        return None
    goal = Field(
        text=text, raw=first.raw or text, place=first.place, confidence=FROM_BOX, reasons=("goal_from_heading",)
    )  # fmt: skip
    return Stated(goal, "", rest[0] if rest else (first if first.symbols else None))


def may_be_goal(text: str, patterns: Patterns) -> bool:
    """Whether a text may be a goal by its length and kind: one sentence, no name of a section or perspective."""
    words = len(text.split())
    return (
        FEWEST_GOAL_WORDS <= words <= GOAL_WORDS
        and not _SENTENCES.search(text)
        and text[-1:] not in ":;,"
        and not named(text, patterns)
        and not is_general(text, patterns)
        and not is_judgement(text, patterns)
    )


def below_label(line: Paragraph, label: Paragraph, patterns: Patterns) -> Field | None:
    """The goal in a line below its label: "Mål enligt budgeten" above it; None where the line is none.

    Args:
        line: the line.
        label: the paragraph right above it.
        patterns: the knowledge in use.
    """
    text = without_continuation(squeeze(line.text), patterns)
    if not is_label(squeeze(label.text), "goal", patterns) or line.bullet or not may_be_goal(text, patterns):
        return None
    evidence = goal_evidence(line, patterns) or shall(text, patterns)
    if not evidence and (text.endswith(".") or label.level):
        return None
    goal = Field(text=text, raw=line.raw, place=line.place)
    if label.level and not line.level:  # a section's name rather than a label
        return msgspec.structs.replace(goal, confidence=FROM_BOX, reasons=("goal_from_heading",))
    return goal


def without_verdict(goal: Field, legend: Legend, patterns: Patterns) -> tuple[Field, Field]:
    """A goal, and the verdict printed behind it: "Trygga resor – delvis uppnått"; the second is empty without one.

    Args:
        goal: the goal with all that is printed beside it.
        legend: what the report says its symbols mean.
        patterns: the knowledge in use.
    """
    match = _VERDICT.match(goal.text)
    if match is None or len(match["verdict"].split()) > JUDGING_WORDS or len(match["goal"].split()) < 2:
        return goal, EMPTY
    reached = finder(patterns, "claims", "reaches").all(plain(match["verdict"]))
    aimed = shall(match["verdict"], patterns)  # "ska uppnås" judges nothing
    said = read_status((), match["verdict"], None, legend, patterns) if reached and not aimed else EMPTY
    if said.normal is None:
        return goal, EMPTY
    bare = msgspec.structs.replace(goal, text=match["goal"])
    return bare, msgspec.structs.replace(said, place=goal.place)


def read_judgement(cell: Cell | None, legend: Legend, patterns: Patterns, *, ocr: bool) -> Field:
    """How a goal's own cell judges it; empty where none does.

    Args:
        cell: what stands beside the goal.
        legend: what the report says its symbols mean.
        patterns: the knowledge in use.
        ocr: whether the cell was recognised in a picture.
    """
    if cell is None:
        return EMPTY
    text = cell.text if _may_judge(cell) else ""
    if not text and not cell.symbols:
        return EMPTY
    return msgspec.structs.replace(
        read_status(cell.symbols, text, None, legend, patterns, ocr=ocr), place=cell.place
    )

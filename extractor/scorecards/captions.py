"""The goal that stands only in the caption of a small table: "Tabell 4. Fler unga cyklar till skolan".

Promises that a caption that only tells what its table shows is no goal, that one is a goal surely only where it says
what shall be, and that a caption that may be one leaves no goal surely empty.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence, Set

import msgspec

from extractor.model import EMPTY, Block, Field, Paragraph, Row, Table
from extractor.patterns import Patterns
from extractor.phrases import finder, plain
from extractor.scorecards.fields import doubted
from extractor.scorecards.goal_names import FEWEST_PROVEN_WORDS, GOAL_WORDS, goal_evidence, has_figures
from extractor.scorecards.goals_above import reads_like_goal, unlabelled_goal
from extractor.scorecards.labelled import after_caption, after_label, without_continuation
from extractor.scorecards.missed import MISSED
from extractor.scorecards.perspectives import is_general, named
from extractor.swedish import squeeze

_SIDES = (-1, 1)
GUESSED = "perspective_from_heading"
"""Why a perspective is in doubt that is only the nearest heading."""
_SENTENCE = ".:;,?!)"
"""Signs in which sentences and remarks end."""
_UNSURE = doubted(EMPTY, MISSED, "heading_missed")


def with_goals_of_captions(rows: Sequence[Row], blocks: Sequence[Block], patterns: Patterns) -> list[Row]:
    """Rows without a goal whose table's caption names one.

    Args:
        rows: all rows of a document.
        blocks: everything that it holds.
        patterns: the knowledge in use (`labels`, `claims`, `sections`, `captions`).

    Returns:
        The same rows. Where no caption of theirs has a goal's verb, one that reads like a goal only makes the empty
        goal unsure.
    """
    bare = {row.table_no for row in rows if not row.field("goal").text}
    bare -= {row.table_no for row in rows if row.field("goal").text}
    if not bare:
        return list(rows)
    captions = _captions(bare, blocks, patterns)
    said = {number: _own_words(line.text, patterns) for number, line in captions.items()}
    proven = any(_evidence(said[number], line, patterns) for number, line in captions.items())
    goals = {n: _goal(said[n], line, patterns, proven=proven) for n, line in captions.items() if said[n]}
    guessed = {r.field("perspective").raw for r in rows if GUESSED in r.field("perspective").reasons}
    titled = _titled(bare - goals.keys(), guessed, blocks, patterns)
    return [
        _with_goal(row, goals.get(row.table_no, _UNSURE if row.table_no in titled else None)) for row in rows
    ]


def _titled(tables: Set[int], guessed: Set[str], blocks: Sequence[Block], patterns: Patterns) -> Set[int]:
    """The tables that a short line which names nothing known stands right above: a goal's name, it may be.

    A heading counts where it was only guessed to be the perspective.
    """
    found = set()
    for above, table in itertools.pairwise(blocks):
        if not isinstance(table, Table) or table.number not in tables or not isinstance(above, Paragraph):
            continue
        text = squeeze(above.text)
        if above.level and above.text not in guessed:
            continue
        line = not above.bullet and not above.symbols and text[:1].isupper() and text[-1:] not in _SENTENCE
        if line and after_caption(text, patterns) is None and _may_be_goal(text, patterns):
            found.add(table.number)
    return found


def _captions(tables: Iterable[int], blocks: Sequence[Block], patterns: Patterns) -> Mapping[int, Paragraph]:
    """The numbered caption of each table, on the side of its table where most of the document's captions stand."""
    at = {b.number: n for n, b in enumerate(blocks) if isinstance(b, Table)}
    lines = {side: {t: _caption_at(blocks, n + side, patterns) for t, n in at.items()} for side in _SIDES}
    above, below = ({t: line for t, line in lines[side].items() if line is not None} for side in _SIDES)
    found = below if len(below) > len(above) else above
    return {number: found[number] for number in tables if number in found}


def _caption_at(blocks: Sequence[Block], index: int, patterns: Patterns) -> Paragraph | None:
    """The caption of a table that a block is; a picture's is none."""
    block = blocks[index] if 0 <= index < len(blocks) else None
    if isinstance(block, Paragraph) and index and is_general(block.text, patterns):
        block = blocks[index - 1]  # "Belopp i tkr" between a caption and its table
    if not isinstance(block, Paragraph) or after_caption(block.text, patterns) is None:
        return None
    return block if finder(patterns, "labels", "table").at(plain(block.text), 0) else None


def _own_words(caption: str, patterns: Patterns) -> str:
    """What a caption says that may be a goal; '' for a perspective, a section's or a table's name, a measure."""
    text = squeeze(without_continuation(after_caption(caption, patterns) or "", patterns)).rstrip(" .")
    text = _behind_area(text, patterns)
    return text if _may_be_goal(text, patterns) else ""


def _behind_area(text: str, patterns: Patterns) -> str:
    """A caption without the perspective in front of the goal: "Kund: Fler gäster", "Perspektiv Kund – Fler gäster"."""
    for sign in (":", " – ", " - "):
        area, _, goal = text.partition(sign)
        if len(goal.split()) >= FEWEST_PROVEN_WORDS and named(area, patterns):
            return goal.strip()
    return text


def _may_be_goal(text: str, patterns: Patterns) -> bool:
    """Whether a line has words of its own: no perspective's, section's, or table's name, no measure or unit."""
    if not FEWEST_PROVEN_WORDS <= len(text.split()) <= GOAL_WORDS or has_figures(text):
        return False
    tells = is_general(text, patterns) or patterns["captions"].find(text) or named(text, patterns)
    return not tells and after_label(text, "scorecard", patterns) is None


def _evidence(text: str, line: Paragraph, patterns: Patterns) -> str:
    return goal_evidence(msgspec.structs.replace(line, text=text), patterns) if text else ""


def _goal(text: str, line: Paragraph, patterns: Patterns, *, proven: bool) -> Field:
    """What a caption's words are as a goal: never surely where they tell of measures ("Måtten ska följas upp")."""
    evidence = _evidence(text, line, patterns)
    if evidence == "sure" and not finder(patterns, "clauses", "measures_named").all(plain(text)):
        return Field(text=text, raw=line.raw, place=line.place)
    if evidence or (proven and not patterns["sections"].find(text)):
        return unlabelled_goal(text, line.raw, line.place)
    return _UNSURE if reads_like_goal(text, patterns) else EMPTY


def _with_goal(row: Row, goal: Field | None) -> Row:
    if goal is None or goal == EMPTY or row.kind == "goal":
        return row
    return msgspec.structs.replace(row, fields={**row.fields, "goal": goal})

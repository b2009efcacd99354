"""Tables that count or rate how far goals named elsewhere have come: "Mål 1 | 3 indikatorer | 2 nådda | 67 %".

Promises that such a figure is never taken for a goal's own outcome, and that a goal that goes by a number alone, or by
fewer words than where it is measured, is known again by its number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from extractor.model import Block, Field, Paragraph, Role, Row, Scorecard
from extractor.patterns import Patterns
from extractor.phrases import finder, plain
from extractor.scorecards.goal_names import code_of, without_code
from extractor.scorecards.labelled import after_label, is_label
from extractor.scorecards.unnamed import is_total
from extractor.swedish import fold, squeeze

RATED: tuple[Role, ...] = ("value", "previous_value", "forecast", "progress")
"""What a column of counts or degrees may have been taken for: a target counts nothing."""
ALIKE = 0.5
"""Share of goals known by their numbers whose names must share a word: two lists of goals count from 1."""
TELLING = 4
"""Letters from which a word of a goal's name tells it."""

_NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,2})*")


def tallied(card: Scorecard, patterns: Patterns) -> frozenset[Role]:
    """The roles of columns whose header counts indicators, or says how far the goals have come.

    Args:
        card: a scorecard.
        patterns: the knowledge in use (`claims`).
    """
    tallies = finder(patterns, "claims", "tallies")
    return frozenset(c.role for c in card.columns if c.role in RATED and tallies.all(plain(c.label)))


def number_of(goal: Field, patterns: Patterns) -> str:
    """The number that a goal goes by ("2" of "Mål 2: Trygg skola" and "2 Trygg skola"), '' where it has none."""
    for text in (squeeze(goal.text), squeeze(goal.raw)):
        said = after_label(text, "goal", patterns)
        label = text.removesuffix(said) if said else text if is_label(text, "goal", patterns) else ""
        if number := _NUMBER.search(label):
            return number[0]
        if code := code_of(text) or (text.rstrip(".") if _NUMBER.fullmatch(text.rstrip(".")) else ""):
            return code
    return ""


def is_nameless(goal: str, patterns: Patterns) -> bool:
    """Whether a goal goes by its number alone: "Mål 3", "3."."""
    return is_label(goal, "goal", patterns) or _NUMBER.fullmatch(goal.rstrip(".")) is not None


def sums_up(row: Row, patterns: Patterns) -> bool:
    """Whether a row sums up those above it: "Summa", "Totalt"."""
    return is_total(row.text("goal") or row.text("indicator"), patterns)


def stated_goals(blocks: Iterable[Block], patterns: Patterns) -> dict[str, str]:
    """The goals that paragraphs state in words behind a numbered label ("Mål 2 Eleverna når längre"), by number.

    Args:
        blocks: everything that a document holds.
        patterns: the knowledge in use (`labels`).
    """
    lines = (b.text for b in blocks if isinstance(b, Paragraph) and after_label(b.text, "goal", patterns))
    found = {number_of(Field(text=line), patterns): line for line in lines}
    return {number: line for number, line in found.items() if number}


def known_by_number(rows: Sequence[Row], named: Mapping[str, str], patterns: Patterns) -> dict[int, str]:
    """The rows of goals that are known by their number as those named elsewhere.

    Args:
        rows: rows of one table.
        named: what goals are called elsewhere, by their number.
        patterns: the knowledge in use.

    Returns:
        The number of each such row, by its `id`; of goals with a name of their own only where the names agree.
    """
    numbers = {id(row): number_of(row.field("goal"), patterns) for row in rows if row.kind == "goal"}
    known = [row for row in rows if numbers.get(id(row)) in named]
    found = {id(row): numbers[id(row)] for row in known}
    if len(set(found.values())) < len(found):
        return {}
    worded = [row for row in known if not is_nameless(row.text("goal"), patterns)]
    alike = sum(share_a_word(row.text("goal"), named[found[id(row)]]) for row in worded)
    if alike >= ALIKE * len(worded):
        return found
    return {key: number for key, number in found.items() if key not in set(map(id, worded))}


def share_a_word(one: str, other: str) -> bool:
    """Whether a telling word of the first name stands in the second, at least as a part: "Skola" in "grundskolan"."""
    words = (word for word in fold(without_code(one)).split() if len(word) >= TELLING)
    return any(word in fold(other) for word in words)

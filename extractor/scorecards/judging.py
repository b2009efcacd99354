"""Which of several columns that judge is the indicator's own.

Promises that a goal's overall judgement, printed once beside the goal, never stands on its indicators as theirs where
they have one themselves, and that a second column of judgements under unknown words makes the one taken unsure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extractor.patterns import Patterns
from extractor.phrases import finder, plain
from extractor.scorecards.labels import CLEAR
from extractor.scorecards.unnamed import GROUPED, STATE_WORDS, STATES, UNSURE, Printed

FEWEST_JUDGED = 2
"""Cells that name a state from which a column under unknown words is a second column of judgements."""

Chosen = Mapping[int, tuple[str, float]]
"""Role and confidence by column index."""


def foretells(label: str, patterns: Patterns) -> bool:
    """Whether a header is of what will be: beside a judgement of what is, nobody takes one for the other."""
    return bool(finder(patterns, "claims", "foretells").all(plain(label)))


def own_judgement(
    chosen: Chosen, columns: Sequence[Printed], patterns: Patterns
) -> dict[int, tuple[str, float]]:
    """The roles with the goal's own judgement left out, where the indicators have theirs.

    Args:
        chosen: the roles found so far.
        columns: all columns of the table, in printed order.
        patterns: the knowledge in use (`claims`).

    Returns:
        The roles; of several columns of judgements without a period the one whose cells stand on each row keeps the
        role. Where nothing tells them apart, those with the most cells are kept, unsure.
    """
    named = [
        i for i, (key, _) in chosen.items() if key == "status" and not foretells(columns[i].label, patterns)
    ]
    rivals = [i for i, column in enumerate(columns) if i not in chosen and _judges(column)]
    judging = sorted((*named, *rivals))
    if not named or len(judging) < 2 or sum(columns[i].period is not None for i in judging) > 1:
        return dict(chosen)
    whole = [i for i in judging if columns[i].content.spans >= GROUPED]
    single = [i for i in judging if not columns[i].content.spans]
    if whole and single and len(whole) + len(single) == len(judging):
        return _taken(chosen, single, whole, columns)
    spoken = [i for i in named if "indicator" in columns[i].scores]
    if len(spoken) == 1 and not rivals:
        return _taken(chosen, spoken, [i for i in named if i not in spoken], columns)
    most = max(columns[i].content.filled for i in named)
    fullest = [
        i for i in named if columns[i].content.filled == most
    ]  # a goal's may stand on its first row only
    return {i: role for i, role in chosen.items() if i not in named} | dict.fromkeys(
        fullest, ("status", UNSURE)
    )


def _taken(
    chosen: Chosen, own: Sequence[int], others: Sequence[int], columns: Sequence[Printed]
) -> dict[int, tuple[str, float]]:
    """The roles with the judgement in its own columns only; under unknown words never surely."""
    kept = {i: role for i, role in chosen.items() if i not in others}
    whole = [i for i in others if columns[i].content.spans >= GROUPED]
    if len(whole) == 1:
        said = columns[whole[0]].scores.get("status", 0.0) >= CLEAR
        kept[whole[0]] = ("goal_status", 1.0 if said else UNSURE)
    if any(kept.get(i, ("", 0.0))[0] == "status" for i in own):
        return kept
    last = own[-1]
    sure = 1.0 if columns[last].scores.get("status", 0.0) >= CLEAR and len(own) == 1 else UNSURE
    return kept | {last: ("status", sure)}


def _judges(column: Printed) -> bool:
    """Whether nearly all cells of a column without a role are short and name a state."""
    content = column.content
    stated = content.status >= STATES and content.words <= STATE_WORDS and content.numbers < 1 - STATES
    return stated and content.filled >= FEWEST_JUDGED

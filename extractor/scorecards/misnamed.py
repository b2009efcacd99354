"""Columns whose header names one role while nearly all of their cells show another's: the cells decide, never surely.

"Resultat" over "Målet nått" is a judgement, "Status" over nothing but figures is none. Promises that a header with a
word for what the cells show is never overruled, nor one beside another column that shows it under such a word.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from extractor.scorecards.content import Content, content_score
from extractor.scorecards.unnamed import FIGURES_ONLY, STATE_WORDS, STATES, only_figures

WORDLESS = frozenset(
    {"value", "target", "goal", "forecast", "progress", "comment", "deviation", "responsible", "number"}
)
"""What a header may be said to be while its cells judge in plain words: "Resultat", "Mål 2024", "Kommentar"."""
JUDGING = frozenset({"status", "trend"})
"""What a header may be said to be while its cells are figures."""
MEASURED = frozenset({"value", "forecast", "progress"})
"""Roles beside which figures under a word for judgements are left unread: their place is taken."""

Scores = Sequence[Mapping[str, float]]
"""What each header's words say (`header_scores`)."""


def by_content(
    scores: Scores, contents: Sequence[Content], past: Collection[int]
) -> dict[int, tuple[str, float]]:
    """The columns whose cells overrule their header.

    Args:
        scores: what each header's words say.
        contents: what the cells show.
        past: the columns of an earlier period: their judgements are not this report's.

    Returns:
        Role by column index, with the share of the cells that speak for it.
    """
    return _judgement(scores, contents, past) | _figures(scores, contents)


def _judgement(
    scores: Scores, contents: Sequence[Content], past: Collection[int]
) -> dict[int, tuple[str, float]]:
    """The only column of plain verdicts, where none is headed as a judgement.

    Where the goals are said in such words, too ("Mål"), nothing tells which of the columns judges.
    """
    if any("status" in h and content_score("status", c) >= 0 for h, c in zip(scores, contents, strict=True)):
        return {}
    found = [i for i, c in enumerate(contents) if _says_verdicts(c) and scores[i] and i not in past]
    meant = [i for i in found if scores[i].keys() <= WORDLESS and scores[i].keys() != {"goal"}]
    return {i: ("status", contents[i].verdicts) for i in meant} if len(found) == 1 else {}


def _says_verdicts(content: Content) -> bool:
    return content.verdicts >= STATES and content.words <= STATE_WORDS and content.numbers < 1 - STATES


def _figures(scores: Scores, contents: Sequence[Content]) -> dict[int, tuple[str, float]]:
    """The only column of figures under a word for judgements: what was measured, or how far activities have come."""
    named = {key for header in scores for key in header}
    found = [
        i for i, (h, c) in enumerate(zip(scores, contents, strict=True))
        if h and h.keys() <= JUDGING and only_figures(c)
    ]  # fmt: skip
    if len(found) != 1 or named & MEASURED:
        return {}
    content = contents[found[0]]
    share = "activity" in named and content.percent >= FIGURES_ONLY
    return {found[0]: ("progress" if share else "value", content.numbers)}

"""Columns whose header names one role while nearly all of their cells show another's: the cells decide, never surely.

"Resultat" over "Målet nått" is a judgement, "Status" over nothing but figures is none. Promises that a header with a
word for what the cells show is never overruled, nor one beside another column that shows it under such a word.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from extractor.scorecards.content import LONG_TEXT, VALUES, Content, content_score
from extractor.scorecards.unnamed import FIGURES_ONLY, LABEL_WORDS, STATE_WORDS, STATES, only_figures

WORDLESS = frozenset(
    {"value", "target", "goal", "forecast", "progress", "comment", "deviation", "responsible", "number"}
)
"""What a header may be said to be while its cells judge in plain words: "Resultat", "Mål 2024", "Kommentar"."""
NAMED = frozenset({"indicator", "key_figure", "activity"})
"""What names a row: beside it a column of verdicts can be no goals."""
JUDGING = frozenset({"status", "trend"})
"""What a header may be said to be while its cells are figures."""
MEASURED = frozenset({"value", "forecast", "progress"})
"""Roles beside which figures under a word for judgements are left unread: their place is taken."""

NAMING = 0.3
"""Share of verdicts and signs up to which a column's words are names."""
FEWEST_NAMES = 2
"""Names that tell a column of them."""
FEWEST_FIGURES = 2
"""Columns of figures beside them: what was measured, and what is to be."""

Scores = Sequence[Mapping[str, float]]
"""What each header's words say (`header_scores`)."""


def by_content(
    scores: Scores, contents: Sequence[Content], labels: Sequence[str], past: Collection[int]
) -> dict[int, tuple[str, float]]:
    """The columns whose cells overrule their header.

    Args:
        scores: what each header's words say.
        contents: what the cells show.
        labels: the headers as printed.
        past: the columns of an earlier period: their judgements are not this report's.

    Returns:
        Role by column index, with the share of the cells that speak for it.
    """
    return _judgement(scores, contents, labels, past) | _figures(scores, contents) | _names(scores, contents)


def _judgement(
    scores: Scores, contents: Sequence[Content], labels: Sequence[str], past: Collection[int]
) -> dict[int, tuple[str, float]]:
    """The only column of plain verdicts, or of answers to what its header asks, where none is headed as a judgement."""
    if any("status" in h and content_score("status", c) >= 0 for h, c in zip(scores, contents, strict=True)):
        return {}
    said = [max(c.verdicts, c.status if _asks(n) else 0.0) for n, c in zip(labels, contents, strict=True)]
    found = [
        i
        for i, c in enumerate(contents)
        if said[i] >= STATES and _is_brief(c) and scores[i] and i not in past
    ]
    named = {i for i, h in enumerate(scores) if h and max(h, key=lambda key: h[key]) in NAMED}
    meant = [i for i in found if scores[i].keys() - (NAMED if named - {i} else {}) <= WORDLESS]
    return {i: ("status", said[i]) for i in meant} if len(found) == 1 else {}


def _asks(label: str) -> bool:
    """Whether a header asks what its cells answer: "Klaras kravet?"."""
    return label.rstrip().endswith("?")


def _is_brief(content: Content) -> bool:
    return content.words <= STATE_WORDS and content.numbers < 1 - STATES


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


def _names(scores: Scores, contents: Sequence[Content]) -> dict[int, tuple[str, float]]:
    """The only column of names under a word for figures, beside columns of them: what is measured.

    "Måltal | Ska vara 2018", "Mätvärde | Målvärde 2018 | Norr | Söder" over names and figures; only where no header
    names what is measured.
    """
    if any(header.keys() & NAMED for header in scores):
        return {}
    meant = {i: max(header, key=lambda key: header[key]) for i, header in enumerate(scores) if header}
    words = [i for i, key in meant.items() if key in VALUES and names_things(contents[i])]
    figures = [i for i, content in enumerate(contents) if only_figures(content)]
    beside = len(figures) >= FEWEST_FIGURES or any(meant.get(i) == "target" for i in figures)
    return {words[0]: ("indicator", 1.0 - contents[words[0]].verdicts)} if len(words) == 1 and beside else {}


def names_things(content: Content) -> bool:
    """Whether a column's cells are names: words with no figure before them, no state, nothing that says there is none.

    Args:
        content: what the cells show.
    """
    return (
        content.filled >= FEWEST_NAMES
        and LABEL_WORDS <= content.words <= LONG_TEXT
        and content.numbers < 1 - FIGURES_ONLY
        and max(content.verdicts, content.silent, content.symbols) <= NAMING
        and max(content.status, content.trend) < STATES
    )

"""Columns whose header says nothing known → what their cells alone make of them, never surely.

Promises that a column of figures, states or words beside known ones is not left out unsaid because an
organisation uses words of its own; what is found here has at most the confidence `UNSURE`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from extractor.patterns import Patterns, words_of
from extractor.scorecards.content import LONG_TEXT, TEXTUAL, Content

CONTENT_ONLY = 0.55
"""Content score a column without readable header needs to get a role of its own."""
CONTENT_PROOF = 0.6
"""What the content alone is worth where the header says nothing or is contradicted: more than a header
word that the content denies (1.0 - 0.5), less than any header word it does not."""
LEAST_PARTS = 2
"""Columns of parts (women, men) beside which a column of the total is one of values."""
FIGURES_ONLY = 0.9
"""Share of figures from which a column holds no words: one cell in ten may say "ingen mätning"."""
STATES = 0.8
"""Share of cells that name a state ("Uppnått") from which a column under unknown words is the status."""
UNTOLD_SIGNS = 0.3
"""Share of cells with signs from which another column may judge as well."""
STATES_ALONE = 0.65
"""The same for a column without any header, whose cells alone speak."""
STATE_WORDS = 4
"""Mean words of such cells at most: sentences that mention a state are comments."""
LONG_PART = 3
"""Letters from which a word for a part ("män") is believed in a header."""
UNSURE = 0.7
"""Confidence of a role that header and content disagree on, or that the content alone tells."""
SECOND = 0.5
"""What the colours of arrows are worth beside their directions: a column of them is the trend, if no other is."""
LIMITED = 0.25
"""Share of figures with a limit from which a column under unknown words is the target: values have none."""
GROUPED = 0.5
"""Share of cells over several rows from which a first column groups what stands beside it."""
LABEL_WORDS = 1.5
"""Mean words from which a column may hold the names of what is measured."""

Chosen = Mapping[int, tuple[str, float]]
"""Role and confidence by column index."""


class Printed(NamedTuple):
    """A column as printed."""

    label: str
    scores: Mapping[str, float]
    """What its header's words say (`header_scores`)."""
    content: Content
    """What its cells show."""
    period: str | None
    """The period its header names."""


def by_cells(
    chosen: Chosen, columns: Sequence[Printed], report_period: str, patterns: Patterns
) -> dict[int, tuple[str, float]]:
    """The roles of columns that no header word told.

    Args:
        chosen: the roles found so far.
        columns: all columns of the table, in printed order.
        report_period: the report's own period, '' when unknown.
        patterns: the knowledge in use.

    Returns:
        Further roles, each with the confidence `UNSURE`; columns in `chosen` are left alone.
    """
    found = dict(chosen)
    found |= _unnamed_words(found, columns)
    found |= _unnamed_perspective(found, columns)
    found |= _unnamed_goal(found, columns)
    found |= _unnamed_targets(found, columns)
    found |= _total_of_parts(found, columns, patterns)
    found |= _unnamed_figures(found, columns, report_period)
    return {index: role for index, role in found.items() if index not in chosen}


def _figures(chosen: Chosen, columns: Sequence[Printed]) -> list[int]:
    """The columns of figures that have no role yet."""
    return [
        i
        for i, column in enumerate(columns)
        if i not in chosen and column.content.filled and column.content.numbers >= CONTENT_ONLY
    ]


def _unnamed_words(chosen: Chosen, columns: Sequence[Printed]) -> dict[int, tuple[str, float]]:
    """The first column of words in a table that is judged or has targets: what is measured."""
    found = {key for key, _ in chosen.values()}
    if found & {"indicator", "key_figure", "activity"}:
        return {}
    free = [i for i in _figures(chosen, columns) if not columns[i].scores]
    aimed = "target" in found or any(columns[i].content.limits >= LIMITED for i in free)
    valued = bool(found & {"value", "previous_value", "forecast"}) or len(free) > 1
    if not (valued and (aimed or "status" in found)):
        return {}
    words = (i for i, column in enumerate(columns) if i not in chosen and _holds_names(column))
    first = next(words, None)
    return {} if first is None else {first: ("indicator", UNSURE)}


def _unnamed_perspective(chosen: Chosen, columns: Sequence[Printed]) -> dict[int, tuple[str, float]]:
    """The first column, of a few short names that each stand for several goals or indicators: "Område"."""
    found = {key for key, _ in chosen.values()}
    content = columns[0].content
    grouped = content.spans >= GROUPED or content.perspectives >= CONTENT_ONLY
    if 0 in chosen or columns[0].scores or "perspective" in found or not {"goal", "indicator"} <= found:
        return {}
    named = content.filled and content.words <= STATE_WORDS and content.numbers < 1 - CONTENT_ONLY
    return {0: ("perspective", UNSURE)} if named and grouped and not content.symbols else {}


def _unnamed_goal(chosen: Chosen, columns: Sequence[Printed]) -> dict[int, tuple[str, float]]:
    """The column of words right before what is measured, under unknown words, in a table without goals."""
    roles = {key: i for i, (key, _) in chosen.items()}
    before = roles.get("indicator", 0) - 1
    if "goal" in roles or before < 0 or before in chosen or not {"target", "value", "status"} & roles.keys():
        return {}
    return (
        {before: ("goal", UNSURE)} if _holds_names(columns[before]) and columns[before].label.strip() else {}
    )


def _holds_names(column: Printed) -> bool:
    """Whether a column under unknown words may hold the names of what is measured."""
    content = column.content
    worded = content.filled and LABEL_WORDS <= content.words <= LONG_TEXT and not content.symbols
    return bool(
        worded and not column.scores and content.numbers < 1 - CONTENT_ONLY and not names_states(content)
    )


def _unnamed_targets(chosen: Chosen, columns: Sequence[Printed]) -> dict[int, tuple[str, float]]:
    """The column of figures with limits ("minst 80 %") in a table without another target."""
    found = {key for key, _ in chosen.values()}
    limited = [
        i for i in _figures(chosen, columns) if not columns[i].scores and columns[i].content.limits >= LIMITED
    ]
    if "target" in found or not found & TEXTUAL or len(limited) != 1:
        return {}
    return {limited[0]: ("target", UNSURE)}


def _total_of_parts(
    chosen: Chosen, columns: Sequence[Printed], patterns: Patterns
) -> dict[int, tuple[str, float]]:
    """The column "Totalt" beside its parts ("Kvinnor", "Män"; "Berga", "Lunda"): a value, never sure.

    Nothing says of what it is the total. Parts under names of their own stand in an unbroken run beside it.
    """
    free = _figures(chosen, columns)
    whole = [i for i in free if is_total(columns[i].label, patterns)]
    whole = whole or [
        i for i in free if _is_unknown(columns[i]) and _is_whole_of_a_name(columns[i], patterns)
    ]
    found = {key for key, _ in chosen.values()}
    if len(whole) != 1 or "value" in found or not found & TEXTUAL:
        return {}
    beside = [i for i in free if _is_unknown(columns[i])]
    parts = {i for i in free if is_part(columns[i].label, patterns)} | set(_run(whole[0], beside))
    return {whole[0]: ("value", UNSURE)} if len(parts) >= LEAST_PARTS else {}


def _is_whole_of_a_name(column: Printed, patterns: Patterns) -> bool:
    """Whether a header is a word for the whole and a name: "Granvik totalt"."""
    words, known = words_of(column.label), patterns["breakdowns"]
    said = {
        words[n]
        for m in known.find(column.label)
        if not known[m.key].attributes.get("value")
        for n in range(m.start, m.end)
    }
    names = [word for word in column.label.split() if word.lower() not in said]
    return bool(said) and 0 < len(names) < len(words) and all(name[:1].isupper() for name in names)


def _is_unknown(column: Printed) -> bool:
    """Whether a header is a name that no role's words and no period explain."""
    return bool(column.label.strip()) and not column.scores and not column.period


def _run(start: int, columns: Sequence[int]) -> list[int]:
    """The columns that stand beside another on one side of it, without a gap."""
    before = [
        i
        for n, i in enumerate(reversed(range(start)), start=1)
        if set(range(start - n, start)) <= set(columns)
    ]
    after = [i for i in columns if i > start and set(range(start + 1, i + 1)) <= set(columns)]
    return max(before, after, key=len)


def _unnamed_figures(
    chosen: Chosen, columns: Sequence[Printed], report_period: str
) -> dict[int, tuple[str, float]]:
    """Columns of figures whose header says nothing known: values, never sure, rather than left out unsaid.

    Where a value has been found, only a period of its own makes another column one.
    """
    found = {key for key, _ in chosen.values()}
    if not found & TEXTUAL:
        return {}
    figures = [i for i in _figures(chosen, columns) if not columns[i].scores]
    periods = {i: period for i in figures if (period := columns[i].period)}
    own = [i for i, period in periods.items() if period[:4] == report_period[:4]]
    if "value" in found:
        own = []
    elif not periods and len(figures) == 1:
        own = figures
    old = [i for i, period in periods.items() if i not in own and period < report_period]
    return dict.fromkeys((*own, *old), ("value", UNSURE))


def from_content(index: int, content: Content, label: str) -> list[tuple[float, float, int, str]]:
    """Roles that the cells of a column without readable header prove, as weak options."""
    proofs: dict[str, float] = {
        "status": content.status if content.symbols >= 0.5 or _is_judged(content, label) else 0.0,
        "trend": content.trend if content.arrows >= 0.5 or _names_trends(content) else 0.0,
        "progress": content.bars,
        "perspective": content.perspectives if content.filled > 1 else 0.0,
    }
    if not label.strip() and content.filled and content.numbers < 0.3 and not content.symbols:
        if content.words > LONG_TEXT:
            proofs["comment"] = CONTENT_ONLY
        elif content.words >= 2 and content.spans > 0:
            proofs["goal"] = CONTENT_ONLY
        elif content.words >= 1.5:
            proofs["indicator"] = CONTENT_ONLY
    worth = {key: CONTENT_PROOF * p for key, p in proofs.items() if p >= CONTENT_ONLY}
    if content.arrows >= 0.5 and content.trend >= 0.5 and "status" in worth:
        worth["status"] *= SECOND  # their colours judge where another column is headed as the trend
    return [(value, proofs[key], index, key) for key, value in worth.items()]


def told_by_legend(index: int, contents: Sequence[Content]) -> bool:
    """Whether a column holds nothing but the signs that the report explains as its judgements, and no other has signs.

    Where its header says nothing the legend is the second witness. Another such column may be of last year, or of the
    goals.

    Args:
        index: the column.
        contents: what each column shows.
    """
    alone = all(content.symbols < UNTOLD_SIGNS for i, content in enumerate(contents) if i != index)
    return contents[index].told >= FIGURES_ONLY and alone


def only_figures(content: Content) -> bool:
    """Whether a column holds numbers with at most a unit, nothing that could be a goal's or an indicator's words.

    Nor are those what says that there is no number yet.
    """
    figures = content.numbers >= FIGURES_ONLY or content.silent >= FIGURES_ONLY
    return content.filled > 0 and figures and content.words <= STATE_WORDS


def names_states(content: Content) -> bool:
    """Whether nearly all cells are short and say how far something is reached."""
    return content.status >= STATES and content.words <= STATE_WORDS and content.numbers < 1 - STATES


def judges_differences(content: Content) -> bool:
    """Whether a column under a word for differences judges: by lights, or by words for better and worse.

    Words for a state do not: "Ja" under "Avvikelse" and "Hög" under "Risk" say that something is not reached.
    """
    return (names_states(content) and content.symbols >= STATES) or _names_trends(content)


def _is_judged(content: Content, label: str) -> bool:
    """Whether the cells are states; under no header at all one in three may say why there is none ("mäts senare")."""
    fewest = STATES if label.strip() else STATES_ALONE
    return content.status >= fewest and content.words <= STATE_WORDS and content.numbers < 1 - STATES


def _names_trends(content: Content) -> bool:
    """Whether nearly all cells are short and say where something is going ("Bättre")."""
    return content.trend >= STATES > content.status and content.words <= STATE_WORDS


def is_total(label: str, patterns: Patterns, beside: Sequence[str] = ()) -> bool:
    """Whether a header says that its column holds the whole of what other columns hold parts of: "Utfall Totalt".

    A word for the whole of something else does not: "Hela landet", "Alla kommuner".

    Args:
        label: the header.
        patterns: the knowledge in use (`breakdowns`).
        beside: the headers among which it is to be told; the words that they all have tell nothing.
    """
    lexicon = patterns["breakdowns"]
    words = words_of(label)
    totals = [m for m in lexicon.find(label) if not lexicon[m.key].attributes.get("value")]
    shared = set(words).intersection(*map(words_of, beside)) if len(beside) > 1 else set()
    said = {words[i] for m in totals for i in range(m.start, m.end)}
    return bool(totals) and set(words) <= said | shared


def is_part(label: str, patterns: Patterns) -> bool:
    """Whether a column is about a part of what is measured: "Utfall Kvinnor"."""
    lexicon = patterns["breakdowns"]
    # Short forms are not asked: "kv" is a quarter as well as the women.
    found = [m for m in lexicon.find(label) if len(m.phrase) >= LONG_PART]
    return bool(found) and all(lexicon[m.key].attributes.get("value") for m in found)

"""Commentary: cuts running text into comments, attaches each to the row it talks about, reads verdicts.

A comment is attached where its sub-heading resembles a row's indicator, target or goal, else where its
own words name exactly one row; what fits two rows alike is attached to none. A verdict fills a status
only where no symbol can have been printed: a printed empty cell stays empty.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from itertools import zip_longest
from typing import NamedTuple, get_args

import msgspec
from rapidfuzz import fuzz

from extractor.facts.sentences import read_sentences
from extractor.facts.titles import is_title
from extractor.model import EMPTY, Comment, Document, Field, Paragraph, Row, Scorecard, Status, Table
from extractor.patterns import Patterns
from extractor.phrases import finder, plain
from extractor.swedish import squeeze

HEADING_FIT = 72.0
"""Smallest rapidfuzz token ratio between a sub-heading and a row's words for the heading to be the row's.
Below it, headings of finance chapters begin to meet indicators of the same perspective."""

WORDS_FIT = 0.5
"""Smallest share of an indicator's weighty words that a paragraph must print to be about it."""

MARGIN = 0.15
"""By how much the best row must beat the next one; rows that fit alike mean that none is meant."""

_OTHER_SECTIONS = frozenset({"assignments", "controls", "finance", "future", "appendix", "summary", "legend"})

SECTION = 0.6
"""Share of a heading that must be a section's name (assignments, internal control) to end a scorecard's text."""

GOAL_PENALTY = 0.05
"""A goal spans several rows: a heading like an indicator is the better witness."""

BY_HEADING, BY_WORDS = 0.9, 0.7
"""Confidence of an attachment by its sub-heading, and by words in common alone."""

VERDICT_CONFIDENCE = 0.7
STEM = 6
"""Letters by which inflections and compounds are held to be the same word ("sjukfrånvaro", "sjukfrånvaron")."""

_WEIGHTY = re.compile(r"[a-z]{5,}")
_BARE_FIGURE = re.compile(r"\W*\d[\d\s.,]*(?:%|[^\W\d]+\.?(?:\s[^\W\d]+)?)?")
_TOC = re.compile(r"(?:\.{4,}|\s\d{1,3}$)")
_COMMON = frozenset(
    {"antal", "andel", "inom", "under", "samt", "eller", "ska", "skall", "vara", "divisionen", "divisionens"}
    | {
        "antalet",
        "andelen",
        "gallande",
        "avseende",
        "totala",
        "total",
        "verksamhet",
        "verksamheten",
        "enheten",
        "forvaltningen",
        "namnden",
    }
)
"""Words of every goal: they tell no row from another."""


class _RowKey(NamedTuple):
    card: Scorecard
    row: Row


def attach_comments(
    document: Document, scorecards: tuple[Scorecard, ...], patterns: Patterns
) -> tuple[Comment, ...]:
    """All running text as comments, each with the row it talks about where one is meant.

    Args:
        document: the document as read.
        scorecards: the rows a comment may belong to.
        patterns: the knowledge in use.

    Returns:
        One comment per paragraph of body text, in reading order; `table_no` and `row_no` are None for
        text that belongs to no row.
    """
    by_table = {card.table_no: card for card in scorecards}
    found: list[Comment] = []
    heading, current = "", None
    level = 9
    for block, below in zip_longest(document.blocks, document.blocks[1:]):
        if isinstance(block, Table):
            current = by_table.get(block.number, current)
            continue
        if is_title(block):
            heading = block.text.strip()
            if block.level == 1 < level or _leaves(heading, current, patterns):
                current = None
            level = block.level or level
            continue
        if len(block.text.strip()) < 3 or (
            _TOC.search(block.text) and len(block.text) < 90 and not block.bullet
        ):
            continue
        over = "" if _is_over_its_name(block, below) else heading
        row, confidence = _row_for(over, block, current)
        found.append(
            Comment(
                heading=over,
                text=block.text,
                place=block.place,
                table_no=row.table_no if row else None,
                row_no=row.row_no if row else None,
                confidence=confidence,
            )
        )
    return tuple(found)


def _is_over_its_name(block: Paragraph, below: Paragraph | Table | None) -> bool:
    """Whether nothing but a figure stands above a short line: a tile's, which may be named above or below."""
    named = isinstance(below, Paragraph) and not below.level and is_title(below)
    return named and _BARE_FIGURE.fullmatch(squeeze(block.text)) is not None


def _leaves(heading: str, card: Scorecard | None, patterns: Patterns) -> bool:
    """Whether a heading opens another chapter: it names one, and no row of the scorecard."""
    section = patterns["sections"].best(heading, coverage=SECTION)
    if section is None or section.key not in _OTHER_SECTIONS:
        return False
    return not any(_heading_fit(heading, row) >= HEADING_FIT / 100 for row in (card.rows if card else ()))


def _row_for(heading: str, block: Paragraph, card: Scorecard | None) -> tuple[Row | None, float]:
    if card is None:
        return None, 1.0
    rows = [r for r in card.rows if r.kind != "activity"]
    by_heading = _clear_best([(_heading_fit(heading, r), r) for r in rows], HEADING_FIT / 100)
    by_words = _clear_best([(words_fit(block.text, r), r) for r in rows], WORDS_FIT)
    if by_heading is None or by_words is None:
        row = by_heading or by_words
    else:
        closer = words_fit(block.text, by_words) - words_fit(block.text, by_heading) >= MARGIN
        row = by_words if closer else by_heading
    if row is None:
        return None, 1.0
    return row, BY_HEADING if row is by_heading else BY_WORDS


def _clear_best(scored: list[tuple[float, Row]], floor: float) -> Row | None:
    scored.sort(key=lambda pair: -pair[0])
    if not scored or scored[0][0] < floor:
        return None
    if len(scored) > 1 and scored[0][0] - scored[1][0] < MARGIN:
        return None
    return scored[0][1]


def _heading_fit(heading: str, row: Row) -> float:
    """How well a heading fits a row, 0..1: by resemblance, or by the share of its words the row prints."""
    low = plain(heading)
    if len(low) < 4:
        return 0.0
    texts = [row.text(role) for role in ("indicator", "target", "goal")]
    alike = [
        fuzz.token_set_ratio(low, plain(text)) / 100 - penalty
        for text, penalty in zip(texts, (0.0, 0.0, GOAL_PENALTY), strict=True)
        if len(text.split()) > 1 or plain(text) == low
    ]
    words = stems(heading)
    printed = stems(" ".join(texts))
    return max([*alike, len(words & printed) / len(words) if words else 0.0])


@functools.lru_cache(maxsize=4096)
def stems(text: str) -> frozenset[str]:
    """The weighty words of a text, cut to their stems; words of every goal are left out."""
    return frozenset(w[:STEM] for w in _WEIGHTY.findall(plain(text)) if w not in _COMMON)


def words_fit(text: str, row: Row) -> float:
    """Share of an indicator's weighty words that a text prints, 0..1."""
    wanted = stems(row.text("indicator")) or stems(row.text("goal"))
    wanted = wanted or stems(row.text("target"))
    if not wanted:
        return 0.0
    return len(wanted & stems(text)) / len(wanted)


# ---------------------------------------------------------------- verdicts


def fill_status(
    scorecards: tuple[Scorecard, ...], comments: tuple[Comment, ...], patterns: Patterns
) -> tuple[Scorecard, ...]:
    """The scorecards with their comments, and with verdicts where the table could show none.

    Args:
        scorecards: the rows as printed.
        comments: the comments with the rows they belong to.
        patterns: the knowledge in use.

    Returns:
        New scorecards: `comment` holds the text attached to a row that has none of its own; `status` is
        filled, with source `text` and reason `verdict_in_text`, only in tables that show no status at
        all (no such column, or its symbols were lost). A sentence that names other rows judges those, each
        by name; one that judges several rows differently judges none.
    """
    texts: dict[tuple[int, int], list[str]] = {}
    for comment in comments:
        if comment.table_no is not None and comment.row_no is not None:
            texts.setdefault((comment.table_no, comment.row_no), []).append(comment.text)
    return tuple(_filled(card, texts, patterns) for card in scorecards)


def _filled(card: Scorecard, texts: dict[tuple[int, int], list[str]], patterns: Patterns) -> Scorecard:
    shown = any(row.field("status").normal for row in card.rows)
    said = [
        [t for t in (row.text("comment"), *texts.get((row.table_no, row.row_no), [])) if t]
        for row in card.rows
    ]
    verdicts = [None] * len(card.rows) if shown else _verdicts(card.rows, said, patterns)
    rows = []
    for row, verdict in zip(card.rows, verdicts, strict=True):
        own = texts.get((row.table_no, row.row_no), [])
        fields = dict(row.fields)
        if own and not row.text("comment"):
            fields["comment"] = Field(text="\n".join(own), raw="\n".join(own))
        status = row.field("status")
        if verdict and not status.normal:
            fields["status"] = Field(
                text=status.text, raw=status.raw, normal=verdict, source="text", place=status.place,
                confidence=VERDICT_CONFIDENCE,
                reasons=tuple(dict.fromkeys((*row.fields.get("status", EMPTY).reasons, "verdict_in_text"))),
            )  # fmt: skip
        rows.append(msgspec.structs.replace(row, fields=fields))
    return Scorecard(
        table_no=card.table_no, page=card.page, perspective=card.perspective, columns=card.columns,
        rows=tuple(rows), reasons=card.reasons,
    )  # fmt: skip


def _verdicts(rows: Sequence[Row], said: Sequence[Sequence[str]], patterns: Patterns) -> list[Status | None]:
    """The one verdict that the commentary gives on each row; None where it gives none, or two that differ."""
    found: list[set[str]] = [set() for _ in rows]
    for number, texts in enumerate(said):
        for text in texts:
            about, named = [number], False
            for sentence in read_sentences(text, "", patterns):
                others = _named(sentence.text, number, rows)
                about, named = (others, True) if others else (about, False)
                keys = {hit.key for hit in sentence.verdicts} - {"not_measured"}
                together = named and len(keys) == 1 and not _contrasts(sentence.low, patterns)
                if len(about) == 1 or together:
                    for index in about:
                        found[index] |= keys
    return [next((s for s in get_args(Status) if {s} == keys), None) for keys in found]


def _named(sentence: str, number: int, rows: Sequence[Row]) -> list[int]:
    """The rows a sentence of one row's commentary names, where it names others; empty where it names none."""
    printed = stems(sentence)
    mine = _title_stems(rows[number])
    others = [
        i for i, row in enumerate(rows)
        if i != number and words_fit(sentence, row) >= WORDS_FIT and (_title_stems(row) & printed) - mine
    ]  # fmt: skip
    if not others:
        return [number] if mine & printed else []
    own = (mine & printed) - set[str]().union(*(_title_stems(rows[i]) for i in others))
    return [number, *others] if own else others


def _contrasts(sentence: str, patterns: Patterns) -> bool:
    """Whether a sentence sets one thing against another ("…, medan …"), so that its verdict is not on both."""
    return bool(finder(patterns, "frames", "contrast").all(sentence))


def _title_stems(row: Row) -> frozenset[str]:
    return stems(row.text("indicator")) or stems(row.text("goal"))

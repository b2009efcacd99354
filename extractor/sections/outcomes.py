"""Words of an outcome → done, ongoing, postponed, not started; `unknown` where they do not say.

Promises the cautious reading where words of several classes meet: what is "genomfört" in one sentence
and "återupptas nästa år" in the next is not done.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from extractor.patterns import Match, Patterns

Outcome = Literal["done", "ongoing", "postponed", "not_started", "unknown"]

ORDER: tuple[Outcome, ...] = ("postponed", "not_started", "ongoing", "done")
"""Most cautious first."""
SHORT = 4
"""Words of a text that is a status word, not a sentence: its best match decides alone."""

_SENTENCES = re.compile(r"(?<=[.!?])\s+|\n+|•")


def classify(text: str, patterns: Patterns) -> Outcome:
    """The class of an outcome.

    Args:
        text: the outcome as printed, a word or some paragraphs.
        patterns: the knowledge in use (`assignments`).
    """
    sentences = [s for s in _SENTENCES.split(text) if s.strip()]
    if len(text.split()) <= SHORT:
        best = next(iter(_decisive(text, patterns)), None)
        return _as_outcome(best.key) if best is not None else "unknown"
    said = {_of_sentence(s, patterns) for s in sentences}
    if {"done", "not_started"} <= said:
        return "postponed" if "postponed" in said else "ongoing"  # some parts are done, others not begun
    return next((outcome for outcome in ORDER if outcome in said), "unknown")


def _of_sentence(sentence: str, patterns: Patterns) -> Outcome:
    keys = {m.key for m in _outermost(list(_decisive(sentence, patterns)))}
    return next((outcome for outcome in ORDER if outcome in keys), "unknown")


def _decisive(text: str, patterns: Patterns) -> Iterator[Match]:
    """Outcome words that fit to the letter: "påbörjas" and "påbörjats" differ by one."""
    for match in patterns["assignments"].find(text):
        if match.key in ORDER and match.score >= 1.0:
            yield match


def _outermost(matches: list[Match]) -> list[Match]:
    """The matches that no longer one contains: "inte påbörjat" silences "påbörjat"."""
    return [
        m
        for m in matches
        if not any(
            o is not m and o.start <= m.start and m.end <= o.end and o.end - o.start > m.end - m.start
            for o in matches
        )
    ]


def _as_outcome(key: str) -> Outcome:
    return next((outcome for outcome in ORDER if outcome == key), "unknown")

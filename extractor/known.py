"""What an organisation's other reports say for sure: wordings that a damaged report of the same unit may recur in.

Promises a plain value. Reading stays a function of a file's bytes, the settings and this value: a reader that is handed
known wordings believes them a little sooner where a word or a table was damaged, and needs none of them.
"""

from __future__ import annotations

import hashlib
import itertools
import re
from collections import Counter
from collections.abc import Iterable, Mapping

import msgspec

from extractor.model import SURE, Report, Role, Value

MOST_WORDINGS = 600
"""Goals, indicators and perspectives kept of each: a division has twenty to sixty a year, most of them every year."""
MOST_WORDS = 4000
"""Words kept, and as many pairs of words: a report of thirty pages has about two thousand different ones."""
FEW_WORDS = 5000
"""Texts shorter than this many words say little about how common their words are."""
RECURRING = 2
"""Times a pair of words must occur to be kept: what occurs once is one sentence's."""
_WORD = re.compile(r"[^\W\d_]+")
_ROLES: tuple[Role, ...] = ("perspective", "goal", "indicator")


class Known(Value, frozen=True, kw_only=True):
    """Wordings of one reporting unit's other reports, in correct Swedish, as printed there."""

    words: tuple[str, ...] = ()
    """Words from anywhere in them, commonest first."""
    shares: tuple[float, ...] = ()
    """How common each of `words` is there, of all words (0..1)."""
    pairs: tuple[str, ...] = ()
    """Pairs of words that stand beside each other more than once, commonest first."""
    perspectives: tuple[str, ...] = ()
    """Names of perspectives, each once."""
    goals: tuple[str, ...] = ()
    """Goals, each once."""
    indicators: tuple[str, ...] = ()
    """Indicators, each once."""

    @property
    def texts(self) -> tuple[str, ...]:
        """Everything known, for whom only the words matter."""
        return (*self.words, *self.pairs, *self.perspectives, *self.goals, *self.indicators)

    @property
    def common(self) -> dict[str, float]:
        """How common each of the words is (0..1)."""
        return dict(zip(self.words, self.shares, strict=True))

    @property
    def digest(self) -> str:
        """The same for equal values only: tells whether a document was read with today's; '' where nothing is known."""
        return hashlib.sha256(msgspec.msgpack.encode(self)).hexdigest()[:16] if self.texts else ""


NOTHING = Known()
"""What is known where there are no other reports."""


def known_of(
    reports: Iterable[Report], texts: Iterable[str] = (), decided: Iterable[tuple[Role, str]] = ()
) -> Known:
    """What reports say for sure. Its size does not grow with their number: the most recurring is kept, then the newest.

    Args:
        reports: of one unit, none of which was read with known words itself; with the decisions of persons.
        texts: their running text, where it was not recognised.
        decided: what persons decided that fields of any report of the unit say, with the field's role.

    Returns:
        The same for the same reports in any order.
    """
    periods: dict[Role, dict[str, set[str]]] = {role: {} for role in _ROLES}
    """By role and wording, the periods it was printed for."""
    words: Counter[str] = Counter()
    pairs: Counter[str] = Counter()
    for report in reports:
        for role, text in _sure(report):
            periods[role].setdefault(text, set()).add(report.metadata.period)
    for role, text in decided:
        if role in periods and _WORD.search(text):
            periods[role].setdefault(text, set())
    for text in texts:
        found = [w.lower() for w in _WORD.findall(text)]
        words.update(found)
        pairs.update(f"{a} {b}" for a, b in itertools.pairwise(found))
    kept = _commonest(words)
    return Known(
        words=kept, shares=tuple(round(words[w] / max(words.total(), FEW_WORDS), 6) for w in kept),
        pairs=_commonest(Counter({p: n for p, n in pairs.items() if n >= RECURRING})),
        perspectives=_most(periods["perspective"]), goals=_most(periods["goal"]),
        indicators=_most(periods["indicator"]),
    )  # fmt: skip


def _sure(report: Report) -> Iterable[tuple[Role, str]]:
    for card in report.scorecards:
        if card.perspective and not card.reasons and card.rows:
            yield "perspective", card.perspective
        for row in card.rows:
            for role in _ROLES:
                field = row.field(role)
                if field.confidence >= SURE and _WORD.search(field.text):
                    yield role, field.text


def _commonest(counts: Counter[str]) -> tuple[str, ...]:
    return tuple(sorted(counts, key=lambda w: (-counts[w], w))[:MOST_WORDS])


def _most(periods: Mapping[str, set[str]]) -> tuple[str, ...]:
    """The wordings of the most periods, of those the newest."""
    by_text = sorted(periods)
    newest = sorted(by_text, key=lambda t: max(periods[t], default=""), reverse=True)
    return tuple(sorted(newest, key=lambda t: -len(periods[t]))[:MOST_WORDINGS])

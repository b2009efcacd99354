"""Which of several words with the same letters is meant, told by what stands around: `under år`, `målet är`."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from typing import NamedTuple

from extractor.patterns import Group, Patterns
from extractor.swedish import fold

ANY_NUMBER, ANY_YEAR = "#", "####"
"""What stands for a number and for a year among a word's neighbours."""
EDGE = "\n\n"
"""Between two paragraphs or cells."""
_YEAR = re.compile(r"(?:19|20)\d\d$")


class Around(NamedTuple):
    """What stands before and after a word."""

    starts: bool
    """It may begin a sentence."""
    starts_text: bool
    """Nothing of its paragraph or cell stands before it."""
    ends_text: bool
    label: bool
    """A colon follows."""

    @property
    def alone(self) -> bool:
        """Whether no neighbour says anything about it."""
        return self.label or (self.starts_text and self.ends_text)

    @classmethod
    def between(cls, before: str, after: str) -> Around:
        """What lies between the word and its neighbours: blanks and punctuation."""
        starts_text = EDGE in before
        label = after.startswith(":")
        return cls(starts_text or not before.isspace(), starts_text, label or EDGE in after, label)


class Context(NamedTuple):
    """The neighbours that speak for a word, folded."""

    before: frozenset[str]
    after: frozenset[str]
    near: frozenset[str]
    alone: bool
    """Whether the word is likelier than its look-alikes where it stands alone."""

    def agreeing(self, left: str, right: str, near: Sequence[str], *, alone: bool) -> int:
        """How much of what stands around a word speaks for this one.

        Args:
            left: the folded word before it, '' for none.
            right: the one after it.
            near: the folded words on either side.
            alone: whether no neighbour says anything about it.
        """
        beside = _fits(left, self.before) + _fits(right, self.after)
        return beside + any(_fits(n, self.near) for n in near) + (alone and self.alone)


@functools.cache
def contexts(patterns: Patterns) -> dict[str, Context]:
    """The neighbours of each word that has look-alikes (`patterns/contexts.toml`)."""

    def folded(group: Group, side: str) -> frozenset[str]:
        return frozenset(fold(w) for w in group.attributes.get(side, ()))

    return {
        g.key: Context(
            folded(g, "before"), folded(g, "after"), folded(g, "near"), bool(g.attributes.get("alone", False))
        )
        for g in patterns["contexts"]
    }


def _fits(neighbour: str, words: frozenset[str]) -> bool:
    if not neighbour or not words:
        return False
    if neighbour in words:
        return True
    if neighbour.isdigit():
        return (ANY_YEAR if _YEAR.match(neighbour) else ANY_NUMBER) in words
    return any(
        (w.endswith("*") and neighbour.startswith(w[:-1]))
        or (w.startswith("*") and neighbour.endswith(w[1:]))
        for w in words
    )

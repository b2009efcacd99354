"""What an organisation's other reports say for sure: wordings that a damaged report of the same unit may recur in.

Promises a plain value. Reading stays a function of a file's bytes, the settings and this value: a reader that is handed
known wordings believes them a little sooner where a word or a table was damaged, and needs none of them.
"""

from __future__ import annotations

import hashlib

import msgspec

from extractor.model import Value


class Known(Value, frozen=True, kw_only=True):
    """Wordings of one reporting unit's other reports, in correct Swedish, as printed there."""

    words: tuple[str, ...] = ()
    """Words and texts from anywhere in them."""
    perspectives: tuple[str, ...] = ()
    """Names of perspectives, each once."""
    goals: tuple[str, ...] = ()
    """Goals, each once."""
    indicators: tuple[str, ...] = ()
    """Indicators, each once."""

    @property
    def texts(self) -> tuple[str, ...]:
        """Everything known, for whom only the words matter."""
        return (*self.words, *self.perspectives, *self.goals, *self.indicators)

    @property
    def digest(self) -> str:
        """The same for equal values only: tells whether a document was read with today's; '' where nothing is known."""
        return hashlib.sha256(msgspec.msgpack.encode(self)).hexdigest()[:16] if self.texts else ""


NOTHING = Known()
"""What is known where there are no other reports."""

"""Swedish text as it comes out of reports: folding for comparison, joining of hyphenated lines."""

from __future__ import annotations

import re
import unicodedata

_SPACES = re.compile(r"\s+")
_TYPOGRAPHY = str.maketrans({
    "\u2212": "-", "\u2013": "-", "\u2014": "-", "\u2010": "-", "\u2011": "-",
    "\u201d": '"', "\u201c": '"', "\u201e": '"', "\u2019": "'", "\u2018": "'",
    "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u00ad": None, "\ufb01": "fi", "\ufb02": "fl",
})  # fmt: skip


def squeeze(text: str) -> str:
    """The text with every run of white space as one space, none at the ends."""
    return _SPACES.sub(" ", text).strip()


def fold(text: str) -> str:
    """The text for comparison: lower case, no diacritics, plain dashes, quotes and spaces.

    `fold("Mått för  måluppfyllelse") == "matt for maluppfyllelse"`; text that lost its å, ä and ö
    in OCR folds to the same string as the correct one wherever only the marks were lost.
    """
    plain = unicodedata.normalize("NFKD", text.translate(_TYPOGRAPHY))
    return squeeze("".join(c for c in plain if not unicodedata.combining(c)).casefold())

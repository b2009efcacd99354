"""How much of a text is damaged: whether it lost its å, ä and ö, and how many of its words look like Swedish.

Promises numbers that change nothing: what is then done about the damage is `documents.py`'s.
"""

from __future__ import annotations

import functools
import re
from collections import Counter

from extractor.restore.spelling import MARKS, SOLID_FREQUENCY, WORD, swedish_lexicon

DOMINANCE = 20.0
"""A marked word this many times commoner than its bare twin was marked in print (`fran`/`från`)."""
STRIPPED_SHARE = 0.08
"""Share of words that must have lost marks for a text to count as stripped; correct reports: below 0.01,
English OCR: above 0.9, OCR that kept some marks: 0.3 to 0.6."""
STRIPPED_WORDS = 3
"""Fewer such words than this prove nothing (an English title, a name)."""
_ODD = re.compile(r"[a-zåäö][0-9&@¢|][a-zåäö]|^[0-9&@¢][a-zåäö]{3,}", re.IGNORECASE)


def stripped_share(text: str) -> tuple[float, int]:
    """How much of a text lost its marks.

    Returns:
        The share, among the words that Swedish print marks with å, ä or ö, of those without marks, and
        the number of such words that lost them.
    """
    lost = kept = 0
    for word, count in Counter(w.lower() for w in WORD.findall(text)).items():
        if any(c in MARKS for c in word):
            kept += count
        elif _odd(word) or (word.isalpha() and _lost_marks(word)):
            lost += count
    return (lost / (lost + kept) if lost + kept else 0.0), lost


def _odd(word: str) -> bool:
    return _ODD.search(word) is not None or ("é" in word and not swedish_lexicon().frequency(word))


@functools.lru_cache(maxsize=100_000)
def _lost_marks(word: str) -> bool:
    lexicon = swedish_lexicon()
    own = max(lexicon.frequency(word), 1e-9)
    marked = max((lexicon.frequency(w) for w in lexicon.with_letters(word) if w != word), default=0.0)
    return marked >= SOLID_FREQUENCY and marked / own >= DOMINANCE


def looks_stripped(text: str) -> bool:
    """Whether a text has lost its å, ä and ö (all or a good part of them) and is to be restored."""
    share, lost = stripped_share(text)
    return lost >= STRIPPED_WORDS and share >= STRIPPED_SHARE


def text_quality(text: str) -> float:
    """Share (0..1) of a text's words that look like correct Swedish; 1 for a text without words.

    Words that lost their marks, that mix letters with digits or signs, and short unknown words count as
    damaged; long unknown words may be names or compounds and are left out.
    """
    lexicon = swedish_lexicon()
    good = bad = 0
    for word, count in Counter(w.lower() for w in WORD.findall(text)).items():
        if _ODD.search(word):
            bad += count
        elif not word.isalpha() or len(word) < 2:
            continue
        elif _lost_marks(word):
            bad += count
        elif lexicon.frequency(word) >= SOLID_FREQUENCY:
            good += count
        elif len(word) <= 4:
            bad += count
    return good / (good + bad) if good + bad else 1.0

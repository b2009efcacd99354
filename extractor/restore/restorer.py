"""Å, ä and ö back into Swedish that an English recogniser or a careless conversion damaged.

A word is changed only with evidence: a known Swedish word with the same letters, or one that the
confusions in `patterns/confusions.toml` lead to. Numbers, codes and names that nothing vouches for stay
as they are. What was read is kept beside what was restored, each word with how sure it is.
"""

from __future__ import annotations

import functools
import itertools
import math
import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from extractor.model import SURE, Block, Cell, Document, Paragraph, Table
from extractor.patterns import Group, Patterns, built_in
from extractor.restore.spelling import (
    KNOWN_FREQUENCY,
    MARKS,
    Candidate,
    Lexicon,
    Speller,
    rules_of,
    swedish_lexicon,
)
from extractor.swedish import fold

RESTORED = "restored"
"""The reason a cell carries when one of its words was restored without being sure."""

DOMINANCE = 20.0
"""A marked word this many times commoner than its bare twin was marked in print (`fran`/`från`)."""
STRIPPED_SHARE = 0.08
"""Share of words that must have lost marks for a text to count as stripped; correct reports: below 0.01,
English OCR: above 0.9, OCR that kept some marks: 0.3 to 0.6."""
STRIPPED_WORDS = 3
"""Fewer such words than this prove nothing (an English title, a name)."""
CONTEXT_WEIGHT = 4.0
"""What one agreeing neighbour is worth, in natural logarithms (50 to 1)."""
NEAR = 8
"""How many words on either side count as near."""
PAIR_WEIGHT = 4.0
"""What a pair of neighbours seen in known text is worth."""
UNKNOWN_CONFIDENCE = 0.85
"""An unknown word that may have lost a mark is left alone and not called sure."""
LONGEST_ABBREVIATION = 3
"""Letters up to which capitals are taken for an abbreviation, unless a neighbour says otherwise (`ÅR 2019`)."""
KNOWN_TOTAL = 5000
"""Known texts shorter than this many words say little about how common their words are."""

_PIECE = re.compile(r"[^\s/\-–—()\[\]{}\"”“„‘’`~:;,.?!*+=<>%…•_]+")
_DIGIT_L = re.compile(r"^l?[1I|]6[a-zåäö]{3}")
_UNIT = re.compile(
    r"^\d+(?:[tmk]kr|mnkr|mdkr|kr|st|tim|dgr|dag|ggr|kwh|mwh|ton|man|mil|min)$|^[A-Z]{1,4}\d(?![a-zåäöé]{3})"
)
ANY_NUMBER, ANY_YEAR = "#", "####"
"""What stands for a number and for a year among a word's neighbours."""
_EDGE = "\n\n"
"""Between two paragraphs or cells."""
_GLUED = re.compile(r"([^\W\d_]{4,})(\d+[^\W\d]?)$")
"""A word and the figures it lost the blank before."""
_YEAR = re.compile(r"(?:19|20)\d\d$")
_SHORT_SIX = re.compile(r"^[A-Za-z]6[a-zé]")
"""`H6g`, `l6n`: no code has a small letter after its figure and one letter before."""
_SHORT_ODD = frozenset({"4r", "4n", "p4", "f6r", "k6n", "6k"})
_INNER = re.compile(r"^[A-ZÅÄÖ]?[a-zåäöé]*(?:I|O|G|Oo|oO|OO)[a-zåäö6é]{2,}$")
"""Capitals that recognisers put inside words: `I` for l, `O` and `G` for ö."""
_LONE_BAR = re.compile(r"(^|(?<=[.!?] ))\|(?= [a-zåäö])")
_ODD = re.compile(r"[a-zåäö][0-9&@¢|][a-zåäö]|^[0-9&@¢][a-zåäö]{3,}", re.IGNORECASE)


class RestoredWord(NamedTuple):
    """One word as read and as restored."""

    read: str
    restored: str
    confidence: float


class Restored(NamedTuple):
    """A restored text and its words."""

    text: str
    words: tuple[RestoredWord, ...]

    @property
    def confidence(self) -> float:
        """The least sure word's confidence, 1 for a text without words."""
        return min((w.confidence for w in self.words), default=1.0)


class Restorer:
    """Restores text with what is known about one archive.

    Args:
        known: words or whole texts in correct Swedish (sibling years' goals and indicators): they
            outrank the general word list, and their neighbouring words tell look-alikes apart.
        patterns: the knowledge in use; the built-in by default.
    """

    def __init__(self, known: Iterable[str] = (), *, patterns: Patterns | None = None) -> None:
        patterns = patterns or built_in()
        counts: Counter[str] = Counter()
        self._after: set[tuple[str, str]] = set()
        """Known words after a folded neighbour."""
        self._before: set[tuple[str, str]] = set()
        for text in known:
            words = [w.casefold() for w in _PIECE.findall(text) if w.isalpha()]
            counts.update(words)
            for left, right in itertools.pairwise(words):
                self._after.add((fold(left), right))
                self._before.add((left, fold(right)))
        base = swedish_lexicon()
        total = max(counts.total(), KNOWN_TOTAL)
        frequencies = {w: max(KNOWN_FREQUENCY, base.frequency(w), n / total) for w, n in counts.items()}
        self._speller = Speller(Lexicon(frequencies, base), rules_of(patterns))
        self._contexts = _contexts(patterns)
        self._cached = functools.lru_cache(maxsize=200_000)(self._candidates)

    def restore(self, text: str) -> Restored:
        """Restore a text word by word.

        Args:
            text: words as read; spaces, punctuation and line breaks are kept.

        Returns:
            The restored text and, for every word with letters, what was read, what it became and
            how sure that is (0..1).
        """
        text = _LONE_BAR.sub("I", text)
        spots = list(_PIECE.finditer(text))
        gaps = [text[a.end() : b.start()] for a, b in itertools.pairwise(spots)]
        pieces = [s.group() for s in spots]
        words: list[RestoredWord] = []
        out = [text[: spots[0].start()]] if spots else [text]
        for i, (before, after) in enumerate(zip([_EDGE, *gaps], [*gaps, _EDGE], strict=False)):
            if i == len(pieces):
                break
            word = self._word(pieces, i, _Around.between(before, after))
            pieces[i] = word.restored
            out += (word.restored, gaps[i] if i < len(gaps) else text[spots[i].end() :])
            if any(c.isalpha() for c in word.read):
                words.append(word)
        return Restored("".join(out), tuple(words))

    def _word(self, pieces: list[str], at: int, around: _Around) -> RestoredWord:
        read = pieces[at]
        starts = around.starts
        name = read[0].isupper() and not starts
        code = len(read) < 2 or _is_code(read)
        candidates = () if code else self._cached(read, name)
        if not candidates and (glued := _GLUED.match(read)):
            word = self._word([*pieces[:at], glued[1], *pieces[at + 1 :]], at, around)
            return RestoredWord(read, word.restored + glued[2], word.confidence)
        if code:
            return RestoredWord(read, read, 1.0)
        if not candidates:
            lossy = any(c in "aoAO" for c in read) or not read.isalpha()
            return RestoredWord(read, read, UNKNOWN_CONFIDENCE if lossy and not name else 1.0)
        agreeing = False
        if len(candidates) > 1 or read.isupper():
            candidates, agreeing = self._in_context(candidates, pieces, at, around)
        if read.isupper() and len(read) <= LONGEST_ABBREVIATION and not agreeing:
            return RestoredWord(read, read, 1.0)
        best = candidates[0]
        confidence = 1.0 / sum(math.exp(min(c.score - best.score, 0.0)) for c in candidates)
        cased = _cased(best.word, read, starts, pieces[at - 1] if at else "")
        return RestoredWord(read, cased, round(confidence, 3))

    def _candidates(self, read: str, name: bool) -> tuple[Candidate, ...]:
        return tuple(self._speller.candidates(read, name=name))

    def _in_context(
        self, candidates: tuple[Candidate, ...], pieces: list[str], at: int, around: _Around
    ) -> tuple[tuple[Candidate, ...], bool]:
        """The candidates as their neighbours weigh them, and whether any speaks for the first."""
        left = fold(pieces[at - 1]) if at and not around.starts_text else ""
        right = fold(pieces[at + 1]) if at + 1 < len(pieces) and not around.ends_text else ""
        near = [fold(p) for p in (*pieces[max(0, at - NEAR) : at], *pieces[at + 1 : at + NEAR + 1])]
        weighed = []
        for candidate in candidates:
            bonus = self._agreement(candidate.word, left, right, near, alone=around.alone)
            weighed.append((Candidate(candidate.word, candidate.score + bonus), bonus > 0))
        weighed.sort(key=lambda w: (-w[0].score, w[0].word))
        return tuple(c for c, _ in weighed), weighed[0][1]

    def _agreement(self, word: str, left: str, right: str, near: list[str], *, alone: bool) -> float:
        bonus = PAIR_WEIGHT * (((left, word) in self._after) + ((word, right) in self._before))
        context = self._contexts.get(word)
        if context is None:
            return bonus
        agreeing = _fits(left, context.before) + _fits(right, context.after)
        agreeing += any(_fits(n, context.near) for n in near) + (alone and context.alone)
        return bonus + CONTEXT_WEIGHT * agreeing


class _Around(NamedTuple):
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
    def between(cls, before: str, after: str) -> _Around:
        """What lies between the word and its neighbours: blanks and punctuation."""
        starts_text = _EDGE in before
        label = after.startswith(":")
        return cls(starts_text or not before.isspace(), starts_text, label or _EDGE in after, label)


class Context(NamedTuple):
    """The neighbours that speak for a word, folded."""

    before: frozenset[str]
    after: frozenset[str]
    near: frozenset[str]
    alone: bool
    """Whether the word is likelier than its look-alikes where it stands alone."""


@functools.cache
def _contexts(patterns: Patterns) -> dict[str, Context]:
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


def _is_code(read: str) -> bool:
    """Numbers, codes and names written with capitals inside."""
    if any(c.isdigit() for c in read):
        if _DIGIT_L.match(read) or _SHORT_SIX.match(read):
            return False
        letters = sum(map(str.isalpha, read))
        if (
            (letters < 3 and read.lower() not in _SHORT_ODD)
            or re.search(r"\d{2,}", read)
            or _UNIT.search(read)
        ):
            return True
    capitals = sum(c.isupper() for c in read)
    inner = read[1:].lower() != read[1:]
    return 1 < capitals < len(read) and (
        len(read) <= LONGEST_ABBREVIATION or (inner and not _INNER.match(read))
    )


def _cased(word: str, read: str, starts: bool, before: str) -> str:
    """The word in the case it was read in; an A or O for å, ä or ö inside a sentence was small."""
    if word == read.lower() and read.isalpha():
        return read
    letters = [c for c in read if c.isalpha()]
    if len(letters) > 1 and all(c.isupper() for c in letters):
        return word.upper()
    slip = word[:1] in MARKS and not starts and before[:1].islower()
    if slip:
        return word
    if read[:1] == "I" and word[:1] == "l" and not starts:
        return word
    return word[:1].upper() + word[1:] if read[:1].isupper() else word


@functools.cache
def _default() -> Restorer:
    return Restorer()


def restore(text: str, *, known: Iterable[str] = ()) -> Restored:
    """Restore one text; see `Restorer`, which is faster for many texts with the same known words."""
    known = tuple(known)
    return (Restorer(known) if known else _default()).restore(text)


def stripped_share(text: str) -> tuple[float, int]:
    """How much of a text lost its marks.

    Returns:
        The share, among the words that Swedish print marks with å, ä or ö, of those without marks, and
        the number of such words that lost them.
    """
    lost = kept = 0
    for word, count in Counter(w.lower() for w in _PIECE.findall(text)).items():
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
    return marked >= 1e-7 and marked / own >= DOMINANCE


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
    for word, count in Counter(w.lower() for w in _PIECE.findall(text)).items():
        if _ODD.search(word):
            bad += count
        elif not word.isalpha() or len(word) < 2:
            continue
        elif _lost_marks(word):
            bad += count
        elif lexicon.frequency(word) >= 1e-7:
            good += count
        elif len(word) <= 4:
            bad += count
    return good / (good + bad) if good + bad else 1.0


def restore_document(document: Document, known: Iterable[str] = (), *, force: bool = False) -> Document:
    """Restore all of a document's text, if it looks as if it had lost its marks.

    Args:
        document: as read; `raw` stays as it is.
        known: words or texts in correct Swedish from the same archive.
        force: restore even where the measure sees no need.

    Returns:
        The document with restored paragraphs, cells, captions and furniture; a cell with an unsure
        word has its confidence lowered and carries the reason 'restored'.
    """
    text = "\n".join(_texts(document))
    if not force and not looks_stripped(text):
        return document
    own = Counter(
        w.lower() for w in _PIECE.findall(text) if w.isalpha() and any(c in MARKS for c in w.lower())
    )
    vouched = [w for w, n in own.items() if n > 1]
    restorer = Restorer([*known, *vouched])
    return msgspec.structs.replace(
        document,
        blocks=tuple(_restored_block(b, restorer) for b in document.blocks),
        furniture=tuple(restorer.restore(f).text for f in document.furniture),
        text_quality=min(document.text_quality, round(text_quality(text), 3)),
    )


def _texts(document: Document) -> Iterable[str]:
    for block in document.blocks:
        if isinstance(block, Paragraph):
            yield block.text
        else:
            yield from (c.text for c in block.cells)


def _restored_block(block: Block, restorer: Restorer) -> Block:
    if isinstance(block, Table):
        caption = restorer.restore(block.caption).text if block.caption else block.caption
        cells = tuple(_restored_cell(c, restorer) for c in block.cells)
        return msgspec.structs.replace(block, cells=cells, caption=caption)
    restored = restorer.restore(block.text)
    return msgspec.structs.replace(
        block, text=restored.text, confidence=min(block.confidence, restored.confidence)
    )


def _restored_cell(cell: Cell, restorer: Restorer) -> Cell:
    if not any(c.isalpha() for c in cell.text):
        return cell
    restored = restorer.restore(cell.text)
    reasons = cell.reasons
    if restored.confidence < SURE and RESTORED not in reasons:
        reasons = (*reasons, RESTORED)
    return msgspec.structs.replace(
        cell,
        text=restored.text,
        confidence=min(cell.confidence, restored.confidence),
        reasons=reasons,
    )

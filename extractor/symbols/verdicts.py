"""Short printed words → one verdict of a pattern file, or a reason why not.

A negation never turns into its opposite unnoticed: "inte helt uppfyllt" is not "helt uppfyllt". Where the
words say two things, or negate what has no plain opposite, there is no verdict.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from extractor.patterns import Lexicon, Match, Patterns, words_of

NEAR = 3
"""Words between a negation and what it negates ("uppnås troligen inte under året")."""
LONG = 0.35
"""Share of the letters below which the matched words are a remark in a longer text."""
DAMAGED = 0.75
"""Confidence of a verdict beside a word that was mended."""
COMPOSED = 0.95
"""Confidence of a verdict put together from two words of the patterns."""
FEWEST_COMPOSED = 2
TURNING = frozenset({"negation", "weakening"})
"""Groups of `patterns/negations.toml` whose words must not be overlooked where they are damaged."""
LONGEST_MENDED = 15
"""Words of a text looked through for damaged ones: a verdict is a remark in a longer one, never sure."""
SHORTEST_DAMAGED = 4
"""Letters of a word from which one may be misread: of three, others are as near."""
SHORT_DAMAGED = frozenset({"ej"})
"""Shorter ones that are known misread: "El", "Ei"."""
_ALIKE = str.maketrans("ijt1|!eoaumvqz5", "llllllcccnnygss")
"""Letters that recognisers take for each other: a word that differs in others is another one ("unga", "en", "inre")."""
_OPPOSITE_PREFIX = ("o", "in", "miss", "icke", "ej")
_GLUED = re.compile(r"(?<=[a-zåäö])(?=[A-ZÅÄÖ])")
_QUESTION = re.compile(r"\?\W*$")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_FULLY = "degree"


class Verdict(NamedTuple):
    """What words say."""

    key: str | None
    """A key of the lexicon, None where the words are not understood or not clear."""
    confidence: float
    reasons: tuple[str, ...] = ()


NO_VERDICT = Verdict(None, 0.0)


@functools.lru_cache(maxsize=4096)
def read_verdict(text: str, schema: str, patterns: Patterns, beside: str = "") -> Verdict:
    """The one verdict a short text gives.

    Args:
        text: the printed words of a cell.
        schema: 'status', 'trend' or 'verdicts'.
        patterns: the patterns in use.
        beside: another schema whose words may stand in the same cell ("Grön Lika"); they count as understood.

    Returns:
        The verdict with reasons 'negated', 'negation_unclear', 'several_verdicts', 'related_word',
        'word_damaged', 'doubtful_wording', 'long_text'; `NO_VERDICT` if nothing is found.
    """
    text = _GLUED.sub(" ", text)
    if (composed := _composed(text, patterns[schema], patterns["negations"])) is not None:
        return composed
    matches = _longest(text, patterns[schema])
    if not matches:
        return _whole(text, patterns[schema])
    if (mended := _mended(text, matches, patterns)) != text:
        verdict = read_verdict(mended, schema, patterns, beside)
        return verdict._replace(
            confidence=min(verdict.confidence, DAMAGED), reasons=_unique((*verdict.reasons, "word_damaged"))
        )
    words = words_of(text)
    lexicon = patterns[schema]
    certain = [m for m in matches if not _unsure(m, lexicon)]
    found = [(m, _polarity(m, (m, *certain), words, patterns), m not in certain) for m in matches]
    sure = [f for f in found if not f[2]] or found
    keys = {verdict.key for _, verdict, _ in sure}
    if keys == {"met", "partly_met"} and any(_weakens(m, patterns) for m, _, _ in sure):
        keys = {"partly_met"}
    reasons = _unique(r for _, v, _ in sure for r in v.reasons)
    if len(keys) > 1:
        return Verdict(None, 0.4, (*reasons, "several_verdicts"))
    key = keys.pop()
    if key is None:
        return Verdict(None, 0.4, reasons)
    confidence = min(v.confidence for _, v, _ in sure)
    if all(unsure for _, _, unsure in sure):
        confidence, reasons = min(confidence, 0.8), (*reasons, "related_word")
    if _is_open(text, [m for m, _, _ in found]):
        confidence, reasons = min(confidence, 0.7), _unique((*reasons, "doubtful_wording"))
    if _covered(text, words, [m for m, _, _ in found], patterns, beside) < LONG:
        confidence, reasons = min(confidence, 0.6), (*reasons, "long_text")
    return Verdict(key, confidence, reasons)


def _composed(text: str, lexicon: Lexicon, negations: Lexicon) -> Verdict | None:
    """The verdict of a word that plainly turns or weakens and one for "met", nothing besides: "ej infriad"."""
    words = words_of(text)
    if len(words) < FEWEST_COMPOSED or _QUESTION.search(text) or _YEAR.search(text):
        return None
    for key, plain in _plain_marks(negations):
        rest = words[len(plain) :]
        if words[: len(plain)] != plain or any(negations.best(w, coverage=1) for w in rest):
            continue
        said = lexicon.best(" ".join(rest), coverage=1) if rest else None
        if said and said.score == 1 and said.key == "met" and not _unsure(said, lexicon):
            return Verdict("not_met" if key == "negation" else "partly_met", COMPOSED)
    return None


@functools.cache
def _plain_marks(negations: Lexicon) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The words that leave nothing open before a verdict, with what they do, the longest first."""
    marks = [(g.key, words_of(p)) for g in negations for p in g.attributes.get("plain", ())]
    return tuple(sorted(marks, key=lambda mark: -len(mark[1])))


def _mended(text: str, matches: Sequence[Match], patterns: Patterns) -> str:
    """The text with words as they were printed that turn or weaken the verdict beside them: "lnte", "Tillviss del".

    A recogniser makes l of I and loses blanks; what such a word does to the verdict must not be lost with it.
    """
    words = list(words_of(text))
    if len(words) > LONGEST_MENDED:
        return text
    known = {i for m in matches for i in range(m.start, m.end)}
    marks = [patterns["negations"].best(w, coverage=1) for w in words]
    known |= {i for i, m in enumerate(marks) if m is not None and m.score == 1 and " " not in m.phrase}
    if len(known) == len(words):
        return text
    singles, several = _turning_words(patterns["negations"])
    mended = False
    for i, word in enumerate(words):
        if i in known:
            continue
        for phrase in several:
            letters = phrase.replace(" ", "")
            for end in range(i + 1, min(len(words), i + phrase.count(" ") + 1) + 1):
                if "".join(words[i:end]) == letters and words[i:end] != phrase.split():
                    words[i:end] = [phrase, *[""] * (end - i - 1)]
                    mended = True
        near = next((s for s in singles if len(s) == len(word) and _differs_once(s, word)), None)
        if near is not None and words[i] == word:
            words[i], mended = near, True
    return " ".join(filter(None, words)) if mended else text


@functools.cache
def _turning_words(negations: Lexicon) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words, and the phrases of several, that turn a verdict or weaken it."""
    printed = (p for g in negations if g.key in TURNING for p in g.phrases if "*" not in p)
    phrases = [" ".join(words_of(p)) for p in printed]  # folded, as the text's words are
    short = [p for p in phrases if " " not in p and (len(p) >= SHORTEST_DAMAGED or p in SHORT_DAMAGED)]
    return tuple(short), tuple(p for p in phrases if " " in p)


def _differs_once(one: str, other: str) -> bool:
    """Whether one letter of a word was taken for another one that looks alike."""
    alike = one.translate(_ALIKE) == other.translate(_ALIKE)
    return alike and sum(a != b for a, b in zip(one, other, strict=True)) == 1


def _is_open(text: str, matches: Sequence[Match]) -> bool:
    """Whether words leave open whether it is so: a question, or what is to be so in some year ("Uppnås 2026")."""
    to_be = any(m.phrase.endswith("s") for m in matches)  # "nås", "uppfylls"; "uppnått 2020" is a fact
    return bool(_QUESTION.search(text) or (to_be and _YEAR.search(text)))


def _whole(text: str, lexicon: Lexicon) -> Verdict:
    """What words say that judge only where nothing else stands in the cell: "Ej", "Kanske"; never surely."""
    words = words_of(text)
    key = next((g.key for g in lexicon if words in map(words_of, g.attributes.get("whole", ()))), None)
    return Verdict(key, 0.8, ("related_word",)) if key else NO_VERDICT


def _unique(reasons: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(reasons))


def _longest(text: str, lexicon: Lexicon) -> list[Match]:
    """Matches that do not overlap, longest first, in the order of the text."""
    words = words_of(text)
    candidates = [m for m in lexicon.find(text) if not _opposite(m, words)]
    candidates.sort(
        key=lambda m: (-(m.end - m.start) if m.score == 1 else -(m.end - m.start) + 0.5, -m.score)
    )
    chosen: list[Match] = []
    for match in candidates:
        if all(match.end <= c.start or c.end <= match.start for c in chosen):
            chosen.append(match)
    return sorted(chosen, key=lambda m: m.start)


def _opposite(match: Match, words: Sequence[str]) -> bool:
    """Whether a damaged match differs from its phrase by a prefix that turns the meaning."""
    if match.score == 1:
        return False
    printed, phrase = words[match.start : match.end], words_of(match.phrase)
    if len(printed) != len(phrase):
        return True
    return any(_turned(a, b) or _turned(b, a) for a, b in zip(printed, phrase, strict=True))


def _turned(one: str, other: str) -> bool:
    return any(one.startswith(p) and one[len(p) :][:4] == other[:4] for p in _OPPOSITE_PREFIX)


def _polarity(match: Match, understood: Sequence[Match], words: Sequence[str], patterns: Patterns) -> Verdict:
    marks = _marks_beside(match, understood, words, patterns)
    reasons: tuple[str, ...] = () if match.score == 1 else ("word_damaged",)
    confidence = 0.98 if match.score == 1 else 0.75
    if "doubt" in marks:
        confidence, reasons = min(confidence, 0.7), (*reasons, "doubtful_wording")
    if "negation" not in marks:
        if "weakening" in marks and match.key == "met":
            return Verdict("partly_met", min(confidence, 0.7), _unique((*reasons, "doubtful_wording")))
        if _FULLY in marks and match.key == "not_met" and "negation" in _marks_within(match, words, patterns):
            return Verdict("partly_met", 0.7, (*reasons, "negated"))  # "uppnåddes inte helt"
        return Verdict(match.key, confidence, reasons)
    fully = _FULLY in marks | _marks_within(match, words, patterns)
    if match.key == "met":
        return Verdict("partly_met" if fully else "not_met", 0.7, (*reasons, "negated"))
    return Verdict(None, 0.4, (*reasons, "negation_unclear"))


def _marks_within(match: Match, words: Sequence[str], patterns: Patterns) -> set[str]:
    """What single words of a verdict's own phrase do ("*inte helt* uppfyllt")."""
    found = (patterns["negations"].best(w, coverage=1) for w in words[match.start : match.end])
    return {m.key for m in found if m is not None}


def _marks_beside(
    match: Match, understood: Sequence[Match], words: Sequence[str], patterns: Patterns
) -> set[str]:
    """What words near a verdict, of one word or several, do to it: 'negation', 'degree', 'doubt', 'weakening'."""
    covered = {i for m in understood for i in range(m.start, m.end)}
    near = {i for i in range(match.start - NEAR, match.end + NEAR) if i not in covered}
    found = [m for m in patterns["negations"].find(" ".join(words)) if near.issuperset(range(m.start, m.end))]
    return {m.key for m in found if not any(_outranks(other, m) for other in found)}


def _outranks(one: Match, other: Match) -> bool:
    """Whether a phrase says more exactly what another one says within it ("till 100 %" and "till *0")."""
    exact = [(m.end - m.start, "*" not in m.phrase) for m in (one, other)]
    return exact[0] > exact[1] and one.start <= other.start and other.end <= one.end


def _weakens(match: Match, patterns: Patterns) -> bool:
    """Whether a phrase only weakens the verdict beside it ("målet är delvis nu uppnått")."""
    mark = patterns["negations"].best(match.phrase, coverage=1)
    return mark is not None and mark.key == "weakening"


def _unsure(match: Match, lexicon: Lexicon) -> bool:
    return match.phrase in lexicon[match.key].attributes.get("unsure", ())


def _covered(text: str, words: Sequence[str], matches: list[Match], patterns: Patterns, beside: str) -> float:
    known = {i for m in matches for i in range(m.start, m.end)}
    if beside:
        known |= {i for m in patterns[beside].find(text) for i in range(m.start, m.end)}
    known |= {i for i, w in enumerate(words) if patterns["negations"].best(w, coverage=1) is not None}
    return sum(len(words[i]) for i in known) / max(1, sum(map(len, words)))

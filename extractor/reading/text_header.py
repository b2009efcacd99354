"""The header of a scorecard in bare lines: its words may stand side by side, one under the other, or broken.

A header is found by what it says (`patterns/roles.toml`), never by where it stands.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Sequence
from typing import NamedTuple

from rapidfuzz import fuzz, process

from extractor.patterns import Lexicon, Match, Patterns, words_of
from extractor.reading.text_lines import Line
from extractor.restore.spelling import swedish_lexicon
from extractor.swedish import fold, join_lines

LONGEST_HEADER = 18
"""Lines that a header of seven narrow columns may take."""
JUNK_LINES = 5
"""Lines without any header word that may stand inside a header (a rotated header read as signs)."""
MIN_ROLES = 3
"""A header in running lines names at least three roles: two words may meet by chance."""
SURE_ROLES = 5
"""A header that names so many roles is a scorecard's, however many of its words tables of controls share."""
UNMATCHED_COST = 0.8
"""What a letter outside the header words costs against one inside."""
CUT_RATIO = 85
"""rapidfuzz ratio from which a cut word is the start of a header word: one misread letter in seven or more."""
PREFIX = 6
"""Letters that tell a header word cut at a narrow column's edge."""
MERGED = frozenset({"goal", "indicator"})
"""Roles whose header often carries a second name in brackets."""
KEYS = frozenset({"goal", "indicator", "activity"})
MEASURES = frozenset({"target", "value", "status", "baseline", "forecast", "progress"})
SHORT_LINE = 12
"""A line this short may be the end of a header word broken by a narrow column."""
COMPLETE = frozenset({"target", "value", "status", "forecast"})
LONGEST_LINE = 130
"""A header line is no longer than a landscape page's line."""
FIRST_LINE_ROLES = 3
"""A first line that names three columns is the header; the lines below only finish its words."""
SAME_AS = {"key_figure": "indicator", "activity": "indicator"}
SYMBOLIC = frozenset({"status", "trend"})

DAMAGED = 88
"""rapidfuzz ratio of a long word with one letter misread."""
LONG_WORD = 9
"""Letters from which a word with one misread letter is still beyond doubt."""
LONGEST_ENDING = 5
"""Letters of a header word's end on the next line (`de`, `else`, `ng`)."""
FEW_AMOUNT_WORDS = 3
"""Different words and years of a header of amounts; fewer may be a cell."""
SHARED_WORDS = 0.6
"""Share of a header's words that another must have to count as the same header."""
_USUAL = ("perspective", "goal", "indicator", "baseline", "target", "status", "trend")
_WORD = re.compile(r"[^\s/|]+")
_PERSPECTIVE = re.compile(r"perspektiv\w*\s*[:–-]?\s*\S", re.IGNORECASE)
_TRIM = " .,:;!?()[]{}\"'*/|‘’”“"

_AMOUNT_WORD = re.compile(
    r"(?:t|m|mn|k|md)?kr|(?:19|20)\d\d(?:\d\d)?|utfall|budget|avvikelse|differens|diff|forandring|bokslut|prognos|"
    r"arsprognos|ack|per|period|helar|ar|kvinnor|man|totalt|summa|andel|%|i|jan|dec|aug|apr|[-–]"
)


class Head(NamedTuple):
    """One column of a header."""

    role: str
    label: str


class Header(NamedTuple):
    """A header found in lines."""

    start: int
    stop: int
    """Index after the last header line."""
    heads: tuple[Head, ...]

    @property
    def roles(self) -> tuple[str, ...]:
        """The columns' roles in order."""
        return tuple(h.role for h in self.heads)


@functools.lru_cache(maxsize=4)
def _role_words(roles: Lexicon) -> tuple[frozenset[str], tuple[str, ...]]:
    exact: set[str] = set()
    ends: set[str] = set()
    for group in roles:
        for phrase in group.phrases:
            for word in phrase.replace("/", " ").split():
                core = fold(word.strip("*"))
                if word.startswith("*") and len(core) > 2:
                    ends.add(core)
                elif len(core) > 2:
                    exact.add(core)
    return frozenset(exact), tuple(sorted(ends))


def looks_like_header(line: Line, roles: Lexicon) -> bool:
    """Whether a line could belong to a header: cheap, and too generous."""
    exact, ends = _role_words(roles)
    words = [w for w in words_of(line.words) if len(w) > 2]
    hits = [w for w in words if w in exact or w.endswith(ends) or _is_prefix(w, exact)]
    if not hits and len(words) == 1 and _is_damaged(words[0], roles):
        return True
    return bool(hits) and sum(map(len, hits)) >= 0.4 * sum(map(len, words))


@functools.lru_cache(maxsize=20_000)
def _is_damaged(word: str, roles: Lexicon) -> bool:
    """Whether a long word is a header word with a letter misread."""
    if len(word) < LONG_WORD or any(True for _ in swedish_lexicon().with_letters(word)):
        return False
    return (
        process.extractOne(word, _role_words(roles)[0], scorer=fuzz.ratio, score_cutoff=DAMAGED) is not None
    )


def _is_prefix(word: str, exact: frozenset[str]) -> bool:
    core = word.strip("-")
    return len(core) >= PREFIX and any(w.startswith(core) or w.endswith(core) for w in exact)


def find_headers(lines: Sequence[Line], patterns: Patterns) -> list[Header]:
    """All headers of scorecards, top to bottom, without overlaps.

    Where one header of the dump reads clearly and another with the same words does not, the clear one's
    order of columns holds for both.
    """
    found: list[Header] = []
    at = 0
    while at < len(lines):
        header = _header_at(lines, at, patterns) if _may_head(lines[at], patterns) else None
        if header is None:
            at += 1
            continue
        found.append(header)
        at = header.stop
    return _agreed(found)


def _may_head(line: Line, patterns: Patterns) -> bool:
    """Whether a line may belong to a header: short, with header words, no heading by itself."""
    if len(line.words) > LONGEST_LINE or "\t" in line.text:
        return False
    return looks_like_header(line, patterns["roles"]) and not names_section(line.words, patterns)


def names_section(text: str, patterns: Patterns) -> bool:
    """Whether a line is the name of a perspective or a section, standing by itself."""
    if _PERSPECTIVE.match(text):
        return True
    if patterns["roles"].best(text, coverage=0.9) is not None:
        return False
    return any(patterns[name].best(text, coverage=0.8) is not None for name in ("perspectives", "sections"))


def _header_at(lines: Sequence[Line], start: int, patterns: Patterns) -> Header | None:
    roles = patterns["roles"]
    best: tuple[float, int] | None = None
    junk = 0
    for stop in range(start + 1, min(start + LONGEST_HEADER, len(lines)) + 1):
        line = lines[stop - 1]
        if len(line.words) > LONGEST_LINE or (stop - 1 > start and line.page != lines[start].page):
            break
        if stop - 1 > start and names_section(line.words, patterns):
            break
        fits = looks_like_header(line, roles) or len(line.words) <= SHORT_LINE
        junk = 0 if fits else junk + 1
        if junk > 2 or len(line.words.split()) > 16:
            break
        if not fits:
            continue
        worth = _worth(lines[start:stop], roles)
        if best is None or worth >= best[0]:
            best = (worth, stop)
    if best is None:
        return None
    start = max(range(start, best[1]), key=lambda s: (_worth(lines[s : best[1]], roles), -s))
    heads = read_heads(lines[start : best[1]], roles)
    names = {h.role for h in heads}
    if len(names) < MIN_ROLES or not names & KEYS or not names & MEASURES:
        return None
    controls = len(names) < SURE_ROLES and _covered(lines[start : best[1]], patterns["controls"]) > 0.3
    if controls or best[0] <= 0:
        return None
    return Header(start, best[1], heads)


def _covered(lines: Sequence[Line], lexicon: Lexicon) -> float:
    """Share of a header's letters that a lexicon's words account for, short ones left out."""
    tokens, matches = _matches(_joined(lines), lexicon)
    long = [t for m in matches for t in tokens[m.start : m.end] if len(t) >= PREFIX]
    return sum(map(len, long)) / (sum(map(len, tokens)) or 1)


def _worth(lines: Sequence[Line], roles: Lexicon) -> float:
    tokens, matches = _matches(_joined(lines), roles)
    inside = sum(len(t) for m in matches for t in tokens[m.start : m.end])
    return inside - UNMATCHED_COST * (sum(map(len, tokens)) - inside)


def _joined(lines: Sequence[Line]) -> str:
    return join_lines([line.text.replace("|", " ") for line in lines])


def _matches(text: str, roles: Lexicon) -> tuple[list[str], list[Match]]:
    """The words of a header and the role words among them, longest first, without overlaps."""
    tokens = [w for w in _WORD.findall(text) if fold(w.strip(_TRIM)).strip(_TRIM)]
    if len(tokens) != len(words_of(text)):
        tokens = list(words_of(text))
    taken: list[Match] = []
    found = sorted(roles.find(text), key=lambda m: (m.start - m.end, -m.score, m.start, m.key))
    for match in found:
        if match.end - match.start > 1 and _is_pair(match, found):
            continue
        if all(match.end <= t.start or match.start >= t.end for t in taken):
            taken.append(match)
    for at, token in enumerate(tokens):
        if all(not t.start <= at < t.end for t in taken):
            key, whole = _cut_word(fold(token).strip(_TRIM), roles)
            if key:
                tokens[at] = whole
                taken.append(Match(key, token, 0.9, 0.0, at, at + 1))
    cut = _cut_phrases(tokens, taken, roles)
    kept = [m for m in taken if all(m.start != c.start for c in cut)]
    return tokens, sorted([*kept, *cut], key=lambda m: m.start)


_folded = functools.lru_cache(maxsize=4096)(fold)
"""For the phrases of the lexicon: a long dump asks for each of them a thousand times."""


def _cut_phrases(tokens: Sequence[str], taken: Sequence[Match], roles: Lexicon) -> list[Match]:
    """Pairs of words that begin a longer header whose rest stands on the next line ("Mått för")."""
    used = {i for m in taken for i in range(m.start, m.end)}
    longer = {i for m in taken if m.end - m.start > 1 for i in range(m.start, m.end)}
    out: list[Match] = []
    for at, (one, two) in enumerate(itertools.pairwise(tokens)):
        if at in longer or at + 1 in used or not one[:1].isupper() or not two[:1].islower():
            continue
        pair = fold(f"{one} {two} ")
        key = next((g.key for g in roles for p in g.phrases if _folded(p).startswith(pair)), None)
        if key is not None:
            out.append(Match(key, pair, 0.9, 0.0, at, at + 2))
    return out


def _is_pair(match: Match, found: Sequence[Match]) -> bool:
    """Whether a phrase is two columns side by side ("Måluppfyllelse Utveckling", "Mål Indikator")."""
    inside = [m for m in found if m.end - m.start == 1 and match.start <= m.start < match.end]
    named = {m.key for m in inside}
    return named >= SYMBOLIC or (match.end - match.start == len(MERGED) and named >= MERGED)


def _cut_word(word: str, roles: Lexicon) -> tuple[str, str]:
    """The role of a word that a narrow column cut, and the whole word; empty if it is none."""
    whole = not word.endswith("-")
    word = word.strip("-")
    if len(word) < PREFIX or (whole and any(True for _ in swedish_lexicon().with_letters(word))):
        return "", ""
    for group in roles:
        for phrase in group.phrases:
            begins = fold(phrase)[: len(word)]
            if " " not in phrase and len(begins) == len(word) and fuzz.ratio(begins, word) >= CUT_RATIO:
                full = phrase.strip("*")
                return group.key, full[:1].upper() + full[1:]
    return "", ""


def read_heads(lines: Sequence[Line], roles: Lexicon) -> tuple[Head, ...]:
    """The columns that a header's lines name, in order."""
    first = _heads(_joined(lines[:1]), roles)
    heads = _heads(_joined(lines), roles)
    names = {h.role for h in first}
    if len(lines) > 1 and len(names) >= FIRST_LINE_ROLES and names & COMPLETE:
        heads = _finished(first, heads)
    if all(h.role != "indicator" for h in heads):
        heads = _with_indicator(heads)
    return tuple(heads)


def _finished(first: list[Head], whole: list[Head]) -> list[Head]:
    """The first line's columns, and those whose name only the lines below complete."""
    names = {h.role for h in first}
    goal = [h for h in whole if h.role == "goal" and "goal" not in names]
    late = [h for h in whole if h.role in SYMBOLIC and h.role not in names]
    labels = {h.role: h for h in whole}
    return [*goal, *(labels[h.role] if h.role in MERGED else h for h in first), *late]


def _heads(text: str, roles: Lexicon) -> list[Head]:
    tokens, matches = _matches(text, roles)
    heads: list[Head] = []
    for match in matches:
        role = SAME_AS.get(match.key, match.key)
        names = [h.role for h in heads]
        label = " ".join(tokens[match.start : match.end]).strip(_TRIM.replace("(", "").replace(")", ""))
        if role == "goal" and "goal" in names and names[-1] != "goal" and "target" not in names:
            role = "target"
        if heads and names[-1] == role and role in MERGED:
            heads[-1] = Head(role, f"{heads[-1].label} {label}")
        elif role not in MERGED or role not in names:
            heads.append(Head(role, label))
    return heads


def _with_indicator(heads: list[Head]) -> list[Head]:
    """A header that names two goals and no indicator has its measures under the second."""
    for at, head in enumerate(heads):
        if head.role == "target" and at <= 1 and any(h.role == "target" for h in heads[at + 1 :]):
            return [*heads[:at], Head("indicator", head.label), *heads[at + 1 :]]
    return heads


def _agreed(headers: list[Header]) -> list[Header]:
    """Headers with one wording get one order of columns: that of the one that reads best."""
    out = []
    wordings = [{c for head in h.heads for c in words_of(head.label)} for h in headers]
    for header, wording in zip(headers, wordings, strict=True):
        alike = [h for h, mine in zip(headers, wordings, strict=True) if _alike(mine, wording)]
        best = max(alike, key=lambda h: (_order(h), h is header, -h.start))
        out.append(header._replace(heads=best.heads))
    return out


def _alike(mine: set[str], yours: set[str]) -> bool:
    """Whether most words of one header stand in another."""
    shared = {w for w in mine if any(w == y or (len(w) > 3 and w[:PREFIX] == y[:PREFIX]) for y in yours)}
    return len(shared) >= SHARED_WORDS * max(len(mine), 1)


def _order(header: Header) -> int:
    """How many columns a header names, less one for each pair that stands in an unusual order."""
    ranks = [_USUAL.index(r) for r in header.roles if r in _USUAL]
    inversions = sum(b < a for a, b in itertools.pairwise(ranks))
    return len(set(header.roles)) - 2 * inversions


def is_amounts_header(text: str) -> bool:
    """Whether a line is the header of a table of amounts: nothing but currency, years and kinds of amounts."""
    words = fold(text).replace("|", " ").split()
    kinds = [w for w in words if _AMOUNT_WORD.fullmatch(w)]
    return (
        len(kinds) == len(words) > 1
        and sum(not w.isalpha() for w in words) + len(set(words)) > FEW_AMOUNT_WORDS
    )


def is_scrap(text: str) -> bool:
    """The end of a broken header word, or the signs a rotated header was read as."""
    letters = re.findall(r"[^\W\d_]{3,}", text)
    if _finishes_words(text):
        return True
    if text[:1].isupper() and letters:
        return False
    if len(letters) <= 1 and text.isascii() and text.islower() and text.replace(" ", "").isalpha():
        return all(len(word) <= LONGEST_ENDING for word in text.split())
    return len(text) <= 12 and (
        not letters or (len(text.split()) <= 2 and text[:1].islower() and len(text) <= 8)
    )


def _finishes_words(text: str) -> bool:
    """Whether a line is years and the ends of header words that narrow columns cut (`rde 2021 2022 lse`)."""
    words = text.replace("|", " ").split()
    ends = [w for w in words if not _YEAR.fullmatch(w)]
    short = all(w.isalpha() and len(w) <= LONGEST_ENDING for w in ends)
    return len(ends) < len(words) and short and bool(ends) and words[0] == words[0].lower()


_YEAR = re.compile(r"(?:19|20)\d\d")

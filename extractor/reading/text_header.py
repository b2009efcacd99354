"""Where the headers of scorecards stand in bare lines.

A header is found by what it says (`patterns/roles.toml`), never by where it stands; what its columns are, `text_heads`
reads.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from rapidfuzz import fuzz, process

from extractor.patterns import Lexicon, Patterns, words_of
from extractor.phrases import finder, plain
from extractor.reading.text_dates import is_period
from extractor.reading.text_flow import is_band
from extractor.reading.text_heads import (
    AMOUNTS,
    LONGEST_ENDING,
    PREFIX,
    Head,
    column_names,
    joined,
    read_heads,
)
from extractor.reading.text_lines import Line
from extractor.reading.text_pieces import YEAR
from extractor.restore.spelling import swedish_lexicon
from extractor.swedish import fold

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
KEYS = frozenset({"goal", "indicator", "activity"})
MEASURES = frozenset({"target", "value", "status", "baseline", "forecast", "progress"})
SHORT_LINE = 12
"""A line this short may be the end of a header word broken by a narrow column."""
LONGEST_LINE = 130
"""A header line is no longer than a landscape page's line."""

DAMAGED = 88
"""rapidfuzz ratio of a long word with one letter misread."""
LONG_WORD = 9
"""Letters from which a word with one misread letter is still beyond doubt."""
FEW_AMOUNT_WORDS = 3
"""Different words and years of a header of amounts; fewer may be a cell."""
SHARED_WORDS = 0.6
"""Share of a header's words that another must have to count as the same header."""
_USUAL = ("perspective", "goal", "indicator", "baseline", "target", "status", "trend")
_PERSPECTIVE = re.compile(r"perspektiv\w*\s*[:–-]?\s*\S", re.IGNORECASE)

_AMOUNT_WORD = re.compile(
    r"(?:t|m|mn|k|md)?kr|(?:19|20)\d\d(?:\d\d)?|utfall|budget|avvikelse|differens|diff|forandring|bokslut|prognos|"
    r"arsprognos|ack|per|period|helar|ar|kvinnor|man|totalt|summa|andel|%|i|jan|dec|aug|apr|[-–]"
)


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
    if len(line.words) > LONGEST_LINE or "\t" in line.text or _is_sentence(line.words):
        return False
    return looks_like_header(line, patterns["roles"]) and not names_section(line.words, patterns)


def _is_sentence(text: str) -> bool:
    """Whether a line is running text: names of columns are capitals, years and few small words."""
    words = [w for w in text.split() if w[0].isalpha()]
    small = [w for w in words if w[0].islower()]
    return len(small) >= SENTENCE_WORDS and len(small) >= SENTENCE_SHARE * len(words)


SENTENCE_WORDS, SENTENCE_SHARE = 4, 0.66
"""Words with a small first letter, and their share, that make a sentence (`Mått för måluppfyllelse`: two of three)."""


def names_section(text: str, patterns: Patterns) -> bool:
    """Whether a line is the name of a perspective or a section, standing by itself."""
    if _PERSPECTIVE.match(text) and (":" in text or not names_columns(text, patterns["roles"])):
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
        if stop - 1 > start and _is_other(line.words, patterns):
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
    if not _is_scorecards(heads) or _is_legend(heads, patterns):
        return None
    controls = len(names) < SURE_ROLES and _covered(lines[start : best[1]], patterns["controls"]) > 0.3
    if controls or best[0] <= 0:
        return None
    stop = best[1]
    while stop < len(lines) and _finishes_words(lines[stop].words):
        stop += 1
    return Header(start, stop, heads if stop == best[1] else read_heads(lines[start:stop], roles))


def names_columns(text: str, roles: Lexicon) -> bool:
    """Whether a line by itself names a scorecard's columns, each beginning big."""
    heads = read_heads([Line(text, page=1, blank=True)], roles)
    return _is_scorecards([head for head in heads if not head.label[0].islower()])


def _is_scorecards(heads: Sequence[Head]) -> bool:
    """Whether columns are a scorecard's: some for what is measured, some for the measurements."""
    names = {h.role for h in heads if not is_period(h.label)}
    return len(names) >= MIN_ROLES and bool(names & KEYS) and bool(names & MEASURES)


LEGEND = 3
"""A header names no column so often, but the words of a legend do: `uppnått`, `delvis uppnått`, `inte uppnått`."""
SHARED_CONTROLS = frozenset({"result", "other"})
"""Columns of a table of controls whose names (`Utfall`, `Status`) are a scorecard's as well."""


def _is_legend(heads: Sequence[Head], patterns: Patterns) -> bool:
    """Whether the words are a legend's: the same role again and again, verdicts with and without a negation."""
    counts = Counter(h.role for h in heads if h.role not in AMOUNTS)
    verdicts = [h for h in heads if h.role == "status"]
    graded = len(verdicts) > 1 and any(_is_graded(h.label, patterns) for h in verdicts)
    return graded or max(counts.values(), default=0) >= LEGEND


def _is_graded(label: str, patterns: Patterns) -> bool:
    """Whether words say that something is so only in part, or not at all."""
    return any(finder(patterns, "negations", key).all(plain(label)) for key in ("negation", "weakening"))


def _is_other(text: str, patterns: Patterns) -> bool:
    """Whether a line is no part of a header: a section's name, a perspective's, or running text."""
    return names_section(text, patterns) or is_band(text, patterns) or _is_sentence(text)


def _covered(lines: Sequence[Line], lexicon: Lexicon) -> float:
    """Share of a header's letters that a lexicon's words account for, short ones left out."""
    tokens, matches = column_names(joined(lines), lexicon)
    own = [m for m in matches if m.key not in SHARED_CONTROLS]
    long = [t for m in own for t in tokens[m.start : m.end] if len(t) >= PREFIX]
    return sum(map(len, long)) / (sum(map(len, tokens)) or 1)


def _worth(lines: Sequence[Line], roles: Lexicon) -> float:
    tokens, matches = column_names(joined(lines), roles)
    inside = sum(len(t) for m in matches for t in tokens[m.start : m.end])
    return inside - UNMATCHED_COST * (sum(map(len, tokens)) - inside)


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
    """How many columns a header names, less two for each pair in an unusual order and each name that begins small."""
    ranks = [_USUAL.index(r) for r in header.roles if r in _USUAL]
    inversions = sum(b < a for a, b in itertools.pairwise(ranks))
    small = sum(h.label[0].islower() and h.role not in KEYS for h in header.heads)
    return len(set(header.roles)) - 2 * (inversions + small)


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
    ends = [w for w in words if not YEAR.fullmatch(w)]
    short = all(w.isalpha() and len(w) <= LONGEST_ENDING for w in ends)
    years = len(words) - len(ends)
    return years > 0 and short and (bool(ends) or years > 1) and words[0] == words[0].lower()

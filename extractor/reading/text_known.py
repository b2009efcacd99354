"""Where goals and indicators of a unit's other reports stand among the lines of a dump's table.

Evidence, not command: a known wording that is found in pieces over several lines says which pieces belong together and
in which column. What the cell says stays what this dump prints; where it goes on in other words than the known ones,
the other evidence decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

from extractor.known import Known
from extractor.reading.text_lines import Line
from extractor.reading.text_pieces import Piece, pieces_of
from extractor.swedish import fold

FOUND = 0.6
"""Share of a known wording's letters from which it counts as found; a reworded goal keeps most of its words."""
WHOLE = 0.98
"""Share of its letters from which a wording is there from its first word to its last."""
ALIKE = 0.75
"""Share of letters that two words have in common, when one was misread."""
FIRST_ALIKE = 72
"""The same in per cent for the first word, where the search begins."""
FEWEST_NO_LETTERS = 9
"""Shorter wordings turn up by chance."""
FEWEST_WHOLE = 5
"""Shorter ones than `FEWEST_NO_LETTERS` count where they are all that a line holds."""
MOST_SKIPPED = 3
"""Lines between two parts of a wording: cells of other columns, where every cell has lines of its own."""
SLACK = 2
"""Letters that a misread word may be longer or shorter."""
_DIGIT = re.compile(r"\d")
"""Digits are never taken for others: grade 5 is not grade 8."""
_NO_LETTERS = re.compile(r"[^a-z0-9]")
_DIGITS = str.maketrans("016", "olo")


class Part(NamedTuple):
    """One run of a line's pieces that continues a known wording."""

    wording: int
    """Which find it belongs to."""
    at: int
    """Which part of it."""
    parts: int
    """How many it has."""
    share: float
    """Share of the wording's letters that the find explains."""


class Told(NamedTuple):
    """What is known about the lines of a table."""

    parts: Mapping[tuple[int, str, str], Part]
    """By line, role and text of the run."""
    taken: Mapping[int, frozenset[str]]
    """By line, the texts of the runs."""

    def explains(self, role: str, runs: Sequence[tuple[int, str]]) -> bool:
        """Whether the runs of a cell, each with its line, are a known wording from its first word to its last."""
        parts = [p for line, text in runs if (p := self.part(line, role, text)) is not None]
        whole = [p.at for p in parts if p.share >= WHOLE and p.parts == len(runs)]
        return whole == list(range(len(runs))) and len({p.wording for p in parts}) == 1

    def part(self, line: int, role: str, text: str) -> Part | None:
        """The part of a known wording that a run of words in a column is, None if it is none."""
        return self.parts.get((line, role, text))


NOTHING_TOLD = Told({}, {})


class _Find(NamedTuple):
    role: str
    letters: int
    """Letters of the wording that were found."""
    share: float
    runs: tuple[tuple[int, int, int], ...]
    """Line, first piece and the one after the last."""


class _Page(NamedTuple):
    """The pieces of a table's lines as letters."""

    pieces: list[list[Piece]]
    letters: list[list[str]]
    places: dict[str, list[tuple[int, int]]]
    """By a piece's letters, where it stands."""


def find_told(lines: Sequence[Line], roles: Sequence[str], known: Known) -> Told:
    """Where known goals and indicators stand in a table's lines.

    Args:
        lines: the body of one table.
        roles: its columns' roles.
        known: what the unit's other reports say.
    """
    wordings = {"goal": known.goals, "indicator": known.indicators}
    if not any(wordings[role] for role in wordings if role in roles):
        return NOTHING_TOLD
    page = _page(lines)
    finds = [
        f for role in wordings if role in roles for text in wordings[role] for f in _finds(text, role, page)
    ]
    parts: dict[tuple[int, str, str], Part] = {}
    used: set[tuple[int, int]] = set()
    texts: dict[int, set[str]] = {}
    for number, find in enumerate(sorted(finds, key=lambda f: (-f.letters * f.share, f.runs))):
        places = {(line, p) for line, start, stop in find.runs for p in range(start, stop)}
        if places & used:
            continue
        used |= places
        for at, (line, start, stop) in enumerate(find.runs):
            text = " ".join(p.text for p in page.pieces[line][start:stop])
            parts[(line, find.role, text)] = Part(number, at, len(find.runs), find.share)
            texts.setdefault(line, set()).add(text)
    return Told(parts, {line: frozenset(found) for line, found in texts.items()})


def _page(lines: Sequence[Line]) -> _Page:
    pieces = [pieces_of(line.text) for line in lines]
    letters = [[_letters(p.text) for p in found] for found in pieces]
    places: dict[str, list[tuple[int, int]]] = {}
    for line, found in enumerate(letters):
        for at, text in enumerate(found):
            if text:
                places.setdefault(text, []).append((line, at))
    return _Page(pieces, letters, places)


def _letters(text: str) -> str:
    """A text's letters without marks, digits inside words as the letters they were misread for; numbers stay."""
    return "".join(w if w.isdigit() else w.translate(_DIGITS) for w in _NO_LETTERS.split(fold(text)))


def _finds(text: str, role: str, page: _Page) -> Iterable[_Find]:
    """The places where a wording stands."""
    whole = _letters(text)
    if len(whole) < FEWEST_WHOLE:
        return
    first = next(letters for word in text.split() if (letters := _letters(word)))
    for word in _beginnings(first, page.places):
        for line, at in page.places[word]:
            runs, found = _follow(whole, (line, at), page)
            alone = all(stop - start == len(page.pieces[n]) for n, start, stop in runs)
            if found >= FOUND * len(whole) and (len(whole) >= FEWEST_NO_LETTERS or alone):
                yield _Find(role, found, found / len(whole), runs)


def _beginnings(first: str, places: Mapping[str, list[tuple[int, int]]]) -> list[str]:
    """The words of a table that a wording's first word, or the first half of it, may have been read as."""
    halves = [w for w in places if len(w) >= SLACK and first.startswith(w)]
    likely = process.extract(first, list(places), scorer=fuzz.ratio, score_cutoff=FIRST_ALIKE, limit=None)
    return list(dict.fromkeys([*halves, *(w for w, _, _ in likely)]))


def _follow(whole: str, start: tuple[int, int], page: _Page) -> tuple[tuple[tuple[int, int, int], ...], int]:
    """The runs that continue a wording from a place on, and how many of its letters they explain."""
    line, at = start
    runs: list[tuple[int, int, int]] = []
    stop, position = _longest(whole, 0, page.pieces[line], page.letters[line], at)
    if stop == at:
        return (), 0
    runs.append((line, at, stop))
    skipped = 0
    while position < len(whole) - 1 and skipped <= MOST_SKIPPED and line + 1 < len(page.letters):
        line += 1
        letters = page.letters[line]
        best = max(
            ((*_longest(whole, position, page.pieces[line], letters, s), s) for s in range(len(letters))),
            key=lambda b: (b[1], -b[2]),
            default=(0, position, 0),
        )
        if best[1] <= position:
            skipped += 1
            continue
        runs.append((line, best[2], best[0]))
        position, skipped = best[1], 0
    return tuple(runs), position


def _longest(
    whole: str, position: int, pieces: Sequence[Piece], letters: Sequence[str], start: int
) -> tuple[int, int]:
    """The end of the longest run of pieces that goes on with a wording, and how far that explains it."""
    best = (start, position)
    for stop in range(start + 1, len(letters) + 1):
        added = letters[stop - 1]
        if not added:
            best = (stop, best[1]) if stop > start + 1 and pieces[stop - 1].kind == "word" else best
            continue
        end = _explained(whole, best[1], added, inside=stop > start + 1)
        if not end:
            break
        best = (stop, end)
    return best


def _explained(whole: str, position: int, word: str, *, inside: bool) -> int:
    """Up to which letter a word explains a wording from a position on, 0 if it does not.

    A word of two letters of which one was misread is told only inside a run.
    """
    if whole.startswith(word, position):
        return position + len(word)
    if len(word) <= SLACK:
        near = inside and any(
            a == b for a, b in zip(word, whole[position : position + len(word)], strict=False)
        )
        return position + len(word) if near and len(word) == SLACK else 0
    lengths = range(max(len(word) - SLACK, 1), len(word) + SLACK + 1)
    ends = [position + n for n in lengths if position + n <= len(whole)]
    ends = [end for end in ends if _DIGIT.findall(word) == _DIGIT.findall(whole[position:end])]
    if not ends:
        return 0
    score, end = max((Levenshtein.normalized_similarity(word, whole[position:end]), end) for end in ends)
    return end if score >= ALIKE else 0

"""Words that a column too narrow for them broke without a hyphen: "Medborgar|undersök|ningens".

Promises to put pieces together only where the word is known whole and the pieces are not all words; what looks broken
but is not known stays as printed and is doubted.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence

from extractor.swedish import squeeze

MOST_PIECES = 5
"""Lines that one word is looked for in; the longest names fill four of a narrow column."""

SURE_LENGTH = 6
"""Fewest letters of a word that is put together although its line holds others: shorter ones arise by chance."""

PART = 4
"""Fewest letters of a part of a compound."""

LONE_LETTERS = frozenset("iåöo")
"""The letters that are words."""

GENITIVE = ("ens", "ets", "ans", "nas")
"""Ends of words that stand alone before another: "nämndens mål"; a compound's first part has none of them."""

_HEAD = re.compile(r"[^\W\d_]+$")
_TAIL = re.compile(r"[^\W\d_]+")


def mended(lines: Sequence[str], known: Container[str]) -> tuple[list[str], bool]:
    """The lines of one cell with the words made whole that the column broke.

    Args:
        lines: the lines as printed.
        known: lower-case words: those the document prints whole, the field's, the language's.

    Returns:
        The lines, those of one word as one, and whether some word may still be broken.
    """
    rest = [line for line in map(squeeze, lines) if line]
    done: list[str] = []
    doubt = False
    while rest:
        line = rest.pop(0)
        taken = _taken(line, rest, known)
        if taken:
            rest[:taken] = ["".join([line, *rest[:taken]])]
            continue
        doubt = doubt or _looks_broken(line, rest[0] if rest else "", known)
        done.append(line)
    mended_some = len(done) < sum(bool(squeeze(line)) for line in lines)
    return done, doubt or (mended_some and any(map(_may_be_one, done, done[1:], [known] * len(done))))


def _may_be_one(line: str, more: str, known: Container[str]) -> bool:
    """Whether two words, each known, may be one compound in a column that broke another word: "Medborgar|index"."""
    head, tail = _head(line), _tail(more)
    return bool(tail) and head == line.lower() and _is_compound(head + tail, known)


def _taken(line: str, below: Sequence[str], known: Container[str]) -> int:
    """How many of the lines below go on with the last word of a line; 0 where it ends there."""
    head = _head(line)
    if head and below and _is_word(head, known) and _taken(below[0], below[1:], known):
        return 0  # what is broken begins below
    longest = 0
    pieces = [head]
    for count, more in enumerate(below[: MOST_PIECES - 1], start=1):
        tail = _tail(more)
        if not head or not tail:
            break
        pieces.append(tail)
        whole = "".join(pieces)
        parted = not all(_is_word(p, known) for p in pieces)
        letter = any(len(p) == 1 and p not in LONE_LETTERS for p in pieces)
        long_enough = len(whole) >= (PART if letter else SURE_LENGTH)
        if parted and whole in known and (head == line.lower() or long_enough):
            return count
        if parted and (head == line.lower() or _binds(head, known)) and _is_compound(whole, known):
            longest = count
        if tail != more.lower():
            break
    return longest


def _looks_broken(line: str, more: str, known: Container[str]) -> bool:
    """Whether a word alone on its line may go on below though the word is not known whole."""
    head, tail = _head(line), _tail(more)
    if not tail or head != line.lower():
        return False
    neither = not _is_word(head, known) and not _is_word(tail, known)
    return neither or (tail not in LONE_LETTERS and head + tail in known)


def _head(line: str) -> str:
    """The word a line ends with, '' where it cannot go on below: "VC", "80 %", "hälso-"."""
    match = _HEAD.search(line)
    return match.group().lower() if match and match.group()[-1].islower() else ""


def _tail(line: str) -> str:
    """The word a line begins with, '' where it is one of its own: "Kvinnor", "12"."""
    match = _TAIL.match(line)
    return match.group() if match and match.group().islower() else ""


def _is_word(piece: str, known: Container[str]) -> bool:
    if len(piece) == 1:
        return piece in LONE_LETTERS
    return piece in known or _is_compound(piece, known) or (_is_genitive(piece) and piece[:-1] in known)


def _is_genitive(piece: str) -> bool:
    """Whether a piece ends like a definite noun's genitive, which "helhets" does not."""
    return piece.endswith(GENITIVE) and not piece.endswith("hets")


def _binds(piece: str, known: Container[str]) -> bool:
    """Whether a piece is the first part of a compound with its s: "helhets", "handläggnings"."""
    return piece.endswith("s") and piece not in known and piece[:-1] in known and not _is_genitive(piece)


def _is_compound(word: str, known: Container[str]) -> bool:
    """Whether a word is two known ones, with or without an s between them: "helhets|omdöme"."""
    for cut in range(PART, len(word) - PART + 1):
        first, second = word[:cut], word[cut:]
        if second in known and not _is_genitive(first) and (first in known or _binds(first, known)):
            return True
    return False

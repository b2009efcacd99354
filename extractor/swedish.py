"""Swedish text as it comes out of reports: folding for comparison, joining of hyphenated lines."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Container, Sequence

_HEADING_NUMBER = re.compile(r"^(?:\d+(?:\.\d+)*\.?|[A-ZÅÄÖ]\.|[IVX]+\.)\s+")
_CODE = re.compile(r"^((?:[A-ZÅÄÖ]{1,3}\d{1,2}(?:\.\d{1,2})*|\d{1,2}(?:\.\d{1,2})+))[.:]?\s+(?=[A-ZÅÄÖ])")
_TYPOGRAPHY = str.maketrans({
    "\u2212": "-", "\u2013": "-", "\u2014": "-", "\u2010": "-", "\u2011": "-",
    "\u201d": '"', "\u201c": '"', "\u201e": '"', "\u2019": "'", "\u2018": "'",
    "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u00ad": None, "\ufb01": "fi", "\ufb02": "fl",
})  # fmt: skip


_COMMON = (
    ("å", "a"),
    ("ä", "a"),
    ("ö", "o"),
    ("Å", "A"),
    ("Ä", "A"),
    ("Ö", "O"),
    ("é", "e"),
    ("\u2013", "-"),
)
"""All that most texts hold beside ASCII, as `fold` has it: replaced in one go each."""


def squeeze(text: str) -> str:
    """The text with every run of white space as one space, none at the ends."""
    return " ".join(text.split())


def without_number(text: str) -> str:
    """A heading without its number: "3.2 Medarbetare", "B. Medarbetare" and "IV. Medarbetare" are "Medarbetare"."""
    return _HEADING_NUMBER.sub("", squeeze(text))


def split_code(text: str) -> tuple[str, str]:
    """A code before a name, which says where it stands, not what it is, and the name: "K2.2", "Kursdeltagare"."""
    line = squeeze(text)
    match = _CODE.match(line)
    return (match[1], line[match.end() :]) if match else ("", line)


@functools.lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """The text for comparison: lower case, no diacritics, plain dashes, quotes and spaces.

    `fold("Mått för  måluppfyllelse") == "matt for maluppfyllelse"`; text that lost its å, ä and ö
    in OCR folds to the same string as the correct one wherever only the marks were lost.
    """
    if not text.isascii():
        for marked, bare in _COMMON:
            text = text.replace(marked, bare)
    if not text.isascii():
        plain = unicodedata.normalize("NFKD", text.translate(_TYPOGRAPHY))
        text = plain if plain.isascii() else "".join(c for c in plain if not unicodedata.combining(c))
    return squeeze(text.casefold())


# ---------------------------------------------------------------- raised figures

RAISED = "\u2060"
"""Stands before raised figures in the raw characters (WORD JOINER: no width, no break): a reader saw them raised."""
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_ORDINARY = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789", RAISED)
_MARK = re.compile(f" ?{RAISED}([⁰¹²³⁴⁵⁶⁷⁸⁹(),*]+)(?=(\\s?[/⁄]\\s?{RAISED}?\\d)?)")
_POWERS = ("²", "³")
_POWERED_UNIT = re.compile(r"(?:^|[\s\d/(])[kdcm]?m$", re.IGNORECASE)
_FORMULA = re.compile(r"(?:^|[\W\d])(?:CO|NO|N|O|H)$")


def as_raised(text: str) -> str:
    """The text with its figures as superscript characters: "1" is "¹"."""
    return text.translate(_SUPERSCRIPT)


def raised_text(text: str, before: str) -> str:
    """What raised figures add to the words they stand beside.

    Args:
        text: the figures, superscript characters or not.
        before: the words of the line before them.

    Returns:
        A unit's power ("m²") as such, the figure of a formula set too high ("CO2") as an ordinary one, and nothing
        for a footnote's mark, which is no part of the value: "62 %¹" is "62 %", never 62 % 1 or 621.
    """
    raised = as_raised(text)
    if raised in _POWERS and _POWERED_UNIT.search(before):
        return raised
    return text.translate(_ORDINARY) if _FORMULA.search(before) else ""


def without_marks(line: str) -> str:
    """A line of raw characters without the marks of footnotes; the upper part of a fraction ("¹/2") is none."""

    def words(mark: re.Match[str]) -> str:
        return f" {mark[1].translate(_ORDINARY)}" if mark[2] else raised_text(mark[1], line[: mark.start()])

    return _MARK.sub(words, line) if RAISED in line else line


# ---------------------------------------------------------------- lines → text

_HYPHENS = "-\u00ad\u2010\u2011\u0002\ufffe"
_SOFT = "\u00ad\u0002\ufffe"
_LAST_WORD = re.compile(r"[^\s/()\"”]*$")
_FIRST_WORD = re.compile(r"[^\s/()\"”,.;:!?]+")
_RULE_DEBRIS = re.compile(r"(?=.*[_|])[_|—–\- ]{2,}")
"""What a recogniser makes of a ruling line between the two halves of a word."""
_MISREAD = re.compile(r"[a-zåäö]{3,}6$")
"""A word divided after an ö that a recogniser read as a figure: `genomf6-\nrande`."""
_COORDINATION = re.compile(r"(?:och|eller|samt|respektive|resp|till|kontra|/|\+|&)(?:\W|$)", re.IGNORECASE)


def printed_lines(text: str, raw: str) -> list[str]:
    """The lines that a text was printed in, with the words as restored; as one line where those are not the same.

    Args:
        text: the words, line ends joined and letters restored.
        raw: the characters as read, with their line breaks.
    """
    printed = raw.split("\n")
    words = text.split()
    if len(printed) < 2 or sum(len(line.split()) for line in printed) != len(words):
        return [raw if squeeze(raw) == squeeze(text) else text]
    lines: list[str] = []
    for line in printed:
        own = " ".join(words[: len(line.split())])
        words = words[len(line.split()) :]
        lines.append(line if squeeze(line) == own else own)
    return lines


OPEN_END = 1000
"""Letters after which a text's settled beginning is put aside, so that any paragraph takes its time only once."""


def join_lines(lines: Sequence[str], known: Container[str] = ()) -> str:
    r"""The lines of one paragraph or cell as one text, words divided at line ends made whole again.

    Args:
        lines: the lines as printed, top to bottom.
        known: lower-case words that the document prints whole elsewhere; they decide between
            "service-\nnivå" → "servicenivå" and "service-nivå", and join words that a narrow column broke
            without a hyphen.

    Returns:
        One line. A hyphen stays where it belongs to the word: before a capital, a digit or a slash, after a
        capital abbreviation or digit ("IT-\nmiljö"), and in "hälso-\noch sjukvård".
    """
    done: list[str] = []
    text = ""
    alone = False
    for line in lines:
        more = squeeze(line)
        if not more or (text and text[-1] in _HYPHENS and _RULE_DEBRIS.fullmatch(more)):
            continue
        if len(text) > OPEN_END:  # only its last word can still change
            settled = text.rfind(" ") + 1
            done.append(text[:settled])
            text = text[settled:]
        text = _join(text, more, known, alone) if text else more
        alone = " " not in more
    return "".join(done) + text


def _join(text: str, more: str, known: Container[str], alone: bool) -> str:
    last = _LAST_WORD.search(text)
    first = _FIRST_WORD.match(more)
    head, tail = last.group() if last else "", first.group() if first else ""
    if text[-1] in _HYPHENS and len(head) > 1:
        return _join_hyphen(text, more, head, tail, known)
    if text[-1] == "/" and not text.endswith(" /"):
        return text + more
    if text[-1] == "–" and len(head) > 1:
        return text + more
    if alone and head and tail and _broken(head, tail, known):
        return text + more
    return f"{text} {more}"


def _join_hyphen(text: str, more: str, head: str, tail: str, known: Container[str]) -> str:
    stem = head.rstrip(_HYPHENS)
    if text[-1] in _SOFT:
        return text[:-1] + more
    if _COORDINATION.match(more):
        return text + more if more[0] == "/" else f"{text} {more}"
    if not tail or not stem or not tail[0].isalpha() or not (stem[-1].isalpha() or _MISREAD.search(stem)):
        return text + more
    if tail[0].isupper() and not (stem.isupper() and tail.isupper()):
        return text + more
    whole = (stem + tail).lower()
    if whole in known:
        return text[:-1] + more
    keeps = f"{stem}-{tail}".lower() in known or (stem[-1].isupper() and not tail.isupper())
    return text + more if keeps else text[:-1] + more


def _broken(head: str, tail: str, known: Container[str]) -> bool:
    """Whether a column too narrow for a word broke it in two without a hyphen.

    Only a word that has its line to itself is broken so, and only one known whole and not in both its parts.
    """
    if not (head[-1].islower() and tail[0].islower()):
        return False
    whole = (head + tail).lower()
    return whole in known and (head.lower() not in known or tail.lower() not in known)

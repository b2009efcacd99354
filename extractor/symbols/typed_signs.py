"""Signs typed in the place of arrows or lights: "+", "=", "−", explained by the report or only by custom.

Promises that a dash that stands for "worse" is never taken for an empty cell beside a "+", and that what the report
does not explain is never sure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from extractor.model import Document, Paragraph, Table
from extractor.patterns import Patterns
from extractor.symbols.verdicts import Verdict, read_verdict

Kind = Literal["trend", "status"]

EXPLAINED = 0.95
"""Confidence of a sign that the report's own words explain."""
BY_CUSTOM = 0.7
"""Confidence of a sign that nothing explains: "+" is better in most reports, higher in some."""
LEGEND_CELLS = 30
"""A table that explains signs is small."""
LEGEND_WORDS = 8
"""Words behind a lone sign in a line of its own at most; more are an argument ("+ Fler har fått …")."""

_DASHES = str.maketrans(dict.fromkeys("–—−‒", "-"))
_EVEN = {"+/-": "0", "-/+": "0", "+-": "0", "±": "0", "±0": "0", "0": "0", "=": "="}
_SIGNS = {"+": "+", "++": "++", "-": "-", "--": "--", **_EVEN}
_UP = "+"
_CUSTOM: Mapping[Kind, Mapping[str, str]] = {
    "trend": {"+": "up", "++": "up", "=": "unchanged", "0": "unchanged", "-": "down", "--": "down"},
    "status": {"+": "met", "++": "met", "-": "not_met", "--": "not_met"},
}
_KEYS: Mapping[Kind, frozenset[str]] = {
    "trend": frozenset({"up", "unchanged", "down"}),
    "status": frozenset({"met", "partly_met", "not_met"}),
}
_NAMED = re.compile(
    r"(?<![^\s,;:.(|/])[(\[\"”]?(\+\+|--|[+±]/?[-–−]?0?|[=–−-]|0)[)\]\"”]?"
    r"(?:\s*(?:=|:|betyder|innebär|står för)\s*|\s+)(?=[A-Za-zÅÄÖåäö])"
)
"""A sign and what parts it from the words that explain it: "+ bättre", "(−) = sämre"."""
_END = re.compile(r"[,;.|](?:\s|$)|\n")


class Sign(NamedTuple):
    """A typed sign and what it stands for."""

    kind: Kind
    text: str
    """As `sign_of` writes it."""
    key: str
    concluded: bool = False
    """Nothing but custom says so."""


def sign_of(text: str) -> str:
    """The sign that a cell shows and nothing else, written in one way; '' where it shows anything else."""
    return _SIGNS.get(text.translate(_DASHES).strip(" ()[]").replace(" ", ""), "")


def signs_explained(document: Document, patterns: Patterns) -> tuple[Sign, ...]:
    """The signs that a line, lines below each other, or a small table of the document explains.

    Args:
        document: the document as read.
        patterns: the patterns in use (`trend`, `status`).

    Returns:
        The signs of the first place that explains at least two of them, "+" among these, by different verdicts.
    """
    return next((told for named in _places(document) if (told := _settled(named, patterns))), ())


def _places(document: Document) -> Iterator[list[tuple[str, str]]]:
    """What each line, small table, or run of lines with one sign each names, with the words behind each sign."""
    run: list[tuple[str, str]] = []
    for block in document.blocks:
        named = _pairs(block) if isinstance(block, Table) else _named_in(block)
        if len(named) == 1 and isinstance(block, Paragraph) and len(named[0][1].split()) <= LEGEND_WORDS:
            run += named
            continue
        yield from (run, named)
        run = []
    yield run


def _named_in(paragraph: Paragraph) -> list[tuple[str, str]]:
    text = paragraph.raw if sign_of(paragraph.raw[:1]) else paragraph.text
    if "+" not in text and not sign_of(text[:1]):
        return []
    marks = list(_NAMED.finditer(text))
    ends = [*(m.start() for m in marks[1:]), len(text)]
    said = (
        (sign_of(m[1]), _END.split(text[m.end() : end], 1)[0]) for m, end in zip(marks, ends, strict=False)
    )
    return [(sign, words.strip()) for sign, words in said if sign and words.strip()]


def _pairs(table: Table) -> list[tuple[str, str]]:
    if len(table.cells) > LEGEND_CELLS:
        return []
    at = {(c.row, c.column): c.text for c in table.cells}
    signs = ((sign_of(c.text), at.get((c.row, c.column + c.column_span), "")) for c in table.cells)
    return [(sign, words) for sign, words in signs if sign and words and not sign_of(words)]


def _settled(named: Sequence[tuple[str, str]], patterns: Patterns) -> tuple[Sign, ...]:
    """The signs where their words are verdicts of one kind, and different ones for all but doubled signs."""
    if not any(sign == _UP for sign, _ in named) or len({sign for sign, _ in named}) != len(named):
        return ()
    for kind in _KEYS:
        read = [(sign, read_verdict(words, kind, patterns).key) for sign, words in named]
        told = tuple(Sign(kind, sign, key) for sign, key in read if key in _KEYS[kind])
        if len({s.key for s in told}) > 1 and any(s.text == _UP for s in told):
            return told
    return ()


def signs_by_custom(kind: Kind, texts: Iterable[str]) -> tuple[Sign, ...]:
    """What the signs of a column stand for by custom; nothing where no cell shows more than a dash.

    Args:
        kind: whether the column holds directions or judgements.
        texts: the words of its cells.
    """
    shown = {sign_of(text) for text in texts} - {"", "-", "--"}
    if not shown & set(_CUSTOM[kind]) or (kind == "status" and _UP not in shown):
        return ()
    return tuple(Sign(kind, sign, key, concluded=True) for sign, key in _CUSTOM[kind].items())


def read_sign(text: str, kind: Kind, signs: Sequence[Sign]) -> Verdict | None:
    """What a cell says by a typed sign; None where it shows none, or its document has no such signs.

    Args:
        text: the words of the cell.
        kind: whether its column holds directions or judgements.
        signs: the signs of the document.
    """
    sign = sign_of(text)
    of_kind = [s for s in signs if s.kind == kind]
    if not sign or not of_kind:
        return None
    found = next((s for s in of_kind if s.text == sign), None)
    if found is None:
        return Verdict(None, 0.5, ("not_in_legend",))
    return (
        Verdict(found.key, BY_CUSTOM, ("sign_unexplained",))
        if found.concluded
        else Verdict(found.key, EXPLAINED)
    )

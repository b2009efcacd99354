"""Names of symbols in a line of text: "Grönt betyder …", "● delvis", "pil uppåt = förbättring"."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from extractor.model import Symbol
from extractor.patterns import Patterns, words_of
from extractor.symbols.glyphs import may_show, symbol_from_glyph
from extractor.symbols.verdicts import read_verdict

LONGEST = 25
"""Words a meaning may have; what is longer is running text."""
FEWEST_BRACKETED = 3
"""Letters with a meaning in brackets that a line gives at least; two may be names: "hus A (ny) och B (stängd)"."""
_TOKEN = re.compile(r"\S+")
_EQUALS = re.compile(r"\w\s*=\s*\w|[●■▲◆▼○□]\s*[=:–-]\s*\w")
_CODE = re.compile(
    r"(?<![^\s,;:.(|])([A-ZÅÄÖ]{1,2}|[1-9])\)?\s?"
    r"(?:=|:(?=\s)|\s?[–-](?=\s)|\s(?:betyder|innebär|markerar|anger|står för|är)\b)\s*"
)
"""A letter or figure that a line gives a meaning: "G = målet nås", "1: ej påbörjad"."""
_NEXT_CODE = re.compile(
    r"(?:[,;]|\s(?:och|samt|medan))\s+([A-ZÅÄÖ]{1,2}|[1-9])\s+(?:att|för)?\s*(?=[a-zåäö])"
)
"""The next one, its verb left out: "H betyder att målet nås, D *att det nås delvis*"."""
_BRACKETED_CODE = re.compile(r"(?<![^\s,;:.])([A-ZÅÄÖ]{1,2}|[1-9])\s\((?=[a-zåäö])")
"""A letter in front of its meaning in brackets: "A (målet nås), B (delvis)"."""
_CIRCLED = re.compile(r"([\u24B6-\u24CF])[)=:\s–-]*")
"""A letter in a ring or disc; it needs no sign before its meaning."""
_AND = re.compile(r"\s(?:och|samt|eller|medan)$")
"""What leads on to the next symbol: "gult kanske och rött nej"."""
_SENTENCE = re.compile(r"(?<=\w\w)[.:]\s+")
_EDGE = " \t=:;,.–-()[]|•*"


class Naming(NamedTuple):
    """A symbol that a line names, and the words that go with it."""

    colour: str | None
    shape: str | None
    words: str
    symbol: Symbol | None = None


class _Mark(NamedTuple):
    colour: str | None
    shape: str | None
    start: int
    end: int
    symbol: Symbol | None


@functools.lru_cache(maxsize=4096)
def namings_of(text: str, patterns: Patterns) -> tuple[Naming, ...]:
    """The symbols a line names, by glyph or by word, each with the words that explain it.

    The words stand behind the symbol ("Grönt: målet nås") or, in every case of the line, before it: where the
    symbols stand in brackets ("uppnått (grönt), delvis (gult)") or end the line.
    """
    marks = _joined(_marks(text, patterns), text)
    if not marks:
        return ()
    bracketed = [m for m in marks if text[: m.start + 1].rstrip().endswith("(")]
    if len(bracketed) > 1:
        starts = [0, *(m.end for m in bracketed[:-1])]
        words = [_last_sentence(text[a : m.start]) for a, m in zip(starts, bracketed, strict=True)]
        return _namings(bracketed, words)
    behind = [
        text[m.end : n.start if n else len(text)] for m, n in zip(marks, [*marks[1:], None], strict=True)
    ]
    before = [text[p.end if p else 0 : m.start] for m, p in zip(marks, [None, *marks[:-1]], strict=True)]
    gaps = behind
    if len(marks) > 1 and not behind[-1].strip(_EDGE) and read_verdict(before[0], "status", patterns).key:
        gaps = before
    return _namings(marks, [_first_sentence(gap) for gap in gaps])


def _namings(marks: Sequence[_Mark], words: Sequence[str]) -> tuple[Naming, ...]:
    return tuple(
        Naming(mark.colour, mark.shape, said, mark.symbol)
        for mark, said in zip(marks, words, strict=True)
        if said and len(said.split()) <= LONGEST
    )


def is_code(text: str) -> bool:
    """Whether a text is no more than one or two capitals or a figure."""
    return bool(re.fullmatch(r"[A-ZÅÄÖ]{1,2}|[1-9]", plain(text)))


def codes_of(text: str) -> list[tuple[str, str]]:
    """The short codes a line explains ("G = målet nås, R = målet nås inte"), each with its words."""
    marks = list(_CIRCLED.finditer(text)) or _coded_marks(text)
    before = {(text[: m.start()].lower().split() or [""])[-1] for m in marks}
    if len(marks) > 1 and len(before) == 1 and "" not in before and all(m[1].isdigit() for m in marks):
        return []  # "Mål 1 är uppnått, mål 2 är ej uppnått": numbers of goals
    ends = [m.start() for m in marks[1:]] + [len(text)]
    return [(plain(m[1]), _first_sentence(text[m.end() : end])) for m, end in zip(marks, ends, strict=False)]


def _coded_marks(text: str) -> list[re.Match[str]]:
    """The letters or figures that a line gives meanings, in its order."""
    marks = list(_CODE.finditer(text))
    bracketed = [] if marks else list(_BRACKETED_CODE.finditer(text))
    if len(bracketed) >= FEWEST_BRACKETED:
        return bracketed
    if marks and marks[0][0].rstrip()[-1:].isalpha():  # a verb that the others may leave out
        marks += [m for m in _NEXT_CODE.finditer(text, marks[0].end()) if all(m[1] != n[1] for n in marks)]
    return sorted(marks, key=lambda mark: mark.start(1))


def plain(code: str) -> str:
    """A code as its letter or figure alone, taken out of the ring or disc that it stands in."""
    return unicodedata.normalize("NFKC", code.strip())


def explains(text: str, patterns: Patterns) -> bool:
    """Whether a line says that it explains symbols ("betyder", "=")."""
    return bool(_EQUALS.search(text)) or any(m.key == "explains" for m in patterns["legend"].find(text))


def arrow_words(text: str, patterns: Patterns) -> str | None:
    """'better_worse' or 'higher_lower' by the words that explain an arrow, None if they tell neither."""
    told = {m.key for m in patterns["legend"].find(text)} & {"better_worse", "higher_lower"}
    return told.pop() if len(told) == 1 else None


def _first_sentence(gap: str) -> str:
    part = re.split(r"(?<=\w\w)[.;](?:\s|$)|\n", gap.strip(_EDGE), maxsplit=1)[0]
    return _AND.sub("", part.strip(_EDGE))


def _last_sentence(gap: str) -> str:
    return re.split(r"(?<=\w\w)[.;]\s|\n", gap.strip(_EDGE))[-1].strip(_EDGE)


def _marks(text: str, patterns: Patterns) -> list[_Mark]:
    tokens = list(_TOKEN.finditer(text))
    marks = _drawn(tokens, patterns) if may_show(text, patterns) else []
    taken: set[int] = set()
    legend = patterns["legend"]
    words = [words_of(token[0]) for token in tokens]
    starts = [i for i, said in enumerate(words) if not said or legend.may_begin(said[0])]
    for size in (3, 2, 1):
        for i in starts:
            if i + size > len(tokens):
                break
            said = [word for token in words[i : i + size] for word in token]
            if len(said) == size and legend.may_hold(said) and not taken & set(range(i, i + size)):
                mark = _named(text, tokens[i : i + size], patterns)
                if mark is not None:
                    marks.append(mark)
                    taken |= set(range(i, i + size))
    return sorted(marks, key=lambda m: m.start)


def _drawn(tokens: Iterable[re.Match[str]], patterns: Patterns) -> list[_Mark]:
    """The symbols printed as characters."""
    marks: list[_Mark] = []
    for token in tokens:
        core = token[0].strip(_EDGE)
        symbol = symbol_from_glyph(core, "", None, patterns) if core else None
        if symbol is None and token[0] and (symbol := symbol_from_glyph(token[0][0], "", None, patterns)):
            # A glyph printed close to its word: "■uppnått".
            marks.append(_Mark(_glyph_colour(symbol), symbol.shape, token.start(), token.start() + 1, symbol))
            continue
        if symbol is not None:
            marks.append(_Mark(_glyph_colour(symbol), symbol.shape, token.start(), token.end(), symbol))
    return marks


def _glyph_colour(symbol: Symbol) -> str | None:
    return None if symbol.colour in (None, "black") else symbol.colour


def _named(text: str, tokens: list[re.Match[str]], patterns: Patterns) -> _Mark | None:
    start, end = tokens[0].start(), tokens[-1].end()
    best = patterns["legend"].best(text[start:end], coverage=1)
    if best is None or best.score < 1:
        return None
    attributes = patterns["legend"][best.key].attributes
    if not attributes:
        return None
    return _Mark(attributes.get("colour"), attributes.get("shape"), start, end, None)


def _joined(marks: list[_Mark], text: str) -> list[_Mark]:
    """Two names of one symbol as one: "grön cirkel", "■ grönt"."""
    joined: list[_Mark] = []
    for mark in marks:
        last = joined[-1] if joined else None
        if last is not None and not text[last.end : mark.start].strip(_EDGE):
            compatible = (last.colour is None or mark.colour is None) and (
                last.shape is None or mark.shape is None
            )
            if compatible:
                joined[-1] = _Mark(
                    last.colour or mark.colour, last.shape or mark.shape, last.start, mark.end,
                    last.symbol or mark.symbol,
                )  # fmt: skip
                continue
        joined.append(mark)
    return joined


def parts_for(count: int, text: str, patterns: Patterns) -> list[str]:
    """The words that belong to each of several symbols; nothing where no cut of the line tells.

    Which words stand beside which symbol is not known here, only the order: a cut that gives each symbol a verdict of
    its own is taken before one that only gives as many parts, and the line's end is looked at before all of it, for
    sentences may stand before the symbols. A part with two verdicts is none.
    """
    ends = [text[m.end() :] for m in reversed(list(_SENTENCE.finditer(text))) if text[m.end() :].strip()]
    cuts = [
        cut
        for said in (*ends, text)
        for cut in (_phrases(said), _verdict_parts(said, patterns), _repeated_parts(said))
    ]
    fitting = [cut for cut in cuts if len(cut) == count]
    read = [[read_verdict(part, "status", patterns) for part in cut] for cut in fitting]
    for cut, said in zip(fitting, read, strict=True):
        keys = {v.key for v in said}
        if None not in keys and len(keys) == count:
            return cut
    for cut in fitting[-1:]:  # of the whole line
        if not any("several_verdicts" in read_verdict(part, "status", patterns).reasons for part in cut):
            return cut
    return []


def _phrases(text: str) -> list[str]:
    for mark in ("\t", "|", ";", "•", "  ", ",", "."):
        text = text.replace(mark, "\n")
    return [p.strip(" :=–-") for p in text.split("\n") if p.strip(" :=–-.")]


def _repeated_parts(text: str) -> list[str]:
    """Words that run on, cut before each that begins like the first ("nivån nås nivån nås inte")."""
    words = text.split()
    starts = [i for i, word in enumerate(words) if word == words[0]]
    if not starts:
        return []
    return [" ".join(words[a:b]) for a, b in zip(starts, [*starts[1:], len(words)], strict=True)]


def _verdict_parts(text: str, patterns: Patterns) -> list[str]:
    """Words that run on without a separator, cut before each verdict ("Uppnått Delvis uppnått Ej uppnått")."""
    words, parts = text.split(), []
    start = 0
    for i in range(1, len(words) + 1):
        if i == len(words) or words[i][:1].isupper():
            parts.append(" ".join(words[start:i]))
            start = i
    return [
        p for p in parts if read_verdict(p, "status", patterns).key or read_verdict(p, "trend", patterns).key
    ]

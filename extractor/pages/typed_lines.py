"""Lines that were typed: words apart from the rules, bars and leaders that were typed around them.

`---`, `===`, `|`, `+--+` and box-drawing characters are lines, however they are written; dots that lead from a name to
its figure are a gap, but in a table of contents.
"""

from __future__ import annotations

import itertools
import re
import statistics
from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from extractor.model import Box, Word
from extractor.pages.cells import bounds, printed, segments

BARS = "|¦│┃║▏▕"
JOINTS = "+┌┬┐├┼┤└┴┘╔╦╗╠╬╣╚╩╝╒╤╕╞╪╡╘╧╛╟╫╢╓╥╖╙╨╜┏┳┓┣╋┫┗┻┛"
STROKES = "-–—=_─━═╌┄~*#"
SHORTEST_RULE = 5
"""Characters of a typed rule at least: `---` may be a cell's sign for nothing."""
FEWEST_ENTRIES = 3
"""Lines with leaders, one below the other, whose numbers never fall: a table of contents."""
_BAR = re.compile(f"[{re.escape(BARS)}]")
_RULE = re.compile(
    f"[{re.escape(BARS + JOINTS)}:]*[{re.escape(STROKES)}]+[{re.escape(STROKES + BARS + JOINTS)}:]*"
    f"|[{re.escape(BARS + JOINTS)}]+"
)
_MARKDOWN = re.compile(rf"{_BAR.pattern}?(?: *(?::-+:?|-+:|--+) *{_BAR.pattern})+(?: *(?::-+:?|-+:|--+))? *")
"""The line under a header, which may be short and says by colons how its columns are set: `|:--|--:|`."""
_STROKES = re.compile(f"([{re.escape(STROKES)}])\\1\\1")
_LEADER = re.compile(r"\.{4,}|…{2,}|_{4,}")
_ANY = re.compile(f"{_BAR.pattern}|{_STROKES.pattern}|{_LEADER.pattern}")
_PAGE = re.compile(r"\d{1,3}$")


class Printed(NamedTuple):
    """One printed line, its typed rules and bars apart from its words."""

    words: tuple[Word, ...]
    bars: tuple[float, ...]
    """Where its bars stand."""
    strokes: tuple[Box, ...]
    """The parts of a typed rule; empty for a line of words."""
    printed: tuple[Word, ...]
    """All that was printed, rules and bars too."""
    box: Box

    @property
    def parts(self) -> int:
        """How many groups of words stand on it, wide gaps between them."""
        return len(segments(self.words)) if self.words else 0


def is_typed(text: str) -> bool:
    """Whether a text holds a bar, a typed rule or a leader."""
    return _ANY.search(text) is not None


def advance_of(words: Sequence[Word]) -> float:
    """The usual width of a character in points."""
    return statistics.median([w.box.width / len(w.text) for w in words if w.text]) or 1.0


def printed_lines(lines: Sequence[Sequence[Word]]) -> list[Printed]:
    """Lines of words, each with its typed rules, bars and leaders apart.

    Args:
        lines: the words of each line from left to right, lines from top to bottom.
    """
    contents = _contents(lines)
    return [_line(words, leaders=at not in contents) for at, words in enumerate(lines)]


def _line(words: Sequence[Word], *, leaders: bool) -> Printed:
    box = bounds(w.box for w in words)
    if _MARKDOWN.fullmatch(" ".join(w.text for w in words)):
        return Printed((), (), tuple(w.box for w in words), tuple(words), box)
    if all(_RULE.fullmatch(w.text) for w in words):
        length = sum(len(w.text) for w in words)
        if length >= SHORTEST_RULE and any(_STROKES.search(w.text) for w in words):
            return Printed((), (), tuple(w.box for w in words), tuple(words), box)
    kept: list[Word] = []
    bars: list[float] = []
    for word in words:
        if _BAR.search(word.text) is None and (not leaders or _LEADER.search(word.text) is None):
            kept.append(word)
            continue
        for part in re.finditer(_PART if leaders else _BARRED, word.text):
            piece = _piece(word, part)
            if _BAR.fullmatch(piece.text):
                bars.append((piece.box.x0 + piece.box.x1) / 2)
            elif not (leaders and _LEADER.fullmatch(piece.text)):
                kept.append(piece)
    return Printed(tuple(kept), tuple(bars), (), tuple(words), box)


_BARRED = re.compile(f"{_BAR.pattern}|[^{re.escape(BARS)}]+")
_PART = re.compile(f"{_BAR.pattern}|{_LEADER.pattern}|(?:(?!{_LEADER.pattern})[^{re.escape(BARS)}])+")


def _piece(word: Word, part: re.Match[str]) -> Word:
    """A part of a word with the box it has in a typeface of one width."""
    step = word.box.width / len(word.text)
    left = word.box.x0
    box = Box(left + step * part.start(), word.box.top, left + step * part.end(), word.box.bottom)
    return msgspec.structs.replace(word, text=part.group(), box=box)


def _contents(lines: Sequence[Sequence[Word]]) -> set[int]:
    """The lines of tables of contents: leaders and a page number on each, numbers that never fall."""
    found: set[int] = set()
    run: list[tuple[int, int]] = []
    for at, words in enumerate([*lines, ()]):
        led = any(_LEADER.search(w.text) for w in words) and not all(_RULE.fullmatch(w.text) for w in words)
        last = words[-1].text.rsplit(".", maxsplit=1)[-1] if words else ""
        if led and _PAGE.match(last):
            run.append((at, int(last)))
            continue
        if led or not words:
            pages = [page for _, page in run]
            if len(run) >= FEWEST_ENTRIES and pages == sorted(pages) and not led:
                found |= {n for n, _ in run}
            run = []
    return found


def underlines(lines: Sequence[Printed], at: int) -> bool:
    """Whether a typed rule is the line under a heading: one part, about as long as the only words above it."""
    above = lines[at - 1] if at else None
    if above is None or not above.words:
        return at == 0 or len(lines[at].strokes) == 1
    if len(lines[at].strokes) != 1 or above.bars:
        return False
    rule, text = lines[at].strokes[0], bounds(w.box for w in above.words)
    close = rule.top - text.bottom < 2 * (text.bottom - text.top)
    alike = abs(rule.x0 - text.x0) < text.width / 2 and rule.width < 1.5 * text.width
    return close and above.parts == 1 and alike


def line_height(lines: Sequence[Printed]) -> float:
    """The usual distance from one of some lines to the next: the smallest, blank lines stand between others."""
    steps = [
        b.box.top - a.box.top
        for a, b in itertools.pairwise(lines)
        if b.box.top - a.box.top > 0.5 * (a.box.bottom - a.box.top)
    ]
    return min(steps, default=1.3 * (lines[0].box.bottom - lines[0].box.top) if lines else 0.0)


def header_text(line: Printed) -> str:
    """What a line says, to tell a header that comes again."""
    return printed(line.words)

"""Running text of a dump: headings, paragraphs with their wrapped lines joined, bullets.

The evidence for a paragraph's end is where its line breaks: a line that ends although the next line's first word would
have fitted was ended on purpose.
"""

from __future__ import annotations

import bisect
import itertools
import re
from collections.abc import Container, Sequence

import msgspec

from extractor.model import Block, Paragraph, Place
from extractor.patterns import Lexicon, Patterns
from extractor.phrases import finder, plain
from extractor.reading.text_lines import Line
from extractor.scorecards.labelled import after_label
from extractor.swedish import join_lines

HEADING_LENGTH = 90
HEADING_WORDS = 12
"""Headings of real reports have at most eleven words."""
FULL_SHARE = 0.75
"""The width of the text column is the line length up to which this share of a dump's letters stands: a dump that prints
every cell on a line of its own has many more short lines than full ones."""
LETTER_SHARE = 0.6
"""Share of letters in a heading's characters; figures and scraps of pictures have fewer."""
WIDEST = 110
"""Characters of a line; longer ones are paragraphs printed without breaks."""
FEWEST_ENTRIES = 3
"""Entries of a table of contents without leaders."""
GAPLESS_SHARE = 0.08
"""Share of lines after an empty one below which a dump counts as having none; page tops remain."""
SLACK = 4
"""Characters by which a full line may stay short of the width: proportional type wraps unevenly."""

GOAL_WORDS = 3
"""Words of a goal behind its label at least; figures behind one are a target."""
NAME_WORDS = 6
_MARKDOWN = re.compile(r"\s*#{1,6}\s+(?=\S)")
_LABELLED = re.compile(r"perspektiv\w*\s*[:–]\s*\S", re.IGNORECASE)
_BEHIND = re.compile(r"(?:\s+\d+)?(?:\s*[:–-]\s*|\s+)[^\W\d_]")
"""What follows the word that says what a name is: its number, a colon or dash, and the name."""
_BULLET = re.compile(r"^\s*(?:[•·▪◦‣●○■□\uf0b7\uf0a7¢«°»*+–—-]|[oe](?=\s+[A-ZÅÄÖ]))\s+(?=\S)")
_END = (".", "!", "?", ":", ";", ",")
_CONTENTS = re.compile(r"^(.*\S)\s*(?:\.{3,}|\t|…|\s{3,})\s*\.*\s*(\d{1,4})$")
_LEADER = re.compile(r"\.{3,}|…")


def without_contents(lines: Sequence[Line]) -> list[Line]:
    """The lines without tables of contents.

    A leader tells an entry by itself. A tab or wide gap before a number stands in tables as well: there it takes
    several entries in a row whose pages never fall, and no other line of columns beside them.
    """
    kept: list[Line] = []
    at = 0
    while at < len(lines):
        stop = at
        while stop < len(lines) and _page_of(lines[stop]) is not None:
            stop += 1
        listed = _lists_pages(lines, at, stop)
        kept += [line for line in lines[at:stop] if not listed and _LEADER.search(line.text) is None]
        kept += lines[stop : stop + 1]
        at = stop + 1
    return kept


def _page_of(line: Line) -> int | None:
    """The page that a line names if it is an entry of a table of contents: words, leader or tab, number."""
    match = _CONTENTS.match(line.text.rstrip())
    entry = match is not None and any(c.isalpha() for c in match.group(1)) and line.text.count("\t") <= 1
    return int(match.group(2)) if match is not None and entry else None


def _lists_pages(lines: Sequence[Line], start: int, stop: int) -> bool:
    """Whether lines that each end with a number are a table of contents."""
    pages = [page for line in lines[start:stop] if (page := _page_of(line)) is not None]
    beside = [*lines[max(0, start - 1) : start], *lines[stop : stop + 1]]
    return len(pages) >= FEWEST_ENTRIES and pages == sorted(pages) and all("\t" not in b.text for b in beside)


def text_width(lines: Sequence[Line]) -> int:
    """The width of the text column in characters."""
    lengths = sorted(len(line.words) for line in lines if "\t" not in line.text)
    sums = list(itertools.accumulate(lengths))
    return min(lengths[bisect.bisect_left(sums, FULL_SHARE * sums[-1])], WIDEST) if lengths else 0


def ends_early(line: Line, following: Line, width: int) -> bool:
    """Whether the next line's first word would have fitted on this line."""
    first = following.words.split(" ")[0]
    return len(line.words) + 1 + len(first) + SLACK < width


def is_bullet(line: Line) -> bool:
    """Whether a line starts a list item."""
    return _BULLET.match(line.text) is not None


def is_heading(line: Line, following: Line | None, width: int, *, gapless: bool = False) -> bool:
    """Whether a line of its own is a heading: short, starts big, no full stop, text or a gap below.

    Args:
        line: the line.
        following: the line below, None at the end.
        width: width of the text column in characters.
        gapless: the dump has no empty lines; the caller knows that the paragraph above has ended.
    """
    text = line.words
    if not text or len(text) > HEADING_LENGTH or len(text.split()) > HEADING_WORDS:
        return False
    if text.endswith((*_END, "-")) or not (text[0].isupper() or text[0].isdigit()) or is_bullet(line):
        return False
    if sum(c.isalpha() for c in text) < LETTER_SHARE * len(text.replace(" ", "")) or "|" in text:
        return False
    apart = line.blank or gapless
    if following is None or following.blank:
        return apart
    return apart and following.words[:1].isupper() and ends_early(line, following, width)


def is_gapless(lines: Sequence[Line]) -> bool:
    """Whether a dump has no empty lines between paragraphs."""
    return sum(line.blank for line in lines) < GAPLESS_SHARE * len(lines)


def flow(
    lines: Sequence[Line], width: int, patterns: Patterns, known: Container[str], *, gapless: bool = False
) -> list[Paragraph]:
    """The headings and paragraphs of consecutive lines of running text.

    Args:
        lines: lines without tables and furniture.
        width: width of the text column in characters.
        patterns: the knowledge in use: names of perspectives and sections are headings.
        known: words that the dump prints whole, for joining hyphenated line ends.
        gapless: the dump has no empty lines between paragraphs.
    """
    out: list[Paragraph] = []
    group: list[Line] = []
    for at, printed in enumerate(lines):
        following = lines[at + 1] if at + 1 < len(lines) else None
        marked = _MARKDOWN.match(printed.text)
        line = printed._replace(text=printed.text[marked.end() :].strip(" #")) if marked else printed
        named = marked is not None or names_heading(line.words, patterns)
        if named and group:
            out.append(_paragraph(group, known))
            group = []
        if named or (not group and is_heading(line, following, width, gapless=gapless)):
            out.append(_paragraph([line], known, level=heading_level(line.words, patterns)))
            continue
        group.append(line)
        if following is None or _parted(line, following, width, gapless=gapless):
            out.append(_paragraph(group, known))
            group = []
    return out


def titled(blocks: Sequence[Block], patterns: Patterns) -> list[Block]:
    """The blocks before a table with their last line a heading, where it stands between a heading and the table.

    Whatever follows the name of a perspective and is no sentence heads the table: its goal, or its name.
    """
    if len(blocks) < 2 or not isinstance(blocks[-1], Paragraph) or not isinstance(blocks[-2], Paragraph):
        return list(blocks)
    last, above = blocks[-1], blocks[-2]
    line = Line(last.raw, last.place.page, blank=True)
    alone = "\n" not in last.raw and not last.level and above.level > 0
    if not alone or not is_heading(line, None, 0):
        return list(blocks)
    level = max(heading_level(last.text, patterns), above.level)
    return [*blocks[:-1], msgspec.structs.replace(last, level=level)]


def is_band(text: str, patterns: Patterns) -> bool:
    """Whether a line inside a table says whose perspective the rows below are (`Fokusområde: Lärande`)."""
    label = (
        finder(patterns, "labels", "perspective").at(plain(text), 0)
        if len(text.split()) <= NAME_WORDS
        else None
    )
    behind = _BEHIND.match(text, label.end) if label is not None else None
    return behind is not None and (":" in behind.group() or behind.group()[-1].isupper())


def states_goal(text: str, patterns: Patterns) -> bool:
    """Whether a line inside a table says which goal the rows below are about (`Mål 2. Resorna är trygga`)."""
    goal = after_label(text, "goal", patterns) or ""
    return len(goal.split()) >= GOAL_WORDS and goal[:1].isupper() and not any(c.isdigit() for c in goal)


def names_perspective(text: str, patterns: Patterns) -> bool:
    """Whether a line is nothing but the name of a perspective."""
    return _is_named(text, patterns["perspectives"])


def names_heading(text: str, patterns: Patterns) -> bool:
    """Whether a line is nothing but the name of a perspective or a section."""
    if _LABELLED.match(text) and _is_name(text):
        return True
    return any(_is_named(text, patterns[name]) for name in ("perspectives", "sections"))


def _is_name(text: str) -> bool:
    return len(text.split()) <= NAME_WORDS and text[:1].isupper() and not text.endswith((".", ",", "-"))


def _is_named(text: str, names: Lexicon) -> bool:
    return _is_name(text) and names.best(text, coverage=0.9) is not None


def heading_level(text: str, patterns: Patterns) -> int:
    """1 for sections and perspectives, 2 for other headings."""
    for name in ("sections", "perspectives"):
        match = patterns[name].best(text, coverage=0.7)
        if match is not None:
            return 1
    return 2


def _parted(line: Line, following: Line, width: int, *, gapless: bool) -> bool:
    if following.page != line.page:
        return not _carries_on(line, following)
    if is_bullet(following):
        return True
    if following.blank:
        return not (line.words.endswith("-") and following.words[:1].islower())
    upper = following.words[:1].isupper() or following.words[:1] in "”\"'"
    ended = line.words.endswith(_END[:4]) and (gapless or ends_early(line, following, width))
    return upper and (
        ended or (gapless and not line.text.endswith(" ") and ends_early(line, following, width))
    )


def _carries_on(line: Line, following: Line) -> bool:
    return following.words[:1].islower() and not line.words.endswith(_END[:3])


def _paragraph(lines: Sequence[Line], known: Container[str], level: int = 0) -> Paragraph:
    raw = "\n".join(line.text.strip() for line in lines)
    bullet = is_bullet(lines[0])
    texts = [line.text for line in lines]
    if bullet:
        texts[0] = _BULLET.sub("", texts[0])
    return Paragraph(
        text=join_lines(texts, known), raw=raw, place=Place(page=lines[0].page), level=level, bullet=bullet
    )

"""The lines of a text dump: decoded, cut into pages, without page furniture, each knowing its blanks.

A dump may have form feeds, form feeds turned into a space at the start of a line, or no page marks but its printed
`Sida 2 (14)`; its lines may all be doubled by blank ones. After this module none of that is left.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

from extractor.errors import EmptyFileError
from extractor.swedish import fold, squeeze

EDGE_LINES = 4
"""Running headers and footers stand within this many printed lines of a page's ends."""
REPEATS = 3
"""A line at the pages' ends is furniture from this many pages on."""
SHORTEST_PAGE = 20
"""Printed lines of a page on average: lines that begin with a blank more often than that have lost a picture there. The
dumps whose form feeds became blanks have 29 to 44, one with lost pictures 13."""
DOUBLED_SHARE = 0.85
"""Share of printed lines followed by an empty one from which the dump counts as doubled by blank lines."""
NUMBERED_REPEATS = 2
"""The same for a line that holds a document's number (`GMN 2021/044`)."""
FURNITURE_LENGTH = 90
"""Running headers are short; a longer repeated line is content."""

_PAGE_NUMBER = re.compile(
    r"(?:sida|sid|s|page)?\s*\.?\s*(\d{1,4})\s*(?:\(\s*\d{1,4}\s*\)|av\s+\d{1,4}|/\s*\d{1,4}|of\s+\d{1,4})"
    r"|(?:sida|sid|page)\s*:?\s*(\d{1,4})|-\s*(\d{1,4})\s*-",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\b[a-z]{2,}[- ]?\d{2,}[-/]\d+|\b(?:19|20)\d\d[/:]\d{2,}")
_FORM_LABELS = (
    "dokumentnamn",
    "galler for verksamhet",
    "publiceringsdatum",
    "dokument-id",
    "upprattad av",
    "diarienummer",
)
_TAG = re.compile(r"</?(?:b|i|u|em|strong|sup|sub|br|p|span)\s*/?>", re.IGNORECASE)
_BYTE_ORDER = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}


_BLANKS = " \t\r\f\v\xa0\uf0b7\uf0a7"
"""What a line may hold and be empty: blanks, and bullets of symbol fonts whose items a dump put elsewhere."""


class Line(NamedTuple):
    """One printed line."""

    text: str
    """Without the line's end; leading and trailing blanks kept: they are evidence."""
    page: int
    blank: bool
    """Whether an empty line or a page break stands above it."""

    @property
    def words(self) -> str:
        """The text with single spaces."""
        return squeeze(self.text)


class Pages(NamedTuple):
    """A dump's lines in reading order and what was left out of them."""

    lines: tuple[Line, ...]
    furniture: tuple[str, ...]
    page_count: int


_HEADING_BAR = re.compile(r"(?:^|(?<=\f))\|[ \t]+(?=[^\W\da-zåäö_])", re.MULTILINE)
FEWEST_BARS = 3
"""Headings with a bar from which a report sets them so."""


def decode(content: bytes) -> str:
    """The characters of a text dump.

    Args:
        content: the file's bytes: UTF-8, UTF-16 with a byte order mark, or Windows-1252.

    Raises:
        EmptyFileError: nothing but white space.
    """
    for mark, encoding in _BYTE_ORDER.items():
        if content.startswith(mark):
            text = content.decode(encoding, errors="replace")
            break
    else:
        try:
            text = content.decode("utf-8")
        except UnicodeDecodeError:
            text = content.decode("cp1252", errors="replace")
    if not text.strip():
        raise EmptyFileError("The text file holds nothing but white space.")
    text = _TAG.sub("", text)
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


def without_heading_bars(text: str) -> str:
    """A recognised text without the bars that stand left of its headings: "| Ekonomi".

    Bars of tables stand within lines, too; then all of them stay.
    """
    barred = [line for line in text.splitlines() if "|" in line]
    if len(set(barred)) < FEWEST_BARS or not all(_HEADING_BAR.match(x) and x.count("|") == 1 for x in barred):
        return text
    return _HEADING_BAR.sub("", text)


def read_pages(text: str, names_columns: Callable[[str], bool]) -> Pages:
    """Cut a dump's text into pages of lines and take out the furniture.

    Args:
        text: the dump's characters.
        names_columns: whether a line is the header of a table, which goes on from page to page: no furniture.
    """
    pages = _split(text)
    doubled = _is_doubled(pages)
    numbered = [_lines(page, number, doubled) for number, page in enumerate(pages, start=1)]
    repeated = _repeated(numbered, names_columns)
    kept: list[Line] = []
    furniture: dict[str, None] = {}
    for page in numbered:
        gap = True
        for at, line in enumerate(page):
            edge = at < EDGE_LINES or at >= len(page) - EDGE_LINES
            labels = at > 0 and any(_is_form(x.words) for x in page[max(0, at - 2) : at])
            if _is_furniture(line.words, repeated, edge=edge) or (
                labels and line.text.lstrip().startswith("[")
            ):
                furniture[line.words] = None
                gap = True
            else:
                kept.append(line._replace(blank=line.blank or gap))
                gap = False
    return Pages(tuple(kept), tuple(furniture), len(pages))


def _split(text: str) -> list[str]:
    if "\f" in text.strip("\f\n "):
        return text.strip("\f").split("\f")
    starts = [m.start() + 1 for m in re.finditer(r"\n (?=[^\s])", text)]
    indented = sum(1 for line in text.split("\n") if line.startswith("  "))
    printed = sum(1 for line in text.split("\n") if line.strip())
    if starts and indented <= len(starts) and printed >= SHORTEST_PAGE * len(starts):
        bounds = [0, *starts, len(text)]
        return [text[a:b] for a, b in itertools.pairwise(bounds) if text[a:b].strip()]
    marks = [m for m in re.finditer(r"(?m)^[ \t]*(.+?)[ \t]*$", text) if _PAGE_NUMBER.fullmatch(m.group(1))]
    if len(marks) < REPEATS:
        return [text]
    bounds = [0, *(m.start() for m in marks), len(text)]
    return [text[a:b] for a, b in itertools.pairwise(bounds) if text[a:b].strip()]


def _is_doubled(pages: list[str]) -> bool:
    lines = [line for page in pages for line in page.split("\n")]
    printed = [i for i, line in enumerate(lines[:-1]) if line.strip()]
    followed = sum(lines[i + 1] == "" for i in printed)
    return len(printed) > 20 and followed / len(printed) >= DOUBLED_SHARE


def _lines(page: str, number: int, doubled: bool) -> list[Line]:
    out: list[Line] = []
    blank = True
    previous_printed = False
    for raw in page.split("\n"):
        if not raw.strip(_BLANKS):
            blank = blank or not doubled or raw != "" or not previous_printed
            previous_printed = False
            continue
        out.append(Line(raw, number, blank))
        blank = False
        previous_printed = True
    return out


def _repeated(pages: list[list[Line]], names_columns: Callable[[str], bool]) -> frozenset[str]:
    """The lines that recur at the pages' ends, without the headers of tables and what stands below them."""
    counts: Counter[str] = Counter()
    for page in pages:
        edge = page[:EDGE_LINES] + page[-EDGE_LINES:]
        counts.update({_key(line.words) for line in edge if len(line.words) <= FURNITURE_LENGTH})
    needed = max(REPEATS, len(pages) // 4)
    repeated = {
        key for key, n in counts.items() if key and n >= (NUMBERED_REPEATS if _NUMBER.search(key) else needed)
    }
    words = {_key(line.words): line.words for page in pages for line in page}
    heads = {key for key in repeated if names_columns(words[key])}
    below = {_key(b.words) for page in pages for a, b in itertools.pairwise(page) if _key(a.words) in heads}
    return frozenset(repeated - heads - below)


def _key(text: str) -> str:
    return fold(text) if any(c.isalpha() for c in text) else ""


def _is_furniture(words: str, repeated: frozenset[str], *, edge: bool) -> bool:
    if _PAGE_NUMBER.fullmatch(words):
        return True
    if not edge:
        return False
    return _key(words) in repeated or _is_form(words)


def _is_form(words: str) -> bool:
    """Whether a line holds the labels of a document header's form."""
    folded = fold(words)
    return sum(label in folded for label in _FORM_LABELS) > 1

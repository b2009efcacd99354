"""Where a dump's tables are.

A scorecard runs from its header to the next heading or running text; the same header again at the top of
a page continues it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

from rapidfuzz import fuzz

from extractor.patterns import Patterns
from extractor.reading.tab_rows import tab_tables
from extractor.reading.text_figures import figures_at
from extractor.reading.text_flow import ends_early, is_bullet
from extractor.reading.text_header import Header, find_headers, is_amounts_header, names_section
from extractor.reading.text_lines import Line
from extractor.reading.text_pieces import YEAR, holds_values_in_a_row, is_direction, is_quantity, is_symbol
from extractor.reading.text_tabbed import keeps_between, tab_lines
from extractor.reading.text_tabs import SAME_HEADER
from extractor.swedish import fold

Kind = Literal["text", "tabs", "tabbed", "stream"]

PROSE_SHARE = 0.72
"""A line of running text fills this share of the text column."""
PROSE_WORDS = 6
HEADING_WORDS = 6
NAME_OF_MEASURE = 2
"""Names of personnel sections up to this many words are measures as well (`Total sjukfrånvaro`)."""
LOOK_AHEAD = 3
"""Lines below a heading within which its text or its table's header starts."""
CLOSING_SECTIONS = frozenset({"assignments", "controls", "summary", "appendix", "contents"})
"""Sections whose names are never cells of a scorecard."""
SENTENCE_WORDS = 5

_BAR = re.compile(r"^\| (?=[a-zåäö])")
"""A sentence's first word `I` read as a bar."""
_LABELLED = re.compile(r"perspektiv\w*\s*[:–]", re.IGNORECASE)
_NEXT_SENTENCE = re.compile(r"[^\W\d_]{3}\. [A-ZÅÄÖ]")
"""A sentence that begins where another ended: numbers in it are no cells."""
_FUNCTION = re.compile(
    r"\b(?:och|har|inte|som|med|att|till|av|på|pa|för|for|fér|under|är|ar|dr|vid|från|fran|den|det|en|ett|i)\b"
)


class Region(NamedTuple):
    """Consecutive lines of one kind."""

    kind: Kind
    start: int
    stop: int
    headers: tuple[Header, ...] = ()
    """The headers inside, with line numbers relative to the region."""


def find_regions(lines: Sequence[Line], width: int, patterns: Patterns) -> list[Region]:
    """Cut a dump's lines into running text and tables, in reading order, nothing left out."""
    marks: list[Region] = _tab_regions(lines, patterns)
    taken = {i for r in marks for i in range(r.start, r.stop)}
    headers = [h for h in find_headers(lines, patterns) if h.start not in taken]
    at = 0
    while at < len(headers):
        group = [headers[at]]
        end = _table_end(lines, _limits(lines, headers, at), width, patterns)
        while (
            at + 1 < len(headers)
            and headers[at + 1].start <= end + 1
            and _goes_on(lines, headers[at + 1], end)
        ):
            at += 1
            group.append(headers[at])
            end = _table_end(lines, _limits(lines, headers, at), width, patterns)
        start = group[0].start
        if end > group[0].stop and not any(i in taken for i in range(start, end)):
            inside = tuple(h._replace(start=h.start - start, stop=h.stop - start) for h in group)
            marks.append(Region("stream", start, end, inside))
        at += 1
    return _filled(sorted(marks, key=lambda r: r.start), len(lines))


def _tab_regions(lines: Sequence[Line], patterns: Patterns) -> list[Region]:
    """Lines with tab characters that are tables, with the lines without that stand between their rows."""
    tabbed = [t.span for t in tab_tables(tab_lines(lines, patterns)) if keeps_between(lines, t)]
    out = [Region("tabbed", span.start, span.stop) for span in tabbed]
    taken = {n for span in tabbed for n in span}
    at = 0
    while at < len(lines):
        stop = at
        while stop < len(lines) and stop not in taken and lines[stop].text.count("\t") >= 1:
            if stop > at and lines[stop].blank and not _same_table(lines[at], lines[stop]):
                break
            stop += 1
        if stop - at >= 2:
            out.append(Region("tabs", at, stop))
        at = max(stop, at + 1)
    return out


def _same_table(first: Line, line: Line) -> bool:
    """Whether rows after a gap go on with the table: the same header again, or the rest of a row."""
    if line.text.count("\t") != first.text.count("\t"):
        return False
    cells = [c.strip() for c in line.text.split("\t")]
    heads = [c.strip() for c in first.text.split("\t")]
    rest = not cells[0] and any(c[:1].islower() for c in cells if c)
    return rest or fuzz.ratio(fold(" ".join(cells)), fold(" ".join(heads))) >= SAME_HEADER


def _filled(marks: Sequence[Region], count: int) -> list[Region]:
    out: list[Region] = []
    at = 0
    for mark in marks:
        if mark.start > at:
            out.append(Region("text", at, mark.start))
        out.append(mark)
        at = mark.stop
    if at < count:
        out.append(Region("text", at, count))
    return out


def _goes_on(lines: Sequence[Line], header: Header, end: int) -> bool:
    """Whether a header directly after a table's end repeats it at the top of a page."""
    return header.start <= end and lines[header.start].page > lines[end - 1].page


def _limits(lines: Sequence[Line], headers: Sequence[Header], at: int) -> tuple[int, int, bool]:
    """Where a header's table starts, where it must have ended, and whether it ends with its page.

    It has ended at the next header, or the dump's end; with its page where the dump repeats headers at the top of
    pages.
    """
    repeated = any(h.start and lines[h.start - 1].page < lines[h.start].page for h in headers)
    return headers[at].stop, headers[at + 1].start if at + 1 < len(headers) else len(lines), repeated


def _opens_page(lines: Sequence[Line], at: int) -> bool:
    """Whether a line opens a page and does not finish a word or sentence of the page before."""
    line, before = lines[at], lines[at - 1]
    return line.page > before.page and not (line.words[:1].islower() or before.words.endswith("-"))


def _table_end(lines: Sequence[Line], limits: tuple[int, int, bool], width: int, patterns: Patterns) -> int:
    """Index after the table's last line."""
    start, limit, repeated = limits
    end = start
    while end < limit:
        line = lines[end]
        if "\t" in line.text or _is_prose(lines, end, width):
            break
        if repeated and end > start and _opens_page(lines, end):
            return end
        if end > start and is_amounts_header(line.words):
            return _without_heading(lines, start, _without_heading(lines, start, end, width), width)
        if end > start and _begins_figures(lines, end):
            return _without_heading(lines, start, end, width)
        if end > start and _begins_years(lines, end):
            return _without_heading(lines, start, end, width)
        if end > start and _is_last_words(lines, end, limit, patterns):
            break
        if end > start and _is_next_section(lines, end, (width, limit), patterns):
            return end
        end += 1
    if end < limit or limit == len(lines) or _names_above(lines, end, patterns):
        return _without_heading(lines, start, end, width)
    return end


def _begins_figures(lines: Sequence[Line], at: int) -> bool:
    """Whether a table of figures begins: a header with a year, and names with as many numbers below."""
    if not any(YEAR.fullmatch(w) for w in lines[at].words.split()):
        return False
    found = figures_at(lines, at)
    return found is not None and len(found.labels) > FEWEST_YEARS


def _begins_years(lines: Sequence[Line], at: int) -> bool:
    """Whether another table begins: a name after a gap, and below it nothing but years, each on a line."""
    name, years = lines[at], [line.words for line in lines[at + 1 : at + 1 + FEWEST_YEARS]]
    return (
        name.blank
        and name.words[:1].isupper()
        and not is_direction(name.words)
        and len(years) == FEWEST_YEARS
        and len(set(years)) == FEWEST_YEARS
        and all(YEAR.fullmatch(y) for y in years)
    )


FEWEST_YEARS = 2


def _is_next_section(lines: Sequence[Line], at: int, bounds: tuple[int, int], patterns: Patterns) -> bool:
    """Whether a line is the heading of the next section: its name, with text or a header soon below."""
    text = lines[at].words
    width, limit = bounds
    if _LABELLED.match(text):
        return True
    section = patterns["sections"].best(text, coverage=0.85)
    named = section is not None or patterns["perspectives"].best(text, coverage=0.85) is not None
    if not named or is_direction(text) or not text[:1].isupper() or len(text.split()) > HEADING_WORDS:
        return False
    if section is not None and section.key in CLOSING_SECTIONS:
        return True
    if section is not None and section.key == "finance" and at + 1 < len(lines):
        below_text = lines[at + 1].words
        return not (is_quantity(below_text) or is_direction(below_text))
    if (
        section is not None
        and section.key == "staff"
        and lines[at].blank
        and len(text.split()) > NAME_OF_MEASURE
    ):
        return True
    below = range(at + 1, min(at + 1 + LOOK_AHEAD, len(lines)))
    return any(i == limit or _is_prose(lines, i, width) for i in below)


def _names_above(lines: Sequence[Line], end: int, patterns: Patterns) -> bool:
    return end > 0 and names_section(lines[end - 1].words, patterns)


def _without_heading(lines: Sequence[Line], start: int, end: int, width: int) -> int:
    """The end moved up over the heading of what follows."""
    at = end - 1
    if at <= start:
        return end
    line = lines[at]
    text = line.words
    heading = (
        text[:1].isupper()
        and not text.endswith((".", ",", "-", "?", "”"))
        and len(text.split()) <= 9
        and not is_quantity(text)
        and not is_direction(text)
        and not is_symbol(text)
        and not any(is_quantity(w) for w in text.split()[-1:])
        and "|" not in text
    )
    apart = line.blank or lines[at - 1].page < line.page or not any(x.blank for x in lines[start:end])
    below = end >= len(lines) or lines[end].blank or ends_early(line, lines[end], width)
    return at if heading and apart and below else end


def _is_prose(lines: Sequence[Line], at: int, width: int) -> bool:
    """Whether running text starts at a line: full lines of words that make sentences."""
    line = lines[at]
    text = _BAR.sub("I ", line.words)
    if "|" in text or not (text[:1].isupper() or text[:1] in '”"(' or is_bullet(line)):
        return False
    words = text.split()
    sentences = len(_FUNCTION.findall(text.lower()))
    if is_symbol(words[-1]) or len(words) < SENTENCE_WORDS:
        return False
    cell_end = is_quantity(words[-1]) and not text.endswith(".")
    numbers = cell_end or holds_values_in_a_row(text.replace("(", "x("))
    if numbers and not (sentences > 1 and _NEXT_SENTENCE.search(text)):
        return False
    if _has_amount_below(lines, at):
        return False
    block = _block(lines, at)
    if any("|" in b.text or is_symbol(b.words.split()[-1]) for b in block):
        return False
    if len(text) >= PROSE_SHARE * width and len(words) >= PROSE_WORDS:
        full = [b for b in block[:-1] if len(b.words) >= PROSE_SHARE * width]
        return sentences >= 1 and (len(block) == 1 or len(full) * 2 > len(block) - 1)
    return len(block) == 1 and sentences >= 2 and text.endswith((".", ":")) and len(text) > 0.5 * width


def _has_amount_below(lines: Sequence[Line], at: int) -> bool:
    """Whether a gap and nothing but a number follow a line that is no sentence: the name of a measure and its value."""
    below = lines[at + 1 : at + 2]
    return not lines[at].words.endswith(".") and any(b.blank and is_quantity(b.words) for b in below)


def _is_last_words(lines: Sequence[Line], at: int, limit: int, patterns: Patterns) -> bool:
    """Whether a line is a sentence directly before the next heading or the end."""
    text = lines[at].words
    if "|" in text or len(text.split()) < SENTENCE_WORDS or not text.endswith(".") or not text[0].isupper():
        return False
    below = at + 1
    return _FUNCTION.search(text.lower()) is not None and (
        below >= limit
        or _LABELLED.match(lines[below].words) is not None
        or _names_above(lines, below + 1, patterns)
    )


def _block(lines: Sequence[Line], at: int) -> list[Line]:
    """The lines from one to the next gap, at most six."""
    block = [lines[at]]
    for line in lines[at + 1 : at + 6]:
        if line.blank or line.page != block[0].page:
            break
        block.append(line)
        if line.words.endswith("."):
            break
    return block

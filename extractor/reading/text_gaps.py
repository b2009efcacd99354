"""Blank lines of dumps that keep their layout: more where a table, a label or a heading begins, none behind comments.

The printed page had shading, rules and type that said so; of them a dump keeps the blank lines, and some at random.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence

from extractor.pages.layout import is_page_number
from extractor.patterns import Patterns
from extractor.reading.text_tabs import is_header

HEADER_SEGMENTS = 3
"""Names on a line of a header."""
FEWEST_BLANKS = 2
"""Empty lines above a header of years that begins a table; rows of one table may have one between them."""
APART = 5
"""Empty lines that part two tables whatever their rows are apart."""
DEEPEST = 6
"""Characters by which a heading may be indented."""
LABELLED = 0.9
"""Share of a line's letters that a label must account for to be all of it."""
HEADINGS = frozenset({"perspective", "goal", "direction", "numbered"})
"""Labels that stand above the heading they belong to, and headings themselves; a comment's begins a row of a table."""
LONGEST_HEADING = 14
"""Words of a numbered heading at most."""
FEWEST_FIGURES = 2
"""Figures of a row at least that goes on below a comment."""
SEGMENT = re.compile(r"\S+(?: \S+)*")
"""What stands between wide blanks."""
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_OF_FIGURES = re.compile(r"\s{0,4}[^\W\d_]\S*(?: \S+)*(?:\s{3,}(?:19|20)\d\d){2,}\s*")
NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,2})*\.?\s+(?=[^\W\d_a-zåäö])")
"""The number in front of a heading."""


def with_gaps(lines: Sequence[str], patterns: Patterns) -> list[str]:
    """The lines of a page with the blank lines between them put right.

    Args:
        lines: the page's lines, without tab characters.
        patterns: the knowledge in use: names of columns and labels.

    Returns:
        The lines in their order, with blank lines added and left out.
    """
    out: list[str] = []
    columns: list[int] = []
    """Where the columns of the last header begin."""
    lines = [line.rstrip() for line in lines]
    foot = max((at for at, line in enumerate(lines) if line), default=0)
    for at, line in enumerate(lines):
        header = names_columns(line, patterns)
        years = _OF_FIGURES.fullmatch(line) is not None and len(out) > 1 and not any(out[-FEWEST_BLANKS:])
        number = at == foot and is_page_number(line.strip())
        if years or number or (header and columns and out and not out[-1]):
            out += [""] * APART
        elif columns and _is_row(line):
            out = _without_gap(out, columns[1])
        kind = _label(lines, at, patterns)
        alone = kind in HEADINGS
        if kind and out and out[-1] and (alone or columns):
            out.append("")
        out.append(line)
        if alone:
            out.append("")
        if header:
            columns = [m.start() for m in SEGMENT.finditer(line)]
    return out


def names_columns(line: str, patterns: Patterns) -> bool:
    """Whether a line is the header of a scorecard: names of its columns, side by side."""
    parts = SEGMENT.findall(line)
    return len(parts) >= HEADER_SEGMENTS and not _is_row(line) and is_header(parts, patterns["roles"])


def _is_row(line: str) -> bool:
    """Whether a line has texts side by side and figures among them that are no years."""
    parts = SEGMENT.findall(line)
    figures = [p for p in parts[1:] if any(map(str.isdigit, _YEAR.sub("", p)))]
    return len(parts) >= HEADER_SEGMENTS and len(figures) >= FEWEST_FIGURES


def _without_gap(lines: list[str], second: int) -> list[str]:
    """The lines without the blank ones at their end where a comment over the columns stands above them.

    Args:
        lines: the lines above a row.
        second: where the table's second column begins.
    """
    end = len(lines)
    while end and not lines[end - 1]:
        end -= 1
    above = SEGMENT.findall(lines[end - 1]) if end else []
    comment = len(above) == 1 and len(lines[end - 1]) > second and len(lines) - end <= FEWEST_BLANKS
    return lines[:end] if comment else lines


def _label(lines: Sequence[str], at: int, patterns: Patterns) -> str:
    """What a line is that is no part of a row: a "numbered" heading or a label by its kind; '' for anything else."""
    line = lines[at]
    text = line.strip()
    near = lines[at : at + 2]
    if not text or len(line) - len(line.lstrip()) > DEEPEST or any(len(SEGMENT.findall(x)) > 1 for x in near):
        return ""
    number = NUMBER.match(text)
    if number and "." in number.group().strip(". "):
        short = len(text.split()) <= LONGEST_HEADING and not text.endswith(".") and not text[-1].isdigit()
        return "numbered" if short else ""
    return label_kind(text, patterns, {*HEADINGS, "comment"})


def label_kind(text: str, patterns: Patterns, kinds: Container[str] = HEADINGS) -> str:
    """The kind of label that a text is, all of it; '' for none of some kinds."""
    match = patterns["labels"].best(text, coverage=LABELLED) if text[:1].isupper() else None
    return match.key if match is not None and match.key in kinds else ""

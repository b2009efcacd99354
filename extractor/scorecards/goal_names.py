"""What makes a heading or a title a goal: its verb, the light set beside it, its code.

Promises that a name ("Egen försörjning") is told from a goal ("Fler invånare ska försörja sig själva") by what stands
there, never by where; what the verb alone tells is for the caller to doubt.
"""

from __future__ import annotations

import re
from typing import Literal

from extractor.model import Paragraph, Table
from extractor.patterns import Patterns
from extractor.phrases import finder, plain
from extractor.swedish import squeeze
from extractor.symbols.colours import LIGHTS

FEWEST_GOAL_WORDS = 3
"""Fewest words of a heading that is taken for a goal though it does not say so: "Trygga och säkra boenden"."""
GOAL_WORDS = 30
"""More words than a printed goal has (the longest measured: 27)."""
FEWEST_PROVEN_WORDS = 2
"""The same where a light judges it or it has a verb: "Trygg skola", "Budgeten hålls"; one word may be a perspective."""

Evidence = Literal["", "verb", "sure"]
"""How a heading says that it is a goal: not at all, by a verb, or by what only goals have."""

_CODE = re.compile(r"(?P<code>[A-ZÅÄÖ]{0,3}\s?\d{1,2}(?:[.:]\d{1,2}){0,3})[.:)]?\s+(?=\S)")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def code_of(text: str) -> str:
    """The code in front of a goal or an indicator ("K1", "2.3", "M1.2"), '' where there is none."""
    match = _CODE.match(squeeze(text))
    return match["code"].replace(" ", "") if match else ""


def without_code(text: str) -> str:
    """A goal or an indicator without the code in front of it."""
    line = squeeze(text)
    match = _CODE.match(line)
    return line[match.end() :] if match else line


def shall(text: str, patterns: Patterns) -> bool:
    """Whether a text says what shall be: "Barn och unga ska känna sig trygga", not "Beslut som ska fattas"."""
    line = plain(text)
    verbs = finder(patterns, "claims", "shall").all(line)
    return any(not _of_a_name(line, verb.start, patterns) for verb in verbs)


def _of_a_name(line: str, verb: int, patterns: Patterns) -> bool:
    """Whether a verb only tells which thing a name means: "Områden som nämnden ska utveckla".

    In "Alla som vill ska få arbete" the word between is the name's own verb.
    """
    before = line[:verb].rstrip()
    last = before.rpartition(" ")[0].rstrip() if len(before.split()) > 1 else ""
    relates, states = finder(patterns, "claims", "relates"), finder(patterns, "claims", "states")
    if any(hit.end == len(before) for hit in relates.all(before)):
        return True
    beside = any(hit.end == len(last) for hit in relates.all(last)) if last else False
    return beside and not any(hit.end == len(before) for hit in states.all(before))


def _asks(text: str, patterns: Patterns) -> bool:
    return text.endswith("?") or finder(patterns, "claims", "asks").at(plain(text), 0) is not None


def _states(text: str, patterns: Patterns) -> bool:
    """Whether a text says that something is so: "Medarbetarna trivs"; a verb in front asks or commands."""
    return any(hit.start for hit in finder(patterns, "claims", "states").all(plain(text)))


def goal_evidence(heading: Paragraph, patterns: Patterns, table: Table | None = None) -> Evidence:
    """How a heading that names no perspective says that it is a goal.

    Args:
        heading: the heading, with the symbols set in its line.
        patterns: the knowledge in use (`claims`).
        table: the table below it, whose codes may go on from the heading's: "K1" over "K1.1".
    """
    text = without_code(heading.text)
    words = len(text.split())
    if not FEWEST_PROVEN_WORDS <= words <= GOAL_WORDS or _asks(text, patterns):
        return ""
    judged = any(s.colour in LIGHTS for s in heading.symbols)
    if judged or (table is not None and _codes_go_on(heading.text, table)):
        return "sure"
    if has_figures(text):
        return ""
    if shall(text, patterns):
        return "sure"
    verbs = finder(patterns, "claims", "shall").all(plain(text))
    return "verb" if verbs or _states(text, patterns) else ""


def has_figures(text: str) -> bool:
    """Whether a text holds numbers besides years: a measure or a caption rather than a goal."""
    return any(c.isdigit() for c in _YEAR.sub("", text))


def _codes_go_on(text: str, table: Table) -> bool:
    code = code_of(text)
    if not code:
        return False
    return any(c.row and c.column <= 1 and _under(code, squeeze(c.text)) for c in table.cells)


def _under(code: str, text: str) -> bool:
    return text.startswith(f"{code}.") and text[len(code) + 1 : len(code) + 2].isdigit()

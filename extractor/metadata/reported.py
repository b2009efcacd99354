"""One line of a title page → what report it announces: type, year, part of the year.

Promises to read years only where they are years: not in dates, document numbers or ranges of plans.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from extractor.patterns import Patterns
from extractor.swedish import fold

_NUMBERED = re.compile(
    r"(?:dnr|diarien\w+|dok\w*-?\s?(?:id|nr)|ärenden\w+)\.?\s*:?\s*\S+(?:\s\d\S*)?"
    r"|\b(?-i:[A-ZÅÄÖ]{2,8})[\s\-]?(?:19|20)\d\d(?:/\d{1,5}|[-:]\d{3,5})\b",
    re.IGNORECASE,
)
_DATE = re.compile(r"\b(?:19|20)\d\d\s?-\s?\d\d\s?-\s?\d\d\b")
_MONTH = re.compile(r"\b((?:19[89]|20[0-4])\d)[-/ ]?(0[1-9]|1[0-2])\b(?!\s?-\s?\d)")
_YEAR = re.compile(r"(?<![\d\-/.])((?:19[89]|20[0-4])\d)(?![\d])")
_PLAN = re.compile(r"\b(20\d\d)\s?[-–]\s?(20\d\d)\b")
_GLUED = re.compile(r"(?<=[a-zåäö])(?=(?:19|20)\d\d)|(?<=\d{4})(?=[a-zåäöA-ZÅÄÖ])")
_MONTHS = ("januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober",
           "november", "december")  # fmt: skip
_PART_OF_MONTH = {"03": "Q1", "04": "T1", "06": "H1", "08": "T2", "09": "Q3"}
"""Part of the year an interim report covers that ends in this month."""

Kind = Literal["annual", "interim", ""]


class Reported(NamedTuple):
    """What a line says of the report's period; '' where it does not."""

    kind: Kind = ""
    year: str = ""
    part: str = ""
    """'T1', 'Q3', '03', or 'year' for the whole year."""
    named: bool = False
    """Whether a word for a report ("Årsrapport") is in the line, not only a period."""

    @property
    def complete(self) -> bool:
        """Whether nothing is left to look for."""
        return bool(self.kind and self.year and (self.kind == "annual" or self.part))

    def label(self) -> str:
        """The period's label, '' without a year."""
        if not self.year:
            return ""
        part = "" if self.kind == "annual" or self.part == "year" else self.part
        return f"{self.year}-{part}" if part else self.year


def merge(known: Reported, more: Reported) -> Reported:
    """What is known, filled up with what a less trusted line adds."""
    kind = known.kind or more.kind
    part = known.part or (more.part if kind != "annual" else "")
    return Reported(kind, known.year or more.year, part, known.named or more.named)


def read_reported(text: str, patterns: Patterns) -> Reported:
    """Type, year and part of the year that one line announces.

    Args:
        text: a title, a running header, a file name.
        patterns: the knowledge in use (`report_types`).
    """
    line = _GLUED.sub(" ", _DATE.sub(" ", _NUMBERED.sub(" ", text)))
    kind, part, report_word = _type_and_part(line, patterns)
    month = _MONTH.search(line)
    year = month[1] if month else _year(line)
    if not part:
        part = _part_from_month(line, month[2] if month else "", kind)
    if part == "year":
        kind = kind or "annual"
    elif part and not kind:
        kind = "interim"
    return Reported(kind, year, part, report_word)


def _type_and_part(line: str, patterns: Patterns) -> tuple[Kind, str, bool]:
    """The best word for the type, and the part of the year other words name."""
    lexicon = patterns["report_types"]
    matches = lexicon.find(line)
    parts = [m for m in matches if lexicon[m.key].attributes.get("period") and m.score >= 1]
    types = sorted(
        (m for m in matches if m.key in ("annual", "interim")),
        key=lambda m: (-m.score, -(m.end - m.start), m.key != "interim"),
    )
    section = patterns["sections"].best(line, coverage=0.6)
    # "Återrapportering" is nearly "årsrapportering": what is only nearly a type yields to a section's name.
    types = [m for m in types if m.score >= 1 or section is None or m.score > section.score]
    kind: Kind = ""
    if types:
        kind = "annual" if types[0].key == "annual" else "interim"
    elif parts:
        kind = "annual" if parts[0].key == "year" else "interim"
    part = str(lexicon[parts[0].key].attributes["period"]) if parts else ""
    return kind, part, bool(types) or any(m.key == "report" and m.score >= 1 for m in matches)


def _year(line: str) -> str:
    rest = _PLAN.sub(" ", line)
    match = _YEAR.search(rest) or _YEAR.search(line)
    return match[1] if match else ""


def _part_from_month(line: str, number: str, kind: Kind) -> str:
    """The part that a month stands for: running up to it, or the month alone in a monthly report."""
    words = fold(line).replace("-", " ").split()
    named = [f"{i:02d}" for i, m in enumerate(_MONTHS, 1) if fold(m) in words]
    month = number or (named[-1] if named and kind == "interim" else "")
    if not month:
        return ""
    if any(w.startswith("manad") for w in words):
        return month
    if month == "12":
        return "year"
    return _PART_OF_MONTH.get(month, month)

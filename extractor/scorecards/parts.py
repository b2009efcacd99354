"""Rows that print a part of what a line above them measures: "Kvinnor" below "Sjukfrånvaro".

Promises that such a row keeps its own words and says what it measures (`Row.measure`, `Row.breakdown`), that a line
without figures which only names the rows below it is no row, and that a row is a part only where its words, a word
like "varav", or its place further in say so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import msgspec

from extractor.model import Role, Row
from extractor.patterns import Patterns
from extractor.phrases import finder, plain
from extractor.scorecards.fields import is_bare
from extractor.swedish import squeeze

JOINT = " – "
"""Between the line above and the row in the name of a measure of its own, as in the names of other tables' facts."""
FURTHER_IN = 4.0
"""Points by which a part is set further in than what it is a part of; letters' sides and scans shift a line by 1-2."""
SAME_LEVEL = 2.0
"""Points by which the places of rows of one level differ at most."""
MOST_LEVELS = 4
"""Levels of rows in one table; more different places are those of centred text, which tells nothing."""
PART_WORDS = 6
"""Words of a part's name at most ("Vård- och omsorgsboende i egen regi"); more are a measure's."""
ALONE = frozenset({"kön", "ålder", "längd"})
"""Dimensions whose words alone make a row a part of the row above; "Vikarier" may be counted for themselves."""

KIN = 6
"""Letters in a row that the names of a measure and of a part of it share ("Sjuk*frånvaro*", "Långtids*frånvaro*")."""

_JUDGED: tuple[Role, ...] = ("target", "status")
_MARK = re.compile(r"^\s*[-–—•*·]+\s*(?=[^\W\d_])")
_AGE = re.compile(
    r"(?P<low>\d{1,3})?\s*(?P<to>[-–])?\s*(?P<high>\d{1,3})?\s*år(?:\s*(?P<open>[-–]|(?:och|eller)\s+\w+))?"
)
_EDGE = " \t,.;:"


class Part(NamedTuple):
    """What the words of a row say about being a part."""

    core: str
    """The words without the mark in front ("varav kvinnor" → "kvinnor")."""
    breakdown: str
    """'kön=kvinnor' where the words name a part of a known kind, else ''."""
    whole: bool
    """They are a word for the whole: "Totalt"."""
    alone: bool
    """They are nothing but the part's words, of a kind that always is a part of the row above."""
    marked: bool
    """A word or a dash in front says that it is a part."""
    lower: bool = False
    """They begin in lower case, as what goes on with the words above does."""
    measured: bool = False
    """They say what is measured, too ("Korttidsfrånvaro"): a part only of what measures the same."""


class _Above(NamedTuple):
    """A row that those below it may be parts of."""

    number: int
    """Its index among the rows."""
    row: Row
    indent: float | None
    bare: bool
    marked: bool
    """Its own name begins as a part's does, as the names of a list do."""


def part_of(text: str, patterns: Patterns, raw: str = "") -> Part:
    """What a row's name says about being a part of something.

    Args:
        text: the name as printed.
        patterns: the knowledge in use.
        raw: its characters as read, which may begin with a dash that the name lacks.
    """
    found = _part_of(text, patterns)
    marked = found.marked or bool(_MARK.match(raw))
    measured = bool(finder(patterns, "measures").all(plain(found.core)))
    return found._replace(
        alone=found.alone and not measured, marked=marked, lower=_in_lower_case(found.core), measured=measured
    )


def _in_lower_case(core: str) -> bool:
    """Whether words begin in lower case; "eNPS", "pH-värde" and "e-tjänster" are written so anywhere."""
    return core[:2].isalpha() and core[:2].islower()


def _part_of(text: str, patterns: Patterns) -> Part:
    printed = core = squeeze(text)
    if hit := finder(patterns, "cues", "part_of").at(plain(_MARK.sub("", core)), 0):
        core = _MARK.sub("", core)[hit.end :]
    core = _MARK.sub("", core).strip(_EDGE) or printed
    marked = core != printed.strip(_EDGE)
    for words in dict.fromkeys((core, printed)):  # "– 29 år": the dash is part of the words
        breakdown, dimension, whole = _known(words, patterns)
        if breakdown or whole:
            return Part(core, breakdown, whole, dimension in ALONE, marked)
    if age := _age(core):
        return Part(core, f"ålder={age}", False, True, marked)
    return Part(core, _within(core, patterns) if marked else "", False, False, marked)


def _known(words: str, patterns: Patterns) -> tuple[str, str, bool]:
    """Breakdown and dimension of words that are nothing else, and whether they mean the whole."""
    low = plain(words).strip(_EDGE + "()")
    for hit in finder(patterns, "breakdowns").all(low):
        if hit.start or hit.end < len(low):
            continue
        attributes = patterns["breakdowns"][hit.key].attributes
        if "dimension" not in attributes:
            return "", "", True
        return f"{attributes['dimension']}={attributes['value']}", str(attributes["dimension"]), False
    return "", "", False


def _age(words: str) -> str:
    """The bounds of an age group that the patterns do not list: "18–24 år" → "18-24"."""
    found = _AGE.fullmatch(words)
    if found is None or not (found["low"] or found["high"]):
        return ""
    if found["open"] and found["open"].endswith("yngre"):
        return f"-{found['low']}"
    return (
        f"{found['low'] or ''}-{found['high'] or ''}" if found["to"] or found["open"] else found["low"] or ""
    )


def _within(core: str, patterns: Patterns) -> str:
    """The breakdown that the words of a marked part name among others: "varav deltidsanställda kvinnor"."""
    for hit in finder(patterns, "breakdowns").all(plain(core)):
        attributes = patterns["breakdowns"][hit.key].attributes
        if attributes.get("dimension") in ALONE and hit.end - hit.start > 1:
            return f"{attributes['dimension']}={attributes['value']}"
    return ""


def names_parts(text: str, patterns: Patterns) -> bool:
    """Whether a row's name can only be a part of the line above, or that line's whole.

    Args:
        text: the name as printed.
        patterns: the knowledge in use.
    """
    part = part_of(text, patterns)
    return part.alone or part.whole or part.marked


def with_parts(
    rows: Sequence[Row], indents: Mapping[int, float], patterns: Patterns, known: int = 0
) -> list[Row]:
    """The rows with what they measure where their own words name a part only.

    Args:
        rows: the rows of one scorecard in printed order.
        indents: by row number, how far in the name of a row is set, points; empty where that is not known.
        patterns: the knowledge in use.
        known: how many of the rows stand on the page before and have been looked at.

    Returns:
        The rows; a line without figures that only names the rows below it is left out.
    """
    levels = indents if _tell_levels(indents) else {}
    found: list[Row] = []
    above: list[_Above] = []
    heads: set[int] = set()
    for number, row in enumerate(rows):
        read, part = row, part_of(row.text("indicator"), patterns, row.field("indicator").raw)
        if row.kind == "indicator" and part.core:
            indent = levels.get(row.row_no) if number >= known else None
            above = [a for a in above if _stands_under(row, rows[a.number])]
            whole = _whole_of(row, part, indent, above)
            if whole is not None and number >= known:
                read = _of(row, part, whole)
            if whole is not None and read.measure:
                heads.add(whole.number)
                above = above[: above.index(whole) + 1]
            else:
                above = [a for a in above if _is_further_out(a, indent)]
            above.append(_Above(number, read, indent, is_bare(row), part.marked))
        else:
            above = []
        found.append(read)
    return [row for number, row in enumerate(found) if number not in heads or not is_bare(row)]


def _tell_levels(indents: Mapping[int, float]) -> bool:
    """Whether the places of the rows' names are levels: few, and the outermost taken by several or one that heads."""
    levels: list[float] = []
    for indent in sorted(indents.values()):
        if not levels or indent - levels[-1] > SAME_LEVEL:
            levels.append(indent)
    return 1 < len(levels) <= MOST_LEVELS


def _stands_under(row: Row, above: Row) -> bool:
    return all(row.text(role) == above.text(role) for role in ("goal", "perspective"))


def _is_further_out(above: _Above, indent: float | None) -> bool:
    return above.indent is not None and indent is not None and above.indent <= indent - FURTHER_IN


def _whole_of(row: Row, part: Part, indent: float | None, above: Sequence[_Above]) -> _Above | None:
    """The row above that a row is a part of; None where nothing says that it is one."""
    inner = [a for a in above if _is_further_out(a, indent)]
    if inner:
        return inner[-1]
    outer = [a for a in above if not a.row.breakdown and not (a.marked and part.marked)]
    if not outer or is_bare(row):
        return None
    goes_on = part.lower and not _is_judged(row) and not outer[-1].bare and outer[-1].row.name[:1].isupper()
    named = part.alone or (part.measured and bool(part.breakdown))
    said = named or part.marked or goes_on or (part.whole and any(a.bare for a in outer))
    return outer[-1] if said else None


def _measures_alike(part: str, whole: str) -> bool:
    """Whether two names share most of a word ("Kort sjukfrånvaro", "Total sjukfrånvaro")."""
    low = plain(whole)
    words = re.findall(r"[^\W\d_]+", plain(part))
    return any(word[n : n + KIN] in low for word in words for n in range(len(word) - KIN + 1))


def _of(row: Row, part: Part, whole: _Above) -> Row:
    """The row as a part of another, or as a measure of its own that the line above helps to name."""
    if part.whole:
        return msgspec.structs.replace(row, measure=whole.row.name, breakdown=whole.row.breakdown)
    short = len(part.core.split()) <= PART_WORDS and not part.measured
    if part.breakdown and (short or _measures_alike(part.core, whole.row.name)):
        return _broken_down(row, whole, part.breakdown)
    if not short:
        return row
    if whole.bare or _is_judged(row):
        return msgspec.structs.replace(row, measure=f"{whole.row.name}{JOINT}{part.core}")
    return _broken_down(row, whole, f"del={part.core}")


def _broken_down(row: Row, whole: _Above, breakdown: str) -> Row:
    both = ", ".join(b for b in (whole.row.breakdown, breakdown) if b)
    return msgspec.structs.replace(row, measure=whole.row.name, breakdown=both)


def _is_judged(row: Row) -> bool:
    return any(row.text(role) or row.field(role).normal for role in _JUDGED)

"""Which scorecard row a fact of running text is about, if any.

A fact lands on a row only where its own words name the row's measure and the units are of one family;
a fact that fits two rows alike lands on neither.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence, Set
from decimal import Decimal
from itertools import islice

from extractor.facts.abbreviations import spelled_out
from extractor.facts.commentary import BY_HEADING, STEM, stems
from extractor.facts.row_index import Home, Rows, printed_numbers
from extractor.facts.units import TIME_UNITS, header_unit, infer_unit
from extractor.model import Comment, Row
from extractor.patterns import Patterns
from extractor.phrases import finder, plain

NAMED = 0.67
"""Share of a subject's weighty words that a row must print: two of three."""

COVERED = 0.5
"""Share of a row's indicator or target that the subject must name, unless it names its measure word."""

_CLOSE = 0.01
_HEAD = re.compile(r"\s*[,(]|\sper\s|\s[-–]\s")
"""Where the head of a name ends: "Fallskador per 1 000 invånare", "Svarstid, sekunder"."""
_OWNER = re.compile(r"\b[a-z]{4,}(?:nas|ens|ets)\b(?= [a-z])")
"""A definite word in the genitive before another one."""
_END = re.compile(r"[,(]|\s[-–]\s")


def home_of(name: str, unit: str | None, rows: Rows, patterns: Patterns) -> Home | None:
    """The one row a subject names.

    Args:
        name: what the fact is about, in the text's words.
        unit: the fact's unit, None where the text prints none and any row's will do.
        rows: the rows of the report.
        patterns: the knowledge in use.
    """
    inside = re.search(r"\(([^)]+)\)", name)
    if inside and (home := home_of(inside[1], unit, rows, patterns)):
        return home
    words = _told_words(spelled_out(name, rows.abbreviations), patterns)
    if not words:
        return None
    scored: list[tuple[float, Home]] = []
    for alike in rows.sharing(words):
        indicator, first = alike.indicator, alike.homes[0].row
        common: Set[str] = words & (alike.named | stems(alike.target))
        common |= _tails(words - common, name, indicator)
        common |= _inflected(words - common, name, indicator)
        share = len(common) / len(words)
        if (
            share < NAMED
            or common <= _shared_out(indicator)
            or common <= _owners(indicator)
            or (len(words) == 1 and not _same_word(words, name, indicator))
            or not _covers(first, common, patterns)
        ):
            continue
        score = share + len(common & alike.named) / 10 - len(alike.named) / 1000
        fitting = (h for h in alike.homes if unit is None or same_family(h, unit, patterns))
        scored += [(score, home) for home in islice(fitting, 2)]  # two alike are one too many
    scored.sort(key=lambda pair: -pair[0])
    if not scored or (len(scored) > 1 and scored[0][0] - scored[1][0] < _CLOSE):
        return None
    return scored[0][1]


def _told_words(name: str, patterns: Patterns) -> frozenset[str]:
    """The stems of a name without the words of a part of the whole, which tell no row from another."""
    low = plain(name)
    parts: set[str] = set()
    for hit in finder(patterns, "breakdowns").all(low):
        words = low[hit.start : hit.end].split()
        measures = finder(patterns, "measures")
        parts |= {w for w in words if len(words) == 1 or measures.at(w, 0) is None}
    return stems(name) - {w[:STEM] for w in parts}


def _shared_out(indicator: str) -> frozenset[str]:
    """The words that only say what a measure is shared out over: "Kostnad per *resa*, kr"."""
    head, per, rest = plain(indicator).partition(" per ")
    return stems(_END.split(rest)[0]) - stems(head) if per else frozenset()


def _owners(indicator: str) -> frozenset[str]:
    """The words that only say whose a measure is: "*Elevernas* frånvaro"."""
    low = plain(indicator)
    return stems(" ".join(_OWNER.findall(low))) - stems(_OWNER.sub(" ", low))


def home_of_whole(name: str, unit: str | None, rows: Rows, patterns: Patterns) -> Home | None:
    """As `home_of`, where no figure tells a whole from its rate: "kostnaderna" are no "kostnad per resa"."""
    home = home_of(name, unit, rows, patterns)
    rate = home is not None and " per " in plain(home.row.text("indicator"))
    return None if rate and " per " not in plain(name) else home


def _same_word(weighty: Set[str], name: str, indicator: str) -> bool:
    """Whether a name of one word shares all of it with a row: "bygglovsbeslut" are no "bygglovsansökningar"."""
    said, printed = (re.findall(r"[a-z]{5,}", plain(text)) for text in (name, indicator))
    said = [w for w in said if w[:STEM] in weighty]
    return any(_shared(a, b) >= max(len(a), len(b)) - ENDING for a in said for b in printed)


def _tails(weighty: Set[str], name: str, indicator: str) -> set[str]:
    """Which of a name's words end a compound of the row: "utsläppen" of "koldioxidutsläpp"."""
    said, printed = (re.findall(r"[a-z]{5,}", plain(text)) for text in (name, indicator))
    return {
        word[:STEM]
        for word in said
        if word[:STEM] in weighty and len(word) >= TAIL
        for compound in printed
        if (start := compound.find(word[: max(STEM, len(word) - ENDING)])) >= FIRST_PART
        and abs(len(compound) - start - len(word)) < ENDING
    }


def _inflected(weighty: Set[str], name: str, indicator: str) -> set[str]:
    """Which of a name's words are a short word of the row with an ending: "besöken" of "besök"."""
    short = [w for w in re.findall(r"[a-z]{4,}", plain(indicator)) if len(w) <= STEM]
    return {
        word[:STEM]
        for word in re.findall(r"[a-z]{5,}", plain(name))
        if word[:STEM] in weighty and any(word.startswith(w) and len(word) - len(w) < ENDING for w in short)
    }


TAIL = 7
"""Letters of the shortest word that is looked for at the end of a compound."""
FIRST_PART = 3
"""Letters of a compound's first part."""


def _shared(one: str, other: str) -> int:
    """How many letters two words begin with in common."""
    return next(
        (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )


ENDING = 4
"""Letters that inflection may change at a word's end ("frånvaro", "frånvarons")."""


def home_below(comment: Comment, unit: str, rows: Rows, patterns: Patterns) -> Home | None:
    """The row whose sub-heading a comment stands under, where the unit may be the row's."""
    if comment.row_no is None or comment.confidence < BY_HEADING:
        return None
    found = rows.by_place.get((comment.table_no, comment.row_no), ())
    return next((h for h in found if same_family(h, unit, patterns)), None)


def home_of_result(name: str, sentence: str, unit: str, rows: Rows, patterns: Patterns) -> Home | None:
    """The one row of the reporting unit's own result, where text tells its deficit or surplus.

    Args:
        name: what the text names ("underskott mot budget"); a part's deficit ("Skolornas underskott") has none.
        sentence: where it says so; a deviation from the budget is no row's that prints the result itself.
        unit: the fact's unit.
        rows: the rows of the report.
        patterns: the knowledge in use.
    """
    result, own = finder(patterns, "frames", "own_result_word"), finder(patterns, "frames", "own_unit")
    for word in re.findall(r"\w+", plain(name)):
        hits = (result.at(word, 0), own.at(word, 0))
        if not any(h and h.end == len(word) for h in hits):
            return None
    found = [h for h in rows.own_results if same_family(h, unit, patterns)]
    if len(found) != 1:
        return None
    told, printed = ("budget" in plain(text) for text in (sentence, found[0].row.text("indicator")))
    return found[0] if printed or not told else None


def _covers(row: Row, common: Set[str], patterns: Patterns) -> bool:
    """Whether the words in common are the row's measure: half of its words, or its word of measure."""
    indicator = row.text("indicator")
    for text in (indicator, _HEAD.split(indicator)[0], row.text("target")):
        wanted = stems(text)
        if wanted and len(common & wanted) >= len(wanted) * COVERED:
            return True
    low = plain(row.text("indicator"))
    for hit in finder(patterns, "measures").all(low):
        unit = patterns["measures"][hit.key].attributes.get("unit")
        if unit not in ("st", "money") and stems(low[hit.start : hit.end]) & common:
            return True
    return False


def home_by_figure(
    clause: str, numbers: Iterable[Decimal], unit: str, rows: Rows, patterns: Patterns
) -> Home | None:
    """The one row that prints a number of a sentence and shares a word with it, where the words alone name none.

    "Vårsjukfrånvaron sjönk från 9,8 till 8,9 procent" is about the row "Sjukfrånvaro jan–maj" that prints 9,8 %.

    Args:
        clause: what the sentence says the number is about.
        numbers: the numbers of the sentence.
        unit: the fact's unit.
        rows: the rows of the report.
        patterns: the knowledge in use.
    """
    said = _LONG.findall(plain(clause))
    alike: dict[str, bool] = {}
    found: list[Home] = []
    for home in rows.printing({abs(n) for n in numbers}):
        name = home.row.text("indicator")
        if name not in alike:
            alike[name] = akin(said, _LONG.findall(plain(_HEAD.split(name)[0])))
        if alike[name] and same_family(home, unit, patterns):
            found.append(home)
            if len(found) > 1:
                return None
    return found[0] if found else None


def home_of_share(clause: str, rows: Rows, patterns: Patterns) -> Home | None:
    """The one row of shares all of whose weighty words a clause says, in whatever order.

    "Simkunnigheten prövades hos 61 procent av eleverna" is about the row "Andel elever med prövad simkunnighet".

    Args:
        clause: the words around a share, from the sentence's beginning to the clause's end.
        rows: the rows of the report.
        patterns: the knowledge in use.
    """
    groups = (alike for alike in rows.within(stems(clause)) if len(stems(alike.indicator)) >= TELLING)
    found = (h for alike in groups for h in alike.homes if same_family(h, "%", patterns))
    told = list(islice(found, 2))
    return told[0] if len(told) == 1 else None


TELLING = 2
"""Weighty words of a row's name that tell it from all others."""


def is_denied(home: Home, clause: str, patterns: Patterns) -> bool:
    """Whether a clause denies what a row counts: "av dem som *inte är inskrivna*" is about none who are.

    Args:
        home: the row that the words name.
        clause: what the sentence says before the number.
        patterns: the knowledge in use.
    """
    low = plain(clause)
    hits = finder(patterns, "negations", "negation").all(low)
    denied = {w for h in hits for w in stems(" ".join(low[h.end :].split()[:DENIED_WORDS]))}
    own = plain(home.row.text("indicator"))
    return bool(denied & stems(own)) and not finder(patterns, "negations", "negation").all(own)


DENIED_WORDS = 3
"""Words behind `inte` within which what is denied stands: "inte är inskrivna"."""


def is_far_off(home: Home, value: Decimal | None, unit: str, patterns: Patterns) -> bool:
    """Whether a number is of another order than all that a row prints: "kostnaden, 94 mnkr" is no "kostnad per resa".

    Args:
        home: the row that the words name.
        value: the number.
        unit: its unit.
        patterns: the knowledge in use.
    """
    scales = [_scale(u, patterns) for u in (unit, home.unit)]
    printed = [n * scales[1] for n in printed_numbers(home.row) if n]
    if not value or not printed or not home.unit or not same_unit_family(home.unit, unit, patterns):
        return False
    told = abs(value) * scales[0]
    return all(max(told, n) > min(told, n) * OTHER_ORDER for n in printed)


def is_like(home: Home, value: Decimal | None) -> bool:
    """Whether a number without a unit is of the size of those that a row prints.

    Args:
        home: the row that the words name.
        value: the number.
    """
    printed = [n for n in printed_numbers(home.row) if n]
    told = abs(value) if value else None
    return told is not None and any(max(told, n) <= min(told, n) * LIKE for n in printed)


LIKE = 2
"""Factor within which two years of one measure are alike, whatever it is measured in."""


def _scale(unit: str, patterns: Patterns) -> Decimal:
    units = patterns["units"]
    return Decimal(str(units[unit].attributes.get("scale", 1))) if unit in units else Decimal(1)


OTHER_ORDER = 30
"""Factor from which two numbers are not two years of one measure; slips of the pen exchange digits."""


def akin(said: Sequence[str], printed: Sequence[str]) -> bool:
    """Whether two texts share one of their long words, or the first or last part of a compound.

    Args:
        said: the long words of the one, `plain`.
        printed: those of the other.
    """
    return any(
        _shared(a, b) >= KIN or max(a, b, key=len).find(min(a, b, key=len)[: KIN + 1]) >= FIRST_PART
        for a in said
        for b in printed
    )


KIN = 6
"""Letters that two words share at the beginning, and one more at the end of a compound, to be akin."""
_LONG = re.compile(r"[a-z]{6,}")


def same_family(home: Home, unit: str, patterns: Patterns) -> bool:
    """Whether a unit may stand for a row: the one it prints, or implies, is of the same family."""
    owns = {home.unit or unit_of_row(home.row, patterns), unit_of_row(home.row, patterns)}
    told = {unit, unit_beside(home, unit)}
    return any(same_unit_family(own, one, patterns) for own in owns for one in told)


def unit_beside(home: Home, unit: str) -> str:
    """A fact's unit without what its row's name says already: "kr/elev" of "Kostnad per elev" is "kr"."""
    whole, _, over = unit.partition("/")
    return whole if over and f" per {plain(over)}" in plain(home.title) else unit


def same_unit_family(one: str, other: str, patterns: Patterns) -> bool:
    """Whether two units measure the same; unknown ones only where they are equal."""
    units = patterns["units"]
    if one not in units or other not in units:
        return one == other
    return units[one].attributes.get("family") == units[other].attributes.get("family")


def unit_of_row(row: Row, patterns: Patterns) -> str:
    """The unit a row prints, or implies; '' for none."""
    words = " ".join(row.text(r) for r in ("value", "target", "baseline", "previous_value", "indicator"))
    return _unit_of(words, row.text("indicator"), patterns)


@functools.lru_cache(maxsize=4096)
def _unit_of(words: str, indicator: str, patterns: Patterns) -> str:
    printed = [h.key for h in finder(patterns, "units").all(plain(words)) if h.key not in TIME_UNITS]
    named = header_unit(indicator, patterns)
    return printed[0] if printed else named or infer_unit(words, patterns, "kr")

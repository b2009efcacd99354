"""Periods: the labels the tool uses, what they span, and the words reports print for them.

A label is `2020`, `2020-T1` (January–April), `2020-T2` (January–August, running), `2020-Q3`, `2020-H1`
or `2020-03`. Printed words are read in the context of the report's own period: "perioden" is that
period, "201904" in a report on January–April is January–April 2019, "föregående år" is a year before.
"""

from __future__ import annotations

import calendar
import datetime
import functools
import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

from extractor.patterns import Patterns
from extractor.phrases import Hit, finder, plain

_LABEL = re.compile(r"(\d{4})(?:-(T[12]|Q[1-4]|H[12]|0[1-9]|1[0-2]))?")
_MONTHS = {
    "T1": (1, 4), "T2": (1, 8), "Q1": (1, 3), "Q2": (4, 6), "Q3": (7, 9), "Q4": (10, 12), "H1": (1, 6), "H2": (7, 12),
}  # fmt: skip
_RUNNING = {3: "Q1", 4: "T1", 6: "H1", 8: "T2"}
"""Last month → label of the running period from January."""

_YEAR = r"(?:19[89]\d|20[0-4]\d)"
_DATE = re.compile(rf"(?<!\d)({_YEAR})-(\d\d)-(\d\d)(?!\d)")
_MONTH = re.compile(rf"(?<!\d)({_YEAR})(?:(?:\s?[-/.]\s?|,\s)?(0[1-9]|1[0-2]))(?![\d%]|[.,]\d|\s?%)")
_LABELLED = re.compile(rf"(?<!\d)({_YEAR})\s?[-/ ]\s?(t[123]|q[1-4]|h[12])(?!\w)")
_YEARS = re.compile(rf"(?<!\d)({_YEAR})\s?[-/+]\s?({_YEAR}|\d\d)(?![\d%]|[.,]\d)")
_YEAR_ALONE = re.compile(rf"(?<![\d.,+-])({_YEAR})(?!\d|[.,]\d|\s\d{{3}}(?!\d))")
_YEAR_NEAR = re.compile(rf"[\s,.(/-]{{0,2}}(?:ar(?:et)?\s)?({_YEAR})(?!\d|[.,]\d)")
_YEAR_BEFORE = re.compile(rf"(?<!\d)({_YEAR})[\s,:(/-]{{1,2}}$")
_RANGE_JOINT = re.compile(r"\s?(?:-|till(?: och med)?|t\.?o\.?m\.?)\s?")

_MARKED_YEAR = re.compile(
    r"(?P<lead>(?:^|(?<=[a-zåäö.])\s))[-–\u2212'’´`]\s?(?P<year>\d\d)(?![\d.,%:/]|\s?%)", re.IGNORECASE
)
_BARE_YEAR = re.compile(r"(?P<lead>(?<=[a-zåäö.])\s)(?P<year>\d\d)$", re.IGNORECASE)
FAR = 6
"""Years between a report and a year of two figures in one of its headers: a five-year plan is the longest seen."""
MIDDLE = 2010
"""What a year of two figures is nearest to where the report's own is unknown: archives hold 1960 to today."""

Shape = Literal["year", "part", "month", "relative", "span", "date"]


class Mention(NamedTuple):
    """A period named in a text."""

    label: str
    """The period's label, '' where the words name a span no label stands for ('2018–2020')."""
    start: int
    end: int
    shape: Shape


class _Setting(NamedTuple):
    """How words are read: the report's own period, and whether a month stands for January up to it."""

    own: str
    cumulative: bool
    patterns: Patterns


class _Parts(NamedTuple):
    year: int
    first: int
    last: int
    suffix: str


def _parts(label: str) -> _Parts:
    match = _LABEL.fullmatch(label)
    if match is None:
        raise ValueError(f"{label!r} is no period label")
    suffix = match[2] or ""
    first, last = _MONTHS.get(suffix) or ((int(suffix), int(suffix)) if suffix else (1, 12))
    return _Parts(int(match[1]), first, last, suffix)


def is_label(text: str) -> bool:
    """Whether a text is a period label as the export writes it."""
    return _LABEL.fullmatch(text) is not None


def start(label: str) -> datetime.date:
    """First day of a period.

    Raises:
        ValueError: the text is no period label.
    """
    parts = _parts(label)
    return datetime.date(parts.year, parts.first, 1)


def end(label: str) -> datetime.date:
    """Last day of a period.

    Raises:
        ValueError: the text is no period label.
    """
    parts = _parts(label)
    return datetime.date(parts.year, parts.last, calendar.monthrange(parts.year, parts.last)[1])


def year(label: str) -> int:
    """The year of a period.

    Raises:
        ValueError: the text is no period label.
    """
    return _parts(label).year


def order(label: str) -> tuple[datetime.date, datetime.date]:
    """Sort key: by last day, the shorter period first where two end on the same day."""
    last, first = end(label), start(label)
    return last, datetime.date.min + (datetime.date.max - first)


def previous(label: str) -> str:
    """The same period one year before."""
    return f"{year(label) - 1}{label[4:]}"


def running(year_number: int, month: int, report_period: str) -> str:
    """The label of January up to a month, '' where no label stands for it.

    A month that ends the report's own period stands for that kind of period, whatever it is: a monthly report
    counts from January, too, where no other label says so.
    """
    own = _parts(report_period) if is_label(report_period) else None
    ends = own is not None and own.last == month and bool(own.suffix)
    if own and ends and own.suffix != f"{month:02d}":
        return f"{year_number}-{own.suffix}"
    if month == 12:
        return str(year_number)
    if month in _RUNNING:
        return f"{year_number}-{_RUNNING[month]}"
    return f"{year_number}-{month:02d}" if ends else ""


@functools.lru_cache(maxsize=4096)
def find_periods(
    text: str, report_period: str, patterns: Patterns, *, cumulative: bool = False
) -> tuple[Mention, ...]:
    """Every period a text names, left to right.

    Args:
        text: a header, a cell or a sentence.
        report_period: label of the report's own period, '' when unknown (relative words stay unread).
        patterns: the knowledge in use (`periods`).
        cumulative: whether a bare month stands for January up to it (headers of running figures).

    Returns:
        The mentions; a label is '' where a span of years or months has none.
    """
    low = plain(text)
    found = _numeric(low, report_period, cumulative)
    taken = [(m.start, m.end) for m in found]
    hits = [
        h
        for h in finder(patterns, "periods").all(low)
        if not _overlaps(h.start, h.end, taken) and not _plain_word(text, h)
    ]
    found += _words(low, hits, found, _Setting(report_period, cumulative, patterns))
    taken = [(m.start, m.end) for m in found]
    for match in _YEAR_ALONE.finditer(low):
        if not _overlaps(match.start(), match.end(), taken):
            found.append(Mention(match[1], match.start(), match.end(), "year"))
    return tuple(sorted(found, key=lambda m: m.start))


def whole_years(labels: Sequence[str], report_period: str) -> list[str]:
    """Headers with years of two figures written out: "Utfall -06" → "Utfall 2006".

    Args:
        labels: the headers of one table, as printed.
        report_period: label of the report's own period; a year further than `FAR` years from it is none.

    Returns:
        The headers; years without apostrophe or dash ("Utfall 06") only where two headers or more have one.
    """
    marked = [_MARKED_YEAR.sub(lambda m: _whole(m, report_period), label) for label in labels]
    bare = [_BARE_YEAR.sub(lambda m: _whole(m, report_period), label) for label in marked]
    several = sum(b != m for b, m in zip(bare, marked, strict=True)) > 1
    return bare if several and report_period else marked


def _whole(match: re.Match[str], report_period: str) -> str:
    short = int(match["year"])
    own = int(report_period[:4]) if report_period else MIDDLE
    found = min((1900 + short, 2000 + short), key=lambda y: abs(y - own))
    return f"{match['lead']}{found}" if abs(found - own) <= FAR or not report_period else match[0]


def period_of(text: str, report_period: str, patterns: Patterns, *, cumulative: bool = True) -> str:
    """The one period a header or label names; '' if none, or several different ones.

    What is said of a part of the year without its year is about the only year named beside it: "Ackumulerat" and
    "jan–aug" in "Ackumulerat jan–aug 2022" and in "Bokslut 2022 jan–aug" are of 2022.
    """
    mentions = find_periods(text, report_period, patterns, cumulative=cumulative)
    labels = {m.label for m in mentions}
    if len(labels) > 1 and "" not in labels:
        labels = _in_one_year(text, mentions, report_period)
    return labels.pop() if len(labels) == 1 else ""


def _in_one_year(text: str, mentions: Sequence[Mention], own: str) -> set[str]:
    """The periods that mentions name together where one year at most is told, else their own."""
    labels = {m.label for m in mentions}
    years = {m.label[:4] for m in mentions if _tells_year(text, m, own)}
    parts = {m.label[4:] for m in mentions if m.shape in ("part", "month") and m.label[4:]}
    running = any(m.shape == "relative" and m.label == own for m in mentions)
    # "Ackumulerat t.o.m. maj" in another month's report runs up to May; "perioden" is no whole year.
    apart = running and (
        any(m.shape == "month" and m.label[4:] != own[4:] for m in mentions)
        or any(m.shape == "year" and not _prints_year(text, m) for m in mentions)
    )
    if len(years) > 1 or apart or any(m.shape in ("span", "date") for m in mentions):
        return labels
    said = years.pop() if years else own[:4]
    if not parts and (running or all(m.shape != "year" or _prints_year(text, m) for m in mentions)):
        parts = {m.label[4:] for m in mentions if m.shape == "relative" and m.label[4:]}
    return {f"{said}{part}" for part in parts} or {said}


def _tells_year(text: str, mention: Mention, own: str) -> bool:
    """Whether the words of a mention say which year it is of: by its number, or seen from the report's own."""
    return _prints_year(text, mention) or (mention.shape == "relative" and mention.label[:4] != own[:4])


def _prints_year(text: str, mention: Mention) -> bool:
    return re.search(_YEAR, text[mention.start : mention.end]) is not None


def _plain_word(text: str, hit: Hit) -> bool:
    """Whether the words are Swedish before they are a period: `år` is one only as a label (`ÅR`, `År:`), `är` never."""
    word = text[hit.start : hit.end]
    if word.casefold() == "är":
        return True
    return word.casefold() == "år" and not (word.isupper() or text[hit.end : hit.end + 1] == ":")


def _overlaps(begin: int, stop: int, taken: list[tuple[int, int]]) -> bool:
    return any(begin < b and a < stop for a, b in taken)


def _numeric(low: str, report_period: str, cumulative: bool) -> list[Mention]:
    found: list[Mention] = []

    def free(match: re.Match[str]) -> bool:
        return not _overlaps(match.start(), match.end(), [(m.start, m.end) for m in found])

    for match in _DATE.finditer(low):
        month = match[2] if 1 <= int(match[2]) <= 12 else ""
        found.append(Mention(f"{match[1]}-{month}" if month else "", match.start(), match.end(), "date"))
    spans = [m for m in filter(free, _YEARS.finditer(low)) if not _MONTH.fullmatch(m[0])]
    found += [Mention("", m.start(), m.end(), "span") for m in spans]
    for match in filter(free, _LABELLED.finditer(low)):
        part = match[2].upper()
        label = match[1] if part == "T3" else f"{match[1]}-{part}"
        found.append(Mention(label, match.start(), match.end(), "part"))
    for match in filter(free, _MONTH.finditer(low)):
        label = _month_label(int(match[1]), int(match[2]), report_period, cumulative)
        found += [Mention(label, match.start(), match.end(), "month")]
    return found


def _month_label(year_number: int, month: int, report_period: str, cumulative: bool) -> str:
    own = _parts(report_period) if is_label(report_period) else None
    if cumulative and own and own.last == month and own.suffix != f"{month:02d}":
        return running(year_number, month, report_period)
    return f"{year_number}-{month:02d}"


def _words(low: str, hits: list[Hit], known: list[Mention], setting: _Setting) -> list[Mention]:
    found: list[Mention] = []
    lexicon = setting.patterns["periods"]
    skip = -1
    for index, hit in enumerate(hits):
        if index <= skip:
            continue
        value = str(lexicon[hit.key].attributes.get("value", hit.key))
        begin, stop = hit.start, hit.end
        last = value
        following = hits[index + 1] if index + 1 < len(hits) else None
        if value.isdigit() and following and _RANGE_JOINT.fullmatch(low[hit.end : following.start]):
            last = str(lexicon[following.key].attributes.get("value", following.key))
            stop, skip = following.end, index + 1
        year_number, begin, stop = _year_beside(low, begin, stop, known)
        label, shape = _label(value, last, year_number, setting)
        if label is not None:
            found.append(Mention(label, begin, stop, shape))
    return found


def _year_beside(low: str, begin: int, stop: int, known: list[Mention]) -> tuple[int | None, int, int]:
    taken = [(m.start, m.end) for m in known]
    after = _YEAR_NEAR.match(low, stop)
    if after and not _overlaps(after.start(1), after.end(1), taken):
        return int(after[1]), begin, after.end()
    before = _YEAR_BEFORE.search(low, 0, begin)
    if before and not _overlaps(before.start(1), before.end(1), taken):
        return int(before[1]), before.start(), stop
    return None, begin, stop


def _label(value: str, last: str, year_number: int | None, setting: _Setting) -> tuple[str | None, Shape]:
    own = setting.own if is_label(setting.own) else ""
    if year_number is None:
        if not own:
            return None, "relative"
        year_number = year(own)
    elif value in ("year", "own"):
        return (
            (str(year_number), "year") if value == "year" or not own else (f"{year_number}{own[4:]}", "part")
        )
    if value == "own":
        return own, "relative"
    if value == "year":
        return str(year_number), "year"
    if value == "previous":
        return previous(own) if own else None, "relative"
    if value == "previous_year":
        return str(year_number - 1), "relative"
    if not value.isdigit():
        return f"{year_number}-{value}", "part"
    if last == value:
        return _month_label(year_number, int(value), setting.own, setting.cumulative), "month"
    if int(value) == 1 and last.isdigit():
        return running(year_number, int(last), setting.own), "part"
    return "", "span"

"""Printed numbers: a number as Swedish reports print it, or the reason why the digits are none.

Space, NBSP or thin space groups thousands, comma or point separates decimals, the minus is a hyphen, an
en dash or U+2212. What could be read in two ways is refused, not guessed.
"""

from __future__ import annotations

import itertools
import re
from decimal import Decimal
from typing import NamedTuple

from extractor.phrases import plain

_GROUPED = r"\d{1,3}(?: \d{3})+"
_POINTS = r"\d{1,3}(?:\.\d{3}){2,}"
_NUMBER = re.compile(
    rf"(?<![\d])(?P<sign>\+ ?/ ?- ?|± ?|[+-] ?)?(?P<body>(?:{_GROUPED}|{_POINTS}|\d+)(?:[.,]\d+)?)"
    r"(?!\d)(?! ?[,.] ?\d)"
)
_DIGITS = re.compile(r"\d+(?: ?[.,] ?\d+)*")
_POINT_GROUP = re.compile(r"\d{1,3}\.\d{3}")
_YEAR = re.compile(r"(?:19[89]|20[0-4])\d")
_CLOCK = re.compile(r"\d{1,2}[:.]\d{2}(?::\d{2})?")
_CONFUSED_BEFORE = re.compile(r"(?:(?<=\W)|^)[lIOo|]+$")
_CONFUSED_AFTER = re.compile(r"[lIOo|]+(?=[\s%,.)]|$)")
_BRACKETED = re.compile(r"\( ?\d[\d .,]*(?:%|[a-z]{2,4})?\)(?: ?(?:%|[a-z]{2,4}))?")
MAX_DIGITS = 15
"""Longer runs of digits are identifiers (invoice, document and phone numbers), not amounts."""


class Printed(NamedTuple):
    """A number as printed, or digits that are none and why."""

    value: Decimal | None
    start: int
    end: int
    sign: str
    """'', '+', '-' or '±', as printed before it."""
    spaced: bool
    """Whether a space stands between the sign and the digits."""
    decimals: int
    reason: str
    """Why it is no number, '' when it is one: identifier, ambiguous_separator, broken_number, ocr_ambiguous."""


def find_numbers(text: str) -> list[Printed]:
    """Every number in a text, and every other run of digits with the reason why it is none.

    Args:
        text: the printed words.

    Returns:
        In the order printed, not overlapping; `value` is None exactly where `reason` is given.
    """
    low = plain(text)
    found: list[Printed] = []
    position = 0
    while digits := _DIGITS.search(low, position):
        match = _match_at(low, digits.start(), position)
        printed = (
            _read(text, low, match) if match else _refused(digits.start(), digits.end(), "broken_number")
        )
        found.append(printed)
        position = max(printed.end, digits.start() + 1)
    return _without_neighbours(low, found)


def is_bracketed(text: str) -> bool:
    """Whether a cell prints a figure in brackets and nothing else: minus in accounts, an aside elsewhere."""
    return _BRACKETED.fullmatch(plain(text).strip()) is not None


def _without_neighbours(low: str, found: list[Printed]) -> list[Printed]:
    """Refuse numbers that only a space separates: `12 34` may be one damaged number or two."""
    touching = set()
    for i, (left, right) in enumerate(itertools.pairwise(found)):
        gap, year = low[left.end : right.start], _YEAR.fullmatch(low[left.start : left.end])
        if gap == " " and not year and not right.sign:
            touching |= {i, i + 1}
    return [
        _refused(p.start, p.end, p.reason or "ambiguous_separator") if i in touching else p
        for i, p in enumerate(found)
    ]


def _match_at(low: str, first_digit: int, floor: int) -> re.Match[str] | None:
    for back in range(min(4, first_digit - floor), -1, -1):
        match = _NUMBER.match(low, first_digit - back)
        if match and match.start("body") == first_digit:
            return match
    return None


def _refused(start: int, end: int, reason: str) -> Printed:
    return Printed(None, start, end, "", False, 0, reason)


def _read(text: str, low: str, match: re.Match[str]) -> Printed:
    body, start, end = match["body"], match.start("body"), match.end("body")
    reason = _suspicion(text, low, body, start, end)
    if reason:
        return _refused(start, end, reason)
    sign, spaced = _sign(low, match)
    if sign:
        start = match.start()
    digits = body.replace(" ", "")
    if digits.count(".") > 1:
        digits = digits.replace(".", "")
    digits = digits.replace(",", ".")
    decimals = len(digits.partition(".")[2])
    value = Decimal(digits)
    return Printed(-value if sign == "-" else value, start, end, sign, spaced, decimals, "")


def _suspicion(text: str, low: str, body: str, start: int, end: int) -> str:
    before, after = low[:start], low[end:]
    if _CONFUSED_BEFORE.search(text[:start]) or _CONFUSED_AFTER.match(text[end:]):
        return "ocr_ambiguous"
    if before[-1:].isalpha() or (len(before) > 1 and before[-1] in "-_/" and before[-2].isalpha()):
        return "identifier"
    compact = re.sub(r"\D", "", body)
    if len(compact) > MAX_DIGITS or (len(compact) > 1 and compact[0] == "0" and body[1] not in ",."):
        return "identifier"
    if re.match(r"[-/:]\d", after) and re.search(r"\d[-/:]$", before):
        return "identifier"
    if _CLOCK.match(low, start) and re.search(r"\b(?:kl|klockan)\.? $", before):
        return "identifier"
    if re.match(r":[ae]\b", after) or re.match(r":\d", after) or re.search(r"[\d¤]:$", before):
        return "identifier"
    if _POINT_GROUP.fullmatch(body):
        return "ambiguous_separator"
    return ""


def _sign(low: str, match: re.Match[str]) -> tuple[str, bool]:
    """The sign, where what stands before lets it be one: not the dash of `3-5` or of a compound."""
    printed = match["sign"] or ""
    if not printed:
        return "", False
    before = low[: match.start()].rstrip()
    glued = low[: match.start()][-1:]
    if "±" in printed or "/" in printed:
        return "±", False
    mark, spaced = printed.strip(), printed.endswith(" ")
    if mark == "-" and (before[-1:].isdigit() or before.endswith("%")) and (spaced or glued.strip()):
        return "", False
    if glued.strip() and glued not in "(:;=,":
        return "", False
    return mark, spaced

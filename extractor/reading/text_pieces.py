"""The pieces of a line that can be cells or parts of cells: quantities, symbols, words.

A quantity with its limit word and unit is one piece, never cut; between pieces a line may be cut into columns.
"""

from __future__ import annotations

import functools
import itertools
import re
from typing import NamedTuple

from rapidfuzz import fuzz

from extractor.patterns import built_in
from extractor.periods import find_periods
from extractor.swedish import fold
from extractor.symbols.glyphs import glyph_of, letters_as_symbols

MARK = "|"
YEAR = re.compile(r"(?:19|20)\d\d")
SHORT_VERDICT = 4
LONG_VERDICT = 40
VERDICT_RATIO = 84
"""rapidfuzz ratio from which words count as a damaged verdict; `Bedéms inte` reaches 91."""
ANY_YEAR = "2000"
"""The report's period where only is asked whether words tell one."""
LONG_QUANTITY = 26
"""A cell that is nothing but a quantity has at most this many characters."""

_LIMIT = (
    r"(?:max|maximalt|min|minst|h[o6éd]gst|lagst|[<>=~±]{1,2}|[≥≤]|ca|cirka|drygt|knappt|under|[o6]ver|"
    r"index|resultat|plus|minus)\.?"
)
_NUMBER = r"[+\-−–±]?/?-?\s?\d[\d.,:/]*(?:\s\d{3}(?!\d))*"
_UNIT = (
    r"(?:%|procent\w*|st|h|tim\w*|kr|tkr|mkr|mnkr|mdkr|kkr|min|minuter|dagar|dgr|d|poang|p|ar|personer|"
    r"arbetare|index|kwh|mwh|gwh|ton|kg|km|m2|ggr|enheter|elever|gr|g|gram|veckor|manader|kronor|dygn)\.?"
)
_YEAR = r"(?:(?:t\d|q\d|ar|helar|kv|utfall|mau|bokslut|budget|index)?\s?(?:19|20)\d\d(?:[,\s]+\d\d)?\s?:?\s?)"
_QUANTITY = re.compile(
    rf"^\W?(?:{_YEAR})?(?:{_LIMIT}\s?)?{_NUMBER}\s?(?:{_UNIT})?[*)]*(?:(?:[-–]\s?|\s[-–]\s)\d[\d.,]*\s?(?:{_UNIT})?)?$"
)
MONTH = re.compile(r"^(?:19|20)\d\d,\s\d\d,?$")
"""A year and a month, the value of which stands below."""
LABELLED_VALUE = re.compile(r"^[-–]?\s?(?:[^\W\d_]{2,}[:,]\s?|[-–]\s?[^\W\d_]{2,}\s)\d[\d.,]*\s?%?$")
"""A line that is a value with its name: one of several lines of one cell (`Män: 5,3 %`, `- Kort 2,6 %`)."""
YEARLY = re.compile(r"^(?:(?:T|Q|kv|år|ar|AR)\s?\d?\s?)?(?:(?:19|20)\d\d)?\s?:\s?\W?\s?\S*\d", re.IGNORECASE)
"""A value with its year or term: `2018: 41,7`, `T1: 12`."""
LIMITED = re.compile(
    r"^(?:max|min|minst|h\wgst|l\wgst|ca|drygt|n\wstan|under|\wver|[<>≥≤+±–-])\s*\d", re.IGNORECASE
)
"""A number with a limit before it."""
UNIT = re.compile(
    r"^(?:%|procent\w*|st|h|tim\w*|tkr|mkr|mnkr|kr|kronor|min|minuter|dagar|dygn|veckor|m[aåé]nader|[aå]r|po[aä]ng|"
    r"personer|enheter|g|kg|ton|kWh|MWh)[.,*)]*$",
    re.IGNORECASE,
)
"""A unit by itself, where a line's end broke it off its number."""
_STARTS = re.compile(rf"^(?:{_LIMIT}|[+\-−–]?\d[\d.,]*%?)$")
_SYMBOLIC = re.compile(
    r"^(?:[A-ZÅÄÖ]|[ot@®©°¢]|[^\w\s%|]{1,3}|\[\]|i?e?\}|[>»=+\-*<«]{1,3}|[tT]{2}|\([A-Za-z]{0,2}\)|[@©®][a-z]{0,2}|e[@©®°])$"
)
_SCRAP = re.compile(r"^(?:[aertuzy]\)?|C|[A-Za-z]{1,2}\)|[-‘'~]?[Aa])$")
"""What a sign was read as where it stands after a value or another sign; a text may end so as well."""
_NUMBERING = re.compile(r"^(?:\d{1,2}\.\d{1,2}\.?|\d{1,2}\.)$")
NUMBERED = re.compile(r"^\d{1,2}\.(?:\d{1,2}\.?)? [A-ZÅÄÖ]")
"""A text that begins with its number in a list: a cell's beginning, never its middle."""
_DIGIT_SYMBOL = re.compile(r"^[0147]$")


class Piece(NamedTuple):
    """A run of words of one line that belongs to one cell."""

    text: str
    kind: str
    """'quantity', 'symbol', 'word'."""
    marked: bool
    """Whether a column mark or a wide gap stands before it."""


@functools.lru_cache(maxsize=20_000)
def is_quantity(text: str) -> bool:
    """Whether a text is nothing but a number with limit word, unit and period."""
    if len(text) > LONG_QUANTITY or text.endswith(" är"):
        return False
    return _QUANTITY.match(fold(text)) is not None or MONTH.match(text) is not None


@functools.lru_cache(maxsize=20_000)
def is_direction(text: str) -> bool:
    """Whether a text is a bare target or says that there is no value: "Öka", "Nytt mått", "Ingen data"."""
    patterns = built_in()
    if len(text) > 2 * LONG_QUANTITY:
        return False
    return any(
        patterns[name].best(text, coverage=0.75) is not None for name in ("targets", "missing", "states")
    )


def is_typed(text: str) -> bool:
    """Whether a text is a whole value: a quantity, a limit, `2018: 41,7`, a direction, a word for no value."""
    return (
        is_quantity(text)
        or is_word_for_value(text)
        or YEARLY.match(text) is not None
        or LIMITED.match(text) is not None
    )


def is_word_for_value(text: str) -> bool:
    """Whether a text is a direction or says that there is no value, at the beginning of a cell."""
    return not text[0].islower() and is_direction(text)


@functools.lru_cache(maxsize=4096)
def tells_when(word: str) -> bool:
    """Whether a word of a header is a year, a month or another part of one (`april`, `T2`, `jan–aug`)."""
    bare = word.strip(" .,:;()")
    found = find_periods(bare, ANY_YEAR, built_in())
    return any(m.start == 0 and m.end == len(bare) and m.shape != "relative" for m in found)


@functools.cache
def _verdicts() -> dict[str, bool]:
    """The words of verdicts, and whether a part of them tells them, too.

    One that says that nothing was measured is told whole only: its words stand anywhere.
    """
    patterns = built_in()
    found: dict[str, bool] = {}
    for group in (g for name in ("status", "trend") for g in patterns[name]):
        for phrase in (fold(p.replace("*", "")) for p in group.phrases):
            if len(phrase) >= SHORT_VERDICT:
                found[phrase] = found.get(phrase, False) or group.key != "not_measured"
    return dict(sorted(found.items()))


@functools.lru_cache(maxsize=20_000)
def is_verdict(text: str) -> bool:
    """Whether a text is a status or trend in words, or the beginning or end of one."""
    core = fold(text).strip(" .,|‘’'\"")
    if not SHORT_VERDICT <= len(core) <= LONG_VERDICT:
        return False
    size = len(core)
    return any(
        (size <= len(phrase) + 1 if divided else abs(size - len(phrase)) <= 1)
        and max(fuzz.ratio(core, phrase[:size]), fuzz.ratio(core, phrase[-size:])) >= VERDICT_RATIO
        for phrase, divided in _verdicts().items()
    )


@functools.lru_cache(maxsize=20_000)
def is_symbol(text: str) -> bool:
    """Whether a text may be what is left of a symbol: a glyph, or letters an OCR made of one."""
    if not text or len(text) > 8:
        return False
    return all(
        glyph_of(part) is not None or letters_as_symbols(part) or _SYMBOLIC.match(part)
        for part in text.split()
    )


def pieces_of(line: str) -> list[Piece]:
    """Cut a line into the pieces that no column edge can divide."""
    if LABELLED_VALUE.match(line.strip()):
        return [Piece(line.strip(), "quantity", False)]
    tokens: list[tuple[str, bool]] = []
    marked = False
    for part in re.split(r"(\||\s{3,}|\t)", line.strip()):
        if part == MARK or (part and not part.strip()):
            marked = True
            continue
        for at, word in enumerate(part.split()):
            tokens.append((word, marked and at == 0))
        marked = marked and not part.strip()
    pieces: list[Piece] = []
    at = 0
    while at < len(tokens):
        stop = 0 if _is_numbering(tokens, at) else _quantity_end(tokens, at)
        if stop:
            text = " ".join(w for w, _ in tokens[at:stop])
            pieces.append(Piece(text, "quantity", tokens[at][1]))
            at = stop
            continue
        word, mark = tokens[at]
        if _is_numbering(tokens, at):
            word, at = f"{word} {tokens[at + 1][0]}", at + 1
        pieces.append(Piece(word, "word", mark))
        at += 1
    return _with_symbols(pieces)


def _is_numbering(tokens: list[tuple[str, bool]], at: int) -> bool:
    """Whether a token is the number of the goal or indicator that begins after it (`1.2 Antal …`)."""
    if at + 1 >= len(tokens) or not _NUMBERING.match(tokens[at][0]):
        return False
    following, marked = tokens[at + 1]
    return not marked and len(following) > 1 and following[0].isupper() and following.isalpha()


def begins_big(text: str) -> bool:
    """Whether a text begins as a cell does: with a capital letter, or with its number in a list."""
    return text[0].isupper() or NUMBERED.match(text) is not None


def holds_values_in_a_row(text: str) -> bool:
    """Whether two quantities stand directly side by side: cells do, sentences do not."""
    kinds = [piece.kind for piece in pieces_of(text)]
    return ("quantity", "quantity") in itertools.pairwise(kinds)


def _quantity_end(tokens: list[tuple[str, bool]], start: int) -> int:
    """The end of the longest quantity that starts at a token, 0 if none does."""
    if not re.search(r"\d", " ".join(w for w, _ in tokens[start : start + 2])):
        return 0
    best = 0
    for stop in range(start + 1, min(start + 6, len(tokens)) + 1):
        if stop > start + 1 and tokens[stop - 1][1]:
            break
        if is_quantity(" ".join(w for w, _ in tokens[start:stop])):
            best = stop
    if best == start + 1 and YEAR.fullmatch(tokens[start][0]):
        return 0
    return best


def _with_symbols(pieces: list[Piece]) -> list[Piece]:
    """The line's last pieces as symbols, where they may be such; bars and single letters inside a text stay words."""
    out = list(pieces)
    at = len(out) - 1
    while at >= 0 and _ends_as_symbol(out, at):
        out[at] = out[at]._replace(kind="symbol")
        at -= 1
    return out


def _ends_as_symbol(pieces: list[Piece], at: int) -> bool:
    """Whether a piece at a line's end may be a symbol; a digit only beside another symbol."""
    if _DIGIT_SYMBOL.match(pieces[at].text):
        return at > 0 and is_symbol(pieces[at - 1].text) and pieces[at - 1].kind == "word"
    if _SCRAP.match(pieces[at].text):
        before = pieces[at - 1] if at else None
        return before is not None and (before.kind == "quantity" or is_symbol(before.text))
    return is_symbol(pieces[at].text)

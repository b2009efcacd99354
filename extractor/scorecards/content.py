"""What the cells of a column show, and how well that fits a role: the second witness beside the header.

Promises shares, never decisions: `columns.py` weighs them against the header words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from extractor.model import SURE, Cell, Symbol
from extractor.patterns import Patterns
from extractor.phrases import finder, plain
from extractor.swedish import squeeze
from extractor.symbols.colours import LIGHTS
from extractor.symbols.legend import Legend
from extractor.symbols.meaning import read_status, read_trend
from extractor.symbols.verdicts import read_verdict

LONG_TEXT = 14
"""Mean words from which a column holds sentences: a value, target or status has 1–8 in printed reports."""
PROSE_TARGET = 5
"""Mean words from which a "Mål 2020" column without any number may as well hold the goals."""
MISSING = 0.6
"""Share of a cell's letters that words for "not measured" must explain."""
LIMIT = 0.2
"""The same for words of targets beside a number: "minst" is a third of "minst 80 %"."""
UNTOLD = 0.5
"""Share of figures taken for a column whose cells all say that there is none: no witness for or against."""
FEWEST_SAID = 2
"""Cells beside those that say that there is nothing ("–", "Ej mätt") that tell what a column judges."""
PLAIN_ARROW = 0.8
"""Confidence of its shape from which one coloured arrow makes a column of judgements one of trends too; balls with a
shine or a rim get 0.75 in scans."""
VERDICT_WORDS = 6
"""Words of a verdict at most ("Målet bedöms delvis uppnås i år")."""
WHOLE = 0.9
"""Share of a cell's letters that makes it nothing but an answer."""
WORDLESS = 0.5
"""Share of cells with marks from which a column without any word holds no remarks."""
NAME_LETTERS = 4
"""Letters from which words beside a mark may be a name; a mark's own letter was recognised beside it, too."""
KEPT_ROWS = 60
"""Cells looked at per column: enough to tell its content, and a table of 5,000 rows costs no more."""

TEXTUAL: frozenset[str] = frozenset({"goal", "indicator", "key_figure", "activity"})
VALUES: frozenset[str] = frozenset({"baseline", "target", "previous_value", "value", "forecast"})

ONE_SIGN = {"green": "arrow_up", "yellow": "arrow_right", "red": "arrow_down"}
"""Arrows that may only say the status twice, by colour and direction."""

_NUMBER = re.compile(
    r"^(?:[<>=≤≥±~+\-–−]|\+/[-–−]|max|min|minst|högst|ca|cirka|under|över|\s)*\d", re.IGNORECASE
)
_DIGITS = re.compile(r"\d")
_LIMIT = re.compile(r"[<>≤≥]")
_NUMBERED = re.compile(r"^\d{1,2}(?:\.\d{1,2})*[.)]?\s+[A-ZÅÄÖ][a-zåäö]+\s+\S")
"""A goal or an indicator with a number of its own: "1.2 Antal genomförda tillsyner"."""
_PERCENT = re.compile(r"^\d{1,3}(?:[.,]\d+)?\s*(?:%|procent)$")


class Content(NamedTuple):
    """What a column's cells show, as shares 0..1 of the cells that show anything."""

    filled: int
    status: float
    """As a share of those that do not say that there is nothing to judge; so `trend`."""
    symbols: float
    trend: float
    arrows: float
    both: float
    """Cells that show a status and a trend by two marks."""
    pointing: float
    """Cells that show both by one coloured arrow."""
    free: bool
    """Whether such arrows differ and one points elsewhere than its colour would: it says something of its own.
    Marks that all point the same way may be houses or thumbs."""
    numbers: float
    """Numbers with what belongs to them, and bare directions ("Öka")."""
    percent: float
    bars: float
    words: float
    """Mean number of words."""
    perspectives: float
    spans: float
    limits: float
    """Figures with a limit ("minst 80 %", "≤ 5") and bare directions ("Öka"): what only a target has."""
    verdicts: float = 0.0
    """Plain verdicts ("Delvis uppfyllt"), as a share like `status`: no "Ja", which may answer what is asked."""
    silent: float = 0.0
    """Cells that say that there is nothing to show: "Ej mätt", "Tas fram av nämnden"."""
    told: float = 0.0
    """Cells whose one mark the report's own legend explains as a judgement."""
    lit: float = 0.0
    """Cells that show a mark beside words that are no state: names with their own light, "● Väntetid"."""
    figured: float = 0.0
    """Texts with a figure anywhere in them."""


EMPTY_CONTENT = Content(0, 0, 0, 0, 0, 0, 0, False, 0, 0, 0, 0, 0, 0, 0)


def describe(cells: Sequence[Cell], legend: Legend, patterns: Patterns) -> Content:
    """What a column's body cells show.

    Args:
        cells: the column's own cells (a spanning cell once), header and full-width rows left out.
        legend: what the report says its symbols mean.
        patterns: the knowledge in use.
    """
    filled = [c for c in cells if c.text.strip() or c.symbols][:KEPT_ROWS]
    shaded = [c for c in cells if not c.text.strip() and not c.symbols and c.shading][:KEPT_ROWS]
    if not filled and not shaded:
        return EMPTY_CONTENT
    status = [c for c in filled + shaded if _shows_status(c, legend, patterns)]
    trend = [c for c in filled if read_trend(c.symbols, c.text, legend, patterns).normal]
    texts = [squeeze(c.text) for c in filled]
    n = len(filled) + len(shaded)
    judged = n - sum(not c.symbols and says_missing(c.text, patterns) for c in filled)
    judged = judged if judged >= FEWEST_SAID else n
    arrows = [c for c in filled if any((s.shape or "").startswith("arrow") for s in c.symbols)]
    pointing = [c for c in trend if c in status and len(c.symbols) == 1 and _points(c.symbols[0])]
    return Content(
        filled=n,
        status=len(status) / judged,
        symbols=sum(bool(c.symbols) for c in filled) / n,
        trend=len(trend) / judged,
        arrows=len(arrows) / n,
        both=sum(1 for c in trend if c in status and _two_marks(c) and not _dubious(c)) / n,
        pointing=len(pointing) / n,
        free=len({c.symbols[0].shape for c in pointing}) > 1
        and any(ONE_SIGN.get(c.symbols[0].colour or "") != c.symbols[0].shape for c in pointing),
        numbers=_numbers(texts, n, patterns),
        percent=sum(bool(_PERCENT.match(t)) for t in texts) / n,
        bars=sum(any(s.shape == "bar" for s in c.symbols) for c in filled) / n,
        words=sum(len(t.split()) for t in texts) / n,
        perspectives=sum(_names_perspective(t, patterns) for t in texts) / n,
        spans=sum(c.row_span > 1 for c in filled) / n,
        limits=sum(_is_limit(t, patterns) for t in texts) / n,
        verdicts=sum(is_verdict(t, patterns) for t in texts) / judged,
        silent=sum(says_missing(t, patterns) for t in texts) / n,
        told=sum(len(c.symbols) == 1 and legend.status_of(c.symbols[0]) is not None for c in filled) / n,
        lit=sum(bool(c.symbols) and _is_named(squeeze(c.text), legend, patterns) for c in filled) / n,
        figured=sum(bool(_DIGITS.search(t)) for t in texts) / n,
    )


def _is_named(text: str, legend: Legend, patterns: Patterns) -> bool:
    """Whether the words beside a mark are a name: no state, no figure, nothing that says that there is none."""
    if (
        sum(c.isalpha() for c in text) < NAME_LETTERS
        or _is_figure(text, patterns)
        or says_missing(text, patterns)
    ):
        return False
    said = read_status((), text, None, legend, patterns), read_trend((), text, legend, patterns)
    return all(field.normal is None or field.confidence < SURE for field in said)


def _numbers(texts: Sequence[str], cells: int, patterns: Patterns) -> float:
    """The share of figures; cells that say that there is none ("Ingen mätning", "–") tell nothing of a column."""
    figures = sum(_is_figure(t, patterns) for t in texts)
    silent = sum(says_missing(t, patterns) for t in texts)
    return figures / (cells - silent) if cells > silent else UNTOLD


def says_missing(text: str, patterns: Patterns) -> bool:
    """Whether a cell says that there is nothing to show: "Ej mätt", "–"."""
    lexicon = patterns["missing"]
    said = text.strip()
    return bool(said) and (
        lexicon.glyph(said) is not None or lexicon.best(said, coverage=MISSING) is not None
    )


def _is_figure(text: str, patterns: Patterns) -> bool:
    """Whether a text is a number with what belongs to it, or a bare direction ("Öka")."""
    words = len(text.split())
    if _NUMBER.match(text):
        return words <= 12 and not _NUMBERED.match(text)
    return words <= 4 and patterns["targets"].best(text, coverage=0.6) is not None


def _is_limit(text: str, patterns: Patterns) -> bool:
    """Whether a figure says what is to be reached: with a limit, or as a direction without a number."""
    if not _is_figure(text, patterns):
        return False
    return bool(_LIMIT.match(text)) or patterns["targets"].best(text, coverage=LIMIT) is not None


def _shows_status(cell: Cell, legend: Legend, patterns: Patterns) -> bool:
    return read_status(cell.symbols, cell.text, cell.shading, legend, patterns).normal is not None


def is_verdict(text: str, patterns: Patterns) -> bool:
    """Whether a short text says in so many words how far something is reached: "Målet nås", never "Ja" or "Pågår"."""
    if not 0 < len(text.split()) <= VERDICT_WORDS or _DIGITS.search(text):
        return False
    line = plain(text).strip(" .!")
    if any(h.end - h.start >= WHOLE * len(line) for h in finder(patterns, "claims", "answers").all(line)):
        return False
    said = read_verdict(text, "status", patterns, beside="trend")
    return said.key is not None and said.confidence >= SURE


def is_answer(text: str, patterns: Patterns) -> bool:
    """Whether a short text says what a row aims at or how it went, in words alone: "Öka", "Ja", "Har minskat"."""
    if _is_figure(text, patterns) and not _DIGITS.search(text):
        return True
    said = (read_verdict(text, kind, patterns) for kind in ("status", "trend"))
    return any(verdict.key is not None for verdict in said)


def _points(symbol: Symbol) -> bool:
    """Whether a symbol is plainly an arrow: the shine of a ball in a poor scan is taken for one."""
    return (symbol.shape or "").startswith("arrow") and symbol.shape_confidence >= PLAIN_ARROW


def _dubious(cell: Cell) -> bool:
    """Whether a cell's only arrows are such as lights look like: unclear ones, triangles in a light's colour."""
    shown = [s for s in cell.symbols if (s.shape or "").startswith(("arrow", "triangle"))]
    lights = [s for s in shown if (s.shape or "").startswith("triangle") and s.colour in LIGHTS]
    return bool(shown) and not any(s.shape_confidence >= PLAIN_ARROW for s in shown if s not in lights)


def _two_marks(cell: Cell) -> bool:
    return len(cell.symbols) + len(cell.text.split()) >= 2


def _names_perspective(text: str, patterns: Patterns) -> bool:
    return len(text) < 60 and patterns["perspectives"].best(text, coverage=0.6) is not None


def content_score(role: str, content: Content) -> float:
    """How well what a column shows fits a role, -1..1; 0 for an empty column."""
    c = content
    if not c.filled:
        return 0.0
    long_text = c.words > LONG_TEXT
    if role == "status":
        return c.status if c.status >= 0.3 else (-1.0 if long_text else -0.6 * c.numbers)
    if role == "trend":
        return c.trend if c.trend >= 0.3 else (-1.0 if long_text else -0.4 * c.numbers)
    if role in VALUES:
        if c.symbols > 0.5 and c.numbers < 0.3:
            return -1.0
        if role == "target" and c.words >= PROSE_TARGET and c.numbers < 0.1:
            return -0.5
        return c.numbers if not long_text else c.numbers - 0.8
    if role in TEXTUAL:
        return _text_score(role, c)
    if role == "progress":
        return max(c.percent, c.bars)
    if role == "perspective":
        return c.perspectives - 0.3
    if role == "comment":
        if c.symbols > WORDLESS and not c.words:
            return -1.0
        return 0.8 if c.words > LONG_TEXT / 2 else -0.2
    return c.numbers if role == "deviation" else 0.0


def _text_score(role: str, c: Content) -> float:
    if c.symbols - c.lit > 0.3 or c.numbers > 0.6:
        return -1.0
    if c.words < 1.8:
        return -0.4
    return min(c.words / 6, 0.6) + (0.2 if role == "goal" and c.spans > 0.2 else 0.0)

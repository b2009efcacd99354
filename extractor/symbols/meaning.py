"""What was seen and printed in a cell → status or trend, or a reason why not.

Colour carries the meaning of a light; the report's own legend wins; a shape alone is decided by the legend
or by what the same shape means where it has colour, never guessed.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from extractor.model import SURE, Field, StatusSource, Symbol
from extractor.patterns import Patterns
from extractor.symbols.cell import symbol_from_shading
from extractor.symbols.colours import LIGHTS
from extractor.symbols.glyphs import letters_as_symbols, symbol_from_glyph, symbol_from_letter
from extractor.symbols.learnt import INFERRED
from extractor.symbols.legend import Legend
from extractor.symbols.typed_signs import read_sign
from extractor.symbols.verdicts import Verdict, read_verdict

BY_DEFAULT = 0.95
"""Confidence of a colour read without a legend: the three lights mean the same everywhere seen so far."""
AGAINST_CUSTOM = 0.7
"""Confidence where the legend, as read, gives a light or an arrow another meaning than it has everywhere else: a
report may mean it, but the legend may also be misread, so a person decides."""
NONE_LIT = 0.7
"""Confidence in several lamps of which none is lit."""
IN_BRACKETS = 0.7
"""Confidence in a mark in brackets: less than the same mark without, but how much less only the report knows."""
_BRACKETS = re.compile(r"[(\[]\s*[)\]]")
"""What is left of a cell's words where its mark stands in brackets: "(✓)"."""
_DASHES = frozenset("-–—−_.…/· ")


class _Reading(NamedTuple):
    key: str | None
    confidence: float
    reasons: tuple[str, ...]
    source: StatusSource


def read_status(  # noqa: PLR0913 - everything that a cell shows has a say
    symbols: Sequence[Symbol],
    text: str,
    shading: str | None,
    legend: Legend,
    patterns: Patterns,
    *,
    ocr: bool = False,
) -> Field:
    """The status a cell shows.

    Args:
        symbols: what `see_cell` saw in it.
        text: its words.
        shading: its background '#rrggbb'; None if it is the row's own shading.
        legend: what the report says its symbols mean.
        patterns: the patterns in use.
        ocr: whether the text comes from OCR, which makes letters of symbols.

    Returns:
        A field with `normal` met, partly_met, not_met or None. Nothing shown gives the empty field; what is
        shown but not decided gives None and a reason (docs/reasons.md).
    """
    symbols = _with_letters(symbols, text, patterns, ocr=ocr)
    lights = [s for s in symbols if s.shape not in ("fill", "bar", "pie") or legend.explains_share(s)]
    fills = [s for s in symbols if s.shape == "fill"]
    if not fills and (fill := symbol_from_shading(shading)) is not None:
        fills = [fill]
    shown = _one_of([_status_of(s, legend, patterns) for s in lights])
    if shown is not None and _in_pieces(lights, legend):
        shown = shown._replace(confidence=min(shown.confidence, 0.5), reasons=("several_symbols",))
    if shown is not None and _BRACKETS.fullmatch(_without(symbols, text)):
        shown = _in_brackets(shown)
    words = read_verdict(text, "status", patterns, beside="trend")
    if words.key is None and (coded := legend.code_of(text)) is not None:
        words = Verdict(coded, BY_DEFAULT)
    words = read_sign(text, "status", legend.signs) or words
    coloured = _one_of([_status_of(s, legend, patterns) for s in fills])
    if coloured is None and (gauges := [s for s in symbols if s.shape == "bar" and s.colour in LIGHTS]):
        coloured = _one_of([_gauge(s, legend, patterns) for s in gauges])
    reading = _settle(shown, words, coloured)
    if reading is None:
        return nothing_read(text, symbols)
    return _field(reading, text, symbols)


def read_trend(
    symbols: Sequence[Symbol], text: str, legend: Legend, patterns: Patterns, *, ocr: bool = False
) -> Field:
    """The trend a cell shows.

    Args:
        symbols: what `see_cell` saw in it.
        text: its words.
        legend: what the report says its symbols mean.
        patterns: the patterns in use.
        ocr: whether the text comes from OCR, which makes letters of symbols.

    Returns:
        A field with `normal` up, unchanged, down or None; see `read_status`.
    """
    symbols = _with_letters(symbols, text, patterns, ocr=ocr)
    arrows = [s for s in symbols if (s.shape or "").startswith("arrow")]
    pointers = arrows or [s for s in symbols if (s.shape or "").startswith("triangle")]
    readings = [_trend_of(s, legend, patterns) for s in pointers]
    shown = _one_of(readings)
    words = read_verdict(text, "trend", patterns, beside="status")
    glyph = patterns["trend"].glyph(text.strip())
    if glyph is not None and shown is None:
        words = Verdict(glyph, SURE)
    if shown is None:
        words = read_sign(text, "trend", legend.signs) or words
    reading = _settle(shown, words, None)
    if reading is None:
        return nothing_read(text, symbols)
    return _field(reading, text, symbols)


# ---------------------------------------------------------------- one symbol


def _status_of(symbol: Symbol, legend: Legend, patterns: Patterns) -> _Reading:
    source: StatusSource = "colour" if symbol.shape == "fill" else "symbol"
    entry = legend.status_of(symbol)
    reasons: tuple[str, ...] = ("ocr_letter",) if symbol.source == "letter" else ()
    if entry is not None:
        confidence = min(symbol.confidence, entry.confidence)
        if symbol.colour not in LIGHTS:
            confidence = min(confidence, symbol.shape_confidence)
        if confidence < min(SURE, entry.confidence) and not reasons:
            reasons = (_doubt(symbol),)
        if legend.contradicts(symbol):
            confidence, reasons = min(confidence, 0.5), (*reasons, "colour_shape_contradiction")
        if legend.reason:
            reasons = (*reasons, legend.reason)
        custom = _defaults(patterns)[0].get(symbol.colour or "") if symbol.colour in LIGHTS else None
        if entry.concluded or (custom is not None and custom != entry.meaning):
            confidence, reasons = min(confidence, AGAINST_CUSTOM), (*reasons, "legend_against_custom")
        return _Reading(entry.meaning, confidence, reasons, source)
    if symbol.source == "letter" or legend.leaves_out(symbol):
        return _Reading(None, min(symbol.confidence, 0.5), reasons or ("not_in_legend",), source)
    by_colour, by_shape = _defaults(patterns)
    judged = by_shape.get(symbol.shape or "") if symbol.shape_confidence >= 0.7 else None
    if symbol.colour in LIGHTS:
        return _light(symbol, by_colour[symbol.colour], judged, legend, source)
    return _uncoloured(symbol, judged, by_colour, source)


def _gauge(symbol: Symbol, legend: Legend, patterns: Patterns) -> _Reading:
    """A bar's colour judges where the report says so, or shows so by several colours: bars have colours anyway."""
    if legend.explains_bars(symbol):
        read = _status_of(symbol, legend, patterns)
        if legend.tells_bars_apart(symbol):
            return read
        return read._replace(
            confidence=min(read.confidence, INFERRED), reasons=(*read.reasons, "colour_of_bar")
        )
    return _Reading(None, 0.5, ("bar_without_meaning",), "symbol")


def _light(symbol: Symbol, key: str, judged: str | None, legend: Legend, source: StatusSource) -> _Reading:
    confidence, reasons = min(symbol.confidence, BY_DEFAULT), ()
    if judged is not None and judged != key:
        return _Reading(key, min(confidence, 0.5), ("colour_shape_contradiction",), source)
    if legend.has_status:
        return _Reading(key, min(confidence, 0.85), ("not_in_legend",), source)
    if confidence < SURE:
        return _Reading(key, confidence, (_doubt(symbol),), source)
    return _Reading(key, confidence, reasons, source)


def _without(symbols: Sequence[Symbol], text: str) -> str:
    """A cell's words without the characters of its symbols."""
    for symbol in symbols:
        text = text.replace(symbol.text, "") if symbol.text else text
    return text.strip()


def _in_pieces(symbols: Sequence[Symbol], legend: Legend) -> bool:
    """Whether marks of one colour may be the pieces of one, where the legend tells its meanings by their form."""
    for colour in {s.colour for s in symbols if s.colour is not None}:
        told = {e.meaning for e in legend.entries if e.kind == "status" and e.colour == colour}
        if len(told) > 1 and sum(s.colour == colour for s in symbols) > 1:
            return True
    return False


def _in_brackets(reading: _Reading) -> _Reading:
    """What a mark in brackets says: a tick is one in part."""
    return reading._replace(
        key="partly_met" if reading.key == "met" else reading.key,
        confidence=min(reading.confidence, IN_BRACKETS),
        reasons=(*reading.reasons, "mark_in_brackets"),
    )


def _doubt(symbol: Symbol) -> str:
    """What makes the reading of a symbol itself unsure."""
    return "colour_unclear" if symbol.colour in LIGHTS and symbol.shape else "shape_unclear"


def _uncoloured(
    symbol: Symbol, judged: str | None, by_colour: dict[str, str], source: StatusSource
) -> _Reading:
    """A black, grey or monochrome symbol: only drawings that judge by themselves are read."""
    if judged is not None:
        ambiguous = symbol.shape == "neutral_face"
        reason = "neutral_face_ambiguous" if ambiguous else "shape_without_colour"
        confidence = min(symbol.confidence, symbol.shape_confidence, 0.7 if ambiguous else 0.85)
        return _Reading(judged, confidence, (reason,), source)
    if (symbol.shape or "").startswith("arrow"):
        return _Reading(None, 0.5, ("arrow_without_status_colour",), source)
    if symbol.colour in ("grey", "white") and by_colour.get(symbol.colour) == "not_measured":
        return _Reading("not_measured", min(symbol.confidence, SURE), (), source)
    reason = "shape_without_colour" if symbol.colour in (None, "black", "grey") else "colour_without_meaning"
    return _Reading(None, 0.5, (reason,), source)


def _trend_of(symbol: Symbol, legend: Legend, patterns: Patterns) -> _Reading:
    confidence = min(symbol.confidence, symbol.shape_confidence)
    reasons: tuple[str, ...] = ("ocr_letter",) if symbol.source == "letter" else ()
    entry = legend.trend_of(symbol)
    key = _directions(patterns).get(symbol.shape or "")
    if entry is not None:
        confidence = min(confidence, entry.confidence)
        if key is not None and key != entry.meaning:
            confidence, reasons = min(confidence, AGAINST_CUSTOM), (*reasons, "legend_against_custom")
        return _Reading(entry.meaning, confidence, reasons, "symbol")
    if key is None:
        return _Reading(None, 0.5, (*reasons, "arrow_without_meaning"), "symbol")
    if symbol.shape in ("arrow_up_right", "arrow_down_right"):
        confidence, reasons = min(confidence, 0.75), (*reasons, "diagonal_arrow")
    elif symbol.shape == "triangle" and symbol.colour in LIGHTS:
        confidence, reasons = min(confidence, 0.6), (*reasons, "triangle_as_arrow")
    elif confidence < SURE and not reasons:
        reasons = ("shape_unclear",)
    return _Reading(key, min(confidence, 0.98), reasons, "symbol")


@functools.lru_cache(maxsize=8)
def _defaults(patterns: Patterns) -> tuple[dict[str, str], dict[str, str]]:
    groups = list(patterns["status"])
    by_colour = {c: g.key for g in groups for c in g.attributes.get("colours", ())}
    by_shape = {s: g.key for g in groups for s in g.attributes.get("shapes", ())}
    return by_colour, by_shape


@functools.lru_cache(maxsize=8)
def _directions(patterns: Patterns) -> dict[str, str]:
    return {s: g.key for g in patterns["trend"] for s in g.attributes.get("shapes", ())}


# ---------------------------------------------------------------- all of a cell together


def _with_letters(symbols: Sequence[Symbol], text: str, patterns: Patterns, *, ocr: bool) -> Sequence[Symbol]:
    """The symbols seen, else what the text alone shows: a glyph the reader need not know, OCR's letters."""
    if symbols:
        return [_taught(s, patterns) for s in symbols]
    printed = text.strip()
    taught = symbol_from_glyph(printed, patterns=patterns)
    if taught is None and not ocr:
        taught = symbol_from_letter(printed, None, patterns)
    if taught is not None:
        return (taught,)
    return letters_as_symbols(text, patterns) if ocr else ()


def _taught(symbol: Symbol, patterns: Patterns) -> Symbol:
    """A character that the reader did not know, as the patterns in use know it."""
    if symbol.shape is not None or len(symbol.text) != 1 or symbol.text.isalnum():
        return symbol
    known = symbol_from_glyph(symbol.text, patterns=patterns)
    if known is None:
        return symbol
    return msgspec.structs.replace(known, colour=known.colour or symbol.colour, place=symbol.place)


def _one_of(readings: Sequence[_Reading]) -> _Reading | None:
    """What several symbols of one cell say together; an unlit lamp beside a lit one says nothing."""
    decided = [r for r in readings if r.key is not None]
    lit = [r for r in decided if r.key != "not_measured"] or decided
    if not lit:
        return readings[0] if readings else None
    if len({r.key for r in lit}) > 1:
        return _Reading(None, 0.4, ("several_symbols",), lit[0].source)
    if len(lit) > 1 and lit[0].key == "not_measured":
        # Lamps of which none is lit are rare; that the lit one was not seen is not.
        return lit[0]._replace(confidence=min(lit[0].confidence, NONE_LIT), reasons=("several_symbols",))
    return max(lit, key=lambda r: r.confidence)


def _settle(shown: _Reading | None, words: Verdict, coloured: _Reading | None) -> _Reading | None:
    """Symbol, words and cell colour: the symbol counts, the others confirm or contradict it."""
    said = (
        _Reading(words.key, words.confidence, words.reasons, "words") if words.key or words.reasons else None
    )
    order = [r for r in (shown, said, coloured) if r is not None]
    decided = [r for r in order if r.key is not None]
    if not decided or (shown is not None and "several_symbols" in shown.reasons):
        return order[0] if order else None
    first = decided[0]
    if any(r.key != first.key for r in decided[1:]):
        reason = "words_contradict_symbol" if said in decided and first is not said else "colour_contradicts"
        return first._replace(confidence=min(first.confidence, 0.5), reasons=(*first.reasons, reason))
    if len(decided) > 1:
        best = max(r.confidence for r in decided)
        return first._replace(confidence=best, reasons=() if best >= SURE else first.reasons)
    return first


def _field(reading: _Reading, text: str, symbols: Sequence[Symbol]) -> Field:
    raw = text or "".join(s.text for s in symbols)
    if reading.key == "not_measured" or reading.key is None:
        reasons = (*reading.reasons, "not_measured") if reading.key else reading.reasons
        return Field(text=text, raw=raw, confidence=reading.confidence, reasons=reasons)
    return Field(
        text=text, raw=raw, normal=reading.key, source=reading.source,
        confidence=round(reading.confidence, 3), reasons=reading.reasons,
    )  # fmt: skip


def nothing_read(text: str, symbols: Sequence[Symbol]) -> Field:
    """Nothing that could be read: empty if nothing is there, else a reason.

    Args:
        text: a cell's words.
        symbols: what was seen in it.
    """
    drawn = any(unicodedata.category(c) in ("So", "Co") for c in text)
    if not drawn and not any(c.isalnum() for c in text) and not symbols:
        if not text.strip():
            return Field(text=text, raw=text)
        if set(text) <= _DASHES:
            # A dash in an otherwise empty cell says that there is nothing to say.
            return Field(text=text, raw=text, reasons=("not_measured",))
    raw = text or "".join(s.text for s in symbols)
    return Field(text=text, raw=raw, confidence=0.5, reasons=("not_understood",))

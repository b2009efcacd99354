"""What was seen and printed in a cell → how far something has come, in per cent, or a reason why not.

Promises that a printed number wins over a drawn bar, and that a number without a unit or against its bar is in doubt.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from extractor.model import SURE, Field, Symbol
from extractor.patterns import Patterns
from extractor.symbols.meaning import nothing_read
from extractor.symbols.verdicts import read_verdict

_NUMBER = re.compile(r"(?<![\d,.])(\d{1,3})(?:[,.](\d))?\s*(%|procent)?(?![\d,.])")
_PART = re.compile(r"(?<!\d)(\d{1,2})\s*(?:av|/)\s*(\d{1,2})(?!\d)")
FEWEST_BLOCKS = 5
"""Block characters that make a bar: fewer are lights."""
_FULL, _EMPTY_BLOCKS = "█▓▮■⬛", "░▒▯□⬜"
_SNAP = 0.016
"""Distance of a measured bar from a multiple of 5 % within which it is that multiple: 1 pixel of a 60 pixel bar."""


def read_progress(symbols: Sequence[Symbol], text: str, patterns: Patterns) -> Field:
    """How far an activity has come.

    Args:
        symbols: what `see_cell` saw in the cell: a bar, a pie, a row of filled and empty marks.
        text: its words: '90 %', '3 av 5'.
        patterns: the patterns in use, for words that say that nothing is measured.

    Returns:
        A field with `normal` in per cent ('90') or None.
    """
    printed = _printed_progress(text)
    drawn = _blocks_share(symbols, text) or _drawn_share(symbols)
    if printed is None and drawn is None:
        unmeasured = read_verdict(text, "status", patterns).key == "not_measured"
        return (
            Field(text=text, raw=text, reasons=("not_measured",))
            if unmeasured
            else nothing_read(text, symbols)
        )
    if printed is None:
        assert drawn is not None
        return _measured(drawn, text, symbols)
    number, sure = printed
    reasons: tuple[str, ...] = () if sure else ("unit_assumed",)
    confidence = 0.98 if sure else 0.85
    if drawn is not None and abs(drawn.share - float(number) / 100) > 0.06:
        confidence, reasons = 0.6, (*reasons, "bar_contradicts_number")
    return Field(text=text, raw=text, normal=number, confidence=confidence, reasons=reasons)


class _Share(NamedTuple):
    share: float
    confidence: float
    exact: bool


def _printed_progress(text: str) -> tuple[str, bool] | None:
    """A printed per cent number, and whether its unit is printed too."""
    part = _PART.search(text)
    if part is not None and 0 < int(part[2]) >= int(part[1]):
        return str(round(100 * int(part[1]) / int(part[2]))), True
    numbers = [m for m in _NUMBER.finditer(text) if int(m[1]) <= 100]
    with_unit = [m for m in numbers if m[3]]
    chosen = with_unit or (numbers if text.strip().isdigit() else [])
    if len(chosen) != 1:
        return None
    whole, decimal = chosen[0][1], chosen[0][2]
    number = str(int(whole)) + (f".{decimal}" if decimal and decimal != "0" else "")
    return number, bool(with_unit)


def _blocks_share(symbols: Sequence[Symbol], text: str) -> _Share | None:
    """The share of a bar made of block characters ("███░░"), wherever its line breaks."""
    blocks = "".join(("".join(s.text for s in symbols if s.source == "glyph") + text).split())
    full = sum(c in _FULL for c in blocks)
    if len(blocks) < FEWEST_BLOCKS or full + sum(c in _EMPTY_BLOCKS for c in blocks) < len(blocks):
        return None
    return _Share(full / len(blocks), 0.95, exact=True)


def _drawn_share(symbols: Sequence[Symbol]) -> _Share | None:
    measured = [s for s in symbols if s.share is not None and s.shape in ("bar", "pie")]
    if len(measured) == 1 and measured[0].share is not None:
        return _Share(measured[0].share, measured[0].confidence, measured[0].shape == "pie")
    marks = [s for s in symbols if s.shape in ("circle", "square", "star")]
    if len(marks) >= 3 and len({s.shape for s in marks}) == 1:
        filled = [s for s in marks if s.colour not in ("white", "grey") and s.share != 0.0]
        return _Share(len(filled) / len(marks), 0.85, True)
    return None


def _measured(drawn: _Share, text: str, symbols: Sequence[Symbol]) -> Field:
    near = round(drawn.share * 20) / 20
    snapped = drawn.exact or abs(drawn.share - near) <= _SNAP
    share = near if snapped and not drawn.exact else drawn.share
    confidence = drawn.confidence if snapped else min(drawn.confidence, 0.85)
    reasons = () if confidence >= SURE else ("progress_measured",)
    raw = text or "".join(s.text for s in symbols)
    return Field(
        text=text, raw=raw, normal=str(round(share * 100)),
        confidence=round(confidence, 3), reasons=reasons,
    )  # fmt: skip

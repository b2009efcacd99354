"""`≥` in dumps of recognised pages: no model knows the sign, and most make a 2 of it (`290 %` for `≥ 90 %`).

A target with a hundred per cent too many gets the sign back as a suggestion, with what was read kept beside it: a
person decides. Where the row's values pass a hundred as well, the target may be what it says.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from extractor.model import Cell
from extractor.reading.text_content import VALUE_ROLES

MISREAD = "ocr_ambiguous"
SUGGESTED_CONFIDENCE = 0.5
"""Below `model.SURE`: the sign is nowhere to be seen."""
HUNDRED = 100
_MISREAD = re.compile(r"^[—–-]?\s?[>=]?\s?2\s?(\d\d(?:[.,]\d)?)\s?(%|procent)$")
_SHARE = re.compile(r"(\d+)(?:[.,]\d+)?\s?(?:%|procent)")


def with_limits(cells: Sequence[Cell], roles: Sequence[str]) -> list[Cell]:
    """The cells of a table's body with the sign put back where a target's first digit can only be one.

    Args:
        cells: the cells; their columns count from 0.
        roles: the columns' roles in order.
    """
    large = {c.row for c in cells if roles[c.column] in VALUE_ROLES - {"target"} and _passes_hundred(c.text)}
    return [_suggested(c) if roles[c.column] == "target" and c.row not in large else c for c in cells]


def _passes_hundred(text: str) -> bool:
    return any(int(m.group(1)) > HUNDRED for m in _SHARE.finditer(text))


def _suggested(cell: Cell) -> Cell:
    match = _MISREAD.match(cell.text)
    if match is None:
        return cell
    return msgspec.structs.replace(
        cell,
        text=f"≥ {match.group(1)} {match.group(2)}",
        confidence=min(cell.confidence, SUGGESTED_CONFIDENCE),
        reasons=(*cell.reasons, MISREAD),
    )

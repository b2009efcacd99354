"""What a fragment's own words say about the column it may belong to, whatever stands around it."""

from __future__ import annotations

import functools
import re

from extractor.reading.text_joins import begins_small
from extractor.reading.text_pieces import LABELLED_VALUE, is_direction, is_quantity, is_symbol, is_verdict

VALUE_ROLES = frozenset(
    {"baseline", "target", "value", "previous_value", "forecast", "deviation", "progress"}
)
SYMBOL_ROLES = frozenset({"status", "trend"})
KEY_ROLES = ("goal", "indicator")
WORDY_VALUE = -0.5
"""Words in a column of values that is no target."""
_LIMIT = re.compile(
    r"^\W?(?:max|min|minst|h.gst|l.gst|[<>≥≤]|.ka|minska|f.lj|alla|samtliga|nytt|ny )", re.IGNORECASE
)
_DASH = re.compile(r"[–—-]$")
"""May be a sign, but stands inside texts as well."""
_REMARK = re.compile(r"\s(?:\([^)]*\)?|och|eller)$")
_MEASURE = re.compile(r"^(?:andel|antal|kostnad|index|total|n.jd|genomsnitt|medel|sjukfr)", re.IGNORECASE)


@functools.lru_cache(maxsize=50_000)
def content_score(role: str, text: str, has_symbols: bool) -> float:
    """How well a fragment suits a column's role."""
    bare = _REMARK.sub("", text)
    labelled = LABELLED_VALUE.match(text) is not None
    quantity, symbol = is_quantity(bare) or labelled, is_symbol(text)
    direction = is_direction(bare)
    if role in SYMBOL_ROLES:
        if symbol:
            return 2.0 if has_symbols and not _DASH.match(text) else 0.5
        return 0.5 if is_verdict(text) else -6.0
    if symbol and has_symbols and (not quantity or role in KEY_ROLES):
        return -3.5
    if role in VALUE_ROLES:
        if quantity:
            limit = 1.0 if _LIMIT.match(text) else 0.0
            return 2.0 + limit if role == "target" else 2.0 - 1.5 * limit
        if direction:
            return 2.0 if role == "target" else 0.5
        if _MEASURE.match(text):
            return -0.8
        return 0.0 if role == "target" else WORDY_VALUE
    if quantity or text == "%":
        return -4.0 if role in KEY_ROLES else -1.0
    if direction:
        return -2.5
    if _MEASURE.match(text):
        return 0.8 if role == "indicator" else -0.8
    return 0.0


def going_on(role: str, content: float) -> float:
    """What a fragment's content is worth where it continues a cell: a second number is no merit."""
    return content if role in SYMBOL_ROLES else 0.5 * min(content, 0.0)


def is_middle(role: str, text: str) -> bool:
    """Whether a text begins like the middle of one: no cell of its role starts so."""
    if role in SYMBOL_ROLES or (
        role in VALUE_ROLES and (is_quantity(text) or _LIMIT.match(text) is not None)
    ):
        return False
    return begins_small(text) or text[0] == "("

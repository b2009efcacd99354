"""Indicators that a dump prints one after the other, each a name above labels and their values, one to a line.

Word processors save boxes and small tables so: `Sjukfrånvaro`, `Utfall 2031`, `5,8 %`, `Mål 2031`, `5,0 %`. What labels
the lines of one labels those of the next: the labels are a header, each name is a row.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from extractor.patterns import Lexicon
from extractor.reading.text_header import MEASURES
from extractor.reading.text_pieces import is_quantity
from extractor.reading.text_tabs import role_of

FEWEST_LABELS = 3
"""Labels of one indicator at least."""
FEWEST_BOXES = 2
"""Indicators one below the other with the same labels at least."""
LONGEST_NAME = 120
LONGEST_LABEL = 40
LONGEST_VALUE = 60
_VALUES = frozenset({"target", "value", "baseline", "forecast", "previous_value"})


class Boxes(NamedTuple):
    """Indicators with the same labels."""

    lines: list[str]
    """They as rows with tabs under their labels."""
    stop: int
    """Index after the last line."""


def boxes_at(lines: Sequence[str], start: int, roles: Lexicon) -> Boxes | None:
    """The indicators that begin at a line, None where fewer than two have the same labels.

    Args:
        lines: the dump's lines without blanks around them.
        start: the line that may be the first one's name.
        roles: the words of scorecards' headers.
    """
    labels = _labels(lines, start + 1, roles)
    if len(labels) < FEWEST_LABELS or not _is_name(lines[start]):
        return None
    rows: list[str] = []
    at = start
    while at < len(lines) and _is_name(lines[at]) and _labels(lines, at + 1, roles) == labels:
        last = at + 2 * len(labels)
        rows.append("\t".join((lines[at], *lines[at + 2 : last + 1 : 2])))
        at = last + 1
        stop = at
        while at < len(lines) and not lines[at]:
            at += 1
    if len(rows) < FEWEST_BOXES:
        return None
    return Boxes(["\t".join(("", *labels)), *rows], stop)


def _is_name(line: str) -> bool:
    """Whether a line may name an indicator: no label, no figure, no sentence."""
    if not line or len(line) > LONGEST_NAME or line[0].islower() or line.endswith((".", ":")):
        return False
    return any(c.isalpha() for c in line) and not is_quantity(line) and "\t" not in line


def _labels(lines: Sequence[str], start: int, roles: Lexicon) -> list[str]:
    """The labels of the lines from one on, each with a line for its value below it."""
    found: list[str] = []
    kinds: set[str] = set()
    at = start
    while at + 1 < len(lines):
        label, value = lines[at], lines[at + 1]
        kind = role_of(label, roles) if 0 < len(label) <= LONGEST_LABEL and not is_quantity(label) else None
        if kind not in MEASURES | _VALUES | {"trend"} or label in found or len(value) > LONGEST_VALUE:
            break
        if value.endswith(".") or role_of(value, roles) in _VALUES:
            break
        found.append(label)
        kinds.add(str(kind))
        at += 2
    return found if kinds & _VALUES else []

"""One cell that holds several figures → its parts, by labels in the cell or by the header's own order.

"Mål: högst 120 st Utfall: 150 st" labels them; under "Utfall (mål)" stands "76 % (80 %)". A verdict behind a figure
("minst 80 % Beräknas nås") is the judgement: a figure with one is never sure.
"""

from __future__ import annotations

import re

import msgspec

from extractor.model import Field, Role
from extractor.patterns import Patterns
from extractor.scorecards.content import VERDICT_WORDS
from extractor.scorecards.fields import doubted
from extractor.scorecards.loose import EARLIER
from extractor.symbols.legend import Legend
from extractor.symbols.meaning import read_status

FIGURES: tuple[Role, ...] = ("target", "value", "previous_value", "baseline", "forecast")
SPLIT = 0.85
"""Confidence of a part: the labels are the report's own, but where one part ends is told by the next label only."""
NAMED = 0.8
"""Share of a label that the words of a header must explain."""

_BRACKETS = re.compile(r"^(?P<first>[^()]*\w[^()]*?)\s*\((?P<second>[^()]+)\)$")
_SLASH = re.compile(r"^(?P<first>[^/]+?)\s*/\s*(?P<second>[^/]+)$")
_AND = re.compile(
    r"^(?P<first>.+?)\s+(?:och|samt|resp\.?|respektive|jämfört med|mot|vs\.?)\s+(?P<second>.+)$",
    re.IGNORECASE,
)
_LINES = re.compile(r"^(?P<first>[^\n]+)\n(?P<second>[^\n]+)$")

_JUDGED = re.compile(
    r"^(?P<figure>[^\w\n]*(?:[A-ZÅÄÖ]?[a-zåäö]+\s)?[^\w\n]*\d[\d\s.,%‰]*(?:\s?[a-zåäö]{1,12}\.?)?)\s+(?P<verdict>[A-ZÅÄÖ][^\d]+)$"
)
_LABEL = re.compile(r"(?<!\S)([A-ZÅÄÖ][a-zåäö]+(?:\s(?:19|20)\d\d)?)\s*:\s*(?=\S)")


def parts_of(held: Role, field: Field, legend: Legend, patterns: Patterns) -> dict[Role, Field]:
    """The figures of a cell by role, and the verdict behind its figure.

    Args:
        held: what the cell's column holds.
        field: a cell of a column of figures, as read.
        legend: what the report says its words mean.
        patterns: the knowledge in use (`roles`: the words that name a column name a part, too).

    Returns:
        At least two parts, each with the reason `cell_split`, the cell's characters and its place; nothing where
        the cell is one figure.
    """
    labels = list(_LABEL.finditer(field.text))
    if not labels:
        return _figure_and_verdict(held, field, legend, patterns)
    if len(labels) < 2 or field.text[: labels[0].start()].strip():
        return {}
    ends = [m.start() for m in labels[1:]] + [len(field.text)]
    parts: dict[Role, Field] = {}
    for label, end in zip(labels, ends, strict=True):
        role = _role(label[1], patterns)
        text = field.text[label.end() : end].strip(" ,;")
        if role is None or role in parts or not text:
            return {}
        parts[role] = msgspec.structs.replace(doubted(field, SPLIT, "cell_split"), text=text)
    return parts


def _figure_and_verdict(role: Role, field: Field, legend: Legend, patterns: Patterns) -> dict[Role, Field]:
    """A figure and the judgement behind it, where two columns' words stand in one cell."""
    match = _JUDGED.match(field.text)
    if match is None or len(match["verdict"].split()) > VERDICT_WORDS:
        return {}
    said = read_status((), match["verdict"], None, legend, patterns)
    if said.normal is None:
        return {}
    split = doubted(field, SPLIT, "cell_split")
    figure = {role: msgspec.structs.replace(split, text=match["figure"].strip())}
    if role in EARLIER:
        return figure  # the verdict of an earlier report
    judged = msgspec.structs.replace(said, raw=field.raw, place=field.place)
    return figure | {"status": doubted(judged, split.confidence, *split.reasons)}


def named_parts(header: str, patterns: Patterns) -> tuple[Role, Role] | None:
    """The two roles of a column whose header names two figures: "Utfall (mål)", "Målvärde/utfall", "Mål och utfall".

    Args:
        header: the column's label.
        patterns: the knowledge in use (`roles`).

    Returns:
        The roles in the order printed; None where the header names one figure.
    """
    for pattern in (_BRACKETS, _SLASH, _AND):
        if match := pattern.match(header):
            first, second = _role(match["first"], patterns), _role(match["second"], patterns)
            if first and second and first != second:
                return first, second
    return None


def parts_by_header(field: Field, roles: tuple[Role, Role]) -> dict[Role, Field]:
    """The two figures of a cell under a header that names two.

    Args:
        field: the cell as read.
        roles: see `named_parts`.

    Returns:
        Both parts with the reason `cell_split`; nothing where the cell is not parted in one way.
    """
    for pattern, text in ((_BRACKETS, field.text), (_SLASH, field.text), (_LINES, field.raw.strip())):
        if match := pattern.match(text):
            split = doubted(field, SPLIT, "cell_split")
            return {
                role: msgspec.structs.replace(split, text=match[part].strip())
                for role, part in zip(roles, ("first", "second"), strict=True)
            }
    return {}


def _role(label: str, patterns: Patterns) -> Role | None:
    best = patterns["roles"].best(label, coverage=NAMED)
    if best is None:
        return None
    key = "target" if best.key == "goal" else best.key  # "Mål" before a figure is what to reach
    return next((role for role in FIGURES if role == key), None)

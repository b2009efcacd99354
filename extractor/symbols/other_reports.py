"""What a shape without colour means by the same organisation's other reports.

A print without colour leaves only the shape. Where the organisation's other reports show that shape with a
status that was read for sure, or that a person decided, and each shape stands for one status, it is taken over:
flagged, never sure, and never over what stands there already.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping

import msgspec

from extractor.model import SURE, Field, Report, Symbol
from extractor.symbols.learnt import FEWEST, INFERRED, PURITY

UNDECIDED = "shape_without_colour"
LEARNT = "shape_from_other_reports"
_DRAWN = 0.6
"""Confidence in a shape from which it counts, as a witness and as a question."""
_COLOURLESS = (None, "black", "grey")

Shapes = Mapping[str, Counter[str]]
"""How often each shape was read as which status."""


def shapes_of(reports: Iterable[Report]) -> Shapes:
    """How often each shape stands for which status in reports, as read for sure or decided by a person."""
    seen: dict[str, Counter[str]] = {}
    for field in (
        row.field("status") for report in reports for card in report.scorecards for row in card.rows
    ):
        symbol = _one_symbol(field)
        if symbol is not None and symbol.shape and field.normal and field.confidence >= SURE:
            seen.setdefault(symbol.shape, Counter())[field.normal] += 1
    return seen


def together(several: Iterable[Shapes]) -> Shapes:
    """What several groups of reports show."""
    out: dict[str, Counter[str]] = {}
    for shapes in several:
        for shape, counts in shapes.items():
            out.setdefault(shape, Counter()).update(counts)
    return out


def has_undecided(report: Report) -> bool:
    """Whether a report shows a shape without colour that nothing in it decides."""
    return any(_is_undecided(row.field("status")) for card in report.scorecards for row in card.rows)


def with_shapes(report: Report, shapes: Shapes) -> Report:
    """The report with the shapes decided that other reports decide; itself where they decide none.

    Args:
        report: as read.
        shapes: see `shapes_of`, of the organisation's reports.
    """
    meanings = _meanings(shapes)

    def decided(field: Field) -> Field:
        symbol = _one_symbol(field)
        meaning = meanings.get(symbol.shape or "") if symbol is not None else None
        if symbol is None or meaning is None or not _is_undecided(field):
            return field
        reasons = tuple(LEARNT if r == UNDECIDED else r for r in field.reasons)
        confidence = round(min(INFERRED, symbol.confidence, symbol.shape_confidence), 3)
        return msgspec.structs.replace(
            field, normal=meaning, source="symbol", confidence=confidence, reasons=reasons
        )

    return _changed(report, decided) if meanings and has_undecided(report) else report


def _meanings(shapes: Shapes) -> dict[str, str]:
    """The shapes that stand for one status; none where all shapes that do stand for the same."""
    found = {}
    for shape, counts in shapes.items():
        ((meaning, count),) = counts.most_common(1)
        if count >= FEWEST and count >= PURITY * counts.total():
            found[shape] = meaning
    return found if len(set(found.values())) > 1 else {}


def _is_undecided(field: Field) -> bool:
    symbol = _one_symbol(field)
    return (
        field.normal is None and not field.reviewed and UNDECIDED in field.reasons
        and symbol is not None and symbol.colour in _COLOURLESS
    )  # fmt: skip


def _one_symbol(field: Field) -> Symbol | None:
    drawn = [s for s in field.symbols if s.shape not in (None, "fill", "bar", "pie")]
    return drawn[0] if len(drawn) == 1 and drawn[0].shape_confidence >= _DRAWN else None


def _changed(report: Report, decided: Callable[[Field], Field]) -> Report:
    cards = tuple(
        msgspec.structs.replace(card, rows=tuple(
            msgspec.structs.replace(row, fields={**row.fields, "status": decided(row.fields["status"])})
            if "status" in row.fields else row
            for row in card.rows
        ))
        for card in report.scorecards
    )  # fmt: skip
    return msgspec.structs.replace(report, scorecards=cards)

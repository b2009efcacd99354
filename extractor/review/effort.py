"""How much work a review is: how many fields a person must look at until almost all values are right.

A field looked at is right afterwards. Looked at are first the fields the tool is unsure of, in the order of
the queue, then the others, the least sure first; a wrong value that the tool is sure of is therefore found
late, and costs all the fields before it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import ROUND_FLOOR, Decimal
from pathlib import Path
from typing import NamedTuple

from extractor.archive import Archive, DocumentInfo
from extractor.evaluate import FIELDS, is_right, match, read_rows, reading, with_truth
from extractor.export import rows_in_order
from extractor.model import SURE, Field, Value
from extractor.review.queue import Kind, queue

GOAL = Decimal("0.999")
"""Share of right values that a review is to reach."""
LEADING = "one form of each report"
ALL = "all"


class Effort(Value, frozen=True, kw_only=True):
    """What a review of one document takes, or of several (`name` = `LEADING`, `ALL`)."""

    name: str
    fields: int
    """Fields compared: those of the rows that were found."""
    wrong: int
    """Wrong before the review."""
    wrong_sure: int
    """Of these, the ones the tool does not doubt: no queue shows them."""
    unsure: int
    """Fields in the queue."""
    looked_at: int
    """Fields to look at, in the order of the queue, until `GOAL` is reached."""
    by_confidence: int
    """The same in the order of confidence alone."""
    rows_missed: int
    """Rows that were not found at all: looking at fields does not bring them back."""

    @property
    def share(self) -> float:
        """Share of the fields to look at."""
        return self.looked_at / self.fields if self.fields else 0.0


class _Look(NamedTuple):
    """One field a person may look at."""

    right: bool
    sure: bool
    confidence: float
    priority: float


def effort(archive: Archive, golden: Path) -> list[Effort]:
    """What it takes to make all values right, by verified truth.

    Args:
        archive: what was read, with the decisions made so far.
        golden: a folder of golden YAML files, or one file.

    Returns:
        One entry per document; then one over the leading form of each report, and one over all, reviewed together.

    Raises:
        NotFoundError: no document of the archive has a golden file.
    """
    only: tuple[Kind, ...] = ("field",)
    priorities = {i.item_id: i.priority for i in queue(archive, kinds=only, everything=True)}
    found = []
    totals: dict[str, tuple[list[_Look], list[int]]] = {LEADING: ([], []), ALL: ([], [])}
    for info, truth in with_truth(archive, golden):
        if info.outcome == "failed":
            continue
        rows = read_rows(archive, info)
        pairs = match(truth, rows)
        keys = _keys(archive, info, rows)
        looks = [
            _look(
                name, wanted.get(name), row.get(name, Field()), priorities.get(f"{keys[id(row)]}-{name}", 0.0)
            )
            for wanted, row in pairs
            for name in FIELDS
        ]
        found.append(_effort(Path(info.source_path).name, looks, len(truth) - len(pairs)))
        for name in (ALL,) if info.form_of else (LEADING, ALL):
            totals[name][0].extend(looks)
            totals[name][1].append(len(truth) - len(pairs))
    return [*found, *(_effort(name, looks, sum(missed)) for name, (looks, missed) in totals.items())]


def looks_needed(right: Sequence[bool], goal: Decimal = GOAL) -> int:
    """How many fields, looked at from the first on, make the share of right ones reach the goal.

    Args:
        right: for each field in the order of looking, whether it is right as read.
        goal: the share to reach.
    """
    allowed = int((len(right) * (1 - goal)).to_integral_value(ROUND_FLOOR))
    wrong = [n for n, good in enumerate(right, start=1) if not good]
    return wrong[len(wrong) - allowed - 1] if len(wrong) > allowed else 0


def _keys(archive: Archive, info: DocumentInfo, rows: Sequence[dict[str, Field]]) -> dict[int, str]:
    """The beginning of the item ids of each row read."""
    printed = rows_in_order(archive.report(info.document_id))
    return {
        id(fields): f"{info.document_id}-{row.table_no}-{row.row_no}"
        for fields, (_, row) in zip(rows, printed, strict=True)
    }


def _look(name: str, truth: object, field: Field, priority: float) -> _Look:
    right = is_right(name, truth, reading(name, field))
    return _Look(right, field.confidence >= SURE, field.confidence, priority)


def _effort(name: str, looks: Sequence[_Look], missed: int) -> Effort:
    in_queue = _in_order(looks, lambda k: (k.sure, k.confidence if k.sure else -k.priority))
    by_confidence = _in_order(looks, lambda k: (k.confidence,))
    return Effort(
        name=name, fields=len(looks), wrong=sum(not k.right for k in looks),
        wrong_sure=sum(not k.right and k.sure for k in looks), unsure=sum(not k.sure for k in looks),
        looked_at=looks_needed(in_queue), by_confidence=looks_needed(by_confidence), rows_missed=missed,
    )  # fmt: skip


def _in_order(looks: Sequence[_Look], key: Callable[[_Look], tuple[float, ...]]) -> list[bool]:
    return [k.right for k in sorted(looks, key=key)]

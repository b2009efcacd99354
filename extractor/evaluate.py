"""The archive against verified truth: how many fields are right, per field, sure and unsure apart.

A golden file (golden/*.yaml) says what a report prints. A document belongs to the golden file whose
`document.id` its file name starts with; a golden file named like the document itself (without suffix)
wins, for forms in which something cannot be read.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import msgspec
import yaml
from rapidfuzz import fuzz

from extractor.archive import Archive, DocumentInfo
from extractor.errors import NotFoundError
from extractor.export import rows_in_order
from extractor.model import SURE, Field, Role, Row, Value
from extractor.swedish import fold, squeeze

SAME_ROW = 62.0
"""Weighted similarity of indicator, goal and target from which a row is the golden row."""
SAME_TEXT = 90.0
"""Ratio from which a text counts as read right: forgives a hyphen, not a word."""

FIELDS: tuple[Role, ...] = (
    "perspective", "goal", "indicator", "baseline", "target", "previous_value", "value", "forecast",
    "status", "trend", "progress",
)  # fmt: skip
ALL = "all"
"""The name of what is summed over everything."""
_TEXTS = {"perspective", "goal", "indicator"}
_MARKS = {"status", "goal_status", "trend", "progress"}
_NUMBER = re.compile(r"(?<!\w)-?\d+(?:[.,]\d+)?|\d+(?:[.,]\d+)?")
_DASHES = str.maketrans("−–—", "---")


class Score(Value, frozen=True, kw_only=True):
    """How one field was read over all documents compared; `row` counts whole rows."""

    field: str
    right: int = 0
    wrong_sure: int = 0
    """Wrong and not flagged: what must not happen."""
    wrong_flagged: int = 0
    unsure_right: int = 0
    """Right but flagged: what a reviewer looks at in vain. Counted in `right` too."""
    missing: int = 0
    """Printed, but read as empty (flagged or not). Counted in wrong, too."""
    invented: int = 0
    """Not printed, but read as something. Counted in wrong, too."""

    @property
    def total(self) -> int:
        """Fields compared."""
        return self.right + self.wrong_sure + self.wrong_flagged

    @property
    def accuracy(self) -> float:
        """Share of fields that are right."""
        return self.right / self.total if self.total else 1.0

    @property
    def sure_accuracy(self) -> float:
        """Of the fields marked sure, the share that is right."""
        sure = self.right - self.unsure_right + self.wrong_sure
        return (self.right - self.unsure_right) / sure if sure else 1.0

    @property
    def to_review(self) -> float:
        """Share of fields marked unsure."""
        return (self.unsure_right + self.wrong_flagged) / self.total if self.total else 0.0


class Evaluation(Value, frozen=True, kw_only=True):
    """The scores of one document, or of all (`name` = `ALL`)."""

    name: str
    source: str = ""
    """Where the text comes from: 'born-digital' (Word, too), 'recognised', 'old text layer' or 'dump'."""
    rows_expected: int
    rows_found: int
    rows_matched: int
    scores: tuple[Score, ...]

    @property
    def precision(self) -> float:
        """Share of the rows found that are golden rows."""
        return self.rows_matched / self.rows_found if self.rows_found else 1.0

    @property
    def recall(self) -> float:
        """Share of the golden rows that were found."""
        return self.rows_matched / self.rows_expected if self.rows_expected else 1.0


def evaluate(archive: Archive, golden: Path) -> list[Evaluation]:
    """Compare every document of the archive that has verified truth.

    Args:
        archive: what was read.
        golden: a folder of golden YAML files, or one file.

    Returns:
        One evaluation per document and, last, one over all of them.

    Raises:
        NotFoundError: no document of the archive has a golden file.
    """
    found = [
        msgspec.structs.replace(
            compare(
                Path(info.source_path).name,
                rows,
                [] if info.outcome == "failed" else read_rows(archive, info),
            ),
            source=_source(info),
        )
        for info, rows in with_truth(archive, golden)
    ]
    return [*found, _total(found)]


def _source(info: DocumentInfo) -> str:
    if info.media == "text":
        return "dump"
    return {"recognised": "recognised", "ocr": "old text layer"}.get(info.text_layer, "born-digital")


class Calibration(Value, frozen=True, kw_only=True):
    """What a mark of certainty is worth, for one kind of source and one field of it."""

    source: str
    field: str
    """'all' for all fields together."""
    documents: int
    fields: int
    """Fields compared."""
    sure: int
    """Fields marked sure."""
    sure_right: int
    unsure_right: int
    """Fields that a reviewer looks at in vain."""

    @property
    def unsure_wrong(self) -> int:
        """Fields that a reviewer mends."""
        return self.fields - self.sure - self.unsure_right

    @property
    def sure_share(self) -> float:
        """Share of the fields that are marked sure."""
        return self.sure / self.fields if self.fields else 0.0

    @property
    def right_share(self) -> float:
        """Of the fields marked sure, the share that is right."""
        return self.sure_right / self.sure if self.sure else 1.0


def calibration(evaluations: Sequence[Evaluation]) -> list[Calibration]:
    """Per kind of source and field, how many are marked sure and how many of those are right.

    Args:
        evaluations: what `evaluate` returned: one per document and, last, one over all.

    Returns:
        For each kind, and last for all together, one entry over all fields and one for each field that was compared.
    """
    kinds = sorted({e.source for e in evaluations[:-1]})
    groups = [(kind, [e for e in evaluations[:-1] if e.source == kind]) for kind in kinds]
    return [entry for group in (*groups, (ALL, list(evaluations[:-1]))) for entry in _calibrations(*group)]


def _calibrations(kind: str, some: Sequence[Evaluation]) -> list[Calibration]:
    scores = [s for e in some for s in e.scores]
    entries = [(ALL, scores), *((name, [s for s in scores if s.field == name]) for name in FIELDS)]
    found = [_calibration(kind, name, len(some), group) for name, group in entries]
    return [c for c in found if c.fields]


def _calibration(kind: str, name: str, documents: int, scores: Sequence[Score]) -> Calibration:
    unsure_right = sum(s.unsure_right for s in scores)
    sure_right = sum(s.right for s in scores) - unsure_right
    return Calibration(
        source=kind, field=name, documents=documents, fields=sum(s.total for s in scores), sure_right=sure_right,
        sure=sure_right + sum(s.wrong_sure for s in scores), unsure_right=unsure_right,
    )  # fmt: skip


def with_truth(archive: Archive, golden: Path) -> list[tuple[DocumentInfo, list[dict[str, Any]]]]:
    """The documents of an archive that have verified truth, with its rows.

    Raises:
        NotFoundError: there is none.
    """
    files = sorted(golden.glob("*.yaml")) if golden.is_dir() else [golden]
    truth = {file.stem: _load(file) for file in files}
    found = []
    for info in archive.documents():
        stem = Path(info.source_path).stem
        key = stem if stem in truth else _belongs_to(stem, truth)
        if key is not None:
            found.append((info, _golden_rows(truth[key])))
    if not found:
        raise NotFoundError(
            f"No document of the archive has a golden file in {golden}.", "Import the reports they describe."
        )
    return found


def compare(name: str, golden: list[dict[str, Any]], rows: list[dict[str, Field]]) -> Evaluation:
    """Compare the rows of one document.

    Args:
        name: the document's name.
        golden: golden rows: field name → printed text, or met/up/… for status and trend, None for not printed.
        rows: rows as read: field name → `Field`.

    Returns:
        How many rows and fields are right. A field that the report has no column for, and that nothing was read as,
        is not compared.
    """
    pairs = match(golden, rows)
    counts: dict[str, dict[str, int]] = {f: defaultdict(int) for f in FIELDS}
    for truth, row in pairs:
        for name_ in FIELDS:
            if name_ in truth or name_ in row:
                _count(counts[name_], name_, truth.get(name_), row.get(name_, Field()))
    scores = tuple(Score(field=f, **counts[f]) for f in FIELDS)
    return Evaluation(
        name=name, rows_expected=len(golden), rows_found=len(rows), rows_matched=len(pairs), scores=scores
    )


def _count(counts: dict[str, int], name: str, truth: object, field: Field) -> None:
    sure = field.confidence >= SURE
    got = reading(name, field)
    if is_right(name, truth, got):
        counts["right"] += 1
        counts["unsure_right"] += not sure
        return
    counts["wrong_sure" if sure else "wrong_flagged"] += 1
    counts["missing"] += bool(truth) and not got
    counts["invented"] += bool(got) and not truth


def reading(name: str, field: Field) -> str | None:
    """What counts as read of a field: its meaning for marks, else its text."""
    return field.normal if name in _MARKS else field.text


def is_right(name: str, truth: object, got: str | None) -> bool:
    """Whether a field was read right: marks to the letter, numbers exactly, text but for hyphenation."""
    a, b = squeeze(str(truth if truth is not None else "")), squeeze(got or "")
    if name in _MARKS or not a or not b:
        return a == b
    if name not in _TEXTS:  # `−3` and `-3` are the same print
        a, b = a.translate(_DASHES), b.translate(_DASHES)
    if name not in _TEXTS and sorted(_NUMBER.findall(a)) != sorted(_NUMBER.findall(b)):
        return False
    if name not in _TEXTS:  # `80 %` and `80%` are the same print
        a, b = a.replace(" ", ""), b.replace(" ", "")
    return fuzz.ratio(a.casefold(), b.casefold()) >= SAME_TEXT


def match(
    golden: list[dict[str, Any]], rows: list[dict[str, Field]]
) -> list[tuple[dict[str, Any], dict[str, Field]]]:
    """Which row read is which golden row, each at most once; rows without a counterpart are left out."""
    scored = sorted(
        ((_similarity(g, r), i, j) for i, g in enumerate(golden) for j, r in enumerate(rows)),
        key=lambda s: (-s[0], s[1], s[2]),
    )
    used_golden: set[int] = set()
    used_rows: set[int] = set()
    pairs = []
    for score, i, j in scored:
        if score < SAME_ROW:
            break
        if i not in used_golden and j not in used_rows:
            used_golden.add(i)
            used_rows.add(j)
            pairs.append((golden[i], rows[j]))
    return pairs


def _similarity(golden: dict[str, Any], row: dict[str, Field]) -> float:
    def alike(name: str) -> float:
        a, b = fold(str(golden.get(name) or "")), fold(row.get(name, Field()).text)
        return 100.0 if a == b else fuzz.ratio(a, b)

    return 0.6 * alike("indicator") + 0.2 * alike("goal") + 0.2 * alike("target")


def _total(evaluations: Iterable[Evaluation]) -> Evaluation:
    some = list(evaluations)
    names = ("right", "wrong_sure", "wrong_flagged", "unsure_right", "missing", "invented")
    scores = tuple(
        Score(field=f, **{n: sum(getattr(e.scores[k], n) for e in some) for n in names})
        for k, f in enumerate(FIELDS)
    )
    return Evaluation(
        name=ALL, rows_expected=sum(e.rows_expected for e in some), rows_found=sum(e.rows_found for e in some),
        rows_matched=sum(e.rows_matched for e in some), scores=scores,
    )  # fmt: skip


def read_rows(archive: Archive, info: DocumentInfo) -> list[dict[str, Field]]:
    """The rows of a document with its decisions, in the order of tables and rows: field name → `Field`."""
    report = archive.report(info.document_id)
    return [_fields(row, card.perspective) for card, row in rows_in_order(report)]


def _fields(row: Row, perspective: str) -> dict[str, Field]:
    own = row.fields.get("perspective")
    return {
        **{str(k): f for k, f in row.fields.items()},
        "perspective": own or Field(text=perspective, raw=perspective),
    }


def _load(file: Path) -> dict[str, Any]:
    data = yaml.safe_load(file.read_text(encoding="utf-8"))
    if not isinstance(data, dict) or "document" not in data or "blocks" not in data:
        raise NotFoundError(
            f"{file} is no golden file: it has no `document` and `blocks`.", "See golden/README.md."
        )
    return data


def _golden_rows(data: dict[str, Any]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for block in data["blocks"]:
        card = block.get("scorecard")
        if card:
            printed = {c["field"] for c in card["columns"]} | {"comment"}
            whole = {"perspective": card["perspective"]}
            rows += [{**{k: v for k, v in row.items() if k in printed}, **whole} for row in card["rows"]]
    return rows


def _belongs_to(stem: str, truth: dict[str, dict[str, Any]]) -> str | None:
    """The golden file whose id the name starts with, the longest; `-t1` and the like never continue an id."""
    fits = [
        key for key, data in truth.items()
        if stem.startswith(data["document"]["id"])
        and not re.match(r"[0-9a-zåäö]|-[tq]\d", stem[len(data["document"]["id"]) :])
    ]  # fmt: skip
    return max(fits, key=len, default=None)

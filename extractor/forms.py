"""One report, several files: the same report as Word and PDF, scan and original.

The most reliable form feeds series and checks; the others stay as witnesses. Two files are forms of one
report when organisation, unit, type and period agree and their scorecards say much the same, or, where one of
them has none, their running text and tables; files that agree in all but content, or that print other
numbers, are vintages (draft and final) and stand on their own. Where a witness was read otherwise than the
leading form, both say so.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from rapidfuzz import fuzz

from extractor.model import SURE, Field, FormDifference, Report, Role, Row, document_id
from extractor.phrases import plain
from extractor.swedish import fold

SAME_CONTENT = 60.0
"""Token-sort similarity of all printed scorecard text from which two files of one period are one report.

Measured: forms of one report are 79 to 100 alike on five real reports in fourteen files (PDF, Word, scans, a
text dump), down to 69 on the sample reports' damaged dumps. Reports of other periods reach 91, so the period
decides first; what is left are other papers of the same unit and period."""

SAME_TEXT = 0.8
"""Share of words in common from which two files without scorecards are one report.

Measured on nine pairs of forms of five real reports (PDF, Word, scans): 0.99 and more; other reports of the
same unit reach 0.59."""

SAME_ROW = 85.0
"""Similarity of goal and indicator from which rows of two forms are the same: recognition damages single letters."""

SAME_WORDS = 80.0
"""The same for cells without a number."""

_COMPARED: tuple[Role, ...] = ("baseline", "target", "value", "status")
_NUMBERS: tuple[Role, ...] = ("baseline", "target", "value")
_EXACT = frozenset({"docx", "pdf", "odt", "doc"})
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_MEDIA_RANK = {"docx": 0, "pdf": 1, "odt": 2, "doc": 3, "text": 4}
_LAYER_RANK = {"born": 0, "recognised": 1, "ocr": 2, "none": 3}


class _Pair(NamedTuple):
    """The same cell in two forms."""

    one: Row
    other: Row
    role: Role

    @property
    def fields(self) -> tuple[Field, Field]:
        return self.one.field(self.role), self.other.field(self.role)


def group_forms(reports: Sequence[Report]) -> list[list[Report]]:
    """Group the files of one unit into reports, the most reliable form of each first.

    Args:
        reports: all files of one unit.

    Returns:
        One list per report, in the order of period.
    """
    groups: list[list[Report]] = []
    for report in sorted(reports, key=_reliability):
        home = next((g for g in groups if _same_report(g[0], report)), None)
        if home is None:
            groups.append([report])
        else:
            home.append(report)
    return sorted(groups, key=lambda g: (g[0].metadata.period, g[0].document.sha256))


def differences(group: Sequence[Report]) -> dict[str, list[FormDifference]]:
    """Where the witnesses of one report were read otherwise than its leading form.

    A witness's cell is named wherever it differs, the leading form's only where the witness was sure: a poor
    scan is no reason to doubt the original. What a person decided is not doubted.

    Args:
        group: the forms of one report, as `group_forms` gives them.

    Returns:
        The differences by document id.
    """
    found: dict[str, list[FormDifference]] = {}
    leading = group[0]
    first = document_id(leading.document.sha256)
    for witness in group[1:]:
        second = document_id(witness.document.sha256)
        for pair in _pairs(leading, witness):
            one, other = pair.fields
            if not _differ(one, other):
                continue
            if _says(other) and other.confidence >= SURE and not one.reviewed:
                found.setdefault(first, []).append(_difference(pair.one, pair.role, one, second, other))
            if (_says(other) or pair.role != "status") and not other.reviewed:
                found.setdefault(second, []).append(_difference(pair.other, pair.role, other, first, one))
    return found


def _difference(row: Row, role: Role, here: Field, elsewhere: str, there: Field) -> FormDifference:
    return FormDifference(
        table_no=row.table_no, row_no=row.row_no, role=role, text=_says(here),
        other_document_id=elsewhere, other_text=_says(there),
    )  # fmt: skip


def _says(field: Field) -> str:
    return field.normal or field.text


def _reliability(report: Report) -> tuple[int, int, str]:
    document = report.document
    return _LAYER_RANK[document.text_layer], _MEDIA_RANK[document.media], document.sha256


def _same_report(one: Report, other: Report) -> bool:
    a, b = one.metadata, other.metadata
    types = {a.report_type, b.report_type} - {"unknown"}
    if a.period != b.period or not a.period or len(types) > 1:
        return False
    if not (one.scorecards and other.scorecards):
        return _same_text(one, other) and not _other_figures(one, other)
    if fuzz.token_sort_ratio(_content(one), _content(other)) < SAME_CONTENT:
        return False
    return not _another_version(one, other)


def _same_text(one: Report, other: Report) -> bool:
    """Whether two files print much the same words; files without any say nothing."""
    words, others = _text(one), _text(other)
    total = sum(words.values()) + sum(others.values())
    return total > 0 and 2 * sum((words & others).values()) >= SAME_TEXT * total


def _text(report: Report) -> Counter[str]:
    texts = [c.text for c in report.comments]
    texts += [f"{cell.row_label} {cell.text}" for cell in report.figures]
    texts += [f.text for row in _rows(report) for f in row.fields.values()]
    return Counter(_LONG_WORD.findall(fold(" ".join(texts))))


def _other_figures(one: Report, other: Report) -> bool:
    """Whether two files with text of their own print another number in the same cell of a table."""
    if not _exact(one, other):
        return False
    cells, others = _numbered(one), _numbered(other)
    return any(cells[key] != others[key] for key in cells.keys() & others.keys())


def _numbered(report: Report) -> dict[tuple[str, str, str], Decimal]:
    """The sure numbers of a report's tables by caption, row and column; what stands there twice is left out."""
    found: dict[tuple[str, str, str], list[Decimal]] = {}
    for cell in report.figures:
        if cell.value is not None and cell.confidence >= SURE:
            key = (fold(cell.caption), fold(cell.row_label), fold(cell.column_label))
            found.setdefault(key, []).append(cell.value)
    return {key: values[0] for key, values in found.items() if len(values) == 1}


def _exact(one: Report, other: Report) -> bool:
    """Whether both files have text of their own: what differs between them was not misread."""
    return all(r.document.text_layer == "born" and r.document.media in _EXACT for r in (one, other))


def _another_version(one: Report, other: Report) -> bool:
    """Whether two files print other numbers: digits of files with text of their own are not misread."""
    if not _exact(one, other):
        return False
    return any(
        min(f.confidence for f in pair.fields) >= SURE
        and all(_numbers(f.text) for f in pair.fields)
        and _differ(*pair.fields)
        for pair in _pairs(one, other)
        if pair.role in _NUMBERS
    )


def _content(report: Report) -> str:
    rows = [row for card in report.scorecards for row in card.rows]
    return fold(" ".join(" ".join(f.text for f in row.fields.values()) for row in rows))


def _pairs(one: Report, other: Report) -> Iterator[_Pair]:
    """The cells that stand in both: rows with the same words, in the same order where words repeat."""
    rows, others = _rows(one), _rows(other)
    names = [_name(there) for there in others]
    candidates = [
        (-score, abs(i - j), i, j)
        for i, name in enumerate(map(_name, rows))
        for j, there in enumerate(names)
        if (score := fuzz.ratio(name, there, score_cutoff=SAME_ROW))
    ]
    taken: tuple[set[int], set[int]] = (set(), set())
    for _, _, i, j in sorted(candidates):
        if i in taken[0] or j in taken[1]:
            continue
        taken[0].add(i)
        taken[1].add(j)
        yield from (_Pair(rows[i], others[j], role) for role in _COMPARED)


def _rows(report: Report) -> list[Row]:
    return [row for card in report.scorecards for row in card.rows]


def _name(row: Row) -> str:
    return fold(f"{row.text('goal')} {row.text('indicator')}")


def _differ(one: Field, other: Field) -> bool:
    if one.normal or other.normal:
        return one.normal != other.normal
    if _numbers(one.text) or _numbers(other.text):
        return _numbers(one.text) != _numbers(other.text)
    if not one.text.strip() or not other.text.strip():
        return bool(one.text.strip() or other.text.strip())
    return fuzz.ratio(fold(one.text), fold(other.text)) < SAME_WORDS


def _numbers(text: str) -> list[str]:
    """The numbers of a cell without their blanks: `1 200` is `1200`, a lost comma makes another number."""
    return [n.replace(".", ",") for n in _NUMBER.findall("".join(plain(text).split()))]

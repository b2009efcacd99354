"""What a decision is about, by content: found again in any other reading of the same report.

Never by row number, page or file: a better reading, another import or another form of the report (Word, PDF,
scan) prints the same words, give or take a misread letter. Where no row prints them, nothing is found.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec
from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from extractor.model import AsRead, Field, Metadata, Report, Role, Row, Scorecard, Subject, document_id
from extractor.swedish import fold

SAME_ROW = 88.0
"""Similarity of a row's words from which it is the row decided about.

Measured on rows of one report read from several forms: of 3 772 pairs in the sample reports 3 760 are found
again, of 468 in real reports (half of them poor scans and text dumps) 422; none is taken for another row, as it
is from 85 down. What is not found is listed as orphaned, never applied elsewhere."""
SAME_WORD = 82.0
"""Similarity from which a word of six letters or more is another's misreading: "6kande" is "ökande" (83), but
"korttidsfrånvaro" is not "långtidsfrånvaro" (75)."""
SHORT_WORD = 6
"""Below this many letters one may be misread ("fér" is "för")."""
SAME_LETTERS = 94.0
"""Similarity of two names without their blanks from which only blanks were lost or added."""
SAME_UNIT = 85.0
"""Similarity of organisation and unit from which they are the same: recognition damages single letters."""

MARKS: tuple[Role, ...] = ("status", "goal_status", "trend", "progress")
"""Fields whose meaning is their normalised value."""

_WEIGHTS = (("name", 0.6), ("goal", 0.2), ("perspective", 0.05), ("target", 0.15))
_NUMBER = re.compile(r"\b\d+\b")
"""A number of its own; a digit within a word is a misread letter."""
_GROUPED = re.compile(r"(?<=\d) (?=\d{3}(?!\d))")
_LOOSE = re.compile(r" (?=\W)|(?<=\W) ")


class Home(NamedTuple):
    """One row of a report with the scorecard it stands in and how it is told from its likes."""

    card: Scorecard
    row: Row
    occurrence: int

    @property
    def key(self) -> tuple[int, int]:
        """Table and row number: unique within one reading."""
        return self.row.table_no, self.row.row_no


def homes(report: Report) -> list[Home]:
    """All rows of a report in the order of tables and rows."""
    pairs = [(card, row) for card in report.scorecards for row in card.rows]
    pairs.sort(key=lambda p: (p[1].table_no, p[1].row_no))
    seen: Counter[tuple[str, ...]] = Counter()
    found = []
    for card, row in pairs:
        key = _content(card, row)
        seen[key] += 1
        found.append(Home(card, row, seen[key]))
    return found


def subject_of(report: Report, home: Home, role: Role | None = None) -> Subject:
    """What a decision on a row, or on one of its fields, is about.

    Args:
        report: as read, without decisions.
        home: the row.
        role: the field; None for the row itself.
    """
    meta, row = report.metadata, home.row
    place = row.field(role).place if role else None
    return Subject(
        organisation=meta.organisation, unit=meta.unit, report_type=meta.report_type, period=meta.period,
        perspective=row.text("perspective") or home.card.perspective, goal=row.text("goal"),
        indicator=row.text("indicator"), target=row.text("target"), occurrence=home.occurrence, role=role,
        document_id=document_id(report.document.sha256), page=place.page if place else row.page,
    )  # fmt: skip


def key_of(subject: Subject) -> str:
    """A short key of the subject's content: equal content, equal key."""
    parts = [
        subject.organisation, subject.unit, subject.report_type, subject.period, subject.perspective,
        subject.goal, subject.indicator, subject.target, str(subject.occurrence), subject.role or "",
        subject.code, *subject.statements,
    ]  # fmt: skip
    return hashlib.sha256("\x1f".join(map(fold, parts)).encode()).hexdigest()[:16]


def concerns(subject: Subject, metadata: Metadata) -> bool:
    """Whether a decision is about this report: the same unit's report of the same kind and period."""
    types = {subject.report_type, metadata.report_type} - {"unknown"}
    return subject.period == metadata.period and len(types) < 2 and same_unit(subject, metadata)


def same_unit(subject: Subject, metadata: Metadata) -> bool:
    """Whether a decision is about this organisation and unit."""
    return _alike(subject.organisation, metadata.organisation) and _alike(subject.unit, metadata.unit)


def _alike(one: str, other: str) -> bool:
    return fold(one) == fold(other) or fuzz.ratio(fold(one), fold(other)) >= SAME_UNIT


# ---------------------------------------------------------------- finding the row again


def find_row(subject: Subject, rows: Sequence[Home]) -> Home | None:
    """The row a decision is about, None where no row says the same.

    Among rows of the same words the occurrence decides; one that is no longer there is not replaced by its
    like, and where several fit equally none is taken.
    """
    words = tuple(map(fold, (subject.perspective, subject.goal, subject.indicator, subject.target)))
    exact = [home for home in rows if _content(home.card, home.row) == words]
    if exact:
        return next((home for home in exact if home.occurrence == subject.occurrence), None)
    scored = [(score, home) for home in rows if (score := similarity(subject, home))]
    best = max((score for score, _ in scored), default=0.0)
    if best < SAME_ROW:
        return None
    equal = [home for score, home in scored if score == best and home.occurrence == subject.occurrence]
    return equal[0] if len(equal) == 1 else None


def similarity(subject: Subject, home: Home) -> float:
    """How alike the words of a row and of a subject are, 0..100; 0 where something forbids it.

    What only one of the two prints (a goal that a text dump lost) does not count.
    """
    row = home.row
    there = {
        "name": row.text("indicator") or row.text("goal"), "goal": row.text("goal"),
        "perspective": row.text("perspective") or home.card.perspective, "target": row.text("target"),
    }  # fmt: skip
    then = {
        "name": subject.indicator or subject.goal, "goal": subject.goal,
        "perspective": subject.perspective, "target": subject.target,
    }  # fmt: skip
    if bool(subject.indicator) != bool(row.text("indicator")):
        return 0.0
    if not same_name(then["name"], there["name"]):
        return 0.0
    both = [(part, weight) for part, weight in _WEIGHTS if bool(then[part]) == bool(there[part])]
    total = sum(weight for _, weight in both)
    return sum(weight * _ratio(then[part], there[part]) for part, weight in both) / total


def same_name(one: str, other: str) -> bool:
    """Whether two printed names are one, give or take misread letters: no word and no number may be exchanged."""
    a, b = fold(one), fold(other)
    if a == b:
        return True
    if _NUMBER.findall(a) != _NUMBER.findall(b):
        return False
    if fuzz.ratio(a.replace(" ", ""), b.replace(" ", "")) >= SAME_LETTERS and len(a.split()) != len(
        b.split()
    ):
        return True
    words = a.split(), b.split()
    return all(_misread(w, words[1]) for w in words[0]) and all(_misread(w, words[0]) for w in words[1])


def _misread(word: str, others: Sequence[str]) -> bool:
    if len(word) < SHORT_WORD:
        return any(Levenshtein.distance(word, o) <= 1 for o in others)
    return any(fuzz.ratio(word, o) >= SAME_WORD for o in others)


def _ratio(one: str, other: str) -> float:
    a, b = fold(one), fold(other)
    return 100.0 if a == b else fuzz.ratio(a, b)


def _content(card: Scorecard, row: Row) -> tuple[str, ...]:
    words = (
        row.text("perspective") or card.perspective,
        row.text("goal"),
        row.text("indicator"),
        row.text("target"),
    )
    return tuple(map(fold, words))


# ---------------------------------------------------------------- is it still the same?


def as_read(field: Field) -> AsRead:
    """What a person sees of a field."""
    return AsRead(raw=field.raw, text=field.text, normal=field.normal)


def row_as_read(row: Row) -> AsRead:
    """What a person sees of a row."""
    return AsRead(text=" | ".join(f.normal or f.text for f in row.fields.values()))


def unchanged(role: Role, seen: AsRead | None, now: AsRead) -> bool:
    """Whether what is read now says the same as what was seen: typography and blanks do not count."""
    if seen is None:
        return False
    if role in MARKS and (seen.normal or now.normal):
        return seen.normal == now.normal
    return plainest(seen.text) == plainest(now.text)


def plainest(text: str) -> str:
    """A text without what typesetting adds: blanks that group digits or stand beside a sign."""
    return _LOOSE.sub("", _GROUPED.sub("", fold(text)))


def with_role(subject: Subject, role: Role | None) -> Subject:
    """The same row's subject for another of its fields."""
    return msgspec.structs.replace(subject, role=role)


def rows_of(reports: Sequence[Report]) -> Iterator[tuple[Report, Home]]:
    """Every row of several reports."""
    for report in reports:
        for home in homes(report):
            yield report, home

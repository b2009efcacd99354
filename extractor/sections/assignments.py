"""Assignments reported back (återrapportering av uppdrag), as running text or as a table.

Promises the title, description and outcome as printed; the class of the outcome is `unknown` where its
words do not say.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import msgspec

from extractor.model import Assignment, Cell, Document, Paragraph, Place, Table
from extractor.patterns import Patterns
from extractor.periods import find_periods
from extractor.scorecards.columns import read_columns
from extractor.scorecards.content import EMPTY_CONTENT, describe, is_verdict
from extractor.scorecards.grid import Grid, filled, is_full_width
from extractor.scorecards.headers import Part, split
from extractor.scorecards.labels import header_scores
from extractor.sections.controls import is_about_risks, is_control_table
from extractor.sections.outcomes import classify
from extractor.swedish import squeeze, without_number
from extractor.symbols.legend import Legend

SECTION_COVERAGE = 0.6
"""Share of a heading that must say that assignments follow: "Återrapportering av uppdrag" reaches 1,
"Divisionens uppdrag och organisation" does not."""
LABEL_WORDS = 4
"""Words of the longest label before an outcome ("Nuläge", "Kommentar till status")."""
TITLE_WORDS = 22
"""Words of the longest printed assignment title."""
LABEL_COVERAGE = 0.8
"""Share of a header or label that must be known words."""
WHOLE_LABEL = 0.95
"""The same for a heading: words besides may be an assignment's title."""

BESIDE_WORK = frozenset(
    {"activity", "status", "comment", "responsible", "number", "deviation", "perspective"}
)
"""What a table of activities may hold besides: with a goal or a figure its rows are a scorecard's."""

BELOW = 9
"""Level given to a title that is set like the text: below every heading."""

_ANY_YEAR = "2000"
"""Only where a label names a period matters, not which."""
_PER_DAY = re.compile(r"\s+(?:per|den|i|för)(?:\s+\d{1,2})?\s*$", re.IGNORECASE)
"""What is left of "Status per 31 augusti" without its month."""
_LABEL = re.compile(r"^([A-ZÅÄÖ][\wåäöÅÄÖ /\-]{2,40}?)\s*:\s*(.*)$", re.DOTALL)
_INNER_LABEL = re.compile(r"(?<=[.!?])\s+([A-ZÅÄÖ][a-zåäö]{2,20}(?: [\w-]{2,10}){0,2}):\s")
_TITLED = re.compile(r"^(?:uppdrag|direktiv)(?:et)?(?:\s+\d+)?\s*[:–-]\s+(?=\S)", re.IGNORECASE)
_OPENING = re.compile(r"^([A-ZÅÄÖ][a-zåäö]{3,})\s+(?=[A-ZÅÄÖ][a-zåäö])")
"""A label printed without its colon before what it announces ("Nuläge Arbetet pågår")."""


class _Entry(NamedTuple):
    """An assignment being read."""

    title: str
    place: Place
    level: int
    description: list[str]
    outcome: list[str]
    label: list[str]
    """The outcome's label, or none."""


def find_assignments(document: Document, patterns: Patterns) -> tuple[Assignment, ...]:
    """Every assignment that a document reports back.

    Args:
        document: what a reader made of the file.
        patterns: the knowledge in use (`sections`, `assignments`).

    Returns:
        The assignments in reading order. In running text a sub-heading of the section is the title, and a
        label such as "Nuläge" begins the outcome; without a label the last paragraph is the outcome.
    """
    found: list[Assignment] = []
    section: list[Paragraph] = []
    level = 0
    """Level whose headings end the section, 0 outside one."""
    own_titles = False
    """The section was opened by a title that says itself "Uppdrag: …"."""
    for block in document.blocks:
        if isinstance(block, Table):
            found += _from_table(block, patterns)
            continue
        titled = bool(block.level and _TITLED.match(squeeze(block.text)))
        if block.level and level and block.level <= level and not titled:
            found += _from_text(section, patterns)
            section, level = [], 0
        if titled and not level:
            level, own_titles = block.level, True
        elif not level and _is_section(block, patterns):
            level, own_titles = block.level, False
            continue
        if level and (section or titled or not own_titles):
            section.append(block)
    found += _from_text(section, patterns)
    return tuple(found)


def _is_section(block: Paragraph, patterns: Patterns) -> bool:
    heading = without_number(block.text)
    if not block.level or len(heading.split()) > 8:
        return False
    match = patterns["sections"].best(heading, coverage=SECTION_COVERAGE)
    if match is None:
        # "Uppdrag från kommunstyrelsen": whoever gave them, the heading opens with the known words
        found = patterns["sections"].find(heading)
        match = next((m for m in found if m.start == 0 and m.end - m.start > 1), None)
    return match is not None and match.key == "assignments"


# ---------------------------------------------------------------- running text


def _from_text(section: Sequence[Paragraph], patterns: Patterns) -> list[Assignment]:
    """Assignments of a section's paragraphs.

    Paragraphs before the first sub-heading introduce the section. A sub-heading that nothing but other
    headings follows groups them ("Övrigt"), and so does one whose text announces a list.
    """
    entries: list[_Entry] = []
    section = [part for paragraph in section for part in _at_labels(paragraph, patterns)]
    for paragraph in _with_titles(section, patterns):
        if paragraph.level and not _is_label(paragraph.text, patterns):
            title = _TITLED.sub("", squeeze(paragraph.text))
            entries.append(_Entry(title, paragraph.place, paragraph.level, [], [], []))
        elif entries:
            _add(entries[-1], paragraph, patterns)
    return [_finish(entry, patterns) for entry in entries if _reports(entry)]


def _at_labels(paragraph: Paragraph, patterns: Patterns) -> list[Paragraph]:
    """A paragraph cut where a sentence ends and the outcome's label begins: "… tas fram. Nuläge: Arbetet pågår."""
    for match in _INNER_LABEL.finditer(paragraph.text):
        if _key_of(match[1], patterns) == "label_outcome":
            head, tail = paragraph.text[: match.start()], paragraph.text[match.start() :].lstrip()
            return [
                msgspec.structs.replace(paragraph, text=head),
                msgspec.structs.replace(paragraph, text=tail),
            ]
    return [paragraph]


def _with_titles(section: Sequence[Paragraph], patterns: Patterns) -> list[Paragraph]:
    """The paragraphs of a section, with titles found where no heading was told from text.

    A title is a short line without a full stop before a text, at the section's beginning or after an outcome.
    """
    if any(p.level and not _is_label(p.text, patterns) for p in section):
        return list(section)
    found: list[Paragraph] = []
    reported = True
    for index, paragraph in enumerate(section):
        label, _ = _split_label(paragraph.text.strip(), patterns)
        text = squeeze(paragraph.text)
        follows = index + 1 < len(section) and not section[index + 1].level
        short = len(text.split()) <= TITLE_WORDS and text[-1:] not in ".:;,"
        if reported and label is None and short and follows and not paragraph.bullet:
            found.append(msgspec.structs.replace(paragraph, level=BELOW))
            reported = False
            continue
        found.append(paragraph)
        reported = reported or label is not None
    return found


def _is_label(text: str, patterns: Patterns) -> bool:
    """Whether a heading is only the label of what follows ("Nuläge")."""
    bare = squeeze(text).rstrip(":")
    if len(bare.split()) > LABEL_WORDS:
        return False
    return _key_of(bare, patterns, WHOLE_LABEL) in ("label_outcome", "label_description")


def _add(entry: _Entry, paragraph: Paragraph, patterns: Patterns) -> None:
    text = paragraph.text.strip()
    if not text:
        return
    label, rest = _split_label(text, patterns)
    if label is not None:
        if _key_of(label, patterns) == "label_outcome":
            entry.label[:] = entry.label or [label]
            if rest:
                entry.outcome.append(rest)
        elif rest:
            entry.description.append(rest)
        return
    (entry.outcome if entry.label else entry.description).append(text)


def _key_of(label: str, patterns: Patterns, coverage: float = LABEL_COVERAGE) -> str:
    """What a label announces, '' for nothing; when it was said does not matter ("Status maj")."""
    bare = label
    for mention in reversed(find_periods(label, _ANY_YEAR, patterns)):
        bare = bare[: mention.start] + bare[mention.end :]
    best = patterns["assignments"].best(_PER_DAY.sub("", squeeze(bare)), coverage=coverage)
    return best.key if best is not None else ""


def _split_label(text: str, patterns: Patterns) -> tuple[str | None, str]:
    """A label such as "Nuläge:" and the text after it; None where the text has no such label."""
    match = _LABEL.match(text)
    label, rest = (match[1], match[2]) if match else ("", "")
    if not match:
        opening = _OPENING.match(text)
        if opening:
            label, rest = opening[1], text[opening.end() :]
        elif len(text.split()) <= LABEL_WORDS:
            label, rest = text.rstrip(":"), ""
    if not label or len(label.split()) > LABEL_WORDS:
        return None, text
    if _key_of(label, patterns) not in ("label_outcome", "label_description"):
        return None, text
    return squeeze(label), rest.strip()


def _reports(entry: _Entry) -> bool:
    """Whether an entry is an assignment, not a heading over others or an announcement."""
    if entry.outcome:
        return True
    text = " ".join(entry.description)
    return bool(text) and not text.rstrip().endswith(":")


def _finish(entry: _Entry, patterns: Patterns) -> Assignment:
    description, outcome = entry.description, entry.outcome
    if not entry.label and description:
        last = classify(description[-1], patterns)
        if len(description) > 1 or last != "unknown":
            description, outcome = description[:-1], description[-1:]
    text = "\n\n".join(outcome)
    return Assignment(
        title=entry.title, description="\n\n".join(description), outcome=text,
        outcome_label=entry.label[0] if entry.label else "",
        outcome_class=classify(text, patterns), place=entry.place,
    )  # fmt: skip


# ---------------------------------------------------------------- tables

_Column = Literal["title", "outcome", "status", "description"]


@dataclass(frozen=True)
class _Sheet:
    """A table of assignments and what its columns hold."""

    table: Table
    grid: Grid
    labels: Sequence[str]
    columns: Mapping[_Column, int]


def _from_table(table: Table, patterns: Patterns) -> list[Assignment]:
    """Assignments of a table "Uppdrag | Status | Kommentar", or of activities; none for any other table."""
    grid = table.grid()
    found: list[Assignment] = []
    for part in split(table, patterns):
        labels = part.labels or _labels(grid)
        columns = assignment_columns(labels, patterns) or work_columns(part, grid, patterns)
        if "title" not in columns or not {"outcome", "status"} & set(columns):
            continue
        sheet = _Sheet(table, grid, labels, columns)
        for row in part.body if part.labels else part.body[1:]:
            if not is_full_width(grid, row) and any(c.row == row for c in filled(grid, row)):
                assignment = _read_row(sheet, row, patterns)
                if assignment is not None:
                    found.append(assignment)
    return found


def assignment_columns(labels: Sequence[str], patterns: Patterns) -> dict[_Column, int]:
    """What the columns of a table of assignments hold; empty if it is none.

    A table with an indicator or a target is a scorecard, whatever else its header says.
    """
    keys = _label_keys(labels, patterns)
    if "column_title" not in keys:
        return {}
    reading = read_columns(labels, [EMPTY_CONTENT] * len(labels), "", patterns)
    if {"indicator", "target", "goal"} & {c.role for c in reading.columns}:
        return {}
    columns: dict[_Column, int] = {"title": keys.index("column_title")}
    judging = [i for i, key in reading.keys.items() if key in ("status", "progress")]
    return columns | _said_of(columns["title"], judging, keys)


def work_columns(part: Part, grid: Grid, patterns: Patterns) -> dict[_Column, int]:
    """What the columns of a table of activities hold that says how far the work has come, in words for that alone.

    Args:
        part: the rows under one header.
        grid: the table's cells by row and column.
        patterns: the knowledge in use (`roles`, `assignments`).

    Returns:
        Nothing for other tables: where goals, measures or figures stand beside the activities, or they are judged by
        lights, verdicts or the share that is done, they are rows of a scorecard.
    """
    named = any("activity" in header_scores(label, patterns["roles"]) for label in part.labels)
    if not named or is_control_table(part.labels, patterns) or is_about_risks(part.labels[:1], patterns):
        return {}
    cells = [[c for row in part.body if (c := grid[row][i]) is not None] for i in range(len(part.labels))]
    contents = [describe(column, Legend(), patterns) for column in cells]
    reading = read_columns(part.labels, contents, "", patterns)
    keys = [reading.keys.get(i, "") for i in range(len(part.labels))]
    judging = [i for i, key in enumerate(keys) if key == "status"]
    others = {key for key in keys if key and key not in BESIDE_WORK}
    if keys.count("activity") != 1 or len(judging) != 1 or others:
        return {}
    if not _tells_work(cells[judging[0]], patterns):
        return {}
    columns: dict[_Column, int] = {"title": keys.index("activity")}
    return columns | _said_of(columns["title"], judging, _label_keys(part.labels, patterns))


def _tells_work(cells: Sequence[Cell], patterns: Patterns) -> bool:
    """Whether most of the cells that say anything name a state of work, none of them in a mark or a verdict."""
    said = [c for c in cells if c.text.strip() or c.symbols]
    if any(c.symbols or is_verdict(squeeze(c.text), patterns) for c in said):
        return False
    return sum(classify(c.text, patterns) != "unknown" for c in said) > len(said) / 2


def _label_keys(labels: Sequence[str], patterns: Patterns) -> list[str]:
    # With their periods: "Mål 2020" and "Utfall 2020" head columns of figures.
    named = [patterns["assignments"].best(label, coverage=LABEL_COVERAGE) for label in labels]
    return [best.key if best is not None else "" for best in named]


def _said_of(title: int, judging: Sequence[int], keys: Sequence[str]) -> dict[_Column, int]:
    """The columns that say something of the assignments besides their titles, the first one of each kind."""
    columns: dict[_Column, int] = {"status": judging[0]} if judging else {}
    for index, key in enumerate(keys):
        if index == title or index in judging:
            continue
        if key == "label_outcome":
            columns.setdefault("outcome", index)
        elif key == "label_description":
            columns.setdefault("description", index)
    return columns


def _labels(grid: Grid) -> tuple[str, ...]:
    return tuple(squeeze(c.text) if c is not None else "" for c in grid[0]) if grid else ()


def _read_row(sheet: _Sheet, row: int, patterns: Patterns) -> Assignment | None:
    cells: dict[str, Cell | None] = {name: sheet.grid[row][index] for name, index in sheet.columns.items()}
    texts = {name: squeeze(cell.text) if cell is not None else "" for name, cell in cells.items()}
    title = texts["title"]
    status, outcome = texts.get("status", ""), texts.get("outcome", "")
    if not title or not (status or outcome):
        return None
    description = texts.get("description", "")
    if len(title.split()) > TITLE_WORDS:
        head, _, tail = title.partition(". ")
        if tail and len(head.split()) <= TITLE_WORDS:
            title, description = head, f"{tail} {description}".strip()
    cell = cells["title"]
    label = sheet.labels[sheet.columns["outcome" if outcome else "status"]]
    decided = classify(status, patterns)
    return Assignment(
        title=title, description=description, outcome=outcome or status, outcome_label=label,
        outcome_class=decided if decided != "unknown" else classify(outcome, patterns),
        place=cell.place if cell is not None and cell.place else sheet.table.place,
    )  # fmt: skip

"""The export contract: every file, every column, with type, meaning and constraints.

`export/` writes by it, `datapackage.json` is generated from it, `docs/export.md` is tested against it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple, get_args

from extractor.model import (
    Comparator,
    Kind,
    Media,
    Origin,
    ReportType,
    RowKind,
    Status,
    StatusSource,
    TextLayer,
    Trend,
)

SEVERITIES = ("error", "warning", "info")
"""Worst first."""

OUTCOMES = ("done", "partial", "needs_ocr", "failed")
FINDING_CODES = (
    "sum_mismatch", "difference_mismatch", "percentage_mismatch", "restated", "text_vs_table",
    "status_vs_value", "direction_vs_value", "unit_changed", "scale_jump", "target_changed",
    "indicator_dropped", "indicator_added", "indicator_renamed", "goal_renamed", "missing_value",
)  # fmt: skip


class Column(NamedTuple):
    """One column of an exported file."""

    name: str
    type: str
    """A Frictionless type: string, integer, number, boolean, date, datetime."""
    description: str
    required: bool = False
    enum: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    exact: bool = False
    """A printed number: kept digit by digit where the format can; other numbers are shares."""

    def descriptor(self) -> dict[str, Any]:
        """The column as a Frictionless field."""
        constraints: dict[str, Any] = {}
        if self.required:
            constraints["required"] = True
        if self.enum:
            constraints["enum"] = list(self.enum)
        if self.minimum is not None:
            constraints["minimum"] = self.minimum
        if self.maximum is not None:
            constraints["maximum"] = self.maximum
        field = {"name": self.name, "type": self.type, "description": self.description}
        return {**field, "constraints": constraints} if constraints else field


class File(NamedTuple):
    """One exported file."""

    name: str
    description: str
    columns: tuple[Column, ...]
    primary_key: tuple[str, ...] = ()
    foreign_keys: tuple[tuple[str, str], ...] = ()
    """(column here, file it points to): it points to that file's primary key."""


def _text(name: str, description: str, **more: Any) -> Column:
    return Column(name, "string", description, **more)


def _number(name: str, description: str, **more: Any) -> Column:
    return Column(name, "number", description, **more)


def _integer(name: str, description: str, **more: Any) -> Column:
    return Column(name, "integer", description, **more)


_DOCUMENT_ID = _text(
    "document_id", "The document, by content: the same file has the same id everywhere.", required=True
)
_SOURCE_PATH = _text("source_path", "Path the document was imported from.", required=True)
_ORGANISATION = _text("organisation", "The public body, under one name where reports spell it differently.")
_UNIT = _text("unit", "The reporting unit: division, committee, department; under one name, too.")
_REPORT_TYPE = _text("report_type", "Annual or interim report.", enum=get_args(ReportType))
_PERIOD = _text("period", "The report's period: 2020, 2020-T1, 2020-Q3, 2020-03.")
_PAGE = _integer("page", "Page it stands on, counted from 1.", minimum=1)
_CONFIDENCE = _number(
    "confidence", "0..1: how sure the reading is; below 0.9 it needs a look.", minimum=0, maximum=1
)
_TABLE_NO = _integer("table_no", "The table, counted through the document from 1.", minimum=1)

_TO_DOCUMENT = ("document_id", "documents")
_TO_INDICATOR = ("indicator_id", "indicators")

DOCUMENTS = File(
    "documents",
    "One line per imported document.",
    (
        _DOCUMENT_ID, _SOURCE_PATH,
        _text("sha256", "Hash of the file's content."),
        _text("media", "What kind of file it is, told by content.", enum=get_args(Media)),
        _text("text_layer", "Where its text came from; recognised = this tool ran OCR.", enum=get_args(TextLayer)),
        _ORGANISATION, _UNIT,
        _text("title", "The report's title."),
        _REPORT_TYPE, _PERIOD,
        Column("period_start", "date", "First day of the period."),
        Column("period_end", "date", "Last day of the period."),
        _text("document_number", "The organisation's own document number."),
        _integer("pages", "Number of pages.", minimum=0),
        _number("text_quality", "0..1: share of words that look like Swedish.", minimum=0, maximum=1),
        _text("outcome", "How the reading went.", required=True, enum=OUTCOMES),
        _text("reason", "One sentence where the outcome is not plain done, with what to do next."),
        Column("imported_at", "datetime", "When it was imported, UTC."),
        _text("version", "Version of tool and patterns that read it."),
    ),
    ("document_id",),
)  # fmt: skip

SCORECARDS = File(
    "scorecards",
    "One line per scorecard row, as printed.",
    (
        _text("row_id", "The row: document, table and row number.", required=True),
        _text("row_kind", "What the row is about.", required=True, enum=get_args(RowKind)),
        _DOCUMENT_ID, _SOURCE_PATH, _ORGANISATION, _UNIT, _REPORT_TYPE, _PERIOD, _PAGE, _TABLE_NO,
        _integer("row_no", "Row within the table, header not counted.", minimum=1),
        _text("perspective", "The scorecard's perspective."),
        _text("goal", "The goal, on each row it spans."),
        _text("indicator", "The indicator or, for activities, the activity."),
        _text("baseline", "Baseline as printed."),
        _text("target", "Target as printed."),
        _text("previous_value", "Last year's value as printed."),
        _text("value", "Value as printed."),
        _text("forecast", "Forecast as printed."),
        _text("status", "Whether the goal is met; empty where not shown or not readable.", enum=get_args(Status)),
        _text("trend", "The arrow: up, unchanged, down.", enum=get_args(Trend)),
        _number("progress", "Per cent an activity has come.", minimum=0, maximum=100, exact=True),
        _text("status_source", "What the status was read from.", enum=get_args(StatusSource)),
        _text("comment", "The commentary that belongs to the row."),
        _text("indicator_id", "The indicator over the years."),
        _CONFIDENCE,
        _text("flags", "Why fields are unsure: role:reason, separated by spaces."),
        Column("reviewed", "boolean", "Whether a person decided about the row and left no field unsure."),
    ),
    ("row_id",),
    (_TO_DOCUMENT, _TO_INDICATOR),
)  # fmt: skip

OBSERVATIONS = File(
    "observations",
    "The time series: one number, or direction, per line; vintages are kept.",
    (
        _text("observation_id", "The observation: document and running number.", required=True),
        _text("indicator_id", "The indicator over the years."),
        _text("indicator", "What this report calls it."),
        _text("perspective", "The perspective it is reported under."),
        _DOCUMENT_ID, _SOURCE_PATH, _ORGANISATION, _UNIT,
        _text("period", "What the number is about, not when it was reported.", required=True),
        Column("period_start", "date", "First day of that period."),
        Column("period_end", "date", "Last day of that period."),
        _text("kind", "What kind of number it is.", required=True, enum=get_args(Kind)),
        _text("breakdown", "Part of the whole: kön=kvinnor, längd=kort, del=NAME (a column beside its total), …"),
        _text("comparator", "How a target bounds the value, or a bare direction.", enum=get_args(Comparator)),
        _number("value", "The number; empty for a bare direction.", exact=True),
        _text("unit_of_measure", "Unit: %, st, h, kr, tkr, mnkr, index, …"),
        _text("text", "The words it stands in."),
        _text("origin", "Where in the report it stands.", enum=get_args(Origin)),
        _PAGE, _CONFIDENCE,
        _text("obs_status", "SDMX observation status: A normal, M missing, P provisional, F forecast, E estimated."),
    ),
    ("observation_id",),
    (_TO_DOCUMENT, _TO_INDICATOR),
)  # fmt: skip

FINDINGS = File(
    "findings",
    "What does not add up.",
    (
        _text("finding_id", "Stable over re-runs.", required=True),
        _text("code", "What kind of finding.", required=True, enum=FINDING_CODES),
        _text("severity", "How grave.", required=True, enum=SEVERITIES),
        _text("document_id", "The document the first statement stands in."),
        _text("other_document_id", "The document the second statement stands in, if another."),
        _text("indicator_id", "The indicator over the years."),
        _text("indicator", "The indicator's name."),
        _text("period", "The period in question."),
        _text("message", "One sentence that says what disagrees."),
        _text("a", "The first printed statement."),
        _text("b", "The second printed statement."),
        _integer("page_a", "Page of the first statement.", minimum=1),
        _integer("page_b", "Page of the second statement.", minimum=1),
        _text("decision", "What a person decided.", enum=("open", "confirmed", "dismissed")),
        _text("note", "The person's note."),
    ),
    ("finding_id",),
    (_TO_DOCUMENT, ("other_document_id", "documents"), _TO_INDICATOR),
)  # fmt: skip

ASSIGNMENTS = File(
    "assignments",
    "Assignments reported back (återrapportering av uppdrag).",
    (
        _DOCUMENT_ID, _SOURCE_PATH, _PAGE,
        _text("title", "The assignment."),
        _text("description", "What was to be done."),
        _text("outcome", "What is reported back."),
        _text("outcome_label", "The label it is reported under."),
        _text(
            "outcome_class", "How far it has come.", enum=("done", "ongoing", "postponed", "not_started", "unknown")
        ),
    ),
    (),
    (_TO_DOCUMENT,),
)  # fmt: skip

CONTROLS = File(
    "controls",
    "Internal control (internkontroll).",
    (
        _DOCUMENT_ID, _SOURCE_PATH, _PAGE,
        _text("activity", "What is controlled."),
        _text("method", "How."),
        _text("performed", "When or whether it was done."),
        _text("result", "What was found."),
        _text("actions", "What is done about it."),
    ),
    (),
    (_TO_DOCUMENT,),
)  # fmt: skip

TABLES = File(
    "tables",
    "Every other table, cell by cell.",
    (
        _DOCUMENT_ID, _SOURCE_PATH, _PAGE, _TABLE_NO,
        _text("caption", "The table's caption or nearest heading."),
        _integer("row_no", "Row, header not counted.", minimum=1),
        _text("row_label", "What the row is about."),
        _integer("column_no", "Column from 1.", minimum=1),
        _text("column_label", "What the column is about."),
        _text("text", "The cell as printed."),
        _number("value", "The number it prints.", exact=True),
        _text("unit_of_measure", "The number's unit."),
    ),
    ("document_id", "table_no", "row_no", "column_no"),
    (_TO_DOCUMENT,),
)  # fmt: skip

INDICATORS = File(
    "indicators",
    "The indicators over the years: what every `indicator_id` stands for.",
    (
        _text("indicator_id", "Given once and never changed.", required=True),
        _ORGANISATION, _UNIT,
        _text("perspective", "The perspective it is reported under."),
        _text("name", "What the newest report calls it."),
        _text("unit_of_measure", "What it is measured in."),
        _text("aliases", "What else it was ever called, separated by ` | `."),
    ),
    ("indicator_id",),
)  # fmt: skip

GOALS = File(
    "goals",
    "One line per goal that a report judges as a whole: in its heading, its row, a column of its own or alone.",
    (
        _text("row_id", "The first row of scorecards.csv that the goal stands on.", required=True),
        _DOCUMENT_ID, _SOURCE_PATH, _ORGANISATION, _UNIT, _REPORT_TYPE, _PERIOD, _PAGE,
        _text("perspective", "The perspective it is reported under."),
        _text("goal", "The goal as printed."),
        _text("status", "Whether the goal is met; empty where not readable.", enum=get_args(Status)),
        _text("status_source", "What the status was read from.", enum=get_args(StatusSource)),
        _CONFIDENCE,
        _text("flags", "Why the goal or its status is unsure: role:reason, separated by spaces."),
        Column("reviewed", "boolean", "Whether a person decided about the row."),
    ),
    ("row_id",),
    (_TO_DOCUMENT, ("row_id", "scorecards")),
)  # fmt: skip

PARTS = File(
    "parts",
    "One line per row that prints a part of what a line above it measures: women, a department, an age.",
    (
        _text("row_id", "The row of scorecards.csv.", required=True),
        _DOCUMENT_ID, _SOURCE_PATH, _PAGE,
        _text("measure", "What the row measures: the words of the line above.", required=True),
        _text("breakdown", "The part of that measure: kön=kvinnor, del=hemtjänst; empty for the whole."),
    ),
    ("row_id",),
    (_TO_DOCUMENT, ("row_id", "scorecards")),
)  # fmt: skip

REASONS = File(
    "reasons",
    "Why something is unsure: one reason per line, for documents, rows, numbers and cells.",
    (
        _DOCUMENT_ID, _SOURCE_PATH, _PAGE,
        _text("row_id", "The scorecard row that is unsure."),
        _text("observation_id", "The number that is unsure."),
        _TABLE_NO,
        _integer("row_no", "The row of that table.", minimum=1),
        _integer("column_no", "The column of that table; empty for a row.", minimum=1),
        _text("field", "Which field of the row: target, value, status, …"),
        _text("reason", "A code of docs/reasons.md.", required=True),
    ),
    (),
    (_TO_DOCUMENT, ("row_id", "scorecards"), ("observation_id", "observations")),
)  # fmt: skip

FILES = (
    DOCUMENTS,
    SCORECARDS,
    OBSERVATIONS,
    FINDINGS,
    ASSIGNMENTS,
    CONTROLS,
    TABLES,
    INDICATORS,
    REASONS,
    GOALS,
    PARTS,
)
BY_NAME = {file.name: file for file in FILES}


def datapackage(files: Iterable[File] = FILES, *, swedish: bool = False) -> dict[str, Any]:
    """The Frictionless data package that describes a folder of CSV files.

    Args:
        files: the files in it.
        swedish: semicolon, decimal comma and a BOM.
    """
    return {
        "profile": "tabular-data-package", "name": "styrkort",
        "resources": [_resource(f, swedish) for f in files],
    }  # fmt: skip


def _resource(file: File, swedish: bool) -> dict[str, Any]:
    fields = [c.descriptor() for c in file.columns]
    if swedish:
        fields = [{**f, "decimalChar": ","} if f["type"] == "number" else f for f in fields]
    schema: dict[str, Any] = {"fields": fields, "missingValues": [""]}
    if file.primary_key:
        schema["primaryKey"] = list(file.primary_key)
    if file.foreign_keys:
        schema["foreignKeys"] = [
            {"fields": column, "reference": {"resource": target, "fields": BY_NAME[target].primary_key[0]}}
            for column, target in file.foreign_keys
        ]
    return {
        "name": file.name, "path": f"{file.name}.csv", "profile": "tabular-data-resource",
        "description": file.description, "encoding": "utf-8-sig" if swedish else "utf-8", "format": "csv",
        "mediatype": "text/csv", "dialect": {"delimiter": ";" if swedish else ",", "lineTerminator": "\n"},
        "schema": schema,
    }  # fmt: skip

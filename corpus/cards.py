"""Sets a scorecard as a Word table: header, goals over several rows, marks, comment rows."""

from __future__ import annotations

import itertools
from typing import Any

import msgspec
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from corpus import layouts, looks, marks
from corpus.style import Style

WIDTHS = {
    "goal": 30, "indicator": 42, "baseline": 22, "target": 24, "previous_value": 22, "value": 24,
    "forecast": 22, "status": 21, "trend": 17, "progress": 24, "comment": 40,
}  # fmt: skip
"""Relative column widths; narrow enough that long header words break, as they do in real reports."""
GROUPS = {
    "baseline": "Mätning", "previous_value": "Mätning", "target": "Mätning", "value": "Mätning",
    "forecast": "Mätning", "status": "Uppföljning", "trend": "Uppföljning",
}  # fmt: skip
"""The upper row of a two-row header."""
SOFT_HYPHENS = {
    "Måluppfyllelse": "Målupp\u00adfyllelse", "Ingångsvärde": "Ingångs\u00advärde", "Bedömning": "Bedöm\u00adning",
    "Utveckling": "Utveck\u00adling", "Indikator": "Indi\u00adkator", "Utgångsvärde": "Utgångs\u00advärde",
}  # fmt: skip
_MARKS = ("status", "trend", "progress")


def scorecard(parent: Any, card: dict[str, Any], style: Style, width: int) -> None:
    """Set one scorecard.

    Args:
        parent: the document or cell that shall hold the table.
        card: the content file's scorecard.
        style: how it shall look.
        width: the table's width in EMU.
    """
    if style.goal_lines:
        _by_goal(parent, card, style, width)
        return
    fields = {c["field"] for c in card["columns"]}
    columns = [c for c in card["columns"] if not _left_out(c["field"], fields, style)]
    if style.ticks:
        columns = [new for c in columns for new in (_boxes() if c["field"] == "status" else [c])]
    table = parent.add_table(rows=0, cols=len(columns))
    looks.borders(table, style.borders)
    heads = _header(table, columns, style)
    _body(table, columns, card["rows"], style)
    looks.finish(table, heads, [WIDTHS[c["field"]] for c in columns], width, style)
    if style.revised:
        layouts.revise(table, heads)
    if style.layout == "box":
        layouts.into_box(parent, table, width)


def _boxes() -> list[dict[str, str]]:
    """A column to tick for each verdict."""
    return [
        {"field": "status", "label": words, "tick": value} for value, words in marks.WORDS["uppnått"].items()
    ]


def _by_goal(parent: Any, card: dict[str, Any], style: Style, width: int) -> None:
    """One table per goal, which is named in the line above it."""
    plain = msgspec.structs.replace(style, goal_lines=False)
    columns = [c for c in card["columns"] if c["field"] != "goal"]
    for goal, rows in itertools.groupby(card["rows"], key=lambda row: row["goal"]):
        parent.add_paragraph(f"Strategiskt mål: {goal}")
        scorecard(parent, {"columns": columns, "rows": list(rows)}, plain, width)
        parent.add_paragraph()


def _left_out(field: str, fields: set[str], style: Style) -> bool:
    if field == "goal":
        return style.goal_rows and "indicator" in fields
    if field == "status":
        return style.status == "value"
    return field == "trend" and style.status.split(":")[0] in ("arrow", "glued")


def _header(table: Any, columns: list[dict[str, str]], style: Style) -> int:
    if style.header == "two_rows":
        return _two_row_header(table, columns, style)
    cells = table.add_row().cells
    for cell, column in zip(cells, columns, strict=True):
        label = column["label"]
        if style.soft_hyphens:
            label = SOFT_HYPHENS.get(label, label)
        if style.header == "stacked":
            label = "\n".join(label)
        looks.write(cell, label, style, bold=True)
        if style.header in ("up", "down"):
            direction = OxmlElement("w:textDirection")
            direction.set(qn("w:val"), "btLr" if style.header == "up" else "tbRl")
            cell._tc.get_or_add_tcPr().append(direction)
    if style.header in ("up", "down"):
        table.rows[0].height = Mm(32)
    return 1


def _two_row_header(table: Any, columns: list[dict[str, str]], style: Style) -> int:
    top, below = table.add_row().cells, table.add_row().cells
    groups = [GROUPS.get(c["field"]) for c in columns]
    start = 0
    for index, (column, group) in enumerate(zip(columns, groups, strict=True)):
        if group is None:
            looks.write(top[index].merge(below[index]), column["label"], style, bold=True)
            continue
        looks.write(below[index], column["label"], style, bold=True)
        if index == 0 or groups[index - 1] != group:
            start = index
        if index + 1 == len(columns) or groups[index + 1] != group:
            looks.write(top[start].merge(top[index]), group, style, bold=True)
    return 2


def _body(table: Any, columns: list[dict[str, str]], rows: list[dict[str, Any]], style: Style) -> None:
    fields = [c["field"] for c in columns]
    goal_cell, goal = None, object()
    for number, row in enumerate(rows, start=1):
        if row.get("goal") != goal:
            goal, goal_cell = row.get("goal"), None
            if style.goal_rows and "goal" not in fields:
                _full_width(table, goal, style, bold=True)
        cells = table.add_row().cells
        for cell, field, column in zip(cells, fields, columns, strict=True):
            if field == "goal":
                goal_cell = _goal(goal_cell, cell, row, style)
            elif "tick" in column:
                layouts.tick_box(cell, style, ticked=row["status"] == column["tick"])
            elif field in _MARKS:
                _mark(cell, field, row, style)
            else:
                _text(cell, field, str(row.get(field) or ""), style)
            if style.status == "value" and field == "value" and row.get("status"):
                looks.shade(cell._tc, marks.COLOUR[row["status"]])
            if style.notes and field == "value":
                layouts.note_mark(cell, number, style)
        if style.comments_beside and row.get("comment") and goal_cell is not None:
            below = table.add_row().cells
            looks.write(below[1].merge(below[-1]), f"Kommentar: {row['comment']}", style)
            goal_cell = goal_cell.merge(below[0])
        if style.comment_rows and row.get("comment") and "comment" not in fields:
            _full_width(table, f"Kommentar: {row['comment']}", style)
            goal_cell = None


def _full_width(table: Any, text: str, style: Style, *, bold: bool = False) -> None:
    line = table.add_row().cells
    looks.write(line[0].merge(line[-1]), text, style, bold=bold)


def _goal(first: Any, cell: Any, row: dict[str, Any], style: Style) -> Any:
    if first is None:
        looks.write(cell, row.get("goal") or "", style)
        if style.goal_fill:
            looks.shade(cell._tc, style.goal_fill)
        return cell
    merged = first.merge(cell)
    if style.goal_fill:
        looks.shade(cell._tc, style.goal_fill)
    return merged


def _text(cell: Any, field: str, text: str, style: Style) -> None:
    if style.field_codes and field == "value" and text:
        looks.write_field(cell, text, style)
    elif style.field_codes and field == "indicator":
        looks.write(cell, text.replace("före", "före\u00ad").replace("hand", "hand\u00ad"), style)
    elif style.edited and field == "value" and text:
        looks.write_tracked(cell, text, style)
    elif style.edited and field == "target" and text:
        looks.write_controlled(cell, text, style)
    else:
        looks.write(cell, text, style)
    if style.numbers == "right" and field in ("target", "value"):
        cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _mark(cell: Any, field: str, row: dict[str, Any], style: Style) -> None:
    paragraph, way = cell.paragraphs[0], style.status
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.space_after = Pt(2)
    if field == "status" and way.startswith("arrow"):
        marks.status_arrow(cell, row["status"], row.get("trend"), way.partition(":")[2])
    elif field == "status" and way == "glued":
        marks.status_and_trend_words(cell, row["status"], row.get("trend"))
    elif field == "status":
        marks.status(cell, row["status"], way)
    elif field == "trend":
        marks.trend(cell, row["trend"], style.trend)
    else:
        marks.progress(cell, row["progress"], style.progress)
    for run in paragraph.runs:
        if run.text and run.font.size is None:
            run.font.size = Pt(style.size)

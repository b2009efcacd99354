"""Typesets a content file as Word, in the style that corpus.toml declares for one sample file.

`typeset(content, style)` returns the bytes of a .docx: title page, page header and footer, headings,
text, scorecards, other tables and assignments in the order of the content's blocks. The same input gives
the same bytes.
"""

from __future__ import annotations

import datetime
import io
import zipfile
from typing import Any, Literal

import msgspec
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from corpus import marks

WIDTHS = {
    "goal": 30, "indicator": 42, "baseline": 22, "target": 24, "previous_value": 22, "value": 24,
    "forecast": 22, "status": 20, "trend": 16, "progress": 24, "comment": 40,
}  # fmt: skip
"""Relative column widths; scaled to the width of the text."""
FIXED_TIME = datetime.datetime(2024, 1, 2, 3, 4, 5)  # noqa: DTZ001 - core properties carry no zone
HEADER_FILL = "D9E2F3"
ZEBRA_FILL = "F2F2F2"
_MARKS = ("status", "trend", "progress")


class Style(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How one sample file looks; every field may stand in corpus.toml."""

    status: str = "glyph"
    """A way of `marks.status`, 'arrow', 'arrow:drawingml' or 'glued' (see below)."""
    trend: str = "glyph"
    progress: Literal["number", "bar"] = "number"
    borders: Literal["full", "horizontal", "none", "zebra", "outer"] = "full"
    header: Literal["plain", "up", "down", "two_rows"] = "plain"
    """'up' and 'down' turn the header by 90 degrees."""
    repeat_header: bool = True
    split_rows: bool = True
    """Whether a row may be cut by a page break."""
    comment_rows: bool = False
    """Print a row's comment as a row over the full width below it."""
    goal_rows: bool = False
    """Print the goal as a row over the full width above its indicators, instead of a merged column."""
    legend: Literal["text", "none", "table"] = "text"
    """'none' leaves out the paragraph that explains the symbols; 'table' adds a table of them."""
    landscape: bool = False
    nested: bool = False
    """Set each scorecard inside the only cell of an outer table."""
    side_text: bool = False
    """Set a column of text beside each scorecard."""
    filler: int = 0
    """Lines of text before the first scorecard, to move it towards a page break."""
    title_page: bool = True
    size: float = 9
    """Font size in tables, in points."""


LEGEND_WORDS = ("Teckenförklaring", "Måluppfyllelsen visas med färg", "Bedömning: Grön", "Grön: målet")
"""What a content file's legend paragraph holds; see `Style.legend`."""


class _Setter:
    """One document being typeset."""

    def __init__(self, content: dict[str, Any], style: Style) -> None:
        self.content, self.style = content, style
        self.document = Document()
        self._page_setup()

    # -------------------------------------------------------------- page

    def _page_setup(self) -> None:
        section, meta = self.document.sections[0], self.content["document"]
        section.page_width, section.page_height = Mm(210), Mm(297)
        if self.style.landscape:
            section.orientation = WD_ORIENT.LANDSCAPE
            section.page_width, section.page_height = Mm(297), Mm(210)
        section.left_margin = section.right_margin = Mm(20)
        normal = self.document.styles["Normal"]
        normal.font.name, normal.font.size = "Liberation Sans", Pt(10.5)
        for level in range(1, 5):
            heading = self.document.styles[f"Heading {level}"]
            heading.font.name = "Liberation Sans"
            heading.element.rPr.rFonts.set(qn("w:asciiTheme"), "")
            heading.element.rPr.rFonts.attrib.pop(qn("w:asciiTheme"))
        self.text_width = section.page_width - section.left_margin - section.right_margin
        head = section.header.paragraphs[0]
        head.text = "\t".join(filter(None, [meta["organisation"], meta["unit"], meta.get("doc_no")]))
        self._page_number(section.footer.paragraphs[0])
        properties = self.document.core_properties
        properties.title, properties.author = meta["title"], meta["organisation"]
        properties.created = properties.modified = FIXED_TIME

    def _page_number(self, paragraph: Any) -> None:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        paragraph.add_run("Sida ")
        self._field(paragraph, "PAGE")
        paragraph.add_run(" (")
        self._field(paragraph, "NUMPAGES")
        paragraph.add_run(")")

    @staticmethod
    def _field(paragraph: Any, name: str) -> None:
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), name)
        run = OxmlElement("w:r")
        text = OxmlElement("w:t")
        text.text = "1"
        run.append(text)
        field.append(run)
        paragraph._p.append(field)

    # -------------------------------------------------------------- blocks

    def run(self) -> None:
        """Set the title page and every block."""
        meta = self.content["document"]
        if self.style.title_page:
            for _ in range(6):
                self.document.add_paragraph()
            self.document.add_paragraph(meta["organisation"])
            self.document.add_paragraph(meta["title"], style="Title")
            if meta["unit"] != meta["organisation"]:
                self.document.add_paragraph(meta["unit"])
            self.document.add_page_break()
        else:
            self.document.add_paragraph(meta["title"], style="Title")
        for line in range(self.style.filler):
            self.document.add_paragraph(f"Avsnitt {line + 1} redovisas i bilaga och återges inte här.")
        for block in self.content["blocks"]:
            ((kind, value),) = block.items()
            self._block(kind, value)

    def _block(self, kind: str, value: Any) -> None:
        match kind:
            case "h1" | "h2" | "h3" | "h4":
                self.document.add_heading(value, level=int(kind[1]))
            case "p":
                self._paragraph(value)
            case "bullets":
                for item in value:
                    self.document.add_paragraph(item, style="List Bullet")
            case "pagebreak":
                self.document.add_page_break()
            case "scorecard":
                self._scorecard(value)
            case "table":
                self._table(value)
            case "assignment":
                self._assignment(value)
            case _:
                raise ValueError(f"unknown block {kind!r}")

    def _paragraph(self, text: str) -> None:
        start = min((text.find(words) for words in LEGEND_WORDS if words in text), default=-1)
        if start >= 0 and self.style.legend != "text":
            if text[:start].strip():
                self.document.add_paragraph(text[:start].strip())
            if self.style.legend == "table":
                self._legend_table()
            return
        self.document.add_paragraph(text)

    def _legend_table(self) -> None:
        words = marks.WORDS["uppfyllt"]
        table = self.document.add_table(rows=3, cols=2)
        self._borders(table, "full")
        for line, value in enumerate(words):
            marks.status(table.cell(line, 0), value, self.style.status)  # type: ignore[arg-type]
            self._write(table.cell(line, 1), f"Målet är {words[value].lower()}")
        self._set_widths(table, [1, 6])
        self.document.add_paragraph()

    def _assignment(self, value: dict[str, Any]) -> None:
        self.document.add_heading(value["title"], level=2)
        if value.get("description"):
            self.document.add_paragraph(value["description"])
        if value.get("outcome"):
            label = value.get("outcome_label")
            paragraph = self.document.add_paragraph()
            if label:
                paragraph.add_run(f"{label}: ").bold = True
            paragraph.add_run(value["outcome"])

    def _table(self, value: dict[str, Any]) -> None:
        if value["caption"]:
            self.document.add_paragraph(value["caption"], style="Caption")
        header, rows = value["header"], value["rows"]
        table = self.document.add_table(rows=0, cols=len(header))
        self._borders(table, self.style.borders)
        for number, line in enumerate([header, *rows]):
            cells = table.add_row().cells
            last = line[0].startswith(("Summa", "Total"))
            for column, text in enumerate(line):
                self._write(cells[column], str(text or ""), bold=number == 0 or last)
                if column and number and str(text)[:1] in "-+0123456789":
                    cells[column].paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
        self._finish(table, 1, [2.2] + [1.2] * (len(header) - 1))
        self.document.add_paragraph()

    # -------------------------------------------------------------- scorecards

    def _scorecard(self, card: dict[str, Any]) -> None:
        columns = [c for c in card["columns"] if not self._left_out(c["field"])]
        parent, width = self.document, self.text_width
        if self.style.nested:
            outer = self.document.add_table(rows=1, cols=1)
            self._borders(outer, "full")
            parent, width = outer.cell(0, 0), width - Mm(6)
        if self.style.side_text:
            outer = self.document.add_table(rows=1, cols=2)
            self._set_widths(outer, [1, 4])
            self._write(outer.cell(0, 0), "Läs mer om målen i nämndens verksamhetsplan och i planens bilagor.")
            parent, width = outer.cell(0, 1), int(width * 0.8) - Mm(4)
        table = parent.add_table(rows=0, cols=len(columns))
        self._borders(table, self.style.borders)
        heads = self._header(table, columns)
        self._body(table, columns, card["rows"])
        self._finish(table, heads, [WIDTHS[c["field"]] for c in columns], width)
        if parent is self.document or not self.style.nested:
            self.document.add_paragraph()

    def _left_out(self, field: str) -> bool:
        if field == "goal":
            return self.style.goal_rows
        return field == "trend" and self.style.status.split(":")[0] in ("arrow", "glued")

    def _header(self, table: Any, columns: list[dict[str, str]]) -> int:
        cells = table.add_row().cells
        if self.style.header == "two_rows":
            return self._two_row_header(table, cells, columns)
        for cell, column in zip(cells, columns, strict=True):
            self._write(cell, column["label"], bold=True)
            if self.style.header in ("up", "down"):
                direction = OxmlElement("w:textDirection")
                direction.set(qn("w:val"), "btLr" if self.style.header == "up" else "tbRl")
                cell._tc.get_or_add_tcPr().append(direction)
        if self.style.header in ("up", "down"):
            table.rows[0].height = Mm(32)
        return 1

    def _two_row_header(self, table: Any, top: Any, columns: list[dict[str, str]]) -> int:
        below = table.add_row().cells
        groups = {"baseline": "Mätning", "previous_value": "Mätning", "target": "Mätning", "value": "Mätning",
                  "forecast": "Mätning", "status": "Uppföljning", "trend": "Uppföljning"}  # fmt: skip
        start = 0
        for index, column in enumerate(columns):
            group = groups.get(column["field"])
            if group is None:
                self._write(top[index].merge(below[index]), column["label"], bold=True)
                continue
            self._write(below[index], column["label"], bold=True)
            if index == 0 or groups.get(columns[index - 1]["field"]) != group:
                start = index
            if index + 1 == len(columns) or groups.get(columns[index + 1]["field"]) != group:
                self._write(top[start].merge(top[index]), group, bold=True)
        return 2

    def _body(self, table: Any, columns: list[dict[str, str]], rows: list[dict[str, Any]]) -> None:
        first_of_goal, goal = None, object()
        for row in rows:
            if row.get("goal") != goal:
                goal, first_of_goal = row.get("goal"), None
                if self.style.goal_rows and goal:
                    line = table.add_row().cells
                    self._write(line[0].merge(line[-1]), goal, bold=True)
            cells = table.add_row().cells
            for cell, column in zip(cells, columns, strict=True):
                field = column["field"]
                if field == "goal":
                    first_of_goal = self._goal(first_of_goal, cell, row)
                elif field in _MARKS:
                    self._mark(cell, field, row)
                else:
                    self._write(cell, str(row.get(field) or ""))
            if self.style.comment_rows and row.get("comment"):
                line = table.add_row().cells
                self._write(line[0].merge(line[-1]), f"Kommentar: {row['comment']}")
                first_of_goal = None

    def _goal(self, first: Any, cell: Any, row: dict[str, Any]) -> Any:
        if first is None:
            self._write(cell, row.get("goal") or "")
            return cell
        return first.merge(cell)

    def _mark(self, cell: Any, field: str, row: dict[str, Any]) -> None:
        way = self.style.status
        cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
        if field == "status" and way.startswith("arrow"):
            marks.status_arrow(cell, row["status"], row.get("trend"), way.partition(":")[2])
        elif field == "status" and way == "glued":
            marks.status_and_trend_words(cell, row["status"], row.get("trend"))
        elif field == "status":
            marks.status(cell, row["status"], way)
        elif field == "trend":
            marks.trend(cell, row["trend"], self.style.trend)
        else:
            marks.progress(cell, row["progress"], self.style.progress)
        for run in cell.paragraphs[0].runs:
            if run.text and run.font.size is None:
                run.font.size = Pt(self.style.size)

    # -------------------------------------------------------------- table looks

    def _write(self, cell: Any, text: str, *, bold: bool = False) -> None:
        paragraph = cell.paragraphs[0]
        for run in list(paragraph.runs):
            run._r.getparent().remove(run._r)
        run = paragraph.add_run(text)
        run.bold, run.font.size = bold, Pt(self.style.size)

    def _borders(self, table: Any, kind: str) -> None:
        sides = {
            "full": ("top", "left", "bottom", "right", "insideH", "insideV"),
            "horizontal": ("top", "bottom", "insideH"),
            "outer": ("top", "left", "bottom", "right"),
        }.get(kind, ())
        borders = OxmlElement("w:tblBorders")
        for side in sides:
            line = OxmlElement(f"w:{side}")
            for name, text in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "808080")):
                line.set(qn(f"w:{name}"), text)
            borders.append(line)
        table._tbl.tblPr.append(borders)

    def _finish(self, table: Any, heads: int, widths: list[float], width: int | None = None) -> None:
        self._set_widths(table, widths, width)
        for number, row in enumerate(table.rows):
            properties = row._tr.get_or_add_trPr()
            if number < heads:
                if self.style.repeat_header:
                    properties.append(OxmlElement("w:tblHeader"))
                if self.style.borders in ("full", "zebra"):
                    for tc in row._tr.tc_lst:
                        marks.shade(_Cell(tc), HEADER_FILL)
            elif self.style.borders == "zebra" and (number - heads) % 2:
                for tc in row._tr.tc_lst:
                    if tc.tcPr is None or tc.tcPr.find(qn("w:shd")) is None:
                        marks.shade(_Cell(tc), ZEBRA_FILL)
            if not self.style.split_rows:
                properties.append(OxmlElement("w:cantSplit"))

    def _set_widths(self, table: Any, widths: list[float], width: int | None = None) -> None:
        table.autofit = False
        total = width or self.text_width
        for index, share in enumerate(widths):
            size = int(total * share / sum(widths))
            table.columns[index].width = size
            for row in table.rows:
                for tc in row._tr.tc_lst:
                    if tc.grid_offset == index and tc.grid_span == 1:
                        tc.width = size


class _Cell:
    """A table cell's XML element with the attribute that `marks.shade` asks for."""

    def __init__(self, tc: Any) -> None:
        self._tc = tc


def typeset(content: dict[str, Any], style: Style) -> bytes:
    """Set a content file as Word.

    Args:
        content: a content file as parsed (see corpus/README.md for its form).
        style: how the file shall look.

    Returns:
        The bytes of a .docx, the same for the same input.
    """
    setter = _Setter(content, style)
    setter.run()
    out = io.BytesIO()
    setter.document.save(out)
    return _fixed_times(out.getvalue())


def _fixed_times(docx: bytes) -> bytes:
    """The same zip with one fixed time on every member."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            member = zipfile.ZipInfo(name, FIXED_TIME.timetuple()[:6])
            member.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(member, source.read(name))
    return out.getvalue()

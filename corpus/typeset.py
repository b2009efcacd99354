"""Typesets a content file as Word, in the style that corpus.toml declares for one sample file.

`typeset(content, style)` returns the bytes of a .docx: title page, page header and footer, headings,
text, scorecards, other tables and assignments in the order of the content's blocks. The same input gives
the same bytes.
"""

from __future__ import annotations

import datetime
import io
import zipfile
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from corpus import cards, layouts, looks, marks
from corpus.style import Style

FIXED_TIME = datetime.datetime(2024, 1, 2, 3, 4, 5)  # noqa: DTZ001 - core properties carry no zone
LEGEND_WORDS = ("Teckenförklaring", "Måluppfyllelsen visas med färg", "Bedömning: Grön", "Grön: målet")
"""How a content file's explanation of the symbols begins; see `Style.legend`."""


LEGENDS = {
    "behind": "Bedömningen visar om målet är uppnått (grön), delvis uppnått (gul) eller inte uppnått (röd).",
    "letters": "Bedömning: G = målet är uppnått, Y = målet är delvis uppnått, R = målet är inte uppnått.",
}
"""Lines that explain the symbols, by `Style.legend`."""


def typeset(content: dict[str, Any], style: Style) -> bytes:
    """Set a content file as Word.

    Args:
        content: a content file as parsed (its form: corpus/README.md).
        style: how the file shall look.

    Returns:
        The bytes of a .docx, the same for the same input.
    """
    setter = _Setter(content, style)
    setter.run()
    out = io.BytesIO()
    setter.document.save(out)
    return _fixed_times(out.getvalue())


class _Setter:
    """One document being typeset."""

    def __init__(self, content: dict[str, Any], style: Style) -> None:
        self.content, self.style = content, style
        self.document = Document()
        self._page_setup()

    # -------------------------------------------------------------- page

    def _page_setup(self) -> None:
        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        if self.style.landscape:
            section.orientation = WD_ORIENT.LANDSCAPE
            section.page_width, section.page_height = Mm(297), Mm(210)
        section.left_margin = section.right_margin = Mm(20)
        self.text_width = section.page_width - section.left_margin - section.right_margin
        self._fonts()
        self._furniture(section)

    def _fonts(self) -> None:
        normal = self.document.styles["Normal"]
        normal.font.name, normal.font.size = "Liberation Sans", Pt(10.5)
        for name in ("Title", *(f"Heading {level}" for level in range(1, 5))):
            heading = self.document.styles[name]
            heading.font.name = "Liberation Sans"
            heading.element.rPr.rFonts.attrib.pop(qn("w:asciiTheme"), None)

    def _furniture(self, section: Any) -> None:
        meta = self.content["document"]
        head = dict.fromkeys((meta["organisation"], meta["unit"], meta.get("doc_no")))
        section.header.paragraphs[0].text = "\t".join(filter(None, head))
        footer = section.footer.paragraphs[0]
        footer.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        footer.add_run("Sida ")
        _add_field(footer, "PAGE")
        footer.add_run(" (")
        _add_field(footer, "NUMPAGES")
        footer.add_run(")")
        properties = self.document.core_properties
        properties.title, properties.author = meta["title"], meta["organisation"]
        properties.created = properties.modified = FIXED_TIME

    # -------------------------------------------------------------- blocks

    def run(self) -> None:
        """Set the title page and every block."""
        self._title_page()
        for line in range(self.style.filler):
            self.document.add_paragraph(f"Avsnitt {line + 1} redovisas i bilaga och återges inte här.")
        for block in self._beside() if self.style.beside else self.content["blocks"]:
            ((kind, value),) = block.items()
            self._block(kind, value)
        if self.style.notes:
            cards_set = [b["scorecard"] for b in self.content["blocks"] if "scorecard" in b]
            layouts.add_footnotes(self.document, max(len(card["rows"]) for card in cards_set))

    def _beside(self) -> list[dict[str, Any]]:
        """The blocks, all scorecards as one where the first stood, each below its perspective's name."""
        blocks = self.content["blocks"]
        cards = [b["scorecard"] for b in blocks if "scorecard" in b]
        names = {card["perspective"] for card in cards}
        kept = [b for b in blocks if "scorecard" not in b and b.get("h2") not in names]
        first = next(i for i, b in enumerate(blocks) if "scorecard" in b)
        before = [b for b in blocks[:first] if b in kept]
        return [*before, {"beside": cards}, *kept[len(before) :]]

    def _title_page(self) -> None:
        meta = self.content["document"]
        if not self.style.title_page:
            self.document.add_paragraph(meta["title"], style="Title")
            return
        for _ in range(6):
            self.document.add_paragraph()
        self.document.add_paragraph(meta["organisation"])
        self.document.add_paragraph(meta["title"], style="Title")
        if meta["unit"] != meta["organisation"]:
            self.document.add_paragraph(meta["unit"])
        self.document.add_page_break()

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
            case "beside":
                self._cards_beside(value)
            case "table":
                self._table(value)
            case "assignment":
                self._assignment(value)
            case _:
                raise ValueError(f"unknown block {kind!r}")

    def _paragraph(self, text: str) -> None:
        start = min((text.find(words) for words in LEGEND_WORDS if words in text), default=-1)
        if start < 0 or self.style.legend == "text":
            self.document.add_paragraph(text)
            return
        if text[:start].strip():
            self.document.add_paragraph(text[:start].strip())
        if self.style.legend == "table":
            self._legend_table()
        elif self.style.legend in LEGENDS:
            self.document.add_paragraph(LEGENDS[self.style.legend])

    def _legend_table(self) -> None:
        words = marks.WORDS["uppfyllt"]
        table = self.document.add_table(rows=len(words), cols=2)
        looks.borders(table, "full")
        for line, value in enumerate(words):
            marks.status(table.cell(line, 0), value, self.style.status)
            looks.write(table.cell(line, 1), f"Målet är {words[value].lower()}", self.style)
        looks.set_widths(table, [1, 6], self.text_width // 2)
        self.document.add_paragraph()

    def _assignment(self, value: dict[str, Any]) -> None:
        self.document.add_heading(value["title"], level=2)
        if value.get("description"):
            self.document.add_paragraph(value["description"])
        if value.get("outcome"):
            paragraph = self.document.add_paragraph()
            if value.get("outcome_label"):
                paragraph.add_run(f"{value['outcome_label']}: ").bold = True
            paragraph.add_run(value["outcome"])

    def _table(self, value: dict[str, Any]) -> None:
        if value["caption"]:
            self.document.add_paragraph(value["caption"], style="Caption")
        lines = [value["header"], *value["rows"]]
        table = self.document.add_table(rows=0, cols=len(lines[0]))
        looks.borders(table, self.style.borders)
        for number, line in enumerate(lines):
            bold = number == 0 or line[0].startswith(("Summa", "Total"))
            for column, (cell, text) in enumerate(zip(table.add_row().cells, line, strict=True)):
                looks.write(cell, str(text or ""), self.style, bold=bold)
                if column and number and str(text)[:1] in "-+0123456789":
                    cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
        widths = [2.2] + [1.2] * (len(lines[0]) - 1)
        looks.finish(table, 1, widths, self.text_width, self.style)
        self.document.add_paragraph()

    def _scorecard(self, card: dict[str, Any]) -> None:
        if self.style.layout == "list":
            layouts.listed(self.document, card, self.style)
            return
        parent, width = self.document, self.text_width
        if self.style.nested:
            outer = self.document.add_table(rows=1, cols=1)
            looks.borders(outer, "full")
            parent, width = outer.cell(0, 0), width - Mm(6)
        elif self.style.side_text:
            outer = self.document.add_table(rows=1, cols=2)
            looks.set_widths(outer, [1, 4], width)
            note = "Läs mer om målen i nämndens verksamhetsplan och i planens bilagor."
            looks.write(outer.cell(0, 0), note, self.style)
            parent, width = outer.cell(0, 1), int(width * 0.8) - Mm(4)
        cards.scorecard(parent, card, self.style, width)
        if parent is not self.document:
            parent.add_paragraph()
        self.document.add_paragraph()

    def _cards_beside(self, listed: list[dict[str, Any]]) -> None:
        outer = self.document.add_table(rows=1, cols=len(listed))
        looks.set_widths(outer, [1] * len(listed), self.text_width)
        for cell, card in zip(outer.row_cells(0), listed, strict=True):
            cell.paragraphs[0].add_run(f"Perspektiv: {card['perspective']}").bold = True
            cards.scorecard(cell, card, self.style, self.text_width // len(listed) - Mm(6))
            cell.add_paragraph()


def _add_field(paragraph: Any, name: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def _fixed_times(docx: bytes) -> bytes:
    """The same zip with one fixed time on every member."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(docx)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            member = zipfile.ZipInfo(name, FIXED_TIME.timetuple()[:6])
            member.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(member, source.read(name))
    return out.getvalue()

"""How any table of a sample report looks: text in cells, borders, shading, widths, row behaviour."""

from __future__ import annotations

from typing import Any

from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt

from corpus.style import Style

HEADER_FILL = "D9E2F3"
ZEBRA_FILL = "F2F2F2"
_SIDES = {
    "full": ("top", "left", "bottom", "right", "insideH", "insideV"),
    "horizontal": ("top", "bottom", "insideH"),
    "outer": ("top", "left", "bottom", "right"),
}


def write(cell: Any, text: str, style: Style, *, bold: bool = False) -> None:
    """Replace what a cell says."""
    paragraph = cell.paragraphs[0]
    for run in list(paragraph.runs):
        run._r.getparent().remove(run._r)
    paragraph.paragraph_format.space_after = Pt(2)
    run = paragraph.add_run(text)
    run.bold, run.font.size = bold, Pt(style.size)


def write_tracked(cell: Any, text: str, style: Style) -> None:
    """Write a text whose last word was changed with tracking on: the old word is still in the file."""
    head, _, tail = text.rpartition(" ")
    write(cell, f"{head} " if head else "", style)
    look = f'<w:rPr><w:sz w:val="{int(style.size * 2)}"/></w:rPr>'
    for number, (change, tag, words) in enumerate(
        (("del", "delText", "(prel.) "), ("ins", "t", tail)), start=1
    ):
        cell.paragraphs[0]._p.append(
            parse_xml(
                f'<w:{change} {nsdecls("w")} w:id="{number}" w:author="Controller" '
                f'w:date="2024-01-02T03:04:05Z"><w:r>{look}<w:{tag} xml:space="preserve">{words}</w:{tag}>'
                f"</w:r></w:{change}>"
            )
        )


def write_controlled(cell: Any, text: str, style: Style) -> None:
    """Write a text inside a content control, as form templates do."""
    write(cell, text, style)
    run = cell.paragraphs[0].runs[0]._r
    control = parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtPr/><w:sdtContent/></w:sdt>")
    run.addprevious(control)
    control.find(qn("w:sdtContent")).append(run)


def shade(tc: Any, colour: str) -> None:
    """Fill the background of a cell's XML element."""
    tc.get_or_add_tcPr().append(
        parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{colour}"/>')
    )


def rule(tc: Any, side: str) -> None:
    """Draw one side of a cell's XML element."""
    line = f'<w:{side} w:val="single" w:sz="6" w:space="0" w:color="404040"/>'
    tc.get_or_add_tcPr().append(parse_xml(f"<w:tcBorders {nsdecls('w')}>{line}</w:tcBorders>"))


def write_field(cell: Any, text: str, style: Style) -> None:
    """Write a text as the result of a field, with a raised footnote mark behind it."""
    write(cell, "", style)
    look = f'<w:rPr><w:sz w:val="{int(style.size * 2)}"/></w:rPr>'
    raised = f'<w:rPr><w:vertAlign w:val="superscript"/><w:sz w:val="{int(style.size * 2)}"/></w:rPr>'
    parts = (
        '<w:fldChar w:fldCharType="begin"/>', f'<w:instrText xml:space="preserve"> QUOTE "{text}" </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>', f'<w:t xml:space="preserve">{text}</w:t>',
        '<w:fldChar w:fldCharType="end"/>',
    )  # fmt: skip
    runs = [f"{look}{part}" for part in parts] + [f"{raised}<w:t>1</w:t>"]
    for run in runs:
        cell.paragraphs[0]._p.append(parse_xml(f"<w:r {nsdecls('w')}>{run}</w:r>"))


def borders(table: Any, kind: str) -> None:
    """Draw the rules of a table: full, horizontal, outer; nothing for the other kinds."""
    lines = OxmlElement("w:tblBorders")
    for side in _SIDES.get(kind, ()):
        line = OxmlElement(f"w:{side}")
        for name, text in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "808080")):
            line.set(qn(f"w:{name}"), text)
        lines.append(line)
    table._tbl.tblPr.append(lines)


def finish(table: Any, heads: int, widths: list[float], total: int, style: Style) -> None:
    """Set widths, header shading and row behaviour once all rows stand."""
    set_widths(table, widths, total)
    for number, row in enumerate(table.rows):
        properties = row._tr.get_or_add_trPr()
        if number < heads:
            if style.repeat_header:
                properties.append(OxmlElement("w:tblHeader"))
            if style.borders in ("full", "zebra", "zebra_last"):
                for tc in row._tr.tc_lst:
                    shade(tc, HEADER_FILL)
        elif style.borders.startswith("zebra") and (number - heads) % 2:
            for tc in row._tr.tc_lst:
                if tc.tcPr is None or tc.tcPr.find(qn("w:shd")) is None:
                    shade(tc, ZEBRA_FILL)
        _rules(row._tr.tc_lst, number, heads, style)
        if not style.split_rows:
            properties.append(OxmlElement("w:cantSplit"))


def _rules(cells: Any, number: int, heads: int, style: Style) -> None:
    """The few rules of tables that have almost none."""
    if style.borders == "header" and number == heads - 1:
        for tc in cells:
            rule(tc, "bottom")
    if style.borders == "short" and number == 0:
        for tc in (tc for tc in cells if tc.grid_span > 1):
            rule(tc, "bottom")
    if style.borders == "zebra_last":
        rule(cells[-1], "left")


def set_widths(table: Any, widths: list[float], total: int) -> None:
    """Share a width (EMU) out among the columns."""
    table.autofit = False
    for index, share in enumerate(widths):
        size = int(total * share / sum(widths))
        table.columns[index].width = size
        for row in table.rows:
            for tc in row._tr.tc_lst:
                if tc.grid_offset == index and tc.grid_span == 1:
                    tc.width = size

"""Scorecards set otherwise than as a plain table of the page: as nested lists, inside text boxes, half revised.

Each function works on python-docx objects; which one a sample file uses is said in corpus.toml (`layout`,
`revised`, `notes`).
"""

from __future__ import annotations

import copy
import itertools
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from lxml import etree

from corpus import looks, marks
from corpus.style import Style

_AUTHOR = 'w:id="7" w:author="Controller" w:date="2024-01-02T03:04:05Z"'
_BOX_NS = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
_ROW_HEIGHT = 430_000
"""Height in EMU that a row of the short report takes, so that a text box holds its table."""
NOTE = "Värdet är preliminärt och fastställs i bokslutet."
"""What every footnote says."""


def listed(document: Any, card: dict[str, Any], style: Style) -> None:
    """Set a scorecard as a list: goals numbered, below each its indicators with labelled facts."""
    labels = {c["field"]: c["label"] for c in card["columns"]}
    for goal, rows in itertools.groupby(card["rows"], key=lambda row: row["goal"]):
        document.add_paragraph(goal, style="List Number")
        for row in rows:
            said = {
                "target": row["target"],
                "value": row["value"],
                "status": marks.WORDS[style.status.partition(":")[2]].get(row["status"]),
                "trend": marks.TREND_WORDS.get(row["trend"]),
            }
            facts = [f"{labels[field]}: {words}" for field, words in said.items() if words]
            document.add_paragraph(f"{row['indicator']}. {'. '.join(facts)}.", style="List Bullet 2")


def into_box(document: Any, table: Any, width: int) -> None:
    """Move a table into a text box of its own paragraph, drawn for Word 2010 and, beside it, for older ones."""
    element = table._tbl
    paragraph = document.add_paragraph()
    number = len(document.element.findall(".//" + qn("wp:docPr"))) + 1
    height = _ROW_HEIGHT * len(table.rows)
    after = parse_xml(f"<w:p {nsdecls('w')}/>")
    new, old = (etree.tostring(e).decode() for e in (element, after))
    inside = f"<w:txbxContent>{new}{old}</w:txbxContent>"
    points = f"width:{width // 12_700}pt;height:{height // 12_700}pt"
    paragraph.add_run()._r.append(
        parse_xml(
            f'<mc:AlternateContent {_BOX_NS}><mc:Choice Requires="wps"><w:drawing>'
            f'<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/>'
            f'<wp:docPr id="{number}" name="Textruta {number}"/><a:graphic><a:graphicData '
            'uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>'
            f'<wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/>'
            '</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/></wps:spPr>'
            f'<wps:txbx>{inside}</wps:txbx><wps:bodyPr lIns="0" tIns="0" rIns="0" bIns="0"/></wps:wsp>'
            "</a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict>"
            f'<v:shape style="{points}"><v:textbox>{inside}</v:textbox></v:shape></w:pict></mc:Fallback>'
            "</mc:AlternateContent>"
        )
    )
    element.getparent().remove(element)


def revise(table: Any, heads: int) -> None:
    """Leave a table half revised: a deleted row before the first one, the last one moved there from above."""
    rows = [row._tr for row in table.rows]
    first, last = rows[heads], rows[-1]
    dropped = copy.deepcopy(last)
    _track(dropped, "del")
    first.addprevious(dropped)
    moved = copy.deepcopy(last)
    _track(moved, "moveFrom")
    first.addprevious(moved)
    _track(last, "moveTo")
    for tr in (dropped, moved):  # rows that are gone take no part in a goal's merge
        for merge in list(tr.iter(qn("w:vMerge"))):
            merge.getparent().remove(merge)
    _split_mark(rows[heads])


def _track(tr: Any, kind: str) -> None:
    """Mark a row and all it says as deleted, inserted or moved."""
    row_kind = {"del": "del", "moveFrom": "del", "moveTo": "ins"}[kind]
    tr.get_or_add_trPr().append(parse_xml(f"<w:{row_kind} {nsdecls('w')} {_AUTHOR}/>"))
    for run in list(tr.iter(qn("w:r"))):
        change = parse_xml(f"<w:{kind} {nsdecls('w')} {_AUTHOR}/>")
        run.addprevious(change)
        change.append(run)
        if kind == "del":
            for text in run.iter(qn("w:t")):
                text.tag = qn("w:delText")


def _split_mark(tr: Any) -> None:
    """Break a row's indicator in two paragraphs whose mark between them was deleted again."""
    paragraph = tr.tc_lst[1].p_lst[0]
    run = paragraph.r_lst[0]
    words = run.text.split(" ")
    rest = copy.deepcopy(paragraph)
    run.text = " ".join(words[:-1]) + " "
    rest.r_lst[0].text = words[-1]
    paragraph.addnext(rest)
    properties = paragraph.get_or_add_pPr()
    mark = parse_xml(f"<w:rPr {nsdecls('w')}><w:del {_AUTHOR}/></w:rPr>")
    properties.append(mark)


def note_mark(cell: Any, number: int, style: Style) -> None:
    """Refer to a footnote behind a cell's text: counted by Word, every second one with a mark of its own."""
    size = f'<w:sz w:val="{int(style.size * 2)}"/>'
    own = number % 2 == 0
    look = size if own else f'<w:vertAlign w:val="superscript"/>{size}'
    follows = 'w:customMarkFollows="1"' if own else ""
    reference = f'<w:footnoteReference {follows} w:id="{number}"/>'
    mark = f"<w:t>{number}</w:t>" if own else ""
    cell.paragraphs[0]._p.append(
        parse_xml(f"<w:r {nsdecls('w')}><w:rPr>{look}</w:rPr>{reference}{mark}</w:r>")
    )


def add_footnotes(document: Any, count: int) -> None:
    """Add the footnotes that `note_mark` refers to."""
    notes = "".join(
        f'<w:footnote w:id="{n}"><w:p><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>'
        f'<w:r><w:t xml:space="preserve"> {NOTE}</w:t></w:r></w:p></w:footnote>'
        for n in range(1, count + 1)
    )
    rules = "".join(
        f'<w:footnote w:type="{kind}" w:id="{n}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
        for n, kind in ((-1, "separator"), (0, "continuationSeparator"))
    )
    part = Part(
        PackURI("/word/footnotes.xml"),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml",
        f'<?xml version="1.0" encoding="UTF-8"?><w:footnotes {nsdecls("w")}>{rules}{notes}</w:footnotes>'.encode(),
        document.part.package,
    )
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def tick_box(cell: Any, style: Style, *, ticked: bool) -> None:
    """Set a box to tick, as Word's form controls do."""
    looks.write(cell, "☒" if ticked else "☐", style)
    run = cell.paragraphs[0].runs[0]._r
    run.get_or_add_rPr().insert(
        0, parse_xml(f'<w:rFonts {nsdecls("w")} w:ascii="DejaVu Sans" w:hAnsi="DejaVu Sans"/>')
    )
    control = parse_xml(
        f'<w:sdt {nsdecls("w")} xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"><w:sdtPr>'
        f'<w14:checkbox><w14:checked w14:val="{int(ticked)}"/></w14:checkbox></w:sdtPr><w:sdtContent/></w:sdt>'
    )
    run.addprevious(control)
    control.find(qn("w:sdtContent")).append(run)

"""A perfect reader: builds a `Document` straight from a content file, so that every stage after reading
can be tested without one.

A content file (corpus/content/*.yaml) says what a report prints, block by block; `corpus/make.py`
typesets the same file as Word, PDF and text.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import yaml

from extractor.model import Block, Cell, Document, Paragraph, Place, Symbol, Table

STATUS_SYMBOL = {
    "met": ("green", "square"),
    "partly_met": ("yellow", "circle"),
    "not_met": ("red", "triangle"),
}
TREND_SYMBOL = {"up": "arrow_up", "unchanged": "arrow_right", "down": "arrow_down"}


def document_from_content(path: Path) -> Document:
    """The document a perfect reader would make of a content file."""
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    meta = data["document"]
    page = 1
    blocks: list[Block] = []
    furniture = [meta["unit"]] + ([meta["doc_no"]] if meta.get("doc_no") else [])
    blocks.append(_paragraph(meta["organisation"], page))
    blocks.append(_paragraph(meta["title"], page, level=1))
    page += 1
    heading = None
    tables = 0
    for block in data["blocks"]:
        ((kind, content),) = block.items() if len(block) == 1 else (next(iter(block.items())),)
        match kind:
            case "h1" | "h2" | "h3" | "h4":
                heading = content
                blocks.append(_paragraph(content, page, level=int(kind[1])))
            case "p":
                blocks.append(_paragraph(content, page))
            case "bullets":
                blocks += [_paragraph(item, page, bullet=True) for item in content]
            case "pagebreak":
                page += 1
            case "scorecard":
                tables += 1
                blocks.append(_scorecard(content, tables, page, heading))
            case "table":
                tables += 1
                rows = [content["header"], *content["rows"]]
                cells = tuple(
                    Cell(
                        row=r,
                        column=c,
                        text=str(t or ""),
                        raw=str(t or ""),
                        place=Place(page=page),
                        bold=r == 0,
                    )
                    for r, row in enumerate(rows)
                    for c, t in enumerate(row)
                )
                blocks.append(
                    Table(
                        number=tables,
                        place=Place(page=page),
                        cells=cells,
                        header_rows=1,
                        caption=content["caption"] or heading,
                    )
                )
            case "assignment":
                blocks.append(_paragraph(content["title"], page, level=2))
                if content.get("description"):
                    blocks.append(_paragraph(content["description"], page))
                if content.get("outcome"):
                    label = content.get("outcome_label")
                    blocks.append(
                        _paragraph(f"{label}: {content['outcome']}" if label else content["outcome"], page)
                    )
            case other:
                raise ValueError(f"{path}: unknown block {other!r}")
    return Document(
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        name=f"{meta['id']}.pdf",
        media="pdf",
        text_layer="born",
        page_count=page,
        blocks=tuple(blocks),
        furniture=tuple(furniture),
        properties={"title": meta["title"]},
    )


def _paragraph(text: str, page: int, *, level: int = 0, bullet: bool = False) -> Paragraph:
    return Paragraph(text=text, raw=text, place=Place(page=page), level=level, bullet=bullet)


def _scorecard(content: dict[str, Any], number: int, page: int, heading: str | None) -> Table:
    columns, rows = content["columns"], content["rows"]
    cells = [
        Cell(
            row=0,
            column=c,
            text=col["label"],
            raw=col["label"],
            place=Place(page=page),
            bold=True,
            shading="#d9e2f3",
        )
        for c, col in enumerate(columns)
    ]
    for r, row in enumerate(rows, start=1):
        for c, column in enumerate(columns):
            name = column["field"]
            value = row.get(name)
            if name == "goal":
                if r > 1 and rows[r - 2].get("goal") == value:
                    continue
                span = 1
                while r - 1 + span < len(rows) and rows[r - 1 + span].get("goal") == value:
                    span += 1
                cells.append(
                    Cell(
                        row=r,
                        column=c,
                        row_span=span,
                        text=value or "",
                        raw=value or "",
                        place=Place(page=page),
                    )
                )
            elif name in ("status", "trend"):
                symbols = _symbols(name, value)
                cells.append(Cell(row=r, column=c, symbols=symbols, place=Place(page=page)))
            else:
                cells.append(
                    Cell(row=r, column=c, text=str(value or ""), raw=str(value or ""), place=Place(page=page))
                )
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return Table(number=number, place=Place(page=page), cells=tuple(cells), header_rows=1, caption=heading)


def _symbols(name: str, value: str | None) -> tuple[Symbol, ...]:
    if not value:
        return ()
    if name == "status":
        colour, shape = STATUS_SYMBOL[value]
        return (Symbol(colour=colour, shape=shape, source="drawing"),)  # type: ignore[arg-type]
    return (Symbol(colour="blue", shape=TREND_SYMBOL[value], source="drawing"),)

"""Everything a person needs to decide about one item: the page around it, other years, findings, the picture."""

from __future__ import annotations

from collections.abc import Iterator

from extractor import periods
from extractor.archive import Archive
from extractor.errors import NotFoundError
from extractor.model import Cell, Document, Finding, Paragraph, Role, Table, Value
from extractor.review.queue import Item
from extractor.review.subjects import homes
from extractor.swedish import squeeze

ROWS_AROUND = 2
"""Rows of a table shown above and below the one in question: enough to see a shifted line."""


class Neighbour(Value, frozen=True, kw_only=True):
    """What another report of the unit says in the same field of the same indicator."""

    period: str
    source_path: str
    page: int | None
    text: str
    normal: str | None = None
    confidence: float = 1.0
    reviewed: bool = False


class Evidence(Value, frozen=True, kw_only=True):
    """What speaks for or against a reading."""

    lines: tuple[str, ...] = ()
    """The page around the cell: table rows with ` | ` between the cells, or lines of text."""
    line: int | None = None
    """Which of the lines the cell stands in."""
    header: str = ""
    """The table's header row, in the same form."""
    before: tuple[Neighbour, ...] = ()
    """Earlier reports, the last one first: of the same part of the year where there are any."""
    after: tuple[Neighbour, ...] = ()
    """Later reports, the next one first, likewise."""
    findings: tuple[Finding, ...] = ()
    """The findings that name this indicator and document, decided or not."""
    picture: bytes | None = None
    """The cell as a small PNG, where one is stored."""


def evidence(archive: Archive, item: Item) -> Evidence:
    """Gather what speaks for or against the reading of an item.

    Args:
        archive: where everything is.
        item: as `queue` gives it, of any kind.
    """
    lines, line, header, cell = _around(archive, item)
    before, after = _neighbours(archive, item)
    findings = tuple(
        f
        for f in archive.findings()
        if f.indicator_id and f.indicator_id == item.indicator_id
        and item.document_id in (f.document_id, f.other_document_id)
    )  # fmt: skip
    picture = item.field.picture or (cell.picture if cell else None)
    return Evidence(
        lines=lines, line=line, header=header, before=before, after=after, findings=findings, picture=picture
    )


# ---------------------------------------------------------------- the page


def _around(archive: Archive, item: Item) -> tuple[tuple[str, ...], int | None, str, Cell | None]:
    try:
        document = archive.document(item.document_id)
    except NotFoundError:
        return (), None, "", None
    table = next((b for b in document.blocks if isinstance(b, Table) and b.number == item.table_no), None)
    if table is not None and (cell := _cell(table, item)) is not None:
        return _rows_around(table, cell)
    return (*_text_around(document, item), "", None)


def _cell(table: Table, item: Item) -> Cell | None:
    """The table's cell that a field was read from: its box, else its characters in the row of its indicator."""
    box = item.place.box if item.place else None
    cells = [c for c in table.cells if box and c.place and c.place == item.place]
    if cells:
        return cells[0]
    wanted = squeeze(item.field.raw)
    same = [c for c in table.cells if wanted and squeeze(c.raw) == wanted]
    anchors = {squeeze(item.indicator), squeeze(item.goal)} - {""}
    named = [c for c in table.cells if squeeze(c.text) in anchors]
    named.sort(key=lambda c: squeeze(c.text) != squeeze(item.indicator))  # a goal stands on many rows
    for anchor in named:
        for cell in same:
            if anchor.row <= cell.row < anchor.row + anchor.row_span:
                return cell
    return next(iter(same or named), None)


def _rows_around(table: Table, cell: Cell) -> tuple[tuple[str, ...], int, str, Cell]:
    rows = [" | ".join(squeeze(c.text) for c in _distinct(cells)) for cells in table.grid()]
    first = max(cell.row - ROWS_AROUND, 0)
    shown = rows[first : cell.row + ROWS_AROUND + 1]
    header = rows[0] if first > 0 and rows else ""
    return tuple(shown), cell.row - first, header, cell


def _distinct(cells: list[Cell | None]) -> Iterator[Cell]:
    """The cells of a grid row, one that spans columns once."""
    last: Cell | None = None
    for cell in cells:
        if cell is not None and cell is not last:
            yield cell
        last = cell


def _text_around(document: Document, item: Item) -> tuple[tuple[str, ...], int | None]:
    paragraphs = [b for b in document.blocks if isinstance(b, Paragraph)]
    wanted = squeeze(item.finding.a if item.finding else item.field.raw or item.indicator)
    on_page = [p for p in paragraphs if p.place.page == item.page]
    at = next((n for n, p in enumerate(on_page) if wanted and wanted in squeeze(p.raw)), None)
    first = max((at or 0) - ROWS_AROUND, 0)
    shown = tuple(p.text for p in on_page[first : first + 2 * ROWS_AROUND + 1])
    return shown, None if at is None else at - first


# ---------------------------------------------------------------- other years


def _neighbours(archive: Archive, item: Item) -> tuple[tuple[Neighbour, ...], tuple[Neighbour, ...]]:
    if not item.indicator_id and item.candidate is None:
        return (), ()
    identity = item.indicator_id or (item.candidate.indicator_id if item.candidate else "")
    role: Role = item.role or "value"
    here = next((d for d in archive.documents() if d.document_id == item.document_id), None)
    period = here.period if here else item.period
    found: list[Neighbour] = []
    for info in archive.documents():
        same_unit = (info.organisation, info.unit) == (item.organisation, item.unit)
        if not same_unit or info.form_of or info.document_id == item.document_id or info.period == period:
            continue
        keys = {
            (k.table_no, k.row_no)
            for k in archive.links(info.document_id)
            if k.indicator_id == identity and not k.suggestion
        }
        if not keys:
            continue
        for home in homes(archive.report(info.document_id)):
            field = home.row.field(role)
            if home.key in keys and (field.text or field.normal):
                found.append(
                    Neighbour(
                        period=info.period, source_path=info.source_path,
                        page=field.place.page if field.place else home.row.page, text=field.text,
                        normal=field.normal, confidence=field.confidence, reviewed=field.reviewed,
                    )
                )  # fmt: skip
    part = period[4:]
    alike = [n for n in found if n.period[4:] == part] or found
    before = sorted((n for n in alike if _when(n.period) < _when(period)), key=_by_time, reverse=True)
    after = sorted((n for n in alike if _when(n.period) > _when(period)), key=_by_time)
    return tuple(before), tuple(after)


def _by_time(neighbour: Neighbour) -> tuple[str, str]:
    return _when(neighbour.period)


def _when(label: str) -> tuple[str, str]:
    return (str(periods.end(label)), label) if periods.is_label(label) else (label, label)

"""Word files read natively: WordprocessingML → `Document`, in document order.

Promises what the page prints after accepting all changes: headings with levels, bullets, tables with
merges, text boxes, notes at the end, symbols; running headers and tables of contents left out. Files
that are damaged or hostile give a `ReadError` with one sentence, never another exception.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator

import msgspec

from extractor.errors import FormatError, ReadError
from extractor.model import Block, Document, Media, Paragraph, Place, Table
from extractor.reading.docx_colours import Theme
from extractor.reading.docx_context import Context, Part
from extractor.reading.docx_runs import Line, merged, read_line
from extractor.reading.docx_shapes import Drawn
from extractor.reading.docx_styles import Numbering, Styles, W
from extractor.reading.docx_tables import blocks, read_table
from extractor.reading.docx_tabs import with_tab_tables
from extractor.reading.package import Element, Package, Relationship
from extractor.swedish import fold, squeeze

HEADING_LENGTH = 120
"""Characters. Headings by formatting alone are shorter; a longer bold paragraph is an emphasised one."""
LARGE, LARGER = 1.15, 1.5
"""Letters this many times the body's size make a sub-heading, a top heading. Word's own heading styles
start at 1.2 (Heading 2: 13 pt over 11 pt) and 1.45 (Heading 1: 16 pt)."""
DEEPEST = 6
"""Deepest heading level given to a heading by formatting alone."""

_CONTENTS_TITLES = {
    "innehall", "innehallsforteckning", "contents", "table of contents", "innehallsoversikt",
}  # fmt: skip
_CORE = {
    "title": "title", "creator": "author", "subject": "subject", "description": "description",
    "keywords": "keywords", "category": "category", "created": "created", "modified": "modified",
}  # fmt: skip
_APP = {"Company": "company", "Template": "template", "Application": "application"}
_SENTENCE_END = re.compile(r"[.!;,]$")

Entry = Line | Table


def read_docx(content: bytes, name: str, *, media: Media = "docx", sha256: str | None = None) -> Document:
    """Read a Word file.

    Args:
        content: the bytes of the .docx (.docm, .dotx, Strict or Transitional).
        name: the file's name.
        media: what the user's file is, where LibreOffice made this .docx from another format.
        sha256: hash of the user's file in that case.

    Returns:
        The document; pages are counted from page breaks, boxes are unknown.

    Raises:
        FormatError: no Word file, damaged, or a container made to harm.
        EncryptedError: the container wants a password.
    """
    package = Package(content)
    part = main_part(package)
    try:
        return _read(package, part, name, media, sha256 or hashlib.sha256(content).hexdigest())
    except RecursionError as error:
        raise FormatError("The Word file nests tables or text boxes deeper than any report does.") from error


def main_part(package: Package) -> str:
    """The name of the part that holds the text.

    Raises:
        FormatError: the package holds something else than a Word document.
    """
    candidates = [
        r.target for r in package.relationships("").values() if r.kind == "officeDocument" and r.target
    ]
    for candidate in [*candidates, "word/document.xml"]:
        if candidate in package:
            kind = package.content_type(candidate)
            if "wordprocessingml" in kind or "ms-word" in kind or candidate.startswith("word/"):
                return candidate
    raise FormatError("The file is a zip container without a Word document in it.")


def _read(package: Package, part: str, name: str, media: Media, sha256: str) -> Document:
    root = package.xml(part)
    body = root.find(f"{W}body")
    if body is None:
        raise FormatError(f"The Word file's part {part} has no body.")
    relationships = package.relationships(part)
    styles = Styles(_related(package, relationships, "styles"))
    theme = Theme(_related(package, relationships, "theme"))
    numbering = Numbering(_related(package, relationships, "numbering"))
    context = Context(styles, numbering, theme, _part(package, relationships, theme, media), media)
    entries = merged(list(_entries(body, context)))
    pages = context.pages.page
    entries += _notes(package, relationships, context)
    found = _finished(with_tab_tables(entries, context), context)
    properties = _properties(package)
    pictures = sum(r.kind == "image" for r in relationships.values())
    notes = list(dict.fromkeys(context.unread))
    if not found and pictures:
        notes.append(f"The Word file holds {pictures} pictures and no text: print it to PDF and import that.")
    return Document(
        sha256=sha256,
        name=name,
        media=media,
        text_layer="born" if found else "none",
        page_count=max(pages, int(properties.pop("pages", 0))),
        blocks=found,
        furniture=_furniture(package, relationships, context),
        properties=properties,
        notes=tuple(notes),
    )


def _part(package: Package, relationships: dict[str, Relationship], theme: Theme, media: Media) -> Part:
    def load(relationship: str) -> bytes | None:
        link = relationships.get(relationship)
        if link is None or link.target not in package:
            return None
        try:
            return package.read(link.target)
        except ReadError:
            return None  # a damaged picture is an unreadable symbol, the text around it is still right

    return Part(relationships, Drawn(theme, load, bent=media == "doc"))


def _related(package: Package, relationships: dict[str, Relationship], kind: str) -> Element | None:
    target = next((r.target for r in relationships.values() if r.kind == kind), "")
    return package.xml(target) if target in package else None


# ---------------------------------------------------------------- the body, block by block


def _entries(parent: Element, context: Context) -> Iterator[Entry]:
    """Lines and tables of the body in order; a text box follows the paragraph it is anchored in."""
    sections = list(parent.iter(f"{W}sectPr"))
    for block in blocks(parent):
        if block.tag == f"{W}tbl":
            if context.fields.in_contents:
                context.fields.end_contents()
            yield from read_table(block, context)
            continue
        properties = block.find(f"{W}pPr")
        if context.fields.in_contents and context.styles.outline_level(properties):
            context.fields.end_contents()
        line = read_line(block, context)
        yield line
        for box in line.floats:
            yield from _entries(box, context)
        ending = properties.find(f"{W}sectPr") if properties is not None else None
        if ending is not None and _next_starts_page(ending, sections):
            context.pages.explicit()


def _next_starts_page(ending: Element, sections: list[Element]) -> bool:
    """A section says itself how it starts, so the break after one is described in the next."""
    index = sections.index(ending) + 1
    kind = sections[index].find(f"{W}type") if index < len(sections) else None
    return kind is None or kind.get(f"{W}val") not in ("continuous", "nextColumn")


def _notes(package: Package, relationships: dict[str, Relationship], context: Context) -> list[Entry]:
    """Footnotes and endnotes, after the text."""
    lines: list[Entry] = []
    for kind, tag in (("footnotes", "footnote"), ("endnotes", "endnote")):
        target = next((r.target for r in relationships.values() if r.kind == kind), "")
        if target not in package:
            continue
        context.part = _part(package, package.relationships(target), context.theme, context.media)
        for note in package.xml(target).iterfind(f"{W}{tag}"):
            if note.get(f"{W}type", "normal") == "normal":
                lines += _entries(note, context)
    return lines


def _furniture(package: Package, relationships: dict[str, Relationship], context: Context) -> tuple[str, ...]:
    """What running headers and footers print, each paragraph once."""
    found: list[str] = []
    for link in relationships.values():
        if link.kind in ("header", "footer") and link.target in package:
            context.part = _part(package, package.relationships(link.target), context.theme, context.media)
            for entry in _entries(package.xml(link.target), context):
                texts = [c.text for c in entry.cells] if isinstance(entry, Table) else [entry.text()]
                found += [t for t in texts if t]
    return tuple(dict.fromkeys(found))


def _properties(package: Package) -> dict[str, str]:
    found: dict[str, str] = {}
    for part, names in (("docProps/core.xml", _CORE), ("docProps/app.xml", _APP)):
        if part not in package:
            continue
        for element in package.xml(part):
            tag, text = element.tag.rpartition("}")[2], squeeze(element.text or "")
            if tag in names and text:
                found[names[tag]] = text
            elif tag == "Pages" and re.fullmatch(r"[1-9]\d{0,4}", text):
                found["pages"] = text
    return found


# ---------------------------------------------------------------- lines → paragraphs, headings, captions


def _finished(entries: list[Entry], context: Context) -> tuple[Block, ...]:
    lines = [e for e in _without_contents(entries) if isinstance(e, Table) or e.raw.strip() or e.symbols]
    body = _body_size(lines)
    found: list[Block] = []
    heading: str | None = None
    caption: str | None = None
    above, tables = 1, 0
    for entry in lines:
        if isinstance(entry, Table):
            tables += 1
            found.append(msgspec.structs.replace(entry, number=tables, caption=caption or heading))
            caption = None
            continue
        styled = context.styles.outline_level(entry.properties)
        is_caption = context.styles.is_caption(entry.properties)
        for line in [entry] if styled or is_caption else _split_heading(entry):
            level = styled or (0 if is_caption else _formatted_level(line, body, above))
            paragraph = _paragraph(line, level)
            found.append(paragraph)
            heading = paragraph.text if level else heading
            caption = paragraph.text if is_caption else None
        above = styled or above
    return tuple(found)


def _without_contents(entries: list[Entry]) -> Iterator[Entry]:
    """Everything but tables of contents and the title right above one."""
    for entry, after in zip(entries, [*_next_written(entries)], strict=True):
        if isinstance(entry, Line):
            title = isinstance(after, Line) and after.contents and fold(entry.text()) in _CONTENTS_TITLES
            if entry.contents or title:
                continue
        yield entry


def _next_written(entries: list[Entry]) -> list[Entry | None]:
    """For each entry the next one that shows anything."""
    following: list[Entry | None] = []
    after: Entry | None = None
    for entry in reversed(entries):
        following.append(after)
        if isinstance(entry, Table) or entry.raw.strip():
            after = entry
    return following[::-1]


def _body_size(entries: list[Entry]) -> float:
    """The size in points that most characters of the running text have."""
    sizes: Counter[float] = Counter()
    for line in entries:
        if isinstance(line, Line):
            for piece in line.pieces:
                sizes[piece.size] += len(piece.text)
    return max(sizes, key=lambda s: sizes[s], default=0.0)


def _formatted_level(line: Line, body: float, above: int) -> int:
    """Level of a heading that is one by its look: a short line, all of it larger or bold."""
    text = line.text()
    if not text or line.bullet or len(text) > HEADING_LENGTH or _SENTENCE_END.search(text):
        return 0
    if not any(c.isalpha() for c in text):
        return 0
    size = min((p.size for p in line.pieces if p.text.strip()), default=0.0)
    if size >= LARGER * body:
        return 1
    if size >= LARGE * body:
        return 2
    return min(above + 1, DEEPEST) if line.bold else 0


def _split_heading(line: Line) -> list[Line]:
    """A bold first line with text under it in the same paragraph is a heading and its text."""
    ends = [i for i, p in enumerate(line.pieces) if p.text == "\n"]
    if not ends or line.bullet:
        return [line]
    first, rest = line.pieces[: ends[0]], line.pieces[ends[0] + 1 :]
    head = msgspec.structs.replace(line, pieces=first)
    tail = msgspec.structs.replace(line, pieces=rest, label="")
    if head.bold and tail.raw.strip() and not tail.bold and not _SENTENCE_END.search(head.text()):
        return [head, tail]
    return [line]


def _paragraph(line: Line, level: int) -> Paragraph:
    place = Place(page=line.page)
    return Paragraph(
        text=line.text(),
        raw=line.raw.strip(),
        place=place,
        level=level,
        bullet=line.bullet and not level,
        symbols=tuple(msgspec.structs.replace(s, place=place) for s in line.symbols),
    )

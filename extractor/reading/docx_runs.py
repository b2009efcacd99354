"""One Word paragraph → a `Line`: the printed characters, the symbols, the pages it touches.

Promises the accepted view (insertions in, deletions out), field results without instructions, nothing
hidden, and that a footnote mark never becomes part of the number it stands beside.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple, TypeVar

import msgspec

from extractor.model import Symbol
from extractor.reading.docx_colours import HIGHLIGHTS
from extractor.reading.docx_context import Context, alternative, is_contents_field, is_placeholder
from extractor.reading.docx_glyphs import PRESENTATION, SYMBOL_TEXT, character_symbol
from extractor.reading.docx_styles import W, flag
from extractor.reading.package import MC, Element
from extractor.swedish import as_raised, join_lines, raised_text, squeeze

MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
SOFT_HYPHEN, HARD_HYPHEN = "\u00ad", "\u2011"
LIFTED = 3
"""Half points by which letters lifted by hand stand raised: Word's own dialog proposes 6, a footnote's mark needs
more than one point to be seen as one."""
SUPERSCRIPT = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹")
"""Raised figures as characters of their own: a footnote's mark or a unit's power, like any raised figure."""
_SYMBOL_FIELD = re.compile(r"^\s*SYMBOL\s+(0x[0-9a-f]+|\d+)(?:.*?\\f\s+\"?([^\"\\]+)\"?)?", re.IGNORECASE)
_SKIPPED = {
    f"{W}{n}" for n in (
        "pPr", "rPr", "del", "moveFrom", "delText", "delInstrText", "sdtPr", "sdtEndPr", "rt", "rubyPr",
        "footnoteReference", "endnoteReference", "commentReference", "annotationRef", "footnoteRef",
        "endnoteRef", "proofErr", "fldData", "tblPr", "txbxContent",
    )
}  # fmt: skip
_NOTE_REFERENCES = ("footnoteReference", "endnoteReference")
_DRAWINGS = {f"{W}drawing", f"{W}pict", f"{W}object"}


class Piece(NamedTuple):
    """A stretch of characters of one look, or one symbol."""

    text: str
    bold: bool = False
    size: float = 0.0
    raised: bool = False
    colour: str | None = None
    """Of the characters, '#rrggbb'; None for automatic."""
    shade: str | None = None
    """Marker pen or run shading behind the characters."""
    symbol: Symbol | None = None
    private: bool = False
    """The character means nothing outside its symbol font."""
    struck: bool = False
    """Crossed out by hand: an old wording left visible."""


class Line(msgspec.Struct, kw_only=True):
    """One paragraph as printed, before anything decides what it is."""

    pieces: list[Piece] = []
    page: int
    floats: list[Element] = []
    """Content of the text boxes anchored here."""
    properties: Element | None = None
    """Its `w:pPr`."""
    label: str = ""
    """Number that Word prints before it."""
    bullet: bool = False
    contents: bool = False
    """Part of a table of contents."""
    joins_next: bool = False
    """The paragraph mark was deleted: the next paragraph continues this one."""

    @property
    def raw(self) -> str:
        """The characters as the file has them, line breaks as newlines."""
        text = "".join(as_raised(p.text) if p.raised else p.text for p in self.pieces)
        return f"{self.label} {text}" if self.label and text.strip() else text

    @property
    def symbols(self) -> tuple[Symbol, ...]:
        """The symbols in reading order."""
        return tuple(p.symbol for p in self.pieces if p.symbol is not None)

    @property
    def bold(self) -> bool:
        """Whether all visible characters are bold."""
        visible = [p for p in self.pieces if p.text.strip() and p.symbol is None]
        return bool(visible) and all(p.bold for p in visible)

    @property
    def struck(self) -> bool:
        """Whether all visible characters are crossed out."""
        visible = [p for p in self.pieces if p.text.strip()]
        return bool(visible) and all(p.struck for p in visible)

    @property
    def size(self) -> float:
        """Size of the largest visible characters in points."""
        return max((p.size for p in self.pieces if p.text.strip() and p.symbol is None), default=0.0)

    def text(self, *, in_cell: bool = False) -> str:
        """The printed words.

        In running text a symbol's character stays where it stands (unless it means nothing outside
        its font); in a cell it is taken out, unless words stand on both sides of it. Words crossed out beside
        others are no longer said.
        """
        parts: list[str] = []
        replaced = any(p.text.strip() and not p.struck for p in self.pieces)
        for i, piece in enumerate(self.pieces):
            if piece.struck and replaced:
                parts.append(" ")
            elif piece.symbol is not None or piece.private:
                parts.append(piece.text if not piece.private and (not in_cell or self._inside(i)) else " ")
            elif piece.raised:
                parts.append(_raised(piece.text, "".join(parts)))
            else:
                parts.append(piece.text)
        text = clean("".join(parts))
        return f"{self.label} {text}" if self.label and text else text

    def _inside(self, index: int) -> bool:
        before = "".join(p.text for p in self.pieces[:index] if p.symbol is None).rpartition("\n")[2]
        after = "".join(p.text for p in self.pieces[index + 1 :] if p.symbol is None).partition("\n")[0]
        return any(c.isalnum() for c in before) and any(c.isalnum() for c in after)


def clean(raw: str) -> str:
    """Printed text of raw characters: lines joined, soft hyphens out, one space between words."""
    text = raw.replace(SOFT_HYPHEN, "").replace(HARD_HYPHEN, "-")
    return squeeze(join_lines(text.split("\n")))


def read_line(paragraph: Element, context: Context) -> Line:
    """Read one `w:p`.

    Args:
        paragraph: the element.
        context: pages and fields in it move on.

    Returns:
        The line; its page is the one its first visible character stands on.
    """
    properties = paragraph.find(f"{W}pPr")
    styles, pages = context.styles, context.pages
    if styles.paragraph_flag(properties, "pageBreakBefore"):
        pages.before()
    starts_in_contents = context.fields.in_contents
    line = Line(page=0, properties=properties, pieces=[], floats=[])
    _Reader(context, line).read(paragraph)
    line.page = line.page or pages.page
    line.contents = starts_in_contents or context.fields.in_contents or styles.is_contents(properties)
    context.fields.end_paragraph()
    mark = properties.find(f"{W}rPr") if properties is not None else None
    line.joins_next = mark is not None and (
        mark.find(f"{W}del") is not None or mark.find(f"{W}moveFrom") is not None
    )
    if any(p.text.strip() or p.symbol for p in line.pieces) or not line.joins_next:
        _number(line, context)  # an empty item is counted too: Word prints its number
    return line


Entry = TypeVar("Entry")


def merged(entries: Sequence[Entry]) -> list[Entry]:
    """The same entries in order; paragraphs whose end mark was deleted are continued by the next one."""
    found: list[Entry] = []
    for entry in entries:
        last = found[-1] if found else None
        if isinstance(entry, Line) and isinstance(last, Line) and last.joins_next:
            entry.page = last.page if last.pieces else entry.page
            last.pieces.extend(entry.pieces)
            entry.pieces = last.pieces
            found[-1] = entry
        else:
            found.append(entry)
    return found


def _number(line: Line, context: Context) -> None:
    numbering = context.styles.numbering(line.properties)
    if numbering is None:
        line.bullet = context.styles.is_list(line.properties)
        return
    line.label = context.numbering.advance(*numbering)
    heading = context.styles.outline_level(line.properties) > 0
    line.bullet = not heading


class _Reader:
    """Walks the runs of one paragraph into its line."""

    def __init__(self, context: Context, line: Line) -> None:
        self._context = context
        self._line = line
        self._is_note_mark = False
        """The run prints its own mark of a note ("*", "a)") instead of a number that Word counts."""

    def read(self, parent: Element, run: Element | None = None) -> None:
        for child in parent:
            self._child(child, run)

    def _child(self, child: Element, run: Element | None) -> None:
        tag = child.tag
        if tag in _SKIPPED or (tag == f"{W}sdt" and is_placeholder(child)):
            return
        if tag == f"{W}r":
            properties = child.find(f"{W}rPr")
            self._is_note_mark = any(child.find(f"{W}{n}") is not None for n in _NOTE_REFERENCES)
            if not self._context.styles.run_flag(properties, self._line.properties, "vanish"):
                self.read(child, properties)
            self._is_note_mark = False
        elif tag == f"{MC}AlternateContent":
            for element in alternative(child):
                self._child(element, run)
        elif tag == f"{W}fldSimple":
            if not is_contents_field(child.get(f"{W}instr", "")):
                self.read(child, run)
        else:
            self._leaf(child, run)

    def _leaf(self, element: Element, run: Element | None) -> None:
        tag, fields = element.tag, self._context.fields
        if tag in (f"{W}t", MATH_TEXT):
            self._add(_text_of(element), run)
        elif tag == f"{W}instrText":
            fields.instruct(element.text or "")
        elif tag == f"{W}fldChar":
            self._field(element, run)
        elif tag in _PLAIN:
            self._add(_PLAIN[tag], run)
        elif tag == f"{W}br":
            self._break(element.get(f"{W}type", ""), run)
        elif tag == f"{W}lastRenderedPageBreak":
            self._context.pages.rendered()
        elif tag == f"{W}sym":
            self._sym(element.get(f"{W}char", ""), element.get(f"{W}font", ""), run)
        elif tag in _DRAWINGS:
            self._draw(element)
        else:
            self.read(element, run)

    def _break(self, kind: str, run: Element | None) -> None:
        if kind == "page":
            self._context.pages.explicit()
        self._add("\n", run)

    def _field(self, element: Element, run: Element | None) -> None:
        instruction = self._context.fields.mark(element.get(f"{W}fldCharType", ""))
        if instruction and (match := _SYMBOL_FIELD.match(instruction)):
            self._sym(f"{int(match[1], 0):X}", (match[2] or "").strip(), run)
        data = element.find(f"{W}ffData")
        if data is not None and (shown := _form_value(data)):
            self._glyphs(shown, run)

    def _draw(self, element: Element) -> None:
        if not self._context.fields.printed:
            return
        for symbol in self._context.part.drawn.symbols(element):
            self._append(Piece("", symbol=symbol))
        boxes = element.iter(f"{W}txbxContent")
        self._line.floats += [b for b in boxes if not _nested_box(b, element)]

    def _sym(self, code: str, font: str, run: Element | None) -> None:
        if re.fullmatch(r"[0-9A-Fa-f]{1,5}", code):
            self._glyphs(chr(int(code, 16)), run, font)

    def _add(self, text: str, run: Element | None) -> None:
        if self._context.fields.printed and text:
            self._glyphs(text, run)

    def _glyphs(self, text: str, run: Element | None, font: str | None = None) -> None:
        """Append characters, those that are symbols as pieces of their own."""
        plain = self._look(run)
        face = self._font(run) if font is None else font
        text = text.translate(SYMBOL_TEXT) if face.lower() == "symbol" else text
        kept = ""
        for character in text:
            if character in PRESENTATION and not kept and self._line.pieces:
                continue
            symbol, private = character_symbol(character, face, plain.colour)
            raised = character in SUPERSCRIPT
            if symbol is None and not private and not raised:
                kept += character
                continue
            if kept:
                self._append(plain._replace(text=kept))
                kept = ""
            self._append(
                plain._replace(text=character, symbol=symbol, private=private, raised=raised or plain.raised)
            )
        if kept:
            self._append(plain._replace(text=kept))

    def _append(self, piece: Piece) -> None:
        if piece.symbol is not None or piece.text.strip():
            self._context.pages.text()
            self._line.page = self._line.page or self._context.pages.page
        self._line.pieces.append(piece)

    def _look(self, run: Element | None) -> Piece:
        styles, paragraph = self._context.styles, self._line.properties
        return Piece(
            "",
            bold=styles.run_flag(run, paragraph, "b"),
            size=styles.size(run, paragraph),
            struck=any(styles.run_flag(run, paragraph, n) for n in ("strike", "dstrike")),
            raised=self._is_note_mark or self._is_raised(run),
            colour=self._colour(run),
            shade=self._shade(run),
        )

    def _is_raised(self, run: Element | None) -> bool:
        """Whether a run is set as superscript, or lifted by hand."""
        styles, paragraph = self._context.styles, self._line.properties
        align, position = (styles.run_value(run, paragraph, n) for n in ("vertAlign", "position"))
        if align is not None and align.get(f"{W}val") == "superscript":
            return True
        lift = position.get(f"{W}val", "") if position is not None else ""
        return lift.isascii() and lift.isdecimal() and int(lift) >= LIFTED

    def _shade(self, run: Element | None) -> str | None:
        if run is None:
            return None
        pen = run.find(f"{W}highlight")
        return HIGHLIGHTS.get(pen.get(f"{W}val", "")) if pen is not None else shading(run, self._context)

    def _font(self, run: Element | None) -> str:
        fonts = self._context.styles.run_value(run, self._line.properties, "rFonts")
        if fonts is None:
            return ""
        return str(next((v for a in ("ascii", "hAnsi", "cs") if (v := fonts.get(f"{W}{a}"))), ""))

    def _colour(self, run: Element | None) -> str | None:
        element = self._context.styles.run_value(run, self._line.properties, "color")
        if element is None:
            return None
        values = (element.get(f"{W}{n}") for n in ("val", "themeColor", "themeTint", "themeShade"))
        return self._context.theme.word_colour(*values)


_PLAIN = {
    f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}cr": "\n", f"{W}noBreakHyphen": HARD_HYPHEN,
    f"{W}softHyphen": SOFT_HYPHEN,
}  # fmt: skip
"""Elements that stand for one character."""


def shading(properties: Element | None, context: Context) -> str | None:
    """The colour of a `w:shd` below a properties element, None for none, automatic or white."""
    element = properties.find(f"{W}shd") if properties is not None else None
    if element is None:
        return None
    names = ("fill", "themeFill", "themeFillTint", "themeFillShade")
    if element.get(f"{W}val") == "solid":
        names = ("color", "themeColor", "themeTint", "themeShade")
    colour = context.theme.word_colour(*(element.get(f"{W}{n}") for n in names))
    return None if colour == "#ffffff" else colour


def _text_of(element: Element) -> str:
    text = element.text or ""
    keep = element.get("{http://www.w3.org/XML/1998/namespace}space") == "preserve"
    return text if keep or element.tag == MATH_TEXT else text.strip(" \t\r\n")


def _raised(text: str, before: str) -> str:
    """Raised words are words; of raised figures only those that are no note's mark."""
    return raised_text(text, before) if re.search(r"\d", text) or SUPERSCRIPT & set(text) else text


def _form_value(data: Element) -> str:
    """What a legacy form field shows that is not in its result: a ticked box, a chosen entry."""
    box = data.find(f"{W}checkBox")
    if box is not None:
        state = box.find(f"{W}checked")
        return "☒" if flag(box.find(f"{W}default") if state is None else state) else "☐"
    choices = data.find(f"{W}ddList")
    if choices is None:
        return ""
    entries = [e.get(f"{W}val", "") for e in choices.iterfind(f"{W}listEntry")]
    result = choices.find(f"{W}result")
    index = result.get(f"{W}val", "0") if result is not None else "0"
    return entries[int(index)] if index.isdecimal() and int(index) < len(entries) else ""


def _nested_box(box: Element, outer: Element) -> bool:
    """Whether a text box lies inside another one of the same drawing."""
    for ancestor in box.iterancestors():
        if ancestor is outer:
            return False
        if ancestor.tag == f"{W}txbxContent":
            return True
    return False

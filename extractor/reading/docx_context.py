"""What a walk over a Word file carries along: styles, page count, open fields, the part it is in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from extractor.model import Media
from extractor.reading.docx_colours import Theme
from extractor.reading.docx_shapes import Drawn
from extractor.reading.docx_styles import Numbering, Styles, W, flag
from extractor.reading.package import MC, Element, Relationship

UNDERSTOOD = {"wps", "wpg", "wpc", "wpi", "w14", "w15", "w16", "wp14", "a14", "v", "o"}
"""Extensions whose `mc:Choice` is read; for any other the file's `mc:Fallback` is."""

_WRAPPERS = {f"{W}{n}" for n in ("sdtContent", "customXml", "ins", "moveTo", "smartTag")}
_CONTENTS_FIELD = re.compile(r"^\s*TOC\b", re.IGNORECASE)


class PageCounter:
    """The page as far as the file tells: breaks somebody set, and breaks noted at the last printing."""

    def __init__(self) -> None:
        self.page = 1
        self._fresh = False
        self._started = False

    def text(self) -> None:
        """Something visible was met on the current page."""
        self._fresh = False
        self._started = True

    def explicit(self) -> None:
        """A page break or a section that starts a page."""
        self.page += 1
        self._fresh = True

    def before(self) -> None:
        """A paragraph that wants to stand first on a page: nothing happens where it already does."""
        if self._started and not self._fresh:
            self.explicit()

    def rendered(self) -> None:
        """A page break noted when the file was last laid out; it repeats an explicit one just passed."""
        if self._fresh:
            self._fresh = False
        else:
            self.page += 1


class Fields:
    """Complex fields (`w:fldChar`): which text is instruction and hidden, which is result and printed."""

    def __init__(self) -> None:
        self._open: list[tuple[str, bool]] = []

    def mark(self, kind: str) -> str | None:
        """Note begin, separate or end; the instruction of a field that ended without a result."""
        if kind == "begin":
            self._open.append(("", False))
        elif kind == "separate" and self._open:
            self._open[-1] = (self._open[-1][0], True)
        elif kind == "end" and self._open:
            instruction, has_result = self._open.pop()
            return None if has_result else instruction
        return None

    def instruct(self, text: str) -> None:
        """Note a piece of an instruction."""
        if self._open and not self._open[-1][1]:
            self._open[-1] = (self._open[-1][0] + text, False)

    @property
    def printed(self) -> bool:
        """Whether text met now is printed."""
        return all(has_result for _, has_result in self._open)

    @property
    def in_contents(self) -> bool:
        """Whether text met now belongs to a table of contents."""
        return any(is_contents_field(instruction) for instruction, _ in self._open)

    def end_paragraph(self) -> None:
        """Forget instructions left open: none runs over a paragraph, so the field is damaged."""
        self._open = [f for f in self._open if f[1] or is_contents_field(f[0])]

    def end_contents(self) -> None:
        """Close a table of contents whose end is missing."""
        self._open = [f for f in self._open if not is_contents_field(f[0])]


class Part(NamedTuple):
    """The XML part being read: relationship ids mean something only there."""

    relationships: dict[str, Relationship]
    drawn: Drawn


class Context:
    """State of one reading; one per document, `part` is exchanged for headers and notes."""

    def __init__(
        self, styles: Styles, numbering: Numbering, theme: Theme, part: Part, media: Media = "docx"
    ) -> None:
        self.styles = styles
        self.numbering = numbering
        self.theme = theme
        self.part = part
        self.media = media
        """What the user's file is, where this one was made from it."""
        self.pages = PageCounter()
        self.fields = Fields()
        self.unread: list[str] = []
        """What was met and not read, as sentences for `Document.notes`."""


def is_contents_field(instruction: str) -> bool:
    """Whether a field's instruction makes a table of contents or of figures."""
    return _CONTENTS_FIELD.match(instruction) is not None


def alternative(element: Element) -> Iterator[Element]:
    """The children of the one branch of an `mc:AlternateContent` that is shown."""
    choices = element.findall(f"{MC}Choice")
    for choice in choices:
        if set(choice.get("Requires", "").split()) <= UNDERSTOOD:
            yield from choice
            return
    fallback = element.find(f"{MC}Fallback")
    branch = fallback if fallback is not None else choices[0] if choices else ()
    yield from branch


def shown_children(parent: Element) -> Iterator[Element]:
    """An element's children as they stand after accepting all changes.

    Content controls, insertions and alternatives are opened, deletions and tables of contents left
    out. The same for blocks, rows and cells.
    """
    for child in parent:
        if child.tag == f"{W}sdt":
            if not _is_contents_control(child):
                yield from _control_content(child)
        elif child.tag in _WRAPPERS:
            yield from shown_children(child)
        elif child.tag == f"{MC}AlternateContent":
            yield from alternative(child)
        elif child.tag not in (f"{W}del", f"{W}moveFrom"):
            yield child


def is_placeholder(control: Element) -> bool:
    """Whether a content control only shows its prompt ('click here to enter text')."""
    return flag(control.find(f"{W}sdtPr/{W}showingPlcHdr"))


def _is_contents_control(control: Element) -> bool:
    gallery = control.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    return gallery is not None and gallery.get(f"{W}val", "") == "Table of Contents"


def _control_content(control: Element) -> Iterator[Element]:
    content = control.find(f"{W}sdtContent")
    if content is None:
        return
    holds_text = is_placeholder(control)
    for child in shown_children(content):
        if holds_text and child.tag in (f"{W}p", f"{W}r"):
            continue
        yield child

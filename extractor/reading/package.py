"""Zip packages (.docx, .odt) opened safely: parts as bytes, XML and relationships.

Nothing here trusts the file: sizes are bounded before anything is inflated, XML is parsed without
entities, DTDs or network, and external relationships are values that nobody follows. Everything that
is wrong with the container becomes a `ReadError` with one sentence.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from typing import NamedTuple, TypeAlias

from lxml import etree

from extractor.errors import EncryptedError, FormatError

Element: TypeAlias = "etree._Element"

MAX_ENTRIES = 20_000
"""A report with a thousand pictures has about as many entries; a quine or a flood has millions."""
MAX_TOTAL = 2 * 1024**3
"""Declared bytes of all parts. The largest picture-heavy reports unpack to some hundred megabytes."""
MAX_PART = 128 * 1024**2
"""One part inflated in memory. A thousand pages of WordprocessingML are about 30 MB."""
MAX_RATIO = 250
"""Inflated to packed, for parts above `RATIO_FLOOR`. Repetitive table XML and LibreOffice's style
sheets stay under 60; a zip bomb is near deflate's limit of 1032."""
RATIO_FLOOR = 8 * 1024**2
"""Below this size a high ratio costs nothing: an empty table of a thousand rows packs very well."""

RELATIONSHIP = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT_TYPE = "http://schemas.openxmlformats.org/package/2006/content-types"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
"""Prefix of the elements by which a file offers alternatives (`mc:AlternateContent`)."""

STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    b"http://purl.oclc.org/ooxml/drawingml/main": b"http://schemas.openxmlformats.org/drawingml/2006/main",
    b"http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing": b"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    b"http://purl.oclc.org/ooxml/drawingml/picture": b"http://schemas.openxmlformats.org/drawingml/2006/picture",
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    b"http://purl.oclc.org/ooxml/officeDocument/math": b"http://schemas.openxmlformats.org/officeDocument/2006/math",
    b"http://purl.oclc.org/ooxml/officeDocument/extendedProperties": b"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties",
}  # fmt: skip
"""Namespaces of "Strict Open XML" files and what the same elements are called everywhere else."""

_ZIP_ERRORS = (
    zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError,
    ValueError, OverflowError,
)  # fmt: skip
"""What `zipfile` raises for broken archives: bad offsets give OSError and ValueError, unknown
compression NotImplementedError, a wanted password RuntimeError."""


class Relationship(NamedTuple):
    """One link from a part to another part or to the outside."""

    kind: str
    """Last word of the relationship type: 'image', 'styles', 'header', …"""
    target: str
    """Name of the part inside the package, '' for anything external (which is never fetched)."""


class Package:
    """A zip package whose parts are read on demand and within bounds.

    Args:
        content: the bytes of the whole file.

    Raises:
        FormatError: the zip directory is damaged or the package would inflate beyond the bounds.
    """

    def __init__(self, content: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
            entries = self._zip.infolist()
        except _ZIP_ERRORS as error:
            raise FormatError(f"The file is a damaged zip container ({_reason(error)}).") from error
        self._entries = {e.filename.replace("\\", "/").lstrip("/"): e for e in entries}
        _refuse_bombs(entries)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all parts, in the order of the zip directory."""
        return tuple(self._entries)

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def read(self, name: str) -> bytes:
        """The bytes of one part.

        Raises:
            FormatError: the part is missing, damaged or too large.
            EncryptedError: the zip entry wants a password.
        """
        entry = self._entries.get(name)
        if entry is None:
            raise FormatError(f"The package lacks the part {name}.")
        if entry.flag_bits & 1:
            raise EncryptedError("The package wants a password.", "Save it without one and import it again.")
        if entry.file_size > MAX_PART:
            raise FormatError(f"The part {name} would inflate to {entry.file_size // 1024**2} MB.")
        try:
            with self._zip.open(entry) as stream:
                return stream.read(MAX_PART)
        except _ZIP_ERRORS as error:
            raise FormatError(f"The part {name} is damaged ({_reason(error)}).") from error

    def xml(self, name: str) -> Element:
        """The root element of an XML part.

        Raises:
            FormatError: the part is missing or damaged, no well-formed XML, nested too deeply, or
                declares a document type (which Office never writes, but entity bombs need).
        """
        return parse_xml(self.read(name), name)

    def relationships(self, part: str) -> dict[str, Relationship]:
        """The relationships of a part by id, empty when it has none; '' names the package itself.

        Raises:
            FormatError: the relationship part is no well-formed XML.
        """
        folder, name = posixpath.split(part)
        rels = posixpath.join(folder, "_rels", f"{name}.rels")
        if rels not in self:
            return {}
        found = {}
        for element in self.xml(rels).iter(f"{{{RELATIONSHIP}}}Relationship"):
            external = element.get("TargetMode") == "External"
            target = "" if external else _resolve(folder, element.get("Target", ""))
            kind = element.get("Type", "").rsplit("/", 1)[-1]
            found[element.get("Id", "")] = Relationship(kind, target)
        return found

    def content_type(self, part: str) -> str:
        """The declared media type of a part, '' when nothing is declared.

        Raises:
            FormatError: the list of content types is no well-formed XML.
        """
        if "[Content_Types].xml" not in self:
            return ""
        fallback = ""
        suffix = posixpath.splitext(part)[1].lstrip(".").lower()
        for element in self.xml("[Content_Types].xml").iter(f"{{{CONTENT_TYPE}}}*"):
            if element.get("PartName", "").lstrip("/").lower() == part.lower():
                return str(element.get("ContentType", ""))
            if suffix and element.get("Extension", "").lower() == suffix:
                fallback = str(element.get("ContentType", ""))
        return fallback


def parse_xml(content: bytes, name: str) -> Element:
    """Parse untrusted XML: no entities, no DTD, no network, bounded depth.

    Args:
        content: the bytes of the part.
        name: the part's name, for the message.

    Raises:
        FormatError: not well-formed, nested too deeply, or with a document type declaration.
    """
    for strict, usual in STRICT.items():
        content = content.replace(strict, usual)
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, remove_comments=True,
        remove_pis=True,
    )  # fmt: skip
    if b"<!DOCTYPE" in content[:4096]:
        raise FormatError(f"The part {name} declares a document type, which no office program writes.")
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise FormatError(f"The part {name} is not well-formed XML ({_reason(error)}).") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise FormatError(f"The part {name} declares a document type, which no office program writes.")
    return root


def _refuse_bombs(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MAX_ENTRIES:
        raise FormatError(f"The zip container has {len(entries)} entries, more than any report has.")
    total = sum(e.file_size for e in entries)
    if total > MAX_TOTAL:
        raise FormatError(f"The zip container would inflate to {total // 1024**2} MB (a zip bomb?).")
    for entry in entries:
        if entry.file_size > RATIO_FLOOR and entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
            raise FormatError(
                f"The part {entry.filename} would inflate {entry.file_size // max(entry.compress_size, 1)}"
                " times its packed size (a zip bomb?)."
            )


def _resolve(folder: str, target: str) -> str:
    if target.startswith("/"):
        return posixpath.normpath(target).lstrip("/")
    return posixpath.normpath(posixpath.join(folder, target))


def _reason(error: Exception) -> str:
    text = str(getattr(error, "msg", None) or error)
    return (text.splitlines() or [type(error).__name__])[0].rstrip(".")
